//! Values that are not shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::{Context, Decode};

/// The value of a field that is a secret: it is sent, and it is never shown by `Debug`.
#[derive(Clone, Default)]
pub struct Secret(SecretString);

impl Secret {
    /// The secret itself.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<SecretString> for Secret {
    fn from(text: SecretString) -> Self {
        Self(text)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Decode<'de> for Secret {
    const EXPECTS: &'static str = "text";

    fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self::from)
    }
}
