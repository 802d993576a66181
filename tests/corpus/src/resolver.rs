//! What each request of a collection sends, told by the formats' description alone.
//!
//! Written beside docwright's reader and never after it: it knows only `serde_json::Value`. A variable without a value gets a dummy that is made of its
//! name: a number, so that it fits where numbers and where texts are sent; before the path of a URL what a URL has there.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use serde_json::{Map, Value};

/// What a request sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Its name, as written.
    pub(crate) name: String,
    pub(crate) method: String,
    /// Scheme, host and path. The text of a URL goes before its parts, where these tell another one.
    pub(crate) urls: Vec<String>,
    /// The same, with one slash behind the host where there are several.
    pub(crate) single: Vec<String>,
    /// Why nobody could send it.
    pub(crate) unsendable: Option<&'static str>,
    /// Names and values, without escapes.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// What its authentication adds.
    pub(crate) auth: Auth,
}

/// What a request's authentication adds to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Auth {
    /// The name of a way that would have to sign each request, of which nothing is told.
    pub(crate) signed: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
}

/// What a request has for its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    /// Text, with the word that the document has for its language.
    Text {
        text: String,
        language: Option<String>,
        /// The same with each other shape of value, where a variable without one stands outside of quotes and may be a part of any shape.
        shapes: Vec<String>,
    },
    Form(Vec<(String, String)>),
    Parts(Vec<Part>),
    /// A file's content.
    File(String),
}

/// A part of a multipart form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) is_file: bool,
    pub(crate) media: Option<String>,
}

/// The methods with which Postman sends no body.
pub(crate) const METHODS_WITHOUT_BODY: [&str; 5] = ["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// The content of every file that a request would send.
pub(crate) const FILE: &str = "the content of a file";

/// All requests of a document, in its order.
pub(crate) fn requests(document: &Value, environments: &[Value]) -> Vec<Request> {
    let (collection, _) = unwrapped(document);
    let mut outer = Scope::default();
    for beside in ["globals", "globalVariables"] {
        outer.add(variables(&document[beside]));
    }
    let mut own = variables(&collection["variable"]);
    own.extend(variables(&collection["variables"]));
    outer.add(own);
    let beside = document["environments"].as_array().into_iter().flatten().chain(environments).take(1);
    for environment in beside.chain(document["environment"].as_object().map(|_| &document["environment"])) {
        let environment = if environment["environment"].is_object() { &environment["environment"] } else { environment };
        outer.add(variables(&environment["values"]));
    }
    let found = if collection["requests"].is_array() { first_version(collection) } else { second_version(collection) };
    let mut dummies = Dummies::default();
    for found in &found {
        let scope = outer.within(&found.variables);
        for text in found.urls() {
            dummies.learn(&scope.known(&text));
        }
    }
    found.iter().map(|found| found.resolve(&Resolver { scope: outer.within(&found.variables), dummies: &dummies })).collect()
}

/// The collection inside of what it came in, and where it stands there: a JSON pointer.
pub(crate) fn unwrapped(document: &Value) -> (&Value, String) {
    if document["item"].is_array() || document["items"].is_array() || document["requests"].is_array() {
        return (document, String::new());
    }
    if document["collection"].is_object() {
        let (collection, below) = unwrapped(&document["collection"]);
        return (collection, format!("/collection{below}"));
    }
    match document["collections"].as_array().map(Vec::as_slice) {
        Some([one]) => (one, "/collections/0".to_owned()),
        Some(_) | None => (document, String::new()),
    }
}

// ---- variables ----

#[derive(Clone, Debug, Default)]
struct Scope(BTreeMap<String, String>);

impl Scope {
    fn add(&mut self, variables: Vec<(String, String)>) {
        for (name, value) in variables {
            if !value.trim().is_empty() && !is_stand_in(&value) {
                self.0.insert(name, value);
            }
        }
    }

    fn within(&self, variables: &[(String, String)]) -> Self {
        let mut scope = self.clone();
        scope.add(variables.to_vec());
        scope
    }

    /// The text with the values that are known, put in again and again, nineteen times at most.
    fn known(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..19 {
            let next = replaced(&text, |name| self.0.get(name).map(|value| value.trim().to_owned()));
            if next == text || next.len() > 1 << 20 {
                break;
            }
            text = next;
        }
        text
    }
}

/// `<your key>`: words that stand in for a value.
fn is_stand_in(value: &str) -> bool {
    let value = value.trim();
    value.len() > 2 && value.starts_with('<') && value.ends_with('>') && !value[1..value.len() - 1].contains(['<', '>'])
}

/// Puts something in for each `{{name}}`; what nothing is known of stays.
fn replaced(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let Some(close) = rest[open..].find("}}").map(|close| open + close) else { break };
        // Of several braces in a row the innermost two count.
        let inner = rest[..close].rfind("{{").unwrap_or(open);
        let name = rest[inner + 2..close].trim();
        let found = if name.is_empty() || name.contains(['{', '}']) { None } else { value(name) };
        out.push_str(&rest[..inner]);
        out.push_str(&found.unwrap_or_else(|| rest[inner..close + 2].to_owned()));
        rest = &rest[close + 2..];
    }
    out + rest
}

fn references(text: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    replaced(text, |name| {
        names.borrow_mut().push(name.to_owned());
        None
    });
    names.into_inner()
}

/// Key and value of each entry that is not disabled.
fn variables(list: &Value) -> Vec<(String, String)> {
    let entries = list.as_array().into_iter().flatten().filter(|entry| !is_disabled(entry));
    entries
        .filter_map(|entry| {
            let name = ["key", "id", "name"].iter().find_map(|key| entry[*key].as_str())?;
            Some((name.trim().to_owned(), text_of(&entry["value"])?))
        })
        .collect()
}

fn is_disabled(entry: &Value) -> bool {
    entry["disabled"] == true || entry["enabled"] == false
}

/// A value as it is sent; `None` for null and for what is not there.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// What variables without a value stand before the path of a URL, and where.
#[derive(Clone, Debug, Default)]
struct Dummies {
    schemes: BTreeSet<String>,
    bases: BTreeSet<String>,
    hosts: BTreeSet<String>,
    labels: BTreeSet<String>,
    /// What stands behind the variable of a base URL, before a slash.
    paths: BTreeSet<String>,
}

impl Dummies {
    fn learn(&mut self, url: &str) {
        let (first, rest) = match url.trim().find("://") {
            Some(at) if !url.trim()[..at].contains('/') => (Some(&url.trim()[..at]), &url.trim()[at + 3..]),
            Some(_) | None => (None, url.trim()),
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        self.schemes.extend(first.map(references).into_iter().flatten());
        let host = host.rsplit('@').next().unwrap_or(host);
        let name =
            host.rfind(':').filter(|at| !host[*at..].contains("}}") || host[*at..].starts_with(":{{")).map_or(host, |at| &host[..at]);
        let names = references(name);
        let is_whole = matches!(names.as_slice(), [only] if replaced(name, |_| Some(String::new())).is_empty() && !only.is_empty());
        match (first, is_whole) {
            (None, true) if name == host => self.bases.extend(names),
            (Some(_) | None, true) => self.hosts.extend(names),
            (None, false) if name.starts_with("{{") => {
                let is_path = name.contains("}}{{");
                let mut names = names.into_iter();
                self.bases.extend(names.next());
                if is_path {
                    self.paths.extend(names.next());
                }
            }
            (Some(_) | None, false) => self.labels.extend(names),
        }
    }

    fn of(&self, name: &str) -> String {
        let number = number(name);
        if self.schemes.contains(name) {
            "https".to_owned()
        } else if self.hosts.contains(name) {
            // What stands behind a scheme somewhere is a host everywhere.
            format!("n{number}.example.com")
        } else if self.bases.contains(name) {
            format!("https://n{number}.example.com")
        } else if self.paths.contains(name) {
            format!("/{number}")
        } else if self.labels.contains(name) {
            format!("n{number}")
        } else {
            number.to_string()
        }
    }
}

/// Five digits that a name always gets, and that would do as a port.
fn number(name: &str) -> u64 {
    10_000 + crate::made::hash(name.as_bytes()) % 50_000
}

#[derive(Debug)]
struct Resolver<'a> {
    scope: Scope,
    dummies: &'a Dummies,
}

impl Resolver<'_> {
    fn text(&self, text: &str) -> String {
        replaced(&self.scope.known(text), |name| Some(self.dummies.of(name)))
    }

    fn value(&self, value: &Value) -> String {
        text_of(value).map(|text| self.text(&text)).unwrap_or_default()
    }
}

// ---- what the formats hold ----

/// A request as one of the formats has it, with what it inherits.
#[derive(Clone, Debug)]
struct Found<'a> {
    name: String,
    request: &'a Value,
    /// The outermost first.
    variables: Vec<(String, String)>,
    auth: Way<'a>,
    keeps_body: bool,
    first_version: bool,
}

#[derive(Clone, Copy, Debug)]
enum Way<'a> {
    None,
    Auth(&'a Value),
    /// An old helper: its kind, and the request that has it.
    Helper(&'a str, &'a Value),
}

/// The nearest word on authentication.
fn nearest<'a>(own: &'a Value, outer: Way<'a>) -> Way<'a> {
    match own["type"].as_str() {
        Some("noauth") => Way::None,
        Some(_) => Way::Auth(own),
        None => outer,
    }
}

fn second_version(collection: &Value) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let keeps = collection["protocolProfileBehavior"]["disableBodyPruning"] == true;
    descend(collection, nearest(&collection["auth"], Way::None), &[], keeps, &mut found);
    found
}

fn items(of: &Value) -> Option<&Vec<Value>> {
    of["item"].as_array().or_else(|| of["items"].as_array())
}

fn descend<'a>(of: &'a Value, auth: Way<'a>, scope: &[(String, String)], keeps_body: bool, found: &mut Vec<Found<'a>>) {
    for item in items(of).into_iter().flatten() {
        let behavior = item["protocolProfileBehavior"]["disableBodyPruning"].as_bool();
        let keeps_body = behavior.unwrap_or(keeps_body);
        let mut scope = scope.to_vec();
        scope.extend(variables(&item["variable"]));
        let request = &item["request"];
        if request.is_object() || request.is_string() {
            let auth = nearest(&request["auth"], nearest(&item["auth"], auth));
            let name = text_of(&item["name"]).unwrap_or_default();
            found.push(Found { name, request, variables: scope.clone(), auth, keeps_body, first_version: false });
        }
        if items(item).is_some() {
            descend(item, nearest(&item["auth"], auth), &scope, keeps_body, found);
        }
    }
}

fn first_version(collection: &Value) -> Vec<Found<'_>> {
    let folders: BTreeMap<&str, &Value> =
        collection["folders"].as_array().into_iter().flatten().filter_map(|folder| Some((folder["id"].as_str()?, folder))).collect();
    let holds = |list: &Value, id: &str| list.as_array().is_some_and(|list| list.iter().any(|one| one == id));
    let requests = collection["requests"].as_array().into_iter().flatten();
    requests
        .map(|request| {
            let id = request["id"].as_str().unwrap_or_default();
            let listed = folders.iter().find(|(_, folder)| holds(&folder["order"], id)).map(|(id, _)| *id);
            let mut above = Vec::new();
            let mut next = listed.or_else(|| request["folder"].as_str());
            while let Some((id, folder)) = next.and_then(|id| Some((id, *folders.get(id)?))) {
                if above.len() > folders.len() {
                    break;
                }
                above.push(folder);
                let parent = folders.iter().find(|(_, folder)| holds(&folder["folders_order"], id)).map(|(id, _)| *id);
                next = parent.or_else(|| folder["folder"].as_str());
            }
            let mut auth = nearest(&collection["auth"], Way::None);
            let mut scope = Vec::new();
            for folder in above.into_iter().rev() {
                auth = nearest(&folder["auth"], auth);
                scope.extend(variables(&folder["variables"]));
            }
            scope.extend(variables(&request["variables"]));
            auth = match (request["auth"]["type"].as_str(), request["currentHelper"].as_str()) {
                (Some(_), _) => nearest(&request["auth"], auth),
                (None, Some("normal")) => Way::None,
                (None, Some(helper)) => Way::Helper(helper, request),
                (None, None) => auth,
            };
            let keeps_body = request["protocolProfileBehavior"]["disableBodyPruning"] == true;
            Found { name: text_of(&request["name"]).unwrap_or_default(), request, variables: scope, auth, keeps_body, first_version: true }
        })
        .collect()
}

impl Found<'_> {
    /// The texts that tell scheme, host and path, with all that follows them.
    fn urls(&self) -> Vec<String> {
        let url = if self.request.is_string() { self.request } else { &self.request["url"] };
        match url {
            Value::String(text) => vec![text.clone()],
            Value::Object(parts) => {
                let raw = url["raw"].as_str().map(str::trim).filter(|raw| !raw.is_empty()).map(str::to_owned);
                let built = (parts.contains_key("host") || parts.contains_key("path")).then(|| built(url));
                raw.into_iter().chain(built).collect()
            }
            _ => Vec::new(),
        }
    }

    fn resolve(&self, resolver: &Resolver<'_>) -> Request {
        let request = self.request;
        let method = request["method"].as_str().map(str::trim).filter(|method| !method.is_empty()).unwrap_or("GET").to_uppercase();
        let url = if request.is_string() { request } else { &request["url"] };
        let values = self.path_variables(url, resolver);
        let (mut urls, mut single) = (Vec::new(), Vec::new());
        let mut query = None;
        for text in self.urls() {
            let (before, behind) = cut(&text);
            let path = resolver.text(&with_path_variables(before, &values));
            // A variable may hold a query, too.
            let (path, more) = cut(&path);
            let path = path.to_owned();
            let mut pairs = pairs(more.unwrap_or_default(), resolver);
            pairs.extend(self::pairs(behind.unwrap_or_default(), resolver));
            let one = spelled(&path);
            if !urls.contains(&one) {
                urls.push(one);
            }
            // A base that ends with a slash before a path that begins with one: nobody means two, though Postman sends them.
            let from = urls.last().and_then(|url| Some((url.find("://")? + 3, url.clone())));
            if let Some((from, url)) = from
                && let Some(at) = url[from..].find("//")
                && !url[from..from + at].contains('/')
            {
                single.push(format!("{}/{}", &url[..from + at], url[from + at..].trim_start_matches('/')));
            }
            query.get_or_insert(pairs);
        }
        if let Some(listed) = self.listed_query(url, resolver) {
            query = Some(listed);
        }
        let headers = self.headers(resolver);
        let auth = auth(self.auth, resolver);
        let body = if self.keeps_body || !METHODS_WITHOUT_BODY.contains(&method.as_str()) {
            if self.first_version { self.old_body(resolver) } else { body(&request["body"], resolver) }
        } else {
            Body::None
        };
        let unsendable = unsendable(urls.first());
        Request { name: self.name.clone(), method, urls, single, unsendable, query: query.unwrap_or_default(), headers, body, auth }
    }

    /// The query as a list of its own, if the format has one.
    fn listed_query(&self, url: &Value, resolver: &Resolver<'_>) -> Option<Vec<(String, String)>> {
        let list = if self.first_version { &self.request["queryParams"] } else { &url["query"] };
        let list = if !self.first_version && url.is_string() { &self.request["urlObject"]["query"] } else { list };
        match list {
            // An empty list beside a URL that has a query is what tools leave behind.
            Value::Array(list) if list.is_empty() => None,
            Value::Array(list) => Some(
                list.iter()
                    .filter(|entry| !is_disabled(entry))
                    .map(|entry| match entry {
                        Value::String(text) => pair(text, resolver),
                        entry => (unescaped(&resolver.value(&entry["key"])), unescaped(&resolver.value(&entry["value"]))),
                    })
                    .filter(|(name, value)| !(name.is_empty() && value.is_empty()))
                    .collect(),
            ),
            Value::Object(map) => {
                Some(map.iter().map(|(name, value)| (unescaped(&resolver.text(name)), unescaped(&resolver.value(value)))).collect())
            }
            Value::String(text) => Some(pairs(text, resolver)),
            _ => None,
        }
    }

    fn path_variables(&self, url: &Value, resolver: &Resolver<'_>) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        let mut add = |name: &str, value: String| {
            let value = if value.trim().is_empty() || is_stand_in(&value) { number(name).to_string() } else { value };
            values.entry(name.trim().to_owned()).or_insert(value);
        };
        let lists = [&url["variable"], &self.request["urlObject"]["variable"], &self.request["pathVariableData"]];
        for entry in lists.into_iter().filter_map(Value::as_array).flatten().filter(|entry| !is_disabled(entry)) {
            if let Some(name) = entry["key"].as_str().or_else(|| entry["id"].as_str()) {
                add(name, resolver.value(&entry["value"]));
            }
        }
        let maps = [&url["variable"], &self.request["pathVariables"]];
        for (name, value) in maps.into_iter().filter_map(Value::as_object).flatten() {
            add(name, resolver.value(value));
        }
        values
    }

    fn headers(&self, resolver: &Resolver<'_>) -> Vec<(String, String)> {
        let request = self.request;
        let list = if self.first_version {
            let data = &request["headerData"];
            if data.as_array().is_some_and(|data| !data.is_empty()) { data } else { &request["headers"] }
        } else if request["header"].is_null() {
            // Some write `headers` and `responses` in a collection of the second version.
            &request["headers"]
        } else {
            &request["header"]
        };
        let mut found = Vec::new();
        let line = |line: &str, found: &mut Vec<(String, String)>| {
            if line.trim_start().starts_with("//") {
                return;
            }
            if let Some((name, value)) = line.split_once(':') {
                found.push((resolver.text(name), resolver.text(value)));
            }
        };
        match list {
            Value::String(block) => block.lines().for_each(|one| line(one, &mut found)),
            Value::Array(entries) => {
                for entry in entries {
                    match entry {
                        Value::String(one) => line(one, &mut found),
                        entry if !is_disabled(entry) => found.push((resolver.value(&entry["key"]), resolver.value(&entry["value"]))),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        found
            .into_iter()
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .filter(|(name, _)| !name.is_empty())
            .collect()
    }

    fn old_body(&self, resolver: &Resolver<'_>) -> Body {
        let request = self.request;
        if request["dataDisabled"] == true {
            return Body::None;
        }
        let raw = match &request["rawModeData"] {
            Value::Array(texts) => texts.iter().filter_map(text_of).collect::<String>().into(),
            other => text_of(other),
        };
        let listed = request["data"].as_array().is_some_and(|data| !data.is_empty());
        let mode = match (request.get("dataMode"), &raw) {
            (Some(Value::String(mode)), _) => mode.as_str(),
            (Some(_), _) => return Body::None,
            (None, Some(_)) => "raw",
            (None, None) if listed => "params",
            (None, None) => return Body::None,
        };
        match mode {
            "raw" => {
                // Older still: the text stands where the list stands otherwise.
                let text = raw.or_else(|| request["data"].as_str().map(str::to_owned)).unwrap_or_default();
                let language = request["dataOptions"]["raw"]["language"].as_str().map(str::to_owned);
                text_body(&text, language, resolver)
            }
            "params" => parts(&request["data"], resolver),
            "urlencoded" => form(&request["data"], resolver),
            "binary" => Body::File(FILE.to_owned()),
            "graphql" => graphql(&request["graphqlModeData"], resolver),
            _ => Body::None,
        }
    }
}

// ---- URLs ----

/// A URL from its parts, without its query.
fn built(url: &Value) -> String {
    let joined = |value: &Value, between: &str| match value {
        Value::Array(parts) => {
            let text = |part: &Value| part["value"].as_str().map(str::to_owned).or_else(|| text_of(part)).unwrap_or_default();
            parts.iter().map(text).collect::<Vec<_>>().join(between)
        }
        other => text_of(other).unwrap_or_default(),
    };
    let mut text = url["protocol"].as_str().map(|protocol| format!("{}://", protocol.trim_end_matches("://"))).unwrap_or_default();
    text.push_str(&joined(&url["host"], "."));
    if let Some(port) = text_of(&url["port"]).filter(|port| !port.is_empty()) {
        text.push(':');
        text.push_str(&port);
    }
    match &url["path"] {
        Value::Array(segments) if segments.is_empty() => {}
        Value::Null => {}
        path => {
            let path = joined(path, "/");
            if !path.starts_with('/') {
                text.push('/');
            }
            text.push_str(&path);
        }
    }
    text
}

/// What stands before the query, and the query. What variables are called plays no part; a fragment is never sent.
fn cut(url: &str) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    let mut question = None;
    let mut end = url.len();
    let bytes = url.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' if bytes.get(at + 1) == Some(&b'{') && url[at..].contains("}}") => {
                depth += 1;
                at += 1;
            }
            b'}' if bytes.get(at + 1) == Some(&b'}') && depth > 0 => {
                depth -= 1;
                at += 1;
            }
            b'?' if depth == 0 && question.is_none() => question = Some(at),
            b'#' if depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
        at += 1;
    }
    match question {
        Some(at) => (&url[..at], Some(&url[at + 1..end])),
        None => (&url[..end], None),
    }
}

/// Why nothing can be sent to a URL.
fn unsendable(url: Option<&String>) -> Option<&'static str> {
    let Some(url) = url else { return Some("it has no URL") };
    let host = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).split('/').next().unwrap_or_default();
    if host.is_empty() {
        return Some("its URL has no host");
    }
    let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map(|(_, port)| port);
    match port {
        Some(port) if port.bytes().any(|byte| !byte.is_ascii_digit()) => Some("its port is no number"),
        Some(_) | None => None,
    }
}

fn pairs(query: &str, resolver: &Resolver<'_>) -> Vec<(String, String)> {
    let protected = replaced(query, |name| Some(format!("{{{{{}}}}}", name.replace('&', "\u{1}").replace('=', "\u{2}"))));
    let parts = protected.split('&').filter(|part| !part.is_empty());
    parts.map(|part| pair(&part.replace('\u{1}', "&"), resolver)).collect()
}

fn pair(text: &str, resolver: &Resolver<'_>) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let plain = |text: &str| unescaped(&resolver.text(&text.replace('\u{2}', "=")));
    (plain(name), plain(value))
}

/// Escapes taken out; what is none stays.
pub(crate) fn unescaped(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// Segments that begin with a colon get their values.
fn with_path_variables(url: &str, values: &BTreeMap<String, String>) -> String {
    let from = url.find("://").map_or(0, |at| at + 3);
    let mut out = Vec::new();
    for (at, segment) in url[from..].split('/').enumerate() {
        let name = segment.strip_prefix(':').map(|rest| rest.split('.').next().unwrap_or(rest)).filter(|name| !name.is_empty());
        match name {
            Some(name) if at > 0 => {
                let value = values.get(name.trim()).cloned().unwrap_or_else(|| number(name.trim()).to_string());
                out.push(value + &segment[1 + name.len()..]);
            }
            Some(_) | None => out.push(segment.to_owned()),
        }
    }
    format!("{}{}", &url[..from], out.join("/"))
}

/// One spelling for URLs that are the same: scheme, host in small letters without the scheme's own port and without a user, path of at least `/`.
pub(crate) fn spelled(url: &str) -> String {
    // Postman reads `https:\\host` as well.
    let url = url.trim().replacen(":\\\\", "://", 1);
    let url = url.as_str();
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => (scheme.to_ascii_lowercase(), rest),
        Some(_) | None => ("http".to_owned(), url),
    };
    // `https:///host` and `https://{{base}}`, where the base has a scheme of its own.
    let rest = rest.trim_start_matches('/');
    if let Some((inner, _)) = rest.split_once("://")
        && matches!(inner.to_ascii_lowercase().as_str(), "http" | "https")
    {
        return spelled(rest);
    }
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| (&rest[..at], &rest[at..]));
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    let host = match scheme.as_str() {
        "http" => host.strip_suffix(":80").unwrap_or(&host),
        "https" => host.strip_suffix(":443").unwrap_or(&host),
        _ => &host,
    };
    format!("{scheme}://{host}{path}")
}

// ---- bodies ----

fn body(body: &Value, resolver: &Resolver<'_>) -> Body {
    if body["disabled"] == true {
        return Body::None;
    }
    match body["mode"].as_str() {
        Some("raw") => {
            let language = body["options"]["raw"]["language"].as_str().map(str::to_owned);
            text_body(&text_of(&body["raw"]).unwrap_or_default(), language, resolver)
        }
        Some("urlencoded") => form(&body["urlencoded"], resolver),
        Some("formdata") => parts(&body["formdata"], resolver),
        Some("graphql") => graphql(&body["graphql"], resolver),
        Some("file") => {
            let file = &body["file"];
            if file["src"].is_null() && file["content"].is_null() { Body::None } else { Body::File(FILE.to_owned()) }
        }
        Some(_) | None => Body::None,
    }
}

fn text_body(text: &str, language: Option<String>, resolver: &Resolver<'_>) -> Body {
    if text.trim().is_empty() {
        return Body::None;
    }
    let known = resolver.scope.known(text);
    let shape = |value: &str| resolver.text(&holes_filled(&known, value));
    let shapes: Vec<String> = ["{}", "[]", "\"text\"", "true"].iter().map(|value| shape(value)).collect();
    // Where all are the same there is no hole outside of quotes.
    let shapes = if shapes.windows(2).all(|two| two[0] == two[1]) { Vec::new() } else { shapes };
    Body::Text { text: resolver.text(&stand_ins_named(&known)), language, shapes }
}

/// A text of JSON with a value for each variable that stands outside of quotes.
pub(crate) fn holes_filled(text: &str, value: &str) -> String {
    outside_of_quotes(text, |part| replaced(&stand_ins_named(part), |_| Some(value.to_owned())))
}

/// A text that would be JSON if `<your id>` were a value, with a variable instead of it.
pub(crate) fn stand_ins_named(text: &str) -> String {
    if !text.trim_start().starts_with(['{', '[']) {
        return text.to_owned();
    }
    outside_of_quotes(text, |part| {
        let mut out = String::new();
        let mut rest = part;
        while let Some(open) = rest.find('<') {
            let end = rest[open..].find(['\n', ',', '}', ']']).map_or(rest.len(), |end| open + end);
            let Some(close) = rest[open..end].rfind('>').map(|close| open + close + 1) else { break };
            out.push_str(&rest[..open]);
            let name = rest[open..close].trim_matches(['<', '>']);
            // Where a value has to stand, and nowhere else.
            if out.trim_end().ends_with([':', '[', ',']) && !name.contains(['<', '>', '{']) {
                out.push_str(&format!("{{{{{name}}}}}"));
            } else {
                out.push_str(&rest[open..close]);
            }
            rest = &rest[close..];
        }
        out + rest
    })
}

/// A text of JSON with something done to all that stands outside of its texts.
fn outside_of_quotes(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut from, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, sign) in text.char_indices() {
        match sign {
            '"' if !is_escaped => {
                let part = &text[from..at];
                out.push_str(&if is_quoted { part.to_owned() } else { change(part) });
                out.push('"');
                from = at + 1;
                is_quoted = !is_quoted;
            }
            _ => {}
        }
        is_escaped = is_quoted && sign == '\\' && !is_escaped;
    }
    let part = &text[from..];
    out + &if is_quoted { part.to_owned() } else { change(part) }
}

fn form(list: &Value, resolver: &Resolver<'_>) -> Body {
    let pairs: Vec<(String, String)> = match list {
        Value::Array(entries) => entries
            .iter()
            .filter(|entry| !is_disabled(entry))
            .map(|entry| (resolver.value(&entry["key"]), resolver.value(&entry["value"])))
            .filter(|(name, _)| !name.is_empty())
            .collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (resolver.text(name), resolver.value(value))).collect(),
        Value::String(text) => pairs(text, resolver),
        _ => Vec::new(),
    };
    if pairs.is_empty() { Body::None } else { Body::Form(pairs) }
}

fn parts(list: &Value, resolver: &Resolver<'_>) -> Body {
    let entries = list.as_array().into_iter().flatten().filter(|entry| !is_disabled(entry));
    let parts: Vec<Part> = entries
        .filter(|entry| entry["key"].as_str().is_some_and(|key| !key.is_empty()))
        .map(|entry| {
            let is_file = entry["type"] == "file";
            let value = if is_file { FILE.to_owned() } else { resolver.value(&entry["value"]) };
            Part {
                name: resolver.value(&entry["key"]),
                value,
                is_file,
                media: text_of(&entry["contentType"]).filter(|media| !media.is_empty()),
            }
        })
        .collect();
    if parts.is_empty() { Body::None } else { Body::Parts(parts) }
}

fn graphql(question: &Value, resolver: &Resolver<'_>) -> Body {
    let mut sent = Map::new();
    let Some(query) = text_of(&question["query"]) else { return Body::None };
    sent.insert("query".to_owned(), resolver.text(&query).into());
    if let Some(name) = question["operationName"].as_str() {
        sent.insert("operationName".to_owned(), resolver.text(name).into());
    }
    let variables = match &question["variables"] {
        Value::String(text) => serde_json::from_str(&resolver.text(text)).ok(),
        Value::Null => None,
        other => serde_json::from_str(&resolver.text(&other.to_string())).ok(),
    };
    if let Some(variables) = variables {
        sent.insert("variables".to_owned(), variables);
    }
    Body::Text { text: Value::Object(sent).to_string(), language: Some("json".to_owned()), shapes: Vec::new() }
}

// ---- authentication ----

fn auth(way: Way<'_>, resolver: &Resolver<'_>) -> Auth {
    let (kind, attributes) = match way {
        Way::None => return Auth::default(),
        Way::Auth(auth) => {
            let kind = auth["type"].as_str().unwrap_or_default();
            (kind, attributes(&auth[kind]))
        }
        Way::Helper(helper, request) => {
            let kind = match helper {
                "basicAuth" => "basic",
                "bearerAuth" => "bearer",
                "apikeyAuth" => "apikey",
                "oAuth2" => "oauth2",
                other => other,
            };
            let held = match &request["helperAttributes"] {
                Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
                other => other.clone(),
            };
            (kind, attributes(&held))
        }
    };
    // A credential that the document leaves open is somebody's all the same.
    let secret = |name: &str| {
        let value = attributes.get(name).map(|value| resolver.text(value)).unwrap_or_default();
        if value.trim().is_empty() || is_stand_in(&value) { number(name).to_string() } else { value }
    };
    let plain = |name: &str| attributes.get(name).map(|value| resolver.text(value).trim().to_owned());
    let header = |name: &str, value: String| Auth { headers: vec![(name.to_owned(), value)], ..Auth::default() };
    let query = |name: &str, value: String| Auth { query: vec![(name.to_owned(), value)], ..Auth::default() };
    match kind {
        "bearer" => header("Authorization", format!("Bearer {}", secret("token"))),
        "basic" => {
            let pair = format!("{}:{}", secret("username"), secret("password"));
            header("Authorization", format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)))
        }
        "apikey" => match plain("key").filter(|name| !name.is_empty()) {
            None => Auth::default(),
            Some(name) if plain("in").as_deref() == Some("query") => query(&name, secret("value")),
            Some(name) => header(&name, secret("value")),
        },
        "oauth2" if plain("addTokenTo").as_deref() == Some("queryParams") => query("access_token", secret("accessToken")),
        "oauth2" => {
            let prefix = plain("headerPrefix").filter(|prefix| !prefix.is_empty()).unwrap_or_else(|| "Bearer".to_owned());
            header("Authorization", format!("{prefix} {}", secret("accessToken")))
        }
        "noauth" | "" => Auth::default(),
        other => Auth { signed: Some(other.to_owned()), ..Auth::default() },
    }
}

/// The attributes of an `auth`: a map, a list of keys and values, or a page's lists within it.
fn attributes(of: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let lists = [of, &of["basicConfig"], &of["advancedConfig"]];
    for entry in lists.into_iter().filter_map(Value::as_array).flatten() {
        if let (Some(name), Some(value)) = (entry["key"].as_str(), text_of(&entry["value"])) {
            found.insert(name.to_owned(), value);
        }
    }
    for (name, value) in of.as_object().into_iter().flatten() {
        if let Some(value) = text_of(value).filter(|_| !value.is_array()) {
            found.insert(name.clone(), value);
        }
    }
    found
}

/// A document's text: UTF-8 or UTF-16, with or without its mark.
///
/// # Errors
/// When it is neither, or no JSON.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, String> {
    let wide = |big: bool| {
        let units: Vec<u16> = bytes[2..]
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) })
            .collect();
        String::from_utf16(&units).map_err(|error| error.to_string())
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(false)?,
        [0xfe, 0xff, ..] => wide(true)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|error| error.to_string())?,
        bytes => String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string())?,
    };
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#[path = "resolver_tests.rs"]
mod tests;
