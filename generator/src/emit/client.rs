//! The front page, the client, its builder, and authentication.

use super::format::Source;
use super::{docs, item};
use crate::model::names::TypeName;
use crate::model::{Client, Group, Item, Outcome, Param, ParamPlace, RustType, Scheme, SchemePlace, Tells, Variable};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The root module.
pub(super) fn root(client: &Client) -> Source {
    let mut items = vec![quote! {
        /// The runtime: exact numbers, timestamps, what no document describes, transports.
        pub use docwright_runtime as rt;
    }];
    items.extend(modules(client));
    items.extend(public_names(client));
    items.extend(aliases(client));
    items.extend(client_type(client));
    items.extend(builder(client));
    items.extend(auth(client));
    items.push(api(client));
    items.extend(client.schemes.iter().map(scheme));
    Source { docs: front_page(client), items }
}

/// Title, the vendor's words, a first call, what is open.
fn front_page(client: &Client) -> Vec<String> {
    let mut paragraphs = vec![vec![docs::full_stop(&docs::plain(&client.title))]];
    paragraphs.push(example(client));
    paragraphs.push(docs::lines(&client.docs));
    if !client.limits.is_empty() {
        paragraphs.push(vec!["# Limits".to_owned()]);
        paragraphs.push(client.limits.iter().map(|limit| format!("* {}", docs::full_stop(&docs::plain(limit)))).collect());
    }
    if !client.webhooks.is_empty() {
        paragraphs.push(vec!["# What the vendor sends".to_owned()]);
        paragraphs.push(
            client
                .webhooks
                .iter()
                .map(|hook| {
                    let words = docs::sentences(&hook.docs);
                    format!("* {}: [`types::{}`], read with [`decode`]. {words}", docs::code_span(&hook.name), hook.ty.as_str())
                })
                .collect(),
        );
    }
    if !client.gaps.is_empty() {
        paragraphs.push(vec!["# What the documents leave open".to_owned()]);
        let mut open: Vec<String> = client
            .gaps
            .iter()
            .filter(|gap| gap.subject.is_none())
            .map(|gap| format!("* {}", docs::capital(&docs::full_stop(&docs::plain(&gap.text)))))
            .collect();
        if client.gaps.iter().any(|gap| gap.subject.is_some()) {
            open.push("* What is open about one operation or one type is said there.".to_owned());
        }
        paragraphs.push(open);
    }
    docs::join(paragraphs)
}

/// The first call, as code that compiles.
pub(super) fn example(client: &Client) -> Vec<String> {
    let name = client.name.as_str();
    let mut lines = vec!["```no_run".to_owned(), format!("# async fn demo() -> Result<(), {name}::Error> {{")];
    let variables: Vec<String> = client.variables.iter().map(|variable| format!("\"{}\"", variable.arg.as_str())).collect();
    lines.push(format!("let client = {name}::Client::builder({})", variables.join(", ")));
    if client.base.is_none() {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    if let Some(scheme) = client.schemes.first() {
        let variable = |arg: &str| format!("{name}_{}", arg.trim_end_matches('_')).to_ascii_uppercase();
        let args: Vec<String> =
            scheme.args.iter().map(|arg| format!("std::env::var(\"{0}\").expect(\"{0}\")", variable(arg.name.as_str()))).collect();
        lines.push(format!("    .auth({name}::Auth::{}({}))", scheme.method.ident(), args.join(", ")));
    }
    lines.push("    .build()?;".to_owned());
    let call = client.sample_call.as_ref();
    let args = call.and_then(|call| call.args.iter().map(|param| sample_argument(param, client)).collect::<Option<Vec<String>>>());
    if let (Some(call), Some(args)) = (call, args) {
        let group = call.group.as_ref().map_or_else(String::new, |group| format!(".{}()", group.ident()));
        lines.push(format!("let answer = client{group}.{}({}).await?;", call.method.ident(), args.join(", ")));
        lines.push("println!(\"{answer:?}\");".to_owned());
    } else {
        lines.push(format!("let answer = client.request({name}::Method::GET, \"/path\").await?;"));
        lines.push("println!(\"{answer:?}\");".to_owned());
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// An argument of the example; nothing where there is no value to write down.
fn sample_argument(param: &Param, client: &Client) -> Option<String> {
    let text = "\"4711\"".to_owned();
    Some(match (param.place, &param.ty) {
        (_, RustType::Item(name)) => sample_value(name, client)?,
        (_, RustType::Integer) => "4711".to_owned(),
        // Whatever can be shown goes into a path.
        (ParamPlace::Path, _) => text,
        (_, RustType::Bool) => "true".to_owned(),
        (_, RustType::Number) => "4711".to_owned(),
        (_, RustType::Timestamp) => "std::time::SystemTime::now()".to_owned(),
        (_, RustType::List(inner)) => match inner.as_ref() {
            RustType::Item(name) => format!("[{}]", sample_value(name, client)?),
            _ => format!("[{text}]"),
        },
        (_, RustType::Text | RustType::Secret | RustType::Any | RustType::Map(_) | RustType::Boxed(_) | RustType::Nullable(_)) => text,
    })
}

/// The first value of an enumeration; a text for what is none.
fn sample_value(name: &TypeName, client: &Client) -> Option<String> {
    match item(client, name) {
        Some(Item::Enum(found)) => {
            let value = found.values.first()?;
            Some(format!("{}::types::{}::{}", client.name.ident(), name.ident(), value.name.ident()))
        }
        Some(Item::Struct(_) | Item::Union(_)) | None => Some("\"4711\"".to_owned()),
    }
}

fn modules(client: &Client) -> Vec<TokenStream> {
    let mut items: Vec<TokenStream> = client
        .groups
        .iter()
        .map(|group| match &group.home {
            Some(home) => {
                let module = home.module.ident();
                quote!(pub mod #module;)
            }
            // Only the builders of calls are seen from outside.
            None if group.operations.iter().any(|operation| operation.builder.is_some()) => quote!(
                pub mod operations;
            ),
            None => quote!(
                mod operations;
            ),
        })
        .collect();
    if !client.types.is_empty() {
        items.push(quote!(
            pub mod types;
        ));
        items.push(quote!(
            mod wire;
        ));
    }
    items
}

fn public_names(_: &Client) -> Vec<TokenStream> {
    vec![quote!(
        pub use rt::{Any, Drift, DriftKind, ErrorKind, Extra, Maybe, Method, Mode, Number, Secret, Timestamp, decode};
    )]
}

fn error_type(client: &Client) -> TokenStream {
    client.error.as_ref().map_or_else(
        || quote!(rt::Any),
        |error| {
            let ty = error.ty.ident();
            quote!(types::#ty)
        },
    )
}

fn aliases(client: &Client) -> Vec<TokenStream> {
    let error = error_type(client);
    let error_docs = match &client.error {
        Some(_) => "Why a call failed; `body()` and `code()` tell what the vendor says about it.",
        None => "Why a call failed. The documents do not describe the body of an answer that says no.",
    };
    let error_docs = docs::doc_lines(&[error_docs.to_owned()]);
    let mut items = vec![
        quote!(#error_docs pub type Error = rt::Error<#error>;),
        quote! {
            /// A request that is sent when it is awaited.
            pub type Call<'a, T> = rt::Call<'a, T, #error>;
        },
        quote! {
            /// A request on its way.
            pub type Sending<T> = rt::Sending<T, #error>;
        },
        quote! {
            /// A request on its way, whose answer is read on demand.
            pub type SendingRaw<T> = rt::SendingRaw<T, #error>;
        },
    ];
    if !client.groups.is_empty() {
        let builders = client.groups.iter().flat_map(|group| &group.operations).any(|operation| operation.builder.is_some());
        let types = super::operations_name_types(client).then(|| {
            quote!(
                pub(super) use super::types::*;
            )
        });
        let calls = client.groups.iter().flat_map(|group| &group.operations).any(|operation| operation.builder.is_none());
        let names = match (calls || builders, builders) {
            (_, true) => quote!(
                pub(super) use super::{Call, Error, Sending, SendingRaw, rt};
            ),
            (_, false) => quote!(
                pub(super) use super::{Call, rt};
            ),
        };
        items.push(quote! {
            mod prelude {
                #types
                #names
            }
        });
    }
    items
}

fn client_type(client: &Client) -> Vec<TokenStream> {
    let args = client.variables.iter().map(|variable| {
        let arg = variable.arg.ident();
        quote!(#arg: impl Into<String>)
    });
    let variables = client.variables.iter().map(set_variable);
    let defaults = client.defaults.iter().map(|variable| {
        let (wire, value) = (&variable.wire, variable.default.as_deref().unwrap_or_default());
        quote!(.variable(#wire, #value))
    });
    let described: Vec<String> = client
        .variables
        .iter()
        .map(|variable| {
            let text = docs::sentences(&variable.docs);
            format!(
                "* `{}`: {}",
                variable.arg.as_str(),
                if text.is_empty() {
                    format!("stands in the base URL as {}.", docs::code_span(&format!("{{{}}}", variable.wire)))
                } else {
                    text
                }
            )
        })
        .collect();
    let builder_docs = docs::doc_lines(&docs::join(vec![vec!["Begins a client.".to_owned()], described]));
    let groups = client.groups.iter().filter_map(|Group { home, .. }| {
        let home = home.as_ref()?;
        let (module, handle) = (home.module.ident(), home.handle.ident());
        let lines = docs::lines(&home.docs);
        let first = lines.into_iter().next().unwrap_or_else(|| format!("The operations under {}.", docs::code_span(home.module.as_str())));
        let docs = docs::doc_lines(&[first]);
        Some(quote! {
            #docs
            pub fn #module(&self) -> #module::#handle<'_> {
                #module::#handle { rt: &self.rt }
            }
        })
    });
    let (envelope, request_docs) = match &client.envelope {
        Some(name) => {
            let name = name.ident();
            (
                quote!(types::#name),
                vec![
                    "A request to a path of the vendor's API, with the same authentication and the same errors.".to_owned(),
                    String::new(),
                    "The document describes no operations, but the answer that all of them give.".to_owned(),
                ],
            )
        }
        None => (
            quote!(rt::Any),
            vec!["A request that the document does not describe, with the same authentication and the same errors.".to_owned()],
        ),
    };
    let request_docs = docs::doc_lines(&request_docs);
    let title = docs::doc_lines(&[format!("A client of the API: {}", docs::full_stop(&docs::plain(&client.title)))]);
    vec![
        quote! {
            #title
            ///
            /// Cheap to clone: all clones share one connection pool.
            #[derive(Clone, Debug)]
            pub struct Client {
                rt: rt::Client,
            }
        },
        quote! {
            impl Client {
                #builder_docs
                pub fn builder(#(#args),*) -> Builder {
                    Builder { rt: rt::Builder::new(&API) #(#defaults)* #(#variables)* }
                }

                #(#groups)*

                #request_docs
                pub fn request(&self, method: Method, path: impl Into<String>) -> Call<'_, #envelope> {
                    self.rt.custom(method, path)
                }
            }
        },
    ]
}

fn set_variable(variable: &Variable) -> TokenStream {
    let (wire, arg) = (&variable.wire, variable.arg.ident());
    quote!(.variable(#wire, #arg))
}

fn builder(client: &Client) -> Vec<TokenStream> {
    let variables = client.defaults.iter().map(|variable| {
        let (arg, set) = (variable.arg.ident(), set_variable(variable));
        let mut lines = docs::lines(&variable.docs);
        if let Some(default) = &variable.default {
            lines = docs::join(vec![lines, vec![format!("Default: {}.", docs::code_span(default))]]);
        }
        let docs = docs::doc_lines(&lines);
        quote! {
            #docs
            pub fn #arg(self, #arg: impl Into<String>) -> Self {
                Self { rt: self.rt #set }
            }
        }
    });
    let auth = (!client.schemes.is_empty()).then(|| {
        quote! {
            /// How the client authenticates.
            pub fn auth(self, auth: Auth) -> Self {
                Self { rt: self.rt.auth(auth.0) }
            }
        }
    });
    let base = match &client.base {
        Some(base) => format!("Another base URL than {}.", docs::code_span(base)),
        None => "The base URL. No document says it, so it must be given.".to_owned(),
    };
    let base = docs::doc_lines(&[base]);
    vec![
        quote! {
            /// What a client is made of.
            #[derive(Debug)]
            #[must_use = "it is no client before `.build()`"]
            pub struct Builder {
                rt: rt::Builder,
            }
        },
        quote! {
            impl Builder {
                #auth

                #(#variables)*

                #base
                pub fn base_url(self, url: impl Into<String>) -> Self {
                    Self { rt: self.rt.base_url(url) }
                }

                /// Sends credentials over plain `http://` too, where everybody on the way can read them. For tests on one machine.
                pub fn danger_send_credentials_over_plain_http(self, allow: bool) -> Self {
                    Self { rt: self.rt.danger_send_credentials_over_plain_http(allow) }
                }

                /// How long a call may take, its answer included. Default: 30 seconds.
                pub fn timeout(self, timeout: std::time::Duration) -> Self {
                    Self { rt: self.rt.timeout(timeout) }
                }

                /// The most bytes that an answer may have. Default: 64 MiB.
                pub fn max_body(self, bytes: usize) -> Self {
                    Self { rt: self.rt.max_body(bytes) }
                }

                /// A header that every request carries.
                pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                    Self { rt: self.rt.header(name, value.as_ref()) }
                }

                /// What happens when an answer is not what the document says.
                pub fn mode(self, mode: Mode) -> Self {
                    Self { rt: self.rt.mode(mode) }
                }

                /// Hears of everything in answers that is not what the document says.
                pub fn on_drift(self, report: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
                    Self { rt: self.rt.on_drift(report) }
                }

                /// Another way to send requests: for tests, or over another HTTP library.
                pub fn transport(self, transport: impl rt::Transport) -> Self {
                    Self { rt: self.rt.transport(transport) }
                }

                /// The client.
                ///
                /// # Errors
                ///
                /// A base URL that is missing or no URL, a variable that does not fit its place in it, a header that is none.
                pub fn build(self) -> Result<Client, Error> {
                    self.rt.build().map(|rt| Client { rt })
                }
            }
        },
    ]
}

fn auth(client: &Client) -> Vec<TokenStream> {
    if client.schemes.is_empty() {
        return Vec::new();
    }
    let constructors = client.schemes.iter().map(|scheme| {
        let Scheme { method, constant, args, docs, .. } = scheme;
        let (method, constant) = (method.ident(), constant.ident());
        let mut lines = docs::lines(docs);
        let described: Vec<String> = args
            .iter()
            .filter_map(|arg| {
                let text = docs::sentences(&arg.docs);
                (!text.is_empty()).then(|| format!("* `{}`: {text}", arg.name.as_str()))
            })
            .collect();
        lines = docs::join(vec![vec![placement(scheme)], described, lines]);
        let docs = docs::doc_lines(&lines);
        let parameters = args.iter().map(|arg| {
            let arg = arg.name.ident();
            quote!(#arg: impl Into<rt::SecretString>)
        });
        let values = args.iter().map(|arg| {
            let arg = arg.name.ident();
            quote!(#arg.into())
        });
        quote! {
            #docs
            pub fn #method(#(#parameters),*) -> Self {
                Self(rt::Credential::new(&#constant, [#(#values),*]))
            }
        }
    });
    vec![
        quote! {
            /// How a client authenticates; one of the ways that the documents give. Never shown.
            #[derive(Clone, Debug)]
            pub struct Auth(rt::Credential);
        },
        quote!(impl Auth { #(#constructors)* }),
    ]
}

/// Where the credentials go, in words.
fn placement(scheme: &Scheme) -> String {
    let places: Vec<String> = scheme
        .places
        .iter()
        .map(|place| match place {
            SchemePlace::Header { name, prefix } if prefix.is_empty() => format!("in the header {}", docs::code_span(name)),
            SchemePlace::Header { name, prefix } => format!("in the header {}, behind {}", docs::code_span(name), docs::code_span(prefix)),
            SchemePlace::Query(name) => format!("in the query as {}", docs::code_span(name)),
            SchemePlace::Cookie(name) => format!("in the cookie {}", docs::code_span(name)),
            SchemePlace::BasicPair => "as the user and the password of HTTP Basic authentication".to_owned(),
            SchemePlace::Md5Query(name) => format!("not at all: it signs the query as {}", docs::code_span(name)),
        })
        .collect();
    let what = if scheme.places.len() == 1 { "Sent" } else { "Sent, in this order," };
    let server = scheme.base.as_ref().map_or_else(String::new, |base| format!("; requests go to {}", docs::code_span(base)));
    format!("{what} {}{server}.", places.join(" and "))
}

/// What all operations have in common.
fn api(client: &Client) -> TokenStream {
    let name = client.name.as_str();
    let base = client.base.as_deref().unwrap_or_default();
    let schemes = client.schemes.iter().map(|scheme| {
        let constant = scheme.constant.ident();
        quote!(&#constant)
    });
    let headers = client.headers.iter().map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        quote!((#name, #value))
    });
    let outcome = match &client.outcome {
        None => quote!(None),
        Some(Outcome { tells: Tells::Success, member, is }) => quote!(Some(rt::Outcome::SucceedsWhen { member: #member, is: #is })),
        Some(Outcome { tells: Tells::Failure, member, is }) => quote!(Some(rt::Outcome::FailsWhen { member: #member, is: #is })),
    };
    let secrets = secrets(client);
    quote! {
        static API: rt::Api = rt::Api {
            name: #name,
            base: #base,
            schemes: &[#(#schemes),*],
            headers: &[#(#headers),*],
            outcome: #outcome,
            secrets: &[#(#secrets),*],
        };
    }
}

/// The names on the wire of everything secret, in their order.
fn secrets(client: &Client) -> BTreeSet<&str> {
    fn is_secret(ty: &RustType) -> bool {
        match ty {
            RustType::Secret => true,
            RustType::List(inner) | RustType::Map(inner) | RustType::Nullable(inner) => is_secret(inner),
            RustType::Bool
            | RustType::Integer
            | RustType::Number
            | RustType::Text
            | RustType::Timestamp
            | RustType::Any
            | RustType::Item(_)
            | RustType::Boxed(_) => false,
        }
    }
    let fields = client.types.iter().flat_map(|item| match item {
        Item::Struct(item) => item.fields.as_slice(),
        Item::Enum(_) | Item::Union(_) => &[],
    });
    let of_fields = fields.filter(|field| is_secret(&field.ty)).flat_map(|field| field.aliases.iter().chain([&field.wire]));
    let operations = client.groups.iter().flat_map(|group| &group.operations);
    let params = operations.flat_map(|operation| operation.required.iter().chain(&operation.optional));
    let of_params = params.filter(|param| is_secret(&param.ty)).map(|param| &param.wire);
    of_fields.chain(of_params).map(String::as_str).collect()
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let Scheme { method, constant, base, places, .. } = scheme;
    // The name of its constructor: what messages tell the caller to use.
    let id = method.as_str();
    let constant = constant.ident();
    let base = base.as_ref().map_or_else(|| quote!(None), |base| quote!(Some(#base)));
    let places = places.iter().map(|place| match place {
        SchemePlace::Header { name, prefix } => {
            let name = name.to_ascii_lowercase();
            quote!(rt::Place::Header { name: #name, prefix: #prefix })
        }
        SchemePlace::Query(name) => quote!(rt::Place::Query { name: #name }),
        SchemePlace::Cookie(name) => quote!(rt::Place::Cookie { name: #name }),
        SchemePlace::BasicPair => quote!(rt::Place::BasicPair),
        SchemePlace::Md5Query(name) => quote!(rt::Place::SignedQuery { name: #name, signature: rt::Signature::Md5OfQueryAndKey }),
    });
    quote! {
        static #constant: rt::Scheme = rt::Scheme { id: #id, base: #base, places: &[#(#places),*] };
    }
}
