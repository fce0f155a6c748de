//! `whosaid eval`: scores against gold.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use whosaid::Engine;
use whosaid::eval::judge::Filter;
use whosaid::eval::summary::Summary;
use whosaid::eval::{self, Evaluation};
use whosaid::layers::QuoteKind;

/// Scores this engine, or a file of predictions, against hand-labelled gold.
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold: a folder of *.gold.txt, one such file, *.jsonl (corpora, wire form, sentences) or *.conll
    #[arg(long, value_name = "PATH")]
    gold: PathBuf,

    /// Scores these predictions (wire form) in place of this engine
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Scores these kinds of gold quotation only: direct, mixed, indirect, scare
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind)]
    kinds: Vec<QuoteKind>,

    /// Leaves out gold that is thought or intention, where the gold tells it from speech
    #[arg(long)]
    saying: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned text
    Table,
    /// Every figure, and every quotation with its verdict
    Json,
}

fn kind(name: &str) -> Result<QuoteKind, String> {
    QuoteKind::parse(name).ok_or_else(|| "direct, mixed, indirect or scare is expected".to_owned())
}

/// Runs the command.
///
/// # Errors
/// Where gold or predictions cannot be read.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode> {
    let gold = eval::read::gold(&args.gold)?;
    let outcomes = match &args.pred {
        Some(path) => eval::read::predictions(path, &gold)?,
        None => eval::annotate(&Engine::default(), &gold),
    };
    let mut filter = Filter { saying: args.saying, ..Filter::default() };
    if !args.kinds.is_empty() {
        filter.kinds.clone_from(&args.kinds);
    }
    let evaluation = Evaluation::new(&gold, outcomes, filter);
    let summary = Summary::new(&evaluation);
    let report = match args.format {
        Format::Table => summary.table(),
        Format::Json => serde_json::to_string_pretty(&summary)? + "\n",
    };
    anstream::stdout().write_all(report.as_bytes()).context("cannot write the report")?;
    Ok(ExitCode::SUCCESS)
}
