//! Samples without the people in them: what may be somebody's name, address or number keeps its shape and its kind, and no letter.
//!
//! `"Ann Wood"` becomes `"Xxx Xxxx"`, `"+44 20 7946"` becomes `"+11 10 1111"`; a date stays a date. Which texts those are is told by the name that
//! they stand under, by their form, and, where neither tells, by being prose. What is one word, a code or an id stays: a sample is there to
//! be read. Of a secret nothing stays, not even its length.

use crate::secret::{self, MASK, is_secret_name};
use crate::text::is_invisible;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The words of names under which people, places and firms stand.
const PEOPLE: &[&str] = &[
    "account",
    "address",
    "author",
    "bic",
    "birth",
    "birthdate",
    "birthday",
    "card",
    "city",
    "company",
    "contact",
    "customer",
    "dob",
    "email",
    "employee",
    "fax",
    "firstname",
    "fullname",
    "iban",
    "ip",
    "lastname",
    "lat",
    "latitude",
    "lng",
    "login",
    "lon",
    "longitude",
    "mail",
    "mobile",
    "name",
    "nickname",
    "organization",
    "owner",
    "person",
    "phone",
    "postal",
    "postcode",
    "ssn",
    "street",
    "surname",
    "tel",
    "telephone",
    "town",
    "user",
    "username",
    "vat",
    "zip",
    "zipcode",
];

/// The words of names under which vendors write what they have to say themselves.
const WORDS: &[&str] =
    &["code", "detail", "details", "error", "errors", "event", "kind", "message", "messages", "msg", "reason", "status", "type"];

/// So many spaces for each level.
const INDENT: usize = 2;

/// A sample in lines, without people. `None` where the text is no JSON.
pub(super) fn masked(json: &str) -> Option<String> {
    let mut writer = Writer { out: String::with_capacity(json.len() * 2), open: Vec::new() };
    let mut rest = json;
    while let Some(first) = rest.trim_start().chars().next() {
        rest = rest.trim_start();
        let token = match first {
            '"' => rest.get(..string_end(rest)?)?,
            '{' | '}' | '[' | ']' | ',' | ':' => rest.get(..1)?,
            _ => rest.get(..rest.find(['{', '}', '[', ']', ',', ':', '"', ' ', '\n', '\r', '\t']).unwrap_or(rest.len()))?,
        };
        rest = rest.get(token.len()..)?;
        writer.token(token)?;
    }
    writer.open.is_empty().then(|| plain(&writer.out) + "\n")
}

/// What a reader does not see, or what turns around what is seen, as escapes: it stands in strings only.
fn plain(json: &str) -> String {
    let mut written = String::with_capacity(json.len());
    for sign in json.chars() {
        if sign.is_ascii() || !is_invisible(sign) {
            written.push(sign);
            continue;
        }
        for unit in sign.encode_utf16(&mut [0; 2]) {
            _ = write!(written, "\\u{unit:04x}");
        }
    }
    written
}

/// Whether a value that stands under a name may be shown as it is: nothing tells of a secret, or of somebody.
pub fn is_nobodys(name: &str, value: &str) -> bool {
    let json = serde_json::json!({ name: value }).to_string();
    let Some(masked) = masked(&json) else { return false };
    serde_json::from_str::<serde_json::Value>(&masked).is_ok_and(|masked| masked.get(name).is_some_and(|shown| shown == value))
        && !matches!(under(name), Under::Secret | Under::Person)
}

/// Where a string ends, behind its quote.
fn string_end(text: &str) -> Option<usize> {
    let mut signs = text.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => _ = signs.next()?,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    /// A secret.
    Secret,
    /// Something of a person.
    Person,
    /// What the vendor says.
    Words,
    /// Anything.
    Anything,
}

/// An object or a list that is not closed yet.
struct Open {
    is_object: bool,
    is_empty: bool,
    /// The next string is a key.
    wants_key: bool,
    /// What the value stands under.
    under: Under,
    /// What the whole stands under.
    around: Under,
    /// The keys that were masked: two may look the same then.
    keys: BTreeSet<String>,
}

/// Writes a sample token by token.
struct Writer {
    out: String,
    open: Vec<Open>,
}

impl Writer {
    fn under(&self) -> Under {
        self.open.last().map_or(Under::Anything, |open| open.under)
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', INDENT * self.open.len()));
    }

    /// What comes before a member, an item or a whole.
    fn begin(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if open.is_object && !open.wants_key {
            return;
        }
        open.is_empty = false;
        self.line();
    }

    fn token(&mut self, token: &str) -> Option<()> {
        match token {
            "{" | "[" => {
                self.begin();
                let is_object = token == "{";
                // What the vendor says stands in its own members; an object under such a name may hold anything.
                let under = match self.under() {
                    Under::Words if is_object => Under::Anything,
                    under => under,
                };
                self.out.push_str(token);
                self.open.push(Open { is_object, is_empty: true, wants_key: is_object, under, around: under, keys: BTreeSet::new() });
            }
            "}" | "]" => {
                let open = self.open.pop()?;
                if !open.is_empty {
                    self.line();
                }
                self.out.push_str(token);
            }
            "," => {
                let open = self.open.last_mut()?;
                open.wants_key = open.is_object;
                open.under = open.around;
                self.out.push(',');
            }
            ":" => {
                self.open.last_mut()?.wants_key = false;
                self.out.push_str(": ");
            }
            _ if self.open.last().is_some_and(|open| open.wants_key) => {
                self.begin();
                self.key(token)?;
            }
            _ => {
                self.begin();
                self.value(token)?;
            }
        }
        Some(())
    }

    fn key(&mut self, token: &str) -> Option<()> {
        let key: String = serde_json::from_str(token).ok()?;
        let open = self.open.last_mut()?;
        open.under = match under(&key) {
            // What is a part of a person is nothing else.
            Under::Anything => open.around,
            told => told,
        };
        if !is_of_person(&key) {
            self.token_of_text(token);
            return Some(());
        }
        let mut masked = classes(&key);
        while !open.keys.insert(masked.clone()) {
            masked.push('x');
        }
        self.string(&masked)
    }

    fn value(&mut self, token: &str) -> Option<()> {
        let under = self.under();
        if !token.starts_with('"') {
            let digits = |token: &str| token.starts_with(|sign: char| sign == '-' || sign.is_ascii_digit());
            if matches!(under, Under::Person | Under::Secret) && digits(token) {
                self.out.push_str(&classes_of_digits(token));
            } else {
                self.out.push_str(token);
            }
            return Some(());
        }
        let text: String = serde_json::from_str(token).ok()?;
        let masked = match under {
            Under::Secret if !text.is_empty() => MASK.to_owned(),
            _ if is_date(&text) || text.chars().all(|sign| sign == '*') => text,
            _ if secret::is_token(&text) || !secret::found(&text).is_empty() => MASK.to_owned(),
            Under::Person => classes(&text),
            _ if is_of_person(&text) => classes(&text),
            _ if text.contains("://") => address(&text),
            Under::Words => text,
            Under::Anything if text.contains(char::is_whitespace) => classes(&text),
            Under::Secret | Under::Anything => text,
        };
        self.string(&masked)
    }

    fn string(&mut self, text: &str) -> Option<()> {
        let token = serde_json::to_string(text).ok()?;
        self.token_of_text(&token);
        Some(())
    }

    /// A string as JSON has it; what nobody sees in a file is written with its number.
    fn token_of_text(&mut self, token: &str) {
        for sign in token.chars() {
            if is_invisible(sign) {
                let mut units = [0; 2];
                self.out.extend(sign.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
            } else {
                self.out.push(sign);
            }
        }
    }
}

/// What the words of a name tell.
fn under(name: &str) -> Under {
    if is_secret_name(name) {
        return Under::Secret;
    }
    let mut word = String::new();
    let mut found = Under::Anything;
    let mut before = ' ';
    for sign in name.chars().chain([' ']) {
        if !sign.is_alphanumeric() || (sign.is_uppercase() && before.is_lowercase()) {
            if PEOPLE.binary_search(&word.as_str()).is_ok() {
                return Under::Person;
            }
            if WORDS.binary_search(&word.as_str()).is_ok() {
                found = Under::Words;
            }
            word.clear();
        }
        if sign.is_alphanumeric() {
            word.extend(sign.to_lowercase());
        }
        before = sign;
    }
    found
}

/// Whether a text has the form of an address of mail or a number of a telephone.
fn is_of_person(text: &str) -> bool {
    let mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_phone = digits >= 7
        && text.starts_with(['+', '('])
        && text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '+' | '(' | ')' | '-' | ' ' | '.' | '/'));
    mail || is_phone
}

/// Whether a text begins like a date, and may be read as one: those are kinds of their own.
fn is_date(text: &str) -> bool {
    let Some((day, time)) = text.as_bytes().split_at_checked("2020-12-31".len()) else { return false };
    day.iter().enumerate().all(|(at, sign)| if matches!(at, 4 | 7) { *sign == b'-' } else { sign.is_ascii_digit() })
        && time.iter().all(|sign| sign.is_ascii_digit() || matches!(sign, b'T' | b't' | b' ' | b':' | b'.' | b'+' | b'-' | b'Z' | b'z'))
}

/// An address on the web: where it leads may tell who.
fn address(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return classes(text) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    format!("{scheme}://{}{}", if host.contains('@') { classes(host) } else { host.to_owned() }, classes(path))
}

/// A text of the same shape, without its letters and digits.
fn classes(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '0' => '0',
            _ if sign.is_numeric() => '1',
            _ if sign.is_uppercase() => 'X',
            _ if sign.is_alphabetic() => 'x',
            _ => sign,
        })
        .collect()
}

/// A number of the same shape.
fn classes_of_digits(token: &str) -> String {
    token.chars().map(|sign| if matches!(sign, '1'..='9') { '1' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::{PEOPLE, WORDS, is_nobodys, masked};

    fn flat(json: &str) -> String {
        let lines = masked(json).expect("a test writes JSON");
        let value: serde_json::Value = serde_json::from_str(&lines).expect("what is masked is JSON");
        value.to_string()
    }

    #[test]
    fn lists_of_words_are_sorted() {
        assert!(PEOPLE.is_sorted());
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn people_lose_their_letters() {
        assert_eq!(flat(r#"{"firstName":"Ann","n":7}"#), r#"{"firstName":"Xxx","n":7}"#);
        assert_eq!(flat(r#"{"to":"ann.wood@example.com"}"#), r#"{"to":"xxx.xxxx@xxxxxxx.xxx"}"#);
        assert_eq!(flat(r#"{"call":"+44 20 7946 0000"}"#), r#"{"call":"+11 10 1111 0000"}"#);
        assert_eq!(flat(r#"{"phone":447946000}"#), r#"{"phone":111111000}"#);
        assert_eq!(flat(r#"{"address":{"line1":"7 Long Lane","zip":1070}}"#), r#"{"address":{"line1":"1 Xxxx Xxxx","zip":1010}}"#);
        assert_eq!(flat(r#"{"ann@a.example":1,"bob@b.example":2}"#), r#"{"xxx@x.xxxxxxx":1,"xxx@x.xxxxxxxx":2}"#);
        assert_eq!(flat(r#"{"title":"Ann Wood"}"#), r#"{"title":"Xxx Xxxx"}"#);
        assert_eq!(
            flat(r#"{"event":{"title":"Ann Wood","message":"It began."}}"#),
            r#"{"event":{"message":"It began.","title":"Xxx Xxxx"}}"#
        );
        assert_eq!(flat(r#"["Jürgen Müller","東京"]"#), r#"["Xxxxxx Xxxxxx","東京"]"#);
    }

    #[test]
    fn nothing_stays_of_a_secret() {
        assert_eq!(flat(r#"{"access_token":"9081a829","password":["a","b"]}"#), r#"{"access_token":"***","password":["***","***"]}"#);
        assert_eq!(flat(r#"{"x":"ghp_0123456789abcdefghijABCDEFGHIJ012345"}"#), r#"{"x":"***"}"#);
        assert_eq!(flat(r#"{"token":""}"#), r#"{"token":""}"#);
    }

    #[test]
    fn what_nobody_sees_is_escaped() {
        let written = masked("{\"state\":\"\u{202e}NEPO\u{e0041}é\"}").expect("it is JSON");
        assert_eq!(written.split_whitespace().collect::<String>(), "{\"state\":\"\\u202eNEPO\\udb40\\udc41é\"}");
    }

    #[test]
    fn what_tells_of_nobody_stays() {
        for json in [
            r#"{"id":"a1b2","state":"OPEN","born":"1970-01-02T03:04:05Z","rate":0.10,"big":12345678901234567890123}"#,
            r#"{"error":{"message":"There is no such thing."},"status":"not found"}"#,
            r#"{"next":"https://api.example/"}"#,
            "[]",
            "{}",
            r#"[[],{"a":{}}]"#,
            r#""text""#,
            "null",
        ] {
            let plain = masked(json).expect("it is JSON").split_whitespace().collect::<String>();
            assert_eq!(plain, json.split_whitespace().collect::<String>(), "{json}");
        }
    }

    #[test]
    fn what_is_shown_alone_is_nobodys() {
        for (name, value) in [("state", "sold"), ("currency", "CHF"), ("status", "not found"), ("code", "E17")] {
            assert!(is_nobodys(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("firstName", "x"),
            ("city", "1"),
            ("token", "abc"),
            ("state", "ann@a.example"),
            ("state", "Ann Wood"),
            ("state", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
            ("x", "+44 20 7946 0000"),
        ] {
            assert!(!is_nobodys(name, value), "{name}: {value}");
        }
    }

    #[test]
    fn what_nobody_sees_is_written_with_its_number() {
        assert_eq!(masked("[\"a\u{200b}\u{e0001}\"]").as_deref(), Some("[\n  \"a\\u200b\\udb40\\udc01\"\n]\n"));
        assert_eq!(masked("{\"\u{202e}\":1}").as_deref(), Some("{\n  \"\\u202e\": 1\n}\n"));
    }

    #[test]
    fn samples_are_written_in_lines() {
        let lines = masked(r#"{"a":[1,{"b":null}],"c":{}}"#).expect("it is JSON");
        assert_eq!(lines, "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {}\n}\n");
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in ["{", "\"a", "]", "{\"a\" 1"] {
            let _ = masked(text);
        }
        assert_eq!(masked("{"), None);
        assert_eq!(masked("\"a"), None);
        assert_eq!(masked("]"), None);
    }
}
