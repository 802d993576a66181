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
        let mut overlay = fs::read_to_string(&path).unwrap_or_else(|_| {
            let config = self.folder.join("docwright.toml");
            let text = fs::read_to_string(&config).expect("the configuration");
            let line = text.lines().find(|line| line.starts_with("spec") || line.starts_with("postman")).expect("a document");
            let input = line.split('"').nth(1).expect("a name").to_owned();
            fs::write(&config, text.replace(line, &format!("{line}\noverlays = [\"overlay.toml\"]"))).expect("the configuration");
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

/// The kinds of findings that may have no entry: no overlay can say that they are right, or an entry would throw away what others fit.
const WITHOUT_ENTRY: &[&str] = &["duplicate-key", "not-json"];

#[test]
fn each_entry_makes_its_finding_go() {
    let mut kinds = std::collections::BTreeSet::new();
    for case in cases("drift").expect("the cases can be listed") {
        let (lines, ended) = stage(&case).lines();
        let before: Vec<&Value> = lines.iter().filter(|line| finding(line).is_some()).collect();
        let (mut entries, mut without) = (Vec::new(), Vec::new());
        for line in &before {
            let what = finding(line).expect("a finding");
            kinds.insert(text(line, "kind").to_owned());
            let Some(entry) = line["entry"].as_str() else {
                let help = text(line, "help");
                if let Some(other) = help.strip_prefix("the entry of ").and_then(|rest| rest.strip_suffix(" takes these in")) {
                    let kind = text(line, "kind");
                    assert!(
                        before.iter().any(|line| finding(line) == Some(format!("{kind} {other}")) && line["entry"].is_string()),
                        "{what}"
                    );
                } else {
                    assert!(WITHOUT_ENTRY.contains(&text(line, "kind")), "{}: {what} has no entry", case.name);
                    without.push(what);
                }
                continue;
            };
            assert!(line["help"].is_null(), "{what}");
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
        assert_eq!(left, without, "{}", case.name);
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
        "unlisted-status op:lamps.get/502: 1 in 1 of 3, monday.ndjson:10: no JSON (HTML)",
        "unlisted-status op:lamps.remove/200: 1 in 1 of 3, monday.ndjson:8: an object",
        "unexpected-body op:lamps.remove/204: 1 in 1 of 3, monday.ndjson:7: an object",
        "no-body op:lamps.newest/200: 1 in 1 of 3, tuesday.ndjson:1: nothing",
        "not-json op:lamps.count/200: 1 in 1 of 1, monday.ndjson:11: no JSON (text)",
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
        "unlisted-status op:Pets/Get/500: 1 in 1 of 3, chrome.har:296: no JSON (HTML)",
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
            // Only what the documents say themselves is shown of an address: neither `bulbs`, nor the region.
            "no-operation GET https://*.lamps.example/v1/*/*: 2",
            // A host that no server has.
            "no-operation GET https://*/v1/lamps/*: 1",
            "unknown-operation : 1",
            "no-answer lamps.get: 1",
            "undescribed lamps.photo: 1",
        ]
    );
    assert_eq!(
        left("nameless"),
        [
            "no-operation GET https://*/*/*: 1",
            "no-operation GET https://pets.example/*: 1",
            "no-operation GET https://pets.example/api: 1",
            "no-operation OPTIONS https://pets.example/v1/pets: 1",
            // A call of a method that the collection does not have.
            "no-operation POST https://pets.example/rpc: 1",
            "no-answer GET https://pets.example/v1/pets/*: 1",
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
        ("running", Exit::Finding),
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

/// What the recordings in `tests/drift/running/` show: names that run, answers of which some are no JSON, statuses without a recorded body.
#[test]
fn what_runs_and_what_is_no_json_is_told() {
    let expected = [
        // `k0` to `k99` in one answer, `sha1` to `sha512` in another.
        "unknown-member type:Lamp/k*: 100 in 1 of 4, many.ndjson:1 k0: an integer",
        "unknown-member type:Lamp/sha1: 1 in 1 of 4, many.ndjson:2 sha1: text",
        "unknown-member type:Lamp/sha256: 1 in 1 of 4, many.ndjson:2 sha256: text",
        "unknown-member type:Lamp/sha512: 1 in 1 of 4, many.ndjson:2 sha512: text",
        // Two objects of one answer, each with names of two beginnings.
        "unknown-member type:Owner/phone*: 3 in 1 of 4, many.ndjson:3 owner.phone1: text",
        "unknown-member type:Owner/photo*: 3 in 1 of 4, many.ndjson:3 owner.photo1: an integer",
        "unlisted-status op:lamps.get/202: 1 in 1 of 5, many.ndjson:9: a body that was not recorded",
        "unlisted-status op:lamps.get/204: 1 in 1 of 5, many.ndjson:8: nothing",
        "not-json op:lamps.count/200: 3 in 3 of 5, many.ndjson:5: no JSON (HTML), no JSON (broken or cut), no JSON (gzip)",
    ];
    assert_eq!(all_told("running"), expected);
    let (lines, _) = case("running").lines();
    let entry = |node: &str| -> (Option<String>, Option<String>) {
        let line = lines.iter().find(|line| line["node"] == node).unwrap_or_else(|| panic!("{node}"));
        let word = |key: &str| line[key].as_str().map(|text| text.lines().skip(1).take(2).collect::<Vec<_>>().join("; "));
        (word("entry"), line["help"].as_str().map(str::to_owned))
    };
    let patch = |at: &str, what: &str| (Some(format!("at     = \"{at}\"; {what}")), None);
    assert_eq!(entry("type:Lamp/k*"), patch("type:Lamp/k*", "add    = \"integer\""));
    assert_eq!(entry("type:Owner/phone*"), patch("type:Owner/pho*", "add    = \"integer | string\""));
    assert_eq!(entry("type:Owner/photo*"), (None, Some("the entry of type:Owner/phone* takes these in".to_owned())));
    assert_eq!(entry("op:lamps.get/204"), patch("op:lamps.get/204", "set    = { answer = \"empty\" }"));
    assert!(matches!(entry("op:lamps.count/200"), (None, Some(help)) if help.contains("look at these")));
}

/// Recordings with a marked secret wherever one may stand, whole, cut and broken; each mark begins with `5ECRET`.
fn with_secrets() -> Vec<(&'static str, Vec<u8>)> {
    let entry = |request: &str, response: &str| {
        format!("{{\"log\": {{\"entries\": [{{\"request\": {{{request}}}, \"response\": {{{response}}}}}]}}}}")
    };
    let get = "\"method\": \"GET\", \"url\": \"https://5ECRETHOST.example/5ECRETPATH/bot123456789:5ECRETAAHdq?action=get&hash=5ECRETHASH\"";
    let asked = format!(
        "{get}, \"headers\": [{{\"name\": \"Cookie\", \"value\": \"sid=5ECRETCOOKIE\"}}], \"cookies\": [{{\"name\": \"5ECRETNAME\", \"value\": \"5ECRETCRUMB\"}}]"
    );
    let set = "\"headers\": [{\"name\": \"Set-Cookie\", \"value\": \"sid=5ECRETSET\"}]";
    let whole = entry(&asked, &format!("\"status\": 200, {set}, \"content\": {{\"text\": \"{{\\\"name\\\":\\\"5ECRETANN\\\"}}\"}}"));
    let lamp = "https://eu.lamps.example/v1/lamps/5ECRETLAMP?hash=5ECRETHASH";
    let line = |status: &str, body: &str| format!("{{\"method\": \"GET\", \"url\": \"{lamp}\", \"status\": {status}, \"body\": {body}}}\n");
    let mut all: Vec<(&str, Vec<u8>)> = vec![
        ("whole.har", whole.clone().into()),
        // Kinds that are none, on one line with all the rest.
        ("status.har", entry(&asked, &format!("\"status\": \"200\", {set}, \"content\": {{\"text\": \"5ECRETTEXT\"}}")).into()),
        ("number.har", entry(&asked, &format!("\"status\": 5318008, {set}, \"content\": {{\"text\": \"5ECRETTEXT\"}}")).into()),
        ("method.har", entry("\"method\": \"5ECRETMETHOD\", \"url\": \"5ECRETNOURL\"", "\"status\": 200").into()),
        ("url.har", entry("\"method\": [\"5ECRETMETHOD\"], \"url\": {\"5ECRETKEY\": 1}", "\"status\": 200").into()),
        ("headers.har", entry(&format!("{get}, \"headers\": [\"5ECRETHEADER\", {{\"name\": 1, \"value\": [\"5ECRETVALUE\"]}}]"), "\"status\": 200").into()),
        ("post.har", entry(&format!("{get}, \"postData\": \"5ECRETPOST\""), "\"status\": 200, \"content\": [\"5ECRETLIST\"]").into()),
        ("params.har", entry(&format!("{get}, \"postData\": {{\"mimeType\": 7, \"params\": \"5ECRETPARAM\", \"text\": [\"5ECRETPOST\"]}}"), "\"status\": 200").into()),
        ("base64.har", entry(&asked, "\"status\": 200, \"content\": {\"encoding\": \"base64\", \"text\": \"5ECRET*BASE64\"}").into()),
        ("encoding.har", entry(&asked, "\"status\": 200, \"content\": {\"encoding\": \"5ECRETENCODING\", \"text\": \"5ECRETTEXT\"}").into()),
        ("twice.har", entry(&format!("{asked}, \"ann@5ECRETKEY.example\": 1, \"ann@5ECRETKEY.example\": 2"), "\"status\": 200").into()),
        ("entries.har", "{\"log\": {\"entries\": \"5ECRETENTRIES\"}}".into()),
        ("list.har", "[\"5ECRETLIST\"]".into()),
        ("bare.har", "{\"log\": 5ECRETBARE, \"password\": '5ECRETQUOTED'}".into()),
        ("around.har", format!("5ECRETBEFORE {whole} 5ECRETBEHIND").into()),
        ("latin.har", [b"{\"log\": \"5ECRETLATIN \xe9 5ECRETREST\"}".as_slice()].concat()),
        ("line.ndjson", line("200", "{\"id\": \"5ECRETID\", \"state\": 7, \"pin\": \"5ECRETPIN\", \"owner\": {\"email\": [\"5ECRETMAIL\"], \"city\": \"5ECRETCITY of all\"}}").into()),
        ("bracket.ndjson", line("200", "{\"name\":\"5ECRETANN\",\"pin\":\"5ECRETPIN\"").replace("}}", "}").into()),
        ("unknown.ndjson", format!("{{\"method\": \"GET\", \"url\": \"{lamp}\", \"status\": 200, \"x\":\"5ECRETTOP\", \"5ECRET KEY\": \"5ECRETVALUE\", \"ghp_5ECRET7e42F292c6912E7710c838347Ae17\": 1}}\n").into()),
        ("twice.ndjson", "{\"operation\": \"lamps.get\", \"status\": 200, \"5ECRET@KEY.example\": 1, \"5ECRET@KEY.example\": 2}\n".into()),
        ("kinds.ndjson", "{\"operation\": [\"5ECRETOP\"], \"method\": {\"5ECRETKEY\": 1}, \"url\": [\"5ECRETURL\"], \"status\": \"5ECRETSTATUS\"}\n".into()),
        ("operation.ndjson", "{\"operation\": \"5ECRETOPERATION\", \"status\": 200}\n{\"operation\": \"5ECRET other\", \"status\": 200}\n".into()),
        ("request.ndjson", format!("{{\"method\": \"5ECRETVERB\", \"url\": \"{lamp}\", \"status\": 200, \"request\": {{\"pw\": \"5ECRETPW\"}}}}\n{{\"method\": \"GET\", \"url\": \"5ECRETNOURL\", \"status\": 0}}\n").into()),
        ("keys.ndjson", line("200", "{\"labels\": {\"+44 5ECRETPHONE\": 1}, \"ann@5ECRET.example\": 1, \"ann@5ECRET.example\": 2, \"ghp_5ECRET7e42F292c6912E7710c838347Ae17\": [\"5ECRETDEEP\"]}").into()),
        ("nested.ndjson", line("200", "{\"more\": {\"list\": [{\"ann@5ECRETKEY.example\": \"5ECRETVALUE\"}], \"text\": \"5ECRETTEXT\"}}").into()),
        ("error.ndjson", line("404", "{\"error\": \"5ECRETCODE\", \"message\": [\"5ECRETMESSAGE\"]}").into()),
        ("page.ndjson", line("502", "\"<html>5ECRETPAGE</html>\"").into()),
        ("value.ndjson", line("200", "\"5ECRETBODY\"").into()),
        ("bytes.ndjson", [line("200", "1").trim_end().as_bytes(), b" \xff 5ECRETBYTES"].concat()),
    ];
    assert!(all.iter().all(|(_, bytes)| String::from_utf8_lossy(bytes).contains("5ECRET")));
    // And each of them cut, wherever it is: within a key, a value, a number.
    let whole_ones = all.clone();
    for (name, bytes) in whole_ones {
        for part in [3, 5, 7] {
            all.push((name, bytes[..bytes.len() * part / 8].to_vec()));
        }
    }
    all
}

/// Whatever is wrong with a recording, nothing of what stands in it is said, in no format.
#[test]
fn no_secret_of_a_recording_is_said() {
    let mut said_at_all = 0;
    let mut staged = case("quiet");
    fs::remove_file(staged.folder.join("clean.ndjson")).expect("the recording");
    staged.name = "quiet".to_owned();
    for (name, bytes) in with_secrets() {
        let path = staged.folder.join(name);
        fs::write(&path, &bytes).expect("the recording");
        for format in ["human", "json", "github"] {
            for verbosity in [&[][..], &["--verbose"], &["--any-host"]] {
                let Captured { out, err, .. } = staged.run(&[&["--format", format], verbosity].concat());
                let said = format!("{out}{err}");
                said_at_all += said.len();
                for secret in ["5ECRET", "5ecret", "123456789", "ghp_", "+44", "NUVDUkVU", "5318008"] {
                    assert!(!said.contains(secret), "{name} as {format}: {secret} in\n{said}\n{}", String::from_utf8_lossy(&bytes));
                }
                assert!(said.contains(name), "{name} as {format}: nothing is said of it\n{said}");
            }
        }
        fs::remove_file(path).expect("the recording");
    }
    assert!(said_at_all > 100_000);
}

/// Members of wrong kinds, missing ones, deep and huge ones: all is said at once, each with its place.
#[test]
fn all_that_is_wrong_with_an_entry_is_said_at_once() {
    let staged = case("quiet");
    fs::remove_file(staged.folder.join("clean.ndjson")).expect("the recording");
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let huge = format!("\"{}\"", "x".repeat(1_000_000));
    for kind in ["null", "true", "7", "\"text\"", "[]", "{}", deep.as_str(), huge.as_str()] {
        let har = format!(
            "{{\"log\": {{\"version\": {kind}, \"entries\": [\n{{\"request\": {{\"method\": {kind}, \"url\": {kind}, \"headers\": {kind}, \"postData\": {kind}}},\n\"response\": {{\"status\": {kind}, \"content\": {kind}}}}},\n{{\"request\": {kind}, \"response\": {kind}}},\n{kind}\n]}}}}"
        );
        let path = staged.folder.join("kinds.har");
        fs::write(&path, har).expect("the recording");
        let (lines, exit) = staged.lines();
        assert_eq!(exit, Exit::Input);
        let places: Vec<u64> =
            lines.iter().filter(|line| line["severity"] == "error").map(|line| line["line"].as_u64().expect("a line")).collect();
        let is = |found: &str| kind.starts_with(found) && (found != "{" || kind == "{}");
        let (text, list, object) = (is("\""), is("["), is("{"));
        // A header is no list.
        let header = u64::from(kind == deep);
        let request = u64::from(!text) * 2 + u64::from(!list) + u64::from(!object) + header;
        let response = u64::from(kind != "7") + u64::from(!object);
        // Of an object without members it is said what it lacks.
        let second = if object { 3 } else { 2 };
        let third = if object { 2 } else { 1 };
        let count = |line: u64| places.iter().filter(|found| **found == line).count() as u64;
        assert_eq!([count(2), count(3), count(4), count(5)], [request, response, second, third], "{}", &kind[..kind.len().min(20)]);
    }
}

/// Answers as the five vendors might give them, with what no document of theirs has.
const VENDORS: &[(&str, &str, &[&str])] = &[
    (
        "agendize",
        r#"{"operation": "accounts.get", "status": 200, "body": {"id": 5318008, "userName": null, "currency": "XXX", "tags": [{"id": {}, "5ECRET@mail.example": 1}, 7], "k1": 1, "k2": "x", "k3": null, "created": "2015", "tools": {"a": 1}}}
{"operation": "accounts.list", "status": 200, "body": {"items": {"id": "5ECRETID"}, "next": ["5ECRETNEXT"]}}
{"operation": "accounts.list", "status": 206, "body": [{"id": "5ECRETID"}]}
{"operation": "accounts.delete", "status": 200, "body": {"deleted": true}}
{"operation": "accounts.delete", "status": 200, "body": ""}
{"method": "GET", "url": "https://api.agendize.com/api/2.0/resellers/accounts/5ECRETNR?apiKey=5ECRETKEY", "status": 200, "body": "<html>5ECRETPAGE"}
"#,
        &[
            "other-kind type:Account/created",
            "other-kind type:Account/id",
            "unexpected-body op:accounts.delete/success",
            "unexpected-null type:Account/userName",
            "unknown-member type:Account/k*",
            // 206 is a success, and a list is no page of them.
            "other-kind op:accounts.list/success",
            "not-json op:accounts.get/success",
        ],
    ),
    (
        "crankwheel",
        r#"{"operation": "Retrieve/DemoUsageGet", "status": 200, "body": {"total_canceled_requests": "5ECRETNONE", "sessions": [{"start_ts": null, "seconds_to_respond": "soon", "prospect_info": {"prospect-shoesize": 42, "prospect-email": 7, "q1": 1, "q2": 2, "q3": "5ECRETQ"}}, null]}}
{"operation": "Retrieve/UsageGet", "status": 200, "body": {"stats": [], "sessions": {"ann@5ECRET.example": [1]}}}
{"operation": "List/UserAccessGet", "status": 200, "body": "5ECRETTEXT {"}
{"operation": "List/UserAccessGet", "status": 403, "body": {"error": "5ECRETERROR"}}
"#,
        &["other-kind type:DemoUsageResponse/total_canceled_requests", "unlisted-status op:List/UserAccessGet/403"],
    ),
    (
        "krisp",
        r#"{"method": "GET", "url": "https://teams.krisp.ai/api/v2/5ECRETPATH", "status": 200, "body": {"code": "5ECRETCODE", "error_code": "OTHER", "data": {"count": "1", "seats": [{"id": [], "join_date": "5ECRETDATE", "user": {"email": 7, "5ECRET@mail.example": 1}}]}}}
"#,
        &["other-kind type:Response/code"],
    ),
    (
        "remote-counsel",
        r#"{"operation": "event_schedules.get", "status": 200, "body": {"id": "5ECRETID", "starts_at": 7, "event_groups": [{"id": null, "event_group_users": {"0": "5ECRETUSER"}}], "more": [{"a": 1}, {"b": "5ECRETB"}]}}
{"operation": "event_schedules.users", "status": 200, "body": {"error": "5ECRETERROR"}}
{"operation": "usage_logs.create", "status": 503, "body": ["5ECRETLIST"]}
{"operation": "event_schedules.logs", "status": 204}
"#,
        &["no-body op:event_schedules.logs/success", "unlisted-status op:usage_logs.create/503"],
    ),
    (
        "worksection",
        r#"{"method": "GET", "url": "https://5ecrethost.worksection.com/api/admin/v2/?action=get_users&hash=5ECRETHASH", "status": 200, "body": {"status": "ok", "data": [{"id": 1, "role": "contractor", "services": {"chats": {"+44 5ECRET": 1}, "socials": []}, "rate": true, "phone": {"main": "5ECRETPHONE"}, "date_added": null}]}}
{"method": "GET", "url": "https://5ecrethost.worksection.com/api/admin/v2/?action=get_users&hash=5ECRETHASH", "status": 200, "body": {"status": "error", "status_code": "5ECRETCODE", "message": ["5ECRETMESSAGE"]}}
{"method": "GET", "url": "https://5ecrethost.worksection.com/api/admin/v2/5ECRETPATH?action=get_users&hash=5ECRETHASH", "status": 200, "body": {}}
"#,
        &["other-kind type:User/services/chats[]", "other-kind type:User/id"],
    ),
];

/// What is found in the answers of the vendors is right, says nothing of what they hold, and is settled by the entries.
#[test]
fn entries_settle_the_answers_of_vendors() {
    for (vendor, recording, expected) in VENDORS {
        let root = TempDir::new().expect("a folder for the case");
        let folder = root.path().join("specs").join(vendor);
        fs::create_dir_all(&folder).expect("a folder");
        for entry in fs::read_dir(docwright_tests::root().join("specs").join(vendor)).expect("the documents") {
            let path = entry.expect("an entry").path();
            fs::copy(&path, folder.join(path.file_name().expect("a name"))).expect("a copy");
        }
        fs::write(folder.join("answers.ndjson"), recording).expect("the recording");
        let staged = Stage { root, folder, name: (*vendor).to_owned() };
        let (lines, exit) = staged.lines();
        assert_eq!(exit, Exit::Finding, "{vendor}: {lines:#?}");
        let found: Vec<String> = lines.iter().filter_map(finding).collect();
        assert!(expected.iter().all(|what| found.iter().any(|found| found == what)), "{vendor}: {found:#?}");
        for format in ["human", "json", "github"] {
            let Captured { out, err, .. } = staged.run(&["--verbose", "--format", format]);
            for secret in ["5ECRET", "5ecret", "5318008", "+44"] {
                assert!(!out.contains(secret) && !err.contains(secret), "{vendor}: {secret} in\n{out}{err}");
            }
        }
        let entries: Vec<&str> = lines.iter().filter_map(|line| line["entry"].as_str()).collect();
        let without: Vec<String> = lines
            .iter()
            .filter(|line| line["entry"].is_null() && text_or(line, "help").contains("other answers"))
            .filter_map(finding)
            .collect();
        staged.paste(&entries);
        let (after, exit) = staged.lines();
        let left: Vec<String> = after.iter().filter_map(finding).collect();
        assert_eq!(left, without, "{vendor}: {}\n{after:#?}", entries.join("\n"));
        assert!(exit == Exit::Fine || !left.is_empty(), "{vendor}: {after:#?}");
    }
}

fn text_or<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}
