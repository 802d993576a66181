//! Every request of the corpus, sent by the operation that it became, beside what the resolver says that it sends.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::Options;
use crate::compare::{Difference, OTHER_SCHEME, Sent, WEAK, differences, reason};
use crate::made::{Became, Entry, Made, make};
use crate::resolver::{self, Body, Request};
use crate::scratch::{Ask, Scratch, hash_of};
use crate::{compile, job, program};

/// What became of the requests of a collection.
#[derive(Debug, Default)]
struct Outcome {
    file: String,
    /// Each request with its place and what differs.
    requests: Vec<(Became, Vec<Difference>)>,
}

impl Outcome {
    fn all(file: &str, requests: impl Iterator<Item = Became>, class: &'static str, told: &str) -> Self {
        let one = |became: Became| (became, vec![Difference { class, told: told.to_owned() }]);
        Self { file: file.to_owned(), requests: requests.map(one).collect() }
    }

    /// How many could be sent.
    fn sendable(&self) -> usize {
        self.requests.iter().filter(|(_, differences)| differences.iter().all(|difference| difference.class != UNSENDABLE)).count()
    }

    fn same(&self) -> usize {
        self.requests.iter().filter(|(_, differences)| is_same(differences)).count()
    }
}

/// Neither the client nor anybody else can send it: it is counted apart.
const UNSENDABLE: &str = "nothing to send: refused, and by the document nobody could send it";

fn is_same(differences: &[Difference]) -> bool {
    differences.iter().all(|difference| WEAK.contains(&difference.class))
}

/// Builds what is not built yet, replays all, and says what differs.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let scratch = Scratch::new(&options.scratch, &options.root)?;
    let mut outcomes = Vec::new();
    let mut entries = options.entries()?;
    // The small ones first: most classes of differences are seen early.
    entries.sort_by_key(|entry| fs::metadata(&entry.path).map_or(0, |file| file.len()));
    let mut done = 0;
    for batch in entries.chunks(options.batch.max(1)) {
        outcomes.extend(replay(batch, &scratch)?);
        done += batch.len();
        let (requests, same) = sums(&outcomes);
        println!("{done} of {} collections: {same} of {requests} requests", entries.len());
        write(&outcomes, &scratch)?;
    }
    report(&outcomes, &scratch)
}

fn sums(outcomes: &[Outcome]) -> (usize, usize) {
    (outcomes.iter().map(Outcome::sendable).sum(), outcomes.iter().map(Outcome::same).sum())
}

/// The collections of a batch: all programs are built at once.
fn replay(entries: &[Entry], scratch: &Scratch) -> Result<Vec<Outcome>, String> {
    let mut ready: Vec<(&Entry, Made, Vec<Request>, u64)> = Vec::new();
    let mut outcomes = Vec::new();
    for entry in entries {
        let bytes = fs::read(&entry.path).map_err(|error| format!("{}: {error}", entry.path.display()))?;
        let expected = match resolver::read(&bytes) {
            Ok(document) => resolver::requests(&document, &[]),
            Err(_) => Vec::new(),
        };
        let nowhere = |request: &Request| Became { id: request.name.clone(), place: entry.file.clone(), operation: Err(String::new()) };
        match make(entry, "directions = \"both\"") {
            Err(why) => outcomes.push(Outcome::all(&entry.file, expected.iter().map(nowhere), "no client", &why)),
            Ok(made) if made.requests.len() != expected.len() => {
                let told = format!("{} by the resolver, {} by docwright", expected.len(), made.requests.len());
                outcomes.push(Outcome::all(&entry.file, expected.iter().map(nowhere), "other requests", &told));
            }
            Ok(made) => {
                let mut files = compile::files(&made, scratch);
                scratch.write(&entry.name, &files)?;
                let program = program::files(&made.client, &entry.name, scratch.root());
                scratch.write(&format!("{}-replay", entry.name), &program)?;
                files.extend(program.into_iter().map(|(path, text)| (format!("replay/{path}"), text)));
                files.extend(scratch.shared()?);
                ready.push((entry, made, expected, hash_of(&files)));
            }
        }
    }
    scratch.settle()?;
    let program = |entry: &Entry| format!("{}-replay", entry.name);
    let open: Vec<(String, u64)> = ready
        .iter()
        .filter(|(entry, .., hash)| {
            scratch.known(&program(entry), Ask::Build, *hash) != Some(None)
                || !scratch.path(&format!("programs/{}", program(entry))).exists()
        })
        .map(|(entry, .., hash)| (program(entry), *hash))
        .collect();
    if !open.is_empty() {
        let names: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
        let said = scratch.ask(&names, Ask::Build)?;
        fs::create_dir_all(scratch.path("programs")).map_err(|error| error.to_string())?;
        for (name, hash) in &open {
            let library = name.trim_end_matches("-replay");
            let built = scratch.path("target/debug").join(name);
            let kept = scratch.path("programs").join(name);
            let errors = |said: &&crate::scratch::Said| said.has_errors;
            let said = said.get(name).filter(errors).or_else(|| said.get(library).filter(errors));
            if said.is_none() && built.exists() {
                // Built programs are kept apart, so that the folder of builds can be emptied.
                fs::rename(&built, &kept).map_err(|error| format!("{}: {error}", built.display()))?;
            }
            scratch.remember(name, Ask::Build, *hash, said)?;
        }
    }
    for (entry, made, expected, hash) in ready {
        match scratch.known(&program(entry), Ask::Build, hash) {
            Some(None) => outcomes.push(compare(entry, &made, &expected, scratch)?),
            known => {
                let why = known.flatten().map_or_else(String::new, |said| said.first);
                outcomes.push(Outcome::all(&entry.file, made.requests.into_iter(), "does not build", &why));
            }
        }
    }
    Ok(outcomes)
}

/// Runs the program of a collection, and compares.
fn compare(entry: &Entry, made: &Made, expected: &[Request], scratch: &Scratch) -> Result<Outcome, String> {
    let operations: BTreeMap<&str, _> =
        program::operations(&made.client).map(|(_, operation, function)| (operation.id.as_str(), (operation, function))).collect();
    let mut found: Vec<Vec<Difference>> = vec![Vec::new(); expected.len()];
    let mut jobs = String::new();
    for (at, (request, became)) in expected.iter().zip(&made.requests).enumerate() {
        let mut say = |class, told: String| {
            if let Some(found) = found.get_mut(at) {
                found.push(Difference { class, told });
            }
        };
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Its name tells that both speak of the same request; numbers are given to those that would be equal.
        let name = one_line(&request.name);
        if !name.is_empty() && !one_line(&became.id).contains(&name) {
            say("other requests", format!("`{}` by the resolver, `{}` by docwright", request.name, became.id));
            continue;
        }
        match &became.operation {
            Err(why) => match request.unsendable {
                Some(reason) => say(UNSENDABLE, reason.to_owned()),
                None => say("refused", why.clone()),
            },
            Ok(id) => match operations.get(id.as_str()) {
                None => say("no operation", id.clone()),
                Some((operation, function)) => match job::job(at, request, &made.client, operation, function) {
                    Ok(job) => {
                        if made.client.base.is_some() && job["base"][""].is_string() {
                            let told = request.urls.join(" or ");
                            let Difference { class, told } = made.only_if_said(Difference { class: OTHER_SCHEME, told });
                            say(class, told);
                        }
                        jobs.push_str(&format!("{job}\n"));
                    }
                    Err(why) => say("url: no values make the template", why),
                },
            },
        }
    }
    let program = scratch.path("programs").join(format!("{}-replay", entry.name));
    let mut child = Command::new(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let mut input = child.stdin.take().ok_or("a program has an input")?;
    let writer = std::thread::spawn(move || input.write_all(jobs.as_bytes()));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    writer.join().map_err(|_| "the writer stopped")?.map_err(|error| format!("{}: {error}", entry.file))?;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
        let Some(at) = line["at"].as_u64().and_then(|at| usize::try_from(at).ok()) else { continue };
        let (Some(request), Some(found)) = (expected.get(at), found.get_mut(at)) else { continue };
        match (line["error"].as_str(), Sent::read(&line)) {
            (None, Some(sent)) => found.extend(differences(request, &sent).into_iter().map(|one| made.only_if_said(one))),
            (error, _) => {
                let error = error.unwrap_or("nothing that can be read was written");
                let class = if error.starts_with("asks for") {
                    "call: asks for what the request does not have"
                } else if error.starts_with("the body does not fit") && error.contains("is not JSON") {
                    "call: the body is no JSON"
                } else if error.starts_with("the body does not fit")
                    && matches!(&request.body, Body::Text { shapes, .. } if !shapes.is_empty())
                {
                    "call: a variable stands for a part of the body, of a shape that is not told"
                } else if error.starts_with("the body does not fit") {
                    "call: the body does not fit its type"
                } else if error.starts_with("the body is no JSON") {
                    "call: the body is no JSON"
                } else if error.contains("no credential was given") {
                    "auth: asked for, the request has none"
                } else {
                    "call: refused by the client"
                };
                found.push(Difference { class, told: error.to_owned() });
            }
        }
    }
    Ok(Outcome { file: entry.file.clone(), requests: made.requests.iter().cloned().zip(found).collect() })
}

/// The tables, and the same for programs in `replay.json`.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
fn report(outcomes: &[Outcome], scratch: &Scratch) -> Result<bool, String> {
    let mut classes: BTreeMap<&str, Vec<(&Outcome, &Became, &str)>> = BTreeMap::new();
    for outcome in outcomes {
        for (became, found) in &outcome.requests {
            let mut said: Vec<&str> = Vec::new();
            for Difference { class, told } in found {
                if !said.contains(class) {
                    said.push(class);
                    classes.entry(class).or_default().push((outcome, became, told));
                }
            }
        }
    }
    let mut by_count: Vec<_> = classes.iter().collect();
    by_count.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    println!("\n{:>8} {:>11}  class", "requests", "collections");
    for (class, all) in &by_count {
        let mut files: Vec<&str> = all.iter().map(|(outcome, ..)| outcome.file.as_str()).collect();
        files.dedup();
        let weak = if WEAK.contains(class) {
            " (weak)"
        } else if **class == UNSENDABLE {
            " (not counted)"
        } else {
            ""
        };
        println!("{:>8} {:>11}  {class}{weak}", all.len(), files.len());
        if let Some(reason) = reason(class) {
            println!("{:22}{reason}", "");
        }
        if let Some((outcome, became, told)) = all.first() {
            let line = became.place.rsplit("collection.json").next().unwrap_or_default();
            println!("{:22}{}{line} `{}`: {}", "", outcome.file, became.id, told.chars().take(400).collect::<String>().replace('\n', " "));
        }
    }
    let mut worst: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.same() < outcome.sendable()).collect();
    worst.sort_by_key(|outcome| std::cmp::Reverse(outcome.sendable() - outcome.same()));
    println!("\n{:>8} {:>8}  the worst collections", "differ", "requests");
    for outcome in worst.iter().take(25) {
        println!("{:>8} {:>8}  {}", outcome.sendable() - outcome.same(), outcome.requests.len(), outcome.file);
    }
    let (requests, same) = sums(outcomes);
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let share = 100.0 * same as f64 / requests.max(1) as f64;
    let file = scratch.path("replay.json");
    println!("\n{same} of {requests} requests are sent as the documents say: {share:.2} %; all that differ: {}", file.display());
    write(outcomes, scratch)?;
    Ok(share >= 99.5)
}

/// All that differs, for programs.
fn write(outcomes: &[Outcome], scratch: &Scratch) -> Result<(), String> {
    let collections: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            let differ = outcome.requests.iter().filter(|(_, found)| !found.is_empty()).map(|(became, found)| {
                let found: Vec<Value> = found.iter().map(|one| json!({ "class": one.class, "told": one.told })).collect();
                json!({ "request": became.id, "place": became.place, "differences": found })
            });
            json!({ "file": outcome.file, "requests": outcome.sendable(), "same": outcome.same(), "differ": differ.collect::<Vec<_>>() })
        })
        .collect();
    let (requests, same) = sums(outcomes);
    let file = scratch.path("replay.json");
    let text = format!("{:#}\n", json!({ "requests": requests, "same": same, "collections": collections }));
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}
