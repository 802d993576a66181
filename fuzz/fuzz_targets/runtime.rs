//! What a client reads: answers of any shape become values or errors.

#![no_main]

use docwright_runtime::{Any, Mode, Number, Timestamp, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for mode in [Mode::Lenient, Mode::Strict] {
        let _ = decode::<Any>(text, mode);
        let _ = decode::<Option<String>>(text, mode);
        let _ = decode::<Vec<Option<i64>>>(text, mode);
        let _ = decode::<std::collections::BTreeMap<String, Number>>(text, mode);
        let _ = decode::<f64>(text, mode);
        let _ = decode::<bool>(text, mode);
    }
    let _ = text.parse::<Number>();
    let _ = text.parse::<Timestamp>();
    if let Ok(any) = Any::from_text(text) {
        any.get("a");
        any.as_string();
        any.as_f64();
        any.as_i64();
    }
});
