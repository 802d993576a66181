//! The one address grammar of overlays, overrides, pins, renames, the lock, `explain` and reports.
//!
//! `api`, `server`, `server:<name>`, `errors`, `envelope`, `auth:<id>`, `group:<name>`, `webhook:<name>`, `op:<id>`, `op:<id>/query/<name>`, `op:<id>/body`, `op:<id>/200`, `op:<id>/answer`, `type:<Name>`, `type:<Name>/<field>`,
//! `type:<Name>/=<value>`. Steps inside a field's inline shape are added with `/` and `[]`.
//!
//! No two things have one address, whatever a vendor calls them: what could be taken for a sign of the grammar is written with a `~`.

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
        Self(format!("group:{}", name.replace('~', "~0").replace('#', "~2")))
    }

    /// An operation. Its id is made of folders and a name; where one of those is called like a part of an operation, such as `query`, it is written
    /// `~query`.
    pub fn operation(id: &str) -> Self {
        let mut steps = id.split('/').map(|step| step.replace('~', "~0").replace('#', "~2"));
        let mut address = format!("op:{}", steps.next().unwrap_or_default());
        for step in steps {
            address.push_str(if is_part(&step) { "/~" } else { "/" });
            address.push_str(&step);
        }
        Self(address)
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
    /// for behind a `#` stands what belongs to a node and is none itself. `ids[]` is written `ids~[]`, for `ids[]` are the items of `ids`, and `=a`
    /// as `~=a`, for `=a` is a value.
    #[must_use]
    pub fn child(&self, step: &str) -> Self {
        let mut step = step.replace('~', "~0").replace('/', "~1").replace('#', "~2");
        if step.ends_with("[]") {
            let items = step.trim_end_matches("[]").len();
            step = format!("{}{}", &step[..items], step[items..].replace("[]", "~[]"));
        }
        let value = if step.starts_with('=') { "~" } else { "" };
        Self(format!("{}/{value}{step}", self.0))
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

    /// What this node is a step below, and the name of that step; none where it is no such step, but the items of something, say.
    pub fn split(&self) -> Option<(Self, String)> {
        let (above, step) = self.0.rsplit_once('/')?;
        let step = step.strip_prefix("~=").map_or_else(|| step.to_owned(), |value| format!("={value}"));
        let step = step.replace("~[]", "[]").replace("~1", "/").replace("~2", "#").replace("~0", "~");
        let above = Self(above.to_owned());
        // What is written in another way is no address of a step.
        (above.child(&step) == *self).then_some((above, step))
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

/// Whether a step below an operation leads to a part of it: its parameters, its body, its answers.
fn is_part(step: &str) -> bool {
    const PARTS: &[&str] = &["answer", "body", "cookie", "form", "header", "part", "path", "query", "success", "text"];
    PARTS.contains(&step) || (step.len() == 3 && step.bytes().all(|sign| sign.is_ascii_digit()))
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::NodeId;

    #[test]
    fn nothing_has_the_address_of_something_else() {
        let op = NodeId::operation;
        assert_eq!(op("Users/Get").as_str(), "op:Users/Get");
        assert_ne!(op("U/query/a"), op("U").child("query").child("a"));
        assert_ne!(op("U/200"), op("U").child("200"));
        assert_ne!(op("U/~query/a"), op("U/query/a"));
        assert_ne!(op("a#builder").to_string(), format!("{}#builder", op("a")));
        assert_ne!(NodeId::group("a#handle").to_string(), format!("{}#handle", NodeId::group("a")));
        let ty = NodeId::ty("T");
        assert_ne!(ty.child("c[]"), ty.child("c").items());
        assert_ne!(ty.child("c[][]"), ty.child("c[]").items());
        assert_ne!(ty.child("c[]").items(), ty.child("c").items().items());
        assert_ne!(ty.child("c~[]"), ty.child("c[]"));
        assert_ne!(ty.child("=a"), ty.value("a"));
        assert_ne!(ty.child("~=a"), ty.child("=a"));
        assert_eq!(ty.child("filter[name]").as_str(), "type:T/filter[name]");
    }

    #[test]
    fn a_step_is_told_from_what_it_is_below() {
        let ty = NodeId::ty("T").child("a/b").items();
        for step in ["c", "", "a/b", "a~1b", "~", "~0", "a#b", "c[]", "c~[]", "c[][]", "=a", "~=a", "x-*", "case 2", "filter[name]", "[]"] {
            assert_eq!(ty.child(step).split(), Some((ty.clone(), step.to_owned())), "{step}");
        }
        for none in ["type:T", "errors", "type:T/c[]", "type:T/=a", "type:T/a~b"] {
            assert_eq!(NodeId::written(none).split(), None, "{none}");
        }
    }
}
