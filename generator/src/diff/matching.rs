//! Which operation of the new version is which of the old.
//!
//! By id and key; then by id; then by key (method, path shape, constants); then by likeness, which takes the same name or the same words
//! and only one candidate. Whatever was matched by less than its id is reported with all that differs, so that no match hides a removal.

use super::words::same_words;
use crate::ir::{Api, Operation};
use std::collections::BTreeMap;

/// How much of the paths must be alike for two operations of one name: names such as `get` are common.
const ALIKE_NAMED: f64 = 0.75;
/// How much of the paths must be alike for two operations with the same words.
const ALIKE_DESCRIBED: f64 = 0.5;
/// How many characters of words make them worth comparing.
const TELLING: usize = 20;

/// Which operations belong together, by their positions.
pub(super) struct Matching {
    /// Old and new position, in the order of the new.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Positions of old operations that are gone.
    pub(super) removed: Vec<usize>,
    /// Positions of new operations.
    pub(super) added: Vec<usize>,
}

/// Matches the operations of two versions.
pub(super) fn match_operations(old: &Api, new: &Api) -> Matching {
    let mut left: Vec<usize> = (0..old.operations.len()).collect();
    let mut right: Vec<usize> = (0..new.operations.len()).collect();
    let mut pairs = Vec::new();
    let id_and_key = |operation: &Operation| format!("{}\n{}", operation.id, operation.key());
    let by: [&dyn Fn(&Operation) -> String; 3] = [&id_and_key, &|operation| operation.id.clone(), &Operation::key];
    for name in by {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &at in left.iter().rev() {
            found.entry(name(&old.operations[at])).or_default().push(at);
        }
        right.retain(|&at| match found.get_mut(&name(&new.operations[at])).and_then(Vec::pop) {
            Some(partner) => {
                pairs.push((partner, at));
                false
            }
            None => true,
        });
        left.retain(|at| !pairs.iter().any(|(taken, _)| taken == at));
    }
    let alike: Vec<(usize, usize)> = right
        .iter()
        .flat_map(|&new_at| left.iter().map(move |&old_at| (old_at, new_at)))
        .filter(|&(old_at, new_at)| are_alike(&old.operations[old_at], &new.operations[new_at]))
        .collect();
    for &(old_at, new_at) in &alike {
        let rivals = alike.iter().filter(|(one, other)| *one == old_at || *other == new_at).count();
        if rivals == 1 {
            pairs.push((old_at, new_at));
            left.retain(|&at| at != old_at);
            right.retain(|&at| at != new_at);
        }
    }
    pairs.sort_by_key(|&(_, at)| at);
    Matching { pairs, removed: left, added: right }
}

fn are_alike(old: &Operation, new: &Operation) -> bool {
    if old.method.value != new.method.value {
        return false;
    }
    let same_name = old.name.value.eq_ignore_ascii_case(&new.name.value);
    let same_docs = match (&old.docs, &new.docs) {
        (Some(old), Some(new)) => old.value.chars().count() >= TELLING && same_words(&old.value, &new.value),
        (None, _) | (_, None) => false,
    };
    if !same_name && !same_docs {
        return false;
    }
    let path = strsim::normalized_levenshtein(&old.path.value.form(), &new.path.value.form());
    path >= if same_docs { ALIKE_DESCRIBED } else { ALIKE_NAMED }
}
