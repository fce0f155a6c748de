//! Reported clauses: what a cue says its source said, where that is not simply a quotation beside it.

use std::ops::Range;

use super::lines::{Item, Line, Lines};
use crate::cue::{Cue, CueKind, SourceLink};
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
        if cue.source.is_none() || cue.negated || cue.frames.contains(Frames::ATTITUDE) {
            continue;
        }
        let Some(line) = lines.lines.get(cue.line) else { continue };
        let ranges = scene.after(line, index).map(|range| vec![range]).or_else(|| scene.around(line, index));
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
        matches!(self.penn(item), Some(Penn::Vbd | Penn::Vbz | Penn::Vbp | Penn::Md))
    }

    /// The content after the cue: *said | (that) it would*, *promised | to go*, *According to X, | it will*.
    fn after(&self, line: &Line, index: usize) -> Option<Range<usize>> {
        let cue = &self.cues[index];
        let mut start = cue.extent.end;
        if cue.kind == CueKind::According {
            let opens = cue.extent.start == line.items.start;
            if !(opens && self.form(start) == ",") {
                return None;
            }
            start += 1;
        } else if cue.that {
            start += 1;
        } else if let Some(gerund) = self.gerund_content(line, cue, start) {
            start = gerund;
        } else if let Some(infinitive) = self.infinitive_content(line, cue, start) {
            start = infinitive;
        } else if self.form(start) == ","
            && cue.frames.contains(Frames::STRONG)
            && (cue.addressee.is_some() || self.upos(start - 1) == Some(Upos::Propn))
            && !cue.participle
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

    /// Where the *-ing* clause starts that is the content: *accused her of | hiding it*, *blamed him for |
    /// hiding it*, *denied | hiding it*.
    fn gerund_content(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
        match cue.lemma.as_str() {
            "deny" | "admit" | "suggest" | "recommend" => {
                (self.penn(start) == Some(Penn::Vbg)).then_some(start)
            }
            "accuse" | "blame" => {
                let word = if cue.lemma == "accuse" { "of" } else { "for" };
                let limit = line.items.end.min(cue.item + 16);
                let preposition = (cue.item + 1..limit).find(|&item| self.form(item) == word)?;
                let gerund = preposition + 1;
                (self.penn(gerund) == Some(Penn::Vbg)).then_some(gerund)
            }
            _ => None,
        }
    }

    /// Whether what starts at `start` can be the content of a verb without *that* before it.
    fn opens_content(&self, line: &Line, cue: &Cue, start: usize) -> bool {
        if start >= line.items.end || cue.source.is_some_and(|source| source.link == SourceLink::After) {
            return false;
        }
        if cue.frames.contains(Frames::QUESTION)
            && matches!(self.penn(start), Some(Penn::Wp | Penn::Wrb | Penn::Wdt | Penn::WpPossessive))
            || cue.frames.intersects(Frames::QUESTION | Frames::CLAUSE)
                && ["if", "whether"].iter().any(|word| word.eq_ignore_ascii_case(self.form(start)))
        {
            return true;
        }
        if self.infinitive_content(line, cue, start).is_some() || self.subjunctive(line, cue, start) {
            return true;
        }
        let opens = matches!(
            self.upos(start),
            Some(
                Upos::Det
                    | Upos::Noun
                    | Upos::Propn
                    | Upos::Pron
                    | Upos::Adj
                    | Upos::Num
                    | Upos::Sconj
                    | Upos::Adp
                    | Upos::Adv
            )
        ) || self.is_quoted(start);
        cue.frames.contains(Frames::CLAUSE) && opens && self.has_clause(line, start)
    }

    /// Where the infinitive starts that is the content: *urged voters | to stay*, *promised | to go*, *called
    /// for troops | to leave*.
    fn infinitive_content(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
        if !cue.frames.contains(Frames::INFINITIVE) {
            return None;
        }
        let limit = line.items.end.min(start + 12);
        let to = (start..limit)
            .take_while(|&item| {
                !self.is_finite(item)
                    && !self.is_quoted(item)
                    && !matches!(self.form(item), "," | ";" | ":" | "." | "that" | "?")
            })
            .find(|&item| self.penn(item) == Some(Penn::To) && self.penn(item + 1) == Some(Penn::Vb))?;
        let claims =
            matches!(cue.lemma.as_str(), "claim" | "promise" | "pledge" | "vow" | "threaten" | "swear");
        (to == start || !claims).then_some(to)
    }

    /// *demanded the ban be lifted*: a subject and a bare verb after a verb of demanding.
    fn subjunctive(&self, line: &Line, cue: &Cue, start: usize) -> bool {
        const DEMANDING: [&str; 8] =
            ["demand", "insist", "recommend", "suggest", "propose", "request", "require", "urge"];
        if !DEMANDING.contains(&cue.lemma.as_str()) {
            return false;
        }
        (start + 1..line.items.end.min(start + 10))
            .take_while(|&item| {
                !self.is_finite(item)
                    && !self.is_quoted(item)
                    && !matches!(self.form(item), "," | ";" | ":" | "to")
            })
            .any(|item| self.penn(item) == Some(Penn::Vb))
    }

    /// Whether a clause starts at `start`: a subject and its finite verb, before any comma that only an
    /// opening adverbial could explain and before any other clause's verb.
    fn has_clause(&self, line: &Line, start: usize) -> bool {
        let opener = matches!(self.upos(start), Some(Upos::Adp | Upos::Sconj | Upos::Adv));
        let mut relative = false;
        let mut quoted = false;
        for item in start..line.items.end {
            if self.is_quoted(item) {
                quoted = true;
                continue;
            }
            match self.form(item) {
                ";" | ":" => return false,
                "," if !opener && !quoted && !relative && !self.aside_follows(line, item) => return false,
                _ => {}
            }
            if matches!(self.penn(item), Some(Penn::Wdt | Penn::Wp | Penn::Wrb)) && item > start {
                relative = true;
            } else if self.is_finite(item) || quoted && self.upos(item) == Some(Upos::Verb) {
                if !relative {
                    return item > start;
                }
                relative = false;
            }
        }
        false
    }

    /// Whether the comma opens an aside that another comma closes, with a finite verb right after it:
    /// *said Hill, a doctor, had left*.
    fn aside_follows(&self, line: &Line, comma: usize) -> bool {
        let close = (comma + 1..line.items.end.min(comma + 20)).find(|&item| self.form(item) == ",");
        close.is_some_and(|close| {
            (close + 1..(close + 4).min(line.items.end)).any(|item| self.is_finite(item))
        })
    }

    /// Where the content that starts at `start` ends: the line's end, or where another cue takes over.
    fn end_of_content(&self, line: &Line, index: usize, start: usize) -> usize {
        let mut end = line.items.end;
        for later in self.cues[index + 1..].iter().take_while(|later| later.line == self.cues[index].line) {
            if later.extent.start <= start || later.source.is_none() {
                continue;
            }
            let shared = later.source.is_some_and(|source| source.link == SourceLink::Shared);
            let mut edge = if shared { later.item } else { later.extent.start };
            // Step back over adverbs of the later cue: and later added.
            while edge > start && matches!(self.upos(edge - 1), Some(Upos::Adv | Upos::Aux)) {
                edge -= 1;
            }
            let before = edge.wrapping_sub(1);
            let joined = matches!(self.upos(before), Some(Upos::Cconj))
                || ["while", "as", "although", "though"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(self.form(before)));
            let comma = self.form(before) == "," || joined && self.form(before.wrapping_sub(1)) == ",";
            // … and ending their occupation: a participle after and goes on with the content.
            let takes_over = comma
                && !(joined && shared && !self.is_finite(later.item))
                && (later.kind == CueKind::According
                    || joined
                    || shared
                    || later.extent.end + 1 >= line.items.end)
                || joined && shared && !self.cues[index].that && self.is_finite(later.item);
            if takes_over && before > start {
                let mut cut = before;
                if joined && self.form(cut.wrapping_sub(1)) == "," {
                    cut -= 1;
                }
                end = end.min(cut);
                break;
            }
        }
        while end > start && matches!(self.form(end - 1), "." | "!" | "?" | "," | ";" | ":") {
            end -= 1;
        }
        end
    }

    /// The content before a cue that ends its sentence, or on both sides of one that interrupts it.
    fn around(&self, line: &Line, index: usize) -> Option<Vec<Range<usize>>> {
        let cue = &self.cues[index];
        if !cue.frames.intersects(Frames::CLAUSE) || cue.participle {
            return None;
        }
        let comma = cue.extent.start.checked_sub(1).filter(|&comma| comma > line.items.start)?;
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
                && self.after(line, earlier).is_some_and(|range| range.end >= comma)
        });
        let ends_sentence = cue.extent.end >= line.items.end
            || cue.extent.end + 1 == line.items.end && matches!(self.form(cue.extent.end), "." | "!" | "?");
        let shared = cue.source.is_some_and(|source| source.link == SourceLink::Shared);
        // …, the army said.: what closes the sentence reports all of it, reports inside it too.
        if claimed && (!ends_sentence || shared || self.form(comma) != ",") {
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
                Some(vec![start..end])
            }
            (_, Some(rest)) if start < end => Some(vec![start..end, rest]),
            _ => None,
        }
    }

    /// What goes on after a tag that stands between two commas: *Taxes, she said, | will rise*.
    fn continuation(&self, line: &Line, cue: &Cue) -> Option<Range<usize>> {
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
