//! The little languages of the spec: types, facts, paths, requests, rules, addresses, places.

#![no_main]

use docwright::spec::words;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = words::parse_type(text);
    let _ = words::parse_facts(text);
    let _ = words::parse_path(text);
    let _ = words::parse_request(text);
    let _ = words::parse_rule(text);
    let _ = words::parse_duration(text);
    let _ = words::parse_address(text);
    let _ = words::parse_removal(text);
    let _ = words::parse_at(text);
    let _ = words::parse_sample(text);
    // What was decoded is a pointer, in which `~1` is a slash and `~0` a tilde.
    assert_eq!(words::decoded(&words::written_step(text)).replace("~1", "/").replace("~0", "~"), text);
});
