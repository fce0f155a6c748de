//! What rules ask about the run of the text: sentences before, earlier quotations, turns of a dialogue.

use std::ops::Range;

use super::context::Context;
use super::rule::{Link, Verdict};
use crate::layers::{MentionId, MentionKind, Penn, QuoteId, TokenKind};
use crate::lexicon::WordClass;
use crate::quote::lines::Item;
use crate::span::Span;

impl Context<'_> {
    /// The text of an item; none for a masked quotation.
    #[must_use]
    pub fn item_span(&self, item: usize) -> Option<Span> {
        match self.lines.items.get(item)? {
            Item::Token(token) => self.reading.tokens.get(*token).map(|token| token.span),
            Item::Quoted(_) => None,
        }
    }

    /// The longest mention inside a span.
    #[must_use]
    pub fn mention_in(&self, span: Span) -> Option<MentionId> {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        (first..self.mentions.len())
            .take_while(|&index| self.mentions[index].span.start < span.end)
            .filter(|&index| span.contains(self.mentions[index].span))
            .max_by_key(|&index| (self.mentions[index].span.len(), std::cmp::Reverse(index)))
            .map(MentionId::of)
    }

    /// The longest mention that starts at an item.
    #[must_use]
    pub fn mention_at(&self, item: usize) -> Option<MentionId> {
        match self.lines.items.get(item)? {
            Item::Token(token) => self.index.starting(*token),
            Item::Quoted(_) => None,
        }
    }

    /// The paragraph of a line.
    #[must_use]
    pub fn paragraph_of(&self, line: usize) -> Option<usize> {
        self.lines.lines.get(line).map(|line| line.paragraph)
    }

    /// The item and line that marked words start at: their mask, or their first token where they have none.
    #[must_use]
    pub fn phrase_start(&self, quote: QuoteId) -> Option<(usize, usize)> {
        let &stretch = self.origin(quote).stretches.first()?;
        let first = self.reading.tokens_in(self.stretches.all[stretch].inner).start;
        let item =
            self.lines.item_of[stretch].or_else(|| self.lines.item_of_token.get(first).copied().flatten())?;
        Some((item, self.lines.line_of(item)?))
    }

    /// Whether marked words end the noun phrase they are in: no noun that they only modify comes after them.
    #[must_use]
    pub fn ends_noun_phrase(&self, quote: QuoteId) -> bool {
        let Some(&stretch) = self.origin(quote).stretches.first() else { return false };
        let after = self.reading.tokens_in(self.stretches.all[stretch].outer).end;
        let next = self.reading.pos.get(after).map(|pos| pos.penn);
        !matches!(next, Some(Penn::Nn | Penn::Nns | Penn::Nnp | Penn::Nnps))
    }

    /// Whether a new clause starts between two items: a semicolon, or a conjunction or comma before a
    /// subject of its own.
    #[must_use]
    pub fn clause_breaks_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|item| {
            let finite = self.penn(item).is_some_and(Penn::is_finite);
            let joined = self.form(item) == "," && self.penn(item + 1) == Some(Penn::Cc);
            matches!(self.form(item), ";" | ":") || joined || finite && !self.is_in_relative(from, item)
        })
    }

    /// Whether a finite verb belongs to a relative or comparative clause: *what it saw as*, *which he called*.
    fn is_in_relative(&self, from: usize, item: usize) -> bool {
        (from.max(item.saturating_sub(5))..item)
            .any(|before| matches!(self.penn(before), Some(Penn::Wp | Penn::Wdt | Penn::Wrb)))
    }

    /// The Penn tag of an item's token.
    #[must_use]
    pub fn penn(&self, item: usize) -> Option<Penn> {
        match self.lines.items.get(item)? {
            Item::Token(token) => self.reading.pos.get(*token).map(|pos| pos.penn),
            Item::Quoted(_) => None,
        }
    }

    /// The items of the line before, if it is the paragraph before or the same one.
    #[must_use]
    pub fn previous_line(&self, line: usize) -> Option<Range<usize>> {
        let this = self.lines.lines.get(line)?;
        let previous = self.lines.lines.get(line.checked_sub(1)?)?;
        let near = previous.container == this.container && previous.paragraph + 1 >= this.paragraph;
        near.then(|| previous.items.clone())
    }

    /// The items of the sentence before in the same paragraph, if it holds no quotation.
    #[must_use]
    pub fn sentence_before(&self, line: usize) -> Option<Range<usize>> {
        let this = self.lines.lines.get(line)?;
        let previous = self.lines.lines.get(line.checked_sub(1)?)?;
        let near = previous.container == this.container && previous.paragraph == this.paragraph;
        let plain = !previous.items.clone().any(|item| matches!(self.lines.items[item], Item::Quoted(_)));
        (near && plain).then(|| previous.items.clone())
    }

    /// The first mention of a stretch of items that can speak: its subject, in plain prose.
    #[must_use]
    pub fn subject_of(&self, items: Range<usize>) -> Option<MentionId> {
        let mut item = items.start;
        while item < items.end {
            let Some(Item::Token(token)) = self.lines.items.get(item) else { return None };
            let Some(mention) = self.index.starting(*token) else {
                item += 1;
                continue;
            };
            let this = self.mention(mention);
            let end = item + this.tokens.len();
            let after_preposition =
                item > items.start && matches!(self.penn(item - 1), Some(Penn::In | Penn::To));
            let calendar = self
                .reading
                .words
                .get((this.tokens.end as usize).saturating_sub(1))
                .is_some_and(|word| word.is(WordClass::CALENDAR));
            let expletive = self.text(this.head).eq_ignore_ascii_case("it")
                || self.text(this.head).eq_ignore_ascii_case("there");
            if !after_preposition && !calendar && !expletive && this.span.end <= self.edge(items.end) {
                return Some(mention);
            }
            item = end.max(item + 1);
        }
        None
    }

    fn edge(&self, end: usize) -> u32 {
        end.checked_sub(1).and_then(|last| self.item_span(last)).map_or(u32::MAX, |span| span.end)
    }

    /// The subject, if it is a person: a name, *he*, *she*, or a noun for people.
    #[must_use]
    pub fn person_subject_of(&self, items: Range<usize>) -> Option<MentionId> {
        let mention = self.subject_of(items)?;
        let this = self.mention(mention);
        let person = match this.kind {
            MentionKind::Name => {
                let given = self.reading.tokens_in(this.head).any(|token| {
                    self.reading.words.get(token).is_some_and(|word| word.is(WordClass::GIVEN_NAME))
                });
                given || matches!(this.label, Some(crate::layers::EntityLabel::Per) | None)
            }
            MentionKind::Pronoun => {
                let form = self.text(this.head);
                ["he", "she", "they", "i", "we"].iter().any(|pronoun| pronoun.eq_ignore_ascii_case(form))
            }
            MentionKind::Nominal => {
                let head = self.reading.tokens_in(this.head).end.saturating_sub(1);
                self.reading.words.get(head).is_some_and(|word| {
                    word.is(WordClass::ROLE | WordClass::HUMAN | WordClass::KINSHIP | WordClass::TITLE)
                })
            }
        };
        person.then_some(mention)
    }

    /// The nearest quotation before this one that is no part of another and has a source.
    #[must_use]
    pub fn earlier_decided(&self, quote: QuoteId) -> Option<QuoteId> {
        let start = self.quote(quote).span().start;
        (0..quote.index()).rev().take(12).map(QuoteId::of).find(|&earlier| {
            self.decided[earlier.index()].is_some()
                && self.quote(earlier).parent.is_none()
                && self.quote(earlier).span().end <= start
        })
    }

    /// The mention that a decided quotation is linked to.
    #[must_use]
    pub fn linked_mention(&self, quote: QuoteId) -> Option<MentionId> {
        self.decided[quote.index()].and_then(|link| link.mention)
    }

    /// The answer that the source of an earlier quotation goes on.
    #[must_use]
    pub fn goes_on(&self, earlier: QuoteId) -> Verdict {
        Verdict::Fires(Link {
            mention: self.linked_mention(earlier),
            earlier: Some(earlier),
            earlier_span: Some(self.quote(earlier).span()),
            ..Link::default()
        })
    }

    /// The paragraph that a quotation ends in.
    #[must_use]
    pub fn last_paragraph(&self, quote: QuoteId) -> usize {
        self.reading.paragraph_at(self.quote(quote).span().end.saturating_sub(1))
    }

    /// Whether a quotation and its marks are all there is in its paragraphs.
    #[must_use]
    pub fn fills_paragraph(&self, quote: QuoteId) -> bool {
        self.quote(quote).parts.iter().all(|part| {
            let paragraph = &self.reading.paragraphs[self.reading.paragraph_at(part.start)];
            self.reading.tokens_in(paragraph.span).all(|token| {
                let token = &self.reading.tokens[token];
                token.kind == TokenKind::Mark
                    || part.contains(token.span)
                    || self.quote(quote).parts.iter().any(|part| part.contains(token.span))
                    || token.kind == TokenKind::Punctuation
            })
        })
    }

    /// Whether two quotations are known to have different sources.
    #[must_use]
    pub fn differ(&self, one: QuoteId, other: QuoteId) -> bool {
        let who = |quote: QuoteId| {
            let mention = self.linked_mention(quote)?;
            Some((mention, self.identity.get(mention.index()).copied().flatten().map(|(speaker, _)| speaker)))
        };
        match (who(one), who(other)) {
            (Some((_, Some(one))), Some((_, Some(other)))) => one != other,
            (Some((one, _)), Some((other, _))) => {
                !self.text(self.mention(one).head).eq_ignore_ascii_case(self.text(self.mention(other).head))
            }
            _ => false,
        }
    }

    /// The quotation two turns before in an unbroken dialogue: each turn a paragraph that its quotation
    /// opens, nothing in between, and two people taking turns.
    #[must_use]
    pub fn turn_before_last(&self, quote: QuoteId) -> Option<QuoteId> {
        let last = self.turn_before(quote)?;
        let first = self.turn_before(last)?;
        let alternate = self.decided[last.index()].is_none() || self.differ(first, last);
        (self.decided[first.index()].is_some() && alternate).then_some(first)
    }

    /// The turn right before a quotation's paragraph, with a known source, and the nearest earlier quotation
    /// that somebody else said.
    #[must_use]
    pub fn partner(&self, quote: QuoteId) -> Option<(QuoteId, Option<QuoteId>)> {
        let last = self.turn_before(quote).filter(|last| self.decided[last.index()].is_some())?;
        let other = (0..last.index())
            .rev()
            .take(10)
            .map(QuoteId::of)
            .take_while(|&earlier| self.last_paragraph(earlier) + 12 >= self.paragraph(last))
            .find(|&earlier| {
                self.decided[earlier.index()].is_some()
                    && self.quote(earlier).parent.is_none()
                    && self.is_direct(earlier)
                    && self.differ(earlier, last)
            });
        Some((last, other))
    }

    /// The nearest person named outside quotations in the few paragraphs before a quotation's who is not its
    /// speaker: whom that speaker talks to, where nobody else has spoken yet.
    #[must_use]
    pub fn listener(&self, quote: QuoteId) -> Option<MentionId> {
        let speaker = self.linked_mention(quote)?;
        let identity = |mention: MentionId| {
            self.identity.get(mention.index()).copied().flatten().map(|(speaker, _)| speaker)
        };
        let own = identity(speaker)?;
        let end = self.quote(quote).span().end;
        let paragraph = self.paragraph(quote);
        let first = self.mentions.partition_point(|mention| mention.span.start < end);
        (0..first)
            .rev()
            .take(60)
            .map(MentionId::of)
            .take_while(|&mention| {
                self.reading.paragraph_at(self.mention(mention).span.start) + 3 >= paragraph
            })
            .find(|&mention| {
                let this = self.mention(mention);
                let person = this.label == Some(crate::layers::EntityLabel::Per)
                    || this.kind == MentionKind::Pronoun
                        && matches!(
                            this.gender,
                            crate::layers::Gender::Masculine | crate::layers::Gender::Feminine
                        );
                !this.quoted && person && identity(mention).is_some_and(|other| other != own)
            })
    }

    /// The first quotation of the paragraph right before a quotation's, if that paragraph is a turn too.
    fn turn_before(&self, quote: QuoteId) -> Option<QuoteId> {
        let paragraph = self.paragraph(quote).checked_sub(1)?;
        (0..quote.index())
            .rev()
            .take(8)
            .map(QuoteId::of)
            .take_while(|&earlier| self.last_paragraph(earlier) + 1 >= paragraph)
            .filter(|&earlier| self.is_direct(earlier) && self.paragraph(earlier) == paragraph)
            .filter(|&earlier| self.quote(earlier).parent.is_none())
            .last()
    }
}
