//! Readers and writers, one file a format.

pub mod offsets;
pub mod wire;
