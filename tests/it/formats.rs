//! `whosaid convert --to`: files for annotation tools, there and back, and what the tools' own parsers say of them.

use std::path::Path;
use std::process::Command;

use whosaid::eval::exchange::answers::labelled;
use whosaid::eval::write::{brat, conll, doccano, label_studio, prodigy, tei};
use whosaid::io::wire::{Record, Shape};
use whosaid::{Document, Engine};

use crate::support::{Folder, Run, python, whosaid};

/// Labels inside each other, across each other, in several parts, with everything that a format could trip over.
const GOLD: &str = "+++\nid = \"a/b: <1>\"\n\n[speakers.day]\nname = \"Zoë \\\"Zo\\\" Day\"\nkind = \"person\"\naliases = [\"Zo & Co\"]\n\n\
    [speakers.lee]\nname = \"Ann Lee\"\n+++\n\
    “<q1 direct lee>It’s 😀 <q2 scare>“late”</q2>,</q1>” <c1><c3>said</c3></c1> <m1><m3><PER>Ann <ORG>Lee</PER> & Co</ORG></m3></m1>, \
    “<q1 direct lee>né?\n\nOr</q1> # not.” | \\\\ <q3 indirect day>that \\<it> <m4 pronoun>she</q3> left</m4> <q4 mixed>too _ ]]></q4>\r\n\n  End.\n";

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    let run = Run::of(whosaid().args(arguments).current_dir(folder.path()));
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run
}

fn folder() -> Folder {
    Folder::of(&[
        ("gold/a.gold.txt", GOLD.as_bytes()),
        ("gold/b.gold.txt", "+++\nid = \"empty\"\n+++\n\n".as_bytes()),
    ])
}

/// The formats, and what is written.
const FORMATS: [(&str, &str); 5] = [
    ("brat", "out-brat"),
    ("label-studio", "out.json"),
    ("conll", "out.conll"),
    ("tei", "out-tei"),
    ("doccano", "out.jsonl"),
];

#[test]
fn gold_goes_to_every_tool_and_back() {
    let folder = folder();
    let before = run(&folder, &["convert", "markup", "gold"]);
    for (format, out) in FORMATS {
        let there = run(&folder, &["convert", "markup", "gold", "-o", out, "--to", format]);
        assert!(!there.stderr.contains("does not read back"), "{format}: {}", there.stderr);
        let back = run(&folder, &["convert", format, out]);
        assert!(
            !back.stderr.contains("differ,") || back.stderr.contains(" 0 differ, 0 not placed"),
            "{}",
            back.stderr
        );
        // Folders are read by name.
        let sorted = |run: &Run| {
            let mut lines: Vec<String> =
                String::from_utf8(run.stdout.clone()).unwrap().lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&before), sorted(&back), "{format}");
        let home = format!("home-{format}");
        run(&folder, &["convert", format, out, "--to", "markup", "-o", &home]);
        let file = folder.join(&home).join("a/b%3A %3C1%3E.gold.txt");
        assert!(std::fs::read_to_string(file).unwrap().contains("😀"), "{format}");
    }
}

#[test]
fn files_stay_in_their_folder() {
    let gold = GOLD.replace("a/b: <1>", "../../x");
    let folder = Folder::of(&[("in/a.gold.txt", gold.as_bytes())]);
    run(&folder, &["convert", "markup", "in", "-o", "out", "--to", "brat"]);
    assert!(folder.join("out/%2E%2E/%2E%2E/x.ann").is_file());
    assert!(folder.join("out/annotation.conf").is_file());
    let back = run(&folder, &["convert", "brat", "out"]);
    assert_eq!(back.records()[0]["id"], "../../x");
}

#[test]
fn what_cannot_be_written_is_refused_or_named() {
    let folder = folder();
    for arguments in [
        &["convert", "markup", "gold", "--to", "brat"][..],
        &["convert", "markup", "gold", "--to", "tei", "-o", "gold/a.gold.txt"],
        &["convert", "csv", "gold", "--to", "brat", "-o", "x", "--texts", "gold"],
    ] {
        let run = Run::of(whosaid().args(arguments).current_dir(folder.path()));
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
    }
    // A part of a quotation inside another of its parts has no place in columns.
    let line = r#"{"id":"x","text":"a b c","quotes":[{"qid":"1","start":0,"end":5,"spans":[[0,5],[2,3]],"type":null}]}"#;
    let odd = Folder::of(&[("x.jsonl", line.as_bytes())]);
    let told = run(&odd, &["convert", "jsonl", "x.jsonl", "--to", "conll"]).stderr;
    assert!(told.contains("what is written does not read back in parts of quotations"), "{told}");
}

/// Files of each format under a folder: our gold, and answers of the engine.
fn written(folder: &Folder) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let dev = concat!(env!("CARGO_MANIFEST_DIR"), "/eval/gold/dev");
    for (format, out) in FORMATS.into_iter().chain([("prodigy", "out.prodigy.jsonl")]) {
        for (from, to) in [("gold", "own-"), (dev, "dev-")] {
            let out = format!("{to}{out}");
            run(folder, &["convert", "markup", from, "-o", &out, "--to", format]);
            all.push((format, out));
        }
    }
    let engine = Engine::default();
    let (mut columns, mut tasks, mut lines, mut trained) =
        (conll::HEADER.to_owned(), Vec::new(), String::new(), String::new());
    std::fs::create_dir(folder.join("brat")).unwrap();
    std::fs::create_dir(folder.join("tei")).unwrap();
    std::fs::write(folder.join("brat/annotation.conf"), brat::ANNOTATION_CONF).unwrap();
    for seed in ["000_3b1246381a72991a", "001_ccd60dcd14a62a27"] {
        let path = format!("{}/seeds/{seed}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let document = Document::new(seed, text).unwrap();
        let record = Record::new(&document, &engine.annotate(&document), Shape::default()).unwrap();
        let (gold, answers) = labelled(&document, &record).unwrap();
        let files = brat::files(&gold, Some(&answers));
        std::fs::write(folder.join(&format!("brat/{seed}.txt")), files.text).unwrap();
        std::fs::write(folder.join(&format!("brat/{seed}.ann")), files.ann).unwrap();
        std::fs::write(folder.join(&format!("tei/{seed}.xml")), tei::document(&gold, Some(&answers)))
            .unwrap();
        columns += &conll::document(&gold, Some(&answers));
        tasks.push(label_studio::task(&gold, Some(&answers)));
        lines += &(doccano::line(&gold) + "\n");
        trained += &(prodigy::line(&gold, Some(&answers)) + "\n");
    }
    let tasks = serde_json::Value::from(tasks).to_string();
    for (format, out, contents) in [
        ("conll", "a.conll", &columns),
        ("label-studio", "a.json", &tasks),
        ("doccano", "a.jsonl", &lines),
        ("prodigy", "a.prodigy.jsonl", &trained),
    ] {
        std::fs::write(folder.join(out), contents).unwrap();
        all.push((format, out.to_owned()));
    }
    all.extend([("brat", "brat".to_owned()), ("tei", "tei".to_owned())]);
    all
}

#[test]
fn the_tools_own_parsers_read_them() {
    let Some(python) = python() else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/check_formats.py");
    let folder = folder();
    let mut command = Command::new(&python);
    command.arg(&script);
    for (format, out) in written(&folder) {
        command.arg(format).arg(folder.join(&out));
    }
    let checked = command.output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}{}", String::from_utf8_lossy(&checked.stderr));
    eprintln!("{said}");
}
