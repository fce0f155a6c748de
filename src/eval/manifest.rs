//! Which corpus a gold file is, by its checksum, so that a figure names exactly what it was measured on.

use std::path::Path;
use std::{fmt::Write as _, fs, io};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// `eval/corpora.toml`.
const CORPORA: &str = include_str!("../../eval/corpora.toml");

/// A corpus that figures have been measured on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// The corpus and its split.
    pub name: String,
    /// Where it is published.
    pub source: String,
    /// Its licence, as found there.
    pub licence: String,
    /// Release or commit.
    pub version: String,
    /// What it serves for here: `train`, `dev`, `test`.
    pub split: String,
    /// How the file came to be.
    pub form: String,
    /// Checksum of the file.
    pub sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    corpus: Vec<Corpus>,
}

/// Every corpus of a manifest.
///
/// # Errors
/// What is wrong with the TOML.
pub fn corpora(manifest: &str) -> Result<Vec<Corpus>, toml::de::Error> {
    toml::from_str::<Manifest>(manifest).map(|manifest| manifest.corpus)
}

/// The corpus of the manifest that a file is; none for a folder, and for a file that is not there.
///
/// # Errors
/// Where the file cannot be read.
pub fn known(path: &Path) -> io::Result<Option<Corpus>> {
    if !path.is_file() {
        return Ok(None);
    }
    let sum = sha256(&fs::read(path)?);
    // The manifest that is built in is read by a test.
    Ok(corpora(CORPORA).unwrap_or_default().into_iter().find(|corpus| corpus.sha256 == sum))
}

/// The checksum in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_reads_and_names_each_once() {
        let corpora = corpora(CORPORA).expect("readable");
        for (index, corpus) in corpora.iter().enumerate() {
            assert!(["train", "dev", "test"].contains(&corpus.split.as_str()), "{}", corpus.name);
            assert!(corpus.name.ends_with(&format!("/{}", corpus.split)), "{}", corpus.name);
            assert!(corpus.sha256.len() == 64 && corpus.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let twice = corpora.iter().skip(index + 1).any(|other| {
                other.sha256 == corpus.sha256 || (other.name == corpus.name && other.form == corpus.form)
            });
            assert!(!twice, "{}", corpus.name);
        }
    }

    #[test]
    fn checksums_are_sha256() {
        // The test vector of FIPS 180-2.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn other_files_are_unknown() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert_eq!(known(file.path()).expect("readable"), None);
        assert_eq!(known(Path::new("no-such-file")).expect("no file"), None);
    }
}
