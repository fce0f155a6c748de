//! What a run notes beside its output, so that it can be gone on with.
//!
//! The first line holds the settings, each further one how far the output is good: so many documents, in so many bytes.
//! A line counts once its line break is there; a run that was killed while writing one leaves a piece, which is dropped.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Seek as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What has to be the same for a run to go on: names of settings and their values.
pub type Settings = BTreeMap<String, String>;

/// How far an output is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// So many documents of the input are done, the failed ones among them.
    pub documents: u64,
    /// So many of them failed.
    pub failed: u64,
    /// The output up to here holds them.
    pub bytes: u64,
    /// The list of errors up to here holds the failed ones.
    pub error_bytes: u64,
    /// A checksum of these documents' ids and texts.
    pub inputs: u32,
    /// Whether there are no more documents, and the output is whole.
    pub whole: bool,
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Another run has it open.
    #[error("another run is writing this output")]
    InUse,
    /// It is no journal of ours.
    #[error("the first line is no list of settings")]
    Foreign,
    /// The run was begun otherwise.
    #[error("the run was begun with {name} {old}, and is now given {new}")]
    Differs {
        /// The setting.
        name: String,
        /// Its value then.
        old: String,
        /// Its value now.
        new: String,
    },
}

/// The journal of a run, locked against other runs.
#[derive(Debug)]
pub struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal of a run with these settings, or begins one. Returns how far the run has come.
    ///
    /// # Errors
    /// [`JournalError`], among it settings that are not those the run was begun with.
    pub fn open(path: &Path, settings: &Settings) -> Result<(Self, Checkpoint), JournalError> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::InUse),
            // A file system without locks: then the user has to take care.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut journal = Self { file };
        let (begun, last, good) = journal.read()?;
        journal.file.set_len(good)?;
        journal.file.seek(io::SeekFrom::End(0))?;
        match begun {
            None => journal.line(settings)?,
            Some(begun) => same(&begun, settings)?,
        }
        Ok((journal, last))
    }

    /// The settings, the last checkpoint, and up to which byte the lines are whole.
    fn read(&mut self) -> Result<(Option<Settings>, Checkpoint, u64), JournalError> {
        let mut lines = BufReader::new(&mut self.file);
        let (mut begun, mut last, mut good) = (None, Checkpoint::default(), 0);
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line)?;
            if line.pop() != Some(b'\n') {
                return Ok((begun, last, good));
            }
            if begun.is_none() {
                begun = Some(serde_json::from_slice(&line).map_err(|_| JournalError::Foreign)?);
            } else if let Ok(checkpoint) = serde_json::from_slice(&line) {
                last = checkpoint;
            } else {
                return Ok((begun, last, good));
            }
            good += length as u64;
        }
    }

    /// Notes how far the output is good.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn note(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        self.line(checkpoint)
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }
}

/// How far the run has come that a journal belongs to, whatever its settings; none for a file that is no journal.
#[must_use]
pub fn glance(path: &Path) -> Option<Checkpoint> {
    let file = File::open(path).ok()?;
    Journal { file }.read().ok().and_then(|(begun, last, _)| begun.map(|_| last))
}

fn same(begun: &Settings, now: &Settings) -> Result<(), JournalError> {
    let none = || "unset".to_owned();
    let names = begun.keys().chain(now.keys().filter(|name| !begun.contains_key(*name)));
    for name in names {
        let (old, new) = (begun.get(name), now.get(name));
        if old != new {
            return Err(JournalError::Differs {
                name: name.clone(),
                old: old.cloned().unwrap_or_else(none),
                new: new.cloned().unwrap_or_else(none),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(format: &str) -> Settings {
        Settings::from([("--format".to_owned(), format.to_owned())])
    }

    fn at(documents: u64) -> Checkpoint {
        Checkpoint { documents, bytes: documents * 10, ..Checkpoint::default() }
    }

    #[test]
    fn what_was_noted_last_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let (mut journal, start) = Journal::open(&path, &settings("jsonl")).unwrap();
        assert_eq!(start, Checkpoint::default());
        journal.note(&at(5)).unwrap();
        journal.note(&at(9)).unwrap();
        assert!(matches!(Journal::open(&path, &settings("jsonl")), Err(JournalError::InUse)));
        drop(journal);
        assert_eq!(Journal::open(&path, &settings("jsonl")).unwrap().1, at(9));
        assert_eq!(glance(&path), Some(at(9)));
    }

    #[test]
    fn a_piece_of_a_line_is_dropped_wherever_it_was_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        let mut journal = Journal::open(&path, &settings("jsonl")).unwrap().0;
        journal.note(&at(5)).unwrap();
        journal.note(&at(9)).unwrap();
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let (mut journal, last) = Journal::open(&path, &settings("jsonl")).unwrap();
            assert!([0, 5].contains(&last.documents), "{cut}: {last:?}");
            journal.note(&at(11)).unwrap();
            drop(journal);
            assert_eq!(Journal::open(&path, &settings("jsonl")).unwrap().1, at(11), "{cut}");
        }
    }

    #[test]
    fn other_settings_and_other_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j");
        drop(Journal::open(&path, &settings("jsonl")).unwrap());
        let error = Journal::open(&path, &settings("csv")).unwrap_err().to_string();
        assert_eq!(error, "the run was begun with --format jsonl, and is now given csv");
        std::fs::write(&path, "a line of somebody else's\n").unwrap();
        assert!(matches!(Journal::open(&path, &settings("csv")), Err(JournalError::Foreign)));
        assert_eq!(glance(&path), None);
    }
}
