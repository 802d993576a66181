//! Every rule on a pair of its own, with its verdicts written out.
//!
//! * here: the pairs, one change each, and what holds for all pairs
//! * `mixed.rs`: what several changes at once must not do, and what must not be a change

mod mixed;
mod pairs;

use super::{Change, Rule, compare};
use crate::ir::Api;
use crate::ir::sample;
use std::collections::BTreeSet;

/// A pair of versions that differ in one thing.
struct Case {
    /// What the old version is, but for the sample.
    old: fn(&mut Api),
    /// What the new version is, but for the old.
    new: fn(&mut Api),
    /// What is found: rule, node, whether old binaries break, level, whether it is silent.
    found: &'static [&'static str],
}

impl Case {
    fn versions(&self) -> (Api, Api) {
        let mut old = sample::pets();
        (self.old)(&mut old);
        let mut new = old.clone();
        (self.new)(&mut new);
        (old, new)
    }
}

/// One line: rule, node, wire, level, notice.
fn line(change: &Change) -> String {
    let notice = match (change.is_docs(), change.silent) {
        (true, _) => "docs",
        (false, true) => "silent",
        (false, false) => "seen",
    };
    format!("{} {} {} {} {notice}", change.rule, change.node, change.wire.word(), change.rust.word())
}

fn found(old: &Api, new: &Api) -> Vec<String> {
    compare(old, new).iter().map(line).collect()
}

#[test]
fn every_pair_gives_what_is_written_beside_it() {
    let mut wrong = Vec::new();
    for case in pairs::all() {
        let (old, new) = case.versions();
        let found = found(&old, &new);
        if found != case.found {
            wrong.push(format!("expected {:#?}\nfound {found:#?}", case.found));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_has_a_pair() {
    let raised: BTreeSet<Rule> = pairs::all()
        .iter()
        .flat_map(|case| {
            let (old, new) = case.versions();
            compare(&old, &new).into_iter().map(|change| change.rule).collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<&str> = Rule::ALL.iter().filter(|rule| !raised.contains(rule)).map(|rule| rule.id()).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_version_is_silent_against_itself() {
    for case in pairs::all() {
        let (old, new) = case.versions();
        assert_eq!(found(&old, &old), [""; 0]);
        assert_eq!(found(&new, &new), [""; 0]);
    }
}

#[test]
fn the_way_back_is_a_change_too() {
    // The finding differs, but nothing that can be seen one way is invisible the other way.
    for case in pairs::all() {
        let (old, new) = case.versions();
        assert!(!compare(&new, &old).is_empty(), "{:?}", case.found);
    }
}

#[test]
fn every_finding_says_where_and_what() {
    for case in pairs::all() {
        let (old, new) = case.versions();
        for change in compare(&old, &new) {
            assert!(change.before.is_some() || change.after.is_some(), "{}", line(&change));
            assert_ne!(change.before, change.after, "{}", line(&change));
            if change.before.is_some() {
                assert!(change.old_place.is_some(), "{}", line(&change));
            }
            if change.after.is_some() {
                assert!(change.new_place.is_some(), "{}", line(&change));
            }
        }
    }
}

#[test]
fn ids_are_stable_names_and_explained() {
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        assert!(rule.id().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{rule}");
        assert_eq!(Rule::from_id(rule.id()), Some(*rule));
        assert!(rule.sentence().ends_with('.'), "{rule}: a sentence");
        assert!(rule.advice().ends_with('.'), "{rule}: what to do");
    }
    assert_eq!(
        Rule::RespPropBecameOptional.explanation(),
        "resp-prop-became-optional\n\n\
         A field of an answer that was always there may be absent.\n\n\
         clients already built break: yes\n\
         version part for callers: major\n\
         silent: no\n\n\
         Callers must handle its absence. Pinning it as required keeps their code, and decoding then fails where it is absent.\n"
    );
}
