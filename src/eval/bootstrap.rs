//! Intervals by resampling documents.

use std::iter::Sum;

/// How many samples an interval rests on.
pub const SAMPLES: usize = 1000;

/// The seed, fixed so that a figure and its interval can be repeated.
const SEED: u64 = 0x005E_ED0F_5A1D;

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to draw documents with.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, by the high half of a product (Lemire 2019).
    fn below(&mut self, bound: usize) -> usize {
        let product = u128::from(self.next()) * bound as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }
}

/// The 95 % percentile interval of a figure over documents drawn with replacement. None with fewer than
/// two documents, or where the figure is undefined in every sample.
///
/// `documents` holds what sums up to the figure, by document: counts, or those of two systems side by side.
pub fn interval<T: Copy + Sum>(documents: &[T], figure: impl Fn(T) -> Option<f64>) -> Option<(f64, f64)> {
    if documents.len() < 2 {
        return None;
    }
    let mut random = SplitMix(SEED);
    let mut figures: Vec<f64> = (0..SAMPLES)
        .filter_map(|_| {
            let drawn = (0..documents.len()).filter_map(|_| documents.get(random.below(documents.len())));
            figure(drawn.copied().sum())
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    let last = figures.len().checked_sub(1)?;
    // The nearest ranks of 2.5 % and 97.5 %.
    let at = |thousandths: usize| figures.get((last * thousandths + 500) / 1000).copied();
    Some((at(25)?, at(975)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::counts::Counts;

    fn document(gold: u64, right: u64) -> Counts {
        Counts { gold, predicted: gold, right }
    }

    #[test]
    fn documents_that_agree_leave_no_room() {
        assert_eq!(interval(&[document(10, 5); 8], Counts::recall), Some((0.5, 0.5)));
    }

    #[test]
    fn the_interval_holds_the_figure_and_repeats() {
        let documents: Vec<Counts> = (0..40).map(|index| document(10, index % 11)).collect();
        let (low, high) = interval(&documents, Counts::recall).expect("defined");
        let figure = documents.iter().copied().sum::<Counts>().recall().expect("defined");
        assert!(low < figure && figure < high, "{low} {figure} {high}");
        // The standard error of the mean of 40 such documents is near 0.05; two of them either side.
        assert!((0.15..0.25).contains(&(high - low)), "{low} {high}");
        assert_eq!(interval(&documents, Counts::recall), Some((low, high)));
    }

    #[test]
    fn one_document_has_no_interval() {
        assert_eq!(interval(&[document(10, 5)], Counts::recall), None);
    }
}
