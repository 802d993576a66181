//! What speaks against a correction is said: another correction of the same thing, and all samples.

use docwright::diagnostic::{Code, Diagnostics};
use docwright::document::json;
use docwright::text::SourceMap;
use docwright::{passes, postman, spec};

/// What is said with some codes when overlays lie over a collection with one request, `Get`, whose saved answers these are: the place, the code, the message,
/// and the second place. The first correction of an overlay begins in line 4.
fn said(bodies: &[&str], overlays: &[&str], codes: &[Code]) -> Vec<String> {
    let body = |body: &&str| serde_json::json!({ "code": 200, "body": body });
    let answers: Vec<serde_json::Value> = bodies.iter().map(body).collect();
    let request = serde_json::json!({ "name": "Get", "request": "https://lamps.example/lamp?size=1", "response": answers });
    let collection = serde_json::json!({ "info": { "name": "Lamps" }, "item": [request] });
    let mut sources = SourceMap::default();
    let file = sources.add("c.json", collection.to_string());
    let texts = overlays.iter().map(|text| format!("docwright = 1\n[source]\nfile = \"c.json\"\n{text}"));
    let files: Vec<_> = texts.enumerate().map(|(at, text)| sources.add(&format!("{}.toml", at + 1), text)).collect();
    let mut diagnostics = Diagnostics::default();
    let document = json::read_strict(file, &sources, &mut diagnostics).expect("the collection is JSON");
    let collection = postman::read(&document, None, &[], &sources, &mut diagnostics).expect("it is a collection");
    let mut api = postman::lower(&collection, &sources, &mut diagnostics).api;
    let mut patches = Vec::new();
    for file in files {
        let overlay = spec::read(file, &sources, &mut diagnostics).expect("an overlay");
        patches.extend(spec::lower_overlay(&overlay, &mut api, &sources, &mut diagnostics));
    }
    passes::run(api, &patches, &mut diagnostics);
    let found = diagnostics.sorted().into_iter().filter(|said| codes.contains(&said.code) || said.code == Code::PatchMatchesNothing);
    found
        .map(|said| {
            let others: Vec<String> =
                said.others.iter().map(|other| format!("{} {}", sources.text(other.span).replace('\\', ""), other.text)).collect();
            format!("{} {}: {} + {}", sources.place(said.primary.span), said.code, said.message, others.join(" + "))
        })
        .collect()
}

fn patch(at: &str, set: &str) -> String {
    format!("[[patch]]\nat = \"{at}\"\nset = {{ {set} }}\nreason = \"the vendor says so\"\n")
}

const AGAINST: &[Code] = &[Code::SampleContradicts];

#[test]
fn a_correction_that_no_sample_fits_is_said_with_both_places() {
    let bodies = [r#"{"a": 1, "l": [1], "o": {}}"#, r#"{"a": 2, "l": [2], "o": {}, "s": "x"}"#];
    let one = |at: &str, set: &str| said(&bodies, &[&patch(at, set)], AGAINST);
    assert_eq!(
        one("op:Get/200/a", "type = \"boolean\""),
        ["1.toml:6:9 sample-contradicts: no sample fits the correction of `op:Get/200/a` + 1 a sample shows a whole number"]
    );
    // Of a field that may be missing, too.
    assert_eq!(
        one("op:Get/200/s", "type = \"integer\""),
        ["1.toml:6:9 sample-contradicts: no sample fits the correction of `op:Get/200/s` + \"x\" a sample shows a string"]
    );
    assert_eq!(
        one("op:Get/200/l", "type = \"string | boolean?\""),
        ["1.toml:6:9 sample-contradicts: no sample fits the correction of `op:Get/200/l` + [1] a sample shows a list"]
    );
    // A wider type, one that may be seen so, and any text for what is sent as text.
    for (at, set) in [
        ("op:Get/200/a", "type = \"number\""),
        ("op:Get/200/a", "type = \"string | integer\""),
        ("op:Get/200/a", "type = \"any\""),
        ("op:Get/200/l", "type = \"[string]\""),
        ("op:Get/200/o", "type = \"{string}\""),
        ("op:Get/200/s", "type = \"datetime\""),
        ("op:Get/query/size", "type = \"string\""),
    ] {
        assert_eq!(one(at, set), [""; 0], "{at} {set}");
    }
}

#[test]
fn what_samples_do_not_show_contradicts_nothing() {
    let one = |body: &str, set: &str| said(&[body], &[&patch("op:Get/200/a", set)], AGAINST);
    assert_eq!(one(r#"{"a": USER_RATE}"#, "type = \"number\""), [""; 0]);
    assert_eq!(one(r#"{"a": null}"#, "type = \"number\""), [""; 0]);
    assert_eq!(one(r#"{"a": 1"#, "type = \"string\""), [""; 0]);
    assert_eq!(said(&[r#"{"a": 1}"#, r#"{"a": "x"}"#], &[&patch("op:Get/200/a", "type = \"string\"")], AGAINST), [""; 0]);
}

const PATCHES: &[Code] = &[Code::BadPatch, Code::PatchOverridden];

#[test]
fn two_corrections_of_one_thing_are_an_error_in_one_file_and_a_note_in_two() {
    let bodies = [r#"{"a": null, "b": "x"}"#];
    let first = patch("op:Get/200/a", "type = \"string\"");
    let second = patch("op:Get/200/a", "type = \"boolean\"");
    let error = "1.toml:10:9 bad-patch: two corrections of `op:Get/200/a` contradict one another + type says another";
    assert_eq!(said(&bodies, &[&format!("{first}{second}")], PATCHES), [error]);
    let note = "1.toml:6:9 patch-overridden: the correction of `op:Get/200/a` is overridden by a later file + type counts in its place";
    assert_eq!(said(&bodies, &[&first, &second], PATCHES), [note]);
    // The same twice, two things of one address, and what adds to it.
    assert_eq!(said(&bodies, &[&first, &first], PATCHES), [""; 0]);
    assert_eq!(said(&bodies, &[&format!("{first}{}", patch("op:Get/200/a", "presence = \"optional\""))], PATCHES), [""; 0]);
    let also = |what: &str| patch("op:Get/200/b", &format!("also = \"{what}\""));
    assert_eq!(said(&bodies, &[&format!("{}{}", also("integer"), also("null"))], PATCHES), [""; 0]);
    // Values and words.
    let values = |values: &str| patch("op:Get/200/b", &format!("enum = [{values}]"));
    let two = said(&bodies, &[&format!("{}{}", values("\"x\", \"y\""), values("\"x\""))], PATCHES);
    assert_eq!(two, ["1.toml:10:9 bad-patch: two corrections of `op:Get/200/b` contradict one another + enum says another"]);
    let words = |text: &str| patch("op Get", &format!("text = \"{text}\""));
    let two = said(&bodies, &[&words("Gets a lamp."), &words("Gives a lamp.")], PATCHES);
    assert_eq!(two, ["1.toml:6:9 patch-overridden: the correction of `op Get` is overridden by a later file + text counts in its place"]);
}

#[test]
fn values_of_two_kinds_are_no_enumeration() {
    let one = |values: &str| said(&[r#"{"b": "x"}"#], &[&patch("op:Get/200/b", &format!("enum = [{values}]"))], &[Code::WrongKind]);
    assert_eq!(
        one("\"a\", \"b\", 1"),
        [
            "1.toml:6:27 wrong-kind: an item of `enum` of `set` must be a string, as the first value is, not a number + \"a\" the first value"
        ]
    );
    assert_eq!(
        one("1, \"a\""),
        [
            "1.toml:6:20 wrong-kind: an item of `enum` of `set` must be a whole number, as the first value is, not a string + 1 the first value"
        ]
    );
    assert_eq!(one("\"1\", \"2\""), [""; 0]);
}
