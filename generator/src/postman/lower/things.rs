//! What words can be about: the parameters of an operation, the fields of its body and of its answers, by their names.

use crate::ir::{Answer, Api, CaseKind, Operation, Param, Place, Shape, TypeId};
use crate::postman::words::{About, ToldPlace};
use std::collections::BTreeMap;

/// What a row can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Param(usize),
    /// The field of an object type, by its position.
    Field(TypeId, usize),
}

/// The fields of a body or an answer by their names.
#[derive(Default)]
pub(super) struct Index {
    /// By path: `a.b` without marks of lists.
    paths: BTreeMap<String, Vec<Target>>,
    /// By the last name alone.
    names: BTreeMap<String, Vec<Target>>,
    /// The object at the root.
    pub(super) root: Option<TypeId>,
}

/// What a request and its answers hold.
pub(super) struct Things {
    pub(super) body: Index,
    pub(super) answers: Vec<Index>,
    /// Names that are sent otherwise: constants, credentials.
    pub(super) others: Vec<String>,
}

impl Things {
    pub(super) fn of(operation: &Operation, api: &Api) -> Self {
        let body = operation.body.as_ref().map(|body| Index::of(body.ty, api)).unwrap_or_default();
        let answers = operation.responses.iter().filter(|response| response.status.value.is_success());
        let answers =
            answers.filter_map(|response| if let Answer::Type(ty) = response.answer.value { Some(Index::of(ty, api)) } else { None });
        let constants = operation.constants.iter().map(|constant| constant.name.clone());
        let headers = operation.headers.iter().chain(&api.headers).map(|header| header.name.clone());
        let credentials = api.auth.iter().flat_map(|scheme| &scheme.credentials).map(|credential| match &credential.place {
            crate::ir::CredentialPlace::Header { name, .. }
            | crate::ir::CredentialPlace::Query { name }
            | crate::ir::CredentialPlace::Cookie { name }
            | crate::ir::CredentialPlace::SignedQuery { name, .. } => name.clone(),
            crate::ir::CredentialPlace::BasicPair => "Authorization".to_owned(),
        });
        let others = constants.chain(headers).chain(credentials).chain(["Content-Type".to_owned()]).collect();
        Self { body, answers: answers.collect(), others }
    }

    /// What a row is about: in the place that it tells, or in the request, or in the answer.
    pub(super) fn find(&self, operation: &Operation, row: &About, headed: Option<ToldPlace>) -> Vec<Target> {
        match row.place.or(headed) {
            Some(place) => self.at(operation, &row.name, place),
            None => {
                let found = self.at(operation, &row.name, ToldPlace::Request);
                if found.is_empty() { self.at(operation, &row.name, ToldPlace::Answer) } else { found }
            }
        }
    }

    fn at(&self, operation: &Operation, name: &str, place: ToldPlace) -> Vec<Target> {
        let params = |is: &dyn Fn(Place) -> bool| -> Vec<Target> {
            let same = |param: &Param| param.wire == name || (param.place.value == Place::Header && param.wire.eq_ignore_ascii_case(name));
            let found = operation.params.iter().enumerate().filter(|(_, param)| is(param.place.value) && same(param));
            found.map(|(at, _)| Target::Param(at)).collect()
        };
        match place {
            ToldPlace::Path => params(&|place| place == Place::Path),
            ToldPlace::Query => params(&|place| place == Place::Query),
            ToldPlace::Header => params(&|place| place == Place::Header),
            ToldPlace::Form => params(&|place| matches!(place, Place::Form | Place::Part)),
            ToldPlace::Body => {
                let mut found = params(&|place| matches!(place, Place::Form | Place::Part));
                found.extend(self.body.find(name));
                found
            }
            ToldPlace::Request => {
                let mut found = params(&|_| true);
                if found.is_empty() {
                    found.extend(self.body.find(name));
                }
                found
            }
            ToldPlace::Answer => self.answers.iter().flat_map(|index| index.find(name)).collect(),
        }
    }

    /// The same, of a form, a body or an answer, without looking into what it is made of.
    pub(super) fn at_root(&self, operation: &Operation, name: &str, place: ToldPlace) -> Vec<Target> {
        match place {
            ToldPlace::Body => self.body.paths.get(name).cloned().unwrap_or_default(),
            ToldPlace::Answer => self.answers.iter().filter_map(|index| index.paths.get(name)).flatten().copied().collect(),
            _ => self.at(operation, name, place),
        }
    }
}

impl Index {
    fn of(root: TypeId, api: &Api) -> Self {
        let mut index = Self::default();
        let content = api.types.content(root);
        index.root = matches!(api.types.get(content).shape, Shape::Object(_)).then_some(content);
        let mut open: Vec<(TypeId, String)> = vec![(content, String::new())];
        while let Some((ty, path)) = open.pop() {
            match &api.types.get(ty).shape {
                Shape::Object(object) => {
                    for (at, field) in object.fields.iter().enumerate() {
                        let target = Target::Field(ty, at);
                        let path = if path.is_empty() { field.wire.clone() } else { format!("{path}.{}", field.wire) };
                        index.names.entry(field.wire.clone()).or_default().push(target);
                        index.paths.entry(path.clone()).or_default().push(target);
                        open.push((api.types.content(field.ty), path));
                    }
                }
                Shape::OneOf(cases) => {
                    open.extend(cases.iter().filter_map(|case| {
                        if let CaseKind::Type(ty) = case.kind { Some((api.types.content(ty), path.clone())) } else { None }
                    }));
                }
                _ => {}
            }
        }
        index
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
