//! `whosaid train mix`: labelled text for other learners.

use std::path::PathBuf;

use clap::Args;
use whosaid::io::input::Reader;
use whosaid::lexicon::Lexicon;
use whosaid::reading::Reading;
use whosaid::tagger::Task;
use whosaid::tagger::columns::{self, OPEN, Sentence};
use whosaid::tagger::train::clean;

use super::{Outcome, labelled, write};

/// Bring the entity labels of several corpora to one guideline, in one file
///
/// Titles and articles leave the names, nationalities become MISC, and what a corpus does not annotate is noted.
/// `train tagger` does the same by itself; the file is for other learners.
#[derive(Debug, Args)]
pub(super) struct Mix {
    /// Labelled text, a token and its BIO label a line
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Text without labels, to be cut into sentences and tokens whose labels are open: files and folders as
    /// `annotate` reads them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    raw: Vec<PathBuf>,
    /// The most sentences to take of each raw document
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    most: usize,
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
        let mut all: Vec<Sentence> = files.into_iter().flatten().collect();
        for document in Reader::default().loaded(&self.raw) {
            let document = document.map_err(|failure| anyhow::anyhow!("{}", failure.error.message))?;
            let reading = Reading::new(document.text(), Lexicon::embedded());
            for sentence in 0..reading.sentences.len().min(self.most) {
                let tokens: Vec<String> =
                    reading.sentence_tokens(sentence).map(|token| reading.form(token).to_owned()).collect();
                let labels = vec![OPEN.to_owned(); tokens.len()];
                all.push(Sentence { tokens, labels, opens_document: sentence == 0, unlabelled: Vec::new() });
            }
        }
        write(&self.output, columns::write(&all).as_bytes())?;
        Ok(Outcome::Done)
    }
}
