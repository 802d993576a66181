//! Operations.

use super::evidence::Entry;
use super::{Lowering, samples};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::infer;
use crate::ir::{
    Accepts, Answer, Basis, ConstantQuery, CredentialPlace, Fact, GapSubject, Header, Operation, Paging, PagingStyle, Param, PathTemplate,
    Place, Presence, RequestBody, Response, ResponseStatus, Sample, SampleRole, Segment, Shape, TypeId, Types,
};
use crate::spec::read::PARAMS;
use crate::spec::tree::{AuthChoice, OperationTable, PagingTable, ParamRow, Spec, StatusRow, Text};
use crate::spec::words::{PLACES, TypeExpr, TypeKind, nearest, parse_request, parse_type};
use crate::text::Span;
use std::collections::BTreeSet;

/// The named types that stand in request bodies and nowhere else: in them a container of something required is itself required.
pub(super) fn only_sent(spec: &Spec) -> BTreeSet<String> {
    let mut sent = BTreeSet::new();
    let mut other = BTreeSet::new();
    for operation in &spec.operations {
        operation.body.iter().for_each(|text| names(text, &mut sent));
        operation.answer.iter().for_each(|text| names(text, &mut other));
        operation.answers.iter().for_each(|(_, text)| names(text, &mut other));
        operation.params.iter().for_each(|row| names(&row.ty, &mut other));
    }
    spec.webhooks.iter().filter_map(|table| table.body.as_ref()).for_each(|text| names(text, &mut other));
    spec.errors.iter().filter_map(|table| table.body.as_ref()).for_each(|text| names(text, &mut other));
    spec.envelope.iter().filter_map(|table| table.ty.as_ref()).for_each(|text| names(text, &mut other));
    // A type that another type refers to takes part in whatever that one does: left out, as the careful answer.
    spec.types.iter().flat_map(|table| &table.rows).for_each(|row| names(&row.ty, &mut other));
    sent.retain(|name| !other.contains(name));
    sent
}

fn names(text: &Text, into: &mut BTreeSet<String>) {
    fn walk(ty: &TypeExpr, into: &mut BTreeSet<String>) {
        match &ty.kind {
            TypeKind::Named(name) => {
                into.insert(name.clone());
            }
            TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Nullable(inner) => walk(inner, into),
            TypeKind::OneOf(cases) => cases.iter().for_each(|case| walk(case, into)),
            TypeKind::Fields(fields) => fields.iter().for_each(|(_, ty)| walk(ty, into)),
            TypeKind::Any
            | TypeKind::Bool
            | TypeKind::Integer
            | TypeKind::Number
            | TypeKind::String(_)
            | TypeKind::File
            | TypeKind::Object
            | TypeKind::Enum { .. }
            | TypeKind::Text(_) => {}
        }
    }
    if let Ok(ty) = parse_type(&text.value) {
        walk(&ty, into);
    }
}

impl Lowering<'_> {
    /// `[op.*]`.
    pub(super) fn operations(&mut self, spec: &Spec) {
        for table in &spec.operations {
            let same = |operation: &&Operation| operation.id == table.id.value;
            if let Some(other) = self.api.operations.iter().find(same) {
                let mut diagnostic =
                    Diagnostic::new(Code::DuplicateName, table.id.span, format!("the operation `{}` is there already", table.id.value))
                        .help(format!("correct it with `[[patch]]` and `at = \"op {}\"`", table.id.value));
                if let Some(place) = other.basis.written.or(other.basis.span) {
                    diagnostic = diagnostic.and(place, "there");
                }
                self.diagnostics.push(diagnostic);
                continue;
            }
            if let Some(operation) = self.operation(table) {
                self.api.operations.push(operation);
            }
        }
    }

    fn operation(&mut self, table: &OperationTable) -> Option<Operation> {
        let id = &table.id.value;
        let what = format!("the operation `{id}`");
        let entry = self.entry(&table.evidence, table.span, &what, None);
        self.known_operation_keys(&entry, table, &what);
        if id.trim().is_empty() || id.trim() != id {
            self.diagnostics.push(Diagnostic::new(Code::BadValue, table.id.span, "an operation's id is empty or has blanks around it"));
        }
        let (group, name) = match id.rsplit_once('.') {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => (Some(group.to_owned()), name),
            _ => (None, id.as_str()),
        };
        let name = Fact::new(name.to_owned(), Basis { written: Some(table.id.span), ..entry.basis.clone() });
        let docs_basis = self.key(&entry, "text", table.span);
        let docs = self.docs(table.text.as_ref(), &docs_basis, entry.place.as_ref());
        let deprecated = table.deprecated.as_ref().map(|text| {
            let basis = self.key(&entry, "deprecated", text.span);
            self.quote(text, entry.place.as_ref());
            Fact::new(text.value.clone(), basis)
        });
        let auth = self.accepts(table.auth.as_ref(), &entry, table.span);
        let params = self.params(table, &entry);
        let headers = self.headers(table, &entry);
        let body = self.body(table, &entry);
        let (responses, samples) = self.responses(table, &entry, body.as_ref());
        let paging = table.paging.as_ref().and_then(|paging| self.paging(paging, &entry, &params, &responses));
        self.gaps(&table.unknown, &GapSubject::Operation(id.clone()));
        let request = table.request.as_ref()?;
        let (method, path, constants) = self.request(request, &entry)?;
        self.path_params(&path, &params, request);
        let server =
            table.server.as_ref().and_then(|text| self.server_id(text).map(|id| Fact::new(id, self.key(&entry, "server", text.span))));
        Some(Operation {
            id: id.clone(),
            group,
            name,
            server,
            method,
            path,
            constants,
            told_by: Vec::new(),
            params: params.into_iter().filter_map(|param| param.argument).collect(),
            headers,
            body,
            responses,
            auth,
            docs,
            deprecated,
            paging,
            samples,
            also: Vec::new(),
            decisions: Vec::new(),
            basis: entry.basis.clone(),
        })
    }

    fn known_operation_keys(&mut self, entry: &Entry<'_>, table: &OperationTable, what: &str) {
        let mut known: Vec<String> = [
            "request",
            "server",
            "method",
            "path",
            "query",
            "text",
            "answer",
            "answers",
            "auth",
            "body",
            "media",
            "paging",
            "headers",
            "deprecated",
        ]
        .map(str::to_owned)
        .to_vec();
        for row in &table.params {
            let name = &row.name.value;
            known.push(format!("{PARAMS}.{name}"));
        }
        known.extend(table.errors.iter().map(|row| row.status.value.clone()));
        known.extend(table.answers.iter().map(|(status, _)| status.value.clone()));
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.known_keys(entry, what, &known);
    }

    /// The request line. What stands in it must stand at the operation's lines, where these are said to state it.
    fn request(&mut self, text: &Text, entry: &Entry<'_>) -> Option<(Fact<crate::ir::Method>, Fact<PathTemplate>, Vec<ConstantQuery>)> {
        let request = match parse_request(&text.value) {
            Ok(request) => request,
            Err(complaints) => {
                for complaint in complaints {
                    self.complain(Code::BadRequest, text, complaint);
                }
                return None;
            }
        };
        let whole = self.key(entry, "request", text.span);
        let part = |lowering: &Self, key: &str| lowering.by_key(entry, key).map(|basis| Basis { written: Some(text.span), ..basis });
        let method_basis = part(self, "method").unwrap_or_else(|| whole.clone());
        let path_basis = part(self, "path").unwrap_or_else(|| whole.clone());
        let query_basis = part(self, "query").unwrap_or_else(|| whole.clone());
        if Self::is_quoted(&method_basis) {
            let span = self.inside(text, &request.method.range);
            self.name_stands("the method", request.method.value.as_str(), span, entry.place.as_ref());
        }
        if Self::is_quoted(&path_basis) {
            let span = self.inside(text, &request.path.range);
            for segment in &request.path.value.segments {
                if let Segment::Literal(literal) = segment {
                    for step in literal.split('/').filter(|step| !step.is_empty()) {
                        self.name_stands("the step of the path", step, span, entry.place.as_ref());
                    }
                }
            }
        }
        let mut constants = Vec::new();
        for (name, value) in request.constants {
            if Self::is_quoted(&query_basis) {
                for part in [&name, &value] {
                    let span = self.inside(text, &part.range);
                    self.name_stands("the constant", &part.value, span, entry.place.as_ref());
                }
            }
            constants.push(ConstantQuery { name: name.value, value: value.value, basis: query_basis.clone() });
        }
        Some((Fact::new(request.method.value, method_basis), Fact::new(request.path.value, path_basis), constants))
    }

    /// Reports variables of the path without a row, and rows without a variable.
    fn path_params(&mut self, path: &Fact<PathTemplate>, params: &[ReadParam<'_>], request: &Text) {
        let in_path: Vec<&str> =
            params.iter().filter(|param| param.place == Some(Place::Path)).map(|param| param.row.name.value.as_str()).collect();
        for name in path.value.params().filter(|name| !in_path.contains(name)) {
            let written = format!("{{{name}}}");
            let span = request.value.find(&written).map_or(request.span, |at| self.inside(request, &(at..at + written.len())));
            let mut diagnostic = Diagnostic::new(Code::PathParams, span, format!("no row of `params` fills `{written}`"));
            diagnostic = match params.iter().find(|param| param.row.name.value == name) {
                Some(param) => diagnostic.and(param.row.place.span, "this row is not one of the path").help("its place is `path`"),
                None => diagnostic.help(format!("write a row `[\"{name}\", \"path\", …]`")),
            };
            self.diagnostics.push(diagnostic);
        }
        for param in params.iter().filter(|param| param.place == Some(Place::Path)) {
            let name = &param.row.name.value;
            if !path.value.params().any(|other| other == name) {
                let mut diagnostic =
                    Diagnostic::new(Code::PathParams, param.row.name.span, format!("the path has no `{{{name}}}` for this row"))
                        .and(request.span, "the path");
                if let Some(near) = nearest(name, path.value.params()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn params<'s>(&mut self, table: &'s OperationTable, entry: &Entry<'_>) -> Vec<ReadParam<'s>> {
        let mut params: Vec<ReadParam<'s>> = Vec::new();
        for row in &table.params {
            let param = self.param(row, entry);
            if let Some(other) = params.iter().find(|other| other.row.name.value == row.name.value && other.place == param.place) {
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateRow, row.name.span, format!("the parameter `{}` has two rows", row.name.value))
                        .and(other.row.name.span, "the other one")
                        .help("keep one of them"),
                );
                continue;
            }
            params.push(param);
        }
        params
    }

    fn param<'s>(&mut self, row: &'s ParamRow, entry: &Entry<'_>) -> ReadParam<'s> {
        let name = &row.name.value;
        let what = format!("the parameter `{name}`");
        let evidence = self.row(entry, &format!("{PARAMS}.{name}"), name, row.at.as_ref(), row.span, &what);
        self.name_stands("the name", name, row.name.span, evidence.place.as_ref());
        if name.is_empty() {
            self.diagnostics.push(Diagnostic::new(Code::BadRow, row.name.span, "a parameter without a name"));
        }
        let place = self.word_of(Code::BadValue, &row.place, "place of a parameter", PLACES);
        let settled = evidence.settled.clone();
        // Whoever settles a row settles its place and its type: the page has its name, its words, perhaps its presence.
        let settled = settled.unwrap_or_else(|| evidence.basis.clone());
        let place_basis = Basis { written: Some(row.place.span), ..settled.clone() };
        let ty_basis = Basis { written: Some(row.ty.span), ..settled };
        let facts = self.facts(&row.facts, &evidence);
        let docs = self.docs(Some(&row.text), &evidence.basis, evidence.place.as_ref());
        let ty = self.ty(&row.ty, &ty_basis, evidence.place.as_ref());
        if let Some(id) = &facts.credential {
            self.credential(id, row, place, docs);
            return ReadParam { row, place, argument: None };
        }
        let mut presence = facts.presence.unwrap_or_else(|| Fact::new(Presence::Unknown, evidence.basis.clone()));
        if let Some(media) = &facts.media
            && let Some(written) = media.basis.written
        {
            if !is_media(&media.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadFacts, written, format!("`{}` is no media type", super::evidence::excerpt(&media.value)))
                        .note("expected something like `media text/csv`"),
                );
            } else if place.is_some_and(|place| place != Place::Part) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadFacts, written, format!("`{name}` has no media type of its own: it is no part"))
                        .help("only a row whose place is `part` has one"),
                );
            }
        }
        if place == Some(Place::Path) {
            if presence.value == Presence::Optional {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ContradictoryFacts,
                        row.facts.span,
                        format!("`{name}` is a part of the path and cannot be optional"),
                    )
                    .help("write two operations, or let the page's word stand in the text"),
                );
            }
            // A request without it has no address.
            presence.value = Presence::Required;
        }
        let argument = place.map(|place| Param {
            wire: name.clone(),
            place: Fact::new(place, place_basis),
            ty,
            presence,
            media: facts.media,
            bare: None,
            docs,
            facts: facts.facts.into(),
            basis: evidence.basis.clone(),
        });
        ReadParam { row, place, argument }
    }

    /// A row that belongs to an authentication scheme: its words become the scheme's.
    fn credential(&mut self, id: &Text, row: &ParamRow, place: Option<Place>, docs: crate::ir::Docs) {
        let Some(scheme) = self.api.auth.iter_mut().find(|scheme| scheme.id == id.value) else {
            self.unknown_auth(id);
            return;
        };
        let found = scheme.credentials.iter_mut().find(|credential| match (&credential.place, place) {
            (CredentialPlace::Header { name, .. }, Some(Place::Header)) => name.eq_ignore_ascii_case(&row.name.value),
            (CredentialPlace::Query { name } | CredentialPlace::SignedQuery { name, .. }, Some(Place::Query))
            | (CredentialPlace::Cookie { name }, Some(Place::Cookie)) => *name == row.name.value,
            _ => false,
        });
        match found {
            Some(credential) => {
                if let Some(docs) = docs.filter(|docs| docs.basis.in_document())
                    && credential.docs.as_ref().is_none_or(|held| !held.basis.in_document() || held.basis.span.is_none())
                {
                    credential.docs = Some(docs);
                }
            }
            None => self.diagnostics.push(
                Diagnostic::new(
                    Code::BadFacts,
                    id.span,
                    format!("the scheme `{}` sends no `{}` in the {}", id.value, row.name.value, row.place.value),
                )
                .and(row.name.span, "this row")
                .help("name and place of the row are those of the scheme's table"),
            ),
        }
    }

    pub(super) fn unknown_auth(&mut self, id: &Text) {
        let mut diagnostic = Diagnostic::new(
            Code::UnknownAuth,
            id.span,
            format!("there is no authentication scheme `{}`", super::evidence::excerpt(&id.value)),
        );
        let known: Vec<&str> = self.api.auth.iter().map(|scheme| scheme.id.as_str()).collect();
        diagnostic = match nearest(&id.value, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("write `[auth.{}]`", crate::spec::read::shown(&id.value))),
        };
        self.diagnostics.push(diagnostic);
    }

    /// Which schemes are accepted.
    fn accepts(&mut self, choice: Option<&AuthChoice>, entry: &Entry<'_>, written: Span) -> Fact<Accepts> {
        let Some(choice) = choice else {
            return Fact::new(Accepts::Any, self.key(entry, "auth", written));
        };
        let basis = self.key(entry, "auth", choice.span);
        Fact::new(self.choice(&choice.ids, choice.span), basis)
    }

    /// `none`, or ids.
    pub(super) fn choice(&mut self, ids: &[Text], span: Span) -> Accepts {
        if let [one] = ids
            && one.value == "none"
        {
            return Accepts::None;
        }
        if ids.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, span, "`auth` names no scheme")
                    .help("write `\"none\"` if none is needed, or leave it out if any will do"),
            );
        }
        let mut found: Vec<String> = Vec::new();
        for id in ids {
            if id.value == "none" {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadValue, id.span, "`none` stands beside other schemes")
                        .note("expected `\"none\"` alone, or ids of schemes"),
                );
            } else if !self.api.auth.iter().any(|scheme| scheme.id == id.value) {
                self.unknown_auth(id);
            } else if found.contains(&id.value) {
                self.diagnostics.push(Diagnostic::new(Code::DuplicateRow, id.span, format!("the scheme `{}` stands twice", id.value)));
            } else {
                found.push(id.value.clone());
            }
        }
        Accepts::Of(found)
    }

    fn headers(&mut self, table: &OperationTable, entry: &Entry<'_>) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for row in &table.headers {
            let name = &row.name.value;
            let evidence = self.row(entry, "headers", name, row.at.as_ref(), row.span, &format!("the header `{name}`"));
            self.name_stands("the name", name, row.name.span, evidence.place.as_ref());
            self.quote(&row.value, evidence.place.as_ref());
            if let Some(other) = headers.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
                let mut diagnostic = Diagnostic::new(Code::DuplicateRow, row.name.span, format!("the header `{name}` has two rows"));
                if let Some(place) = other.basis.written {
                    diagnostic = diagnostic.and(place, "the other one");
                }
                self.diagnostics.push(diagnostic.help("keep one of them"));
                continue;
            }
            headers.push(Header { name: name.clone(), value: row.value.value.clone(), basis: evidence.basis });
        }
        headers
    }

    fn body(&mut self, table: &OperationTable, entry: &Entry<'_>) -> Option<RequestBody> {
        let Some(text) = &table.body else {
            if let Some(media) = &table.media {
                self.diagnostics.push(Diagnostic::new(Code::MissingKey, media.span, "`media` without a `body`"));
            }
            for sample in &table.request_samples {
                self.diagnostics.push(Diagnostic::new(Code::MissingKey, sample.span, "`request_sample` without a `body`"));
            }
            return None;
        };
        let basis = self.key(entry, "body", text.span);
        let mut ty = self.ty(text, &basis, entry.place.as_ref());
        let media = if let Some(media) = &table.media {
            if !is_media(&media.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadValue, media.span, format!("`{}` is no media type", super::evidence::excerpt(&media.value)))
                        .note("expected something like `application/json`"),
                );
            }
            Fact::new(media.value.clone(), self.key(entry, "media", media.span))
        } else {
            let reason = Text::new("no media type is named; JSON is the custom".to_owned(), text.span);
            Fact::new("application/json".to_owned(), self.assumed(&reason))
        };
        // A page that gives a body's table says to send one; an optional body is written `T?`.
        let presence = match self.api.types.get(ty).shape {
            Shape::Nullable(inner) => {
                ty = inner;
                Fact::new(Presence::Optional, basis.clone())
            }
            _ => Fact::new(Presence::Required, basis.clone()),
        };
        Some(RequestBody { media, ty, template: None, presence, basis })
    }

    fn responses(&mut self, table: &OperationTable, entry: &Entry<'_>, body: Option<&RequestBody>) -> (Vec<Response>, Vec<Sample>) {
        let mut responses: Vec<Response> = Vec::new();
        let mut all = Vec::new();
        let read: Vec<_> = table.samples.iter().filter_map(|text| self.read_sample(text)).collect();
        if let Some(text) = &table.answer {
            let basis = self.key(entry, "answer", text.span);
            let answer = self.answer(text, &basis, entry);
            responses.push(Response {
                status: Fact::new(ResponseStatus::Success, entry.basis.clone()),
                answer: Fact::new(answer, basis.clone()),
                docs: None,
                basis,
            });
        } else if table.answers.is_empty() {
            // A sample alone shows what an answer holds.
            let nodes: Vec<_> = read.iter().flat_map(|sample| sample.nodes.iter()).collect();
            let mut basis = self.key(entry, "answer", table.span);
            let answer = if nodes.is_empty() {
                Answer::Unknown
            } else {
                let mut scratch = Types::default();
                let root = infer(&nodes, &mut scratch);
                let ty = self.graft(&scratch, root);
                basis = self.api.types.get(ty).basis.clone();
                Answer::Type(ty)
            };
            responses.push(Response {
                status: Fact::new(ResponseStatus::Success, entry.basis.clone()),
                answer: Fact::new(answer, basis.clone()),
                docs: None,
                basis,
            });
        }
        for (status, text) in &table.answers {
            let whole = self.by_key(entry, "answers").unwrap_or_else(|| entry.basis.clone());
            let basis = self.by_key(entry, &status.value).unwrap_or(whole);
            let basis = Basis { written: Some(text.span), ..basis };
            let answer = self.answer(text, &basis, entry);
            let Some(code) = self.status(status) else { continue };
            self.push_response(
                &mut responses,
                Response {
                    status: Fact::new(ResponseStatus::Code(code), Basis { written: Some(status.span), ..basis.clone() }),
                    answer: Fact::new(answer, basis.clone()),
                    docs: None,
                    basis,
                },
                status,
            );
        }
        let first = responses.first().map(|response| (response.status.value, response.answer.value));
        for row in &table.errors {
            if let Some(response) = self.status_row(row, entry) {
                self.push_response(&mut responses, response, &row.status);
            }
        }
        let (status, answer) = first.unwrap_or((ResponseStatus::Success, Answer::Unknown));
        let ty = match answer {
            Answer::Type(ty) => Some(ty),
            Answer::Unknown | Answer::Empty => None,
        };
        for sample in &read {
            self.take_sample(sample, &SampleRole::Response(status), ty, table.answer.is_some() || !table.answers.is_empty(), &mut all);
        }
        if let Some(body) = body {
            for text in &table.request_samples {
                if let Some(sample) = self.read_sample(text) {
                    self.take_sample(&sample, &SampleRole::Request, Some(body.ty), true, &mut all);
                }
            }
        }
        (responses, all)
    }

    fn take_sample(&mut self, sample: &samples::SampleRead, role: &SampleRole, ty: Option<TypeId>, judge: bool, into: &mut Vec<Sample>) {
        for node in &sample.nodes {
            into.push(Sample { role: role.clone(), ty, span: node.span, json: samples::to_json(node) });
            if let Some(ty) = ty.filter(|_| judge) {
                self.samples.push((node.clone(), ty));
            }
        }
    }

    /// A row of `errors`.
    pub(super) fn status_row(&mut self, row: &StatusRow, entry: &Entry<'_>) -> Option<Response> {
        let written = &row.status.value;
        let evidence = self.row(entry, written, written, row.at.as_ref(), row.span, &format!("the status `{written}`"));
        self.name_stands("the status", written, row.status.span, evidence.place.as_ref());
        let docs = self.docs(Some(&row.text), &evidence.basis, evidence.place.as_ref());
        if written.trim().is_empty() {
            self.diagnostics.push(Diagnostic::new(Code::BadRow, row.status.span, "a row without a status"));
        }
        let code = self.status(&row.status)?;
        Some(Response {
            status: Fact::new(ResponseStatus::Code(code), Basis { written: Some(row.status.span), ..evidence.basis.clone() }),
            answer: Fact::new(Answer::Unknown, evidence.basis.clone()),
            docs,
            basis: evidence.basis,
        })
    }

    pub(super) fn push_response(&mut self, responses: &mut Vec<Response>, response: Response, written: &Text) {
        if let Some(other) = responses.iter().find(|other| other.status.value == response.status.value) {
            let mut diagnostic =
                Diagnostic::new(Code::DuplicateRow, written.span, format!("the status {} is there twice", response.status.value));
            if let Some(place) = other.status.basis.written {
                diagnostic = diagnostic.and(place, "the other one");
            }
            self.diagnostics.push(diagnostic.help("keep one of them"));
            return;
        }
        responses.push(response);
    }

    fn answer(&mut self, text: &Text, basis: &Basis, entry: &Entry<'_>) -> Answer {
        match text.value.trim() {
            "unknown" => Answer::Unknown,
            "empty" => Answer::Empty,
            _ => Answer::Type(self.ty(text, basis, entry.place.as_ref())),
        }
    }

    fn paging(&mut self, table: &PagingTable, entry: &Entry<'_>, params: &[ReadParam<'_>], responses: &[Response]) -> Option<Fact<Paging>> {
        let basis = self.key(entry, "paging", table.span);
        let style = match table.style.as_ref().map(|style| (style, style.value.as_str())) {
            Some((_, "page")) => Some(PagingStyle::Page { first: table.first.as_ref().map_or(1, |first| first.value) }),
            Some((_, "offset")) => Some(PagingStyle::Offset),
            Some((style, "cursor")) => {
                if let Some(next) = &table.next {
                    self.path_in_answer(next, responses, "next");
                    Some(PagingStyle::Cursor { next: next.value.clone() })
                } else {
                    self.diagnostics.push(
                        Diagnostic::new(Code::MissingKey, style.span, "paging by `cursor` has no `next`")
                            .help("`next` is the path in the answer to what the next request sends"),
                    );
                    None
                }
            }
            Some((style, word)) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadValue, style.span, format!("`{}` is no style of paging", super::evidence::excerpt(word)))
                        .note("expected one of `page`, `offset`, `cursor`"),
                );
                None
            }
            None => None,
        };
        if let (Some(next), Some(PagingStyle::Page { .. } | PagingStyle::Offset)) = (&table.next, &style) {
            self.diagnostics.push(Diagnostic::new(Code::BadValue, next.span, "`next` belongs to paging by `cursor`"));
        }
        if let (Some(first), Some(PagingStyle::Cursor { .. } | PagingStyle::Offset)) = (&table.first, &style) {
            self.diagnostics.push(Diagnostic::new(Code::BadValue, first.span, "`first` belongs to paging by `page`"));
        }
        if let Some(param) = &table.param
            && !params.iter().any(|row| row.row.name.value == param.value && row.place == Some(Place::Query))
        {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownField,
                    param.span,
                    format!("no row of `params` is a query parameter `{}`", super::evidence::excerpt(&param.value)),
                )
                .help("paging sends one of the operation's own query parameters"),
            );
        }
        if let Some(items) = &table.items {
            self.path_in_answer(items, responses, "items");
        }
        Some(Fact::new(
            Paging { style: style?, param: table.param.as_ref()?.value.clone(), items: table.items.as_ref()?.value.clone() },
            basis,
        ))
    }

    fn path_in_answer(&mut self, path: &Text, responses: &[Response], key: &str) {
        let answer = responses.iter().find(|response| response.status.value.is_success()).map(|response| response.answer.value);
        let Some(Answer::Type(ty)) = answer else {
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownField, path.span, format!("`{key}` names a path in an answer whose type is not known"))
                    .help("write the answer's type"),
            );
            return;
        };
        self.path_in_type(path, ty, key);
    }

    /// Reports a path of wire names that leads nowhere in a type.
    pub(super) fn path_in_type(&mut self, path: &Text, ty: TypeId, key: &str) {
        let mut at = ty;
        for step in path.value.split('.') {
            match member(&self.api.types, at, step) {
                Member::Found(found) => at = found,
                Member::Unknown => return,
                Member::Absent(known) => {
                    let mut diagnostic = Diagnostic::new(
                        Code::UnknownField,
                        path.span,
                        format!(
                            "the path `{}` of `{key}` leads nowhere: there is no `{}`",
                            super::evidence::excerpt(&path.value),
                            super::evidence::excerpt(step)
                        ),
                    );
                    if let Some(near) = nearest(step, known.iter().map(String::as_str)) {
                        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                    }
                    self.diagnostics.push(diagnostic);
                    return;
                }
            }
        }
    }
}

/// A row of parameters that was read.
struct ReadParam<'s> {
    row: &'s ParamRow,
    place: Option<Place>,
    /// The argument; none where the row belongs to an authentication scheme.
    argument: Option<Param>,
}

enum Member {
    Found(TypeId),
    /// Nothing is known of what holds it.
    Unknown,
    /// The fields that are there.
    Absent(Vec<String>),
}

fn member(types: &Types, ty: TypeId, name: &str) -> Member {
    let mut at = ty;
    loop {
        match &types.get(at).shape {
            Shape::Nullable(inner) => at = *inner,
            Shape::Any => return Member::Unknown,
            Shape::Map(value) => return Member::Found(*value),
            Shape::Object(object) => {
                return match object.fields.iter().find(|field| field.wire == name) {
                    Some(field) => Member::Found(field.ty),
                    None => Member::Absent(object.fields.iter().map(|field| field.wire.clone()).collect()),
                };
            }
            Shape::Bool
            | Shape::Integer
            | Shape::Number
            | Shape::String(_)
            | Shape::File
            | Shape::List(_)
            | Shape::Enum(_)
            | Shape::OneOf(_) => {
                return Member::Absent(Vec::new());
            }
        }
    }
}

fn is_media(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_alphanumeric() || "!#$&-^_.+".contains(sign));
    let (kind, rest) = text.split_once('/').unwrap_or(("", ""));
    let sub = rest.split(';').next().unwrap_or("").trim_end();
    part(kind) && part(sub) && text.chars().all(|sign| !sign.is_control())
}
