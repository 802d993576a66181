//! Expected values, written out, and properties.
