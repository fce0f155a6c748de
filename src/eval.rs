//! Scores against hand-labelled gold.
