//! JSON → the tree of a collection.
//!
//! * `mod.rs`: the document as a whole, folders, requests, saved answers
//! * `reader.rs`: texts, lists and members in whatever shape they come, and the list of what is not read
//! * `url.rs`: URLs
//! * `entries.rs`: headers, forms, tables of names and values
//! * `auth.rs`: authentication
//! * `body.rs`: bodies of requests
//! * `passed.rs`: requests where none is read
//! * `choice.rs`: which collection of a file is meant
//! * `v1.rs`: collections v1

mod auth;
mod body;
mod choice;
mod entries;
mod passed;
mod reader;
mod url;
mod v1;

pub use self::choice::collections;
pub(super) use self::reader::excerpt;
use self::reader::{Reader, Words};
use super::collection::{AuthSetting, Collection, Content, Entry, Environment, Example, Folder, Item, Request, Variable};
use super::foreign::{self, Foreign};
use super::kind::{Kind, detect};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Node, Object, Value};
use crate::text::{FileId, Located, SourceMap, Span};
use std::collections::BTreeMap;

/// Reads a collection, or what a page of the documenter says about one, and the environments and globals beside it. `chosen` is the name or the id of a
/// collection; a file with several needs it.
///
/// A document of another kind is an error that says what it seems to be, and `None`. Within a collection nothing is an error: what has
/// a shape that no Postman writes is left out with a warning at its place.
pub fn read(
    node: &Node,
    chosen: Option<&Located<String>>,
    environments: &[&Node],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Collection> {
    let mut reader = Reader::new(sources, diagnostics);
    let (mut globals, mut beside) = (Vec::new(), Vec::new());
    for node in environments {
        match (detect(node), node.get("environment").unwrap_or(node)) {
            (Kind::Environment, node) => beside.push(environment(&mut reader, node)),
            // A later file goes over an earlier one.
            (Kind::Globals, node) => globals.extend(environment(&mut reader, node).variables),
            (kind, node) => reader.say(
                Diagnostic::new(Code::NotACollection, node.span, format!("this is no environment but {kind}"))
                    .note("expected a Postman environment or globals: an object with `values`"),
            ),
        }
    }
    let (mut node, mut kind) = (node, detect(node));
    if kind == Kind::Dump {
        node = choice::of_dump(&mut reader, node, chosen)?;
        kind = detect(node);
    } else if let Some(chosen) = chosen {
        choice::check_only(&mut reader, node, chosen);
    }
    if kind == Kind::Wrapped {
        if let Some(object) = node.as_object() {
            let mut read = passed::beside_envelope(&mut reader, object, "collection");
            read.push("collection");
            reader.members(object, "envelope", &read);
        }
        node = node.get("collection")?;
        kind = detect(node);
    }
    let mut collection = match kind {
        Kind::Collection => read_collection(&mut reader, node),
        Kind::V1 => v1::collection(&mut reader, node),
        Kind::Metadata => read_metadata(&mut reader, node),
        Kind::Published => {
            reader.words = Words::Html;
            read_collection(&mut reader, node)
        }
        Kind::Wrapped | Kind::Dump | Kind::Environment | Kind::Globals | Kind::Other(_) => {
            let help = match kind {
                Kind::Environment | Kind::Globals => "name it under `environments`, beside a collection",
                Kind::Other(foreign) => foreign.help(),
                _ => "give one collection",
            };
            reader.say(no_collection(node.span, &kind).help(help));
            return None;
        }
    };
    collection.passed_over = std::mem::take(&mut reader.passed_over);
    collection.globals = globals;
    collection.environments.extend(beside);
    reader.finish();
    Some(collection)
}

/// What there is to say of a file that is no JSON and seems to be something that is known; `None` where it is JSON that is broken.
pub fn no_json(file: FileId, sources: &SourceMap) -> Option<Diagnostic> {
    let (foreign, place) = foreign::of_text(sources.file(file).text())?;
    let span = Span::new(file, place.start, place.end);
    Some(match foreign {
        Foreign::PostmanV3 => Diagnostic::new(Code::UnreadFormat, span, format!("this is {foreign}, which is not a collection on its own"))
            .note("expected a Postman collection v1, v2.0 or v2.1, or the folder of a collection v3")
            .help(foreign.help()),
        _ => no_collection(span, &foreign).help(foreign.help()),
    })
}

/// Adds to the errors of a document that is broken JSON what it seems to be, and what to do.
pub fn broken(errors: &Diagnostics, file: FileId, sources: &SourceMap) -> Diagnostics {
    let meant = foreign::of_broken(sources.file(file).text());
    let mut told = Diagnostics::default();
    let mut is_first = true;
    for mut diagnostic in errors.iter().cloned() {
        if diagnostic.code == Code::InvalidJson && std::mem::take(&mut is_first) {
            if let Some(meant) = meant {
                diagnostic = diagnostic.note(format!("the file seems to be {meant}"));
            }
            diagnostic.help.get_or_insert_with(|| "export it again, or mend it here, and say so in its `ORIGIN.md`".to_owned());
        }
        told.push(diagnostic);
    }
    told
}

fn no_collection(span: Span, found: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(Code::NotACollection, span, format!("this is no collection but {found}"))
        .note("expected a Postman collection: an object with `info` and `item`")
}

fn environment(reader: &mut Reader<'_>, node: &Node) -> Environment {
    let name = node.get("name").and_then(|name| reader.text(name, "an environment's name"));
    let values = node.get("values").unwrap_or(node);
    Environment { name, variables: variables(reader, values) }
}

fn read_collection(reader: &mut Reader<'_>, node: &Node) -> Collection {
    let mut collection = Collection::empty(Content::Requests, node.span);
    let Some(object) = node.as_object() else { return collection };
    let mut read = passed::beside(reader, object, &["requests"], if object.get("item").is_some() { "item" } else { "items" });
    read.extend(["info", "item", "items", "variable", "variables", "auth"]);
    reader.members(object, "collection", &read);
    info(reader, object, &mut collection);
    for key in ["variable", "variables"] {
        if let Some(node) = object.get(key) {
            collection.variables.extend(variables(reader, node));
        }
    }
    collection.auth = auth::setting(reader, object.get("auth"));
    for key in ["item", "items"] {
        passed::written_twice(reader, object, key);
        if let Some(node) = object.get(key) {
            collection.items.extend(items(reader, node));
        }
    }
    collection.scripted = std::mem::take(&mut reader.scripted);
    collection
}

fn info(reader: &mut Reader<'_>, object: &Object, collection: &mut Collection) {
    let Some(node) = object.get("info") else { return };
    let Some(info) = reader.object(node, "`info`") else { return };
    reader.members(info, "info", &["name", "description", "schema", "_postman_schema"]);
    collection.name = info.get("name").and_then(|name| reader.text(name, "the collection's name"));
    collection.description = info.get("description").and_then(|node| reader.description(node));
}

fn read_metadata(reader: &mut Reader<'_>, node: &Node) -> Collection {
    let mut collection = Collection::empty(Content::Requests, node.span);
    if let Some(object) = node.as_object() {
        let mut read = passed::beside_envelope(reader, object, "collection");
        read.extend(["collection", "environments"]);
        reader.members(object, "page's metadata", &read);
    }
    let info_node = node.get("collection").and_then(|inner| inner.get("info"));
    if let Some(inner) = node.get("collection").and_then(Node::as_object) {
        info(reader, inner, &mut collection);
    }
    let id = |reader: &mut Reader<'_>, key: &str| info_node.and_then(|info| info.get(key)).and_then(|id| reader.text(id, "an id"));
    collection.content = Content::Metadata { published: id(reader, "publishedId"), owner: id(reader, "owner") };
    if let Some(environments) = node.get("environments").and_then(Node::as_array) {
        // "No Environment" is one of them on some pages.
        collection.environments =
            environments.iter().map(|node| environment(reader, node)).filter(|found| !found.variables.is_empty()).collect();
    }
    collection
}

fn items(reader: &mut Reader<'_>, node: &Node) -> Vec<Item> {
    let mut found = Vec::new();
    for (key, node) in list_of_items(reader, node) {
        let Some(object) = reader.item(node) else { continue };
        let passed_before = reader.passed_over.len();
        let name = match (object.get("name"), key) {
            (None, Some(key)) => key.clone(),
            _ => name_of(reader, object, node.span),
        };
        for key in ["item", "items"] {
            passed::written_twice(reader, object, key);
        }
        passed::request_twice(reader, object, &name.value);
        let description = description_of(reader, object);
        let own: Vec<Variable> = object.get("variable").map(|node| variables(reader, node)).unwrap_or_default();
        let inner: Vec<&Node> = ["item", "items"].iter().filter_map(|key| object.get(key)).collect();
        if !inner.is_empty() {
            reader.members(
                object,
                "folder",
                &["name", "description", "item", "items", "auth", "variable", "request", "response", "responses"],
            );
            let folder_auth = auth::setting(reader, object.get("auth"));
            let items = inner.into_iter().flat_map(|node| items(reader, node)).collect();
            found.push(Item::Folder(Folder {
                name: name.clone(),
                description: description.clone(),
                auth: folder_auth,
                variables: own.clone(),
                items,
            }));
        }
        let is_folder = !found.is_empty() && (object.get("item").is_some() || object.get("items").is_some());
        match object.get("request") {
            // Each of them is refused.
            Some(several) if passed::several(reader, several, &name.value, "one request") => {
                if inner_is_none(object) {
                    reader.members(object, "item", &["name", "description", "variable", "request", "response", "auth"]);
                }
            }
            Some(request_node) => found.push(Item::Request(Box::new(request(reader, node, object, request_node, name, description, own)))),
            None if is_folder => {}
            None => {
                reader.members(object, "item", &["$kind", "name", "description", "variable", "response"]);
                // It holds requests, though where none is read: then it is a folder itself.
                if reader.passed_over.len() > passed_before {
                    continue;
                }
                // Lowering refuses it, so that it is counted.
                found.push(Item::Request(Box::new(Request {
                    name,
                    description,
                    protocol: object.get("$kind").and_then(|kind| reader.text(kind, "the kind of a request")),
                    method: None,
                    url: None,
                    headers: Vec::new(),
                    body: None,
                    auth: AuthSetting::default(),
                    variables: own,
                    keeps_body: false,
                    examples: Vec::new(),
                    tests: Vec::new(),
                    span: node.span,
                })));
            }
        }
    }
    found
}

/// The folders and requests of a list. An object of them is read as if it were one, and what has no name is called by its key.
fn list_of_items<'n>(reader: &mut Reader<'_>, node: &'n Node) -> Vec<(Option<&'n Located<String>>, &'n Node)> {
    const WHAT: &str = "a list of folders and requests";
    let (items, read): (Vec<_>, _) = match &node.value {
        Value::Object(object) if object.members.iter().any(|member| passed::is_item(&member.value)) => {
            (object.members.iter().map(|member| (Some(&member.key), &member.value)).collect(), "what its members hold is read as the list")
        }
        Value::Object(_) if passed::is_item(node) => (vec![(None, node)], "it is read as a list of one"),
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {
            return reader.list(node, WHAT).iter().map(|node| (None, node)).collect();
        }
    };
    let message = format!("expected {WHAT}, found {}", node.kind());
    reader.say(Diagnostic::new(Code::OddMember, node.span, message).note(read).help("write it as a list: `[ … ]`"));
    items
}

/// Whether an item is no folder.
fn inner_is_none(object: &Object) -> bool {
    object.get("item").is_none() && object.get("items").is_none()
}

fn request(
    reader: &mut Reader<'_>,
    item: &Node,
    object: &Object,
    node: &Node,
    name: Located<String>,
    item_description: Option<Located<String>>,
    variables: Vec<Variable>,
) -> Request {
    if inner_is_none(object) {
        reader.members(object, "item", &["name", "description", "variable", "request", "response", "responses", "auth"]);
    }
    let keeps_body = [Some(item), Some(node)]
        .into_iter()
        .flatten()
        .filter_map(|node| node.get("protocolProfileBehavior"))
        .any(|behaviour| behaviour.get("disableBodyPruning").is_some_and(reader::is_true));
    // Some write `headers` and `responses`, as the first version does.
    let mut saved =
        ["response", "responses"].iter().filter_map(|key| Some((*key, object.get(key)?))).filter(|(_, node)| !reader::says_nothing(node));
    let examples = saved.next().map(|(_, node)| examples(reader, node)).unwrap_or_default();
    for (key, node) in saved {
        reader.ignore("item", key, node.span);
    }
    let mut request = Request {
        name,
        description: item_description,
        protocol: None,
        method: None,
        url: None,
        headers: Vec::new(),
        body: None,
        auth: auth::setting(reader, object.get("auth")),
        variables,
        keeps_body,
        examples,
        tests: reader::tests(object.get("event")),
        span: item.span,
    };
    if node.as_str().is_some() {
        request.url = url::url(reader, node);
        return request;
    }
    let Some(inner) = reader.object(node, "a request") else { return request };
    reader.members(inner, "request", &["url", "method", "header", "headers", "body", "auth", "description", "name", "urlObject"]);
    request.url = match inner.get("urlObject").filter(|node| node.as_object().is_some()) {
        Some(beside) => url::published(reader, inner.get("url"), beside),
        None => inner.get("url").and_then(|node| url::url(reader, node)),
    };
    request.method = inner.get("method").and_then(|node| reader.text(node, "a method"));
    for key in ["header", "headers"] {
        if request.headers.is_empty() {
            request.headers = inner.get(key).map(|node| entries::headers(reader, node)).unwrap_or_default();
        }
    }
    request.body = inner.get("body").and_then(|node| body::body(reader, node));
    if let Some(node) = inner.get("auth") {
        request.auth = auth::setting(reader, Some(node));
    }
    if let Some(description) = inner.get("description").and_then(|node| reader.description(node)) {
        request.description = Some(description);
    }
    request
}

fn examples(reader: &mut Reader<'_>, node: &Node) -> Vec<Example> {
    reader.aside(|reader| saved_answers(reader, node))
}

fn saved_answers(reader: &mut Reader<'_>, node: &Node) -> Vec<Example> {
    let mut found = Vec::new();
    for node in reader.list(node, "a list of saved answers") {
        let Some(object) = reader.object(node, "a saved answer") else { continue };
        reader.members(
            object,
            "saved answer",
            &["name", "status", "code", "header", "body", "originalRequest", "_postman_previewlanguage", "description"],
        );
        let code = object.get("code").and_then(|node| status(reader, node));
        let headers = answer_headers(reader, object, "header");
        let language = object.get("_postman_previewlanguage").and_then(Node::as_str).map(str::to_lowercase);
        let original = object.get("originalRequest");
        if let Some(original) = original.filter(|original| original.value != Value::Null) {
            reader.ignore("saved answer", "originalRequest", original.span);
        }
        found.push(Example {
            name: name_of(reader, object, node.span),
            code,
            headers,
            body: object.get("body").and_then(|node| reader.text(node, "an answer's body")),
            language,
            request: original.and_then(|node| node.get("body")).and_then(|node| body::body(reader, node)),
            span: node.span,
        });
    }
    found
}

/// An answer's status; `None`, with a warning, for what is none. Postman writes 0 where there was no answer.
fn status(reader: &mut Reader<'_>, node: &Node) -> Option<Located<u16>> {
    let text = reader.text(node, "a status")?;
    let code = text.value.parse::<u16>().ok().filter(|code| (100..600).contains(code));
    if code.is_none() && text.value != "0" {
        reader.odd(text.span, "a status from 100 to 599", &format!("`{}`", excerpt(&text.value)));
    }
    code.map(|code| Located::new(code, text.span))
}

/// An answer's headers, of which only one is used.
fn answer_headers(reader: &mut Reader<'_>, object: &Object, key: &str) -> Vec<Entry> {
    let Some(node) = object.get(key) else { return Vec::new() };
    let headers = entries::headers(reader, node);
    if headers.iter().any(|entry| !entry.key.value.trim().eq_ignore_ascii_case("content-type")) {
        reader.ignore("saved answer", key, node.span);
    }
    headers
}

/// The name of a folder or a request; empty where it has none.
fn name_of(reader: &mut Reader<'_>, object: &Object, span: Span) -> Located<String> {
    object.get("name").and_then(|name| reader.text(name, "a name")).unwrap_or_else(|| Located::new(String::new(), span))
}

fn description_of(reader: &mut Reader<'_>, object: &Object) -> Option<Located<String>> {
    object.get("description").and_then(|node| reader.description(node))
}

/// Variables: a list of `{key|id, value}`, or an object.
fn variables(reader: &mut Reader<'_>, node: &Node) -> Vec<Variable> {
    reader.aside(|reader| table_of_variables(reader, node))
}

fn table_of_variables(reader: &mut Reader<'_>, node: &Node) -> Vec<Variable> {
    if let Some(object) = node.as_object() {
        return object
            .members
            .iter()
            .map(|member| Variable { name: member.key.clone(), value: reader.text(&member.value, "a variable's value") })
            .collect();
    }
    let mut found = Vec::new();
    let mut told: BTreeMap<String, (Span, String)> = BTreeMap::new();
    for node in reader.list(node, "a list of variables") {
        let Some(object) = reader.object(node, "a variable") else { continue };
        let off = object.get("disabled").is_some_and(reader::is_true) || object.get("enabled").is_some_and(reader::is_false);
        let name = ["key", "id", "name"].iter().find_map(|key| object.get(key)).and_then(|node| reader.text(node, "a variable's name"));
        if let Some(name) = name.filter(|name| !off && !name.value.trim().is_empty()) {
            // A value may be any JSON; only texts and the like can stand in a URL.
            let mut value = object.get("value").and_then(reader::scalar);
            // What its owner calls secret is never shown, so it can be no example, and no part of an address.
            if object.get("type").and_then(Node::as_str) == Some("secret")
                && let Some(secret) = value.take().filter(|value| !value.value.trim().is_empty())
            {
                let message = format!("the value of the secret variable `{}` is left out", excerpt(&name.value));
                reader.say(Diagnostic::new(Code::MaskedSecret, secret.span, message));
            }
            let name = Located::new(name.value.trim().to_owned(), name.span);
            if let Some(value) = value.as_ref().filter(|value| super::variables::counts(&value.value))
                && let Some((first, earlier)) = told.insert(name.value.clone(), (name.span, value.value.clone()))
                && earlier != value.value
            {
                let message = format!("the variable `{}` stands twice in one list, with two values", excerpt(&name.value));
                reader.say(
                    Diagnostic::new(Code::DuplicateKey, name.span, message)
                        .label("the last one counts")
                        .and(first, "it stands here first")
                        .help("delete the one that is not meant, or switch it off"),
                );
            }
            found.push(Variable { name, value });
        }
    }
    found
}
