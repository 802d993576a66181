//! Parameters of path, query and forms, and headers.

use super::body::is_media;
use super::same::Told;
use super::{Lowering, assumed, path};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::is_placeholder;
use crate::ir::{Basis, Fact, Facts, FieldFacts, Header, Param, Place, Presence, Shape, StringForm, TypeDef, TypeId};
use crate::postman::collection::{Entry, Holds};
use crate::postman::{read_excerpt, secret, variables};
use crate::text::{Located, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What makes two names one: headers have no case.
fn wire_key(place: Place, name: &str) -> Cow<'_, str> {
    if place == Place::Header { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) }
}

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
                media: None,
                bare: None,
                docs: described.and_then(|entry| docs(entry.description.as_ref())),
                facts: Facts::default(),
                basis: Basis::stated(span),
            };
            match described.and_then(|entry| entry.value.as_ref()) {
                Some(value) => self.example(Place::Path, name, value, &mut param.facts),
                // The variable that the segment is, or one of its name.
                None if original.is_empty() => {}
                None => self.example(Place::Path, name, &Located::new(format!("{{{{{original}}}}}"), url.span), &mut param.facts),
            }
            params.push(param);
        }
        params
    }

    /// Parameters of a query or a form, joined over the requests of an operation.
    pub(super) fn params(&mut self, id: &str, place: Place, lists: &[Vec<&'a Entry>], constants: &[String]) -> Vec<Param> {
        let mut params: Vec<Param> = Vec::new();
        let constants: BTreeSet<&str> = constants.iter().map(String::as_str).collect();
        let mut known: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for (at, list) in lists.iter().enumerate() {
            let mut here: BTreeSet<Cow<'_, str>> = BTreeSet::new();
            for entry in list {
                let name = entry.key.value.trim();
                if constants.contains(name) {
                    continue;
                }
                if name.is_empty() || !variables::references(name).is_empty() || is_placeholder(name) {
                    let what = if name.is_empty() { "has no name" } else { "has a variable for its name" };
                    let message = format!("a parameter of `{}` {what}: it is left out", read_excerpt(id));
                    let mut diagnostic = Diagnostic::new(Code::UnusableParameter, entry.span, message);
                    if !name.is_empty() && place == Place::Query {
                        diagnostic = diagnostic.help("a caller who needs it adds it to the call with `query`");
                    }
                    self.diagnostics.push(diagnostic);
                    continue;
                }
                let same = wire_key(place, name);
                let twice = entry.disabled.is_none() && !here.insert(same.clone());
                if let Some(known) = known.get(&same).and_then(|&known| params.get_mut(known)) {
                    self.param_again(known, entry, twice);
                } else {
                    known.insert(same, params.len());
                    params.push(self.param(place, entry, name, at > 0));
                }
            }
            // What another request of the same operation does without can be left out.
            if lists.len() > 1 {
                let named: BTreeSet<Cow<'_, str>> = list.iter().map(|entry| wire_key(place, entry.key.value.trim())).collect();
                for param in &mut params {
                    if !named.contains(&wire_key(place, &param.wire))
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
            ty: self.entry_type(entry),
            presence,
            media: if place == Place::Part { self.part_media(entry) } else { None },
            bare: (place == Place::Query && entry.value.is_none()).then(|| Fact::stated((), entry.span)),
            docs: docs(entry.description.as_ref()),
            facts: Facts::default(),
            basis: Basis::stated(entry.span),
        };
        if let Some(value) = &entry.value {
            self.example(place, name, value, &mut param.facts);
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
            self.example(param.place.value, &name, value, &mut param.facts);
        }
        if entry.value.is_some() {
            param.bare = None;
        }
        // Where a file was sent once, a part can hold one.
        if entry.holds != Holds::Text && *self.shape_within(param.ty) != Shape::File {
            param.ty = self.entry_type(entry);
        }
        if param.media.is_none() && param.place.value == Place::Part {
            param.media = self.part_media(entry);
        }
        // A name that stands twice in one request holds several values.
        let twice = twice || entry.holds == Holds::Files;
        if twice && !matches!(self.api.types.get(param.ty).shape, Shape::List(_)) {
            param.ty = self.api.types.add(TypeDef::anonymous(Shape::List(param.ty), Basis::inferred(entry.span, 1)));
        }
    }

    /// What a parameter holds, as one entry shows it.
    fn entry_type(&mut self, entry: &Entry) -> TypeId {
        if entry.holds == Holds::Text {
            return self.text_type(entry.span);
        }
        let file = self.api.types.add(TypeDef::anonymous(Shape::File, Basis::stated(entry.span)));
        match entry.holds {
            Holds::Files => self.api.types.add(TypeDef::anonymous(Shape::List(file), Basis::inferred(entry.span, 1))),
            Holds::File | Holds::Text => file,
        }
    }

    fn shape_within(&self, ty: TypeId) -> &Shape {
        &self.api.types.get(self.api.types.content(ty)).shape
    }

    /// The media type of a part, where the collection gives one that does not change.
    fn part_media(&mut self, entry: &Entry) -> Option<Fact<String>> {
        let media = entry.media.as_ref()?;
        let text = media.value.trim();
        if is_media(text) {
            return Some(Fact::stated(text.to_owned(), media.span));
        }
        self.diagnostics.push(Diagnostic::new(
            Code::UnreadBody,
            media.span,
            format!("`{}` is no media type: the part is sent without it", read_excerpt(text)),
        ));
        None
    }

    /// The type of what stands in a URL, a header or a form, where nothing tells it.
    pub(super) fn text_type(&mut self, span: Span) -> TypeId {
        let basis = assumed(span, "it is sent as text, and the collection does not tell its type");
        self.api.types.add(TypeDef::anonymous(Shape::String(StringForm::Plain), basis))
    }

    /// A value that a collection shows is an example, never a default: it is what somebody tried.
    pub(super) fn example(&mut self, place: Place, name: &str, value: &Located<String>, facts: &mut FieldFacts) {
        // `sid` is a session in an address, and in a form the id of anything.
        let is_sent = matches!(place, Place::Query | Place::Header);
        if secret::is_secret_name(name) || (is_sent && secret::is_secret_name_sent(name)) {
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
        if is_placeholder(text) || is_made_of(name, text) {
            self.diagnostics.push(Diagnostic::new(
                Code::PlaceholderValue,
                span,
                format!("`{}` only stands in for a value of `{}`", read_excerpt(text), read_excerpt(name)),
            ));
            return;
        }
        if secret::is_secret(name, text) || (is_sent && secret::is_secret_sent(name, text)) {
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

    /// The headers of an operation that are no credentials: constants and parameters.
    ///
    /// Constant is what all requests send with the same values; what only some of them send, or each with a value of its own, the caller gives. Only
    /// `Accept` stays constant where some do without: it says what the client can read, which does not depend on the request. A `Content-Type`
    /// that says what the body says by itself is left out.
    pub(super) fn headers(&mut self, id: &str, lists: &[Vec<&'a Entry>], body: &Sent) -> (Vec<Header>, Vec<Param>) {
        let mut names: Vec<String> = Vec::new();
        let mut met: BTreeSet<String> = BTreeSet::new();
        let mut fixed: Vec<BTreeMap<String, Vec<(usize, &'a Entry)>>> = Vec::new();
        let mut open: Vec<Vec<(usize, &'a Entry)>> = Vec::new();
        for list in lists {
            let mut same: BTreeMap<String, Vec<(usize, &'a Entry)>> = BTreeMap::new();
            let mut params = Vec::new();
            for (at, entry) in list.iter().enumerate() {
                let name = entry.key.value.trim();
                let lower = name.to_ascii_lowercase();
                if SENDERS.contains(&lower.as_str()) {
                    self.left_out.entry(lower).or_default().push(entry.span);
                    continue;
                }
                let value = entry_value(entry);
                if lower == "content-type" && body.says(entry) {
                    continue;
                }
                if !name.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte)) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::UnusableParameter,
                            entry.span,
                            format!("`{}` of `{}` is no name of a header: it is left out", read_excerpt(name), read_excerpt(id)),
                        )
                        .help("a caller who needs it adds it to the call with `header`"),
                    );
                    continue;
                }
                // Postman skips what has no name; whatever its value, that is said of a parameter.
                let open_value = name.is_empty() || value.is_empty() || is_placeholder(value) || !variables::references(value).is_empty();
                if open_value || entry.disabled.is_some() || secret::is_secret_sent(name, value) {
                    params.push((at, *entry));
                    continue;
                }
                let known = same.entry(lower.clone()).or_default();
                if !known.iter().any(|(_, known)| entry_value(known) == value) {
                    known.push((at, entry));
                }
                if met.insert(lower.clone()) {
                    names.push(lower);
                }
            }
            fixed.push(same);
            open.push(params);
        }
        let mut constants: Vec<Header> = Vec::new();
        for name in names {
            let values = |entries: &Vec<(usize, &'a Entry)>| entries.iter().map(|(_, entry)| entry_value(entry)).collect::<Vec<_>>();
            let mut seen = fixed.iter().filter_map(|same| same.get(&name));
            let Some(first) = seen.next() else { continue };
            // The action of SOAP may stand in quotes or not.
            let alike = |value: &str| if name == "soapaction" { value.trim_matches('"').to_owned() } else { value.to_owned() };
            let plain = |entries: &Vec<(usize, &'a Entry)>| entries.iter().map(|(_, entry)| alike(entry_value(entry))).collect::<Vec<_>>();
            let agree = seen.all(|other| plain(other) == plain(first));
            let everywhere = fixed.iter().all(|same| same.contains_key(&name));
            let given = open.iter().flatten().any(|(_, entry)| entry.disabled.is_none() && is_called(entry, &name));
            if agree && !given && (everywhere || name == "accept") {
                let Some((_, entry)) = first.first() else { continue };
                // One that stands twice is a list, which may as well stand in one line.
                constants.push(Header {
                    name: entry.key.value.trim().to_owned(),
                    value: values(first).join(", "),
                    basis: Basis::stated(entry.span),
                });
                // A disabled twin of a constant is an editor's left-over.
                for list in &mut open {
                    list.retain(|(_, entry)| !is_called(entry, &name));
                }
            } else {
                for (list, same) in open.iter_mut().zip(&fixed) {
                    list.extend(same.get(&name).into_iter().flatten().copied());
                }
            }
        }
        let open: Vec<Vec<&'a Entry>> = open
            .into_iter()
            .map(|mut list| {
                list.sort_by_key(|(at, _)| *at);
                list.into_iter().map(|(_, entry)| entry).collect()
            })
            .collect();
        let params = self.params(id, Place::Header, &open, &[]);
        (constants, params)
    }
}

/// What a body says of its own media type.
pub(super) enum Sent {
    /// There is none.
    Nothing,
    /// A URL-encoded form.
    Form,
    /// Parts.
    Parts,
    /// What is of this media type.
    Of(String),
}

impl Sent {
    /// Whether a `Content-Type` says nothing that the body does not say.
    fn says(&self, header: &Entry) -> bool {
        let value = entry_value(header).to_ascii_lowercase();
        let kind = value.split(';').next().unwrap_or_default().trim();
        match self {
            Self::Nothing => false,
            _ if header.disabled.is_some() || value.is_empty() => true,
            Self::Form => value == "application/x-www-form-urlencoded",
            Self::Parts => kind == "multipart/form-data",
            Self::Of(media) => media.eq_ignore_ascii_case(&value),
        }
    }
}

fn entry_value(entry: &Entry) -> &str {
    entry.value.as_ref().map(|value| value.value.trim()).unwrap_or_default()
}

fn is_called(entry: &Entry, name: &str) -> bool {
    entry.key.value.trim().eq_ignore_ascii_case(name)
}

fn docs(description: Option<&Located<String>>) -> Option<Fact<String>> {
    description.map(|text| Fact::stated(text.value.clone(), text.span))
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Whether a value is only the name of what it stands for, as generators of collections write it: `account_id_example`.
fn is_made_of(name: &str, value: &str) -> bool {
    value.strip_suffix("_example") == Some(name.trim())
}
