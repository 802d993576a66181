//! The house's own rules: a module uses only what stands below it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::UseTree;
use syn::visit::Visit;

/// Which rooms of the generator each room may use. A room not listed here is a failure.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("diagnostic", &["text"]),
    ("document", &["diagnostic", "text"]),
    ("ir", &["text"]),
    ("infer", &["document", "ir", "text"]),
    ("postman", &["diagnostic", "document", "infer", "ir", "text"]),
    ("spec", &["diagnostic", "document", "infer", "ir", "text"]),
    ("passes", &["diagnostic", "infer", "ir", "text"]),
    ("diff", &["ir", "text"]),
    ("model", &["diagnostic", "ir", "passes", "text"]),
    ("review", &["diff", "ir", "model", "text"]),
    ("output", &["diagnostic", "text"]),
    ("emit", &["model", "output"]),
    ("config", &["diagnostic", "document", "model", "output", "text"]),
    (
        "pipeline",
        &[
            "config",
            "diagnostic",
            "diff",
            "document",
            "emit",
            "infer",
            "ir",
            "model",
            "output",
            "passes",
            "postman",
            "review",
            "spec",
            "text",
        ],
    ),
    ("build_script", &["config", "diagnostic", "output", "pipeline", "text"]),
    (
        "cli",
        &[
            "build_script",
            "config",
            "diagnostic",
            "diff",
            "document",
            "emit",
            "ir",
            "model",
            "output",
            "passes",
            "pipeline",
            "review",
            "spec",
            "text",
        ],
    ),
];

/// Calls that only one room may make, with the reason that a failure shows.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    ("fs::write", &["output"], "only `output` writes"),
    ("fs::rename", &["output"], "only `output` writes"),
    ("fs::remove_file", &["output"], "only `output` deletes"),
    ("fs::read", &["output", "pipeline"], "only the faces read"),
    ("fs::read_to_string", &["output", "pipeline"], "only the faces read"),
    ("Ident::new", &["model"], "only `model::names` makes identifiers"),
    ("Ident::new_raw", &["model"], "only `model::names` makes identifiers"),
    ("Command::new", &[], "the generator starts no processes"),
    ("SystemTime::now", &[], "the generator has no clock"),
    ("Instant::now", &[], "the generator has no clock"),
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

/// What a file says about other rooms, and which fenced calls it makes; without its tests.
#[derive(Default)]
struct Seen {
    uses: Vec<(String, usize)>,
    calls: Vec<(String, usize)>,
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
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            let line = path.ident.span().start().line;
            rooms_of(&path.tree, line, &mut self.uses);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        if names.len() > 1 && names[0] == "crate" {
            self.uses.push((names[1].clone(), line));
        }
        if names.len() > 1 {
            self.calls.push((names[names.len() - 2..].join("::"), line));
        }
        syn::visit::visit_path(self, path);
    }
}

fn rooms_of(tree: &UseTree, line: usize, found: &mut Vec<(String, usize)>) {
    match tree {
        UseTree::Path(path) => found.push((path.ident.to_string(), line)),
        UseTree::Name(name) => found.push((name.ident.to_string(), line)),
        UseTree::Rename(rename) => found.push((rename.ident.to_string(), line)),
        UseTree::Glob(_) => found.push(("*".to_owned(), line)),
        UseTree::Group(group) => group.items.iter().for_each(|tree| rooms_of(tree, line, found)),
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
            let mut seen = Seen::default();
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
        for (used, line) in seen.uses {
            checked += 1;
            if used != room && !allowed.contains(&used.as_str()) {
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
        for (call, line) in seen.calls {
            if let Some((_, rooms, reason)) = ONLY_IN.iter().find(|(name, _, _)| *name == call)
                && !rooms.contains(&room.as_str())
            {
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
