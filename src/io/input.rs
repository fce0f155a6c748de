//! Documents from paths: files, folders, globs and standard input.
//!
//! A text or an HTML page is one document; its id is its path under the argument, without the extension. A
//! JSONL, CSV or Parquet file holds one document a line or row; its id is its id field, or
//! `<file stem>#<number>`, counting lines or, without the header, rows from 1. What cannot be read becomes a
//! [`Failure`], and reading goes on with the next document.
//!
//! No two documents of a run have the same id: where one would have the id of an earlier one, `~2`, `~3` and
//! so on is put behind it, and a note says so.

use std::fs::File;
use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::document::Document;
use crate::io::wire::Failure;

mod binary;
mod columns;
mod csv;
mod encoding;
mod find;
mod format;
mod html;
mod ids;
mod jsonl;
mod meter;
mod parquet;
mod source;
mod surrogates;
mod text;
mod unpack;

pub use encoding::{Encoding, UnknownEncoding};
use find::Found;
use format::{Format, stem};
pub use meter::Meter;
pub use source::{Body, Loaded, Note, Source};
use unpack::Stream;

/// The formats that can be read, for messages.
pub const SUPPORTED: &str =
    ".txt, .md, .html, .htm, .jsonl, .ndjson, .csv and .tsv, each also as .gz or .zst, and .parquet";

/// A document to be, or why there is none.
pub type Input = Result<Source, Failure>;

/// Reads documents.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The JSONL key or the column that holds the text.
    pub text_field: String,
    /// The JSONL key or the column that holds the id.
    pub id_field: String,
    /// The JSONL keys, the columns and the metadata of HTML pages to carry through. A document has those of
    /// them that it has; columns must be there.
    pub keep: Vec<String>,
    /// What texts are encoded in; none to find out. A byte order mark comes before it.
    pub encoding: Option<Encoding>,
    /// How long a text may be, in characters.
    pub max_chars: usize,
    /// Files and folders to pass over where a folder or glob holds them: what is being written.
    pub skip: Vec<PathBuf>,
    /// Counts what is read.
    pub meter: Meter,
}

/// The field that holds the id unless somebody says otherwise; it may be missing.
const ID_FIELD: &str = "id";

impl Default for Reader {
    fn default() -> Self {
        Self {
            text_field: "text".to_owned(),
            id_field: ID_FIELD.to_owned(),
            keep: Vec::new(),
            encoding: None,
            max_chars: 10_000_000,
            skip: Vec::new(),
            meter: Meter::default(),
        }
    }
}

impl Reader {
    /// Every document of every path, in the order of the paths; inside a folder by name. Files are opened
    /// one after the other, as the iterator gets to them.
    pub fn documents<'a>(&'a self, paths: &'a [PathBuf]) -> impl Iterator<Item = Input> + 'a {
        let reader = Arc::new(self.clone());
        let inputs =
            paths.iter().flat_map(|path| find::find(path, &self.skip)).flat_map(move |found| match found {
                Found::File { path, id } => file(&reader, &path, id),
                Found::Stdin => undeclared(&reader, std::io::stdin(), "stdin", "standard input"),
                Found::Failed(failure) => one(Err(failure)),
            });
        let mut ids = ids::Ids::default();
        inputs.map(move |mut input| {
            let id = match &mut input {
                Ok(source) => &mut source.id,
                Err(failure) => &mut failure.id,
            };
            if let Some(other) = ids.claim(id) {
                let taken = std::mem::replace(id, other);
                if let Ok(source) = &mut input {
                    source.notes.push(Note::RenamedId(taken));
                }
            }
            input
        })
    }

    /// The same, ready: for callers that want nothing but the documents.
    pub fn loaded<'a>(
        &'a self,
        paths: &'a [PathBuf],
    ) -> impl Iterator<Item = Result<Document, Failure>> + 'a {
        self.documents(paths).map(|input| Ok(input?.load()?.document))
    }

    /// How many bytes the files of these paths have; none where one is no file.
    #[must_use]
    pub fn size(&self, paths: &[PathBuf]) -> Option<u64> {
        let found = paths.iter().flat_map(|path| find::find(path, &self.skip));
        found
            .map(|found| match found {
                // What cannot be looked at cannot be read either.
                Found::File { path, .. } => Some(path.metadata().map_or(0, |metadata| metadata.len())),
                Found::Stdin => None,
                Found::Failed(_) => Some(0),
            })
            .sum()
    }

    /// What the user says the encoding is, for what comes in lines: a stream in UTF-16 is in UTF-8 by then.
    fn line_encoding(&self) -> Option<Encoding> {
        self.encoding.filter(|encoding| !encoding.is_wide())
    }

    /// How many bytes the longest text can take: characters take up to four.
    const fn text_bytes(&self) -> usize {
        // And a byte order mark.
        self.max_chars.saturating_mul(4).saturating_add(4)
    }

    /// How many bytes a line, a row or a page may take: escapes, tags and other fields take some too.
    const fn markup_bytes(&self) -> usize {
        self.max_chars.saturating_mul(6).saturating_add(1 << 20)
    }
}

/// What is wrong with a document that holds `much`, where `most` characters are the limit.
fn too_long(much: &str, most: usize) -> String {
    format!(
        "{much}; the limit is {most} characters: split the text, for instance by chapter, or raise --max-chars"
    )
}

type Documents = Box<dyn Iterator<Item = Input>>;

fn one(input: Input) -> Documents {
    Box::new(std::iter::once(input))
}

fn file(reader: &Arc<Reader>, path: &Path, id: String) -> Documents {
    let name = path.display().to_string();
    let unreadable =
        |error: &std::io::Error| one(Err(Failure::new(&*id, "unreadable", format!("{name}: {error}"))));
    let format = format::of(path);
    if format.is_none() && path.extension().is_some() {
        return one(Err(Failure::new(id, "unsupported-format", format::unsupported(path))));
    }
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return unreadable(&error),
    };
    let (format, compression) = match format {
        Some((Format::Parquet, _)) => {
            // It is read here and there: all of it counts in the end.
            let (meter, size) = (reader.meter.clone(), file.metadata().map_or(0, |metadata| metadata.len()));
            let end = std::iter::once_with(move || meter.add(size)).filter_map(|()| None);
            return Box::new(parquet::rows(reader, file, &stem(path), &name).chain(end));
        }
        Some(format) => format,
        // Named outright, a file without an extension (a pipe of the shell, say) is what it looks like.
        None => return undeclared(reader, reader.meter.counted(file), &id, &name),
    };
    match unpack::unpacked(reader.meter.counted(file), compression) {
        Ok(stream) => Opened { reader, stream, id, stem: stem(path), name }.documents(format),
        Err(error) => unreadable(&error),
    }
}

/// A stream whose format nothing tells: JSONL where its first line is a JSON object, a page where it begins
/// like one, else one text.
fn undeclared(reader: &Arc<Reader>, input: impl Read + 'static, id: &str, name: &str) -> Documents {
    let opened = || {
        let mut stream = unpack::lines(unpack::sniffed(input)?, reader.encoding)?;
        let mut first = Vec::new();
        stream.by_ref().take(reader.markup_bytes() as u64).read_until(b'\n', &mut first)?;
        Ok((first, stream))
    };
    let (first, stream) = match opened() {
        Ok(opened) => opened,
        Err(error) => {
            let error: std::io::Error = error;
            return one(Err(Failure::new(id, unpack::code(&error), format!("{name}: {error}"))));
        }
    };
    let format = if jsonl::is_object(&first) {
        Format::Jsonl
    } else if html::is_page(&first) {
        Format::Html
    } else if first.starts_with(b"PAR1") {
        let message = format!("{name}: looks like a Parquet file; name it as a file that ends in .parquet");
        return one(Err(Failure::new(id, "unsupported-format", message)));
    } else {
        Format::Text
    };
    let stream: Stream = Box::new(Cursor::new(first).chain(stream));
    let (id, name) = (id.to_owned(), name.to_owned());
    Opened { reader, stream, stem: id.clone(), id, name }.documents(format)
}

/// A file that is open and decompressed.
struct Opened<'a> {
    reader: &'a Arc<Reader>,
    stream: Stream,
    /// The id of its document, if it holds only one.
    id: String,
    /// What the ids of its documents begin with, if it holds several.
    stem: String,
    /// How messages call it.
    name: String,
}

impl Opened<'_> {
    fn documents(self, format: Format) -> Documents {
        match format {
            Format::Text | Format::Html | Format::Parquet => {
                one(text::read(self.reader, self.stream, &self.id, &self.name, format == Format::Html))
            }
            Format::Jsonl | Format::Csv(_) => self.many(format).unwrap_or_else(|failure| one(Err(failure))),
        }
    }

    fn many(self, format: Format) -> Result<Documents, Failure> {
        let Self { reader, mut stream, id, stem, name } = self;
        let failed = |code, problem: String| Failure::new(&*id, code, format!("{name}: {problem}"));
        // An error here comes again where the first line is read.
        if let Some(kind) = stream.fill_buf().ok().and_then(binary::kind) {
            return Err(failed("not-text", format!("looks like {kind}")));
        }
        let stream = unpack::lines(stream, reader.encoding)
            .map_err(|error| failed(unpack::code(&error), error.to_string()))?;
        Ok(match format {
            Format::Csv(delimiter) => csv::rows(reader, stream, delimiter, stem, name),
            _ => Box::new(jsonl::Lines::new(Arc::clone(reader), stream, stem, name)),
        })
    }
}

#[cfg(test)]
mod tests;
