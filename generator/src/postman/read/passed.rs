//! Requests that stand in the document and are not read: in a member that is written twice, beside the one that is read, or in no list.
//!
//! They are looked for, not read: their account needs a name and a place.

use super::reader::{Reader, scalar};
use crate::document::{Node, Object, Value};
use crate::postman::collection::{PassedOver, WhyPassedOver};

/// The members that hold requests, in all versions of the format.
const HOLDERS: &[&str] = &["item", "items", "requests"];

/// Takes down the requests in all members of a name but the last one, which is the one that is read.
pub(super) fn written_twice(reader: &mut Reader<'_>, object: &Object, key: &'static str) {
    let mut all = members(object, key);
    all.next_back();
    for earlier in all {
        within(earlier, key, "", WhyPassedOver::Twice { key }, &mut reader.passed_over);
    }
}

/// The same of the request of an item.
pub(super) fn request_twice(reader: &mut Reader<'_>, object: &Object, name: &str) {
    let mut all = members(object, "request");
    all.next_back();
    let why = WhyPassedOver::Twice { key: "request" };
    let found = all.filter(|node| node.value != Value::Null).map(|node| PassedOver { name: name.to_owned(), place: node.span, why });
    reader.passed_over.extend(found);
}

/// Takes down the requests in the holders among these members, beside the one that is read. Answers with those that held some: they are accounted for.
pub(super) fn beside(reader: &mut Reader<'_>, object: &Object, keys: &[&'static str], read: &'static str) -> Vec<&'static str> {
    let mut accounted = Vec::new();
    for &key in keys {
        let before = reader.passed_over.len();
        for node in members(object, key) {
            within(node, key, "", WhyPassedOver::Beside { key, read }, &mut reader.passed_over);
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

/// Takes down the requests in a value that should be a list of them.
pub(super) fn no_list(reader: &mut Reader<'_>, node: &Node) {
    search(node, "", WhyPassedOver::NoList, &mut reader.passed_over);
}

/// Whether a value is a folder or a request of a collection v2.
pub(super) fn is_item(node: &Node) -> bool {
    ["request", "item", "items"].iter().any(|key| node.get(key).is_some())
}

fn members<'n>(object: &'n Object, key: &str) -> impl DoubleEndedIterator<Item = &'n Node> {
    object.members.iter().filter(move |member| member.key.value == key).map(|member| &member.value)
}

/// The requests in the value of a member, and the folders around them.
fn within(node: &Node, key: &str, outer: &str, why: WhyPassedOver, found: &mut Vec<PassedOver>) {
    match &node.value {
        // What a list holds is a request, whatever it lacks.
        Value::Array(array) if HOLDERS.contains(&key) => {
            array.items.iter().filter(|node| node.as_object().is_some()).for_each(|node| entry(node, outer, why, found));
        }
        _ => search(node, outer, why, found),
    }
}

/// A folder, a request, or a collection.
fn entry(node: &Node, outer: &str, why: WhyPassedOver, found: &mut Vec<PassedOver>) {
    let own = name(node);
    let path = if outer.is_empty() { own } else { format!("{outer}/{own}") };
    let mut is_folder = false;
    for (key, inner) in HOLDERS.iter().filter_map(|key| Some((key, node.get(key)?))) {
        is_folder = true;
        within(inner, key, &path, why, found);
    }
    if !is_folder || node.get("request").is_some() {
        let place = node.get("name").map_or(node.span, |name| name.span);
        found.push(PassedOver { name: path, place, why });
    }
}

/// What looks like a folder or a request, however deep.
fn search(node: &Node, outer: &str, why: WhyPassedOver, found: &mut Vec<PassedOver>) {
    match &node.value {
        Value::Object(_) if is_item(node) || node.get("requests").is_some() => entry(node, outer, why, found),
        Value::Object(object) => object.members.iter().for_each(|member| search(&member.value, outer, why, found)),
        Value::Array(array) => array.items.iter().for_each(|node| search(node, outer, why, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

fn name(node: &Node) -> String {
    let name = node.get("name").or_else(|| node.get("info")?.get("name"));
    name.and_then(scalar).map_or_else(String::new, |name| name.value)
}
