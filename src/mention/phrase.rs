//! Whole noun phrases: base phrases with what identifies the source after them.
//!
//! Prepositional phrases (*a spokesperson for HMRC*), short adjective phrases (*a source close to the talks*),
//! appositions (*Hugh Hill, a doctor*), ages and brackets (*Ann Lee (R-Ohio)*). Relative and participle clauses
//! stay outside.

use std::ops::Range;

use super::chunk::Chunk;
use super::features::{HUMAN, SPEAKING, looks_like_person};
use super::view::{Slot, View};
use crate::layers::{Determiner, EntityLabel, MentionKind};
use crate::lexicon::WordClass;

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
    fn chunk_at(&self, from: usize, start: usize) -> Option<usize> {
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
    fn attached(&self, mut phrase: Phrase, apposition: bool) -> Phrase {
        let start = phrase.next;
        loop {
            let at = phrase.chunk.tokens.end;
            let tying = TYING.contains(&self.view.form(at));
            let preposition = if tying { at + 1 } else { at };
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

    /// *senior member of the politburo Ghazi Hamad*: a role phrase that runs into the name.
    fn name_after_role(&self, phrase: &mut Phrase) {
        let view = self.view;
        let chunk = &phrase.chunk;
        let last = chunk.head.end.saturating_sub(1);
        if chunk.kind != MentionKind::Nominal || !view.is(last, HUMAN | WordClass::TITLE) {
            return;
        }
        let Some(index) = self.chunk_at(phrase.next, chunk.tokens.end) else { return };
        let Some(name) = self.chunks.get(index) else { return };
        if name.label != Some(EntityLabel::Per) || name.determiner != Determiner::Bare {
            return;
        }
        let role = self.undetermined(chunk.tokens.clone());
        phrase.chunk = Chunk {
            tokens: chunk.tokens.start..name.tokens.end,
            role: Some(role),
            determiner: chunk.determiner,
            ..name.clone()
        };
        phrase.next = index + 1;
    }

    /// *John Cornyn (R-Texas)*, *the Palestinian Authority (PA)*.
    fn bracket(&self, phrase: &mut Phrase) {
        let open = phrase.chunk.tokens.end;
        if phrase.chunk.kind == MentionKind::Pronoun || self.view.form(open) != "(" {
            return;
        }
        let close = (open + 1..(open + 7).min(self.end)).find(|&index| self.view.form(index) == ")");
        let party = phrase.chunk.label == Some(EntityLabel::Per);
        let acronym = close == Some(open + 2) && self.view.form(open + 1).chars().all(char::is_uppercase);
        if let Some(close) = close
            && (party || acronym)
            && !(open + 1..close).any(|index| self.view.slot(index) == Slot::Verb)
        {
            phrase.chunk.tokens.end = close + 1;
            self.pass(phrase);
        }
    }

    /// *Ann Lee, 35,*
    fn age(&self, phrase: &mut Phrase) {
        let at = phrase.chunk.tokens.end;
        let view = self.view;
        if phrase.chunk.label == Some(EntityLabel::Per)
            && view.slot(at) == Slot::Comma
            && view.form(at + 1).len() <= 3
            && view.form(at + 1).chars().all(|digit| digit.is_ascii_digit())
            && !view.form(at + 1).is_empty()
            && (view.slot(at + 2) == Slot::Comma || at + 2 >= self.end || view.form(at + 2) == ".")
        {
            phrase.chunk.tokens.end = at + 2;
            self.pass(phrase);
        }
    }

    /// Leaves behind the base phrases that the phrase now covers.
    fn pass(&self, phrase: &mut Phrase) {
        while self.chunks.get(phrase.next).is_some_and(|chunk| chunk.tokens.start < phrase.chunk.tokens.end) {
            phrase.next += 1;
        }
    }

    /// *Hugh Hill, a doctor*; *Hamas spokesman, Sami Abu Zuhri*.
    fn apposition(&self, phrase: &mut Phrase) {
        let comma = phrase.chunk.tokens.end;
        if self.view.slot(comma) != Slot::Comma || comma + 1 >= self.end {
            return;
        }
        let Some(index) = self.chunk_at(phrase.next, comma + 1) else { return };
        let Some(first) = self.chunks.get(index) else { return };
        let mut second = self.attached(Phrase { chunk: first.clone(), next: index + 1 }, true);
        self.joined_roles(&mut second);
        if !self.are_the_same(&phrase.chunk, &second.chunk) {
            return;
        }
        let (name, other) = if phrase.chunk.kind == MentionKind::Name {
            (&phrase.chunk, &second.chunk)
        } else {
            (&second.chunk, &phrase.chunk)
        };
        // *Dr. Okoro, chief economist*: a form of address says less than the office.
        let address = |role: &Range<usize>| role.len() == 1 && self.view.form(role.start).ends_with('.');
        let role = name.role.clone().filter(|role| !address(role)).or_else(|| {
            (name.label == Some(EntityLabel::Per) && other.kind == MentionKind::Nominal)
                .then(|| self.undetermined(other.tokens.clone()))
        });
        let role = role.or_else(|| name.role.clone());
        let determiner = phrase.chunk.determiner;
        phrase.chunk = Chunk {
            tokens: phrase.chunk.tokens.start..second.chunk.tokens.end,
            role,
            determiner,
            ..name.clone()
        };
        phrase.next = second.next;
    }

    /// *chair and co-founder of Brightcrumb*, *a former docker himself*
    fn joined_roles(&self, phrase: &mut Phrase) {
        let role = |chunk: &Chunk| {
            let last = chunk.head.end.saturating_sub(1);
            chunk.kind == MentionKind::Nominal
                && (self.view.is(last, HUMAN) || looks_like_person(self.view.form(last)))
        };
        let and = phrase.chunk.tokens.end;
        if self.view.form(and) == "and"
            && role(&phrase.chunk)
            && let Some(index) = self.chunk_at(phrase.next, and + 1)
            && let Some(chunk) = self.chunks.get(index)
            && role(chunk)
        {
            let more = self.attached(Phrase { chunk: chunk.clone(), next: index + 1 }, true);
            phrase.chunk.tokens.end = more.chunk.tokens.end;
            phrase.next = more.next;
        }
        if matches!(self.view.form(phrase.chunk.tokens.end), "himself" | "herself" | "themselves") {
            phrase.chunk.tokens.end += 1;
        }
    }

    /// Whether a phrase after a comma names the same as the one before it.
    fn are_the_same(&self, first: &Chunk, second: &Chunk) -> bool {
        let view = self.view;
        let person = |chunk: &Chunk| chunk.kind == MentionKind::Name && chunk.label == Some(EntityLabel::Per);
        let head = |chunk: &Chunk| chunk.head.end.saturating_sub(1);
        let after = second.tokens.end;
        // An apposition ends at a comma, a dash or the end; a list goes on with *and*.
        let closed = view.slot(after) == Slot::Comma
            || after >= self.end
            || view.zone_end(after.saturating_sub(1), self.end) == after
            || matches!(view.form(after), "." | ";" | ")" | "—" | "–" | "--" | ":");
        let listed = view.slot(after) == Slot::Comma
            && matches!(view.slot(after + 1), Slot::Conjunction)
            && !self.is_finite(after + 2);
        if person(first) && second.kind == MentionKind::Nominal {
            let last = head(second);
            let human = view.is(last, HUMAN)
                || looks_like_person(view.form(last))
                || view.form(last).eq_ignore_ascii_case("one")
                || (closed && view.slot(after) == Slot::Comma && self.is_finite(after + 1));
            let introduced = second.determiner != Determiner::Bare
                || view.slot(second.tokens.start) == Slot::Adjective
                || second.tokens.len() > 1
                || view.form(after) == ":";
            let calendar = view.is(last, WordClass::CALENDAR) || is_time(view.form(last));
            return human && introduced && closed && !listed && !calendar;
        }
        if first.kind == MentionKind::Nominal && person(second) && second.determiner == Determiner::Bare {
            let role = view.is(head(first), HUMAN) || looks_like_person(view.form(head(first)));
            let singular = !view.is(head(first), WordClass::PLURAL);
            // *its leader, Ann Lee, is*; *Hamas spokesman, Sami Abu Zuhri told*.
            return role
                && singular
                && !listed
                && (closed || self.is_finite(after))
                && first.tokens.len() > 1;
        }
        let body = |chunk: &Chunk| {
            chunk.kind == MentionKind::Name
                && matches!(chunk.label, Some(EntityLabel::Org | EntityLabel::Misc | EntityLabel::Loc))
        };
        // *The firm, Tarn Valley Buses, agreed*
        if second.kind == MentionKind::Name
            && first.kind == MentionKind::Nominal
            && first.determiner == Determiner::Definite
        {
            return view.is(head(first), WordClass::GROUP)
                && view.slot(after) == Slot::Comma
                && self.is_finite(after + 1);
        }
        if body(first) && second.kind == MentionKind::Nominal {
            return view.is(head(second), WordClass::GROUP)
                && second.determiner != Determiner::Bare
                && closed
                && !listed;
        }
        false
    }

    /// A role without its article.
    fn undetermined(&self, tokens: Range<usize>) -> Range<usize> {
        let start = tokens.clone().find(|&index| self.view.slot(index) != Slot::Determiner);
        start.unwrap_or(tokens.start)..tokens.end
    }

    /// Whether a finite verb stands at a token, an adverb passed over: *also said*, *had said*.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        let at = if self.view.slot(at) == Slot::Adverb { at + 1 } else { at };
        at < self.end && self.view.slot(at) == Slot::Verb
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

fn is_time(form: &str) -> bool {
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
