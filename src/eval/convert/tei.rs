//! TEI P5 with quotations as `said` and `soCalled`: what we write, and what people make of it.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document as Xml, Node};

use super::Tally;
use crate::eval::exchange::draft::{Draft, DraftQuote};
use crate::eval::exchange::rest::{self, Rest};
use crate::eval::exchange::speakers;
use crate::eval::gold::{GoldDocument, QuoteType};
use crate::eval::read::Fault;
use crate::eval::read::spans::mention_kind;
use crate::layers::QuoteKind;
use crate::ner::labels::{self, Mapped};
use crate::span::Span;

mod people;
mod pieces;

use people::People;
use pieces::{Named as _, Piece, Reader, groups, stretches, text_of};

/// Reads a file as one document.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, Fault> {
    let xml = Xml::parse(file.trim_start_matches('\u{feff}')).map_err(|cause| {
        Fault::at(cause.pos().row as usize, format!("not XML that can be read here: {cause}"))
    })?;
    let root = xml.root_element();
    if root.tag_name().name() != "TEI" {
        return Err(Fault::at(1, format!("<TEI> is expected, not <{}>", root.tag_name().name())));
    }
    let slot = root.descendants().find(|node| node.has_tag_name_of("xenoData")).and_then(|node| {
        let json: String = node.children().filter_map(|inner| inner.text()).collect();
        json.contains(rest::SCHEMA).then_some((line(&xml, node), json))
    });
    let mut rest: Option<Rest> = match slot {
        None => None,
        Some((line, json)) => Some(serde_json::from_str(json.trim()).map_err(|cause| {
            Fault::at(line, format!("the JSON in <xenoData> is damaged: {cause}; take it from a copy"))
        })?),
    };
    let title = root.descendants().find(|node| node.has_tag_name_of("title")).map(text_of);
    let id = rest.as_ref().map_or_else(
        || {
            title
                .as_deref()
                .map(speakers::plain)
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| name.to_owned())
        },
        |rest| rest.id.clone(),
    );
    let body = root
        .children()
        .find(|node| node.has_tag_name_of("text"))
        .ok_or_else(|| Fault::at(1, "there is no <text>"))?;
    let mut people = People::new(root);
    let Reader { text, pieces } = Reader::read(body);
    let (mut quotes, entities) = put_together(&pieces, &text, &id, tally);
    for quote in &mut quotes {
        quote.speaker = quote.speaker.take().and_then(|who| people.key(&who, &id, &quote.key, tally));
    }
    let listed = people.characters();
    rest.get_or_insert_with(|| Rest { id: id.clone(), ..Rest::default() }).characters = listed;
    let gold = Draft { id, text, quotes, entities, rest, ..Draft::default() }.gold(tally);
    Ok(vec![gold.map_err(|cause| Fault::at(1, cause.to_string()))?])
}

fn line(xml: &Xml<'_>, node: Node<'_, '_>) -> usize {
    xml.text_pos_at(node.range().start).row as usize
}

type Entities = Vec<(Span, crate::layers::EntityLabel)>;

fn put_together(pieces: &[Piece], text: &str, id: &str, tally: &mut Tally) -> (Vec<DraftQuote>, Entities) {
    let (mut quotes, mut entities, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for places_of in groups(pieces) {
        let group: Vec<&Piece> = places_of.iter().filter_map(|&place| pieces.get(place)).collect();
        let Some(&first) = group.first() else { continue };
        let mut spans = stretches(&group);
        let named = || first.get("id").unwrap_or(&first.element);
        match first.element.as_str() {
            "said" | "soCalled" | "q" | "quote" => {
                if spans.is_empty() {
                    tally.unplaced(id, named(), "an empty quotation is left out");
                    continue;
                }
                spans.sort_unstable();
                group.iter().filter_map(|piece| piece.get("id")).for_each(|id| {
                    places.insert(id, quotes.len());
                });
                quotes.push(quotation(&group, spans, quotes.len()));
            }
            "name" | "persName" | "orgName" | "placeName" => {
                let label = match first.element.as_str() {
                    "persName" => Some("PER"),
                    "orgName" => Some("ORG"),
                    "placeName" => Some("LOC"),
                    _ => first.get("type"),
                };
                match label.and_then(labels::entity) {
                    Some(Mapped::To(label)) => entities.extend(cover(&spans).map(|span| (span, label))),
                    _ => tally.problem(
                        id,
                        named(),
                        format!("a name of type {} is left out", label.unwrap_or("–")),
                    ),
                }
            }
            "rs" | "seg" => {
                let what = first.get("type").unwrap_or_default();
                if let ("source" | "cue", Some(span)) = (what, cover(&spans)) {
                    sources.push((first, span));
                }
            }
            _ => {}
        }
    }
    for (piece, span) in sources {
        apply(piece, span, &places, &mut quotes, text, id, tally);
    }
    (quotes, entities)
}

fn cover(spans: &[Span]) -> Option<Span> {
    Some(spans.first()?.cover(*spans.last()?))
}

fn quotation(group: &[&Piece], parts: Vec<Span>, number: usize) -> DraftQuote {
    let get = |name: &str| group.iter().find_map(|piece| piece.get(name));
    let ana: BTreeSet<&str> = group.iter().flat_map(|piece| piece.pointers("ana")).collect();
    let scare = group.first().is_some_and(|piece| piece.element == "soCalled");
    let kind = if scare {
        Some(QuoteKind::Scare)
    } else {
        ana.iter().find_map(|word| QuoteKind::parse(word)).or_else(|| match get("direct") {
            // What is not direct may be mixed: the marks tell.
            Some("true") => Some(QuoteKind::Direct),
            _ => None,
        })
    };
    let keys = group.iter().filter_map(|piece| piece.get("id")).map(bare);
    DraftQuote {
        key: keys.min_by_key(|key| key.len()).map_or_else(|| format!("said-{}", number + 1), str::to_owned),
        parts,
        kind,
        told: ana.iter().find_map(|word| QuoteType::parse(word)),
        speaker: if scare { get("corresp") } else { get("who") }.map(str::to_owned),
        saying: if ana.contains("said") { Some(true) } else { ana.contains("thought").then_some(false) },
        unscorable: ana.contains("unscorable"),
        ..DraftQuote::default()
    }
}

/// `q7.2` is a piece of `q7`.
fn bare(id: &str) -> &str {
    match id.rsplit_once('.') {
        Some((key, number)) if !key.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) => key,
        _ => id,
    }
}

/// Gives a source or cue to the quotations that it serves.
fn apply(
    piece: &Piece,
    span: Span,
    places: &BTreeMap<&str, usize>,
    quotes: &mut [DraftQuote],
    text: &str,
    id: &str,
    tally: &mut Tally,
) {
    let cue = piece.get("type") == Some("cue");
    let what = if cue { "cue" } else { "source" };
    let item = span.text(text);
    let mut any = false;
    for pointer in piece.pointers("corresp") {
        let Some(quote) = places.get(pointer).and_then(|&place| quotes.get_mut(place)) else {
            tally.problem(id, item, format!("the {what} is of #{pointer}, which is not there"));
            any = true;
            continue;
        };
        any = true;
        let place = if cue { &mut quote.cue } else { &mut quote.mention };
        if place.is_some() {
            tally.problem(id, item, format!("a second {what} is left out"));
            continue;
        }
        *place = Some(span);
        if !cue {
            quote.mention_kind = piece.get("subtype").and_then(mention_kind);
        }
    }
    if !any {
        tally.problem(
            id,
            item,
            format!("a {what} without corresp, that is without a quotation, is left out"),
        );
    }
}
