//! What the samples of an API show of its fields, read again for who asks.
//!
//! A sample is read where it stands in the document, so that each value has its place. Where that is another text than the sample (HTML, a text that was put
//! together), its own text is read, and the place is that of the whole sample.

use crate::document::decoded::StringMap;
use crate::document::json::{read_lenient, read_lenient_text};
use crate::document::{Member, Node, Value};
use crate::infer::Observed;
use crate::ir::{Api, CaseKind, Sample, Shape, TypeId, Types};
use crate::text::{SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Values of samples are looked into so deep: as deep as types are inferred.
const DEEPEST: usize = 24;

/// What was seen of the fields, by their objects and positions.
pub(super) type SeenFields = BTreeMap<(TypeId, usize), Observed>;

/// Looks at all samples. `secrets` are the places of what nobody is shown, in order.
pub(super) fn seen_fields(api: &Api, sources: &SourceMap, secrets: &[Span]) -> SeenFields {
    let secrets = apart(secrets);
    let is_hidden = |span: Span| {
        let before = secrets.partition_point(|secret| (secret.file, secret.start) < (span.file, span.end));
        let last = before.checked_sub(1).and_then(|at| secrets.get(at));
        last.is_some_and(|secret| secret.file == span.file && secret.end > span.start)
    };
    let mut walk = Walk { types: &api.types, is_hidden: &is_hidden, found: SeenFields::new() };
    let samples = api.operations.iter().flat_map(|operation| &operation.samples).chain(&api.samples);
    let mut read: BTreeSet<(Span, TypeId)> = BTreeSet::new();
    for sample in samples {
        // A text of several values is several samples at one place; they are read together.
        let Some(ty) = sample.ty else { continue };
        let written = values(sample, sources);
        if written.is_empty() {
            let node = sample.json.as_deref().and_then(|json| own_text(json, sample.span));
            if let Some(node) = node {
                walk.value(ty, &node, 0);
            }
        } else if read.insert((sample.span, ty)) {
            for node in &written {
                walk.value(ty, node, 0);
            }
        }
    }
    walk.found
}

/// Places in their order, of which none meets another.
fn apart(places: &[Span]) -> Vec<Span> {
    let mut all = places.to_vec();
    all.sort_unstable();
    let mut found: Vec<Span> = Vec::new();
    for place in all {
        match found.last_mut() {
            Some(last) if last.file == place.file && place.start <= last.end => *last = last.to(place),
            Some(_) | None => found.push(place),
        }
    }
    found
}

/// The values at the place of a sample; none where something else stands there.
fn values(sample: &Sample, sources: &SourceMap) -> Vec<Node> {
    let Span { file, start, end } = sample.span;
    let nodes = read_lenient(file, start as usize..end as usize, sources).nodes;
    let json = sample.json.as_deref().and_then(|json| serde_json::from_str::<serde_json::Value>(json).ok());
    let Some(json) = json else { return Vec::new() };
    let is_it = |node: &Node| match (&node.value, &json) {
        (Value::Object(object), serde_json::Value::Object(members)) => {
            object.members.iter().all(|member| members.contains_key(&member.key.value))
                && members.keys().all(|key| object.members.iter().any(|member| member.key.value == *key))
        }
        (Value::Array(array), serde_json::Value::Array(items)) => array.items.len() == items.len(),
        _ => false,
    };
    if let [node] = nodes.as_slice()
        && let Some(text) = node.as_str()
    {
        let places = StringMap::of(sources, text, sample.span);
        let inner = read_lenient_text(text, &|offset| places.offset(offset), file).nodes;
        return if inner.iter().any(is_it) { inner } else { Vec::new() };
    }
    if nodes.iter().any(is_it) { nodes } else { Vec::new() }
}

/// The value of a sample's own text, all of it at one place.
fn own_text(json: &str, span: Span) -> Option<Node> {
    read_lenient_text(json, &|_| span.start, span.file).nodes.into_iter().next()
}

struct Walk<'w> {
    types: &'w Types,
    is_hidden: &'w dyn Fn(Span) -> bool,
    found: SeenFields,
}

impl Walk<'_> {
    fn value(&mut self, ty: TypeId, node: &Node, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let types = self.types;
        match (&types.get(ty).shape, &node.value) {
            (Shape::Nullable(inner), _) => self.value(*inner, node, depth + 1),
            (Shape::List(item), Value::Array(array)) => array.items.iter().for_each(|node| self.value(*item, node, depth + 1)),
            (Shape::Map(inner), Value::Object(object)) => {
                object.members.iter().for_each(|member| self.value(*inner, &member.value, depth + 1));
            }
            (Shape::OneOf(cases), _) => {
                // Which of several it is, nobody knows.
                let is_it = |ty: TypeId| {
                    let shape = &types.get(types.peel(ty).0).shape;
                    matches!((shape, &node.value), (Shape::Object(_) | Shape::Map(_), Value::Object(_)) | (Shape::List(_), Value::Array(_)))
                };
                let mut fitting = cases.iter().filter_map(|case| match case.kind {
                    CaseKind::Type(ty) if is_it(ty) => Some(ty),
                    CaseKind::Type(_) | CaseKind::Text(_) => None,
                });
                if let (Some(only), None) = (fitting.next(), fitting.next()) {
                    self.value(only, node, depth + 1);
                }
            }
            (Shape::Object(object), Value::Object(members)) => {
                // Of several with one key the last counts.
                let by_key: BTreeMap<&str, &Member> = members.members.iter().map(|member| (member.key.value.as_str(), member)).collect();
                for (at, field) in object.fields.iter().enumerate() {
                    let mut names = std::iter::once(&field.wire).chain(field.facts.aliases.iter().map(|alias| &alias.value));
                    let value = names.find_map(|name| by_key.get(name.as_str()).copied());
                    let seen = self.found.entry((ty, at)).or_default();
                    match value {
                        Some(member) if field.facts.secret.is_some() => seen.see_member(&member.value, &|_| true),
                        Some(member) => seen.see_member(&member.value, self.is_hidden),
                        None if members.cut => {}
                        None => seen.see_absence(),
                    }
                    if let Some(member) = value {
                        self.value(field.ty, &member.value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}
