//! `docwright.toml`.

#![no_main]

use docwright::config::Config;
use docwright::diagnostic::Diagnostics;
use docwright_fuzz::{all_is_said_with_a_place, sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (sources, file) = sources("docwright.toml", text);
    let mut diagnostics = Diagnostics::default();
    match Config::read(file, &sources, &mut diagnostics) {
        Some(config) => {
            config.options();
            config.user_names();
            config.canonical();
        }
        None => assert!(diagnostics.has_errors()),
    }
    all_is_said_with_a_place(&diagnostics, &sources);
});
