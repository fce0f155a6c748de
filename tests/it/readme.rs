//! The README tells the truth: its commands work, its outputs are what is printed, its record is one.

use std::fmt::Write as _;

use serde_json::Value;
use whosaid::io::wire::Line;

use crate::support::{Run, whosaid};

const README: &str = include_str!("../../README.md");
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// The lines of every block of a kind.
fn blocks(kind: &str) -> Vec<Vec<&'static str>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    for line in README.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            blocks.extend(open.take());
            open = (fence == kind).then(Vec::new);
        } else if let Some(block) = &mut open {
            block.push(line);
        }
    }
    blocks
}

/// Runs a line of shell as far as it is ours: `cat FILE | whosaid … | …`, with any output in a folder of its own.
fn run(line: &str) -> Option<Run> {
    let mut stages = line.split(" | ");
    let mut stage = stages.next()?;
    let mut command = whosaid();
    if let Some(file) = stage.strip_prefix("cat ") {
        command.write_stdin(std::fs::read(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap());
        stage = stages.next()?;
    }
    if stage.contains("--ner bert:") && !cfg!(feature = "rust-bert") {
        return None;
    }
    let args = ["whosaid ", "cargo run --release -- "].iter().find_map(|start| stage.strip_prefix(start))?;
    let folder = tempfile::tempdir().unwrap();
    let mut words = args.split_whitespace();
    while let Some(word) = words.next() {
        command.arg(word.trim_matches('\''));
        if word == "-o" {
            command.arg(folder.path().join(words.next().unwrap()));
        }
    }
    Some(Run::of(&mut command))
}

#[test]
fn the_two_commands_are_there() {
    let commands = blocks("sh").concat();
    assert!(commands.contains(&"cargo run --release -- annotate seeds/"));
    assert!(commands.contains(&"cargo test"));
}

#[test]
fn every_command_works() {
    let mut tried = 0;
    for line in blocks("sh").concat() {
        let Some(run) = run(line) else { continue };
        assert_eq!(run.code, 0, "{line}\n{}", run.stderr);
        tried += 1;
    }
    assert!(tried > 3);
}

/// With `UPDATE_README` set, writes what is printed into the README instead.
#[test]
fn every_output_is_what_is_printed() {
    let mut fresh = README.to_owned();
    for block in blocks("console") {
        let line = block[0].strip_prefix("$ ").unwrap();
        let run = run(line).unwrap();
        assert_eq!(run.code, 0, "{line}\n{}", run.stderr);
        let printed = String::from_utf8(run.stdout).unwrap();
        let mut lines: Vec<&str> = printed.trim_end().lines().collect();
        if let Some((_, count)) = line.split_once(" | head -n ") {
            lines.truncate(count.parse().unwrap());
        }
        let mut new = format!("$ {line}\n");
        for line in lines {
            writeln!(new, "{line}").unwrap();
        }
        fresh = fresh
            .replace(&format!("```console\n{}\n```", block.join("\n")), &format!("```console\n{new}```"));
    }
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(PATH, fresh).unwrap();
    } else {
        assert!(
            fresh == README,
            "the README's output is not what is printed now; `just readme` writes it in"
        );
    }
}

#[test]
fn the_record_is_one_and_holds_every_field() {
    let json = blocks("json").concat().join("\n");
    let Line::Record(record) = Line::parse(&json).unwrap() else { panic!("a record") };
    let shown: Value = serde_json::from_str(&json).unwrap();
    let written: Value = serde_json::from_str(&record.to_json().unwrap()).unwrap();
    assert_eq!(shown, written);
    let text = record.text.unwrap();
    let slice = |[start, end]: [u32; 2]| -> String {
        text.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    let quote = &record.quotes[0];
    assert_eq!(
        (slice(quote.parts[0]), slice(quote.cue.unwrap())),
        ("We wait,".to_owned(), "said".to_owned())
    );
    assert_eq!(slice(quote.mention.unwrap()), "Ann Lee, the harbour master");
    assert_eq!(slice(record.sentences[0]), text);
}
