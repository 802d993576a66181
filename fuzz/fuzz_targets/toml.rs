//! TOML: whatever it is, there is a tree or an error with a place.

#![no_main]

use docwright::diagnostic::Diagnostics;
use docwright::document::toml;
use docwright_fuzz::{all_is_said_with_a_place, sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (sources, file) = sources("x.toml", text);
    let mut diagnostics = Diagnostics::default();
    let node = toml::read(file, &sources, &mut diagnostics);
    assert!(node.is_some() || diagnostics.has_errors());
    all_is_said_with_a_place(&diagnostics, &sources);
});
