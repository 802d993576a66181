//! The correction that makes a finding go, as an overlay writes it.

use crate::drift::finding::{FindingKind, Growing, NoEntry};
use crate::drift::seen::{Seen, quoted};
use crate::drift::walk::Leeway;
use crate::text::toml_string;

/// The entry for a finding; or why there is none.
pub(super) fn entry(kind: FindingKind, growing: &Growing, reason: &str) -> Result<String, NoEntry> {
    if let Some(why) = &growing.no_entry {
        return Err(why.clone());
    }
    let also = |what: &str| format!("set    = {{ also = {} }}", toml_string(what));
    let address = growing.also.as_ref().map_or(&growing.at, |(at, _)| at).address().ok_or(NoEntry::Unaddressed);
    let what = match kind {
        FindingKind::Missing => also("absent"),
        FindingKind::UnexpectedNull | FindingKind::NoBody => also("null"),
        FindingKind::OtherKind => match growing.leeway {
            Leeway::Any => also(&growing.seen.expression()),
            // One that may be a list as well could not be shown.
            Leeway::OneValue => "set    = { type = \"any\" }".to_owned(),
            Leeway::Text => return Err(NoEntry::Secret),
        },
        FindingKind::Unlisted => also(&values(growing)),
        FindingKind::UnknownMember => format!("add    = {}", toml_string(&all(growing).expression())),
        FindingKind::Status | FindingKind::UnexpectedBody => format!("set    = {{ answer = {} }}", toml_string(&all(growing).answer())),
        FindingKind::NotJson => "set    = { answer = \"unknown\" }".to_owned(),
        FindingKind::Duplicate => return Err(NoEntry::Vendor),
    };
    Ok(format!("[[patch]]\nat     = {}\n{what}\nreason = {}\n", toml_string(address?), toml_string(reason)))
}

/// All that the entry is to take.
fn all(growing: &Growing) -> Seen {
    let mut seen = growing.seen.clone();
    if let Some((_, also)) = &growing.also {
        seen.join(also.clone());
    }
    seen
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
