//! Headers, forms, tables of names and values.

use super::reader::{self, Reader};
use crate::document::{Node, Value};
use crate::postman::collection::{Entry, Holds};
use crate::text::{Located, Span};

/// Headers: a list of objects or of lines, one text of lines, or an object.
pub(super) fn headers(reader: &mut Reader<'_>, node: &Node) -> Vec<Entry> {
    reader.aside(|reader| headers_of(reader, node))
}

fn headers_of(reader: &mut Reader<'_>, node: &Node) -> Vec<Entry> {
    let lines = |reader: &Reader<'_>, node: &Node| -> Vec<Entry> {
        let Some(text) = reader::scalar(node) else { return Vec::new() };
        let places = reader.places(&text);
        let mut start = 0;
        let mut found = Vec::new();
        for line in text.value.split('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len() + 1;
            // Postman switches a line off with `//`.
            let (disabled, shift) = match line.trim_start().strip_prefix("//") {
                Some(rest) => (true, line.len() - rest.len()),
                None => (false, 0),
            };
            if let Some((key, value)) = line[shift.min(line.len())..].split_once(':') {
                let span = places.span(range);
                found.push(Entry {
                    key: Located::new(key.trim().to_owned(), span),
                    value: Some(Located::new(value.trim().to_owned(), span)),
                    disabled: disabled.then_some(span),
                    description: None,
                    holds: Holds::Text,
                    media: None,
                    span,
                });
            }
        }
        found
    };
    match &node.value {
        Value::String(_) => lines(reader, node),
        Value::Array(array) if array.items.iter().any(|item| item.as_str().is_some()) => {
            let mut found = Vec::new();
            for item in &array.items {
                match item.as_str() {
                    Some(_) => found.extend(lines(reader, item)),
                    None => found.extend(entry(reader, item, "header")),
                }
            }
            found
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) | Value::Hole(_) => {
            entries(reader, node, "header")
        }
    }
}

/// A table: a list of objects, or an object of names and values. A text is none of its shapes here.
pub(super) fn entries(reader: &mut Reader<'_>, node: &Node, what: &'static str) -> Vec<Entry> {
    reader.aside(|reader| table(reader, node, what))
}

fn table(reader: &mut Reader<'_>, node: &Node, what: &'static str) -> Vec<Entry> {
    if let Some(object) = node.as_object() {
        let mut found = Vec::new();
        for member in &object.members {
            let value = reader.text(&member.value, "a value");
            found.push(Entry {
                key: member.key.clone(),
                value,
                disabled: None,
                description: None,
                holds: Holds::Text,
                media: None,
                span: member.key.span.to(member.value.span),
            });
        }
        return found;
    }
    let mut found = Vec::new();
    for node in reader.list(node, "a list of names and values") {
        found.extend(entry(reader, node, what));
    }
    found
}

fn entry(reader: &mut Reader<'_>, node: &Node, what: &'static str) -> Option<Entry> {
    let object = reader.object(node, "a name with its value")?;
    reader.members(
        object,
        what,
        &[
            "key",
            "value",
            "disabled",
            "enabled",
            "description",
            "type",
            "src",
            "name",
            "equals",
            "contentType",
            "system",
            "warning",
            "uuid",
        ],
    );
    let key = ["key", "id", "name"].iter().find_map(|key| object.get(key)).filter(|node| node.value != Value::Null);
    let key = key.and_then(|node| reader.text(node, "a name")).unwrap_or_else(|| Located::new(String::new(), node.span));
    // The path of a file on somebody's disk is no value; a list of several says that several may be sent.
    let holds = match (object.get("type").and_then(Node::as_str), object.get("src").and_then(Node::as_array)) {
        (Some("file"), Some([_, _, ..])) => Holds::Files,
        (Some("file"), _) => Holds::File,
        _ => Holds::Text,
    };
    let value = if holds == Holds::Text { object.get("value").and_then(|node| reader.text(node, "a value")) } else { None };
    let media = object.get("contentType").and_then(|node| reader.text(node, "a media type")).filter(|text| !text.value.trim().is_empty());
    let disabled: Option<Span> = object
        .get("disabled")
        .filter(|node| reader::is_true(node))
        .or_else(|| object.get("enabled").filter(|node| reader::is_false(node)))
        .map(|node| node.span);
    let description = object.get("description").and_then(|node| reader.description(node));
    Some(Entry { key, value, disabled, description, holds, media, span: node.span })
}
