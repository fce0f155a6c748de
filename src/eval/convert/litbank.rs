//! LitBank, <https://github.com/dbamman/litbank>: quotations, their speakers and coreference in excerpts of
//! novels, by sentence and token.
//!
//! Where the folder `original` holds the text as it was, tokens are found in it again: both are the same but
//! for white space. Without it the tokens joined by blanks are the text. A speaker is a chain of mentions;
//! its names are its label and its mentions that are proper names. These are the entities, too.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::{Tally, contents, files, whole};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, GoldSpeaker};
use crate::eval::read::ReadError;
use crate::eval::read::spans::nest;
use crate::layers::QuoteKind;
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

pub(super) fn documents(path: &Path, tally: &mut Tally) -> Result<Vec<GoldDocument>, ReadError> {
    let folder = path.join("quotations").join("tsv");
    if !folder.is_dir() {
        return Err(whole(path, "LitBank's root folder is expected, with quotations/tsv in it"));
    }
    let mut documents = Vec::new();
    for file in files(&folder, &[".ann"])? {
        let name = super::stem(&file);
        let title = name.strip_suffix("_brat").unwrap_or(&name);
        let id = format!("litbank/{title}");
        let tokenised = contents(&file.with_extension("txt"))?;
        let original = path.join("original").join(format!("{title}.txt"));
        let original = if original.exists() { Some(contents(&original)?) } else { None };
        let (text, tokens) = align(&id, &tokenised, original, tally);
        let document = Document::new(&*id, text).map_err(|cause| whole(&file, cause.to_string()))?;
        let mut gold = GoldDocument::new(document);
        let chains = path.join("coref").join("tsv").join(format!("{name}.ann"));
        let chains = if chains.exists() {
            coreference(&contents(&chains)?, &mut gold, &tokens, tally)
        } else {
            tally.problem(&id, "coref", "there is no coreference for this text");
            BTreeMap::new()
        };
        quotations(&contents(&file)?, &mut gold, &tokens, &chains, tally);
        documents.push(gold);
    }
    Ok(documents)
}

/// Tokens by sentence.
type Tokens = Vec<Vec<Span>>;

/// The text, and where its tokens stand in it.
fn align(id: &str, tokenised: &str, original: Option<String>, tally: &mut Tally) -> (String, Tokens) {
    if let Some(original) = original {
        match find(tokenised, &original) {
            Ok(tokens) => return (original, tokens),
            Err(token) => tally.problem(
                id,
                "original",
                format!(
                    "“{token}” of the tokens is not in the original text; the tokens are taken for the text"
                ),
            ),
        }
    }
    let tokens = find(tokenised, tokenised).unwrap_or_default();
    (tokenised.to_owned(), tokens)
}

/// Finds the tokens in a text that differs from them in white space alone. The first token that is not there
/// is the error.
fn find<'t>(tokenised: &'t str, text: &str) -> Result<Tokens, &'t str> {
    let mut characters = text.char_indices().filter(|(_, character)| !character.is_whitespace());
    let mut sentences = Vec::new();
    for line in tokenised.lines() {
        let mut sentence = Vec::new();
        for token in line.split_whitespace() {
            let mut place: Option<Span> = None;
            for wanted in token.chars() {
                match characters.next() {
                    Some((at, character)) if character == wanted => {
                        let here = Span::of(at, at + character.len_utf8());
                        place = Some(place.map_or(here, |before| before.cover(here)));
                    }
                    _ => return Err(token),
                }
            }
            sentence.extend(place);
        }
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// The stretch from one token to another: sentence and token of both, as four columns.
fn stretch(columns: &[&str], tokens: &Tokens) -> Option<Span> {
    let &[first, from, last, to] = columns else { return None };
    let token = |sentence: &str, token: &str| -> Option<Span> {
        tokens.get(sentence.parse::<usize>().ok()?)?.get(token.parse::<usize>().ok()?).copied()
    };
    let (start, end) = (token(first, from)?, token(last, to)?);
    (start.start < end.end).then(|| start.cover(end))
}

/// A chain: its index, and the names in it.
struct Chain {
    index: usize,
    names: Vec<String>,
}

fn coreference(
    file: &str,
    gold: &mut GoldDocument,
    tokens: &Tokens,
    tally: &mut Tally,
) -> BTreeMap<String, Chain> {
    let id = gold.document.id().to_owned();
    let text = gold.document.text();
    let mut mentions: FxHashMap<&str, (Span, bool)> = FxHashMap::default();
    let mut entities = Vec::new();
    let mut chains: BTreeMap<String, Chain> = BTreeMap::new();
    let mut spans: Vec<Vec<Span>> = Vec::new();
    let rows = || file.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    for row in rows() {
        let ["MENTION", key, first, from, last, to, words, label, form] = row.as_slice() else { continue };
        let Some(span) = stretch(&[first, from, last, to], tokens) else {
            tally.unplaced(&id, key, "a mention outside the text is left out");
            continue;
        };
        check(&id, key, text, span, words, tally);
        let proper = *form == "PROP";
        mentions.insert(key, (span, proper));
        if let (true, Some(Mapped::To(label))) = (proper, labels::entity(label)) {
            entities.push((span, label));
        }
    }
    for row in rows() {
        let ["COREF", key, label] = row.as_slice() else { continue };
        let Some(&(span, proper)) = mentions.get(key) else {
            tally.problem(&id, key, format!("is in the chain {label} and no mention"));
            continue;
        };
        let chain = chains.entry((*label).to_owned()).or_insert_with(|| {
            spans.push(Vec::new());
            Chain { index: spans.len() - 1, names: Vec::new() }
        });
        if let Some(chain) = spans.get_mut(chain.index) {
            chain.push(span);
        }
        let name = span.text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        if proper && !chain.names.contains(&name) {
            chain.names.push(name);
        }
    }
    for chain in &mut spans {
        chain.sort_unstable();
    }
    entities.sort_unstable_by_key(|&(span, label)| (span, label as u8));
    entities.dedup();
    gold.chains = spans;
    gold.entities = Some(entities);
    chains
}

fn quotations(
    file: &str,
    gold: &mut GoldDocument,
    tokens: &Tokens,
    chains: &BTreeMap<String, Chain>,
    tally: &mut Tally,
) {
    let id = gold.document.id().to_owned();
    let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut quotes: Vec<GoldQuote> = Vec::new();
    for line in file.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        match row.as_slice() {
            ["QUOTE", key, first, from, last, to, words] => match stretch(&[first, from, last, to], tokens) {
                Some(span) => {
                    check(&id, key, gold.document.text(), span, words, tally);
                    quotes.push(GoldQuote::new(*key, vec![span], QuoteKind::Direct));
                }
                None => tally.unplaced(&id, key, "a quotation outside the text is left out"),
            },
            ["ATTRIB", key, label] => {
                let Some(quote) = quotes.iter_mut().find(|quote| quote.id == *key) else {
                    tally.problem(&id, key, format!("is attributed to {label} and no quotation"));
                    continue;
                };
                let chain = chains.get(*label);
                if chain.is_none() {
                    tally.problem(&id, key, format!("there is no chain of the speaker {label}"));
                }
                quote.chain = chain.map(|chain| chain.index);
                quote.speaker = Some(*speakers.entry(label).or_insert_with(|| {
                    let name = label.rsplit_once('-').map_or(*label, |(name, _)| name).replace('_', " ");
                    let aliases = chain.map_or_else(Vec::new, |chain| chain.names.clone());
                    gold.speakers.push(GoldSpeaker { name, aliases, kind: None });
                    gold.speakers.len() - 1
                }));
            }
            [] | [""] => {}
            _ => tally.problem(&id, row.first().unwrap_or(&""), "a line that is neither QUOTE nor ATTRIB"),
        }
    }
    quotes.sort_by_key(|quote| quote.parts.first().copied());
    nest(&mut quotes);
    gold.quotes = quotes;
}

/// The corpus gives the words as tokens, with blanks where the text may have none.
fn check(id: &str, key: &str, text: &str, span: Span, words: &str, tally: &mut Tally) {
    let letters =
        |words: &str| words.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    if letters(span.text(text)) == letters(words) && span.text(text) != words {
        tally.checked += 1;
        tally.spaced += 1;
    } else {
        tally.check(id, key, text, span, words);
    }
}
