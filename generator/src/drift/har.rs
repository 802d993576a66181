//! Recordings of browsers (HAR 1.2).

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::cursor::Table;
use crate::document::decoded::StringMap;
use crate::document::{Node, json};
use crate::drift::base64;
use crate::drift::looks::Looks;
use crate::drift::place::shown_name;
use crate::drift::record::{Body, Recorded, Where};
use crate::drift::sent::{Sent, SentBody};
use crate::text::{FileId, SourceMap};

/// Reads a HAR, and hands over each of its entries, in order. All that is wrong is said at once, each with its place; an entry that cannot be read is left
/// out. Browsers put much into an entry that is nobody's business here, so that further members are passed over.
pub fn read_har(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics, take: &mut dyn FnMut(&Recorded)) {
    let Some(root) = json::read_value(file, sources, diagnostics) else { return };
    json::report_duplicates(&root, "object", &shown_name, diagnostics);
    let Some(mut root) = Table::open(&root, "a HAR", diagnostics) else { return };
    let Some(log) = root.required_node("log", diagnostics) else { return };
    let Some(mut log) = Table::open(log, "the `log` of a HAR", diagnostics) else { return };
    let span = log.span();
    if log.node("entries").is_none() {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, span, "the `log` of a HAR has no `entries`").help("export the network log with its contents"),
        );
        return;
    }
    let entries = log.list("entries", diagnostics);
    for (at, entry) in entries.iter().enumerate() {
        let place = Where { file: sources.file(file).name().to_owned(), line: sources.start(entry.span).line, entry: Some(at + 1) };
        if let Some(recorded) = read_entry(entry, place, sources, diagnostics) {
            take(&recorded);
        }
    }
}

fn read_entry(entry: &Node, at: Where, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Recorded> {
    let mut entry = Table::open(entry, "an entry", diagnostics)?;
    let request = entry.required_node("request", diagnostics);
    let response = entry.required_node("response", diagnostics);
    let request = request.and_then(|node| read_request(node, diagnostics));
    let response = response.and_then(|node| read_response(node, sources, diagnostics));
    let ((method, url, sent), (status, body)) = (request?, response?);
    Some(Recorded { at, method, url, status, body, sent, operation: None })
}

fn read_request(node: &Node, diagnostics: &mut Diagnostics) -> Option<(String, String, Sent)> {
    let mut request = Table::open(node, "a request", diagnostics)?;
    let method = request.required_string("method", diagnostics);
    let url = request.required_string("url", diagnostics);
    let headers = pairs(request.list("headers", diagnostics), "a header", diagnostics);
    let body = match request.table("postData", "the `postData` of a request", diagnostics) {
        None => SentBody::None,
        Some(mut data) => {
            let media = data.string("mimeType", diagnostics).map(|media| media.value);
            let params = pairs(data.list("params", diagnostics), "a parameter", diagnostics);
            let text = data.string("text", diagnostics).map(|text| text.value).unwrap_or_default();
            match media.as_deref().map(str::to_ascii_lowercase) {
                Some(media) if media.starts_with("multipart/form-data") => SentBody::Parts(params),
                Some(media) if media.starts_with("application/x-www-form-urlencoded") && !params.is_empty() => {
                    SentBody::Form(params.iter().map(|(name, value)| (decoded(name), decoded(value))).collect())
                }
                _ if text.is_empty() && !params.is_empty() => SentBody::Form(params),
                _ => SentBody::of_text(&text, media.as_deref()),
            }
        }
    };
    Some((method?.value, url?.value, Sent { headers, body }))
}

/// Chrome writes the fields of a form as they were sent.
fn decoded(text: &str) -> String {
    super::sent::percent_decoded(&text.replace('+', " "))
}

fn pairs(nodes: &[Node], what: &str, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for node in nodes {
        let Some(mut table) = Table::open(node, what, diagnostics) else { continue };
        let name = table.required_string("name", diagnostics);
        let value = table.string("value", diagnostics);
        pairs.extend(name.map(|name| (name.value, value.map(|value| value.value).unwrap_or_default())));
    }
    pairs
}

fn read_response(node: &Node, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<(u16, Body)> {
    let mut response = Table::open(node, "a response", diagnostics)?;
    let span = response.span();
    if response.node("status").is_none() {
        diagnostics.push(Diagnostic::new(Code::MissingKey, span, "a response has no `status`"));
    }
    let status = response.integer("status", 0..=999, diagnostics);
    let content = response.table("content", "the `content` of a response", diagnostics);
    let body = match content {
        None => Some(Body::Unrecorded),
        Some(content) => read_content(content, sources, diagnostics),
    };
    let status = u16::try_from(status?.value).ok()?;
    Some((status, body?))
}

/// The body of an answer. That it was compressed is undone before it is recorded.
fn read_content(mut content: Table<'_>, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Body> {
    let Some(node) = content.node("text") else {
        let size = content.integer("size", -1..=i64::MAX, diagnostics);
        // Large bodies, and those of pages that are left, are not recorded.
        return Some(if size.is_some_and(|size| size.value == 0) { Body::Text(String::new()) } else { Body::Unrecorded });
    };
    let text = content.string("text", diagnostics)?.value;
    let Some(encoding) = content.string("encoding", diagnostics).filter(|encoding| !encoding.value.is_empty()) else {
        return Some(Body::Text(text));
    };
    if !encoding.value.eq_ignore_ascii_case("base64") {
        diagnostics.push(
            Diagnostic::new(Code::BadValue, encoding.span, "the content has an `encoding` that is not known")
                .note("expected `base64`, or none"),
        );
        return None;
    }
    match base64::decode(&text) {
        Ok(bytes) => Some(String::from_utf8(bytes).map_or_else(|error| Body::Binary(Looks::of_bytes(error.as_bytes())), Body::Text)),
        Err(at) => {
            let end = text[at.min(text.len())..].chars().next().map_or(at, |sign| at + sign.len_utf8());
            let span = StringMap::new(sources, node).span(at..end);
            diagnostics.push(
                Diagnostic::new(Code::BadValue, span, "the content is not written to the base of 64")
                    .note("expected letters, digits, `+` and `/`, filled up with `=` at the end")
                    .help("record it again: what comes behind this place is not known"),
            );
            None
        }
    }
}
