//! Quotations in any brat standoff, and RiQuA's in particular.
//!
//! A stretch is a quotation if its type says so (*Quotation*, *DirectQuote*, *Content*, …). Its source, cue and
//! kind are what an event or a relation links it with. RiQuA has relations *Speaker* and *Cueing*.

use std::path::Path;

use super::standoff::{self, Link, Standoff};
use super::{Marks, Places, Tally, contents, files, stem, whole};
use crate::document::Document;
use crate::eval::gold::{GoldDocument, GoldQuote, QuoteType};
use crate::eval::read::ReadError;
use crate::eval::read::spans::nest;
use crate::layers::{MentionKind, QuoteKind};
use crate::ner::labels::{self, Mapped};

/// Reads every `.ann` file with the `.txt` beside it. `named`: whether stretches with a label of a set of named
/// entities are entities; RiQuA's are mentions of characters.
pub(super) fn documents(path: &Path, named: bool, tally: &mut Tally) -> Result<Vec<GoldDocument>, ReadError> {
    let mut documents = Vec::new();
    for file in files(path, &[".ann"])? {
        let text = contents(&file.with_extension("txt"))?;
        let inside = file.strip_prefix(path).ok().filter(|inside| inside.components().next().is_some());
        let id = inside.map_or_else(
            || stem(&file),
            |inside| inside.with_extension("").to_string_lossy().replace('\\', "/"),
        );
        let document = Document::new(id, text).map_err(|cause| whole(&file, cause.to_string()))?;
        documents.push(read(document, &contents(&file)?, named, tally));
    }
    Ok(documents)
}

fn read(document: Document, file: &str, named: bool, tally: &mut Tally) -> GoldDocument {
    let mut gold = GoldDocument::new(document);
    let id = gold.document.id().to_owned();
    let text = gold.document.text();
    let places = Places::new(text);
    let standoff = standoff::parse(&id, file, &places, tally);
    let marks = Marks::new(text);
    let mut quotes = Vec::new();
    let mut entities = Vec::new();
    for key in &standoff.order {
        let Some(bound) = standoff.bounds.get(key) else { continue };
        if is_quotation(&bound.name) {
            let said = standoff.attributes.get(key).into_iter().flatten().chain([&bound.name]);
            let kind = said.filter_map(|name| kind(name)).next();
            let kind = kind.unwrap_or_else(|| marks.kind(&bound.spans));
            quotes.push((key.as_str(), GoldQuote::new(key, bound.spans.clone(), kind)));
        } else if named {
            match labels::entity(&bound.name) {
                Some(Mapped::To(label)) => entities.extend(bound.cover().map(|span| (span, label))),
                Some(Mapped::Aside) => {
                    tally.problem(&id, key, format!("label {} is left out", bound.name));
                }
                None => {}
            }
        }
    }
    for link in standoff.events.iter().chain(&standoff.relations) {
        apply(link, &standoff, &mut quotes, &id, tally);
    }
    let mut quotes: Vec<GoldQuote> = quotes.into_iter().map(|(_, quote)| quote).collect();
    for quote in &mut quotes {
        quote.mention_kind = quote.mention.map(|mention| mention_kind(mention.text(text)));
        quote.told = Some(QuoteType::of_mention(quote.mention_kind));
    }
    quotes.sort_by_key(|quote| quote.parts.first().copied());
    nest(&mut quotes);
    gold.quotes = quotes;
    entities.sort_unstable_by_key(|&(span, label)| (span, label as u8));
    gold.entities = (!entities.is_empty()).then_some(entities);
    gold
}

/// Gives the quotation of an event or relation its source or cue.
fn apply(link: &Link, standoff: &Standoff, quotes: &mut [(&str, GoldQuote)], id: &str, tally: &mut Tally) {
    let Some((_, quote)) = quotes.iter_mut().find(|(key, _)| link.roles.iter().any(|(_, of)| of == key))
    else {
        return;
    };
    for (role, of) in &link.roles {
        let Some(bound) = standoff.bounds.get(of) else {
            // An event may be the argument of another one.
            if !of.starts_with('E') {
                tally.problem(id, &link.id, format!("{of} is not there"));
            }
            continue;
        };
        if is_quotation(&bound.name) {
            continue;
        }
        // A relation says by its own name what the other end is, an event by the role.
        let named = if role.starts_with("Arg") { &link.name } else { role }.to_lowercase();
        let meant = |what: &[&str]| what.iter().any(|word| named.starts_with(word));
        if meant(&["speaker", "source"]) {
            match quote.mention {
                None => quote.mention = bound.longest(),
                Some(_) => tally.problem(id, &link.id, "a second speaker is left out"),
            }
        } else if meant(&["cue"]) && quote.cue.is_none() {
            quote.cue = bound.spans.first().copied();
        }
    }
}

fn is_quotation(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("quot") || name.contains("speech") || name == "content"
}

fn kind(name: &str) -> Option<QuoteKind> {
    let name = name.to_lowercase();
    // "indirect" holds "direct".
    ["indirect", "mixed", "scare", "direct"]
        .into_iter()
        .find(|kind| name.contains(kind))
        .and_then(QuoteKind::parse)
}

/// The form of a mention, by its letters alone.
fn mention_kind(words: &str) -> MentionKind {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    if words.split_whitespace().count() == 1
        && matches!(
            words.to_lowercase().as_str(),
            "he" | "she" | "it" | "they" | "i" | "we" | "you" | "who" | "him" | "her" | "them" | "me" | "us"
        )
    {
        MentionKind::Pronoun
    } else if last.starts_with(char::is_uppercase) {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    }
}
