//! Figures over a whole gold set.

use serde::ser::{Serialize, Serializer};

use super::Evaluation;
use super::answer::Outcome;
use super::bootstrap;
use super::clusters::ClusterRow;
use super::confidence::{Calibration, CoveragePoint};
use super::counts::Counts;
use super::gold::{GoldDocument, QuoteType};
use super::judge::{Group, Item, Judged, Measure, Verdict};
use super::precision;
use crate::layers::{QuoteKind, SpeakerKind};

/// A share of one as percent with two decimals; nothing where it is undefined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percent(pub Option<f64>);

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.map(|share| (share * 1e4).round() / 1e2).serialize(serializer)
    }
}

/// Low and high end of a 95 % interval, as percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval(pub Option<(f64, f64)>);

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.map(|(low, high)| [Percent(Some(low)), Percent(Some(high))]).serialize(serializer)
    }
}

/// Rows by name, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<R>(pub Vec<(String, R)>);

impl Rows<RuleRow> {
    /// The measures that any rule was judged by, each once, in the order they come.
    #[must_use]
    pub fn measures(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.0.iter().flat_map(|(_, row)| &row.measures.0) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }
}

impl<R: Serialize> Serialize for Rows<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, row)| (name, row)))
    }
}

/// Precision, recall and F1 of something.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Score {
    /// In the gold.
    pub gold: u64,
    /// Predicted.
    pub predicted: u64,
    /// Right.
    pub right: u64,
    /// Right of predicted.
    pub precision: Percent,
    /// Right of gold.
    pub recall: Percent,
    /// Their harmonic mean.
    pub f1: Percent,
    /// 95 % interval of `f1` over documents.
    pub f1_interval: Interval,
}

impl Score {
    /// From the counts of each document.
    #[must_use]
    pub fn of(documents: &[Counts]) -> Self {
        let total: Counts = documents.iter().copied().sum();
        Self {
            gold: total.gold,
            predicted: total.predicted,
            right: total.right,
            precision: Percent(total.precision()),
            recall: Percent(total.recall()),
            f1: Percent(total.f1()),
            f1_interval: Interval(bootstrap::interval(documents, Counts::f1)),
        }
    }
}

/// Pieces of quotations of one group.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct QuotationRow {
    /// Pieces: `right` are the paired ones.
    #[serde(flatten)]
    pub score: Score,
    /// Paired with the very same characters.
    pub exact: u64,
    /// `exact` of the paired ones.
    pub exact_share: Percent,
}

/// One measure over a set of quotations.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct MeasureRow {
    /// Quotations whose gold tells.
    pub told: u64,
    /// Right.
    pub right: u64,
    /// `right` of `told`, unfound quotations included: end to end.
    pub accuracy: Percent,
    /// 95 % interval of `accuracy` over documents.
    pub interval: Interval,
    /// `right` of those told and found.
    pub of_found: Percent,
    /// `right` of those told, found and credited to somebody.
    pub of_answered: Percent,
}

/// Attribution over a set of gold quotations.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AttributionRow {
    /// Quotations.
    pub gold: u64,
    /// Found.
    pub found: u64,
    /// `found` of `gold`.
    pub found_share: Percent,
    /// Found and credited to a speaker or a mention.
    pub answered: u64,
    /// `answered` of `gold`.
    pub answered_share: Percent,
    /// By each measure that the gold tells.
    #[serde(flatten)]
    pub measures: Rows<MeasureRow>,
}

/// Found quotations that one rule decided.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RuleRow {
    /// Found quotations that it decided.
    pub fired: u64,
    /// Right of those told, by each measure that the gold tells.
    #[serde(flatten)]
    pub measures: Rows<RuleScore>,
}

/// One measure over what one rule decided.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RuleScore {
    /// Quotations whose gold tells.
    pub told: u64,
    /// Right.
    pub right: u64,
    /// `right` of `told`.
    pub precision: Percent,
}

/// One document.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DocumentRow {
    /// Pieces in the gold, of every group.
    pub gold: u64,
    /// Pieces predicted.
    pub predicted: u64,
    /// Pieces paired.
    pub right: u64,
    /// Of the pieces.
    pub f1: Percent,
    /// Gold quotations but scare quotes.
    pub quotations: u64,
    /// Right of those told, by each measure that the gold tells.
    #[serde(flatten)]
    pub measures: Rows<RuleScore>,
}

/// Every figure.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Summary {
    /// How many documents.
    pub documents: usize,
    /// Ids of documents that the system failed on, each with its reason. They count as empty.
    pub failed: Vec<String>,
    /// Ids of documents without predictions. They count as empty.
    pub missing: Vec<String>,
    /// By group.
    pub quotations: Rows<QuotationRow>,
    /// Overall, by group, kind, type and kind of speaker.
    pub attribution: Rows<AttributionRow>,
    /// Quotations as clusters by speaker.
    pub clusters: Rows<ClusterRow>,
    /// By measure, what is left as unsure answers are left out.
    pub coverage: Rows<Vec<CoveragePoint>>,
    /// Stated confidence beside precision, where the answers state any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// By the rule that chose the mention.
    pub rules: Rows<RuleRow>,
    /// By the rule that chose the speaker.
    pub speaker_rules: Rows<RuleRow>,
    /// Canonical speakers that are credited with a quotation.
    pub speakers: Rows<Score>,
    /// Exact spans and labels.
    pub entities: Rows<Score>,
    /// Boundaries inside paragraphs.
    pub sentences: Rows<Score>,
    /// By document, in the order of the gold.
    pub by_document: Rows<DocumentRow>,
}

impl Summary {
    /// Every figure of an evaluation.
    #[must_use]
    pub fn new(evaluation: &Evaluation<'_>) -> Self {
        let pairs = || evaluation.gold.documents.iter().zip(&evaluation.outcomes);
        let failed = pairs().filter_map(|(document, outcome)| match outcome {
            Outcome::Failed(reason) => Some(format!("{}: {reason}", document.document.id())),
            _ => None,
        });
        let missing = pairs()
            .filter(|(_, outcome)| **outcome == Outcome::Missing)
            .map(|(document, _)| document.document.id().to_owned());
        Self {
            documents: evaluation.gold.documents.len(),
            failed: failed.collect(),
            missing: missing.collect(),
            quotations: quotations(evaluation),
            attribution: attribution(evaluation),
            clusters: evaluation.clusters(),
            coverage: evaluation.coverage(),
            calibration: evaluation.calibration(precision::leading_measure(evaluation)),
            rules: rules(evaluation, |quote| quote.rule.as_deref()),
            speaker_rules: rules(evaluation, |quote| quote.speaker_rule.as_deref()),
            speakers: evaluation.speakers(),
            entities: evaluation.entities(),
            sentences: evaluation.sentences(),
            by_document: by_document(evaluation),
        }
    }
}

fn quotations(evaluation: &Evaluation<'_>) -> Rows<QuotationRow> {
    let row = |group: Group| {
        let of_group = |kind| Group::of(kind) == group;
        let mut exact = 0;
        let documents: Vec<Counts> = evaluation
            .judged
            .iter()
            .map(|judged| {
                let mut counts = Counts::default();
                for item in judged.items.iter().filter(|item| of_group(item.kind)) {
                    counts += Counts { gold: item.pieces, predicted: item.paired, right: item.paired };
                    exact += item.exact;
                }
                counts.predicted +=
                    judged.spurious.iter().filter(|piece| of_group(piece.kind)).count() as u64;
                counts
            })
            .collect();
        let score = Score::of(&documents);
        let exact_share = Percent(Counts { gold: score.right, predicted: 0, right: exact }.recall());
        (score.gold + score.predicted > 0)
            .then(|| (group.as_str().to_owned(), QuotationRow { score, exact, exact_share }))
    };
    Rows(Group::ALL.into_iter().filter_map(row).collect())
}

fn attribution(evaluation: &Evaluation<'_>) -> Rows<AttributionRow> {
    let mut rows = Vec::new();
    let mut add = |name: &str, keep: &dyn Fn(usize, &Item) -> bool| {
        let row = attribution_row(evaluation, &|document, item: &Item| {
            item.kind != QuoteKind::Scare && keep(document, item)
        });
        if row.gold > 0 {
            rows.push((name.to_owned(), row));
        }
    };
    add("all", &|_, _| true);
    for group in [Group::Marked, Group::Indirect] {
        add(group.as_str(), &|_, item| Group::of(item.kind) == group);
    }
    for kind in [QuoteKind::Direct, QuoteKind::Mixed] {
        add(kind.as_str(), &|_, item| item.kind == kind);
    }
    for told in QuoteType::ALL {
        add(told.as_str(), &|_, item| item.told == Some(told));
    }
    for kind in SpeakerKind::ALL {
        add(kind.as_str(), &|document, item| evaluation.speaker_kind(document, item) == Some(kind));
    }
    Rows(rows)
}

fn attribution_row(evaluation: &Evaluation<'_>, keep: &dyn Fn(usize, &Item) -> bool) -> AttributionRow {
    let items = || evaluation.items().filter(|(document, item)| keep(*document, item));
    let count = |flags: &mut dyn Iterator<Item = bool>| flags.filter(|&flag| flag).count() as u64;
    let gold = items().count() as u64;
    let found = count(&mut items().map(|(_, item)| item.answer.is_some()));
    let answered = count(&mut items().map(|(document, item)| {
        evaluation
            .answer(document, item)
            .is_some_and(|quote| quote.speaker.is_some() || quote.mention.is_some())
    }));
    let share = |part| Percent(Counts { gold, predicted: 0, right: part }.recall());
    let measure = |measure: Measure| {
        let documents: Vec<Counts> = evaluation
            .judged
            .iter()
            .enumerate()
            .map(|(document, judged)| {
                let kept = judged.items.iter().filter(|item| keep(document, item));
                kept.map(|item| tally(item.verdict(measure))).sum()
            })
            .collect();
        let total: Counts = documents.iter().copied().sum();
        let found = items().map(|(_, item)| item.verdict(measure));
        let found = found.filter(|verdict| *verdict > Verdict::Unfound).count() as u64;
        (total.gold > 0).then(|| {
            let row = MeasureRow {
                told: total.gold,
                right: total.right,
                accuracy: Percent(total.recall()),
                interval: Interval(bootstrap::interval(&documents, Counts::recall)),
                of_found: Percent(Counts { gold: found, predicted: 0, right: total.right }.recall()),
                of_answered: Percent(total.precision()),
            };
            (measure.as_str().to_owned(), row)
        })
    };
    AttributionRow {
        gold,
        found,
        found_share: share(found),
        answered,
        answered_share: share(answered),
        measures: Rows(Measure::ALL.into_iter().filter_map(measure).collect()),
    }
}

/// One quotation by one measure: told, answered, right.
fn tally(verdict: Verdict) -> Counts {
    Counts {
        gold: u64::from(verdict != Verdict::Untold),
        predicted: u64::from(verdict >= Verdict::Wrong),
        right: u64::from(verdict == Verdict::Right),
    }
}

/// Right of those told, by each measure that the gold tells.
fn rights(items: &[&Item]) -> Rows<RuleScore> {
    let score = |measure: Measure| {
        let total: Counts = items.iter().map(|item| tally(item.verdict(measure))).sum();
        let score = RuleScore { told: total.gold, right: total.right, precision: Percent(total.recall()) };
        (total.gold > 0).then(|| (measure.as_str().to_owned(), score))
    };
    Rows(Measure::ALL.into_iter().filter_map(score).collect())
}

fn by_document(evaluation: &Evaluation<'_>) -> Rows<DocumentRow> {
    let row = |(gold, judged): (&GoldDocument, &Judged)| {
        let mut counts: Counts = judged
            .items
            .iter()
            .map(|item| Counts { gold: item.pieces, predicted: item.paired, right: item.paired })
            .sum();
        counts.predicted += judged.spurious.len() as u64;
        let said: Vec<&Item> = judged.items.iter().filter(|item| item.kind != QuoteKind::Scare).collect();
        let row = DocumentRow {
            gold: counts.gold,
            predicted: counts.predicted,
            right: counts.right,
            f1: Percent(counts.f1()),
            quotations: said.len() as u64,
            measures: rights(&said),
        };
        (counts.gold + counts.predicted > 0).then(|| (gold.document.id().to_owned(), row))
    };
    Rows(evaluation.gold.documents.iter().zip(&evaluation.judged).filter_map(row).collect())
}

fn rules(
    evaluation: &Evaluation<'_>,
    rule_of: impl Fn(&super::answer::AnsweredQuote) -> Option<&str>,
) -> Rows<RuleRow> {
    let mut by_rule: std::collections::BTreeMap<&str, Vec<&Item>> = std::collections::BTreeMap::new();
    for (document, item) in evaluation.items().filter(|(_, item)| item.kind != QuoteKind::Scare) {
        if let Some(rule) = evaluation.answer(document, item).and_then(&rule_of) {
            by_rule.entry(rule).or_default().push(item);
        }
    }
    let mut rows: Vec<(String, RuleRow)> = by_rule
        .into_iter()
        .map(|(rule, items)| {
            (rule.to_owned(), RuleRow { fired: items.len() as u64, measures: rights(&items) })
        })
        .collect();
    rows.sort_by(|a, b| b.1.fired.cmp(&a.1.fired).then_with(|| a.0.cmp(&b.0)));
    Rows(rows)
}
