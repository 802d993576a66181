//! From the model to the text of files. Nothing is left to decide here.
//!
//! * `types.rs`: the types, as a reader wants them
//! * `wire.rs`: how they go over the wire
//! * `operations.rs`: the methods of a group
//! * `client.rs`: front page, client, builder, authentication
//! * `chain.rs`: methods that are called one after the other
//! * `samples.rs`: the samples that documents show, as tests
//! * `docs.rs`: the one way for a vendor's words into a doc comment
//! * `lints.rs`: what clippy would say of a vendor's names and shapes
//! * `format.rs`: tokens to text
//! * `manifest.rs`: `Cargo.toml`, `README.md`, the sidecar of places
//!
//! Deliberately not here: the IR, diagnostics, anything that reads or writes.

mod chain;
mod client;
mod docs;
mod format;
mod lints;
mod manifest;
mod operations;
mod samples;
mod types;
mod wire;

pub use manifest::{CratePlan, PlaceLine};

use crate::model::{Client, Group, Item, RustType};
use crate::parallel;
use format::Source;

/// A file of a client: its path below the crate, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, with `/` between folders. Made of settled names only.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A client as a crate of its own.
pub fn crate_files(client: &Client, plan: &CratePlan) -> Vec<File> {
    let beside = [CratePart::Manifest, CratePart::Readme, CratePart::Places];
    let all: Vec<CratePart<'_>> = beside.into_iter().chain(parts(client).into_iter().map(CratePart::Module)).collect();
    let mut files = parallel::each(&all, parallel::Piece::One, |part| {
        let (path, text) = match part {
            CratePart::Manifest => ("Cargo.toml".to_owned(), manifest::cargo_toml(client, plan)),
            CratePart::Readme => ("README.md".to_owned(), manifest::readme(client, plan)),
            CratePart::Places => (".docwright-places".to_owned(), manifest::places(&plan.places)),
            CratePart::Module(part) => {
                let module = part.module(client);
                let path = match module.name {
                    ModuleFile::Root => "src/lib.rs".to_owned(),
                    ModuleFile::Named(name) => format!("src/{name}.rs"),
                };
                (path, format::file(&plan.origin, module.source))
            }
        };
        vec![File { path, text }]
    });
    files.extend(samples::files(client));
    files
}

/// What becomes a file of a crate.
enum CratePart<'a> {
    Manifest,
    Readme,
    Places,
    Module(Part<'a>),
}

/// A client as one text with one public module, to be included.
pub fn module_text(client: &Client, origin: &str) -> String {
    let mut inner = Vec::new();
    let mut root = None;
    for module in parts(client).iter().map(|part| part.module(client)) {
        match module.name {
            ModuleFile::Root => {
                let mut source = module.source;
                // Under which path the module will stand nobody knows here, so that its example must not be compiled as a doctest.
                for line in source.docs.iter_mut().filter(|line| *line == "```no_run") {
                    "```ignore".clone_into(line);
                }
                root = Some(source);
            }
            ModuleFile::Named(name) => inner.push((name, module.source)),
        }
    }
    format::nested(origin, client.name.as_str(), root.unwrap_or_default(), inner)
}

/// A module of a client.
struct Module {
    name: ModuleFile,
    source: Source,
}

/// Which module it is.
enum ModuleFile {
    /// The crate's root.
    Root,
    /// A module with this name.
    Named(String),
}

/// What becomes a module.
#[derive(Clone)]
enum Part<'a> {
    Root,
    Group(&'a Group),
    Types,
    Wire,
    Samples,
}

impl Part<'_> {
    fn module(&self, client: &Client) -> Module {
        let named = |name: &str, source| Module { name: ModuleFile::Named(name.to_owned()), source };
        match self {
            Self::Root => Module { name: ModuleFile::Root, source: client::root(client) },
            Self::Group(group) => {
                let name = group.home.as_ref().map_or("operations", |home| home.module.as_str());
                named(name, operations::group(group, client))
            }
            Self::Types => named("types", types::types(client)),
            Self::Wire => named("wire", wire::wire(client)),
            Self::Samples => named(client.samples_module.as_str(), samples::samples(client)),
        }
    }
}

/// The modules of a client, in order.
fn parts(client: &Client) -> Vec<Part<'_>> {
    let types: &[Part<'_>] = if client.types.is_empty() { &[] } else { &[Part::Types, Part::Wire] };
    let samples = (!client.samples.is_empty()).then_some(Part::Samples);
    std::iter::once(Part::Root).chain(client.groups.iter().map(Part::Group)).chain(types.iter().cloned()).chain(samples).collect()
}

/// Whether a type names one of the client's own.
fn names_types(ty: &RustType) -> bool {
    match ty {
        RustType::Item(_) | RustType::Boxed(_) => true,
        RustType::List(inner) | RustType::Map(inner) | RustType::Nullable(inner) => names_types(inner),
        RustType::Bool
        | RustType::Integer
        | RustType::Number
        | RustType::Text
        | RustType::Secret
        | RustType::Timestamp
        | RustType::File
        | RustType::Any => false,
    }
}

/// Whether any operation names a type of the client.
fn operations_name_types(client: &Client) -> bool {
    use crate::model::AnswerType;
    client.groups.iter().flat_map(|group| &group.operations).any(|operation| {
        matches!(&operation.answer, AnswerType::ByStatus(_))
            || matches!(&operation.answer, AnswerType::Type(ty) if names_types(ty))
            || operation.fixed_body.is_some()
            || operation.body.as_ref().is_some_and(|body| names_types(&body.ty))
            || operation.required.iter().chain(&operation.optional).any(|param| operations::argument_item(&param.ty, client).is_some())
    })
}

/// The enum of the codes that a failure has; of several the first.
fn codes(client: &Client) -> Option<&crate::model::EnumItem> {
    match client.error.as_ref()?.codes.first()?.ty.bare() {
        RustType::Item(name) => match item(client, name)? {
            Item::Enum(found) => Some(found),
            Item::Struct(_) | Item::Union(_) | Item::Answers(_) => None,
        },
        _ => None,
    }
}

/// The item behind a name.
fn item<'a>(client: &'a Client, name: &crate::model::names::TypeName) -> Option<&'a Item> {
    client.types.named(name)
}
