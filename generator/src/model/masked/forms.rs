//! What the form of a text tells, and how a text loses its letters without losing that form.

use crate::ir::{is_date, is_timestamp};
use crate::secret;

/// Words that vendors' messages are made of, and nobody's names.
const VOCABULARY: &[&str] = &[
    "a",
    "about",
    "accepted",
    "access",
    "account",
    "action",
    "active",
    "added",
    "after",
    "all",
    "allowed",
    "already",
    "amount",
    "an",
    "and",
    "any",
    "api",
    "are",
    "argument",
    "as",
    "at",
    "bad",
    "be",
    "because",
    "been",
    "before",
    "between",
    "body",
    "by",
    "call",
    "can",
    "canceled",
    "cancelled",
    "cannot",
    "change",
    "changed",
    "check",
    "code",
    "completed",
    "configuration",
    "conflict",
    "contain",
    "contains",
    "content",
    "could",
    "created",
    "credentials",
    "data",
    "date",
    "deleted",
    "denied",
    "details",
    "did",
    "disabled",
    "do",
    "does",
    "done",
    "due",
    "email",
    "empty",
    "enabled",
    "entity",
    "error",
    "exceeded",
    "exist",
    "exists",
    "expected",
    "expired",
    "failed",
    "failure",
    "field",
    "file",
    "for",
    "forbidden",
    "format",
    "found",
    "from",
    "given",
    "greater",
    "has",
    "have",
    "header",
    "id",
    "if",
    "in",
    "inactive",
    "insufficient",
    "integer",
    "internal",
    "invalid",
    "is",
    "it",
    "item",
    "json",
    "key",
    "less",
    "limit",
    "list",
    "longer",
    "many",
    "maximum",
    "message",
    "method",
    "minimum",
    "missing",
    "more",
    "must",
    "name",
    "no",
    "none",
    "not",
    "null",
    "number",
    "object",
    "of",
    "ok",
    "on",
    "one",
    "only",
    "operation",
    "or",
    "order",
    "out",
    "parameter",
    "parameters",
    "password",
    "payment",
    "pending",
    "permission",
    "permissions",
    "please",
    "processed",
    "provided",
    "query",
    "range",
    "rate",
    "read",
    "reason",
    "received",
    "record",
    "records",
    "refused",
    "rejected",
    "request",
    "requested",
    "requests",
    "required",
    "resource",
    "response",
    "result",
    "retry",
    "sent",
    "server",
    "service",
    "should",
    "size",
    "some",
    "status",
    "string",
    "success",
    "successful",
    "successfully",
    "such",
    "than",
    "that",
    "the",
    "there",
    "thing",
    "this",
    "time",
    "timeout",
    "to",
    "token",
    "too",
    "try",
    "type",
    "unable",
    "unauthorized",
    "unexpected",
    "unique",
    "unknown",
    "unsupported",
    "updated",
    "url",
    "user",
    "valid",
    "validation",
    "value",
    "values",
    "version",
    "was",
    "were",
    "while",
    "with",
    "wrong",
    "you",
    "your",
];

/// A form that is masked in a way of its own, or that says whose a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A date, or one with a time.
    Date,
    /// A token, a key, or a text that holds one.
    Secret,
    /// A UUID.
    Uuid,
    /// A text with the scheme of an address in front.
    Address,
    /// The address of a machine in hexadecimal digits.
    Hexadecimal,
    /// A number or an address that is somebody's.
    OfPerson,
    /// Words, or what is not one word.
    Prose,
    /// One word, a code, an id.
    Word,
}

impl Form {
    pub(super) fn of(text: &str) -> Self {
        if is_day(text) {
            Self::Date
        } else if secret::is_token(text) || is_key_of_a_cloud(text) || !secret::found(text).is_empty() {
            Self::Secret
        } else if is_uuid(text) {
            Self::Uuid
        } else if scheme(text).is_some() {
            Self::Address
        } else if is_address_of_machine(text) {
            Self::Hexadecimal
        } else if is_of_person(text) {
            Self::OfPerson
        } else if is_prose(text) && !is_amount(text) {
            Self::Prose
        } else {
            Self::Word
        }
    }
}

/// A number as it is written for people, `12,5` or `1,234.00`: of so few digits that it is no number of somebody's.
fn is_amount(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (1..7).contains(&digits) && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-' | b'+'))
}

/// A date, alone or with a time behind it, with or without a zone.
fn is_day(text: &str) -> bool {
    let Some((day, time)) = text.split_at_checked("2020-12-31".len()) else { return false };
    if !text.is_ascii() || !is_date(day) {
        return false;
    }
    let Some(rest) = time.strip_prefix(['T', 't', ' ']) else { return time.is_empty() || matches!(time, "Z" | "z") };
    let has_zone = rest.ends_with(['Z', 'z']) || rest.get(5..).is_some_and(|zone| zone.contains(['+', '-']));
    // As clients read it, whatever of it is left out.
    let (clock, zone) = match rest.rfind(['Z', 'z', '+', '-']).filter(|_| has_zone) {
        Some(at) => rest.split_at(at),
        None => (rest, "Z"),
    };
    let clock = if clock.len() == "23:59".len() { format!("{clock}:00") } else { clock.trim_end().to_owned() };
    let zone = if zone.len() == "+0100".len() { format!("{}:{}", &zone[..3], &zone[3..]) } else { zone.to_owned() };
    is_timestamp(&format!("{day}T{clock}{zone}"))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// The access key of a cloud, be it that of an example.
fn is_key_of_a_cloud(text: &str) -> bool {
    text.len() == 20
        && ["AKIA", "ASIA", "AROA", "AIDA"].iter().any(|prefix| text.starts_with(prefix))
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The scheme of an address on the web, and what is behind it.
fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_one = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (is_one && !text.contains(char::is_whitespace)).then_some((scheme, rest))
}

/// An address of IP of version 6: groups of hexadecimal digits, of which some may be left out. Or that of a card in a network: six pairs.
fn is_address_of_machine(text: &str) -> bool {
    let groups = text.split(':').count();
    let is_group = |group: &str| group.len() <= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    (3..=8).contains(&groups)
        && text.split(':').all(is_group)
        && (groups == 8 || text.contains("::") || (groups == 6 && text.len() == 17))
        && text.bytes().any(|byte| byte.is_ascii_hexdigit())
}

/// `192.0.2.7`, maybe with a port or the length of a prefix behind it.
fn is_ip_4(text: &str) -> bool {
    let host = text.split([':', '/']).next().unwrap_or(text);
    let behind = text.get(host.len() + 1..).unwrap_or("0");
    host.split('.').count() == 4
        && host.split('.').all(|part| (1..=3).contains(&part.len()) && part.parse::<u8>().is_ok())
        && behind.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of a payment card: 13 to 19 digits of which the last one is right.
pub(super) fn is_card(text: &str) -> bool {
    if text.starts_with([' ', '-']) || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')) {
        return false;
    }
    let digits: Vec<u32> = text.chars().filter_map(|sign| sign.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit }).sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10) && sum > 0
}

/// The number of an account at a bank: a country, two digits, and ten to thirty letters and digits, in any groups.
fn is_iban(text: &str) -> bool {
    let signs: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    matches!(&*signs, [a, b, c, d, rest @ ..]
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit()
            && (11..=30).contains(&rest.len())
            && rest.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && rest.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 >= rest.len())
}

/// `47.3769,8.5417`
fn is_coordinates(text: &str) -> bool {
    let is_one = |text: &str| {
        let text = text.trim();
        text.strip_prefix('-').unwrap_or(text).split_once('.').is_some_and(|(whole, fraction)| {
            (1..=3).contains(&whole.len()) && fraction.len() >= 2 && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        })
    };
    text.split_once([',', ';']).is_some_and(|(one, other)| is_one(one) && is_one(other))
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_between = |sign: char| matches!(sign, '+' | '(' | ')' | '-' | ' ' | '.' | '/');
    let begins = text.starts_with(['+', '(']) || (text.starts_with('0') && text.contains([' ', '-', '/', '(']));
    // `07/10/2017` is a day, whichever of the two is its month.
    let groups: Vec<usize> = text.split(['/', '-', '.', ' ']).map(str::len).collect();
    let is_day = matches!(&*groups, [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]);
    (7..=20).contains(&digits) && begins && !is_day && text.chars().all(|sign| sign.is_ascii_digit() || is_between(sign))
}

/// `@annwood`
fn is_handle(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|name| !name.is_empty() && name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '.' | '-')))
}

/// Whether a text has the form of what is one person's, or one machine's.
pub(super) fn is_of_person(text: &str) -> bool {
    let mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let host = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    mail || host || is_phone(text) || is_handle(text) || is_card(text) || is_iban(text) || is_ip_4(text) || is_coordinates(text)
}

/// Whether a text is more than one word: blanks, or the signs of sentences, lists and markup; or two words with capitals, as names have them.
fn is_prose(text: &str) -> bool {
    let is_of_words = |sign: char| sign.is_alphanumeric() || "_-./:+#=@$%~|*{}[]\\^".contains(sign);
    if !text.chars().all(is_of_words) {
        return true;
    }
    let is_name = |word: &str| {
        let mut signs = word.chars();
        signs.next().is_some_and(char::is_uppercase) && signs.next().is_some() && word.chars().skip(1).all(char::is_lowercase)
    };
    let mut parts = text.split(|sign: char| !sign.is_alphanumeric());
    text.contains(['_', '-', '.', '/', '+', '|']) && parts.clone().count() > 1 && parts.all(is_name)
}

/// Whether a text is a word that vendors say of people: `active`, `STAFF`, `in_review`.
pub(super) fn is_code(text: &str) -> bool {
    let is_of = |is_letter: fn(&u8) -> bool| text.bytes().all(|byte| is_letter(&byte) || matches!(byte, b'_' | b'-'));
    is_of(u8::is_ascii_lowercase) || is_of(u8::is_ascii_uppercase)
}

/// A text of the same shape, without its letters and digits.
pub(super) fn classes(text: &str) -> String {
    text.chars().map(class).collect()
}

const fn class_of_digit(sign: char) -> char {
    if matches!(sign, '1'..='9') { '1' } else { sign }
}

fn class(sign: char) -> char {
    match sign {
        '0' => '0',
        _ if sign.is_numeric() => '1',
        _ if sign.is_uppercase() => 'X',
        _ if sign.is_alphabetic() => 'x',
        _ => sign,
    }
}

/// A number, or a date, of the same shape: what is a date stays one.
pub(super) fn digits(text: &str) -> String {
    text.chars().map(class_of_digit).collect()
}

/// Hexadecimal digits of the same shape.
pub(super) fn hexadecimals(text: &str) -> String {
    text.chars().map(class_of_hexadecimal).collect()
}

const fn class_of_hexadecimal(sign: char) -> char {
    match sign {
        'a'..='f' => 'a',
        'A'..='F' => 'A',
        _ => class_of_digit(sign),
    }
}

/// A UUID of the same version and variant.
pub(super) fn uuid(text: &str) -> String {
    text.chars().enumerate().map(|(at, sign)| if matches!(at, 14 | 19) { sign } else { class_of_hexadecimal(sign) }).collect()
}

/// An address on the web with its scheme: where it leads may tell who.
pub(super) fn address(text: &str) -> String {
    let Some((scheme, rest)) = scheme(text) else { return classes(text) };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = if host.is_empty() { String::new() } else { format!("{}.example", "x".repeat(host.chars().count().min(16))) };
    let mut masked = format!("{scheme}://{host}");
    let mut signs = path.chars().peekable();
    while let Some(sign) = signs.next() {
        masked.push(class(sign));
        // What is encoded stays so.
        if sign == '%' {
            for _ in 0..2 {
                masked.extend(signs.next_if(char::is_ascii_hexdigit).map(|_| '2'));
            }
        }
    }
    masked
}

/// A message without the words that no vendor has in his messages.
pub(super) fn message(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut word = String::new();
    let end = |word: &mut String, masked: &mut String| {
        // A capital inside of a text may be that of a name.
        let is_said = masked.is_empty() || !word.starts_with(char::is_uppercase);
        if is_said && VOCABULARY.binary_search(&word.to_lowercase().as_str()).is_ok() {
            masked.push_str(word);
        } else {
            masked.push_str(&classes(word));
        }
        word.clear();
    };
    for sign in text.chars() {
        if sign.is_alphanumeric() {
            word.push(sign);
        } else {
            end(&mut word, &mut masked);
            masked.push(sign);
        }
    }
    end(&mut word, &mut masked);
    masked
}

#[cfg(test)]
mod tests {
    use super::{Form, VOCABULARY, address, digits, hexadecimals, message, uuid};

    #[test]
    fn the_form_of_a_text_is_told() {
        for (form, texts) in [
            (
                Form::Date,
                &[
                    "2020-12-31",
                    "2020-12-31T10:00",
                    "2020-12-31 10:00:00",
                    "2020-12-31T10:00:00.123+0100",
                    "2020-12-31Z",
                    "2020-01-02T03:04:05Z",
                ] as &[_],
            ),
            (Form::Secret, &["AKIAIOSFODNN7EXAMPLE", "ghp_0123456789abcdefghijABCDEFGHIJ012345"]),
            (Form::Uuid, &["e0a6bb0d-1111-4222-8333-0123456789ab"]),
            (Form::Address, &["https://x.test/a", "ftp://x"]),
            (Form::Hexadecimal, &["2001:db8::1", "::1", "fe80:0:0:0:1:2:3:4", "00:1A:2b:3c:4d:5e"]),
            (
                Form::OfPerson,
                &[
                    "ann@wood.example",
                    "+442079460001",
                    "(020) 7946-0001",
                    "0049-30-1234567",
                    "@annwood",
                    "4111111111111111",
                    "4111 1111 1111 1111",
                    "DE89370400440532013000",
                    "DE89 3704 0044 0532 0130 00",
                    "192.0.2.7",
                    "192.0.2.7:8080",
                    "47.3769,8.5417",
                    "-47.3769, 8.5417",
                    "www.wood.example",
                ],
            ),
            (Form::Prose, &["Ann Wood", "Ann,Wood", "<b>Ann</b>", "Ann-Wood", "Ann.Wood", "(ann)"]),
            (
                Form::Word,
                &[
                    "sold",
                    "E17",
                    "order.created",
                    "in_review",
                    "cus_9s6XKzkNRiz8i3",
                    "12:30",
                    "4111111111111112",
                    "1514764800",
                    "a/b",
                    "07946",
                    "v1.2.3",
                    "2020-13-01",
                    "USD",
                    "Basic",
                    "07/10/2017",
                    "01-02-2017",
                    "",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(Form::of(text), form, "{text}");
            }
        }
    }

    #[test]
    fn forms_stay() {
        assert_eq!(digits("1984-03-07"), "1111-01-01");
        assert_eq!(digits("1984-12-30T23:45:06Z"), "1111-11-10T11:11:01Z");
        assert_eq!(uuid("e0a6bb0d-1234-4222-8333-0123456789ab"), "a0a1aa0a-1111-4111-8111-0111111111aa");
        assert_eq!(hexadecimals("2001:DB8::7"), "1001:AA1::1");
        assert_eq!(address("https://x.test/a"), "https://xxxxxx.example/x");
        assert_eq!(address("https://ann:pass@annwood.example:80/u/7?a=%C3%A9#B"), "https://xxxxxxxxxxxxxxxx.example/x/1?x=%22%22#X");
        assert_eq!(address("file:///a"), "file:///x");
    }

    #[test]
    fn messages_keep_the_words_of_vendors() {
        assert!(VOCABULARY.is_sorted());
        assert_eq!(message("There is no such thing."), "There is no such thing.");
        assert_eq!(message("Paid by Ann Wood"), "Xxxx by Xxx Xxxx");
        assert_eq!(message("Dear Ann Wood of 7 Long Lane, call 0207946000"), "Xxxx Xxx Xxxx of 1 Xxxx Xxxx, call 0101111000");
        assert_eq!(message("Found by Key"), "Found by Xxx");
    }
}
