//! Pieces of quotations: how they are trimmed, how far two agree, and how they are paired.

use crate::span::Span;

/// Pieces agree from this intersection over union on.
pub const AGREEMENT: f64 = 0.5;

/// Whether a character is a quotation mark or an apostrophe of any style.
#[must_use]
pub const fn is_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '`'
            | '´'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‹'
            | '›'
            | '＂'
            | '＇'
    )
}

/// A piece without the marks and white space at its ends.
#[must_use]
pub fn trim(span: Span, text: &str) -> Span {
    let idle = |character: char| character.is_whitespace() || is_mark(character);
    let inner = span.text(text);
    let kept = inner.trim_start_matches(idle);
    let start = span.start as usize + (inner.len() - kept.len());
    Span::of(start, start + kept.trim_end_matches(idle).len())
}

/// Characters shared by two spans, over characters in either. Counted in code points, so that the same
/// labels score the same in any script.
#[must_use]
pub fn intersection_over_union(a: Span, b: Span, text: &str) -> f64 {
    let Some(shared) = a.intersection(b) else { return 0.0 };
    let characters = |span: Span| f64::from(Span::of(0, span.text(text).chars().count()).end);
    let shared = characters(shared);
    shared / (characters(a) + characters(b) - shared)
}

/// A piece of a quotation: which quotation, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Index of its quotation.
    pub quote: usize,
    /// As labelled.
    pub span: Span,
    /// Without marks and white space at its ends.
    pub trimmed: Span,
}

impl Piece {
    /// The pieces of the quotation at `quote`.
    pub fn of<'s>(quote: usize, spans: &'s [Span], text: &'s str) -> impl Iterator<Item = Self> + 's {
        spans.iter().map(move |&span| Self { quote, span, trimmed: trim(span, text) })
    }
}

/// Pairs gold pieces with predicted ones: one to one, best agreement first, none below [`AGREEMENT`].
///
/// Equal agreement is settled by the agreement of the untrimmed spans (which tells a nested quotation from
/// the one that it fills), then by order. Returns indexes into `gold` and `predicted`, by gold piece.
#[must_use]
pub fn pair(gold: &[Piece], predicted: &[Piece], text: &str) -> Vec<(usize, usize)> {
    let mut by_start: Vec<usize> = (0..predicted.len()).collect();
    let start = |index: usize| predicted.get(index).map_or(0, |piece| piece.trimmed.start);
    by_start.sort_by_key(|&index| start(index));
    // The furthest end so far: walking back from the last piece that starts early enough, nothing before
    // a place where this lies behind us can reach us.
    let mut furthest = Vec::with_capacity(by_start.len());
    for &index in &by_start {
        let end = predicted.get(index).map_or(0, |piece| piece.trimmed.end);
        furthest.push(end.max(furthest.last().copied().unwrap_or(0)));
    }

    let mut candidates: Vec<(f64, f64, usize, usize)> = Vec::new();
    for (index, piece) in gold.iter().enumerate() {
        let upto = by_start.partition_point(|&other| start(other) < piece.trimmed.end);
        for (&other, &end) in by_start.iter().zip(&furthest).take(upto).rev() {
            if end <= piece.trimmed.start {
                break;
            }
            let Some(against) = predicted.get(other) else { continue };
            let agreement = intersection_over_union(piece.trimmed, against.trimmed, text);
            if agreement >= AGREEMENT {
                let whole = intersection_over_union(piece.span, against.span, text);
                candidates.push((agreement, whole, index, other));
            }
        }
    }
    candidates.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3))
    });
    let (mut of_gold, mut taken) = (vec![None; gold.len()], vec![false; predicted.len()]);
    for (_, _, index, other) in candidates {
        if let (Some(free @ None), Some(used @ false)) = (of_gold.get_mut(index), taken.get_mut(other)) {
            *free = Some(other);
            *used = true;
        }
    }
    of_gold.into_iter().enumerate().filter_map(|(index, other)| Some((index, other?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, spans: &[(u32, u32)]) -> Vec<Piece> {
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(start, end)).collect();
        spans
            .iter()
            .enumerate()
            .flat_map(|(quote, &span)| Piece::of(quote, &[span], text).collect::<Vec<_>>())
            .collect()
    }

    fn pairs(gold: &[(u32, u32)], predicted: &[(u32, u32)]) -> Vec<(usize, usize)> {
        let text = "x".repeat(100);
        pair(&pieces(&text, gold), &pieces(&text, predicted), &text)
    }

    #[test]
    fn marks_and_space_at_the_ends_do_not_count() {
        let text = " “‘Go,’ he said” ";
        assert_eq!(trim(Span::of(0, text.len()), text).text(text), "Go,’ he said");
        assert!(trim(Span::new(0, 4), " “‘").is_empty());
    }

    #[test]
    fn agreement_is_counted_in_characters() {
        // é is two bytes: by bytes these two share 2 of 4, by characters 1 of 3.
        let text = "éxy";
        assert!((intersection_over_union(Span::new(0, 2), Span::new(0, 4), text) - 1.0 / 3.0).abs() < 1e-9);
        assert!(intersection_over_union(Span::new(0, 2), Span::new(2, 4), text).abs() < 1e-9);
    }

    #[test]
    fn half_agrees_and_less_does_not() {
        assert_eq!(pairs(&[(0, 10)], &[(0, 5)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(0, 4)]), []);
        assert_eq!(pairs(&[(0, 10)], &[(0, 20)]), [(0, 0)]);
    }

    #[test]
    fn an_over_long_span_is_no_match() {
        // It holds all of the gold and still shares only 10 of 21 characters with it.
        assert_eq!(pairs(&[(0, 10)], &[(0, 21)]), []);
    }

    #[test]
    fn one_prediction_serves_one_gold_piece() {
        // The span over both agrees with each at one half; only one may have it.
        assert_eq!(pairs(&[(0, 10), (10, 20)], &[(0, 20)]), [(0, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(0, 10), (0, 10)]), [(0, 0)]);
    }

    #[test]
    fn the_best_agreement_goes_first() {
        assert_eq!(pairs(&[(0, 10), (0, 16)], &[(0, 15)]), [(1, 0)]);
        assert_eq!(pairs(&[(0, 10)], &[(0, 8), (0, 9)]), [(0, 1)]);
    }

    #[test]
    fn a_nested_quotation_is_told_from_the_one_it_fills() {
        let text = "“‘Go.’”";
        let (outer, inner) = ((3, 12), (6, 9));
        let gold = pieces(text, &[outer, inner]);
        assert_eq!(pair(&gold, &pieces(text, &[inner, outer]), text), [(0, 1), (1, 0)]);
    }
}
