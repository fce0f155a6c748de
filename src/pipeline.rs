//! The engine: every stage in order over one document.

use crate::document::Document;
use crate::layers::Annotations;
use crate::lexicon::Lexicon;
use crate::ner::{EntityTagger, lexical::LexicalTagger};
use crate::reading::Reading;
use crate::{mention, speaker};

/// Everything that annotating needs, loaded once and shared between threads.
pub struct Engine {
    lexicon: Lexicon,
    tagger: Box<dyn EntityTagger>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(Lexicon::embedded().clone(), Box::new(LexicalTagger))
    }
}

impl Engine {
    /// An engine with its lexicon and its entity tagger.
    #[must_use]
    pub fn new(lexicon: Lexicon, tagger: Box<dyn EntityTagger>) -> Self {
        Self { lexicon, tagger }
    }

    /// Annotates one document. Cannot fail: what is odd in the text becomes a warning.
    #[must_use]
    pub fn annotate(&self, document: &Document) -> Annotations {
        let reading = Reading::new(document.text(), &self.lexicon);
        let entities = self.tagger.entities(&reading);
        let mentions = mention::find(&reading, &entities, &[]);
        let resolution = speaker::resolve(&reading, &entities, &mentions, &[]);
        Annotations {
            entity_speakers: vec![None; entities.len()],
            entities,
            mentions,
            speakers: resolution.speakers,
            paragraphs: reading.paragraphs,
            sentences: reading.sentences,
            tokens: reading.tokens,
            pos: reading.pos,
            ..Annotations::default()
        }
    }
}
