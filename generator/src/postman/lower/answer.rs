//! Saved answers.

use super::body::{NOT_ONE, media_header};
use super::same::Told;
use super::{Lowering, assumed, found, one_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::infer::infer;
use crate::ir::{Answer, Basis, Docs, Fact, Response, ResponseStatus, Sample, SampleRole};
use crate::postman::collection::Example;
use crate::postman::{read_excerpt, sample};
use crate::text::Span;

/// The saved answers with one status.
struct ByStatus<'a> {
    status: Fact<ResponseStatus>,
    examples: Vec<&'a Example>,
}

impl<'a> Lowering<'a> {
    /// The answers of an operation: one per status, its type from all bodies saved with it.
    pub(super) fn answers(&mut self, requests: &[Told<'a>], samples: &mut Vec<Sample>) -> Vec<Response> {
        let Some(first) = requests.first() else { return Vec::new() };
        let id = first.found.id.clone();
        let mut by_status: Vec<ByStatus<'a>> = Vec::new();
        for example in requests.iter().flat_map(|told| &told.found.request.examples) {
            let status = match &example.code {
                Some(code) => Fact::stated(ResponseStatus::Code(code.value), code.span),
                None => Fact::new(ResponseStatus::Success, assumed(example.span, "the saved answer has no status")),
            };
            match by_status.iter_mut().find(|known| known.status.value == status.value) {
                Some(known) => known.examples.push(example),
                None => by_status.push(ByStatus { status, examples: vec![example] }),
            }
        }
        let mut said = false;
        let responses: Vec<Response> = by_status
            .into_iter()
            .map(|ByStatus { status, examples }| {
                let answer = self.answer(&id, &status, &examples, samples);
                said |= answer.value != Answer::Unknown && status.value.is_success();
                let basis = status.basis.clone();
                let docs = error_name(status.value, &examples, requests);
                Response { status, answer, docs, basis }
            })
            .collect();
        if !said {
            let (span, message) = match requests.iter().flat_map(|told| &told.found.request.examples).next() {
                Some(example) => {
                    (example.span, format!("no saved answer of `{}` that says yes has a body that can be read", read_excerpt(&id)))
                }
                None => (first.found.place(), format!("`{}` has no saved answer", read_excerpt(&id))),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::NoResponseBody, span, message)
                    .note("its answer is not known")
                    .help("describe the answer in an overlay if the words tell it"),
            );
        }
        responses
    }

    fn answer(&mut self, id: &str, status: &Fact<ResponseStatus>, examples: &[&'a Example], samples: &mut Vec<Sample>) -> Fact<Answer> {
        let mut nodes: Vec<(Node, Span)> = Vec::new();
        let mut has_body = false;
        for example in examples {
            let Some(body) = example.body.as_ref().filter(|body| !body.value.trim().is_empty()) else { continue };
            has_body = true;
            // A range such as `*/*` says nothing of one body.
            let media = media_header(&example.headers).map(|value| value.value.as_str()).filter(|media| !media.contains('*'));
            let what = format!("a saved answer of `{}`", read_excerpt(id));
            let language = example.language.as_deref();
            // A label of HTML on a body that reads as JSON is an editor's guess; a header is the server's word. But what is an object or a list by
            // the letter is one under any label: servers call bytes `application/octet-stream`, and a refusal by the type of what was asked for.
            let is_other = media.is_some_and(|media| !media.to_ascii_lowercase().contains("json") && !media.starts_with("text/"))
                && !sample::is_whole(&body.value);
            let is_scalar = media.is_none() && language.is_none() && sample::is_scalar(&body.value);
            if is_other || !(is_scalar || sample::is_json(&body.value, media, language)) {
                samples.push(Sample { role: SampleRole::Response(status.value), ty: None, span: body.span, json: None });
                self.diagnostics.push(
                    Diagnostic::new(Code::SampleNotJson, body.span, format!("{what} is not JSON, and says nothing about types"))
                        .help(NOT_ONE),
                );
                continue;
            }
            let values = self.samples(&what, body, sample::is_stream(&body.value, media));
            match <[Node; 1]>::try_from(values) {
                Ok([node]) => nodes.push((node, body.span)),
                Err(values) if values.is_empty() => {
                    samples.push(Sample { role: SampleRole::Response(status.value), ty: None, span: body.span, json: None });
                }
                Err(values) => nodes.extend(values.into_iter().map(|node| {
                    let span = node.span;
                    (node, span)
                })),
            }
        }
        if let Some(&(_, span)) = nodes.first() {
            let ty = infer(&nodes.iter().map(|(node, _)| node).collect::<Vec<_>>(), &mut self.api.types);
            let count = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            for (node, span) in &nodes {
                let json = Some(self.json(id, node));
                samples.push(Sample { role: SampleRole::Response(status.value), ty: Some(ty), span: *span, json });
            }
            return Fact::new(Answer::Type(ty), Basis::inferred(span, count));
        }
        let span = examples.first().map(|example| example.span);
        let basis = span.map_or_else(|| status.basis.clone(), Basis::stated);
        match status.value {
            // HTTP allows no body with these.
            ResponseStatus::Code(204 | 205 | 304) if !has_body => Fact::new(Answer::Empty, basis),
            ResponseStatus::Code(_) | ResponseStatus::Success => Fact::new(Answer::Unknown, basis),
        }
    }
}

/// What the saved answers with a status of failure are called: the first name that says more than the request's own.
fn error_name(status: ResponseStatus, examples: &[&Example], requests: &[Told<'_>]) -> Docs {
    let ResponseStatus::Code(400..) = status else { return None };
    let of_requests: Vec<String> = requests.iter().map(|told| one_line(&told.found.request.name.value)).collect();
    let name = examples.iter().map(|example| &example.name).find(|name| {
        let words = one_line(&name.value);
        !found::says_nothing(&words) && !EXAMPLES.contains(&words.to_lowercase().as_str()) && !of_requests.contains(&words)
    })?;
    Some(Fact::stated(one_line(&name.value), name.span))
}

/// What editors call an answer that nobody has named, and what says no more than its status.
const EXAMPLES: &[&str] = &["default", "error", "example", "failed", "failure", "new example", "response", "untitled response"];
