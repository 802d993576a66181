//! A JSON number with all its digits.

use std::fmt;
use std::str::FromStr;

use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::decode::{Context, Decode};

/// A JSON number, kept as it was written: `0.10` stays `0.10`, and no digit is lost.
///
/// Two numbers are equal if they have the same value, however they are written.
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    /// Written as `i64` writes itself.
    Whole(i64),
    Text(Box<str>),
}

impl Number {
    /// The number as it was written.
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// The value, if it is written as an integer and fits into an `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Whole(value) => Some(*value),
            Repr::Text(text) => text.parse().ok(),
        }
    }

    /// The nearest `f64`, infinite if the number is too big. [`Number::text`] has the exact digits.
    #[expect(clippy::cast_precision_loss, reason = "the documented rounding")]
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Repr::Whole(value) => *value as f64,
            Repr::Text(text) => text.parse().unwrap_or(f64::NAN),
        }
    }

    pub(crate) fn from_json(text: &str) -> Option<Self> {
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return None;
        }
        Some(match text.parse::<i64>() {
            Ok(value) if text != "-0" => Self(Repr::Whole(value)),
            _ => Self(Repr::Text(text.into())),
        })
    }
}

impl Default for Number {
    fn default() -> Self {
        Self(Repr::Whole(0))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Whole(value) => fmt::Display::fmt(value, f),
            Repr::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Whole(left), Repr::Whole(right)) => left == right,
            _ => same_number(&self.to_string(), &other.to_string()),
        }
    }
}

impl Eq for Number {}

/// Text that is not a JSON number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber(());

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a JSON number")
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) if raw.get() == text => Self::from_json(text).ok_or(NotANumber(())),
            _ => Err(NotANumber(())),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Whole(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(Repr::Whole(value.into()))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(Repr::Whole(value.into()))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self(Repr::Text(value.to_string().into())), Self::from)
    }
}

/// Written as the shortest text that reads back as the same `f64`. Infinity and NaN are errors.
impl TryFrom<f64> for Number {
    type Error = NotANumber;

    fn try_from(value: f64) -> Result<Self, NotANumber> {
        serde_json::to_string(&value).ok().and_then(|text| Self::from_json(&text)).ok_or(NotANumber(()))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Whole(value) => serializer.serialize_i64(*value),
            Repr::Text(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(raw) => raw.serialize(serializer),
                Err(error) => Err(serde_core::ser::Error::custom(error)),
            },
        }
    }
}

impl<'de> Decode<'de> for Number {
    const EXPECTS: &'static str = "a number";

    fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(input)?;
        Self::from_json(raw.get()).ok_or_else(|| D::Error::custom("not a number"))
    }
}

/// Whether two JSON numbers have the same value.
pub(crate) fn same_number(left: &str, right: &str) -> bool {
    left == right
        || match (Decimal::of(left), Decimal::of(right)) {
            (Some(left), Some(right)) => left == right,
            _ => false,
        }
}

/// The value of a JSON number that is written with a point or an exponent and is an integer all the same: `3.0`, `1e3`.
pub(crate) fn integer_of(text: &str) -> Option<i128> {
    let Decimal { negative, digits, exponent } = Decimal::of(text)?;
    let zeros = usize::try_from(exponent).ok()?.checked_sub(digits.len())?;
    // No integer type of a client has more digits.
    if digits.len() + zeros > 20 {
        return None;
    }
    let value: i128 = if digits.is_empty() { 0 } else { format!("{digits}{}", "0".repeat(zeros)).parse().ok()? };
    Some(if negative { -value } else { value })
}

/// `0.digits` times ten to the `exponent`, without leading or trailing zeros.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, "0"), |(mantissa, exponent)| (mantissa, exponent));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        if digits.is_empty() {
            // Zero, however big its exponent is.
            return Some(Self { negative: false, digits: String::new(), exponent: 0 });
        }
        let exponent: i64 = exponent.parse().ok()?;
        let leading = i64::try_from(all.len() - digits.len()).ok()?;
        let point = i64::try_from(whole.len()).ok()?;
        Some(Self {
            negative,
            digits: digits.trim_end_matches('0').to_owned(),
            exponent: exponent.checked_add(point)?.checked_sub(leading)?,
        })
    }
}
