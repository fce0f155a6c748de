//! Parquet: one document a row, of which only the wanted columns are read.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ::parquet::basic::Type as Physical;
use ::parquet::data_type::Decimal;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::reader::RowIter;
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::Type;
use serde_json::{Map, Value};

use super::columns::Columns;
use super::{Body, Documents, Input, Reader, Source, encoding, one};
use crate::io::wire::Failure;

/// How many rows are decoded at a time: long texts must not add up.
const BATCH: usize = 16;

/// The documents of a Parquet file.
pub(super) fn rows(reader: &Arc<Reader>, file: File, stem: &str, name: &str) -> Documents {
    let failed =
        |(code, problem): (&'static str, String)| Failure::new(stem, code, format!("{name}: {problem}"));
    let rows = open(reader, file).map(|(rows, columns)| Rows {
        reader: Arc::clone(reader),
        rows: Some(rows),
        columns,
        stem: stem.to_owned(),
        name: name.to_owned(),
        row: 0,
    });
    match rows {
        Ok(rows) => Box::new(rows),
        Err(problem) => one(Err(failed(problem))),
    }
}

fn open(reader: &Reader, file: File) -> Result<(RowIter<'static>, Columns), (&'static str, String)> {
    let file = careful(|| SerializedFileReader::new(file)).map_err(|error| ("damaged", error))?;
    let schema = file.metadata().file_metadata().schema();
    let header: Vec<String> = schema.get_fields().iter().map(|column| column.name().to_owned()).collect();
    let Columns { text, id, keep } = Columns::find(reader, &header)?;
    if let Some(column) = schema.get_fields().get(text).filter(|column| !holds_strings(column)) {
        return Err((
            "no-text",
            format!("the column \"{}\" holds {}, not strings", column.name(), kind(column)),
        ));
    }
    let mut wanted: Vec<usize> = [text].into_iter().chain(id).chain(keep.iter().map(|(_, at)| *at)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let columns: Vec<_> = wanted.iter().filter_map(|&at| schema.get_fields().get(at).cloned()).collect();
    let among = |at: usize| wanted.binary_search(&at).unwrap_or_default();
    let among_wanted = Columns {
        text: among(text),
        id: id.map(among),
        keep: keep.into_iter().map(|(name, at)| (name, among(at))).collect(),
    };
    let name = schema.name().to_owned();
    let rows = careful(move || {
        let projection = Type::group_type_builder(&name).with_fields(columns).build()?;
        Ok(RowIter::from_file_into(Box::new(file)).project(Some(projection))?.with_batch_size(BATCH))
    });
    Ok((rows.map_err(|error| ("damaged", error))?, among_wanted))
}

/// Runs a part of the Parquet reader, which may well panic at a damaged file.
fn careful<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => {
            read.map_err(|error| format!("the Parquet data is damaged or of an unknown kind ({error})"))
        }
        Err(_) => Err("the Parquet data is damaged".to_owned()),
    }
}

fn holds_strings(column: &Type) -> bool {
    column.is_primitive() && column.get_physical_type() == Physical::BYTE_ARRAY
}

fn kind(column: &Type) -> String {
    if column.is_primitive() { column.get_physical_type().to_string() } else { "lists or groups".to_owned() }
}

struct Rows {
    reader: Arc<Reader>,
    /// None once it has ended.
    rows: Option<RowIter<'static>>,
    columns: Columns,
    stem: String,
    name: String,
    /// From 1.
    row: usize,
}

impl Rows {
    fn failure(&self, id: String, code: &'static str, message: &str) -> Failure {
        Failure::new(id, code, format!("{}, row {}: {message}", self.name, self.row))
    }

    fn document(&self, row: Row) -> Input {
        let mut values: Vec<Field> = row.into_columns().into_iter().map(|(_, value)| value).collect();
        let Columns { text, id, keep } = &self.columns;
        let own = id.and_then(|at| values.get(at)).and_then(|value| match json(value) {
            Value::String(id) if !id.is_empty() => Some(id),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        });
        let id = own.unwrap_or_else(|| format!("{}#{}", self.stem, self.row));
        let fields: Map<String, Value> =
            keep.iter().filter_map(|(name, at)| Some((name.clone(), json(values.get(*at)?)))).collect();
        let mut notes = Vec::new();
        let text = match values.get_mut(*text).map(|value| std::mem::replace(value, Field::Null)) {
            Some(Field::Str(text)) => text,
            Some(Field::Bytes(bytes)) => encoding::text(bytes.data(), self.reader.encoding, None, &mut notes)
                .map_err(|error| self.failure(id.clone(), "not-utf8", &error.to_string()))?,
            _ => {
                let message = format!("the column \"{}\" holds no string", self.reader.text_field);
                return Err(self.failure(id, "no-text", &message));
            }
        };
        let place = format!("{}, row {}", self.name, self.row);
        Ok(Source { id, place, body: Body::Text(text), fields, notes, reader: Arc::clone(&self.reader) })
    }
}

impl Iterator for Rows {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        let rows = self.rows.as_mut()?;
        self.row += 1;
        match careful(|| rows.next().transpose()) {
            Ok(Some(row)) => Some(self.document(row)),
            Ok(None) => {
                self.rows = None;
                None
            }
            Err(error) => {
                self.rows = None;
                Some(Err(self.failure(format!("{}#{}", self.stem, self.row), "damaged", &error)))
            }
        }
    }
}

/// A value as JSON: dates and times as ISO 8601 writes them, decimals and bytes as strings.
fn json(value: &Field) -> Value {
    match value {
        Field::Null => Value::Null,
        Field::Bool(value) => Value::from(*value),
        Field::Byte(value) => Value::from(*value),
        Field::Short(value) => Value::from(*value),
        Field::Int(value) => Value::from(*value),
        Field::Long(value) => Value::from(*value),
        Field::UByte(value) => Value::from(*value),
        Field::UShort(value) => Value::from(*value),
        Field::UInt(value) => Value::from(*value),
        Field::ULong(value) => Value::from(*value),
        Field::Float16(value) => Value::from(value.to_f32()),
        // By its own digits: 0.1 is not 0.10000000149.
        Field::Float(value) => value.to_string().parse::<f64>().map_or(Value::Null, Value::from),
        Field::Double(value) => Value::from(*value),
        Field::Decimal(value) => Value::from(decimal(value)),
        Field::Str(value) => Value::from(value.as_str()),
        Field::Bytes(value) => Value::from(String::from_utf8_lossy(value.data())),
        Field::Date(days) => Value::from(date(i64::from(*days))),
        Field::TimeMillis(time) => Value::from(clock(i64::from(*time) * 1000)),
        Field::TimeMicros(time) => Value::from(clock(*time)),
        Field::TimestampMillis(time) => Value::from(timestamp(time.saturating_mul(1000))),
        Field::TimestampMicros(time) => Value::from(timestamp(*time)),
        Field::Group(row) => row
            .get_column_iter()
            .map(|(name, value)| (name.clone(), json(value)))
            .collect::<Map<_, _>>()
            .into(),
        Field::ListInternal(list) => list.elements().iter().map(json).collect(),
        Field::MapInternal(map) => {
            let key = |key: &Field| match json(key) {
                Value::String(key) => key,
                other => other.to_string(),
            };
            map.entries().iter().map(|(name, value)| (key(name), json(value))).collect::<Map<_, _>>().into()
        }
    }
}

/// A decimal of up to 16 bytes, which is all that writers use; hexadecimal digits of a larger one.
fn decimal(value: &Decimal) -> String {
    let bytes = value.data();
    if bytes.len() > 16 {
        return bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    }
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1i128 } else { 0 };
    let number = bytes.iter().fold(start, |number, byte| (number << 8) | i128::from(*byte));
    let scale = usize::try_from(value.scale()).unwrap_or(0).min(64);
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    format!("{}{whole}{}{part}", if number < 0 { "-" } else { "" }, if scale > 0 { "." } else { "" })
}

const DAY: i64 = 86_400_000_000;

/// Days since 1970 as a date, by Howard Hinnant's `civil_from_days`: years begin in March.
fn date(days: i64) -> String {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Microseconds since midnight; without a fraction where there is none.
fn clock(micros: i64) -> String {
    let (seconds, micros) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match micros {
        0 => time,
        _ if micros % 1000 == 0 => format!("{time}.{:03}", micros / 1000),
        _ => format!("{time}.{micros:06}"),
    }
}

/// Microseconds since 1970. Parquet does not say here whether that is in universal or in local time.
fn timestamp(micros: i64) -> String {
    format!("{}T{}", date(micros.div_euclid(DAY)), clock(micros.rem_euclid(DAY)))
}

#[cfg(test)]
mod tests;
