//! An answer that was recorded.

use crate::document::Node;
use crate::drift::looks::Looks;
use crate::drift::sent::Sent;
use std::fmt;

/// Where an answer stands in a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The recording.
    pub file: String,
    /// The line on which it begins.
    pub line: u32,
    /// Which of the entries of a HAR it is, counted from 1.
    pub entry: Option<usize>,
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        self.entry.map_or(Ok(()), |entry| write!(f, " (entry {entry})"))
    }
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The recording does not say what it was.
    Unrecorded,
    /// A text; maybe an empty one.
    Text(String),
    /// A value, where the recording has it as one.
    Value(Node),
    /// Bytes that are no text.
    Binary(Looks),
}

/// An answer, and the request that it answers.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Where it stands.
    pub at: Where,
    /// The method, as it was recorded.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The status; 0 where none came.
    pub status: u16,
    /// The body.
    pub body: Body,
    /// What the request carried.
    pub(super) sent: Sent,
    /// The operation, where the recording names it: its id.
    pub operation: Option<String>,
}
