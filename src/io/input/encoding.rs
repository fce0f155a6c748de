//! From bytes to text, whatever the encoding.
//!
//! A byte order mark decides; then an encoding that the user names; then UTF-8, if the bytes are that or
//! nearly so; then the likeliest guess, which the record tells of.

use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::source::Note;

/// An encoding that a user can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// No encoding has this label.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no encoding is called {0:?}; known are the labels of the web, such as utf-8, utf-16le, windows-1252, \
     iso-8859-2, koi8-r, shift_jis, gb18030"
)]
pub struct UnknownEncoding(String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// Takes a label of the Encoding Standard, in any case.
    fn from_str(label: &str) -> Result<Self, UnknownEncoding> {
        // `replacement` stands for encodings that are unsafe to read; it would give one U+FFFD and no text.
        encoding_rs::Encoding::for_label(label.as_bytes())
            .filter(|encoding| *encoding != encoding_rs::REPLACEMENT)
            .map(Self)
            .ok_or_else(|| UnknownEncoding(label.to_owned()))
    }
}

impl Encoding {
    /// The name of the encoding, as the Encoding Standard writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether the encoding does not hold ASCII as it is, so that lines cannot be told before decoding.
    pub(super) fn is_wide(self) -> bool {
        self.0 == encoding_rs::UTF_16LE || self.0 == encoding_rs::UTF_16BE
    }

    /// A decoder for a stream.
    pub(super) fn decoder(self) -> encoding_rs::Decoder {
        self.0.new_decoder_with_bom_removal()
    }

    /// The encoding that a byte order mark tells.
    pub(super) fn of_mark(bytes: &[u8]) -> Option<Self> {
        encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| Self(encoding))
    }

    /// The encoding that an HTML page says it is in, within its first 1024 bytes.
    pub(super) fn of_page(page: &[u8]) -> Option<Self> {
        let head = page.get(..1024).unwrap_or(page).to_ascii_lowercase();
        let mut rest = head.as_slice();
        while let Some(at) = memchr::memmem::find(rest, b"<meta") {
            rest = rest.get(at + 5..).unwrap_or_default();
            let tag = rest.split(|&byte| byte == b'>').next().unwrap_or_default();
            if let Some(encoding) = charset(tag) {
                // A page whose `meta` could be read as ASCII is not in UTF-16, whatever it says.
                return Some(if encoding.is_wide() { Self(encoding_rs::UTF_8) } else { encoding });
            }
        }
        None
    }
}

/// The encoding in `charset=…` of a `meta` tag; inside `content="text/html; charset=…"` it reads the same.
fn charset(tag: &[u8]) -> Option<Encoding> {
    let at = memchr::memmem::find(tag, b"charset")?;
    let value = tag.get(at + 7..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let ends = |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'/') || byte.is_ascii_whitespace();
    let label = value.split(ends).next()?;
    std::str::from_utf8(label).ok()?.parse().ok()
}

/// Bytes are not in the encoding that the user named.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotUtf8 {
    /// The first byte that is wrong, counted from 0.
    pub(super) at: usize,
    /// Its value.
    pub(super) byte: u8,
    /// The line that it is on, counted from 1.
    pub(super) line: usize,
}

impl NotUtf8 {
    fn of(bytes: &[u8], at: usize) -> Self {
        let before = bytes.get(..at).unwrap_or(bytes);
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        Self { at, byte: bytes.get(at).copied().unwrap_or_default(), line }
    }
}

impl std::fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { at, byte, .. } = self;
        write!(f, "not UTF-8: byte 0x{byte:02X} at offset {at}; without --encoding the encoding is guessed")
    }
}

/// The text of these bytes; what was odd about them is added to `notes`. `named` is what the user says the
/// encoding is, `declared` what the bytes say of themselves.
///
/// # Errors
/// Where the user says that the bytes are UTF-8, and they are not.
pub(super) fn text(
    bytes: &[u8],
    named: Option<Encoding>,
    declared: Option<Encoding>,
    notes: &mut Vec<Note>,
) -> Result<String, NotUtf8> {
    let marked = bytes;
    // A byte order mark says how to read the text, and is not part of it.
    let bytes = marked.strip_prefix(MARK).unwrap_or(marked);
    if let Some(encoding) = Encoding::of_mark(marked).or(named) {
        if encoding.0 != encoding_rs::UTF_8 {
            return Ok(decoded(marked, encoding, notes));
        }
        if named.is_some() {
            let utf8 = std::str::from_utf8(bytes).map(str::to_owned);
            return utf8.map_err(|error| NotUtf8::of(bytes, error.valid_up_to()));
        }
    }
    // An escape sequence makes this one look like ASCII.
    let declared = declared.filter(|declared| declared.0 != encoding_rs::UTF_8);
    if let Some(encoding) = declared.filter(|declared| declared.0 == encoding_rs::ISO_2022_JP) {
        return Ok(decoded(marked, encoding, notes));
    }
    // In Latin letters, this one looks like ASCII full of NULs.
    if let Some(encoding) = wide(marked) {
        notes.push(Note::GuessedEncoding(encoding.name()));
        return Ok(decoded(marked, encoding, notes));
    }
    // Nothing but UTF-8 happens to be valid UTF-8: it is more to be trusted than what pages say.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let encoding = match declared.filter(|_| !is_mostly_utf8(bytes)) {
        Some(declared) => declared,
        None => likely(bytes, notes),
    };
    Ok(decoded(bytes, encoding, notes))
}

/// The likeliest encoding of bytes that are not UTF-8 throughout; a guess is noted.
pub(super) fn likely(bytes: &[u8], notes: &mut Vec<Note>) -> Encoding {
    if is_mostly_utf8(bytes) {
        return Encoding(encoding_rs::UTF_8);
    }
    let encoding = guess(bytes);
    notes.push(Note::GuessedEncoding(encoding.name()));
    encoding
}

/// Text in this encoding, U+FFFD for what is wrong.
pub(super) fn decoded(bytes: &[u8], encoding: Encoding, notes: &mut Vec<Note>) -> String {
    let (text, broken) = encoding.0.decode_with_bom_removal(bytes);
    let note = Note::BrokenBytes(encoding.name());
    if broken && !notes.contains(&note) {
        notes.push(note);
    }
    text.into_owned()
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Whether these bytes are UTF-8 that something damaged: a text cut inside a character, say, or two texts in
/// one file. Older encodings give a valid sequence now and then, and hardly ever a long one.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        let lengths = chunk.valid().chars().filter(|c| !c.is_ascii()).map(char::len_utf8);
        good += lengths.map(|length| if length == 2 { 1 } else { 4 }).sum::<usize>();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// The likeliest encoding of bytes that are not UTF-8.
fn guess(bytes: &[u8]) -> Encoding {
    // More bytes would not make the guess much better.
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let start =
        if sample.is_ascii() { bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0) } else { 0 };
    let sample = bytes.get(start..bytes.len().min(start + SAMPLE)).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    Encoding(detector.guess(None, Utf8Detection::Deny))
}

/// How many bytes a guess looks at.
const SAMPLE: usize = 1 << 18;

/// UTF-16 without a byte order mark: of text that is mostly in Latin letters, every other byte is 0.
pub(super) fn wide(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = |one: usize, other: usize| pairs >= 8 && one * 2 > pairs && other * 10 < one;
    if most(second, first) {
        Some(Encoding(encoding_rs::UTF_16LE))
    } else if most(first, second) {
        Some(Encoding(encoding_rs::UTF_16BE))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes as text, with the codes of the notes.
    fn read(bytes: &[u8], named: Option<&str>, declared: Option<&str>) -> (String, Vec<String>) {
        let encoding = |label: &str| label.parse::<Encoding>().unwrap();
        let mut notes = Vec::new();
        let text = text(bytes, named.map(encoding), declared.map(encoding), &mut notes);
        let shown = |note: &Note| {
            let warning = note.warning();
            format!("{} {}", warning.code, warning.detail.unwrap_or_default())
        };
        (text.unwrap_or_else(|error| error.to_string()), notes.iter().map(shown).collect())
    }

    fn plain(text: &str) -> (String, Vec<String>) {
        (text.to_owned(), Vec::new())
    }

    fn wide_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_not_text() {
        let text = "\u{feff}“Café” \u{feff}";
        let expected = plain("“Café” \u{feff}");
        assert_eq!(read(text.as_bytes(), None, None), expected);
        assert_eq!(read(text.as_bytes(), Some("utf-8"), None), expected);
        assert_eq!(read(&wide_bytes(text, true), None, None), expected);
        assert_eq!(read(&wide_bytes(text, false), Some("windows-1252"), Some("koi8-r")), expected);
    }

    #[test]
    fn a_named_encoding_is_taken_at_its_word() {
        assert_eq!(read(b"caf\xe9 \x93so\x94", Some("latin1"), None), plain("café “so”"));
        assert_eq!(read("é".as_bytes(), Some("windows-1252"), None), plain("Ã©"));
        let (message, _) = read(b"ab\nc\xe9d", Some("utf-8"), None);
        assert!(message.starts_with("not UTF-8: byte 0xE9 at offset 4"), "{message}");
        let error = "utf-9".parse::<Encoding>().unwrap_err().to_string();
        assert!(error.starts_with("no encoding is called \"utf-9\""), "{error}");
        assert!("hz-gb-2312".parse::<Encoding>().is_err());
    }

    #[test]
    fn older_encodings_are_guessed_and_the_guess_is_told() {
        let (text, notes) =
            read(b"\x93We\x92ll see,\x94 said Ren\xe9e Fran\xe7ois in the caf\xe9.", None, None);
        assert_eq!(text, "“We’ll see,” said Renée François in the café.");
        assert_eq!(notes, ["guessed-encoding windows-1252"]);
        let (text, notes) =
            read(b"\xcf\xf0\xe8\xe2\xe5\xf2, \xf1\xea\xe0\xe7\xe0\xeb \xee\xed \xe5\xe9.", None, None);
        assert_eq!((text.as_str(), notes.len()), ("Привет, сказал он ей.", 1));
        let (text, notes) = read(&wide_bytes("“No mark at all,” said Ann Lee.", false), None, None);
        assert_eq!(text, "“No mark at all,” said Ann Lee.");
        assert_eq!(notes, ["guessed-encoding UTF-16LE"]);
    }

    #[test]
    fn damaged_utf8_is_still_utf8() {
        let (text, notes) = read("“It’s cut,” he said. “Oh’".as_bytes().split_last().unwrap().1, None, None);
        assert_eq!(text, "“It’s cut,” he said. “Oh\u{fffd}");
        assert_eq!(notes, ["broken-bytes UTF-8"]);
    }

    #[test]
    fn what_a_page_says_counts_where_the_bytes_do_not_tell() {
        assert_eq!(read(b"caf\xe9 \xa4", None, Some("iso-8859-15")), plain("café €"));
        // A page that says one thing and is another.
        assert_eq!(read("“café”".as_bytes(), None, Some("windows-1252")), plain("“café”"));
        assert_eq!(read(b"\x1b$B$3$s\x1b(B.", None, Some("iso-2022-jp")), plain("こん."));
    }

    #[test]
    fn pages_declare_their_encoding_near_the_top() {
        let of = |page: &str| Encoding::of_page(page.as_bytes()).map(Encoding::name);
        assert_eq!(of("<html><head><META CHARSET=KOI8-R>"), Some("KOI8-R"));
        let equiv = "<meta name=a><meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>";
        assert_eq!(of(equiv), Some("windows-1252"));
        assert_eq!(of("<meta charset=\"utf-16\">"), Some("UTF-8"));
        assert_eq!(of("<meta name=charset content=x><p>charset=koi8-r"), None);
        assert_eq!(of(&format!("{}<meta charset=koi8-r>", " ".repeat(1024))), None);
    }
}
