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
    for arguments in [&["frobnicate"][..], &[], &["generate", "--colour"], &["show"], &["diff", "a"], &["generate", "--color", "blue"]] {
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
    for verb in ["generate", "check", "explain", "show", "diff", "Exit codes: 0 fine"] {
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
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes, ["missing-key", "bad-name"]);
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
