//! The wire form `whosaid/1`, as gold and as predictions.

use rustc_hash::FxHashMap;

use super::spans::nest;
use super::{Fault, lines};
use crate::document::Document;
use crate::eval::answer::{Answer, AnsweredQuote, AnsweredSpeaker, Outcome};
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::io::offsets::OffsetUnit;
use crate::io::wire::{Line, Quote, Range, Record};
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

/// Reads a file of records as gold.
pub(super) fn gold(file: &str) -> Result<Vec<GoldDocument>, Fault> {
    let mut documents = Vec::new();
    for (number, line) in lines(file) {
        documents.push(match parse(number, line)? {
            Line::Record(record) => document(number, *record)?,
            Line::Failure(failure) => {
                return Err(Fault::at(number, format!("an error record is no gold: {}", failure.error.code)));
            }
        });
    }
    // A file without a single entity or sentence does not label them.
    let entities = documents.iter().flat_map(|document| &document.entities).any(|found| !found.is_empty());
    let sentences = documents.iter().flat_map(|document| &document.sentences).any(|found| !found.is_empty());
    for document in &mut documents {
        document.entities.take_if(|_| !entities);
        document.sentences.take_if(|_| !sentences);
    }
    Ok(documents)
}

/// Reads predictions for the given documents, in their order.
pub(super) fn predictions(file: &str, gold: &[GoldDocument]) -> Result<Vec<Outcome>, Fault> {
    let places: FxHashMap<&str, usize> =
        gold.iter().enumerate().map(|(index, document)| (document.document.id(), index)).collect();
    let mut outcomes = vec![Outcome::Missing; gold.len()];
    for (number, line) in lines(file) {
        let line = parse(number, line)?;
        let id = match &line {
            Line::Record(record) => &record.id,
            Line::Failure(failure) => &failure.id,
        };
        let Some(&place) = places.get(id.as_str()) else { continue };
        let (Some(document), Some(outcome)) = (gold.get(place), outcomes.get_mut(place)) else { continue };
        if *outcome != Outcome::Missing {
            return Err(Fault::at(number, format!("a second record for “{id}”")));
        }
        *outcome = match line {
            Line::Failure(failure) => {
                Outcome::Failed(format!("{} ({})", failure.error.message, failure.error.code))
            }
            Line::Record(mut record) => {
                let text = document.document.text();
                if record.text.as_ref().is_some_and(|theirs| theirs != text) {
                    let problem =
                        format!("the text of “{}” is not the gold's; offsets would not fit", record.id);
                    return Err(Fault::at(number, problem));
                }
                into_bytes(number, &mut record, text)?;
                Outcome::Answered(answer(number, &record)?)
            }
        };
    }
    Ok(outcomes)
}

fn parse(number: usize, line: &str) -> Result<Line, Fault> {
    Line::parse(line).map_err(|cause| Fault::at(number, format!("not a record of the wire form: {cause}")))
}

fn into_bytes(number: usize, record: &mut Record, text: &str) -> Result<(), Fault> {
    record
        .convert(text, OffsetUnit::Byte)
        .map_err(|cause| Fault::at(number, format!("“{}”: {cause}", record.id)))
}

const fn span([start, end]: Range) -> Span {
    Span::new(start, end)
}

fn spans(ranges: &[Range]) -> Vec<Span> {
    ranges.iter().copied().map(span).collect()
}

fn parts(quote: &Quote) -> Vec<Span> {
    let mut parts =
        if quote.parts.is_empty() { vec![span([quote.start, quote.end])] } else { spans(&quote.parts) };
    parts.sort_unstable();
    parts
}

/// `record` counts bytes.
fn answer(number: usize, record: &Record) -> Result<Answer, Fault> {
    let speakers = record.speakers.iter().map(|speaker| AnsweredSpeaker {
        name: speaker.name.clone(),
        kind: Some(speaker.kind),
        mentions: spans(&speaker.mentions),
    });
    let quotes = record.quotes.iter().map(|quote| {
        let speaker = quote.speaker.map(|id| {
            record.speakers.iter().position(|speaker| speaker.id == id).ok_or_else(|| {
                Fault::at(
                    number,
                    format!("quotation {} is credited to speaker {id}, who is not listed", quote.id),
                )
            })
        });
        Ok(AnsweredQuote {
            parts: parts(quote),
            marks: spans(&quote.marks),
            kind: quote.kind,
            cue: quote.cue.map(span),
            mention: quote.mention.map(span),
            speaker: speaker.transpose()?,
            rule: quote.rule.as_deref().map(str::to_owned),
            speaker_rule: quote.speaker_rule.as_deref().map(str::to_owned),
            confidence: quote.confidence,
        })
    });
    // Predictions come with the labels of other sets.
    let entities = record.entities.iter().filter_map(|entity| match labels::entity(&entity.label) {
        Some(Mapped::To(label)) => Some(Ok((span([entity.start, entity.end]), label))),
        Some(Mapped::Aside) => None,
        None => Some(Err(Fault::at(number, format!("unknown entity label “{}”", entity.label)))),
    });
    Ok(Answer {
        speakers: speakers.collect(),
        quotes: quotes.collect::<Result<_, Fault>>()?,
        entities: entities.collect::<Result<_, Fault>>()?,
        sentences: spans(&record.sentences),
    })
}

fn document(number: usize, mut record: Record) -> Result<GoldDocument, Fault> {
    let text =
        record.text.take().ok_or_else(|| Fault::at(number, "a record without “text”; gold needs it"))?;
    into_bytes(number, &mut record, &text)?;
    let answer = answer(number, &record)?;
    let quotes = answer.quotes.into_iter().zip(&record.quotes).map(|(read, quote)| GoldQuote {
        id: format!("q{}", quote.id),
        parts: read.parts,
        marks: read.marks,
        kind: read.kind,
        told: Some(QuoteType::of_mention(quote.mention.and(quote.mention_kind))),
        cue: read.cue,
        mention: read.mention,
        mention_kind: quote.mention_kind,
        speaker: read.speaker,
        chain: None,
        saying: None,
        unscorable: false,
        parent: None,
    });
    let mut quotes: Vec<GoldQuote> = quotes.collect();
    nest(&mut quotes);
    let speakers = record.speakers.into_iter().map(|speaker| GoldSpeaker {
        name: speaker.name,
        aliases: speaker.aliases,
        kind: Some(speaker.kind),
    });
    Ok(GoldDocument {
        document: Document::new(record.id, text).map_err(|cause| Fault::at(number, cause.to_string()))?,
        quotes,
        speakers: speakers.collect(),
        chains: Vec::new(),
        entities: Some(answer.entities),
        sentences: Some(answer.sentences),
        tokens: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = concat!(
        r#"{"schema":"whosaid/1","id":"a","text":"“Né,” said Zoë.","speakers":[{"id":4,"name":"Zoë"}],"#,
        r#""quotes":[{"id":0,"start":1,"end":4,"parts":[[1,4]],"mention":[11,14],"mention_kind":"name","speaker":4}]}"#,
    );

    #[test]
    fn offsets_become_bytes() {
        let gold = gold(GOLD).expect("readable");
        let (text, quote) = (gold[0].document.text(), &gold[0].quotes[0]);
        assert_eq!(quote.parts[0].text(text), "Né,");
        assert_eq!(quote.mention.map(|mention| mention.text(text)), Some("Zoë"));
        assert_eq!((quote.speaker, quote.told), (Some(0), Some(QuoteType::Explicit)));
        assert_eq!((&gold[0].entities, &gold[0].sentences), (&None, &None));
    }

    #[test]
    fn predictions_go_with_their_documents() {
        let gold = gold(&[GOLD, &GOLD.replace("\"a\"", "\"b\""), &GOLD.replace("\"a\"", "\"c\"")].join("\n"))
            .expect("readable");
        let file = r#"{"id":"c","error":{"code":"io","message":"gone"}}
            {"id":"other","quotes":[]}
            {"id":"a","quotes":[{"id":0,"start":1,"end":4}]}"#;
        let outcomes = predictions(file, &gold).expect("readable");
        assert!(matches!(&outcomes[0], Outcome::Answered(answer) if answer.quotes.len() == 1));
        assert_eq!(outcomes[1], Outcome::Missing);
        assert_eq!(outcomes[2], Outcome::Failed("gone (io)".to_owned()));
    }

    #[test]
    fn labels_of_other_sets_are_mapped() {
        let gold = gold(GOLD).expect("readable");
        let entity = |label: &str| format!(r#"{{"start":11,"end":14,"label":"{label}"}}"#);
        let entities = [entity("PERSON"), entity("DATE"), entity("GPE")].join(",");
        let file = format!(r#"{{"id":"a","entities":[{entities}]}}"#);
        let Outcome::Answered(answer) = &predictions(&file, &gold).expect("readable")[0] else {
            panic!("answered")
        };
        let labels: Vec<&str> = answer.entities.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["PER", "LOC"]);
        let unknown = format!(r#"{{"id":"a","entities":[{}]}}"#, entity("GENE"));
        assert!(predictions(&unknown, &gold).is_err_and(|fault| fault.problem.contains("GENE")));
    }

    #[test]
    fn bad_predictions_name_their_line() {
        let gold = gold(GOLD).expect("readable");
        for (file, message) in [
            ("\n{", "2: not a record of the wire form: "),
            (r#"{"id":"a","text":"x"}"#, "1: the text of “a” is not the gold's"),
            (r#"{"id":"a","quotes":[{"id":0,"start":0,"end":99}]}"#, "1: “a”: offset 99"),
            (
                r#"{"id":"a","quotes":[{"id":0,"start":0,"end":1,"speaker":7}]}"#,
                "1: quotation 0 is credited to speaker 7",
            ),
            ("{\"id\":\"a\"}\n{\"id\":\"a\"}", "2: a second record for “a”"),
        ] {
            let fault = predictions(file, &gold).expect_err(file);
            let told = format!("{}: {}", fault.line.unwrap_or(0), fault.problem);
            assert!(told.starts_with(message), "{file}: {told}");
        }
    }
}
