//! URLs: a text, or an object of parts with or without the text, which may say something else.

use super::entries;
use super::reader::{self, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Object, Value};
use crate::postman::collection::{Entry, Holds, Url};
use crate::postman::secret::{self, Braces, Hidden};
use crate::postman::url;
use crate::text::{Located, Span};
use std::collections::BTreeSet;

/// A URL; `None` where there is none, or an empty one.
pub(super) fn url(reader: &mut Reader<'_>, node: &Node) -> Option<Url> {
    let object = match &node.value {
        Value::Object(object) => object,
        Value::Null => return None,
        Value::String(_) | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Hole(_) => {
            let text = reader.text(node, "a URL")?;
            if text.value.trim().is_empty() {
                return None;
            }
            say_empty_segment(reader, &text);
            let mut found = of_text(reader, &text);
            hide(reader, &mut found, text.span, None);
            return Some(found);
        }
    };
    reader.members(object, "URL", &["raw", "protocol", "host", "port", "path", "query", "variable", "hash"]);
    let raw = object.get("raw").and_then(|raw| reader.text(raw, "a URL")).filter(|raw| !raw.value.trim().is_empty());
    let mut parts = of_parts(reader, object, node);
    let of_path = parts.as_mut().map(|parts| secret::hide_in_path(&parts.origin, &mut parts.path, Braces::OfParameter)).unwrap_or_default();
    let of_path = object.get("path").map(|path| (path.span, of_path.as_slice()));
    let mut found = match (&raw, parts) {
        (Some(raw), Some(parts)) => {
            say_empty_segment(reader, raw);
            let mut text = of_text(reader, raw);
            hide(reader, &mut text, raw.span, of_path);
            if !says_the_same(&text, &parts) {
                let shown = |url: &Url| reader::excerpt(&format!("{}/{}", url.origin, url.path.join("/")));
                let message = format!("`raw` and the parts of a URL differ: `{}` and `{}`", shown(&text), shown(&parts));
                reader.say(Diagnostic::new(Code::UrlPartsDiffer, raw.span, message).note("`raw` is taken: it is what Postman shows"));
            }
            text
        }
        (Some(raw), None) => {
            say_empty_segment(reader, raw);
            let mut text = of_text(reader, raw);
            hide(reader, &mut text, raw.span, None);
            text
        }
        (None, Some(parts)) => {
            if let Some((place, hidden)) = of_path {
                say_hidden(reader, hidden, &reader.places_of_hidden(hidden, place), &[]);
            }
            parts
        }
        (None, None) => return None,
    };
    if let Some(list) = object.get("query") {
        let listed = match reader::scalar(list) {
            Some(text) => of_text(reader, &Located::new(format!("?{}", text.value.trim_start_matches('?')), text.span)).query,
            None => entries::entries(reader, list, "query parameter"),
        };
        put_query(&mut found, listed);
    }
    if let Some(list) = object.get("variable") {
        found.variables = entries::entries(reader, list, "path variable");
    }
    found.span = node.span;
    Some(found)
}

/// The URL of a page's request: a text in which variables have their values already, and an object beside it that knows what is said of the
/// parameters. What the object says of the query is all of it: the text need not be a URL that can be cut.
pub(super) fn published(reader: &mut Reader<'_>, text: Option<&Node>, object: &Node) -> Option<Url> {
    let of_object = url(reader, object);
    let Some(mut found) = text.and_then(|text| url(reader, text)) else { return of_object };
    if let Some(of_object) = of_object {
        if !of_object.query.is_empty() {
            found.query = of_object.query;
        }
        if !of_object.variables.is_empty() {
            found.variables = of_object.variables;
        }
    }
    Some(found)
}

/// Takes a query from a list: it knows descriptions and what is switched off. The text may know parameters that the list does not.
pub(super) fn put_query(found: &mut Url, mut listed: Vec<Entry>) {
    for entry in &mut listed {
        entry.key.value = url::decode(&entry.key.value);
        if let Some(value) = &mut entry.value {
            value.value = url::decode(&value.value);
        }
    }
    let in_text = std::mem::replace(&mut found.query, listed);
    let known: BTreeSet<&str> = found.query.iter().map(|entry| entry.key.value.as_str()).collect();
    let missing: Vec<Entry> = in_text.into_iter().filter(|entry| !known.contains(entry.key.value.as_str())).collect();
    found.query.extend(missing);
}

/// Makes holes of the secrets in the path of a text; what its parts hold of them is at a place of its own.
fn hide(reader: &mut Reader<'_>, url: &mut Url, place: Span, of_path: Option<(Span, &[Hidden])>) {
    let hidden = secret::hide_in_path(&url.origin, &mut url.path, Braces::OfParameter);
    let places = reader.places_of_hidden(&hidden, place);
    let again = of_path.map(|(place, hidden)| reader.places_of_hidden(hidden, place)).unwrap_or_default();
    match of_path {
        // They differ; what only the parts hold is said as well.
        Some((_, of_path)) if of_path != hidden.as_slice() => {
            say_hidden(reader, &hidden, &places, &[]);
            say_hidden(reader, of_path, &again, &[]);
        }
        Some(_) | None => say_hidden(reader, &hidden, &places, &again),
    }
}

fn say_hidden(reader: &mut Reader<'_>, hidden: &[Hidden], places: &[Span], again: &[Span]) {
    for (at, (hidden, place)) in hidden.iter().zip(places).enumerate() {
        let mut diagnostic = hidden.diagnostic(*place);
        if let Some(again) = again.get(at) {
            diagnostic = diagnostic.and(*again, "here, too");
        }
        reader.say(diagnostic);
    }
}

/// Says that of several slashes behind a host one is kept.
fn say_empty_segment(reader: &mut Reader<'_>, text: &Located<String>) {
    let parts = url::split(&text.value);
    if parts.path.first().is_some_and(|first| first.start > parts.origin.end + 1) && !parts.origin.is_empty() {
        let message = format!("`{}` has several slashes behind its host", reader::excerpt(&text.value));
        reader.say(Diagnostic::new(Code::EmptySegment, text.span, message).note("the client sends one"));
    }
}

/// Whether two readings of a URL go to the same place. Letter case of the host and slashes at the end tell nothing.
fn says_the_same(a: &Url, b: &Url) -> bool {
    let of = |url: &Url| {
        let origin = url.origin.to_ascii_lowercase();
        let origin = origin.split_once("://").map_or(origin.clone(), |(_, rest)| rest.to_owned());
        let path: Vec<String> = url.path.iter().map(|segment| url::decode(segment)).collect();
        format!("{}/{}", origin.trim_matches('/'), path.join("/")).trim_end_matches('/').to_owned()
    };
    of(a) == of(b)
}

fn of_text(reader: &Reader<'_>, text: &Located<String>) -> Url {
    let text = &Located::new(url::with_slashes(&text.value), text.span);
    let parts = url::split(&text.value);
    let piece = |range: &std::ops::Range<usize>| text.value[range.clone()].to_owned();
    let places = if parts.query.is_empty() { None } else { Some(reader.places(text)) };
    let query = parts
        .query
        .iter()
        .map(|(key, value)| {
            let end = value.as_ref().map_or(key.end, |value| value.end);
            let place = |range: std::ops::Range<usize>| places.as_ref().map_or(text.span, |places| places.span(range));
            Entry {
                key: Located::new(url::decode(&piece(key)), place(key.clone())),
                value: value.as_ref().map(|value| Located::new(url::decode(&piece(value)), place(value.clone()))),
                disabled: None,
                description: None,
                holds: Holds::Text,
                media: None,
                span: place(key.start..end),
            }
        })
        .collect();
    Url { origin: piece(&parts.origin), path: parts.path.iter().map(piece).collect(), query, variables: Vec::new(), span: text.span }
}

fn of_parts(reader: &mut Reader<'_>, object: &Object, node: &Node) -> Option<Url> {
    let host = object.get("host").and_then(|host| joined(reader, host, "."));
    let path = object.get("path").and_then(|path| joined(reader, path, "/"));
    if host.is_none() && path.is_none() {
        return None;
    }
    let protocol = object.get("protocol").and_then(|node| reader.text(node, "a protocol")).filter(|text| !text.value.is_empty());
    let port = object.get("port").and_then(|node| reader.text(node, "a port")).filter(|text| !text.value.is_empty());
    let mut origin = protocol.map_or(String::new(), |protocol| format!("{}://", protocol.value.trim_end_matches(['/', ':'])));
    origin.push_str(host.as_deref().unwrap_or("").trim_end_matches('/'));
    if let Some(port) = port {
        origin.push(':');
        origin.push_str(&port.value);
    }
    let text = format!("{origin}/{}", path.as_deref().unwrap_or("").trim_start_matches('/'));
    let parts = url::split(&text);
    Some(Url {
        origin: text[parts.origin.clone()].to_owned(),
        path: parts.path.iter().map(|range| text[range.clone()].to_owned()).collect(),
        query: Vec::new(),
        variables: Vec::new(),
        span: node.span,
    })
}

/// A text, or pieces with a sign between them; a piece may be `{type, value}`.
fn joined(reader: &mut Reader<'_>, node: &Node, sign: &str) -> Option<String> {
    let text = match &node.value {
        Value::Array(array) => {
            let mut pieces = Vec::new();
            for piece in &array.items {
                let piece = piece.get("value").unwrap_or(piece);
                if let Some(text) = reader.text(piece, "a piece of a URL") {
                    pieces.push(text.value);
                }
            }
            pieces.join(sign)
        }
        Value::Null => return None,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) | Value::Hole(_) => {
            reader.text(node, "a piece of a URL")?.value
        }
    };
    (!text.is_empty()).then_some(text)
}
