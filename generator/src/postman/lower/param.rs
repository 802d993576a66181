//! Parameters of path, query and forms, and headers.

use super::same::Told;
use super::{Lowering, assumed, path};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::is_placeholder;
use crate::ir::{Basis, Fact, FieldFacts, Header, Param, Place, Presence, Shape, StringForm, TypeDef, TypeId};
use crate::postman::collection::Entry;
use crate::postman::{read_excerpt, secret, variables};
use crate::text::{Located, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Headers that whoever sends a request sets; a description that names them says nothing.
const SENDERS: &[&str] = &["accept-encoding", "connection", "content-length", "host", "postman-token", "transfer-encoding", "user-agent"];

impl<'a> Lowering<'a> {
    /// The parameters of a path.
    pub(super) fn path_params(&mut self, requests: &[Told<'a>]) -> Vec<Param> {
        let Some(first) = requests.first() else { return Vec::new() };
        let Some(url) = &first.found.request.url else { return Vec::new() };
        let mut params = Vec::new();
        for (at, (name, original)) in first.path.params.iter().enumerate() {
            // Each request may describe the same place under a name of its own.
            let described = requests.iter().find_map(|told| {
                let (_, original) = told.path.params.get(at)?;
                let url = told.found.request.url.as_ref()?;
                url.variables.iter().find(|entry| path::same_name(&entry.key.value, original))
            });
            let span = described.map_or(url.span, |entry| entry.span);
            if original.is_empty() {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::PlaceholderValue,
                        url.span,
                        format!("a placeholder in the path of `{}` has no name; it is called `{name}`", read_excerpt(&first.found.id)),
                    )
                    .help("give it its name in an overlay"),
                );
            }
            let mut param = Param {
                wire: name.clone(),
                place: Fact::stated(Place::Path, span),
                ty: self.text_type(span),
                presence: Fact::stated(Presence::Required, span),
                docs: described.and_then(|entry| docs(entry.description.as_ref())),
                facts: FieldFacts::default(),
                basis: Basis::stated(span),
            };
            match described.and_then(|entry| entry.value.as_ref()) {
                Some(value) => self.example(name, value, &mut param.facts),
                // The variable that the segment is, or one of its name.
                None if original.is_empty() => {}
                None => self.example(name, &Located::new(format!("{{{{{original}}}}}"), url.span), &mut param.facts),
            }
            params.push(param);
        }
        params
    }

    /// Parameters of a query or a form, joined over the requests of an operation.
    pub(super) fn params(&mut self, id: &str, place: Place, lists: &[Vec<&'a Entry>], constants: &[String]) -> Vec<Param> {
        let mut params: Vec<Param> = Vec::new();
        let constants: BTreeSet<&str> = constants.iter().map(String::as_str).collect();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, list) in lists.iter().enumerate() {
            let mut here: BTreeSet<&str> = BTreeSet::new();
            for entry in list {
                let name = entry.key.value.trim();
                if constants.contains(name) {
                    continue;
                }
                if name.is_empty() || !variables::references(name).is_empty() || is_placeholder(name) {
                    let what = if name.is_empty() { "has no name" } else { "has a variable for its name" };
                    self.diagnostics.push(Diagnostic::new(
                        Code::UnusableParameter,
                        entry.span,
                        format!("a parameter of `{}` {what}: it is left out", read_excerpt(id)),
                    ));
                    continue;
                }
                let twice = entry.disabled.is_none() && !here.insert(name);
                if let Some(known) = known.get(name).and_then(|&known| params.get_mut(known)) {
                    self.param_again(known, entry, twice);
                } else {
                    known.insert(name, params.len());
                    params.push(self.param(place, entry, name, at > 0));
                }
            }
            // What another request of the same operation does without can be left out.
            if lists.len() > 1 {
                let named: BTreeSet<&str> = list.iter().map(|entry| entry.key.value.trim()).collect();
                for param in &mut params {
                    if !named.contains(param.wire.as_str())
                        && param.presence.value == Presence::Unknown
                        && let Some(span) = param.basis.span
                    {
                        param.presence = Fact::new(Presence::Optional, Basis::inferred(span, count(lists.len())));
                    }
                }
            }
        }
        params
    }

    fn param(&mut self, place: Place, entry: &Entry, name: &str, later: bool) -> Param {
        let presence = match (entry.disabled, later) {
            (Some(span), _) => Fact::new(Presence::Optional, Basis::inferred(span, 1)),
            (None, true) => Fact::new(Presence::Optional, Basis::inferred(entry.span, 1)),
            (None, false) => Fact::stated(Presence::Unknown, entry.span),
        };
        let mut param = Param {
            wire: name.to_owned(),
            place: Fact::stated(place, entry.span),
            ty: self.text_type(entry.span),
            presence,
            docs: docs(entry.description.as_ref()),
            facts: FieldFacts::default(),
            basis: Basis::stated(entry.span),
        };
        if let Some(value) = &entry.value {
            self.example(name, value, &mut param.facts);
        }
        param
    }

    /// Another sighting of a parameter.
    fn param_again(&mut self, param: &mut Param, entry: &Entry, twice: bool) {
        if let Some(span) = entry.disabled
            && param.presence.value == Presence::Unknown
        {
            param.presence = Fact::new(Presence::Optional, Basis::inferred(span, 1));
        }
        if param.docs.is_none() {
            param.docs = docs(entry.description.as_ref());
        }
        if param.facts.example.is_none()
            && let Some(value) = &entry.value
        {
            let name = param.wire.clone();
            self.example(&name, value, &mut param.facts);
        }
        // A name that stands twice in one request holds several values.
        if twice && !matches!(self.api.types.get(param.ty).shape, Shape::List(_)) {
            param.ty = self.api.types.add(TypeDef::anonymous(Shape::List(param.ty), Basis::inferred(entry.span, 1)));
        }
    }

    /// The type of what stands in a URL, a header or a form, where nothing tells it.
    pub(super) fn text_type(&mut self, span: Span) -> TypeId {
        let basis = assumed(span, "it is sent as text, and the collection does not tell its type");
        self.api.types.add(TypeDef::anonymous(Shape::String(StringForm::Plain), basis))
    }

    /// A value that a collection shows is an example, never a default: it is what somebody tried.
    fn example(&mut self, name: &str, value: &Located<String>, facts: &mut FieldFacts) {
        if secret::is_secret_name(name) {
            facts.secret.get_or_insert(Fact::new((), Basis::inferred(value.span, 1)));
        }
        // What a variable stands for in the collection, or in the first environment, is a value as good as one written here.
        let (text, span) = match self.scopes.first().map(|scope| scope.resolve(value.value.trim())) {
            Some((text, Some(defined))) => (text, defined),
            Some(_) | None => (value.value.clone(), value.span),
        };
        let text = text.trim();
        if text.is_empty() || !variables::references(text).is_empty() {
            return;
        }
        if is_placeholder(text) {
            self.diagnostics.push(Diagnostic::new(
                Code::PlaceholderValue,
                span,
                format!("`{}` only stands in for a value of `{}`", read_excerpt(text), read_excerpt(name)),
            ));
            return;
        }
        if secret::is_secret(name, text) {
            self.masked(name, span);
            return;
        }
        facts.example = Some(Fact::stated(text.to_owned(), span));
    }

    /// Says that a secret was left out, without showing it.
    pub(super) fn masked(&mut self, name: &str, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(Code::MaskedSecret, span, format!("the value of `{}` looks like a secret and is left out", read_excerpt(name)))
                .help("if it is alive, tell its owner"),
        );
    }

    /// The headers of an operation that are no credentials: constants and parameters. `Content-Type` belongs to the body.
    pub(super) fn headers(&mut self, id: &str, lists: &[Vec<&'a Entry>], has_body: bool) -> (Vec<Header>, Vec<Param>) {
        let mut constants: Vec<Header> = Vec::new();
        // By their names in lower case.
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut open: Vec<Vec<&'a Entry>> = Vec::new();
        for list in lists {
            let mut params = Vec::new();
            for entry in list {
                let name = entry.key.value.trim();
                let lower = name.to_ascii_lowercase();
                if SENDERS.contains(&lower.as_str()) {
                    self.left_out.entry(lower).or_default().push(entry.span);
                    continue;
                }
                if lower == "content-type" && has_body {
                    continue;
                }
                if !name.is_empty() && !name.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte)) {
                    self.diagnostics.push(Diagnostic::new(
                        Code::UnusableParameter,
                        entry.span,
                        format!("`{}` of `{}` is no name of a header: it is left out", read_excerpt(name), read_excerpt(id)),
                    ));
                    continue;
                }
                let value = entry.value.as_ref().map(|value| value.value.trim()).unwrap_or_default();
                let open_value = value.is_empty() || is_placeholder(value) || !variables::references(value).is_empty();
                if open_value || entry.disabled.is_some() || secret::is_secret(name, value) {
                    params.push(*entry);
                    continue;
                }
                match known.get(&lower).copied() {
                    None => {
                        known.insert(lower, constants.len());
                        constants.push(Header { name: name.to_owned(), value: value.to_owned(), basis: Basis::stated(entry.span) });
                    }
                    // Two requests of one operation with different values: the caller has to say.
                    Some(known) if constants.get(known).is_some_and(|known| known.value != value) => params.push(*entry),
                    Some(_) => {}
                }
            }
            open.push(params);
        }
        let mut params = self.params(id, Place::Header, &open, &[]);
        // A disabled twin of a constant is an editor's left-over; an enabled one with another value makes it a parameter.
        let enabled: BTreeSet<&str> =
            open.iter().flatten().filter(|entry| entry.disabled.is_none()).map(|entry| entry.key.value.trim()).collect();
        params.retain(|param| enabled.contains(param.wire.as_str()) || !known.contains_key(&param.wire.to_ascii_lowercase()));
        let asked: BTreeSet<String> = params.iter().map(|param| param.wire.to_ascii_lowercase()).collect();
        constants.retain(|known| !asked.contains(&known.name.to_ascii_lowercase()));
        (constants, params)
    }
}

fn docs(description: Option<&Located<String>>) -> Option<Fact<String>> {
    description.map(|text| Fact::stated(text.value.clone(), text.span))
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
