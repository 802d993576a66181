//! Private keys in a text.

use std::ops::Range;

use super::{Next, is_filler};

/// Of a line that is longer it is not asked whether it is one of a key.
const LONGEST_LINE_OF_KEY: usize = 256;

/// Where a private key ends whose last line is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Endless {
    /// With the text: nothing tells what of it is still the key.
    WithText,
    /// With the string that it stands in, for what follows is the rest of a document.
    WithString,
}

/// Private keys, from their first line to their last.
pub(super) fn keys(text: &str, without_end: Endless, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    let mut quotes = Next::default();
    // Where no end follows, none will further on.
    let mut endless = false;
    while let Some(start) = text[at..].find("-----BEGIN ").map(|start| at + start) {
        let head = text[start..].chars().take(64).collect::<String>();
        let end = if endless { None } else { text[start + 11..].find("-----END ").map(|end| start + 11 + end) };
        endless = end.is_none();
        let end = end.map(|end| text[end + 9..].find("-----").map_or(text.len(), |tail| end + 9 + tail + 5));
        let inner = &text[start + 11..end.unwrap_or(text.len())];
        if head.contains("PRIVATE KEY") && holds_a_key(inner) {
            let end = end.unwrap_or_else(|| match without_end {
                Endless::WithText => text.len(),
                Endless::WithString => quotes.from(text, start, |sign| sign == '"'),
            });
            found.push(start..end);
        }
        at = end.unwrap_or(start + 11).max(start + 11);
    }
}

/// Whether anything stands between the lines around a key but signs for what is left out. It begins within the first of these lines.
fn holds_a_key(text: &str) -> bool {
    let Some((_, text)) = text.split_once("-----") else { return true };
    let text = text.split("-----END ").next().unwrap_or_default();
    let mut rest = text;
    let mut signs = String::new();
    // A long one is no ellipsis.
    while let Some(sign) = rest.chars().next().filter(|_| signs.len() < 48) {
        let escape = ["\\n", "\\r", "\\t"].iter().find(|escape| rest.starts_with(**escape));
        rest = &rest[escape.map_or(sign.len_utf8(), |escape| escape.len())..];
        if escape.is_none() && !sign.is_whitespace() {
            signs.push(sign);
        }
    }
    signs.len() >= 48 || !is_filler(&signs)
}

/// Whether a line is nothing but signs to the base of 64, as those of keys are.
pub(super) fn is_line_of_key(line: &str) -> bool {
    let line = line.trim();
    (40..LONGEST_LINE_OF_KEY).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line.bytes().any(|byte| byte.is_ascii_uppercase())
        && line.bytes().any(|byte| byte.is_ascii_lowercase())
}
