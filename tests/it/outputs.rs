//! What `annotate` writes for annotation tools comes back by `convert` as what it is.

use crate::support::{Folder, Run, whosaid};

const TEXT: &str = "“We wait,” said Ann Lee, the harbour master. 😀 “That is all,” she added, “until\r\n\
    the wind goes down.”\n\nFishermen said they had lost “three days” of work.\tThe “so-called” storm\n";

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(whosaid().args(arguments).current_dir(folder.path()))
}

#[test]
fn every_format_gives_the_labels_back() {
    let folder = Folder::of(&[
        ("in/news/a.txt", TEXT.as_bytes()),
        ("in/odd: name?.txt", b""),
        ("in/c.txt", b"It is\n"),
    ]);
    assert_eq!(run(&folder, &["annotate", "in", "-o", "records.jsonl"]).code, 0);
    let expected = run(&folder, &["convert", "jsonl", "records.jsonl"]);
    assert_eq!(expected.records().len(), 3);
    for format in ["brat", "tei", "conll", "label-studio", "doccano"] {
        let written = run(&folder, &["annotate", "in", "--format", format, "-o", format]);
        assert_eq!((written.code, written.stderr.as_str()), (0, ""), "{format}");
        let back = run(&folder, &["convert", format, format]);
        assert_eq!(back.code, 0, "{format}: {}", back.stderr);
        assert!(back.stdout == expected.stdout, "{format}: {}", String::from_utf8_lossy(&back.stdout));
    }
}

#[test]
fn what_a_format_has_no_room_for_is_beside_it() {
    let folder = Folder::of(&[(
        "in.jsonl",
        b"{\"id\":\"a\",\"text\":\"\xe2\x80\x9cGo,\xe2\x80\x9d said Bo.\"}\n{oops\n",
    )]);
    for format in ["brat", "tei", "conll", "label-studio", "doccano", "prodigy", "csv", "pretty"] {
        let run = run(&folder, &["annotate", "in.jsonl", "--format", format, "-o", format]);
        assert_eq!(run.code, 1, "{format}");
        let errors = std::fs::read_to_string(folder.join(&format!("{format}.errors"))).unwrap();
        assert!(errors.contains("in#2") && errors.contains("bad-json"), "{format}: {errors}");
    }
}

#[test]
fn formats_that_need_a_place_of_their_own_say_so() {
    let folder = Folder::of(&[("a.txt", b"x"), ("full/x.txt", b"x")]);
    for (arguments, message) in [
        (&["--format", "parquet"][..], "name a file with -o"),
        (&["--format", "brat"], "name a folder with -o"),
        (&["--format", "tei", "-o", "full"], "a folder with files in it"),
        (&["--format", "brat", "-o", "a.txt"], "is no folder"),
        (&["--format", "brat", "-o", "b.gz"], "cannot be compressed"),
        (&["-o", "a.parquet.gz"], "compressed inside"),
        (&["--flat"], "--flat goes with"),
        (&["--resume"], "--output"),
    ] {
        let run = run(&folder, &[&["annotate", "full/x.txt"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
}
