//! What the fuzz targets share: texts sent through the stages, and what must hold of whatever comes out.
//!
//! A target is a file in `fuzz_targets/` with one `fuzz_target!`, and seeds written by hand in `seeds/<target>/`. A new reader gets its own.

use docwright::config::Config;
use docwright::diagnostic::{Color, Diagnostics, Format, Notes, render};
use docwright::document::decoded::StringMap;
use docwright::document::{Node, Value, json, yaml};
use docwright::drift::{self, Account, FindingKind, Hosts, Recordings, read_har, read_line};
use docwright::emit::{CratePlan, crate_files};
use docwright::ir::{Api, Checked, Operation, dump};
use docwright::model::lock::Lock;
use docwright::model::names::{FieldName, Spelling, TypeName, UserNames, Wish, is_identifier, settle};
use docwright::output::FileTree;
use docwright::pipeline::{Docwright, Stages as _, Subject};
use docwright::text::{FileId, SourceMap, Span};
use docwright::{model, passes, postman, spec};
use docwright_tests::scrutiny::intruders;

/// A text as the only file of a run.
pub fn sources(name: &str, text: &str) -> (SourceMap, FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text.to_owned());
    (sources, file)
}

/// What is said has a place in its file, and can be shown.
pub fn all_is_said_with_a_place(diagnostics: &Diagnostics, sources: &SourceMap) {
    for said in diagnostics.iter() {
        let text = sources.file(said.primary.span.file).text();
        let (start, end) = (said.primary.span.start as usize, said.primary.span.end as usize);
        assert!(start <= end && end <= text.len(), "{said:?}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{said:?}");
    }
    render(diagnostics, sources, Format::Human { color: Color::Plain }, Notes::All);
    render(diagnostics, sources, Format::Json, Notes::All);
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end
}

/// All values of a tree lie within what holds them.
fn lies_within(node: &Node, outer: Span) {
    assert!(within(node.span, outer), "{node:?} is not within {outer:?}");
    match &node.value {
        Value::Array(array) => array.items.iter().for_each(|item| lies_within(item, node.span)),
        Value::Object(object) => {
            for member in &object.members {
                assert!(within(member.key.span, node.span));
                lies_within(&member.value, node.span);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

/// The strict reader takes what `serde_json` takes and nothing else; the lenient one reads that without a mend.
pub fn json_agrees(file: FileId, sources: &SourceMap) {
    let text = sources.file(file).text();
    let whole = Span::new(file, 0, text.len());
    let mut diagnostics = Diagnostics::default();
    let strict = json::read_strict(file, sources, &mut diagnostics);
    let lenient = json::read_lenient(file, 0..text.len(), sources);
    assert_eq!(strict.is_some(), !diagnostics.has_errors());
    all_is_said_with_a_place(&diagnostics, sources);
    lenient.nodes.iter().for_each(|node| lies_within(node, whole));
    assert!(lenient.mends.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
    assert!(lenient.mends.iter().all(|mend| within(mend.span, whole)));
    // Numbers of any size are read here as their text.
    let judged = serde_json::from_str::<serde::de::IgnoredAny>(text.strip_prefix('\u{feff}').unwrap_or(text));
    match (&strict, judged) {
        (Some(node), Ok(_)) => assert!(lenient.mends.is_empty() && lenient.nodes.first() == Some(node)),
        (None, Err(_)) => assert!(!lenient.mends.is_empty()),
        (Some(node), Err(error)) => panic!("read as {node:?}, but {error}"),
        // A lone surrogate is passed over by `IgnoredAny` and is none the less no text.
        (None, Ok(_)) => assert!(serde_json::from_str::<serde_json::Value>(text).is_err() || text.contains("\\u"), "{diagnostics:?}"),
    }
}

/// The places of all strings of a document: within it, and never going back.
pub fn strings_have_places(file: FileId, sources: &SourceMap) {
    fn each(node: &Node, sources: &SourceMap) {
        let map = StringMap::new(sources, node);
        if let Some(text) = node.as_str() {
            let mut before = node.span.start;
            for offset in 0..=text.len() + 1 {
                let place = map.offset(offset);
                assert!(before <= place && place <= node.span.end, "{offset} of {node:?}: {place}");
                before = place;
            }
        }
        match &node.value {
            Value::Array(array) => array.items.iter().for_each(|item| each(item, sources)),
            Value::Object(object) => object.members.iter().for_each(|member| each(&member.value, sources)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
        }
    }
    let length = sources.file(file).text().len();
    json::read_lenient(file, 0..length, sources).nodes.iter().for_each(|node| each(node, sources));
}

/// A document of Postman's with what stands beside it, to files.
pub fn collection_to_files(text: &str, environment: Option<&str>, overlay: Option<&str>) {
    let (mut sources, file) = sources("c.json", text);
    let environment = environment.map(|text| sources.add("e.json", text.to_owned()));
    let overlay = overlay.map(|text| sources.add("overlay.toml", text.to_owned()));
    let mut diagnostics = Diagnostics::default();
    let made = collection(file, environment, overlay, &sources, &mut diagnostics);
    all_is_said_with_a_place(&diagnostics, &sources);
    let Some(api) = made else {
        assert!(diagnostics.has_errors(), "nothing is made, and nothing is said");
        return;
    };
    to_files(&api, &Lock::default(), &sources);
    if environment.is_none() && overlay.is_none() {
        let coverage = Docwright.survey(&Subject::Collection(file), &[], &sources, &mut Diagnostics::default());
        assert!(coverage.is_some(), "what can be made can be surveyed");
    }
}

fn collection(
    file: FileId,
    environment: Option<FileId>,
    overlay: Option<FileId>,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Checked<Api>> {
    let node = json::read_strict(file, sources, diagnostics)?;
    let environment = match environment {
        Some(file) => Some(json::read_strict(file, sources, diagnostics)?),
        None => None,
    };
    let environments: Vec<&Node> = environment.iter().collect();
    lowered(&node, &environments, overlay, sources, diagnostics)
}

fn lowered(
    node: &Node,
    environments: &[&Node],
    overlay: Option<FileId>,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Checked<Api>> {
    let collection = postman::read(node, None, environments, sources, diagnostics)?;
    let lowered = postman::lower(&collection, sources, diagnostics);
    let coverage = &lowered.coverage;
    assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len());
    let mut api = lowered.api;
    assert_eq!(coverage.made, api.operations.len());
    let mut keys: Vec<String> = api.operations.iter().map(Operation::key).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all, "two operations have one key");
    let patches = match overlay {
        Some(file) => {
            let read = spec::read(file, sources, diagnostics)?;
            spec::lower_overlay(&read, &mut api, sources, diagnostics)
        }
        None => Vec::new(),
    };
    let checked = passes::run(api, &patches, diagnostics)?;
    // Without an overlay no error of a collection's stands in the way of its client.
    assert!(overlay.is_some() || !diagnostics.has_errors());
    (!diagnostics.has_errors()).then_some(checked)
}

/// A recording, as a HAR and line by line: whatever it holds is held, and the entries for an overlay are taken without a remark and leave nothing to be found.
pub fn recording_is_held(bytes: &[u8]) {
    const COLLECTION: &str = include_str!("../seeds/collection/variables.json");
    const UNIONS: &str = include_str!("../../tests/drift/unions/input.toml");
    recording_is_held_against(bytes, ("c.json", COLLECTION), &|file, overlay, sources, said| collection(file, None, overlay, sources, said));
    recording_is_held_against(bytes, ("x.spec.toml", UNIONS), &|file, overlay, sources, said| {
        let mut api = spec::lower(&spec::read(file, sources, said)?, sources, said).api;
        let patches = match overlay {
            Some(overlay) => spec::lower_overlay(&spec::read(overlay, sources, said)?, &mut api, sources, said),
            None => Vec::new(),
        };
        passes::run(api, &patches, said)
    });
}

/// How a document becomes an API, with an overlay or without one.
type Made<'m> = &'m dyn Fn(FileId, Option<FileId>, &SourceMap, &mut Diagnostics) -> Option<Checked<Api>>;

fn recording_is_held_against(bytes: &[u8], (name, text): (&str, &str), made: Made<'_>) {
    let (mut sources, file) = sources(name, text);
    sources.add("page.txt", String::new());
    let api = made(file, None, &sources, &mut Diagnostics::default()).expect("the document is whole");
    let recordings = held(&api, bytes);
    for format in [drift::Format::Human { color: false, verbose: true }, drift::Format::Json] {
        drift::report("lamps", &recordings, &sources, format);
    }
    let entries: Vec<&str> = recordings.findings.iter().filter_map(|finding| finding.entry.as_deref()).collect();
    let overlay = format!("docwright = 1\n[source]\nfile = \"{name}\"\n{}", entries.join("\n"));
    let overlay = sources.add("overlay.toml", overlay);
    let mut said = Diagnostics::default();
    let api = made(file, Some(overlay), &sources, &mut said);
    let of_overlay = said.iter().find(|said| said.primary.span.file == overlay);
    assert!(of_overlay.is_none(), "{of_overlay:?}\n{}", entries.join("\n"));
    let after = held(&api.expect("corrections make no API worse"), bytes);
    let left = after.findings.iter().find(|finding| finding.kind != FindingKind::Duplicate);
    assert!(left.is_none(), "{left:?}\n{}", entries.join("\n"));
}

fn held(api: &Checked<Api>, bytes: &[u8]) -> Recordings {
    let mut account = Account::new(api, Hosts::Any);
    let (mut sources, mut said) = (SourceMap::default(), Diagnostics::default());
    if let Ok(text) = std::str::from_utf8(bytes) {
        let file = sources.add("a.har", text.to_owned());
        read_har(file, &sources, &mut said, &mut |recorded| account.take(recorded));
    }
    for (number, line) in (1..).zip(bytes.split_inclusive(|sign| *sign == b'\n')) {
        if let Some(recorded) = read_line("a.ndjson", number, line, &mut sources, &mut said) {
            account.take(&recorded);
        }
    }
    all_is_said_with_a_place(&said, &sources);
    account.finish(!said.has_errors())
}

/// YAML by itself, and as a collection's folder: a line `=== path` goes before each file of it.
pub fn yaml_to_files(text: &str) {
    let (mut sources, file) = sources("x.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let node = yaml::read(file, &sources, &mut diagnostics);
    all_is_said_with_a_place(&diagnostics, &sources);
    assert_eq!(node.is_some(), !diagnostics.has_errors());
    if let Some(node) = &node {
        lies_within(node, Span::new(file, 0, text.len()));
        postman::environment(node, false);
    }
    let mut parts = Vec::new();
    for part in format!("\n{text}").split("\n=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        // No file system has names of any length.
        if path.len() < 256 {
            parts.push(postman::Part { path: path.to_owned(), file: sources.add(path, text.to_owned()) });
        }
    }
    let mut diagnostics = Diagnostics::default();
    let Some(node) = postman::assemble(&parts, &sources, &mut diagnostics) else {
        return all_is_said_with_a_place(&diagnostics, &sources);
    };
    let made = lowered(&node, &[], None, &sources, &mut diagnostics);
    all_is_said_with_a_place(&diagnostics, &sources);
    match made {
        Some(api) => to_files(&api, &Lock::default(), &sources),
        None => assert!(diagnostics.has_errors(), "nothing is made, and nothing is said"),
    }
}

/// A script, and what is said in the same words of a query, of a field and of a request: as far as they are read. What is made of it is the business of
/// `collection`, whose runs take a hundred times as long.
pub fn scripted(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let event =
        serde_json::json!([{ "listen": "test", "script": { "exec": lines } }, { "listen": "prerequest", "script": { "exec": text } }]);
    let url = "https://lamps.example/{{room}}/lamps?q={{q}}";
    let body = serde_json::json!({ "mode": "raw", "raw": "{\"id\": 1, \"name\": \"{{name}}\"}" });
    let collection = serde_json::json!({
        "info": { "name": "Lamps", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "event": event,
        "item": [
            { "name": "Light", "event": event, "request": { "method": "POST", "description": text, "url": url, "body": body } },
            { "name": "All", "event": event, "request": { "method": "GET", "description": text, "url": "https://lamps.example/lamps" },
              "response": [{ "name": text, "code": 200, "body": text }] },
        ],
    });
    let (sources, file) = sources("c.json", &collection.to_string());
    let mut diagnostics = Diagnostics::default();
    let made = self::collection(file, None, None, &sources, &mut diagnostics);
    all_is_said_with_a_place(&diagnostics, &sources);
    assert!(made.is_some() || diagnostics.has_errors(), "nothing is made, and nothing is said");
}

/// A normalized spec, to files. The page that it was taken from is the spec itself: quotes can be found, and not found.
pub fn spec_to_files(text: &str) {
    let (mut sources, file) = sources("x.spec.toml", text);
    sources.add("page.txt", text.to_owned());
    let mut diagnostics = Diagnostics::default();
    let made = spec::read(file, &sources, &mut diagnostics).and_then(|read| {
        let api = spec::lower(&read, &sources, &mut diagnostics).api;
        passes::run(api, &[], &mut diagnostics)
    });
    all_is_said_with_a_place(&diagnostics, &sources);
    match made {
        Some(api) if !diagnostics.has_errors() => to_files(&api, &Lock::default(), &sources),
        Some(_) => {}
        None => assert!(diagnostics.has_errors(), "nothing is made, and nothing is said"),
    }
}

/// Text of a vendor's wherever prose may stand: nothing in the files is anything that the emitter did not write.
pub fn described(text: &str) {
    let text = serde_json::Value::String(text.to_owned());
    let url = "https://lamps.example/lamps/:id";
    let collection = serde_json::json!({
        "info": { "name": text, "description": text, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [{ "name": text, "description": { "content": text, "type": "text/html" }, "item": [{ "name": text, "request": {
            "method": "GET", "description": text,
            "url": { "raw": url, "query": [{ "key": "q", "value": "1", "description": text }], "variable": [{ "key": "id", "description": text }] }
        } }] }],
    });
    collection_to_files(&collection.to_string(), None, None);
}

/// A lock: what is read is written, and read again is the same; with it the client still parses.
pub fn lock_is_steady(text: &str) {
    let (mut sources, file) = sources("docwright.lock", text);
    let mut diagnostics = Diagnostics::default();
    let lock = Lock::read(file, &sources, &mut diagnostics);
    all_is_said_with_a_place(&diagnostics, &sources);
    let written = lock.write();
    let again = sources.add("docwright.lock", written.clone());
    let mut unsaid = Diagnostics::default();
    let read = Lock::read(again, &sources, &mut unsaid);
    assert!(!unsaid.has_errors(), "{unsaid:?}\n{written}");
    assert_eq!(read, lock);
    assert_eq!(read.write(), written);
    let document = sources.add("c.json", include_str!("../seeds/collection/variables.json").to_owned());
    let api = collection(document, None, None, &sources, &mut Diagnostics::default());
    to_files(&api.expect("the document is whole"), &lock, &sources);
}

/// The words of a text, one wish in each line, qualifiers behind tabs.
pub fn names_are_unique(text: &str) {
    let wishes: Vec<Wish> = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut words = line.split('\t').map(str::to_owned);
            Wish::new(format!("op:{at}"), words.next().unwrap_or_default(), words)
        })
        .collect();
    let turned: Vec<Wish> = wishes.iter().rev().cloned().collect();
    let settled = |wishes: &[Wish], spelling| -> Vec<String> {
        let mut user = UserNames::default();
        match spelling {
            Spelling::Snake => settle::<FieldName>(wishes, spelling, &["extra"], &Lock::default(), &mut user)
                .iter()
                .map(|name| name.as_str().to_owned())
                .collect(),
            Spelling::Camel => settle::<TypeName>(wishes, spelling, &["Client"], &Lock::default(), &mut user)
                .iter()
                .map(|name| name.as_str().to_owned())
                .collect(),
        }
    };
    for spelling in [Spelling::Snake, Spelling::Camel] {
        let names = settled(&wishes, spelling);
        let mut other = settled(&turned, spelling);
        other.reverse();
        assert_eq!(names, other, "the order of the wishes means something");
        assert!(names.iter().all(|name| is_identifier(name) && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()), "{names:?}");
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort_unstable();
        assert!(
            sorted.windows(2).all(|pair| pair[0] != pair[1]) && !names.iter().any(|name| name == "extra" || name == "Client"),
            "{names:?}"
        );
    }
}

/// Behind the gate nothing fails: the files parse, nothing in them is a stranger's, and the same comes out again.
fn to_files(api: &Checked<Api>, lock: &Lock, sources: &SourceMap) {
    let mut with_config = sources.clone();
    let config = with_config.add("docwright.toml", "docwright = 1\nname = \"lamps\"\ninput.postman = \"c.json\"\n".to_owned());
    let config = Config::read(config, &with_config, &mut Diagnostics::default()).expect("the configuration is right");
    dump(api);
    let made = || {
        let lowered = model::lower(api, &config.options(), lock, config.user_names(), sources);
        let plan = CratePlan {
            origin: "specs/lamps".to_owned(),
            package: config.crate_name().to_owned(),
            runtime_path: "../../runtime".to_owned(),
            documents: Vec::new(),
            weakest: (Vec::new(), false),
            places: Vec::new(),
        };
        let mut tree = FileTree::new();
        for file in crate_files(&lowered.client, &plan) {
            tree.add(&file.path, file.text).expect("paths are made of settled names");
        }
        (tree, lowered.lock.write())
    };
    let (tree, lock) = made();
    assert_eq!(intruders(&tree), Vec::<String>::new());
    let (again, lock_again) = made();
    assert!(tree.iter().eq(again.iter()) && lock == lock_again, "the same input gave other files");
}
