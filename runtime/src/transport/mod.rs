//! What carries a request to the vendor and brings the answer.
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

/// A future without a name.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a transport has to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long the whole exchange may take.
    pub timeout: Option<Duration>,
    /// How many bytes the body of the answer may have, after decompression.
    pub max_body: usize,
}

/// Those of a client that sets none: 30 seconds and 64 MiB.
impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Some(Duration::from_secs(30)), max_body: 64 << 20 }
    }
}

/// Carries requests. It is below authentication: requests come signed, and it must not take them to another host.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the whole answer, whatever its status.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection: the host is unknown, or refuses. Nothing was sent.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection is not trusted.
    Tls,
    /// The connection broke before the answer was complete.
    Interrupted,
    /// The body of the answer is larger than allowed.
    TooLarge,
    /// Redirects do not end.
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
            Self::Redirect => "redirects do not end",
            Self::Other => "the transport failed",
        })
    }
}

/// Why there is no answer, and what was behind it. It must not hold the URL's query: credentials may stand there.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// An error of a kind.
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds what was behind it.
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
