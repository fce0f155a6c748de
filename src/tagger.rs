//! The trainable sequence tagger, used for parts of speech and for entities.

pub mod pos;
