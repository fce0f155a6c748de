//! Which person, organisation or group a mention names.
//!
//! Names come first, over the whole document, so that a surname in the headline finds the full name in the
//! third paragraph. Then the text is read once from start to end for descriptions and pronouns, which only
//! ever look back a bounded stretch. Every link carries the id of the rule that made it.

mod alias;
mod bodies;
mod canonical;
mod cast;
mod description;
mod discourse;
mod gender;
mod name;
mod named_later;
mod people;
mod pronoun;
mod reader;
mod says;

pub use says::says;
#[cfg(test)]
mod testing;

use self::cast::Cast;
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
///
/// Pronouns and descriptions between quotation marks stay unresolved: what they mean depends on who speaks.
#[must_use]
pub fn resolve(
    reading: &Reading<'_>,
    entities: &[Entity],
    mentions: &[Mention],
    sources: &[MentionId],
) -> Resolution {
    let mut cast = Cast::new(mentions.len());
    let mut names = vec![None; entities.len()];
    people::resolve(reading, entities, &mut cast, &mut names);
    bodies::resolve(reading, entities, &mut cast, &mut names);
    alias::resolve(reading, entities, &mut cast, &mut names);
    gender::learn(reading, entities, &names, &mut cast);
    reader::read(reading, entities, mentions, sources, &names, &mut cast);
    canonical::speakers(reading, mentions, &cast)
}
