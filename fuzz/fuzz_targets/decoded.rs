//! Places within decoded strings never leave the string and never go back.

#![no_main]

use docwright_fuzz::{sources, strings_have_places};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (sources, file) = sources("c.json", text);
    strings_have_places(file, &sources);
});
