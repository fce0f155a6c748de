//! What closes with a stop, and which stops open a sentence instead of ending one.

use super::Splitter;
use crate::layers::TokenKind;
use crate::segment::character::Class;

impl Splitter<'_> {
    /// The first token after the marks, brackets, notes and further stops that close with the stop before
    /// `index`, and whether a quotation mark is among them. `open` tells whether a straight double mark
    /// is open, and is kept up.
    pub(super) fn after_closers(&self, mut index: usize, open: &mut bool) -> (usize, bool) {
        let mut quoted = false;
        while let Some(token) = self.tokens.get(index) {
            if let Some(next) = self.after_note(index) {
                index = next;
                continue;
            }
            let form = self.form(index);
            let first = self.first(index);
            let closes = match token.kind {
                TokenKind::Mark => self.closes(index, *open),
                TokenKind::Punctuation if Class::of(first) == Class::Stop => {
                    // A stop apart from the first is one of `. . .`; an ellipsis apart starts what follows.
                    self.adjoins(index) || form.len() == 1
                }
                TokenKind::Punctuation => matches!(first, ')' | ']' | '}') || is_smiley(form),
                TokenKind::Symbol => is_smiley(form),
                _ => false,
            };
            if !closes {
                break;
            }
            if form == "\"" {
                *open = false;
            }
            quoted |= token.kind == TokenKind::Mark;
            index += 1;
        }
        (index, quoted)
    }

    /// Whether the mark at `index`, after a stop, closes a quotation. Where the mark does not tell, the
    /// spaces around it do.
    fn closes(&self, index: usize, open: bool) -> bool {
        let left = self.adjoins(index);
        // No word touches it on the right.
        let right = !self.adjoins(index + 1)
            || self
                .tokens
                .get(index + 1)
                .is_none_or(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Number));
        match self.form(index) {
            "\"" | "＂" if open => left || right,
            "\"" | "＂" => left && right,
            "”" | "»" | "›" | "」" | "』" | "''" | "’" => left || right,
            "'" => right,
            "“" | "«" | "‘" | "‹" => left && right,
            _ => false,
        }
    }

    /// The token after a note such as `[3]` or `[a]` that starts at `index`.
    fn after_note(&self, index: usize) -> Option<usize> {
        if self.form(index) != "[" || self.form(index + 2) != "]" {
            return None;
        }
        let note = self.form(index + 1);
        let number = note.len() <= 3 && note.bytes().all(|byte| byte.is_ascii_digit());
        (number || note.len() == 1 && note.starts_with(char::is_lowercase)).then_some(index + 3)
    }

    /// Whether a stop stands where a sentence starts and so does not end it: that of a list number,
    /// *2. Save up*, or an ellipsis, *“[...] and then*. `start` is the sentence's first token.
    pub(super) fn leads(&self, index: usize, start: usize) -> bool {
        let opens = |before: usize| self.is_mark(before) || matches!(self.form(before), "(" | "[");
        let number = |before: usize| {
            self.adjoins(index) && self.form(before).len() <= 3 && self.first(before).is_ascii_digit()
        };
        match index - start {
            0 => true,
            1 if number(start) => true,
            1 | 2 => (start..index).all(opens),
            _ => self.form(index) == "." && self.form(index - 2) == ":" && number(index - 1),
        }
    }
}

fn is_smiley(form: &str) -> bool {
    form.len() > 1 && form.starts_with([':', ';', '=']) && form.ends_with(['(', ')'])
}
