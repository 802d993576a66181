//! The entry of an overlay that settles a fact.

use super::survey::{Known, Subject};
use crate::ir::{Api, CaseKind, EnumBase, Presence, Shape, TypeId, form_text};
use crate::text::toml_string;

/// How deep a type is written.
const DEEPEST: usize = 6;

/// The entry, ready to be pasted: as it stands it says what the client does already. Its reason is left open, for nobody else can give it.
pub(super) fn entry(api: &Api, known: &Known) -> String {
    let (at, set) = patch(api, known);
    format!("[[patch]]\nat     = {}\nset    = {{ {set} }}\nreason = \"…\"\n", toml_string(&at))
}

/// The address of a correction, and what it sets.
pub(super) fn patch(api: &Api, known: &Known) -> (String, String) {
    match &known.subject {
        Subject::Server => ("server".to_owned(), format!("url = {}", toml_string(&known.value))),
        Subject::Answer(address) => (address.clone(), "answer = \"any\"".to_owned()),
        Subject::Type(ty) if matches!(api.types.get(api.types.peel(*ty).0).shape, Shape::Map(_)) => {
            (known.node.to_string(), "keys = \"data\"".to_owned())
        }
        Subject::Type(ty) => {
            // Of objects without a name only their rows tell.
            let written = type_text(api, *ty, 0).unwrap_or_else(|| "…".to_owned());
            (known.node.to_string(), format!("type = {}", toml_string(&written)))
        }
        Subject::Length(most) => (known.node.to_string(), format!("max = {most}")),
        Subject::Presence(presence) => {
            let word = match presence {
                Presence::Required => "required",
                // The client takes it for what may be missing.
                Presence::Optional | Presence::Unknown => "optional",
            };
            (known.node.to_string(), format!("presence = \"{word}\""))
        }
    }
}

/// A type in the language of overlays; nothing where that has no words for it: objects without a name have rows.
pub(super) fn type_text(api: &Api, id: TypeId, depth: usize) -> Option<String> {
    let def = api.types.get(id);
    if let Some(name) = &def.name {
        return Some(name.value.clone());
    }
    if depth > DEEPEST {
        return None;
    }
    let inner = |id: TypeId| type_text(api, id, depth + 1);
    Some(match &def.shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::String(form) => form_text(*form).to_owned(),
        Shape::File => "file".to_owned(),
        Shape::List(item) => format!("[{}]", inner(*item)?),
        Shape::Map(value) => format!("{{{}}}", inner(*value)?),
        Shape::Nullable(ty) => match &api.types.get(*ty).shape {
            Shape::Any if api.types.get(*ty).name.is_none() => "any".to_owned(),
            Shape::Enum(_) | Shape::OneOf(_) if api.types.get(*ty).name.is_none() => format!("({})?", inner(*ty)?),
            _ => format!("{}?", inner(*ty)?),
        },
        Shape::Enum(values) => {
            let values: Vec<String> = values
                .values
                .iter()
                .map(|value| if values.base == EnumBase::Integer { value.wire.clone() } else { value_text(&value.wire) })
                .collect();
            format!("enum {}", values.join(" | "))
        }
        Shape::OneOf(cases) => {
            let cases: Option<Vec<String>> = cases
                .iter()
                .map(|case| match &case.kind {
                    CaseKind::Type(ty) => {
                        let is_union =
                            matches!(api.types.get(*ty).shape, Shape::Enum(_) | Shape::OneOf(_)) && api.types.get(*ty).name.is_none();
                        inner(*ty).map(|text| if is_union { format!("({text})") } else { text })
                    }
                    CaseKind::Text(text) => Some(value_text(text)),
                })
                .collect();
            cases?.join(" | ")
        }
        Shape::Object(_) => return None,
    })
}

/// A value in quotes of its own.
fn value_text(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
