//! How a word form is looked up: without regard to case, style of apostrophe or a final stop.

/// Longest key in bytes. No list holds a longer one; a longer token is no word.
const CAPACITY: usize = 64;

/// A look-up key, kept on the stack because one is made for every token.
pub(super) struct Key {
    bytes: [u8; CAPACITY],
    len: usize,
    ascii: bool,
}

impl Key {
    /// The key of one word: lower case, straight apostrophes, no final stop. `None` for what is too long
    /// to be a word.
    pub(super) fn of(form: &str) -> Option<Self> {
        let mut key = Self { bytes: [0; CAPACITY], len: 0, ascii: true };
        key.push(form)?;
        Some(key)
    }

    /// Appends a further word after a space.
    pub(super) fn join(&mut self, form: &str) -> Option<()> {
        self.put(b" ")?;
        self.push(form)
    }

    /// The key's bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Whether there is nothing to fold: ASCII alone.
    pub(super) const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The key with accents taken off its letters: *josé* as *jose*.
    pub(super) fn without_accents(&self) -> Option<Self> {
        let mut folded = Self { bytes: [0; CAPACITY], len: 0, ascii: true };
        for character in std::str::from_utf8(self.bytes()).ok()?.chars() {
            folded.put_char(character, base_letters(character))?;
        }
        Some(folded)
    }

    fn push(&mut self, form: &str) -> Option<()> {
        // "Sen." and "Sen" are one word, and so are "U.S." and "U.S".
        let form = form.strip_suffix('.').filter(|stem| !stem.is_empty()).unwrap_or(form);
        if form.is_ascii() {
            let start = self.len;
            self.put(form.as_bytes())?;
            self.bytes.get_mut(start..self.len)?.make_ascii_lowercase();
            return Some(());
        }
        for character in form.chars() {
            match character {
                '’' | '‘' | 'ʼ' => self.put(b"'")?,
                // Non-breaking and plain hyphens.
                '\u{2010}' | '\u{2011}' => self.put(b"-")?,
                other => other.to_lowercase().try_for_each(|lower| self.put_char(lower, None))?,
            }
        }
        Some(())
    }

    fn put_char(&mut self, character: char, instead: Option<&str>) -> Option<()> {
        if let Some(letters) = instead {
            return self.put(letters.as_bytes());
        }
        self.ascii &= character.is_ascii();
        self.put(character.encode_utf8(&mut [0; 4]).as_bytes())
    }

    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.len + bytes.len();
        self.bytes.get_mut(self.len..end)?.copy_from_slice(bytes);
        self.len = end;
        Some(())
    }
}

/// The plain letters that stand for an accented lower-case Latin letter where names are spelled without
/// accents. Marks that stand apart from their letter are dropped.
const fn base_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'ĉ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' | 'ḥ' | 'ḩ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ţ' | 'ť' | 'ț' | 'ṭ' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(form: &str) -> String {
        String::from_utf8(Key::of(form).expect("short").bytes().to_vec()).expect("text")
    }

    #[test]
    fn case_apostrophe_and_final_stop_do_not_matter() {
        assert_eq!(key("Sen."), "sen");
        assert_eq!(key("U.S."), "u.s");
        assert_eq!(key("O’Brien"), "o'brien");
        assert_eq!(key("ÉMILE"), "émile");
        assert_eq!(key("."), ".");
        assert_eq!(key(""), "");
    }

    #[test]
    fn accents_come_off_letters() {
        let folded = |form| {
            let key = Key::of(form).and_then(|key| key.without_accents()).expect("short");
            String::from_utf8(key.bytes().to_vec()).expect("text")
        };
        assert_eq!(folded("Erdoğan"), "erdogan");
        assert_eq!(folded("Łukasz"), "lukasz");
        assert_eq!(folded("Jose\u{301}"), "jose");
        assert_eq!(folded("Иван"), "иван");
    }

    #[test]
    fn what_is_too_long_has_no_key() {
        assert!(Key::of(&"a".repeat(64)).is_some());
        assert!(Key::of(&"a".repeat(65)).is_none());
        assert!(Key::of(&"É".repeat(33)).is_none());
    }
}
