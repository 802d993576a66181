//! What all evidence together says of objects: whose keys are data, and which contain themselves.

use super::evidence::{Evidence, Kind, Members};
use super::form;
use std::collections::BTreeSet;

/// From so many keys on, objects with the same members are the values of a map: nobody names so many fields of one type.
const MANY_OBJECTS: usize = 20;

/// The same of texts, numbers and booleans of one kind. Flat records of a hundred texts are real.
const MANY_SCALARS: usize = 250;

/// So many objects at one place have to differ in their keys, before what they differ in is data.
const SEVERAL: u32 = 3;

/// In so many keys, where they could be names; a request that changes one member or the other shows a few of them.
const SEVERAL_NAMES: usize = 5;

/// The same where the values are no objects.
const SEVERAL_SCALARS: usize = 20;

/// Parts maps from records, and gives objects that contain themselves one type.
pub(super) fn settle_objects(evidence: &mut Evidence) {
    part_maps(evidence);
    let mut numbers = 0;
    // At the top there is nothing above.
    fold(evidence, &mut Vec::new(), &mut numbers);
}

fn part_maps(evidence: &mut Evidence) {
    for kind in std::mem::take(&mut evidence.kinds) {
        let kind = match kind {
            Kind::Object { seen, mut members } if keys_are_data(&members) => {
                let values = Box::new(std::mem::take(members.join_values()));
                Kind::Map { seen, values }
            }
            other => other,
        };
        evidence.kinds.push(kind);
    }
    for kind in &mut evidence.kinds {
        match kind {
            Kind::List { items, .. } => part_maps(items),
            Kind::Map { values, .. } => part_maps(values),
            Kind::Object { members, .. } => members.all.iter_mut().for_each(|member| part_maps(&mut member.value)),
            Kind::Bool(_) | Kind::Number { .. } | Kind::Text { .. } | Kind::Above { .. } => {}
        }
    }
}

/// Whether the keys of objects are data, and not names of fields.
pub(super) fn keys_are_data(members: &Members) -> bool {
    if members.values.is_some() {
        return true;
    }
    let count = members.all.len();
    let mut forms = members.all.iter().map(|member| form::key(&member.key));
    if let Some(first) = forms.next().flatten()
        && (count >= 2 || first.is_enough())
        && forms.all(|form| form == Some(first))
    {
        return true;
    }
    let odd = members.all.iter().any(|member| form::is_odd(&member.key));
    let few_have_it = members.whole >= SEVERAL && members.all.iter().all(|member| member.in_whole.saturating_mul(SEVERAL) <= members.whole);
    let least = usize::try_from(SEVERAL).unwrap_or(usize::MAX);
    match alike(members) {
        Some(Alike::Objects) => {
            let says_key = (count >= 2 || odd) && all_say_the_key(members);
            says_key || count >= MANY_OBJECTS || (few_have_it && count >= if odd { least } else { SEVERAL_NAMES })
        }
        Some(Alike::Scalars) => count >= MANY_SCALARS || (few_have_it && count >= SEVERAL_SCALARS),
        None => false,
    }
}

/// What all members of an object have in common.
enum Alike {
    /// They are objects with nearly the same members.
    Objects,
    /// They are texts, or numbers, or booleans.
    Scalars,
}

fn alike(members: &Members) -> Option<Alike> {
    let mut labels: Vec<BTreeSet<&str>> = Vec::new();
    let mut scalar: Option<&Kind> = None;
    for member in &members.all {
        match member.value.kinds.as_slice() {
            // A `null` says nothing.
            [] if member.value.nulls.is_some() => {}
            [Kind::Object { members, .. }] if members.values.is_none() => {
                labels.push(members.all.iter().map(|member| member.key.as_str()).collect());
            }
            [kind @ (Kind::Bool(_) | Kind::Number { .. } | Kind::Text { .. })] => match scalar {
                Some(known) if std::mem::discriminant(known) != std::mem::discriminant(kind) => return None,
                _ => scalar = Some(kind),
            },
            _ => return None,
        }
    }
    match (labels.is_empty(), scalar) {
        (false, None) => {
            let all: BTreeSet<&str> = labels.iter().flatten().copied().collect();
            // What has only one member is alike too easily.
            (all.len() >= 2 && labels.iter().all(|labels| labels.len() * 4 >= all.len() * 3)).then_some(Alike::Objects)
        }
        (true, Some(_)) => Some(Alike::Scalars),
        _ => None,
    }
}

/// Whether each value says its key again, and all of them in the same member.
fn all_say_the_key(members: &Members) -> bool {
    let mut common: Option<Vec<&String>> = None;
    for member in &members.all {
        let Some(names) = &member.says_key else { continue };
        match &mut common {
            Some(common) => common.retain(|name| names.contains(name)),
            None => common = Some(names.iter().collect()),
        }
    }
    common.is_some_and(|names| !names.is_empty())
}

/// An object around the place that is looked at.
struct Around {
    keys: BTreeSet<String>,
    numbers: Vec<usize>,
    /// What was found inside of it that is of its type.
    found: Vec<Members>,
}

/// Takes objects with the same members as one around them out of their place, and joins them to that one: `{"id", "children": [{"id", "children": []}]}`
/// is a tree. An object has the same members only if it also has the one that leads to it.
fn fold(evidence: &mut Evidence, around: &mut Vec<Around>, numbers: &mut usize) {
    let mut kinds = Vec::new();
    // Where the keys are data of what was joined, they are of all.
    let is_map = evidence.kinds.iter().any(|kind| matches!(kind, Kind::Map { .. }));
    for kind in std::mem::take(&mut evidence.kinds) {
        let Kind::Object { seen, mut members } = kind else {
            kinds.push(kind);
            continue;
        };
        if is_map {
            let values = Box::new(std::mem::take(members.join_values()));
            kinds.push(Kind::Map { seen, values });
            continue;
        }
        let above = kinds.iter().find_map(|kind| if let Kind::Above { number, .. } = kind { Some(*number) } else { None });
        match same_around(&members, above, around) {
            Some(same) => {
                let number = same.numbers.first().copied().unwrap_or_else(|| {
                    *numbers += 1;
                    same.numbers.push(*numbers);
                    *numbers
                });
                same.found.push(members);
                kinds.push(Kind::Above { seen, number });
            }
            None => kinds.push(Kind::Object { seen, members }),
        }
    }
    for kind in kinds {
        evidence.join_kind(kind);
    }
    for kind in &mut evidence.kinds {
        match kind {
            Kind::List { items, .. } => fold(items, around, numbers),
            Kind::Map { values, .. } => fold(values, around, numbers),
            Kind::Object { members, .. } => fold_members(members, around, numbers),
            Kind::Bool(_) | Kind::Number { .. } | Kind::Text { .. } | Kind::Above { .. } => {}
        }
    }
}

/// The same inside of an object, until nothing inside of it is of its type.
fn fold_members(members: &mut Members, around: &mut Vec<Around>, numbers: &mut usize) {
    loop {
        let keys = members.all.iter().map(|member| member.key.clone()).collect();
        around.push(Around { keys, numbers: std::mem::take(&mut members.numbers), found: Vec::new() });
        members.all.iter_mut().for_each(|member| fold(&mut member.value, around, numbers));
        let Some(Around { numbers: own, found, .. }) = around.pop() else { return };
        members.numbers = own;
        if found.is_empty() {
            return;
        }
        for same in found {
            members.join(same);
        }
    }
}

/// The object around that has the same members, or that the objects at the same place are of the type of.
fn same_around<'a>(members: &Members, above: Option<usize>, around: &'a mut [Around]) -> Option<&'a mut Around> {
    around.iter_mut().find(|object| {
        let same = object.keys.len() >= 2
            && object.keys.len() == members.all.len()
            && members.all.iter().all(|member| object.keys.contains(&member.key));
        same || above.is_some_and(|above| object.numbers.contains(&above))
    })
}
