//! Code points to bytes, for one text and any number of look-ups.

use crate::io::offsets::OffsetUnit;
use crate::span::Span;

/// Where each unit of a text starts.
pub(in crate::eval) struct Places<'t> {
    text: &'t str,
    /// The byte at which each unit starts, and the end; inside a character the byte of the next one is not
    /// an edge and stands as none.
    edges: Vec<Option<u32>>,
}

impl<'t> Places<'t> {
    /// Positions that count code points, as in Python.
    pub(in crate::eval) fn new(text: &'t str) -> Self {
        Self::counting(text, OffsetUnit::Char)
    }

    /// Positions that count `unit`.
    pub(in crate::eval) fn counting(text: &'t str, unit: OffsetUnit) -> Self {
        let mut edges = Vec::with_capacity(text.len() + 1);
        for (byte, character) in text.char_indices() {
            let width = match unit {
                OffsetUnit::Char => 1,
                OffsetUnit::Byte => character.len_utf8(),
                OffsetUnit::Utf16 => character.len_utf16(),
            };
            edges.push(u32::try_from(byte).ok());
            edges.extend(std::iter::repeat_n(None, width - 1));
        }
        edges.push(u32::try_from(text.len()).ok());
        Self { text, edges }
    }

    /// The span in bytes; none for one that lies outside the text, inside a character, or ends before it starts.
    pub(in crate::eval) fn span(&self, start: usize, end: usize) -> Option<Span> {
        let edge = |position: usize| self.edges.get(position).copied().flatten();
        (start <= end).then_some(())?;
        Some(Span::new(edge(start)?, edge(end)?))
    }

    /// The text.
    pub(in crate::eval) const fn text(&self) -> &'t str {
        self.text
    }
}

/// Bytes to another unit, for one text and any number of look-ups; the reverse of [`Places`].
pub(in crate::eval) struct Units {
    /// At each byte the units before it; none where every unit is a byte.
    counts: Option<Vec<u32>>,
}

impl Units {
    /// Counts code points.
    pub(in crate::eval) fn chars(text: &str) -> Self {
        if text.is_ascii() {
            return Self { counts: None };
        }
        let mut counts = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for character in text.chars() {
            counts.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += 1;
        }
        counts.push(count);
        Self { counts: Some(counts) }
    }

    /// What a byte position is; that of the end for one past it.
    pub(in crate::eval) fn at(&self, byte: u32) -> u32 {
        let Some(counts) = &self.counts else { return byte };
        counts.get(byte as usize).or(counts.last()).copied().unwrap_or(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_bytes() {
        let text = "é😀b";
        assert_eq!(Places::new(text).span(1, 3).map(|span| span.text(text)), Some("😀b"));
        let utf16 = Places::counting(text, OffsetUnit::Utf16);
        assert_eq!(utf16.span(1, 4).map(|span| span.text(text)), Some("😀b"));
        assert_eq!(utf16.span(2, 4), None);
        assert_eq!(Places::new(text).span(2, 4), None);
        assert_eq!(Places::new(text).span(2, 1), None);
    }
}
