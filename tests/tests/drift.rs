//! Recordings held against documents: what is found, at which place, and that each entry for an overlay makes its finding go.
//!
//! A case is a folder in `tests/drift/`: documents as those of a fixture, recordings (`*.har`, `*.ndjson`), and `arguments` where there are further ones.

use std::fs;
use std::path::{Path, PathBuf};

use docwright::cli::{Captured, Exit, captured};
use docwright::pipeline::Docwright;
use docwright_tests::cases::{Case, cases, compare};
use serde_json::Value;
use tempfile::TempDir;

/// A case in a folder of its own.
struct Stage {
    root: TempDir,
    folder: PathBuf,
    name: String,
}

fn stage(case: &Case) -> Stage {
    let root = TempDir::new().expect("a folder for the case");
    let folder = case.stage(root.path()).expect("the case can be copied");
    Stage { root, folder, name: case.name.clone() }
}

fn case(name: &str) -> Stage {
    let all = cases("drift").expect("the cases can be listed");
    stage(all.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case is called {name}")))
}

impl Stage {
    fn recordings(&self, end: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).expect("the folder of the case");
        let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        found.retain(|path| path.extension().is_some_and(|found| found == end));
        found.sort();
        found
    }

    /// What the command says. Files are named as if from the folder of the case.
    fn run(&self, further: &[&str]) -> Captured {
        let mut words: Vec<std::ffi::OsString> = vec!["docwright".into(), "drift".into(), self.name.clone().into()];
        words.extend(["--root".into(), self.root.path().into()]);
        for (flag, end) in [("--har", "har"), ("--ndjson", "ndjson")] {
            let recordings = self.recordings(end);
            if !recordings.is_empty() {
                words.push(flag.into());
                words.extend(recordings.into_iter().map(PathBuf::into_os_string));
            }
        }
        let own = fs::read_to_string(self.folder.join("arguments")).unwrap_or_default();
        words.extend(own.split_whitespace().map(Into::into));
        words.extend(further.iter().map(Into::into));
        let Captured { exit, out, err } = captured(&Docwright, words);
        let folder = format!("specs/{}/", self.name);
        Captured { exit, out: out.replace(&folder, ""), err: err.replace(&folder, "") }
    }

    /// The lines for programs, and how it ended.
    fn lines(&self) -> (Vec<Value>, Exit) {
        let said = self.run(&["--format", "json"]);
        let lines = said.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        (lines.collect(), said.exit)
    }

    /// Puts entries into the overlay of the case, which is made where there is none.
    fn paste(&self, entries: &[&str]) {
        let path = self.folder.join("overlay.toml");
        let input = ["input.toml", "input.json"].into_iter().find(|name| self.folder.join(name).exists()).expect("a document");
        let mut overlay = fs::read_to_string(&path).unwrap_or_else(|_| {
            let config = self.folder.join("docwright.toml");
            let text = fs::read_to_string(&config).expect("the configuration");
            fs::write(&config, text.trim_end().to_owned() + "\noverlays = [\"overlay.toml\"]\n").expect("the configuration");
            format!("docwright = 1\n[source]\nfile = \"{input}\"\n")
        });
        for entry in entries {
            overlay.push('\n');
            overlay.push_str(entry);
        }
        fs::write(path, overlay).expect("the overlay");
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value} is no text"))
}

/// What a line is about: `kind node`.
fn finding(line: &Value) -> Option<String> {
    (line["type"] == "drift-finding").then(|| format!("{} {}", text(line, "kind"), text(line, "node")))
}

/// `kind node: count in answers of of, first at line: what was seen`.
fn told(line: &Value) -> Option<String> {
    let words =
        |key: &str| -> Vec<&str> { line[key].as_array().expect("a list").iter().map(|word| word.as_str().expect("a text")).collect() };
    finding(line).map(|what| {
        let [kinds, values] = [words("kinds").join(", "), words("values").join(", ")];
        let more = if line["more_values"] == true { " and others" } else { "" };
        let seen = if values.is_empty() { kinds } else { format!("{values} ({kinds})") };
        let first = format!("{}:{} {}", text(&line["first"], "file"), line["first"]["line"], text(&line["first"], "path"));
        format!("{what}: {} in {} of {}, {}: {seen}{more}", line["count"], line["answers"], line["of"], first.trim_end())
    })
}

fn all_told(name: &str) -> Vec<String> {
    case(name).lines().0.iter().filter_map(told).collect()
}

#[test]
fn what_is_said_is_what_was_said() {
    let mut wrong = String::new();
    for case in cases("drift").expect("the cases can be listed") {
        let staged = stage(&case);
        let human = staged.run(&["--verbose"]);
        let json = staged.run(&["--format", "json"]);
        let again = staged.run(&["--verbose"]);
        assert_eq!(human, again, "{}: the same input gave another answer", case.name);
        assert_eq!(human.exit, json.exit, "{}", case.name);
        let human = format!("exit {}\n{}{}", human.exit.code(), human.err, human.out);
        wrong += &compare(&case.folder, &[("human.snap", Some(human)), ("json.snap", Some(json.out))]).expect("snapshots can be written");
    }
    assert!(wrong.is_empty(), "{wrong}\nlook at each difference; `INSTA_UPDATE=always cargo test -p docwright-tests` accepts them all");
}

/// The kinds of findings of which no overlay can say that they are right.
const WITHOUT_ENTRY: &[&str] = &["duplicate-key"];

#[test]
fn each_entry_makes_its_finding_go() {
    let mut kinds = std::collections::BTreeSet::new();
    for case in cases("drift").expect("the cases can be listed") {
        let (lines, ended) = stage(&case).lines();
        let before: Vec<&Value> = lines.iter().filter(|line| finding(line).is_some()).collect();
        let mut entries = Vec::new();
        for line in &before {
            let what = finding(line).expect("a finding");
            kinds.insert(text(line, "kind").to_owned());
            let Some(entry) = line["entry"].as_str() else {
                assert!(WITHOUT_ENTRY.contains(&text(line, "kind")), "{}: {what} has no entry", case.name);
                continue;
            };
            entries.push(entry);
            assert!(entry.contains("reason = "), "{entry}");
            let staged = stage(&case);
            staged.paste(&[entry]);
            let said = staged.run(&["--format", "json"]);
            let (after, _) = staged.lines();
            let left: Vec<String> = after.iter().filter_map(finding).collect();
            assert!(!left.contains(&what), "{}: the entry does not make it go: {what}\n{entry}\n{}", case.name, said.out);
            let errors = |lines: &[Value]| lines.iter().filter(|line| line["severity"] == "error").count();
            assert_eq!(errors(&after), errors(&lines), "{}: {what}\n{entry}\n{}", case.name, said.out);
            applies(&staged, entry);
        }
        // And all of them together leave nothing but what no overlay can say.
        let staged = stage(&case);
        staged.paste(&entries);
        let (after, exit) = staged.lines();
        let left: Vec<String> = after.iter().filter_map(finding).collect();
        assert!(left.iter().all(|what| WITHOUT_ENTRY.iter().any(|kind| what.starts_with(kind))), "{}: {left:#?}", case.name);
        if left.is_empty() && !entries.is_empty() {
            // What cannot be read is no matter of an overlay.
            let expected = if ended == Exit::Input { Exit::Input } else { Exit::Fine };
            assert_eq!(exit, expected, "{}", case.name);
        }
    }
    let all: std::collections::BTreeSet<String> = docwright::drift::FindingKind::ALL.iter().map(|kind| kind.id().to_owned()).collect();
    assert_eq!(kinds, all, "a case shows each kind of finding");
}

/// The overlay is read without a remark about the correction, and a client is made.
fn applies(staged: &Stage, entry: &str) {
    let outcome = docwright_tests::cases::run(&staged.folder, staged.root.path());
    let about_overlay: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter(|said| outcome.files.sources.file(said.primary.span.file).name().ends_with("overlay.toml"))
        .map(|said| said.line(&outcome.files.sources))
        .collect();
    assert_eq!(about_overlay, Vec::<String>::new(), "{entry}");
    assert!(outcome.generated.is_some(), "{entry}\n{}", outcome.said());
}

/// What the recordings in `tests/drift/named/` show, taken from its documents and lines by hand.
#[test]
fn named_types_are_held() {
    let expected = [
        // Line 2 has a bulb without its thread, line 3 a lamp without an id.
        "missing type:Lamp/bulb/thread: 1 in 1 of 3, monday.ndjson:2 bulb.thread: ",
        "missing type:Lamp/id: 1 in 1 of 3, monday.ndjson:3 id: ",
        "other-kind op:lamps.newest/200: 1 in 1 of 3, monday.ndjson:4: a list",
        "other-kind type:Lamp/id: 1 in 1 of 3, monday.ndjson:2 id: an integer",
        "other-kind type:Lamp/labels[]: 1 in 1 of 3, monday.ndjson:3 labels[*]: an integer",
        "other-kind type:Lamp/level: 1 in 1 of 2, monday.ndjson:1 lamps[1].level: a number",
        // A date is no date and time.
        "other-kind type:Lamp/made: 1 in 1 of 3, monday.ndjson:2 made: text",
        "other-kind type:Lamp/x-*: 1 in 1 of 2, monday.ndjson:1 lamps[1][*]: text",
        "unexpected-null type:Lamp/tags[]: 1 in 1 of 2, monday.ndjson:1 lamps[1].tags[1]: null",
        "unexpected-null type:Owner/email: 1 in 1 of 3, monday.ndjson:3 owner.email: null",
        // On Monday in one lamp of a list, on Tuesday in another one.
        "unlisted-value type:Lamp/bulb/thread: 2 in 2 of 2, monday.ndjson:1 lamps[1].bulb.thread: GU10 (text)",
        "unlisted-value type:Lamp/code: 1 in 1 of 3, monday.ndjson:2 code: 3 (an integer)",
        // A token, and where somebody lives, are not shown.
        "unlisted-value type:Lamp/pin: 1 in 1 of 3, monday.ndjson:3 pin: text and others",
        "unlisted-value type:Lamp/watts: 1 in 1 of 3, monday.ndjson:2 watts: off (text)",
        "unlisted-value type:Owner/city: 1 in 1 of 3, monday.ndjson:3 owner.city: text and others",
        "unlisted-value type:State: 2 in 2 of 5, monday.ndjson:1 lamps[1].state: broken, dim (text)",
        "unknown-member type:Lamp/firmware: 2 in 2 of 6, monday.ndjson:2 firmware: an object",
        "unknown-member type:Owner/phone: 1 in 1 of 3, monday.ndjson:3 owner.phone: text",
        "unknown-member type:Problem/trace: 1 in 1 of 3, monday.ndjson:9 trace: text",
        "duplicate-key type:Lamp/level: 1 in 1 of 3, monday.ndjson:2 level: ",
        "unlisted-status op:lamps.get/502: 1 in 1 of 3, monday.ndjson:10: no JSON",
        "unlisted-status op:lamps.remove/200: 1 in 1 of 3, monday.ndjson:8: an object",
        "unexpected-body op:lamps.remove/204: 1 in 1 of 2, monday.ndjson:7: an object",
        "no-body op:lamps.newest/200: 1 in 1 of 3, tuesday.ndjson:1: nothing",
        "not-json op:lamps.count/200: 1 in 1 of 1, monday.ndjson:11: no JSON",
    ];
    assert_eq!(all_told("named"), expected);
}

/// The same of `tests/drift/nameless/`, where samples are all that is known.
#[test]
fn nameless_types_are_held() {
    let expected = [
        "other-kind op:Calls/Feed/200/result/fed: 1 in 1 of 1, chrome.har:503 result.fed: text",
        "other-kind op:Pets/List/200[]/id: 1 in 1 of 2, chrome.har:88 [1].id: text",
        // A pet is a pet: what a list shows and what one answer shows is one type.
        "other-kind op:Pets/List/200[]/owner/city: 1 in 1 of 3, chrome.har:157 owner.city: an integer",
        "other-kind op:Pets/Size/200/size: 1 in 1 of 2, chrome.har:434 size: an integer",
        "other-kind op:Pets/Size/200/size/case/cm: 1 in 1 of 2, chrome.har:365 size.cm: a number",
        "unexpected-null op:Pets/List/200[]/owner: 1 in 1 of 2, chrome.har:88 [1].owner: null",
        "unknown-member op:Calls/Owners/200/next: 1 in 1 of 1, firefox.har:137 next: an integer",
        "unknown-member op:Pets/Get/404/hint: 1 in 1 of 3, chrome.har:227 hint: text",
        "unknown-member op:Pets/List/200[]/chip: 2 in 2 of 5, chrome.har:88 [0].chip: null, text",
        "unknown-member op:Pets/Size/200/size/case/kg: 1 in 1 of 2, chrome.har:365 size.kg: an integer",
        "duplicate-key op:Calls/Groom/200/groomed: 1 in 1 of 1, firefox.har:24 groomed: ",
        "unlisted-status op:Calls/Clip/202: 1 in 1 of 1, firefox.har:85: an object",
        "unlisted-status op:Pets/Get/500: 1 in 1 of 3, chrome.har:296: no JSON",
    ];
    assert_eq!(all_told("nameless"), expected);
}

/// The same of `tests/drift/unions/`: a value of one of several types is held against the one that it fits best.
#[test]
fn values_are_held_against_the_case_that_fits_best() {
    let expected = [
        "missing type:Dog/id: 1 in 1 of 1, day.ndjson:4 pets[0].id: ",
        "other-kind op:pets.colors/200/colors: 1 in 1 of 3, day.ndjson:10 colors: an integer",
        // A bird is neither a cat nor a dog: all that it has in common with them is that it has a kind.
        "other-kind op:pets.get/200: 1 in 1 of 3, day.ndjson:3: an object",
        // A label that is a number is a label.
        "other-kind op:pets.size/200/size/case 2/label: 1 in 1 of 3, day.ndjson:7 size.label: an integer",
        "other-kind type:Dog/barks: 1 in 1 of 3, day.ndjson:1 barks: text",
        "unexpected-null type:Cat/id: 1 in 1 of 1, day.ndjson:4 pets[1].id: null",
        "unlisted-value op:pets.colors/200/colors/case 2: 1 in 1 of 3, day.ndjson:9 colors: some (text)",
        "unlisted-value op:pets.colors/200/colors/case[]: 1 in 1 of 3, day.ndjson:8 colors[1]: green (text)",
        "unlisted-value op:pets.size/200/size/case 2/label: 1 in 1 of 3, day.ndjson:6 size.label: xl (text)",
        "unknown-member op:pets.size/200/size/case/kg: 1 in 1 of 3, day.ndjson:5 size.kg: an integer",
        "unknown-member type:Cat/chip: 1 in 1 of 3, day.ndjson:2 chip: text",
    ];
    assert_eq!(all_told("unions"), expected);
}

/// What was held against nothing: `why what: how many`.
fn left(name: &str) -> Vec<String> {
    let (lines, _) = case(name).lines();
    let left = lines.iter().filter(|line| line["type"] == "drift-left");
    left.map(|line| format!("{} {}: {}", text(line, "why"), text(line, "what"), line["count"])).collect()
}

#[test]
fn what_is_held_against_nothing_is_listed() {
    assert_eq!(
        left("named"),
        [
            // Numbers of things are no part of what they have in common.
            "no-operation GET https://eu.lamps.example/v1/bulbs/{}: 2",
            // A host that no server has.
            "no-operation GET https://lamps.example/v1/lamps/l1: 1",
            "unknown-operation lamps.gone: 1",
            "no-answer lamps.get: 1",
            "undescribed lamps.photo: 1",
        ]
    );
    assert_eq!(
        left("nameless"),
        [
            "no-operation GET https://other.example/collect/{}: 1",
            "no-operation GET https://pets.example/api: 1",
            "no-operation GET https://pets.example/logo.png: 1",
            "no-operation OPTIONS https://pets.example/v1/pets: 1",
            // A call of a method that the collection does not have.
            "no-operation POST https://pets.example/rpc: 1",
            "no-answer GET https://pets.example/v1/pets/{}: 1",
            "no-answer Pets/Get: 1",
        ]
    );
}

#[test]
fn exit_codes_are_those_of_check() {
    for (name, exit) in [
        ("named", Exit::Finding),
        ("nameless", Exit::Finding),
        ("any-host", Exit::Finding),
        ("envelope", Exit::Finding),
        ("quiet", Exit::Fine),
        ("no-entries", Exit::Input),
        ("hostile-lines", Exit::Input),
        ("hostile-har", Exit::Input),
    ] {
        assert_eq!(case(name).lines().1, exit, "{name}");
    }
    // A file that is not there, and none at all.
    let staged = case("quiet");
    assert_eq!(staged.run(&["--ndjson", "specs/quiet/nowhere.ndjson"]).exit, Exit::Input);
    fs::remove_file(staged.folder.join("clean.ndjson")).expect("the recording");
    assert_eq!(staged.run(&[]).exit, Exit::Usage);
}

/// Nothing of what was answered stands in what is said, but for values of enumerations.
#[test]
fn no_value_is_said() {
    for name in ["named", "nameless", "hostile-lines", "envelope"] {
        let staged = case(name);
        for form in ["human", "json"] {
            let Captured { out, .. } = staged.run(&["--verbose", "--format", form]);
            for value in [
                "ghp_",
                "+32 9",
                "ann@",
                "Ghent",
                "no such lamp",
                "no such pet",
                "Rex",
                "not-a-real-one",
                "4711",
                "\u{1b}[31m",
                "12345678901234567890",
            ] {
                assert!(!out.contains(value), "{name}: {value} in\n{out}");
            }
        }
    }
}

/// A recording of any size is read line by line.
#[test]
fn many_lines_are_one_finding() {
    let staged = case("quiet");
    let line = "{\"operation\": \"lamps.count\", \"status\": 200, \"body\": {\"count\": 1, \"at\": 7}}\n";
    fs::write(staged.folder.join("clean.ndjson"), line.repeat(20_000)).expect("the recording");
    let (lines, exit) = staged.lines();
    let told: Vec<String> = lines.iter().filter_map(told).collect();
    assert_eq!(told, ["unknown-member op:lamps.count/200/at: 20000 in 20000 of 20000, clean.ndjson:1 at: an integer"]);
    assert_eq!(exit, Exit::Finding);
}

/// Lines that cannot be read are all said, up to a thousand; the others are counted.
#[test]
fn many_broken_lines_are_counted() {
    let staged = case("quiet");
    fs::write(staged.folder.join("clean.ndjson"), "{\n".repeat(1500)).expect("the recording");
    let Captured { exit, err, .. } = staged.run(&[]);
    assert_eq!(exit, Exit::Input);
    assert_eq!(err.matches("error[invalid-json]").count(), 1000);
    assert!(err.contains(" 500 more lines cannot be read"), "{}", &err[err.len() - 300..]);
}

/// A folder is found as the other verbs find it.
#[test]
fn the_only_folder_needs_no_name() {
    let staged = case("quiet");
    let recording: std::ffi::OsString = staged.folder.join("clean.ndjson").into();
    let run = |root: &Path| {
        captured(&Docwright, ["docwright".into(), "drift".into(), "--ndjson".into(), recording.clone(), "--root".into(), root.into()])
    };
    assert_eq!(run(staged.root.path()).exit, Exit::Fine);
    let other = staged.root.path().join("specs/other");
    fs::create_dir(&other).expect("a folder");
    for name in ["input.toml", "page.txt", "docwright.toml"] {
        fs::copy(staged.folder.join(name), other.join(name)).expect("a copy");
    }
    let config = fs::read_to_string(other.join("docwright.toml")).expect("the configuration").replace("\"quiet\"", "\"other\"");
    fs::write(other.join("docwright.toml"), config).expect("the configuration");
    let said = run(staged.root.path());
    assert_eq!(said.exit, Exit::Usage);
    assert!(said.err.contains("a recording is of one API, and here are 2"), "{}", said.err);
}
