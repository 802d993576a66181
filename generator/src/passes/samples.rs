//! Samples that corrections speak against.
//!
//! What a person says by hand goes over what a sample shows. Such a sample is none of what the client takes: it is said, and becomes no test of it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, EnumBase, Field, Presence, Shape, TypeId, Types, visible};
use crate::text::Span;
use serde_json::Value;

/// How deep values of samples are looked into: as deep as types are inferred.
const DEEPEST: usize = 24;

/// A member that no value of its type can be.
struct Against {
    name: String,
    /// Where it is said what it is to be.
    said: Option<Span>,
    what: &'static str,
}

/// Says which samples cannot be read as what they are samples of, and takes their text away.
pub fn refuse_samples(api: &mut Api, diagnostics: &mut Diagnostics) {
    let Api { types, operations, samples, .. } = api;
    for sample in operations.iter_mut().flat_map(|operation| &mut operation.samples).chain(samples) {
        let (Some(ty), Some(json)) = (sample.ty, &sample.json) else { continue };
        let Ok(value) = serde_json::from_str::<Value>(json) else { continue };
        let Err(Against { name, said, what }) = read(types, ty, &value, 0) else { continue };
        let what = if name.is_empty() { format!("it {what}") } else { format!("`{}` {what}", visible(&name)) };
        let diagnostic =
            Diagnostic::new(Code::SampleContradicts, said.unwrap_or(sample.span), format!("a sample speaks against a correction: {what}"))
                .note("the sample becomes no test of the client")
                .help("look at both: the one or the other is wrong");
        diagnostics.push(if said.is_some() { diagnostic.and(sample.span, "the sample") } else { diagnostic });
        sample.json = None;
    }
}

/// Whether a client reads a value as a type; else the member that keeps it from doing so. What does not fit into a member that may be missing is kept
/// beside it.
fn read(types: &Types, ty: TypeId, value: &Value, depth: usize) -> Result<(), Against> {
    let def = types.get(ty);
    let misfit = |what| Err(Against { name: String::new(), said: def.basis.written.or(def.basis.span), what });
    if depth > DEEPEST {
        return Ok(());
    }
    match (&def.shape, value) {
        (Shape::Any | Shape::OneOf(_), _) | (Shape::Nullable(_), Value::Null) => Ok(()),
        (Shape::Nullable(inner), _) => read(types, *inner, value, depth + 1),
        (Shape::Bool, Value::Bool(_)) | (Shape::Number, Value::Number(_)) | (Shape::String(_), Value::String(_)) => Ok(()),
        (Shape::Integer, Value::Number(number)) if number.is_i64() => Ok(()),
        (Shape::Enum(values), Value::String(_)) if values.base == EnumBase::Text => Ok(()),
        (Shape::Enum(values), Value::Number(number)) if values.base == EnumBase::Integer && number.is_i64() => Ok(()),
        (Shape::List(item), Value::Array(items)) => items.iter().try_for_each(|value| read(types, *item, value, depth + 1)),
        (Shape::Map(inner), Value::Object(members)) => members.values().try_for_each(|value| read(types, *inner, value, depth + 1)),
        (Shape::Object(object), Value::Object(members)) => object.fields.iter().try_for_each(|field| member(types, field, members, depth)),
        _ => misfit("is of another kind"),
    }
}

fn member(types: &Types, field: &Field, members: &serde_json::Map<String, Value>, depth: usize) -> Result<(), Against> {
    if field.facts.held(field.presence.value) != Presence::Required || field.facts.constant.is_some() || field.facts.access.is_some() {
        return Ok(());
    }
    let aliases = field.facts.aliases.iter().map(|alias| alias.value.as_str());
    let Some(value) = std::iter::once(field.wire.as_str()).chain(aliases).find_map(|name| members.get(name)) else {
        let basis = &field.presence.basis;
        return Err(Against { name: field.wire.clone(), said: basis.written.or(basis.span), what: "is required, and is not there" });
    };
    read(types, field.ty, value, depth + 1).map_err(|against| {
        let name = if against.name.is_empty() { field.wire.clone() } else { format!("{}.{}", field.wire, against.name) };
        Against { name, ..against }
    })
}
