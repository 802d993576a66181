//! What looks like a secret, wherever it stands: a token of a known vendor, a key, a password beside its name.
//!
//! One list for all: what reads documents leaves such values out, what shows lines of documents masks them. Deliberately not here: whether a
//! text is a placeholder of some format; whoever reads the format knows.

mod keys;
mod markup;
mod names;
mod plain;
mod shown;
mod tokens;

pub(crate) use markup::{Kind as MarkupKind, Value as MarkupValue, values};
pub use names::{is_secret_name, is_secret_name_sent};
pub use shown::found_in_words;
pub use tokens::is_token;

use std::borrow::Cow;
use std::ops::Range;

use keys::{Endless, is_line_of_key, keys};
use names::ends_as_secret;
use plain::Plain;
use tokens::{has_prefix, is_jwt};

/// Whether a value is one is told by what it begins with: a line of names must not be read once for each. What is masked goes to its end.
const TELLING: usize = 512;

/// A longer value is no name.
const LONGEST_NAME: usize = 256;

/// So much before and behind what is shown of a line is looked at for secrets.
const AROUND: usize = 1024;

/// A private key may begin so far before what is shown, on another line.
const LONGEST_KEY: usize = 16 * 1024;

/// What stands where a secret stood.
pub const MASK: &str = "***";

/// Signs that stand in for others: `xxxxxxxx`, `YOUR_TOKEN`, `…`.
fn is_filler(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let signs: Vec<u8> = lower.bytes().filter(u8::is_ascii_alphanumeric).collect();
    signs.first().is_none_or(|first| signs.iter().all(|sign| sign == first))
        || ["your", "xxxx", "example", "replace", "changeme"].iter().any(|part| lower.contains(part))
        || lower.contains(['{', '<', '$'])
}

/// A text of a URL as it is read.
pub(crate) struct Percents<'t> {
    text: &'t str,
    plain: Option<Plain<'t>>,
}

impl<'t> Percents<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, plain: plain::of_url(text) }
    }

    pub(crate) fn text(&self) -> &str {
        self.plain.as_ref().map_or(self.text, |plain| plain.text.as_ref())
    }

    /// Where a part of it is written.
    pub(crate) fn written(&self, range: &Range<usize>) -> Range<usize> {
        self.plain.as_ref().map_or_else(|| range.clone(), |plain| plain.written(range))
    }
}

/// A text without `%5F` for its signs.
pub(crate) fn without_percents(text: &str) -> Cow<'_, str> {
    plain::of_url(text).map_or(Cow::Borrowed(text), |plain| plain.text)
}

/// Where secrets stand in a text, in order.
pub fn found(text: &str) -> Vec<Range<usize>> {
    let mut found = as_written(text);
    if let Some(plain) = text.contains('%').then(|| plain::of_url(text)).flatten() {
        found.extend(as_written(&plain.text).iter().map(|range| plain.written(range)));
    }
    joined(found)
}

fn as_written(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Most texts are short values without either sign.
    if text.contains('-') {
        keys(text, Endless::WithText, &mut found);
        logins(text, &mut found);
    }
    if text.contains(':') {
        users(text, &mut found);
    }
    words(text, &mut found);
    if markup::may_be(text) {
        let named = values(text).into_iter().filter(|value| is_secret_name(&value.name) && is_strong(beginning(&value.text, TELLING), 6));
        found.extend(named.map(|value| value.range));
    }
    found
}

/// Places in order; of those that meet, one that holds them.
fn joined(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => joined.push(range),
        }
    }
    joined
}

/// What of a line of a document is shown, with a star for each byte of a secret, so that columns stay what they are. Beside what looks like a
/// secret these are the places of values that were masked where nothing tells it; of a string in quotes the quotes are shown.
pub fn starred(text: &str, line: &Range<usize>, window: &Range<usize>, places: impl IntoIterator<Item = Range<usize>>) -> String {
    // A secret may begin before what is shown, and its name before that; a line may be a whole document.
    let from = text.floor_char_boundary(window.start.saturating_sub(AROUND).max(line.start));
    let to = text.ceil_char_boundary((window.end + AROUND).min(line.end));
    let mut secrets: Vec<Range<usize>> = found(&text[from..to]).into_iter().map(|place| from + place.start..from + place.end).collect();
    let before = text.floor_char_boundary(window.start.saturating_sub(LONGEST_KEY));
    let mut of_keys = Vec::new();
    keys(&text[before..to], Endless::WithString, &mut of_keys);
    secrets.extend(of_keys.into_iter().map(|place| before + place.start..before + place.end));
    if markup::may_be(&text[before..to]) {
        let named = values(&text[before..to]).into_iter().filter(|value| {
            let shown = value.kind == MarkupKind::Own && shown::is_shown(&value.text);
            is_secret_name(&value.name) && (shown || is_strong(beginning(&value.text, TELLING), 6))
        });
        secrets.extend(named.map(|value| before + value.range.start..before + value.range.end));
    }
    if is_line_of_key(&text[line.clone()]) {
        secrets.push(line.clone());
    }
    secrets.extend(places.into_iter().map(|place| {
        let (start, end) = (text.floor_char_boundary(place.start), text.ceil_char_boundary(place.end));
        let is_quoted = end >= start + 2 && text[start..end].starts_with('"') && text[start..end].ends_with('"');
        let inner = usize::from(is_quoted);
        start + inner..end - inner
    }));
    secrets.sort_unstable_by_key(|place| (place.start, place.end));
    let mut shown = String::with_capacity(window.len());
    let mut at = window.start;
    for place in secrets {
        let (start, end) = (place.start.clamp(at, window.end), place.end.clamp(at, window.end));
        shown.push_str(&text[at..start]);
        shown.extend(std::iter::repeat_n('*', end - start));
        at = end;
    }
    shown.push_str(&text[at..window.end]);
    shown
}

/// The text with a mask for each secret in it.
pub fn masked(text: &str) -> Cow<'_, str> {
    masked_at(text, found(text))
}

/// The text with a mask for each of some places in it, which stand in order.
pub fn masked_at(text: &str, places: impl IntoIterator<Item = Range<usize>>) -> Cow<'_, str> {
    let mut places = places.into_iter().peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for range in places {
        shown.push_str(&text[at..range.start]);
        shown.push_str(MASK);
        at = range.end;
    }
    shown.push_str(&text[at..]);
    Cow::Owned(shown)
}

/// Whether a place meets one of some others, which stand in order and do not meet each other.
pub fn meets(places: &[Range<usize>], place: &Range<usize>) -> bool {
    let next = places.partition_point(|known| known.end <= place.start);
    places.get(next).is_some_and(|known| known.start < place.end)
}

/// Passwords before the host of a URL.
fn users(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let rest = &text[start..];
        let end = rest
            .find(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '\\'))
            .unwrap_or(rest.len());
        let Some((user, _)) = rest[..end].rsplit_once('@') else { continue };
        if let Some((name, password)) = user.split_once(':').filter(|(_, password)| !password.is_empty() && !is_filler(password)) {
            let begin = start + name.len() + 1;
            found.push(begin..begin + password.len());
        }
    }
}

/// Passwords behind `-u` and `--user`, as `curl` takes them; where none follows the colon, what stands before it is a key.
fn logins(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, _) in text.match_indices("-u") {
        if !text[..at].ends_with([' ', '\t', '\n', '-', '`']) || text[..at].ends_with("--") {
            continue;
        }
        let rest = &text[at + 2..];
        let rest = if text[..at].ends_with('-') { rest.strip_prefix("ser") } else { Some(rest) };
        let Some(rest) = rest else { continue };
        let start = text.len() - rest.trim_start_matches([' ', '=', '"', '\'', '\\']).len();
        let rest = &text[start..];
        let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '\\' | '<')).unwrap_or(rest.len());
        let Some((user, password)) = rest[..end].split_once(':') else { continue };
        let begin = start + user.len() + 1;
        let word = password.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
        let named = word
            && (is_secret_name(password)
                || is_secret_name(password.rsplit(['_', '-']).next().unwrap_or(""))
                || password.eq_ignore_ascii_case("key"));
        if password.is_empty() {
            if is_strong(user, 16) {
                found.push(start..start + user.len());
            }
        } else if password.len() >= 4 && !is_filler(password) && !named && password.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            found.push(begin..begin + password.len());
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Tokens by their looks, and values by the names before them.
fn words(text: &str, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // A name that was given as a value: its own value follows, as in `"key": "password", "value": "…"`.
    let mut named: Option<usize> = None;
    let mut ends = Ends::default();
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let end = bytes[at..].iter().position(|byte| !is_word(*byte)).map_or(bytes.len(), |length| at + length);
        let word = &text[at..end];
        if has_prefix(word) || is_jwt(word) {
            found.push(at..end);
        } else if matches!(word, "Bearer" | "bearer" | "BEARER" | "Token" | "token") {
            if let Some(value) = after_blank(text, end).filter(|value| is_strong(&text[value.clone()], 16)) {
                found.push(value);
            }
        } else if matches!(word, "Basic" | "basic")
            && let Some(value) = after_blank(text, end).filter(|value| is_pair(&text[value.clone()]))
        {
            found.push(value);
        }
        if word == "value" && named.is_some_and(|named| at - named < 160) {
            let value = assigned(text, end, &mut ends).map(|(value, _)| value);
            named = None;
            if let Some(value) = value.filter(|value| !is_filler(beginning(&text[value.clone()], TELLING))) {
                at = value.end;
                found.push(value);
                continue;
            }
        } else if matches!(word, "key" | "id" | "name") {
            let name = assigned(text, end, &mut ends).map(|(value, _)| value).filter(|name| name.len() <= LONGEST_NAME);
            named = name.filter(|name| is_secret_name(&text[name.clone()])).map(|name| name.end);
        } else if sign_behind(bytes, end).is_some()
            && is_secret_name(word)
            && let Some((value, quoted)) = assigned(text, end, &mut ends)
            && (is_strong(beginning(&text[value.clone()], TELLING), if quoted { 6 } else { 8 })
                || (!quoted && is_number_of(word, bytes, at, &text[value.clone()])))
        {
            at = value.end;
            found.push(value);
            continue;
        } else if let Some(sign) = sign_behind(bytes, end)
            && bytes.get(behind(bytes, sign + 1, b" \t")) == Some(&b'{')
            && is_secret_name(word)
        {
            // `"password": {"value": "…"}`
            named = Some(end);
        }
        at = end;
    }
}

/// Whether a number is the value of a secret: its name is in quotes, as in JSON, and it is long enough for one.
fn is_number_of(name: &str, bytes: &[u8], at: usize, value: &str) -> bool {
    let is_in_quotes = at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'"');
    is_in_quotes && (4..=TELLING).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) && ends_as_secret(name)
}

/// The word behind a blank.
fn after_blank(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text[at..].strip_prefix([' ', '\t'])?;
    let start = text.len() - rest.trim_start_matches(' ').len();
    let length = text[start..].bytes().take_while(|byte| is_word(*byte) || matches!(byte, b'+' | b'/' | b'=' | b'~')).count();
    (length > 0).then_some(start..start + length)
}

/// The first place from `at` on that holds none of these signs.
fn behind(bytes: &[u8], mut at: usize, signs: &[u8]) -> usize {
    while bytes.get(at).is_some_and(|byte| signs.contains(byte)) {
        at += 1;
    }
    at
}

/// Where the sign stands that gives a name its value, if there is one behind the name and its quotes.
fn sign_behind(bytes: &[u8], at: usize) -> Option<usize> {
    let sign = behind(bytes, at, b"\\\"'` ]");
    matches!(bytes.get(sign), Some(b':' | b'=')).then_some(sign)
}

/// Where the next sign of a kind stands. Whoever asks goes on in the text, so that no byte of it is looked at twice.
#[derive(Default)]
struct Next(Option<usize>);

impl Next {
    /// The first one from `at` on; the end of the text where there is none.
    fn from(&mut self, text: &str, at: usize, is_one: impl FnMut(char) -> bool) -> usize {
        let next = self.0.filter(|&known| known >= at);
        let next = next.unwrap_or_else(|| text[at..].find(is_one).map_or(text.len(), |length| at + length));
        self.0 = Some(next);
        next
    }
}

/// Where values end: of two names one behind the other, the values may end at the same place.
#[derive(Default)]
struct Ends {
    quoted: Next,
    bare: Next,
}

impl Ends {
    fn of(&mut self, text: &str, start: usize, quoted: bool) -> usize {
        let is_end = |sign: char| matches!(sign, '"' | '`' | '\\' | '\n');
        if quoted {
            return self.quoted.from(text, start, is_end);
        }
        let is_end = |sign: char| is_end(sign) || sign.is_whitespace() || matches!(sign, '&' | ',' | ';' | '}' | ')' | '\'' | '<');
        self.bare.from(text, start, is_end)
    }
}

/// What a text begins with.
fn beginning(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// The value behind a name: `: "…"`, `=…`, with the quotes of the name before it, however they are escaped; and whether it stands in quotes.
fn assigned(text: &str, at: usize, ends: &mut Ends) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let blank = behind(bytes, sign_behind(bytes, at)? + 1, b" \t=>");
    let start = behind(bytes, blank, b"\\\"'`");
    let quoted = start > blank;
    let end = ends.of(text, start, quoted);
    (end > start).then_some((start..end, quoted))
}

/// Whether a value beside a name of a secret is one: no word of a language, no placeholder.
pub(crate) fn is_strong(value: &str, least: usize) -> bool {
    let word = !value.contains(char::is_whitespace) && !is_filler(value) && !value.contains("://");
    word && value.len() >= least && value.bytes().any(|byte| byte.is_ascii_digit()) && value.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text is `user:password` in base64.
fn is_pair(text: &str) -> bool {
    let (mut bits, mut count, mut decoded) = (0_u32, 0, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push(u8::try_from((bits >> count) & 0xff).unwrap_or(0));
        }
    }
    decoded.len() >= 3 && decoded.contains(&b':') && decoded.iter().all(|byte| (0x20..0x7f).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::{found, is_token, masked, starred};

    // Tokens are put together here, so that nobody takes them for real ones.
    fn token(prefix: &str) -> String {
        format!("{prefix}{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6")
    }

    #[test]
    fn lines_are_shown_without_secrets() {
        let text = "{\n  \"url\": \"https://ann:tulips77@lamps.example\", \"a\": \"Tr0ub4dor&3xyz\"\n}";
        let line = 2..text.len() - 2;
        let at = text.find("\"Tr0").expect("it is there");
        let place = at..at + 16;
        // What looks like a secret, and what was masked where nothing tells it: within its quotes.
        assert_eq!(
            starred(text, &line, &line, [place.clone()]),
            "  \"url\": \"https://ann:********@lamps.example\", \"a\": \"**************\""
        );
        // Of a secret that goes on, only what is shown.
        let window = line.start + 9..line.start + 24;
        assert_eq!(starred(text, &line, &window, [place]), "\"https://ann:**");
    }

    #[test]
    fn lines_of_private_keys_are_not_shown() {
        let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
        let begin = "-----BEGIN ";
        let text =
            format!("{{\"a\": \"{begin}PRIVATE KEY-----\n{line}\n{line}\\q{line}\nq2\n-----END PRIVATE KEY-----\", \"b\": 1,\n\"c\": 2}}");
        let shown = |text: &str, part: &str| {
            let at = text.find(part).expect("it is there");
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let range = start..text[at..].find('\n').map_or(text.len(), |length| at + length);
            starred(text, &range, &range, [])
        };
        for (part, rest) in [("\\q", ""), ("q2", ""), ("\"b\"", "\", \"b\": 1,"), ("\"c\"", "\"c\": 2}")] {
            assert_eq!(shown(&text, part).trim_start_matches('*'), rest);
        }
        // No end, and all in one line: what follows its string is shown.
        let key = line.repeat(40);
        let text = format!("{{\"a\": \"{begin}PRIVATE KEY-----\\n{key}\", \"header\":5}}");
        let at = text.find("\", \"header").expect("it is there");
        assert_eq!(starred(&text, &(0..text.len()), &(at - 28..text.len()), []), format!("{}\", \"header\":5}}", "*".repeat(28)));
        // Where it begins is too far away to be seen.
        assert_eq!(shown(&format!("{}\n{line}\n", " ".repeat(20_000)), line), "*".repeat(line.len()));
        assert_eq!(shown("0123456789abcdef0123456789abcdef0123456789abcdef", "0"), "0123456789abcdef0123456789abcdef0123456789abcdef");
    }

    #[test]
    fn secrets_in_prose_are_masked() {
        let begin = "-----BEGIN RSA ";
        for (text, shown) in [
            (format!("Send {} with it.", token("sk_live_")), "Send *** with it."),
            (format!("`{}`", token("ghp_")), "`***`"),
            (format!("key={}&x=1", token("AIza")), "key=***&x=1"),
            ("Authorization: Bearer a1b2c3d4e5f6a7b8c9".to_owned(), "Authorization: Bearer ***"),
            ("as in Basic dXNlcjpwYXNzd29yZA== here".to_owned(), "as in Basic *** here"),
            ("https://ann:s3cr3tly@lamps.example/x".to_owned(), "https://ann:***@lamps.example/x"),
            (format!("{begin}PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----."), "***."),
            ("{\"password\": \"hunter2\", \"name\": \"ann\"}".to_owned(), "{\"password\": \"***\", \"name\": \"ann\"}"),
            ("{\\\"api_key\\\": \\\"d41d8cd98f00\\\"}".to_owned(), "{\\\"api_key\\\": \\\"***\\\"}"),
            ("?api_key=d41d8cd98f00b204&page=2".to_owned(), "?api_key=***&page=2"),
            ("{\"password2\": 778899, \"user_pwd\":\"ab12cd\"}".to_owned(), "{\"password2\": ***, \"user_pwd\":\"***\"}"),
            ("{\\\"password\\\":{\\\"value\\\":\\\"ab12cd34\\\"}}".to_owned(), "{\\\"password\\\":{\\\"value\\\":\\\"***\\\"}}"),
            ("<a><Password><![CDATA[hunter77]]></Password></a>".to_owned(), "<a><Password><![CDATA[***]]></Password></a>"),
            (format!("/x/{}/y", token("sk_live_").replace('_', "%5F")), "/x/***/y"),
            ("{ \"key\": \"password\", \"value\": \"tulips\" }".to_owned(), "{ \"key\": \"password\", \"value\": \"***\" }"),
            (format!("{}.{}.c2lnbmF0dXJl", "eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0"), "***"),
        ] {
            assert_eq!(masked(&text), shown);
        }
    }

    #[test]
    fn long_secrets_are_masked_to_their_end() {
        for long in ["a1b2c3d4".repeat(700), format!("{}-tail", "1a".repeat(2048)), "üa1".repeat(3000)] {
            assert_eq!(masked(&format!("Send {{\"password\": \"{long}\"}} please")), "Send {\"password\": \"***\"} please");
            assert_eq!(masked(&format!("?token={long}&page=2")), "?token=***&page=2");
            assert_eq!(masked(&format!("{{\"key\": \"token\", \"value\": \"{long}\"}}")), "{\"key\": \"token\", \"value\": \"***\"}");
        }
    }

    #[test]
    fn lines_of_names_are_read_once() {
        for piece in ["token=", "token=a", "token=a1b2c3d4e5=", "\"token\":\"", "key=", "token: ", "key=token value=", "Bearer "] {
            let _ = found(&piece.repeat(20_000));
        }
    }

    #[test]
    fn words_of_a_language_are_no_secrets() {
        for text in [
            "Bearer authentication with a token",
            "Basic authentication is not supported",
            "password: string, required",
            "token = your_token_2",
            "access_token=<token>",
            "{\"password\": \"{{password1}}\"}",
            "https://lamps.example/users/@me",
            "https://{{user}}:{{password}}@lamps.example",
            "sk_live_xxxxxxxxxxxxxxxx",
            "The signature: see below",
            "e0a6bb0d-0000-4000-8000-00000000000a",
            "the secret is d",
            "-----BEGIN RSA PRIVATE KEY----- ... -----END RSA PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\\n\u{2026}\\n-----END PRIVATE KEY-----",
            "{\"password_max_length\": 4096, \"token\": 12}",
            "<password>your_password1</password>",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        assert!(!is_token("application/json"));
    }
}
