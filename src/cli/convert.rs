//! `whosaid convert`: corpora and other systems' outputs in our terms.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};

use whosaid::eval::adapt::{self, System};
use whosaid::eval::convert::{self, Converted, Layout, Tally};
use whosaid::eval::gold::GoldDocument;
use whosaid::eval::write::{jsonl, markup};

use super::output::Output;
use super::{Outcome, complain};

/// Convert a corpus, or another system's output, to what `eval` reads
///
/// A corpus, in its own published layout, becomes gold; the output of another system, with the texts that it
/// was given (--texts), becomes predictions in the wire form. Every stretch is checked against the words that the
/// source gives for it; what differs is counted and named on standard error.
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
    /// What the corpus serves for, to be noted in its records: train, dev, test
    #[arg(long, value_name = "NAME")]
    split: Option<String>,
    /// The texts that the system was given: a folder of .txt or *.gold.txt, or JSON lines with id and text
    #[arg(long, value_name = "PATH")]
    texts: Option<PathBuf>,
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
    /// A system: Stanford CoreNLP's JSON
    Corenlp,
    /// A system: BookNLP's .quotes with the files beside them
    Booknlp,
    /// A system: BBC Citron's JSON
    Citron,
    /// A system: Gender Gap Tracker's JSON
    Ggt,
    /// A system: textacy or another spaCy tool, in the JSON of eval/README.md
    Textacy,
    /// A system: CSV with doc, start, end, speaker
    Csv,
}

/// What a form is of.
enum Source {
    Corpus(Layout),
    System(System),
}

impl Form {
    const fn source(self) -> Source {
        Source::Corpus(match self {
            Self::Pdnc => Layout::Pdnc,
            Self::Polnear => Layout::Polnear,
            Self::Litbank => Layout::Litbank,
            Self::Quoteli3 => Layout::Quoteli3,
            Self::Riqua => Layout::Riqua,
            Self::Brat => Layout::Brat,
            Self::Conll => Layout::Conll,
            Self::Conllu => Layout::Conllu,
            Self::Markup => Layout::Markup,
            Self::Jsonl => Layout::Jsonl,
            Self::Corenlp => return Source::System(System::Corenlp),
            Self::Booknlp => return Source::System(System::Booknlp),
            Self::Citron => return Source::System(System::Citron),
            Self::Ggt => return Source::System(System::Ggt),
            Self::Textacy => return Source::System(System::Textacy),
            Self::Csv => return Source::System(System::Csv),
        })
    }
}

/// So many oddities are named without `--all`.
const NAMED: usize = 10;

impl Convert {
    pub(super) fn run(self) -> Result<Outcome> {
        match (self.form.source(), &self.texts) {
            (Source::Corpus(layout), None) => self.corpus(layout),
            (Source::System(system), Some(texts)) => self.system(system, texts),
            (Source::Corpus(_), Some(_)) => bail!("--texts goes with the output of a system"),
            (Source::System(_), None) => bail!("--texts is needed: the texts that the system was given"),
        }
    }

    fn system(&self, system: System, texts: &Path) -> Result<Outcome> {
        let texts = adapt::texts(texts)?;
        let adapted = adapt::adapt(system, &self.path, &texts)?;
        let mut lines = String::new();
        for record in &adapted.records {
            lines.push_str(&record.to_json()?);
            lines.push('\n');
        }
        Output::open(self.output.as_deref(), false)?.finish_with(&lines).context("cannot write")?;
        let quotes: usize = adapted.records.iter().map(|record| record.quotes.len()).sum();
        let (records, texts) = (adapted.records.len(), texts.len());
        complain(&format!("{records} of {texts} documents, {quotes} quotations"));
        report(&adapted.tally, self.all);
        Ok(if records == texts { Outcome::Done } else { Outcome::SomeFailed })
    }

    fn corpus(&self, layout: Layout) -> Result<Outcome> {
        let Converted { documents, mut tally } = convert::read(layout, &self.path)?;
        match &self.output {
            Some(folder) if folder.is_dir() || folder.extension().is_none() => {
                write_markup(folder, &documents, &mut tally)?;
            }
            file => {
                let mut lines = String::new();
                for document in &documents {
                    lines.push_str(&jsonl::line(document, self.split.as_deref())?);
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
