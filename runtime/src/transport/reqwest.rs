//! The default transport: reqwest over rustls, with ring and the certificates that the system trusts.

use std::sync::Arc;
use std::time::Instant;

use ::reqwest::redirect::Policy;
use ::reqwest::{Client, Request, Response, Url};
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{HeaderValue, Method, StatusCode};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::{BoxFuture, Limits, Transport, TransportError, TransportKind};

/// How many redirects are followed, all of them on the host that was asked.
const REDIRECTS: usize = 5;

/// Sends requests over the network.
///
/// Up to 5 redirects are followed, to the same scheme, host and port only. Method and body stay as they are, so that requests other than
/// `GET` and `HEAD` follow 307 and 308 only. Any other redirect is the answer.
#[derive(Clone, Debug)]
pub struct Reqwest(Client);

impl Reqwest {
    /// A transport with its own pool of connections.
    ///
    /// # Errors
    /// If the certificates of the system cannot be loaded.
    pub fn new() -> Result<Self, TransportError> {
        let tls = |error: rustls::Error| TransportError::new(TransportKind::Tls).because(error);
        // The provider is passed, not installed: what the rest of the program uses is its own affair.
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(tls)?
            .with_platform_verifier()
            .map_err(tls)?
            .with_no_client_auth();
        Client::builder()
            .tls_backend_preconfigured(config)
            // Its own way turns a POST into a GET and loses the body; see `target`.
            .redirect(Policy::none())
            .build()
            .map(Self)
            .map_err(|error| failed(error, TransportKind::Other))
    }
}

/// Where an answer sends the same request; `None` when it is to be taken as it is.
fn target(method: &Method, from: &Url, answer: &Response) -> Option<Url> {
    let follows = match answer.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        // All but these two would have to become another request.
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => matches!(*method, Method::GET | Method::HEAD),
        _ => false,
    };
    let location = answer.headers().get(LOCATION).filter(|_| follows)?;
    let mut to = from.join(std::str::from_utf8(location.as_bytes()).ok()?).ok()?;
    if to.origin() != from.origin() {
        return None;
    }
    // Who asks is not for the answer to say.
    to.set_username("").ok()?;
    to.set_password(None).ok()?;
    Some(to)
}

/// An error without the URL, which can hold credentials.
fn failed(error: ::reqwest::Error, otherwise: TransportKind) -> TransportError {
    let kind = if error.is_timeout() {
        TransportKind::Timeout
    } else if distrusted(&error) {
        TransportKind::Tls
    } else if error.is_connect() {
        TransportKind::Connect
    } else {
        otherwise
    };
    TransportError::new(kind).because(error.without_url())
}

fn distrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.is::<rustls::Error>() {
        return true;
    }
    // An I/O error does not name what it wraps as its source.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|wrapped| distrusted(wrapped)) || error.source().is_some_and(distrusted)
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let unusable = |text: &'static str| TransportError::new(TransportKind::Other).because(text);
            let mut url = Url::parse(&parts.uri.to_string()).map_err(|_| unusable("the URL cannot be read"))?;
            // What was signed must be what is sent, and a path must not lead elsewhere.
            if url.path() != parts.uri.path() || url.query() != parts.uri.query() {
                return Err(unusable("the URL would be sent in another spelling"));
            }
            let mut headers = parts.headers;
            // These have a meaning for a body: that there is none has to be said, or servers ask for its length.
            if body.is_empty() && matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            let broken = |error| failed(error, TransportKind::Interrupted);
            let start = Instant::now();
            let mut followed = 0;
            let mut response = loop {
                let mut request = Request::new(parts.method.clone(), url.clone());
                *request.headers_mut() = headers.clone();
                // One time for the whole exchange: what redirects took is gone.
                *request.timeout_mut() = limits.timeout.map(|timeout| timeout.saturating_sub(start.elapsed()));
                if !body.is_empty() {
                    *request.body_mut() = Some(body.clone().into());
                }
                let response = self.0.execute(request).await.map_err(broken)?;
                let Some(to) = target(&parts.method, &url, &response) else { break response };
                if followed == REDIRECTS {
                    return Err(TransportError::new(TransportKind::Redirect));
                }
                followed += 1;
                url = to;
            };
            let mut bytes = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(broken)? {
                if bytes.len() + chunk.len() > limits.max_body {
                    return Err(TransportError::new(TransportKind::TooLarge));
                }
                bytes.extend_from_slice(&chunk);
            }
            let mut answer = http::Response::new(bytes.freeze());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            Ok(answer)
        })
    }
}
