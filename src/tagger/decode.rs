//! From scores to labels.

use std::ops::Range;

use super::features::{BEFORE, Site, historical, observed};
use super::form::Form;
use super::model::Model;
use super::weights::{LABELS, Scores};

impl Model {
    /// Labels a sentence greedily from left to right, appending to `labels`.
    pub(crate) fn greedy(&self, sentence: &[Form], labels: &mut Vec<u8>) {
        let mut last = [BEFORE; 2];
        let (mut keys, mut places) = (Vec::with_capacity(64), Vec::with_capacity(64));
        for at in 0..sentence.len() {
            let site = Site { sentence, at };
            let label = site.certain(self.task).unwrap_or_else(|| {
                let mut scores: Scores = [0; LABELS];
                keys.clear();
                observed(self.task, site, |key| keys.push(key));
                historical(self.task, site, last, |key| keys.push(key));
                self.weights.add(&keys, &mut scores, &mut places);
                best(scores.get(..self.labels.len()).unwrap_or_default())
            });
            labels.push(label);
            last = [label, last[0]];
        }
    }
}

impl Model {
    /// Labels a sentence with the best sequence under the model's transitions, appending to `labels`.
    pub(crate) fn viterbi(&self, sentence: &[Form], labels: &mut Vec<u8>, trellis: &mut Trellis) {
        let width = self.labels.len();
        trellis.begin(self);
        let (mut keys, mut places) = (Vec::with_capacity(64), Vec::with_capacity(64));
        for at in 0..sentence.len() {
            let site = Site { sentence, at };
            if let Some(certain) = site.certain(self.task) {
                trellis.certain(self, certain);
                continue;
            }
            let mut scores: Scores = [0; LABELS];
            keys.clear();
            observed(self.task, site, |key| keys.push(key));
            self.weights.add(&keys, &mut scores, &mut places);
            trellis.step(self, scores.get(..width).unwrap_or_default());
        }
        trellis.trace(labels);
    }
}

/// The state of Viterbi decoding; kept between sentences to reuse its memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trellis {
    width: usize,
    /// Best score of a sequence that ends with each label here.
    best: Vec<i32>,
    next: Vec<i32>,
    /// For each token and label the label before it on the best sequence.
    from: Vec<u8>,
    /// For each token and label its own score.
    scores: Vec<i32>,
}

/// Below every score of a possible sequence.
const IMPOSSIBLE: i32 = i32::MIN / 2;

impl Trellis {
    fn begin(&mut self, model: &Model) {
        self.width = model.labels.len();
        self.from.clear();
        self.best.clear();
        self.scores.clear();
    }

    fn step(&mut self, model: &Model, scores: &[i32]) {
        self.scores.extend_from_slice(scores);
        self.next.clear();
        if self.best.is_empty() {
            let row = model.transitions.get(self.width * self.width..).unwrap_or_default();
            self.next.extend(row.iter().zip(scores).map(|(edge, score)| plus(join(0, *edge), *score)));
            self.from.extend(std::iter::repeat_n(0, self.width));
        } else {
            let start = self.from.len();
            self.next.resize(self.width, i32::MIN);
            self.from.resize(start + self.width, 0);
            let from = self.from.get_mut(start..).unwrap_or_default();
            for (label, best) in (0u8..).zip(&self.best) {
                let row = usize::from(label) * self.width;
                let row = model.transitions.get(row..row + self.width).unwrap_or_default();
                for ((edge, next), from) in row.iter().zip(&mut self.next).zip(from.iter_mut()) {
                    let score = join(*best, *edge);
                    if score > *next {
                        *next = score;
                        *from = label;
                    }
                }
            }
            for (next, score) in self.next.iter_mut().zip(scores) {
                *next = plus(*next, *score);
            }
        }
        std::mem::swap(&mut self.best, &mut self.next);
    }

    /// A token with one possible label.
    fn certain(&mut self, model: &Model, label: u8) {
        let width = self.width;
        let mut before = 0;
        let mut score = 0;
        for (number, best) in (0u8..).zip(&self.best) {
            let edge = model.transitions.get(usize::from(number) * width + usize::from(label));
            let sum = join(*best, edge.copied().unwrap_or(i16::MIN));
            if number == 0 || sum > score {
                (before, score) = (number, sum);
            }
        }
        self.from.extend(std::iter::repeat_n(before, width));
        self.scores.resize(self.scores.len() + width, IMPOSSIBLE);
        self.best.clear();
        self.best.resize(width, IMPOSSIBLE);
        let end = self.scores.len() - width;
        for cells in [self.scores.get_mut(end..), Some(&mut self.best)].into_iter().flatten() {
            if let Some(cell) = cells.get_mut(usize::from(label)) {
                *cell = 0;
            }
        }
    }

    /// The exponential of the scores of some tokens in natural units, scaled so that the largest is 1.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn exponentials(&self, tokens: Range<usize>, unit: f32, nodes: &mut Vec<f32>) {
        nodes.clear();
        let cells = tokens.start * self.width..tokens.end * self.width;
        for scores in self.scores.get(cells).unwrap_or_default().chunks_exact(self.width.max(1)) {
            let top = scores.iter().copied().max().unwrap_or(0);
            nodes.extend(scores.iter().map(|score| ((score.saturating_sub(top)) as f32 * unit).exp()));
        }
    }

    /// Follows the best sequence back.
    fn trace(&self, labels: &mut Vec<u8>) {
        let start = labels.len();
        let mut label = best(&self.best);
        for from in self.from.chunks_exact(self.width.max(1)).rev() {
            labels.push(label);
            label = from.get(usize::from(label)).copied().unwrap_or(0);
        }
        if let Some(new) = labels.get_mut(start..) {
            new.reverse();
        }
    }
}

/// A sum that never falls below [`IMPOSSIBLE`], so that sums of sums cannot overflow.
#[inline]
fn plus(one: i32, two: i32) -> i32 {
    one.saturating_add(two).max(IMPOSSIBLE)
}

/// A score after a transition.
#[inline]
fn join(score: i32, edge: i16) -> i32 {
    if edge == i16::MIN { IMPOSSIBLE } else { plus(score, i32::from(edge)) }
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
