//! Readers and writers, one file a format.

mod compression;
pub mod input;
pub mod offsets;
pub mod output;
pub mod place;
pub mod pretty;
pub mod wire;

pub use compression::Compression;
