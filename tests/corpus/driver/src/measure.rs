//! The program that reads a JSON document into a type, writes it again, and says what became of it.

use std::collections::BTreeMap;
use std::fs;

use docwright_runtime as rt;
use rt::serde_json::value::RawValue;
use rt::serde_json::{self, json};

use crate::leaves::{leaves, leaves_of};

/// When two numbers are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// If their values are: `1.0` is `1`, `1e2` is `100`; no digit may be lost, and `-0` is not `0`.
    Exact,
    /// If they are the same number of 64 bits: what other generators are held to.
    Rounded,
}

/// Reads the document that the program's argument names as a `T` of docwright, and says what became of it.
pub fn measure<T: rt::DecodeOwned + rt::Serialize>() {
    tell(Numbers::Exact, |text| {
        let read = rt::decode::<T>(text, rt::Mode::Lenient).map_err(|error| error.to_string())?;
        let told = read.drifts.iter().take(8).map(ToString::to_string).collect();
        Ok((read.value, told))
    });
}

/// The same of a type of another generator, and the way in which it is read.
pub fn measure_other<T: rt::Serialize>(read: impl Fn(&str) -> Result<T, serde_json::Error>) {
    tell(Numbers::Rounded, |text| Ok((read(text).map_err(|error| error.to_string())?, Vec::new())));
}

#[expect(clippy::print_stdout, reason = "what the program is for")]
fn tell<T: rt::Serialize>(numbers: Numbers, read: impl Fn(&str) -> Result<(T, Vec<String>), String>) {
    let file = std::env::args().nth(1).unwrap_or_default();
    let told = fs::read_to_string(&file).map_err(|error| error.to_string()).and_then(|text| {
        let (value, drifts) = read(&text)?;
        let written = serde_json::to_string(&value).map_err(|error| error.to_string())?;
        let counted = leaves(&value)?;
        let mut places: Vec<(&String, &usize)> = counted.places.iter().collect();
        places.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        places.truncate(12);
        Ok(json!({
            "differs": differs(&text, &written, numbers),
            "leaves": leaves_of(&text),
            "written": counted.all,
            "untyped": counted.untyped,
            "nulls": counted.nulls,
            "places": places,
            "drifts": drifts,
        }))
    });
    match told {
        Ok(told) => println!("{told}"),
        Err(error) => println!("{}", json!({ "error": error })),
    }
}

/// The first place where two JSON texts do not mean the same; of a member that stands twice the last counts.
pub fn differs(before: &str, after: &str, numbers: Numbers) -> Option<String> {
    let (before, after) = (before.trim(), after.trim());
    let first = |text: &str| text.as_bytes().first().copied();
    let here = || Some(format!(": {} -> {}", short(before), short(after)));
    match (first(before), first(after)) {
        _ if before == after => None,
        (Some(b'{'), Some(b'{')) => {
            let (Some(one), Some(other)) = (read::<BTreeMap<String, &RawValue>>(before), read::<BTreeMap<String, &RawValue>>(after)) else {
                return here();
            };
            let lost = one.iter().find_map(|(key, value)| match other.get(key) {
                Some(other) => differs(value.get(), other.get(), numbers).map(|place| format!("/{key}{place}")),
                None => Some(format!("/{key}: {} is lost", short(value.get()))),
            });
            lost.or_else(|| other.keys().find(|key| !one.contains_key(*key)).map(|key| format!("/{key}: is new")))
        }
        (Some(b'['), Some(b'[')) => {
            let (Some(one), Some(other)) = (read::<Vec<&RawValue>>(before), read::<Vec<&RawValue>>(after)) else { return here() };
            if one.len() != other.len() {
                return here();
            }
            let mut pairs = one.iter().zip(&other).enumerate();
            pairs.find_map(|(at, (one, other))| differs(one.get(), other.get(), numbers).map(|place| format!("/{at}{place}")))
        }
        (Some(b'"'), Some(b'"')) if read::<String>(before).is_some_and(|text| read(after) == Some(text)) => None,
        (Some(b'-' | b'0'..=b'9'), Some(b'-' | b'0'..=b'9')) if same_number(before, after, numbers) => None,
        _ => here(),
    }
}

fn read<'t, T: serde_core::Deserialize<'t>>(text: &'t str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn same_number(one: &str, other: &str, numbers: Numbers) -> bool {
    match numbers {
        Numbers::Exact => digits(one).is_some_and(|one| digits(other) == Some(one)),
        Numbers::Rounded => one.parse::<f64>().is_ok_and(|one| other.parse() == Ok(one)),
    }
}

/// The sign of a number, its digits without zeros around them, and the power of ten behind the last of them.
fn digits(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let left = all.trim_start_matches('0');
    let kept = left.trim_end_matches('0');
    let exponent = if kept.is_empty() {
        0
    } else {
        exponent.parse::<i64>().ok()? + i64::try_from(left.len() - kept.len()).ok()? - i64::try_from(fraction.len()).ok()?
    };
    Some((negative, kept.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::{Numbers, differs};

    #[test]
    fn numbers_are_told_by_all_their_digits() {
        let same = |one, other, numbers| differs(one, other, numbers).is_none();
        for (one, other) in [("1", "1.0"), ("100", "1e2"), ("0.10", "1E-1"), ("0", "0e9"), ("12.5", "125e-1"), ("-0", "-0.0")] {
            assert!(same(one, other, Numbers::Exact), "{one} {other}");
        }
        for (one, other) in
            [("1", "-1"), ("0", "-0"), ("1", "10"), ("0.1", "0.10000000000000001"), ("9007199254740993", "9007199254740992")]
        {
            assert!(!same(one, other, Numbers::Exact), "{one} {other}");
        }
        assert!(same("0.1", "0.10000000000000001", Numbers::Rounded));
        assert!(!same("1", "2", Numbers::Rounded));
    }

    #[test]
    fn the_place_of_the_first_difference_is_told() {
        let told = |one, other| differs(one, other, Numbers::Exact);
        assert_eq!(told(r#"{"a":[1,{"b":2}]}"#, r#"{ "a": [1, {"b": 3}] }"#).as_deref(), Some("/a/1/b: 2 -> 3"));
        assert_eq!(told(r#"{"a":null}"#, "{}").as_deref(), Some("/a: null is lost"));
        assert_eq!(told("{}", r#"{"a":1}"#).as_deref(), Some("/a: is new"));
        assert_eq!(told("[1]", "[]").as_deref(), Some(": [1] -> []"));
        assert_eq!(told(r#"{"a":1,"a":2}"#, r#"{"a":2}"#), None);
        assert_eq!(told(r#""\u0061""#, r#""a""#), None);
        assert_eq!(told(r#""1""#, "1").as_deref(), Some(": \"1\" -> 1"));
    }
}
