//! Whole noun phrases: base phrases with what identifies the source after them.
//!
//! Prepositional phrases (*a spokesperson for HMRC*), short adjective phrases (*a source close to the talks*),
//! appositions (*Hugh Hill, a doctor*), ages and brackets (*Ann Lee (R-Ohio)*). Relative and participle clauses
//! stay outside.

use super::chunk::Chunk;
use super::features::{HUMAN, SPEAKING, looks_like_person};
use super::view::{Slot, View};
use crate::layers::{EntityLabel, MentionKind, Penn};
use crate::lexicon::{Frames, Verb, WordClass};

/// How many base phrases one noun phrase may take in.
const LONGEST: usize = 8;

/// Prepositions that tie a phrase to a noun for people, bodies or texts.
const AFTER_NOUNS: [&str; 15] = [
    "of",
    "for",
    "from",
    "with",
    "in",
    "at",
    "within",
    "on",
    "to",
    "behind",
    "inside",
    "near",
    "among",
    "including",
    "against",
];
/// Prepositions that tie a place or body to a name.
const AFTER_NAMES: [&str; 5] = ["of", "from", "with", "at", "for"];
/// Adjectives that take a preposition and tell which source it is.
const TYING: [&str; 10] = [
    "familiar",
    "close",
    "aware",
    "loyal",
    "sympathetic",
    "knowledgeable",
    "critical",
    "opposed",
    "allied",
    "privy",
];

/// The base phrases of one sentence, and how they combine.
pub(super) struct Phrases<'v, 'r, 't> {
    pub(super) view: &'v View<'r, 't>,
    pub(super) chunks: &'v [Chunk],
    pub(super) end: usize,
}

/// A noun phrase as put together: where it ends, and what its head turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) chunk: Chunk,
    /// One past the last base phrase in it.
    pub(super) next: usize,
}

impl Phrases<'_, '_, '_> {
    /// The whole phrase whose first base phrase is `index`.
    pub(super) fn whole(&self, index: usize) -> Option<Phrase> {
        let first = self.chunks.get(index)?.clone();
        if first.possessor || first.kind == MentionKind::Pronoun {
            return Some(Phrase { chunk: first, next: index + 1 });
        }
        let mut phrase = self.attached(Phrase { chunk: first, next: index + 1 }, false);
        self.name_after_role(&mut phrase);
        self.bracket(&mut phrase);
        self.age(&mut phrase);
        self.apposition(&mut phrase);
        Some(phrase)
    }

    /// Two phrases joined by *and* as the subject of a plural verb: *Smith and Jones say*.
    pub(super) fn coordinated(&self, index: usize, first: &Phrase) -> Option<Phrase> {
        // As a subject, or after *according to*, *by* and a reporting verb.
        let start = first.chunk.tokens.start;
        let after = |back: usize| start.checked_sub(back).map_or("", |index| self.view.form(index));
        let agent = after(1) == "by" || (after(1) == "to" && after(2).eq_ignore_ascii_case("according"));
        let inverted = start.checked_sub(1).is_some_and(|before| {
            self.view.slot(before) == Slot::Verb && self.view.word(before).verb.is_some()
        });
        if !agent && !inverted && !self.opens_clause(start) {
            return None;
        }
        if !super::features::is_speaking(self.view, &first.chunk) {
            return None;
        }
        let mut chunk = first.chunk.clone();
        let mut next = first.next;
        // *Lee, Park and Moon*: commas join as long as an *and* comes.
        let mut joined = false;
        while next < index + LONGEST {
            let at = chunk.tokens.end;
            let comma = self.view.slot(at) == Slot::Comma;
            let and = if comma { at + 1 } else { at };
            let with_and = self.view.form(and).eq_ignore_ascii_case("and") || self.view.form(and) == "&";
            if !comma && !with_and {
                break;
            }
            let start = if with_and { and + 1 } else { and };
            // *He laughed, and Archer agreed*: a comma before the only *and* starts a clause.
            if comma && with_and && next == first.next {
                return None;
            }
            let Some(second) = self.chunk_at(next, start) else { break };
            let second = self.whole(second)?;
            let alike = second.chunk.label == chunk.label
                || (second.chunk.kind != MentionKind::Pronoun
                    && chunk.kind != MentionKind::Pronoun
                    && with_and);
            if !alike || !super::features::is_speaking(self.view, &second.chunk) {
                break;
            }
            chunk.tokens.end = second.chunk.tokens.end;
            chunk.head.end = second.chunk.head.end;
            if second.chunk.kind != chunk.kind || chunk.kind == MentionKind::Pronoun {
                chunk.kind = MentionKind::Nominal;
            }
            if second.chunk.label != chunk.label {
                chunk.label = None;
            }
            chunk.role = None;
            next = second.next;
            joined = with_and;
            if with_and {
                break;
            }
        }
        let after = chunk.tokens.end;
        let closed = after >= self.end || matches!(self.view.form(after), "." | "," | ";" | ":");
        (joined && (self.is_finite(after) || ((agent || inverted) && closed)))
            .then_some(Phrase { chunk, next })
    }

    /// The base phrase at `from` or after it that starts exactly at a token.
    pub(super) fn chunk_at(&self, from: usize, start: usize) -> Option<usize> {
        let mut index = from;
        while let Some(chunk) = self.chunks.get(index) {
            match chunk.tokens.start.cmp(&start) {
                std::cmp::Ordering::Less => index += 1,
                std::cmp::Ordering::Equal if chunk.possessor => index += 1,
                std::cmp::Ordering::Equal => return Some(index),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }

    /// Takes in prepositional and tying adjective phrases. What stands in `apposition` may take any.
    pub(super) fn attached(&self, mut phrase: Phrase, apposition: bool) -> Phrase {
        let start = phrase.next;
        loop {
            let at = phrase.chunk.tokens.end;
            let tying = TYING.contains(&self.view.form(at));
            // *leaders, including the mayor*
            let including = self.view.slot(at) == Slot::Comma && self.view.form(at + 1) == "including";
            let preposition = if tying || including { at + 1 } else { at };
            let any = apposition
                && phrase.chunk.kind == MentionKind::Nominal
                && AFTER_NOUNS.contains(&self.view.form(preposition));
            if phrase.next >= start + LONGEST || !(any || self.ties(&phrase.chunk, preposition, tying)) {
                return phrase;
            }
            let Some(next) = self.chunk_at(phrase.next, preposition + 1) else { return phrase };
            let Some(object) = self.chunks.get(next) else { return phrase };
            if !self.may_be_object(&phrase.chunk, preposition, object) {
                return phrase;
            }
            phrase.chunk.tokens.end = object.tokens.end;
            phrase.next = next + 1;
            // *members of the Senate and the House*: an *and* inside the object, if the verb comes after it.
            let and = object.tokens.end;
            if self.view.slot(and) == Slot::Conjunction
                && let Some(second) = self.chunk_at(phrase.next, and + 1)
                && let Some(more) = self.chunks.get(second)
                && more.label.is_some() == object.label.is_some()
                && self.is_finite(more.tokens.end)
                && self.view.form(preposition) == "of"
            {
                phrase.chunk.tokens.end = more.tokens.end;
                phrase.next = second + 1;
            }
        }
    }

    fn ties(&self, chunk: &Chunk, preposition: usize, tying: bool) -> bool {
        let form = self.view.form(preposition);
        let last = chunk.head.end.saturating_sub(1);
        match chunk.kind {
            MentionKind::Pronoun => false,
            MentionKind::Name => {
                !tying && chunk.label == Some(EntityLabel::Per) && AFTER_NAMES.contains(&form)
            }
            MentionKind::Nominal => {
                let person = self.view.is(last, HUMAN | WordClass::NATIONALITY | WordClass::GROUP)
                    || looks_like_person(self.view.form(last))
                    || self.view.is(last, WordClass::PLURAL);
                match form {
                    "of" => true,
                    _ if tying => AFTER_NOUNS.contains(&form),
                    "including" => self.view.is(last, SPEAKING),
                    "for" | "from" | "with" | "in" | "at" | "within" | "to" | "on"
                        if self.view.is(last, WordClass::ROLE | WordClass::KINSHIP) =>
                    {
                        true
                    }
                    "to" | "on" => false,
                    _ => {
                        AFTER_NOUNS.contains(&form)
                            && (person || self.view.is(last, SPEAKING))
                            && self.is_subject_with(chunk, preposition)
                    }
                }
            }
        }
    }

    /// Whether the phrase, with what a preposition adds to it, is the subject of a verb right after it.
    fn is_subject_with(&self, chunk: &Chunk, preposition: usize) -> bool {
        let from = self.chunks.partition_point(|object| object.tokens.start <= preposition);
        let Some(object) = self.chunk_at(from, preposition + 1).and_then(|at| self.chunks.get(at)) else {
            return false;
        };
        let after = object.tokens.end;
        self.opens_clause(chunk.tokens.start)
            && (self.is_finite(after)
                || AFTER_NOUNS.contains(&self.view.form(after))
                || (self.view.slot(after) == Slot::Comma && !self.view.form(after + 1).is_empty()))
    }

    fn may_be_object(&self, chunk: &Chunk, preposition: usize, object: &Chunk) -> bool {
        let view = self.view;
        let last = object.head.end.saturating_sub(1);
        let form = view.form(preposition);
        if object.tokens.clone().any(|index| view.is(index, WordClass::CALENDAR)) && form != "of" {
            return false;
        }
        if object.kind == MentionKind::Pronoun {
            return form == "of" || form == "with";
        }
        if chunk.kind == MentionKind::Name {
            // *Paul Ryan of Wisconsin*, *Ann Lee from the ministry*, but not *Lee for the first time*.
            return object.label.is_some_and(|label| matches!(label, EntityLabel::Org | EntityLabel::Loc))
                || (view.is(last, WordClass::GROUP) && form != "for");
        }
        // *for the first time*, *in fact*, *at the meeting*: when, not who.
        match form {
            "in" | "at" | "on" | "near" | "inside" | "behind" | "for" | "from" | "with" | "to" => {
                !is_time(view.form(last))
                    && (form != "to"
                        || !matches!(view.slot(object.tokens.end), Slot::Verb)
                        || self.is_finite(object.tokens.end))
            }
            _ => true,
        }
    }

    /// Whether a finite verb stands at a token, an adverb passed over: *also said*, *had said*.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        let at = if self.view.slot(at) == Slot::Adverb { at + 1 } else { at };
        at < self.end && self.view.slot(at) == Slot::Verb
    }

    /// Whether the phrase that ends at a token speaks after what modifies it: *those surveyed say*, *the order
    /// released on Friday said*, *voters who heard him say*.
    pub(super) fn speaks_later(&self, at: usize) -> bool {
        const LONGEST_MODIFIER: usize = 14;
        let relative = matches!(self.view.penn(at), Some(Penn::Wp | Penn::Wdt | Penn::WpPossessive));
        if !relative && !matches!(self.view.slot(at), Slot::Participle | Slot::Gerund | Slot::Preposition) {
            return false;
        }
        let mut verbs = usize::from(relative);
        for token in at + 1..self.end.min(at + LONGEST_MODIFIER) {
            match self.view.slot(token) {
                Slot::Verb => {
                    let strong = |verb: Verb| verb.frames.contains(Frames::STRONG);
                    if verbs == 0 && self.view.word(token).verb.is_some_and(strong) {
                        return true;
                    }
                    // An auxiliary and its verb count once.
                    if self.view.slot(token - 1) != Slot::Verb {
                        verbs = match verbs.checked_sub(1) {
                            Some(fewer) => fewer,
                            None => return false,
                        };
                    }
                }
                Slot::Comma => return false,
                _ if self.view.changes_zone(token) => return false,
                _ => {}
            }
        }
        false
    }

    /// Whether a clause may start at a token: nothing before it that takes an object.
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| {
            !matches!(
                self.view.slot(before),
                Slot::Preposition | Slot::Verb | Slot::Conjunction | Slot::Gerund
            ) || matches!(
                self.view.form(before),
                "that"
                    | "because"
                    | "while"
                    | "if"
                    | "when"
                    | "although"
                    | "though"
                    | "and"
                    | "but"
                    | "as"
                    | "before"
                    | "after"
                    | "since"
            )
        })
    }
}

pub(super) fn is_time(form: &str) -> bool {
    const TIMES: [&str; 26] = [
        "time",
        "times",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "morning",
        "evening",
        "night",
        "afternoon",
        "hour",
        "hours",
        "minute",
        "minutes",
        "moment",
        "while",
        "fact",
        "end",
        "part",
        "way",
        "today",
        "yesterday",
    ];
    TIMES.iter().any(|time| form.eq_ignore_ascii_case(time))
}
