//! Words looked up in a text that may have other white space and other styles of quotation marks.

use crate::span::Span;

/// A text without its white space, with one style of marks.
pub(super) struct Squeezed {
    letters: String,
    /// For each byte of `letters` the byte of the text at which its character stands.
    places: Vec<u32>,
}

fn fold(character: char) -> char {
    match character {
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '‘' | '’' | '`' | '´' | '‛' => '\'',
        other => other,
    }
}

fn squeeze(words: &str) -> String {
    words.chars().filter(|character| !character.is_whitespace()).map(fold).collect()
}

impl Squeezed {
    pub(super) fn new(text: &str) -> Self {
        let (mut letters, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (byte, character) in text.char_indices().filter(|(_, character)| !character.is_whitespace()) {
            letters.push(fold(character));
            places.resize(letters.len(), u32::try_from(byte).unwrap_or(u32::MAX));
        }
        Self { letters, places }
    }

    /// The place of these words that is nearest to a byte of the text.
    pub(super) fn nearest(&self, words: &str, to: usize, text: &str) -> Option<Span> {
        let wanted = squeeze(words);
        if wanted.is_empty() {
            return None;
        }
        let place = |at: usize| self.places.get(at).map_or(usize::MAX, |&byte| byte as usize);
        let (at, _) = self.letters.match_indices(&wanted).min_by_key(|(at, _)| place(*at).abs_diff(to))?;
        let last = place(at + wanted.len() - 1);
        let end = last + text.get(last..)?.chars().next()?.len_utf8();
        Some(Span::of(place(at), end))
    }
}

/// Whether two stretches are the same but for white space and styles of marks.
pub(super) fn same(one: &str, other: &str) -> bool {
    squeeze(one) == squeeze(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_counts() {
        let text = "é “no\n way” and \"no way\".";
        let squeezed = Squeezed::new(text);
        let found = |to| squeezed.nearest("\"no way\"", to, text).map(|span| span.text(text));
        assert_eq!(found(0), Some("“no\n way”"));
        assert_eq!(found(text.len()), Some("\"no way\""));
        assert_eq!(squeezed.nearest("yes", 0, text), None);
        assert_eq!(squeezed.nearest(" ", 0, text), None);
    }
}
