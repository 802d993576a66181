//! Where a value stands in the types: its address, which is the one that an overlay takes.

use crate::ir::{Answer, Api, CaseKind, NodeId, Object, Operation, Response, Shape, TypeId};
use crate::model::masked::is_nobodys;
use crate::secret;
use std::collections::BTreeMap;

/// A longer key is data.
const LONGEST_KEY: usize = 100;

/// A longer key is not shown in what is said of a recording that cannot be read.
const LONGEST_NAME: usize = 40;

/// A place in the types, by its address.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) node: NodeId,
}

impl At {
    fn of_type(name: &str) -> Self {
        Self { node: NodeId::ty(name) }
    }

    pub(super) fn of_node(node: NodeId) -> Self {
        Self { node }
    }

    pub(super) fn of_answer(operation: &Operation, response: &Response) -> Self {
        Self { node: NodeId::operation(&operation.id).child(&response.status.value.to_string()) }
    }

    /// An answer with a status that the document does not list.
    pub(super) fn of_status(operation: &Operation, status: u16) -> Self {
        Self { node: NodeId::operation(&operation.id).child(&status.to_string()) }
    }

    pub(super) fn of_errors() -> Self {
        Self { node: NodeId::errors() }
    }

    pub(super) fn of_envelope() -> Self {
        Self { node: NodeId::envelope() }
    }

    pub(super) fn child(&self, key: &str) -> Self {
        Self { node: self.node.child(key) }
    }

    /// Keys that are data, and begin so.
    pub(super) fn open(&self, prefix: &str) -> Self {
        Self { node: self.node.child(&format!("{prefix}*")) }
    }

    pub(super) fn items(&self) -> Self {
        Self { node: self.node.items() }
    }

    fn case(node: NodeId) -> Self {
        Self { node }
    }

    /// The address that an overlay takes; none where nothing can be corrected: what is no body that says no is another answer.
    pub(super) fn address(&self) -> Option<&str> {
        (self.node != NodeId::errors()).then_some(self.node.as_str())
    }
}

/// The way to a value through the types, from where an address begins. Most ways are never written down.
#[derive(Clone, Copy)]
pub(super) enum Link<'l> {
    Begin(&'l At),
    Key(&'l Link<'l>, &'l str),
    Open(&'l Link<'l>, &'l str),
    Items(&'l Link<'l>),
    /// A case of a union, by the number that its address has.
    Case(&'l Link<'l>, usize),
}

impl Link<'_> {
    pub(super) fn at(&self) -> At {
        match self {
            Self::Begin(at) => (*at).clone(),
            Self::Key(link, key) => link.at().child(key),
            Self::Open(link, prefix) => link.at().open(prefix),
            Self::Items(link) => link.at().items(),
            Self::Case(link, number) => At::case(link.at().node.nameless_case(*number)),
        }
    }
}

/// The way to a value through a body, for people.
#[derive(Clone, Copy)]
pub(super) enum Trail<'t> {
    Begin,
    Key(&'t Trail<'t>, &'t str),
    /// A key that is data, which is not shown.
    AnyKey(&'t Trail<'t>),
    Index(&'t Trail<'t>, usize),
}

impl Trail<'_> {
    /// The name of the member that a value stands in, be it in a list there.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Key(_, key) => Some(key),
            Self::Index(trail, _) => trail.name(),
            Self::Begin | Self::AnyKey(_) => None,
        }
    }

    /// Whether it stands somewhere below a name that is one of a secret.
    pub(super) fn has_secret_name(&self) -> bool {
        match self {
            Self::Begin => false,
            Self::Key(trail, key) => secret::is_secret_name_sent(key) || trail.has_secret_name(),
            Self::AnyKey(trail) | Self::Index(trail, _) => trail.has_secret_name(),
        }
    }

    /// The path: `data[3].rate`; empty for the whole body.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Begin => String::new(),
            Self::Key(trail, key) => {
                let path = trail.path();
                let is_plain = !key.is_empty() && key.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'));
                match (is_plain, path.is_empty()) {
                    (true, true) => (*key).to_owned(),
                    (true, false) => format!("{path}.{key}"),
                    (false, _) => format!("{path}[{key:?}]"),
                }
            }
            Self::AnyKey(trail) => format!("{}[*]", trail.path()),
            Self::Index(trail, index) => format!("{}[{index}]", trail.path()),
        }
    }
}

/// Whether a key is data and no name: a number, a date, an id, somebody's address, a secret.
pub(super) fn is_data(key: &str) -> bool {
    let letters = key.chars().filter(|sign| sign.is_alphabetic()).count();
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    let is_id = key.len() >= 16 && digits >= 4 && key.bytes().all(|sign| sign.is_ascii_hexdigit() || sign == b'-');
    key.is_empty()
        || key.len() > LONGEST_KEY
        || key.chars().any(char::is_control)
        || (letters == 0 && digits > 0)
        || is_id
        || key.contains('@') && key.contains('.')
        || secret::is_token(key)
        || !secret::found(key).is_empty()
        || !is_nobodys("key", &key.replace(char::is_whitespace, "_"))
}

/// A key of a recording as messages show it, if it is a name: what cannot be read may have anything where keys stand.
pub(super) fn shown_name(key: &str) -> Option<String> {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    let is_identifier = key.len() <= LONGEST_NAME && key.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_');
    (is_identifier && key.chars().all(is_sign) && !is_data(key)).then(|| format!("`{key}`"))
}

/// The addresses of all types with parts of their own that come back, and which members they have.
pub(super) struct Atlas<'a> {
    api: &'a Api,
    places: Vec<Option<At>>,
    /// Types inside of a union of several objects: an address on which no union stands is the plainer one.
    ambiguous: Vec<bool>,
    members: Vec<Option<BTreeMap<&'a str, usize>>>,
    /// The objects, in the order in which they were found.
    pub(super) objects: Vec<TypeId>,
}

impl<'a> Atlas<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let count = api.types.len();
        let mut atlas =
            Self { api, places: vec![None; count], ambiguous: vec![false; count], members: vec![None; count], objects: Vec::new() };
        let responses = api.operations.iter().flat_map(|operation| operation.responses.iter().map(move |response| (operation, response)));
        let roots: Vec<(TypeId, At)> = responses
            .filter_map(|(operation, response)| match response.answer.value {
                Answer::Type(ty) => Some((ty, At::of_answer(operation, response))),
                Answer::Empty | Answer::Unknown => None,
            })
            .chain(api.errors.iter().map(|errors| (errors.ty.value, At::of_errors())))
            .chain(api.envelope.iter().map(|envelope| (envelope.value, At::of_envelope())))
            .collect();
        for (ty, at) in roots {
            atlas.visit(ty, at, false);
        }
        atlas
    }

    fn visit(&mut self, id: TypeId, at: At, ambiguous: bool) {
        let api = self.api;
        let def = api.types.get(id);
        // Under its name a type is the same everywhere.
        let (at, ambiguous) = match &def.name {
            Some(name) => (At::of_type(&name.value), false),
            None => (at, ambiguous),
        };
        let is_place = def.name.is_some() || matches!(def.shape, Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_));
        if is_place {
            let known = self.places[id.index()].is_some();
            // Of two ways to it the one counts on which nothing else could stand.
            if known && (ambiguous || !self.ambiguous[id.index()]) {
                return;
            }
            self.places[id.index()] = Some(at.clone());
            self.ambiguous[id.index()] = ambiguous;
        }
        match &def.shape {
            Shape::List(inner) | Shape::Map(inner) => self.visit(*inner, at.items(), ambiguous),
            Shape::Nullable(inner) => self.visit(*inner, at, ambiguous),
            Shape::Object(object) => {
                if self.members[id.index()].is_none() {
                    self.objects.push(id);
                    self.members[id.index()] = Some(members(object));
                }
                for field in &object.fields {
                    self.visit(field.ty, at.child(&field.wire), ambiguous);
                }
                if let Some(open) = &object.open {
                    self.visit(open.ty, at.open(&open.prefix), ambiguous);
                }
            }
            Shape::OneOf(cases) => {
                let several = objects_behind(api, id) > 1;
                for (ty, node) in api.types.cases(cases, &at.node) {
                    self.visit(ty, At::case(node), ambiguous || several);
                }
            }
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
        }
    }

    /// Where a type is addressed, if it has an address of its own.
    pub(super) fn place(&self, id: TypeId) -> Option<&At> {
        self.places[id.index()].as_ref()
    }

    /// Which field a key is, by its position.
    pub(super) fn member(&self, id: TypeId, key: &str) -> Option<usize> {
        self.members[id.index()].as_ref()?.get(key).copied()
    }
}

/// The fields by all of their names.
fn members(object: &Object) -> BTreeMap<&str, usize> {
    let aliases =
        object.fields.iter().enumerate().flat_map(|(at, field)| field.facts.aliases.iter().map(move |alias| (alias.value.as_str(), at)));
    let names = object.fields.iter().enumerate().map(|(at, field)| (field.wire.as_str(), at));
    aliases.chain(names).collect()
}

/// How many objects stand behind lists, maps, `null` and cases.
fn objects_behind(api: &Api, id: TypeId) -> usize {
    let (mut count, mut seen, mut open) = (0, Vec::new(), vec![id]);
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &api.types.get(id).shape {
            Shape::Object(_) => count += 1,
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => open.push(*inner),
            Shape::OneOf(cases) => open.extend(cases.iter().filter_map(|case| match case.kind {
                CaseKind::Type(ty) => Some(ty),
                CaseKind::Text(_) => None,
            })),
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
        }
    }
    count
}
