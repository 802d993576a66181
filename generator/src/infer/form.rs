//! What a string, a number or a key looks like.

use crate::ir::{is_date, is_timestamp};
use std::borrow::Cow;

/// How the text of a number reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberForm {
    /// A whole number that fits 64 bits.
    Whole,
    /// Anything else, by the text: `1.0`, `1e3`, `-0` (which has a sign that no integer keeps), or a number too big.
    Fraction,
}

/// Decides by the text of the token, never by its value: `1.0` is written by a vendor who has fractions.
pub(super) fn number(token: &str) -> NumberForm {
    if token != "-0" && token.parse::<i64>().is_ok() { NumberForm::Whole } else { NumberForm::Fraction }
}

/// What a sample's string says about its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StringSays {
    /// It is a string, and this one is an RFC 3339 date and time.
    DateTime,
    /// It is a string.
    Text,
    /// It is the name of a type that a generator of samples wrote instead of a value: `<integer>`.
    Integer,
    /// `<number>`.
    Number,
    /// `<boolean>`.
    Bool,
    /// It stands in for a value of a type that it does not tell: `<your profile id>`.
    Nothing,
}

/// Reads a sample's string.
pub(super) fn string(text: &str) -> StringSays {
    if is_date_time(text) {
        return StringSays::DateTime;
    }
    let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return StringSays::Text;
    };
    match name {
        "string" | "uuid" | "email" | "uri" | "url" | "date" | "dateTime" | "date-time" | "binary" | "byte" | "password" => {
            StringSays::Text
        }
        "integer" | "int" | "int32" | "int64" | "long" => StringSays::Integer,
        "number" | "float" | "double" => StringSays::Number,
        "boolean" | "bool" => StringSays::Bool,
        _ if is_placeholder(text) => StringSays::Nothing,
        _ => StringSays::Text,
    }
}

/// Whether a text only stands in for a value: `<id>`, `{{id}}`, `{id}`, `{}`, their percent-encoded forms, `...`.
///
/// Such a text is never a default, an example or a literal. Capital letters (`USER_ID`) are not enough: many real values look so.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if matches!(text, "..." | "…") {
        return true;
    }
    let text = decode_signs(text);
    if let Some(name) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        // One pair of angle brackets around words is a placeholder; more is markup.
        return !name.is_empty() && !name.contains(['<', '>', '=', '"']) && !name.starts_with(['/', '!', '?']) && !name.ends_with('/');
    }
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| {
        let name = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(inner);
        !name.contains(['{', '}', '"', ':', ','])
    })
}

/// What stands in a sample, as JSON, where a value should be and is none, such as `USER_RATE` or `5%`: a text that [`is_placeholder`] knows again.
pub fn as_placeholder(text: &str) -> Cow<'_, str> {
    if is_placeholder(text) {
        return Cow::Borrowed(text);
    }
    let name: String = decode_signs(text).chars().filter(|sign| !matches!(sign, '<' | '>' | '=' | '"')).collect();
    let name = name.trim().trim_start_matches(['/', '!', '?']).trim_end_matches('/').trim();
    if name.is_empty() { Cow::Borrowed("...") } else { Cow::Owned(format!("<{name}>")) }
}

/// A text in which the signs of templates stand for themselves that are percent-encoded; all else stays encoded.
pub fn decode_signs(text: &str) -> Cow<'_, str> {
    const SIGNS: [(&str, &str); 8] =
        [("%7B", "{"), ("%7b", "{"), ("%7D", "}"), ("%7d", "}"), ("%3C", "<"), ("%3c", "<"), ("%3E", ">"), ("%3e", ">")];
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(SIGNS.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign)))
}

/// A date and time with a zone, as RFC 3339 has it: `T` between them. A blank between them is one that vendors write where they mean no moment.
pub(super) fn is_date_time(text: &str) -> bool {
    is_timestamp(text) && matches!(text.as_bytes().get(10), Some(b'T' | b't'))
}

/// What the keys of an object can be when they are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyForm {
    /// `1017`.
    Digits,
    /// `e0a6bb0d-…`.
    Uuid,
    /// `2017-07-10`.
    Date,
    /// `507f1f77bcf86cd799439011`: what databases and hashes make.
    Hex,
    /// `en-US`, `pt_BR`.
    Locale,
    /// `/users/{id}`, `https://example.com/a`.
    Path,
    /// `jane@example.com`.
    Email,
    /// `+442079460001`.
    Phone,
}

impl KeyForm {
    /// Whether one such key alone says that it is data.
    pub(super) fn is_enough(self) -> bool {
        match self {
            Self::Uuid | Self::Date | Self::Hex | Self::Path | Self::Email | Self::Phone => true,
            Self::Digits | Self::Locale => false,
        }
    }
}

/// The form of a key that is no name; `None` for a name.
pub(super) fn key(key: &str) -> Option<KeyForm> {
    const HEX: [usize; 4] = [24, 32, 40, 64];
    let bytes = key.as_bytes();
    if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) {
        Some(KeyForm::Digits)
    } else if is_date(key) {
        Some(KeyForm::Date)
    } else if HEX.contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_hexdigit) && bytes.iter().any(u8::is_ascii_digit) {
        Some(KeyForm::Hex)
    } else if matches!(bytes, [b'a'..=b'z', b'a'..=b'z', b'-' | b'_', b'A'..=b'Z', b'A'..=b'Z']) {
        Some(KeyForm::Locale)
    } else if bytes.len() > 1 && (key.starts_with('/') || key.starts_with("https://") || key.starts_with("http://")) {
        Some(KeyForm::Path)
    } else if key
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.starts_with('.') && !key.contains(char::is_whitespace))
    {
        Some(KeyForm::Email)
    } else if is_phone(bytes) {
        Some(KeyForm::Phone)
    } else if bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
    {
        Some(KeyForm::Uuid)
    } else {
        None
    }
}

/// `+44 (20) 7946-0001`: the sign of a country's number, and at least seven digits.
fn is_phone(bytes: &[u8]) -> bool {
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    matches!(bytes, [b'+', rest @ ..] if rest.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')')))
        && (7..=20).contains(&digits)
}

/// Whether a key has a sign that names of fields do not have, such as a blank.
pub(super) fn is_odd(key: &str) -> bool {
    key.is_empty() || key.chars().any(|sign| !(sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '$' | '@' | ':' | '#')))
}
