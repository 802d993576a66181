//! Scripts, and the words of descriptions, as they stand in a collection.

#![no_main]

use docwright_fuzz::scripted;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| scripted(text));
