//! `specs/FORMAT.md` explains the format by examples that work, and the JSON Schema describes what is really written.

use docwright::config::Config;
use docwright::diagnostic::Diagnostics;
use docwright::pipeline::{Docwright, Files, SpecFolder, Stages as _, load};
use docwright::text::SourceMap;

use docwright_tests::root;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The examples of the page: the file's name, its text, the line it begins at.
fn examples() -> Vec<(String, String, usize)> {
    let text = fs::read_to_string(root().join("specs/FORMAT.md")).expect("the page is there");
    let mut all = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(rest)) => {
                assert!(rest.is_empty(), "line {}: a fence ends a block, or begins one", number + 1);
                all.extend(open.take());
            }
            (Some((_, block, _)), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(rest)) => {
                let name = rest.split_once(' ').map(|(_, name)| name.trim());
                let name = name.unwrap_or_else(|| panic!("line {}: an example has no file name, so nothing checks it", number + 1));
                open = Some((name.to_owned(), String::new(), number + 2));
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    all
}

fn example(name: &str) -> String {
    examples().into_iter().find(|(known, ..)| known == name).unwrap_or_else(|| panic!("no example is called {name}")).1
}

/// Writes a folder, runs all stages, and returns what was said and what was made.
fn generate(config: &str, files: &[(&str, &str)]) -> (Vec<String>, Option<docwright::pipeline::Generated>) {
    let folder = tempfile::tempdir().expect("a folder");
    let specs = folder.path().join("specs/example");
    fs::create_dir_all(&specs).expect("a folder");
    fs::write(specs.join("docwright.toml"), config).expect("a configuration");
    for (name, text) in files {
        fs::write(specs.join(name), text).expect("a file");
    }
    let mut files = Files::default();
    let mut said = Diagnostics::default();
    let generated = load(&SpecFolder::new(&specs, folder.path()), &mut files, &mut said)
        .ok()
        .and_then(|loaded| Docwright.generate(&loaded, &files.sources, &mut said));
    (said.sorted().iter().map(|said| said.line(&files.sources)).collect(), generated)
}

#[test]
fn every_example_is_checked() {
    // A new example must be run by a test below.
    let names: Vec<String> = examples().into_iter().map(|(name, ..)| name).collect();
    let known =
        ["library.txt", "library.spec.toml", "shop.postman_collection.json", "shop.overlay.toml", "answers.ndjson", "docwright.toml"];
    assert_eq!(names, known);
}

const LIBRARY: &str = "docwright = 1\nname = \"library\"\n[input]\nspec = \"library.spec.toml\"\n";

#[test]
fn the_library_is_read_without_a_mistake() {
    let (page, spec) = (example("library.txt"), example("library.spec.toml"));
    let (said, generated) = generate(LIBRARY, &[("library.txt", &page), ("library.spec.toml", &spec)]);
    // The sample stands behind a word, and ends in dots, as pages' samples do.
    assert_eq!(said, ["specs/example/library.txt:34:1: note[sample-mended]: the sample is not valid JSON and was mended to be read"]);
    let generated = generated.expect("a client is made of it");
    // Four sentences of `unknown`, and that nobody says which fields are always there.
    assert_eq!((generated.stats.operations, generated.stats.open), (3, 5));
}

#[test]
fn the_configuration_is_read_without_a_mistake() {
    let mut sources = SourceMap::default();
    let file = sources.add("docwright.toml", example("docwright.toml"));
    let mut said = Diagnostics::default();
    let config = Config::read(file, &sources, &mut said);
    let said: Vec<String> = said.iter().map(|said| said.line(&sources)).collect();
    assert_eq!(said, Vec::<String>::new());
    let config = config.expect("the configuration is right");
    assert_eq!((config.name.value.as_str(), config.crate_name(), config.names.len()), ("shop", "shop-client", 1));
}

#[test]
fn the_recording_of_the_library_is_read_and_nothing_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let specs = folder.path().join("specs/library");
    fs::create_dir_all(&specs).expect("a folder");
    fs::write(specs.join("docwright.toml"), LIBRARY).expect("a configuration");
    for name in ["library.txt", "library.spec.toml", "answers.ndjson"] {
        fs::write(specs.join(name), example(name)).expect("a file");
    }
    let words = [
        "docwright".into(),
        "drift".into(),
        "--root".into(),
        folder.path().into(),
        "--ndjson".into(),
        specs.join("answers.ndjson").into_os_string(),
    ];
    let said = docwright::cli::captured(&Docwright, words);
    assert_eq!((said.exit.code(), said.err.as_str()), (0, ""));
    assert!(said.out.starts_with("library   3 answers, 3 held against the documents\n\nno drift\n"), "{}", said.out);
}

#[test]
fn json_of_the_same_structure_is_read_too() {
    let (page, spec) = (example("library.txt"), example("library.spec.toml"));
    let value: Value = toml::from_str(&spec).expect("TOML");
    let json = serde_json::to_string_pretty(&value).expect("JSON");
    let config = LIBRARY.replace(".toml", ".json");
    let (said, generated) = generate(&config, &[("library.txt", &page), ("library.spec.json", &json)]);
    assert_eq!(said.len(), 1, "{said:#?}");
    let (_, other) = generate(LIBRARY, &[("library.txt", &page), ("library.spec.toml", &spec)]);
    let types = |generated: Option<docwright::pipeline::Generated>| -> Vec<String> {
        let generated = generated.expect("a client");
        let text = generated.tree.iter().find(|(path, _)| path.as_str() == "src/types.rs").expect("types").1.to_owned();
        let mut lines: Vec<String> = text.lines().map(|line| line.replace("library.spec.json", "library.spec.toml")).collect();
        // The order of JSON's members is its writer's, so that of the types may differ.
        lines.sort();
        lines
    };
    assert_eq!(types(generated), types(other));
}

#[test]
fn the_overlay_of_the_shop_is_read_without_a_mistake() {
    let config =
        "docwright = 1\nname = \"shop\"\n[input]\npostman = \"shop.postman_collection.json\"\noverlays = [\"shop.overlay.toml\"]\n";
    let (collection, overlay) = (example("shop.postman_collection.json"), example("shop.overlay.toml"));
    let (said, generated) = generate(config, &[("shop.postman_collection.json", &collection), ("shop.overlay.toml", &overlay)]);
    let of_overlay: Vec<&String> = said.iter().filter(|line| line.contains("shop.overlay.toml")).collect();
    assert_eq!(of_overlay, Vec::<&String>::new());
    assert!(said.iter().all(|line| line.contains(": note[")), "{said:#?}");
    assert_eq!(generated.expect("a client is made of it").stats.operations, 1);
}

/// Checks a value against the part of JSON Schema that the schema uses. A word that it does not know is a failure of the test.
fn check(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let schema = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return wrong.push(format!("{at}: nothing may stand here")),
        other => other.as_object().expect("a schema is an object"),
    };
    let items = value.as_array();
    let members = value.as_object();
    let first = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
    for (word, wanted) in schema {
        match word.as_str() {
            "$schema" | "title" | "description" => {}
            "type" => {
                let is = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                let wanted: Vec<&str> = wanted
                    .as_array()
                    .map_or_else(|| vec![wanted], |all| all.iter().collect())
                    .into_iter()
                    .filter_map(Value::as_str)
                    .collect();
                if !wanted.contains(&is) {
                    wrong.push(format!("{at}: {is}, not {wanted:?}"));
                }
            }
            "const" if wanted != value => wrong.push(format!("{at}: not {wanted}")),
            "enum" if !wanted.as_array().is_some_and(|all| all.contains(value)) => wrong.push(format!("{at}: none of {wanted}")),
            "const" | "enum" => {}
            "minimum" => {
                if value.as_f64() < wanted.as_f64() {
                    wrong.push(format!("{at}: less than {wanted}"));
                }
            }
            "minItems" => {
                if items.is_some_and(|items| (items.len() as u64) < wanted.as_u64().expect("a number")) {
                    wrong.push(format!("{at}: fewer than {wanted}"));
                }
            }
            "maxItems" => {
                if items.is_some_and(|items| (items.len() as u64) > wanted.as_u64().expect("a number")) {
                    wrong.push(format!("{at}: more than {wanted}"));
                }
            }
            "prefixItems" => {
                for (number, (schema, item)) in wanted.as_array().expect("a list").iter().zip(items.into_iter().flatten()).enumerate() {
                    check(schema, item, &format!("{at}[{number}]"), wrong);
                }
            }
            "items" => {
                for (number, item) in items.into_iter().flatten().enumerate().skip(first) {
                    check(wanted, item, &format!("{at}[{number}]"), wrong);
                }
            }
            "required" => {
                for key in wanted.as_array().expect("a list").iter().filter_map(Value::as_str) {
                    if members.is_some_and(|members| !members.contains_key(key)) {
                        wrong.push(format!("{at}: without `{key}`"));
                    }
                }
            }
            "properties" => {
                for (key, value) in members.into_iter().flatten() {
                    if let Some(schema) = wanted.get(key) {
                        check(schema, value, &format!("{at}.{key}"), wrong);
                    }
                }
            }
            "additionalProperties" => {
                for (key, value) in members.into_iter().flatten() {
                    if schema.get("properties").is_none_or(|known| known.get(key).is_none()) {
                        check(wanted, value, &format!("{at}.{key}"), wrong);
                    }
                }
            }
            "anyOf" => {
                let mut nearest: Option<Vec<String>> = None;
                for one in wanted.as_array().expect("a list") {
                    let mut found = Vec::new();
                    check(one, value, at, &mut found);
                    if nearest.as_ref().is_none_or(|known| found.len() < known.len()) {
                        nearest = Some(found);
                    }
                }
                wrong.extend(nearest.unwrap_or_default());
            }
            other => panic!("the schema says `{other}`, which this test does not know"),
        }
    }
}

fn against_schema(text: &str) -> Vec<String> {
    let schema = fs::read_to_string(root().join("specs/docwright-spec.schema.json")).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let value: Value = toml::from_str(text).expect("TOML");
    let mut wrong = Vec::new();
    check(&schema, &value, "", &mut wrong);
    wrong
}

#[test]
fn the_schema_is_fresh() {
    let written = fs::read_to_string(root().join("specs/docwright-spec.schema.json")).expect("the schema is there");
    let written: Value = serde_json::from_str(&written).expect("JSON");
    assert!(written == docwright::spec::schema(), "run `DOCWRIGHT_BLESS=1 cargo test -p docwright the_schema_is_checked_in`");
}

#[test]
fn everything_that_people_wrote_is_as_the_schema_says() {
    let files = [
        "crankwheel/overlay.toml",
        "remote-counsel/event-schedules.spec.toml",
        "agendize/reseller-accounts.spec.toml",
        "krisp/overlay.toml",
        "worksection/worksection-get-users.spec.toml",
    ];
    for file in files {
        let text = fs::read_to_string(root().join("specs").join(Path::new(file))).expect("a spec of the repository");
        assert_eq!(against_schema(&text), Vec::<String>::new(), "{file}");
    }
    for name in ["library.spec.toml", "shop.overlay.toml"] {
        assert_eq!(against_schema(&example(name)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let spec = example("library.spec.toml");
    let cases = [
        ("docwright = 1 ", "docwright = 2 ", ".docwright: not 1"),
        ("[source]", "[sauce]", ".sauce: nothing may stand here"),
        ("file = \"library.txt\"", "file = 7", ".source.file: integer, not [\"string\"]"),
        ("sample  = \"34\"", "simple  = \"34\"", ".type.Loan.simple: nothing may stand here"),
        ("[\"token\", \"key\"]", "[\"token\"]", ".auth.token.query: fewer than 2"),
    ];
    for (is, becomes, expected) in cases {
        assert!(spec.contains(is), "{is}");
        let changed = spec.replacen(is, becomes, 1);
        let wrong = against_schema(&changed);
        assert!(wrong.iter().any(|line| line.starts_with(expected)), "{becomes}: {wrong:#?}");
        let (said, generated) = generate(LIBRARY, &[("library.txt", &example("library.txt")), ("library.spec.toml", &changed)]);
        assert!(generated.is_none() && said.iter().any(|line| line.contains(": error[")), "{becomes}: {said:#?}");
    }
}
