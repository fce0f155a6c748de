//! What people do to labels in the tools, and what becomes of it.
