//! Helpers that the tests share.
//!
//! * `cases.rs`: folders that are test cases, and what becomes of them
//! * `collections.rs`: other people's collections, which are not here
//! * `scrutiny.rs`: a look at generated files for anything that the emitter did not write

pub mod cases;
pub mod collections;
pub mod scrutiny;

pub mod detour;
pub mod server;
pub mod vendors;

use std::path::{Path, PathBuf};

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from(".."), Path::to_owned)
}
