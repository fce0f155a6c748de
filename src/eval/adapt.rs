//! Other systems' outputs in the wire form, one file a system, so that they can be scored like our own.
//!
//! A system's output is put to the texts it was given. Every stretch is checked against the words that the
//! output holds for it; words that stand elsewhere in the text (since the system altered it before it counted)
//! are looked up, and what is nowhere is named and left out.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::convert::Tally;
use super::read::{self, ReadError, contents};
use crate::document::Document;
use crate::io::input::Reader;
use crate::io::wire::Record;

mod booknlp;
mod citron;
mod corenlp;
mod draft;
mod ggt;
mod rows;
mod search;
mod textacy;

use draft::Draft;

/// A system whose output can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Stanford CoreNLP: JSON with annotator `quote`.
    Corenlp,
    /// BookNLP: `.quotes`, `.entities`, `.book`, and `.tokens` for the places.
    Booknlp,
    /// BBC Citron: JSON.
    Citron,
    /// Gender Gap Tracker: JSON.
    Ggt,
    /// textacy and other spaCy tools: the JSON described in `eval/README.md`.
    Textacy,
    /// CSV with the columns doc, start, end, speaker.
    Csv,
}

/// Records for the documents that the output holds, in the order of the texts, and what came up on the way.
#[derive(Clone, Debug, Default)]
pub struct Adapted {
    /// One a document; positions count code points. Without the texts.
    pub records: Vec<Record>,
    /// What was checked, and what is odd.
    pub tally: Tally,
}

/// Reads the texts that a system was given: a folder of `.txt` or `*.gold.txt` files, or JSON lines with `id`
/// and `text`.
///
/// # Errors
/// [`ReadError`] for texts that cannot be read, and where there is none.
pub fn texts(path: &Path) -> Result<Vec<Document>, ReadError> {
    let problem = |problem: String| ReadError { path: path.to_owned(), line: None, problem };
    let gold = path.is_dir()
        && walkdir::WalkDir::new(path)
            .into_iter()
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().ends_with(".gold.txt"));
    if gold || path.to_string_lossy().ends_with(".gold.txt") {
        return Ok(read::gold(path)?.documents.into_iter().map(|gold| gold.document).collect());
    }
    let documents: Result<Vec<Document>, _> = Reader::default().loaded(&[path.to_owned()]).collect();
    let documents = documents.map_err(|failure| problem(failure.error.message))?;
    if documents.is_empty() { Err(problem("holds no text".to_owned())) } else { Ok(documents) }
}

/// Reads a system's output for these texts: a file, or a folder with a file a document, which go together by
/// name (the id, or its last component).
///
/// # Errors
/// [`ReadError`] for an output that cannot be read, and for one that is of none of the texts.
pub fn adapt(system: System, path: &Path, texts: &[Document]) -> Result<Adapted, ReadError> {
    let mut drafts = Drafts::new(texts);
    match system {
        System::Corenlp => json_files(path, &mut drafts, corenlp::read)?,
        System::Citron => json_files(path, &mut drafts, citron::read)?,
        System::Ggt => json_files(path, &mut drafts, ggt::read)?,
        System::Textacy => json_files(path, &mut drafts, textacy::read)?,
        System::Booknlp => booknlp::read(path, &mut drafts)?,
        System::Csv => rows::read(path, &mut drafts)?,
    }
    let (drafts, tally) = (drafts.drafts, drafts.tally);
    let records: Vec<Record> = drafts.into_iter().flatten().map(Draft::finish).collect();
    if records.is_empty() {
        let problem = "holds nothing of these texts: files go with texts by name, lines and rows by id";
        return Err(ReadError { path: path.to_owned(), line: None, problem: problem.to_owned() });
    }
    Ok(Adapted { records, tally })
}

/// A draft for each text that the output holds.
struct Drafts<'d> {
    texts: &'d [Document],
    /// Ids, and last components of ids where these are one text's alone.
    names: FxHashMap<String, Option<usize>>,
    drafts: Vec<Option<Draft<'d>>>,
    tally: Tally,
}

impl<'d> Drafts<'d> {
    fn new(texts: &'d [Document]) -> Self {
        let mut names: FxHashMap<String, Option<usize>> = FxHashMap::default();
        for (index, text) in texts.iter().enumerate() {
            let last = text.id().rsplit('/').next().unwrap_or_default();
            for name in [last.to_owned(), text.id().replace('/', "_")] {
                names
                    .entry(name)
                    .and_modify(|known| *known = known.filter(|known| *known == index))
                    .or_insert(Some(index));
            }
        }
        for (index, text) in texts.iter().enumerate() {
            names.insert(text.id().to_owned(), Some(index));
        }
        Self { texts, names, drafts: texts.iter().map(|_| None).collect(), tally: Tally::default() }
    }

    /// The draft of the text with this id or name, and the tally; says so where there is none.
    fn of(&mut self, name: &str) -> Option<(&mut Draft<'d>, &mut Tally)> {
        let Some(index) = self.names.get(name).copied().flatten() else {
            self.tally.problem(name, "output", "is of none of the texts, or of several, and is left out");
            return None;
        };
        let text = self.texts.get(index)?;
        let draft = self.drafts.get_mut(index)?.get_or_insert_with(|| Draft::new(text));
        Some((draft, &mut self.tally))
    }
}

/// The name of a text, from that of an output file: without the endings that systems add.
fn name_of(file: &Path) -> String {
    let mut name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    for ending in [".json", ".quotes", ".out", ".txt"] {
        if let Some(bare) = name.strip_suffix(ending) {
            name = bare.to_owned();
        }
    }
    name
}

/// The files under `path` with this ending, by name, with the names of their texts: the path inside the folder
/// where a text has that id, else the file's name.
fn files(path: &Path, ending: &str, drafts: &Drafts<'_>) -> Result<Vec<(String, PathBuf)>, ReadError> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|cause| ReadError {
            path: path.to_owned(),
            line: None,
            problem: cause.io_error().map_or_else(|| cause.to_string(), ToString::to_string),
        })?;
        if !entry.file_type().is_file()
            || (entry.depth() > 0 && !entry.file_name().to_string_lossy().ends_with(ending))
        {
            continue;
        }
        let file = entry.into_path();
        let name = name_of(&file);
        let inside = file.strip_prefix(path).ok().and_then(Path::parent);
        let inside = inside.map(|folder| folder.join(&name).to_string_lossy().replace('\\', "/"));
        files.push((inside.filter(|id| drafts.names.contains_key(id)).unwrap_or(name), file));
    }
    Ok(files)
}

/// Reads JSON: a file a document, or lines with the field `id`.
fn json_files<'d, O: serde::de::DeserializeOwned>(
    path: &Path,
    drafts: &mut Drafts<'d>,
    read: impl Fn(&O, &mut Draft<'d>, &mut Tally),
) -> Result<(), ReadError> {
    let fault = |file: &Path, line: usize, problem: String| ReadError {
        path: file.to_owned(),
        line: Some(line),
        problem,
    };
    if path.to_string_lossy().ends_with(".jsonl") {
        #[derive(serde::Deserialize)]
        struct Peek {
            #[serde(alias = "doc", alias = "_id", alias = "docId")]
            id: String,
        }
        for (number, line) in read::lines(&contents(path)?) {
            let peek: Peek =
                serde_json::from_str(line).map_err(|cause| fault(path, number, cause.to_string()))?;
            let output =
                serde_json::from_str(line).map_err(|cause| fault(path, number, cause.to_string()))?;
            if let Some((draft, tally)) = drafts.of(&peek.id) {
                read(&output, draft, tally);
            }
        }
        return Ok(());
    }
    for (name, file) in files(path, ".json", drafts)? {
        let output = serde_json::from_str(&contents(&file)?)
            .map_err(|cause| fault(&file, cause.line(), cause.to_string()))?;
        // One file for one text need not have its name.
        let name = match drafts.texts {
            [only] if path.is_file() => only.id().to_owned(),
            _ => name,
        };
        if let Some((draft, tally)) = drafts.of(&name) {
            read(&output, draft, tally);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
