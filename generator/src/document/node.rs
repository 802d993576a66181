//! The tree that every reader of documents makes.

use crate::text::{Located, Span};

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands, with its quotes or brackets.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as its exact text.
    Number(String),
    /// A string, decoded.
    String(String),
    /// A list.
    Array(Array),
    /// An object.
    Object(Object),
    /// Something that stands in for a value (`USER_RATE`, `{{id}}`, `<id>`): no evidence of a type. Holds the text.
    Hole(String),
}

/// A list of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Array {
    /// The items, in order.
    pub items: Vec<Node>,
    /// Whether the document cut it short (`...`).
    pub cut: bool,
}

/// Keys and values, in the document's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The members, in order; a key may stand twice.
    pub members: Vec<Member>,
    /// Whether the document cut it short (`...`): an absent key is then no evidence that it may be absent.
    pub cut: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, decoded, with its place.
    pub key: Located<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Puts a value and its place together.
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// What kind of value it is, as a message says it.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
            Value::Hole(_) => "a placeholder",
        }
    }

    /// The decoded string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = &self.value { Some(object) } else { None }
    }

    /// The list's items, if it is a list.
    pub fn as_array(&self) -> Option<&[Node]> {
        if let Value::Array(array) = &self.value { Some(&array.items) } else { None }
    }

    /// The value of a key; the last one where the key stands twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }
}

impl Object {
    /// The value of a key; the last one where the key stands twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.members.iter().rev().find(|member| member.key.value == key).map(|member| &member.value)
    }
}
