//! Collections of Postman → IR.
//!
//! * `kind.rs`: what a JSON document is, among all that Postman writes
//! * `foreign.rs`: what a file is that is nothing of Postman's
//! * `collection.rs`: the tree of a collection, each fact with its place; no shape of the formats is left in it
//! * `read/`: JSON → that tree, every union of shapes everywhere, whatever `info.schema` says
//! * `v3.rs`: a folder of YAML → the shape that the other versions have
//! * `url.rs`: a URL as text → its parts
//! * `variables.rs`: `{{name}}`: where they are defined, and putting their values in
//! * `secret.rs`: values that nobody should see again
//! * `sample.rs`: saved bodies → values
//! * `markup.rs`: what XML calls, and where its variables stand
//! * `script.rs`: what tests tell about answers
//! * `words.rs`: what prose says about parameters and fields
//! * `lower/`: that tree → IR
//!
//! Deliberately not here: prose that could mean several things, running of scripts, names in Rust, reading of files.

mod collection;
mod foreign;
mod kind;
mod lower;
mod markup;
mod read;
mod sample;
mod script;
mod secret;
#[cfg(test)]
mod tests;
mod url;
mod v3;
mod variables;
mod words;

pub use collection::Collection;
pub use foreign::Foreign;
pub use kind::{Kind, detect};
pub use lower::{Coverage, Joined, Lowered, Refused, WordsRead, lower};
use read::excerpt as read_excerpt;
pub use read::{broken, collections, no_json, read};
pub use v3::{Part, assemble, environment};
