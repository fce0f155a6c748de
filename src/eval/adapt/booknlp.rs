//! BookNLP, <https://github.com/booknlp/booknlp>: a folder a book, with `.quotes`, `.entities`, `.book` and `.tokens`.
//!
//! Places are numbers of tokens; `.tokens` tells where each stands (it says bytes and means code points). Without
//! it only the words of the quotations tell the place. A speaker's name is the proper name that the character
//! is called most, else the most frequent noun phrase.

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::draft::{Draft, Found, places};
use super::{Drafts, files};
use crate::eval::convert::Tally;
use crate::eval::read::{ReadError, contents};
use crate::io::offsets::OffsetUnit;
use crate::span::Span;

#[derive(Deserialize)]
struct Book {
    #[serde(default)]
    characters: Vec<Character>,
}

#[derive(Deserialize)]
struct Character {
    id: i64,
    #[serde(default)]
    mentions: Mentions,
}

#[derive(Default, Deserialize)]
struct Mentions {
    #[serde(default)]
    proper: Vec<Called>,
    #[serde(default)]
    common: Vec<Called>,
}

#[derive(Deserialize)]
struct Called {
    /// How often.
    c: u64,
    /// What.
    n: String,
}

pub(super) fn read(path: &Path, drafts: &mut Drafts<'_>) -> Result<(), ReadError> {
    for (name, file) in files(path, ".quotes", drafts)? {
        let optional = |ending: &str| {
            let beside = file.with_extension(ending);
            beside.exists().then(|| contents(&beside)).transpose()
        };
        let (quotes, tokens, entities, book) =
            (contents(&file)?, optional("tokens")?, optional("entities")?, optional("book")?);
        let book: Book = match book {
            None => Book { characters: Vec::new() },
            Some(book) => serde_json::from_str(&book).map_err(|cause| ReadError {
                path: file.with_extension("book"),
                line: Some(cause.line()),
                problem: cause.to_string(),
            })?,
        };
        let Some((draft, tally)) = drafts.of(&name) else { continue };
        if tokens.is_none() {
            tally.problem(&name, "tokens", "there is no .tokens file: words alone tell the places");
        }
        let tokens = tokens.map_or_else(Vec::new, |tokens| token_spans(&tokens, draft, tally));
        let mut names: FxHashMap<i64, String> = FxHashMap::default();
        for character in &book.characters {
            let most = |called: &[Called]| {
                called.iter().rev().max_by_key(|called| called.c).map(|called| called.n.clone())
            };
            let name = most(&character.mentions.proper).or_else(|| most(&character.mentions.common));
            names.extend(name.map(|name| (character.id, name)));
        }
        let entities = entities.unwrap_or_default();
        quotations(&quotes, &entities, &tokens, &names, draft, tally);
    }
    Ok(())
}

/// The rows of a table with a header, by the names of its columns.
fn table<'f>(file: &'f str, columns: &[&str]) -> Vec<Vec<&'f str>> {
    let mut lines = file.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let places: Vec<Option<usize>> =
        columns.iter().map(|column| header.iter().position(|name| name == column)).collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            places
                .iter()
                .map(|place| place.and_then(|place| cells.get(place)).copied().unwrap_or(""))
                .collect()
        })
        .collect()
}

fn token_spans(file: &str, draft: &mut Draft<'_>, tally: &mut Tally) -> Vec<Option<Span>> {
    let places = places(draft, OffsetUnit::Char);
    let mut spans = Vec::new();
    for row in table(file, &["token_ID_within_document", "word", "byte_onset", "byte_offset"]) {
        let [id, word, start, end] = row.as_slice() else { continue };
        let Ok(index) = id.parse::<usize>() else { continue };
        let span = start.parse().ok().zip(end.parse().ok()).and_then(|(start, end)| places.span(start, end));
        let span = draft.place(span, Some(word), &format!("token {id}"), tally);
        // Rows are numbered on; a number far ahead is no token of this text.
        if index <= draft.text().len() {
            spans.resize(spans.len().max(index + 1), None);
            if let Some(slot) = spans.get_mut(index) {
                *slot = span;
            }
        }
    }
    spans
}

fn quotations(
    quotes: &str,
    entities: &str,
    tokens: &[Option<Span>],
    names: &FxHashMap<i64, String>,
    draft: &mut Draft<'_>,
    tally: &mut Tally,
) {
    let stretch = |first: &str, last: &str| -> Option<Span> {
        let token = |index: &str| tokens.get(index.parse::<usize>().ok()?).copied().flatten();
        Some(token(first)?.cover(token(last)?))
    };
    let mut speakers: FxHashMap<i64, u32> = FxHashMap::default();
    let entities = table(entities, &["COREF", "start_token", "end_token", "prop", "cat", "text"]);
    for row in table(
        quotes,
        &["quote_start", "quote_end", "mention_start", "mention_end", "mention_phrase", "char_id", "quote"],
    ) {
        let [start, end, mention_start, mention_end, phrase, character, words] = row.as_slice() else {
            continue;
        };
        let item = format!("quote at token {start}");
        let Some(span) = draft.place(stretch(start, end), Some(words), &item, tally) else { continue };
        let speaker = character.parse::<i64>().ok().map(|id| {
            *speakers.entry(id).or_insert_with(|| {
                // Characters that are mentioned once are not in the book file.
                let mentions = || entities.iter().filter(|row| row.first().is_some_and(|of| of == character));
                let form = |form: &str| mentions().find(|row| row.get(3) == Some(&form));
                let called = form("PROP").or_else(|| form("NOM")).and_then(|row| row.get(5)).copied();
                let name = names.get(&id).cloned().unwrap_or_else(|| called.unwrap_or(phrase).to_owned());
                draft.new_speaker(name)
            })
        });
        let mention = stretch(mention_start, mention_end);
        let mention = mention.and_then(|span| draft.place(Some(span), Some(phrase), &item, tally));
        draft.quote(Found { parts: vec![span], mention, speaker, ..Found::default() });
    }
    for row in &entities {
        let [character, start, end, form, label, _] = row.as_slice() else { continue };
        let span = stretch(start, end);
        if *form == "PROP" {
            draft.entity(span, label);
        }
        let speaker = character.parse::<i64>().ok().and_then(|id| speakers.get(&id).copied());
        draft.mention(speaker, span);
    }
}
