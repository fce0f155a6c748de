//! Gold, written: as JSON lines, in our inline markup, and in the formats of annotation tools. What was written reads
//! back.

pub mod brat;
pub mod conll;
pub mod doccano;
pub mod jsonl;
pub mod label_studio;
pub mod markup;
pub mod prodigy;
pub mod tei;
