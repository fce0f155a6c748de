//! Person, organisation, place or other: votes from the name itself and from the words around it.

use crate::layers::{EntityLabel, TokenKind};
use crate::lexicon::{Frames, Word, WordClass};
use crate::reading::Reading;

use super::forms::is_upper;
use super::runs::Name;

/// For each label of [`EntityLabel::ALL`], how much speaks for it.
pub(super) type Votes = [f32; 4];

const PER: usize = 0;
const ORG: usize = 1;
const LOC: usize = 2;
const MISC: usize = 3;

/// The label with most votes and its share of them.
pub(super) fn winner(votes: &Votes) -> (EntityLabel, f32) {
    let mut best = (EntityLabel::Misc, 0.0_f32);
    for (label, &vote) in EntityLabel::ALL.into_iter().zip(votes) {
        if vote > best.1 {
            best = (label, vote);
        }
    }
    let total: f32 = votes.iter().filter(|vote| **vote > 0.0).sum();
    (best.0, if total > 0.0 { best.1 / total } else { 0.0 })
}

/// What one occurrence of a name says of its label.
pub(super) fn votes(reading: &Reading<'_>, name: &Name) -> Votes {
    let mut votes = inside(reading, name);
    for (vote, more) in votes.iter_mut().zip(around(reading, name)) {
        *vote += more;
    }
    votes
}

fn word(reading: &Reading<'_>, index: usize) -> Word {
    reading.words.get(index).copied().unwrap_or(Word::UNKNOWN)
}

/// Votes of the words of the name.
fn inside(reading: &Reading<'_>, name: &Name) -> Votes {
    let mut votes = [0.0; 4];
    let length = name.tokens.len();
    let is = |index: usize, class: WordClass| word(reading, index).is(class);
    let (first, last) = (name.tokens.start, name.tokens.end.saturating_sub(1));
    // Unknown names of two or three words are persons more often than not, single ones anything.
    votes[PER] += if (2..=3).contains(&length) { 1.0 } else { 0.4 };
    votes[MISC] += 0.7;
    if name.tokens.clone().all(|index| is(index, WordClass::NATIONALITY)) {
        votes[MISC] += 6.0;
    }
    if is(first, WordClass::GIVEN_NAME) && !is(first, WordClass::NAME_PARTICLE) {
        votes[PER] += if length > 1 { 3.0 } else { 1.5 };
    }
    if is(last, WordClass::SURNAME) {
        votes[PER] += 0.7;
    }
    if name.known.contains(WordClass::PLACE) {
        votes[LOC] += 5.0;
    }
    if name.known.contains(WordClass::ORGANISATION) {
        votes[ORG] += 5.0;
    }
    if !name.known.is_empty() {
        return votes;
    }
    if is(last, WordClass::ORGANISATION_WORD) {
        votes[ORG] += if length > 1 { 4.5 } else { 1.5 };
    } else if name.tokens.clone().any(|index| is(index, WordClass::ORGANISATION_WORD)) {
        votes[ORG] += 3.0;
    }
    let direction = matches!(
        reading.form(first),
        "East"
            | "West"
            | "North"
            | "South"
            | "Northern"
            | "Southern"
            | "Eastern"
            | "Western"
            | "Central"
            | "Greater"
            | "Upper"
            | "Lower"
    );
    if direction && length > 1 && is(last, WordClass::PLACE) {
        votes[LOC] += 3.0;
    }
    if name.tokens.clone().all(|index| is(index, WordClass::PLACE)) {
        votes[LOC] += 2.5;
    } else if is(last, WordClass::PLACE) {
        votes[LOC] += 1.0;
    }
    if length > 1 && is(last, WordClass::GROUP) {
        votes[ORG] += 2.5;
    }
    for index in name.tokens.clone() {
        let form = reading.form(index);
        if is(index, WordClass::ORGANISATION) {
            votes[ORG] += 3.5;
        } else if is_upper(form)
            && (2..=6).contains(&form.len())
            && !form.contains('.')
            && !is(index, WordClass::PLACE)
        {
            votes[ORG] += 2.0;
        }
        let initial = form.len() == 2 && form.ends_with('.');
        if length > 1 && (initial || matches!(form, "Jr." | "Sr." | "Jr" | "Sr" | "II" | "III")) {
            votes[PER] += 2.0;
        }
        if is(index, WordClass::NAME_PARTICLE) && length > 1 {
            votes[PER] += 1.0;
        }
        if form == "&" || form == "of" {
            votes[ORG] += 1.5;
        }
    }
    votes
}

/// Votes of the words before and after the name.
fn around(reading: &Reading<'_>, name: &Name) -> Votes {
    let mut votes = [0.0; 4];
    if name.titled {
        votes[PER] += 4.0;
    }
    let before = |back: usize| name.tokens.start.checked_sub(back);
    let previous = before(1).map_or("", |index| reading.form(index));
    let previous_word = before(1).map_or(Word::UNKNOWN, |index| word(reading, index));
    if previous_word.is(WordClass::ROLE | WordClass::KINSHIP) && previous.starts_with(char::is_lowercase) {
        votes[PER] += 3.0;
    } else if previous_word.is(WordClass::GROUP) && previous.starts_with(char::is_lowercase) {
        votes[ORG] += 2.0;
    }
    match previous {
        "the" | "The" => {
            votes[ORG] += 1.0;
            votes[MISC] += 0.5;
            votes[PER] -= 1.5;
        }
        "in" | "In" | "near" | "across" | "throughout" | "outside" => {
            votes[LOC] += 1.5;
            votes[PER] -= 0.5;
        }
        "at" | "from" | "into" => {
            votes[LOC] += 0.6;
            votes[ORG] += 0.4;
        }
        "northern" | "southern" | "eastern" | "western" | "central" | "downtown" => votes[LOC] += 2.5,
        "," if before(2).is_some_and(|index| word(reading, index).is(WordClass::GROUP))
            && before(3).is_some_and(|index| matches!(reading.form(index), "the" | "The")) =>
        {
            votes[ORG] += 2.5;
        }
        "," if before(2).is_some_and(|index| word(reading, index).is(WordClass::ROLE)) => votes[PER] += 1.5,
        _ => {}
    }
    let next = name.tokens.end;
    let form = reading.form(next);
    // *ADLER: Good morning*
    if form == ":" && name.tokens.clone().all(|index| is_upper(reading.form(index))) {
        votes[PER] += 3.0;
    }
    let next_word = word(reading, next);
    let strong = next_word.verb.is_some_and(|verb| verb.frames.contains(Frames::STRONG));
    if strong || matches!(form, "who" | "whose") {
        votes[PER] += 1.5;
        votes[ORG] += 0.7;
    }
    let article = if form == "," { reading.form(next + 1) } else { "" };
    if matches!(article, "who" | "whose")
        || (reading.tokens.get(next + 1).is_some_and(|token| token.kind == TokenKind::Number)
            && form == ","
            && reading.form(next + 2) == ",")
    {
        votes[PER] += 2.0;
    }
    if matches!(article, "a" | "an" | "the")
        && (next + 2..next + 5).any(|index| word(reading, index).is(WordClass::ROLE | WordClass::KINSHIP))
    {
        votes[PER] += 2.0;
    }
    if form == "(" && is_upper(reading.form(next + 1)) && reading.form(next + 2) == ")" {
        votes[ORG] += 2.0;
    }
    votes
}
