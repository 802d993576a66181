//! Each folder of `tests/fixture/` goes through all stages; what comes out stands beside it.

use docwright::output::FileTree;
use docwright::pipeline::{Docwright, Stages as _, Subject, Surveyed};
use docwright_tests::cases::{cases, compare, run};
use docwright_tests::root;
use docwright_tests::scrutiny::{intruders, intruders_in_module};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use std::fs;

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    let mut differing = String::new();
    let cases = cases("fixture").expect("the fixtures can be listed");
    assert!(cases.len() > 30, "the fixtures are there");
    for case in cases {
        let outcome = case.run().expect("the case can be copied");
        // What is hostile is measured by scrutiny and by the compiler; nobody would read what becomes of it.
        let is_read = !case.name.starts_with("hostile-");
        let snapshots = [
            ("ir.snap", outcome.ir().filter(|_| is_read)),
            ("diagnostics.snap", Some(outcome.said())),
            ("files.snap", outcome.written().filter(|_| is_read)),
        ];
        differing += &compare(&case.folder, &snapshots).expect("snapshots can be written");
        if outcome.generated.is_none() {
            differing += &format!("{}: nothing is generated\n{}", case.name, outcome.said());
        }
    }
    assert!(
        differing.is_empty(),
        "{differing}\nlook at each difference; `INSTA_UPDATE=always cargo test -p docwright-tests` accepts them all"
    );
}

/// The 25 traps of real collections, each with the folders that show it and with the text in them that is the trap. The inputs are written by
/// hand; what becomes of them stands beside them.
const TRAPS: &[(u8, &[(&str, &str)])] = &[
    // A URL that is a text, its query in it.
    (1, &[("string-url", "")]),
    // A URL of parts alone.
    (2, &[("no-raw", r#""port": "8443""#)]),
    // `items` for `item`, no method, a path that begins with nothing.
    (3, &[("items-for-item", r#""items""#)]),
    // A published page: descriptions in HTML, `urlObject`, JSON in a URL as it is.
    (4, &[("published-page", r#"?filter={\"room\""#)]),
    // `raw` and the parts differ; `?` without a query; too many slashes.
    (5, &[("raw-and-parts-disagree", "https:///{{root}}")]),
    // Methods in lower case, segments such as `key={{x}}`, a key of the query that is an expression, variables without quotes in a body.
    (6, &[("lower-case-methods", "/^var[.][a-zA-Z0-9]+$/"), ("raw-json-holes", "")]),
    // A body that is one variable.
    (7, &[("whole-body-in-a-variable", r#""raw": "{{lamp}}""#)]),
    // Comments in JSON.
    (8, &[("comments-in-json", "// Where it stands")]),
    // Placeholders in angle brackets without quotes, paths such as `{id}`.
    (9, &[("placeholders-without-quotes", "<your profile id>")]),
    // Names of types for values.
    (10, &[("type-names-for-values", "<dateTime>")]),
    // Examples that are broken JSON.
    (11, &[("broken-json-examples", "=>")]),
    // Several values in one body.
    (12, &[("several-values-in-a-body", r"}\n{")]),
    // The file itself is no JSON: refused, and a mark of a merge is named as such (`document/json/tests.rs`).
    (13, &[("../refusal/invalid-json", "")]),
    // A byte order mark, UTF-16.
    (14, &[("byte-order-mark", "\u{feff}"), ("utf-16", "")]),
    // A wrapper, a dump of an account.
    (15, &[("collection-wrapper", r#""collection": {"#), ("account-dump", "")]),
    // Names without a letter that identifiers are made of.
    (16, &[("names-in-other-scripts", "创建订单")]),
    // Names that are blank or hold line breaks, variables of a path by `id`, `exec` as one text.
    (17, &[("blank-names", r#""name": "   ""#), ("names-with-line-breaks", r#""id": "room""#)]),
    // SOAP: all requests go to one URL. Names that begin with digits.
    (18, &[("soap", "Envelope")]),
    // JSON-RPC; a query that says what is to be done.
    (19, &[("json-rpc", "/jsonrpc"), ("rpc-by-query", "?command=show%20lamps")]),
    // Saved answers without a status.
    (20, &[("answers-without-a-status", r#""name": "a lamp""#)]),
    // A key that does not say where it goes; no requests.
    (21, &[("key-without-a-place", "X-API-Key"), ("without-requests", r#""item": []"#)]),
    // The scheme in a variable, sessions in headers.
    (22, &[("scheme-in-a-variable", "{{protocol}}://{{hostname}}")]),
    // Headers as one text, requests as a text, no URL.
    (23, &[("headers-as-text", r"json\nX-Room"), ("request-as-text", r#""request": "https://"#)]),
    // Version 1: ids of nothing, headers as one text, `rawModeData`.
    (24, &[("v1-headers-as-text", "gone too"), ("v1-collection", "")]),
    // `()` in paths, keys without quotes, a URL that is one variable, GET with a body.
    (25, &[("odata", "Newest()"), ("url-in-a-variable", r#""url": "{{Lamps}}""#), ("get-with-body", "")]),
];

#[test]
fn every_trap_has_its_fixture() {
    let numbers: Vec<u8> = TRAPS.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=25).collect::<Vec<u8>>());
    for (number, folders) in TRAPS {
        assert!(!folders.is_empty(), "trap {number}");
        for (folder, shown) in *folders {
            let path = root().join("tests/fixture").join(folder).join("input.json");
            let text = fs::read(&path).unwrap_or_else(|error| panic!("trap {number}: {}: {error}", path.display()));
            assert!(String::from_utf8_lossy(&text).contains(shown), "trap {number}: `{shown}` does not stand in {}", path.display());
        }
    }
}

#[test]
fn every_request_is_accounted_for() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for case in cases("fixture").expect("the fixtures can be listed") {
        let mut outcome = case.run().expect("the case can be copied");
        let (Some(loaded), Some(api)) = (outcome.loaded, &outcome.api) else { panic!("{}: nothing is read", case.name) };
        let subject = Subject::Folder(Box::new(loaded));
        let Some(Surveyed { coverage, .. }) = Docwright.survey(&subject, &[], &outcome.files.sources, &mut outcome.diagnostics) else {
            wrong.push(format!("{}: there is an API, but no account", case.name));
            continue;
        };
        let sum = coverage.made + coverage.joined.len() + coverage.refused.len();
        if coverage.seen != sum || coverage.made != api.operations.len() {
            wrong.push(format!("{}: {} operations, {coverage:?}", case.name, api.operations.len()));
        }
        seen += coverage.seen;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 100, "only {seen} requests were seen");
}

#[test]
fn nothing_is_in_the_files_that_the_emitter_did_not_write() {
    let mut found = Vec::new();
    for case in cases("fixture").expect("the fixtures can be listed") {
        let outcome = case.run().expect("the case can be copied");
        let (Some(generated), Some(module)) = (&outcome.generated, &outcome.module) else { continue };
        found.extend(intruders(&generated.tree).into_iter().map(|what| format!("{}: {what}", case.name)));
        found.extend(intruders_in_module(module, &generated.tree).into_iter().map(|what| format!("{} as a module: {what}", case.name)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The scrutiny itself: it must see what it is there for.
#[test]
fn scrutiny_sees_what_does_not_belong() {
    const HEADER: &str = "// Code generated by docwright from x. DO NOT EDIT.\n// @generated.\n\n";
    let seen = |path: &str, text: &str| {
        let mut tree = FileTree::new();
        tree.add(path, text).expect("a path of a tree");
        intruders(&tree)
    };
    assert_eq!(seen("src/lib.rs", &format!("{HEADER}/// Words.\npub struct Client {{\n    rt: rt::Client,\n}}\n")), Vec::<String>::new());
    for (text, what) in [
        ("fn pwned() {}", "the item `fn pwned () { }`"),
        ("mod pwned;", "the item `mod pwned ;`"),
        ("#![feature(x)]", "the attribute `feature (x)`"),
        ("#[path = \"x\"]\npub struct A;", "the attribute `path = \"x\"`"),
        ("#[doc = include_str!(\"x\")]\npub struct A;", "the attribute `doc = include_str ! (\"x\")`"),
        ("#[derive(Pwned)]\npub struct A;", "the attribute `derive (Pwned)`"),
        ("static A: &str = include_str!(\"x\");", "the macro `include_str`"),
        ("rt::object!(A; fn b() {});", "the macro `rt :: object`"),
        ("rt::object!(A { fn b() {} });", "the macro `rt :: object`"),
        ("rt::one_of!(A { b });", "the macro `rt :: one_of`"),
        ("use std::process;", "the item `use std :: process ;`"),
        ("static A: u8 = unsafe { 1 };", "`unsafe { 1 }`"),
        ("/// ```\n/// panic!();\n/// ```\npub struct A;", "a fence ``"),
        ("/// ~~~rust\n/// panic!();\npub struct A;", "a fence `rust`"),
        ("/// Words.\n///\n///     panic!();\npub struct A;", "an indented block of code, which rustdoc would run"),
        ("/// ```no_run\n/// panic!();\n/// ```\npub struct A;", "a fence `no_run`"),
        ("/// <b>\npub struct A;", "HTML: <b>"),
        ("/// [a](javascript:b)\npub struct A;", "a link to `javascript:b`"),
        ("/// ![a](https://b.example)\npub struct A;", "an image from `https://b.example`"),
        ("pub struct A; // words", "a comment: // words"),
        ("/* words */", "a comment: /* words */"),
        ("pub enum A {\n    /// ```\n    B,\n}", "a fence ``"),
        ("#[doc = \" a\\nb\"]\npub struct A;", "a line break in documentation: \" a\\nb\""),
        ("static A: &str = \"\u{202e}\";", "the hidden character \"\\\\u{202e}\""),
        ("}", "not Rust: cannot parse string into token stream"),
    ] {
        let text = text.replace("; // words", ";\n// words");
        assert_eq!(seen("src/lib.rs", &format!("{HEADER}{text}\n")), [format!("src/lib.rs: {what}")], "{text}");
    }
    assert_eq!(seen("src/a-b.rs", HEADER), ["src/a-b.rs: a file that the emitter does not make"]);
    assert_eq!(seen("build.rs", HEADER), ["build.rs: a file that the emitter does not make"]);
    assert_eq!(seen("Cargo.toml", "[package]\nname = \"a\"\nbuild = \"x\"\n"), ["Cargo.toml: the key `build` of the package"]);
    assert_eq!(
        seen("Cargo.toml", "[dependencies]\nx = \"1\"\n[patch.y]\n"),
        ["Cargo.toml: the table `patch`", "Cargo.toml: the dependency `x`"]
    );
    assert_eq!(seen("README.md", "<script>\n"), ["README.md: HTML: <script>\n"]);
    // A test of a sample reads one of the crate's own, and does nothing else.
    let of_sample = |test: &str, json: &str| {
        let mut tree = FileTree::new();
        tree.add("src/samples.rs", format!("{HEADER}{test}\n")).expect("a path of a tree");
        tree.add("src/samples/a.json", json).expect("a path of a tree");
        intruders(&tree)
    };
    let test = "/// Words.\n#[test]\nfn a() { let sample = include_str!(\"samples/a.json\"); rt::assert_round_trip::<Vec<A>>(sample); }";
    assert_eq!(of_sample(test, "[]"), Vec::<String>::new());
    assert_eq!(of_sample(&test.replace("Words.", "<b>"), "[]"), ["src/samples.rs: HTML: <b>"]);
    assert_eq!(of_sample("", "[]"), ["src/samples/a.json: a sample of no test"]);
    assert_eq!(of_sample(test, "fn"), ["src/samples/a.json: not JSON: expected ident at line 1 column 2"]);
    let named = test.replace("round_trip::<Vec<A>>(sample)", "round_trip_with_conflicts::<Vec<A>>(sample, &[\"[].a\"])");
    assert_eq!(of_sample(&named, "[]"), Vec::<String>::new());
    for (ours, theirs) in [("&[\"[].a\"]", "&[]"), ("&[\"[].a\"]", "&[pwned()]"), ("&[\"[].a\"]", "&mut [\"a\"]"), (", &[\"[].a\"]", "")] {
        let said = of_sample(&named.replace(ours, theirs), "[]");
        assert!(said.iter().any(|said| said.starts_with("src/samples.rs: the item `")), "{theirs}: {said:?}");
    }
    for (ours, theirs) in [
        ("samples/a.json", "samples/b.json"),
        ("samples/a.json", "../samples/a.json"),
        ("rt::assert_round_trip", "assert_round_trip"),
        ("(sample);", "(sample); pwned();"),
        ("let sample", "let _"),
        ("include_str", "include_bytes"),
        ("fn a()", "unsafe fn a()"),
        ("fn a()", "pub fn a()"),
        ("fn a()", "fn a(b: u8)"),
        ("#[test]", "#[test]\n#[ignore]"),
    ] {
        let said = of_sample(&test.replace(ours, theirs), "[]");
        assert!(said.iter().any(|said| said.starts_with("src/samples.rs: the item `")), "{theirs}: {said:?}");
        assert!(said.contains(&"src/samples/a.json: a sample of no test".to_owned()), "{theirs}: {said:?}");
    }
}

/// Pieces of Markdown that begin, end or hide something.
const PIECES: &[&str] = &[
    "```",
    "~~~",
    "````",
    "`",
    "``",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "* ",
    "- ",
    "1. ",
    "10) ",
    "> ",
    "# ",
    "===",
    "---",
    "***",
    "|",
    "| --- |\n",
    "<",
    ">",
    "<!--",
    "-->",
    "<b>",
    "<script>",
    "&lt;",
    "&#96;",
    "\\",
    "[",
    "]",
    "(",
    ")",
    "[x](y)",
    "![x](https://y.example)",
    "[x]: y",
    "https://lamps.example/_a_",
    "http://",
    "_",
    "__",
    "*",
    "**",
    "~",
    "~~",
    "word",
    "Words. And",
    "panic!();",
    "rust",
    "text",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "*/",
    "\"#]",
    "{}",
    ":-|-:",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn no_text_of_a_vendor_becomes_code(pieces in vec(prop_oneof![9 => select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}"], 1..24)) {
        let text = serde_json::Value::String(pieces.concat());
        let spec = format!(
            r#"{{"docwright": 1, "name": {text}, "from": {{"name": "x"}}, "source": {{"file": "page.txt"}},
                "type": {{"T": {{"from": {text}, "text": {text}, "rows": [["a", "string", "", {text}]]}}}},
                "op": {{"g.a": {{"request": "GET /a", "from": "x", "text": {text}, "answer": "T", "unknown": [{text}], "params": [["p", "query", "E", "", {text}]]}}}},
                "group": {{"g": {{"from": "x", "text": {text}}}}},
                "values": {{"E": {{"from": "x", "rows": [["v", {text}]]}}}}}}"#
        );
        let root = tempfile::TempDir::new().expect("a folder for the case");
        for (name, text) in [("input.spec.json", spec.as_str()), ("page.txt", "page\n"), ("docwright.toml", "docwright = 1\nname = \"x\"\ninput.spec = \"input.spec.json\"\n")] {
            fs::write(root.path().join(name), text).expect("the case can be written");
        }
        let outcome = run(root.path(), root.path());
        // A reason or a text of nothing but blanks is refused; everything else makes a client.
        if let (Some(generated), Some(module)) = (&outcome.generated, &outcome.module) {
            prop_assert_eq!(intruders(&generated.tree), Vec::<String>::new());
            prop_assert_eq!(intruders_in_module(module, &generated.tree), Vec::<String>::new());
        } else {
            prop_assert!(pieces.concat().trim().is_empty(), "{}", outcome.said());
        }
    }
}
