//! What a transformer finds in a text, as labels that others can learn from.

use std::ops::Range;

use ndarray::ArrayView2;

use super::decode::Label;
use super::{Forward, TransformerTagger};
use crate::layers::EntityLabel;
use crate::reading::Reading;
use crate::tagger::bio;
use crate::tagger::columns::{self, OPEN, Sentence};

impl<F: Forward> TransformerTagger<F> {
    /// The sentences of a document with a BIO label for each token, open (`?`) where the label's probability is less than
    /// `sure`. A name is sure as a whole or not at all. The names of a document need not agree.
    ///
    /// # Errors
    ///
    /// A message where the model cannot score the document.
    pub fn labelled(&self, reading: &Reading<'_>, sure: f32) -> Result<Vec<Sentence>, String> {
        let scores = self.scores(reading)?;
        let labels = labels(scores.view(), &self.names(reading, &scores), sure);
        let mut sentences = columns::sentences(reading, &labels);
        if let Some(first) = sentences.first_mut() {
            first.opens_document = true;
        }
        Ok(sentences)
    }
}

/// The labels of tokens, given their names and the probabilities of its tokens.
fn labels(rows: ArrayView2<'_, f32>, names: &[(Range<usize>, EntityLabel)], sure: f32) -> Vec<String> {
    let share = |at: usize, label: Label| rows[(at, label.column())];
    let outside = |at: usize| if share(at, Label::Outside) >= sure { "O" } else { OPEN };
    let mut labels: Vec<String> = (0..rows.nrows()).map(|at| outside(at).to_owned()).collect();
    for (range, kind) in names {
        let label = |at: usize| if at == range.start { Label::Begin(*kind) } else { Label::Inside(*kind) };
        let known = range.clone().all(|at| share(at, label(at)) >= sure);
        bio::mark(
            labels.get_mut(range.clone()).unwrap_or_default(),
            if known { kind.as_str() } else { OPEN },
        );
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;
    use ndarray::Array2;

    #[test]
    fn a_name_is_sure_as_a_whole_or_not_at_all() {
        let labelled = |shares: [f32; 4]| {
            let mut rows = Array2::zeros((4, decode::LABELS));
            let per = EntityLabel::Per;
            let columns =
                [Label::Begin(per), Label::Inside(per), Label::Outside, Label::Outside].map(Label::column);
            for (at, (column, share)) in columns.into_iter().zip(shares).enumerate() {
                rows[(at, column)] = share;
            }
            labels(rows.view(), &[(0..2, per)], 0.9).join(" ")
        };
        assert_eq!(labelled([0.95, 0.95, 0.95, 0.95]), "B-PER I-PER O O");
        assert_eq!(labelled([0.95, 0.85, 0.95, 0.95]), "? ? O O");
        assert_eq!(labelled([0.95, 0.95, 0.85, 0.95]), "B-PER I-PER ? O");
    }
}
