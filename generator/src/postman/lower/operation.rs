//! Requests that are one operation → that operation.

use super::param::Sent;
use super::same::Told;
use super::{Joined, Lowering, assumed, auth, body, found};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Accepts, Basis, ConstantQuery, Fact, Operation, Place, Telling};
use crate::postman::collection::Entry;
use crate::postman::{read_excerpt, sample};
use std::collections::BTreeSet;

impl<'a> Lowering<'a> {
    /// Makes the operation that these requests are; the first of them gives it its name.
    pub(super) fn operation(&mut self, requests: &[Told<'a>]) {
        let Some(first) = requests.first() else { return };
        let found = &first.found;
        let request = found.request;
        let Some(url) = &request.url else { return };
        let id = found.id.clone();
        let mut headers: Vec<Vec<&'a Entry>> = requests.iter().map(|told| told.found.request.headers.iter().collect()).collect();
        let ways: Vec<Fact<Accepts>> =
            requests.iter().zip(&mut headers).map(|(told, headers)| self.accepts(&told.found, headers)).collect();
        let mut accepts = self.joined_accepts(first, ways);
        if first.server.is_some() && accepts.value == Accepts::AnyOrNone {
            // What is meant for the main server must not go to another host because nobody says that it should not.
            let count = u32::try_from(requests.len()).unwrap_or(u32::MAX);
            accepts = Fact::new(Accepts::None, Basis::inferred(found.place(), count));
        }
        let constants: Vec<ConstantQuery> = first
            .constants
            .iter()
            .map(|(name, value, span)| ConstantQuery { name: name.clone(), value: value.clone(), basis: Basis::inferred(*span, 1) })
            .collect();
        let constant_names: Vec<String> = constants.iter().map(|constant| constant.name.clone()).collect();
        let queries: Vec<Vec<&'a Entry>> =
            requests.iter().map(|told| told.found.request.url.as_ref().map(|url| url.query.iter().collect()).unwrap_or_default()).collect();
        let mut params = self.path_params(requests);
        params.extend(self.params(&id, Place::Query, &queries, &constant_names));
        let mut samples = Vec::new();
        let mut content = self.body(requests, &mut samples);
        self.fix(first, &mut content);
        self.template(requests, &mut content);
        let sent = if says_media_without_a_body(requests) { Sent::Nothing } else { content.sent() };
        let (headers, header_params) = self.headers(&id, &headers, &sent);
        params.extend(header_params);
        params.extend(content.params);
        let responses = self.answers(requests, &mut samples);
        let method_basis = match &request.method {
            Some(method) => Basis::stated(method.span),
            None => assumed(request.span, "a request that names no method is sent as GET"),
        };
        // Where the first has no words, those of the next one speak for all.
        let docs = requests.iter().find_map(|told| told.found.request.description.as_ref());
        let docs = docs.map(|text| Fact::stated(text.value.clone(), text.span));
        self.remark_on_auth(first, &accepts);
        let mut operation = Operation {
            id,
            group: found.group(),
            name: name(first),
            server: first.server.clone(),
            method: Fact::new(first.method.clone(), method_basis),
            path: Fact::stated(first.path.template.clone(), url.span),
            constants,
            told_by: first.tellings.clone(),
            params,
            headers,
            body: content.body,
            responses,
            auth: accepts,
            docs,
            deprecated: None,
            paging: None,
            also: also(requests),
            samples,
            decisions: content.decisions,
            basis: Basis::stated(request.name.span),
        };
        self.tested(requests, &mut operation);
        self.words(requests, &mut operation);
        self.coverage.made += 1;
        self.coverage.joined.extend(requests.iter().skip(1).map(|told| Joined {
            name: told.found.id.clone(),
            place: told.found.place(),
            into: operation.id.clone(),
            first: found.place(),
            reason: format!("it is the same operation as `{}`: {}", operation.id, what_it_is(first)),
        }));
        self.api.operations.push(operation);
    }

    /// What an operation accepts, whose requests accept this: each way that one of them authenticates in, and none as well where one of them does without.
    /// A request that is saved to show what happens without a credential must not take the credential from the others.
    fn joined_accepts(&mut self, first: &Told<'a>, ways: Vec<Fact<Accepts>>) -> Fact<Accepts> {
        let mut ways = ways.into_iter();
        let Some(of_first) = ways.next() else {
            return Fact::new(
                Accepts::AnyOrNone,
                assumed(first.found.place(), "the collection does not say how the request authenticates"),
            );
        };
        let mut joined = of_first.clone();
        let mut said = BTreeSet::from([of_first.value.clone()]);
        for found in ways {
            if said.insert(found.value.clone()) {
                self.say_accepts_differ(first, &of_first, &found);
            }
            let is_free = joined.value.takes_none() || found.value.takes_none();
            let (known, basis) = match (&joined.value, found.value) {
                (Accepts::Of(known) | Accepts::OfOrNone(known), Accepts::Of(more) | Accepts::OfOrNone(more)) => {
                    let more = more.into_iter().filter(|id| !known.contains(id)).collect::<Vec<_>>();
                    ([known.as_slice(), &more].concat(), joined.basis)
                }
                (Accepts::Of(known) | Accepts::OfOrNone(known), _) => (known.clone(), joined.basis),
                (_, Accepts::Of(more) | Accepts::OfOrNone(more)) => (more, found.basis),
                (Accepts::None, value) => {
                    joined = Fact::new(value, found.basis);
                    continue;
                }
                (Accepts::Any | Accepts::AnyOrNone, _) => continue,
            };
            joined = Fact::new(if is_free { Accepts::OfOrNone(known) } else { Accepts::Of(known) }, basis);
        }
        joined
    }

    fn say_accepts_differ(&mut self, first: &Told<'a>, of_first: &Fact<Accepts>, found: &Fact<Accepts>) {
        let words = |accepts: &Accepts| match accepts {
            Accepts::Any | Accepts::AnyOrNone => "does not say how it authenticates".to_owned(),
            Accepts::None => "does not authenticate".to_owned(),
            Accepts::Of(ids) | Accepts::OfOrNone(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{}`", read_excerpt(id))).collect();
                format!("authenticates with {}", ids.join(" or "))
            }
        };
        let place = |fact: &Fact<Accepts>| fact.basis.span.unwrap_or_else(|| first.found.place());
        let message = format!("a request that is joined to `{}` {}, unlike the first", read_excerpt(&first.found.id), words(&found.value));
        self.diagnostics.push(
            Diagnostic::new(Code::MixedAuth, place(found), message)
                .and(place(of_first), format!("the first {}", words(&of_first.value)))
                .note("the operation accepts each way that one of its requests authenticates in, and none where one does without"),
        );
    }

    /// Prose that speaks of an authorization which nothing else describes.
    fn remark_on_auth(&mut self, told: &Told<'a>, accepts: &Fact<Accepts>) {
        if accepts.value != Accepts::AnyOrNone {
            return;
        }
        let Some(description) = &told.found.request.description else { return };
        let Some(at) = auth::speaks_of_authorization(description) else { return };
        self.auth_in_prose = true;
        let span = sample::places_of_words(self.sources, description).span(at..at + "authorization".len());
        self.diagnostics.push(
            Diagnostic::new(
                Code::AuthOnlyInProse,
                span,
                format!("the words about `{}` speak of authorization, but neither `auth` nor a header does", read_excerpt(&told.found.id)),
            )
            .help("describe the credential in an overlay: `[auth.…]` with its header"),
        );
    }
}

/// Whether all requests say the same media type, and one of them has no body that would say it for itself.
fn says_media_without_a_body(requests: &[Told<'_>]) -> bool {
    let said = |told: &Told<'_>| body::media_header(&told.found.request.headers).map(|media| media.value.trim().to_owned());
    let Some(first) = requests.first().and_then(said) else { return false };
    requests.iter().all(|told| said(told).as_ref() == Some(&first)) && requests.iter().any(|told| !body::has_body(told))
}

/// The name of an operation: that of its first request, or its method and path where that says nothing.
fn name(first: &Told<'_>) -> Fact<String> {
    let name = &first.found.request.name;
    if !found::says_nothing(&name.value) {
        return Fact::stated(super::one_line(&name.value), name.span);
    }
    let path = first.path.template.to_string();
    let path = if path.is_empty() { "/" } else { &path };
    Fact::new(
        format!("{} {path}", first.method),
        assumed(name.span, "the name of the request says nothing: its method and path stand for it"),
    )
}

/// What the requests behind the first are called, each name once.
fn also(requests: &[Told<'_>]) -> Vec<Fact<String>> {
    let mut names: Vec<Fact<String>> = Vec::new();
    let mut known: BTreeSet<String> = requests.iter().take(1).map(|told| super::one_line(&told.found.request.name.value)).collect();
    for name in requests.iter().skip(1).map(|told| &told.found.request.name).filter(|name| !found::says_nothing(&name.value)) {
        let words = super::one_line(&name.value);
        if known.insert(words.clone()) {
            names.push(Fact::stated(words, name.span));
        }
    }
    names
}

/// What makes a request the operation that it is, in a line.
fn what_it_is(told: &Told<'_>) -> String {
    let path = told.path.template.to_string();
    let on = told.server.as_ref().map_or_else(String::new, |server| format!(" of the server `{}`", server.value));
    let constants: Vec<String> = told.constants.iter().map(|(name, value, _)| format!("{name}={value}")).collect();
    let address = match (path.as_str(), constants.as_slice()) {
        ("", []) => format!("{} of the base URL{on}", told.method),
        (_, []) => format!("{} {path}{on}", told.method),
        (_, _) => format!("{} {path}?{}{on}", told.method, constants.join("&")),
    };
    let else_told = Telling::shown(&told.tellings);
    if else_told.is_empty() { address } else { format!("{address} ({else_told})") }
}
