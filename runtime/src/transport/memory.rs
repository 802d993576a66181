//! A transport for tests: prepared answers, and a record of the requests.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::{BoxFuture, Limits, Transport, TransportError, TransportKind};

/// Answers without a network. Clones share their answers and their record.
///
/// Several answers for the same method and path are given in order; the last one is repeated.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    requests: Vec<RecordedRequest>,
}

struct Rule {
    method: Method,
    path: String,
    answer: http::Response<Bytes>,
    used: bool,
}

/// A request that was sent.
#[derive(Clone)]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The whole URL, including credentials that are sent in the query.
    pub uri: http::Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The limits of the call.
    pub limits: Limits,
}

impl RecordedRequest {
    /// The path of the URL.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query of the URL; empty if there is none.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }
}

/// Shows method and path only: query and headers may hold credentials.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path())
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Memory").field(&self.state().requests).finish()
    }
}

impl Memory {
    /// A transport without answers.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prepares a JSON answer for a method and a path, whatever the query.
    #[must_use]
    pub fn answer(self, method: Method, path: impl Into<String>, status: StatusCode, json: impl Into<Bytes>) -> Self {
        let mut answer = http::Response::new(json.into());
        *answer.status_mut() = status;
        answer.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.respond(method, path, answer)
    }

    /// Prepares any answer for a method and a path, whatever the query.
    #[must_use]
    pub fn respond(self, method: Method, path: impl Into<String>, answer: http::Response<Bytes>) -> Self {
        self.state().rules.push(Rule { method, path: path.into(), answer, used: false });
        self
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    fn take(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let recorded = RecordedRequest { method: parts.method, uri: parts.uri, headers: parts.headers, body, limits };
        let mut state = self.state();
        let fits = |rule: &Rule| rule.method == recorded.method && rule.path == recorded.path();
        let fresh = state.rules.iter().position(|rule| !rule.used && fits(rule));
        let position = fresh.or_else(|| state.rules.iter().rposition(fits));
        let problem = format!("no answer was prepared for {recorded:?}");
        state.requests.push(recorded);
        match position.and_then(|position| state.rules.get_mut(position)) {
            Some(rule) => {
                rule.used = true;
                Ok(rule.answer.clone())
            }
            None => Err(TransportError::new(TransportKind::Other).because(problem)),
        }
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let answer = self.take(request, limits);
        Box::pin(async move { answer })
    }
}
