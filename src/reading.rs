//! The text as read: its paragraphs, sentences and tokens, and what lexicon and tagger say of each token.

use std::ops::Range;

use crate::layers::{Paragraph, Pos, Sentence, Token};
use crate::lexicon::{Lexicon, Word};
use crate::span::Span;
use crate::{segment, tagger};

/// What every later stage reads. Made once for a document and never changed.
#[derive(Clone, Debug)]
pub struct Reading<'t> {
    /// The document's text.
    pub text: &'t str,
    /// Paragraphs, in text order.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences, in text order.
    pub sentences: Vec<Sentence>,
    /// Tokens, in text order.
    pub tokens: Vec<Token>,
    /// For each token, what the lexicon knows of it.
    pub words: Vec<Word>,
    /// For each token, its part of speech.
    pub pos: Vec<Pos>,
    /// For each token, its sentence.
    pub sentence_of: Vec<u32>,
}

impl<'t> Reading<'t> {
    /// Segments and tags a text.
    #[must_use]
    pub fn new(text: &'t str, lexicon: &Lexicon) -> Self {
        Self::of(text, segment::segment(text, lexicon), lexicon)
    }

    /// Tags a text that is already cut into paragraphs, sentences and tokens.
    #[must_use]
    pub fn of(text: &'t str, segments: segment::Segments, lexicon: &Lexicon) -> Self {
        let words: Vec<Word> =
            segments.tokens.iter().map(|token| lexicon.word(token.span.text(text))).collect();
        let pos = tagger::pos::tag(text, &segments.tokens, &segments.sentences, &words);
        let mut sentence_of = vec![0; segments.tokens.len()];
        for (index, sentence) in (0u32..).zip(&segments.sentences) {
            for token in sentence.tokens.clone() {
                sentence_of[token as usize] = index;
            }
        }
        let segment::Segments { paragraphs, sentences, tokens } = segments;
        Self { text, paragraphs, sentences, tokens, words, pos, sentence_of }
    }

    /// The text of a token; empty past the end.
    #[must_use]
    pub fn form(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |token| token.span.text(self.text))
    }

    /// The tokens of a sentence.
    #[must_use]
    pub fn sentence_tokens(&self, sentence: usize) -> Range<usize> {
        self.sentences
            .get(sentence)
            .map_or(0..0, |sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
    }

    /// The tokens that lie wholly inside a span.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let end = self.tokens.partition_point(|token| token.span.end <= span.end);
        first..end.max(first)
    }

    /// From the first to the last token of a range.
    #[must_use]
    pub fn span_of(&self, tokens: Range<usize>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::new(0, 0),
        }
    }

    /// The paragraph that holds a byte, or the last one before it.
    #[must_use]
    pub fn paragraph_at(&self, position: u32) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.span.start <= position).saturating_sub(1)
    }

    /// The sentence that holds a byte, or the last one before it.
    #[must_use]
    pub fn sentence_at(&self, position: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= position).saturating_sub(1)
    }
}
