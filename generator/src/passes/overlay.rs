//! Applies corrections made by hand: each must find its node, and must still be needed.

use super::keys::{self, KeysRefusal};
use super::{contradict, part};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Address, Also, Answer, Api, CaseKind, Contested, Enum, EnumBase, EnumValue, Fact, Facts, FieldKey, FieldPath, How, NodeId, Operation,
    Patch, Place, Presence, Response, ResponseStatus, Root, Server, Serves, Setting, Shape, Spot, StringForm, TypeDef, TypeId, Types,
    visible, walk, walk_through_unions,
};
use std::collections::BTreeSet;

/// What a correction did to a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// The node was not found.
    None,
    /// The node says the same already.
    Redundant,
    /// The node was changed.
    Changed,
    /// The node takes no such setting.
    Misplaced,
    /// The node cannot go where the setting puts it.
    Bound(Bound),
    /// The node is none that the setting fits.
    Unfit(Unfit),
}

/// What a setting wants of a type, and does not find.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unfit {
    /// A text or a whole number.
    Text,
    /// Values that are whole numbers.
    Integer,
    /// An object.
    Object,
    /// Keys that somebody knows.
    Keys,
}

/// Why a parameter stays where it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    /// Nothing else would fill the hole.
    Hole,
    /// What the client sends by itself, it sends in a body.
    Constant,
}

/// Applies the corrections of things that the document names, in the order in which they are written.
pub fn apply(api: &mut Api, patches: &[Patch], diagnostics: &mut Diagnostics) {
    apply_those(api, patches, |at, setting| !is_of_parts(at, setting), diagnostics);
}

/// Applies those of parts, and those that add to what is known, in the order in which they are written: once it is settled which nameless types are one,
/// for what is said of one place then holds at all of them. Whether there was such a correction.
pub fn apply_to_parts(api: &mut Api, patches: &[Patch], diagnostics: &mut Diagnostics) -> bool {
    apply_those(api, patches, is_of_parts, diagnostics)
}

fn is_of_parts(at: &Address, setting: &Setting) -> bool {
    setting.adds() || matches!(at, Address::Part { .. } | Address::Node(_))
}

fn apply_those(api: &mut Api, patches: &[Patch], is_meant: impl Fn(&Address, &Setting) -> bool, diagnostics: &mut Diagnostics) -> bool {
    let mut any = false;
    for patch in patches {
        for setting in patch.settings.iter().filter(|setting| is_meant(&patch.at.value, &setting.value)) {
            any = true;
            one(api, patch, setting, diagnostics);
        }
    }
    any
}

fn one(api: &mut Api, patch: &Patch, setting: &Fact<Setting>, diagnostics: &mut Diagnostics) {
    let address = visible(&patch.at.value.to_string());
    let misplaced = |message: String, note: &str| Diagnostic::new(Code::PatchMisplaced, patch.at.span, message).note(note);
    let shown = contradict::shown(api, &patch.at.value, &setting.value);
    match set(api, &patch.at.value, setting) {
        Effect::Changed => contradict::tell(api, patch, setting, &shown, diagnostics),
        Effect::None => diagnostics.push(nothing(api, patch, &setting.value)),
        Effect::Redundant => diagnostics.push(
            Diagnostic::new(Code::PatchRedundant, patch.span, format!("the correction of `{address}` changes nothing any more"))
                .note("the document says the same by now")
                .help("delete the correction"),
        ),
        Effect::Bound(bound) => {
            let (note, help) = match bound {
                Bound::Hole => ("it fills a hole of the text that is sent, and nothing else would", "holes take `type`, `presence` and `text`"),
                Bound::Constant => ("the client sends its value by itself, which it does in bodies only", "put it into a `form` or a `part`, or leave it where it is"),
            };
            diagnostics.push(misplaced(format!("`{address}` has to stay where it is"), note).help(help));
        }
        Effect::Unfit(unfit) => {
            let (note, help) = match unfit {
                Unfit::Text => ("expected a text or a whole number: these have values", "give it its `type` first"),
                Unfit::Integer => ("it is a whole number, and so are its values", "write them as `[1, 2]`, or give it the `type` `string` first"),
                Unfit::Object => ("expected an object: others have no keys", "give it its `type` first"),
                Unfit::Keys => ("no sample shows which keys it has", "describe it with rows, `[type.…]`, and give it that `type`"),
            };
            diagnostics.push(misplaced(format!("`{address}` cannot be corrected like that"), note).help(help));
        }
        Effect::Misplaced => diagnostics.push(misplaced(
            format!("`{address}` takes no such setting"),
            "operations take server, method, path, group, auth, text, remove; parameters type, presence, place, enum, also, text, remove; answers answer, keys, also, remove; types enum, keys, text, and enumerations and unions also; fields type, presence, enum, keys, add, also, text, remove; items type, enum, keys, also; server url; api name, text, remove header",
        )),
    }
}

/// The headers that the thing has whose header is to be taken away; `None` where there is no such thing.
fn headers(api: &Api, at: &Address) -> Option<BTreeSet<String>> {
    let of_operations = |address: &str| {
        let found: Vec<&Operation> = api.operations.iter().filter(|operation| names(address, operation)).collect();
        let params = found.iter().flat_map(|operation| &operation.params).filter(|param| param.place.value == Place::Header);
        let names = found.iter().flat_map(|operation| &operation.headers).map(|header| header.name.clone());
        (!found.is_empty()).then(|| names.chain(params.map(|param| param.wire.clone())).collect())
    };
    match at {
        Address::Api => Some(api.headers.iter().map(|header| header.name.clone()).collect()),
        Address::AllOperations => of_operations("*"),
        Address::Operation(operation) => of_operations(operation),
        Address::Server
        | Address::FurtherServer(_)
        | Address::Param { .. }
        | Address::Answer { .. }
        | Address::Type(_)
        | Address::Part { .. }
        | Address::Node(_) => None,
    }
}

/// Says that nothing was found, with the nearest address that exists.
fn nothing(api: &Api, patch: &Patch, setting: &Setting) -> Diagnostic {
    let written = visible(&patch.at.value.to_string());
    if let Setting::RemoveHeader(name) = setting
        && let Some(known) = headers(api, &patch.at.value)
    {
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        return Diagnostic::new(Code::PatchMatchesNothing, patch.at.span, format!("`{written}` has no header `{name}`"))
            .note(if known.is_empty() { "it has no header at all".to_owned() } else { format!("expected one of {}", known.join(", ")) })
            .help("correct the name, or delete the correction if the vendor took the header away");
    }
    let known = if matches!(patch.at.value, Address::Node(_)) { nodes(api) } else { addresses(api) };
    let nearest = known
        .into_iter()
        .map(|address| (strsim::normalized_damerau_levenshtein(&written, &address), address))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    let diagnostic = Diagnostic::new(Code::PatchMatchesNothing, patch.at.span, format!("nothing in the document is `{written}`"));
    match nearest {
        Some((likeness, address)) if likeness > 0.3 => diagnostic.note(format!("the nearest is `{}`", visible(&address))),
        Some(_) | None => diagnostic,
    }
    .help("correct the address, or delete the correction if the vendor took the thing away")
}

/// Every address that a correction could name.
fn addresses(api: &Api) -> Vec<String> {
    let mut all = vec!["api".to_owned(), "server".to_owned()];
    all.extend(api.further_servers().iter().map(|(id, _)| format!("server {id}")));
    for operation in &api.operations {
        all.push(format!("op {}", operation.id));
        all.extend(operation.params.iter().map(|param| format!("op {} / {} {}", operation.id, param.place.value.word(), param.wire)));
        all.extend(operation.responses.iter().map(|response| format!("op {} / answer {}", operation.id, response.status.value)));
    }
    for (_, def) in api.types.iter() {
        if let Some(name) = &def.name {
            all.push(format!("type {}", name.value));
            if let Shape::Object(object) = &def.shape {
                all.extend(object.fields.iter().map(|field| format!("type {} / {}", name.value, field.wire)));
            }
        }
    }
    all
}

/// The addresses of all that a correction could name by the address that messages show; of a type that stands at several places the first.
fn nodes(api: &Api) -> Vec<String> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    walk(api, &mut |node, spot| {
        all.push(node.to_string());
        spot.ty(api).is_none_or(|ty| seen.insert(api.types.peel(ty).0) || matches!(spot, Spot::Type(_)))
    });
    all
}

fn set(api: &mut Api, address: &Address, setting: &Fact<Setting>) -> Effect {
    match address {
        Address::Api => match &setting.value {
            Setting::Title(title) => replace(&mut api.title, title.clone(), setting),
            Setting::Docs(text) => replace_option(&mut api.docs, text.clone(), setting),
            Setting::RemoveHeader(name) => {
                let before = api.headers.len();
                api.headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
                if api.headers.len() < before { Effect::Changed } else { Effect::None }
            }
            _ => Effect::Misplaced,
        },
        Address::Server => match &setting.value {
            Setting::Url(url) => match api.servers.iter_mut().find(|server| server.serves == Serves::Main) {
                Some(server) => replace(&mut server.url, url.clone(), setting),
                None => {
                    api.servers.insert(
                        0,
                        Server { url: Fact::new(url.clone(), setting.basis.clone()), variables: Vec::new(), serves: Serves::Main },
                    );
                    Effect::Changed
                }
            },
            _ => Effect::Misplaced,
        },
        Address::FurtherServer(id) => match &setting.value {
            Setting::Url(url) => {
                match api.servers.iter_mut().find(|server| matches!(&server.serves, Serves::Named(known) if known == id)) {
                    Some(server) => replace(&mut server.url, url.clone(), setting),
                    None => Effect::None,
                }
            }
            _ => Effect::Misplaced,
        },
        Address::AllOperations => set_operations(api, "*", setting),
        Address::Operation(operation) => set_operations(api, operation, setting),
        Address::Param { operation, place, name } => set_params(api, operation, *place, name, setting),
        Address::Answer { operation, status } => {
            if setting.value.adds() {
                return set_spots(api, &answers(api, operation, status), setting);
            }
            let redundant = redundant_types(api, setting);
            on_operations(api, operation, |found| set_answer(found, status, setting, &redundant))
        }
        Address::Type(name) => match api.types.named(name) {
            None => Effect::None,
            Some(id) => set_spot(api, Spot::Type(id), setting),
        },
        Address::Part { root, path } => set_part(api, root, path, setting),
        Address::Node(node) => set_node(api, node, setting),
    }
}

/// Corrects what a path leads to.
fn set_part(api: &mut Api, root: &Root, path: &FieldPath, setting: &Fact<Setting>) -> Effect {
    let roots: Vec<Spot> = match root {
        Root::Type(name) => api.types.named(name).map(Spot::Type).into_iter().collect(),
        Root::Answer { operation, status } => answers(api, operation, status),
        Root::Errors => api.errors.iter().map(|_| Spot::Errors).collect(),
        Root::Envelope => api.envelope.iter().map(|_| Spot::Envelope).collect(),
    };
    if let Setting::Add(ty) = setting.value {
        let members: Vec<(TypeId, FieldKey)> = roots.into_iter().filter_map(|root| part::new_member(api, root, path)).collect();
        return add(api, members, ty, setting);
    }
    // What stands at several places is changed once.
    let spots: BTreeSet<Spot> = roots.into_iter().filter_map(|root| part::find(api, root, path)).collect();
    set_spots(api, &spots.into_iter().collect::<Vec<_>>(), setting)
}

/// Corrects what has an address as messages show it.
fn set_node(api: &mut Api, node: &NodeId, setting: &Fact<Setting>) -> Effect {
    if let Setting::Add(ty) = setting.value {
        let Some((above, step)) = node.split() else { return Effect::None };
        let key = match step.strip_suffix('*') {
            Some(prefix) => FieldKey::Open(prefix.to_owned()),
            None => FieldKey::Named(step),
        };
        let owners: BTreeSet<TypeId> = spots(api, &above).into_iter().filter_map(|spot| object(api, spot.ty(api)?)).collect();
        return add(api, owners.into_iter().map(|owner| (owner, key.clone())).collect(), ty, setting);
    }
    let spots = spots(api, node);
    if let (true, Setting::Answer(_), Some((above, status))) = (spots.is_empty(), &setting.value, node.split()) {
        // A status that the document does not list.
        let redundant = redundant_types(api, setting);
        let operations = api.operations.iter_mut().filter(|operation| NodeId::operation(&operation.id) == above);
        return operations.map(|operation| set_answer(operation, &status, setting, &redundant)).max().unwrap_or(Effect::None);
    }
    set_spots(api, &spots, setting)
}

/// What has an address, which several things have where a nameless type stands at several places.
pub(super) fn spots(api: &Api, node: &NodeId) -> Vec<Spot> {
    let mut spots = Vec::new();
    let leads = |known: &NodeId| node.as_str().starts_with(known.as_str());
    walk(api, &mut |known, spot| {
        if known == node {
            spots.push(spot);
        }
        leads(known)
    });
    if spots.is_empty() {
        // It had this address before another correction made it a case of a union.
        walk_through_unions(api, &mut |known, spot| {
            if known == node && spots.is_empty() {
                spots.push(spot);
            }
            leads(known)
        });
    }
    // Of the cases of a union those have the address that have no other.
    let is_own = |spot: &Spot| matches!(spot, Spot::Case(..)) && spot.ty(api).is_some_and(|ty| api.types.has_nameless_parts(ty));
    if spots.iter().any(is_own) {
        spots.retain(is_own);
    }
    spots
}

/// The only object that stands somewhere, be it beside other things.
fn object(api: &Api, ty: TypeId) -> Option<TypeId> {
    let is_object = |ty: TypeId| matches!(api.types.get(ty).shape, Shape::Object(_));
    let (ty, _) = api.types.peel(ty);
    if !matches!(api.types.get(ty).shape, Shape::OneOf(_)) {
        return Some(ty).filter(|&ty| is_object(ty));
    }
    let mut objects = api.types.parts(ty).into_iter().map(|case| api.types.peel(case).0).filter(|&case| is_object(case));
    objects.next().filter(|_| objects.next().is_none())
}

/// The answers of operations that have one of this status, in the document's order.
pub(super) fn answers(api: &Api, address: &str, status: &str) -> Vec<Spot> {
    let operations = api.operations.iter().enumerate().filter(|(_, operation)| names(address, operation));
    let responses = operations.flat_map(|(at, operation)| operation.responses.iter().enumerate().map(move |found| (at, found)));
    responses.filter(|(_, (_, response))| is_named(response, status)).map(|(at, (response, _))| Spot::Answer(at, response)).collect()
}

fn set_spots(api: &mut Api, spots: &[Spot], setting: &Fact<Setting>) -> Effect {
    // What is removed leads the positions of the others astray.
    spots.iter().rev().map(|&spot| set_spot(api, spot, setting)).max().unwrap_or(Effect::None)
}

/// Adds fields that the document does not describe.
fn add(api: &mut Api, members: Vec<(TypeId, FieldKey)>, ty: TypeId, setting: &Fact<Setting>) -> Effect {
    let added = members.into_iter().map(|(owner, key)| part::add(&mut api.types, owner, &key, ty, &setting.basis));
    added.map(|is_new| if is_new { Effect::Changed } else { Effect::Redundant }).max().unwrap_or(Effect::None)
}

/// Corrects what stands at a place.
fn set_spot(api: &mut Api, spot: Spot, setting: &Fact<Setting>) -> Effect {
    match spot {
        Spot::Operation(at) => match api.operations.get(at).map(|operation| operation.id.clone()) {
            Some(id) => set_operations(api, &id, setting),
            None => Effect::None,
        },
        Spot::Param(operation, at) => {
            let Some((id, param)) = api.operations.get(operation).and_then(|known| Some((known.id.clone(), known.params.get(at)?))) else {
                return Effect::None;
            };
            let (place, name) = (param.place.value, param.wire.clone());
            set_params(api, &id, place, &name, setting)
        }
        Spot::Answer(operation, at) => {
            let redundant = redundant_types(api, setting);
            if matches!(setting.value, Setting::Keys(_) | Setting::Values(_) | Setting::Also(_)) {
                return retype_at(api, spot, setting);
            }
            let Some(operation) = api.operations.get_mut(operation) else { return Effect::None };
            let Some(status) = operation.responses.get(at).map(|response| response.status.value.to_string()) else { return Effect::None };
            let setting = match setting.value {
                Setting::Type(ty) => &Fact::new(Setting::Answer(Answer::Type(ty)), setting.basis.clone()),
                _ => setting,
            };
            set_answer(operation, &status, setting, &redundant)
        }
        Spot::Field(owner, at) => set_field_at(api, owner, at, setting),
        Spot::Body(operation) => match &setting.value {
            Setting::Presence(presence) => match api.operations.get_mut(operation).and_then(|operation| operation.body.as_mut()) {
                Some(body) => confirm(&mut body.presence, *presence, setting, false),
                None => Effect::None,
            },
            Setting::Also(Also::Absent) => match api.operations.get_mut(operation).and_then(|operation| operation.body.as_mut()) {
                Some(body) => may_be_absent(&mut body.presence, setting, false),
                None => Effect::None,
            },
            _ => retype_at(api, spot, setting),
        },
        Spot::Type(id) => match &setting.value {
            Setting::Docs(text) => replace_option(&mut api.types.get_mut(id).docs, text.clone(), setting),
            Setting::Values(_) | Setting::Keys(_) => match reshape(api, id, setting) {
                Ok(shape) => {
                    let def = api.types.get_mut(id);
                    (def.shape, def.basis) = (shape, setting.basis.clone());
                    Effect::Changed
                }
                Err(effect) => effect,
            },
            // Anything else would become another type, and lose its name.
            Setting::Also(more) if matches!(api.types.get(id).shape, Shape::Enum(_) | Shape::OneOf(_)) => {
                match part::also(&mut api.types, id, *more, &setting.basis) {
                    (widened, _) if widened != id => Effect::Misplaced,
                    (_, true) => Effect::Changed,
                    (_, false) => Effect::Redundant,
                }
            }
            _ => Effect::Misplaced,
        },
        Spot::Items(_) | Spot::Open(_) | Spot::Case(..) | Spot::Webhook(_) | Spot::Errors | Spot::Envelope => retype_at(api, spot, setting),
    }
}

/// Gives what stands at a place another type, a wider one, values, or other keys.
fn retype_at(api: &mut Api, spot: Spot, setting: &Fact<Setting>) -> Effect {
    let ty = match &setting.value {
        Setting::Type(_) | Setting::Also(Also::Type(_) | Also::Null) | Setting::Values(_) | Setting::Keys(_) => spot.ty(api),
        _ => return Effect::Misplaced,
    };
    match &setting.value {
        Setting::Type(new) => {
            let redundant = redundant_types(api, setting);
            match ty {
                None => Effect::None,
                Some(ty) if redundant.contains(&ty) => Effect::Redundant,
                Some(_) => put(api, spot, *new),
            }
        }
        Setting::Also(more) => {
            // Nobody knows what is there already.
            let Some(ty) = ty else { return Effect::Misplaced };
            let (widened, changed) = part::also(&mut api.types, ty, *more, &setting.basis);
            let effect = put(api, spot, widened);
            if changed { effect } else { Effect::Redundant }
        }
        _ => {
            let Some(ty) = ty else { return Effect::Unfit(Unfit::Object) };
            match reshaped(api, ty, setting) {
                Ok(ty) => put(api, spot, ty),
                Err(effect) => effect,
            }
        }
    }
}

/// Puts another type at a place.
fn put(api: &mut Api, spot: Spot, new: TypeId) -> Effect {
    let Some(known) = kept(api, spot) else { return Effect::None };
    let before = std::mem::replace(known, new);
    if matches!(spot, Spot::Errors | Spot::Envelope) {
        // Whoever held it holds what it has become.
        for response in api.operations.iter_mut().flat_map(|operation| &mut operation.responses) {
            if response.answer.value == Answer::Type(before) {
                response.answer.value = Answer::Type(new);
            }
        }
        let errors = api.errors.iter_mut().map(|errors| &mut errors.ty);
        errors.chain(&mut api.envelope).filter(|fact| fact.value == before).for_each(|fact| fact.value = new);
    }
    Effect::Changed
}

/// Where the type of what stands at a place is kept.
fn kept(api: &mut Api, spot: Spot) -> Option<&mut TypeId> {
    match spot {
        Spot::Operation(_) | Spot::Type(_) => None,
        Spot::Param(operation, at) => Some(&mut api.operations.get_mut(operation)?.params.get_mut(at)?.ty),
        Spot::Body(operation) => Some(&mut api.operations.get_mut(operation)?.body.as_mut()?.ty),
        Spot::Answer(operation, at) => match &mut api.operations.get_mut(operation)?.responses.get_mut(at)?.answer.value {
            Answer::Type(ty) => Some(ty),
            Answer::Unknown | Answer::Empty => None,
        },
        Spot::Webhook(at) => Some(&mut api.webhooks.get_mut(at)?.ty),
        Spot::Errors => Some(&mut api.errors.as_mut()?.ty.value),
        Spot::Envelope => Some(&mut api.envelope.as_mut()?.value),
        Spot::Field(owner, at) => match &mut api.types.get_mut(owner).shape {
            Shape::Object(object) => Some(&mut object.fields.get_mut(at)?.ty),
            _ => None,
        },
        Spot::Open(owner) => match &mut api.types.get_mut(owner).shape {
            Shape::Object(object) => Some(&mut object.open.as_mut()?.ty),
            _ => None,
        },
        Spot::Items(owner) => match &mut api.types.get_mut(owner).shape {
            Shape::List(inner) | Shape::Map(inner) => Some(inner),
            _ => None,
        },
        Spot::Case(owner, at) => match &mut api.types.get_mut(owner).shape {
            Shape::OneOf(cases) => match &mut cases.get_mut(at)?.kind {
                CaseKind::Type(ty) => Some(ty),
                CaseKind::Text(_) => None,
            },
            _ => None,
        },
    }
}

/// A type with other values or other keys, `null` as before.
fn reshaped(api: &mut Api, ty: TypeId, setting: &Fact<Setting>) -> Result<TypeId, Effect> {
    let (inner, is_nullable) = api.types.peel(ty);
    let shape = reshape(api, inner, setting)?;
    let docs = api.types.get(inner).docs.clone();
    let def = TypeDef { docs, ..TypeDef::anonymous(shape, setting.basis.clone()) };
    let new = api.types.add(def);
    Ok(if is_nullable { api.types.add(TypeDef::anonymous(Shape::Nullable(new), setting.basis.clone())) } else { new })
}

/// The shape that a type gets; or why it gets none.
fn reshape(api: &mut Api, ty: TypeId, setting: &Fact<Setting>) -> Result<Shape, Effect> {
    match &setting.value {
        Setting::Values(values) => with_values(&api.types.get(ty).clone(), values),
        Setting::Keys(keys) => keys::with_keys(api, ty, *keys, &setting.basis).map_err(|refusal| match refusal {
            KeysRefusal::Same => Effect::Redundant,
            KeysRefusal::NoObject => Effect::Unfit(Unfit::Object),
            KeysRefusal::NoSample => Effect::Unfit(Unfit::Keys),
        }),
        _ => Err(Effect::Misplaced),
    }
}

/// A text or a whole number with these values; without any, as it is without.
fn with_values(def: &TypeDef, values: &[EnumValue]) -> Result<Shape, Effect> {
    let (base, known): (EnumBase, &[EnumValue]) = match &def.shape {
        Shape::Integer => (EnumBase::Integer, &[]),
        Shape::String(_) | Shape::Any => (EnumBase::Text, &[]),
        Shape::Enum(known) => (known.base, &known.values),
        _ => return Err(Effect::Unfit(Unfit::Text)),
    };
    if base == EnumBase::Integer && values.iter().any(|value| value.wire.parse::<i64>().is_err()) {
        return Err(Effect::Unfit(Unfit::Integer));
    }
    let names = |values: &[EnumValue]| values.iter().map(|value| value.wire.clone()).collect::<BTreeSet<_>>();
    let is_enum = matches!(def.shape, Shape::Enum(_));
    // What only samples show may be confirmed.
    let is_known = !matches!(def.basis.how, How::Inferred { .. });
    match (is_enum, values.is_empty()) {
        (false, true) => Err(Effect::Redundant),
        (true, true) => Ok(if base == EnumBase::Integer { Shape::Integer } else { Shape::String(StringForm::Plain) }),
        (true, false) if is_known && names(known) == names(values) => Err(Effect::Redundant),
        (true | false, false) => {
            // The vendor's words about a value stay with it.
            let docs = |wire: &str| known.iter().find(|value| value.wire == wire).and_then(|value| value.docs.clone());
            let values = values.iter().map(|value| EnumValue { docs: docs(&value.wire), ..value.clone() }).collect();
            Ok(Shape::Enum(Enum { base, values }))
        }
    }
}

/// Whether an address names an operation: by id, by name, or by all.
pub(super) fn names(address: &str, operation: &Operation) -> bool {
    address == "*" || address == operation.id || address == operation.name.value
}

/// Does something to every operation that an address names; the strongest effect counts.
fn on_operations(api: &mut Api, address: &str, mut act: impl FnMut(&mut Operation) -> Effect) -> Effect {
    api.operations.iter_mut().filter(|operation| names(address, operation)).map(&mut act).max().unwrap_or(Effect::None)
}

fn set_operations(api: &mut Api, address: &str, setting: &Fact<Setting>) -> Effect {
    if setting.value == Setting::Remove {
        let before = api.operations.len();
        api.operations.retain(|operation| !names(address, operation));
        return if api.operations.len() < before { Effect::Changed } else { Effect::None };
    }
    on_operations(api, address, |operation| match &setting.value {
        Setting::Method(method) => replace(&mut operation.method, method.clone(), setting),
        Setting::Path(path) => replace(&mut operation.path, path.clone(), setting),
        Setting::Auth(accepts) => replace(&mut operation.auth, accepts.clone(), setting),
        Setting::Docs(text) => replace_option(&mut operation.docs, text.clone(), setting),
        Setting::Group(group) => {
            if operation.group.as_ref() == Some(group) {
                Effect::Redundant
            } else {
                operation.group = Some(group.clone());
                Effect::Changed
            }
        }
        Setting::Server(id) => {
            if operation.server.as_ref().map(|server| &server.value) == id.as_ref() {
                Effect::Redundant
            } else {
                operation.server = id.clone().map(|id| Fact::new(id, setting.basis.clone()));
                Effect::Changed
            }
        }
        Setting::RemoveHeader(name) => {
            let before = operation.headers.len() + operation.params.len();
            operation.headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
            operation.params.retain(|param| param.place.value != Place::Header || !param.wire.eq_ignore_ascii_case(name));
            if operation.headers.len() + operation.params.len() < before { Effect::Changed } else { Effect::None }
        }
        _ => Effect::Misplaced,
    })
}

/// The types that say the same as the one that a correction gives, and say it: what only samples show, and what nobody says, may be confirmed.
fn redundant_types(api: &Api, setting: &Fact<Setting>) -> Vec<TypeId> {
    match setting.value {
        Setting::Type(ty) | Setting::Answer(Answer::Type(ty)) => {
            let all = api.types.iter().map(|(id, _)| id);
            all.filter(|&id| same(&api.types, id, ty, &mut Vec::new()) && is_said(&api.types, id, &mut BTreeSet::new())).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a document or a person says what a type is, in all of its parts.
fn is_said(types: &Types, id: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
    let def = types.get(id);
    let said = match def.basis.how {
        How::Inferred { .. } => false,
        How::Stated => def.shape != Shape::Any || def.basis.page.is_some(),
        How::Assumed { .. } => true,
    };
    // What has a name is said under its name.
    def.name.is_some() || (said && (!seen.insert(id) || types.parts(id).into_iter().all(|part| is_said(types, part, seen))))
}

/// Whether two types say the same, part by part.
pub(super) fn same(types: &Types, a: TypeId, b: TypeId, open: &mut Vec<(TypeId, TypeId)>) -> bool {
    if a == b || open.contains(&(a, b)) {
        return true;
    }
    let (left, right) = (types.get(a), types.get(b));
    if left.name.as_ref().map(|name| &name.value) != right.name.as_ref().map(|name| &name.value) {
        return false;
    }
    open.push((a, b));
    let equal = match (&left.shape, &right.shape) {
        (Shape::List(a), Shape::List(b)) | (Shape::Map(a), Shape::Map(b)) | (Shape::Nullable(a), Shape::Nullable(b)) => {
            same(types, *a, *b, open)
        }
        (Shape::Object(a), Shape::Object(b)) => {
            a.open.is_some() == b.open.is_some()
                && a.fields.len() == b.fields.len()
                && a.fields
                    .iter()
                    .zip(&b.fields)
                    .all(|(a, b)| a.wire == b.wire && a.presence.value == b.presence.value && same(types, a.ty, b.ty, open))
        }
        (left, right) => left == right,
    };
    open.pop();
    equal
}

/// Corrects the parameters of operations that an address names.
fn set_params(api: &mut Api, operation: &str, place: Place, name: &str, setting: &Fact<Setting>) -> Effect {
    if !reshapes(&setting.value) {
        let redundant = redundant_types(api, setting);
        return on_operations(api, operation, |found| set_param(found, place, name, setting, &redundant));
    }
    let mut spots = Vec::new();
    for (at, found) in api.operations.iter().enumerate().filter(|(_, found)| names(operation, found)) {
        let params = found.params.iter().enumerate().filter(|(_, param)| param.place.value == place && (name == "*" || param.wire == name));
        spots.extend(params.map(|(param, _)| Spot::Param(at, param)));
    }
    let mut effects = Vec::new();
    for spot in spots {
        let effect = retype_at(api, spot, setting);
        let Spot::Param(operation, at) = spot else { continue };
        let Some(param) = api.operations.get_mut(operation).and_then(|operation| operation.params.get_mut(at)) else { continue };
        let was_open = settle(&mut param.facts, TYPE);
        effects.push(if was_open { confirmed(effect) } else { effect });
    }
    effects.into_iter().max().unwrap_or(Effect::None)
}

fn set_param(operation: &mut Operation, place: Place, name: &str, setting: &Fact<Setting>, redundant: &[TypeId]) -> Effect {
    let matches = |wire: &str| name == "*" || wire == name;
    let is_hole = place == Place::Text && operation.params.iter().any(|param| param.place.value == place && matches(&param.wire));
    if is_hole && matches!(setting.value, Setting::Remove | Setting::Place(_)) {
        return Effect::Bound(Bound::Hole);
    }
    if setting.value == Setting::Remove {
        let before = operation.params.len();
        operation.params.retain(|param| param.place.value != place || !matches(&param.wire));
        return if operation.params.len() < before { Effect::Changed } else { Effect::None };
    }
    operation
        .params
        .iter_mut()
        .filter(|param| param.place.value == place && matches(&param.wire))
        .map(|param| match &setting.value {
            Setting::Type(ty) => {
                let was_open = settle(&mut param.facts, TYPE);
                set_type(&mut param.ty, *ty, redundant, was_open)
            }
            Setting::Presence(presence) => {
                let was_open = settle(&mut param.facts, &[Contested::Presence]);
                confirm(&mut param.presence, *presence, setting, was_open)
            }
            Setting::Also(Also::Absent) => {
                let was_open = settle(&mut param.facts, &[Contested::Presence]);
                may_be_absent(&mut param.presence, setting, was_open)
            }
            Setting::Place(place) if param.facts.constant.is_some() && !matches!(place, Place::Form | Place::Part) => {
                Effect::Bound(Bound::Constant)
            }
            Setting::Place(place) => replace(&mut param.place, *place, setting),
            Setting::Docs(text) => replace_option(&mut param.docs, text.clone(), setting),
            Setting::Max(most) => set_max(&mut param.facts, *most, setting),
            _ => Effect::Misplaced,
        })
        .max()
        .unwrap_or(Effect::None)
}

fn set_answer(operation: &mut Operation, status: &str, setting: &Fact<Setting>, redundant: &[TypeId]) -> Effect {
    let named = |response: &Response| is_named(response, status);
    if setting.value == Setting::Remove {
        let before = operation.responses.len();
        operation.responses.retain(|response| !named(response));
        return if operation.responses.len() < before { Effect::Changed } else { Effect::None };
    }
    let Setting::Answer(answer) = setting.value else { return Effect::Misplaced };
    if let Some(response) = operation.responses.iter_mut().find(|response| named(response)) {
        if matches!(response.answer.value, Answer::Type(known) if redundant.contains(&known)) {
            return Effect::Redundant;
        }
        return replace(&mut response.answer, answer, setting);
    }
    let status = if status == "success" { Some(ResponseStatus::Success) } else { status.parse().ok().map(ResponseStatus::Code) };
    let Some(status) = status else { return Effect::None };
    operation.responses.push(Response {
        status: Fact::new(status, setting.basis.clone()),
        answer: Fact::new(answer, setting.basis.clone()),
        docs: None,
        basis: setting.basis.clone(),
    });
    Effect::Changed
}

fn is_named(response: &Response, status: &str) -> bool {
    status == response.status.value.to_string() || (status == "success" && response.status.value.is_success())
}

fn set_field_at(api: &mut Api, owner: TypeId, at: usize, setting: &Fact<Setting>) -> Effect {
    let redundant = redundant_types(api, setting);
    let reshaped = reshapes(&setting.value).then(|| retype_at(api, Spot::Field(owner, at), setting));
    let Shape::Object(object) = &mut api.types.get_mut(owner).shape else { return Effect::None };
    if setting.value == Setting::Remove {
        if at < object.fields.len() {
            object.fields.remove(at);
            return Effect::Changed;
        }
        return Effect::None;
    }
    let Some(field) = object.fields.get_mut(at) else { return Effect::None };
    if let Some(effect) = reshaped {
        return if settle(&mut field.facts, TYPE) { confirmed(effect) } else { effect };
    }
    match &setting.value {
        Setting::Type(ty) => {
            let was_open = settle(&mut field.facts, TYPE);
            set_type(&mut field.ty, *ty, &redundant, was_open)
        }
        Setting::Presence(presence) => {
            let was_open = settle(&mut field.facts, &[Contested::Presence]);
            confirm(&mut field.presence, *presence, setting, was_open)
        }
        Setting::Also(Also::Absent) => {
            let was_open = settle(&mut field.facts, &[Contested::Presence]);
            may_be_absent(&mut field.presence, setting, was_open)
        }
        Setting::Docs(text) => replace_option(&mut field.docs, text.clone(), setting),
        Setting::Max(most) => set_max(&mut field.facts, *most, setting),
        _ => Effect::Misplaced,
    }
}

/// Whether a setting makes another type of the one that is there.
fn reshapes(setting: &Setting) -> bool {
    matches!(setting, Setting::Values(_) | Setting::Keys(_) | Setting::Also(Also::Type(_) | Also::Null))
}

/// What a word about the type settles.
const TYPE: &[Contested] = &[Contested::Type, Contested::Values, Contested::Form];

/// Takes down that a person settled what was contested; whether anything was.
fn settle(facts: &mut Facts, about: &[Contested]) -> bool {
    let Some(facts) = facts.known_mut() else { return false };
    let mut any = false;
    for conflict in facts.conflicts.iter_mut().filter(|conflict| about.contains(&conflict.about) && !conflict.is_settled) {
        conflict.is_settled = true;
        any = true;
    }
    any
}

/// What a correction did that settles a conflict: it is not needless where it says the same as one side.
fn confirmed(effect: Effect) -> Effect {
    if effect == Effect::Redundant { Effect::Changed } else { effect }
}

/// Gives a thing another type. `was_open` is whether a conflict is settled with it, which the same type does too.
fn set_type(slot: &mut TypeId, ty: TypeId, redundant: &[TypeId], was_open: bool) -> Effect {
    if redundant.contains(slot) && !was_open {
        Effect::Redundant
    } else {
        *slot = ty;
        Effect::Changed
    }
}

/// Says whether a thing is there. What only samples show may be confirmed, and so may one side of a conflict.
fn confirm(slot: &mut Fact<Presence>, value: Presence, setting: &Fact<Setting>, was_open: bool) -> Effect {
    let is_open = was_open || matches!(slot.basis.how, How::Inferred { .. });
    if slot.value == value && !is_open {
        return Effect::Redundant;
    }
    *slot = Fact::new(value, setting.basis.clone());
    Effect::Changed
}

/// Says that a thing may be left out as well.
fn may_be_absent(slot: &mut Fact<Presence>, setting: &Fact<Setting>, was_open: bool) -> Effect {
    if slot.value != Presence::Required && !was_open {
        return Effect::Redundant;
    }
    *slot = Fact::new(Presence::Optional, setting.basis.clone());
    Effect::Changed
}

/// Says how many characters a thing may have. The number that is stated may be confirmed where a sample has more.
fn set_max(facts: &mut Facts, most: u32, setting: &Fact<Setting>) -> Effect {
    if !settle(facts, &[Contested::Length]) {
        return replace_option(&mut facts.max_length, most, setting);
    }
    facts.max_length = Some(Fact::new(most, setting.basis.clone()));
    Effect::Changed
}

fn replace<T: PartialEq>(slot: &mut Fact<T>, value: T, setting: &Fact<Setting>) -> Effect {
    if slot.value == value {
        return Effect::Redundant;
    }
    *slot = Fact::new(value, setting.basis.clone());
    Effect::Changed
}

fn replace_option<T: PartialEq>(slot: &mut Option<Fact<T>>, value: T, setting: &Fact<Setting>) -> Effect {
    if slot.as_ref().is_some_and(|fact| fact.value == value) {
        return Effect::Redundant;
    }
    *slot = Some(Fact::new(value, setting.basis.clone()));
    Effect::Changed
}
