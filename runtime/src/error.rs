//! What can go wrong, and who is to blame.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use crate::any::Any;
use crate::decode::{DecodeOwned, Drift, Unfit};
use crate::transport::{TransportError, TransportKind};

/// How much of the vendor's words a message shows.
const MESSAGE: usize = 200;

/// Where vendors put the id of a request.
const REQUEST_IDS: [&str; 6] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-request-id", "x-trace-id"];

/// The body of an error, as the document describes it.
pub trait ErrorBody: DecodeOwned + fmt::Debug + Send + Sync + 'static {
    /// The vendor's codes for what went wrong, as far as the body has them, in the order in which they are told.
    fn codes(&self) -> Vec<Option<&dyn fmt::Display>>;

    /// The vendor's words, if the body has any.
    fn message(&self) -> Option<&str>;

    /// The HTTP status that belongs to the code, as the document has it; the answer may have come with another one.
    fn http_status(&self) -> Option<u16> {
        None
    }
}

/// An [`ErrorBody`] with a code of the type `C`. A body may have several codes, each of a type of its own.
pub trait HasCode<C> {
    /// The code, if the body has it.
    fn code(&self) -> Option<&C>;
}

/// A code as it is shown.
pub fn shown(code: Option<&impl fmt::Display>) -> Option<&dyn fmt::Display> {
    code.map(|code| code as &dyn fmt::Display)
}

/// The body of an error that the document does not describe.
impl ErrorBody for Any {
    fn codes(&self) -> Vec<Option<&dyn fmt::Display>> {
        Vec::new()
    }

    fn message(&self) -> Option<&str> {
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
    /// There is no answer.
    Transport(TransportKind),
    /// The vendor said no, in a way that the document describes.
    Refused,
    /// The status of the answer is not in the document.
    Undocumented,
    /// The answer did not fit the document.
    Unfit,
}

/// Why a call failed. It holds no secret of the request, and one pointer only.
///
/// `E` is the body of an error as the document describes it.
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
    /// The code and the words of the vendor, fit to be shown.
    pub(crate) said: Option<String>,
    /// The HTTP status that the document gives the vendor's code.
    pub(crate) code_status: Option<u16>,
}

pub(crate) enum Why {
    Build(String),
    Transport(TransportError),
    Refused,
    Undocumented,
    Unfit(Unfit),
}

/// An answer as it came.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Failure {
    pub(crate) fn build(operation: Cow<'static, str>, problem: String) -> Box<Self> {
        Box::new(Self {
            operation,
            why: Why::Build(problem),
            attempts: 0,
            repeatable: false,
            answer: None,
            documented: None,
            said: None,
            code_status: None,
        })
    }

    fn is_retryable(&self) -> bool {
        match &self.why {
            Why::Build(_) | Why::Unfit(_) => false,
            Why::Transport(error) => match error.kind() {
                // Nothing has been sent.
                TransportKind::Connect => true,
                TransportKind::Timeout | TransportKind::Interrupted => self.repeatable,
                TransportKind::Tls | TransportKind::TooLarge | TransportKind::Redirect | TransportKind::Other => false,
            },
            Why::Refused | Why::Undocumented => {
                let status = self.answer.as_ref().map(|answer| answer.status);
                // A no inside of a success has the status of its code.
                let meant = self.code_status.filter(|_| status.is_some_and(|status| status.is_success()));
                match meant.or(status.map(|status| status.as_u16())) {
                    // The vendor says that it has not done it.
                    Some(429 | 503) => true,
                    Some(408 | 425 | 502 | 504) => self.repeatable,
                    _ => false,
                }
            }
        }
    }
}

/// The vendor's codes and words on one line, of a length that can be shown: `code 1016 / VALIDATION_ERROR, Validation error`.
pub(crate) fn said(codes: &[Option<&dyn fmt::Display>], message: Option<&str>, mask: impl Fn(String) -> String) -> Option<String> {
    let codes: Vec<String> = codes.iter().flatten().map(ToString::to_string).collect();
    let code = (!codes.is_empty()).then(|| format!("code {}", codes.join(" / ")));
    let parts: Vec<&str> = code.as_deref().into_iter().chain(message).collect();
    // Before anything is cut or joined that would hide a secret from the mask.
    let said = mask(parts.join(", ")).split_whitespace().collect::<Vec<_>>().join(" ");
    let said: String = said.chars().filter(|each| !each.is_control()).collect();
    match said.char_indices().nth(MESSAGE) {
        _ if said.is_empty() => None,
        Some((end, _)) => Some(format!("{}…", &said[..end])),
        None => Some(said),
    }
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
            Why::Unfit(_) => ErrorKind::Unfit,
        }
    }

    /// The operation that failed; the API's name while its client was built.
    pub fn operation(&self) -> &str {
        &self.failure().operation
    }

    /// The status of the answer, if there is one.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.status)
    }

    /// The headers of the answer, if there is one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// The vendor's id of the request, if the answer has one.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// The body of the answer, as it came.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.answer().map(|answer| &answer.bytes)
    }

    /// The body of the vendor's no, as the document describes it.
    pub fn body(&self) -> Option<&E> {
        self.0.body.as_ref()
    }

    /// The body of the answer as another type, read leniently.
    pub fn body_as<T: DecodeOwned>(&self) -> Option<T> {
        let text = std::str::from_utf8(self.bytes()?).ok()?;
        crate::decode::decode_and(text, crate::decode::Mode::Lenient, false).ok().map(|decoded| decoded.value)
    }

    /// What the document says of the status.
    pub fn documented(&self) -> Option<&'static str> {
        self.failure().documented
    }

    /// Why the answer did not fit, with the place.
    pub fn unfit(&self) -> Option<&Unfit> {
        match &self.failure().why {
            Why::Unfit(unfit) => Some(unfit),
            Why::Build(_) | Why::Transport(_) | Why::Refused | Why::Undocumented => None,
        }
    }

    /// What was unexpected in an answer that did not fit; in strict mode all of it.
    pub fn drifts(&self) -> &[Drift] {
        self.unfit().map_or(&[], Unfit::drifts)
    }

    /// The path of what did not fit: `data[3].rate`.
    pub fn path(&self) -> Option<&str> {
        self.unfit()?.misfit().map(Drift::path)
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.failure().attempts
    }

    /// Whether the same call may succeed later, and does no harm if it arrives twice.
    pub fn is_retryable(&self) -> bool {
        self.failure().is_retryable()
    }

    /// How long the vendor asks to wait.
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
    /// The vendor's words.
    pub fn message(&self) -> Option<&str> {
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
            Why::Unfit(unfit) => write!(f, "the answer does not fit: {unfit}")?,
        }
        if let Some(status) = self.status() {
            write!(f, ": HTTP {}", status.as_u16())?;
        }
        match (&failure.said, failure.documented) {
            (Some(said), _) => write!(f, ", {said}"),
            (None, Some(documented)) => write!(f, ", {documented}"),
            (None, None) => Ok(()),
        }
    }
}

/// Like `Display`: the headers and the body may hold what is nobody's business, and have methods of their own.
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
            // The message has said it: what is behind it comes next.
            Why::Transport(error) => std::error::Error::source(error),
            Why::Build(_) | Why::Refused | Why::Undocumented | Why::Unfit(_) => None,
        }
    }
}
