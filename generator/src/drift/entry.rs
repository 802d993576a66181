//! The correction that makes a finding go, as an overlay writes it.

use crate::drift::finding::{FindingKind, Growing};
use crate::drift::seen::quoted;
use crate::drift::walk::Leeway;
use std::fmt::Write as _;

/// The entry for a finding; none where no overlay can say so: that a member comes twice is for the vendor to mend, and a secret that is no text would be
/// shown.
pub(super) fn entry(kind: FindingKind, growing: &Growing, reason: &str) -> Option<String> {
    if !growing.is_addressed {
        return None;
    }
    let address = growing.at.address()?;
    let also = |what: &str| format!("set    = {{ also = {} }}", toml(what));
    let what = match kind {
        FindingKind::Missing => also("absent"),
        FindingKind::UnexpectedNull | FindingKind::NoBody => also("null"),
        FindingKind::OtherKind => match growing.leeway {
            Leeway::Any => also(&growing.seen.expression()),
            Leeway::OneValue => also("any"),
            Leeway::Text => return None,
        },
        FindingKind::Unlisted => also(&values(growing)),
        FindingKind::UnknownMember => format!("add    = {}", toml(&growing.seen.expression())),
        FindingKind::Status | FindingKind::UnexpectedBody => format!("set    = {{ answer = {} }}", toml(&growing.seen.answer())),
        FindingKind::NotJson => "set    = { answer = \"unknown\" }".to_owned(),
        FindingKind::Duplicate => return None,
    };
    Some(format!("[[patch]]\nat     = {}\n{what}\nreason = {}\n", toml(&address), toml(reason)))
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

/// A text as TOML writes it.
fn toml(text: &str) -> String {
    let is_plain = |sign: char| !sign.is_control() && !crate::text::is_invisible(sign);
    if !text.contains(['"', '\\']) && text.chars().all(is_plain) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') && text.chars().all(is_plain) {
        return format!("'{text}'");
    }
    let mut written = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            _ if is_plain(sign) => written.push(sign),
            _ => _ = write!(written, "\\U{:08X}", u32::from(sign)),
        }
    }
    written.push('"');
    written
}
