//! What stands in the generated crates, beside what they do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use syn::visit::{self, Visit};

use crate::parsed;
use crate::samples::{answers, api};

/// The files of a generated crate that people read.
fn texts(name: &str) -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("the crate is there") {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&docwright_tests::root().join("generated").join(name), &mut found);
    found.sort();
    found
}

/// All texts and numbers in a value.
fn scalars(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            found.insert(number.to_string());
        }
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Object(members) => members.values().for_each(|value| scalars(value, found)),
    }
}

#[test]
fn no_sample_value_is_printed() {
    let mut values = BTreeSet::new();
    for (_, json) in answers(&api("remote-counsel")) {
        scalars(&parsed(&json), &mut values);
    }
    // Names, addresses, a token, ids: what is shorter than this can stand anywhere by chance, as one word does that is also one of ours.
    // What shows the form of a field and nobody's data is an example, and printed.
    let examples = ["9:00 AM", "07/10/2017", "Active", "Video Only", "Video Stream Only", "Realtime Only"];
    assert!(examples.iter().all(|example| values.contains(*example)));
    let values: Vec<_> =
        values.into_iter().filter(|value| value.len() >= 4 && value != "Default" && !examples.contains(&value.as_str())).collect();
    assert!(values.len() > 30, "there is something to look for");
    let texts = texts("remote-counsel");
    assert!(texts.len() > 5);
    // The tests of the samples hold what tells of nobody: numbers, dates, codes. What people write has a blank or an `@`.
    let of_people = |value: &String| value.contains(['@', ' ']) || value.starts_with(char::is_uppercase);
    let is_sample = |path: &str| Path::new(path).parent().is_some_and(|folder| folder.ends_with("samples"));
    assert!(texts.iter().filter(|(path, _)| is_sample(path)).count() > 10 && values.iter().filter(|value| of_people(value)).count() > 5);
    for (path, text) in texts {
        for (at, value) in values.iter().enumerate().filter(|(_, value)| !is_sample(&path) || of_people(value)) {
            // By its number: the value must not stand in a log either.
            assert!(!text.contains(value.as_str()), "value {at} of the samples stands in {path}");
        }
    }
}

/// All identifiers of a file.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        self.0.insert(ident.to_string().to_lowercase());
        visit::visit_ident(self, ident);
    }
}

#[test]
fn agendize_names_have_no_typos() {
    // As the page has them: they are its words, and stay in the documentation.
    let typos = ["availables", "bellow", "Incompleted", "resellers's"];
    let mut documentation = String::new();
    let mut names = Names::default();
    for (path, text) in texts("agendize").iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "rs")) {
        documentation.push_str(text);
        names.visit_file(&syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}")));
    }
    assert!(names.0.contains("account"), "names are found");
    for typo in typos {
        assert!(documentation.contains(typo), "`{typo}` is not in the documentation");
        let word = typo.to_lowercase().replace('\'', "");
        assert!(!names.0.iter().any(|name| name.contains(&word)), "`{typo}` is in a name");
    }
}

#[test]
fn a_letter_is_mended_where_people_read() {
    // The page has a Cyrillic `и` there, and so has the quote of the spec.
    let texts = texts("worksection");
    let (_, types) = texts.iter().find(|(path, _)| path.ends_with("types.rs")).expect("a file of types");
    assert!(types.contains("bject with two nested objects: chats (messengers) and socials (social networks)"));
    assert!(!types.contains('\u{438}'));
}
