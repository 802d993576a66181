//! Values of several kinds: a number or `"never"`.

use std::borrow::Cow;
use std::cell::Cell;

use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::any::Any;
use crate::decode::{Context, Nested, Text, found};
use crate::drift::DriftKind;
use crate::number::Number;

/// A JSON value by its kind.
pub enum Token<'t> {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text, with its escapes undone.
    Text(Cow<'t, str>),
    /// A list.
    Array(Nested<'t>),
    /// An object.
    Object(Nested<'t>),
}

/// A type with values of several kinds. [`one_of!`](crate::one_of!) implements the rest.
pub trait OneOf: Sized {
    /// What was expected, for messages: `` a number or `never` ``.
    const EXPECTS: &'static str;

    /// Whether the document allows anything else too: then nothing is unexpected.
    const TAKES_ALL: bool = false;

    /// The case for a value, if there is one.
    fn pick(token: Token<'_>, cx: &Context) -> Option<Self>;

    /// The case that keeps every other value.
    fn other(any: Any) -> Self;
}

/// Reads a value of several kinds.
///
/// # Errors
/// If the input is no JSON.
pub fn decode_one_of<'de, T: OneOf, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<T, D::Error> {
    let raw = <&RawValue>::deserialize(input)?;
    let failed = Cell::new(false);
    let text = raw.get();
    let token = match text.as_bytes().first() {
        Some(b'n') => Some(Token::Null),
        Some(b't') => Some(Token::Bool(true)),
        Some(b'f') => Some(Token::Bool(false)),
        Some(b'"') => serde_json::from_str(text).ok().map(|Text(text)| Token::Text(text)),
        Some(b'[') => Some(Token::Array(Nested::new(raw, cx, &failed))),
        Some(b'{') => Some(Token::Object(Nested::new(raw, cx, &failed))),
        _ => Number::from_json(text).map(Token::Number),
    };
    let picked = token.and_then(|token| T::pick(token, cx));
    if cx.is_too_deep() || (failed.get() && cx.is_strict()) {
        return Err(D::Error::custom("a value does not fit"));
    }
    Ok(picked.unwrap_or_else(|| {
        if !T::TAKES_ALL {
            cx.note(DriftKind::Misfit, T::EXPECTS, found(raw.get()));
        }
        T::other(Any::from_raw(raw))
    }))
}

/// Implements [`Decode`](crate::Decode) for types that implement [`OneOf`].
#[macro_export]
macro_rules! one_of {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> $crate::Decode<'de> for $name {
            const EXPECTS: &'static str = <Self as $crate::OneOf>::EXPECTS;

            fn decode<D: $crate::Deserializer<'de>>(input: D, cx: &$crate::Context) -> ::core::result::Result<Self, D::Error> {
                $crate::decode_one_of(input, cx)
            }
        }

        impl $crate::Recognize for $name {
            const LOOKS: $crate::Looks = $crate::Looks::Any;
        }
    )+};
}
