//! What a type is, told by where it is used: for types of which the vendor says nothing.

use super::Group;
use super::types::TypeNames;
use crate::ir::{Answer, Api, CaseKind, Shape, TypeId};

/// The operations as a caller calls them, in the settled order: the address, and `accounts().list()`.
pub(super) struct Calls(Vec<(String, String)>);

impl Calls {
    pub(super) fn of(groups: &[Group]) -> Self {
        let calls = groups.iter().flat_map(|group| &group.operations).map(|operation| (operation.id.clone(), operation.call()));
        Self(calls.collect())
    }

    /// The operations of which something holds.
    fn with<'a>(&'a self, api: &'a Api, holds: impl Fn(&crate::ir::Operation) -> bool + 'a) -> impl Iterator<Item = String> + 'a {
        self.0
            .iter()
            .filter(move |(id, _)| api.operations.iter().any(|operation| operation.id == *id && holds(operation)))
            .map(|(_, call)| code(call))
    }
}

/// How a type stands where another one is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// It is the type, or it or null.
    Itself,
    /// It is what a list holds.
    Item,
    /// It is what a map holds.
    Value,
}

impl Stands {
    const ALL: [Self; 3] = [Self::Itself, Self::Item, Self::Value];

    /// The place as that of a type that stands so in it.
    fn of(self, place: &str) -> String {
        match self {
            Self::Itself => place.to_owned(),
            Self::Item => format!("an item of {place}"),
            Self::Value => format!("a value of {place}"),
        }
    }
}

/// How a type stands in another one: as that type itself, or in a list or a map of it.
fn stands(api: &Api, mut from: TypeId, to: TypeId) -> Option<Stands> {
    let mut stands = Stands::Itself;
    for _ in 0..8 {
        if from == to {
            return Some(stands);
        }
        let (inner, so) = match api.types.get(from).shape {
            Shape::Nullable(inner) => (inner, Stands::Itself),
            Shape::List(inner) => (inner, Stands::Item),
            Shape::Map(inner) => (inner, Stands::Value),
            _ => return None,
        };
        if stands == Stands::Itself {
            stands = so;
        }
        from = inner;
    }
    None
}

/// Whether a type is another one, or a list, a map or a nullable of it.
pub(super) fn leads_to(api: &Api, from: TypeId, to: TypeId) -> bool {
    stands(api, from, to).is_some()
}

/// What a type is, in our words; `None` where nothing that has a name uses it.
pub(super) fn summary(api: &Api, types: &TypeNames, calls: &Calls, id: TypeId) -> Option<String> {
    let is_error = api.errors.as_ref().is_some_and(|errors| errors.ty.value == id);
    let is_envelope = api.envelope.as_ref().is_some_and(|envelope| envelope.value == id);
    match (is_error, is_envelope) {
        (true, true) => return Some("The body of every answer, of a failure too.".to_owned()),
        (true, false) => return Some("The body of an answer that reports a failure.".to_owned()),
        (false, true) => return Some("The body of every answer.".to_owned()),
        (false, false) => {}
    }
    let is_enum = matches!(api.types.get(id).shape, Shape::Enum(_));
    let wholes = if is_enum { Vec::new() } else { wholes(api, calls, id) };
    let words = if wholes.is_empty() {
        let parts = parts(api, types, calls, id, is_enum);
        match (parts.is_empty(), is_enum) {
            (true, _) => return None,
            (false, true) => format!("the values of {}", list(&parts)),
            (false, false) => list(&parts),
        }
    } else {
        wholes.join(", and ")
    };
    let mut chars = words.chars();
    let first = chars.next()?;
    Some(format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

/// The answers, the requests and the messages that are of a type, or a list or a map of it.
fn wholes(api: &Api, calls: &Calls, id: TypeId) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |names: Vec<String>, stands: Stands, one: &str, several: &str, after: &str| {
        if !names.is_empty() {
            let verb = if names.len() == 1 { one } else { several };
            found.push(format!("{} {verb}{after}", stands.of(&format!("what {}", list(&names)))));
        }
    };
    for so in Stands::ALL {
        for (success, after) in [(true, ""), (false, " on failure")] {
            let answers = calls.with(api, move |operation| {
                operation.responses.iter().any(|response| {
                    response.status.value.is_success() == success
                        && matches!(response.answer.value, Answer::Type(ty) if stands(api, ty, id) == Some(so))
                })
            });
            add(answers.collect(), so, "answers", "answer", after);
        }
    }
    for so in Stands::ALL {
        let mut hooks: Vec<String> = api
            .webhooks
            .iter()
            .filter(|hook| stands(api, hook.ty, id) == Some(so))
            .map(|hook| format!("the webhook {}", code(&hook.name)))
            .collect();
        hooks.sort();
        add(hooks, so, "sends", "send", "");
    }
    for so in Stands::ALL {
        let bodies =
            calls.with(api, move |operation| operation.body.as_ref().is_some_and(|body| stands(api, body.ty, id) == Some(so))).collect();
        add(bodies, so, "sends", "send", "");
    }
    found
}

/// The fields, parameters and unions that are of a type, or a list or a map of it.
fn parts(api: &Api, types: &TypeNames, calls: &Calls, id: TypeId, is_enum: bool) -> Vec<String> {
    // The values of a list's items are those of the list.
    let place = |so: Stands, name: &str, owner: &str| {
        let place = format!("{} of {owner}", code(name));
        if is_enum { place } else { so.of(&place) }
    };
    let mut found = Vec::new();
    for (holder, name) in types.in_order().filter(|(holder, _)| *holder != id) {
        let owner = code(name.as_str());
        let mut of_holder: Vec<String> = match &api.types.get(holder).shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().filter_map(|field| Some(place(stands(api, field.ty, id)?, &field.wire, &owner)));
                let open =
                    object.open.iter().filter_map(|open| Some(place(stands(api, open.ty, id)?, &format!("{}*", open.prefix), &owner)));
                fields.chain(open).collect()
            }
            Shape::OneOf(cases) => {
                let is_case = cases.iter().any(|case| matches!(case.kind, CaseKind::Type(ty) if leads_to(api, ty, id)));
                is_case.then(|| if is_enum { owner.clone() } else { format!("a case of {owner}") }).into_iter().collect()
            }
            _ => Vec::new(),
        };
        of_holder.sort();
        found.extend(of_holder);
    }
    for (operation_id, call) in &calls.0 {
        let operations = api.operations.iter().filter(|operation| operation.id == *operation_id);
        let mut of_call: Vec<String> = operations
            .flat_map(|operation| &operation.params)
            .filter_map(|param| Some(place(stands(api, param.ty, id)?, &param.wire, &code(call))))
            .collect();
        of_call.sort();
        found.extend(of_call);
    }
    found
}

/// A name as code.
fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}

/// Names in a row: three of them, and how many more there are.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] if names.len() <= 3 => format!("{} and {last}", before.join(", ")),
        [first, second, third, more @ ..] => format!("{first}, {second}, {third} and {} more", more.len()),
        [..] => names.join(", "),
    }
}
