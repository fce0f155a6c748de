//! Who said what: finds every quotation in a text and links it to its speaker, with reasons.

pub mod attribute;
pub mod batch;
pub mod cue;
pub mod document;
pub mod eval;
pub mod io;
pub mod layers;
pub mod lexicon;
pub mod marked;
pub mod mention;
pub mod ner;
pub mod pipeline;
pub mod quote;
pub mod reading;
pub mod segment;
pub mod span;
pub mod speaker;
pub mod tagger;

pub use document::Document;
pub use layers::Annotations;
pub use pipeline::Engine;
pub use span::Span;

/// Compiles and runs the Rust of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
