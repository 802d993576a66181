//! The lock: what is read is written the same again, and what is made with it parses.

#![no_main]

use docwright_fuzz::lock_is_steady;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| lock_is_steady(text));
