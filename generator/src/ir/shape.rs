//! Types. They refer to one another by id in an arena, never by name.

use super::{Basis, Docs, Fact, NodeId};
use crate::text::Span;
use std::ops::{Deref, DerefMut};

/// A type in the arena of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

/// All types of an API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types {
    all: Vec<TypeDef>,
}

impl TypeId {
    /// Its position among all types of its API.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Types {
    /// The types of a union's cases, each with its address: that of the union, and a number for each nameless type that has parts of its own.
    pub fn cases(&self, cases: &[Case], union: &NodeId) -> Vec<(TypeId, NodeId)> {
        let mut nameless = 0;
        let mut found = Vec::new();
        for case in cases {
            let CaseKind::Type(id) = case.kind else { continue };
            if self.has_nameless_parts(id) {
                nameless += 1;
            }
            found.push((id, union.nameless_case(nameless)));
        }
        found
    }

    /// Whether a type, or what it is a list of, is an object, an enumeration or a union without a name.
    pub fn has_nameless_parts(&self, mut id: TypeId) -> bool {
        for _ in 0..self.len() {
            let def = self.get(id);
            match def.shape {
                _ if def.name.is_some() => return false,
                Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => id = inner,
                Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_) => return true,
                Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File => return false,
            }
        }
        false
    }

    /// Takes a type in.
    pub fn add(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId(u32::try_from(self.all.len()).expect("an API has fewer than four billion types"));
        self.all.push(def);
        id
    }

    /// The type behind an id of this arena.
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.all[id.index()]
    }

    /// The type behind an id of this arena, to change it.
    pub fn get_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.all[id.index()]
    }

    /// The type that a document names so.
    pub fn named(&self, name: &str) -> Option<TypeId> {
        self.iter().find(|(_, def)| def.name.as_ref().is_some_and(|found| found.value == name)).map(|(id, _)| id)
    }

    /// All types, in the order in which they were taken in.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.all.iter().enumerate().map(|(at, def)| (TypeId(u32::try_from(at).unwrap_or(u32::MAX)), def))
    }

    /// What is left of a type without its layers of `null`, and whether there was one. Layers of themselves end.
    pub fn peel(&self, id: TypeId) -> (TypeId, bool) {
        self.behind(id, |shape| if let Shape::Nullable(inner) = shape { Some(*inner) } else { None })
    }

    /// What a type is made of behind lists, maps and `null`. Lists of themselves end.
    pub fn content(&self, id: TypeId) -> TypeId {
        let inner = |shape: &Shape| match shape {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => Some(*inner),
            Shape::Any
            | Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::String(_)
            | Shape::File
            | Shape::Object(_)
            | Shape::Enum(_)
            | Shape::OneOf(_) => None,
        };
        self.behind(id, inner).0
    }

    /// The last type of a chain, and whether there is one. A chain that is longer than all types goes round.
    fn behind(&self, mut id: TypeId, inner: impl Fn(&Shape) -> Option<TypeId>) -> (TypeId, bool) {
        let mut any = false;
        for _ in 0..self.all.len() {
            let Some(next) = inner(&self.get(id).shape) else { break };
            (id, any) = (next, true);
        }
        (id, any)
    }

    /// The types that one is made of, without those that these are made of.
    pub fn parts(&self, id: TypeId) -> Vec<TypeId> {
        match &self.get(id).shape {
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => vec![*inner],
            Shape::Object(object) => object.fields.iter().map(|field| field.ty).chain(object.open.iter().map(|open| open.ty)).collect(),
            Shape::OneOf(cases) => {
                cases.iter().filter_map(|case| if let CaseKind::Type(ty) = case.kind { Some(ty) } else { None }).collect()
            }
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => Vec::new(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its name, where the document or a person gave one. Types without a name get theirs from where they are used.
    pub name: Option<Fact<String>>,
    /// What it is.
    pub shape: Shape,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

impl TypeDef {
    /// A type without a name or a word about it.
    pub fn anonymous(shape: Shape, basis: Basis) -> Self {
        Self { name: None, shape, docs: None, basis }
    }
}

/// What a value looks like on the wire.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Nothing is known: only a placeholder, or nothing at all was seen. Where only `null` was seen, this or `null`.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// A string.
    String(StringForm),
    /// Bytes as they are, in no text: a file in a part of a body, or a body of its own.
    File,
    /// A list.
    List(TypeId),
    /// An object whose keys are data.
    Map(TypeId),
    /// An object with fields.
    Object(Object),
    /// One of some values; always open: a value that is not listed is kept.
    Enum(Enum),
    /// One of several shapes, such as a number or `"never"`.
    OneOf(Vec<Case>),
    /// The same, or `null`.
    Nullable(TypeId),
}

/// What a string holds, as far as a document says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StringForm {
    /// Nothing is said.
    Plain,
    /// A date and time with a zone (RFC 3339).
    DateTime,
    /// A date and time without a zone.
    LocalDateTime,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A UUID.
    Uuid,
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// Bytes in base64.
    Bytes,
    /// A decimal number in quotes.
    Decimal,
}

/// An object with fields, and maybe open keys besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// Keys that are data, beside the fields.
    pub open: Option<Box<OpenKeys>>,
}

/// Keys that are data, beside an object's fields (`prospect-*`).
#[derive(Clone, Debug, PartialEq)]
pub struct OpenKeys {
    /// What each of them begins with; empty where any key will do.
    pub prefix: String,
    /// The type of their values.
    pub ty: TypeId,
    /// The vendor's words about them.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: TypeId,
    /// Whether it is there.
    pub presence: Fact<Presence>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// What else is known of it.
    pub facts: Facts,
    /// How it is known.
    pub basis: Basis,
}

/// Whether a thing is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Always.
    Required,
    /// Not always.
    Optional,
    /// The documents do not say.
    Unknown,
}

/// Who may write a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// The vendor only.
    ReadOnly,
    /// The caller only; it never comes back.
    WriteOnly,
}

/// What else is known of a field or a parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldFacts {
    /// Who may write it.
    pub access: Option<Fact<Access>>,
    /// Whether its value is a secret.
    pub secret: Option<Fact<()>>,
    /// The most characters it may have.
    pub max_length: Option<Fact<u32>>,
    /// The value that every request has there: the caller does not give it. In a body JSON, elsewhere its text.
    pub constant: Option<Fact<String>>,
    /// The value it has when it is left out, as text.
    pub default: Option<Fact<String>>,
    /// A value that the document shows, as text. Masked before it is printed.
    pub example: Option<Fact<String>>,
    /// That it should not be used any more, with what the document says about it (may be empty).
    pub deprecated: Option<Fact<String>>,
    /// Other names under which it is read.
    pub aliases: Vec<Fact<String>>,
    /// The type that the document gives, where it is wrong.
    pub doc_says: Option<Fact<String>>,
    /// When it must be there, or when it is there, in words.
    pub condition: Option<Fact<String>>,
    /// Where its value comes from.
    pub origin: Option<Fact<Origin>>,
    /// What a person decided about it and why, beyond the facts above.
    pub decisions: Vec<Fact<String>>,
    /// What is stated of it, and what a sample shows otherwise.
    pub conflicts: Vec<Conflict>,
}

/// What a document states, and what a sample shows otherwise. The stated one holds, unless a person says something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What of the thing it is about.
    pub about: Contested,
    /// What is stated, in a few words, and where.
    pub stated: Fact<String>,
    /// What a sample shows, in a few words, and where.
    pub shown: Fact<String>,
    /// Whether a person settled it since.
    pub is_settled: bool,
}

/// What two sources say differently of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contested {
    /// Its type.
    Type,
    /// Whether it is there.
    Presence,
    /// The values that it may have.
    Values,
    /// The form of its text.
    Form,
    /// How long its text may be.
    Length,
}

impl Contested {
    /// What a text of another form than this one contests. A date and time is a type of its own to callers, which has no room for another text; all other
    /// forms are text to them.
    pub fn of_form(form: StringForm) -> Self {
        if form == StringForm::DateTime { Self::Type } else { Self::Form }
    }
}

impl FieldFacts {
    /// Takes down that something is contested; of one thing the first time counts.
    pub fn contest(&mut self, conflict: Option<Conflict>) {
        self.conflicts.extend(conflict.filter(|conflict| !self.conflicts.iter().any(|known| known.about == conflict.about)));
    }

    /// Whether the thing is there for callers. What a sample lacks may be missing, although it is said to be required; and what a sample shows in another
    /// kind than is stated fits no field: it is kept beside the fields, and the field is missing then.
    pub fn held(&self, presence: Presence) -> Presence {
        match presence {
            Presence::Required if self.conflict(&[Contested::Type, Contested::Presence]).is_some() => Presence::Optional,
            presence => presence,
        }
    }

    /// The conflict about one of these that nobody settled yet.
    pub fn conflict(&self, about: &[Contested]) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| !conflict.is_settled && about.contains(&conflict.about))
    }
}

/// What else is known of a field or a parameter, if anything is: of most of the many fields of an API nothing is, and no room is kept for it.
#[derive(Clone, Debug, Default)]
pub struct Facts(Option<Box<FieldFacts>>);

impl Facts {
    /// What is known, to change it; nothing where nothing is.
    pub fn known_mut(&mut self) -> Option<&mut FieldFacts> {
        self.0.as_deref_mut()
    }
}

impl Deref for Facts {
    type Target = FieldFacts;

    fn deref(&self) -> &FieldFacts {
        static NONE: FieldFacts = FieldFacts {
            access: None,
            secret: None,
            max_length: None,
            constant: None,
            default: None,
            example: None,
            deprecated: None,
            aliases: Vec::new(),
            doc_says: None,
            condition: None,
            origin: None,
            decisions: Vec::new(),
            conflicts: Vec::new(),
        };
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Facts {
    fn deref_mut(&mut self) -> &mut FieldFacts {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        (self.0.is_none() && other.0.is_none()) || **self == **other
    }
}

impl From<FieldFacts> for Facts {
    fn from(facts: FieldFacts) -> Self {
        if facts == FieldFacts::default() { Self(None) } else { Self(Some(Box::new(facts))) }
    }
}

/// Where a value comes from: the answer of another operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The operation's id.
    pub operation: String,
    /// The field's path in its answer: `data[].id`.
    pub path: String,
}

/// One of some values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are on the wire.
    pub base: EnumBase,
    /// The values, in the document's order.
    pub values: Vec<EnumValue>,
}

/// What the values of an enumeration are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnumBase {
    /// Strings.
    Text,
    /// Whole numbers.
    Integer,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The value; a whole number as its text.
    pub wire: String,
    /// The vendor's words about it.
    pub docs: Docs,
    /// The HTTP status that comes with it, where it is a code of an error catalogue.
    pub http_status: Option<Fact<u16>>,
    /// The message for people that comes with it, where it is a code of an error catalogue.
    pub message: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// A case of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it is.
    pub kind: CaseKind,
    /// How it is known.
    pub basis: Basis,
}

/// What a case of a union is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// A value of a type.
    Type(TypeId),
    /// A string that is always the same.
    Text(String),
}

impl Field {
    /// A field of which nothing but its name and type is known.
    pub fn new(wire: impl Into<String>, ty: TypeId, basis: Basis) -> Self {
        let presence = Fact::new(Presence::Unknown, basis.clone());
        Self { wire: wire.into(), ty, presence, docs: None, facts: Facts::default(), basis }
    }

    /// The place to show.
    pub fn place(&self) -> Option<Span> {
        self.basis.place()
    }
}
