//! The way from a vendor's address to a server on loopback.

use docwright_runtime::http::header::HOST;
use docwright_runtime::http::uri::{Authority, Scheme};
use docwright_runtime::http::{HeaderValue, Request, Response, Uri};
use docwright_runtime::{BoxFuture, Bytes, Limits, Reqwest, Transport, TransportError, TransportKind};

use crate::server::Server;

/// Takes each request to a server on loopback, as it would have gone to the vendor: the same path, query, headers and body, and in the header
/// `host` the host that it was for. A request that was not to go over TLS is refused.
#[derive(Clone, Debug)]
pub struct Detour {
    to: String,
    transport: Reqwest,
}

impl Detour {
    /// A detour to a server.
    ///
    /// # Errors
    ///
    /// When the transport under it cannot start.
    pub fn to(server: &Server) -> Result<Self, TransportError> {
        Ok(Self { to: server.host(), transport: Reqwest::new()? })
    }

    fn turn(&self, request: &mut Request<Bytes>) -> Option<()> {
        let mut parts = std::mem::take(request.uri_mut()).into_parts();
        if parts.scheme != Some(Scheme::HTTPS) {
            return None;
        }
        let host = HeaderValue::from_str(parts.authority?.as_str()).ok()?;
        request.headers_mut().insert(HOST, host);
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.to.parse::<Authority>().ok()?);
        *request.uri_mut() = Uri::from_parts(parts).ok()?;
        Some(())
    }
}

impl Transport for Detour {
    fn send(&self, mut request: Request<Bytes>, limits: Limits) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        match self.turn(&mut request) {
            Some(()) => self.transport.send(request, limits),
            None => Box::pin(async { Err(TransportError::new(TransportKind::Other).because("the request was not to go over TLS")) }),
        }
    }
}
