//! `whosaid train`: the same model each time, and messages that name the fault.

use crate::support::{Folder, Run, whosaid};

const NAMES: &[u8] = b"Ann\tB-PER\nVela\tI-PER\nleft\tO\nOslo\tB-LOC\n.\tO\n\nNobody\tO\nleft\tO\n.\tO\n";

/// Trains on `corpus` of the folder, into `output` of it.
fn train(folder: &Folder, corpus: &str, output: &str) -> Run {
    let (corpus, output) = (folder.join(corpus), folder.join(output));
    let mut command = whosaid();
    command.args(["train", "tagger", "--task", "ner", "--epochs", "2", "--train"]).arg(&corpus);
    Run::of(command.arg("--dev").arg(&corpus).arg("-o").arg(&output))
}

#[test]
fn the_same_data_gives_the_same_model_and_a_manifest() {
    let folder = Folder::of(&[("names.conll", NAMES)]);
    for output in ["one", "two"] {
        let run = train(&folder, "names.conll", output);
        assert_eq!((run.code, run.stdout.len(), run.stderr.as_str()), (0, 0, ""));
    }
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert_eq!(file("one/model.bin"), file("two/model.bin"));
    let manifest: toml::Table =
        toml::from_str(std::str::from_utf8(&file("one/manifest.toml")).unwrap()).unwrap();
    assert_eq!(manifest["task"].as_str(), Some("ner"));
    assert_eq!(manifest["source"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_label_that_is_not_bio_is_named_with_its_line() {
    let folder = Folder::of(&[("names.conll", b"Ann\tPERSON\n")]);
    let run = train(&folder, "names.conll", "out");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("line 1"), "{}", run.stderr);
}

#[test]
fn corpora_are_brought_to_one_guideline() {
    let text = b"Mr.\tB-PER\nVela\tI-PER\nleft\tO\n\n";
    let folder = Folder::of(&[("names.conll", text)]);
    let output = folder.join("mix.conll");
    let mut command = whosaid();
    command.args(["train", "mix"]).arg(folder.join("names.conll"));
    let run = Run::of(command.arg("-o").arg(&output));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let mix = std::fs::read_to_string(output).unwrap();
    assert!(mix.contains("Mr.\tO\nVela\tB-PER\n"), "{mix}");
}

#[test]
fn raw_text_is_labelled_where_the_transformer_is_sure() {
    let text = b"President Maria Okafor flew to Berlin. It rained.";
    let folder = Folder::of(&[("text.txt", text)]);
    let labelled = |sure: &str| {
        let output = folder.join("labelled.conll");
        let mut command = whosaid();
        command.args(["train", "label", "--sure", sure]).arg(folder.join("text.txt"));
        let run = Run::of(command.arg("-o").arg(&output));
        (run.code, run.stderr, std::fs::read_to_string(output).unwrap_or_default())
    };
    let (code, complaint, labels) = labelled("0.7");
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(labels.starts_with("# newdoc\nPresident\tO\nMaria\tB-PER\nOkafor\tI-PER\n"), "{labels}");
    assert!(labels.ends_with(".\tO\n\nIt\tO\nrained\tO\n.\tO\n\n"), "{labels}");
    // Nobody is as sure as that.
    assert!(labelled("1").2.contains("Maria\t?\n"));
    assert!(labelled("90").1.contains("--sure 90"));
}

#[test]
fn a_model_of_ones_own_is_scored_and_used() {
    let folder = Folder::of(&[("names.conll", NAMES), ("text.txt", b"Ann Vela left Oslo.")]);
    assert_eq!(train(&folder, "names.conll", "out").code, 0);
    let model = folder.join("out/model.bin");
    let mut command = whosaid();
    command.args(["train", "score"]).arg(&model).arg("--dev").arg(folder.join("names.conll"));
    let run = Run::of(&mut command);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let shown = String::from_utf8(run.stdout).unwrap();
    assert!(shown.contains("sentence") && shown.contains("document"), "{shown}");
    let mut command = whosaid();
    let run = Run::of(command.args(["annotate", "--ner-model"]).arg(&model).arg(folder.join("text.txt")));
    assert_eq!(run.code, 0);
    // What is no model is refused, with its name.
    let mut command = whosaid();
    let run = Run::of(
        command.args(["annotate", "--ner-model"]).arg(folder.join("text.txt")).arg(folder.join("text.txt")),
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("text.txt"), "{}", run.stderr);
}
