//! A nickname in quotation marks belongs to the name around it: *Bo “Knuckles” Hartley*.

use std::ops::Range;

use super::Found;
use crate::layers::EntityLabel;
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// The most words of a nickname.
const WORDS: usize = 2;

/// Joins what a nickname parts, where the word before it is a given name or a person's and a person is found.
pub(super) fn join(reading: &Reading<'_>, found: &mut Vec<Found>) {
    for open in 1..reading.tokens.len() {
        let Some(whole) = around(reading, open) else { continue };
        let touched = |name: &&Found| name.tokens.start < whole.end && name.tokens.end > whole.start;
        let persons = || found.iter().filter(touched).filter(|name| name.label == EntityLabel::Per);
        let given = reading.words.get(whole.start).is_some_and(|word| word.is(WordClass::GIVEN_NAME));
        if !given && !persons().any(|name| name.tokens.contains(&whole.start)) {
            continue;
        }
        let Some(surest) = persons().max_by(|one, other| one.score.total_cmp(&other.score)) else { continue };
        let start = persons().map(|name| name.tokens.start).fold(whole.start, usize::min);
        let end = persons().map(|name| name.tokens.end).fold(whole.end, usize::max);
        let joined = Found { tokens: start..end, ..surest.clone() };
        let place = found.partition_point(|name| name.tokens.end <= start);
        found.retain(|name| name.tokens.end <= start || name.tokens.start >= end);
        found.insert(place, joined);
    }
}

/// A word, a nickname in marks that begin at `open`, and another word, all with capitals.
fn around(reading: &Reading<'_>, open: usize) -> Option<Range<usize>> {
    let capital = |token: usize| reading.form(token).starts_with(char::is_uppercase);
    let name = |token: usize| {
        capital(token) && !reading.words.get(token).is_some_and(|word| word.is(WordClass::FUNCTION_WORD))
    };
    let close = match reading.form(open) {
        "\u{201c}" => "\u{201d}",
        "\u{2018}" => "\u{2019}",
        mark @ ("\"" | "'") => mark,
        _ => return None,
    };
    let words = (1..=WORDS).take_while(|word| capital(open + word)).last()?;
    let (before, after) = (open - 1, open + words + 2);
    let same = reading.sentence_of.get(before) == reading.sentence_of.get(after);
    (reading.form(after - 1) == close && same && name(before) && name(after)).then_some(before..after + 1)
}
