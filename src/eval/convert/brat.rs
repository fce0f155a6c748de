//! Quotations in any brat standoff, and RiQuA's in particular.
//!
//! A stretch is a quotation if its type says so (*Quotation*, *DirectQuote*, *Content*, …). Its source, cue and
//! kind are what an event or a relation links it with. RiQuA has relations *Speaker* and *Cueing*.

use std::path::Path;

use super::standoff::{self, Bound, Link, Standoff};
use super::{Places, Tally, contents, files, stem};
use crate::eval::exchange::draft::{Draft, DraftQuote};
use crate::eval::exchange::rest::Rest;
use crate::eval::gold::{GoldDocument, QuoteType};
use crate::eval::read::spans::mention_kind;
use crate::eval::read::{Fault, ReadError};
use crate::layers::QuoteKind;
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
        let read = read(id, text, &contents(&file)?, named, tally);
        documents.push(read.map_err(|fault| fault.of(&file))?);
    }
    Ok(documents)
}

/// Reads the annotations of a text.
pub(in crate::eval) fn read(
    id: String,
    text: String,
    file: &str,
    named: bool,
    tally: &mut Tally,
) -> Result<GoldDocument, Fault> {
    let places = Places::new(&text);
    let standoff = standoff::parse(&id, file, &places, tally);
    let rest: Option<Rest> = match &standoff.slot {
        None => None,
        Some((line, slot)) => Some(serde_json::from_str(slot).map_err(|cause| {
            Fault::at(
                *line,
                format!("the note that whosaid keeps here is damaged: {cause}; take it from a copy"),
            )
        })?),
    };
    let mut quotes = Vec::new();
    let mut entities = Vec::new();
    for key in &standoff.order {
        let Some(bound) = standoff.bounds.get(key) else { continue };
        if is_quotation(&bound.name) {
            let spans = bound.spans.clone();
            let quote = DraftQuote { key: key.clone(), parts: spans, ..DraftQuote::default() };
            quotes.push((key.as_str(), said(quote, bound, &standoff, rest.is_some())));
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
        apply(link, &standoff, &mut quotes, rest.is_some(), &id, tally);
    }
    let quotes: Vec<DraftQuote> = quotes.into_iter().map(|(_, quote)| quote).collect();
    Draft { id, text, quotes, entities, rest, ..Draft::default() }
        .gold(tally)
        .map_err(|cause| Fault::at(1, cause.to_string()))
}

/// What the attributes and notes of a quotation say.
fn said(mut quote: DraftQuote, bound: &Bound, standoff: &Standoff, ours: bool) -> DraftQuote {
    let attributes = standoff.attributes.get(&quote.key).map_or(&[][..], Vec::as_slice);
    let value = |name: &str| {
        attributes.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).next_back()
    };
    quote.kind = value("Kind").and_then(QuoteKind::parse).or_else(|| {
        attributes.iter().map(|(_, value)| value).chain([&bound.name]).find_map(|name| kind(name))
    });
    quote.told = value("Told").and_then(QuoteType::parse);
    quote.saying = value("Saying").and_then(|saying| match saying {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    quote.unscorable = value("Unscorable").is_some();
    // Notes in other people's files may say anything.
    quote.speaker = standoff.notes.get(&quote.key).filter(|_| ours).cloned();
    quote
}

/// Gives the quotation of an event or relation its source or cue.
fn apply(
    link: &Link,
    standoff: &Standoff,
    quotes: &mut [(&str, DraftQuote)],
    ours: bool,
    id: &str,
    tally: &mut Tally,
) {
    let Some((_, quote)) = quotes.iter_mut().find(|(key, _)| link.roles.iter().any(|(_, of)| of == key))
    else {
        if ours {
            tally.problem(id, &link.id, "a relation without a quotation is left out");
        }
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
                None => {
                    quote.mention = bound.longest();
                    let form = standoff.attributes.get(of).into_iter().flatten();
                    let form = form.filter(|(name, _)| name == "Form").map(|(_, form)| form);
                    quote.mention_kind = form.filter_map(|form| mention_kind(form)).next_back();
                    // Whoever notes the speaker beside the source means the quotation.
                    if ours && quote.speaker.is_none() {
                        quote.speaker = standoff.notes.get(of).cloned();
                    }
                }
                Some(_) => tally.problem(id, &link.id, "a second speaker is left out"),
            }
        } else if meant(&["cue"]) {
            match quote.cue {
                None => quote.cue = bound.spans.first().copied(),
                Some(_) if ours => tally.problem(id, &link.id, "a second cue is left out"),
                Some(_) => {}
            }
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
