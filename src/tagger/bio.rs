//! BIO labels: `O`, and for each type `B-TYPE` and `I-TYPE`.

use std::ops::Range;

use super::columns::OPEN;

/// Where a name stands and what it is.
pub type Name<'l> = (Range<usize>, &'l str);

/// The names that BIO labels mark, in order. A name that begins with `I-` counts as one.
#[must_use]
pub fn names<'l>(labels: impl IntoIterator<Item = &'l str>) -> Vec<Name<'l>> {
    let mut names: Vec<Name<'l>> = Vec::new();
    let mut open = false;
    for (at, label) in labels.into_iter().enumerate() {
        let Some((position, kind)) = label.split_once('-') else {
            open = false;
            continue;
        };
        match names.last_mut() {
            Some((range, last)) if open && position == "I" && *last == kind => range.end = at + 1,
            _ => names.push((at..at + 1, kind)),
        }
        open = true;
    }
    names
}

/// Labels tokens as one name of a type, or each of them with `O` or [`OPEN`].
pub(crate) fn mark(labels: &mut [String], label: &str) {
    for (place, cell) in labels.iter_mut().enumerate() {
        *cell = match (label, place) {
            ("O" | OPEN, _) => label.to_owned(),
            (kind, 0) => format!("B-{kind}"),
            (kind, _) => format!("I-{kind}"),
        };
    }
}

/// How many names were right, found and there to be found: `[true positives, predicted, gold]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right in span and type.
    pub right: u32,
    /// Predicted.
    pub found: u32,
    /// In the gold.
    pub gold: u32,
}

impl Tally {
    /// Counts one sentence.
    pub fn add(&mut self, gold: &[Name<'_>], found: &[Name<'_>]) {
        let count = |names: usize| u32::try_from(names).unwrap_or(u32::MAX);
        self.right += count(found.iter().filter(|name| gold.contains(name)).count());
        self.found += count(found.len());
        self.gold += count(gold.len());
    }

    /// Share of the predicted names that are right.
    #[must_use]
    pub fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.found.max(1))
    }

    /// Share of the gold names that were found.
    #[must_use]
    pub fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.gold.max(1))
    }

    /// Harmonic mean of the two.
    #[must_use]
    pub fn f1(self) -> f64 {
        f64::from(2 * self.right) / f64::from((self.found + self.gold).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_label_says() {
        let labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG", "O"];
        assert_eq!(names(labels), [(0..2, "PER"), (2..3, "PER"), (4..5, "LOC"), (5..6, "ORG")]);
    }

    #[test]
    fn a_name_counts_only_when_exact() {
        let mut tally = Tally::default();
        tally.add(&[(0..2, "PER"), (3..4, "LOC")], &[(0..1, "PER"), (3..4, "LOC")]);
        assert_eq!(tally, Tally { right: 1, found: 2, gold: 2 });
        assert!((tally.f1() - 0.5).abs() < 1e-9);
    }
}
