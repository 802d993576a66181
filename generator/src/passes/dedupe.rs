//! One type for nameless types that have the same fields and stand at places of the same name.
//!
//! A vendor who shows an `owner` with the same eighteen fields in four hundred samples speaks of one thing, and what the samples show of it
//! is joined: a field that is `null` in one of them and a text in another one may be both. Types that merely look alike stay apart: an equal
//! set of fields under another name, one field more, a field of another kind, one differing word of documentation, what is sent
//! beside what is answered. Whole answers of one path are one thing, `/boats` and `/boats/{id}`; what operations answer on failure is one thing
//! wherever it looks the same. Whole bodies of requests are called by their operations, and stay what they are.

use super::classify::classify;
use crate::ir::{
    Answer, Api, Basis, Case, CaseKind, EnumBase, Fact, Facts, Field, FieldFacts, How, Object, PathTemplate, Presence, Samples, Segment,
    Shape, StringForm, TypeDef, TypeId, Types,
};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Words that say too little as the name of a type: such a type takes its owner's name at once, `SeatStatus`, and is never merged with
/// another owner's.
const GENERIC: &[&str] = &[
    "argument",
    "attribute",
    "body",
    "code",
    "content",
    "data",
    "detail",
    "field",
    "info",
    "input",
    "item",
    "kind",
    "level",
    "meta",
    "metadata",
    "mode",
    "name",
    "object",
    "option",
    "output",
    "param",
    "parameter",
    "payload",
    "properties",
    "property",
    "request",
    "response",
    "result",
    "role",
    "state",
    "status",
    "type",
    "value",
    "variable",
];

/// Whether a word says too little as the name of a type.
pub fn is_generic(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    GENERIC.contains(&word) || word.strip_suffix('s').is_some_and(|one| GENERIC.contains(&one))
}

/// Merges nameless objects, enumerations and unions that are the same thing, seen at several places.
pub fn dedupe(api: &mut Api) {
    let groups = groups(api);
    let mut merging = Merging { types: &mut api.types, into: Merged::default() };
    for group in groups {
        merging.group(&group);
    }
    let into = merging.into;
    redirect(api, &into);
}

/// So many types of the same fields and of differing kinds are told apart at one name; the rest stays as it is.
const MOST_KINDS: usize = 32;

/// What agrees with a place of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unknown {
    /// Another one only.
    IsUnknown,
    /// Whatever fills it.
    Fits,
}

/// What a type is called by the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PlaceName<'a> {
    /// It is a whole answer that reports a failure.
    Failure,
    /// By the key or the parameter that holds it.
    Key(&'a str),
    /// It is a whole answer: by the steps of the path that are no holes.
    Path(Vec<&'a str>),
    /// By a key that says too little without its owner.
    Part { owner: Owner<'a>, key: &'a str },
}

/// What has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'a> {
    Named(&'a str),
    Nameless(TypeId),
    Operation(&'a str),
}

/// What two types must have in common before anything else of them is looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outline<'a> {
    /// The sorted names of the fields, and how open keys begin.
    Object(Vec<&'a str>, Option<&'a str>),
    Enum(EnumBase, Vec<&'a str>),
    OneOf(usize),
}

/// The types that may be the same, in the order in which they were taken in.
fn groups(api: &Api) -> Vec<Vec<TypeId>> {
    let names = place_names(api);
    let usage = classify(api);
    let mut groups: BTreeMap<_, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.types.iter().filter(|(_, def)| def.name.is_none()) {
        let (Some(name), Some(outline)) = (names.get(&id), outline(def)) else { continue };
        let ways = [&usage.sent, &usage.received, &usage.in_params].map(|ids| ids.contains(&id));
        groups.entry((name, ways, outline)).or_default().push(id);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Whether a type has an outline: what is made of others, and no mere list, map or nullable of one.
fn outlined(shape: &Shape) -> bool {
    matches!(shape, Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_))
}

fn outline(def: &TypeDef) -> Option<Outline<'_>> {
    match &def.shape {
        Shape::Object(object) => {
            let mut fields: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
            fields.sort_unstable();
            let all_differ = fields.windows(2).all(|pair| pair[0] != pair[1]);
            all_differ.then(|| Outline::Object(fields, object.open.as_ref().map(|open| open.prefix.as_str())))
        }
        Shape::Enum(values) => Some(Outline::Enum(values.base, values.values.iter().map(|value| value.wire.as_str()).collect())),
        Shape::OneOf(cases) => Some(Outline::OneOf(cases.len())),
        Shape::Any
        | Shape::Bool
        | Shape::Integer
        | Shape::Number
        | Shape::String(_)
        | Shape::File
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_) => None,
    }
}

/// Into which other type each was merged, by its position.
#[derive(Debug, Default)]
struct Merged(Vec<Option<TypeId>>);

impl Merged {
    /// What a type was merged into in the end; itself where it was not.
    fn root(&self, mut id: TypeId) -> TypeId {
        while let Some(&Some(next)) = self.0.get(id.index()) {
            id = next;
        }
        id
    }

    fn insert(&mut self, from: TypeId, to: TypeId) {
        if self.0.len() <= from.index() {
            self.0.resize(from.index() + 1, None);
        }
        self.0[from.index()] = Some(to);
    }
}

/// The types while they are merged.
struct Merging<'a> {
    types: &'a mut Types,
    into: Merged,
}

impl Merging<'_> {
    /// Merges what is the same in a group: first what agrees in all that is known, then what leaves something open with what fills it, unless
    /// there are several such and they differ: nobody knows then which of them it is, whatever stands first.
    fn group(&mut self, group: &[TypeId]) {
        let mut kept: Vec<TypeId> = Vec::new();
        for &id in group {
            match kept.iter().find(|&&other| self.agree(other, id, Unknown::IsUnknown, &mut BTreeSet::new())) {
                Some(&other) => {
                    self.join(other, id);
                }
                None if kept.len() < MOST_KINDS => kept.push(id),
                None => {}
            }
        }
        let fit = |one: TypeId, other: TypeId| self.agree(one, other, Unknown::Fits, &mut BTreeSet::new());
        let beside: Vec<Vec<usize>> = kept.iter().map(|&one| (0..kept.len()).filter(|&other| fit(one, kept[other])).collect()).collect();
        let is_clear = |at: &usize| beside[*at].iter().all(|&one| beside[*at].iter().all(|other| beside[one].contains(other)));
        let clear: Vec<usize> = (0..kept.len()).filter(is_clear).collect();
        for &at in &clear {
            for &other in beside[at].iter().filter(|&&other| other > at && clear.contains(&other)) {
                self.join(kept[at], kept[other]);
            }
        }
    }

    /// Whether nothing that is known of two types speaks against their being one.
    fn agree(&self, a: TypeId, b: TypeId, unknown: Unknown, assumed: &mut BTreeSet<(TypeId, TypeId)>) -> bool {
        let (a, b) = (self.into.root(a), self.into.root(b));
        if a == b {
            return true;
        }
        let (one, other) = (self.types.get(a), self.types.get(b));
        // What contains itself agrees if the rest does.
        if (has_parts(&one.shape) || has_parts(&other.shape)) && !assumed.insert((a, b)) {
            return true;
        }
        if one.name.is_some() || other.name.is_some() || one.docs != other.docs || one.basis != other.basis {
            return false;
        }
        let seen = matches!(one.basis.how, How::Inferred { .. });
        match (&one.shape, &other.shape) {
            (Shape::Any, _) | (_, Shape::Any) if seen && unknown == Unknown::Fits => true,
            (Shape::Nullable(one), Shape::Nullable(other)) => self.agree(*one, *other, unknown, assumed),
            (Shape::Nullable(one), _) if seen => self.agree(*one, b, unknown, assumed),
            (_, Shape::Nullable(other)) if seen => self.agree(a, *other, unknown, assumed),
            (Shape::String(one), Shape::String(other)) => seen || one == other,
            (Shape::Integer | Shape::Number, Shape::Integer | Shape::Number) if seen => true,
            (Shape::List(one), Shape::List(other)) | (Shape::Map(one), Shape::Map(other)) => self.agree(*one, *other, unknown, assumed),
            (Shape::Object(one), Shape::Object(other)) => self.objects_agree(one, other, unknown, assumed),
            (Shape::OneOf(one), Shape::OneOf(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.cases_agree(one, other, unknown, assumed))
            }
            (one, other) => one == other,
        }
    }

    fn objects_agree(&self, one: &Object, other: &Object, unknown: Unknown, assumed: &mut BTreeSet<(TypeId, TypeId)>) -> bool {
        let open = match (&one.open, &other.open) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                one.prefix == other.prefix
                    && one.docs == other.docs
                    && one.basis == other.basis
                    && self.agree(one.ty, other.ty, unknown, assumed)
            }
            _ => false,
        };
        let others = ByWire::new(&other.fields);
        open && one.fields.len() == other.fields.len()
            && one.fields.iter().enumerate().all(|(at, field)| {
                others.position(&field.wire, at).and_then(|at| other.fields.get(at)).is_some_and(|other| {
                    field.docs == other.docs
                        && field.basis == other.basis
                        && facts_agree(&field.facts, &other.facts)
                        && presence(&field.presence, &other.presence).is_some()
                        && self.agree(field.ty, other.ty, unknown, assumed)
                })
            })
    }

    fn cases_agree(&self, one: &Case, other: &Case, unknown: Unknown, assumed: &mut BTreeSet<(TypeId, TypeId)>) -> bool {
        match (&one.kind, &other.kind) {
            (CaseKind::Type(a), CaseKind::Type(b)) => {
                let same_kind = |a: TypeId, b: TypeId| {
                    std::mem::discriminant(&self.types.get(a).shape) == std::mem::discriminant(&self.types.get(b).shape)
                };
                one.basis == other.basis && same_kind(self.into.root(*a), self.into.root(*b)) && self.agree(*a, *b, unknown, assumed)
            }
            _ => one == other,
        }
    }

    /// What two types that agree are together: one of them, where it takes all that the other one takes.
    fn join(&mut self, a: TypeId, b: TypeId) -> TypeId {
        let (a, b) = (self.into.root(a), self.into.root(b));
        if a == b {
            return a;
        }
        let basis = self.types.get(a).basis.clone();
        // A third type may have agreed with each of them, because it left open what they differ in.
        if !self.agree(a, b, Unknown::Fits, &mut BTreeSet::new()) {
            let case = |ty: TypeId| Case { kind: CaseKind::Type(ty), basis: self.types.get(ty).basis.clone() };
            return self.add(Shape::OneOf(vec![case(a), case(b)]), basis);
        }
        match (&self.types.get(a).shape, &self.types.get(b).shape) {
            (Shape::Any, _) | (Shape::Integer, Shape::Number) => b,
            (Shape::String(one), Shape::String(other)) if one != other && *one != StringForm::Plain => {
                if *other == StringForm::Plain {
                    b
                } else {
                    self.add(Shape::String(StringForm::Plain), basis)
                }
            }
            (&Shape::Nullable(one), &Shape::Nullable(other)) => self.wrap(a, b, (one, other), Shape::Nullable, basis),
            (&Shape::Nullable(one), _) => self.wrap(a, a, (one, b), Shape::Nullable, basis),
            (_, &Shape::Nullable(other)) => self.wrap(b, b, (other, a), Shape::Nullable, basis),
            (&Shape::List(one), &Shape::List(other)) => self.wrap(a, b, (one, other), Shape::List, basis),
            (&Shape::Map(one), &Shape::Map(other)) => self.wrap(a, b, (one, other), Shape::Map, basis),
            (Shape::Object(_), Shape::Object(_)) => {
                self.merge(a, b);
                self.join_object(a, b);
                a
            }
            (Shape::OneOf(one), Shape::OneOf(other)) => {
                let cases: Vec<(CaseKind, CaseKind)> =
                    one.iter().zip(other).map(|(one, other)| (one.kind.clone(), other.kind.clone())).collect();
                self.merge(a, b);
                for (at, kinds) in cases.into_iter().enumerate() {
                    let (CaseKind::Type(one), CaseKind::Type(other)) = kinds else { continue };
                    let joined = self.join(one, other);
                    if let Shape::OneOf(cases) = &mut self.types.get_mut(a).shape
                        && let Some(case) = cases.get_mut(at)
                    {
                        case.kind = CaseKind::Type(joined);
                    }
                }
                a
            }
            (Shape::Enum(_), Shape::Enum(_)) => {
                self.merge(a, b);
                a
            }
            _ => a,
        }
    }

    /// What is around the join of two inner types: what stood around the one or the other, if it is that one.
    fn wrap(&mut self, a: TypeId, b: TypeId, (one, other): (TypeId, TypeId), shape: fn(TypeId) -> Shape, basis: Basis) -> TypeId {
        let joined = self.join(one, other);
        if joined == self.into.root(one) {
            a
        } else if joined == self.into.root(other) && a != b {
            b
        } else {
            self.add(shape(joined), basis)
        }
    }

    /// Joins the fields of an object to those of the one that it was merged into.
    fn join_object(&mut self, a: TypeId, b: TypeId) {
        let (Shape::Object(one), Shape::Object(other)) = (&self.types.get(a).shape, &self.types.get(b).shape) else { return };
        let others = ByWire::new(&other.fields);
        let pairs: Vec<(usize, TypeId, usize)> =
            one.fields.iter().enumerate().filter_map(|(at, field)| Some((at, field.ty, others.position(&field.wire, at)?))).collect();
        let open = one.open.as_ref().map(|open| open.ty).zip(other.open.as_ref().map(|open| open.ty));
        for (at, ty, beside) in pairs {
            let Some(other) = self.field(b, beside) else { continue };
            let other_ty = other.ty;
            let (other_presence, other_basis) = (other.presence.clone(), other.basis.clone());
            let example = other.facts.example.clone();
            let joined = self.join(ty, other_ty);
            let Shape::Object(object) = &mut self.types.get_mut(a).shape else { continue };
            let Some(field) = object.fields.get_mut(at) else { continue };
            field.ty = joined;
            if let Some(both) = presence(&field.presence, &other_presence) {
                field.presence.value = both;
            }
            add_samples(&mut field.presence.basis, &other_presence.basis);
            add_samples(&mut field.basis, &other_basis);
            if example.is_some() && field.facts.example.is_none() {
                field.facts.example = example;
            }
        }
        if let Some((ty, other)) = open {
            let joined = self.join(ty, other);
            if let Shape::Object(object) = &mut self.types.get_mut(a).shape
                && let Some(open) = &mut object.open
            {
                open.ty = joined;
            }
        }
    }

    /// A field of an object by its position.
    fn field(&self, object: TypeId, at: usize) -> Option<&Field> {
        if let Shape::Object(object) = &self.types.get(object).shape { object.fields.get(at) } else { None }
    }

    /// From now on `b` is `a`.
    fn merge(&mut self, a: TypeId, b: TypeId) {
        let basis = self.types.get(b).basis.clone();
        add_samples(&mut self.types.get_mut(a).basis, &basis);
        self.into.insert(b, a);
    }

    fn add(&mut self, shape: Shape, basis: Basis) -> TypeId {
        self.types.add(TypeDef::anonymous(shape, basis))
    }
}

/// The fields of an object by their names on the wire. Two samples of one thing mostly have them in one order.
struct ByWire<'a> {
    fields: &'a [Field],
    positions: OnceCell<BTreeMap<&'a str, usize>>,
}

impl<'a> ByWire<'a> {
    fn new(fields: &'a [Field]) -> Self {
        Self { fields, positions: OnceCell::new() }
    }

    /// The position of a field, which is looked for at a place first.
    fn position(&self, wire: &str, first: usize) -> Option<usize> {
        if self.fields.get(first).is_some_and(|field| field.wire == wire) {
            return Some(first);
        }
        let all = || self.fields.iter().enumerate().map(|(at, field)| (field.wire.as_str(), at)).collect();
        self.positions.get_or_init(all).get(wire).copied()
    }
}

/// Whether a type is made of other types.
fn has_parts(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) | Shape::Object(_) | Shape::OneOf(_) => true,
        Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => false,
    }
}

/// Whether the same is known of two fields. An example is only an example.
fn facts_agree(one: &Facts, other: &Facts) -> bool {
    one == other || **one == FieldFacts { example: one.example.clone(), ..FieldFacts::clone(other) }
}

/// Whether a member of two objects is there, if what is said of it does not differ.
fn presence(one: &Fact<Presence>, other: &Fact<Presence>) -> Option<Presence> {
    let seen = |fact: &Fact<Presence>| matches!(fact.basis.how, How::Inferred { .. });
    match (one.value, other.value) {
        _ if one.basis != other.basis => None,
        (a, b) if a == b => Some(a),
        _ if !seen(one) => None,
        (Presence::Optional, _) | (_, Presence::Optional) => Some(Presence::Optional),
        _ => Some(Presence::Unknown),
    }
}

fn add_samples(to: &mut Basis, from: &Basis) {
    if let (How::Inferred { samples: Samples(to) }, How::Inferred { samples: Samples(from) }) = (&mut to.how, &from.how) {
        *to = to.saturating_add(*from);
    }
}

/// The name of the first place of each nameless type: the last key on the way to it.
fn place_names<'a>(api: &'a Api) -> BTreeMap<TypeId, PlaceName<'a>> {
    let mut names = BTreeMap::new();
    let mut note = |ty: TypeId, name: &dyn Fn() -> PlaceName<'a>| {
        let id = api.types.content(ty);
        if outlined(&api.types.get(id).shape) {
            names.entry(id).or_insert_with(name);
        }
    };
    for (id, def) in api.types.iter() {
        if let Shape::Object(object) = &def.shape {
            let owner = def.name.as_ref().map_or(Owner::Nameless(id), |name| Owner::Named(&name.value));
            for field in &object.fields {
                note(field.ty, &|| place(owner, &field.wire));
            }
        }
    }
    for operation in &api.operations {
        for param in &operation.params {
            note(param.ty, &|| place(Owner::Operation(&operation.id), &param.wire));
        }
        for response in &operation.responses {
            let Answer::Type(ty) = response.answer.value else { continue };
            if response.status.value.is_success() {
                note(ty, &|| PlaceName::Path(steps(&operation.path.value)));
            } else {
                note(ty, &|| PlaceName::Failure);
            }
        }
    }
    names
}

/// The steps of a path that are no holes: `/boats/{id}` is about `boats`.
fn steps(path: &PathTemplate) -> Vec<&str> {
    let literals = path.segments.iter().filter_map(|segment| match segment {
        Segment::Literal(text) => Some(text.as_str()),
        Segment::Param(_) => None,
    });
    literals.flat_map(|text| text.split('/')).filter(|step| !step.is_empty()).collect()
}

fn place<'a>(owner: Owner<'a>, key: &'a str) -> PlaceName<'a> {
    // `stores` holds what `store` is; `status`, `glass` and `news` are one thing.
    let one = key.strip_suffix('s').filter(|one| one.len() > 3 && !one.ends_with(['s', 'u', 'i', 'w'])).unwrap_or(key);
    if is_generic(key) { PlaceName::Part { owner, key: one } } else { PlaceName::Key(one) }
}

/// Puts what each type was merged into in its place.
fn redirect(api: &mut Api, into: &Merged) {
    let to = |id: &mut TypeId| *id = into.root(*id);
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        match &mut api.types.get_mut(id).shape {
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => to(inner),
            Shape::Object(object) => {
                object.fields.iter_mut().for_each(|field| to(&mut field.ty));
                object.open.iter_mut().for_each(|open| to(&mut open.ty));
            }
            Shape::OneOf(cases) => cases.iter_mut().for_each(|case| {
                if let CaseKind::Type(ty) = &mut case.kind {
                    to(ty);
                }
            }),
        }
    }
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| to(&mut param.ty));
        operation.body.iter_mut().for_each(|body| to(&mut body.ty));
        for response in &mut operation.responses {
            if let Answer::Type(ty) = &mut response.answer.value {
                to(ty);
            }
        }
        operation.samples.iter_mut().filter_map(|sample| sample.ty.as_mut()).for_each(to);
    }
    api.samples.iter_mut().filter_map(|sample| sample.ty.as_mut()).for_each(to);
    api.webhooks.iter_mut().for_each(|webhook| to(&mut webhook.ty));
    api.errors.iter_mut().for_each(|errors| to(&mut errors.ty.value));
    api.envelope.iter_mut().for_each(|envelope| to(&mut envelope.value));
}

#[cfg(test)]
mod tests {
    use super::dedupe;
    use crate::ir::sample;
    use crate::ir::{Answer, Api, CaseKind, Field, Shape, StringForm, TypeDef, TypeId};

    fn empty() -> Api {
        let mut api = sample::pets();
        (api.types, api.operations, api.webhooks) = Default::default();
        (api.errors, api.envelope, api.samples) = Default::default();
        api
    }

    fn seen(api: &mut Api, shape: Shape) -> TypeId {
        api.types.add(TypeDef::anonymous(shape, sample::seen()))
    }

    fn object(api: &mut Api, fields: &[(&str, TypeId)]) -> TypeId {
        let fields = fields.iter().map(|(wire, ty)| Field::new(*wire, *ty, sample::seen())).collect();
        seen(api, sample::object(fields))
    }

    /// Two operations that answer an object with a `part`; what the parts are in the end.
    fn parts(api: &mut Api, one: TypeId, other: TypeId) -> [TypeId; 2] {
        for (id, part) in [("one", one), ("other", other)] {
            let whole = object(api, &[("part", part)]);
            let mut operation = sample::operation(id, "GET", &format!("/{id}"));
            operation.responses = vec![sample::answer(200, Answer::Type(whole))];
            api.operations.push(operation);
        }
        dedupe(api);
        [0, 1].map(|at| match api.operations[at].responses[0].answer.value {
            Answer::Type(whole) => member(api, whole, "part"),
            _ => panic!("an answer with a type"),
        })
    }

    fn member(api: &Api, id: TypeId, wire: &str) -> TypeId {
        let Shape::Object(object) = &api.types.get(id).shape else { panic!("no object") };
        object.fields.iter().find(|field| field.wire == wire).expect("a field").ty
    }

    #[test]
    fn what_a_third_type_left_open_is_joined_to_a_union() {
        let mut api = empty();
        let any = seen(&mut api, Shape::Any);
        let open = object(&mut api, &[("v", any)]);
        let one = object(&mut api, &[("port", open), ("starboard", open)]);
        let text = seen(&mut api, Shape::String(StringForm::Plain));
        let number = seen(&mut api, Shape::Integer);
        let (port, starboard) = (object(&mut api, &[("v", text)]), object(&mut api, &[("v", number)]));
        let other = object(&mut api, &[("port", port), ("starboard", starboard)]);
        let [one, other] = parts(&mut api, one, other);
        assert_eq!(one, other);
        // `port` took the text; `starboard`, of the same type until then, may be either.
        let Shape::OneOf(cases) = &api.types.get(member(&api, one, "starboard")).shape else { panic!("no union") };
        let kinds: Vec<CaseKind> = cases.iter().map(|case| case.kind.clone()).collect();
        assert_eq!(kinds, [CaseKind::Type(member(&api, one, "port")), CaseKind::Type(starboard)]);
    }

    #[test]
    fn what_contains_itself_is_merged() {
        let mut api = empty();
        let [one, other] = [0, 1].map(|_| {
            let inner = seen(&mut api, Shape::Any);
            let part = object(&mut api, &[("next", inner)]);
            api.types.get_mut(inner).shape = Shape::Nullable(part);
            part
        });
        let [one, other] = parts(&mut api, one, other);
        assert_eq!(one, other);
    }

    #[test]
    fn one_field_more_keeps_types_apart() {
        let mut api = empty();
        let flag = seen(&mut api, Shape::Bool);
        let one = object(&mut api, &[("a", flag)]);
        let other = object(&mut api, &[("a", flag), ("b", flag)]);
        let [one, other] = parts(&mut api, one, other);
        assert_ne!(one, other);
    }
}
