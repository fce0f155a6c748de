//! Each rule's confidence: its precision as measured on the dev gold.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a rule is worth before it has been measured.
const UNMEASURED: f32 = 0.5;

/// The measured precisions, `models/attribution/precision.toml`, written by `whosaid eval --write-precision`.
static MEASURED: LazyLock<FxHashMap<String, f32>> = LazyLock::new(|| {
    let table = include_str!("../../models/attribution/precision.toml");
    let table: toml::Table = table.parse().unwrap_or_default();
    table
        .into_iter()
        .filter_map(|(rule, entry)| {
            #[allow(clippy::cast_possible_truncation)]
            let precision = entry.get("precision")?.as_float()? as f32;
            Some((rule, precision.clamp(0.0, 1.0)))
        })
        .collect()
});

/// The share of a rule's answers that are right, from 0 to 1.
#[must_use]
pub fn of(rule: &str) -> f32 {
    MEASURED.get(rule).copied().unwrap_or(UNMEASURED)
}
