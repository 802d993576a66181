//! Lints of clippy that a vendor's own names and shapes run into, and that are allowed where they do: nowhere else.

use crate::model::names::{ArgName, MethodName};
use crate::model::{AnswerHolds, AnswersItem, CaseHolds, Client, Item, RustType, Slot, Struct, UnionItem};
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

/// About how many bytes the types of a client take.
pub(super) struct Sizes<'c> {
    items: BTreeMap<&'c str, &'c Item>,
    known: BTreeMap<&'c str, usize>,
}

impl<'c> Sizes<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self { items: client.types.iter().map(|item| (item.name().as_str(), item)).collect(), known: BTreeMap::new() }
    }

    /// Whether a case of a union is much larger than the others.
    pub(super) fn is_uneven(&mut self, item: &'c UnionItem) -> bool {
        let cases = item.cases.iter().map(|case| match &case.holds {
            CaseHolds::Type(ty) => self.of(ty),
            CaseHolds::Text(_) => 0,
        });
        uneven(cases.collect())
    }

    /// Whether one of the answers of an operation is much larger than the others.
    pub(super) fn are_uneven(&mut self, item: &'c AnswersItem) -> bool {
        let cases = item.cases.iter().map(|case| match &case.holds {
            AnswerHolds::Type(ty) => self.of(ty),
            AnswerHolds::Empty | AnswerHolds::Nothing | AnswerHolds::Unknown => 0,
        });
        uneven(cases.collect())
    }

    fn of(&mut self, ty: &'c RustType) -> usize {
        match ty {
            RustType::Bool => 1,
            RustType::Integer | RustType::Boxed(_) => 8,
            RustType::Text | RustType::Secret | RustType::Timestamp | RustType::List(_) | RustType::Map(_) => 24,
            RustType::Number | RustType::Any => 32,
            RustType::File => 96,
            RustType::Nullable(inner) => self.of(inner) + 8,
            RustType::Item(name) => self.item(name.as_str()),
        }
    }

    fn item(&mut self, name: &str) -> usize {
        let Some((&name, &item)) = self.items.get_key_value(name) else { return 0 };
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        // What contains itself is boxed; a type that came back here all the same would be of no size.
        self.known.insert(name, 0);
        let size = match item {
            Item::Struct(item) => self.structure(item),
            Item::Enum(_) => 24,
            Item::Union(item) => {
                let cases = item.cases.iter().map(|case| match &case.holds {
                    CaseHolds::Type(ty) => self.of(ty),
                    CaseHolds::Text(_) => 0,
                });
                cases.max().unwrap_or(0).max(32) + 8
            }
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

/// A union has one case more, for anything else.
/// What is allowed to an enum: whoever matches on it is better off without a box.
pub(super) fn allow_uneven(is_uneven: bool) -> Option<TokenStream> {
    is_uneven.then(|| quote!(#[allow(clippy::large_enum_variant)]))
}

fn uneven(mut sizes: Vec<usize>) -> bool {
    sizes.push(32);
    sizes.sort_unstable();
    let [.., second, first] = sizes.as_slice() else { return false };
    first - second > LARGER
}
