//! JSON lines: public corpora as converted, the wire form, and sentences in paragraphs.
//!
//! The three share their field names where they mean the same, so that one record serves them all. What
//! tells them apart: `schema` is the wire form, `paras` holds sentences, anything else is a corpus.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::Fault;
use super::spans::{mention_kind, nest};
use crate::document::Document;
use crate::eval::answer::{Answer, AnsweredQuote, AnsweredSpeaker, Outcome};
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker, QuoteType};
use crate::eval::offsets::{Offsets, Unit};
use crate::layers::{EntityLabel, QuoteKind, SpeakerKind};
use crate::span::Span;

type Pair = [u64; 2];

#[derive(Deserialize)]
struct Record {
    schema: Option<String>,
    id: Option<String>,
    text: Option<String>,
    offsets: Option<String>,
    error: Option<Failure>,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    speakers: Vec<Speaker>,
    #[serde(default)]
    entities: Vec<Entity>,
    sentences: Option<Vec<Pair>>,
    clusters: Option<Vec<Vec<Pair>>>,
    paras: Option<Vec<Paragraph>>,
}

#[derive(Deserialize)]
struct Failure {
    code: String,
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    sents: Vec<Pair>,
}

#[derive(Deserialize)]
struct Quote {
    qid: Option<String>,
    id: Option<u64>,
    start: Option<u64>,
    end: Option<u64>,
    #[serde(alias = "spans")]
    parts: Option<Vec<Pair>>,
    marks: Option<Vec<Pair>>,
    kind: Option<String>,
    #[serde(rename = "type")]
    told: Option<String>,
    #[serde(alias = "cue_span")]
    cue: Option<Pair>,
    #[serde(alias = "speaker_span")]
    mention: Option<Pair>,
    mention_kind: Option<String>,
    speaker: Option<Who>,
    #[serde(default)]
    aliases: Vec<String>,
    speaker_cluster: Option<usize>,
    saying: Option<bool>,
    unscorable: Option<serde_json::Value>,
    rule: Option<String>,
    speaker_rule: Option<String>,
    confidence: Option<f64>,
}

/// A corpus names the speaker, the wire form points at one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Who {
    Id(u64),
    Name(String),
}

#[derive(Deserialize)]
struct Speaker {
    id: u64,
    name: String,
    kind: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    mentions: Vec<Pair>,
}

#[derive(Deserialize)]
struct Entity {
    start: u64,
    end: u64,
    label: String,
}

/// Turns the offsets of one record into bytes.
struct Reader<'t> {
    offsets: Offsets<'t>,
    line: usize,
}

impl Reader<'_> {
    fn fault(&self, problem: impl Into<String>) -> Fault {
        Fault::at(self.line, problem)
    }

    fn span(&self, [start, end]: Pair, of: &str) -> Result<Span, Fault> {
        self.offsets
            .bytes(start, end)
            .ok_or_else(|| self.fault(format!("{of}: [{start}, {end}] is no stretch of the text")))
    }

    fn spans(&self, pairs: &[Pair], of: &str) -> Result<Vec<Span>, Fault> {
        pairs.iter().map(|&pair| self.span(pair, of)).collect()
    }

    fn parts(&self, quote: &Quote) -> Result<Vec<Span>, Fault> {
        let mut parts = match (&quote.parts, quote.start, quote.end) {
            (Some(parts), _, _) if !parts.is_empty() => self.spans(parts, "parts of a quotation")?,
            (_, Some(start), Some(end)) => vec![self.span([start, end], "quotation")?],
            _ => return Err(self.fault("a quotation without parts, start or end")),
        };
        parts.sort_unstable();
        Ok(parts)
    }

    fn kind(&self, quote: &Quote) -> Result<QuoteKind, Fault> {
        // A corpus without kinds labels what stands in marks.
        let name = quote.kind.as_deref().unwrap_or("direct");
        QuoteKind::parse(name).ok_or_else(|| {
            self.fault(format!(
                "unknown kind of quotation “{name}”; direct, mixed, indirect or scare is expected"
            ))
        })
    }

    fn speaker_kind(&self, speaker: &Speaker) -> Result<Option<SpeakerKind>, Fault> {
        let Some(name) = &speaker.kind else { return Ok(None) };
        SpeakerKind::parse(name)
            .map(Some)
            .ok_or_else(|| self.fault(format!("unknown kind of speaker “{name}”")))
    }

    fn entities(&self, entities: &[Entity]) -> Result<Vec<(Span, EntityLabel)>, Fault> {
        let read = |entity: &Entity| {
            let label = EntityLabel::parse(&entity.label)
                .ok_or_else(|| self.fault(format!("unknown entity label “{}”", entity.label)))?;
            Ok((self.span([entity.start, entity.end], "entity")?, label))
        };
        entities.iter().map(read).collect()
    }
}

/// The records of a file with their lines.
fn records(file: &str) -> impl Iterator<Item = Result<(usize, Record), Fault>> {
    (1..).zip(file.lines()).filter(|(_, line)| !line.trim().is_empty()).map(|(number, line)| {
        serde_json::from_str(line)
            .map(|record| (number, record))
            .map_err(|cause| Fault::at(number, format!("not a record: {cause}")))
    })
}

fn unit(record: &Record, line: usize) -> Result<Unit, Fault> {
    match &record.offsets {
        None => Ok(Unit::CodePoint),
        Some(name) => Unit::parse(name).ok_or_else(|| {
            Fault::at(line, format!("unknown offsets “{name}”; char, byte or utf16 is expected"))
        }),
    }
}

/// Reads a gold file of any of the three shapes.
pub(super) fn gold(file: &str) -> Result<Vec<GoldDocument>, Fault> {
    records(file)
        .map(|record| {
            let (line, record) = record?;
            match (&record.schema, record.paras.is_some()) {
                (Some(_), _) => wire_gold(line, &record),
                (None, true) => sentences(line, record),
                (None, false) => corpus(line, record),
            }
        })
        .collect()
}

fn document(line: usize, id: Option<String>, text: String) -> Result<Document, Fault> {
    Document::new(id.unwrap_or_else(|| line.to_string()), text)
        .map_err(|cause| Fault::at(line, cause.to_string()))
}

fn corpus(line: usize, record: Record) -> Result<GoldDocument, Fault> {
    let unit = unit(&record, line)?;
    let text = record.text.ok_or_else(|| Fault::at(line, "a record without “text”"))?;
    let document = document(line, record.id, text)?;
    let reader = Reader { offsets: Offsets::new(document.text(), unit), line };
    let mut speakers: Vec<GoldSpeaker> = Vec::new();
    let mut known: FxHashMap<(String, Vec<String>), usize> = FxHashMap::default();
    let mut quotes = Vec::with_capacity(record.quotes.len());
    for (index, mut quote) in record.quotes.into_iter().enumerate() {
        let speaker = match quote.speaker.take() {
            None => None,
            Some(Who::Id(id)) => {
                return Err(reader.fault(format!("speaker {id}: a corpus names its speakers")));
            }
            Some(Who::Name(name)) => {
                let aliases = std::mem::take(&mut quote.aliases);
                let key = (name, aliases);
                let index = *known.entry(key.clone()).or_insert(speakers.len());
                if index == speakers.len() {
                    speakers.push(GoldSpeaker { name: key.0, aliases: key.1, kind: None });
                }
                Some(index)
            }
        };
        let told = match quote.told.as_deref() {
            None => None,
            Some(name) => Some(
                QuoteType::parse(name)
                    .ok_or_else(|| reader.fault(format!("unknown type of quotation “{name}”")))?,
            ),
        };
        quotes.push(GoldQuote {
            parts: reader.parts(&quote)?,
            marks: reader.spans(quote.marks.as_deref().unwrap_or_default(), "marks")?,
            kind: reader.kind(&quote)?,
            told,
            cue: quote.cue.map(|pair| reader.span(pair, "cue")).transpose()?,
            mention: quote.mention.map(|pair| reader.span(pair, "mention")).transpose()?,
            mention_kind: quote.mention_kind.as_deref().and_then(mention_kind),
            speaker,
            chain: quote.speaker_cluster,
            saying: quote.saying,
            unscorable: !matches!(
                quote.unscorable,
                None | Some(serde_json::Value::Null | serde_json::Value::Bool(false))
            ),
            parent: None,
            id: quote.qid.unwrap_or_else(|| index.to_string()),
        });
    }
    nest(&mut quotes);
    let chains = record.clusters.unwrap_or_default();
    let chains = chains.iter().map(|chain| reader.spans(chain, "cluster")).collect::<Result<Vec<_>, _>>()?;
    for quote in &mut quotes {
        quote.chain = quote.chain.filter(|&chain| chain < chains.len());
    }
    Ok(GoldDocument { document, quotes, speakers, chains, entities: None, sentences: None })
}

/// Paragraphs are set apart by an empty line, which every segmenter takes for an edge.
fn sentences(line: usize, record: Record) -> Result<GoldDocument, Fault> {
    let unit = unit(&record, line)?;
    let (mut text, mut sentences) = (String::new(), Vec::new());
    for paragraph in record.paras.unwrap_or_default() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let reader = Reader { offsets: Offsets::new(&paragraph.text, unit), line };
        for &pair in &paragraph.sents {
            let Span { start, end } = reader.span(pair, "sentence")?;
            sentences.push(Span::of(text.len() + start as usize, text.len() + end as usize));
        }
        text.push_str(&paragraph.text);
    }
    Ok(GoldDocument {
        document: document(line, record.id, text)?,
        quotes: Vec::new(),
        speakers: Vec::new(),
        chains: Vec::new(),
        entities: None,
        sentences: Some(sentences),
    })
}

fn wire_gold(line: usize, record: &Record) -> Result<GoldDocument, Fault> {
    if let Some(failure) = &record.error {
        return Err(Fault::at(line, format!("an error record is no gold: {}", failure.code)));
    }
    let text =
        record.text.clone().ok_or_else(|| Fault::at(line, "a record without “text”; gold needs it"))?;
    let document = document(line, record.id.clone(), text)?;
    let reader = Reader { offsets: Offsets::new(document.text(), unit(record, line)?), line };
    let answer = answer(&reader, record)?;
    let mut quotes = Vec::with_capacity(answer.quotes.len());
    for (index, (read, raw)) in answer.quotes.into_iter().zip(&record.quotes).enumerate() {
        let kind = raw.mention_kind.as_deref().and_then(mention_kind);
        quotes.push(GoldQuote {
            id: raw.id.map_or_else(|| index.to_string(), |id| id.to_string()),
            parts: read.parts,
            marks: read.marks,
            kind: read.kind,
            told: Some(QuoteType::of_mention(kind)),
            cue: raw.cue.map(|pair| reader.span(pair, "cue")).transpose()?,
            mention: read.mention,
            mention_kind: kind,
            speaker: read.speaker,
            chain: None,
            saying: None,
            unscorable: false,
            parent: None,
        });
    }
    nest(&mut quotes);
    let speakers = record.speakers.iter().zip(answer.speakers).map(|(raw, read)| GoldSpeaker {
        name: read.name,
        aliases: raw.aliases.clone(),
        kind: read.kind,
    });
    let speakers = speakers.collect();
    Ok(GoldDocument {
        document,
        quotes,
        speakers,
        chains: Vec::new(),
        entities: Some(answer.entities),
        sentences: record.sentences.is_some().then_some(answer.sentences),
    })
}

fn answer(reader: &Reader<'_>, record: &Record) -> Result<Answer, Fault> {
    let speakers = record.speakers.iter().map(|speaker| {
        Ok(AnsweredSpeaker {
            name: speaker.name.clone(),
            kind: reader.speaker_kind(speaker)?,
            mentions: reader.spans(&speaker.mentions, "mentions of a speaker")?,
        })
    });
    let quotes = record.quotes.iter().map(|quote| {
        let speaker = match &quote.speaker {
            None => None,
            Some(Who::Id(id)) => {
                Some(record.speakers.iter().position(|speaker| speaker.id == *id).ok_or_else(|| {
                    reader.fault(format!("a quotation is credited to speaker {id}, which is not listed"))
                })?)
            }
            Some(Who::Name(name)) => {
                return Err(reader.fault(format!("speaker “{name}”: the id of a speaker is expected")));
            }
        };
        Ok(AnsweredQuote {
            parts: reader.parts(quote)?,
            marks: reader.spans(quote.marks.as_deref().unwrap_or_default(), "marks")?,
            kind: reader.kind(quote)?,
            mention: quote.mention.map(|pair| reader.span(pair, "mention")).transpose()?,
            speaker,
            rule: quote.rule.clone(),
            speaker_rule: quote.speaker_rule.clone(),
            confidence: quote.confidence,
        })
    });
    Ok(Answer {
        speakers: speakers.collect::<Result<_, Fault>>()?,
        quotes: quotes.collect::<Result<_, Fault>>()?,
        entities: reader.entities(&record.entities)?,
        sentences: reader.spans(record.sentences.as_deref().unwrap_or_default(), "sentence")?,
    })
}

/// Reads predictions for the given documents, in their order.
pub(super) fn predictions(file: &str, gold: &[GoldDocument]) -> Result<Vec<Outcome>, Fault> {
    let places: FxHashMap<&str, usize> =
        gold.iter().enumerate().map(|(index, document)| (document.document.id(), index)).collect();
    let mut outcomes = vec![Outcome::Missing; gold.len()];
    for record in records(file) {
        let (line, record) = record?;
        let id = record.id.as_deref().ok_or_else(|| Fault::at(line, "a record without “id”"))?;
        let Some(&place) = places.get(id) else { continue };
        let (Some(document), Some(outcome)) = (gold.get(place), outcomes.get_mut(place)) else { continue };
        if *outcome != Outcome::Missing {
            return Err(Fault::at(line, format!("a second record for “{id}”")));
        }
        *outcome = if let Some(failure) = &record.error {
            Outcome::Failed(format!("{}: {}", failure.code, failure.message))
        } else {
            let text = document.document.text();
            if record.text.as_ref().is_some_and(|theirs| theirs != text) {
                return Err(Fault::at(
                    line,
                    format!("the text of “{id}” is not the gold's: offsets would not fit"),
                ));
            }
            let reader = Reader { offsets: Offsets::new(text, unit(&record, line)?), line };
            Outcome::Answered(answer(&reader, &record)?)
        };
    }
    Ok(outcomes)
}
