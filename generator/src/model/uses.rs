//! What a type is, told by where it is used: for types of which the vendor says nothing.

use super::Group;
use super::types::TypeNames;
use crate::ir::{Answer, Api, CaseKind, Field, Operation, Shape, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// Where each type is used, in the settled order: found in one walk, since to ask every operation and every field for each type takes long.
pub(super) struct Uses<'a>(BTreeMap<TypeId, UsesOf<'a>>);

/// Where one type is used.
#[derive(Default)]
struct UsesOf<'a> {
    /// The answers, requests and messages that are of it, or a list or a map of it.
    wholes: Vec<Whole>,
    /// The fields, parameters and unions that are, as they are called.
    parts: Vec<String>,
    /// All fields that are, those of types without a name, too.
    fields: Vec<&'a Field>,
}

/// Something that is sent as a whole: by whom, and how the type stands in it.
struct Whole {
    way: Way,
    stands: Stands,
    name: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// It is what an operation answers.
    Answer,
    /// It is what an operation answers on failure.
    Failure,
    /// It is what a webhook sends.
    Hook,
    /// It is what an operation sends.
    Body,
}

impl<'a> Uses<'a> {
    pub(super) fn of(api: &'a Api, types: &TypeNames, groups: &[Group]) -> Self {
        let mut uses = Self(BTreeMap::new());
        for (_, def) in api.types.iter() {
            let Shape::Object(object) = &def.shape else { continue };
            for field in &object.fields {
                for (id, _) in reached(api, field.ty) {
                    uses.0.entry(id).or_default().fields.push(field);
                }
            }
        }
        for (holder, name) in types.in_order() {
            uses.holder(api, holder, &code(name.as_str()));
        }
        let by_id: BTreeMap<&str, &Operation> = api.operations.iter().map(|operation| (operation.id.as_str(), operation)).collect();
        for named in groups.iter().flat_map(|group| &group.operations) {
            if let Some(operation) = by_id.get(named.id.as_str()) {
                uses.operation(api, operation, &code(&named.call()));
            }
        }
        let mut hooks: Vec<_> = api.webhooks.iter().map(|hook| (format!("the webhook {}", code(&hook.name)), hook.ty)).collect();
        hooks.sort();
        for (name, ty) in hooks {
            for (id, stands) in reached(api, ty) {
                uses.whole(id, Way::Hook, stands, &name);
            }
        }
        uses
    }

    /// The fields that are of a type, or a list or a map of it.
    pub(super) fn fields(&self, id: TypeId) -> &[&'a Field] {
        self.0.get(&id).map_or(&[], |uses| &uses.fields)
    }

    fn whole(&mut self, id: TypeId, way: Way, stands: Stands, name: &str) {
        self.0.entry(id).or_default().wholes.push(Whole { way, stands, name: name.to_owned() });
    }

    /// The parts of one owner, by their names.
    fn parts(&mut self, mut parts: Vec<(TypeId, String)>) {
        parts.sort();
        for (id, part) in parts {
            self.0.entry(id).or_default().parts.push(part);
        }
    }

    fn holder(&mut self, api: &Api, holder: TypeId, owner: &str) {
        let mut parts = Vec::new();
        match &api.types.get(holder).shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().map(|field| (field.ty, field.wire.clone()));
                let open = object.open.iter().map(|open| (open.ty, format!("{}*", open.prefix)));
                for (ty, name) in fields.chain(open) {
                    parts.extend(reached(api, ty).into_iter().map(|(id, stands)| (id, place(api, id, stands, &name, owner))));
                }
            }
            Shape::OneOf(cases) => {
                let types = cases.iter().filter_map(|case| if let CaseKind::Type(ty) = case.kind { Some(ty) } else { None });
                let ids: BTreeSet<TypeId> = types.flat_map(|ty| reached(api, ty)).map(|(id, _)| id).collect();
                parts
                    .extend(ids.into_iter().map(|id| (id, if is_enum(api, id) { owner.to_owned() } else { format!("a case of {owner}") })));
            }
            _ => {}
        }
        parts.retain(|(id, _)| *id != holder);
        self.parts(parts);
    }

    fn operation(&mut self, api: &Api, operation: &Operation, call: &str) {
        let mut wholes = BTreeSet::new();
        for response in &operation.responses {
            if let Answer::Type(ty) = response.answer.value {
                let way = if response.status.value.is_success() { Way::Answer } else { Way::Failure };
                wholes.extend(reached(api, ty).into_iter().map(|(id, stands)| (id, way, stands)));
            }
        }
        if let Some(body) = &operation.body {
            wholes.extend(reached(api, body.ty).into_iter().map(|(id, stands)| (id, Way::Body, stands)));
        }
        for (id, way, stands) in wholes {
            self.whole(id, way, stands, call);
        }
        let mut parts = Vec::new();
        for param in &operation.params {
            parts.extend(reached(api, param.ty).into_iter().map(|(id, stands)| (id, place(api, id, stands, &param.wire, call))));
        }
        self.parts(parts);
    }
}

/// How a type stands where another one is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It is the type, or it or null.
    Itself,
    /// It is what a list holds.
    Item,
    /// It is what a map holds.
    Value,
}

impl Stands {
    const ALL: [Self; 3] = [Self::Itself, Self::Item, Self::Value];

    /// The place as that of a type that stands so in it.
    fn of(self, place: &str) -> String {
        match self {
            Self::Itself => place.to_owned(),
            Self::Item => format!("an item of {place}"),
            Self::Value => format!("a value of {place}"),
        }
    }
}

/// A type and what it holds as a list, a map or a nullable, each with how it stands in the first.
fn reached(api: &Api, from: TypeId) -> Vec<(TypeId, Stands)> {
    let mut found: Vec<(TypeId, Stands)> = Vec::new();
    let mut next = Some((from, Stands::Itself));
    // A list may hold itself.
    while let Some((id, stands)) = next.filter(|(id, _)| found.len() < 8 && found.iter().all(|(known, _)| known != id)) {
        found.push((id, stands));
        next = match (&api.types.get(id).shape, stands) {
            (Shape::Nullable(inner), _) => Some((*inner, stands)),
            (Shape::List(inner), Stands::Itself) => Some((*inner, Stands::Item)),
            (Shape::Map(inner), Stands::Itself) => Some((*inner, Stands::Value)),
            (Shape::List(inner) | Shape::Map(inner), Stands::Item | Stands::Value) => Some((*inner, stands)),
            _ => None,
        };
    }
    found
}

fn is_enum(api: &Api, id: TypeId) -> bool {
    matches!(api.types.get(id).shape, Shape::Enum(_))
}

/// The place of a type; the values of a list's items are those of the list.
fn place(api: &Api, id: TypeId, stands: Stands, name: &str, owner: &str) -> String {
    let place = format!("{} of {owner}", code(name));
    if is_enum(api, id) { place } else { stands.of(&place) }
}

/// What a type is, in our words; `None` where nothing that has a name uses it.
pub(super) fn summary(api: &Api, uses: &Uses<'_>, id: TypeId) -> Option<String> {
    let is_error = api.errors.as_ref().is_some_and(|errors| errors.ty.value == id);
    let is_envelope = api.envelope.as_ref().is_some_and(|envelope| envelope.value == id);
    match (is_error, is_envelope) {
        (true, true) => return Some("The body of every answer, of a failure too.".to_owned()),
        (true, false) => return Some("The body of an answer that reports a failure.".to_owned()),
        (false, true) => return Some("The body of every answer.".to_owned()),
        (false, false) => {}
    }
    let is_enum = is_enum(api, id);
    let uses = uses.0.get(&id)?;
    let wholes = if is_enum { Vec::new() } else { wholes(&uses.wholes) };
    let words = if wholes.is_empty() {
        match (uses.parts.is_empty(), is_enum) {
            (true, _) => return None,
            (false, true) => format!("the values of {}", list(&uses.parts)),
            (false, false) => list(&uses.parts),
        }
    } else {
        wholes.join(", and ")
    };
    let mut chars = words.chars();
    let first = chars.next()?;
    Some(format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

/// What is sent as a whole, in words.
fn wholes(all: &[Whole]) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |way: Way, stands: Stands, one: &str, several: &str, after: &str| {
        let names = all.iter().filter(|whole| whole.way == way && whole.stands == stands).map(|whole| whole.name.clone());
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            let verb = if names.len() == 1 { one } else { several };
            found.push(format!("{} {verb}{after}", stands.of(&format!("what {}", list(&names)))));
        }
    };
    for stands in Stands::ALL {
        add(Way::Answer, stands, "answers", "answer", "");
        add(Way::Failure, stands, "answers", "answer", " on failure");
    }
    for way in [Way::Hook, Way::Body] {
        for stands in Stands::ALL {
            add(way, stands, "sends", "send", "");
        }
    }
    found
}

/// A name as code.
fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

/// Names in a row: three of them, and how many more there are.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] if names.len() <= 3 => format!("{} and {last}", before.join(", ")),
        [first, second, third, more @ ..] => format!("{first}, {second}, {third} and {} more", more.len()),
        [..] => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::{Stands, reached};
    use crate::ir::{Api, Basis, Fact, Shape, TypeDef};
    use crate::text::{SourceMap, Span};

    #[test]
    fn a_type_is_reached_through_lists_maps_and_nullables() {
        let span = Span::new(SourceMap::default().add("x", String::new()), 0, 0);
        let mut api = Api::new(Fact::stated("T".to_owned(), span));
        let mut add = |shape: Shape| api.types.add(TypeDef::anonymous(shape, Basis::stated(span)));
        let text = add(Shape::Bool);
        let map = add(Shape::Map(text));
        let nullable = add(Shape::Nullable(map));
        let list = add(Shape::List(nullable));
        let itself = add(Shape::Bool);
        api.types.get_mut(itself).shape = Shape::List(itself);
        let found = |from| reached(&api, from);
        let (is, item, value) = (Stands::Itself, Stands::Item, Stands::Value);
        assert_eq!(found(list), [(list, is), (nullable, item), (map, item), (text, item)]);
        assert_eq!(found(nullable), [(nullable, is), (map, is), (text, value)]);
        assert_eq!(found(itself), [(itself, is)]);
    }
}
