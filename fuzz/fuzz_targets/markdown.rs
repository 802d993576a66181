//! Descriptions as Markdown: to tables and words, and into the documentation of a client, where no code comes of them.

#![no_main]

use docwright::document::markdown;
use docwright_fuzz::described;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    markdown::read(text);
    described(text);
});
