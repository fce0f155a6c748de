//! Integration tests, one binary: the command as users run it, and the engine on any text.

// The lints know a test function, but not what only tests call.
// A test that is skipped says so.
#![allow(missing_docs, clippy::print_stderr, clippy::unwrap_used)]

mod annotate;
mod bad_input;
#[cfg(feature = "rust-bert")]
mod bert;
mod convert;
mod eval;
mod eval_html;
mod explain;
mod formats;
mod hostile;
mod inputs;
mod outputs;
mod parallel;
mod readme;
mod resume;
mod robust;
mod support;
mod tables;
mod train;
mod transformer;
