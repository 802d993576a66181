//! How the types go over the wire.

use super::format::{Named, Printed, Source, mentions, name, only_tests_name, printed};
use super::types::rust_type;
use super::{docs, item};
use crate::model::names::{FieldName, VariantName};
use crate::model::{
    AnswerHolds, AnswersItem, CaseHolds, Client, Coded, EnumBase, EnumItem, ErrorCode, ErrorItem, ErrorMessage, Field, Item, MessageForm,
    RustType, Slot, Struct, UnionCase, UnionItem,
};
use crate::parallel::{self, Piece};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};
use std::collections::BTreeSet;

/// The module `wire`.
pub(super) fn wire(client: &Client) -> Source {
    let recognized = recognized(client);
    let parameters = in_parameters(client);
    let taken: BTreeSet<&str> = client.types.iter().map(|item| item.name().as_str()).collect();
    let mut of_types: Vec<Printed> = parallel::each(&client.types, Piece::Several, |item| {
        printed(match item {
            Item::Struct(item) => {
                let mut items = structure(item, &taken);
                if recognized.contains(item.name.as_str()) {
                    items.extend(coded(item.ways.decode.max(Coded::InTests), [recognize(item, client)]));
                }
                items
            }
            Item::Enum(item) => enumeration(item).into_iter().collect(),
            Item::Union(item) => union(item, client, &parameters).into_iter().collect(),
            Item::Answers(item) => vec![answers(item)],
        })
    });
    of_types.extend(printed(error_body(client)));
    let map = name(&of_types, Named::Map).then(|| {
        let for_tests = only_tests_name(&of_types, Named::Map).then(|| quote!(#[cfg(test)]));
        quote!(
            #for_tests
            use std::collections::BTreeMap;
        )
    });
    let uses = [
        quote!(
            use super::rt;
        ),
        quote!(
            use super::types::*;
        ),
    ];
    let mut items = printed(uses.into_iter().chain(map));
    items.append(&mut of_types);
    Source { docs: vec!["How the types go over the wire.".to_owned()], items }
}

/// Whether the type itself takes its members one by one; otherwise its parts do, and it is put together at the end.
fn reads_in_place(item: &Struct) -> bool {
    item.extra.is_some() && item.fields.iter().all(|field| matches!(field.slot, Slot::Optional | Slot::Maybe))
}

fn allow_deprecated(item: &Struct) -> Option<TokenStream> {
    item.fields.iter().any(|field| field.deprecated.is_some()).then(|| quote!(#[allow(deprecated)]))
}

/// Items that are where a type is coded in one direction.
fn coded(place: Coded, items: impl IntoIterator<Item = TokenStream>) -> Vec<TokenStream> {
    match place {
        Coded::Nowhere => Vec::new(),
        Coded::InTests => items.into_iter().map(|item| quote!(#[cfg(test)] #item)).collect(),
        Coded::Everywhere => items.into_iter().collect(),
    }
}

fn structure(item: &Struct, taken: &BTreeSet<&str>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if item.ways.decode > Coded::Nowhere {
        let mut reading = Vec::new();
        if reads_in_place(item) {
            let (name, node) = (item.name.ident(), &item.node);
            let extra = item.extra.as_ref().expect("a type that reads in place keeps the rest").ident();
            reading.push(object_impl(item, &quote!(#name), node, &quote!(#extra)));
            reading.push(quote!(rt::object!(#name { #extra });));
        } else {
            reading.extend(parts(item, taken));
        }
        items.extend(coded(item.ways.decode, reading));
    }
    items.extend(coded(item.ways.encode, [serialize(item)]));
    items
}

/// How an object takes its members.
fn object_impl(item: &Struct, target: &TokenStream, node: &str, extra: &TokenStream) -> TokenStream {
    let arms = item.fields.iter().map(|field| {
        let Field { name, wire, aliases, slot, .. } = field;
        let name = name.ident();
        let keys = std::iter::once(wire).chain(aliases);
        let read = match slot {
            Slot::Nullable => quote!(read_nullable),
            Slot::Required | Slot::Optional | Slot::Maybe => quote!(read),
        };
        let of = (!aliases.is_empty()).then(|| quote!(.of(#wire)));
        quote!(#(#keys)|* => value #of.#read(&mut self.#name, &mut self.#extra))
    });
    let open = item.open.as_ref().map(|open| {
        let (name, prefix) = (open.name.ident(), &open.prefix);
        if prefix.is_empty() {
            quote!(_ => value.read_entry(&mut self.#name, &mut self.#extra))
        } else {
            quote!(key if key.starts_with(#prefix) => value.under(#prefix).read_entry(&mut self.#name, &mut self.#extra),)
        }
    });
    let rest = match &item.open {
        Some(open) if open.prefix.is_empty() => None,
        Some(_) | None => Some(quote!(_ => value.keep(&mut self.#extra))),
    };
    // Where no key means anything there is nothing to choose.
    let (key, body) = match &item.open {
        Some(open) if item.fields.is_empty() && open.prefix.is_empty() => {
            let name = open.name.ident();
            (quote!(_), quote!(value.read_entry(&mut self.#name, &mut self.#extra)))
        }
        None if item.fields.is_empty() => (quote!(_), quote!(value.keep(&mut self.#extra))),
        Some(_) | None => (
            quote!(key),
            quote! {
                match key {
                    #(#arms,)*
                    #open
                    #rest
                }
            },
        ),
    };
    let allow = allow_deprecated(item);
    quote! {
        #allow
        impl rt::Object for #target {
            const NODE: &'static str = #node;

            fn member<'de, A: rt::MapAccess<'de>>(&mut self, #key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
                #body
            }
        }
    }
}

/// The parts of a type that has required members, and how it is put together.
fn parts(item: &Struct, taken: &BTreeSet<&str>) -> Vec<TokenStream> {
    let is_taken = |name: &str| taken.contains(name);
    let (name, parts) = (item.name.ident(), item.name.parts(is_taken).ident());
    // Where nothing is kept the parts have a place for it all the same, under a name that no field has.
    let kept = match &item.extra {
        Some(extra) => extra.clone(),
        None => FieldName::besides(item.fields.iter().map(|field| &field.name).chain(item.open.iter().map(|open| &open.name))),
    };
    let kept = kept.ident();
    let kept = quote!(#kept);
    let members = item.fields.iter().map(|field| {
        let (name, ty) = (field.name.ident(), rust_type(&field.ty));
        match field.slot {
            Slot::Maybe | Slot::Nullable => quote!(#name: rt::Maybe<#ty>),
            Slot::Required | Slot::Optional => quote!(#name: Option<#ty>),
        }
    });
    let open = item.open.as_ref().map(|open| {
        let (name, ty) = (open.name.ident(), rust_type(&open.ty));
        quote!(#name: BTreeMap<String, #ty>,)
    });
    let values = item.fields.iter().map(|field| {
        let (name, wire) = (field.name.ident(), &field.wire);
        match field.slot {
            Slot::Required => quote!(#name: rt::required(parts.#name, #wire, cx)?),
            Slot::Nullable => quote!(#name: rt::required_nullable(parts.#name, #wire, cx)?),
            Slot::Optional | Slot::Maybe => quote!(#name: parts.#name),
        }
    });
    let open_value = item.open.as_ref().map(|open| {
        let name = open.name.ident();
        quote!(#name: parts.#name,)
    });
    let extra_value = item.extra.as_ref().map(|extra| {
        let extra = extra.ident();
        quote!(#extra: parts.#extra,)
    });
    let allow = allow_deprecated(item);
    let is_empty = item.fields.is_empty() && item.open.is_none() && item.extra.is_none();
    let binding = if is_empty { quote!(_) } else { quote!(parts) };
    vec![
        quote! {
            #[derive(Default)]
            struct #parts {
                #(#members,)*
                #open
                #kept: rt::Extra,
            }
        },
        object_impl(item, &quote!(#parts), &item.node, &kept),
        quote! {
            #allow
            impl<'de> rt::Decode<'de> for #name {
                fn decode<D: rt::Deserializer<'de>>(input: D, cx: &rt::Context) -> Result<Self, D::Error> {
                    let #binding: #parts = rt::object(input, cx)?;
                    Ok(Self { #(#values,)* #open_value #extra_value })
                }
            }
        },
    ]
}

fn serialize(item: &Struct) -> TokenStream {
    let name = item.name.ident();
    let constants = item.constants.iter().map(|(wire, value)| {
        let value = json_literal(value);
        quote!(members.required(#wire, #value)?;)
    });
    let members = item.fields.iter().map(|field| {
        let (name, wire) = (field.name.ident(), &field.wire);
        let write = match field.slot {
            Slot::Required => quote!(required),
            Slot::Optional => quote!(optional),
            Slot::Nullable => quote!(nullable),
            Slot::Maybe => quote!(maybe),
        };
        quote!(members.#write(#wire, &self.#name)?;)
    });
    let open = item.open.as_ref().map(|open| {
        let name = open.name.ident();
        quote!(members.entries(&self.#name)?;)
    });
    let new = match &item.extra {
        Some(extra) => {
            let extra = extra.ident();
            quote!(rt::Members::new(serializer, &self.#extra)?)
        }
        None => quote!(rt::Members::plain(serializer)?),
    };
    let binding = if item.fields.is_empty() && item.constants.is_empty() && item.open.is_none() {
        quote!(let members)
    } else {
        quote!(let mut members)
    };
    let allow = allow_deprecated(item);
    quote! {
        #allow
        impl rt::Serialize for #name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #binding = #new;
                #(#constants)*
                #(#members)*
                #open
                members.end()
            }
        }
    }
}

/// A JSON scalar as what is serialized to it.
fn json_literal(json: &str) -> TokenStream {
    match serde_json::from_str::<serde_json::Value>(json) {
        Ok(serde_json::Value::String(text)) => super::format::text_literal(&text),
        Ok(serde_json::Value::Bool(value)) => quote!(&#value),
        Ok(serde_json::Value::Number(number)) if number.is_i64() || number.is_u64() => {
            let number: TokenStream = number.to_string().parse().expect("a whole number is a token");
            quote!(&#number)
        }
        // The readers make no other constants.
        Ok(_) | Err(_) => quote!(#json),
    }
}

fn enumeration(item: &EnumItem) -> Vec<TokenStream> {
    let name = item.name.ident();
    let variants: Vec<_> = item.values.iter().map(|value| value.name.ident()).collect();
    match item.base {
        EnumBase::Text => {
            let values: Vec<&String> = item.values.iter().map(|value| &value.wire).collect();
            vec![
                quote! {
                    impl rt::OpenEnum for #name {
                        const VALUES: &'static [&'static str] = &[#(#values),*];

                        fn listed(text: &str) -> Option<Self> {
                            let listed = match text {
                                #(#values => Self::#variants,)*
                                _ => return None,
                            };
                            Some(listed)
                        }

                        fn unlisted(text: rt::Unlisted) -> Self {
                            Self::Other(text)
                        }

                        fn as_str(&self) -> &str {
                            match self {
                                #(Self::#variants => #values,)*
                                Self::Other(text) => text.as_str(),
                            }
                        }
                    }
                },
                quote!(rt::open_enum!(#name);),
            ]
        }
        EnumBase::Integer => {
            let values: Vec<Literal> = item
                .values
                .iter()
                .map(|value| Literal::i64_unsuffixed(value.wire.parse().expect("the gate lets only whole numbers through")))
                .collect();
            vec![
                quote! {
                    impl rt::OpenIntEnum for #name {
                        const VALUES: &'static [i64] = &[#(#values),*];

                        fn listed(value: i64) -> Option<Self> {
                            let listed = match value {
                                #(#values => Self::#variants,)*
                                _ => return None,
                            };
                            Some(listed)
                        }

                        fn unlisted(value: rt::UnlistedInt) -> Self {
                            Self::Other(value)
                        }

                        fn as_i64(&self) -> i64 {
                            match self {
                                #(Self::#variants => #values,)*
                                Self::Other(value) => value.as_i64(),
                            }
                        }
                    }
                },
                quote!(rt::open_int_enum!(#name);),
            ]
        }
    }
}

/// Which JSON kind a case of a union takes.
enum Takes {
    Bool,
    Number(Scalar),
    Text(Scalar),
    Array,
    Object,
}

/// How a number or a text is taken.
struct Scalar {
    breadth: Breadth,
    /// Whether it is one, as the condition of an `if let` that binds `value`.
    test: TokenStream,
    /// The value, where no other case is left.
    last: TokenStream,
}

/// How much of its kind a case takes; the narrow ones are asked first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Breadth {
    /// What has a form.
    Form,
    /// What is listed, and what is not where nothing wider takes it.
    Listed,
    /// Whole numbers.
    Whole,
    /// Everything.
    All,
}

fn takes(ty: &RustType, client: &Client) -> Takes {
    let scalar = |breadth, test, last| Scalar { breadth, test, last };
    match ty {
        RustType::Bool => Takes::Bool,
        RustType::Integer => Takes::Number(scalar(Breadth::Whole, quote!(Some(value) = number.as_i64()), quote!(number.as_i64()?))),
        RustType::Number => Takes::Number(scalar(Breadth::All, quote!(value = number), quote!(number))),
        RustType::Text => Takes::Text(scalar(Breadth::All, quote!(value = text.into_owned()), quote!(text.into_owned()))),
        RustType::Secret => Takes::Text(scalar(Breadth::All, quote!(value = text.into_owned().into()), quote!(text.into_owned().into()))),
        RustType::Timestamp => Takes::Text(scalar(Breadth::Form, quote!(Ok(value) = text.parse()), quote!(text.parse().ok()?))),
        RustType::List(_) => Takes::Array,
        RustType::Item(name) => match item(client, name) {
            Some(Item::Enum(found)) if found.base == EnumBase::Text => {
                Takes::Text(scalar(Breadth::Listed, quote!(Some(value) = rt::OpenEnum::listed(&text)), quote!(rt::open_noting(&text, cx))))
            }
            Some(Item::Enum(_)) => Takes::Number(scalar(
                Breadth::Listed,
                quote!(Some(value) = number.as_i64().and_then(rt::OpenIntEnum::listed)),
                quote!(rt::open_int_noting(number.as_i64()?, cx)),
            )),
            Some(Item::Struct(_) | Item::Union(_) | Item::Answers(_)) | None => Takes::Object,
        },
        RustType::Map(_) | RustType::Any | RustType::File | RustType::Boxed(_) => Takes::Object,
        RustType::Nullable(inner) => takes(inner, client),
    }
}

fn union(item: &UnionItem, client: &Client, parameters: &BTreeSet<&str>) -> Vec<TokenStream> {
    let name = item.name.ident();
    let expects = expectation(item, client);
    let typed: Vec<(&VariantName, &RustType)> = item
        .cases
        .iter()
        .filter_map(|UnionCase { name, holds }| match holds {
            CaseHolds::Type(ty) => Some((name, ty)),
            CaseHolds::Text(_) => None,
        })
        .collect();
    let constants = item.cases.iter().filter_map(|case| match &case.holds {
        CaseHolds::Text(text) => {
            let name = case.name.ident();
            Some(quote!(rt::Token::Text(text) if text == #text => Self::#name))
        }
        CaseHolds::Type(_) => None,
    });
    // One arm a kind.
    let mut boolean = None;
    let (mut numbers, mut texts, mut arrays, mut objects) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, ty) in typed {
        let variant = name.ident();
        match takes(ty, client) {
            Takes::Bool => boolean = Some(quote!(rt::Token::Bool(value) => Self::#variant(value))),
            Takes::Number(value) => numbers.push((variant, value)),
            Takes::Text(value) => texts.push((variant, value)),
            Takes::Array => arrays.push(variant),
            Takes::Object => objects.push(variant),
        }
    }
    let number = scalar_arm(&quote!(rt::Token::Number(number)), numbers);
    let text = scalar_arm(&quote!(rt::Token::Text(text)), texts);
    let array = nested_arm(&quote!(rt::Token::Array(list)), &quote!(list), &arrays);
    let object = nested_arm(&quote!(rt::Token::Object(object)), &quote!(object), &objects);
    let writes = item.cases.iter().map(|case| {
        let name = case.name.ident();
        match &case.holds {
            CaseHolds::Type(_) => quote!(Self::#name(value) => value.serialize(serializer)),
            CaseHolds::Text(text) => quote!(Self::#name => serializer.serialize_str(#text)),
        }
    });
    let arms: Vec<TokenStream> = constants.chain(boolean).chain(number).chain(text).chain(array).chain(object).collect();
    let pick = if arms.is_empty() { quote!(None) } else { quote!(let picked = match token { #(#arms,)* _ => return None, }; Some(picked)) };
    let token = if arms.is_empty() { quote!(_) } else { quote!(token) };
    let context = if arms.iter().any(|arm| mentions(arm, "cx")) { quote!(cx) } else { quote!(_) };
    let takes_all = item.takes_all.then(|| {
        quote!(
            const TAKES_ALL: bool = true;
        )
    });
    let mut items = Vec::new();
    let reading = quote! {
        impl rt::OneOf for #name {
            const EXPECTS: &'static str = #expects;
            #takes_all

            fn pick(#token: rt::Token<'_>, #context: &rt::Context) -> Option<Self> {
                #pick
            }

            fn other(any: rt::Any) -> Self {
                Self::Other(any)
            }
        }
    };
    items.extend(coded(item.ways.decode, [reading, quote!(rt::one_of!(#name);)]));
    let writing = quote! {
        impl rt::Serialize for #name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#writes,)*
                    Self::Other(any) => any.serialize(serializer),
                }
            }
        }
    };
    items.extend(coded(item.ways.encode, [writing]));
    if parameters.contains(item.name.as_str()) {
        let texts = item.cases.iter().map(|case| {
            let name = case.name.ident();
            match &case.holds {
                CaseHolds::Type(_) => quote!(Self::#name(value) => rt::ToText::to_text(value)),
                CaseHolds::Text(text) => quote!(Self::#name => #text.into()),
            }
        });
        items.push(quote! {
            impl rt::ToText for #name {
                fn to_text(&self) -> std::borrow::Cow<'_, str> {
                    match self {
                        #(#texts,)*
                        Self::Other(any) => rt::ToText::to_text(any),
                    }
                }
            }
        });
    }
    items
}

/// The unions that a parameter takes.
fn in_parameters(client: &Client) -> BTreeSet<&str> {
    let operations = client.groups.iter().flat_map(|group| &group.operations);
    operations
        .flat_map(|operation| operation.required.iter().chain(&operation.optional))
        .filter_map(|param| match super::operations::argument_item(&param.ty, client) {
            Some(Item::Union(found)) => Some(found.name.as_str()),
            Some(Item::Struct(_) | Item::Enum(_) | Item::Answers(_)) | None => None,
        })
        .collect()
}

/// The arm of numbers or texts: of several cases the narrowest that takes the value.
fn scalar_arm(pattern: &TokenStream, mut cases: Vec<(proc_macro2::Ident, Scalar)>) -> Option<TokenStream> {
    cases.sort_by_key(|(_, scalar)| scalar.breadth);
    let widest = cases.last()?.1.breadth;
    // Of several lists the first keeps what none of them has.
    let (position, (last, Scalar { last: value, .. })) = cases.iter().enumerate().find(|(_, (_, scalar))| scalar.breadth == widest)?;
    let lists = cases.iter().filter(|(_, scalar)| scalar.breadth == Breadth::Listed).count();
    let tested = if widest == Breadth::Listed && lists > 1 { &cases[..] } else { &cases[..position] };
    let tests = tested.iter().map(|(variant, Scalar { test, .. })| quote!(if let #test { Self::#variant(value) } else));
    let last = quote!(Self::#last(#value));
    Some(if tested.is_empty() { quote!(#pattern => #last) } else { quote!(#pattern => #(#tests)* { #last }) })
}

/// The arm of lists or objects: one type as it is, of several the one that the value looks like.
fn nested_arm(pattern: &TokenStream, binding: &TokenStream, cases: &[proc_macro2::Ident]) -> Option<TokenStream> {
    match cases {
        [] => None,
        [variant] => Some(quote!(#pattern => Self::#variant(#binding.read()?))),
        cases => Some(quote!(#pattern => #binding.choose(&[#(&rt::Case(Self::#cases)),*])?)),
    }
}

/// The objects that must be told from other types: those in values that can be several kinds of list or of object.
fn recognized(client: &Client) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for union in client.types.iter().filter_map(|item| match item {
        Item::Union(union) if union.ways.decode > Coded::Nowhere => Some(union),
        Item::Union(_) | Item::Struct(_) | Item::Enum(_) | Item::Answers(_) => None,
    }) {
        let types = union.cases.iter().filter_map(|case| match &case.holds {
            CaseHolds::Type(ty) => Some((ty, takes(ty, client))),
            CaseHolds::Text(_) => None,
        });
        let (lists, others): (Vec<_>, Vec<_>) = types.partition(|(_, takes)| matches!(takes, Takes::Array));
        let objects: Vec<_> = others.into_iter().filter(|(_, takes)| matches!(takes, Takes::Object)).collect();
        for cases in [lists, objects].into_iter().filter(|cases| cases.len() > 1) {
            names.extend(cases.into_iter().filter_map(|(ty, _)| innermost(ty)));
        }
    }
    names
}

/// The item in a type, however it is wrapped.
fn innermost(ty: &RustType) -> Option<&str> {
    match ty {
        RustType::Item(name) | RustType::Boxed(name) => Some(name.as_str()),
        RustType::List(inner) | RustType::Map(inner) | RustType::Nullable(inner) => innermost(inner),
        RustType::Bool
        | RustType::Integer
        | RustType::Number
        | RustType::Text
        | RustType::Secret
        | RustType::Timestamp
        | RustType::File
        | RustType::Any => None,
    }
}

/// How the values of an object look.
fn recognize(item: &Struct, client: &Client) -> TokenStream {
    let name = item.name.ident();
    let members = item.fields.iter().map(|Field { wire, aliases, ty, slot, .. }| {
        let looks = looks(ty, client);
        let known = match slot {
            Slot::Required => quote!(required),
            Slot::Nullable => quote!(nullable),
            Slot::Optional | Slot::Maybe => quote!(optional),
        };
        let others = (!aliases.is_empty()).then(|| quote!(.or(&[#(#aliases),*])));
        quote!(rt::Known::#known(#wire, #looks)#others)
    });
    let members = quote!(&[#(#members,)*]);
    let looks = match &item.open {
        Some(open) => {
            let prefix = &open.prefix;
            quote!(rt::Looks::Open(#members, #prefix))
        }
        None => quote!(rt::Looks::Object(#members)),
    };
    quote! {
        impl rt::Recognize for #name {
            const LOOKS: rt::Looks = #looks;
        }
    }
}

/// How a member looks; what is inside a list or an object is not looked at.
fn looks(ty: &RustType, client: &Client) -> TokenStream {
    match ty {
        RustType::Bool => quote!(rt::Looks::Bool),
        RustType::Integer => quote!(rt::Looks::Integer),
        RustType::Number => quote!(rt::Looks::Number),
        RustType::Text | RustType::Secret | RustType::Timestamp => quote!(rt::Looks::Text),
        RustType::List(_) => quote!(rt::Looks::LIST),
        RustType::Map(_) => quote!(rt::Looks::OBJECT),
        RustType::Item(name) | RustType::Boxed(name) => match item(client, name) {
            Some(Item::Struct(_)) => quote!(rt::Looks::OBJECT),
            Some(Item::Enum(EnumItem { name, base, .. })) => {
                let name = name.ident();
                match base {
                    EnumBase::Text => quote!(rt::Looks::texts::<#name>()),
                    EnumBase::Integer => quote!(rt::Looks::integers::<#name>()),
                }
            }
            Some(Item::Union(_) | Item::Answers(_)) | None => quote!(rt::Looks::Any),
        },
        RustType::Any | RustType::File | RustType::Nullable(_) => quote!(rt::Looks::Any),
    }
}

fn expectation(item: &UnionItem, client: &Client) -> String {
    let mut words: Vec<String> = Vec::new();
    for case in &item.cases {
        let word = match &case.holds {
            CaseHolds::Text(text) => docs::code_span(text),
            CaseHolds::Type(ty) => kind(ty, client).to_owned(),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "anything".to_owned() } else { words.join(" or ") }
}

/// The kind of a type's values.
fn kind(ty: &RustType, client: &Client) -> &'static str {
    match ty {
        RustType::Bool => "a boolean",
        RustType::Integer => "an integer",
        RustType::Number => "a number",
        RustType::Text | RustType::Secret | RustType::Timestamp => "text",
        RustType::List(_) => "a list",
        RustType::Any | RustType::File => "anything",
        RustType::Item(name) | RustType::Boxed(name) => match item(client, name) {
            Some(Item::Enum(EnumItem { base: EnumBase::Text, .. })) => "text",
            Some(Item::Enum(EnumItem { base: EnumBase::Integer, .. })) => "an integer",
            Some(Item::Struct(_) | Item::Union(_) | Item::Answers(_)) | None => "an object",
        },
        RustType::Map(_) => "an object",
        RustType::Nullable(inner) => kind(inner, client),
    }
}

/// How the status tells what an answer is.
fn answers(item: &AnswersItem) -> TokenStream {
    let name = item.name.ident();
    let arms = item.cases.iter().map(|case| {
        let status = case.status.map_or_else(|| quote!(_), |status| Literal::u16_unsuffixed(status).into_token_stream());
        let name = case.name.ident();
        match case.holds {
            AnswerHolds::Type(_) | AnswerHolds::Empty | AnswerHolds::Unknown => quote!(#status => Self::#name(answer.read()?)),
            AnswerHolds::Nothing => quote!(#status => Self::#name),
        }
    });
    let other = item.cases.iter().all(|case| case.status.is_some()).then(|| quote!(_ => Self::Other(answer.read()?),));
    quote! {
        impl rt::FromAnswer for #name {
            fn from_answer(answer: &mut rt::Received<'_>) -> Result<Self, rt::DecodeError> {
                let read = match answer.status() {
                    #(#arms,)*
                    #other
                };
                Ok(read)
            }
        }
    }
}

/// What an answer that says no tells of itself.
fn error_body(client: &Client) -> Vec<TokenStream> {
    let Some(error) = &client.error else { return Vec::new() };
    let ty = error.ty.ident();
    let message = error.message.as_ref().map_or_else(
        || quote!(None),
        |ErrorMessage { field, slot, form }| {
            let field = field.ident();
            let (whole, part) = match form {
                MessageForm::Text => (quote!(self.#field.as_str().into()), quote!(Into::into)),
                MessageForm::Texts => (quote!(self.#field.join("; ").into()), quote!(|messages| messages.join("; ").into())),
            };
            match slot {
                Slot::Required => quote!(Some(#whole)),
                Slot::Optional | Slot::Nullable => quote!(self.#field.as_deref().map(#part)),
                Slot::Maybe => quote!(self.#field.value().map(#part)),
            }
        },
    );
    let shown = error.codes.iter().map(code_of).map(|code| quote!(rt::shown(#code)));
    let shown: Vec<TokenStream> = shown.collect();
    let shown = if shown.is_empty() { quote!(Vec::new()) } else { quote!(Vec::from([#(#shown),*])) };
    let mut statuses = error.codes.iter().filter(|code| code.tells_status).map(|code| {
        let (ty, field, value) = (rust_type(&code.ty), code.field.ident(), code_of(code));
        match code.slot {
            Slot::Required => quote!(self.#field.http_status()),
            Slot::Optional | Slot::Nullable | Slot::Maybe => quote!(#value.and_then(#ty::http_status)),
        }
    });
    let http_status = statuses.next().map(|first| {
        quote! {
            fn http_status(&self) -> Option<u16> {
                #first #(.or_else(|| #statuses))*
            }
        }
    });
    let allow = client
        .types
        .iter()
        .any(|item| matches!(item, Item::Struct(item) if item.name == error.ty && allow_deprecated(item).is_some()))
        .then(|| quote!(#[allow(deprecated)]));
    let codes = codes(error).map(|(code, value)| {
        quote! {
            #allow
            impl rt::HasCode<#code> for #ty {
                fn code(&self) -> Option<&#code> {
                    #value
                }
            }
        }
    });
    let body = quote! {
        #allow
        impl rt::ErrorBody for #ty {
            fn codes(&self) -> Vec<Option<&dyn std::fmt::Display>> {
                #shown
            }

            fn message(&self) -> Option<std::borrow::Cow<'_, str>> {
                #message
            }

            #http_status
        }
    };
    std::iter::once(body).chain(codes).collect()
}

/// The types of an error's codes, each once, with the first of its fields that is there. An error without a code has one that never is.
fn codes(error: &ErrorItem) -> impl Iterator<Item = (TokenStream, TokenStream)> {
    let mut types: Vec<&RustType> = Vec::new();
    for code in &error.codes {
        if !types.contains(&&code.ty) {
            types.push(&code.ty);
        }
    }
    let none = types.is_empty().then(|| (quote!(rt::Any), quote!(None)));
    let some = types.into_iter().map(|ty| {
        let mut values = error.codes.iter().filter(|code| code.ty == *ty).map(code_of);
        let first = values.next();
        (rust_type(ty), quote!(#first #(.or(#values))*))
    });
    some.chain(none).collect::<Vec<_>>().into_iter()
}

/// A code of an error, if it is there.
fn code_of(code: &ErrorCode) -> TokenStream {
    let field = code.field.ident();
    match code.slot {
        Slot::Required => quote!(Some(&self.#field)),
        Slot::Optional | Slot::Nullable => quote!(self.#field.as_ref()),
        Slot::Maybe => quote!(self.#field.value()),
    }
}
