//! What a document says of an API and its operations, as constants of the generated client.

use http::StatusCode;
use serde_core::Deserializer as _;
use serde_core::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

use crate::auth::Scheme;
use crate::decode::Text;

/// What the document says about an API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The name of the API, for messages and the user agent.
    pub name: &'static str,
    /// The documented base URL, with `{names}` for what the caller fills in; empty when there is none.
    pub base: &'static str,
    /// The ways to authenticate.
    pub schemes: &'static [&'static Scheme],
    /// Headers that every request has.
    pub headers: &'static [(&'static str, &'static str)],
    /// How a body says that the request failed, although its status may be a success; `None` if only the status counts.
    pub outcome: Option<Outcome>,
    /// The statuses of failures that any operation may answer with, and what the document says of them.
    pub errors: &'static [(u16, &'static str)],
    /// The names of all members that are secrets, in whatever type: an excerpt of a body ends before their values.
    pub secrets: &'static [&'static str],
}

/// A server that some operations go to, beside the one of the base URL.
#[derive(Debug)]
pub struct Server {
    /// What a caller knows it by: `Login`.
    pub name: &'static str,
    /// Its documented base URL, with `{names}` for what the caller fills in.
    pub base: &'static str,
}

/// How a body says whether the request succeeded, whatever the status. In a body without the member, the status decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The request succeeded only if a top-level member has this value.
    SucceedsWhen {
        /// The member.
        member: &'static str,
        /// The value as text: `0` stands for the number and for the text.
        is: &'static str,
    },
    /// The request failed if a top-level member has this value.
    FailsWhen {
        /// The member.
        member: &'static str,
        /// The value as text: `0` stands for the number and for the text.
        is: &'static str,
    },
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// What a caller knows it by, for messages: `accounts.list`.
    pub name: &'static str,
    /// Its address in the document's description, without `op:`; empty when the document does not have it.
    pub id: &'static str,
    /// The HTTP method, in capital letters.
    pub method: &'static str,
    /// The path below the base URL, with `{names}` for the path parameters. If it is empty, the base URL is used as it is written.
    pub path: &'static str,
    /// The pairs that the query of every call begins with.
    pub query: &'static [(&'static str, &'static str)],
    /// The headers that every call has.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether a call may be repeated.
    pub retry: Retry,
    /// The ways to authenticate that it accepts.
    pub auth: Accepts,
    /// The documented error statuses, with what the document says about them.
    pub errors: &'static [(u16, &'static str)],
    /// The documented success statuses; if there are none, every 2xx is one.
    pub success: &'static [u16],
}

/// Whether a call may be repeated if it is not known whether it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// It only reads.
    Safe,
    /// Repeating it changes nothing more.
    Idempotent,
    /// Repeating it may do the work twice.
    Never,
}

/// The ways to authenticate that an operation accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Accepts {
    /// All that the API has.
    Any,
    /// All that the API has; without any of them it is sent without a credential.
    AnyOrNone,
    /// None: it is sent without a credential.
    None,
    /// One of these schemes, by their ids.
    Of(&'static [&'static str]),
    /// One of these schemes, by their ids; without any of them it is sent without a credential.
    OfOrNone(&'static [&'static str]),
}

/// What the status and the body say of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Success,
    /// A 2xx that the document does not list.
    OtherSuccess,
    Refused,
    Undocumented,
}

impl Operation {
    pub(crate) fn documented(&self, status: StatusCode, api: &Api) -> Option<&'static str> {
        self.errors.iter().chain(api.errors).find(|(code, _)| *code == status.as_u16()).map(|(_, text)| *text)
    }

    pub(crate) fn verdict(&self, status: StatusCode, body: &[u8], api: &Api) -> Verdict {
        let listed = self.success.contains(&status.as_u16());
        if self.documented(status, api).is_some() && !listed {
            return Verdict::Refused;
        }
        // A body that says no in the documented way does so with whatever status.
        if api.outcome.is_some_and(|outcome| outcome.refuses(body)) {
            return Verdict::Refused;
        }
        if !listed && !status.is_success() {
            return Verdict::Undocumented;
        }
        if listed || self.success.is_empty() { Verdict::Success } else { Verdict::OtherSuccess }
    }
}

impl Outcome {
    fn refuses(self, body: &[u8]) -> bool {
        match self {
            Self::SucceedsWhen { member, is } => member_is(body, member, is) == Some(false),
            Self::FailsWhen { member, is } => member_is(body, member, is) == Some(true),
        }
    }
}

/// Whether the top-level member of this name has this value; `None` when there is none. Of one that stands twice the last counts, as it does
/// when the body is read.
fn member_is(body: &[u8], member: &'static str, is: &'static str) -> Option<bool> {
    struct Scan<'a> {
        member: &'static str,
        is: &'static str,
        found: &'a mut Option<bool>,
    }

    impl<'de> Visitor<'de> for Scan<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(Text(key)) = map.next_key()? {
                if key == self.member {
                    let raw = map.next_value::<&'de RawValue>()?.get();
                    *self.found = Some(match serde_json::from_str::<Text<'_>>(raw) {
                        Ok(Text(text)) => text == self.is,
                        Err(_) => raw == self.is,
                    });
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(())
        }
    }

    let text = std::str::from_utf8(body).ok()?;
    // As it is when the body is read.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = None;
    // What stands before the place where a body breaks off has been said.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Scan { member, is, found: &mut found });
    found
}
