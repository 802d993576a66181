//! Values that are never shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::{Context, Decode};

/// A secret text. It is sent like any other, and `Debug` does not show it.
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

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        // What does not fit here may still be the secret.
        String::deserialize(input).map(Self::from).inspect_err(|_| cx.secret_misfit())
    }
}
