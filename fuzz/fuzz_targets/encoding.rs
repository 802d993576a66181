//! Bytes as text: UTF-8 and UTF-16.

#![no_main]

use docwright::pipeline::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match decode(bytes.to_vec()) {
        Ok(text) => assert!(text.len() <= bytes.len() * 2 + 4),
        Err(no_text) => assert!(no_text.shown.is_char_boundary(no_text.before) && no_text.shown[no_text.before..].starts_with('\u{fffd}')),
    }
});
