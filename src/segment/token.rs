//! Cuts a paragraph into tokens in one pass over its bytes.
//!
//! The cuts are those of the English Web Treebank, on which the part-of-speech tagger is trained:
//! clitics stand apart, compounds are cut at their hyphens (*long | - | term*, *al | - | Qaeda*)
//! except after a prefix (*anti-war*, *co-founder*), and abbreviations keep their stop.

use super::address::Addresses;
use super::character::{Class, is_apostrophe};
use super::word;
use crate::layers::{Token, TokenKind};
use crate::lexicon::Lexicon;
use crate::span::Span;

/// Reads tokens off a text, paragraph by paragraph, front to back.
pub(super) struct Tokenizer<'t> {
    pub(super) text: &'t str,
    pub(super) lexicon: &'t Lexicon,
    addresses: Addresses<'t>,
    /// First byte not yet read.
    pub(super) position: usize,
    /// End of the paragraph.
    pub(super) end: usize,
    pub(super) tokens: Vec<Token>,
}

impl<'t> Tokenizer<'t> {
    pub(super) fn new(text: &'t str, lexicon: &'t Lexicon) -> Self {
        // Running English has a token every five bytes or so.
        let tokens = Vec::with_capacity(text.len() / 6);
        Self { text, lexicon, addresses: Addresses::new(text), position: 0, end: 0, tokens }
    }

    /// Adds the tokens of the paragraph at `paragraph`, which must not start before an earlier one's end.
    pub(super) fn read(&mut self, paragraph: Span) {
        self.position = paragraph.start as usize;
        self.end = paragraph.end as usize;
        while let Some(character) = self.at(self.position) {
            let class = Class::of(character);
            let next = self.position + character.len_utf8();
            match class {
                Class::Space => self.position = next,
                Class::Letter => word::read(self),
                Class::Digit => self.number(self.position),
                Class::Stop => self.stop(character),
                Class::Apostrophe => self.apostrophe(character),
                Class::Mark => {
                    let pair = character == '`' && self.at(next) == Some('`');
                    self.push(next + usize::from(pair), TokenKind::Mark);
                }
                Class::Dash => self.dash(character),
                Class::Punctuation | Class::Symbol => self.other(character, class),
            }
        }
    }

    /// The character at a byte of the paragraph.
    pub(super) fn at(&self, position: usize) -> Option<char> {
        if position >= self.end {
            return None;
        }
        match self.text.as_bytes().get(position) {
            Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
            _ => self.text.get(position..self.end)?.chars().next(),
        }
    }

    /// The class of the character at a byte; past the end, a space.
    pub(super) fn class_at(&self, position: usize) -> Class {
        self.at(position).map_or(Class::Space, Class::of)
    }

    /// The character before a byte.
    pub(super) fn before(&self, position: usize) -> Option<char> {
        self.text.get(..position)?.chars().next_back()
    }

    /// The first byte at or after `position` that is not of one of the classes.
    pub(super) fn skip(&self, mut position: usize, within: impl Fn(Class) -> bool) -> usize {
        while let Some(character) = self.at(position) {
            if !within(Class::of(character)) {
                break;
            }
            position += character.len_utf8();
        }
        position
    }

    /// A token from the reading position to `end`, and on from there.
    pub(super) fn push(&mut self, end: usize, kind: TokenKind) {
        self.tokens.push(Token { span: Span::of(self.position, end), kind });
        self.position = end;
    }

    /// Reads a web or mail address that starts here, if one does.
    pub(super) fn address(&mut self) -> bool {
        let found = self.addresses.at(self.position, self.end);
        if let Some(end) = found {
            self.push(end, TokenKind::Word);
        }
        found.is_some()
    }

    /// Digits with their separators, as in *1,200.50*, *9/11*, *10:30*, *713-853-3989*, and the letters
    /// that belong to them: *20th*, *1980s*, *4x4*. Units stand apart: *5 | pm*, *1.5 | m*.
    /// `first` is the first digit; a sign or apostrophe may stand before it.
    pub(super) fn number(&mut self, first: usize) {
        if self.address() {
            return;
        }
        let mut end = self.skip(first, |class| class == Class::Digit);
        let mut hyphens = 0;
        while let Some(separator) = self.at(end) {
            let after = end + separator.len_utf8();
            let joins = match separator {
                '.' | ',' | ':' | '/' => true,
                '-' => hyphens > 0 || self.is_telephone(end),
                _ => false,
            };
            if !joins || self.class_at(after) != Class::Digit {
                break;
            }
            hyphens += usize::from(separator == '-');
            end = self.skip(after, |class| class == Class::Digit);
        }
        let letters = self.skip(end, |class| matches!(class, Class::Letter | Class::Digit));
        let suffix = self.text.get(end..letters).unwrap_or_default();
        if !suffix.is_empty() && !is_unit(suffix) {
            end = letters;
        }
        // "1990's"
        if let Some(mark) = self.at(end)
            && is_apostrophe(mark)
            && self.text.as_bytes().get(end.wrapping_sub(1)) == Some(&b'0')
        {
            let plural = end + mark.len_utf8();
            if self.at(plural) == Some('s') && self.class_at(plural + 1) != Class::Letter {
                end = plural + 1;
            }
        }
        // The number of a list item keeps its stop.
        let starts = self.tokens.last().is_none_or(|last| !self.is_line_of(last.span.end as usize));
        if starts && self.at(end) == Some('.') && self.at(end + 1) == Some(' ') && end - first <= 3 {
            end += 1;
        }
        self.push(end, TokenKind::Number);
    }

    /// Whether no line break stands between a byte and the reading position.
    fn is_line_of(&self, from: usize) -> bool {
        self.text.as_bytes().get(from..self.position).is_some_and(|gap| !gap.contains(&b'\n'))
    }

    /// Whether the digits around a hyphen are groups of a telephone number or a date, *555-0134*,
    /// *2024-05-06*, not the ends of a range, *3-4*, *1914-18*.
    fn is_telephone(&self, hyphen: usize) -> bool {
        let end = self.skip(hyphen + 1, |class| class == Class::Digit);
        let group = end - hyphen - 1;
        (group == 4 && hyphen >= self.position + 3 && hyphen < self.position + 4)
            || (group > 0 && self.at(end) == Some('-') && self.class_at(end + 1) == Class::Digit)
    }

    /// A run of stops is one token: `...`, `?!`.
    fn stop(&mut self, character: char) {
        // ".265", but not the stop of "end.5"
        if character == '.'
            && self.class_at(self.position + 1) == Class::Digit
            && self.before(self.position).is_none_or(|before| Class::of(before) == Class::Space)
        {
            return self.number(self.position + 1);
        }
        let end = self.skip(self.position, |class| class == Class::Stop);
        self.push(end, TokenKind::Punctuation);
    }

    /// An apostrophe outside a word: a mark, or the start of *'tis* and *'90s*.
    fn apostrophe(&mut self, character: char) {
        let next = self.position + character.len_utf8();
        if self.before(self.position).is_none_or(|before| !before.is_alphanumeric()) {
            let digits = self.skip(next, |class| class == Class::Digit);
            if digits == next + 2 && !matches!(self.at(digits), Some('\'' | '’' | ',' | '.' | '-' | '%')) {
                let plural = digits + usize::from(self.at(digits) == Some('s'));
                if self.class_at(plural) != Class::Letter {
                    return self.push(plural, TokenKind::Number);
                }
            }
            if word::read_elision(self, next, character) {
                return;
            }
        }
        let pair = character == '\'' && self.at(next) == Some('\'');
        self.push(next + usize::from(pair), TokenKind::Mark);
    }

    /// `-`, `--`, `—` and longer runs of the same.
    fn dash(&mut self, character: char) {
        let end = self.run(character);
        self.push(end, TokenKind::Punctuation);
    }

    fn run(&self, character: char) -> usize {
        let mut end = self.position;
        while self.at(end) == Some(character) {
            end += character.len_utf8();
        }
        end
    }

    fn other(&mut self, character: char, class: Class) {
        let next = self.position + character.len_utf8();
        let kind = if class == Class::Punctuation { TokenKind::Punctuation } else { TokenKind::Symbol };
        // A handle or tag is a word: "@potus", "#MeToo"; "#1" is not.
        if matches!(character, '@' | '#')
            && self.class_at(next) == Class::Letter
            && self.before(self.position).is_none_or(|before| !before.is_alphanumeric())
        {
            let end = self.skip(next, |class| matches!(class, Class::Letter | Class::Digit));
            return self.push(end, TokenKind::Word);
        }
        // Rules and ornaments are one token; brackets, commas and currency signs are one each.
        let end = match character {
            ':' | ';' | '=' if self.smiley().is_some() => self.smiley().unwrap_or(next),
            '*' | '_' | '=' | '~' | '#' | '+' | '<' | '>' | '|' => self.run(character),
            _ => next,
        };
        self.push(end, kind);
    }

    /// The end of `:)`, `;-)`, `:(`, standing alone.
    fn smiley(&self) -> Option<usize> {
        let nose = self.position + 1;
        let mouth = nose + usize::from(self.at(nose) == Some('-'));
        let alone = self.before(self.position).is_none_or(char::is_whitespace)
            && matches!(self.at(mouth), Some('(' | ')'))
            && self.class_at(mouth + 1) == Class::Space;
        alone.then_some(mouth + 1)
    }
}

/// Whether letters after a number are a unit, which the treebank cuts off.
fn is_unit(letters: &str) -> bool {
    const UNITS: [&str; 26] = [
        "am", "bn", "cm", "ft", "g", "gb", "hr", "hrs", "hz", "in", "k", "kg", "khz", "km", "km2", "lb",
        "lbs", "m", "mb", "mg", "mhz", "min", "ml", "mm", "mph", "pm",
    ];
    letters.len() <= 4 && UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(letters))
}
