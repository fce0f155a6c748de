//! `whosaid convert`, `agree` and `stats`: files in, files out, messages and exit codes.

use serde_json::Value;

use crate::support::{Folder, Run, whosaid};

const GOLD: &str = "+++\nid = \"a\"\n\n[speakers.lee]\nname = \"Ann Lee\"\nkind = \"person\"\n+++\n\
    “<q1 direct lee>It is late,</q1>” <c1>said</c1> <m1><PER>Ann Lee</PER></m1>.\n";

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(whosaid().args(arguments).current_dir(folder.path()))
}

fn json(run: &Run) -> Value {
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn markup_goes_to_json_lines_and_back() {
    let folder = Folder::of(&[("gold/x/a.gold.txt", GOLD.as_bytes())]);
    let there = run(&folder, &["convert", "markup", "gold", "-o", "all.jsonl"]);
    assert_eq!(there.code, 0, "{}", there.stderr);
    assert!(there.stderr.starts_with("whosaid: 1 documents, 1 quotations\n"), "{}", there.stderr);
    assert_eq!(run(&folder, &["convert", "jsonl", "all.jsonl", "-o", "back/"]).code, 0);
    assert_eq!(std::fs::read_to_string(folder.join("back/a.gold.txt")).unwrap(), GOLD);
}

#[test]
fn oddities_are_counted_and_named() {
    let folder = Folder::of(&[
        ("x/one.txt", "“Go!” cried Bo.".as_bytes()),
        (
            "x/one.ann",
            "T1\tQuotation 0 5\t“Go!”\nT2\tEntity 12 14\tBob\nR1\tSpeaker Arg1:T2 Arg2:T1\n".as_bytes(),
        ),
    ]);
    let converted = run(&folder, &["convert", "riqua", "x"]);
    assert_eq!((converted.code, &json(&converted)["quotes"][0]["speaker_span"][0]), (0, &Value::from(12)));
    assert_eq!(
        converted.stderr,
        "whosaid: 1 documents, 1 quotations\n\
         whosaid: 2 stretches checked against their words: 1 the same, 0 but for white space, 1 differ, 0 not placed\n\
         whosaid: one: T2: reads “Bo” and not “Bob”\n"
    );
}

#[test]
fn another_systems_output_is_scored() {
    let folder = Folder::of(&[
        ("gold/a.gold.txt", GOLD.as_bytes()),
        ("out.csv", b"doc,start,end,speaker\na,0,13,Ann Lee\n"),
    ]);
    let converted = run(&folder, &["convert", "csv", "out.csv", "--texts", "gold", "-o", "pred.jsonl"]);
    assert_eq!(converted.code, 0, "{}", converted.stderr);
    let scored = run(&folder, &["eval", "--gold", "gold", "--pred", "pred.jsonl", "--format", "json"]);
    assert_eq!(json(&scored)["items"][0]["name"], "right");
    let without = run(&folder, &["convert", "csv", "out.csv"]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("--texts is needed"), "{}", without.stderr);
    assert_eq!(run(&folder, &["convert", "markup", "gold", "--texts", "gold"]).code, 2);
}

#[test]
fn a_text_without_output_is_a_soft_failure() {
    let folder = Folder::of(&[
        ("texts/a.txt", "“Go!” cried Bo.".as_bytes()),
        ("texts/b.txt", b"x"),
        ("out.csv", b"doc,start,end,speaker\na,0,5,Bo\n"),
    ]);
    let converted = run(&folder, &["convert", "csv", "out.csv", "--texts", "texts"]);
    assert_eq!((converted.code, converted.records().len()), (1, 1));
    assert!(converted.stderr.starts_with("whosaid: 1 of 2 documents, 1 quotations\n"));
}

#[test]
fn agreement_has_figures_and_differences() {
    let other = GOLD.replace("q1 direct lee", "q1 mixed lee");
    let folder = Folder::of(&[("a/a.gold.txt", GOLD.as_bytes()), ("b/a.gold.txt", other.as_bytes())]);
    let page = run(&folder, &["agree", "a", "b"]);
    let text = String::from_utf8(page.stdout).unwrap();
    assert_eq!(page.code, 0);
    assert!(text.contains("quotations, exact F1           1.000\n"), "{text}");
    assert!(text.contains("\na  kind  direct / mixed\n  “⟦⟪It is late,"), "{text}");
    let report = json(&run(&folder, &["agree", "a", "b", "--format", "json"]));
    assert_eq!(report["kind"]["kappa"], 0.0);
    assert_eq!(report["speaker"]["canonical"]["same"], 1);
    let apart = Folder::of(&[
        ("a/a.gold.txt", GOLD.as_bytes()),
        ("b/a.gold.txt", GOLD.replace("\"a\"", "\"b\"").as_bytes()),
    ]);
    assert_eq!(run(&apart, &["agree", "a", "b"]).code, 2);
}

#[test]
fn stats_count_what_is_there() {
    let folder = Folder::of(&[("a/a.gold.txt", GOLD.as_bytes())]);
    let text = String::from_utf8(run(&folder, &["stats", "a"]).stdout).unwrap();
    assert!(text.contains("speech with          chain 0 (0%)  cue 1 (100%)  mention 1 (100%)"), "{text}");
    let report = json(&run(&folder, &["stats", "a", "--format", "json"]));
    assert_eq!((&report["kinds"]["direct"], &report["entities"]["PER"]), (&Value::from(1), &Value::from(1)));
}
