//! Finds quotations.
