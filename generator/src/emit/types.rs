//! The types, as a reader wants them: no attribute about the wire.

use super::docs;
use super::format::{Named, Printed, Source, name, printed};
use super::lints::{self, Sizes};
use crate::model::names::{MethodName, fixed};
use crate::model::{AnswerHolds, AnswersItem, CaseHolds, Client, EnumBase, EnumItem, Field, Item, Note, RustType, Slot, Struct, UnionItem};
use crate::parallel::{self, Piece};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module `types`.
pub(super) fn types(client: &Client) -> Source {
    let mut sizes = Sizes::new(client);
    let with_size: Vec<_> = client
        .types
        .iter()
        .map(|item| match item {
            Item::Struct(_) | Item::Enum(_) => (item, false),
            Item::Union(union) => (item, sizes.is_uneven(union)),
            Item::Answers(answers) => (item, sizes.are_uneven(answers)),
        })
        .collect();
    let items: Vec<Printed> = parallel::each(&with_size, Piece::Several, |(item, is_uneven)| {
        printed(match item {
            Item::Struct(item) => structure(item),
            Item::Enum(item) => enumeration(item),
            Item::Union(item) => vec![union(item, lints::allow_uneven(*is_uneven).as_ref())],
            Item::Answers(item) => vec![answers(item, lints::allow_uneven(*is_uneven).as_ref())],
        })
    });
    let mut uses = Vec::new();
    if name(&items, Named::Runtime) {
        uses.push(quote!(
            use super::rt;
        ));
    }
    if name(&items, Named::Map) {
        uses.push(quote!(
            use std::collections::BTreeMap;
        ));
    }
    let mut all = printed(uses);
    all.extend(items);
    Source { docs: vec!["The types of requests and answers.".to_owned()], items: all }
}

/// A type where a value stands.
pub(super) fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Bool => quote!(bool),
        RustType::Integer => quote!(i64),
        RustType::Number => quote!(rt::Number),
        RustType::Text => quote!(String),
        RustType::Secret => quote!(rt::Secret),
        RustType::Timestamp => quote!(rt::Timestamp),
        RustType::File => quote!(rt::Bytes),
        RustType::Any => quote!(rt::Any),
        RustType::List(inner) => {
            let inner = rust_type(inner);
            quote!(Vec<#inner>)
        }
        RustType::Map(inner) => {
            let inner = rust_type(inner);
            quote!(BTreeMap<String, #inner>)
        }
        RustType::Item(name) => {
            let name = name.ident();
            quote!(#name)
        }
        RustType::Boxed(name) => {
            let name = name.ident();
            quote!(Box<#name>)
        }
        RustType::Nullable(inner) => {
            let inner = rust_type(inner);
            quote!(Option<#inner>)
        }
    }
}

/// A field's type with its wrapping.
pub(super) fn field_type(ty: &RustType, slot: Slot) -> TokenStream {
    let ty = rust_type(ty);
    match slot {
        Slot::Required => ty,
        Slot::Optional | Slot::Nullable => quote!(Option<#ty>),
        Slot::Maybe => quote!(rt::Maybe<#ty>),
    }
}

fn structure(item: &Struct) -> Vec<TokenStream> {
    let Struct { name, node: _, docs, constants: _, fields, open, extra, ways } = item;
    let name = name.ident();
    let docs = docs::attributes(docs);
    let members = fields.iter().map(|field| {
        let Field { name, docs, ty, slot, deprecated, .. } = field;
        let (name, docs, deprecated, ty) =
            (name.ident(), docs::attributes(docs), docs::deprecated(deprecated.as_ref()), field_type(ty, *slot));
        quote!(#docs #deprecated pub #name: #ty)
    });
    let open = open.as_ref().map(|open| {
        let (name, docs, ty) = (open.name.ident(), docs::attributes(&open.docs), rust_type(&open.ty));
        quote!(#docs pub #name: BTreeMap<String, #ty>,)
    });
    let kept = extra.as_ref().map(|extra| {
        let extra = extra.ident();
        quote! {
            /// Members that the document does not describe, kept and sent back.
            pub #extra: rt::Extra,
        }
    });
    let has_required = fields.iter().any(|field| field.slot == Slot::Required);
    let default = if has_required { None } else { Some(quote!(Default,)) };
    let allow = fields.iter().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]));
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        #allow
        pub struct #name {
            #(#members,)*
            #open
            #kept
        }
    };
    let mut items = vec![definition];
    if ways.sent || has_required {
        items.push(constructor(item));
    }
    items
}

/// `new` with what must be there, and a setter for everything else.
fn constructor(item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let has_required = item.fields.iter().any(|field| field.slot == Slot::Required);
    let args = item.fields.iter().filter(|field| field.slot == Slot::Required).map(|field| {
        let (arg, ty) = (field.arg.ident(), setter_argument(&field.ty));
        quote!(#arg: #ty)
    });
    let rest = rest(item);
    let values = item.fields.iter().map(|field| {
        let (member, arg) = (field.name.ident(), field.arg.ident());
        match field.slot {
            Slot::Required => {
                let value = setter_value(&field.ty, quote!(#arg));
                if setter_keeps(&field.ty) && member == arg { quote!(#member) } else { quote!(#member: #value) }
            }
            Slot::Optional | Slot::Nullable => quote!(#member: None),
            Slot::Maybe => quote!(#member: rt::Maybe::Absent),
        }
    });
    let allow = item.fields.iter().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]));
    let new_docs = if has_required { "With the required fields, and nothing else." } else { "With no field set." };
    let new_docs = docs::doc_lines(&[new_docs.to_owned()]);
    let body = if has_required { quote!(Self { #(#values,)* #rest }) } else { quote!(Self::default()) };
    let required: Vec<&Field> = item.fields.iter().filter(|field| field.slot == Slot::Required).collect();
    let (many, names) = (lints::arguments(required.len()), lints::names(required.iter().map(|field| &field.arg)));
    let setters = item.fields.iter().filter(|field| item.ways.sent && field.slot != Slot::Required).map(setter);
    quote! {
        #allow
        impl #name {
            #new_docs
            #[must_use]
            #many
            #names
            pub fn new(#(#args),*) -> Self {
                #body
            }

            #(#setters)*
        }
    }
}

/// The members that are neither given nor have setters.
fn rest(item: &Struct) -> TokenStream {
    let open = item.open.as_ref().map(|open| {
        let open = open.name.ident();
        quote!(#open: BTreeMap::new(),)
    });
    let extra = item.extra.as_ref().map(|extra| {
        let extra = extra.ident();
        quote!(#extra: rt::Extra::default(),)
    });
    quote!(#open #extra)
}

fn setter(field: &Field) -> TokenStream {
    let (setter, arg, member) = (field.setter.ident(), field.arg.ident(), field.name.ident());
    let ty = setter_argument(&field.ty);
    let value = setter_value(&field.ty, quote!(#arg));
    let docs = setter_docs(field);
    let deprecated = docs::deprecated(field.deprecated.as_ref());
    let (allow, names) = (lints::setter(&field.setter), lints::names(std::iter::once(&field.arg)));
    let value = match field.slot {
        Slot::Required => value,
        Slot::Optional | Slot::Nullable => quote!(Some(#value)),
        Slot::Maybe => quote!(rt::Maybe::Value(#value)),
    };
    let null = field.null_setter.as_ref().map(|setter| null_setter(field, setter));
    quote! {
        #docs
        #deprecated
        #[must_use]
        #allow
        #names
        pub fn #setter(mut self, #arg: #ty) -> Self {
            self.#member = #value;
            self
        }

        #null
    }
}

/// The setter's first line only: the field has the rest.
fn setter_docs(field: &Field) -> TokenStream {
    let mut doc = field.docs.clone();
    doc.notes.retain(|note| !matches!(note, Note::Wire(_)));
    let first = docs::lines(&doc).into_iter().next().filter(|line| !line.starts_with(['`', '|', '*', '#', '>']));
    docs::doc_lines(&[first.unwrap_or_else(|| format!("Sets {}.", docs::code_span(&field.wire)))])
}

fn null_setter(field: &Field, setter: &MethodName) -> TokenStream {
    let (setter, member) = (setter.ident(), field.name.ident());
    let docs = docs::doc_lines(&[format!("Sets {} to null.", docs::code_span(&field.wire))]);
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self) -> Self {
            self.#member = rt::Maybe::Null;
            self
        }
    }
}

/// What a setter takes.
fn setter_argument(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Text | RustType::Number | RustType::Secret | RustType::Timestamp | RustType::File | RustType::List(_) | RustType::Any => {
            let ty = rust_type(ty);
            quote!(impl Into<#ty>)
        }
        RustType::Boxed(name) => {
            let name = name.ident();
            quote!(#name)
        }
        RustType::Bool | RustType::Integer | RustType::Map(_) | RustType::Item(_) | RustType::Nullable(_) => rust_type(ty),
    }
}

/// Whether a setter takes its argument as it is.
fn setter_keeps(ty: &RustType) -> bool {
    matches!(ty, RustType::Bool | RustType::Integer | RustType::Map(_) | RustType::Item(_) | RustType::Nullable(_))
}

/// What a setter makes of its argument.
fn setter_value(ty: &RustType, arg: TokenStream) -> TokenStream {
    match ty {
        RustType::Text | RustType::Number | RustType::Secret | RustType::Timestamp | RustType::File | RustType::List(_) | RustType::Any => {
            quote!(#arg.into())
        }
        RustType::Boxed(_) => quote!(Box::new(#arg)),
        RustType::Bool | RustType::Integer | RustType::Map(_) | RustType::Item(_) | RustType::Nullable(_) => arg,
    }
}

fn enumeration(item: &EnumItem) -> Vec<TokenStream> {
    let EnumItem { name, node: _, docs, base, values, ways: _ } = item;
    let ident = name.ident();
    let docs = docs::attributes(docs);
    let variants = values.iter().map(|value| {
        let (name, docs) = (value.name.ident(), docs::attributes(&value.docs));
        quote!(#docs #name)
    });
    let other = fixed("Other");
    let made = match base {
        EnumBase::Text => "A value that the document does not list. Made with `From<&str>`.",
        EnumBase::Integer => "A value that the document does not list. Made with `From<i64>`.",
    };
    let made = docs::doc_lines(&[made.to_owned()]);
    let (unlisted, values_type, value_fn, list_docs) = match base {
        EnumBase::Text => (
            quote!(rt::Unlisted),
            quote!(&'static [&'static str]),
            quote! {
                /// The value on the wire.
                pub fn as_str(&self) -> &str {
                    rt::OpenEnum::as_str(self)
                }
            },
            quote!(<Self as rt::OpenEnum>::VALUES),
        ),
        EnumBase::Integer => (
            quote!(rt::UnlistedInt),
            quote!(&'static [i64]),
            quote! {
                /// The value on the wire.
                pub fn as_i64(&self) -> i64 {
                    rt::OpenIntEnum::as_i64(self)
                }
            },
            quote!(<Self as rt::OpenIntEnum>::VALUES),
        ),
    };
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            #made
            #other(#unlisted),
        }
    };
    let statuses: Vec<TokenStream> = grouped(values.iter().filter_map(|value| Some((value.http_status?, value.name.ident()))))
        .into_iter()
        .map(|(status, names)| {
            let status = Literal::u16_unsuffixed(status);
            quote!(#(Self::#names)|* => Some(#status))
        })
        .collect();
    let http_status = (!statuses.is_empty()).then(|| {
        quote! {
            /// The HTTP status that comes with it, as the document says.
            pub fn http_status(&self) -> Option<u16> {
                match self {
                    #(#statuses,)*
                    _ => None,
                }
            }
        }
    });
    let methods = quote! {
        impl #ident {
            /// The values that the document lists.
            pub fn values() -> #values_type {
                #list_docs
            }

            #value_fn

            #http_status
        }
    };
    vec![definition, methods]
}

/// Names by what they have in common, in the order of the first sighting.
fn grouped<K: PartialEq, V>(pairs: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, value) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

fn union(item: &UnionItem, allow: Option<&TokenStream>) -> TokenStream {
    let UnionItem { name, node: _, docs, cases, takes_all: _, ways: _ } = item;
    let name = name.ident();
    let docs = docs::attributes(docs);
    let cases = cases.iter().map(|case| {
        let name = case.name.ident();
        match &case.holds {
            CaseHolds::Type(ty) => {
                let ty = rust_type(ty);
                quote!(#name(#ty))
            }
            CaseHolds::Text(text) => {
                let docs = docs::doc_lines(&[format!("On the wire: {}.", docs::code_span(&format!("\"{text}\"")))]);
                quote!(#docs #name)
            }
        }
    });
    let other = fixed("Other");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #allow
        pub enum #name {
            #(#cases,)*
            /// Anything else.
            #other(rt::Any),
        }
    }
}

fn answers(item: &AnswersItem, allow: Option<&TokenStream>) -> TokenStream {
    let AnswersItem { name, node: _, docs, cases } = item;
    let name = name.ident();
    let docs = docs::attributes(docs);
    let variants = cases.iter().map(|case| {
        let (name, docs) = (case.name.ident(), docs::attributes(&case.docs));
        let holds = match &case.holds {
            AnswerHolds::Type(ty) => {
                let ty = rust_type(ty);
                Some(quote!((#ty)))
            }
            AnswerHolds::Empty => Some(quote!((rt::Empty))),
            AnswerHolds::Unknown => Some(quote!((rt::Undescribed))),
            AnswerHolds::Nothing => None,
        };
        quote!(#docs #name #holds)
    });
    let other = cases.iter().all(|case| case.status.is_some()).then(|| {
        let other = fixed("Other");
        quote! {
            /// What comes with a status that the document does not list.
            #other(rt::Undescribed),
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #allow
        pub enum #name {
            #(#variants,)*
            #other
        }
    }
}
