//! What the tests share.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The command, started in the repository.
pub(crate) fn whosaid() -> Command {
    let mut command = Command::cargo_bin("whosaid").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
    command
}

/// A folder of files.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn of(files: &[(&str, &[u8])]) -> Self {
        let folder = TempDir::new().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code().unwrap(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The lines of standard output as JSON.
    pub(crate) fn records(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// For each record its id and, where it failed, the error code.
    pub(crate) fn summary(&self) -> Vec<(String, Option<String>)> {
        let string = |value: &Value| value.as_str().map(str::to_owned);
        self.records()
            .iter()
            .map(|record| (string(&record["id"]).unwrap(), string(&record["error"]["code"])))
            .collect()
    }
}

/// A summary as the tests write it.
pub(crate) fn summary(expected: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
    expected.iter().map(|(id, code)| ((*id).to_owned(), code.map(str::to_owned))).collect()
}

/// The Python that `WHOSAID_PYTHON` names, with the packages of `tests/tools/requirements.txt`; tests that need one skip
/// themselves without it.
pub(crate) fn python() -> Option<PathBuf> {
    let python = std::env::var_os("WHOSAID_PYTHON").map(PathBuf::from);
    if python.is_none() {
        eprintln!(
            "skipped: WHOSAID_PYTHON names no Python with the packages of tests/tools/requirements.txt"
        );
    }
    python
}
