//! Content before a cue, or on both its sides: *Taxes will rise, she said*; *Taxes, she said, will rise*.

use std::ops::Range;

use super::Scene;
use crate::cue::{Cue, CueKind, SourceLink};
use crate::layers::{Penn, Upos};
use crate::lexicon::Frames;
use crate::quote::lines::Line;

impl Scene<'_> {
    /// The content before a cue that ends its sentence, or on both sides of one that interrupts it.
    pub(super) fn around(&self, line: &Line, index: usize) -> Option<Vec<Range<usize>>> {
        let cue = &self.cues[index];
        // A relative clause closes no sentence: …, she said to Hill, who nodded.
        let relative = cue.source.is_some_and(|source| source.link == SourceLink::Relative);
        if !cue.frames.intersects(Frames::CLAUSE) || cue.participle || relative {
            return None;
        }
        let mut comma = cue.extent.start.checked_sub(1).filter(|&comma| comma > line.items.start)?;
        // …, as police have said.
        if self.form(comma) == "as" && matches!(self.form(comma - 1), "," | "—" | "–" | "--") {
            comma -= 1;
        }
        let set_off = matches!(self.form(comma), "," | "—" | "–" | "--" | "?" | "!") || self.is_quoted(comma);
        if !(set_off || cue.kind == CueKind::According) {
            return None;
        }
        // What an earlier cue on the line reports is that cue's.
        let first = self.cues.partition_point(|other| other.line < cue.line);
        let claimed = (first..index).any(|earlier| {
            let other = &self.cues[earlier];
            other.source.is_some()
                && !other.frames.contains(Frames::ATTITUDE)
                && other.extent.end <= comma
                && (self.after(line, earlier).is_some_and(|range| range.end >= comma)
                    || self.follows_quotation(other.extent.start))
        });
        let ends_sentence = cue.extent.end >= line.items.end
            || cue.extent.end + 1 == line.items.end && matches!(self.form(cue.extent.end), "." | "!" | "?");
        let shared = cue.source.is_some_and(|source| source.link == SourceLink::Shared);
        // …, the army said.: what closes the sentence reports all of it, reports inside it too.
        if claimed && (!ends_sentence || cue.kind == CueKind::According || shared || self.form(comma) != ",")
        {
            return None;
        }
        let from = line.items.start;
        let mut start = from;
        while start < comma && matches!(self.form(start), "," | "and" | "but" | "And" | "But") {
            start += 1;
        }
        // Trump boasted, “…”: what follows the cue is what it reports.
        let mut next = cue.extent.end;
        while next < line.items.end && matches!(self.form(next), "," | ":" | "—" | "–" | "--") {
            next += 1;
        }
        if self.is_quoted(next) && !self.is_quoted(comma) {
            return None;
        }
        let end = if self.is_quoted(comma) || !set_off { comma + 1 } else { comma };
        let finite = (start..end).any(|item| self.is_finite(item) || self.is_quoted(item));
        let closes = cue.extent.end >= line.items.end
            || matches!(self.form(cue.extent.end), "." | "!" | "?" | ";" | ":");
        let rest = self.continuation(line, cue);
        match (finite, rest) {
            (true, None) if closes || self.form(cue.extent.end) == "," || self.is_quoted(cue.extent.end) => {
                Some(std::iter::once(start..end).collect())
            }
            (_, Some(rest)) if start < end => Some(vec![start..end, rest]),
            _ => None,
        }
    }

    /// Whether a masked quotation stands right before an item, a comma between them allowed.
    pub(super) fn follows_quotation(&self, item: usize) -> bool {
        let before = item.wrapping_sub(1);
        self.is_quoted(before) || self.form(before) == "," && self.is_quoted(before.wrapping_sub(1))
    }

    /// What goes on after a tag that stands between two commas: *Taxes, she said, | will rise*.
    pub(super) fn continuation(&self, line: &Line, cue: &Cue) -> Option<Range<usize>> {
        if !matches!(self.form(cue.extent.end), "," | "—" | "–" | "--") {
            return None;
        }
        let start = cue.extent.end + 1;
        let mut end = line.items.end;
        while end > start && matches!(self.form(end - 1), "." | "!" | "?") {
            end -= 1;
        }
        if start >= end {
            return None;
        }
        let adverbial = matches!(
            self.penn(start),
            Some(Penn::Vbg | Penn::Wp | Penn::Wdt | Penn::Wrb | Penn::In | Penn::Rb)
        );
        let starts = self.is_finite(start)
            || matches!(self.penn(start), Some(Penn::Vb | Penn::Vbn | Penn::To))
            || matches!(self.upos(start), Some(Upos::Aux))
            || matches!(
                self.upos(start),
                Some(Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj)
            ) && self.has_clause(line, start);
        let own_cue = crate::cue::on_line(self.cues, cue.line)
            .iter()
            .any(|other| (start..start + 4).contains(&other.item));
        (starts && !adverbial && !own_cue).then_some(start..end)
    }
}
