//! Label Studio's JSON: what was imported, corrected and exported again.
//!
//! Of each task the annotation that counts is the last one that was not cancelled, one that is marked as ground truth
//! before others; a task without annotations is read by its prediction. Positions are code points, as Label Studio has
//! counted them since its version 1.6.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::regions::{self, Link, Region};
use super::{Places, Tally};
use crate::eval::exchange::draft::Draft;
use crate::eval::exchange::rest::Rest;
use crate::eval::gold::{GoldDocument, QuoteType};
use crate::eval::read::spans::mention_kind;
use crate::eval::read::{Fault, lines};
use crate::eval::write::label_studio::SLOT;
use crate::io::offsets::OffsetUnit;
use crate::layers::QuoteKind;
use crate::span::Span;

#[derive(Deserialize)]
struct Task {
    id: Option<Value>,
    data: Data,
    #[serde(default)]
    annotations: Vec<Labelling>,
    #[serde(default)]
    predictions: Vec<Labelling>,
}

#[derive(Deserialize)]
struct Data {
    id: Option<Value>,
    text: String,
    #[serde(rename = "whosaid")]
    slot: Option<Rest>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Labelling {
    result: Vec<Item>,
    was_cancelled: Option<bool>,
    ground_truth: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: String,
    from_name: String,
    #[serde(rename = "type")]
    sort: String,
    value: Content,
    from_id: String,
    to_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    start: Option<Value>,
    end: Option<Value>,
    /// The words of a stretch, or the lines of a text field.
    text: Option<Value>,
    labels: Vec<String>,
    choices: Vec<String>,
}

/// Reads an export: an array of tasks, one task, or a task a line.
pub(in crate::eval) fn documents(
    name: &str,
    file: &str,
    tally: &mut Tally,
) -> Result<Vec<GoldDocument>, Fault> {
    let fault = |line: usize, cause: &serde_json::Error| {
        Fault::at(line, format!("not a Label Studio task (export as JSON): {cause}"))
    };
    let start = file.trim_start_matches('\u{feff}').trim_start();
    let tasks: Vec<(usize, Task)> = if start.starts_with('[') {
        let tasks: Vec<Task> =
            serde_json::from_str(start).map_err(|cause| fault(line_of(file, start, &cause), &cause))?;
        tasks.into_iter().map(|task| (1, task)).collect()
    } else if let Ok(task) = serde_json::from_str(start) {
        vec![(1, task)]
    } else {
        let each = lines(file).map(|(number, line)| {
            Ok((number, serde_json::from_str(line).map_err(|cause| fault(number, &cause))?))
        });
        each.collect::<Result<_, Fault>>()?
    };
    let documents = tasks.into_iter().enumerate().map(|(index, (line, task))| {
        let id = shown(task.data.id.as_ref())
            .or_else(|| shown(task.id.as_ref()).map(|id| format!("{name}#{id}")))
            .unwrap_or_else(|| format!("{name}#{index}"));
        document(id, task, tally).map_err(|problem| Fault::at(line, problem))
    });
    documents.collect()
}

/// The line of the file on which the array goes wrong.
fn line_of(file: &str, start: &str, cause: &serde_json::Error) -> usize {
    let before = file.len() - start.len();
    let skipped = file.get(..before).unwrap_or_default().matches('\n').count();
    skipped + cause.line().max(1)
}

fn shown(id: Option<&Value>) -> Option<String> {
    match id? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn document(id: String, task: Task, tally: &mut Tally) -> Result<GoldDocument, String> {
    let labelling = chosen(&id, task.annotations, task.predictions, tally);
    let text = task.data.text;
    let (regions, links) = read(&id, &text, labelling, tally);
    let (quotes, entities) = regions::draft(regions, &links, &id, tally);
    let rest = task.data.slot;
    Draft { id, text, quotes, entities, rest, ..Draft::default() }
        .gold(tally)
        .map_err(|cause| cause.to_string())
}

/// The labelling that counts.
fn chosen(
    id: &str,
    annotations: Vec<Labelling>,
    predictions: Vec<Labelling>,
    tally: &mut Tally,
) -> Labelling {
    let mut kept: Vec<Labelling> =
        annotations.into_iter().filter(|one| one.was_cancelled != Some(true)).collect();
    if kept.len() > 1 {
        tally.problem(id, "annotations", format!("there are {}; the last one counts", kept.len()));
        // Stable: of several the last stays the last.
        kept.sort_by_key(|one| one.ground_truth == Some(true));
    }
    kept.pop().or_else(|| predictions.into_iter().next_back()).unwrap_or_default()
}

fn read(id: &str, text: &str, labelling: Labelling, tally: &mut Tally) -> (Vec<Region>, Vec<Link>) {
    let mut places = Spots { id, places: Places::new(text), old: None };
    let mut regions: Vec<Region> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut links = Vec::new();
    let mut choices = Vec::new();
    for (number, item) in labelling.result.into_iter().enumerate() {
        match item.sort.as_str() {
            "labels" | "hypertextlabels" => {
                let Some(label) = item.value.labels.first() else {
                    tally.problem(id, &item.id, "a region without a label is left out");
                    continue;
                };
                if item.value.labels.len() > 1 {
                    tally.problem(id, &item.id, "a region with several labels; the first one counts");
                }
                let key = if item.id.is_empty() { format!("region-{number}") } else { item.id.clone() };
                let Some(span) = places.span(&item, tally) else { continue };
                if at.insert(key.clone(), regions.len()).is_some() {
                    tally.problem(id, &key, "the region's id occurs twice; relations go with the last");
                }
                regions.push(Region { key, label: label.clone(), span, ..Region::default() });
            }
            "relation" => links.push(Link { from: item.from_id, to: item.to_id }),
            _ => choices.push(item),
        }
    }
    for item in choices {
        match at.get(&item.id).and_then(|&index| regions.get_mut(index)) {
            Some(region) => choose(region, &item, id, tally),
            // What is said of the whole task is none of ours.
            None if item.value.start.is_none() => {}
            None => tally.problem(
                id,
                &item.id,
                format!("“{}” is said of a region that is not there", item.from_name),
            ),
        }
    }
    (regions, links)
}

/// What people chose for a region.
fn choose(region: &mut Region, item: &Item, id: &str, tally: &mut Tally) {
    if item.sort == "textarea" {
        let words = match &item.value.text {
            Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).next_back(),
            Some(Value::String(line)) => Some(line.as_str()),
            _ => None,
        };
        if item.from_name == "speaker" {
            region.speaker = words.map(str::to_owned);
        }
        return;
    }
    let Some(choice) = item.value.choices.last().map(String::as_str) else { return };
    let known = match item.from_name.as_str() {
        "kind" => {
            region.kind = QuoteKind::parse(choice);
            region.kind.is_some()
        }
        "told" => {
            region.told = QuoteType::parse(choice);
            region.told.is_some()
        }
        "form" => {
            region.form = mention_kind(choice);
            region.form.is_some()
        }
        "saying" => {
            region.saying = match choice {
                "said" => Some(true),
                "thought" => Some(false),
                _ => None,
            };
            region.saying.is_some()
        }
        "scoring" => {
            region.unscorable = choice == "unscorable";
            region.unscorable
        }
        _ => false,
    };
    if !known {
        tally.problem(id, &region.key, format!("{} “{choice}” is unknown and left out", item.from_name));
    }
}

struct Spots<'t> {
    id: &'t str,
    places: Places<'t>,
    /// Positions as versions before 1.6 counted them, made when they are needed.
    old: Option<Places<'t>>,
}

impl<'t> Spots<'t> {
    fn span(&mut self, item: &Item, tally: &mut Tally) -> Option<Span> {
        let text = self.places.text();
        let ends = position(item.value.start.as_ref()).zip(position(item.value.end.as_ref()));
        let span = ends.and_then(|(start, end)| self.places.span(start, end)).filter(|span| !span.is_empty());
        let words = item.value.text.as_ref().and_then(Value::as_str);
        if let (Some((start, end)), Some(words)) = (ends, words)
            && span.is_none_or(|span| span.text(text) != words)
        {
            let old: &Places<'t> = self.old.get_or_insert_with(|| Places::counting(text, OffsetUnit::Utf16));
            if let Some(span) =
                old.span(start, end).filter(|span| !span.is_empty() && span.text(text) == words)
            {
                tally.problem(
                    self.id,
                    &item.id,
                    "positions count UTF-16 units, as old versions of Label Studio did",
                );
                tally.checked += 1;
                return Some(span);
            }
        }
        let Some(span) = span else {
            tally.unplaced(self.id, &item.id, "the region lies outside the text and is left out");
            return None;
        };
        if let Some(words) = words {
            // The browser shows line breaks its own way.
            if span.text(text) == words {
                tally.checked += 1;
            } else {
                tally.check(self.id, &item.id, text, span, &words.replace("\\n", "\n"));
            }
        }
        Some(span)
    }
}

/// Positions are numbers; some exports have them as strings.
fn position(value: Option<&Value>) -> Option<usize> {
    match value? {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// The slot's name is part of [`Data`].
const _: () = assert!(matches!(SLOT.as_bytes(), b"whosaid"));
