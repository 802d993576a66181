//! Enums that a vendor may extend.

use std::fmt;

use serde_core::{Deserialize, Deserializer};

use crate::decode::{Context, Text, code};
use crate::drift::DriftKind;

/// A text that an enum does not list, as the vendor wrote it. There is never one for a listed text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// The value on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// An integer that an enum does not list. There is never one for a listed integer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnlistedInt(i64);

impl UnlistedInt {
    /// The value on the wire.
    pub const fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnlistedInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// An enum of texts. [`open_enum!`](crate::open_enum) implements the rest.
pub trait OpenEnum: Sized {
    /// The values that the document lists.
    const VALUES: &'static [&'static str];

    /// The case of a listed value.
    fn listed(text: &str) -> Option<Self>;

    /// The case that keeps what is not listed.
    fn unlisted(text: Unlisted) -> Self;

    /// The value on the wire.
    fn as_str(&self) -> &str;
}

/// An enum of integers. [`open_int_enum!`](crate::open_int_enum) implements the rest.
pub trait OpenIntEnum: Sized {
    /// The values that the document lists.
    const VALUES: &'static [i64];

    /// The case of a listed value.
    fn listed(value: i64) -> Option<Self>;

    /// The case that keeps what is not listed.
    fn unlisted(value: UnlistedInt) -> Self;

    /// The value on the wire.
    fn as_i64(&self) -> i64;
}

/// The case for `text`, listed or not.
pub fn open<T: OpenEnum>(text: &str) -> T {
    T::listed(text).unwrap_or_else(|| T::unlisted(Unlisted(text.into())))
}

/// The case for `value`, listed or not.
pub fn open_int<T: OpenIntEnum>(value: i64) -> T {
    T::listed(value).unwrap_or_else(|| T::unlisted(UnlistedInt(value)))
}

/// Reads an enum of texts.
///
/// # Errors
/// If the input is no text.
pub fn decode_open<'de, T: OpenEnum, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<T, D::Error> {
    let Text(text) = Text::deserialize(input)?;
    Ok(open_noting(&text, cx))
}

/// The case for `text` in an answer: one that is not listed is reported.
pub fn open_noting<T: OpenEnum>(text: &str, cx: &Context) -> T {
    T::listed(text).unwrap_or_else(|| {
        cx.note(DriftKind::Unlisted, "one of the listed values", "text");
        T::unlisted(Unlisted(text.into()))
    })
}

/// Reads an enum of integers. An integer in quotes is read too, and reported.
///
/// # Errors
/// If the input is no integer.
pub fn decode_open_int<'de, T: OpenIntEnum, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<T, D::Error> {
    let value = code(input, cx)?;
    Ok(open_int_noting(value, cx))
}

/// The case for `value` in an answer: one that is not listed is reported.
pub fn open_int_noting<T: OpenIntEnum>(value: i64, cx: &Context) -> T {
    T::listed(value).unwrap_or_else(|| {
        cx.note(DriftKind::Unlisted, "one of the listed values", "a number");
        T::unlisted(UnlistedInt(value))
    })
}

/// Implements `Decode`, `Serialize`, `ToText`, `Display`, `FromStr`, `From<&str>` and `From<String>` for enums that implement
/// [`OpenEnum`].
#[macro_export]
macro_rules! open_enum {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> $crate::Decode<'de> for $name {
            const EXPECTS: &'static str = "text";

            fn decode<D: $crate::Deserializer<'de>>(input: D, cx: &$crate::Context) -> ::core::result::Result<Self, D::Error> {
                $crate::decode_open(input, cx)
            }
        }

        impl $crate::Recognize for $name {
            const LOOKS: $crate::Looks = $crate::Looks::texts::<$name>();
        }

        impl $crate::Serialize for $name {
            fn serialize<S: $crate::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::OpenEnum::as_str(self))
            }
        }

        impl $crate::ToText for $name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::open(text))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::open(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::open(&text)
            }
        }
    )+};
}

/// Implements `Decode`, `Serialize`, `ToText`, `Display` and `From<i64>` for enums that implement [`OpenIntEnum`].
#[macro_export]
macro_rules! open_int_enum {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> $crate::Decode<'de> for $name {
            const EXPECTS: &'static str = "an integer";

            fn decode<D: $crate::Deserializer<'de>>(input: D, cx: &$crate::Context) -> ::core::result::Result<Self, D::Error> {
                $crate::decode_open_int(input, cx)
            }
        }

        impl $crate::Recognize for $name {
            const LOOKS: $crate::Looks = $crate::Looks::integers::<$name>();
        }

        impl $crate::Serialize for $name {
            fn serialize<S: $crate::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64($crate::OpenIntEnum::as_i64(self))
            }
        }

        impl $crate::ToText for $name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(::std::string::ToString::to_string(self))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::OpenIntEnum::as_i64(self), f)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::open_int(value)
            }
        }
    )+};
}
