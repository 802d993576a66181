#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;

use super::{Part, assemble, environment};
use crate::diagnostic::Diagnostics;
use crate::document::{Node, json, yaml};
use crate::ir::dump;
use crate::postman::{self, Coverage};
use crate::text::SourceMap;

struct Read {
    node: Option<Node>,
    said: Vec<String>,
    /// The IR, as text without places.
    ir: String,
    coverage: Coverage,
}

fn lowered(node: Option<Node>, environments: &[&Node], sources: &SourceMap, mut diagnostics: Diagnostics) -> Read {
    let (mut ir, mut coverage) = (String::new(), Coverage::default());
    if let Some(node) = &node {
        let collection = postman::read(node, None, environments, sources, &mut diagnostics).unwrap();
        let lowered = postman::lower(&collection, sources, &mut diagnostics);
        (ir, coverage) = (dump(&lowered.api), lowered.coverage);
    }
    let said = diagnostics.sorted().iter().map(|said| said.line(sources)).collect();
    Read { node, said, ir, coverage }
}

fn folder(files: &[(&str, &str)]) -> Read {
    let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
    let parts: Vec<Part> =
        files.iter().map(|(path, text)| Part { path: (*path).to_owned(), file: sources.add(path, (*text).to_owned()) }).collect();
    let node = assemble(&parts, &sources, &mut diagnostics);
    lowered(node, &[], &sources, diagnostics)
}

fn v2(text: &str) -> Read {
    let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
    let file = sources.add("v2.json", text.to_owned());
    let node = json::read_strict(file, &sources, &mut diagnostics);
    lowered(node, &[], &sources, diagnostics)
}

const LAMPS: &[(&str, &str)] = &[
    (
        ".resources/definition.yaml",
        "$kind: collection\nname: Lamps\ndescription: Lamps of a house.\nvariables:\n  base: https://lamps.example/v1\nauth:\n  type: bearer\n  credentials:\n    - key: token\n      value: '{{token}}'\n",
    ),
    ("Rooms/.resources/definition.yaml", "$kind: collection\nname: All rooms\ndescription: Where lamps hang.\norder: 1000\n"),
    (
        "Rooms/.resources/rename.resources/examples/done.example.yaml",
        "$kind: http-example\nresponse:\n  statusCode: 200\n  statusText: OK\n  headers:\n    Content-Type: application/json\n  body:\n    type: json\n    content: |-\n      {\"id\": 1, \"name\": \"Hall\"}\n",
    ),
    (
        "Rooms/rename.request.yaml",
        "$kind: http-request\nname: Rename a room\ndescription: Gives it another name.\nmethod: PUT\nurl: '{{base}}/rooms/:id'\npathVariables:\n  id: '7'\nheaders:\n  - key: X-House\n    value: '12'\n    description: The house\nbody:\n  type: json\n  content: '{\"name\": \"Hall\"}'\n",
    ),
    (
        "list.request.yml",
        "$kind: http-request\nmethod: GET\nurl: '{{base}}/lamps'\norder: 500\nqueryParams:\n  - key: room\n    value: hall\n    description: Of one room\nauth:\n  type: noauth\n",
    ),
    (
        "sign in.request.yaml",
        "$kind: http-request\nmethod: POST\nurl: '{{base}}/session'\norder: 2000\nbody:\n  type: urlencoded\n  content:\n    user: a\n    remember: 'true'\nauth:\n  type: inherit\n",
    ),
];

const LAMPS_V2: &str = r#"{
  "info": {"name": "Lamps", "description": "Lamps of a house.", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "variable": [{"key": "base", "value": "https://lamps.example/v1"}],
  "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
  "item": [
    {"name": "list", "request": {"method": "GET", "auth": {"type": "noauth"},
      "url": {"raw": "{{base}}/lamps", "query": [{"key": "room", "value": "hall", "description": "Of one room"}]}}},
    {"name": "All rooms", "description": "Where lamps hang.", "item": [
      {"name": "Rename a room", "request": {"method": "PUT", "description": "Gives it another name.",
        "url": {"raw": "{{base}}/rooms/:id", "variable": [{"key": "id", "value": "7"}]},
        "header": [{"key": "X-House", "value": "12", "description": "The house"}],
        "body": {"mode": "raw", "raw": "{\"name\": \"Hall\"}", "options": {"raw": {"language": "json"}}}},
       "response": [{"name": "done", "code": 200, "status": "OK", "header": [{"key": "Content-Type", "value": "application/json"}],
         "_postman_previewlanguage": "json", "body": "{\"id\": 1, \"name\": \"Hall\"}"}]}]},
    {"name": "sign in", "request": {"method": "POST", "url": {"raw": "{{base}}/session"},
      "body": {"mode": "urlencoded", "urlencoded": [{"key": "user", "value": "a"}, {"key": "remember", "value": "true"}]}}}
  ]
}"#;

#[test]
fn a_folder_says_what_the_same_collection_says_in_one_file() {
    let (v3, v2) = (folder(LAMPS), v2(LAMPS_V2));
    assert_eq!(v2.coverage.made, 3, "{:?}", v2.said);
    assert_eq!(v3.ir, v2.ir);
    // The order in which files are found means nothing.
    let mut turned = LAMPS.to_vec();
    turned.reverse();
    assert_eq!(folder(&turned).ir, v2.ir);
}

#[test]
fn places_are_those_of_the_files() {
    let mut files = LAMPS.to_vec();
    files.push(("chat.request.yaml", "$kind: websocket-request\nurl: wss://lamps.example\nmessages: []\n"));
    files.push(("odd.request.yaml", "$kind: http-request\nmethod: GET\nurl: {{base}}/odd\ncolour: red\n"));
    files.push(("lost.resources.yaml", "a: b\n"));
    files.push((".resources/none.resources/examples/x.example.yaml", "response: {statusCode: 200}\n"));
    files.push(("list-of.request.yaml", "- a\n"));
    files.push(("odd.request.yml", "$kind: http-request\nmethod: GET\nurl: '{{base}}/lost'\n"));
    files.push((
        "Rooms/.resources/rename.resources/examples/odd.example.yaml",
        "response:\n  statusCode: 200\n  body:\n    content: '{}'\n    colour: red\n",
    ));
    let read = folder(&files);
    assert_eq!((read.coverage.seen, read.coverage.made, read.coverage.refused.len()), (7, 4, 3));
    for line in [
        "chat.request.yaml:1:1: warning[refused-request]: `chat` becomes no operation: it is of the kind `websocket-request`, and only requests over HTTP are read",
        "odd.request.yaml:3:6: warning[unquoted-variable]: `{{base}}/odd` stands without quotes: YAML takes `{` for the beginning of a map",
        "odd.request.yaml:4:1: note[ignored-member]: `colour` of a request is not read",
        "lost.resources.yaml:1:1: warning[odd-member]: this file is no part of a collection v3",
        ".resources/none.resources/examples/x.example.yaml:1:1: warning[odd-member]: this answer is saved for a request that is not there: `none`",
        "list-of.request.yaml:1:1: warning[odd-member]: expected a map with `$kind`, found a list",
        "odd.request.yml:1:1: warning[odd-member]: another file of this name stands beside this one, as `.yaml` and as `.yml`",
        "Rooms/.resources/rename.resources/examples/odd.example.yaml:5:5: note[ignored-member]: `colour` of a saved answer is not read",
    ] {
        assert!(read.said.iter().any(|said| said == line), "{line}\n{:#?}", read.said);
    }
}

#[test]
fn what_tests_expect_of_an_answer_is_read() {
    let request = |kind: &str| {
        let script = format!("scripts:\n  - type: {kind}\n    code: pm.response.to.have.status(201)\n");
        folder(&[("add.request.yaml", &format!("$kind: http-request\nmethod: POST\nurl: https://lamps.example/lamps\n{script}"))]).ir
    };
    assert!(request("afterResponse").contains("201"));
    assert!(!request("beforeRequest").contains("201"));
}

#[test]
fn all_that_is_no_yaml_is_told() {
    let read = folder(&[
        ("a.request.yaml", "$kind: http-request\nurl: [\n"),
        ("b.request.yaml", "$kind: http-request\nmethod: GET\nurl: https://lamps.example\n"),
        ("c.request.yaml", "x: &a y\n"),
    ]);
    assert!(read.node.is_none());
    assert_eq!(read.said.len(), 2, "{:?}", read.said);
    assert!(read.said[0].starts_with("a.request.yaml:3:1: error[invalid-yaml]: invalid YAML: "), "{:?}", read.said);
    assert_eq!(read.said[1], "c.request.yaml:1:4: error[invalid-yaml]: an anchor is not read");
}

#[test]
fn only_requests_and_definitions_make_a_folder_a_collection() {
    for path in ["a.request.yaml", "a.request.yml", ".resources/definition.yaml"] {
        assert!(Part::is_telling(path), "{path}");
    }
    for path in ["a.yaml", "a.request.json", "b/a.request.yaml", "definition.yaml", ".resources/a.resources/examples/b.example.yaml"] {
        assert!(!Part::is_telling(path), "{path}");
    }
}

#[test]
fn environments_have_values_in_either_shape() {
    for (text, is_globals) in [
        ("name: Live\nvalues:\n  - key: base\n    value: https://lamps.example\n  - key: off\n    value: x\n    disabled: true\n", false),
        ("name: Live\nvariables:\n  base: https://lamps.example\n", false),
        ("variables:\n  base: https://lamps.example\n", true),
    ] {
        let mut sources = SourceMap::default();
        let file = sources.add("live.environment.yaml", text.to_owned());
        let node = yaml::read(file, &sources, &mut Diagnostics::default()).unwrap();
        let node = environment(&node, is_globals);
        let document =
            "{\"info\": {\"name\": \"x\"}, \"item\": [{\"name\": \"a\", \"request\": {\"method\": \"GET\", \"url\": \"{{base}}/a\"}}]}";
        let document = sources.add("v2.json", document.to_owned());
        let document = json::read_strict(document, &sources, &mut Diagnostics::default());
        let read = lowered(document, &[&node], &sources, Diagnostics::default());
        assert!(read.ir.contains("https://lamps.example"), "{text}\n{}\n{:?}", read.ir, read.said);
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(cuts in prop::collection::vec((0..LAMPS.len(), 0.0..1.0, 0.0..1.0), 1..8)) {
        let mut files: Vec<(String, String)> = LAMPS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        for (at, from, length) in cuts {
            let text = &mut files[at].1;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
            let (start, end) = {
                let start = (from * text.len() as f64) as usize;
                (start, start + (length * 12.0) as usize)
            };
            let (start, end) = (text.floor_char_boundary(start), text.floor_char_boundary(end.min(text.len())));
            text.replace_range(start..end.max(start), "");
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let read = folder(&files);
        let Coverage { seen, made, joined, refused } = read.coverage;
        prop_assert_eq!(seen, made + joined.len() + refused.len());
    }
}
