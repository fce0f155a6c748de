//! `whosaid convert`: corpora and other systems' outputs in our terms.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};

use whosaid::eval::adapt::{self, System};
use whosaid::eval::convert::{self, Converted, Layout, Tally};

use super::output::Output;
use super::{Outcome, complain};

mod target;

use target::Target;

/// Convert a corpus, or another system's output, to what `eval` reads
///
/// A corpus, in its own published layout, becomes gold; the output of another system, with the texts that it
/// was given (--texts), becomes predictions in the wire form. Every stretch is checked against the words that the
/// source gives for it; what differs is counted and named on standard error.
///
/// With --to, gold goes to annotation tools, and what was corrected there comes back: brat, Label Studio, CoNLL, TEI
/// and doccano hold all that gold says.
#[derive(Args, Debug)]
pub(super) struct Convert {
    /// What PATH holds
    #[arg(value_enum, value_name = "FORM")]
    form: Form,
    /// A file, a folder, or the corpus' root folder
    path: PathBuf,
    /// A file, or a folder for what has a file a document [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// What to write [default: markup where OUT is a folder, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    to: Option<Target>,
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
    /// Entities in columns, or our own columns with quotations
    Conll,
    /// Universal Dependencies
    Conllu,
    /// Label Studio's JSON export
    LabelStudio,
    /// TEI P5 with quotations
    Tei,
    /// doccano's JSON lines
    Doccano,
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
            Self::LabelStudio => Layout::LabelStudio,
            Self::Tei => Layout::Tei,
            Self::Doccano => Layout::Doccano,
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
            (Source::System(_), _) if self.to.is_some() => {
                bail!("--to goes with gold; a system's output is predictions")
            }
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
        let output = self.output.as_deref();
        let folder = output.is_some_and(|path| path.is_dir() || path.extension().is_none());
        let target = self.to.unwrap_or(if folder { Target::Markup } else { Target::Jsonl });
        target.write(&documents, output, self.split.as_deref(), &mut tally)?;
        let quotes: usize = documents.iter().map(|document| document.quotes.len()).sum();
        complain(&format!("{} documents, {quotes} quotations", documents.len()));
        report(&tally, self.all);
        Ok(Outcome::Done)
    }
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
