//! What an API is, with the evidence for each fact. Knows neither a source format nor Rust.
//!
//! * `basis.rs`: how a fact is known, and where it stands
//! * `node_id.rs`: the one address grammar
//! * `path.rs`: path and URL templates
//! * `shape.rs`: types, in an arena
//! * `api.rs`: operations, parameters, bodies, answers, errors, authentication
//! * `server.rs`: where an API is
//! * `form.rs`: whether a text has a form that a document promises
//! * `template.rs`: texts with holes that bodies are
//! * `timestamp.rs`: what clients read as a moment
//! * `patch.rs`: corrections made by hand, addressed
//! * `walk.rs`: everything that has a type, with its address
//! * `dump.rs`: the canonical text
//! * `sample.rs`: a small API for tests
//!
//! Deliberately not here: names in Rust, files, formats.

mod api;
mod basis;
mod dump;
mod form;
mod node_id;
mod patch;
mod path;
#[cfg(test)]
pub(crate) mod sample;
mod server;
mod shape;
mod template;
mod timestamp;
mod walk;

pub use api::{
    Accepts, Answer, Api, AuthScheme, BodyRule, Checked, ConstantQuery, Credential, CredentialPlace, ErrorModel, Gap, GapSubject, Group,
    Header, Method, Operation, Outcome, Paging, PagingStyle, Param, Place, RateLimit, RequestBody, Response, ResponseStatus, Sample,
    SampleRole, Signature, Telling, Webhook,
};
pub use basis::{Basis, Docs, Fact, How, Layer, Samples};
pub use dump::{dump, dump_with_places, quoted, visible};
pub(crate) use dump::{form_text, limit_text, outcome_text, paging_text, presence_text};
pub use node_id::NodeId;
pub use patch::{Address, Also, FieldKey, FieldPath, FieldStep, Keys, Patch, Root, Setting};
pub(crate) use path::no_steps;
pub use path::{PathTemplate, Segment, TemplateError};
pub use server::{Server, ServerId, ServerVariable, Serves};
pub use shape::{
    Access, Case, CaseKind, Conflict, Contested, Enum, EnumBase, EnumValue, Facts, Field, FieldFacts, Object, OpenKeys, Origin, Presence,
    Shape, StringForm, TypeDef, TypeId, Types,
};
pub use template::{Markup, TextTemplate};
pub use timestamp::{is_date, is_timestamp};
pub use walk::{Spot, walk, walk_through_unions};
