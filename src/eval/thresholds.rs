//! Figures that must not fall.

use serde_json::Value;

use super::summary::Summary;

/// Checks a summary against the minimum figures of its gold set, and returns a line for each figure that is
/// below.
///
/// `file` is TOML: a table for each gold set, named as the set, from a figure's place in the JSON summary
/// (`"quotations.direct+mixed.f1"`) to its minimum in percent.
///
/// # Errors
/// What is wrong with the file: no TOML, no table for the set, a figure that the summary does not have.
/// A check that silently checks nothing would be worse than none.
pub fn check(file: &str, set: &str, summary: &Summary) -> Result<Vec<String>, String> {
    let table: toml::Table = file.parse().map_err(|cause: toml::de::Error| cause.to_string())?;
    let minimum = table
        .get(set)
        .and_then(toml::Value::as_table)
        .ok_or_else(|| format!("no thresholds for the gold set “{set}”: a table [{set}] is expected"))?;
    let summary = serde_json::to_value(summary).map_err(|cause| cause.to_string())?;
    let mut below = Vec::new();
    for (figure, least) in minimum {
        let least = least
            .as_float()
            .or_else(|| least.as_integer().and_then(|whole| i32::try_from(whole).ok()).map(f64::from))
            .ok_or_else(|| format!("{figure}: a number is expected"))?;
        let found = figure
            .split('.')
            .try_fold(&summary, |value: &Value, key| value.get(key))
            .ok_or_else(|| format!("{figure}: the summary has no such figure"))?;
        match found.as_f64() {
            Some(found) if found >= least => {}
            Some(found) => below.push(format!("{figure}: {found:.2} is below {least:.2}")),
            None => below.push(format!("{figure}: undefined, {least:.2} is expected")),
        }
    }
    Ok(below)
}
