//! `whosaid train mix`: labelled text for other learners.

use std::path::PathBuf;

use clap::Args;
use whosaid::tagger::Task;
use whosaid::tagger::columns::{self, Sentence};
use whosaid::tagger::train::clean;

use super::{Outcome, labelled, write};

/// Bring the entity labels of several corpora to one guideline, in one file
///
/// Titles and articles leave the names, nationalities become MISC, and what a corpus does not annotate is noted.
/// `train tagger` does the same by itself; the file is for other learners.
#[derive(Debug, Args)]
pub(super) struct Mix {
    /// Labelled text, a token and its BIO label a line
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Where to write the sentences
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Mix {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut files = labelled(Task::Ner, &self.files, "train", &mut Vec::new())?;
        clean::clean(&mut files);
        columns::note_unlabelled(&mut files);
        for first in files.iter_mut().filter_map(|file| file.first_mut()) {
            first.opens_document = true;
        }
        let all: Vec<Sentence> = files.into_iter().flatten().collect();
        write(&self.output, columns::write(&all).as_bytes())?;
        Ok(Outcome::Done)
    }
}
