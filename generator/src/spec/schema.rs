//! The JSON Schema of the format, for editors: which tables and keys there are, and what they mean.
//!
//! It describes structure only. What cells mean, and whether quotes stand where they are said to stand, is judged by reading and lowering.

use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of the format.
pub fn schema() -> Value {
    let mut root = table(
        "A normalized spec, or an overlay, of docwright: a vendor's page row by row, with the lines that each row was taken from.",
        &["docwright", "source"],
        &keys(&[
            ("docwright", json!({ "const": super::VERSION, "description": "The version of the format." })),
            ("name", string("The API's name for people.")),
            ("text", string("The vendor's words about the whole API; a quote.")),
            ("unknown", unknown()),
            (
                "source",
                table(
                    "The vendor's document that this file was taken from, or that it overlays.",
                    &["file"],
                    &keys(&[
                        ("file", string("The document, byte for byte, in the folder of this file.")),
                        ("page", string("Where it was published.")),
                    ]),
                ),
            ),
            ("server", server()),
            ("servers", named("Further servers, by name: those of the operations that name them.", &further_server())),
            ("auth", named("Ways to authenticate; the caller picks one.", &auth())),
            (
                "group",
                named(
                    "Groups of operations: what stands before the last dot of an operation's id.",
                    &entry("A group.", &[], &[("text", words())]),
                ),
            ),
            ("type", named("Types with fields.", &type_table())),
            ("values", named("Enumerations whose values have a text each.", &value_table())),
            ("codes", named("Error catalogues.", &code_table())),
            ("op", named("Operations. What stands before the last dot of the id is the group.", &operation())),
            (
                "webhook",
                named(
                    "What the vendor sends to an address of the caller's.",
                    &entry("A webhook.", &["body"], &[("body", ty("What it carries.")), ("text", words())]),
                ),
            ),
            (
                "errors",
                entry(
                    "The body of answers that say no.",
                    &[],
                    &[
                        ("body", ty("Its type.")),
                        (
                            "code",
                            strings(
                                "The field that holds the catalogue's code: a wire name; or several, in the order in which they are told.",
                            ),
                        ),
                        ("message", string("The field that holds a message for people: a path of wire names.")),
                        (
                            "rows",
                            rows("Statuses that any operation may answer with.", 1, &[scalar("HTTP status"), cell("text"), at_cell()]),
                        ),
                    ],
                ),
            ),
            (
                "outcome",
                entry(
                    "How a body says whether the call succeeded.",
                    &[],
                    &[
                        ("fails_when", string("`member = value`: the call failed when the rule holds.")),
                        ("succeeds_when", string("`member = value`: the call succeeded when the rule holds.")),
                    ],
                ),
            ),
            (
                "envelope",
                entry("The body of every answer, for an API whose operations are not documented.", &["type"], &[("type", ty("Its type."))]),
            ),
            ("limit", json!({ "type": "array", "description": "Limits on the number of requests.", "items": limit() })),
            ("patch", json!({ "type": "array", "description": "Corrections, in an overlay.", "items": patch() })),
        ]),
    );
    let own = evidence();
    if let (Some(root), Some(properties)) = (root.as_object_mut(), own.as_object()) {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("title".to_owned(), json!("docwright normalized spec, version 1"));
        if let Some(all) = root.get_mut("properties").and_then(Value::as_object_mut) {
            all.extend(properties.clone());
        }
    }
    root
}

/// Keys with their schemas.
fn keys(all: &[(&str, Value)]) -> Map<String, Value> {
    all.iter().map(|(key, schema)| ((*key).to_owned(), schema.clone())).collect()
}

fn string(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn words() -> Value {
    string(
        "The vendor's words: a quote of the lines at `at`, white space aside; `…` stands for words left out, and `⇒` parts the quote from the words to show instead.",
    )
}

fn ty(description: &str) -> Value {
    string(&format!(
        "{description} A type: `string`, `integer`, `datetime`, …, a table's name, `[T]`, `{{T}}`, `{{ a: T }}`, `T?`, `enum a | b`, `number | \"never\"`."
    ))
}

fn strings(description: &str) -> Value {
    json!({ "description": description, "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

/// A table of known keys.
fn table(description: &str, required: &[&str], properties: &Map<String, Value>) -> Value {
    let mut schema = json!({ "type": "object", "description": description, "properties": properties, "additionalProperties": false });
    if let Some(schema) = schema.as_object_mut()
        && !required.is_empty()
    {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

/// A table of known keys that says how it is known.
fn entry(description: &str, required: &[&str], own: &[(&str, Value)]) -> Value {
    let mut properties = keys(own);
    if let Some(evidence) = evidence().as_object() {
        properties.extend(evidence.clone());
    }
    table(description, required, &properties)
}

/// Tables by name.
fn named(description: &str, item: &Value) -> Value {
    json!({ "type": "object", "description": description, "additionalProperties": item })
}

/// The keys that say how an entry is known.
fn evidence() -> Value {
    let by_key = |what: &str| {
        json!({
            "description": what,
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "params": { "type": "object", "description": "By a parameter's name.", "additionalProperties": { "type": "string" } } },
                    "additionalProperties": { "type": "string" }
                }
            ]
        })
    };
    json!({
        "at": string("Lines of the source: `12`, `12-15`, `44, 67`; in a JSON document `/pointer/to/a/string:12-15`."),
        "quote": string("Words that stand at `at` and are not to become documentation."),
        "from": by_key("Another public page that says so: for the whole entry, or by key or row."),
        "assumed": by_key("Why a person decided so: for the whole entry, or by key or row."),
        "reason": string("In an overlay: why what the document says is not enough."),
    })
}

fn unknown() -> Value {
    json!({
        "type": "array",
        "description": "What the documents leave open: sentences, or pairs of a sentence and the lines that make one ask.",
        "items": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 2 }] }
    })
}

fn cell(description: &str) -> Value {
    string(description)
}

fn scalar(description: &str) -> Value {
    json!({ "type": ["string", "integer"], "description": description })
}

fn at_cell() -> Value {
    cell("Lines of the source.")
}

/// Rows of cells; the first `least` must be there.
fn rows(description: &str, least: usize, cells: &[Value]) -> Value {
    json!({ "type": "array", "description": description, "items": row(least, cells) })
}

fn row(least: usize, cells: &[Value]) -> Value {
    json!({ "type": "array", "prefixItems": cells, "items": false, "minItems": least, "maxItems": cells.len() })
}

fn server() -> Value {
    let variable = entry(
        "A variable. Without a `default` the caller must give it.",
        &[],
        &[("text", words()), ("default", string("Its value when none is given.")), ("example", string("A value that it may have."))],
    );
    entry(
        "Where the API is.",
        &[],
        &[
            ("url", string("The base URL; `{name}` is a variable. Left out only in an overlay over a document that has one.")),
            ("variables", named("What is known of the variables of all base URLs.", &variable)),
        ],
    )
}

fn further_server() -> Value {
    entry("A further server.", &["url"], &[("url", string("Its base URL; `{name}` is a variable, described in `[server.variables.…]`."))])
}

fn auth() -> Value {
    let value = || cell("What the caller gives.");
    entry(
        "A scheme: exactly one of `headers`, `header`, `bearer`, `basic`, `query`, `cookie`, `signed_query`.",
        &[],
        &[
            ("headers", rows("Headers, all of which are sent: name, value.", 2, &[cell("The header."), value()])),
            ("header", row(3, &[cell("The header."), cell("What stands before the value, such as `Bearer `."), value()])),
            ("bearer", string("`Authorization: Bearer …`: what the caller gives.")),
            ("basic", row(2, &[cell("The name of the user's half."), cell("The name of the password's half.")])),
            ("query", row(2, &[cell("The query parameter."), value()])),
            ("cookie", row(2, &[cell("The cookie."), value()])),
            ("signed_query", row(3, &[cell("The query parameter."), json!({ "const": "md5-of-query-and-key" }), value()])),
            ("server", string("A base URL of its own.")),
            ("text", words()),
        ],
    )
}

fn type_table() -> Value {
    let cells = [
        cell("The path: dots for objects, `[]` for the items of a list, a last `prefix-*` for open keys."),
        ty("The type; empty for what the sample shows."),
        cell(
            "Facts, parted by `;`: `required`, `optional`, `read-only`, `write-only`, `secret`, `max 255`, `default x`, `example x`, `deprecated`, `alias x`, `doc-says T`, `required if …`, `present if …`.",
        ),
        words(),
        at_cell(),
    ];
    entry(
        "A type with fields: its rows, over what its samples show.",
        &[],
        &[
            ("text", words()),
            ("rows", rows("Its fields, in the page's order: path, type, facts, text, at.", 2, &cells)),
            ("sample", strings("Where samples of it stand: lines, and a path into them, as in `33 data[]`.")),
            ("unknown", unknown()),
        ],
    )
}

fn value_table() -> Value {
    entry(
        "An enumeration.",
        &[],
        &[
            ("text", words()),
            ("rows", rows("Its values: value, text, at.", 1, &[scalar("The value."), words(), at_cell()])),
            ("unknown", unknown()),
        ],
    )
}

fn code_table() -> Value {
    let cells = [
        scalar("The code."),
        scalar("The HTTP status, or empty."),
        cell("When it happens; a quote."),
        cell("The message for people; a quote."),
        at_cell(),
    ];
    entry(
        "An error catalogue.",
        &[],
        &[("text", words()), ("rows", rows("Its codes: code, HTTP status, text, message, at.", 1, &cells)), ("unknown", unknown())],
    )
}

fn operation() -> Value {
    let params = [
        cell("The name on the wire."),
        json!({ "enum": ["path", "query", "header", "cookie", "form", "part"], "description": "Where it goes." }),
        ty("The type."),
        cell("Facts, parted by `;`; `credential <id>` for what an authentication scheme sends."),
        words(),
        at_cell(),
    ];
    let paging = table(
        "How answers are cut into pages.",
        &["style", "param", "items"],
        &keys(&[
            ("style", json!({ "enum": ["page", "offset", "cursor"], "description": "What the caller sends to get the next page." })),
            ("param", string("The query parameter that it goes into.")),
            ("first", json!({ "type": "integer", "minimum": 0, "description": "The first page's number; for `page`." })),
            ("items", string("The path of the items in an answer.")),
            ("next", string("The path of the next cursor in an answer; for `cursor`.")),
        ]),
    );
    entry(
        "An operation.",
        &["request"],
        &[
            ("request", string("Method, path template, constant query: `GET /accounts/{accountId}`, `GET ?action=get_users`.")),
            ("server", string("The further server that it goes to, by name; left out: the main one.")),
            ("text", words()),
            ("answer", ty("What a success holds, or `empty`, or `unknown`.")),
            ("answers", json!({ "type": "object", "description": "Answers by status.", "additionalProperties": ty("What it holds.") })),
            ("sample", strings("Where samples of the answer stand.")),
            ("request_sample", strings("Where samples of the body stand.")),
            ("auth", strings("`none`, or the ids of the schemes that are accepted; left out: any.")),
            ("params", rows("Parameters: name, place, type, facts, text, at.", 3, &params)),
            ("headers", rows("Constant headers: name, value, at.", 2, &[cell("The header."), cell("Its value."), at_cell()])),
            ("body", ty("The type of the body.")),
            ("media", string("The media type of the body; left out: JSON, assumed.")),
            ("errors", rows("Statuses that say no: status, text, at.", 1, &[scalar("HTTP status"), words(), at_cell()])),
            ("paging", paging),
            ("deprecated", string("That it should not be used any more: the vendor's words.")),
            ("unknown", unknown()),
        ],
    )
}

fn limit() -> Value {
    entry(
        "A limit.",
        &["requests", "per"],
        &[
            ("requests", json!({ "type": "integer", "minimum": 1, "description": "How many requests are allowed." })),
            ("per", string("In what time: `1 minute`.")),
            ("block", string("How long the vendor refuses afterwards: `1 hour`.")),
            ("scope", string("What is counted: an address, a key.")),
        ],
    )
}

fn patch() -> Value {
    let set: Vec<(&str, Value)> = super::read::SETS
        .iter()
        .map(|(key, _)| {
            let value = match *key {
                "auth" => strings("The schemes that are accepted, or `none`."),
                "enum" => json!({
                    "type": "array",
                    "items": { "type": ["string", "integer"] },
                    "description": "The values that it may have; none at all make it plain.",
                }),
                "keys" => string("`data` or `fields`: what the keys of an object are."),
                "max" => json!({ "type": "integer", "minimum": 0, "description": "How many characters it may have." }),
                _ => string("What it is to be."),
            };
            (*key, value)
        })
        .collect();
    table(
        "A correction.",
        &["at", "reason"],
        &keys(&[
            (
                "at",
                string(
                    "What it is about: `api`, `server`, `server <name>`, `op *`, `op <id>`, `op <id> / query <name>`, `op <id> / answer <status>`, `type <Name>`, `type <Name> / <path>`, `errors`, `envelope`, or an address as messages show it: `op:<id>/200/items[]/id`.",
                ),
            ),
            ("set", table("What it gives.", &[], &keys(&set))),
            (
                "add",
                string("The type of a field that the document does not describe: the one that `at` names, or `*` for keys that are data."),
            ),
            ("remove", string("What it takes away: `header <name>`, or `this`.")),
            ("reason", string("Why.")),
            ("from", string("Another public page that says so.")),
            ("quoted_at", string("Lines of the document that say so.")),
            ("quote", string("The words there.")),
        ]),
    )
}
