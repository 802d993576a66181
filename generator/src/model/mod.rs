//! What the client will be, in Rust's words: names, types and order are settled, nothing is left to decide.
//!
//! * `names.rs`: the only maker of Rust identifiers
//! * `words/`: from what a document calls a thing to the words of its name
//! * `lock.rs`: names and order that earlier runs settled
//! * `lowering.rs`: what a lowering carries along
//! * `lower.rs`: from the checked IR to the model
//! * `operations.rs`: the operations' part of the lowering
//! * `types.rs`: the types' part of the lowering
//! * `homes.rs`: where types that want a name stand
//! * `residence.rs`: at which of those places each is at home, and which type of the lock it is
//! * `samples.rs`: the samples that documents show, as tests of their types
//! * `masked.rs`: samples without the people in them
//! * `answers.rs`: what a call gives, where the documents describe several successes
//! * `uses.rs`: what a type is, told by where it is used
//! * `docs.rs`: what is said about a thing, in the order in which it is printed
//!
//! Deliberately not here: tokens, files, formatting.

mod answers;
pub mod docs;
mod homes;
pub mod lock;
mod lower;
mod lowering;
pub mod masked;
pub mod names;
mod operations;
mod residence;
mod samples;
mod types;
mod uses;
mod words;

pub use docs::{Doc, Note};
pub use lock::Lock;
pub use lower::{Lowered, lower};
pub use names::UserNames;

use std::collections::BTreeMap;
use std::ops::Deref;

use names::{ArgName, ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};

/// What to make, beside what the documents say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the crate or module.
    pub name: String,
    /// How operations are grouped.
    pub grouping: Grouping,
    /// In which directions types are coded.
    pub directions: Directions,
    /// What happens to members that no document describes.
    pub unknown_fields: UnknownFields,
    /// What becomes of the samples that documents show.
    pub samples: Samples,
}

/// What becomes of the samples that documents show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Samples {
    /// Tests of the types that they are of: each different one once, without people and secrets.
    #[default]
    Tests,
    /// Tests of the types that they are of: each of them, as the reader found it, whatever stands in it, and of whatever type.
    ///
    /// It is for measuring what the types hold, and never for files that are kept or shown to anybody: what is somebody's stays in them. So the library
    /// offers it, and no configuration.
    Shown,
    /// Nothing.
    None,
}

/// How operations are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// As the document groups them.
    #[default]
    Document,
    /// All of them stand at the client.
    Flat,
}

/// In which directions types are coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Directions {
    /// What is sent is encoded, what comes back is decoded.
    #[default]
    Used,
    /// Everything both ways.
    Both,
}

/// What happens to members that no document describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownFields {
    /// They are kept, and sent back.
    #[default]
    Keep,
    /// They are dropped.
    Drop,
}

/// A client.
#[derive(Clone, Debug)]
pub struct Client {
    /// The name of the crate or module.
    pub name: ModuleName,
    /// The API's name for people.
    pub title: String,
    /// The vendor's words about the API.
    pub docs: Doc,
    /// The base URL, with `{variable}` holes; `None` where no document says so.
    pub base: Option<String>,
    /// The variables of base URLs that the caller must give, in order.
    pub variables: Vec<Variable>,
    /// The variables of base URLs that the caller may give: those that have a value already, and those of further servers alone.
    pub settable: Vec<Variable>,
    /// The servers that some operations go to, beside the one of the base URL.
    pub servers: Vec<Server>,
    /// The ways to authenticate.
    pub schemes: Vec<Scheme>,
    /// Headers that every request carries.
    pub headers: Vec<(String, String)>,
    /// How a body says whether the call succeeded.
    pub outcome: Option<Outcome>,
    /// The statuses of failures that any operation may answer with, and the vendor's words.
    pub errors: Vec<(u16, String)>,
    /// The type of the body of an answer that says no.
    pub error: Option<ErrorItem>,
    /// The body that every answer has, for requests that the document does not describe.
    pub envelope: Option<TypeName>,
    /// The groups of operations; one without a module where the operations stand at the client itself.
    pub groups: Vec<Group>,
    /// The types.
    pub types: Items,
    /// Limits on the number of requests, in words.
    pub limits: Vec<String>,
    /// What the documents leave open.
    pub gaps: Vec<Gap>,
    /// What the vendor sends to an address of the caller's.
    pub webhooks: Vec<Webhook>,
    /// The way to authenticate that examples show: the one that most operations accept.
    pub sample_scheme: Option<MethodName>,
    /// Whether the documents describe what single operations answer on failure.
    pub describes_failures: bool,
    /// The call that the front page shows.
    pub sample_call: Option<SampleCall>,
    /// The samples that the documents show, as tests.
    pub samples: Vec<Sample>,
    /// How they stand in those tests.
    pub samples_as: Samples,
    /// The module of those tests.
    pub samples_module: ModuleName,
}

/// A sample that the documents show, as a test of its type: it is read and written again, and nothing of it may be lost.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The name of the test, and of the file.
    pub name: MethodName,
    /// The type of which it is one.
    pub ty: RustType,
    /// The sample: in lines, without people and secrets, where it is not wanted [as it is shown](Samples::Shown).
    pub json: String,
    /// Where it is known to differ from its type, as the runtime names places, without the numbers of items.
    pub differs_at: Vec<String>,
    /// Where it stands.
    pub source: Option<docs::Source>,
}

/// Something that the documents leave open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The operation or the type that it is about; `None` for the API as a whole.
    pub subject: Option<String>,
    /// What is not known.
    pub text: String,
}

/// A variable of a base URL.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name in the document.
    pub wire: String,
    /// Its argument or setter.
    pub arg: ArgName,
    /// Its value, where it has one.
    pub default: Option<String>,
    /// A value that it may have, as the vendor shows it.
    pub example: Option<String>,
    /// What is said about it.
    pub docs: Doc,
}

/// A server that some operations go to.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name.
    pub name: VariantName,
    /// Its base URL, with `{variable}` holes.
    pub base: String,
    /// The setters of the variables that have no value.
    pub open: Vec<ArgName>,
    /// What is said about it.
    pub docs: Doc,
}

/// The types of a client, in order; each is found by its name without a look at the others.
#[derive(Clone, Debug, Default)]
pub struct Items {
    all: Vec<Item>,
    by_name: BTreeMap<TypeName, usize>,
}

impl Items {
    /// The type with a name.
    pub fn named(&self, name: &TypeName) -> Option<&Item> {
        self.by_name.get(name).and_then(|&at| self.all.get(at))
    }
}

impl From<Vec<Item>> for Items {
    fn from(all: Vec<Item>) -> Self {
        let by_name = all.iter().enumerate().rev().map(|(at, item)| (item.name().clone(), at)).collect();
        Self { all, by_name }
    }
}

impl Deref for Items {
    type Target = [Item];

    fn deref(&self) -> &[Item] {
        &self.all
    }
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub id: String,
    /// The constructor.
    pub method: MethodName,
    /// Its constant.
    pub constant: ConstName,
    /// Its own base URL.
    pub base: Option<String>,
    /// Where its credentials go.
    pub places: Vec<SchemePlace>,
    /// What the caller gives, in order.
    pub args: Vec<SchemeArg>,
    /// What is said about it.
    pub docs: Doc,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemePlace {
    /// A header, behind a prefix.
    Header {
        /// The header's name.
        name: String,
        /// What stands before the credential.
        prefix: String,
    },
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
    /// `Authorization: Basic …` of two values.
    BasicPair,
    /// A query parameter with the MD5 of the query and the key.
    Md5Query(String),
}

/// What the caller gives to a way to authenticate.
#[derive(Clone, Debug)]
pub struct SchemeArg {
    /// The argument.
    pub name: ArgName,
    /// What is said about it.
    pub docs: Doc,
}

/// How a body says whether the call succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the rule tells success or failure.
    pub tells: Tells,
    /// The member of the body.
    pub member: String,
    /// Its value.
    pub is: String,
}

/// What a rule about the body tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// That the call succeeded.
    Success,
    /// That it failed.
    Failure,
}

/// The body of an answer that says no.
#[derive(Clone, Debug)]
pub struct ErrorItem {
    /// Its type.
    pub ty: TypeName,
    /// The fields with codes, in the order in which they are told.
    pub codes: Vec<ErrorCode>,
    /// The field with the message.
    pub message: Option<ErrorMessage>,
}

/// The field with the message of an error.
#[derive(Clone, Debug)]
pub struct ErrorMessage {
    /// Its name.
    pub field: FieldName,
    /// How it is wrapped.
    pub slot: Slot,
    /// What it holds.
    pub form: MessageForm,
}

/// What the field with the message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageForm {
    /// One text.
    Text,
    /// A list of texts.
    Texts,
}

/// A field of the body of an error that holds a code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The field.
    pub field: FieldName,
    /// Its type.
    pub ty: RustType,
    /// How it is wrapped.
    pub slot: Slot,
    /// Whether its catalogue says which HTTP status belongs to a code.
    pub tells_status: bool,
}

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where it stands; `None`: at the client itself.
    pub home: Option<GroupHome>,
    /// Its operations, in order.
    pub operations: Vec<Operation>,
}

/// Where a group of operations stands.
#[derive(Clone, Debug)]
pub struct GroupHome {
    /// Its module, and the method of the client that leads to it.
    pub module: ModuleName,
    /// Its handle.
    pub handle: TypeName,
    /// What is said about it.
    pub docs: Doc,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its address in the document.
    pub id: String,
    /// What a caller knows it by, in messages: `accounts.list`.
    pub name: String,
    /// Its method.
    pub method: MethodName,
    /// Its constant.
    pub constant: ConstName,
    /// The builder of its call, where it has setters.
    pub builder: Option<TypeName>,
    /// The further server that it goes to.
    pub server: Option<VariantName>,
    /// The HTTP method.
    pub verb: String,
    /// Its path, with `{name}` holes.
    pub path: String,
    /// Constant query parameters.
    pub constants: Vec<(String, String)>,
    /// What it is on the wire, in a line for people.
    pub request: String,
    /// Constant headers.
    pub headers: Vec<(String, String)>,
    /// Fields of a form that always have the same value.
    pub form: Vec<(String, String)>,
    /// Parts of the body that always hold the same text.
    pub parts: Vec<FixedPart>,
    /// The type of a body in which nothing is left for the caller to give.
    pub fixed_body: Option<TypeName>,
    /// The text of the body, with holes.
    pub template: Option<Template>,
    /// What the caller must give, in order.
    pub required: Vec<Param>,
    /// What the caller may give, in order.
    pub optional: Vec<Param>,
    /// The body.
    pub body: Option<Body>,
    /// What comes back.
    pub answer: AnswerType,
    /// The schemes it accepts.
    pub auth: AuthChoice,
    /// Statuses that the document describes as errors.
    pub errors: Vec<(u16, String)>,
    /// Statuses of success that the document names.
    pub success: Vec<u16>,
    /// Whether a repeated request does the same as a single one.
    pub retry: Retry,
    /// That it should not be used any more.
    pub deprecated: Option<String>,
    /// What is said about it.
    pub docs: Doc,
}

/// A part of a body that always has the same value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedPart {
    /// Its name on the wire.
    pub wire: String,
    /// Its value.
    pub value: String,
    /// Its media type, where it has one.
    pub media: Option<String>,
}

/// Whether a repeated request does the same as a single one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It only reads.
    Safe,
    /// It changes something, and a second time changes nothing more.
    Idempotent,
    /// A second time may do it twice.
    Unsafe,
}

/// Which schemes an operation accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthChoice {
    /// Any.
    Any,
    /// Any, or none.
    AnyOrNone,
    /// It needs none.
    None,
    /// One of these.
    Of(Vec<String>),
    /// One of these, or none.
    OfOrNone(Vec<String>),
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerType {
    /// A value.
    Type(RustType),
    /// What depends on the status: an item of the types module.
    ByStatus(TypeName),
    /// Nothing.
    Empty,
    /// Something that no document describes.
    Unknown,
}

/// Something that the caller gives.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name on the wire.
    pub wire: String,
    /// Its argument; also the setter's argument.
    pub arg: ArgName,
    /// Its setter.
    pub setter: MethodName,
    /// Where it goes.
    pub place: ParamPlace,
    /// The media type of a part, where it has one.
    pub media: Option<String>,
    /// Its type.
    pub ty: RustType,
    /// What is said about it.
    pub docs: Doc,
    /// That it should not be used any more.
    pub deprecated: Option<String>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the query; of an empty value only the name.
    QueryOrName,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// Into a URL-encoded form in the body.
    Form,
    /// Into a part of the body.
    Part,
    /// Into a hole of the text in the body.
    Text,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its type.
    pub ty: RustType,
    /// Its argument or setter.
    pub arg: ArgName,
    /// The setter, where it may be left out.
    pub setter: MethodName,
    /// Whether it must be given.
    pub required: bool,
    /// How it is written.
    pub form: BodyForm,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// As JSON of a media type.
    Json(String),
    /// As text of a media type.
    Text(String),
    /// As it is: bytes of a media type.
    Bytes(String),
}

/// A text with `{{name}}` holes that a body is.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its media type.
    pub media: String,
    /// The text.
    pub text: String,
    /// Where it is XML, the holes that are markup themselves.
    pub xml: Option<Vec<String>>,
}

/// What the vendor sends to an address of the caller's.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its name in the document.
    pub name: String,
    /// Its type.
    pub ty: TypeName,
    /// What is said about it.
    pub docs: Doc,
}

/// The call that the front page shows.
#[derive(Clone, Debug)]
pub struct SampleCall {
    /// The module of its group, if it has one.
    pub group: Option<ModuleName>,
    /// The method.
    pub method: MethodName,
    /// What it must be given, in order.
    pub args: Vec<Param>,
}

/// A type in Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// `bool`
    Bool,
    /// `i64`
    Integer,
    /// A number with its exact text.
    Number,
    /// `String`
    Text,
    /// A text that is never shown.
    Secret,
    /// A date and time with a zone.
    Timestamp,
    /// A file: a part of a body, or the bytes of a whole one.
    File,
    /// Any JSON value.
    Any,
    /// A list.
    List(Box<RustType>),
    /// A map from texts.
    Map(Box<RustType>),
    /// An item of the types module, by value. Text, number and other enumerations can go into a query.
    Item(TypeName),
    /// The same in a box, for types that contain themselves.
    Boxed(TypeName),
    /// A value that may be null, inside a list or a map.
    Nullable(Box<RustType>),
}

/// How a field wraps its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// `T`: it is always there.
    Required,
    /// `Option<T>`: absent is `None`.
    Optional,
    /// `Option<T>`: null is `None`; never absent.
    Nullable,
    /// `Maybe<T>`: absent, null and value are three.
    Maybe,
}

/// A type of the client.
#[derive(Clone, Debug)]
pub enum Item {
    /// An object.
    Struct(Box<Struct>),
    /// An open enumeration of texts or whole numbers.
    Enum(EnumItem),
    /// One of several shapes.
    Union(UnionItem),
    /// What an operation answers with each status.
    Answers(AnswersItem),
}

impl Item {
    /// Its address.
    pub fn node(&self) -> &str {
        match self {
            Self::Struct(item) => &item.node,
            Self::Enum(item) => &item.node,
            Self::Union(item) => &item.node,
            Self::Answers(item) => &item.node,
        }
    }

    /// Its name.
    pub fn name(&self) -> &TypeName {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enum(item) => &item.name,
            Self::Union(item) => &item.name,
            Self::Answers(item) => &item.name,
        }
    }
}

/// Which way a type goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Where values are written as JSON.
    pub encode: Coded,
    /// Where values are read from JSON.
    pub decode: Coded,
    /// Whether a caller sends it, so that it has setters.
    pub sent: bool,
}

/// Where a type is coded in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coded {
    /// Nowhere.
    Nowhere,
    /// In the tests of samples only, which read what is sent and write what comes.
    InTests,
    /// Wherever the client is.
    Everywhere,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: TypeName,
    /// Its address.
    pub node: String,
    /// What is said about it.
    pub docs: Doc,
    /// Members that every request has with one value: the name on the wire, and the value as JSON.
    pub constants: Vec<(String, String)>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Keys that are data, beside the fields.
    pub open: Option<OpenField>,
    /// The field that keeps what no document describes.
    pub extra: Option<FieldName>,
    /// Which way it goes.
    pub ways: Ways,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// Its setter.
    pub setter: MethodName,
    /// The setter that writes a null, where that is not the same as nothing.
    pub null_setter: Option<MethodName>,
    /// Its argument.
    pub arg: ArgName,
    /// Its name on the wire.
    pub wire: String,
    /// Other names under which it is read.
    pub aliases: Vec<String>,
    /// Its type.
    pub ty: RustType,
    /// How it wraps its type.
    pub slot: Slot,
    /// What is said about it.
    pub docs: Doc,
    /// That it should not be used any more.
    pub deprecated: Option<String>,
}

/// Keys that are data, beside the fields.
#[derive(Clone, Debug)]
pub struct OpenField {
    /// The field.
    pub name: FieldName,
    /// What each key begins with.
    pub prefix: String,
    /// The type of the values.
    pub ty: RustType,
    /// What is said about them.
    pub docs: Doc,
}

/// An open enumeration.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// Its name.
    pub name: TypeName,
    /// Its address.
    pub node: String,
    /// What is said about it.
    pub docs: Doc,
    /// What its values are on the wire.
    pub base: EnumBase,
    /// Its values, in order.
    pub values: Vec<Variant>,
    /// Which way it goes.
    pub ways: Ways,
}

/// What the values of an enumeration are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Texts.
    Text,
    /// Whole numbers.
    Integer,
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: VariantName,
    /// The value; a whole number as its text.
    pub wire: String,
    /// What is said about it.
    pub docs: Doc,
    /// The HTTP status that comes with it.
    pub http_status: Option<u16>,
    /// The message for people that comes with it.
    pub message: Option<String>,
}

/// One of several shapes.
#[derive(Clone, Debug)]
pub struct UnionItem {
    /// Its name.
    pub name: TypeName,
    /// Its address.
    pub node: String,
    /// What is said about it.
    pub docs: Doc,
    /// Its cases, in order.
    pub cases: Vec<UnionCase>,
    /// Whether the documents allow anything else too.
    pub takes_all: bool,
    /// Which way it goes.
    pub ways: Ways,
}

/// A case of a union.
#[derive(Clone, Debug)]
pub struct UnionCase {
    /// Its name.
    pub name: VariantName,
    /// What it holds.
    pub holds: CaseHolds,
}

/// What a case of a union holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseHolds {
    /// A value of a type.
    Type(RustType),
    /// Nothing: it is this text.
    Text(String),
}

/// What an operation answers with each status of success.
#[derive(Clone, Debug)]
pub struct AnswersItem {
    /// Its name.
    pub name: TypeName,
    /// Its address.
    pub node: String,
    /// What is said about it.
    pub docs: Doc,
    /// Its cases, by status; the one of no certain status is the last.
    pub cases: Vec<AnswerCase>,
}

/// What comes with a status.
#[derive(Clone, Debug)]
pub struct AnswerCase {
    /// Its name.
    pub name: VariantName,
    /// The status; `None` where any other one comes with it.
    pub status: Option<u16>,
    /// What it holds.
    pub holds: AnswerHolds,
    /// What is said about it.
    pub docs: Doc,
}

/// What comes with a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerHolds {
    /// A value of a type.
    Type(RustType),
    /// Nothing, by the documents.
    Empty,
    /// Nothing, by HTTP.
    Nothing,
    /// Something that no document describes.
    Unknown,
}

impl Operation {
    /// What a caller writes behind the client: `accounts().list()`, without arguments.
    pub fn call(&self) -> String {
        format!("{}()", self.name.replace('.', "()."))
    }
}

impl RustType {
    /// The same, without the box that only a field of its own type needs.
    #[must_use]
    pub fn unboxed(self) -> Self {
        match self {
            Self::Boxed(name) => Self::Item(name),
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.unboxed())),
            other => other,
        }
    }

    /// The same, with texts that are never shown: also those in lists and maps.
    #[must_use]
    pub fn kept_secret(self) -> Self {
        match self {
            Self::Text => Self::Secret,
            Self::List(inner) => Self::List(Box::new(inner.kept_secret())),
            Self::Map(inner) => Self::Map(Box::new(inner.kept_secret())),
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.kept_secret())),
            other => other,
        }
    }

    /// The same, without boxes and nullables, for a look at what it is.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner.bare(),
            other => other,
        }
    }
}
