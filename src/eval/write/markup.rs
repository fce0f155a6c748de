//! Gold in our inline markup: front matter, then the text with its tags.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::eval::gold::GoldDocument;
use crate::layers::{MentionKind, QuoteKind};
use crate::marked::{self, Marked, Tag};
use crate::span::Span;

#[derive(Serialize)]
struct Front<'g> {
    id: &'g str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    speakers: BTreeMap<String, FrontSpeaker<'g>>,
}

#[derive(Serialize)]
struct FrontSpeaker<'g> {
    name: &'g str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'g [String],
}

/// What a document says that the markup cannot: one line each, empty where all is there.
#[must_use]
pub fn lost(gold: &GoldDocument) -> Vec<&'static str> {
    let any = |test: &dyn Fn(&crate::eval::gold::GoldQuote) -> bool| gold.quotes.iter().any(test);
    [
        (!gold.chains.is_empty(), "chains of mentions"),
        (gold.tokens.is_some(), "parts of speech"),
        (any(&|quote| quote.unscorable), "which quotations are not to be scored"),
        (any(&|quote| quote.saying == Some(false)), "which quotations are thought or intention"),
        (
            any(&|quote| {
                quote.kind != QuoteKind::Scare
                    && quote.told
                        != Some(crate::eval::gold::QuoteType::of_mention(
                            quote.mention.and(quote.mention_kind),
                        ))
            }),
            "types that do not follow from the mention",
        ),
        (
            any(&|quote| {
                quote.kind == QuoteKind::Scare && (quote.speaker.is_some() || quote.mention.is_some())
            }),
            "speakers of scare quotes",
        ),
    ]
    .into_iter()
    .filter_map(|(lost, what)| lost.then_some(what))
    .collect()
}

/// One document as a `.gold.txt` file.
#[must_use]
pub fn file(gold: &GoldDocument) -> String {
    let keys = keys(gold);
    let speakers = gold.speakers.iter().zip(&keys).map(|(speaker, key)| {
        let kind = speaker.kind.map(|kind| kind.as_str());
        (key.clone(), FrontSpeaker { name: &speaker.name, kind, aliases: &speaker.aliases })
    });
    let front = Front { id: gold.document.id(), speakers: speakers.collect() };
    // Strings and lists of strings are always TOML.
    let front = toml::to_string(&front).unwrap_or_default();
    let marked = Marked { text: gold.document.text().to_owned(), tags: tags(gold, &keys) };
    format!("+++\n{front}+++\n{}\n", marked::write(&marked))
}

/// A key for each speaker: the last word of the name, with a number where another one has it.
fn keys(gold: &GoldDocument) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for speaker in &gold.speakers {
        let word = speaker.name.split_whitespace().next_back().unwrap_or_default();
        let plain: String = word
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let base = if plain.is_empty() { "speaker".to_owned() } else { plain };
        let mut key = base.clone();
        let mut number = 2;
        while keys.contains(&key) {
            key = format!("{base}-{number}");
            number += 1;
        }
        keys.push(key);
    }
    keys
}

/// The number of each quotation: that of its id where all ids are like *q12*, else its place.
fn numbers(gold: &GoldDocument) -> Vec<u32> {
    let own: Option<Vec<u32>> =
        gold.quotes.iter().map(|quote| quote.id.strip_prefix('q')?.parse().ok()).collect();
    let mut seen: Vec<u32> = own.clone().unwrap_or_default();
    seen.sort_unstable();
    seen.dedup();
    match own {
        Some(own) if seen.len() == own.len() => own,
        _ => (1..).take(gold.quotes.len()).collect(),
    }
}

fn tags(gold: &GoldDocument, keys: &[String]) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut push = |name: &str, number: Option<u32>, attributes: Vec<String>, span: Span| {
        tags.push(Tag { name: name.to_owned(), number, attributes, span });
    };
    for &sentence in gold.sentences.iter().flatten() {
        push("s", None, Vec::new(), sentence);
    }
    for (quote, number) in gold.quotes.iter().zip(numbers(gold)) {
        let number = Some(number);
        let speech = quote.kind != QuoteKind::Scare;
        let key = quote.speaker.filter(|_| speech).and_then(|index| keys.get(index)).cloned();
        let attributes: Vec<String> = std::iter::once(quote.kind.as_str().to_owned()).chain(key).collect();
        for &part in &quote.parts {
            push("q", number, attributes.clone(), part);
        }
        if let Some(cue) = quote.cue {
            push("c", number, Vec::new(), cue);
        }
        if let Some(mention) = quote.mention.filter(|_| speech) {
            let kind = quote.mention_kind.unwrap_or(MentionKind::Name);
            let attributes =
                if kind == MentionKind::Name { Vec::new() } else { vec![kind.as_str().to_owned()] };
            push("m", number, attributes, mention);
        }
    }
    // Inside of what has the same place: a mention holds the name, and not the reverse.
    for &(span, label) in gold.entities.iter().flatten() {
        push(label.as_str(), None, Vec::new(), span);
    }
    tags
}
