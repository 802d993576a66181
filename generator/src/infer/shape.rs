//! Evidence → types.

use super::evidence::{Evidence, Kind, Member, Members, Seen};
use crate::ir::{Basis, Case, CaseKind, Fact, Field, How, Layer, Object, Presence, Samples, Shape, StringForm, TypeDef, TypeId, Types};

/// From so many objects on, "always there" counts as evidence that a member is required. It stays inferred.
const ENOUGH: u32 = 10;

/// Gives what was seen a type.
pub(super) fn settle(evidence: Evidence, types: &mut Types) -> TypeId {
    let Evidence { kinds, nulls, holes } = evidence;
    let mut all: Vec<(TypeId, Seen)> = kinds.into_iter().map(|kind| settle_kind(kind, types)).collect();
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

fn settle_kind(kind: Kind, types: &mut Types) -> (TypeId, Seen) {
    let (shape, seen) = match kind {
        Kind::Bool(seen) => (Shape::Bool, seen),
        Kind::Number { seen, fractions: 0 } => (Shape::Integer, seen),
        Kind::Number { seen, .. } => (Shape::Number, seen),
        // One value that is no date makes all of them strings; a single date is taken at its word.
        Kind::Text { seen, date_times } if date_times == seen.count => (Shape::String(StringForm::DateTime), seen),
        Kind::Text { seen, .. } => (Shape::String(StringForm::Plain), seen),
        Kind::List { seen, items } => {
            let empty = items.nulls.is_none() && items.holes.is_none() && !items.has_values();
            let item = if empty { types.add(TypeDef::anonymous(Shape::Any, basis(Some(seen)))) } else { settle(*items, types) };
            (Shape::List(item), seen)
        }
        Kind::Object { seen, members } => (settle_object(members, types), seen),
    };
    (types.add(TypeDef::anonymous(shape, basis(Some(seen)))), seen)
}

fn settle_object(members: Members, types: &mut Types) -> Shape {
    if members.keys_are_data() {
        let mut value = Evidence::default();
        for member in members.all {
            value.join(member.value);
        }
        return Shape::Map(settle(value, types));
    }
    let whole = members.whole;
    let fields = members.all.into_iter().map(|member| settle_member(member, whole, types)).collect();
    Shape::Object(Object { fields, open: None })
}

fn settle_member(member: Member, whole: u32, types: &mut Types) -> Field {
    let Member { key, seen, in_whole, value } = member;
    let ty = settle(value, types);
    let presence = if in_whole < whole {
        Presence::Optional
    } else if in_whole >= ENOUGH {
        Presence::Required
    } else {
        Presence::Unknown
    };
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
