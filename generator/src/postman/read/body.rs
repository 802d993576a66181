//! Bodies of requests.

use super::entries;
use super::reader::{self, Reader};
use crate::document::{Node, Value};
use crate::postman::collection::{Body, BodyContent, Entry, Holds};
use crate::postman::url;
use crate::text::Located;

/// A body; `None` for none, which has many shapes: `null`, `{}`, a mode without its content, a content that is empty, one that is disabled.
pub(super) fn body(reader: &mut Reader<'_>, node: &Node) -> Option<Body> {
    reader.aside(|reader| body_of(reader, node))
}

fn body_of(reader: &mut Reader<'_>, node: &Node) -> Option<Body> {
    let object = reader.object(node, "a body")?;
    reader.members(object, "body", &["mode", "raw", "urlencoded", "formdata", "file", "graphql", "options", "disabled"]);
    if object.get("disabled").is_some_and(reader::is_true) {
        reader.ignore("body", "disabled", node.span);
        return None;
    }
    let mode = object.get("mode").and_then(|mode| reader.text(mode, "a body's mode"))?;
    let content = object.get(&mode.value).filter(|content| content.value != Value::Null);
    let content = match mode.value.as_str() {
        "raw" => {
            let text = content.and_then(|node| reader.text(node, "a body's text")).filter(|text| !text.value.trim().is_empty())?;
            let language = node.pointer("/options/raw/language").and_then(Node::as_str).map(str::to_lowercase);
            BodyContent::Raw { text, language }
        }
        "urlencoded" => BodyContent::UrlEncoded(form(reader, content?)?),
        "formdata" => BodyContent::FormData(form(reader, content?)?),
        "file" => {
            // `{}` is what an editor leaves behind; a `src` without a file waits for one.
            let file = content?;
            if !["src", "content"].iter().any(|key| file.get(key).is_some()) {
                return None;
            }
            BodyContent::File
        }
        "graphql" => question(reader, content?),
        "none" => return None,
        _ => BodyContent::Other(mode),
    };
    Some(Body { content, span: node.span })
}

/// A question in GraphQL.
pub(super) fn question(reader: &mut Reader<'_>, node: &Node) -> BodyContent {
    let query = node.get("query").and_then(|node| reader.text(node, "a question in GraphQL"));
    let said = |node: &&Node| !reader::says_nothing(node) && node.as_str().is_none_or(|text| !text.trim().is_empty());
    let variables = node.get("variables").filter(said).cloned();
    let operation = node.get("operationName").filter(said).and_then(|node| reader.text(node, "the name of a question"));
    BodyContent::GraphQl { query, variables, operation }
}

/// The fields of a form; `None` where there is none.
fn form(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Entry>> {
    let fields = match reader::scalar(node) {
        Some(text) => pairs(reader, &text),
        None => entries::entries(reader, node, "form field"),
    };
    (!fields.is_empty()).then_some(fields)
}

/// A form as one text: `a=1&b=2`.
fn pairs(reader: &Reader<'_>, text: &Located<String>) -> Vec<Entry> {
    // A form is written as a query is.
    let query = format!("?{}", text.value);
    let places = reader.places(text);
    url::split(&query)
        .query
        .into_iter()
        .map(|(key, value)| {
            let end = value.as_ref().map_or(key.end, |value| value.end);
            let span = places.span(key.start - 1..end - 1);
            Entry {
                key: Located::new(url::decode(&query[key]), span),
                value: value.map(|value| Located::new(url::decode(&query[value]), span)),
                disabled: None,
                description: None,
                holds: Holds::Text,
                media: None,
                span,
            }
        })
        .collect()
}
