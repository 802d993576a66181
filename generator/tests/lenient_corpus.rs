//! JSON from real documents, valid and broken; the broken samples each with the value that a reader should get.
//!
//! The corpus is other people's data and no part of this repository: `DOCWRIGHT_CORPUS` names the folder that holds it.

use std::fs;
use std::path::{Path, PathBuf};

use docwright::diagnostic::Diagnostics;
use docwright::document::json::{Lenient, read_lenient, read_strict};
use docwright::document::{Node, Value};
use docwright::text::SourceMap;

/// In expected values, any scalar or placeholder may stand here.
const ANY: &str = "§";

fn agrees(node: &Node, expected: &serde_json::Value, path: &str) -> Result<(), String> {
    use serde_json::Value as Json;
    let wrong = || Err(format!("{path}: {expected} expected, {:?} found", node.value));
    match (&node.value, expected) {
        (Value::Object(_) | Value::Array(_), Json::String(text)) if text == ANY => wrong(),
        (_, Json::String(text)) if text == ANY => Ok(()),
        (Value::Null, Json::Null) => Ok(()),
        (Value::Bool(found), Json::Bool(expected)) if found == expected => Ok(()),
        (Value::String(found), Json::String(expected)) if found == expected => Ok(()),
        // By the same reader: that of serde_json is off by one in the last place of some numbers.
        (Value::Number(found), Json::Number(expected)) if serde_json::from_str::<f64>(found).ok() == expected.as_f64() => Ok(()),
        (Value::Array(found), Json::Array(expected)) => {
            if found.items.len() != expected.len() {
                return Err(format!("{path}: {} items expected, {} found", expected.len(), found.items.len()));
            }
            found
                .items
                .iter()
                .zip(expected)
                .enumerate()
                .try_for_each(|(at, (item, expected))| agrees(item, expected, &format!("{path}/{at}")))
        }
        (Value::Object(found), Json::Object(expected)) => {
            if let Some(member) = found.members.iter().find(|member| !expected.contains_key(&member.key.value)) {
                return Err(format!("{path}: a member `{}` found", member.key.value));
            }
            expected.iter().try_for_each(|(key, value)| match found.get(key) {
                Some(node) => agrees(node, value, &format!("{path}/{key}")),
                None => Err(format!("{path}: no member `{key}`")),
            })
        }
        _ => wrong(),
    }
}

/// What is wrong with the list of what was mended: it has to tell all of it, each with its place.
fn unlisted(lenient: &Lenient, text: &str) -> Result<(), String> {
    let Some(first) = lenient.mends.first() else { return Err("nothing was mended".to_owned()) };
    for mend in &lenient.mends {
        let (start, end) = (mend.span.start as usize, mend.span.end as usize);
        if text.get(start..end).is_none() {
            return Err(format!("{mend:?} is no place of the text"));
        }
    }
    if let Some(pair) = lenient.mends.windows(2).find(|pair| pair[0].span.start > pair[1].span.start) {
        return Err(format!("{pair:?} are not in order"));
    }
    // Where JSON ends to be JSON, something is listed: there, or before, where what reaches there begins.
    let Err(error) = serde_json::from_str::<serde_json::Value>(text) else { return Err("the sample is JSON".to_owned()) };
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let broken = line + error.column();
    if first.span.start as usize > broken {
        return Err(format!("the text breaks at {broken}, and the first of what is listed is {first:?}"));
    }
    lenient.nodes.iter().try_for_each(|node| hole_without_mend(node, lenient))
}

/// A placeholder that no one listed.
fn hole_without_mend(node: &Node, lenient: &Lenient) -> Result<(), String> {
    match &node.value {
        Value::Hole(text) => {
            let (start, end) = (node.span.start, node.span.end);
            let is_listed = lenient.mends.iter().any(|mend| mend.span.start <= end && start <= mend.span.end);
            if is_listed { Ok(()) } else { Err(format!("the placeholder `{text}` at {start} is not listed")) }
        }
        Value::Array(array) => array.items.iter().try_for_each(|item| hole_without_mend(item, lenient)),
        Value::Object(object) => object.members.iter().try_for_each(|member| hole_without_mend(&member.value, lenient)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// Holds all samples of a folder against their expected values; there are so many of them.
fn check(folder: &Path, count: usize) {
    let mut names: Vec<_> = fs::read_dir(folder).expect("the folder of the corpus").map(|entry| entry.expect("an entry").path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "broken"));
    names.sort();
    let mut wrong = Vec::new();
    for path in &names {
        let text = fs::read_to_string(path).expect("a sample");
        let expected = fs::read_to_string(path.with_extension("expected.json")).expect("its expected value");
        let expected: serde_json::Value = serde_json::from_str(&expected).expect("an expected value in JSON");
        let mut sources = SourceMap::default();
        let length = text.len();
        let file = sources.add(&path.display().to_string(), text);
        let lenient = read_lenient(file, 0..length, &sources);
        let result = match (lenient.nodes.as_slice(), &expected) {
            ([node], _) => agrees(node, &expected, ""),
            (nodes, serde_json::Value::Array(values)) if nodes.len() == values.len() => {
                nodes.iter().zip(values).enumerate().try_for_each(|(at, (node, value))| agrees(node, value, &format!("/{at}")))
            }
            (nodes, _) => Err(format!("{} values found", nodes.len())),
        };
        if let Err(message) = result.and_then(|()| unlisted(&lenient, sources.file(file).text())) {
            wrong.push(format!("{}: {message}", path.display()));
        }
    }
    assert_eq!(names.len(), count, "samples in {}", folder.display());
    assert!(wrong.is_empty(), "{} of {} samples are read wrongly:\n{}", wrong.len(), names.len(), wrong.join("\n"));
}

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("DOCWRIGHT_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        #[expect(clippy::print_stderr, reason = "a test that checks nothing should say so")]
        {
            eprintln!("skipped: DOCWRIGHT_CORPUS is not set");
        }
    }
    folder
}

#[test]
fn samples_of_all_kinds_are_read_as_they_are_meant() {
    if let Some(folder) = corpus() {
        check(&folder.join("lenient/suite"), 43);
    }
}

#[test]
fn bare_variables_are_read_as_holes() {
    if let Some(folder) = corpus() {
        check(&folder.join("lenient/vars"), 225);
    }
}

fn json_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            json_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

#[test]
fn whole_documents_are_valid_exactly_if_serde_json_says_so() {
    let Some(folder) = corpus() else { return };
    let mut files = Vec::new();
    json_files(&folder.join("json"), &mut files);
    json_files(&folder.join("postman"), &mut files);
    assert!(files.len() >= 400, "only {} documents in {}", files.len(), folder.display());
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let expected = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}'));
        let mut sources = SourceMap::default();
        let file = sources.add(&path.display().to_string(), text);
        let mut diagnostics = Diagnostics::default();
        let node = read_strict(file, &sources, &mut diagnostics);
        match (&node, &expected) {
            (Some(node), Ok(expected)) => assert_eq!(agrees(node, expected, ""), Ok(()), "{}", path.display()),
            (None, Err(error)) => {
                let place = sources.start(diagnostics.sorted()[0].primary.span);
                // A line break in a string stands on the line that it ends; serde_json says: at column 0 of the next one.
                assert_eq!(
                    place.line as usize,
                    error.line() - usize::from(error.column() == 0),
                    "{}: {error}, {:?}",
                    path.display(),
                    diagnostics.sorted()[0]
                );
            }
            _ => panic!("{}: {:?}, but serde_json: {:?}", path.display(), diagnostics.sorted(), expected.err()),
        }
    }
}
