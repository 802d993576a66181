//! Turns the API descriptions that vendors really publish into Rust clients.
//!
//! The folders are the stages and the stages are the floors: a module uses only what stands below it.
//! `generator/ARCHITECTURE.md` draws the house.

pub mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
pub mod confidence;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod drift;
pub mod emit;
pub mod infer;
pub mod ir;
pub mod model;
pub mod output;
mod parallel;
pub mod passes;
pub mod pipeline;
pub mod postman;
pub mod review;
pub mod secret;
pub mod spec;
pub mod text;

pub use build_script::{Build, BuildErrors, BuildReport};
