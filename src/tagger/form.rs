//! What the tagger knows of one token before it looks around: made once a token, then only copied.

use super::words::{Entry, Words};

bitflags::bitflags! {
    /// How a token is written.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Shape: u16 {
        /// Begins with a capital.
        const INITIAL = 1;
        /// Has a capital after its first letter.
        const INNER = 1 << 1;
        /// Has a small letter.
        const SMALL = 1 << 2;
        /// Has a digit.
        const DIGIT = 1 << 3;
        /// Has a hyphen or dash.
        const HYPHEN = 1 << 4;
        /// Has a full stop.
        const STOP = 1 << 5;
        /// Has anything else that is neither letter nor digit.
        const SYMBOL = 1 << 6;
        /// Stands in a sentence all in capitals, where capitals tell nothing: `INITIAL` and `INNER` are cleared.
        const SHOUTED = 1 << 7;
        /// Stands in a sentence that writes every longer word with a capital, as many headlines do.
        const TITLED = 1 << 8;
        /// First token of its sentence.
        const FIRST = 1 << 9;
    }
}

/// One token, ready for the feature templates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Form {
    /// Hash of the lower-case form, with every digit as 0.
    pub word: u32,
    /// The first four bytes of that form, the first one lowest.
    pub head: u32,
    /// The last four bytes of that form, the last one lowest.
    pub tail: u32,
    /// How it is written.
    pub shape: Shape,
    /// What the model's word table holds of it.
    pub entry: Entry,
    /// Its part of speech, as a number; 0 where that is what is being tagged.
    pub tag: u8,
}

impl Form {
    /// Whether it has a capital, or stands where capitals tell nothing.
    #[inline]
    pub(crate) const fn may_have_capital(self) -> bool {
        self.shape.intersects(Shape::INITIAL.union(Shape::INNER).union(Shape::SHOUTED))
    }

    /// A hash of the last `bytes` bytes (1 to 4) of the lower-case form.
    pub(crate) const fn suffix(self, bytes: u32) -> u32 {
        self.tail & (u32::MAX >> (32 - 8 * bytes))
    }

    /// A hash of the first `bytes` bytes (1 to 4) of the lower-case form.
    pub(crate) const fn prefix(self, bytes: u32) -> u32 {
        self.head & (u32::MAX >> (32 - 8 * bytes))
    }
}

/// Reads tokens into [`Form`]s, reusing one buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    bytes: Vec<u8>,
}

impl Reader {
    /// The forms of one sentence, appended to `forms`.
    pub(crate) fn read<'t>(
        &mut self,
        tokens: impl Iterator<Item = &'t str>,
        words: &Words,
        forms: &mut Vec<Form>,
    ) {
        let start = forms.len();
        forms.extend(tokens.map(|token| self.form(token, words)));
        if let Some(sentence) = forms.get_mut(start..) {
            mark_sentence(sentence);
        }
    }

    /// The hash of a word's lower-case form, the key of the word table.
    pub(crate) fn key(&mut self, token: &str) -> u32 {
        self.fold(token);
        hash(&self.bytes)
    }

    fn form(&mut self, token: &str, words: &Words) -> Form {
        let shape = self.fold(token);
        let word = hash(&self.bytes);
        let head = self.bytes.iter().take(4).rev().fold(0, |all, byte| (all << 8) | u32::from(*byte));
        let last = self.bytes.len().saturating_sub(4);
        let tail = self.bytes.iter().skip(last).fold(0, |all, byte| (all << 8) | u32::from(*byte));
        Form { word, head, tail, shape, entry: words.get(word), tag: 0 }
    }

    /// Fills the buffer with the lower-case form and tells the shape. Typographic marks become the plain
    /// ones that the training corpora have.
    fn fold(&mut self, token: &str) -> Shape {
        self.bytes.clear();
        let mut shape = Shape::empty();
        if token.is_ascii() {
            for byte in token.bytes() {
                shape |= match byte {
                    b'a'..=b'z' => Shape::SMALL,
                    b'A'..=b'Z' if self.bytes.is_empty() => Shape::INITIAL,
                    b'A'..=b'Z' => Shape::INNER,
                    b'0'..=b'9' => Shape::DIGIT,
                    b'-' => Shape::HYPHEN,
                    b'.' => Shape::STOP,
                    _ => Shape::SYMBOL,
                };
                self.bytes.push(if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() });
            }
            return shape;
        }
        for character in token.chars() {
            let plain = match character {
                '\u{2018}' | '\u{2019}' | '\u{2bc}' => "'",
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => "\"",
                '\u{2014}' | '\u{2015}' => "--",
                '\u{2010}' | '\u{2011}' | '\u{2013}' => "-",
                '\u{2026}' => "...",
                _ => "",
            };
            if !plain.is_empty() {
                shape |= match plain {
                    "-" | "--" => Shape::HYPHEN,
                    "..." => Shape::STOP,
                    _ => Shape::SYMBOL,
                };
                self.bytes.extend_from_slice(plain.as_bytes());
                continue;
            }
            shape |= match character {
                '-' => Shape::HYPHEN,
                '.' => Shape::STOP,
                _ if character.is_uppercase() && self.bytes.is_empty() => Shape::INITIAL,
                _ if character.is_uppercase() => Shape::INNER,
                _ if character.is_numeric() => Shape::DIGIT,
                _ if character.is_alphabetic() => Shape::SMALL,
                _ => Shape::SYMBOL,
            };
            if character.is_ascii_digit() {
                self.bytes.push(b'0');
                continue;
            }
            let mut buffer = [0; 4];
            for lower in character.to_lowercase() {
                self.bytes.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
            }
        }
        shape
    }
}

/// Marks the first token, and every token of a sentence whose capitals tell nothing.
fn mark_sentence(sentence: &mut [Form]) {
    if let Some(first) = sentence.first_mut() {
        first.shape |= Shape::FIRST;
    }
    let (mut upper, mut initial, mut small) = (0, 0, 0);
    for form in sentence.iter() {
        if form.shape.contains(Shape::SMALL) {
            // Short words stay small in titles, so they say nothing of the style.
            if form.shape.contains(Shape::INITIAL) {
                initial += 1;
            } else if form.head > 0x00ff_ffff && form.tail != form.head {
                small += 1;
            }
        } else if form.shape.contains(Shape::INITIAL | Shape::INNER) && !form.shape.contains(Shape::DIGIT) {
            upper += 1;
        }
    }
    let all_small = small + initial;
    if upper >= 3 && all_small * 4 <= upper {
        for form in sentence {
            form.shape = (form.shape - Shape::INITIAL - Shape::INNER) | Shape::SHOUTED;
        }
    } else if initial >= 3 && small * 6 <= initial {
        for form in sentence {
            form.shape |= Shape::TITLED;
        }
    }
}

/// A hash of some bytes, fixed for ever: model files hold its values.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let mut state = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |all, byte| (all << 8) | u64::from(*byte));
        state = fold(state ^ word);
    }
    let rest = chunks.remainder().iter().rev().fold(0, |all, byte| (all << 8) | u64::from(*byte));
    high(fold(state.rotate_left(23) ^ rest))
}

/// Multiplies by a fixed odd number and folds the product's halves.
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn fold(value: u64) -> u64 {
    // The fractional part of the golden ratio; offset so that zero does not map to zero.
    let product = (value ^ 0x243f_6a88_85a3_08d3) as u128 * 0x9e37_79b9_7f4a_7c15_u128;
    (product as u64) ^ ((product >> 64) as u64)
}

/// The upper half.
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn high(value: u64) -> u32 {
    (value >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<Form> {
        let mut forms = Vec::new();
        Reader::default().read(sentence.split(' '), &Words::default(), &mut forms);
        forms
    }

    #[test]
    fn case_and_digits_do_not_change_the_word() {
        let forms = read("Said said 1984 2026 don\u{2019}t don't Été été");
        assert!(forms.chunks(2).all(|pair| pair[0].word == pair[1].word));
        assert_ne!(forms[0].word, forms[2].word);
    }

    #[test]
    fn affixes_are_bytes_of_the_lower_case_form() {
        let form = read("Talking")[0];
        assert_eq!(form.suffix(3), u32::from_be_bytes([0, b'i', b'n', b'g']));
        assert_eq!(form.prefix(2), u32::from_le_bytes([b't', b'a', 0, 0]));
        assert_eq!(read("a")[0].suffix(4), u32::from(b'a'));
    }

    #[test]
    fn capitals_tell_nothing_where_all_are_capitals() {
        let forms = read("ISRAEL SAYS TALKS FAIL");
        assert!(forms.iter().all(|form| form.shape.contains(Shape::SHOUTED)));
        assert!(!forms[0].shape.contains(Shape::INITIAL));
        assert!(!read("The UN and the IDF met")[1].shape.contains(Shape::SHOUTED));
    }

    #[test]
    fn headline_capitals_are_noticed() {
        assert!(read("Police Arrest Two After Bank Robbery")[1].shape.contains(Shape::TITLED));
        assert!(!read("John Smith told the Daily News about robberies")[1].shape.contains(Shape::TITLED));
    }
}
