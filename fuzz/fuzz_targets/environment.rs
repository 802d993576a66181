//! Environments and globals beside a collection that uses variables everywhere.

#![no_main]

use docwright_fuzz::collection_to_files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| collection_to_files(include_str!("../seeds/collection/variables.json"), Some(text), None));
