//! Bad input: a clear message, an error record, the right exit code, and the others complete.

use crate::support::{Folder, Run, summary, whosaid};

const GOOD: &[u8] = b"All is well.\n";

/// Annotates these files, named one by one.
fn annotate(folder: &Folder, names: &[&str]) -> Run {
    Run::of(whosaid().arg("annotate").args(names.iter().map(|name| folder.join(name))))
}

#[test]
fn a_failed_document_leaves_the_others_complete() {
    let folder = Folder::of(&[
        ("a.txt", GOOD),
        ("thesis.txt", b"%PDF-1.7\n%\xe2\xe3"),
        ("page.docx", b"PK"),
        ("n.jsonl", b"{\"text\":\"x\"}\n{oops\n{\"title\":\"y\"}\n"),
        ("z.txt", GOOD),
    ]);
    let run = annotate(&folder, &["a.txt", "none.txt", "thesis.txt", "page.docx", "n.jsonl", "z.txt"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.summary(),
        summary(&[
            ("a", None),
            ("none", Some("not-found")),
            ("thesis", Some("not-text")),
            ("page", Some("unsupported-format")),
            ("n#1", None),
            ("n#2", Some("bad-json")),
            ("n#3", Some("no-text")),
            ("z", None),
        ])
    );
    let messages: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(messages.len(), 5);
    let expected = [
        "none.txt: no such file or folder",
        "thesis.txt: looks like a PDF file; extract its text first",
        "page.docx: cannot read .docx files; extract the text first; supported are .txt, .md, .html",
        "n.jsonl, line 2: column 2: key must be a string",
        "n.jsonl, line 3: the field \"text\" is missing; choose one with --text-field: title",
    ];
    for (message, expected) in messages.iter().zip(expected) {
        assert!(message.starts_with("whosaid: ") && message.contains(expected), "{message}\n{expected}");
    }
    for record in run.records() {
        assert!(record["schema"] == "whosaid/1", "{record}");
    }
}

#[test]
fn where_nothing_could_be_done_the_code_is_2() {
    let folder =
        Folder::of(&[("d/x.pdf", b""), ("e/.hidden.txt", GOOD), ("bad.txt", b"\0\x01\x02\0\0\0\0\0\0\0")]);
    for (name, code) in
        [("none.txt", "not-found"), ("d", "no-texts"), ("e", "no-texts"), ("bad.txt", "not-text")]
    {
        let run = annotate(&folder, &[name]);
        assert_eq!((run.code, run.summary()[0].1.as_deref()), (2, Some(code)), "{name}");
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    let found = annotate(&folder, &["d"]).stderr;
    assert!(found.contains("holds no texts") && found.contains("found: 1 .pdf"), "{found}");
}

#[test]
fn usage_errors_have_code_2_and_no_output() {
    for args in [
        &["annotate"][..],
        &["annotate", "seeds", "--offsets", "word"],
        &["annotate", "seeds", "--min-confidence", "2"],
        &["annotate", "seeds", "--jobs", "0"],
        &["annotate", "seeds", "--encoding", "utf-9"],
        &["annotate", "seeds", "--max-chars", "many"],
        &["annotate", "seeds", "-o", "no/such/folder/out.jsonl"],
        &["shout"],
    ] {
        let run = Run::of(whosaid().args(args));
        assert_eq!((run.code, run.stdout.len()), (2, 0), "{args:?}");
        assert!(!run.stderr.is_empty());
    }
}

#[test]
fn an_input_is_never_overwritten() {
    let folder = Folder::of(&[("n.jsonl", b"{\"text\":\"x\"}\n")]);
    let path = folder.join("n.jsonl");
    let run = Run::of(whosaid().arg("annotate").arg(&path).arg("-o").arg(&path));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("both input and output"), "{}", run.stderr);
    assert_eq!(std::fs::read(&path).unwrap(), b"{\"text\":\"x\"}\n");
}

#[test]
fn an_empty_text_is_annotated_with_a_warning() {
    let folder = Folder::of(&[("empty.txt", b""), ("blank.txt", b" \n\n")]);
    let run = annotate(&folder, &["empty.txt", "blank.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for record in run.records() {
        assert_eq!(record["warnings"][0]["code"], "empty-text");
        assert_eq!(record["quotes"], serde_json::json!([]));
    }
}

#[test]
fn odd_bytes_that_are_utf8_are_text() {
    let text = "\u{0}\u{1b}[31m \u{202e}“x\u{301}” \u{10ffff}\r\n\u{85}\u{2028}";
    // A byte order mark says how to read the text, and is not part of it.
    let folder = Folder::of(&[("odd.txt", format!("\u{feff}{text}").as_bytes())]);
    let run = annotate(&folder, &["odd.txt"]);
    assert_eq!((run.code, run.records()[0]["text"].as_str()), (0, Some(text)));
}

fn long_line(bytes: usize) {
    let sentence = "“It is late,” said Ann Lee of the “so-called” committee, and ‘left. ";
    let line = sentence.repeat(bytes / sentence.len() + 1);
    let folder = Folder::of(&[("a.txt", GOOD), ("long.txt", line.as_bytes()), ("z.txt", GOOD)]);
    let mut command = whosaid();
    command.current_dir(folder.path()).args([
        "annotate",
        "a.txt",
        "long.txt",
        "z.txt",
        "--max-chars",
        "60000000",
    ]);
    let run = Run::of(&mut command);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.summary(), summary(&[("a", None), ("long", None), ("z", None)]));
}

#[test]
fn a_long_line_is_no_problem() {
    long_line(1 << 20);
}

#[test]
#[ignore = "takes a while: cargo test --release -- --ignored"]
fn a_line_of_50_megabytes_is_no_problem() {
    long_line(50_000_000);
}
