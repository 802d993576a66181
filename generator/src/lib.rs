//! Turns the API descriptions that vendors really publish into Rust clients.
//!
//! The folders are the stages and the stages are the floors: a module uses only what stands below it.
//! `generator/ARCHITECTURE.md` draws the house.

pub mod diagnostic;
pub mod document;
pub mod infer;
pub mod ir;
pub mod model;
pub mod passes;
pub mod spec;
pub mod text;
