//! TOML into the tree that all readers make.
//!
//! The crate `toml` does the reading; this is the way from its tree into ours, with two promises of our own: members stand in the
//! order of the file whatever the tables' headers do, and a table's place is one that a reader of a message wants to see.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::node::{Array, Member, Node, Object, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, Located, SourceMap, Span};

/// Reads a file of TOML 1.1. All that breaks its rules is reported at once, as [`Code::InvalidToml`]; then there is no tree.
///
/// * Dates and times become strings.
/// * Numbers keep their text, without the underscores; integers to another base than ten become decimal.
/// * The place of a table is its braces, its header or, without either, its key; that of a list of tables is its first header; that
///   of the file's own table is its first key.
pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.file(file).text();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        // An error at the end of the file has no place of its own in some cases.
        let end = text.floor_char_boundary(range.end.min(text.len()));
        let start = text.floor_char_boundary(range.start.min(end));
        let (what, expected) = match error.message().split_once(", expected ") {
            Some((what, expected)) => (what, Some(expected)),
            None => (error.message(), None),
        };
        let mut diagnostic = Diagnostic::new(Code::InvalidToml, Span::new(file, start, end), format!("invalid TOML: {what}"));
        if let Some(expected) = expected {
            diagnostic = diagnostic.note(format!("expected {expected}"));
        }
        diagnostics.push(diagnostic);
    }
    if !errors.is_empty() {
        return None;
    }
    let Placed { mut node, .. } = Reader { file, text }.table(table.into_inner(), Span::new(file, 0, 0));
    if let Some(first) = node.as_object().and_then(|object| object.members.first()) {
        node.span = first.key.span;
    }
    Some(node)
}

/// A node, and the first place that anything of it has in the file: headers may stand behind those of their own parts.
struct Placed {
    node: Node,
    first: u32,
}

#[derive(Clone, Copy)]
struct Reader<'t> {
    file: FileId,
    text: &'t str,
}

impl Reader<'_> {
    fn span(self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start.min(self.text.len()), range.end.min(self.text.len()))
    }

    fn value(self, value: Spanned<DeValue<'_>>) -> Placed {
        let span = self.span(&value.span());
        let value = match value.into_inner() {
            // A text over several lines is the same, however its file ends lines.
            DeValue::String(text) => Value::String(text.replace("\r\n", "\n")),
            DeValue::Integer(integer) => Value::Number(decimal(integer.as_str(), integer.radix())),
            DeValue::Float(float) => Value::Number(float.as_str().trim_start_matches('+').to_owned()),
            DeValue::Boolean(truth) => Value::Bool(truth),
            DeValue::Datetime(datetime) => Value::String(datetime.to_string()),
            DeValue::Array(array) => return self.array(array, span),
            DeValue::Table(table) => return self.table(table, span),
        };
        Placed { node: Node::new(value, span), first: span.start }
    }

    fn array(self, array: DeArray<'_>, span: Span) -> Placed {
        let items: Vec<Placed> = array.into_iter().map(|item| self.value(item)).collect();
        let first = items.iter().map(|item| item.first).min().map_or(span.start, |first| first.min(span.start));
        let items = items.into_iter().map(|item| item.node).collect();
        Placed { node: Node::new(Value::Array(Array { items, cut: false }), span), first }
    }

    fn table(self, table: DeTable<'_>, span: Span) -> Placed {
        let mut members: Vec<(u32, Member)> = table
            .into_iter()
            .map(|(key, value)| {
                let key_span = self.span(&key.span());
                let Placed { node, first } = self.value(value);
                let member = Member { key: Located::new(key.into_inner().into_owned(), key_span), value: node };
                (first.min(key_span.start), member)
            })
            .collect();
        members.sort_by_key(|&(first, _)| first);
        let first = members.first().map_or(span.start, |&(first, _)| first.min(span.start));
        let members = members.into_iter().map(|(_, member)| member).collect();
        Placed { node: Node::new(Value::Object(Object { members, cut: false }), span), first }
    }
}

/// An integer in decimal digits; one that is too big for that keeps its digits and says its base.
fn decimal(digits: &str, radix: u32) -> String {
    if radix == 10 {
        return digits.trim_start_matches('+').to_owned();
    }
    match i128::from_str_radix(digits, radix) {
        Ok(integer) => integer.to_string(),
        Err(_) => format!(
            "{}{digits}",
            if radix == 16 {
                "0x"
            } else if radix == 8 {
                "0o"
            } else {
                "0b"
            }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (SourceMap, Option<Node>, Vec<String>) {
        let mut sources = SourceMap::default();
        let file = sources.add("spec.toml", text.to_owned());
        let mut diagnostics = Diagnostics::default();
        let node = read(file, &sources, &mut diagnostics);
        let lines = diagnostics.sorted().iter().map(|diagnostic| diagnostic.line(&sources)).collect();
        (sources, node, lines)
    }

    fn tree(text: &str) -> (SourceMap, Node) {
        let (sources, node, lines) = read_text(text);
        assert_eq!(lines, Vec::<String>::new());
        (sources, node.expect("valid TOML"))
    }

    fn keys(node: &Node) -> Vec<&str> {
        node.as_object().expect("a table").members.iter().map(|member| member.key.value.as_str()).collect()
    }

    #[test]
    fn members_stand_in_the_order_of_the_file() {
        let (_, node) = tree("z = 1\n[m.x]\nq = 1\n[k]\nb = 1\na = 2\n[m]\nd = 3\n[[j]]\n[[j]]\n[m.a]\n");
        assert_eq!(keys(&node), ["z", "m", "k", "j"]);
        assert_eq!(keys(node.get("m").expect("m")), ["x", "d", "a"]);
        assert_eq!(keys(node.get("k").expect("k")), ["b", "a"]);
        let (_, node) = tree("b.y = 1\na = 2\nb.x = 3\nc = { z = 1, y = 2 }\n");
        assert_eq!(keys(&node), ["b", "a", "c"]);
        assert_eq!(keys(node.get("b").expect("b")), ["y", "x"]);
        assert_eq!(keys(node.get("c").expect("c")), ["z", "y"]);
    }

    #[test]
    fn places_are_those_of_headers_braces_and_keys() {
        let (sources, node) = tree("name = \"a\\tb\"\nt = { x = 1 }\nd.e = [1,\n 2]\n[op.get]\nat = 3\n[[list]]\n[[list]]\n");
        let text = |pointer: &str| sources.text(node.pointer(pointer).expect("a node").span);
        assert_eq!(text(""), "name");
        assert_eq!(text("/name"), "\"a\\tb\"");
        assert_eq!(node.pointer("/name").and_then(Node::as_str), Some("a\tb"));
        assert_eq!(text("/t"), "{ x = 1 }");
        assert_eq!(text("/d"), "d");
        assert_eq!(text("/d/e"), "[1,\n 2]");
        assert_eq!(text("/op"), "op");
        assert_eq!(text("/op/get"), "[op.get]");
        assert_eq!(text("/op/get/at"), "3");
        assert_eq!(sources.place(node.pointer("/list").expect("a list").span), "spec.toml:7:1");
        assert_eq!(sources.place(node.pointer("/list/1").expect("a table").span), "spec.toml:8:1");
        let op = &node.get("op").and_then(Node::as_object).expect("op").members[0];
        assert_eq!(sources.place(op.key.span), "spec.toml:5:5");
        assert_eq!(sources.text(op.key.span), "get");
    }

    #[test]
    fn numbers_and_dates_keep_their_text() {
        let (_, node) =
            tree("a = 1_000\nb = 0xff\nc = -0\nd = 1.50\ne = 2020-01-02T03:04:05Z\nf = +7\ng = 12345678901234567890123\nh = 1e3\n");
        let value = |key: &str| node.get(key).expect("a value").value.clone();
        assert_eq!(value("a"), Value::Number("1000".to_owned()));
        assert_eq!(value("b"), Value::Number("255".to_owned()));
        assert_eq!(value("c"), Value::Number("-0".to_owned()));
        assert_eq!(value("d"), Value::Number("1.50".to_owned()));
        assert_eq!(value("e"), Value::String("2020-01-02T03:04:05Z".to_owned()));
        assert_eq!(value("f"), Value::Number("7".to_owned()));
        assert_eq!(value("g"), Value::Number("12345678901234567890123".to_owned()));
        assert_eq!(value("h"), Value::Number("1e3".to_owned()));
    }

    #[test]
    fn all_errors_are_reported_at_once() {
        let (_, node, lines) = read_text("a = \nb = 1\nb = 2\nc = tru\n[t\n");
        assert_eq!(node, None);
        assert_eq!(
            lines,
            [
                "spec.toml:1:5: error[invalid-toml]: invalid TOML: string values must be quoted",
                "spec.toml:3:1: error[invalid-toml]: invalid TOML: duplicate key",
                "spec.toml:4:5: error[invalid-toml]: invalid TOML: invalid boolean",
                "spec.toml:5:3: error[invalid-toml]: invalid TOML: unclosed table",
            ]
        );
    }

    #[test]
    fn an_empty_file_is_an_empty_table() {
        let (_, node) = tree("");
        assert_eq!(keys(&node), Vec::<&str>::new());
        let (_, node) = tree("\u{feff}a = 1\n");
        assert_eq!(keys(&node), ["a"]);
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        let (_, node, lines) = read_text(&format!("a = {}", "[".repeat(100_000)));
        assert_eq!(node, None);
        assert!(!lines.is_empty());
    }
}
