//! Parameters, and what parameters and fields have in common: presence, defaults, limits, deprecation.

use super::change::Role;
use super::compare::{Comparison, Spot};
use super::operation::with_role;
use super::rule::Rule;
use super::types::{Site, SiteKind};
use super::words::{same_on_wire, same_words, type_words};
use crate::ir::{Access, Fact, FieldFacts, NodeId, Origin, Param, PathTemplate, Place, Presence, Types, presence_text};

/// How many characters of words make them worth comparing.
const TELLING: usize = 20;

impl Comparison<'_> {
    /// Compares the parameters of an operation.
    pub(super) fn params(&mut self, spot: &Spot, (old, old_path): (&[Param], &PathTemplate), (new, new_path): (&[Param], &PathTemplate)) {
        let mut left: Vec<&Param> = old.iter().collect();
        let mut right: Vec<&Param> = new.iter().collect();
        let mut pairs: Vec<(&Param, &Param)> = Vec::new();
        pairs.extend(pair(&mut left, &mut right, &|before, after| {
            before.place.value == after.place.value && same_name(before.place.value, &before.wire, &after.wire)
        }));
        pairs.extend(pair(&mut left, &mut right, &|before, after| before.wire == after.wire));
        if old_path.form() == new_path.form() {
            let holes: Vec<(&str, &str)> = old_path.params().zip(new_path.params()).collect();
            pairs.extend(pair(&mut left, &mut right, &|before, after| {
                before.place.value == Place::Path && after.place.value == Place::Path && holes.contains(&(&before.wire, &after.wire))
            }));
        }
        // A new name is believed only where nothing else could be meant.
        let types = (&self.old.types, &self.new.types);
        let candidates: Vec<(&Param, &Param)> = left
            .iter()
            .flat_map(|&before| right.iter().map(move |&after| (before, after)))
            .filter(|(before, after)| is_renamed(types, before, after))
            .collect();
        let alone = |one: &Param, other: &Param| {
            let rivals = candidates.iter().filter(|(before, after)| std::ptr::eq(*before, one) || std::ptr::eq(*after, other)).count();
            rivals == 1
        };
        pairs.extend(pair(&mut left, &mut right, &|before, after| {
            let is_candidate = candidates.iter().any(|(one, other)| std::ptr::eq(*one, before) && std::ptr::eq(*other, after));
            is_candidate && alone(before, after)
        }));
        for (before, after) in pairs {
            self.param(spot, before, after);
        }
        for param in left {
            let rule = match param.presence.value {
                Presence::Required => Rule::ParamRemovedRequired,
                Presence::Optional | Presence::Unknown => Rule::ParamRemoved,
            };
            let change = param_spot(spot, param).by(rule).was(param_text(&self.old.types, param), param.basis.place());
            self.push(change.known_by(&param.basis));
        }
        for param in right {
            let change = param_spot(spot, param).by(added_rule(param));
            self.push(change.is(param_text(&self.new.types, param), param.basis.place()));
        }
    }

    fn param(&mut self, operation: &Spot, old: &Param, new: &Param) {
        let Param { wire, place, ty, presence: _, media, bare, docs, facts, basis } = old;
        let spot = param_spot(operation, new);
        let places = (basis.place(), new.basis.place());
        let in_path = new.place.value == Place::Path;
        if *wire != new.wire {
            let rule = match new.place.value {
                Place::Path if place.value == Place::Path => Rule::PathParamRenamed,
                Place::Header if wire.eq_ignore_ascii_case(&new.wire) => Rule::HeaderCaseChanged,
                Place::Path | Place::Query | Place::Header | Place::Cookie | Place::Form | Place::Part | Place::Text => Rule::ParamRenamed,
            };
            self.push(spot.by(rule).was(wire, places.0).is(&new.wire, places.1));
        }
        self.fact(
            &spot,
            "place",
            (Some(place), Some(&new.place)),
            |place| place.word().to_owned(),
            |_, _| spot.by(Rule::ParamLocationChanged),
        );
        self.param_presence(&spot, old, new);
        self.fact(&spot, "media type", (media.as_ref(), new.media.as_ref()), Clone::clone, |_, _| spot.by(Rule::ParamWritten));
        self.fact(
            &spot,
            "way of writing",
            (bare.as_ref(), new.bare.as_ref()),
            |()| "without `=` where it is empty".to_owned(),
            |_, _| spot.by(Rule::ParamWritten),
        );
        self.docs(Rule::ParamDoc, &spot, docs, &new.docs);
        self.evidence(&spot, "parameter", basis, &new.basis);
        self.field_facts(&spot, facts, &new.facts, new.presence.value);
        let kind = if in_path { SiteKind::PathParam } else { SiteKind::Value };
        self.value(Site::new(spot, kind, basis, &new.basis), *ty, new.ty);
    }

    /// Whether a parameter must be given: one with a default need not be, whatever its presence says.
    fn param_presence(&mut self, spot: &Spot, old: &Param, new: &Param) {
        let (old_presence, new_presence) = (&old.presence, &new.presence);
        match (must_be_given(old), must_be_given(new)) {
            (before, after) if before != after && old_presence.value == new_presence.value => {
                let text = |param: &Param| {
                    let default = param.facts.default.as_ref().map(|fact| format!(" with the default {}", fact.value));
                    let path = if param.place.value == Place::Path { "in the path, " } else { "" };
                    format!("{path}{}{}", presence_text(param.presence.value), default.unwrap_or_default())
                };
                let rule = if after { Rule::ParamBecameRequired } else { Rule::ParamBecameOptional };
                self.push(spot.by(rule).was(text(old), old.basis.place()).is(text(new), new.basis.place()));
                self.evidence(spot, "presence", &old_presence.basis, &new_presence.basis);
            }
            (before, after) if before == after => {
                self.presence(spot, old_presence, new_presence, |_| (Rule::PresenceSaid, Rule::PresenceSaid));
            }
            _ => self.presence(spot, old_presence, new_presence, |_| (Rule::ParamBecameRequired, Rule::ParamBecameOptional)),
        }
    }

    /// Whether a thing is there. `rules` gives, for a use, the rule for what must now be there and the one for what may now be absent.
    pub(super) fn presence(&mut self, spot: &Spot, old: &Fact<Presence>, new: &Fact<Presence>, rules: impl Fn(Role) -> (Rule, Rule)) {
        self.fact(
            spot,
            "presence",
            (Some(old), Some(new)),
            |presence| presence_text(*presence).to_owned(),
            |before, after| match (before, after) {
                (_, Some(Presence::Required)) => spot.change(|role| rules(role).0),
                (Some(Presence::Required), _) => spot.change(|role| rules(role).1),
                _ => spot.by(Rule::PresenceSaid),
            },
        );
    }

    /// What else is known of a parameter or a field.
    pub(super) fn field_facts(&mut self, spot: &Spot, old: &FieldFacts, new: &FieldFacts, presence: Presence) {
        let FieldFacts {
            access,
            secret,
            max_length,
            constant,
            default,
            example,
            deprecated,
            aliases,
            doc_says,
            condition,
            origin,
            decisions,
            // What is generated is told by the type and the presence.
            conflicts: _,
        } = old;
        let access_text = |access: &Access| {
            match access {
                Access::ReadOnly => "read-only",
                Access::WriteOnly => "write-only",
            }
            .to_owned()
        };
        self.fact(spot, "access", (access.as_ref(), new.access.as_ref()), access_text, |before, after| {
            // What a field newly is or no longer is matters only where it is used that way.
            let sent = spot.uses.roles.iter().any(|role| *role != Role::Response);
            let received = spot.uses.roles.contains(&Role::Response);
            let required = presence == Presence::Required;
            spot.by(match (before, after) {
                (_, Some(Access::ReadOnly)) if sent => Rule::ReqPropReadOnly,
                (_, Some(Access::WriteOnly)) if received => Rule::RespWriteOnly,
                (Some(Access::ReadOnly), _) if sent && required => Rule::ReqPropAddedRequired,
                (Some(Access::ReadOnly), _) if sent => Rule::ReqPropAddedOptional,
                (Some(Access::WriteOnly), _) if received && required => Rule::RespPropAddedRequired,
                (Some(Access::WriteOnly), _) if received => Rule::RespPropAddedOptional,
                _ => Rule::DocProp,
            })
        });
        let origin_text = |origin: &Origin| format!("{} of {}", origin.path, origin.operation);
        self.fact(spot, "origin", (origin.as_ref(), new.origin.as_ref()), origin_text, |_, _| {
            spot.change(|role| match role {
                Role::Param => Rule::ParamDoc,
                Role::Request | Role::Response => Rule::DocProp,
            })
        });
        self.fact(spot, "secret", (secret.as_ref(), new.secret.as_ref()), |()| "secret".to_owned(), |_, _| spot.by(Rule::SecretChanged));
        self.fact(
            spot,
            "limit",
            (max_length.as_ref(), new.max_length.as_ref()),
            |max| format!("at most {max} characters"),
            |old, new| {
                let tighter = match (old, new) {
                    (Some(old), Some(new)) => new < old,
                    (_, new) => new.is_some(),
                };
                spot.change(|role| match (role, tighter) {
                    (Role::Param, true) if old.is_none() => Rule::ParamMaxlenAdded,
                    (Role::Param, true) => Rule::ParamMaxlenDecreased,
                    (Role::Param, false) => Rule::ParamMaxlenIncreased,
                    (Role::Request, true) => Rule::ReqConstraint,
                    (Role::Request, false) => Rule::ReqConstraintLoosened,
                    (Role::Response, _) => Rule::RespConstraint,
                })
            },
        );
        // A secret's values are not for logs and pages.
        let hidden = secret.is_some() || new.secret.is_some();
        let value = |text: &String| if hidden { "(secret)".to_owned() } else { text.clone() };
        self.fact(spot, "constant", (constant.as_ref(), new.constant.as_ref()), value, |old, new| {
            spot.by(match (old, new) {
                (Some(_), Some(_)) => Rule::ReqConstantChanged,
                (None, _) => Rule::ReqConstantAdded,
                (Some(_), None) => Rule::ReqConstantRemoved,
            })
        });
        self.fact(spot, "default", (default.as_ref(), new.default.as_ref()), value, |old, new| {
            spot.change(|role| match (role, old, new) {
                (Role::Param, None, _) => Rule::ParamDefaultAdded,
                (Role::Param, Some(_), None) => Rule::ParamDefaultRemoved,
                (Role::Param, Some(_), Some(_)) => Rule::ParamDefaultChanged,
                (Role::Request, ..) => Rule::ReqPropDefault,
                (Role::Response, ..) => Rule::RespPropDefault,
            })
        });
        self.fact(spot, "example", (example.as_ref(), new.example.as_ref()), value, |_, _| spot.by(Rule::DocExample));
        self.fact(spot, "deprecation", (deprecated.as_ref(), new.deprecated.as_ref()), Clone::clone, |old, new| {
            spot.change(|role| match (role, old, new) {
                (Role::Param, None, _) => Rule::ParamDeprecated,
                (Role::Request, None, _) => Rule::ReqPropDeprecated,
                (Role::Response, None, _) => Rule::RespPropDeprecated,
                (Role::Param, Some(_), None) => Rule::ParamUndeprecated,
                (Role::Request | Role::Response, Some(_), None) => Rule::PropUndeprecated,
                (Role::Param, Some(_), Some(_)) => Rule::ParamDoc,
                (Role::Request | Role::Response, Some(_), Some(_)) => Rule::DocProp,
            })
        });
        self.facts(spot, "alias", aliases, &new.aliases, Rule::AliasAdded, Rule::AliasRemoved);
        self.fact(spot, "document's type", (doc_says.as_ref(), new.doc_says.as_ref()), Clone::clone, |_, _| spot.by(Rule::DocSays));
        self.fact(spot, "condition", (condition.as_ref(), new.condition.as_ref()), Clone::clone, |_, _| spot.by(Rule::DocCondition));
        self.facts(spot, "decision", decisions, &new.decisions, Rule::DocDecision, Rule::DocDecision);
    }
}

fn must_be_given(param: &Param) -> bool {
    param.place.value == Place::Path || (param.presence.value == Presence::Required && param.facts.default.is_none())
}

fn added_rule(param: &Param) -> Rule {
    match (param.presence.value, param.place.value) {
        (_, Place::Path) => Rule::PathParamAdded,
        (Presence::Required, _) if param.facts.default.is_some() => Rule::ParamAddedRequiredDefault,
        (Presence::Required, Place::Header) => Rule::HeaderParamAddedRequired,
        (Presence::Required, Place::Query | Place::Cookie | Place::Form | Place::Part | Place::Text) => Rule::ParamAddedRequired,
        (Presence::Unknown, _) => Rule::ParamAddedUnknown,
        (Presence::Optional, Place::Cookie) => Rule::CookieParamAdded,
        (Presence::Optional, Place::Query | Place::Header | Place::Form | Place::Part | Place::Text) => Rule::ParamAddedOptional,
    }
}

fn is_renamed((old_types, new_types): (&Types, &Types), old: &Param, new: &Param) -> bool {
    let known = new.facts.aliases.iter().any(|alias| alias.value == old.wire);
    let described = match (&old.docs, &new.docs) {
        (Some(old), Some(new)) => old.value.chars().count() >= TELLING && same_words(&old.value, &new.value),
        (None, _) | (_, None) => false,
    };
    old.place.value == new.place.value && (known || (described && same_on_wire(old_types, old.ty, new_types, new.ty)))
}

fn same_name(place: Place, old: &str, new: &str) -> bool {
    if place == Place::Header { old.eq_ignore_ascii_case(new) } else { old == new }
}

fn param_spot(operation: &Spot, param: &Param) -> Spot {
    let place = with_role(operation, param.place.value.word(), Role::Param);
    Spot { node: NodeId::child(&place.node, &param.wire), ..place }
}

fn param_text(types: &Types, param: &Param) -> String {
    format!("{} {}, {}", param.place.value.word(), type_words(types, param.ty), presence_text(param.presence.value))
}

/// Takes out those that belong together: the first of the right for each of the left.
fn pair<'a>(left: &mut Vec<&'a Param>, right: &mut Vec<&'a Param>, same: &dyn Fn(&Param, &Param) -> bool) -> Vec<(&'a Param, &'a Param)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, before) in left.iter().enumerate() {
        let mut candidates = right.iter().enumerate().filter(|(_, after)| same(before, after)).map(|(at, _)| at);
        if let Some(partner) = candidates.find(|at| !found.iter().any(|(_, taken)| taken == at)) {
            found.push((at, partner));
        }
    }
    let pairs = found.iter().map(|&(before, after)| (left[before], right[after])).collect();
    let (before, after): (Vec<usize>, Vec<usize>) = found.into_iter().unzip();
    drop_at(left, &before);
    drop_at(right, &after);
    pairs
}

fn drop_at<T>(all: &mut Vec<T>, positions: &[usize]) {
    let mut at = 0;
    all.retain(|_| {
        let keep = !positions.contains(&at);
        at += 1;
        keep
    });
}
