//! Integration tests, one binary: the command as users run it, and the engine on any text.

// The lints know a test function, but not what only tests call.
#![allow(missing_docs, clippy::unwrap_used)]

mod annotate;
mod bad_input;
#[cfg(feature = "rust-bert")]
mod bert;
mod convert;
mod eval;
mod eval_html;
mod explain;
mod formats;
mod parallel;
mod readme;
mod robust;
mod support;
mod train;
mod transformer;
