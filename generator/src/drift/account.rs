//! The sum over all that was recorded.

use crate::document::{Node, Value};
use crate::drift::entry::entry;
use crate::drift::finding::{Finding, FindingKind, Growing, NoEntry};
use crate::drift::looks::Looks;
use crate::drift::numbered::Numbered;
use crate::drift::place::{At, Atlas, Link, Trail};
use crate::drift::record::{Body, Recorded, Where};
use crate::drift::route::{Hosts, Routed, Router};
use crate::drift::seen::{Seen, is_integer};
use crate::drift::sent::read_json;
use crate::drift::walk::{Expected, Leeway};
use crate::ir::{
    Access, Answer, Api, Basis, BodyRule, CaseKind, Field, NodeId, Operation, Outcome, Response, ResponseStatus, Shape, TypeId, form_text,
};
use crate::model::masked::is_nobodys;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The most values of one finding that are shown.
const MOST_VALUES: usize = 6;

/// A longer value of an enumeration is not shown.
const LONGEST_VALUE: usize = 40;

/// The most requests without an operation that are listed; further ones are counted.
const MOST_LEFT: usize = 1000;

/// Why an answer was held against nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// Its request is that of no operation.
    NoOperation,
    /// It could be that of several, and nothing tells of which.
    Several,
    /// The recording names an operation that is not there.
    UnknownOperation,
    /// No answer came, or one that leads elsewhere: a redirect, a cached one.
    NoAnswer,
    /// The documents do not say what it holds.
    Undescribed,
}

impl Left {
    /// The word for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoOperation => "no-operation",
            Self::Several => "several-operations",
            Self::UnknownOperation => "unknown-operation",
            Self::NoAnswer => "no-answer",
            Self::Undescribed => "undescribed",
        }
    }

    /// The sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoOperation => "the request of no operation",
            Self::Several => "the request of one of several operations",
            Self::UnknownOperation => "an operation of this name is not there",
            Self::NoAnswer => "no answer, or one that leads elsewhere",
            Self::Undescribed => "the documents do not say what the answer holds",
        }
    }
}

/// Answers that were held against nothing.
#[derive(Clone, Debug)]
pub struct Unmatched {
    /// Why.
    pub why: Left,
    /// What they have in common: method and address, without what may be somebody's; or the operation.
    pub what: String,
    /// How many there are.
    pub count: u64,
    /// The first one.
    pub first: Where,
}

/// The account of what was recorded.
pub struct Account<'a> {
    pub(super) api: &'a Api,
    pub(super) atlas: Atlas<'a>,
    router: Router<'a>,
    findings: BTreeMap<(FindingKind, NodeId), Growing>,
    left: BTreeMap<(Left, String), Unmatched>,
    /// Those that are not listed.
    more_left: u64,
    /// How many answers there were.
    seen: u64,
    /// How many of each operation were held.
    held: Vec<u64>,
    /// And of how many of these there was a body, or known that there was none.
    bodies: Vec<u64>,
    /// How many were held against the envelope, where there are no operations.
    enveloped: u64,
    /// Of how many the recording has no body.
    unrecorded: u64,
    fields: Vec<Vec<bool>>,
    pub(super) unknown_names: BTreeMap<TypeId, BTreeSet<String>>,
    /// The names of members that nothing describes and that end in a number, by the address of their object and by what stands before the number.
    pub(super) numbered: BTreeMap<NodeId, BTreeMap<String, Numbered>>,
    /// The answers of which some were of the kind that the documents say.
    fitting: BTreeSet<NodeId>,
    /// The answer that is being held: where it stands, and its operation.
    now: Option<(Where, Option<usize>)>,
    /// What is being held is part of a secret.
    pub(super) hidden: bool,
}

/// What came of holding a recording against an API.
#[derive(Clone, Debug)]
pub struct Recordings {
    /// How many answers there were.
    pub answers: u64,
    /// How many of them were held against their types.
    pub held: u64,
    /// Of how many of these the recording has no body, so that only the status was held.
    pub without_body: u64,
    /// What is not as the documents say.
    pub findings: Vec<Finding>,
    /// What was held against nothing.
    pub left: Vec<Unmatched>,
    /// How many more such answers there are, of addresses that are not listed.
    pub more_left: u64,
    /// Whether all of the recordings could be read.
    pub is_whole: bool,
    /// How many operations there are.
    pub operations: usize,
    /// The operations of which no answer was recorded.
    pub unseen_operations: Vec<String>,
    /// How many fields come back.
    pub fields: usize,
    /// Those of them that no answer shows.
    pub unseen_fields: Vec<NodeId>,
}

/// The parts of an account that are only read.
pub(super) struct Shared<'s, 'a> {
    pub(super) api: &'a Api,
    pub(super) atlas: &'s Atlas<'a>,
}

impl<'a> Account<'a> {
    /// An account in which nothing stands yet.
    pub fn new(api: &'a Api, hosts: Hosts) -> Self {
        let fields = api.types.iter().map(|(_, def)| match &def.shape {
            Shape::Object(object) => vec![false; object.fields.len()],
            _ => Vec::new(),
        });
        Self {
            api,
            atlas: Atlas::new(api),
            router: Router::new(api, hosts),
            findings: BTreeMap::new(),
            left: BTreeMap::new(),
            more_left: 0,
            seen: 0,
            held: vec![0; api.operations.len()],
            bodies: vec![0; api.operations.len()],
            enveloped: 0,
            unrecorded: 0,
            fields: fields.collect(),
            unknown_names: BTreeMap::new(),
            numbered: BTreeMap::new(),
            fitting: BTreeSet::new(),
            now: None,
            hidden: false,
        }
    }

    /// Takes an answer in.
    pub fn take(&mut self, recorded: &Recorded) {
        self.seen += 1;
        let api = self.api;
        if recorded.status == 0 {
            return self.leave(Left::NoAnswer, self.router.shown(recorded), recorded);
        }
        if let Some(envelope) = api.envelope.as_ref().filter(|_| api.operations.is_empty()) {
            if !self.router.is_served(&recorded.url) {
                return self.leave(Left::NoOperation, self.router.shown(recorded), recorded);
            }
            self.now = Some((recorded.at.clone(), None));
            self.enveloped += 1;
            if let Some(node) = self.body(recorded).as_ref().and_then(Came::node) {
                let at = At::of_envelope();
                self.hold(Expected::whole(envelope.value), node, &Link::Begin(&at), &Trail::Begin);
            }
            return;
        }
        let at = match self.router.route(recorded) {
            Routed::To(at) => at,
            Routed::Nowhere => return self.leave(Left::NoOperation, self.router.shown(recorded), recorded),
            // What is no name of an operation may be anything.
            Routed::Unknown => return self.leave(Left::UnknownOperation, String::new(), recorded),
            Routed::Several(several) => {
                let ids: Vec<&str> = several.iter().filter_map(|&at| api.operations.get(at)).map(|found| found.id.as_str()).collect();
                return self.leave(Left::Several, format!("{}: {}", self.router.shown(recorded), ids.join(", ")), recorded);
            }
        };
        let Some(operation) = api.operations.get(at) else { return };
        self.answer(at, operation, recorded);
    }

    /// An answer of an operation.
    fn answer(&mut self, at: usize, operation: &'a Operation, recorded: &Recorded) {
        let status = recorded.status;
        let is_success = (200..300).contains(&status);
        let listed = response(operation, status);
        if listed.is_none() && !is_success && status < 400 {
            return self.leave(Left::NoAnswer, operation.id.clone(), recorded);
        }
        if listed.is_none() && is_success && !operation.responses.iter().any(|response| response.status.value.is_success()) {
            return self.leave(Left::Undescribed, operation.id.clone(), recorded);
        }
        self.now = Some((recorded.at.clone(), Some(at)));
        if let Some(held) = self.held.get_mut(at) {
            *held += 1;
        }
        let came = self.body(recorded);
        if let Some(bodies) = self.bodies.get_mut(at).filter(|_| came.is_some()) {
            *bodies += 1;
        }
        let errors = self.api.errors.as_ref();
        let by_status = errors.and_then(|errors| errors.statuses.iter().find(|known| known.status.value == ResponseStatus::Code(status)));
        let says_no = came.as_ref().and_then(Came::node).is_some_and(|node| fails(self.api, node));
        let is_error = listed.is_none() && !is_success || is_success && says_no;
        match (listed.or(by_status), errors) {
            (listed, Some(errors)) if is_error => {
                // What is no such body was sent by something before the API, or is another answer.
                let is_one = match &came {
                    None => true,
                    Some(came) => came.node().is_some_and(|node| is_same_kind(self.api, errors.ty.value, node)),
                };
                if is_one {
                    self.holds(errors.ty.value, &At::of_errors(), came.as_ref());
                } else if listed.is_none() {
                    self.status(operation, status, came.as_ref());
                }
            }
            // No document says what such a body holds.
            (Some(_), None) if is_success && says_no => self.note_undescribed(operation, recorded),
            (Some(response), _) => self.response(operation, response, recorded, came.as_ref()),
            (None, _) => self.status(operation, status, came.as_ref()),
        }
    }

    /// An answer with a status that the document lists.
    fn response(&mut self, operation: &Operation, response: &Response, recorded: &Recorded, came: Option<&Came<'_>>) {
        let at = At::of_answer(operation, response);
        match (response.answer.value, came) {
            (_, None) => {}
            (Answer::Empty, Some(Came::Blank)) => _ = self.fitting.insert(at.node),
            // No answer to HEAD has a body.
            (_, Some(Came::Blank)) if recorded.method.eq_ignore_ascii_case("HEAD") => {}
            (Answer::Unknown, Some(_)) => self.note_undescribed(operation, recorded),
            (Answer::Empty, Some(came)) => {
                self.root(FindingKind::UnexpectedBody, &at, Some(came), "an empty body", &response.answer.basis);
            }
            (Answer::Type(ty), Some(came)) => self.holds(ty, &at, Some(came)),
        }
    }

    /// Holds a body against its type.
    fn holds(&mut self, ty: TypeId, at: &At, came: Option<&Came<'_>>) {
        let basis = &self.api.types.get(ty).basis;
        let says = words(self.api, ty, 0);
        match came {
            None => {}
            Some(Came::Node(node)) => {
                if is_same_kind(self.api, ty, node) {
                    self.fitting.insert(at.node.clone());
                }
                self.hold(Expected::whole(ty), node, &Link::Begin(at), &Trail::Begin);
            }
            // Where `null` may stand, nothing may come.
            Some(Came::Blank) if matches!(self.api.types.get(ty).shape, Shape::Nullable(_)) => {}
            Some(Came::Blank) => self.root(FindingKind::NoBody, at, came, &says, basis),
            Some(Came::Other(_)) => self.root(FindingKind::NotJson, at, came, &says, basis),
        }
    }

    /// A status that the document does not list.
    fn status(&mut self, operation: &Operation, status: u16, came: Option<&Came<'_>>) {
        let listed: Vec<String> = operation.responses.iter().map(|response| response.status.value.to_string()).collect();
        let says = if listed.is_empty() { "no status".to_owned() } else { listed.join(", ") };
        self.root(FindingKind::Status, &At::of_status(operation, status), came, &says, &operation.basis);
    }

    /// Something about a whole answer.
    fn root(&mut self, kind: FindingKind, at: &At, came: Option<&Came<'_>>, says: &str, basis: &Basis) {
        let growing = self.grow(kind, at, "", Leeway::Any, || (says.to_owned(), basis.clone()));
        match came {
            Some(Came::Node(node)) => growing.seen.see(node),
            Some(Came::Blank) => growing.seen.see_blank(),
            Some(Came::Other(looks)) => growing.seen.see_other(*looks),
            None => growing.seen.see_unrecorded(),
        }
    }

    /// The body of an answer; none where it was not recorded.
    fn body<'r>(&mut self, recorded: &'r Recorded) -> Option<Came<'r>> {
        Some(match &recorded.body {
            // HTTP says so.
            Body::Unrecorded if recorded.status == 204 => Came::Blank,
            Body::Unrecorded => {
                self.unrecorded += 1;
                return None;
            }
            Body::Binary(looks) => Came::Other(*looks),
            Body::Value(node) => Came::Node(Cow::Borrowed(node)),
            Body::Text(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => Came::Blank,
            Body::Text(text) => read_json(text).map_or_else(|| Came::Other(Looks::of_text(text)), |node| Came::Node(Cow::Owned(node))),
        })
    }

    fn leave(&mut self, why: Left, what: String, recorded: &Recorded) {
        let key = (why, what);
        if let Some(known) = self.left.get_mut(&key) {
            known.count += 1;
        } else if self.left.len() < MOST_LEFT {
            let unmatched = Unmatched { why, what: key.1.clone(), count: 1, first: recorded.at.clone() };
            self.left.insert(key, unmatched);
        } else {
            self.more_left += 1;
        }
    }

    fn note_undescribed(&mut self, operation: &Operation, recorded: &Recorded) {
        if let Some(held) = self.now.as_ref().and_then(|(_, at)| self.held.get_mut((*at)?)) {
            *held -= 1;
        }
        self.leave(Left::Undescribed, operation.id.clone(), recorded);
    }

    /// The parts of the account that are only read while it is written.
    pub(super) fn shared(&self) -> Shared<'_, 'a> {
        Shared { api: self.api, atlas: &self.atlas }
    }

    pub(super) fn saw_field(&mut self, ty: TypeId, at: usize) {
        if let Some(seen) = self.fields.get_mut(ty.index()).and_then(|fields| fields.get_mut(at)) {
            *seen = true;
        }
    }

    /// A required field that is not there.
    pub(super) fn missing(&mut self, expected: Expected, field: &Field, own: &Link<'_>, trail: &Trail<'_>) {
        let api = self.api;
        let at = Link::Key(own, &field.wire).at();
        let path = Trail::Key(trail, &field.wire).path();
        self.grow(FindingKind::Missing, &at, &path, expected.leeway, || {
            (format!("required: {}", words(api, field.ty, 0)), field.presence.basis.clone())
        });
    }

    /// Something is not as its type says.
    pub(super) fn found(&mut self, kind: FindingKind, expected: Expected, node: Option<&Node>, link: &Link<'_>, trail: &Trail<'_>) {
        let api = self.api;
        let def = api.types.get(expected.ty);
        let is_hidden = self.hidden;
        let growing = self.grow(kind, &link.at(), &trail.path(), expected.leeway, || {
            let says = match kind {
                FindingKind::UnknownMember => "no such member".to_owned(),
                FindingKind::Duplicate => "one value".to_owned(),
                FindingKind::Unlisted => shape_words(api, &def.shape, 0),
                _ => words(api, expected.ty, 0),
            };
            (says, def.basis.clone())
        });
        let Some(node) = node else { return };
        growing.seen.see(node);
        if kind == FindingKind::Unlisted {
            let (Value::String(text) | Value::Number(text)) = &node.value else { return };
            let name = trail.name().unwrap_or_default();
            let is_hidden = is_hidden || trail.has_secret_name();
            let is_shown =
                !is_hidden && text.chars().count() <= LONGEST_VALUE && !text.chars().any(char::is_control) && is_nobodys(name, text);
            if !is_shown || (growing.values.len() >= MOST_VALUES && !growing.values.contains(text)) {
                growing.more_values = true;
            } else {
                growing.values.insert(text.clone());
            }
        }
    }

    /// The finding that grows by one.
    fn grow(&mut self, kind: FindingKind, at: &At, path: &str, leeway: Leeway, says: impl FnOnce() -> (String, Basis)) -> &mut Growing {
        let (place, operation) = match &self.now {
            Some((place, operation)) => (place.clone(), *operation),
            None => (Where { file: String::new(), line: 0, entry: None }, None),
        };
        let answer = self.seen;
        let growing = self.findings.entry((kind, at.node.clone())).or_insert_with(|| {
            let (says, basis) = says();
            Growing {
                at: at.clone(),
                count: 0,
                answers: 0,
                last: 0,
                operations: BTreeSet::new(),
                first: place,
                path: path.to_owned(),
                says,
                basis,
                seen: Seen::default(),
                values: BTreeSet::new(),
                more_values: false,
                leeway,
                no_entry: None,
                also: None,
            }
        });
        growing.count += 1;
        if growing.last != answer {
            growing.answers += 1;
            growing.last = answer;
        }
        growing.operations.extend(operation);
        growing
    }

    /// Takes names that differ in a running number only together, and gives the members of one object one entry for keys that are data.
    fn take_together(&mut self) {
        for (owner, stems) in std::mem::take(&mut self.numbered) {
            let owner = At::of_node(owner);
            let mut prefixes: Vec<String> = Vec::new();
            if self.findings.contains_key(&(FindingKind::UnknownMember, owner.open("").node)) {
                prefixes.push(String::new());
            }
            for (stem, names) in stems {
                let together = owner.open(&stem);
                if names.are_many() {
                    for name in names.names() {
                        self.findings.remove(&(FindingKind::UnknownMember, owner.child(&format!("{stem}{name}")).node));
                    }
                    prefixes.push(stem);
                } else {
                    self.findings.remove(&(FindingKind::UnknownMember, together.node));
                }
            }
            let [first, others @ ..] = prefixes.as_slice() else { continue };
            if others.is_empty() {
                continue;
            }
            // An object has keys that are data once.
            let common = others.iter().fold(first.clone(), |common, other| shared_start(&common, other));
            let leader = owner.open(first);
            let mut seen = Seen::default();
            for prefix in others {
                if let Some(growing) = self.findings.get_mut(&(FindingKind::UnknownMember, owner.open(prefix).node)) {
                    seen.join(growing.seen.clone());
                    growing.no_entry = Some(NoEntry::Within(leader.node.clone()));
                }
            }
            if let Some(growing) = self.findings.get_mut(&(FindingKind::UnknownMember, leader.node)) {
                growing.also = Some((owner.open(&common), seen));
            }
        }
    }

    /// What came of it; `is_whole` says whether all of the recordings could be read.
    pub fn finish(mut self, is_whole: bool) -> Recordings {
        self.take_together();
        for ((kind, node), growing) in self.findings.iter_mut().filter(|((_, node), _)| self.fitting.contains(node)) {
            match kind {
                FindingKind::NotJson => growing.no_entry = Some(NoEntry::OthersFit),
                // That nothing came is as right as it was.
                FindingKind::UnexpectedBody => {
                    let mut seen = Seen::default();
                    seen.see_blank();
                    growing.also = Some((At::of_node(node.clone()), seen));
                }
                _ => {}
            }
        }
        let (api, held, bodies) = (self.api, self.held, self.bodies);
        let findings = self.findings.into_iter().map(|((kind, node), growing)| {
            let counted = if kind == FindingKind::Status { &held } else { &bodies };
            let of = if growing.operations.is_empty() {
                self.enveloped
            } else {
                growing.operations.iter().filter_map(|&at| counted.get(at)).sum()
            };
            // Where a recording lies is nobody's business in an overlay.
            let Where { file, line, entry: number } = &growing.first;
            let file = file.rsplit('/').next().unwrap_or_default().to_owned();
            let reason = format!(
                "seen in {} of {of} recorded answer{}, first at {}",
                growing.answers,
                if of == 1 { "" } else { "s" },
                Where { file, line: *line, entry: *number }
            );
            let operations = growing.operations.iter().filter_map(|&at| api.operations.get(at)).map(|operation| operation.id.clone());
            Finding {
                kind,
                node,
                count: growing.count,
                answers: growing.answers,
                of,
                operations: operations.collect(),
                kinds: growing.seen.kinds(),
                values: growing.values.iter().cloned().collect(),
                more_values: growing.more_values,
                entry: entry(kind, &growing, &reason),
                first: growing.first,
                path: growing.path,
                says: growing.says,
                basis: growing.basis,
            }
        });
        let findings: Vec<Finding> = findings.collect();
        let mut fields = 0;
        let mut unseen_fields = Vec::new();
        for &ty in &self.atlas.objects {
            let (Shape::Object(object), Some(place)) = (&api.types.get(ty).shape, self.atlas.place(ty)) else { continue };
            for (at, field) in object.fields.iter().enumerate() {
                if field.facts.access.as_ref().is_some_and(|access| access.value == Access::WriteOnly) {
                    continue;
                }
                fields += 1;
                if !self.fields.get(ty.index()).and_then(|fields| fields.get(at)).is_some_and(|seen| *seen) {
                    unseen_fields.push(place.child(&field.wire).node);
                }
            }
        }
        let unseen = api.operations.iter().zip(&held).filter(|(operation, held)| {
            **held == 0 && !self.left.keys().any(|(why, what)| *why == Left::Undescribed && *what == operation.id)
        });
        Recordings {
            answers: self.seen,
            held: held.iter().sum::<u64>() + self.enveloped,
            without_body: self.unrecorded,
            findings,
            operations: api.operations.len(),
            unseen_operations: unseen.map(|(operation, _)| operation.id.clone()).collect(),
            left: self.left.into_values().collect(),
            more_left: self.more_left,
            is_whole,
            fields,
            unseen_fields,
        }
    }
}

/// The body that came.
enum Came<'r> {
    Node(Cow<'r, Node>),
    /// Nothing.
    Blank,
    /// No JSON, but what seems to be this.
    Other(Looks),
}

impl Came<'_> {
    fn node(&self) -> Option<&Node> {
        if let Self::Node(node) = self { Some(node) } else { None }
    }
}

/// The answer that an operation lists for a status.
fn response(operation: &Operation, status: u16) -> Option<&Response> {
    let exact = operation.responses.iter().find(|response| response.status.value == ResponseStatus::Code(status));
    exact.or_else(|| {
        let any = operation.responses.iter().find(|response| response.status.value == ResponseStatus::Success);
        any.filter(|_| (200..300).contains(&status))
    })
}

/// Whether a body says that the call failed.
fn fails(api: &Api, node: &Node) -> bool {
    let holds = |rule: &BodyRule| {
        node.get(&rule.member).is_some_and(|member| match &member.value {
            Value::String(text) | Value::Number(text) => *text == rule.is,
            Value::Bool(value) => value.to_string() == rule.is,
            Value::Null => rule.is == "null",
            Value::Array(_) | Value::Object(_) | Value::Hole(_) => false,
        })
    };
    match api.outcome.as_ref().map(|outcome| &outcome.value) {
        Some(Outcome::SucceedsWhen(rule)) => !holds(rule),
        Some(Outcome::FailsWhen(rule)) => holds(rule),
        None => false,
    }
}

/// Whether a value is of the kind that a type is of.
fn is_same_kind(api: &Api, ty: TypeId, node: &Node) -> bool {
    let (ty, nullable) = api.types.peel(ty);
    match (&api.types.get(ty).shape, &node.value) {
        (Shape::Any | Shape::File, _) => true,
        (_, Value::Null) => nullable,
        (Shape::OneOf(cases), _) => cases.iter().any(|case| match &case.kind {
            CaseKind::Type(ty) => is_same_kind(api, *ty, node),
            CaseKind::Text(_) => matches!(node.value, Value::String(_)),
        }),
        (Shape::Object(_) | Shape::Map(_), Value::Object(_)) | (Shape::List(_), Value::Array(_)) => true,
        (Shape::Bool, Value::Bool(_)) | (Shape::Number, Value::Number(_)) => true,
        (Shape::Integer, Value::Number(text)) => is_integer(text),
        (Shape::String(_), Value::String(_)) => true,
        (Shape::Enum(_), Value::String(_) | Value::Number(_)) => true,
        _ => false,
    }
}

/// What two texts begin with.
fn shared_start(one: &str, other: &str) -> String {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).map(|(sign, _)| sign).collect()
}

/// A type in a few words.
fn words(api: &Api, id: TypeId, depth: usize) -> String {
    let def = api.types.get(id);
    if let Some(name) = &def.name {
        return name.value.clone();
    }
    if depth > 3 {
        return "…".to_owned();
    }
    shape_words(api, &def.shape, depth)
}

fn shape_words(api: &Api, shape: &Shape, depth: usize) -> String {
    match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::File => "file".to_owned(),
        Shape::String(form) => form_text(*form).to_owned(),
        Shape::List(inner) => format!("[{}]", words(api, *inner, depth + 1)),
        Shape::Map(inner) => format!("{{{}}}", words(api, *inner, depth + 1)),
        Shape::Nullable(inner) => format!("{}?", words(api, *inner, depth + 1)),
        Shape::Object(_) => "object".to_owned(),
        Shape::Enum(values) => few(values.values.iter().map(|value| value.wire.clone())),
        Shape::OneOf(cases) => few(cases.iter().map(|case| match &case.kind {
            CaseKind::Type(ty) => words(api, *ty, depth + 1),
            CaseKind::Text(text) => format!("\"{text}\""),
        })),
    }
}

/// The first of several things, with bars between them.
fn few(all: impl Iterator<Item = String>) -> String {
    const FEW: usize = 8;
    let all: Vec<String> = all.take(FEW + 1).collect();
    let rest = if all.len() > FEW { " | …" } else { "" };
    all[..all.len().min(FEW)].join(" | ") + rest
}
