//! One thing that changed.

use super::{Level, Notice, Rule, Wire};
use crate::ir::{Basis, How, NodeId};
use crate::text::Span;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Which way the values go that a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the caller to the vendor.
    Request,
    /// From the vendor to the caller.
    Response,
    /// Both ways.
    Both,
    /// Neither: nothing goes over the wire, or the change is about all of it.
    Neither,
}

impl Direction {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Neither => "neither",
        }
    }
}

/// What a value is used for. A type may be used for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// A parameter.
    Param,
    /// A request's body.
    Request,
    /// An answer, or what the vendor sends on its own account.
    Response,
}

/// Whom a change concerns: what its values are used for, and the operations that use them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) roles: BTreeSet<Role>,
    /// Ids of the new version's operations, in its order.
    pub(super) users: Vec<String>,
}

impl Uses {
    pub(super) fn of(role: Role, user: &str) -> Self {
        Self { roles: BTreeSet::from([role]), users: vec![user.to_owned()] }
    }

    pub(super) fn direction(&self) -> Direction {
        let request = self.roles.contains(&Role::Param) || self.roles.contains(&Role::Request);
        match (request, self.roles.contains(&Role::Response)) {
            (true, true) => Direction::Both,
            (true, false) => Direction::Request,
            (false, true) => Direction::Response,
            (false, false) => Direction::Neither,
        }
    }
}

/// One thing that changed in an API, with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// What it is about; in the new version's words where it is there.
    pub node: NodeId,
    /// What was there, in words. Vendor text: whoever prints it must escape it.
    pub before: Option<String>,
    /// What is there now, in words. Vendor text: whoever prints it must escape it.
    pub after: Option<String>,
    /// Where the old documents say so.
    pub old_place: Option<Span>,
    /// Where the new documents say so.
    pub new_place: Option<Span>,
    /// Which way the values go.
    pub direction: Direction,
    /// The operations it concerns, by id, in order; `webhook:<name>` for webhooks. Empty where it concerns the API as a whole.
    pub used_by: Vec<String>,
    /// Whether clients that are already built break.
    pub wire: Wire,
    /// What callers of the generated client are owed.
    pub rust: Level,
    /// Whether callers compile as before and the program behaves differently.
    pub silent: bool,
}

impl Change {
    pub(super) fn new(rule: Rule, node: NodeId) -> Self {
        Self {
            rule,
            node,
            before: None,
            after: None,
            old_place: None,
            new_place: None,
            direction: Direction::Neither,
            used_by: Vec::new(),
            wire: rule.wire(),
            rust: rule.level(),
            silent: rule.notice() == Notice::Silent,
        }
    }

    /// The change by whichever of the rules weighs most, with the worst that any of them says: a type that goes both ways is one finding.
    pub(super) fn worst(rules: impl IntoIterator<Item = Rule>, node: &NodeId) -> Option<Self> {
        rules.into_iter().map(|rule| Self::new(rule, node.clone())).reduce(|one, other| {
            let wire = one.wire.max(other.wire);
            let rust = one.rust.max(other.rust);
            // Where one way does not compile, callers are told anyway.
            let silent = rust < Level::Major && (one.silent || other.silent);
            let worst = if other.weight() > one.weight() { other } else { one };
            Self { wire, rust, silent, ..worst }
        })
    }

    fn weight(&self) -> (Level, bool, Wire) {
        (self.rust, self.silent, self.wire)
    }

    pub(super) fn was(mut self, text: impl Into<String>, place: Option<Span>) -> Self {
        self.before = Some(text.into());
        self.old_place = place;
        self
    }

    pub(super) fn is(mut self, text: impl Into<String>, place: Option<Span>) -> Self {
        self.after = Some(text.into());
        self.new_place = place;
        self
    }

    pub(super) fn uses(mut self, uses: &Uses) -> Self {
        self.direction = uses.direction();
        self.used_by.clone_from(&uses.users);
        self
    }

    pub(super) fn toward(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// What nobody promised cannot be broken for sure: where the old fact was a guess, the wire may be as it was.
    pub(super) fn known_by(mut self, old: &Basis) -> Self {
        if old.how != How::Stated {
            self.wire = self.wire.min(Wire::Maybe);
            if let Some(before) = &mut self.before {
                let how = if matches!(old.how, How::Assumed { .. }) { "assumed" } else { "inferred" };
                *before = format!("{before} ({how})");
            }
        }
        self
    }

    /// Whether only words changed.
    pub fn is_docs(&self) -> bool {
        self.rule.notice() == Notice::Docs
    }

    /// Twelve hexadecimal digits that stay the same for the same change, whatever lines move: what people accept a finding by.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for part in [Some(self.rule.id()), Some(self.node.as_str()), self.before.as_deref(), self.after.as_deref()] {
            // The length keeps the parts apart, whatever the vendor's text holds.
            let part = part.map_or(String::from("-"), |part| format!("{}:{part}", part.len()));
            hash.update(part.as_bytes());
        }
        hash.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}
