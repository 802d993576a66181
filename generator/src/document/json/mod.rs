//! The one JSON reader: tolerant, with places and holes; strict where a document must be JSON.
//!
//! * `flaw.rs`: what a text does that JSON does not allow
//! * `reader.rs`: the recursive descent: values, objects, lists, bare words
//! * `strings.rs`: strings, whole and broken
//! * `tests.rs`: expected values, and properties against `serde_json`
//!
//! There is one grammar, and it takes everything: a text is JSON if nothing had to be mended. So the strict reader is the lenient
//! one whose first mend is an error. What needs mending has no influence on how valid JSON is read.

mod flaw;
mod reader;
mod strings;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use self::flaw::{Flaw, Mend};
pub use self::reader::MAX_DEPTH;
pub(super) use self::reader::is_number;

use self::reader::Reader;
use super::node::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, SourceMap, Span};

/// How many places of one sample are shown at most.
const MOST_PLACES: usize = 8;

/// How many errors one document gives at most.
const MOST: usize = 20;

/// What was found in a text that need not be JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lenient {
    /// The values, in order; most texts hold one.
    pub nodes: Vec<Node>,
    /// What had to be mended, in the order of places; nothing for valid JSON.
    pub mends: Vec<Mend>,
}

/// Reads a document that must be JSON (RFC 8259; a byte order mark at the start is tolerated).
///
/// Anything else is a [`Code::InvalidJson`] at each place that breaks the rules, and `None`; behind a place from which on nobody can tell
/// what is inside of what, and behind the twentieth, no further one is named. A key that stands twice in one object is a warning with both
/// places.
pub fn read_strict(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let node = read_value(file, sources, diagnostics)?;
    report_duplicates(&node, "object", &|key| Some(quoted(key)), diagnostics);
    Some(node)
}

/// Reads a document that must be JSON, as [`read_strict`] does. That a key stands twice is for the caller to say.
pub fn read_value(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.file(file).text();
    let lenient = read_lenient_text(text, &|offset| u32::try_from(offset).unwrap_or(u32::MAX), file);
    if !lenient.mends.is_empty() {
        let certain = lenient
            .mends
            .iter()
            .position(|mend| mend.what.hides_what_follows() && mend.what != Flaw::CutNumber)
            .map_or(lenient.mends.len(), |at| at + 1);
        // Of several flaws of one place the first says enough.
        // That a number may go on follows from what is not closed, which is said right behind it.
        let mut mends: Vec<&Mend> = lenient.mends[..certain].iter().filter(|mend| mend.what != Flaw::CutNumber).collect();
        mends.dedup_by_key(|mend| mend.span.start);
        let more = mends.len().saturating_sub(MOST);
        mends.truncate(MOST);
        for (at, mend) in mends.iter().enumerate() {
            let diagnostic = invalid(mend, text);
            diagnostics.push(if more > 0 && at + 1 == MOST { diagnostic.note(format!("{more} more places follow")) } else { diagnostic });
        }
        return None;
    }
    lenient.nodes.into_iter().next()
}

/// Reads a sample within a document: `range` of `file`.
///
/// Never fails: what cannot be read is left out, and each mend says so. A range that does not fit the file holds nothing.
pub fn read_lenient(file: FileId, range: Range<usize>, sources: &SourceMap) -> Lenient {
    let start = range.start;
    let text = sources.file(file).text().get(range).unwrap_or("");
    read_lenient_text(text, &|offset| u32::try_from(start + offset).unwrap_or(u32::MAX), file)
}

/// Reads a sample that is no range of a file, such as a part of a decoded string.
///
/// `map` turns an offset in `text` (up to its length) into an offset in `file`, and must not decrease; see
/// [`StringMap`](super::decoded::StringMap).
pub fn read_lenient_text(text: &str, map: &dyn Fn(usize) -> u32, file: FileId) -> Lenient {
    let mut reader = Reader::new(text, map, file);
    let nodes = reader.document();
    let mut mends = reader.into_mends();
    mends.sort_by_key(|mend| mend.span.start);
    Lenient { nodes, mends }
}

/// The error of a document that should be JSON.
fn invalid(mend: &Mend, text: &str) -> Diagnostic {
    let rest = text.get(mend.span.start as usize..).unwrap_or("");
    let label = match rest.chars().next() {
        None => "the text ends here".to_owned(),
        Some(first) => {
            let is_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '$');
            let token: String =
                if is_word(first) { rest.chars().take_while(|&sign| is_word(sign)).take(40).collect() } else { first.to_string() };
            match first {
                '`' => "found a backquote".to_owned(),
                _ if first.is_control() || first.is_whitespace() || first == '\u{feff}' => format!("found U+{:04X}", u32::from(first)),
                _ => format!("found `{token}`"),
            }
        }
    };
    let diagnostic = Diagnostic::new(Code::InvalidJson, mend.span, format!("invalid JSON: {}", mend.what.found()))
        .label(label)
        .note(format!("expected {}", mend.expected));
    if ["<<<<<<< ", "=======", ">>>>>>> "].iter().any(|mark| rest.starts_with(mark)) {
        return diagnostic.help("this is the mark of a merge conflict: take one of the two sides, or save the document again");
    }
    diagnostic
}

/// Warns of each key that stands twice in one object; `noun` is what the format calls one, `name` a key as messages show it, where they may.
pub(crate) fn report_duplicates(node: &Node, noun: &str, name: &dyn Fn(&str) -> Option<String>, diagnostics: &mut Diagnostics) {
    let mut said = Vec::new();
    duplicates(node, &mut said);
    for (key, first, second) in said {
        let key = name(key).map_or_else(|| "a key".to_owned(), |name| format!("the key {name}"));
        let message = format!("{key} stands twice in one {noun}");
        diagnostics.push(
            Diagnostic::new(Code::DuplicateKey, second, message)
                .label("the last one counts")
                .and(first, "it stands here first")
                .help("delete the one that is not meant, or put into one what both hold"),
        );
    }
}

/// The keys that stand twice in one object: the earlier place, and the later one.
fn duplicates<'n>(node: &'n Node, found: &mut Vec<(&'n str, Span, Span)>) {
    match &node.value {
        Value::Object(object) => {
            let mut keys: Vec<(&str, Span)> = object.members.iter().map(|member| (member.key.value.as_str(), member.key.span)).collect();
            keys.sort_by_key(|&(key, span)| (key, span.start));
            for pair in keys.windows(2) {
                if let [(earlier, first), (later, second)] = *pair
                    && earlier == later
                {
                    found.push((later, first, second));
                }
            }
            for member in &object.members {
                duplicates(&member.value, found);
            }
        }
        Value::Array(array) => array.items.iter().for_each(|item| duplicates(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

/// Says of a sample where it was mended, and what to do about it: the first place, and the first place of each other kind.
pub(crate) fn show_mends(diagnostic: Diagnostic, mends: &[Mend]) -> Diagnostic {
    let Some((first, rest)) = mends.split_first() else { return diagnostic };
    let mut kinds = vec![first.what];
    let mut shown = diagnostic.label(first.what.found());
    for mend in rest {
        if kinds.len() < MOST_PLACES && !kinds.contains(&mend.what) {
            kinds.push(mend.what);
            shown = shown.and(mend.span, mend.what.found());
        }
    }
    let more = mends.len() - kinds.len();
    let shown = match more {
        0 => shown,
        1 => shown.note("one more place was mended"),
        more => shown.note(format!("{more} more places were mended")),
    };
    shown.help("compare these places with what is meant; what came out wrong is corrected in an overlay")
}

/// Says of each key that stands twice in an object of a sample, whose two values are both evidence of its type.
pub(crate) fn report_duplicates_of_sample(node: &Node, diagnostics: &mut Diagnostics) {
    let mut said = Vec::new();
    duplicates(node, &mut said);
    for (key, first, second) in said {
        diagnostics.push(
            Diagnostic::new(Code::DuplicateKey, second, format!("the key {} stands twice in one object of a sample", quoted(key)))
                .label("both are evidence of its type")
                .and(first, "it stands here first")
                .help("look which of them the vendor means; if only one, correct the `type` in an overlay"),
        );
    }
}

/// A text of a document in backquotes, fit for one line of a message.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String =
        text.chars().take(60).flat_map(|sign| if sign.is_control() { sign.escape_default().collect() } else { vec![sign] }).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
