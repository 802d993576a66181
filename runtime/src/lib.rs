//! What a generated client calls and what no description changes.
