//! What tells requests to one address apart, beside the query.
//!
//! Two strengths: what the *format* of a request says it calls is taken of each request on its own (the `method` of JSON-RPC, the question of
//! GraphQL, the action of SOAP, the root element of XML). A *name* that can mean nothing else (`action`, `X-Amz-Target`) counts where it
//! has at least two different constant values; requests without one are apart from those that have one. Then the *kind* of the body tells (JSON, XML, a form),
//! what no one type can be (`shape.rs`), and at last its members: two POSTs whose bodies have no member in common, directly or by way of a third one, do
//! different things. A PUT or a PATCH writes parts of one thing, so that its bodies may have nothing in common.

use super::same::Told;
use super::shape::{self, Shapes};
use super::{Lowering, body};
use crate::document::json::Lenient;
use crate::document::{Member, Node, Value};
use crate::infer::is_placeholder;
use crate::postman::collection::{BodyContent, Entry};
use crate::postman::{markup, sample, variables};
use crate::text::{Located, SourceMap, Span};
use std::collections::BTreeSet;

/// Names of members of bodies that say what a request does. Shorter than those of a query: `service` and `task` are data there.
const TELLING_MEMBERS: &[&str] = &[
    "_method",
    "action",
    "cmd",
    "command",
    "func",
    "function",
    "grant_type",
    "method",
    "op",
    "operation",
    "procedure",
    "request_type",
    "requesttype",
    "wsfunction",
];

/// Names of headers that say what a request does.
const TELLING_HEADERS: &[&str] = &["X-Amz-Target", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override"];

/// Those of them that may describe a request of HTTP that the vendor is to make: `{"method": "POST", "url": "https://…"}`.
const DESCRIBING_MEMBERS: &[&str] = &["method", "request_type", "requesttype"];

/// What the member of such a description is called that says where the request goes, alone or after a word: `url`, `callback_url`.
const ADDRESSES: &[&str] = &["endpoint", "href", "path", "uri", "url"];

/// Methods of HTTP.
const HTTP_METHODS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// The member that says of what type a body is.
const TYPE: &str = "type";

/// The media type of a form that is one text.
const FORM: &str = "application/x-www-form-urlencoded";

/// The longest value of a name that says what a request does.
const LONGEST_VALUE: usize = 100;

/// What kind of thing a body is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// There is none.
    None,
    /// One variable: it shows nothing.
    Variable,
    Json,
    Xml,
    /// Other text, of a media type or a language.
    Text(String),
    UrlEncoded,
    Parts,
    File,
    Other,
}

impl Kind {
    /// The word for it.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Variable | Self::Json => "json",
            Self::Xml => "xml",
            Self::Text(media) => media,
            Self::UrlEncoded => "form",
            Self::Parts => "multipart",
            Self::File => "file",
            Self::Other => "other",
        }
    }
}

/// A step on the way to a member of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To a member.
    Member(String),
    /// To the only item of a list.
    Only,
}

/// A member of a body that always has the same value.
#[derive(Clone, Debug)]
pub(super) struct Fixed {
    pub(super) path: Vec<Step>,
    /// The value: JSON in a body of JSON, the text itself in a form.
    pub(super) value: String,
    pub(super) span: Span,
}

/// Something that says what a request does.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) what: String,
    pub(super) value: String,
    pub(super) span: Span,
    /// Where it stands in the body, if it is the same each time it is sent.
    fixed: Option<Fixed>,
}

/// All that may tell a request from others.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) kind: Kind,
    /// The names at the top of the body; two bodies that share none do different things. A constant `type` stands with its value: it alone
    /// makes bodies with nothing else in common no samples of one thing.
    pub(super) members: BTreeSet<String>,
    /// What the body and its members are, where that keeps it from others.
    pub(super) shapes: Shapes,
    /// What the format says.
    pub(super) by_format: Vec<Mark>,
    /// What a name says.
    pub(super) by_name: Vec<Mark>,
    /// Members that the format itself gives one value.
    fixed: Vec<Fixed>,
}

impl Look {
    /// The members that are constant once the marks with these names tell the request.
    pub(super) fn fixed(&self, names: &[String]) -> Vec<Fixed> {
        let by_name = self.by_name.iter().filter(|mark| names.contains(&mark.what));
        self.by_format.iter().chain(by_name).filter_map(|mark| mark.fixed.clone()).chain(self.fixed.clone()).collect()
    }
}

impl<'a> Lowering<'a> {
    /// Looks at a request.
    pub(super) fn look(told: &Told<'a>) -> Look {
        let request = told.found.request;
        let mut look = Look {
            kind: Kind::None,
            members: BTreeSet::new(),
            shapes: Shapes::new(),
            by_format: Vec::new(),
            by_name: Vec::new(),
            fixed: Vec::new(),
        };
        for entry in request.headers.iter().filter(|entry| entry.disabled.is_none()) {
            let name = entry.key.value.trim().to_ascii_lowercase();
            let Some(value) = entry.value.as_ref().filter(|value| is_constant(value.value.trim().trim_matches('"'))) else { continue };
            let mark = |what: &str| Mark {
                what: what.to_owned(),
                value: value.value.trim().trim_matches('"').to_owned(),
                span: entry.span,
                fixed: None,
            };
            if name == "soapaction" {
                look.by_format.push(mark("SOAPAction"));
            } else if let Some(known) = TELLING_HEADERS.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
                look.by_name.push(mark(known));
            }
        }
        let Some(body) = request.body.as_ref().filter(|_| body::sends_body(told)) else { return look };
        match &body.content {
            BodyContent::Raw { text, language } => {
                look.look_at_text(text, language.as_deref(), media(body::media_header(&request.headers)), told.read.as_ref());
            }
            BodyContent::UrlEncoded(fields) => look_at_form(fields, Kind::UrlEncoded, &mut look),
            BodyContent::FormData(fields) => look_at_form(fields, Kind::Parts, &mut look),
            BodyContent::GraphQl { query, operation, .. } => {
                look.kind = Kind::Json;
                if let Some(query) = query {
                    look.question(query, operation.as_ref());
                }
            }
            BodyContent::File => look.kind = Kind::File,
            BodyContent::Other(_) => look.kind = Kind::Other,
        }
        look
    }
}

/// What stands in the body of a request, if that is a text of JSON.
pub(super) fn read(sources: &SourceMap, told: &Told<'_>) -> Option<Lenient> {
    let request = told.found.request;
    let body = request.body.as_ref().filter(|_| body::sends_body(told))?;
    let BodyContent::Raw { text, language } = &body.content else { return None };
    let media = media(body::media_header(&request.headers));
    let is_json = variables::only_reference(&text.value).is_none() && sample::is_json(&text.value, media.as_deref(), language.as_deref());
    is_json.then(|| sample::read(sources, text))
}

/// A media type without its parameters.
fn media(header: Option<&Located<String>>) -> Option<String> {
    header.map(|media| media.value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

impl Look {
    /// A body that is a text; `read` is what stands in one of JSON.
    fn look_at_text(&mut self, text: &Located<String>, language: Option<&str>, media: Option<String>, read: Option<&Lenient>) {
        if variables::only_reference(&text.value).is_some() {
            self.kind = Kind::Variable;
        } else if let Some(read) = read {
            self.kind = Kind::Json;
            if let [node] = read.nodes.as_slice() {
                self.shapes = shape::shapes(node);
                self.look_at_json(node);
            }
        } else if let Some(elements) = markup::called(&text.value, media.as_deref(), language) {
            self.kind = Kind::Xml;
            self.by_format.push(Mark { what: "element".to_owned(), value: elements, span: text.span, fixed: None });
        } else {
            if media.as_deref() == Some(FORM) {
                self.look_at_written_form(text);
            }
            self.kind = Kind::Text(media.or_else(|| language.map(str::to_owned)).unwrap_or_else(|| "text".to_owned()));
        }
    }

    fn look_at_json(&mut self, node: &Node) {
        let Some(object) = node.as_object() else { return };
        self.members = object.members.iter().map(|member| member.key.value.clone()).collect();
        let constant = |key: &str| {
            let node = object.get(key)?;
            let text = node.as_str().filter(|text| is_constant(text))?;
            Some((text.to_owned(), node.span))
        };
        let at_top = |key: &str, text: &str, span: Span| Fixed { path: vec![Step::Member(key.to_owned())], value: quoted(text), span };
        let questions = ["query", "variables", "operationName", "extensions"];
        if let Some(query) = object.get("query").filter(|_| self.members.iter().all(|member| questions.contains(&member.as_str())))
            && let Some(text) = query.as_str().filter(|text| is_question(text))
        {
            let operation = constant("operationName").map(|(text, span)| Located::new(text, span));
            self.question(&Located::new(text.to_owned(), query.span), operation.as_ref());
            return;
        }
        let has_address = object.members.iter().any(is_address);
        let is_http = |value: &str| HTTP_METHODS.contains(&value.to_ascii_uppercase().as_str());
        let is_rpc = object.get("jsonrpc").is_some() || object.get("params").is_some();
        // Beside an address, a method of HTTP and parameters are those of another request.
        let call = constant("method").filter(|(method, _)| is_rpc && !(has_address && is_http(method)));
        if let Some((method, span)) = call {
            let fixed = Some(at_top("method", &method, span));
            self.by_format.push(Mark { what: "method".to_owned(), value: method, span, fixed });
            if let Some((version, span)) = constant("jsonrpc") {
                self.fixed.push(at_top("jsonrpc", &version, span));
            }
            if let Some(params) = object.get("params").and_then(Node::as_array) {
                self.address(params);
            }
        }
        for member in &object.members {
            let key = &member.key.value;
            // A method of HTTP beside an address is about another request.
            let may_describe = has_address && DESCRIBING_MEMBERS.contains(&key.to_ascii_lowercase().as_str());
            let is_verb = |value: &str| may_describe && is_http(value);
            if TELLING_MEMBERS.contains(&key.to_ascii_lowercase().as_str())
                && !self.by_format.iter().any(|mark| mark.what == *key)
                && let Some((value, span)) = constant(key).filter(|(value, _)| value.len() <= LONGEST_VALUE && !is_verb(value))
            {
                let fixed = Some(at_top(key, &value, span));
                self.by_name.push(Mark { what: key.clone(), value, span, fixed });
            }
        }
        if let Some((value, _)) = constant(TYPE) {
            self.name_type(&value);
        }
    }

    /// A body that names its type. Mostly that is data, so that it tells nothing by itself; it only is nothing that two bodies of
    /// different types have in common. A body that has no other member has it in common with its like.
    fn name_type(&mut self, value: &str) {
        if value.len() > LONGEST_VALUE {
            return;
        }
        if self.members.len() > 1 {
            self.members.remove(TYPE);
        }
        self.members.insert(format!("{TYPE}={value}"));
    }

    /// The fields of a form: the name and the value of each, its place, and what a client sends by itself once it tells.
    fn look_at_fields<'f>(&mut self, fields: impl Iterator<Item = (&'f str, &'f str, Span, Option<Fixed>)>) {
        let mut types: Vec<&str> = Vec::new();
        for (name, value, span, fixed) in fields {
            if name == TYPE {
                types.push(value);
            }
            self.look_at_field(name, value, span, fixed);
        }
        if let [value] = types.as_slice()
            && is_constant(value)
        {
            self.name_type(value);
        }
    }

    /// A field of a form; `fixed` is what a client sends by itself once the field tells.
    fn look_at_field(&mut self, name: &str, value: &str, span: Span, fixed: Option<Fixed>) {
        let again = !self.members.insert(name.to_owned());
        if again {
            // Of several with one name none tells.
            self.by_name.retain(|mark| mark.what != name);
        } else if TELLING_MEMBERS.contains(&name.to_ascii_lowercase().as_str()) && is_constant(value) && value.len() <= LONGEST_VALUE {
            self.by_name.push(Mark { what: name.to_owned(), value: value.to_owned(), span, fixed });
        }
    }

    /// A form that is written as one text: its fields tell as those of any form do, but the text is sent as a whole.
    fn look_at_written_form(&mut self, text: &Located<String>) {
        let fields = text.value.split('&').map(str::trim).filter(|field| !field.is_empty());
        // What is not `name=value` throughout is another text, whatever its header says.
        let Some(fields) = fields.map(|field| field.split_once('=')).collect::<Option<Vec<_>>>() else { return };
        self.look_at_fields(fields.into_iter().map(|(name, value)| (name.trim(), value.trim(), text.span, None)));
    }

    /// What a call names in its parameters, where the method is only a verb: `{"method": "get", "params": [{"url": "/sys/status"}]}`.
    fn address(&mut self, params: &[Node]) {
        let is_address = |text: &&str| text.contains('/') && !text.contains("://") && !text.contains(char::is_control);
        let urls: Vec<(&str, Span)> = params
            .iter()
            .filter_map(|item| {
                let node = item.get("url")?;
                Some((node.as_str().filter(is_address)?, node.span))
            })
            .collect();
        let Some(&(url, span)) = urls.first().filter(|_| urls.len() == params.len()) else { return };
        // The name of a variable is no part of what is called.
        let shape = |url: &str| {
            let mut text = String::new();
            let mut at = 0;
            for reference in variables::references(url) {
                text.push_str(&url[at..reference.range.start]);
                text.push_str("{}");
                at = reference.range.end;
            }
            text.push_str(&url[at..]);
            text
        };
        let is_one = urls.len() == 1 && variables::references(url).is_empty() && !is_placeholder(url);
        let path = vec![Step::Member("params".to_owned()), Step::Only, Step::Member("url".to_owned())];
        let fixed = is_one.then(|| Fixed { path, value: quoted(url), span });
        let value: Vec<String> = urls.iter().map(|(url, _)| shape(url)).collect();
        self.by_format.push(Mark { what: "params[0].url".to_owned(), value: value.join(" "), span, fixed });
    }

    /// A question in GraphQL is what a request asks; its variables are what the caller gives.
    fn question(&mut self, query: &Located<String>, operation: Option<&Located<String>>) {
        let named = operation.map(|name| name.value.clone()).or_else(|| question_name(&query.value));
        if let Some(name) = named {
            self.by_format.push(Mark { what: "operation".to_owned(), value: name, span: query.span, fixed: None });
        }
        if let Some(operation) = operation {
            let path = vec![Step::Member("operationName".to_owned())];
            self.fixed.push(Fixed { path, value: quoted(&operation.value), span: operation.span });
        }
        let fixed = variables::references(&query.value).is_empty().then(|| Fixed {
            path: vec![Step::Member("query".to_owned())],
            value: quoted(&query.value),
            span: query.span,
        });
        let value = query.value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.by_format.push(Mark { what: "query".to_owned(), value, span: query.span, fixed });
    }
}

fn look_at_form(fields: &[Entry], kind: Kind, look: &mut Look) {
    look.kind = kind;
    look.look_at_fields(fields.iter().filter(|field| field.disabled.is_none()).map(|field| {
        let value = field.value.as_ref().map_or("", |value| value.value.as_str());
        let name = field.key.value.trim();
        let fixed = Fixed { path: vec![Step::Member(name.to_owned())], value: value.to_owned(), span: field.span };
        (name, value, field.span, Some(fixed))
    }));
}

/// Whether a member says where a request goes, be it in a variable.
fn is_address(member: &Member) -> bool {
    let name = member.key.value.as_bytes();
    let ends_with = |address: &&str| {
        let start = name.len().checked_sub(address.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(address.as_bytes()))
    };
    matches!(member.value.value, Value::String(_) | Value::Hole(_)) && ADDRESSES.iter().any(ends_with)
}

/// Whether a header may say what a request does.
pub(super) fn is_telling_header(name: &str) -> bool {
    TELLING_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a text is a value that is always the same.
pub(super) fn is_constant(text: &str) -> bool {
    !text.trim().is_empty() && !is_placeholder(text) && variables::references(text).is_empty()
}

/// Whether a text is a question in GraphQL.
fn is_question(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') && !text.starts_with("{{") || verb(text).is_some()
}

/// The verb of a question, and what follows it.
fn verb(text: &str) -> Option<(&'static str, &str)> {
    ["query", "mutation", "subscription"].into_iter().find_map(|verb| {
        let rest = text.strip_prefix(verb)?;
        rest.starts_with(|sign: char| sign.is_whitespace() || sign == '{' || sign == '(').then_some((verb, rest))
    })
}

/// `query users` of `query users ($first: Int) { … }`.
fn question_name(text: &str) -> Option<String> {
    let (verb, rest) = verb(text.trim_start())?;
    let rest = rest.trim_start();
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
    (end > 0).then(|| format!("{verb} {}", &rest[..end]))
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
