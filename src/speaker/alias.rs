//! Second names that the text itself introduces: *Abbas, also known as Abu Mazen*.

use rustc_hash::FxHashSet;

use super::cast::{Cast, EntryId};
use crate::layers::{Entity, EntityLabel};
use crate::reading::Reading;

/// *Abbas, also known as Abu Mazen*; *Smith, who goes by “Shorty”*.
pub(super) const ALIAS_INTRODUCED: &str = "alias-introduced";

/// How many tokens may stand between a name and its alias.
const REACH: usize = 9;

/// Merges every name with the alias that the text gives it.
pub(super) fn resolve(
    reading: &Reading<'_>,
    entities: &[Entity],
    cast: &mut Cast,
    of_entity: &mut [Option<(EntryId, &'static str)>],
) {
    let mut renamed = FxHashSet::default();
    for index in 1..entities.len() {
        let (Some(name), Some(alias)) = (entities.get(index - 1), entities.get(index)) else { continue };
        let people = (name.label == EntityLabel::Per) == (alias.label == EntityLabel::Per)
            || alias.label == EntityLabel::Misc;
        let first = reading.tokens_in(name.span).end;
        let last = reading.tokens_in(alias.span).start;
        if !people || last <= first || last - first > REACH || !introduces(reading, first, last) {
            continue;
        }
        let entry = |at: usize| of_entity.get(at).copied().flatten().map(|(entry, _)| entry);
        let (Some(kept), Some(gone)) = (entry(index - 1), entry(index)) else { continue };
        if cast.root(kept) == cast.root(gone) {
            continue;
        }
        cast.merge_alias(kept, gone);
        renamed.insert(gone);
    }
    // Every occurrence of a second name rests on its introduction.
    for slot in of_entity.iter_mut().flatten() {
        if renamed.contains(&slot.0) {
            slot.1 = ALIAS_INTRODUCED;
        }
    }
}

/// Whether the tokens between two names say that the second is another name of the first.
fn introduces(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let mut words = (first..last)
        .map(|index| reading.form(index))
        .filter(|form| {
            !matches!(
                *form,
                "," | "("
                    | "“"
                    | "\""
                    | "‘"
                    | "'"
                    | "the"
                    | "who"
                    | "which"
                    | "was"
                    | "is"
                    | "also"
                    | "better"
                    | "best"
                    | "formerly"
                    | "widely"
                    | "commonly"
                    | "popularly"
                    | "previously"
                    | "usually"
                    | "sometimes"
                    | "more"
                    | "and"
                    | "simply"
                    | "locally"
                    | "professionally"
            )
        })
        .peekable();
    match words.next() {
        Some("known") => {
            // *known to his friends as Shorty*
            let rest: Vec<&str> = words.collect();
            rest.last() == Some(&"as") && (rest.len() == 1 || rest.first() == Some(&"to"))
        }
        Some("aka" | "a.k.a." | "AKA" | "a.k.a" | "nicknamed" | "alias" | "née" | "nee" | "dubbed") => {
            words.next().is_none()
        }
        Some("goes" | "went" | "going") => {
            words.next() == Some("by") && words.all(|word| matches!(word, "name" | "of" | "nickname"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::speaker::testing::check;

    #[test]
    fn a_second_name_is_taken_from_its_introduction() {
        check(
            "<m exact-name \"Mahmoud Darwin\">Mahmoud Darwin</m>, also known as <m alias-introduced \"Mahmoud Darwin\">Abu Nidal</m>, left. <m alias-introduced \"Mahmoud Darwin\">Abu Nidal</m> said no.",
        );
        // Without the words that introduce it, the second name is another person's.
        check(
            "<m exact-name \"Mahmoud Darwin\">Mahmoud Darwin</m> saw <m exact-name \"Abu Nidal\">Abu Nidal</m>.",
        );
    }
}
