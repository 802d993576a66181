//! Values that prose shows beside the name of a secret: as a default, as an example, in a code span.
//!
//! What a doc is about is known from its place, or from a name on the same line. A placeholder, a word of a language and the name of a format stay.

use super::{Next, beginning, found, is_filler, is_secret_name, is_strong, joined};
use std::ops::Range;

/// So far behind a name in prose a code span may be its value.
const NEAR: usize = 80;
/// What is longer is a value only in one piece, without blanks; and what it begins with tells whether it is one.
const LONGEST_SHOWN: usize = 256;
/// What names of formats and of algorithms begin with, before a number.
const TERMS: &[&str] = &[
    "oauth", "sha", "md", "base", "hs", "rs", "es", "ps", "utf", "rfc", "iso", "v", "aes", "hmac", "http", "tls", "ed", "p", "crc",
    "scrypt", "pbkdf", "argon", "x", "latin", "blake", "saml", "win", "cp",
];
/// Words that stand where a value could, and are none.
const PLAIN: &[&str] = &[
    "none",
    "null",
    "nil",
    "empty",
    "blank",
    "undefined",
    "true",
    "false",
    "yes",
    "no",
    "required",
    "optional",
    "string",
    "integer",
    "number",
    "text",
    "boolean",
    "array",
    "object",
    "key",
    "keys",
    "user",
    "username",
    "email",
    "login",
    "name",
    "id",
    "basic",
    "random",
];

/// Where secrets stand in prose, in order; a name says what the prose is about.
pub fn found_in_words(name: Option<&str>, text: &str) -> Vec<Range<usize>> {
    let named = name.is_some_and(is_secret_name);
    let mut found = found(text);
    let mut heads: Option<Vec<bool>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let row = line.trim();
        if row.starts_with('|') {
            match &heads {
                None => heads = Some(cells(line).map(|cell| is_value_head(&line[cell])).collect()),
                Some(heads) => table_row(line, at, heads, &mut found),
            }
        } else {
            heads = None;
        }
        Line { text: line, at, named, found: &mut found }.read();
        at += line.len();
    }
    joined(found)
}

fn is_value_head(head: &str) -> bool {
    let head = head.trim_matches(|sign: char| !sign.is_alphanumeric()).to_ascii_lowercase();
    matches!(
        head.as_str(),
        "default" | "defaults" | "default value" | "example" | "examples" | "example value" | "sample" | "sample value" | "value"
    )
}

/// The cells of a row.
fn cells(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = line.find('|').map_or(line.len(), |at| at + 1);
    std::iter::from_fn(move || {
        let end = at + line.get(at..)?.find('|')?;
        let cell = at..end;
        at = end + 1;
        Some(cell)
    })
}

/// A row with a name of a secret: what its cells of defaults and examples hold, and any other cell that is nothing but a value.
fn table_row(line: &str, at: usize, heads: &[bool], found: &mut Vec<Range<usize>>) {
    if !cells(line).any(|cell| is_secret_name(bare(line, cell).1)) {
        return;
    }
    for (column, cell) in cells(line).enumerate() {
        let (range, value) = bare(line, cell);
        let led = heads.get(column).copied().unwrap_or(false);
        if is_in_reach(value) && is_value(value, if led { Shown::Told } else { Shown::Beside }) {
            found.push(at + range.start..at + range.end);
        }
    }
}

/// A cell without marks around it.
fn bare(line: &str, cell: Range<usize>) -> (Range<usize>, &str) {
    let marks = |sign: char| sign.is_whitespace() || matches!(sign, '`' | '"' | '\'');
    let whole = &line[cell.clone()];
    let start = cell.start + (whole.len() - whole.trim_start_matches(marks).len());
    let value = whole.trim_matches(marks);
    (start..start + value.len(), value)
}

/// How a value is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// In marks, behind words that say that it is a value: `e.g.`, `Default:`.
    Told,
    /// Alone in its marks, in words about the secret; or told without marks.
    Beside,
    /// In marks, in words that name the secret.
    Near,
}

/// Whether a text is short enough for a value, or in one piece.
fn is_in_reach(text: &str) -> bool {
    text.len() <= LONGEST_SHOWN || !text.contains(char::is_whitespace)
}

/// Whether what is shown is a value of a secret, and neither a placeholder nor a word.
fn is_value(value: &str, how: Shown) -> bool {
    let value = beginning(value, LONGEST_SHOWN);
    let value = ["Bearer ", "bearer ", "Basic ", "Token "].iter().find_map(|before| value.strip_prefix(before)).unwrap_or(value).trim();
    let placeholder = is_filler(value) || (value.starts_with('[') && value.ends_with(']')) || value == "***";
    let pattern = value.starts_with('^') || ["a-z", "A-Z", "0-9", "\\d", "\\w"].iter().any(|part| value.contains(part));
    if value.is_empty() || placeholder || pattern || value.contains("://") || is_plain(value) {
        return false;
    }
    if how == Shown::Told {
        return value.len() >= 4 && !is_date(value);
    }
    let words = is_term(value) || is_date(value) || (value.contains('(') && value.ends_with(')'));
    let path = how == Shown::Near && value.contains('/') && !value.bytes().any(|byte| byte.is_ascii_uppercase());
    let mail = how == Shown::Near && value.split_once('@').is_some_and(|(_, host)| host.len() >= 4 && host.contains('.'));
    !words && !path && !mail && is_strong(value, if how == Shown::Near { 8 } else { 6 })
}

/// Whether a text that stands for a secret is one, and no placeholder or word for it.
pub(super) fn is_shown(value: &str) -> bool {
    let value = beginning(value, LONGEST_SHOWN).trim();
    !value.is_empty() && !is_filler(value) && !is_plain(value)
}

/// A word of a language, or the name of the secret itself; each without a digit.
fn is_plain(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let stem = lower.trim_end_matches(|sign: char| sign.is_ascii_digit());
    if stem.len() + 1 < lower.len() || stem.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let own = ["my", "the", "some", "new", "old", "a"].iter().find_map(|before| stem.strip_prefix(before)).unwrap_or(stem);
    let own = own.trim_start_matches(['_', '-', ' ']);
    PLAIN.contains(&stem) || is_secret_name(stem) || is_secret_name(own) || own == "key"
}

/// Whether each part is a word, a term such as `oauth2`, or a number behind a term, as in `ISO-8601`.
fn is_term(value: &str) -> bool {
    let mut before_is_term = false;
    value.split(|sign: char| !sign.is_alphanumeric()).all(|part| {
        let lower = part.to_ascii_lowercase();
        let stem = lower.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let is_word = !stem.bytes().any(|byte| byte.is_ascii_digit());
        let version = part.trim_end_matches(|sign: char| sign.is_ascii_digit()).strip_suffix(['v', 'V']);
        let fits =
            is_word && (stem.len() == lower.len() || TERMS.contains(&stem) || version.is_some() || (stem.is_empty() && before_is_term));
        before_is_term = TERMS.contains(&stem);
        fits
    })
}

fn is_date(value: &str) -> bool {
    value.len() >= 10
        && value.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && matches!(value.as_bytes()[4], b'-' | b'/')
        && value.as_bytes()[5].is_ascii_digit()
        && value.as_bytes()[6].is_ascii_digit()
        && matches!(value.as_bytes()[7], b'-' | b'/')
}

/// A line of prose.
struct Line<'t, 'f> {
    text: &'t str,
    /// Where it begins.
    at: usize,
    /// Whether all of it is about a secret.
    named: bool,
    found: &'f mut Vec<Range<usize>>,
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii()
}

impl Line<'_, '_> {
    fn read(self) {
        let Self { text, at: offset, named, found } = self;
        let bytes = text.as_bytes();
        let start = text.len() - text.trim_start().len();
        let entry = bytes.get(start).is_some_and(|byte| matches!(byte, b'-' | b'*' | b'+' | b'|'));
        // Whether the whole line is about a secret from here on; where the last name of one ended; whether a value is told next.
        let (mut whole, mut name, mut told) = (named, None::<usize>, false);
        let mut first = true;
        let mut before = "";
        let mut at = start;
        let (mut spaces, mut ends, mut closes) = (Next::default(), Next::default(), [Next::default(), Next::default(), Next::default()]);
        while let Some(&byte) = bytes.get(at) {
            let [ticks, quotes, marks] = &mut closes;
            let quote = match byte {
                b'`' => Some(('`', ticks)),
                b'"' => Some(('"', quotes)),
                _ if text[at..].starts_with('“') => Some(('”', marks)),
                _ => None,
            };
            if let Some((close, closes)) = quote {
                let open = at
                    + match byte {
                        b'`' => bytes[at..].iter().take_while(|sign| **sign == byte).count(),
                        b'"' => 1,
                        _ => '“'.len_utf8(),
                    };
                let end = closes.from(text, open, |sign| sign == close);
                let is_near = end - open < LONGEST_SHOWN || end <= spaces.from(text, open, char::is_whitespace);
                if end == text.len() || !is_near {
                    at = open;
                    continue;
                }
                let value = text[open..end].trim();
                let range = open + (text[open..end].len() - text[open..end].trim_start().len());
                let how = match (whole || name.is_some(), told) {
                    (true, true) => Some(Shown::Told),
                    _ if byte != b'`' => None,
                    _ if whole => Some(Shown::Beside),
                    _ => name.filter(|name| open - name <= NEAR).map(|_| Shown::Near),
                };
                if is_secret_name(value) {
                    whole |= entry && first;
                    name = Some(end);
                } else if how.is_some_and(|how| is_value(value, how)) {
                    found.push(offset + range..offset + range + value.len());
                }
                told = false;
                first = false;
                before = "";
                at = end + close.len_utf8();
                while byte == b'`' && bytes.get(at) == Some(&byte) {
                    at += 1;
                }
                continue;
            }
            if is_sign(byte) {
                let mut end = at + bytes[at..].iter().position(|byte| !is_sign(*byte)).unwrap_or(bytes.len() - at);
                if told && (whole || name.is_some()) {
                    let is_end = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '`' | '"');
                    let all = &text[at..ends.from(text, at, is_end)];
                    let value = all.trim_end_matches(['.', ':', ')', '?', '!']);
                    if is_value(value, Shown::Beside) {
                        found.push(offset + at..offset + at + value.len());
                        (told, before, at) = (false, "", at + all.len());
                        continue;
                    }
                }
                if ["e.g", "E.g"].iter().any(|word| text[at..].starts_with(word)) {
                    end = at + 3;
                }
                let word = &text[at..end];
                let lower = word.to_ascii_lowercase();
                let two = lower == "key" && is_secret_name(&format!("{before}{lower}"));
                if leads(before, &lower) {
                    told = true;
                } else if !matches!(lower.as_str(), "to" | "is" | "value" | "for" | "use" | "s") {
                    told = false;
                }
                // `pass` and `auth` are words of the language too.
                if (is_secret_name(word) && !matches!(lower.as_str(), "pass" | "auth")) || two {
                    whole |= entry && first;
                    name = Some(end);
                }
                first = false;
                before = word;
                at = end;
                continue;
            }
            // A sentence ends, and what it is about, unless the next one goes on with a default or an example.
            if matches!(byte, b'.' | b'!' | b'?') && !told {
                let rest = text[at + 1..].trim_start();
                let next = rest.split(|sign: char| !sign.is_ascii_alphabetic()).next().unwrap_or("").to_ascii_lowercase();
                let goes_on = leads("", &next) || rest.starts_with("E.g") || rest.starts_with("For example");
                if rest.len() < text.len() - at - 1 && rest.starts_with(|sign: char| sign.is_uppercase()) && !goes_on {
                    name = None;
                }
            }
            at += 1;
        }
    }
}

/// Whether a word, with the one before it, says that a value follows.
fn leads(before: &str, word: &str) -> bool {
    matches!(word, "default" | "defaults" | "e.g" | "eg" | "example" | "examples" | "sample")
        || (word == "as" && before.eq_ignore_ascii_case("such"))
}

#[cfg(test)]
mod tests {
    use super::found_in_words;
    use crate::secret::masked_at;

    #[track_caller]
    fn check(name: Option<&str>, text: &str, shown: &str) {
        assert_eq!(masked_at(text, found_in_words(name, text)), shown, "{name:?}: {text}");
    }

    #[test]
    fn values_in_words_about_a_secret_are_masked() {
        for (name, text, shown) in [
            ("password", "required. Default: `MySup3rS3cretPW!`", "required. Default: `***`"),
            ("password", "Default: `MyOth3rS3cret`. Example: hunter3hunter", "Default: `***`. Example: ***"),
            ("password", "Defaults to \"tulips\".", "Defaults to \"***\"."),
            ("token", "e.g. `abcDEF123456ghiJKL`", "e.g. `***`"),
            ("api_key", "e.g. `9f86d081884c7d659a2feaa0c55ad015`", "e.g. `***`"),
            ("client_secret", "As `tulips22`.", "As `***`."),
            ("Authorization", "For example `Bearer q1w2e3r4t5z6`", "For example `Bearer ***`"),
            (
                "token",
                "\u{201c}new\u{201d} ones, such as \u{201c}q1w2e3r4\u{201d}",
                "\u{201c}new\u{201d} ones, such as \u{201c}***\u{201d}",
            ),
        ] {
            // What stands before the value of `Bearer` is a part of it.
            check(Some(name), text, &shown.replace("`Bearer ***`", "`***`"));
        }
    }

    #[test]
    fn values_beside_a_name_in_prose_are_masked() {
        for (text, shown) in [
            ("- `password` (string, required): e.g. `BulletPa55word`", "- `password` (string, required): e.g. `***`"),
            ("* **api_key** - Default: `tulips`. More.", "* **api_key** - Default: `***`. More."),
            ("| a | b |\n| - | - |\n| api_key | e.g. `9f86d081884c7d65` |\n", "| a | b |\n| - | - |\n| api_key | e.g. `***` |\n"),
            (
                "| Name | Default |\n|---|---|\n| password | tulips |\n| sort | name |",
                "| Name | Default |\n|---|---|\n| password | *** |\n| sort | name |",
            ),
            ("Use password `Zx9!kkPqLm22`", "Use password `***`"),
            ("The API key of the demo house is `q1w2e3r4t5z6`.", "The API key of the demo house is `***`."),
            ("curl -u admin:SuperSecretPw1 https://lamps.example", "curl -u admin:*** https://lamps.example"),
            ("curl --user \"ann:tulips\" x", "curl --user \"ann:***\" x"),
        ] {
            check(None, text, shown);
        }
    }

    #[test]
    fn long_values_are_masked_to_their_end() {
        for long in ["a1B2c3".repeat(50), "a1B2c3".repeat(1000)] {
            check(None, &format!("use token `{long}` now"), "use token `***` now");
            check(Some("password"), &format!("Default: \"{long}\"."), "Default: \"***\".");
            check(Some("password"), &format!("Default: {long}, or none"), "Default: ***, or none");
            check(None, &format!("| Name | Default |\n|---|---|\n| token | {long} |"), "| Name | Default |\n|---|---|\n| token | *** |");
        }
        // A quote that is not closed opens nothing.
        let words = "blue lamps ".repeat(30);
        check(Some("password"), &format!("5\" {words} 6\""), &format!("5\" {words} 6\""));
    }

    #[test]
    fn words_and_placeholders_stay() {
        for text in [
            "required, string: the password must have 8 characters",
            "Default: `<your token>`",
            "e.g. `YOUR_KEY`",
            "Example: xxxx",
            "e.g. `{{token}}`, `$TOKEN`, `[token]`",
            "Default: `null`. A `string`.",
            "An `oauth2` token, signed with `HMAC-SHA256` or `HS256`, in `base64`",
            "Must match `[A-Za-z0-9]{8,32}`, as `password2` does",
            "Valid until `2017-07-10T09:00:00Z`, see ISO-8601",
            "e.g. the one that `POST /v1/login` answers",
            "Example of a login: https://lamps.example/v2/login",
            "",
            "`",
            "\u{201c}\u{201c}`\"",
        ] {
            check(Some("password"), text, text);
            check(None, text, text);
        }
        for text in [
            "A token is needed. The format is `v2beta1x`.",
            "Pass `lamp2room1` as the name.",
            "The password of `ann22@lamps.example`",
            "- `limit`: with a token. Up to `level12high`",
            "curl -u username:password x; curl -u $USER:$PASS x; curl -u <user>:<pass> x; docker run -u 1000:1000 x",
            "Name of the lamp. Default: `tulip2022`",
        ] {
            check(None, text, text);
        }
    }

    #[test]
    fn long_lines_are_read_once() {
        let named = Some("password");
        for piece in ["\u{201c}", "`a", "default.", "default:", "token `", "| password ", "-u a:", ". ", "token `a1b2c3 "] {
            let _ = found_in_words(named, &piece.repeat(30_000));
        }
    }
}
