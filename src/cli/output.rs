//! Where pages and tables go.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, StripStream};
use anyhow::Context as _;

/// A file or standard output.
pub(super) struct Output {
    writer: BufWriter<Box<dyn Write>>,
}

impl Output {
    /// Opens `path`, or standard output for none. Colours in what is written are kept where `coloured` allows
    /// them and the other end is a terminal that wants them; without `coloured` all goes out as it is.
    pub(super) fn open(path: Option<&Path>, coloured: bool) -> anyhow::Result<Self> {
        let writer: Box<dyn Write> = match path {
            Some(path) => {
                let file =
                    File::create(path).with_context(|| format!("cannot write to {}", path.display()))?;
                if coloured { Box::new(StripStream::new(file)) } else { Box::new(file) }
            }
            None if coloured => Box::new(AutoStream::auto(io::stdout())),
            None => Box::new(io::stdout()),
        };
        Ok(Self { writer: BufWriter::with_capacity(1 << 16, writer) })
    }

    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Writes all there is. Whoever stops listening has seen enough.
    pub(super) fn finish_with(mut self, text: &str) -> io::Result<()> {
        match self.write(text).and_then(|()| self.finish()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            ended => ended,
        }
    }
}

/// The widest that lines get: longer ones are hard to read.
const WIDEST: usize = 100;

/// How wide to write: as wide as the terminal where standard output is meant for one, within reason.
pub(super) fn width(to_stdout: bool) -> usize {
    let terminal = if to_stdout { terminal_size::terminal_size() } else { None };
    terminal.map_or(WIDEST, |(width, _)| usize::from(width.0).min(WIDEST))
}
