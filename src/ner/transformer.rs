//! Entities by a transformer that classifies tokens: what all of them share, whoever does the sums.
//!
//! A document's tokens are cut into word [`pieces`], these into [`windows`], a [`Forward`] scores the windows, and
//! [`decode`] makes names of the scores, with the embedded model as a `second` opinion where the checkpoint asks for
//! one. What a checkpoint needs for that is read by [`checkpoint`].

pub mod checkpoint;
pub mod decode;
mod labelled;
pub mod labels;
mod pieces;
mod second;
pub mod windows;

use std::ops::Range;

use ndarray::{Array2, Axis, Slice};

use self::checkpoint::Checkpoint;
use self::windows::Window;
use super::EntityTagger;
use super::consistent::{self, Found};
use crate::layers::{Entity, EntityLabel};
use crate::reading::Reading;

/// What does the sums of a transformer.
pub trait Forward: Send + Sync {
    /// Scores windows: for each a row for each of its pieces, a column for each label of the checkpoint, unnormalised.
    ///
    /// What one window's scores are does not depend on the windows that it comes with, but for rounding.
    ///
    /// # Errors
    ///
    /// A message where the sums cannot be done, as when memory runs out.
    fn logits(&self, windows: &[Window]) -> Result<Vec<Array2<f32>>, String>;
}

/// Finds entities with a transformer, then makes the document agree with itself.
pub struct TransformerTagger<F> {
    name: &'static str,
    checkpoint: Checkpoint,
    forward: F,
}

impl<F> std::fmt::Debug for TransformerTagger<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransformerTagger").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<F: Forward> TransformerTagger<F> {
    /// A tagger, tried on one sentence.
    ///
    /// # Errors
    ///
    /// A message where the model does not score the sentence with a column for each label of the checkpoint.
    pub fn new(name: &'static str, checkpoint: Checkpoint, forward: F) -> Result<Self, String> {
        let tagger = Self { name, checkpoint, forward };
        let reading = Reading::new("Ann Vela left.", crate::lexicon::Lexicon::embedded());
        tagger.scores(&reading)?;
        Ok(tagger)
    }

    /// The windows that a document is cut into, in text order.
    #[must_use]
    pub fn windows(&self, reading: &Reading<'_>) -> Vec<Window> {
        let pieces = self.checkpoint.pieces.of(reading);
        self.checkpoint.frame.windows(reading, &pieces)
    }

    /// What does the sums.
    pub const fn forward(&self) -> &F {
        &self.forward
    }

    /// For each token of a document the probability of each of our labels, in the order of [`decode::Label::ALL`].
    fn scores(&self, reading: &Reading<'_>) -> Result<Array2<f32>, String> {
        let windows = self.windows(reading);
        let scored = self.forward.logits(&windows)?;
        let mut depths = vec![None; reading.tokens.len()];
        let mut scores = Array2::zeros((reading.tokens.len(), decode::LABELS));
        scores.column_mut(0).fill(1.0);
        for (window, logits) in windows.iter().zip(&scored) {
            if logits.ncols() != self.checkpoint.labels.len() || logits.nrows() != window.ids.len() {
                let (rows, columns) = logits.dim();
                let (pieces, labels) = (window.ids.len(), self.checkpoint.labels.len());
                return Err(format!(
                    "the model scores {rows} pieces by {columns} labels where {pieces} by {labels} are expected"
                ));
            }
            for first in &window.firsts {
                // Of two windows that overlap, the one counts in which the token stands farther inside.
                let Some(depth) = depths.get_mut(first.token) else { continue };
                if depth.is_some_and(|depth| depth >= first.depth) {
                    continue;
                }
                *depth = Some(first.depth);
                self.checkpoint.labels.share(logits.row(first.piece), scores.row_mut(first.token));
            }
        }
        if let Some(second) = &self.checkpoint.second {
            second.weigh(reading, &mut scores);
        }
        Ok(scores)
    }

    fn found(&self, reading: &Reading<'_>) -> Vec<Found> {
        // Without scores there are no names; `new` has seen that the model gives scores.
        let Ok(scores) = self.scores(reading) else { return Vec::new() };
        let found = |(tokens, label): (Range<usize>, EntityLabel)| {
            let of_kind =
                |label| tokens.clone().map(|at| decode::of_kind(scores.row(at), label)).fold(1.0, f32::min);
            let votes = EntityLabel::ALL.map(of_kind);
            let score = votes.get(label as usize).copied().unwrap_or(0.0);
            Found { tokens, label, score, votes }
        };
        self.names(reading, &scores).into_iter().map(found).collect()
    }

    /// The names that the scores of a document's tokens make.
    fn names(&self, reading: &Reading<'_>, scores: &Array2<f32>) -> Vec<(Range<usize>, EntityLabel)> {
        let of_sentence = |sentence: usize| {
            let tokens = reading.sentence_tokens(sentence);
            let rows = scores.slice_axis(Axis(0), Slice::from(tokens.clone()));
            let names = decode::names(rows, self.checkpoint.labels.strict()).into_iter();
            names.map(move |(range, label)| (tokens.start + range.start..tokens.start + range.end, label))
        };
        (0..reading.sentences.len()).flat_map(of_sentence).collect()
    }
}

impl<F: Forward> EntityTagger for TransformerTagger<F> {
    fn name(&self) -> &str {
        self.name
    }

    fn entities(&self, reading: &Reading<'_>) -> Vec<Entity> {
        consistent::settle(reading, self.found(reading))
    }
}
