//! Finds quotations: what stands in marks, and what is reported without them.

pub mod given;
pub mod lines;
pub mod marks;
pub mod report;
pub mod turns;
mod utterance;

use std::ops::Range;

use self::lines::{Item, Lines};
use self::marks::{Stretch, Stretches, Style};
use self::report::Report;
use crate::cue::Cue;
use crate::layers::{Quote, QuoteId, QuoteKind, TokenKind, Upos};
use crate::lexicon::Frames;
use crate::reading::Reading;
use crate::span::Span;

/// Where a quotation comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The cue whose reported clause it is.
    pub cue: Option<usize>,
    /// The stretches it is made of; for a reported clause those inside it.
    pub stretches: Vec<usize>,
    /// Whether a dash opens it, and no mark.
    pub dash: bool,
    /// The label of the turn it is, in a transcript or interview.
    pub label: Option<Span>,
    /// Marked words that are no utterance: *mixed* if somebody is found to have said them, *scare* if not.
    pub phrase: bool,
}

/// Every quotation of a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In text order.
    pub quotes: Vec<Quote>,
    /// For each quotation where it comes from.
    pub origins: Vec<Origin>,
}

/// Makes quotations of stretches and reported clauses.
#[must_use]
pub fn find(
    reading: &Reading<'_>,
    stretches: &Stretches,
    lines: &Lines,
    cues: &[Cue],
    reports: &[Report],
) -> Found {
    let finder = Finder { reading, stretches, lines, cues };
    let mut drafts = turns::find(reading);
    let turns: Vec<Span> = drafts.iter().flat_map(|(quote, _)| quote.parts.iter().copied()).collect();
    let mut taken = vec![false; stretches.all.len()];
    for report in reports {
        finder.reported(report, &turns, &mut taken, &mut drafts);
    }
    finder.marked(&mut taken, &mut drafts);
    drafts.sort_by_key(|(quote, _)| (quote.span().start, std::cmp::Reverse(quote.span().end)));
    let mut found = Found::default();
    for (quote, origin) in drafts {
        found.quotes.push(quote);
        found.origins.push(origin);
    }
    set_parents(&mut found);
    found
}

/// A quotation inside a part of another has that other as its parent, the innermost one.
fn set_parents(found: &mut Found) {
    let mut around: Vec<usize> = Vec::new();
    for index in 0..found.quotes.len() {
        let span = found.quotes[index].span();
        while around.last().is_some_and(|&last| found.quotes[last].span().end <= span.start) {
            around.pop();
        }
        let inside = |&&other: &&usize| found.quotes[other].parts.iter().any(|part| part.contains(span));
        found.quotes[index].parent = around.iter().rev().find(inside).map(|&other| QuoteId::of(other));
        around.push(index);
    }
}

struct Finder<'a> {
    reading: &'a Reading<'a>,
    stretches: &'a Stretches,
    lines: &'a Lines,
    cues: &'a [Cue],
}

type Draft = (Quote, Origin);

impl Finder<'_> {
    /// Makes the quotation of a reported clause: indirect without marks in it, mixed with some. A clause
    /// that is nothing but quotations leaves them to be direct ones.
    fn reported(&self, report: &Report, turns: &[Span], taken: &mut [bool], drafts: &mut Vec<Draft>) {
        // Reports inside quotations would make speech of what a speaker merely retells.
        let line = self.cues.get(report.cue).and_then(|cue| self.lines.lines.get(cue.line));
        if line.is_none_or(|line| line.container.is_some()) {
            return;
        }
        let items = || report.ranges.iter().flat_map(|range| self.lines.items[range.clone()].iter());
        let plain = items()
            .filter(|item| match item {
                Item::Token(token) => self.is_content(*token),
                Item::Quoted(_) => false,
            })
            .count();
        let masked: Vec<usize> = items()
            .filter_map(|item| match item {
                Item::Quoted(stretch) => Some(*stretch),
                Item::Token(_) => None,
            })
            .collect();
        if plain == 0 || masked.iter().any(|&stretch| taken[stretch]) {
            return;
        }
        // A whole sentence in marks beside a clause stays a quotation of its own.
        if masked.iter().any(|&stretch| self.stretches.all[stretch].carried_on) {
            return;
        }
        let parts: Vec<Span> = report.ranges.iter().filter_map(|range| self.span_of(range.clone())).collect();
        let first_turn = turns.partition_point(|turn| turn.end <= parts.first().map_or(0, |part| part.start));
        if parts.is_empty()
            || turns.get(first_turn).is_some_and(|turn| parts.iter().any(|part| turn.overlaps(*part)))
        {
            return;
        }
        let inside: Vec<usize> = (0..self.stretches.all.len())
            .skip(self.stretches.all.partition_point(|stretch| stretch.outer.start < parts[0].start))
            .take_while(|&index| {
                parts.last().is_some_and(|last| self.stretches.all[index].outer.start < last.end)
            })
            .filter(|&index| {
                let outer = self.stretches.all[index].outer;
                parts.iter().any(|part| part.contains(outer)) && !self.is_inside_masked(index, &masked)
            })
            .collect();
        let marks: Vec<Span> = inside.iter().map(|&index| self.stretches.all[index].inner).collect();
        // What somebody else is said to have said is a quotation of its own, inside this one.
        let inside: Vec<usize> =
            inside.into_iter().filter(|&index| !self.has_own_source(index, report.cue)).collect();
        if inside.iter().any(|&stretch| taken[stretch]) {
            return;
        }
        for &stretch in &inside {
            taken[stretch] = true;
        }
        let kind = if marks.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed };
        let closed = inside.iter().all(|&index| self.stretches.all[index].closed);
        let quote = Quote { parts, marks, kind, closed, parent: None };
        drafts.push((quote, Origin { cue: Some(report.cue), stretches: inside, ..Origin::default() }));
    }

    /// Whether a verb of naming inside the reported clause gives the marked words to somebody else: *said
    /// the firm should withdraw what she called a “blackmail roster”*.
    fn has_own_source(&self, stretch: usize, reporting: usize) -> bool {
        let first = self.reading.tokens_in(self.stretches.all[stretch].inner).start;
        let item =
            self.lines.item_of[stretch].or_else(|| self.lines.item_of_token.get(first).copied().flatten());
        let (Some(item), Some(own)) = (item, self.cues.get(reporting)) else { return false };
        crate::cue::on_line(self.cues, own.line).iter().any(|cue| {
            cue.item > own.item
                && cue.item < item
                && item - cue.item <= 5
                && cue.frames.contains(Frames::NAMING)
                && !cue.frames.contains(Frames::ATTITUDE)
                && !cue.negated
                && cue.source.is_some_and(|source| source.link == crate::cue::SourceLink::Before)
                && cue.source.map(|source| source.mention) != own.source.map(|source| source.mention)
        })
    }

    /// Whether a stretch stands inside one of the masked ones: then it is nested, not a mark of the clause.
    fn is_inside_masked(&self, index: usize, masked: &[usize]) -> bool {
        let mut around = self.stretches.all[index].parent;
        while let Some(parent) = around {
            if masked.contains(&parent) {
                return true;
            }
            around = self.stretches.all[parent].parent;
        }
        false
    }

    /// Whether a token is more than what may stand between quotations: *and*, *but*, *that*, punctuation.
    fn is_content(&self, token: usize) -> bool {
        self.reading.tokens[token].kind != TokenKind::Punctuation
            && !matches!(
                self.reading.pos[token].upos,
                Upos::Cconj | Upos::Punct | Upos::Sconj | Upos::Adv | Upos::Intj
            )
    }

    /// The text of a range of items, masked stretches with their marks.
    fn span_of(&self, range: Range<usize>) -> Option<Span> {
        let edge = |item: &Item| match item {
            Item::Token(token) => self.reading.tokens[*token].span,
            Item::Quoted(stretch) => self.stretches.all[*stretch].outer,
        };
        let items = self.lines.items.get(range)?;
        let whole = edge(items.first()?).cover(edge(items.last()?));
        // Marks of unmasked stretches are no items: take in those that the range opens or closes with.
        Some(
            self.stretches
                .all
                .iter()
                .skip(self.first_near(whole))
                .take_while(|stretch| stretch.outer.start <= whole.end)
                .fold(whole, |whole, stretch| {
                    let touches = stretch.inner.overlaps(whole) && !stretch.outer.contains(whole);
                    if touches { whole.cover(stretch.outer) } else { whole }
                }),
        )
    }

    /// The first stretch that may reach into a span. Stretches that start far before it are long ones,
    /// which contain it or are masked; the one right before its start is the only one that can touch it.
    fn first_near(&self, span: Span) -> usize {
        self.stretches.all.partition_point(|stretch| stretch.outer.start < span.start).saturating_sub(1)
    }

    /// Makes quotations of the stretches that no reported clause has taken.
    fn marked(&self, taken: &mut [bool], drafts: &mut Vec<Draft>) {
        for index in 0..self.stretches.all.len() {
            if taken[index] {
                continue;
            }
            taken[index] = true;
            let stretch = &self.stretches.all[index];
            if stretch.inner.is_empty() {
                continue;
            }
            if let Some((label, content)) = self.labelled(index) {
                let closed = stretch.closed;
                let quote = Quote {
                    parts: vec![content],
                    marks: vec![stretch.inner],
                    kind: QuoteKind::Direct,
                    closed,
                    parent: None,
                };
                drafts.push((
                    quote,
                    Origin { stretches: vec![index], label: Some(label), ..Origin::default() },
                ));
                continue;
            }
            let mut members = vec![index];
            let utterance =
                utterance::is_utterance(self.reading, self.stretches, self.lines, self.cues, index);
            if utterance {
                self.gather(index, taken, &mut members);
            }
            let parts: Vec<Span> = members.iter().map(|&member| self.stretches.all[member].inner).collect();
            let closed = members.last().is_some_and(|&last| self.stretches.all[last].closed);
            let kind = if utterance { QuoteKind::Direct } else { QuoteKind::Scare };
            let quote = Quote { marks: parts.clone(), parts, kind, closed, parent: None };
            let inside = self.reading.tokens_in(self.stretches.all[index].inner);
            let phrase = !utterance
                && !utterance::is_work(self.reading, inside, self.stretches.all[index].outer.start);
            drafts.push((quote, Origin { stretches: members, phrase, ..Origin::default() }));
        }
    }

    /// The label in capitals that opens a stretch, and what follows it: a transcript quoted turn by turn.
    fn labelled(&self, index: usize) -> Option<(Span, Span)> {
        let stretch = &self.stretches.all[index];
        let (label, content) = turns::label_in(self.reading, stretch.inner)?;
        let capitals = !label.text(self.reading.text).contains(char::is_lowercase);
        let words =
            self.reading.tokens_in(content).any(|token| self.reading.tokens[token].kind == TokenKind::Word);
        (capitals && words && label.len() > 2).then_some((label, content))
    }

    /// Adds the stretches that go on with the same quotation: the re-opened marks of the next paragraph,
    /// and what follows a tag inside the same sentence.
    fn gather(&self, first: usize, taken: &mut [bool], members: &mut Vec<usize>) {
        let mut current = first;
        loop {
            let next = if self.stretches.all[current].carried_on {
                self.next_sibling(current)
                    .filter(|&next| self.stretches.all[next].style == self.stretches.all[current].style)
            } else {
                self.after_tag(current)
            };
            let Some(next) = next.filter(|&next| !taken[next] && self.labelled(next).is_none()) else {
                return;
            };
            taken[next] = true;
            members.push(next);
            current = next;
        }
    }

    /// The next stretch at the same depth.
    fn next_sibling(&self, index: usize) -> Option<usize> {
        let parent = self.stretches.all[index].parent;
        let end = self.stretches.all[index].outer.end;
        (index + 1..self.stretches.all.len()).find(|&next| {
            self.stretches.all[next].parent == parent && self.stretches.all[next].outer.start >= end
        })
    }

    /// *“Taxes,” she said, “will rise.”*: the stretch after a tag on the same line.
    fn after_tag(&self, index: usize) -> Option<usize> {
        let item = self.lines.item_of[index]?;
        let line = &self.lines.lines[self.lines.line_of(item)?];
        let mut next = item + 1;
        let mut words = 0;
        while next < line.items.end {
            match self.lines.items[next] {
                Item::Quoted(stretch) => {
                    let tag = crate::cue::on_line(self.cues, self.lines.line_of(item)?).iter().any(|cue| {
                        (item + 1..next).contains(&cue.item) && cue.frames.contains(Frames::QUOTATION)
                    });
                    let before = self.form(next - 1);
                    let inside = self.stretches.all[index].inner.text(self.reading.text);
                    // The sentence goes on where a comma or dash leads back into it, or where the first part
                    // ended without a stop and the second starts in lower case.
                    let leads_back = matches!(before, "," | "—" | "–" | "--" | ";" | "-");
                    let goes_on = leads_back && !self.form(next - 1).is_empty()
                        || inside.ends_with([',', '—', '-', '–']) && self.starts_lower(stretch);
                    return (tag && goes_on).then_some(stretch);
                }
                Item::Token(token) => {
                    words += usize::from(self.reading.tokens[token].kind == TokenKind::Word);
                    if words > 25 {
                        return None;
                    }
                }
            }
            next += 1;
        }
        None
    }

    fn form(&self, item: usize) -> &str {
        match self.lines.items.get(item) {
            Some(Item::Token(token)) => self.reading.form(*token),
            _ => "",
        }
    }

    fn starts_lower(&self, stretch: usize) -> bool {
        starts_lower(&self.stretches.all[stretch], self.reading.text)
    }
}

/// Whether the first letter of a stretch is lower case.
fn starts_lower(stretch: &Stretch, text: &str) -> bool {
    stretch
        .inner
        .text(text)
        .chars()
        .find(|character| character.is_alphabetic())
        .is_some_and(char::is_lowercase)
}

/// The stretches that hide what is inside them from the grammar outside, for [`crate::mention::find`]: by
/// start, apart from each other.
#[must_use]
pub fn masked_spans(stretches: &Stretches, lines: &Lines) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (stretch, _) in stretches
        .all
        .iter()
        .zip(&lines.masked)
        .filter(|(stretch, masked)| **masked && stretch.style != Style::Dash)
    {
        if spans.last().is_none_or(|last| last.end <= stretch.outer.start) {
            spans.push(stretch.outer);
        }
    }
    spans
}
