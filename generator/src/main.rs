//! The command `docwright`.

use std::process::ExitCode;

/// A client is made of very many small pieces of text and tokens: a third of the time went to the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    docwright::cli::main(&docwright::pipeline::Docwright, std::env::args_os())
}
