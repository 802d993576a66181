//! The one address grammar of overlays, overrides, pins, renames, the lock, `explain` and reports.
//!
//! `api`, `server`, `server:<name>`, `errors`, `envelope`, `auth:<id>`, `group:<name>`, `webhook:<name>`, `op:<id>`, `op:<id>/query/<name>`, `op:<id>/body`, `op:<id>/200`, `op:<id>/answer`, `type:<Name>`, `type:<Name>/<field>`,
//! `type:<Name>/=<value>`. Steps inside a field's inline shape are added with `/` and `[]`.

use super::ServerId;
use std::fmt;

/// The address of a thing in an API, stable from version to version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(String);

impl NodeId {
    /// The API as a whole.
    pub fn api() -> Self {
        Self("api".to_owned())
    }

    /// An authentication scheme.
    pub fn auth(id: &str) -> Self {
        Self(format!("auth:{id}"))
    }

    /// The main server, and below it the variables of all servers.
    pub fn server() -> Self {
        Self("server".to_owned())
    }

    /// A further server.
    pub fn further_server(id: &ServerId) -> Self {
        Self(format!("server:{id}"))
    }

    /// A group of operations.
    pub fn group(name: &str) -> Self {
        Self(format!("group:{name}"))
    }

    /// An operation.
    pub fn operation(id: &str) -> Self {
        Self(format!("op:{id}"))
    }

    /// A named type.
    pub fn ty(name: &str) -> Self {
        Self(format!("type:{name}"))
    }

    /// What the vendor sends to an address of the caller's.
    pub fn webhook(name: &str) -> Self {
        Self(format!("webhook:{name}"))
    }

    /// The body of an answer that says no.
    pub fn errors() -> Self {
        Self("errors".to_owned())
    }

    /// The body that every answer has.
    pub fn envelope() -> Self {
        Self("envelope".to_owned())
    }

    /// A step below this node. A name with a `/` in it stays one step: it is written as in a JSON pointer, `a/b` as `a~1b`; and `a#b` as `a~2b`,
    /// for behind a `#` stands what belongs to a node and is none itself.
    #[must_use]
    pub fn child(&self, step: &str) -> Self {
        Self(format!("{}/{}", self.0, step.replace('~', "~0").replace('/', "~1").replace('#', "~2")))
    }

    /// A case of this node, which is a union.
    #[must_use]
    pub fn case(&self, words: &str) -> Self {
        Self(format!("{}/case/{words}", self.0))
    }

    /// The nameless type of a case of this node, which is a union; counted from 1.
    #[must_use]
    pub fn nameless_case(&self, number: usize) -> Self {
        self.child(&if number > 1 { format!("case {number}") } else { "case".to_owned() })
    }

    /// The items of this node, which is a list or a map.
    #[must_use]
    pub fn items(&self) -> Self {
        Self(format!("{}[]", self.0))
    }

    /// A value of this node, which is an enumeration.
    #[must_use]
    pub fn value(&self, value: &str) -> Self {
        // The last step of all, so that nothing in it can be taken for another.
        Self(format!("{}/={value}", self.0))
    }

    /// An address that people wrote; it may match nothing.
    pub fn written(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
