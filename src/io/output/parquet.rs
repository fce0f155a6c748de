//! Parquet: the wire form as nested columns, or one row a quotation.
//!
//! A document is taken apart into columns where it is annotated ([`Table::rows`]); a stretch of documents becomes
//! one row group, as a small Parquet file of its own ([`Table::segment`]); in the end these are put together without
//! touching what is in them ([`Table::assemble`]). So a run can stop after any row group and go on from there.

use std::io::{self, Read, Write};

use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{BoolType, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::TypePtr;
use serde_json::Value;

use crate::io::wire::SCHEMA;

mod schema;
mod shred;

use shred::Values;
pub use shred::{Rows, Unfit};

/// A table of one shape: what its columns are, and how they are written.
#[derive(Clone, Debug)]
pub struct Table {
    schema: TypePtr,
    properties: WriterPropertiesPtr,
}

impl Table {
    /// One row a document, its columns named and nested as the fields of the wire form. `fields` are the columns
    /// carried through.
    ///
    /// # Errors
    /// A message for a carried field whose name cannot be a column's.
    pub fn documents(fields: &[String]) -> std::result::Result<Self, String> {
        Ok(Self::of(schema::documents(fields)?))
    }

    /// One row a quotation: the columns of [`super::quotations`]. `fields` are the columns carried through.
    ///
    /// # Errors
    /// A message for a carried field whose name cannot be a column's.
    pub fn quotations(fields: &[String]) -> std::result::Result<Self, String> {
        Ok(Self::of(schema::quotations(fields)?))
    }

    fn of(schema: TypePtr) -> Self {
        let properties = WriterProperties::builder()
            .set_created_by(concat!("whosaid version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // Of each row group, not of each page: enough to pass over row groups, and small.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(vec![KeyValue::new("schema".to_owned(), SCHEMA.to_owned())]))
            .build();
        Self { schema, properties: properties.into() }
    }

    /// Takes rows apart into columns.
    ///
    /// # Errors
    /// [`Unfit`] for a value that its column cannot hold.
    pub fn rows(&self, rows: Vec<Value>) -> std::result::Result<Rows, Unfit> {
        shred::rows(&self.schema, rows)
    }

    /// The rows as one row group: a Parquet file of its own, after its length in eight bytes.
    ///
    /// # Errors
    /// What the encoder refuses.
    pub fn segment(&self, rows: &Rows) -> io::Result<Vec<u8>> {
        let mut segment = vec![0; PREFIX];
        self.file(rows, &mut segment).map_err(io::Error::other)?;
        let length = (segment.len() - PREFIX) as u64;
        if let Some(prefix) = segment.first_chunk_mut() {
            *prefix = length.to_le_bytes();
        }
        Ok(segment)
    }

    fn file(&self, rows: &Rows, out: &mut Vec<u8>) -> Result<()> {
        let mut file = SerializedFileWriter::new(out, self.schema.clone(), self.properties.clone())?;
        let mut group = file.next_row_group()?;
        let mut columns = rows.columns().iter();
        while let (Some(column), Some(mut writer)) = (columns.next(), group.next_column()?) {
            let (defined, repeated) = (Some(column.defined()), Some(column.repeated()));
            match column.values() {
                Values::Bool(values) => writer.typed::<BoolType>().write_batch(values, defined, repeated)?,
                Values::Int(values) => writer.typed::<Int32Type>().write_batch(values, defined, repeated)?,
                Values::Double(values) => {
                    writer.typed::<DoubleType>().write_batch(values, defined, repeated)?
                }
                Values::Text(values) => {
                    writer.typed::<ByteArrayType>().write_batch(values, defined, repeated)?
                }
            };
            writer.close()?;
        }
        group.close()?;
        file.close()?;
        Ok(())
    }

    /// One Parquet file of all segments, as they come one behind the other.
    ///
    /// # Errors
    /// What cannot be read or written, and segments that are damaged.
    pub fn assemble(&self, mut segments: impl Read, out: impl Write + Send) -> io::Result<()> {
        let mut file = SerializedFileWriter::new(out, self.schema.clone(), self.properties.clone())
            .map_err(io::Error::other)?;
        while let Some(segment) = next_segment(&mut segments)? {
            append(&mut file, segment).map_err(io::Error::other)?;
        }
        file.close().map_err(io::Error::other)?;
        Ok(())
    }
}

/// How many bytes say how long a segment is.
const PREFIX: usize = 8;

/// The next segment; none at the end.
fn next_segment(segments: &mut impl Read) -> io::Result<Option<Bytes>> {
    let mut prefix = Vec::new();
    segments.by_ref().take(PREFIX as u64).read_to_end(&mut prefix)?;
    if prefix.is_empty() {
        return Ok(None);
    }
    let prefix = prefix.first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
    let length = u64::from_le_bytes(*prefix);
    let mut segment = Vec::new();
    segments.by_ref().take(length).read_to_end(&mut segment)?;
    if segment.len() as u64 == length {
        Ok(Some(segment.into()))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Copies the row groups of a segment, bytes as they are.
fn append(file: &mut SerializedFileWriter<impl Write + Send>, segment: Bytes) -> Result<()> {
    let reader = SerializedFileReader::new(segment.clone())?;
    for group in reader.metadata().row_groups() {
        let rows_written = u64::try_from(group.num_rows()).unwrap_or_default();
        let mut appended = file.next_row_group()?;
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: u64::try_from(column.compressed_size()).unwrap_or_default(),
                rows_written,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            appended.append_column(&segment, close)?;
        }
        appended.close()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
