//! The wire form `whosaid/1`: one JSON object a line and a document.
//!
//! [`Record`] is written and read here and nowhere else. Reading ignores fields it does not know and fills
//! in those that are missing, so that a record of a later version, or one that holds only quotations, reads.
//! In a record that was read, positions count [`Record::offsets`]; [`Record::convert`] turns them into bytes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::offsets::{BadOffset, OffsetMap, OffsetUnit};
use crate::layers::{MentionKind, QuoteKind, SpeakerKind};

mod build;
mod names;

/// The name and version of the form. Additions keep it; a change that breaks readers would raise the number.
pub const SCHEMA: &str = "whosaid/1";

/// First position and one past the last, in the record's unit.
pub type Range = [u32; 2];

/// The `schema` field: always [`SCHEMA`]; anything else does not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schema;

/// An annotated document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Name and version of the form.
    pub schema: Schema,
    /// The document's id.
    #[serde(deserialize_with = "names::id")]
    pub id: String,
    /// The text, unaltered; left out with `--no-text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What was carried through from the input, by name; left out where there is nothing.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
    /// What every position in the record counts.
    #[serde(with = "names::unit")]
    pub offsets: OffsetUnit,
    /// Sentences, in text order.
    pub sentences: Vec<Range>,
    /// Named entities, in text order.
    pub entities: Vec<Entity>,
    /// Speakers, in the order of their first mention.
    pub speakers: Vec<Speaker>,
    /// Quotations, in text order.
    pub quotes: Vec<Quote>,
    /// Oddities of the text.
    pub warnings: Vec<Warning>,
}

/// A named entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entity {
    /// First position.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// `PER`, `ORG`, `LOC` or `MISC`.
    pub label: Cow<'static, str>,
    /// How sure the tagger is, from 0 to 1.
    pub score: f64,
    /// The id of the speaker that it names, if it names one.
    pub speaker: Option<u32>,
}

/// One source of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Position in [`Record::speakers`].
    pub id: u32,
    /// The fullest name in the document.
    #[serde(default)]
    pub name: String,
    /// What kind of source.
    #[serde(default = "names::person", with = "names::speaker_kind")]
    pub kind: SpeakerKind,
    /// Other names in the document.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Every mention, in text order.
    #[serde(default)]
    pub mentions: Vec<Range>,
    /// Role or title.
    #[serde(default)]
    pub role: Option<String>,
}

/// A quotation and its attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Position in [`Record::quotes`].
    pub id: u32,
    /// Where the first part starts.
    pub start: u32,
    /// Where the last part ends.
    pub end: u32,
    /// The content, without outer marks; several where something interrupts it.
    #[serde(default)]
    pub parts: Vec<Range>,
    /// The stretches between quotation marks, without the marks.
    #[serde(default)]
    pub marks: Vec<Range>,
    /// What kind.
    #[serde(default = "names::direct", with = "names::quote_kind")]
    pub kind: QuoteKind,
    /// Whether the last part has its closing mark.
    #[serde(default = "names::yes")]
    pub closed: bool,
    /// The id of the quotation that this one stands inside.
    #[serde(default)]
    pub parent: Option<u32>,
    /// The reporting verb or *according to*.
    #[serde(default)]
    pub cue: Option<Range>,
    /// The noun phrase beside the quotation that names its source.
    #[serde(default)]
    pub mention: Option<Range>,
    /// The form of `mention`; written `none` where there is none.
    #[serde(default, with = "names::mention_kind")]
    pub mention_kind: Option<MentionKind>,
    /// The id of the speaker.
    #[serde(default)]
    pub speaker: Option<u32>,
    /// The rule that linked quotation and mention.
    #[serde(default)]
    pub rule: Option<Cow<'static, str>>,
    /// The rule that linked mention and speaker.
    #[serde(default)]
    pub speaker_rule: Option<Cow<'static, str>>,
    /// From 0 to 1: how often the rule was right on hand-labelled text. None without a speaker or mention.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// What the answer rests on, in text order.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A stretch of text that an answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// `cue`, `mention`, `trigger` or `earlier-quote`.
    pub role: Cow<'static, str>,
    /// First position.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Something odd in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Warning {
    /// A fixed word for it: `unclosed-quote`, `stray-mark`, `empty-text`, and those of
    /// [`Note`](crate::io::input::Note).
    pub code: Cow<'static, str>,
    /// First position.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What the code alone does not say, such as which encoding; left out where there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The record of a document that could not be annotated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Name and version of the form.
    #[serde(default)]
    pub schema: Schema,
    /// The document's id, or what of it is known.
    #[serde(default, deserialize_with = "names::id")]
    pub id: String,
    /// What went wrong.
    pub error: Error,
}

/// What went wrong with a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    /// A fixed word for it.
    pub code: Cow<'static, str>,
    /// For people.
    pub message: String,
}

/// One line of the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// An annotated document.
    Record(Box<Record>),
    /// A document that failed.
    Failure(Failure),
}

/// What a record is to hold.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What positions count.
    pub offsets: OffsetUnit,
    /// Whether to repeat the text.
    pub text: bool,
    /// Attributions below this are left out: the quotation stays, without a speaker. From 0 to 1.
    pub min_confidence: f32,
}

impl Default for Shape {
    fn default() -> Self {
        Self { offsets: OffsetUnit::Char, text: true, min_confidence: 0.0 }
    }
}

impl Record {
    /// Makes every position count `unit`, in one pass over `text`, the text that the record belongs to.
    ///
    /// # Errors
    /// [`BadOffset`] for a position past the end of the text or inside a character; the record is then
    /// unchanged.
    pub fn convert(&mut self, text: &str, unit: OffsetUnit) -> Result<(), BadOffset> {
        let mut positions = Vec::new();
        self.each_position(&mut |position| positions.push(*position));
        let map = OffsetMap::new(text, self.offsets, unit, positions)?;
        self.each_position(&mut |position| {
            if let Some(there) = map.get(*position) {
                *position = there;
            }
        });
        self.offsets = unit;
        Ok(())
    }

    /// Visits every position of the record.
    fn each_position(&mut self, visit: &mut impl FnMut(&mut u32)) {
        for entity in &mut self.entities {
            visit(&mut entity.start);
            visit(&mut entity.end);
        }
        for quote in &mut self.quotes {
            visit(&mut quote.start);
            visit(&mut quote.end);
            quote.parts.iter_mut().flatten().for_each(&mut *visit);
            quote.marks.iter_mut().flatten().for_each(&mut *visit);
            quote.cue.iter_mut().flatten().for_each(&mut *visit);
            quote.mention.iter_mut().flatten().for_each(&mut *visit);
            for evidence in &mut quote.evidence {
                visit(&mut evidence.start);
                visit(&mut evidence.end);
            }
        }
        for warning in &mut self.warnings {
            visit(&mut warning.start);
            visit(&mut warning.end);
        }
        self.sentences.iter_mut().flatten().for_each(&mut *visit);
        self.speakers.iter_mut().flat_map(|speaker| &mut speaker.mentions).flatten().for_each(&mut *visit);
    }

    /// The record as one line of JSON, without the line break.
    ///
    /// # Errors
    /// None in practice: a record holds nothing that JSON cannot.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Failure {
    /// The record of a failed document.
    pub fn new(id: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        let error = Error { code: code.into(), message: message.into() };
        Self { schema: Schema, id: id.into(), error }
    }

    /// The record as one line of JSON, without the line break.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl Line {
    /// Reads one line.
    ///
    /// # Errors
    /// What is wrong with the JSON and where, or that its schema is not ours.
    pub fn parse(json: &str) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Peek {
            error: Option<serde::de::IgnoredAny>,
        }
        if serde_json::from_str::<Peek>(json)?.error.is_some() {
            return serde_json::from_str(json).map(Self::Failure);
        }
        serde_json::from_str(json).map(|record| Self::Record(Box::new(record)))
    }
}

#[cfg(test)]
mod tests;
