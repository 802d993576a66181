//! Which requests are one operation.
//!
//! Requests with the same server, the same method and the same form of path are, unless a parameter of the query says what they do (`action=get_users`):
//! it has at least two different constant values, and is called so that it can mean nothing else. Requests that lack it, or have it empty, disabled or
//! in a variable, are an operation of their own: they must not join the others. Other parameters that differ (`page=1`, `page=2`) are samples of a
//! parameter. Of those that are left `tell.rs` says what else tells them apart.
//!
//! What is joined then calls the same thing with bodies of the same kind and, if that is JSON, of a shape that one type may have (`shape.rs`). A list of actions in one body (`{"actions": [{"action": "setKey"}]}`) is
//! a body of one operation whose samples differ; requests without a body show that the body may be left out. Names of requests never tell:
//! a test suite gives one operation twenty names.

use super::base::Based;
use super::found::Found;
use super::path::{self, Path};
use super::shape;
use super::tell::{self, Fixed, Kind, Look, Mark, is_constant, is_telling_header};
use super::{Lowering, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::json::Lenient;
use crate::ir::{Basis, Fact, Method, ServerId, Telling};
use crate::parallel::{self, Piece};
use crate::postman::collection::Entry;
use crate::postman::read_excerpt;
use std::collections::{BTreeMap, BTreeSet};

/// Of requests that are one operation, so many places are shown.
const PLACES: usize = 8;

/// Of a request that has no constant value of the name that tells others apart.
const NO_CONSTANT: &str = "has no constant value of it";

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
    /// What else tells it from others.
    pub(super) tellings: Vec<Telling>,
    /// The members of its body that always have the same value.
    pub(super) fixed: Vec<Fixed>,
    /// What stands in its body, if that is JSON: it is looked at to tell requests apart, and is a sample then.
    pub(super) read: Option<Lenient>,
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
            let told = Told {
                found: based.found,
                server: based.server,
                method,
                path,
                constants: Vec::new(),
                tellings: Vec::new(),
                fixed: Vec::new(),
                read: None,
            };
            let at = *known.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                group.push(told);
            }
        }
        let read = parallel::each(&groups, Piece::Several, |group| group.iter().map(|told| tell::read(self.sources, told)).collect());
        groups.iter_mut().flatten().zip(read).for_each(|(told, read)| told.read = read);
        let mut operations: Vec<Vec<Told<'a>>> = Vec::new();
        for group in groups {
            for requests in self.tell_apart(group) {
                for mut requests in self.tell_bodies_apart(requests) {
                    requests.retain(|told| self.can_be_sent(told));
                    if !requests.is_empty() {
                        operations.push(requests);
                    }
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
        let telling = telling(&group);
        if telling.is_empty() {
            return vec![group];
        }
        for told in &mut group {
            told.constants = constants(told)
                .into_iter()
                .filter(|(name, ..)| telling.contains(*name))
                .map(|(name, value, span)| (name.to_owned(), value.to_owned(), span))
                .collect();
        }
        self.say_query_tells(&group);
        let mut order: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
        let mut parts: Vec<Vec<Told<'a>>> = Vec::new();
        for told in group {
            let mut key: Vec<_> = told.constants.iter().map(|(name, value, _)| (name.clone(), value.clone())).collect();
            key.sort_unstable();
            let at = *order.entry(key).or_insert_with(|| {
                parts.push(Vec::new());
                parts.len() - 1
            });
            if let Some(part) = parts.get_mut(at) {
                part.push(told);
            }
        }
        parts
    }

    fn say_query_tells(&mut self, group: &[Told<'a>]) {
        let Some((at, first, (name, _, span))) = group.iter().enumerate().find_map(|(at, told)| Some((at, told, told.constants.first()?)))
        else {
            return;
        };
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
        let others = group.iter().enumerate().filter(|(other, _)| *other != at);
        for (_, told) in others.take(PLACES) {
            diagnostic = match told.constants.iter().find(|(other, ..)| other == name) {
                Some((_, value, span)) => diagnostic.and(*span, format!("`{}`", read_excerpt(value))),
                None => diagnostic.and(told.found.place(), NO_CONSTANT),
            };
        }
        self.diagnostics.push(diagnostic);
    }

    /// Tells requests apart by their bodies and headers.
    fn tell_bodies_apart(&mut self, group: Vec<Told<'a>>) -> Vec<Vec<Told<'a>>> {
        let address = group.first().map(|first| first.path.template.to_string()).unwrap_or_default();
        let looked: Vec<(Look, Told<'a>)> = group.into_iter().map(|told| (Self::look(&told), told)).collect();
        let headers: Vec<String> = names_that_tell(&looked).into_iter().filter(|name| is_telling_header(name)).collect();
        let (without, mut parts) = by_kind(looked);
        let kinds = parts.len();
        let mut told_parts: Vec<Vec<(Look, Told<'a>)>> = Vec::new();
        for (kind, mut part) in parts.drain(..) {
            if kinds > 1 {
                for (_, told) in &mut part {
                    told.tellings.push(Telling {
                        what: "body".to_owned(),
                        value: kind.word().to_owned(),
                        basis: Basis::inferred(told.found.place(), 1),
                    });
                }
            }
            for part in by_format(part) {
                for part in self.by_name(part, &headers, &address) {
                    for part in self.by_shape(part, &address) {
                        told_parts.extend(self.by_members(part, &address));
                    }
                }
            }
        }
        for part in &mut told_parts {
            keep_what_all_have(part);
        }
        // What has no body goes with the first that need not have one, and that nothing else tells it from.
        let with_body = told_parts.len();
        let mut by_tellings: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
        for (at, part) in told_parts.iter().enumerate() {
            if let Some((_, first)) = part.first().filter(|_| part.iter().all(|(_, told)| told.fixed.is_empty())) {
                by_tellings.entry(tellings(first)).or_insert(at);
            }
        }
        for part in by_format(without) {
            for mut part in self.by_name(part, &headers, &address) {
                let like = part.first().and_then(|(_, one)| by_tellings.get(&tellings(one)).copied());
                if let Some(other) = like.and_then(|at| told_parts.get_mut(at)) {
                    other.append(&mut part);
                    continue;
                }
                if with_body > 0 {
                    for (_, told) in &mut part {
                        let basis = Basis::inferred(told.found.place(), 1);
                        told.tellings.insert(0, Telling { what: "body".to_owned(), value: Kind::None.word().to_owned(), basis });
                    }
                }
                told_parts.push(part);
            }
        }
        let mut operations: Vec<Vec<Told<'a>>> =
            told_parts.into_iter().map(|part| part.into_iter().map(|(_, told)| told).collect()).collect();
        for operation in &mut operations {
            operation.sort_by_key(|told: &Told<'a>| told.found.position);
        }
        operations
    }

    /// Parts of requests of which a name says what each does, these headers or what has several values among them. Those that no name says it of
    /// are a part of their own.
    fn by_name(&mut self, part: Vec<(Look, Told<'a>)>, headers: &[String], address: &str) -> Vec<Vec<(Look, Told<'a>)>> {
        let mut names = names_that_tell(&part);
        names.extend(headers.iter().cloned());
        let mut order: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
        let mut parts: Vec<Vec<(Look, Told<'a>)>> = Vec::new();
        let mut shown: Vec<(Span, Option<String>)> = Vec::new();
        let first = part.iter().flat_map(|(look, _)| &look.by_name).map(|mark| &mark.what).find(|name| names.contains(*name)).cloned();
        for (look, mut told) in part {
            let marks: Vec<&Mark> = look.by_name.iter().filter(|mark| names.contains(&mark.what)).collect();
            let mut key: Vec<_> = marks.iter().map(|mark| (mark.what.clone(), mark.value.clone())).collect();
            key.sort_unstable();
            told.tellings.extend(marks.iter().map(|mark| Telling {
                what: mark.what.clone(),
                value: mark.value.clone(),
                basis: Basis::inferred(mark.span, 1),
            }));
            told.fixed = look.fixed(&names);
            let at = *order.entry(key).or_insert_with(|| {
                shown.push(match marks.iter().find(|mark| Some(&mark.what) == first.as_ref()) {
                    Some(mark) => (mark.span, Some(mark.value.clone())),
                    None => (told.found.place(), None),
                });
                parts.push(Vec::new());
                parts.len() - 1
            });
            if let Some(part) = parts.get_mut(at) {
                part.push((look, told));
            }
        }
        if let Some(name) = first.filter(|_| parts.len() > 1) {
            // The place of the message is one that has the name.
            shown.sort_by_key(|(_, value)| value.is_none());
            self.say_told_apart(&format!("`{}`", read_excerpt(&name)), address, &shown);
        }
        parts
    }

    /// Parts of requests whose bodies may be samples of one type.
    fn by_shape(&mut self, part: Vec<(Look, Told<'a>)>, address: &str) -> Vec<Vec<(Look, Told<'a>)>> {
        let mut parts = shape::alike(part);
        if parts.len() < 2 {
            return parts.into_iter().map(|part| part.requests).collect();
        }
        let mut shown: Vec<(Span, Option<String>)> = Vec::new();
        for part in &mut parts {
            for (at, (_, told)) in part.requests.iter_mut().enumerate() {
                let place = told.found.request.body.as_ref().map_or(told.found.place(), |body| body.span);
                if at == 0 {
                    shown.push((place, Some(part.shape.clone())));
                }
                told.tellings.push(Telling { what: "shape".to_owned(), value: part.shape.clone(), basis: Basis::inferred(place, 1) });
            }
        }
        self.say_told_apart("the shape of their bodies", address, &shown);
        parts.into_iter().map(|part| part.requests).collect()
    }

    /// Parts of requests whose bodies have something in common.
    fn by_members(&mut self, part: Vec<(Look, Told<'a>)>, address: &str) -> Vec<Vec<(Look, Told<'a>)>> {
        let is_split = part.first().is_some_and(|(_, told)| told.method.as_str() == "POST");
        let found = if is_split { together(&part) } else { Vec::new() };
        if found.iter().collect::<BTreeSet<_>>().len() < 2 {
            return vec![part];
        }
        let mut parts: BTreeMap<usize, Vec<(Look, Told<'a>)>> = BTreeMap::new();
        for (at, one) in found.into_iter().zip(part) {
            parts.entry(at).or_default().push(one);
        }
        let mut shown: Vec<(Span, Option<String>)> = Vec::new();
        for part in parts.values_mut() {
            let mut common = part.first().map(|(look, _)| look.members.clone()).unwrap_or_default();
            for (look, _) in part.iter().filter(|(look, _)| !look.members.is_empty()) {
                let both: BTreeSet<String> = common.intersection(&look.members).cloned().collect();
                if !both.is_empty() {
                    common = both;
                }
            }
            let value = common.into_iter().collect::<Vec<_>>().join(", ");
            for (at, (_, told)) in part.iter_mut().enumerate() {
                let place = told.found.request.body.as_ref().map_or(told.found.place(), |body| body.span);
                if at == 0 {
                    shown.push((place, Some(value.clone())));
                }
                told.tellings.push(Telling { what: "members".to_owned(), value: value.clone(), basis: Basis::inferred(place, 1) });
            }
        }
        self.say_told_apart("the members of their bodies", address, &shown);
        parts.into_values().collect()
    }

    fn say_told_apart(&mut self, what: &str, address: &str, shown: &[(Span, Option<String>)]) {
        let Some(((span, _), rest)) = shown.split_first() else { return };
        let message = format!("{} operations at `{}` are told apart by {what}", shown.len(), read_excerpt(address));
        let mut diagnostic = Diagnostic::new(Code::BodyTellsApart, *span, message);
        for (span, value) in rest.iter().take(PLACES) {
            let label = value.as_ref().map_or_else(|| NO_CONSTANT.to_owned(), |value| format!("`{}`", read_excerpt(value)));
            diagnostic = diagnostic.and(*span, label);
        }
        self.diagnostics.push(diagnostic);
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

/// Requests with bodies by the kind of these, and those that say nothing about theirs.
#[expect(clippy::type_complexity, reason = "two lists of what goes in")]
fn by_kind<'a>(group: Vec<(Look, Told<'a>)>) -> (Vec<(Look, Told<'a>)>, Vec<(Kind, Vec<(Look, Told<'a>)>)>) {
    let mut without = Vec::new();
    let mut order: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut parts: Vec<(Kind, Vec<(Look, Told<'a>)>)> = Vec::new();
    for (look, told) in group {
        match look.kind.clone() {
            Kind::None => without.push((look, told)),
            // A body that is one variable may be anything; mostly it is JSON.
            kind => {
                let kind = if kind == Kind::Variable { Kind::Json } else { kind };
                let at = *order.entry(kind.clone()).or_insert_with(|| {
                    parts.push((kind, Vec::new()));
                    parts.len() - 1
                });
                if let Some((_, part)) = parts.get_mut(at) {
                    part.push((look, told));
                }
            }
        }
    }
    (without, parts)
}

/// Requests by what their format says that they call.
fn by_format(part: Vec<(Look, Told<'_>)>) -> Vec<Vec<(Look, Told<'_>)>> {
    let mut order: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
    let mut parts: Vec<Vec<(Look, Told<'_>)>> = Vec::new();
    for (look, mut told) in part {
        let key = look.by_format.iter().map(|mark| (mark.what.clone(), mark.value.clone())).collect();
        told.tellings.extend(look.by_format.iter().map(|mark| Telling {
            what: mark.what.clone(),
            value: mark.value.clone(),
            basis: Basis::stated(mark.span),
        }));
        told.fixed = look.fixed(&[]);
        let at = *order.entry(key).or_insert_with(|| {
            parts.push(Vec::new());
            parts.len() - 1
        });
        if let Some(part) = parts.get_mut(at) {
            part.push((look, told));
        }
    }
    parts
}

/// The first of those that a request is together with.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = parent.get(at).filter(|&&up| up != at) {
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(at) {
            *slot = above;
        }
        at = up;
    }
    at
}

/// For each request the first whose body it has a member in common with, directly or by way of others. One without members is with the first that has some.
fn together(part: &[(Look, Told<'_>)]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..part.len()).collect();
    let mut owner: BTreeMap<&str, usize> = BTreeMap::new();
    let join = |parent: &mut Vec<usize>, one: usize, other: usize| {
        let (one, other) = (root(parent, one), root(parent, other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(slot) = parent.get_mut(high) {
            *slot = low;
        }
    };
    let first = part.iter().position(|(look, _)| !look.members.is_empty()).unwrap_or(0);
    for (at, (look, _)) in part.iter().enumerate() {
        if look.members.is_empty() {
            join(&mut parent, first, at);
        }
        for member in &look.members {
            let first = *owner.entry(member.as_str()).or_insert(at);
            join(&mut parent, first, at);
        }
    }
    (0..part.len()).map(|at| root(&mut parent, at)).collect()
}

/// Only what all requests of an operation have with one value is constant.
fn keep_what_all_have(part: &mut [(Look, Told<'_>)]) {
    let Some(((_, first), rest)) = part.split_first_mut() else { return };
    first.fixed.retain(|fixed| {
        rest.iter().all(|(look, told)| {
            look.kind == Kind::Variable || told.fixed.iter().any(|other| other.path == fixed.path && other.value == fixed.value)
        })
    });
    let kept: Vec<Fixed> = first.fixed.clone();
    for (_, told) in rest {
        told.fixed.clone_from(&kept);
    }
}

fn query<'t>(told: &Told<'t>) -> &'t [Entry] {
    told.found.request.url.as_ref().map_or(&[], |url| url.query.as_slice())
}

/// What tells a request from others, except whether it has a body, and of which kind.
fn tellings(told: &Told<'_>) -> Vec<(String, String)> {
    let others = told.tellings.iter().filter(|telling| telling.what != "body");
    let mut tellings: Vec<_> = others.map(|telling| (telling.what.clone(), telling.value.clone())).collect();
    tellings.sort_unstable();
    tellings.dedup();
    tellings
}

/// The parameters of a query that may say what its request does: each stands there once, with a constant value.
fn constants<'t>(told: &Told<'t>) -> Vec<(&'t str, &'t str, Span)> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let sent = || query(told).iter().filter(|entry| entry.disabled.is_none());
    for entry in sent().filter(|entry| TELLING.contains(&entry.key.value.to_ascii_lowercase().as_str())) {
        *times.entry(&entry.key.value).or_default() += 1;
    }
    sent()
        .filter(|entry| times.get(entry.key.value.as_str()) == Some(&1))
        .filter_map(|entry| Some((entry.key.value.as_str(), entry.value.as_ref()?.value.as_str(), entry.span)))
        .filter(|(_, value, _)| is_constant(value))
        .collect()
}

/// The parameters of the query that say what each request of a group does.
fn telling(group: &[Told<'_>]) -> BTreeSet<String> {
    several(group.iter().flat_map(constants).map(|(name, value, _)| (name, value)))
}

/// The names in bodies and headers that say what each of these does.
fn names_that_tell(part: &[(Look, Told<'_>)]) -> Vec<String> {
    let marks = part.iter().flat_map(|(look, _)| &look.by_name);
    several(marks.map(|mark| (mark.what.as_str(), mark.value.as_str()))).into_iter().collect()
}

/// The names that have at least two different values.
fn several<'t>(all: impl Iterator<Item = (&'t str, &'t str)>) -> BTreeSet<String> {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (name, value) in all {
        if *known.entry(name).or_insert(value) != value {
            found.insert(name.to_owned());
        }
    }
    found
}
