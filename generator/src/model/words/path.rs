//! What a path says that stands in place of a name.

use super::split::{ascii, has_letter, singular};

/// What a path that stands in place of a name says.
pub(super) struct PathName<'a> {
    pub(super) verb: Option<&'a str>,
    pub(super) path: &'a str,
    /// What stands behind it: `(400)`.
    pub(super) rest: &'a str,
}

/// A name that is a path or a URL, with or without the verb before it.
pub(super) fn path_name(text: &str) -> Option<PathName<'_>> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_verb = (3..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let (verb, text) = if is_verb && is_path(rest.trim_start()) { (Some(first), rest.trim_start()) } else { (None, text) };
    if !is_path(text) {
        return None;
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    Some(PathName { verb, path: &text[..end], rest: text[end..].trim() })
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://") || text.starts_with("{{") && text.contains("}}/")
}

/// The nouns of a path, in order: a noun before a parameter is one of many. With `versions`, these too.
pub(super) fn nouns(path: &str, versions: bool) -> Vec<String> {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, rest)| rest));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let is_param = step.starts_with([':', '{', '<']) || step.contains("{{") || step.contains("={");
        if is_param {
            if let Some(last) = found.last_mut() {
                *last = singular(last);
            }
            continue;
        }
        let step = step.split('{').next().unwrap_or(step);
        let is_version = step.strip_prefix(['v', 'V']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() < 6);
        if (!is_version || versions) && has_letter(step) {
            found.push(ascii(step).into_owned());
        }
    }
    if found.len() > 1 && found.first().is_some_and(|first| ["api", "rest"].contains(&first.to_ascii_lowercase().as_str())) {
        found.remove(0);
    }
    found
}

/// The parameters of a path by their names.
fn params(path: &str) -> Vec<String> {
    let steps = path.split('/').filter(|step| step.starts_with([':', '{', '<']));
    steps.map(|step| step.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', " ").trim().to_owned()).collect()
}

/// What an operation is called by its verb and its path.
pub(super) fn verb_and_path(verb: &str, path: &str, versions: bool) -> String {
    let mut words = vec![verb.to_ascii_lowercase()];
    let nouns = nouns(path, versions);
    match (nouns.is_empty(), params(path)) {
        (false, _) => words.extend(nouns),
        (true, params) if params.is_empty() => words.push("root".to_owned()),
        (true, params) => {
            words.push("by".to_owned());
            words.extend(params);
        }
    }
    words.join(" ")
}
