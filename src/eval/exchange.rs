//! What the formats of other tools share: gold on its way there and back.
//!
//! A tool shows what it has a place for: stretches of text, relations, attributes. What it has no place for (the
//! order of the quotations, speakers who say nothing, tokens) stands in one [`rest::Rest`], a line of JSON in the
//! format's own slot for such things. Reading goes by what the tool shows, and takes from the rest only what the tool
//! cannot say, so that what people correct there counts.

pub mod answers;
pub mod check;
pub(super) mod draft;
pub(super) mod graph;
pub(super) mod rest;
pub(super) mod speakers;
pub(super) mod words;

#[cfg(test)]
mod edits;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
