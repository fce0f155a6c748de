//! Gold, written: as JSON lines or in our inline markup. What was written reads back.

pub mod jsonl;
pub mod markup;
