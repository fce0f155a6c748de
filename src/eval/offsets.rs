//! Code points and UTF-16 units <-> bytes of one text.

use crate::span::Span;

/// The unit that a file counts offsets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points.
    CodePoint,
    /// Bytes of UTF-8.
    Byte,
    /// UTF-16 code units.
    Utf16,
}

impl Unit {
    /// Reads the `offsets` field of the wire form.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "char" => Some(Self::CodePoint),
            "byte" => Some(Self::Byte),
            "utf16" => Some(Self::Utf16),
            _ => None,
        }
    }
}

/// Where every unit of a text starts, in bytes. Free for ASCII, where all units agree.
#[derive(Clone, Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    /// Byte position of each unit and of the end; empty where units are bytes.
    starts: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let starts = match unit {
            Unit::Byte => Vec::new(),
            _ if text.is_ascii() => Vec::new(),
            Unit::CodePoint => text.char_indices().map(|(at, _)| Span::of(at, at).start).collect(),
            Unit::Utf16 => text
                .char_indices()
                .flat_map(|(at, character)| {
                    // The second half of a surrogate pair maps into its character, to be refused as no edge.
                    std::iter::once(at).chain((character.len_utf16() > 1).then_some(at + 1))
                })
                .map(|at| Span::of(at, at).start)
                .collect(),
        };
        let mut offsets = Self { text, starts };
        if !offsets.starts.is_empty() {
            offsets.starts.push(Span::of(0, text.len()).end);
        }
        offsets
    }

    /// The bytes of a stretch given in units; none where it does not fit the text, ends before it starts, or
    /// cuts a character.
    #[must_use]
    pub fn bytes(&self, start: u64, end: u64) -> Option<Span> {
        let (start, end) = (self.byte(start)?, self.byte(end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// The unit at which a byte position stands, counted from the start of the text.
    #[must_use]
    pub fn unit(&self, byte: u32) -> u32 {
        if self.starts.is_empty() {
            byte
        } else {
            Span::of(1, self.starts.partition_point(|&start| start <= byte)).len()
        }
    }

    fn byte(&self, unit: u64) -> Option<u32> {
        let unit = usize::try_from(unit).ok()?;
        let byte = if self.starts.is_empty() { unit } else { *self.starts.get(unit)? as usize };
        self.text.is_char_boundary(byte).then(|| Span::of(byte, byte).start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_differ_beyond_ascii() {
        let text = "é😀x";
        let span = |unit, start, end| {
            Offsets::new(text, unit).bytes(start, end).map(|span| span.text(text).to_owned())
        };
        assert_eq!(span(Unit::CodePoint, 1, 3).as_deref(), Some("😀x"));
        assert_eq!(span(Unit::Utf16, 1, 3).as_deref(), Some("😀"));
        assert_eq!(span(Unit::Byte, 2, 6).as_deref(), Some("😀"));
    }

    #[test]
    fn bytes_turn_back_into_units() {
        let offsets = Offsets::new("é😀x", Unit::CodePoint);
        assert_eq!([0, 2, 6, 7].map(|byte| offsets.unit(byte)), [0, 1, 2, 3]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let offsets = Offsets::new("é", Unit::CodePoint);
        assert_eq!(offsets.bytes(0, 2), None);
        assert_eq!(offsets.bytes(1, 0), None);
        assert_eq!(Offsets::new("ab", Unit::Byte).bytes(0, 3), None);
        assert_eq!(Offsets::new("é", Unit::Byte).bytes(0, 1), None);
        assert_eq!(Offsets::new("😀", Unit::Utf16).bytes(0, 1), None);
    }
}
