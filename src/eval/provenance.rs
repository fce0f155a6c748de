//! What a gold file says of itself beside its labels: which split it is, and who its characters are.

use std::path::Path;
use std::{fs, io};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::gold::{GoldDocument, GoldSpeaker};

/// What a gold file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Whether it is set apart as a test: its records say so, or its name or folder does. Such a set may be
    /// summarised, but nobody is to read its single quotations and tune on them.
    pub is_test: bool,
    /// By document id, everybody whom the document's character list names.
    characters: FxHashMap<String, Vec<GoldSpeaker>>,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    split: Option<String>,
    #[serde(default)]
    characters: Vec<Character>,
}

#[derive(Deserialize)]
struct Character {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Provenance {
    /// Reads it from a gold file or folder. Lines that are no such record say nothing; reading the gold
    /// itself tells what is wrong with them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut found = Self { is_test: is_test_by_name(path), ..Self::default() };
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            found.take_in(&fs::read_to_string(path)?);
        }
        Ok(found)
    }

    fn take_in(&mut self, file: &str) {
        for record in file.lines().filter_map(|line| serde_json::from_str::<Record>(line).ok()) {
            self.is_test |= record.split.as_deref().is_some_and(|split| split.eq_ignore_ascii_case("test"));
            let characters = record.characters.into_iter().map(|character| GoldSpeaker {
                name: character.name,
                aliases: character.aliases,
                kind: None,
            });
            self.characters.insert(record.id, characters.collect());
        }
    }

    /// The character list of a document; its speakers where the file has no list.
    #[must_use]
    pub fn characters<'c>(&'c self, document: &'c GoldDocument) -> &'c [GoldSpeaker] {
        match self.characters.get(document.document.id()) {
            Some(list) if !list.is_empty() => list,
            _ => &document.speakers,
        }
    }
}

/// Whether *test* stands in the name of the file or folder, or is the folder of the file.
fn is_test_by_name(path: &Path) -> bool {
    let resolved = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let says = |name: Option<&std::ffi::OsStr>| {
        name.is_some_and(|name| {
            let name = name.to_string_lossy();
            name.split(|character: char| !character.is_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case("test"))
        })
    };
    let folder = if resolved.is_dir() { None } else { resolved.parent().and_then(Path::file_name) };
    says(resolved.file_name()) || says(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_or_the_records_tell_a_test_set() {
        for (path, test) in [
            ("gold/test", true),
            ("gold/test/a.gold.txt", true),
            ("pdnc.test.jsonl", true),
            ("pdnc.dev.jsonl", false),
            ("latest.jsonl", false),
            ("test/deep/dev.jsonl", false),
        ] {
            assert_eq!(is_test_by_name(Path::new(path)), test, "{path}");
        }
        let mut found = Provenance::default();
        found.take_in("not JSON\n{\"id\":\"a\",\"split\":\"dev\"}");
        assert!(!found.is_test);
        found.take_in("{\"id\":\"b\",\"split\":\"test\"}");
        assert!(found.is_test);
    }
}
