//! Every saved answer and every body of the corpus, read into its generated type and written again: the tests that each client has of its own.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::Options;
use crate::compile;
use crate::made::{Entry, Made, make};
use crate::scratch::{Ask, Scratch, hash_of};

/// What became of the samples of a collection.
#[derive(Debug)]
struct Outcome {
    file: String,
    /// How many samples the document shows that are JSON.
    samples: usize,
    /// How many are no JSON, as the messages say with their places.
    broken: usize,
    /// The samples that are lost in part, each with its place and what its test says.
    failed: Vec<(String, String)>,
    /// Why nothing could be asked.
    unbuilt: Option<String>,
}

/// Builds the tests that are not built yet, runs them, and says what fails.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let scratch = Scratch::new(&options.scratch, &options.root)?;
    let mut entries = options.entries()?;
    entries.sort_by_key(|entry| fs::metadata(&entry.path).map_or(0, |file| file.len()));
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut done = 0;
    for batch in entries.chunks(options.batch.max(1)) {
        outcomes.extend(test(batch, &scratch)?);
        done += batch.len();
        let (samples, failed) = sums(&outcomes);
        println!("{done} of {} collections: {samples} samples, {failed} of them fail", entries.len());
    }
    report(&outcomes, &scratch)
}

fn sums(outcomes: &[Outcome]) -> (usize, usize) {
    let failed = |outcome: &Outcome| if outcome.unbuilt.is_some() { outcome.samples } else { outcome.failed.len() };
    (outcomes.iter().map(|outcome| outcome.samples).sum(), outcomes.iter().map(failed).sum())
}

/// The collections of a batch: all their tests are built at once.
fn test(entries: &[Entry], scratch: &Scratch) -> Result<Vec<Outcome>, String> {
    let mut ready: Vec<(&Entry, Made, u64)> = Vec::new();
    for entry in entries {
        // What becomes no client has no types.
        let Ok(made) = make(entry, "directions = \"used\"") else { continue };
        let mut files = compile::files(&made, scratch);
        scratch.write(&entry.name, &files)?;
        files.extend(scratch.shared()?);
        ready.push((entry, made, hash_of(&files)));
    }
    scratch.settle()?;
    let kept = |entry: &Entry| scratch.path(&format!("programs/{}-samples", entry.name));
    let open: Vec<(String, u64)> = ready
        .iter()
        .filter(|(entry, _, hash)| scratch.known(&entry.name, Ask::Tests, *hash) != Some(None) || !kept(entry).exists())
        .map(|(entry, _, hash)| (entry.name.clone(), *hash))
        .collect();
    if !open.is_empty() {
        let names: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
        let (said, built) = scratch.build(&names, Ask::Tests)?;
        fs::create_dir_all(scratch.path("programs")).map_err(|error| error.to_string())?;
        for (name, hash) in &open {
            let said = said.get(name).filter(|said| said.has_errors);
            if let (None, Some(built)) = (said, built.get(name)) {
                let kept = scratch.path(&format!("programs/{name}-samples"));
                fs::rename(built, &kept).map_err(|error| format!("{}: {error}", built.display()))?;
            }
            scratch.remember(name, Ask::Tests, *hash, said)?;
        }
    }
    let mut outcomes = Vec::new();
    for (entry, made, hash) in ready {
        let samples = made.client.samples.len();
        let mut outcome = Outcome { file: entry.file.clone(), samples, broken: made.broken, failed: Vec::new(), unbuilt: None };
        match scratch.known(&entry.name, Ask::Tests, hash) {
            Some(None) if samples > 0 => outcome.failed = failures(entry, &made, scratch)?,
            Some(None) => {}
            known => outcome.unbuilt = Some(known.flatten().map_or_else(String::new, |said| said.first)),
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Runs the tests of a collection's samples.
fn failures(entry: &Entry, made: &Made, scratch: &Scratch) -> Result<Vec<(String, String)>, String> {
    let program = scratch.path(&format!("programs/{}-samples", entry.name));
    let output = Command::new(&program)
        .arg("--test-threads=2")
        .env("RUST_BACKTRACE", "0")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let ran = text.lines().filter(|line| line.starts_with("test ") && (line.ends_with("... ok") || line.ends_with("... FAILED"))).count();
    if ran < made.client.samples.len() {
        return Err(format!("{}: {ran} of {} tests ran: {}", entry.file, made.client.samples.len(), output.status));
    }
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
            current = name.rsplit("::").next();
        } else if line == "failures:" {
            current = None;
        } else if let Some(name) = current
            && !line.is_empty()
            && !line.starts_with("thread '")
            && !line.starts_with("note: ")
        {
            let words = said.entry(name).or_default();
            if words.len() < 600 {
                words.push_str(line);
                words.push(' ');
            }
        }
    }
    let failed = text.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    Ok(failed
        .map(|test| {
            let name = test.rsplit("::").next().unwrap_or(test);
            let source = made.client.samples.iter().find(|sample| sample.name.as_str() == name).and_then(|sample| sample.source.as_ref());
            let place = source.map_or_else(|| name.to_owned(), |source| source.pointer.clone());
            (place, said.get(name).cloned().unwrap_or_default())
        })
        .collect())
}

/// The sums, and every failure.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
fn report(outcomes: &[Outcome], scratch: &Scratch) -> Result<bool, String> {
    for outcome in outcomes {
        if let Some(why) = &outcome.unbuilt {
            println!("\n{}: {} samples, and the tests cannot be built: {why}", outcome.file, outcome.samples);
        }
        for (place, why) in &outcome.failed {
            println!("\n{}: `{place}`: {}", outcome.file, why.chars().take(400).collect::<String>());
        }
    }
    let (samples, failed) = sums(outcomes);
    let broken: usize = outcomes.iter().map(|outcome| outcome.broken).sum();
    let file = scratch.path("samples.json");
    let all: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            json!({ "file": outcome.file, "samples": outcome.samples, "no JSON": outcome.broken, "failed": outcome.failed, "unbuilt": outcome.unbuilt })
        })
        .collect();
    fs::write(&file, format!("{:#}\n", Value::from(all))).map_err(|error| format!("{}: {error}", file.display()))?;
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let share = 100.0 * (samples - failed) as f64 / samples.max(1) as f64;
    println!(
        "\n{} of {samples} different samples are read into their types and written again: {share:.2} %; {broken} more are no JSON, and said so with their place; {}",
        samples - failed,
        file.display()
    );
    Ok(share >= 99.5)
}
