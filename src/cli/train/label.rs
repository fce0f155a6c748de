//! `whosaid train label`: what a transformer finds in raw text, for other learners.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use rayon::prelude::*;
use whosaid::Document;
use whosaid::io::input::Reader;
use whosaid::lexicon::Lexicon;
use whosaid::ner::minilm;
use whosaid::reading::Reading;
use whosaid::segment::segment;
use whosaid::tagger::columns::{self, Sentence};

use super::{Outcome, documents, write};

/// Label raw text with a transformer, for other learners
///
/// Writes a token and its BIO label a line. What the transformer is not sure of stays open, `?`: a learner neither
/// learns nor unlearns it there.
#[derive(Debug, Args)]
pub(super) struct Label {
    /// Texts: files and folders as `annotate` reads them
    #[arg(value_name = "PATH", required = true)]
    texts: Vec<PathBuf>,
    /// The folder of a transformer, a BERT for entities, in place of the one that ships
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// The least probability that makes a label sure, of a name that of its least sure token
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    sure: f32,
    /// The most sentences to take of each document
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    most: usize,
    /// Where to write the sentences
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Label {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if !(0.0..=1.0).contains(&self.sure) {
            bail!("--sure {}: a probability from 0 to 1 is expected", self.sure);
        }
        let tagger = match &self.model {
            Some(dir) => minilm::read(dir, &[]).with_context(|| format!("cannot use {}", dir.display()))?,
            None => minilm::english().context("cannot use the transformer that ships")?,
        };
        let documents =
            documents(&Reader::default(), &self.texts).collect::<anyhow::Result<Vec<Document>>>()?;
        let label = |document: &Document| {
            let mut text = document.text();
            if let Some(next) = segment(text, Lexicon::embedded()).sentences.get(self.most) {
                text = text.get(..next.span.start as usize).unwrap_or_default();
            }
            tagger.labelled(&Reading::new(text, Lexicon::embedded()), self.sure).map_err(anyhow::Error::msg)
        };
        let labelled: Vec<Vec<Sentence>> =
            documents.par_iter().map(label).collect::<anyhow::Result<Vec<_>>>()?;
        write(&self.output, columns::write(&labelled.concat()).as_bytes())?;
        Ok(Outcome::Done)
    }
}
