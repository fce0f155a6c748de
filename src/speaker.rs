//! Which person, organisation or group a mention names.

use crate::layers::{Entity, Mention, MentionId, Speaker, SpeakerId};
use crate::reading::Reading;

/// Every speaker of a document, and who each mention is.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// In the order of their first mention.
    pub speakers: Vec<Speaker>,
    /// For each mention its speaker and the id of the rule that says so.
    pub of_mention: Vec<Option<(SpeakerId, &'static str)>>,
}

/// Resolves every mention that can be. `sources` are the mentions that a quotation is attributed to, in
/// text order: they are more likely antecedents than a name in passing.
#[must_use]
pub fn resolve(
    _reading: &Reading<'_>,
    _entities: &[Entity],
    mentions: &[Mention],
    _sources: &[MentionId],
) -> Resolution {
    Resolution { speakers: Vec::new(), of_mention: vec![None; mentions.len()] }
}
