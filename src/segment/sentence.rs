//! Where sentences end.
//!
//! A stop is a candidate; what kind of stop it is, and what stands after it, decides. Marks and brackets
//! that close right after the stop belong to the sentence. Sentences inside a quotation are sentences, but a
//! question or exclamation that ends a quotation does not end the sentence that reports it:
//! *“Really?” she asked.*

use super::abbreviation::{is_opener, is_title};
use super::character::Class;
use super::word::LONGEST;
use crate::layers::{Token, TokenKind};
use crate::lexicon::{Frames, Lexicon, WordClass};

mod closing;

/// How a sentence may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// `.`
    Full,
    /// `?`, `!`, and runs of them.
    Loud,
    /// `…`, `...`, `. . .`
    Ellipsis,
    /// The stop of what a name or number follows: *Mr.*, *J.*, *1.*
    Title,
    /// The stop of any other abbreviation.
    Abbreviation,
}

/// A stop with what stands around it.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    stop: Stop,
    /// The token that is the stop or has it.
    index: usize,
    /// First token of the sentence.
    sentence: usize,
    /// First token after the stop and what closes with it.
    next: usize,
    /// Whether a quotation closes with the stop.
    quoted: bool,
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
        let (mut index, mut sentence) = (0, 0);
        let mut open = false;
        while index < self.tokens.len() {
            if self.form(index) == "\"" {
                open = !open;
            }
            let Some(stop) = self.stop(index).filter(|_| !self.leads(index, sentence)) else {
                index += 1;
                continue;
            };
            let (next, quoted) = self.after_closers(index + 1, &mut open);
            if self.ends(Candidate { stop, index, sentence, next, quoted }) {
                end(next);
                sentence = next;
            }
            index = next;
        }
        if sentence < self.tokens.len() {
            end(self.tokens.len());
        }
    }

    /// The text of a token; empty past the last.
    fn form(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| token.span.text(self.text))
    }

    /// The first character of a token; past the last, a space.
    fn first(&self, index: usize) -> char {
        self.form(index).chars().next().unwrap_or(' ')
    }

    fn is_mark(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Mark)
    }

    /// Whether nothing stands between a token and the one before it.
    fn adjoins(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(index)) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    fn is(&self, word: &str, class: WordClass) -> bool {
        word.len() <= LONGEST && self.lexicon.word(word).is(class)
    }

    fn stop(&self, index: usize) -> Option<Stop> {
        let token = self.tokens.get(index)?;
        let last = self.text.as_bytes().get((token.span.end as usize).checked_sub(1)?)?;
        // Any other stop is not ASCII, and no byte of it is.
        if !matches!(last, b'.' | b'!' | b'?' | 0x80..) {
            return None;
        }
        let form = self.form(index);
        match token.kind {
            TokenKind::Word if *last == b'.' => {
                let word = form.strip_suffix('.').unwrap_or(form);
                let initial = word.chars().nth(1).is_none();
                let title = initial || is_title(self.lexicon, word);
                Some(if title { Stop::Title } else { Stop::Abbreviation })
            }
            TokenKind::Number if *last == b'.' => Some(Stop::Title),
            TokenKind::Punctuation if Class::of(form.chars().next()?) == Class::Stop => {
                let spaced = || (index..index + 3).all(|index| self.form(index) == ".");
                Some(if form.contains(['?', '!', '？', '！', '‽']) {
                    Stop::Loud
                } else if form.contains('…') || form.starts_with("..") || spaced() {
                    Stop::Ellipsis
                } else {
                    Stop::Full
                })
            }
            _ => None,
        }
    }

    /// Whether a sentence ends with the candidate and what closes with it.
    fn ends(&self, candidate: Candidate) -> bool {
        let Candidate { stop, index, sentence, next, quoted } = candidate;
        let opens = |index| {
            self.is_mark(index) || matches!(self.first(index), '(' | '[' | '{' | '¿' | '¡' | '_' | '*')
        };
        // The first word of what may be the next sentence.
        let word = (next..self.tokens.len()).find(|index| !opens(*index)).unwrap_or(self.tokens.len());
        if word >= self.tokens.len() {
            return false;
        }
        let (first, form) = (self.first(word), self.form(word));
        let marked = self.is_mark(next);
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '%' | '/') {
            return false;
        }
        if self.adjoins(next) && !(next == word && self.is_glued(index, word)) {
            return false;
        }
        if Class::of(first) == Class::Dash && next == word {
            // "It rained. -- Reuters" ends; "What! -- no" and “So it is.” – Ann do not.
            return !quoted
                && (stop == Stop::Full || stop == Stop::Loud && self.first(word + 1).is_uppercase());
        }
        let small = first.is_lowercase();
        let capital = first.is_alphabetic() && !small;
        match stop {
            // The abbreviation of a street can end a sentence, the saint and the other titles cannot.
            Stop::Title => self.form(index) == "St." && capital && is_opener(form),
            Stop::Abbreviation => self.ends_after_abbreviation(index, word, marked),
            Stop::Full if small => {
                // A single small letter is more often an item's than a word; "Henry II. wore" is one sentence.
                let word_or_aside = form.len() > 1 || form == "i" || !marked && word > next;
                !quoted
                    && word_or_aside
                    && !index.checked_sub(1).is_some_and(|before| is_roman(self.form(before)))
            }
            Stop::Full => true,
            Stop::Loud if quoted => {
                marked || capital && !self.is_reporting(word) && !self.is(form, WordClass::CALENDAR)
            }
            Stop::Loud => !small || word == next && self.first(sentence).is_lowercase(),
            Stop::Ellipsis => capital && (marked || !quoted || !self.is_reporting(word)),
        }
    }

    /// Whether a space was forgotten between the stop at `index` and the capital after it: *end.Next*,
    /// but not *budget.DOC*, *Y!A*.
    fn is_glued(&self, index: usize, word: usize) -> bool {
        let before = index.checked_sub(1).map_or("", |before| self.form(before));
        let after = self.form(word);
        before.len() > 1
            && before.ends_with(|c: char| c.is_lowercase() || matches!(c, ')' | '"' | '”'))
            && after.starts_with(char::is_uppercase)
            && (after.len() == 1 || after.contains(|c: char| !c.is_uppercase()))
    }

    /// Whether the sentence ends with the abbreviation at `index`, if `word` comes after it, `marked` by
    /// an opening mark.
    fn ends_after_abbreviation(&self, index: usize, word: usize, marked: bool) -> bool {
        let form = self.form(word);
        if !self.first(word).is_uppercase() {
            return false;
        }
        if marked || is_opener(form) {
            return true;
        }
        let capitals = form.chars().all(|c| c.is_uppercase() || c == '.');
        let abbreviation = self.form(index);
        match abbreviation.to_ascii_lowercase().as_str() {
            // "at 5 p.m. Friday", "at 5 p.m. EST", "at 5 p.m. Eastern Time"
            "a.m." | "p.m." => {
                let zone = matches!(form, "Eastern" | "Pacific" | "Central" | "Mountain")
                    || matches!(self.form(word + 1), "Time" | "time");
                !(capitals || zone || self.is(form, WordClass::CALENDAR))
            }
            // "yrs. We", "etc. Then": a small letter stands before a name's capital in "vs." and the like only,
            // which end nothing.
            _ => self.first(index).is_lowercase() && !abbreviation.trim_end_matches('.').contains('.'),
        }
    }

    fn is_reporting_verb(&self, index: usize) -> bool {
        let form = self.form(index);
        if form.len() > LONGEST {
            return false;
        }
        let word = self.lexicon.word(form);
        let phrasal = || self.lexicon.phrasal(form, self.form(index + 1));
        let verb = word.verb.or_else(|| word.is(WordClass::PHRASAL_VERB).then(phrasal).flatten());
        // "I think" after a question is as often an answer to it.
        verb.is_some_and(|verb| {
            verb.frames.contains(Frames::QUOTATION) && !verb.frames.contains(Frames::ATTITUDE)
        })
    }

    /// Whether a name and then a reporting verb start here: *Mary Lee asked*, *I say*.
    fn is_reporting(&self, start: usize) -> bool {
        // A name with its titles is hardly longer.
        for index in start..self.tokens.len().min(start + 7) {
            let form = self.form(index);
            if index > start && self.is_reporting_verb(index) {
                return true;
            }
            let named = self.first(index).is_uppercase() && (form == "I" || !is_opener(form));
            if !named {
                return false;
            }
        }
        false
    }
}

/// Whether a word is a Roman numeral of more than one letter.
fn is_roman(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L'))
}
