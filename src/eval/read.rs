//! Readers of gold and of predictions, one file a format.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::answer::Outcome;
use super::gold::{Coverage, GoldDocument, GoldSet};
use crate::layers::QuoteKind;

pub(super) mod columns;
pub(super) mod corpus;
mod markup;
mod paragraphs;
pub(super) mod spans;
mod wire;

/// A gold or prediction file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {problem}", path.display(), line.map_or(String::new(), |line| format!(":{line}")))]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// Its line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
}

/// What is wrong and on which line, before the file is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    line: Option<usize>,
    problem: String,
}

impl Fault {
    pub(super) fn at(line: usize, problem: impl Into<String>) -> Self {
        Self { line: Some(line), problem: problem.into() }
    }

    pub(super) fn of(self, path: &Path) -> ReadError {
        ReadError { path: path.to_owned(), line: self.line, problem: self.problem }
    }
}

pub(super) fn contents(path: &Path) -> Result<String, ReadError> {
    let error = |problem| ReadError { path: path.to_owned(), line: None, problem };
    let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
    String::from_utf8(bytes).map_err(|cause| {
        let line = 1 + cause
            .as_bytes()
            .iter()
            .take(cause.utf8_error().valid_up_to())
            .filter(|&&byte| byte == b'\n')
            .count();
        Fault::at(line, "not UTF-8; convert the file first").of(path)
    })
}

/// The lines of a file that hold something, numbered from 1.
pub(super) fn lines(file: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(file.lines()).filter(|(_, line)| !line.trim().is_empty())
}

/// Reads JSON lines. Their first record tells the form: `schema` is the wire form, `paras` holds sentences,
/// anything else is a corpus.
fn jsonl(file: &str) -> Result<Vec<GoldDocument>, Fault> {
    #[derive(serde::Deserialize)]
    struct Peek {
        schema: Option<serde::de::IgnoredAny>,
        paras: Option<serde::de::IgnoredAny>,
    }
    let Some((number, line)) = lines(file).next() else { return Ok(Vec::new()) };
    let peek: Peek = serde_json::from_str(line)
        .map_err(|cause| Fault::at(number, format!("not a JSON object: {cause}")))?;
    match peek {
        Peek { schema: Some(_), .. } => wire::gold(file),
        Peek { paras: Some(_), .. } => paragraphs::documents(file),
        Peek { .. } => corpus::documents(file),
    }
}

/// Reads a gold set: a `.jsonl` file, a `.conll` file, a `.gold.txt` file, or a folder of the last, in
/// the order of their names.
///
/// # Errors
/// [`ReadError`] naming file and line for what cannot be read, and for a set without documents.
pub fn gold(path: &Path) -> Result<GoldSet, ReadError> {
    let name = set_name(path);
    let set = |documents: Vec<GoldDocument>, open| {
        let covers = coverage(&documents, open);
        GoldSet { name: name.clone(), documents, covers, open }
    };
    let file_name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let set = if path.is_dir() {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|cause| ReadError {
                path: path.to_owned(),
                line: None,
                problem: cause.to_string(),
            })?;
            if entry.file_name().to_string_lossy().ends_with(".gold.txt") {
                files.push(entry.into_path());
            }
        }
        let read = |file: &PathBuf| markup::document(&contents(file)?).map_err(|fault| fault.of(file));
        set(files.iter().map(read).collect::<Result<_, _>>()?, true)
    } else if file_name.ends_with(".gold.txt") {
        let document = markup::document(&contents(path)?).map_err(|fault| fault.of(path))?;
        set(vec![document], true)
    } else if file_name.ends_with(".conll") {
        set(
            columns::documents(&name, &contents(path)?, &mut |_, _| ()).map_err(|fault| fault.of(path))?,
            false,
        )
    } else if file_name.ends_with(".jsonl") {
        set(jsonl(&contents(path)?).map_err(|fault| fault.of(path))?, false)
    } else {
        let problem = if path.exists() {
            "not a gold file: .jsonl, .conll, .gold.txt, or a folder with .gold.txt files is expected"
        } else {
            "no such file or folder"
        };
        return Err(ReadError { path: path.to_owned(), line: None, problem: problem.to_owned() });
    };
    if set.documents.is_empty() {
        let problem = "holds no labelled document".to_owned();
        return Err(ReadError { path: path.to_owned(), line: None, problem });
    }
    let mut seen: FxHashMap<&str, ()> = FxHashMap::default();
    for document in &set.documents {
        let id = document.document.id();
        if seen.insert(id, ()).is_some() {
            let problem = format!("the document id “{id}” occurs twice");
            return Err(ReadError { path: path.to_owned(), line: None, problem });
        }
    }
    Ok(set)
}

/// Reads one document of our own markup, for tests.
#[cfg(test)]
pub(super) fn markup_document(file: &str) -> Result<GoldDocument, ReadError> {
    markup::document(file).map_err(|fault| fault.of(Path::new("test")))
}

/// Reads predictions in the wire form, for the documents of a gold set and in their order. Records of
/// other documents are left out.
///
/// # Errors
/// [`ReadError`] naming file and line: no JSON, offsets that do not fit, a text that is not the gold's,
/// an id twice.
pub fn predictions(path: &Path, gold: &GoldSet) -> Result<Vec<Outcome>, ReadError> {
    wire::predictions(&contents(path)?, &gold.documents).map_err(|fault| fault.of(path))
}

/// The last component without `.jsonl`, `.conll`, `.gold.txt`.
fn set_name(path: &Path) -> String {
    let resolved = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = resolved.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let endings = [".gold.txt", ".jsonl", ".conll"];
    let bare = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    // Corpora in columns often have a folder each, with files that are named by their split alone.
    let folder = resolved.parent().and_then(Path::file_name).filter(|_| name.ends_with(".conll"));
    match (folder, bare) {
        (Some(folder), "train" | "dev" | "test") => format!("{}.{bare}", folder.to_string_lossy()),
        _ => bare.to_owned(),
    }
}

/// Our own markup labels every kind. Of other sets only what occurs in them counts as labelled.
fn coverage(documents: &[GoldDocument], ours: bool) -> Coverage {
    let holds =
        |kind| documents.iter().any(|document| document.quotes.iter().any(|quote| quote.kind == kind));
    Coverage { indirect: ours || holds(QuoteKind::Indirect), scare: ours || holds(QuoteKind::Scare) }
}
