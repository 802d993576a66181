//! Values that nobody should see again: they must not come out as a default, an example or a literal.

use super::{read_excerpt, variables};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::{decode_signs, is_placeholder};
use crate::secret;
pub(super) use crate::secret::{MASK, is_secret_name, is_secret_name_sent};
use crate::secret::{MarkupKind, MarkupValue};
use crate::text::{SourceMap, Span};
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
    secret::is_token(value) || secret::is_token(&secret::without_percents(value)) || !secret::found(value).is_empty()
}

/// Whether a value under a name is a secret that must not be shown.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    looks_like_secret(value) || (is_secret_name(name) && !shows_nothing(value))
}

/// Whether a value that is sent under a name, in an address or in a header, is a secret that must not be shown.
pub(super) fn is_secret_sent(name: &str, value: &str) -> bool {
    looks_like_secret(value) || (is_secret_name_sent(name) && !shows_nothing(value))
}

/// Whether a value in markup is a secret that must not be sent for everybody. What stands beside a variable is one as well.
pub(super) fn is_secret_in_markup(value: &MarkupValue) -> bool {
    let MarkupValue { name, text, range: _, kind } = value;
    if !variables::references(text).is_empty() {
        let (mut rest, mut at) = (String::with_capacity(text.len()), 0);
        for reference in variables::references(text) {
            rest.push_str(&text[at..reference.range.start]);
            at = reference.range.end;
        }
        rest.push_str(&text[at..]);
        let rest = rest.trim();
        let is_scheme = ["bearer", "basic", "token"].iter().any(|scheme| rest.eq_ignore_ascii_case(scheme));
        return *kind == MarkupKind::Own && is_secret_name(name) && !is_scheme && rest.contains(char::is_alphanumeric);
    }
    match kind {
        MarkupKind::Own => is_secret(name, text),
        MarkupKind::Around => looks_like_secret(text) || (is_secret_name(name) && secret::is_strong(text, 6)),
    }
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

/// A secret that stood in a path, and the hole that stands there now.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    /// What the caller gives is called so.
    pub(super) name: String,
    secret: String,
}

/// How a hole is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Braces {
    /// `{name}`: no variable of the collection has its value.
    OfParameter,
    /// `{{name}}`, where all values were put in.
    OfVariable,
}

impl Hidden {
    /// Says that it is left out, without showing it.
    pub(super) fn diagnostic(&self, place: Span) -> Diagnostic {
        let message =
            format!("a part of a path looks like a secret and is left out: the caller gives it as `{}`", read_excerpt(&self.name));
        Diagnostic::new(Code::MaskedSecret, place, message)
            .note("whoever knows the address knows the secret")
            .help("if it is alive, tell its owner; if it is none, describe the operation with its whole path in an overlay")
    }
}

/// Makes a hole of each secret in a path: the caller gives it. What stands before the path may tell that it is the address of a hook.
///
/// A path is full of ids and hashes, which say no more than what they look like. So a word is a secret here only by its prefix, by the name before it, or
/// by signs that are neither a word nor a number to the base of sixteen.
pub(super) fn hide_in_path(origin: &str, segments: &mut [String], braces: Braces) -> Vec<Hidden> {
    let (open, close) = match braces {
        Braces::OfParameter => ("{", "}"),
        Braces::OfVariable => ("{{", "}}"),
    };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host).to_ascii_lowercase();
    let of_hooks = host.starts_with("hooks.");
    let mut hidden: Vec<Hidden> = Vec::new();
    let mut has_token: Option<bool> = None;
    for at in 0..segments.len() {
        let (before, rest) = segments.split_at(at);
        let Some(segment) = rest.first() else { break };
        // Nothing is a secret here that has neither a digit nor a name before it: most segments are words.
        if !segment.bytes().any(|byte| byte.is_ascii_digit() || byte == b'=') {
            continue;
        }
        let is_hook = of_hooks || matches!(before, [.., team, app] if is_id_of_slack(team, 'T') && is_id_of_slack(app, 'B'));
        let decoded = decode_signs(segment);
        // Asked as it is read: a secret may be written with `%5F`, and is taken out as it is written.
        let read = secret::Percents::of(&decoded);
        let found = in_segment(read.text(), before.last().map(String::as_str), is_hook);
        if found.is_empty() {
            continue;
        }
        let mut written = String::with_capacity(decoded.len());
        let mut end = 0;
        for (name, range) in found {
            // With a number behind it, `token` would no longer be a name of secrets.
            let is_taken = *has_token.get_or_insert_with(|| segments.iter().any(|segment| segment.contains("token}")));
            let name = name.unwrap_or(if is_taken { "secret_token" } else { "token" }).to_owned();
            has_token = Some(is_taken || name == "token");
            let range = read.written(&range);
            written.push_str(&decoded[end..range.start]);
            written.extend([open, &name, close]);
            end = range.end;
            hidden.push(Hidden { name, secret: decoded[range].to_owned() });
        }
        written.push_str(&decoded[end..]);
        segments[at] = written;
    }
    hidden
}

/// Where each of them stands in a part of a document, in the same order; the whole of it for those that are not written as they are read.
pub(super) fn places_of_hidden(hidden: &[Hidden], within: Span, sources: &SourceMap) -> Vec<Span> {
    let text = sources.text(within);
    // None is looked for behind one that is not there: no byte is looked at twice.
    let mut rest = Some(0);
    let place = |Hidden { secret, .. }: &Hidden| {
        let at = rest.and_then(|from| Some(from + text.get(from..)?.find(secret.as_str())?));
        rest = at.map(|at| at + secret.len());
        let start = within.start as usize;
        at.map_or(within, |at| Span::new(within.file, start + at, start + at + secret.len()))
    };
    hidden.iter().map(place).collect()
}

/// The secrets in a segment of a path, in order, and the names that they have.
fn in_segment<'s>(segment: &'s str, before: Option<&str>, is_hook: bool) -> Vec<(Option<&'s str>, Range<usize>)> {
    // A path's own variable, or a value that is too short for anything but one beside its name.
    if segment.len() < 4 || segment.starts_with(':') {
        return Vec::new();
    }
    let holes: Vec<Range<usize>> = variables::references(segment).into_iter().map(|reference| reference.range).collect();
    let mut found: Vec<(Option<&str>, Range<usize>)> = Vec::new();
    let mut add = |name, range: Range<usize>| {
        let has_hole = secret::meets(&holes, &range) || segment[range.clone()].contains(['{', '}', '<', '>']);
        if !has_hole {
            found.push((name, range));
        }
    };
    // `;token=…`, and `Reset(token='…')` of OData.
    for (at, pair) in pieces(segment, |sign| matches!(sign, ';' | '&' | ',' | '(' | ')')) {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let inner = value.trim_matches('\'');
        let start = at + name.len() + 1 + (value.len() - value.trim_start_matches('\'').len());
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        if is_name && inner.len() >= 4 && is_secret_name(name) && is_secret(name, inner) {
            add(Some(name), start..start + inner.len());
        }
    }
    for (at, word) in pieces(segment, |sign| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'))) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let has_letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_named = before.is_some_and(is_secret_name) && word.len() == segment.len() && !word.contains(['_', '-']);
        let is_mixed = word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.bytes().any(|byte| byte.is_ascii_uppercase());
        let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digits >= 3
            && has_letters
            && !shows_nothing(word)
            && ((is_named && word.len() >= 20)
                || (is_hook && is_mixed && word.len() >= 20 && !is_of_words(word))
                || (!is_hex && secret::is_token(word) && !is_of_words(word)))
        {
            add(None, at..at + word.len());
        }
    }
    for range in secret::found(segment) {
        if segment[range.clone()].bytes().any(|byte| byte.is_ascii_digit()) {
            add(None, range);
        }
    }
    // Of those that meet the one that begins first, and of these one with a name, or the longest.
    found.sort_by_key(|(name, range)| (range.start, name.is_none(), std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(_, range)| {
        let is_apart = range.start >= end;
        if is_apart {
            end = range.end;
        }
        is_apart
    });
    found
}

/// The parts of a text between some signs, and where they begin.
fn pieces(text: &str, between: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(move |sign: char| sign.is_ascii() && between(sign)).map(move |piece| {
        let start = at;
        // The sign behind it is of one byte.
        at += piece.len() + 1;
        (start, piece)
    })
}

/// Whether a word is made of several that people think up, as `Customers-By-Date-2019`: most of its letters stand in runs of small ones.
fn is_of_words(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let runs = word.split(|sign: char| !sign.is_ascii_lowercase()).map(str::len).filter(|&run| run >= 3);
    runs.sum::<usize>() * 2 >= letters
}

/// Whether a segment is what Slack puts before the secret of a hook.
fn is_id_of_slack(segment: &str, kind: char) -> bool {
    segment.strip_prefix(kind).is_some_and(|id| id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Braces, hide_in_path, is_secret, is_secret_in_markup, is_secret_sent, looks_like_secret, within};
    use crate::secret::values as values_in_markup;

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

    fn hidden(origin: &str, path: &str) -> String {
        let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
        hide_in_path(origin, &mut segments, Braces::OfParameter);
        segments.join("/")
    }

    #[test]
    fn secrets_in_markup() {
        let found = |text: &str| {
            let secrets = values_in_markup(text).into_iter().filter(is_secret_in_markup);
            secrets.map(|value| text[value.range].to_owned()).collect::<Vec<_>>()
        };
        for (text, secret) in [
            ("<E><q>{{v}}</q><Password><![CDATA[hunter77]]></Password></E>", "hunter77"),
            ("<Password>hunter77<!-- c --></Password>", "hunter77"),
            ("<Password> <v>hunter</v></Password>", "hunter"),
            ("<Password>abc{{x}}def</Password>", "abc{{x}}def"),
            ("<wsse:BinarySecurityToken>ab12cd34ef</wsse:BinarySecurityToken>", "ab12cd34ef"),
            ("<credentials><user>ann</user><code>ab12cd34</code></credentials>", "ab12cd34"),
        ] {
            assert_eq!(found(text), [secret]);
        }
        for text in [
            "<Password>{{p}}<!-- if needed --></Password>",
            "<Authorization>Bearer {{t}}</Authorization>",
            "<credentials><company>12</company><password>{{p}}</password></credentials>",
            "<password>&lt;password></password>",
            "Use <password> here",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn secrets_in_paths_become_holes() {
        // They are put together here, so that nobody takes them for real ones.
        let stripe = format!("sk_live_{}", "0123456789abcdef");
        let jwt = format!("{}.{}.c2lnbmF0dXJl", "eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0");
        let long = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawB";
        for (path, shown) in [
            ("services/T024BE7LD/B024BE7LE/XyZ1a2B3c4D5e6F7g8H9i0J1".to_owned(), "services/T024BE7LD/B024BE7LE/{token}"),
            (format!("bot123456789:{long}/send"), "bot123456789:{token}/send"),
            (format!("confirm/{jwt}"), "confirm/{token}"),
            ("x;token=a1B2c3D4e5F6/y".to_owned(), "x;token={token}/y"),
            ("x;v=1;password=tulips".to_owned(), "x;v=1;password={password}"),
            ("Reset(token='a1b2c3d4')".to_owned(), "Reset(token='{token}')"),
            (format!("a/{stripe}/{stripe}/{{{{id}}}}"), "a/{token}/{secret_token}/{{id}}"),
            (format!("{{{{token}}}}/{stripe}"), "{{token}}/{secret_token}"),
            ("token/0123456789abcdef0123456789abcdef/x".to_owned(), "token/{token}/x"),
            (format!("x/{}/y%20z", stripe.replace('_', "%5F")), "x/{token}/y%20z"),
            (format!("x-%20{}", jwt.replace('.', "%2E")), "x-%20{token}"),
        ] {
            assert_eq!(hidden("https://lamps.example", &path), shown);
        }
        assert_eq!(hidden("https://hooks.lamps.example", "a/XyZ1a2B3c4D5e6F7g8H9i0J1"), "a/{token}");
    }

    #[test]
    fn ids_and_words_in_paths_stay() {
        for path in [
            "lamps/e0a6bb0d-0000-4000-8000-00000000000a",
            "lamps/5a934e000102030405060708",
            "commits/2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
            "channels/UCa1B2c3D4e5F6g7H8i9J0kL",
            "pages/My-Article-About-2019-And-More-Things-123",
            "rpc/getCustomersByDateRangeAndStatusV2019x10",
            "sk-bratislava-old-town-apartments/rooms",
            "auth/v2beta1/login",
            "reset-password/e0a6bb0d-0000-4000-8000-00000000000a",
            "x;token={{token}}/:token/{api_key}/<token>",
            "%7Btoken%7D;token=%7B%7Btoken1234%7D%7D",
            "",
            "é;é=1;token=é",
        ] {
            assert_eq!(hidden("{{base}}", path), path);
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
        assert!(is_secret_sent("sid", "ab12") && !is_secret("sid", "ab12") && !is_secret_sent("sid", "{{sid}}"));
    }
}
