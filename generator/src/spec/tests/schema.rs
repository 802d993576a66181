//! The JSON Schema is checked in, and knows the keys that the reader knows.

use super::run;
use crate::spec::schema;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_schema_is_checked_in() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/docwright-spec.schema.json");
    let wanted = format!("{}\n", serde_json::to_string_pretty(&schema()).expect("a schema is JSON"));
    if std::env::var_os("DOCWRIGHT_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("the schema can be written");
    }
    let found = std::fs::read_to_string(&path).expect("the schema is there").replace("\r\n", "\n");
    assert!(found == wanted, "specs/docwright-spec.schema.json is not what `spec::schema` says; run this test with DOCWRIGHT_BLESS=1");
}

/// The keys that the reader names when it meets one that it does not know.
fn known(spec: &str) -> BTreeSet<String> {
    let run = run(spec);
    let told = run.said.iter().find(|diagnostic| diagnostic.message.ends_with("has no key `zzz`"));
    let note = &told.unwrap_or_else(|| panic!("{spec}: {:?}", run.lines())).notes[0];
    note.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_schema_knows_the_keys_that_the_reader_knows() {
    let tables = [
        ("zzz = 1", ""),
        ("zzz = 1\n", "/properties/source"),
        ("[server]\nzzz = 1", "/properties/server"),
        ("[server.variables.a]\nzzz = 1", "/properties/server/properties/variables/additionalProperties"),
        ("[auth.a]\nzzz = 1", "/properties/auth/additionalProperties"),
        ("[group.a]\nzzz = 1", "/properties/group/additionalProperties"),
        ("[type.A]\nzzz = 1", "/properties/type/additionalProperties"),
        ("[values.A]\nzzz = 1", "/properties/values/additionalProperties"),
        ("[codes.A]\nzzz = 1", "/properties/codes/additionalProperties"),
        ("[op.a]\nzzz = 1", "/properties/op/additionalProperties"),
        ("[op.a.paging]\nzzz = 1", "/properties/op/additionalProperties/properties/paging"),
        ("[webhook.a]\nzzz = 1", "/properties/webhook/additionalProperties"),
        ("[errors]\nzzz = 1", "/properties/errors"),
        ("[outcome]\nzzz = 1", "/properties/outcome"),
        ("[envelope]\nzzz = 1", "/properties/envelope"),
        ("[[limit]]\nzzz = 1", "/properties/limit/items"),
        ("[[patch]]\nzzz = 1", "/properties/patch/items"),
        ("[[patch]]\nset.zzz = 1", "/properties/patch/items/properties/set"),
    ];
    let schema = schema();
    for (spec, pointer) in tables {
        let known = if pointer.is_empty() {
            let text = "docwright = 1\nname = \"X\"\nzzz = 1\n[source]\nfile = \"page.txt\"\n";
            let run = super::run_on("page.txt", super::PAGE, "x.toml", text);
            let note = run.said.iter().next().expect("the key is unknown").notes[0].clone();
            note.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        } else {
            known(spec)
        };
        let described = schema.pointer(pointer).and_then(|table| table.get("properties")).and_then(Value::as_object).expect(pointer);
        assert_eq!(known, described.keys().cloned().collect::<BTreeSet<_>>(), "{spec}");
    }
}
