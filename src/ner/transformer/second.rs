//! A second opinion: what the embedded model holds each token for, weighed in with the transformer.
//!
//! They err in different places: a small transformer knows few names, the embedded model has lists of them, but
//! does not understand what is around. Their probabilities are pooled log-linearly, `p ∝ p₁^(1-w) · p₂^w` (C. Genest and
//! J. V. Zidek, Combining Probability Distributions, Statistical Science 1, 1986), which leaves a label low that either of
//! them excludes.

use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Slice};

use super::decode;
use super::labels::Labels;
use crate::ner::embedded::EmbeddedTagger;
use crate::reading::Reading;

/// The least probability that counts: nothing is excluded altogether.
const LEAST: f32 = 1e-5;

/// The embedded model with its weight.
pub(super) struct Second {
    tagger: EmbeddedTagger,
    labels: Labels,
    weight: f32,
}

impl Second {
    /// The embedded model at a weight between 0 (not heard) and 1 (heard alone).
    ///
    /// # Errors
    ///
    /// A message where the weight is none, or the build holds no model.
    pub(super) fn new(weight: f32) -> Result<Self, String> {
        if !(0.0..=1.0).contains(&weight) {
            return Err(format!("the embedded model's weight is {weight}, and 0 to 1 are expected"));
        }
        let tagger = EmbeddedTagger::english().ok_or("this build holds no embedded model")?;
        let labels = tagger.model().labels().iter().map(String::as_str);
        let labels = Labels::new(labels, &[], true)
            .map_err(|label| format!("the embedded model has the label {label}"))?;
        Ok(Self { tagger, labels, weight })
    }

    /// Weighs the embedded model's opinion into the probabilities of all tokens of a document.
    pub(super) fn weigh(&self, reading: &Reading<'_>, shares: &mut Array2<f32>) {
        let mut work = self.tagger.model().begin();
        let width = self.labels.len();
        let mut own = Array1::zeros(decode::LABELS);
        for sentence in 0..reading.sentences.len() {
            let tokens = reading.sentence_tokens(sentence);
            let Some(pos) = reading.pos.get(tokens.clone()) else { continue };
            let rows = work.probabilities(tokens.clone().map(|token| reading.form(token)), pos);
            let mut here = shares.slice_axis_mut(Axis(0), Slice::from(tokens));
            for (shares, row) in here.outer_iter_mut().zip(rows.chunks_exact(width)) {
                self.labels.sum(row.iter().copied(), own.view_mut());
                pool(shares, own.view(), self.weight);
            }
        }
    }
}

/// Pools two opinions on a token, leaving the result in the first.
fn pool(mut one: ArrayViewMut1<'_, f32>, other: ArrayView1<'_, f32>, weight: f32) {
    let ln = |share: f32| share.max(LEAST).ln();
    one.zip_mut_with(&other, |one, other| *one = (ln(*one) * (1.0 - weight) + ln(*other) * weight).exp());
    let sum = one.sum();
    one.mapv_inplace(|share| share / sum);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_surer_opinion_wins() {
        let pooled = |one: [f32; 2], other: [f32; 2], weight| {
            let mut shares = array![one[0], one[1]];
            pool(shares.view_mut(), array![other[0], other[1]].view(), weight);
            assert!((shares.sum() - 1.0).abs() < 1e-6);
            (shares[0] * 100.0).round()
        };
        assert_eq!(pooled([0.6, 0.4], [0.1, 0.9], 0.5), 29.0);
        assert_eq!(pooled([0.6, 0.4], [0.1, 0.9], 0.0), 60.0);
        assert_eq!(pooled([0.6, 0.4], [0.1, 0.9], 1.0), 10.0);
        // What is nearly certain stands against a hesitant second opinion, but not what one of them excludes.
        assert_eq!(pooled([0.99, 0.01], [0.4, 0.6], 0.2), 97.0);
        assert_eq!(pooled([0.6, 0.4], [0.0, 1.0], 0.2), 12.0);
    }

    #[test]
    fn a_weight_is_a_share() {
        assert!(Second::new(0.2).is_ok());
        for weight in [-0.1, 1.5, f32::NAN] {
            assert!(Second::new(weight).is_err());
        }
    }
}
