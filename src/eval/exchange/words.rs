//! A text in words, cut so that every label starts and ends with one.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::eval::gold::GoldDocument;
use crate::lexicon::Lexicon;
use crate::segment::{Segments, segment};
use crate::span::Span;

/// Cuts the text of a document into words and the white space between them. Words are those of `tokens`; one that a
/// label starts or ends inside is cut there, and white space that a label starts or ends inside is a word of its own.
pub(in crate::eval) fn words(gold: &GoldDocument, tokens: &[Span]) -> Vec<Span> {
    let text = gold.document.text();
    let mut edges = edges(gold);
    edges.extend(tokens.iter().flat_map(|token| [token.start, token.end]));
    edges.sort_unstable();
    edges.dedup();
    let labels = labels(gold);
    let starts: BTreeSet<u32> = labels.iter().map(|label| label.start).collect();
    let ends: BTreeSet<u32> = labels.iter().map(|label| label.end).collect();
    let mut words = Vec::new();
    for pair in edges.windows(2) {
        let &[start, end] = pair else { continue };
        let span = Span::new(start, end);
        let blank = span.text(text).chars().all(char::is_whitespace);
        // White space inside a label stands between its words; at its edge it has to be one itself.
        if !blank || starts.contains(&start) || ends.contains(&end) {
            words.push(span);
        }
    }
    words
}

/// The words that a label covers, as places in `words`.
pub(in crate::eval) fn covered(words: &[Span], label: Span) -> Range<usize> {
    let first = words.partition_point(|word| word.start < label.start);
    let last = words.partition_point(|word| word.end <= label.end);
    first..last.max(first)
}

/// The words of a text as the engine has them.
pub(in crate::eval) fn segments(text: &str) -> Segments {
    segment(text, Lexicon::embedded())
}

/// Every stretch of quotations, cues, mentions and entities.
fn labels(gold: &GoldDocument) -> Vec<Span> {
    let quotes =
        gold.quotes.iter().flat_map(|quote| quote.parts.iter().chain(&quote.cue).chain(&quote.mention));
    let entities = gold.entities.iter().flatten().map(|(span, _)| span);
    quotes.chain(entities).copied().collect()
}

fn edges(gold: &GoldDocument) -> Vec<u32> {
    let end = u32::try_from(gold.document.text().len()).unwrap_or(u32::MAX);
    labels(gold).iter().flat_map(|label| [label.start, label.end]).chain([0, end]).collect()
}
