//! `whosaid annotate`: who said what in every document.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use whosaid::Engine;
use whosaid::batch::{self, BatchError, Limits};
use whosaid::io::input::{Input, Loaded, Source};
use whosaid::io::offsets::OffsetUnit;
use whosaid::io::pretty;
use whosaid::io::wire::{Failure, Shape};

use super::Outcome;
use super::engine::EngineArgs;
use super::inputs::InputArgs;
use super::output::{Output, Progress, width};

/// Annotate documents: quotations, speakers, entities
///
/// A folder is walked by name for files that can be read; hidden files and READMEs are passed over. A
/// document that fails has an error record, and the others go on.
#[derive(Debug, Args)]
pub(super) struct Annotate {
    #[command(flatten)]
    inputs: InputArgs,
    /// Write to a file
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// [default: pretty on a terminal, else jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// What positions count
    #[arg(long, value_enum, default_value_t = Unit::Char)]
    offsets: Unit,
    #[command(flatten)]
    engine: EngineArgs,
    /// Leave out answers below this confidence, from 0 to 1; the quotations stay
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = share)]
    min_confidence: f32,
    /// Threads [default: one a core]; the output does not depend on it
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Do not repeat the text in the records
    #[arg(long)]
    no_text: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One whosaid/1 record a line
    Jsonl,
    /// For eyes
    Pretty,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    /// Unicode code points
    Char,
    /// Bytes of UTF-8
    Byte,
    /// UTF-16 units
    Utf16,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Char => Self::Char,
            Unit::Byte => Self::Byte,
            Unit::Utf16 => Self::Utf16,
        }
    }
}

fn share(text: &str) -> Result<f32, String> {
    let share: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("not between 0 and 1".to_owned()) }
}

impl Annotate {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.refuse_to_overwrite_input()?;
        let engine = self.engine.engine()?;
        let format = self.format();
        let mut output = Output::open(self.output.as_deref(), format == Format::Pretty)?;
        let width = width(self.output.is_none());
        let reader = self.inputs.reader(self.output.clone());

        let work = |input: &Input| match input {
            Ok(source) => source.load().and_then(|loaded| self.annotated(&engine, &loaded, format, width)),
            Err(failure) => Err(failure.clone()),
        };
        let mut progress = Progress::new(self.output.is_some());
        let (mut done, mut failed) = (0, 0);
        let sink = |input: Input, result: Result<Result<String, Failure>, batch::Panicked>| {
            progress.step(size(&input));
            let result = result.unwrap_or_else(|panicked| Err(internal(&input, &panicked.to_string())));
            match result {
                Ok(text) => {
                    done += 1;
                    output.write(&text)
                }
                Err(failure) => {
                    failed += 1;
                    progress.complain(&failure.error.message);
                    match format {
                        Format::Jsonl => output.write(&line(failure.to_json())?),
                        Format::Pretty => Ok(()),
                    }
                }
            }
        };
        let limits = Limits { jobs: self.jobs, ..Limits::default() };
        let ended = batch::run(limits, reader.documents(&self.inputs.paths), size, work, sink);
        progress.clear();
        match ended.map_err(written).and_then(|()| output.finish().map_err(Into::into)) {
            // Whoever reads the output has seen enough.
            Err(error) if is_broken_pipe(&error) => {}
            ended => ended?,
        }
        Ok(match (done, failed) {
            (_, 0) => Outcome::Done,
            (0, _) => Outcome::NothingDone,
            _ => Outcome::SomeFailed,
        })
    }

    fn format(&self) -> Format {
        let to_terminal = self.output.is_none() && io::stdout().is_terminal();
        self.format.unwrap_or(if to_terminal { Format::Pretty } else { Format::Jsonl })
    }

    /// Opening the output empties it, which must not happen to an input.
    fn refuse_to_overwrite_input(&self) -> anyhow::Result<()> {
        let Some(output) = self.output.as_ref().and_then(|output| output.canonicalize().ok()) else {
            return Ok(());
        };
        let same = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| path == output);
        match self.inputs.paths.iter().find(same) {
            Some(path) => bail!("{} is both input and output", path.display()),
            None => Ok(()),
        }
    }

    /// What is written for a document.
    fn annotated(
        &self,
        engine: &Engine,
        loaded: &Loaded,
        format: Format,
        width: usize,
    ) -> Result<String, Failure> {
        let document = &loaded.document;
        let offsets = match format {
            Format::Jsonl => self.offsets.into(),
            Format::Pretty => OffsetUnit::Byte,
        };
        let text = format == Format::Jsonl && !self.no_text;
        let shape = Shape { offsets, text, min_confidence: self.min_confidence };
        let failed = |error: &dyn std::error::Error| {
            Failure::new(document.id(), "internal", format!("{}: internal error: {error}", document.id()))
        };
        let record = loaded.record(&engine.annotate(document), shape).map_err(|error| failed(&error))?;
        match format {
            Format::Jsonl => line(record.to_json()).map_err(|error| failed(&error)),
            Format::Pretty => Ok(pretty::record(&record, document.text(), width)),
        }
    }
}

/// What a document weighs in memory, in bytes.
fn size(input: &Input) -> usize {
    input.as_ref().map_or(0, Source::size)
}

fn internal(input: &Input, message: &str) -> Failure {
    match input {
        Ok(source) => source.failure("internal", message),
        Err(failure) => failure.clone(),
    }
}

fn line(json: serde_json::Result<String>) -> io::Result<String> {
    let mut json = json?;
    json.push('\n');
    Ok(json)
}

fn written(error: BatchError<io::Error>) -> anyhow::Error {
    match error {
        BatchError::Sink(error) => anyhow::Error::new(error).context("cannot write the output"),
        BatchError::Threads(error) => error.into(),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
