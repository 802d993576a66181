//! What inference calls a form, and what the runtime reads, held against one another: whatever is called a moment or a whole number is read as one.

use docwright::document::json::read_lenient_text;
use docwright::infer::infer;
use docwright::ir::{Shape, StringForm, Types, is_timestamp};
use docwright::text::SourceMap;
use docwright_runtime::{Mode, Number, Timestamp, decode};
use proptest::prelude::{Strategy, prop_assert, prop_oneof, proptest};

/// The shape of one value of JSON.
fn shape(json: &str) -> Option<Shape> {
    let file = SourceMap::default().add("sample.json", json.to_owned());
    let read = read_lenient_text(json, &|offset| u32::try_from(offset).unwrap_or(u32::MAX), file);
    let [node] = read.nodes.as_slice() else { return None };
    let mut types = Types::default();
    let id = infer(&[node], &mut types);
    Some(types.get(id).shape.clone())
}

/// Whether the runtime reads a value as what inference makes of it, exactly.
fn is_read(json: &str) -> bool {
    match shape(json) {
        Some(Shape::String(StringForm::DateTime)) => decode::<Timestamp>(json, Mode::Strict).is_ok(),
        Some(Shape::String(_)) => decode::<String>(json, Mode::Strict).is_ok(),
        Some(Shape::Integer) => decode::<i64>(json, Mode::Strict).is_ok(),
        Some(Shape::Number) => decode::<Number>(json, Mode::Strict).is_ok(),
        _ => false,
    }
}

/// Texts that are moments, or nearly.
fn moments() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?([Zz]|[+-][0-2][0-9]:[0-6][0-9]|)",
        "[0-9]{4}-(0[1-9]|1[0-2])-(2[89]|3[01])T23:59:60(\\.[0-9]{1,9})?(Z|[+-]0[01]:00)",
        "(0000|9999)-(01-01|12-31)T(00|23):(00|59):(00|59|60)(Z|[+-]23:59|-00:00)",
    ]
}

proptest! {
    #[test]
    fn a_moment_that_is_inferred_is_read(text in moments()) {
        let json = serde_json::Value::from(text.as_str()).to_string();
        prop_assert!(is_read(&json), "{text}");
        // The same rule says what a sample may hold where a moment is expected.
        prop_assert!(!is_timestamp(&text) || text.parse::<Timestamp>().is_ok(), "{text}");
    }

    #[test]
    fn a_number_that_is_inferred_is_read(text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?") {
        prop_assert!(is_read(&text), "{text}");
    }
}

#[test]
fn the_tests_above_see_each_form() {
    for (json, expected) in [
        (r#""2020-01-02T03:04:59Z""#, Shape::String(StringForm::DateTime)),
        (r#""2020-01-02T03:04:60Z""#, Shape::String(StringForm::Plain)),
        (r#""2016-12-31T23:59:60Z""#, Shape::String(StringForm::DateTime)),
        (r#""2020-01-02 03:04:05Z""#, Shape::String(StringForm::Plain)),
        ("0", Shape::Integer),
        ("-0", Shape::Number),
        ("1.0", Shape::Number),
        ("9223372036854775808", Shape::Number),
    ] {
        assert_eq!(shape(json), Some(expected), "{json}");
        assert!(is_read(json), "{json}");
    }
}
