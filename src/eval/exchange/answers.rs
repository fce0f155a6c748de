//! What the engine says of a document beyond what gold has room for.

use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::eval::read::spans::nest;
use crate::io::offsets::{BadOffset, OffsetUnit};
use crate::io::wire::{Quote, Range, Record};
use crate::layers::EntityLabel;
use crate::span::Span;

/// What stands behind the labels of a document that the engine labelled: reasons and confidences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Who labelled: name and version.
    pub model: String,
    /// For each quotation what its attribution rests on, in the order of [`GoldDocument::quotes`].
    pub quotes: Vec<Reason>,
    /// For each entity how sure the tagger is, from 0 to 1, in the order of [`GoldDocument::entities`].
    pub entities: Vec<f64>,
    /// Oddities of the text: where, and the word for it.
    pub warnings: Vec<(Span, String)>,
}

/// What the attribution of one quotation rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reason {
    /// The rule that linked quotation and mention.
    pub rule: Option<String>,
    /// The rule that linked mention and speaker.
    pub speaker_rule: Option<String>,
    /// How often the rule was right on hand-labelled text, from 0 to 1.
    pub confidence: Option<f64>,
}

impl Reason {
    /// Both rules, as one line; none where there is none.
    #[must_use]
    pub fn rules(&self) -> Option<String> {
        let rules: Vec<&str> = self.rule.iter().chain(&self.speaker_rule).map(String::as_str).collect();
        (!rules.is_empty()).then(|| rules.join(", "))
    }
}

impl Answers {
    /// The reason for a quotation, by its place in the document.
    #[must_use]
    pub fn reason(&self, quote: usize) -> Option<&Reason> {
        self.quotes.get(quote)
    }

    /// The mean confidence of the attributions; none where nothing is attributed.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        let sure: Vec<f64> = self.quotes.iter().filter_map(|reason| reason.confidence).collect();
        #[allow(clippy::cast_precision_loss)]
        let count = sure.len() as f64;
        (!sure.is_empty()).then(|| rounded(sure.iter().sum::<f64>() / count))
    }
}

/// Three decimals, as everywhere in the wire form.
fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// A record as gold, and what it says beyond. Positions of the record may count any unit; its own text, if it has
/// one, is not looked at. Quotations are called `q0`, `q1` …, as when the record is read as gold.
///
/// # Errors
/// [`BadOffset`] for a record that does not belong to the document.
pub fn labelled(document: &Document, record: &Record) -> Result<(GoldDocument, Answers), BadOffset> {
    let mut record = record.clone();
    record.convert(document.text(), OffsetUnit::Byte)?;
    let mut gold = GoldDocument::new(document.clone());
    gold.speakers = record
        .speakers
        .iter()
        .map(|speaker| GoldSpeaker {
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            kind: Some(speaker.kind),
        })
        .collect();
    gold.quotes = record.quotes.iter().map(|quote| labelled_quote(quote, &record)).collect();
    nest(&mut gold.quotes);
    let entities = record.entities.iter().filter_map(|entity| {
        let label = EntityLabel::parse(&entity.label)?;
        Some(((Span::new(entity.start, entity.end), label), entity.score))
    });
    let (entities, scores): (Vec<_>, Vec<f64>) = entities.unzip();
    gold.entities = Some(entities);
    gold.sentences = Some(record.sentences.iter().copied().map(span).collect());
    let reasons = record.quotes.iter().map(|quote| Reason {
        rule: quote.rule.as_deref().map(str::to_owned),
        speaker_rule: quote.speaker_rule.as_deref().map(str::to_owned),
        confidence: quote.confidence,
    });
    let warnings = record.warnings.iter();
    let answers = Answers {
        model: format!("whosaid {}", env!("CARGO_PKG_VERSION")),
        quotes: reasons.collect(),
        entities: scores,
        warnings: warnings
            .map(|warning| (Span::new(warning.start, warning.end), warning.code.clone().into_owned()))
            .collect(),
    };
    Ok((gold, answers))
}

const fn span([start, end]: Range) -> Span {
    Span::new(start, end)
}

fn labelled_quote(quote: &Quote, record: &Record) -> GoldQuote {
    let mut parts: Vec<Span> = quote.parts.iter().copied().map(span).collect();
    if parts.is_empty() {
        parts.push(span([quote.start, quote.end]));
    }
    parts.sort_unstable();
    GoldQuote {
        marks: quote.marks.iter().copied().map(span).collect(),
        told: Some(QuoteType::of_mention(quote.mention.and(quote.mention_kind))),
        cue: quote.cue.map(span),
        mention: quote.mention.map(span),
        mention_kind: quote.mention_kind,
        speaker: quote.speaker.and_then(|id| record.speakers.iter().position(|speaker| speaker.id == id)),
        ..GoldQuote::new(format!("q{}", quote.id), parts, quote.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::wire::Shape;
    use crate::pipeline::Engine;

    #[test]
    fn a_record_is_gold_with_reasons() {
        let document = Document::new("a", "“É vero,” said Ann Lee. 😀 “Go.”").expect("short");
        let annotations = Engine::default().annotate(&document);
        for offsets in OffsetUnit::ALL {
            let shape = Shape { offsets, text: false, ..Shape::default() };
            let record = Record::new(&document, &annotations, shape).expect("fits");
            let (gold, answers) = labelled(&document, &record).expect("fits");
            let quote = &gold.quotes[0];
            assert_eq!(quote.parts[0].text(document.text()), "É vero,");
            assert_eq!(quote.mention.map(|mention| mention.text(document.text())), Some("Ann Lee"));
            assert_eq!(quote.speaker.map(|index| gold.speakers[index].name.as_str()), Some("Ann Lee"));
            assert_eq!(answers.quotes.len(), gold.quotes.len());
            assert!(answers.quotes[0].rules().is_some_and(|rules| rules.contains(", ")));
            assert!(answers.score().is_some_and(|score| score > 0.5 && score <= 1.0));
        }
    }

    #[test]
    fn a_record_of_another_text_is_refused() {
        let document = Document::new("a", "é").expect("short");
        let mut record = Record { offsets: OffsetUnit::Byte, ..Record::default() };
        record.sentences.push([0, 1]);
        assert!(labelled(&document, &record).is_err());
    }
}
