//! `whosaid eval`: scores against gold.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};

use whosaid::Engine;
use whosaid::eval::errors::{self, Choice, ErrorKind, GroupBy};
use whosaid::eval::judge::{Filter, Measure};
use whosaid::eval::precision;
use whosaid::eval::report::{self, Header};
use whosaid::eval::summary::Summary;
use whosaid::eval::{self, Evaluation, compare, thresholds};
use whosaid::layers::QuoteKind;

use super::complain;
use super::output::Output;

/// Scores this engine, or a file of predictions, against hand-labelled gold.
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold: a folder of *.gold.txt, one such file, *.jsonl (corpora, wire form, sentences) or *.conll
    #[arg(long, value_name = "PATH")]
    gold: PathBuf,

    /// Scores these predictions (wire form) in place of this engine
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,

    /// Scores the documents with such ids only: seed-*
    #[arg(long, value_name = "GLOB")]
    documents: Option<String>,

    /// Writes the report to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// Leaves the single quotations out of the JSON report
    #[arg(long)]
    summary: bool,

    /// Scores these kinds of gold quotation only: direct, mixed, indirect, scare
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind)]
    kinds: Vec<QuoteKind>,

    /// Leaves out gold that is thought or intention, where the gold tells it from speech
    #[arg(long)]
    saying: bool,

    /// Shows so many errors of each group in their context
    #[arg(long, value_name = "N")]
    errors: Option<usize>,

    /// What makes a group of errors
    #[arg(long, value_enum, default_value_t = By::Error, requires = "errors")]
    group_by: By,

    /// Shows these errors only
    #[arg(long, value_enum, value_delimiter = ',', requires = "errors")]
    only: Vec<Only>,

    /// Judges errors and comparisons by this [default: what the gold tells, in this order]
    #[arg(long, value_enum)]
    measure: Option<JudgeBy>,

    /// Fails when a figure is below its minimum in this file
    #[arg(long, value_name = "FILE")]
    threshold: Option<PathBuf>,

    /// Shows what changed since this JSON report
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,

    /// Writes how often each attribution rule is right, as TOML
    #[arg(long, value_name = "FILE")]
    write_precision: Option<PathBuf>,

    /// Adds to the counts of an earlier --write-precision file in place of starting it anew
    #[arg(long, requires = "write_precision")]
    add: bool,

    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned text
    Table,
    /// Every figure, and every quotation with its verdict
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Error,
    Rule,
    SpeakerRule,
    Type,
    Kind,
    Document,
}

impl From<By> for GroupBy {
    fn from(by: By) -> Self {
        match by {
            By::Error => Self::Error,
            By::Rule => Self::Rule,
            By::SpeakerRule => Self::SpeakerRule,
            By::Type => Self::Type,
            By::Kind => Self::Kind,
            By::Document => Self::Document,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Only {
    Unfound,
    Spurious,
    Unanswered,
    Wrong,
}

impl From<Only> for ErrorKind {
    fn from(only: Only) -> Self {
        match only {
            Only::Unfound => Self::Unfound,
            Only::Spurious => Self::Spurious,
            Only::Unanswered => Self::Unanswered,
            Only::Wrong => Self::Wrong,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum JudgeBy {
    Name,
    Mention,
    Chain,
}

impl From<JudgeBy> for Measure {
    fn from(measure: JudgeBy) -> Self {
        match measure {
            JudgeBy::Name => Self::Name,
            JudgeBy::Mention => Self::Mention,
            JudgeBy::Chain => Self::Chain,
        }
    }
}

fn kind(name: &str) -> Result<QuoteKind, String> {
    QuoteKind::parse(name).ok_or_else(|| "direct, mixed, indirect or scare is expected".to_owned())
}

/// Runs the command. Fails softly (exit code 1) where documents failed or a figure is below its threshold.
///
/// # Errors
/// Where gold, predictions or thresholds cannot be read, or results not be written.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode> {
    if args.format == Format::Json && (args.errors.is_some() || args.compare.is_some()) {
        bail!("--errors and --compare go with --format table");
    }
    let mut gold = eval::read::gold(&args.gold)?;
    if let Some(glob) = &args.documents {
        let ids = globset::Glob::new(glob)?.compile_matcher();
        gold.documents.retain(|document| ids.is_match(document.document.id()));
        if gold.documents.is_empty() {
            bail!("{}: no document's id is like {glob}", args.gold.display());
        }
        gold.name = format!("{}/{glob}", gold.name);
    }
    let outcomes = match &args.pred {
        Some(path) => eval::read::predictions(path, &gold)?,
        None => eval::annotate(&Engine::default(), &gold, args.jobs)?,
    };
    let mut filter = Filter { saying: args.saying, ..Filter::default() };
    if !args.kinds.is_empty() {
        filter.kinds.clone_from(&args.kinds);
    }
    let evaluation = Evaluation::new(&gold, outcomes, filter);
    let summary = Summary::new(&evaluation);
    let measure = args.measure.map_or_else(|| precision::leading_measure(&evaluation), Measure::from);

    let mut output = Output::open(args.output.as_deref(), args.format == Format::Table)?;
    output.write(&report(args, &evaluation, &summary, measure)?).context("cannot write the report")?;
    output.finish().context("cannot write the report")?;

    if let Some(path) = &args.write_precision {
        let earlier = if args.add { read(path)? } else { String::new() };
        let written = precision::toml(&evaluation, &summary, &earlier);
        fs::write(path, written).with_context(|| format!("cannot write to {}", path.display()))?;
    }
    let mut passed = summary.failed.is_empty() && summary.missing.is_empty();
    if let Some(path) = &args.threshold {
        let below = thresholds::check(&read(path)?, &gold.name, &summary)
            .map_err(|problem| anyhow!("{}: {problem}", path.display()))?;
        for line in &below {
            complain(&format!("{}: {line}", gold.name));
        }
        passed &= below.is_empty();
    }
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read(path: &PathBuf) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn report(
    args: &EvalArgs,
    evaluation: &Evaluation<'_>,
    summary: &Summary,
    measure: Measure,
) -> Result<String> {
    if args.format == Format::Json {
        let version = concat!("whosaid ", env!("CARGO_PKG_VERSION"));
        let header = Header {
            gold: evaluation.gold.name.clone(),
            system: args.pred.as_ref().map_or_else(
                || version.to_owned(),
                |path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            ),
            kinds: evaluation.filter.kinds.iter().map(|kind| kind.as_str()).collect(),
            saying: evaluation.filter.saying,
        };
        let items = (!args.summary).then(|| (evaluation.item_records(), evaluation.spurious_records()));
        let items = items.as_ref().map(|(items, spurious)| (items.as_slice(), spurious.as_slice()));
        return Ok(report::json(&header, summary, items)?);
    }
    let mut text = String::new();
    if let Some(count) = args.errors {
        let only = if args.only.is_empty() {
            ErrorKind::ALL.to_vec()
        } else {
            args.only.iter().map(|&only| only.into()).collect()
        };
        let choice = Choice { count, group_by: args.group_by.into(), only, measure };
        text.push_str(&errors::list(evaluation, &choice));
    }
    text.push_str(&summary.table());
    if let Some(path) = &args.compare {
        let compared = compare::compare(&read(path)?, summary, &evaluation.item_records(), measure)
            .map_err(|problem| anyhow!("{}: {problem}", path.display()))?;
        text.push('\n');
        text.push_str(&compared);
    }
    Ok(text)
}
