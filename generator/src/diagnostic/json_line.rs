//! JSON objects of one line each, with their members in the order in which they were added.

use std::fmt::Write as _;

use crate::text::is_invisible;

/// A JSON object on one line.
#[derive(Clone, Debug, Default)]
pub struct JsonLine {
    members: String,
}

impl JsonLine {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a string.
    #[must_use]
    pub fn string(self, key: &str, value: &str) -> Self {
        self.raw(key, &quoted(value))
    }

    /// Adds a string, or `null`.
    #[must_use]
    pub fn optional(self, key: &str, value: Option<&str>) -> Self {
        self.raw(key, &value.map_or_else(|| "null".to_owned(), quoted))
    }

    /// Adds a number.
    #[must_use]
    pub fn number(self, key: &str, value: usize) -> Self {
        self.raw(key, &value.to_string())
    }

    /// Adds `true` or `false`.
    #[must_use]
    pub fn boolean(self, key: &str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// Adds a list of strings.
    #[must_use]
    pub fn strings<'a>(self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values: Vec<String> = values.into_iter().map(quoted).collect();
        self.raw(key, &format!("[{}]", values.join(",")))
    }

    /// Adds an object.
    #[must_use]
    pub fn object(self, key: &str, value: Self) -> Self {
        self.raw(key, &value.finish())
    }

    /// Adds a list of objects.
    #[must_use]
    pub fn objects(self, key: &str, values: impl IntoIterator<Item = Self>) -> Self {
        let values: Vec<String> = values.into_iter().map(Self::finish).collect();
        self.raw(key, &format!("[{}]", values.join(",")))
    }

    /// The object's text, without a line break.
    pub fn finish(self) -> String {
        format!("{{{}}}", self.members)
    }

    fn raw(mut self, key: &str, value: &str) -> Self {
        let comma = if self.members.is_empty() { "" } else { "," };
        let _ = write!(self.members, "{comma}{}:{value}", quoted(key));
        self
    }
}

/// A JSON string. Characters that change how text is shown are escaped: the line may be looked at in a terminal.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if is_invisible(character) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{JsonLine, quoted};

    #[test]
    fn strings_come_back_as_they_were() {
        for text in ["", "plain", "\"\\\n\r\t\0\u{1b}", "\u{202e}\u{e0041}é😀", "</script>"] {
            assert_eq!(serde_json::from_str::<String>(&quoted(text)).ok().as_deref(), Some(text));
            assert!(!quoted(text).chars().any(crate::text::is_invisible), "{text:?}");
        }
    }

    #[test]
    fn members_stand_in_order() {
        let line = JsonLine::new().string("b", "x").number("a", 1).optional("c", None).boolean("d", true).strings("e", ["1", "2"]);
        let line = line.objects("f", [JsonLine::new().number("g", 2), JsonLine::new()]);
        assert_eq!(line.finish(), r#"{"b":"x","a":1,"c":null,"d":true,"e":["1","2"],"f":[{"g":2},{}]}"#);
    }
}
