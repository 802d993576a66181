//! The normalized spec, and the overlay: what people write with a vendor's page open beside it. `specs/FORMAT.md` is the contract.
//!
//! * `tree.rs`: the format as a tree, nothing understood yet
//! * `read.rs`: TOML or JSON → tree
//! * `words/`: the small languages in its cells: types, facts, paths, places
//! * `lower/`: tree → IR, checked against the vendor's page
//! * `schema.rs`: the JSON Schema of the format, for editors
//!
//! What an entry claims is checked: quotes must stand at the lines that they name. What no document says must carry a reason.

mod lower;
mod read;
mod schema;
mod tree;
pub mod words;

#[cfg(test)]
mod tests;

pub use lower::{Lowered, lower, lower_overlay};
pub use read::{VERSION, read};
pub use schema::schema;
pub use tree::{
    AuthChoice, AuthTable, ByKey, CodeRow, CodesTable, EnvelopeTable, ErrorsTable, Evidence, FieldRow, GroupTable, HeaderRow, LimitTable,
    OperationTable, OutcomeTable, PagingTable, ParamRow, PatchTable, Scalar, ServerTable, Set, SetKey, SourceTable, Spec, StatusRow, Text,
    TypeTable, UnknownRow, ValueRow, ValuesTable, VariableTable, Way, WayKind, WebhookTable,
};
