//! What a tool has no place for, as one JSON object that travels in the format's own slot. Positions are code points.

use serde::{Deserialize, Serialize};

use super::speakers;
use crate::eval::gold::{GoldDocument, GoldQuote, QuoteType};
use crate::eval::read::corpus::{Character, Pair, Token, entity, pair, token};
use crate::io::offsets::{OffsetMap, OffsetUnit};
use crate::layers::EntityLabel;
use crate::span::Span;

/// The name and version of the slot.
pub(in crate::eval) const SCHEMA: &str = "whosaid-gold/1";

/// The word for *none*, where leaving a field out means that it follows from the rest.
pub(in crate::eval) const NONE: &str = "none";

/// What a tool has no place for.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(in crate::eval) struct Rest {
    /// [`SCHEMA`].
    pub(in crate::eval) schema: String,
    /// The document's id.
    pub(in crate::eval) id: String,
    /// Everybody who can speak, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) characters: Vec<Character>,
    /// The quotations, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) quotes: Vec<Quotation>,
    /// Chains of mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) clusters: Vec<Vec<Pair>>,
    /// Whether entities are labelled at all.
    pub(in crate::eval) entities: bool,
    /// All entities, where their order is not that of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) entity_order: Option<Vec<(u32, u32, String)>>,
    /// Entities that the format cannot show beside the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) more_entities: Vec<(u32, u32, String)>,
    /// Whether sentences are labelled and the format shows them itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::eval) shows_sentences: bool,
    /// Sentences, where the format does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) sentences: Option<Vec<Pair>>,
    /// Whether tokens are labelled and the format shows them itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::eval) shows_tokens: bool,
    /// Tokens, where the format does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) tokens: Option<Vec<Token>>,
}

/// What a tool has no place for of one quotation.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(in crate::eval) struct Quotation {
    /// What the format calls it.
    pub(in crate::eval) key: String,
    /// What gold calls it.
    pub(in crate::eval) id: String,
    /// Its kind, where the format does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) kind: Option<String>,
    /// Its type, where that does not follow from the mention; [`NONE`] for none at all.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) told: Option<String>,
    /// The form of its mention, where the format does not tell; [`NONE`] for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) mention_kind: Option<String>,
    /// Its speaker's key, where the format does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) speaker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) saying: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::eval) unscorable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::eval) chain: Option<usize>,
    /// Whether the marks are the parts, as those of most direct quotations are; they then follow a moved part.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::eval) marked: bool,
    /// The stretches in marks, otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) marks: Vec<Pair>,
    /// The parts that those marks belong to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::eval) parts: Vec<Pair>,
}

/// The type of a quotation, where it has one that does not follow from its mention.
pub(in crate::eval) fn unusual_type(quote: &GoldQuote) -> Option<QuoteType> {
    quote.told.filter(|&told| told != usual_type(quote))
}

/// The type that follows from a quotation's mention.
pub(in crate::eval) fn usual_type(quote: &GoldQuote) -> QuoteType {
    QuoteType::of_mention(quote.mention.and(quote.mention_kind))
}

/// Whether a format shows kind, type, saying, speaker and the like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::eval) enum Shows {
    /// It has attributes for all of it.
    Attributes,
    /// It shows kinds, but no more.
    Kinds,
}

impl Rest {
    /// What of a document goes into the slot. `keys` is what the format calls each quotation.
    pub(in crate::eval) fn of(gold: &GoldDocument, keys: &[String], shows: Shows) -> Self {
        let names = speakers::keys(&gold.speakers);
        let quotes = gold.quotes.iter().zip(keys).map(|(quote, key)| quotation(quote, key, &names, shows));
        let listed = gold.entities.as_deref().unwrap_or_default();
        Self {
            schema: SCHEMA.to_owned(),
            id: gold.document.id().to_owned(),
            characters: gold.speakers.iter().map(Character::from).collect(),
            quotes: quotes.collect(),
            clusters: gold.chains.iter().map(|chain| chain.iter().copied().map(pair).collect()).collect(),
            entities: gold.entities.is_some(),
            entity_order: (!listed.is_sorted()).then(|| listed.iter().map(entity).collect()),
            sentences: gold.sentences.as_ref().map(|sentences| sentences.iter().copied().map(pair).collect()),
            tokens: gold.tokens.as_ref().map(|tokens| tokens.iter().map(token).collect()),
            ..Self::default()
        }
    }

    /// Puts entities that the format cannot show into the slot.
    pub(in crate::eval) fn also(&mut self, entities: &[(Span, EntityLabel)]) {
        self.more_entities = entities.iter().map(entity).collect();
    }

    /// The slot as one line of JSON without any character that ends a line anywhere, or that XML does not know.
    pub(in crate::eval) fn line(self, text: &str) -> String {
        one_line(&serde_json::to_string(&self.counted(text)).unwrap_or_default())
    }

    /// The slot as JSON, for formats that are JSON themselves.
    pub(in crate::eval) fn value(self, text: &str) -> serde_json::Value {
        serde_json::to_value(self.counted(text)).unwrap_or_default()
    }

    /// From bytes, which all positions are up to here, to code points.
    fn counted(mut self, text: &str) -> Self {
        let mut positions = Vec::new();
        self.each_position(&mut |position| positions.push(*position));
        // Positions that do not belong to the text stay what they are; reading then says that they do not fit.
        if let Ok(map) = OffsetMap::new(text, OffsetUnit::Byte, OffsetUnit::Char, positions) {
            self.each_position(&mut |position| *position = map.get(*position).unwrap_or(*position));
        }
        self
    }

    /// Visits every position.
    pub(in crate::eval) fn each_position(&mut self, visit: &mut impl FnMut(&mut u32)) {
        for quote in &mut self.quotes {
            quote.marks.iter_mut().chain(&mut quote.parts).flatten().for_each(&mut *visit);
        }
        for (start, end, _) in self.entity_order.iter_mut().flatten().chain(&mut self.more_entities) {
            visit(start);
            visit(end);
        }
        for (start, end, ..) in self.tokens.iter_mut().flatten() {
            visit(start);
            visit(end);
        }
        self.sentences.iter_mut().flatten().flatten().for_each(&mut *visit);
        self.clusters.iter_mut().flatten().flatten().for_each(visit);
    }
}

fn quotation(quote: &GoldQuote, key: &str, names: &[String], shows: Shows) -> Quotation {
    let attributes = shows == Shows::Attributes;
    let told = match quote.told {
        None => Some(NONE),
        Some(_) if attributes => None,
        Some(_) => unusual_type(quote).map(QuoteType::as_str),
    };
    let form = match (quote.mention, quote.mention_kind) {
        (Some(_), None) => Some(NONE),
        (Some(_), Some(_)) if attributes => None,
        (_, kind) => kind.map(|kind| kind.as_str()),
    };
    let marked = !quote.marks.is_empty() && quote.marks == quote.parts;
    let apart = !marked && !quote.marks.is_empty();
    Quotation {
        key: key.to_owned(),
        id: quote.id.clone(),
        kind: None,
        told: told.map(str::to_owned),
        mention_kind: form.map(str::to_owned),
        speaker: quote.speaker.filter(|_| !attributes).and_then(|index| names.get(index)).cloned(),
        saying: quote.saying.filter(|_| !attributes),
        unscorable: quote.unscorable && !attributes,
        chain: quote.chain,
        marked,
        marks: if apart { quote.marks.iter().copied().map(pair).collect() } else { Vec::new() },
        parts: if apart { quote.parts.iter().copied().map(pair).collect() } else { Vec::new() },
    }
}

/// Escapes, as JSON does, what some reader of lines takes for the end of one, and what XML does not allow.
pub(in crate::eval) fn one_line(json: &str) -> String {
    use std::fmt::Write as _;
    let mut line = String::with_capacity(json.len());
    for character in json.chars() {
        if matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}') {
            // Writing to a string cannot fail.
            let _ = write!(line, "\\u{:04x}", u32::from(character));
        } else {
            line.push(character);
        }
    }
    line
}
