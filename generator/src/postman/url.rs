//! A URL as text → its parts. `{{name}}` is never cut apart, whatever its name holds.

use super::variables::twice;
use std::fmt::Write;
use std::ops::Range;

/// Ranges of a URL's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// What stands before the path, without slashes at its end.
    pub(super) origin: Range<usize>,
    /// The path's segments.
    pub(super) path: Vec<Range<usize>>,
    /// The query's names and values; no value where there is no `=`.
    pub(super) query: Vec<(Range<usize>, Option<Range<usize>>)>,
}

/// Cuts a URL. Every text is one.
pub(super) fn split(text: &str) -> Parts {
    let end = find(text, 0..text.len(), b"#").unwrap_or(text.len());
    let (end, query) = match find(text, 0..end, b"?") {
        Some(mark) => (mark, split_query(text, mark + 1..end)),
        None => (end, Vec::new()),
    };
    let (start, end) = trim(text, 0..end);
    let scheme = text[start..end].find("://").map(|at| start + at + 3).filter(|&behind| {
        // The scheme comes first: a `://` behind a slash or within a variable's name is something else.
        find(text, start..behind - 3, b"/?").is_none() && find(text, start..end, b":") == Some(behind - 3)
    });
    // `https:///host` has a slash too many, and `//host` no scheme.
    let authority = scheme.or(text[start..end].starts_with("//").then_some(start));
    let authority = authority.map_or(start, |behind| behind + text[behind..end].len() - text[behind..end].trim_start_matches('/').len());
    let authority_end = find(text, authority..end, b"/").unwrap_or(end);
    Parts { origin: start..authority_end, path: split_path(text, authority_end..end), query }
}

/// A URL whose scheme ends with `://` where it is written with `:\\`, which Postman reads as the same.
pub(super) fn with_slashes(text: &str) -> String {
    match text.split_once(":\\\\") {
        Some((scheme, rest)) if scheme.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()) => format!("{scheme}://{rest}"),
        Some(_) | None => text.to_owned(),
    }
}

/// Cuts a path at its slashes. Empty segments at the start are left out: `//x` and `/x` are the same to a reader; others are kept.
pub(super) fn split_path(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut start = range.start;
    let close = last_close(text, &range);
    loop {
        let end = find_before(text, start..range.end, b"/", close).unwrap_or(range.end);
        if end > start || !segments.is_empty() {
            segments.push(start..end);
        }
        if end == range.end {
            return segments;
        }
        start = end + 1;
    }
}

fn split_query(text: &str, range: Range<usize>) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    let mut pairs = Vec::new();
    let mut start = range.start;
    let close = last_close(text, &range);
    while start <= range.end {
        let end = find_before(text, start..range.end, b"&", close).unwrap_or(range.end);
        if end > start {
            pairs.push(match find(text, start..end, b"=") {
                Some(equals) => (start..equals, Some(equals + 1..end)),
                None => (start..end, None),
            });
        }
        start = end + 1;
    }
    pairs
}

/// The first of some ASCII signs in a range, outside of `{{…}}`.
fn find(text: &str, range: Range<usize>, signs: &[u8]) -> Option<usize> {
    let close = last_close(text, &range);
    find_before(text, range, signs, close)
}

/// Where the last `}}` of a range stands. Whoever looks for many signs in one range asks once: the range may be a query of megabytes.
fn last_close(text: &str, range: &Range<usize>) -> Option<usize> {
    let part = text.as_bytes().get(range.clone())?;
    part.windows(2).rposition(|pair| pair == b"}}").map(|close| range.start + close)
}

fn find_before(text: &str, range: Range<usize>, signs: &[u8], last_close: Option<usize>) -> Option<usize> {
    let part = text.get(range.clone())?;
    let bytes = part.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        // Once no `}}` follows, none will: without this a text of `{{{{…` would be read again and again.
        if bytes[at..].starts_with(b"{{") && last_close.is_some_and(|close| close >= range.start + at + 2) {
            at += twice('}', &part[at + 2..]).map_or(2, |close| close + 4);
        } else if signs.contains(byte) {
            return Some(range.start + at);
        } else {
            at += 1;
        }
    }
    None
}

fn trim(text: &str, range: Range<usize>) -> (usize, usize) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    (start, start + part.trim().len())
}

/// Undoes percent-encoding where it yields UTF-8; the text itself otherwise.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |at: usize| bytes.get(at).and_then(|&digit| char::from(digit).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high * 16 + low);
                at += 3;
            }
            (other, _, _) => {
                decoded.push(other);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// A literal piece of a path, fit for a request line: spaces, control characters and the signs of templates are percent-encoded.
pub(super) fn encode_literal(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_ascii_graphic() && !matches!(sign, '{' | '}' | '<' | '>' | '"' | '\\' | '^' | '`' | '|' | '?' | '#') {
            encoded.push(sign);
        } else {
            let mut bytes = [0; 4];
            for byte in sign.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_literal, split, with_slashes};

    #[track_caller]
    fn check(text: &str, origin: &str, path: &[&str], query: &[(&str, Option<&str>)]) {
        let parts = split(text);
        assert_eq!(&text[parts.origin.clone()], origin);
        assert_eq!(parts.path.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), path);
        let found: Vec<_> = parts.query.iter().map(|(key, value)| (&text[key.clone()], value.clone().map(|value| &text[value]))).collect();
        assert_eq!(found, query);
    }

    #[test]
    fn urls_are_cut() {
        check(
            "http://meeting.is/ss/api/usage?from=%7B%7D&to=%7B%7D",
            "http://meeting.is",
            &["ss", "api", "usage"],
            &[("from", Some("%7B%7D")), ("to", Some("%7B%7D"))],
        );
        check("{{baseUrl}}/x/:id.json?", "{{baseUrl}}", &["x", ":id.json"], &[]);
        check("{{host/a?b#c&d=e}}/x?{{k=&}}=1&flag#top", "{{host/a?b#c&d=e}}", &["x"], &[("{{k=&}}", Some("1")), ("flag", None)]);
        check("https:///{{host}}/x", "https:///{{host}}", &["x"], &[]);
        check("{{protocol}}://{{host}}:8080/x/", "{{protocol}}://{{host}}:8080", &["x", ""], &[]);
        check("localhost:8080", "localhost:8080", &[], &[]);
        check("/only/path", "", &["only", "path"], &[]);
        check("//h/x?a=1", "//h", &["x"], &[("a", Some("1"))]);
        check("h//x", "h", &["x"], &[]);
        check("h/a//x//", "h", &["a", "", "x", "", ""], &[]);
        check("https://h?u=https://other/x", "https://h", &[], &[("u", Some("https://other/x"))]);
        check("  h/x  ?a==b&&c=", "h", &["x"], &[("a", Some("=b")), ("c", Some(""))]);
        check("", "", &[], &[]);
        check("{{", "{{", &[], &[]);
        check("h/{{a", "h", &["{{a"], &[]);
    }

    #[test]
    fn backslashes_behind_a_scheme() {
        assert_eq!(with_slashes(r"https:\\h\x"), r"https://h\x");
        assert_eq!(with_slashes(r"h/x:\\y"), r"h/x:\\y");
    }

    #[test]
    fn percent_encoding() {
        assert_eq!(decode("page%5Bsize%5d"), "page[size]");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%FF"), "%FF");
        assert_eq!(decode("%7B%7D"), "{}");
        assert_eq!(encode_literal("a b{c}/d\n'(x)%20"), "a%20b%7Bc%7D/d%0A'(x)%20");
        assert_eq!(encode_literal("é"), "%C3%A9");
    }
}
