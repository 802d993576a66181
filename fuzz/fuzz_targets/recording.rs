//! Recordings, as a HAR and line by line, held against an API.

#![no_main]

use docwright_fuzz::recording_is_held;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| recording_is_held(bytes));
