//! Types in a few words, for people: `[Pet]`, `string?`, `enum a | b`.

use crate::ir::{Basis, CaseKind, How, Object, Shape, TypeId, Types, form_text};
use std::collections::BTreeSet;

/// How many members of a structure are named.
const SHOWN: usize = 6;
/// How deep a type is told.
const DEEPEST: u8 = 4;

/// A type in a few words.
pub(super) fn type_words(types: &Types, id: TypeId) -> String {
    words(types, id, DEEPEST)
}

fn words(types: &Types, id: TypeId, depth: u8) -> String {
    match &types.get(id).name {
        Some(name) => name.value.clone(),
        None => structure(types, id, depth),
    }
}

/// A type in a few words, whatever its name.
pub(super) fn structure_words(types: &Types, id: TypeId) -> String {
    structure(types, id, DEEPEST)
}

fn structure(types: &Types, id: TypeId, depth: u8) -> String {
    let Some(deeper) = depth.checked_sub(1) else { return "…".to_owned() };
    match &types.get(id).shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::String(form) => form_text(*form).to_owned(),
        Shape::File => "file".to_owned(),
        Shape::List(inner) => format!("[{}]", words(types, *inner, deeper)),
        Shape::Map(inner) => format!("{{{}}}", words(types, *inner, deeper)),
        Shape::Nullable(inner) => format!("{}?", words(types, *inner, deeper)),
        Shape::Object(Object { fields, open }) => {
            let more = open.iter().map(|open| format!("{}*", open.prefix));
            format!("{{ {} }}", some(fields.iter().map(|field| field.wire.clone()).chain(more), ", "))
        }
        Shape::Enum(found) => format!("enum {}", some(found.values.iter().map(|value| value.wire.clone()), " | ")),
        Shape::OneOf(cases) => some(
            cases.iter().map(|case| match &case.kind {
                CaseKind::Type(id) => words(types, *id, deeper),
                CaseKind::Text(text) => format!("\"{text}\""),
            }),
            " | ",
        ),
    }
}

fn some(all: impl Iterator<Item = String>, between: &str) -> String {
    let mut all: Vec<String> = all.collect();
    let rest = all.len().saturating_sub(SHOWN);
    if rest > 0 {
        all.truncate(SHOWN);
        all.push(format!("… {rest} more"));
    }
    all.join(between)
}

/// How a fact is known, in words.
pub(super) fn basis_words(basis: &Basis) -> String {
    let how = match &basis.how {
        How::Stated => "stated".to_owned(),
        How::Inferred { samples: _ } => "inferred".to_owned(),
        How::Assumed { reason } => format!("assumed: {reason}"),
    };
    match &basis.page {
        Some(page) => format!("{how} by {page}"),
        None => how,
    }
}

/// Whether two texts say the same: white space aside.
pub(super) fn same_words(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}

/// Whether two types are the same on the wire, whatever their names: order, words and evidence aside.
pub(super) fn same_on_wire(old: &Types, old_id: TypeId, new: &Types, new_id: TypeId) -> bool {
    let mut passed = BTreeSet::new();
    let mut open = vec![(old_id, new_id)];
    while let Some((one, other)) = open.pop() {
        let ((one, one_null), (other, other_null)) = (old.peel(one), new.peel(other));
        // What is being compared is the same until a difference is found: so recursion ends.
        if !passed.insert((one, other)) {
            continue;
        }
        let same = one_null == other_null
            && match (&old.get(one).shape, &new.get(other).shape) {
                (Shape::Any, Shape::Any)
                | (Shape::Bool, Shape::Bool)
                | (Shape::Integer, Shape::Integer)
                | (Shape::Number, Shape::Number)
                | (Shape::File, Shape::File)
                // Two chains of `null` without end.
                | (Shape::Nullable(_), Shape::Nullable(_)) => true,
                (Shape::String(one), Shape::String(other)) => one == other,
                (Shape::List(one), Shape::List(other)) | (Shape::Map(one), Shape::Map(other)) => {
                    open.push((*one, *other));
                    true
                }
                (Shape::Object(one), Shape::Object(other)) => {
                    open.extend(one.open.iter().zip(&other.open).map(|(one, other)| (one.ty, other.ty)));
                    one.fields.len() == other.fields.len()
                        && one.open.as_ref().map(|open| &open.prefix) == other.open.as_ref().map(|open| &open.prefix)
                        && one.fields.iter().all(|field| {
                            let found = other.fields.iter().find(|found| found.wire == field.wire);
                            open.extend(found.map(|found| (field.ty, found.ty)));
                            found.is_some_and(|found| found.presence.value == field.presence.value)
                        })
                }
                (Shape::Enum(one), Shape::Enum(other)) => {
                    let values = |values: &[crate::ir::EnumValue]| values.iter().map(|value| value.wire.clone()).collect::<BTreeSet<_>>();
                    one.base == other.base && values(&one.values) == values(&other.values)
                }
                (Shape::OneOf(one), Shape::OneOf(other)) => {
                    one.len() == other.len()
                        && one.iter().zip(other).all(|(one, other)| match (&one.kind, &other.kind) {
                            (CaseKind::Type(one), CaseKind::Type(other)) => {
                                open.push((*one, *other));
                                true
                            }
                            (CaseKind::Text(one), CaseKind::Text(other)) => one == other,
                            (CaseKind::Type(_), CaseKind::Text(_)) | (CaseKind::Text(_), CaseKind::Type(_)) => false,
                        })
                }
                (
                    Shape::Any
                    | Shape::Bool
                    | Shape::Integer
                    | Shape::Number
                    | Shape::String(_) | Shape::File
                    | Shape::List(_)
                    | Shape::Map(_)
                    | Shape::Object(_)
                    | Shape::Enum(_)
                    | Shape::OneOf(_)
                    | Shape::Nullable(_),
                    _,
                ) => false,
            };
        if !same {
            return false;
        }
    }
    true
}
