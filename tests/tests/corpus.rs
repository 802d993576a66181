//! Real collections, all the way: read, lowered, modelled, emitted, and compiled.
//!
//! The files are other people's, so they are not here. `DOCWRIGHT_CORPUS` names a folder whose `postman/INDEX.tsv` lists them; without it nothing is run, and the
//! tests say so. The test of all of them is a command of its own (`-- --ignored`) and prints what became of them.

use docwright::diagnostic::Severity;
use docwright::pipeline::Generated;
use docwright_tests::collections::{self, Ran, corpus, listed};
use docwright_tests::root;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The files of the list, with what each becomes.
const LIST: &str = include_str!("../corpus-25.txt");

/// What is asked of the output; the second one is the other end of every choice.
const OUTPUTS: [&str; 2] = ["directions = \"both\"", "grouping = \"flat\"\ndirections = \"used\"\nunknown_fields = \"drop\""];

fn list() -> Vec<(&'static str, &'static str)> {
    LIST.lines().filter(|line| !line.starts_with('#')).map(|line| line.rsplit_once(' ').expect("a file and a word")).collect()
}

/// What became of a collection.
struct Outcome {
    generated: Option<Generated>,
    /// The codes of the errors, with the number of other things that were said.
    errors: Vec<&'static str>,
    said: usize,
}

/// Runs all stages on a file: what is refused is refused with an error, and all that is said has a place.
fn run(file: &Path, name: &str, output: &str) -> Outcome {
    let Ran { files, said, generated } = collections::run(file, name, output).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(generated.is_none(), said.has_errors(), "{}: what is refused is refused with an error", file.display());
    for one in said.iter() {
        let length = files.sources.file(one.primary.span.file).text().len();
        assert!(one.primary.span.end as usize <= length, "{}: {one:?}", file.display());
    }
    let errors = said.iter().filter(|one| one.severity() == Severity::Error).map(|one| one.code.id()).collect();
    Outcome { generated, errors, said: said.iter().count() }
}

/// Every file of the output that is Rust is Rust.
fn parses(file: &str, generated: &Generated) -> usize {
    let mut lines = 0;
    for (path, text) in generated.tree.iter() {
        if path.as_str().rsplit('.').next() == Some("rs") {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {path}:{}: {error}", error.span().start().line));
            lines += text.lines().count();
        }
    }
    lines
}

/// Runs the list, every second file with the other choices. Returns the crates.
fn run_list(corpus: &Path) -> Vec<(String, Generated)> {
    let list = list();
    assert_eq!(list.len(), 25);
    let mut ran = 0;
    let mut crates = Vec::new();
    for (number, (file, becomes)) in list.iter().enumerate() {
        let name = format!("collection-{number:02}");
        let outcome = run(&corpus.join(file), &name, OUTPUTS[number % 2]);
        match outcome.generated {
            Some(generated) => {
                assert_eq!(*becomes, "client", "{file}");
                assert!(parses(file, &generated) > 100, "{file}");
                crates.push((name, generated));
            }
            None => assert_eq!(outcome.errors, [*becomes], "{file}"),
        }
        ran += 1;
    }
    assert_eq!(ran, list.len());
    crates
}

#[test]
#[expect(clippy::print_stdout, reason = "`.ci/run` reads how many ran")]
fn the_list_becomes_clients_that_compile() {
    let Some(corpus) = corpus() else { return };
    let crates = run_list(&corpus);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let runtime = format!("{:?}", root().join("runtime").display().to_string());
    // Nothing of an earlier run may be compiled, but what it built may be used.
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.file_name() != Some(OsStr::new("target")) && path.is_dir() {
            fs::remove_dir_all(&path).expect("our own folder");
        }
    }
    for (name, generated) in &crates {
        for (path, text) in generated.tree.iter() {
            let text = if path.as_str() == "Cargo.toml" {
                text.replace("\"../../runtime\"", &runtime) + "\n[lints.rust]\nwarnings = \"deny\"\n"
            } else {
                text.to_owned()
            };
            let path = folder.join(name).join(path.as_str());
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the target folder can be written");
            fs::write(path, text).expect("the target folder can be written");
        }
    }
    let members: Vec<String> = crates.iter().map(|(name, _)| format!("{name:?}")).collect();
    fs::write(folder.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))
        .expect("a manifest");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace has a lock");
    let output = Command::new(std::env::var_os("CARGO").as_deref().unwrap_or(OsStr::new("cargo")))
        .current_dir(&folder)
        .args(["check", "--workspace", "--no-default-features", "--keep-going", "--offline", "--quiet", "--color=never"])
        .args(["--message-format", "short"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("{} collections ran: {} became clients that compile", list().len(), crates.len());
}

#[test]
#[ignore = "all 299 files twice: a command of its own, see CONTRIBUTING.md"]
#[expect(clippy::print_stdout, reason = "the counts are what one runs this for")]
fn the_whole_corpus_becomes_clients_or_is_refused_with_a_place() {
    let Some(corpus) = corpus() else { return };
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let (mut clients, mut operations, mut types, mut lines, mut said) = (0, 0, 0, 0, 0);
    for file in listed(&corpus).expect("the corpus has an index") {
        for output in OUTPUTS {
            let outcome = run(&corpus.join(&file), "collection", output);
            said += outcome.said;
            match outcome.generated {
                Some(generated) => {
                    clients += 1;
                    operations += generated.stats.operations;
                    types += generated.stats.types;
                    lines += parses(&file, &generated);
                }
                None => *refused.entry(outcome.errors.join(", ")).or_default() += 1,
            }
        }
    }
    println!("each file twice, with both ends of every choice");
    println!("{clients} clients: {operations} operations, {types} types, {lines} lines of Rust; {said} things were said");
    println!("refused: {refused:#?}");
    assert!(clients > 0);
}
