//! Which collection of a file is meant: a dump holds many, and each of them is an API of its own.

use super::passed;
use super::reader::{self, Reader, excerpt};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Value};
use crate::postman::kind::{Kind, detect};
use crate::text::{Located, Span};

/// So many collections are listed.
const LISTED: usize = 50;

/// The collection of a dump that is meant: the one that is chosen, or the only one. Where that is not clear, an error lists all of them.
pub(super) fn of_dump<'n>(reader: &mut Reader<'_>, node: &'n Node, chosen: Option<&Located<String>>) -> Option<&'n Node> {
    let list = node.get("collections")?;
    if let Some(object) = node.as_object() {
        let mut read = passed::beside_envelope(reader, object, "collections");
        read.extend(["collections", "version"]);
        reader.members(object, "account dump", &read);
    }
    let all: Vec<&Node> = reader.list(list, "a list of collections").iter().filter(|node| node.value != Value::Null).collect();
    let meant: Vec<&Node> = match chosen {
        Some(chosen) => meant(&all, &chosen.value),
        None => all.clone(),
    };
    let (span, message) = match (meant.as_slice(), chosen) {
        ([one], _) => return Some(one),
        ([], None) => {
            reader.say(
                Diagnostic::new(Code::NotACollection, list_span(list), "this account dump holds no collection")
                    .note("expected a Postman collection")
                    .help("export the collection itself"),
            );
            return None;
        }
        (_, None) => (list_span(list), format!("this account dump holds {} collections", all.len())),
        ([], Some(chosen)) => (chosen.span, format!("the account dump holds no collection `{}`", excerpt(&chosen.value))),
        (_, Some(chosen)) => (chosen.span, format!("the account dump holds several collections `{}`", excerpt(&chosen.value))),
    };
    reader.say(
        Diagnostic::new(Code::WhichCollection, span, message)
            .note(format!("it holds {}", listed(&all)))
            .help("choose one by its name or its id: `collection = \"…\"` under `[input]`; each of them is an API of its own"),
    );
    None
}

/// The collections of a document, each with what it is called: those of an account dump, or the document itself.
pub fn collections(node: &Node) -> Vec<(String, &Node)> {
    let list = if detect(node) == Kind::Dump { node.get("collections").and_then(Node::as_array).unwrap_or(&[]) } else { &[] };
    let all: Vec<&Node> = list.iter().filter(|node| node.value != Value::Null).collect();
    // A dump that holds one is read as that one is; one that holds none is refused as it stands.
    let all = if all.len() > 1 { all } else { vec![node] };
    all.into_iter().map(|node| (name(node).unwrap_or_else(|| "a collection without a name".to_owned()), node)).collect()
}

/// Says so where a file holds one collection, and another is chosen.
pub(super) fn check_only(reader: &mut Reader<'_>, node: &Node, chosen: &Located<String>) {
    if meant(&[node], &chosen.value).is_empty() {
        reader.say(
            Diagnostic::new(Code::WhichCollection, chosen.span, format!("the file holds no collection `{}`", excerpt(&chosen.value)))
                .note(format!("it holds {}", listed(&[node])))
                .help("delete `collection`: a file with one collection needs no choice"),
        );
    }
}

/// Those with an id, or else with a name.
fn meant<'n>(all: &[&'n Node], chosen: &str) -> Vec<&'n Node> {
    let with = |of: fn(&Node) -> Option<String>| -> Vec<&'n Node> {
        all.iter().copied().filter(|node| of(node).is_some_and(|text| text.trim() == chosen.trim())).collect()
    };
    let by_id = with(id);
    if by_id.is_empty() { with(name) } else { by_id }
}

fn listed(all: &[&Node]) -> String {
    let mut shown: Vec<String> = all
        .iter()
        .take(LISTED)
        .map(|node| {
            let name = name(node).map_or("one without a name".to_owned(), |name| format!("`{}`", excerpt(&name)));
            id(node).map_or(name.clone(), |id| format!("{name} (id `{}`)", excerpt(&id)))
        })
        .collect();
    if let Some(more) = all.len().checked_sub(LISTED).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}

fn name(node: &Node) -> Option<String> {
    text(node, &["/name", "/info/name", "/collection/name", "/collection/info/name"])
}

fn id(node: &Node) -> Option<String> {
    text(node, &["/info/_postman_id", "/collection/info/_postman_id", "/id", "/collection/id"])
}

fn text(node: &Node, places: &[&str]) -> Option<String> {
    places.iter().find_map(|place| node.pointer(place).and_then(reader::scalar)).map(|text| text.value)
}

/// Where a list begins: its whole would be most of the file.
fn list_span(list: &Node) -> Span {
    Span::new(list.span.file, list.span.start as usize, list.span.start as usize + 1)
}
