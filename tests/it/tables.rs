//! Tables, opened in the tools that people open them in.
//!
//! Needs a Python with the packages of `tests/tools/requirements.txt`, which `WHOSAID_PYTHON` names; skips itself
//! without one.

use std::process::Command;

use crate::support::{Folder, Run, python, whosaid};

#[test]
fn pandas_polars_and_duckdb_read_what_was_written() {
    let Some(python) = python() else { return };
    let text = "{\"id\":\"é\",\"text\":\"“Oui—né,” said Zoé Lee. 😀 “So, \\\"well\\\",” she added, “=1+1;\\n\\nyes.” It\u{0} was “odd”.\"}\n";
    let lines = format!("{text}{{\"id\":\"bad\"}}\n{{\"id\":\"empty\",\"text\":\"\"}}\n");
    let folder = Folder::of(&[("odd.jsonl", lines.as_bytes())]);
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let outputs = ["records.jsonl", "nested.parquet", "flat.parquet", "flat.csv"];
    for output in outputs {
        let flat: &[&str] = if output == "flat.parquet" { &["--flat"] } else { &[] };
        let arguments = ["annotate", seeds, "odd.jsonl", "-o", output];
        let run = Run::of(whosaid().args(arguments).args(flat).current_dir(folder.path()));
        assert_eq!(run.code, 1, "{}", run.stderr);
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/tables.py");
    let checked = Command::new(python).arg(script).args(outputs).current_dir(folder.path()).output().unwrap();
    let said =
        String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{said}");
}
