//! Stanford CoreNLP, <https://stanfordnlp.github.io/CoreNLP/quote.html>: `-outputFormat json` with the annotators
//! `quote` and, if wanted, `coref`.
//!
//! Positions count UTF-16 units, as Java has them, or code points where the tokenizer was told so: what fits the
//! words of the quotations better is taken.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::draft::{Draft, Found, places};
use super::search;
use crate::eval::convert::{Places, Tally};
use crate::io::offsets::OffsetUnit;
use crate::span::Span;

#[derive(Deserialize)]
pub(super) struct Output {
    #[serde(default)]
    sentences: Vec<Sentence>,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    corefs: BTreeMap<String, Vec<Mention>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sentence {
    #[serde(default)]
    tokens: Vec<Token>,
    #[serde(default)]
    entitymentions: Vec<EntityMention>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    character_offset_begin: usize,
    character_offset_end: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EntityMention {
    character_offset_begin: usize,
    character_offset_end: usize,
    text: String,
    ner: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Quote {
    text: String,
    begin_index: usize,
    end_index: usize,
    mention: Option<String>,
    /// Tokens of the document, from 0; the last one is part of it.
    mention_begin: Option<usize>,
    mention_end: Option<usize>,
    mention_sieve: Option<String>,
    speaker: Option<String>,
    canonical_speaker: Option<String>,
    canonical_mention_begin: Option<usize>,
    canonical_mention_end: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mention {
    /// From 1.
    sent_num: usize,
    /// From 1; the end is one past the last.
    start_index: usize,
    end_index: usize,
}

pub(super) fn read(output: &Output, draft: &mut Draft<'_>, tally: &mut Tally) {
    let fits = |places: &Places<'_>| {
        let same = |quote: &&Quote| {
            let span = places.span(quote.begin_index, quote.end_index);
            span.is_some_and(|span| search::same(span.text(places.text()), &quote.text))
        };
        output.quotes.iter().filter(same).count()
    };
    let (utf16, points) = (places(draft, OffsetUnit::Utf16), places(draft, OffsetUnit::Char));
    let places = if fits(&points) > fits(&utf16) { points } else { utf16 };
    let tokens: Vec<Option<Span>> = output
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.tokens)
        .map(|token| places.span(token.character_offset_begin, token.character_offset_end))
        .collect();
    let stretch = |first: Option<usize>, last: Option<usize>| -> Option<Span> {
        let token = |index: usize| tokens.get(index).copied().flatten();
        Some(token(first?)?.cover(token(last?)?))
    };
    for entity in output.sentences.iter().flat_map(|sentence| &sentence.entitymentions) {
        let span = places.span(entity.character_offset_begin, entity.character_offset_end);
        // Pronouns are entity mentions there, which they are not here.
        if span.is_some_and(|span| span.text(places.text()).chars().any(char::is_uppercase)) {
            let span = draft.place(span, Some(&entity.text), "entity", tally);
            draft.entity(span, &entity.ner);
        }
    }
    let chains = chains(output, &stretch);
    for (index, quote) in output.quotes.iter().enumerate() {
        let item = format!("quote {index}");
        let span = places.span(quote.begin_index, quote.end_index);
        let Some(span) = draft.place(span, Some(&quote.text), &item, tally) else { continue };
        let canonical = quote.canonical_speaker.as_deref().and_then(|name| draft.speaker(name));
        let speaker = canonical.or_else(|| quote.speaker.as_deref().and_then(|name| draft.speaker(name)));
        let mention = stretch(quote.mention_begin, quote.mention_end);
        let mention =
            mention.and_then(|mention| draft.place(Some(mention), quote.mention.as_deref(), &item, tally));
        let named = stretch(quote.canonical_mention_begin, quote.canonical_mention_end);
        draft.mention(speaker, named);
        for chain in chains.iter().filter(|chain| named.is_some_and(|named| chain.contains(&named))) {
            for &span in chain {
                draft.mention(speaker, Some(span));
            }
        }
        let rule = quote.mention_sieve.clone();
        draft.quote(Found { parts: vec![span], mention, speaker, rule, ..Found::default() });
    }
}

/// The mentions of every chain.
fn chains(output: &Output, stretch: &dyn Fn(Option<usize>, Option<usize>) -> Option<Span>) -> Vec<Vec<Span>> {
    let mut starts = Vec::with_capacity(output.sentences.len());
    let mut before = 0;
    for sentence in &output.sentences {
        starts.push(before);
        before += sentence.tokens.len();
    }
    let span = |mention: &Mention| {
        let start = *starts.get(mention.sent_num.checked_sub(1)?)?;
        let first = start + mention.start_index.checked_sub(1)?;
        stretch(Some(first), Some(start + mention.end_index.checked_sub(2)?))
    };
    output.corefs.values().map(|chain| chain.iter().filter_map(span).collect()).collect()
}
