//! `whosaid explain`.

use crate::support::{Folder, Run, whosaid};

#[test]
fn explains_every_quotation_or_one() {
    let explain = |args: &[&str]| {
        let run = Run::of(
            whosaid()
                .arg("explain")
                .args(args)
                .write_stdin("“It is late,” said Ann Lee. “We go,” said Bob Roe."),
        );
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        String::from_utf8(run.stdout).unwrap()
    };
    let all = explain(&["-"]);
    assert!(all.contains("quotation 0") && all.contains("quotation 1"), "{all}");
    assert!(all.contains("verb-then-name fired"), "{all}");
    let one = explain(&["-", "--quote", "1"]);
    assert!(!one.contains("It is late") && one.contains("not reached:"), "{one}");
}

#[test]
fn what_cannot_be_explained_has_code_2() {
    let folder = Folder::of(&[
        ("two.jsonl", b"{\"text\":\"x\"}\n{\"text\":\"y\"}\n"),
        ("none.jsonl", b"\n"),
        ("plain.txt", b"Nothing is said.\n"),
    ]);
    for (args, message) in [
        (&["missing.txt"][..], "no such file"),
        (&["two.jsonl"], "several documents"),
        (&["none.jsonl"], "no document"),
        (&["plain.txt", "--quote", "0"], "quotation 0: the text has 0"),
    ] {
        let run = Run::of(whosaid().arg("explain").arg(folder.join(args[0])).args(&args[1..]));
        assert_eq!((run.code, run.stdout.len()), (2, 0));
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}
