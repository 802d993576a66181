//! Recordings with an answer on each line (NDJSON).

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::cursor::Table;
use crate::document::{Node, Value, json};
use crate::drift::place::shown_name;
use crate::drift::record::{Body, Recorded, Where};
use crate::drift::sent::{Sent, SentBody};
use crate::text::{FileId, Shown, SourceMap, Span};

/// Reads a line; `number` counts from 1. Nothing where it is blank, and where something is wrong, which is said with its place. Only lines of which
/// something is said are kept among the sources.
pub fn read_line(name: &str, number: u32, bytes: &[u8], sources: &mut SourceMap, diagnostics: &mut Diagnostics) -> Option<Recorded> {
    let before = number.saturating_sub(1);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let file = sources.add_piece(name, String::from_utf8_lossy(bytes).into_owned(), before, Shown::PlaceOnly);
            // Up to the first wrong byte the replaced text is the line's own.
            let at = error.valid_up_to();
            let span = Span::new(file, at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            let said = Diagnostic::new(Code::NotUtf8, span, format!("line {number} of `{name}` is not text in UTF-8"));
            diagnostics.push(said.label("the first byte that is none").help("save the recording as UTF-8"));
            return None;
        }
    };
    let text = text.trim_end_matches(['\n', '\r']);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let place = Where { file: name.to_owned(), line: number, entry: None };
    // Most lines are right, and are not kept.
    let (mut own, mut said) = (SourceMap::default(), Diagnostics::default());
    let file = own.add_piece(name, text.to_owned(), before, Shown::PlaceOnly);
    let read = read(file, &own, &mut said).and_then(|node| read_object(&node, place.clone(), &mut said));
    if said.iter().next().is_none() {
        return read;
    }
    let file = sources.add_piece(name, text.to_owned(), before, Shown::PlaceOnly);
    read_and_say(file, place, sources, diagnostics)
}

fn read_and_say(file: FileId, at: Where, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Recorded> {
    let node = read(file, sources, diagnostics)?;
    read_object(&node, at, diagnostics)
}

/// The value of a line. That a key stands twice in a body is for the account to say.
fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.file(file).text();
    let lenient = json::read_lenient_text(text, &|at| u32::try_from(at).unwrap_or(u32::MAX), file);
    match <[Node; 1]>::try_from(lenient.nodes) {
        Ok([node]) if lenient.mends.is_empty() => Some(node),
        // The strict reader says what is wrong.
        Ok(_) | Err(_) => json::read_value(file, sources, diagnostics),
    }
}

fn read_object(node: &Node, at: Where, diagnostics: &mut Diagnostics) -> Option<Recorded> {
    let mut line = Table::open(node, "a line of a recording", diagnostics)?;
    let span = line.span();
    if let Some(object) = node.as_object() {
        for (position, member) in object.members.iter().enumerate() {
            if let Some(first) = object.members[..position].iter().find(|earlier| earlier.key.value == member.key.value) {
                let key = shown_name(&member.key.value).map_or_else(|| "a key".to_owned(), |name| format!("the key {name}"));
                let message = format!("{key} stands twice in one line");
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, member.key.span, message)
                        .label("the last one counts")
                        .and(first.key.span, "it stands here first")
                        .help("delete the one that is not meant"),
                );
            }
        }
    }
    let operation = line.string("operation", diagnostics);
    // Whoever names the operation need not say where it went.
    let (method, url) = if operation.is_some() {
        let method = line.string("method", diagnostics).map_or_else(String::new, |method| method.value);
        (Some(method), Some(line.string("url", diagnostics).map_or_else(String::new, |url| url.value)))
    } else {
        let method = line.required_string("method", diagnostics).map(|method| method.value);
        (method, line.required_string("url", diagnostics).map(|url| url.value))
    };
    if line.node("status").is_none() {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, span, "a line of a recording has no `status`")
                .help("write the HTTP status: `\"status\": 200`"),
        );
    }
    let status = line.integer("status", 0..=999, diagnostics);
    let body = match line.node("body") {
        None => Body::Unrecorded,
        Some(Node { value: Value::String(text), .. }) => Body::Text(text.clone()),
        Some(value) => Body::Value(value.clone()),
    };
    let sent = match line.node("request") {
        None => SentBody::Unrecorded,
        Some(Node { value: Value::Null, .. }) => SentBody::None,
        Some(Node { value: Value::String(text), .. }) => SentBody::of_text(text, None),
        Some(value) => SentBody::Json(value.clone()),
    };
    for member in line.rest() {
        let key = shown_name(&member.key.value).map_or_else(|| "this key".to_owned(), |name| format!("key {name}"));
        diagnostics.push(
            Diagnostic::new(Code::UnknownKey, member.key.span, format!("a line of a recording has no {key}"))
                .note("expected one of `body`, `method`, `operation`, `request`, `status`, `url`"),
        );
    }
    let status = u16::try_from(status?.value).ok()?;
    let sent = Sent { headers: Vec::new(), body: sent };
    Some(Recorded { at, method: method?, url: url?, status, body, sent, operation: operation.map(|id| id.value) })
}
