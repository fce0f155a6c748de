//! What the reading thread hands to the worker: bytes read, but not yet all work done.
//!
//! Reading is sequential and annotating is parallel, so whatever costs time and needs no other document
//! waits here until a worker asks for it: finding out an encoding, and taking a page apart.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::encoding::{self, Encoding};
use super::{Reader, html, too_long};
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
    /// The fields to carry through, by name. Those of an HTML page come with [`Source::load`].
    pub fields: Map<String, Value>,
    /// What was odd about reading it so far.
    pub notes: Vec<Note>,
    /// How to do what is left to do.
    pub(super) reader: Arc<Reader>,
}

/// What a [`Source`] holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// The text, ready.
    Text(String),
    /// The bytes of a text, in an encoding yet to be found out.
    Bytes(Vec<u8>),
    /// The bytes of an HTML page.
    Html(Vec<u8>),
}

/// Something odd about how a document was read, for the `warnings` of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The bytes were not UTF-8 and named no encoding; this one was guessed from them.
    GuessedEncoding(&'static str),
    /// Some bytes mean nothing in this encoding, and stand in the text as U+FFFD.
    BrokenBytes(&'static str),
    /// So many escapes in JSON stood for half a character, and stand in the text as U+FFFD.
    LoneSurrogates(usize),
    /// An earlier document has the id that this one says it has.
    RenamedId(String),
    /// No article was found in the page; the text is all that it shows.
    NoArticle,
}

/// A document ready to annotate, and what its record carries besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The document.
    pub document: Document,
    /// The fields to carry through, by name.
    pub fields: Map<String, Value>,
    /// What was odd about reading it.
    pub notes: Vec<Note>,
}

impl Body {
    /// What it holds, as bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) | Self::Html(bytes) => bytes,
        }
    }
}

/// Roughly how much memory a value takes. Its depth is bounded where it is parsed.
fn length(value: &Value) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(length).sum(),
        Value::Object(values) => values.iter().map(|(name, value)| name.len() + length(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + inside
}

impl Source {
    /// A document of this text, as if it had been read.
    pub fn text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            place: id.clone(),
            id,
            body: Body::Text(text.into()),
            fields: Map::new(),
            notes: Vec::new(),
            reader: Arc::default(),
        }
    }

    /// How much memory the source takes, in bytes, as far as it depends on the document.
    #[must_use]
    pub fn size(&self) -> usize {
        let fields: usize = self.fields.iter().map(|(name, value)| name.len() + length(value)).sum();
        self.body.bytes().len() + self.id.len() + self.place.len() + fields
    }

    /// Does the work that reading left undone. Meant for worker threads.
    ///
    /// # Errors
    /// A [`Failure`] for what only shows now: a page that is nested too deep, a text that is too long or not
    /// in the encoding that it should be in.
    pub fn load(&self) -> Result<Loaded, Failure> {
        let mut notes = self.notes.clone();
        let mut fields = self.fields.clone();
        let text = match &self.body {
            Body::Text(text) => text.clone(),
            Body::Bytes(bytes) => self.decoded(bytes, None, &mut notes)?,
            Body::Html(bytes) => {
                let page = self.decoded(bytes, Encoding::of_page(bytes), &mut notes)?;
                let page = html::read(&page).map_err(|problem| self.failure("too-complex", problem))?;
                if !page.is_article && !page.text.is_empty() {
                    notes.push(Note::NoArticle);
                }
                for name in &self.reader.keep {
                    if let Some((_, value)) = page.fields.iter().find(|(field, _)| field == name) {
                        fields.insert(name.clone(), Value::String(value.clone()));
                    }
                }
                page.text
            }
        };
        let most = self.reader.max_chars;
        if text.len() > most {
            let chars = text.chars().count();
            if chars > most {
                return Err(self.failure("too-long", too_long(&format!("{chars} characters"), most)));
            }
        }
        let document = Document::new(&*self.id, text).map_err(|error| self.failure("too-long", error))?;
        Ok(Loaded { document, fields, notes })
    }

    fn decoded(
        &self,
        bytes: &[u8],
        declared: Option<Encoding>,
        notes: &mut Vec<Note>,
    ) -> Result<String, Failure> {
        encoding::text(bytes, self.reader.encoding, declared, notes).map_err(|error| {
            let message = format!("{}, line {}: {error}", self.place, error.line);
            Failure::new(&*self.id, "not-utf8", message)
        })
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
            Self::GuessedEncoding(name) => ("guessed-encoding", Some((*name).to_owned())),
            Self::BrokenBytes(name) => ("broken-bytes", Some((*name).to_owned())),
            Self::LoneSurrogates(count) => ("lone-surrogates", Some(count.to_string())),
            Self::RenamedId(id) => ("renamed-id", Some(id.clone())),
            Self::NoArticle => ("no-article", None),
        };
        Warning { code: code.into(), detail, ..Warning::default() }
    }
}
