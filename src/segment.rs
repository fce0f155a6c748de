//! Paragraphs, sentences and tokens.

use crate::layers::{Paragraph, Sentence, Token};
use crate::lexicon::Lexicon;

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
#[must_use]
pub fn segment(_text: &str, _lexicon: &Lexicon) -> Segments {
    Segments::default()
}
