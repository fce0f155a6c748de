//! An output of files in a folder, which is made under another name and moved into place when whole.
//!
//! Each document has files of its own, so that a run that goes on only has to write again what comes after the last note
//! in the journal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Component, Path};

use super::file::Names;
use super::journal::{Checkpoint, Journal};

/// A folder that grows by files, with the list of failures beside it.
#[derive(Debug)]
pub(super) struct Folder {
    names: Names,
    journal: Journal,
    errors: File,
    good: Checkpoint,
}

impl Folder {
    /// Opens the folder of a run that has come as far as `good`.
    pub(super) fn open(names: Names, journal: Journal, good: Checkpoint) -> io::Result<Self> {
        fs::create_dir_all(&names.partial)?;
        let path = &names.partial_errors;
        let mut errors = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        errors.set_len(good.error_bytes)?;
        errors.seek(SeekFrom::End(0))?;
        Ok(Self { names, journal, errors, good })
    }

    /// Writes a file under the folder, and the folders on the way to it.
    pub(super) fn write(&self, path: &str, content: &str) -> io::Result<()> {
        let path = Path::new(path);
        // A name made from an id must not lead out of the folder, whatever the id.
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("{}: no name for a file", path.display()),
            ));
        }
        let path = self.names.partial.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)
    }

    /// Notes that the folder is as far as `at` says.
    pub(super) fn note(&mut self, errors: &[u8], at: &Checkpoint) -> io::Result<()> {
        self.errors.write_all(errors)?;
        self.errors.sync_data()?;
        let good = Checkpoint { error_bytes: self.good.error_bytes + errors.len() as u64, ..*at };
        self.journal.note(&good)?;
        self.good = good;
        Ok(())
    }

    /// Moves the folder into place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let at = Checkpoint { whole: true, ..self.good };
        self.note(&[], &at)?;
        settle(&self.names, self.good.error_bytes > 0)
    }
}

/// Moves what is whole into place. What a run that was killed here has moved already stays.
pub(super) fn settle(names: &Names, failures: bool) -> io::Result<()> {
    // An empty folder is in the way on some systems.
    if names.partial.exists() && names.whole.is_dir() {
        fs::remove_dir(&names.whole)?;
    }
    super::file::settle(names, false, failures)
}
