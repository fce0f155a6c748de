//! A stretch of text, as bytes.

use std::ops::Range;

/// A half-open stretch of a text, in bytes: `start` is in, `end` is out.
///
/// Every span the library makes starts and ends on a character edge of the text it was made for, so
/// slicing with [`Span::text`] cannot fail there. Bytes are converted to characters or UTF-16 units in
/// one place only, `io::wire`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        let end = if end < start { start } else { end };
        Self { start, end }
    }

    /// A span from byte positions as the standard library counts them. Positions beyond `u32::MAX`
    /// do not occur: a [`Document`](crate::Document) holds at most that many bytes.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub const fn of(start: usize, end: usize) -> Self {
        Self::new(start as u32, end as u32)
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span (equal spans contain each other).
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `position` lies inside this span.
    #[must_use]
    pub const fn holds(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shared bytes of two spans, if there are any.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range of byte positions.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span; empty where the span does not fit `text`.
    #[must_use]
    pub fn text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The span without white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.text(text);
        let lead = inner.len() - inner.trim_start().len();
        let kept = inner.trim().len();
        let start = self.start as usize + lead;
        Self::of(start, start + kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_half_open() {
        let (a, b) = (Span::new(0, 3), Span::new(3, 5));
        assert!(!a.overlaps(b));
        assert_eq!(a.intersection(b), None);
        assert_eq!(a.cover(b), Span::new(0, 5));
        assert!(a.holds(2) && !a.holds(3));
    }

    #[test]
    fn trim_stays_on_character_edges() {
        let text = "\u{a0}é \n";
        assert_eq!(Span::of(0, text.len()).trim(text).text(text), "é");
        assert!(Span::new(0, 0).trim(text).is_empty());
    }

    #[test]
    fn a_span_that_does_not_fit_has_no_text() {
        assert_eq!(Span::new(1, 2).text("é"), "");
        assert_eq!(Span::new(4, 9).text("abc"), "");
    }
}
