//! Names with their objects: *called the plan a “disaster”*.

use super::Scene;
use crate::cue::{Cue, SourceLink};
use crate::layers::{Penn, TokenKind, Upos};
use crate::lexicon::{Frames, WordClass};
use crate::quote::lines::Line;

impl Scene<'_> {
    /// The end of *X (as) “Y”* after a verb of naming: *called | the plan a “disaster” for the town*. Object and
    /// name together say what the plan is, a clause without its verb. A bare pronoun as object is none.
    pub(super) fn named_object(&self, line: &Line, cue: &Cue, start: usize) -> Option<usize> {
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
    pub(super) fn end_of_name(&self, line: &Line, mark: usize) -> usize {
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
    pub(super) fn mark_starts(&self, item: usize) -> bool {
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
    pub(super) fn end_of_mark(&self, line: &Line, item: usize) -> usize {
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
}
