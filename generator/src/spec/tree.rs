//! The spec as it is written: the raw tree of the format, each value with its place. Nothing in it is understood yet.

use crate::text::{FileId, Located, Span};

/// A text with its place in the spec.
pub type Text = Located<String>;

/// A spec or an overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// The file that it stands in.
    pub file: FileId,
    /// Where it stands.
    pub span: Span,
    /// The API's name for people.
    pub name: Option<Text>,
    /// The vendor's words about the whole.
    pub text: Option<Text>,
    /// How name and text are known.
    pub evidence: Evidence,
    /// The vendor's page.
    pub source: Option<SourceTable>,
    /// `[server]`.
    pub server: Option<ServerTable>,
    /// `[servers.*]`.
    pub servers: Vec<FurtherServerTable>,
    /// `[auth.*]`.
    pub auth: Vec<AuthTable>,
    /// `[group.*]`.
    pub groups: Vec<GroupTable>,
    /// `[type.*]`.
    pub types: Vec<TypeTable>,
    /// `[values.*]`.
    pub values: Vec<ValuesTable>,
    /// `[codes.*]`.
    pub codes: Vec<CodesTable>,
    /// `[op.*]`.
    pub operations: Vec<OperationTable>,
    /// `[webhook.*]`.
    pub webhooks: Vec<WebhookTable>,
    /// `[errors]`.
    pub errors: Option<ErrorsTable>,
    /// `[outcome]`.
    pub outcome: Option<OutcomeTable>,
    /// `[envelope]`.
    pub envelope: Option<EnvelopeTable>,
    /// `[[limit]]`.
    pub limits: Vec<LimitTable>,
    /// `unknown`.
    pub unknown: Vec<UnknownRow>,
    /// `[[patch]]`.
    pub patches: Vec<PatchTable>,
}

/// How an entry is known: lines of the source, another page, a person's decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// `at`: lines of the source.
    pub at: Option<Text>,
    /// `quote`: words at these lines that are not to become documentation.
    pub quote: Option<Text>,
    /// `from`: another public page.
    pub from: ByKey,
    /// `assumed`: a person's reason.
    pub assumed: ByKey,
    /// `reason`: why an overlay says what its document says already, or does not say.
    pub reason: Option<Text>,
}

/// One word for the whole entry, or one for each of some of its keys and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByKey {
    /// For the whole.
    pub whole: Option<Text>,
    /// By key, or by the first cell of a row; `params.` stands before the name of a parameter.
    pub keys: Vec<(Text, Text)>,
}

impl ByKey {
    /// The word for a key, not the one for the whole.
    pub fn key(&self, key: &str) -> Option<&Text> {
        self.keys.iter().find(|(found, _)| found.value == key).map(|(_, value)| value)
    }
}

/// `[source]`.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceTable {
    /// The file beside the spec.
    pub file: Option<Text>,
    /// Where the vendor publishes it.
    pub page: Option<Text>,
}

/// `[server]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerTable {
    /// The base URL. An overlay may leave it out, to say something about variables only.
    pub url: Option<Text>,
    /// What is known of the variables of all base URLs.
    pub variables: Vec<VariableTable>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[servers.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct FurtherServerTable {
    /// Its id.
    pub id: Text,
    /// The base URL.
    pub url: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[server.variables.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableTable {
    /// Its name.
    pub name: Text,
    /// The vendor's words.
    pub text: Option<Text>,
    /// The value when none is given.
    pub default: Option<Text>,
    /// A value that it may have.
    pub example: Option<Text>,
    /// How it is known; what the server says where nothing is said here.
    pub evidence: Evidence,
}

/// `[auth.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthTable {
    /// Its id.
    pub id: Text,
    /// The one way that it is written in.
    pub ways: Vec<Way>,
    /// The vendor's words.
    pub text: Option<Text>,
    /// A base URL of its own.
    pub server: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// A key of an `[auth.*]` table that says where credentials go.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Which key it is.
    pub kind: WayKind,
    /// Its cells, row by row: one row, but for `headers`.
    pub rows: Vec<Vec<Text>>,
    /// The key's place.
    pub span: Span,
}

/// Which key says where credentials go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayKind {
    /// `headers`: name and what the caller gives, for each.
    Headers,
    /// `header`: name, prefix, what the caller gives.
    Header,
    /// `bearer`: what the caller gives.
    Bearer,
    /// `basic`: the names of the two halves.
    Basic,
    /// `query`: name and what the caller gives.
    Query,
    /// `cookie`: name and what the caller gives.
    Cookie,
    /// `signed_query`: name, signature, what the caller gives.
    SignedQuery,
}

/// `[group.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTable {
    /// Its name.
    pub name: Text,
    /// The vendor's words.
    pub text: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[type.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeTable {
    /// Its name.
    pub name: Text,
    /// The vendor's words.
    pub text: Option<Text>,
    /// Where samples of it stand.
    pub samples: Vec<Text>,
    /// Its fields.
    pub rows: Vec<FieldRow>,
    /// What is not known of it.
    pub unknown: Vec<UnknownRow>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// A row of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// The path below the type.
    pub path: Text,
    /// The type.
    pub ty: Text,
    /// Facts.
    pub facts: Text,
    /// The vendor's words.
    pub text: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// `[values.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuesTable {
    /// The enumeration's name.
    pub name: Text,
    /// The vendor's words.
    pub text: Option<Text>,
    /// The values.
    pub rows: Vec<ValueRow>,
    /// What is not known of it.
    pub unknown: Vec<UnknownRow>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// A row of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// The value.
    pub value: Scalar,
    /// The vendor's words.
    pub text: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// A string or a whole number.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// Its text.
    pub text: Text,
    /// Whether it is written as a number.
    pub number: bool,
}

/// `[codes.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct CodesTable {
    /// The catalogue's name.
    pub name: Text,
    /// The vendor's words.
    pub text: Option<Text>,
    /// The codes.
    pub rows: Vec<CodeRow>,
    /// What is not known of it.
    pub unknown: Vec<UnknownRow>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// A row of an error catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeRow {
    /// The code.
    pub code: Scalar,
    /// The HTTP status; may be empty.
    pub http: Text,
    /// When it happens.
    pub text: Text,
    /// The message for people.
    pub message: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// `[op.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationTable {
    /// Its id.
    pub id: Text,
    /// Method, path, constant query.
    pub request: Option<Text>,
    /// The further server that it goes to.
    pub server: Option<Text>,
    /// The vendor's words.
    pub text: Option<Text>,
    /// The answer when no status is named.
    pub answer: Option<Text>,
    /// Answers by status.
    pub answers: Vec<(Text, Text)>,
    /// Samples of the answer.
    pub samples: Vec<Text>,
    /// Samples of the body.
    pub request_samples: Vec<Text>,
    /// `none`, or ids of schemes.
    pub auth: Option<AuthChoice>,
    /// Parameters.
    pub params: Vec<ParamRow>,
    /// Constant headers.
    pub headers: Vec<HeaderRow>,
    /// The body's type.
    pub body: Option<Text>,
    /// The body's media type.
    pub media: Option<Text>,
    /// Statuses that say no.
    pub errors: Vec<StatusRow>,
    /// How answers are cut into pages.
    pub paging: Option<PagingTable>,
    /// That it should not be used any more.
    pub deprecated: Option<Text>,
    /// What is not known of it.
    pub unknown: Vec<UnknownRow>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `auth` of an operation or a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthChoice {
    /// The ids, or `none` alone.
    pub ids: Vec<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A row of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamRow {
    /// The name on the wire.
    pub name: Text,
    /// The place.
    pub place: Text,
    /// The type.
    pub ty: Text,
    /// Facts.
    pub facts: Text,
    /// The vendor's words.
    pub text: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// A row of constant headers.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderRow {
    /// The header's name.
    pub name: Text,
    /// Its value.
    pub value: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// A row of statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusRow {
    /// The status.
    pub status: Text,
    /// The vendor's words.
    pub text: Text,
    /// Lines of the source.
    pub at: Option<Text>,
    /// Where the row stands.
    pub span: Span,
}

/// `paging`.
#[derive(Clone, Debug, PartialEq)]
pub struct PagingTable {
    /// `page`, `offset`, `cursor`.
    pub style: Option<Text>,
    /// The query parameter.
    pub param: Option<Text>,
    /// The first page's number.
    pub first: Option<Located<u32>>,
    /// The path to the items.
    pub items: Option<Text>,
    /// The path to the next cursor.
    pub next: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// `[webhook.*]`.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookTable {
    /// Its name.
    pub name: Text,
    /// What it carries.
    pub body: Option<Text>,
    /// The vendor's words.
    pub text: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[errors]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorsTable {
    /// The body's type.
    pub body: Option<Text>,
    /// The fields with a catalogue's code: one, or a list.
    pub codes: Vec<Text>,
    /// The field with a message for people.
    pub message: Option<Text>,
    /// Statuses that any operation may answer with.
    pub rows: Vec<StatusRow>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[outcome]`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeTable {
    /// When a call failed.
    pub fails_when: Option<Text>,
    /// When it succeeded.
    pub succeeds_when: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[envelope]`.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvelopeTable {
    /// The type.
    pub ty: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// `[[limit]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitTable {
    /// How many requests.
    pub requests: Option<Located<u32>>,
    /// In what time.
    pub per: Option<Text>,
    /// How long the vendor refuses afterwards.
    pub block: Option<Text>,
    /// What is counted.
    pub scope: Option<Text>,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub span: Span,
}

/// A thing that the documents leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownRow {
    /// What is not known.
    pub text: Text,
    /// The lines that make one ask.
    pub at: Option<Text>,
}

/// `[[patch]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchTable {
    /// What it is about.
    pub at: Option<Text>,
    /// What it gives, by key.
    pub set: Vec<Set>,
    /// The type of the field that it adds.
    pub add: Option<Text>,
    /// What it takes away.
    pub remove: Option<Text>,
    /// Why.
    pub reason: Option<Text>,
    /// Another page that says so.
    pub from: Option<Text>,
    /// Lines of the source that say so.
    pub quoted_at: Option<Text>,
    /// The words there.
    pub quote: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A key of `set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// Which.
    pub key: SetKey,
    /// Its value; several only for `auth` and `enum`.
    pub values: Vec<Text>,
    /// The key's place.
    pub span: Span,
}

/// Which thing a correction gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetKey {
    /// `type`.
    Type,
    /// `presence`.
    Presence,
    /// `text`.
    Text,
    /// `method`.
    Method,
    /// `path`.
    Path,
    /// `group`.
    Group,
    /// `place`.
    Place,
    /// `auth`.
    Auth,
    /// `url`.
    Url,
    /// `server`.
    Server,
    /// `name`.
    Name,
    /// `answer`.
    Answer,
    /// `enum`.
    Enum,
    /// `keys`.
    Keys,
    /// `also`.
    Also,
    /// `max`.
    Max,
}
