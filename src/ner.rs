//! Named entities, behind one trait.

mod consistent;
pub mod embedded;
pub mod lexical;

use crate::layers::Entity;
use crate::reading::Reading;

/// Something that finds named entities.
pub trait EntityTagger: Send + Sync {
    /// The name that users give to `--ner`.
    fn name(&self) -> &str;

    /// Finds the entities of one document: in text order, not overlapping, on token edges.
    fn entities(&self, reading: &Reading<'_>) -> Vec<Entity>;
}
