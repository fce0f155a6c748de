//! The output does not depend on the number of threads, and nobody minds who stops listening.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{Folder, Run, whosaid};

/// Documents of very different lengths, made from the articles in `seeds/`.
fn corpus(documents: usize) -> String {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let articles: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let paragraphs: Vec<&str> = articles.iter().flat_map(|article| article.lines()).collect();
    let mut lines = String::new();
    for index in 0..documents {
        let length = 1 + index * 37 % 60;
        let text: Vec<&str> =
            paragraphs.iter().cycle().skip(index * 11 % paragraphs.len()).take(length).copied().collect();
        writeln!(lines, "{}", serde_json::json!({"id": index, "text": text.join("\n")})).unwrap();
    }
    lines
}

#[test]
fn one_thread_and_four_write_the_same_bytes() {
    let lines = corpus(120);
    for format in ["jsonl", "pretty"] {
        let output = |jobs: &str| {
            let args = ["annotate", "-", "--format", format, "--jobs", jobs];
            Run::of(whosaid().args(args).write_stdin(lines.clone())).stdout
        };
        let one = output("1");
        assert!(!one.is_empty());
        assert!(one == output("4"), "{format} differs between 1 and 4 threads");
    }
}

#[test]
fn records_come_in_input_order() {
    let run = Run::of(whosaid().args(["annotate", "-", "--jobs", "4"]).write_stdin(corpus(120)));
    let ids: Vec<String> = run.summary().into_iter().map(|(id, _)| id).collect();
    let expected: Vec<String> = (0..120).map(|index| index.to_string()).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_broken_pipe_is_not_an_error() {
    let folder = Folder::of(&[("n.jsonl", corpus(400).as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .arg("annotate")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
