//! What the tests of a generated client say of a sample: it is read, written again, and means the same.

use serde_core::Serialize;
use serde_json::Value;

use crate::any::Any;
use crate::decode::{DecodeOwned, Mode, decode};

/// Reads a sample as a `T`, leniently, and writes it again.
///
/// # Panics
/// If the sample cannot be read or written, or if something of it is lost: the message names the first such place.
#[track_caller]
pub fn assert_round_trip<T: DecodeOwned + Serialize>(sample: &str) {
    let read = match decode::<T>(sample, Mode::Lenient) {
        Ok(read) => read,
        Err(error) => panic!("the sample cannot be read: {error}"),
    };
    let written = match serde_json::to_string(&read.value) {
        Ok(written) => written,
        Err(error) => panic!("the sample cannot be written again: {error}"),
    };
    let (before, after) = (Any::from_text(sample.trim()), Any::from_text(written.as_str()));
    if matches!((before, after), (Ok(before), Ok(after)) if before == after) {
        return;
    }
    let place = match (serde_json::from_str(sample), serde_json::from_str(&written)) {
        (Ok(before), Ok(after)) => differs(&before, &after),
        _ => None,
    };
    panic!("the sample is another one when it is written again, at `{}`:\n{written}", place.unwrap_or_default());
}

/// The JSON pointer of the first place where two values differ.
fn differs(before: &Value, after: &Value) -> Option<String> {
    let below = |step: &str, before: &Value, after: &Value| {
        Some(format!("/{}{}", step.replace('~', "~0").replace('/', "~1"), differs(before, after)?))
    };
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => one
            .iter()
            .find_map(|(key, value)| below(key, value, other.get(key).unwrap_or(&Value::Null)))
            .or_else(|| other.keys().find(|key| !one.contains_key(*key)).map(|key| format!("/{key}"))),
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).enumerate().find_map(|(at, (before, after))| below(&at.to_string(), before, after))
        }
        _ => (before != after).then(String::new),
    }
}

#[cfg(test)]
mod tests {
    use super::{assert_round_trip, differs};
    use crate::{Any, Number, Timestamp};

    #[test]
    fn what_means_the_same_is_the_same() {
        assert_round_trip::<Vec<Number>>("[1.0, 12345678901234567890, 0.10]\n");
        assert_round_trip::<Any>(r#"{"a": [null, "x"]}"#);
        assert_round_trip::<i64>("-7");
    }

    #[test]
    #[should_panic(expected = "the sample cannot be read: the answer is text, expected an integer")]
    fn what_cannot_be_read_fails() {
        assert_round_trip::<i64>("\"seven\"");
    }

    #[test]
    #[should_panic(expected = "the sample cannot be read: the answer is a number, expected a timestamp of RFC 3339")]
    fn what_is_of_another_form_fails() {
        assert_round_trip::<Timestamp>("2020");
    }

    #[test]
    #[should_panic(expected = "is not JSON")]
    fn what_is_no_json_fails() {
        assert_round_trip::<Timestamp>("2020-");
    }

    #[test]
    fn the_place_is_that_of_the_first_difference() {
        let value = |text| serde_json::from_str(text).expect("a test writes JSON");
        assert_eq!(differs(&value(r#"{"a":[1,{"b":2}]}"#), &value(r#"{"a":[1,{"b":3}]}"#)).as_deref(), Some("/a/1/b"));
        assert_eq!(differs(&value(r#"{"a/b":1}"#), &value("{}")).as_deref(), Some("/a~1b"));
        assert_eq!(differs(&value("{}"), &value(r#"{"c":1}"#)).as_deref(), Some("/c"));
        assert_eq!(differs(&value("[1]"), &value("[1,2]")).as_deref(), Some(""));
        assert_eq!(differs(&value("[1]"), &value("[1]")), None);
    }
}
