//! Runs that are stopped go on to the same bytes: killed, interrupted, out of room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use walkdir::{DirEntry, WalkDir};

use crate::support::{Folder, Run, whosaid};

/// Short articles, now and then a line that cannot be read.
fn corpus(documents: usize) -> String {
    let names = ["Ann Lee", "Tom Reed", "Maya Ortiz", "Jon Åkesson"];
    let mut lines = String::new();
    for number in 0..documents {
        let name = names[number % names.len()];
        let text = format!(
            "The committee met for the {number}th time. “It is late,” said {name}, who chairs it. “We go on.”\\n\\n\
             He denied that the “so-called” plan was his. A spokesman said {} papers were read.",
            number * 7 % 90
        );
        lines.push_str(&match number % 97 {
            50 => "{\"id\": broken\n".to_owned(),
            _ => format!("{{\"id\":\"d{number}\",\"text\":\"{text}\"}}\n"),
        });
    }
    lines
}

/// The formats, by the name of the output; none begins with another.
const OUTPUTS: &[(&str, &[&str])] = &[
    ("a.jsonl", &[]),
    ("b.jsonl.gz", &[]),
    ("c.jsonl.zst", &[]),
    ("d.parquet", &[]),
    ("e.parquet", &["--flat"]),
    ("f.csv", &["--jobs", "1"]),
    ("g", &["--format", "brat"]),
];

fn command(folder: &Path, output: &str, more: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("whosaid"));
    command.args(["annotate", "in.jsonl", "--segment", "20", "-o", output]).args(more);
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The files and folders whose names begin with an output's, all that is in them, and what the files hold.
fn files(folder: &Path, output: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let ours =
        |entry: &DirEntry| entry.depth() != 1 || entry.file_name().to_string_lossy().starts_with(output);
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(ours).map(Result::unwrap);
    entries
        .filter(|entry| entry.depth() > 0)
        .map(|entry| {
            (
                entry.path().to_owned(),
                if entry.path().is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() },
            )
        })
        .collect()
}

/// Numbers that look random, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Kills runs of each format at any moment, `trials` times, and lets them go on until they end.
fn killed(documents: usize, trials: usize) {
    let folder = Folder::of(&[("in.jsonl", corpus(documents).as_bytes())]);
    let mut dice = Dice(2026);
    let mut expected = Vec::new();
    for (output, more) in OUTPUTS {
        let started = Instant::now();
        assert_eq!(command(folder.path(), output, more).status().unwrap().code(), Some(1));
        expected.push((started.elapsed(), files(folder.path(), output)));
    }
    for trial in 0..trials {
        let format = trial % OUTPUTS.len();
        let ((output, more), (takes, whole)) = (OUTPUTS[format], &expected[format]);
        for (path, _) in whole.iter().rev() {
            if path.is_dir() { fs::remove_dir(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        let takes = u64::try_from(takes.as_micros()).unwrap();
        // One kill for each of the last trials' three, so that far moments are reached as well as near ones.
        for _ in 0..=dice.below(3) {
            let mut child = command(folder.path(), output, more).arg("--resume").spawn().unwrap();
            std::thread::sleep(Duration::from_micros(dice.below(takes)));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // The kill may have come after the end. Then a file is made anew, but a folder is not written over.
        if !folder.join(output).is_dir() || folder.join(&format!("{output}.journal")).exists() {
            let last = command(folder.path(), output, more).arg("--resume").status().unwrap();
            assert_eq!(last.code(), Some(1), "{output}, trial {trial}");
        }
        assert!(files(folder.path(), output) == *whole, "{output}, trial {trial}: other bytes");
    }
}

#[test]
fn runs_killed_at_any_moment_go_on_to_the_same_bytes() {
    killed(300, 2 * OUTPUTS.len());
}

#[test]
#[ignore = "takes a while: cargo test --release -- --ignored"]
fn two_hundred_runs_killed_at_any_moment_go_on_to_the_same_bytes() {
    killed(3000, 204);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_valid_output_and_a_run_that_can_go_on() {
    let folder = Folder::of(&[("in.jsonl", corpus(6000).as_bytes())]);
    let path = folder.path();
    let child = command(path, "out.jsonl", &[]).stderr(Stdio::piped()).spawn().unwrap();
    // As soon as there is something.
    while !fs::metadata(folder.join("out.jsonl.partial")).is_ok_and(|partial| partial.len() > 0) {
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("--resume goes on"), "{said}");
    let part = fs::read_to_string(folder.join("out.jsonl")).unwrap();
    let records = part.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count();
    assert!(
        part.ends_with('\n') && records == part.lines().count() && (1..6000).contains(&records),
        "{records}"
    );

    assert_eq!(command(path, "out.jsonl", &["--resume"]).status().unwrap().code(), Some(1));
    assert_eq!(command(path, "other.jsonl", &[]).status().unwrap().code(), Some(1));
    assert!(files(path, "out.jsonl")[0].1 == files(path, "other.jsonl")[0].1);
    assert_eq!(files(path, "out.jsonl").len(), 1);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_a_clear_error_and_costs_nothing_before_it() {
    let folder = Folder::of(&[("in.jsonl", corpus(500).as_bytes())]);
    let binary = assert_cmd::cargo::cargo_bin("whosaid");
    // No file may grow beyond 100 blocks of 512 bytes; writing more is an error, once its signal is ignored.
    let script = format!(
        "trap '' XFSZ; ulimit -f 100; exec '{}' annotate in.jsonl --segment 20 -o out.jsonl --resume",
        binary.display()
    );
    let run = Run::of(assert_cmd::Command::new("sh").args(["-c", &script]).current_dir(folder.path()));
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("cannot write to out.jsonl: what is done is kept in out.jsonl.partial"),
        "{}",
        run.stderr
    );
    assert!(folder.join("out.jsonl.journal").exists());
    assert_eq!(command(folder.path(), "out.jsonl", &["--resume"]).status().unwrap().code(), Some(1));
    assert_eq!(command(folder.path(), "other.jsonl", &[]).status().unwrap().code(), Some(1));
    assert!(files(folder.path(), "out.jsonl")[0].1 == files(folder.path(), "other.jsonl")[0].1);
}

#[test]
fn a_part_is_neither_written_over_nor_gone_on_with_otherwise() {
    let folder = Folder::of(&[("in.jsonl", corpus(100).as_bytes()), ("more.jsonl", corpus(3).as_bytes())]);
    let whosaid = |arguments: &[&str]| Run::of(whosaid().args(arguments).current_dir(folder.path()));
    // A run that has come as far as 40 documents.
    let whole = whosaid(&["annotate", "in.jsonl", "--segment", "20", "-o", "out.jsonl"]);
    assert_eq!(whole.code, 1);
    let mut child = command(folder.path(), "part.jsonl", &[]).spawn().unwrap();
    while !fs::read_to_string(folder.join("part.jsonl.journal"))
        .is_ok_and(|journal| journal.lines().count() > 2)
    {
        if child.try_wait().unwrap().is_some() {
            // Too fast to be caught: then there is nothing to be gone on with.
            return;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let refused = whosaid(&["annotate", "in.jsonl", "--segment", "20", "-o", "part.jsonl"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("add --resume to go on"), "{}", refused.stderr);
    let other =
        whosaid(&["annotate", "in.jsonl", "--segment", "20", "-o", "part.jsonl", "--resume", "--no-text"]);
    assert!(other.stderr.contains("begun with --no-text false, and is now given true"), "{}", other.stderr);
    let other = whosaid(&["annotate", "more.jsonl", "--segment", "20", "-o", "part.jsonl", "--resume"]);
    assert!(other.stderr.contains("the input is not the one"), "{}", other.stderr);
    let gone_on = whosaid(&["annotate", "in.jsonl", "--segment", "20", "-o", "part.jsonl", "--resume"]);
    assert!(gone_on.stderr.contains("going on after"), "{}", gone_on.stderr);
    assert_eq!(fs::read(folder.join("part.jsonl")).unwrap(), fs::read(folder.join("out.jsonl")).unwrap());
}
