//! `whosaid eval`: reports, exit codes and messages.

use serde_json::Value;

use crate::support::{Folder, Run, whosaid};

const GOLD: &str = "+++\nid = \"a\"\n[speakers.ann]\nname = \"Ann Lee\"\nkind = \"person\"\n+++\n\
    “<q1 direct ann>It is late,</q1>” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>.\n";

/// What a system says that finds the quotation, credits `name` with it, and makes up another one.
fn predictions(name: &str) -> String {
    let quote = |id: u32, start: u32, end: u32, mention: &str| {
        format!(
            r#"{{"id":{id},"start":{start},"end":{end},"parts":[[{start},{end}]],"kind":"direct","mention":{mention},"speaker":0,"rule":"r"}}"#
        )
    };
    let quotes = [quote(0, 1, 12, "[19,26]"), quote(1, 14, 18, "null")].join(",");
    format!(
        r#"{{"schema":"whosaid/1","id":"a","speakers":[{{"id":0,"name":"{name}"}}],"quotes":[{quotes}]}}"#
    )
}

fn folder(gold: &str, predicted: &str) -> Folder {
    Folder::of(&[("dev/a.gold.txt", gold.as_bytes()), ("p.jsonl", predicted.as_bytes())])
}

fn eval(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = whosaid();
    command.arg("eval").arg("--gold").arg(folder.join("dev")).arg("--pred").arg(folder.join("p.jsonl"));
    Run::of(command.args(arguments).current_dir(folder.path()))
}

fn shown(run: &Run) -> &str {
    std::str::from_utf8(&run.stdout).unwrap()
}

/// The cells of the row that starts so.
fn row<'r>(run: &'r Run, start: &str) -> Vec<&'r str> {
    shown(run).lines().find(|line| line.starts_with(start)).unwrap().split_whitespace().collect()
}

#[test]
fn tables_show_every_figure() {
    let folder = folder(GOLD, &predictions("Ann Lee"));
    let run = eval(&folder, &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(row(&run, "direct+mixed"), ["direct+mixed", "1", "2", "1", "50.0", "100.0", "66.7", "100.0"]);
    assert_eq!(row(&run, "explicit")[..5], ["explicit", "1", "100.0", "100.0", "100.0"]);
    assert_eq!(row(&run, "r "), ["r", "1", "1/1", "100.0", "1/1", "100.0"]);
    assert_eq!(row(&run, "PER"), ["PER", "1", "0", "0", "–", "0.0", "0.0"]);
}

#[test]
fn json_holds_items_unless_a_summary_is_asked_for() {
    let folder = folder(GOLD, &predictions("Bob"));
    let report =
        |arguments: &[&str]| serde_json::from_slice::<Value>(&eval(&folder, arguments).stdout).unwrap();
    let full = report(&["--format", "json"]);
    assert_eq!(full["schema"], "whosaid-eval/1");
    assert_eq!(full["measured"]["gold"], "dev");
    assert_eq!(full["items"][0]["name"], "wrong");
    assert_eq!(full["items"][0]["mention"], "right");
    assert_eq!(full["spurious"][0]["start"], 14);
    let summary = report(&["--format", "json", "--summary"]);
    assert_eq!(summary["summary"], full["summary"]);
    assert!(summary.get("items").is_none());
}

#[test]
fn errors_stand_in_their_context() {
    let folder = folder(GOLD, &predictions("Bob"));
    let run = eval(&folder, &["--errors", "1", "--group-by", "rule"]);
    let text = shown(&run);
    assert!(text.starts_with("━━ r: 1 spurious, 1 wrong\n"), "{text}");
    let only = eval(&folder, &["--errors", "1", "--only", "wrong"]);
    let text = shown(&only);
    assert!(
        text.contains("wrong by name, though the mention is right  a · q1 · direct · explicit\n"),
        "{text}"
    );
    assert!(text.contains("  gold       Ann Lee  mention “Ann Lee”  cue “said”\n"), "{text}");
    assert!(text.contains("  predicted  Bob  mention “Ann Lee”  rule r\n"), "{text}");
    assert!(text.contains("  “⟦It is late,⟧” said [both: Ann Lee].\n"), "{text}");
}

#[test]
fn a_figure_below_its_threshold_fails() {
    let folder = folder(GOLD, &predictions("Ann Lee"));
    let check = |thresholds: &str| {
        std::fs::write(folder.join("t.toml"), thresholds).unwrap();
        eval(&folder, &["--threshold", "t.toml"])
    };
    assert_eq!(check("[dev]\n\"quotations.direct+mixed.precision\" = 50").code, 0);
    let failed = check("[dev]\n\"quotations.direct+mixed.precision\" = 51");
    assert_eq!(failed.code, 1);
    assert_eq!(failed.stderr, "whosaid: dev: quotations.direct+mixed.precision: 50.00 is below 51.00\n");
    assert_eq!(check("[test]").code, 2);
}

#[test]
fn documents_can_be_chosen() {
    let folder = folder(GOLD, &predictions("Ann Lee"));
    let other = GOLD.replace("id = \"a\"", "id = \"b\"");
    std::fs::write(folder.join("dev/b.gold.txt"), other).unwrap();
    assert_eq!(row(&eval(&folder, &[]), "direct+mixed")[1], "2");
    std::fs::write(folder.join("t.toml"), "[\"dev/[a]\"]\n\"quotations.direct+mixed.recall\" = 100").unwrap();
    let chosen = eval(&folder, &["--documents", "[a]", "--threshold", "t.toml"]);
    assert_eq!((chosen.code, row(&chosen, "direct+mixed")[1]), (0, "1"));
    assert_eq!(eval(&folder, &["--documents", "c*"]).code, 2);
}

#[test]
fn reports_can_be_compared() {
    let folder = folder(GOLD, &predictions("Bob"));
    assert_eq!(eval(&folder, &["--format", "json", "-o", "old.json"]).code, 0);
    std::fs::write(folder.join("p.jsonl"), predictions("Ann Lee")).unwrap();
    let run = eval(&folder, &["--compare", "old.json"]);
    assert_eq!(run.code, 0);
    assert!(
        shown(&run)
            .contains("FIXED: 1 by name\n  a q1  wrong (r) → right (r)  It is late,  [gold: Ann Lee]\n")
    );
    assert!(shown(&run).contains("BROKEN: 0 by name\n"));
    assert!(
        shown(&run).contains("DIFFERENCE by name: 0.0 → 100.0 of 1 quotations, +100.0 points; p = 1.0000")
    );
    let json = eval(&folder, &["--compare", "old.json", "--format", "json"]);
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["comparison"]["fixed"][0]["old"], serde_json::json!(["wrong", "r"]));
}

#[test]
fn rule_precisions_are_written() {
    let folder = folder(GOLD, &predictions("Ann Lee"));
    assert_eq!(eval(&folder, &["--write-precision", "p.toml"]).code, 0);
    let written = std::fs::read_to_string(folder.join("p.toml")).unwrap();
    assert!(written.ends_with("\n[r]\nfired = 1\nright = 1\nprecision = 0.6667\n"), "{written}");
}

#[test]
fn documents_that_failed_or_are_missing_are_named() {
    let failed =
        folder(GOLD, r#"{"schema":"whosaid/1","id":"a","error":{"code":"utf8","message":"not UTF-8"}}"#);
    let run = eval(&failed, &[]);
    assert_eq!(run.code, 1);
    assert!(shown(&run).starts_with("Failed documents, scored as empty (1): a: not UTF-8 (utf8)\n"));
    let missing = eval(&folder(GOLD, ""), &[]);
    assert_eq!(missing.code, 1);
    assert!(shown(&missing).starts_with("Missing documents, scored as empty (1): a\n"));
    assert_eq!(row(&missing, "direct+mixed")[..4], ["direct+mixed", "1", "0", "0"]);
}

#[test]
fn bad_gold_names_file_and_line() {
    let run = eval(&folder(&GOLD.replace("q1 direct ann", "q1 direct bob"), ""), &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("a.gold.txt:7: <q1 direct bob>: the front matter has no speaker bob"),
        "{}",
        run.stderr
    );
    let nothing = Run::of(whosaid().args(["eval", "--gold", "no-such-folder"]));
    assert_eq!(
        (nothing.code, nothing.stderr.as_str()),
        (2, "whosaid: no-such-folder: no such file or folder\n")
    );
}

#[test]
fn a_test_set_is_summarised_only() {
    let gold = r#"{"id":"a","split":"test","text":"“Né,” said Zoë.","quotes":[{"qid":"Q1","start":1,"end":4,"speaker":"Zoë"}]}"#;
    let folder = Folder::of(&[("corpus.jsonl", gold.as_bytes())]);
    let eval = |arguments: &[&str]| {
        Run::of(whosaid().args(["eval", "--gold", "corpus.jsonl"]).args(arguments).current_dir(folder.path()))
    };
    let report = |run: &Run| serde_json::from_slice::<Value>(&run.stdout).unwrap();
    let summary = eval(&["--format", "json"]);
    assert_eq!((summary.code, report(&summary).get("items")), (0, None));
    assert_eq!(report(&summary)["measured"]["test"], true);
    let forced = eval(&["--format", "json", "--items"]);
    assert_eq!(report(&forced)["items"][0]["id"], "Q1");
    assert!(forced.stderr.contains("corpus.jsonl is a test set"), "{}", forced.stderr);
    for tuning in [["--errors", "3"], ["--write-precision", "p.toml"]] {
        let refused = eval(&tuning);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains("is a test set"), "{}", refused.stderr);
    }
}

#[test]
fn results_are_one_page() {
    let folder = folder(GOLD, &predictions("Ann Lee"));
    assert_eq!(eval(&folder, &["-o", "results/dev.json"]).code, 2, "no such folder");
    std::fs::create_dir(folder.join("results")).unwrap();
    assert_eq!(eval(&folder, &["-o", "results/dev.json"]).code, 0);
    let run = Run::of(whosaid().args(["results", "results"]).current_dir(folder.path()));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(shown(&run).contains("\n## Our own gold\n"));
    assert!(shown(&run).contains("| p.jsonl, dev | direct+mixed | 1 | 50.0 | 100.0 | **66.7** | 100.0 |"));
}

#[test]
fn errors_go_with_tables_and_pages() {
    let run = eval(&folder(GOLD, &predictions("Bob")), &["--format", "json", "--errors", "1"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--format table"), "{}", run.stderr);
}
