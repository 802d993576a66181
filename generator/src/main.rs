//! The command `docwright`.
fn main() {}
