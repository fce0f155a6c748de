//! Integration tests, one binary: the command as users run it, and the engine on any text.

#![allow(missing_docs)]

mod annotate;
mod bad_input;
mod parallel;
mod readme;
mod robust;
mod support;
