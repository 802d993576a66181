//! Rows and samples → types.

use super::{line, right, run, run_on};
use crate::ir::{Access, CaseKind, Enum, EnumBase, Field, How, Object, Presence, Shape, StringForm, TypeDef, TypeId, Types};

/// A type as one line of text.
fn shape(types: &Types, id: TypeId) -> String {
    let def = types.get(id);
    match &def.name {
        Some(name) => name.value.clone(),
        None => shape_of(types, def),
    }
}

fn shape_of(types: &Types, def: &TypeDef) -> String {
    match &def.shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Integer => "int".to_owned(),
        Shape::File => "file".to_owned(),
        Shape::Number => "num".to_owned(),
        Shape::String(StringForm::Plain) => "str".to_owned(),
        Shape::String(form) => format!("{form:?}"),
        Shape::List(item) => format!("[{}]", shape(types, *item)),
        Shape::Map(value) => format!("{{*: {}}}", shape(types, *value)),
        Shape::Nullable(inner) => format!("{}?", shape(types, *inner)),
        Shape::Enum(Enum { base, values }) => {
            let base = if *base == EnumBase::Integer { "enum int" } else { "enum" };
            format!("{base} {}", values.iter().map(|value| value.wire.as_str()).collect::<Vec<_>>().join("|"))
        }
        Shape::OneOf(cases) => cases
            .iter()
            .map(|case| match &case.kind {
                CaseKind::Type(ty) => shape(types, *ty),
                CaseKind::Text(text) => format!("{text:?}"),
            })
            .collect::<Vec<_>>()
            .join(" or "),
        Shape::Object(Object { fields, open }) => {
            let mut all: Vec<String> = fields.iter().map(|field| field_line(types, field)).collect();
            all.extend(open.iter().map(|open| format!("{}*: {}", open.prefix, shape(types, open.ty))));
            format!("{{{}}}", all.join(", "))
        }
    }
}

fn field_line(types: &Types, field: &Field) -> String {
    let how = match field.basis.how {
        How::Stated => "",
        How::Inferred { .. } => "~",
        How::Assumed { .. } => "!",
    };
    let presence = match field.presence.value {
        Presence::Required => "+",
        Presence::Optional => "-",
        Presence::Unknown => "",
    };
    format!("{how}{presence}{}: {}", field.wire, shape(types, field.ty))
}

/// The shape of the type `T` of a spec in which nothing is wrong, mended samples aside.
#[track_caller]
fn t(spec: &str) -> String {
    let run = right(spec);
    let id = run.api.types.named("T").expect("the type T");
    shape_of(&run.api.types, run.api.types.get(id))
}

fn field<'t>(types: &'t Types, ty: &str, wire: &str) -> &'t Field {
    let Shape::Object(object) = &types.get(types.named(ty).expect("a type")).shape else { panic!("{ty} is no object") };
    object.fields.iter().find(|field| field.wire == wire).expect("a field")
}

#[test]
fn types_are_what_they_say() {
    let found = t(r#"
[type.T]
assumed = "for a test"
rows = [
  ["a", "string"], ["b", "integer"], ["c", "number"], ["d", "decimal"], ["e", "boolean"], ["f", "datetime"],
  ["g", "datetime without zone"], ["h", "date"], ["i", "time"], ["j", "uuid"], ["k", "url"], ["l", "email"], ["m", "bytes"],
  ["n", "any"], ["o", "unknown"], ["p", "T"], ["q", "[T]"], ["r", "{integer}"], ["s", "{ x: T, y: [string]? }"],
  ["t", 'enum a | b | "two words"'], ["u", "enum 1 | -2"], ["v", 'number | "never"'], ["w", 'boolean? | "n/a"'], ["x", "(enum a | b)?"],
]
"#);
    let expected = "{!a: str, !b: int, !c: num, !d: Decimal, !e: bool, !f: DateTime, !g: LocalDateTime, !h: Date, !i: Time, !j: Uuid, !k: Url, \
                    !l: Email, !m: Bytes, !n: any, !o: any, !p: T, !q: [T], !r: {*: int}, !s: {!x: T, !y: [str]?}, !t: enum a|b|two words, \
                    !u: enum int 1|-2, !v: num or \"never\", !w: bool or \"n/a\"?, !x: enum a|b?}";
    assert_eq!(found, expected);
}

#[test]
fn paths_build_nested_objects() {
    let found = t(r#"
[type.T]
assumed = "for a test"
rows = [
  ["a.b.c", "string"], ["a.d", "string"], ["tags[]", "object"], ["tags[].x", "string"], ["deep[][].y", "string"], ["lists[]", "[string]"],
  ["nul", "object?"], ["nul.z", "string"], ["all", "[object]"], ["all[].q", "string"], ['"a.b"."c[]"', "string"], ["map.*", "integer"],
  ["open.known", "string"], ["open.x-*", "string"],
]
"#);
    let expected = "{!a: {!b: {!c: str}, !d: str}, !tags: [{!x: str}], !deep: [[{!y: str}]], !lists: [[str]], !nul: {!z: str}?, !all: [{!q: str}], \
                    !a.b: {!c[]: str}, !map: {*: int}, !open: {!known: str, x-*: str}}";
    assert_eq!(found, expected);
}

#[test]
fn what_a_sample_shows_is_inferred_and_rows_go_over_it() {
    // Fewer rows than the sample has keys: the sample's order. A null that it shows makes the row's type nullable.
    let found = t(
        "[type.T]\nsample = \"9\"\nrows = [[\"tags[]\", \"Tag\", \"\", \"\", \"9\"], [\"name\", \"string\", \"\", \"The name of the user…\", \"3\"]]\n[type.Tag]\nsample = \"9 tags[]\"\n",
    );
    assert_eq!(found, "{~id: str, name: str?, ~age: int, ~tags: [Tag]}");
    // As many: the page's order, then what only the sample shows.
    let found = t(
        "[type.T]\nat = \"1-6\"\nsample = \"9\"\nrows = [[\"state\", \"string\", \"\", \"\", \"4\"], [\"name\", \"string\", \"\", \"\", \"3\"], [\"id\", \"\", \"read-only\", \"\", \"2\"], [\"tags[].color\", \"string\", \"doc-says boolean\", \"\", \"6\"]]\n",
    );
    assert_eq!(found, "{state: str, name: str?, id: str, tags: [{color: str}], ~age: int}");
}

#[test]
fn a_map_in_a_row_takes_the_keys_of_the_sample() {
    let run = run_on(
        "page.txt",
        "open keys: {\"chats\": {\"WhatsApp\": \"x\"}, \"n\": 1}\n",
        "x.toml",
        "docwright = 1\nname = \"X\"\n[source]\nfile = \"page.txt\"\n[type.T]\nsample = \"1\"\nrows = [[\"chats.*\", \"string\", \"\", \"\", \"1\"]]\n",
    );
    assert_eq!(
        run.lines(),
        ["page.txt:1:1: sample-mended: the sample is not valid JSON and was mended to be read = text around the sample left out \
          ? compare these places with what is meant; what came out wrong is corrected in an overlay"]
    );
    let ty = run.api.types.named("T").expect("T");
    assert_eq!(shape_of(&run.api.types, run.api.types.get(ty)), "{chats: {*: str}, ~n: int}");
}

#[test]
fn the_basis_of_a_settled_type_is_not_that_of_its_row() {
    let run = right(
        "[type.T]\nat = \"1-6\"\nrows = [[\"state\", \"enum on | off\", \"doc-says string\", \"One of on, off.\", \"4\"], [\"id\", \"string\", \"read-only; secret because it is a key\", \"\", \"2\"]]\nassumed.state = \"the text lists values\"\n",
    );
    let types = &run.api.types;
    let state = field(types, "T", "state");
    assert_eq!(run.sources.place(state.basis.span.expect("a place")), "page.txt:4:1");
    assert_eq!(state.basis.how, How::Stated);
    assert_eq!(types.get(state.ty).basis.how, How::Assumed { reason: "the text lists values".to_owned() });
    assert_eq!(state.facts.decisions[0].value, "the type");
    assert_eq!(state.facts.decisions[0].basis.how, How::Assumed { reason: "the text lists values".to_owned() });
    assert_eq!(state.facts.doc_says.as_ref().map(|fact| fact.value.as_str()), Some("string"));
    assert_eq!(state.docs.as_ref().map(|docs| docs.value.as_str()), Some("One of on, off."));
    assert_eq!(state.presence.value, Presence::Unknown);
    let id = field(types, "T", "id");
    assert_eq!(id.facts.access.as_ref().map(|fact| fact.value), Some(Access::ReadOnly));
    assert_eq!(id.facts.secret.as_ref().map(|fact| fact.basis.how.clone()), Some(How::Assumed { reason: "it is a key".to_owned() }));
}

#[test]
fn only_what_is_sent_requires_the_container_of_what_is_required() {
    let rows =
        "assumed = \"for a test\"\nrows = [[\"profile.id\", \"string\", \"required\"], [\"tags[].tag\", \"string\", \"required\"]]\n";
    let op = "[op.a]\nrequest = \"PUT /a\"\nbody = \"T\"\nanswer = \"U\"\nassumed = \"for a test\"\n";
    let run = right(&format!("[type.T]\n{rows}[type.U]\n{rows}{op}"));
    let types = &run.api.types;
    let of = |name: &str| shape_of(types, types.get(types.named(name).expect("a type")));
    assert_eq!(of("T"), "{!+profile: {!+id: str}, !tags: [{!+tag: str}]}");
    assert_eq!(of("U"), "{!profile: {!+id: str}, !tags: [{!+tag: str}]}");
}

#[test]
fn words_behind_an_arrow_are_shown_instead_of_the_quote() {
    let run = right(
        "[type.T]\nat = \"1-6\"\nrows = [[\"id\", \"string\", \"\", \"The number. Read-only ⇒ A number. … Never changes.\", \"2\"], [\"name\", \"string\", \"\", \"The name of the user ⇒\", \"3\"]]\n",
    );
    let id = run.api.types.named("T").expect("a type");
    let Shape::Object(object) = &run.api.types.get(id).shape else { panic!("no object") };
    let words: Vec<Option<&str>> = object.fields.iter().map(|field| field.docs.as_ref().map(|docs| docs.value.as_str())).collect();
    assert_eq!(words, [Some("A number.\n\nNever changes."), None]);
    // They are known as the quote is.
    assert!(object.fields[0].docs.as_ref().is_some_and(|docs| docs.basis.in_document() && docs.basis.span.is_some()));
}

#[test]
fn an_error_may_have_several_codes() {
    let spec = |code: &str| {
        format!(
            "[type.E]\nassumed = \"t\"\nrows = [[\"code\", \"integer\"], [\"name\", \"string\"]]\n[errors]\nbody = \"E\"\ncode = {code}\nassumed = \"t\"\n"
        )
    };
    let codes = |code: &str| -> Vec<String> {
        let errors = right(&spec(code)).api.errors.expect("errors");
        errors.codes.into_iter().map(|code| code.value).collect()
    };
    assert_eq!(codes("\"name\""), ["name"]);
    assert_eq!(codes("[\"name\", \"code\"]"), ["name", "code"]);
    assert_eq!(run(&spec("[\"name\", \"name\"]")).lines(), ["x.toml:10:17: duplicate-name: the field `name` stands twice"]);
}

#[test]
fn codes_are_strings_or_integers() {
    let run = right(
        "[codes.N]\nassumed = \"t\"\nrows = [[0, 200, \"fine\", \"Success\"], [1015, \"\", \"\", \"Not found\"]]\n[codes.S]\nassumed = \"t\"\nrows = [[\"A\"], [\"7\"]]\n",
    );
    let types = &run.api.types;
    let Shape::Enum(numbers) = &types.get(types.named("N").expect("N")).shape else { panic!("no enumeration") };
    assert_eq!((numbers.base, numbers.values[0].wire.as_str()), (EnumBase::Integer, "0"));
    assert_eq!(numbers.values[0].http_status.as_ref().map(|status| status.value), Some(200));
    assert_eq!(numbers.values[0].docs.as_ref().map(|docs| docs.value.as_str()), Some("fine"));
    assert_eq!(numbers.values[1].message.as_ref().map(|docs| docs.value.as_str()), Some("Not found"));
    assert!(numbers.values[1].http_status.is_none());
    let Shape::Enum(strings) = &types.get(types.named("S").expect("S")).shape else { panic!("no enumeration") };
    assert_eq!(strings.base, EnumBase::Text);
}

#[test]
fn samples_are_kept_as_valid_json() {
    let page = "{\"id\": USER_ID, \"n\": 12345678901234567890, \"a\": [1, 2, ...], \"t\": \"x\\ty\", ...}\n";
    let run = run_on("page.txt", page, "x.toml", "docwright = 1\nname = \"X\"\n[source]\nfile = \"page.txt\"\n[type.T]\nsample = \"1\"\n");
    assert_eq!(run.api.samples[0].json.as_deref(), Some("{\"id\":\"<USER_ID>\",\"n\":12345678901234567890,\"a\":[1,2],\"t\":\"x\\ty\"}"));
    assert_eq!(run.api.samples[0].ty, run.api.types.named("T"));
}

#[test]
fn json_says_the_same_as_toml() {
    let toml = r#"
[type.T]
at = "1-6"
rows = [["id", "string", "required", "The number. Read-only", "2"], ["state", "enum on | off", "", "", "4"]]
[auth.key]
header = ["Authorization", "Basic ", "API key"]
assumed = "for a test"
[op."users.get"]
request = "GET /users/{id}"
at = "7-8"
answer = "T"
params = [["id", "path", "string", "required", "", "7"]]
errors = [[404, "No such user", "8"]]
assumed.params.id = "as the answer's"
"#;
    let json = r#"{ "docwright": 1, "name": "X", "source": { "file": "page.txt" },
  "type": { "T": { "at": "1-6", "rows": [["id", "string", "required", "The number. Read-only", "2"], ["state", "enum on | off", "", "", "4"]] } },
  "auth": { "key": { "header": ["Authorization", "Basic ", "API key"], "assumed": "for a test" } },
  "op": { "users.get": { "request": "GET /users/{id}", "at": "7-8", "answer": "T", "params": [["id", "path", "string", "required", "", "7"]],
    "errors": [[404, "No such user", "8"]], "assumed": { "params": { "id": "as the answer's" } } } } }"#;
    let toml = right(toml);
    let json = run_on("page.txt", super::PAGE, "x.json", json);
    assert_eq!(json.lines(), Vec::<String>::new());
    assert_eq!(toml.api, json.api);
    assert_eq!(toml.api.operations[0].params[0].wire, "id");
}

#[test]
fn a_sample_that_contradicts_its_rows_is_a_warning_with_both_places() {
    let run = run(
        "[type.T]\nat = \"2-6\"\nsample = \"9\"\nrows = [[\"id\", \"integer\", \"\", \"\", \"2\"], [\"name\", \"integer\", \"\", \"\", \"3\"]]\n",
    );
    let lines: Vec<String> = run.said.sorted().iter().map(|diagnostic| line(diagnostic, &run.sources)).collect();
    assert_eq!(
        lines,
        [
            "x.toml:8:17: sample-contradicts: `id` is a whole number, but a sample shows a string + page.txt:9:9 a string in the sample ? settle it: keep \
          what is right as the row's type, and the page's word as `doc-says`; or let the type hold both, as in `number | string`"
        ]
    );
}

#[test]
fn a_sample_of_an_answer_that_shows_more_than_the_type_is_a_warning() {
    let run = run(
        "[type.T]\nat = \"2-6\"\nrows = [[\"id\", \"string\", \"\", \"\", \"2\"], [\"name\", \"string\", \"\", \"\", \"3\"], [\"tags[]\", \"any\", \"\", \"\", \"5\"]]\n[op.a]\nrequest = \"GET /a\"\nassumed = \"t\"\nanswer = \"T\"\nsample = \"9\"\n",
    );
    assert_eq!(
        run.lines(),
        [
            "page.txt:9:29: sample-shows-more: a sample shows `age`, which the type `T` has not + x.toml:5:1 the type ? write a row for it, or name the \
          sample in the type itself: `sample = \"33 data[]\"`"
        ]
    );
    assert_eq!(run.api.operations[0].samples.len(), 1);
}
