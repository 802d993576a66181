//! What words can be about: the parameters of an operation, the fields of its body and of its answers, by their names.

use crate::ir::{Answer, Api, CaseKind, CredentialPlace, Operation, Place, Shape, TypeId};
use crate::postman::words::{About, ToldPlace};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a row can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Param(usize),
    /// The field of an object type, by its position.
    Field(TypeId, usize),
}

/// The fields of a body or an answer by their names.
#[derive(Default)]
struct Index {
    /// By path: `a.b` without marks of lists.
    paths: BTreeMap<String, Vec<Target>>,
    /// By the last name alone.
    names: BTreeMap<String, Vec<Target>>,
    /// The object at the root.
    root: Option<TypeId>,
}

/// What a request and its answers hold.
pub(super) struct Things {
    /// The parameters by place and name.
    params: BTreeMap<(Place, String), Vec<usize>>,
    /// What kind of form there is, if there is one.
    form: Option<Place>,
    body: Index,
    answers: Vec<Index>,
    /// Names that are sent otherwise, in small letters: constants, credentials.
    others: BTreeSet<String>,
}

impl Things {
    pub(super) fn of(operation: &Operation, api: &Api) -> Self {
        let body = operation.body.as_ref().map(|body| Index::of(body.ty, api)).unwrap_or_default();
        let answers = operation.responses.iter().filter(|response| response.status.value.is_success());
        let answers =
            answers.filter_map(|response| if let Answer::Type(ty) = response.answer.value { Some(Index::of(ty, api)) } else { None });
        let constants = operation.constants.iter().map(|constant| constant.name.as_str());
        let headers = operation.headers.iter().chain(&api.headers).map(|header| header.name.as_str());
        let credentials = api.auth.iter().flat_map(|scheme| &scheme.credentials).map(|credential| match &credential.place {
            CredentialPlace::Header { name, .. }
            | CredentialPlace::Query { name }
            | CredentialPlace::Cookie { name }
            | CredentialPlace::SignedQuery { name, .. } => name.as_str(),
            CredentialPlace::BasicPair => "Authorization",
        });
        let others = constants.chain(headers).chain(credentials).chain(["Content-Type"]).map(str::to_ascii_lowercase).collect();
        let mut things = Self { params: BTreeMap::new(), form: None, body, answers: answers.collect(), others };
        for (at, param) in operation.params.iter().enumerate() {
            things.add_param(&param.wire, param.place.value, at);
        }
        things
    }

    /// Takes in a parameter, by its position.
    pub(super) fn add_param(&mut self, wire: &str, place: Place, at: usize) {
        self.form = self.form.or(Some(place).filter(|place| is_form(*place)));
        self.params.entry((place, wire_key(place, wire).into_owned())).or_default().push(at);
    }

    /// Takes in a field of the body or of the only answer, by its position.
    pub(super) fn add_field(&mut self, place: ToldPlace, wire: &str, root: TypeId, at: usize) {
        let index = if place == ToldPlace::Body { Some(&mut self.body) } else { self.answers.first_mut() };
        if let Some(index) = index {
            index.add(wire.to_owned(), wire, Target::Field(root, at));
        }
    }

    /// What kind of form there is, if there is one.
    pub(super) fn form(&self) -> Option<Place> {
        self.form
    }

    /// Whether a name is sent, and is nothing that the caller gives.
    pub(super) fn is_sent_otherwise(&self, name: &str) -> bool {
        self.others.contains(&name.to_ascii_lowercase())
    }

    /// The object that the body is, or the only answer.
    pub(super) fn root(&self, place: ToldPlace) -> Option<TypeId> {
        match (place, self.answers.as_slice()) {
            (ToldPlace::Body, _) => self.body.root,
            (ToldPlace::Answer, [one]) => one.root,
            _ => None,
        }
    }

    /// What a row is about: in the place that it tells, or in the request, or in the answer.
    pub(super) fn find(&self, row: &About, headed: Option<ToldPlace>) -> Vec<Target> {
        match row.place.or(headed) {
            Some(place) => self.at(&row.name, place),
            None => {
                let found = self.at(&row.name, ToldPlace::Request);
                if found.is_empty() { self.at(&row.name, ToldPlace::Answer) } else { found }
            }
        }
    }

    fn at(&self, name: &str, place: ToldPlace) -> Vec<Target> {
        let params = |places: &[Place]| -> Vec<Target> {
            let named = places.iter().filter_map(|place| self.params.get(&(*place, wire_key(*place, name).into_owned())));
            let mut found: Vec<usize> = named.flatten().copied().collect();
            found.sort_unstable();
            found.into_iter().map(Target::Param).collect()
        };
        match place {
            ToldPlace::Path => params(&[Place::Path]),
            ToldPlace::Query => params(&[Place::Query]),
            ToldPlace::Header => params(&[Place::Header]),
            ToldPlace::Form => params(FORMS),
            ToldPlace::Body => {
                let mut found = params(FORMS);
                found.extend(self.body.find(name));
                found
            }
            ToldPlace::Request => {
                let mut found = params(PLACES);
                if found.is_empty() {
                    found.extend(self.body.find(name));
                }
                found
            }
            ToldPlace::Answer => self.answers.iter().flat_map(|index| index.find(name)).collect(),
        }
    }

    /// The names of all that stands in a form, a body or an answer, and the ways to what it is made of.
    pub(super) fn in_bodies(&self) -> BTreeMap<&str, BTreeSet<Target>> {
        let mut found: BTreeMap<&str, BTreeSet<Target>> = BTreeMap::new();
        for ((_, name), params) in self.params.iter().filter(|((place, _), _)| is_form(*place)) {
            found.entry(name).or_default().extend(params.iter().map(|at| Target::Param(*at)));
        }
        for (path, targets) in self.answers.iter().chain([&self.body]).flat_map(|index| &index.paths) {
            found.entry(path).or_default().extend(targets);
        }
        found
    }
}

/// The places of a form.
const FORMS: &[Place] = &[Place::Form, Place::Part];
/// All places.
const PLACES: &[Place] = &[Place::Path, Place::Query, Place::Header, Place::Cookie, Place::Form, Place::Part, Place::Text];

/// Whether a place is one of a form.
pub(super) fn is_form(place: Place) -> bool {
    FORMS.contains(&place)
}

/// What makes two names one: headers have no case.
pub(super) fn wire_key(place: Place, name: &str) -> Cow<'_, str> {
    if place == Place::Header { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

impl Index {
    fn of(root: TypeId, api: &Api) -> Self {
        let mut index = Self::default();
        let content = api.types.content(root);
        index.root = matches!(api.types.get(content).shape, Shape::Object(_)).then_some(content);
        // Each with the types around it: one that contains itself is entered once on a way.
        let mut open: Vec<(TypeId, String, Vec<TypeId>)> = vec![(content, String::new(), Vec::new())];
        while let Some((ty, path, mut around)) = open.pop() {
            if around.contains(&ty) {
                continue;
            }
            around.push(ty);
            match &api.types.get(ty).shape {
                Shape::Object(object) => {
                    for (at, field) in object.fields.iter().enumerate() {
                        let target = Target::Field(ty, at);
                        let path = if path.is_empty() { field.wire.clone() } else { format!("{path}.{}", field.wire) };
                        index.add(path.clone(), &field.wire, target);
                        open.push((api.types.content(field.ty), path, around.clone()));
                    }
                }
                Shape::OneOf(cases) => {
                    open.extend(cases.iter().filter_map(|case| {
                        if let CaseKind::Type(ty) = case.kind { Some((api.types.content(ty), path.clone(), around.clone())) } else { None }
                    }));
                }
                _ => {}
            }
        }
        index
    }

    fn add(&mut self, path: String, wire: &str, target: Target) {
        self.names.entry(wire.to_owned()).or_default().push(target);
        self.paths.entry(path).or_default().push(target);
    }

    /// What a name or a path stands for.
    fn find(&self, name: &str) -> Vec<Target> {
        let mut path = name.replace("->", ".").replace("[]", "").replace("[0]", "").replace("[*]", "");
        if path.contains(" > ") {
            path = path.replace(" > ", ".");
        }
        let path = path.trim_matches('.');
        let own = self.paths.get(path).or_else(|| self.names.get(path));
        own.cloned().unwrap_or_default()
    }
}
