//! Annotated documents to files, folders and streams.
//!
//! Where a document is annotated it is [`Rendered`]; an [`Output`] takes what is rendered in the order of the input. Into
//! a file it writes [`segment`] by segment and notes in a [`journal`] how far it is, so that a run can stop at any moment
//! and another one can go on.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::io::Compression;
use crate::io::wire::Failure;

mod file;
mod folder;
pub mod journal;
pub mod parquet;
pub mod quotations;
pub mod segment;

use file::{Checkpointed, Names};
use folder::Folder;
use journal::{Checkpoint, Journal, JournalError, Settings};
pub use segment::{Frame, Rendered, Segments};

/// What an output is.
#[derive(Debug)]
pub enum Form {
    /// One file or stream.
    File(Segments),
    /// A folder with files for each document, and these beside them: paths and contents.
    Folder(Vec<(String, String)>),
}

/// When a segment ends: after so many documents, or so many bytes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentSize {
    /// Documents.
    pub documents: u64,
    /// Bytes of their texts.
    pub bytes: u64,
}

impl SegmentSize {
    /// Of text: about a second's work.
    pub const TEXT: Self = Self { documents: 1024, bytes: 1 << 20 };
    /// Of tables: readers want their row groups larger.
    pub const ROWS: Self = Self { documents: 4096, bytes: 8 << 20 };
}

/// One document's part of the output.
#[derive(Clone, Debug)]
pub struct Done {
    /// What is written; none where the format has no room for it.
    pub rendered: Option<Rendered>,
    /// Why it failed, if it failed.
    pub failure: Option<Failure>,
    /// The bytes of its text.
    pub size: u64,
    /// A checksum of its id and text, for a run that goes on to know the input again.
    pub stamp: u32,
}

/// Why an output cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file system refuses.
    #[error("cannot write to {path}: {cause}")]
    Io {
        /// The output.
        path: String,
        /// Why.
        cause: io::Error,
    },
    /// A run that was stopped has left its part.
    #[error(
        "{path}.partial holds {documents} documents of a run that was stopped: add --resume to go on, or remove it \
         and {path}.journal to start again"
    )]
    Begun {
        /// The output.
        path: String,
        /// So many are done.
        documents: u64,
    },
    /// The run cannot be gone on with.
    #[error("cannot go on with {path}.partial: {cause}")]
    Journal {
        /// The output.
        path: String,
        /// Why.
        cause: JournalError,
    },
    /// A folder with something in it is in the way.
    #[error("{0} is a folder with files in it; give another name, or empty it first")]
    Full(String),
    /// A file is in the way of a folder.
    #[error("{0} is no folder, and this format writes one")]
    NoFolder(String),
    /// A table has to be put together in a file.
    #[error("a Parquet file cannot be written to a stream: name a file with -o")]
    NoFile,
    /// A stream is no folder.
    #[error("this format writes a folder with files for each document: name a folder with -o")]
    NoPlace,
}

/// What a run writes to.
pub struct Output {
    target: Target,
    segments: Option<Segments>,
    size: SegmentSize,
    /// What is handed in, written or not.
    at: Checkpoint,
    /// Handed in since the last segment: documents, bytes.
    held: (u64, u64),
    /// Failures since the last segment, where the format has no room for them.
    errors: String,
}

enum Target {
    Stream { writer: Box<dyn Write>, any: bool, compressed: bool },
    File(Checkpointed),
    Folder(Folder),
}

impl Output {
    /// An output that cannot be gone on with: standard output, a pipe.
    ///
    /// # Errors
    /// [`OpenError`] for a form that needs a file or folder.
    pub fn stream(form: Form, writer: Box<dyn Write>) -> Result<Self, OpenError> {
        let compressed = match &form {
            Form::File(Segments::Text { compression, .. }) => *compression != Compression::None,
            Form::File(Segments::Rows { .. }) => return Err(OpenError::NoFile),
            Form::Folder(_) => return Err(OpenError::NoPlace),
        };
        let target = Target::Stream { writer, any: false, compressed };
        Ok(Self::new(form, target, Checkpoint::default()))
    }

    /// A file or folder. With `resume`, a run of the same settings that was stopped is gone on with: the documents
    /// before [`Output::checkpoint`] are then there already. None if that run had ended and only its output had still
    /// to be moved into place, which is done now; how far it had come is then in the error.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(path: &Path, form: Form, settings: &Settings, resume: bool) -> Result<Opened, OpenError> {
        let shown = || path.display().to_string();
        let io = |cause| OpenError::Io { path: shown(), cause };
        let names = Names::of(path);
        let begun = journal::glance(&names.journal);
        if matches!(form, Form::Folder(_)) && path.exists() {
            let mut entries = path.read_dir().map_err(|_| OpenError::NoFolder(shown()))?;
            let moved = begun.is_some_and(|last| last.whole);
            if entries.next().is_some() && !moved {
                return Err(OpenError::Full(shown()));
            }
        } else if path.is_dir() {
            return Err(io(io::ErrorKind::IsADirectory.into()));
        }
        if let (Some(Checkpoint { documents, .. }), false) = (begun, resume) {
            return Err(OpenError::Begun { path: shown(), documents });
        }
        let (journal, good) = Journal::open(&names.journal, settings).map_err(|cause| match cause {
            JournalError::Io(cause) => io(cause),
            cause => OpenError::Journal { path: shown(), cause },
        })?;
        if good.whole {
            let failures = good.error_bytes > 0;
            match &form {
                Form::File(segments) => file::settle(&names, segments.are_assembled(), failures),
                Form::Folder(_) => folder::settle(&names, failures),
            }
            .map_err(io)?;
            return Ok(Opened::Whole(good));
        }
        let target = match &form {
            Form::File(_) => Target::File(Checkpointed::open(names, journal, good).map_err(io)?),
            Form::Folder(beside) => {
                let folder = Folder::open(names, journal, good).map_err(io)?;
                beside.iter().try_for_each(|(path, content)| folder.write(path, content)).map_err(io)?;
                Target::Folder(folder)
            }
        };
        Ok(Opened::Begun(Box::new(Self::new(form, target, good))))
    }

    fn new(form: Form, target: Target, at: Checkpoint) -> Self {
        let (segments, size) = match form {
            Form::File(segments @ Segments::Rows { .. }) => (Some(segments), SegmentSize::ROWS),
            Form::File(segments) => (Some(segments), SegmentSize::TEXT),
            Form::Folder(_) => (None, SegmentSize::TEXT),
        };
        Self { target, segments, size, at, held: (0, 0), errors: String::new() }
    }

    /// Ends segments otherwise than is usual for the form.
    #[must_use]
    pub const fn with_segment_size(mut self, size: SegmentSize) -> Self {
        self.size = size;
        self
    }

    /// How far the output is: what is handed in, and what an earlier run had written.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.at
    }

    /// Takes the next document.
    ///
    /// # Errors
    /// What the file system refuses. What was written before stays good.
    pub fn put(&mut self, done: Done) -> io::Result<()> {
        self.at.documents += 1;
        self.at.failed += u64::from(done.failure.is_some());
        self.at.inputs = stamp(self.at.inputs, &done.stamp.to_le_bytes());
        self.held = (self.held.0 + 1, self.held.1 + done.size);
        match (done.rendered, &self.target, &mut self.segments) {
            (Some(Rendered::Files(files)), Target::Folder(folder), _) => {
                for (path, content) in files {
                    folder.write(&path, &content)?;
                }
            }
            (Some(rendered), _, Some(segments)) => segments.hold(rendered),
            _ => {
                if let Some(failure) = done.failure {
                    self.errors.push_str(&failure.to_json().map_err(io::Error::other)?);
                    self.errors.push('\n');
                }
            }
        }
        let at_once = matches!(self.target, Target::Stream { compressed: false, .. });
        if at_once || self.held.0 >= self.size.documents || self.held.1 >= self.size.bytes {
            self.write()?;
        }
        Ok(())
    }

    /// Writes what is held.
    fn write(&mut self) -> io::Result<()> {
        self.held = (0, 0);
        let errors = std::mem::take(&mut self.errors);
        let segments = &mut self.segments;
        let mut seal =
            |first| segments.as_mut().map_or_else(|| Ok(Vec::new()), |segments| segments.seal(first));
        match &mut self.target {
            Target::Stream { writer, any, .. } => {
                let segment = seal(!*any)?;
                *any |= !segment.is_empty();
                writer.write_all(&segment)
            }
            Target::File(file) => {
                let segment = seal(file.good().bytes == 0)?;
                file.write(&segment, errors.as_bytes(), &self.at)
            }
            Target::Folder(folder) => folder.note(errors.as_bytes(), &self.at),
        }
    }

    /// Ends the output and puts it into place.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn finish(mut self) -> io::Result<()> {
        if self.held.0 > 0 {
            self.write()?;
        }
        match (self.target, &self.segments) {
            (Target::Stream { mut writer, any, .. }, Some(segments)) => {
                writer.write_all(&segments.end(!any)?)?;
                writer.flush()
            }
            (Target::File(file), Some(segments)) => file.finish(segments),
            (Target::Folder(folder), _) => folder.finish(),
            // Streams and files have segments.
            (_, None) => Ok(()),
        }
    }

    /// Puts a valid output of what is there into place, and leaves the part for a run that goes on. A folder stays
    /// where it is: what is in it is valid. Says whether a run can go on.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn interrupt(self) -> io::Result<bool> {
        match (self.target, self.segments) {
            (Target::File(file), Some(mut segments)) => {
                let rest = segments.seal(file.good().bytes == 0)?;
                file.interrupt(&segments, &rest, self.errors.as_bytes())?;
                Ok(true)
            }
            (Target::Folder(mut folder), _) => {
                folder.note(self.errors.as_bytes(), &self.at)?;
                Ok(true)
            }
            (target, segments) => {
                let stream = Self { target, segments, errors: self.errors, ..self };
                stream.finish().map(|()| false)
            }
        }
    }
}

/// An output that was opened.
pub enum Opened {
    /// It has come so far.
    Begun(Box<Output>),
    /// The run had ended, and its output is in place now.
    Whole(Checkpoint),
}

/// The output, and everything that stands beside it while it is written.
#[must_use]
pub fn paths(output: &Path) -> Vec<PathBuf> {
    let Names { whole, partial, journal, fresh, errors, partial_errors } = Names::of(output);
    vec![whole, partial, journal, fresh, errors, partial_errors]
}

/// A checksum over a checksum and more bytes.
#[must_use]
pub fn stamp(before: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize()
}

#[cfg(test)]
mod tests;
