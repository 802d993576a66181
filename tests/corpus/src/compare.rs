//! What an operation would send beside what the request sends.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::resolver::{Body, Part, Request, spelled, unescaped};

/// A difference: its class, and what is expected and what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) class: &'static str,
    pub(crate) told: String,
}

/// Classes that are told, but are none that a server could see or a caller could not mend.
pub(crate) const WEAK: &[&str] = &[
    ORDER_OF_QUERY,
    ORDER_OF_FORM,
    ORDER_OF_PARTS,
    ONE_SLASH,
    MENDED,
    OTHER_SHAPE,
    OTHER_SCHEME,
    "auth: the document leaves the credential out",
];

/// Why the requests of a class differ, or are the same all the same, as far as people have looked.
pub(crate) fn reason(class: &str) -> Option<&'static str> {
    Some(match class {
        ORDER_OF_QUERY | ORDER_OF_FORM | ORDER_OF_PARTS => {
            "required and constant ones go first; of different names the order means nothing"
        }
        ONE_SLASH => "a base that ends with a slash before a path that begins with one; Postman sends both, and few servers mean it",
        MENDED => "names without quotes: what is meant is JSON, and is sent as JSON",
        OTHER_SHAPE => "a variable without a value may stand for anything; a number is what is tried first",
        OTHER_SCHEME => "one server has one scheme, that of its first request; the caller gives the other with the base URL",
        "auth: the document leaves the credential out" => {
            "the header is there and empty, or has only its prefix: all but the credential is the same"
        }
        "call: the body is no JSON" => {
            "a slip in a text that is meant to be JSON: a quote, a bracket, a sign too many. The operation takes the type that the samples tell"
        }
        "call: refused by the client" => {
            "`.` as a step of a path, which URL parsers take away; a parameter without a value whose type words tell"
        }
        "content-type: of no body" => "a media type without a body, where other requests of the operation say none",
        "header: missing" | "query: missing" => "its name is a variable that nobody gives a value, or empty: it is left out, as is said",
        "refused" => "its URL is none without values for the variables in the names of its variables, or has a host `https:`",
        "url: no values make the template" => "the value of its base URL is `/`; or a variable stands in the name of another one",
        "url: another server" => "words stand where a URL should, and a part of them reads as one",
        _ => return None,
    })
}

const ORDER_OF_QUERY: &str = "query: other order of names, values of each name in theirs";
const ORDER_OF_FORM: &str = "form: other order of names, values of each name in theirs";
const ORDER_OF_PARTS: &str = "multipart: other order of names, values of each name in theirs";

/// One slash behind the host for several. It has to be said of the document.
pub(crate) const ONE_SLASH: &str = "url: one slash behind the host for several, as is said";

/// Nothing tells of what shape a part of a body is, and a number does not do.
const OTHER_SHAPE: &str = "body: a variable that stands for a part of it is given in a shape that the operation takes";

/// The scheme is not that of the client's base URL, so that a caller gives another one. It has to be said of the document.
pub(crate) const OTHER_SCHEME: &str = "url: another scheme, as is said, given with the base URL";

/// Text that is JSON but for what everybody reads over, sent as JSON. It has to be said of the document.
pub(crate) const MENDED: &str = "body: JSON with mistakes is sent without them, as is said";

/// Headers that a transport or the sender sets: what a document says of them is not sent by a client.
const SENDERS: &[&str] = &["host", "content-length", "connection", "accept-encoding", "user-agent", "postman-token", "transfer-encoding"];

/// What was sent, as the program wrote it.
#[derive(Debug)]
pub(crate) struct Sent {
    method: String,
    url: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    pub(crate) fn read(line: &Value) -> Option<Self> {
        let uri = line["uri"].as_str()?;
        let (url, query) = uri.split_once('?').unwrap_or((uri, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query =
            pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (unescaped(name), unescaped(value))).collect();
        let header = |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
        let headers = line["headers"].as_array()?.iter().filter_map(header).collect();
        let digits = line["body"].as_str()?.as_bytes();
        let body = digits.chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        Some(Self { method: line["method"].as_str()?.to_owned(), url: spelled(url), query, headers, body })
    }
}

/// All differences.
pub(crate) fn differences(request: &Request, sent: &Sent) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut say = |class: &'static str, told: String| found.push(Difference { class, told });
    if request.method != sent.method {
        say("method", format!("{} instead of {}", sent.method, request.method));
    }
    url(request, sent, &mut say);
    query(request, sent, &mut say);
    headers(request, sent, &mut say);
    body(request, sent, &mut say);
    found
}

fn segments(url: &str) -> Vec<String> {
    url.split('/').map(unescaped).collect()
}

fn url(request: &Request, sent: &Sent, say: &mut impl FnMut(&'static str, String)) {
    let told = || format!("`{}` instead of `{}`", sent.url, request.urls.join("` or `"));
    let here = segments(&sent.url);
    match request.urls.iter().position(|url| segments(url) == here) {
        Some(0) => {}
        _ if request.single.iter().any(|url| segments(url) == here) => say(ONE_SLASH, told()),
        Some(_) => say("url: its parts are sent and not its text", told()),
        None => {
            let server = |url: &str| url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            let same_server = request.urls.iter().any(|url| server(url) == server(&sent.url));
            let close = |url: &String| segments(url).iter().filter(|part| !part.is_empty()).eq(here.iter().filter(|part| !part.is_empty()));
            let class = match (same_server, request.urls.iter().any(close)) {
                (false, _) => "url: another server",
                (true, true) => "url: slashes",
                (true, false) => "url: another path",
            };
            say(class, told());
        }
    }
}

fn query(request: &Request, sent: &Sent, say: &mut impl FnMut(&'static str, String)) {
    let mut left = sent.query.clone();
    let mut missing = Vec::new();
    for pair in request.query.iter().chain(&request.auth.query) {
        match left.iter().position(|other| other.0.trim() == pair.0.trim() && other.1 == pair.1) {
            Some(at) => {
                left.remove(at);
            }
            None => missing.push(pair),
        }
    }
    for (name, value) in &missing {
        match left.iter().position(|other| other.0 == *name) {
            Some(at) => {
                let other = left.remove(at);
                say("query: another value", format!("`{name}={}` instead of `{value}`", other.1));
            }
            None => say("query: missing", format!("`{name}={value}`")),
        }
    }
    for (name, value) in &left {
        say("query: more than the request has", format!("`{name}={value}`"));
    }
    if missing.is_empty() && left.is_empty() {
        let expected: Vec<&(String, String)> = request.query.iter().chain(&request.auth.query).collect();
        let same = expected.iter().zip(&sent.query).all(|(one, other)| one.0.trim() == other.0.trim() && one.1 == other.1);
        if !same {
            let class = if same_by_name(expected.iter().map(|pair| (&pair.0, &pair.1)), sent.query.iter().map(|pair| (&pair.0, &pair.1))) {
                ORDER_OF_QUERY
            } else {
                "query: order of the values of a name"
            };
            say(class, format!("{:?} instead of {expected:?}", sent.query));
        }
    }
}

fn headers(request: &Request, sent: &Sent, say: &mut impl FnMut(&'static str, String)) {
    let mut expected: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, value) in &request.headers {
        let name = name.to_ascii_lowercase();
        let is_set_by_auth = request.auth.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name));
        let is_no_cache = name == "cache-control" && value == "no-cache";
        if !(SENDERS.contains(&name.as_str()) || is_set_by_auth || is_no_cache) {
            expected.entry(name).or_default().push(value);
        }
    }
    for (name, value) in &request.auth.headers {
        expected.entry(name.to_ascii_lowercase()).or_default().push(value);
    }
    let has_body = request.body != Body::None;
    for (name, values) in &expected {
        let here: Vec<&str> = sent.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.trim()).collect();
        let whole = values.join(", ");
        if here == *values
            || here.join(", ") == whole
            || values.iter().any(|value| values.iter().all(|other| other == value) && here == [*value])
        {
            continue;
        }
        let is_auth = request.auth.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let told = format!("`{name}: {}` instead of `{whole}`", here.join(", "));
        match (name.as_str(), here.is_empty()) {
            // The boundary is the sender's.
            ("content-type", false) if whole.starts_with("multipart/") && here.iter().any(|value| value.starts_with("multipart/")) => {}
            ("content-type", false) if same_media(&whole, &here.join(", ")) => say("content-type: spelled otherwise", told),
            ("content-type", _) if !has_body => say("content-type: of no body", told),
            ("content-type", _) => say("content-type: another one", told),
            (_, true) if values.iter().all(|value| value.is_empty()) => say("header: an empty one is missing", told),
            (_, true) if is_auth => say("auth: header missing", told),
            (_, true) => say("header: missing", told),
            // `Authorization: Bearer`, and nothing behind it.
            (_, false) if here.join(", ").strip_prefix(whole.as_str()).is_some_and(|rest| rest.trim() == "4711") => {
                say("auth: the document leaves the credential out", told);
            }
            (_, false) if is_auth => say("auth: another value", told),
            (_, false) if values.len() > 1 => say("header: of several values not all", told),
            (_, false) => say("header: another value", told),
        }
    }
    for (name, value) in &sent.headers {
        if expected.contains_key(name) || matches!(name.as_str(), "content-type" | "accept" | "user-agent" | "cache-control") {
            continue;
        }
        // Credentials of the driver's own are told apart by their value.
        let class = if value.contains("4711") || value.starts_with("Basic ") {
            "auth: asked for, the request has none"
        } else {
            "header: more than the request has"
        };
        say(class, format!("`{name}: {value}`"));
    }
}

/// Whether two media types are the same but for blanks and letters' case.
fn same_media(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.to_ascii_lowercase().replace([' ', '"'], "").trim_end_matches(';').to_owned();
    plain(one) == plain(other)
}

/// Whether each name has the same values in the same order.
fn same_by_name<'p>(one: impl Iterator<Item = (&'p String, &'p String)>, other: impl Iterator<Item = (&'p String, &'p String)>) -> bool {
    let mut names: [BTreeMap<&str, Vec<&str>>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for (name, value) in one {
        names[0].entry(name.trim()).or_default().push(value);
    }
    for (name, value) in other {
        names[1].entry(name.trim()).or_default().push(value);
    }
    names[0] == names[1]
}

fn body(request: &Request, sent: &Sent, say: &mut impl FnMut(&'static str, String)) {
    let text = String::from_utf8_lossy(&sent.body);
    let media =
        sent.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.to_ascii_lowercase()).unwrap_or_default();
    // What a document says that the body is goes before what it is; whether that is sent is another question.
    let is_media = |own: &str| {
        let mut stated = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        media.starts_with(own) || stated.any(|(_, value)| same_media(value, &media))
    };
    match &request.body {
        Body::None => {
            if !text.is_empty() {
                say("body: more than the request has", short(&text));
            }
        }
        Body::Text { text: expected, shapes, .. } => {
            // Of a variable without a value any shape will do.
            let other = shapes.iter().find(|shape| json(shape).is_some_and(|shape| serde_json::from_str(&text).ok() == Some(shape)));
            if let Some(other) = other.filter(|other| *other != expected) {
                say(OTHER_SHAPE, short(other));
            }
            let expected = other.unwrap_or(expected);
            if text == *expected {
                return;
            }
            if text.is_empty() {
                say("body: missing", short(expected));
                return;
            }
            match (json(expected), serde_json::from_str::<Value>(&text).ok()) {
                (Some(one), Some(other)) => {
                    if let Some(told) = unequal(&one, &other, "") {
                        say("body: JSON differs", told);
                    } else if serde_json::from_str::<Value>(&without_comments(expected)).is_err() {
                        say(MENDED, short(expected));
                    }
                }
                (None, Some(_)) => say("body: no JSON, sent as JSON", short(expected)),
                (Some(_) | None, None) => say("body: text differs", format!("{} instead of {}", short(&text), short(expected))),
            }
        }
        Body::Form(expected) => {
            if !is_media("application/x-www-form-urlencoded") {
                say("body: no form", format!("{media}: {}", short(&text)));
                return;
            }
            let plain = |text: &str| unescaped(&text.replace('+', " "));
            let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let pairs: Vec<(String, String)> = pairs.map(|(name, value)| (plain(name), plain(value))).collect();
            // What a document writes with escapes is sent so by some, and unescaped first by others.
            let expected: Vec<(String, String)> = expected.clone();
            compare_pairs("form", &expected, &pairs, say);
        }
        Body::Parts(expected) => {
            if !is_media("multipart/form-data") {
                say("body: no multipart", format!("{media}: {}", short(&text)));
                return;
            }
            let pairs: Vec<(String, String)> = expected.iter().map(|Part { name, value, .. }| (name.clone(), value.clone())).collect();
            compare_pairs("multipart", &pairs, &parts(&text), say);
        }
        Body::File(content) => {
            if text != *content {
                say("body: no file", short(&text));
            }
        }
    }
}

fn compare_pairs(what: &str, expected: &[(String, String)], sent: &[(String, String)], say: &mut impl FnMut(&'static str, String)) {
    if expected == sent {
        return;
    }
    let same = same_by_name(expected.iter().map(|pair| (&pair.0, &pair.1)), sent.iter().map(|pair| (&pair.0, &pair.1)));
    let class = match (what, same) {
        ("form", true) => ORDER_OF_FORM,
        ("form", false) => "form: differs",
        (_, true) => ORDER_OF_PARTS,
        (_, false) => "multipart: differs",
    };
    let missing: Vec<_> = expected.iter().filter(|pair| !sent.contains(pair)).collect();
    let more: Vec<_> = sent.iter().filter(|pair| !expected.contains(pair)).collect();
    say(class, format!("missing {missing:?}, more {more:?}"));
}

/// Names and values of the parts of a multipart body.
fn parts(text: &str) -> Vec<(String, String)> {
    let Some(boundary) = text.split("\r\n").next() else { return Vec::new() };
    let pieces = text.split(boundary).filter_map(|piece| piece.strip_prefix("\r\n"));
    pieces
        .filter_map(|piece| {
            let (head, value) = piece.split_once("\r\n\r\n")?;
            let name = head.split("name=\"").nth(1)?.split('"').next()?;
            Some((name.to_owned(), value.strip_suffix("\r\n").unwrap_or(value).to_owned()))
        })
        .collect()
}

fn short(text: &str) -> String {
    let line: String = text.chars().take(160).collect();
    format!("`{}`", line.replace(['\n', '\r'], " "))
}

/// Where two values differ; numbers are compared by value.
fn unequal(one: &Value, other: &Value, at: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one {
                match other.get(name) {
                    Some(other) => {
                        if let Some(told) = unequal(value, other, &format!("{at}/{name}")) {
                            return Some(told);
                        }
                    }
                    None => return Some(format!("`{at}/{name}` is missing: {}", short(&value.to_string()))),
                }
            }
            let more = other.iter().find(|(name, _)| !one.contains_key(*name));
            more.map(|(name, value)| format!("`{at}/{name}` is more: {}", short(&value.to_string())))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).enumerate().find_map(|(position, (one, other))| unequal(one, other, &format!("{at}/{position}")))
        }
        (Value::Number(first), Value::Number(second)) => {
            (first != second && first.as_f64() != second.as_f64()).then(|| format!("`{at}`: {second} instead of {first}"))
        }
        _ => (one != other).then(|| format!("`{at}`: {} instead of {}", short(&other.to_string()), short(&one.to_string()))),
    }
}

/// JSON with comments and a comma at the end of a list, which Postman takes out before it sends a body, and with names that have no quotes;
/// nothing for anything else.
pub(crate) fn json(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let text = without_comments(text);
    serde_json::from_str(&text).or_else(|_| serde_json::from_str(&with_quoted_names(&text))).ok()
}

/// JSON in which names without quotes have got them.
fn with_quoted_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.push('"');
        }
        if at % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for piece in part.split_inclusive(['{', ',']) {
            let name = piece.split(':').next().unwrap_or_default().trim();
            let is_name = !name.is_empty() && piece.contains(':') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            out.push_str(&if is_name { piece.replacen(name, &format!("\"{name}\""), 1) } else { piece.to_owned() });
        }
    }
    out
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(sign) = rest.chars().next() {
        if sign == '"' {
            let mut end = 1;
            let bytes = rest.as_bytes();
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            let end = (end + 1).min(rest.len());
            let end = (end..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |at| &rest[at..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |at| &rest[at + 2..]);
        } else {
            if matches!(sign, '}' | ']') {
                let kept = out.trim_end();
                if kept.ends_with(',') {
                    out.truncate(kept.len() - 1);
                }
            }
            out.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{json, parts, unequal};
    use serde_json::json as value;

    #[test]
    fn json_is_compared_by_value() {
        assert_eq!(unequal(&value!({"a": 1, "b": [1.0]}), &value!({"b": [1], "a": 1.0}), ""), None);
        assert!(unequal(&value!({"a": 1}), &value!({"a": "1"}), "").is_some());
        assert!(unequal(&value!({"a": null}), &value!({}), "").is_some());
        assert!(unequal(&value!({}), &value!({"a": null}), "").is_some());
        assert!(unequal(&value!([1]), &value!([1, 2]), "").is_some());
    }

    #[test]
    fn comments_and_commas_are_taken_out() {
        assert_eq!(json("{\"a\": \"x // y\", /* b */ \"c\": [1, 2,], // d\n}"), Some(value!({"a": "x // y", "c": [1, 2]})));
        assert_eq!(json("<a/>"), None);
        assert_eq!(json("{a: 1, \"b\": \"c: {d: 1}\"}"), Some(value!({"a": 1, "b": "c: {d: 1}"})));
        assert_eq!(json("{a 1}"), None);
    }

    #[test]
    fn parts_have_names_and_values() {
        let text = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\nContent-Type: text/plain\r\n\r\ntwo\r\nlines\r\n--b--\r\n";
        assert_eq!(parts(text), [("a".to_owned(), "1".to_owned()), ("f".to_owned(), "two\r\nlines".to_owned())]);
    }
}
