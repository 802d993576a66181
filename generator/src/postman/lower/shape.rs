//! Bodies of JSON that cannot be samples of one type: a list beside an object, a member that holds an object here and one value there.
//!
//! What shows nothing fits everywhere: `null`, a placeholder, a variable, an empty text, a member that is left out. A member that is a list tells
//! nothing either: many vendors take one thing where they take several.

use super::same::Told;
use super::tell::Look;
use crate::document::{Node, Value};
use crate::infer::is_placeholder;
use crate::postman::variables;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What takes more different shapes than these takes anything: they are samples, and no operations.
const MOST_SHAPES: usize = 16;

/// The longest name, in bytes, of a member that keeps bodies apart.
const LONGEST_NAME: usize = 100;

/// What a value is, as far as values of another one cannot stand at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Object,
    List,
    Scalar,
}

impl Shape {
    /// The word for it.
    fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::List => "list",
            Self::Scalar => "scalar",
        }
    }

    /// What a value shows.
    fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Object(_) => Some(Self::Object),
            Value::Array(_) => Some(Self::List),
            Value::Bool(_) | Value::Number(_) => Some(Self::Scalar),
            Value::String(text) => {
                let shows = !text.trim().is_empty() && !is_placeholder(text) && variables::only_reference(text).is_none();
                shows.then_some(Self::Scalar)
            }
            Value::Null | Value::Hole(_) => None,
        }
    }
}

/// A place whose shape may keep two bodies apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    Root,
    Member(String),
}

/// What stands where in a body.
pub(super) type Shapes = BTreeMap<Spot, Shape>;

/// The shapes that the root and the members of a body show.
pub(super) fn shapes(node: &Node) -> Shapes {
    let root = Shape::of(node).map(|shape| (Spot::Root, shape));
    let all = node.as_object().into_iter().flat_map(|object| &object.members).map(|member| (member.key.value.as_str(), &member.value));
    // Of a name that stands twice the last value counts.
    let last: BTreeMap<&str, &Node> = all.filter(|(name, _)| name.len() <= LONGEST_NAME).collect();
    let members = last.into_iter().filter_map(|(name, value)| {
        let shape = Shape::of(value).filter(|shape| *shape != Shape::List)?;
        Some((Spot::Member(name.to_owned()), shape))
    });
    root.into_iter().chain(members).collect()
}

/// Requests whose bodies may be samples of one type.
pub(super) struct Alike<'a> {
    pub(super) requests: Vec<(Look, Told<'a>)>,
    /// What keeps them from others, in a line: `x: object`; empty where there are no others.
    pub(super) shape: String,
}

/// A part in the making: its requests, what they show where others show something else, and the members that they have.
#[derive(Default)]
struct Part<'a> {
    requests: Vec<(Look, Told<'a>)>,
    shapes: Shapes,
    members: BTreeSet<String>,
}

impl<'a> Part<'a> {
    fn takes(&self, shapes: &Shapes) -> bool {
        shapes.iter().all(|(spot, shape)| self.shapes.get(spot).is_none_or(|own| own == shape))
    }

    fn add(&mut self, shapes: Shapes, (look, told): (Look, Told<'a>)) {
        self.shapes.extend(shapes);
        self.members.extend(look.members.iter().cloned());
        self.requests.push((look, told));
    }
}

/// Parts of requests whose bodies may be samples of one type, each as large as can be.
pub(super) fn alike(part: Vec<(Look, Told<'_>)>) -> Vec<Alike<'_>> {
    let several = in_several_shapes(&part);
    if several.is_empty() {
        return vec![Alike { requests: part, shape: String::new() }];
    }
    let shown = |look: &Look| -> Shapes {
        let shapes = look.shapes.iter().filter(|(spot, _)| several.contains(*spot));
        shapes.map(|(spot, shape)| (spot.clone(), *shape)).collect()
    };
    let mut all: Vec<_> = part.into_iter().map(|request| (shown(&request.0), request)).collect();
    // Those that show most come first: what shows little may then go where it has most in common.
    all.sort_by_key(|(shapes, _)| Reverse(shapes.len()));
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut left = all.into_iter();
    for (shapes, request) in left.by_ref() {
        let in_common = |part: &&mut Part<'_>| request.0.members.intersection(&part.members).count();
        // Of parts that are equally near the first: `max_by_key` takes the last.
        let nearest = parts.iter_mut().filter(|part| part.takes(&shapes)).rev().max_by_key(in_common);
        if let Some(nearest) = nearest {
            nearest.add(shapes, request);
            continue;
        }
        let mut part = Part::default();
        part.add(shapes, request);
        parts.push(part);
        if parts.len() > MOST_SHAPES {
            break;
        }
    }
    if parts.len() > MOST_SHAPES {
        let requests = parts.into_iter().flat_map(|part| part.requests).chain(left.map(|(_, request)| request));
        return vec![Alike { requests: in_order(requests.collect()), shape: String::new() }];
    }
    let telling = telling(&parts);
    let mut found: Vec<Alike<'_>> =
        parts.into_iter().map(|part| Alike { shape: words(&part.shapes, &telling), requests: in_order(part.requests) }).collect();
    found.sort_by_key(|part| part.requests.first().map(|(_, told)| told.found.position));
    found
}

/// Requests in the order of the collection.
fn in_order(mut requests: Vec<(Look, Told<'_>)>) -> Vec<(Look, Told<'_>)> {
    requests.sort_by_key(|(_, told)| told.found.position);
    requests
}

/// Places that are enough to tell these parts from one another.
fn telling(parts: &[Part<'_>]) -> BTreeSet<Spot> {
    let mut found: BTreeSet<Spot> = BTreeSet::new();
    for (at, one) in parts.iter().enumerate() {
        for other in parts.iter().skip(at + 1) {
            let differs = |spot: &&Spot| {
                let both = one.shapes.get(*spot).zip(other.shapes.get(*spot));
                both.is_some_and(|(one, other)| one != other)
            };
            if !found.iter().any(|spot| differs(&spot))
                && let Some(spot) = one.shapes.keys().find(differs)
            {
                found.insert(spot.clone());
            }
        }
    }
    found
}

/// What is shown at these places, in a line.
fn words(shapes: &Shapes, telling: &BTreeSet<Spot>) -> String {
    let word = |(spot, shape): (&Spot, &Shape)| match spot {
        Spot::Root => shape.word().to_owned(),
        Spot::Member(name) => format!("{name}: {}", shape.word()),
    };
    shapes.iter().filter(|(spot, _)| telling.contains(*spot)).map(word).collect::<Vec<_>>().join(", ")
}

/// The places that show one shape here and another there.
fn in_several_shapes(part: &[(Look, Told<'_>)]) -> BTreeSet<Spot> {
    let mut first: BTreeMap<&Spot, Shape> = BTreeMap::new();
    let mut found: BTreeSet<Spot> = BTreeSet::new();
    for (spot, shape) in part.iter().flat_map(|(look, _)| &look.shapes) {
        if first.entry(spot).or_insert(*shape) != shape && !found.contains(spot) {
            found.insert(spot.clone());
        }
    }
    found
}
