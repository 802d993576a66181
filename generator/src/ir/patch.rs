//! Corrections made by hand: addressed, with a reason, an error when they apply to nothing.

use super::{Accepts, Answer, EnumValue, Fact, Method, NodeId, PathTemplate, Place, Presence, ServerId, TypeId};
use crate::text::{Located, Span};
use std::fmt;

/// What a correction is about, in the document's own names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The API as a whole.
    Api,
    /// The main server.
    Server,
    /// A further server.
    FurtherServer(ServerId),
    /// Every operation.
    AllOperations,
    /// An operation, by id, by name, or by folder and name.
    Operation(String),
    /// A parameter of an operation (`*` for all of them).
    Param {
        /// The operation, as above; `*` for all.
        operation: String,
        /// Where the parameter goes.
        place: Place,
        /// Its name on the wire.
        name: String,
    },
    /// An answer of an operation.
    Answer {
        /// The operation, as above; `*` for all.
        operation: String,
        /// The status, as the document writes it, or `success`.
        status: String,
    },
    /// A type, by name.
    Type(String),
    /// A part of something, by its path of wire names (`profile.id`, `tags[].color`).
    Part {
        /// What it is a part of.
        root: Root,
        /// The path.
        path: FieldPath,
    },
    /// Anything, by the address that messages, `explain` and `docwright.lock` show.
    Node(NodeId),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api => f.write_str("api"),
            Self::Server => f.write_str("server"),
            Self::FurtherServer(id) => write!(f, "server {id}"),
            Self::AllOperations => f.write_str("op *"),
            Self::Operation(operation) => write!(f, "op {operation}"),
            Self::Param { operation, place, name } => write!(f, "op {operation} / {} {name}", place.word()),
            Self::Answer { operation, status } => write!(f, "op {operation} / answer {status}"),
            Self::Type(name) => write!(f, "type {name}"),
            Self::Part { root, path } if *path == FieldPath::default() => root.fmt(f),
            Self::Part { root, path } => write!(f, "{root} / {path}"),
            Self::Node(node) => node.fmt(f),
        }
    }
}

/// What a path begins at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// A type, by name.
    Type(String),
    /// An answer of an operation.
    Answer {
        /// The operation: by id, by name, or `*` for all.
        operation: String,
        /// The status, as the document writes it, or `success`.
        status: String,
    },
    /// The body of an answer that says no.
    Errors,
    /// The body that every answer has.
    Envelope,
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(name) => write!(f, "type {name}"),
            Self::Answer { operation, status } => write!(f, "op {operation} / answer {status}"),
            Self::Errors => f.write_str("errors"),
            Self::Envelope => f.write_str("envelope"),
        }
    }
}

/// The way to a part of a value: `profile.id`, `tags[].color`, `[].name`, `"a.b".c`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath {
    /// How many lists are entered before the first key.
    pub lists: usize,
    /// The keys, each with how many lists, or maps, are entered behind it.
    pub steps: Vec<FieldStep>,
}

/// A step of such a way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldStep {
    /// The key.
    pub key: FieldKey,
    /// How many `[]` stand behind it.
    pub lists: usize,
}

/// The key of such a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldKey {
    /// A field.
    Named(String),
    /// The keys that are data, and begin so: `prospect-*`, `*`.
    Open(String),
}

impl FieldPath {
    /// Reads a path; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let lists = take_lists(&mut rest);
        let mut steps = Vec::new();
        if rest.is_empty() {
            return (lists > 0).then_some(Self { lists, steps });
        }
        if lists > 0 {
            rest = rest.strip_prefix('.')?;
        }
        loop {
            let quoted = rest.strip_prefix('"').and_then(quoted_key);
            let (key, mut behind) = if let Some((key, behind)) = quoted {
                (FieldKey::Named(key), behind)
            } else {
                let end = rest.find('.').unwrap_or(rest.len());
                let word = rest[..end].trim_end_matches("[]");
                let key = match word.strip_suffix('*') {
                    Some(prefix) => FieldKey::Open(prefix.to_owned()),
                    None if word.is_empty() => return None,
                    None => FieldKey::Named(word.to_owned()),
                };
                (key, &rest[word.len()..])
            };
            steps.push(FieldStep { key, lists: take_lists(&mut behind) });
            if behind.is_empty() {
                return Some(Self { lists, steps });
            }
            rest = behind.strip_prefix('.')?;
        }
    }
}

/// Takes all `[]` from the beginning of a text, and counts them.
fn take_lists(text: &mut &str) -> usize {
    let mut lists = 0;
    while let Some(rest) = text.strip_prefix("[]") {
        *text = rest;
        lists += 1;
    }
    lists
}

/// A key up to its closing quote, `\"` and `\\` undone, and what follows it.
fn quoted_key(text: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((key, &text[at + 1..])),
            '\\' => key.push(signs.next()?.1),
            other => key.push(other),
        }
    }
    None
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.lists).try_for_each(|_| f.write_str("[]"))?;
        for (at, FieldStep { key, lists }) in self.steps.iter().enumerate() {
            if at > 0 || self.lists > 0 {
                f.write_str(".")?;
            }
            match key {
                FieldKey::Open(prefix) => write!(f, "{prefix}*")?,
                FieldKey::Named(name) if is_plain(name) => f.write_str(name)?,
                FieldKey::Named(name) => write!(f, "\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))?,
            }
            (0..*lists).try_for_each(|_| f.write_str("[]"))?;
        }
        Ok(())
    }
}

/// Whether a key stands for itself without quotes.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.contains(['.', '"', '[', ']', '*', '/', '\\']) && !name.contains(char::is_control)
}

/// What a correction does.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Gives a title to the API.
    Title(String),
    /// Gives the base URL.
    Url(PathTemplate),
    /// Gives an operation the further server that it goes to; `None` for the main one.
    Server(Option<ServerId>),
    /// Gives a method.
    Method(Method),
    /// Gives a path.
    Path(PathTemplate),
    /// Gives a group.
    Group(String),
    /// Gives a type to a parameter or a field.
    Type(TypeId),
    /// Says what an answer holds.
    Answer(Answer),
    /// Says which values a text or a whole number may have; none makes it plain again.
    Values(Vec<EnumValue>),
    /// Says whether the keys of an object are data or the names of fields.
    Keys(Keys),
    /// Adds a field that the document does not describe.
    Add(TypeId),
    /// Says that something else may stand there as well.
    Also(Also),
    /// Says whether a parameter or a field is there.
    Presence(Presence),
    /// Says how many characters a parameter or a field may have.
    Max(u32),
    /// Moves a parameter.
    Place(Place),
    /// Says which authentication schemes are accepted.
    Auth(Accepts),
    /// Gives the words about a thing.
    Docs(String),
    /// Takes a header away.
    RemoveHeader(String),
    /// Takes the thing itself away.
    Remove,
}

/// What may be there as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Also {
    /// Values of a type.
    Type(TypeId),
    /// `null`.
    Null,
    /// Nothing: the field may be left out.
    Absent,
}

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Data, such as ids and dates: the object is a map.
    Data,
    /// Names of fields.
    Fields,
}

impl Setting {
    /// Whether it adds to what is known, and so holds wherever a nameless type stands that several places share.
    pub fn adds(&self) -> bool {
        matches!(self, Self::Add(_) | Self::Also(_))
    }
}

/// A correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// What it is about, and where the address is written.
    pub at: Located<Address>,
    /// What it does, each with the basis that the corrected fact will have.
    pub settings: Vec<Fact<Setting>>,
    /// Why.
    pub reason: Located<String>,
    /// Where the whole correction is written.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::{FieldKey, FieldPath, FieldStep};

    fn step(name: &str, lists: usize) -> FieldStep {
        FieldStep { key: FieldKey::Named(name.to_owned()), lists }
    }

    #[test]
    fn a_path_is_read_and_written() {
        let open = |prefix: &str| FieldStep { key: FieldKey::Open(prefix.to_owned()), lists: 0 };
        let paths = [
            ("id", 0, vec![step("id", 0)]),
            ("profile.id", 0, vec![step("profile", 0), step("id", 0)]),
            ("tags[].color", 0, vec![step("tags", 1), step("color", 0)]),
            ("rows[][]", 0, vec![step("rows", 2)]),
            ("[]", 1, vec![]),
            ("[][].name", 2, vec![step("name", 0)]),
            ("\"a.b\".c", 0, vec![step("a.b", 0), step("c", 0)]),
            ("\"say \\\"x\\\\\"[]", 0, vec![step("say \"x\\", 1)]),
            ("\"ids[]\"", 0, vec![step("ids[]", 0)]),
            ("\"\"", 0, vec![step("", 0)]),
            ("labels.*", 0, vec![step("labels", 0), open("")]),
            ("prospect-*", 0, vec![open("prospect-")]),
            ("first name.x", 0, vec![step("first name", 0), step("x", 0)]),
        ];
        for (text, lists, steps) in paths {
            let path = FieldPath { lists, steps };
            assert_eq!(FieldPath::parse(text), Some(path.clone()), "{text}");
            assert_eq!(path.to_string(), text);
        }
        // As it was written before there were quotes.
        assert_eq!(FieldPath::parse("filter[name]").map(|path| path.steps), Some(vec![step("filter[name]", 0)]));
        for bad in ["", ".", "a.", ".a", "a..b", "[]a", "[].", "\"a\"b", "\"\".."] {
            assert_eq!(FieldPath::parse(bad), None, "{bad}");
        }
    }
}
