//! The comparison as a whole, and the words that all its parts use.

use super::change::{Change, Role, Uses};
use super::matching::match_operations;
use super::rule::Rule;
use super::uses::TypeUses;
use super::words::{basis_words, same_words};
use crate::ir::{Api, Basis, Docs, Fact, NodeId, TypeId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What changed from one version of an API to another, in the order of the documents: the API as a whole, operations, types.
///
/// Two versions that mean the same give nothing, whatever lines moved.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let matching = match_operations(old, new);
    let renamed: BTreeMap<usize, usize> = matching.pairs.iter().copied().collect();
    let old_uses = TypeUses::of(old, |at| renamed.get(&at).map(|&at| new.operations[at].id.clone()));
    let new_uses = TypeUses::of(new, |at| Some(new.operations[at].id.clone()));
    let mut comparison = Comparison { old, new, old_uses, new_uses, changes: Vec::new(), open: VecDeque::new(), passed: BTreeSet::new() };
    comparison.api(&matching);
    comparison.operations(&matching);
    comparison.types();
    merged(comparison.changes)
}

/// The same thing found from two sides is one finding, used by all who use either. All that is known in another way about one node is one
/// finding too.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::with_capacity(changes.len());
    let mut found: BTreeMap<(Rule, NodeId, Option<String>, Option<String>), usize> = BTreeMap::new();
    for change in changes {
        let texts = if change.rule == Rule::EvidenceChanged { (None, None) } else { (change.before.clone(), change.after.clone()) };
        let key = (change.rule, change.node.clone(), texts.0, texts.1);
        if let Some(first) = found.get(&key).and_then(|&at| all.get_mut(at)) {
            if change.rule == Rule::EvidenceChanged {
                join(&mut first.before, change.before);
                join(&mut first.after, change.after);
            }
            for user in change.used_by {
                if !first.used_by.contains(&user) {
                    first.used_by.push(user);
                }
            }
        } else {
            found.insert(key, all.len());
            all.push(change);
        }
    }
    all
}

fn join(first: &mut Option<String>, more: Option<String>) {
    match (first, more) {
        (Some(first), Some(more)) if !first.split("; ").any(|part| part == more) => {
            first.push_str("; ");
            first.push_str(&more);
        }
        (first @ None, more) => *first = more,
        (Some(_), _) => {}
    }
}

/// What a finding is about: the node, what it is used for, and by whom.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) node: NodeId,
    pub(super) uses: Uses,
}

impl Spot {
    /// Something that concerns the API as a whole.
    pub(super) fn whole(node: NodeId) -> Self {
        Self { node, uses: Uses::default() }
    }

    pub(super) fn below(&self, step: &str) -> Self {
        Self { node: self.node.child(step), uses: self.uses.clone() }
    }

    /// The change by the rule that weighs most among those that what the node is used for calls for.
    pub(super) fn change(&self, rule: impl Fn(Role) -> Rule) -> Change {
        let worst = Change::worst(self.uses.roles.iter().map(|&role| rule(role)), &self.node);
        worst.unwrap_or_else(|| Change::new(rule(Role::Response), self.node.clone())).uses(&self.uses)
    }

    /// The change by a rule.
    pub(super) fn by(&self, rule: Rule) -> Change {
        Change::new(rule, self.node.clone()).uses(&self.uses)
    }
}

/// Two structures to be compared.
pub(super) struct Pair {
    pub(super) node: NodeId,
    pub(super) old: TypeId,
    pub(super) new: TypeId,
}

pub(super) struct Comparison<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) old_uses: TypeUses,
    pub(super) new_uses: TypeUses,
    pub(super) changes: Vec<Change>,
    /// Structures to be compared. A list instead of recursion: no depth of a type can exhaust the stack.
    pub(super) open: VecDeque<Pair>,
    /// Structures that were compared, or will be: each pair once.
    pub(super) passed: BTreeSet<(TypeId, TypeId)>,
}

impl Comparison<'_> {
    pub(super) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// The basis of a fact whose value is the same.
    pub(super) fn evidence(&mut self, spot: &Spot, what: &str, old: &Basis, new: &Basis) {
        if old != new {
            let text = |basis: &Basis| format!("{what} {}", basis_words(basis));
            self.push(spot.by(Rule::EvidenceChanged).was(text(old), old.place()).is(text(new), new.place()));
        }
    }

    /// Words about a node; white space is no change.
    pub(super) fn docs(&mut self, rule: Rule, spot: &Spot, old: &Docs, new: &Docs) {
        let same = match (old, new) {
            (Some(old), Some(new)) => same_words(&old.value, &new.value),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if let (true, Some(old), Some(new)) = (same, old, new) {
            self.evidence(spot, "words", &old.basis, &new.basis);
        }
        if !same {
            self.push(with_facts(spot.by(rule), old.as_ref(), new.as_ref(), Clone::clone));
        }
    }

    /// A fact that may be there: the change that `rule` calls for where the values differ, a changed basis where they do not.
    pub(super) fn fact<T: PartialEq>(
        &mut self,
        spot: &Spot,
        what: &str,
        (old, new): (Option<&Fact<T>>, Option<&Fact<T>>),
        show: impl Fn(&T) -> String,
        rule: impl FnOnce(Option<&T>, Option<&T>) -> Change,
    ) {
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if old.value == new.value => self.evidence(spot, what, &old.basis, &new.basis),
            _ => {
                let change = rule(old.map(|fact| &fact.value), new.map(|fact| &fact.value));
                let change = with_facts(change, old, new, show);
                self.push(match old {
                    Some(old) => change.known_by(&old.basis),
                    None => change,
                });
            }
        }
    }

    /// A list of facts in which order means nothing.
    pub(super) fn facts(&mut self, spot: &Spot, what: &str, old: &[Fact<String>], new: &[Fact<String>], added: Rule, removed: Rule) {
        for fact in old {
            match new.iter().find(|found| found.value == fact.value) {
                Some(found) => self.evidence(spot, what, &fact.basis, &found.basis),
                None => self.push(spot.by(removed).was(&fact.value, fact.basis.place())),
            }
        }
        for fact in new {
            if !old.iter().any(|found| found.value == fact.value) {
                self.push(spot.by(added).is(&fact.value, fact.basis.place()));
            }
        }
    }
}

/// Puts what was and what is into a change.
pub(super) fn with_facts<T>(change: Change, old: Option<&Fact<T>>, new: Option<&Fact<T>>, show: impl Fn(&T) -> String) -> Change {
    let change = match old {
        Some(fact) => change.was(show(&fact.value), fact.basis.place()),
        None => change,
    };
    match new {
        Some(fact) => change.is(show(&fact.value), fact.basis.place()),
        None => change,
    }
}
