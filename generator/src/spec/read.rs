//! TOML or JSON → the raw tree. Kinds, missing keys, unknown keys and shapes of rows are judged here; what cells mean is not.

use super::tree::{
    AuthChoice, AuthTable, ByKey, CodeRow, CodesTable, EnvelopeTable, ErrorsTable, Evidence, FieldRow, FurtherServerTable, GroupTable,
    HeaderRow, LimitTable, OperationTable, OutcomeTable, PagingTable, ParamRow, PatchTable, Scalar, ServerTable, Set, SetKey, SourceTable,
    Spec, StatusRow, Text, TypeTable, UnknownRow, ValueRow, ValuesTable, VariableTable, Way, WayKind, WebhookTable,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::cursor::{Table, string, strings, wrong_kind};
use crate::document::{Member, Node, Value, json, toml};
use crate::text::{FileId, Located, SourceMap, Span};

/// The version of the format that is read.
pub const VERSION: i64 = 1;

/// Reads a spec or an overlay. TOML, or JSON of the same structure where the file's name ends in `.json`.
///
/// Everything that is wrong with the structure is reported at once; `None` where there is no structure at all.
pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Spec> {
    let is_json = sources.file(file).name().to_ascii_lowercase().ends_with(".json");
    let node = if is_json { json::read_strict(file, sources, diagnostics) } else { toml::read(file, sources, diagnostics) }?;
    let mut table = Table::open(&node, "a spec", diagnostics)?;
    match table.node("docwright") {
        Some(node) if node.value == Value::Number(VERSION.to_string()) => {}
        Some(node) => diagnostics.push(
            Diagnostic::new(Code::SpecVersion, node.span, "the spec is in a version of the format that is not known here")
                .note(format!("expected `docwright = {VERSION}`")),
        ),
        None => diagnostics.push(
            Diagnostic::new(Code::SpecVersion, Span::new(file, 0, 0), "the spec does not say which version of the format it is in")
                .help(format!("write `docwright = {VERSION}` as its first line")),
        ),
    }
    let spec = Spec {
        file,
        span: node.span,
        name: table.string("name", diagnostics),
        text: table.string("text", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        source: table.table("source", "`[source]`", diagnostics).map(|table| source(table, diagnostics)),
        server: table.table("server", "`[server]`", diagnostics).map(|table| server(table, diagnostics)),
        servers: named(&mut table, "servers", diagnostics, further_server),
        auth: named(&mut table, "auth", diagnostics, auth),
        groups: named(&mut table, "group", diagnostics, group),
        types: named(&mut table, "type", diagnostics, type_table),
        values: named(&mut table, "values", diagnostics, values),
        codes: named(&mut table, "codes", diagnostics, codes),
        operations: named(&mut table, "op", diagnostics, operation),
        webhooks: named(&mut table, "webhook", diagnostics, webhook),
        errors: table.table("errors", "`[errors]`", diagnostics).map(|table| errors(table, diagnostics)),
        outcome: table.table("outcome", "`[outcome]`", diagnostics).map(|table| outcome(table, diagnostics)),
        envelope: table.table("envelope", "`[envelope]`", diagnostics).map(|table| envelope(table, diagnostics)),
        limits: tables(&mut table, "limit", diagnostics, limit),
        unknown: unknown(&mut table, diagnostics),
        patches: tables(&mut table, "patch", diagnostics, patch),
    };
    table.finish(diagnostics);
    Some(spec)
}

/// The tables `[key.*]`, each with the name that it carries.
fn named<T>(
    table: &mut Table<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    read: fn(Text, Table<'_>, &mut Diagnostics) -> T,
) -> Vec<T> {
    let mut all = Vec::new();
    for Member { key: name, value } in table.entries(key, diagnostics) {
        let what = format!("`[{key}.{}]`", shown(&name.value));
        if let Some(table) = Table::open(value, what, diagnostics) {
            all.push(read(name.clone(), table, diagnostics));
        }
    }
    all
}

/// The tables `[[key]]`.
fn tables<T>(
    table: &mut Table<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    read: fn(Table<'_>, &mut Diagnostics) -> T,
) -> Vec<T> {
    let mut all = Vec::new();
    for node in table.list(key, diagnostics) {
        if let Some(table) = Table::open(node, format!("`[[{key}]]`"), diagnostics) {
            all.push(read(table, diagnostics));
        }
    }
    all
}

/// A name as it stands in the header of its table.
pub(super) fn shown(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-');
    if bare { name.to_owned() } else { format!("{name:?}") }
}

fn evidence(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Evidence {
    Evidence {
        at: table.string("at", diagnostics),
        quote: table.string("quote", diagnostics),
        from: by_key(table, "from", diagnostics),
        assumed: by_key(table, "assumed", diagnostics),
        reason: table.string("reason", diagnostics),
    }
}

/// The key under which `from` and `assumed` name rows of parameters.
pub(super) const PARAMS: &str = "params";

fn by_key(table: &mut Table<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> ByKey {
    let mut found = ByKey::default();
    let Some(node) = table.node(key) else { return found };
    match &node.value {
        Value::String(text) => found.whole = Some(Located::new(text.clone(), node.span)),
        Value::Object(object) => {
            for member in &object.members {
                let what = format!("`{key}.{}`", shown(&member.key.value));
                // Rows of parameters have a table of their own: their names may be those of keys.
                if let (PARAMS, Value::Object(params)) = (member.key.value.as_str(), &member.value.value) {
                    for row in &params.members {
                        let what = format!("`{key}.{PARAMS}.{}`", shown(&row.key.value));
                        if let Some(text) = string(&row.value, &what, diagnostics) {
                            let name = Located::new(format!("{PARAMS}.{}", row.key.value), row.key.span);
                            found.keys.push((name, text));
                        }
                    }
                    continue;
                }
                if let Some(text) = string(&member.value, &what, diagnostics) {
                    found.keys.push((member.key.clone(), text));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Hole(_) => {
            diagnostics.push(wrong_kind(
                node,
                &format!("`{key}` of {}", table.what()),
                "a string, or an object with a string for each key",
            ));
        }
    }
    found
}

/// The kinds of cells that a row may have.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    /// A string.
    Text,
    /// A string or a whole number.
    Scalar,
}

/// The cells of a row. The last ones may be left out, the first `least` may not.
fn row(node: &Node, what: &str, cells: &[(&'static str, Cell)], least: usize, diagnostics: &mut Diagnostics) -> Option<Vec<Scalar>> {
    let names = cells.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let Some(items) = node.as_array() else {
        diagnostics.push(wrong_kind(node, &format!("a row of {what}"), &format!("a list: {names}")));
        return None;
    };
    if items.len() < least || items.len() > cells.len() {
        diagnostics.push(Diagnostic::new(Code::BadRow, node.span, format!("a row of {what} has {} cells", items.len())).note(format!(
            "expected {}: {names}",
            if least == cells.len() { format!("{least}") } else { format!("{least} to {}", cells.len()) }
        )));
        return None;
    }
    let mut found = Vec::new();
    let mut whole = true;
    for (item, (name, cell)) in items.iter().zip(cells) {
        let scalar = match &item.value {
            Value::String(text) => Some(Scalar { text: Located::new(text.clone(), item.span), number: false }),
            Value::Number(text) if *cell == Cell::Scalar => Some(Scalar { text: Located::new(text.clone(), item.span), number: true }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) | Value::Hole(_) => {
                let expected = if *cell == Cell::Scalar { "a string or a number" } else { "a string" };
                diagnostics.push(wrong_kind(item, &format!("the cell `{name}` of {what}"), expected));
                None
            }
        };
        whole &= scalar.is_some();
        found.extend(scalar);
    }
    whole.then_some(found)
}

/// The cells of a row one after another; an absent one is an empty text at the row's end.
struct Cells {
    cells: std::vec::IntoIter<Scalar>,
    end: Span,
}

impl Cells {
    fn read(node: &Node, what: &str, cells: &[(&'static str, Cell)], least: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        let end = Span { start: node.span.end.saturating_sub(1).max(node.span.start), ..node.span };
        row(node, what, cells, least, diagnostics).map(|cells| Self { cells: cells.into_iter(), end })
    }

    fn scalar(&mut self) -> Scalar {
        self.cells.next().unwrap_or(Scalar { text: Located::new(String::new(), self.end), number: false })
    }

    fn text(&mut self) -> Text {
        self.scalar().text
    }

    /// A cell that says nothing when it is empty.
    fn place(&mut self) -> Option<Text> {
        Some(self.text()).filter(|text| !text.value.trim().is_empty())
    }
}

fn rows<T>(
    table: &mut Table<'_>,
    key: &'static str,
    cells: &[(&'static str, Cell)],
    least: usize,
    diagnostics: &mut Diagnostics,
    make: fn(Cells, Span) -> T,
) -> Vec<T> {
    let what = format!("`{key}` of {}", table.what());
    let nodes = table.list(key, diagnostics);
    nodes.iter().filter_map(|node| Some(make(Cells::read(node, &what, cells, least, diagnostics)?, node.span))).collect()
}

/// Sentences, or pairs of a sentence and a place.
fn unknown(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Vec<UnknownRow> {
    let what = format!("`unknown` of {}", table.what());
    let mut all = Vec::new();
    for node in table.list("unknown", diagnostics) {
        if let Value::String(text) = &node.value {
            all.push(UnknownRow { text: Located::new(text.clone(), node.span), at: None });
        } else if let Some(mut cells) = Cells::read(node, &what, &[("text", Cell::Text), ("at", Cell::Text)], 1, diagnostics) {
            all.push(UnknownRow { text: cells.text(), at: cells.place() });
        }
    }
    all
}

fn source(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> SourceTable {
    let found = SourceTable { file: table.required_string("file", diagnostics), page: table.string("page", diagnostics) };
    table.finish(diagnostics);
    found
}

fn server(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> ServerTable {
    let found = ServerTable {
        url: table.string("url", diagnostics),
        variables: named(&mut table, "variables", diagnostics, variable),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn further_server(id: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> FurtherServerTable {
    let found = FurtherServerTable {
        id,
        url: table.required_string("url", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn variable(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> VariableTable {
    let found = VariableTable {
        name,
        text: table.string("text", diagnostics),
        default: table.string("default", diagnostics),
        example: table.string("example", diagnostics),
        evidence: evidence(&mut table, diagnostics),
    };
    table.finish(diagnostics);
    found
}

/// Names and kinds of the cells of a row.
type Columns = &'static [(&'static str, Cell)];

/// The keys that say where credentials go, and the cells that each takes.
const WAYS: &[(&str, WayKind, Columns)] = &[
    ("headers", WayKind::Headers, &[("name", Cell::Text), ("value", Cell::Text)]),
    ("header", WayKind::Header, &[("name", Cell::Text), ("prefix", Cell::Text), ("value", Cell::Text)]),
    ("bearer", WayKind::Bearer, &[("value", Cell::Text)]),
    ("basic", WayKind::Basic, &[("user", Cell::Text), ("password", Cell::Text)]),
    ("query", WayKind::Query, &[("name", Cell::Text), ("value", Cell::Text)]),
    ("cookie", WayKind::Cookie, &[("name", Cell::Text), ("value", Cell::Text)]),
    ("signed_query", WayKind::SignedQuery, &[("name", Cell::Text), ("signature", Cell::Text), ("value", Cell::Text)]),
];

fn auth(id: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> AuthTable {
    let mut ways = Vec::new();
    for (key, kind, cells) in WAYS {
        let Some(member) = table.member(key) else { continue };
        let what = format!("`{key}` of {}", table.what());
        let read = |node: &Node, diagnostics: &mut Diagnostics| {
            row(node, &what, cells, cells.len(), diagnostics).map(|cells| cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>())
        };
        let rows = match (kind, &member.value.value) {
            (WayKind::Bearer, _) => string(&member.value, &what, diagnostics).map(|text| vec![text]).into_iter().collect(),
            (WayKind::Headers, Value::Array(array)) => array.items.iter().filter_map(|node| read(node, diagnostics)).collect(),
            _ => read(&member.value, diagnostics).into_iter().collect(),
        };
        ways.push(Way { kind: *kind, rows, span: member.key.span });
    }
    let found = AuthTable {
        id,
        ways,
        text: table.string("text", diagnostics),
        server: table.string("server", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn group(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> GroupTable {
    let found =
        GroupTable { name, text: table.string("text", diagnostics), evidence: evidence(&mut table, diagnostics), span: table.span() };
    table.finish(diagnostics);
    found
}

fn type_table(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> TypeTable {
    let cells = [("path", Cell::Text), ("type", Cell::Text), ("facts", Cell::Text), ("text", Cell::Text), ("at", Cell::Text)];
    let found = TypeTable {
        name,
        text: table.string("text", diagnostics),
        samples: table.strings("sample", diagnostics),
        rows: rows(&mut table, "rows", &cells, 2, diagnostics, |mut cells, span| FieldRow {
            path: cells.text(),
            ty: cells.text(),
            facts: cells.text(),
            text: cells.text(),
            at: cells.place(),
            span,
        }),
        unknown: unknown(&mut table, diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn values(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> ValuesTable {
    let cells = [("value", Cell::Scalar), ("text", Cell::Text), ("at", Cell::Text)];
    let found = ValuesTable {
        name,
        text: table.string("text", diagnostics),
        rows: rows(&mut table, "rows", &cells, 1, diagnostics, |mut cells, span| ValueRow {
            value: cells.scalar(),
            text: cells.text(),
            at: cells.place(),
            span,
        }),
        unknown: unknown(&mut table, diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn codes(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> CodesTable {
    let cells = [("code", Cell::Scalar), ("HTTP status", Cell::Scalar), ("text", Cell::Text), ("message", Cell::Text), ("at", Cell::Text)];
    let found = CodesTable {
        name,
        text: table.string("text", diagnostics),
        rows: rows(&mut table, "rows", &cells, 1, diagnostics, |mut cells, span| CodeRow {
            code: cells.scalar(),
            http: cells.text(),
            text: cells.text(),
            message: cells.text(),
            at: cells.place(),
            span,
        }),
        unknown: unknown(&mut table, diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn operation(id: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> OperationTable {
    let params = [
        ("name", Cell::Text),
        ("place", Cell::Text),
        ("type", Cell::Text),
        ("facts", Cell::Text),
        ("text", Cell::Text),
        ("at", Cell::Text),
    ];
    let headers = [("name", Cell::Text), ("value", Cell::Text), ("at", Cell::Text)];
    let mut answers = Vec::new();
    for member in table.entries("answers", diagnostics) {
        if let Some(text) = string(&member.value, &format!("the answer {}", shown(&member.key.value)), diagnostics) {
            answers.push((member.key.clone(), text));
        }
    }
    table.conflict("answer", "answers", diagnostics);
    let auth = table
        .node("auth")
        .map(|node| AuthChoice { ids: strings(node, &format!("`auth` of {}", table.what()), diagnostics), span: node.span });
    let found = OperationTable {
        id,
        request: table.required_string("request", diagnostics),
        server: table.string("server", diagnostics),
        text: table.string("text", diagnostics),
        answer: table.string("answer", diagnostics),
        answers,
        samples: table.strings("sample", diagnostics),
        request_samples: table.strings("request_sample", diagnostics),
        auth,
        params: rows(&mut table, "params", &params, 3, diagnostics, |mut cells, span| ParamRow {
            name: cells.text(),
            place: cells.text(),
            ty: cells.text(),
            facts: cells.text(),
            text: cells.text(),
            at: cells.place(),
            span,
        }),
        headers: rows(&mut table, "headers", &headers, 2, diagnostics, |mut cells, span| HeaderRow {
            name: cells.text(),
            value: cells.text(),
            at: cells.place(),
            span,
        }),
        body: table.string("body", diagnostics),
        media: table.string("media", diagnostics),
        errors: statuses(&mut table, "errors", diagnostics),
        paging: table.table("paging", "`paging`", diagnostics).map(|table| paging(table, diagnostics)),
        deprecated: table.string("deprecated", diagnostics),
        unknown: unknown(&mut table, diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn statuses(table: &mut Table<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<StatusRow> {
    let cells = [("HTTP status", Cell::Scalar), ("text", Cell::Text), ("at", Cell::Text)];
    rows(table, key, &cells, 1, diagnostics, |mut cells, span| StatusRow {
        status: cells.text(),
        text: cells.text(),
        at: cells.place(),
        span,
    })
}

fn count(table: &mut Table<'_>, key: &'static str, least: i64, diagnostics: &mut Diagnostics) -> Option<Located<u32>> {
    let found = table.integer(key, least..=i64::from(u32::MAX), diagnostics)?;
    u32::try_from(found.value).ok().map(|value| Located::new(value, found.span))
}

fn paging(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> PagingTable {
    let found = PagingTable {
        style: table.required_string("style", diagnostics),
        param: table.required_string("param", diagnostics),
        first: count(&mut table, "first", 0, diagnostics),
        items: table.required_string("items", diagnostics),
        next: table.string("next", diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn webhook(name: Text, mut table: Table<'_>, diagnostics: &mut Diagnostics) -> WebhookTable {
    let found = WebhookTable {
        name,
        body: table.required_string("body", diagnostics),
        text: table.string("text", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn errors(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> ErrorsTable {
    let found = ErrorsTable {
        body: table.string("body", diagnostics),
        codes: table.strings("code", diagnostics),
        message: table.string("message", diagnostics),
        rows: statuses(&mut table, "rows", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn outcome(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> OutcomeTable {
    table.conflict("fails_when", "succeeds_when", diagnostics);
    let found = OutcomeTable {
        fails_when: table.string("fails_when", diagnostics),
        succeeds_when: table.string("succeeds_when", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

fn envelope(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> EnvelopeTable {
    let found =
        EnvelopeTable { ty: table.required_string("type", diagnostics), evidence: evidence(&mut table, diagnostics), span: table.span() };
    table.finish(diagnostics);
    found
}

fn limit(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> LimitTable {
    let requests = count(&mut table, "requests", 1, diagnostics);
    if requests.is_none() {
        table.required_node("requests", diagnostics);
    }
    let found = LimitTable {
        requests,
        per: table.required_string("per", diagnostics),
        block: table.string("block", diagnostics),
        scope: table.string("scope", diagnostics),
        evidence: evidence(&mut table, diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}

/// The keys of `set`.
pub(super) const SETS: &[(&str, SetKey)] = &[
    ("type", SetKey::Type),
    ("presence", SetKey::Presence),
    ("text", SetKey::Text),
    ("method", SetKey::Method),
    ("path", SetKey::Path),
    ("group", SetKey::Group),
    ("place", SetKey::Place),
    ("auth", SetKey::Auth),
    ("server", SetKey::Server),
    ("url", SetKey::Url),
    ("name", SetKey::Name),
    ("answer", SetKey::Answer),
    ("enum", SetKey::Enum),
    ("keys", SetKey::Keys),
    ("also", SetKey::Also),
    ("max", SetKey::Max),
];

/// A whole number, as its text.
fn whole_number(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Option<Text> {
    if let Value::Number(text) = &node.value
        && text.parse::<u32>().is_ok()
    {
        return Some(Text::new(text.clone(), node.span));
    }
    diagnostics.push(wrong_kind(node, what, "a whole number of characters"));
    None
}

/// A list of texts or whole numbers.
fn enum_values(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Vec<Text> {
    let Value::Array(list) = &node.value else {
        diagnostics.push(wrong_kind(node, what, "a list of strings or whole numbers"));
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in &list.items {
        match &item.value {
            Value::Number(text) if text.parse::<i64>().is_ok() => found.push(Text::new(text.clone(), item.span)),
            Value::String(text) => found.push(Text::new(text.clone(), item.span)),
            _ => diagnostics.push(wrong_kind(item, &format!("an item of {what}"), "a string or a whole number")),
        }
    }
    let is_number = |item: &&Node| matches!(item.value, Value::Number(_));
    if let Some(first) = list.items.first()
        && matches!(first.value, Value::Number(_) | Value::String(_))
        && let Some(other) =
            list.items.iter().find(|item| matches!(item.value, Value::Number(_) | Value::String(_)) && is_number(item) != is_number(&first))
    {
        let expected = if is_number(&first) { "a whole number, as the first value is" } else { "a string, as the first value is" };
        diagnostics.push(
            wrong_kind(other, &format!("an item of {what}"), expected)
                .and(first.span, "the first value")
                .help("write all of them as strings, or all as whole numbers: an enumeration has values of one kind"),
        );
        return Vec::new();
    }
    found
}

fn patch(mut table: Table<'_>, diagnostics: &mut Diagnostics) -> PatchTable {
    let mut set = Vec::new();
    if let Some(mut values) = table.table("set", "`set`", diagnostics) {
        for (name, key) in SETS {
            let Some(member) = values.member(name) else { continue };
            let what = format!("`{name}` of `set`");
            let found = match key {
                SetKey::Auth => strings(&member.value, &what, diagnostics),
                SetKey::Enum => enum_values(&member.value, &what, diagnostics),
                SetKey::Max => whole_number(&member.value, &what, diagnostics).into_iter().collect(),
                _ => string(&member.value, &what, diagnostics).into_iter().collect(),
            };
            // No values at all make a thing plain.
            let is_plain = *key == SetKey::Enum && matches!(&member.value.value, Value::Array(list) if list.items.is_empty());
            if !found.is_empty() || is_plain {
                set.push(Set { key: *key, values: found, span: member.key.span });
            }
        }
        values.finish(diagnostics);
    }
    let found = PatchTable {
        at: table.required_string("at", diagnostics),
        set,
        add: table.string("add", diagnostics),
        remove: table.string("remove", diagnostics),
        reason: table.required_string("reason", diagnostics),
        from: table.string("from", diagnostics),
        quoted_at: table.string("quoted_at", diagnostics),
        quote: table.string("quote", diagnostics),
        span: table.span(),
    };
    table.finish(diagnostics);
    found
}
