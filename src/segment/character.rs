//! What a character is to the tokeniser.

/// The classes that decide where a token starts and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space: never inside a token.
    Space,
    /// A letter, or a mark that sits on one.
    Letter,
    /// A decimal digit.
    Digit,
    /// A stop of any kind: `.`, `!`, `?`, the ellipsis, and their East Asian forms.
    Stop,
    /// `'` and `’`: a quotation mark or an apostrophe.
    Apostrophe,
    /// Any other quotation mark.
    Mark,
    /// A hyphen or a dash.
    Dash,
    /// Any other punctuation.
    Punctuation,
    /// Anything else.
    Symbol,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Symbol; 128];
    let mut byte = 0;
    while byte < 128 {
        #[allow(clippy::cast_possible_truncation)]
        let class = match byte as u8 {
            b'\t'..=b'\r' | b' ' => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'.' | b'!' | b'?' => Class::Stop,
            b'\'' => Class::Apostrophe,
            b'"' | b'`' => Class::Mark,
            b'-' => Class::Dash,
            b'#' | b'%' | b'&' | b'(' | b')' | b'*' | b',' | b'/' | b':' | b';' | b'@' | b'[' | b'\\'
            | b']' | b'_' | b'{' | b'}' => Class::Punctuation,
            _ => Class::Symbol,
        };
        table[byte] = class;
        byte += 1;
    }
    table
};

impl Class {
    /// The class of an ASCII byte; of any other byte, `Symbol`.
    pub(super) fn of_ascii(byte: u8) -> Self {
        ASCII.get(usize::from(byte)).copied().unwrap_or(Self::Symbol)
    }

    /// The class of a character.
    pub(super) fn of(character: char) -> Self {
        if character.is_ascii() {
            #[allow(clippy::cast_possible_truncation)]
            return Self::of_ascii(character as u8);
        }
        match character {
            '’' | '\u{2bc}' => Self::Apostrophe,
            '“' | '”' | '„' | '‟' | '‘' | '‚' | '‛' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』'
            | '＂' => Self::Mark,
            '\u{2010}'..='\u{2015}' | '\u{2e3a}' | '\u{2e3b}' => Self::Dash,
            '…' | '。' | '！' | '？' | '‽' => Self::Stop,
            // Soft hyphen, joiners, variation selectors and combining accents belong to the letter before.
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => {
                Self::Letter
            }
            '¡'
            | '¿'
            | '§'
            | '¶'
            | '·'
            | '\u{2016}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '、'
            | '〈'..='】' => Self::Punctuation,
            _ if character.is_alphabetic() => Self::Letter,
            _ if character.is_numeric() => Self::Digit,
            _ if character.is_whitespace() => Self::Space,
            _ => Self::Symbol,
        }
    }
}

/// Whether the character ends a statement.
pub(super) fn is_stop(character: char) -> bool {
    Class::of(character) == Class::Stop
}

/// Whether the character can stand where an apostrophe does inside a word. Careless text has every
/// single mark there.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '\u{2bc}' | '‘' | '`' | '´')
}

/// Whether a quotation can start with the character.
pub(super) fn is_opening_mark(character: char) -> bool {
    matches!(character, '“' | '‘' | '„' | '‟' | '‚' | '‛' | '«' | '‹' | '"' | '\'' | '`' | '「' | '『' | '＂')
}

/// Whether a quotation can end with the character. Both styles of guillemet and the German closing
/// mark are in both sets.
pub(super) fn is_closing_mark(character: char) -> bool {
    matches!(character, '”' | '’' | '»' | '›' | '"' | '\'' | '“' | '‘' | '」' | '』' | '＂')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        let shown: String = "aé9٣ \u{a0}.…?'’\"“«-—,¿$€😀"
            .chars()
            .map(|character| match Class::of(character) {
                Class::Space => '_',
                Class::Letter => 'a',
                Class::Digit => '9',
                Class::Stop => '.',
                Class::Apostrophe => '\'',
                Class::Mark => '"',
                Class::Dash => '-',
                Class::Punctuation => ',',
                Class::Symbol => '$',
            })
            .collect();
        assert_eq!(shown, "aa99__...''\"\"\"--,,$$$");
    }

    #[test]
    fn every_space_of_unicode_is_a_space() {
        for character in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert_eq!(Class::of(character) == Class::Space, character.is_whitespace(), "{character:?}");
        }
    }
}
