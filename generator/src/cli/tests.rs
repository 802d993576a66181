#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use clap::Parser as _;
use tempfile::TempDir;

use crate::cli::args::Args;
use crate::cli::console::Console;
use crate::cli::{Exit, run};
use crate::confidence::Denial;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Checked};
use crate::output::FileTree;
use crate::pipeline::{Explained, Generated, Loaded, ReportForm, Stages, Stats, Subject, Surveyed, stamp};
use crate::postman::{Coverage, Joined};
use crate::text::{SourceMap, Span};

/// Makes a file of each line `path text` of the document; `bad` is an error of the document.
struct Lines;

impl Stages for Lines {
    fn api(&self, _: &Loaded, _: &SourceMap, _: &mut Diagnostics) -> Option<Checked<Api>> {
        None
    }

    fn generate(&self, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Generated> {
        let document = sources.file(loaded.input).text();
        if let Some(at) = document.find("bad") {
            diagnostics.push(Diagnostic::new(Code::WrongKind, Span::new(loaded.input, at, at + 3), "a bad line"));
            return None;
        }
        if let Some(at) = document.find("odd") {
            diagnostics.push(Diagnostic::new(Code::DuplicateKey, Span::new(loaded.input, at, at + 3), "an odd line"));
        }
        let mut tree = FileTree::new();
        for (path, text) in document.lines().filter_map(|line| line.split_once(' ')) {
            tree.add(path, text.replace(' ', "\n") + "\n").unwrap();
        }
        let lock = format!("{} files\n", tree.len());
        let stats = Stats { operations: 1, types: 1_200, open: 2 };
        let mut coverage = Coverage { seen: 1, made: 1, ..Coverage::default() };
        if let Some(at) = document.find("twin") {
            let place = Span::new(loaded.input, at, at + 4);
            let (name, reason) = ("Twin".to_owned(), "only its name differs".to_owned());
            coverage.joined.push(Joined { name, place, into: "a".to_owned(), first: place, reason });
            coverage.seen = 2;
        }
        Some(Generated { tree, stamp: stamp(document, &loaded.config, &lock), lock, stats, coverage })
    }

    fn generate_module(&self, _: &Loaded, _: &str, _: &SourceMap, _: &mut Diagnostics) -> Option<String> {
        None
    }

    fn explain(&self, loaded: &Loaded, thing: &str, _: &SourceMap, _: &mut Diagnostics) -> Option<Explained> {
        (thing == "op:a").then(|| Explained::Known(format!("stated by {}\u{1b}", loaded.config.name)))
    }

    fn survey(&self, _: &Subject, _: &[Denial], _: &SourceMap, _: &mut Diagnostics) -> Option<Surveyed> {
        None
    }

    fn compare(&self, _: &Checked<Api>, _: &Checked<Api>, _: ReportForm, _: &SourceMap) -> String {
        String::new()
    }
}

fn workspace(apis: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    for (name, document) in apis {
        let folder = root.path().join("specs").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("docwright.toml"), format!("docwright = 1\nname = \"{name}\"\ninput.spec = \"doc.toml\"\n")).unwrap();
        fs::write(folder.join("doc.toml"), document).unwrap();
    }
    root
}

fn docwright(root: &Path, arguments: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = ["docwright", "--root", root.to_str().unwrap()].into_iter().chain(arguments.iter().copied());
    let args = Args::try_parse_from(all).unwrap();
    let exit = run(&Lines, &args, &mut Console::of_memory(&mut out, &mut err, anstream::ColorChoice::Never));
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

const OLD: &str = "src/a.rs 1 2 3\nsrc/b.rs b\nsrc/c.rs c\n";
const NEW: &str = "src/a.rs 1 x y 3\nsrc/b.rs b\nsrc/d.rs d\n";

fn edit(root: &Path, path: &str, text: &str) {
    fs::write(root.join(path), text).unwrap();
}

#[test]
fn generate_says_what_changed() {
    let root = workspace(&[("pets", OLD)]);
    let (exit, out, err) = docwright(root.path(), &["generate"]);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    insta::assert_snapshot!(out, @r#"
    pets   specs/pets   generated for the first time
       A src/a.rs         +3
       A src/b.rs         +1
       A src/c.rs         +1
       A docwright.lock   +1
       1 operation, 1,200 types; the documents leave 2 questions open
    "#);
    assert_eq!(fs::read_to_string(root.path().join("generated/pets/src/a.rs")).unwrap(), "1\n2\n3\n");
    assert_eq!(fs::read_to_string(root.path().join("specs/pets/docwright.lock")).unwrap(), "3 files\n");

    let (exit, out, _) = docwright(root.path(), &["generate"]);
    assert_eq!(exit, Exit::Fine);
    insta::assert_snapshot!(out, @r#"
    pets   specs/pets   nothing changed
       3 files unchanged
       1 operation, 1,200 types; the documents leave 2 questions open
    "#);

    edit(root.path(), "specs/pets/doc.toml", &format!("{NEW}src/e.rs odd\n"));
    let (exit, out, err) = docwright(root.path(), &["generate"]);
    assert_eq!(exit, Exit::Fine, "a warning is no finding");
    insta::assert_snapshot!(out, @r#"
    pets   specs/pets   input changed
       M src/a.rs         +2 −1
       D src/c.rs         no longer produced
       A src/d.rs         +1
       A src/e.rs         +1
       M docwright.lock   +1 −1
       1 other file unchanged
       1 operation, 1,200 types; the documents leave 2 questions open
    "#);
    insta::assert_snapshot!(err, @r#"
    warning[duplicate-key]: an odd line
     --> specs/pets/doc.toml:4:10
      |
    4 | src/e.rs odd
      |          ^^^

    1 warning
    "#);
}

#[test]
fn check_says_why_and_writes_nothing() {
    let root = workspace(&[("pets", OLD)]);
    let (exit, _, _) = docwright(root.path(), &["check"]);
    assert_eq!(exit, Exit::Finding, "nothing was generated yet");
    assert!(!root.path().join("generated").exists());
    assert!(!root.path().join("specs/pets/docwright.lock").exists());
    docwright(root.path(), &["generate"]);
    let (exit, out, _) = docwright(root.path(), &["check"]);
    assert_eq!((exit, out.as_str()), (Exit::Fine, "  pets   3 files are fresh\n"));

    edit(root.path(), "specs/pets/doc.toml", NEW);
    edit(root.path(), "generated/pets/src/b.rs", "b\nmine\n");
    edit(root.path(), "generated/pets/src/lost.rs", "// Code generated by docwright\n");
    let (exit, out, _) = docwright(root.path(), &["check"]);
    assert_eq!(exit, Exit::Finding);
    insta::assert_snapshot!(out, @r#"
    error: pets: generated code is stale (5 files)
      src/a.rs      input changed: specs/pets
      src/b.rs      edited by hand: line 2
      src/c.rs      no longer produced
      src/d.rs      new: input changed: specs/pets
      src/lost.rs   orphan: says that docwright made it, and is in no manifest
    @@ src/a.rs:1
     1
    -2
    +x
    +y
     3
    @@ src/b.rs:1
     b
    -mine
    Move what was edited by hand to a file of its own, run `docwright generate --force` and commit the result.
    "#);
    let (exit, out, _) = docwright(root.path(), &["check", "--list"]);
    assert_eq!(exit, Exit::Finding);
    insta::assert_snapshot!(out, @r#"
    M generated/pets/src/a.rs
    E generated/pets/src/b.rs
    D generated/pets/src/c.rs
    A generated/pets/src/d.rs
    ? generated/pets/src/lost.rs
    "#);
    let (exit, out, _) = docwright(root.path(), &["check", "--format", "json"]);
    assert_eq!(exit, Exit::Finding);
    insta::assert_snapshot!(out, @r#"{"type":"api","name":"pets","spec":"specs/pets","state":"stale","reasons":["input"],"files":[{"path":"src/a.rs","state":"changed","added":2,"removed":1},{"path":"src/b.rs","state":"hand-edited","edit":"edited","added":0,"removed":1},{"path":"src/c.rs","state":"removed","added":0,"removed":1},{"path":"src/d.rs","state":"added","added":1,"removed":0},{"path":"src/lost.rs","state":"orphan","added":0,"removed":0}],"lock":null,"manifest_changed":true,"unchanged":0,"requests":1,"operations":1,"joined":[],"refused":[],"types":1200,"open_questions":2}"#);
    assert!(!root.path().join("generated/pets/src/d.rs").exists());
}

#[test]
fn check_fails_when_only_the_lock_would_change() {
    let root = workspace(&[("pets", OLD)]);
    docwright(root.path(), &["generate"]);
    edit(root.path(), "specs/pets/docwright.lock", "another\n");
    let (exit, out, _) = docwright(root.path(), &["check"]);
    assert_eq!(exit, Exit::Finding);
    assert!(out.contains("docwright.lock   names or order changed\n"), "{out}");
    assert_eq!(fs::read_to_string(root.path().join("specs/pets/docwright.lock")).unwrap(), "another\n");
    assert_eq!(docwright(root.path(), &["generate"]).0, Exit::Fine);
    assert_eq!(docwright(root.path(), &["check"]).0, Exit::Fine);
}

#[test]
fn a_long_difference_is_cut() {
    let root = workspace(&[("pets", &format!("src/a.rs {}\n", "old ".repeat(60)))]);
    docwright(root.path(), &["generate"]);
    edit(root.path(), "specs/pets/doc.toml", &format!("src/a.rs {}\n", "new ".repeat(60)));
    let (_, out, _) = docwright(root.path(), &["check"]);
    assert_eq!(out.lines().filter(|line| line.starts_with(['@', '+', '-', ' '])).count(), 40 + 1, "and the line of the list");
    assert!(out.contains("… 82 more lines. Run `docwright generate` and commit the result.\n"), "{out}");
}

#[test]
fn hand_edits_stop_generate_until_forced() {
    let root = workspace(&[("pets", OLD)]);
    docwright(root.path(), &["generate"]);
    edit(root.path(), "specs/pets/doc.toml", "src/a.rs 1 2 3\n");
    edit(root.path(), "generated/pets/src/a.rs", "1\nmine\n3\n");
    edit(root.path(), "generated/pets/src/b.rs", "mine\n");
    let (exit, out, _) = docwright(root.path(), &["generate"]);
    assert_eq!(exit, Exit::Finding);
    insta::assert_snapshot!(out, @r#"
    error: pets: 2 files are not docwright's own; nothing was written
      src/a.rs   edited by hand: line 2
      src/b.rs   edited by hand, and no longer produced
    help: move your own code to a file of its own, or run `docwright generate --force` to write over it
    "#);
    assert_eq!(fs::read_to_string(root.path().join("specs/pets/docwright.lock")).unwrap(), "3 files\n", "the lock waits too");
    let (exit, out, _) = docwright(root.path(), &["generate", "--force"]);
    assert_eq!(exit, Exit::Fine);
    insta::assert_snapshot!(out, @r#"
    pets   specs/pets   input changed
       E src/a.rs         what was edited by hand is overwritten
       E src/b.rs         no longer produced; kept, for it was edited by hand
       D src/c.rs         no longer produced
       M docwright.lock   +1 −1
       1 operation, 1,200 types; the documents leave 2 questions open
    "#);
    assert_eq!(fs::read_to_string(root.path().join("generated/pets/src/a.rs")).unwrap(), "1\n2\n3\n");
}

#[test]
fn one_bad_api_keeps_no_other_from_being_made() {
    let root = workspace(&[("a", "src/a.rs bad\n"), ("b", OLD), ("c", OLD)]);
    edit(root.path(), "specs/c/docwright.toml", "docwright = 1\nname = \"b\"\ninput.spec = \"doc.toml\"\n");
    let (exit, out, err) = docwright(root.path(), &["generate"]);
    assert_eq!(exit, Exit::Input, "the worst counts");
    assert!(out.starts_with("  b   specs/b   generated for the first time\n"), "{out}");
    assert!(err.contains("error[wrong-kind]: a bad line\n --> specs/a/doc.toml:1:10\n"), "{err}");
    assert!(err.contains("error[duplicate-api]: another API is called `b` too\n --> specs/c/docwright.toml:2:8\n"), "{err}");
    assert!(err.ends_with("2 errors\n"), "{err}");
    assert!(!root.path().join("generated/a").exists());
    assert!(root.path().join("generated/b/src/a.rs").exists());
}

#[test]
fn folders_can_be_named() {
    let root = workspace(&[("a", OLD), ("b", OLD)]);
    let folder = root.path().join("specs/b");
    let (exit, out, _) = docwright(root.path(), &["generate", folder.to_str().unwrap()]);
    assert_eq!(exit, Exit::Fine);
    assert!(out.starts_with("  b   specs/b   "), "{out}");
    assert!(!root.path().join("generated/a").exists());
    let file = folder.join("docwright.toml");
    assert_eq!(docwright(root.path(), &["check", file.to_str().unwrap()]).0, Exit::Fine);
}

#[test]
fn exit_codes() {
    let empty = TempDir::new().unwrap();
    let (exit, _, err) = docwright(empty.path(), &["generate"]);
    assert_eq!(exit, Exit::Usage);
    assert!(err.starts_with("error: cannot list `"), "{err}");
    assert!(err.ends_with("help: name the folder that holds `specs/` with `--root`\n"), "{err}");
    fs::create_dir(empty.path().join("specs")).unwrap();
    assert_eq!(docwright(empty.path(), &["generate"]).0, Exit::Usage);
    assert_eq!(docwright(empty.path(), &["generate", "nowhere"]).0, Exit::Usage);

    let root = workspace(&[("pets", OLD)]);
    edit(root.path(), "specs/pets/docwright.toml", "docwright = 1\nname = \"pets\"\n");
    assert_eq!(docwright(root.path(), &["generate"]).0, Exit::Usage, "a wrong configuration");
    edit(root.path(), "specs/pets/docwright.toml", "docwright = 1\nname = \"pets\"\ninput.spec = \"gone.toml\"\n");
    assert_eq!(docwright(root.path(), &["generate"]).0, Exit::Input, "an input that is not there");
    assert_eq!(docwright(root.path(), &["generate", "--format", "markdown"]).0, Exit::Usage);

    let blocked = workspace(&[("pets", OLD)]);
    fs::create_dir_all(blocked.path().join("generated/pets/src/a.rs")).unwrap();
    let (exit, _, err) = docwright(blocked.path(), &["generate"]);
    assert_eq!(exit, Exit::Input);
    assert!(err.contains("is a folder where a file should be"), "{err}");
    assert!(!blocked.path().join("specs/pets/docwright.lock").exists());
}

#[test]
fn programs_get_one_object_a_line() {
    let root = workspace(&[("a", "src/a.rs odd\n"), ("b", "x bad\n")]);
    let (exit, out, err) = docwright(root.path(), &["generate", "--format", "json"]);
    assert_eq!((exit, err.as_str()), (Exit::Input, ""));
    let types: Vec<String> =
        out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(types, ["diagnostic", "diagnostic", "api", "api"]);
    let last: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!((last["spec"].as_str(), last["state"].as_str()), (Some("specs/b"), Some("failed")));
    assert_eq!(last["errors"][0]["code"], "wrong-kind");
}

#[test]
fn requests_that_became_no_operation_are_named_where_that_is_asked_for() {
    let root = workspace(&[("a", OLD), ("b", "src/a.rs twin\n"), ("c", "x bad\n")]);
    let (exit, out, _) = docwright(root.path(), &["generate", "--jobs", "2"]);
    assert_eq!(exit, Exit::Input);
    insta::assert_snapshot!(out, @r#"
    a   specs/a   generated for the first time
       A src/a.rs         +3
       A src/b.rs         +1
       A src/c.rs         +1
       A docwright.lock   +1
       1 operation, 1,200 types; the documents leave 2 questions open
    b   specs/b   generated for the first time
       A src/a.rs         +1
       A docwright.lock   +1
       1 operation, 1,200 types; the documents leave 2 questions open
       of 2 requests: 1 joined to another

             requests  operations  joined  refused  warnings  errors
    a               1           1       0        0         0       0
    b               2           1       1        0         0       0
    c        refused[wrong-kind]: a bad line
    3 APIs          3           2       1        0         0       1
    1 API refused as a whole: 1 wrong-kind
    "#);
    let (_, out, _) = docwright(root.path(), &["generate", "b", "--verbose"]);
    insta::assert_snapshot!(out, @r#"
    b   specs/b   nothing changed
       1 file unchanged
       1 operation, 1,200 types; the documents leave 2 questions open
       of 2 requests: 1 joined to another
       specs/b/doc.toml:1:10: joined: `Twin`: only its name differs
    "#);
    let (_, out, _) = docwright(root.path(), &["generate", "b", "--format", "json"]);
    let api: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((api["requests"].as_u64(), api["operations"].as_u64()), (Some(2), Some(1)));
    assert_eq!(api["joined"][0]["file"], "specs/b/doc.toml");
    assert_eq!((api["joined"][0]["line"].as_u64(), api["joined"][0]["column"].as_u64()), (Some(1), Some(10)));
    assert_eq!(api["refused"], serde_json::json!([]));
    let (_, out, _) = docwright(root.path(), &["generate", "a", "b", "--quiet"]);
    assert!(!out.contains("2 APIs"), "{out}");
    let (_, out, _) = docwright(root.path(), &["generate", "a", "b", "--timings"]);
    assert!(out.contains("errors      time\n"), "{out}");
}

#[test]
fn a_folder_of_folders_stands_for_all_of_them() {
    let root = workspace(&[("a", OLD), ("deep/b", "x bad\n"), ("deep/er/c", OLD)]);
    for (folder, name) in [("deep/b", "b"), ("deep/er/c", "c")] {
        edit(
            root.path(),
            &format!("specs/{folder}/docwright.toml"),
            &format!("docwright = 1\nname = \"{name}\"\ninput.spec = \"doc.toml\"\n"),
        );
    }
    let deep = root.path().join("specs/deep");
    let (exit, out, err) = docwright(root.path(), &["generate", deep.to_str().unwrap()]);
    assert_eq!(exit, Exit::Input);
    assert!(out.starts_with("  c   specs/deep/er/c   generated for the first time\n"), "{out}");
    assert!(err.starts_with("error[wrong-kind]: a bad line\n --> specs/deep/b/doc.toml:1:3\n"), "{err}");
    assert!(!root.path().join("generated/a").exists());
}

#[test]
fn github_gets_annotations() {
    let root = workspace(&[("a", "src/a.rs odd\n")]);
    let (exit, out, _) = docwright(root.path(), &["check", "--format", "github"]);
    assert_eq!(exit, Exit::Finding);
    assert!(out.starts_with("::warning file=specs/a/doc.toml,line=1,col=10,endColumn=13,title=duplicate-key::an odd line\n"), "{out}");
    let last = "\n::error file=specs/a/docwright.toml,line=1,title=stale::generated code of `a` is stale: generated for the first time\n";
    assert!(out.ends_with(last), "{out}");
}

#[test]
fn explain_knows_codes_and_things() {
    let root = workspace(&[("pets", OLD)]);
    let (exit, out, _) = docwright(root.path(), &["explain", "unknown-key"]);
    assert_eq!(exit, Exit::Fine);
    assert!(out.starts_with("unknown-key (error)\n\nA key is not one that this place knows.\n"), "{out}");
    let (exit, out, _) = docwright(root.path(), &["explain", "op:a"]);
    assert_eq!((exit, out.as_str()), (Exit::Fine, "pets\nstated by pets<U+001B>\n"));
    let (exit, _, err) = docwright(root.path(), &["explain", "unkown-key"]);
    assert_eq!((exit, err.as_str()), (Exit::Usage, "error: no code is called `unkown-key`\nhelp: did you mean `unknown-key`?\n"));
    assert_eq!(docwright(root.path(), &["explain", "op:nothing"]).0, Exit::Usage);
}

#[cfg(unix)]
#[test]
fn a_link_to_elsewhere_is_not_written_through() {
    let root = workspace(&[("pets", OLD)]);
    let outside = TempDir::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), root.path().join("generated")).unwrap();
    let (exit, _, err) = docwright(root.path(), &["generate", "--force"]);
    assert_eq!(exit, Exit::Input);
    assert!(err.contains("is a symbolic link: docwright neither follows nor replaces it"), "{err}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
