//! From tokens to word pieces.

use std::ops::Range;

use tokenizers::Tokenizer;

use crate::reading::Reading;

/// The most pieces of one token: the rest of a row of dashes says nothing more.
const MOST: usize = 24;

/// Cuts tokens into the pieces of a checkpoint's vocabulary.
pub(super) struct Pieces {
    pub(super) tokenizer: Tokenizer,
    /// Whether tokens are cut each for itself, in place of the text that they stand in.
    pub(super) apart: bool,
}

impl Pieces {
    /// The pieces of each token of a document. A token of nothing but control characters may have none.
    pub(super) fn of(&self, reading: &Reading<'_>) -> Vec<Vec<u32>> {
        let mut pieces = vec![Vec::new(); reading.tokens.len()];
        for sentence in 0..reading.sentences.len() {
            let tokens = reading.sentence_tokens(sentence);
            let (text, ranges) = self.text(reading, tokens.clone());
            // A text that a tokeniser cannot read has no pieces, and so no names.
            let Ok(encoding) = self.tokenizer.encode(text.as_str(), false) else { continue };
            let mut at = 0;
            for (id, (start, end)) in encoding.get_ids().iter().zip(encoding.get_offsets()) {
                // A piece belongs to the first token that it overlaps, or else to the one before it.
                let begins_next = |at: usize| ranges.get(at + 1).is_some_and(|next| next.start < *end);
                while ranges.get(at).is_some_and(|range| range.end <= *start) && begins_next(at) {
                    at += 1;
                }
                if let Some(of_token) = pieces.get_mut(tokens.start + at)
                    && of_token.len() < MOST
                {
                    of_token.push(*id);
                }
            }
        }
        pieces
    }

    /// The text to be cut and where in it the tokens stand, in bytes.
    fn text(&self, reading: &Reading<'_>, tokens: Range<usize>) -> (String, Vec<Range<usize>>) {
        if self.apart {
            let mut text = String::new();
            let mut ranges = Vec::with_capacity(tokens.len());
            for token in tokens {
                let start = text.len();
                text.push_str(reading.form(token));
                ranges.push(start..text.len());
                text.push(' ');
            }
            return (text, ranges);
        }
        let whole = reading.span_of(tokens.clone());
        let range =
            |span: crate::span::Span| (span.start - whole.start) as usize..(span.end - whole.start) as usize;
        let ranges =
            reading.tokens.get(tokens).unwrap_or_default().iter().map(|token| range(token.span)).collect();
        (whole.text(reading.text).to_owned(), ranges)
    }
}
