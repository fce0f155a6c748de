//! What the weights of the report model are about: is this reported, where does it start, where does it end.
//!
//! Changing a template makes old weights meaningless: raise [`VERSION`] with it.

use super::construction::{After, Before, Construction, Gap};
use super::scene::{Cell, Row};
use crate::cue::{Cue, SourceLink};
use crate::layers::{MentionKind, Penn};
use crate::lexicon::Frames;
use crate::tagger::form::{Reader, fold, high};

/// The version of all templates together; a model with another one is refused.
pub(super) const VERSION: u16 = 1;

/// Collects the hashes of one decision's features.
#[derive(Debug, Default)]
pub(super) struct Features {
    keys: Vec<u32>,
    /// Which question they answer; features of different questions are different.
    question: u32,
    template: u32,
}

impl Features {
    fn ask(&mut self, question: u32) {
        self.keys.clear();
        self.question = question;
        self.template = 0;
    }

    /// The hashes, in the order of the templates.
    pub(super) fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Adds one feature. Every call is a template of its own, so calls must not be skipped; use
    /// [`Self::skip`] for those that do not apply.
    fn add(&mut self, values: &[u32]) {
        let mut state = u64::from(self.question << 16 | self.template);
        for value in values {
            state = fold(state.rotate_left(32) ^ u64::from(*value));
        }
        self.keys.push(high(fold(state)));
        self.template += 1;
    }

    /// Leaves out some templates.
    fn skip(&mut self, count: u32) {
        self.template += count;
    }
}

/// What all decisions about one cue share.
pub(super) struct Subject<'r, 'a> {
    pub(super) row: &'r Row<'a>,
    pub(super) cue: &'r Cue,
    lemma: u32,
    link: u32,
    verb: Cell,
    place: usize,
    subordinate: u32,
}

impl<'r, 'a> Subject<'r, 'a> {
    pub(super) fn new(row: &'r Row<'a>, cue: &'r Cue) -> Self {
        let place = row.place(cue);
        let link = cue.source.map_or(0, |source| source.link as u32 + 1);
        let before = row.extent(cue).start.wrapping_sub(1);
        let subordinate = row.is_word(
            before,
            &["while", "although", "though", "as", "when", "if", "because", "since", "after", "who", "which"],
        ) || cue.source.is_some_and(|source| source.link == SourceLink::Relative);
        Self {
            row,
            cue,
            lemma: Reader::default().key(&cue.lemma),
            link,
            verb: row.at(place),
            place,
            subordinate: u32::from(subordinate),
        }
    }

    /// Is what stands after the cue reported?
    pub(super) fn after(&self, after: After, out: &mut Features) {
        out.ask(1);
        self.reported(number(after.construction, after.gap), after.start, self.row.len(), out);
    }

    /// Is what stands before the cue reported?
    pub(super) fn before(&self, before: Before, out: &mut Features) {
        out.ask(2);
        let (row, cue) = (self.row, self.cue);
        let shape = u32::from(before.rest.is_some()) << 1 | u32::from(row.at(before.end).separator);
        self.reported(shape, 0, before.end, out);
        let extent = row.extent(cue);
        let closes = u32::from(extent.end >= row.end(extent.end));
        let earlier = row.cues().iter().filter(|other| other.item < cue.item && other.source.is_some());
        let strong = |cue: &&Cue| cue.frames.contains(Frames::STRONG);
        let (mut any, mut certain, mut that) = (0, 0, 0);
        for other in earlier {
            any += 1;
            certain += u32::from(strong(&other));
            that += u32::from(other.that);
        }
        let next = row.at(extent.end);
        let last = row.at(before.end - 1);
        let separator = row.at(before.end);
        out.add(&[closes, shape]);
        out.add(&[closes, any.min(2), certain.min(2)]);
        out.add(&[closes, any.min(2), that.min(1), self.link]);
        out.add(&[closes, next.word]);
        out.add(&[separator.word, self.link, closes]);
        out.add(&[u32::from(last.tag), separator.word]);
        out.add(&[u32::from(last.is_quoted()), closes, self.link]);
        match before.rest {
            Some(rest) => {
                let (here, then) = (row.at(rest), row.at(rest + 1));
                out.add(&[u32::from(here.tag), u32::from(then.tag)]);
                out.add(&[here.word]);
                out.add(&[u32::from(here.finite), row.finite_in(0..before.end).min(2) as u32]);
            }
            None => out.skip(3),
        }
    }

    /// The features that both directions share; `from..to` is where the content lies.
    fn reported(&self, construction: u32, from: usize, to: usize, out: &mut Features) {
        let (row, cue, lemma, link) = (self.row, self.cue, self.lemma, self.link);
        let (place, verb) = (self.place, u32::from(self.verb.tag));
        let frames = u32::from(cue.frames.bits());
        let source = row.source(cue);
        let kind = source.map_or(0, |source| match source.kind {
            MentionKind::Name => 1,
            MentionKind::Pronoun => 2,
            MentionKind::Nominal => 3,
        });
        let head = source.map_or(0, |source| row.head_hash(source));
        let label = source.and_then(|source| source.label).map_or(0, |label| label as u32 + 1);
        let mood = u32::from(cue.negated) | u32::from(cue.unplaced) << 1 | u32::from(cue.participle) << 2;
        let extent = row.extent(cue);
        out.add(&[construction]);
        out.add(&[lemma]);
        out.add(&[lemma, construction]);
        for bit in 0..11 {
            if frames >> bit & 1 == 1 {
                out.add(&[construction]);
                out.add(&[]);
            } else {
                out.skip(2);
            }
        }
        out.add(&[frames]);
        out.add(&[frames, construction]);
        out.add(&[link]);
        out.add(&[link, construction]);
        out.add(&[kind]);
        out.add(&[kind, label, link]);
        out.add(&[head]);
        out.add(&[head, lemma]);
        out.add(&[verb]);
        out.add(&[verb, lemma]);
        out.add(&[verb, link]);
        out.add(&[verb, construction]);
        out.add(&[mood]);
        out.add(&[mood, construction]);
        out.add(&[mood, lemma]);
        out.add(&[mood, link, verb]);
        for steps in 1..=3 {
            let cell = row.back(place, steps);
            out.add(&[cell.word]);
            out.add(&[u32::from(cell.tag)]);
        }
        out.add(&[u32::from(row.back(place, 2).tag), u32::from(row.back(place, 1).tag)]);
        out.add(&[row.back(place, 1).word, lemma]);
        for steps in 1..=2 {
            let cell = row.at(place + steps);
            out.add(&[cell.word]);
            out.add(&[u32::from(cell.tag)]);
        }
        out.add(&[row.at(place + 1).word, lemma]);
        let first = row.at(from);
        out.add(&[first.word]);
        out.add(&[first.word, lemma]);
        out.add(&[u32::from(first.tag), lemma]);
        out.add(&[u32::from(first.tag), u32::from(row.at(from + 1).tag), u32::from(row.at(from + 2).tag)]);
        out.add(&[row.back(extent.start, 1).word]);
        out.add(&[u32::from(row.back(extent.start, 1).tag), construction]);
        // Called the hearing; called the plan | a hoax: what follows the first noun phrase.
        let phrase = row.phrase_end(from);
        let follows = row.at(phrase);
        out.add(&[lemma, u32::from(follows.tag)]);
        out.add(&[lemma, follows.word]);
        out.add(&[frames, construction, u32::from(follows.tag)]);
        out.add(&[construction, follows.word]);
        // Called the plan for the city | a mistake: a second noun phrase with nothing before it.
        let second = row.second_phrase(from, to);
        out.add(&[lemma, u32::from(second)]);
        out.add(&[frames, construction, u32::from(second)]);
        let quoted = row.holds_marks(from..to);
        let quoted_before = (0..extent.start).any(|place| row.at(place).is_quoted());
        out.add(&[u32::from(quoted)]);
        out.add(&[u32::from(quoted), construction]);
        out.add(&[u32::from(quoted), lemma]);
        out.add(&[u32::from(quoted_before)]);
        out.add(&[row.finite_in(from..to).min(2) as u32, construction]);
        out.add(&[from.saturating_sub(place).min(6) as u32, construction]);
        out.add(&[u32::from(row.at(row.len() - 1).tag)]);
        out.add(&[u32::from(extent.start == 0), construction]);
        out.add(&[u32::from(row.first_finite(0..place).is_some()), link, verb]);
        out.add(&[(row.len() / 6).min(5) as u32, construction]);
    }

    /// Does content that starts at `start` end at `end`? `None` asks whether what a cue interrupts does not
    /// go on at all.
    pub(super) fn end(&self, construction: u32, start: usize, end: Option<usize>, out: &mut Features) {
        out.ask(3);
        let Some(end) = end else {
            out.add(&[construction]);
            let (here, then) = (self.row.at(start), self.row.at(start + 1));
            out.add(&[u32::from(here.tag), u32::from(then.tag)]);
            out.add(&[here.word]);
            out.add(&[u32::from(here.tag), self.row.back(start, 1).word]);
            out.add(&[u32::from(here.tag), self.link]);
            out.add(&[self.row.finite_in(start..self.row.len()).min(2) as u32, u32::from(here.tag)]);
            return;
        };
        out.skip(6);
        let (row, cue) = (self.row, self.cue);
        let mut next = end;
        let mut separator = 0;
        while row.at(next).separator {
            separator = fold(u64::from(separator) ^ u64::from(row.at(next).word)) as u32;
            next += 1;
        }
        let stop = row.end(start + 1);
        let last = end >= stop;
        let inside = row.finite_in(start..end).min(2) as u32;
        let close = u32::from(last);
        out.add(&[close]);
        out.add(&[close, construction]);
        out.add(&[close, construction, self.subordinate]);
        out.add(&[close, self.link, u32::from(cue.participle)]);
        out.add(&[close, self.lemma]);
        out.add(&[close, construction, inside]);
        let words = (end - start) as u32;
        let commas = (start..end).filter(|&place| row.form(place) == ",").count().min(3) as u32;
        out.add(&[close, commas]);
        out.add(&[close, (words / 2).min(12)]);
        out.add(&[construction, (words / 2).min(12)]);
        let dashes = (start..end).filter(|&place| matches!(row.form(place), "—" | "–" | "--" | "-")).count();
        out.add(&[close, dashes as u32 % 2, separator]);
        let open = (start..end).filter(|&place| row.form(place) == "(").count();
        let closed = (start..end).filter(|&place| row.form(place) == ")").count();
        out.add(&[open.saturating_sub(closed) as u32]);
        out.add(&[close, u32::from((start..end).any(|place| matches!(row.form(place), ";" | ":")))]);
        let before = row.back(end, 1);
        out.add(&[close, u32::from(before.tag)]);
        out.add(&[close, before.word]);
        out.add(&[close, u32::from(before.in_marks()), construction]);
        let quoted = row.holds_marks(start..end);
        out.add(&[close, u32::from(quoted), construction]);
        let passed = row.cues().iter().filter(|other| {
            let place = row.place(other);
            place > start && place < end && other.source.is_some() && other.frames.contains(Frames::STRONG)
        });
        let (mut joined, mut own) = (0, 0);
        for other in passed {
            let shared = other.source.is_some_and(|source| source.link == SourceLink::Shared);
            let from = row.extent(other).start;
            let and = row.back(from, 1).is(Penn::Cc) || row.at(from).is(Penn::Cc);
            joined = 1 + u32::from(shared) + 2 * u32::from(other.that) + 4 * u32::from(and);
            own += 1;
        }
        out.add(&[close, joined, inside]);
        out.add(&[close, joined, u32::from(self.verb.tag)]);
        out.add(&[close, own.min(2), construction]);
        if last {
            return;
        }
        self.next(construction, start..end, next, separator, inside, out);
    }

    /// What follows an end that is not the line's.
    fn next(
        &self,
        construction: u32,
        content: std::ops::Range<usize>,
        next: usize,
        separator: u32,
        inside: u32,
        out: &mut Features,
    ) {
        let (row, cue) = (self.row, self.cue);
        let (start, end) = (content.start, content.end);
        let (here, then, third) = (row.at(next), row.at(next + 1), row.at(next + 2));
        let (tag, tag2, tag3) = (u32::from(here.tag), u32::from(then.tag), u32::from(third.tag));
        let before = row.at(end - 1);
        out.add(&[separator, tag]);
        out.add(&[separator, here.word]);
        out.add(&[separator, here.word, then.word]);
        out.add(&[separator, tag, tag2]);
        out.add(&[separator, tag, tag2, tag3]);
        out.add(&[u32::from(before.tag), separator, tag]);
        out.add(&[before.word, separator, tag]);
        out.add(&[before.word, separator, here.word]);
        out.add(&[construction, separator, tag]);
        out.add(&[construction, separator, here.word]);
        out.add(&[self.subordinate, separator, tag]);
        out.add(&[self.subordinate, separator, tag, inside]);
        out.add(&[inside, separator, tag, construction]);
        let rest = row.finite_in(next..row.len());
        out.add(&[inside, u32::from(rest > 0), separator]);
        let finite = row.first_finite(next..row.len());
        let comma = (next..row.len()).find(|&place| row.at(place).separator).unwrap_or(row.len());
        let verb = u32::from(self.verb.tag);
        let content_verb = row.first_finite(start..end).map_or(0, |place| u32::from(row.at(place).tag));
        match finite.filter(|&place| place < comma) {
            Some(place) => {
                let (tense, far) = (u32::from(row.at(place).tag), (place - next).min(4) as u32);
                out.add(&[separator, tense, verb, content_verb]);
                out.add(&[separator, far, tag]);
                out.add(&[separator, far, tag, tense, verb]);
                out.add(&[separator, tag, row.at(place).word]);
                out.skip(1);
            }
            None => {
                out.skip(4);
                out.add(&[separator, tag]);
            }
        }
        if here.is(Penn::Cc) {
            out.add(&[separator, here.word, tag2, verb, content_verb]);
            out.add(&[separator, here.word, then.word]);
            out.add(&[separator, tag2, tag3, construction]);
            out.add(&[verb, tag2, u32::from(before.tag)]);
        } else {
            out.skip(4);
        }
        let calendar = u32::from(here.calendar || then.calendar);
        out.add(&[calendar, separator, tag, construction]);
        let later = row.cues().iter().filter(|other| other.item > cue.item);
        let mut starts = 0;
        let mut speaks = 0;
        for other in later {
            let from = row.extent(other).start;
            let strong = u32::from(other.frames.contains(Frames::STRONG)) << 3 | u32::from(other.that) << 10;
            let link = other.source.map_or(0, |source| source.link as u32 + 1);
            if starts == 0 && (from == next || from == next + 1) {
                starts = 1 + ((from - next) as u32) + strong + (link << 4);
            }
            let place = row.place(other);
            if speaks == 0 && (place == next || place == next + 1) {
                speaks = 1 + strong;
            }
        }
        out.add(&[starts, separator]);
        out.add(&[starts, separator, inside]);
        out.add(&[speaks, separator, tag, construction]);
        out.add(&[((row.len() - next) / 3).min(8) as u32, separator]);
        out.add(&[self.lemma, separator, here.word]);
        out.add(&[self.lemma, separator, tag]);
        out.add(&[u32::from(here.in_marks()), u32::from(before.marked), construction]);
    }

    /// Does content that ends at `end` before the cue start at `start`?
    pub(super) fn start(&self, start: usize, end: usize, out: &mut Features) {
        out.ask(4);
        let (row, cue) = (self.row, self.cue);
        let (before, here, then) = (row.back(start, 1), row.at(start), row.at(start + 1));
        let opens = u32::from(start == 0);
        let finite = row.finite_in(start..end).min(2) as u32;
        let earlier = row.finite_in(0..start).min(2) as u32;
        let closes = u32::from(row.extent(cue).end >= row.end(row.extent(cue).end));
        out.add(&[opens]);
        out.add(&[opens, finite]);
        out.add(&[opens, finite, earlier]);
        out.add(&[opens, closes, self.link]);
        out.add(&[before.word, u32::from(here.tag)]);
        out.add(&[before.word, here.word]);
        out.add(&[u32::from(before.tag), u32::from(here.tag), u32::from(then.tag)]);
        out.add(&[here.word, opens]);
        out.add(&[u32::from(row.back(start, 2).tag), before.word, u32::from(here.tag)]);
        out.add(&[earlier, before.word, u32::from(here.tag)]);
        out.add(&[self.lemma, opens]);
        let own = row.cues().iter().any(|other| {
            other.item < cue.item && other.source.is_some() && (start..end).contains(&row.place(other))
        });
        let passed = row
            .cues()
            .iter()
            .any(|other| other.item < cue.item && other.source.is_some() && row.place(other) < start);
        out.add(&[u32::from(own), u32::from(passed), opens]);
        out.add(&[u32::from(passed), before.word]);
        out.add(&[((end - start) / 3).min(8) as u32]);
        out.add(&[(start / 2).min(8) as u32, before.word]);
        out.add(&[u32::from(row.at(start).in_marks()), before.word]);
    }
}

/// A construction and its gap as one number.
pub(super) const fn number(construction: Construction, gap: Gap) -> u32 {
    (construction as u32) << 2 | gap as u32
}
