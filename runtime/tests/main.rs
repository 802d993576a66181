//! The runtime, as a generated client uses it.
#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, reason = "tests, and a client in the shape of generated code")]

pub(crate) use docwright_runtime as rt;

mod auth;
mod decode;
mod error;
mod one_of;
mod redact;
mod request;
mod round_trip;
#[cfg(feature = "reqwest")]
mod server;
#[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "a client has it, and only tests on the wire use it"))]
mod shape;
mod value;
#[cfg(feature = "reqwest")]
mod wire;
