//! The report in JSON: every figure, and every quotation with its verdict, one a line so that two reports
//! compare line by line.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Evaluation;
use super::compare::Comparison;
use super::gold::GoldDocument;
use super::judge::{Item, Spurious};
use super::speed::Speed;
use super::summary::Summary;
use crate::io::offsets::{OffsetMap, OffsetUnit};
use crate::span::Span;

/// The name and version of the report's form.
pub const SCHEMA: &str = "whosaid-eval/1";

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// Name of the gold set.
    pub gold: String,
    /// What was measured: this engine and its version, or the file of predictions.
    pub system: String,
    /// What found the entities, where it is not the tagger that is the default.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tagger: String,
    /// How fast the engine was, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,
    /// The kinds of gold quotation that were scored.
    pub kinds: Vec<String>,
    /// Whether thought and intention were left out.
    pub saying: bool,
    /// Whether the system was given where the quotations stand.
    pub gold_spans: bool,
    /// Whether the gold is set apart as a test.
    pub test: bool,
    /// The corpus of `eval/corpora.toml` whose checksum the gold file has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corpus: Option<String>,
}

/// A gold quotation and what became of it. Positions are code points.
///
/// Words of the text stand here only where the gold is ours: other corpora must not leak into results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemRecord {
    /// The document.
    pub doc: String,
    /// The quotation's id in its document.
    pub id: String,
    /// Where its first part starts.
    pub start: u32,
    /// Where its last part ends.
    pub end: u32,
    /// Its kind.
    pub kind: String,
    /// How its speaker is told.
    #[serde(rename = "type")]
    pub told: Option<String>,
    /// Whether it was found.
    pub found: bool,
    /// Whether every piece was found to the letter.
    pub exact: bool,
    /// The kind of its gold speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_kind: Option<String>,
    /// The verdict by character, where a list of characters is given.
    #[serde(skip_serializing_if = "is_untold")]
    pub character: String,
    /// The verdict by name.
    pub name: String,
    /// The verdict by mention.
    pub mention: String,
    /// The verdict by chain.
    pub chain: String,
    /// The predicted kind.
    pub predicted: Option<String>,
    /// The rule that chose the mention.
    pub rule: Option<String>,
    /// The rule that chose the speaker.
    pub speaker_rule: Option<String>,
    /// How sure the system is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where the predicted mention stands.
    pub predicted_mention: Option<[u32; 2]>,
    /// The predicted speaker, where the gold is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted_speaker: Option<String>,
    /// The gold speaker, where the gold is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The quotation, where the gold is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A predicted piece that is no gold quotation's. Positions are code points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpuriousRecord {
    /// The document.
    pub doc: String,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Its kind.
    pub kind: String,
    /// The rule that chose its mention.
    pub rule: Option<String>,
    /// The piece, where the gold is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Evaluation<'_> {
    /// Every scored quotation, in the order of documents and text.
    #[must_use]
    pub fn item_records(&self) -> Vec<ItemRecord> {
        self.records(
            |document, gold, spans| {
                let judged = self.judged.get(document)?;
                for item in &judged.items {
                    spans.extend(whole(gold, item));
                    spans.extend(self.answer(document, item).and_then(|answer| answer.mention));
                }
                Some(&judged.items)
            },
            |document, gold, item: &Item, place| self.item_record(document, gold, item, place),
        )
    }

    /// Every invented piece, in the order of documents and text.
    #[must_use]
    pub fn spurious_records(&self) -> Vec<SpuriousRecord> {
        self.records(
            |document, _, spans| {
                let judged = self.judged.get(document)?;
                spans.extend(judged.spurious.iter().map(|piece| piece.span));
                Some(&judged.spurious)
            },
            |document, gold, piece: &Spurious, place| {
                let [start, end] = place(piece.span);
                let quote = self.answers(document).and_then(|answer| answer.quotes.get(piece.quote));
                SpuriousRecord {
                    doc: gold.document.id().to_owned(),
                    start,
                    end,
                    kind: piece.kind.as_str().to_owned(),
                    rule: quote.and_then(|quote| quote.rule.clone()),
                    text: self.gold.open.then(|| piece.span.text(gold.document.text()).to_owned()),
                }
            },
        )
    }

    /// Makes records of something in each document. `collect` lists it and the spans that its records need;
    /// `make` turns one into a record, with those spans in code points.
    fn records<'s, T: 's, R>(
        &'s self,
        collect: impl Fn(usize, &GoldDocument, &mut Vec<Span>) -> Option<&'s Vec<T>>,
        make: impl Fn(usize, &GoldDocument, &T, &dyn Fn(Span) -> [u32; 2]) -> R,
    ) -> Vec<R> {
        let mut records = Vec::new();
        for (document, gold) in self.gold.documents.iter().enumerate() {
            let mut spans = Vec::new();
            let Some(things) = collect(document, gold, &mut spans) else { continue };
            let positions = spans.iter().flat_map(|span| [span.start, span.end]).collect();
            let map =
                OffsetMap::new(gold.document.text(), OffsetUnit::Byte, OffsetUnit::Char, positions).ok();
            let place = |span: Span| {
                [span.start, span.end].map(|byte| map.as_ref().and_then(|map| map.get(byte)).unwrap_or(byte))
            };
            records.extend(things.iter().map(|thing| make(document, gold, thing, &place)));
        }
        records
    }

    fn item_record(
        &self,
        document: usize,
        gold: &GoldDocument,
        item: &Item,
        place: &dyn Fn(Span) -> [u32; 2],
    ) -> ItemRecord {
        let quote = gold.quotes.get(item.quote);
        let answer = self.answer(document, item);
        let speakers = self.answers(document).map_or(&[][..], |answer| &answer.speakers);
        let [start, end] = whole(gold, item).map_or([0, 0], place);
        let open = self.gold.open;
        ItemRecord {
            doc: gold.document.id().to_owned(),
            id: quote.map(|quote| quote.id.clone()).unwrap_or_default(),
            start,
            end,
            kind: item.kind.as_str().to_owned(),
            told: item.told.map(|told| told.as_str().to_owned()),
            found: item.answer.is_some(),
            exact: item.is_exact(),
            speaker_kind: self.speaker_kind(document, item).map(|kind| kind.as_str().to_owned()),
            character: item.character.as_str().to_owned(),
            name: item.name.as_str().to_owned(),
            mention: item.mention.as_str().to_owned(),
            chain: item.chain.as_str().to_owned(),
            predicted: answer.map(|answer| answer.kind.as_str().to_owned()),
            rule: answer.and_then(|answer| answer.rule.clone()),
            speaker_rule: answer.and_then(|answer| answer.speaker_rule.clone()),
            confidence: answer.and_then(|answer| answer.confidence).map(|sure| (sure * 1e4).round() / 1e4),
            predicted_mention: answer.and_then(|answer| answer.mention).map(place),
            predicted_speaker: answer
                .filter(|_| open)
                .and_then(|answer| speakers.get(answer.speaker?))
                .map(|speaker| speaker.name.clone()),
            speaker: quote
                .filter(|_| open)
                .and_then(|quote| gold.speakers.get(quote.speaker?))
                .map(|speaker| speaker.name.clone()),
            text: quote.filter(|_| open).map(|quote| {
                let parts: Vec<&str> =
                    quote.parts.iter().map(|part| part.text(gold.document.text())).collect();
                parts.join(" … ")
            }),
        }
    }
}

fn is_untold(verdict: &str) -> bool {
    matches!(verdict, "" | "untold")
}

fn whole(gold: &GoldDocument, item: &Item) -> Option<Span> {
    let parts = &gold.quotes.get(item.quote)?.parts;
    Some(parts.first()?.cover(*parts.last()?))
}

/// Writes the report. `items` adds every quotation and every invented piece, `comparison` what changed.
///
/// # Errors
/// None in practice: nothing here that JSON cannot hold.
pub fn json(
    header: &Header,
    summary: &Summary,
    items: Option<(&[ItemRecord], &[SpuriousRecord])>,
    comparison: Option<&Comparison>,
) -> serde_json::Result<String> {
    let mut out = String::from("{\n");
    let _ = writeln!(out, "\"schema\": {},", serde_json::to_string(SCHEMA)?);
    let _ = writeln!(out, "\"measured\": {},", serde_json::to_string(header)?);
    let _ = write!(out, "\"summary\": {}", serde_json::to_string_pretty(summary)?);
    if let Some(comparison) = comparison {
        let _ = write!(out, ",\n\"comparison\": {}", serde_json::to_string_pretty(comparison)?);
    }
    if let Some((items, spurious)) = items {
        let _ = write!(out, ",\n\"items\": {}", lines(items)?);
        let _ = write!(out, ",\n\"spurious\": {}", lines(spurious)?);
    }
    out.push_str("\n}\n");
    Ok(out)
}

fn lines<T: Serialize>(records: &[T]) -> serde_json::Result<String> {
    let lines: Vec<String> = records.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(format!("[\n{}\n]", lines.join(",\n")))
}
