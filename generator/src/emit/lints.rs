//! Lints of clippy that a vendor's own names and shapes run into, and that are allowed where they do: nowhere else.

use super::item;
use crate::model::names::{ArgName, MethodName, TypeName};
use crate::model::{AnswerHolds, AnswersItem, CaseHolds, Client, Item, RustType, Slot, Struct, UnionCase, UnionItem};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// As many arguments clippy takes for granted, the receiver among them.
const ARGUMENTS: usize = 7;

/// Methods of the standard library's traits that take the receiver by value and one more argument.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// Names that clippy takes for somebody's experiment.
const PLACEHOLDERS: &[&str] = &["foo", "baz", "quux"];

/// What is allowed to a function with this many arguments, the receiver among them.
pub(super) fn arguments(count: usize) -> Option<TokenStream> {
    (count > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}

/// What is allowed to a setter, which takes its receiver by value.
pub(super) fn setter(name: &MethodName) -> Option<TokenStream> {
    OPERATORS.contains(&name.as_str()).then(|| quote!(#[allow(clippy::should_implement_trait)]))
}

/// What is allowed to a function with arguments of these names.
pub(super) fn names<'a>(mut args: impl Iterator<Item = &'a ArgName>) -> Option<TokenStream> {
    args.any(|arg| PLACEHOLDERS.contains(&arg.as_str())).then(|| quote!(#[allow(clippy::disallowed_names)]))
}

/// So much larger than all others a case may be, in bytes. Clippy's own measure is twice that: what is only estimated here may be larger than it seems.
const LARGER: usize = 100;

/// About how many bytes a JSON value of any kind takes.
const ANY: usize = 32;

/// About how many bytes the types of a client take.
pub(super) struct Sizes<'c> {
    client: &'c Client,
    known: BTreeMap<&'c TypeName, usize>,
}

impl<'c> Sizes<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self { client, known: BTreeMap::new() }
    }

    /// Whether a case of a union is much larger than the others.
    pub(super) fn is_uneven(&mut self, item: &'c UnionItem) -> bool {
        uneven(self.cases(item))
    }

    /// Whether one of the answers of an operation is much larger than the others.
    pub(super) fn are_uneven(&mut self, item: &'c AnswersItem) -> bool {
        let cases = item.cases.iter().map(|case| match &case.holds {
            AnswerHolds::Type(ty) => self.of(ty),
            AnswerHolds::Empty | AnswerHolds::Nothing | AnswerHolds::Unknown => 0,
        });
        uneven(cases.collect())
    }

    fn cases(&mut self, item: &'c UnionItem) -> Vec<usize> {
        let size = |case: &'c UnionCase| match &case.holds {
            CaseHolds::Type(ty) => self.of(ty),
            CaseHolds::Text(_) => 0,
        };
        item.cases.iter().map(size).collect()
    }

    fn of(&mut self, ty: &'c RustType) -> usize {
        match ty {
            RustType::Bool => 1,
            RustType::Integer | RustType::Boxed(_) => 8,
            RustType::Text | RustType::Secret | RustType::Timestamp | RustType::List(_) | RustType::Map(_) => 24,
            RustType::Number | RustType::Any => ANY,
            RustType::File => 96,
            RustType::Nullable(inner) => self.of(inner) + 8,
            RustType::Item(name) => self.item(name),
        }
    }

    fn item(&mut self, name: &'c TypeName) -> usize {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let Some(item) = item(self.client, name) else { return 0 };
        // What contains itself is boxed; a type that came back here all the same would be of no size.
        self.known.insert(name, 0);
        let size = match item {
            Item::Struct(item) => self.structure(item),
            Item::Enum(_) => 24,
            Item::Union(item) => self.cases(item).into_iter().fold(ANY, usize::max) + 8,
            Item::Answers(_) => 0,
        };
        self.known.insert(name, size);
        size
    }

    fn structure(&mut self, item: &'c Struct) -> usize {
        let fields = item.fields.iter().map(|field| {
            let is_plain = matches!(field.ty, RustType::Integer | RustType::Bool) && field.slot != Slot::Required;
            self.of(&field.ty) + if is_plain { 8 } else { 0 }
        });
        let fields: usize = fields.sum();
        fields + if item.open.is_some() { 24 } else { 0 } + if item.extra.is_some() { 24 } else { 0 }
    }
}

/// What is allowed to an enum: whoever matches on it is better off without a box.
pub(super) fn allow_uneven(is_uneven: bool) -> Option<TokenStream> {
    is_uneven.then(|| quote!(#[allow(clippy::large_enum_variant)]))
}

/// Such an enum has one case more, for anything else.
fn uneven(mut sizes: Vec<usize>) -> bool {
    sizes.push(ANY);
    sizes.sort_unstable();
    let [.., second, first] = sizes.as_slice() else { return false };
    first - second > LARGER
}
