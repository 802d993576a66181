//! The runtime, as a generated client uses it.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "tests, and a client in the shape of generated code"
)]

pub(crate) use docwright_runtime as rt;

mod auth;
mod decode;
mod error;
mod redact;
mod request;
mod server;
mod shape;
mod value;
#[cfg(feature = "reqwest")]
mod wire;
