//! Values that nobody should see again: they must not come out as a default, an example or a literal.

use super::variables;
use crate::infer::is_placeholder;
use crate::secret;
pub(super) use crate::secret::{MASK, is_secret_name};
use std::ops::Range;

/// Whether a value looks like a token, whatever it is called.
pub(super) fn looks_like_secret(value: &str) -> bool {
    let value = value.trim();
    if let Some(rest) = ["Bearer ", "bearer ", "Basic ", "basic ", "Token ", "token "].iter().find_map(|prefix| value.strip_prefix(prefix))
    {
        return !shows_nothing(rest) && rest.len() >= 8 && !rest.contains(' ');
    }
    if shows_nothing(value) {
        return false;
    }
    secret::is_token(value) || !secret::found(value).is_empty()
}

/// Whether a value under a name is a secret that must not be shown.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    looks_like_secret(value) || (is_secret_name(name) && !shows_nothing(value))
}

/// Whether a value says nothing: it is empty, a placeholder, or only variables.
fn shows_nothing(value: &str) -> bool {
    let value = value.trim();
    value.is_empty()
        || is_placeholder(value)
        || value == MASK
        || variables::only_reference(value).is_some()
        || (!variables::references(value).is_empty() && secret::found(value).is_empty())
}

/// Where secrets stand in a text that is code, or that is sent, in order: what looks like one, and what stands in quotes behind its name (with the name).
pub(super) fn within(text: &str) -> Vec<(Option<&str>, Range<usize>)> {
    let mut found: Vec<(Option<&str>, Range<usize>)> = Vec::new();
    let mut signs = text.char_indices();
    while let Some((open, sign)) = signs.next() {
        if !matches!(sign, '"' | '\'') {
            continue;
        }
        let mut end = text.len();
        while let Some((at, inner)) = signs.next() {
            if inner == '\\' {
                signs.next();
            } else if inner == sign {
                end = at;
                break;
            }
        }
        let before = text[..open].trim_end_matches([' ', '\t']);
        let Some(before) = before.strip_suffix([':', '=']) else { continue };
        let before = before.trim_end_matches([' ', '\t', '"', '\'']);
        let name = before.rfind(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'))).map_or(0, |at| at + 1);
        let Some(name) = before.get(name..).filter(|name| !name.is_empty()) else { continue };
        if is_secret(name, &text[open + 1..end]) {
            found.push((Some(name), open + 1..end));
        }
    }
    let named: Vec<Range<usize>> = found.iter().map(|(_, range)| range.clone()).collect();
    found.extend(secret::found(text).into_iter().filter(|range| !secret::meets(&named, range)).map(|range| (None, range)));
    found.sort_by_key(|(_, range)| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::{is_secret, looks_like_secret, within};

    #[test]
    fn secrets_within_texts() {
        let found = |text: &str| {
            within(text).into_iter().map(|(name, range)| format!("{}: {}", name.unwrap_or("-"), &text[range])).collect::<Vec<_>>()
        };
        assert_eq!(found("mutation { in(mail: \"a@b.example\", password : \"tülips\\\"\", n: 1) }"), ["password: tülips\\\""]);
        assert_eq!(found("user={{u}}&password=hunter22x"), ["-: hunter22x"]);
        assert_eq!(found("{'é': 1, 'api_key': 'k1', 'pin': \"2\"}"), ["api_key: k1"]);
        for text in ["password: \"{{password}}\"", "token=\"<token>\"", "\"", "password:\"", "é'", "name = 'tulip'"] {
            assert!(within(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn values() {
        for value in [
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "Bearer abcdef0123456789",
            "d41d8cd98f00b204e9800998ecf8427e",
            "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW",
            "https://ann:s3cr3tly@lamps.example",
        ] {
            assert!(looks_like_secret(value), "{value}");
        }
        for value in [
            "",
            "{{token}}",
            "Bearer {{token}}",
            "Bearer <token>",
            "application/json",
            "2017-07-10T09:00:00Z",
            "e0a6bb0d-0000-4000-8000-00000000000a",
        ] {
            assert!(!looks_like_secret(value), "{value}");
        }
        assert!(is_secret("password", "hunter2"));
        assert!(!is_secret("password", "<password>"));
        assert!(!is_secret("name", "hunter2"));
    }
}
