//! Every saved answer and every raw body of the corpus, and what became of it: read into its generated type and written again, or said to be none.
//!
//! What there is says `shown.rs`, which knows nothing of docwright; what became of each is found by its place. Nothing is passed over: a text that is JSON
//! and that no test reads counts as one that is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use docwright::diagnostic::Code;
use docwright::model::{RustType, Sample, Samples};
use docwright::text::Span;
use serde_json::{Value, json};

use crate::Options;
use crate::compile;
use crate::made::{Entry, Made, Places, make_with};
use crate::resolver;
use crate::scratch::{Ask, Scratch, hash_of};
use crate::shown::{self, Json, Kind, Shown};

/// The share of the texts that are JSON which has to be read and written again.
const ENOUGH: f64 = 99.5;

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// A test reads it into its type and writes it again, and it is the same.
    Same,
    /// It is the very text that such a test of the same body reads.
    Again,
    /// The same, of a type that may be anything; with what the text is.
    Anything(&'static str),
    /// It is no JSON, and a message says so at its place.
    Said,
    /// It is no JSON, and nothing is asked of it.
    Nothing,
    /// Nobody sends it, and a message says so at its place.
    Unsent,
    /// The request became no operation, and a message says why.
    Refused(String),
    /// The collection became no client.
    NoClient(String),
    /// A test fails.
    Lost(String),
    /// No test reads it; with what was said there.
    Untested(String),
    /// It is no JSON, and nobody says so.
    Unsaid,
}

impl Fate {
    /// The class that the table counts it in.
    fn class(&self) -> &'static str {
        match self {
            Self::Same => "read and written again",
            Self::Again => "the same text as one of these, of the same body",
            Self::Anything(_) => "the same, of a type that may be anything",
            Self::Said => "no JSON, and said at its place",
            Self::Nothing => "nothing is asked",
            Self::Unsent => "left out, and said at its place",
            Self::Refused(_) => "the request became no operation",
            Self::NoClient(_) => "the collection became no client",
            Self::Lost(_) => "LOST: the test fails",
            Self::Untested(_) => "LOST: no test reads it",
            Self::Unsaid => "LOST: no JSON, and nobody says so",
        }
    }

    fn passes(&self) -> bool {
        matches!(self, Self::Same | Self::Again | Self::Anything(_))
    }

    fn is_lost(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Untested(_) | Self::Unsaid)
    }

    fn words(&self) -> &str {
        match self {
            Self::Refused(why) | Self::NoClient(why) | Self::Lost(why) | Self::Untested(why) => why,
            Self::Anything(what) => what,
            Self::Same | Self::Again | Self::Said | Self::Nothing | Self::Unsent | Self::Unsaid => "",
        }
    }
}

/// A text, and what became of it.
#[derive(Clone, Debug)]
struct Account {
    kind: Kind,
    json: Json,
    /// `line:column` in the file, and the pointer.
    place: String,
    fate: Fate,
}

/// What became of the texts of a collection.
#[derive(Debug)]
struct Outcome {
    file: String,
    /// How many texts of each kind the document shows that are JSON by the letter.
    whole: BTreeMap<Kind, usize>,
    accounts: Vec<Account>,
    /// Tests of what the document shows elsewhere, and those of them that fail.
    others: usize,
    others_lost: Vec<(String, String)>,
    /// Tests that let something differ, with their places and what may.
    lenient: Vec<(String, Vec<String>)>,
}

/// Builds the tests that are not built yet, runs them, and says what became of every text.
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
        let texts = || outcomes.iter().flat_map(|outcome| &outcome.accounts);
        let lost = texts().filter(|account| account.fate.is_lost()).count();
        println!("{done} of {} collections: {} texts, {lost} of them lost", entries.len(), texts().count());
    }
    report(&outcomes, &scratch)
}

/// A collection whose client is made, and not asked yet.
struct Ready<'a> {
    entry: &'a Entry,
    shown: Vec<Shown>,
    made: Made,
    hash: u64,
}

/// The collections of a batch: all their tests are built at once.
fn test(entries: &[Entry], scratch: &Scratch) -> Result<Vec<Outcome>, String> {
    let mut ready: Vec<Ready<'_>> = Vec::new();
    let mut outcomes = Vec::new();
    for entry in entries {
        let bytes = fs::read(&entry.path).map_err(|error| format!("{}: {error}", entry.path.display()))?;
        // What is no JSON as a whole shows nothing.
        let shown = resolver::read(&bytes).map_or_else(|_| Vec::new(), |document| shown::all(&document));
        let made = match make_with(entry, "directions = \"used\"", Samples::Shown) {
            Ok(made) => made,
            Err(why) => {
                outcomes.push(Outcome::all(&entry.file, &shown, &Fate::NoClient(why)));
                continue;
            }
        };
        let mut files = compile::files(&made, scratch);
        put_in(&mut files, &made, &shown);
        scratch.write(&entry.name, &files)?;
        files.extend(scratch.shared()?);
        ready.push(Ready { entry, shown, made, hash: hash_of(&files) });
    }
    scratch.settle()?;
    build(&ready, scratch)?;
    for Ready { entry, shown, made, hash } in ready {
        outcomes.push(match scratch.known(&entry.name, Ask::Tests, hash) {
            Some(None) => {
                let failed =
                    if made.client.samples.is_empty() { BTreeMap::new() } else { failures(&entry.file, &entry.name, &made, scratch)? };
                account(&entry.file, &shown, &made, &failed)?
            }
            known => {
                let why = known.flatten().map_or_else(String::new, |said| said.first);
                Outcome::all(&entry.file, &shown, &Fate::Untested(format!("the tests cannot be built: {why}")))
            }
        });
    }
    Ok(outcomes)
}

/// The vendor's own text for each test of one that is JSON by the letter, byte by byte.
fn put_in(files: &mut BTreeMap<String, String>, made: &Made, shown: &[Shown]) {
    let texts: BTreeMap<Span, &Shown> =
        shown.iter().filter(|shown| shown.json == Json::Whole).filter_map(|shown| Some((made.places.of(&shown.at)?, shown))).collect();
    for (name, (_, place)) in &made.places.tests {
        if let Some(shown) = texts.get(place) {
            files.insert(format!("src/{}/{name}.json", made.client.samples_module.as_str()), shown.text.clone());
        }
    }
}

fn build(ready: &[Ready<'_>], scratch: &Scratch) -> Result<(), String> {
    let kept = |name: &str| scratch.path(&format!("programs/{name}-samples"));
    let open: Vec<(String, u64)> = ready
        .iter()
        .filter(|Ready { entry, hash, .. }| scratch.known(&entry.name, Ask::Tests, *hash) != Some(None) || !kept(&entry.name).exists())
        .map(|Ready { entry, hash, .. }| (entry.name.clone(), *hash))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
    let (said, built) = scratch.build(&names, Ask::Tests)?;
    fs::create_dir_all(scratch.path("programs")).map_err(|error| error.to_string())?;
    for (name, hash) in &open {
        let said = said.get(name).filter(|said| said.has_errors);
        if let (None, Some(built)) = (said, built.get(name)) {
            fs::rename(built, kept(name)).map_err(|error| format!("{}: {error}", built.display()))?;
        }
        scratch.remember(name, Ask::Tests, *hash, said)?;
    }
    Ok(())
}

/// Runs the tests of a collection's samples: those that fail, and what they say.
fn failures(file: &str, name: &str, made: &Made, scratch: &Scratch) -> Result<BTreeMap<String, String>, String> {
    let program = scratch.path(&format!("programs/{name}-samples"));
    let output = Command::new(&program)
        .arg("--test-threads=2")
        .env("RUST_BACKTRACE", "0")
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let results = || text.lines().filter_map(|line| line.strip_prefix("test ")?.rsplit_once(" ... "));
    let test_of = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    let ran: BTreeSet<String> = results().filter(|(_, said)| matches!(*said, "ok" | "FAILED")).map(|(path, _)| test_of(path)).collect();
    if let Some(sample) = made.client.samples.iter().find(|sample| !ran.contains(sample.name.as_str())) {
        return Err(format!("{file}: the test `{}` did not run: {}", sample.name.as_str(), output.status));
    }
    let mut failed: BTreeMap<String, String> =
        results().filter(|(_, said)| *said == "FAILED").map(|(path, _)| (test_of(path), String::new())).collect();
    let mut current = None;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
            current = Some(test_of(path));
        } else if line == "failures:" {
            current = None;
        } else if let Some(words) = current.as_ref().and_then(|name| failed.get_mut(name))
            && !line.is_empty()
            && !line.starts_with("thread '")
            && !line.starts_with("note: ")
            && words.len() < 600
        {
            words.push_str(line);
            words.push(' ');
        }
    }
    Ok(failed)
}

impl Outcome {
    /// One in which the same became of all that is JSON.
    fn all(file: &str, shown: &[Shown], fate: &Fate) -> Self {
        let one = |shown: &Shown| {
            let fate = if matches!(shown.json, Json::Variable | Json::Other) { Fate::Nothing } else { fate.clone() };
            Account { kind: shown.kind, json: shown.json, place: shown.at.clone(), fate }
        };
        let accounts = shown.iter().map(one).collect();
        Self { file: file.to_owned(), whole: whole(shown), accounts, others: 0, others_lost: Vec::new(), lenient: Vec::new() }
    }
}

fn whole(shown: &[Shown]) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for shown in shown.iter().filter(|shown| shown.json == Json::Whole) {
        *counts.entry(shown.kind).or_default() += 1;
    }
    counts
}

/// What became of each text of a document.
///
/// # Errors
/// Where the places of the two sides do not fit together: then nothing is known.
fn account(file: &str, shown: &[Shown], made: &Made, failed: &BTreeMap<String, String>) -> Result<Outcome, String> {
    let places = &made.places;
    let samples: BTreeMap<&str, &Sample> = made.client.samples.iter().map(|sample| (sample.name.as_str(), sample)).collect();
    let mut tests: BTreeMap<Span, (&str, &Sample)> = BTreeMap::new();
    for (name, (_, place)) in &places.tests {
        let sample = samples.get(name.as_str()).ok_or_else(|| format!("{file}: the test `{name}` has no sample"))?;
        if let Some((other, _)) = tests.insert(*place, (name, sample)) {
            return Err(format!("{file}: the tests `{name}` and `{other}` are of one place"));
        }
    }
    if places.tests.len() != samples.len() {
        return Err(format!("{file}: {} tests have {} places", samples.len(), places.tests.len()));
    }
    let mut at = Vec::new();
    let mut claimed: BTreeSet<Span> = BTreeSet::new();
    for shown in shown {
        let span = places.of(&shown.at).ok_or_else(|| format!("{file}: `{}` is nowhere in docwright's tree", shown.at))?;
        if !claimed.insert(span) {
            return Err(format!("{file}: `{}` stands where something else does", shown.at));
        }
        at.push(span);
    }
    let result = |span: &Span| tests.get(span).map(|(name, sample)| (*sample, failed.get(*name)));
    // Texts of the body of an operation that a test reads: the others of the same text are read by it.
    let mut bodies: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for (shown, span) in shown.iter().zip(&at).filter(|(shown, span)| shown.kind != Kind::Answer && tests.contains_key(span)) {
        if let Some(Ok(operation)) = places.request(shown) {
            bodies.entry((operation, &shown.text)).or_insert(*span);
        }
    }
    let fate = |shown: &Shown, span: Span| -> Fate {
        let is_whole = shown.json == Json::Whole;
        let said = places.said_at(span);
        let is_said = || said.iter().any(|code| matches!(code, Code::SampleNotJson | Code::SampleMended));
        let tested = result(&span).map(|found| (found, false)).or_else(|| {
            let Ok(operation) = places.request(shown)?.as_ref() else { return None };
            let first = bodies.get(&(operation.as_str(), shown.text.as_str())).filter(|_| shown.kind != Kind::Answer)?;
            Some((result(first)?, true))
        });
        if let Some(((sample, lost), is_again)) = tested {
            return match lost {
                Some(why) => Fate::Lost(why.clone()),
                // Its test reads what was made of it.
                None if shown.json == Json::Broken => {
                    if is_said() {
                        Fate::Said
                    } else {
                        Fate::Unsaid
                    }
                }
                None if sample.ty == RustType::Any => Fate::Anything(what_it_is(&shown.text)),
                None if is_again => Fate::Again,
                None => Fate::Same,
            };
        }
        if let Some(Err(why)) = places.request(shown) {
            return Fate::Refused(why.clone());
        }
        match shown.json {
            _ if shown.kind == Kind::Malformed => return Fate::Nothing,
            _ if shown.kind == Kind::Unsent && said.iter().any(|code| matches!(code, Code::PrunedBody | Code::IgnoredMember)) => {
                return Fate::Unsent;
            }
            Json::Whole => {}
            // An answer of another kind says nothing about types, and that is said; a body of another kind is sent as it is.
            Json::Other if shown.kind == Kind::Answer => return if is_said() { Fate::Said } else { Fate::Unsaid },
            Json::Variable | Json::Other => return Fate::Nothing,
            Json::Holes | Json::Broken if is_said() => return Fate::Said,
            Json::Holes | Json::Broken => {}
        }
        if is_whole || !said.is_empty() {
            let words: Vec<&str> = said.iter().map(|code| code.id()).collect();
            return Fate::Untested(if words.is_empty() { "nothing is said".to_owned() } else { words.join(", ") });
        }
        Fate::Unsaid
    };
    let accounts = shown
        .iter()
        .zip(&at)
        .map(|(shown, span)| {
            let start = places.sources.start(*span);
            let place = format!("{}:{} {}", start.line, start.column, shown.at);
            Account { kind: shown.kind, json: shown.json, place, fate: fate(shown, *span) }
        })
        .collect();
    let others: Vec<(&str, Span)> =
        tests.iter().filter(|(span, _)| !claimed.contains(span)).map(|(span, (name, _))| (*name, *span)).collect();
    let others_lost = others.iter().filter_map(|(name, span)| Some((places.sources.place(*span), failed.get(*name)?.clone()))).collect();
    let lenient = tests
        .iter()
        .filter(|(_, (_, sample))| !sample.differs_at.is_empty())
        .map(|(span, (_, sample))| (places.sources.place(*span), sample.differs_at.clone()))
        .collect();
    Ok(Outcome { file: file.to_owned(), whole: whole(shown), accounts, others: others.len(), others_lost, lenient })
}

/// What a text of a type that may be anything is.
fn what_it_is(text: &str) -> &'static str {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Null) => "null",
        Ok(Value::Array(list)) if list.is_empty() => "a list without items",
        Ok(Value::Object(members)) if members.is_empty() => "an object without members",
        Ok(Value::Array(_)) => "a list, where others are something else",
        Ok(Value::Object(_)) => "an object, where others are something else",
        Ok(_) => "a single value, where others are something else",
        Err(_) => "JSON but for variables",
    }
}

impl Places {
    /// The place of what stands at a pointer.
    fn of(&self, pointer: &str) -> Option<Span> {
        self.document.pointer(pointer).map(|node| node.span)
    }

    /// What became of the request that a text is of.
    fn request(&self, shown: &Shown) -> Option<&Result<String, String>> {
        let item = self.document.pointer(&shown.request)?;
        let name = item.get("name").map_or(item.span, |name| name.span);
        let within = || {
            let span = self.of(&shown.at)?;
            let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
            self.requests.iter().find(|(place, became)| became.is_err() && holds(place)).map(|(_, became)| became)
        };
        self.requests.get(&name).or_else(|| self.requests.get(&item.span)).or_else(within)
    }

    /// What was said of a text: at a place in it, or of the whole body that it is.
    fn said_at(&self, text: Span) -> BTreeSet<Code> {
        let is_in = |inner: Span, outer: Span| outer.start <= inner.start && inner.end <= outer.end;
        let of_body =
            |code: Code, span: Span| matches!(code, Code::PrunedBody | Code::UnreadBody | Code::IgnoredMember) && is_in(text, span);
        self.said.iter().filter(|(code, span)| is_in(*span, text) || of_body(*code, *span)).map(|(code, _)| *code).collect()
    }
}

/// The table, what is lost, and all of it in `samples.json`.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
fn report(outcomes: &[Outcome], scratch: &Scratch) -> Result<bool, String> {
    let all = || outcomes.iter().flat_map(|outcome| outcome.accounts.iter().map(move |account| (outcome, account)));
    for (outcome, account) in all().filter(|(_, account)| account.fate.is_lost()) {
        let words: String = account.fate.words().chars().take(400).collect();
        println!(
            "\n{}:{} ({}, {}): {}: {words}",
            outcome.file,
            account.place,
            account.kind.word(),
            account.json.word(),
            account.fate.class()
        );
    }
    for outcome in outcomes {
        for (place, why) in &outcome.others_lost {
            println!("\n{}: {place}: {why}", outcome.file);
        }
    }
    println!();
    for outcome in outcomes {
        for (place, what) in &outcome.lenient {
            println!("{}: {place}: may differ from its type at {}", outcome.file, what.join(", "));
        }
    }
    let mut table: BTreeMap<(Kind, Json), BTreeMap<&str, usize>> = BTreeMap::new();
    let mut reasons: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (_, account) in all() {
        *table.entry((account.kind, account.json)).or_default().entry(account.fate.class()).or_default() += 1;
        if matches!(account.fate, Fate::Anything(_) | Fate::Refused(_) | Fate::NoClient(_) | Fate::Untested(_)) {
            *reasons.entry((account.fate.class(), account.fate.words())).or_default() += 1;
        }
    }
    for ((kind, json), classes) in &table {
        println!("\n{:>6}  {}: {}", classes.values().sum::<usize>(), kind.word(), json.word());
        for (class, count) in classes {
            println!("{count:>14}  {class}");
        }
    }
    println!();
    for ((class, why), count) in &reasons {
        println!("{count:>6}  {class}: {}", why.chars().take(160).collect::<String>());
    }
    let file = scratch.path("samples.json");
    let listed = |outcome: &Outcome| -> Vec<Value> {
        let worth = outcome.accounts.iter().filter(|account| !matches!(account.fate, Fate::Same | Fate::Again | Fate::Nothing));
        worth
            .map(|account| {
                json!({ "what": account.kind.word(), "is": account.json.word(), "place": account.place, "class": account.fate.class(), "why": account.fate.words() })
            })
            .collect()
    };
    let written: Vec<Value> = outcomes
        .iter()
        .map(|outcome| json!({ "file": outcome.file, "texts": outcome.accounts.len(), "others": outcome.others, "others lost": outcome.others_lost, "may differ": outcome.lenient, "listed": listed(outcome) }))
        .collect();
    fs::write(&file, format!("{:#}\n", Value::from(written))).map_err(|error| format!("{}: {error}", file.display()))?;
    // The sums of both sides, which counted for themselves.
    for outcome in outcomes {
        for (kind, count) in &outcome.whole {
            let found = outcome.accounts.iter().filter(|account| account.kind == *kind && account.json == Json::Whole);
            let found = found
                .filter(|account| *kind == Kind::Malformed || !matches!(account.fate, Fate::Said | Fate::Nothing | Fate::Unsaid))
                .count();
            if found != *count {
                return Err(format!("{}: of {count} {} that are JSON {found} are accounted for", outcome.file, kind.word()));
            }
        }
    }
    let sums = |kinds: &[Kind]| {
        let whole = || all().filter(|(_, account)| account.json == Json::Whole && kinds.contains(&account.kind));
        (whole().filter(|(_, account)| account.fate.passes()).count(), whole().count())
    };
    let (passed, texts) = sums(&[Kind::Answer, Kind::Body]);
    let (passed_of_all, all_texts) = sums(&[Kind::Answer, Kind::Body, Kind::Unsent]);
    let unsaid = all().filter(|(_, account)| account.json != Json::Whole && account.kind != Kind::Behind && account.fate.is_lost()).count();
    let others: usize = outcomes.iter().map(|outcome| outcome.others).sum();
    let others_lost: usize = outcomes.iter().map(|outcome| outcome.others_lost.len()).sum();
    println!("\n{unsaid} of what is no JSON is lost; {others_lost} of {others} tests of what stands elsewhere fail; {}", file.display());
    let lenient: usize = outcomes.iter().map(|outcome| outcome.lenient.len()).sum();
    println!(
        "{lenient} tests let values differ from their types, at the places that are listed: they stand for values, or what is stated of them is contested"
    );
    println!("with the bodies that nobody sends: {passed_of_all} of {all_texts}, {:.2} %", share(passed_of_all, all_texts));
    println!(
        "{passed} of {texts} saved answers and bodies that are JSON are read into their types and written again: {:.2} %",
        share(passed, texts)
    );
    Ok(texts > 0 && share(passed, texts) >= ENOUGH && unsaid == 0 && others_lost == 0)
}

#[expect(clippy::cast_precision_loss, reason = "a share for people")]
fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
