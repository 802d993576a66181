//! Which grades nobody wants, and what is said of facts that have them.

use super::entry::patch;
use super::grade::{Grade, Strength};
use super::survey::{Known, facts};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, visible};
use crate::text::Span;

/// So many denied facts of an API are shown; a note counts the others.
const MOST: usize = 50;

/// Facts that nobody wants in a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denial {
    /// What a person decided.
    Assumed,
    /// What only samples show, with this strength or a weaker one.
    Inferred(Strength),
    /// What nothing says.
    Unknown,
    /// What is stated, and what a sample shows otherwise.
    Conflict,
}

impl Denial {
    /// The words that denials are written with.
    pub const WORDS: &[(&str, Self)] = &[
        ("assumed", Self::Assumed),
        ("conflict", Self::Conflict),
        ("inferred", Self::Inferred(Strength::High)),
        ("inferred:high", Self::Inferred(Strength::High)),
        ("inferred:medium", Self::Inferred(Strength::Medium)),
        ("inferred:low", Self::Inferred(Strength::Low)),
        ("unknown", Self::Unknown),
    ];

    /// What a word denies.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, denial)| *denial)
    }

    fn denies(self, grade: Grade) -> bool {
        match (self, grade) {
            (Self::Assumed, Grade::Assumed) | (Self::Unknown, Grade::Unknown) | (Self::Conflict, Grade::Conflict) => true,
            (Self::Inferred(most), Grade::Inferred(strength)) => strength >= most,
            (Self::Assumed | Self::Inferred(_) | Self::Unknown | Self::Conflict, _) => false,
        }
    }
}

/// What is denied: in the configuration, and by who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Each of them.
    pub deny: Vec<Denial>,
}

impl Policy {
    /// Adds what somebody else denies.
    pub fn extend(&mut self, deny: &[Denial]) {
        self.deny.extend(deny);
    }
}

/// What is to be said of the facts that are denied: the first of those on which the most hangs. `fallback` is the place of facts that have none.
pub fn denied(api: &Api, policy: &Policy, fallback: Span) -> Vec<Diagnostic> {
    if policy.deny.is_empty() {
        return Vec::new();
    }
    let all = facts(api, &|grade| policy.deny.iter().any(|denial| denial.denies(grade)));
    let more = all.len().saturating_sub(MOST);
    let mut said: Vec<Diagnostic> = all.iter().take(MOST).map(|known| diagnostic(api, known, fallback)).collect();
    if more > 0 {
        // They are shown in the order of their places.
        said.sort_by_key(|diagnostic| diagnostic.primary.span);
        if let Some(last) = said.pop() {
            said.push(last.note(format!(
                "{more} more facts are denied, of which less hangs on each; `docwright survey --format json` lists what is weak"
            )));
        }
    }
    said
}

fn diagnostic(api: &Api, known: &Known, fallback: Span) -> Diagnostic {
    let mut places = known.places.iter();
    let place = places.next().copied().unwrap_or(fallback);
    let message = format!("`{}` is denied as `{}`: {}", visible(known.node.as_str()), known.grade, known.words);
    let mut diagnostic = Diagnostic::new(Code::DeniedFact, place, message);
    for &other in places {
        diagnostic = diagnostic.and(other, "the sample");
    }
    let (at, set) = patch(api, known);
    let at = crate::text::toml_string(&at);
    diagnostic.help(format!("settle it in an overlay: `[[patch]]` with `at = {at}`, `set = {{ {set} }}` and a `reason`, or `from`"))
}
