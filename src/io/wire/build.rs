//! From annotations to a record.

use super::{Entity, Evidence, Quote, Range, Record, Schema, Shape, Speaker, Warning};
use crate::document::Document;
use crate::io::offsets::{BadOffset, OffsetUnit};
use crate::layers::{Annotations, Attribution, Mention, MentionId};
use crate::span::Span;

impl Record {
    /// The record of an annotated document.
    ///
    /// # Errors
    /// [`BadOffset`] for annotations that do not belong to the document.
    pub fn new(document: &Document, annotations: &Annotations, shape: Shape) -> Result<Self, BadOffset> {
        let text = document.text();
        let mut record = Self {
            schema: Schema,
            id: document.id().to_owned(),
            text: shape.text.then(|| text.to_owned()),
            fields: serde_json::Map::new(),
            offsets: OffsetUnit::Byte,
            sentences: annotations.sentences.iter().map(|sentence| range(sentence.span)).collect(),
            entities: entities(annotations),
            speakers: speakers(annotations),
            quotes: quotes(annotations, shape.min_confidence),
            warnings: warnings(text, annotations),
        };
        record.convert(text, shape.offsets)?;
        Ok(record)
    }
}

const fn range(span: Span) -> Range {
    [span.start, span.end]
}

/// Three decimals are more than any score is worth, and keep lines short.
fn rounded(score: f32) -> f64 {
    if score.is_finite() { (f64::from(score) * 1000.0).round() / 1000.0 } else { 0.0 }
}

fn mention(annotations: &Annotations, id: MentionId) -> Option<&Mention> {
    annotations.mentions.get(id.index())
}

fn entities(annotations: &Annotations) -> Vec<Entity> {
    let speakers = annotations.entity_speakers.iter().copied().chain(std::iter::repeat(None));
    annotations
        .entities
        .iter()
        .zip(speakers)
        .map(|(entity, speaker)| Entity {
            start: entity.span.start,
            end: entity.span.end,
            label: entity.label.as_str().into(),
            score: rounded(entity.score),
            speaker: speaker.map(|id| id.0),
        })
        .collect()
}

fn speakers(annotations: &Annotations) -> Vec<Speaker> {
    (0..)
        .zip(&annotations.speakers)
        .map(|(id, speaker)| Speaker {
            id,
            name: speaker.name.clone(),
            kind: speaker.kind,
            aliases: speaker.aliases.clone(),
            mentions: speaker
                .mentions
                .iter()
                .filter_map(|&id| mention(annotations, id))
                .map(|mention| range(mention.span))
                .collect(),
            role: speaker.role.clone(),
        })
        .collect()
}

fn quotes(annotations: &Annotations, min_confidence: f32) -> Vec<Quote> {
    let attributions = annotations.attributions.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    (0..)
        .zip(&annotations.quotes)
        .zip(attributions)
        .map(|((id, quote), attribution)| {
            let attribution = attribution.filter(|found| found.confidence >= min_confidence);
            let source = attribution.and_then(|found| found.mention).and_then(|id| mention(annotations, id));
            Quote {
                id,
                start: quote.span().start,
                end: quote.span().end,
                parts: quote.parts.iter().copied().map(range).collect(),
                marks: quote.marks.iter().copied().map(range).collect(),
                kind: quote.kind,
                closed: quote.closed,
                parent: quote.parent.map(|id| id.0),
                cue: attribution.and_then(|found| found.cue).map(range),
                mention: source.map(|mention| range(mention.span)),
                mention_kind: source.map(|mention| mention.kind),
                speaker: attribution.and_then(|found| found.speaker).map(|id| id.0),
                rule: attribution.map(|found| found.rule.into()),
                speaker_rule: attribution.and_then(|found| found.speaker_rule).map(Into::into),
                confidence: attribution.map(|found| rounded(found.confidence)),
                evidence: attribution.map(evidence).unwrap_or_default(),
            }
        })
        .collect()
}

fn evidence(attribution: &Attribution) -> Vec<Evidence> {
    attribution
        .evidence
        .iter()
        .map(|evidence| Evidence {
            role: evidence.role.as_str().into(),
            start: evidence.span.start,
            end: evidence.span.end,
        })
        .collect()
}

fn warnings(text: &str, annotations: &Annotations) -> Vec<Warning> {
    // A text without a word is no failure, but whoever made the file will want to know.
    let empty = text.trim().is_empty().then(|| Warning { code: "empty-text".into(), ..Warning::default() });
    empty
        .into_iter()
        .chain(annotations.warnings.iter().map(|warning| Warning {
            code: warning.code.as_str().into(),
            start: warning.span.start,
            end: warning.span.end,
            detail: None,
        }))
        .collect()
}
