//! Scores against hand-labelled gold.
//!
//! [`Evaluation`] holds a gold set beside what a system says of it, judged quotation by quotation;
//! [`summary::Summary`] makes figures of it. All definitions are in `eval/README.md`.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use rayon::prelude::*;

use crate::batch::{self, BatchError, Limits};
use crate::layers::{QuoteKind, SpeakerKind};
use crate::pipeline::Engine;
use crate::quote::given::GivenQuote;

pub mod adapt;
pub mod agree;
pub mod answer;
pub mod bootstrap;
pub mod chains;
pub mod characters;
pub mod clusters;
pub mod compare;
pub mod confidence;
pub mod convert;
pub mod counts;
pub mod errors;
pub mod exchange;
pub mod gold;
pub mod html;
pub mod judge;
pub mod labels;
pub mod layers;
pub mod manifest;
pub mod names;
pub mod pieces;
pub mod precision;
pub mod provenance;
pub mod read;
pub mod report;
pub mod results;
pub mod snippet;
pub mod speed;
pub mod stats;
pub mod summary;
pub mod table;
pub mod thresholds;
pub mod write;

use answer::{Answer, AnsweredQuote, Outcome};
use gold::{GoldDocument, GoldSet};
use judge::{Filter, Item, Judged};
use provenance::Provenance;

/// A gold set beside what a system says of it.
pub struct Evaluation<'g> {
    /// The gold.
    pub gold: &'g GoldSet,
    /// For each document what came of it.
    pub outcomes: Vec<Outcome>,
    /// For each document its quotations, judged.
    pub judged: Vec<Judged>,
    /// Which gold quotations are scored.
    pub filter: Filter,
}

impl<'g> Evaluation<'g> {
    /// Judges what a system said. `outcomes` go with the documents of `gold`; what is not there is missing.
    #[must_use]
    pub fn new(gold: &'g GoldSet, outcomes: Vec<Outcome>, filter: Filter) -> Self {
        Self::with_characters(gold, outcomes, filter, None)
    }

    /// Judges what a system said, also against the list of characters that each document comes with.
    #[must_use]
    pub fn with_characters(
        gold: &'g GoldSet,
        mut outcomes: Vec<Outcome>,
        filter: Filter,
        lists: Option<&Provenance>,
    ) -> Self {
        outcomes.resize(gold.documents.len(), Outcome::Missing);
        let judged = gold
            .documents
            .par_iter()
            .zip(&outcomes)
            .map(|(document, outcome)| {
                let list = lists.map(|lists| lists.characters(document));
                judge::judge(document, outcome, gold.covers, &filter, list)
            })
            .collect();
        Self { gold, outcomes, judged, filter }
    }

    /// Every scored gold quotation with its document.
    pub fn items(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.judged
            .iter()
            .enumerate()
            .flat_map(|(document, judged)| judged.items.iter().map(move |item| (document, item)))
    }

    /// The predicted quotation that answers for a gold one.
    #[must_use]
    pub fn answer(&self, document: usize, item: &Item) -> Option<&AnsweredQuote> {
        self.answers(document)?.quotes.get(item.answer?)
    }

    /// The kind of a quotation's gold speaker, where the gold tells.
    #[must_use]
    pub fn speaker_kind(&self, document: usize, item: &Item) -> Option<SpeakerKind> {
        let gold = self.gold.documents.get(document)?;
        gold.speakers.get(gold.quotes.get(item.quote)?.speaker?)?.kind
    }

    /// What the system said of a document, if it did.
    #[must_use]
    pub fn answers(&self, document: usize) -> Option<&Answer> {
        match self.outcomes.get(document)? {
            Outcome::Answered(answer) => Some(answer),
            Outcome::Failed(_) | Outcome::Missing => None,
        }
    }

    /// Every document with what the system said of it.
    fn documents(&self) -> impl Iterator<Item = (&GoldDocument, Option<&Answer>)> {
        self.gold.documents.iter().enumerate().map(|(index, document)| (document, self.answers(index)))
    }
}

/// What the engine is given of a gold set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// The text: quotations are to be found and credited.
    EndToEnd,
    /// The text and where its quotations stand: they are to be credited. Scare quotes, which are nobody's,
    /// are not given.
    GoldSpans,
}

/// Annotates every document of a gold set, in parallel and in order. A document on which the engine panics
/// has failed, and the others are complete.
///
/// # Errors
/// Where the threads cannot be started.
pub fn annotate(
    engine: &Engine,
    gold: &GoldSet,
    task: Task,
    jobs: Option<NonZeroUsize>,
) -> Result<Vec<Outcome>, rayon::ThreadPoolBuildError> {
    let limits = Limits { jobs, ..Limits::default() };
    let mut outcomes = Vec::with_capacity(gold.documents.len());
    let done = batch::run(
        limits,
        &gold.documents,
        |document| document.document.text().len(),
        |document| {
            Answer::from(&match task {
                Task::EndToEnd => engine.annotate(&document.document),
                Task::GoldSpans => engine.attribute_spans(&document.document, &given(document)),
            })
        },
        |_, answer| {
            outcomes.push(match answer {
                Ok(answer) => Outcome::Answered(answer),
                Err(panicked) => Outcome::Failed(panicked.to_string()),
            });
            Ok::<_, Infallible>(())
        },
    );
    match done {
        Ok(()) => Ok(outcomes),
        Err(BatchError::Threads(cause)) => Err(cause),
        Err(BatchError::Sink(never)) => match never {},
    }
}

/// Where the quotations of a document stand that somebody said.
fn given(document: &GoldDocument) -> Vec<GivenQuote> {
    let said = document.quotes.iter().filter(|quote| quote.kind != QuoteKind::Scare);
    said.map(|quote| GivenQuote { parts: quote.parts.clone(), kind: quote.kind }).collect()
}

#[cfg(test)]
mod tests;
