//! Makes the names of a document agree: the same words are the same name with the same label.
//!
//! A sentence often tells too little of a name (*Reuters reported*), another one of the same document more
//! (*the news agency Reuters*). So the sentences vote.

mod nickname;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::extras;
use crate::layers::{Entity, EntityLabel};
use crate::lexicon::WordClass;
use crate::reading::Reading;

/// Weight of each label, in the order of [`EntityLabel::ALL`].
pub(super) type Votes = [f32; EntityLabel::ALL.len()];

/// A name that the tagger found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its label.
    pub label: EntityLabel,
    /// How sure the tagger is, from 0 to 1.
    pub score: f32,
    /// How likely each label is.
    pub votes: Votes,
}

/// Makes entities of what a tagger found: names in text order that agree with each other.
pub(super) fn settle(reading: &Reading<'_>, mut found: Vec<Found>) -> Vec<Entity> {
    // A person of a novel may be called Friday.
    found.retain(|name| name.label == EntityLabel::Per || !extras::is_when(reading, name.tokens.clone()));
    without_titles(reading, &mut found);
    nickname::join(reading, &mut found);
    join_possessives(reading, &mut found);
    agree(reading, &mut found);
    let entity =
        |name: Found| Entity { span: reading.span_of(name.tokens), label: name.label, score: name.score };
    found.into_iter().map(entity).collect()
}

/// How much a longer name of a person says of its parts: *Ann Vela* of *Vela*.
const PART: f32 = 0.7;

/// The votes that a name needs before its other occurrences are taken for it too.
const ENOUGH: f32 = 0.9;

/// A full name at least this sure lends its last part to [`add_missed`].
const SURE: f32 = 0.6;

/// The votes for such a part.
const PERSON: Votes = [PART, 0.0, 0.0, 0.0];

/// Leaves titles out of the names of persons (*Mr.* of *Mr. Vela*), and drops names that are nothing else.
fn without_titles(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let title = |token: usize| {
        reading
            .words
            .get(token)
            .is_some_and(|word| word.is(WordClass::TITLE) && !word.is(WordClass::GIVEN_NAME))
    };
    for name in found.iter_mut().filter(|name| name.label == EntityLabel::Per) {
        while title(name.tokens.start) && name.tokens.len() > 1 {
            name.tokens.start += 1;
        }
        // The stop of a title may be a token of its own.
        if reading.form(name.tokens.start) == "." && name.tokens.len() > 1 {
            name.tokens.start += 1;
        }
    }
    found.retain(|name| name.tokens.len() > 1 || !title(name.tokens.start) || name.label != EntityLabel::Per);
}

/// Joins what a possessive plural cuts in two: *Teachers' Union*, *Al Aqsa Martyrs' Brigades*.
fn join_possessives(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let body = |at: usize| {
        let class = WordClass::ORGANISATION_WORD | WordClass::GROUP;
        reading.form(at).starts_with(char::is_uppercase)
            && reading.words.get(at).is_some_and(|word| word.is(class))
    };
    let mut index = 0;
    while let Some(name) = found.get(index) {
        let (last, mark) = (name.tokens.end.saturating_sub(1), name.tokens.end);
        let plural = matches!(reading.form(mark), "'" | "\u{2019}") && reading.form(last).ends_with('s');
        let same = reading.sentence_of.get(mark + 1) == reading.sentence_of.get(last);
        if plural && same && name.label != EntityLabel::Per && body(mark + 1) {
            let next = found.get(index + 1).filter(|next| next.tokens.start == mark + 1);
            let end = next.map_or(mark + 2, |next| next.tokens.end);
            if next.is_some() {
                found.remove(index + 1);
            }
            if let Some(name) = found.get_mut(index) {
                name.tokens.end = end;
                name.label = EntityLabel::Org;
                name.votes = Votes::default();
                if let Some(vote) = name.votes.get_mut(EntityLabel::Org as usize) {
                    *vote = name.score;
                }
            }
        }
        index += 1;
    }
}

/// Gives every name the label that the document votes for, and adds occurrences that the tagger missed.
fn agree(reading: &Reading<'_>, found: &mut Vec<Found>) {
    let mut votes: FxHashMap<&str, Votes> = FxHashMap::default();
    for name in found.iter() {
        let tally = votes.entry(text(reading, &name.tokens)).or_default();
        tally.iter_mut().zip(name.votes).for_each(|(sum, vote)| *sum += vote);
    }
    let mut parts: FxHashMap<&str, f32> = FxHashMap::default();
    for name in found.iter().filter(|name| name.label == EntityLabel::Per && name.tokens.len() > 1) {
        for token in name.tokens.clone() {
            *parts.entry(reading.form(token)).or_default() += PART * name.score;
        }
    }
    for name in found.iter_mut() {
        let words = text(reading, &name.tokens);
        let Some(votes) = votes.get_mut(words) else { continue };
        if let Some(person) = parts.remove(words)
            && let Some(vote) = votes.get_mut(EntityLabel::Per as usize)
        {
            *vote += person;
        }
        let (label, share) = winner(votes);
        if label != name.label {
            (name.label, name.score) = (label, share);
        }
    }
    add_missed(reading, &votes, found);
}

/// Adds the occurrences of well-attested names in stretches where nothing was found.
fn add_missed(reading: &Reading<'_>, votes: &FxHashMap<&str, Votes>, found: &mut Vec<Found>) {
    // Names by their first word, the longest first.
    let mut names: FxHashMap<&str, Vec<(&str, usize)>> = FxHashMap::default();
    for name in found.iter() {
        let words = text(reading, &name.tokens);
        let sure = votes.get(words).is_some_and(|votes| votes.iter().sum::<f32>() >= ENOUGH);
        if sure && words.starts_with(char::is_uppercase) {
            let known = names.entry(reading.form(name.tokens.start)).or_default();
            if !known.iter().any(|(other, _)| *other == words) {
                known.push((words, name.tokens.len()));
            }
        }
    }
    // Later a person goes by the last part of the name alone.
    for name in found.iter().filter(|name| name.label == EntityLabel::Per && name.score >= SURE) {
        let last = name.tokens.end.saturating_sub(1);
        let word = reading.form(last);
        if name.tokens.len() > 1 && word.len() > 2 && word.starts_with(char::is_uppercase) {
            let known = names.entry(word).or_default();
            if !known.iter().any(|(other, _)| *other == word) {
                known.push((word, 1));
            }
        }
    }
    for known in names.values_mut() {
        known.sort_by_key(|(words, length)| (std::cmp::Reverse(*length), *words));
    }
    let mut added = Vec::new();
    let mut taken = found.iter().map(|name| name.tokens.clone()).peekable();
    let mut at = 0;
    while at < reading.tokens.len() {
        while taken.peek().is_some_and(|range| range.end <= at) {
            taken.next();
        }
        let free = taken.peek().map_or(reading.tokens.len(), |range| range.start);
        if at >= free {
            at = taken.peek().map_or(at + 1, |range| range.end.max(at + 1));
            continue;
        }
        let here = names.get(reading.form(at)).and_then(|known| {
            known.iter().find(|(words, length)| {
                at + length <= free
                    && text(reading, &(at..at + length)) == *words
                    && alone(reading, at, *length)
            })
        });
        if let Some((words, length)) = here {
            let votes = votes.get(words).copied().unwrap_or(PERSON);
            let (label, score) = winner(&votes);
            added.push(Found { tokens: at..at + length, label, score: score * 0.5, votes });
            at += length;
        } else {
            at += 1;
        }
    }
    if !added.is_empty() {
        found.extend(added);
        found.sort_by_key(|name| name.tokens.start);
    }
}

/// Whether a stretch is not part of a longer run of capitals, which the tagger saw as something else.
fn alone(reading: &Reading<'_>, at: usize, length: usize) -> bool {
    let capital = |token: usize| {
        let plain = reading.words.get(token).is_some_and(|word| word.is(WordClass::FUNCTION_WORD));
        !plain && reading.form(token).starts_with(char::is_uppercase)
    };
    let same = |token: usize| reading.sentence_of.get(token) == reading.sentence_of.get(at);
    let joined = |token: usize| same(token) && capital(token);
    !at.checked_sub(1).is_some_and(joined) && !joined(at + length)
}

/// The label with most votes and its share of them.
fn winner(votes: &Votes) -> (EntityLabel, f32) {
    let all: f32 = votes.iter().sum();
    let mut best = (EntityLabel::Misc, 0.0);
    for (label, vote) in EntityLabel::ALL.into_iter().zip(votes) {
        if *vote > best.1 {
            best = (label, *vote);
        }
    }
    (best.0, best.1 / all.max(f32::MIN_POSITIVE))
}

/// The words of some tokens as they stand in the text.
fn text<'t>(reading: &Reading<'t>, tokens: &Range<usize>) -> &'t str {
    reading.span_of(tokens.clone()).text(reading.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::marked;

    /// Reads a text whose marks are what the tagger found, and writes what the document agrees on.
    fn agreed(text: &str) -> Vec<String> {
        let marked = marked::parse(text).unwrap();
        let reading = Reading::new(&marked.text, Lexicon::embedded());
        let mut found: Vec<Found> = marked
            .tags
            .iter()
            .map(|mark| {
                let label = EntityLabel::parse(&mark.name).unwrap();
                let mut votes = Votes::default();
                votes[label as usize] = 0.9;
                Found { tokens: reading.tokens_in(mark.span), label, score: 0.9, votes }
            })
            .collect();
        without_titles(&reading, &mut found);
        nickname::join(&reading, &mut found);
        join_possessives(&reading, &mut found);
        agree(&reading, &mut found);
        found
            .iter()
            .map(|name| format!("{} {}", name.label.as_str(), self::text(&reading, &name.tokens)))
            .collect()
    }

    #[test]
    fn the_sentences_vote() {
        assert_eq!(
            agreed(
                "The agency <ORG>Norpress</ORG> wrote. <ORG>Norpress</ORG> erred. <LOC>Norpress</LOC> apologised."
            ),
            ["ORG Norpress", "ORG Norpress", "ORG Norpress"]
        );
        assert_eq!(agreed("<LOC>Vela</LOC> met <PER>Ann Okafor</PER>."), ["LOC Vela", "PER Ann Okafor"]);
    }

    #[test]
    fn a_missed_occurrence_is_added() {
        assert_eq!(
            agreed("<PER>Ann Okafor</PER> left. Then Okafor called, and Ann Okafor wrote."),
            ["PER Ann Okafor", "PER Okafor", "PER Ann Okafor"]
        );
        // Not where a longer run of capitals is something else, nor in small letters.
        assert_eq!(agreed("<LOC>Reading</LOC> won. The Reading Room closed for reading."), ["LOC Reading"]);
    }

    #[test]
    fn a_plural_possessive_does_not_cut_a_body_in_two() {
        assert_eq!(
            agreed("The <ORG>Norland Teachers</ORG>' <MISC>Union</MISC> met."),
            ["ORG Norland Teachers' Union"]
        );
        assert_eq!(agreed("The <ORG>Norland Teachers</ORG>' Union met."), ["ORG Norland Teachers' Union"]);
        assert_eq!(
            agreed("<PER>Abbas</PER>' <ORG>Union</ORG> met <ORG>Norland Steels</ORG>' owner."),
            ["PER Abbas", "ORG Union", "ORG Norland Steels"]
        );
    }

    #[test]
    fn a_nickname_does_not_cut_a_person_in_two() {
        let whole = ["PER Ann “Little Owl” Okafor"];
        assert_eq!(agreed("<PER>Ann</PER> “Little Owl” <PER>Okafor</PER> left."), whole);
        assert_eq!(agreed("Ann “Little <PER>Owl” Okafor</PER> left."), whole);
        assert_eq!(agreed("<PER>Ann “Little Owl</PER>” <LOC>Okafor</LOC> left."), whole);
        assert_eq!(
            agreed("<PER>Jo</PER> \"<MISC>Owl</MISC>\" <PER>Vela Okafor</PER> left."),
            ["PER Jo \"Owl\" Vela Okafor"]
        );
        assert_eq!(
            agreed("Editors of <ORG>Norpress</ORG> “Owl” <PER>Okafor</PER> left."),
            ["ORG Norpress", "PER Okafor"]
        );
        assert_eq!(
            agreed("<PER>Ann</PER> “said nothing” <PER>Okafor</PER> left."),
            ["PER Ann", "PER Okafor"]
        );
    }

    #[test]
    fn titles_are_no_part_of_names() {
        assert_eq!(agreed("<PER>Mr. Okafor</PER> thanked <PER>Madam</PER>."), ["PER Okafor"]);
    }
}
