//! Streams of bytes, decompressed and in UTF-8 as far as that can be done without reading ahead.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use encoding_rs::{CoderResult, Decoder};

use super::encoding::Encoding;
use crate::io::Compression;

/// A stream of bytes of any kind.
pub(super) type Stream = Box<dyn BufRead>;

/// How much is read at once.
const BUFFER: usize = 1 << 16;

/// How a stream is compressed, by its first four bytes.
fn compression(first: &[u8]) -> Compression {
    match first {
        [0x1f, 0x8b, 8, ..] => Compression::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Compression::Zstd,
        _ => Compression::None,
    }
}

/// What a compressed stream holds. Several members or frames one after the other are one stream.
pub(super) fn unpacked(input: impl Read + 'static, compression: Compression) -> io::Result<Stream> {
    let what = match compression {
        Compression::None => return Ok(Box::new(BufReader::with_capacity(BUFFER, input))),
        Compression::Gzip => "gzip",
        Compression::Zstd => "zstd",
    };
    let inner: Box<dyn Read> = match compression {
        Compression::Zstd => Box::new(zstd::stream::read::Decoder::new(input)?),
        _ => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(BUFFER, input))),
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, Unpacked { inner, what })))
}

/// The same, for a stream that may or may not be compressed.
pub(super) fn sniffed(input: impl Read + 'static) -> io::Result<Stream> {
    let (first, input) = peeked(input, 4)?;
    let compression = compression(&first);
    unpacked(Cursor::new(first).chain(input), compression)
}

/// The first bytes of a stream, as many as there are, and what follows them.
fn peeked<R: Read>(mut input: R, count: u64) -> io::Result<(Vec<u8>, R)> {
    let mut first = Vec::new();
    input.by_ref().take(count).read_to_end(&mut first)?;
    Ok((first, input))
}

/// The fixed word for what went wrong while reading.
pub(super) fn code(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::InvalidData => "damaged",
        _ => "unreadable",
    }
}

/// Says of a decoder's errors what they mean for the file.
struct Unpacked<R> {
    inner: R,
    what: &'static str,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            // The system's own errors are not about the data.
            if error.raw_os_error().is_some() || error.kind() == ErrorKind::Interrupted {
                return error;
            }
            let what = self.what;
            io::Error::new(ErrorKind::InvalidData, format!("the {what} data is damaged or cut off ({error})"))
        })
    }
}

/// A stream of lines without its byte order mark, and in UTF-8 if it was in UTF-16. `named` is what the
/// user says the encoding is; others than UTF-16 are left to be decoded line by line.
pub(super) fn lines(input: Stream, named: Option<Encoding>) -> io::Result<Stream> {
    let (mut first, input) = peeked(input, 4)?;
    let marked = Encoding::of_mark(&first);
    let bare = match first.as_slice() {
        [1..=0x7f, 0, 1..=0x7f, 0] => "utf-16le".parse().ok(),
        [0, 1..=0x7f, 0, 1..=0x7f] => "utf-16be".parse().ok(),
        _ => None,
    };
    let wide = marked.or(named).or(bare).filter(|encoding| encoding.is_wide());
    if wide.is_none() && marked.is_some() {
        first.drain(..3);
    }
    let input = Cursor::new(first).chain(input);
    Ok(match wide {
        Some(encoding) => {
            let (decoder, out) = (encoding.decoder(), vec![0; BUFFER]);
            Box::new(Transcoded { input, decoder, out, from: 0, to: 0, ended: false })
        }
        None => Box::new(input),
    })
}

/// A stream in another encoding, read as UTF-8.
struct Transcoded<R> {
    input: R,
    decoder: Decoder,
    out: Vec<u8>,
    /// Where in `out` what is still to be read begins and ends.
    from: usize,
    to: usize,
    ended: bool,
}

impl<R: BufRead> BufRead for Transcoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.from == self.to && !self.ended {
            let source = self.input.fill_buf()?;
            let last = source.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(source, &mut self.out, last);
            self.input.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            (self.from, self.to) = (0, written);
        }
        Ok(self.out.get(self.from..self.to).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.from = self.to.min(self.from + count);
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// What came of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The stream had ended.
    End,
    /// The line, with its line break if it had one.
    Whole,
    /// Passed over, since it had this many bytes.
    TooLong(u64),
}

/// Reads a line of at most `most` bytes into `line`; of a longer one nothing is kept.
pub(super) fn line(input: &mut impl BufRead, most: usize, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    // One long line must not hold its memory for the rest of the file.
    line.shrink_to(1 << 20);
    let mut length = 0u64;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let (part, ends) = match memchr::memchr(b'\n', chunk) {
            Some(at) => (chunk.get(..=at).unwrap_or(chunk), true),
            None => (chunk, chunk.is_empty()),
        };
        let used = part.len();
        length += used as u64;
        if length <= most as u64 {
            line.extend_from_slice(part);
        } else {
            *line = Vec::new();
        }
        input.consume(used);
        if ends {
            return Ok(match length {
                0 => Line::End,
                _ if length > most as u64 => Line::TooLong(length),
                _ => Line::Whole,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.finish().unwrap()
    }

    /// What a stream gives, and the message of the error that ends it.
    fn read(mut stream: Stream) -> (String, String) {
        let mut bytes = Vec::new();
        let error = stream.read_to_end(&mut bytes).err().map(|error| error.to_string());
        (String::from_utf8(bytes).unwrap(), error.unwrap_or_default())
    }

    #[test]
    fn several_members_are_one_stream() {
        let both = [gzip("one\n"), gzip("two\n")].concat();
        assert_eq!(read(sniffed(Cursor::new(both)).unwrap()).0, "one\ntwo\n");
        let frame = |text: &str| zstd::stream::encode_all(text.as_bytes(), 3).unwrap();
        let both = [frame("one\n"), frame("two\n")].concat();
        assert_eq!(read(sniffed(Cursor::new(both)).unwrap()).0, "one\ntwo\n");
        assert_eq!(read(sniffed(Cursor::new("{}")).unwrap()).0, "{}");
    }

    #[test]
    fn what_comes_before_the_damage_is_read() {
        let lines: String = (0..5000).map(|n| format!("line {}\n", n * 7919 % 5003)).collect();
        let packed = [gzip(&lines), zstd::stream::encode_all(lines.as_bytes(), 3).unwrap()];
        for (packed, what) in packed.iter().zip(["gzip", "zstd"]) {
            let (text, error) = read(sniffed(Cursor::new(packed[..packed.len() - 9].to_vec())).unwrap());
            assert!(lines.starts_with(&text) && error.contains(what), "{error}");
            assert!(error.contains("damaged or cut off"), "{error}");
        }
    }

    #[test]
    fn wide_streams_come_out_in_utf8() {
        let text = "{\"text\":\"“é” 😀\"}\n".repeat(9000);
        for (mark, big) in [("\u{feff}", true), ("\u{feff}", false), ("", true), ("", false)] {
            let bytes: Vec<u8> = format!("{mark}{text}")
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            assert!(read(lines(Box::new(Cursor::new(bytes)), None).unwrap()).0 == text, "{mark:?} {big}");
        }
        let marked = format!("\u{feff}{text}");
        assert!(read(lines(Box::new(Cursor::new(marked)), None).unwrap()).0 == text);
    }

    #[test]
    fn long_lines_are_passed_over() {
        let text = format!("short\n{}\nlast", "x".repeat(100));
        // A small buffer, so that lines come in pieces.
        let mut input = BufReader::with_capacity(7, Cursor::new(text));
        let mut bytes = Vec::new();
        let mut next =
            || (line(&mut input, 20, &mut bytes).unwrap(), String::from_utf8(bytes.clone()).unwrap());
        assert_eq!(next(), (Line::Whole, "short\n".to_owned()));
        assert_eq!(next(), (Line::TooLong(101), String::new()));
        assert_eq!(next(), (Line::Whole, "last".to_owned()));
        assert_eq!(next().0, Line::End);
    }
}
