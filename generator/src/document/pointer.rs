//! Ways into a document: JSON pointers, whose steps into a list may be names.

use super::{Node, Value};

/// A step of a pointer that leads nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadEnd<'a> {
    /// Where the step begins: the last value that the pointer reaches.
    pub node: &'a Node,
    /// The step: the key or name that is not there.
    pub step: String,
}

impl Node {
    /// The value behind a pointer, as [`Node::follow`] finds it.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        self.follow(pointer).ok()
    }

    /// The value behind a JSON pointer (RFC 6901), such as `/item/0/request/url`.
    ///
    /// A step into a list that is no position is the `name` of one of its items: `/item/Orders/item/Get orders/request/url`. Positions
    /// change when a vendor adds an item in front; names stay.
    ///
    /// # Errors
    ///
    /// The first step that leads nowhere. A name that several items have leads nowhere: which one is meant is not guessed at.
    pub fn follow<'a>(&'a self, pointer: &str) -> Result<&'a Node, DeadEnd<'a>> {
        if pointer.is_empty() {
            return Ok(self);
        }
        let steps = pointer.strip_prefix('/').ok_or_else(|| DeadEnd { node: self, step: pointer.to_owned() })?;
        steps.split('/').map(unescaped).try_fold(self, |node, step| node.step(&step).ok_or(DeadEnd { node, step }))
    }

    fn step(&self, step: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(object) => object.get(step),
            Value::Array(array) if is_position(step) => array.items.get(step.parse::<usize>().ok()?),
            Value::Array(_) => {
                let mut named = self.named(step);
                named.next().filter(|_| named.next().is_none())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => None,
        }
    }

    /// The items of a list that have a `name`.
    pub fn named<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Node> + use<'a, 'n> {
        let items = self.as_array().unwrap_or_default();
        items.iter().filter(move |item| item.get("name").and_then(Node::as_str) == Some(name))
    }

    /// What a step from here may be: the keys of an object, the names of a list's items that no other item has. Each once, in order.
    pub fn steps(&self) -> Vec<&str> {
        let mut steps: Vec<&str> = Vec::new();
        match &self.value {
            Value::Object(object) => {
                for member in &object.members {
                    if !steps.contains(&member.key.value.as_str()) {
                        steps.push(&member.key.value);
                    }
                }
            }
            Value::Array(array) => {
                let names = array.items.iter().filter_map(|item| item.get("name")?.as_str());
                steps.extend(names.filter(|name| !is_position(name) && self.named(name).count() == 1));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
        }
        steps
    }
}

/// A step as the key or name that it stands for: `~1` is `/`, `~0` is `~`.
fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A key or name as a step.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether a step into a list is a position, counted from 0. `007` is a name.
pub fn is_position(step: &str) -> bool {
    step == "0" || (!step.starts_with('0') && !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::document::{Node, json};
    use crate::text::SourceMap;

    const DOCUMENT: &str = r#"{
        "item": [
            { "name": "Orders", "item": [{ "name": "a/b~c", "at": 1 }, { "name": "twice", "at": 2 }, { "name": "twice", "at": 3 }] },
            { "name": "Users", "at": 4 },
            { "name": "0", "at": 5 },
            { "name": "007", "at": 6 },
            { "name": 8, "at": 7 },
            "Orders",
            { "name": "", "at": 8 }
        ],
        "~1": 9
    }"#;

    fn with<T>(look: impl FnOnce(&Node) -> T) -> T {
        let mut sources = SourceMap::default();
        let file = sources.add("a.json", DOCUMENT.to_owned());
        look(&json::read_strict(file, &sources, &mut Diagnostics::default()).expect("a document"))
    }

    #[test]
    fn a_step_into_a_list_is_a_position_or_a_name() {
        with(|node| {
            for (pointer, at) in [
                ("/item/1/at", Some("4")),
                ("/item/Users/at", Some("4")),
                ("/item/Orders/item/a~1b~0c/at", Some("1")),
                ("/item/0/item/1/at", Some("2")),
                // A position wins over a name of digits; with a zero in front it is a name.
                ("/item/2/at", Some("5")),
                ("/item/0/at", None),
                ("/item/007/at", Some("6")),
                ("/item//at", Some("8")),
                // Two have it, none has it, one has it as a number.
                ("/item/Orders/item/twice/at", None),
                ("/item/users/at", None),
                ("/item/8/at", None),
                ("/item/+1/at", None),
                ("/item/99999999999999999999999/at", None),
                ("/~01", Some("9")),
                ("item", None),
            ] {
                let found = node.pointer(pointer).map(|node| match &node.value {
                    super::Value::Number(number) => number.as_str(),
                    _ => "another value",
                });
                assert_eq!(found, at, "{pointer}");
            }
        });
    }

    #[test]
    fn a_dead_end_knows_how_far_it_came() {
        with(|node| {
            let end = node.follow("/item/Orders/item/twice/at").expect_err("two have that name");
            assert_eq!((end.step.as_str(), end.node.steps()), ("twice", vec!["a/b~c"]));
            let end = node.follow("/item/Order/item").expect_err("none has that name");
            assert_eq!((end.step.as_str(), end.node.steps()), ("Order", vec!["Orders", "Users", "007", ""]));
            let end = node.follow("/items/0").expect_err("no such key");
            assert_eq!((end.step.as_str(), end.node.steps()), ("items", vec!["item", "~1"]));
            let end = node.follow("/~01/x").expect_err("numbers have no parts");
            assert_eq!((end.step.as_str(), end.node.steps()), ("x", vec![]));
        });
    }
}
