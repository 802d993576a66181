//! Saved bodies → values.

use super::secret;
use crate::document::decoded::StringMap;
use crate::document::json::{self, Lenient};
use crate::document::{Node, Value};
use crate::infer::as_placeholder;
use crate::text::{Located, SourceMap, Span};
use std::fmt::Write;

/// Where the bytes of a decoded string stand.
pub(super) fn places(sources: &SourceMap, text: &Located<String>) -> StringMap {
    StringMap::of(sources, &text.value, text.span)
}

/// Where the bytes of a description stand: one that was rendered is another text than the file's, and stands where it begins.
pub(super) fn places_of_words(sources: &SourceMap, text: &Located<String>) -> StringMap {
    match written(sources, text.span).filter(|written| *written != text.value) {
        Some(_) => StringMap::new(sources, &Node::new(Value::Null, text.span)),
        None => places(sources, text),
    }
}

/// The string that stands in the file where a text was read.
pub(super) fn written(sources: &SourceMap, span: Span) -> Option<String> {
    let range = span.start as usize..span.end as usize;
    let node = json::read_lenient(span.file, range, sources).nodes.into_iter().next()?;
    node.as_str().map(str::to_owned)
}

/// Whether a body is meant as JSON: its media type or its language says so, or it begins like it.
pub(super) fn is_json(text: &str, media: Option<&str>, language: Option<&str>) -> bool {
    if media.is_some_and(|media| media.to_ascii_lowercase().contains("json")) || language == Some("json") {
        return true;
    }
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    (start.starts_with('{') && !start.starts_with("{{")) || start.starts_with('[')
}

/// Whether a body is a stream of values, of which each comes by itself: lines of JSON by their media type, or events that a server sends.
pub(super) fn is_stream(text: &str, media: Option<&str>) -> bool {
    let is_called = |media: &str| ["ndjson", "jsonl", "json-lines", "json-seq", "event-stream"].iter().any(|word| media.contains(word));
    media.is_some_and(|media| is_called(&media.to_ascii_lowercase()))
        || text
            .lines()
            .map(str::trim_start)
            .find(|line| !line.is_empty())
            .is_some_and(|line| ["data:", "event:"].iter().any(|word| line.starts_with(word)))
}

/// Whether a body is a number, a quoted text, a boolean or a null, as JSON writes them, and nothing else.
pub(super) fn is_scalar(text: &str) -> bool {
    use serde_json::Value::{Bool, Null, Number, String};
    matches!(serde_json::from_str(text.trim_start_matches('\u{feff}')), Ok(Null | Bool(_) | Number(_) | String(_)))
}

/// Whether a body is an object or a list, as JSON writes them, and nothing else.
pub(super) fn is_whole(text: &str) -> bool {
    matches!(serde_json::from_str(text), Ok(serde_json::Value::Object(_) | serde_json::Value::Array(_)))
}

/// Reads a body, leniently.
pub(super) fn read(sources: &SourceMap, text: &Located<String>) -> Lenient {
    let places = places(sources, text);
    json::read_lenient_text(&text.value, &|offset| places.offset(offset), text.span.file)
}

/// The value as valid JSON without white space: placeholders become their text, and secrets a mask, whose places are taken down.
pub(super) fn to_json(node: &Node, masked: &mut Vec<Span>) -> String {
    let mut text = String::new();
    write_value(node, "", &mut text, masked);
    text
}

fn write_value(node: &Node, name: &str, out: &mut String, masked: &mut Vec<Span>) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(token) => out.push_str(token),
        Value::String(text) => {
            if secret::is_secret(name, text) {
                masked.push(node.span);
                write_string(secret::MASK, out);
            } else {
                write_string(text, out);
            }
        }
        Value::Hole(text) => write_string(&as_placeholder(text), out),
        Value::Array(array) => {
            out.push('[');
            for (at, item) in array.items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_value(item, name, out, masked);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (at, member) in object.members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_string(&member.key.value, out);
                out.push(':');
                write_value(&member.value, &member.key.value, out, masked);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        match special.as_bytes()[0] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            other => {
                let _ = write!(out, "\\u{other:04x}");
            }
        }
        rest = &special[1..];
    }
    out.push_str(rest);
    out.push('"');
}
