//! `whosaid explain`: what every rule said of a quotation.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::Args;
use whosaid::io::input::Reader;
use whosaid::io::offsets::OffsetUnit;
use whosaid::io::pretty;
use whosaid::io::wire::Shape;

use super::Outcome;
use super::engine::EngineArgs;
use super::output::{Output, width};

/// Explain a document: what every rule said of each quotation
///
/// Shows which rule decided, and which held back and why. With --quote one quotation is shown with every rule in
/// the order they are asked.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A file, or - for standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// One quotation, by its id in the record
    #[arg(long, value_name = "N")]
    quote: Option<u32>,
    #[command(flatten)]
    engine: EngineArgs,
}

impl Explain {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let reader = Reader::default();
        let paths = [self.path];
        let mut documents = reader.documents(&paths);
        let loaded = documents
            .next()
            .ok_or_else(|| anyhow!("{}: no document in it", paths[0].display()))?
            .and_then(|source| source.load())
            .map_err(|failure| anyhow!(failure.error.message))?;
        if documents.next().is_some() {
            bail!("{}: several documents in it; explain takes one", paths[0].display());
        }
        let (annotations, verdicts) = self.engine.engine()?.explain(&loaded.document);
        let shape = Shape { offsets: OffsetUnit::Byte, text: false, ..Shape::default() };
        let record = loaded.record(&annotations, shape)?;
        if let Some(quote) = self.quote.filter(|&quote| record.quotes.len() <= quote as usize) {
            bail!("quotation {quote}: the text has {}, numbered from 0", record.quotes.len());
        }
        let output = Output::open(None, true)?;
        let page = pretty::explanation(&record, loaded.document.text(), &verdicts, self.quote, width(true));
        output.finish_with(&page)?;
        Ok(Outcome::Done)
    }
}
