//! Text from outside, fit to be shown: short, on one line, and without secrets.

use std::borrow::Cow;

/// How many characters are shown.
const SHOWN: usize = 200;

/// How many bytes of a body are looked at for an excerpt.
const WINDOW: usize = 4096;

/// The longest escape: `\\u002b`, itself escaped.
const ESCAPE: usize = 8;

/// How often escapes are undone: JSON in a text of JSON has them twice.
const ESCAPED: usize = 3;

/// Stands for a secret while there is more to be replaced: no text that is shown holds it.
const MASKED: char = '\0';

/// Replaces everything in `hidden`. What overlaps or touches is replaced as one, so that no part is left over.
///
/// `hidden` has the longest first, and no empty text.
pub(crate) fn mask(text: &str, hidden: &[String]) -> String {
    named(&covered(text, hidden))
}

fn named(text: &str) -> String {
    text.replace(MASKED, "[redacted]")
}

/// The text with [`MASKED`] in place of secrets: what stands there for the reader could itself hold a short secret.
fn covered(text: &str, hidden: &[String]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut covered: Option<usize> = None;
    for (at, each) in text.char_indices() {
        if let Some(secret) = hidden.iter().find(|secret| text[at..].starts_with(secret.as_str())) {
            if covered.is_none_or(|end| end < at) {
                masked.push(MASKED);
            }
            covered = covered.max(Some(at + secret.len()));
        } else if covered.is_none_or(|end| end <= at) {
            masked.push(each);
        }
    }
    masked
}

/// The first characters, on one line, with what cannot be seen escaped.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", visible(&line[..end])),
        None => visible(&line),
    }
}

/// A name or a URL as it was given, shortened, with what cannot be seen escaped.
pub(crate) fn name(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text),
    }
}

fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for each in text.chars() {
        match each {
            '"' | '\'' | '\\' => visible.push(each),
            _ => visible.extend(each.escape_debug()),
        }
    }
    visible
}

/// The beginning of a body; nothing of one that is empty or binary. It ends where the value of a secret member begins.
pub(crate) fn excerpt(body: &[u8], hidden: &[String], secret_members: &[&str]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains(MASKED) {
        return None;
    }
    let window = &text[..text.floor_char_boundary(WINDOW)];
    // A secret can be escaped as a whole, or hold what looks like an escape.
    let mut shown = covered(&unescaped(&covered(window, hidden)), hidden);
    let mut is_cut = window.len() < text.len();
    if is_cut {
        // The window may end within a secret, or within an escape in one.
        let longest = hidden.first().map_or(0, String::len) + ESCAPE;
        shown.truncate(shown.floor_char_boundary(shown.len().saturating_sub(longest)));
    }
    if let Some(end) = secret_members.iter().filter_map(|name| value_of(&shown, name)).min() {
        shown.truncate(end);
        is_cut = true;
    }
    let mut line = one_line(&named(&shown));
    // What holds nothing says nothing.
    if matches!(line.as_str(), "" | "{}" | "[]" | "null" | "\"\"") {
        return None;
    }
    if is_cut && !line.ends_with('…') {
        line.push('…');
    }
    Some(line)
}

/// Where the value of a member begins, whatever the syntax: `"name": …`, `name=…`, `<name>…`.
fn value_of(text: &str, name: &str) -> Option<usize> {
    let is_word = |each: char| each.is_alphanumeric() || each == '_';
    // Of the same length: only the case of ASCII letters changes.
    let (folded, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    folded.match_indices(&name).filter(|_| !name.is_empty()).find_map(|(at, _)| {
        if text[..at].ends_with(is_word) {
            return None;
        }
        let rest = &text[at + name.len()..];
        // A tag may have attributes.
        if text[..at].ends_with('<') {
            return rest.find('>').map(|end| at + name.len() + end + 1);
        }
        let behind = rest.trim_start_matches(|each: char| each.is_whitespace() || matches!(each, '"' | '\''));
        behind.starts_with([':', '=', '>']).then(|| text.len() - behind.len() + 1)
    })
}

/// A text with its JSON escapes undone.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ESCAPED {
        if !text.contains('\\') {
            break;
        }
        text = Cow::Owned(unescaped_once(&text));
    }
    text
}

fn unescaped_once(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (each, length) = match after.as_bytes().first() {
            Some(b'"') => ('"', 1),
            Some(b'\\') => ('\\', 1),
            Some(b'/') => ('/', 1),
            Some(b'n' | b'r' | b't') => (' ', 1),
            Some(b'u') => {
                let code = after.get(1..5).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                code.and_then(char::from_u32).map_or(('\\', 0), |each| (each, 5))
            }
            _ => ('\\', 0),
        };
        plain.push(each);
        rest = after.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(secrets: &[&str]) -> Vec<String> {
        secrets.iter().map(|&secret| secret.to_owned()).collect()
    }

    #[test]
    fn secrets_are_replaced_in_one_pass() {
        for (secrets, text, expected) in [
            // What stands in place of one secret holds the others' letters.
            (&["a", "e", "d"][..], "Too Many Requests", "Too M[redacted]ny R[redacted]qu[redacted]sts"),
            (&["s3cret", "s3"], "s3cret s3", "[redacted] [redacted]"),
            (&["bcdef", "ab"], "xabcdefx", "x[redacted]x"),
            (&["e"], "eee", "[redacted]"),
            (&["ä"], "äöä", "[redacted]ö[redacted]"),
            (&[], "as it is", "as it is"),
        ] {
            assert_eq!(mask(text, &hidden(secrets)), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_short_and_can_be_seen() {
        assert_eq!(one_line(" a\r\n\tb \u{1b}[31m \u{202e}c \"d\" \\e ä "), r#"a b \u{1b}[31m \u{202e}c "d" \e ä"#);
        assert_eq!(one_line(&"ä".repeat(200)), "ä".repeat(200));
        assert_eq!(one_line(&"ä".repeat(201)), format!("{}…", "ä".repeat(200)));
    }

    #[track_caller]
    fn shows(body: &str, expected: &str) {
        assert_eq!(excerpt(body.as_bytes(), &hidden(&["s3cr/t+k\"y"]), &["ssoToken"]).as_deref(), Some(expected), "{body}");
    }

    #[test]
    fn an_excerpt_is_the_beginning_of_the_body() {
        shows("{\"errors\":\n  [\"time_in is invalid\"]}", r#"{"errors": ["time_in is invalid"]}"#);
        shows("\u{feff}<html>", "<html>");
        shows(&"x".repeat(5000), &format!("{}…", "x".repeat(200)));
        for body in [&b""[..], b" \n", b"\xff\xd8", b"PK\0", b"{}", b" []", b"null\n", b"\"\""] {
            assert_eq!(excerpt(body, &[], &[]), None, "{body:?}");
        }
    }

    #[test]
    fn an_excerpt_shows_no_secret_however_it_is_escaped() {
        shows(r#"a s3cr/t+k"y b"#, "a [redacted] b");
        shows(r#"{"a":"s3cr\/t\u002bk\"y"}"#, r#"{"a":"[redacted]"}"#);
        shows(r#"{"a":"{\"b\":\"s3cr\\/t+k\\\"y\"}"}"#, r#"{"a":"{"b":"[redacted]"}"}"#);
        assert_eq!(excerpt(b"a cat", &hidden(&["t", "d"]), &[]).as_deref(), Some("a ca[redacted]"));
        // At the end of what is looked at.
        shows(&format!("<p>{}s3cr/t+k\"y{}", " ".repeat(4090), "x".repeat(100)), "<p>…");
        assert_eq!(excerpt(br"C:\n3w", &hidden(&["n3w"]), &[]).as_deref(), Some(r"C:\[redacted]"));
    }

    #[test]
    fn a_secret_member_is_found_however_it_is_written() {
        for body in [r#"{"a": 1, "Token": "TOKVAL"}"#, r#"<a/><token a="b">TOKVAL</token>"#, "<TOKEN>TOKVAL</TOKEN>", "x=1&token=TOKVAL"] {
            let shown = excerpt(body.as_bytes(), &[], &["token"]).unwrap_or_default();
            assert!(!shown.contains("TOKVAL"), "{shown}");
        }
        // Another member that only begins so hides nothing.
        assert!(excerpt(br#"{"tokens": 3}"#, &[], &["token"]).unwrap_or_default().contains('3'));
    }

    #[test]
    fn an_excerpt_ends_where_a_secret_member_begins() {
        shows(r#"{"id":7,"ssoToken":"abc","x":1}"#, r#"{"id":7,"ssoToken":…"#);
        shows(r#"{"sso\u0054oken" : 7}"#, r#"{"ssoToken" :…"#);
        shows("a=1&ssoToken=abc", "a=1&ssoToken=…");
        shows("<ssoToken>abc</ssoToken>", "<ssoToken>…");
        shows(r#"{"error":"ssoToken is missing","mySsoToken":1}"#, r#"{"error":"ssoToken is missing","mySsoToken":1}"#);
    }
}
