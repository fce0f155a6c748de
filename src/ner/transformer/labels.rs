//! The labels of a checkpoint, in terms of ours.

use ndarray::{ArrayView1, ArrayViewMut1};

use super::decode::Label;
use crate::layers::EntityLabel;
use crate::ner::labels::{Mapped, entity};

/// What the labels of a checkpoint mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// For each label of the checkpoint the column of ours.
    columns: Vec<usize>,
    strict: bool,
}

/// What a user says of a kind of a checkpoint: its name there, and the label here; None leaves it out.
pub type Override = (String, Option<EntityLabel>);

impl Labels {
    /// Reads labels, in the order of the checkpoint's outputs: `O`, `B-PER`, `I-LOC`, `S-ORG`, or kinds alone.
    ///
    /// # Errors
    ///
    /// The first kind that neither [`entity`] nor an override knows.
    pub fn new<'l>(
        labels: impl IntoIterator<Item = &'l str>,
        overrides: &[Override],
        strict: bool,
    ) -> Result<Self, String> {
        let column = |label: &str| {
            if label == "O" {
                return Ok(Label::Outside.column());
            }
            let (begins, kind) = match label.split_once(['-', '_']) {
                Some(("B" | "S" | "U", kind)) => (true, kind),
                Some(("I" | "E" | "L" | "M", kind)) => (false, kind),
                _ => (false, label),
            };
            let own = overrides.iter().find(|(name, _)| name == kind || name == label);
            let mapped = match own {
                Some((_, mapped)) => *mapped,
                None => match entity(kind) {
                    Some(Mapped::To(label)) => Some(label),
                    Some(Mapped::Aside) => None,
                    None => return Err(kind.to_owned()),
                },
            };
            Ok(mapped
                .map_or(Label::Outside, |kind| if begins { Label::Begin(kind) } else { Label::Inside(kind) })
                .column())
        };
        Ok(Self { columns: labels.into_iter().map(column).collect::<Result<_, _>>()?, strict })
    }

    /// How many labels the checkpoint has.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a checkpoint without labels is refused")]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether every name starts with a label that begins one.
    #[must_use]
    pub fn strict(&self) -> bool {
        self.strict
    }

    /// Turns the scores of a token into the probabilities of our labels.
    pub(super) fn share(&self, logits: ArrayView1<'_, f32>, shares: ArrayViewMut1<'_, f32>) {
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
        self.sum(logits.iter().map(|logit| (logit - most).exp() / sum), shares);
    }

    /// Adds up the probabilities of a token's labels to those of ours.
    pub(super) fn sum(&self, probabilities: impl Iterator<Item = f32>, mut shares: ArrayViewMut1<'_, f32>) {
        shares.fill(0.0);
        for (share, column) in probabilities.zip(&self.columns) {
            shares[*column] += share;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    #[test]
    fn labels_of_other_sets_add_up() {
        let labels = Labels::new(["O", "B-PER", "I-GPE", "I-FAC", "I-DATE"], &[], false).unwrap();
        let mut shares = Array1::zeros(9);
        let ln = |share: f32| share.ln();
        let logits = array![ln(0.1), ln(0.2), ln(0.3), ln(0.3), ln(0.1)];
        labels.share(logits.view(), shares.view_mut());
        let column = |label: Label| (shares[label.column()] * 10.0).round();
        assert_eq!(column(Label::Outside), 2.0);
        assert_eq!(column(Label::Begin(EntityLabel::Per)), 2.0);
        assert_eq!(column(Label::Inside(EntityLabel::Loc)), 6.0);
    }

    #[test]
    fn a_user_says_what_a_label_is() {
        assert_eq!(Labels::new(["O", "B-GENE"], &[], false), Err("GENE".to_owned()));
        let of = |to| Labels::new(["O", "B-GENE"], &[("GENE".to_owned(), to)], false).unwrap().columns;
        assert_eq!(of(Some(EntityLabel::Misc)), [0, 7]);
        assert_eq!(of(None), [0, 0]);
    }
}
