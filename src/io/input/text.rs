//! A whole file as one document: a text or a page.

use std::io::Read;
use std::sync::Arc;

use serde_json::Map;

use super::{Body, Input, Reader, Source, binary, too_long, unpack};
use crate::io::wire::Failure;

/// Reads to the end. `name` is how messages call the file.
pub(super) fn read(reader: &Arc<Reader>, input: impl Read, id: &str, name: &str, is_page: bool) -> Input {
    let failed = |code, problem: String| Err(Failure::new(id, code, format!("{name}: {problem}")));
    let most = if is_page { reader.markup_bytes() } else { reader.text_bytes() };
    let mut bytes = Vec::new();
    // One more than may be, to see whether there is more.
    if let Err(error) = input.take(most as u64 + 1).read_to_end(&mut bytes) {
        return failed(unpack::code(&error), error.to_string());
    }
    if bytes.len() > most {
        return failed("too-long", too_long(&format!("more than {most} bytes"), reader.max_chars));
    }
    if let Some(kind) = binary::kind(&bytes) {
        return failed("not-text", format!("looks like {kind}"));
    }
    Ok(Source {
        id: id.to_owned(),
        place: name.to_owned(),
        body: if is_page { Body::Html(bytes) } else { Body::Bytes(bytes) },
        fields: Map::new(),
        notes: Vec::new(),
        reader: Arc::clone(reader),
    })
}
