//! YAML, by itself and as the folder of a collection v3.

#![no_main]

use docwright_fuzz::yaml_to_files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| yaml_to_files(text));
