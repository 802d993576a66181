//! What can be said to the user.
//!
//! * `code.rs`: everything that can be said, each with an explanation
//! * `mod.rs`: one thing said, with its place; and the list of all of them
//! * `visible.rs`: text that may come from a vendor, made safe to show
//! * `json_line.rs`: JSON objects of one line each
//! * `render.rs`: all that was said as text for people, for programs, for CI (feature `cli`)

mod code;
mod json_line;
#[cfg(feature = "cli")]
mod render;
mod visible;

pub use code::{Code, Severity};
pub use json_line::JsonLine;
#[cfg(feature = "cli")]
pub use render::{Color, Format, Notes, SHOWN_NOTES, Said, assemble, each, render};
pub use visible::{visible, visible_columns, visible_lines};

use std::collections::BTreeMap;

use crate::text::{SourceMap, Span};

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there; may be empty.
    pub text: String,
}

/// One thing said to the user: what, where, what was expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: Code,
    /// The sentence: lower case, no full stop, the thing in backquotes.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Other places that explain it.
    pub others: Vec<Label>,
    /// What was expected, and other remarks.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with its place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span, text: String::new() },
            others: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// Adds a remark, such as what was expected.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// One line: `file:line:column: severity[code]: message`.
    pub fn line(&self, sources: &SourceMap) -> String {
        format!("{}: {}[{}]: {}", sources.place(self.primary.span), self.severity(), self.code, self.message)
    }
}

/// All that was said in a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    said: Vec<Diagnostic>,
    /// How often each was said, and the last one that was kept of those that were said too often.
    counts: BTreeMap<Code, Count>,
    /// Where in `said` the ones of a place, a code and a message stand: a large document says tens of thousands of things, and may say them of one place.
    by_place: BTreeMap<(Span, Code, String), Vec<usize>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    kept: usize,
    /// Where in `said` the last one of them stands.
    last: usize,
    more: usize,
}

/// So many of one kind are kept; the rest is counted. A document of many megabytes may be wrong in each of its bytes.
const MOST: usize = 20 * 1000;

impl Diagnostics {
    /// Takes one in. The same thing is not said twice; what is said very often is counted in the end, in a remark at the last one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = self.counts.entry(diagnostic.code).or_default();
        if count.kept >= MOST {
            count.more += 1;
            let more = format!("{} more of these are not shown", count.more);
            if let Some(last) = self.said.get_mut(count.last) {
                if count.more > 1 {
                    last.notes.pop();
                }
                last.notes.push(more);
            }
            return;
        }
        let same_place = self.by_place.entry((diagnostic.primary.span, diagnostic.code, diagnostic.message.clone())).or_default();
        if !same_place.iter().any(|&at| self.said.get(at) == Some(&diagnostic)) {
            same_place.push(self.said.len());
            (count.kept, count.last) = (count.kept + 1, self.said.len());
            self.said.push(diagnostic);
        }
    }

    /// Takes in all that was said elsewhere.
    pub fn append(&mut self, other: Self) {
        self.extend(other.said);
    }

    /// Whether something was said that forbids to go on.
    pub fn has_errors(&self) -> bool {
        self.said.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// How many of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.said.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// Keeps those that a condition holds for: what a later stage settled need not be said.
    pub fn retain(&mut self, keep: impl Fn(&Diagnostic) -> bool) {
        self.said.retain(|diagnostic| keep(diagnostic));
        self.by_place.clear();
        self.counts.values_mut().for_each(|count| count.kept = 0);
        for (at, said) in self.said.iter().enumerate() {
            self.by_place.entry((said.primary.span, said.code, said.message.clone())).or_default().push(at);
            let count = self.counts.entry(said.code).or_default();
            (count.kept, count.last) = (count.kept + 1, at);
        }
    }

    /// All, in the order of their places: by file as read, then by offset.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.said.iter().collect();
        all.sort_by_key(|diagnostic| diagnostic.primary.span);
        all
    }

    /// All, in the order in which they were said.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.said.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, all: I) {
        for diagnostic in all {
            self.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic, Diagnostics, MOST};
    use crate::text::{SourceMap, Span};

    #[test]
    fn what_is_said_very_often_is_counted() {
        let file = SourceMap::default().add("x", String::new());
        let said = |at: usize| Diagnostic::new(Code::IgnoredMember, Span::new(file, at, at), "a member");
        let mut all = Diagnostics::default();
        all.extend((0..MOST + 3).map(said));
        all.push(Diagnostic::new(Code::DuplicateKey, Span::new(file, 0, 0), "another"));
        all.push(said(MOST + 3));
        assert_eq!(all.iter().count(), MOST + 1);
        let counted: Vec<&Diagnostic> = all.iter().filter(|said| !said.notes.is_empty()).collect();
        let [last] = counted.as_slice() else { panic!("one of them counts the others: {counted:?}") };
        assert_eq!(
            (last.primary.span.start as usize, last.notes.as_slice()),
            (MOST - 1, ["4 more of these are not shown".to_owned()].as_slice())
        );
    }
}
