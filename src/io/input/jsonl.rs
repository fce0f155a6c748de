//! JSON lines: one document a line.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::unpack::{self, Line, Stream};
use super::{Body, Input, Note, Reader, Source, encoding, surrogates, too_long};
use crate::io::wire::Failure;

/// The documents of a JSONL file. Blank lines are passed over; a line that cannot be used is a failure of
/// its own.
pub(super) struct Lines {
    reader: Arc<Reader>,
    input: Stream,
    stem: String,
    name: String,
    line: usize,
    bytes: Vec<u8>,
    ended: bool,
}

impl Lines {
    pub(super) fn new(reader: Arc<Reader>, input: Stream, stem: String, name: String) -> Self {
        Self { reader, input, stem, name, line: 0, bytes: Vec::new(), ended: false }
    }

    /// The id of a document that brings none.
    fn number(&self) -> String {
        format!("{}#{}", self.stem, self.line)
    }

    fn failure(&self, id: String, code: &'static str, message: impl fmt::Display) -> Failure {
        Failure::new(id, code, format!("{}, line {}: {message}", self.name, self.line))
    }

    /// The document of the line that was just read.
    fn document(&self) -> Input {
        let mut notes = Vec::new();
        let json = self.json(&mut notes)?;
        let mut fields = match self.fields(&json) {
            Ok(fields) => fields,
            Err(error) => match surrogates::mend(&json) {
                (_, 0) => return Err(self.failure(self.number(), "bad-json", problem(&error, &json))),
                (mended, count) => {
                    notes.push(Note::LoneSurrogates(count));
                    self.fields(&mended)
                        .map_err(|error| self.failure(self.number(), "bad-json", problem(&error, &json)))?
                }
            },
        };
        let id = match fields.get(&self.reader.id_field) {
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => self.number(),
        };
        let text = match self.reader.keep.contains(&self.reader.text_field) {
            true => fields.get(&self.reader.text_field).cloned(),
            false => fields.remove(&self.reader.text_field),
        };
        let Some(Value::String(text)) = text else {
            return Err(self.failure(id, "no-text", self.no_text(text.is_some(), &json)));
        };
        if !self.reader.keep.contains(&self.reader.id_field) {
            fields.remove(&self.reader.id_field);
        }
        let place = format!("{}, line {}", self.name, self.line);
        Ok(Source { id, place, body: Body::Text(text), fields, notes, reader: Arc::clone(&self.reader) })
    }

    /// The line as JSON, whatever it is encoded in.
    fn json(&self, notes: &mut Vec<Note>) -> Result<Cow<'_, str>, Failure> {
        let named = self.reader.line_encoding();
        match (std::str::from_utf8(&self.bytes), named) {
            (Ok(json), None) => Ok(Cow::Borrowed(json)),
            _ => encoding::text(&self.bytes, named, None, notes)
                .map(Cow::Owned)
                .map_err(|error| self.failure(self.number(), "not-utf8", error)),
        }
    }

    /// The fields that anybody wants.
    fn fields(&self, json: &str) -> serde_json::Result<Map<String, Value>> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let fields = Wanted(&self.reader).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(fields)
    }

    /// What to say of a line without a text, or with something else in its place.
    fn no_text(&self, is_there: bool, json: &str) -> String {
        let problem = if is_there { "holds no string" } else { "is missing" };
        let all: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
        let others: Vec<&str> =
            all.iter().filter(|(_, value)| value.is_string()).map(|(field, _)| field.as_str()).collect();
        let hint = if others.is_empty() {
            String::new()
        } else {
            format!("; choose one with --text-field: {}", others.join(", "))
        };
        format!("the field \"{}\" {problem}{hint}", self.reader.text_field)
    }
}

impl Iterator for Lines {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        while !self.ended {
            self.line += 1;
            match unpack::line(&mut self.input, self.reader.markup_bytes(), &mut self.bytes) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::Whole) if self.bytes.trim_ascii().is_empty() => {}
                Ok(Line::Whole) => return Some(self.document()),
                Ok(Line::TooLong(length)) => {
                    let message = too_long(&format!("{length} bytes"), self.reader.max_chars);
                    return Some(Err(self.failure(self.number(), "too-long", message)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.failure(self.number(), unpack::code(&error), error)));
                }
            }
        }
        None
    }
}

/// Whether a line is a JSON object.
pub(super) fn is_object(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"{")
        && String::from_utf8_lossy(line).lines().next().is_some_and(|line| {
            let is_map = |json: &str| serde_json::from_str::<Object>(json).is_ok();
            is_map(line) || is_map(&surrogates::mend(line).0)
        })
}

/// Reads a JSON object, and keeps of it what the reader wants.
struct Wanted<'a>(&'a Reader);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let Reader { text_field, id_field, keep, .. } = self.0;
        let mut fields = Map::new();
        while let Some(key) = object.next_key::<Cow<'_, str>>()? {
            if key == *text_field || key == *id_field || keep.iter().any(|field| key == *field) {
                fields.insert(key.into_owned(), object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(fields)
    }
}

/// A JSON object of which nothing is kept.
struct Object;

impl<'de> serde::Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let nothing = Reader { text_field: String::new(), id_field: String::new(), ..Reader::default() };
        Wanted(&nothing).deserialize(deserializer).map_err(D::Error::custom).map(|_| Self)
    }
}

/// What is wrong with a line. The parser counts lines from the start of what it is given, which is one line:
/// leave that out.
fn problem(error: &serde_json::Error, json: &str) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    let hint = match json.trim() {
        "{" => "; the file may hold JSON over several lines: jq -c . puts a document on a line",
        "[" => "; the file may hold a list: jq -c '.[]' puts a document on a line",
        _ => "",
    };
    match error.column() {
        // The parser did not get as far as a column.
        0 => format!("{what}{hint}"),
        column => format!("column {column}: {what}{hint}"),
    }
}
