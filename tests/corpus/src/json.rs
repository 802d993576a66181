//! Types from samples, measured: each JSON document of the corpus as the one saved answer of an operation, its client compiled, and the document
//! read and written again; and the same of types that were inferred from a part of the document. Other generators do the same where they are installed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright::diagnostic::{Diagnostics, Severity};
use docwright::document::json;
use docwright::model::{self, AnswerType, Lock};
use docwright::pipeline::{Docwright, Files, SpecFolder, Stages as _, load};
use docwright::{passes, postman};
use serde_json::{Value, json};

use crate::Options;
use crate::made::hash;
use crate::program::rust;
use crate::scratch::{Ask, Scratch, hash_of};

/// The share of the whole documents that have to be read and written again.
const WHOLE: f64 = 99.0;

/// The share of the leaves that may be untyped where a type was inferred from a part: of all leaves of each way to cut, and in the mean over all documents
/// and ways. In the mean over the documents of one way, so many may be as well, or as many as its samples do not show.
const UNTYPED: f64 = 10.0;

/// What a type is inferred from, and all but the first together.
const PARTS: [&str; 5] = [WHOLE_PART, "doc1", "doc2", "half", TOGETHER];

/// The document itself.
const WHOLE_PART: &str = "whole";

/// All parts that are not the whole.
const TOGETHER: &str = "parts";

/// A document, and what its type is inferred from.
#[derive(Clone, Debug)]
struct Case {
    part: &'static str,
    /// The document's name.
    document: String,
    sample: PathBuf,
    whole: PathBuf,
    /// The name of its crate.
    name: String,
}

/// Who infers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Docwright,
    Quicktype,
    JsonTypegen,
}

impl Who {
    fn word(self) -> &'static str {
        match self {
            Self::Docwright => "docwright",
            Self::Quicktype => "quicktype",
            Self::JsonTypegen => "json_typegen",
        }
    }

    /// Whether it is at hand.
    fn is_installed(self) -> bool {
        self == Self::Docwright || Command::new(self.word()).arg("--help").output().is_ok()
    }
}

/// What became of a case.
#[derive(Clone, Debug)]
struct Outcome {
    part: &'static str,
    document: String,
    end: End,
    leaves: usize,
    untyped: usize,
    /// The `null`s where a value would be untyped.
    nulls: usize,
    /// Those at places of which the sample shows nothing, or only values of other kinds: no rule gives them a type without a guess.
    unseen: usize,
    /// What the program said, for people.
    told: Value,
}

/// How far a case came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// No client, or one that does not compile.
    Unbuilt,
    /// The document does not fit its type.
    Unread,
    /// It is another one when it is written again.
    Differs,
    Equal,
}

/// Measures, and says whether the aims are reached.
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let scratch = Scratch::new(&options.scratch, &options.root)?;
    let cases = cases(options)?;
    let measured_of = |part: &&str| format!("{} of {part}", cases.iter().filter(|case| case.part == *part).count());
    let counts: Vec<String> = PARTS.iter().filter(|part| **part != TOGETHER).map(measured_of).collect();
    println!("measured: {}", counts.join(", "));
    let mut lines = Vec::new();
    let mut missed = Vec::new();
    let mut all = Vec::new();
    for who in [Who::Docwright, Who::Quicktype, Who::JsonTypegen] {
        if !who.is_installed() {
            lines.push(format!("{:<13} not installed", who.word()));
            continue;
        }
        let outcomes = measured(who, &cases, &scratch, options)?;
        for part in PARTS {
            let of: Vec<&Outcome> =
                outcomes.iter().filter(|outcome| outcome.part == part || (part == "parts" && outcome.part != "whole")).collect();
            if of.is_empty() {
                continue;
            }
            let count = |end: End| of.iter().filter(|outcome| outcome.end >= end).count();
            let equal = share(count(End::Equal), of.len());
            let (mean, total) = untyped(&of, |outcome| outcome.untyped);
            let (with_nulls, _) = untyped(&of, |outcome| outcome.untyped + outcome.nulls);
            let (unseen, _) = untyped(&of, |outcome| outcome.unseen);
            lines.push(format!(
                "{:<13} {part:<6} {:>9} {:>9} {:>9} {:>9} {equal:>8.1} % {mean:>8.1} % {total:>8.1} % {with_nulls:>8.1} % {unseen:>8.1} %",
                who.word(),
                of.len(),
                count(End::Unread),
                count(End::Differs),
                count(End::Equal),
            ));
            if who == Who::Docwright {
                let least = if part == "whole" { WHOLE } else { 100.0 };
                if equal < least {
                    missed.push(format!("{part}: {equal:.1} % are read and written again, fewer than {least} %"));
                }
                let most = if part == "parts" { UNTYPED } else { UNTYPED.max(unseen) };
                if part != "whole" && (mean > most || total > UNTYPED) {
                    missed.push(format!(
                        "{part}: {mean:.1} % of the leaves are untyped in the mean, {total:.1} % of all, more than {UNTYPED} %; {unseen:.1} % are not shown"
                    ));
                }
            }
        }
        if who == Who::Docwright {
            for outcome in &outcomes {
                if outcome.end < End::Equal {
                    println!("{} of {}: {:?}: {}", outcome.document, outcome.part, outcome.end, outcome.told);
                } else if share(outcome.untyped, outcome.leaves) > UNTYPED {
                    let share = share(outcome.untyped, outcome.leaves);
                    println!("{} of {}: {share:.1} % untyped: {}", outcome.document, outcome.part, outcome.told["places"]);
                }
            }
        }
        all.extend(outcomes.iter().map(|outcome| {
            json!({ "who": who.word(), "part": outcome.part, "document": outcome.document, "end": format!("{:?}", outcome.end),
                "leaves": outcome.leaves, "untyped": outcome.untyped, "nulls": outcome.nulls, "unseen": outcome.unseen, "told": outcome.told })
        }));
    }
    let file = scratch.path("json.json");
    fs::write(&file, format!("{:#}\n", Value::from(all))).map_err(|error| format!("{}: {error}", file.display()))?;
    println!(
        "\n{:<13} {:<6} {:>9} {:>9} {:>9} {:>9} {:>10} {:>10} {:>10} {:>10} {:>10}",
        "", "from", "documents", "compiled", "read", "equal", "equal", "untyped", "of all", "with null", "unseen"
    );
    for line in lines {
        println!("{line}");
    }
    println!(
        "`untyped` is the mean over the documents, `of all` the share of all leaves; what is not read is untyped. `with null` has the nulls where a value would be untyped, too; `unseen` stands where the sample shows nothing. All of it: {}",
        file.display()
    );
    for missed in &missed {
        println!("{missed}");
    }
    Ok(missed.is_empty())
}

#[expect(clippy::cast_precision_loss, reason = "a share for people")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 }
}

/// The share of leaves without a type: in the mean over the documents, and of all leaves.
#[expect(clippy::cast_precision_loss, reason = "a share for people")]
fn untyped(outcomes: &[&Outcome], count: impl Fn(&Outcome) -> usize) -> (f64, f64) {
    let mean = outcomes.iter().map(|outcome| share(count(outcome), outcome.leaves)).sum::<f64>() / outcomes.len().max(1) as f64;
    let total = share(outcomes.iter().map(|outcome| count(outcome)).sum(), outcomes.iter().map(|outcome| outcome.leaves).sum());
    (mean, total)
}

/// What a folder's index lists: whole documents and parts of them, in its order.
fn listed(folder: &Path) -> Result<Vec<String>, String> {
    let index = folder.join("INDEX.tsv");
    let text = fs::read_to_string(&index).map_err(|error| format!("{}: {error}", index.display()))?;
    let files = text.lines().skip(1).filter_map(|line| line.split('\t').next());
    Ok(files.filter(|file| !file.is_empty()).map(str::to_owned).collect())
}

/// The whole documents of a folder, in the order of its index.
pub(crate) fn documents(folder: &Path) -> Result<Vec<String>, String> {
    let files: Vec<String> = listed(folder)?.into_iter().filter(|file| !file.starts_with(CUT)).collect();
    if files.is_empty() { Err(format!("{} lists no document", folder.join("INDEX.tsv").display())) } else { Ok(files) }
}

/// Where the parts of documents stand.
const CUT: &str = "cut/";

/// What is to be measured of what an index lists: the part, the document, and the file of the sample. What is not there is no reason to measure less, and
/// neither is an index that lists little; `only` asks for less.
fn plan(listed: &[String], is_there: impl Fn(&str) -> bool, only: &[String]) -> Result<Vec<(&'static str, String, String)>, String> {
    let mut known: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    let documents: Vec<&str> = listed.iter().map(String::as_str).filter(|file| !file.starts_with(CUT)).collect();
    let mut wrong: Vec<String> = Vec::new();
    let mut cases = Vec::new();
    for part in PARTS.into_iter().filter(|part| *part != TOGETHER) {
        let before = cases.len();
        for &file in &documents {
            let sample = if part == WHOLE_PART { file.to_owned() } else { format!("{CUT}{part}__{}", file.replace('/', "_")) };
            if !known.remove(sample.as_str()) {
                continue;
            }
            let is_wanted = only.is_empty() || only.iter().any(|only| format!("{part}/{file}").to_ascii_lowercase().contains(only));
            if !is_wanted {
                continue;
            }
            if !is_there(&sample) {
                wrong.push(format!("{sample} is listed, and is not there"));
            }
            cases.push((part, file.to_owned(), sample));
        }
        if cases.len() == before && only.is_empty() {
            wrong.push(format!("the index lists nothing for `{part}`"));
        }
    }
    wrong.extend(known.into_iter().map(|file| format!("{file} is listed, and is a part of no document")));
    if wrong.is_empty() && cases.is_empty() {
        wrong.push("no document of the corpus has such a name".to_owned());
    }
    if wrong.is_empty() { Ok(cases) } else { Err(wrong.join("\n")) }
}

/// All documents, each with what its type is inferred from, in the order of the index.
fn cases(options: &Options) -> Result<Vec<Case>, String> {
    let folder = options.corpus.with_file_name("json");
    let planned = plan(&listed(&folder)?, |file| folder.join(file).is_file(), &options.only)?;
    let case = |(part, document, sample): (&'static str, String, String)| Case {
        part,
        sample: folder.join(sample),
        whole: folder.join(&document),
        name: format!("json-{part}-{:016x}", hash(document.as_bytes())),
        document,
    };
    Ok(planned.into_iter().map(case).collect())
}

/// What a sample shows at a place.
#[derive(Debug, Default)]
struct Shown {
    scalars: BTreeSet<&'static str>,
    members: Option<BTreeMap<String, Shown>>,
    items: Option<Box<Shown>>,
}

impl Shown {
    fn see(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                let known = self.members.get_or_insert_default();
                members.iter().for_each(|(key, value)| known.entry(key.clone()).or_default().see(value));
            }
            Value::Array(items) => {
                let known = self.items.get_or_insert_default();
                for item in items {
                    known.see(item);
                }
            }
            scalar => {
                self.scalars.insert(scalar_kind(scalar));
            }
        }
    }

    /// How many leaves of a value stand where nothing was shown. A `null` is no value: it may stand wherever something was.
    fn unseen(&self, value: &Value) -> usize {
        let all = |value: &Value| docwright_corpus_driver::leaves::leaves_of(&value.to_string());
        match (value, &self.members, &self.items) {
            (Value::Object(members), Some(known), _) => {
                members.iter().map(|(key, value)| known.get(key).map_or_else(|| all(value), |known| known.unseen(value))).sum()
            }
            (Value::Array(items), _, Some(known)) => items.iter().map(|item| known.unseen(item)).sum(),
            (Value::Object(_) | Value::Array(_), _, _) => all(value),
            (Value::Null, _, _) => 0,
            (scalar, _, _) => usize::from(!self.scalars.contains(scalar_kind(scalar))),
        }
    }
}

fn scalar_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) | Value::Object(_) => "",
    }
}

/// Builds what is not built yet, and runs all of it.
#[expect(clippy::print_stdout, reason = "who waits wants to see that it goes on")]
fn measured(who: Who, cases: &[Case], scratch: &Scratch, options: &Options) -> Result<Vec<Outcome>, String> {
    let mut outcomes = Vec::new();
    let shared = scratch.shared()?;
    let mut done = 0;
    for batch in cases.chunks(options.batch.max(1)) {
        let mut ready: Vec<(&Case, String, Result<u64, String>)> = Vec::new();
        for case in batch {
            let name = format!("{}-{}", case.name, who.word().replace('_', "-"));
            let made = match who {
                Who::Docwright => ours(case, scratch),
                Who::Quicktype | Who::JsonTypegen => theirs(who, case, scratch),
            };
            let hash = match made {
                Ok(program) => {
                    let mut files =
                        BTreeMap::from([("Cargo.toml".to_owned(), manifest(who, &name, scratch)), ("src/main.rs".to_owned(), program)]);
                    scratch.write(&name, &files)?;
                    files.extend(shared.clone());
                    Ok(hash_of(&files))
                }
                Err(why) => Err(why),
            };
            ready.push((case, name, hash));
        }
        scratch.settle()?;
        build(&ready, scratch)?;
        for (case, name, hash) in &ready {
            outcomes.push(outcome(case, name, hash, scratch)?);
        }
        done += batch.len();
        println!("{}: {done} of {}", who.word(), cases.len());
    }
    Ok(outcomes)
}

fn build(ready: &[(&Case, String, Result<u64, String>)], scratch: &Scratch) -> Result<(), String> {
    let program = |name: &str| scratch.path(&format!("programs/{name}"));
    let mut open: Vec<(String, u64)> = Vec::new();
    for (_, name, hash) in ready {
        if let Ok(hash) = hash {
            match scratch.known(name, Ask::Build, *hash) {
                Some(Some(said)) if said.has_errors => {}
                Some(_) if program(name).exists() => {}
                _ => open.push((name.clone(), *hash)),
            }
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
    let (said, built) = scratch.build(&names, Ask::Build)?;
    fs::create_dir_all(scratch.path("programs")).map_err(|error| error.to_string())?;
    for (name, hash) in &open {
        let said = said.get(name).filter(|said| said.has_errors);
        if let (None, Some(built)) = (said, built.get(name)) {
            fs::rename(built, program(name)).map_err(|error| format!("{}: {error}", built.display()))?;
        }
        scratch.remember(name, Ask::Build, *hash, said)?;
    }
    Ok(())
}

/// What a program says of its document.
fn outcome(case: &Case, name: &str, hash: &Result<u64, String>, scratch: &Scratch) -> Result<Outcome, String> {
    let text = fs::read_to_string(&case.whole).map_err(|error| format!("{}: {error}", case.whole.display()))?;
    let leaves = docwright_corpus_driver::leaves::leaves_of(&text);
    let document = || case.document.clone();
    let sample = fs::read_to_string(&case.sample).map_err(|error| format!("{}: {error}", case.sample.display()))?;
    let (mut shown, read) = (Shown::default(), |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string()));
    shown.see(&read(&sample)?);
    let unseen = shown.unseen(&read(&text)?);
    let ended = |end: End, untyped: usize, told: Value| Outcome {
        part: case.part,
        document: document(),
        end,
        leaves,
        untyped,
        nulls: 0,
        unseen,
        told,
    };
    let hash = match hash {
        Ok(hash) => *hash,
        Err(why) => return Ok(ended(End::Unbuilt, leaves, why.as_str().into())),
    };
    if let Some(Some(said)) = scratch.known(name, Ask::Build, hash) {
        return Ok(ended(End::Unbuilt, leaves, said.first.into()));
    }
    let program = scratch.path(&format!("programs/{name}"));
    let output = Command::new(&program).arg(&case.whole).output().map_err(|error| format!("{}: {error}", program.display()))?;
    let Ok(told) = serde_json::from_slice::<Value>(&output.stdout) else {
        return Ok(ended(End::Unread, leaves, String::from_utf8_lossy(&output.stderr).into()));
    };
    if told.get("error").is_some() {
        return Ok(ended(End::Unread, leaves, told));
    }
    let count = |key: &str| told[key].as_u64().and_then(|count| usize::try_from(count).ok()).ok_or("a program that counts nothing");
    let (untyped, nulls) = (count("untyped")?, count("nulls")?);
    let end = if told["differs"].is_null() { End::Equal } else { End::Differs };
    Ok(Outcome { nulls, ..ended(end, untyped, told) })
}

fn manifest(who: Who, name: &str, scratch: &Scratch) -> String {
    let path = |below: &str| format!("{:?}", scratch.root().join(below).display().to_string());
    let mut text = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n");
    let _ = writeln!(text, "docwright-corpus-driver = {{ path = {} }}", path("tests/corpus/driver"));
    text.push_str(match who {
        Who::Docwright => "",
        // Their types are derived, and are to be no worse for how numbers are read.
        Who::Quicktype | Who::JsonTypegen => "serde = { version = \"1\", features = [\"derive\"] }\nserde_derive = \"1\"\nserde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n",
    });
    if who == Who::Docwright {
        let _ = writeln!(text, "docwright-runtime = {{ path = {}, default-features = false }}", path("runtime"));
    }
    text
}

/// The program around a client that docwright makes of a collection in which the sample is a saved answer.
fn ours(case: &Case, scratch: &Scratch) -> Result<String, String> {
    let text = fs::read_to_string(&case.sample).map_err(|error| format!("{}: {error}", case.sample.display()))?;
    let url = "https://api.example.com/document";
    let collection = json!({
        "info": { "name": "Documents", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [{
            "name": "Get document",
            "request": { "method": "GET", "url": url },
            "response": [{
                "name": "The document",
                "originalRequest": { "method": "GET", "url": url },
                "code": 200,
                "header": [{ "key": "Content-Type", "value": "application/json" }],
                "body": text,
            }],
        }],
    });
    let folder = scratch.path(&format!("documents/{}", case.name));
    let config = "docwright = 1\nname = \"documents\"\n[input]\npostman = \"collection.json\"\n[output]\ndirections = \"both\"\n";
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("collection.json"), collection.to_string()))
        .and_then(|()| fs::write(folder.join("docwright.toml"), config))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Files::default();
    let mut said = Diagnostics::default();
    let made = client(&SpecFolder::new(&folder, scratch.root()), &mut files, &mut said);
    made.ok_or_else(|| {
        let errors = said.iter().filter(|one| one.severity() == Severity::Error);
        let errors: Vec<String> = errors.map(|one| format!("{}: {}", one.code.id(), one.message)).collect();
        errors.join("; ")
    })
}

fn client(folder: &SpecFolder, files: &mut Files, said: &mut Diagnostics) -> Option<String> {
    let loaded = load(folder, files, said).ok()?;
    let sources = &files.sources;
    let module = Docwright.generate_module(&loaded, "api", sources, said)?;
    // The same stages once more, for the type of the answer.
    let mut again = Diagnostics::default();
    let document = json::read_strict(loaded.input, sources, &mut again)?;
    let collection = postman::read(&document, loaded.config.collection.as_ref(), &[], sources, &mut again)?;
    let api = postman::lower(&collection, sources, &mut again).api;
    let checked = passes::run(api, &[], &mut again)?;
    let mut options = loaded.config.options();
    "api".clone_into(&mut options.name);
    let client = model::lower(&checked, &options, &Lock::default(), loaded.config.user_names(), sources).client;
    let operation = client.groups.iter().flat_map(|group| &group.operations).next()?;
    let ty = match &operation.answer {
        AnswerType::Type(ty) => rust(ty),
        AnswerType::ByStatus(name) => format!("api::types::{}", name.ident()),
        AnswerType::Empty | AnswerType::Unknown => "rt::Any".to_owned(),
    };
    Some(format!(
        "#![allow(warnings)]\nuse docwright_runtime as rt;\n\nfn main() {{\n    docwright_corpus_driver::measure::measure::<{ty}>();\n}}\n\n{module}"
    ))
}

/// The program around the types of another generator.
fn theirs(who: Who, case: &Case, scratch: &Scratch) -> Result<String, String> {
    let kept = scratch.path(&format!("documents/{}.{}.rs", case.name, who.word()));
    let types = match fs::read_to_string(&kept) {
        Ok(types) => types,
        Err(_) => {
            let mut command = Command::new(who.word());
            match who {
                Who::Quicktype => command
                    .args([
                        "--lang",
                        "rust",
                        "--src-lang",
                        "json",
                        "--visibility",
                        "public",
                        "--skip-serializing-none",
                        "--top-level",
                        "Root",
                    ])
                    .arg(&case.sample),
                Who::JsonTypegen | Who::Docwright => command.args(["--name", "Root"]).arg(&case.sample),
            };
            let output = command.output().map_err(|error| format!("{}: {error}", who.word()))?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
            let types = String::from_utf8(output.stdout).map_err(|error| error.to_string())?;
            write(&kept, &types)?;
            types
        }
    };
    let derives = if types.contains("use serde") { "" } else { "use serde::{Deserialize, Serialize};\n" };
    Ok(format!(
        "#![allow(warnings)]\nmod types {{\n{derives}{types}\n}}\n\nfn main() {{\n    docwright_corpus_driver::measure::measure_other(|text| serde_json::from_str::<types::Root>(text));\n}}\n"
    ))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    let folder = file.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(folder).and_then(|()| fs::write(file, text)).map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{End, Outcome, Shown, plan, untyped};
    use serde_json::{Value, json};

    #[test]
    fn all_that_the_index_lists_is_measured() {
        let files = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<String>>();
        let full = files(&["a/x.json", "y.json", "cut/doc1__a_x.json", "cut/doc2__a_x.json", "cut/half__y.json"]);
        let case = |part, document: &str, sample: &str| (part, document.to_owned(), sample.to_owned());
        let all = vec![
            case("whole", "a/x.json", "a/x.json"),
            case("whole", "y.json", "y.json"),
            case("doc1", "a/x.json", "cut/doc1__a_x.json"),
            case("doc2", "a/x.json", "cut/doc2__a_x.json"),
            case("half", "y.json", "cut/half__y.json"),
        ];
        assert_eq!(plan(&full, |_| true, &[]), Ok(all));
        // One that is not there.
        let gone = plan(&full, |file| file != "cut/doc2__a_x.json", &[]);
        assert_eq!(gone, Err("cut/doc2__a_x.json is listed, and is not there".to_owned()));
        // An index with next to nothing.
        let little = plan(&files(&["y.json"]), |_| true, &[]);
        let nothing = "the index lists nothing for `doc1`\nthe index lists nothing for `doc2`\nthe index lists nothing for `half`";
        assert_eq!(little, Err(nothing.to_owned()));
        assert!(plan(&[], |_| true, &[]).is_err_and(|said| said.starts_with("the index lists nothing for `whole`\n")));
        // A part of a document that is not listed, and one of a kind that nobody measures.
        let mut more = full.clone();
        more.extend(files(&["cut/doc1__z.json", "cut/third__y.json"]));
        let strays = "cut/doc1__z.json is listed, and is a part of no document\ncut/third__y.json is listed, and is a part of no document";
        assert_eq!(plan(&more, |_| true, &[]), Err(strays.to_owned()));
        // Less was asked for.
        assert_eq!(plan(&full, |_| true, &files(&["half/"])), Ok(vec![case("half", "y.json", "cut/half__y.json")]));
        assert_eq!(plan(&full, |_| true, &files(&["z"])), Err("no document of the corpus has such a name".to_owned()));
        assert_eq!(plan(&full, |file| file != "y.json", &files(&["whole/y"])), Err("y.json is listed, and is not there".to_owned()));
    }

    #[test]
    fn what_the_sample_does_not_show_is_unseen() {
        let unseen = |sample: Value, whole: Value| {
            let mut shown = Shown::default();
            shown.see(&sample);
            shown.unseen(&whole)
        };
        let sample = json!({ "a": [{ "b": 1, "c": null }], "d": [], "e": {} });
        assert_eq!(unseen(sample.clone(), sample.clone()), 0);
        // A text for a number, a value where only null was, two members that were not there, of which one has two leaves.
        let whole = json!({ "a": [{ "b": "x", "c": 1 }, { "b": 2, "f": [1, 2], "g": null }], "d": [], "e": {} });
        assert_eq!(unseen(sample.clone(), whole), 5);
        // Items of an empty list, members of an empty object; a null where there was a value is nothing new.
        let whole = json!({ "a": [{ "b": null, "c": null }, [1]], "d": [1, { "x": null }], "e": { "x": true } });
        assert_eq!(unseen(sample, whole), 4);
    }

    #[test]
    fn the_mean_is_that_of_the_documents() {
        let outcome = |untyped: usize, leaves: usize| Outcome {
            part: "whole",
            document: String::new(),
            end: End::Equal,
            leaves,
            untyped,
            nulls: 0,
            unseen: 0,
            told: Value::Null,
        };
        let (one, other, empty) = (outcome(1, 2), outcome(10, 100), outcome(0, 0));
        let (mean, total) = untyped(&[&one, &other, &empty], |outcome| outcome.untyped);
        assert!((mean - 20.0).abs() < 1e-9 && (total - 1100.0 / 102.0).abs() < 1e-9);
    }
}
