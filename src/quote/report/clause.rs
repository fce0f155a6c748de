//! How content starts: which clause, infinitive or participle after a cue is what it reports.

use super::Scene;
use crate::cue::{Cue, SourceLink};
use crate::layers::{Penn, Upos};
use crate::lexicon::Frames;
use crate::quote::lines::Line;

impl Scene<'_> {
    /// Whether what starts at `start` can be the content of a verb without *that* before it.
    pub(super) fn opens_content(&self, line: &Line, cue: &Cue, start: usize) -> bool {
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
        // Which he said were lent: the relative pronoun is the subject of what is said.
        if cue.frames.contains(Frames::CLAUSE) && self.is_finite(start) && !cue.participle {
            return matches!(self.penn(cue.extent.start.wrapping_sub(1)), Some(Penn::Wdt | Penn::Wp));
        }
        // Said on Friday as he left: a clause of time or manner is none of content.
        let gerund = self.upos(start) == Some(Upos::Adp) && self.penn(start + 1) == Some(Penn::Vbg);
        let adverbial = gerund
            || self.upos(start) == Some(Upos::Sconj)
            || ["as", "while", "after", "before", "when", "since", "until", "because", "though", "although"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(self.form(start)));
        cue.frames.contains(Frames::CLAUSE)
            && opens
            && !adverbial
            && (self.has_clause(line, start) || self.lists_subjects(line, cue, start))
    }

    /// *said single people and families - gay, straight, adoptive - would qualify*: after the plainest verb of
    /// speaking even a subject with commas in it is one, if a finite verb comes before the next stop.
    pub(super) fn lists_subjects(&self, line: &Line, cue: &Cue, start: usize) -> bool {
        cue.lemma == "say"
            && !cue.participle
            && matches!(
                self.upos(start),
                Some(Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num)
            )
            && (start + 1..line.items.end)
                .take_while(|&item| !matches!(self.form(item), ";" | ":"))
                .any(|item| self.is_finite(item))
    }

    /// Where the *-ing* clause starts that is the content: *accused her of | hiding it*, *blamed him for |
    /// hiding it*, *denied | hiding it*.
    pub(super) fn gerund_content(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
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

    /// Where the infinitive starts that is the content: *urged voters | to stay*, *promised | to go*, *called
    /// for troops | to leave*.
    pub(super) fn infinitive_content(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
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
            .find(|&item| {
                self.penn(item) == Some(Penn::To)
                    && (self.penn(item + 1) == Some(Penn::Vb) || self.mark_starts(item + 1))
            })?;
        let claims =
            matches!(cue.lemma.as_str(), "claim" | "promise" | "pledge" | "vow" | "threaten" | "swear");
        (to == start || !claims).then_some(to)
    }

    /// *demanded the ban be lifted*: a subject and a bare verb after a verb of demanding.
    pub(super) fn subjunctive(&self, line: &Line, cue: &Cue, start: usize) -> bool {
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
    pub(super) fn has_clause(&self, line: &Line, start: usize) -> bool {
        let opener = matches!(self.upos(start), Some(Upos::Adp | Upos::Sconj | Upos::Adv));
        let mut relative = false;
        let mut quoted = false;
        for item in start..line.items.end {
            if self.is_quoted(item) {
                // The tax breaks “do nothing”: the verb stands in the marks.
                if item > start && self.opens_with_verb(item) {
                    return true;
                }
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
            } else if item > start
                && self.penn(item) == Some(Penn::Prp)
                && self.is_finite(item + 1)
                && matches!(self.upos(item - 1), Some(Upos::Noun | Upos::Propn))
            {
                // Control over the points it had set up: a relative clause without its pronoun.
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

    /// Whether a masked quotation starts with a finite verb.
    pub(super) fn opens_with_verb(&self, item: usize) -> bool {
        let Some(before) = item.checked_sub(1).and_then(|before| self.token(before)) else { return false };
        self.reading.pos.get(before + 2).is_some_and(|pos| pos.penn.is_finite())
    }

    /// Whether the comma opens an aside that another comma closes, with a finite verb right after it:
    /// *said Hill, a doctor, had left*.
    pub(super) fn aside_follows(&self, line: &Line, comma: usize) -> bool {
        let close = (comma + 1..line.items.end.min(comma + 20)).find(|&item| self.form(item) == ",");
        close.is_some_and(|close| {
            (close + 1..(close + 4).min(line.items.end)).any(|item| self.is_finite(item))
        })
    }
}
