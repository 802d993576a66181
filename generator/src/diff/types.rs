//! Types: compared by what they are, never by their ids; each pair of structures once.

use super::change::{Role, Uses};
use super::compare::{Comparison, Pair, Spot};
use super::rule::{Level, Rule, Wire};
use super::words::{same_on_wire, same_words, structure_words, type_words};
use crate::ir::{
    Access, Basis, Case, CaseKind, Enum, EnumValue, Field, Layer, NodeId, Object, OpenKeys, Presence, Shape, StringForm, TypeDef, TypeId,
    Types, presence_text,
};
use std::collections::BTreeSet;

/// How many characters of words make them worth comparing.
const TELLING: usize = 20;

/// What kind of place a value has, where a rule of its own speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SiteKind {
    Value,
    PathParam,
    ErrorBody,
    Items,
    Values,
}

/// A place where a value stands in both versions.
pub(super) struct Site {
    spot: Spot,
    kind: SiteKind,
    old: Basis,
    new: Basis,
}

impl Site {
    pub(super) fn new(spot: Spot, kind: SiteKind, old: &Basis, new: &Basis) -> Self {
        Self { spot, kind, old: old.clone(), new: new.clone() }
    }

    fn inner(mut self, kind: SiteKind) -> Self {
        self.spot.node = self.spot.node.items();
        self.kind = kind;
        self
    }
}

/// The basis of a value's type: that of its place, unless an overlay gave the place this type. The reader wants to be led to the correction.
fn given(types: &Types, id: TypeId, place: Basis) -> Basis {
    let def = types.get(id);
    if def.basis.layer == Layer::Overlay { def.basis.clone() } else { place }
}

impl Comparison<'_> {
    /// Compares the structures that were reached, and those they reach, and what nothing uses.
    pub(super) fn types(&mut self) {
        while let Some(pair) = self.open.pop_front() {
            self.structure(&pair);
        }
        let (old, new) = (&self.old.types, &self.new.types);
        for (id, def) in old.iter().filter(|(id, _)| !self.old_uses.is_used(*id)).collect::<Vec<_>>() {
            let Some(name) = &def.name else { continue };
            let spot = Spot::whole(NodeId::ty(&name.value));
            match new.named(&name.value) {
                Some(found) if same_on_wire(old, id, new, found) => {}
                Some(found) if self.new_uses.is_used(found) => {}
                Some(found) => {
                    let change = spot.by(Rule::SchemaUnusedChanged).was(structure_words(old, id), def.basis.place());
                    self.push(change.is(structure_words(new, found), new.get(found).basis.place()));
                }
                None => self.push(spot.by(Rule::SchemaUnusedRemoved).was(structure_words(old, id), def.basis.place())),
            }
        }
        for (id, def) in new.iter().filter(|(id, _)| !self.new_uses.is_used(*id)).collect::<Vec<_>>() {
            if let Some(name) = &def.name
                && old.named(&name.value).is_none()
            {
                let spot = Spot::whole(NodeId::ty(&name.value));
                self.push(spot.by(Rule::SchemaUnusedAdded).is(structure_words(new, id), def.basis.place()));
            }
        }
    }

    /// Compares the values at a place: `null`, lists and maps here; what has members once per pair, later.
    pub(super) fn value(&mut self, mut site: Site, old_id: TypeId, new_id: TypeId) {
        let (old, new) = (&self.old.types, &self.new.types);
        let (mut old_id, mut new_id) = (old_id, new_id);
        site.old = given(old, old_id, site.old);
        site.new = given(new, new_id, site.new);
        let mut passed = BTreeSet::new();
        loop {
            let ((old_inner, was_null), (new_inner, is_null)) = (old.peel(old_id), new.peel(new_id));
            if was_null != is_null {
                let change = site.spot.change(|role| match (role, is_null) {
                    (Role::Param, true) => Rule::ParamNullable,
                    (Role::Param, false) => Rule::ParamNotNullable,
                    (Role::Request, true) => Rule::ReqPropNullable,
                    (Role::Request, false) => Rule::ReqPropNotNullable,
                    (Role::Response, true) => Rule::RespPropNullable,
                    (Role::Response, false) => Rule::RespPropNotNullable,
                });
                let word = |null: bool| if null { "may be null" } else { "never null" };
                self.push(change.was(word(was_null), site.old.place()).is(word(is_null), site.new.place()).known_by(&site.old));
            } else if was_null {
                self.evidence(&site.spot, "null", &old.get(old_id).basis, &new.get(new_id).basis);
            }
            (old_id, new_id) = (old_inner, new_inner);
            // A list of itself, and the like, ends here.
            if !passed.insert((old_id, new_id)) {
                return;
            }
            let (before, after) = (old.get(old_id), new.get(new_id));
            if !self.names(&mut site, old_id, new_id) {
                return;
            }
            if std::mem::discriminant(&before.shape) == std::mem::discriminant(&after.shape) {
                self.same_kind(&site.spot, before, after);
            }
            match (&before.shape, &after.shape) {
                (Shape::List(one), Shape::List(other)) => {
                    site = site.inner(SiteKind::Items);
                    (old_id, new_id) = (*one, *other);
                }
                (Shape::Map(one), Shape::Map(other)) => {
                    site = site.inner(SiteKind::Values);
                    (old_id, new_id) = (*one, *other);
                }
                (Shape::Object(_), Shape::Object(_)) | (Shape::OneOf(_), Shape::OneOf(_)) => {
                    self.later(site.spot, old_id, new_id);
                    return;
                }
                (Shape::Enum(one), Shape::Enum(other)) if one.base == other.base => {
                    self.later(site.spot, old_id, new_id);
                    return;
                }
                // A `null` that holds nothing but itself.
                (Shape::Nullable(_), Shape::Nullable(_)) => return,
                (one, other) if one == other => return,
                _ => {
                    self.other_type(&site, old_id, new_id);
                    return;
                }
            }
        }
    }

    fn later(&mut self, spot: Spot, old: TypeId, new: TypeId) {
        if self.passed.insert((old, new)) {
            self.open.push_back(Pair { node: spot.node, old, new });
        }
    }

    /// What a type of the same kind has besides its structure.
    fn same_kind(&mut self, spot: &Spot, old: &TypeDef, new: &TypeDef) {
        let TypeDef { name, shape: _, docs, basis } = old;
        self.docs(Rule::DocSchema, spot, docs, &new.docs);
        self.evidence(spot, "type", basis, &new.basis);
        if let (Some(old), Some(new)) = (name, &new.name)
            && old.value == new.value
        {
            self.evidence(spot, "name", &old.basis, &new.basis);
        }
    }

    /// The names of two types at a place. A name that stays moves the place to the type itself, whoever uses it. `false` where the place
    /// has another type now: then what differs between the two is no change of either.
    fn names(&mut self, site: &mut Site, old_id: TypeId, new_id: TypeId) -> bool {
        let (old, new) = (&self.old.types, &self.new.types);
        let (before, after) = (old.get(old_id), new.get(new_id));
        let structured = |shape: &Shape| matches!(shape, Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_));
        if std::mem::discriminant(&before.shape) != std::mem::discriminant(&after.shape) {
            // Said as a change of type, at the type where it kept its name.
            if let (Some(one), Some(other)) = (&before.name, &after.name)
                && one.value == other.value
            {
                *site = self.at_type(site, &other.value, old_id, new_id);
            }
            return true;
        }
        let gone = |name: &str| new.named(name).is_none();
        let fresh = |name: &str| old.named(name).is_none();
        let rule = match (&before.name, &after.name) {
            (None, None) => return true,
            (Some(one), Some(other)) if one.value == other.value => {
                *site = self.at_type(site, &other.value, old_id, new_id);
                return true;
            }
            // Only what has members becomes an item of its own.
            (None, Some(_)) | (Some(_), None) if !structured(&before.shape) => return true,
            (Some(one), Some(other)) if gone(&one.value) && fresh(&other.value) && are_alike(old, old_id, new, new_id) => {
                Some(Rule::SchemaRenamed)
            }
            (Some(one), None) if (gone(&one.value) && are_alike(old, old_id, new, new_id)) || same_on_wire(old, old_id, new, new_id) => {
                Some(Rule::SchemaInlined)
            }
            (None, Some(other))
                if (fresh(&other.value) && are_alike(old, old_id, new, new_id)) || same_on_wire(old, old_id, new, new_id) =>
            {
                Some(Rule::SchemaExtracted)
            }
            (Some(_), _) | (None, Some(_)) => None,
        };
        let Some(rule) = rule else {
            self.other_type(site, old_id, new_id);
            return false;
        };
        if let Some(name) = &after.name {
            *site = self.at_type(site, &name.value, old_id, new_id);
        }
        let change = site.spot.by(rule).was(type_words(old, old_id), before.basis.place());
        self.push(change.is(type_words(new, new_id), after.basis.place()));
        true
    }

    fn at_type(&self, site: &Site, name: &str, old_id: TypeId, new_id: TypeId) -> Site {
        let spot = Spot { node: NodeId::ty(name), uses: self.uses(old_id, new_id) };
        // An error's body stays one, and a list's items stay items: the rule says where, the node says what.
        Site { spot, kind: site.kind, old: self.old.types.get(old_id).basis.clone(), new: self.new.types.get(new_id).basis.clone() }
    }

    /// What a pair is used for in both versions, and by whom: where one type became two, who uses the one is not concerned by the other. What
    /// nobody has in both versions is what all have in either.
    fn uses(&self, old_id: TypeId, new_id: TypeId) -> Uses {
        let (old, mut new) = (self.old_uses.uses(old_id), self.new_uses.uses(new_id));
        let both: BTreeSet<Role> = old.roles.intersection(&new.roles).copied().collect();
        if both.is_empty() {
            new.roles.extend(old.roles);
        } else {
            new.roles = both;
        }
        let before: BTreeSet<&String> = old.users.iter().collect();
        if new.users.iter().any(|user| before.contains(user)) {
            new.users.retain(|user| before.contains(user));
        } else {
            new.users.extend(old.users);
        }
        new
    }

    /// The place has another type now.
    fn other_type(&mut self, site: &Site, old_id: TypeId, new_id: TypeId) {
        let types = (&self.old.types, &self.new.types);
        let kind = site.kind;
        let mut change = site.spot.change(|role| match role {
            Role::Param => param_rule(types, old_id, new_id, kind),
            Role::Request => request_rule(types, old_id, new_id),
            Role::Response => response_rule(types, old_id, new_id, kind),
        });
        if same_on_wire(types.0, old_id, types.1, new_id) {
            // Another name for the same bytes.
            change.wire = Wire::Safe;
        }
        if let (Shape::String(one), Shape::String(other)) = (&types.0.get(old_id).shape, &types.1.get(new_id).shape)
            && ![*one, *other].contains(&StringForm::DateTime)
        {
            // Of all forms only a date and time becomes a type of its own: here callers pass and read text, as before.
            change.rust = Level::Patch;
            change.silent = change.wire != Wire::Safe;
        }
        let mut words = (type_words(types.0, old_id), type_words(types.1, new_id));
        if words.0 == words.1 {
            words = (structure_words(types.0, old_id), structure_words(types.1, new_id));
        }
        self.push(change.was(words.0, site.old.place()).is(words.1, site.new.place()).known_by(&site.old));
    }

    fn structure(&mut self, pair: &Pair) {
        let spot = Spot { node: pair.node.clone(), uses: self.uses(pair.old, pair.new) };
        let (old, new) = (&self.old.types, &self.new.types);
        match (&old.get(pair.old).shape, &new.get(pair.new).shape) {
            (Shape::Object(before), Shape::Object(after)) => self.object(&spot, before, after),
            (Shape::Enum(before), Shape::Enum(after)) => self.enumeration(&spot, (pair.old, before), (pair.new, after)),
            (Shape::OneOf(before), Shape::OneOf(after)) => self.union(&spot, (pair.old, before), (pair.new, after)),
            // Only pairs of one kind are put off.
            _ => {}
        }
    }

    fn object(&mut self, spot: &Spot, old: &Object, new: &Object) {
        let Object { fields, open } = old;
        let types = (&self.old.types, &self.new.types);
        let gone: Vec<&Field> = fields.iter().filter(|field| !new.fields.iter().any(|found| found.wire == field.wire)).collect();
        let fresh: Vec<&Field> = new.fields.iter().filter(|field| !fields.iter().any(|found| found.wire == field.wire)).collect();
        // A new name is believed only where nothing else could be meant.
        let candidates: Vec<(&Field, &Field)> = gone
            .iter()
            .flat_map(|&before| fresh.iter().map(move |&after| (before, after)))
            .filter(|(before, after)| is_renamed(types, before, after))
            .collect();
        let renamed: Vec<(&Field, &Field)> = candidates
            .iter()
            .filter(|(before, after)| {
                let rivals = candidates.iter().filter(|(one, other)| one.wire == before.wire || other.wire == after.wire);
                rivals.count() == 1
            })
            .copied()
            .collect();
        let mut seen = BTreeSet::new();
        for after in &new.fields {
            if !seen.insert(&after.wire) {
                // A name that stands twice is an error elsewhere; the first one counts.
                continue;
            }
            let same = fields.iter().find(|before| before.wire == after.wire);
            let partner = same.or_else(|| renamed.iter().find(|(_, found)| found.wire == after.wire).map(|(before, _)| *before));
            match partner {
                Some(before) => self.field(spot, before, after),
                None => self.field_added(spot, after),
            }
        }
        let mut seen = BTreeSet::new();
        for before in gone {
            if seen.insert(&before.wire) && !renamed.iter().any(|(found, _)| found.wire == before.wire) {
                self.field_removed(spot, before);
            }
        }
        self.open_keys(spot, open.as_deref(), new.open.as_deref());
    }

    fn field(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let Field { wire, ty, presence, docs, facts, basis } = old;
        let spot = spot.below(&new.wire);
        let access = match (&facts.access, &new.facts.access) {
            (Some(old), Some(new)) if old.value == new.value => Some(old.value),
            _ => None,
        };
        let narrowed = narrow(&spot, access);
        if *wire != new.wire {
            let change = narrowed.change(|role| match role {
                Role::Param | Role::Request => Rule::ReqPropRenamed,
                Role::Response => Rule::RespPropRenamed,
            });
            self.push(change.was(wire, basis.place()).is(&new.wire, new.basis.place()));
        }
        self.presence(&narrowed, presence, &new.presence, |role| match role {
            Role::Param | Role::Request => (Rule::ReqPropBecameRequired, Rule::ReqPropBecameOptional),
            Role::Response => (Rule::RespPropBecameRequired, Rule::RespPropBecameOptional),
        });
        self.docs(Rule::DocProp, &spot, docs, &new.docs);
        self.evidence(&spot, "field", basis, &new.basis);
        self.field_facts(&narrowed, facts, &new.facts, new.presence.value);
        self.value(Site::new(narrowed, SiteKind::Value, basis, &new.basis), *ty, new.ty);
    }

    fn field_added(&mut self, spot: &Spot, field: &Field) {
        let spot = narrow(&spot.below(&field.wire), field.facts.access.as_ref().map(|access| access.value));
        let change = spot.change(|role| match (role, field.presence.value) {
            (Role::Param | Role::Request, Presence::Required) => Rule::ReqPropAddedRequired,
            (Role::Param | Role::Request, Presence::Optional) => Rule::ReqPropAddedOptional,
            (Role::Param | Role::Request, Presence::Unknown) => Rule::ReqPropAddedUnknown,
            (Role::Response, Presence::Required) => Rule::RespPropAddedRequired,
            (Role::Response, Presence::Optional | Presence::Unknown) => Rule::RespPropAddedOptional,
        });
        self.push(change.is(field_text(&self.new.types, field), field.place()));
    }

    fn field_removed(&mut self, spot: &Spot, field: &Field) {
        let spot = narrow(&spot.below(&field.wire), field.facts.access.as_ref().map(|access| access.value));
        let deprecated = field.facts.deprecated.is_some();
        let change = spot.change(|role| match (role, field.presence.value) {
            (Role::Param | Role::Request, Presence::Required) => Rule::ReqPropRemovedRequired,
            (Role::Param | Role::Request, Presence::Optional | Presence::Unknown) => Rule::ReqPropRemoved,
            (Role::Response, Presence::Required) => Rule::RespPropRemovedRequired,
            (Role::Response, Presence::Optional | Presence::Unknown) if deprecated => Rule::RespPropRemovedDeprecated,
            (Role::Response, Presence::Optional | Presence::Unknown) => Rule::RespPropRemovedOptional,
        });
        self.push(change.was(field_text(&self.old.types, field), field.place()).known_by(&field.basis));
    }

    fn open_keys(&mut self, spot: &Spot, old: Option<&OpenKeys>, new: Option<&OpenKeys>) {
        let text = |open: &OpenKeys, types: &Types| format!("{}*: {}", open.prefix, type_words(types, open.ty));
        match (old, new) {
            (None, None) => {}
            (Some(open), None) => {
                let change = spot.change(|role| match role {
                    Role::Param | Role::Request => Rule::ReqAdditionalClosed,
                    Role::Response => Rule::RespKeysRemoved,
                });
                self.push(change.was(text(open, &self.old.types), open.basis.place()).known_by(&open.basis));
            }
            (None, Some(open)) => {
                let change = spot.change(|role| match role {
                    Role::Param | Role::Request => Rule::ReqAdditionalOpened,
                    Role::Response => Rule::RespKeysAdded,
                });
                self.push(change.is(text(open, &self.new.types), open.basis.place()));
            }
            (Some(old), Some(new)) => {
                let OpenKeys { prefix, ty, docs, basis } = old;
                let spot = spot.below(&format!("{}*", new.prefix));
                if *prefix != new.prefix {
                    let change = spot.by(Rule::KeysPrefix).was(prefix, basis.place()).is(&new.prefix, new.basis.place());
                    self.push(change.known_by(basis));
                }
                self.docs(Rule::DocProp, &spot, docs, &new.docs);
                self.evidence(&spot, "keys", basis, &new.basis);
                self.value(Site::new(spot, SiteKind::Values, basis, &new.basis), *ty, new.ty);
            }
        }
    }

    fn enumeration(&mut self, spot: &Spot, (old_id, old): (TypeId, &Enum), (new_id, new): (TypeId, &Enum)) {
        let catalogue = self.is_catalogue((old_id, old), (new_id, new));
        // The base is the same: otherwise it is another type.
        let Enum { base: _, values } = old;
        for value in values {
            let EnumValue { wire, docs, http_status, message, basis } = value;
            let spot = Spot { node: spot.node.value(wire), uses: spot.uses.clone() };
            let Some(found) = new.values.iter().find(|found| found.wire == *wire) else {
                let change = spot.change(|role| match role {
                    Role::Param => Rule::ParamEnumValueRemoved,
                    Role::Request => Rule::ReqEnumRemoved,
                    Role::Response if catalogue => Rule::ErrorCodeRemoved,
                    Role::Response => Rule::RespEnumRemoved,
                });
                self.push(change.was(wire, basis.place()).known_by(basis));
                continue;
            };
            self.docs(Rule::DocProp, &spot, docs, &found.docs);
            self.evidence(&spot, "value", basis, &found.basis);
            self.fact(&spot, "status", (http_status.as_ref(), found.http_status.as_ref()), ToString::to_string, |_, _| {
                spot.by(Rule::ErrorCodeStatus)
            });
            self.docs(Rule::DocErrorMessage, &spot, message, &found.message);
        }
        for value in new.values.iter().filter(|value| !values.iter().any(|found| found.wire == value.wire)) {
            let spot = Spot { node: spot.node.value(&value.wire), uses: spot.uses.clone() };
            let change = spot.change(|role| match role {
                Role::Param => Rule::ParamEnumValueAdded,
                Role::Request => Rule::ReqEnumAdded,
                Role::Response if catalogue => Rule::ErrorCodeAdded,
                Role::Response => Rule::RespEnumAdded,
            });
            self.push(change.is(&value.wire, value.basis.place()));
        }
    }

    /// Whether an enumeration is a catalogue of errors: its values say so, or the errors' code is one of them.
    fn is_catalogue(&self, (old_id, old): (TypeId, &Enum), (new_id, new): (TypeId, &Enum)) -> bool {
        let says = |found: &Enum| found.values.iter().any(|value| value.http_status.is_some() || value.message.is_some());
        let holds = |api: &crate::ir::Api, id: TypeId| {
            let Some(errors) = &api.errors else { return false };
            let (body, _) = api.types.peel(errors.ty.value);
            let Shape::Object(object) = &api.types.get(body).shape else { return false };
            object.fields.iter().any(|field| errors.codes.iter().any(|code| field.wire == code.value) && api.types.peel(field.ty).0 == id)
        };
        says(old) || says(new) || (holds(self.old, old_id) && holds(self.new, new_id))
    }

    fn union(&mut self, spot: &Spot, (_, old): (TypeId, &[Case]), (_, new): (TypeId, &[Case])) {
        let types = (&self.old.types, &self.new.types);
        let mut left: Vec<&Case> = old.iter().collect();
        let mut pairs: Vec<(usize, &Case, &Case)> = Vec::new();
        let mut fresh: Vec<(usize, &Case)> = new.iter().enumerate().collect();
        // The same first, then those of one name, then those of one kind where no other is of that kind.
        let same: [Sameness<'_>; 3] = [
            &|old, new| match (&old.kind, &new.kind) {
                (CaseKind::Text(old), CaseKind::Text(new)) => old == new,
                (CaseKind::Type(old), CaseKind::Type(new)) => {
                    types.0.get(*old).name.as_ref().map(|name| &name.value) == types.1.get(*new).name.as_ref().map(|name| &name.value)
                        && same_on_wire(types.0, *old, types.1, *new)
                }
                (CaseKind::Text(_), CaseKind::Type(_)) | (CaseKind::Type(_), CaseKind::Text(_)) => false,
            },
            &|old, new| match (&old.kind, &new.kind) {
                (CaseKind::Type(old), CaseKind::Type(new)) => match (&types.0.get(*old).name, &types.1.get(*new).name) {
                    (Some(old), Some(new)) => old.value == new.value,
                    (None, _) | (_, None) => false,
                },
                (CaseKind::Text(_), _) | (_, CaseKind::Text(_)) => false,
            },
            &|old, new| match (&old.kind, &new.kind) {
                (CaseKind::Type(old), CaseKind::Type(new)) => {
                    let (old, new) = (types.0.get(*old), types.1.get(*new));
                    let structured = matches!(old.shape, Shape::Object(_) | Shape::List(_) | Shape::Map(_) | Shape::Enum(_));
                    structured
                        && (old.name.is_none() || new.name.is_none())
                        && std::mem::discriminant(&old.shape) == std::mem::discriminant(&new.shape)
                }
                (CaseKind::Text(_), _) | (_, CaseKind::Text(_)) => false,
            },
        ];
        for same in same {
            left.retain(|before| match fresh.iter().position(|(_, after)| same(before, after)) {
                Some(at) => {
                    let (number, after) = fresh.remove(at);
                    pairs.push((number, before, after));
                    false
                }
                None => true,
            });
        }
        pairs.sort_by_key(|(number, ..)| *number);
        for (number, before, after) in pairs {
            let Case { kind, basis } = before;
            let spot = spot.below(&format!("|{number}"));
            self.evidence(&spot, "case", basis, &after.basis);
            if let (CaseKind::Type(old), CaseKind::Type(new)) = (kind, &after.kind) {
                self.value(Site::new(spot, SiteKind::Value, basis, &after.basis), *old, *new);
            }
        }
        for case in left {
            let change = spot.change(|role| match role {
                Role::Param | Role::Request => Rule::ReqOneofRemoved,
                Role::Response => Rule::RespOneofRemoved,
            });
            self.push(change.was(case_text(types.0, case), case.basis.place()).known_by(&case.basis));
        }
        for (_, case) in fresh {
            let change = spot.change(|role| match role {
                Role::Param | Role::Request => Rule::ReqOneofAdded,
                Role::Response => Rule::RespOneofAdded,
            });
            self.push(change.is(case_text(types.1, case), case.basis.place()));
        }
    }
}

/// Whether two cases of a union belong together.
type Sameness<'a> = &'a dyn Fn(&Case, &Case) -> bool;

/// A field that only the vendor writes is in no request; one that only the caller writes is in no answer.
fn narrow(spot: &Spot, access: Option<Access>) -> Spot {
    let keep = |role: &Role| match (access, role) {
        (Some(Access::ReadOnly), Role::Param | Role::Request) | (Some(Access::WriteOnly), Role::Response) => false,
        (Some(Access::ReadOnly), Role::Response) | (Some(Access::WriteOnly), Role::Param | Role::Request) | (None, _) => true,
    };
    let roles: BTreeSet<Role> = spot.uses.roles.iter().filter(|role| keep(role)).copied().collect();
    // Where nothing is left the documents contradict themselves: better too many findings than none.
    let roles = if roles.is_empty() { spot.uses.roles.clone() } else { roles };
    Spot { node: spot.node.clone(), uses: Uses { roles, users: spot.uses.users.clone() } }
}

fn is_renamed((old_types, new_types): (&Types, &Types), old: &Field, new: &Field) -> bool {
    let known = new.facts.aliases.iter().any(|alias| alias.value == old.wire);
    let described = match (&old.docs, &new.docs) {
        (Some(old), Some(new)) => old.value.chars().count() >= TELLING && same_words(&old.value, &new.value),
        (None, _) | (_, None) => false,
    };
    known || (described && same_on_wire(old_types, old.ty, new_types, new.ty))
}

/// Whether at least half of the larger one's members are in both: then one name took the place of another.
fn are_alike(old: &Types, old_id: TypeId, new: &Types, new_id: TypeId) -> bool {
    let members = |shape: &Shape| -> Option<BTreeSet<String>> {
        match shape {
            Shape::Object(object) => Some(object.fields.iter().map(|field| field.wire.clone()).collect()),
            Shape::Enum(found) => Some(found.values.iter().map(|value| value.wire.clone()).collect()),
            Shape::Any
            | Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::String(_)
            | Shape::File
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::OneOf(_)
            | Shape::Nullable(_) => None,
        }
    };
    match (members(&old.get(old_id).shape), members(&new.get(new_id).shape)) {
        (Some(before), Some(after)) => {
            let common = before.intersection(&after).count();
            common * 2 >= before.len().max(after.len())
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// What one type is to another, as far as rules tell it apart.
enum Step {
    /// Untyped on one side.
    Any,
    /// Whole numbers became numbers.
    IntegerNumber,
    /// Numbers became whole numbers.
    NumberInteger,
    /// Any text became a text of a form.
    Formed,
    /// What was taken is still taken.
    Wider,
    /// A number or a boolean became text: in an address the same characters, in JSON another value.
    Texted,
    /// One value became several.
    Several,
    /// Several values became one.
    Single,
    /// A free value became one of a list.
    Listed,
    /// One of a list became a free value.
    Unlisted,
    /// Something else.
    Other,
}

fn step((old, new): (&Types, &Types), old_id: TypeId, new_id: TypeId) -> Step {
    use Shape::{Any, Bool, Enum, Integer, List, Map, Number, OneOf, String};
    match (&old.get(old_id).shape, &new.get(new_id).shape) {
        (Any, _) | (_, Any) => Step::Any,
        (Integer, Number) => Step::IntegerNumber,
        (Number, Integer) => Step::NumberInteger,
        (String(one), String(other)) if one == other => Step::Other,
        (List(_) | Map(_), List(_)) | (List(_), Map(_)) => Step::Other,
        (String(StringForm::Plain), String(_)) => Step::Formed,
        (String(_), String(StringForm::Plain)) => Step::Wider,
        (Integer | Number | Bool, String(StringForm::Plain)) => Step::Texted,
        (String(_), Enum(found)) if found.base == crate::ir::EnumBase::Text => Step::Listed,
        (Integer, Enum(found)) if found.base == crate::ir::EnumBase::Integer => Step::Listed,
        (Enum(found), String(StringForm::Plain)) if found.base == crate::ir::EnumBase::Text => Step::Unlisted,
        (Enum(found), Integer) if found.base == crate::ir::EnumBase::Integer => Step::Unlisted,
        (_, OneOf(cases)) if cases.iter().any(|case| matches!(&case.kind, CaseKind::Type(id) if same_on_wire(old, old_id, new, *id))) => {
            Step::Wider
        }
        (_, List(_)) => Step::Several,
        (List(_), _) => Step::Single,
        _ => Step::Other,
    }
}

fn param_rule(types: (&Types, &Types), old_id: TypeId, new_id: TypeId, kind: SiteKind) -> Rule {
    match step(types, old_id, new_id) {
        Step::Any => Rule::SchemaAny,
        Step::IntegerNumber => Rule::ParamIntNumber,
        Step::Formed => Rule::ParamFormatAdded,
        Step::Wider | Step::Texted if kind == SiteKind::PathParam => Rule::PathParamType,
        Step::Wider | Step::Texted => Rule::ParamTypeWidened,
        Step::Several => Rule::ParamScalarToArray,
        Step::Single => Rule::ParamArrayToScalar,
        Step::Listed => Rule::ParamBecameEnum,
        Step::Unlisted => Rule::ParamEnumDropped,
        Step::NumberInteger | Step::Other => Rule::ParamTypeChanged,
    }
}

fn request_rule(types: (&Types, &Types), old_id: TypeId, new_id: TypeId) -> Rule {
    match step(types, old_id, new_id) {
        Step::Any => Rule::SchemaAny,
        Step::IntegerNumber | Step::Wider => Rule::ReqPropWidened,
        Step::Listed => Rule::ReqPropBecameEnum,
        Step::Unlisted => Rule::ReqEnumDropped,
        Step::NumberInteger | Step::Texted | Step::Formed | Step::Several | Step::Single | Step::Other => Rule::ReqPropType,
    }
}

fn response_rule((old, new): (&Types, &Types), old_id: TypeId, new_id: TypeId, kind: SiteKind) -> Rule {
    let general = match kind {
        SiteKind::Items => Rule::RespItemsType,
        SiteKind::Values => Rule::RespMapValue,
        SiteKind::ErrorBody => Rule::RespErrorSchema,
        SiteKind::Value | SiteKind::PathParam => Rule::RespPropType,
    };
    match (&old.get(old_id).shape, &new.get(new_id).shape) {
        (Shape::List(_), Shape::Object(object)) => {
            let wraps = object.fields.iter().any(|field| matches!(new.get(new.peel(field.ty).0).shape, Shape::List(_)));
            return if wraps { Rule::RespEnvelope } else { general };
        }
        (Shape::Map(_), Shape::Object(_)) => return Rule::RespMapObject,
        (Shape::Object(_), Shape::OneOf(_)) => return Rule::RespObjectOneof,
        _ => {}
    }
    match step((old, new), old_id, new_id) {
        Step::Any => Rule::SchemaAny,
        Step::IntegerNumber => Rule::RespIntegerNumber,
        Step::NumberInteger => Rule::RespNumberInteger,
        Step::Formed => Rule::RespFormatDatetime,
        Step::Several => Rule::RespScalarArray,
        Step::Listed => Rule::RespBecameEnum,
        Step::Unlisted => Rule::RespEnumDropped,
        Step::Wider | Step::Texted | Step::Single | Step::Other => general,
    }
}

fn field_text(types: &Types, field: &Field) -> String {
    format!("{}, {}", type_words(types, field.ty), presence_text(field.presence.value))
}

fn case_text(types: &Types, case: &Case) -> String {
    match &case.kind {
        CaseKind::Type(id) => type_words(types, *id),
        CaseKind::Text(text) => format!("\"{text}\""),
    }
}
