//! Requests that are one operation → that operation.

use super::same::Told;
use super::{Lowering, assumed, auth};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Accepts, Basis, ConstantQuery, Fact, Operation, Place};
use crate::postman::collection::Entry;
use crate::postman::{read_excerpt, sample};

impl<'a> Lowering<'a> {
    /// Makes the operation that these requests are; the first of them gives it its name.
    pub(super) fn operation(&mut self, requests: &[Told<'a>]) {
        let Some(first) = requests.first() else { return };
        let found = &first.found;
        let request = found.request;
        let Some(url) = &request.url else { return };
        if let Err(reason) = Self::body_can_be_sent(first) {
            for told in requests {
                self.refuse(&told.found, reason);
            }
            return;
        }
        let id = found.id.clone();
        let mut headers: Vec<Vec<&'a Entry>> = requests.iter().map(|told| told.found.request.headers.iter().collect()).collect();
        let mut accepts: Option<Fact<Accepts>> = None;
        for (told, headers) in requests.iter().zip(&mut headers) {
            let found = self.accepts(&told.found, headers);
            match (accepts.as_mut().map(|known| &mut known.value), found.value) {
                // Where the requests authenticate in several ways, the operation accepts each of them.
                (Some(Accepts::Of(known)), Accepts::Of(more)) => {
                    known.extend(more.into_iter().filter(|id| !known.contains(id)).collect::<Vec<_>>());
                }
                (Some(_), _) => {}
                (None, value) => accepts = Some(Fact::new(value, found.basis)),
            }
        }
        let accepts = accepts.unwrap_or_else(|| Fact::new(Accepts::Any, assumed(found.place(), "the collection does not say")));
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
        let operation = Operation {
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
        self.coverage.made += 1;
        self.coverage.joined += requests.len() - 1;
        self.api.operations.push(operation);
    }

    /// Prose that speaks of an authorization which nothing else describes.
    fn remark_on_auth(&mut self, told: &Told<'a>, accepts: &Fact<Accepts>) {
        if accepts.value != Accepts::Any {
            return;
        }
        let Some(description) = &told.found.request.description else { return };
        let Some(at) = auth::speaks_of_authorization(description) else { return };
        self.auth_in_prose = true;
        let span = sample::places(self.sources, description).span(at..at + "authorization".len());
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
