//! What changed since an earlier report.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

use super::judge::Measure;
use super::report::ItemRecord;
use super::summary::Summary;
use super::table::Grid;

/// An earlier report, as far as it is compared.
#[derive(Deserialize)]
struct Earlier {
    #[serde(default)]
    summary: Value,
    #[serde(default)]
    items: Vec<ItemRecord>,
}

/// The figures that changed, and the quotations that came right or went wrong, as text. `old` is a report
/// in JSON; without its items only figures are compared.
///
/// # Errors
/// What is wrong with `old`.
pub fn compare(
    old: &str,
    summary: &Summary,
    items: &[ItemRecord],
    measure: Measure,
) -> Result<String, String> {
    let old: Earlier = serde_json::from_str(old).map_err(|cause| format!("not a report in JSON: {cause}"))?;
    let summary = serde_json::to_value(summary).map_err(|cause| cause.to_string())?;
    let mut out = String::new();
    let mut grid = Grid::new(&["CHANGED FIGURES", "old", "new", "delta"]);
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    figures("", &old.summary, &mut before);
    figures("", &summary, &mut after);
    let mut changed = 0;
    for (name, new) in &after {
        let Some(old) = before.get(name) else { continue };
        if (new - old).abs() >= 0.005 {
            changed += 1;
            grid.row(vec![
                name.clone(),
                format!("{old:.2}"),
                format!("{new:.2}"),
                format!("{:+.2}", new - old),
            ]);
        }
    }
    if changed == 0 {
        out.push_str("No figure changed.\n\n");
    } else {
        grid.write(&mut out);
    }

    let known: BTreeMap<(&str, &str), &ItemRecord> =
        old.items.iter().map(|item| ((item.doc.as_str(), item.id.as_str()), item)).collect();
    let (mut fixed, mut broken) = (Vec::new(), Vec::new());
    for item in items {
        let Some(old) = known.get(&(item.doc.as_str(), item.id.as_str())) else { continue };
        match (is_right(old, measure), is_right(item, measure)) {
            (false, true) => fixed.push((*old, item)),
            (true, false) => broken.push((*old, item)),
            _ => {}
        }
    }
    for (title, changes) in [("FIXED", fixed), ("BROKEN", broken)] {
        let _ = writeln!(out, "{title}: {} by {}", changes.len(), measure.as_str());
        for (old, new) in changes {
            let state = |item: &ItemRecord| {
                format!("{} ({})", verdict(item, measure), item.rule.as_deref().unwrap_or("no rule"))
            };
            let _ = write!(out, "  {} {}  {} → {}", new.doc, new.id, state(old), state(new));
            if let Some(text) = &new.text {
                let shown: String = text.chars().take(70).collect();
                let _ = write!(out, "  {shown}");
            }
            out.push('\n');
        }
        out.push('\n');
    }
    Ok(out)
}

fn verdict(item: &ItemRecord, measure: Measure) -> &str {
    match measure {
        Measure::Name => &item.name,
        Measure::Mention => &item.mention,
        Measure::Chain => &item.chain,
    }
}

/// Where the gold does not tell who spoke, found is right.
fn is_right(item: &ItemRecord, measure: Measure) -> bool {
    match verdict(item, measure) {
        "untold" => item.found,
        verdict => verdict == "right",
    }
}

/// The shares of a summary by their place in it; counts change with the gold and say little.
fn figures(place: &str, value: &Value, out: &mut BTreeMap<String, f64>) {
    const SHARES: [&str; 8] =
        ["precision", "recall", "f1", "accuracy", "of_found", "exact_share", "found_share", "answered_share"];
    let Value::Object(fields) = value else { return };
    for (key, value) in fields {
        let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        match value.as_f64() {
            Some(figure) if SHARES.contains(&key.as_str()) => {
                out.insert(place, figure);
            }
            _ => figures(&place, value, out),
        }
    }
}
