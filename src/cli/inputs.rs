//! What documents are read from, as the command line says it.

use std::path::PathBuf;

use clap::Args;
use whosaid::io::input::{Encoding, Meter, Reader};

/// The inputs of a command that reads documents.
#[derive(Args, Debug)]
pub(super) struct InputArgs {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The JSONL key or the column that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    text_field: String,
    /// The JSONL key or the column that holds the id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id_field: String,
    /// Carry these through into the records: JSONL keys, columns; of HTML pages title, byline, published, modified,
    /// site, lang, excerpt, url, image, dir
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    keep: Vec<String>,
    /// What the texts are encoded in [default: found out]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<Encoding>,
    /// The longest text to take, in characters
    #[arg(long, value_name = "N", default_value_t = Reader::default().max_chars)]
    max_chars: usize,
}

impl InputArgs {
    /// A reader of these inputs that passes over `skip`.
    pub(super) fn reader(&self, skip: Vec<PathBuf>) -> Reader {
        Reader {
            text_field: self.text_field.clone(),
            id_field: self.id_field.clone(),
            keep: self.keep.clone(),
            encoding: self.encoding,
            max_chars: self.max_chars,
            skip,
            meter: Meter::default(),
        }
    }

    /// The fields carried through.
    pub(super) fn kept(&self) -> &[String] {
        &self.keep
    }

    /// What must be the same for a run to go on.
    pub(super) fn settings(&self, set: &mut dyn FnMut(&str, String)) {
        set("--text-field", self.text_field.clone());
        set("--id-field", self.id_field.clone());
        set("--keep", self.keep.join(","));
        set("--encoding", self.encoding.map_or("found out", Encoding::name).to_owned());
        set("--max-chars", self.max_chars.to_string());
    }
}
