//! Labelled stretches with links between them, as annotation tools export them, to a draft of gold.

use std::collections::BTreeMap;

use super::Tally;
use crate::eval::exchange::draft::DraftQuote;
use crate::eval::gold::QuoteType;
use crate::layers::{EntityLabel, MentionKind, QuoteKind};
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

/// A labelled stretch and what people chose for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) span: Span,
    pub(super) kind: Option<QuoteKind>,
    pub(super) form: Option<MentionKind>,
    pub(super) told: Option<QuoteType>,
    pub(super) saying: Option<bool>,
    pub(super) unscorable: bool,
    pub(super) speaker: Option<String>,
}

/// A link between two stretches.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Quotation,
    Source,
    Cue,
    Other,
}

fn role(label: &str) -> Role {
    let label = label.to_lowercase();
    if label.contains("quot") || label == "content" {
        Role::Quotation
    } else if label == "source" || label == "speaker" {
        Role::Source
    } else if label == "cue" {
        Role::Cue
    } else {
        Role::Other
    }
}

/// Puts the stretches of a document together. Links count in either direction, and what they mean follows from the
/// labels at their ends.
pub(super) fn draft(
    regions: Vec<Region>,
    links: &[Link],
    id: &str,
    tally: &mut Tally,
) -> (Vec<DraftQuote>, Vec<(Span, EntityLabel)>) {
    let places: BTreeMap<&str, usize> =
        regions.iter().enumerate().map(|(index, region)| (region.key.as_str(), index)).collect();
    let mut joined: Vec<usize> = (0..regions.len()).collect();
    let mut others = Vec::new();
    for link in links {
        let ends = places.get(link.from.as_str()).copied().zip(places.get(link.to.as_str()).copied());
        let Some((from, to)) = ends else {
            tally.problem(id, &format!("{}→{}", link.from, link.to), "one end of the relation is not there");
            continue;
        };
        let both = |wanted| [from, to].iter().all(|&end| role_of(&regions, end) == wanted);
        if both(Role::Quotation) && from != to {
            // The earlier key stays; both groups are one.
            let (one, other) = (root(&joined, from), root(&joined, to));
            if let Some(place) = joined.get_mut(one.max(other)) {
                *place = one.min(other);
            }
        } else {
            others.push((from, to, link));
        }
    }
    let mut quotes: BTreeMap<usize, DraftQuote> = BTreeMap::new();
    let mut entities = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        match role(&region.label) {
            Role::Quotation => {
                add(quotes.entry(root(&joined, index)).or_default(), region);
            }
            Role::Other => match labels::entity(&region.label) {
                Some(Mapped::To(label)) => entities.push((region.span, label)),
                _ => tally.problem(id, &region.key, format!("label {} is left out", region.label)),
            },
            Role::Source | Role::Cue => {}
        }
    }
    for (from, to, link) in others {
        let (from, to) = match role_of(&regions, to) {
            Role::Quotation => (from, to),
            _ => (to, from),
        };
        let item = format!("{}→{}", link.from, link.to);
        let (Some(quote), Some(source)) = (quotes.get_mut(&root(&joined, to)), regions.get(from)) else {
            tally.problem(id, &item, "a relation without a quotation is left out");
            continue;
        };
        match role(&source.label) {
            Role::Source if quote.mention.is_none() => {
                (quote.mention, quote.mention_kind) = (Some(source.span), source.form);
                if quote.speaker.is_none() {
                    quote.speaker.clone_from(&source.speaker);
                }
            }
            Role::Cue if quote.cue.is_none() => quote.cue = Some(source.span),
            Role::Source => tally.problem(id, &item, "a second speaker is left out"),
            Role::Cue => tally.problem(id, &item, "a second cue is left out"),
            _ => tally.problem(id, &item, "a relation with neither source nor cue is left out"),
        }
    }
    let mut quotes: Vec<DraftQuote> = quotes.into_values().collect();
    for quote in &mut quotes {
        quote.parts.sort_unstable();
        quote.parts.dedup();
    }
    (quotes, entities)
}

fn role_of(regions: &[Region], index: usize) -> Role {
    regions.get(index).map_or(Role::Other, |region| role(&region.label))
}

/// The first stretch of the group that one belongs to.
fn root(joined: &[usize], mut index: usize) -> usize {
    while let Some(&up) = joined.get(index) {
        if up >= index {
            break;
        }
        index = up;
    }
    index
}

/// Makes a stretch a part of a quotation. What several parts say, the first says.
fn add(quote: &mut DraftQuote, region: &Region) {
    quote.parts.push(region.span);
    // Whatever part is exported first, or was deleted: `q7` and `q7.2` are parts of the quotation `q7`.
    let key = match region.key.rsplit_once('.') {
        Some((key, number)) if !key.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) => key,
        _ => &region.key,
    };
    if quote.key.is_empty() || key.len() < quote.key.len() {
        key.clone_into(&mut quote.key);
    }
    quote.kind = quote.kind.or(region.kind);
    quote.told = quote.told.or(region.told);
    quote.saying = quote.saying.or(region.saying);
    quote.unscorable |= region.unscorable;
    if quote.speaker.is_none() {
        quote.speaker.clone_from(&region.speaker);
    }
}
