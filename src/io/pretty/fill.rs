//! Fills lines with styled words.

use std::fmt::Write as _;

use anstyle::Style;

/// A paragraph with a hanging indent. White space between words becomes one space or a line break.
pub(super) struct Fill {
    out: String,
    indent: usize,
    width: usize,
    column: usize,
    /// The word being put together: pieces of one word may differ in style.
    word: Vec<(Style, String)>,
    at_start: bool,
    /// The style switched on in `out`.
    style: Style,
}

impl Fill {
    /// Starts after `lead`, which takes `indent` columns, or with as many spaces where it is empty.
    pub(super) fn new(lead: String, indent: usize, width: usize) -> Self {
        let out = if lead.is_empty() { " ".repeat(indent) } else { lead };
        Self { out, indent, width, column: indent, word: Vec::new(), at_start: true, style: Style::new() }
    }

    /// Adds text; a word may go on from the text before.
    pub(super) fn push(&mut self, style: Style, text: &str) {
        let mut words = text.split(char::is_whitespace);
        if let Some(first) = words.next() {
            self.grow(style, first);
        }
        for word in words {
            self.flush();
            self.grow(style, word);
        }
    }

    fn grow(&mut self, style: Style, piece: &str) {
        if piece.is_empty() {
            return;
        }
        self.word.push((style, super::printable(piece).into_owned()));
    }

    fn flush(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let length: usize = self.word.iter().map(|(_, piece)| piece.chars().count()).sum();
        if !self.at_start {
            if self.column + 1 + length > self.width {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', self.indent));
                self.column = self.indent;
            } else {
                self.out.push(' ');
                self.column += 1;
            }
        }
        for (style, piece) in self.word.drain(..) {
            if style != self.style {
                // Writing to a string cannot fail.
                let _ = write!(self.out, "{:#}{style}", self.style);
                self.style = style;
            }
            self.out.push_str(&piece);
        }
        self.column += length;
        self.at_start = false;
    }

    /// Adds the paragraph to `out`.
    pub(super) fn finish(mut self, out: &mut String) {
        self.flush();
        let _ = writeln!(self.out, "{:#}", self.style);
        out.push_str(&self.out);
    }
}
