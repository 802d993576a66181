//! What concerns the API as a whole: servers, headers, groups, webhooks, errors, limits.

use super::change::{Change, Direction, Role, Uses};
use super::compare::{Comparison, Spot};
use super::matching::Matching;
use super::rule::Rule;
use super::types::{Site, SiteKind};
use super::words::type_words;
use crate::ir::{
    Api, ErrorModel, Fact, Gap, GapSubject, Group, Header, NodeId, Outcome, PathTemplate, RateLimit, Server, ServerVariable, Serves,
    TypeId, Webhook, limit_text, outcome_text,
};
use std::collections::BTreeMap;

impl Comparison<'_> {
    /// Compares everything but the operations and the types.
    pub(super) fn api(&mut self, matching: &Matching) {
        let Api {
            title,
            docs,
            servers,
            auth: _,
            headers,
            types: _,
            groups,
            operations: _,
            webhooks,
            errors,
            outcome,
            envelope,
            rate_limits,
            gaps,
            // What samples show has become types; their number is no part of what is compared.
            samples: _,
        } = self.old;
        let new = self.new;
        let whole = Spot::whole(NodeId::api());
        self.fact(&whole, "title", (Some(title), Some(&new.title)), Clone::clone, |_, _| whole.by(Rule::InfoTitle));
        self.docs(Rule::DocInfoDescription, &whole, docs, &new.docs);
        self.servers(servers, &new.servers);
        self.auth(matching);
        self.headers(&whole, headers, &new.headers);
        self.groups(groups, &new.groups);
        self.webhooks(webhooks, &new.webhooks);
        self.errors(errors.as_ref(), new.errors.as_ref());
        self.outcome(outcome.as_ref(), new.outcome.as_ref());
        self.envelope(envelope.as_ref(), new.envelope.as_ref());
        self.rate_limits(rate_limits, &new.rate_limits);
        self.gaps(gaps, &new.gaps);
    }

    fn servers(&mut self, old: &[Server], new: &[Server]) {
        let mut all: BTreeMap<&Serves, (Vec<&Server>, Vec<&Server>)> = BTreeMap::new();
        for server in old {
            all.entry(&server.serves).or_default().0.push(server);
        }
        for server in new {
            all.entry(&server.serves).or_default().1.push(server);
        }
        for serves in old.iter().chain(new).map(|server| &server.serves) {
            let Some((old, new)) = all.remove(serves) else { continue };
            let spot = match serves {
                Serves::Main => Spot::whole(NodeId::server()),
                Serves::Named(id) => Spot::whole(NodeId::further_server(id)),
                Serves::Auth(id) => Spot::whole(NodeId::server().child(id)),
            };
            if let (Some(old), Some(new)) = (old.first(), new.first()) {
                self.default_server(&spot, old, new);
            }
            let same = |one: &Server, other: &Server| one.url.value == other.url.value;
            // Where the new default is none of the old servers and the old one is gone, one became the other.
            let moved = match (old.first(), new.first()) {
                (Some(before), Some(after)) => {
                    same(before, after) || !(new.iter().any(|found| same(found, before)) || old.iter().any(|found| same(found, after)))
                }
                _ => false,
            };
            let first = usize::from(moved);
            for server in old.iter().skip(first) {
                match new.iter().find(|found| same(found, server)) {
                    Some(found) => self.same_server(&spot, server, found),
                    None => self.push(spot.by(Rule::ServerRemoved).was(server.url.value.to_string(), server.url.basis.place())),
                }
            }
            for server in new.iter().skip(first) {
                if !old.iter().any(|found| same(found, server)) {
                    self.push(spot.by(Rule::ServerAdded).is(server.url.value.to_string(), server.url.basis.place()));
                }
            }
        }
    }

    fn default_server(&mut self, spot: &Spot, old: &Server, new: &Server) {
        let ((old_host, old_path), (new_host, new_path)) = (host_and_path(&old.url.value), host_and_path(&new.url.value));
        let (old_place, new_place) = (old.url.basis.place(), new.url.basis.place());
        if old_host != new_host {
            self.push(spot.by(Rule::ServerUrlHost).was(old_host, old_place).is(new_host, new_place).known_by(&old.url.basis));
        }
        if old_path != new_path && old_path.trim_end_matches('/') == new_path.trim_end_matches('/') {
            self.push(spot.by(Rule::TrailingSlash).was(old_path, old_place).is(new_path, new_place).known_by(&old.url.basis));
        } else if old_path != new_path {
            self.push(spot.by(Rule::ServerPathPrefix).was(old_path, old_place).is(new_path, new_place).known_by(&old.url.basis));
        }
        self.same_server(spot, old, new);
    }

    fn same_server(&mut self, spot: &Spot, old: &Server, new: &Server) {
        let Server { url, variables, serves: _ } = old;
        if url.value == new.url.value {
            self.evidence(spot, "address", &url.basis, &new.url.basis);
        }
        let of = |variables: &'_ [ServerVariable], name: &str| variables.iter().find(|found| found.name == name).cloned();
        for name in url.value.params().filter(|name| !new.url.value.params().any(|found| found == *name)) {
            let place = of(variables, name).and_then(|found| found.basis.place()).or(url.basis.place());
            self.push(spot.below(name).by(Rule::ServerVarRemoved).was(name, place));
        }
        for name in new.url.value.params() {
            let (before, after) = (of(variables, name), of(&new.variables, name));
            let spot = spot.below(name);
            let default = |variable: &Option<ServerVariable>| variable.as_ref().and_then(|found| found.default.clone());
            let (old_default, new_default) = (default(&before), default(&after));
            if !url.value.params().any(|found| found == name) {
                let rule = if new_default.is_some() { Rule::ServerVarAdded } else { Rule::PmVarAdded };
                let place = after.as_ref().and_then(|found| found.basis.place()).or(new.url.basis.place());
                self.push(spot.by(rule).is(name, place));
                continue;
            }
            self.fact(&spot, "default", (old_default.as_ref(), new_default.as_ref()), Clone::clone, |before, after| {
                spot.by(match (before, after) {
                    (Some(_), Some(_)) => Rule::ServerVarDefault,
                    (None, _) => Rule::ServerVarAdded,
                    (Some(_), None) => Rule::PmVarAdded,
                })
            });
            if let (Some(before), Some(after)) = (&before, &after) {
                let ServerVariable { name: _, default: _, example, docs, basis } = before;
                self.fact(&spot, "example", (example.as_ref(), after.example.as_ref()), Clone::clone, |_, _| spot.by(Rule::DocExample));
                self.docs(Rule::DocServer, &spot, docs, &after.docs);
                self.evidence(&spot, "variable", basis, &after.basis);
            }
        }
    }

    /// Constant headers; names do not know case.
    pub(super) fn headers(&mut self, spot: &Spot, old: &[Header], new: &[Header]) {
        let same = |one: &Header, other: &Header| one.name.eq_ignore_ascii_case(&other.name);
        for header in old {
            let Header { name, value, basis } = header;
            let spot = spot.below("header").below(name);
            let Some(found) = new.iter().find(|found| same(found, header)) else {
                self.push(toward_vendor(spot.by(Rule::HeaderRemoved).was(value, basis.place())));
                continue;
            };
            if found.name != *name {
                self.push(toward_vendor(spot.by(Rule::HeaderCaseChanged).was(name, basis.place()).is(&found.name, found.basis.place())));
            }
            if found.value == *value {
                self.evidence(&spot, "header", basis, &found.basis);
            } else {
                let change = spot.by(Rule::HeaderValue).was(value, basis.place()).is(&found.value, found.basis.place());
                self.push(toward_vendor(change.known_by(basis)));
            }
        }
        for header in new.iter().filter(|header| !old.iter().any(|found| same(found, header))) {
            let spot = spot.below("header").below(&header.name);
            self.push(toward_vendor(spot.by(Rule::HeaderAdded).is(&header.value, header.basis.place())));
        }
    }

    /// Groups come and go with their operations, which are reported; here are only the words about those that stay.
    fn groups(&mut self, old: &[Group], new: &[Group]) {
        for Group { name, docs, basis } in old {
            if let Some(found) = new.iter().find(|found| found.name == *name) {
                let spot = Spot::whole(NodeId::group(name));
                self.docs(Rule::DocGroup, &spot, docs, &found.docs);
                self.evidence(&spot, "group", basis, &found.basis);
            }
        }
    }

    fn webhooks(&mut self, old: &[Webhook], new: &[Webhook]) {
        let spot = |webhook: &Webhook| Spot {
            node: NodeId::webhook(&webhook.name),
            uses: Uses::of(Role::Response, &format!("webhook:{}", webhook.name)),
        };
        for webhook in old {
            let Webhook { name, ty, docs, basis } = webhook;
            let spot = spot(webhook);
            let Some(found) = new.iter().find(|found| found.name == *name) else {
                self.push(spot.by(Rule::WebhookRemoved).was(type_words(&self.old.types, *ty), basis.place()));
                continue;
            };
            self.docs(Rule::DocWebhook, &spot, docs, &found.docs);
            self.evidence(&spot, "webhook", basis, &found.basis);
            self.value(Site::new(spot, SiteKind::Value, basis, &found.basis), *ty, found.ty);
        }
        for webhook in new.iter().filter(|webhook| !old.iter().any(|found| found.name == webhook.name)) {
            self.push(spot(webhook).by(Rule::OpCallback).is(type_words(&self.new.types, webhook.ty), webhook.basis.place()));
        }
    }

    fn errors(&mut self, old: Option<&ErrorModel>, new: Option<&ErrorModel>) {
        let spot = |uses: Uses| Spot { node: NodeId::errors(), uses };
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => {
                let spot = spot(self.old_uses.uses(old.ty.value));
                self.push(spot.by(Rule::ErrorModelRemoved).was(type_words(&self.old.types, old.ty.value), old.basis.place()));
            }
            (None, Some(new)) => {
                let spot = spot(self.new_uses.uses(new.ty.value));
                self.push(spot.by(Rule::ErrorModelAdded).is(type_words(&self.new.types, new.ty.value), new.basis.place()));
            }
            (Some(old), Some(new)) => {
                let ErrorModel { ty, codes, message, statuses, basis } = old;
                let spot = spot(self.new_uses.uses(new.ty.value));
                self.evidence(&spot, "body", basis, &new.basis);
                let (was, is) = (all_codes(codes), all_codes(&new.codes));
                self.fact(&spot, "code", (was.as_ref(), is.as_ref()), |codes| codes.join(" / "), |_, _| spot.by(Rule::ErrorCodeField));
                let by_message = |_: Option<&String>, _: Option<&String>| spot.by(Rule::ErrorMessageField);
                self.fact(&spot, "message", (message.as_ref(), new.message.as_ref()), Clone::clone, by_message);
                self.responses(&spot, statuses, &new.statuses);
                self.value(Site::new(spot, SiteKind::ErrorBody, &ty.basis, &new.ty.basis), ty.value, new.ty.value);
            }
        }
    }

    fn outcome(&mut self, old: Option<&Fact<Outcome>>, new: Option<&Fact<Outcome>>) {
        let spot = Spot::whole(NodeId::api().child("outcome"));
        self.fact(&spot, "outcome", (old, new), outcome_text, |_, _| spot.by(Rule::OutcomeChanged).toward(Direction::Response));
    }

    fn envelope(&mut self, old: Option<&Fact<TypeId>>, new: Option<&Fact<TypeId>>) {
        let spot = Spot { node: NodeId::envelope(), uses: Uses { roles: [Role::Response].into(), users: Vec::new() } };
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => {
                self.push(spot.by(Rule::EnvelopeRemoved).was(type_words(&self.old.types, old.value), old.basis.place()));
            }
            (None, Some(new)) => {
                self.push(spot.by(Rule::EnvelopeAdded).is(type_words(&self.new.types, new.value), new.basis.place()));
            }
            (Some(old), Some(new)) => {
                self.evidence(&spot, "envelope", &old.basis, &new.basis);
                self.value(Site::new(spot, SiteKind::Value, &old.basis, &new.basis), old.value, new.value);
            }
        }
    }

    fn rate_limits(&mut self, old: &[Fact<RateLimit>], new: &[Fact<RateLimit>]) {
        // Limits of one scope belong together, in their order.
        let mut scopes: BTreeMap<&str, (Limits, Limits)> = BTreeMap::new();
        for limit in old {
            scopes.entry(&limit.value.scope).or_default().0.push(limit);
        }
        for limit in new {
            scopes.entry(&limit.value.scope).or_default().1.push(limit);
        }
        let spot = Spot::whole(NodeId::api().child("limit"));
        for (old, new) in scopes.into_values() {
            for at in 0..old.len().max(new.len()) {
                self.fact(&spot, "limit", (old.get(at).copied(), new.get(at).copied()), limit_text, |before, after| {
                    let lowered = match (before, after) {
                        (Some(before), Some(after)) => is_lowered(before, after),
                        (_, after) => after.is_some(),
                    };
                    spot.by(if lowered { Rule::RateLimitLowered } else { Rule::RateLimitRaised })
                });
            }
        }
    }

    fn gaps(&mut self, old: &[Gap], new: &[Gap]) {
        let spot = |subject: &GapSubject| {
            Spot::whole(match subject {
                GapSubject::Api => NodeId::api(),
                GapSubject::Operation(id) => NodeId::operation(id),
                GapSubject::Type(name) => NodeId::ty(name),
            })
        };
        for Gap { subject, text, span } in old {
            if !new.iter().any(|found| found.subject == *subject && found.text == *text) {
                self.push(spot(subject).by(Rule::GapClosed).was(text, *span));
            }
        }
        for Gap { subject, text, span } in new {
            if !old.iter().any(|found| found.subject == *subject && found.text == *text) {
                self.push(spot(subject).by(Rule::GapOpened).is(text, *span));
            }
        }
    }
}

/// Limits of one scope.
type Limits<'a> = Vec<&'a Fact<RateLimit>>;

fn toward_vendor(change: Change) -> Change {
    change.toward(Direction::Request)
}

/// Scheme and host, and the path.
fn host_and_path(url: &PathTemplate) -> (String, String) {
    let text = url.to_string();
    let host = text.find("://").map_or(0, |at| at + 3);
    let path = text[host..].find('/').map_or(text.len(), |at| host + at);
    let (host, path) = text.split_at(path);
    (host.to_owned(), path.to_owned())
}

/// Whether fewer requests are allowed, or more is lost by one too many. Compared crosswise, as fractions: no rounding.
fn is_lowered(old: &RateLimit, new: &RateLimit) -> bool {
    let RateLimit { requests, per_seconds, scope: _, block_seconds } = old;
    let before = u64::from(*requests) * u64::from(new.per_seconds);
    let after = u64::from(new.requests) * u64::from(*per_seconds);
    after < before || (after == before && (new.requests < *requests || new.block_seconds > *block_seconds))
}

/// The fields that hold a code, as one fact: what is known of it is what is known of the first.
fn all_codes(codes: &[Fact<String>]) -> Option<Fact<Vec<String>>> {
    let first = codes.first()?;
    Some(Fact::new(codes.iter().map(|code| code.value.clone()).collect(), first.basis.clone()))
}
