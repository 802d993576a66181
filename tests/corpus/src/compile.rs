//! Every client compiled: no warning of the compiler, of clippy as it comes, or of rustdoc; and a client for every collection with requests.

use std::collections::BTreeMap;
use std::fs;

use crate::made::{Entry, Made, make};
use crate::scratch::{Ask, Said, Scratch, hash_of};
use crate::{Options, resolver};

/// The files of a crate, as they stand in the scratch workspace.
pub(crate) fn files(made: &Made, scratch: &Scratch) -> BTreeMap<String, String> {
    let runtime = format!("{:?}", scratch.root().join("runtime").display().to_string());
    let files = made.tree.iter().map(|(path, text)| {
        let path = path.as_str().to_owned();
        let text = if path == "Cargo.toml" { text.replace("\"../../runtime\"", &runtime) } else { text.to_owned() };
        (path, text)
    });
    // The places say nothing to a compiler, and change with every line that moves.
    files.filter(|(path, _)| path == "Cargo.toml" || path.starts_with("src/")).collect()
}

/// Compiles what is not known yet, and says what became of all.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let scratch = Scratch::new(&options.scratch, &options.root)?;
    let mut crates: Vec<(Entry, u64)> = Vec::new();
    let mut refused: Vec<(String, String)> = Vec::new();
    let mut lost = 0;
    let mut lines = 0;
    let others = scratch.what_compiles()?;
    for entry in options.entries()? {
        match make(&entry, "directions = \"both\"") {
            Ok(made) => {
                let mut files = files(&made, &scratch);
                lines += files.values().map(|text| text.lines().count()).sum::<usize>();
                scratch.write(&entry.name, &files)?;
                files.extend(others.clone());
                crates.push((entry, hash_of(&files)));
            }
            Err(why) => {
                // By the formats' description alone: who refuses everything must not look green.
                let bytes = fs::read(&entry.path).map_err(|error| format!("{}: {error}", entry.path.display()))?;
                let requests = resolver::read(&bytes).map_or(0, |document| resolver::requests(&document, &[]).len());
                lost += usize::from(requests > 0);
                refused.push((entry.file, format!("{requests} requests; {why}")));
            }
        }
    }
    scratch.settle()?;
    println!("{} clients, {lines} lines; {} collections become none", crates.len(), refused.len());
    let mut failed: BTreeMap<&str, Vec<(&str, Said)>> = BTreeMap::new();
    for ask in [Ask::Lints, Ask::Docs] {
        let open: Vec<&(Entry, u64)> = crates.iter().filter(|(entry, hash)| scratch.known(&entry.name, ask, *hash).is_none()).collect();
        println!("{}: {} of {} are not known yet", ask.word(), open.len(), crates.len());
        for (at, batch) in open.chunks(options.batch.max(1)).enumerate() {
            let names: Vec<String> = batch.iter().map(|(entry, _)| entry.name.clone()).collect();
            let said = scratch.ask(&names, ask)?;
            for (entry, hash) in batch {
                scratch.remember(&entry.name, ask, *hash, said.get(&entry.name))?;
            }
            let bad = names.iter().filter(|name| said.contains_key(*name)).count();
            println!("  {}: {} of {}, {bad} of them with remarks", ask.word(), (at * options.batch + batch.len()), open.len());
        }
        for (entry, hash) in &crates {
            if let Some(Some(said)) = scratch.known(&entry.name, ask, *hash) {
                failed.entry(&entry.file).or_default().push((ask.word(), said));
            }
        }
    }
    let mut codes: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
    for (file, said) in &failed {
        for (ask, said) in said {
            println!("\n{file}: {ask}: {} remarks {:?}\n{}", said.count, said.codes, indented(&said.first));
            for (code, count) in &said.codes {
                let sum = codes.entry((ask, code.clone())).or_default();
                *sum = (sum.0 + count, sum.1 + 1);
            }
        }
    }
    for (file, why) in &refused {
        println!("\n{file}: becomes no client: {why}");
    }
    println!("\n{:>7} {:>11}  remark", "times", "collections");
    for ((ask, code), (times, collections)) in &codes {
        println!("{times:>7} {collections:>11}  {ask}: {code}");
    }
    println!(
        "{} of {} clients compile without a remark; {} collections become none, {lost} of them with requests",
        crates.len() - failed.len(),
        crates.len(),
        refused.len()
    );
    Ok(failed.is_empty() && lost == 0 && !crates.is_empty())
}

fn indented(text: &str) -> String {
    text.lines().take(12).flat_map(|line| ["    ", line, "\n"]).collect()
}
