//! Counts, and the figures made of them.

use std::iter::Sum;
use std::ops::AddAssign;

/// How many there are, how many were predicted, how many of these are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the gold.
    pub gold: u64,
    /// Predicted.
    pub predicted: u64,
    /// Right.
    pub right: u64,
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Counts {
    /// Right of those predicted; undefined where nothing is predicted.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.right, self.predicted)
    }

    /// Right of those in the gold; undefined where the gold holds none.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall, as twice the right over gold and predicted together: 0 where
    /// nothing is predicted of something, undefined where there is nothing on either side.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.right, self.gold + self.predicted)
    }
}

/// Wilson's 95 % interval of a share (Wilson 1927): also right for few cases and for shares near 0 and 1.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn wilson(part: u64, whole: u64) -> Option<(f64, f64)> {
    /// 97.5 % of the normal distribution lie below.
    const Z: f64 = 1.959_964;
    let (share, size) = (ratio(part, whole)?, whole as f64);
    let middle = share + Z * Z / (2.0 * size);
    let reach = Z * (share * (1.0 - share) / size + Z * Z / (4.0 * size * size)).sqrt();
    let scale = 1.0 + Z * Z / size;
    Some((((middle - reach) / scale).max(0.0), ((middle + reach) / scale).min(1.0)))
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.right += other.right;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut total = Self::default();
        counts.for_each(|one| total += one);
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_goes_by_predictions_and_recall_by_gold() {
        let counts = Counts { gold: 4, predicted: 10, right: 3 };
        assert_eq!(counts.precision(), Some(0.3));
        assert_eq!(counts.recall(), Some(0.75));
        assert_eq!(counts.f1(), Some(6.0 / 14.0));
    }

    #[test]
    fn nothing_predicted_has_no_precision() {
        let counts = Counts { gold: 4, predicted: 0, right: 0 };
        assert_eq!((counts.precision(), counts.recall(), counts.f1()), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn wilson_by_hand() {
        // 9 of 10, from the published formula: 0.5958 to 0.9821.
        let (low, high) = wilson(9, 10).expect("defined");
        assert!((low - 0.5958).abs() < 1e-3 && (high - 0.9821).abs() < 1e-3, "{low} {high}");
        assert_eq!(wilson(0, 0), None);
        assert!(wilson(5, 5).is_some_and(|(low, high)| low < 0.6 && high == 1.0));
    }

    #[test]
    fn nothing_on_either_side_has_no_figures() {
        let counts = Counts::default();
        assert_eq!((counts.precision(), counts.recall(), counts.f1()), (None, None, None));
    }
}
