#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;

use super::read;
use crate::diagnostic::Diagnostics;
use crate::document::decoded::StringMap;
use crate::document::{Node, Value};
use crate::text::SourceMap;

fn parse(text: &str) -> (Option<Node>, Vec<String>, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add("a.yaml", text.to_owned());
    let mut diagnostics = Diagnostics::default();
    let node = read(file, &sources, &mut diagnostics);
    let said = diagnostics.sorted().iter().map(|said| said.line(&sources)).collect();
    (node, said, sources)
}

/// The tree as text, each scalar with what stands at its place.
fn shown(text: &str) -> String {
    let (node, said, sources) = parse(text);
    assert_eq!(said, Vec::<String>::new(), "{text}");
    show(&node.unwrap(), &sources)
}

fn show(node: &Node, sources: &SourceMap) -> String {
    match &node.value {
        Value::Array(array) => format!("[{}]", array.items.iter().map(|item| show(item, sources)).collect::<Vec<_>>().join(" ")),
        Value::Object(object) => {
            let members = object
                .members
                .iter()
                .map(|member| format!("{:?}@{:?}={}", member.key.value, sources.text(member.key.span), show(&member.value, sources)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
        }
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("#{number}"),
        Value::String(string) => format!("{string:?}@{:?}", sources.text(node.span)),
        Value::Hole(hole) => format!("?{hole}"),
    }
}

/// The error of a text.
fn wrong(text: &str) -> String {
    let (node, said, _) = parse(text);
    assert!(node.is_none(), "{text}: {node:?}");
    assert_eq!(said.len(), 1, "{text}: {said:?}");
    said.into_iter().next().unwrap()
}

#[test]
fn values_are_read_with_their_places() {
    assert_eq!(shown("a: b\n"), r#"{"a"@"a"="b"@"b"}"#);
    assert_eq!(shown("a: 'it''s'\nb: \"x\\n\"\n"), r#"{"a"@"a"="it's"@"'it''s'" "b"@"b"="x\n"@"\"x\\n\""}"#);
    assert_eq!(
        shown("- 1\n- 1.5e3\n- 007\n- 0x1F\n- true\n- ~\n-\n- yes\n- '1'\n"),
        r#"[#1 #1.5e3 "007"@"007" "0x1F"@"0x1F" true null null "yes"@"yes" "1"@"'1'"]"#
    );
    assert_eq!(shown("a: {b: [c, 'd']}\n"), r#"{"a"@"a"={"b"@"b"=["c"@"c" "d"@"'d'"]}}"#);
    assert_eq!(shown("ä: ö # words\nü: é\n"), r#"{"ä"@"ä"="ö"@"ö" "ü"@"ü"="é"@"é"}"#);
    assert_eq!(shown("a: !!str 1\n"), r#"{"a"@"a"="1"@"1"}"#);
    for empty in ["", "# words\n", "---\n", "\n\n"] {
        assert_eq!(shown(empty), "null");
    }
}

#[test]
fn blocks_and_line_ends() {
    assert_eq!(shown("a: |-\n  {\n    \"b\": 1\n  }\nc: d\n"), r#"{"a"@"a"="{\n  \"b\": 1\n}"@"{\n    \"b\": 1\n  }" "c"@"c"="d"@"d"}"#);
    assert_eq!(shown("a: >\n  b\n  c\n"), r#"{"a"@"a"="b c\n"@"b\n  c"}"#);
    let crlf = shown("a: |\r\n  b\r\n  c\r\nd: e\r\nf: 'g'\r\n");
    assert_eq!(crlf, r#"{"a"@"a"="b\nc\n"@"b\r\n  c" "d"@"d"="e"@"e" "f"@"f"="g"@"'g'"}"#);
    // A byte order mark is no part of a text that was decoded; one that is there all the same is none of its words.
    assert!(shown("\u{feff}a: b\n").starts_with("{\"a\"@"));
}

#[test]
fn places_within_a_block_are_found() {
    let (node, _, sources) = parse("a:\n  b: |-\n    {\n      \"x\": [1]\n    }\n");
    let node = node.unwrap();
    let block = node.pointer("/a/b").unwrap();
    let text = block.as_str().unwrap();
    let at = text.find("[1]").unwrap();
    let span = StringMap::new(&sources, block).span(at..at + 3);
    assert_eq!((sources.text(span), sources.place(span)), ("[1]", "a.yaml:4:12".to_owned()));
    let (node, _, sources) = parse("a: 'it''s [1]'\n");
    let node = node.unwrap();
    assert_eq!(sources.text(StringMap::new(&sources, node.get("a").unwrap()).span(5..8)), "[1]");
}

#[test]
fn a_line_may_end_in_many_ways() {
    for text in ["--- |\nb\r\u{e9}\n", "a: \"b\r \u{e9}\"\n", "a: \"\\\r \u{e9}\\N\\U0001F600\u{e9}\"\n", "a: 'b\r\r \u{e9}'\n"] {
        let (node, _, sources) = parse(text);
        map(&node.unwrap(), &sources);
    }
}

#[test]
fn a_variable_without_quotes_is_the_text_that_is_meant() {
    for (text, value, place) in [
        ("url: {{base}}/pets?x=[1]: y\n", "{{base}}/pets?x=[1]: y", "1:6"),
        ("a: 1\nurl: {{base}} # words\n", "{{base}}", "2:6"),
        ("b:\n  - url: {{é}}#x\r\n", "{{é}}#x", "2:10"),
        ("- {{id}}\n", "{{id}}", "1:3"),
        ("a: {{b}}: c\n", "{{b}}: c", "1:4"),
    ] {
        let (node, said, sources) = parse(text);
        let line = format!(
            "a.yaml:{place}: warning[unquoted-variable]: `{value}` stands without quotes: YAML takes `{{` for the beginning of a map"
        );
        assert_eq!(said, [line], "{text}");
        let shown = show(&node.unwrap(), &sources);
        assert!(shown.contains(&format!("{value:?}@{value:?}")), "{shown}");
    }
    // Within a block it is nobody's to mend, and braces of one kind are a map.
    assert_eq!(shown("a: |\n  b: {{c}}\n"), r#"{"a"@"a"="b: {{c}}\n"@"b: {{c}}"}"#);
    let (node, said, sources) = parse("a:\n  - code: |-\n      x: {{c}}\n    url: {{d}}\ne: >-\n  f: {{g}}\n");
    assert_eq!(said.len(), 1);
    assert_eq!(
        show(&node.unwrap(), &sources),
        r#"{"a"@"a"=[{"code"@"code"="x: {{c}}"@"x: {{c}}" "url"@"url"="{{d}}"@"{{d}}"}] "e"@"e"="f: {{g}}"@"f: {{g}}"}"#
    );
    assert_eq!(shown("a: {b: c}\n"), r#"{"a"@"a"={"b"@"b"="c"@"c"}}"#);
}

#[test]
fn what_is_no_yaml_or_does_harm_is_refused_at_its_place() {
    let start = |text: &str| wrong(text).split(": error[invalid-yaml]: ").map(str::to_owned).collect::<Vec<_>>();
    for (text, place, said) in [
        ("a: &b c\nd: *b\n", "1:4", "an anchor is not read"),
        ("a: !include b\n", "1:4", "a tag is not read"),
        ("? [a]\n: b\n", "1:3", "a key that is no text is not read"),
        ("a: b\n---\nc: d\n", "2:1", "a second document in one file is not read"),
    ] {
        let found = start(text);
        assert_eq!(found.last().map(String::as_str), Some(said), "{text}");
        assert!(found.first().is_some_and(|at| at.starts_with(&format!("a.yaml:{}", &place[..2]))), "{text}: {found:?}");
    }
    for text in ["a: [b\n", "a: 'b\n", "a: b: c\n", "a:\n\tb: c\n", "- a\nb: c\n", "a: \"\\z\"\n", "a: *b\n"] {
        assert!(wrong(text).contains("error[invalid-yaml]: invalid YAML: "), "{text}");
    }
    let deep = format!("a: {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    assert!(wrong(&deep).contains("error[invalid-yaml]: "));
    assert!(wrong(&format!("{}a\n", "- ".repeat(1_000))).contains("deep is not read"));
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let (node, said, _) = parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n");
    assert_eq!(
        said,
        [
            "a.yaml:4:3: warning[duplicate-key]: the key `c` stands twice in one map",
            "a.yaml:5:1: warning[duplicate-key]: the key `a` stands twice in one map"
        ]
    );
    assert_eq!(node.unwrap().get("a").map(|node| node.value.clone()), Some(Value::Number("4".to_owned())));
}

const PIECES: &[&str] = &[
    "a: ",
    "- ",
    "{{x}}",
    "'",
    "\"",
    "|-\n",
    ">\n",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    ": ",
    "#",
    " #",
    "&a ",
    "*a",
    "!t ",
    "? ",
    "---\n",
    "...\n",
    "é",
    "\r\n",
    "\r",
    "\\u00e9",
    "\\U0001F600",
    "\\x41",
    "\\N",
    "\\",
    "\u{feff}",
    "%YAML 1.2\n",
    "\0",
    "\u{f007b}",
    "~",
    "1",
    "😀",
];

proptest! {
    #[test]
    fn nothing_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let (node, said, sources) = parse(&pieces.concat());
        prop_assert!(node.is_some() || said.iter().any(|line| line.contains("error[invalid-yaml]")));
        if let Some(node) = node {
            let _ = show(&node, &sources);
            map(&node, &sources);
        }
    }
}

/// Asks for the place of each sign of each text.
fn map(node: &Node, sources: &SourceMap) {
    match &node.value {
        Value::Array(array) => array.items.iter().for_each(|item| map(item, sources)),
        Value::Object(object) => object.members.iter().for_each(|member| map(&member.value, sources)),
        Value::String(text) => {
            let places = StringMap::new(sources, node);
            for (at, sign) in text.char_indices() {
                let _ = sources.text(places.span(at..at + sign.len_utf8()));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Hole(_) => {}
    }
}
