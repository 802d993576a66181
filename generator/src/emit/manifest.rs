//! `Cargo.toml`, `README.md`, and the sidecar of places.

use super::{client, docs};
use crate::model::{Client, Doc, Operation, SchemePlace};
use askama::Template;

/// What a crate needs to know beside the model.
#[derive(Clone, Debug)]
pub struct CratePlan {
    /// What the header says the code was made from.
    pub origin: String,
    /// The crate's name.
    pub package: String,
    /// The path from the crate to the runtime.
    pub runtime_path: String,
    /// The documents that it was made from, by name, with the page where each was published if that is known.
    pub documents: Vec<(String, Option<String>)>,
    /// The facts that rest on little, the first of them: each by what it is about and in half a sentence; and whether there are more. How many would be
    /// another line with each change elsewhere.
    pub weakest: (Vec<(String, String)>, bool),
    /// Where each item stands.
    pub places: Vec<PlaceLine>,
}

/// Where an item stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceLine {
    /// Its Rust path.
    pub item: String,
    /// Its address.
    pub node: String,
    /// File, line and column; empty where no document names it.
    pub place: String,
}

#[derive(Template)]
#[template(path = "Cargo.toml.jinja", escape = "none")]
struct CargoToml<'a> {
    origin: String,
    package: &'a str,
    description: String,
    runtime_path: String,
    rust_version: &'static str,
    signs: bool,
}

#[derive(Template)]
#[template(path = "README.md.jinja", escape = "none")]
struct Readme<'a> {
    package: &'a str,
    title: String,
    words: Vec<String>,
    notes: Vec<String>,
    example: Vec<String>,
    ways: Vec<Vec<String>>,
    errors: Vec<String>,
    operations: Vec<(String, String, String)>,
    limits: Vec<String>,
    gaps: Vec<String>,
    weakest: Vec<String>,
    more_weak: bool,
    documents: Vec<(String, Option<String>)>,
}

/// What a method takes, by name.
fn arguments(operation: &Operation) -> String {
    let body = operation.body.iter().filter(|body| body.required).map(|body| body.arg.as_str());
    operation.required.iter().map(|param| param.arg.as_str()).chain(body).collect::<Vec<_>>().join(", ")
}

/// The first paragraph of a vendor's words; all of them stand on the crate's front page.
fn first_paragraph(text: &str) -> Vec<String> {
    docs::markdown(text, 2).into_iter().take_while(|line| !line.is_empty()).collect()
}

/// A text with one line break at its end.
fn ended(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A text as a TOML string.
fn toml_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in docs::one_line(text).chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn cargo_toml(client: &Client, plan: &CratePlan) -> String {
    let signs = client.schemes.iter().any(|scheme| scheme.places.iter().any(|place| matches!(place, SchemePlace::Md5Query(_))));
    let template = CargoToml {
        origin: docs::one_line(&plan.origin),
        package: &plan.package,
        description: toml_string(&format!("A client of {}", client::the_api(&client.title))),
        rust_version: env!("CARGO_PKG_RUST_VERSION"),
        runtime_path: toml_string(&plan.runtime_path),
        signs,
    };
    ended(template.render().expect("a template without filters that fail"))
}

/// The request line of an operation in a cell of a table, and the further server that it goes to.
fn request(operation: &Operation) -> String {
    let line = docs::code_span(&operation.request).replace('|', "\\|");
    match &operation.server {
        Some(server) => format!("{line} on {}", docs::code_span(&format!("Server::{}", server.as_str()))),
        None => line,
    }
}

pub(super) fn readme(client: &Client, plan: &CratePlan) -> String {
    let operations = client
        .groups
        .iter()
        .flat_map(|group| {
            let prefix = group.home.as_ref().map_or_else(String::new, |home| format!("{}().", home.module.as_str()));
            group.operations.iter().map(move |operation| {
                let words = operation.docs.vendor.as_deref().map(|text| docs::markdown(text, 1)).unwrap_or_default();
                let first = words.into_iter().find(|line| !line.is_empty()).unwrap_or_default().replace('|', "\\|");
                (docs::code_span(&format!("{prefix}{}({})", operation.method.as_str(), arguments(operation))), request(operation), first)
            })
        })
        .collect();
    let template = Readme {
        package: &plan.package,
        title: client::the_api(&client.title),
        words: client.docs.vendor.as_deref().map(first_paragraph).unwrap_or_default(),
        notes: docs::lines(&Doc { vendor: None, ..client.docs.clone() }),
        example: client::first_call(client),
        ways: [client::other_ways(client), client::further_servers(client)].concat(),
        errors: client::error_cases(client).unwrap_or_default(),
        operations,
        limits: client.limits.iter().map(|limit| docs::full_stop(&docs::plain(limit))).collect(),
        gaps: client
            .gaps
            .iter()
            .map(|gap| {
                let text = docs::full_stop(&docs::plain(&gap.text));
                gap.subject.as_ref().map_or_else(|| docs::capital(&text), |subject| format!("{}: {text}", docs::code_span(subject)))
            })
            .collect(),
        weakest: plan
            .weakest
            .0
            .iter()
            .map(|(subject, words)| format!("{}: {}", docs::code_span(subject), docs::full_stop(&docs::plain(words))))
            .collect(),
        more_weak: plan.weakest.1,
        documents: plan.documents.iter().map(|(file, page)| (docs::code_span(file), page.as_deref().map(docs::plain))).collect(),
    };
    ended(template.render().expect("a template without filters that fail"))
}

/// One line an item: its path, its address, its place.
pub(super) fn places(places: &[PlaceLine]) -> String {
    let mut sorted: Vec<&PlaceLine> = places.iter().collect();
    sorted.sort();
    let mut text = String::from("# Where each item stands: Rust path, address, place. Made by docwright; read by `docwright explain`.\n");
    for PlaceLine { item, node, place } in sorted {
        text.push_str(&format!("{}\t{}\t{}\n", docs::one_line(item), docs::one_line(node), docs::one_line(place)));
    }
    text
}
