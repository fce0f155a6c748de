//! `whosaid train reports`: which words after or before a cue are what its source said.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use whosaid::eval::gold::{GoldDocument, GoldSet};
use whosaid::eval::read;
use whosaid::layers::QuoteKind;
use whosaid::lexicon::Lexicon;
use whosaid::ner;
use whosaid::quote::report::ReportModel;
use whosaid::quote::report::train::{Content, Examples, Options};

use super::{Outcome, name, say, write};

/// Train the model of reported speech from labelled contents
///
/// It decides which clauses and noun phrases beside a reporting verb are what its source said, and where they
/// end. Gold is whatever `eval` reads, with indirect quotations labelled. The same files and options give the
/// same model.
#[derive(Debug, Args)]
pub(super) struct Reports {
    /// Gold to learn from
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    train: Vec<PathBuf>,
    /// Folder for the model: model.bin and manifest.toml
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Order of learning
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// Passes over the data
    #[arg(long, value_name = "N", default_value_t = Options::default().epochs)]
    epochs: u32,
}

impl Reports {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let tagger = ner::english();
        let mut examples = Examples::default();
        let mut sources = String::new();
        for path in &self.train {
            let gold: GoldSet = read::gold(path)?;
            say(&format!("{}: {} documents", name(path), gold.documents.len()));
            for document in &gold.documents {
                let text = document.document.text();
                examples.add(text, &contents(document), Lexicon::embedded(), tagger.as_ref());
            }
            let _ = write!(sources, "\n[[source]]\nrole = \"train\"\nname = {:?}\n", name(path));
            if path.is_file() {
                let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                let _ =
                    writeln!(sources, "bytes = {}\ncrc32 = \"{:08x}\"", bytes.len(), crc32fast::hash(&bytes));
            }
        }
        let decisions = examples.len();
        say(&format!("{decisions} decisions to learn from"));
        let options = Options { seed: self.seed, epochs: self.epochs, ..Options::default() };
        let model = examples.learn(options);
        let file = model.write();
        std::fs::create_dir_all(&self.output)
            .with_context(|| format!("cannot make {}", self.output.display()))?;
        write(&self.output.join("model.bin"), &file)?;
        let manifest = format!(
            "# Written by `whosaid train reports`; checksums are CRC-32 (IEEE).\ntask = \"reports\"\n\
             format = {}\nfeature_version = {}\nfile = \"model.bin\"\nbytes = {}\ncrc32 = \"{:08x}\"\n\
             weights = {}\ndecisions = {decisions}\nseed = {}\nepochs = {}\nleast = {}\nrate = {}\n{sources}",
            ReportModel::FORMAT,
            ReportModel::FEATURES,
            file.len(),
            crc32fast::hash(&file),
            model.len(),
            options.seed,
            options.epochs,
            options.least,
            options.rate,
        );
        write(&self.output.join("manifest.toml"), manifest.as_bytes())?;
        Ok(Outcome::Done)
    }
}

/// What a gold document labels as reported, thoughts and intentions included: they tell as much of where
/// content ends.
fn contents(document: &GoldDocument) -> Vec<Content> {
    document
        .quotes
        .iter()
        .filter(|quote| matches!(quote.kind, QuoteKind::Indirect | QuoteKind::Mixed))
        .map(|quote| Content { cue: quote.cue, parts: quote.parts.clone() })
        .collect()
}
