//! What types are used for, and by which operations.

use super::change::{Role, Uses};
use crate::ir::{Answer, Api, CaseKind, Shape, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// For every type of one version: what it is used for, and by which operations (by id) and webhooks.
pub(super) struct TypeUses {
    roles: BTreeMap<TypeId, BTreeSet<Role>>,
    users: BTreeMap<TypeId, BTreeSet<usize>>,
    names: Vec<String>,
}

impl TypeUses {
    /// Walks an API from its operations down. `rename` gives an operation the id under which reports know it.
    pub(super) fn of(api: &Api, rename: impl Fn(usize) -> Option<String>) -> Self {
        let mut found = Self { roles: BTreeMap::new(), users: BTreeMap::new(), names: Vec::new() };
        let mut everyone = Vec::new();
        for (at, operation) in api.operations.iter().enumerate() {
            let user = rename(at).map(|id| found.name(id));
            everyone.extend(user);
            let users = user.as_slice();
            for param in &operation.params {
                found.reach(api, param.ty, Role::Param, users);
            }
            if let Some(body) = &operation.body {
                found.reach(api, body.ty, Role::Request, users);
            }
            for response in &operation.responses {
                if let Answer::Type(ty) = response.answer.value {
                    found.reach(api, ty, Role::Response, users);
                }
            }
        }
        if let Some(errors) = &api.errors {
            found.reach(api, errors.ty.value, Role::Response, &everyone);
        }
        if let Some(envelope) = &api.envelope {
            found.reach(api, envelope.value, Role::Response, &[]);
        }
        for webhook in &api.webhooks {
            let user = found.name(format!("webhook:{}", webhook.name));
            found.reach(api, webhook.ty, Role::Response, &[user]);
        }
        found
    }

    fn name(&mut self, id: String) -> usize {
        self.names.push(id);
        self.names.len() - 1
    }

    fn reach(&mut self, api: &Api, from: TypeId, role: Role, users: &[usize]) {
        let mut passed = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            self.roles.entry(id).or_default().insert(role);
            self.users.entry(id).or_default().extend(users);
            let mut go = |next: TypeId| {
                if passed.insert(next) {
                    open.push(next);
                }
            };
            match &api.types.get(id).shape {
                Shape::List(next) | Shape::Map(next) | Shape::Nullable(next) => go(*next),
                Shape::Object(object) => {
                    for field in &object.fields {
                        go(field.ty);
                    }
                    if let Some(open) = &object.open {
                        go(open.ty);
                    }
                }
                Shape::OneOf(cases) => cases.iter().for_each(|case| {
                    if let CaseKind::Type(next) = &case.kind {
                        go(*next);
                    }
                }),
                Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
            }
        }
    }

    /// Whether anything uses a type.
    pub(super) fn is_used(&self, id: TypeId) -> bool {
        self.roles.contains_key(&id)
    }

    /// What a type is used for and by whom, in the order of the operations.
    pub(super) fn uses(&self, id: TypeId) -> Uses {
        Uses {
            roles: self.roles.get(&id).cloned().unwrap_or_default(),
            users: self.users.get(&id).into_iter().flatten().map(|&at| self.names[at].clone()).collect(),
        }
    }
}
