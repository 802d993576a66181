//! What the tree of crates may hold: the licences, sources and bans of `deny.toml`, without cargo-deny.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use docwright_tests::root;
use serde_json::Value;

/// What Cargo knows of all crates of the tree, for every system and feature; nothing is fetched.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--all-features", "--locked", "--offline", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    // Crates of other systems are not on this machine as long as nobody fetched them: then those of this system have to do.
    let output = if output.status.success() {
        output
    } else {
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--format-version", "1", "--all-features", "--locked", "--offline", "--filter-platform", &host()]);
        command.arg("--manifest-path").arg(root().join("Cargo.toml")).output().expect("cargo runs")
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// This machine's target.
fn host() -> String {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

fn deny() -> toml::Table {
    let text = fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    text.parse().expect("TOML")
}

fn strings<'t>(table: &'t toml::Table, path: [&str; 2], key: Option<&str>) -> Vec<&'t str> {
    let list = table[path[0]][path[1]].as_array().expect("a list");
    list.iter().map(|entry| key.map_or(entry, |key| &entry[key]).as_str().expect("a text")).collect()
}

/// Whether an expression of SPDX holds with these licences: `OR`, `AND`, brackets, and the old `/` for `OR`.
fn holds(expression: &str, allowed: &[&str], met: &mut BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let held = any(&words, &mut at, allowed, met);
    assert_eq!(at, words.len(), "no expression of licences: {expression}");
    held
}

fn any(words: &[&str], at: &mut usize, allowed: &[&str], met: &mut BTreeSet<String>) -> bool {
    let mut held = all(words, at, allowed, met);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        held |= all(words, at, allowed, met);
    }
    held
}

fn all(words: &[&str], at: &mut usize, allowed: &[&str], met: &mut BTreeSet<String>) -> bool {
    let mut held = one(words, at, allowed, met);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        held &= one(words, at, allowed, met);
    }
    held
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str], met: &mut BTreeSet<String>) -> bool {
    let word = *words.get(*at).expect("a licence");
    *at += 1;
    if word == "(" {
        let held = any(words, at, allowed, met);
        assert_eq!(words.get(*at), Some(&")"));
        *at += 1;
        return held;
    }
    if words.get(*at) == Some(&"WITH") {
        // With an exception it is another licence.
        *at += 2;
        return false;
    }
    if allowed.contains(&word) {
        met.insert(word.to_owned());
        return true;
    }
    false
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT", "Unicode-3.0"];
    let holds = |expression| holds(expression, &allowed, &mut BTreeSet::new());
    assert!(holds("MIT"));
    assert!(holds("Apache-2.0 OR MIT"));
    assert!(holds("GPL-3.0/MIT"));
    assert!(holds("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!holds("MIT AND GPL-3.0-only"));
    assert!(!holds("(MIT OR Unicode-3.0) AND (GPL-3.0-only OR Zlib)"));
    assert!(!holds("GPL-3.0-only"));
    assert!(!holds("Apache-2.0 WITH LLVM-exception"));
    assert!(holds("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"));
}

#[test]
fn every_crate_has_a_licence_of_the_list() {
    let deny = deny();
    let allowed = strings(&deny, ["licenses", "allow"], None);
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    let packages = packages();
    // What has no source is our own.
    for package in packages.iter().filter(|package| !package["source"].is_null()) {
        let name = format!("{} {}", package["name"], package["version"]);
        match package["license"].as_str() {
            Some(licence) if holds(licence, &allowed, &mut met) => {}
            licence => wrong.push(format!("{name}: {licence:?}")),
        }
    }
    assert!(packages.len() > 100, "only {} crates were seen", packages.len());
    assert!(wrong.is_empty(), "these have a licence that is not in `deny.toml`:\n{}", wrong.join("\n"));
    let unmet: Vec<_> = allowed.iter().filter(|licence| !met.contains(**licence)).collect();
    assert!(unmet.is_empty(), "no crate has these any more, delete them in `deny.toml`: {unmet:?}");
}

#[test]
fn crates_come_from_the_registry_and_none_is_banned() {
    let deny = deny();
    let banned = strings(&deny, ["bans", "deny"], Some("crate"));
    assert!(banned.contains(&"aws-lc-sys"));
    let mut wrong = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().expect("a name").to_owned();
        let from_registry = package["source"].as_str().is_none_or(|source| source.starts_with("registry+"));
        if !from_registry || banned.contains(&name.as_str()) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "not to be in the tree, by `deny.toml`: {wrong:?}");
}
