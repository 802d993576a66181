//! A value and its type, side by side.

use crate::document::{Node, Object as Members, Value};
use crate::drift::account::{Account, Shared};
use crate::drift::finding::FindingKind;
use crate::drift::numbered::numbered;
use crate::drift::place::{Atlas, Link, Trail, is_data};
use crate::drift::seen::is_integer;
use crate::ir::{Access, Api, Case, CaseKind, Enum, EnumBase, Field, Object, Presence, Shape, TypeId};
use std::collections::BTreeMap;

/// So many members are compared with one another.
const FEW: usize = 16;

/// The most members of one object that get a finding each; further ones are taken together.
const MOST_UNKNOWN: usize = 100;

/// So many values of one answer are looked at more than once, for one of several types each.
const AGAIN: usize = 100_000;

/// The type of a value, and what an overlay is to say of it.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub(super) ty: TypeId,
    pub(super) leeway: Leeway,
}

/// What else may be said to stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leeway {
    /// Anything.
    Any,
    /// The code of a failure, which messages show: one value, and no union.
    OneValue,
    /// A secret: nothing but text, for nothing else is kept from being shown.
    Text,
}

impl Expected {
    /// A type that an address begins with.
    pub(super) fn whole(ty: TypeId) -> Self {
        Self { ty, leeway: Leeway::Any }
    }
}

impl Account<'_> {
    /// Holds a value against its type. `link` is where the value stands, which is what can be corrected.
    pub(super) fn hold(&mut self, expected: Expected, node: &Node, link: &Link<'_>, trail: &Trail<'_>) {
        let api = self.api;
        let ty = expected.ty;
        let place = self.atlas.place(ty).cloned();
        // The parts of a type that stands at several places have one address.
        let own = match &place {
            Some(at) => Link::Begin(at),
            None => *link,
        };
        match (&api.types.get(ty).shape, &node.value) {
            (Shape::Any | Shape::File, _) | (Shape::Nullable(_), Value::Null) => {}
            (Shape::Nullable(inner), _) => self.hold(Expected { ty: *inner, ..expected }, node, link, trail),
            (Shape::OneOf(cases), _) => self.one_of(cases, expected, node, link, &own, trail),
            (_, Value::Null) => self.found(FindingKind::UnexpectedNull, expected, Some(node), link, trail),
            (Shape::Bool, Value::Bool(_)) => {}
            (Shape::Integer, Value::Number(text)) if is_integer(text) => {}
            (Shape::Number, Value::Number(_)) => {}
            (Shape::String(form), Value::String(text)) if form.fits(text) => {}
            (Shape::Enum(values), value) => match listed(values, value) {
                Listed::Yes => {}
                Listed::No => self.found(FindingKind::Unlisted, expected, Some(node), &own, trail),
                Listed::OtherKind => self.found(FindingKind::OtherKind, expected, Some(node), link, trail),
            },
            (Shape::List(item), Value::Array(array)) => {
                for (at, node) in array.items.iter().enumerate() {
                    self.hold(Expected { ty: *item, ..expected }, node, &Link::Items(&own), &Trail::Index(trail, at));
                }
            }
            (Shape::Map(value), Value::Object(members)) => {
                for member in last(members) {
                    self.hold(Expected { ty: *value, ..expected }, &member.value, &Link::Items(&own), &Trail::AnyKey(trail));
                }
            }
            (Shape::Object(object), Value::Object(members)) => self.object(object, expected, members, &own, trail),
            _ => self.found(FindingKind::OtherKind, expected, Some(node), link, trail),
        }
    }

    fn object(&mut self, object: &Object, expected: Expected, members: &Members, own: &Link<'_>, trail: &Trail<'_>) {
        let ty = expected.ty;
        let mut came = vec![false; object.fields.len()];
        for member in last(members) {
            let key = member.key.value.as_str();
            if let Some((at, field)) = self.atlas.member(ty, key).and_then(|at| Some((at, object.fields.get(at)?))) {
                came[at] = true;
                self.saw_field(ty, at);
                let was_hidden = self.hides(field);
                let expected = Expected { ty: field.ty, leeway: self.leeway(ty, field) };
                self.hold(expected, &member.value, &Link::Key(own, &field.wire), &Trail::Key(trail, key));
                self.hidden = was_hidden;
            } else if let Some(open) = object.open.as_ref().filter(|open| key.starts_with(&open.prefix)) {
                let expected = Expected { ty: open.ty, leeway: Leeway::Any };
                self.hold(expected, &member.value, &Link::Open(own, &open.prefix), &Trail::AnyKey(trail));
            } else {
                self.unknown(expected, &member.value, key, own, trail);
            }
        }
        for key in twice(members) {
            let named = if is_data(key) { Link::Open(own, "") } else { Link::Key(own, key) };
            let trail = if is_data(key) { Trail::AnyKey(trail) } else { Trail::Key(trail, key) };
            self.found(FindingKind::Duplicate, expected, None, &named, &trail);
        }
        for (field, _) in object.fields.iter().zip(came).filter(|(_, came)| !came) {
            if is_asked(field) {
                self.missing(expected, field, own, trail);
            }
        }
    }

    /// A member that nothing describes. What is no name is not shown, nor are more names than a person reads.
    fn unknown(&mut self, expected: Expected, value: &Node, key: &str, own: &Link<'_>, trail: &Trail<'_>) {
        if let Some((stem, number)) = numbered(key).filter(|_| !is_data(key)) {
            let stems = self.numbered.entry(own.at().node).or_default();
            if stems.len() < MOST_UNKNOWN || stems.contains_key(stem) {
                let together = stems.entry(stem.to_owned()).or_default();
                together.take(number);
                let are_many = together.are_many();
                self.found(FindingKind::UnknownMember, expected, Some(value), &Link::Open(own, stem), &Trail::Key(trail, key));
                if are_many {
                    return;
                }
            }
        }
        let names = self.unknown_names.entry(expected.ty).or_default();
        let is_name = names.contains(key) || (names.len() < MOST_UNKNOWN && !is_data(key));
        if is_name {
            names.insert(key.to_owned());
            self.found(FindingKind::UnknownMember, expected, Some(value), &Link::Key(own, key), &Trail::Key(trail, key));
        } else {
            self.found(FindingKind::UnknownMember, expected, Some(value), &Link::Open(own, ""), &Trail::AnyKey(trail));
        }
    }

    /// A value of one of several types.
    fn one_of(&mut self, cases: &[Case], expected: Expected, node: &Node, link: &Link<'_>, own: &Link<'_>, trail: &Trail<'_>) {
        let Shared { api, atlas } = self.shared();
        let mut budget = AGAIN;
        let mut near = Vec::new();
        let mut nameless = 0;
        for case in cases {
            match &case.kind {
                CaseKind::Text(text) if node.as_str() == Some(text) => return,
                CaseKind::Text(_) => {}
                CaseKind::Type(ty) => {
                    nameless += usize::from(api.types.has_nameless_parts(*ty));
                    if fits(api, atlas, *ty, node, &mut budget) {
                        // What it holds was seen.
                        return self.hold(Expected { ty: *ty, ..expected }, node, &Link::Case(own, nameless), trail);
                    }
                    if is_near(api, *ty, node) {
                        near.push((*ty, nameless));
                    }
                }
            }
        }
        if matches!(node.value, Value::Null) {
            return self.found(FindingKind::UnexpectedNull, expected, Some(node), link, trail);
        }
        let has_texts = cases.iter().any(|case| matches!(case.kind, CaseKind::Text(_)));
        // Of several types of the kind of a value, the one that it fits best; a value with nothing in common with any of them is something else.
        let best = match near.as_slice() {
            &[only] => Some(only),
            several => {
                let mut best: Option<((TypeId, usize), Fit)> = None;
                for &(ty, number) in several {
                    let fit = fit(api, atlas, ty, node, &mut budget);
                    if best.as_ref().is_none_or(|(_, known)| fit.is_better(known)) {
                        best = Some(((ty, number), fit));
                    }
                }
                best.filter(|(_, fit)| fit.right > 0 && fit.right >= fit.wrong).map(|(one, _)| one)
            }
        };
        match (best, near.as_slice()) {
            (Some((one, number)), _) => self.hold(Expected { ty: one, ..expected }, node, &Link::Case(own, number), trail),
            (None, []) if has_texts && node.as_str().is_some() => self.found(FindingKind::Unlisted, expected, Some(node), own, trail),
            (None, _) => self.found(FindingKind::OtherKind, expected, Some(node), own, trail),
        }
    }

    /// What else may be said to stand in a field.
    fn leeway(&self, owner: TypeId, field: &Field) -> Leeway {
        let codes = self.api.errors.iter().filter(|errors| errors.ty.value == owner).flat_map(|errors| &errors.codes);
        if field.facts.secret.is_some() {
            Leeway::Text
        } else if codes.into_iter().any(|code| code.value == field.wire) {
            Leeway::OneValue
        } else {
            Leeway::Any
        }
    }

    /// Says that what stands below is a secret, and gives what was so before.
    fn hides(&mut self, field: &Field) -> bool {
        let before = self.hidden;
        self.hidden |= field.facts.secret.is_some();
        before
    }
}

/// Whether a value is one of an enumeration's.
enum Listed {
    Yes,
    No,
    OtherKind,
}

fn listed(values: &Enum, value: &Value) -> Listed {
    let is_one = |found: bool| if found { Listed::Yes } else { Listed::No };
    match (values.base, value) {
        (EnumBase::Text, Value::String(text)) => is_one(values.values.iter().any(|value| value.wire == *text)),
        (EnumBase::Integer, Value::Number(text)) if is_integer(text) => {
            // `1` and `01` are one whole number.
            let number = text.parse::<i64>();
            is_one(values.values.iter().any(|value| value.wire.parse::<i64>() == number))
        }
        _ => Listed::OtherKind,
    }
}

/// Whether a value fits a type in all of its parts, as far as the budget goes.
fn fits(api: &Api, atlas: &Atlas<'_>, ty: TypeId, node: &Node, budget: &mut usize) -> bool {
    let Some(left) = budget.checked_sub(1) else { return false };
    *budget = left;
    match (&api.types.get(ty).shape, &node.value) {
        (Shape::Any | Shape::File, _) | (Shape::Nullable(_), Value::Null) => true,
        (Shape::Nullable(inner), _) => fits(api, atlas, *inner, node, budget),
        (Shape::OneOf(cases), _) => cases.iter().any(|case| match &case.kind {
            CaseKind::Type(ty) => fits(api, atlas, *ty, node, budget),
            CaseKind::Text(text) => node.as_str() == Some(text),
        }),
        (Shape::Bool, Value::Bool(_)) | (Shape::Number, Value::Number(_)) => true,
        (Shape::Integer, Value::Number(text)) => is_integer(text),
        (Shape::String(form), Value::String(text)) => form.fits(text),
        (Shape::Enum(values), value) => matches!(listed(values, value), Listed::Yes),
        (Shape::List(item), Value::Array(array)) => array.items.iter().all(|node| fits(api, atlas, *item, node, budget)),
        (Shape::Map(value), Value::Object(members)) => last(members).all(|member| fits(api, atlas, *value, &member.value, budget)),
        (Shape::Object(object), Value::Object(members)) => {
            let is_there = |field: &Field| {
                let names = std::iter::once(&field.wire).chain(field.facts.aliases.iter().map(|alias| &alias.value));
                !is_asked(field) || names.into_iter().any(|name| members.get(name).is_some())
            };
            last(members).all(|member| {
                let key = member.key.value.as_str();
                match atlas.member(ty, key).and_then(|at| object.fields.get(at)) {
                    Some(field) => fits(api, atlas, field.ty, &member.value, budget),
                    None => match &object.open {
                        Some(open) if key.starts_with(&open.prefix) => fits(api, atlas, open.ty, &member.value, budget),
                        _ => false,
                    },
                }
            }) && object.fields.iter().all(is_there)
        }
        _ => false,
    }
}

/// How much of a value is as a type says, and how much is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Fit {
    right: usize,
    wrong: usize,
}

impl Fit {
    /// A value that an enumeration lists, or does not, tells more than one of any kind: it is mostly what tells the cases of a union apart.
    const TELLING: usize = 3;

    fn one(is_right: bool, weight: usize) -> Self {
        if is_right { Self { right: weight, wrong: 0 } } else { Self { right: 0, wrong: weight } }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
    }

    /// Whether more is right than wrong by a wider margin; of the same margins, whether less is wrong.
    fn is_better(&self, other: &Self) -> bool {
        let (own, others) = (self.right + other.wrong, other.right + self.wrong);
        own > others || (own == others && self.wrong < other.wrong)
    }
}

/// How well a value fits a type, as far as the budget goes.
fn fit(api: &Api, atlas: &Atlas<'_>, ty: TypeId, node: &Node, budget: &mut usize) -> Fit {
    let Some(left) = budget.checked_sub(1) else { return Fit::default() };
    *budget = left;
    match (&api.types.get(ty).shape, &node.value) {
        (Shape::Any | Shape::File, _) => Fit::default(),
        (Shape::Nullable(_), Value::Null) => Fit::one(true, 1),
        (Shape::Nullable(inner), _) => fit(api, atlas, *inner, node, budget),
        (Shape::OneOf(cases), _) => {
            let of = |case: &Case| match &case.kind {
                CaseKind::Type(ty) => fit(api, atlas, *ty, node, budget),
                CaseKind::Text(text) => Fit::one(node.as_str() == Some(text), Fit::TELLING),
            };
            let best = cases.iter().map(of).reduce(|best, fit| if fit.is_better(&best) { fit } else { best });
            best.unwrap_or_default()
        }
        (Shape::Enum(values), value) => match listed(values, value) {
            Listed::Yes => Fit::one(true, Fit::TELLING),
            Listed::No => Fit::one(false, Fit::TELLING),
            Listed::OtherKind => Fit::one(false, 1),
        },
        (Shape::List(item), Value::Array(array)) => {
            let mut all = Fit::one(true, 1);
            array.items.iter().for_each(|node| all.add(fit(api, atlas, *item, node, budget)));
            all
        }
        (Shape::Map(value), Value::Object(members)) => {
            let mut all = Fit::default();
            last(members).for_each(|member| all.add(fit(api, atlas, *value, &member.value, budget)));
            all
        }
        (Shape::Object(object), Value::Object(members)) => {
            let mut all = Fit::default();
            let mut came = vec![false; object.fields.len()];
            for member in last(members) {
                let key = member.key.value.as_str();
                let open = object.open.as_ref().filter(|open| key.starts_with(&open.prefix));
                match (atlas.member(ty, key).and_then(|at| Some((at, object.fields.get(at)?))), open) {
                    (Some((at, field)), _) => {
                        came[at] = true;
                        all.add(Fit::one(true, 1));
                        all.add(fit(api, atlas, field.ty, &member.value, budget));
                    }
                    (None, Some(open)) => all.add(fit(api, atlas, open.ty, &member.value, budget)),
                    (None, None) => all.add(Fit::one(false, 1)),
                }
            }
            let missing = object.fields.iter().zip(came).filter(|(field, came)| !came && is_asked(field)).count();
            all.add(Fit::one(false, missing));
            all
        }
        (Shape::Bool, value) => Fit::one(matches!(value, Value::Bool(_)), 1),
        (Shape::Number, value) => Fit::one(matches!(value, Value::Number(_)), 1),
        (Shape::Integer, value) => Fit::one(matches!(value, Value::Number(text) if is_integer(text)), 1),
        (Shape::String(form), value) => Fit::one(matches!(value, Value::String(text) if form.fits(text)), 1),
        (Shape::List(_) | Shape::Map(_) | Shape::Object(_), _) => Fit::one(false, 1),
    }
}

/// Whether a field is always in what comes back; what only the caller writes never is.
fn is_asked(field: &Field) -> bool {
    field.presence.value == Presence::Required && field.facts.access.as_ref().is_none_or(|access| access.value != Access::WriteOnly)
}

/// Whether a value is of the kind of a type, whatever is wrong inside of it.
fn is_near(api: &Api, ty: TypeId, node: &Node) -> bool {
    let (ty, _) = api.types.peel(ty);
    match (&api.types.get(ty).shape, &node.value) {
        (Shape::OneOf(cases), _) => cases.iter().any(|case| matches!(case.kind, CaseKind::Type(ty) if is_near(api, ty, node))),
        (Shape::List(_), Value::Array(_)) | (Shape::Map(_) | Shape::Object(_), Value::Object(_)) => true,
        (Shape::Enum(values), Value::String(_)) => values.base == EnumBase::Text,
        (Shape::Enum(values), Value::Number(text)) => values.base == EnumBase::Integer && is_integer(text),
        _ => false,
    }
}

/// The members that count: of several with one key the last, as every reader of JSON has it.
fn last(members: &Members) -> impl Iterator<Item = &crate::document::Member> {
    let all = &members.members;
    let by_key: Option<BTreeMap<&str, usize>> =
        (all.len() > FEW).then(|| all.iter().enumerate().map(|(at, member)| (member.key.value.as_str(), at)).collect());
    all.iter().enumerate().filter_map(move |(at, member)| {
        let is_last = match &by_key {
            Some(by_key) => by_key.get(member.key.value.as_str()) == Some(&at),
            None => all[at + 1..].iter().all(|later| later.key.value != member.key.value),
        };
        is_last.then_some(member)
    })
}

/// The keys that stand more than once, each once, in order.
fn twice(members: &Members) -> Vec<&str> {
    let mut keys: Vec<&str> = members.members.iter().map(|member| member.key.value.as_str()).collect();
    keys.sort_unstable();
    let mut found: Vec<&str> = keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    found.dedup();
    found
}
