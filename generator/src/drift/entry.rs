//! The correction that makes a finding go, as an overlay writes it.

use crate::drift::finding::{FindingKind, Growing};
use crate::drift::seen::quoted;
use crate::drift::walk::Leeway;
use crate::text::toml_string;

/// The entry for a finding; none where no overlay can say so: that a member comes twice is for the vendor to mend, and a secret that is no text would be
/// shown.
pub(super) fn entry(kind: FindingKind, growing: &Growing, reason: &str) -> Option<String> {
    let address = growing.at.address()?;
    let also = |what: &str| format!("set    = {{ also = {} }}", toml_string(what));
    let what = match kind {
        FindingKind::Missing => also("absent"),
        FindingKind::UnexpectedNull | FindingKind::NoBody => also("null"),
        FindingKind::OtherKind => match growing.leeway {
            Leeway::Any => also(&growing.seen.expression()),
            Leeway::OneValue => also("any"),
            Leeway::Text => return None,
        },
        FindingKind::Unlisted => also(&values(growing)),
        FindingKind::UnknownMember => format!("add    = {}", toml_string(&growing.seen.expression())),
        FindingKind::Status | FindingKind::UnexpectedBody => format!("set    = {{ answer = {} }}", toml_string(&growing.seen.answer())),
        FindingKind::NotJson => "set    = { answer = \"unknown\" }".to_owned(),
        FindingKind::Duplicate => return None,
    };
    Some(format!("[[patch]]\nat     = {}\n{what}\nreason = {}\n", toml_string(address), toml_string(reason)))
}

/// The values that were seen; where one of them may not be shown, or they are too many for an enumeration, their kind.
fn values(growing: &Growing) -> String {
    let is_text = growing.seen.has_texts();
    if growing.more_values || growing.values.is_empty() {
        return if is_text { "string" } else { "integer" }.to_owned();
    }
    let values: Vec<String> = growing.values.iter().map(|value| if is_text { quoted(value) } else { value.clone() }).collect();
    format!("enum {}", values.join(" | "))
}
