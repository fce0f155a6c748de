//! Named entities, behind one trait.

#[cfg(feature = "rust-bert")]
pub mod bert;
mod consistent;
pub mod embedded;
pub mod extras;
pub mod labels;
pub mod lexical;
pub mod minilm;
pub mod transformer;

use crate::layers::Entity;
use crate::reading::Reading;

/// Something that finds named entities.
pub trait EntityTagger: Send + Sync {
    /// The name that users give to `--ner`.
    fn name(&self) -> &str;

    /// Finds the entities of one document: in text order, not overlapping, on token edges.
    fn entities(&self, reading: &Reading<'_>) -> Vec<Entity>;
}

/// The best tagger for English that ships with the crate.
#[must_use]
pub fn english() -> Box<dyn EntityTagger> {
    match embedded::EmbeddedTagger::english() {
        Some(tagger) => Box::new(tagger),
        // Without a model that can be read there are still the word lists.
        None => Box::new(lexical::LexicalTagger),
    }
}
