//! Paragraphs, sentences and tokens.

use std::ops::Range;

use crate::layers::{Paragraph, Sentence, Token};
use crate::lexicon::Lexicon;
use crate::span::Span;

mod abbreviation;
mod address;
mod character;
mod paragraph;
mod sentence;
mod token;
mod word;

#[cfg(test)]
mod tests;

/// A text, cut up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// Paragraphs, in text order.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// Tokens, in text order.
    pub tokens: Vec<Token>,
}

/// In tokens. No prose has longer ones; a list or a dump without stops is cut, so that later stages, which
/// look to and fro inside a sentence, do not take time with the square of its length.
const LONGEST_SENTENCE: usize = 1000;

/// Cuts a text into paragraphs, sentences and tokens.
///
/// Spans are bytes, on character edges, in text order. Tokens lie in sentences and sentences in paragraphs,
/// none is empty or holds white space at its ends, and every character that is not white space lies in
/// exactly one token. Time and memory grow with the length of the text alone, whatever it holds.
#[must_use]
pub fn segment(text: &str, lexicon: &Lexicon) -> Segments {
    let spans = paragraph::paragraphs(text);
    let mut tokenizer = token::Tokenizer::new(text, lexicon);
    let mut paragraphs = Vec::with_capacity(spans.len());
    let mut sentences: Vec<Sentence> = Vec::with_capacity(text.len() / 100);
    for (number, span) in (0u32..).zip(spans) {
        let first_sentence = index(sentences.len());
        let first_token = tokenizer.tokens.len();
        tokenizer.read(span);
        let tokens = tokenizer.tokens.get(first_token..).unwrap_or_default();
        let mut start = 0;
        sentence::Splitter::new(text, lexicon, tokens).each_end(|end| {
            while start < end {
                let stop = end.min(start + LONGEST_SENTENCE);
                sentences.push(Sentence {
                    span: cover(tokens, start..stop),
                    tokens: index(first_token + start)..index(first_token + stop),
                    paragraph: number,
                });
                start = stop;
            }
        });
        paragraphs.push(Paragraph { span, sentences: first_sentence..index(sentences.len()) });
    }
    Segments { paragraphs, sentences, tokens: tokenizer.tokens }
}

/// A position in a layer. A text has fewer tokens than bytes, and those are counted in 32 bits.
#[allow(clippy::cast_possible_truncation)]
const fn index(position: usize) -> u32 {
    position as u32
}

fn cover(tokens: &[Token], range: Range<usize>) -> Span {
    match tokens.get(range) {
        Some([first, .., last]) => Span::new(first.span.start, last.span.end),
        Some([only]) => only.span,
        _ => Span::new(0, 0),
    }
}
