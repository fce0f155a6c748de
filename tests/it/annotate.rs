//! `whosaid annotate` where all goes well.

use serde_json::json;

use crate::support::{Folder, Run, summary, whosaid};

const NEWS: &[u8] = "“It is late,” said Ann Lee 😀.\n".as_bytes();

#[test]
fn a_folder_gives_a_record_a_text_in_order_of_name() {
    let folder = Folder::of(&[("b.txt", NEWS), ("a/x.md", NEWS), ("README.md", NEWS), ("z.pdf", b"")]);
    let run = Run::of(whosaid().arg("annotate").arg(folder.path()));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.summary(), summary(&[("a/x", None), ("b", None)]));
    let record = &run.records()[1];
    assert_eq!(record["schema"], "whosaid/1");
    assert_eq!(record["text"], std::str::from_utf8(NEWS).unwrap());
    assert_eq!(record["offsets"], "char");
}

#[test]
fn positions_count_what_is_asked_for() {
    let end = |unit: &str| {
        let run = Run::of(whosaid().args(["annotate", "-", "--offsets", unit]).write_stdin("é 😀 end."));
        let record = run.records().remove(0);
        assert_eq!(record["offsets"], unit);
        record["sentences"].as_array().and_then(|all| all.last().cloned()).unwrap()[1].clone()
    };
    assert_eq!((end("char"), end("byte"), end("utf16")), (json!(8), json!(12), json!(9)));
}

#[test]
fn standard_input_is_a_text_or_json_lines() {
    let run = |input: &'static [u8]| Run::of(whosaid().args(["annotate", "-"]).write_stdin(input)).summary();
    assert_eq!(run(NEWS), summary(&[("stdin", None)]));
    assert_eq!(
        run(b"{\"id\":\"x\",\"text\":\"one\"}\n{\"text\":\"two\"}\n"),
        summary(&[("x", None), ("stdin#2", None)])
    );
    assert_eq!(run(b"{Laughter} One.\n"), summary(&[("stdin", None)]));
}

#[test]
fn fields_of_json_lines_can_be_named() {
    let folder = Folder::of(&[("n.jsonl", b"{\"url\":\"u/1\",\"body\":\"one\"}\n")]);
    let run = Run::of(
        whosaid().args(["annotate", "--text-field", "body", "--id-field", "url"]).arg(folder.join("n.jsonl")),
    );
    assert_eq!((run.code, run.summary()), (0, summary(&[("u/1", None)])));
}

#[test]
fn globs_work_without_a_shell() {
    let folder = Folder::of(&[("n/b.txt", NEWS), ("n/a.txt", NEWS), ("n/c.md", NEWS), ("n/d/e.txt", NEWS)]);
    let glob = |pattern: &str| Run::of(whosaid().arg("annotate").arg(folder.join(pattern))).summary();
    assert_eq!(glob("n/*.txt"), summary(&[("a", None), ("b", None)]));
    assert_eq!(glob("**/[bd]*/**/*.txt"), summary(&[("n/d/e", None)]));
}

#[test]
fn the_output_file_holds_what_standard_output_would() {
    let folder = Folder::of(&[("a.txt", NEWS), ("b.txt", NEWS)]);
    let out = folder.join("out.jsonl");
    let direct = Run::of(whosaid().arg("annotate").arg(folder.path()));
    // Twice: the second time the output file is there, and must not be read.
    for _ in 0..2 {
        let run = Run::of(whosaid().arg("annotate").arg(folder.path()).arg("-o").arg(&out));
        assert_eq!((run.code, run.stdout.len(), run.stderr.as_str()), (0, 0, ""));
        assert_eq!(std::fs::read(&out).unwrap(), direct.stdout);
    }
}

#[test]
fn no_text_leaves_the_text_out() {
    let run = Run::of(whosaid().args(["annotate", "--no-text", "-"]).write_stdin(NEWS));
    assert!(run.records()[0].get("text").is_none());
}

#[test]
fn pretty_is_plain_when_not_on_a_terminal() {
    let run = Run::of(whosaid().args(["annotate", "--format", "pretty", "-"]).write_stdin(NEWS));
    let page = String::from_utf8(run.stdout).unwrap();
    assert!(page.starts_with("stdin  "), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
}

#[test]
fn word_lists_of_your_own_are_laid_over_those_that_ship() {
    let folder = Folder::of(&[("reporting_verbs.tsv", b"gronk\t\t\t\t\tquotation,clause\n")]);
    let text = "“It is late,” gronked Ann Lee.";
    let cue = |args: &[&std::ffi::OsStr]| {
        let run = Run::of(whosaid().args(["annotate", "-"]).args(args).write_stdin(text));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.records()[0]["quotes"][0]["cue"].clone()
    };
    assert_eq!(cue(&[]), json!(null));
    assert_eq!(cue(&["--lexicon".as_ref(), folder.path().as_os_str()]), json!([14, 21]));
    let run = Run::of(whosaid().args(["annotate", "seeds", "--lexicon", "no-such-folder"]));
    assert_eq!((run.code, run.stdout.len()), (2, 0));
    assert!(run.stderr.contains("no-such-folder"), "{}", run.stderr);
}

#[test]
fn without_a_tagger_there_are_no_entities() {
    let run = Run::of(whosaid().args(["annotate", "-", "--ner", "none"]).write_stdin(NEWS));
    assert_eq!(run.records()[0]["entities"], json!([]));
}
