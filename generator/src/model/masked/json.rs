//! JSON as a document has it: members in order, keys that stand twice, and every digit of a number.

use crate::text::is_invisible;
use std::fmt::Write as _;

/// So many spaces for each level.
const INDENT: usize = 2;

/// Values are read so deep, as documents are.
const DEEPEST: usize = 128;

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// `null`, `true`, `false`, or a number as it is written.
    Plain(String),
    /// A string, without its escapes.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text. `None` where it is no JSON.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(0)?;
        reader.rest.trim_start().is_empty().then_some(value)
    }

    /// The value in lines.
    pub(super) fn lines(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    /// Whether it means the same as a text.
    pub(super) fn is_same(&self, text: &str) -> bool {
        let of = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        of(text).is_some_and(|other| of(&self.lines()).is_some_and(|value| value == other))
    }

    fn write(&self, depth: usize, out: &mut String) {
        let line = |depth: usize, out: &mut String| {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', INDENT * depth));
        };
        match self {
            Self::Plain(token) => out.push_str(token),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    line(depth + 1, out);
                    item.write(depth + 1, out);
                }
                if !items.is_empty() {
                    line(depth, out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    line(depth + 1, out);
                    write_text(key, out);
                    out.push_str(": ");
                    value.write(depth + 1, out);
                }
                if !members.is_empty() {
                    line(depth, out);
                }
                out.push('}');
            }
        }
    }
}

/// A string; what nobody sees in a file, and what turns around what is seen, is written with its number.
fn write_text(text: &str, out: &mut String) {
    for sign in serde_json::Value::from(text).to_string().chars() {
        if sign.is_ascii() || !is_invisible(sign) {
            out.push(sign);
            continue;
        }
        for unit in sign.encode_utf16(&mut [0; 2]) {
            _ = write!(out, "\\u{unit:04x}");
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// Takes a sign, if it is the next one.
    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        rest.inspect(|rest| self.rest = rest).is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        if self.takes('[') {
            let mut items = Vec::new();
            if self.takes(']') {
                return Some(Json::List(items));
            }
            loop {
                items.push(self.value(depth + 1)?);
                if self.takes(']') {
                    return Some(Json::List(items));
                }
                self.takes(',').then_some(())?;
            }
        }
        if self.takes('{') {
            let mut members = Vec::new();
            if self.takes('}') {
                return Some(Json::Object(members));
            }
            loop {
                let key = self.text()?;
                self.takes(':').then_some(())?;
                members.push((key, self.value(depth + 1)?));
                if self.takes('}') {
                    return Some(Json::Object(members));
                }
                self.takes(',').then_some(())?;
            }
        }
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('"') {
            return self.text().map(Json::Text);
        }
        let end = self.rest.find(|sign: char| "{}[],:\"".contains(sign) || sign.is_whitespace()).unwrap_or(self.rest.len());
        let token = self.token(end)?;
        (!token.is_empty()).then(|| Json::Plain(token.to_owned()))
    }

    fn token(&mut self, end: usize) -> Option<&'t str> {
        let (token, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(token)
    }

    fn text(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let end = string_end(self.rest)?;
        serde_json::from_str(self.token(end)?).ok()
    }
}

/// Where a string ends, behind its quote.
fn string_end(text: &str) -> Option<usize> {
    let mut signs = text.strip_prefix('"')?.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => _ = signs.next()?,
            '"' => return Some(at + 2),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn json_stays_as_it_is() {
        for json in ["[1.0, -0, 12345678901234567890123]", r#"{"b": 1, "a": [], "b": {}}"#, "null", r#""a\"b""#, "[[], [{}]]"] {
            let read = Json::read(json).expect("a test writes JSON");
            let signs = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
            assert_eq!(signs(&read.lines()), signs(json));
        }
        assert_eq!(
            Json::read(r#"{"a":[1,{"b":null}],"c":{}}"#).map(|json| json.lines()).as_deref(),
            Some("{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {}\n}\n")
        );
    }

    #[test]
    fn what_is_no_json_is_none() {
        let deep = "[".repeat(200);
        for text in ["", "{", "\"a", "]", "{\"a\" 1", "{\"a\": 1", "[1 2]", "1 2", "[,]", "{1: 2}", &deep] {
            assert_eq!(Json::read(text), None, "{text}");
        }
    }
}
