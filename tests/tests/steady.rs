//! Same input, same bytes; and small differences for small changes.
//!
//! With the committed locks nothing but `.docwright-places` knows where a thing stands: lines may move, keys change places, line ends turn.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::diagnostic::Severity;
use docwright::output::unified;
use docwright::pipeline::{Docwright, LOCK, Stages as _};
use docwright_tests::cases::{Outcome, cases, run};
use docwright_tests::root;
use tempfile::TempDir;

/// The sidecar of places.
const PLACES: &str = ".docwright-places";

/// The files of a folder of `specs/`, by name.
fn spec_files(name: &str) -> BTreeMap<String, String> {
    let folder = root().join("specs").join(name);
    fs::read_dir(&folder)
        .expect("the specs can be listed")
        .map(|entry| {
            let path = entry.expect("the specs can be listed").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name of a file").to_owned();
            (name, fs::read_to_string(&path).expect("a spec's files are text"))
        })
        .collect()
}

/// The APIs of this repository.
fn apis() -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(root().join("specs"))
        .expect("the specs can be listed")
        .map(|entry| entry.expect("the specs can be listed").path())
        .filter(|path| path.join("docwright.toml").exists())
        .map(|path: PathBuf| path.file_name().and_then(|name| name.to_str()).expect("a name of a folder").to_owned())
        .collect();
    all.sort();
    assert!(all.len() >= 5, "{all:?}");
    all
}

/// What becomes of the files of a spec's folder.
fn generate(name: &str, files: &BTreeMap<String, String>) -> Outcome {
    let root = TempDir::new().expect("a folder for the case");
    let folder = root.path().join("specs").join(name);
    fs::create_dir_all(&folder).expect("a folder for the case");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("the case can be written");
    }
    run(&folder, root.path())
}

/// The generated files and the lock, by path.
fn written(outcome: &Outcome) -> BTreeMap<String, String> {
    let generated = outcome.generated.as_ref().unwrap_or_else(|| panic!("nothing is generated:\n{}", outcome.said()));
    let mut all: BTreeMap<String, String> = generated.tree.iter().map(|(path, text)| (path.to_string(), text.to_owned())).collect();
    all.insert(LOCK.to_owned(), generated.lock.clone());
    all
}

/// Nothing differs but where things stand.
#[track_caller]
fn same_but_for_places(what: &str, before: &Outcome, after: &Outcome) {
    let (old, new) = (written(before), written(after));
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>(), "{what}");
    for (path, text) in old.iter().filter(|(path, _)| *path != PLACES) {
        let (diff, _) = unified(path, text, &new[path], 20);
        assert!(diff.is_empty(), "{what} changes {path}:\n{diff}");
    }
    assert_eq!(before.generated.as_ref().map(|it| it.stamp), after.generated.as_ref().map(|it| it.stamp), "{what} changes the stamp");
    let said = |outcome: &Outcome| {
        let mut said: Vec<String> = outcome.diagnostics.iter().map(|said| format!("{}: {}", said.code, said.message)).collect();
        said.sort();
        said
    };
    assert_eq!(said(before), said(after), "{what}");
}

/// Changes the files of each API, and holds that nothing else changes. Says of how many APIs there was something to change.
fn holds_for_all(what: &str, change: impl Fn(&str, &str) -> Option<String>) -> usize {
    let mut changed = 0;
    for api in apis() {
        let files = spec_files(&api);
        let mut others = files.clone();
        for (name, text) in &mut others {
            if let Some(new) = change(name, text) {
                *text = new;
            }
        }
        if others != files {
            changed += 1;
            same_but_for_places(&format!("{what} in {api}"), &generate(&api, &files), &generate(&api, &others));
        }
    }
    changed
}

fn ends(name: &str, end: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == end)
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for api in apis() {
        let mut files = spec_files(&api);
        assert!(files.contains_key(LOCK), "{api} has a lock");
        let first = written(&generate(&api, &files));
        assert_eq!(first, written(&generate(&api, &files)), "{api}");
        assert_eq!(first[LOCK], files[LOCK], "{api}: a lock that was written is a lock that is read");
        // Without a lock too, though not the same as with it.
        files.remove(LOCK);
        assert_eq!(written(&generate(&api, &files)), written(&generate(&api, &files)), "{api} without its lock");
    }
    for case in cases("fixture").expect("the fixtures can be listed") {
        let (first, second) = (case.run().expect("the case can be copied"), case.run().expect("the case can be copied"));
        assert_eq!(written(&first), written(&second), "{}", case.name);
        assert_eq!(first.module, second.module, "{}", case.name);
        assert_eq!(first.said(), second.said(), "{}", case.name);
    }
}

/// A second run reads the lock that the first one wrote, and writes the same.
#[test]
fn a_lock_settles_what_it_was_written_from() {
    for case in cases("fixture").expect("the fixtures can be listed") {
        let root = TempDir::new().expect("a folder for the case");
        let folder = case.stage(root.path()).expect("the case can be copied");
        let first = written(&run(&folder, root.path()));
        fs::write(folder.join(LOCK), &first[LOCK]).expect("the lock can be written");
        let second = written(&run(&folder, root.path()));
        for (path, text) in &first {
            let (diff, _) = unified(path, text, &second[path], 20);
            assert!(diff.is_empty(), "{}: with its own lock {path} is another:\n{diff}", case.name);
        }
    }
}

#[test]
fn keys_of_objects_may_change_their_places() {
    let changed = holds_for_all("another order of keys", |name, text| {
        ends(name, "json").then(|| {
            // Sorted, that is another order: the committed documents are as their vendors write them.
            let value: serde_json::Value = serde_json::from_str(text).expect("the vendor's document is JSON");
            let mut sorted = String::new();
            reversed(&value, &mut sorted);
            sorted
        })
    });
    assert_eq!(changed, 2);
}

/// JSON on one line, the keys of each object in falling order.
fn reversed(value: &serde_json::Value, text: &mut String) {
    match value {
        serde_json::Value::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort();
            text.push('{');
            for (at, key) in keys.into_iter().rev().enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                text.push_str(&serde_json::Value::String(key.clone()).to_string());
                text.push(':');
                reversed(&object[key], text);
            }
            text.push('}');
        }
        serde_json::Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at > 0 { "," } else { "" });
                reversed(item, text);
            }
            text.push(']');
        }
        other => text.push_str(&other.to_string()),
    }
}

#[test]
fn documents_may_be_indented_anew() {
    let changed = holds_for_all("another indentation", |name, text| ends(name, "json").then(|| indented(text)));
    assert_eq!(changed, 2);
}

/// JSON with a line for each value, all tokens as they were written.
fn indented(text: &str) -> String {
    let (mut new, mut depth, mut in_string, mut escaped) = (String::new(), 0_usize, false, false);
    for c in text.chars() {
        if in_string {
            new.push(c);
            (in_string, escaped) = (escaped || c != '"', !escaped && c == '\\');
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                new.push(c);
            }
            '{' | '[' => {
                depth += 1;
                new.push(c);
                new.push_str(&format!("\n{}", "\t".repeat(depth)));
            }
            '}' | ']' => {
                depth -= 1;
                new.push_str(&format!("\n{}{c}", "\t".repeat(depth)));
            }
            ',' => new.push_str(&format!(",\n\n{}", "\t".repeat(depth))),
            ':' => new.push_str(" :\t"),
            c if c.is_whitespace() => {}
            c => new.push(c),
        }
    }
    new
}

#[test]
fn line_ends_may_be_those_of_another_system() {
    let changed = holds_for_all("CR LF", |_, text| Some(text.replace('\n', "\r\n")));
    assert_eq!(changed, apis().len());
}

#[test]
fn lines_of_specs_may_move() {
    let changed = holds_for_all("comments and empty lines", |name, text| {
        (ends(name, "toml") || name == LOCK).then(|| {
            let mut new = String::from("# A comment before everything.\n\n");
            for line in text.lines() {
                // Before tables only: within an array of several lines an empty line means as little, but is harder to read here.
                if line.starts_with('[') {
                    new.push_str("\n# A comment.\n\n");
                }
                new.push_str(line);
                new.push_str(if line.starts_with('[') && ends(name, "toml") { "   # A remark.\n" } else { "\n" });
            }
            new
        })
    });
    assert_eq!(changed, apis().len());
}

#[test]
fn lines_of_pages_may_move() {
    let changed = holds_for_all("an empty line before a page", |name, text| match name {
        name if ends(name, "txt") => Some(format!("\n{text}")),
        name if name.ends_with(".spec.toml") => Some(text.lines().map(|line| shifted(line) + "\n").collect()),
        _ => None,
    });
    assert_eq!(changed, 3);
}

/// A line of a spec, with all lines that it names one further.
fn shifted(line: &str) -> String {
    let key = line.split('=').next().unwrap_or_default().trim();
    let is_at = ["at", "sample", "request_sample", "quoted_at"].contains(&key);
    let mut new = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let Some(end) = rest[start + 1..].find('"').map(|end| start + 1 + end) else { break };
        let (text, behind) = (&rest[start + 1..end], &rest[end + 1..]);
        let (lines, path) = text.split_once(' ').filter(|(lines, _)| !lines.ends_with(',')).unwrap_or((text, ""));
        let lines = if path.is_empty() { text } else { lines };
        let is_lines = !lines.is_empty() && lines.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ',' | ' '));
        // The last cell of a row, or the value of a key that names lines.
        let names_lines = is_lines && (is_at || (path.is_empty() && behind.starts_with(']')));
        new.push_str(&rest[..=start]);
        if names_lines {
            new.push_str(&one_further(lines));
            new.push_str(if path.is_empty() { "" } else { " " });
            new.push_str(path);
        } else {
            new.push_str(text);
        }
        new.push('"');
        rest = behind;
    }
    new + rest
}

/// Each number of a text, plus one.
fn one_further(lines: &str) -> String {
    let mut new = String::new();
    let mut number = String::new();
    for c in lines.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if let Ok(value) = number.parse::<u32>() {
            new.push_str(&(value + 1).to_string());
        }
        number.clear();
        if c != '\n' {
            new.push(c);
        }
    }
    new
}

const HOUSE: &str = r#"docwright = 1
name = "House"
from.name = "house.example/docs"

[source]
file = "page.txt"

[server]
url  = "https://house.example/v1"
from = "house.example/docs"

[type.Lamp]
from = "house.example/docs"
rows = [
  ["id",   "integer", "required"],
  ["name", "string"],
  ["kind", "Kind"],
]

[values.Kind]
from = "house.example/docs"
rows = [["bulb"], ["tube"]]

[op."lamps.list"]
request = "GET /lamps"
from    = "house.example/docs"
answer  = "[Lamp]"

[op."lamps.add"]
request = "POST /lamps"
from    = "house.example/docs"
body    = "Lamp"
answer  = "Lamp"
"#;

/// What a change of [`HOUSE`] does to the files that were written before, with their lock: added and removed lines, without their indent.
fn change(from: &str, to: &str) -> Vec<String> {
    let mut files: BTreeMap<String, String> = [
        ("docwright.toml", "docwright = 1\nname = \"house\"\ninput.spec = \"house.toml\"\n"),
        ("house.toml", HOUSE),
        ("page.txt", "House\n"),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect();
    let before = written(&generate("house", &files));
    files.insert(LOCK.to_owned(), before[LOCK].clone());
    let changed = HOUSE.replace(from, to);
    assert_ne!(changed, HOUSE);
    files.insert("house.toml".to_owned(), changed);
    let after = written(&generate("house", &files));
    let mut lines = Vec::new();
    for path in before.keys().chain(after.keys().filter(|path| !before.contains_key(*path))).filter(|path| *path != PLACES) {
        let empty = String::new();
        let (diff, more) = unified(path, before.get(path).unwrap_or(&empty), after.get(path).unwrap_or(&empty), 10_000);
        assert_eq!(more, 0);
        let of_file = diff.lines().filter(|line| line.starts_with(['+', '-']) && line.len() > 1);
        lines.extend(of_file.map(|line| format!("{path}: {}{}", &line[..1], line[1..].trim())));
    }
    lines
}

#[test]
fn a_new_field_touches_only_lines_of_its_own() {
    // It stands first in the document, and last in the client: what is there keeps its place.
    assert_eq!(
        change("rows = [\n  [\"id\"", "rows = [\n  [\"watts\", \"integer\"],\n  [\"id\""),
        [
            "README.md: +* `Lamp::watts`: whether it must be given is not said.",
            "docwright.lock: +\"type:Lamp/watts\" 3 watts",
            "src/types.rs: +pub watts: Option<i64>,",
            "src/types.rs: +watts: None,",
            "src/types.rs: +/// Sets `watts`.",
            "src/types.rs: +#[must_use]",
            "src/types.rs: +pub fn watts(mut self, watts: i64) -> Self {",
            "src/types.rs: +self.watts = Some(watts);",
            "src/types.rs: +self",
            "src/types.rs: +}",
            "src/wire.rs: +watts: Option<i64>,",
            "src/wire.rs: +\"watts\" => value.read(&mut self.watts, &mut self.extra),",
            "src/wire.rs: +watts: parts.watts,",
            "src/wire.rs: +members.optional(\"watts\", &self.watts)?;",
        ]
    );
}

#[test]
fn a_new_value_touches_only_lines_of_its_own() {
    assert_eq!(
        change("rows = [[\"bulb\"]", "rows = [[\"led\"], [\"bulb\"]"),
        [
            "docwright.lock: +\"type:Kind/=led\" 2 Led",
            "src/types.rs: +Led,",
            "src/wire.rs: -const VALUES: &'static [&'static str] = &[\"bulb\", \"tube\"];",
            "src/wire.rs: +const VALUES: &'static [&'static str] = &[\"bulb\", \"tube\", \"led\"];",
            "src/wire.rs: +\"led\" => Self::Led,",
            "src/wire.rs: +Self::Led => \"led\",",
        ]
    );
}

#[test]
fn a_new_operation_touches_only_lines_of_its_own() {
    let op = "[op.\"lamps.remove\"]\nrequest = \"DELETE /lamps/{id}\"\nfrom = \"house.example/docs\"\nanswer = \"empty\"\nparams = [[\"id\", \"path\", \"integer\"]]\n\n";
    let lines = change("[op.\"lamps.list\"]", &format!("{op}[op.\"lamps.list\"]"));
    assert!(lines.iter().all(|line| line.contains(": +")), "{lines:#?}");
    let of_lock: Vec<&String> = lines.iter().filter(|line| line.starts_with("docwright.lock")).collect();
    assert_eq!(of_lock, ["docwright.lock: +\"op:lamps.remove\" 2 remove", "docwright.lock: +\"op:lamps.remove/path/id\" 0 id"]);
    let of_readme: Vec<&String> = lines.iter().filter(|line| line.starts_with("README.md")).collect();
    assert_eq!(of_readme.len(), 1, "{of_readme:?}");
    let files: Vec<&str> = lines.iter().filter_map(|line| line.split(':').next()).collect();
    assert!(files.iter().all(|file| ["README.md", "docwright.lock", "src/lamps.rs"].contains(file)), "{files:?}");
}

/// A field that goes takes its own lines with it, and no other; its name is free again.
#[test]
fn what_goes_leaves_no_trace() {
    let lines = change("  [\"name\", \"string\"],\n", "");
    assert!(lines.iter().all(|line| line.contains(": -")), "{lines:#?}");
    assert!(lines.contains(&"docwright.lock: -\"type:Lamp/name\" 1 name".to_owned()), "{lines:#?}");
}

/// The stages give what the command writes: `generated/` is held to it elsewhere.
#[test]
fn what_is_explained_has_a_place() {
    for api in apis() {
        let outcome = generate(&api, &spec_files(&api));
        let loaded = outcome.loaded.as_ref().expect("it is generated");
        let places = outcome.generated.as_ref().and_then(|it| it.tree.get(PLACES)).expect("the sidecar").to_owned();
        for (at, line) in places.lines().filter(|line| !line.starts_with('#')).enumerate() {
            let [item, node, place] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line:?}") };
            if place.is_empty() {
                continue;
            }
            let mut parts = place.rsplitn(3, ':');
            let (column, row) =
                (parts.next().and_then(|it| it.parse::<usize>().ok()), parts.next().and_then(|it| it.parse::<usize>().ok()));
            let file = parts.next().and_then(|name| name.rsplit('/').next()).and_then(|name| loaded.file(name));
            let (Some(column), Some(row), Some(file)) = (column, row, file) else { panic!("{api}: {line:?}") };
            let text = outcome.files.sources.file(file).text();
            let found = text.split('\n').nth(row - 1).unwrap_or_else(|| panic!("{api}: {place} is outside the file"));
            assert!(column <= found.chars().count() + 1, "{api}: {place} is outside the file");
            // Everything is read anew for each question: some have to do.
            if at % 9 > 0 {
                continue;
            }
            let mut said = docwright::diagnostic::Diagnostics::default();
            let told = Docwright.explain(loaded, node, &outcome.files.sources, &mut said);
            let known = matches!(&told, Some(docwright::pipeline::Explained::Known(text)) if text.contains(node));
            assert!(known, "{api}: nothing is known about `{node}`, which is `{item}`");
        }
    }
}

/// The collection of `CrankWheel` after a change, with its overlay and lock as they are committed.
fn crankwheel(change: impl FnOnce(&mut Vec<serde_json::Value>)) -> (Outcome, Outcome) {
    const COLLECTION: &str = "crankwheel.postman_collection.json";
    let mut files = spec_files("crankwheel");
    let before = generate("crankwheel", &files);
    let mut collection: serde_json::Value = serde_json::from_str(&files[COLLECTION]).expect("the vendor's document is JSON");
    change(collection["item"].as_array_mut().expect("a collection has items"));
    files.insert(COLLECTION.to_owned(), collection.to_string());
    (before, generate("crankwheel", &files))
}

/// A request that a vendor could add.
fn newcomer(name: &str) -> serde_json::Value {
    // At the base URL that the other requests have: another one would be news of its own.
    let url = format!("http://meeting.is/ss/api/{}", name.to_lowercase());
    serde_json::json!({ "name": name, "request": { "method": "GET", "header": [], "url": url, "description": "Tells what is new." }, "response": [] })
}

/// Overlays name the requests that they speak of, so their order is of no matter.
#[test]
fn requests_may_change_their_places() {
    fn reverse(items: &mut Vec<serde_json::Value>) {
        items.reverse();
        for item in items {
            item.get_mut("item").and_then(serde_json::Value::as_array_mut).map(reverse);
        }
    }
    let (before, after) = crankwheel(reverse);
    // The stamp is of the documents' facts in their order; the files and the lock do not know that order.
    let (mut old, mut new) = (written(&before), written(&after));
    assert_ne!(old.remove(PLACES), new.remove(PLACES));
    assert_eq!(old, new);
}

/// No overlay entry loses its place, and what was there stays as it was: no line goes but those that count or join what there is.
#[track_caller]
fn only_adds(before: &Outcome, after: &Outcome, gone: &[&str]) {
    let (old, new) = (written(before), written(after));
    let errors: Vec<_> =
        after.diagnostics.iter().filter(|said| said.severity() == Severity::Error).map(|said| said.message.clone()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut lines = Vec::new();
    for (path, text) in old.iter().filter(|(path, _)| *path != PLACES) {
        let (diff, more) = unified(path, text, &new[path], 10_000);
        assert_eq!(more, 0);
        lines.extend(
            diff.lines().filter(|line| line.starts_with('-') && line.len() > 1).map(|line| format!("{path}: {}", line[1..].trim())),
        );
    }
    assert_eq!(lines, gone);
    assert_eq!(old["src/types.rs"], new["src/types.rs"]);
    assert_eq!(old["src/wire.rs"], new["src/wire.rs"]);
    assert!(new["src/operations.rs"].contains("Tells what is new."));
}

#[test]
fn a_folder_may_come_in_front() {
    let (before, after) = crankwheel(|items| items.insert(0, serde_json::json!({ "name": "News", "item": [newcomer("Latest")] })));
    only_adds(&before, &after, FIFTH);
}

/// The README names five things to check first. What the newcomer answers nobody describes: it is one of them, and the fifth goes.
const FIFTH: &[&str] = &["README.md: * `ProspectInfo::prospect_enrich_company_marketcap`: what it holds is not said."];

#[test]
fn a_request_may_come_in_front_of_its_neighbours() {
    let (before, after) = crankwheel(|items| {
        let folder = items.iter_mut().find(|item| item["name"] == "Retrieve").expect("the folder");
        folder["item"].as_array_mut().expect("a folder has items").insert(0, newcomer("Latest"));
    });
    only_adds(&before, &after, FIFTH);
}

/// Two requests of one name: the overlay does not say which one it speaks of, and nothing is generated from a guess.
#[test]
fn a_name_that_two_requests_have_is_no_place() {
    let (_, after) = crankwheel(|items| {
        let folder = items.iter_mut().find(|item| item["name"] == "Retrieve").expect("the folder");
        folder["item"].as_array_mut().expect("a folder has items").push(newcomer("UsageGet"));
    });
    assert!(after.generated.is_none());
    let said = after.said();
    assert!(
        said.contains(
            "leads nowhere in `specs/crankwheel/crankwheel.postman_collection.json`: 2 items of the list have the name `UsageGet`"
        ),
        "{said}"
    );
    assert!(said.contains("there are `DemoUsageGet`; steps are keys"), "{said}");
}

/// What the command says and writes about many inputs, some of them wrong, in so many threads.
fn in_threads(jobs: &str) -> (String, String, BTreeMap<String, Vec<u8>>) {
    let copy = TempDir::new().expect("a folder");
    for case in cases("fixture").expect("the fixtures can be listed").iter().chain(&cases("refusal").expect("the refusals can be listed")) {
        case.stage(copy.path()).expect("the case can be copied");
    }
    let specs = copy.path().join("specs");
    let run = |verb: &str| {
        let words = ["docwright".into(), verb.into(), specs.clone().into_os_string(), "--jobs".into(), jobs.into(), "--verbose".into()];
        let said = docwright::cli::captured(&Docwright, words.into_iter().chain(["--root".into(), copy.path().into()]));
        format!("{:?}\n{}\n{}", said.exit, said.err, said.out)
    };
    let (survey, generate) = (run("survey"), run("generate"));
    let mut files = BTreeMap::new();
    let mut open = vec![copy.path().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the copy") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(copy.path()).expect("below the copy").display().to_string();
                files.insert(name, fs::read(path).expect("a file of the copy"));
            }
        }
    }
    (survey, generate, files)
}

#[test]
fn the_number_of_threads_means_nothing() {
    let (survey, generate, files) = in_threads("1");
    assert!(generate.contains(" APIs refused as a whole: ") && survey.contains(" inputs refused as a whole: "), "some are wrong");
    assert!(files.keys().filter(|name| name.ends_with("src/lib.rs")).count() > 40, "most are made all the same");
    for jobs in ["2", "8"] {
        let other = in_threads(jobs);
        assert!(other.0 == survey, "survey in {jobs} threads says something else");
        assert!(other.1 == generate, "generate in {jobs} threads says something else");
        assert!(other.2 == files, "generate in {jobs} threads writes something else");
    }
}
