//! Positions in a text, counted in bytes, characters or UTF-16 units.

/// What positions of a text count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts them.
    #[default]
    Char,
    /// Bytes of UTF-8, as Rust and Go count them.
    Byte,
    /// 16-bit units, as JavaScript, Java and C# count them.
    Utf16,
}

impl OffsetUnit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::Char, Self::Byte, Self::Utf16];

    /// The unit as written in the wire form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Char => "char",
            Self::Byte => "byte",
            Self::Utf16 => "utf16",
        }
    }

    /// Reads what [`OffsetUnit::as_str`] writes.
    #[must_use]
    pub fn parse(unit: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == unit)
    }

    /// How many units a character takes.
    const fn width(self, character: char) -> u32 {
        match self {
            Self::Char => 1,
            // At most four.
            Self::Byte => character.len_utf8() as u32,
            Self::Utf16 => character.len_utf16() as u32,
        }
    }
}

/// A position that is not on a character edge of the text it is said to belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("offset {position} ({}) lies inside a character or past the end of the text", unit.as_str())]
pub struct BadOffset {
    /// The position.
    pub position: u32,
    /// What it counts.
    pub unit: OffsetUnit,
}

/// The same positions of one text in two units. Made in one pass over the text for all of them.
#[derive(Clone, Debug)]
pub struct OffsetMap {
    /// Sorted, each once, with what they become; empty where both are the same.
    pairs: Vec<(u32, u32)>,
    same: bool,
}

impl OffsetMap {
    /// Maps `positions` of `text` from one unit to another.
    ///
    /// # Errors
    /// [`BadOffset`] for the first position that is past the end or inside a character.
    pub fn new(
        text: &str,
        from: OffsetUnit,
        to: OffsetUnit,
        mut positions: Vec<u32>,
    ) -> Result<Self, BadOffset> {
        positions.sort_unstable();
        positions.dedup();
        let mut pairs = Vec::with_capacity(positions.len());
        let mut wanted = positions.into_iter().peekable();
        if text.is_ascii() {
            // Every unit counts ASCII alike.
            return match wanted.find(|&position| position as usize > text.len()) {
                Some(position) => Err(BadOffset { position, unit: from }),
                None => Ok(Self { pairs, same: true }),
            };
        }
        let (mut here, mut there) = (0, 0);
        let mut characters = text.chars();
        while let Some(&position) = wanted.peek() {
            if position == here {
                pairs.push((here, there));
                wanted.next();
                continue;
            }
            match characters.next() {
                Some(character) if here < position => {
                    here += from.width(character);
                    there += to.width(character);
                }
                _ => return Err(BadOffset { position, unit: from }),
            }
        }
        Ok(Self { pairs, same: false })
    }

    /// What a position becomes; none for a position that the map was not made for.
    #[must_use]
    pub fn get(&self, position: u32) -> Option<u32> {
        if self.same {
            return Some(position);
        }
        let found = self.pairs.binary_search_by_key(&position, |&(here, _)| here).ok()?;
        self.pairs.get(found).map(|&(_, there)| there)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn map(text: &str, from: OffsetUnit, to: OffsetUnit, position: u32) -> Option<u32> {
        OffsetMap::new(text, from, to, vec![position]).ok()?.get(position)
    }

    #[test]
    fn counts_each_unit() {
        use OffsetUnit::{Byte, Char, Utf16};
        let text = "a€😀b";
        let edges = [(0, 0, 0), (1, 1, 1), (4, 2, 2), (8, 3, 4), (9, 4, 5)];
        for (byte, char, utf16) in edges {
            assert_eq!(map(text, Byte, Char, byte), Some(char));
            assert_eq!(map(text, Byte, Utf16, byte), Some(utf16));
            assert_eq!(map(text, Char, Utf16, char), Some(utf16));
            assert_eq!(map(text, Utf16, Byte, utf16), Some(byte));
        }
    }

    #[test]
    fn refuses_positions_inside_a_character_and_past_the_end() {
        let bad = |position| OffsetMap::new("é", OffsetUnit::Byte, OffsetUnit::Char, vec![0, position, 2]);
        assert_eq!(bad(1).unwrap_err().position, 1);
        assert_eq!(bad(3).unwrap_err().position, 3);
        assert!(OffsetMap::new("abc", OffsetUnit::Byte, OffsetUnit::Char, vec![4]).is_err());
        assert_eq!(
            bad(1).unwrap_err().to_string(),
            "offset 1 (byte) lies inside a character or past the end of the text"
        );
    }

    proptest! {
        #[test]
        fn every_edge_comes_back_from_every_unit(text in ".{0,40}") {
            let edges: Vec<u32> = text
                .char_indices()
                .map(|(byte, _)| byte)
                .chain([text.len()])
                .map(|byte| u32::try_from(byte).unwrap())
                .collect();
            for unit in OffsetUnit::ALL {
                let out = OffsetMap::new(&text, OffsetUnit::Byte, unit, edges.clone()).unwrap();
                let there: Vec<u32> = edges.iter().map(|&edge| out.get(edge).unwrap()).collect();
                let back = OffsetMap::new(&text, unit, OffsetUnit::Byte, there.clone()).unwrap();
                let again: Vec<u32> = there.iter().map(|&edge| back.get(edge).unwrap()).collect();
                prop_assert_eq!(&again, &edges);
            }
        }
    }
}
