//! How an answer differs from the document: what `on_drift` hears of.

use std::borrow::Cow;
use std::fmt;

use crate::operation::Operation;

/// How an answer differs from the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that the document does not describe; kept in `extra`.
    UnknownMember,
    /// A value of another kind; kept in `extra`, unless it could be read all the same.
    Misfit,
    /// An unexpected null; kept in `extra`.
    UnexpectedNull,
    /// A member that occurs twice; the last one counts.
    Duplicate,
    /// A member that also came under another of its names; what the field does not hold is kept in `extra`.
    OtherName,
    /// A required member that is not there. The call fails.
    Missing,
    /// A value that an enum does not list; the enum keeps it.
    Unlisted,
    /// A status that the document does not list: of a success, or of a failure whose body is not the documented one either.
    Status,
    /// The answer differs at more places than are reported of one answer: this report stands for all others. Behind it comes only what
    /// makes the call fail.
    More,
}

/// What is found where a success has a status that is not listed.
const SUCCESS: &str = "another success";

/// One difference between an answer and the document. It has the place and the kind, and never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    kind: DriftKind,
    operation: Option<String>,
    path: String,
    node: Option<String>,
    expected: &'static str,
    found: &'static str,
}

impl Drift {
    pub(crate) const fn new(kind: DriftKind, path: String, node: Option<String>, expected: &'static str, found: &'static str) -> Self {
        Self { kind, operation: None, path, node, expected, found }
    }

    pub(crate) fn status(name: &str, operation: &Operation, is_success: bool) -> Self {
        Self {
            kind: DriftKind::Status,
            operation: Some(name.to_owned()),
            path: String::new(),
            node: (!operation.id.is_empty()).then(|| format!("op:{}", operation.id)),
            expected: "a status of the document",
            found: if is_success { SUCCESS } else { "a failure" },
        }
    }

    /// The report behind the last one that is made of an answer.
    pub(crate) const fn more() -> Self {
        Self::new(DriftKind::More, String::new(), None, "at most 1000 differences", "more")
    }

    pub(crate) fn set_operation(&mut self, operation: &str) {
        self.operation = Some(operation.to_owned());
    }

    /// What kind of difference it is.
    pub const fn kind(&self) -> DriftKind {
        self.kind
    }

    /// The operation that was called; `None` if the text was not the answer to a call.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The JSON path: `data[3].rate`; empty if it is about the whole body. Keys that are data, and names that may be, are `[*]`: they may be people's.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address in the description of the API: `type:User/rate`, as `docwright explain` takes it. Of a member that is not described it is the
    /// one that the member would have, with a `*` where its name may be data: `type:User/x-*`.
    pub fn node(&self) -> Option<&str> {
        self.node.as_deref()
    }

    /// What was expected: `an integer`.
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// The kind of value that was found: `text`.
    pub const fn found(&self) -> &'static str {
        self.found
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { Cow::Borrowed("the answer") } else { Cow::Owned(format!("`{}`", self.path)) };
        match self.kind {
            DriftKind::UnknownMember => write!(f, "{place} is not in the document"),
            DriftKind::Misfit | DriftKind::UnexpectedNull => {
                // Of the right kind, and wrong further inside.
                let same = self.expected.split(" or ").any(|expected| expected == self.found);
                let unfit = if same { " that does not fit" } else { "" };
                write!(f, "{place} is {}{unfit}, expected {}", self.found, self.expected)
            }
            DriftKind::Duplicate => write!(f, "{place} came twice"),
            DriftKind::OtherName => write!(f, "{place} also came under another of its names"),
            DriftKind::Missing => write!(f, "{place} is missing, expected {}", self.expected),
            DriftKind::Unlisted => {
                write!(f, "{place} has a value that the document does not list")
            }
            DriftKind::More => f.write_str("there are more differences than are reported of one answer"),
            DriftKind::Status if self.found == SUCCESS => f.write_str("the document does not list this success status"),
            DriftKind::Status => f.write_str("the document does not list this status of a failure"),
        }
    }
}
