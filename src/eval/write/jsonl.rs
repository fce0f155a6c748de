//! Gold as JSON lines: the form that conversions of public corpora have, positions in code points.

use crate::eval::gold::{GoldDocument, GoldQuote};
use crate::eval::read::corpus::{Character, Quote, Record, each_position, entity, pair, token};
use crate::io::offsets::{BadOffset, OffsetMap, OffsetUnit};

/// One document as one line of JSON, without the line break. `split` is what it serves for, if that is known:
/// of documents of a split `test`, `eval` shows no single quotation.
///
/// # Errors
/// [`BadOffset`] for labels that do not belong to the text.
pub fn line(gold: &GoldDocument, split: Option<&str>) -> Result<String, BadOffset> {
    let text = gold.document.text();
    let mut record = Record {
        id: gold.document.id().to_owned(),
        split: split.map(str::to_owned),
        text: text.to_owned(),
        characters: gold.speakers.iter().map(Character::from).collect(),
        quotes: gold.quotes.iter().map(|quote| written(quote, gold)).collect(),
        clusters: gold.chains.iter().map(|chain| chain.iter().copied().map(pair).collect()).collect(),
        named_entities: gold.entities.as_ref().map(|entities| entities.iter().map(entity).collect()),
        sentences: gold.sentences.as_ref().map(|sentences| sentences.iter().copied().map(pair).collect()),
        tokens: gold.tokens.as_ref().map(|tokens| tokens.iter().map(token).collect()),
    };
    let mut positions = Vec::new();
    each_position(&mut record, &mut |position| positions.push(*position));
    let map = OffsetMap::new(text, OffsetUnit::Byte, OffsetUnit::Char, positions)?;
    each_position(&mut record, &mut |position| *position = map.get(*position).unwrap_or(*position));
    // A record holds nothing that JSON cannot.
    Ok(serde_json::to_string(&record).unwrap_or_default())
}

fn written(quote: &GoldQuote, gold: &GoldDocument) -> Quote {
    let speaker = quote.speaker.and_then(|index| gold.speakers.get(index));
    Quote {
        qid: Some(quote.id.clone()),
        start: quote.parts.first().map_or(0, |part| part.start),
        end: quote.parts.last().map_or(0, |part| part.end),
        spans: quote.parts.iter().copied().map(pair).collect(),
        marks: quote.marks.iter().copied().map(pair).collect(),
        kind: Some(quote.kind.as_str().to_owned()),
        told: quote.told.map(|told| told.as_str().to_owned()),
        speaker: speaker.map(|speaker| speaker.name.clone()),
        aliases: speaker.map_or_else(Vec::new, |speaker| speaker.aliases.clone()),
        speaker_span: quote.mention.map(pair),
        mention_kind: quote.mention_kind.map(|kind| kind.as_str().to_owned()),
        cue_span: quote.cue.map(pair),
        speaker_cluster: quote.chain,
        saying: quote.saying,
        unscorable: quote.unscorable.then_some(serde_json::Value::Bool(true)),
    }
}
