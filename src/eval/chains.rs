//! Which gold chain of mentions a predicted speaker stands for.

use super::answer::AnsweredSpeaker;
use super::pieces::intersection_over_union;
use crate::span::Span;

/// For each predicted speaker the gold chain that most of its mentions belong to, the first of equals; none
/// where no mention overlaps any chain. A mention belongs to the chain of the gold mention that it agrees
/// with best.
#[must_use]
pub fn of_speakers(chains: &[Vec<Span>], speakers: &[AnsweredSpeaker], text: &str) -> Vec<Option<usize>> {
    if chains.is_empty() {
        return vec![None; speakers.len()];
    }
    let mut gold: Vec<(Span, usize)> = chains
        .iter()
        .enumerate()
        .flat_map(|(index, chain)| chain.iter().map(move |&span| (span, index)))
        .collect();
    gold.sort_unstable();
    let longest = gold.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
    let chain_of = |mention: Span| {
        let from = gold.partition_point(|(span, _)| span.start.saturating_add(longest) <= mention.start);
        let upto = gold.partition_point(|(span, _)| span.start < mention.end);
        gold.get(from..upto)?
            .iter()
            .filter(|(span, _)| span.overlaps(mention))
            .map(|&(span, index)| (intersection_over_union(span, mention, text), index))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, index)| index)
    };
    let most_voted = |speaker: &AnsweredSpeaker| {
        let mut votes = vec![0u32; chains.len()];
        for index in speaker.mentions.iter().filter_map(|&mention| chain_of(mention)) {
            if let Some(count) = votes.get_mut(index) {
                *count += 1;
            }
        }
        let most = votes.iter().copied().max().filter(|&most| most > 0)?;
        votes.iter().position(|&count| count == most)
    };
    speakers.iter().map(most_voted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(mentions: &[(u32, u32)]) -> AnsweredSpeaker {
        let mentions = mentions.iter().map(|&(start, end)| Span::new(start, end)).collect();
        AnsweredSpeaker { name: String::new(), kind: None, mentions }
    }

    #[test]
    fn most_mentions_decide() {
        let text = "x".repeat(50);
        let chains = [vec![Span::new(0, 3), Span::new(10, 13)], vec![Span::new(20, 25)]];
        let speakers = [
            speaker(&[(0, 3), (20, 25), (10, 12)]),
            speaker(&[(22, 30)]),
            speaker(&[(40, 44)]),
            speaker(&[]),
        ];
        assert_eq!(of_speakers(&chains, &speakers, &text), [Some(0), Some(1), None, None]);
    }

    #[test]
    fn the_closest_of_nested_mentions_counts() {
        // *his mother* holds *his*: a prediction of the whole is of the mother's chain.
        let chains = [vec![Span::new(0, 3)], vec![Span::new(0, 10)]];
        let text = "his mother";
        assert_eq!(
            of_speakers(&chains, &[speaker(&[(0, 10)]), speaker(&[(0, 3)])], text),
            [Some(1), Some(0)]
        );
    }
}
