//! JSON, strict and lenient: what `serde_json` takes is read as it reads it; everything else has places that lie in the text.

#![no_main]

use docwright_fuzz::{json_agrees, sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (sources, file) = sources("c.json", text);
    json_agrees(file, &sources);
});
