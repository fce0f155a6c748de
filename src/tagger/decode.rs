//! From scores to labels.

use super::features::{BEFORE, Site, historical, observed};
use super::form::Form;
use super::model::Model;
use super::weights::{LABELS, Scores};

impl Model {
    /// Labels a sentence greedily from left to right, appending to `labels`.
    pub(crate) fn greedy(&self, sentence: &[Form], labels: &mut Vec<u8>) {
        let mut last = [BEFORE; 2];
        for (at, form) in sentence.iter().enumerate() {
            let label = form.entry.certain.checked_sub(1).unwrap_or_else(|| {
                let site = Site { sentence, at };
                let mut scores: Scores = [0; LABELS];
                observed(self.task, site, |key| self.weights.add(key, &mut scores));
                historical(self.task, site, last, |key| self.weights.add(key, &mut scores));
                best(scores.get(..self.labels.len()).unwrap_or_default())
            });
            labels.push(label);
            last = [label, last[0]];
        }
    }
}

/// The label with the highest score, the first of equals.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn best<S: PartialOrd + Copy>(scores: &[S]) -> u8 {
    let mut best = 0;
    let mut top = None;
    for (label, score) in scores.iter().enumerate() {
        if top.is_none_or(|top| *score > top) {
            top = Some(*score);
            best = label;
        }
    }
    best as u8
}
