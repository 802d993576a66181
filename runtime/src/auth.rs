//! Credentials, and where they stand in a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::url::{encoded, push_query};

/// A way to authenticate.
#[derive(Debug)]
pub struct Scheme {
    /// Its name: that of its constructor of `Auth`, which messages tell the caller to use.
    pub id: &'static str,
    /// The base URL of requests with this scheme, if it is not that of the API.
    pub base: Option<&'static str>,
    /// Where the secrets go; each place takes the next ones.
    pub places: &'static [Place],
}

/// Where a secret goes in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// Into a header, after a prefix such as `Bearer `.
    Header {
        /// The name of the header.
        name: &'static str,
        /// The text before the secret.
        prefix: &'static str,
    },
    /// Into the query, after all parameters.
    Query {
        /// The name in the query.
        name: &'static str,
    },
    /// Into a cookie.
    Cookie {
        /// The name of the cookie.
        name: &'static str,
    },
    /// Two secrets, user and password, as `Authorization: Basic …`.
    BasicPair,
    /// Nowhere: it signs the query, and the signature is added to the query.
    SignedQuery {
        /// The name of the signature in the query.
        name: &'static str,
        /// How the signature is made.
        signature: Signature,
    },
}

impl Place {
    const fn secrets(&self) -> usize {
        match self {
            Self::BasicPair => 2,
            Self::Header { .. } | Self::Query { .. } | Self::Cookie { .. } | Self::SignedQuery { .. } => 1,
        }
    }
}

/// How a query is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signature {
    /// The MD5 of the query as it is sent, followed by the key; as lower-case hexadecimal digits.
    #[cfg(feature = "md5")]
    Md5OfQueryAndKey,
}

impl Signature {
    #[cfg(feature = "md5")]
    fn sign(self, query: &str, key: &str) -> String {
        use md5::Digest as _;
        match self {
            Self::Md5OfQueryAndKey => {
                let digest = md5::Md5::new().chain_update(query).chain_update(key).finalize();
                digest.iter().fold(String::with_capacity(32), |mut text, byte| {
                    for digit in [byte >> 4, byte & 15] {
                        text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
                    }
                    text
                })
            }
        }
    }

    #[cfg(not(feature = "md5"))]
    fn sign(self, _: &str, _: &str) -> String {
        match self {}
    }
}

/// The secrets for one scheme. They are never shown.
#[derive(Clone)]
pub struct Credential {
    scheme: &'static Scheme,
    secrets: Vec<SecretString>,
}

impl Credential {
    /// The secrets of a scheme, in the order of its places.
    pub fn new(scheme: &'static Scheme, secrets: impl IntoIterator<Item = SecretString>) -> Self {
        Self { scheme, secrets: secrets.into_iter().collect() }
    }

    /// The scheme.
    pub const fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// What is wrong with it, before it is used.
    pub(crate) fn check(&self) -> Result<(), String> {
        let id = self.scheme.id;
        let needed: usize = self.scheme.places.iter().map(Place::secrets).sum();
        if needed != self.secrets.len() {
            return Err(format!("the credential `{id}` has {} secrets, expected {needed}", self.secrets.len()));
        }
        // The password of a pair may be empty: there are vendors that take a key as the user and nothing else.
        let basic = matches!(self.scheme.places, [Place::BasicPair]);
        let mut needed = self.secrets.iter().take(if basic { 1 } else { needed });
        if needed.any(|secret| secret.expose_secret().is_empty()) {
            return Err(format!("the credential `{id}` is empty"));
        }
        if basic && self.secrets.first().is_some_and(|user| user.expose_secret().contains(':')) {
            return Err(format!("the user of the credential `{id}` holds a colon"));
        }
        self.apply(&mut String::new(), &mut HeaderMap::new())
    }

    /// Puts the secrets where they belong.
    pub(crate) fn apply(&self, query: &mut String, headers: &mut HeaderMap) -> Result<(), String> {
        let id = self.scheme.id;
        let mut secrets = self.secrets.iter().map(ExposeSecret::expose_secret);
        let mut next = || secrets.next().unwrap_or_default();
        for place in self.scheme.places {
            match *place {
                Place::Header { name, prefix } => {
                    let name =
                        HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("the scheme `{id}` names a header that is none"))?;
                    headers.insert(name, sensitive(&format!("{prefix}{}", next()), id)?);
                }
                Place::Query { name } => push_query(query, name, next()),
                Place::Cookie { name } => {
                    let secret = next();
                    if !secret.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')) {
                        return Err(format!("the credential `{id}` holds a character that a cookie cannot hold"));
                    }
                    add_cookie(headers, name, secret)
                        .ok_or_else(|| format!("the scheme `{id}` names a cookie that is none"))?
                        .set_sensitive(true);
                }
                Place::BasicPair => {
                    let pair = STANDARD.encode(format!("{}:{}", next(), next()));
                    headers.insert(AUTHORIZATION, sensitive(&format!("Basic {pair}"), id)?);
                }
                Place::SignedQuery { name, signature } => {
                    let signature = signature.sign(query, next());
                    push_query(query, name, &signature);
                }
            }
        }
        Ok(())
    }

    /// The secrets in all the spellings in which a vendor may repeat them.
    pub(crate) fn spellings(&self) -> Vec<String> {
        let mut spellings = Vec::new();
        for secret in self.secrets.iter().map(ExposeSecret::expose_secret) {
            let encoded = encoded(secret);
            spellings.extend([secret.to_owned(), in_html(secret), in_small_hex(&encoded), encoded]);
        }
        if let ([Place::BasicPair], [user, password]) = (self.scheme.places, self.secrets.as_slice()) {
            spellings.push(STANDARD.encode(format!("{}:{}", user.expose_secret(), password.expose_secret())));
        }
        spellings
    }
}

/// `%2F` as `%2f`.
fn in_small_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.extend(["%", &digits.to_ascii_lowercase(), rest]);
    }
    text
}

/// As a page of an error has it.
fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Adds a cookie to those that are there, whatever bytes they hold. Nothing may be in it that a header cannot hold.
pub(crate) fn add_cookie<'h>(headers: &'h mut HeaderMap, name: &str, value: &str) -> Option<&'h mut HeaderValue> {
    let mut cookies = headers.get(COOKIE).map_or_else(Vec::new, |before| [before.as_bytes(), b"; "].concat());
    cookies.extend_from_slice(format!("{name}={value}").as_bytes());
    headers.insert(COOKIE, HeaderValue::from_bytes(&cookies).ok()?);
    headers.get_mut(COOKIE)
}

fn sensitive(value: &str, id: &str) -> Result<HeaderValue, String> {
    let mut value =
        HeaderValue::from_str(value).map_err(|_| format!("the credential `{id}` holds a character that a header cannot hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}([redacted])", self.scheme.id)
    }
}
