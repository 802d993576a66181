//! What is not as the documents say.

use crate::drift::place::At;
use crate::drift::record::Where;
use crate::drift::seen::Seen;
use crate::drift::walk::Leeway;
use crate::ir::{Basis, NodeId};
use std::collections::BTreeSet;

/// In which way an answer is not as the documents say; what matters most to callers first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A member that is always there according to them, and was not.
    Missing,
    /// A value of another kind, or of another form.
    OtherKind,
    /// An unexpected `null`.
    UnexpectedNull,
    /// A value that an enumeration does not list.
    Unlisted,
    /// A member that they do not describe.
    UnknownMember,
    /// A member that came twice in one object.
    Duplicate,
    /// A status that they do not list.
    Status,
    /// A body where they say that there is none.
    UnexpectedBody,
    /// No body where they describe one.
    NoBody,
    /// A body that is no JSON, where they describe a value.
    NotJson,
}

impl FindingKind {
    /// All, in their order.
    pub const ALL: &[Self] = &[
        Self::Missing,
        Self::OtherKind,
        Self::UnexpectedNull,
        Self::Unlisted,
        Self::UnknownMember,
        Self::Duplicate,
        Self::Status,
        Self::UnexpectedBody,
        Self::NoBody,
        Self::NotJson,
    ];

    /// The word for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::OtherKind => "other-kind",
            Self::UnexpectedNull => "unexpected-null",
            Self::Unlisted => "unlisted-value",
            Self::UnknownMember => "unknown-member",
            Self::Duplicate => "duplicate-key",
            Self::Status => "unlisted-status",
            Self::UnexpectedBody => "unexpected-body",
            Self::NoBody => "no-body",
            Self::NotJson => "not-json",
        }
    }

    /// The heading for people.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Missing => "Required, and not there",
            Self::OtherKind => "Of another kind",
            Self::UnexpectedNull => "`null` where none is expected",
            Self::Unlisted => "Values that are not listed",
            Self::UnknownMember => "Not described",
            Self::Duplicate => "Twice in one object",
            Self::Status => "Statuses that are not listed",
            Self::UnexpectedBody => "A body where none is described",
            Self::NoBody => "No body where one is described",
            Self::NotJson => "No JSON where a value is described",
        }
    }
}

/// Something that is not as the documents say, over all answers that show it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// In which way.
    pub kind: FindingKind,
    /// The address of what it is about.
    pub node: NodeId,
    /// How often it was seen.
    pub count: u64,
    /// In how many answers.
    pub answers: u64,
    /// Of how many that were held, of the operations that show it.
    pub of: u64,
    /// Those operations.
    pub operations: Vec<String>,
    /// Where it was seen first.
    pub first: Where,
    /// Where in the body of that answer.
    pub path: String,
    /// What the documents say.
    pub says: String,
    /// How that is known, and where it stands.
    pub basis: Basis,
    /// The kinds of values that were seen.
    pub kinds: Vec<&'static str>,
    /// Values that were seen, where they may be shown.
    pub values: Vec<String>,
    /// Whether there were others, which may not be shown or are too many.
    pub more_values: bool,
    /// The correction that makes it go, as an overlay writes it; or why there is none.
    pub entry: Result<String, NoEntry>,
}

/// Why there is no entry for an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoEntry {
    /// No document can say that it is right.
    Vendor,
    /// What is kept from being shown as text only would be shown.
    Secret,
    /// Other answers of the operation and the status are what the documents say: the entry would throw their type away.
    OthersFit,
    /// The entry of another finding takes it in, which has this address.
    Within(NodeId),
    /// The body that says no as a whole: what is none is another answer.
    Unaddressed,
}

impl NoEntry {
    /// What to do instead, for people.
    pub fn help(&self) -> String {
        match self {
            Self::Vendor => "no overlay can say so: it is the vendor's to mend".to_owned(),
            Self::Secret => "no overlay can say so: a secret is text, or it would be shown".to_owned(),
            Self::OthersFit => {
                "no entry, for other answers of this status are what the documents say: look at these, they may be error pages \
                                behind a success, or compressed as they were recorded"
                    .to_owned()
            }
            Self::Within(node) => format!("the entry of {node} takes these in"),
            Self::Unaddressed => "no overlay can say so: what is no body that says no is another answer".to_owned(),
        }
    }
}

/// A finding on its way.
#[derive(Debug)]
pub(super) struct Growing {
    pub(super) at: At,
    pub(super) count: u64,
    pub(super) answers: u64,
    /// The last answer that showed it.
    pub(super) last: u64,
    pub(super) operations: BTreeSet<usize>,
    pub(super) first: Where,
    pub(super) path: String,
    pub(super) says: String,
    pub(super) basis: Basis,
    pub(super) seen: Seen,
    pub(super) values: BTreeSet<String>,
    pub(super) more_values: bool,
    /// What else may be said to stand there.
    pub(super) leeway: Leeway,
    /// Why there is no entry for it, where that is known.
    pub(super) no_entry: Option<NoEntry>,
    /// The address of the entry, where it is for other findings too, and what they show.
    pub(super) also: Option<(At, Seen)>,
}
