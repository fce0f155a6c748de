//! Gold as Label Studio tasks, <https://labelstud.io/guide/export>: `eval/FORMATS.md` has the layout.

use serde_json::{Map, Value, json};

use crate::eval::convert::Units;
use crate::eval::exchange::answers::Answers;
use crate::eval::exchange::graph::{Graph, Region, What};
use crate::eval::exchange::rest::{Rest, Shows, unusual_type};
use crate::eval::exchange::speakers;
use crate::eval::gold::{GoldDocument, GoldQuote};
use crate::span::Span;

/// The labelling interface that goes with the tasks: paste it into the project's settings as code.
pub const CONFIG: &str = include_str!("../../../eval/label-studio.xml");

/// The task's field that holds what Label Studio has no place for.
pub(in crate::eval) const SLOT: &str = "whosaid";

/// One document as one task: labelled by people without the engine's answers, a prediction with them.
///
/// Tasks go out as the items of one JSON array.
#[must_use]
pub fn task(gold: &GoldDocument, answers: Option<&Answers>) -> Value {
    let text = gold.document.text();
    let graph = Graph::of(gold);
    let mut result = Result { text, units: Units::chars(text), items: Vec::new() };
    let keys: Vec<String> = keys(&graph);
    let names = speakers::keys(&gold.speakers);
    for (region, key) in graph.regions.iter().zip(&keys) {
        result.region(region, key, answers);
        match region.what {
            What::Quotation(index) => {
                let (Some(quote), Some(&first)) = (gold.quotes.get(index), region.spans.first()) else {
                    continue;
                };
                let speaker = quote.speaker.and_then(|speaker| names.get(speaker));
                result.attributes(quote, speaker, key, first);
            }
            What::Source(Some(kind)) => {
                if let Some(&first) = region.spans.first() {
                    result.choice(key, first, "form", kind.as_str());
                }
            }
            _ => {}
        }
    }
    for &(from, to) in &graph.links {
        let name = if graph.is_cue(from) { "cue" } else { "speaker" };
        if let (Some(from), Some(to)) = (keys.get(from), keys.get(to)) {
            result.relation(from, to, name);
        }
    }
    let quotations = keys.get(..gold.quotes.len()).unwrap_or_default();
    let data = json!({
        "id": gold.document.id(),
        "text": text,
        "speakers": names.join("; "),
        (SLOT): Rest::of(gold, quotations, Shows::Attributes).value(text),
    });
    match answers {
        None => json!({ "data": data, "annotations": [{ "result": result.items }] }),
        Some(answers) => {
            let mut prediction = Map::new();
            prediction.insert("model_version".to_owned(), answers.model.clone().into());
            if let Some(score) = answers.score() {
                prediction.insert("score".to_owned(), score.into());
            }
            prediction.insert("result".to_owned(), result.items.into());
            json!({ "data": data, "predictions": [prediction] })
        }
    }
}

/// What each region is called; its further parts have a number behind it.
fn keys(graph: &Graph) -> Vec<String> {
    let keys = (1..).zip(&graph.regions).map(|(number, region)| {
        let letter = match region.what {
            What::Quotation(_) => 'q',
            What::Source(_) => 's',
            What::Cue => 'c',
            What::Entity(..) => 'e',
        };
        format!("{letter}{number}")
    });
    keys.collect()
}

struct Result<'t> {
    text: &'t str,
    units: Units,
    items: Vec<Value>,
}

impl Result<'_> {
    /// The place of a region, which each of its results repeats.
    fn place(&self, span: Span) -> Map<String, Value> {
        let mut value = Map::new();
        value.insert("start".to_owned(), self.units.at(span.start).into());
        value.insert("end".to_owned(), self.units.at(span.end).into());
        value.insert("text".to_owned(), span.text(self.text).into());
        value
    }

    fn push(
        &mut self,
        key: &str,
        control: &str,
        sort: &str,
        value: Map<String, Value>,
    ) -> Option<&mut Value> {
        self.items.push(
            json!({ "id": key, "from_name": control, "to_name": "text", "type": sort, "value": value }),
        );
        self.items.last_mut()
    }

    fn region(&mut self, region: &Region, key: &str, answers: Option<&Answers>) {
        for (number, &span) in (1..).zip(&region.spans) {
            let mut value = self.place(span);
            value.insert("labels".to_owned(), json!([region.what.label()]));
            let own = part(key, number);
            if let (Some(item), Some(answers)) = (self.push(&own, "label", "labels", value), answers) {
                let (score, rules) = match region.what {
                    What::Quotation(index) => {
                        let reason = answers.reason(index);
                        (
                            reason.and_then(|reason| reason.confidence),
                            reason.and_then(|reason| reason.rules()),
                        )
                    }
                    What::Entity(index, _) => (answers.entities.get(index).copied(), None),
                    _ => (None, None),
                };
                if let Some(score) = score {
                    item["score"] = score.into();
                }
                if let Some(rules) = rules {
                    item["meta"] = json!({ "text": [rules] });
                }
            }
            if number > 1 {
                self.relation(&own, &part(key, number - 1), "continues");
            }
        }
    }

    fn attributes(&mut self, quote: &GoldQuote, speaker: Option<&String>, key: &str, first: Span) {
        self.choice(key, first, "kind", quote.kind.as_str());
        if let Some(speaker) = speaker {
            let mut value = self.place(first);
            value.insert("text".to_owned(), json!([speaker]));
            self.push(key, "speaker", "textarea", value);
        }
        if let Some(told) = unusual_type(quote) {
            self.choice(key, first, "told", told.as_str());
        }
        if let Some(saying) = quote.saying {
            self.choice(key, first, "saying", if saying { "said" } else { "thought" });
        }
        if quote.unscorable {
            self.choice(key, first, "scoring", "unscorable");
        }
    }

    fn choice(&mut self, key: &str, span: Span, control: &str, choice: &str) {
        let mut value = self.place(span);
        value.insert("choices".to_owned(), json!([choice]));
        self.push(key, control, "choices", value);
    }

    fn relation(&mut self, from: &str, to: &str, name: &str) {
        self.items.push(json!({
            "from_id": from, "to_id": to, "type": "relation", "direction": "right", "labels": [name],
        }));
    }
}

fn part(key: &str, number: usize) -> String {
    if number == 1 { key.to_owned() } else { format!("{key}.{number}") }
}
