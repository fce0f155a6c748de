//! `whosaid convert`: corpora and other systems' outputs in our terms.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use whosaid::eval::convert::{self, Converted, Layout, Tally};
use whosaid::eval::gold::GoldDocument;
use whosaid::eval::write::{jsonl, markup};

use super::output::Output;
use super::{Outcome, complain};

/// Convert a corpus, from its own published layout, to gold
///
/// Every stretch is checked against the words that the corpus gives for it; what differs is counted and named
/// on standard error.
#[derive(Args, Debug)]
pub(super) struct Convert {
    /// What PATH holds
    #[arg(value_enum, value_name = "FORM")]
    form: Form,
    /// A file, a folder, or the corpus' root folder
    path: PathBuf,
    /// A .jsonl file, or a folder for our markup (*.gold.txt) [default: JSON lines on standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Name every oddity, not only the first ones
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Project Dialogism Novel Corpus
    Pdnc,
    /// Political News Attribution Relations Corpus
    Polnear,
    /// LitBank: quotations and coreference
    Litbank,
    /// QuoteLi3: XML
    Quoteli3,
    /// RiQuA: brat standoff
    Riqua,
    /// Any brat standoff with quotations
    Brat,
    /// Entities in columns
    Conll,
    /// Universal Dependencies
    Conllu,
    /// Our inline markup
    Markup,
    /// JSON lines: converted corpora, or the wire form
    Jsonl,
}

/// So many oddities are named without `--all`.
const NAMED: usize = 10;

impl Convert {
    pub(super) fn run(self) -> Result<Outcome> {
        let layout = match self.form {
            Form::Pdnc => Layout::Pdnc,
            Form::Polnear => Layout::Polnear,
            Form::Litbank => Layout::Litbank,
            Form::Quoteli3 => Layout::Quoteli3,
            Form::Riqua => Layout::Riqua,
            Form::Brat => Layout::Brat,
            Form::Conll => Layout::Conll,
            Form::Conllu => Layout::Conllu,
            Form::Markup => Layout::Markup,
            Form::Jsonl => Layout::Jsonl,
        };
        let Converted { documents, mut tally } = convert::read(layout, &self.path)?;
        match &self.output {
            Some(folder) if folder.is_dir() || folder.extension().is_none() => {
                write_markup(folder, &documents, &mut tally)?;
            }
            file => {
                let mut lines = String::new();
                for document in &documents {
                    lines.push_str(&jsonl::line(document)?);
                    lines.push('\n');
                }
                Output::open(file.as_deref(), false)?.finish_with(&lines).context("cannot write")?;
            }
        }
        let quotes: usize = documents.iter().map(|document| document.quotes.len()).sum();
        complain(&format!("{} documents, {quotes} quotations", documents.len()));
        report(&tally, self.all);
        Ok(Outcome::Done)
    }
}

fn write_markup(folder: &Path, documents: &[GoldDocument], tally: &mut Tally) -> Result<()> {
    for document in documents {
        let id = document.document.id();
        for lost in markup::lost(document) {
            tally.problem(id, "markup", format!("the markup has no room for {lost}"));
        }
        // An id may name a folder; nothing may lead out of OUT.
        let inside: PathBuf = id.split('/').filter(|part| !part.is_empty() && *part != "..").collect();
        let path = folder.join(format!("{}.gold.txt", inside.display()));
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, markup::file(document))
            .with_context(|| format!("cannot write to {}", path.display()))?;
    }
    Ok(())
}

/// Says what was checked, and what is odd.
pub(super) fn report(tally: &Tally, all: bool) {
    let exact = tally.checked - tally.spaced - tally.differing;
    complain(&format!(
        "{} stretches checked against their words: {exact} the same, {} but for white space, {} differ, {} not placed",
        tally.checked, tally.spaced, tally.differing, tally.unplaced
    ));
    let named = if all { tally.problems.len() } else { NAMED };
    for problem in tally.problems.iter().take(named) {
        complain(&format!("{}: {}: {}", problem.document, problem.item, problem.what));
    }
    let more = tally.problems.len().saturating_sub(named);
    if more > 0 {
        complain(&format!("… and {more} more; --all names them"));
    }
}
