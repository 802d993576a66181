//! A collection v3: a folder with a file of YAML for each request → the shape that collections of the other versions have, which `read/` knows.
//!
//! | file | what |
//! | --- | --- |
//! | `.resources/definition.yaml` | the collection, or the folder, that it stands in |
//! | `<name>.request.yaml` | a request |
//! | `.resources/<name>.resources/examples/<name>.example.yaml` | a saved answer of that request |
//!
//! What has no counterpart keeps its name, so that it is told as a member that is not read.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Array, Member, Node, Object, Value, yaml};
use crate::text::{FileId, Located, SourceMap, Span};

/// A file of a collection's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// The file.
    pub file: FileId,
}

impl Part {
    /// Whether a folder with a file of this path, seen from the folder, is a collection v3.
    pub fn is_telling(path: &str) -> bool {
        role(path).is_some_and(|role| !matches!(role.kind, RoleKind::Example { .. }) && role.folder.is_empty())
    }

    /// Whether a file is a request, however deep in the folder.
    pub fn is_request(path: &str) -> bool {
        role(path).is_some_and(|role| matches!(role.kind, RoleKind::Request(_)))
    }

    /// Whether a file may be one of a collection's folder at all.
    pub fn is_yaml(path: &str) -> bool {
        without_extension(path).is_some()
    }
}

/// What a file is in a collection's folder.
struct Role<'p> {
    folder: Vec<&'p str>,
    kind: RoleKind<'p>,
}

enum RoleKind<'p> {
    Definition,
    Request(&'p str),
    Example { request: &'p str, name: &'p str },
}

fn without_extension(path: &str) -> Option<&str> {
    path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))
}

fn role(path: &str) -> Option<Role<'_>> {
    let path = without_extension(path)?;
    let steps: Vec<&str> = path.split('/').collect();
    let Some(at) = steps.iter().position(|step| *step == ".resources") else {
        let (name, folder) = steps.split_last()?;
        return Some(Role { folder: folder.to_vec(), kind: RoleKind::Request(name.strip_suffix(".request")?) });
    };
    let kind = match steps.get(at + 1..)? {
        ["definition"] => RoleKind::Definition,
        [request, "examples", name] => {
            RoleKind::Example { request: request.strip_suffix(".resources")?, name: name.strip_suffix(".example")? }
        }
        _ => return None,
    };
    Some(Role { folder: steps.get(..at)?.to_vec(), kind })
}

/// A folder while its files are gathered.
#[derive(Default)]
struct Folder<'p> {
    definition: Option<Node>,
    folders: BTreeMap<&'p str, Folder<'p>>,
    requests: BTreeMap<&'p str, Node>,
    examples: BTreeMap<&'p str, Vec<(&'p str, Node)>>,
    /// Any place in it: the first.
    place: Option<Span>,
}

/// Reads a collection's folder. What is no YAML is an error with its place, all of it is said, and there is no collection.
pub fn assemble(parts: &[Part], sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut root = Folder::default();
    let mut is_whole = true;
    let mut passed_over: Vec<Member> = Vec::new();
    for Part { path, file } in parts {
        let start = Span::new(*file, 0, 0);
        let Some(role) = role(path) else {
            diagnostics.push(
                Diagnostic::new(Code::OddMember, start, "this file is no part of a collection v3")
                    .note("it is left out")
                    .note("expected `….request.yaml`, `.resources/definition.yaml` or `.resources/….resources/examples/….example.yaml`"),
            );
            // What is no part may be anything; only what it holds is looked at.
            if let Some(node) = yaml::read(*file, sources, &mut Diagnostics::default()) {
                passed_over.push(unread(path, &node, false));
            }
            continue;
        };
        let Some(node) = yaml::read(*file, sources, diagnostics) else {
            is_whole = false;
            continue;
        };
        if node.as_object().is_none() {
            let message = format!("expected a map with `$kind`, found {}", node.kind());
            diagnostics.push(
                Diagnostic::new(Code::OddMember, node.span, message)
                    .note("it is left out")
                    .help("export the collection again, or correct it here"),
            );
            passed_over.push(unread(path, &node, matches!(role.kind, RoleKind::Request(_))));
            continue;
        }
        let mut folder = &mut root;
        folder.place.get_or_insert(start);
        for step in role.folder {
            folder = folder.folders.entry(step).or_default();
            folder.place.get_or_insert(start);
        }
        match role.kind {
            RoleKind::Definition if folder.definition.is_none() => folder.definition = Some(node),
            RoleKind::Request(name) if !folder.requests.contains_key(name) => _ = folder.requests.insert(name, node),
            RoleKind::Example { request, name } => folder.examples.entry(request).or_default().push((name, node)),
            RoleKind::Definition | RoleKind::Request(_) => {
                diagnostics.push(
                    Diagnostic::new(Code::OddMember, start, "another file of this name stands beside this one, as `.yaml` and as `.yml`")
                        .note("it is left out")
                        .help("keep one of the two"),
                );
                passed_over.push(unread(path, &node, matches!(role.kind, RoleKind::Request(_))));
            }
        }
    }
    let place = root.place.or_else(|| parts.first().map(|part| Span::new(part.file, 0, 0)))?;
    is_whole.then(|| collection(root, place, passed_over, diagnostics))
}

/// A file that is not read, as a member of the collection that is none of its own: the requests in those are accounted for.
fn unread(path: &str, node: &Node, is_request: bool) -> Member {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = without_extension(stem).unwrap_or(stem);
    let stem = stem.strip_suffix(".request").unwrap_or(stem);
    let mut members = match node.as_object() {
        Some(object) if is_request => object.members.iter().filter(|member| member.key.value != "$kind").cloned().collect(),
        Some(object) => object.members.clone(),
        None => vec![new("content", node.clone())],
    };
    let start = Span::new(node.span.file, 0, 0);
    if node.get("name").is_none() {
        members.push(new("name", text(stem, start)));
    }
    if is_request {
        members.push(new("$kind", text("http-request", start)));
    }
    Member { key: Located::new(path.to_owned(), start), value: object(members, node.span) }
}

/// An environment or globals, in the shape that the other versions have.
pub fn environment(node: &Node, is_globals: bool) -> Node {
    let mut members = Vec::new();
    for member in node.as_object().map_or(&[][..], |object| &object.members) {
        match member.key.value.as_str() {
            "$kind" | "order" => {}
            "variables" | "values" => members.push(renamed(member, "values", listed(&member.value))),
            _ => members.push(member.clone()),
        }
    }
    let scope = if is_globals { "globals" } else { "environment" };
    members.push(new("_postman_variable_scope", text(scope, node.span)));
    object(members, node.span)
}

fn collection(mut root: Folder<'_>, place: Span, passed_over: Vec<Member>, diagnostics: &mut Diagnostics) -> Node {
    let mut members = Vec::new();
    let mut info = Vec::new();
    let definition = root.definition.take();
    let span = definition.as_ref().map_or(place, |node| node.span);
    for member in definition.as_ref().and_then(Node::as_object).map_or(&[][..], |object| &object.members) {
        match member.key.value.as_str() {
            "name" | "description" => info.push(member.clone()),
            _ => members.extend(shared(member)),
        }
    }
    members.push(new("info", object(info, span)));
    members.push(new("item", Node::new(Value::Array(Array { items: items(root, diagnostics), cut: false }), span)));
    members.extend(passed_over);
    object(members, span)
}

/// What is in a folder: by `order`, then by name.
fn items(folder: Folder<'_>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let Folder { definition: _, folders, requests, mut examples, place: _ } = folder;
    let mut found: Vec<(Option<f64>, String, Node)> = Vec::new();
    for (name, node) in requests {
        let examples = examples.remove(name).unwrap_or_default();
        found.push((order(&node), title(&node, name), request(&node, name, examples)));
    }
    for (name, mut inner) in folders {
        let place = inner.place;
        let definition = inner.definition.take();
        let Some(span) = definition.as_ref().map(|node| node.span).or(place) else { continue };
        let mut members = Vec::new();
        for member in definition.as_ref().and_then(Node::as_object).map_or(&[][..], |object| &object.members) {
            members.extend(shared(member));
        }
        if !members.iter().any(|member| member.key.value == "name") {
            members.push(new("name", text(name, Span::new(span.file, 0, 0))));
        }
        let (order, title) = (definition.as_ref().and_then(order), definition.as_ref().map_or(name.to_owned(), |node| title(node, name)));
        members.push(new("item", Node::new(Value::Array(Array { items: items(inner, diagnostics), cut: false }), span)));
        found.push((order, title, object(members, span)));
    }
    for (request, lost) in examples {
        for (_, node) in lost {
            let message = format!("this answer is saved for a request that is not there: {}", crate::document::json::quoted(request));
            diagnostics.push(
                Diagnostic::new(Code::OddMember, node.span, message)
                    .note("it is left out")
                    .help("export the collection again, or correct it here"),
            );
        }
    }
    found.sort_by(|(a, a_name, _), (b, b_name, _)| match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(b).then_with(|| a_name.cmp(b_name)),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => a_name.cmp(b_name),
    });
    found.into_iter().map(|(_, _, node)| node).collect()
}

fn order(node: &Node) -> Option<f64> {
    match &node.get("order")?.value {
        Value::Number(number) => number.parse().ok(),
        _ => None,
    }
}

fn title(node: &Node, name: &str) -> String {
    node.get("name").and_then(Node::as_str).unwrap_or(name).to_owned()
}

/// A member that collections, folders and requests have, by the name that the other versions give it.
fn shared(member: &Member) -> Option<Member> {
    Some(match member.key.value.as_str() {
        "$kind" | "order" => return None,
        "variables" => renamed(member, "variable", listed(&member.value)),
        "auth" => renamed(member, "auth", auth(&member.value)?),
        "scripts" => renamed(member, "event", scripts(&member.value)),
        "settings" => renamed(member, "protocolProfileBehavior", member.value.clone()),
        _ => member.clone(),
    })
}

fn request(node: &Node, name: &str, examples: Vec<(&str, Node)>) -> Node {
    let kind = node.get("$kind");
    let is_http = kind.is_none_or(|kind| matches!(kind.as_str(), Some("http-request" | "graphql-request")));
    let is_graphql = kind.and_then(Node::as_str) == Some("graphql-request");
    let (mut item, mut inner, mut url, mut graphql) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for member in node.as_object().map_or(&[][..], |object| &object.members) {
        match member.key.value.as_str() {
            "name" | "description" => item.push(member.clone()),
            // For another protocol the same words mean something else.
            "$kind" if !is_http => item.push(member.clone()),
            _ if !is_http => {}
            "$kind" | "order" | "examples" => {}
            "url" => url.push(renamed(member, "raw", member.value.clone())),
            "queryParams" => url.push(renamed(member, "query", member.value.clone())),
            "pathVariables" => url.push(renamed(member, "variable", member.value.clone())),
            "headers" => inner.push(renamed(member, "header", member.value.clone())),
            "body" => inner.push(renamed(member, "body", body(&member.value))),
            "query" | "variables" | "operationName" if is_graphql => graphql.push(member.clone()),
            "scripts" | "settings" | "variables" => item.extend(shared(member)),
            _ => inner.extend(shared(member)),
        }
    }
    if !item.iter().any(|member| member.key.value == "name") {
        item.push(new("name", text(name, Span::new(node.span.file, 0, 0))));
    }
    if !url.is_empty() {
        inner.push(new("url", object(url, node.get("url").map_or(node.span, |url| url.span))));
    }
    if is_graphql {
        if !inner.iter().any(|member| member.key.value == "method") {
            inner.push(new("method", text("POST", node.span)));
        }
        let content = object(graphql, node.span);
        inner.push(new("body", object(vec![new("mode", text("graphql", node.span)), new("graphql", content)], node.span)));
    }
    if is_http {
        item.push(new("request", object(inner, node.span)));
    }
    let examples: Vec<Node> = examples.into_iter().map(|(name, node)| example(&node, name)).collect();
    if !examples.is_empty() {
        item.push(new("response", Node::new(Value::Array(Array { items: examples, cut: false }), node.span)));
    }
    object(item, node.span)
}

/// A body: `{type, content}`.
fn body(node: &Node) -> Node {
    let Some(whole) = node.as_object() else { return node.clone() };
    let kind = whole.get("type");
    let is_mode = |kind: &&str| matches!(*kind, "urlencoded" | "formdata" | "none" | "file");
    let mode = kind.and_then(Node::as_str).filter(is_mode).unwrap_or("raw");
    let mut members = vec![new("mode", text(mode, kind.map_or(node.span, |kind| kind.span)))];
    for member in &whole.members {
        match member.key.value.as_str() {
            "type" => {}
            "content" => members.push(renamed(member, mode, member.value.clone())),
            "src" if mode == "file" => members.push(new("file", object(vec![member.clone()], node.span))),
            _ => members.push(member.clone()),
        }
    }
    if let (Some(kind), "raw") = (kind, mode) {
        let raw = object(vec![new("language", kind.clone())], kind.span);
        members.push(new("options", object(vec![new("raw", raw)], kind.span)));
    }
    object(members, node.span)
}

/// Authentication: `{type, credentials}`, or a list of them of which the first counts; nothing where it is inherited.
fn auth(node: &Node) -> Option<Node> {
    if let Some([first, rest @ ..]) = node.as_array() {
        let mut first = auth(first)?;
        if let (Value::Object(object), Some(second)) = (&mut first.value, rest.first()) {
            object.members.push(new("others", second.clone()));
        }
        return Some(first);
    }
    let Some(kind) = node.get("type").and_then(Node::as_str) else { return Some(node.clone()) };
    if kind == "inherit" {
        return None;
    }
    let members = node.as_object().map_or(&[][..], |object| &object.members);
    let members = members.iter().map(|member| match member.key.value.as_str() {
        "credentials" => renamed(member, kind, member.value.clone()),
        _ => member.clone(),
    });
    Some(object(members.collect(), node.span))
}

/// Scripts: a list of `{type, code}`; what looks at an answer is of the type `afterResponse`.
fn scripts(node: &Node) -> Node {
    let Some(list) = node.as_array() else { return node.clone() };
    let events = list.iter().map(|script| {
        let code = script.get("code").map(|code| new("exec", code.clone()));
        let listens = script.get("type").map(|kind| {
            let listen = if kind.as_str() == Some("afterResponse") { text("test", kind.span) } else { kind.clone() };
            new("listen", listen)
        });
        object(listens.into_iter().chain([new("script", object(code.into_iter().collect(), script.span))]).collect(), script.span)
    });
    Node::new(Value::Array(Array { items: events.collect(), cut: false }), node.span)
}

/// A saved answer.
fn example(node: &Node, name: &str) -> Node {
    let mut members = Vec::new();
    for member in node.as_object().map_or(&[][..], |object| &object.members) {
        match member.key.value.as_str() {
            "$kind" | "order" => {}
            "request" => members.push(renamed(member, "originalRequest", original(&member.value))),
            "response" if member.value.as_object().is_some() => {
                for member in member.value.as_object().map_or(&[][..], |object| &object.members) {
                    match member.key.value.as_str() {
                        "statusCode" => members.push(renamed(member, "code", member.value.clone())),
                        "statusText" => members.push(renamed(member, "status", member.value.clone())),
                        "headers" => members.push(renamed(member, "header", member.value.clone())),
                        "body" if member.value.as_object().is_some() => {
                            for part in member.value.as_object().map_or(&[][..], |object| &object.members) {
                                members.push(match part.key.value.as_str() {
                                    "content" => renamed(member, "body", part.value.clone()),
                                    "type" => renamed(member, "_postman_previewlanguage", part.value.clone()),
                                    _ => part.clone(),
                                });
                            }
                        }
                        _ => members.push(member.clone()),
                    }
                }
            }
            _ => members.push(member.clone()),
        }
    }
    if !members.iter().any(|member| member.key.value == "name") {
        members.push(new("name", text(name, node.span)));
    }
    object(members, node.span)
}

fn original(node: &Node) -> Node {
    let members = node.as_object().map_or(&[][..], |object| &object.members);
    let members = members.iter().map(|member| match member.key.value.as_str() {
        "body" => renamed(member, "body", body(&member.value)),
        _ => member.clone(),
    });
    object(members.collect(), node.span)
}

/// A table as a list, whichever of its two shapes it has.
fn listed(node: &Node) -> Node {
    let Some(map) = node.as_object() else { return node.clone() };
    let items = map.members.iter().map(|member| {
        let key = text(&member.key.value, member.key.span);
        object(vec![new("key", key), new("value", member.value.clone())], member.key.span.to(member.value.span))
    });
    Node::new(Value::Array(Array { items: items.collect(), cut: false }), node.span)
}

fn renamed(member: &Member, name: &str, value: Node) -> Member {
    Member { key: Located::new(name.to_owned(), member.key.span), value }
}

fn new(name: &str, value: Node) -> Member {
    Member { key: Located::new(name.to_owned(), value.span), value }
}

fn text(text: &str, span: Span) -> Node {
    Node::new(Value::String(text.to_owned()), span)
}

fn object(members: Vec<Member>, span: Span) -> Node {
    Node::new(Value::Object(Object { members, cut: false }), span)
}

#[cfg(test)]
#[path = "v3_tests.rs"]
mod tests;
