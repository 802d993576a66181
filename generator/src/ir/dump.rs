//! The canonical text of an API: for people (`docwright show ir`), for snapshots, for the hash of an input.
//!
//! One line per node, two spaces per level. Every fact is followed by how it is known: `[stated]`, `[inferred]`, `[assumed: "why"]`,
//! with `page: "…"` where another page says so. Named types are printed once and then called by name; a type without a name is printed
//! where it is first used, and called by that address afterwards, so that recursion ends and nothing is printed twice.
//!
//! Deliberately not here: places, numbers of samples, the text of samples. A moved line or one more sample changes nothing. Every struct
//! of the IR is taken apart field by field, so that a new field must be dealt with here.

use super::{
    Accepts, Access, Answer, Api, AuthScheme, Basis, BodyRule, Case, CaseKind, Conflict, ConstantQuery, Contested, Credential,
    CredentialPlace, Docs, Enum, EnumBase, EnumValue, ErrorModel, Fact, Field, FieldFacts, Gap, GapSubject, Group, Header, How, Layer,
    Markup, NodeId, Object, OpenKeys, Operation, Outcome, Paging, PagingStyle, Param, Presence, RateLimit, RequestBody, Response, Sample,
    SampleRole, Server, ServerVariable, Serves, Shape, Signature, StringForm, Telling, TextTemplate, TypeDef, TypeId, Types, Webhook,
};
use crate::text::{SourceMap, Span, is_invisible};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

/// How deep types without a name are printed inside one another; what is deeper gets an entry of its own.
const DEEPEST: usize = 24;

/// The canonical text: the same for two APIs that mean the same.
pub fn dump(api: &Api) -> String {
    let mut text = String::new();
    for line in lines(api) {
        let _ = writeln!(text, "{:width$}{}", "", line.text, width = line.level * 2);
    }
    text
}

/// The canonical text, each line with the place that says so: `file:line` in the vendor's document, then in the file that people wrote.
pub fn dump_with_places(api: &Api, sources: &SourceMap) -> String {
    let place = |span: Span| format!("{}:{}", visible(sources.file(span.file).name()), sources.start(span).line);
    let mut text = String::new();
    for Line { level, text: line, seen } in lines(api) {
        let _ = write!(text, "{:width$}{line}", "", width = level * 2);
        let places: Vec<_> = [seen.span, seen.written].into_iter().flatten().map(place).collect();
        if !places.is_empty() {
            let _ = write!(text, "  @ {}", places.join(", "));
        }
        if seen.layer == Layer::Overlay {
            text.push_str(" (overlay)");
        }
        text.push('\n');
    }
    text
}

/// Text in quotes on one line: nothing in it can end the quotes, break the line, or hide.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for found in text.chars() {
        match found {
            '"' | '\\' => out.extend(['\\', found]),
            _ => push_visible(&mut out, found),
        }
    }
    out.push('"');
    out
}

/// Text on one line in which nothing can hide: control characters, line breaks, characters without width and those that turn the reading
/// direction are shown by their number.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|found| push_visible(&mut out, found));
    out
}

fn push_visible(out: &mut String, found: char) {
    match found {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if is_invisible(found) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(found));
        }
        _ => out.push(found),
    }
}

/// A name as it stands, or in quotes where it could be mistaken for something else.
fn word(text: &str) -> String {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.$*@".contains(&byte));
    if plain { text.to_owned() } else { quoted(text) }
}

/// How a fact is known, in brackets.
fn mark(basis: &Basis) -> String {
    // Places and layers are no part of what is compared; `dump_with_places` shows them.
    let Basis { how, page, span: _, written: _, layer: _ } = basis;
    let how = match how {
        How::Stated => "stated".to_owned(),
        How::Inferred { samples: _ } => "inferred".to_owned(),
        How::Assumed { reason } => format!("assumed: {}", quoted(reason)),
    };
    match page {
        Some(page) => format!("[{how}, page: {}]", quoted(page)),
        None => format!("[{how}]"),
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Default)]
struct Seen {
    span: Option<Span>,
    written: Option<Span>,
    layer: Layer,
}

impl From<&Basis> for Seen {
    fn from(basis: &Basis) -> Self {
        Self { span: basis.span, written: basis.written, layer: basis.layer }
    }
}

struct Line {
    level: usize,
    text: String,
    seen: Seen,
}

fn lines(api: &Api) -> Vec<Line> {
    let mut printer = Printer::new(&api.types);
    printer.api(api);
    printer.lines
}

/// What stands below a line that ends with a type.
#[derive(Default)]
struct Below {
    docs: Vec<(Docs, Seen)>,
    structure: Option<(TypeId, NodeId)>,
}

struct Printer<'a> {
    types: &'a Types,
    names: BTreeMap<TypeId, String>,
    /// Where a type without a name was printed.
    printed: BTreeMap<TypeId, NodeId>,
    /// What was too deep to be printed where it is used.
    later: VecDeque<(TypeId, NodeId)>,
    lines: Vec<Line>,
}

impl<'a> Printer<'a> {
    fn new(types: &'a Types) -> Self {
        let mut names = BTreeMap::new();
        let mut namesakes: BTreeMap<&str, u32> = BTreeMap::new();
        for (id, def) in types.iter() {
            if let Some(name) = &def.name {
                let count = namesakes.entry(&name.value).or_default();
                *count += 1;
                // Two types of one name are an error later on; here they must still be told apart.
                names.insert(id, if *count == 1 { word(&name.value) } else { format!("{}#{count}", word(&name.value)) });
            }
        }
        Self { types, names, printed: BTreeMap::new(), later: VecDeque::new(), lines: Vec::new() }
    }

    fn line(&mut self, level: usize, text: impl Into<String>, seen: impl Into<Seen>) {
        self.lines.push(Line { level, text: text.into(), seen: seen.into() });
    }

    fn docs(&mut self, level: usize, docs: &Docs) {
        self.fact(level, "docs", docs.as_ref(), |text| quoted(text));
    }

    fn fact<T>(&mut self, level: usize, label: &str, fact: Option<&Fact<T>>, show: impl Fn(&T) -> String) {
        if let Some(Fact { value, basis }) = fact {
            let value = show(value);
            let gap = if value.is_empty() { "" } else { " " };
            self.line(level, format!("{label}{gap}{value} {}", mark(basis)), basis);
        }
    }

    fn facts(&mut self, level: usize, label: &str, facts: &[Fact<String>]) {
        for fact in facts {
            self.fact(level, label, Some(fact), |text| quoted(text));
        }
    }

    fn api(&mut self, api: &Api) {
        let Api {
            title,
            docs,
            servers,
            auth,
            headers,
            types,
            groups,
            operations,
            webhooks,
            errors,
            outcome,
            envelope,
            rate_limits,
            gaps,
            samples,
        } = api;
        self.fact(0, "api", Some(title), |text| quoted(text));
        self.docs(0, docs);
        for server in servers {
            self.server(server);
        }
        for scheme in auth {
            self.auth(scheme);
        }
        for header in headers {
            self.header(0, header);
        }
        for group in groups {
            self.group(group);
        }
        for operation in operations {
            self.operation(operation);
        }
        for webhook in webhooks {
            self.webhook(webhook);
        }
        if let Some(errors) = errors {
            self.errors(errors);
        }
        self.fact(0, "outcome", outcome.as_ref(), outcome_text);
        if let Some(Fact { value, basis }) = envelope {
            let (text, below) = self.ty(*value, &NodeId::envelope(), 0);
            self.line(0, format!("envelope {}: {text}", mark(basis)), basis);
            self.below(1, below);
        }
        for limit in rate_limits {
            self.fact(0, "limit", Some(limit), limit_text);
        }
        for gap in gaps {
            self.gap(gap);
        }
        for sample in samples {
            self.sample(0, sample);
        }
        for (id, def) in types.iter() {
            if let Some(name) = self.names.get(&id).cloned() {
                self.named(id, &name, def);
            }
        }
        while let Some((id, at)) = self.later.pop_front() {
            let def = self.types.get(id);
            self.line(0, format!("at {}: {}", visible(at.as_str()), head(&def.shape)), &def.basis);
            self.structure(1, id, &at);
        }
    }

    fn server(&mut self, server: &Server) {
        let Server { url, variables, serves } = server;
        let (name, whom) = match serves {
            Serves::Main => (String::new(), String::new()),
            Serves::Named(id) => (format!("{id} "), String::new()),
            Serves::Auth(id) => (String::new(), format!(" for {}", word(id))),
        };
        self.line(0, format!("server {name}{} {}{whom}", visible(&url.value.to_string()), mark(&url.basis)), &url.basis);
        for ServerVariable { name, default, example, docs, basis } in variables {
            self.line(1, format!("variable {} {}", word(name), mark(basis)), basis);
            self.fact(2, "default", default.as_ref(), |text| quoted(text));
            self.fact(2, "example", example.as_ref(), |text| quoted(text));
            self.docs(2, docs);
        }
    }

    fn auth(&mut self, scheme: &AuthScheme) {
        let AuthScheme { id, credentials, docs, basis } = scheme;
        self.line(0, format!("auth {} {}", word(id), mark(basis)), basis);
        self.docs(1, docs);
        for Credential { place, values, docs } in credentials {
            let place = match place {
                CredentialPlace::Header { name, prefix } if prefix.is_empty() => format!("header {}", word(name)),
                CredentialPlace::Header { name, prefix } => format!("header {} behind {}", word(name), quoted(prefix)),
                CredentialPlace::Query { name } => format!("query {}", word(name)),
                CredentialPlace::Cookie { name } => format!("cookie {}", word(name)),
                CredentialPlace::BasicPair => "basic pair".to_owned(),
                CredentialPlace::SignedQuery { name, signature: Signature::Md5OfQueryAndKey } => {
                    format!("signed query {} by md5 of query and key", word(name))
                }
            };
            let values: Vec<_> = values.iter().map(|value| word(value)).collect();
            self.line(1, format!("{place} takes {}", values.join(", ")), Seen::default());
            self.docs(2, docs);
        }
    }

    fn header(&mut self, level: usize, header: &Header) {
        let Header { name, value, basis } = header;
        self.line(level, format!("header {} = {} {}", word(name), quoted(value), mark(basis)), basis);
    }

    fn group(&mut self, group: &Group) {
        let Group { name, docs, basis } = group;
        self.line(0, format!("group {} {}", word(name), mark(basis)), basis);
        self.docs(1, docs);
    }

    fn operation(&mut self, operation: &Operation) {
        let Operation {
            id,
            group,
            name,
            server,
            method,
            path,
            constants,
            told_by,
            params,
            headers,
            body,
            responses,
            auth,
            docs,
            deprecated,
            paging,
            samples,
            also,
            decisions,
            basis,
        } = operation;
        let node = NodeId::operation(id);
        self.line(0, format!("op {} {}", word(id), mark(basis)), basis);
        if let Some(group) = group {
            self.line(1, format!("group {}", word(group)), Seen::default());
        }
        self.fact(1, "name", Some(name), |text| quoted(text));
        self.fact(1, "server", server.as_ref(), ToString::to_string);
        self.fact(1, "method", Some(method), ToString::to_string);
        self.fact(1, "path", Some(path), |path| quoted(&path.to_string()));
        self.docs(1, docs);
        self.fact(1, "deprecated", deprecated.as_ref(), |text| quoted(text));
        self.fact(1, "auth", Some(auth), |accepts| match accepts {
            Accepts::Any => "any".to_owned(),
            Accepts::None => "none".to_owned(),
            Accepts::AnyOrNone => "any or none".to_owned(),
            Accepts::Of(ids) => format!("of {}", ids.iter().map(|id| word(id)).collect::<Vec<_>>().join(", ")),
            Accepts::OfOrNone(ids) => format!("of {} or none", ids.iter().map(|id| word(id)).collect::<Vec<_>>().join(", ")),
        });
        for ConstantQuery { name, value, basis } in constants {
            self.line(1, format!("constant {} = {} {}", word(name), quoted(value), mark(basis)), basis);
        }
        for Telling { what, value, basis } in told_by {
            self.line(1, format!("told by {} = {} {}", word(what), quoted(value), mark(basis)), basis);
        }
        for param in params {
            self.param(param, &node);
        }
        for header in headers {
            self.header(1, header);
        }
        if let Some(body) = body {
            self.body(body, &node);
        }
        for response in responses {
            self.response(response, &node);
        }
        self.fact(1, "paging", paging.as_ref(), paging_text);
        for sample in samples {
            self.sample(1, sample);
        }
        self.facts(1, "also", also);
        self.facts(1, "decision", decisions);
    }

    fn param(&mut self, param: &Param, node: &NodeId) {
        let Param { wire, place, ty, presence, media, bare, docs, facts, basis } = param;
        let kind = place.value.word();
        let (text, below) = self.ty(*ty, &node.child(kind).child(wire), 1);
        let line = format!(
            "{kind} {} {} {} {} {}: {text}",
            mark(&place.basis),
            word(wire),
            mark(basis),
            presence_text(presence.value),
            mark(&presence.basis)
        );
        self.line(1, line, basis);
        self.docs(2, docs);
        self.fact(2, "media", media.as_ref(), |media| quoted(media));
        self.fact(2, "bare", bare.as_ref(), |()| "without `=` where it is empty".to_owned());
        self.field_facts(2, facts);
        self.below(2, below);
    }

    fn body(&mut self, body: &RequestBody, node: &NodeId) {
        let RequestBody { media, ty, template, presence, basis } = body;
        let (text, below) = self.ty(*ty, &node.child("body"), 1);
        let line = format!(
            "body {} {} {} {} {}: {text}",
            mark(basis),
            quoted(&media.value),
            mark(&media.basis),
            presence_text(presence.value),
            mark(&presence.basis)
        );
        self.line(1, line, basis);
        self.below(2, below);
        if let Some(template) = template {
            let TextTemplate { text, markup } = &template.value;
            let kind = match markup {
                Markup::None => "text".to_owned(),
                Markup::Xml(holes) if holes.is_empty() => "xml".to_owned(),
                Markup::Xml(holes) => format!("xml with markup in {}", holes.iter().map(|hole| word(hole)).collect::<Vec<_>>().join(", ")),
            };
            self.line(2, format!("template {kind} {} {}", quoted(text), mark(&template.basis)), &template.basis);
        }
    }

    fn response(&mut self, response: &Response, node: &NodeId) {
        let Response { status, answer, docs, basis } = response;
        let (text, below) = match answer.value {
            Answer::Unknown => ("unknown".to_owned(), Below::default()),
            Answer::Empty => ("empty".to_owned(), Below::default()),
            Answer::Type(ty) => self.ty(ty, &node.child(&status.value.to_string()), 1),
        };
        let line = format!("answer {} {} {} holds {}: {text}", status.value, mark(&status.basis), mark(basis), mark(&answer.basis));
        self.line(1, line, basis);
        self.docs(2, docs);
        self.below(2, below);
    }

    fn webhook(&mut self, webhook: &Webhook) {
        let Webhook { name, ty, docs, basis } = webhook;
        let (text, below) = self.ty(*ty, &NodeId::webhook(name), 0);
        self.line(0, format!("webhook {} {}: {text}", word(name), mark(basis)), basis);
        self.docs(1, docs);
        self.below(1, below);
    }

    fn errors(&mut self, errors: &ErrorModel) {
        let ErrorModel { ty, codes, message, statuses, basis } = errors;
        let (text, below) = self.ty(ty.value, &NodeId::errors(), 0);
        self.line(0, format!("errors {}: {} {text}", mark(basis), mark(&ty.basis)), basis);
        for code in codes {
            self.fact(1, "code in", Some(code), |text| quoted(text));
        }
        self.fact(1, "message in", message.as_ref(), |text| quoted(text));
        for response in statuses {
            self.response(response, &NodeId::errors());
        }
        self.below(1, below);
    }

    fn gap(&mut self, gap: &Gap) {
        let Gap { subject, text, span } = gap;
        let subject = match subject {
            GapSubject::Api => "api".to_owned(),
            GapSubject::Operation(id) => format!("op {}", word(id)),
            GapSubject::Type(name) => format!("type {}", word(name)),
        };
        self.line(0, format!("open {subject}: {}", quoted(text)), Seen { span: *span, ..Seen::default() });
    }

    fn sample(&mut self, level: usize, sample: &Sample) {
        // What a sample holds has become types, or is shown in the documentation; its text is not compared.
        let Sample { role, ty, span, json: _ } = sample;
        let role = match role {
            SampleRole::Request => "request".to_owned(),
            SampleRole::Response(status) => format!("answer {status}"),
            SampleRole::Type(name) => format!("type {}", word(name)),
        };
        let ty = match ty {
            Some(id) => format!(" of {}", self.mention(*id)),
            None => String::new(),
        };
        self.line(level, format!("sample {role}{ty}"), Seen { span: Some(*span), ..Seen::default() });
    }

    /// A type by its name, by its address if it was printed, or by its kind.
    fn mention(&self, id: TypeId) -> String {
        match (self.names.get(&id), self.printed.get(&id)) {
            (Some(name), _) => name.clone(),
            (None, Some(at)) => format!("same as {}", visible(at.as_str())),
            (None, None) => head(&self.types.get(id).shape).to_owned(),
        }
    }

    fn named(&mut self, id: TypeId, name: &str, def: &TypeDef) {
        let TypeDef { name: fact, shape: _, docs, basis: _ } = def;
        let Some(fact) = fact else { return };
        let at = NodeId::ty(&fact.value);
        let (text, below) = self.unnamed(id, &at, 0);
        self.line(0, format!("type {name} {}: {text}", mark(&fact.basis)), &def.basis);
        self.docs(1, docs);
        self.below(1, Below { docs: below.docs.into_iter().skip(usize::from(docs.is_some())).collect(), ..below });
    }

    /// The text of a type on the line of what has it, and what stands below that line.
    fn ty(&mut self, id: TypeId, at: &NodeId, level: usize) -> (String, Below) {
        match self.names.get(&id) {
            Some(name) => (name.clone(), Below::default()),
            None => self.unnamed(id, at, level),
        }
    }

    fn unnamed(&mut self, mut id: TypeId, at: &NodeId, level: usize) -> (String, Below) {
        let mut text = String::new();
        let mut below = Below::default();
        let mut at = at.clone();
        let mut passed = Vec::new();
        loop {
            let TypeDef { name, shape, docs, basis } = self.types.get(id);
            if let (Some(_), false, Some(name)) = (name, passed.is_empty(), self.names.get(&id)) {
                text.push_str(name);
                return (text, below);
            }
            if let Some(first) = self.printed.get(&id) {
                let _ = write!(text, "same as {}", visible(first.as_str()));
                return (text, below);
            }
            if passed.contains(&id) {
                text.push_str("itself");
                return (text, below);
            }
            passed.push(id);
            if docs.is_some() {
                below.docs.push((docs.clone(), Seen::from(basis)));
            }
            let _ = write!(text, "{} {}", head(shape), mark(basis));
            match shape {
                Shape::List(inner) | Shape::Map(inner) => {
                    text.push_str(" of ");
                    at = at.items();
                    id = *inner;
                }
                Shape::Nullable(inner) => {
                    text.push_str(" of ");
                    id = *inner;
                }
                Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_) => {
                    self.printed.insert(id, at.clone());
                    if level < DEEPEST {
                        below.structure = Some((id, at));
                    } else {
                        let _ = write!(text, ", see {}", visible(at.as_str()));
                        self.later.push_back((id, at));
                    }
                    return (text, below);
                }
                Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File => return (text, below),
            }
        }
    }

    fn below(&mut self, level: usize, below: Below) {
        let Below { docs, structure } = below;
        for (docs, _) in &docs {
            self.fact(level, "type docs", docs.as_ref(), |text| quoted(text));
        }
        if let Some((id, at)) = structure {
            self.structure(level, id, &at);
        }
    }

    fn structure(&mut self, level: usize, id: TypeId, at: &NodeId) {
        let types = self.types;
        match &types.get(id).shape {
            Shape::Object(Object { fields, open }) => {
                for field in fields {
                    self.field(level, field, at);
                }
                if let Some(open) = open {
                    let OpenKeys { prefix, ty, docs, basis } = &**open;
                    let (text, below) = self.ty(*ty, &at.child(&format!("{prefix}*")), level);
                    self.line(level, format!("keys {} {}: {text}", quoted(prefix), mark(basis)), basis);
                    self.docs(level + 1, docs);
                    self.below(level + 1, below);
                }
            }
            Shape::Enum(Enum { base: _, values }) => {
                for EnumValue { wire, docs, http_status, message, basis } in values {
                    self.line(level, format!("= {} {}", word(wire), mark(basis)), basis);
                    self.docs(level + 1, docs);
                    self.fact(level + 1, "status", http_status.as_ref(), ToString::to_string);
                    self.fact(level + 1, "message", message.as_ref(), |text| quoted(text));
                }
            }
            Shape::OneOf(cases) => {
                for (number, Case { kind, basis }) in cases.iter().enumerate() {
                    match kind {
                        CaseKind::Text(text) => self.line(level, format!("| text {} {}", quoted(text), mark(basis)), basis),
                        CaseKind::Type(ty) => {
                            let (text, below) = self.ty(*ty, &at.child(&format!("|{number}")), level);
                            self.line(level, format!("| {}: {text}", mark(basis)), basis);
                            self.below(level + 1, below);
                        }
                    }
                }
            }
            Shape::Any
            | Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::String(_)
            | Shape::File
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_) => {}
        }
    }

    fn field(&mut self, level: usize, field: &Field, at: &NodeId) {
        let Field { wire, ty, presence, docs, facts, basis } = field;
        let (text, below) = self.ty(*ty, &at.child(wire), level);
        let line = format!("{} {} {} {}: {text}", word(wire), mark(basis), presence_text(presence.value), mark(&presence.basis));
        self.line(level, line, basis);
        self.docs(level + 1, docs);
        self.field_facts(level + 1, facts);
        self.below(level + 1, below);
    }

    fn field_facts(&mut self, level: usize, facts: &FieldFacts) {
        let FieldFacts {
            access,
            secret,
            max_length,
            constant,
            default,
            example,
            deprecated,
            aliases,
            doc_says,
            condition,
            origin,
            decisions,
            conflicts,
        } = facts;
        let text = |text: &String| quoted(text);
        self.fact(level, "access", access.as_ref(), |access| {
            match access {
                Access::ReadOnly => "read-only",
                Access::WriteOnly => "write-only",
            }
            .to_owned()
        });
        self.fact(level, "secret", secret.as_ref(), |()| String::new());
        self.fact(level, "max length", max_length.as_ref(), ToString::to_string);
        // A secret's values are not for logs and pages.
        let value = |text: &String| if secret.is_some() { "(secret)".to_owned() } else { quoted(text) };
        self.fact(level, "constant", constant.as_ref(), text);
        self.fact(level, "default", default.as_ref(), value);
        self.fact(level, "example", example.as_ref(), value);
        self.fact(level, "deprecated", deprecated.as_ref(), text);
        self.facts(level, "alias", aliases);
        self.fact(level, "doc says", doc_says.as_ref(), text);
        self.fact(level, "condition", condition.as_ref(), text);
        self.fact(level, "origin", origin.as_ref(), |origin| format!("{} {}", quoted(&origin.operation), quoted(&origin.path)));
        self.facts(level, "decision", decisions);
        for Conflict { about, stated, shown, is_settled } in conflicts {
            let what = match about {
                Contested::Type => "conflict of types",
                Contested::Presence => "conflict of presence",
                Contested::Values => "conflict of values",
                Contested::Form => "conflict of forms",
                Contested::Length => "conflict of lengths",
            };
            let settled = if *is_settled { ", settled by hand" } else { "" };
            self.fact(level, what, Some(stated), |stated| {
                format!("{} is stated, a sample shows {}{settled}", quoted(stated), quoted(&shown.value))
            });
        }
    }
}

fn head(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any => "any",
        Shape::Bool => "boolean",
        Shape::Integer => "integer",
        Shape::Number => "number",
        Shape::String(form) => form_text(*form),
        Shape::File => "file",
        Shape::List(_) => "list",
        Shape::Map(_) => "map",
        Shape::Object(_) => "object",
        Shape::Enum(Enum { base: EnumBase::Text, values: _ }) => "enum of texts",
        Shape::Enum(Enum { base: EnumBase::Integer, values: _ }) => "enum of integers",
        Shape::OneOf(_) => "one of",
        Shape::Nullable(_) => "nullable",
    }
}

/// The word of the spec's language for what a string holds.
pub(crate) fn form_text(form: StringForm) -> &'static str {
    match form {
        StringForm::Plain => "string",
        StringForm::DateTime => "datetime",
        StringForm::LocalDateTime => "datetime without zone",
        StringForm::Date => "date",
        StringForm::Time => "time",
        StringForm::Uuid => "uuid",
        StringForm::Url => "url",
        StringForm::Email => "email",
        StringForm::Bytes => "bytes",
        StringForm::Decimal => "decimal",
    }
}

/// The word of the spec's language for whether a thing is there.
pub(crate) fn presence_text(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Unknown => "unknown",
    }
}

/// How a body says whether the call succeeded, on one line.
pub(crate) fn outcome_text(outcome: &Outcome) -> String {
    let (verb, BodyRule { member, is }) = match outcome {
        Outcome::SucceedsWhen(rule) => ("succeeds", rule),
        Outcome::FailsWhen(rule) => ("fails", rule),
    };
    format!("{verb} when {} is {}", word(member), word(is))
}

/// A limit on the number of requests, on one line.
pub(crate) fn limit_text(limit: &RateLimit) -> String {
    let RateLimit { requests, per_seconds, scope, block_seconds } = limit;
    let block = block_seconds.map_or(String::new(), |seconds| format!(", then refused for {seconds} s"));
    format!("{requests} requests in {per_seconds} s per {}{block}", quoted(scope))
}

/// How answers are cut into pages, on one line.
pub(crate) fn paging_text(paging: &Paging) -> String {
    let Paging { style, param, items } = paging;
    let style = match style {
        PagingStyle::Page { first } => format!("page from {first}"),
        PagingStyle::Offset => "offset".to_owned(),
        PagingStyle::Cursor { next } => format!("cursor from {}", word(next)),
    };
    format!("{style} in {}, items in {}", word(param), word(items))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// The line of the dump that begins so, level aside.
    fn found(text: &str, start: &str) -> String {
        let all: Vec<&str> = text.lines().map(str::trim_start).filter(|line| line.starts_with(start)).collect();
        assert_eq!(all.len(), 1, "`{start}` begins {all:?} in\n{text}");
        all.concat()
    }

    #[test]
    fn the_canonical_text_shows_every_fact_with_its_evidence() {
        let mut api = sample::pets();
        sample::field(&mut api, "Pet", "age").presence.basis = sample::seen();
        sample::op(&mut api, "pets.get").path.basis = Basis::assumed(sample::line(3), "the page lost its URLs");
        sample::op(&mut api, "pets.add").method.basis.page = Some("pets.example/reference".to_owned());
        let text = dump(&api);
        assert_eq!(found(&text, "age"), "age [stated] optional [inferred]: integer [stated]");
        assert_eq!(found(&text, r#"path "/pets/{petId}""#), r#"path "/pets/{petId}" [assumed: "the page lost its URLs"]"#);
        assert_eq!(found(&text, "method POST"), r#"method POST [stated, page: "pets.example/reference"]"#);
        assert_eq!(found(&text, "mother"), "mother [stated] optional [stated]: Pet");
        assert_eq!(found(&text, "nick"), "nick [stated] optional [stated]: nullable [stated] of string [stated]");
        assert_eq!(found(&text, "answer 201"), "answer 201 [stated] [stated] holds [stated]: Pet");
        assert_eq!(found(&text, "answer 429"), "answer 429 [stated] [stated] holds [stated]: ErrorBody");
        assert_eq!(found(&text, "basic pair"), "basic pair takes user, password");
        assert_eq!(found(&text, "outcome"), "outcome fails when status is error [stated]");
        assert_eq!(found(&text, "paging"), "paging page from 1 in page, items in items [stated]");
        assert_eq!(found(&text, "limit 100"), "limit 100 requests in 60 s per \"key\" [stated]");
        assert_eq!(found(&text, "open api"), "open api: \"how many pets a page holds at most\"");
        assert_eq!(found(&text, "keys"), "keys \"prospect-\" [stated]: string [stated]");
        assert_eq!(found(&text, "sample type"), "sample type Pet of Pet");
        assert_eq!(found(&text, "type Unused"), "type Unused [stated]: object [stated]");
    }

    #[test]
    fn what_stands_inside_stands_below() {
        let text = dump(&sample::pets());
        let at = text.find("query [stated] sort").expect("the parameter is there");
        let block: Vec<&str> = text[at..].lines().take(4).collect();
        assert_eq!(
            block,
            [
                "query [stated] sort [stated] optional [stated]: enum of texts [stated]",
                "    = name [stated]",
                "    = age [stated]",
                "  query [stated] limit [stated] optional [stated]: integer [stated]",
            ]
        );
    }

    #[test]
    fn places_stand_at_the_ends_of_the_lines() {
        let mut api = sample::pets();
        let field = sample::field(&mut api, "Pet", "age");
        field.basis = Basis { written: Some(sample::line(7)), layer: Layer::Overlay, ..Basis::stated(sample::line(40)) };
        let text = dump_with_places(&api, &sample::sources());
        assert_eq!(found(&text, "age"), "age [stated] optional [stated]: integer [stated]  @ pets.txt:40, pets.txt:7 (overlay)");
        assert_eq!(found(&text, "open api"), "open api: \"how many pets a page holds at most\"  @ pets.txt:12");
    }

    #[test]
    fn moved_lines_and_further_samples_change_nothing() {
        let before = sample::pets();
        let mut after = sample::pets();
        sample::field(&mut after, "Pet", "age").basis = Basis::stated(sample::line(99));
        assert_eq!(dump(&before), dump(&after));
        sample::field(&mut after, "Pet", "age").basis = Basis::inferred(sample::line(99), 3);
        let three = dump(&after);
        sample::field(&mut after, "Pet", "age").basis = Basis::inferred(sample::line(98), 4);
        assert_eq!(three, dump(&after));
        assert_ne!(three, dump(&before), "a changed kind of evidence is a change");
    }

    #[test]
    fn the_values_of_secrets_are_not_shown() {
        let mut api = sample::pets();
        sample::field(&mut api, "Pet", "nick").facts.secret = Some(sample::fact(()));
        let text = dump(&api);
        assert_eq!(found(&text, "secret"), "secret [stated]");
        assert_eq!(found(&text, "example ("), "example (secret) [stated]");
        assert!(!text.contains("Rex"), "{text}");
    }

    #[test]
    fn hostile_text_stays_on_its_line() {
        let mut api = sample::pets();
        api.title = sample::text("a\"b\\c\n\u{1b}[31m\u{202e}x\u{0}");
        sample::field(&mut api, "Pet", "age").wire = "x: string\n  evil".to_owned();
        sample::op(&mut api, "pets.get").id = "a\nb".to_owned();
        let text = dump(&api);
        assert_eq!(found(&text, "api "), r#"api "a\"b\\c\n\u{1b}[31m\u{202e}x\u{0}" [stated]"#);
        assert_eq!(found(&text, r#""x: string"#), r#""x: string\n  evil" [stated] optional [stated]: integer [stated]"#);
        assert_eq!(found(&text, r#"op "a"#), r#"op "a\nb" [stated]"#);
        assert_eq!(text.chars().filter(|found| found.is_control() && *found != '\n').count(), 0);
    }

    #[test]
    fn types_without_a_name_are_printed_once_and_may_hold_themselves() {
        let mut api = Api::new(sample::text("x"));
        let tree = sample::add(&mut api, Shape::Any);
        let list = sample::add(&mut api, Shape::List(tree));
        api.types.get_mut(tree).shape = sample::object(vec![sample::member("children", list, Presence::Optional)]);
        let endless = sample::add(&mut api, Shape::Any);
        api.types.get_mut(endless).shape = Shape::Nullable(endless);
        let mut get = sample::operation("a.get", "GET", "/");
        get.responses = vec![sample::answer(200, Answer::Type(tree)), sample::answer(404, Answer::Type(endless))];
        let mut put = sample::operation("a.put", "PUT", "/");
        put.responses = vec![sample::answer(200, Answer::Type(list))];
        api.operations = vec![get, put];
        let text = dump(&api);
        assert_eq!(found(&text, "children"), "children [stated] optional [stated]: list [stated] of same as op:a.get/200");
        assert_eq!(found(&text, "answer 404"), "answer 404 [stated] [stated] holds [stated]: nullable [stated] of itself");
        assert!(text.contains("holds [stated]: list [stated] of same as op:a.get/200\n"), "{text}");
    }

    #[test]
    fn what_is_deep_gets_an_entry_of_its_own() {
        let mut api = Api::new(sample::text("x"));
        let mut ty = sample::add(&mut api, Shape::Bool);
        for _ in 0..2_000 {
            ty = sample::add(&mut api, sample::object(vec![sample::member("a", ty, Presence::Required)]));
        }
        let mut get = sample::operation("get", "GET", "/");
        get.responses = vec![sample::answer(200, Answer::Type(ty))];
        api.operations = vec![get];
        let text = dump(&api);
        assert_eq!(text.matches("object [stated]").count(), 2_000);
        assert_eq!(text.matches("boolean [stated]").count(), 1);
        assert!(text.lines().any(|line| line.starts_with("at op:get/200/a/a/")), "{text}");
    }

    #[test]
    fn namesakes_are_told_apart() {
        let mut api = Api::new(sample::text("x"));
        sample::name(&mut api, "Pet", Shape::Bool);
        let second = sample::name(&mut api, "Pet", Shape::Integer);
        let list = sample::add(&mut api, Shape::List(second));
        sample::name(&mut api, "Pets", Shape::List(list));
        let text = dump(&api);
        assert_eq!(found(&text, "type Pet "), "type Pet [stated]: boolean [stated]");
        assert_eq!(found(&text, "type Pet#2"), "type Pet#2 [stated]: integer [stated]");
        assert_eq!(found(&text, "type Pets"), "type Pets [stated]: list [stated] of list [stated] of Pet#2");
    }
}
