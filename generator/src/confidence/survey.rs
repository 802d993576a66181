//! The facts of an API with their grades, and what hangs on each: the weakest first.

use super::entry::{entry, type_text};
use super::grade::{Claim, Grade, Strength, grade, speaks_of_fractions};
use crate::ir::{
    Answer, Api, Basis, Conflict, Contested, FieldFacts, How, NodeId, Place, Presence, ResponseStatus, Serves, Shape, Spot, TypeId, walk,
};
use crate::text::Span;
use std::collections::BTreeSet;

/// What a fact is about, and what is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Where the API is.
    Server,
    /// What an operation answers, by the address that a correction of it has.
    Answer(String),
    /// The type of a thing.
    Type(TypeId),
    /// How many characters a thing may have, of which a sample has more.
    Length(u32),
    /// Whether a thing is there.
    Presence(Presence),
}

/// A fact, how far it can be trusted, and what hangs on it.
#[derive(Clone, Debug)]
pub struct Known {
    /// The thing.
    pub node: NodeId,
    /// What of it is known.
    pub subject: Subject,
    /// How far it can be trusted.
    pub grade: Grade,
    /// How it is known.
    pub basis: Basis,
    /// What is known, in the words of an overlay; of an object without a name, that it is one.
    pub value: String,
    /// What is known and how, as half a sentence.
    pub words: String,
    /// The place that says so, and the one that says something else.
    pub places: Vec<Span>,
    /// Whether callers send it.
    pub is_sent: bool,
    /// How many operations have to do with it.
    pub operations: u32,
    /// What hangs on it.
    pub points: u64,
}

/// A weak fact, and the entry of an overlay that settles it.
#[derive(Clone, Debug)]
pub struct Weak {
    /// The fact.
    pub known: Known,
    /// The entry, ready to be pasted.
    pub entry: String,
}

/// The weak facts of an API, the one to settle first in front.
#[derive(Clone, Debug, Default)]
pub struct Weakest {
    /// The first of them.
    pub first: Vec<Weak>,
    /// How many more there are.
    pub more: usize,
}

/// So many weak facts of an API are listed; the others are counted.
const MOST: usize = 1000;

/// What a thing is to callers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// No call without it, or all that a call gives.
    Whole,
    /// Stands in the top level of an answer that says yes.
    Top,
    /// May be given, or stands further inside.
    Part,
}

/// The facts that nobody should rely on without a second look: what contradicts itself, what is not known, what was seen too seldom.
pub fn weakest(api: &Api) -> Weakest {
    let is_weak = |grade| matches!(grade, Grade::Conflict | Grade::Unknown | Grade::Inferred(Strength::Low | Strength::Medium));
    let mut all = facts(api, &is_weak);
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    let first = all.into_iter().map(|known| Weak { entry: entry(api, &known), known }).collect();
    Weakest { first, more }
}

/// The facts whose grade is wanted, by what hangs on them; of those on which the same hangs, in the document's order. A type that stands at several
/// places is one thing, and has the first of its addresses.
pub fn facts(api: &Api, wanted: &dyn Fn(Grade) -> bool) -> Vec<Known> {
    let uses = Uses::of(api);
    let mut found = Found { api, wanted, uses: &uses, all: Vec::new() };
    found.server();
    let mut seen: BTreeSet<TypeId> = BTreeSet::new();
    walk(api, &mut |node, spot| {
        found.spot(node, spot);
        // What holds several things is gone into once.
        spot.ty(api).is_none_or(|ty| {
            let (ty, _) = api.types.peel(ty);
            matches!(spot, Spot::Type(_)) || api.types.get(ty).name.is_some() || seen.insert(ty)
        })
    });
    let mut all = found.all;
    all.sort_by_key(|known| std::cmp::Reverse(known.points));
    all
}

/// What each type is used for.
struct Uses {
    /// By how many operations, by the type's position.
    operations: Vec<u32>,
    sent: BTreeSet<TypeId>,
    /// The objects that are the top level of an answer that says yes.
    top: BTreeSet<TypeId>,
}

impl Uses {
    fn of(api: &Api) -> Self {
        let mut uses = Self { operations: vec![0; api.types.len()], sent: BTreeSet::new(), top: BTreeSet::new() };
        let everywhere: Vec<TypeId> =
            api.errors.iter().map(|errors| errors.ty.value).chain(api.envelope.iter().map(|envelope| envelope.value)).collect();
        for operation in &api.operations {
            let body = operation.body.iter().map(|body| body.ty);
            let sent = reach(api, operation.params.iter().map(|param| param.ty).chain(body));
            let mut answers = everywhere.clone();
            for response in &operation.responses {
                let Answer::Type(ty) = response.answer.value else { continue };
                answers.push(ty);
                if response.status.value.is_success() {
                    uses.top.insert(api.types.content(ty));
                }
            }
            let received = reach(api, answers.into_iter());
            for ty in sent.union(&received) {
                if let Some(count) = uses.operations.get_mut(ty.index()) {
                    *count += 1;
                }
            }
            uses.sent.extend(sent);
        }
        let alone = if api.operations.is_empty() { everywhere } else { Vec::new() };
        for ty in reach(api, api.webhooks.iter().map(|webhook| webhook.ty).chain(alone)) {
            if let Some(count) = uses.operations.get_mut(ty.index()) {
                *count = (*count).max(1);
            }
        }
        uses
    }

    fn operations(&self, ty: TypeId) -> u32 {
        self.operations.get(ty.index()).copied().unwrap_or(0)
    }
}

fn reach(api: &Api, roots: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> = roots.collect();
    let mut seen: BTreeSet<TypeId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        for next in api.types.parts(id) {
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    seen
}

/// A thing whose facts are looked at.
#[derive(Clone, Copy)]
struct Thing<'a> {
    node: &'a NodeId,
    /// Its name on the wire; empty where it has none.
    name: &'a str,
    operations: u32,
    role: Role,
    is_sent: bool,
    facts: Option<&'a FieldFacts>,
}

struct Found<'a> {
    api: &'a Api,
    wanted: &'a dyn Fn(Grade) -> bool,
    uses: &'a Uses,
    all: Vec<Known>,
}

impl Found<'_> {
    fn server(&mut self) {
        let api = self.api;
        if api.servers.iter().any(|server| server.serves == Serves::Main) || !(self.wanted)(Grade::Unknown) {
            return;
        }
        let operations = u32::try_from(api.operations.iter().filter(|operation| operation.server.is_none()).count()).unwrap_or(u32::MAX);
        // All of them go to servers of their own.
        if operations == 0 && !api.operations.is_empty() {
            return;
        }
        self.all.push(Known {
            node: NodeId::server(),
            subject: Subject::Server,
            grade: Grade::Unknown,
            basis: api.title.basis.clone(),
            value: "https://…".to_owned(),
            words: "no document says where the API is".to_owned(),
            places: api.title.basis.place().into_iter().collect(),
            is_sent: true,
            operations,
            points: points(operations.max(1), Role::Whole, Grade::Unknown, 4),
        });
    }

    fn spot(&mut self, node: &NodeId, spot: Spot) {
        let api = self.api;
        match spot {
            Spot::Operation(at) => {
                let Some(operation) = api.operations.get(at) else { return };
                if operation.responses.is_empty() {
                    self.answer(node, node.child(&ResponseStatus::Success.to_string()).to_string(), &operation.basis);
                }
            }
            Spot::Param(operation, at) => {
                let Some(param) = api.operations.get(operation).and_then(|operation| operation.params.get(at)) else { return };
                // Nobody gives it.
                if param.facts.constant.is_some() {
                    return;
                }
                let is_needed = param.presence.value == Presence::Required || param.place.value == Place::Path;
                let role = if is_needed { Role::Whole } else { Role::Part };
                let thing = Thing { node, name: &param.wire, operations: 1, role, is_sent: true, facts: Some(&param.facts) };
                self.ty(&thing, param.ty);
                self.length(&thing);
                self.presence(&thing, param.presence.value, &param.presence.basis);
            }
            Spot::Body(at) => {
                let Some(body) = api.operations.get(at).and_then(|operation| operation.body.as_ref()) else { return };
                // A text is known to the last sign.
                if body.template.is_none() {
                    self.ty(&Thing { node, name: "", operations: 1, role: Role::Whole, is_sent: true, facts: None }, body.ty);
                }
            }
            Spot::Answer(operation, at) => {
                let Some(operation) = api.operations.get(operation) else { return };
                let Some(response) = operation.responses.get(at) else { return };
                match response.answer.value {
                    Answer::Unknown if response.status.value.is_success() => {
                        self.answer(node, node.to_string(), &response.answer.basis);
                    }
                    Answer::Unknown | Answer::Empty => {}
                    Answer::Type(ty) => {
                        let role = if response.status.value.is_success() { Role::Whole } else { Role::Part };
                        self.ty(&Thing { node, name: "", operations: 1, role, is_sent: false, facts: None }, ty);
                    }
                }
            }
            Spot::Field(owner, at) => {
                let Shape::Object(object) = &api.types.get(owner).shape else { return };
                let Some(field) = object.fields.get(at) else { return };
                if field.facts.constant.is_some() {
                    return;
                }
                let (is_sent, is_top) = (self.uses.sent.contains(&owner), self.uses.top.contains(&owner));
                let role = match (is_sent && field.presence.value == Presence::Required, is_top) {
                    (true, _) => Role::Whole,
                    (false, true) => Role::Top,
                    (false, false) => Role::Part,
                };
                let operations = self.uses.operations(owner);
                let thing = Thing { node, name: &field.wire, operations, role, is_sent, facts: Some(&field.facts) };
                self.ty(&thing, field.ty);
                self.length(&thing);
                self.presence(&thing, field.presence.value, &field.presence.basis);
            }
            Spot::Items(owner) | Spot::Open(owner) => {
                let operations = self.uses.operations(owner);
                let is_sent = self.uses.sent.contains(&owner);
                if let Some(ty) = spot.ty(api) {
                    self.ty(&Thing { node, name: "", operations, role: Role::Part, is_sent, facts: None }, ty);
                }
            }
            // A union says what its cases are; a type with a name is known by its fields.
            Spot::Case(..) | Spot::Type(_) | Spot::Webhook(_) | Spot::Errors | Spot::Envelope => {}
        }
    }

    fn answer(&mut self, node: &NodeId, address: String, basis: &Basis) {
        let grade = if matches!(basis.how, How::Assumed { .. }) { Grade::Assumed } else { Grade::Unknown };
        if !(self.wanted)(grade) {
            return;
        }
        self.all.push(Known {
            node: node.clone(),
            subject: Subject::Answer(address),
            grade,
            basis: basis.clone(),
            value: "unknown".to_owned(),
            words: "what it answers is not described".to_owned(),
            places: basis.place().into_iter().collect(),
            is_sent: false,
            operations: 1,
            points: points(1, Role::Whole, grade, 4),
        });
    }

    fn ty(&mut self, thing: &Thing<'_>, ty: TypeId) {
        let api = self.api;
        let (inner, is_nullable) = api.types.peel(ty);
        let def = api.types.get(inner);
        let conflict = thing.facts.and_then(|facts| facts.conflict(&[Contested::Type, Contested::Values, Contested::Form]));
        // What has parts of its own is known by them, and what has a name by its own rows.
        let has_parts = matches!(def.shape, Shape::Object(_)) || def.name.is_some();
        if thing.operations == 0 || (has_parts && conflict.is_none()) {
            return;
        }
        let grade = grade(&def.basis, Claim::Type { name: thing.name, shape: &def.shape }, conflict.is_some());
        if !(self.wanted)(grade) {
            return;
        }
        let written = type_text(api, ty, 0);
        // What has no words in an overlay is made of objects without a name, and known by their fields; keys that look like data are a fact of their own.
        if written.is_none() && matches!(grade, Grade::Inferred(_)) && !matches!(def.shape, Shape::Map(_)) {
            return;
        }
        let value = written.filter(|text| text.chars().count() <= WIDTH).unwrap_or_else(|| part(&def.shape).to_owned());
        let words = type_words(thing.name, &def.shape, is_nullable, grade, &def.basis, conflict, &value);
        self.push(thing, Subject::Type(ty), grade, &def.basis, (value, words), conflict, 4);
    }

    /// How long a text may be: of interest only where a sample has a longer one.
    fn length(&mut self, thing: &Thing<'_>) {
        let Some(facts) = thing.facts else { return };
        let (Some(most), Some(conflict)) = (&facts.max_length, facts.conflict(&[Contested::Length])) else { return };
        let grade = grade(&most.basis, Claim::Other, true);
        if thing.operations == 0 || !(self.wanted)(grade) {
            return;
        }
        let (value, words) = (most.value.to_string(), conflict_words(conflict));
        self.push(thing, Subject::Length(most.value), grade, &most.basis, (value, words), Some(conflict), 1);
    }

    fn presence(&mut self, thing: &Thing<'_>, presence: Presence, basis: &Basis) {
        let conflict = thing.facts.and_then(|facts| facts.conflict(&[Contested::Presence]));
        if thing.operations == 0 {
            return;
        }
        let grade = grade(basis, Claim::Presence(presence), conflict.is_some());
        if !(self.wanted)(grade) {
            return;
        }
        let words = presence_words(presence, grade, basis, conflict, thing.is_sent);
        let value = crate::ir::presence_text(presence).to_owned();
        // Of an answer nothing hangs on it: the client takes it for what may be missing.
        let (role, kind) = if thing.is_sent { (thing.role, 3) } else { (Role::Part, 1) };
        let thing = Thing { role, ..*thing };
        self.push(&thing, Subject::Presence(presence), grade, basis, (value, words), conflict, kind);
    }

    #[expect(clippy::too_many_arguments, reason = "a fact has so many sides")]
    fn push(
        &mut self,
        thing: &Thing<'_>,
        subject: Subject,
        grade: Grade,
        basis: &Basis,
        (value, words): (String, String),
        conflict: Option<&Conflict>,
        kind: u64,
    ) {
        let places = match conflict {
            Some(Conflict { stated, shown, .. }) => [&stated.basis, &shown.basis].into_iter().filter_map(Basis::place).collect(),
            None => basis.place().into_iter().collect(),
        };
        let points = points(thing.operations, thing.role, grade, kind);
        let (node, basis) = (thing.node.clone(), basis.clone());
        self.all.push(Known {
            node,
            subject,
            grade,
            basis,
            value,
            words,
            places,
            is_sent: thing.is_sent,
            operations: thing.operations,
            points,
        });
    }
}

/// What hangs on a fact: the operations that have to do with it, what it is to them, how weak it is, and what kind of fact it is.
fn points(operations: u32, role: Role, grade: Grade, kind: u64) -> u64 {
    let role = match role {
        Role::Whole => 4,
        Role::Top => 2,
        Role::Part => 1,
    };
    let weakness = match grade {
        Grade::Conflict => 4,
        Grade::Unknown => 3,
        Grade::Inferred(Strength::Low) => 2,
        Grade::Inferred(Strength::Medium | Strength::High) | Grade::Assumed | Grade::Stated => 1,
    };
    u64::from(operations) * role * weakness * kind
}

/// A type whose words are longer than so many characters is told in one of ours.
const WIDTH: usize = 60;

/// What is too long to be written out, in a word.
fn part(shape: &Shape) -> &'static str {
    match shape {
        Shape::List(_) => "list",
        Shape::Map(_) | Shape::Object(_) => "object",
        Shape::Enum(_) => "enum",
        _ => "value",
    }
}

fn type_words(
    name: &str,
    shape: &Shape,
    is_nullable: bool,
    grade: Grade,
    basis: &Basis,
    conflict: Option<&Conflict>,
    value: &str,
) -> String {
    if let Some(conflict) = conflict {
        return conflict_words(conflict);
    }
    match (grade, &basis.how) {
        (Grade::Unknown, How::Stated) => "what it holds is not said".to_owned(),
        (Grade::Unknown, _) if is_nullable => "what it holds is not known: only null was seen".to_owned(),
        (Grade::Unknown, _) => "what it holds is not known: no value was seen that tells".to_owned(),
        (_, How::Inferred { samples }) => {
            let seen = match samples.0 {
                0 => return format!("`{value}`, although no value of it was seen"),
                1 => "once".to_owned(),
                count => format!("{count} times"),
            };
            let but = if *shape == Shape::Integer && speaks_of_fractions(name) {
                ", although its name speaks of what may have a fraction"
            } else {
                ""
            };
            format!("`{value}`, as it was seen {seen}{but}")
        }
        (_, How::Stated | How::Assumed { .. }) => format!("`{value}`"),
    }
}

fn presence_words(presence: Presence, grade: Grade, basis: &Basis, conflict: Option<&Conflict>, is_sent: bool) -> String {
    if let Some(conflict) = conflict {
        return conflict_words(conflict);
    }
    let question = if is_sent { "whether it must be given" } else { "whether it is always there" };
    match (&basis.how, presence) {
        (How::Inferred { samples }, Presence::Required | Presence::Unknown) => match samples.0 {
            0 => format!("{question} is not known: nothing was seen whole"),
            1 => format!("{question} is not known: one object was seen"),
            count => format!("{question} is not known: it stood in each of {count} objects"),
        },
        _ if grade == Grade::Unknown => format!("{question} is not said"),
        (_, Presence::Required) => "it is always there".to_owned(),
        (_, Presence::Optional | Presence::Unknown) => "it is not always there".to_owned(),
    }
}

fn conflict_words(Conflict { stated, shown, .. }: &Conflict) -> String {
    format!("stated is {}, and a sample shows {}", stated.value, shown.value)
}

#[cfg(test)]
mod tests {
    use super::{Basis, Grade, Shape, type_words};
    use crate::confidence::Strength;
    use crate::text::{SourceMap, Span};

    #[test]
    fn what_was_never_seen_was_not_seen_once() {
        let span = Span::new(SourceMap::default().add("x", String::new()), 0, 0);
        let words = |samples| {
            type_words("a", &Shape::Bool, false, Grade::Inferred(Strength::Low), &Basis::inferred(span, samples), None, "boolean")
        };
        assert_eq!(words(0), "`boolean`, although no value of it was seen");
        assert_eq!(words(1), "`boolean`, as it was seen once");
        assert_eq!(words(2), "`boolean`, as it was seen 2 times");
    }
}
