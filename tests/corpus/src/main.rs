//! The whole corpus: every client compiled, every request replayed, every sample and every JSON document read.
//!
//! ```sh
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- compile
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- replay
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- samples
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- merges
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- json
//! DOCWRIGHT_CORPUS=<folder> cargo run --release -p docwright-corpus -- infer
//! ```
//!
//! * `made.rs`: a collection, as docwright makes a client of it
//! * `scratch.rs`: the workspace outside of the repository, and what is known of its crates already
//! * `compile.rs`: every client compiled, warnings denied
//! * `resolver.rs`: what each request sends, told by the formats' description alone
//! * `program.rs`: the program that calls every operation of a client
//! * `job.rs`: what an operation is given, so that it sends what a request sends
//! * `compare.rs`: what it would send beside what the request sends
//! * `replay.rs`: all of that, for every request
//! * `shown.rs`: every saved answer and raw body, told by the formats' description alone
//! * `samples.rs`: what became of each of them: read into its type and written again, or said
//! * `json.rs`: types that are inferred from JSON documents, and from parts of them; other generators beside
//! * `linear.rs`: what inference costs, for so many samples and for twice as many
//! * `merges.rs`: requests that became one operation, drawn for people to read
//!
//! All take `--only <part of a file's name>` (several, with commas); `compile`, `replay`, `samples` and `json` take `--scratch <folder>` and `--batch <number>`,
//! `merges` `--seed <number>` and `--draw <number>`.

mod compare;
mod compile;
mod job;
mod json;
mod linear;
mod made;
mod merges;
mod program;
mod replay;
mod resolver;
mod samples;
mod scratch;
mod shown;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Options {
    corpus: PathBuf,
    root: PathBuf,
    scratch: PathBuf,
    only: Vec<String>,
    batch: usize,
    seed: u64,
    draw: usize,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self, String> {
        let corpus = std::env::var_os("DOCWRIGHT_CORPUS").ok_or("DOCWRIGHT_CORPUS names no folder")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let scratch = std::env::var_os("DOCWRIGHT_SCRATCH").map_or_else(|| std::env::temp_dir().join("docwright-corpus"), PathBuf::from);
        let only = std::env::var("REPLAY_ONLY").map(|only| words(&only)).unwrap_or_default();
        let mut options = Self { corpus: PathBuf::from(corpus).join("postman"), root, scratch, only, batch: 12, seed: 1, draw: 200 };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().ok_or_else(|| format!("`{name}` has no value"))?;
            match name.as_str() {
                "--only" => options.only = words(value),
                "--scratch" => options.scratch = PathBuf::from(value),
                "--batch" => options.batch = value.parse().map_err(|_| format!("`{value}` is no number"))?,
                "--seed" => options.seed = value.parse().map_err(|_| format!("`{value}` is no number"))?,
                "--draw" => options.draw = value.parse().map_err(|_| format!("`{value}` is no number"))?,
                _ => return Err(format!("`{name}` is nothing that can be asked for")),
            }
        }
        Ok(options)
    }

    /// The collections that were asked for.
    fn entries(&self) -> Result<Vec<made::Entry>, String> {
        let wanted = |file: &str| self.only.is_empty() || self.only.iter().any(|part| file.to_ascii_lowercase().contains(part));
        let entries: Vec<made::Entry> = made::entries(&self.corpus)?.into_iter().filter(|entry| wanted(&entry.file)).collect();
        if entries.is_empty() { Err("no collection of the corpus has such a name".to_owned()) } else { Ok(entries) }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_ascii_lowercase()).filter(|word| !word.is_empty()).collect()
}

fn run() -> Result<bool, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().ok_or("say `compile`, `replay`, `samples`, `merges`, `json` or `infer`")?;
    if let ("infer-file", [file]) = (command.as_str(), rest) {
        return linear::file(Path::new(file));
    }
    let options = Options::read(rest)?;
    match command.as_str() {
        "compile" => compile::run(&options),
        "replay" => replay::run(&options),
        "samples" => samples::run(&options),
        "merges" => merges::run(&options),
        "json" => json::run(&options),
        "infer" => linear::run(&options),
        _ => Err(format!("`{command}` is none of `compile`, `replay`, `samples`, `merges`, `json` and `infer`")),
    }
}

#[expect(clippy::print_stderr, reason = "a command says what is wrong")]
fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
