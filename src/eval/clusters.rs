//! Quotations as clusters: those of one speaker, whatever the speaker is called.
//!
//! B³ (Bagga and Baldwin 1998) and pairwise scores, for gold that knows its speakers as chains of mentions
//! and for systems that know them as numbers.

use std::collections::BTreeMap;
use std::iter::Sum;

use super::Evaluation;
use super::bootstrap;
use super::counts::Counts;
use super::summary::{Interval, Percent, Rows};
use crate::layers::QuoteKind;

/// A cluster score.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ClusterRow {
    /// Gold quotations whose speaker is told.
    pub told: u64,
    /// Those of them that are found and credited to a speaker.
    pub answered: u64,
    /// B³: of an answered quotation's predicted cluster, the share that is of its gold speaker; mean over
    /// the answered. Pairwise: pairs of one gold speaker, of the pairs of one predicted speaker.
    pub precision: Percent,
    /// B³: of a quotation's gold speaker, the share that is in its predicted cluster, nothing where it is
    /// not answered; mean over all told. Pairwise: found pairs of the pairs of one gold speaker.
    pub recall: Percent,
    /// Their harmonic mean.
    pub f1: Percent,
    /// 95 % interval of `f1` over documents.
    pub f1_interval: Interval,
}

/// One document: sums over its quotations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    told: f64,
    answered: f64,
    precision: f64,
    recall: f64,
    pairs: Counts,
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut total, one| {
            total.told += one.told;
            total.answered += one.answered;
            total.precision += one.precision;
            total.recall += one.recall;
            total.pairs += one.pairs;
            total
        })
    }
}

impl Tally {
    /// From the gold cluster and the predicted cluster, if any, of each quotation of a document.
    fn of(quotes: &[(usize, Option<usize>)]) -> Self {
        let (mut gold, mut predicted, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for &(ours, theirs) in quotes {
            *gold.entry(ours).or_insert(0u32) += 1;
            if let Some(theirs) = theirs {
                *predicted.entry(theirs).or_insert(0u32) += 1;
                *both.entry((ours, theirs)).or_insert(0u32) += 1;
            }
        }
        let pairs = |sizes: &mut dyn Iterator<Item = u32>| {
            sizes.map(|size| u64::from(size) * u64::from(size.saturating_sub(1)) / 2).sum()
        };
        let mut tally = Self {
            told: gold.values().copied().map(f64::from).sum(),
            answered: predicted.values().copied().map(f64::from).sum(),
            pairs: Counts {
                gold: pairs(&mut gold.values().copied()),
                predicted: pairs(&mut predicted.values().copied()),
                right: pairs(&mut both.values().copied()),
            },
            ..Self::default()
        };
        for ((ours, theirs), size) in both {
            let of = |sizes: &BTreeMap<usize, u32>, key| f64::from(sizes.get(&key).copied().unwrap_or(1));
            tally.precision += f64::from(size) * f64::from(size) / of(&predicted, theirs);
            tally.recall += f64::from(size) * f64::from(size) / of(&gold, ours);
        }
        tally
    }

    fn precision(self) -> Option<f64> {
        (self.answered > 0.0).then(|| self.precision / self.answered)
    }

    fn recall(self) -> Option<f64> {
        (self.told > 0.0).then(|| self.recall / self.told)
    }

    fn f1(self) -> Option<f64> {
        let (precision, recall) = (self.precision().unwrap_or(0.0), self.recall()?);
        Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
    }
}

/// A figure of a tally.
type Figure = fn(Tally) -> Option<f64>;

impl Evaluation<'_> {
    /// B³ and pairwise scores. Gold clusters are the gold's chains; where it has none, its speakers.
    pub(super) fn clusters(&self) -> Rows<ClusterRow> {
        let by_chain =
            self.gold.documents.iter().any(|gold| gold.quotes.iter().any(|quote| quote.chain.is_some()));
        let documents: Vec<Tally> = self
            .gold
            .documents
            .iter()
            .zip(&self.judged)
            .enumerate()
            .map(|(document, (gold, judged))| {
                let quotes: Vec<(usize, Option<usize>)> = judged
                    .items
                    .iter()
                    .filter(|item| item.kind != QuoteKind::Scare)
                    .filter_map(|item| {
                        let quote = gold.quotes.get(item.quote)?;
                        let ours = if by_chain { quote.chain } else { quote.speaker }?;
                        Some((ours, self.answer(document, item).and_then(|answer| answer.speaker)))
                    })
                    .collect();
                Tally::of(&quotes)
            })
            .collect();
        rows(&documents)
    }
}

fn rows(documents: &[Tally]) -> Rows<ClusterRow> {
    let total: Tally = documents.iter().copied().sum();
    if total.told == 0.0 {
        return Rows(Vec::new());
    }
    let row = |[precision, recall, f1]: [Figure; 3]| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = |count: f64| count as u64;
        ClusterRow {
            told: whole(total.told),
            answered: whole(total.answered),
            precision: Percent(precision(total)),
            recall: Percent(recall(total)),
            f1: Percent(f1(total)),
            f1_interval: Interval(bootstrap::interval(documents, f1)),
        }
    };
    let pairwise: [Figure; 3] = [|all| all.pairs.precision(), |all| all.pairs.recall(), |all| all.pairs.f1()];
    Rows(vec![
        ("b3".to_owned(), row([Tally::precision, Tally::recall, Tally::f1])),
        ("pairwise".to_owned(), row(pairwise)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(figure: Option<f64>, expected: f64) {
        assert!(figure.is_some_and(|figure| (figure - expected).abs() < 1e-9), "{figure:?} {expected}");
    }

    #[test]
    fn by_hand() {
        // Gold {a, b, c} and {d, e}; predicted {a, b} and {c, d}; e is credited to nobody.
        let tally = Tally::of(&[(0, Some(7)), (0, Some(7)), (0, Some(8)), (1, Some(8)), (1, None)]);
        // Of the clusters of a, b, c, d: 1, 1, 1/2, 1/2.
        near(tally.precision(), 3.0 / 4.0);
        // Of the speakers of a, b, c, d, e: 2/3, 2/3, 1/3, 1/2, 0.
        near(tally.recall(), (5.0 / 3.0 + 0.5) / 5.0);
        // Pairs: gold ab ac bc de, predicted ab cd.
        assert_eq!(tally.pairs, Counts { gold: 4, predicted: 2, right: 1 });
    }

    #[test]
    fn one_cluster_for_all_and_one_for_each() {
        let all = Tally::of(&[(0, Some(0)), (0, Some(0)), (1, Some(0)), (1, Some(0))]);
        near(all.precision(), 0.5);
        near(all.recall(), 1.0);
        let each = Tally::of(&[(0, Some(0)), (0, Some(1)), (1, Some(2)), (1, Some(3))]);
        near(each.precision(), 1.0);
        near(each.recall(), 0.5);
        assert_eq!((each.pairs.precision(), each.pairs.recall()), (None, Some(0.0)));
    }

    #[test]
    fn nobody_credited_has_no_precision() {
        let none = Tally::of(&[(0, None), (0, None)]);
        assert_eq!((none.precision(), none.recall(), none.f1()), (None, Some(0.0), Some(0.0)));
        assert_eq!(rows(&[Tally::default()]).0, []);
    }
}
