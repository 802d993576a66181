//! Operations, parameters, bodies, answers, errors, authentication.

use super::{Basis, Docs, Fact, Facts, PathTemplate, Presence, Server, ServerId, Serves, TextTemplate, TypeId, Types};
use crate::text::Span;
use std::collections::BTreeSet;
use std::fmt;

/// An API: everything that its documents say, each fact with its basis.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Its name for people.
    pub title: Fact<String>,
    /// The vendor's words about it as a whole.
    pub docs: Docs,
    /// Where it is. Of those that serve the same, each is what another environment has, the default first. Empty where no document says so.
    pub servers: Vec<Server>,
    /// The ways to authenticate; alternatives.
    pub auth: Vec<AuthScheme>,
    /// Headers that every request carries.
    pub headers: Vec<Header>,
    /// The types.
    pub types: Types,
    /// How the document groups the operations; an operation names its group.
    pub groups: Vec<Group>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// What the vendor sends to an address of the caller's.
    pub webhooks: Vec<Webhook>,
    /// The body of an answer that says no.
    pub errors: Option<ErrorModel>,
    /// How a body says whether the call succeeded, where HTTP does not.
    pub outcome: Option<Fact<Outcome>>,
    /// The body that every answer has, where no operation is documented.
    pub envelope: Option<Fact<TypeId>>,
    /// Limits on the number of requests.
    pub rate_limits: Vec<Fact<RateLimit>>,
    /// What the documents leave open, in words, with the place that makes one ask.
    pub gaps: Vec<Gap>,
    /// Samples that document neither an answer nor a request body of an operation, such as a type's.
    pub samples: Vec<Sample>,
}

impl Api {
    /// Where the operations go that name this server, or none; the default environment first.
    pub fn servers_of<'a>(&'a self, id: Option<&'a ServerId>) -> impl Iterator<Item = &'a Server> {
        self.servers.iter().filter(move |server| match (&server.serves, id) {
            (Serves::Main, None) => true,
            (Serves::Named(known), Some(id)) => known == id,
            (Serves::Main | Serves::Named(_) | Serves::Auth(_), _) => false,
        })
    }

    /// The further servers, each once with what its default environment has, in the document's order.
    pub fn further_servers(&self) -> Vec<(&ServerId, &Server)> {
        let mut seen = BTreeSet::new();
        let named = self.servers.iter().filter_map(|server| match &server.serves {
            Serves::Named(id) => Some((id, server)),
            Serves::Main | Serves::Auth(_) => None,
        });
        named.filter(|(id, _)| seen.insert(*id)).collect()
    }

    /// An API of which nothing but the title is known.
    pub fn new(title: Fact<String>) -> Self {
        Self {
            title,
            docs: None,
            servers: Vec::new(),
            auth: Vec::new(),
            headers: Vec::new(),
            types: Types::default(),
            groups: Vec::new(),
            operations: Vec::new(),
            webhooks: Vec::new(),
            errors: None,
            outcome: None,
            envelope: None,
            rate_limits: Vec::new(),
            gaps: Vec::new(),
            samples: Vec::new(),
        }
    }
}

/// An API that `passes::validate` has looked at: what stands behind the last gate may rely on it.
#[derive(Clone, Debug)]
pub struct Checked<T>(T);

impl<T> Checked<T> {
    /// Only `passes::validate` calls this.
    pub(crate) fn by_validate(value: T) -> Self {
        Self(value)
    }

    /// What was checked, to go on with.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Checked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A group of operations: a folder, a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name in the document.
    pub name: String,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthScheme {
    /// Its name in addresses.
    pub id: String,
    /// What the caller gives, in order, and where it goes.
    pub credentials: Vec<Credential>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// A place that credentials go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// Where they go.
    pub place: CredentialPlace,
    /// The names of what the caller gives (`token`; `user` and `password` for a pair).
    pub values: Vec<String>,
    /// The vendor's words about it.
    pub docs: Docs,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialPlace {
    /// A header, behind a prefix such as `Bearer `.
    Header {
        /// The header's name.
        name: String,
        /// What stands before the credential.
        prefix: String,
    },
    /// A query parameter.
    Query {
        /// The parameter's name.
        name: String,
    },
    /// A cookie.
    Cookie {
        /// The cookie's name.
        name: String,
    },
    /// `Authorization: Basic base64(user:password)`; takes two values.
    BasicPair,
    /// A query parameter that signs the query with the credential, which is not sent itself.
    SignedQuery {
        /// The parameter's name.
        name: String,
        /// How it is computed.
        signature: Signature,
    },
}

/// How a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signature {
    /// Lower-case hexadecimal MD5 of the query string, without the signature itself, followed by the key.
    Md5OfQueryAndKey,
}

/// A header with a constant value.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How it is known.
    pub basis: Basis,
}

/// An HTTP method: upper-case letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method(String);

impl Method {
    /// The method with a name in any case; `None` where it is not made of letters.
    pub fn new(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_uppercase();
        (!name.is_empty() && name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')).then_some(Self(name))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that the API does.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// What identifies it in addresses: written in a spec; folder and request name in a collection.
    pub id: String,
    /// Its group, if the document groups.
    pub group: Option<String>,
    /// Its name in the document, within its group.
    pub name: Fact<String>,
    /// The further server that it goes to; `None` for the main one.
    pub server: Option<Fact<ServerId>>,
    /// The HTTP method.
    pub method: Fact<Method>,
    /// The path below the base URL.
    pub path: Fact<PathTemplate>,
    /// Constant query parameters, which may be what tells it from another operation (`action=get_users`).
    pub constants: Vec<ConstantQuery>,
    /// What else tells it from other requests to the same address: members of the body, a header, the kind of the body.
    pub told_by: Vec<Telling>,
    /// Its parameters, in the document's order.
    pub params: Vec<Param>,
    /// Headers with constant values that this operation sends.
    pub headers: Vec<Header>,
    /// The body that a request carries.
    pub body: Option<RequestBody>,
    /// Its answers.
    pub responses: Vec<Response>,
    /// The authentication schemes it accepts.
    pub auth: Fact<Accepts>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// That it should not be used any more, with what the document says about it.
    pub deprecated: Option<Fact<String>>,
    /// How its answers are cut into pages, if they are.
    pub paging: Option<Fact<Paging>>,
    /// What the document calls it elsewhere: the names of further requests that are the same operation with other values.
    pub also: Vec<Fact<String>>,
    /// The samples that the document shows.
    pub samples: Vec<Sample>,
    /// What a person decided about it and why, beyond the facts above.
    pub decisions: Vec<Fact<String>>,
    /// How it is known.
    pub basis: Basis,
}

impl Operation {
    /// What makes it the same operation in two versions: server, method, path shape, constants, and what else tells it from others.
    pub fn key(&self) -> String {
        let mut key = format!("{} {}", self.method.value, self.path.value.form());
        if let Some(server) = &self.server {
            key = format!("{} {key}", server.value);
        }
        let mut constants: Vec<_> = self.constants.iter().map(|constant| format!("{}={}", constant.name, constant.value)).collect();
        constants.sort();
        if !constants.is_empty() {
            key.push('?');
            key.push_str(&constants.join("&"));
        }
        let mut told_by: Vec<_> = self.told_by.iter().map(|telling| format!("#{}={}", telling.what, telling.value)).collect();
        told_by.sort();
        key.extend(told_by);
        key
    }

    /// What it is on the wire, in a line for people: `GET /users?action=get_users (method=exec)`.
    pub fn request(&self) -> String {
        let constants: Vec<_> = self.constants.iter().map(|constant| format!("{}={}", constant.name, constant.value)).collect();
        let query = if constants.is_empty() { String::new() } else { format!("?{}", constants.join("&")) };
        let mut line = format!("{} {}{query}", self.method.value, self.path.value).trim_end().to_owned();
        let told = Telling::shown(&self.told_by);
        if !told.is_empty() {
            line.push_str(&format!(" ({told})"));
        }
        line
    }
}

/// A query parameter that always has the same value.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstantQuery {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// How it is known.
    pub basis: Basis,
}

/// What tells an operation from others with its method and path, beside the query.
///
/// That it is sent is said where it stands: by the constant members of the body's type, by the constant headers, by the template.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// What tells it: `method`, `params[0].url`, `SOAPAction`, `query`, `element`, `body`, `shape`, `members`.
    pub what: String,
    /// What stands there.
    pub value: String,
    /// How it is known.
    pub basis: Basis,
}

impl Telling {
    /// The longest value that is shown to people beside the address.
    const SHOWN: usize = 80;

    /// What it is in a line, behind the address: `method=exec`; empty where it is too long to be read there.
    pub fn shown(tellings: &[Self]) -> String {
        let all: Vec<String> = tellings
            .iter()
            .filter(|telling| telling.value.chars().count() <= Self::SHOWN)
            .map(|telling| format!("{}={}", telling.what, telling.value))
            .collect();
        all.join(", ")
    }
}

/// Which authentication schemes an operation accepts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Accepts {
    /// Any of the API's.
    Any,
    /// Any of the API's, and none as well: no document says that it needs one.
    AnyOrNone,
    /// It needs none.
    None,
    /// One of these, by id.
    Of(Vec<String>),
    /// One of these, by id, and none as well: the documents show it with one and without.
    OfOrNone(Vec<String>),
}

impl Accepts {
    /// Whether it accepts a credential of a scheme.
    pub fn takes(&self, id: &str) -> bool {
        match self {
            Self::Any | Self::AnyOrNone => true,
            Self::None => false,
            Self::Of(ids) | Self::OfOrNone(ids) => ids.iter().any(|known| known == id),
        }
    }

    /// Whether it can do without a credential.
    pub const fn takes_none(&self) -> bool {
        match self {
            Self::Any | Self::Of(_) => false,
            Self::AnyOrNone | Self::None | Self::OfOrNone(_) => true,
        }
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// Into a URL-encoded form in the body.
    Form,
    /// Into a part of a body of parts (`multipart/form-data`).
    Part,
    /// Into a hole of the text in the body.
    Text,
}

impl Place {
    /// The word of addresses and of the normalized spec.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Form => "form",
            Self::Part => "part",
            Self::Text => "text",
        }
    }
}

/// Something that a caller gives to an operation, beside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: Fact<Place>,
    /// Its type.
    pub ty: TypeId,
    /// Whether it must be given.
    pub presence: Fact<Presence>,
    /// The media type of a part, where the document gives it one.
    pub media: Option<Fact<String>>,
    /// That the document only shows its name, without `=`, so that an empty value is written like that.
    pub bare: Option<Fact<()>>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// What else is known of it.
    pub facts: Facts,
    /// How it is known.
    pub basis: Basis,
}

/// The body that a request carries.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Its media type.
    pub media: Fact<String>,
    /// Its type.
    pub ty: TypeId,
    /// The text that it is, whose holes are parameters; where it is one.
    pub template: Option<Fact<TextTemplate>>,
    /// Whether it must be given.
    pub presence: Fact<Presence>,
    /// How it is known.
    pub basis: Basis,
}

/// An answer of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// When it comes.
    pub status: Fact<ResponseStatus>,
    /// What it holds.
    pub answer: Fact<Answer>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// When an answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponseStatus {
    /// With any status of success; the document names none.
    Success,
    /// With this status.
    Code(u16),
}

impl ResponseStatus {
    /// Whether it says yes.
    pub fn is_success(self) -> bool {
        match self {
            Self::Success => true,
            Self::Code(code) => (200..300).contains(&code),
        }
    }
}

impl fmt::Display for ResponseStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("success"),
            Self::Code(code) => write!(f, "{code}"),
        }
    }
}

/// What an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The documents do not say.
    Unknown,
    /// Nothing.
    Empty,
    /// A value.
    Type(TypeId),
}

/// What the vendor sends to an address of the caller's.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its name in the document.
    pub name: String,
    /// What it carries.
    pub ty: TypeId,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

/// The body of an answer that says no.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorModel {
    /// Its type.
    pub ty: Fact<TypeId>,
    /// The fields that hold a code of a catalogue, in the order in which they are told.
    pub codes: Vec<Fact<String>>,
    /// The field that holds a message for people.
    pub message: Option<Fact<String>>,
    /// Statuses that any operation may answer with, beside its own.
    pub statuses: Vec<Response>,
    /// How it is known.
    pub basis: Basis,
}

/// How a body says whether the call succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded when the rule holds.
    SucceedsWhen(BodyRule),
    /// It failed when the rule holds.
    FailsWhen(BodyRule),
}

/// A member of the body has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRule {
    /// The member's name.
    pub member: String,
    /// Its value, as the text of a JSON scalar; strings without quotes.
    pub is: String,
}

/// A limit on the number of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests are allowed.
    pub requests: u32,
    /// In how many seconds.
    pub per_seconds: u32,
    /// What is counted: an address, a key; in the document's words.
    pub scope: String,
    /// For how many seconds the vendor refuses afterwards, if the document says so.
    pub block_seconds: Option<u32>,
}

/// How answers are cut into pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What the caller sends to get the next page.
    pub style: PagingStyle,
    /// The query parameter that it goes into.
    pub param: String,
    /// The path of wire names to the items in an answer.
    pub items: String,
}

/// What a caller sends to get the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagingStyle {
    /// The number of the page, counted from this one.
    Page {
        /// The first page's number.
        first: u32,
    },
    /// The number of items to skip.
    Offset,
    /// What the last answer holds at this path of wire names.
    Cursor {
        /// The path.
        next: String,
    },
}

/// Something that the documents leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// What it is about.
    pub subject: GapSubject,
    /// What is not known, as a sentence without its full stop.
    pub text: String,
    /// The place that makes one ask.
    pub span: Option<Span>,
}

/// What a gap is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GapSubject {
    /// The API as a whole.
    Api,
    /// An operation, by id.
    Operation(String),
    /// A type, by name.
    Type(String),
}

/// A sample that the document shows.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it is a sample of.
    pub role: SampleRole,
    /// The type whose value it is, where that is known.
    pub ty: Option<TypeId>,
    /// Where it stands.
    pub span: Span,
    /// The sample as valid JSON, after mending; `None` where it is not JSON.
    pub json: Option<String>,
}

impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.ty == other.ty
    }
}

/// What a sample is a sample of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleRole {
    /// A request's body.
    Request,
    /// An answer with a status.
    Response(ResponseStatus),
    /// A value of a type, by name.
    Type(String),
}
