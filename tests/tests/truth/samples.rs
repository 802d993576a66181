//! Every sample of JSON that the five documents show is a test of the client; counted here from the documents alone.

use docwright::model::{Lock, lower};
use docwright_tests::root;
use docwright_tests::vendors::vendor;
use serde_json::Value;
use std::collections::BTreeSet;

/// The lines of a page on which JSON begins: an object or a list of objects with a key in quotes, at the head of the line or behind a word and a colon.
fn samples_of_page(text: &str) -> Vec<usize> {
    let begins = |line: &str| {
        let head = line.split_once(": ").filter(|(word, _)| word.chars().all(char::is_alphabetic)).map_or(line, |(_, rest)| rest);
        let mut signs = head.chars().filter(|sign| !sign.is_whitespace());
        match signs.next() {
            Some('{') => signs.next() == Some('"'),
            Some('[') => matches!(signs.next(), Some('{' | '[' | '"')),
            _ => false,
        }
    };
    text.lines().enumerate().filter(|(_, line)| begins(line.trim_start())).map(|(at, _)| at + 1).collect()
}

/// How many texts a collection has as saved answers and raw bodies, wherever they stand, and how many lines of its descriptions begin JSON.
fn samples_of_collection(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(samples_of_collection).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| match (key.as_str(), value) {
                ("response" | "responses", Value::Array(answers)) => {
                    answers.iter().filter(|answer| shows_something(&answer["body"])).count()
                }
                // A URL has a `raw`, too.
                ("raw", text) if members.contains_key("mode") => usize::from(shows_something(text)),
                ("description", Value::String(text)) => samples_of_page(text).len(),
                (_, value) => samples_of_collection(value),
            })
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn shows_something(text: &Value) -> bool {
    text.as_str().is_none_or(|text| !text.trim().is_empty()) && !text.is_null()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join("specs").join(path)).expect("a document of the repository")
}

/// The lines of a vendor's page whose samples are tests: those that are the answer of an operation, and all.
fn tested(folder: &str, page: &str) -> (Vec<u32>, Vec<u32>) {
    let (api, run) = vendor(folder);
    let config = &run.loaded.config;
    let lowered = lower(&api, &config.options(), &Lock::default(), config.user_names(), &run.sources);
    let module = format!("{}::", lowered.client.samples_module.as_str());
    let (mut whole, mut all) = (BTreeSet::new(), BTreeSet::new());
    for (_, node, place) in lowered.places.iter().filter(|(item, ..)| item.starts_with(&module)) {
        let place = place.expect("a sample stands somewhere");
        assert!(run.sources.file(place.file).name().ends_with(page), "{}", run.sources.place(place));
        let line = run.sources.start(place).line;
        all.insert(line);
        if node.as_str().starts_with("op:") {
            whole.insert(line);
        }
    }
    (whole.into_iter().collect(), all.into_iter().collect())
}

#[test]
fn every_sample_of_the_pages_is_a_test() {
    for (folder, page, lines) in [
        ("remote-counsel", "event-schedules.apipie.txt", &[5, 18, 31, 45, 68][..]),
        ("worksection", "worksection-get-users.article.txt", &[33]),
        // The page lost its samples, headings and URLs; the spec says so among what is open.
        ("agendize", "reseller-accounts.tables.txt", &[]),
    ] {
        let found: Vec<u32> =
            samples_of_page(&read(&format!("{folder}/{page}"))).into_iter().map(|line| u32::try_from(line).expect("a line")).collect();
        assert_eq!(found, lines, "{page}");
        let (whole, all) = tested(folder, page);
        assert_eq!(whole, lines, "{folder}");
        // What is tested of types stands in the same samples.
        assert_eq!(all, lines, "{folder}");
    }
}

#[test]
fn the_collections_show_no_sample() {
    for file in ["crankwheel/crankwheel.postman_collection.json", "krisp/krisp.documenter-metadata.json"] {
        let document: Value = serde_json::from_str(&read(file)).expect("a collection is JSON");
        assert_eq!(samples_of_collection(&document), 0, "{file}");
    }
    for (folder, page) in [("crankwheel", ""), ("krisp", "")] {
        assert_eq!(tested(folder, page), (Vec::new(), Vec::new()), "{folder}");
    }
}

#[test]
fn a_sample_is_told_from_other_lines() {
    assert_eq!(samples_of_page("{accountId}\nresponse: [{\"a\": 1}]\n[x]\n  { \"a\": 1 }\nnot: here {\"a\": 1}\n[\"a\"]\n[1]"), [2, 4, 6]);
    let collection = serde_json::json!({ "item": [
        { "response": [{ "body": "{}" }, { "body": "" }, { "body": null }, { "code": 200 }], "request": { "url": { "raw": "https://a.example" }, "body": { "mode": "raw", "raw": "{}" } } },
        { "request": { "description": "Such as\n{\"a\": 1}", "body": { "mode": "raw", "raw": " " } } },
    ] });
    assert_eq!(samples_of_collection(&collection), 3);
}
