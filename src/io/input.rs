//! Documents from paths: files, folders, globs and standard input.
//!
//! A text file is one document; its id is its path under the argument, without the extension. A JSONL file
//! holds one document a line; its id is its id field, or `<file stem>#<line>`. What cannot be read becomes a
//! [`Failure`], and reading goes on with the next document.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::io::wire::Failure;

mod find;
mod jsonl;
mod source;
mod text;

use find::Found;
pub use source::{Body, Loaded, Note, Source};

/// The formats that can be read, for messages.
pub const SUPPORTED: &str = ".txt, .md and .jsonl";

/// A document to be, or why there is none.
pub type Input = Result<Source, Failure>;

/// How a file holds documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// One document, as it is.
    Text,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// By extension, in any case.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "md" => Some(Self::Text),
            "jsonl" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// Reads documents.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The JSONL field that holds the text.
    pub text_field: String,
    /// The JSONL field that holds the id.
    pub id_field: String,
    /// A file to pass over where a folder or glob holds it: the one being written.
    pub skip: Option<PathBuf>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { text_field: "text".to_owned(), id_field: "id".to_owned(), skip: None }
    }
}

impl Reader {
    /// Every document of every path, in the order of the paths; inside a folder by name. Files are opened
    /// one after the other, as the iterator gets to them.
    pub fn documents<'a>(&'a self, paths: &'a [PathBuf]) -> impl Iterator<Item = Input> + 'a {
        paths.iter().flat_map(|path| find::find(path, self.skip.as_deref())).flat_map(|found| match found {
            Found::File { path, id } => self.file(&path, id),
            Found::Stdin => self.stdin(),
            Found::Failed(failure) => one(Err(failure)),
        })
    }

    fn file(&self, path: &Path, id: String) -> Documents<'_> {
        let name = path.display().to_string();
        let format = match (Format::of(path), path.extension()) {
            (Some(format), _) => format,
            // Named outright, a file without an extension (a pipe of the shell, say) is taken for text.
            (None, None) => Format::Text,
            (None, Some(extension)) => {
                let extension = extension.to_string_lossy();
                let message = format!("{name}: cannot read .{extension} files; supported are {SUPPORTED}");
                return one(Err(Failure::new(id, "unsupported-format", message)));
            }
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return one(Err(Failure::new(id, "unreadable", format!("{name}: {error}")))),
        };
        match format {
            Format::Text => one(text::read(file, &id, &name)),
            Format::Jsonl => self.lines(BufReader::new(file), stem(path), name),
        }
    }

    /// Standard input is JSONL where its first line is a JSON object, else one text.
    fn stdin(&self) -> Documents<'_> {
        let (id, name) = ("stdin".to_owned(), "standard input".to_owned());
        let mut input = BufReader::new(std::io::stdin());
        let mut first = Vec::new();
        if let Err(error) = input.read_until(b'\n', &mut first) {
            return one(Err(Failure::new(id, "unreadable", format!("{name}: {error}"))));
        }
        let is_object = jsonl::is_object(&first);
        let whole = std::io::Cursor::new(first).chain(input);
        if is_object { self.lines(whole, id, name) } else { one(text::read(whole, &id, &name)) }
    }

    fn lines(&self, input: impl BufRead + 'static, stem: String, name: String) -> Documents<'_> {
        Box::new(jsonl::Lines::new(input, stem, name, &self.text_field, &self.id_field))
    }
}

type Documents<'a> = Box<dyn Iterator<Item = Input> + 'a>;

fn one<'a>(input: Input) -> Documents<'a> {
    Box::new(std::iter::once(input))
}

/// The file's name without its extension.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
