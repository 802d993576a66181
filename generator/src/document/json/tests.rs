//! Expected values, written out, and properties.

use proptest::prelude::*;

use super::*;
use crate::document::decoded::StringMap;
use crate::document::node::{Array, Member, Object};

/// A tree as text: holes as `‹text›`, what is cut short with `…` at its end.
fn show(node: &Node) -> String {
    let list = |items: Vec<String>, cut: bool| items.into_iter().chain(cut.then(|| "…".to_owned())).collect::<Vec<_>>().join(", ");
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => format!("{text:?}"),
        Value::Hole(text) => format!("‹{text}›"),
        Value::Array(Array { items, cut }) => format!("[{}]", list(items.iter().map(show).collect(), *cut)),
        Value::Object(Object { members, cut }) => {
            let member = |Member { key, value }: &Member| format!("{}: {}", key.value, show(value));
            format!("{{{}}}", list(members.iter().map(member).collect(), *cut))
        }
    }
}

fn source(text: &str) -> (SourceMap, FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add("sample.json", text.to_owned());
    (sources, file)
}

/// What a text is read as, and what was mended.
fn lenient(text: &str) -> (String, Vec<Flaw>) {
    let (sources, file) = source(text);
    let lenient = read_lenient(file, 0..text.len(), &sources);
    (lenient.nodes.iter().map(show).collect::<Vec<_>>().join(" ; "), lenient.mends.iter().map(|mend| mend.what).collect())
}

#[track_caller]
fn check(text: &str, expected: &str, mends: &[Flaw]) {
    let (found, flaws) = lenient(text);
    assert_eq!(found, expected, "{text}");
    assert_eq!(flaws, mends, "{text}");
}

/// The error of a text that should be JSON: place, message, label and note.
#[track_caller]
fn refuse(text: &str, expected: &str) {
    let (sources, file) = source(text);
    let mut diagnostics = Diagnostics::default();
    assert_eq!(read_strict(file, &sources, &mut diagnostics), None, "{text}");
    let said: Vec<String> = diagnostics
        .iter()
        .map(|said| format!("{} ({}; {})", said.line(&sources).replace("sample.json:", ""), said.primary.text, said.notes.join("; ")))
        .collect();
    assert_eq!(said, [expected], "{text}");
}

// ── strict ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn everything_is_said_at_once_where_the_reader_can_go_on() {
    let said = |text: &str| {
        let (sources, file) = source(text);
        let mut diagnostics = Diagnostics::default();
        assert_eq!(read_strict(file, &sources, &mut diagnostics), None);
        let line = |said: &Diagnostic| format!("{}: {}", sources.place(said.primary.span).replace("sample.json:", ""), said.message);
        diagnostics.iter().map(line).collect::<Vec<String>>()
    };
    assert_eq!(
        said("{\"a\": .5,\n\"b\": 'x',\nc: 1\n\"d\": [1,],\n}"),
        [
            "1:7: invalid JSON: a number that is not written as JSON writes it",
            "2:6: invalid JSON: quotes that JSON does not know",
            "3:1: invalid JSON: a key without quotes",
            "4:1: invalid JSON: no comma",
            "4:8: invalid JSON: a comma before the closing bracket",
            "4:10: invalid JSON: a comma before the closing bracket",
        ]
    );
    // Behind what hides where it ends, nothing is said.
    assert_eq!(said("{\"a\": .5,\n\"b\": what,\n\"c\": .5}").len(), 2);
    assert_eq!(said("{\n<<<<<<< HEAD\n\"a\": 1\n=======\n}"), ["2:1: invalid JSON: a key without quotes"]);
    let (sources, file) = source("{\n<<<<<<< HEAD\n}");
    let mut diagnostics = Diagnostics::default();
    assert_eq!(read_strict(file, &sources, &mut diagnostics), None);
    assert!(diagnostics.iter().any(|said| said.help.iter().any(|help| help.contains("merge conflict"))));
    let many = said(&format!("[{}1]", ".5,".repeat(50)));
    assert_eq!(many.len(), 20);
    let (sources, file) = source(&format!("[{}1]", ".5,".repeat(50)));
    let mut diagnostics = Diagnostics::default();
    assert_eq!(read_strict(file, &sources, &mut diagnostics), None);
    assert!(diagnostics.iter().last().is_some_and(|last| last.notes.iter().any(|note| note == "30 more places follow")));
}

#[test]
fn valid_json_is_read_with_its_places() {
    let text = "\u{feff}{ \"a\\u00e9\": [1, -0.5e+3, true, null],\n  \"ü\": \"x\\n\\ud83d\\ude00\\/\" }\n";
    let (sources, file) = source(text);
    let mut diagnostics = Diagnostics::default();
    let node = read_strict(file, &sources, &mut diagnostics).expect("valid JSON");
    assert_eq!(diagnostics.iter().count(), 0);
    assert_eq!(show(&node), "{aé: [1, -0.5e+3, true, null], ü: \"x\\n😀/\"}");
    let text = |pointer: &str| sources.text(node.pointer(pointer).expect("a node").span);
    assert_eq!(text("/aé"), "[1, -0.5e+3, true, null]");
    assert_eq!(text("/aé/1"), "-0.5e+3");
    assert_eq!(text("/ü"), "\"x\\n\\ud83d\\ude00\\/\"");
    let object = node.as_object().expect("an object");
    assert_eq!(sources.text(object.members[0].key.span), "\"a\\u00e9\"");
    assert_eq!(sources.place(object.members[1].key.span), "sample.json:2:3");
    assert_eq!(sources.text(node.span).len(), sources.file(file).text().trim_start_matches('\u{feff}').trim().len());
}

#[test]
fn the_first_place_that_is_no_json_is_an_error() {
    refuse("", "1:1: error[invalid-json]: invalid JSON: no value (the text ends here; expected a value)");
    refuse(
        "{\"a\": 1",
        "1:8: error[invalid-json]: invalid JSON: the end of an object or a list that is not closed (the text ends here; expected `,` or `}`)",
    );
    refuse("[1,\n 2,]", "2:3: error[invalid-json]: invalid JSON: a comma before the closing bracket (found `,`; expected a value)");
    refuse("{\"a\" 1}", "1:6: error[invalid-json]: invalid JSON: no colon (found `1`; expected `:`)");
    refuse("{\"a\": 1 \"b\": 2}", "1:9: error[invalid-json]: invalid JSON: no comma (found `\"`; expected `,` or `}`)");
    refuse("{a: 1}", "1:2: error[invalid-json]: invalid JSON: a key without quotes (found `a`; expected a key in double quotes or `}`)");
    refuse("[1] // x", "1:5: error[invalid-json]: invalid JSON: a comment (found `/`; expected the end of the text)");
    refuse("[USER_RATE, 2]", "1:2: error[invalid-json]: invalid JSON: a word that is no JSON value (found `USER_RATE`; expected a value)");
    refuse(
        "{\"a\": \"x\ny\"}",
        "1:9: error[invalid-json]: invalid JSON: a control character in a string (found U+000A; expected a character of the string or its closing quote)",
    );
    refuse("{} {}", "1:4: error[invalid-json]: invalid JSON: a second value (found `{`; expected the end of the text)");
    refuse("<html>", "1:1: error[invalid-json]: invalid JSON: text that is not JSON (found `<`; expected a value)");
    refuse("[1}", "1:3: error[invalid-json]: invalid JSON: a closing bracket that closes nothing (found `}`; expected `,` or `]`)");
    refuse(
        "{\u{a0}}",
        "1:2: error[invalid-json]: invalid JSON: a kind of space that JSON does not know (found U+00A0; expected a key in double quotes or `}`)",
    );
}

#[test]
fn a_key_that_stands_twice_is_a_warning_with_both_places() {
    let (sources, file) = source("{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3, \"c\": [{\"d\": 1, \"d\": 2}]}");
    let mut diagnostics = Diagnostics::default();
    let node = read_strict(file, &sources, &mut diagnostics).expect("valid JSON");
    assert_eq!(node.get("a").map(show).as_deref(), Some("3"));
    let said: Vec<String> =
        diagnostics.sorted().iter().map(|said| format!("{} + {}", said.line(&sources), sources.place(said.others[0].span))).collect();
    assert_eq!(
        said,
        [
            "sample.json:1:25: warning[duplicate-key]: the key `a` stands twice in one object + sample.json:1:2",
            "sample.json:1:48: warning[duplicate-key]: the key `d` stands twice in one object + sample.json:1:40",
        ]
    );
}

#[test]
fn depth_is_bounded_as_in_serde_json() {
    for depth in [127, 128] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let (sources, file) = source(&text);
        let read = read_strict(file, &sources, &mut Diagnostics::default()).is_some();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{depth}");
        assert_eq!(read, depth == 127);
    }
    for text in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        "[{".repeat(500_000),
        "{".repeat(1_000_000),
        "[".repeat(500_000) + &"]".repeat(500_000),
    ] {
        let (_, flaws) = lenient(&text);
        assert!(!flaws.is_empty());
    }
}

// ── lenient ──────────────────────────────────────────────────────────────────────────────────

#[test]
fn comments_and_commas() {
    check("{\"a\": 1, // one\n /* two */ \"b\": 2 # three\n}", "{a: 1, b: 2}", &[Flaw::Comment, Flaw::Comment, Flaw::Comment]);
    check("[1, 2,]", "[1, 2]", &[Flaw::TrailingComma]);
    check("[,1,, 2]", "[1, 2]", &[Flaw::ExtraComma, Flaw::ExtraComma]);
    check("[{} {}]", "[{}, {}]", &[Flaw::MissingComma]);
    check("{\"a\": \"x\"\n \"b\": 2}", "{a: \"x\", b: 2}", &[Flaw::MissingComma]);
    check("{\"a\": 1; \"b\": 2;}", "{a: 1, b: 2}", &[Flaw::OtherComma, Flaw::OtherComma, Flaw::TrailingComma]);
    check("{\"a\": { /* ... */ }, \"b\": [ // …\n]}", "{a: {…}, b: […]}", &[Flaw::Comment, Flaw::Comment]);
}

#[test]
fn ellipses_cut_short_and_are_no_evidence() {
    check("{\"a\": \"...\", ... ... ...}", "{a: \"...\", …}", &[Flaw::Ellipsis, Flaw::Ellipsis, Flaw::Ellipsis]);
    check("[{...}, {…}]", "[{…}, {…}]", &[Flaw::Ellipsis, Flaw::Ellipsis]);
    check("[1, 2, ..., 9]", "[1, 2, 9, …]", &[Flaw::Ellipsis, Flaw::ExtraComma]);
    check("[1, ... 10 more items ...]", "[1, …]", &[Flaw::Ellipsis, Flaw::Ellipsis]);
    check("[\"...\"]", "[\"...\"]", &[]);
    check("{\"a\": ...}", "{a: ‹...›}", &[Flaw::Placeholder]);
    check("{ other fields }", "{…}", &[Flaw::BareKey, Flaw::Ellipsis]);
}

#[test]
fn keys_colons_and_quotes() {
    check("{a: 'x', $b-c : `y`}", "{a: \"x\", $b-c: \"y\"}", &[Flaw::BareKey, Flaw::OtherQuotes, Flaw::BareKey, Flaw::OtherQuotes]);
    check("{\"a\" => 1, \"b\" = 2}", "{a: 1, b: 2}", &[Flaw::OtherColon, Flaw::OtherColon]);
    check("[\"a\" => 1]", "{a: 1}", &[Flaw::OtherBrackets, Flaw::OtherColon]);
    check("{“a”: “it’s”}", "{a: \"it’s\"}", &[Flaw::OtherQuotes, Flaw::OtherQuotes]);
    check("{'a': 'it's'}", "{a: \"it's\"}", &[Flaw::OtherQuotes, Flaw::OtherQuotes]);
    check("{\"a\", \"b\"}", "{a: ‹a›, b: ‹b›}", &[Flaw::MissingValue, Flaw::MissingValue]);
    check("{\"a\": , \"b\":\n \"c\": 1}", "{a: ‹›, b: ‹›, c: 1}", &[Flaw::MissingValue, Flaw::MissingValue, Flaw::MissingComma]);
    check("\"a\": 1,\n\"b\": [2]", "{a: 1, b: [2]}", &[Flaw::MissingBraces]);
    check("{\\\"a\\\": \\\"b\\\\nc\\\"}", "{a: \"b\\nc\"}", &[Flaw::Escaped, Flaw::Escaped]);
}

#[test]
fn placeholders_are_holes() {
    check("{\"rate\": USER_RATE,\"a\": 1}", "{rate: ‹USER_RATE›, a: 1}", &[Flaw::Placeholder]);
    check(
        "[{{var}}, {{a}}-{{b}}, <random UUID>, {id}, string[]]",
        "[‹{{var}}›, ‹{{a}}-{{b}}›, ‹<random UUID>›, ‹{id}›, ‹string[]›]",
        &[Flaw::Placeholder; 5],
    );
    check("{ \"a\": 1, {{fields}} }", "{a: 1, …}", &[Flaw::BareKey, Flaw::Ellipsis]);
    check("[\n|{\"a\": 1}]", "[{a: 1}]", &[Flaw::Remark]);
    check("{{header}}\n<a/>\n{{footer}}", "", &[Flaw::Text; 3]);
    check("{{body}}", "‹{{body}}›", &[Flaw::Placeholder]);
    check("{\"a\": {{x}}\"\n}", "{a: ‹{{x}}›}", &[Flaw::Placeholder, Flaw::StrayQuote]);
    check(
        "{\"a\": ISODate(\"2020-01-01\", 1), \"b\": undefined}",
        "{a: ‹ISODate(\"2020-01-01\", 1)›, b: ‹undefined›}",
        &[Flaw::Placeholder, Flaw::Placeholder],
    );
    check("[00000, 007, 0]", "[‹00000›, ‹007›, 0]", &[Flaw::LeadingZeros, Flaw::LeadingZeros]);
    check("[+1, .5, -.5, 5.]", "[1, 0.5, -0.5, 5.0]", &[Flaw::OtherNumber; 4]);
    check("[True, None]", "[true, null]", &[Flaw::OtherWord, Flaw::OtherWord]);
    check(
        "{\"day\": 2020-01-01, \"url\": http://a.b/c}",
        "{day: ‹2020-01-01›, url: ‹http://a.b/c›}",
        &[Flaw::Placeholder, Flaw::Placeholder],
    );
    check("{\"color\": #fff, \"b\": 1}", "{color: ‹#fff›, b: 1}", &[Flaw::Placeholder]);
    check("{ {{key}}: 1, <name>: 2}", "{{{key}}: 1, <name>: 2}", &[Flaw::BareKey, Flaw::BareKey]);
}

#[test]
fn remarks_behind_values() {
    check("{\"a\": \"x\" | \"y\", \"b\": 5 (optional), \"c\": \"t\" + token}", "{a: \"x\", b: 5, c: \"t\"}", &[Flaw::Remark; 3]);
    check("{\"a\": \"x\" (required)\n \"b\": 1}", "{a: \"x\", b: 1}", &[Flaw::Remark, Flaw::MissingComma]);
}

#[test]
fn strings_that_are_not_closed() {
    check("{\"a\": \"b,\n \"c\": \"d\"}", "{a: \"b\", c: \"d\"}", &[Flaw::UnclosedString]);
    check("{\"a\": \"one\n two\"\n}", "{a: \"one\\n two\"}", &[Flaw::ControlCharacter]);
    check("{\"a\": \"say \"hello\" to\", \"b\": 1}", "{a: \"say \\\"hello\\\" to\", b: 1}", &[Flaw::InnerQuotes]);
    check(
        "[\"\\d+\", \"\\u12\", \"\\ud800\", \"it\\'s\"]",
        "[\"\\\\d+\", \"\\\\u12\", \"\u{fffd}\", \"it's\"]",
        &[Flaw::BadEscape, Flaw::BadEscape, Flaw::LoneSurrogate, Flaw::BadEscape],
    );
}

#[test]
fn a_backslash_at_the_end_of_a_string_that_is_not_closed_escapes_nothing() {
    check("{\"a\": \"b\\,\n \"c\": 1}", "{a: \"b\\\\\", c: 1}", &[Flaw::BadEscape, Flaw::UnclosedString]);
}

#[test]
fn a_text_that_breaks_off() {
    check("{\"a\": 1, \"b\": {\"c\": [1, 2,", "{a: 1, b: {c: [1, 2, …], …}, …}", &[Flaw::Unclosed, Flaw::Unclosed, Flaw::Unclosed]);
    check("{\"a\": 1, \"b\": \"2017-", "{a: 1, …}", &[Flaw::CutOff, Flaw::UnclosedString, Flaw::Unclosed]);
    check("{\"a\": 1, \"b", "{a: 1, …}", &[Flaw::UnclosedString, Flaw::Unclosed]);
    check("{\"a\": 1, \"b\"", "{a: 1, …}", &[Flaw::CutOff, Flaw::Unclosed]);
    check("{\"a\": 1, \"b\":", "{a: 1, …}", &[Flaw::CutOff, Flaw::Unclosed]);
    check("{\"a\": [1, 2}", "{a: [1, 2]}", &[Flaw::Unclosed]);
    check("{\"a\": 1}]}", "{a: 1, …}", &[Flaw::Text]);
}

#[test]
fn a_number_that_the_end_of_the_text_may_cut_off_is_a_hole() {
    check("{\"name\":\"x\",\"rate\": 0", "{name: \"x\", rate: ‹0›, …}", &[Flaw::CutNumber, Flaw::Unclosed]);
    check("[{\"a\": [1, 2", "[{a: [1, ‹2›, …], …}, …]", &[Flaw::CutNumber, Flaw::Unclosed, Flaw::Unclosed, Flaw::Unclosed]);
    check("[1, -0.", "[1, ‹-0.›, …]", &[Flaw::CutNumber, Flaw::Unclosed]);
    check("[1, 2e\n", "[1, ‹2e›, …]", &[Flaw::Placeholder, Flaw::Unclosed]);
    check("[1, 2\n ", "[1, ‹2›, …]", &[Flaw::CutNumber, Flaw::Unclosed]);
    // A sign behind it ends the number, and so does the end of a text that lacks nothing.
    check("[1, 2,", "[1, 2, …]", &[Flaw::Unclosed]);
    check("[1, true", "[1, true, …]", &[Flaw::Unclosed]);
    check("1", "1", &[]);
    check("\"a\": 1", "{a: 1}", &[Flaw::MissingBraces]);
    // An error tells of the bracket, for that is what has to be put in.
    refuse(
        "[1, 2",
        "1:6: error[invalid-json]: invalid JSON: the end of an object or a list that is not closed (the text ends here; expected `,` or `]`)",
    );
}

#[test]
fn objects_that_may_lack_what_they_had_are_marked() {
    // A bracket too many: what stands behind it belongs to one of those in front of it.
    check("{\"a\":1,\"b\":2},\"c\":3}", "{a: 1, b: 2, …}", &[Flaw::ExtraComma, Flaw::Text]);
    check("{\"d\":{\"a\":1},\"b\":2},\"c\":3}", "{d: {a: 1, …}, b: 2, …}", &[Flaw::ExtraComma, Flaw::Text]);
    check("{\"a\":1}\n}", "{a: 1, …}", &[Flaw::Text]);
    check("[{\"a\":1}, {\"a\":2}, \"b\":3}]", "[{a: 1}, {a: 2, …}, …]", &[Flaw::StrayMember, Flaw::StrayBracket]);
    check("{\"a\": [{\"x\":1}, {\"x\":2}]], \"b\":3}", "{a: [{x: 1}, {x: 2, …}, …], b: 3, …}", &[Flaw::StrayBracket]);
    // A value without a key.
    check("{\"a\":1, {\"x\":2}, \"b\":3}", "{a: 1, b: 3, …}", &[Flaw::KeylessValue]);
    check("{\"a\":1, 5, true, \"b\":3}", "{a: 1, b: 3, …}", &[Flaw::KeylessValue, Flaw::KeylessValue]);
    // A member in a comment.
    check("{\"a\":1,\n// \"b\": 2,\n\"c\":3}", "{a: 1, c: 3, …}", &[Flaw::Comment]);
    check("{\"a\":1 /* , \"b\": 2 */}", "{a: 1, …}", &[Flaw::Comment]);
    check("{a: 1,\n # b: 'x',\n // b: 2,\n c: 3}", "{a: 1, c: 3, …}", &[Flaw::BareKey, Flaw::Comment, Flaw::Comment, Flaw::BareKey]);
    check("{\"a\": {\"x\": 1}, <!-- \"b\": {} --> \"c\": 3}", "{a: {x: 1}, c: 3, …}", &[Flaw::Comment]);
    // Prose marks nothing, in comments and behind the value.
    check("{\"a\":1 // default: 5\n}", "{a: 1}", &[Flaw::Comment]);
    check("{\"a\":1,\n// note: the user's own\n\"c\":3}", "{a: 1, c: 3}", &[Flaw::Comment]);
    check("{\"a\":1}\nThat is all, see [the docs](x) of {id}.", "{a: 1}", &[Flaw::Text]);
    check("callback({\"a\":1});", "{a: 1}", &[Flaw::Text, Flaw::Text]);
}

#[test]
fn a_number_with_a_comma_in_it_is_one_that_nobody_knows() {
    check("{\"total\": 1,000}", "{total: ‹1,000›}", &[Flaw::GroupedNumber]);
    check("{\"total\": -1,000,000.50, \"a\": 1}", "{total: ‹-1,000,000.50›, a: 1}", &[Flaw::GroupedNumber]);
    check("{\"rate\": 12,5\n, \"a\": 1}", "{rate: ‹12,5›, a: 1}", &[Flaw::GroupedNumber]);
    check("{\"rate\": .5,25}", "{rate: ‹.5,25›}", &[Flaw::OtherNumber, Flaw::GroupedNumber]);
    check("{\"total\": 1,00", "{total: ‹1,00›, …}", &[Flaw::GroupedNumber, Flaw::Unclosed]);
    check("[1,000, 2]", "[‹1,000›, 2]", &[Flaw::GroupedNumber]);
    // These are two values.
    check("[100,200,300]", "[100, 200, 300]", &[]);
    check("[1,0.5,0]", "[1, 0.5, 0]", &[]);
    check("{\"a\": 1,200: 2}", "{a: 1, 200: 2}", &[Flaw::BareKey]);
    // What begins with a digit is no key without a colon behind it.
    check("{\"a\": 1, 000, \"b\": 2}", "{a: 1, b: 2, …}", &[Flaw::KeylessValue]);
    check("{\"a\": 1, 3d \"x\"}", "{a: 1, x: ‹x›, …}", &[Flaw::KeylessValue, Flaw::MissingComma, Flaw::MissingValue]);
    check("{ a, b }", "{a: ‹a›, b: ‹b›}", &[Flaw::BareKey, Flaw::MissingValue, Flaw::BareKey, Flaw::MissingValue]);
}

#[test]
fn a_string_with_a_prefix_is_no_field() {
    check("{\"a\": r\"x\", \"b\": 1}", "{a: ‹r\"x\"›, b: 1}", &[Flaw::PrefixedString]);
    check(
        "[u\"x\", b'', @\"y\"]",
        "[‹u\"x\"›, ‹b''›, ‹@\"y\"›]",
        &[Flaw::PrefixedString, Flaw::PrefixedString, Flaw::OtherQuotes, Flaw::PrefixedString],
    );
    check("{u\"a\": 1, r\"b\": u\"x\"}", "{a: 1, b: ‹u\"x\"›}", &[Flaw::PrefixedString; 3]);
    check("{\"a\": {{x}}\"\n}", "{a: ‹{{x}}›}", &[Flaw::Placeholder, Flaw::StrayQuote]);
}

#[test]
fn literals_without_commas_are_several_items() {
    check("[1 2 3]", "[1, 2, 3]", &[Flaw::MissingComma, Flaw::MissingComma]);
    check("[{} {}]", "[{}, {}]", &[Flaw::MissingComma]);
    check("[\"a\" \"b\" 1]", "[\"a\", \"b\", 1]", &[Flaw::MissingComma, Flaw::MissingComma]);
    check("[1.5 true null, -2 3 \"x\"]", "[1.5, true, null, -2, 3, \"x\"]", &[Flaw::MissingComma; 4]);
    check("[1 2 // c\n]", "[1, 2]", &[Flaw::MissingComma, Flaw::Comment]);
    check("[{\"a\": 1} 2]", "[{a: 1}, 2]", &[Flaw::MissingComma]);
    // Words stay what they were: a placeholder, or a remark.
    check("[first name]", "[‹first name›]", &[Flaw::Placeholder]);
    check("[1 of 3]", "[‹1 of 3›]", &[Flaw::Placeholder]);
    check("[\"a\" 1 of 3]", "[\"a\"]", &[Flaw::Remark]);
    check("[5 (optional), 6]", "[5, 6]", &[Flaw::Remark]);
    check("{\"a\": 1 2}", "{a: ‹1 2›}", &[Flaw::Placeholder]);
}

#[test]
fn text_around_and_several_values() {
    check("response: {\"a\": 1}", "{a: 1}", &[Flaw::Text]);
    check("Response = [1]\nThat was it.", "[1]", &[Flaw::Text, Flaw::Text]);
    check("{\"a\": 1}\n{\"a\": 2}", "{a: 1} ; {a: 2}", &[Flaw::SeveralValues]);
    check("{\"a\": 1}, {\"a\": 2},", "{a: 1} ; {a: 2}", &[Flaw::ExtraComma, Flaw::SeveralValues, Flaw::ExtraComma]);
    check("See [the docs](https://x.y) of /users/{id}:\n\n{\"a\": 1}\n\nor [1] as well", "{a: 1}", &[Flaw::Text; 2]);
    check("callback({\"a\": 1});", "{a: 1}", &[Flaw::Text, Flaw::Text]);
    check("OK", "", &[Flaw::Text]);
    check("  ", "", &[Flaw::NoValue]);
    check("\"OK\"", "\"OK\"", &[]);
    check("\"OK\" is the answer", "", &[Flaw::Text]);
    check("\u{feff}\u{a0}{\"a\":\u{a0}1}", "{a: 1}", &[Flaw::Space, Flaw::Space]);
}

#[test]
fn a_sample_in_a_string_keeps_its_places_in_the_file() {
    let (sources, file) = source("{\"body\": \"{\\n \\\"a\\\": USER_RATE,\\n \\\"ü\\\": \\\"x\\\"}\"}");
    let node = read_strict(file, &sources, &mut Diagnostics::default()).expect("valid JSON");
    let body = node.get("body").expect("a body");
    let map = StringMap::new(&sources, body);
    let sample = read_lenient_text(body.as_str().expect("a string"), &|at| map.offset(at), file);
    assert_eq!(show(&sample.nodes[0]), "{a: ‹USER_RATE›, ü: \"x\"}");
    assert_eq!(sources.text(sample.mends[0].span), "USER_RATE");
    let object = sample.nodes[0].as_object().expect("an object");
    assert_eq!(sources.text(object.members[1].key.span), "\\\"ü\\\"");
    assert_eq!(sources.text(object.members[1].value.span), "\\\"x\\\"");
}

#[test]
fn a_range_that_does_not_fit_holds_nothing() {
    let (sources, file) = source("ü");
    assert_eq!(read_lenient(file, 1..9, &sources).nodes, []);
    let (sources, file) = source("x: [1, 2] y");
    let lenient = read_lenient(file, 3..9, &sources);
    assert_eq!(lenient.mends, []);
    assert_eq!(sources.place(lenient.nodes[0].span), "sample.json:1:4");
}

// ── properties ───────────────────────────────────────────────────────────────────────────────

/// Whether a node says the same as the value that `serde_json` read.
fn same(node: &Node, value: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match (&node.value, value) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(found), Json::Bool(expected)) => found == expected,
        (Value::Number(found), Json::Number(expected)) => {
            serde_json::from_str::<serde_json::Number>(found).is_ok_and(|found| found == *expected)
        }
        (Value::String(found), Json::String(expected)) => found == expected,
        (Value::Array(found), Json::Array(expected)) => {
            found.items.len() == expected.len() && found.items.iter().zip(expected).all(|(found, expected)| same(found, expected))
        }
        (Value::Object(found), Json::Object(expected)) => {
            found.members.iter().all(|member| expected.contains_key(&member.key.value))
                && expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| same(found, value)))
        }
        _ => false,
    }
}

fn agrees_with_serde_json(text: &str) -> Result<(), TestCaseError> {
    let (sources, file) = source(text);
    let mut diagnostics = Diagnostics::default();
    let node = read_strict(file, &sources, &mut diagnostics);
    prop_assert_eq!(node.is_none(), diagnostics.has_errors());
    match (serde_json::from_str::<serde_json::Value>(text.strip_prefix('\u{feff}').unwrap_or(text)), node) {
        (Ok(value), Some(node)) => prop_assert!(same(&node, &value), "{text:?} is {value}, and {node:?} was read"),
        (Err(_), None) => {}
        // A number of any size is JSON; that it fits a float is a matter of the reader.
        (Err(error), Some(_)) if error.to_string().starts_with("number out of range") => {}
        (Ok(_), None) => prop_assert!(false, "{text:?} is valid, but {:?} was said", diagnostics.iter().collect::<Vec<_>>()),
        (Err(error), Some(_)) => prop_assert!(false, "{text:?} is not valid: {error}"),
    }
    Ok(())
}

fn spans_fit(node: &Node, sources: &SourceMap, outer: Span) -> Result<(), TestCaseError> {
    let text = sources.file(outer.file).text();
    let fits = |span: Span, outer: Span| {
        span.start <= span.end
            && span.start >= outer.start
            && span.end <= outer.end
            && text.get(span.start as usize..span.end as usize).is_some()
    };
    prop_assert!(fits(node.span, outer), "{node:?} in {outer:?} of {text:?}");
    match &node.value {
        Value::Array(array) => array.items.iter().try_for_each(|item| spans_fit(item, sources, node.span))?,
        Value::Object(object) => {
            for member in &object.members {
                prop_assert!(fits(member.key.span, node.span));
                spans_fit(&member.value, sources, node.span)?;
            }
        }
        Value::String(string) => {
            let map = StringMap::new(sources, node);
            let places: Vec<u32> = (0..=string.len()).map(|at| map.offset(at)).collect();
            prop_assert!(places.is_sorted(), "{places:?} of {string:?} in {text:?}");
            prop_assert!(places.iter().all(|&place| place >= node.span.start && place <= node.span.end), "{places:?} of {node:?}");
            let signs = string.char_indices().map(|(at, _)| at).chain([string.len()]);
            prop_assert!(signs.map(|at| map.offset(at)).all(|at| text.is_char_boundary(at as usize)), "{places:?} of {node:?}");
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Hole(_) => {}
    }
    Ok(())
}

fn lenient_holds(text: &str) -> Result<(), TestCaseError> {
    let (sources, file) = source(text);
    let lenient = read_lenient(file, 0..text.len(), &sources);
    let all = Span::new(file, 0, text.len());
    for node in &lenient.nodes {
        spans_fit(node, &sources, all)?;
    }
    for mend in &lenient.mends {
        prop_assert!(mend.span.end as usize <= text.len());
        prop_assert!(text.get(mend.span.start as usize..mend.span.end as usize).is_some(), "{mend:?} of {text:?}");
    }
    if serde_json::from_str::<serde_json::Value>(text).is_ok() {
        prop_assert_eq!(lenient.mends, vec![]);
        prop_assert_eq!(lenient.nodes.len(), 1);
    }
    Ok(())
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value as Json;
    let text = prop_oneof![".*", "[a-z\"\\\\/{}\\[\\],:.<>'# \\n\\t]{0,12}", Just("{{var}}".to_owned()), Just("...".to_owned())];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text.clone().prop_map(Json::String),
    ];
    leaf.prop_recursive(6, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            prop::collection::vec((text.clone(), inner), 0..6).prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Valid JSON, dense or spread over lines.
fn json_text() -> impl Strategy<Value = String> {
    (json(), any::<bool>()).prop_map(|(value, pretty)| if pretty { format!("{value:#}") } else { value.to_string() })
}

/// Texts that look like JSON, most of them broken.
fn jsonish() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "`",
        "\\",
        "\\\"",
        "\n",
        " ",
        "...",
        "…",
        "//",
        "/*",
        "*/",
        "#",
        "<",
        ">",
        "(",
        ")",
        "=>",
        "=",
        ";",
        "|",
        "{{",
        "}}",
        "null",
        "true",
        "-",
        "0",
        "1",
        "1e5",
        ".",
        "a",
        "é",
        "\u{a0}",
        "\u{feff}",
        "“",
        "”",
        "’",
        "\\u",
        "d83d",
        "\\n",
        "\t",
        "\"a\"",
        "\"a\":",
        "{id}",
        "<!--",
        "-->",
        "response:",
        "😀",
        "\r\n",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// Valid JSON into which a piece was put, or from which a piece was taken.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "", "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "0", "1", "-", ".", "e", "+", "u", "é", " ", "\u{1}", "/", "null",
    ]);
    (json_text(), any::<prop::sample::Index>(), 0_usize..3, piece).prop_map(|(text, at, remove, piece)| {
        let mut signs: Vec<char> = text.chars().collect();
        let at = at.index(signs.len() + 1);
        let end = (at + remove).min(signs.len());
        signs.splice(at..end, piece.chars());
        signs.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn serde_json_agrees_on_json(text in json_text()) {
        agrees_with_serde_json(&text)?;
        lenient_holds(&text)?;
    }

    #[test]
    fn serde_json_agrees_on_what_is_not_json(text in mutated()) {
        agrees_with_serde_json(&text)?;
        lenient_holds(&text)?;
    }

    #[test]
    fn serde_json_agrees_on_what_looks_like_json(text in jsonish()) {
        agrees_with_serde_json(&text)?;
        lenient_holds(&text)?;
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        agrees_with_serde_json(&text)?;
        lenient_holds(&text)?;
    }

    #[test]
    fn numbers_are_what_serde_json_takes(text in "-?[0-9]{0,3}\\.?[0-9]{0,3}([eE][+-]?[0-9]{0,2})?") {
        agrees_with_serde_json(&text)?;
    }
}

#[test]
fn the_time_is_linear_in_the_text() {
    // Each of these made a naive look ahead pass over the rest of the text again and again; here a million bytes take no time.
    for piece in [
        "\"a\n",
        "'a\n",
        "x'b\n",
        "\"a\" b ",
        "{{",
        "<",
        "(",
        "(,",
        "/*",
        "{ ",
        "[\"a\n",
        "\\\"",
        "“a\n",
        "{\"a\" ",
        "[1 1 x ",
        "1 ",
        "[1 1 1\n",
        "{\"a\":1}}\n",
        "[{}}",
        "{\"a\":1,1",
        "{\"a\":u\"",
        "[1    ",
        "// \"a\":1",
        "\"\\\n",
        "a:{",
        "[1 ",
        "'\"`",
        "{a(",
        "[<(",
        "\"a\"b\n'",
        "...",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        #[expect(clippy::disallowed_methods, reason = "what is measured is not part of the output")]
        let started = std::time::Instant::now();
        lenient(&text);
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "{piece:?} took {:?}", started.elapsed());
    }
}
