//! Normalized specs, all the way to files.

#![no_main]

use docwright_fuzz::spec_to_files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| spec_to_files(text));
