//! Evidence → types.

use super::evidence::{Evidence, Kind, Member, Members, Seen};
use crate::ir::{Basis, Case, CaseKind, Fact, Field, How, Layer, Object, Presence, Samples, Shape, StringForm, TypeDef, TypeId, Types};
use std::collections::BTreeMap;

/// The types of the objects that contain themselves, by their numbers.
type Above = BTreeMap<usize, TypeId>;

/// Gives what was seen a type.
pub(super) fn settle(evidence: Evidence, types: &mut Types) -> TypeId {
    settle_inside(evidence, types, &mut Above::new())
}

fn settle_inside(evidence: Evidence, types: &mut Types, above: &mut Above) -> TypeId {
    let Evidence { kinds, nulls, holes } = evidence;
    let mut all: Vec<(TypeId, Seen)> = Vec::new();
    for kind in kinds {
        let (id, seen) = settle_kind(kind, types, above);
        match all.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => known.join(seen),
            None => all.push((id, seen)),
        }
    }
    let Some(&(only, first)) = all.first() else {
        let unknown = types.add(TypeDef::anonymous(Shape::Any, basis(nulls.or(holes))));
        return or_null(unknown, nulls, types);
    };
    let value = if all.len() == 1 {
        only
    } else {
        let count = all.iter().fold(0_u32, |sum, (_, seen)| sum.saturating_add(seen.count));
        let cases = all.drain(..).map(|(ty, seen)| Case { kind: CaseKind::Type(ty), basis: basis(Some(seen)) }).collect();
        types.add(TypeDef::anonymous(Shape::OneOf(cases), basis(Some(Seen { count, first: first.first }))))
    };
    or_null(value, nulls, types)
}

fn or_null(value: TypeId, nulls: Option<Seen>, types: &mut Types) -> TypeId {
    match nulls {
        Some(nulls) => types.add(TypeDef::anonymous(Shape::Nullable(value), basis(Some(nulls)))),
        None => value,
    }
}

fn settle_kind(kind: Kind, types: &mut Types, above: &mut Above) -> (TypeId, Seen) {
    let (shape, seen) = match kind {
        Kind::Bool(seen) => (Shape::Bool, seen),
        Kind::Number { seen, fractions: 0 } => (Shape::Integer, seen),
        Kind::Number { seen, .. } => (Shape::Number, seen),
        // One value that is no date makes all of them strings; a single date is taken at its word.
        Kind::Text { seen, date_times } if date_times == seen.count => (Shape::String(StringForm::DateTime), seen),
        Kind::Text { seen, .. } => (Shape::String(StringForm::Plain), seen),
        Kind::List { seen, items } => (Shape::List(settle_item(*items, seen, types, above)), seen),
        Kind::Map { seen, values } => (Shape::Map(settle_item(*values, seen, types, above)), seen),
        Kind::Object { seen, members } => {
            // What is inside may be of the type itself, which is therefore there before it.
            if !members.numbers.is_empty() {
                let id = types.add(TypeDef::anonymous(Shape::Any, basis(Some(seen))));
                above.extend(members.numbers.iter().map(|&number| (number, id)));
                types.get_mut(id).shape = settle_object(members, types, above);
                return (id, seen);
            }
            (settle_object(members, types, above), seen)
        }
        Kind::Above { seen, number } => match above.get(&number) {
            Some(id) => return (*id, seen),
            None => (Shape::Any, seen),
        },
    };
    (types.add(TypeDef::anonymous(shape, basis(Some(seen)))), seen)
}

/// The type of what is in lists or maps, of which there were so many.
fn settle_item(item: Evidence, seen: Seen, types: &mut Types, above: &mut Above) -> TypeId {
    let empty = item.nulls.is_none() && item.holes.is_none() && !item.has_values();
    if empty { types.add(TypeDef::anonymous(Shape::Any, basis(Some(seen)))) } else { settle_inside(item, types, above) }
}

fn settle_object(members: Members, types: &mut Types, above: &mut Above) -> Shape {
    let whole = members.whole;
    let fields = members.all.into_iter().map(|member| settle_member(member, whole, types, above)).collect();
    Shape::Object(Object { fields, open: None })
}

fn settle_member(member: Member, whole: u32, types: &mut Types, above: &mut Above) -> Field {
    let Member { key, seen, in_whole, value, .. } = member;
    let ty = settle_inside(value, types, above);
    // However many objects have it: the next one may not, and only a document can say that it must.
    let presence = if in_whole < whole { Presence::Optional } else { Presence::Unknown };
    let mut field = Field::new(key, ty, basis(Some(seen)));
    field.presence = Fact::new(presence, basis(Some(Seen { count: whole, first: seen.first })));
    field
}

fn basis(seen: Option<Seen>) -> Basis {
    match seen {
        Some(Seen { count, first }) => Basis::inferred(first, count),
        None => Basis { how: How::Inferred { samples: Samples(0) }, span: None, written: None, page: None, layer: Layer::Document },
    }
}
