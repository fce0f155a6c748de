//! The trainable sequence tagger, used for parts of speech and for entities.
//!
//! A tagger is a linear model over hashed features of the tokens around a position. Parts of speech are
//! learned by the averaged perceptron and decoded greedily from left to right; entities are learned as a
//! conditional random field and decoded by Viterbi under the constraints of BIO. Training and prediction run the same feature code, so a model's figures on its dev
//! set are the figures of the engine.

pub mod bio;
mod chain;
pub mod columns;
mod decode;
pub mod entities;
mod features;
pub(crate) mod form;
pub mod model;
pub mod pos;
pub mod train;
mod weights;
mod words;

pub use model::{Model, ModelError};

/// What a model tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    /// Parts of speech: one label a token, `UPOS|XPOS`.
    Pos,
    /// Entities: BIO labels.
    Ner,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 2] = [Self::Pos, Self::Ner];

    /// The task as commands and model files name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pos => "pos",
            Self::Ner => "ner",
        }
    }

    /// Reads what [`Task::as_str`] writes.
    #[must_use]
    pub fn parse(task: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == task)
    }
}
