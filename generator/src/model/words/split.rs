//! A text into its words.

use heck::ToSnakeCase as _;
use std::borrow::Cow;

/// The text in ASCII: other scripts in Latin letters, a blank for what is no letter and no digit.
pub(super) fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut found = String::with_capacity(text.len());
    for sign in text.chars() {
        match deunicode::deunicode_char(sign) {
            _ if sign.is_ascii() => found.push(sign),
            Some("'" | "\"") => found.push('\''),
            Some(latin) if sign.is_alphanumeric() => found.extend(latin.chars().filter(|&c| c != '\'')),
            // An accent that stands for itself, and what has no width.
            Some("") => {}
            Some(_) | None => found.push(' '),
        }
    }
    Cow::Owned(found)
}

/// Whether a text has something to say: a letter.
pub(in crate::model) fn has_letter(text: &str) -> bool {
    ascii(text).contains(|c: char| c.is_ascii_alphabetic())
}

/// Words that people write with capitals inside.
const COMPOUNDS: &[(&str, &str)] = &[("OAuth", "Oauth"), ("GraphQL", "Graphql"), ("WiFi", "Wifi")];

/// The words of a text, in small ASCII letters and digits.
pub(in crate::model) fn split(text: &str) -> Vec<String> {
    let text = ascii(text);
    let mut found = Vec::new();
    for chunk in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'') {
        let chunk: String = chunk.chars().filter(|&c| c != '\'').collect();
        if chunk.is_empty() {
            continue;
        }
        // What is written small is one word.
        if !chunk.bytes().any(|byte| byte.is_ascii_uppercase()) {
            found.push(chunk);
            continue;
        }
        let chunk = COMPOUNDS.iter().fold(
            chunk,
            |chunk, (written, meant)| {
                if chunk.contains(written) { chunk.replace(written, meant) } else { chunk }
            },
        );
        found.extend(humps(&chunk).to_snake_case().split('_').map(str::to_owned));
    }
    // What is compared: `created>`, but not `<created>`.
    if !found.is_empty() && !text.trim_start().starts_with('<') {
        match text.trim_end().chars().next_back() {
            Some('>') => found.push("gt".to_owned()),
            Some('<') => found.push("lt".to_owned()),
            Some(_) | None => {}
        }
    }
    found
}

/// Marks the words of what is written in humps where capitals alone would mislead: `IDs` is a word, and `3D` is one in `In3DSecure`.
fn humps(chunk: &str) -> String {
    let bytes = chunk.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or_default();
    let mut marked = String::with_capacity(chunk.len());
    // Where the capitals end that a letter stands among.
    let mut capitals = 0;
    for (index, sign) in chunk.char_indices() {
        let (before, next, second) = (index.checked_sub(1).map_or(0, &at), at(index + 1), at(index + 2));
        let starts_measure =
            sign.is_ascii_digit() && next.is_ascii_uppercase() && second.is_ascii_uppercase() && at(index + 3).is_ascii_lowercase();
        if starts_measure && before.is_ascii_lowercase() {
            marked.push('_');
        }
        let in_measure = before.is_ascii_digit() && sign.is_ascii_uppercase() && next.is_ascii_uppercase() && second.is_ascii_lowercase();
        // Capitals before a plural `s` at the end of a word, or a version: `URLs`, `IDsOf`, `IPv4`.
        if capitals <= index {
            capitals = index + bytes[index..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        }
        let run = capitals - index;
        let (end, behind) = (at(capitals), at(capitals + 1));
        let is_word = end == b's' && !behind.is_ascii_lowercase() || end == b'v' && behind.is_ascii_digit();
        let is_plural = run > 0 && before.is_ascii_uppercase() && is_word;
        if in_measure {
            marked.push(sign.to_ascii_lowercase());
            marked.push('_');
        } else if is_plural {
            marked.push(sign.to_ascii_lowercase());
        } else {
            marked.push(sign);
        }
    }
    marked
}

/// The singular of a word that a list is called by: `event_groups` holds `event_group`.
pub(in crate::model) fn singular(words: &str) -> String {
    let lower = words.to_ascii_lowercase();
    let cut = |n: usize| words[..words.len() - n].to_owned();
    if lower.len() > 4 && lower.ends_with("ies") {
        format!("{}y", cut(3))
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|end| lower.ends_with(end)) {
        cut(2)
    } else if lower.len() > 2 && lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)) {
        cut(1)
    } else {
        words.to_owned()
    }
}
