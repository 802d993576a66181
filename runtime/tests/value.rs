//! The values of the runtime: numbers, timestamps, unknown JSON, enums.

use std::time::{Duration, SystemTime};

use crate::rt::{Any, Maybe, Number, OpenEnum as _, Timestamp, ToText as _};
use crate::shape::types::{Level, Role};

fn any(text: &str) -> Any {
    Any::from_text(text).unwrap()
}

#[test]
fn unknown_json_is_equal_when_it_says_the_same() {
    assert_eq!(any(r#"{"a":1,"b":[1.50]}"#), any(r#" {"b" : [15e-1], "a":1} "#));
    assert_eq!(any(r#""\u0041""#), any(r#""A""#));
    assert_eq!(any("0"), any("-0.0e5"));
    assert_eq!(any("100"), any("1E2"));
    assert_eq!(any("0e99999999999999999999"), any("-0.0E-99999999999999999999"));
    for (left, right) in [
        ("1", "2"),
        ("1", "-1"),
        ("1", r#""1""#),
        ("12345678901234567890", "12345678901234567891"),
        (r#"{"a":1}"#, r#"{"b":1}"#),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
        ("[1]", "[1,1]"),
        ("null", "false"),
        ("1e400", "1e401"),
    ] {
        assert_ne!(any(left), any(right), "{left} {right}");
    }
}

#[test]
fn unknown_json_is_compared_however_deep_it_is() {
    let nested = |inner: &str, depth: usize| any(&format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth)));
    assert_eq!(nested("1.0", 120), nested(" 1 ", 120));
    assert_eq!(nested("1.0", 50_000), nested("1.0", 50_000));
    assert_ne!(nested("1", 50_000), nested("2", 50_000));
}

#[test]
fn unknown_json_gives_what_it_is() {
    let value = any(r#"{"a":"x","n":5,"f":0.5,"t":true,"z":null}"#);
    assert_eq!(value.get("a").unwrap().as_string().as_deref(), Some("x"));
    assert_eq!(value.get("n").unwrap().as_i64(), Some(5));
    assert_eq!(value.get("f").unwrap().as_f64(), Some(0.5));
    assert_eq!(value.get("t").unwrap().as_bool(), Some(true));
    assert!(value.get("z").unwrap().is_null());
    assert_eq!(value.get("none"), None);
    assert_eq!(value.to_value().unwrap(), serde_json::json!({"a":"x","n":5,"f":0.5,"t":true,"z":null}));
    assert_eq!(Any::from(serde_json::json!([1, "two"])).text(), r#"[1,"two"]"#);
    assert_eq!(any("[1,2]").decode::<Vec<i64>>().unwrap(), [1, 2]);
    assert_eq!(any("[1,\"2\"]").decode::<Vec<i64>>().unwrap_err().to_string(), "`[1]` is text, expected an integer");
    assert!(Any::from_text("{").is_err());
    assert_eq!(Any::default().text(), "null");
}

#[test]
fn numbers_keep_their_digits() {
    for text in ["0.10", "-0", "1e400", "9223372036854775808", "7"] {
        let number: Number = text.parse().unwrap();
        assert_eq!(number.to_string(), text);
        assert_eq!(serde_json::to_string(&number).unwrap(), text);
        assert_eq!(number.to_text(), text);
    }
    for text in ["", "x", "1 ", " 1", "01", "+1", "NaN", "\"1\"", "null", "1,2"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
    assert_eq!("1.0".parse::<Number>().unwrap(), Number::from(1));
    assert_ne!(Number::from(1), Number::from(2));
    assert_eq!("0.5".parse::<Number>().unwrap().as_f64().to_bits(), 0.5_f64.to_bits());
    assert_eq!(Number::from(u64::MAX).to_string(), "18446744073709551615");
    assert_eq!(Number::from(u64::MAX).as_i64(), None);
    assert_eq!(Number::try_from(0.25).unwrap().to_string(), "0.25");
    assert!(Number::try_from(f64::NAN).is_err());
    assert!(Number::try_from(f64::INFINITY).is_err());
}

#[test]
fn timestamps_keep_their_text_and_compare_as_moments() {
    let one: Timestamp = "2018-01-01T01:00:00.1200+01:00".parse().unwrap();
    let other: Timestamp = "2018-01-01T00:00:00.12Z".parse().unwrap();
    assert_eq!(one.as_str(), "2018-01-01T01:00:00.1200+01:00");
    assert_eq!(serde_json::to_string(&one).unwrap(), r#""2018-01-01T01:00:00.1200+01:00""#);
    assert_eq!(one, other);
    assert!(one < "2018-01-01T00:00:01Z".parse().unwrap());
    for text in ["2018-01-01", "2018-01-01T00:00:00", "2018-13-01T00:00:00Z", "", "2018-01-01 00:00"] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn timestamps_from_a_clock_have_milliseconds_and_utc() {
    let at = |nanoseconds| SystemTime::UNIX_EPOCH + Duration::from_nanos(nanoseconds);
    assert_eq!(Timestamp::from(at(1_514_764_800_123_999_999)).as_str(), "2018-01-01T00:00:00.123Z");
    assert_eq!(Timestamp::from(SystemTime::UNIX_EPOCH).as_str(), "1970-01-01T00:00:00.000Z");
    let before = SystemTime::UNIX_EPOCH - Duration::from_micros(500);
    assert_eq!(Timestamp::from(before).as_str(), "1969-12-31T23:59:59.999Z");
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 45);
    assert_eq!(Timestamp::from(far).as_str(), "9999-12-31T23:59:59.999Z");
    let long_ago = SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 45);
    assert_eq!(Timestamp::from(long_ago).as_str(), "0000-01-01T00:00:00.000Z");
    let moment = "2018-01-01T01:00:00.5+01:00".parse::<Timestamp>().unwrap().moment();
    assert_eq!(Timestamp::from(moment).as_str(), "2018-01-01T00:00:00.500Z");
}

#[test]
fn a_listed_value_is_never_unlisted() {
    assert_eq!(Role::from("owner"), Role::Owner);
    assert_eq!("account admin".parse::<Role>().unwrap(), Role::AccountAdmin);
    assert_eq!(Level::from(9), Level::High);
    let other = Role::from("janitor".to_owned());
    assert_eq!((other.to_string(), other.as_str()), ("janitor".to_owned(), "janitor"));
    assert_eq!(format!("{other:?}"), r#"Other("janitor")"#);
    assert_eq!(Role::VALUES, ["owner", "account admin"]);
}

#[test]
fn maybe_is_handled_like_an_option() {
    let value = Maybe::Value("x".to_owned());
    assert_eq!(value.as_ref(), Maybe::Value(&"x".to_owned()));
    assert_eq!((value.clone().unwrap_or("y".to_owned()), value.unwrap_or_default()), ("x".to_owned(), "x".to_owned()));
    for (maybe, is_null) in [(Maybe::<String>::Absent, false), (Maybe::Null, true)] {
        assert_eq!(maybe.is_null(), is_null);
        assert_eq!(maybe.as_ref().is_null(), is_null);
        assert_eq!((maybe.clone().unwrap_or("y".to_owned()), maybe.unwrap_or_default()), ("y".to_owned(), String::new()));
    }
    assert_eq!([Maybe::from(Some(1)), Maybe::from(None), Maybe::from(2)], [Maybe::Value(1), Maybe::Absent, Maybe::Value(2)]);
}
