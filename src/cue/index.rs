//! Mentions by the token they start or end with.

use crate::layers::{Mention, MentionId};

/// Finds the mention at a token.
#[derive(Clone, Debug, Default)]
pub struct MentionIndex {
    starting: Vec<Option<MentionId>>,
    ending: Vec<Option<MentionId>>,
}

impl MentionIndex {
    /// Indexes the mentions of a text of `tokens` tokens. Where several start or end at one token the
    /// longest is kept.
    #[must_use]
    pub fn new(mentions: &[Mention], tokens: usize) -> Self {
        let mut index = Self { starting: vec![None; tokens], ending: vec![None; tokens] };
        let longer = |old: Option<MentionId>, new: &Mention| {
            old.and_then(|old| mentions.get(old.index()))
                .is_none_or(|old| old.tokens.len() < new.tokens.len())
        };
        for (position, mention) in mentions.iter().enumerate() {
            let (first, last) =
                (mention.tokens.start as usize, (mention.tokens.end as usize).saturating_sub(1));
            if let Some(slot) = index.starting.get_mut(first).filter(|slot| longer(**slot, mention)) {
                *slot = Some(MentionId::of(position));
            }
            if let Some(slot) = index.ending.get_mut(last).filter(|slot| longer(**slot, mention)) {
                *slot = Some(MentionId::of(position));
            }
        }
        index
    }

    /// The longest mention whose first token is `token`.
    #[must_use]
    pub fn starting(&self, token: usize) -> Option<MentionId> {
        self.starting.get(token).copied().flatten()
    }

    /// The longest mention whose last token is `token`.
    #[must_use]
    pub fn ending(&self, token: usize) -> Option<MentionId> {
        self.ending.get(token).copied().flatten()
    }
}
