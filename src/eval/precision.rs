//! How often each attribution rule is right: what its confidence is made of.

use std::fmt::Write as _;

use super::Evaluation;
use super::judge::{Measure, Verdict};
use super::summary::{Rows, RuleRow, Summary};

/// Precision as TOML, a table a rule: `fired` judged answers, `right` ones, and `precision` with add-one
/// smoothing, (right + 1) / (fired + 2), so that a rule seen once is not taken for certain.
///
/// An answer is judged by name where the gold has names, else by mention. Answers for what is no quotation
/// are not the attribution rule's fault and do not count.
#[must_use]
pub fn toml(evaluation: &Evaluation<'_>, summary: &Summary) -> String {
    let measure = leading_measure(evaluation);
    let mut out = format!(
        "# Precision of each attribution rule on the gold set “{}”, judged by {}; written by `whosaid eval --write-precision`.\n",
        evaluation.gold.name,
        measure.as_str()
    );
    let mut rows: Vec<(&str, u64, u64)> = judged(&summary.rules, measure).collect();
    rows.sort_unstable();
    for (rule, fired, right) in rows {
        #[allow(clippy::cast_precision_loss)]
        let precision = (right + 1) as f64 / (fired + 2) as f64;
        let _ = write!(out, "\n[{rule}]\nfired = {fired}\nright = {right}\nprecision = {precision:.4}\n");
    }
    out
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
