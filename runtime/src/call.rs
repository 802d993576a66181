//! A call: what is to be sent, sending it, and reading the answer.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode};
use serde_core::Serialize;

use crate::auth::add_cookie;
use crate::client::{Client, Inner, set_header};
use crate::decode::{DecodeError, DecodeOwned, Mode, decode_and};
use crate::drift::Drift;
use crate::encode::ToText;
use crate::error::{Answer, Error, ErrorBody, Failure, Why, request_id, said};
use crate::operation::{Operation, Retry, Server, Verdict};
use crate::part::{self, Part};
use crate::shown::{excerpt, name as shown_name};
use crate::template::Template;
use crate::transport::{BoxFuture, TransportError, TransportKind};
use crate::url::{Base, fill_path, is_url, push_query, push_query_list, push_query_name};

/// A call that has not been sent yet; `.await` sends it. `T` is the type of the answer, `E` that of a documented error body.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<'a, T, E> {
    client: &'a Client,
    request: Box<Request>,
    types: PhantomData<fn() -> (T, E)>,
}

/// What is to be sent, whatever the types.
pub(crate) struct Request {
    operation: &'static Operation,
    pub(crate) id: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) repeatable: bool,
    path_values: Vec<(String, String)>,
    query: String,
    headers: HeaderMap,
    body: Body,
    timeout: Option<Duration>,
    /// The further server that it goes to.
    server: Option<&'static Server>,
    base: Option<Base>,
    /// The first thing that was wrong.
    problem: Option<String>,
}

/// What the body was made from.
enum Body {
    None,
    /// A media type, and bytes of it.
    Json(&'static str, Bytes),
    /// The same, sent as it is.
    Raw(String, Bytes),
    /// The pairs of a form, encoded.
    Form(String),
    /// Parts and their names.
    Parts(Vec<(String, Part)>),
    /// A text, and what its holes are filled with.
    Template(&'static Template, Vec<(String, String)>),
}

impl Body {
    /// The method that sets it.
    const fn setter(&self) -> &'static str {
        match self {
            Self::None => "",
            Self::Json(..) => "json",
            Self::Raw(..) => "body",
            Self::Form(_) => "form",
            Self::Parts(_) => "part",
            Self::Template(..) => "template",
        }
    }
}

impl Request {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        let (method, problem) = match Method::from_bytes(operation.method.as_bytes()) {
            Ok(method) => (method, None),
            Err(_) => (Method::GET, Some(format!("`{}` is no HTTP method", operation.method))),
        };
        let mut request = Self {
            operation,
            id: Cow::Borrowed(operation.name),
            method,
            path: Cow::Borrowed(operation.path),
            repeatable: operation.retry != Retry::Never,
            path_values: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: Body::None,
            timeout: None,
            server: None,
            base: None,
            problem,
        };
        for (name, value) in operation.query {
            push_query(&mut request.query, name, value);
        }
        for (name, value) in operation.headers {
            request.header(name, value);
        }
        request
    }

    fn header(&mut self, name: &str, value: &str) {
        if let Err(problem) = set_header(&mut self.headers, name, value) {
            self.fail(problem);
        }
    }

    /// The text of a parameter.
    fn text<'v>(&mut self, name: &str, value: &'v impl ToText) -> Cow<'v, str> {
        if let Some(problem) = value.problem() {
            self.fail(format!("`{}` {problem}", shown_name(name)));
        }
        value.to_text()
    }

    /// Remembers what is wrong, unless something was before.
    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    fn body(&mut self, body: Body) {
        if let Body::None = self.body {
            self.body = body;
        } else {
            self.fail(format!("the body was set twice: `{}` and `{}`", self.body.setter(), body.setter()));
        }
    }

    fn form(&mut self, name: &str, value: &str) {
        if let Body::Form(form) = &mut self.body {
            push_query(form, name, value);
        } else {
            let mut form = String::new();
            push_query(&mut form, name, value);
            self.body(Body::Form(form));
        }
    }

    fn part(&mut self, name: &str, part: Part) {
        if let Some(problem) = part.problem() {
            self.fail(format!("`{}` {problem}", shown_name(name)));
        }
        if let Body::Parts(parts) = &mut self.body {
            parts.push((name.to_owned(), part));
        } else {
            self.body(Body::Parts(vec![(name.to_owned(), part)]));
        }
    }

    /// The request as it goes over the wire, signed.
    fn prepare(self, client: &Inner) -> Result<Prepared, Box<Failure>> {
        let Self {
            operation,
            id,
            method,
            path,
            repeatable,
            path_values,
            mut query,
            headers: mut own,
            body,
            timeout,
            server,
            base,
            problem,
        } = self;
        let fail = |problem: &str| Failure::build(id.clone(), format!("the request could not be built: {problem}"));
        if let Some(problem) = problem {
            return Err(fail(&problem));
        }
        let (content_type, body) = match body {
            Body::None => (None, Bytes::new()),
            Body::Json(media, body) => (Some(Cow::Borrowed(media)), body),
            Body::Raw(media, body) => (Some(Cow::Owned(media)), body),
            Body::Form(form) => (Some(Cow::Borrowed("application/x-www-form-urlencoded")), form.into()),
            Body::Parts(parts) => {
                let (boundary, body) = part::encode(&parts);
                // Another kind of parts (`multipart/related`) needs the boundary all the same.
                let given = own.get(CONTENT_TYPE).and_then(|given| given.to_str().ok());
                let kind = given.map_or_else(|| "multipart/form-data".to_owned(), part::without_boundary);
                if kind.get(..10).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/")) {
                    let media = format!("{kind}; boundary={boundary}");
                    own.remove(CONTENT_TYPE);
                    (Some(Cow::Owned(media)), body)
                } else {
                    (None, body)
                }
            }
            Body::Template(template, values) => {
                (Some(Cow::Borrowed(template.media)), template.fill(&values).map_err(|problem| fail(&problem))?.into())
            }
        };
        if let Some(content_type) = content_type.filter(|_| !own.contains_key(CONTENT_TYPE)) {
            set_header(&mut own, CONTENT_TYPE.as_str(), &content_type).map_err(|problem| fail(&problem))?;
        }
        let (base, credential) = client.route(operation.auth, server, base.as_ref()).map_err(|problem| fail(&problem))?;
        // A path of the document is one, whatever it begins with.
        if operation.path != path && is_url(&path) {
            return Err(fail(&format!("give a path below the base URL `{base}`, not a URL")));
        }
        let path = fill_path(&path, &path_values).map_err(|problem| fail(&problem))?;
        let mut headers = client.headers.clone();
        for (name, value) in &own {
            headers.insert(name, value.clone());
        }
        if let Some(credential) = credential {
            credential.apply(&mut query, &mut headers).map_err(|problem| fail(&problem))?;
        }
        let mut request = http::Request::new(body);
        *request.uri_mut() = base.join(&path, &query).map_err(|problem| fail(&problem))?;
        *request.method_mut() = method;
        *request.headers_mut() = headers;
        let mut limits = client.limits;
        limits.timeout = timeout.or(limits.timeout);
        Ok(Prepared { operation, id, repeatable, request, limits })
    }
}

struct Prepared {
    operation: &'static Operation,
    id: Cow<'static, str>,
    repeatable: bool,
    request: http::Request<Bytes>,
    limits: crate::transport::Limits,
}

impl Prepared {
    async fn send(self, client: Arc<Inner>) -> Result<Raw, Box<Failure>> {
        let Self { operation, id, repeatable, request, limits } = self;
        let answer = match client.transport.send(request, limits).await {
            Ok(answer) if answer.body().len() > limits.max_body => Err(TransportError::new(TransportKind::TooLarge)),
            answer => answer,
        };
        match answer {
            Ok(answer) => {
                let (parts, bytes) = answer.into_parts();
                let answer = Answer { status: parts.status, headers: parts.headers, bytes };
                Ok(Raw { client, operation, id, repeatable, attempts: 1, answer })
            }
            Err(error) => Err(Box::new(Failure::new(id, Why::Transport(error), 1, repeatable))),
        }
    }
}

impl<'a, T, E> Call<'a, T, E> {
    pub(crate) fn new(client: &'a Client, request: Request) -> Self {
        Self { client, request: Box::new(request), types: PhantomData }
    }

    /// Fills in a path parameter. The value is escaped, so that it stays within its segment.
    pub fn path(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        let name = name.into();
        if self.request.path_values.iter().any(|(known, _)| *known == name) {
            self.request.fail(format!("`{}` was given twice", shown_name(&name)));
        }
        self.request.path_values.push((name, value.to_string()));
        self
    }

    /// Adds a pair to the query, after those that are there.
    pub fn query(mut self, name: &str, value: impl ToText) -> Self {
        let value = self.request.text(name, &value);
        push_query(&mut self.request.query, name, &value);
        self
    }

    /// Adds a pair to the query, or the name alone, without `=`, if the value is empty: `flag`, not `flag=`.
    pub fn query_or_name(mut self, name: &str, value: impl ToText) -> Self {
        let value = self.request.text(name, &value);
        match value.as_ref() {
            "" => push_query_name(&mut self.request.query, name),
            value => push_query(&mut self.request.query, name, value),
        }
        self
    }

    /// Adds one pair for each value to the query: `id=1&id=2`.
    pub fn query_each<V: ToText>(self, name: &str, values: impl IntoIterator<Item = V>) -> Self {
        values.into_iter().fold(self, |call, value| call.query(name, value))
    }

    /// Adds one pair with all values to the query, joined with a separator: `id=1,2`.
    pub fn query_joined<V: ToText>(mut self, name: &str, separator: &str, values: impl IntoIterator<Item = V>) -> Self {
        let mut query = std::mem::take(&mut self.request.query);
        let values = values.into_iter().map(|value| Cow::Owned(self.request.text(name, &value).into_owned()));
        push_query_list(&mut query, name, separator, values);
        self.request.query = query;
        self
    }

    /// Sets a header of this call. It replaces one of the client or of the document, but not one that carries a credential.
    pub fn header(mut self, name: impl AsRef<str>, value: impl ToText) -> Self {
        let value = self.request.text(name.as_ref(), &value);
        self.request.header(name.as_ref(), &value);
        self
    }

    /// Sets a header to several values, separated by commas.
    pub fn header_each<V: ToText>(mut self, name: impl AsRef<str>, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| self.request.text(name.as_ref(), &value).into_owned()).collect();
        self.header(name, values.join(", "))
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &str, value: impl ToText) -> Self {
        let value = self.request.text(name, &value);
        let allowed = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte));
        let fits = !name.is_empty() && !name.contains('=') && allowed(name) && allowed(&value);
        if !fits || add_cookie(&mut self.request.headers, name, &value).is_none() {
            self.request.fail(format!("the cookie `{}` holds a character that a cookie cannot hold", shown_name(name)));
        }
        self
    }

    /// Adds one cookie for each value.
    pub fn cookie_each<V: ToText>(self, name: &str, values: impl IntoIterator<Item = V>) -> Self {
        values.into_iter().fold(self, |call, value| call.cookie(name, value))
    }

    /// Adds a pair to the body, which is then a form. A call has one body: `form`, [`part`](Self::part), [`json`](Self::json)
    /// and [`body`](Self::body) exclude each other.
    pub fn form(mut self, name: &str, value: impl ToText) -> Self {
        let value = self.request.text(name, &value);
        self.request.form(name, &value);
        self
    }

    /// Adds one pair for each value to the form.
    pub fn form_each<V: ToText>(self, name: &str, values: impl IntoIterator<Item = V>) -> Self {
        values.into_iter().fold(self, |call, value| call.form(name, value))
    }

    /// Sends `body` as JSON. An `f64` in it that is no number becomes null; a [`Number`](crate::Number) always is one.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        self.json_as("application/json", body)
    }

    /// Sends `body` as JSON of another media type, such as `application/merge-patch+json`.
    pub fn json_as<B: Serialize + ?Sized>(mut self, content_type: &'static str, body: &B) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => self.request.body(Body::Json(content_type, body.into())),
            Err(error) => self.request.fail(format!("the body has no JSON form: {error}")),
        }
        self
    }

    /// Sends bytes as they are, with their media type.
    pub fn body(mut self, content_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        self.request.body(Body::Raw(content_type.into(), body.into()));
        self
    }

    /// Sends a text, whose holes are filled with [`fill`](Self::fill).
    pub fn template(mut self, template: &'static Template) -> Self {
        self.request.body(Body::Template(template, Vec::new()));
        self
    }

    /// Fills a hole of the text that is sent.
    pub fn fill(mut self, name: &str, value: impl ToText) -> Self {
        let text = self.request.text(name, &value).into_owned();
        match &mut self.request.body {
            Body::Template(_, values) => match values.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = text,
                None => values.push((name.to_owned(), text)),
            },
            _ => self.request.fail(format!("`{}` fills a hole of a text, and no text is sent", shown_name(name))),
        }
        self
    }

    /// Adds a part to the body, which is then `multipart/form-data`.
    pub fn part(mut self, name: &str, part: Part) -> Self {
        self.request.part(name, part);
        self
    }

    /// Adds one part for each value.
    pub fn part_each(self, name: &str, parts: impl IntoIterator<Item = Part>) -> Self {
        parts.into_iter().fold(self, |call, part| call.part(name, part))
    }

    /// How long this call may take, from the connection to the last byte of the answer, instead of the client's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = Some(timeout);
        self
    }

    /// Sends this call to a further server of the API.
    pub fn on(mut self, server: impl Into<&'static Server>) -> Self {
        self.request.server = Some(server.into());
        self
    }

    /// Sends this call to another base URL, with the same credentials.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        match Base::parse(url.as_ref()) {
            Ok(base) => self.request.base = Some(base),
            Err(problem) => self.request.fail(problem),
        }
        self
    }

    /// Sends the request and reads the answer as a `T`.
    pub fn send(self) -> Sending<T, E> {
        Sending(self.send_raw())
    }

    /// Sends the request. Does not turn an error status into an `Err`; the body is read when [`Response::decode`] is called.
    pub fn send_raw(self) -> SendingRaw<T, E> {
        let client = Arc::clone(self.client.inner());
        let prepared = self.request.prepare(&client);
        let answer: BoxFuture<'static, _> = Box::pin(async move { prepared?.send(client).await });
        SendingRaw { answer, types: PhantomData }
    }

    /// The request as it would be sent, credentials included: for tests, or to send it in another way.
    ///
    /// # Errors
    /// If the request cannot be built.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error<E>> {
        let prepared = self.request.prepare(self.client.inner());
        prepared.map(|prepared| prepared.request).map_err(|failure| Error::new(failure, None))
    }
}

/// Shows the operation only: query and headers may hold secrets.
impl<T, E> fmt::Debug for Call<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request.id).finish()
    }
}

impl<T: FromAnswer, E: ErrorBody> IntoFuture for Call<'_, T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Sending<T, E>;

    fn into_future(self) -> Sending<T, E> {
        self.send()
    }
}

/// The future of a call: its answer. It borrows nothing, and so can be spawned.
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<T, E>(SendingRaw<T, E>);

/// The future of a call: its answer as a [`Response`].
#[must_use = "futures do nothing unless awaited"]
pub struct SendingRaw<T, E> {
    answer: BoxFuture<'static, Result<Raw, Box<Failure>>>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: FromAnswer, E: ErrorBody> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.get_mut().0).poll(cx));
        Poll::Ready(answer.and_then(|answer| answer.decode()))
    }
}

impl<T, E> Future for SendingRaw<T, E> {
    type Output = Result<Response<T, E>, Error<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.get_mut().answer.as_mut().poll(cx));
        Poll::Ready(match answer {
            Ok(raw) => Ok(Response { raw, types: PhantomData }),
            Err(failure) => Err(Error::new(failure, None)),
        })
    }
}

impl<T, E> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

impl<T, E> fmt::Debug for SendingRaw<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendingRaw")
    }
}

/// What a call that succeeded gives: everything that can be read from JSON, and what depends on the status.
pub trait FromAnswer: Sized {
    /// Reads an answer that says yes.
    ///
    /// # Errors
    /// If its body does not fit.
    fn from_answer(answer: &mut Received<'_>) -> Result<Self, DecodeError>;
}

impl<T: DecodeOwned> FromAnswer for T {
    fn from_answer(answer: &mut Received<'_>) -> Result<Self, DecodeError> {
        answer.read()
    }
}

/// An answer that says yes, for [`FromAnswer`].
pub struct Received<'a> {
    raw: &'a Raw,
    drifts: &'a mut Vec<Drift>,
}

impl Received<'_> {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.raw.answer.status.as_u16()
    }

    /// Reads the body.
    ///
    /// # Errors
    /// If the body is no `T`.
    pub fn read<T: DecodeOwned>(&mut self) -> Result<T, DecodeError> {
        T::take_body(&self.raw.answer.bytes).map_or_else(|| self.raw.read(self.drifts), Ok)
    }
}

impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// An answer whose body has not been read yet.
pub struct Response<T, E> {
    raw: Raw,
    types: PhantomData<fn() -> (T, E)>,
}

/// An answer, and what it answers.
struct Raw {
    client: Arc<Inner>,
    operation: &'static Operation,
    id: Cow<'static, str>,
    repeatable: bool,
    attempts: u32,
    answer: Answer,
}

impl<T, E> Response<T, E> {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.raw.answer.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.answer.headers
    }

    /// The vendor's request id, if the answer has one in a usual header such as `x-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The bytes of the body.
    pub fn bytes(&self) -> &Bytes {
        &self.raw.answer.bytes
    }

    /// The bytes of the body.
    pub fn into_bytes(self) -> Bytes {
        self.raw.answer.bytes
    }
}

impl<T: FromAnswer, E: ErrorBody> Response<T, E> {
    /// Reads the answer as a `T`.
    ///
    /// # Errors
    /// If the status or the body says that the request failed, or the body is no `T`.
    pub fn decode(&self) -> Result<T, Error<E>> {
        let raw = &self.raw;
        let Answer { status, bytes, .. } = &raw.answer;
        let mut drifts = Vec::new();
        match raw.operation.verdict(*status, bytes, raw.client.api) {
            Verdict::Refused => return Err(raw.refused(Why::Refused)),
            Verdict::Undocumented => return Err(raw.refused(Why::Undocumented)),
            Verdict::OtherSuccess if raw.client.mode == Mode::Strict => {
                return Err(raw.refused(Why::Undocumented));
            }
            Verdict::OtherSuccess => drifts.push(Drift::status(&raw.id, raw.operation, true)),
            Verdict::Success => {}
        }
        let value = T::from_answer(&mut Received { raw, drifts: &mut drifts });
        raw.report(&drifts);
        value.map_err(|error| Error::new(raw.unreadable(error), None))
    }
}

impl<T, E> fmt::Debug for Response<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.raw.id)
            .field("status", &self.raw.answer.status)
            .field("bytes", &self.raw.answer.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Raw {
    fn read<T: DecodeOwned>(&self, drifts: &mut Vec<Drift>) -> Result<T, DecodeError> {
        let text = std::str::from_utf8(&self.answer.bytes).map_err(|_| DecodeError::not_utf8())?;
        match decode_and(text, self.client.mode, self.client.on_drift.is_some()) {
            Ok(decoded) => {
                drifts.extend(decoded.drifts);
                Ok(decoded.value)
            }
            Err(mut error) => {
                error.set_operation(&self.id);
                drifts.extend_from_slice(error.drifts());
                // What makes the call fail is heard as well.
                drifts.extend(error.fatal().cloned());
                Err(error)
            }
        }
    }

    fn report(&self, drifts: &[Drift]) {
        let Some(on_drift) = &self.client.on_drift else {
            return;
        };
        for drift in drifts {
            let mut drift = drift.clone();
            drift.set_operation(&self.id);
            on_drift(&drift);
        }
    }

    fn failure(&self, why: Why) -> Failure {
        Failure {
            answer: Some(self.answer.clone()),
            documented: self.operation.documented(self.answer.status, self.client.api),
            ..Failure::new(self.id.clone(), why, self.attempts, self.repeatable)
        }
    }

    fn excerpt(&self, hidden: &[String]) -> Option<String> {
        excerpt(&self.answer.bytes, hidden, self.client.api.secrets)
    }

    fn unreadable(&self, error: DecodeError) -> Box<Failure> {
        let excerpt = if error.is_about_a_secret() { None } else { self.excerpt(&self.client.hidden()) };
        Box::new(Failure { excerpt, ..self.failure(Why::Decode(error)) })
    }

    fn refused<E: ErrorBody>(&self, why: Why) -> Error<E> {
        let text = std::str::from_utf8(&self.answer.bytes).ok();
        // A body that says no is read leniently in strict mode too: the answer is an error anyway.
        let read = text.map(|text| decode_and::<E>(text, Mode::Lenient, self.client.on_drift.is_some()));
        // A failure with the documented body is described, whatever its status; a success is not.
        let is_success = self.answer.status.is_success();
        if matches!(why, Why::Undocumented) && (is_success || !E::IS_DESCRIBED || !matches!(read, Some(Ok(_)))) {
            self.report(&[Drift::status(&self.id, self.operation, is_success)]);
        }
        let body = match read {
            Some(Ok(decoded)) => {
                self.report(&decoded.drifts);
                Some(decoded.value)
            }
            // A body that is not the documented one, with a status that is.
            Some(Err(error)) if !matches!(why, Why::Undocumented) => {
                self.report(error.drifts());
                self.report(&error.fatal().cloned().into_iter().collect::<Vec<_>>());
                None
            }
            Some(Err(_)) | None => None,
        };
        let hidden = self.client.hidden();
        let mut failure = self.failure(why);
        let message = body.as_ref().and_then(E::message).filter(|message| !message.trim().is_empty());
        if message.is_none() {
            failure.excerpt = self.excerpt(&hidden);
        }
        if let Some(body) = &body {
            failure.said = said(&body.codes(), message.as_deref(), &hidden);
            failure.status_of_code = body.http_status();
        }
        drop(message);
        Error::new(Box::new(failure), body)
    }
}
