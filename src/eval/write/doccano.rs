//! Gold as doccano's JSON lines for sequence labelling with relations: `eval/FORMATS.md` has the layout.

use serde_json::{Value, json};

use crate::eval::convert::Units;
use crate::eval::exchange::graph::{Graph, What};
use crate::eval::exchange::rest::{Rest, Shows};
use crate::eval::exchange::speakers;
use crate::eval::gold::GoldDocument;

/// One document as one line of JSON, without the line break. doccano has no room for rules and confidences.
#[must_use]
pub fn line(gold: &GoldDocument) -> String {
    let text = gold.document.text();
    let units = Units::chars(text);
    let graph = Graph::of(gold);
    let (mut entities, mut relations) = (Vec::<Value>::new(), Vec::<Value>::new());
    // For each region the id of its first part.
    let mut firsts = Vec::with_capacity(graph.regions.len());
    for region in &graph.regions {
        let label = match region.what {
            What::Quotation(index) => gold
                .quotes
                .get(index)
                .map_or_else(|| "Quotation".to_owned(), |quote| format!("Quotation-{}", quote.kind.as_str())),
            what => what.label().to_owned(),
        };
        firsts.push(entities.len() + 1);
        for (number, span) in region.spans.iter().enumerate() {
            let id = entities.len() + 1;
            entities.push(json!({
                "id": id, "label": label, "start_offset": units.at(span.start), "end_offset": units.at(span.end),
            }));
            if number > 0 {
                relations.push(relation(relations.len(), id, id - 1, "continues"));
            }
        }
    }
    for &(from, to) in &graph.links {
        let name = if graph.is_cue(from) { "cue" } else { "speaker" };
        if let (Some(&from), Some(&to)) = (firsts.get(from), firsts.get(to)) {
            relations.push(relation(relations.len(), from, to, name));
        }
    }
    let keys: Vec<String> = firsts.iter().take(gold.quotes.len()).map(usize::to_string).collect();
    let line = json!({
        "text": text,
        "entities": entities,
        "relations": relations,
        "Comments": [],
        "document": gold.document.id(),
        "speakers": speakers::keys(&gold.speakers).join("; "),
        "whosaid": Rest::of(gold, &keys, Shows::Kinds).value(text),
    });
    line.to_string()
}

fn relation(before: usize, from: usize, to: usize, name: &str) -> Value {
    json!({ "id": before + 1, "from_id": from, "to_id": to, "type": name })
}
