//! What a reader has in mind at a point of the text: who was mentioned lately, how, and under which description.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::cast::EntryId;
use super::name::fold;
use crate::layers::{Gender, Mention, MentionKind, Number, Penn, Upos};
use crate::reading::Reading;

/// How many mentions back a pronoun may reach.
const WINDOW: usize = 60;
/// How many entries with the same head noun are looked at.
const DEPTH: usize = 24;

/// One mention that later ones may refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) entry: EntryId,
    pub(super) span_end: u32,
    pub(super) sentence: u32,
    pub(super) paragraph: u32,
    pub(super) gender: Gender,
    pub(super) number: Number,
    pub(super) kind: MentionKind,
    /// Whether a possessive introduces it: *his head*.
    pub(super) owned: bool,
    /// Whether it is a person or persons.
    pub(super) human: bool,
    pub(super) subject: bool,
    pub(super) source: bool,
    /// Whether it stands inside another mention.
    pub(super) nested: bool,
}

/// A description that was tied to an entry: *Hamas spokesman* to *Sami Abu Zuhri*.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub(super) entry: EntryId,
    /// Folded content words.
    pub(super) words: Vec<u64>,
    pub(super) number: Number,
    /// Whether two nouns joined make the head: *officials and militia members*.
    pub(super) joint: bool,
}

/// The mentions and descriptions so far.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    seen: VecDeque<Seen>,
    described: FxHashMap<u64, Vec<Described>>,
}

impl Discourse {
    /// Adds a mention.
    pub(super) fn see(&mut self, seen: Seen) {
        if self.seen.len() == WINDOW {
            self.seen.pop_front();
        }
        self.seen.push_back(seen);
    }

    /// The latest mentions, the last one first.
    pub(super) fn recent(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().rev()
    }

    /// Ties a description to an entry under its head noun.
    pub(super) fn describe(&mut self, head: u64, described: Described) {
        self.described.entry(head).or_default().push(described);
    }

    /// What was described with a head noun, the last one first.
    pub(super) fn described(&self, head: u64) -> impl Iterator<Item = &Described> {
        self.described.get(&head).into_iter().flat_map(|list| list.iter().rev().take(DEPTH))
    }
}

/// The folded content words of some tokens: nouns, names, adjectives and participles.
pub(super) fn content_words(reading: &Reading<'_>, tokens: std::ops::Range<usize>) -> Vec<u64> {
    tokens
        .filter(|index| {
            let content = reading.pos.get(*index).is_none_or(|pos| {
                matches!(pos.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb | Upos::Num | Upos::X)
                    && !matches!(pos.penn, Penn::Md)
            });
            // *several officials* and *officials* may be the same people.
            let quantity = matches!(
                reading.form(*index),
                "several" | "many" | "some" | "few" | "Several" | "Many" | "Some"
            );
            content && !quantity && reading.form(*index).chars().any(char::is_alphanumeric)
        })
        .map(|index| fold(reading.form(index)))
        .collect()
}

/// Whether a mention is the subject of its clause, as far as position tells.
pub(super) fn is_subject(reading: &Reading<'_>, mention: &Mention) -> bool {
    let mut next = mention.tokens.end as usize;
    let slot = |index: usize| reading.pos.get(index).map(|pos| pos.penn);
    let before = (mention.tokens.start as usize).checked_sub(1);
    let governed = before.is_some_and(|before| {
        matches!(slot(before), Some(Penn::In | Penn::To))
            && !matches!(
                reading.form(before),
                "that"
                    | "because"
                    | "while"
                    | "if"
                    | "when"
                    | "although"
                    | "though"
                    | "as"
                    | "before"
                    | "after"
                    | "since"
                    | "until"
                    | "whether"
                    | "whereas"
            )
    });
    if governed {
        return false;
    }
    // *Hamas officials, however, said*; *Lee, who led it, said* is left to the comma.
    if matches!(slot(next), Some(Penn::Comma)) {
        next += 1;
    }
    if matches!(slot(next), Some(Penn::Rb)) {
        next += 1;
        if matches!(slot(next), Some(Penn::Comma)) {
            next += 1;
        }
    }
    let first = reading.sentences.get(mention.sentence as usize).map(|sentence| sentence.tokens.start);
    if first == Some(mention.tokens.start) {
        return true;
    }
    let finite = slot(next).is_some_and(Penn::is_finite);
    finite
        || reading
            .words
            .get(next)
            .is_some_and(|word| word.verb.is_some() && next == mention.tokens.end as usize)
}
