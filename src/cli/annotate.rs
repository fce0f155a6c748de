//! `whosaid annotate`: who said what in every document.

use std::io::{self, IsTerminal as _};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use whosaid::Engine;
use whosaid::batch::{self, BatchError, Limits, Panicked};
use whosaid::io::input::{Input, Source};
use whosaid::io::offsets::OffsetUnit;
use whosaid::io::output::journal::{Checkpoint, Settings};
use whosaid::io::output::{self, Done, Form, Opened, Output, Rendered, SegmentSize, stamp};
use whosaid::io::wire::{Failure, Shape};

use super::engine::EngineArgs;
use super::inputs::InputArgs;
use super::interrupt::Interrupt;
use super::output::width;
use super::progress::Progress;
use super::{Outcome, complain};

mod format;
mod render;

use format::{Format, Layout};
use render::Renderer;

/// Annotate documents: quotations, speakers, entities
///
/// A folder is walked by name for files that can be read; hidden files and READMEs are passed over. A
/// document that fails has an error record, and the others go on.
#[derive(Debug, Args)]
pub(super) struct Annotate {
    #[command(flatten)]
    inputs: InputArgs,
    /// Write to a file, under another name until it is whole; .gz and .zst are compressed
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// [default: what OUT is named for; else pretty on a terminal, jsonl elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// One row a quotation, in Parquet as in CSV
    #[arg(long)]
    flat: bool,
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
    /// Go on with a run that was stopped, in whatever way; the output will be the same as if it had not been
    #[arg(long, requires = "output")]
    resume: bool,
    /// Documents between two moments from which a run can go on; tests need many of them in a small corpus
    #[arg(long, value_name = "N", hide = true)]
    segment: Option<NonZeroU64>,
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
        let to_terminal = self.output.is_none() && io::stdout().is_terminal();
        let layout =
            Layout::new(self.format, self.output.as_deref(), self.flat, to_terminal, self.inputs.kept())?;
        let engine = self.engine.engine()?;
        let (output, safe) = match self.open(&layout)? {
            (Opened::Begun(output), safe) => (self.with_segment_size(*output), safe),
            (Opened::Whole(at), _) => return Ok(outcome(&at)),
        };
        let renderer = Renderer {
            shape: Shape {
                offsets: self.offsets.into(),
                text: !self.no_text,
                min_confidence: self.min_confidence,
            },
            layout,
            width: width(self.output.is_none()),
            coloured: self.output.is_none(),
        };
        // A stream has nothing to lose but what is under way.
        let interrupt = if safe { Interrupt::listen()? } else { Interrupt::default() };
        self.annotate(&engine, &renderer, output, &interrupt)
    }

    /// The output, and whether a run can be gone on with.
    fn open(&self, layout: &Layout) -> anyhow::Result<(Opened, bool)> {
        let form = layout.form()?;
        match &self.output {
            None => Ok((stream(form, stdout(layout.format))?, false)),
            // A pipe or device is no file to be moved into place.
            Some(path) if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) => {
                if self.resume {
                    bail!("{} is no file: a run into it cannot be gone on with", path.display());
                }
                let file = std::fs::File::create(path);
                let file = file.with_context(|| format!("cannot write to {}", path.display()))?;
                Ok((stream(form, Box::new(io::BufWriter::new(file)))?, false))
            }
            Some(path) => Ok((Output::open(path, form, &self.settings(layout), self.resume)?, true)),
        }
    }

    fn with_segment_size(&self, output: Output) -> Output {
        match self.segment {
            Some(documents) => {
                output.with_segment_size(SegmentSize { documents: documents.get(), bytes: u64::MAX })
            }
            None => output,
        }
    }

    /// What must be the same for a run to go on.
    fn settings(&self, layout: &Layout) -> Settings {
        let mut settings = Settings::new();
        let mut set = |name: &str, value: String| drop(settings.insert(name.to_owned(), value));
        set("version", env!("CARGO_PKG_VERSION").to_owned());
        set("--format", layout.setting());
        set("--offsets", OffsetUnit::from(self.offsets).as_str().to_owned());
        set("--min-confidence", self.min_confidence.to_string());
        set("--no-text", self.no_text.to_string());
        set("--segment", format!("{:?}", self.segment));
        self.engine.settings(&mut set);
        self.inputs.settings(&mut set);
        settings
    }

    fn annotate(
        &self,
        engine: &Engine,
        renderer: &Renderer,
        mut output: Output,
        interrupt: &Interrupt,
    ) -> anyhow::Result<Outcome> {
        let reader = self.inputs.reader(self.output.as_deref().map(output::paths).unwrap_or_default());
        let mut inputs = reader.documents(&self.inputs.paths);
        let total = || reader.size(&self.inputs.paths);
        let mut progress = Progress::new(self.output.is_some() || !io::stdout().is_terminal(), total);
        let begun = *output.checkpoint();
        if begun.documents > 0 {
            complain(&format!("going on after {} documents", begun.documents));
            self.pass_over(&mut inputs, &begun)?;
            progress.begin(reader.meter.bytes());
        }
        let inputs = inputs.take_while(|_| !interrupt.asked());
        let work = |input: &Input| {
            let source = input.as_ref().map_err(Clone::clone)?;
            let loaded = source.load()?;
            renderer.document(source, &loaded, &engine.annotate(&loaded.document))
        };
        let sink = |input: Input, result: Result<Result<Rendered, Failure>, Panicked>| {
            let size = size(&input) as u64;
            progress.step(size, reader.meter.bytes());
            let result = result.unwrap_or_else(|panicked| Err(internal(&input, &panicked.to_string())));
            let (rendered, failure) = match result {
                Ok(rendered) => (Some(rendered), None),
                Err(failure) => {
                    progress.complain(&failure.error.message);
                    (renderer.failure(&failure), Some(failure))
                }
            };
            output.put(Done { rendered, failure, size, stamp: input_stamp(&input) })
        };
        let limits = Limits { jobs: self.jobs, ..Limits::default() };
        let ended = batch::run(limits, inputs, size, work, sink);
        progress.clear();
        let at = *output.checkpoint();
        let written = ended.map_err(written).and_then(|()| {
            if interrupt.asked() {
                return output.interrupt().map_err(Into::into);
            }
            output.finish().map(|()| false).map_err(Into::into)
        });
        match written {
            // Whoever reads the output has seen enough.
            Err(error) if is_broken_pipe(&error) => Ok(outcome(&at)),
            Err(error) => Err(self.with_advice(error)),
            Ok(true) => {
                complain(&format!("stopped after {} documents; --resume goes on", at.documents));
                Ok(Outcome::Interrupted)
            }
            Ok(false) => Ok(outcome(&at)),
        }
    }

    /// Passes over the documents that an earlier run has written.
    fn pass_over(&self, inputs: &mut dyn Iterator<Item = Input>, begun: &Checkpoint) -> anyhow::Result<()> {
        let mut seen = 0;
        let passed = inputs.take(usize::try_from(begun.documents).unwrap_or(usize::MAX));
        for input in passed {
            seen = stamp(seen, &input_stamp(&input).to_le_bytes());
        }
        if seen != begun.inputs {
            let output = self.output.as_deref().unwrap_or(Path::new("")).display();
            bail!(
                "the input is not the one that the run was begun with: its first {} documents differ; remove \
                 {output}.partial and {output}.journal to start again",
                begun.documents
            );
        }
        Ok(())
    }

    /// What to do about an output that could not be written.
    fn with_advice(&self, error: anyhow::Error) -> anyhow::Error {
        match &self.output {
            Some(path) if error.chain().any(|cause| cause.is::<io::Error>()) => error.context(format!(
                "cannot write to {0}: what is done is kept in {0}.partial, and --resume goes on from there",
                path.display()
            )),
            _ => error.context("cannot write the output"),
        }
    }

    /// An output takes the place of what has its name, which must not happen to an input.
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
}

fn stream(form: Form, writer: Box<dyn io::Write>) -> anyhow::Result<Opened> {
    Ok(Opened::Begun(Box::new(Output::stream(form, writer)?)))
}

/// Standard output; what is for eyes keeps its colours where the other end wants them.
fn stdout(format: Format) -> Box<dyn io::Write> {
    match format {
        Format::Pretty => Box::new(anstream::AutoStream::auto(io::stdout())),
        _ => Box::new(io::BufWriter::with_capacity(1 << 16, io::stdout())),
    }
}

fn outcome(at: &Checkpoint) -> Outcome {
    match (at.documents - at.failed.min(at.documents), at.failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::NothingDone,
        _ => Outcome::SomeFailed,
    }
}

/// What a document weighs in memory, in bytes.
fn size(input: &Input) -> usize {
    input.as_ref().map_or(0, Source::size)
}

/// A checksum of what a document is.
fn input_stamp(input: &Input) -> u32 {
    match input {
        Ok(source) => stamp(stamp(1, source.id.as_bytes()), source.body.bytes()),
        Err(failure) => stamp(2, failure.id.as_bytes()),
    }
}

fn internal(input: &Input, message: &str) -> Failure {
    match input {
        Ok(source) => source.failure("internal", message),
        Err(failure) => failure.clone(),
    }
}

fn written(error: BatchError<io::Error>) -> anyhow::Error {
    match error {
        BatchError::Sink(error) => error.into(),
        BatchError::Threads(error) => error.into(),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
