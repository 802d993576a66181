//! What a call gives: one type, or one for each status of success that the documents describe.

use super::lowering::Lowering;
use super::names::{RESERVED_VARIANTS, Spelling, VariantName, Wish, settle};
use super::types::TypeNames;
use super::{AnswerCase, AnswerHolds, AnswerType, AnswersItem, Doc, Group, Item, Note, RustType};
use crate::ir::{Answer, Api, NodeId, Operation, Response, ResponseStatus, Shape, StringForm, TypeId, Types};

/// What the documented successes of an operation come to.
pub(super) enum Successes {
    /// All are alike.
    One(Answer),
    /// A value, or nothing.
    Optional(TypeId),
    /// What comes depends on the status.
    ByStatus,
}

/// The successes that say something, by their statuses; the one of no certain status stands behind all others.
fn successes(operation: &Operation) -> Vec<&Response> {
    let mut found: Vec<&Response> = operation.responses.iter().filter(|response| response.status.value.is_success()).collect();
    if found.iter().any(|response| response.status.value != ResponseStatus::Success) {
        found.retain(|response| (response.status.value, response.answer.value) != (ResponseStatus::Success, Answer::Unknown));
    }
    found.sort_by_key(|response| (response.status.value == ResponseStatus::Success, response.status.value));
    found.dedup_by_key(|response| response.status.value);
    found
}

/// What the documented successes of an operation come to.
pub(super) fn outcome(operation: &Operation, api: &Api) -> Successes {
    let mut distinct: Vec<Answer> = Vec::new();
    for response in successes(operation) {
        let answer = response.answer.value;
        let is_known = distinct.iter().any(|&known| match (known, answer) {
            (Answer::Type(a), Answer::Type(b)) => alike(&api.types, a, b, 8),
            (a, b) => a == b,
        });
        if !is_known {
            distinct.push(answer);
        }
    }
    match *distinct.as_slice() {
        [] => Successes::One(Answer::Unknown),
        [one] => Successes::One(one),
        [Answer::Type(ty), Answer::Empty] | [Answer::Empty, Answer::Type(ty)] => Successes::Optional(ty),
        // What nobody describes may be empty, too.
        [..] if !distinct.iter().any(|answer| matches!(answer, Answer::Type(_))) => Successes::One(Answer::Unknown),
        [..] => Successes::ByStatus,
    }
}

/// Whether two types are the same in Rust.
fn alike(types: &Types, a: TypeId, b: TypeId, depth: u32) -> bool {
    let is_time = |form| form == StringForm::DateTime;
    a == b
        || match (&types.get(a).shape, &types.get(b).shape) {
            (Shape::Any, Shape::Any)
            | (Shape::Bool, Shape::Bool)
            | (Shape::Integer, Shape::Integer)
            | (Shape::Number, Shape::Number)
            | (Shape::File, Shape::File) => true,
            (&Shape::String(a), &Shape::String(b)) => is_time(a) == is_time(b),
            (&Shape::List(a), &Shape::List(b)) | (&Shape::Map(a), &Shape::Map(b)) | (&Shape::Nullable(a), &Shape::Nullable(b)) => {
                depth > 0 && alike(types, a, b, depth - 1)
            }
            _ => false,
        }
}

/// The address of what an operation answers, where that depends on the status.
pub(super) fn address(operation: &Operation) -> NodeId {
    NodeId::operation(&operation.id).child("answer")
}

/// What a status is called: `created` for 201.
pub(super) fn words(status: ResponseStatus) -> String {
    let reason = |code| http::StatusCode::from_u16(code).ok().and_then(|status| status.canonical_reason());
    match status {
        ResponseStatus::Success => "success".to_owned(),
        ResponseStatus::Code(code) => reason(code).map_or_else(|| format!("status {code}"), str::to_owned),
    }
}

/// What comes back from a call that succeeds.
pub(super) fn answer(operation: &Operation, types: &TypeNames, api: &Api) -> AnswerType {
    let by_status = || types.answer(operation).cloned().map_or(AnswerType::Unknown, AnswerType::ByStatus);
    match outcome(operation, api) {
        Successes::One(Answer::Unknown) => AnswerType::Unknown,
        Successes::One(Answer::Empty) => AnswerType::Empty,
        Successes::One(Answer::Type(ty)) => AnswerType::Type(types.rust(api, ty).unboxed()),
        Successes::Optional(ty) => AnswerType::Type(match types.rust(api, ty).unboxed() {
            // Both have a word for nothing already.
            ty @ (RustType::Any | RustType::Nullable(_)) => ty,
            ty => RustType::Nullable(Box::new(ty)),
        }),
        Successes::ByStatus => by_status(),
    }
}

/// What is said of several successes at the method.
pub(super) fn note(operation: &Operation, types: &TypeNames, api: &Api) -> Option<Note> {
    let found = successes(operation);
    let codes = |of: &dyn Fn(Answer) -> bool| {
        let found = found.iter().filter(|response| of(response.answer.value));
        found
            .filter_map(|response| match response.status.value {
                ResponseStatus::Code(code) => Some(code),
                ResponseStatus::Success => None,
            })
            .collect::<Vec<u16>>()
    };
    match outcome(operation, api) {
        Successes::One(_) => None,
        Successes::Optional(ty) => {
            let nothing = if types.rust(api, ty) == RustType::Any { "Null" } else { "`None`" };
            Some(Note::MayBeEmpty { nothing, statuses: codes(&|answer| answer == Answer::Empty) })
        }
        Successes::ByStatus => {
            let takes_others = found.iter().any(|response| response.status.value == ResponseStatus::Success);
            Some(Note::ByStatus { ty: types.answer(operation)?.clone(), statuses: codes(&|_| true), takes_others })
        }
    }
}

impl TypeNames {
    /// The enums of answers whose type depends on the status, in order.
    pub(super) fn answer_items(&self, lowering: &mut Lowering<'_>, groups: &[Group]) -> Vec<Item> {
        let api = lowering.api;
        self.answers_in_order()
            .filter_map(|(id, name)| {
                let operation = api.operations.iter().find(|operation| operation.id == *id)?;
                let node = address(operation);
                let successes = successes(operation);
                let case_id = |response: &Response| node.case(&response.status.value.to_string()).to_string();
                let wishes: Vec<Wish> = successes
                    .iter()
                    .map(|response| Wish {
                        id: case_id(response),
                        words: words(response.status.value),
                        qualifiers: vec![format!("status {}", response.status.value)],
                    })
                    .collect();
                let names: Vec<VariantName> = settle(&wishes, Spelling::Camel, RESERVED_VARIANTS, lowering.old, &mut lowering.user);
                let cases = successes.iter().zip(wishes.iter().zip(names)).enumerate().map(|(at, (response, (wish, variant)))| {
                    lowering.remember(&wish.id, u32::try_from(at).unwrap_or(u32::MAX), variant.as_str());
                    let place = response.basis.place();
                    lowering.place(format!("types::{}::{}", name.as_str(), variant.as_str()), node.as_str(), place);
                    let status = match response.status.value {
                        ResponseStatus::Code(code) => Some(code),
                        ResponseStatus::Success => None,
                    };
                    let holds = match response.answer.value {
                        Answer::Unknown => AnswerHolds::Unknown,
                        // HTTP allows no body with these.
                        Answer::Empty if matches!(status, Some(204 | 205)) => AnswerHolds::Nothing,
                        Answer::Empty => AnswerHolds::Empty,
                        Answer::Type(ty) => AnswerHolds::Type(self.rust(api, ty).unboxed()),
                    };
                    let mut docs = Doc::vendor(&response.docs);
                    docs.note(Note::Status(status));
                    AnswerCase { name: variant, status, holds, docs }
                });
                let cases = cases.collect();
                let mut docs = Doc::default();
                let called = groups.iter().flat_map(|group| &group.operations).find(|called| called.id == operation.id);
                let call = called.map_or_else(|| operation.id.clone(), super::Operation::call);
                docs.summary = Some(format!("What `{}` answers, by the status.", call.replace('`', "'")));
                docs.source = lowering.source(operation.basis.place(), &operation.id);
                Some(Item::Answers(AnswersItem { name: name.clone(), node: node.to_string(), docs, cases }))
            })
            .collect()
    }
}
