//! What was seen at a place, as a type of the overlay's language. Kinds are counted, and no value is kept.

use crate::document::{Node, Value};
use crate::drift::looks::Looks;
use crate::drift::place::is_data;
use std::collections::{BTreeMap, BTreeSet};

/// Values in one another are looked at so deep; what is deeper is `any`.
const DEEPEST: usize = 6;

/// An object with more members than these is not written down member by member.
const MOST_MEMBERS: usize = 40;

/// Of all objects in one another so many members are kept apart.
const MOST_IN_ALL: usize = 400;

/// A longer type is `any`: nobody pastes a page.
const LONGEST: usize = 2000;

/// What was seen at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    nulls: u64,
    booleans: u64,
    integers: u64,
    /// Numbers that no integer of 64 bits is.
    fractions: u64,
    texts: u64,
    lists: Option<Box<Seen>>,
    objects: Option<Members>,
    /// Some of it stands deeper than is looked at.
    deep: bool,
    /// How many members of all objects in it are kept apart.
    apart: usize,
    /// Bodies of which nothing came.
    blanks: u64,
    /// Bodies that were not recorded.
    unrecorded: u64,
    /// Bodies that are no JSON, by what they seem to be.
    others: BTreeSet<Looks>,
}

/// The members of all objects at a place.
#[derive(Clone, Debug, Default)]
struct Members {
    all: BTreeMap<String, Seen>,
    /// Their keys are data, or there are too many of them.
    is_map: bool,
    /// Of which the values are these.
    values: Box<Seen>,
}

impl Seen {
    /// Takes a value in.
    pub(super) fn see(&mut self, node: &Node) {
        let mut apart = self.apart;
        self.see_at(node, 0, &mut apart);
        self.apart = apart;
    }

    /// A body of which nothing came.
    pub(super) fn see_blank(&mut self) {
        self.blanks += 1;
    }

    /// A body of which the recording does not say what it was.
    pub(super) fn see_unrecorded(&mut self) {
        self.unrecorded += 1;
    }

    /// A body that is no JSON.
    pub(super) fn see_other(&mut self, looks: Looks) {
        self.others.insert(looks);
    }

    /// Whether texts are what was seen.
    pub(super) fn has_texts(&self) -> bool {
        self.texts > 0
    }

    /// What an answer holds that was seen so, as an overlay says it.
    pub(super) fn answer(&self) -> String {
        let has_values = self.nulls + self.booleans + self.integers + self.fractions + self.texts > 0
            || self.lists.is_some()
            || self.objects.is_some()
            || self.deep;
        match (has_values, self.blanks > 0, !self.others.is_empty()) {
            (_, _, true) | (false, false, false) => "unknown".to_owned(),
            (false, true, false) => "empty".to_owned(),
            (true, false, false) => self.expression(),
            // Where `null` may stand, nothing may come.
            (true, true, false) => Self { nulls: self.nulls + 1, ..self.clone() }.expression(),
        }
    }

    fn see_at(&mut self, node: &Node, depth: usize, apart: &mut usize) {
        if depth == DEEPEST {
            self.deep = true;
            return;
        }
        match &node.value {
            Value::Null | Value::Hole(_) => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            Value::Number(text) if is_integer(text) => self.integers += 1,
            Value::Number(_) => self.fractions += 1,
            Value::String(_) => self.texts += 1,
            Value::Array(array) => {
                let items = self.lists.get_or_insert_default();
                array.items.iter().for_each(|item| items.see_at(item, depth + 1, apart));
            }
            Value::Object(object) => {
                let members = self.objects.get_or_insert_default();
                for member in &object.members {
                    let key = &member.key.value;
                    let is_new = !members.all.contains_key(key);
                    let is_full = members.all.len() >= MOST_MEMBERS || *apart >= MOST_IN_ALL;
                    members.is_map |= is_new && (is_full || is_data(key));
                    *apart += usize::from(is_new && !members.is_map);
                    if members.is_map {
                        for (_, seen) in std::mem::take(&mut members.all) {
                            members.values.join(seen);
                        }
                        members.values.see_at(&member.value, depth + 1, apart);
                    } else {
                        members.all.entry(key.clone()).or_default().see_at(&member.value, depth + 1, apart);
                    }
                }
            }
        }
    }

    /// Takes in what was seen elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        let Self { nulls, booleans, integers, fractions, texts, lists, objects, deep, apart: _, blanks, unrecorded, others } = other;
        self.nulls += nulls;
        self.booleans += booleans;
        self.integers += integers;
        self.fractions += fractions;
        self.texts += texts;
        self.blanks += blanks;
        self.unrecorded += unrecorded;
        self.others.extend(others);
        self.deep |= deep;
        if let Some(items) = lists {
            self.lists.get_or_insert_default().join(*items);
        }
        if let Some(members) = objects {
            let own = self.objects.get_or_insert_default();
            for (key, seen) in members.all {
                own.all.entry(key).or_default().join(seen);
            }
            own.values.join(*members.values);
            own.is_map |= members.is_map;
            if own.is_map {
                for (_, seen) in std::mem::take(&mut own.all) {
                    own.values.join(seen);
                }
            }
        }
    }

    /// The kinds that were seen, in words, in a fixed order.
    pub(super) fn kinds(&self) -> Vec<&'static str> {
        let all = [
            (self.nulls > 0, "null"),
            (self.booleans > 0, "a boolean"),
            (self.integers > 0, "an integer"),
            (self.fractions > 0, "a number"),
            (self.texts > 0, "text"),
            (self.lists.is_some(), "a list"),
            (self.objects.is_some(), "an object"),
            (self.blanks > 0, "nothing"),
            (self.unrecorded > 0, "a body that was not recorded"),
        ];
        let known = all.into_iter().filter(|(seen, _)| *seen).map(|(_, kind)| kind);
        known.chain(self.others.iter().map(|looks| looks.words())).collect()
    }

    /// The type that takes all that was seen.
    pub(super) fn expression(&self) -> String {
        let text = self.written();
        if text.len() > LONGEST { "any".to_owned() } else { text }
    }

    fn written(&self) -> String {
        let mut cases: Vec<String> = Vec::new();
        if self.booleans > 0 {
            cases.push("boolean".to_owned());
        }
        if self.fractions > 0 {
            cases.push("number".to_owned());
        } else if self.integers > 0 {
            cases.push("integer".to_owned());
        }
        if self.texts > 0 {
            cases.push("string".to_owned());
        }
        if let Some(items) = &self.lists {
            cases.push(format!("[{}]", items.written()));
        }
        if let Some(members) = &self.objects {
            cases.push(members.written());
        }
        if cases.is_empty() || self.deep {
            // That only `null` was seen says nothing of what else may come.
            return "any".to_owned();
        }
        let nullable = self.nulls > 0;
        match (cases.len(), nullable) {
            (1, false) => cases.concat(),
            (1, true) => format!("{}?", cases.concat()),
            (_, false) => cases.join(" | "),
            (_, true) => format!("({})?", cases.join(" | ")),
        }
    }
}

impl Members {
    fn written(&self) -> String {
        if self.is_map || self.all.is_empty() {
            return format!("{{{}}}", self.values.written());
        }
        let fields: Vec<String> = self.all.iter().map(|(key, seen)| format!("{}: {}", name(key), seen.written())).collect();
        format!("{{ {} }}", fields.join(", "))
    }
}

/// A field's name as types write it.
fn name(key: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '$' | '@');
    if !key.is_empty() && key.chars().all(is_plain) { key.to_owned() } else { quoted(key) }
}

/// A text in double quotes, as types write it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a number is written as a whole one of 64 bits.
pub(super) fn is_integer(text: &str) -> bool {
    text != "-0" && text.parse::<i64>().is_ok()
}
