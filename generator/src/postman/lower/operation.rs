//! Requests that are one operation → that operation.

use super::same::Told;
use super::{Joined, Lowering, assumed, auth};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Accepts, Basis, ConstantQuery, Fact, Operation, Place};
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
        let accepts = self.joined_accepts(first, ways);
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
        let content = self.body(requests, &mut samples);
        let has_body = content.body.is_some() || content.is_form;
        let (headers, header_params) = self.headers(&id, &headers, has_body);
        params.extend(header_params);
        params.extend(content.params);
        let responses = self.answers(requests, &mut samples);
        let method_basis = match &request.method {
            Some(method) => Basis::stated(method.span),
            None => assumed(request.span, "a request that names no method is sent as GET"),
        };
        let docs = request.description.as_ref().map(|text| Fact::stated(text.value.clone(), text.span));
        self.remark_on_auth(first, &accepts);
        let mut operation = Operation {
            id,
            group: found.group(),
            name: Fact::stated(super::one_line(&request.name.value), request.name.span),
            method: Fact::new(first.method.clone(), method_basis),
            path: Fact::stated(first.path.template.clone(), url.span),
            constants,
            params,
            headers,
            body: content.body,
            responses,
            auth: accepts,
            docs,
            deprecated: None,
            paging: None,
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
            reason: format!("it is the same operation as `{}`: {}", operation.id, what_it_is(first)),
        }));
        self.api.operations.push(operation);
    }

    /// What an operation accepts, whose requests accept this: each way that one of them authenticates in, and none only where all do without.
    /// A request that is saved to show what happens without a credential must not take the credential from the others.
    fn joined_accepts(&mut self, first: &Told<'a>, ways: Vec<Fact<Accepts>>) -> Fact<Accepts> {
        let mut ways = ways.into_iter();
        let Some(of_first) = ways.next() else {
            return Fact::new(Accepts::Any, assumed(first.found.place(), "the collection does not say how the request authenticates"));
        };
        let mut joined = of_first.clone();
        let mut said = BTreeSet::from([of_first.value.clone()]);
        for found in ways {
            if said.insert(found.value.clone()) {
                self.say_accepts_differ(first, &of_first, &found);
            }
            match (&mut joined.value, found.value) {
                (Accepts::Of(known), Accepts::Of(more)) => {
                    for id in more {
                        if !known.contains(&id) {
                            known.push(id);
                        }
                    }
                }
                (Accepts::Any | Accepts::None, value @ Accepts::Of(_)) | (Accepts::None, value @ Accepts::Any) => {
                    joined = Fact::new(value, found.basis);
                }
                (Accepts::Of(_) | Accepts::Any, Accepts::Any | Accepts::None) | (Accepts::None, Accepts::None) => {}
            }
        }
        joined
    }

    fn say_accepts_differ(&mut self, first: &Told<'a>, of_first: &Fact<Accepts>, found: &Fact<Accepts>) {
        let words = |accepts: &Accepts| match accepts {
            Accepts::Any => "does not say how it authenticates".to_owned(),
            Accepts::None => "does not authenticate".to_owned(),
            Accepts::Of(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{}`", read_excerpt(id))).collect();
                format!("authenticates with {}", ids.join(" or "))
            }
        };
        let place = |fact: &Fact<Accepts>| fact.basis.span.unwrap_or_else(|| first.found.place());
        let message = format!("a request that is joined to `{}` {}, unlike the first", read_excerpt(&first.found.id), words(&found.value));
        self.diagnostics.push(
            Diagnostic::new(Code::MixedAuth, place(found), message)
                .and(place(of_first), format!("the first {}", words(&of_first.value)))
                .note("the operation accepts each way that one of its requests authenticates in"),
        );
    }

    /// Prose that speaks of an authorization which nothing else describes.
    fn remark_on_auth(&mut self, told: &Told<'a>, accepts: &Fact<Accepts>) {
        if accepts.value != Accepts::Any {
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

/// What makes a request the operation that it is, in a line.
fn what_it_is(told: &Told<'_>) -> String {
    let path = told.path.template.to_string();
    let constants: Vec<String> = told.constants.iter().map(|(name, value, _)| format!("{name}={value}")).collect();
    match (path.as_str(), constants.as_slice()) {
        ("", []) => format!("{} of the base URL", told.method),
        (_, []) => format!("{} {path}", told.method),
        (_, _) => format!("{} {path}?{}", told.method, constants.join("&")),
    }
}
