//! What carries a request to the vendor and brings back the answer.
//!
//! * this file: the trait and its error
//! * `reqwest`: the default, over the network
//! * `memory`: for tests, without one

mod memory;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

pub use self::memory::{Memory, RecordedRequest};
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The limits of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long the whole exchange may take; `None` for no limit.
    pub timeout: Option<Duration>,
    /// How many bytes the body of the answer may have, after decompression.
    pub max_body: usize,
}

/// 30 seconds and 64 MiB.
impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Some(Duration::from_secs(30)), max_body: 64 << 20 }
    }
}

/// Carries requests. They arrive with their credentials, and must not be taken to another host.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole answer, whatever its status.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection: the host is unknown or refuses. Nothing was sent.
    Connect,
    /// The time limit was exceeded.
    Timeout,
    /// The certificate is not trusted, or TLS failed in another way.
    Tls,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// The body of the answer is larger than [`Limits::max_body`].
    TooLarge,
    /// Too many redirects.
    Redirect,
    /// Something else.
    Other,
}

impl fmt::Display for TransportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Timeout => "it took too long",
            Self::Tls => "the connection is not trusted",
            Self::Interrupted => "the connection broke",
            Self::TooLarge => "the answer is larger than allowed",
            Self::Redirect => "too many redirects",
            Self::Other => "the transport failed",
        })
    }
}

/// Why there is no answer, with its cause. It must not hold the query of the URL, which may carry credentials.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// An error of this kind.
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind.
    pub const fn kind(&self) -> TransportKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.kind, f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
