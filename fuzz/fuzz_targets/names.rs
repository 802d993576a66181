//! Whatever things are called, their names are identifiers of which no two are equal, in any order of the question.

#![no_main]

use docwright_fuzz::names_are_unique;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| names_are_unique(text));
