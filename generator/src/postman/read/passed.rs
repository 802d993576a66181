//! Requests that stand in the document and are not read: in a member that is written twice, beside the one that is read, or in no list.
//!
//! They are looked for, not read: their account needs a name and a place.

use super::reader::{Reader, excerpt, scalar};
use super::v1::id_of;
use crate::document::{Member, Node, Object, Value};
use crate::postman::collection::{PassedOver, WhyPassedOver};
use std::collections::BTreeSet;

/// The members that hold requests, in all versions of the format.
const HOLDERS: &[&str] = &["item", "items", "requests"];

/// The members whose values hold no request of the collection, whatever they look like: samples, saved answers with what got them, and what Postman
/// itself sends.
const ASIDE: &[&str] = &[
    "auth",
    "body",
    "event",
    "events",
    "example",
    "examples",
    "originalRequest",
    "requestObject",
    "response",
    "responses",
    "scripts",
    "variable",
    "variables",
];

/// Takes down the requests in all members of a name but the last one, which is the one that is read.
pub(super) fn written_twice(reader: &mut Reader<'_>, object: &Object, key: &'static str) {
    let mut all = members(object, key);
    all.next_back();
    for earlier in all {
        within(earlier, key, "", &WhyPassedOver::Twice { key }, &mut reader.passed_over);
    }
}

/// The same of the request of an item.
pub(super) fn request_twice(reader: &mut Reader<'_>, object: &Object, name: &str) {
    let mut all = members(object, "request");
    all.next_back();
    let why = || WhyPassedOver::Twice { key: "request" };
    let found = all.filter(|node| node.value != Value::Null).map(|node| PassedOver { name: name.to_owned(), place: node.span, why: why() });
    reader.passed_over.extend(found);
}

/// Takes down the requests in the holders among these members, beside the one that is read. Answers with those that held some: they are accounted for.
pub(super) fn beside(reader: &mut Reader<'_>, object: &Object, keys: &[&'static str], read: &'static str) -> Vec<&'static str> {
    let mut accounted = Vec::new();
    for &key in keys {
        let before = reader.passed_over.len();
        for node in members(object, key) {
            within(node, key, "", &WhyPassedOver::Beside { key, read }, &mut reader.passed_over);
        }
        if reader.passed_over.len() > before {
            accounted.push(key);
        }
    }
    accounted
}

/// The same of a document whose requests are in one of its members.
pub(super) fn beside_envelope(reader: &mut Reader<'_>, object: &Object, read: &'static str) -> Vec<&'static str> {
    written_twice(reader, object, read);
    beside(reader, object, HOLDERS, read)
}

/// Takes down the requests in a member that is not read. Whether there were some: it is accounted for.
pub(super) fn unread(reader: &mut Reader<'_>, member: &Member, what: &'static str) -> bool {
    let (key, before) = (member.key.value.as_str(), reader.passed_over.len());
    if !ASIDE.contains(&key) && matches!(member.value.value, Value::Array(_) | Value::Object(_)) {
        let why = WhyPassedOver::Unread { key: excerpt(key), what };
        within(&member.value, key, "", &why, &mut reader.passed_over);
    }
    reader.passed_over.len() > before
}

/// Takes down the requests in a value that is none of what is expected at its place.
pub(super) fn odd(reader: &mut Reader<'_>, node: &Node, expected: &str) {
    if matches!(node.value, Value::Array(_) | Value::Object(_)) {
        let why = WhyPassedOver::Odd { expected: expected.to_owned(), found: node.kind() };
        search(node, "", &why, &mut reader.passed_over);
    }
}

/// The same of a value that stands where a folder or a request is expected: a list of them is no item.
pub(super) fn no_item(reader: &mut Reader<'_>, node: &Node, expected: &str) {
    let why = WhyPassedOver::Odd { expected: expected.to_owned(), found: node.kind() };
    within(node, "item", "", &why, &mut reader.passed_over);
}

/// Takes down the requests in a list that stands where one request is expected. Whether there were some.
pub(super) fn several(reader: &mut Reader<'_>, node: &Node, name: &str, expected: &str) -> bool {
    let before = reader.passed_over.len();
    let why = WhyPassedOver::Odd { expected: expected.to_owned(), found: node.kind() };
    for one in node.as_array().unwrap_or(&[]) {
        if may_be_sent(one) {
            reader.passed_over.push(PassedOver { name: name.to_owned(), place: one.span, why: why.clone() });
        }
    }
    reader.passed_over.len() > before
}

/// The ids of the requests in the members of a folder of a collection v1 that hold none there.
pub(super) fn ids<'n>(node: &'n Node, found: &mut BTreeSet<&'n str>) {
    match &node.value {
        Value::Object(object) => {
            found.extend(node.get("id").and_then(id_of));
            for key in HOLDERS {
                members(object, key).for_each(|inner| ids(inner, found));
            }
        }
        Value::Array(array) => array.items.iter().for_each(|node| ids(node, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

/// Whether a value is a folder or a request of a collection v2.
pub(super) fn is_item(node: &Node) -> bool {
    ["request", "item", "items"].iter().any(|key| node.get(key).is_some())
}

fn members<'n>(object: &'n Object, key: &str) -> impl DoubleEndedIterator<Item = &'n Node> {
    object.members.iter().filter(move |member| member.key.value == key).map(|member| &member.value)
}

/// The requests in the value of a member, and the folders around them.
fn within(node: &Node, key: &str, outer: &str, why: &WhyPassedOver, found: &mut Vec<PassedOver>) {
    let is_holder = HOLDERS.contains(&key);
    match &node.value {
        // What a list holds is a request, whatever it lacks.
        Value::Array(array) if is_holder => {
            for node in &array.items {
                match &node.value {
                    Value::Object(_) => entry(node, outer, why, found),
                    _ => within(node, key, outer, why, found),
                }
            }
        }
        Value::Object(_) if is_holder && is_item(node) => entry(node, outer, why, found),
        Value::Object(object) if is_holder => object.members.iter().for_each(|member| match &member.value.value {
            Value::Array(_) => within(&member.value, key, outer, why, found),
            Value::Object(_) if is_item(&member.value) => entry(&member.value, outer, why, found),
            _ => search(&member.value, outer, why, found),
        }),
        _ => search(node, outer, why, found),
    }
}

/// A folder, a request, or a collection.
fn entry(node: &Node, outer: &str, why: &WhyPassedOver, found: &mut Vec<PassedOver>) {
    let path = joined(outer, node);
    let mut is_folder = false;
    for (key, inner) in HOLDERS.iter().filter_map(|key| Some((key, node.get(key)?))) {
        is_folder = true;
        within(inner, key, &path, why, found);
    }
    let place = node.get("name").map_or(node.span, |name| name.span);
    let several: Vec<&Node> = node.get("request").and_then(Node::as_array).unwrap_or(&[]).iter().filter(|one| may_be_sent(one)).collect();
    if several.is_empty() {
        if !is_folder || node.get("request").is_some() {
            found.push(PassedOver { name: path, place, why: why.clone() });
        }
    } else {
        found.extend(several.into_iter().map(|one| PassedOver { name: path.clone(), place: one.span, why: why.clone() }));
    }
}

/// What has the shape of a folder or a request, however deep.
fn search(node: &Node, outer: &str, why: &WhyPassedOver, found: &mut Vec<PassedOver>) {
    match &node.value {
        Value::Object(object) => {
            let request = node.get("request");
            let is_sent_in_it =
                request.is_some_and(|request| is_sent(request) || request.as_array().is_some_and(|all| all.iter().any(is_sent)));
            if is_sent_in_it || is_sent(node) {
                entry(node, outer, why, found);
                return;
            }
            let own;
            let inner = if HOLDERS.iter().any(|key| object.get(key).is_some()) {
                own = joined(outer, node);
                &own
            } else {
                outer
            };
            let read = object.members.iter().filter(|member| !ASIDE.contains(&member.key.value.as_str()));
            read.for_each(|member| search(&member.value, inner, why, found));
        }
        Value::Array(array) => array.items.iter().for_each(|node| search(node, outer, why, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

/// Whether a value in a list of requests is one.
fn may_be_sent(node: &Node) -> bool {
    matches!(node.value, Value::Object(_) | Value::String(_))
}

/// Whether a value has what it takes to send a request: its kind, a URL as text, or a URL and a method beside each other.
fn is_sent(node: &Node) -> bool {
    let is_url = |text: &str| text.contains("://") || text.starts_with('/') || text.contains("{{");
    let is_told = |key: &str| node.get(key).is_some_and(|value| matches!(value.value, Value::String(_) | Value::Object(_)));
    match &node.value {
        Value::String(text) => is_url(text),
        Value::Object(_) => {
            let is_kind = node.get("$kind").and_then(Node::as_str).is_some_and(|kind| kind.ends_with("-request"));
            is_kind || ((is_told("url") || is_told("urlObject")) && node.get("method").is_some_and(|method| method.as_str().is_some()))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Hole(_) => false,
    }
}

fn joined(outer: &str, node: &Node) -> String {
    let own = name(node);
    match (outer.is_empty(), own.is_empty()) {
        (true, _) => own,
        (false, true) => outer.to_owned(),
        (false, false) => format!("{outer}/{own}"),
    }
}

fn name(node: &Node) -> String {
    let name = node.get("name").or_else(|| node.get("info")?.get("name"));
    name.and_then(scalar).map_or_else(String::new, |name| name.value)
}
