//! The types' part of the lowering.

use super::answers::{self, Successes};
use super::homes::{Homes, phrase};
use super::lowering::{Lowering, slot};
use super::names::{
    ArgName, FieldName, MethodName, RESERVED_TYPES, RESERVED_VARIANTS, SettersOf, Spelling, TypeName, VariantName, Wish, setters, settle,
    shows, spell,
};
use super::residence::Residence;
use super::uses::{Uses, summary};
use super::words;
use super::{
    CaseHolds, Coded, Directions, Doc, EnumBase, EnumItem, Field, Item, Note, OpenField, RustType, Samples, Slot, Struct, UnionCase,
    UnionItem, UnknownFields, Variant, Ways,
};
use crate::ir::{self, Access, Api, CaseKind, GapSubject, How, NodeId, Shape, StringForm, TypeDef, TypeId};
use crate::passes::{DEEPEST, containing_themselves};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The settled names of all types that become items, in the order in which they are printed.
pub(super) struct TypeNames {
    order: Vec<TypeId>,
    names: BTreeMap<TypeId, TypeName>,
    homes: BTreeMap<TypeId, String>,
    boxed: BTreeSet<TypeId>,
    /// The enums of answers whose type depends on the status, by their operations' ids, in the order in which they are printed.
    answers: Vec<(String, TypeName)>,
    /// Where in `answers` that of an operation stands, by its id.
    answer_of: BTreeMap<String, usize>,
}

impl TypeNames {
    /// Settles the names of all used types.
    pub(super) fn settle(lowering: &mut Lowering<'_>, homes: &Homes, residences: &BTreeMap<TypeId, Residence>) -> Self {
        let api = lowering.api;
        let types: Vec<(TypeId, &Residence)> = homes.order().iter().filter_map(|id| Some((*id, residences.get(id)?))).collect();
        let ordered = lowering.old.order(types, |(_, residence)| residence.key());
        let mut wishes: Vec<Wish> = Vec::new();
        for (_, (id, residence)) in &ordered {
            lowering.user.also(&residence.key(), residence.other_keys());
            let qualifiers: [&str; 0] = [];
            let (words, fuller) = homes.wording(*id);
            wishes.push(Wish { fuller, ..Wish::new(residence.key(), words, qualifiers) });
        }
        let uses: Vec<usize> = ordered.iter().map(|(_, (id, _))| homes.of(*id).len()).collect();
        give_way(&mut wishes, &uses);
        // A type that is new gives way to the handles and builders that were there before.
        let handles = api.groups.iter().map(|group| format!("{}#handle", NodeId::group(&group.name)));
        let by_operation = api.operations.iter().flat_map(|operation| {
            let handle = operation.group.as_ref().map(|group| format!("{}#handle", NodeId::group(group)));
            std::iter::once(format!("{}#builder", NodeId::operation(&operation.id))).chain(handle)
        });
        let locked: Vec<&str> = handles.chain(by_operation).filter_map(|id| lowering.old.name(&id)).collect();
        let answers = api.operations.iter().filter_map(|operation| lowering.old.name(answers::address(operation).as_str()));
        let taken: Vec<&str> = RESERVED_TYPES.iter().copied().chain(locked.iter().copied()).chain(answers).collect();
        let names: Vec<TypeName> = settle(&wishes, Spelling::Camel, &taken, lowering.old, &mut lowering.user);
        let mut settled = Self {
            order: Vec::new(),
            names: BTreeMap::new(),
            homes: residences.iter().map(|(id, residence)| (*id, residence.home().to_owned())).collect(),
            boxed: containing_themselves(&api.types),
            answers: Vec::new(),
            answer_of: BTreeMap::new(),
        };
        for ((rank, (id, residence)), (wish, name)) in ordered.into_iter().zip(wishes.iter().zip(names)) {
            lowering.remember(&wish.id, rank, name.as_str());
            for place in residence.other_keys() {
                lowering.lock.set_place(place, name.as_str());
            }
            lowering.place(format!("types::{}", name.as_str()), residence.home(), api.types.get(id).basis.place());
            settled.order.push(id);
            settled.names.insert(id, name);
        }
        settled.settle_answers(lowering, &locked);
        settled
    }

    /// Settles the names of the enums of answers; they give way to all that was there before.
    fn settle_answers(&mut self, lowering: &mut Lowering<'_>, locked: &[&str]) {
        let api = lowering.api;
        let by_status = api.operations.iter().filter(|operation| matches!(answers::outcome(operation, api), Successes::ByStatus));
        let ordered = lowering.old.order(by_status.collect(), |operation| answers::address(operation).to_string());
        let wishes: Vec<Wish> = ordered
            .iter()
            .map(|(_, operation)| {
                let group = operation.group.as_deref().map(|group| words::group(group).words);
                let method = operation.method.value.as_str().to_lowercase();
                let words = format!("{} answer", phrase(operation, words::BRIEF));
                Wish::new(answers::address(operation).to_string(), words, std::iter::once(method).chain(group))
            })
            .collect();
        let taken: Vec<&str> = RESERVED_TYPES.iter().copied().chain(locked.iter().copied()).chain(self.all_names()).collect();
        let names: Vec<TypeName> = settle(&wishes, Spelling::Camel, &taken, lowering.old, &mut lowering.user);
        for ((rank, operation), (wish, name)) in ordered.into_iter().zip(wishes.iter().zip(names)) {
            lowering.remember(&wish.id, rank, name.as_str());
            lowering.place(format!("types::{}", name.as_str()), &wish.id, operation.basis.place());
            self.answer_of.insert(operation.id.clone(), self.answers.len());
            self.answers.push((operation.id.clone(), name));
        }
    }

    /// The enum of an operation's answers, if their type depends on the status.
    pub(super) fn answer(&self, operation: &ir::Operation) -> Option<&TypeName> {
        self.answers.get(*self.answer_of.get(&operation.id)?).map(|(_, name)| name)
    }

    /// The enums of answers by their operations' ids, in the order in which they are printed.
    pub(super) fn answers_in_order(&self) -> impl Iterator<Item = &(String, TypeName)> {
        self.answers.iter()
    }

    /// The name of a type, if it became an item.
    pub(super) fn name(&self, id: TypeId) -> Option<&TypeName> {
        self.names.get(&id)
    }

    /// The types that became items and their names, in the order in which they are printed.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (TypeId, &TypeName)> {
        self.order.iter().filter_map(|id| Some((*id, self.names.get(id)?)))
    }

    /// All names.
    pub(super) fn all_names(&self) -> impl Iterator<Item = &str> {
        self.names.values().chain(self.answers.iter().map(|(_, name)| name)).map(TypeName::as_str)
    }

    /// A type in Rust.
    pub(super) fn rust(&self, api: &Api, id: TypeId) -> RustType {
        self.rust_within(api, id, 0)
    }

    /// The type of a field in Rust without `null`, and whether it can be that: a field keeps `null` apart from values of which nothing is known.
    fn or_null(&self, api: &Api, id: TypeId) -> (RustType, bool) {
        match self.rust(api, id) {
            RustType::Nullable(inner) => (*inner, true),
            other => (other, matches!(api.types.get(id).shape, Shape::Nullable(_))),
        }
    }

    fn rust_within(&self, api: &Api, id: TypeId, depth: usize) -> RustType {
        let within = |inner: TypeId| self.rust_within(api, inner, depth + 1);
        match &api.types.get(id).shape {
            _ if depth > DEEPEST => RustType::Any,
            Shape::Any => RustType::Any,
            Shape::Bool => RustType::Bool,
            Shape::Integer => RustType::Integer,
            Shape::Number => RustType::Number,
            Shape::String(StringForm::DateTime) => RustType::Timestamp,
            Shape::String(_) => RustType::Text,
            Shape::File => RustType::File,
            Shape::List(inner) => RustType::List(Box::new(within(*inner).unboxed())),
            Shape::Map(inner) => RustType::Map(Box::new(within(*inner).unboxed())),
            Shape::Nullable(inner) => match within(*inner) {
                RustType::Any => RustType::Any,
                RustType::Nullable(inner) => RustType::Nullable(inner),
                inner => RustType::Nullable(Box::new(inner)),
            },
            Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_) => match self.names.get(&id) {
                Some(name) if self.boxed.contains(&id) => RustType::Boxed(name.clone()),
                Some(name) => RustType::Item(name.clone()),
                None => RustType::Any,
            },
        }
    }

    /// What the type itself has to say about a field or a parameter.
    pub(super) fn notes(api: &Api, id: TypeId, docs: &mut Doc) {
        let inferred = |id: TypeId| matches!(api.types.get(id).basis.how, How::Inferred { .. });
        match &api.types.get(id).shape {
            Shape::Any => docs.unknown(if inferred(id) { Note::NoValue } else { Note::UnknownType }),
            Shape::List(inner) if inferred(*inner) && matches!(api.types.get(*inner).shape, Shape::Any) => docs.unknown(Note::NoItem),
            Shape::String(form) => {
                if let Some((words, known_by)) = form_words(*form) {
                    docs.form(words, known_by);
                }
            }
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => Self::notes(api, *inner, docs),
            Shape::Bool | Shape::Integer | Shape::Number | Shape::File | Shape::Object(_) | Shape::Enum(_) | Shape::OneOf(_) => {}
        }
    }

    /// The items, in order.
    pub(super) fn items(&self, lowering: &mut Lowering<'_>, uses: &Uses<'_>) -> Vec<Item> {
        let api = lowering.api;
        self.order
            .iter()
            .filter_map(|&id| {
                let def = api.types.get(id);
                let name = self.names.get(&id)?.clone();
                let node = self.homes.get(&id)?.clone();
                let docs = Self::type_docs(lowering, uses, id, &node);
                let ways = ways(lowering, id);
                Some(match &def.shape {
                    Shape::Object(object) => Item::Struct(Box::new(self.structure(lowering, (name, id), node, docs, object, ways))),
                    Shape::Enum(values) => Item::Enum(enumeration(lowering, name, node, docs, values, ways)),
                    Shape::OneOf(cases) => Item::Union(self.union(lowering, (name, def.basis.place()), node, docs, cases, ways)),
                    _ => return None,
                })
            })
            .collect()
    }

    fn type_docs(lowering: &Lowering<'_>, uses: &Uses<'_>, id: TypeId, node: &str) -> Doc {
        let api = lowering.api;
        let def = api.types.get(id);
        let mut docs = Doc::vendor(&def.docs);
        // Words that only lead to a list are no summary of a type.
        if docs.vendor.as_ref().is_some_and(|text| text.trim_end().ends_with(':') && !text.trim().contains("\n\n")) {
            docs.vendor = None;
        }
        docs.summary = summary(api, uses, id);
        if !is_said_at_a_field(api, uses, id) {
            docs.basis(&def.basis, "");
        }
        if let Shape::Object(object) = &def.shape
            && !object.fields.is_empty()
            && object.fields.iter().all(|field| matches!(field.basis.how, How::Inferred { .. }))
        {
            docs.note(Note::InferredFields);
        }
        for gap in gaps(api, def) {
            let is_here = match &def.shape {
                Shape::Object(object) => matches!(gap_place(api, object, gap), GapPlace::Type),
                _ => true,
            };
            if is_here {
                docs.note(Note::Gap(gap.to_owned()));
            }
        }
        let pointer = node.strip_prefix("type:").or_else(|| node.strip_prefix("op:")).unwrap_or(node);
        docs.source = lowering.source(def.basis.place(), pointer);
        docs
    }

    fn structure(
        &self,
        lowering: &mut Lowering<'_>,
        (name, id): (TypeName, TypeId),
        node: String,
        mut docs: Doc,
        object: &ir::Object,
        ways: Ways,
    ) -> Struct {
        let def = lowering.api.types.get(id);
        let address = NodeId::written(node.clone());
        let field_id = |field: &ir::Field| address.child(&field.wire).to_string();
        // What only a caller sends is no field of what only the vendor sends.
        let absent = |field: &&ir::Field| !ways.sent && field.facts.access.as_ref().is_some_and(|fact| fact.value == Access::WriteOnly);
        let (absent, fields): (Vec<&ir::Field>, Vec<&ir::Field>) = object.fields.iter().partition(absent);
        if !absent.is_empty() {
            docs.note(Note::NeverAnswered(absent.iter().map(|field| field.wire.clone()).collect()));
        }
        // What comes back is read as any other field.
        let received = lowering.usage.received.contains(&id);
        let (fixed, fields): (Vec<&ir::Field>, Vec<&ir::Field>) =
            fields.into_iter().partition(|field| !received && field.facts.constant.is_some());
        let constants: Vec<(String, String)> =
            fixed.iter().filter_map(|field| Some((field.wire.clone(), field.facts.constant.as_ref()?.value.clone()))).collect();
        if !constants.is_empty() {
            docs.note(Note::Constant(constants.clone()));
        }
        let ordered = lowering.old.order(fields, |field| field_id(field));
        let mut wishes: Vec<Wish> = ordered.iter().map(|(_, field)| Wish::new(field_id(field), field.wire.clone(), ["field"])).collect();
        if let Some(open) = &object.open {
            let words = open.prefix.trim_end_matches(['-', '_', '.', ':']);
            let words = if words.is_empty() { "others".to_owned() } else { format!("other {words}") };
            wishes.push(Wish::new(address.child(&format!("{}*", open.prefix)).to_string(), words, ["open"]));
        }
        let extra = lowering.options.unknown_fields == UnknownFields::Keep;
        // On a first run the vendor's own field may be called `extra`; later ours keeps the name, as everything does.
        let known = wishes.iter().any(|wish| lowering.old.name(&wish.id).is_some());
        let taken: &[&str] = if extra && known && lowering.old.name(&extra_wish(&node).id).is_none() { &["extra"] } else { &[] };
        let mut names: Vec<FieldName> = settle(&wishes, Spelling::Snake, taken, lowering.old, &mut lowering.user);
        let extra = extra.then(|| {
            let taken: Vec<&str> = names.iter().map(FieldName::as_str).collect();
            settle(&[extra_wish(&node)], Spelling::Snake, &taken, lowering.old, &mut lowering.user).remove(0)
        });
        let extra: Option<FieldName> = extra;
        let open_name = if object.open.is_some() { names.pop() } else { None };
        if let (Some(open), Some(open_name)) = (&object.open, &open_name) {
            lowering.remember(&address.child(&format!("{}*", open.prefix)).to_string(), 0, open_name.as_str());
        }
        if let Some(extra) = &extra
            && extra.as_str() != "extra"
        {
            lowering.remember(&format!("{node}#extra"), 0, extra.as_str());
        }
        let all_inferred = docs.notes.contains(&Note::InferredFields);
        let nullable =
            |field: &ir::Field| slot(field.facts.held(field.presence.value), self.or_null(lowering.api, field.ty).1) == Slot::Maybe;
        let things: Vec<(&str, bool)> = ordered.iter().zip(&names).map(|((_, field), name)| (name.as_str(), nullable(field))).collect();
        let setters = setters(SettersOf::Object, &things);
        let fields = ordered
            .into_iter()
            .zip(names.into_iter().zip(setters))
            .map(|((rank, field), (field_name, setters))| {
                let id = field_id(field);
                lowering.remember(&id, rank, field_name.as_str());
                lowering.place(format!("types::{}::{}", name.as_str(), field_name.as_str()), &id, field.basis.place());
                let gaps = gaps(lowering.api, def)
                    .filter(|gap| matches!(gap_place(lowering.api, object, gap), GapPlace::Field(at) if at.wire == field.wire));
                let gaps: Vec<&str> = gaps.collect();
                let mut field = self.field(lowering, field, field_name, setters, all_inferred, &gaps);
                field.docs.forget(&def.basis);
                field
            })
            .collect();
        let mut fields: Vec<Field> = fields;
        docs.take_what_is_shared(&mut fields);
        let open = object.open.as_ref().zip(open_name).map(|(open, name)| {
            let mut docs = Doc::vendor(&open.docs);
            docs.basis(&open.basis, "");
            OpenField { name, prefix: open.prefix.clone(), ty: self.rust(lowering.api, open.ty), docs }
        });
        Struct { name, node, docs, constants, fields, open, extra, ways }
    }

    fn field(
        &self,
        lowering: &Lowering<'_>,
        field: &ir::Field,
        name: FieldName,
        (setter, null_setter): (MethodName, Option<MethodName>),
        all_inferred: bool,
        gaps: &[&str],
    ) -> Field {
        let (ty, nullable) = self.or_null(lowering.api, field.ty);
        let ty = if field.facts.secret.is_some() { ty.kept_secret() } else { ty };
        let mut docs = Doc::vendor(&field.docs);
        // `first_name` shows `firstName` and `first-name`; a name with a number at its end, or that of a sign, is not what is sent.
        if !shows(name.as_str(), &field.wire) {
            docs.note(Note::Wire(field.wire.clone()));
        }
        docs.facts(&field.facts, &field.presence);
        Self::notes(lowering.api, field.ty, &mut docs);
        match field.basis.how {
            How::Inferred { .. } if !all_inferred => docs.note(Note::Inferred),
            How::Assumed { .. } => docs.basis(&field.basis, ""),
            How::Inferred { .. } | How::Stated => {}
        }
        for gap in gaps {
            docs.open(gap);
        }
        Field {
            setter,
            null_setter,
            arg: ArgName::of_field(&name),
            name,
            wire: field.wire.clone(),
            aliases: field.facts.aliases.iter().map(|alias| alias.value.clone()).collect(),
            ty,
            slot: slot(field.facts.held(field.presence.value), nullable),
            docs,
            deprecated: field.facts.deprecated.as_ref().map(|fact| fact.value.clone()),
        }
    }

    fn union(
        &self,
        lowering: &mut Lowering<'_>,
        (name, span): (TypeName, Option<Span>),
        node: String,
        docs: Doc,
        cases: &[ir::Case],
        ways: Ways,
    ) -> UnionItem {
        let api = lowering.api;
        let (union, address) = (name.clone(), NodeId::written(node.clone()));
        let mut holds = Vec::new();
        let takes_all = self.cases(api, cases, &address, &mut vec![], &mut holds);
        let ordered = lowering.old.order(holds, |(step, _, _)| step.to_string());
        let wishes: Vec<Wish> = ordered
            .iter()
            .map(|(_, (step, words, holds))| {
                let inner = inner_words(holds);
                Wish::new(step.to_string(), words.clone(), [inner.as_str(), "case"].into_iter().filter(|words| !words.is_empty()))
            })
            .collect();
        let names: Vec<VariantName> = settle(&wishes, Spelling::Camel, RESERVED_VARIANTS, lowering.old, &mut lowering.user);
        let cases = ordered
            .into_iter()
            .zip(wishes.iter().zip(names))
            .map(|((rank, (_, _, holds)), (wish, name))| {
                lowering.remember(&wish.id, rank, name.as_str());
                // What is known of a case is known of the union.
                lowering.place(format!("types::{}::{}", union.as_str(), name.as_str()), &node, span);
                UnionCase { name, holds }
            })
            .collect();
        UnionItem { name, node, docs, cases, takes_all, ways }
    }
}

impl TypeNames {
    /// The cases of a union; those of a union inside it are its own. What may be anything is the open case already; whether there is such a one.
    fn cases(
        &self,
        api: &Api,
        cases: &[ir::Case],
        address: &NodeId,
        inside: &mut Vec<TypeId>,
        found: &mut Vec<(NodeId, String, CaseHolds)>,
    ) -> bool {
        let mut takes_all = false;
        for case in cases {
            let (node, words, holds) = match &case.kind {
                CaseKind::Text(text) => (address.value(text), text.clone(), CaseHolds::Text(text.clone())),
                CaseKind::Type(id) => {
                    let (id, _) = api.types.peel(*id);
                    if let Shape::OneOf(inner) = &api.types.get(id).shape {
                        if !inside.contains(&id) {
                            inside.push(id);
                            takes_all |= self.cases(api, inner, address, inside, found);
                        }
                        continue;
                    }
                    let ty = self.rust(api, id);
                    if ty == RustType::Any {
                        takes_all = true;
                        continue;
                    }
                    (address.case(&case_address(&ty)), case_words(&ty), CaseHolds::Type(ty))
                }
            };
            if found.iter().any(|(_, _, known)| *known == holds) {
                continue;
            }
            // A list of texts and a list of texts or nulls are told apart by a number.
            let mut own = node;
            let mut number = 1u32;
            while let (true, CaseHolds::Type(ty)) = (found.iter().any(|(known, _, _)| *known == own), &holds) {
                number = number.saturating_add(1);
                own = address.case(&format!("{} {number}", case_address(ty)));
            }
            found.push((own, words, holds));
        }
        takes_all
    }
}

/// Whether a nameless type is known as the field is whose type it is, so that the field says how.
fn is_said_at_a_field(api: &Api, uses: &Uses<'_>, id: TypeId) -> bool {
    let basis = &api.types.get(id).basis;
    let says_it = |field: &&ir::Field| field.basis == *basis || field.facts.decisions.iter().any(|decision| decision.basis == *basis);
    api.types.get(id).name.is_none() && uses.fields(id).iter().any(says_it)
}

/// What the documents leave open about a type.
fn gaps<'a>(api: &'a Api, def: &'a TypeDef) -> impl Iterator<Item = &'a str> {
    let name = def.name.as_ref().map(|name| name.value.as_str());
    let is_it = move |subject: &GapSubject| matches!(subject, GapSubject::Type(subject) if name == Some(subject.as_str()));
    api.gaps.iter().filter(move |gap| is_it(&gap.subject)).map(|gap| gap.text.as_str())
}

/// Where it is said what is open about a type.
enum GapPlace<'a> {
    /// At the type.
    Type,
    /// At the only field that it names.
    Field(&'a ir::Field),
    /// At the fields: each says itself that nothing is known of it.
    EachField,
}

fn gap_place<'a>(api: &Api, object: &'a ir::Object, text: &str) -> GapPlace<'a> {
    let field = |name: &str| {
        let base = name.split(['.', '[']).next().unwrap_or(name);
        let is =
            |field: &&ir::Field| [name, base].contains(&field.wire.as_str()) || field.facts.aliases.iter().any(|alias| alias.value == name);
        object.fields.iter().find(is)
    };
    // What stands between backquotes.
    let names: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let mut fields: Vec<&ir::Field> = Vec::new();
    for found in names.iter().filter_map(|name| field(name)) {
        if !fields.iter().any(|known| known.wire == found.wire) {
            fields.push(found);
        }
    }
    let unknown = |field: &&ir::Field| match api.types.get(field.ty).shape {
        Shape::Any => true,
        Shape::Nullable(inner) => matches!(api.types.get(inner).shape, Shape::Any),
        _ => false,
    };
    match fields.as_slice() {
        [one] => GapPlace::Field(one),
        [_, ..] if text.starts_with("what ") && names.iter().all(|name| field(name).is_some()) && fields.iter().all(unknown) => {
            GapPlace::EachField
        }
        _ => GapPlace::Type,
    }
}

/// The name of the field that keeps what no document describes.
fn extra_wish(node: &str) -> Wish {
    Wish::new(format!("{node}#extra"), "extra", ["unknown"])
}

/// Of types that would be called the same, the one that stands at more places than all others together keeps the short name: the others take
/// their next wording.
fn give_way(wishes: &mut [Wish], uses: &[usize]) {
    let mut namesakes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, wish) in wishes.iter().enumerate() {
        namesakes.entry(spell(&wish.words, Spelling::Camel)).or_default().push(at);
    }
    for all in namesakes.into_values().filter(|all| all.len() > 1) {
        let sum: usize = all.iter().map(|&at| uses[at]).sum();
        let Some(&most) = all.iter().find(|&&at| 2 * uses[at] > sum) else { continue };
        for &at in all.iter().filter(|&&at| at != most) {
            if let Some(wish) = wishes.get_mut(at).filter(|wish| !wish.fuller.is_empty()) {
                wish.words = wish.fuller.remove(0).join(" ");
            }
        }
    }
}

fn ways(lowering: &Lowering<'_>, id: TypeId) -> Ways {
    let usage = &lowering.usage;
    let sent = usage.sent.contains(&id);
    let is_shown = lowering.options.samples != Samples::None && usage.shown.contains(&id);
    let coded = |is_used: bool| match lowering.options.directions {
        Directions::Both => Coded::Everywhere,
        Directions::Used if is_used => Coded::Everywhere,
        Directions::Used if is_shown => Coded::InTests,
        Directions::Used => Coded::Nowhere,
    };
    Ways { encode: coded(sent), decode: coded(usage.received.contains(&id)), sent }
}

fn enumeration(lowering: &mut Lowering<'_>, name: TypeName, node: String, docs: Doc, values: &ir::Enum, ways: Ways) -> EnumItem {
    let address = NodeId::written(node.clone());
    let base = match values.base {
        ir::EnumBase::Text => EnumBase::Text,
        ir::EnumBase::Integer => EnumBase::Integer,
    };
    let id = |value: &ir::EnumValue| address.value(&value.wire).to_string();
    let ordered = lowering.old.order(values.values.iter().collect(), |value| id(value));
    let wishes: Vec<Wish> = ordered
        .iter()
        .map(|(_, value)| {
            let message =
                value.message.as_ref().map(|message| message.value.as_str()).filter(|text| !text.trim().is_empty() && text.len() <= 60);
            let words = match base {
                EnumBase::Text => value.wire.clone(),
                EnumBase::Integer => message.map_or_else(|| format!("code {}", value.wire), str::to_owned),
            };
            let qualifier = if base == EnumBase::Integer { format!("code {}", value.wire) } else { "value".to_owned() };
            Wish::new(id(value), words, [qualifier])
        })
        .collect();
    let names: Vec<VariantName> = settle(&wishes, Spelling::Camel, RESERVED_VARIANTS, lowering.old, &mut lowering.user);
    let variants = ordered
        .into_iter()
        .zip(names)
        .map(|((rank, value), variant)| {
            let id = id(value);
            lowering.remember(&id, rank, variant.as_str());
            lowering.place(format!("types::{}::{}", name.as_str(), variant.as_str()), &id, value.basis.place());
            let mut docs = Doc::vendor(&value.docs);
            // `Owner` shows `owner`, `FullCapacity` shows `full_capacity`; everything else is said.
            let is_shown = shows(variant.as_str(), &value.wire) && spell(&value.wire, Spelling::Snake) == value.wire;
            let shown = variant.as_str() == value.wire || is_shown;
            if value.http_status.is_some() || value.message.is_some() {
                docs.note(Note::CatalogueCode {
                    wire: value.wire.clone(),
                    http_status: value.http_status.as_ref().map(|fact| fact.value),
                    message: value.message.as_ref().filter(|fact| !docs.says(&fact.value)).map(|fact| fact.value.clone()),
                });
            } else if !shown {
                docs.note(Note::Wire(value.wire.clone()));
            }
            match &value.basis.how {
                How::Inferred { .. } => docs.note(Note::Inferred),
                How::Assumed { .. } => docs.basis(&value.basis, ""),
                How::Stated => {}
            }
            if value.basis.page.is_none() {
                let words = [("the text", &value.docs), ("the message", &value.message)];
                words
                    .iter()
                    .filter_map(|(what, words)| Some((what, words.as_ref()?)))
                    .for_each(|(what, words)| docs.basis(&words.basis, what));
                value.http_status.iter().for_each(|status| docs.basis(&status.basis, "the HTTP status"));
            }
            Variant {
                name: variant,
                wire: value.wire.clone(),
                docs,
                http_status: value.http_status.as_ref().map(|fact| fact.value),
                message: value.message.as_ref().map(|fact| fact.value.clone()),
            }
        })
        .collect();
    EnumItem { name, node, docs, base, values: variants, ways }
}

/// What a case's list or map holds; nothing for other cases.
fn inner_words(holds: &CaseHolds) -> String {
    match holds {
        CaseHolds::Type(ty) => match ty.bare() {
            RustType::List(inner) | RustType::Map(inner) => case_words(inner),
            _ => String::new(),
        },
        CaseHolds::Text(_) => String::new(),
    }
}

/// What tells a case of a union from every other one: two lists differ by what they hold.
fn case_address(ty: &RustType) -> String {
    match ty {
        RustType::List(inner) => format!("list of {}", case_address(inner)),
        RustType::Map(inner) => format!("map of {}", case_address(inner)),
        other => case_words(other),
    }
}

fn case_words(ty: &RustType) -> String {
    match ty {
        RustType::Bool => "boolean".to_owned(),
        RustType::Integer => "integer".to_owned(),
        RustType::Number => "number".to_owned(),
        RustType::Text | RustType::Secret => "text".to_owned(),
        RustType::Timestamp => "timestamp".to_owned(),
        RustType::File => "file".to_owned(),
        RustType::Any => "any".to_owned(),
        RustType::List(_) => "list".to_owned(),
        RustType::Map(_) => "map".to_owned(),
        RustType::Item(name) | RustType::Boxed(name) => name.as_str().to_owned(),
        RustType::Nullable(inner) => case_words(inner),
    }
}

/// What is said about a string of a form that stays text, and the word by which a vendor's text says it already.
fn form_words(form: StringForm) -> Option<(&'static str, &'static str)> {
    match form {
        StringForm::Plain | StringForm::DateTime => None,
        StringForm::LocalDateTime => Some(("A date and time without a zone.", "without time zone")),
        StringForm::Date => Some(("A date.", "date")),
        StringForm::Time => Some(("A time of day.", "time of day")),
        StringForm::Uuid => Some(("A UUID.", "uuid")),
        StringForm::Url => Some(("A URL.", "url")),
        StringForm::Email => Some(("An e-mail address.", "mail")),
        StringForm::Bytes => Some(("Bytes in base64.", "base64")),
        StringForm::Decimal => Some(("A decimal number, in quotes.", "decimal")),
    }
}
