//! What the confidence of an answer is worth: how precision rises as unsure answers are left out, and how
//! far each rule's stated confidence is from how often it is right.

use std::collections::BTreeMap;

use super::Evaluation;
use super::counts::{Counts, wilson};
use super::judge::{Measure, Verdict};
use super::summary::{Interval, Percent, Rows};
use crate::layers::QuoteKind;

/// What is left when answers below a confidence are left out.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CoveragePoint {
    /// The confidence, from 0 to 1.
    pub threshold: f64,
    /// Answers that are at least so sure.
    pub answered: u64,
    /// `answered` of the gold quotations whose gold tells, found or not.
    pub coverage: Percent,
    /// Right ones.
    pub right: u64,
    /// `right` of `answered`.
    pub precision: Percent,
}

/// The stated confidence of one rule beside how often it is right.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CalibrationRow {
    /// Answers that state a confidence, of quotations whose gold tells.
    pub answered: u64,
    /// Right ones.
    pub right: u64,
    /// Mean stated confidence.
    pub stated: Percent,
    /// `right` of `answered`.
    pub precision: Percent,
    /// 95 % interval of `precision` (Wilson's).
    pub interval: Interval,
}

/// How far confidence can be believed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Calibration {
    /// The measure that says what is right.
    pub measure: &'static str,
    /// Mean distance between a rule's stated confidence and its precision, weighed by its answers
    /// (expected calibration error, with rules as bins).
    pub error: Percent,
    /// Mean squared distance between stated confidence and outcome (Brier 1950), from 0 to 1.
    pub brier: Option<f64>,
    /// By rule, most answers first.
    pub rules: Rows<CalibrationRow>,
}

/// An answer with a confidence: how sure, by which rule, and whether it is right.
struct Stated<'e> {
    confidence: f64,
    rule: &'e str,
    right: bool,
}

impl Evaluation<'_> {
    /// By each measure that the gold tells, the points of the curve, surest answers first.
    pub(super) fn coverage(&self) -> Rows<Vec<CoveragePoint>> {
        let curve = |measure: Measure| {
            let told = self
                .items()
                .filter(|(_, item)| item.kind != QuoteKind::Scare && item.verdict(measure) != Verdict::Untold)
                .count() as u64;
            let points = curve(told, self.stated(measure));
            (!points.is_empty()).then(|| (measure.as_str().to_owned(), points))
        };
        Rows(Measure::ALL.into_iter().filter_map(curve).collect())
    }

    /// Calibration by one measure; none where no answer states a confidence.
    pub(super) fn calibration(&self, measure: Measure) -> Option<Calibration> {
        calibration(measure, &self.stated(measure))
    }

    fn stated(&self, measure: Measure) -> Vec<Stated<'_>> {
        self.items()
            .filter(|(_, item)| item.kind != QuoteKind::Scare && item.verdict(measure) >= Verdict::Wrong)
            .filter_map(|(document, item)| {
                let answer = self.answer(document, item)?;
                Some(Stated {
                    confidence: answer.confidence.filter(|confidence| confidence.is_finite())?,
                    rule: answer.rule.as_deref().unwrap_or("no rule"),
                    right: item.verdict(measure) == Verdict::Right,
                })
            })
            .collect()
    }
}

fn curve(told: u64, mut answers: Vec<Stated<'_>>) -> Vec<CoveragePoint> {
    answers.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut points = Vec::new();
    let (mut answered, mut right) = (0, 0);
    for alike in answers.chunk_by(|a, b| a.confidence.total_cmp(&b.confidence).is_eq()) {
        let Some(first) = alike.first() else { continue };
        answered += alike.len() as u64;
        right += alike.iter().filter(|answer| answer.right).count() as u64;
        let counts = Counts { gold: told, predicted: answered, right };
        points.push(CoveragePoint {
            threshold: rounded(first.confidence),
            answered,
            coverage: Percent(Counts { right: answered, ..counts }.recall()),
            right,
            precision: Percent(counts.precision()),
        });
    }
    points
}

#[allow(clippy::cast_precision_loss)]
fn calibration(measure: Measure, answers: &[Stated<'_>]) -> Option<Calibration> {
    let mut by_rule: BTreeMap<&str, Vec<&Stated<'_>>> = BTreeMap::new();
    for answer in answers {
        by_rule.entry(answer.rule).or_default().push(answer);
    }
    let total = answers.len() as f64;
    if answers.is_empty() {
        return None;
    }
    let mut error = 0.0;
    let mut rules: Vec<(String, CalibrationRow)> = Vec::new();
    for (rule, answers) in by_rule {
        let count = answers.len() as f64;
        let right = answers.iter().filter(|answer| answer.right).count() as u64;
        let stated = answers.iter().map(|answer| answer.confidence).sum::<f64>() / count;
        error += (stated - right as f64 / count).abs() * count / total;
        let counts = Counts { gold: 0, predicted: answers.len() as u64, right };
        let row = CalibrationRow {
            answered: counts.predicted,
            right,
            stated: Percent(Some(stated)),
            precision: Percent(counts.precision()),
            interval: Interval(wilson(right, counts.predicted)),
        };
        rules.push((rule.to_owned(), row));
    }
    rules.sort_by(|a, b| b.1.answered.cmp(&a.1.answered).then_with(|| a.0.cmp(&b.0)));
    let squares =
        answers.iter().map(|answer| (answer.confidence - f64::from(u8::from(answer.right))).powi(2));
    Some(Calibration {
        measure: measure.as_str(),
        error: Percent(Some(error)),
        brier: Some(rounded(squares.sum::<f64>() / total)),
        rules: Rows(rules),
    })
}

/// To four decimals: confidences come as 32-bit numbers, whose tails would only be noise in a report.
fn rounded(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Vec<Stated<'static>> {
        [(0.5, "b", false), (0.9, "a", true), (0.9, "a", true), (0.5, "b", true), (0.9, "a", false)]
            .map(|(confidence, rule, right)| Stated { confidence, rule, right })
            .into()
    }

    #[test]
    fn the_curve_by_hand() {
        // Ten quotations, five answered: three at 0.9, of which two are right, then two at 0.5, one right.
        let points = curve(10, answers());
        let shown: Vec<_> = points
            .iter()
            .map(|point| (point.threshold, point.answered, point.coverage.0, point.right, point.precision.0))
            .collect();
        assert_eq!(shown, [(0.9, 3, Some(0.3), 2, Some(2.0 / 3.0)), (0.5, 5, Some(0.5), 3, Some(0.6))]);
        assert!(curve(10, Vec::new()).is_empty());
    }

    #[test]
    fn calibration_by_hand() {
        let all = calibration(Measure::Name, &answers()).expect("answers");
        let (rule, row) = &all.rules.0[0];
        assert_eq!((rule.as_str(), row.answered, row.right), ("a", 3, 2));
        // |0.9 - 2/3| of three fifths and |0.5 - 1/2| of two fifths.
        let error = all.error.0.expect("defined");
        assert!((error - (0.9 - 2.0 / 3.0) * 0.6).abs() < 1e-9, "{error}");
        // Twice 0.01, once 0.81, twice 0.25; over five.
        assert_eq!(all.brier, Some(0.266));
        assert!(calibration(Measure::Name, &[]).is_none());
    }
}
