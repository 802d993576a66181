//! Which types go to the vendor, which come back, and which contain themselves.

use crate::ir::{Answer, Api, CaseKind, Shape, TypeId, Types};
use std::collections::BTreeSet;

/// So many lists, maps and `null` in one another make one type of a client, which compilers and the layout walk down on a stack: no document that
/// people read goes so deep. What is deeper is any JSON value.
pub const DEEPEST: usize = 12;

/// In which directions types are used, and which of them samples show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Types that a caller sends in a body.
    pub sent: BTreeSet<TypeId>,
    /// Types that a caller receives.
    pub received: BTreeSet<TypeId>,
    /// Types that only stand in parameters (in the query, the path, a header).
    pub in_params: BTreeSet<TypeId>,
    /// Types that samples show, whatever they are used for.
    pub shown: BTreeSet<TypeId>,
}

impl Usage {
    /// Whether anything uses a type.
    pub fn is_used(&self, id: TypeId) -> bool {
        self.sent.contains(&id) || self.received.contains(&id) || self.in_params.contains(&id)
    }
}

/// Walks from every operation, error body, envelope and webhook to the types below them.
pub fn classify(api: &Api) -> Usage {
    let mut usage = Usage::default();
    for operation in &api.operations {
        for param in &operation.params {
            reach(&api.types, param.ty, &mut usage.in_params);
        }
        if let Some(body) = &operation.body {
            reach(&api.types, body.ty, &mut usage.sent);
        }
        for response in &operation.responses {
            if let Answer::Type(ty) = response.answer.value {
                reach(&api.types, ty, &mut usage.received);
            }
        }
    }
    if let Some(errors) = &api.errors {
        reach(&api.types, errors.ty.value, &mut usage.received);
    }
    if let Some(envelope) = &api.envelope {
        reach(&api.types, envelope.value, &mut usage.received);
    }
    for webhook in &api.webhooks {
        reach(&api.types, webhook.ty, &mut usage.received);
    }
    for sample in api.operations.iter().flat_map(|operation| &operation.samples).chain(&api.samples) {
        if let Some(ty) = sample.ty {
            reach(&api.types, ty, &mut usage.shown);
        }
    }
    usage
}

/// The types directly below a type.
pub(super) fn below(types: &Types, id: TypeId) -> Vec<TypeId> {
    match &types.get(id).shape {
        Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => Vec::new(),
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => vec![*inner],
        Shape::Object(object) => object.fields.iter().map(|field| field.ty).chain(object.open.iter().map(|open| open.ty)).collect(),
        Shape::OneOf(cases) => cases
            .iter()
            .filter_map(|case| match case.kind {
                CaseKind::Type(ty) => Some(ty),
                CaseKind::Text(_) => None,
            })
            .collect(),
    }
}

fn reach(types: &Types, start: TypeId, found: &mut BTreeSet<TypeId>) {
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(below(types, id));
        }
    }
}

/// The types that contain themselves by value, that is without a list or a map between: their fields need a box.
pub fn containing_themselves(types: &Types) -> BTreeSet<TypeId> {
    let by_value = |id: TypeId| match &types.get(id).shape {
        Shape::Any
        | Shape::Bool
        | Shape::Integer
        | Shape::Number
        | Shape::String(_)
        | Shape::File
        | Shape::Enum(_)
        | Shape::List(_)
        | Shape::Map(_) => Vec::new(),
        Shape::Object(object) => object.fields.iter().map(|field| field.ty).collect(),
        Shape::OneOf(_) | Shape::Nullable(_) => below(types, id),
    };
    let mut found = BTreeSet::new();
    for (id, _) in types.iter() {
        let mut seen = BTreeSet::new();
        let mut open = by_value(id);
        while let Some(next) = open.pop() {
            if next == id {
                found.insert(id);
                break;
            }
            if seen.insert(next) {
                open.extend(by_value(next));
            }
        }
    }
    found
}
