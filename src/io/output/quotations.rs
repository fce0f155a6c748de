//! One row a quotation: what spreadsheets and data frames want.

use serde_json::{Map, Value, json};

use crate::io::offsets::{BadOffset, OffsetUnit};
use crate::io::wire::{Range, Record};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Always a string.
    Text,
    /// A string or nothing.
    MaybeText,
    /// Always a whole number.
    Int,
    /// A whole number or nothing.
    MaybeInt,
    /// A number or nothing.
    MaybeDouble,
    /// Yes or no.
    Bool,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
}

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

/// The columns, those carried through apart, which follow them.
pub const COLUMNS: &[Column] = &[
    column("document", Holds::Text),
    column("quote", Holds::Int),
    column("kind", Holds::Text),
    column("start", Holds::Int),
    column("end", Holds::Int),
    column("text", Holds::Text),
    column("speaker_id", Holds::MaybeInt),
    column("speaker", Holds::MaybeText),
    column("speaker_kind", Holds::MaybeText),
    column("role", Holds::MaybeText),
    column("mention", Holds::MaybeText),
    column("mention_kind", Holds::Text),
    column("cue", Holds::MaybeText),
    column("rule", Holds::MaybeText),
    column("speaker_rule", Holds::MaybeText),
    column("confidence", Holds::MaybeDouble),
    column("closed", Holds::Bool),
    column("parent", Holds::MaybeInt),
];

/// Whether the columns carried through can be told from the others and from one another.
///
/// # Errors
/// A message that names the first which cannot.
pub fn check(fields: &[String]) -> Result<(), String> {
    for (index, field) in fields.iter().enumerate() {
        if COLUMNS.iter().any(|column| column.name == field) {
            return Err(format!(
                "--keep {field}: the table has a column of this name already; rename it in the input"
            ));
        }
        if fields.iter().take(index).any(|other| other == field) {
            return Err(format!("--keep {field}: named twice"));
        }
    }
    Ok(())
}

/// The rows of a document: an object of every column each. The record counts bytes of `text`; `start` and `end` of the
/// rows count `unit`. The parts of an interrupted quotation are joined by a space.
///
/// # Errors
/// [`BadOffset`] for a record that does not belong to the text.
pub fn rows(
    record: &Record,
    text: &str,
    unit: OffsetUnit,
    fields: &Map<String, Value>,
) -> Result<Vec<Value>, BadOffset> {
    let mut counted = record.clone();
    counted.convert(text, unit)?;
    let words = |range: Option<Range>| range.and_then(|[start, end]| text.get(start as usize..end as usize));
    let rows = record.quotes.iter().zip(&counted.quotes).map(|(quote, counted)| {
        let parts: Vec<&str> = quote.parts.iter().filter_map(|&part| words(Some(part))).collect();
        let speaker = quote.speaker.and_then(|id| record.speakers.get(id as usize));
        let mut row = json!({
            "document": record.id,
            "quote": quote.id,
            "kind": quote.kind.as_str(),
            "start": counted.start,
            "end": counted.end,
            "text": parts.join(" "),
            "speaker_id": quote.speaker,
            "speaker": speaker.map(|speaker| &speaker.name),
            "speaker_kind": speaker.map(|speaker| speaker.kind.as_str()),
            "role": speaker.and_then(|speaker| speaker.role.as_ref()),
            "mention": words(quote.mention),
            "mention_kind": quote.mention_kind.map_or("none", |kind| kind.as_str()),
            "cue": words(quote.cue),
            "rule": quote.rule,
            "speaker_rule": quote.speaker_rule,
            "confidence": quote.confidence,
            "closed": quote.closed,
            "parent": quote.parent,
        });
        if let Value::Object(row) = &mut row {
            row.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        row
    });
    Ok(rows.collect())
}

/// The first line of a CSV file: the names of the columns.
///
/// # Errors
/// None that a string can give.
pub fn csv_header(fields: &[String]) -> csv::Result<String> {
    let names = COLUMNS.iter().map(|column| column.name).chain(fields.iter().map(String::as_str));
    line(|writer| writer.write_record(names))
}

/// Rows as CSV: comma, quotes where needed, a line feed after each. Nothing is an empty cell.
///
/// # Errors
/// None that a string can give.
pub fn csv_lines(rows: &[Value], fields: &[String]) -> csv::Result<String> {
    line(|writer| {
        for row in rows {
            let names = COLUMNS.iter().map(|column| column.name).chain(fields.iter().map(String::as_str));
            writer.write_record(names.map(|name| match row.get(name) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }))?;
        }
        Ok(())
    })
}

fn line(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> csv::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    write(&mut writer)?;
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
