//! Collections v1: flat lists of requests and folders, which name one another by id.

use super::reader::{self, Reader};
use super::{auth, body, description_of, entries, name_of, passed, url, variables};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Object, Value, json};
use crate::postman::collection::{
    Auth, AuthSetting, Body, BodyContent, Collection, Content, Entry, Example, Folder, Item, Request, Script, Url,
};
use crate::text::{Located, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Folders stand within one another so deep at most; what would stand deeper, or within itself, stands at the top.
const DEEPEST: usize = 64;

const COLLECTION: &[&str] = &[
    "name",
    "description",
    "requests",
    "order",
    "folders",
    "folders_order",
    "auth",
    "variables",
    // About Postman.
    "hasRequests",
    "lastRevision",
    "public",
    "remoteLink",
    "remote_id",
    "synced",
    "timestamp",
    "type",
    "write",
];
const FOLDER: &[&str] = &[
    "name",
    "description",
    "order",
    "folders_order",
    "folder",
    "folderId",
    "auth",
    "variables",
    // About Postman.
    "collection",
    "collection_id",
    "collection_name",
    "collection_owner",
    "lastRevision",
    "write",
];
const REQUEST: &[&str] = &[
    "name",
    "description",
    "url",
    "method",
    "headers",
    "headerData",
    "queryParams",
    "pathVariables",
    "pathVariableData",
    "dataMode",
    "data",
    "rawModeData",
    "graphqlModeData",
    "dataOptions",
    "dataDisabled",
    "auth",
    "currentHelper",
    "helperAttributes",
    "variables",
    "folder",
    "folderId",
    "responses",
    // About Postman. `descriptionFormat` says `html` of plain words, too.
    "collection",
    "collectionRequestId",
    "collection_id",
    "descriptionFormat",
    "isFromCollection",
    "lastRevision",
    "responses_order",
    "synced",
    "time",
    "timestamp",
    "type",
    "version",
    "write",
];
const ANSWER: &[&str] = &[
    "name",
    "status",
    "responseCode",
    "headers",
    "text",
    "language",
    "request",
    "requestObject",
    // What is known of it already, or is about Postman.
    "collection",
    "collectionRequestId",
    "lastRevision",
    "mime",
    "previewType",
    "rawDataType",
    "searchResultScrolledTo",
    "state",
    "time",
    "version",
    "write",
];

/// Reads a collection.
pub(super) fn collection(reader: &mut Reader<'_>, node: &Node) -> Collection {
    let mut collection = Collection::empty(Content::Requests, node.span);
    let Some(object) = node.as_object() else { return collection };
    reader.members(object, "collection", COLLECTION);
    passed::written_twice(reader, object, "requests");
    collection.name = object.get("name").and_then(|name| reader.text(name, "the collection's name"));
    collection.description = object.get("description").and_then(|node| reader.description(node));
    collection.variables = object.get("variables").map(|node| variables(reader, node)).unwrap_or_default();
    collection.auth = auth::setting(reader, object.get("auth"));
    collection.items = Tree::new(reader, object).items(reader, object);
    collection.scripted = std::mem::take(&mut reader.scripted);
    collection
}

/// The lists of a collection, and what of them has found its place.
struct Tree<'n> {
    requests: Vec<&'n Node>,
    folders: Vec<&'n Node>,
    request_ids: BTreeMap<&'n str, usize>,
    folder_ids: BTreeMap<&'n str, usize>,
    /// Requests that no list of a folder or of the collection names, by the folder that they name themselves.
    left_requests: BTreeMap<Option<usize>, Vec<usize>>,
    left_folders: BTreeMap<Option<usize>, Vec<usize>>,
    placed_requests: Vec<bool>,
    placed_folders: Vec<bool>,
    /// The ids of requests that stand where none is read: each is refused, and none is missing.
    passed_ids: BTreeSet<&'n str>,
}

impl<'n> Tree<'n> {
    fn new(reader: &mut Reader<'_>, object: &'n Object) -> Self {
        let mut list = |key: &str| -> Vec<&'n Node> {
            let nodes = object.get(key).map(|node| reader.list(node, "a list of folders or requests")).unwrap_or_default();
            nodes.iter().filter(|node| reader.item(node).is_some()).collect()
        };
        let (requests, folders) = (list("requests"), list("folders"));
        let ids = |nodes: &[&'n Node]| {
            let mut ids: BTreeMap<&'n str, usize> = BTreeMap::new();
            for (at, node) in nodes.iter().enumerate() {
                if let Some(id) = node.get("id").and_then(id_of) {
                    // Of two with one id the lists mean the first; the other stands where it says itself.
                    ids.entry(id).or_insert(at);
                }
            }
            ids
        };
        let (request_ids, folder_ids) = (ids(&requests), ids(&folders));
        let (mut listed_requests, mut listed_folders) = (vec![false; requests.len()], vec![false; folders.len()]);
        for holder in std::iter::once(object).chain(folders.iter().filter_map(|folder| folder.as_object())) {
            for (key, ids, listed) in [("order", &request_ids, &mut listed_requests), ("folders_order", &folder_ids, &mut listed_folders)] {
                for at in names(holder, key).filter_map(|id| ids.get(id_of(id)?)) {
                    listed[*at] = true;
                }
            }
        }
        let left = |nodes: &[&'n Node], listed: &[bool]| {
            let mut left: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
            for (at, node) in nodes.iter().enumerate().filter(|(at, _)| !listed[*at]) {
                let named = ["folder", "folderId"].iter().find_map(|key| node.get(key).and_then(id_of));
                left.entry(named.and_then(|id| folder_ids.get(id).copied())).or_default().push(at);
            }
            left
        };
        let (left_requests, left_folders) = (left(&requests, &listed_requests), left(&folders, &listed_folders));
        let (placed_requests, placed_folders) = (vec![false; requests.len()], vec![false; folders.len()]);
        let mut passed_ids = BTreeSet::new();
        let lists = object.get("requests").and_then(Node::as_array).unwrap_or(&[]).iter().filter(|node| node.as_object().is_none());
        lists.chain(folders.iter().copied()).for_each(|node| passed::ids(node, &mut passed_ids));
        Self { requests, folders, request_ids, folder_ids, left_requests, left_folders, placed_requests, placed_folders, passed_ids }
    }

    fn items(&mut self, reader: &mut Reader<'_>, object: &'n Object) -> Vec<Item> {
        let mut items = self.within(reader, object, None, 0);
        // What stands within itself, or too deep, was not reached.
        for at in 0..self.folders.len() {
            items.extend(self.folder(reader, at, 0));
        }
        for at in 0..self.requests.len() {
            items.extend(self.request(reader, at));
        }
        items
    }

    /// What stands in the collection itself, or in a folder: folders first, as Postman shows them.
    fn within(&mut self, reader: &mut Reader<'_>, holder: &'n Object, at: Option<usize>, depth: usize) -> Vec<Item> {
        let mut items = Vec::new();
        if depth >= DEEPEST {
            return items;
        }
        for id in names(holder, "folders_order") {
            match id_of(id).and_then(|id| self.folder_ids.get(id)).copied() {
                Some(folder) => items.extend(self.folder(reader, folder, depth + 1)),
                None => say_missing(reader, id, "folders_order", "folder"),
            }
        }
        for folder in self.left_folders.get(&at).cloned().unwrap_or_default() {
            items.extend(self.folder(reader, folder, depth + 1));
        }
        for id in names(holder, "order") {
            match id_of(id).and_then(|id| self.request_ids.get(id)).copied() {
                Some(request) => items.extend(self.request(reader, request)),
                None if id_of(id).is_some_and(|id| self.passed_ids.contains(id)) => {}
                None => say_missing(reader, id, "order", "request"),
            }
        }
        for request in self.left_requests.get(&at).cloned().unwrap_or_default() {
            items.extend(self.request(reader, request));
        }
        items
    }

    fn folder(&mut self, reader: &mut Reader<'_>, at: usize, depth: usize) -> Option<Item> {
        if depth >= DEEPEST || std::mem::replace(&mut self.placed_folders[at], true) {
            return None;
        }
        let node = self.folders[at];
        let object = node.as_object()?;
        reader.members(object, "folder", FOLDER);
        Some(Item::Folder(Folder {
            name: name_of(reader, object, node.span),
            description: description_of(reader, object),
            auth: auth::setting(reader, object.get("auth")),
            variables: object.get("variables").map(|node| variables(reader, node)).unwrap_or_default(),
            items: self.within(reader, object, Some(at), depth),
        }))
    }

    fn request(&mut self, reader: &mut Reader<'_>, at: usize) -> Option<Item> {
        if std::mem::replace(&mut self.placed_requests[at], true) {
            return None;
        }
        let node = self.requests[at];
        Some(Item::Request(Box::new(request(reader, node.as_object()?, node.span))))
    }
}

/// An id: a text, or a number in files that people wrote.
pub(super) fn id_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(id) | Value::Number(id) => Some(id),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) | Value::Hole(_) => None,
    }
}

/// The ids in a list of them.
fn names<'n>(holder: &'n Object, key: &str) -> impl Iterator<Item = &'n Node> + use<'n> {
    holder.get(key).and_then(Node::as_array).unwrap_or(&[]).iter()
}

fn say_missing(reader: &mut Reader<'_>, id: &Node, list: &str, what: &str) {
    reader.say(
        Diagnostic::new(Code::OddMember, id.span, format!("`{list}` names a {what} that is not there"))
            .note("it was deleted, or left out of the export")
            .help("export the collection again if it is missed"),
    );
}

fn request(reader: &mut Reader<'_>, object: &Object, span: Span) -> Request {
    reader.members(object, "request", REQUEST);
    let keeps_body =
        object.get("protocolProfileBehavior").and_then(|behaviour| behaviour.get("disableBodyPruning")).is_some_and(reader::is_true);
    Request {
        name: name_of(reader, object, span),
        description: description_of(reader, object),
        protocol: None,
        method: object.get("method").and_then(|node| reader.text(node, "a method")),
        url: request_url(reader, object),
        headers: headers(reader, object),
        body: body(reader, object),
        auth: authentication(reader, object),
        variables: object.get("variables").map(|node| variables(reader, node)).unwrap_or_default(),
        keeps_body,
        examples: object.get("responses").map(|node| examples(reader, node)).unwrap_or_default(),
        tests: tests(object),
        span,
    }
}

/// The scripts that look at an answer: in the list of today, or beside it as text.
fn tests(object: &Object) -> Vec<Script> {
    let listed = reader::tests(object.get("events"));
    if !listed.is_empty() {
        return listed;
    }
    let text = object.get("tests").and_then(reader::scalar).filter(|text| !text.value.trim().is_empty());
    text.map(|text| Script { lines: vec![text] }).into_iter().collect()
}

/// The text of the URL, with what the lists beside it say of its parameters.
fn request_url(reader: &mut Reader<'_>, object: &Object) -> Option<Url> {
    let mut found = object.get("url").and_then(|node| url::url(reader, node))?;
    if let Some(list) = object.get("queryParams") {
        let listed = entries::entries(reader, list, "query parameter");
        url::put_query(&mut found, listed);
    }
    for key in ["pathVariableData", "pathVariables"] {
        let listed = object.get(key).map(|node| entries::entries(reader, node, "path variable")).unwrap_or_default();
        add_new(&mut found.variables, listed);
    }
    Some(found)
}

/// The list knows descriptions and what is switched off; the text may know headers that the list does not.
fn headers(reader: &mut Reader<'_>, object: &Object) -> Vec<Entry> {
    let mut found = object.get("headerData").map(|node| entries::entries(reader, node, "header")).unwrap_or_default();
    for entry in &mut found {
        if let Some(rest) = entry.key.value.trim_start().strip_prefix("//") {
            entry.key.value = rest.trim().to_owned();
            entry.disabled = Some(entry.span);
        }
    }
    let lines = object.get("headers").map(|node| entries::headers(reader, node)).unwrap_or_default();
    add_new(&mut found, lines);
    found
}

/// Adds those whose names are not there yet.
fn add_new(found: &mut Vec<Entry>, others: Vec<Entry>) {
    let known: BTreeSet<&str> = found.iter().map(|entry| entry.key.value.trim()).collect();
    let others: Vec<Entry> = others.into_iter().filter(|entry| !known.contains(entry.key.value.trim())).collect();
    found.extend(others);
}

/// A body; `None` for none. The mode may be missing: then what is there says which it is.
fn body(reader: &mut Reader<'_>, object: &Object) -> Option<Body> {
    reader.aside(|reader| body_of(reader, object))
}

fn body_of(reader: &mut Reader<'_>, object: &Object) -> Option<Body> {
    let present = |key: &str| object.get(key).filter(|node| node.value != Value::Null);
    let (data, raw) = (present("data"), present("rawModeData"));
    let mode = match object.get("dataMode") {
        Some(node) if node.value == Value::Null => {
            for (key, node) in [("data", data), ("rawModeData", raw)] {
                if let Some(node) = node.filter(|node| !reader::says_nothing(node)) {
                    reader.ignore("request without a `dataMode`", key, node.span);
                }
            }
            return None;
        }
        Some(node) => reader.text(node, "a body's mode")?.value,
        None if raw.is_some() || data.is_some_and(|data| data.as_str().is_some()) => "raw".to_owned(),
        None if data.is_some() => "params".to_owned(),
        None if present("graphqlModeData").is_some() => "graphql".to_owned(),
        None => return None,
    };
    if object.get("dataDisabled").is_some_and(reader::is_true) {
        if let Some(node) = raw.or(data) {
            reader.ignore("body", "disabled", node.span);
        }
        return None;
    }
    let form = |reader: &mut Reader<'_>| {
        let node = data.or(raw)?;
        let fields = entries::entries(reader, node, "form field");
        (!fields.is_empty()).then_some((fields, node.span))
    };
    let (content, span) = match mode.as_str() {
        "raw" => {
            let filled = |node: &&Node| node.as_str().is_some_and(|text| !text.is_empty()) || node.as_array().is_some();
            let node = raw.filter(filled).or(data)?;
            // The text is the only item of a list in some files.
            let node = node.as_array().and_then(<[Node]>::first).unwrap_or(node);
            let text = reader::scalar(node).filter(|text| !text.value.trim().is_empty())?;
            let language = present("dataOptions").and_then(|options| options.pointer("/raw/language"));
            (BodyContent::Raw { text, language: language.and_then(Node::as_str).map(str::to_lowercase) }, node.span)
        }
        "params" => form(reader).map(|(fields, span)| (BodyContent::FormData(fields), span))?,
        "urlencoded" => form(reader).map(|(fields, span)| (BodyContent::UrlEncoded(fields), span))?,
        "binary" => (BodyContent::File, raw?.span),
        "graphql" => {
            let node = present("graphqlModeData").or(data)?;
            (body::question(reader, node), node.span)
        }
        _ => {
            let node = object.get("dataMode")?;
            (BodyContent::Other(Located::new(mode, node.span)), node.span)
        }
    };
    Some(Body { content, span })
}

/// `auth`, or what older versions had in its place.
fn authentication(reader: &mut Reader<'_>, object: &Object) -> AuthSetting {
    let newer = auth::setting(reader, object.get("auth"));
    if !matches!(newer, AuthSetting::Inherit) {
        return newer;
    }
    let Some(helper) = object.get("currentHelper").and_then(|node| reader.text(node, "a kind of authentication")) else {
        return AuthSetting::Inherit;
    };
    let kind = match helper.value.as_str() {
        "" | "normal" => return AuthSetting::Inherit,
        "apikeyAuth" => "apikey",
        "asapAuth" => "asap",
        "awsSigV4" => "awsv4",
        "basicAuth" => "basic",
        "bearerAuth" => "bearer",
        "digestAuth" => "digest",
        "edgegridAuth" => "edgegrid",
        "hawkAuth" => "hawk",
        "jwtAuth" => "jwt",
        "ntlmAuth" => "ntlm",
        "oAuth1" => "oauth1",
        "oAuth2" => "oauth2",
        other => other,
    };
    let mut attributes = Vec::new();
    let parsed;
    let mut table = object.get("helperAttributes");
    if let Some(text) = table.filter(|node| node.as_str().is_some()) {
        parsed = within(reader, text);
        table = parsed.as_ref();
    }
    for member in table.and_then(Node::as_object).map(|table| table.members.as_slice()).unwrap_or_default() {
        if let Some(value) = reader::scalar(&member.value) {
            attributes.push((member.key.value.clone(), value));
        }
    }
    AuthSetting::Use(Auth { kind: Located::new(kind.to_owned(), helper.span), attributes, span: helper.span })
}

/// The value that a text holds as JSON.
fn within(reader: &Reader<'_>, node: &Node) -> Option<Node> {
    let text = reader::scalar(node)?;
    if !text.value.trim_start().starts_with('{') {
        return None;
    }
    let places = reader.places(&text);
    json::read_lenient_text(&text.value, &|offset| places.offset(offset), text.span.file).nodes.into_iter().next()
}

fn examples(reader: &mut Reader<'_>, node: &Node) -> Vec<Example> {
    reader.aside(|reader| saved_answers(reader, node))
}

fn saved_answers(reader: &mut Reader<'_>, node: &Node) -> Vec<Example> {
    let mut found = Vec::new();
    for node in reader.list(node, "a list of saved answers") {
        let Some(object) = reader.object(node, "a saved answer") else { continue };
        reader.members(object, "saved answer", ANSWER);
        let code = object.get("responseCode").and_then(|code| code.get("code")).or_else(|| object.get("code"));
        let headers = super::answer_headers(reader, object, "headers");
        // The request may be there as an object, as a text, or by its id alone.
        let behind = ["requestObject", "request"].iter().find_map(|key| {
            let node = object.get(key)?;
            if node.as_object().is_some() { Some(node.clone()) } else { within(reader, node) }
        });
        if let Some(behind) = &behind {
            reader.ignore("saved answer", "request", behind.span);
        }
        found.push(Example {
            name: name_of(reader, object, node.span),
            code: code.and_then(|code| super::status(reader, code)),
            headers,
            body: object.get("text").and_then(|node| reader.text(node, "an answer's body")),
            language: object.get("language").and_then(Node::as_str).map(str::to_lowercase),
            request: behind.as_ref().and_then(Node::as_object).and_then(|object| body(reader, object)),
            span: node.span,
        });
    }
    found
}
