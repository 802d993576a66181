//! One type for nameless types that are equal in everything and stand at places of the same name.
//!
//! Two types that merely look alike stay two: an equal set of fields under another name, or one differing word of documentation,
//! is reason enough to keep them apart, for the vendor may change one of them and not the other.

use crate::ir::{Answer, Api, CaseKind, Shape, TypeDef, TypeId};
use std::collections::BTreeMap;

/// Words that say too little as the name of a type: such a type takes its owner's name at once, `SeatStatus`, and is never merged with
/// another owner's.
const GENERIC: &[&str] = &[
    "attributes",
    "code",
    "data",
    "details",
    "info",
    "item",
    "kind",
    "level",
    "meta",
    "metadata",
    "mode",
    "name",
    "object",
    "options",
    "properties",
    "result",
    "role",
    "state",
    "status",
    "type",
    "value",
];

/// Whether a word says too little as the name of a type.
pub fn is_generic(word: &str) -> bool {
    let word = word.to_lowercase();
    GENERIC.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Merges equal nameless objects, enumerations and unions that would get the same name from their place.
pub fn dedupe(api: &mut Api) {
    loop {
        let merged = round(api);
        if merged.is_empty() {
            return;
        }
        redirect(api, &merged);
    }
}

/// One round: equal types whose parts were merged before become equal in the next round.
fn round(api: &Api) -> BTreeMap<TypeId, TypeId> {
    let names = place_names(api);
    let mut merged = BTreeMap::new();
    let mut kept: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.types.iter() {
        let Some(name) = names.get(&id) else { continue };
        if def.name.is_some() || !deserves_a_name(def) {
            continue;
        }
        let namesakes = kept.entry(name.as_str()).or_default();
        match namesakes.iter().find(|&&other| equal(api.types.get(other), def)) {
            Some(&other) => {
                merged.insert(id, other);
            }
            None => namesakes.push(id),
        }
    }
    merged
}

fn deserves_a_name(def: &TypeDef) -> bool {
    matches!(def.shape, Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_))
}

fn equal(a: &TypeDef, b: &TypeDef) -> bool {
    a.shape == b.shape && a.docs == b.docs
}

/// The last wire name on the way to each nameless type; with its owner where it says too little.
fn place_names(api: &Api) -> BTreeMap<TypeId, String> {
    let mut names = BTreeMap::new();
    let mut note = |mut id: TypeId, owner: &str, wire: &str| {
        let name = if is_generic(wire) { format!("{owner}/{wire}") } else { wire.to_owned() };
        while names.insert(id, name.clone()).is_none() {
            match api.types.get(id).shape {
                Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => id = inner,
                _ => break,
            }
        }
    };
    for (id, def) in api.types.iter() {
        if let Shape::Object(object) = &def.shape {
            let owner = def.name.as_ref().map_or_else(|| format!("{id:?}"), |name| name.value.clone());
            for field in &object.fields {
                note(field.ty, &owner, &field.wire);
            }
        }
    }
    for operation in &api.operations {
        for param in &operation.params {
            note(param.ty, &operation.id, &param.wire);
        }
    }
    names
}

fn redirect(api: &mut Api, merged: &BTreeMap<TypeId, TypeId>) {
    let to = |id: &mut TypeId| {
        if let Some(&other) = merged.get(id) {
            *id = other;
        }
    };
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        match &mut api.types.get_mut(id).shape {
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => to(inner),
            Shape::Object(object) => {
                object.fields.iter_mut().for_each(|field| to(&mut field.ty));
                object.open.iter_mut().for_each(|open| to(&mut open.ty));
            }
            Shape::OneOf(cases) => cases.iter_mut().for_each(|case| {
                if let CaseKind::Type(ty) = &mut case.kind {
                    to(ty);
                }
            }),
        }
    }
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| to(&mut param.ty));
        operation.body.iter_mut().for_each(|body| to(&mut body.ty));
        for response in &mut operation.responses {
            if let Answer::Type(ty) = &mut response.answer.value {
                to(ty);
            }
        }
        operation.samples.iter_mut().filter_map(|sample| sample.ty.as_mut()).for_each(to);
    }
    api.samples.iter_mut().filter_map(|sample| sample.ty.as_mut()).for_each(to);
    api.webhooks.iter_mut().for_each(|webhook| to(&mut webhook.ty));
    api.errors.iter_mut().for_each(|errors| to(&mut errors.ty.value));
    api.envelope.iter_mut().for_each(|envelope| to(&mut envelope.value));
}
