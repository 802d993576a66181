//! Operations: what came, what went, and what changed in those that stayed.

use super::change::{Direction, Role, Uses};
use super::compare::{Comparison, Spot, with_facts};
use super::matching::Matching;
use super::rule::{Level, Rule, Wire};
use super::types::{Site, SiteKind};
use super::words::{same_on_wire, type_words};
use crate::ir::{
    Answer, Api, ConstantQuery, Fact, NodeId, Operation, PathTemplate, Presence, RequestBody, Response, ResponseStatus, ServerId, Telling,
    TextTemplate, Types, paging_text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Groups that were renamed as a whole, old name first.
type Renames = BTreeMap<String, String>;

impl Comparison<'_> {
    /// Compares the operations.
    pub(super) fn operations(&mut self, matching: &Matching) {
        let (old, new) = (self.old, self.new);
        let renames = self.group_renames(matching);
        for &at in &matching.removed {
            let operation = &old.operations[at];
            let rule = if operation.deprecated.is_some() { Rule::OpRemovedDeprecated } else { Rule::OpRemoved };
            let spot = spot(&operation.id);
            self.push(spot.by(rule).was(operation.request(), operation.basis.place()).known_by(&operation.basis));
        }
        for &(before, after) in &matching.pairs {
            self.operation(&old.operations[before], &new.operations[after], &renames);
        }
        for &at in &matching.added {
            let operation = &new.operations[at];
            self.push(spot(&operation.id).by(Rule::OpAdded).is(operation.request(), operation.basis.place()));
        }
    }

    /// A group whose operations all moved to one that was not there before has another name: said once, not per operation.
    fn group_renames(&mut self, matching: &Matching) -> Renames {
        let (old, new) = (self.old, self.new);
        let mut moves: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
        let mut users: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for &(before, after) in &matching.pairs {
            let (before, after) = (&old.operations[before], &new.operations[after]);
            if let Some(group) = &before.group {
                moves.entry(group).or_default().insert(after.group.as_deref());
                users.entry(group).or_default().push(after.id.clone());
            }
        }
        let known = |operations: &[Operation], name: &str| operations.iter().any(|operation| operation.group.as_deref() == Some(name));
        let mut renames = Renames::new();
        for (from, to) in moves {
            let mut to = to.into_iter();
            if let (Some(Some(to)), None) = (to.next(), to.next())
                && to != from
                && !known(&new.operations, from)
                && !known(&old.operations, to)
            {
                renames.insert(from.to_owned(), to.to_owned());
                let place = |groups: &[crate::ir::Group], name: &str| {
                    groups.iter().find(|group| group.name == name).and_then(|group| group.basis.place())
                };
                let mut change = Spot::whole(NodeId::group(to)).by(Rule::TagRenamed);
                change.used_by = users.remove(from).unwrap_or_default();
                self.push(change.was(from, place(&old.groups, from)).is(to, place(&new.groups, to)));
            }
        }
        renames
    }

    fn operation(&mut self, old: &Operation, new: &Operation, renames: &Renames) {
        let Operation {
            id,
            group,
            name,
            server,
            method,
            path,
            constants,
            told_by,
            params,
            headers,
            body,
            responses,
            // Compared with the schemes.
            auth: _,
            docs,
            deprecated,
            paging,
            // Which requests show it is no part of what it is; their values are.
            also: _,
            // What samples show has become types.
            samples: _,
            decisions,
            basis,
        } = old;
        let spot = spot(&new.id);
        let places = (basis.place(), new.basis.place());
        let stayed = *group == new.group || group.as_ref().is_some_and(|group| renames.get(group) == new.group.as_ref());
        if !stayed {
            let text = |group: &Option<String>| group.clone().unwrap_or_else(|| "no group".to_owned());
            self.push(spot.by(Rule::OpMovedTag).was(text(group), places.0).is(text(&new.group), places.1));
        }
        if name.value != new.name.value {
            self.push(with_facts(spot.by(Rule::OpIdChanged), Some(name), Some(&new.name), Clone::clone));
        } else if *id != new.id && *group == new.group {
            self.push(spot.by(Rule::OpIdChanged).was(id, places.0).is(&new.id, places.1));
        }
        if name.value == new.name.value {
            self.evidence(&spot, "name", &name.basis, &new.name.basis);
        }
        self.evidence(&spot, "operation", basis, &new.basis);
        self.server(&spot, server.as_ref(), new.server.as_ref());
        self.fact(&spot, "method", (Some(method), Some(&new.method)), ToString::to_string, |_, _| {
            spot.by(Rule::MethodChanged).toward(Direction::Request)
        });
        self.path(&spot, path, &new.path);
        self.constants(&spot, constants, &new.constants);
        self.told_by(&spot, told_by, &new.told_by);
        self.docs(Rule::OpDoc, &spot, docs, &new.docs);
        self.deprecated(&spot, deprecated.as_ref(), new.deprecated.as_ref());
        self.params(&spot, (params, &path.value), (&new.params, &new.path.value));
        self.headers(&spot, headers, &new.headers);
        self.body(&spot, body.as_ref(), new.body.as_ref());
        self.responses(&spot, responses, &new.responses);
        self.fact(&spot, "paging", (paging.as_ref(), new.paging.as_ref()), paging_text, |before, after| {
            spot.by(match (before, after) {
                (None, _) => Rule::OpPaginationAdded,
                (Some(_), None) => Rule::OpPaginationRemoved,
                (Some(_), Some(_)) => Rule::OpPagination,
            })
        });
        self.facts(&spot, "decision", decisions, &new.decisions, Rule::DocDecision, Rule::DocDecision);
    }

    /// Another server is another host, or one that callers give in another way, whatever the operation is called.
    fn server(&mut self, spot: &Spot, old: Option<&Fact<ServerId>>, new: Option<&Fact<ServerId>>) {
        let (before, after) = (old.map(|fact| &fact.value), new.map(|fact| &fact.value));
        if before == after {
            self.fact(spot, "server", (old, new), ToString::to_string, |_, _| spot.by(Rule::OpServer));
            return;
        }
        let words = |api: &Api, id: Option<&ServerId>| {
            let name = id.map_or_else(|| "the main server".to_owned(), |id| format!("the server `{id}`"));
            let url = api.servers_of(id).next().map(|server| format!(", {}", server.url.value));
            format!("{name}{}", url.unwrap_or_default())
        };
        let place = |api: &Api, fact: Option<&Fact<ServerId>>| {
            let of_server = || api.servers_of(fact.map(|fact| &fact.value)).next().and_then(|server| server.url.basis.place());
            fact.and_then(|fact| fact.basis.place()).or_else(of_server)
        };
        let change = spot.by(Rule::OpServer).toward(Direction::Request);
        let change = change.was(words(self.old, before), place(self.old, old)).is(words(self.new, after), place(self.new, new));
        self.push(match old {
            Some(old) => change.known_by(&old.basis),
            None => change,
        });
    }

    fn path(&mut self, spot: &Spot, old: &Fact<PathTemplate>, new: &Fact<PathTemplate>) {
        if old.value == new.value {
            self.evidence(spot, "path", &old.basis, &new.basis);
            return;
        }
        let (before, after) = (old.value.form(), new.value.form());
        let rule = if before == after {
            // Only the name of a hole: said with the parameter that fills it.
            return;
        } else if before.trim_end_matches('/') == after.trim_end_matches('/') {
            Rule::TrailingSlash
        } else {
            Rule::PathRenamed
        };
        let change = with_facts(spot.by(rule), Some(old), Some(new), ToString::to_string);
        self.push(change.toward(Direction::Request).known_by(&old.basis));
    }

    fn constants(&mut self, spot: &Spot, old: &[ConstantQuery], new: &[ConstantQuery]) {
        for ConstantQuery { name, value, basis } in old {
            let spot = spot.below("query").below(name);
            match new.iter().find(|found| found.name == *name) {
                Some(found) if found.value == *value => self.evidence(&spot, "constant", basis, &found.basis),
                found => {
                    let mut change = spot.by(Rule::OpConstant).was(format!("{name}={value}"), basis.place());
                    if let Some(found) = found {
                        change = change.is(format!("{}={}", found.name, found.value), found.basis.place());
                    }
                    self.push(change.toward(Direction::Request).known_by(basis));
                }
            }
        }
        for ConstantQuery { name, value, basis } in new {
            if !old.iter().any(|found| found.name == *name) {
                let spot = spot.below("query").below(name);
                self.push(spot.by(Rule::OpConstant).is(format!("{name}={value}"), basis.place()).toward(Direction::Request));
            }
        }
    }

    fn told_by(&mut self, spot: &Spot, old: &[Telling], new: &[Telling]) {
        for Telling { what, value, basis } in old {
            let spot = spot.below("told").below(what);
            match new.iter().find(|found| found.what == *what) {
                Some(found) if found.value == *value => self.evidence(&spot, "what tells it", basis, &found.basis),
                found => {
                    let mut change = spot.by(Rule::OpToldBy).was(value, basis.place());
                    if let Some(found) = found {
                        change = change.is(&found.value, found.basis.place());
                    }
                    self.push(change.toward(Direction::Request).known_by(basis));
                }
            }
        }
        for Telling { what, value, basis } in new {
            if !old.iter().any(|found| found.what == *what) {
                self.push(spot.below("told").below(what).by(Rule::OpToldBy).is(value, basis.place()).toward(Direction::Request));
            }
        }
    }

    fn deprecated(&mut self, spot: &Spot, old: Option<&Fact<String>>, new: Option<&Fact<String>>) {
        self.fact(spot, "deprecation", (old, new), Clone::clone, |before, after| {
            spot.by(match (before, after) {
                (None, _) => Rule::OpDeprecated,
                (Some(_), None) => Rule::OpUndeprecated,
                (Some(_), Some(_)) => Rule::OpDoc,
            })
        });
    }

    fn body(&mut self, spot: &Spot, old: Option<&RequestBody>, new: Option<&RequestBody>) {
        let spot = with_role(spot, "body", Role::Request);
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => {
                let change = spot.by(Rule::ReqBodyRemoved).was(type_words(&self.old.types, old.ty), old.basis.place());
                self.push(change.known_by(&old.basis));
            }
            (None, Some(new)) => {
                let rule = match new.presence.value {
                    Presence::Required => Rule::ReqBodyAddedRequired,
                    Presence::Optional | Presence::Unknown => Rule::ReqBodyAddedOptional,
                };
                let mut change = spot.by(rule).is(type_words(&self.new.types, new.ty), new.basis.place());
                if new.presence.value == Presence::Unknown {
                    change.wire = Wire::Maybe;
                }
                self.push(change);
            }
            (Some(old), Some(new)) => {
                let RequestBody { media, ty, template, presence, basis } = old;
                self.fact(&spot, "media type", (Some(media), Some(&new.media)), Clone::clone, |_, _| spot.by(Rule::ReqMediaChanged));
                let shown = |template: &TextTemplate| template.text.clone();
                self.fact(&spot, "template", (template.as_ref(), new.template.as_ref()), shown, |_, _| spot.by(Rule::ReqTemplate));
                self.presence(&spot, presence, &new.presence, |_| (Rule::ReqBodyBecameRequired, Rule::ReqBodyBecameOptional));
                self.evidence(&spot, "body", basis, &new.basis);
                self.value(Site::new(spot, SiteKind::Value, basis, &new.basis), *ty, new.ty);
            }
        }
    }

    pub(super) fn responses(&mut self, spot: &Spot, old: &[Response], new: &[Response]) {
        let mut pairs: Vec<(&Response, &Response)> = Vec::new();
        let mut gone: Vec<&Response> = Vec::new();
        let mut fresh: Vec<&Response> = new.iter().collect();
        for response in old {
            match fresh.iter().position(|found| found.status.value == response.status.value) {
                Some(at) => pairs.push((response, fresh.remove(at))),
                None => gone.push(response),
            }
        }
        let success = |response: &&Response| response.status.value.is_success();
        let status = |status: &ResponseStatus| status.to_string();
        if let ([before], [after]) =
            (&gone.iter().copied().filter(success).collect::<Vec<_>>()[..], &fresh.iter().copied().filter(success).collect::<Vec<_>>()[..])
        {
            let spot = with_role(spot, &status(&after.status.value), Role::Response);
            let mut change = with_facts(spot.by(Rule::RespSuccessChanged), Some(&before.status), Some(&after.status), status);
            // Callers who tell answers by their statuses know this one by its name.
            if by_status(&self.old.types, old) || by_status(&self.new.types, new) {
                change.rust = Level::Major;
                change.silent = false;
            }
            self.push(change.known_by(&before.status.basis));
            pairs.push((*before, *after));
            gone.retain(|response| !success(response));
            fresh.retain(|response| !success(response));
        }
        for (before, after) in pairs {
            self.response(&with_role(spot, &status(&after.status.value), Role::Response), before, after);
        }
        for response in gone {
            let rule = if success(&response) { Rule::RespSuccessRemoved } else { Rule::RespErrorRemoved };
            let spot = with_role(spot, &status(&response.status.value), Role::Response);
            let text = answer_text(&self.old.types, response.answer.value);
            self.push(spot.by(rule).was(text, response.basis.place()).known_by(&response.basis));
        }
        for response in fresh {
            let rule = if success(&response) { Rule::RespSuccessAdded } else { Rule::RespErrorAdded };
            let spot = with_role(spot, &status(&response.status.value), Role::Response);
            let mut change = spot.by(rule).is(answer_text(&self.new.types, response.answer.value), response.basis.place());
            // The same answer under one more status of success: the client takes any.
            let same = |other: &Response| match (response.answer.value, other.answer.value) {
                (Answer::Type(one), Answer::Type(other)) => same_on_wire(&self.new.types, one, &self.new.types, other),
                (Answer::Empty, Answer::Empty) | (Answer::Unknown, Answer::Unknown) => true,
                _ => false,
            };
            let others: Vec<&Response> = new.iter().filter(|other| success(other) && other.status.value != response.status.value).collect();
            if rule == Rule::RespSuccessAdded && !others.is_empty() && others.iter().all(|other| same(other)) {
                change.wire = Wire::Safe;
                change.rust = Level::None;
            }
            self.push(change);
        }
    }

    fn response(&mut self, spot: &Spot, old: &Response, new: &Response) {
        let Response { status, answer, docs, basis } = old;
        self.docs(Rule::DocResponse, spot, docs, &new.docs);
        self.evidence(spot, "answer", basis, &new.basis);
        if status.value == new.status.value {
            self.evidence(spot, "status", &status.basis, &new.status.basis);
        }
        let error = !new.status.value.is_success();
        let rule = match (answer.value, new.answer.value) {
            (Answer::Type(before), Answer::Type(after)) => {
                self.evidence(spot, "body", &answer.basis, &new.answer.basis);
                let kind = if error { SiteKind::ErrorBody } else { SiteKind::Value };
                self.value(Site::new(spot.clone(), kind, &answer.basis, &new.answer.basis), before, after);
                return;
            }
            (Answer::Empty, Answer::Empty) | (Answer::Unknown, Answer::Unknown) => {
                self.evidence(spot, "body", &answer.basis, &new.answer.basis);
                return;
            }
            (Answer::Unknown, _) | (_, Answer::Unknown) => Rule::SchemaAny,
            (Answer::Type(_), Answer::Empty) | (Answer::Empty, Answer::Type(_)) if error => Rule::RespErrorSchema,
            (Answer::Type(_), Answer::Empty) => Rule::RespBodyTo204,
            (Answer::Empty, Answer::Type(_)) => Rule::RespBodyAdded,
        };
        let change = spot
            .by(rule)
            .was(answer_text(&self.old.types, answer.value), answer.basis.place().or(basis.place()))
            .is(answer_text(&self.new.types, new.answer.value), new.answer.basis.place().or(new.basis.place()));
        self.push(change.known_by(&answer.basis));
    }
}

fn spot(id: &str) -> Spot {
    let mut spot = Spot::whole(NodeId::operation(id));
    spot.uses.users.push(id.to_owned());
    spot
}

/// A node below an operation whose value has a use.
pub(super) fn with_role(operation: &Spot, step: &str, role: Role) -> Spot {
    Spot { node: operation.node.child(step), uses: Uses { roles: BTreeSet::from([role]), users: operation.uses.users.clone() } }
}

fn answer_text(types: &Types, answer: Answer) -> String {
    match answer {
        Answer::Unknown => "unknown".to_owned(),
        Answer::Empty => "empty".to_owned(),
        Answer::Type(id) => type_words(types, id),
    }
}

/// Whether what comes with a success depends on its status.
fn by_status(types: &Types, responses: &[Response]) -> bool {
    let answers = || responses.iter().filter(|response| response.status.value.is_success()).map(|response| response.answer.value);
    let mut bodies = answers().filter_map(|answer| match answer {
        Answer::Type(ty) => Some(ty),
        Answer::Empty | Answer::Unknown => None,
    });
    let Some(first) = bodies.next() else { return false };
    answers().any(|answer| answer == Answer::Unknown) || bodies.any(|ty| !same_on_wire(types, first, types, ty))
}
