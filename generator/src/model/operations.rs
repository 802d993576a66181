//! The operations' part of the lowering.

use super::answers;
use super::lowering::Lowering;
use super::names::{
    ArgName, ConstName, MethodName, ModuleName, RESERVED_METHODS, RESERVED_MODULES, SettersOf, Spelling, TypeName, VariantName, Wish,
    setters, settle, settle_beside, spell,
};
use super::types::TypeNames;
use super::words::{self, Called, known};
use super::{
    AuthChoice, Body, BodyForm, Doc, FixedPart, Group, GroupHome, Grouping, Note, Operation, Param, ParamPlace, Retry, RustType, Scheme,
    Template,
};
use crate::ir::{
    Accepts, Answer, Api, Field, GapSubject, Group as IrGroup, How, Markup, NodeId, Operation as IrOperation, PagingStyle, Place, Presence,
    Response, ResponseStatus, ServerId, Shape, TextTemplate, TypeId,
};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// So many holes of a text are arguments at most; of more each has a setter.
const MOST_HOLES: usize = 5;

/// So many ways to authenticate are named in the docs of an operation. Of more nobody looks for one there, and every operation would list them all.
const MOST_WAYS: usize = 24;

/// An operation with the settled names around it.
struct Named<'a> {
    operation: &'a IrOperation,
    name: String,
    method: MethodName,
    builder: TypeName,
}

/// What is settled before the operations.
pub(super) struct Settled<'a> {
    pub(super) types: &'a TypeNames,
    /// The names of types that no other type may have. One set for all groups: there may be thousands of the ones and of the others.
    pub(super) type_names: BTreeSet<&'a str>,
    pub(super) schemes: &'a [Scheme],
    /// The names of the further servers.
    pub(super) servers: BTreeMap<&'a ServerId, VariantName>,
}

impl Settled<'_> {
    /// The name of the further server that an operation goes to.
    fn server_of(&self, operation: &IrOperation) -> Option<&VariantName> {
        self.servers.get(&operation.server.as_ref()?.value)
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn groups(&mut self, settled: &Settled<'_>) -> Vec<Group> {
        let api = self.api;
        let flat = self.options.grouping == Grouping::Flat;
        let group_of = |operation: &'a IrOperation| if flat { None } else { operation.group.as_deref() };
        let mut grouped: BTreeMap<Option<&str>, Vec<&IrOperation>> = BTreeMap::new();
        for operation in &api.operations {
            grouped.entry(group_of(operation)).or_default().push(operation);
        }
        let told: BTreeMap<&str, &IrGroup> = api.groups.iter().rev().map(|group| (group.name.as_str(), group)).collect();
        let root = grouped.remove(&None).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let names: Vec<String> = api
            .groups
            .iter()
            .map(|group| group.name.as_str())
            .filter(|name| grouped.contains_key(&Some(name)))
            .chain(api.operations.iter().filter_map(group_of))
            .filter(|name| seen.insert(*name))
            .map(str::to_owned)
            .collect();

        let id = |name: &String| NodeId::group(name).to_string();
        let ordered = self.old.order(names, id);
        let wishes: Vec<Wish> = ordered
            .iter()
            .map(|(_, name)| {
                let Called { words, fuller } = words::group(name);
                Wish { fuller, ..Wish::new(id(name), words, ["group"]) }
            })
            .collect();
        // A group that is new gives way to an operation at the root that was there before.
        let locked = root.iter().filter_map(|operation| self.old.name(NodeId::operation(&operation.id).as_str()));
        let taken: Vec<&str> = RESERVED_MODULES.iter().chain(RESERVED_METHODS).copied().chain(locked).collect();
        let modules: Vec<ModuleName> = settle(&wishes, Spelling::Snake, &taken, self.old, &mut self.user);
        let module_names: Vec<String> = modules.iter().map(|module| module.as_str().to_owned()).collect();

        let mut groups = Vec::new();
        if !root.is_empty() {
            let taken: Vec<&str> = RESERVED_METHODS.iter().copied().chain(module_names.iter().map(String::as_str)).collect();
            let operations = self.operations(&root, None, &taken, settled);
            groups.push(Group { home: None, operations });
        }
        for ((rank, name), module) in ordered.into_iter().zip(modules) {
            let node = id(&name);
            self.remember(&node, rank, module.as_str());
            let known = told.get(name.as_str()).copied();
            self.place(module.as_str().to_owned(), &node, known.and_then(|group| group.basis.place()));
            let docs = known.map(|group| Doc::vendor(&group.docs)).unwrap_or_default();
            let handle_wish = [Wish::new(format!("{node}#handle"), module.as_str(), ["group"])];
            let handle: Vec<TypeName> =
                settle_beside(&handle_wish, Spelling::Camel, &|name| settled.type_names.contains(name), self.old, &mut self.user);
            let Some(handle) = handle.into_iter().next() else { continue };
            self.remember(&handle_wish[0].id, 0, handle.as_str());
            let operations = grouped.get(&Some(name.as_str())).map(Vec::as_slice).unwrap_or_default();
            let operations = self.operations(operations, Some((&module, &handle)), RESERVED_METHODS, settled);
            groups.push(Group { home: Some(GroupHome { module, handle, docs }), operations });
        }
        say_calls(&mut groups);
        groups
    }

    fn operations(
        &mut self,
        operations: &[&IrOperation],
        home: Option<(&ModuleName, &TypeName)>,
        taken: &[&str],
        settled: &Settled<'_>,
    ) -> Vec<Operation> {
        let id = |operation: &&IrOperation| NodeId::operation(&operation.id).to_string();
        let ordered = self.old.order(operations.to_vec(), id);
        let wishes: Vec<Wish> = ordered
            .iter()
            .map(|(_, operation)| {
                let noun = home.and(operation.group.as_deref()).map(|group| words::group(group).words);
                let values: Vec<&str> = operation.constants.iter().map(|constant| constant.value.as_str()).collect();
                let Called { words, fuller } = known(operation, &values).called(noun.as_deref());
                let group = operation.group.as_deref().map(|group| words::group(group).words).filter(|_| home.is_none());
                let method = operation.method.value.as_str().to_lowercase();
                Wish { fuller, ..Wish::new(id(operation), words, group.into_iter().chain([method])) }
            })
            .collect();
        let methods: Vec<MethodName> = settle(&wishes, Spelling::Snake, taken, self.old, &mut self.user);
        let builder_wishes: Vec<Wish> = ordered
            .iter()
            .zip(&methods)
            .map(|((_, operation), method)| {
                let node = id(operation);
                let module = home.map_or("call", |(module, _)| module.as_str());
                let is_word = !method.as_str().contains('_');
                let words = if is_word || home.is_none() { format!("{} {module}", method.as_str()) } else { method.as_str().to_owned() };
                let fuller = vec![vec![method.as_str().to_owned(), module.to_owned()]];
                Wish { fuller, ..Wish::new(format!("{node}#builder"), words, ["call"]) }
            })
            .collect();
        let is_taken = |name: &str| settled.type_names.contains(name) || home.is_some_and(|(_, handle)| handle.as_str() == name);
        let builders: Vec<TypeName> = settle_beside(&builder_wishes, Spelling::Camel, &is_taken, self.old, &mut self.user);
        ordered
            .into_iter()
            .zip(methods.into_iter().zip(builders))
            .map(|((rank, operation), (method, builder))| {
                let node = NodeId::operation(&operation.id);
                self.remember(node.as_str(), rank, method.as_str());
                let rust = match home {
                    Some((module, handle)) => format!("{}::{}::{}", module.as_str(), handle.as_str(), method.as_str()),
                    None => format!("Client::{}", method.as_str()),
                };
                self.place(rust.clone(), node.as_str(), operation.basis.place());
                let name = home.map_or_else(String::new, |(module, _)| format!("{}.", module.as_str())) + method.as_str();
                self.operation(Named { operation, name, method, builder }, &node, &rust, settled)
            })
            .collect()
    }

    fn operation(&mut self, named: Named<'_>, node: &NodeId, rust: &str, settled: &Settled<'_>) -> Operation {
        let types = settled.types;
        let Named { operation, name, method, builder } = named;
        let param_id = |param: &crate::ir::Param| node.child(param.place.value.word()).child(&param.wire).to_string();
        let ordered = self.old.order(operation.params.iter().collect(), |param| param_id(param));
        let ordered: Vec<_> = ordered.into_iter().filter(|(_, param)| param.facts.constant.is_none()).collect();
        let fixed_body = operation.body.as_ref().filter(|body| is_json(&body.media.value) && self.is_fixed(body.ty));
        let given_body = operation.body.as_ref().filter(|body| fixed_body.is_none() && body.template.is_none());
        // More than these nobody keeps apart by their order.
        let holes = operation.params.iter().filter(|param| param.place.value == Place::Text).count();
        let in_order = holes <= MOST_HOLES;
        let body_id = node.child("body").to_string();
        let mut wishes: Vec<Wish> =
            ordered.iter().map(|(_, param)| Wish::new(param_id(param), param.wire.clone(), [param.place.value.word()])).collect();
        if given_body.is_some() {
            wishes.push(Wish::new(body_id.clone(), body_words(self.api, operation, types), ["request"]));
        }
        let mut args: Vec<ArgName> = settle(&wishes, Spelling::Snake, &[], self.old, &mut self.user);
        let body_arg = if given_body.is_some() { args.pop() } else { None };

        let mut required = Vec::new();
        let mut optional = Vec::new();
        let mut set_at: Vec<(String, Option<Span>)> = Vec::new();
        for ((rank, param), arg) in ordered.into_iter().zip(args) {
            let id = param_id(param);
            self.remember(&id, rank, arg.as_str());
            self.place(format!("{rust}({})", arg.as_str()), &id, param.basis.place());
            let span = param.basis.place();
            let must = match param.place.value {
                Place::Path => true,
                Place::Text => in_order,
                Place::Query | Place::Header | Place::Cookie | Place::Form | Place::Part => {
                    param.facts.held(param.presence.value) == Presence::Required && param.facts.default.is_none()
                }
            };
            let mut docs = Doc::vendor(&param.docs);
            docs.facts(&param.facts, &param.presence);
            docs.basis(&param.place.basis, "where it goes");
            TypeNames::notes(self.api, param.ty, &mut docs);
            let ty = types.rust(self.api, param.ty);
            let place = match param.place.value {
                Place::Path => ParamPlace::Path,
                Place::Query if param.bare.is_some() => ParamPlace::QueryOrName,
                Place::Query => ParamPlace::Query,
                Place::Header => ParamPlace::Header,
                Place::Cookie => ParamPlace::Cookie,
                Place::Form => ParamPlace::Form,
                Place::Part => ParamPlace::Part,
                Place::Text => ParamPlace::Text,
            };
            let param = Param {
                wire: param.wire.clone(),
                // Settled below, when all of them are known.
                setter: MethodName::of_arg(&arg),
                arg,
                place,
                media: param.media.as_ref().map(|media| media.value.clone()),
                ty: if param.facts.secret.is_some() && ty == RustType::Text { RustType::Secret } else { ty },
                docs,
                deprecated: param.facts.deprecated.as_ref().map(|fact| fact.value.clone()),
            };
            if must {
                required.push(param);
            } else {
                optional.push(param);
                set_at.push((id, span));
            }
        }

        let mut body = given_body.zip(body_arg).map(|(body, arg)| {
            self.remember(&body_id, 0, arg.as_str());
            let media = body.media.value.clone();
            let (form, ty) = match types.rust(self.api, body.ty).unboxed() {
                RustType::File => (BodyForm::Bytes(media), RustType::File),
                ty if is_json(&media) => (BodyForm::Json(media), ty),
                _ => (BodyForm::Text(media), RustType::Text),
            };
            Body { ty, setter: MethodName::of_arg(&arg), arg, required: body.presence.value == Presence::Required, form }
        });
        let args: Vec<ArgName> = optional
            .iter()
            .map(|param| param.arg.clone())
            .chain(body.iter().filter(|body| !body.required).map(|body| body.arg.clone()))
            .collect();
        let things: Vec<(&str, bool)> = args.iter().map(|arg| (arg.as_str(), false)).collect();
        let mut called = setters(SettersOf::Call, &things).into_iter().map(|(setter, _)| setter);
        for (param, setter) in optional.iter_mut().zip(called.by_ref()) {
            param.setter = setter;
        }
        if let (Some(body), Some(setter)) = (&mut body, called.next()) {
            body.setter = setter;
        }
        let builder = (!optional.is_empty() || body.as_ref().is_some_and(|body| !body.required)).then_some(builder);
        if let Some(builder) = &builder {
            self.remember(&format!("{node}#builder"), 0, builder.as_str());
            let module = rust.split_once("::").map_or("", |(module, _)| if module == "Client" { "operations" } else { module });
            let call = format!("{module}::{}", builder.as_str());
            self.place(call.clone(), node.as_str(), operation.basis.place());
            for (param, (id, span)) in optional.iter().zip(set_at) {
                self.place(format!("{call}::{}", param.setter.as_str()), &id, span);
            }
        }

        Operation {
            id: operation.id.clone(),
            name,
            constant: ConstName::of_method(&method),
            method,
            builder,
            server: settled.server_of(operation).cloned(),
            verb: operation.method.value.to_string(),
            path: operation.path.value.to_string(),
            constants: operation.constants.iter().map(|constant| (constant.name.clone(), constant.value.clone())).collect(),
            request: operation.request(),
            headers: operation.headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect(),
            form: operation
                .params
                .iter()
                .filter(|param| param.place.value == Place::Form)
                .filter_map(|param| Some((param.wire.clone(), param.facts.constant.as_ref()?.value.clone())))
                .collect(),
            parts: operation.params.iter().filter(|param| param.place.value == Place::Part).filter_map(fixed_part).collect(),
            template: operation.body.as_ref().and_then(template),
            fixed_body: fixed_body.and_then(|body| types.name(body.ty)).cloned(),
            required,
            optional,
            body,
            answer: answers::answer(operation, types, self.api),
            auth: match &operation.auth.value {
                Accepts::Any | Accepts::AnyOrNone if self.api.auth.is_empty() => AuthChoice::None,
                Accepts::Any => AuthChoice::Any,
                Accepts::AnyOrNone => AuthChoice::AnyOrNone,
                Accepts::None => AuthChoice::None,
                Accepts::Of(ids) => AuthChoice::Of(ids.clone()),
                Accepts::OfOrNone(ids) => AuthChoice::OfOrNone(ids.clone()),
            },
            errors: errors(operation, self.api),
            success: successes(operation),
            retry: retry(operation),
            deprecated: operation.deprecated.as_ref().map(|fact| fact.value.clone()),
            docs: self.operation_docs(operation, settled),
        }
    }

    /// Whether a body is an object in which every member always has the same value.
    fn is_fixed(&self, body: TypeId) -> bool {
        match &self.api.types.get(body).shape {
            Shape::Object(object) => {
                let constant = |field: &Field| field.facts.constant.is_some();
                !self.usage.received.contains(&body)
                    && !object.fields.is_empty()
                    && object.fields.iter().all(constant)
                    && object.open.is_none()
            }
            _ => false,
        }
    }

    fn operation_docs(&self, operation: &IrOperation, settled: &Settled<'_>) -> Doc {
        let mut docs = Doc::vendor(&operation.docs);
        let accepted = |scheme: &&Scheme| operation.auth.value.takes(&scheme.id);
        let auth: Vec<&Scheme> = settled.schemes.iter().filter(accepted).collect();
        let names = || auth.iter().map(|scheme| format!("Auth::{}", scheme.method.as_str())).collect();
        let auth = match (auth.len(), operation.auth.value.takes_none()) {
            (0, _) => AuthChoice::None,
            (..=MOST_WAYS, true) => AuthChoice::OfOrNone(names()),
            (..=MOST_WAYS, false) => AuthChoice::Of(names()),
            (_, true) => AuthChoice::AnyOrNone,
            (_, false) => AuthChoice::Any,
        };
        let server = settled.server_of(operation).map(|name| format!("Server::{}", name.as_str()));
        docs.note(Note::Request { line: operation.request(), server, retry: retry(operation), auth });
        if operation.auth.value == Accepts::None && matches!(operation.auth.basis.how, How::Assumed { .. }) {
            docs.basis(&operation.auth.basis, "that it goes without authentication");
        }
        if let Some(note) = answers::note(operation, settled.types, self.api) {
            docs.note(note);
        }
        docs.basis(&operation.method.basis, "the method");
        docs.basis(&operation.path.basis, "the path");
        for response in operation.responses.iter().filter(|response| response.status.value.is_success()) {
            docs.basis(&response.answer.basis, "the answer");
        }
        if let Some(body) = &operation.body {
            // That bodies are JSON where no document says so stands once, on the front page.
            if !is_json(&body.media.value) {
                docs.basis(&body.media.basis, "the media type of the body");
            }
        }
        for decision in &operation.decisions {
            docs.basis(&decision.basis, &decision.value);
        }
        if !operation.also.is_empty() {
            docs.note(Note::Also(operation.also.iter().map(|name| name.value.clone()).collect()));
        }
        if let Some(paging) = &operation.paging {
            let style = match &paging.value.style {
                PagingStyle::Page { first } => format!("the number of the page, counted from {first}"),
                PagingStyle::Offset => "the number of items to skip".to_owned(),
                PagingStyle::Cursor { next } => format!("what the last answer holds at `{next}`"),
            };
            docs.note(Note::Paging(format!("`{}` takes {style}; the items stand at `{}`", paging.value.param, paging.value.items)));
        }
        for gap in self.api.gaps.iter().filter(|gap| gap.subject == GapSubject::Operation(operation.id.clone())) {
            docs.open(&gap.text);
        }
        docs.source = self.source(operation.basis.place(), &operation.id);
        docs
    }
}

/// The argument of a body is called by the name that the documents give to its type; `body` where they give none.
fn body_words(api: &Api, operation: &IrOperation, types: &TypeNames) -> String {
    let is_named = |body: &&crate::ir::RequestBody| api.types.get(body.ty).name.is_some();
    let named = operation.body.as_ref().filter(is_named).and_then(|body| types.name(body.ty));
    named.map_or_else(|| "body".to_owned(), |name| spell(name.as_str(), Spelling::Snake))
}

fn fixed_part(param: &crate::ir::Param) -> Option<FixedPart> {
    let value = param.facts.constant.as_ref()?.value.clone();
    Some(FixedPart { wire: param.wire.clone(), value, media: param.media.as_ref().map(|media| media.value.clone()) })
}

fn template(body: &crate::ir::RequestBody) -> Option<Template> {
    let TextTemplate { text, markup } = &body.template.as_ref()?.value;
    let xml = match markup {
        Markup::None => None,
        Markup::Xml(holes) => Some(holes.clone()),
    };
    Some(Template { media: body.media.value.clone(), text: text.clone(), xml })
}

fn is_json(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || media.ends_with("+json") || media == "text/json"
}

/// The statuses that the documents describe as errors: the operation's own, then those that any operation may answer with.
fn errors(operation: &IrOperation, api: &Api) -> Vec<(u16, String)> {
    statuses(operation.responses.iter().chain(api.errors.iter().flat_map(|errors| &errors.statuses)))
}

pub(super) fn statuses<'a>(responses: impl Iterator<Item = &'a Response>) -> Vec<(u16, String)> {
    let mut found: Vec<(u16, String)> = responses
        .filter_map(|response| match response.status.value {
            ResponseStatus::Code(code) if !(200..300).contains(&code) => {
                Some((code, response.docs.as_ref().map_or_else(String::new, |docs| docs.value.clone())))
            }
            ResponseStatus::Code(_) | ResponseStatus::Success => None,
        })
        .collect();
    found.sort_by_key(|(code, _)| *code);
    found.dedup_by_key(|(code, _)| *code);
    found
}

/// The statuses of success that the documents name; none where they describe the answer for any of them.
fn successes(operation: &IrOperation) -> Vec<u16> {
    let is_any = |response: &Response| response.status.value == ResponseStatus::Success && response.answer.value != Answer::Unknown;
    if operation.responses.iter().any(is_any) {
        return Vec::new();
    }
    let found: BTreeSet<u16> = operation
        .responses
        .iter()
        .filter_map(|response| match response.status.value {
            ResponseStatus::Code(code) if (200..300).contains(&code) => Some(code),
            ResponseStatus::Code(_) | ResponseStatus::Success => None,
        })
        .collect();
    found.into_iter().collect()
}

fn retry(operation: &IrOperation) -> Retry {
    match operation.method.value.as_str() {
        "GET" | "HEAD" | "OPTIONS" => Retry::Safe,
        "DELETE" => Retry::Idempotent,
        // A PUT that names no resource adds one to a list, whatever HTTP says of PUT.
        "PUT" if operation.path.value.params().next().is_some() => Retry::Idempotent,
        _ => Retry::Unsafe,
    }
}

/// Puts the calls in place of the ids of operations, now that all have their names.
fn say_calls(groups: &mut [Group]) {
    let operations = groups.iter().flat_map(|group| &group.operations);
    let calls: BTreeMap<String, String> = operations.map(|operation| (operation.id.clone(), operation.call())).collect();
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let params = operation.required.iter_mut().chain(&mut operation.optional);
        for note in params.flat_map(|param| &mut param.docs.notes) {
            if let Note::Origin { operation: from, path: _ } = note
                && let Some(call) = calls.get(from)
            {
                from.clone_from(call);
            }
        }
    }
}
