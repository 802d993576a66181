//! Rendered descriptions back to Markdown.

#![no_main]

use docwright::document::{html, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    markdown::read(&html::to_markdown(text));
});
