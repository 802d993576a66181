//! Path templates: literal text and `{name}` holes.

use std::collections::BTreeSet;
use std::fmt;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// Text as it stands.
    Literal(String),
    /// The value of a parameter.
    Param(String),
}

/// Text with `{name}` holes, such as `/accounts/{accountId}/add` or `https://{account}.example.com`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathTemplate {
    /// The pieces, in order; two literals never stand side by side.
    pub segments: Vec<Segment>,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// A `{` without its `}`; the byte offset of the brace.
    Unclosed(usize),
    /// A `}` without its `{`; the byte offset of the brace.
    Unopened(usize),
    /// A hole without a name; the byte offset of the brace.
    Nameless(usize),
    /// A name that stands twice.
    Twice(String),
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed(_) => f.write_str("a `{` has no `}`"),
            Self::Unopened(_) => f.write_str("a `}` has no `{`"),
            Self::Nameless(_) => f.write_str("a `{}` names no parameter"),
            Self::Twice(name) => write!(f, "`{{{name}}}` stands twice"),
        }
    }
}

impl PathTemplate {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// A brace without its partner, a hole without a name, or a name that stands twice.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut segments = Vec::new();
        let mut names = BTreeSet::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if rest.starts_with('{') {
                let end = rest.find('}').ok_or(TemplateError::Unclosed(at))?;
                let name = rest[1..end].trim();
                if name.is_empty() {
                    return Err(TemplateError::Nameless(at));
                }
                if name.contains('{') {
                    return Err(TemplateError::Unclosed(at));
                }
                if !names.insert(name) {
                    return Err(TemplateError::Twice(name.to_owned()));
                }
                segments.push(Segment::Param(name.to_owned()));
                at += end + 1;
            } else {
                let end = rest.find('{').unwrap_or(rest.len());
                if let Some(brace) = rest[..end].find('}') {
                    return Err(TemplateError::Unopened(at + brace));
                }
                segments.push(Segment::Literal(rest[..end].to_owned()));
                at += end;
            }
        }
        Ok(Self { segments })
    }

    /// The names of the holes, in order.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Param(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The path with every hole's name left out: what makes two paths the same path in two versions.
    pub fn form(&self) -> String {
        self.segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => text.as_str(),
                Segment::Param(_) => "{}",
            })
            .collect()
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => f.write_str(text),
            Segment::Param(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// URL parsers make steps of these, also of the encoded ones, and so another path.
pub(crate) fn no_steps(path: &str) -> Result<(), String> {
    let step = path.split('/').find(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."));
    step.map_or(Ok(()), |step| Err(format!("its path holds a segment `{step}`")))
}
