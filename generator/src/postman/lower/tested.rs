//! What tests expect of answers, and what they save of them for later requests.
//!
//! * A status of success that a test expects is the answer's, where no saved answer shows one.
//! * A field that a test expects is there, and where nothing shows its kind it is of the kind that the test expects.
//! * What a test saves in a variable is where a parameter's value comes from that is this variable.

use super::Lowering;
use super::same::Told;
use crate::document::decoded::StringMap;
use crate::ir::{
    Answer, Basis, Fact, Field, Object, Operation, Origin, Place, Response, ResponseStatus, Shape, StringForm, TypeDef, TypeId,
};
use crate::postman::collection::{BodyContent, Entry, Script};
use crate::postman::script::{self, Kind, Says, Step};
use crate::postman::{sample, variables};
use crate::text::{SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet, btree_map};
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
                let facts = match self.scripts_read.entry(script.text()) {
                    btree_map::Entry::Occupied(entry) => entry.get().clone(),
                    btree_map::Entry::Vacant(entry) => {
                        let facts = script::read(entry.key());
                        entry.insert(facts).clone()
                    }
                };
                let read = &mut self.words_read;
                let count = if facts.is_empty() { &mut read.scripts_without_facts } else { &mut read.scripts };
                *count += 1;
                let fails = facts
                    .iter()
                    .any(|fact| matches!(&fact.says, Says::Status(all) if all.iter().any(|status| !(200..300).contains(status))));
                let mut places = Places::new(self.sources, script);
                for fact in facts.into_iter().take(MOST) {
                    let Some(span) = places.span(&fact.range) else { continue };
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
        let (by_path, by_query, by_form) = (by_name(&url.variables), by_name(&url.query), by_name(form));
        let by_header = by_name(&first.found.request.headers);
        let in_path: BTreeSet<&str> =
            url.path.iter().flat_map(|segment| variables::references(segment)).map(|reference| reference.name).collect();
        let mut position = 0;
        for (at, param) in operation.params.iter().enumerate() {
            let named = |entries: &BTreeMap<&str, &Entry>| {
                let value = entries.get(param.wire.as_str()).and_then(|entry| entry.value.as_ref());
                value.and_then(|value| variables::only_reference(&value.value)).map(str::to_owned)
            };
            let variable = match param.place.value {
                Place::Path => {
                    let original = first.path.params.get(position).map(|(_, original)| original.clone());
                    position += 1;
                    named(&by_path).or_else(|| original.filter(|name| in_path.contains(name.as_str())))
                }
                Place::Query => named(&by_query),
                Place::Header => named(&by_header),
                Place::Form | Place::Part => named(&by_form),
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

/// Entries by their names; of several the first.
fn by_name(entries: &[Entry]) -> BTreeMap<&str, &Entry> {
    let mut found = BTreeMap::new();
    for entry in entries {
        found.entry(entry.key.value.trim()).or_insert(entry);
    }
    found
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

/// Where the parts of a script stand.
struct Places<'a> {
    sources: &'a SourceMap,
    script: &'a Script,
    /// Where each line begins in the text of the whole.
    starts: Vec<usize>,
    /// The line that was asked for last: a script may be one long line.
    last: Option<(usize, StringMap)>,
}

impl<'a> Places<'a> {
    fn new(sources: &'a SourceMap, script: &'a Script) -> Self {
        let lengths = script.lines.iter().map(|line| line.value.len() + 1);
        let starts = lengths.scan(0, |at, length| Some(std::mem::replace(at, *at + length))).collect();
        Self { sources, script, starts, last: None }
    }

    /// The place of a part: as far as it stands on its first line.
    fn span(&mut self, range: &Range<usize>) -> Option<Span> {
        let at = self.starts.partition_point(|start| *start <= range.start).checked_sub(1)?;
        let (start, line) = (self.starts.get(at)?, self.script.lines.get(at)?);
        if self.last.as_ref().is_none_or(|(last, _)| *last != at) {
            self.last = Some((at, sample::places(self.sources, line)));
        }
        let (_, map) = self.last.as_ref()?;
        Some(map.span(range.start - start..range.end.min(start + line.value.len()) - start))
    }
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
