//! From what a document calls a thing to the words that a person would take for its name. Words only: identifiers are made in `names.rs`.
//!
//! * Letters of other scripts are written in Latin ones; emojis, quotes and accents say nothing. What is ASCII stays as it is.
//! * A number that only puts requests into order is no part of a name: `01 - Auth`, `1.2 Create quote`, `[2] Transfer flow`, `Step 3: Pay`.
//! * A path is no name. `GET /v1/users/:id/posts` is called by its verb and its nouns: `get user posts`. What stands before a parameter is one of
//!   many; versions and parameters are no nouns.
//! * An operation that is called `List accounts` in a group `Accounts` is its `list`.
//! * A long name ends where its first clause does, then at a word, never at an `of` or `the`.
//!
//! * `split.rs`: a text into its words
//! * `order.rs`: the number before a heading
//! * `path.rs`: the nouns of a path

mod order;
mod path;
mod split;

pub(super) use split::{singular, split};

use crate::ir::Operation;
use order::title;
use path::{PathName, nouns, path_name, verb_and_path};
use split::{ascii, has_letter};
use std::collections::BTreeSet;

/// A heading is cut to this many letters before other words are put beside it.
pub(super) const BRIEF: usize = 34;

/// And to this many where those of a group are.
pub(super) const BRIEFER: usize = 22;

/// So many letters of a heading are read for names, where it is put together with many other words: far more than a name has.
const READ: usize = 1024;

/// And so many of the folders that a group stands in.
const FOLDERS: usize = 64;

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
    let mut all = length(&found);
    while found.len() > 2 && all > longest {
        all -= found.pop().map_or(0, |word| word.len() + 1);
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
    // With a joint behind the last one, too.
    let length = |words: &[String]| words.iter().map(|word| word.len() + joint).sum::<usize>();
    let longest = longest + joint;
    if length(words) <= longest {
        return;
    }
    words.retain(|word| !ARTICLES.contains(&word.as_str()));
    let mut all = length(words);
    let was_cut = all > longest;
    while words.len() > 1 && all > longest {
        let behind = if is_prose || words.len() == 2 { 1 } else { 2 };
        all -= words.remove(words.len() - behind).len() + joint;
    }
    if was_cut && is_prose {
        drop_hanging(words);
    }
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
        let mut heading = self.whole_heading();
        heading.truncate(heading.floor_char_boundary(READ));
        heading
    }

    fn whole_heading(&self) -> String {
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
        let said: BTreeSet<String> = split(&heading).iter().map(|word| singular(word)).collect();
        let is_new = |noun: &String| split(noun).iter().all(|word| !said.contains(&singular(word)));
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
    let words = split(phrase);
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
    let words: Vec<String> = split(heading).into_iter().filter(|word| !ARTICLES.contains(&word.as_str())).collect();
    let (verb, mut rest) = words.split_first()?;
    let verb =
        VERBS.iter().find(|known| verb == *known || verb.strip_suffix('s') == Some(**known) || verb.strip_suffix("es") == Some(**known))?;
    if let Some((first, behind)) = rest.split_first()
        && first == "all"
    {
        rest = behind;
    }
    let noun = |words: &[String]| words.iter().map(|word| singular(word)).collect::<Vec<_>>();
    let group = split(group);
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
    let nouns = |step: &String| split(step).iter().map(|word| singular(word)).collect::<Vec<_>>();
    steps.dedup_by(|step, outer| split(step) == split(outer) || nouns(step) == nouns(outer) && step.ends_with('s'));
    let Some(words) = steps.pop() else { return Called { words: ascii(name).into_owned(), fuller: Vec::new() } };
    let fuller = (steps.len().saturating_sub(FOLDERS)..steps.len())
        .rev()
        .map(|from| steps[from..].iter().cloned().chain([words.clone()]).collect())
        .collect();
    Called { words, fuller }
}

#[cfg(test)]
mod tests;
