//! Where sentences end.
//!
//! A stop is a candidate; what stands after it, and what kind of stop it is, decides. Marks and brackets
//! that close right after the stop belong to the sentence. A question or exclamation that ends a quotation
//! does not end the sentence that reports it: *“Really?” she asked.*

use super::abbreviation::{is_acronym, is_function_word};
use super::character::{Class, is_closing_mark, is_opening_mark};
use super::word::LONGEST;
use crate::layers::{Token, TokenKind};
use crate::lexicon::{Frames, Lexicon, WordClass};

/// How a sentence may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// `.`
    Full,
    /// `?`, `!`, and runs of them.
    Loud,
    /// `…`, `...`
    Ellipsis,
    /// The stop of an abbreviation that a name follows: *Mr.*, *J.*
    Title,
    /// The stop of any other abbreviation.
    Abbreviation,
}

/// Cuts the tokens of one paragraph into sentences.
pub(super) struct Splitter<'t> {
    text: &'t str,
    lexicon: &'t Lexicon,
    tokens: &'t [Token],
}

impl<'t> Splitter<'t> {
    pub(super) fn new(text: &'t str, lexicon: &'t Lexicon, tokens: &'t [Token]) -> Self {
        Self { text, lexicon, tokens }
    }

    /// Calls `end` with one past the last token of each sentence, in order.
    pub(super) fn each_end(&self, mut end: impl FnMut(usize)) {
        let (mut index, mut last) = (0, 0);
        let mut straight_open = false;
        while index < self.tokens.len() {
            if self.form(index) == "\"" {
                straight_open = !straight_open;
            }
            let Some(stop) = self.stop(index) else {
                index += 1;
                continue;
            };
            let (next, quoted) = self.after_closers(index + 1, &mut straight_open);
            if next >= self.tokens.len() {
                break;
            }
            if self.ends(stop, index, next, quoted) {
                end(next);
                last = next;
            }
            index = next;
        }
        if last < self.tokens.len() {
            end(self.tokens.len());
        }
    }

    fn form(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| token.span.text(self.text))
    }

    fn first(&self, index: usize) -> char {
        self.form(index).chars().next().unwrap_or(' ')
    }

    /// Whether nothing stands between a token and the one before it.
    fn adjoins(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(index)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    fn stop(&self, index: usize) -> Option<Stop> {
        let token = self.tokens.get(index)?;
        let last = self.text.as_bytes().get((token.span.end as usize).checked_sub(1)?)?;
        // Every other stop is not ASCII, and its last byte is not either.
        if !matches!(last, b'.' | b'!' | b'?' | 0x80..) {
            return None;
        }
        let form = self.form(index);
        match token.kind {
            TokenKind::Word if *last == b'.' => {
                let word = form.strip_suffix('.').unwrap_or(form);
                if word.chars().nth(1).is_none() {
                    return Some(Stop::Title);
                }
                let titled = self.is(word, WordClass::TITLE) || is_title(word);
                Some(if titled { Stop::Title } else { Stop::Abbreviation })
            }
            TokenKind::Number if *last == b'.' => Some(Stop::Title),
            TokenKind::Punctuation if Class::of(form.chars().next()?) == Class::Stop => {
                if form.contains(['?', '!', '？', '！', '‽']) {
                    Some(Stop::Loud)
                } else if form.contains('…') || form.len() > 1 && form.starts_with('.') {
                    Some(Stop::Ellipsis)
                } else {
                    Some(Stop::Full)
                }
            }
            _ => None,
        }
    }

    /// The first token after the marks, brackets and further stops that close what the stop ended, and
    /// whether a quotation mark is among them.
    fn after_closers(&self, mut index: usize, straight_open: &mut bool) -> (usize, bool) {
        let mut quoted = false;
        while let Some(token) = self.tokens.get(index) {
            let form = self.form(index);
            let first = self.first(index);
            let closes = match token.kind {
                TokenKind::Mark => {
                    if form == "\"" {
                        let closing = *straight_open && (self.adjoins(index) || !self.adjoins(index + 1))
                            || self.adjoins(index) && !self.adjoins(index + 1);
                        if closing {
                            *straight_open = false;
                        }
                        closing
                    } else {
                        is_closing_mark(first)
                            && (self.adjoins(index) && (!is_opening_mark(first) || !self.adjoins(index + 1))
                                || !is_opening_mark(first) && !self.adjoins(index + 1)
                                || first == '\'' && !self.adjoins(index + 1)
                                || form == "''" && !self.adjoins(index + 1))
                    }
                }
                TokenKind::Punctuation => {
                    matches!(first, ')' | ']' | '}')
                        || Class::of(first) == Class::Stop && self.stop(index).is_some()
                }
                _ => false,
            };
            if !closes {
                break;
            }
            quoted |= token.kind == TokenKind::Mark;
            index += 1;
        }
        (index, quoted)
    }

    /// Whether a sentence ends between the stop at `index` with its closers and the token `next`.
    fn ends(&self, stop: Stop, index: usize, next: usize, quoted: bool) -> bool {
        let opened = self.tokens.get(next).is_some_and(|token| token.kind == TokenKind::Mark);
        let mut start = next;
        while self.tokens.get(start).is_some_and(|token| {
            token.kind == TokenKind::Mark
                || matches!(self.first(start), '(' | '[' | '{' | '¿' | '¡' | '_' | '*')
        }) {
            start += 1;
        }
        let bracketed = start > next && !opened;
        let first = self.first(start);
        let form = self.form(start);
        // "What!—no" goes on; so do "etc., and" and "Yahoo!'s".
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '%' | '/')
            || self.adjoins(next) && !first.is_alphanumeric()
        {
            return false;
        }
        if Class::of(first) == Class::Dash && next == start {
            return matches!(stop, Stop::Full) && !self.adjoins(start) && !quoted
                || matches!(stop, Stop::Loud)
                    && !self.adjoins(start)
                    && !quoted
                    && self.starts_sentence(start + 1);
        }
        let upper = first.is_uppercase() || first.is_alphabetic() && !first.is_lowercase();
        match stop {
            Stop::Title => opened && !self.adjoins(next),
            Stop::Abbreviation => self.ends_after_abbreviation(index, start, opened),
            Stop::Full => {
                upper
                    || !first.is_lowercase()
                    || !self.adjoins(next) && !quoted && !bracketed && form.len() > 1
            }
            Stop::Loud if quoted => {
                (upper && !self.is_reporting(start) && !self.is(form, WordClass::CALENDAR)) || opened
            }
            Stop::Loud => upper || !first.is_lowercase(),
            Stop::Ellipsis => upper && (opened || !quoted || !self.is_reporting(start)),
        }
    }

    fn starts_sentence(&self, index: usize) -> bool {
        self.first(index).is_uppercase()
    }

    fn ends_after_abbreviation(&self, index: usize, start: usize, opened: bool) -> bool {
        let first = self.first(start);
        if !first.is_uppercase() {
            return opened && !first.is_lowercase() && !first.is_alphabetic();
        }
        let form = self.form(start);
        if opened || is_function_word(self.lexicon, form) {
            return true;
        }
        let word = self.form(index);
        let word = word.strip_suffix('.').unwrap_or(word);
        if word.contains('.') && is_acronym(word) {
            // "at 5 p.m. Friday", "a U.S. Senator"
            return word.starts_with(|c: char| c.is_lowercase())
                && !self.is(form, WordClass::CALENDAR)
                && !form.chars().all(char::is_uppercase)
                && !matches!(word, "i.e" | "e.g");
        }
        word.eq_ignore_ascii_case("etc")
    }

    /// Whether a name and a reporting verb, in either order, start here: *Mary Lee asked*.
    fn is_reporting(&self, start: usize) -> bool {
        let verb = |index: usize| {
            let form = self.form(index);
            form.len() <= LONGEST
                && (matches!(form, "said" | "asked" | "cried" | "replied" | "says" | "added")
                    || self
                        .lexicon
                        .word(form)
                        .verb
                        .is_some_and(|verb| verb.frames.intersects(Frames::QUOTATION)))
        };
        for index in start..self.tokens.len().min(start + 7) {
            let first = self.first(index);
            if index > start && verb(index) {
                return true;
            }
            if !first.is_uppercase()
                || index == start
                    && self.form(index) != "I"
                    && is_function_word(self.lexicon, self.form(index))
            {
                return false;
            }
        }
        false
    }

    fn is(&self, word: &str, class: WordClass) -> bool {
        word.len() <= LONGEST && self.lexicon.word(word).is(class)
    }
}

fn is_title(word: &str) -> bool {
    const LIST: [&str; 30] = [
        "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "capt", "sgt", "rev",
        "hon", "st", "maj", "cmdr", "adm", "messrs", "mme", "mlle", "fr", "pres", "supt", "sens", "reps",
        "vs", "brig", "mt",
    ];
    LIST.iter().any(|known| known.eq_ignore_ascii_case(word))
}
