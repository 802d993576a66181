//! The last gate: what passes it can be made into a client without a further question.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Accepts, Answer, Api, Basis, CaseKind, Checked, EnumBase, Fact, Operation, Param, Place, Presence, ServerId, Serves, Shape, StringForm,
    TypeId,
};
use crate::passes::classify::{DEEPEST, below, classify};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Looks at an API as a whole. `None` where anything was said before or is said here that forbids to go on.
pub fn validate(api: Api, diagnostics: &mut Diagnostics) -> Option<Checked<Api>> {
    let fallback = api.title.basis.place().or_else(|| api.operations.iter().find_map(|operation| operation.basis.place()));
    let Some(fallback) = fallback else {
        // An API without a single place cannot come from a reader; there is nowhere to point to.
        return None;
    };
    let mut gate = Gate { fallback, diagnostics };
    gate.operations(&api);
    gate.auth(&api);
    gate.types(&api);
    gate.depth(&api);
    gate.errors(&api);
    gate.files(&api);
    // What is wrong elsewhere may be why nothing uses it.
    if !gate.diagnostics.has_errors() {
        gate.unused(&api);
    }
    if diagnostics.has_errors() {
        return None;
    }
    Some(Checked::by_validate(api))
}

struct Gate<'a> {
    fallback: Span,
    diagnostics: &'a mut Diagnostics,
}

impl Gate<'_> {
    fn say(&mut self, code: Code, basis: &Basis, message: String) -> Diagnostic {
        Diagnostic::new(code, basis.place().unwrap_or(self.fallback), message)
    }

    fn operations(&mut self, api: &Api) {
        let mut ids: BTreeMap<&str, &Operation> = BTreeMap::new();
        let mut keys: BTreeMap<String, &Operation> = BTreeMap::new();
        let ways: BTreeSet<&str> = api.auth.iter().map(|scheme| scheme.id.as_str()).collect();
        let servers: BTreeSet<&ServerId> = api.further_servers().into_iter().map(|(id, _)| id).collect();
        for operation in &api.operations {
            if let Some(first) = ids.insert(&operation.id, operation) {
                let diagnostic = self
                    .say(Code::DuplicateOperation, &operation.basis, format!("two operations have the id `{}`", operation.id))
                    .and(first.basis.place().unwrap_or(self.fallback), "the first one")
                    .help("give one of them another name");
                self.diagnostics.push(diagnostic);
            } else if let Some(first) = keys.insert(operation.key(), operation) {
                let diagnostic = self.say(
                    Code::SameRequest,
                    &operation.basis,
                    format!("`{}` sends the same request as `{}`: {}", operation.id, first.id, operation.key()),
                );
                let place = first.basis.place().filter(|place| operation.basis.place() != Some(*place));
                self.diagnostics.push(match place {
                    Some(place) => diagnostic.and(place, "the other one"),
                    None => diagnostic,
                });
            }
            self.path(operation);
            self.params(api, operation);
            if let Some(server) = operation.server.as_ref().filter(|server| !servers.contains(&server.value)) {
                self.unknown_server(api, operation, server);
            }
            self.one_body(operation);
            if let Accepts::Of(schemes) | Accepts::OfOrNone(schemes) = &operation.auth.value {
                for scheme in schemes.iter().filter(|id| !ways.contains(id.as_str())) {
                    let known: Vec<_> = api.auth.iter().map(|scheme| format!("`{}`", scheme.id)).collect();
                    let diagnostic = self
                        .say(
                            Code::UnknownAuth,
                            &operation.auth.basis,
                            format!("`{}` accepts the authentication `{scheme}`, which is not described", operation.id),
                        )
                        .note(if known.is_empty() {
                            "no authentication is described".to_owned()
                        } else {
                            format!("expected one of {}", known.join(", "))
                        });
                    self.diagnostics.push(diagnostic);
                }
            }
        }
    }

    fn path(&mut self, operation: &Operation) {
        let described: BTreeSet<&str> =
            operation.params.iter().filter(|param| param.place.value == Place::Path).map(|param| param.wire.as_str()).collect();
        for hole in operation.path.value.params() {
            if !described.contains(hole) {
                let diagnostic = self
                    .say(
                        Code::PathParameter,
                        &operation.path.basis,
                        format!("the path of `{}` needs a parameter `{hole}`, which is not described", operation.id),
                    )
                    .help(format!("describe a path parameter `{hole}`"));
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn unknown_server(&mut self, api: &Api, operation: &Operation, server: &Fact<ServerId>) {
        let known: Vec<_> = api.further_servers().iter().map(|(id, _)| format!("`{id}`")).collect();
        let diagnostic = self.say(
            Code::UnknownServer,
            &server.basis,
            format!("`{}` goes to the server `{}`, which is not described", operation.id, server.value),
        );
        let diagnostic = match known.as_slice() {
            [] => diagnostic.note("no server but the main one is described"),
            _ => diagnostic.note(format!("expected one of {}", known.join(", "))),
        };
        self.diagnostics.push(diagnostic.help(format!("describe it: `[servers.{}]` with `url`", server.value)));
    }

    fn params(&mut self, api: &Api, operation: &Operation) {
        let mut seen: BTreeMap<(Place, &str), &Param> = BTreeMap::new();
        let holes: BTreeSet<&str> = operation.path.value.params().collect();
        for param in &operation.params {
            if let Some(first) = seen.insert((param.place.value, &param.wire), param) {
                let diagnostic = self
                    .say(
                        Code::DuplicateParameter,
                        &param.basis,
                        format!("`{}` has two parameters `{}` in the same place", operation.id, param.wire),
                    )
                    .and(first.basis.place().unwrap_or(self.fallback), "the first one")
                    .help("keep one of them, or correct the place of one");
                self.diagnostics.push(diagnostic);
            }
            if let Some(what) = without_text(api, param.ty) {
                let (place, wire) = (param.place.value.word(), &param.wire);
                let members = match param.place.value {
                    Place::Query | Place::Form | Place::Part if what == "an object" => {
                        format!("describe its members one by one, as in `{wire}[name]`, or give it the type `string`")
                    }
                    Place::Query | Place::Form | Place::Part | Place::Path | Place::Header | Place::Cookie | Place::Text => {
                        "give it the type `string`".to_owned()
                    }
                };
                let diagnostic = self
                    .say(Code::ParameterType, &param.basis, format!("the {place} parameter `{wire}` of `{}` is {what}", operation.id))
                    .note("expected a text, a number, a boolean, or a list of them: for anything else there is no common way of writing")
                    .help(members);
                self.diagnostics.push(diagnostic);
            }
            if param.place.value == Place::Path && !holes.contains(param.wire.as_str()) {
                let diagnostic = self
                    .say(
                        Code::PathParameter,
                        &param.basis,
                        format!("`{}` has a path parameter `{}`, but its path has no `{{{}}}`", operation.id, param.wire, param.wire),
                    )
                    .note(format!("the path is `{}`", operation.path.value));
                self.diagnostics.push(diagnostic);
            }
            if param.place.value == Place::Path && param.presence.value == Presence::Optional {
                let diagnostic = self.say(
                    Code::PathParameter,
                    &param.presence.basis,
                    format!("the path parameter `{}` of `{}` cannot be optional", param.wire, operation.id),
                );
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// A request has one body: a value, a form, or parts.
    fn one_body(&mut self, operation: &Operation) {
        let first_in = |place: Place| operation.params.iter().find(|param| param.place.value == place);
        let body = operation.body.as_ref().map(|body| ("a body", &body.basis));
        let form = first_in(Place::Form).map(|param| ("a URL-encoded form", &param.basis));
        let parts = first_in(Place::Part).map(|param| ("parts", &param.basis));
        let kinds: Vec<_> = body.into_iter().chain(form).chain(parts).collect();
        if let &[(one, first), (other, second), ..] = kinds.as_slice() {
            let diagnostic = self
                .say(Code::SeveralBodies, second, format!("`{}` has {one} and {other}", operation.id))
                .and(first.place().unwrap_or(self.fallback), one)
                .help("write an operation for each, or put all fields in the same place");
            self.diagnostics.push(diagnostic);
        }
    }

    /// Lists, maps and `null` in one another are one type, of which only so much is made.
    fn depth(&mut self, api: &Api) {
        let inner = |id: TypeId| match api.types.get(id).shape {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => Some(inner),
            _ => None,
        };
        let usage = classify(api);
        let used = || api.types.iter().filter(|(id, _)| usage.is_used(*id));
        let within: BTreeSet<TypeId> = used().filter_map(|(id, _)| inner(id)).collect();
        for (id, def) in used().filter(|(id, _)| !within.contains(id)) {
            let deep = std::iter::successors(inner(id), |id| inner(*id)).nth(DEEPEST);
            if deep.is_some_and(|deep| api.types.get(deep).shape != Shape::Any) {
                let message = format!("more than {DEEPEST} lists, maps and `null` stand in one another");
                let diagnostic = self
                    .say(Code::DeepType, &def.basis, message)
                    .note("what is deeper is any JSON value")
                    .help("callers read it with `get`; nothing of it is lost");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// A file is a part, several parts of one name, or a whole body, and nothing else.
    fn files(&mut self, api: &Api) {
        let is_file = |id: TypeId| match api.types.get(id).shape {
            Shape::File => true,
            Shape::List(inner) => matches!(api.types.get(inner).shape, Shape::File),
            _ => false,
        };
        let mut misplaced: Vec<(&Basis, String)> = Vec::new();
        for (id, def) in api.types.iter() {
            match &def.shape {
                Shape::Object(object) => {
                    for field in object.fields.iter().filter(|field| is_file(field.ty)) {
                        misplaced.push((&field.basis, format!("the field `{}` is a file", field.wire)));
                    }
                    if let Some(open) = object.open.as_ref().filter(|open| is_file(open.ty)) {
                        misplaced.push((&open.basis, format!("what stands under `{}*` is a file", open.prefix)));
                    }
                }
                _ if !is_file(id) && below(&api.types, id).into_iter().any(is_file) => {
                    misplaced.push((&def.basis, "a file stands inside another value".to_owned()));
                }
                _ => {}
            }
        }
        for operation in &api.operations {
            for param in operation.params.iter().filter(|param| param.place.value != Place::Part && is_file(param.ty)) {
                misplaced.push((
                    &param.basis,
                    format!("the {} parameter `{}` of `{}` is a file", param.place.value.word(), param.wire, operation.id),
                ));
            }
            if let Some(body) = operation.body.as_ref().filter(|body| is_file(body.ty) && api.types.get(body.ty).shape != Shape::File) {
                misplaced.push((&body.basis, format!("the body of `{}` is a list of files", operation.id)));
            }
            for response in &operation.responses {
                if let Answer::Type(ty) = response.answer.value
                    && is_file(ty)
                {
                    misplaced.push((&response.answer.basis, format!("an answer of `{}` is a file", operation.id)));
                }
            }
        }
        let received = api.webhooks.iter().map(|webhook| (webhook.ty, &webhook.basis));
        let received = received.chain(api.errors.iter().map(|errors| (errors.ty.value, &errors.basis)));
        for (ty, basis) in received.chain(api.envelope.iter().map(|envelope| (envelope.value, &envelope.basis))) {
            if is_file(ty) {
                misplaced.push((basis, "what the vendor sends is a file".to_owned()));
            }
        }
        for (basis, message) in misplaced {
            let diagnostic = self
                .say(Code::MisplacedFile, basis, message)
                .note("expected a file, or a list of files, as a `part`; or a file as a whole body")
                .help("an answer that is a file stays `unknown`: `send_raw` gives its bytes; bytes in JSON are `bytes`");
            self.diagnostics.push(diagnostic);
        }
    }

    /// Only texts can be kept from `Debug`; a secret that would be shown all the same must not look like one that is not.
    fn secret(&mut self, api: &Api, wire: &str, secret: Option<&Fact<()>>, ty: TypeId) {
        let Some(secret) = secret else { return };
        if matches!(api.types.get(api.types.content(ty)).shape, Shape::String(form) if form != StringForm::DateTime) {
            return;
        }
        let diagnostic = self
            .say(Code::ContradictoryFacts, &secret.basis, format!("`{wire}` is a secret, and not text: it would be shown"))
            .note("expected `string`, or lists and maps of it")
            .help("give it the type `string`, or mark the texts inside it");
        self.diagnostics.push(diagnostic);
    }

    fn auth(&mut self, api: &Api) {
        let mut seen: BTreeMap<&str, &Basis> = BTreeMap::new();
        for scheme in &api.auth {
            if let Some(first) = seen.insert(&scheme.id, &scheme.basis) {
                let diagnostic = self
                    .say(Code::DuplicateAuth, &scheme.basis, format!("two authentication schemes have the id `{}`", scheme.id))
                    .and(first.place().unwrap_or(self.fallback), "the first one")
                    .help("give one of them another id");
                self.diagnostics.push(diagnostic);
            }
        }
        for server in &api.servers {
            if let Serves::Auth(id) = &server.serves
                && !api.auth.iter().any(|scheme| scheme.id == *id)
            {
                let diagnostic = self.say(
                    Code::UnknownAuth,
                    &server.url.basis,
                    format!("a server belongs to the authentication `{id}`, which is not described"),
                );
                self.diagnostics.push(diagnostic);
            }
        }
        if api.servers_of(None).next().is_none() {
            let diagnostic = self
                .say(Code::NoServer, &api.title.basis, "no document says where the API is".to_owned())
                .help("the client asks for a base URL; or name one in an overlay: `[server]` with `url` and `from`");
            self.diagnostics.push(diagnostic);
        }
    }

    fn types(&mut self, api: &Api) {
        let mut names: BTreeMap<&str, TypeId> = BTreeMap::new();
        for (id, def) in api.types.iter() {
            if let Some(name) = &def.name
                && let Some(first) = names.insert(&name.value, id)
            {
                let diagnostic = self
                    .say(Code::DuplicateType, &name.basis, format!("two types have the name `{}`", name.value))
                    .and(api.types.get(first).basis.place().unwrap_or(self.fallback), "the first one")
                    .help("give one of them another name");
                self.diagnostics.push(diagnostic);
            }
            match &def.shape {
                Shape::Object(object) => {
                    let mut seen: BTreeMap<&str, &Basis> = BTreeMap::new();
                    for field in &object.fields {
                        if let Some(first) = seen.insert(&field.wire, &field.basis) {
                            let diagnostic = self
                                .say(Code::DuplicateField, &field.basis, format!("the field `{}` stands twice in one object", field.wire))
                                .and(first.place().unwrap_or(self.fallback), "the first one")
                                .help("keep one of them");
                            self.diagnostics.push(diagnostic);
                        }
                        self.secret(api, &field.wire, field.facts.secret.as_ref(), field.ty);
                    }
                    for alias in object.fields.iter().flat_map(|field| &field.facts.aliases) {
                        if let Some(first) = seen.insert(&alias.value, &alias.basis) {
                            let message = format!("a field is read as `{}` too, and so is another one or the field itself", alias.value);
                            let diagnostic = self
                                .say(Code::DuplicateField, &alias.basis, message)
                                .and(first.place().unwrap_or(self.fallback), "the other one")
                                .help("an alias is a name that no other field has: delete it");
                            self.diagnostics.push(diagnostic);
                        }
                    }
                }
                Shape::Enum(values) => {
                    let mut seen: BTreeMap<String, &Basis> = BTreeMap::new();
                    for value in &values.values {
                        // `1` and `01` are one whole number.
                        let key = match (values.base, value.wire.parse::<i64>()) {
                            (EnumBase::Text, _) => value.wire.clone(),
                            (EnumBase::Integer, Ok(number)) => number.to_string(),
                            (EnumBase::Integer, Err(_)) => {
                                let diagnostic = self
                                    .say(Code::WrongKind, &value.basis, format!("`{}` is no whole number of 64 bits", value.wire))
                                    .help("write all values as text, in quotes, or correct this one");
                                self.diagnostics.push(diagnostic);
                                continue;
                            }
                        };
                        if let Some(first) = seen.insert(key, &value.basis) {
                            let diagnostic = self
                                .say(
                                    Code::DuplicateValue,
                                    &value.basis,
                                    format!("the value `{}` stands twice in one enumeration", value.wire),
                                )
                                .and(first.place().unwrap_or(self.fallback), "the first one")
                                .help("keep one of them");
                            self.diagnostics.push(diagnostic);
                        }
                    }
                }
                Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) | Shape::OneOf(_) => {
                    if endless(api, id) {
                        let diagnostic = self
                            .say(Code::EndlessType, &def.basis, "a type consists of nothing but itself".to_owned())
                            .note("expected an object, a text or a number somewhere inside it");
                        self.diagnostics.push(diagnostic);
                    }
                }
                Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File => {}
            }
        }
    }

    /// Types that nothing uses do not become code; somebody meant them to.
    fn unused(&mut self, api: &Api) {
        let usage = classify(api);
        for (id, def) in api.types.iter() {
            if let Some(name) = def.name.as_ref().filter(|_| !usage.is_used(id)) {
                let diagnostic = self
                    .say(Code::UnusedType, &def.basis, format!("nothing uses the type `{}`", name.value))
                    .note("no operation, error body, envelope or webhook leads to it; it does not become code")
                    .help("name it where it stands in the API, or delete it");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn errors(&mut self, api: &Api) {
        let Some(errors) = &api.errors else { return };
        let Shape::Object(object) = &api.types.get(errors.ty.value).shape else {
            if let Some(field) = errors.codes.first().or(errors.message.as_ref()) {
                let diagnostic =
                    self.say(Code::ErrorField, &field.basis, format!("the error body has no field `{}`: it is not an object", field.value));
                self.diagnostics.push(diagnostic);
            }
            return;
        };
        for named in errors.codes.iter().chain(&errors.message) {
            if !object.fields.iter().any(|field| field.wire == named.value) {
                let known: Vec<_> = object.fields.iter().map(|field| format!("`{}`", field.wire)).collect();
                let diagnostic = self
                    .say(Code::ErrorField, &named.basis, format!("the error body has no field `{}`", named.value))
                    .note(format!("expected one of {}", known.join(", ")));
                self.diagnostics.push(diagnostic);
            }
        }
        for code in &errors.codes {
            let fields = object.fields.iter().filter(|field| field.wire == code.value);
            if fields.into_iter().any(|field| field.facts.secret.is_some() || !is_scalar(api, field.ty)) {
                let diagnostic = self
                    .say(
                        Code::ErrorField,
                        &code.basis,
                        format!("the field `{}` of the error body is no code: it cannot be shown", code.value),
                    )
                    .note("expected text, a number, a boolean or an enumeration, and no secret");
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

/// Whether a value of a type can be shown in a message.
fn is_scalar(api: &Api, id: TypeId) -> bool {
    let shape = match &api.types.get(id).shape {
        Shape::Nullable(inner) => &api.types.get(*inner).shape,
        shape => shape,
    };
    match shape {
        Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => true,
        Shape::Nullable(_) | Shape::List(_) | Shape::Map(_) | Shape::Object(_) | Shape::OneOf(_) => false,
    }
}

/// What a type is, where it has no form as a text or a list of texts.
fn without_text(api: &Api, start: TypeId) -> Option<&'static str> {
    let mut seen = Vec::new();
    let mut open = vec![(start, false)];
    while let Some((id, in_list)) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &api.types.get(id).shape {
            Shape::Object(_) if in_list => return Some("a list of objects"),
            Shape::Map(_) if in_list => return Some("a list of maps"),
            Shape::List(_) if in_list => return Some("a list of lists"),
            Shape::Object(_) => return Some("an object"),
            Shape::Map(_) => return Some("a map"),
            Shape::List(inner) => open.push((*inner, true)),
            Shape::Nullable(inner) => open.push((*inner, in_list)),
            Shape::OneOf(cases) => open.extend(cases.iter().filter_map(|case| match case.kind {
                CaseKind::Type(ty) => Some((ty, in_list)),
                CaseKind::Text(_) => None,
            })),
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
        }
    }
    None
}

/// Whether a type is made of lists, maps, nullables and unions around itself, so that no value could ever be written down.
fn endless(api: &Api, start: TypeId) -> bool {
    let mut seen = Vec::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        match &api.types.get(id).shape {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => {
                if *inner == start {
                    return true;
                }
                if !seen.contains(inner) {
                    seen.push(*inner);
                    open.push(*inner);
                }
            }
            Shape::OneOf(cases) => {
                for case in cases {
                    if let CaseKind::Type(inner) = case.kind {
                        if inner == start {
                            return true;
                        }
                        if !seen.contains(&inner) {
                            seen.push(inner);
                            open.push(inner);
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
            | Shape::Object(_)
            | Shape::Enum(_) => {}
        }
    }
    false
}
