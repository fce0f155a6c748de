//! Public corpora as converted: one JSON object a document, positions in code points, speakers by name.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::spans::{mention_kind, nest};
use super::{Fault, lines};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, GoldToken, QuoteType};
use crate::io::offsets::{OffsetMap, OffsetUnit};
use crate::layers::{EntityLabel, Penn, QuoteKind, SpeakerKind, Upos};
use crate::span::Span;

pub(in crate::eval) type Pair = [u32; 2];

/// Start, end, universal part of speech, Penn tag or nothing.
pub(in crate::eval) type Token = (u32, u32, String, Option<String>);

/// A document as the form writes it; also what [`crate::eval::write::jsonl`] writes.
#[derive(Default, Deserialize, Serialize)]
pub(in crate::eval) struct Record {
    pub(in crate::eval) id: String,
    /// What the document serves for: `train`, `dev`, `test`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) split: Option<String>,
    pub(in crate::eval) text: String,
    /// Everybody who can speak, also those who do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) characters: Vec<Character>,
    #[serde(default)]
    pub(in crate::eval) quotes: Vec<Quote>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) clusters: Vec<Vec<Pair>>,
    /// Named entities with our labels; noun phrases of other corpora stand in other fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) named_entities: Option<Vec<(u32, u32, String)>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) sentences: Option<Vec<Pair>>,
    /// Tokens: start, end, universal part of speech, Penn tag or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) tokens: Option<Vec<Token>>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(in crate::eval) struct Character {
    pub(in crate::eval) name: String,
    #[serde(default)]
    pub(in crate::eval) aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) kind: Option<String>,
}

pub(in crate::eval) const fn pair(span: Span) -> Pair {
    [span.start, span.end]
}

/// An entity as the form writes it.
pub(in crate::eval) fn entity(&(span, label): &(Span, EntityLabel)) -> (u32, u32, String) {
    (span.start, span.end, label.as_str().to_owned())
}

/// A token as the form writes it.
pub(in crate::eval) fn token(token: &GoldToken) -> Token {
    let penn = token.penn.map(|tag| tag.as_str().to_owned());
    (token.span.start, token.span.end, token.upos.as_str().to_owned(), penn)
}

impl From<&GoldSpeaker> for Character {
    fn from(speaker: &GoldSpeaker) -> Self {
        Self {
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            kind: speaker.kind.map(|kind| kind.as_str().to_owned()),
        }
    }
}

#[derive(Default, Deserialize, Serialize)]
pub(in crate::eval) struct Quote {
    pub(in crate::eval) qid: Option<String>,
    pub(in crate::eval) start: u32,
    pub(in crate::eval) end: u32,
    #[serde(default, alias = "parts")]
    pub(in crate::eval) spans: Vec<Pair>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) marks: Vec<Pair>,
    pub(in crate::eval) kind: Option<String>,
    #[serde(rename = "type")]
    pub(in crate::eval) told: Option<String>,
    pub(in crate::eval) speaker: Option<String>,
    #[serde(default)]
    pub(in crate::eval) aliases: Vec<String>,
    pub(in crate::eval) speaker_span: Option<Pair>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) mention_kind: Option<String>,
    pub(in crate::eval) cue_span: Option<Pair>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) speaker_cluster: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) saying: Option<bool>,
    /// A reason, or a flag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) unscorable: Option<Value>,
}

/// Reads a file.
pub(in crate::eval) fn documents(file: &str) -> Result<Vec<GoldDocument>, Fault> {
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
    for character in std::mem::take(&mut record.characters) {
        let kind = character.kind.as_deref().and_then(SpeakerKind::parse);
        let index = speakers.index(character.name, character.aliases);
        if let Some(speaker) = speakers.all.get_mut(index) {
            speaker.kind = kind;
        }
    }
    let entities = record.named_entities.take().map(entities).transpose()?;
    let tokens = record.tokens.take().map(tokens).transpose()?;
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
        entities,
        sentences: record.sentences.map(|sentences| sentences.into_iter().map(span).collect()),
        tokens,
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

pub(in crate::eval) fn each_position(record: &mut Record, visit: &mut impl FnMut(&mut u32)) {
    for quote in &mut record.quotes {
        visit(&mut quote.start);
        visit(&mut quote.end);
        let spans = quote
            .spans
            .iter_mut()
            .chain(&mut quote.marks)
            .chain(&mut quote.cue_span)
            .chain(&mut quote.speaker_span);
        spans.flatten().for_each(&mut *visit);
    }
    for (start, end, _) in record.named_entities.iter_mut().flatten() {
        visit(start);
        visit(end);
    }
    for (start, end, ..) in record.tokens.iter_mut().flatten() {
        visit(start);
        visit(end);
    }
    record.sentences.iter_mut().flatten().flatten().for_each(&mut *visit);
    record.clusters.iter_mut().flatten().flatten().for_each(visit);
}

fn entities(found: Vec<(u32, u32, String)>) -> Result<Vec<(Span, EntityLabel)>, String> {
    found
        .into_iter()
        .map(|(start, end, label)| {
            let known =
                EntityLabel::parse(&label).ok_or_else(|| format!("unknown entity label “{label}”"))?;
            Ok((span([start, end]), known))
        })
        .collect()
}

fn tokens(found: Vec<Token>) -> Result<Vec<GoldToken>, String> {
    found
        .into_iter()
        .map(|(start, end, upos, penn)| {
            let upos = Upos::parse(&upos).ok_or_else(|| format!("unknown part of speech “{upos}”"))?;
            Ok(GoldToken { span: span([start, end]), upos, penn: penn.and_then(|tag| Penn::parse(&tag)) })
        })
        .collect()
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
        marks: quote.marks.iter().copied().map(span).collect(),
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
