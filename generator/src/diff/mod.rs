//! What changed between two versions of an API, whatever the language of the client.
//!
//! * `rule.rs`: everything that can change, each with a stable id, three verdicts and an explanation
//! * `change.rs`: one thing that changed
//! * `compare.rs`: the comparison as a whole, and the words that all its parts use
//! * `api.rs`, `auth.rs`, `operation.rs`, `param.rs`, `types.rs`: its parts
//! * `matching.rs`: which operation is which
//! * `uses.rs`: what types are used for, and by whom
//! * `words.rs`: types in a few words
//!
//! Three verdicts, never one: whether old binaries break, what callers' compilers say, whether the change is silent. One finding per node
//! of the IR, with the operations that use it. Places and numbers of samples are no part of what is compared; samples themselves are
//! not either: what they show has become types.
//!
//! Deliberately not here: the lock. A level is what callers see when nothing keeps the old code; who knows the lock may lower it.

mod api;
mod auth;
mod change;
mod compare;
mod matching;
mod operation;
mod param;
mod rule;
#[cfg(test)]
mod tests;
mod types;
mod uses;
mod words;

pub use change::{Change, Direction};
pub use compare::compare;
pub use rule::{Level, Notice, Rule, Wire};
