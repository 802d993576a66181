//! What can go wrong, and who is to blame.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use crate::any::Any;
use crate::decode::{DecodeError, DecodeOwned};
use crate::drift::Drift;
use crate::shown::{mask, one_line};
use crate::transport::{TransportError, TransportKind};

/// Where vendors put the id of a request.
const REQUEST_IDS: [&str; 6] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-request-id", "x-trace-id"];

/// The body of an error answer, as the document describes it.
pub trait ErrorBody: DecodeOwned + fmt::Debug + Send + Sync + 'static {
    /// Whether the document describes it.
    #[doc(hidden)]
    const IS_DESCRIBED: bool = true;

    /// The vendor's codes for what went wrong, as far as the body has them, in the order in which they are told.
    fn codes(&self) -> Vec<Option<&dyn fmt::Display>>;

    /// The vendor's message, if the body has one. Several are joined with `; `.
    fn message(&self) -> Option<Cow<'_, str>>;

    /// The HTTP status that the document assigns to the code in the body. It decides whether a retry makes sense where the
    /// answer itself came with a 2xx.
    fn http_status(&self) -> Option<u16> {
        None
    }
}

/// An [`ErrorBody`] with a code of type `C`. A body may have several codes, each of its own type.
pub trait HasCode<C> {
    /// The code, if the body has it.
    fn code(&self) -> Option<&C>;
}

/// A code as it is shown in messages.
pub fn shown(code: Option<&impl fmt::Display>) -> Option<&dyn fmt::Display> {
    code.map(|code| code as &dyn fmt::Display)
}

/// The body of an error answer that the document does not describe.
impl ErrorBody for Any {
    const IS_DESCRIBED: bool = false;

    fn codes(&self) -> Vec<Option<&dyn fmt::Display>> {
        Vec::new()
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        None
    }
}

impl HasCode<Self> for Any {
    fn code(&self) -> Option<&Self> {
        None
    }
}

/// Who is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built; nothing was sent.
    Build,
    /// No answer arrived.
    Transport(TransportKind),
    /// The vendor refused the request, with a status or a body that the document describes as an error.
    Refused,
    /// The document does not list the status of the answer.
    Undocumented,
    /// The body of the answer could not be read as the documented type.
    Decode,
}

/// Why a call failed. `E` is the type of a documented error body.
///
/// One pointer wide. `Display` and `Debug` show the vendor's message or, where there is none, the first 200 characters of the
/// body; never the client's credentials, and no value of a field that is a [`Secret`](crate::Secret).
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    failure: Failure,
    body: Option<E>,
}

/// Everything of an error but its typed body.
pub(crate) struct Failure {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) why: Why,
    pub(crate) attempts: u32,
    pub(crate) repeatable: bool,
    pub(crate) answer: Option<Answer>,
    pub(crate) documented: Option<&'static str>,
    /// The status that the document gives to the code in the body.
    pub(crate) status_of_code: Option<u16>,
    /// The code and the message of the vendor, fit to be shown.
    pub(crate) said: Option<String>,
    /// The beginning of a body without a message, fit to be shown.
    pub(crate) excerpt: Option<String>,
}

pub(crate) enum Why {
    Build(String),
    Transport(TransportError),
    Refused,
    Undocumented,
    Decode(DecodeError),
}

/// An answer as it came.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Failure {
    /// One without an answer.
    pub(crate) fn new(operation: Cow<'static, str>, why: Why, attempts: u32, repeatable: bool) -> Self {
        Self { operation, why, attempts, repeatable, answer: None, documented: None, status_of_code: None, said: None, excerpt: None }
    }

    pub(crate) fn build(operation: Cow<'static, str>, problem: String) -> Box<Self> {
        Box::new(Self::new(operation, Why::Build(problem), 0, false))
    }

    fn is_retryable(&self) -> bool {
        match &self.why {
            Why::Build(_) | Why::Decode(_) => false,
            Why::Transport(error) => match error.kind() {
                // Nothing has been sent.
                TransportKind::Connect => true,
                TransportKind::Timeout | TransportKind::Interrupted => self.repeatable,
                TransportKind::Tls | TransportKind::TooLarge | TransportKind::Redirect | TransportKind::Other => false,
            },
            Why::Refused | Why::Undocumented => {
                let status = self.answer.as_ref().map(|answer| answer.status);
                let by_code = self.status_of_code.filter(|_| status.is_some_and(|status| status.is_success()));
                match by_code.or(status.map(|status| status.as_u16())) {
                    // The vendor says that it has not done it.
                    Some(429 | 503) => true,
                    Some(408 | 425 | 502 | 504) => self.repeatable,
                    _ => false,
                }
            }
        }
    }
}

/// The vendor's codes and message on one line, fit to be shown: `code 1016 / VALIDATION_ERROR, Validation error`.
pub(crate) fn said(codes: &[Option<&dyn fmt::Display>], message: Option<&str>, hidden: &[String]) -> Option<String> {
    let codes: Vec<String> = codes.iter().flatten().map(ToString::to_string).collect();
    let code = (!codes.is_empty()).then(|| format!("code {}", codes.join(" / ")));
    let parts: Vec<&str> = code.as_deref().into_iter().chain(message).collect();
    // The mask comes first: a line that is cut or joined may hide a secret from it.
    let said = one_line(&mask(&parts.join(", "), hidden));
    (!said.is_empty()).then_some(said)
}

impl<E> Error<E> {
    pub(crate) fn new(failure: Box<Failure>, body: Option<E>) -> Self {
        Self(Box::new(Inner { failure: *failure, body }))
    }

    fn failure(&self) -> &Failure {
        &self.0.failure
    }

    fn answer(&self) -> Option<&Answer> {
        self.failure().answer.as_ref()
    }

    /// Who is to blame.
    pub fn kind(&self) -> ErrorKind {
        match &self.failure().why {
            Why::Build(_) => ErrorKind::Build,
            Why::Transport(error) => ErrorKind::Transport(error.kind()),
            Why::Refused => ErrorKind::Refused,
            Why::Undocumented => ErrorKind::Undocumented,
            Why::Decode(_) => ErrorKind::Decode,
        }
    }

    /// The operation that failed; the name of the API if its client could not be built.
    pub fn operation(&self) -> &str {
        &self.failure().operation
    }

    /// The HTTP status of the answer, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.status)
    }

    /// The headers of the answer, if one arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// The vendor's request id, if the answer has one in a usual header such as `x-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// The bytes of the body, as they arrived.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.answer().map(|answer| &answer.bytes)
    }

    /// The error body, if it could be read as the documented type.
    pub fn body(&self) -> Option<&E> {
        self.0.body.as_ref()
    }

    /// Reads the body as another type, leniently; `None` if it does not fit.
    pub fn body_as<T: DecodeOwned>(&self) -> Option<T> {
        let text = std::str::from_utf8(self.bytes()?).ok()?;
        crate::decode::decode_and(text, crate::decode::Mode::Lenient, false).ok().map(|decoded| decoded.value)
    }

    /// What the document says about the status: `Some("")` where it lists it without a word.
    pub fn documented(&self) -> Option<&'static str> {
        self.failure().documented
    }

    /// Why the body could not be read, if that is what failed.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.failure().why {
            Why::Decode(error) => Some(error),
            Why::Build(_) | Why::Transport(_) | Why::Refused | Why::Undocumented => None,
        }
    }

    /// What else was unexpected in a body that could not be read; in strict mode everything that was.
    pub fn drifts(&self) -> &[Drift] {
        self.decode_error().map_or(&[], DecodeError::drifts)
    }

    /// The JSON path of the value that could not be read: `data[3].rate`.
    pub fn path(&self) -> Option<&str> {
        self.decode_error()?.misfit().map(Drift::path)
    }

    /// How often the request was sent: 0 if it could not be built. A call sends it once.
    pub fn attempts(&self) -> u32 {
        self.failure().attempts
    }

    /// Whether the same call may succeed later, and does no harm if the vendor gets it twice.
    ///
    /// Where an error comes with a 2xx, the status that the document assigns to the vendor's code decides.
    pub fn is_retryable(&self) -> bool {
        self.failure().is_retryable()
    }

    /// How long the vendor asks to wait, from the header `Retry-After`; zero if that moment has passed.
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.headers()?.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let moment = httpdate::parse_http_date(text).ok()?;
        Some(moment.duration_since(SystemTime::now()).unwrap_or_default())
    }
}

impl<E> Error<E> {
    /// The vendor's code for what went wrong.
    ///
    /// Where an API has several, what it is compared with says which one is meant: `error.code() == Some(&ErrorCode::NotFound)`. Where
    /// nothing does, write `error.code::<ErrorCode>()`.
    pub fn code<C>(&self) -> Option<&C>
    where
        E: HasCode<C>,
    {
        self.body().and_then(E::code)
    }
}

impl<E: ErrorBody> Error<E> {
    /// The vendor's message, in full and as it was sent.
    pub fn message(&self) -> Option<Cow<'_, str>> {
        self.body().and_then(E::message)
    }
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = self.failure();
        write!(f, "{}: ", failure.operation)?;
        match &failure.why {
            Why::Build(problem) => return f.write_str(problem),
            Why::Transport(error) => return write!(f, "no answer: {error}"),
            Why::Refused => f.write_str("the vendor said no")?,
            Why::Undocumented => f.write_str("the document does not describe this status")?,
            Why::Decode(error) => write!(f, "the answer does not fit: {error}")?,
        }
        if let Some(status) = self.status() {
            write!(f, ": HTTP {}", status.as_u16())?;
        }
        // A document may list a status without a word about it.
        match (failure.said.as_deref().or(failure.documented.filter(|words| !words.is_empty())), &failure.excerpt) {
            (Some(said), Some(excerpt)) => write!(f, ", {}: {excerpt}", said.trim_end_matches('.')),
            (Some(said), None) => write!(f, ", {said}"),
            (None, Some(excerpt)) => write!(f, ": {excerpt}"),
            (None, None) => Ok(()),
        }
    }
}

/// Shows no more of the answer than `Display` does: headers and body have methods of their own.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .field("drifts", &self.drifts())
            .finish_non_exhaustive()
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.failure().why {
            // The message has the kind of the error already.
            Why::Transport(error) => std::error::Error::source(error),
            Why::Build(_) | Why::Refused | Why::Undocumented | Why::Decode(_) => None,
        }
    }
}
