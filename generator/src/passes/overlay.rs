//! Applies corrections made by hand: each must find its node, and must still be needed.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Address, Also, Answer, Api, Fact, FieldPath, Operation, Patch, Place, Response, ResponseStatus, Root, Server, Serves, Setting, Shape,
    TypeId, Types,
};
use crate::passes::part::{self, Part, Slot};
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
}

/// Why a parameter stays where it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    /// Nothing else would fill the hole.
    Hole,
    /// What the client sends by itself, it sends in a body.
    Constant,
}

/// Applies all corrections that replace something, in the order in which they are written.
pub fn apply(api: &mut Api, patches: &[Patch], diagnostics: &mut Diagnostics) {
    apply_those(api, patches, |at, setting| !is_of_parts(at, setting), diagnostics);
}

/// Applies those that add to what is known, and those of parts without a name, in the order in which they are written: once it is settled which
/// nameless types are one, for what is said of one place then holds at all of them.
pub fn apply_to_parts(api: &mut Api, patches: &[Patch], diagnostics: &mut Diagnostics) {
    apply_those(api, patches, is_of_parts, diagnostics);
}

fn is_of_parts(at: &Address, setting: &Setting) -> bool {
    setting.adds() || matches!(at, Address::Part { .. })
}

fn apply_those(api: &mut Api, patches: &[Patch], is_meant: impl Fn(&Address, &Setting) -> bool, diagnostics: &mut Diagnostics) {
    for patch in patches {
        for setting in patch.settings.iter().filter(|setting| is_meant(&patch.at.value, &setting.value)) {
            let effect = set(api, &patch.at.value, setting);
            match effect {
                Effect::Changed => {}
                Effect::None => diagnostics.push(nothing(api, patch, &setting.value)),
                Effect::Redundant => diagnostics.push(
                    Diagnostic::new(Code::PatchRedundant, patch.span, format!("the correction of `{}` changes nothing any more", describe(&patch.at.value)))
                        .note("the document says the same by now")
                        .help("delete the correction"),
                ),
                Effect::Bound(bound) => {
                    let (note, help) = match bound {
                        Bound::Hole => ("it fills a hole of the text that is sent, and nothing else would", "holes take `type`, `presence` and `text`"),
                        Bound::Constant => ("the client sends its value by itself, which it does in bodies only", "put it into a `form` or a `part`, or leave it where it is"),
                    };
                    let message = format!("`{}` has to stay where it is", describe(&patch.at.value));
                    diagnostics.push(Diagnostic::new(Code::PatchMisplaced, patch.at.span, message).note(note).help(help));
                }
                Effect::Misplaced => diagnostics.push(
                    Diagnostic::new(Code::PatchMisplaced, patch.at.span, format!("`{}` takes no such setting", describe(&patch.at.value)))
                        .note("operations take server, method, path, group, auth, text, remove; parameters type, presence, place, text, remove; answers answer, also, remove; types text, and enumerations and unions also; fields type, presence, text, add, also, remove; server url; api name, text, remove header"),
                ),
            }
        }
    }
}

fn describe(address: &Address) -> String {
    match address {
        Address::Api => "api".to_owned(),
        Address::Server => "server".to_owned(),
        Address::FurtherServer(id) => format!("server {id}"),
        Address::AllOperations => "op *".to_owned(),
        Address::Operation(operation) => format!("op {operation}"),
        Address::Param { operation, place, name } => format!("op {operation} / {} {name}", place.word()),
        Address::Answer { operation, status } => format!("op {operation} / answer {status}"),
        Address::Type(name) => format!("type {name}"),
        Address::Field { ty, path } => format!("type {ty} / {path}"),
        Address::Part { root: Root::Answer { operation, status }, path } => format!("op {operation} / answer {status} / {path}"),
        Address::Part { root: Root::Errors, path } => below("errors", path),
        Address::Part { root: Root::Envelope, path } => below("envelope", path),
    }
}

fn below(root: &str, path: &FieldPath) -> String {
    if *path == FieldPath::default() { root.to_owned() } else { format!("{root} / {path}") }
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
        | Address::Field { .. }
        | Address::Part { .. } => None,
    }
}

/// Says that nothing was found, with the nearest address that exists.
fn nothing(api: &Api, patch: &Patch, setting: &Setting) -> Diagnostic {
    let written = describe(&patch.at.value);
    if let Setting::RemoveHeader(name) = setting
        && let Some(known) = headers(api, &patch.at.value)
    {
        let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        return Diagnostic::new(Code::PatchMatchesNothing, patch.at.span, format!("`{written}` has no header `{name}`"))
            .note(if known.is_empty() { "it has no header at all".to_owned() } else { format!("expected one of {}", known.join(", ")) })
            .help("correct the name, or delete the correction if the vendor took the header away");
    }
    let nearest = addresses(api)
        .into_iter()
        .map(|address| (strsim::normalized_damerau_levenshtein(&written, &address), address))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    let diagnostic = Diagnostic::new(Code::PatchMatchesNothing, patch.at.span, format!("nothing in the document is `{written}`"));
    match nearest {
        Some((likeness, address)) if likeness > 0.3 => diagnostic.note(format!("the nearest is `{address}`")),
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
        Address::Param { operation, place, name } => {
            let redundant = redundant_types(api, setting);
            on_operations(api, operation, |found| set_param(found, *place, name, setting, &redundant))
        }
        Address::Answer { operation, status } => {
            if setting.value.adds() {
                return add_to_answers(api, operation, status, setting);
            }
            let redundant = redundant_types(api, setting);
            on_operations(api, operation, |found| set_answer(found, status, setting, &redundant))
        }
        Address::Type(name) => match (api.types.named(name), &setting.value) {
            (None, _) => Effect::None,
            (Some(id), Setting::Docs(text)) => replace_option(&mut api.types.get_mut(id).docs, text.clone(), setting),
            // Anything else would become another type, and lose its name.
            (Some(id), Setting::Also(more)) if matches!(api.types.get(id).shape, Shape::Enum(_) | Shape::OneOf(_)) => {
                match part::also(&mut api.types, id, *more, &setting.basis) {
                    (widened, _) if widened != id => Effect::Misplaced,
                    (_, true) => Effect::Changed,
                    (_, false) => Effect::Redundant,
                }
            }
            (Some(_), _) => Effect::Misplaced,
        },
        Address::Field { ty, path } => api.types.named(ty).map_or(Effect::None, |root| set_part(api, root, path, setting)),
        Address::Part { root, path } => {
            roots(api, root).into_iter().map(|root| set_part(api, root, path, setting)).max().unwrap_or(Effect::None)
        }
    }
}

/// Whether an address names an operation: by id, by name, or by all.
fn names(address: &str, operation: &Operation) -> bool {
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

/// The types that say the same as the one that a correction gives.
fn redundant_types(api: &Api, setting: &Fact<Setting>) -> Vec<TypeId> {
    match setting.value {
        Setting::Type(ty) | Setting::Answer(Answer::Type(ty)) => {
            api.types.iter().map(|(id, _)| id).filter(|&id| same(&api.types, id, ty, &mut Vec::new())).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether two types say the same, part by part.
fn same(types: &Types, a: TypeId, b: TypeId, open: &mut Vec<(TypeId, TypeId)>) -> bool {
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
            Setting::Type(ty) => set_type(&mut param.ty, *ty, redundant),
            Setting::Presence(presence) => replace(&mut param.presence, *presence, setting),
            Setting::Place(place) if param.facts.constant.is_some() && !matches!(place, Place::Form | Place::Part) => {
                Effect::Bound(Bound::Constant)
            }
            Setting::Place(place) => replace(&mut param.place, *place, setting),
            Setting::Docs(text) => replace_option(&mut param.docs, text.clone(), setting),
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

/// Says what else an answer may hold.
fn add_to_answers(api: &mut Api, address: &str, status: &str, setting: &Fact<Setting>) -> Effect {
    let Setting::Also(more) = setting.value else { return Effect::Misplaced };
    let Api { operations, types, .. } = api;
    let responses = operations.iter_mut().filter(|operation| names(address, operation)).flat_map(|operation| &mut operation.responses);
    responses
        .filter(|response| is_named(response, status))
        .map(|response| {
            let Answer::Type(ty) = response.answer.value else { return Effect::Misplaced };
            let (widened, changed) = part::also(types, ty, more, &setting.basis);
            response.answer.value = Answer::Type(widened);
            if changed { Effect::Changed } else { Effect::Redundant }
        })
        .max()
        .unwrap_or(Effect::None)
}

fn is_named(response: &Response, status: &str) -> bool {
    status == response.status.value.to_string() || (status == "success" && response.status.value.is_success())
}

/// The types that stand at the root of a part.
fn roots(api: &Api, root: &Root) -> Vec<TypeId> {
    match root {
        Root::Errors => api.errors.iter().map(|errors| errors.ty.value).collect(),
        Root::Envelope => api.envelope.iter().map(|envelope| envelope.value).collect(),
        Root::Answer { operation, status } => {
            let operations = api.operations.iter().filter(|found| names(operation, found));
            let responses = operations.flat_map(|operation| &operation.responses).filter(|response| is_named(response, status));
            let answers = responses.filter_map(|response| match response.answer.value {
                Answer::Type(ty) => Some(ty),
                Answer::Empty | Answer::Unknown => None,
            });
            // One type is changed once.
            let mut found: Vec<TypeId> = Vec::new();
            for ty in answers {
                if !found.contains(&ty) {
                    found.push(ty);
                }
            }
            found
        }
    }
}

fn set_part(api: &mut Api, root: TypeId, path: &FieldPath, setting: &Fact<Setting>) -> Effect {
    if let Setting::Add(ty) = setting.value {
        let (Some(owner), Some(last)) = (part::owner(&api.types, root, path), path.steps.last()) else { return Effect::None };
        let added = last.lists == 0 && part::add(&mut api.types, owner, &last.key, ty, &setting.basis);
        return if added { Effect::Changed } else { Effect::Redundant };
    }
    let Some(found) = part::find(&api.types, root, path) else { return Effect::None };
    let redundant = redundant_types(api, setting);
    match &setting.value {
        Setting::Type(ty) => set_part_type(api, root, found, *ty, &redundant),
        Setting::Also(Also::Absent) => match part::may_be_absent(&mut api.types, found, &setting.basis) {
            Some(true) => Effect::Changed,
            Some(false) => Effect::Redundant,
            None => Effect::Misplaced,
        },
        Setting::Also(more) => {
            let Some(held) = part::held(&api.types, root, found.slot) else { return Effect::None };
            let mut changed = false;
            let widened = part::inside(&mut api.types, held, found.lists, &mut |types, inner| {
                let (widened, more) = part::also(types, inner, *more, &setting.basis);
                changed |= more;
                widened
            });
            put_back(api, root, found.slot, held, widened, changed)
        }
        setting_of_field => {
            let Part { slot: Slot::Field(owner, at), lists: 0 } = found else { return Effect::Misplaced };
            let Shape::Object(object) = &mut api.types.get_mut(owner).shape else { return Effect::None };
            if *setting_of_field == Setting::Remove {
                object.fields.remove(at);
                return Effect::Changed;
            }
            let Some(field) = object.fields.get_mut(at) else { return Effect::None };
            match setting_of_field {
                Setting::Presence(presence) => replace(&mut field.presence, *presence, setting),
                Setting::Docs(text) => replace_option(&mut field.docs, text.clone(), setting),
                _ => Effect::Misplaced,
            }
        }
    }
}

/// Gives a part another type.
fn set_part_type(api: &mut Api, root: TypeId, found: Part, ty: TypeId, redundant: &[TypeId]) -> Effect {
    let Some(held) = part::held(&api.types, root, found.slot) else { return Effect::None };
    let mut changed = false;
    let put = part::inside(&mut api.types, held, found.lists, &mut |_, inner| {
        changed |= !redundant.contains(&inner);
        if redundant.contains(&inner) { inner } else { ty }
    });
    put_back(api, root, found.slot, held, put, changed)
}

/// Puts what became of a type back to where it was held.
fn put_back(api: &mut Api, root: TypeId, slot: Slot, held: TypeId, became: Option<TypeId>, changed: bool) -> Effect {
    let Some(became) = became else { return Effect::None };
    if became != held {
        match slot {
            // Whoever held the root holds what it has become.
            Slot::Root => {
                for response in api.operations.iter_mut().flat_map(|operation| &mut operation.responses) {
                    if response.answer.value == Answer::Type(root) {
                        response.answer.value = Answer::Type(became);
                    }
                }
                let errors = api.errors.iter_mut().map(|errors| &mut errors.ty);
                errors.chain(&mut api.envelope).filter(|fact| fact.value == root).for_each(|fact| fact.value = became);
            }
            Slot::Field(..) | Slot::Open(_) => part::hold(&mut api.types, slot, became),
        }
    }
    if changed { Effect::Changed } else { Effect::Redundant }
}

fn set_type(slot: &mut TypeId, ty: TypeId, redundant: &[TypeId]) -> Effect {
    if redundant.contains(slot) {
        Effect::Redundant
    } else {
        *slot = ty;
        Effect::Changed
    }
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
