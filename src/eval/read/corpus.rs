//! Public corpora as converted: one JSON object a document, positions in code points, speakers by name.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

use super::spans::{mention_kind, nest};
use super::{Fault, lines};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::io::offsets::{OffsetMap, OffsetUnit};
use crate::layers::QuoteKind;
use crate::span::Span;

type Pair = [u32; 2];

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    clusters: Vec<Vec<Pair>>,
}

#[derive(Deserialize)]
struct Quote {
    qid: Option<String>,
    start: u32,
    end: u32,
    #[serde(default, alias = "parts")]
    spans: Vec<Pair>,
    kind: Option<String>,
    #[serde(rename = "type")]
    told: Option<String>,
    cue_span: Option<Pair>,
    speaker_span: Option<Pair>,
    mention_kind: Option<String>,
    speaker: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    speaker_cluster: Option<usize>,
    saying: Option<bool>,
    /// A reason, or a flag.
    unscorable: Option<Value>,
}

/// Reads a file.
pub(super) fn documents(file: &str) -> Result<Vec<GoldDocument>, Fault> {
    lines(file)
        .map(|(number, line)| {
            let record = serde_json::from_str(line)
                .map_err(|cause| Fault::at(number, format!("not a labelled document: {cause}")))?;
            document(record).map_err(|problem| Fault::at(number, problem))
        })
        .collect()
}

fn document(mut record: Record) -> Result<GoldDocument, String> {
    into_bytes(&mut record).map_err(|problem| format!("“{}”: {problem}", record.id))?;
    let mut speakers = Speakers::default();
    let mut quotes = Vec::with_capacity(record.quotes.len());
    for (index, quote) in record.quotes.into_iter().enumerate() {
        let id = quote.qid.clone().unwrap_or_else(|| index.to_string());
        let read = labelled(quote, &id, record.clusters.len(), &mut speakers);
        quotes.push(read.map_err(|problem| format!("“{}”, quotation {id}: {problem}", record.id))?);
    }
    nest(&mut quotes);
    let chains = record.clusters.iter().map(|chain| chain.iter().copied().map(span).collect());
    Ok(GoldDocument {
        quotes,
        speakers: speakers.all,
        chains: chains.collect(),
        entities: None,
        sentences: None,
        document: Document::new(record.id, record.text).map_err(|cause| cause.to_string())?,
    })
}

/// Turns every position of the record from code points into bytes.
fn into_bytes(record: &mut Record) -> Result<(), String> {
    let mut positions = Vec::new();
    each_position(record, &mut |position| positions.push(*position));
    let map = OffsetMap::new(&record.text, OffsetUnit::Char, OffsetUnit::Byte, positions)
        .map_err(|cause| cause.to_string())?;
    each_position(record, &mut |position| *position = map.get(*position).unwrap_or(*position));
    Ok(())
}

fn each_position(record: &mut Record, visit: &mut impl FnMut(&mut u32)) {
    for quote in &mut record.quotes {
        visit(&mut quote.start);
        visit(&mut quote.end);
        let spans = quote.spans.iter_mut().chain(&mut quote.cue_span).chain(&mut quote.speaker_span);
        spans.flatten().for_each(&mut *visit);
    }
    record.clusters.iter_mut().flatten().flatten().for_each(visit);
}

const fn span([start, end]: Pair) -> Span {
    Span::new(start, end)
}

/// The speakers of a document, each combination of name and aliases once.
#[derive(Default)]
struct Speakers {
    all: Vec<GoldSpeaker>,
    known: FxHashMap<(String, Vec<String>), usize>,
}

impl Speakers {
    fn index(&mut self, name: String, aliases: Vec<String>) -> usize {
        let key = (name, aliases);
        if let Some(&index) = self.known.get(&key) {
            return index;
        }
        let (name, aliases) = key.clone();
        self.all.push(GoldSpeaker { name, aliases, kind: None });
        self.known.insert(key, self.all.len() - 1);
        self.all.len() - 1
    }
}

fn labelled(quote: Quote, id: &str, chains: usize, speakers: &mut Speakers) -> Result<GoldQuote, String> {
    // A corpus without kinds labels what stands in marks.
    let kind = quote.kind.as_deref().unwrap_or("direct");
    let kind = QuoteKind::parse(kind)
        .ok_or_else(|| format!("unknown kind “{kind}”; direct, mixed, indirect or scare is expected"))?;
    let told = quote.told.as_deref().map(|told| {
        QuoteType::parse(told)
            .ok_or_else(|| format!("unknown type “{told}”; explicit, anaphoric or implicit is expected"))
    });
    let mut parts: Vec<Span> = quote.spans.iter().copied().map(span).collect();
    if parts.is_empty() {
        parts.push(span([quote.start, quote.end]));
    }
    parts.sort_unstable();
    Ok(GoldQuote {
        id: id.to_owned(),
        parts,
        marks: Vec::new(),
        kind,
        told: told.transpose()?,
        cue: quote.cue_span.map(span),
        mention: quote.speaker_span.map(span),
        mention_kind: quote.mention_kind.as_deref().and_then(mention_kind),
        speaker: quote.speaker.map(|name| speakers.index(name, quote.aliases)),
        chain: quote.speaker_cluster.filter(|&chain| chain < chains),
        saying: quote.saying,
        unscorable: !matches!(quote.unscorable, None | Some(Value::Null | Value::Bool(false))),
        parent: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_code_points() {
        let line = concat!(
            r#"{"id":"x","source":"s","text":"É! “Né,” said Zoë, “ä.”","quotes":[{"qid":"Q1","start":4,"end":22,"#,
            r#""spans":[[4,7],[20,22]],"kind":"direct","type":"explicit","speaker":"Zoë Lee","aliases":["Zoë"],"#,
            r#""speaker_span":[14,17],"cue_span":null,"saying":true,"speaker_cluster":0}],"clusters":[[[14,17]]]}"#,
        );
        let gold = documents(line).expect("readable");
        let (text, quote) = (gold[0].document.text(), &gold[0].quotes[0]);
        let shown: Vec<_> = quote.parts.iter().map(|part| part.text(text)).collect();
        assert_eq!(shown, ["Né,", "ä."]);
        assert_eq!(quote.mention.map(|mention| mention.text(text)), Some("Zoë"));
        assert_eq!(gold[0].chains[0][0].text(text), "Zoë");
        assert_eq!((quote.told, quote.saying, quote.chain), (Some(QuoteType::Explicit), Some(true), Some(0)));
        assert!(!quote.unscorable);
    }

    #[test]
    fn one_span_serves_where_there_are_no_parts() {
        let gold =
            documents(r#"{"id":"x","text":"abc","quotes":[{"start":0,"end":2,"unscorable":"UNSURE"}]}"#);
        let quote = &gold.expect("readable")[0].quotes[0];
        assert_eq!((quote.parts.as_slice(), quote.kind), ([Span::new(0, 2)].as_slice(), QuoteKind::Direct));
        assert!(quote.unscorable);
    }

    #[test]
    fn mistakes_name_line_document_and_quotation() {
        for (file, message) in [
            ("\n{\"id\":1}", "2: not a labelled document: "),
            (r#"{"id":"x","text":"a","quotes":[{"start":0,"end":2}]}"#, "1: “x”: offset 2"),
            (
                r#"{"id":"x","text":"a","quotes":[{"qid":"Q","start":0,"end":1,"kind":"loud"}]}"#,
                "1: “x”, quotation Q: unknown kind",
            ),
        ] {
            let fault = documents(file).expect_err(file);
            let told = format!("{}: {}", fault.line.unwrap_or(0), fault.problem);
            assert!(told.starts_with(message), "{file}: {told}");
        }
    }
}
