//! An output that can be gone on with: written under another name, noted in a journal, moved into place when whole.
//!
//! While a run writes `OUT`, there are `OUT.partial`, what is written so far, and `OUT.journal`, how much of it is good
//! (see [`super::journal`]). What was written after the last note is cut off before a run goes on. When all is written,
//! the journal says so, the file is moved to `OUT`, and the journal goes.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::journal::{Checkpoint, Journal};
use super::segment::Segments;

/// The names beside an output.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The output itself.
    pub(super) whole: PathBuf,
    /// What is written so far.
    pub(super) partial: PathBuf,
    /// How much of it is good.
    pub(super) journal: PathBuf,
    /// A whole output that is not yet in its place.
    pub(super) fresh: PathBuf,
    /// The failures, where the format has no room for them.
    pub(super) errors: PathBuf,
    /// The failures so far.
    pub(super) partial_errors: PathBuf,
}

impl Names {
    pub(super) fn of(output: &Path) -> Self {
        let with = |ending: &str| {
            let mut name = OsString::from(output);
            name.push(ending);
            PathBuf::from(name)
        };
        Self {
            whole: output.to_owned(),
            partial: with(".partial"),
            journal: with(".journal"),
            fresh: with(".new"),
            errors: with(".errors"),
            partial_errors: with(".errors.partial"),
        }
    }
}

/// A file that grows by segments, with the list of failures beside it.
#[derive(Debug)]
pub(super) struct Checkpointed {
    names: Names,
    journal: Journal,
    data: File,
    errors: File,
    /// How far both are good.
    good: Checkpoint,
}

impl Checkpointed {
    /// Opens the output of a run that has come as far as `good`.
    pub(super) fn open(names: Names, journal: Journal, good: Checkpoint) -> io::Result<Self> {
        let data = part(&names.partial, good.bytes)?;
        let errors = part(&names.partial_errors, good.error_bytes)?;
        Ok(Self { names, journal, data, errors, good })
    }

    pub(super) const fn good(&self) -> &Checkpoint {
        &self.good
    }

    /// Writes a segment, and notes that with it the output is as far as `at` says, bytes apart.
    pub(super) fn write(&mut self, segment: &[u8], errors: &[u8], at: &Checkpoint) -> io::Result<()> {
        append(&mut self.data, segment)?;
        append(&mut self.errors, errors)?;
        let good = Checkpoint {
            bytes: self.good.bytes + segment.len() as u64,
            error_bytes: self.good.error_bytes + errors.len() as u64,
            ..*at
        };
        self.journal.note(&good)?;
        self.good = good;
        Ok(())
    }

    /// Ends the file and moves it into place.
    pub(super) fn finish(mut self, segments: &Segments) -> io::Result<()> {
        let at = Checkpoint { whole: true, ..self.good };
        if let Segments::Rows { table, .. } = segments {
            self.assemble(|parts, fresh| table.assemble(parts, fresh), &[])?;
            self.write(&[], &[], &at)?;
        } else {
            let end = segments.end(self.good.bytes == 0)?;
            self.write(&end, &[], &at)?;
        }
        settle(&self.names, segments.are_assembled(), self.good.error_bytes > 0)
    }

    /// Puts a whole file with what is there, and `rest` behind it, into place, and leaves the part for a run that goes
    /// on.
    pub(super) fn interrupt(mut self, segments: &Segments, rest: &[u8], errors: &[u8]) -> io::Result<()> {
        if let Segments::Rows { table, .. } = segments {
            self.assemble(|parts, fresh| table.assemble(parts, fresh), rest)?;
        } else {
            let end = segments.end(self.good.bytes == 0 && rest.is_empty())?;
            self.assemble(
                |mut parts, mut fresh| io::copy(&mut parts, &mut fresh).map(drop),
                &[rest, &end].concat(),
            )?;
        }
        fs::rename(&self.names.fresh, &self.names.whole)?;
        if self.good.error_bytes > 0 || !errors.is_empty() {
            let mut list = File::create(&self.names.errors)?;
            self.errors.seek(SeekFrom::Start(0))?;
            io::copy(&mut (&mut self.errors).take(self.good.error_bytes), &mut list)?;
            list.write_all(errors)?;
        }
        Ok(())
    }

    /// Makes a new file of the part and `rest`.
    fn assemble(
        &mut self,
        make: impl FnOnce(&mut dyn io::Read, &mut BufWriter<File>) -> io::Result<()>,
        rest: &[u8],
    ) -> io::Result<()> {
        self.data.seek(SeekFrom::Start(0))?;
        let part = BufReader::new(&mut self.data).take(self.good.bytes);
        let mut fresh = BufWriter::new(File::create(&self.names.fresh)?);
        make(&mut part.chain(rest), &mut fresh)?;
        fresh.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()
    }
}

/// Moves what is whole into place. What a run that was killed here has moved already stays.
pub(super) fn settle(names: &Names, assembled: bool, failures: bool) -> io::Result<()> {
    if assembled {
        moved(&names.fresh, &names.whole)?;
        gone(&names.partial)?;
    } else {
        moved(&names.partial, &names.whole)?;
    }
    if failures {
        moved(&names.partial_errors, &names.errors)?;
    } else {
        // That of an earlier run would mislead.
        gone(&names.partial_errors)?;
        gone(&names.errors)?;
    }
    gone(&names.journal)
}

fn moved(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && to.exists() => Ok(()),
        done => done,
    }
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The file so far, cut after its good bytes.
fn part(path: &Path, good: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let length = file.metadata()?.len();
    if length < good {
        let problem = format!(
            "{} holds {length} bytes, and its journal says {good}: it was changed; remove both to start again",
            path.display()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    file.set_len(good)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

fn append(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    file.write_all(bytes)?;
    // A note in the journal must never be ahead of what it is about, also when the power fails.
    file.sync_data()
}
