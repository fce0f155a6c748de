//! How often each attribution rule is right: what its confidence is made of.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Evaluation;
use super::judge::{Measure, Verdict};
use super::summary::{Rows, RuleRow, Summary};

/// Precision as TOML, a table a rule: `fired` judged answers, `right` ones, and `precision` with add-one
/// smoothing, (right + 1) / (fired + 2), so that a rule seen once is not taken for certain.
///
/// `earlier` is such a table whose counts are added to, so that several gold sets make one figure; empty
/// for a new one.
///
/// An answer is judged by name where the gold has names, else by mention. Answers for what is no quotation
/// are not the attribution rule's fault and do not count.
#[must_use]
pub fn toml(evaluation: &Evaluation<'_>, summary: &Summary, earlier: &str) -> String {
    let measure = leading_measure(evaluation);
    let mut out = String::from(
        "# Precision of each attribution rule; written by `whosaid eval --write-precision`. Measured on:\n",
    );
    for line in earlier.lines().filter(|line| line.starts_with("# - ")) {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "# - {}, by {}", evaluation.gold.name, measure.as_str());
    let mut rows: BTreeMap<String, (u64, u64)> = counts(earlier);
    for (rule, fired, right) in judged(&summary.rules, measure) {
        let row = rows.entry(rule.to_owned()).or_default();
        *row = (row.0 + fired, row.1 + right);
    }
    for (rule, (fired, right)) in rows {
        #[allow(clippy::cast_precision_loss)]
        let precision = (right + 1) as f64 / (fired + 2) as f64;
        let _ = write!(out, "\n[{rule}]\nfired = {fired}\nright = {right}\nprecision = {precision:.4}\n");
    }
    out
}

/// The counts of an earlier table: answers judged and right ones, by rule.
fn counts(earlier: &str) -> BTreeMap<String, (u64, u64)> {
    let table: toml::Table = earlier.parse().unwrap_or_default();
    table
        .into_iter()
        .filter_map(|(rule, entry)| {
            let count = |key| {
                entry.get(key).and_then(toml::Value::as_integer).and_then(|count| u64::try_from(count).ok())
            };
            Some((rule, (count("fired")?, count("right")?)))
        })
        .collect()
}

fn judged(rules: &Rows<RuleRow>, measure: Measure) -> impl Iterator<Item = (&str, u64, u64)> {
    rules.0.iter().filter_map(move |(rule, row)| {
        let (_, score) = row.measures.0.iter().find(|(name, _)| name == measure.as_str())?;
        Some((rule.as_str(), score.told, score.right))
    })
}

/// The measure that tells most about a gold set: by name where it has names, else by mention, else by chain.
#[must_use]
pub fn leading_measure(evaluation: &Evaluation<'_>) -> Measure {
    let told =
        |measure: &Measure| evaluation.items().any(|(_, item)| item.verdict(*measure) != Verdict::Untold);
    Measure::ALL.into_iter().find(told).unwrap_or(Measure::Name)
}
