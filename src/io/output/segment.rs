//! Documents collected to segments: stretches of a file that do not depend on what stands before them.
//!
//! A file is a sequence of segments. Where it is compressed, each is a member (gzip) or frame (Zstandard) of its own,
//! which both formats take one behind the other; of a table each is a row group. A segment ends after so many documents
//! or so much text, never after so much time: so the same input gives the same bytes, however often a run was stopped.

use std::io::{self, Write as _};

use flate2::write::GzEncoder;

use super::parquet::{Rows, Table};
use crate::io::Compression;

/// A member or frame of its own.
fn compressed(compression: Compression, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.is_empty() {
        return Ok(bytes);
    }
    match compression {
        Compression::None => Ok(bytes),
        Compression::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(&bytes)?;
            encoder.finish()
        }
        Compression::Zstd => zstd::encode_all(bytes.as_slice(), zstd::DEFAULT_COMPRESSION_LEVEL),
    }
}

/// What stands around documents in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Before the first one.
    pub preamble: String,
    /// Between two.
    pub separator: &'static str,
    /// After the last one.
    pub epilogue: &'static str,
}

/// What a document is in a file.
#[derive(Clone, Debug)]
pub enum Rendered {
    /// Text, to be written as it is.
    Text(String),
    /// Rows of a table.
    Rows(Rows),
    /// Files of its own: their path under the output's folder, and what they hold.
    Files(Vec<(String, String)>),
}

/// Collects documents and makes segments of them.
#[derive(Debug)]
pub enum Segments {
    /// Of text.
    Text {
        /// What stands around the documents.
        frame: Frame,
        /// How it is compressed.
        compression: Compression,
        /// The documents since the last segment.
        held: String,
    },
    /// Of rows.
    Rows {
        /// What they are rows of.
        table: Table,
        /// The documents since the last segment.
        held: Rows,
    },
}

impl Segments {
    /// Segments of text.
    #[must_use]
    pub const fn text(frame: Frame, compression: Compression) -> Self {
        Self::Text { frame, compression, held: String::new() }
    }

    /// Segments of rows.
    #[must_use]
    pub fn rows(table: Table) -> Self {
        Self::Rows { table, held: Rows::default() }
    }

    /// Whether a whole file has to be put together from them, and is not just one behind the other.
    pub(super) const fn are_assembled(&self) -> bool {
        matches!(self, Self::Rows { .. })
    }

    /// Adds a document. What does not belong in such a file is left out.
    pub(super) fn hold(&mut self, rendered: Rendered) {
        match (self, rendered) {
            (Self::Text { held, frame, .. }, Rendered::Text(text)) => {
                if !held.is_empty() {
                    held.push_str(frame.separator);
                }
                held.push_str(&text);
            }
            (Self::Rows { held, .. }, Rendered::Rows(rows)) => held.append(rows),
            _ => {}
        }
    }

    /// The documents since the last segment as one; empty if there are none. `first` says whether nothing stands
    /// before it.
    pub(super) fn seal(&mut self, first: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Text { frame, compression, held } => {
                if held.is_empty() {
                    return Ok(Vec::new());
                }
                let before = if first { frame.preamble.as_str() } else { frame.separator };
                let text = std::mem::take(held);
                let text = if before.is_empty() { text } else { [before, &text].concat() };
                compressed(*compression, text.into_bytes())
            }
            Self::Rows { table, held } => {
                let rows = std::mem::take(held);
                if rows.is_empty() { Ok(Vec::new()) } else { table.segment(&rows) }
            }
        }
    }

    /// What ends a file. `first` says whether nothing stands before it.
    pub(super) fn end(&self, first: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Text { frame, compression, .. } => {
                let before = if first { frame.preamble.as_str() } else { "" };
                compressed(*compression, [before, frame.epilogue].concat().into_bytes())
            }
            Self::Rows { .. } => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn written(frame: &Frame, compression: Compression, chunks: &[&[&str]]) -> Vec<u8> {
        let mut segments = Segments::text(frame.clone(), compression);
        let mut file = Vec::new();
        for chunk in chunks {
            chunk.iter().for_each(|text| segments.hold(Rendered::Text((*text).to_owned())));
            file.extend(segments.seal(file.is_empty()).unwrap());
        }
        file.extend(segments.end(file.is_empty()).unwrap());
        file
    }

    const ARRAY: Frame = Frame { preamble: String::new(), separator: ",\n", epilogue: "]\n" };

    #[test]
    fn segments_add_up_to_one_file_wherever_they_end() {
        let frame = Frame { preamble: "[\n".to_owned(), ..ARRAY };
        let chunkings: [&[&[&str]]; 3] =
            [&[&["1", "2", "3"]], &[&["1"], &[], &["2", "3"]], &[&[], &["1", "2"], &["3"], &[]]];
        for chunks in chunkings {
            assert_eq!(written(&frame, Compression::None, chunks), b"[\n1,\n2,\n3]\n");
        }
        assert_eq!(written(&frame, Compression::None, &[&[]]), b"[\n]\n");
    }

    #[test]
    fn compressed_segments_are_one_stream() {
        let chunks: &[&[&str]] = &[&["one\n", "two\n"], &["three\n"]];
        let mut text = String::new();
        let gzip = written(&Frame::default(), Compression::Gzip, chunks);
        flate2::read::MultiGzDecoder::new(gzip.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\nthree\n");
        let zstd = written(&Frame::default(), Compression::Zstd, chunks);
        assert_eq!(zstd::decode_all(zstd.as_slice()).unwrap(), text.as_bytes());
    }
}
