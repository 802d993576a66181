//! What the document does not describe: JSON as it arrived.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decode::{Context, Decode, DecodeError, DecodeOwned, Mode, decode};
use crate::number::{Number, same_number};

/// How deep two values are compared member by member; below that their text decides.
const DEPTH: usize = 128;

/// A JSON value of unknown shape, kept as text: numbers keep all their digits, and it is sent back as it arrived.
///
/// Two values are equal if they mean the same: white space, the order of members and the spelling of a number (`1.0`, `1e0`)
/// make no difference, down to a depth of 128 levels.
#[derive(Clone)]
pub struct Any(Box<RawValue>);

impl Any {
    /// Writes `value` as JSON.
    ///
    /// # Errors
    /// If `value` has no JSON form.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// Takes a JSON text.
    ///
    /// # Errors
    /// If `text` is not exactly one JSON value.
    pub fn from_text(text: impl Into<String>) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text.into()).map(Self)
    }

    pub(crate) fn from_raw(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }

    /// The JSON text, as it arrived.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        self.text() == "null"
    }

    /// The value, if it is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        serde_json::from_str(self.text()).ok()
    }

    /// The value, if it is an integer and fits.
    pub fn as_i64(&self) -> Option<i64> {
        serde_json::from_str(self.text()).ok()
    }

    /// The value, if it is a number; rounded to the nearest `f64`.
    pub fn as_f64(&self) -> Option<f64> {
        serde_json::from_str(self.text()).ok()
    }

    /// The value, if it is a string, with its escapes undone.
    pub fn as_string(&self) -> Option<String> {
        serde_json::from_str(self.text()).ok()
    }

    /// The member `name`, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<Self> {
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(self.text()).ok()?;
        members.remove(name).map(Self::from_raw)
    }

    /// Reads this as a `T`, leniently.
    ///
    /// # Errors
    /// If it is no `T`.
    pub fn decode<T: DecodeOwned>(&self) -> Result<T, DecodeError> {
        decode(self.text(), Mode::Lenient).map(|decoded| decoded.value)
    }

    /// Converts this to a `serde_json::Value`. Numbers may lose digits.
    ///
    /// # Errors
    /// If it is nested too deep, or a number is out of range.
    pub fn to_value(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::from_str(self.text())
    }
}

impl Default for Any {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Any {
    fn eq(&self, other: &Self) -> bool {
        same(self.text(), other.text(), 0)
    }
}

fn same(left: &str, right: &str, depth: usize) -> bool {
    if left == right {
        return true;
    }
    if depth == DEPTH {
        return false;
    }
    match (left.as_bytes().first(), right.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => {
            let (Ok(left), Ok(right)) =
                (serde_json::from_str::<BTreeMap<String, &RawValue>>(left), serde_json::from_str::<BTreeMap<String, &RawValue>>(right))
            else {
                return false;
            };
            left.len() == right.len()
                && left
                    .iter()
                    .zip(&right)
                    .all(|((name, one), (also, other))| name.cmp(also) == Ordering::Equal && same(one.get(), other.get(), depth + 1))
        }
        (Some(b'['), Some(b'[')) => {
            let (Ok(left), Ok(right)) = (serde_json::from_str::<Vec<&RawValue>>(left), serde_json::from_str::<Vec<&RawValue>>(right))
            else {
                return false;
            };
            left.len() == right.len() && left.iter().zip(&right).all(|(one, other)| same(one.get(), other.get(), depth + 1))
        }
        (Some(b'"'), Some(b'"')) => match (serde_json::from_str::<String>(left), serde_json::from_str::<String>(right)) {
            (Ok(left), Ok(right)) => left == right,
            _ => false,
        },
        (Some(b'-' | b'0'..=b'9'), Some(b'-' | b'0'..=b'9')) => same_number(left, right),
        _ => false,
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// The JSON text.
impl fmt::Display for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // By its name a serializer that counts or shows can tell it from a number, whose digits are kept as text too.
        serializer.serialize_newtype_struct("Any", &self.0)
    }
}

impl<'de> Decode<'de> for Any {
    const EXPECTS: &'static str = "anything";

    fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(input).map(Self::from_raw)
    }

    /// An empty body is taken as null.
    fn take_body(body: &Bytes) -> Option<Self> {
        body.trim_ascii().is_empty().then(Self::default)
    }
}

impl From<serde_json::Value> for Any {
    fn from(value: serde_json::Value) -> Self {
        // The text of a `Value` is always JSON.
        Self::from_text(value.to_string()).unwrap_or_default()
    }
}

impl From<&str> for Any {
    fn from(value: &str) -> Self {
        Self::new(value).unwrap_or_default()
    }
}

impl From<String> for Any {
    fn from(value: String) -> Self {
        Self::from(value.as_str())
    }
}

impl From<Number> for Any {
    fn from(value: Number) -> Self {
        Self::from_text(value.to_string()).unwrap_or_default()
    }
}

impl From<bool> for Any {
    fn from(value: bool) -> Self {
        Self::new(&value).unwrap_or_default()
    }
}

impl From<i64> for Any {
    fn from(value: i64) -> Self {
        Self::new(&value).unwrap_or_default()
    }
}
