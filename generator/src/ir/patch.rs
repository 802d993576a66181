//! Corrections made by hand: addressed, with a reason, an error when they apply to nothing.

use super::{Accepts, EnumValue, Fact, Method, NodeId, PathTemplate, Place, Presence, ServerId, TypeId};
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
    /// A field of a type, by its path of wire names (`profile.id`, `tags[].color`).
    Field {
        /// The type's name.
        ty: String,
        /// The path.
        path: String,
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
            Self::Field { ty, path } => write!(f, "type {ty} / {path}"),
            Self::Node(node) => node.fmt(f),
        }
    }
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
    /// Gives an answer its type.
    Answer(TypeId),
    /// Says which values a text or a whole number may have; none makes it plain again.
    Values(Vec<EnumValue>),
    /// Says whether the keys of an object are data or the names of fields.
    Keys(Keys),
    /// Says whether a parameter or a field is there.
    Presence(Presence),
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

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Data, such as ids and dates: the object is a map.
    Data,
    /// Names of fields.
    Fields,
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
