//! Reported clauses: what a cue says its source said, where that is not simply a quotation beside it.

mod around;
mod clause;
mod ending;
mod naming;

use std::ops::Range;

use super::lines::{Item, Line, Lines};
use crate::cue::{Cue, CueKind};
use crate::layers::{Penn, Upos};
use crate::lexicon::Frames;
use crate::reading::Reading;

/// The content of one cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Indexes the cues.
    pub cue: usize,
    /// Items of the content, in text order; two where the tag interrupts it (*Taxes, she said, will rise*).
    pub ranges: Vec<Range<usize>>,
}

/// What finding content reads.
struct Scene<'a> {
    reading: &'a Reading<'a>,
    lines: &'a Lines,
    cues: &'a [Cue],
}

/// Finds the content of every cue that has one beside the quotations.
#[must_use]
pub fn find(reading: &Reading<'_>, lines: &Lines, cues: &[Cue]) -> Vec<Report> {
    let scene = Scene { reading, lines, cues };
    let mut reports = Vec::new();
    for (index, cue) in cues.iter().enumerate() {
        if cue.source.is_none() || cue.negated || cue.unplaced || cue.frames.contains(Frames::ATTITUDE) {
            continue;
        }
        let Some(line) = lines.lines.get(cue.line) else { continue };
        let ranges = scene
            .after(line, index)
            .map(|range| std::iter::once(range).collect())
            .or_else(|| scene.around(line, index));
        if let Some(ranges) = ranges {
            reports.push(Report { cue: index, ranges });
        }
    }
    outermost(reports)
}

/// Leaves out what is reported inside what another cue reports: a speaker's report of others is part of
/// what that speaker says.
fn outermost(reports: Vec<Report>) -> Vec<Report> {
    let inside = |inner: &Report, outer: &Report| {
        inner.cue != outer.cue
            && inner.ranges.iter().all(|range| {
                outer.ranges.iter().any(|other| {
                    other.start <= range.start && range.end <= other.end && other.len() > range.len()
                })
            })
    };
    let mut kept: Vec<Report> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        // Reports of one line stand next to each other, so a few neighbours are all that can hold this one.
        let near = index.saturating_sub(16)..reports.len().min(index + 16);
        if !reports[near].iter().any(|other| inside(report, other)) {
            kept.push(report.clone());
        }
    }
    kept
}

impl Scene<'_> {
    fn token(&self, item: usize) -> Option<usize> {
        match self.lines.items.get(item) {
            Some(Item::Token(token)) => Some(*token),
            _ => None,
        }
    }

    fn form(&self, item: usize) -> &str {
        self.token(item).map_or("", |token| self.reading.form(token))
    }

    fn upos(&self, item: usize) -> Option<Upos> {
        self.token(item).and_then(|token| self.reading.pos.get(token)).map(|pos| pos.upos)
    }

    fn penn(&self, item: usize) -> Option<Penn> {
        self.token(item).and_then(|token| self.reading.pos.get(token)).map(|pos| pos.penn)
    }

    fn is_quoted(&self, item: usize) -> bool {
        matches!(self.lines.items.get(item), Some(Item::Quoted(_)))
    }

    fn is_finite(&self, item: usize) -> bool {
        self.penn(item).is_some_and(Penn::is_finite)
    }

    /// The content after the cue: *said | (that) it would*, *promised | to go*, *According to X, | it will*.
    fn after(&self, line: &Line, index: usize) -> Option<Range<usize>> {
        let cue = &self.cues[index];
        let mut start = cue.extent.end;
        if cue.kind == CueKind::According {
            // The source may run on: according to a complaint filed by the state, | the firm had known.
            let opens = cue.extent.start == line.items.start;
            let comma = (start..line.items.end.min(start + 30))
                .find(|&item| self.form(item) == "," && self.has_clause(line, item + 1));
            start = comma.filter(|_| opens)? + 1;
        } else if self.form(start) == ","
            && cue.extent.start == line.items.start + 1
            && self.form(line.items.start).eq_ignore_ascii_case("as")
        {
            // As Hill put it, | the plan is dead.
            start += 1;
        } else if cue.that
            && (cue.frames.intersects(Frames::CLAUSE | Frames::STRONG | Frames::QUESTION)
                || cue.frames.contains(Frames::QUOTATION) && start == cue.item + 1)
        {
            start += 1;
        } else if cue.that {
            return None;
        } else if let Some(gerund) = self.gerund_content(line, cue, start) {
            start = gerund;
        } else if let Some(end) = self.named_object(line, cue, start) {
            return Some(start..end);
        } else if let Some(infinitive) = self.infinitive_content(line, cue, start) {
            start = infinitive;
        } else if self.form(start) == ","
            && cue.frames.contains(Frames::STRONG)
            && (cue.addressee.is_some() || self.upos(start - 1) == Some(Upos::Propn))
            && !cue.participle
            && !matches!(
                self.penn(start + 1),
                Some(Penn::Wp | Penn::Wrb | Penn::Wdt | Penn::Vbg | Penn::Vbn | Penn::In)
            )
            && self.opens_content(line, cue, start + 1)
            && !self.cues[index + 1..]
                .iter()
                .take_while(|later| later.line == cue.line)
                .any(|later| later.extent.start <= start + 1)
        {
            // Told AFP, the factions have …: a comma that should not be there.
            start += 1;
        } else if !self.opens_content(line, cue, start) {
            return None;
        }
        let end = self.end_of_content(line, index, start);
        (start < end).then_some(start..end)
    }
}
