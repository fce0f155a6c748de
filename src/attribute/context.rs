//! What rules see: the document, its cues and quotations, and what earlier rules decided.

use super::rule::Link;
use crate::cue::{Cue, MentionIndex, SourceLink};
use crate::layers::{Mention, MentionId, MentionKind, Quote, QuoteId, QuoteKind, SpeakerId};
use crate::lexicon::Frames;
use crate::quote::lines::{Item, Line, Lines};
use crate::quote::marks::Stretches;
use crate::quote::{Found, Origin};
use crate::reading::Reading;
use crate::span::Span;

/// A read-only view of everything found so far.
pub struct Context<'a> {
    /// The text as read.
    pub reading: &'a Reading<'a>,
    /// Its marked stretches.
    pub stretches: &'a Stretches,
    /// Its lines, quotations masked.
    pub lines: &'a Lines,
    /// Noun phrases, names and pronouns.
    pub mentions: &'a [Mention],
    /// Mentions by token.
    pub index: &'a MentionIndex,
    /// Reporting cues, by line.
    pub cues: &'a [Cue],
    /// Quotations.
    pub found: &'a Found,
    /// For each mention who it is, as far as the text tells without knowing who speaks; empty outside dialogue,
    /// whose rules alone ask.
    pub identity: &'a [Option<(SpeakerId, &'static str)>],
    /// Whether the quotations are a conversation, as in fiction, and not statements, as in news.
    pub dialogue: bool,
    /// For each quotation the link that an earlier rule made.
    pub decided: Vec<Option<Link>>,
}

/// On which side of its quotation a tag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// *Ann said, “…”*
    Before,
    /// *“…,” Ann said*; also between two parts.
    After,
}

/// A cue right beside a quotation.
#[derive(Clone, Copy)]
pub struct Tag<'a> {
    /// The cue.
    pub cue: &'a Cue,
    /// Which side.
    pub side: Side,
    /// Its source.
    pub mention: MentionId,
    /// How the source was found.
    pub link: SourceLink,
    /// Whether a colon leads from it to the quotation.
    pub colon: bool,
}

impl<'a> Context<'a> {
    /// The quotation.
    #[must_use]
    pub fn quote(&self, quote: QuoteId) -> &'a Quote {
        &self.found.quotes[quote.index()]
    }

    /// Where the quotation comes from.
    #[must_use]
    pub fn origin(&self, quote: QuoteId) -> &'a Origin {
        &self.found.origins[quote.index()]
    }

    /// The mention.
    #[must_use]
    pub fn mention(&self, mention: MentionId) -> &'a Mention {
        &self.mentions[mention.index()]
    }

    /// Whether the quotation is one in marks that tags stand beside.
    #[must_use]
    pub fn is_direct(&self, quote: QuoteId) -> bool {
        self.quote(quote).kind == QuoteKind::Direct
    }

    /// The cues of a line.
    #[must_use]
    pub fn cues_on(&self, line: usize) -> &'a [Cue] {
        crate::cue::on_line(self.cues, line)
    }

    /// The items that mask the quotation's stretches, with their lines.
    pub fn items(&self, quote: QuoteId) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.origin(quote).stretches.iter().filter_map(|&stretch| {
            let item = self.lines.item_of[stretch]?;
            Some((item, self.lines.line_of(item)?))
        })
    }

    /// The paragraph that a quotation starts in.
    #[must_use]
    pub fn paragraph(&self, quote: QuoteId) -> usize {
        self.reading.paragraph_at(self.quote(quote).span().start)
    }

    /// The text of an item; empty for a masked quotation.
    #[must_use]
    pub fn form(&self, item: usize) -> &'a str {
        match self.lines.items.get(item) {
            Some(Item::Token(token)) => self.reading.form(*token),
            _ => "",
        }
    }

    /// The tag right beside the quotation: after one of its stretches, else before its first.
    #[must_use]
    pub fn tag(&self, quote: QuoteId) -> Option<Tag<'a>> {
        if !self.is_direct(quote) {
            return None;
        }
        if self.origin(quote).dash {
            return self.tag_in_dialogue(quote);
        }
        let after = self.items(quote).find_map(|(item, line)| self.tag_after(item, line));
        after
            .or_else(|| self.items(quote).next().and_then(|(item, line)| self.tag_before(item, line)))
            .or_else(|| self.items(quote).last().and_then(|(item, line)| self.tag_cut_off(item, line)))
    }

    /// The tag of dash dialogue: the cue of its paragraph that stands outside the speech.
    fn tag_in_dialogue(&self, quote: QuoteId) -> Option<Tag<'a>> {
        let parts = &self.quote(quote).parts;
        let first = self.lines.lines.partition_point(|line| line.paragraph < self.paragraph(quote));
        let end =
            first + self.lines.lines[first..].partition_point(|line| line.paragraph == self.paragraph(quote));
        let outside = |span: Span| !parts.iter().any(|part| part.overlaps(span));
        let found = (first..end).flat_map(|line| self.cues_on(line)).find(|cue| {
            let source = cue.source.map(|source| self.mention(source.mention).span);
            self.can_tag(cue) && outside(cue.span) && source.is_some_and(outside)
        })?;
        self.as_tag(found, Side::After)
    }

    /// The tag that starts right after an item.
    #[must_use]
    pub fn tag_after(&self, item: usize, line: usize) -> Option<Tag<'a>> {
        let fits = |cue: &&Cue| {
            self.can_tag(cue)
                && !cue.that
                && cue.extent.start > item
                && self.only_commas(item + 1, cue.extent.start)
                && !self.leads_into_quotation(cue, line)
        };
        self.as_tag(self.cues_on(line).iter().find(fits)?, Side::After)
    }

    /// *“It works.” Ann said.*: a tag that the stop inside the marks has cut off; all of the next line.
    fn tag_cut_off(&self, item: usize, line: usize) -> Option<Tag<'a>> {
        let this = self.lines.lines.get(line)?;
        let next = self.lines.lines.get(line + 1)?;
        if next.paragraph != this.paragraph
            || next.container != this.container
            || !self.only_commas(item + 1, this.items.end)
        {
            return None;
        }
        let found = self.cues_on(line + 1).iter().find(|cue| {
            self.can_tag(cue)
                && cue.frames.contains(Frames::STRONG)
                && !cue.that
                && cue.extent.start == next.items.start
                && self.only_stops(cue.extent.end, next.items.end)
        })?;
        self.as_tag(found, Side::After)
    }

    /// Whether the cue introduces another quotation after it: then it is that one's tag. A comma before it
    /// and a colon after it leave no doubt; a stop inside the quotation before it neither.
    fn leads_into_quotation(&self, cue: &Cue, line: usize) -> bool {
        let Some(line) = self.lines.lines.get(line) else { return false };
        let mut next = cue.extent.end;
        let colon = self.form(next) == ":";
        while next < line.items.end && matches!(self.form(next), "," | ":") {
            next += 1;
        }
        let Some(Item::Quoted(stretch)) = self.lines.items.get(next) else { return false };
        if colon {
            return true;
        }
        // “One.” Ann said, “Two.” against “One,” Ann said, “two.”
        let Some(Item::Quoted(before)) = self.lines.items.get(cue.extent.start.wrapping_sub(1)) else {
            return false;
        };
        let stopped = self.stretches.all[*before].inner.text(self.reading.text).ends_with('.');
        let capital = self.stretches.all[*stretch]
            .inner
            .text(self.reading.text)
            .chars()
            .find(|character| character.is_alphabetic())
            .is_some_and(char::is_uppercase);
        stopped && capital
    }

    /// The tag whose extent ends right before an item.
    #[must_use]
    pub fn tag_before(&self, item: usize, line: usize) -> Option<Tag<'a>> {
        let found = self.cues_on(line).iter().rev().find(|cue| {
            self.can_tag(cue) && cue.extent.end <= item && self.only_introduces(cue.extent.end, item)
        });
        if let Some(found) = found {
            return self.as_tag(found, Side::Before);
        }
        // A line that ends in a colon introduces the quotation that opens the next.
        let this = self.lines.lines.get(line)?;
        let previous = self.lines.lines.get(line.checked_sub(1)?)?;
        let opens = this.items.start == item && previous.container == this.container;
        let colon = self.form(previous.items.end.wrapping_sub(1)) == ":";
        if !(opens && colon && previous.paragraph + 1 >= this.paragraph) {
            return None;
        }
        let cue = self
            .cues_on(line - 1)
            .iter()
            .rev()
            .find(|cue| self.can_tag(cue) && self.only_introduces(cue.extent.end, previous.items.end))?;
        self.as_tag(cue, Side::Before)
    }

    fn can_tag(&self, cue: &Cue) -> bool {
        cue.source.is_some() && cue.frames.contains(Frames::QUOTATION) && !cue.negated
    }

    fn as_tag(&self, cue: &'a Cue, side: Side) -> Option<Tag<'a>> {
        let source = cue.source?;
        let colon = self.form(cue.extent.end) == ":";
        Some(Tag { cue, side, mention: source.mention, link: source.link, colon })
    }

    /// Whether nothing but commas and dashes stands between two items.
    #[must_use]
    pub fn only_commas(&self, from: usize, to: usize) -> bool {
        from <= to && (from..to).all(|item| matches!(self.form(item), "," | "—" | "–" | "--" | "-"))
    }

    fn only_stops(&self, from: usize, to: usize) -> bool {
        from <= to && (from..to).all(|item| matches!(self.form(item), "." | "," | "!" | "?"))
    }

    fn only_introduces(&self, from: usize, to: usize) -> bool {
        from <= to
            && to - from <= 3
            && (from..to).all(|item| {
                matches!(self.form(item), "," | ":" | "—" | "–" | "--" | "-" | "that" | "…" | "...")
            })
    }

    /// Whether a mention's form is the given one.
    #[must_use]
    pub fn is_kind(&self, mention: MentionId, kind: MentionKind) -> bool {
        self.mention(mention).kind == kind
    }

    /// Whether the tag beside the quotation says that its source did *not* say it.
    #[must_use]
    pub fn has_negated_tag(&self, quote: QuoteId) -> bool {
        self.items(quote).any(|(item, line)| {
            self.cues_on(line).iter().any(|cue| {
                cue.negated
                    && (self.only_commas(item + 1, cue.extent.start)
                        || self.only_introduces(cue.extent.end, item))
            })
        })
    }

    /// The line's items.
    #[must_use]
    pub fn line_items(&self, line: usize) -> Option<&'a Line> {
        self.lines.lines.get(line)
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        span.text(self.reading.text)
    }
}
