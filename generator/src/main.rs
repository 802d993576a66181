//! The command `docwright`.

use std::process::ExitCode;

fn main() -> ExitCode {
    docwright::cli::main(&docwright::pipeline::Docwright, std::env::args_os())
}
