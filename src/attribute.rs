//! Links each quotation to the mention that names its source, by ordered rules.
