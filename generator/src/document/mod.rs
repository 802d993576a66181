//! Documents as trees in which every value and every key knows its place.
//!
//! * `node.rs`: the tree that all readers make
//! * `pointer.rs`: ways into it
//! * `json/`: the one JSON reader: tolerant, with spans and holes; strict where a document must be JSON
//! * `toml.rs`: TOML into the same tree
//! * `yaml.rs`: YAML into the same tree
//! * `decoded.rs`: places within decoded strings
//! * `cursor.rs`: typed reading of a tree that reports what it does not know
//! * `html.rs`: rendered descriptions back to Markdown
//! * `markdown.rs`: tables and lists in descriptions

pub mod cursor;
pub mod decoded;
pub mod html;
pub mod json;
pub mod markdown;
pub mod node;
pub mod pointer;
pub mod toml;
pub mod yaml;

pub use node::{Array, Member, Node, Object, Value};
