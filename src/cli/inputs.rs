//! What documents are read from, as the command line says it.

use std::path::PathBuf;

use clap::Args;
use whosaid::io::input::Reader;

/// The inputs of a command that reads documents.
#[derive(Args, Debug)]
pub(super) struct InputArgs {
    /// Files, folders, globs, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The JSONL field that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    text_field: String,
    /// The JSONL field that holds the id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id_field: String,
}

impl InputArgs {
    /// A reader of these inputs that passes over `skip`.
    pub(super) fn reader(&self, skip: Option<PathBuf>) -> Reader {
        Reader { text_field: self.text_field.clone(), id_field: self.id_field.clone(), skip }
    }

    /// The fields carried through.
    pub(super) fn kept(&self) -> &[String] {
        &[]
    }

    /// What must be the same for a run to go on.
    pub(super) fn settings(&self, set: &mut dyn FnMut(&str, String)) {
        set("--text-field", self.text_field.clone());
        set("--id-field", self.id_field.clone());
    }
}
