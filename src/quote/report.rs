//! Reported clauses: what a cue says its source said, where that is not simply a quotation beside it.
//!
//! Grammar proposes: for each cue the construction that its content would stand in, where it would start, and
//! where it may end. A small linear model, learned from labelled news, decides whether it is reported at all
//! and which of the places is its end; it measures far better than rules by hand did (see `models/report-en`).

mod construction;
mod features;
mod scene;
#[cfg(test)]
mod tests;
pub mod train;
mod weights;

use std::ops::Range;

pub use weights::{ReportModel, ReportModelError};

use self::construction::{After, Before, Construction};
use self::features::{Features, Subject, number};
use self::scene::{Row, Scene, is_according};
use super::lines::{Item, Lines};
use crate::cue::{Cue, SourceLink};
use crate::layers::{Mention, Penn, Upos};
use crate::lexicon::Frames;
use crate::reading::Reading;

/// The content of one cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Indexes the cues.
    pub cue: usize,
    /// Items of the content, in text order; two where the tag interrupts it (*Taxes, she said, will rise*).
    pub ranges: Vec<Range<usize>>,
    /// How sure the model is that it is reported, from 0 to 1.
    pub certainty: f32,
}

/// Finds the content of every cue outside quotations that has one beside the quotations; of verbs of thought only
/// with `attitudes`, or where it holds words in marks.
#[must_use]
pub fn find(
    reading: &Reading<'_>,
    lines: &Lines,
    mentions: &[Mention],
    cues: &[Cue],
    model: &ReportModel,
    attitudes: bool,
) -> Vec<Report> {
    let scene = Scene { reading, lines, mentions, cues };
    let mut reports = Vec::new();
    let mut features = Features::default();
    let mut first = 0;
    while first < cues.len() {
        let line = cues[first].line;
        let end = first + cues[first..].partition_point(|cue| cue.line == line);
        if let Some(row) = Row::new(scene, line) {
            for (cue, index) in cues[first..end].iter().zip(first..) {
                if may_report(cue) {
                    let report = Decider {
                        subject: Subject::new(&row, cue),
                        model,
                        features: &mut features,
                        attitudes,
                    };
                    reports.extend(report.decide(index));
                }
            }
        }
        first = end;
    }
    hand_over(&scene, &mut reports);
    apart(reports)
}

/// Whether something was said at all: one who declines to say says nothing.
fn may_report(cue: &Cue) -> bool {
    !cue.negated
}

/// Decides on the content of one cue.
struct Decider<'r, 'a, 'f> {
    subject: Subject<'r, 'a>,
    model: &'r ReportModel,
    features: &'f mut Features,
    attitudes: bool,
}

/// Where the content stands, seen from its cue.
#[derive(Clone, Copy)]
enum Side {
    Before(construction::Before),
    After(After),
}

impl Decider<'_, '_, '_> {
    fn decide(mut self, index: usize) -> Option<Report> {
        let (row, cue) = (self.subject.row, self.subject.cue);
        let after = construction::after(row, cue);
        let before = construction::before(row, cue);
        let after_odds = after.map(|after| {
            self.subject.after(after, self.features);
            self.model.score(self.features.keys())
        });
        let before_odds = before.map(|before| {
            self.subject.before(before, self.features);
            self.model.score(self.features.keys())
        });
        let (side, odds) = match (before.zip(before_odds), after.zip(after_odds)) {
            (Some((before, odds)), other) if other.is_none_or(|(_, other)| odds > other) => {
                (Side::Before(before), odds)
            }
            (_, Some((after, odds))) => (Side::After(after), odds),
            _ => return None,
        };
        let (held, opens_with_quotation) = match side {
            Side::Before(before) => (0..before.end, false),
            Side::After(after) => (after.start..row.len(), after.construction == Construction::Quoted),
        };
        let holds_marks = row.holds_marks(held);
        // Without a source beside it a verb is often something else: please ask, the so-called.
        let needed = match (cue.source.is_some(), holds_marks) {
            (false, _) => SOURCELESS,
            (true, true) if !opens_with_quotation && !cue.frames.contains(Frames::ATTITUDE) => MARKED,
            (true, _) => 0.0,
        };
        if odds <= needed {
            return None;
        }
        let places = match side {
            Side::Before(before) => self.around(before),
            Side::After(after) => std::iter::once(self.behind(after)?).collect(),
        };
        // Declined to say: an infinitive of saying after it is what was not said.
        let withheld = matches!(cue.lemma.as_str(), "decline" | "refuse" | "fail" | "hesitate")
            && after.is_some_and(|after| {
                after.construction == Construction::Infinitive && row.is_reporting(after.start + 1)
            });
        if withheld {
            return None;
        }
        if places.iter().any(|range| row.own_tag(range, cue).is_some() || self.only_named(range)) {
            return None;
        }
        let marked = places.iter().any(|range| row.holds_marks(range.clone()));
        let clausal = match side {
            Side::Before(_) => true,
            Side::After(after) => is_clausal(after.construction),
        };
        if !(marked || self.attitudes || is_speech(cue, clausal)) {
            return None;
        }
        let shift = row.items.start;
        let ranges = places.into_iter().map(|range| range.start + shift..range.end + shift).collect();
        Some(Report { cue: index, ranges, certainty: 1.0 / (1.0 + (-odds).exp()) })
    }

    /// *what they called a “disaster”*, *described as “fair”*: where nothing but an article or *as* stands beside
    /// what a verb of naming names, the marked words alone are the quotation, and a rule of naming credits them.
    fn only_named(&self, range: &Range<usize>) -> bool {
        let (row, cue) = (self.subject.row, self.subject.cue);
        if !cue.frames.contains(Frames::NAMING) || range.start < row.place(cue) {
            return false;
        }
        let first = range.clone().find(|&place| !row.is_word(place, &["a", "an", "the", "as", "being"]));
        first.is_some_and(|place| row.at(place).in_marks())
    }

    /// The places of content after the cue.
    fn behind(&mut self, after: After) -> Option<Range<usize>> {
        let construction = number(after.construction, after.gap);
        let (row, cue) = (self.subject.row, self.subject.cue);
        let mut ends = construction::ends(row, after);
        // She said it would stop, and when asked she replied, “…”: what has a tag of its own is no part of it.
        if let Some(tag) = ends.last().and_then(|last| row.own_tag(&(after.start..*last), cue)) {
            ends.retain(|end| *end <= tag);
        }
        let end = self.best(&ends, |subject, end, features| {
            subject.end(construction, after.start, Some(end), features);
        })?;
        let phrase = matches!(
            after.construction,
            Construction::Phrase | Construction::PhraseThenVerb | Construction::Quoted
        );
        Some(after.start..if phrase { self.subject.row.without_time(after.start, end) } else { end })
    }

    /// The places of content before the cue, and behind it where it goes on there.
    fn around(&mut self, before: Before) -> Vec<Range<usize>> {
        let starts = construction::starts(self.subject.row, before.end);
        let start = self
            .best(&starts, |subject, start, features| subject.start(start, before.end, features))
            .unwrap_or_default();
        let mut places: Vec<Range<usize>> = std::iter::once(start..before.end).collect();
        if let Some(rest) = before.rest {
            let ends: Vec<Option<usize>> =
                std::iter::once(None).chain(self.subject.row.ends(rest).into_iter().map(Some)).collect();
            let end = self.best(&ends, |subject, end, features| subject.end(REST, rest, end, features));
            places.extend(end.flatten().map(|end| rest..end));
        }
        places
    }

    /// The best of some choices; the first of equals.
    fn best<T: Copy>(
        &mut self,
        choices: &[T],
        describe: impl Fn(&Subject<'_, '_>, T, &mut Features),
    ) -> Option<T> {
        let mut best: Option<(f32, T)> = None;
        for &choice in choices {
            describe(&self.subject, choice, self.features);
            let score = self.model.score(self.features.keys());
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, choice));
            }
        }
        best.map(|(_, choice)| choice)
    }
}

/// The odds, in natural logarithms, from which content is taken for reported although nobody is seen to say it.
const SOURCELESS: f32 = 1.0;

/// The odds where words in marks are part of it: those are somebody's in any case, and the question is only
/// whether the words around them are too.
const MARKED: f32 = -2.0;

/// The construction of what goes on behind a cue that interrupts it.
const REST: u32 = (Construction::Before as u32) << 2;

/// Whether content of this construction is a clause.
fn is_clausal(construction: Construction) -> bool {
    use Construction::{Adverb, BareVerb, Clause, Finite, Gerund, Infinitive, Question, Quoted, That};
    matches!(
        construction,
        That | Clause | Infinitive | Gerund | Question | Finite | BareVerb | Adverb | Quoted
    )
}

/// Whether words without marks after a cue are speech: not thought, and no thing that is merely dealt with
/// (*defended the plan*), which only the plainest verbs of speaking make speech of (*criticised the plan*).
fn is_speech(cue: &Cue, clausal: bool) -> bool {
    !cue.frames.contains(Frames::ATTITUDE)
        && (clausal || is_according(cue) || cue.frames.intersects(Frames::STRONG | Frames::OBJECT))
}

/// *May said that it would leave and suggested that …*: where a second verb of the same subject and tense reports
/// anew behind an *and*, what the first reports ends there.
fn hand_over(scene: &Scene<'_>, reports: &mut [Report]) {
    let tag = |cue: &Cue| match scene.lines.items.get(cue.item) {
        Some(Item::Token(token)) => scene.reading.pos.get(*token).map(|pos| pos.penn),
        _ => None,
    };
    let mention = |cue: &Cue| scene.mentions.get(cue.source?.mention.index());
    for first in 0..reports.len() {
        for second in first + 1..reports.len().min(first + 8) {
            let (one, other) = (&scene.cues[reports[first].cue], &scene.cues[reports[second].cue]);
            let Some(range) = reports[first].ranges.last().cloned() else { continue };
            if one.line != other.line || !range.contains(&other.item) {
                continue;
            }
            let shared = other.source.is_some_and(|source| source.link == SourceLink::Shared)
                && mention(one).zip(mention(other)).is_some_and(|(one, other)| one.span.overlaps(other.span));
            let tense = tag(one);
            let and = other.extent.start.checked_sub(1).filter(|&and| {
                matches!(scene.lines.items.get(and), Some(Item::Token(token))
                    if scene.reading.pos.get(*token).is_some_and(|pos| pos.upos == Upos::Cconj))
            });
            if let Some(and) = and.filter(|&and| {
                shared && tense.is_some_and(Penn::is_finite) && tense == tag(other) && and > range.start + 1
            }) && let Some(last) = reports[first].ranges.last_mut()
            {
                let comma = matches!(scene.lines.items.get(and - 1), Some(Item::Token(token))
                    if scene.reading.form(*token) == ",");
                last.end = and - usize::from(comma);
            }
        }
    }
}

/// Leaves out what is reported inside what another cue reports, since a speaker's report of others is part of
/// what that speaker says, and the less certain of two that cross.
fn apart(reports: Vec<Report>) -> Vec<Report> {
    let span = |report: &Report| {
        report.ranges.first().map_or(0, |range| range.start)
            ..report.ranges.last().map_or(0, |range| range.end)
    };
    let overlaps = |one: &Report, other: &Report| {
        one.ranges
            .iter()
            .any(|range| other.ranges.iter().any(|own| own.start < range.end && range.start < own.end))
    };
    let contains = |outer: &Report, inner: &Report| {
        inner.ranges.iter().all(|range| {
            outer
                .ranges
                .iter()
                .any(|own| own.start <= range.start && range.end <= own.end && own.len() > range.len())
        })
    };
    let less = |one: &Report, other: &Report| {
        (other.certainty, std::cmp::Reverse(other.cue)) > (one.certainty, std::cmp::Reverse(one.cue))
    };
    let loses = |one: &Report, other: &Report| {
        // What closes a sentence is no surer to report all of it than what its parts say.
        let surely = |outer: &Report, inner: &Report| contains(outer, inner) && outer.cue < inner.cue;
        surely(other, one) || !surely(one, other) && overlaps(one, other) && less(one, other)
    };
    let mut kept = Vec::with_capacity(reports.len());
    for (index, report) in reports.iter().enumerate() {
        // Reports of one line stand next to each other, so a few neighbours are all that can cross this one.
        let near = index.saturating_sub(16)..reports.len().min(index + 16);
        let own = span(report);
        let lost = reports[near].iter().any(|other| {
            let there = span(other);
            other.cue != report.cue && there.start < own.end && own.start < there.end && loses(report, other)
        });
        if !lost {
            kept.push(report.clone());
        }
    }
    kept
}
