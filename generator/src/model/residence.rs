//! At which of its places each type is at home, and which type of the lock it is.
//!
//! The lock holds the names and the order of a type's fields at one place, the type's home, and says at each further place whose it is. When
//! documents change, a type may lose its home, and some of its places may become another type: the one that now stands at most of the old places
//! is the one that was there, wherever they are, and the others are new; of two that stand at equally many, the one that still has the fields that the
//! lock has. So a change of one sample changes the type of that sample, and not what forty others are called.

use super::Lock;
use super::homes::{Home, Homes};
use crate::ir::{NodeId, Shape, TypeId, Types};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Where each type is at home: the address that its lines in the lock begin with, and those of its other places.
pub(super) struct Residence {
    home: String,
    others: BTreeSet<String>,
}

impl Residence {
    fn at(home: String) -> Self {
        Self { home, others: BTreeSet::new() }
    }

    /// The address of the place where the type is at home.
    pub(super) fn home(&self) -> &str {
        &self.home
    }

    /// The lock's key of the type.
    pub(super) fn key(&self) -> String {
        type_key(&self.home)
    }

    /// The lock's keys of the type's other places.
    pub(super) fn other_keys(&self) -> impl Iterator<Item = String> {
        self.others.iter().map(|place| type_key(place))
    }
}

/// Finds each type's residence, and the lock as it would be had the types always resided there.
pub(super) fn settle<'l>(homes: &Homes, types: &Types, lock: &'l Lock) -> (BTreeMap<TypeId, Residence>, Cow<'l, Lock>) {
    let known = Known::of(lock);
    let elected = elect(homes, types, &known);
    let mut residences: BTreeMap<TypeId, Residence> =
        staying(homes, &elected).into_iter().map(|(id, home)| (id, Residence::at(home))).collect();
    for &id in homes.order() {
        // What the first place stands in came before.
        if !residences.contains_key(&id)
            && let Some(home) = homes.of(id).iter().find_map(|home| address(home, &residences))
        {
            residences.insert(id, Residence::at(home));
        }
    }
    for &id in homes.order() {
        let others: BTreeSet<String> = homes.of(id).iter().filter_map(|home| address(home, &residences)).collect();
        if let Some(residence) = residences.get_mut(&id) {
            residence.others = others;
            residence.others.remove(&residence.home);
        }
    }
    let moved = moved(lock, &known, &elected, &residences);
    (residences, moved)
}

/// The address of a place, as far as the residence of what it stands in is known.
fn address(home: &Home, residences: &BTreeMap<TypeId, Residence>) -> Option<String> {
    match home.within {
        None => Some(home.node.to_string()),
        Some(owner) => Some(format!("{}{}", residences.get(&owner)?.home, home.node)),
    }
}

/// The types that the lock knows.
struct Known<'l> {
    lock: &'l Lock,
    /// Their homes.
    homes: BTreeSet<&'l str>,
    /// Their homes by their names.
    by_name: BTreeMap<&'l str, &'l str>,
    /// Their fields and values, as steps behind their homes.
    parts: BTreeMap<&'l str, BTreeSet<&'l str>>,
}

impl<'l> Known<'l> {
    fn of(lock: &'l Lock) -> Self {
        let types: Vec<(&str, &str)> = lock.things().filter_map(|(key, name)| Some((type_address(key)?, name))).collect();
        let homes: BTreeSet<&str> = types.iter().map(|(home, _)| *home).collect();
        let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (key, _) in lock.things() {
            // What a value is called may hold anything.
            let cut = key.find("/=").or_else(|| key.rfind('/').filter(|&cut| !key[cut..].contains('#')));
            if let Some((home, part)) = cut.and_then(|cut| key.split_at_checked(cut))
                && let Some(home) = homes.get(home)
            {
                parts.entry(home).or_default().insert(part);
            }
        }
        Self { lock, homes, by_name: types.iter().map(|&(home, name)| (name, home)).collect(), parts }
    }

    /// How many fields and values a type has that the lock does not have at a home, or the other way round.
    fn differences(&self, home: &str, parts: &BTreeSet<String>) -> usize {
        let none = BTreeSet::new();
        let known = self.parts.get(home).unwrap_or(&none);
        let both = parts.iter().filter(|part| known.contains(part.as_str())).count();
        parts.len() + known.len() - 2 * both
    }

    /// The home of the type that stood at a place.
    fn home_of(&self, place: &str) -> Option<&'l str> {
        match self.homes.get(place) {
            Some(home) => Some(home),
            None => self.by_name.get(self.lock.type_at(&type_key(place))?).copied(),
        }
    }
}

/// So many times the election is held again at most. What stands in a type stands where that type stood, so each round decides for the next one: there
/// are as many as types stand in one another, and some more where two of them wanted to be the same one. Where they do not agree by then, the last
/// round counts: names may change more than they had to, and nothing else.
const ROUNDS: usize = 64;

/// The fields of a type, or its values, as steps behind its home.
fn parts(types: &Types, id: TypeId) -> BTreeSet<String> {
    let type_itself = NodeId::written("");
    match &types.get(id).shape {
        Shape::Object(object) => object.fields.iter().map(|field| type_itself.child(&field.wire).to_string()).collect(),
        Shape::Enum(values) => values.values.iter().map(|value| type_itself.value(&value.wire).to_string()).collect(),
        _ => BTreeSet::new(),
    }
}

/// Which type of the lock each type is, by its home there.
fn elect<'l>(homes: &Homes, types: &Types, known: &Known<'l>) -> BTreeMap<TypeId, &'l str> {
    let mut elected: BTreeMap<TypeId, &'l str> = BTreeMap::new();
    if known.homes.is_empty() {
        return elected;
    }
    let parts: BTreeMap<TypeId, BTreeSet<String>> = homes.order().iter().map(|&id| (id, parts(types, id))).collect();
    for _ in 0..ROUNDS {
        let mut candidates = Vec::new();
        for (rank, &id) in homes.order().iter().enumerate() {
            let mut votes: BTreeMap<&'l str, (usize, bool)> = BTreeMap::new();
            for home in homes.of(id) {
                let place = match home.within {
                    None => Cow::Borrowed(home.node.as_str()),
                    Some(owner) => match elected.get(&owner) {
                        Some(old) => Cow::Owned(format!("{old}{}", home.node)),
                        None => continue,
                    },
                };
                if let Some(old) = known.home_of(&place) {
                    let (count, at_home) = votes.entry(old).or_default();
                    *count += 1;
                    *at_home |= old == place;
                }
            }
            candidates.extend(votes.into_iter().map(|(old, (count, at_home))| {
                let differences = parts.get(&id).map_or(0, |parts| known.differences(old, parts));
                (Reverse(count), differences, Reverse(at_home), rank, old, id)
            }));
        }
        candidates.sort_unstable();
        let mut taken = BTreeSet::new();
        let mut next: BTreeMap<TypeId, &'l str> = BTreeMap::new();
        for (.., old, id) in candidates {
            if !next.contains_key(&id) && taken.insert(old) {
                next.insert(id, old);
            }
        }
        let agreed = next == elected;
        elected = next;
        if agreed {
            break;
        }
    }
    elected
}

/// The types that still stand where the lock has them, and what they stand in does, too.
fn staying(homes: &Homes, elected: &BTreeMap<TypeId, &str>) -> BTreeMap<TypeId, String> {
    let mut staying = elected.clone();
    loop {
        let stands = |id: TypeId, old: &str| {
            homes.of(id).iter().any(|home| match home.within {
                None => home.node.as_str() == old,
                Some(owner) => staying.get(&owner).is_some_and(|owner| old.strip_prefix(owner) == Some(home.node.as_str())),
            })
        };
        let next: BTreeMap<TypeId, &str> = staying.iter().filter(|&(&id, &old)| stands(id, old)).map(|(&id, &old)| (id, old)).collect();
        if next.len() == staying.len() {
            return next.into_iter().map(|(id, old)| (id, old.to_owned())).collect();
        }
        staying = next;
    }
}

/// The lock with each type's lines at its present home, without those of types that are gone.
fn moved<'l>(lock: &'l Lock, known: &Known<'l>, elected: &BTreeMap<TypeId, &'l str>, now: &BTreeMap<TypeId, Residence>) -> Cow<'l, Lock> {
    let mut moves: BTreeMap<&str, Option<&str>> = known.homes.iter().map(|&home| (home, None)).collect();
    for (id, &old) in elected {
        moves.insert(old, now.get(id).map(Residence::home));
    }
    if moves.iter().all(|(&old, &new)| new == Some(old)) {
        return Cow::Borrowed(lock);
    }
    Cow::Owned(lock.readdressed(|key| {
        // A line belongs to the innermost type that it stands in.
        let owner = key.rmatch_indices(['/', '#', '[']).find_map(|(at, _)| Some((key.get(at..)?, moves.get(key.get(..at)?)?)));
        match owner {
            Some((rest, Some(new))) => Some(format!("{new}{rest}")),
            Some((_, None)) => None,
            None => Some(key.to_owned()),
        }
    }))
}

/// The lock's key of a type: apart from the field that it may share its place with.
fn type_key(home: &str) -> String {
    if is_named(home) { home.to_owned() } else { format!("{home}#type") }
}

/// The address of the type that has a key.
pub(super) fn type_address(key: &str) -> Option<&str> {
    match key.strip_suffix("#type") {
        // Behind `/=` stands what the vendor writes.
        Some(home) => Some(home).filter(|home| !home.contains("/=")),
        None => Some(key).filter(|key| is_named(key)),
    }
}

/// Whether an address is that of a type with a name, and of no part of it.
fn is_named(address: &str) -> bool {
    address.starts_with("type:") && !address.contains(['/', '#']) && !address.ends_with("[]")
}
