//! Everything of an API that has a type, with its address.

use super::{Answer, Api, NodeId, Shape, TypeId};

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// An operation, by its position.
    Operation(usize),
    /// A parameter of an operation, by the positions of both.
    Param(usize, usize),
    /// The body that an operation sends.
    Body(usize),
    /// An answer of an operation, by the positions of both.
    Answer(usize, usize),
    /// What the vendor sends to an address of the caller's, by its position.
    Webhook(usize),
    /// The body of an answer that says no.
    Errors,
    /// The body that every answer has.
    Envelope,
    /// A type with a name.
    Type(TypeId),
    /// A field of an object, by its position.
    Field(TypeId, usize),
    /// The keys of an object that are data.
    Open(TypeId),
    /// The items of a list, or the values of a map.
    Items(TypeId),
    /// A case of a union, by its position.
    Case(TypeId, usize),
}

impl Spot {
    /// The type of what stands there; none of an operation, and of an answer that nobody describes.
    pub fn ty(self, api: &Api) -> Option<TypeId> {
        match self {
            Self::Operation(_) => None,
            Self::Param(operation, at) => Some(api.operations.get(operation)?.params.get(at)?.ty),
            Self::Body(operation) => Some(api.operations.get(operation)?.body.as_ref()?.ty),
            Self::Answer(operation, at) => match api.operations.get(operation)?.responses.get(at)?.answer.value {
                Answer::Type(ty) => Some(ty),
                Answer::Unknown | Answer::Empty => None,
            },
            Self::Webhook(at) => Some(api.webhooks.get(at)?.ty),
            Self::Errors => Some(api.errors.as_ref()?.ty.value),
            Self::Envelope => Some(api.envelope.as_ref()?.value),
            Self::Type(id) => Some(id),
            Self::Field(owner, at) => match &api.types.get(owner).shape {
                Shape::Object(object) => Some(object.fields.get(at)?.ty),
                _ => None,
            },
            Self::Open(owner) => match &api.types.get(owner).shape {
                Shape::Object(object) => Some(object.open.as_ref()?.ty),
                _ => None,
            },
            Self::Items(owner) => match &api.types.get(owner).shape {
                Shape::List(inner) | Shape::Map(inner) => Some(*inner),
                _ => None,
            },
            Self::Case(owner, at) => match &api.types.get(owner).shape {
                Shape::OneOf(cases) => match cases.get(at)?.kind {
                    super::CaseKind::Type(ty) => Some(ty),
                    super::CaseKind::Text(_) => None,
                },
                _ => None,
            },
        }
    }
}

/// Goes through an API from its operations down: whatever has a type, with its address, in the document's order. What stands inside is looked at where
/// `enter` says so. A type without a name stands at every place that has it; one with a name is gone into under its own address only, and nothing is
/// gone into inside of itself.
pub fn walk(api: &Api, enter: &mut dyn FnMut(&NodeId, Spot) -> bool) {
    Walk { api, enter, inside: Vec::new(), cases: Cases::Addressed }.all();
}

/// The same; and what stands inside of the cases of a union has a second address, as if it stood in the union itself.
pub fn walk_through_unions(api: &Api, enter: &mut dyn FnMut(&NodeId, Spot) -> bool) {
    Walk { api, enter, inside: Vec::new(), cases: Cases::Optional }.all();
}

struct Walk<'a> {
    api: &'a Api,
    enter: &'a mut dyn FnMut(&NodeId, Spot) -> bool,
    inside: Vec<TypeId>,
    cases: Cases,
}

/// What the cases of a union are to an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cases {
    /// Steps of it.
    Addressed,
    /// Steps that may be left out.
    Optional,
}

impl Walk<'_> {
    fn all(&mut self) {
        let api = self.api;
        for (at, operation) in api.operations.iter().enumerate() {
            let node = NodeId::operation(&operation.id);
            if !(self.enter)(&node, Spot::Operation(at)) {
                continue;
            }
            for (param, known) in operation.params.iter().enumerate() {
                self.spot(&node.child(known.place.value.word()).child(&known.wire), Spot::Param(at, param));
            }
            if operation.body.is_some() {
                self.spot(&node.child("body"), Spot::Body(at));
            }
            for (answer, response) in operation.responses.iter().enumerate() {
                self.spot(&node.child(&response.status.value.to_string()), Spot::Answer(at, answer));
            }
        }
        for (at, webhook) in api.webhooks.iter().enumerate() {
            self.spot(&NodeId::webhook(&webhook.name), Spot::Webhook(at));
        }
        if api.errors.is_some() {
            self.spot(&NodeId::errors(), Spot::Errors);
        }
        if api.envelope.is_some() {
            self.spot(&NodeId::envelope(), Spot::Envelope);
        }
        for (id, def) in api.types.iter() {
            if let Some(name) = &def.name {
                let node = NodeId::ty(&name.value);
                if (self.enter)(&node, Spot::Type(id)) {
                    self.inside.push(id);
                    self.below(id, &node);
                    self.inside.pop();
                }
            }
        }
    }

    fn spot(&mut self, node: &NodeId, spot: Spot) {
        if (self.enter)(node, spot)
            && let Some(ty) = spot.ty(self.api)
        {
            self.into(ty, node);
        }
    }

    fn into(&mut self, id: TypeId, node: &NodeId) {
        if self.api.types.get(id).name.is_some() || self.inside.contains(&id) {
            return;
        }
        self.inside.push(id);
        self.below(id, node);
        self.inside.pop();
    }

    fn below(&mut self, id: TypeId, node: &NodeId) {
        let api = self.api;
        match &api.types.get(id).shape {
            Shape::List(_) | Shape::Map(_) => self.spot(&node.items(), Spot::Items(id)),
            Shape::Nullable(inner) => self.into(*inner, node),
            Shape::Object(object) => {
                for (at, field) in object.fields.iter().enumerate() {
                    self.spot(&node.child(&field.wire), Spot::Field(id, at));
                }
                if let Some(open) = &object.open {
                    self.spot(&node.child(&format!("{}*", open.prefix)), Spot::Open(id));
                }
            }
            Shape::OneOf(cases) => {
                if self.cases == Cases::Optional {
                    for case in api.types.parts(id) {
                        self.into(case, node);
                    }
                }
                let nodes = api.types.cases(cases, node);
                let types = cases.iter().enumerate().filter(|(_, case)| matches!(case.kind, super::CaseKind::Type(_)));
                for ((at, _), (_, node)) in types.zip(nodes) {
                    self.spot(&node, Spot::Case(id, at));
                }
            }
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
        }
    }
}
