//! The house's own rules: a module uses only what stands below it.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::UseTree;
use syn::visit::Visit;

/// Which rooms of the generator each room may use. A room not listed here is a failure.
const MAY_USE: &[(&str, &[&str])] = &[
    ("parallel", &[]),
    ("text", &[]),
    ("secret", &[]),
    ("diagnostic", &["secret", "text"]),
    ("document", &["diagnostic", "text"]),
    ("ir", &["text"]),
    ("confidence", &["diagnostic", "ir", "text"]),
    ("infer", &["document", "ir", "text"]),
    ("postman", &["diagnostic", "document", "infer", "ir", "parallel", "secret", "text"]),
    ("spec", &["diagnostic", "document", "infer", "ir", "text"]),
    ("passes", &["diagnostic", "infer", "ir", "text"]),
    ("diff", &["ir", "text"]),
    ("model", &["diagnostic", "infer", "ir", "passes", "secret", "text"]),
    ("drift", &["diagnostic", "document", "ir", "model", "secret", "text"]),
    ("review", &["diff", "ir", "model", "text"]),
    ("output", &["diagnostic", "text"]),
    ("emit", &["model", "output", "parallel", "text"]),
    ("config", &["confidence", "diagnostic", "document", "model", "output", "text"]),
    (
        "pipeline",
        &[
            "confidence",
            "config",
            "diagnostic",
            "diff",
            "document",
            "emit",
            "infer",
            "ir",
            "model",
            "output",
            "parallel",
            "passes",
            "postman",
            "review",
            "secret",
            "spec",
            "text",
        ],
    ),
    ("build_script", &["config", "diagnostic", "output", "pipeline", "text"]),
    (
        "cli",
        &[
            "build_script",
            "confidence",
            "config",
            "diagnostic",
            "diff",
            "document",
            "drift",
            "emit",
            "ir",
            "model",
            "output",
            "parallel",
            "passes",
            "pipeline",
            "postman",
            "review",
            "secret",
            "spec",
            "text",
        ],
    ),
];

/// Paths that only some rooms may name, whole or as a beginning, with the reason that a failure shows.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("std::fs", &["cli", "output", "pipeline"], "only the faces look at a disk"),
    ("std::fs::File", &["pipeline"], "only `output` writes, and only `pipeline` reads"),
    ("std::fs::OpenOptions", &["output"], "only `output` writes"),
    ("std::fs::copy", &["output"], "only `output` writes"),
    ("std::fs::create_dir", &["output"], "only `output` writes"),
    ("std::fs::create_dir_all", &["output"], "only `output` writes"),
    ("std::fs::hard_link", &[], "only `output` writes"),
    ("std::fs::read", &["output", "pipeline"], "only the faces read"),
    ("std::fs::read_to_string", &["output", "pipeline"], "only the faces read"),
    ("std::fs::remove_dir", &["output"], "only `output` deletes"),
    ("std::fs::remove_dir_all", &["output"], "only `output` deletes"),
    ("std::fs::remove_file", &["output"], "only `output` deletes"),
    ("std::fs::rename", &["output"], "only `output` writes"),
    ("std::fs::set_permissions", &["output"], "only `output` writes"),
    ("std::fs::write", &["output"], "only `output` writes"),
    ("std::net", &[], "the generator has no network"),
    ("std::process::Command", &[], "the generator starts no processes"),
    ("std::time::Instant", &["cli"], "only the command has a clock, and shows it to people only"),
    ("rayon", &["cli"], "only the command works on several inputs at once"),
    ("indicatif", &["cli"], "only the command talks to a terminal"),
    ("ureq", &["cli"], "only `import` fetches"),
    ("rustls", &["cli"], "only `import` fetches"),
    ("std::time::SystemTime", &[], "the generator has no clock"),
    ("quote::format_ident", &[], "only `model::names` makes identifiers"),
];

/// Calls of what a room may name otherwise; the last two steps of a path.
const CALLS_ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("File::create", &["output"], "only `output` writes"),
    ("File::create_new", &["output"], "only `output` writes"),
    ("Ident::new", &["model"], "only `model::names` makes identifiers"),
    ("Ident::new_raw", &["model"], "only `model::names` makes identifiers"),
];

fn generator() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("generator/src")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of the generator").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The room that a file stands in: its first folder, or its own name.
fn room(file: &Path) -> String {
    let below = file.strip_prefix(generator()).expect("below the generator");
    let first = below.components().next().expect("a step").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Which paths a file names, in full; without its tests.
struct Seen {
    /// The module that is looked at: `["emit", "docs"]`.
    module: Vec<String>,
    /// What was imported, by the name it has here.
    imports: BTreeMap<String, Vec<String>>,
    /// Paths that begin in a crate, with their lines: `["crate", "ir", "Api"]`, `["std", "fs"]`.
    paths: Vec<(Vec<String>, usize)>,
    /// The last two steps of every path in an expression, with their lines.
    calls: Vec<(String, usize)>,
}

impl Seen {
    fn new(file: &Path) -> Self {
        let below = file.strip_prefix(generator()).expect("below the generator").with_extension("");
        let mut module: Vec<String> = below.components().map(|step| step.as_os_str().to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
            module.pop();
        }
        Self { module, imports: BTreeMap::new(), paths: Vec::new(), calls: Vec::new() }
    }

    /// Notes a path, whoever it is relative to. A step that was imported before stands for what was imported: `fs::write`, `std::fs::write`.
    fn note(&mut self, steps: &[String], line: usize) {
        if let Some((first, rest)) = steps.split_first()
            && let Some(whole) = self.imports.get(first)
        {
            self.paths.push(([whole.as_slice(), rest].concat(), line));
        }
        let mut at: Vec<String> = [vec!["crate".to_owned()], self.module.clone()].concat();
        let mut rest = steps;
        match steps.first().map(String::as_str) {
            Some("self" | "super") => {
                while let Some((first, others)) = rest.split_first().filter(|(first, _)| ["self", "super"].contains(&first.as_str())) {
                    if first == "super" {
                        at.pop();
                    }
                    rest = others;
                }
                at.extend(rest.iter().cloned());
            }
            _ => at = steps.to_vec(),
        }
        self.paths.push((at, line));
    }

    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            UseTree::Name(name) => {
                self.imports.insert(name.ident.to_string(), with(&name.ident));
                self.note(&with(&name.ident), name.ident.span().start().line);
            }
            UseTree::Rename(rename) => {
                self.imports.insert(rename.rename.to_string(), with(&rename.ident));
                self.note(&with(&rename.ident), rename.ident.span().start().line);
            }
            UseTree::Glob(glob) => {
                let line = glob.star_token.spans.first().map_or(0, |span| span.start().line);
                // Everything of a module of the standard library is too much for any fence.
                let all =
                    if before.first().is_some_and(|first| first == "std") { [before, &["*".to_owned()]].concat() } else { before.to_vec() };
                self.note(&all, line);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before)),
        }
    }

    /// The rooms that are used.
    fn rooms(&self) -> impl Iterator<Item = (&str, usize)> {
        self.paths.iter().filter(|(path, _)| path.len() > 1 && path[0] == "crate").map(|(path, line)| (path[1].as_str(), *line))
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg") && quote::quote!(#attribute).to_string().replace(' ', "").contains("cfg(test)"))
    })
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            self.module.push(item.ident.to_string());
            syn::visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            self.tree(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        if names.len() > 1 {
            self.note(&names, line);
            self.calls.push((names[names.len() - 2..].join("::"), line));
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        // What stands in a macro is read as paths too, as far as it can be: `vec![fs::read(x)]`.
        if found.path.segments.last().is_some_and(|last| last.ident == "format_ident") {
            self.paths.push((vec!["quote".to_owned(), "format_ident".to_owned()], found.path.segments[0].ident.span().start().line));
        }
        tokens(found.tokens.clone(), self);
        syn::visit::visit_macro(self, found);
    }
}

/// Every `a::b::c` in a stream of tokens.
fn tokens(stream: TokenStream, seen: &mut Seen) {
    let all: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < all.len() {
        match &all[at] {
            TokenTree::Group(group) => tokens(group.stream(), seen),
            TokenTree::Ident(first) => {
                let line = first.span().start().line;
                let mut names = vec![first.to_string()];
                while let [TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(name), ..] = &all[at + 1..]
                    && one.as_char() == ':'
                    && two.as_char() == ':'
                {
                    names.push(name.to_string());
                    at += 3;
                }
                if names.len() > 1 {
                    seen.note(&names, line);
                    seen.calls.push((names[names.len() - 2..].join("::"), line));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
}

fn look() -> BTreeMap<PathBuf, Seen> {
    let mut files = Vec::new();
    rust_files(&generator(), &mut files);
    files
        .into_iter()
        .filter(|file| {
            !file.file_name().is_some_and(|name| name.to_string_lossy().ends_with("tests.rs"))
                && !file.components().any(|step| step.as_os_str() == "tests")
        })
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a file of the generator");
            let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut seen = Seen::new(&file);
            seen.visit_file(&parsed);
            (file, seen)
        })
        .collect()
}

#[test]
fn a_module_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (file, seen) in look() {
        let room = room(&file);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: the room `{room}` is not on the plan", file.display()));
            continue;
        };
        for (used, line) in seen.rooms() {
            checked += 1;
            if used != room && !allowed.contains(&used) {
                wrong.push(format!("{}:{line}: `{room}` uses `{used}`", file.display()));
            }
        }
    }
    assert!(checked > 100, "only {checked} uses were seen: the test looks at the wrong place");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fenced_calls_stay_behind_their_fences() {
    let mut wrong = Vec::new();
    for (file, seen) in look() {
        let room = room(&file);
        for (path, line) in &seen.paths {
            let path = path.join("::");
            let below = |name: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
            if path.starts_with("std::") && path.ends_with("::*") && path != "std::prelude::v1::*" {
                wrong.push(format!("{}:{line}: `{path}`: name what is used", file.display()));
            }
            for (_, _, reason) in ONLY_IN.iter().filter(|(name, rooms, _)| below(name) && !rooms.contains(&room.as_str())) {
                wrong.push(format!("{}:{line}: `{path}` in `{room}`: {reason}", file.display()));
            }
        }
        for (call, line) in &seen.calls {
            for (_, _, reason) in CALLS_ONLY_IN.iter().filter(|(name, rooms, _)| name == call && !rooms.contains(&room.as_str())) {
                wrong.push(format!("{}:{line}: `{call}` in `{room}`: {reason}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nobody_walks_a_map_without_order() {
    let mut wrong = Vec::new();
    let mut files = Vec::new();
    rust_files(&generator(), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of the generator");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("HashMap") || code.contains("HashSet") {
                wrong.push(format!("{}:{}: {}", file.display(), at + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "hash maps have no order, and output must have one:\n{}", wrong.join("\n"));
}

#[test]
fn the_runtime_knows_nothing_of_the_generator() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/Cargo.toml")).expect("the runtime's manifest");
    assert!(!manifest.lines().any(|line| line.trim_start().starts_with("docwright ") || line.trim_start().starts_with("docwright=")));
}

#[test]
fn paths_are_seen_however_they_are_written() {
    let text = "use super::ir::Api as Hole; use std::{fs as disk, io}; use crate::{spec::{self}, model};
        mod inner { use super::super::super::passes; fn f() { self::super::help(); } }
        fn f() { disk::write(a, b); vec![std::fs::copy(a, b)]; let x: crate::diff::Change; format_ident!(\"x\"); Ident::new(a, b); }
        #[cfg(test)] mod tests { use crate::postman; }";
    let mut seen = Seen::new(&generator().join("emit/docs.rs"));
    seen.module = vec!["emit".to_owned(), "docs".to_owned()];
    seen.visit_file(&syn::parse_file(text).expect("Rust"));
    let paths: Vec<String> = seen.paths.iter().map(|(path, _)| path.join("::")).collect();
    for expected in [
        "crate::emit::ir::Api",
        "std::fs",
        "std::io",
        "crate::spec::self",
        "crate::model",
        "crate::passes",
        "crate::emit::docs::help",
        "std::fs::write",
        "std::fs::copy",
        "crate::diff::Change",
        "quote::format_ident",
    ] {
        assert!(paths.iter().any(|path| path == expected), "{expected} is not among {paths:#?}");
    }
    assert!(!paths.iter().any(|path| path.contains("postman")), "tests may use what they like: {paths:#?}");
    assert!(seen.calls.iter().any(|(call, _)| call == "Ident::new"));
    // From the room itself, one step up is the crate.
    let mut seen = Seen::new(&generator().join("emit/mod.rs"));
    seen.visit_file(&syn::parse_file("use super::ir::Api as Hole;").expect("Rust"));
    assert_eq!(seen.rooms().collect::<Vec<_>>(), [("ir", 1)]);
}
