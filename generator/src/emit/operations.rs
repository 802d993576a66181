//! The methods of a group of operations, and their constants.

use super::format::{Named, Printed, Source, name, printed, text_literal};
use super::types::rust_type;
use super::{chain, codes, docs, item, lints};
use crate::model::names::{ArgName, TypeName};
use crate::model::{
    AnswerType, AuthChoice, Body, BodyForm, CaseHolds, Client, Doc, FixedPart, Group, GroupHome, Item, Note, Operation, Param, ParamPlace,
    Retry, RustType, Tells, Template,
};
use crate::parallel::{self, Piece};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module of a group; the operations that belong to no group stand at the client.
pub(super) fn group(group: &Group, client: &Client) -> Source {
    let mut items = vec![quote!(
        use super::prelude::*;
    )];
    let docs = match &group.home {
        Some(home) => {
            items.push(handle(home));
            let docs = docs::lines(&home.docs);
            if docs.is_empty() { vec![format!("The operations under {}.", docs::code_span(home.module.as_str()))] } else { docs }
        }
        None => {
            items.push(quote!(
                use super::Client;
            ));
            vec!["The operations, called on [`Client`].".to_owned()]
        }
    };
    let methods = group.operations.iter().map(|operation| method(operation, group.home.is_some(), client));
    items.push(match &group.home {
        Some(home) => {
            let handle = home.handle.ident();
            quote!(impl<'a> #handle<'a> { #(#methods)* })
        }
        None => quote!(impl Client { #(#methods)* }),
    });
    let mut items = printed(items);
    items.extend(parallel::each(&group.operations, Piece::Several, |operation| printed(builder(operation, client))));
    items.extend(parallel::each(&group.operations, Piece::Several, |operation| vec![Printed::from(constant(operation, client))]));
    items.extend(bodies(&group.operations).map(Printed::from));
    if name(&items, Named::Map) {
        let map = quote!(
            use std::collections::BTreeMap;
        );
        items.insert(0, map.into());
    }
    Source { docs, items }
}

/// The texts of bodies, which are long: behind everything else.
fn bodies(operations: &[Operation]) -> Option<TokenStream> {
    let templates = operations.iter().filter_map(|operation| {
        let Template { media, text, xml } = operation.template.as_ref()?;
        let docs = docs::doc_lines(&[format!("What {} sends.", docs::code_span(&operation.name))]);
        let (constant, text) = (operation.constant.ident(), text_literal(text));
        let escape = if xml.is_some() { quote!(rt::Escape::Xml) } else { quote!(rt::Escape::None) };
        let markup = xml.iter().flatten();
        Some(quote! {
            #docs
            pub(super) static #constant: rt::Template = rt::Template {
                media: #media,
                text: #text,
                escape: #escape,
                markup: &[#(#markup),*],
            };
        })
    });
    let templates: Vec<TokenStream> = templates.collect();
    (!templates.is_empty()).then(|| {
        quote! {
            /// The texts of bodies; what a call fills in stands in double braces.
            mod bodies {
                use super::rt;

                #(#templates)*
            }
        }
    })
}

fn handle(home: &GroupHome) -> TokenStream {
    let handle = home.handle.ident();
    let docs = docs::doc_lines(&[format!(
        "The operations under {}; made by [`Client::{}`](super::Client::{}).",
        docs::code_span(home.module.as_str()),
        home.module.as_str(),
        home.module.as_str()
    )]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'a> {
            pub(super) rt: &'a rt::Client,
        }
    }
}

fn answer_type(answer: &AnswerType) -> TokenStream {
    match answer {
        AnswerType::Type(ty) => rust_type(ty),
        AnswerType::ByStatus(name) => {
            let name = name.ident();
            quote!(#name)
        }
        AnswerType::Empty => quote!(rt::Empty),
        AnswerType::Unknown => quote!(rt::Undescribed),
    }
}

fn method(operation: &Operation, grouped: bool, client: &Client) -> TokenStream {
    let Operation { method, constant, builder, server, required, body, answer, docs, deprecated, .. } = operation;
    let on = server.as_ref().map(|server| {
        let server = server.ident();
        quote!(.on(super::Server::#server))
    });
    let mut documentation = docs.clone();
    let source = documentation.source.take();
    // What a caller gives stands before how the rest is known.
    let (request, notes) = documentation.notes.into_iter().partition(|note| matches!(note, Note::Request { .. }));
    let head = docs::lines(&Doc { notes: request, ..documentation });
    let rest = docs::lines(&Doc { notes, source, ..Doc::default() });
    let described: Vec<String> = required
        .iter()
        .filter_map(|param| {
            let text = docs::sentences(&param.docs);
            (!text.is_empty()).then(|| format!("* `{}`: {text}", param.arg.as_str()))
        })
        .collect();
    let takes_one = required.iter().any(|param| param.ty == RustType::Timestamp && param.place != ParamPlace::Path);
    let takes_file = required.iter().any(|param| param.ty == RustType::File);
    let made = takes_one.then(|| format!("A timestamp is made with `{TIMESTAMP}`."));
    let made = made.into_iter().chain(takes_file.then(|| format!("A file is made with `{FILE}`."))).collect();
    let lines = docs::join(vec![head, described, made, rest, failures(operation, client)]);
    let docs = docs::doc_lines(&lines);
    let deprecated = docs::deprecated(deprecated.as_ref());
    let (name, constant, answer) = (method.ident(), constant.ident(), answer_type(answer));
    let body = body.as_ref().filter(|body| body.required);
    let args = required.iter().map(|param| {
        let (arg, ty) = (param.arg.ident(), argument(param, client));
        quote!(#arg: #ty)
    });
    let body_arg = body.map(|body| {
        let (arg, ty) = (body.arg.ident(), body_argument(body));
        quote!(#arg: #ty)
    });
    let args = args.chain(body_arg);
    let count = required.len() + usize::from(body.is_some());
    let many = lints::arguments(count + 1);
    let names = lints::names(required.iter().map(|param| &param.arg).chain(body.map(|body| &body.arg)));
    let conversions = required.iter().filter_map(convert);
    let fills = required.iter().map(|param| fill(param, client));
    let body_fill = body.map(fill_body);
    let lifetime = if grouped { quote!('a) } else { quote!('_) };
    let form = operation.form.iter().map(|(wire, value)| quote!(.form(#wire, #value)));
    let parts = operation.parts.iter().map(|FixedPart { wire, value, media }| {
        let media = media.as_ref().map(|media| quote!(.content_type(#media)));
        quote!(.part(#wire, rt::Part::text(#value) #media))
    });
    let template = operation.template.as_ref().map(|_| quote!(.template(&bodies::#constant)));
    let fixed = operation.fixed_body.as_ref().map(|name| {
        let name = name.ident();
        quote!(.json(&#name::default()))
    });
    let steps = on.into_iter().chain(template).chain(form).chain(parts).chain(fills).chain(fixed).chain(body_fill);
    let variable = ArgName::besides(required.iter().map(|param| &param.arg).chain(body.map(|body| &body.arg)), "call");
    let (statements, call) = chain::calls(quote!(self.rt.call(&#constant)), &steps.collect::<Vec<_>>(), &variable);
    let (result, call) = match builder {
        Some(builder) => {
            let builder = builder.ident();
            (quote!(#builder<#lifetime>), quote!(#builder(#call)))
        }
        None => (quote!(Call<#lifetime, #answer>), call),
    };
    quote! {
        #docs
        #deprecated
        #many
        #names
        pub fn #name(&self, #(#args),*) -> #result {
            #(#conversions)*
            #(#statements)*
            #call
        }
    }
}

/// How a caller makes a timestamp.
const TIMESTAMP: &str = "\"2018-01-01T00:00:00Z\".parse::<Timestamp>()?";

/// How a caller makes a file.
const FILE: &str = "rt::Part::file(\"name\", bytes)";

/// The documented failures of an operation, as the section that readers of Rust look for.
fn failures(operation: &Operation, client: &Client) -> Vec<String> {
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    paragraphs.push(
        operation
            .errors
            .iter()
            .map(|(status, text)| {
                let text = docs::capitals(vec![docs::plain(text)]).concat();
                if text.is_empty() { format!("* {status}") } else { format!("* {status}: {}", docs::full_stop(&text)) }
            })
            .collect(),
    );
    if let Some(outcome) = &client.outcome {
        let (member, is) = (docs::code_span(&outcome.member), docs::code_span(&outcome.is));
        let verb = match outcome.tells {
            Tells::Failure => "is",
            Tells::Success => "is not",
        };
        let codes = codes(client).map(|codes| codes.name.as_str());
        let codes = codes.map_or_else(String::new, |name| format!("; [`types::{name}`](super::types::{name}) lists the codes"));
        paragraphs.push(vec![format!("An answer whose {member} {verb} {is} is a failure, whatever its HTTP status{codes}.")]);
    }
    if paragraphs.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    paragraphs.insert(0, vec!["# Errors".to_owned()]);
    docs::join(paragraphs)
}

/// What a method or a setter takes for a parameter.
fn argument(param: &Param, client: &Client) -> TokenStream {
    if param.place == ParamPlace::Path {
        return match &param.ty {
            RustType::Integer => quote!(i64),
            RustType::Item(name) if is_argument(name, client) => {
                let name = name.ident();
                quote!(#name)
            }
            _ => quote!(impl std::fmt::Display),
        };
    }
    match &param.ty {
        RustType::File => quote!(rt::Part),
        RustType::List(inner) if **inner == RustType::File => quote!(impl IntoIterator<Item = rt::Part>),
        RustType::Bool => quote!(bool),
        RustType::Integer => quote!(i64),
        RustType::Number => quote!(impl Into<rt::Number>),
        RustType::Timestamp => quote!(impl Into<rt::Timestamp>),
        RustType::Text | RustType::Secret => quote!(impl AsRef<str>),
        RustType::Item(name) if is_argument(name, client) => {
            let name = name.ident();
            quote!(#name)
        }
        RustType::List(inner) => match inner.as_ref() {
            RustType::Item(name) if is_argument(name, client) => {
                let name = name.ident();
                quote!(impl IntoIterator<Item = #name>)
            }
            _ => quote!(impl IntoIterator<Item = impl rt::ToText>),
        },
        RustType::Any | RustType::Map(_) | RustType::Item(_) | RustType::Boxed(_) | RustType::Nullable(_) => quote!(impl rt::ToText),
    }
}

/// Whether a parameter takes the type itself: an enum, or a union of values that are text in an address.
pub(super) fn is_argument(name: &TypeName, client: &Client) -> bool {
    let is_text = |ty: &RustType| match ty {
        RustType::Bool | RustType::Integer | RustType::Number | RustType::Text | RustType::Secret | RustType::Timestamp => true,
        RustType::Item(name) => matches!(item(client, name), Some(Item::Enum(_))),
        RustType::File | RustType::Any | RustType::List(_) | RustType::Map(_) | RustType::Boxed(_) | RustType::Nullable(_) => false,
    };
    match item(client, name) {
        Some(Item::Enum(_)) => true,
        Some(Item::Union(union)) => union.cases.iter().all(|case| match &case.holds {
            CaseHolds::Type(ty) => is_text(ty),
            CaseHolds::Text(_) => true,
        }),
        Some(Item::Struct(_) | Item::Answers(_)) | None => false,
    }
}

/// The type of the client that the argument of a parameter names.
pub(super) fn argument_item<'c>(ty: &RustType, client: &'c Client) -> Option<&'c Item> {
    match ty {
        RustType::Item(name) if is_argument(name, client) => item(client, name),
        RustType::List(inner) => argument_item(inner, client),
        _ => None,
    }
}

/// What is made of an argument before it goes into the call.
fn convert(param: &Param) -> Option<TokenStream> {
    let arg = param.arg.ident();
    match (&param.ty, param.place) {
        (_, ParamPlace::Path) => None,
        (RustType::Number, _) => Some(quote!(let #arg: rt::Number = #arg.into();)),
        (RustType::Timestamp, _) => Some(quote!(let #arg: rt::Timestamp = #arg.into();)),
        _ => None,
    }
}

fn fill(param: &Param, client: &Client) -> TokenStream {
    let (wire, arg) = (&param.wire, param.arg.ident());
    let value = match (&param.ty, param.place) {
        (RustType::Item(name), ParamPlace::Path) if matches!(item(client, name), Some(Item::Union(_))) && is_argument(name, client) => {
            quote!(rt::ToText::to_text(&#arg))
        }
        (_, ParamPlace::Path) => quote!(#arg),
        (RustType::Text | RustType::Secret, _) => quote!(#arg.as_ref()),
        _ => quote!(#arg),
    };
    match (param.place, &param.ty) {
        (ParamPlace::Path, _) => quote!(.path(#wire, #value)),
        (ParamPlace::Query | ParamPlace::QueryOrName, RustType::List(_)) => quote!(.query_each(#wire, #value)),
        (ParamPlace::Form, RustType::List(_)) => quote!(.form_each(#wire, #value)),
        (ParamPlace::Header, RustType::List(_)) => quote!(.header_each(#wire, #value)),
        (ParamPlace::Cookie, RustType::List(_)) => quote!(.cookie_each(#wire, #value)),
        (ParamPlace::Query, _) => quote!(.query(#wire, #value)),
        (ParamPlace::QueryOrName, _) => quote!(.query_or_name(#wire, #value)),
        (ParamPlace::Header, _) => quote!(.header(#wire, #value)),
        (ParamPlace::Cookie, _) => quote!(.cookie(#wire, #value)),
        (ParamPlace::Form, _) => quote!(.form(#wire, #value)),
        (ParamPlace::Part, _) => part(param, &value),
        (ParamPlace::Text, _) => quote!(.fill(#wire, #value)),
    }
}

/// A part, or several of one name. A file of the caller's may have its own media type, a text never has.
fn part(param: &Param, value: &TokenStream) -> TokenStream {
    let wire = &param.wire;
    let media = param.media.as_ref().map(|media| quote!(.or_content_type(#media)));
    match &param.ty {
        RustType::File => quote!(.part(#wire, #value #media)),
        RustType::List(inner) => match (inner.as_ref(), media) {
            (RustType::File, None) => quote!(.part_each(#wire, #value)),
            (RustType::File, Some(media)) => quote!(.part_each(#wire, #value.into_iter().map(|part| part #media))),
            (_, None) => quote!(.part_each(#wire, #value.into_iter().map(rt::Part::text))),
            (_, Some(media)) => quote!(.part_each(#wire, #value.into_iter().map(|value| rt::Part::text(value) #media))),
        },
        _ => quote!(.part(#wire, rt::Part::text(#value) #media)),
    }
}

fn body_argument(body: &Body) -> TokenStream {
    match (&body.form, &body.ty) {
        (BodyForm::Text(_), _) => quote!(impl Into<String>),
        (BodyForm::Bytes(_), _) => quote!(impl Into<rt::Bytes>),
        (BodyForm::Json(_), RustType::Item(name) | RustType::Boxed(name)) => {
            let name = name.ident();
            quote!(&#name)
        }
        (BodyForm::Json(_), RustType::List(inner)) => {
            let inner = rust_type(inner);
            quote!(&[#inner])
        }
        (BodyForm::Json(_), _) => quote!(&(impl rt::Serialize + ?Sized)),
    }
}

fn fill_body(body: &Body) -> TokenStream {
    let arg = body.arg.ident();
    match &body.form {
        BodyForm::Json(media) if media == "application/json" => quote!(.json(#arg)),
        BodyForm::Json(media) => quote!(.json_as(#media, #arg)),
        BodyForm::Bytes(media) => quote!(.body(#media, #arg)),
        BodyForm::Text(media) => quote!(.body(#media, #arg.into())),
    }
}

/// The builder of an operation with setters.
fn builder(operation: &Operation, client: &Client) -> Vec<TokenStream> {
    let Some(builder) = &operation.builder else { return Vec::new() };
    let (name, answer) = (builder.ident(), answer_type(&operation.answer));
    let docs = docs::doc_lines(&[format!("A call of {}, before it is sent.", docs::code_span(&operation.call()))]);
    let setters = operation.optional.iter().map(|param| {
        let (setter, arg, ty) = (param.setter.ident(), param.arg.ident(), argument(param, client));
        let conversion = convert(param);
        let mut lines = docs::lines(&Doc { summary: Some(format!("Sets {}.", docs::code_span(&param.wire))), ..param.docs.clone() });
        if param.ty == RustType::Timestamp {
            lines = docs::join(vec![lines, vec![format!("For example: `.{setter}({TIMESTAMP})`.")]]);
        }
        if param.ty == RustType::File {
            lines = docs::join(vec![lines, vec![format!("For example: `.{setter}({FILE})`.")]]);
        }
        let (docs, deprecated, fill) = (docs::doc_lines(&lines), docs::deprecated(param.deprecated.as_ref()), fill(param, client));
        let (allow, names) = (lints::setter(&param.setter), lints::names(std::iter::once(&param.arg)));
        quote! {
            #docs
            #deprecated
            #allow
            #names
            pub fn #setter(self, #arg: #ty) -> Self {
                #conversion
                Self(self.0 #fill)
            }
        }
    });
    let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
        let (setter, arg, ty, fill) = (body.setter.ident(), body.arg.ident(), body_argument(body), fill_body(body));
        quote! {
            /// Sets the body.
            pub fn #setter(self, #arg: #ty) -> Self {
                Self(self.0 #fill)
            }
        }
    });
    vec![
        quote! {
            #docs
            #[derive(Debug)]
            #[must_use = "nothing is sent before `.send()` or `.await`"]
            pub struct #name<'a>(Call<'a, #answer>);
        },
        quote! {
            impl<'a> #name<'a> {
                #(#setters)*

                #body

                /// The call itself.
                pub fn call(self) -> Call<'a, #answer> {
                    self.0
                }

                /// How long this call may take.
                pub fn timeout(self, timeout: std::time::Duration) -> Self {
                    Self(self.0.timeout(timeout))
                }

                /// Adds a header to this call.
                pub fn header(self, name: impl AsRef<str>, value: impl rt::ToText) -> Self {
                    Self(self.0.header(name, value))
                }

                /// Adds a pair to the query of this call.
                pub fn query(self, name: &str, value: impl rt::ToText) -> Self {
                    Self(self.0.query(name, value))
                }

                /// Replaces the base URL for this call.
                pub fn base_url(self, url: impl AsRef<str>) -> Self {
                    Self(self.0.base_url(url))
                }

                /// The request as it would be sent, credentials included.
                ///
                /// # Errors
                ///
                /// If the request cannot be built.
                pub fn into_http(self) -> Result<rt::http::Request<rt::Bytes>, Error> {
                    self.0.into_http()
                }

                /// Sends the request, and does not turn an error status into an `Err`; the body is read on demand.
                pub fn send_raw(self) -> SendingRaw<#answer> {
                    self.0.send_raw()
                }

                /// Sends the request.
                pub fn send(self) -> Sending<#answer> {
                    self.0.send()
                }
            }
        },
        quote! {
            impl IntoFuture for #name<'_> {
                type Output = Result<#answer, Error>;
                type IntoFuture = Sending<#answer>;

                fn into_future(self) -> Self::IntoFuture {
                    self.0.send()
                }
            }
        },
    ]
}

/// The facts of an operation that no call changes.
fn constant(operation: &Operation, client: &Client) -> TokenStream {
    let Operation { id, name, constant, verb, path, constants, headers, errors, success, auth, retry, .. } = operation;
    let constant = constant.ident();
    let query = constants.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = headers.iter().map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        quote!((#name, #value))
    });
    let errors = errors.iter().map(|(status, text)| {
        let (status, text) = (Literal::u16_unsuffixed(*status), docs::one_line(text));
        quote!((#status, #text))
    });
    let success = success.iter().map(|status| Literal::u16_unsuffixed(*status));
    let auth = match auth {
        AuthChoice::Any => quote!(rt::Accepts::Any),
        AuthChoice::AnyOrNone => quote!(rt::Accepts::AnyOrNone),
        AuthChoice::None => quote!(rt::Accepts::None),
        AuthChoice::Of(ids) | AuthChoice::OfOrNone(ids) => {
            // As their constants have them.
            let ids = client.schemes.iter().filter(|scheme| ids.contains(&scheme.id)).map(|scheme| scheme.method.as_str());
            match auth {
                AuthChoice::OfOrNone(_) => quote!(rt::Accepts::OfOrNone(&[#(#ids),*])),
                _ => quote!(rt::Accepts::Of(&[#(#ids),*])),
            }
        }
    };
    let retry = match retry {
        Retry::Safe => quote!(rt::Retry::Safe),
        Retry::Idempotent => quote!(rt::Retry::Idempotent),
        Retry::Unsafe => quote!(rt::Retry::Never),
    };
    let id = docs::one_line(id);
    quote! {
        static #constant: rt::Operation = rt::Operation {
            name: #name,
            id: #id,
            method: #verb,
            path: #path,
            query: &[#(#query),*],
            headers: &[#(#headers),*],
            retry: #retry,
            auth: #auth,
            errors: &[#(#errors),*],
            success: &[#(#success),*],
        };
    }
}
