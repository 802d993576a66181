//! Texts with holes that bodies are.

use super::Segment;

/// A text with `{{name}}` holes, such as an envelope of SOAP. Everything else of it is sent byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTemplate {
    /// The text.
    pub text: String,
    /// Whether values are written into it as text of XML.
    pub markup: Markup,
}

/// How values are written into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Markup {
    /// It is no markup: values stand in it as they are.
    None,
    /// It is XML: values are text, save those of these holes, which are markup themselves.
    Xml(Vec<String>),
}

impl TextTemplate {
    /// The pieces of a text: what stands between the holes, and their names. A hole is `{{name}}`, with no brace in its name.
    pub fn pieces(text: &str) -> Vec<Segment> {
        let mut pieces = Vec::new();
        let (mut at, mut from) = (0, 0);
        while let Some(open) = text[at..].find("{{").map(|open| at + open) {
            let inner = &text[open + 2..];
            let end = inner.find(['{', '}']).unwrap_or(inner.len());
            let name = inner[..end].trim();
            if name.is_empty() || !inner[end..].starts_with("}}") {
                at = open + 1;
                continue;
            }
            pieces.push(Segment::Literal(text[from..open].to_owned()));
            pieces.push(Segment::Param(name.to_owned()));
            at = open + 2 + end + 2;
            from = at;
        }
        pieces.push(Segment::Literal(text[from..].to_owned()));
        pieces
    }
}
