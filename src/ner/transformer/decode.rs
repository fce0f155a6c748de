//! From probabilities to names.

use std::ops::Range;

use ndarray::{ArrayView1, ArrayView2};

use crate::layers::EntityLabel;

/// How many labels there are: `O`, and for each kind of entity one that begins a name and one that goes on with it.
pub const LABELS: usize = 1 + 2 * EntityLabel::ALL.len();

/// A BIO label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Part of no name.
    Outside,
    /// The first token of a name.
    Begin(EntityLabel),
    /// A later token of a name.
    Inside(EntityLabel),
}

impl Label {
    /// The label's column: `O`, then begin and inside of each kind in the order of [`EntityLabel::ALL`].
    #[must_use]
    pub fn column(self) -> usize {
        match self {
            Self::Outside => 0,
            Self::Begin(label) => 1 + 2 * label as usize,
            Self::Inside(label) => 2 + 2 * label as usize,
        }
    }

    fn of_column(column: usize) -> Self {
        let kind = column.checked_sub(1).and_then(|column| EntityLabel::ALL.get(column / 2));
        match kind {
            None => Self::Outside,
            Some(label) if column % 2 == 1 => Self::Begin(*label),
            Some(label) => Self::Inside(*label),
        }
    }
}

/// The probability that a token is part of a name of a kind.
pub(super) fn of_kind(row: ArrayView1<'_, f32>, label: EntityLabel) -> f32 {
    row[Label::Begin(label).column()] + row[Label::Inside(label).column()]
}

/// Below the logarithm of every probability.
const NEVER: f32 = -1e4;

/// The names of the most probable labelling, given for each token the probability of each label.
///
/// A name goes on with its own kind only. Where the labels are `strict` it starts with [`Label::Begin`]; checkpoints
/// of the older BIO, in which that label only parts two names that touch, start with [`Label::Inside`] too.
pub(super) fn names(rows: ArrayView2<'_, f32>, strict: bool) -> Vec<(Range<usize>, EntityLabel)> {
    let mut names: Vec<(Range<usize>, EntityLabel)> = Vec::new();
    let mut open = false;
    for (at, label) in best(rows, strict).into_iter().enumerate() {
        let last = names.last_mut().filter(|_| open);
        match (label, last) {
            (Label::Outside, _) => open = false,
            (Label::Inside(kind), Some((range, of))) if *of == kind => range.end = at + 1,
            (Label::Begin(kind) | Label::Inside(kind), _) => {
                names.push((at..at + 1, kind));
                open = true;
            }
        }
    }
    names
}

/// The most probable sequence of labels (Viterbi).
fn best(rows: ArrayView2<'_, f32>, strict: bool) -> Vec<Label> {
    let ln = |probability: f32| if probability > 0.0 { probability.ln() } else { NEVER };
    let mut scores = [0.0f32; LABELS];
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(rows.nrows());
    for (at, row) in rows.outer_iter().enumerate() {
        let mut next = [0.0f32; LABELS];
        let mut from = [0u8; LABELS];
        let free = argmax(&scores, |_| true);
        let outside = argmax(&scores, |column| column == 0);
        for (column, (next, from)) in next.iter_mut().zip(&mut from).enumerate() {
            let (before, score) = match Label::of_column(column) {
                Label::Inside(_) if at == 0 && strict => (0, NEVER),
                Label::Inside(_) if at > 0 => {
                    let own = argmax(&scores, |before| before == column || before + 1 == column);
                    if !strict && outside.1 > own.1 { outside } else { own }
                }
                _ => free,
            };
            *from = u8::try_from(before).unwrap_or(0);
            *next = score + ln(row[column]);
        }
        scores = next;
        back.push(from);
    }
    let mut at = argmax(&scores, |_| true).0;
    let mut labels = Vec::with_capacity(back.len());
    for from in back.iter().rev() {
        labels.push(Label::of_column(at));
        at = from.get(at).copied().map_or(0, usize::from);
    }
    labels.reverse();
    labels
}

/// The first of the best columns among those asked for, and its score.
fn argmax(scores: &[f32; LABELS], among: impl Fn(usize) -> bool) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (column, score) in scores.iter().enumerate().filter(|(column, _)| among(*column)) {
        if *score > best.1 {
            best = (column, *score);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Names of a labelling in which each word is such a label with the probability that follows it.
    fn named(labels: &str, strict: bool) -> Vec<(Range<usize>, EntityLabel)> {
        let words: Vec<&str> = labels.split(' ').collect();
        let mut rows = Array2::from_elem((words.len(), LABELS), 0.01);
        for (mut row, word) in rows.outer_iter_mut().zip(words) {
            for cell in word.split('|') {
                let (label, share) = cell.split_once('=').unwrap_or((cell, "0.9"));
                let kind = label.get(2..).and_then(EntityLabel::parse);
                let label = match (label.as_bytes()[0], kind) {
                    (b'B', Some(kind)) => Label::Begin(kind),
                    (b'I', Some(kind)) => Label::Inside(kind),
                    _ => Label::Outside,
                };
                row[label.column()] = share.parse().unwrap();
            }
        }
        names(rows.view(), strict)
    }

    #[test]
    fn a_name_goes_on_with_its_own_kind() {
        use EntityLabel::{Loc, Org, Per};
        assert_eq!(named("B-PER I-PER O B-LOC", true), [(0..2, Per), (3..4, Loc)]);
        assert_eq!(named("B-PER B-PER", true), [(0..1, Per), (1..2, Per)]);
        // Its own kind is less probable here, but the only one that can follow.
        assert_eq!(named("B-PER=0.9 I-ORG=0.5|I-PER=0.4", true), [(0..2, Per)]);
        assert_eq!(named("B-PER=0.4|B-ORG=0.3 I-ORG=0.9", true), [(0..2, Org)]);
    }

    #[test]
    fn in_the_older_bio_a_name_starts_inside() {
        use EntityLabel::{Org, Per};
        assert_eq!(named("O I-PER I-PER O I-ORG", false), [(1..3, Per), (4..5, Org)]);
        assert_eq!(named("I-PER B-PER", false), [(0..1, Per), (1..2, Per)]);
        assert_eq!(named("O=0.6 I-PER=0.5|B-PER=0.4", true), [(1..2, Per)]);
    }

    #[test]
    fn columns_and_labels_are_one_to_one() {
        for column in 0..LABELS {
            assert_eq!(Label::of_column(column).column(), column);
        }
        assert!(named("O", true).is_empty());
    }
}
