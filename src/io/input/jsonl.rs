//! JSON lines: one document a line.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::{Body, Input, Source, text};
use crate::io::wire::Failure;

/// The documents of a JSONL file. Blank lines are passed over; a line that cannot be used is a failure of
/// its own.
pub(super) struct Lines<'a, B> {
    input: B,
    stem: String,
    name: String,
    text_field: &'a str,
    id_field: &'a str,
    line: usize,
    bytes: Vec<u8>,
    ended: bool,
}

impl<'a, B: BufRead> Lines<'a, B> {
    pub(super) fn new(input: B, stem: String, name: String, text_field: &'a str, id_field: &'a str) -> Self {
        Self { input, stem, name, text_field, id_field, line: 0, bytes: Vec::new(), ended: false }
    }

    fn failure(&self, id: String, code: &'static str, message: impl std::fmt::Display) -> Failure {
        Failure::new(id, code, format!("{}, line {}: {message}", self.name, self.line))
    }

    /// The document of the line that was just read.
    fn document(&self) -> Input {
        let number = format!("{}#{}", self.stem, self.line);
        let json = match std::str::from_utf8(without_bom(&self.bytes)) {
            Ok(json) => json,
            Err(error) => {
                let message = text::not_utf8(&self.bytes, error.valid_up_to());
                return Err(self.failure(number, "not-utf8", message));
            }
        };
        let mut fields: Map<String, Value> = match serde_json::from_str(json) {
            Ok(fields) => fields,
            Err(error) => return Err(self.failure(number, "bad-json", column(&error))),
        };
        let id = match fields.remove(self.id_field) {
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => number,
        };
        match fields.remove(self.text_field) {
            Some(Value::String(text)) => {
                let place = format!("{}, line {}", self.name, self.line);
                Ok(Source { id, place, body: Body::Text(text), fields: Map::new(), notes: Vec::new() })
            }
            found => {
                let problem = if found.is_some() { "holds no string" } else { "is missing" };
                let others: Vec<&str> = fields
                    .iter()
                    .filter(|(_, value)| value.is_string())
                    .map(|(field, _)| field.as_str())
                    .collect();
                let hint = if others.is_empty() {
                    String::new()
                } else {
                    format!("; choose one with --text-field: {}", others.join(", "))
                };
                let message = format!("the field \"{}\" {problem}{hint}", self.text_field);
                Err(self.failure(id, "no-text", message))
            }
        }
    }
}

impl<B: BufRead> Iterator for Lines<'_, B> {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        while !self.ended {
            self.bytes.clear();
            self.line += 1;
            match self.input.read_until(b'\n', &mut self.bytes) {
                Ok(0) => self.ended = true,
                Ok(_) if self.bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.document()),
                Err(error) => {
                    self.ended = true;
                    let id = format!("{}#{}", self.stem, self.line);
                    return Some(Err(self.failure(id, "unreadable", error)));
                }
            }
        }
        None
    }
}

/// Whether a line is a JSON object.
pub(super) fn is_object(line: &[u8]) -> bool {
    let line = without_bom(line);
    line.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<Map<String, Value>>(line).is_ok()
}

/// Editors of some systems put a byte order mark first; JSON allows none.
fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// The parser counts lines from the start of what it is given, which is one line: leave that out.
fn column(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    format!("column {}: {what}", error.column())
}
