//! The command as a process: exit codes, streams, colours.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

#[expect(clippy::disallowed_methods, reason = "the command is tested as a process")]
fn docwright(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "TERM"] {
        command.env_remove(variable);
    }
    command.current_dir(root).args(arguments).envs(environment.iter().copied()).output().unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn workspace(config: &str) -> TempDir {
    let root = TempDir::new().unwrap();
    fs::create_dir_all(root.path().join("specs/pets")).unwrap();
    fs::write(root.path().join("specs/pets/docwright.toml"), config).unwrap();
    root
}

const WRONG: &str = "docwright = 1\nname = \"Pets\"\n";

#[test]
fn wrong_usage_ends_with_2() {
    let root = workspace(WRONG);
    for arguments in
        [&["frobnicate"][..], &[], &["generate", "--colour"], &["show"], &["survey"], &["diff", "a"], &["generate", "--color", "blue"]]
    {
        let output = docwright(root.path(), arguments, &[]);
        assert_eq!(code(&output), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_ends_well() {
    let root = TempDir::new().unwrap();
    for arguments in [&["--help"][..], &["-h"], &["generate", "--help"], &["check", "--help"], &["--version"]] {
        let output = docwright(root.path(), arguments, &[]);
        assert_eq!(code(&output), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
    }
    let help = text(&docwright(root.path(), &["--help"], &[]).stdout);
    for verb in ["generate", "check", "explain", "show", "survey", "diff", "Exit codes: 0 fine"] {
        assert!(help.contains(verb), "{help}");
    }
}

#[test]
fn a_wrong_configuration_ends_with_2_and_all_its_errors() {
    let root = workspace(WRONG);
    let output = docwright(root.path(), &["generate"], &[]);
    assert_eq!(code(&output), Some(2));
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(said.contains("error[bad-name]: `Pets` cannot be the name of an API\n --> specs/pets/docwright.toml:2:8\n"), "{said}");
    assert!(said.contains("error[missing-key]: the configuration has no `input`\n"), "{said}");
    assert!(said.ends_with("\n2 errors\n"), "{said}");
}

#[test]
fn an_input_that_cannot_be_read_ends_with_3() {
    let root = workspace("docwright = 1\nname = \"pets\"\ninput.postman = \"gone.json\"\n");
    for verb in ["generate", "check"] {
        let output = docwright(root.path(), &[verb], &[]);
        assert_eq!(code(&output), Some(3));
        assert!(text(&output.stderr).contains("error[unreadable-file]: `specs/pets/gone.json` cannot be read"));
    }
    assert_eq!(code(&docwright(root.path(), &["show", "ir", "specs/pets"], &[])), Some(3));
    assert_eq!(code(&docwright(root.path(), &["diff", "specs/pets", "specs/pets"], &[])), Some(3));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let root = workspace(WRONG);
    let colored = |arguments: &[&str], environment: &[(&str, &str)]| {
        let output = docwright(root.path(), arguments, environment);
        assert_eq!(code(&output), Some(2));
        output.stderr.contains(&0x1b)
    };
    assert!(!colored(&["generate"], &[]), "a pipe is no terminal");
    assert!(colored(&["generate", "--color", "always"], &[]));
    assert!(!colored(&["generate", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&["generate"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["generate"], &[("NO_COLOR", "1")]));
    assert!(colored(&["generate", "--color", "always"], &[("NO_COLOR", "1")]), "what is asked for goes over the environment");
}

#[test]
fn json_goes_to_standard_output() {
    let root = workspace(WRONG);
    let output = docwright(root.path(), &["--format", "json", "check"], &[("CLICOLOR_FORCE", "1")]);
    assert_eq!(code(&output), Some(2));
    assert!(output.stderr.is_empty());
    let codes: Vec<String> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["code"].as_str().unwrap_or(line["type"].as_str().unwrap()).to_owned())
        .collect();
    assert_eq!(codes, ["missing-key", "bad-name", "api"]);
}

#[test]
fn every_code_has_a_page() {
    let root = TempDir::new().unwrap();
    let output = docwright(root.path(), &["explain", "bad-file-name"], &[]);
    assert_eq!(code(&output), Some(0));
    assert!(text(&output.stdout).starts_with("bad-file-name (error)\n\nA file is named in a way that leads out of its folder"));
}

#[test]
fn nothing_is_written_where_there_is_nothing_to_do() {
    let root = workspace(WRONG);
    docwright(root.path(), &["generate"], &[]);
    let names: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["specs"]);
}

const PETS: &str = "docwright = 1\nname = \"Pets\"\nfrom.name = \"pets.example\"\n[source]\nfile = \"page.txt\"\n[server]\nurl = \"https://pets.example\"\n\
    from = \"pets.example\"\n[type.Pet]\nfrom = \"pets.example\"\nrows = [[\"id\", \"integer\"]]\n[op.\"pets.get\"]\nrequest = \"GET /pet\"\nfrom = \"pets.example\"\nanswer = \"Pet\"\n";

/// A workspace whose client is fresh.
fn generated() -> TempDir {
    let root = workspace("docwright = 1\nname = \"pets\"\ninput.spec = \"pets.toml\"\n");
    fs::write(root.path().join("specs/pets/pets.toml"), PETS).unwrap();
    fs::write(root.path().join("specs/pets/page.txt"), "Pets\n").unwrap();
    let output = docwright(root.path(), &["generate"], &[]);
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    assert_eq!(code(&docwright(root.path(), &["check"], &[])), Some(0));
    root
}

/// What `check` says after a change; it must end with 1, write nothing, and be content after `generate`.
fn check_after(change: impl Fn(&Path), mend: &[&str]) -> String {
    let root = generated();
    change(root.path());
    let output = docwright(root.path(), &["check"], &[]);
    assert_eq!(code(&output), Some(1), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(code(&docwright(root.path(), &["check"], &[])), Some(1), "it writes nothing");
    assert_eq!(code(&docwright(root.path(), mend, &[])), Some(0));
    assert_eq!(code(&docwright(root.path(), &["check"], &[])), Some(0));
    text(&output.stdout)
}

#[test]
fn a_folder_may_be_named_in_any_way() {
    let root = generated();
    let specs = root.path().join("specs");
    let whole = specs.join("pets");
    let whole = whole.to_str().unwrap();
    for (from, arguments) in [
        (root.path(), &["check", "specs/pets"][..]),
        (root.path(), &["check", whole]),
        (root.path(), &["check", "specs/pets/docwright.toml"]),
        (root.path(), &["check", "pets"]),
        (root.path(), &["show", "ir", "pets"]),
        (root.path(), &["survey", "pets"]),
        (root.path(), &["diff", "pets", "specs/pets"]),
        (specs.as_path(), &["--root", "..", "check", "pets"]),
        (Path::new(whole), &["--root", "../..", "check", "."]),
    ] {
        let output = docwright(from, arguments, &[]);
        assert_eq!(code(&output), Some(0), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    }
}

#[test]
fn a_mistake_in_one_spec_is_nothing_to_the_others() {
    for (broken, kind) in [("a-lamps", "spec"), ("z-lamps", "spec"), ("a-lamps", "config"), ("z-lamps", "config"), ("a-lamps", "missing")] {
        let root = generated();
        fs::remove_dir_all(root.path().join("generated")).unwrap();
        let folder = root.path().join("specs").join(broken);
        fs::create_dir_all(&folder).unwrap();
        let config = format!(
            "docwright = 1\nname = \"lamps\"\ninput.spec = \"lamps.toml\"\n{}",
            if kind == "config" { "nonsense = 1\n" } else { "" }
        );
        fs::write(folder.join("docwright.toml"), config).unwrap();
        if kind != "missing" {
            fs::write(folder.join("lamps.toml"), PETS.replace("answer = \"Pet\"", "answer = \"Pets\"")).unwrap();
        }
        fs::write(folder.join("page.txt"), "Lamps\n").unwrap();
        let output = docwright(root.path(), &["generate"], &[]);
        let said = text(&output.stderr);
        assert_eq!(code(&output), Some(if kind == "config" { 2 } else { 3 }), "{broken}, {kind}: {said}");
        assert!(said.contains("1 error"), "{said}");
        assert!(!said.contains("a bug in docwright"), "{said}");
        assert!(root.path().join("generated/pets/src/lib.rs").exists(), "{broken}, {kind}: the other one is made as usual");
        assert!(!root.path().join("generated/lamps").exists());
    }
}

#[test]
fn check_says_why_it_fails() {
    let edit = |root: &Path, path: &str, from: &str, to: &str| {
        let old = fs::read_to_string(root.join(path)).unwrap();
        assert!(old.contains(from), "{path}:\n{old}");
        fs::write(root.join(path), old.replace(from, to)).unwrap();
    };
    // The line of a file, without the columns' white space.
    let line = |said: &str, start: &str| {
        let folded = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        folded.into_iter().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{said}"))
    };

    let said = check_after(|root| edit(root, "specs/pets/pets.toml", "\"integer\"", "\"string\""), &["generate"]);
    assert!(said.starts_with("error: pets: generated code is stale ("), "{said}");
    assert_eq!(line(&said, "src/types.rs"), "src/types.rs input changed: specs/pets");
    assert!(said.contains("-    pub id: Option<i64>,\n+    pub id: Option<String>,\n"), "{said}");

    let said = check_after(|root| edit(root, "specs/pets/pets.toml", "[server]", "\n# A remark.\n[server]"), &["generate"]);
    assert_eq!(line(&said, ".docwright-places"), ".docwright-places lines moved in the documents; nothing else changed");
    assert!(!said.contains("@@"), "places are for `explain`, not for readers: {said}");

    let said = check_after(|root| edit(root, "generated/pets/src/types.rs", "pub id", "pub idd"), &["generate", "--force"]);
    assert!(line(&said, "src/types.rs").starts_with("src/types.rs edited by hand: line "), "{said}");

    let said = check_after(|root| fs::remove_file(root.join("generated/pets/src/wire.rs")).unwrap(), &["generate"]);
    assert_eq!(line(&said, "src/wire.rs"), "src/wire.rs missing: someone deleted it");

    let said = check_after(
        |root| edit(root, "specs/pets/docwright.lock", "\"type:Pet/id\" 0 id", "\"type:Pet/id\" 0 id\n\"type:Gone\" 7 Gone"),
        &["generate"],
    );
    assert_eq!(line(&said, "docwright.lock"), "docwright.lock names or order changed");

    let root = generated();
    let header = fs::read_to_string(root.path().join("generated/pets/src/wire.rs")).unwrap();
    fs::write(root.path().join("generated/pets/src/old.rs"), header).unwrap();
    let output = docwright(root.path(), &["check"], &[]);
    assert_eq!(code(&output), Some(1));
    assert_eq!(line(&text(&output.stdout), "src/old.rs"), "src/old.rs orphan: says that docwright made it, and is in no manifest");
    docwright(root.path(), &["generate"], &[]);
    assert!(root.path().join("generated/pets/src/old.rs").exists(), "what no manifest lists is not deleted");
}

#[test]
fn a_crate_that_no_spec_makes_any_more_is_named_and_left() {
    let root = generated();
    let config = root.path().join("specs/pets/docwright.toml");
    fs::write(&config, fs::read_to_string(&config).unwrap().replace("\"pets\"", "\"animals\"")).unwrap();
    let output = docwright(root.path(), &["generate"], &[]);
    assert_eq!(code(&output), Some(0), "the rest is written");
    assert!(text(&output.stderr).contains("`generated/pets` is an orphan: docwright made it"), "{}", text(&output.stderr));
    let output = docwright(root.path(), &["check"], &[]);
    assert_eq!(code(&output), Some(1));
    assert!(text(&output.stderr).contains("`generated/pets` is an orphan: docwright made it"), "{}", text(&output.stderr));
    assert!(root.path().join("generated/pets/src/lib.rs").exists(), "its users may be elsewhere");
    // A folder that docwright did not make is nobody's orphan.
    fs::remove_dir_all(root.path().join("generated/pets")).unwrap();
    fs::create_dir_all(root.path().join("generated/mine/src")).unwrap();
    fs::write(root.path().join("generated/mine/src/lib.rs"), "// By hand.\n").unwrap();
    assert_eq!(code(&docwright(root.path(), &["check"], &[])), Some(0));
}

#[test]
fn explain_takes_the_path_that_compilers_show() {
    let root = generated();
    let mut texts = Vec::new();
    for thing in ["pets::types::Pet::id", "types::Pet::id", "Pet::id", "type:Pet/id"] {
        let output = docwright(root.path(), &["explain", thing], &[]);
        assert_eq!(code(&output), Some(0), "{thing}: {}", text(&output.stderr));
        texts.push(text(&output.stdout));
    }
    assert!(texts[0].contains("specs/pets/pets.toml:"), "{}", texts[0]);
    assert!(texts.iter().all(|text| *text == texts[0]));
    for (thing, meant) in [("Pet::ids", "Pet::id"), ("pets::types::Pet::ids", "types::Pet::id"), ("type:Pet/ids", "type:Pet/id")] {
        let output = docwright(root.path(), &["explain", thing], &[]);
        assert_eq!(code(&output), Some(2));
        assert!(text(&output.stderr).contains(&format!("did you mean `{meant}`?")), "{}", text(&output.stderr));
    }
}

/// Four requests: two are one operation, one has a body that nobody can read, and one stands alone.
const LAMPS: &str = r#"{"info": {"name": "Lamps", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
{"name": "List", "request": "https://lamps.example/lamps?page=1"},
{"name": "List again", "request": "https://lamps.example/lamps?page=2"},
{"name": "Upload", "request": {"method": "POST", "url": "https://lamps.example/image", "body": {"mode": "pigeon"}}},
{"name": "Rooms", "request": "https://lamps.example/rooms"}]}"#;

const OVERLAY: &str = "docwright = 1\nfrom.name = \"lamps.example\"\n[source]\nfile = \"lamps.json\"\n[[patch]]\nat = \"op List\"\nremove = \"this\"\nreason = \"the vendor takes it away\"\n\
    [op.\"switch\"]\nrequest = \"POST /switch\"\nfrom = \"lamps.example\"\nreason = \"the vendor's support says so\"\n";

/// A folder of inputs of all kinds.
fn inputs() -> TempDir {
    let root = TempDir::new().unwrap();
    for folder in ["all/b", "all/a/deep"] {
        fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    for (path, text) in [
        ("all/z.json", LAMPS),
        ("all/environment.json", r#"{"name": "home", "values": []}"#),
        ("all/a/deep/broken.JSON", "{"),
        ("all/a/readme.txt", "no input"),
        ("all/b/docwright.toml", "docwright = 1\nname = \"lamps\"\n[input]\npostman = \"lamps.json\"\noverlays = [\"o.toml\"]\n"),
        ("all/b/lamps.json", LAMPS),
        ("all/b/o.toml", OVERLAY),
    ] {
        fs::write(root.path().join(path), text).unwrap();
    }
    root
}

#[test]
fn survey_accounts_for_every_request() {
    let root = inputs();
    let output = docwright(root.path(), &["survey", "all/z.json", "--verbose"], &[]);
    assert_eq!((code(&output), text(&output.stderr).as_str()), (Some(0), ""));
    let lines = [
        "               requests  operations  joined  refused  warnings  errors",
        "  all/z.json          4           2       1        1         1       0",
        "     all/z.json:3:10: joined: `List again`: it is the same operation as `List`: GET /lamps",
        "     all/z.json:4:10: refused: `Upload`: its body has a mode that no known Postman has",
        "  1 input             4           2       1        1         1       0",
        "",
    ];
    let (rows, weak) = rows_and_weak(&output);
    assert_eq!(rows, lines.join("\n"));
    // What an operation answers is all that it gives; a parameter that nobody must give is less.
    let expected = [
        "  all/z.json   settle first:",
        "     op:List [unknown]: what it answers is not described",
        "        all/z.json:2:10; 1 operation",
        "        [[patch]]",
        "        at     = \"op:List/success\"",
        "        set    = { answer = \"any\" }",
        "        reason = \"…\"",
        "     op:Rooms [unknown]: what it answers is not described",
        "        all/z.json:5:10; 1 operation",
        "        [[patch]]",
        "        at     = \"op:Rooms/success\"",
        "        set    = { answer = \"any\" }",
        "        reason = \"…\"",
        "     op:List/query/page [unknown]: whether it must be given is not said",
        "        all/z.json:2:58; 1 operation",
        "        [[patch]]",
        "        at     = \"op:List/query/page\"",
        "        set    = { presence = \"optional\" }",
        "        reason = \"…\"",
        "",
    ];
    assert_eq!(weak, expected.join("\n"));
    let (short, _) = rows_and_weak(&docwright(root.path(), &["survey", "all/z.json"], &[]));
    assert_eq!(short.lines().count(), lines.len() - 3, "{short}");
}

/// The table of a survey, and what is to be settled first.
fn rows_and_weak(output: &Output) -> (String, String) {
    let all = text(&output.stdout);
    let (rows, weak) = all.split_once("\n\n").unwrap_or((all.trim_end_matches('\n'), ""));
    (format!("{rows}\n"), weak.to_owned())
}

#[test]
fn explain_shows_both_sides_of_a_conflict() {
    let root = TempDir::new().unwrap();
    let folder = root.path().join("specs/lamps");
    fs::create_dir_all(&folder).unwrap();
    let words = r"| Field | Type | Required |\n| --- | --- | --- |\n| watts | integer | yes |";
    let item = |body: &str| {
        format!(
            r#"{{"name": "Add", "request": {{"method": "POST", "url": "https://lamps.example/lamps", "description": "{words}",
"body": {{"mode": "raw", "raw": "{body}", "options": {{"raw": {{"language": "json"}}}}}}}}}}"#
        )
    };
    let text_of = format!(r#"{{"info": {{"name": "Lamps"}}, "item": [{}]}}"#, item(r#"{\"watts\": \"12.50\"}"#));
    fs::write(folder.join("lamps.json"), text_of).unwrap();
    fs::write(folder.join("docwright.toml"), "docwright = 1\nname = \"lamps\"\ninput.postman = \"lamps.json\"\n").unwrap();
    let output = docwright(root.path(), &["explain", "op:Add/body/watts"], &[]);
    let said = text(&output.stdout);
    assert_eq!(code(&output), Some(0), "{}", text(&output.stderr));
    let facts = [
        "  type: integer\n    stated\n",
        "  conflict about the type: stated is an `integer`\n    stated\n",
        "  and a sample shows a string\n    inferred from 1 sample\n",
    ];
    for fact in facts {
        assert!(said.contains(fact), "{fact}: {said}");
    }
    let denied = docwright(root.path(), &["check", "--deny", "conflict"], &[]);
    let said = text(&denied.stderr);
    assert!(said.contains("`op:Add/body/watts` is denied as `conflict`: stated is an `integer`, and a sample shows a string"), "{said}");
    assert!(said.contains("the sample"), "both places: {said}");
}

#[test]
fn what_is_denied_is_a_finding() {
    let root = inputs();
    let run = |arguments: &[&str]| docwright(root.path(), arguments, &[]);
    let made = root.path().join("generated");
    let denied = run(&["generate", "all/b", "--deny", "conflict,unknown"]);
    assert_eq!((code(&denied), made.exists()), (Some(1), false), "{}", text(&denied.stderr));
    let said = text(&denied.stderr);
    assert!(said.contains("error[denied-fact]: `op:Rooms` is denied as `unknown`: what it answers is not described\n"), "{said}");
    assert!(said.contains("`at = \"op:Rooms/success\"`, `set = { answer = \"any\" }`"), "{said}");
    assert_eq!(code(&run(&["check", "all/b", "--deny", "unknown"])), Some(1));
    // What somebody settled, for whatever reason, is not denied any more.
    let overlay = root.path().join("all/b/o.toml");
    let settled = |entry: &str| fs::write(&overlay, format!("{OVERLAY}\n{entry}")).unwrap();
    settled("[[patch]]\nat = \"op:Rooms/success\"\nset = { answer = \"any\" }\nreason = \"it is a page\"\n");
    let left = text(&run(&["generate", "all/b", "--deny", "unknown"]).stderr);
    assert!(!left.contains("`op:Rooms`") && left.contains("`op:switch/success`"), "{left}");
    let fine = run(&["generate", "all/b", "--deny", "conflict", "--deny", "inferred:low"]);
    assert_eq!((code(&fine), made.join("lamps/README.md").exists()), (Some(0), true), "{}", text(&fine.stderr));
    // The configuration denies as the command does.
    let config = root.path().join("all/b/docwright.toml");
    fs::write(&config, fs::read_to_string(&config).unwrap() + "[policy]\ndeny = [\"unknown\"]\n").unwrap();
    assert_eq!(code(&run(&["check", "all/b"])), Some(1));
    assert!(text(&run(&["check", "all/b"]).stderr).contains("denied-fact"));
    assert!(text(&run(&["explain", "op:switch"]).stdout).is_empty(), "it is below no `specs/`");
    let survey = run(&["survey", "all/z.json", "--deny", "unknown", "--format", "json"]);
    assert_eq!(code(&survey), Some(1));
    let first: serde_json::Value = serde_json::from_str(text(&survey.stdout).lines().next().unwrap()).unwrap();
    assert_eq!((&first["state"], &first["weakest"][0]["grade"]), (&"read".into(), &"unknown".into()));
    let wrong = run(&["check", "--deny", "low"]);
    assert_eq!(code(&wrong), Some(2));
    assert!(text(&wrong.stderr).contains("`inferred:low`"), "{}", text(&wrong.stderr));
}

#[test]
fn survey_finds_all_inputs_below_a_folder() {
    let root = inputs();
    // The overlay of `all/b` removes the operation that two requests are, and adds one.
    let expected = [
        "  all/a/deep/broken.JSON   refused[invalid-json]: ",
        "  all/b                           5           2       0        3         1       0",
        "  all/environment.json     refused[not-a-collection]: this is no collection but a Postman environment",
        "  all/z.json                      4           2       1        1         1       0",
        "  4 inputs                        9           4       1        4         2       2",
        "  2 inputs refused as a whole: 1 invalid-json, 1 not-a-collection",
    ];
    let mut first = None;
    for arguments in
        [&["survey", "all"][..], &["survey", "./all/", "all/b/docwright.toml", "all/z.json"], &["survey", "all/z.json", "all/b", "all"]]
    {
        let output = docwright(root.path(), arguments, &[]);
        assert_eq!(code(&output), Some(3), "two files cannot be read");
        let (said, weak) = rows_and_weak(&output);
        // Of what stands in a folder of ours somebody may settle what is weak; of other people's files there are too many.
        assert!(weak.starts_with("  all/b   settle first:\n") && !weak.contains("all/z.json"), "{weak}");
        assert_eq!(said.lines().count(), 1 + expected.len(), "{said}");
        for (line, expected) in said.lines().skip(1).zip(expected) {
            assert!(line.starts_with(expected), "{said}");
        }
        assert_eq!(*first.get_or_insert(said.clone()), said, "{arguments:?}: each input once, in order");
    }
    let names: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["all"], "nothing is written");
}

#[test]
fn survey_gives_programs_an_object_for_each_input() {
    let root = inputs();
    let output = docwright(root.path(), &["--format", "json", "survey", "all"], &[]);
    assert_eq!((code(&output), text(&output.stderr).as_str()), (Some(3), ""));
    let all: Vec<serde_json::Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [broken, folder, environment, file] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((&broken["state"], &broken["errors"][0]["code"]), (&"refused".into(), &"invalid-json".into()));
    assert_eq!((&environment["errors"][0]["code"], &environment["errors"][0]["line"]), (&"not-a-collection".into(), &1.into()));
    let counts = |object: &serde_json::Value| (object["requests"].as_u64(), object["operations"].as_u64());
    assert_eq!((counts(folder), counts(file)), ((Some(5), Some(2)), (Some(4), Some(2))));
    let reasons: Vec<(&str, &str)> = folder["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refused| (refused["name"].as_str().unwrap(), refused["reason"].as_str().unwrap()))
        .collect();
    let removed = "an overlay removes the operation";
    assert_eq!(reasons, [("Upload", "its body has a mode that no known Postman has"), ("List", removed), ("List again", removed)]);
    let weakest = file["weakest"].as_array().unwrap();
    assert_eq!((weakest.len(), &file["weakest_more"]), (3, &0.into()));
    assert_eq!((&weakest[1]["node"], &weakest[1]["operations"]), (&"op:Rooms".into(), &1.into()));
    assert_eq!((&weakest[1]["places"][0]["line"], &weakest[1]["places"][0]["column"]), (&5.into(), &10.into()));
    let joined = &file["joined"][0];
    assert_eq!((&joined["name"], &joined["into"], &joined["file"]), (&"List again".into(), &"List".into(), &"all/z.json".into()));
    assert_eq!((&joined["line"], &joined["column"]), (&3.into(), &10.into()));
    assert_eq!((&joined["into_line"], &joined["into_column"]), (&2.into(), &10.into()));
}

#[test]
fn survey_says_what_it_cannot_read() {
    let root = inputs();
    fs::create_dir(root.path().join("empty")).unwrap();
    fs::write(root.path().join("all/b/docwright.toml"), WRONG).unwrap();
    for (path, ends, said) in [
        ("gone.json", 3, "  gone.json   refused[unreadable-file]: `gone.json` cannot be read: there is no such file\n"),
        ("all/b", 2, "  all/b     refused[missing-key]: "),
        ("empty", 2, ""),
    ] {
        let output = docwright(root.path(), &["survey", path], &[]);
        assert_eq!(code(&output), Some(ends), "{path}");
        let (_, rows) = text(&output.stdout).split_once('\n').map(|(head, rows)| (head.to_owned(), rows.to_owned())).unwrap_or_default();
        assert!(rows.starts_with(said), "{path}: {rows}");
    }
    let said = text(&docwright(root.path(), &["survey", "empty"], &[]).stderr);
    assert!(said.starts_with("error: nothing to survey is below `empty`\nhelp: "), "{said}");
}

#[cfg(unix)]
#[test]
fn survey_does_not_follow_links_to_folders() {
    let root = inputs();
    std::os::unix::fs::symlink("..", root.path().join("all/a/up")).unwrap();
    let output = docwright(root.path(), &["survey", "all"], &[]);
    assert_eq!(text(&output.stderr), "warning: `all/a/up` is a link to a folder, and is not followed\n");
    assert!(text(&output.stdout).contains("\n  4 inputs "), "{}", text(&output.stdout));
}
