//! doccano's JSON lines, sequence labelling with relations or without.

use serde::Deserialize;
use serde_json::Value;

use super::regions::{self, Link, Region};
use super::{Places, Tally};
use crate::eval::exchange::draft::Draft;
use crate::eval::exchange::rest::Rest;
use crate::eval::gold::GoldDocument;
use crate::eval::read::{Fault, lines};
use crate::layers::QuoteKind;

#[derive(Deserialize)]
struct Line {
    id: Option<u64>,
    text: String,
    document: Option<String>,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    relations: Vec<Relation>,
    /// The form without relations: start, end, label.
    #[serde(default)]
    label: Vec<(usize, usize, String)>,
    whosaid: Option<Rest>,
}

#[derive(Deserialize)]
struct Entity {
    id: Value,
    label: String,
    start_offset: usize,
    end_offset: usize,
}

#[derive(Deserialize)]
struct Relation {
    from_id: Value,
    to_id: Value,
}

/// Reads an export.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, Fault> {
    let documents = lines(file).map(|(number, line)| {
        let line: Line = serde_json::from_str(line).map_err(|cause| {
            Fault::at(number, format!("not a line of doccano's JSONL, with relations or without: {cause}"))
        })?;
        document(name, number, line, tally).map_err(|problem| Fault::at(number, problem))
    });
    documents.collect()
}

fn document(name: &str, number: usize, line: Line, tally: &mut Tally) -> Result<GoldDocument, String> {
    let rest = line.whosaid;
    let id = line
        .document
        .or_else(|| rest.as_ref().map(|rest| rest.id.clone()))
        .unwrap_or_else(|| format!("{name}#{}", line.id.unwrap_or(number as u64)));
    let places = Places::new(&line.text);
    let (mut regions, mut links) = (Vec::new(), Vec::new());
    let plain = (1..).zip(line.label).map(|(number, (start_offset, end_offset, label))| Entity {
        id: Value::from(number),
        label,
        start_offset,
        end_offset,
    });
    for entity in line.entities.into_iter().chain(plain) {
        let key = entity.id.to_string();
        let span = places.span(entity.start_offset, entity.end_offset).filter(|span| !span.is_empty());
        let Some(span) = span else {
            tally.unplaced(&id, &key, format!("{} lies outside the text and is left out", entity.label));
            continue;
        };
        // doccano gives labels anew; the slot knows ours by the ids that we wrote.
        let kind = entity.label.rsplit_once('-').and_then(|(_, kind)| QuoteKind::parse(kind));
        regions.push(Region { key, label: entity.label, span, kind, ..Region::default() });
    }
    for relation in line.relations {
        links.push(Link { from: relation.from_id.to_string(), to: relation.to_id.to_string() });
    }
    let (quotes, entities) = regions::draft(regions, &links, &id, tally);
    Draft { id, text: line.text, quotes, entities, rest, ..Draft::default() }
        .gold(tally)
        .map_err(|cause| cause.to_string())
}
