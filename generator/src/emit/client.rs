//! The front page, the client, its builder, and authentication.

use super::format::{Source, printed};
use super::operations::is_argument;
use super::{chain, codes, docs, item, lints};
use crate::model::names::{ArgName, TypeName, VariantName};
use crate::model::{
    CaseHolds, Client, Doc, Group, Item, Outcome, Param, ParamPlace, RustType, Scheme, SchemePlace, Server, Tells, Variable, Variant,
    Webhook,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

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
    items.extend(servers(client));
    items.push(api(client));
    items.extend(client.schemes.iter().map(scheme));
    Source { docs: front_page(client), items: printed(items) }
}

/// The API by its title, which often calls itself one.
pub(super) fn the_api(title: &str) -> String {
    let title = docs::plain(title);
    // What stands behind it in brackets, such as a version, is no other word.
    let words = title.trim_end_matches(['.', '!', '?']);
    let words = words.strip_suffix(')').and_then(|words| words.rsplit_once(" (")).map_or(words, |(words, _)| words);
    let is_one = words.split(' ').next_back().is_some_and(|word| word.eq_ignore_ascii_case("api"));
    if is_one { format!("the {title}") } else { format!("the {title} API") }
}

/// Title, the vendor's words, a first call, what is open.
fn front_page(client: &Client) -> Vec<String> {
    let mut paragraphs = vec![vec![docs::full_stop(&format!("A client of {}", the_api(&client.title)))]];
    paragraphs.push(example(client));
    paragraphs.extend(other_ways(client));
    paragraphs.extend(further_servers(client));
    paragraphs.push(without_tables_of_enums(&docs::lines(&client.docs), client));
    if let Some(errors) = error_example(client) {
        paragraphs.push(vec!["# Errors".to_owned()]);
        paragraphs.push(errors);
    }
    let limits: Vec<String> = limits(client).into_iter().map(|limit| format!("* {limit}")).collect();
    if !limits.is_empty() {
        paragraphs.push(vec!["# Limits".to_owned()]);
        paragraphs.push(limits);
    }
    if !client.webhooks.is_empty() {
        paragraphs.push(vec!["# What the vendor sends".to_owned()]);
        paragraphs.push(client.webhooks.iter().map(webhook).collect());
    }
    if !client.gaps.is_empty() {
        paragraphs.push(vec!["# What the documents leave open".to_owned()]);
        paragraphs.push(
            client
                .gaps
                .iter()
                .filter(|gap| gap.subject.is_none())
                .map(|gap| format!("* {}", docs::capital(&docs::full_stop(&docs::plain(&gap.text)))))
                .collect(),
        );
        if client.gaps.iter().any(|gap| gap.subject.is_some()) {
            paragraphs.push(vec!["What is open about one operation, type or field is said there.".to_owned()]);
        }
    }
    docs::join(paragraphs)
}

/// The limits that the vendor's own words on the page do not name.
fn limits(client: &Client) -> Vec<String> {
    let words = client.docs.vendor.as_deref().unwrap_or_default();
    let names = |number: &str| words.split(|c: char| !c.is_alphanumeric()).any(|word| word == number);
    let is_named = |limit: &str| limit.split(' ').next().is_some_and(names);
    client.limits.iter().filter(|limit| !is_named(limit)).map(|limit| docs::full_stop(&docs::plain(limit))).collect()
}

/// What a webhook carries, and the call that reads it.
fn webhook(hook: &Webhook) -> String {
    let words = docs::sentences(&hook.docs);
    let words = if words.is_empty() { words } else { format!(" {}", docs::full_stop(&words)) };
    let (name, ty) = (docs::code_span(&hook.name), hook.ty.as_str());
    format!("* {name}: [`types::{ty}`], read with `decode::<types::{ty}>(body, Mode::Lenient)?.value`.{words}")
}

/// A page without the tables whose rows are the values of an enum: the enum has them, and corrected where they were wrong.
fn without_tables_of_enums(lines: &[String], client: &Client) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        let rows = rest.iter().take_while(|line| line.starts_with("| ")).count();
        match rest.get(2..rows).and_then(|rows| enum_of_rows(rows, client)) {
            Some(name) => {
                out.push(format!("See [`types::{}`].", name.as_str()));
                rest = &rest[rows..];
            }
            None => {
                let whole = rows.max(1);
                out.push(first.clone());
                out.extend_from_slice(&after[..whole - 1]);
                rest = &rest[whole..];
            }
        }
    }
    out
}

/// The enum whose values are the first cells of a table's rows.
fn enum_of_rows<'a>(rows: &[String], client: &'a Client) -> Option<&'a TypeName> {
    let cells: Vec<String> = rows
        .iter()
        .filter_map(|row| row.strip_prefix("| ")?.split(" |").next())
        .map(|cell| cell.chars().filter(|c| !matches!(c, '\\' | '`' | '*' | '"')).collect::<String>().trim().to_owned())
        .collect();
    if cells.len() < 2 {
        return None;
    }
    client.types.iter().find_map(|item| match item {
        Item::Enum(found) if cells.iter().all(|cell| found.values.iter().any(|value| value.wire == *cell)) => Some(&found.name),
        _ => None,
    })
}

/// The longest line of an example.
const WIDTH: usize = 96;

/// A call with its arguments, on one line where there is room.
fn call_lines(indent: &str, function: &str, args: &[String], end: &str) -> Vec<String> {
    let line = format!("{indent}{function}({}){end}", args.join(", "));
    if line.chars().count() <= WIDTH || args.is_empty() {
        return vec![line];
    }
    let args = args.iter().map(|arg| format!("{indent}    {arg},"));
    std::iter::once(format!("{indent}{function}(")).chain(args).chain([format!("{indent}){end}")]).collect()
}

/// The name of a variable of the environment for something that a caller gives.
fn environment(client: &Client, arg: &str) -> String {
    format!("{}_{}", client.name.as_str(), arg.trim_end_matches('_')).to_ascii_uppercase()
}

/// The code of a first call, without what stands around it.
pub(super) fn first_call(client: &Client) -> Vec<String> {
    let name = client.name.as_str();
    let mut lines: Vec<String> = client
        .variables
        .iter()
        .filter(|variable| variable.example.is_none())
        .map(|variable| format!("let {} = std::env::var(\"{}\")?;", variable.arg.ident(), environment(client, variable.arg.as_str())))
        .collect();
    let variables: Vec<String> = client
        .variables
        .iter()
        .map(|variable| {
            variable.example.as_ref().map_or_else(|| variable.arg.ident().to_string(), |example| format!("{:?}", docs::one_line(example)))
        })
        .collect();
    let builder = format!("let client = {name}::Client::builder({})", variables.join(", "));
    if client.base.is_some() && client.schemes.is_empty() {
        lines.push(format!("{builder}.build()?;"));
    } else {
        let host = example_host(client).map_or_else(String::new, |host| format!(" // {host}"));
        lines.push(format!("{builder}{host}"));
    }
    if client.base.is_none() {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    if let Some(scheme) = client.schemes.iter().find(|scheme| Some(&scheme.method) == client.sample_scheme.as_ref()) {
        let args: Vec<String> =
            scheme.args.iter().map(|arg| format!("std::env::var(\"{}\")?", environment(client, arg.name.as_str()))).collect();
        lines.extend(call_lines("    ", &format!(".auth({name}::Auth::{}", scheme.method.ident()), &args, ")"));
    }
    if client.base.is_none() || !client.schemes.is_empty() {
        lines.push("    .build()?;".to_owned());
    }
    lines.push(String::new());
    if client.groups.is_empty() {
        lines.push("// The documents name no operation: give the path of yours here.".to_owned());
    }
    lines.push(format!("let answer = {}.await?;", sample_call(client)));
    lines.push("println!(\"{answer:?}\");".to_owned());
    lines
}

/// The base URL up to its path, with the examples of its variables in it.
fn example_host(client: &Client) -> Option<String> {
    let base = client.base.as_deref()?;
    let (scheme, rest) = base.split_once("://")?;
    let mut host = format!("{scheme}://{}", rest.split('/').next().unwrap_or(rest));
    let before = host.clone();
    for variable in &client.variables {
        let hole = format!("{{{}}}", variable.wire);
        if let Some(example) = &variable.example {
            host = host.replace(&hole, example);
        }
    }
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:/".contains(c));
    (is_plain && host != before).then_some(host)
}

/// The call that the examples show.
fn sample_call(client: &Client) -> String {
    let call = client.sample_call.as_ref();
    let args = call.and_then(|call| call.args.iter().map(|param| sample_argument(param, client)).collect::<Option<Vec<String>>>());
    match (call, args) {
        (Some(call), Some(args)) => {
            let group = call.group.as_ref().map_or_else(String::new, |group| format!(".{}()", group.ident()));
            format!("client{group}.{}({})", call.method.ident(), args.join(", "))
        }
        _ => format!("client.request({}::Method::GET, \"/path\")", client.name.as_str()),
    }
}

/// The first call, as code that compiles.
fn example(client: &Client) -> Vec<String> {
    let mut lines = vec!["```no_run".to_owned(), "# async fn demo() -> Result<(), Box<dyn std::error::Error>> {".to_owned()];
    lines.extend(first_call(client));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// The ways to authenticate, where there are several: a sentence and a list.
pub(super) fn other_ways(client: &Client) -> Vec<Vec<String>> {
    if client.schemes.len() < 2 {
        return Vec::new();
    }
    let ways = client.schemes.iter().map(|scheme| {
        let args: Vec<&str> = scheme.args.iter().map(|arg| arg.name.as_str()).collect();
        let words: Vec<String> = scheme
            .args
            .iter()
            .filter_map(|arg| docs::lines(&Doc { source: None, ..arg.docs.clone() }).into_iter().next())
            .map(|words| words.trim_end_matches('.').to_owned())
            .collect();
        let call = docs::code_span(&format!("Auth::{}({})", scheme.method.as_str(), args.join(", ")));
        if words.is_empty() { format!("* {call}") } else { format!("* {call}: {}", docs::full_stop(&words.join("; "))) }
    });
    vec![vec!["The ways to authenticate:".to_owned()], ways.collect()]
}

/// The servers that some operations go to, where there are any: a sentence and a list.
pub(super) fn further_servers(client: &Client) -> Vec<Vec<String>> {
    if client.servers.is_empty() {
        return Vec::new();
    }
    let mut counts: BTreeMap<&VariantName, usize> = BTreeMap::new();
    for name in client.groups.iter().flat_map(|group| &group.operations).filter_map(|operation| operation.server.as_ref()) {
        *counts.entry(name).or_default() += 1;
    }
    let lines = client.servers.iter().map(|server| {
        let count = counts.get(&server.name).copied().unwrap_or_default();
        let many = if count == 1 { "1 operation".to_owned() } else { format!("{count} operations") };
        let name = docs::code_span(&format!("Server::{}", server.name.as_str()));
        format!("* {name}: {}, {many}", docs::code_span(&server.base))
    });
    let words = "Some operations go to a server of their own, which `server_url` of the builder replaces:";
    vec![vec![words.to_owned()], lines.collect()]
}

/// How a caller tells failures apart, where the API has codes for them.
pub(super) fn error_cases(client: &Client) -> Option<Vec<String>> {
    let codes = codes(client)?;
    // A code that tells of a failure: not the one of a success, as far as the documents tell them apart.
    let is_success = |value: &&Variant| {
        value.http_status.is_some_and(|status| (200..300).contains(&status))
            || client.outcome.as_ref().is_some_and(|outcome| outcome.tells == Tells::Success && outcome.is == value.wire)
    };
    let shown = codes.values.iter().find(|value| !is_success(value)).or(codes.values.first())?;
    let (ty, found) = (codes.name.ident(), shown.name.ident());
    Some(vec![
        format!("use {}::types::{ty};", client.name.as_str()),
        String::new(),
        format!("match {}.await {{", sample_call(client)),
        "    Ok(answer) => println!(\"{answer:?}\"),".to_owned(),
        format!("    Err(error) if error.code() == Some(&{ty}::{found}) => eprintln!(\"{{error}}\"),"),
        "    Err(error) if error.is_retryable() => eprintln!(\"later: {:?}\", error.retry_after()),".to_owned(),
        "    Err(error) => return Err(error.into()),".to_owned(),
        "}".to_owned(),
    ])
}

fn error_example(client: &Client) -> Option<Vec<String>> {
    let name = client.name.as_str();
    let begin = format!("# async fn demo(client: {name}::Client) -> Result<(), Box<dyn std::error::Error>> {{");
    let mut lines = vec!["```no_run".to_owned(), begin];
    lines.extend(error_cases(client)?);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    Some(lines)
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
        (_, RustType::File) => format!("{}::rt::Part::file(\"name\", \"content\")", client.name.ident()),
        (_, RustType::Timestamp) => "std::time::SystemTime::now()".to_owned(),
        (_, RustType::List(inner)) => match inner.as_ref() {
            RustType::Item(name) => format!("[{}]", sample_value(name, client)?),
            RustType::File => format!("[{}::rt::Part::file(\"name\", \"content\")]", client.name.ident()),
            _ => format!("[{text}]"),
        },
        (_, RustType::Text | RustType::Secret | RustType::Any | RustType::Map(_) | RustType::Boxed(_) | RustType::Nullable(_)) => text,
    })
}

/// The first value of an enumeration, a case of a union; a text for what is neither.
fn sample_value(name: &TypeName, client: &Client) -> Option<String> {
    match item(client, name) {
        Some(Item::Enum(found)) => {
            let value = found.values.first()?;
            Some(format!("{}::types::{}::{}", client.name.ident(), name.ident(), value.name.ident()))
        }
        Some(Item::Union(found)) if is_argument(name, client) => {
            let path = format!("{}::types::{}", client.name.ident(), name.ident());
            found.cases.iter().find_map(|case| {
                let holds = match &case.holds {
                    CaseHolds::Text(_) => "",
                    CaseHolds::Type(RustType::Integer) => "(4711)",
                    CaseHolds::Type(RustType::Number) => "(4711.into())",
                    CaseHolds::Type(RustType::Text | RustType::Secret) => "(\"4711\".into())",
                    CaseHolds::Type(RustType::Bool) => "(true)",
                    CaseHolds::Type(_) => return None,
                };
                Some(format!("{path}::{}{holds}", case.name.ident()))
            })
        }
        Some(Item::Struct(_) | Item::Union(_) | Item::Answers(_)) | None => Some("\"4711\"".to_owned()),
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
    if !client.samples.is_empty() {
        let module = client.samples_module.ident();
        items.push(quote!(
            #[cfg(test)]
            mod #module;
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
        None if client.describes_failures => {
            "Why a call failed. The documents describe the body of a failure for some calls: `body_as` reads it as the type that such a call answers on failure."
        }
        None => "Why a call failed. The documents do not describe the body of a failure.",
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
    let variable = ArgName::besides(client.variables.iter().map(|variable| &variable.arg), "builder");
    let defaults = client.settable.iter().filter_map(|variable| {
        let (wire, value) = (&variable.wire, variable.default.as_deref()?);
        Some(quote!(.variable(#wire, #value)))
    });
    let (statements, rt) = chain::calls(quote!(rt::Builder::new(&API)), &defaults.chain(variables).collect::<Vec<_>>(), &variable);
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
    let many = lints::arguments(client.variables.len());
    let builder_docs = docs::doc_lines(&docs::join(vec![vec!["Starts building a client.".to_owned()], described]));
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
                    "A request to a path of the API, with the same authentication and the same errors.".to_owned(),
                    String::new(),
                    "The document describes no operation, but the body of every answer.".to_owned(),
                ],
            )
        }
        None => (
            quote!(rt::Any),
            vec!["A request that the document does not describe, with the same authentication and the same errors.".to_owned()],
        ),
    };
    let request_docs = docs::doc_lines(&request_docs);
    let title = docs::doc_lines(&[docs::full_stop(&format!("A client of {}", the_api(&client.title)))]);
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
                #many
                pub fn builder(#(#args),*) -> Builder {
                    #(#statements)*
                    Builder { rt: #rt }
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
    let mut users: BTreeMap<&ArgName, Vec<&Server>> = BTreeMap::new();
    for (server, arg) in client.servers.iter().flat_map(|server| server.open.iter().map(move |arg| (server, arg))) {
        users.entry(arg).or_default().push(server);
    }
    let variables = client.settable.iter().map(|variable| {
        let (arg, set) = (variable.arg.ident(), set_variable(variable));
        let mut lines = docs::lines(&variable.docs);
        if let Some(users) = users.get(&variable.arg) {
            lines = docs::join(vec![vec![stands_in(&variable.wire, users)], lines]);
        }
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
    let server_url = (!client.servers.is_empty()).then(|| {
        quote! {
            /// Replaces the base URL of a server that some operations go to.
            pub fn server_url(self, server: Server, url: impl Into<String>) -> Self {
                Self { rt: self.rt.server_url(server, url) }
            }
        }
    });
    let base = match &client.base {
        Some(base) if !client.servers.is_empty() => {
            format!("Replaces the base URL {} of the operations that do not go to a [`Server`] of their own.", docs::code_span(base))
        }
        Some(base) => format!("Replaces the base URL {}.", docs::code_span(base)),
        None => "The base URL. No document states it, so it must be set.".to_owned(),
    };
    let base = docs::doc_lines(&[base]);
    vec![
        quote! {
            /// Configures a [`Client`].
            #[derive(Debug)]
            #[must_use = "call `.build()` to get a client"]
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

                #server_url

                /// Allows credentials over plain `http://`, where anyone on the way can read them. For tests on one machine.
                pub fn danger_send_credentials_over_plain_http(self, allow: bool) -> Self {
                    Self { rt: self.rt.danger_send_credentials_over_plain_http(allow) }
                }

                /// How long a call may take, including its answer. Default: 30 seconds.
                pub fn timeout(self, timeout: std::time::Duration) -> Self {
                    Self { rt: self.rt.timeout(timeout) }
                }

                /// The size in bytes above which an answer is an error. Default: 64 MiB.
                pub fn max_body(self, bytes: usize) -> Self {
                    Self { rt: self.rt.max_body(bytes) }
                }

                /// A header that every request carries.
                pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
                    Self { rt: self.rt.header(name, value.as_ref()) }
                }

                /// Whether an answer that does not fit the document is read as far as possible or is an error. Default: [`Mode::Lenient`].
                pub fn mode(self, mode: Mode) -> Self {
                    Self { rt: self.rt.mode(mode) }
                }

                /// Called for everything in an answer that the document does not describe.
                pub fn on_drift(self, report: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
                    Self { rt: self.rt.on_drift(report) }
                }

                /// Replaces the transport: for tests, or for another HTTP library.
                pub fn transport(self, transport: impl rt::Transport) -> Self {
                    Self { rt: self.rt.transport(transport) }
                }

                /// Builds the client.
                ///
                /// # Errors
                ///
                /// Fails if the base URL is missing or invalid, a variable does not fit its place in it, or a header is malformed.
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
        // What an argument says of itself is not said again.
        let is_an_argument = docs.vendor.is_some() && args.iter().any(|arg| arg.docs.vendor == docs.vendor);
        let docs = if is_an_argument { &Doc { vendor: None, ..docs.clone() } } else { docs };
        let described: Vec<String> = args
            .iter()
            .filter_map(|arg| {
                let text = docs::sentences(&arg.docs);
                (!text.is_empty()).then(|| format!("* `{}`: {text}", arg.name.as_str()))
            })
            .collect();
        let lines = docs::join(vec![vec![placement(scheme)], described, docs::lines(docs)]);
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
            /// Credentials, one constructor for each way the documents give. `Debug` redacts them.
            #[derive(Clone, Debug)]
            pub struct Auth(rt::Credential);
        },
        quote!(impl Auth { #(#constructors)* }),
    ]
}

/// Which base URLs need the value of a variable.
fn stands_in(wire: &str, users: &[&Server]) -> String {
    const SHOWN: usize = 3;
    let shown = users.iter().take(SHOWN).map(|server| format!("[`Server::{}`]", server.name.as_str())).collect::<Vec<_>>();
    let more = users.len().saturating_sub(SHOWN);
    let whose = if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(" and ") };
    let hole = docs::code_span(&format!("{{{wire}}}"));
    format!("Stands as {hole} in the base URL of {whose}, whose operations cannot be called without it.")
}

/// The further servers, each with its address.
fn servers(client: &Client) -> Vec<TokenStream> {
    if client.servers.is_empty() {
        return Vec::new();
    }
    let variants = client.servers.iter().map(|server| {
        let name = server.name.ident();
        let lines = docs::join(vec![vec![docs::code_span(&server.base)], docs::lines(&server.docs)]);
        let docs = docs::doc_lines(&lines);
        quote!(#docs #name)
    });
    let arms = client.servers.iter().map(|server| {
        let (variant, name, base) = (server.name.ident(), server.name.as_str(), &server.base);
        quote!(Server::#variant => &rt::Server { name: #name, base: #base })
    });
    vec![
        quote! {
            /// A server that some operations go to. All others go to the base URL.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Server { #(#variants),* }
        },
        quote! {
            impl From<Server> for &'static rt::Server {
                fn from(server: Server) -> Self {
                    match server { #(#arms),* }
                }
            }
        },
    ]
}

/// Where the credentials go, in words.
fn placement(scheme: &Scheme) -> String {
    let places: Vec<String> = scheme
        .places
        .iter()
        .map(|place| match place {
            SchemePlace::Header { name, prefix } if prefix.is_empty() => format!("in the header {}", docs::code_span(name)),
            SchemePlace::Header { name, prefix } => format!("in the header {}, after {}", docs::code_span(name), docs::code_span(prefix)),
            SchemePlace::Query(name) => format!("in the query as {}", docs::code_span(name)),
            SchemePlace::Cookie(name) => format!("in the cookie {}", docs::code_span(name)),
            SchemePlace::BasicPair => "as the user and the password of HTTP Basic authentication".to_owned(),
            SchemePlace::Md5Query(name) => format!("as the MD5 of the query and the key, in the query as {}", docs::code_span(name)),
        })
        .collect();
    let sent = match scheme.places.as_slice() {
        [SchemePlace::Md5Query(name)] => {
            format!("Never sent: the MD5 of the query and this key is sent as {}.", docs::code_span(name))
        }
        [_] => format!("Sent {}.", places.join(" and ")),
        _ => format!("Sent, in this order, {}.", places.join(" and ")),
    };
    let server = scheme.base.as_ref().map_or_else(String::new, |base| format!(" Requests go to {}.", docs::code_span(base)));
    format!("{sent}{server}")
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
    let errors = client.errors.iter().map(|(status, text)| {
        let (status, text) = (Literal::u16_unsuffixed(*status), docs::one_line(text));
        quote!((#status, #text))
    });
    quote! {
        static API: rt::Api = rt::Api {
            name: #name,
            base: #base,
            schemes: &[#(#schemes),*],
            headers: &[#(#headers),*],
            outcome: #outcome,
            errors: &[#(#errors),*],
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
            | RustType::File
            | RustType::Any
            | RustType::Item(_)
            | RustType::Boxed(_) => false,
        }
    }
    let fields = client.types.iter().flat_map(|item| match item {
        Item::Struct(item) => item.fields.as_slice(),
        Item::Enum(_) | Item::Union(_) | Item::Answers(_) => &[],
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
