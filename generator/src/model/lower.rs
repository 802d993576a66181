//! From the checked IR to the model: every decision that is left is taken here.

use super::lowering::Lowering;
use super::names::{
    ArgName, ConstName, MethodName, ModuleName, NameRefusal, RESERVED_METHODS, RESERVED_SCHEMES, RESERVED_TYPES, Spelling, UserNames,
    VariantName, Wish, settle,
};
use super::operations::{Settled, statuses};
use super::types::TypeNames;
use super::uses::Uses;
use super::{
    Client, Doc, ErrorCode, ErrorItem, ErrorMessage, Gap, Group, Lock, MessageForm, Options, Outcome, Retry, RustType, SampleCall, Scheme,
    SchemeArg, SchemePlace, Server, Tells, Variable, Webhook, homes, residence, samples,
};
use crate::ir::{
    Accepts, Answer, Api, Checked, CredentialPlace, Fact, GapSubject, How, NodeId, Presence, ResponseStatus, ServerId, ServerVariable,
    Serves, Shape, Signature,
};
use crate::passes::classify;
use crate::text::{SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A model, the lock that goes with it, and where each item comes from.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The model.
    pub client: Client,
    /// The lock: what was remembered and still exists, and the newcomers.
    pub lock: Lock,
    /// For each item its Rust path, its address, and its place in a document.
    pub places: Vec<(String, NodeId, Option<Span>)>,
    /// Addresses under `[names]` that belong to nothing.
    pub unused_names: Vec<String>,
    /// Addresses under `[names]` whose names could not be used, and why.
    pub refused_names: Vec<(String, NameRefusal)>,
}

/// Lowers an API. What is not remembered by the lock gets its name and its rank now.
pub fn lower(api: &Checked<Api>, options: &Options, lock: &Lock, user: UserNames, sources: &SourceMap) -> Lowered {
    let usage = classify(api);
    let homes = homes::find(api, &usage);
    let (residences, old) = residence::settle(&homes, &api.types, lock);
    let mut lowering = Lowering { api, options, old: &old, lock: Lock::default(), user, usage, places: Vec::new(), sources };
    let types = TypeNames::settle(&mut lowering, &homes, &residences);
    let client = lowering.client(&types);
    let unused_names = lowering.user.unused().into_iter().map(str::to_owned).collect();
    let refused_names = lowering.user.refused().map(|(id, why)| (id.to_owned(), why)).collect();
    let mut places = lowering.places;
    places.sort_by(|a, b| a.0.cmp(&b.0));
    Lowered { client, lock: lowering.lock, places, unused_names, refused_names }
}

impl<'a> Lowering<'a> {
    fn client(&mut self, types: &TypeNames) -> Client {
        let api = self.api;
        let schemes = self.schemes();
        let (variables, settable) = self.variables();
        let servers = self.servers(&settable);
        let groups = self.groups(&Settled {
            types,
            type_names: RESERVED_TYPES.iter().copied().chain(types.all_names()).collect(),
            schemes: &schemes,
            servers: servers.iter().map(|(id, server)| (*id, server.name.clone())).collect(),
        });
        let mut items = types.items(self, &Uses::of(api, types, &groups));
        items.extend(types.answer_items(self, &groups));
        let samples_module = samples::module(&groups);
        let samples = samples::samples(self, types, &groups);
        let mut docs = Doc::vendor(&api.docs);
        docs.basis(&api.title.basis, "the name of the API");
        for server in api.servers_of(None) {
            docs.basis(&server.url.basis, "the base URL");
        }
        let accepted: BTreeMap<&str, &Accepts> =
            api.operations.iter().map(|operation| (operation.id.as_str(), &operation.auth.value)).collect();
        let uses = |scheme: &Scheme| accepted.values().filter(|accepts| accepts.takes(&scheme.id)).count();
        // Of several that as many accept, the first.
        let usual = schemes.iter().rev().max_by_key(|scheme| uses(scheme));
        let sample_call = groups
            .iter()
            .flat_map(|group| group.operations.iter().map(move |operation| (group, operation)))
            .min_by_key(|(_, operation)| {
                let accepts = usual.zip(accepted.get(operation.id.as_str()));
                let is_usual = accepts.is_none_or(|(scheme, accepts)| accepts.takes(&scheme.id) || **accepts == Accepts::None);
                (
                    !is_usual,
                    operation.retry != Retry::Safe,
                    operation.body.as_ref().is_some_and(|body| body.required),
                    operation.required.len(),
                )
            })
            .filter(|(_, operation)| operation.body.is_none() && operation.fixed_body.is_none())
            .map(|(group, operation)| SampleCall {
                group: group.home.as_ref().map(|home| home.module.clone()),
                method: operation.method.clone(),
                args: operation.required.clone(),
            });
        let mut webhooks: Vec<_> = api.webhooks.iter().collect();
        webhooks.sort_by_key(|webhook| &webhook.name);
        Client {
            name: ModuleName::of_crate(&self.options.name).unwrap_or_else(|| module_name(&self.options.name)),
            title: api.title.value.clone(),
            docs,
            base: api.servers_of(None).next().map(|server| server.url.value.to_string()),
            variables,
            settable,
            servers: servers.into_iter().map(|(_, server)| server).collect(),
            sample_scheme: usual.map(|scheme| scheme.method.clone()),
            describes_failures: api
                .operations
                .iter()
                .flat_map(|operation| &operation.responses)
                .any(|response| matches!((response.status.value, &response.answer.value), (ResponseStatus::Code(400..), Answer::Type(_)))),
            schemes,
            headers: api.headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect(),
            errors: shared_errors(api),
            outcome: api.outcome.as_ref().map(|outcome| {
                let (tells, rule) = match &outcome.value {
                    crate::ir::Outcome::SucceedsWhen(rule) => (Tells::Success, rule),
                    crate::ir::Outcome::FailsWhen(rule) => (Tells::Failure, rule),
                };
                Outcome { tells, member: rule.member.clone(), is: rule.is.clone() }
            }),
            error: self.error(types, &items),
            envelope: api.envelope.as_ref().and_then(|envelope| types.name(envelope.value).cloned()),
            gaps: self.gaps(&items, &groups),
            limits: api.rate_limits.iter().map(limit).collect(),
            webhooks: webhooks
                .into_iter()
                .filter_map(|webhook| {
                    let docs = Doc::vendor(&webhook.docs);
                    Some(Webhook { name: webhook.name.clone(), ty: types.name(webhook.ty)?.clone(), docs })
                })
                .collect(),
            groups,
            types: items.into(),
            sample_call,
            samples,
            samples_as: self.options.samples,
            samples_module,
        }
    }

    fn schemes(&mut self) -> Vec<Scheme> {
        let api = self.api;
        let id = |scheme: &crate::ir::AuthScheme| NodeId::auth(&scheme.id).to_string();
        let ordered = self.old.order(api.auth.iter().collect(), |scheme| id(scheme));
        let wishes: Vec<Wish> = ordered.iter().map(|(_, scheme)| Wish::new(id(scheme), scheme.id.clone(), ["auth"])).collect();
        let taken: Vec<&str> = RESERVED_METHODS.iter().chain(RESERVED_SCHEMES).copied().collect();
        let methods: Vec<MethodName> = settle(&wishes, Spelling::Snake, &taken, self.old, &mut self.user);
        ordered
            .into_iter()
            .zip(methods)
            .map(|((rank, scheme), method)| {
                let node = id(scheme);
                self.remember(&node, rank, method.as_str());
                self.place(format!("Auth::{}", method.as_str()), &node, scheme.basis.place());
                let values: Vec<&String> = scheme.credentials.iter().flat_map(|credential| &credential.values).collect();
                let wishes: Vec<Wish> = values
                    .iter()
                    .enumerate()
                    .map(|(at, value)| Wish::new(format!("{node}/value/{value}"), (*value).clone(), [format!("credential {}", at + 1)]))
                    .collect();
                let args: Vec<ArgName> = settle(&wishes, Spelling::Snake, &[], self.old, &mut self.user);
                for (at, (wish, arg)) in wishes.iter().zip(&args).enumerate() {
                    self.remember(&wish.id, u32::try_from(at).unwrap_or(u32::MAX), arg.as_str());
                }
                let mut docs = Doc::vendor(&scheme.docs);
                docs.basis(&scheme.basis, "");
                Scheme {
                    id: scheme.id.clone(),
                    constant: ConstName::of_method(&method),
                    method,
                    base: api
                        .servers
                        .iter()
                        .find(|server| matches!(&server.serves, Serves::Auth(id) if *id == scheme.id))
                        .map(|server| server.url.value.to_string()),
                    places: scheme.credentials.iter().map(|credential| scheme_place(&credential.place)).collect(),
                    args: args
                        .into_iter()
                        .zip(scheme.credentials.iter().flat_map(|credential| credential.values.iter().map(move |_| &credential.docs)))
                        .map(|(name, docs)| SchemeArg { name, docs: Doc::vendor(docs) })
                        .collect(),
                    docs,
                }
            })
            .collect()
    }

    /// The variables of all base URLs: those that the caller must give, and those that have a value.
    fn variables(&mut self) -> (Vec<Variable>, Vec<Variable>) {
        let api = self.api;
        let mut seen = BTreeSet::new();
        let names: Vec<&str> = api.servers.iter().flat_map(|server| server.url.value.params()).filter(|name| seen.insert(*name)).collect();
        let told: BTreeMap<&str, &ServerVariable> =
            api.servers.iter().rev().flat_map(|server| server.variables.iter().rev()).map(|known| (known.name.as_str(), known)).collect();
        // Who calls no operation of a further server need not know where it is.
        let everyones = api.servers.iter().filter(|server| !matches!(server.serves, Serves::Named(_)));
        let everyones: BTreeSet<&str> = everyones.flat_map(|server| server.url.value.params()).collect();
        let id = |name: &str| NodeId::server().child(name).to_string();
        let ordered = self.old.order(names, |name| id(name));
        let wishes: Vec<Wish> = ordered.iter().map(|(_, name)| Wish::new(id(name), *name, ["server"])).collect();
        let own = [
            "auth",
            "base_url",
            "build",
            "danger_send_credentials_over_plain_http",
            "header",
            "max_body",
            "mode",
            "on_drift",
            "timeout",
            "transport",
            "user_agent",
        ];
        let with_servers = if api.further_servers().is_empty() { None } else { Some("server_url") };
        let taken: Vec<&str> = own.into_iter().chain(with_servers).collect();
        let args: Vec<ArgName> = settle(&wishes, Spelling::Snake, &taken, self.old, &mut self.user);
        let mut required = Vec::new();
        let mut settable = Vec::new();
        for ((rank, name), arg) in ordered.into_iter().zip(args) {
            let node = id(name);
            self.remember(&node, rank, arg.as_str());
            let known = told.get(name).copied();
            let mut docs = known.map(|variable| Doc::vendor(&variable.docs)).unwrap_or_default();
            docs.source = known.and_then(|variable| self.source(variable.basis.place(), name));
            let default = known.and_then(|variable| variable.default.as_ref()).map(|fact| fact.value.clone());
            self.place(format!("Builder::{}", arg.as_str()), &node, known.and_then(|variable| variable.basis.place()));
            let example = known.and_then(|variable| variable.example.as_ref()).map(|fact| fact.value.clone());
            let variable = Variable { wire: name.to_owned(), arg, default, example, docs };
            let must = variable.default.is_none() && everyones.contains(name);
            if must { required.push(variable) } else { settable.push(variable) }
        }
        (required, settable)
    }

    /// The further servers, by their names in the documents.
    fn servers(&mut self, settable: &[Variable]) -> Vec<(&'a ServerId, Server)> {
        let api = self.api;
        let id = |server: &ServerId| NodeId::further_server(server).to_string();
        let ordered = self.old.order(api.further_servers(), |(server, _)| id(server));
        let wishes: Vec<Wish> = ordered.iter().map(|(_, (server, _))| Wish::new(id(server), server.as_str(), ["server"])).collect();
        let names: Vec<VariantName> = settle(&wishes, Spelling::Camel, &[], self.old, &mut self.user);
        let without_value = settable.iter().filter(|variable| variable.default.is_none());
        let without_value: BTreeMap<&str, &Variable> = without_value.map(|variable| (variable.wire.as_str(), variable)).collect();
        let mut servers = Vec::new();
        for ((rank, (server, default)), name) in ordered.into_iter().zip(names) {
            let node = id(server);
            self.remember(&node, rank, name.as_str());
            self.place(format!("Server::{}", name.as_str()), &node, default.url.basis.place());
            let mut docs = Doc::default();
            docs.basis(&default.url.basis, "the base URL");
            let holes: BTreeSet<&str> = default.url.value.params().collect();
            let open = holes.into_iter().filter_map(|hole| Some(without_value.get(hole)?.arg.clone())).collect();
            servers.push((server, Server { name, base: default.url.value.to_string(), open, docs }));
        }
        servers
    }

    fn error(&self, types: &TypeNames, items: &[super::Item]) -> Option<ErrorItem> {
        let errors = self.api.errors.as_ref()?;
        let ty = types.name(errors.ty.value)?.clone();
        let fields = items.iter().find_map(|item| match item {
            super::Item::Struct(found) if found.name == ty => Some(&found.fields),
            _ => None,
        })?;
        let named = |wire: &Fact<String>| fields.iter().find(|field| field.wire == wire.value);
        let tells_status = |ty: &RustType| {
            items.iter().any(|item| match item {
                super::Item::Enum(found) => {
                    *ty == RustType::Item(found.name.clone()) && found.values.iter().any(|value| value.http_status.is_some())
                }
                super::Item::Struct(_) | super::Item::Union(_) | super::Item::Answers(_) => false,
            })
        };
        let codes = errors.codes.iter().filter_map(named).map(|field| ErrorCode {
            field: field.name.clone(),
            ty: field.ty.clone(),
            slot: field.slot,
            tells_status: tells_status(&field.ty),
        });
        let codes = codes.collect();
        let message = errors.message.as_ref().and_then(named).and_then(|field| {
            let form = match &field.ty {
                RustType::Text => MessageForm::Text,
                RustType::List(inner) if **inner == RustType::Text => MessageForm::Texts,
                _ => return None,
            };
            Some(ErrorMessage { field: field.name.clone(), slot: field.slot, form })
        });
        Some(ErrorItem { ty, codes, message })
    }

    /// What the documents leave open, in the settled order of what it is about: a document whose parts change places changes nothing here.
    fn gaps(&self, items: &[super::Item], groups: &[Group]) -> Vec<Gap> {
        let api = self.api;
        let mut gaps: Vec<Gap> = Vec::new();
        let unknown = |presence: &Fact<Presence>| presence.value == Presence::Unknown;
        let any_unknown = api.types.iter().any(|(id, def)| match &def.shape {
            Shape::Object(object) => self.usage.received.contains(&id) && object.fields.iter().any(|field| unknown(&field.presence)),
            _ => false,
        });
        if any_unknown {
            gaps.push(Gap {
                subject: None,
                text: "Whether a field of an answer is always there: where it is not said, the field is an `Option`.".to_owned(),
            });
        }
        let assumed_json = api
            .operations
            .iter()
            .filter_map(|operation| operation.body.as_ref())
            .any(|body| matches!(body.media.basis.how, How::Assumed { .. }));
        if assumed_json {
            gaps.push(Gap { subject: None, text: "How bodies are written: where no document says so, they are sent as JSON.".to_owned() });
        }
        let place = |subject: &GapSubject| match subject {
            GapSubject::Type(name) => {
                let node = NodeId::ty(name);
                (0, items.iter().position(|item| item.node() == node.as_str()).unwrap_or(items.len()))
            }
            GapSubject::Operation(id) => {
                let mut operations = groups.iter().flat_map(|group| &group.operations);
                (1, operations.position(|operation| operation.id == *id).unwrap_or(usize::MAX))
            }
            GapSubject::Api => (2, 0),
        };
        let mut ordered: Vec<_> = api.gaps.iter().collect();
        ordered.sort_by_key(|gap| place(&gap.subject));
        for gap in ordered {
            let subject = match &gap.subject {
                GapSubject::Api => None,
                GapSubject::Operation(id) => {
                    let operation = groups.iter().flat_map(|group| &group.operations).find(|operation| operation.id == *id);
                    Some(operation.map_or_else(|| id.clone(), |operation| operation.name.clone()))
                }
                GapSubject::Type(name) => {
                    let node = NodeId::ty(name);
                    let item = items.iter().find(|item| item.node() == node.as_str());
                    Some(item.map_or_else(|| name.clone(), |item| item.name().as_str().to_owned()))
                }
            };
            gaps.push(Gap { subject, text: gap.text.clone() });
        }
        gaps
    }
}

fn module_name(name: &str) -> ModuleName {
    let wish = [Wish::new("api", name, ["api"])];
    let mut names: Vec<ModuleName> =
        settle(&wish, Spelling::Snake, &["core", "std", "alloc", "test", "docwright_runtime"], &Lock::default(), &mut UserNames::default());
    names.remove(0)
}

fn scheme_place(place: &CredentialPlace) -> SchemePlace {
    match place {
        CredentialPlace::Header { name, prefix } => SchemePlace::Header { name: name.clone(), prefix: prefix.clone() },
        CredentialPlace::Query { name } => SchemePlace::Query(name.clone()),
        CredentialPlace::Cookie { name } => SchemePlace::Cookie(name.clone()),
        CredentialPlace::BasicPair => SchemePlace::BasicPair,
        CredentialPlace::SignedQuery { name, signature: Signature::Md5OfQueryAndKey } => SchemePlace::Md5Query(name.clone()),
    }
}

fn limit(limit: &Fact<crate::ir::RateLimit>) -> String {
    let crate::ir::RateLimit { requests, per_seconds, scope, block_seconds } = &limit.value;
    let scope = if scope.is_empty() { String::new() } else { format!(" per {}", scope.replace('`', "'")) };
    let block = block_seconds.map_or_else(String::new, |seconds| format!(", then none for {}", duration(seconds)));
    format!("{requests} requests in {}{scope}{block}", duration(*per_seconds))
}

fn duration(seconds: u32) -> String {
    let (number, unit) = match seconds {
        s if s >= 3600 && s % 3600 == 0 => (s / 3600, "hour"),
        s if s >= 60 && s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

/// The statuses of failures that any operation may answer with: those that are listed, and those that come with a code of a catalogue.
fn shared_errors(api: &Api) -> Vec<(u16, String)> {
    let Some(errors) = &api.errors else { return Vec::new() };
    let mut found = statuses(errors.statuses.iter());
    let listed: BTreeSet<u16> = found.iter().map(|(status, _)| *status).collect();
    let Shape::Object(object) = &api.types.get(errors.ty.value).shape else { return found };
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for field in object.fields.iter().filter(|field| errors.codes.iter().any(|code| code.value == field.wire)) {
        let (ty, _) = api.types.peel(field.ty);
        let Shape::Enum(codes) = &api.types.get(ty).shape else { continue };
        for code in &codes.values {
            let Some(status) = code.http_status.as_ref().map(|fact| fact.value) else { continue };
            if !(200..300).contains(&status) && !listed.contains(&status) {
                by_status.entry(status).or_default().extend(code.message.as_ref().or(code.docs.as_ref()).map(|text| text.value.as_str()));
            }
        }
    }
    // Of several codes with one status none speaks for the others.
    found.extend(by_status.into_iter().map(|(status, texts)| {
        let text = if let [one] = texts.as_slice() { (*one).to_owned() } else { String::new() };
        (status, text)
    }));
    found.sort_by_key(|(status, _)| *status);
    found
}
