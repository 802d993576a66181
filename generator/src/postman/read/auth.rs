//! Authentication: a map of attributes in v2.0, a list of them in v2.1, and either in any file.

use super::reader::{self, Reader};
use crate::document::{Node, Value};
use crate::postman::collection::{Auth, AuthSetting};
use crate::text::Located;

/// What an `auth` member says; absent and `null` inherit.
pub(super) fn setting(reader: &mut Reader<'_>, node: Option<&Node>) -> AuthSetting {
    reader.aside(|reader| setting_of(reader, node))
}

fn setting_of(reader: &mut Reader<'_>, node: Option<&Node>) -> AuthSetting {
    let Some(node) = node.filter(|node| node.value != Value::Null) else { return AuthSetting::Inherit };
    let Some(object) = reader.object(node, "`auth`") else { return AuthSetting::Inherit };
    let Some(kind) = object.get("type").and_then(|kind| reader.text(kind, "a kind of authentication")) else {
        if !object.members.is_empty() {
            reader.odd(node.span, "`auth` to have a `type`", "none");
        }
        return AuthSetting::Inherit;
    };
    if kind.value == "noauth" {
        // A page repeats what is inherited: where nobody says anything, that is none.
        let is_repeated = object.get("isInherited").is_some_and(reader::is_true);
        return if is_repeated { AuthSetting::Inherit } else { AuthSetting::Off(node.span) };
    }
    // Members of other kinds are left over from what the user chose before.
    let mut attributes = Vec::new();
    let table = object.get(&kind.value);
    // A page shows the attributes in two parts.
    let parts: Vec<&Node> = ["basicConfig", "advancedConfig"].iter().filter_map(|part| table?.get(part)).collect();
    for node in if parts.is_empty() { table.into_iter().collect() } else { parts } {
        read_attributes(reader, node, &mut attributes);
    }
    AuthSetting::Use(Auth { kind: Located::new(kind.value.to_ascii_lowercase(), kind.span), attributes, span: node.span })
}

/// Attributes: a map, or a list of names and values.
fn read_attributes(reader: &mut Reader<'_>, node: &Node, attributes: &mut Vec<(String, Located<String>)>) {
    match &node.value {
        Value::Object(map) => {
            for member in &map.members {
                if let Some(value) = reader::scalar(&member.value) {
                    attributes.push((member.key.value.clone(), value));
                }
            }
        }
        Value::Array(list) => {
            for entry in &list.items {
                if let (Some(key), Some(value)) = (entry.get("key").and_then(Node::as_str), entry.get("value").and_then(reader::scalar)) {
                    attributes.push((key.to_owned(), value));
                }
            }
        }
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {
            reader.odd(node.span, "the attributes of an authentication", node.kind());
        }
    }
}
