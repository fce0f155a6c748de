//! A whole file as one document.

use std::io::Read;

use serde_json::Map;

use super::{Body, Input, Source};
use crate::io::wire::Failure;

/// Reads to the end. `name` is how messages call the file.
pub(super) fn read(mut input: impl Read, id: &str, name: &str) -> Input {
    let mut bytes = Vec::new();
    if let Err(error) = input.read_to_end(&mut bytes) {
        return Err(Failure::new(id, "unreadable", format!("{name}: {error}")));
    }
    document(bytes, id, name)
}

/// A document of these bytes.
fn document(bytes: Vec<u8>, id: &str, name: &str) -> Input {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source {
            id: id.to_owned(),
            place: name.to_owned(),
            body: Body::Text(text),
            fields: Map::new(),
            notes: Vec::new(),
        }),
        Err(error) => {
            let message = format!("{name}: {}", not_utf8(error.as_bytes(), error.utf8_error().valid_up_to()));
            Err(Failure::new(id, "not-utf8", message))
        }
    }
}

/// What is wrong with bytes that are UTF-8 only up to `at`, and what to do about it.
pub(super) fn not_utf8(bytes: &[u8], at: usize) -> String {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return "the text is UTF-16, not UTF-8; convert it, for instance with iconv -f UTF-16 -t UTF-8"
            .to_owned();
    }
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    let byte = bytes.get(at).copied().unwrap_or_default();
    format!(
        "not UTF-8: byte 0x{byte:02X} at offset {at} (line {line}); if the text is in an older encoding, \
         convert it, for instance with iconv -f WINDOWS-1252 -t UTF-8"
    )
}
