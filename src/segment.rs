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
            sentences.push(Sentence {
                span: cover(tokens, start..end),
                tokens: index(first_token + start)..index(first_token + end),
                paragraph: number,
            });
            start = end;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Paragraphs on lines of their own, sentences between bars, tokens between spaces.
    fn check(text: &str) -> Segments {
        let segments = segment(text, Lexicon::embedded());
        let mut last = 0;
        let mut covered = 0;
        for token in &segments.tokens {
            let form = text.get(token.span.range()).expect("tokens lie on character edges");
            assert!(!form.is_empty() && token.span.start >= last);
            assert!(!form.contains(char::is_whitespace), "{form:?}");
            last = token.span.end;
            covered += form.chars().count();
        }
        assert_eq!(covered, text.chars().filter(|c| !c.is_whitespace()).count());
        let (mut sentence, mut token) = (0, 0);
        for (number, paragraph) in (0u32..).zip(&segments.paragraphs) {
            assert!(
                text.get(paragraph.span.range())
                    .is_some_and(|inner| inner == inner.trim() && !inner.is_empty())
            );
            assert_eq!(paragraph.sentences.start, sentence);
            assert!(!paragraph.sentences.is_empty());
            sentence = paragraph.sentences.end;
            for inner in &segments.sentences[paragraph.sentences.start as usize..sentence as usize] {
                assert_eq!((inner.paragraph, inner.tokens.start), (number, token));
                assert!(paragraph.span.contains(inner.span) && !inner.tokens.is_empty());
                token = inner.tokens.end;
                let tokens = &segments.tokens[inner.tokens.start as usize..token as usize];
                assert_eq!(inner.span, cover(tokens, 0..tokens.len()));
            }
        }
        assert_eq!((sentence as usize, token as usize), (segments.sentences.len(), segments.tokens.len()));
        segments
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_text_is_covered(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_text_of_awkward_characters_is_covered(
            text in "[ab INOSst.019,:/@'’\"“”‘`«»()\\[\\]!?…&_#*;=<>+\\- \n\r\t\u{a0}é中\u{301}\u{200b}—–-]{0,60}",
        ) {
            check(&text);
        }
    }
}
