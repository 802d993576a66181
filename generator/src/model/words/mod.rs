//! From what a document calls a thing to the words that a person would take for its name. Words only: identifiers are made in `names.rs`.
//!
//! * Letters of other scripts are written in Latin ones; emojis, quotes and accents say nothing. What is ASCII stays as it is.
//! * A number that only puts requests into order is no part of a name: `01 - Auth`, `1.2 Create quote`, `[2] Transfer flow`, `Step 3: Pay`.
//! * A path is no name. `GET /v1/users/:id/posts` is called by its verb and its nouns: `get user posts`. What stands before a parameter is one of
//!   many; versions and parameters are no nouns.
//! * An operation that is called `List accounts` in a group `Accounts` is its `list`.
//! * A long name ends where its first clause does, then at a word, never at an `of` or `the`.

use crate::ir::Operation;
use std::borrow::Cow;

/// A heading is cut to this many letters before other words are put beside it.
pub(super) const BRIEF: usize = 34;

/// And to this many where those of a group are.
pub(super) const BRIEFER: usize = 22;

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
pub(super) fn has_letter(text: &str) -> bool {
    ascii(text).contains(|c: char| c.is_ascii_alphabetic())
}

/// A heading without the number that only says which comes first.
pub(super) fn title(text: &str) -> &str {
    let text = text.trim();
    let mut rest = text;
    // A scenario may be numbered, and its steps again.
    for _ in 0..2 {
        match behind_number(rest) {
            Some(behind) if has_letter(behind) => rest = behind,
            Some(_) | None => break,
        }
    }
    rest
}

/// Words before a number that only count.
const COUNTED: &[&str] = &["step", "part", "task", "scenario", "use case", "case"];

/// Letters behind a digit that make a word of it.
const MEASURES: &[&str] = &["d", "g", "k", "p", "x"];

/// What stands behind the number at the beginning of a heading.
fn behind_number(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let counted = COUNTED.iter().find(|word| {
        lower
            .strip_prefix(**word)
            .is_some_and(|rest| rest.trim_start_matches([' ', '-', '_', '#']).starts_with(|c: char| c.is_ascii_digit()))
    });
    if let Some(word) = counted {
        let rest = text.get(word.len()..)?.trim_start_matches([' ', '-', '_', '#']);
        let (_, rest) = number(rest)?;
        return rest
            .strip_prefix(|c: char| c == ':' || c == '.' || c == ')' || c == '-' || c == '_' || c == '–' || c.is_whitespace())
            .map(trimmed);
    }
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some(inner) = text.strip_prefix(open) {
            let (_, rest) = number(inner)?;
            return rest.strip_prefix(close).map(trimmed);
        }
    }
    let (label, rest) = number(text)?;
    let letter = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let is_measure = MEASURES.contains(&letter.to_ascii_lowercase().as_str());
    let dash = rest.trim_start();
    let mark = |c: char| matches!(c, '.' | ')' | ':');
    if let Some(rest) = rest.strip_prefix(mark) {
        // `1.5x` is no heading; `1.Create` is.
        return (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| trimmed(rest));
    }
    if is_measure {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('_') {
        return rest.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(rest);
    }
    if let Some(behind) = dash.strip_prefix(['-', '–', '—', '|']).filter(|behind| rest.len() > dash.len() || behind.starts_with(' ')) {
        return behind.starts_with(char::is_whitespace).then(|| trimmed(behind));
    }
    // Alone it may belong to the words, as in `2 factor login`: only a label that counts in parts, or from `01`, is an order for sure.
    let counts = label.starts_with('0') || label.contains(['.', '-']) || letter.starts_with(|c: char| c.is_ascii_lowercase());
    (counts && rest.starts_with(char::is_whitespace)).then(|| trimmed(rest))
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.' | ')' | '_' | '|'))
}

/// A label such as `1`, `1.2`, `03-2` or `2A`, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        let digits = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            return None;
        }
        end += digits;
        let goes_on = bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b'-')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on {
            break;
        }
        end += 1;
    }
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    if is_letter(end) {
        if is_letter(end + 1) || bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        end += 1;
    }
    Some((text.get(..end)?, text.get(end..)?))
}

/// Words that a name does not end in.
const HANGING: &[&str] = &[
    "a", "an", "and", "as", "at", "be", "by", "for", "from", "if", "in", "into", "is", "its", "of", "on", "one", "or", "that", "the",
    "this", "to", "using", "via", "which", "with", "without",
];

const ARTICLES: &[&str] = &["a", "an", "the"];

/// The words of a heading, short enough for others to stand beside them.
pub(super) fn brief(text: &str, longest: usize) -> String {
    let text = ascii(title(text));
    let words = |text: &str| -> Vec<String> {
        let all = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '_').filter(|word| !word.is_empty());
        plain(all.map(str::to_owned).collect())
    };
    let length = |words: &[String]| words.iter().map(|word| word.len() + 1).sum::<usize>();
    let mut found = words(&text);
    if length(&found) > longest {
        let clause = text.split(['(', '[', ',', ';', ':', '/', '|']).next().unwrap_or_default();
        let clause = words(clause.split(" - ").next().unwrap_or_default());
        if clause.len() > 1 {
            found = clause;
        }
    }
    while found.len() > 2 && length(&found) > longest {
        found.pop();
    }
    drop_hanging(&mut found);
    found.join(" ")
}

/// Verbs whose third person is no noun.
const DEEDS: &[&str] = &[
    "activate",
    "add",
    "approve",
    "cancel",
    "close",
    "create",
    "deactivate",
    "delete",
    "disable",
    "enable",
    "fetch",
    "generate",
    "get",
    "modify",
    "publish",
    "register",
    "remove",
    "restore",
    "retrieve",
    "revoke",
    "submit",
    "update",
    "validate",
    "verify",
];

/// English without its articles, and as an order: `Creates a quote` is `Create quote`.
fn plain(mut words: Vec<String>) -> Vec<String> {
    let last = words.len().saturating_sub(1);
    let mut at = 0;
    words.retain(|word| {
        at += 1;
        let is_article = ARTICLES.contains(&word.as_str()) || at == 1 && ARTICLES.contains(&word.to_ascii_lowercase().as_str());
        !(is_article && at <= last)
    });
    if let [first, _, ..] = words.as_mut_slice() {
        let lower = first.to_ascii_lowercase();
        let cut = if lower.ends_with("shes") || lower.ends_with("ches") { 2 } else { 1 };
        let deed = if let Some(stem) = lower.strip_suffix("ies") {
            format!("{stem}y")
        } else {
            lower[..lower.len().saturating_sub(cut)].to_owned()
        };
        if lower.ends_with('s') && DEEDS.contains(&deed.as_str()) {
            *first = deed;
        }
    }
    words
}

fn drop_hanging(words: &mut Vec<String>) {
    while words.len() > 1 && words.last().is_some_and(|word| HANGING.contains(&word.to_ascii_lowercase().as_str())) {
        words.pop();
    }
}

/// Cuts words to what fits: of prose the end, at a word that can stand there; of what is written as one word its middle, for there the end tells
/// it from others. A single word stays whole.
pub(super) fn cut(words: &mut Vec<String>, longest: usize, joint: usize, is_prose: bool) {
    let length = |words: &[String]| words.iter().map(|word| word.len() + joint).sum::<usize>().saturating_sub(joint);
    if length(words) <= longest {
        return;
    }
    words.retain(|word| !ARTICLES.contains(&word.as_str()));
    let was_cut = length(words) > longest;
    while words.len() > 1 && length(words) > longest {
        if is_prose || words.len() == 2 {
            words.pop();
        } else {
            words.remove(words.len() - 2);
        }
    }
    if was_cut && is_prose {
        drop_hanging(words);
    }
}

/// What a path that stands in place of a name says.
struct PathName<'a> {
    verb: Option<&'a str>,
    path: &'a str,
    /// What stands behind it: `(400)`.
    rest: &'a str,
}

/// A name that is a path or a URL, with or without the verb before it.
fn path_name(text: &str) -> Option<PathName<'_>> {
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
fn nouns(path: &str, versions: bool) -> Vec<String> {
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
fn verb_and_path(verb: &str, path: &str, versions: bool) -> String {
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

/// What a thing is called, the shortest first. All namesakes take the next wording together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) words: String,
    pub(super) fuller: Vec<Vec<String>>,
}

/// What is known of an operation, as far as it can name it.
#[derive(Clone, Debug)]
pub(super) struct Known<'a> {
    pub(super) name: &'a str,
    pub(super) verb: &'a str,
    pub(super) path: String,
    /// The values of constant parameters.
    pub(super) constants: &'a [&'a str],
}

/// What is known of an operation; `constants` are the values of its constant parameters.
pub(super) fn known<'a>(operation: &'a Operation, constants: &'a [&'a str]) -> Known<'a> {
    let (name, verb) = (operation.name.value.as_str(), operation.method.value.as_str());
    Known { name, verb, path: operation.path.value.to_string(), constants }
}

impl Known<'_> {
    /// The heading of an operation, in words.
    pub(super) fn heading(&self) -> String {
        match path_name(title(self.name)) {
            Some(PathName { verb, path, rest }) => {
                let words = verb_and_path(verb.unwrap_or(self.verb), path, false);
                if rest.is_empty() { words } else { format!("{words} {}", ascii(rest)) }
            }
            None if has_letter(self.name) && self.name.trim() != self.verb => {
                let text = ascii(title(self.name));
                let words = plain(text.split_whitespace().map(str::to_owned).collect());
                words.join(" ")
            }
            None => verb_and_path(self.verb, &self.path, false),
        }
    }

    /// The phrase that types are called by: the heading, with the group's noun where it is a single word.
    pub(super) fn phrase(&self, group: Option<&str>, longest: usize) -> String {
        let heading = brief(&self.heading(), longest);
        match group {
            Some(group) if heading.split([' ', '_']).count() == 1 && !spans_words(&heading) => format!("{heading} {group}"),
            Some(_) | None => heading,
        }
    }

    /// Its verb and its path: no other operation has both.
    pub(super) fn route(&self) -> String {
        verb_and_path(self.verb, &self.path, true)
    }

    /// What its method is called; in a group without the group's own noun.
    pub(super) fn called(&self, group: Option<&str>) -> Called {
        let heading = self.heading();
        let short = group.and_then(|group| without_noun(&heading, group));
        let mut fuller: Vec<Vec<String>> = Vec::new();
        let mut push = |words: String| {
            if !words.is_empty() {
                fuller.push(vec![words]);
            }
        };
        if short.is_some() {
            push(heading.clone());
        }
        for value in self.constants {
            push(format!("{heading} {value}"));
        }
        // The number of a heading, where it is all that tells two apart.
        let numbered = ascii(self.name.trim()).into_owned();
        let verb = self.verb.to_ascii_lowercase();
        if !heading.to_ascii_lowercase().starts_with(&verb) {
            push(format!("{verb} {heading}"));
        }
        let nouns = nouns(&self.path, false);
        let said: Vec<String> = super::names::words(&heading).iter().map(|word| singular(word)).collect();
        let is_new = |noun: &String| super::names::words(noun).iter().all(|word| !said.contains(&singular(word)));
        if let Some(last) = nouns.last().filter(|noun| is_new(noun)) {
            push(format!("{heading} {last}"));
        }
        if let [.., before, last] = nouns.as_slice()
            && is_new(before)
            && is_new(last)
        {
            push(format!("{heading} {before} {last}"));
        }
        push(self.route());
        if numbered != heading && has_letter(&numbered) && path_name(&numbered).is_none() {
            push(format!("{heading} {}", numbered.strip_suffix(&heading).unwrap_or(&numbered)));
        }
        Called { words: short.unwrap_or(heading), fuller }
    }
}

/// Whether one word without blanks is several: `createBooking`.
fn spans_words(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Verbs that only read: what comes back is what they name.
const READS: &[&str] = &["fetch", "find", "get", "list", "lookup", "read", "retrieve", "search", "show", "view"];

/// What a phrase reads, if it says so plainly: `account` for `Get account by ID`.
pub(super) fn noun(phrase: &str) -> Option<String> {
    let words = super::names::words(phrase);
    let (verb, mut rest) = words.split_first()?;
    if !READS.iter().any(|known| verb == known || verb.strip_suffix('s') == Some(*known)) {
        return None;
    }
    while let Some((first, behind)) = rest.split_first()
        && ["all", "single", "specific", "one"].contains(&first.as_str())
    {
        rest = behind;
    }
    if let Some(by) = rest.iter().position(|word| word == "by") {
        rest = &rest[..by];
    }
    let is_noun =
        |word: &String| word.len() > 2 && has_letter(word) && !HANGING.contains(&word.as_str()) && !ARTICLES.contains(&word.as_str());
    ((1..=3).contains(&rest.len()) && rest.iter().all(is_noun)).then(|| rest.join(" "))
}

/// Verbs that say enough alone in a group that has the noun.
const VERBS: &[&str] = &[
    "activate",
    "add",
    "approve",
    "archive",
    "cancel",
    "change",
    "check",
    "close",
    "confirm",
    "count",
    "create",
    "deactivate",
    "delete",
    "disable",
    "download",
    "edit",
    "enable",
    "export",
    "fetch",
    "find",
    "get",
    "import",
    "insert",
    "list",
    "lookup",
    "modify",
    "open",
    "patch",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "refresh",
    "register",
    "remove",
    "replace",
    "reset",
    "restore",
    "retrieve",
    "revoke",
    "save",
    "search",
    "send",
    "set",
    "show",
    "start",
    "stop",
    "submit",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
    "view",
];

/// `list` for `List all accounts` in a group `Accounts`.
fn without_noun(heading: &str, group: &str) -> Option<String> {
    let words: Vec<String> = super::names::words(heading).into_iter().filter(|word| !ARTICLES.contains(&word.as_str())).collect();
    let (verb, mut rest) = words.split_first()?;
    let verb =
        VERBS.iter().find(|known| verb == *known || verb.strip_suffix('s') == Some(**known) || verb.strip_suffix("es") == Some(**known))?;
    if let Some((first, behind)) = rest.split_first()
        && first == "all"
    {
        rest = behind;
    }
    let noun = |words: &[String]| words.iter().map(|word| singular(word)).collect::<Vec<_>>();
    let group = super::names::words(group);
    (!rest.is_empty() && noun(rest) == noun(&group)).then(|| (*verb).to_owned())
}

/// What a group is called: its own words, and what it stands in, the nearest first.
///
/// The name of a group is that of its folders, joined with `/`. A folder whose name is a path begins with one itself.
pub(super) fn group(name: &str) -> Called {
    let (folders, path) = match name.find("//") {
        Some(at) => (&name[..at], Some(&name[at + 1..])),
        None if name.starts_with('/') => ("", Some(name)),
        None => (name, None),
    };
    let mut steps: Vec<String> = Vec::new();
    for step in folders.split('/').map(str::trim).filter(|step| !step.is_empty()) {
        match (steps.last_mut(), path_name(title(step))) {
            // A folder of each resource below the folder of all: `pets`, `{petId}`.
            (Some(last), _) if step.starts_with(['{', ':']) => *last = singular(last),
            (_, Some(found)) => steps.push(nouns(found.path, false).join(" ")),
            (_, None) => steps.push(ascii(title(step)).into_owned()),
        }
    }
    steps.extend(path.map(|path| nouns(path, false)).unwrap_or_default());
    steps.retain(|step| has_letter(step));
    // A folder often holds one of its own name.
    let nouns = |step: &String| super::names::words(step).iter().map(|word| singular(word)).collect::<Vec<_>>();
    steps.dedup_by(|step, outer| {
        super::names::words(step) == super::names::words(outer) || nouns(step) == nouns(outer) && step.ends_with('s')
    });
    let Some(words) = steps.pop() else { return Called { words: ascii(name).into_owned(), fuller: Vec::new() } };
    let fuller = (0..steps.len()).rev().map(|from| steps[from..].iter().cloned().chain([words.clone()]).collect()).collect();
    Called { words, fuller }
}

/// The singular of a word that a list is called by: `event_groups` holds `event_group`.
pub(super) fn singular(words: &str) -> String {
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

#[cfg(test)]
mod tests;
