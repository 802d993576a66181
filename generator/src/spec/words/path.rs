//! Paths of rows.

use super::{Complaint, Ranged, quoted};

/// The path of a row: where its field stands below the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPath {
    /// The steps; at least one.
    pub steps: Vec<Ranged<Step>>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The key.
    pub name: StepName,
    /// How many `[]` stand behind it.
    pub lists: usize,
}

/// The key of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepName {
    /// A key.
    Key(String),
    /// Keys that are data and begin so (`prospect-*`; `*` alone begins with nothing).
    Open(String),
}

impl StepName {
    /// The text that the source must show: the key, or what the keys begin with.
    pub fn text(&self) -> &str {
        match self {
            Self::Key(text) | Self::Open(text) => text,
        }
    }
}

/// The most steps and lists of one path: what stands deeper wants a type with a name.
const DEEPEST: usize = 32;

/// Reads a path.
///
/// # Errors
///
/// The first thing that is no step.
pub fn parse_path(text: &str) -> Result<RowPath, Complaint> {
    let mut steps = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    loop {
        let start = at;
        let rest = &text[at..];
        let name = if rest.starts_with('"') {
            let (value, length) = quoted(rest).ok_or_else(|| Complaint::new(at..text.len(), "a `\"` has no partner that closes it"))?;
            at += length;
            StepName::Key(value)
        } else {
            let length = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
            let word = &rest[..length];
            at += length;
            match word.strip_suffix('*') {
                Some(prefix) => StepName::Open(prefix.to_owned()),
                None => StepName::Key(word.to_owned()),
            }
        };
        if name == StepName::Key(String::new()) && !text[start..].starts_with('"') {
            return Err(
                Complaint::new(start..text.len(), "a step of the path is empty").help("steps are parted by one `.`, as in `profile.id`")
            );
        }
        if name.text() != name.text().trim() {
            return Err(
                Complaint::new(start..at, "a step of the path has blanks around it").help("put it in quotes if they belong to the key")
            );
        }
        let mut lists = 0;
        while text[at..].starts_with("[]") {
            lists += 1;
            at += 2;
        }
        depth += 1 + lists;
        if depth > DEEPEST {
            return Err(Complaint::new(start..at, format!("the path leads more than {DEEPEST} levels down"))
                .help("give an inner object a table and a name of its own"));
        }
        steps.push(Ranged::new(Step { name, lists }, start..at));
        let rest = &text[at..];
        if rest.is_empty() {
            break;
        }
        if let Some(Ranged { value: Step { name: StepName::Open(_), .. }, range }) = steps.last() {
            return Err(Complaint::new(range.clone(), "keys that are data can only be the last step of a path")
                .help("give their values a table and a name of their own"));
        }
        if !rest.starts_with('.') {
            return Err(Complaint::new(at..text.len(), format!("found `{rest}`, expected `.`, `[]` or the end of the path")));
        }
        at += 1;
    }
    Ok(RowPath { steps })
}
