//! Every command in the README works as printed.

use crate::support::{Run, whosaid};

/// The lines of the README's `sh` blocks.
fn commands() -> Vec<&'static str> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in include_str!("../../README.md").lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && !line.is_empty() {
            commands.push(line);
        }
    }
    commands
}

#[test]
fn the_two_commands_are_there() {
    let commands = commands();
    assert!(commands.contains(&"cargo run --release -- annotate seeds/"));
    assert!(commands.contains(&"cargo test"));
}

#[test]
fn every_whosaid_command_works() {
    let mut tried = 0;
    for command in commands() {
        let command = command.split(" #").next().unwrap_or(command);
        let first = command.split(" | ").next().unwrap_or(command);
        let args = ["whosaid ", "cargo run --release -- "].iter().find_map(|start| first.strip_prefix(start));
        let Some(args) = args else { continue };
        // Output files belong to the reader, not to the repository.
        let folder = tempfile::tempdir().unwrap();
        let mut run = whosaid();
        let mut words = args.split_whitespace();
        while let Some(word) = words.next() {
            run.arg(word);
            if word == "-o" {
                run.arg(folder.path().join(words.next().unwrap()));
            }
        }
        let run = Run::of(&mut run);
        assert_eq!(run.code, 0, "{command}\n{}", run.stderr);
        tried += 1;
    }
    assert!(tried > 3);
}
