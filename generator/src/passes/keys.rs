//! An object's keys: names of fields, or data. Which of the two they are no rule knows for sure, so that a person may say it.

use crate::ir::{
    Api, Basis, Case, CaseKind, Enum, EnumValue, Fact, Field, Keys, Object, Presence, Shape, StringForm, TypeDef, TypeId, Types,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Why the keys of a type are not changed.
pub(super) enum KeysRefusal {
    /// They are so already.
    Same,
    /// It is no object.
    NoObject,
    /// No sample shows them.
    NoSample,
}

/// How deep values of samples are looked into: as deep as types are inferred.
const DEEPEST: usize = 24;

/// The shape of a type whose keys are what a person says.
pub(super) fn with_keys(api: &mut Api, id: TypeId, keys: Keys, basis: &Basis) -> Result<Shape, KeysRefusal> {
    let is_said = !matches!(api.types.get(id).basis.how, crate::ir::How::Inferred { .. });
    match (api.types.get(id).shape.clone(), keys) {
        (Shape::Map(_), Keys::Data) | (Shape::Object(_), Keys::Fields) if is_said => Err(KeysRefusal::Same),
        (shape @ Shape::Map(_), Keys::Data) => Ok(shape),
        (shape @ Shape::Object(_), Keys::Fields) => Ok(shape),
        (Shape::Object(Object { fields, open }), Keys::Data) => {
            let types: Vec<TypeId> = fields.iter().map(|field| field.ty).chain(open.iter().map(|open| open.ty)).collect();
            let value = joined(&mut api.types, &types, basis);
            Ok(Shape::Map(value))
        }
        (Shape::Map(value), Keys::Fields) => {
            let seen = seen(api, id);
            if seen.keys.is_empty() {
                return Err(KeysRefusal::NoSample);
            }
            let fields = seen.keys.into_iter().map(|(key, count)| {
                let mut field = Field::new(key, value, api.types.get(value).basis.clone());
                let presence = if count < seen.objects { Presence::Optional } else { Presence::Unknown };
                field.presence = Fact::new(presence, api.types.get(id).basis.clone());
                field
            });
            Ok(Shape::Object(Object { fields: fields.collect(), open: None }))
        }
        _ => Err(KeysRefusal::NoObject),
    }
}

/// The keys that samples show of a type: sample by sample, those of one in the order of their letters.
#[derive(Default)]
struct Seen {
    objects: u32,
    keys: Vec<(String, u32)>,
    at: BTreeMap<String, usize>,
}

fn seen(api: &Api, id: TypeId) -> Seen {
    let mut seen = Seen::default();
    for sample in api.operations.iter().flat_map(|operation| &operation.samples).chain(&api.samples) {
        let (Some(ty), Some(json)) = (sample.ty, &sample.json) else { continue };
        let Ok(value) = serde_json::from_str::<Value>(json) else { continue };
        look(&api.types, ty, &value, id, &mut seen, 0);
    }
    seen
}

fn look(types: &Types, ty: TypeId, value: &Value, wanted: TypeId, seen: &mut Seen, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match (&types.get(ty).shape, value) {
        (Shape::Nullable(inner), _) => look(types, *inner, value, wanted, seen, depth + 1),
        (Shape::List(item), Value::Array(items)) => items.iter().for_each(|value| look(types, *item, value, wanted, seen, depth + 1)),
        (Shape::Map(inner), Value::Object(members)) => {
            if ty == wanted {
                seen.objects += 1;
                for key in members.keys() {
                    match seen.at.get(key).and_then(|&at| seen.keys.get_mut(at)) {
                        Some((_, count)) => *count += 1,
                        None => {
                            seen.at.insert(key.clone(), seen.keys.len());
                            seen.keys.push((key.clone(), 1));
                        }
                    }
                }
            }
            members.values().for_each(|value| look(types, *inner, value, wanted, seen, depth + 1));
        }
        (Shape::Object(object), Value::Object(members)) => {
            for field in &object.fields {
                if let Some(value) = members.get(&field.wire) {
                    look(types, field.ty, value, wanted, seen, depth + 1);
                }
            }
        }
        (Shape::OneOf(cases), _) => {
            for case in cases {
                if let CaseKind::Type(ty) = case.kind {
                    look(types, ty, value, wanted, seen, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// The type of all values that have one of these types.
fn joined(types: &mut Types, all: &[TypeId], basis: &Basis) -> TypeId {
    let mut all = all.iter().copied();
    let Some(mut joined) = all.next() else { return types.add(TypeDef::anonymous(Shape::Any, basis.clone())) };
    for ty in all {
        joined = join(types, joined, ty, basis, 0);
    }
    joined
}

fn join(types: &mut Types, a: TypeId, b: TypeId, basis: &Basis, depth: usize) -> TypeId {
    if a == b {
        return a;
    }
    let ((one, null), (other, too)) = (types.peel(a), types.peel(b));
    let joined = join_values(types, one, other, basis, depth);
    if null || too { types.add(TypeDef::anonymous(Shape::Nullable(joined), basis.clone())) } else { joined }
}

/// The same of types that are not `null`.
fn join_values(types: &mut Types, a: TypeId, b: TypeId, basis: &Basis, depth: usize) -> TypeId {
    let (one, other) = (types.get(a).clone(), types.get(b).clone());
    let is_named = one.name.is_some() || other.name.is_some();
    let shape = match (one.shape, other.shape) {
        (Shape::Any, _) => return b,
        (_, Shape::Any) => return a,
        _ if a == b => return a,
        (one, other) if one == other && !is_named => return a,
        (Shape::Integer | Shape::Number, Shape::Integer | Shape::Number) => Shape::Number,
        (Shape::String(_) | Shape::Enum(Enum { base: crate::ir::EnumBase::Text, .. }), Shape::String(_)) if !is_named => {
            Shape::String(StringForm::Plain)
        }
        (Shape::String(_), Shape::Enum(Enum { base: crate::ir::EnumBase::Text, .. })) if !is_named => Shape::String(StringForm::Plain),
        (Shape::Enum(one), Shape::Enum(other)) if one.base == other.base && !is_named => {
            let known: BTreeSet<&str> = one.values.iter().map(|value| value.wire.as_str()).collect();
            let more: Vec<EnumValue> = other.values.iter().filter(|value| !known.contains(value.wire.as_str())).cloned().collect();
            Shape::Enum(Enum { base: one.base, values: [one.values.clone(), more].concat() })
        }
        (Shape::List(one), Shape::List(other)) if depth < DEEPEST => Shape::List(join(types, one, other, basis, depth + 1)),
        (Shape::Map(one), Shape::Map(other)) if depth < DEEPEST && !is_named => Shape::Map(join(types, one, other, basis, depth + 1)),
        (Shape::Object(one), Shape::Object(other)) if depth < DEEPEST && !is_named => {
            Shape::Object(join_objects(types, one, other, basis, depth))
        }
        (one, other) => {
            let mut cases: Vec<Case> = Vec::new();
            for (id, shape) in [(a, one), (b, other)] {
                let more = match shape {
                    Shape::OneOf(more) => more,
                    _ => vec![Case { kind: CaseKind::Type(id), basis: types.get(id).basis.clone() }],
                };
                for case in more {
                    let is_known = cases.iter().any(|known| match (&known.kind, &case.kind) {
                        (CaseKind::Type(known), CaseKind::Type(ty)) => types.get(*known).shape == types.get(*ty).shape,
                        (known, other) => known == other,
                    });
                    if !is_known {
                        cases.push(case);
                    }
                }
            }
            Shape::OneOf(cases)
        }
    };
    types.add(TypeDef::anonymous(shape, basis.clone()))
}

fn join_objects(types: &mut Types, one: Object, other: Object, basis: &Basis, depth: usize) -> Object {
    let mut rest = other.fields;
    let mut fields: Vec<Field> = Vec::new();
    let may_lack = |field: &mut Field| {
        if field.presence.value != Presence::Optional {
            field.presence = Fact::new(Presence::Optional, field.basis.clone());
        }
    };
    for mut field in one.fields {
        match rest.iter().position(|other| other.wire == field.wire) {
            Some(at) => {
                let other = rest.remove(at);
                field.ty = join(types, field.ty, other.ty, basis, depth + 1);
                if field.presence.value == Presence::Required && other.presence.value != Presence::Required {
                    field.presence = other.presence;
                }
            }
            None => may_lack(&mut field),
        }
        fields.push(field);
    }
    rest.iter_mut().for_each(may_lack);
    fields.append(&mut rest);
    Object { fields, open: one.open.or(other.open) }
}
