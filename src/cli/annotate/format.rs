//! The formats that `annotate` writes, and what each is as a file.

use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;
use whosaid::eval::write::{brat, conll};
use whosaid::io::Compression;
use whosaid::io::output::parquet::Table;
use whosaid::io::output::{Form, Frame, Segments, quotations};

/// How documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One whosaid/1 record a line
    Jsonl,
    /// The same as nested columns, one row a document; one row a quotation with --flat
    Parquet,
    /// One row a quotation
    Csv,
    /// CoNLL-U Plus: tokens with entities, cues, sources and content
    Conll,
    /// A folder of brat standoff: a .txt and a .ann each
    Brat,
    /// A folder of TEI P5: said, who, listPerson
    Tei,
    /// Label Studio tasks with predictions, to be imported as they are
    LabelStudio,
    /// doccano's JSON lines, with relations
    Doccano,
    /// Prodigy's JSON lines, with spans and relations
    Prodigy,
    /// For eyes
    Pretty,
}

/// What the output is, all things considered.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) format: Format,
    /// The columns of a table, where the format is one.
    pub(super) table: Option<Table>,
    /// Whether a row is a quotation.
    pub(super) flat: bool,
    compression: Compression,
    /// The columns carried through.
    fields: Vec<String>,
}

impl Layout {
    /// From what the user says and the output's name.
    pub(super) fn new(
        format: Option<Format>,
        output: Option<&Path>,
        flat: bool,
        terminal: bool,
        fields: &[String],
    ) -> Result<Self> {
        let (compression, named) = output.map_or((Compression::None, None), by_name);
        let usual = if output.is_none() && terminal { Format::Pretty } else { Format::Jsonl };
        let format = format.or(named).unwrap_or(usual);
        if flat && !matches!(format, Format::Parquet | Format::Csv) {
            bail!("--flat goes with --format parquet");
        }
        let table = match format {
            Format::Parquet if compression != Compression::None => {
                bail!("a Parquet file is compressed inside; leave out the last ending of its name")
            }
            Format::Parquet if flat => Some(Table::quotations(fields).map_err(anyhow::Error::msg)?),
            Format::Parquet => Some(Table::documents(fields).map_err(anyhow::Error::msg)?),
            Format::Csv => {
                // Only to see whether the columns can be told apart.
                quotations::check(fields).map_err(anyhow::Error::msg)?;
                None
            }
            _ => None,
        };
        let flat = flat || format == Format::Csv;
        Ok(Self { format, table, flat, compression, fields: fields.to_vec() })
    }

    /// The file or folder.
    pub(super) fn form(&self) -> Result<Form> {
        if let Some(table) = &self.table {
            return Ok(Form::File(Segments::rows(table.clone())));
        }
        let frame = match self.format {
            Format::Brat => {
                let named = |(name, content): (&str, &str)| (name.to_owned(), content.to_owned());
                let beside = brat::CONFIGURATION.map(named);
                return self.folder(beside.into());
            }
            Format::Tei => return self.folder(Vec::new()),
            Format::Csv => Frame { preamble: quotations::csv_header(&self.fields)?, ..Frame::default() },
            Format::Conll => Frame { preamble: conll::HEADER.to_owned(), ..Frame::default() },
            Format::LabelStudio => Frame { preamble: "[\n".to_owned(), separator: ",\n", epilogue: "\n]\n" },
            _ => Frame::default(),
        };
        Ok(Form::File(Segments::text(frame, self.compression)))
    }

    fn folder(&self, beside: Vec<(String, String)>) -> Result<Form> {
        if self.compression != Compression::None {
            bail!(
                "this format writes a folder, which cannot be compressed; leave out the last ending of its name"
            );
        }
        Ok(Form::Folder(beside))
    }

    pub(super) fn fields(&self) -> &[String] {
        &self.fields
    }

    /// The layout as a run that goes on has to have it.
    pub(super) fn setting(&self) -> String {
        let format =
            self.format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let flat = if self.flat && self.format == Format::Parquet { " --flat" } else { "" };
        let compression = match self.compression {
            Compression::None => "",
            Compression::Gzip => " in gzip",
            Compression::Zstd => " in zstd",
        };
        format!("{format}{flat}{compression}")
    }
}

/// What a file's name says of what is in it.
fn by_name(path: &Path) -> (Compression, Option<Format>) {
    let extension =
        |path: &Path| path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let compression = extension(path).as_deref().and_then(Compression::of);
    let inside = if compression.is_some() { path.with_extension("") } else { path.to_owned() };
    let format = match extension(&inside).as_deref() {
        Some("jsonl" | "ndjson") => Some(Format::Jsonl),
        Some("parquet" | "pq") => Some(Format::Parquet),
        Some("csv") => Some(Format::Csv),
        Some("conll" | "conllup") => Some(Format::Conll),
        _ => None,
    };
    (compression.unwrap_or_default(), format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_format() {
        let layout = |name: &str| {
            Layout::new(None, Some(Path::new(name)), false, true, &[]).map(|layout| layout.setting()).unwrap()
        };
        for (name, setting) in [
            ("a.jsonl", "jsonl"),
            ("a.JSONL.GZ", "jsonl in gzip"),
            ("a.csv.zst", "csv in zstd"),
            ("b/a.parquet", "parquet"),
            ("a.txt", "jsonl"),
            ("a", "jsonl"),
            ("parquet", "jsonl"),
        ] {
            assert_eq!(layout(name), setting, "{name}");
        }
        assert!(Layout::new(None, Some(Path::new("a.parquet.gz")), false, false, &[]).is_err());
        assert!(Layout::new(Some(Format::Jsonl), None, true, false, &[]).is_err());
        assert_eq!(Layout::new(None, None, false, true, &[]).unwrap().format, Format::Pretty);
    }
}
