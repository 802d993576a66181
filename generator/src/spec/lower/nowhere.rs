//! Places that name nothing, and what is said about them.

use super::evidence::excerpt;
use crate::diagnostic::Code;
use crate::document::pointer::{DeadEnd, is_position};
use crate::document::{Node, Value};
use crate::spec::words::written_step;

/// Why a place names nothing.
pub(super) enum Nowhere {
    /// The file or string has fewer lines; how many.
    Lines(u32),
    /// The page is no JSON document.
    NotJson,
    /// The pointer leads nowhere.
    Pointer {
        /// Why.
        why: String,
        /// What stands at the step that leads nowhere.
        help: String,
    },
    /// Lines of something that is no string.
    NotText(&'static str),
}

fn why(end: &DeadEnd<'_>) -> String {
    let shown = excerpt(&end.step);
    match &end.node.value {
        Value::Object(_) => format!("there is no key `{shown}`"),
        Value::Array(array) if is_position(&end.step) => {
            format!("the list has {}, counted from 0", counted(array.items.len(), "item"))
        }
        Value::Array(_) => match end.node.named(&end.step).count() {
            0 => format!("no item of the list has the name `{shown}`"),
            count => format!("{count} items of the list have the name `{shown}`"),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {
            format!("`{shown}` would be a part of {}", end.node.kind())
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn help(node: &Node) -> String {
    /// How many steps a message shows.
    const MOST: usize = 8;
    const STEPS: &str = "steps are keys, names of a list's items that no other item has, or positions from 0";
    let steps = node.steps();
    if steps.is_empty() {
        return format!("{STEPS}, as in `/item/Orders/item/0/request/description`");
    }
    let shown: Vec<String> = steps.iter().take(MOST).map(|step| format!("`{}`", excerpt(&written_step(step)))).collect();
    let more = if steps.len() > MOST { format!(" and {} more", steps.len() - MOST) } else { String::new() };
    format!("there are {}{more}; {STEPS}", shown.join(", "))
}

impl From<DeadEnd<'_>> for Nowhere {
    fn from(end: DeadEnd<'_>) -> Self {
        Self::Pointer { why: why(&end), help: help(end.node) }
    }
}

impl Nowhere {
    /// What is said about a place, as it is written, in a file.
    pub(super) fn said(self, written: &str, file: &str) -> (Code, String, String) {
        match self {
            Self::Lines(count) => (
                Code::LinesOutOfRange,
                format!("`{written}` is out of range: there are {count} lines"),
                "name lines of the source file beside the spec, counted from 1".to_owned(),
            ),
            Self::NotJson => {
                (Code::BadAt, format!("`{written}` is a pointer, but `{file}` is no JSON document"), "name lines: `12-15`".to_owned())
            }
            Self::Pointer { why, help } => (Code::BadAt, format!("the pointer `{written}` leads nowhere in `{file}`: {why}"), help),
            Self::NotText(kind) => (
                Code::BadAt,
                format!("`{written}` names lines, but the pointer leads to {kind}"),
                "lines stand only behind a pointer to a string".to_owned(),
            ),
        }
    }
}
