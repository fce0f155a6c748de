//! What changed since an earlier report: figures, the paired difference and how sure it is, and which
//! quotations came right or went wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::iter::Sum;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bootstrap;
use super::judge::Measure;
use super::report::{Header, ItemRecord};
use super::summary::{Interval, Percent, Summary};
use super::table::{self, Grid};

/// An earlier report, as far as it is compared.
#[derive(Deserialize)]
struct Earlier {
    #[serde(default)]
    measured: Header,
    #[serde(default)]
    summary: Value,
    #[serde(default)]
    items: Vec<ItemRecord>,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What the two reports did not measure alike.
    pub warnings: Vec<String>,
    /// Figures that changed, by their place in the summary: old and new, in percent.
    pub figures: Vec<(String, f64, f64)>,
    /// The measure that says what is right.
    pub measure: &'static str,
    /// Over the quotations that both reports hold; none where the earlier one holds no quotations.
    pub paired: Option<Paired>,
    /// Quotations that came right.
    pub fixed: Vec<Change>,
    /// Quotations that went wrong.
    pub broken: Vec<Change>,
}

/// The difference over quotations that both reports hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Paired {
    /// Quotations that both hold and whose gold tells.
    pub told: u64,
    /// Right before.
    pub old: Percent,
    /// Right now.
    pub new: Percent,
    /// `new` less `old`.
    pub difference: Percent,
    /// 95 % interval of `difference`: documents are drawn with replacement, both systems on the same ones.
    pub interval: Interval,
    /// How likely the fixed and the broken would be at least so far from balance if each change were as
    /// likely for better as for worse (McNemar's test, exact). It takes quotations for independent, which
    /// those of one dialogue are not: where it and the interval disagree, believe the interval.
    pub p: f64,
}

/// A quotation that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its document.
    pub doc: String,
    /// Its id in its document.
    pub id: String,
    /// The verdict before and the rule that decided.
    pub old: (String, Option<String>),
    /// The verdict now and the rule that decides.
    pub new: (String, Option<String>),
    /// The gold speaker, where the gold is ours.
    pub speaker: Option<String>,
    /// The quotation, where the gold is ours.
    pub text: Option<String>,
}

/// Both systems on one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Both {
    told: u64,
    old: u64,
    new: u64,
}

impl Sum for Both {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |total, one| Self {
            told: total.told + one.told,
            old: total.old + one.old,
            new: total.new + one.new,
        })
    }
}

impl Both {
    #[allow(clippy::cast_precision_loss)]
    fn share(self, part: u64) -> Option<f64> {
        (self.told > 0).then(|| part as f64 / self.told as f64)
    }

    #[allow(clippy::cast_precision_loss)]
    fn difference(self) -> Option<f64> {
        (self.told > 0).then(|| (self.new as f64 - self.old as f64) / self.told as f64)
    }
}

/// Compares with `old`, a report in JSON; without its items only figures are compared.
///
/// # Errors
/// What is wrong with `old`.
pub fn compare(
    old: &str,
    header: &Header,
    summary: &Summary,
    items: &[ItemRecord],
    measure: Measure,
) -> Result<Comparison, String> {
    let old: Earlier = serde_json::from_str(old).map_err(|cause| format!("not a report in JSON: {cause}"))?;
    let summary = serde_json::to_value(summary).map_err(|cause| cause.to_string())?;
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    figures("", &old.summary, &mut before);
    figures("", &summary, &mut after);
    let changed = after.into_iter().filter_map(|(name, new)| {
        let old = *before.get(&name)?;
        ((new - old).abs() >= 0.005).then_some((name, old, new))
    });

    let known: BTreeMap<(&str, &str), &ItemRecord> =
        old.items.iter().map(|item| ((item.doc.as_str(), item.id.as_str()), item)).collect();
    let (mut fixed, mut broken) = (Vec::new(), Vec::new());
    let mut documents: BTreeMap<&str, Both> = BTreeMap::new();
    for item in items {
        let Some(old) = known.get(&(item.doc.as_str(), item.id.as_str())) else { continue };
        let (was, is) = (is_right(old, measure), is_right(item, measure));
        let both = documents.entry(item.doc.as_str()).or_default();
        both.told += 1;
        both.old += u64::from(was);
        both.new += u64::from(is);
        match (was, is) {
            (false, true) => fixed.push(change(old, item, measure)),
            (true, false) => broken.push(change(old, item, measure)),
            _ => {}
        }
    }
    let documents: Vec<Both> = documents.into_values().collect();
    let total: Both = documents.iter().copied().sum();
    let paired = (total.told > 0).then(|| Paired {
        told: total.told,
        old: Percent(total.share(total.old)),
        new: Percent(total.share(total.new)),
        difference: Percent(total.difference()),
        interval: Interval(bootstrap::interval(&documents, Both::difference)),
        p: mcnemar(fixed.len() as u64, broken.len() as u64),
    });
    Ok(Comparison {
        warnings: unlike(&old.measured, header),
        figures: changed.collect(),
        measure: measure.as_str(),
        paired,
        fixed,
        broken,
    })
}

/// What two reports did not measure alike.
fn unlike(old: &Header, new: &Header) -> Vec<String> {
    let pairs = [
        ("gold", old.gold.clone(), new.gold.clone()),
        ("kinds", old.kinds.join(","), new.kinds.join(",")),
        ("saying", old.saying.to_string(), new.saying.to_string()),
        ("gold spans", old.gold_spans.to_string(), new.gold_spans.to_string()),
    ];
    let differing = pairs.into_iter().filter(|(_, old, new)| old != new);
    differing.map(|(what, old, new)| format!("not the same {what}: “{old}” then, “{new}” now")).collect()
}

/// Two-sided exact McNemar test: the chance of a split at least so uneven among `fixed + broken` fair coins.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn mcnemar(fixed: u64, broken: u64) -> f64 {
    let (few, all) = (fixed.min(broken), fixed + broken);
    // In logarithms: two to the minus all may be too small to write.
    let mut term = -(all as f64) * std::f64::consts::LN_2;
    let mut tail = term.exp();
    for count in 1..=few {
        term += ((all - count + 1) as f64 / count as f64).ln();
        tail += term.exp();
    }
    (2.0 * tail).min(1.0)
}

fn change(old: &ItemRecord, new: &ItemRecord, measure: Measure) -> Change {
    let state = |item: &ItemRecord| (verdict(item, measure).to_owned(), item.rule.clone());
    Change {
        doc: new.doc.clone(),
        id: new.id.clone(),
        old: state(old),
        new: state(new),
        speaker: new.speaker.clone(),
        text: new.text.clone(),
    }
}

fn verdict(item: &ItemRecord, measure: Measure) -> &str {
    let verdict = match measure {
        Measure::Character => &item.character,
        Measure::Name => &item.name,
        Measure::Mention => &item.mention,
        Measure::Chain => &item.chain,
    };
    match verdict.as_str() {
        // Where the gold does not tell who spoke, found is right.
        "untold" | "" if item.found => "found",
        "untold" | "" => "unfound",
        known => known,
    }
}

fn is_right(item: &ItemRecord, measure: Measure) -> bool {
    matches!(verdict(item, measure), "right" | "found")
}

/// The shares of a summary by their place in it; counts change with the gold and say little, and single
/// documents are told by their quotations.
fn figures(place: &str, value: &Value, out: &mut BTreeMap<String, f64>) {
    const SHARES: [&str; 9] = [
        "precision",
        "recall",
        "f1",
        "accuracy",
        "of_found",
        "exact_share",
        "found_share",
        "answered_share",
        "error",
    ];
    let Value::Object(fields) = value else { return };
    for (key, value) in fields.iter().filter(|(key, _)| *key != "by_document") {
        let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        match value.as_f64() {
            Some(figure) if SHARES.contains(&key.as_str()) => {
                out.insert(place, figure);
            }
            _ => figures(&place, value, out),
        }
    }
}

impl Comparison {
    /// The comparison as text.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::new();
        for warning in &self.warnings {
            let _ = writeln!(out, "Compare with care: {warning}\n");
        }
        if self.figures.is_empty() {
            out.push_str("No figure changed.\n\n");
        } else {
            let mut grid = Grid::new(&["CHANGED FIGURES", "old", "new", "delta"]);
            for (name, old, new) in &self.figures {
                let delta = format!("{:+.2}", new - old);
                grid.row(vec![name.clone(), format!("{old:.2}"), format!("{new:.2}"), delta]);
            }
            grid.write(&mut out);
        }
        if let Some(paired) = &self.paired {
            let points = |share: f64| format!("{:+.1}", share * 100.0);
            let interval = paired.interval.0.map_or_else(String::new, |(low, high)| {
                format!(", 95 % {} to {} over documents", points(low), points(high))
            });
            let _ = writeln!(
                out,
                "DIFFERENCE by {}: {} → {} of {} quotations, {} points{interval}; p {} (McNemar, exact)\n",
                self.measure,
                table::percent(paired.old),
                table::percent(paired.new),
                paired.told,
                paired.difference.0.map_or_else(String::new, points),
                told(paired.p),
            );
        }
        for (title, changes) in [("FIXED", &self.fixed), ("BROKEN", &self.broken)] {
            let _ = writeln!(out, "{title}: {} by {}", changes.len(), self.measure);
            for change in changes {
                let state = |(verdict, rule): &(String, Option<String>)| {
                    format!("{verdict} ({})", rule.as_deref().unwrap_or("no rule"))
                };
                let _ = write!(
                    out,
                    "  {} {}  {} → {}",
                    change.doc,
                    change.id,
                    state(&change.old),
                    state(&change.new)
                );
                if let Some(text) = &change.text {
                    let shown: String = text.chars().take(70).collect();
                    let _ = write!(out, "  {shown}");
                }
                if let Some(speaker) = &change.speaker {
                    let _ = write!(out, "  [gold: {speaker}]");
                }
                out.push('\n');
            }
            out.push('\n');
        }
        out
    }
}

/// A probability, as far as it matters.
#[must_use]
pub fn told(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("= {p:.4}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mcnemar_by_hand() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        near(mcnemar(0, 0), 1.0);
        near(mcnemar(5, 5), 1.0);
        // One of eight: twice (1 + 8) of 256.
        near(mcnemar(1, 7), 18.0 / 256.0);
        near(mcnemar(7, 1), 18.0 / 256.0);
        near(mcnemar(0, 6), 2.0 / 64.0);
        // Far beyond what two to the minus 2000 can be written as.
        assert!(mcnemar(900, 1100) < 1e-4 && mcnemar(995, 1005) > 0.8);
    }

    #[test]
    fn both_systems_are_drawn_together() {
        // In every document one of four quotations came right: the difference has no spread, although the
        // documents are far apart.
        let documents = [(4, 0, 1), (4, 3, 4), (4, 1, 2)].map(|(told, old, new)| Both { told, old, new });
        assert_eq!(bootstrap::interval(&documents, Both::difference), Some((0.25, 0.25)));
    }
}
