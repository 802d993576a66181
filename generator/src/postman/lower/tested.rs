//! What tests expect of answers, and what they save of them for later requests.
//!
//! * A status of success that a test expects is the answer's, where no saved answer shows one.
//! * A field that a test expects is there, and where nothing shows its kind it is of the kind that the test expects.
//! * What a test saves in a variable is where a parameter's value comes from that is this variable.

use super::Lowering;
use super::same::Told;
use super::words::word_places;
use crate::ir::{
    Answer, Basis, Fact, Field, Object, Operation, Origin, Place, Response, ResponseStatus, Shape, StringForm, TypeDef, TypeId,
};
use crate::postman::collection::{BodyContent, Entry, Script};
use crate::postman::script::{self, Kind, Says, Step};
use crate::postman::variables;
use crate::text::{SourceMap, Span};
use std::ops::Range;

/// Answers are not followed deeper.
const DEEPEST: usize = 16;
/// Of one operation, so many facts are taken over.
const MOST: usize = 256;

/// Where the value of a variable comes from.
#[derive(Clone, Debug)]
pub(super) struct Saved {
    operation: String,
    path: String,
    span: Span,
}

/// A parameter whose value is a variable.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The operation's and the parameter's position.
    operation: usize,
    param: usize,
    variable: String,
}

impl<'a> Lowering<'a> {
    /// Takes over what the tests of an operation's requests tell.
    pub(super) fn tested(&mut self, requests: &[Told<'a>], operation: &mut Operation) {
        let mut statuses: Vec<(u16, Span)> = Vec::new();
        let mut fields: Vec<(Vec<Step>, Option<Kind>, Span)> = Vec::new();
        for told in requests {
            for script in &told.found.request.tests {
                let text = script.text();
                let facts = script::read(&text);
                let read = &mut self.words_read;
                let count = if facts.is_empty() { &mut read.scripts_without_facts } else { &mut read.scripts };
                *count += 1;
                let fails = facts
                    .iter()
                    .any(|fact| matches!(&fact.says, Says::Status(all) if all.iter().any(|status| !(200..300).contains(status))));
                for fact in facts.into_iter().take(MOST) {
                    let Some(span) = place(self.sources, script, &fact.range) else { continue };
                    match fact.says {
                        Says::Status(all) if !fails => statuses.extend(all.into_iter().map(|status| (status, span))),
                        // What is expected of an answer that says no is no part of the one that says yes.
                        Says::Field(path) if !fails => fields.push((path, None, span)),
                        Says::Kind(path, kind) if !fails => fields.push((path, Some(kind), span)),
                        Says::Saves { variable, path } => {
                            let saved = Saved { operation: operation.id.clone(), path: words(&path), span };
                            self.saved.entry(variable).or_default().push(saved);
                        }
                        Says::Status(_) | Says::Field(_) | Says::Kind(..) => {}
                    }
                }
            }
        }
        expect_statuses(operation, &statuses);
        fields.truncate(MOST);
        self.expect_fields(operation, &fields);
        self.wanted(requests, operation);
    }

    fn expect_fields(&mut self, operation: &mut Operation, fields: &[(Vec<Step>, Option<Kind>, Span)]) {
        let Some((_, _, first)) = fields.iter().find(|(path, _, _)| !path.is_empty()) else { return };
        let known = operation.responses.iter().filter(|response| response.status.value.is_success());
        let mut roots: Vec<TypeId> =
            known.filter_map(|response| if let Answer::Type(ty) = response.answer.value { Some(ty) } else { None }).collect();
        if roots.is_empty() {
            let root = self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(*first)));
            let answer = Fact::stated(Answer::Type(root), *first);
            // An answer that is said to be empty, or that could not be read, is not what these tests are about.
            let mut yes = operation.responses.iter_mut().filter(|response| response.status.value.is_success()).peekable();
            let is_new = yes.peek().is_none();
            match yes.find(|response| response.answer.value == Answer::Unknown) {
                Some(response) => response.answer = answer,
                None if is_new => {
                    let status = Fact::stated(ResponseStatus::Success, *first);
                    operation.responses.push(Response { status, answer, docs: None, basis: Basis::stated(*first) });
                }
                None => return,
            }
            roots.push(root);
        }
        // Which of several answers a test is about, it does not say.
        let [root] = roots.as_slice() else { return };
        for (path, kind, span) in fields {
            self.expect_field(*root, path, *kind, *span);
        }
    }

    fn expect_field(&mut self, root: TypeId, path: &[Step], kind: Option<Kind>, span: Span) {
        if path.len() > DEEPEST {
            return;
        }
        let mut at = root;
        for step in path {
            at = self.api.types.peel(at).0;
            let next = match (step, &self.api.types.get(at).shape) {
                (Step::Item, Shape::List(item)) => *item,
                (Step::Field(name), Shape::Object(object)) => match object.fields.iter().find(|field| field.wire == *name) {
                    Some(field) => field.ty,
                    None => {
                        let ty = self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(span)));
                        if let Shape::Object(object) = &mut self.api.types.get_mut(at).shape {
                            object.fields.push(Field::new(name.clone(), ty, Basis::stated(span)));
                        }
                        ty
                    }
                },
                (_, Shape::Any) => {
                    let ty = self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(span)));
                    let shape = match step {
                        Step::Item => Shape::List(ty),
                        Step::Field(name) => {
                            Shape::Object(Object { fields: vec![Field::new(name.clone(), ty, Basis::stated(span))], open: None })
                        }
                    };
                    let def = self.api.types.get_mut(at);
                    def.shape = shape;
                    def.basis = Basis::stated(span);
                    ty
                }
                // What the samples show is something else; a test that never ran proves nothing.
                _ => return,
            };
            at = next;
        }
        let shape = match kind {
            Some(Kind::Text) => Shape::String(StringForm::Plain),
            Some(Kind::Number) => Shape::Number,
            Some(Kind::Bool) => Shape::Bool,
            Some(Kind::List) => Shape::List(self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(span)))),
            Some(Kind::Object) | None => return,
        };
        // A place that only showed null may show it again.
        let def = self.api.types.get_mut(self.api.types.peel(at).0);
        if matches!(def.shape, Shape::Any) {
            def.shape = shape;
            def.basis = Basis::stated(span);
        }
    }

    /// Takes down which parameters are variables.
    fn wanted(&mut self, requests: &[Told<'a>], operation: &Operation) {
        let Some(first) = requests.first() else { return };
        let Some(url) = &first.found.request.url else { return };
        let form: &[Entry] = match first.found.request.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::UrlEncoded(form) | BodyContent::FormData(form)) => form,
            _ => &[],
        };
        let mut position = 0;
        for (at, param) in operation.params.iter().enumerate() {
            let named = |entries: &[Entry]| {
                let found = entries.iter().find(|entry| entry.key.value.trim() == param.wire).and_then(|entry| entry.value.as_ref());
                found.and_then(|value| variables::only_reference(&value.value)).map(str::to_owned)
            };
            let variable = match param.place.value {
                Place::Path => {
                    let original = first.path.params.get(position).map(|(_, original)| original.clone());
                    position += 1;
                    let is_variable = |name: &String| url.path.iter().any(|segment| segment.contains(&format!("{{{{{name}}}}}")));
                    named(&url.variables).or_else(|| original.filter(is_variable))
                }
                Place::Query => named(&url.query),
                Place::Header => named(&first.found.request.headers),
                Place::Form | Place::Part => named(form),
                Place::Text => Some(param.wire.clone()),
                Place::Cookie => None,
            };
            if let Some(variable) = variable {
                self.wanted.push(Wanted { operation: self.api.operations.len(), param: at, variable });
            }
        }
    }

    /// Says of each parameter that is a variable which answer it comes from, where that is one answer only.
    pub(super) fn origins(&mut self) {
        for Wanted { operation, param, variable } in std::mem::take(&mut self.wanted) {
            let Some(operation) = self.api.operations.get_mut(operation) else { continue };
            let Some([first, rest @ ..]) = self.saved.get(&variable).map(Vec::as_slice) else { continue };
            let is_one = rest.iter().all(|other| (&other.operation, &other.path) == (&first.operation, &first.path));
            if !is_one || first.operation == operation.id {
                continue;
            }
            if let Some(param) = operation.params.get_mut(param) {
                let origin = Origin { operation: first.operation.clone(), path: first.path.clone() };
                param.facts.origin = Some(Fact::stated(origin, first.span));
            }
        }
    }
}

/// The statuses that tests expect, where nothing shows any.
fn expect_statuses(operation: &mut Operation, statuses: &[(u16, Span)]) {
    let Some((first, _)) = statuses.first() else { return };
    let known: Vec<ResponseStatus> =
        operation.responses.iter().map(|response| response.status.value).filter(|status| status.is_success()).collect();
    match known.as_slice() {
        [] => {
            for (at, (status, span)) in statuses.iter().enumerate() {
                if statuses[..at].iter().any(|(known, _)| known == status) {
                    continue;
                }
                // HTTP allows no body with these.
                let answer = if matches!(status, 204 | 205) { Answer::Empty } else { Answer::Unknown };
                let status = Fact::stated(ResponseStatus::Code(*status), *span);
                operation.responses.push(Response { status, answer: Fact::stated(answer, *span), docs: None, basis: Basis::stated(*span) });
            }
        }
        // A saved answer without a status has the one that all tests expect.
        [ResponseStatus::Success] if statuses.iter().all(|(status, _)| status == first) => {
            for response in operation.responses.iter_mut().filter(|response| response.status.value == ResponseStatus::Success) {
                if let Some((status, span)) = statuses.first() {
                    response.status = Fact::stated(ResponseStatus::Code(*status), *span);
                }
            }
        }
        _ => {}
    }
}

/// Where a part of a script stands: its first line.
fn place(sources: &SourceMap, script: &Script, range: &Range<usize>) -> Option<Span> {
    let mut start = 0;
    for line in &script.lines {
        let end = start + line.value.len();
        if range.start <= end {
            let within = range.start - start..range.end.min(end) - start;
            return Some(word_places(sources, line).span(within));
        }
        start = end + 1;
    }
    None
}

/// A path in words: `data[].id`.
fn words(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Item => text.push_str("[]"),
        }
    }
    text
}
