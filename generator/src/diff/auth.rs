//! Authentication: the schemes of the API, and which of them an operation accepts.

use super::change::Direction;
use super::compare::{Comparison, Spot};
use super::matching::Matching;
use super::rule::{Level, Rule, Wire};
use crate::ir::{Accepts, AuthScheme, Credential, CredentialPlace, Fact, NodeId, Signature};
use crate::text::Span;
use std::collections::BTreeSet;

impl Comparison<'_> {
    /// Compares the schemes, then what each operation accepts.
    pub(super) fn auth(&mut self, matching: &Matching) {
        let (old, new) = (&self.old.auth, &self.new.auth);
        let mut gone: Vec<&AuthScheme> = old.iter().filter(|scheme| !new.iter().any(|found| found.id == scheme.id)).collect();
        let mut fresh: Vec<&AuthScheme> = new.iter().filter(|scheme| !old.iter().any(|found| found.id == scheme.id)).collect();
        // A scheme that does the same under another id has another name.
        let mut renamed: Vec<(&AuthScheme, &AuthScheme)> = Vec::new();
        gone.retain(|&before| {
            let Some(at) = fresh.iter().position(|after| same_credentials(before, after)) else { return true };
            renamed.push((before, fresh.remove(at)));
            false
        });
        let kept = old.iter().filter_map(|before| Some((before, new.iter().find(|after| after.id == before.id)?)));
        let kept: Vec<_> = kept.collect();
        let replaced = kept.is_empty() && renamed.is_empty() && !gone.is_empty();
        for &(before, after) in kept.iter().chain(&renamed) {
            self.scheme(before, after);
        }
        for scheme in &gone {
            let rule = if replaced && !fresh.is_empty() { Rule::AuthGlobalScheme } else { Rule::AuthSchemeRemoved };
            let spot = Spot::whole(NodeId::auth(&scheme.id));
            self.push(spot.by(rule).was(scheme_text(scheme), scheme.basis.place()).toward(Direction::Request).known_by(&scheme.basis));
        }
        if replaced && fresh.is_empty() {
            let spot = Spot::whole(NodeId::api().child("auth"));
            let place = gone.first().and_then(|scheme| scheme.basis.place());
            let names: Vec<_> = gone.iter().map(|scheme| scheme.id.as_str()).collect();
            self.push(spot.by(Rule::AuthGlobalRemoved).was(names.join(", "), place).toward(Direction::Request));
        }
        for scheme in &fresh {
            let spot = Spot::whole(NodeId::auth(&scheme.id));
            self.push(spot.by(Rule::AuthSchemeAdded).is(scheme_text(scheme), scheme.basis.place()).toward(Direction::Request));
        }
        let renamed: Vec<(String, String)> = renamed.iter().map(|(old, new)| (old.id.clone(), new.id.clone())).collect();
        for &(before, after) in &matching.pairs {
            let (before, after) = (&self.old.operations[before], &self.new.operations[after]);
            self.accepts(&after.id, &before.auth, &after.auth, &renamed);
        }
    }

    fn scheme(&mut self, old: &AuthScheme, new: &AuthScheme) {
        let AuthScheme { id, credentials, docs, basis } = old;
        let spot = Spot::whole(NodeId::auth(&new.id));
        let places = (basis.place(), new.basis.place());
        if *id != new.id {
            self.push(spot.by(Rule::AuthSchemeRenamed).was(id, places.0).is(&new.id, places.1).toward(Direction::Request));
        }
        self.evidence(&spot, "scheme", basis, &new.basis);
        self.docs(Rule::DocAuth, &spot, docs, &new.docs);
        for at in 0..credentials.len().max(new.credentials.len()) {
            match (credentials.get(at), new.credentials.get(at)) {
                (Some(before), Some(after)) => self.credential(&spot, before, after, places),
                (Some(before), None) => {
                    self.push(spot.by(Rule::AuthValues).was(credential_text(before), places.0).toward(Direction::Request));
                }
                (None, Some(after)) => self.push(spot.by(Rule::AuthValues).is(credential_text(after), places.1).toward(Direction::Request)),
                (None, None) => {}
            }
        }
    }

    fn credential(&mut self, spot: &Spot, old: &Credential, new: &Credential, places: (Option<Span>, Option<Span>)) {
        let Credential { place, values, docs } = old;
        let say = |rule: Rule| {
            let change = spot.by(rule).was(credential_text(old), places.0).is(credential_text(new), places.1);
            change.toward(Direction::Request)
        };
        let rules = place_rules(place, &new.place);
        if values.len() != new.values.len() {
            self.push(say(Rule::AuthValues));
        } else if *values != new.values && rules.is_empty() {
            // As many values as before: callers compile, and may give what is no longer asked for.
            let mut change = say(Rule::AuthValues);
            (change.wire, change.rust, change.silent) = (Wire::Maybe, Level::Patch, true);
            self.push(change);
        }
        for rule in rules {
            self.push(say(rule));
        }
        self.docs(Rule::DocAuth, spot, docs, &new.docs);
    }

    fn accepts(&mut self, id: &str, old: &Fact<Accepts>, new: &Fact<Accepts>, renamed: &[(String, String)]) {
        let spot = Spot::whole(NodeId::operation(id).child("auth"));
        let named = |id: &String| renamed.iter().find(|(before, _)| before == id).map_or(id, |(_, after)| after).clone();
        let all = |schemes: &[AuthScheme]| schemes.iter().map(|scheme| scheme.id.clone()).collect::<BTreeSet<String>>();
        let before: Option<BTreeSet<String>> = match &old.value {
            Accepts::None => None,
            Accepts::Any | Accepts::AnyOrNone => Some(all(&self.old.auth).iter().map(named).collect()),
            Accepts::Of(ids) | Accepts::OfOrNone(ids) => Some(ids.iter().map(named).collect()),
        };
        let after: Option<BTreeSet<String>> = match &new.value {
            Accepts::None => None,
            Accepts::Any | Accepts::AnyOrNone => Some(all(&self.new.auth)),
            Accepts::Of(ids) | Accepts::OfOrNone(ids) => Some(ids.iter().cloned().collect()),
        };
        let (free_before, free_after) = (old.value.takes_none(), new.value.takes_none());
        let rules: &[Rule] = match (&before, &after) {
            // The schemes themselves came and went: that is said once.
            _ if old.value == new.value && matches!(old.value, Accepts::Any | Accepts::AnyOrNone) => &[],
            (None, None) => &[],
            (None, Some(_)) if free_after => &[Rule::AuthOpAlternative],
            (None, Some(_)) => &[Rule::AuthOpAdded],
            (Some(_), None) if free_before => &[Rule::AuthOpNarrowed],
            (Some(_), None) => &[Rule::AuthOpRemoved],
            // To do without is one more way.
            (Some(before), Some(after)) => {
                match (before.is_subset(after) && free_before <= free_after, after.is_subset(before) && free_after <= free_before) {
                    (true, true) => &[],
                    (true, false) => &[Rule::AuthOpAlternative],
                    (false, true) => &[Rule::AuthOpNarrowed],
                    (false, false) => &[Rule::AuthOpNarrowed, Rule::AuthOpAlternative],
                }
            }
        };
        if rules.is_empty() {
            self.evidence(&spot, "auth", &old.basis, &new.basis);
        }
        let text = |ids: &Option<BTreeSet<String>>, is_free: bool| {
            let ids = ids.iter().flatten().map(String::as_str);
            ids.chain(is_free.then_some("none")).collect::<Vec<_>>().join(", ")
        };
        for &rule in rules {
            let mut change =
                spot.by(rule).was(text(&before, free_before), old.basis.place()).is(text(&after, free_after), new.basis.place());
            change.used_by = vec![id.to_owned()];
            self.push(change.toward(Direction::Request).known_by(&old.basis));
        }
    }
}

fn same_credentials(old: &AuthScheme, new: &AuthScheme) -> bool {
    old.credentials.len() == new.credentials.len()
        && old.credentials.iter().zip(&new.credentials).all(|(old, new)| old.place == new.place && old.values == new.values)
}

fn place_rules(old: &CredentialPlace, new: &CredentialPlace) -> Vec<Rule> {
    use CredentialPlace::{BasicPair, Cookie, Header, Query, SignedQuery};
    match (old, new) {
        (Header { name: old_name, prefix: old_prefix }, Header { name, prefix }) => {
            let mut rules = Vec::new();
            // Header names do not know case.
            if !old_name.eq_ignore_ascii_case(name) {
                rules.push(Rule::AuthApikeyName);
            } else if old_name != name {
                rules.push(Rule::HeaderCaseChanged);
            }
            if old_prefix != prefix {
                rules.push(Rule::AuthPrefix);
            }
            rules
        }
        (Query { name: old }, Query { name: new }) | (Cookie { name: old }, Cookie { name: new }) if old != new => {
            vec![Rule::AuthApikeyName]
        }
        (Query { .. }, Query { .. }) | (Cookie { .. }, Cookie { .. }) | (BasicPair, BasicPair) => Vec::new(),
        (
            SignedQuery { name: old, signature: Signature::Md5OfQueryAndKey },
            SignedQuery { name: new, signature: Signature::Md5OfQueryAndKey },
        ) => {
            if old == new {
                Vec::new()
            } else {
                vec![Rule::AuthApikeyName]
            }
        }
        (BasicPair | SignedQuery { .. }, _) | (_, BasicPair | SignedQuery { .. }) => vec![Rule::AuthSchemeType],
        (Header { .. } | Query { .. } | Cookie { .. }, Header { .. } | Query { .. } | Cookie { .. }) => vec![Rule::AuthApikeyIn],
    }
}

fn scheme_text(scheme: &AuthScheme) -> String {
    scheme.credentials.iter().map(credential_text).collect::<Vec<_>>().join(" and ")
}

fn credential_text(credential: &Credential) -> String {
    let values = credential.values.join(", ");
    match &credential.place {
        CredentialPlace::Header { name, prefix } => format!("header {name}: {prefix}<{values}>"),
        CredentialPlace::Query { name } => format!("query {name}=<{values}>"),
        CredentialPlace::Cookie { name } => format!("cookie {name}=<{values}>"),
        CredentialPlace::BasicPair => format!("basic <{values}>"),
        CredentialPlace::SignedQuery { name, signature: Signature::Md5OfQueryAndKey } => format!("signed query {name} by <{values}>"),
    }
}
