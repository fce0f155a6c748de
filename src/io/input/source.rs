//! What the reading thread hands to the worker: bytes read, but not yet all work done.
//!
//! Reading is sequential and annotating is parallel, so whatever costs time and needs no other document
//! waits here until a worker asks for it.

use serde_json::{Map, Value};

use crate::document::Document;
use crate::io::offsets::BadOffset;
use crate::io::wire::{Failure, Record, Shape, Warning};
use crate::layers::Annotations;

/// A document as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The id that its record will carry: unique among the documents of a run.
    pub id: String,
    /// How messages call the place that it comes from: a file, or a file and a line.
    pub place: String,
    /// What it holds.
    pub body: Body,
    /// The fields to carry through, in the order they were asked for. Those of an HTML page come with
    /// [`Source::load`].
    pub fields: Map<String, Value>,
    /// What was odd about reading it.
    pub notes: Vec<Note>,
}

/// What a [`Source`] holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// The text, ready.
    Text(String),
}

/// Something odd about how a document was read, for the `warnings` of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The bytes were not UTF-8 and named no encoding; this one was guessed from them.
    GuessedEncoding(&'static str),
}

/// A document ready to annotate, and what its record carries besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The document.
    pub document: Document,
    /// The fields to carry through.
    pub fields: Map<String, Value>,
    /// What was odd about reading it.
    pub notes: Vec<Note>,
}

impl Source {
    /// How much memory the source takes, in bytes, as far as it depends on the document.
    #[must_use]
    pub fn size(&self) -> usize {
        let Body::Text(text) = &self.body;
        text.len() + self.id.len() + self.place.len()
    }

    /// Does the work that reading left undone. Meant for worker threads.
    ///
    /// # Errors
    /// A [`Failure`] for what only shows now: a page too deep to parse, a text too long.
    pub fn load(&self) -> Result<Loaded, Failure> {
        let Body::Text(text) = &self.body;
        let document = Document::new(&*self.id, &**text).map_err(|error| self.failure("too-long", error))?;
        Ok(Loaded { document, fields: self.fields.clone(), notes: self.notes.clone() })
    }

    /// The failure of this document, whose message begins with its place.
    pub fn failure(&self, code: &'static str, problem: impl std::fmt::Display) -> Failure {
        Failure::new(&*self.id, code, format!("{}: {problem}", self.place))
    }
}

impl Loaded {
    /// The record of the annotated document, with its fields, and with the notes before the other warnings.
    ///
    /// # Errors
    /// [`BadOffset`] for annotations that do not belong to the document.
    pub fn record(&self, annotations: &Annotations, shape: Shape) -> Result<Record, BadOffset> {
        let mut record = Record::new(&self.document, annotations, shape)?;
        record.fields.clone_from(&self.fields);
        record.warnings.splice(..0, self.notes.iter().map(Note::warning));
        Ok(record)
    }
}

impl Note {
    /// The note as a record shows it. It is about the whole document and has no place in the text.
    #[must_use]
    pub fn warning(&self) -> Warning {
        let (code, detail) = match self {
            Self::GuessedEncoding(label) => ("guessed-encoding", (*label).to_owned()),
        };
        Warning { code: code.into(), detail: Some(detail), ..Warning::default() }
    }
}
