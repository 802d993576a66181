//! The command `docwright`.
//!
//! * `args.rs`: what can be asked
//! * `console.rs`: where answers go, with or without colours
//! * `exit.rs`: exit codes
//! * `workspace.rs`: which folders there are, and their documents
//! * `many.rs`: many inputs at once
//! * `coverage.rs`: the account of requests, as `generate` and `survey` print it
//! * `generate.rs`: `generate` and `check`
//! * `words.rs`: what a comparison of files found, in words
//! * `import/`: documents into folders of their own
//! * `survey/`: what becomes of every request, in many files, and what to settle first
//! * `drift.rs`: recorded answers against the documents
//! * `explain.rs`, `show.rs`, `diff.rs`: the other verbs
//!
//! Deliberately not here: anything about what is generated. The verbs ask [`Stages`] and print.

mod args;
mod console;
mod coverage;
mod diff;
mod drift;
mod exit;
mod explain;
mod generate;
mod import;
mod many;
mod show;
mod survey;
#[cfg(test)]
mod tests;
mod words;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::args::{Args, Verb};
use crate::cli::console::Console;
use crate::pipeline::Stages;

pub use exit::Exit;

/// Does what the arguments ask, and says with what exit code to end.
pub fn main(stages: &dyn Stages, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match Args::try_parse_from(arguments) {
        Ok(args) => {
            let mut console = Console::of_process(args.global.color.into());
            run(stages, &args, &mut console).into()
        }
        Err(error) => {
            // Help and version are errors of this kind too; they go to standard output and end well.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage.into() } else { Exit::Fine.into() }
        }
    }
}

/// The same into memory, for tests and documents. Colours are written only where `--color always` asks for them.
pub fn captured(stages: &dyn Stages, arguments: impl IntoIterator<Item = OsString>) -> Captured {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = match Args::try_parse_from(arguments) {
        Ok(args) => run(stages, &args, &mut Console::of_memory(&mut out, &mut err, args.global.color.into())),
        Err(error) => {
            let (stream, exit) = if error.use_stderr() { (&mut err, Exit::Usage) } else { (&mut out, Exit::Fine) };
            stream.extend_from_slice(error.render().to_string().as_bytes());
            exit
        }
    };
    Captured { exit, out: text(&out), err: text(&err) }
}

/// How a command ended, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// How it ended.
    pub exit: Exit,
    /// The answer: standard output.
    pub out: String,
    /// What is said beside the answer: standard error.
    pub err: String,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn run(stages: &dyn Stages, args: &Args, console: &mut Console<'_>) -> Exit {
    if let Some(message) = args.wrong() {
        console.error(&message);
        return Exit::Usage;
    }
    match &args.verb {
        Verb::Generate { folders, work, deny, force } => {
            generate::generate(stages, &args.global, *work, folders, (&deny.deny, *force), console)
        }
        Verb::Check { folders, work, deny, list } => generate::check(stages, &args.global, *work, folders, (&deny.deny, *list), console),
        Verb::Explain { thing } => explain::explain(stages, &args.global, thing, console),
        Verb::Show { what } => show::show(stages, &args.global, what, console),
        Verb::Survey { paths, work, deny } => survey::survey(stages, &args.global, *work, paths, &deny.deny, console),
        Verb::Import(import) => import::import(&args.global, import, console),
        Verb::Drift(drift) => drift::drift(stages, &args.global, drift, console),
        Verb::Diff { old, new } => diff::diff(stages, &args.global, old, new, console),
    }
}
