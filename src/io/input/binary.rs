//! Telling text from what only looks like a text file by its name.

use super::encoding;

/// How the files begin that get lost among texts, and what to say of them.
const KINDS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file; extract its text first, for instance with pdftotext"),
    (b"PK\x03\x04", "a zip archive (.docx, .odt and .epub are that too); extract its text first"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as text first"),
    (b"{\\rtf", "a rich text (RTF) file; save it as plain text first"),
    (b"\x1f\x8b", "gzip data; let its name end in .gz"),
    (b"\x28\xb5\x2f\xfd", "zstd data; let its name end in .zst"),
    (b"BZh", "bzip2 data; decompress it first"),
    (b"\xfd7zXZ\0", "xz data; decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; extract its text first"),
    (b"PAR1", "a Parquet file; let its name end in .parquet"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
];

/// How many bytes are looked at.
const SAMPLE: usize = 1 << 16;

/// What these bytes are, if they are no text. A few control characters among text are text.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // The sample may end inside a character.
        Err(error) => error.error_len().is_none() && sample.len() < bytes.len(),
    };
    // A text may well begin with the letters ID3 or BZh; binary data is not UTF-8 for long.
    let known = KINDS.iter().find(|(magic, _)| {
        sample.starts_with(magic) && (!is_utf8 || magic.len() > 3 || magic.contains(&0x1f))
    });
    if let Some((_, kind)) = known {
        return Some(kind);
    }
    if encoding::Encoding::of_mark(sample).is_some() || encoding::wide(sample).is_some() {
        return None;
    }
    let control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let controls = sample.iter().filter(control).count();
    let most = if is_utf8 { sample.len() / 3 } else { sample.len() / 20 };
    (controls > most.max(8)).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_files_are_known() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], "a PDF file"),
            (b"PK\x03\x04\x14\0\x06\0\x08\0", "a zip archive"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "gzip data"),
            (b"{\\rtf1\\ansi Hello}", "a rich text"),
            (b"ID3\x03\0\0\0\0\xff\xfb\x90", "an MP3 recording"),
        ] {
            assert!(kind(bytes).is_some_and(|kind| kind.starts_with(expected)), "{expected}");
        }
        let noise: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(kind(&noise), Some("binary data"));
        assert_eq!(kind(&[0; 100]), Some("binary data"));
    }

    #[test]
    fn odd_text_is_text() {
        for text in [
            &b""[..],
            b"ID3 is a tag, BZh is not.",
            b"\0\x01",
            b"\x1b[31mred\x1b[0m \x93quoted\x94 \xe9",
            b"one\x0ctwo\x00three \x7f and more of it",
            b"\xff\xfeH\0i\0",
        ] {
            assert_eq!(kind(text), None, "{text:?}");
        }
    }
}
