//! Labels that are taken for others before scoring.

use super::answer::Outcome;
use super::gold::GoldSet;
use crate::layers::EntityLabel;
use crate::span::Span;

/// What becomes of labels before they are scored, in the gold and in the predictions alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelMap {
    changes: Vec<(EntityLabel, Option<EntityLabel>)>,
}

impl LabelMap {
    /// Adds `FROM=TO`; `FROM=` leaves a label out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn add(&mut self, change: &str) -> Result<(), String> {
        let known = |label: &str| {
            EntityLabel::parse(label).ok_or_else(|| format!("“{label}”: PER, ORG, LOC or MISC is expected"))
        };
        let (from, to) = change.split_once('=').ok_or_else(|| format!("“{change}”: FROM=TO is expected"))?;
        let to = if to.is_empty() { None } else { Some(known(to)?) };
        self.changes.push((known(from)?, to));
        Ok(())
    }

    /// Maps gold and predictions.
    pub fn apply(&self, gold: &mut GoldSet, outcomes: &mut [Outcome]) {
        for document in &mut gold.documents {
            document.entities.iter_mut().for_each(|entities| self.map(entities));
        }
        for outcome in outcomes {
            if let Outcome::Answered(answer) = outcome {
                self.map(&mut answer.entities);
            }
        }
    }

    fn map(&self, entities: &mut Vec<(Span, EntityLabel)>) {
        let to = |label: EntityLabel| {
            let change = self.changes.iter().find(|(from, _)| *from == label);
            change.map_or(Some(label), |(_, to)| *to)
        };
        *entities = entities.iter().filter_map(|&(span, label)| Some((span, to(label)?))).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_merged_or_left_out() {
        use EntityLabel::{Loc, Misc, Org, Per};
        let mut map = LabelMap::default();
        assert_eq!((map.add("LOC=ORG"), map.add("MISC=")), (Ok(()), Ok(())));
        let mut entities: Vec<_> = [Per, Loc, Misc, Org]
            .into_iter()
            .zip(0..)
            .map(|(label, at)| (Span::new(at, at + 1), label))
            .collect();
        map.map(&mut entities);
        assert_eq!(entities.iter().map(|(_, label)| *label).collect::<Vec<_>>(), [Per, Org, Org]);
        assert!(map.add("LOC").is_err() && map.add("GPE=LOC").is_err() && map.add("LOC=GPE").is_err());
    }
}
