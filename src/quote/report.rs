//! Reported clauses: what a cue says its source said, where that is not simply a quotation beside it.

use std::ops::Range;

use super::lines::{Item, Line, Lines};
use crate::cue::{Cue, CueKind, SourceLink};
use crate::layers::{Penn, TokenKind, Upos};
use crate::lexicon::{Frames, WordClass};
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
        matches!(self.penn(item), Some(Penn::Vbd | Penn::Vbz | Penn::Vbp | Penn::Md))
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
        } else if cue.that && cue.frames.intersects(Frames::CLAUSE | Frames::STRONG | Frames::QUESTION) {
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

    /// The end of *X (as) “Y”* after a verb of naming: *called | the plan a “disaster” for the town*. Object and
    /// name together say what the plan is, a clause without its verb. A bare pronoun as object is none.
    fn named_object(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
        if !cue.frames.contains(Frames::NAMING)
            || cue.source.is_none_or(|source| source.link == SourceLink::After)
        {
            return None;
        }
        let object =
            matches!(self.upos(start), Some(Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num))
                || self.penn(start) == Some(Penn::PrpPossessive);
        if !object || self.mark_starts(start) {
            return None;
        }
        let limit = line.items.end.min(start + 24);
        let mut nouns = 0;
        let mark = (start..limit).find(|&item| {
            let here = self.mark_starts(item);
            // The flat “bijou”: an adjective between article and mark is a noun.
            let noun = matches!(self.upos(item), Some(Upos::Noun | Upos::Propn))
                || self.upos(item) == Some(Upos::Adj)
                    && self.mark_starts(item + 1)
                    && self.upos(item - 1) == Some(Upos::Det);
            nouns += usize::from(!here && noun);
            here || self.is_finite(item) || matches!(self.form(item), "," | ";" | ":")
        })?;
        // The marks must be the name and no part of the object: an object before them, and as or an article.
        let leads =
            ["as", "a", "an", "the"].iter().any(|word| word.eq_ignore_ascii_case(self.form(mark - 1)))
                || matches!(self.upos(mark - 1), Some(Upos::Noun | Upos::Propn | Upos::Adv))
                || self.penn(mark - 1) == Some(Penn::Pos);
        let whole = nouns > 0
            && (self.form(mark - 1).eq_ignore_ascii_case("as")
                || (start..mark).any(|item| self.form(item).eq_ignore_ascii_case("as"))
                || matches!(self.upos(mark.saturating_sub(2)), Some(Upos::Noun | Upos::Propn))
                || matches!(self.upos(mark - 1), Some(Upos::Noun | Upos::Propn | Upos::Adj)));
        if !self.mark_starts(mark) || !leads || !whole {
            return None;
        }
        Some(self.end_of_name(line, mark))
    }

    /// The end of marked words and of what completes them: *a “grave threat” | to peace, and “a shame”*.
    fn end_of_name(&self, line: &Line, mark: usize) -> usize {
        let mut end = self.end_of_mark(line, mark);
        while end < line.items.end {
            let next = (end..(end + 5).min(line.items.end)).find(|&item| self.mark_starts(item));
            let joins = (end..next.unwrap_or(end)).all(|item| {
                matches!(self.upos(item), Some(Upos::Cconj | Upos::Det | Upos::Adj))
                    || matches!(self.form(item), "," | "as")
            });
            if let Some(next) = next.filter(|_| joins) {
                end = self.end_of_mark(line, next);
                continue;
            }
            let completes = matches!(
                self.form(end),
                "of" | "to" | "for" | "against" | "about" | "toward" | "towards" | "between" | "among"
            ) && self.penn(end + 1) != Some(Penn::Vb);
            let noun = |item: usize| {
                matches!(self.upos(item), Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num))
                    && !["last", "this", "next", "early", "late"].contains(&self.form(item))
                    && !self
                        .token(item)
                        .and_then(|token| self.reading.words.get(token))
                        .is_some_and(|word| word.is(WordClass::CALENDAR))
            };
            if completes || noun(end) {
                end += 1;
                while end < line.items.end && (noun(end) || self.form(end) == "and" && noun(end + 1)) {
                    end += 1;
                }
            } else {
                break;
            }
        }
        end
    }

    /// Whether marked words start at an item.
    fn mark_starts(&self, item: usize) -> bool {
        let mark_before = |token: usize| {
            token
                .checked_sub(1)
                .and_then(|before| self.reading.tokens.get(before))
                .is_some_and(|before| before.kind == TokenKind::Mark)
        };
        self.is_quoted(item)
            || self.token(item).is_some_and(|token| {
                mark_before(token) && self.lines.opens_mark.get(token).copied().unwrap_or(false)
            })
    }

    /// The item after the marked words that start at an item.
    fn end_of_mark(&self, line: &Line, item: usize) -> usize {
        if self.is_quoted(item) {
            return item + 1;
        }
        let closes = |item: usize| {
            self.token(item)
                .and_then(|token| self.reading.tokens.get(token + 1))
                .is_some_and(|next| next.kind == TokenKind::Mark)
        };
        (item..line.items.end).find(|&item| closes(item)).map_or(item + 1, |last| last + 1)
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
        // Which he said were lent: the relative pronoun is the subject of what is said.
        if cue.frames.contains(Frames::CLAUSE) && self.is_finite(start) && !cue.participle {
            return matches!(self.penn(cue.extent.start.wrapping_sub(1)), Some(Penn::Wdt | Penn::Wp));
        }
        // Said on Friday as he left: a clause of time or manner is none of content.
        let adverbial = self.upos(start) == Some(Upos::Sconj)
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
    fn lists_subjects(&self, line: &Line, cue: &Cue, start: usize) -> bool {
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
            .find(|&item| {
                self.penn(item) == Some(Penn::To)
                    && (self.penn(item + 1) == Some(Penn::Vb) || self.mark_starts(item + 1))
            })?;
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
    fn opens_with_verb(&self, item: usize) -> bool {
        let Some(before) = item.checked_sub(1).and_then(|before| self.token(before)) else { return false };
        self.reading
            .pos
            .get(before + 2)
            .is_some_and(|pos| matches!(pos.penn, Penn::Vbd | Penn::Vbz | Penn::Vbp | Penn::Md))
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
            // …, allowing people to see: only a participle that reports something of its own takes over.
            if later.participle && !self.reports(line, later) {
                continue;
            }
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
            // … a proposal which he claimed would help: what a relative clause reports is reported anew.
            if matches!(self.penn(before), Some(Penn::Wdt | Penn::Wp))
                && self.is_finite(later.extent.end)
                && before > start
            {
                end = end.min(before);
                break;
            }
            let takes_over = comma
                && !(joined && shared && !self.is_finite(later.item))
                && (later.kind == CueKind::According
                    || joined
                    || shared
                    || later.extent.end + 1 >= line.items.end)
                || joined
                    && shared
                    && !self.cues[index].that
                    && self.is_finite(later.item)
                    && later
                        .frames
                        .intersects(Frames::STRONG | Frames::CLAUSE | Frames::NAMING | Frames::PHRASE);
            if takes_over && before > start {
                let mut cut = before;
                if joined && self.form(cut.wrapping_sub(1)) == "," {
                    cut -= 1;
                }
                end = end.min(cut);
                break;
            }
        }
        if let Some(semicolon) = (start..end).find(|&item| self.form(item) == ";") {
            end = semicolon;
        }
        if let Some(main) = self.main_clause_after(line, &self.cues[index], start) {
            end = end.min(main);
        }
        while end > start && matches!(self.form(end - 1), "." | "!" | "?" | "," | ";" | ":") {
            end -= 1;
        }
        end
    }

    /// Whether a participle has content: a clause or a quotation after it.
    fn reports(&self, line: &Line, cue: &Cue) -> bool {
        let next =
            if matches!(self.form(cue.extent.end), "," | ":") { cue.extent.end + 1 } else { cue.extent.end };
        cue.frames.intersects(Frames::CLAUSE | Frames::STRONG)
            && (cue.that || self.is_quoted(next) || self.opens_content(line, cue, cue.extent.end))
    }

    /// *While he said it was dear, | Ham bought it*: where the cue stands in a subordinate clause or opens the
    /// sentence as a participle, the comma before the main clause ends the content.
    fn main_clause_after(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
        let before = cue.extent.start.wrapping_sub(1);
        let subordinate = cue.extent.start > line.items.start
            && ["while", "although", "though", "as", "when", "if", "because", "since", "after"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(self.form(before)));
        let opening = cue.participle && cue.item == line.items.start;
        if !subordinate && !opening {
            return None;
        }
        (start + 1..line.items.end).find(|&item| {
            self.form(item) == ","
                && matches!(
                    self.upos(item + 1),
                    Some(Upos::Det | Upos::Propn | Upos::Pron | Upos::Noun | Upos::Adj)
                )
                && (item + 2..(item + 7).min(line.items.end))
                    .take_while(|&next| self.form(next) != ",")
                    .any(|next| self.is_finite(next))
        })
    }

    /// The content before a cue that ends its sentence, or on both sides of one that interrupts it.
    fn around(&self, line: &Line, index: usize) -> Option<Vec<Range<usize>>> {
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
    fn follows_quotation(&self, item: usize) -> bool {
        let before = item.wrapping_sub(1);
        self.is_quoted(before) || self.form(before) == "," && self.is_quoted(before.wrapping_sub(1))
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
