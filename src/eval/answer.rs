//! What a system says of a document, whether it is this engine or a file of predictions.

use crate::layers::{Annotations, EntityLabel, QuoteKind, SpeakerKind};
use crate::span::Span;

/// A quotation as a system found it. All spans are bytes of the document's text.
#[derive(Clone, Debug, PartialEq)]
pub struct AnsweredQuote {
    /// The content.
    pub parts: Vec<Span>,
    /// The stretches in quotation marks.
    pub marks: Vec<Span>,
    /// What kind.
    pub kind: QuoteKind,
    /// The reporting verb or *according to*.
    pub cue: Option<Span>,
    /// The mention that names the source.
    pub mention: Option<Span>,
    /// Indexes [`Answer::speakers`].
    pub speaker: Option<usize>,
    /// The rule that chose the mention.
    pub rule: Option<String>,
    /// The rule that chose the speaker.
    pub speaker_rule: Option<String>,
    /// How sure the system is, from 0 to 1.
    pub confidence: Option<f64>,
}

/// A speaker as a system found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredSpeaker {
    /// The canonical name.
    pub name: String,
    /// What kind of source.
    pub kind: Option<SpeakerKind>,
    /// Where the document names it.
    pub mentions: Vec<Span>,
}

/// Everything that is scored of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Quotations.
    pub quotes: Vec<AnsweredQuote>,
    /// Speakers.
    pub speakers: Vec<AnsweredSpeaker>,
    /// Entities.
    pub entities: Vec<(Span, EntityLabel)>,
    /// Sentences.
    pub sentences: Vec<Span>,
}

/// What came of one document. A document that failed counts as one in which nothing was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The system answered.
    Answered(Answer),
    /// The system failed, with the reason it gave.
    Failed(String),
    /// The predictions hold nothing under the document's id.
    Missing,
}

impl From<&Annotations> for Answer {
    fn from(annotations: &Annotations) -> Self {
        let mention = |id: crate::layers::MentionId| annotations.mentions.get(id.index());
        let quotes = annotations.quotes.iter().enumerate().map(|(index, quote)| {
            let attribution = annotations.attributions.get(index).and_then(Option::as_ref);
            AnsweredQuote {
                parts: quote.parts.clone(),
                marks: quote.marks.clone(),
                kind: quote.kind,
                cue: attribution.and_then(|by| by.cue),
                mention: attribution.and_then(|by| by.mention).and_then(mention).map(|mention| mention.span),
                speaker: attribution.and_then(|by| by.speaker).map(crate::layers::SpeakerId::index),
                rule: attribution.map(|by| by.rule.to_owned()),
                speaker_rule: attribution.and_then(|by| by.speaker_rule).map(str::to_owned),
                confidence: attribution.map(|by| f64::from(by.confidence)),
            }
        });
        let speakers = annotations.speakers.iter().map(|speaker| AnsweredSpeaker {
            name: speaker.name.clone(),
            kind: Some(speaker.kind),
            mentions: speaker
                .mentions
                .iter()
                .filter_map(|&id| mention(id))
                .map(|mention| mention.span)
                .collect(),
        });
        Self {
            quotes: quotes.collect(),
            speakers: speakers.collect(),
            entities: annotations.entities.iter().map(|entity| (entity.span, entity.label)).collect(),
            sentences: annotations.sentences.iter().map(|sentence| sentence.span).collect(),
        }
    }
}
