//! What the tests of a generated client say of a sample: it is read, written again, and means the same.

use std::collections::BTreeMap;

use serde_core::Serialize;
use serde_json::value::RawValue;

use crate::decode::{DecodeOwned, decode_and_report_all};
use crate::drift::{Drift, DriftKind};
use crate::number::same_number;

/// How deep two values are compared member by member; below that their text decides.
const DEPTH: usize = 128;

/// So many differences from the document are told of one sample.
const TOLD: usize = 5;

/// Reads a sample as a `T`, and writes it again.
///
/// # Panics
/// If the sample cannot be read or written; if a value of it has another kind than its type, is an unexpected null, or stands under a name that the
/// type does not know; if a required member is missing; or if anything of it is lost. The message names the places.
#[track_caller]
pub fn assert_round_trip<T: DecodeOwned + Serialize>(sample: &str) {
    check::<T>(sample, &[]);
}

/// The same for a sample that is known to differ from what the document states of it. `places` are the paths of the values that may have another kind, as a
/// [`Drift`] names them, without the numbers of items: `data[].rate`. What stands below them may differ too; each such value is kept as it is.
///
/// # Panics
/// As [`assert_round_trip`], of all other places.
#[track_caller]
pub fn assert_round_trip_with_conflicts<T: DecodeOwned + Serialize>(sample: &str, places: &[&str]) {
    check::<T>(sample, places);
}

#[track_caller]
fn check<T: DecodeOwned + Serialize>(sample: &str, places: &[&str]) {
    let read = match decode_and_report_all::<T>(sample) {
        Ok(read) => read,
        Err(error) => panic!("the sample cannot be read: {error}"),
    };
    let told: Vec<String> = read.drifts.iter().filter(|drift| speaks_against(drift, places)).map(ToString::to_string).collect();
    if !told.is_empty() {
        let more = if told.len() > TOLD { "; and more" } else { "" };
        panic!("the sample differs from its type: {}{more}", told.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; "));
    }
    let written = match serde_json::to_string(&read.value) {
        Ok(written) => written,
        Err(error) => panic!("the sample cannot be written again: {error}"),
    };
    if let Some(place) = differs(sample.trim_start_matches('\u{feff}').trim(), &written, 0) {
        panic!("the sample is another one when it is written again, at `{place}`:\n{written}");
    }
}

/// Whether a difference says that the type is not that of the sample.
fn speaks_against(drift: &Drift, places: &[&str]) -> bool {
    match drift.kind() {
        // What is said twice, or under two names, is kept and written again; an enumeration is open.
        DriftKind::Duplicate | DriftKind::OtherName | DriftKind::Unlisted | DriftKind::Status => false,
        DriftKind::More => true,
        DriftKind::UnknownMember | DriftKind::Misfit | DriftKind::UnexpectedNull | DriftKind::Missing => {
            let path = without_indices(drift.path());
            !places.iter().any(|place| {
                path.strip_prefix(place).is_some_and(|below| below.is_empty() || below.starts_with('.') || below.starts_with('['))
            })
        }
    }
}

/// `data[3].rate` as `data[].rate`. Names in quotes stay as they are.
fn without_indices(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut signs = path.chars().peekable();
    let mut is_quoted = false;
    while let Some(sign) = signs.next() {
        plain.push(sign);
        match sign {
            '\\' if is_quoted => plain.extend(signs.next()),
            '"' => is_quoted = !is_quoted,
            '[' if !is_quoted => while signs.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    plain
}

/// The JSON pointer of the first place where two values differ: members in any order, of a key that stands twice the last one, numbers by their value with
/// every digit (`1.0` is `1`, `-0` is not `0`).
fn differs(before: &str, after: &str, depth: usize) -> Option<String> {
    if before == after {
        return None;
    }
    let here = Some(String::new());
    if depth == DEPTH {
        return here;
    }
    match (before.as_bytes().first(), after.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => {
            let members = |text| serde_json::from_str::<BTreeMap<String, &RawValue>>(text);
            let (Ok(one), Ok(other)) = (members(before), members(after)) else { return here };
            let below = |step: &str, place: &str| format!("/{}{place}", step.replace('~', "~0").replace('/', "~1"));
            one.iter()
                .find_map(|(key, value)| match other.get(key) {
                    Some(after) => Some(below(key, &differs(value.get(), after.get(), depth + 1)?)),
                    None => Some(below(key, "")),
                })
                .or_else(|| other.keys().find(|key| !one.contains_key(*key)).map(|key| below(key, "")))
        }
        (Some(b'['), Some(b'[')) => {
            let items = |text| serde_json::from_str::<Vec<&RawValue>>(text);
            let (Ok(one), Ok(other)) = (items(before), items(after)) else { return here };
            if one.len() != other.len() {
                return here;
            }
            let mut pairs = one.iter().zip(&other).enumerate();
            pairs.find_map(|(at, (before, after))| Some(format!("/{at}{}", differs(before.get(), after.get(), depth + 1)?)))
        }
        (Some(b'"'), Some(b'"')) => match (serde_json::from_str::<String>(before), serde_json::from_str::<String>(after)) {
            (Ok(before), Ok(after)) if before == after => None,
            _ => here,
        },
        (Some(b'-' | b'0'..=b'9'), Some(b'-' | b'0'..=b'9')) => {
            // The sign is all that tells `-0` from `0`.
            let is_same = same_number(before, after) && before.starts_with('-') == after.starts_with('-');
            if is_same { None } else { here }
        }
        _ => here,
    }
}

#[cfg(test)]
mod tests {
    use super::{assert_round_trip, differs, without_indices};
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
    fn paths_name_no_items() {
        assert_eq!(without_indices("data[3].rate"), "data[].rate");
        assert_eq!(without_indices("[0][12].a"), "[][].a");
        assert_eq!(without_indices(r#"["a[1]\"[2]"][3]"#), r#"["a[1]\"[2]"][]"#);
    }

    #[test]
    fn minus_zero_is_not_zero() {
        assert_eq!(differs("-0", "0", 0).as_deref(), Some(""));
        assert_eq!(differs("[1,-0.0]", "[1,0]", 0).as_deref(), Some("/1"));
        assert_eq!(differs("-0", "-0.0", 0), None);
        assert_eq!(differs("12345678901234567890123", "12345678901234567890124", 0).as_deref(), Some(""));
        assert_eq!(differs("1.0", "1", 0), None);
        assert_round_trip::<Vec<Number>>("[-0, 0, -0.0]");
    }

    #[test]
    fn the_place_is_that_of_the_first_difference() {
        assert_eq!(differs(r#"{"a":[1,{"b":2}]}"#, r#"{"a":[1,{"b":3}]}"#, 0).as_deref(), Some("/a/1/b"));
        assert_eq!(differs(r#"{"a/b":1}"#, "{}", 0).as_deref(), Some("/a~1b"));
        assert_eq!(differs("{}", r#"{"c":1}"#, 0).as_deref(), Some("/c"));
        assert_eq!(differs("[1]", "[1,2]", 0).as_deref(), Some(""));
        assert_eq!(differs("[1]", "[1 ]", 0), None);
        assert_eq!(differs(r#"{"a":1,"b":null}"#, r#"{"b":null,"a":1e0}"#, 0), None);
        assert_eq!(differs(r#""\u0061""#, r#""a""#, 0), None);
        assert_eq!(differs(r#"{"a":null}"#, "{}", 0).as_deref(), Some("/a"));
    }
}
