//! What the name of a file says about how it is to be read.

use std::path::Path;

use crate::io::Compression;

/// How a file holds documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One document, as it is.
    Text,
    /// One document inside a page.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// A header, then a document a row, with this delimiter.
    Csv(u8),
    /// A document a row.
    Parquet,
}

impl Format {
    /// By extension, in any case.
    fn of(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "md" => Some(Self::Text),
            "html" | "htm" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv(b',')),
            "tsv" => Some(Self::Csv(b'\t')),
            "parquet" | "pq" => Some(Self::Parquet),
            _ => None,
        }
    }
}

/// The format of a file, how it is compressed, and its name without either.
pub(super) fn of(path: &Path) -> Option<(Format, Compression)> {
    let extension = path.extension()?.to_str()?;
    let Some(compression) = Compression::of(extension) else {
        return Format::of(extension).map(|format| (format, Compression::None));
    };
    let inner = Path::new(path.file_stem()?);
    // Parquet is compressed inside, and cannot be read from front to back.
    let format = Format::of(inner.extension()?.to_str()?).filter(|format| *format != Format::Parquet)?;
    Some((format, compression))
}

/// The file's name without its extension, and without that of the compression.
pub(super) fn stem(path: &Path) -> String {
    let stem = Path::new(path.file_stem().unwrap_or(path.as_os_str()));
    let packed = path.extension().and_then(|extension| Compression::of(extension.to_str()?)).is_some();
    let stem = if packed { stem.file_stem().unwrap_or(stem.as_os_str()) } else { stem.as_os_str() };
    stem.to_string_lossy().into_owned()
}

/// What to say of a file of no format that can be read.
pub(super) fn unsupported(path: &Path) -> String {
    let name = path.display();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let hint = match extension.to_ascii_lowercase().as_str() {
        "json" => "; for one document a line, as .jsonl: jq -c . (jq -c '.[]' for a list)",
        "gz" | "zst" => " without another extension before that, such as .txt.gz",
        "pdf" | "doc" | "docx" | "odt" | "rtf" | "epub" => "; extract the text first",
        "xls" | "xlsx" | "ods" => "; save the sheet as .csv first",
        _ => "",
    };
    format!("{name}: cannot read .{extension} files{hint}; supported are {}", super::SUPPORTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_tell_format_and_compression_in_any_case() {
        let of = |name: &str| of(Path::new(name));
        assert_eq!(of("a/B.TXT"), Some((Format::Text, Compression::None)));
        assert_eq!(of("x.Htm.GZ"), Some((Format::Html, Compression::Gzip)));
        assert_eq!(of("x.ndjson.zst"), Some((Format::Jsonl, Compression::Zstd)));
        assert_eq!(of("x.tsv"), Some((Format::Csv(b'\t'), Compression::None)));
        assert_eq!(of("x.pq"), Some((Format::Parquet, Compression::None)));
        for name in ["x", "x.json", "x.gz", "x.parquet.gz", "x.txt.bz2", ".txt", "x."] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn stems_lose_what_tells_the_format() {
        for (name, expected) in [
            ("a/b.txt", "b"),
            ("c.d.txt", "c.d"),
            ("n.jsonl.gz", "n"),
            ("v1.2.csv.ZST", "v1.2"),
            (".x", ".x"),
        ] {
            assert_eq!(stem(Path::new(name)), expected);
        }
    }
}
