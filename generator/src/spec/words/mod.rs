//! The small languages in the cells of a spec: text in, tree or complaints out. No files, no spans: ranges of bytes within the text.
//!
//! * `types.rs`: type expressions (`[Account]`, `enum a | b`, `number | "never"`)
//! * `facts.rs`: facts of a row (`required; max 255`)
//! * `path.rs`: paths of rows (`tags[].color`, `prospect-*`)
//! * `at.rs`: places in the source (`12-15, 40`, `/info/description:3`)
//! * `request.rs`: request lines (`GET /accounts/{id}?action=get`)
//! * `address.rs`: what a correction is about (`op Retrieve/UsageGet / query from`)
//! * `rule.rs`: rules over a body (`status = error`) and durations (`1 minute`)

mod address;
mod at;
mod facts;
mod path;
mod request;
mod rule;
mod types;

#[cfg(test)]
mod tests;

pub(super) use address::PLACES;
pub use address::{Removal, parse_address, parse_removal};
pub use at::{At, AtPart, SampleRef, decoded, parse_at, parse_sample, written_step};
pub use facts::{FactWord, WrittenFact, parse_facts};
pub use path::{RowPath, Step, StepName, parse_path};
pub(super) use request::template_complaint;
pub use request::{Request, parse_request};
pub use rule::{parse_duration, parse_rule};
pub use types::{TypeExpr, TypeKind, parse_type};
pub(super) use types::{is_type_name, type_words};

use std::ops::Range;

/// A value with the range of bytes that it takes in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranged<T> {
    /// The value.
    pub value: T,
    /// The bytes.
    pub range: Range<usize>,
}

impl<T> Ranged<T> {
    /// Puts a value and its range together.
    pub fn new(value: T, range: Range<usize>) -> Self {
        Self { value, range }
    }
}

/// What is wrong with a text, where in it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The bytes that it is about.
    pub range: Range<usize>,
    /// The sentence: what was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Complaint {
    /// A complaint about some bytes.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The word that is nearest to what was written, if one is near enough.
pub fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    words
        .into_iter()
        .map(|word| (strsim::jaro_winkler(&lower, &word.to_lowercase()), word))
        .filter(|&(likeness, _)| likeness >= 0.8)
        .fold(None, |best: Option<(f64, &str)>, found| match best {
            Some(held) if held.0 >= found.0 => Some(held),
            _ => Some(found),
        })
        .map(|(_, word)| word)
}

/// The range of `part`, a piece of `whole`, within it.
fn range_of(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
    start..(start + part.len()).min(whole.len())
}

/// Reads a string in double quotes at the start of `text`: its value, and how many bytes it takes. `\"` and `\\` stand for themselves.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    if chars.next().is_none_or(|(_, first)| first != '"') {
        return None;
    }
    while let Some((at, found)) = chars.next() {
        match found {
            '"' => return Some((value, at + 1)),
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => return None,
            },
            other => value.push(other),
        }
    }
    None
}
