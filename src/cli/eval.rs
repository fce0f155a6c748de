//! `whosaid eval`: scores against gold.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;

use whosaid::eval::errors::{self, Choice, ErrorKind};
use whosaid::eval::judge::{Filter, Measure};
use whosaid::eval::labels::LabelMap;
use whosaid::eval::manifest::{self, Corpus};
use whosaid::eval::provenance::Provenance;
use whosaid::eval::report::{self, Header};
use whosaid::eval::speed::Speed;
use whosaid::eval::summary::Summary;
use whosaid::eval::{self, Evaluation, Task, compare, html, precision, thresholds};
use whosaid::layers::QuoteKind;

use self::choices::{By, Format, JudgeBy, Only};
use super::complain;
use super::engine::EngineArgs;
use super::output::Output;

mod choices;

/// How many errors of each group a page shows if it is not said.
const ERRORS_ON_PAGE: usize = 25;

/// Scores this engine, or a file of predictions, against hand-labelled gold.
#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold: a folder of *.gold.txt, one such file, *.jsonl (corpora, wire form, sentences) or *.conll
    #[arg(long, value_name = "PATH")]
    gold: PathBuf,

    /// Scores these predictions (wire form) in place of this engine
    #[arg(long, value_name = "FILE", conflicts_with = "EngineArgs")]
    pred: Option<PathBuf>,

    #[command(flatten)]
    engine: EngineArgs,

    /// Also tells how fast the engine was, which no two runs agree on
    #[arg(long, conflicts_with = "pred")]
    speed: bool,

    /// Scores the documents with such ids only: seed-*
    #[arg(long, value_name = "GLOB")]
    documents: Option<String>,

    /// Tells the engine where the gold quotations stand, so that it only has to credit them
    #[arg(long, conflicts_with = "pred")]
    gold_spans: bool,

    /// Judges speakers also as characters of each document's list, to which their names lead
    #[arg(long)]
    characters: bool,

    /// Writes the report to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Form of the report [default: what the ending of -o says, else a table]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Leaves the single quotations out of the report
    #[arg(long)]
    summary: bool,

    /// Shows single quotations although the gold is a test set
    #[arg(long, conflicts_with = "summary")]
    items: bool,

    /// Scores these kinds of gold quotation only: direct, mixed, indirect, scare
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind)]
    kinds: Vec<QuoteKind>,

    /// Leaves out gold that is thought or intention, where the gold tells it from speech
    #[arg(long)]
    saying: bool,

    /// Takes one entity label for another on both sides, or leaves it out: LOC=ORG,MISC=
    #[arg(long, value_name = "FROM=TO", value_delimiter = ',')]
    map_labels: Vec<String>,

    /// Shows so many errors of each group in their context
    #[arg(long, value_name = "N")]
    errors: Option<usize>,

    /// What makes a group of errors
    #[arg(long, value_enum, default_value_t = By::Error)]
    group_by: By,

    /// Shows these errors only
    #[arg(long, value_enum, value_delimiter = ',')]
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

fn kind(name: &str) -> Result<QuoteKind, String> {
    QuoteKind::parse(name).ok_or_else(|| "direct, mixed, indirect or scare is expected".to_owned())
}

/// Runs the command. Fails softly (exit code 1) where documents failed or a figure is below its threshold.
///
/// # Errors
/// Where gold, predictions or thresholds cannot be read, or results not be written.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode> {
    let format = args.format();
    if format == Format::Json && args.errors.is_some() {
        bail!("--errors goes with --format table or html");
    }
    let mut gold = eval::read::gold(&args.gold)?;
    let provenance =
        Provenance::read(&args.gold).with_context(|| format!("cannot read {}", args.gold.display()))?;
    let detailed = args.may_show_items(provenance.is_test)?;
    if let Some(glob) = &args.documents {
        let ids = globset::Glob::new(glob)?.compile_matcher();
        gold.documents.retain(|document| ids.is_match(document.document.id()));
        if gold.documents.is_empty() {
            bail!("{}: no document's id is like {glob}", args.gold.display());
        }
        gold.name = format!("{}/{glob}", gold.name);
    }
    let task = if args.gold_spans { Task::GoldSpans } else { Task::EndToEnd };
    let (mut outcomes, speed) = match &args.pred {
        Some(path) => (eval::read::predictions(path, &gold)?, None),
        None => {
            let engine = args.engine.engine()?;
            if args.speed {
                let (outcomes, speed) = Speed::measure(&engine, &gold, task, args.jobs)?;
                (outcomes, Some(speed))
            } else {
                (eval::annotate(&engine, &gold, task, args.jobs)?, None)
            }
        }
    };
    let mut labels = LabelMap::default();
    for change in &args.map_labels {
        labels.add(change).map_err(|problem| anyhow!("--map-labels: {problem}"))?;
    }
    labels.apply(&mut gold, &mut outcomes);
    let mut filter = Filter { saying: args.saying, ..Filter::default() };
    if !args.kinds.is_empty() {
        filter.kinds.clone_from(&args.kinds);
    }
    let lists = args.characters.then_some(&provenance);
    let evaluation = Evaluation::with_characters(&gold, outcomes, filter, lists);
    let summary = Summary::new(&evaluation);

    let corpus =
        manifest::known(&args.gold).with_context(|| format!("cannot read {}", args.gold.display()))?;
    let report = Report { args, format, evaluation: &evaluation, summary: &summary, detailed, corpus, speed };
    let mut output = Output::open(args.output.as_deref(), format == Format::Table)?;
    output.write(&report.text(provenance.is_test)?).context("cannot write the report")?;
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

impl EvalArgs {
    fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        self.format.unwrap_or(match ending {
            Some("json") => Format::Json,
            Some("html") => Format::Html,
            _ => Format::Table,
        })
    }

    /// Whether single quotations may be shown. Those of a test set are not to be read, or it is no test any
    /// more: what is tuned on it would be measured on it.
    fn may_show_items(&self, test: bool) -> Result<bool> {
        let gold = self.gold.display();
        if test && self.write_precision.is_some() {
            bail!("{gold} is a test set; rules take their confidence from dev gold");
        }
        if test && self.items {
            complain(&format!(
                "{gold} is a test set: whoever reads its single quotations can test nothing on it"
            ));
        } else if test && self.errors.is_some() {
            bail!("{gold} is a test set, whose errors are not shown; --items forces it");
        }
        Ok(!self.summary && (!test || self.items))
    }
}

fn read(path: &PathBuf) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// What a report is made of.
struct Report<'r> {
    args: &'r EvalArgs,
    format: Format,
    evaluation: &'r Evaluation<'r>,
    summary: &'r Summary,
    /// Whether single quotations are shown.
    detailed: bool,
    /// What the gold is, where the manifest knows it.
    corpus: Option<Corpus>,
    speed: Option<Speed>,
}

impl Report<'_> {
    fn text(&self, test: bool) -> Result<String> {
        let Self { args, evaluation, summary, .. } = *self;
        let measure = args.measure.map_or_else(|| precision::leading_measure(evaluation), Measure::from);
        let header = self.header(test);
        let items = if self.detailed { evaluation.item_records() } else { Vec::new() };
        let comparison = match &args.compare {
            Some(path) => {
                let compared = compare::compare(&read(path)?, &header, summary, &items, measure);
                Some(compared.map_err(|problem| anyhow!("{}: {problem}", path.display()))?)
            }
            None => None,
        };
        Ok(match self.format {
            Format::Json => {
                let spurious = evaluation.spurious_records();
                let items = self.detailed.then_some((items.as_slice(), spurious.as_slice()));
                report::json(&header, summary, items, comparison.as_ref())?
            }
            Format::Html => {
                let choice = self.detailed.then(|| self.choice(measure, self.errors_on_page()));
                html::page(&header, evaluation, summary, comparison.as_ref(), choice.as_ref())
            }
            Format::Table => {
                let mut text = self.corpus.as_ref().map_or_else(String::new, |corpus| {
                    format!("Measured on {} ({}), {}.\n\n", corpus.name, corpus.version, corpus.source)
                });
                if let Some(count) = args.errors {
                    text.push_str(&errors::list(evaluation, &self.choice(measure, count)));
                }
                text.push_str(&summary.table());
                if let Some(speed) = &self.speed {
                    text.push('\n');
                    text.push_str(&speed.line());
                }
                if let Some(compared) = &comparison {
                    text.push('\n');
                    text.push_str(&compared.table());
                }
                text
            }
        })
    }

    fn header(&self, test: bool) -> Header {
        let Self { args, evaluation, .. } = self;
        let version = concat!("whosaid ", env!("CARGO_PKG_VERSION"));
        Header {
            gold: evaluation.gold.name.clone(),
            system: args.pred.as_ref().map_or_else(
                || version.to_owned(),
                |path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            ),
            // A table of taggers names each of them.
            tagger: match args.engine.tagger() {
                "embedded" if self.speed.is_none() => String::new(),
                other => other.to_owned(),
            },
            speed: self.speed,
            kinds: evaluation.filter.kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
            saying: evaluation.filter.saying,
            gold_spans: args.gold_spans,
            test,
            corpus: self.corpus.as_ref().map(|corpus| corpus.name.clone()),
        }
    }

    /// Words of texts that are not ours stand on a page only where they are asked for.
    fn errors_on_page(&self) -> usize {
        self.args.errors.unwrap_or(if self.evaluation.gold.open { ERRORS_ON_PAGE } else { 0 })
    }

    fn choice(&self, measure: Measure, count: usize) -> Choice {
        let only = if self.args.only.is_empty() {
            ErrorKind::ALL.to_vec()
        } else {
            self.args.only.iter().map(|&only| only.into()).collect()
        };
        Choice { count, group_by: self.args.group_by.into(), only, measure }
    }
}
