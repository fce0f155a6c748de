//! Entities from capital letters, titles and name lists: no model.

use super::EntityTagger;
use crate::layers::Entity;
use crate::reading::Reading;

/// Finds entities by lexicon, titles and capitalisation.
#[derive(Clone, Copy, Debug, Default)]
pub struct LexicalTagger;

impl EntityTagger for LexicalTagger {
    fn name(&self) -> &'static str {
        "lexical"
    }

    fn entities(&self, _reading: &Reading<'_>) -> Vec<Entity> {
        Vec::new()
    }
}
