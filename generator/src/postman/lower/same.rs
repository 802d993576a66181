//! Which requests are one operation.
//!
//! Requests with the same server, the same method and the same form of path are, unless a parameter of the query says what they do (`action=get_users`):
//! it stands in all of them, always with a constant value, with at least two different ones, and is called so that it can mean nothing else. Other
//! parameters that differ (`page=1`, `page=2`) are samples of a parameter.

use super::base::Based;
use super::found::Found;
use super::path::{self, Path};
use super::{Lowering, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::is_placeholder;
use crate::ir::{Fact, Method, ServerId};
use crate::postman::collection::Entry;
use crate::postman::read_excerpt;
use crate::postman::variables;
use std::collections::BTreeMap;

/// Of requests that are one operation, so many places are shown.
const PLACES: usize = 8;

/// A request, with all that tells it from others.
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    pub(super) found: Found<'a>,
    /// The further server that it goes to; `None` for the main one.
    pub(super) server: Option<Fact<ServerId>>,
    pub(super) method: Method,
    pub(super) path: Path,
    /// The constant parameters of the query that tell it from others.
    pub(super) constants: Vec<(String, String, Span)>,
}

/// Names of parameters that say what a request does.
const TELLING: &[&str] = &[
    "_method",
    "action",
    "api",
    "cmd",
    "command",
    "do",
    "func",
    "function",
    "method",
    "op",
    "operation",
    "procedure",
    "requesttype",
    "service",
    "task",
    "wsfunction",
];

impl<'a> Lowering<'a> {
    /// The operations: for each the requests that are it, the first gives it its name.
    pub(super) fn same(&mut self, all: Vec<Based<'a>>) -> Vec<Vec<Told<'a>>> {
        let mut groups: Vec<Vec<Told<'a>>> = Vec::new();
        let mut known: BTreeMap<(Option<ServerId>, Method, String), usize> = BTreeMap::new();
        for based in all {
            let Some(method) = based.found.method() else { continue };
            let path = path::read(&based.segments);
            let key = (based.server.as_ref().map(|server| server.value.clone()), method.clone(), path.template.form());
            let told = Told { found: based.found, server: based.server, method, path, constants: Vec::new() };
            let at = *known.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.push(told);
            }
        }
        let mut operations: Vec<Vec<Told<'a>>> = Vec::new();
        for group in groups {
            for mut requests in self.tell_apart(group) {
                requests.retain(|told| self.can_be_sent(told));
                if !requests.is_empty() {
                    operations.push(requests);
                }
            }
        }
        // In the order of the collection again, which is that of the document save in v1.
        operations.sort_by_key(|requests| requests.first().map(|told| told.found.position));
        for requests in &operations {
            self.say_same(requests);
        }
        operations
    }

    fn tell_apart(&mut self, mut group: Vec<Told<'a>>) -> Vec<Vec<Told<'a>>> {
        if group.len() < 2 {
            return vec![group];
        }
        let telling: Vec<String> = group
            .first()
            .map(|first| query(first).iter().map(|entry| entry.key.value.clone()).filter(|key| tells(key, &group)).collect())
            .unwrap_or_default();
        if telling.is_empty() {
            return vec![group];
        }
        for told in &mut group {
            let mut constants = Vec::new();
            for entry in query(told) {
                if telling.contains(&entry.key.value)
                    && let Some(value) = &entry.value
                {
                    constants.push((entry.key.value.clone(), value.value.clone(), entry.span));
                }
            }
            told.constants = constants;
        }
        if let Some(first) = group.first()
            && let Some((name, _, span)) = first.constants.first()
        {
            let mut diagnostic = Diagnostic::new(
                Code::QueryTellsApart,
                *span,
                format!(
                    "{} requests to `{}` are told apart by `{}`",
                    group.len(),
                    read_excerpt(&first.path.template.to_string()),
                    read_excerpt(name)
                ),
            );
            for told in group.iter().skip(1).take(PLACES) {
                if let Some((_, value, span)) = told.constants.first() {
                    diagnostic = diagnostic.and(*span, format!("`{}`", read_excerpt(value)));
                }
            }
            self.diagnostics.push(diagnostic);
        }
        let mut parts: Vec<Vec<Told<'a>>> = Vec::new();
        for told in group {
            let same = |part: &&mut Vec<Told<'a>>| part.first().is_some_and(|first| values(first) == values(&told));
            match parts.iter_mut().find(same) {
                Some(part) => part.push(told),
                None => parts.push(vec![told]),
            }
        }
        parts
    }

    /// Whether a client can send a request; says why not, of each on its own: the others of its operation may well be sendable.
    fn can_be_sent(&mut self, told: &Told<'a>) -> bool {
        let sendable = Self::body_can_be_sent(told);
        if let Err(reason) = sendable {
            self.refuse(&told.found, reason);
        }
        sendable.is_ok()
    }

    fn say_same(&mut self, requests: &[Told<'a>]) {
        let Some((first, rest)) = requests.split_first() else { return };
        let Some(second) = rest.first() else { return };
        let message = format!(
            "{} requests are one operation, `{}`: {} {}",
            requests.len(),
            read_excerpt(&first.found.id),
            first.method,
            read_excerpt(&first.path.template.to_string())
        );
        let mut diagnostic =
            Diagnostic::new(Code::DuplicateRequest, second.found.place(), message).and(first.found.place(), "the first of them");
        for told in rest.iter().skip(1).take(PLACES) {
            diagnostic = diagnostic.and(told.found.place(), "joined as well");
        }
        if rest.len() > PLACES + 1 {
            diagnostic = diagnostic.note(format!("{} more requests", rest.len() - PLACES - 1));
        }
        self.diagnostics.push(diagnostic.note("their bodies, parameters and answers are joined"));
    }
}

fn query<'t>(told: &Told<'t>) -> &'t [Entry] {
    told.found.request.url.as_ref().map_or(&[], |url| url.query.as_slice())
}

fn values<'t>(told: &'t Told<'_>) -> Vec<(&'t str, &'t str)> {
    let mut values: Vec<_> = told.constants.iter().map(|(name, value, _)| (name.as_str(), value.as_str())).collect();
    values.sort_unstable();
    values
}

/// Whether a parameter says what each request of a group does.
fn tells(key: &str, group: &[Told<'_>]) -> bool {
    let plain: String = key.chars().map(|sign| sign.to_ascii_lowercase()).collect();
    if !TELLING.contains(&plain.as_str()) {
        return false;
    }
    let mut different: Vec<&str> = Vec::new();
    for told in group {
        let found: Vec<&Entry> = query(told).iter().filter(|entry| entry.key.value == key && entry.disabled.is_none()).collect();
        let [one] = found.as_slice() else { return false };
        let Some(value) = &one.value else { return false };
        if value.value.trim().is_empty() || is_placeholder(&value.value) || !variables::references(&value.value).is_empty() {
            return false;
        }
        if !different.contains(&value.value.as_str()) {
            different.push(&value.value);
        }
    }
    different.len() >= 2
}
