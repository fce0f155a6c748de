//! Sentences in given paragraphs: `{"id","paras":[{"text","sents":[[s,e]…]}]}`, positions in code points.

use serde::Deserialize;

use super::{Fault, lines};
use crate::document::Document;
use crate::eval::gold::GoldDocument;
use crate::io::offsets::{OffsetMap, OffsetUnit};
use crate::span::Span;

#[derive(Deserialize)]
struct Record {
    id: String,
    paras: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    sents: Vec<[u32; 2]>,
}

/// Reads a file. Paragraphs are set apart by an empty line, which every segmenter takes for an edge.
pub(super) fn documents(file: &str) -> Result<Vec<GoldDocument>, Fault> {
    lines(file)
        .map(|(number, line)| {
            let record = serde_json::from_str(line)
                .map_err(|cause| Fault::at(number, format!("not paragraphs with sentences: {cause}")))?;
            document(record).map_err(|problem| Fault::at(number, problem))
        })
        .collect()
}

fn document(record: Record) -> Result<GoldDocument, String> {
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for paragraph in record.paras {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let positions = paragraph.sents.iter().flatten().copied().collect();
        let map = OffsetMap::new(&paragraph.text, OffsetUnit::Char, OffsetUnit::Byte, positions)
            .map_err(|cause| format!("“{}”: {cause}", record.id))?;
        let place = |position| text.len() + map.get(position).unwrap_or(0) as usize;
        sentences.extend(paragraph.sents.iter().map(|&[start, end]| Span::of(place(start), place(end))));
        text.push_str(&paragraph.text);
    }
    Ok(GoldDocument {
        document: Document::new(record.id, text).map_err(|cause| cause.to_string())?,
        quotes: Vec::new(),
        speakers: Vec::new(),
        chains: Vec::new(),
        entities: None,
        sentences: Some(sentences),
        tokens: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_joined() {
        let line =
            r#"{"id":"x","paras":[{"text":"É? Ja.","sents":[[0,2],[3,6]]},{"text":"No.","sents":[[0,3]]}]}"#;
        let gold = documents(line).expect("readable");
        let text = gold[0].document.text();
        assert_eq!(text, "É? Ja.\n\nNo.");
        let shown: Vec<_> = gold[0].sentences.iter().flatten().map(|sentence| sentence.text(text)).collect();
        assert_eq!(shown, ["É?", "Ja.", "No."]);
    }
}
