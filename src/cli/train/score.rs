//! `whosaid train score`: how good a trained model is.

use std::path::PathBuf;

use clap::Args;
use whosaid::ner::embedded::EmbeddedTagger;
use whosaid::tagger::train::{Report, report, report_documents};
use whosaid::tagger::{Model, Task};

use super::{Outcome, labelled, name};
use crate::cli::output::Output;

/// Measure a trained model on labelled text
///
/// For entities F1 of exact span and type; `document` is measured after the names of each thirty sentences were made
/// to agree, as `annotate` does for whole documents.
#[derive(Debug, Args)]
pub(super) struct Score {
    /// The model: a model.bin
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    /// Labelled text as `train tagger` reads it; a type that a file (nearly) lacks is not scored there
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    dev: Vec<PathBuf>,
}

/// So many sentences are taken for a document.
const DOCUMENT: usize = 30;

impl Score {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let model = Model::read(&std::fs::read(&self.model)?)?;
        let task = model.task();
        let files = labelled(task, &self.dev, "dev", &mut Vec::new())?;
        let mut lines = String::new();
        for (path, sentences) in self.dev.iter().zip(&files) {
            lines += &line(&name(path), "sentence", &report(&model, sentences));
        }
        if task == Task::Ner {
            let tagger = EmbeddedTagger::new(model)?;
            for (path, sentences) in self.dev.iter().zip(&files) {
                lines += &line(&name(path), "document", &report_documents(&tagger, sentences, DOCUMENT));
            }
        }
        Output::open(None, false)?.finish_with(&lines)?;
        Ok(Outcome::Done)
    }
}

fn line(file: &str, unit: &str, report: &Report) -> String {
    let parts: String =
        report.labels.iter().map(|(label, score)| format!("  {label} {:.2}", score * 100.0)).collect();
    format!("{file:<32} {unit}  {:.2}{parts}\n", report.score * 100.0)
}
