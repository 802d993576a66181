//! Turns the API descriptions that vendors really publish into Rust clients.
