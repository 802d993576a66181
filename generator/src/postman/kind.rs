//! What a JSON document is, among all that Postman writes.

use super::foreign::{self, Foreign};
use crate::document::{Node, Value};
use std::fmt;

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A collection, v2.0 or v2.1. Which of them is of no use: files say the one and hold the other.
    Collection,
    /// A collection of any version in the envelope of the Postman API (`{"collection": {…}}`).
    Wrapped,
    /// What a documentation page loads first: a description and environments, no requests.
    Metadata,
    /// What a documentation page loads then: a collection with rendered descriptions.
    Published,
    /// A collection, v1.
    V1,
    /// The collections of an account, of any version.
    Dump,
    /// An environment.
    Environment,
    /// Global variables.
    Globals,
    /// Nothing of Postman's, with what it seems to be.
    Other(Foreign),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Collection => "a Postman collection v2",
            Self::Wrapped => "a Postman collection in the envelope of the Postman API",
            Self::Metadata => "the metadata of a page of Postman's documenter",
            Self::Published => "a published collection of Postman's documenter",
            Self::V1 => "a Postman collection v1",
            Self::Dump => "a Postman account dump",
            Self::Environment => "a Postman environment",
            Self::Globals => "Postman globals",
            Self::Other(what) => return what.fmt(f),
        })
    }
}

/// What a document is, told by its members and never by its `info.schema`.
pub fn detect(node: &Node) -> Kind {
    let has = |key: &str| node.get(key).is_some();
    match &node.value {
        Value::Object(_) => {}
        Value::Array(array) => {
            let variables = array.items.iter().all(|item| item.get("key").is_some() && item.get("value").is_some());
            return if variables && !array.items.is_empty() { Kind::Globals } else { Kind::Other(foreign::of_json(node)) };
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => return Kind::Other(foreign::of_json(node)),
    }
    if let Some(inner) = node.get("collection").filter(|inner| inner.as_object().is_some()) {
        let items = inner.get("item").or_else(|| inner.get("items")).is_some();
        return if !items && inner.get("info").is_some() && (has("activeVersionTag") || has("environments")) {
            Kind::Metadata
        } else {
            match detect_collection(inner) {
                Some(_) => Kind::Wrapped,
                None => Kind::Other(foreign::of_json(node)),
            }
        };
    }
    // Some converters leave members of Postman's in what they make.
    if has("openapi") || has("swagger") {
        return Kind::Other(foreign::of_json(node));
    }
    if let Some(kind) = detect_collection(node) {
        return kind;
    }
    // A list of an account's collections may be there without what is in them.
    let collections = node.get("collections").and_then(Node::as_array);
    if collections.is_some_and(|all| (has("version") && !has("info")) || all.iter().any(holds_collection)) {
        return Kind::Dump;
    }
    if let Some(values) = node.get("values").filter(|values| values.as_array().is_some()) {
        let scope = node.get("_postman_variable_scope").and_then(Node::as_str);
        // An entry of another shape is left out with a warning; it makes the rest no other thing.
        let variables = values.as_array().is_some_and(|values| values.is_empty() || values.iter().any(|value| value.get("key").is_some()));
        return match scope {
            Some("globals") => Kind::Globals,
            Some(_) => Kind::Environment,
            None if variables => Kind::Environment,
            None => Kind::Other(foreign::of_json(node)),
        };
    }
    if node.get("environment").is_some_and(|inner| inner.get("values").is_some()) {
        return Kind::Environment;
    }
    Kind::Other(foreign::of_json(node))
}

/// Whether an item of a list is a collection, in its envelope or without.
fn holds_collection(node: &Node) -> bool {
    let node = node.get("collection").filter(|inner| inner.as_object().is_some()).unwrap_or(node);
    matches!(detect_collection(node), Some(Kind::Collection | Kind::V1))
}

fn detect_collection(node: &Node) -> Option<Kind> {
    let has = |key: &str| node.get(key).is_some();
    if has("item") || has("items") {
        let info = node.get("info")?;
        let published = ["publishedId", "publishDate"].iter().any(|key| info.get(key).is_some());
        return Some(if published { Kind::Published } else { Kind::Collection });
    }
    // Other programs have lists of requests too, with other members in them.
    if let Some(requests) = node.get("requests").and_then(Node::as_array)
        && (has("order") || has("folders") || has("name"))
        && requests.iter().all(|request| request.get("endpoint").is_none())
    {
        return Some(Kind::V1);
    }
    // A collection without requests may lack its list of items.
    let schema = node.get("info").and_then(|info| info.get("schema").or_else(|| info.get("_postman_schema"))).and_then(Node::as_str);
    schema.filter(|schema| schema.contains("postman")).map(|_| Kind::Collection)
}
