//! From the published layouts of corpora to gold, one file a corpus.
//!
//! Every stretch that a corpus also gives in words is checked against them. What differs, or cannot be
//! placed, is in the [`Tally`]: nothing is dropped without a trace.

use std::path::{Path, PathBuf};

use super::gold::GoldDocument;
use super::read::{self, Fault, ReadError, contents};

pub(super) mod brat;
pub(super) mod conll;
mod conllu;
pub(super) mod doccano;
pub(super) mod label_studio;
mod litbank;
mod marks;
mod pdnc;
mod places;
mod polnear;
mod python;
mod quoteli3;
mod regions;
mod standoff;
mod tally;
pub(super) mod tei;

pub(super) use marks::Marks;
pub(super) use places::{Places, Units};
pub use tally::{Problem, Tally};

/// A published layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Project Dialogism Novel Corpus: folders with `quotation_info.csv`, `character_info.csv`, `novel_text.txt`.
    Pdnc,
    /// PolNeAR: folders `attributions` (standoff) and `text` side by side.
    Polnear,
    /// LitBank: `quotations/tsv`, `coref/tsv`, and the texts in `original`.
    Litbank,
    /// QuoteLi3: XML with `<quote>` and `<mention>` in the text.
    Quoteli3,
    /// RiQuA: standoff, with relations *Speaker* and *Cueing*.
    Riqua,
    /// Any brat standoff with quotations, sources and cues.
    Brat,
    /// Entities in columns, the token first and its tag last; or our own columns, with quotations.
    Conll,
    /// Universal Dependencies: sentences and parts of speech.
    Conllu,
    /// Label Studio's JSON export.
    LabelStudio,
    /// TEI P5 with `said`.
    Tei,
    /// doccano's JSON lines, with relations.
    Doccano,
    /// Our own inline markup, `*.gold.txt`.
    Markup,
    /// JSON lines: the form that conversions have, or the wire form.
    Jsonl,
}

/// Documents in our terms, and what came up on the way.
#[derive(Clone, Debug, Default)]
pub struct Converted {
    /// The documents, in the order of their files.
    pub documents: Vec<GoldDocument>,
    /// What was checked, and what is odd.
    pub tally: Tally,
}

/// Reads a corpus from its published layout: a file, a folder, or the corpus' root folder.
///
/// # Errors
/// [`ReadError`] for a file that cannot be read at all, and for a path that holds nothing in this layout.
pub fn read(layout: Layout, path: &Path) -> Result<Converted, ReadError> {
    if !path.exists() {
        return Err(whole(path, "no such file or folder"));
    }
    let mut tally = Tally::default();
    let documents = match layout {
        Layout::Pdnc => pdnc::documents(path, &mut tally)?,
        Layout::Polnear => polnear::documents(path, &mut tally)?,
        Layout::Litbank => litbank::documents(path, &mut tally)?,
        Layout::Quoteli3 => quoteli3::documents(path, &mut tally)?,
        Layout::Riqua | Layout::Brat => brat::documents(path, layout == Layout::Brat, &mut tally)?,
        Layout::Conll => each(
            path,
            &[".conll", ".iob2", ".bio", ".tsv", ".txt"],
            &mut |id, file, tally| {
                if conll::is_ours(file) {
                    return conll::documents(id, file, tally);
                }
                read::columns::documents(id, file, &mut |label, line| {
                    tally.problem(id, &format!("line {line}"), format!("label {label} is left out"));
                })
            },
            &mut tally,
        )?,
        Layout::Conllu => each(path, &[".conllu"], &mut conllu::documents, &mut tally)?,
        Layout::LabelStudio => each(path, &[".json", ".jsonl"], &mut label_studio::documents, &mut tally)?,
        Layout::Doccano => each(path, &[".jsonl"], &mut doccano::documents, &mut tally)?,
        Layout::Tei => each(path, &[".xml", ".tei"], &mut tei::documents, &mut tally)?,
        Layout::Markup | Layout::Jsonl => read::gold(path)?.documents,
    };
    if documents.is_empty() {
        return Err(whole(path, "holds no document in this layout"));
    }
    Ok(Converted { documents, tally })
}

/// A fault of a whole file or folder.
fn whole(path: &Path, problem: impl Into<String>) -> ReadError {
    ReadError { path: path.to_owned(), line: None, problem: problem.into() }
}

/// The files under `path` with one of these endings, by name; a file named outright is taken as it is.
fn files(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, ReadError> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|cause| whole(path, cause.to_string()))?;
        let name = entry.file_name().to_string_lossy();
        let named = entry.depth() == 0;
        if entry.file_type().is_file() && (named || endings.iter().any(|ending| name.ends_with(ending))) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The name of a file without folder and ending.
fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

type Reader<'r> = dyn FnMut(&str, &str, &mut Tally) -> Result<Vec<GoldDocument>, Fault> + 'r;

/// Reads every file with one of these endings on its own.
fn each(
    path: &Path,
    endings: &[&str],
    reader: &mut Reader<'_>,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, ReadError> {
    let mut documents = Vec::new();
    for file in files(path, endings)? {
        let read = reader(&stem(&file), &contents(&file)?, tally).map_err(|fault| fault.of(&file))?;
        documents.extend(read);
    }
    Ok(documents)
}

#[cfg(test)]
mod tests;
