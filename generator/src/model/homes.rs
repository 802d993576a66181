//! Where the types that want a name stand, and what they are called there.

use super::answers;
use super::words::{self, known, singular};
use crate::ir::{self, Answer, Api, NodeId, Shape, TypeDef, TypeId};
use crate::passes::{Usage, is_generic};
use std::collections::{BTreeMap, BTreeSet};

/// A place where a type stands that wants a name, and what it is called there.
pub(super) struct Home {
    /// The type without a name that it stands in: the place is then told from wherever that type is at home.
    pub(super) within: Option<TypeId>,
    /// The address, or its steps behind that of the type that it stands in.
    pub(super) node: NodeId,
    words: String,
    fuller: Vec<Vec<String>>,
    called: Called,
}

/// What a type has its words from.
enum Called {
    /// What it is: its own name, the key that holds it, what an operation reads.
    Itself,
    /// The operation that sends or answers it as a whole.
    Operation,
    /// The status, since it is all that an operation answers on failure.
    Failure(String),
}

impl Home {
    /// What a type is called that is at home here, and at other places.
    fn wording(&self, homes: &[Self]) -> (String, Vec<Vec<String>>) {
        let own = || std::iter::once(vec![self.words.clone()]).chain(self.fuller.iter().cloned());
        let status = |home: &Self| if let Called::Failure(status) = &home.called { Some(status.clone()) } else { None };
        let itself = homes.iter().find(|home| matches!(home.called, Called::Itself));
        match (&self.called, itself) {
            // What several operations answer is called by none of them, if there is another word for it.
            (Called::Operation, Some(known)) => (known.words.clone(), known.fuller.iter().cloned().chain(own()).collect()),
            (Called::Failure(_), _) if homes.len() > 1 => {
                let statuses: BTreeSet<Option<String>> = homes.iter().map(status).collect();
                let one = statuses.into_iter().reduce(|_, _| None).flatten();
                (format!("{} response", one.as_deref().unwrap_or("error")), own().collect())
            }
            _ => (self.words.clone(), self.fuller.clone()),
        }
    }
}

/// What a nameless type stands in.
#[derive(Clone, Default)]
struct Around {
    /// What it is a part of, the nearest first.
    owners: Vec<String>,
    /// What is sent or answered as a whole; empty in a type that has a name.
    whole: String,
    /// The operation; empty in a type that has a name.
    operation: String,
    /// The whole in few words.
    brief: String,
    /// The whole by the verb and the path of the operation.
    route: String,
    /// What the operation reads, where it says so and this is its answer.
    noun: Option<String>,
    /// The folders of the operation, the nearest first.
    groups: Vec<String>,
    /// The words of the status, in what is answered on failure.
    failure: Option<String>,
}

/// So many owners are tried one by one before all of them are.
const OWNERS: usize = 3;

impl Around {
    /// The wordings that tell a type from namesakes, the shortest first: by its owner, by the operation, by both, by all.
    fn wordings(&self, words: &str) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = Vec::new();
        let owners = self.owners.len().min(OWNERS);
        let mut push = |front: &[&String], depth: usize| {
            let mut wording: Vec<String> = front.iter().filter(|part| !part.is_empty()).map(|part| (*part).clone()).collect();
            wording.extend(self.owners[..depth].iter().rev().cloned());
            wording.push(words.to_owned());
            if wording.len() > 1 && found.last() != Some(&wording) {
                found.push(wording);
            }
        };
        push(&[], owners.min(1));
        for depth in 0..=owners {
            push(&[], depth);
            push(&[&self.operation], depth);
        }
        for depth in 0..=owners {
            push(&[&self.whole], depth);
        }
        push(&[&self.whole], self.owners.len());
        for group in &self.groups {
            push(&[group, &self.brief], owners.min(1));
        }
        for group in &self.groups {
            push(&[group, &self.brief], self.owners.len());
        }
        push(&[&self.route], owners.min(1));
        push(&[&self.route], self.owners.len());
        found
    }

    /// The wordings of the whole: it is a thing, if it is one, then itself.
    fn whole_wordings(&self) -> Vec<Vec<String>> {
        let thing = self.thing().map(|_| vec![self.whole.clone()]);
        let with = |words: &String| self.groups.iter().map(|group| vec![group.clone(), words.clone()]).collect::<Vec<_>>();
        thing.into_iter().chain(with(&self.whole)).chain(with(&self.brief)).chain([vec![self.route.clone()]]).collect()
    }

    /// What a whole that is a list holds.
    fn item(&self) -> Self {
        Self {
            whole: format!("{} item", self.operation),
            brief: format!("{} item", self.brief),
            route: format!("{} item", self.route),
            noun: self.noun.as_deref().map(singular),
            ..self.clone()
        }
    }

    /// What a whole is called, if it is one thing that the operation reads.
    fn thing(&self) -> Option<&String> {
        self.noun.as_ref().filter(|noun| singular(noun) == **noun)
    }

    /// What stands in an owner.
    fn inside(&self, owner: String) -> Self {
        Self { owners: std::iter::once(owner).chain(self.owners.iter().cloned()).collect(), ..self.clone() }
    }
}

/// The used types that become items, and all places at which they stand.
pub(super) struct Homes {
    order: Vec<TypeId>,
    of: BTreeMap<TypeId, Vec<Home>>,
}

impl Homes {
    /// The types, in the order in which they are met. What a type's first place stands in comes before it.
    pub(super) fn order(&self) -> &[TypeId] {
        &self.order
    }

    /// The places at which a type stands, in the order in which they are met.
    pub(super) fn of(&self, id: TypeId) -> &[Home] {
        self.of.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What a type is called, and its fuller wordings.
    pub(super) fn wording(&self, id: TypeId) -> (String, Vec<Vec<String>>) {
        let homes = self.of(id);
        homes.first().map_or_else(Default::default, |home| home.wording(homes))
    }
}

/// Finds the used types that become items.
pub(super) fn find(api: &Api, usage: &Usage) -> Homes {
    let mut walk = Walk { api, order: Vec::new(), homes: BTreeMap::new(), noted: BTreeSet::new() };
    let used: Vec<(TypeId, &TypeDef)> = api.types.iter().filter(|(id, _)| usage.is_used(*id)).collect();
    for (id, def) in &used {
        if let Some(name) = &def.name {
            walk.visit(*id, &Place::at(NodeId::ty(&name.value)), Some(&name.value), &Around::default());
        }
    }
    for operation in &api.operations {
        walk.visit_operation(operation);
    }
    for webhook in &api.webhooks {
        walk.visit(
            webhook.ty,
            &Place::at(NodeId::written(format!("webhook:{}", webhook.name))),
            Some(&format!("{} webhook", webhook.name)),
            &Around::default(),
        );
    }
    if let Some(errors) = &api.errors {
        walk.visit(errors.ty.value, &Place::at(NodeId::written("errors")), Some("error body"), &Around::default());
    }
    if let Some(envelope) = &api.envelope {
        walk.visit(envelope.value, &Place::at(NodeId::written("envelope")), Some("envelope"), &Around::default());
    }
    Homes { order: walk.order, of: walk.homes }
}

/// Where a walk is.
#[derive(Clone)]
struct Place {
    within: Option<TypeId>,
    node: NodeId,
}

impl Place {
    fn at(node: NodeId) -> Self {
        Self { within: None, node }
    }

    fn items(&self) -> Self {
        Self { within: self.within, node: self.node.items() }
    }
}

/// Walks to every used type that becomes an item, and notes each place from which it is used.
struct Walk<'a> {
    api: &'a Api,
    order: Vec<TypeId>,
    homes: BTreeMap<TypeId, Vec<Home>>,
    /// The addresses among them: a type may be used in thousands of places.
    noted: BTreeSet<(TypeId, Option<TypeId>, NodeId)>,
}

impl Walk<'_> {
    /// Visits a type at a place: what a part of something is called, or `None` for the whole itself. Named types are at home at their name only.
    fn visit(&mut self, id: TypeId, place: &Place, part: Option<&str>, around: &Around) {
        let api = self.api;
        let def = api.types.get(id);
        match (&def.shape, part) {
            (Shape::List(inner), None) => return self.visit_unnamed(def, *inner, &place.items(), None, &around.item()),
            (Shape::List(inner), Some(words)) => return self.visit_unnamed(def, *inner, &place.items(), Some(&singular(words)), around),
            (Shape::Map(inner), _) => return self.visit_unnamed(def, *inner, &place.items(), part, around),
            (Shape::Nullable(inner), _) => return self.visit_unnamed(def, *inner, place, part, around),
            (Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File, _) => return,
            (Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_), _) => {}
        }
        let is_whole = def.name.is_none() && part.is_none();
        let words = part.unwrap_or(&around.whole);
        let place = def.name.as_ref().map_or_else(|| place.clone(), |name| Place::at(NodeId::ty(&name.value)));
        let around = if def.name.is_some() { &Around::default() } else { around };
        let (own, fuller) = match &def.name {
            Some(name) => (name.value.clone(), Vec::new()),
            None if is_whole => (around.thing().cloned().unwrap_or_else(|| words.to_owned()), around.whole_wordings()),
            None if is_generic(words) => {
                let owner = around.owners.first().unwrap_or(&around.operation);
                (format!("{owner} {words}"), around.wordings(words))
            }
            None => (words.to_owned(), around.wordings(words)),
        };
        let words = def.name.as_ref().map_or_else(|| words.to_owned(), |name| name.value.clone());
        let homes = self.homes.entry(id).or_default();
        let known = !homes.is_empty();
        if self.noted.insert((id, place.within, place.node.clone())) {
            let called = match &around.failure {
                Some(status) if is_whole => Called::Failure(status.clone()),
                None if is_whole && around.thing().is_none() => Called::Operation,
                Some(_) | None => Called::Itself,
            };
            homes.push(Home { within: place.within, node: place.node.clone(), words: own, fuller, called });
        }
        if known {
            return;
        }
        self.order.push(id);
        // The whole stands in front anyway.
        let inner = if is_whole { around.clone() } else { around.inside(words) };
        let base = if def.name.is_some() { place } else { Place { within: Some(id), node: NodeId::written("") } };
        let part = |node: NodeId| Place { within: base.within, node };
        match &def.shape {
            Shape::Object(object) => {
                for field in &object.fields {
                    self.visit(field.ty, &part(base.node.child(&field.wire)), Some(&field.wire), &inner);
                }
                if let Some(open) = &object.open {
                    self.visit(open.ty, &part(base.node.child(&format!("{}*", open.prefix))), Some("value"), &inner);
                }
            }
            Shape::OneOf(cases) => {
                for (ty, node) in api.types.cases(cases, &base.node) {
                    self.visit(ty, &part(node), Some("case"), &inner);
                }
            }
            _ => {}
        }
    }

    /// Goes on to what a list, a map or a nullable holds; a name of the list itself goes over the place's.
    fn visit_unnamed(&mut self, def: &TypeDef, inner: TypeId, place: &Place, part: Option<&str>, around: &Around) {
        match &def.name {
            Some(name) => {
                self.visit(inner, &Place::at(NodeId::ty(&name.value).items()), Some(&singular(&name.value)), &Around::default());
            }
            None => self.visit(inner, place, part, around),
        }
    }

    /// Visits all that an operation takes, sends and answers.
    fn visit_operation(&mut self, operation: &ir::Operation) {
        let node = NodeId::operation(&operation.id);
        let phrase = phrase(operation, words::BRIEF);
        let route = known(operation, &[]).route();
        let briefer = self::phrase(operation, words::BRIEFER);
        let groups = operation.group.as_deref().map(words::group).map_or_else(Vec::new, |called| {
            let outer = called.fuller.last().map_or(&[][..], |all| &all[..all.len().saturating_sub(1)]);
            std::iter::once(called.words.clone()).chain(outer.iter().rev().cloned()).collect()
        });
        let around = |what: &str| Around {
            owners: Vec::new(),
            whole: if what.is_empty() { String::new() } else { format!("{phrase} {what}") },
            operation: phrase.clone(),
            brief: format!("{briefer} {what}"),
            route: if what.is_empty() { String::new() } else { format!("{route} {what}") },
            noun: (what == "response").then(|| words::noun(&phrase)).flatten().filter(|noun| !is_generic(noun)),
            groups: groups.clone(),
            failure: None,
        };
        for param in &operation.params {
            self.visit(param.ty, &Place::at(node.child(param.place.value.word()).child(&param.wire)), Some(&param.wire), &around(""));
        }
        if let Some(body) = &operation.body {
            self.visit(body.ty, &Place::at(node.child("body")), None, &around("request"));
        }
        let typed = |response: &&ir::Response| matches!(response.answer.value, Answer::Type(_)) && response.status.value.is_success();
        let one = operation.responses.iter().filter(typed).count() < 2;
        for response in &operation.responses {
            if let Answer::Type(ty) = response.answer.value {
                let status = answers::words(response.status.value);
                let is_success = response.status.value.is_success();
                let mut around = around(&match (is_success, one) {
                    (true, true) => "response".to_owned(),
                    (true, false) => format!("{status} response"),
                    (false, _) => status.clone(),
                });
                around.failure = (!is_success).then_some(status);
                self.visit(ty, &Place::at(node.child(&response.status.value.to_string())), None, &around);
            }
        }
    }
}

/// The words that an operation's types are called by.
pub(super) fn phrase(operation: &ir::Operation, longest: usize) -> String {
    let group = operation.group.as_deref().map(|group| words::group(group).words);
    known(operation, &[]).phrase(group.as_deref(), longest)
}
