//! What was seen at a place in the samples, joined over all of them.

use super::form::{self, NumberForm, StringSays};
use crate::document::{Node, Object, Value};
use crate::text::Span;
use std::collections::BTreeMap;

/// Values nested deeper than this count as placeholders: no document that people read goes there, and the stack is finite.
const DEEPEST: usize = 24;

/// Whether what lies so deep in a sample is no evidence of a type.
pub fn is_too_deep(depth: usize) -> bool {
    depth > DEEPEST
}

/// Nor is a key with more bytes than this the name of a field: what has one counts as a placeholder. The address of all that is in a field has its key.
const LONGEST_KEY: usize = 1000;

/// Nor has an object more fields than this: more keys are data. So what is kept of samples does not grow with them.
const MOST_MEMBERS: usize = 1000;

/// What was seen at one place. Two of them can be joined, in any grouping.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The kinds of values, in the order of their first appearance; each kind at most once.
    pub(super) kinds: Vec<Kind>,
    /// `null`s.
    pub(super) nulls: Option<Seen>,
    /// Placeholders.
    pub(super) holes: Option<Seen>,
}

/// How often something was seen, and where first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) count: u32,
    pub(super) first: Span,
}

impl Seen {
    fn once(first: Span) -> Self {
        Self { count: 1, first }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
    }
}

/// The values of one kind.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Bool(Seen),
    Number {
        seen: Seen,
        /// How many of them are no whole number by their text.
        fractions: u32,
    },
    Text {
        seen: Seen,
        /// How many of them are RFC 3339 dates and times.
        date_times: u32,
    },
    List {
        seen: Seen,
        items: Box<Evidence>,
    },
    Object {
        seen: Seen,
        members: Members,
    },
    /// Objects whose keys are data. Nothing is read as that: it is what becomes of objects when all of them are known (`objects.rs`).
    Map {
        seen: Seen,
        values: Box<Evidence>,
    },
    /// Objects that are of the same type as one around them, which has this number, maybe beside others.
    Above {
        seen: Seen,
        number: usize,
    },
}

/// The members of all objects at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// How many of the objects were shown whole. Those that were cut short are no evidence of absence.
    pub(super) whole: u32,
    /// The members, in the order of their first appearance.
    pub(super) all: Vec<Member>,
    /// The values of all members, once there are too many to be fields; there are none then.
    pub(super) values: Option<Box<Evidence>>,
    /// The numbers by which objects inside of these say that they are of the same type.
    pub(super) numbers: Vec<usize>,
    by_key: BTreeMap<String, usize>,
    /// Where the next member of an object is looked for first.
    next: usize,
}

/// So many members are compared with one another.
const FEW: usize = 16;

/// Which of the members of an object with one key is counted: the last.
enum Last<'a> {
    /// All: no key stands twice.
    All,
    ByKey(BTreeMap<&'a str, usize>),
}

impl<'a> Last<'a> {
    fn of(object: &'a Object) -> Self {
        let keys: Vec<&str> = object.members.iter().map(|member| member.key.value.as_str()).collect();
        if keys.len() <= FEW && keys.iter().enumerate().all(|(at, key)| !keys[..at].contains(key)) {
            return Self::All;
        }
        Self::ByKey(keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect())
    }

    fn is(&self, at: usize, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::ByKey(last) => last.get(key) == Some(&at),
        }
    }
}

/// The values of one key.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: String,
    /// In how many objects it stands, and where its key stood first.
    pub(super) seen: Seen,
    /// In how many of the objects that were shown whole it stands.
    pub(super) in_whole: u32,
    pub(super) value: Evidence,
    /// The names of the members inside of each value that say the key again: `{"eur": {"code": "eur"}}`; not known before the first value.
    pub(super) says_key: Option<Vec<String>>,
}

impl Evidence {
    /// Takes a sample in.
    pub fn see(&mut self, node: &Node) {
        self.see_at(node, 0);
    }

    /// Whether there is a value that is neither `null` nor a placeholder.
    pub fn has_values(&self) -> bool {
        !self.kinds.is_empty()
    }

    fn see_at(&mut self, node: &Node, depth: usize) {
        let seen = Seen::once(node.span);
        if is_too_deep(depth) {
            return add(&mut self.holes, seen);
        }
        let whole_number = Kind::Number { seen, fractions: 0 };
        let fraction = Kind::Number { seen, fractions: 1 };
        match &node.value {
            Value::Null => add(&mut self.nulls, seen),
            Value::Hole(_) => add(&mut self.holes, seen),
            Value::Bool(_) => self.join_kind(Kind::Bool(seen)),
            Value::Number(token) => self.join_kind(match form::number(token) {
                NumberForm::Whole => whole_number,
                NumberForm::Fraction => fraction,
            }),
            Value::String(text) => match form::string(text) {
                StringSays::DateTime => self.join_kind(Kind::Text { seen, date_times: 1 }),
                StringSays::Text => self.join_kind(Kind::Text { seen, date_times: 0 }),
                StringSays::Integer => self.join_kind(whole_number),
                StringSays::Number => self.join_kind(fraction),
                StringSays::Bool => self.join_kind(Kind::Bool(seen)),
                StringSays::Nothing => add(&mut self.holes, seen),
            },
            Value::Array(array) => {
                let at = self.list(seen);
                if let Some(Kind::List { items, .. }) = self.kinds.get_mut(at) {
                    for item in &array.items {
                        items.see_at(item, depth + 1);
                    }
                }
            }
            Value::Object(object) if has_long_key(object) => add(&mut self.holes, seen),
            Value::Object(object) => {
                let at = self.object(seen);
                if let Some(Kind::Object { members, .. }) = self.kinds.get_mut(at) {
                    members.see(object, depth + 1);
                }
            }
        }
    }

    /// Joins what was seen elsewhere, behind what was seen here.
    pub fn join(&mut self, other: Self) {
        if let Some(seen) = other.nulls {
            add(&mut self.nulls, seen);
        }
        if let Some(seen) = other.holes {
            add(&mut self.holes, seen);
        }
        for kind in other.kinds {
            self.join_kind(kind);
        }
    }

    pub(super) fn join_kind(&mut self, kind: Kind) {
        for known in &mut self.kinds {
            match (known, &kind) {
                (Kind::Bool(known), Kind::Bool(seen)) => return known.join(*seen),
                (Kind::Number { seen: known, fractions }, Kind::Number { seen, fractions: more }) => {
                    *fractions = fractions.saturating_add(*more);
                    return known.join(*seen);
                }
                (Kind::Text { seen: known, date_times }, Kind::Text { seen, date_times: more }) => {
                    *date_times = date_times.saturating_add(*more);
                    return known.join(*seen);
                }
                (Kind::List { seen: known, items }, Kind::List { seen, .. }) => {
                    known.join(*seen);
                    if let Kind::List { items: more, .. } = kind {
                        items.join(*more);
                    }
                    return;
                }
                (Kind::Object { seen: known, members }, Kind::Object { seen, .. }) => {
                    known.join(*seen);
                    if let Kind::Object { members: more, .. } = kind {
                        members.join(more);
                    }
                    return;
                }
                (Kind::Map { seen: known, values }, Kind::Map { seen, .. }) => {
                    known.join(*seen);
                    if let Kind::Map { values: more, .. } = kind {
                        values.join(*more);
                    }
                    return;
                }
                (Kind::Above { seen: known, number }, Kind::Above { seen, number: other }) if number == other => return known.join(*seen),
                (
                    Kind::Bool(_)
                    | Kind::Number { .. }
                    | Kind::Text { .. }
                    | Kind::List { .. }
                    | Kind::Object { .. }
                    | Kind::Map { .. }
                    | Kind::Above { .. },
                    _,
                ) => {}
            }
        }
        self.kinds.push(kind);
    }

    /// The position of the lists, one more of which is counted.
    fn list(&mut self, one: Seen) -> usize {
        for (at, kind) in self.kinds.iter_mut().enumerate() {
            if let Kind::List { seen, .. } = kind {
                seen.join(one);
                return at;
            }
        }
        self.kinds.push(Kind::List { seen: one, items: Box::default() });
        self.kinds.len() - 1
    }

    /// The position of the objects, one more of which is counted.
    fn object(&mut self, one: Seen) -> usize {
        for (at, kind) in self.kinds.iter_mut().enumerate() {
            if let Kind::Object { seen, .. } = kind {
                seen.join(one);
                return at;
            }
        }
        self.kinds.push(Kind::Object { seen: one, members: Members::default() });
        self.kinds.len() - 1
    }
}

fn has_long_key(object: &Object) -> bool {
    object.members.iter().any(|member| member.key.value.len() > LONGEST_KEY)
}

fn add(to: &mut Option<Seen>, seen: Seen) {
    match to {
        Some(known) => known.join(seen),
        None => *to = Some(seen),
    }
}

impl Members {
    fn see(&mut self, object: &Object, depth: usize) {
        self.next = 0;
        if !object.cut {
            self.whole = self.whole.saturating_add(1);
        }
        let last = Last::of(object);
        for (at, member) in object.members.iter().enumerate() {
            if let Some(values) = &mut self.values {
                values.see_at(&member.value, depth);
                continue;
            }
            // Each value of a key that stands twice is evidence, but the key stands in one object only.
            let is_counted = last.is(at, &member.key.value);
            let seen = Seen { count: u32::from(is_counted), first: member.key.span };
            let known = self.member(&member.key.value, seen, u32::from(is_counted && !object.cut));
            if let Some(known) = self.all.get_mut(known) {
                known.says_key(says(&member.value, &member.key.value));
                known.value.see_at(&member.value, depth);
            }
            self.keep_few();
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.whole = self.whole.saturating_add(other.whole);
        self.numbers.extend(other.numbers);
        if let Some(values) = other.values {
            self.join_values().join(*values);
        }
        for member in other.all {
            if let Some(values) = &mut self.values {
                values.join(member.value);
                continue;
            }
            let known = self.member(&member.key, member.seen, member.in_whole);
            if let Some(known) = self.all.get_mut(known) {
                if let Some(names) = member.says_key {
                    known.says_key(Some(names));
                }
                known.value.join(member.value);
            }
            self.keep_few();
        }
    }

    /// Joins the values of all members where there are too many of them.
    fn keep_few(&mut self) {
        if self.all.len() > MOST_MEMBERS {
            self.join_values();
        }
    }

    /// The values of all members, from now on as those of a map.
    pub(super) fn join_values(&mut self) -> &mut Evidence {
        let all = std::mem::take(&mut self.all);
        self.by_key.clear();
        let values = self.values.get_or_insert_default();
        for member in all {
            values.join(member.value);
        }
        values
    }

    /// The position of a member, which is counted.
    fn member(&mut self, key: &str, seen: Seen, in_whole: u32) -> usize {
        // Samples of one thing mostly have their members in one order.
        let next = self.next;
        let at = if self.all.get(next).is_some_and(|member| member.key == key) { Some(next) } else { self.by_key.get(key).copied() };
        if let Some(at) = at {
            self.next = at + 1;
            if let Some(known) = self.all.get_mut(at) {
                known.seen.join(seen);
                known.in_whole = known.in_whole.saturating_add(in_whole);
            }
            return at;
        }
        let at = self.all.len();
        self.next = at + 1;
        self.by_key.insert(key.to_owned(), at);
        self.all.push(Member { key: key.to_owned(), seen, in_whole, value: Evidence::default(), says_key: None });
        at
    }
}

impl Member {
    /// Keeps those names that say the key in all values. A value that is no object has none of them; of `None` nothing is known.
    fn says_key(&mut self, names: Option<Vec<String>>) {
        let Some(names) = names else { return };
        match &mut self.says_key {
            Some(known) => known.retain(|name| names.contains(name)),
            None => self.says_key = Some(names),
        }
    }
}

/// The names of an object's members that are a text or a number, and the same as a key.
fn says(value: &Node, key: &str) -> Option<Vec<String>> {
    let object = match &value.value {
        Value::Object(object) => object,
        Value::Null | Value::Hole(_) => return None,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => return Some(Vec::new()),
    };
    let same = object.members.iter().filter(|member| match &member.value.value {
        Value::String(text) | Value::Number(text) => text == key,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) | Value::Hole(_) => false,
    });
    Some(same.map(|member| member.key.value.clone()).collect())
}
