//! The values behind a path of wire names.

use crate::document::{Node, Value};

/// A step of a path.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// The member with a name.
    Member(String),
    /// All items of a list.
    Items,
}

/// All values behind a path such as `event_groups[].event_group_users[]`, in the document's order.
///
/// Steps are wire names with dots between them; `[]` behind one stands for all items of a list, a leading `[]` for the items of a list at the
/// root, and the empty path for the node itself. A name that holds a dot, a bracket or a quote is written in quotes: `"a.b".c`. Where the path
/// leads nowhere, or is no path, there are none.
pub fn select<'a>(node: &'a Node, path: &str) -> Vec<&'a Node> {
    let Some(steps) = steps(path) else { return Vec::new() };
    let mut found = vec![node];
    for step in steps {
        found = match step {
            Step::Member(name) => found.into_iter().filter_map(|node| node.get(&name)).collect(),
            Step::Items => found
                .into_iter()
                .flat_map(|node| if let Value::Array(array) = &node.value { array.items.as_slice() } else { &[] })
                .collect(),
        };
    }
    found
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path.trim();
    while let Some(more) = rest.strip_prefix("[]") {
        steps.push(Step::Items);
        rest = more;
    }
    if rest.is_empty() {
        return Some(steps);
    }
    if !steps.is_empty() {
        rest = rest.strip_prefix('.')?;
    }
    loop {
        let name;
        (name, rest) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_name(quoted)?
        } else {
            let end = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        };
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Member(name));
        while let Some(more) = rest.strip_prefix("[]") {
            steps.push(Step::Items);
            rest = more;
        }
        if rest.is_empty() {
            return Some(steps);
        }
        rest = rest.strip_prefix('.')?;
    }
}

/// A name up to its closing quote, `\"` and `\\` undone, and what follows it.
fn quoted_name(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((name, &text[at + 1..])),
            '\\' => name.push(chars.next()?.1),
            other => name.push(other),
        }
    }
    None
}
