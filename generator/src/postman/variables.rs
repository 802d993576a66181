//! `{{name}}`: where they are defined, and putting their values in.

use super::collection::{Collection, Variable};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Values are put into values so many times at most; whoever refers to himself ends here.
const ROUNDS: usize = 19;
/// A text that grows beyond this while values are put in is left as it was.
const LONGEST: usize = 16 * 1024;

/// A `{{name}}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference<'a> {
    /// The name, without white space around it.
    pub(super) name: &'a str,
    /// The whole, with its braces.
    pub(super) range: Range<usize>,
}

/// All `{{name}}`s of a text, in order.
pub(super) fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = twice('{', &text[at..]).map(|open| at + open) {
        let Some(close) = twice('}', &text[open + 2..]).map(|close| open + 2 + close) else { break };
        // Of `{{{{x}}` the innermost pair counts.
        let inner = text[open + 2..close].rfind("{{").map_or(open, |again| open + 2 + again);
        let name = text[inner + 2..close].trim();
        if !name.is_empty() && !name.contains(['{', '}']) {
            found.push(Reference { name, range: inner..close + 2 });
        }
        at = close + 2;
    }
    found
}

/// Where a sign stands twice. Most texts are short values without a variable, and a searcher for each would take longer than the search.
pub(super) fn twice(sign: char, text: &str) -> Option<usize> {
    text.match_indices(sign).map(|(at, _)| at).find(|at| text[at + sign.len_utf8()..].starts_with(sign))
}

/// The name, if a text is one `{{name}}` and nothing else.
pub(super) fn only_reference(text: &str) -> Option<&str> {
    let text = text.trim();
    match references(text).as_slice() {
        [one] if one.range == (0..text.len()) => Some(one.name),
        _ => None,
    }
}

/// Whether a text is a value at all: one that only stands in for a value is none.
pub(super) fn counts(value: &str) -> bool {
    !value.trim().is_empty() && (only_reference(value).is_some() || !crate::infer::is_placeholder(value))
}

/// The values of variables, as one environment has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    values: BTreeMap<String, (String, Span)>,
}

impl Scope {
    /// The collection's variables, over the global ones and under those of the environment with an index: so Postman has it.
    pub(super) fn of(collection: &Collection, environment: Option<usize>) -> Self {
        let mut scope = Self::default();
        scope.add(&collection.globals);
        scope.add(&collection.variables);
        if let Some(environment) = environment.and_then(|index| collection.environments.get(index)) {
            scope.add(&environment.variables);
        }
        scope
    }

    /// The scope within a folder or a request: its variables go over the outer ones.
    pub(super) fn within(&self, variables: &[Variable]) -> Self {
        let mut scope = self.clone();
        scope.add(variables);
        scope
    }

    fn add(&mut self, variables: &[Variable]) {
        for variable in variables {
            if let Some(value) = &variable.value
                && counts(&value.value)
            {
                self.values.insert(variable.name.value.clone(), (value.value.clone(), value.span));
            }
        }
    }

    /// Why the value of a variable is not put in, though it has one.
    pub(super) fn endless(&self, name: &str) -> Option<&'static str> {
        let text = format!("{{{{{name}}}}}");
        let (resolved, _) = self.resolve(&text);
        if !self.values.contains_key(name) || resolved != text {
            return None;
        }
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = vec![name];
        while let Some(next) = open.pop() {
            let Some((value, _)) = self.values.get(next) else { continue };
            for reference in references(value) {
                if reference.name == name {
                    return Some("its value refers back to itself");
                }
                if known.insert(reference.name) {
                    open.push(reference.name);
                }
            }
        }
        Some("its value is too long with the values of the variables in it, or they refer back to themselves")
    }

    /// The value of a variable, and where it is defined.
    pub(super) fn get(&self, name: &str) -> Option<&(String, Span)> {
        self.values.get(name)
    }

    /// Puts in the values that are known, and says where the first of them is defined.
    pub(super) fn resolve(&self, text: &str) -> (String, Option<Span>) {
        let mut resolved = text.to_owned();
        let mut defined = None;
        for _ in 0..ROUNDS {
            let mut next = String::with_capacity(resolved.len());
            let mut at = 0;
            let mut changed = false;
            for reference in references(&resolved) {
                let Some((value, span)) = self.values.get(reference.name) else { continue };
                let (between, value) = (&resolved[at..reference.range.start], value.trim());
                // Asked before anything is put in: a short text may refer to a long value many times.
                if next.len() + between.len() + value.len() > LONGEST {
                    return (text.to_owned(), None);
                }
                next.push_str(between);
                next.push_str(value);
                at = reference.range.end;
                changed = true;
                defined = defined.or(Some(*span));
            }
            if !changed {
                return (resolved, defined);
            }
            next.push_str(&resolved[at..]);
            if next.len() > LONGEST {
                break;
            }
            resolved = next;
        }
        // It is too long, or refers to itself.
        (text.to_owned(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, only_reference, references};
    use crate::text::{SourceMap, Span};

    fn scope(values: &[(&str, &str)]) -> Scope {
        let span = Span::new(SourceMap::default().add("x", String::new()), 0, 0);
        Scope { values: values.iter().map(|&(name, value)| (name.to_owned(), (value.to_owned(), span))).collect() }
    }

    #[test]
    fn references_are_found() {
        let names = |text: &'static str| references(text).into_iter().map(|found| found.name).collect::<Vec<_>>();
        assert_eq!(names("{{a}}/{{ b c }}?{{d.e-f}}"), ["a", "b c", "d.e-f"]);
        assert_eq!(names("{{{{x}}"), ["x"]);
        assert_eq!(names("{{}} {a} {{a"), [""; 0]);
        assert_eq!(only_reference(" {{a}} "), Some("a"));
        assert_eq!(only_reference("{{a}}b"), None);
    }

    #[test]
    fn values_are_put_in() {
        let scope = scope(&[("a", "1{{b}}"), ("b", "2"), ("loop", "{{loop}}x")]);
        assert_eq!(scope.resolve("{{a}}/{{unknown}}").0, "12/{{unknown}}");
        assert_eq!(scope.resolve("{{loop}}").0, "{{loop}}");
        assert_eq!((scope.endless("a"), scope.endless("unknown")), (None, None));
        assert_eq!(scope.endless("loop"), Some("its value refers back to itself"));
    }

    #[test]
    fn what_grows_too_long_is_left_as_it_was() {
        let value = "x".repeat(super::LONGEST / 2);
        let scope = scope(&[("a", &value)]);
        assert_eq!(scope.resolve("{{a}}{{a}}").0.len(), super::LONGEST);
        assert_eq!(scope.resolve("{{a}}{{a}}/").0, "{{a}}{{a}}/");
        let often = "{{a}}".repeat(100_000);
        assert_eq!(scope.resolve(&often).0, often);
    }
}
