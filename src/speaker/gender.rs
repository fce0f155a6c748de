//! The gender of persons, learned from the pronouns that follow their names.

use rustc_hash::FxHashMap;

use super::cast::{Cast, EntryId};
use crate::layers::{Entity, EntityLabel, Gender};
use crate::reading::Reading;

/// How many tokens after a name a pronoun still tells its gender.
const REACH: usize = 25;
/// Votes that settle a gender that nothing else tells.
const ENOUGH: u32 = 2;
/// Votes that overrule the name lists.
const OVERRULING: u32 = 8;

/// The gender that the pronouns after each name tell, by the key of the name.
pub(super) fn by_key(reading: &Reading<'_>, names: &[(usize, u64)]) -> FxHashMap<u64, Gender> {
    let mut votes: FxHashMap<u64, [u32; 2]> = FxHashMap::default();
    for (at, (end, key)) in names.iter().enumerate() {
        let next = names.get(at + 1).map_or(usize::MAX, |(next, _)| *next);
        if let Some(gender) = first_pronoun(reading, *end, next) {
            count(votes.entry(*key).or_default(), gender);
        }
    }
    votes
        .into_iter()
        .filter_map(|(key, votes)| {
            winner(votes).filter(|(_, more)| *more >= ENOUGH).map(|(gender, _)| (key, gender))
        })
        .collect()
}

fn count(votes: &mut [u32; 2], gender: Gender) {
    if let Some(count) = votes.get_mut(usize::from(gender == Gender::Feminine)) {
        *count += 1;
    }
}

/// The gender that wins by three to one, and its votes.
fn winner([he, she]: [u32; 2]) -> Option<(Gender, u32)> {
    let (gender, more, less) =
        if he > she { (Gender::Masculine, he, she) } else { (Gender::Feminine, she, he) };
    (more > 0 && more >= 3 * less).then_some((gender, more))
}

/// The first *he* or *she* close after a name, before the next one.
fn first_pronoun(reading: &Reading<'_>, start: usize, next: usize) -> Option<Gender> {
    (start..next.min(start + REACH)).find_map(|token| pronoun(reading.form(token)))
}

/// Counts, for each person, the first *he* or *she* after the name with no other person between, and takes the
/// gender that wins by three to one.
pub(super) fn learn(
    reading: &Reading<'_>,
    entities: &[Entity],
    names: &[Option<(EntryId, &'static str)>],
    cast: &mut Cast,
) {
    let mut votes: FxHashMap<EntryId, [u32; 2]> = FxHashMap::default();
    for (index, entity) in entities.iter().enumerate() {
        let Some((entry, _)) = names.get(index).copied().flatten() else { continue };
        if entity.label != EntityLabel::Per {
            continue;
        }
        let start = reading.tokens_in(entity.span).end;
        let next =
            entities.get(index + 1..).unwrap_or(&[]).iter().find(|next| next.label == EntityLabel::Per);
        let end = next.map_or(usize::MAX, |next| reading.tokens_in(next.span).start);
        if let Some(gender) = first_pronoun(reading, start, end) {
            count(votes.entry(cast.root(entry)).or_default(), gender);
        }
    }
    for (entry, votes) in votes {
        let Some((gender, more)) = winner(votes) else { continue };
        if let Some(entry) = cast.entry_mut(entry)
            && ((entry.gender == Gender::Unknown && more >= ENOUGH) || more >= OVERRULING)
        {
            entry.gender = gender;
        }
    }
}

fn pronoun(form: &str) -> Option<Gender> {
    match form {
        "he" | "He" | "him" | "his" | "His" | "himself" => Some(Gender::Masculine),
        "she" | "She" | "her" | "Her" | "hers" | "herself" => Some(Gender::Feminine),
        _ => None,
    }
}
