//! The parts of types that corrections name, and what it means that something else may stand there as well.

use crate::ir::{
    Also, Api, Basis, Case, CaseKind, EnumBase, Field, FieldKey, FieldPath, FieldStep, Object, OpenKeys, Shape, Spot, StringForm, TypeDef,
    TypeId, Types,
};

/// Finds what a path leads to from somewhere; `None` where it leads nowhere.
pub(super) fn find(api: &Api, from: Spot, path: &FieldPath) -> Option<Spot> {
    let mut spot = items(api, from, path.lists)?;
    for FieldStep { key, lists } in &path.steps {
        spot = items(api, member(&api.types, spot.ty(api)?, key)?, *lists)?;
    }
    Some(spot)
}

/// What a field would be added to by a path, and its key: the only object that stands where the path leads without its last step.
pub(super) fn new_member(api: &Api, from: Spot, path: &FieldPath) -> Option<(TypeId, FieldKey)> {
    let (last, above) = path.steps.split_last()?;
    let spot = find(api, from, &FieldPath { lists: path.lists, steps: above.to_vec() })?;
    match objects(&api.types, spot.ty(api)?).as_slice() {
        &[object] if last.lists == 0 => Some((object, last.key.clone())),
        _ => None,
    }
}

/// The items of lists and the values of maps, so many of them in one another.
fn items(api: &Api, spot: Spot, lists: usize) -> Option<Spot> {
    if lists == 0 { Some(spot) } else { list(&api.types, spot.ty(api)?, lists, &mut Vec::new()).map(Spot::Items) }
}

/// The innermost of so many lists and maps, also behind `null` and the cases of unions.
fn list(types: &Types, id: TypeId, lists: usize, open: &mut Vec<TypeId>) -> Option<TypeId> {
    if open.contains(&id) {
        return None;
    }
    open.push(id);
    let found = match &types.get(id).shape {
        Shape::List(_) | Shape::Map(_) if lists == 1 => Some(id),
        Shape::List(inner) | Shape::Map(inner) => list(types, *inner, lists - 1, open),
        Shape::Nullable(inner) => list(types, *inner, lists, open),
        Shape::OneOf(cases) => cases.iter().find_map(|case| match case.kind {
            CaseKind::Type(inner) => list(types, inner, lists, open),
            CaseKind::Text(_) => None,
        }),
        Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Object(_) | Shape::Enum(_) => {
            None
        }
    };
    open.pop();
    found
}

/// Adds a field to an object, or keys that are data. Where it has such keys already that begin in another way, what they have in common is what is left
/// of the two.
pub(super) fn add(types: &mut Types, owner: TypeId, key: &FieldKey, ty: TypeId, basis: &Basis) -> bool {
    if let (FieldKey::Open(prefix), Some(open)) = (key, object(types, owner).and_then(|object| object.open.clone())) {
        let common: String =
            open.prefix.chars().zip(prefix.chars()).take_while(|(own, other)| own == other).map(|(sign, _)| sign).collect();
        if common == open.prefix {
            return false;
        }
        let (ty, _) = also(types, open.ty, Also::Type(ty), basis);
        if let Shape::Object(object) = &mut types.get_mut(owner).shape {
            object.open = Some(Box::new(OpenKeys { prefix: common, ty, docs: open.docs.clone(), basis: basis.clone() }));
        }
        return true;
    }
    let Shape::Object(object) = &mut types.get_mut(owner).shape else { return false };
    match key {
        FieldKey::Named(name) => {
            let is_new = object.fields.iter().all(|field| field.wire != *name);
            if is_new {
                object.fields.push(Field::new(name.clone(), ty, basis.clone()));
            }
            is_new
        }
        FieldKey::Open(prefix) => {
            object.open = Some(Box::new(OpenKeys { prefix: prefix.clone(), ty, docs: None, basis: basis.clone() }));
            true
        }
    }
}

/// The type that takes what `id` takes, and something else. It is `id` itself where that took it already, or was changed in place.
pub(super) fn also(types: &mut Types, id: TypeId, more: Also, basis: &Basis) -> (TypeId, bool) {
    match more {
        Also::Absent => (id, false),
        Also::Null if matches!(types.get(id).shape, Shape::Nullable(_)) => (id, false),
        Also::Null => (types.add(TypeDef::anonymous(Shape::Nullable(id), basis.clone())), true),
        Also::Type(more) => {
            let (inner, nullable) = types.peel(more);
            let (widened, changed) = widen(types, id, inner, basis, 0);
            if nullable && !matches!(types.get(widened).shape, Shape::Nullable(_)) {
                return (types.add(TypeDef::anonymous(Shape::Nullable(widened), basis.clone())), true);
            }
            (widened, changed)
        }
    }
}

/// Lists in one another end here.
const DEEPEST: usize = 64;

/// What takes both of two types, and whether it is more than the first one.
fn widen(types: &mut Types, id: TypeId, more: TypeId, basis: &Basis, depth: usize) -> (TypeId, bool) {
    if id == more || depth > DEEPEST {
        return (id, false);
    }
    if let Shape::OneOf(cases) = types.get(more).shape.clone() {
        return cases.into_iter().fold((id, false), |(id, changed), case| {
            let (id, more) = match case.kind {
                CaseKind::Type(case) => widen(types, id, case, basis, depth + 1),
                CaseKind::Text(text) => with_text(types, id, &text, basis),
            };
            (id, changed || more)
        });
    }
    let rebuilt = |types: &mut Types, inner: TypeId, found: (TypeId, bool), shape: fn(TypeId) -> Shape| {
        if found.0 == inner {
            return (id, found.1);
        }
        if types.get(id).name.is_some() {
            types.get_mut(id).shape = shape(found.0);
            return (id, true);
        }
        let def = TypeDef { shape: shape(found.0), ..types.get(id).clone() };
        (types.add(def), true)
    };
    let (own, other) = (types.get(id).shape.clone(), types.get(more).shape.clone());
    match (own, other) {
        (Shape::Nullable(inner), _) => {
            let found = widen(types, inner, more, basis, depth + 1);
            rebuilt(types, inner, found, Shape::Nullable)
        }
        (Shape::List(inner), Shape::List(other)) => {
            let found = widen(types, inner, other, basis, depth + 1);
            rebuilt(types, inner, found, Shape::List)
        }
        (Shape::Map(inner), Shape::Map(other)) => {
            let found = widen(types, inner, other, basis, depth + 1);
            rebuilt(types, inner, found, Shape::Map)
        }
        (Shape::OneOf(_), _) => (id, with_case(types, id, more, basis, depth)),
        (Shape::Enum(own), Shape::Enum(other)) if own.base == other.base => {
            let new: Vec<_> = other.values.into_iter().filter(|value| own.values.iter().all(|known| known.wire != value.wire)).collect();
            let changed = !new.is_empty();
            let mut all = own;
            all.values.extend(new);
            types.get_mut(id).shape = Shape::Enum(all);
            (id, changed)
        }
        (own, other) => match takes(&own, &other) {
            Takes::Already => (id, false),
            Takes::Instead => (more, true),
            Takes::Beside => {
                let cases = [id, more].map(|ty| Case { kind: CaseKind::Type(ty), basis: basis.clone() });
                (types.add(TypeDef::anonymous(Shape::OneOf(cases.to_vec()), basis.clone())), true)
            }
        },
    }
}

/// How one shape stands to another.
enum Takes {
    /// It takes all that the other one takes.
    Already,
    /// The other one takes all that it takes.
    Instead,
    /// They take different things.
    Beside,
}

fn takes(own: &Shape, other: &Shape) -> Takes {
    let is_text = |shape: &Shape| match shape {
        Shape::String(_) => true,
        Shape::Enum(values) => values.base == EnumBase::Text,
        _ => false,
    };
    let is_whole = |shape: &Shape| match shape {
        Shape::Integer => true,
        Shape::Enum(values) => values.base == EnumBase::Integer,
        _ => false,
    };
    match (own, other) {
        (Shape::Any, _) => Takes::Already,
        // What it was stays what it is, and whatever else comes is kept beside it.
        (_, Shape::Any) => Takes::Beside,
        (own, other) if own == other => Takes::Already,
        (Shape::String(StringForm::Plain), other) if is_text(other) => Takes::Already,
        (own, Shape::String(StringForm::Plain)) if is_text(own) => Takes::Instead,
        (Shape::Number, other) if is_whole(other) => Takes::Already,
        (own, Shape::Number) if is_whole(own) => Takes::Instead,
        (Shape::Integer, other) if is_whole(other) => Takes::Already,
        (own, Shape::Integer) if is_whole(own) => Takes::Instead,
        _ => Takes::Beside,
    }
}

/// Gives a union one more case, or widens the one that is near to it.
fn with_case(types: &mut Types, union: TypeId, more: TypeId, basis: &Basis, depth: usize) -> bool {
    let Shape::OneOf(mut cases) = types.get(union).shape.clone() else { return false };
    let values = match &types.get(more).shape {
        Shape::Enum(values) if values.base == EnumBase::Text => values.values.clone(),
        _ => Vec::new(),
    };
    // A text that is always the same has a sister: `number | "never"` and `"soon"`.
    if !values.is_empty() && cases.iter().any(|case| matches!(case.kind, CaseKind::Text(_))) {
        let mut changed = false;
        for value in &values {
            changed |= with_text(types, union, &value.wire, basis).1;
        }
        return changed;
    }
    for case in &mut cases {
        let CaseKind::Type(known) = case.kind else { continue };
        let near = match (&types.get(known).shape, &types.get(more).shape) {
            (Shape::List(_), Shape::List(_)) | (Shape::Map(_), Shape::Map(_)) => true,
            (Shape::Enum(own), Shape::Enum(other)) => own.base == other.base,
            (own, other) => !matches!(takes(own, other), Takes::Beside),
        };
        if near {
            let (widened, changed) = widen(types, known, more, basis, depth + 1);
            case.kind = CaseKind::Type(widened);
            types.get_mut(union).shape = Shape::OneOf(cases);
            return changed;
        }
    }
    cases.push(Case { kind: CaseKind::Type(more), basis: basis.clone() });
    types.get_mut(union).shape = Shape::OneOf(cases);
    true
}

/// Gives a union one more text; what is no union becomes one.
fn with_text(types: &mut Types, id: TypeId, text: &str, basis: &Basis) -> (TypeId, bool) {
    let case = Case { kind: CaseKind::Text(text.to_owned()), basis: basis.clone() };
    match &mut types.get_mut(id).shape {
        Shape::OneOf(cases) if cases.contains(&case) || cases.iter().any(|known| known.kind == case.kind) => (id, false),
        Shape::OneOf(cases) => {
            cases.push(case);
            (id, true)
        }
        _ => {
            let cases = vec![Case { kind: CaseKind::Type(id), basis: basis.clone() }, case];
            (types.add(TypeDef::anonymous(Shape::OneOf(cases), basis.clone())), true)
        }
    }
}

/// The objects that stand behind lists, maps, `null` and the cases of unions, in order.
fn objects(types: &Types, id: TypeId) -> Vec<TypeId> {
    let (mut found, mut seen, mut open) = (Vec::new(), Vec::new(), vec![id]);
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &types.get(id).shape {
            Shape::Object(_) => found.push(id),
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => open.push(*inner),
            Shape::OneOf(cases) => open.extend(cases.iter().rev().filter_map(|case| match case.kind {
                CaseKind::Type(ty) => Some(ty),
                CaseKind::Text(_) => None,
            })),
            Shape::Any | Shape::Bool | Shape::Integer | Shape::Number | Shape::String(_) | Shape::File | Shape::Enum(_) => {}
        }
    }
    found
}

fn object(types: &Types, id: TypeId) -> Option<&Object> {
    if let Shape::Object(object) = &types.get(id).shape { Some(object) } else { None }
}

/// The member with a key, of the first object that has it.
fn member(types: &Types, id: TypeId, key: &FieldKey) -> Option<Spot> {
    objects(types, id).into_iter().find_map(|owner| {
        let object = object(types, owner)?;
        match key {
            FieldKey::Named(name) => object.fields.iter().position(|field| field.wire == *name).map(|at| Spot::Field(owner, at)),
            FieldKey::Open(prefix) => object.open.as_ref().filter(|open| open.prefix == *prefix).map(|_| Spot::Open(owner)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{add, also, find, new_member};
    use crate::ir::sample::{add as put, basis, member, name, object, values};
    use crate::ir::{
        Also, Api, Case, CaseKind, Enum, EnumBase, Fact, FieldKey, FieldPath, Presence, Shape, Spot, StringForm, TypeId, Types,
    };

    fn api() -> Api {
        Api::new(Fact::new("Parts".to_owned(), basis()))
    }

    fn union(api: &mut Api, cases: Vec<CaseKind>) -> TypeId {
        let cases = cases.into_iter().map(|kind| Case { kind, basis: basis() }).collect();
        put(api, Shape::OneOf(cases))
    }

    fn numbers(api: &mut Api, all: &[&str]) -> TypeId {
        let Shape::Enum(texts) = values(all) else { panic!("an enumeration") };
        put(api, Shape::Enum(Enum { base: EnumBase::Integer, ..texts }))
    }

    /// A type in the language of specs.
    fn words(types: &Types, id: TypeId) -> String {
        match &types.get(id).shape {
            Shape::Any => "any".to_owned(),
            Shape::Bool => "boolean".to_owned(),
            Shape::Integer => "integer".to_owned(),
            Shape::Number => "number".to_owned(),
            Shape::File => "file".to_owned(),
            Shape::String(StringForm::Plain) => "string".to_owned(),
            Shape::String(form) => format!("{form:?}").to_lowercase(),
            Shape::List(inner) => format!("[{}]", words(types, *inner)),
            Shape::Map(inner) => format!("{{{}}}", words(types, *inner)),
            Shape::Nullable(inner) => format!("({})?", words(types, *inner)),
            Shape::Object(object) => {
                let fields: Vec<String> = object.fields.iter().map(|field| format!("{}: {}", field.wire, words(types, field.ty))).collect();
                let open = object.open.iter().map(|open| format!("{}*: {}", open.prefix, words(types, open.ty)));
                format!("{{ {} }}", fields.into_iter().chain(open).collect::<Vec<_>>().join(", "))
            }
            Shape::Enum(values) => {
                format!("enum {}", values.values.iter().map(|value| value.wire.as_str()).collect::<Vec<_>>().join(" | "))
            }
            Shape::OneOf(cases) => cases
                .iter()
                .map(|case| match &case.kind {
                    CaseKind::Type(ty) => words(types, *ty),
                    CaseKind::Text(text) => format!("\"{text}\""),
                })
                .collect::<Vec<_>>()
                .join(" | "),
        }
    }

    #[test]
    fn what_may_come_as_well_makes_a_type_wider() {
        type Make = fn(&mut Api) -> TypeId;
        let integer: Make = |api| put(api, Shape::Integer);
        let number: Make = |api| put(api, Shape::Number);
        let string: Make = |api| put(api, Shape::String(StringForm::Plain));
        let date: Make = |api| put(api, Shape::String(StringForm::Date));
        let any: Make = |api| put(api, Shape::Any);
        let ab: Make = |api| put(api, values(&["a", "b"]));
        let bc: Make = |api| put(api, values(&["b", "c"]));
        let one: Make = |api| numbers(api, &["1"]);
        let list: Make = |api| {
            let item = put(api, Shape::Integer);
            put(api, Shape::List(item))
        };
        let texts: Make = |api| {
            let item = put(api, Shape::String(StringForm::Plain));
            put(api, Shape::List(item))
        };
        let never: Make = |api| {
            let number = put(api, Shape::Number);
            union(api, vec![CaseKind::Type(number), CaseKind::Text("never".to_owned())])
        };
        let maybe: Make = |api| {
            let integer = put(api, Shape::Integer);
            put(api, Shape::Nullable(integer))
        };
        let table: [(Make, Make, &str, bool); 20] = [
            (integer, number, "number", true),
            (number, integer, "number", false),
            (integer, integer, "integer", false),
            (integer, string, "integer | string", true),
            (date, string, "string", true),
            (string, date, "string", false),
            (any, string, "any", false),
            (string, any, "string | any", true),
            (ab, bc, "enum a | b | c", true),
            (ab, ab, "enum a | b", false),
            (ab, string, "string", true),
            (string, ab, "string", false),
            (one, integer, "integer", true),
            (one, ab, "enum 1 | enum a | b", true),
            (list, texts, "[integer | string]", true),
            (never, bc, "number | \"never\" | \"b\" | \"c\"", true),
            (never, string, "number | \"never\" | string", true),
            (maybe, string, "(integer | string)?", true),
            (integer, maybe, "(integer)?", true),
            (string, never, "string | number | \"never\"", true),
        ];
        for (own, more, expected, changes) in table {
            let mut api = api();
            let (own, more) = (own(&mut api), more(&mut api));
            let (wide, changed) = also(&mut api.types, own, Also::Type(more), &basis());
            assert_eq!((words(&api.types, wide).as_str(), changed), (expected, changes));
            // Once is enough.
            let (again, changed) = also(&mut api.types, wide, Also::Type(more), &basis());
            assert_eq!((words(&api.types, again).as_str(), changed), (expected, false), "said again");
        }
        let mut api = api();
        let id = put(&mut api, Shape::Integer);
        let (null, changed) = also(&mut api.types, id, Also::Null, &basis());
        assert_eq!((words(&api.types, null).as_str(), changed), ("(integer)?", true));
        assert_eq!(also(&mut api.types, null, Also::Null, &basis()), (null, false));
    }

    #[test]
    fn parts_are_found_behind_lists_maps_and_unions() {
        let mut api = api();
        let string = put(&mut api, Shape::String(StringForm::Plain));
        let color = put(&mut api, object(vec![member("color", string, Presence::Required)]));
        let colors = put(&mut api, Shape::List(color));
        let by_name = put(&mut api, Shape::Map(colors));
        let either = union(&mut api, vec![CaseKind::Type(string), CaseKind::Type(color)]);
        let fields = vec![
            member("tags", by_name, Presence::Unknown),
            member("one", either, Presence::Unknown),
            member("a.b", string, Presence::Unknown),
        ];
        let root = name(&mut api, "Root", object(fields));
        let path = |text: &str| FieldPath::parse(text).expect("a test writes paths");
        let named = name(&mut api, "Pets", Shape::List(root));
        let from = Spot::Type(named);
        let leads = |api: &Api, text: &str| {
            let spot = find(api, from, &path(text))?;
            Some(words(&api.types, spot.ty(api)?))
        };
        assert_eq!(leads(&api, "[].tags[][].color").as_deref(), Some("string"));
        assert_eq!(leads(&api, "[].tags[]").as_deref(), Some("[{ color: string }]"));
        assert_eq!(leads(&api, "[].tags[][]").as_deref(), Some("{ color: string }"));
        assert_eq!(leads(&api, "[].one.color").as_deref(), Some("string"));
        assert_eq!(leads(&api, "[].\"a.b\"").as_deref(), Some("string"));
        for nowhere in ["[].two", "[].tags[][][]", "[][]", "[].\"a.b\"[]"] {
            assert_eq!(leads(&api, nowhere), None, "{nowhere}");
        }
        // A field is added to the one object that is there.
        let integer = put(&mut api, Shape::Integer);
        assert_eq!(new_member(&api, from, &path("[].one.size")), Some((color, FieldKey::Named("size".to_owned()))));
        assert_eq!(new_member(&api, from, &path("[].one.size[]")), None);
        let size = FieldKey::Named("size".to_owned());
        assert!(add(&mut api.types, color, &size, integer, &basis()));
        assert!(!add(&mut api.types, color, &size, integer, &basis()), "it is there");
        let open = |prefix: &str| FieldKey::Open(prefix.to_owned());
        assert!(add(&mut api.types, color, &open("x-a"), string, &basis()));
        assert!(add(&mut api.types, color, &open("x-b"), integer, &basis()));
        assert_eq!(words(&api.types, color), "{ color: string, size: integer, x-*: string | integer }");
        assert!(!add(&mut api.types, color, &open("x-c"), string, &basis()), "they begin so already");
    }
}
