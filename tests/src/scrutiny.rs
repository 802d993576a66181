//! A look at generated files for anything that the emitter did not write.
//!
//! A vendor's words may stand in literals and in documentation, and nowhere else. So each file is parsed, and every attribute, macro, module,
//! import and fence in it must be one of those that the emitter makes.

use std::collections::{BTreeMap, BTreeSet};

use docwright::output::FileTree;
use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use syn::visit::Visit;

/// Attributes that the emitter writes, beside documentation.
const ATTRIBUTES: &[&str] = &[
    "allow (clippy :: all , clippy :: nursery , clippy :: pedantic , clippy :: restriction)",
    "allow (clippy :: disallowed_names)",
    "allow (clippy :: large_enum_variant)",
    "allow (clippy :: should_implement_trait)",
    "allow (clippy :: too_many_arguments)",
    "allow (dead_code , missing_docs , unreachable_pub , unused_qualifications)",
    "allow (deprecated)",
    "cfg (test)",
    "cfg_attr (rustfmt , rustfmt_skip)",
    "derive (Clone , Copy , Debug , PartialEq , Eq , Hash)",
    "derive (Clone , Copy , Debug)",
    "derive (Clone , Debug , Default , PartialEq)",
    "derive (Clone , Debug , PartialEq)",
    "derive (Clone , Debug , PartialEq , Eq , Hash)",
    "derive (Clone , Debug)",
    "derive (Debug)",
    "derive (Default)",
    "must_use",
    "must_use = \"call `.build()` to get a client\"",
    "must_use = \"nothing is sent before `.send()` or `.await`\"",
    "non_exhaustive",
    "rustfmt :: skip",
];

/// Macros that the emitter calls.
const MACROS: &[&str] = &["rt :: object", "rt :: one_of", "rt :: open_enum", "rt :: open_int_enum"];

/// Imports that the emitter writes, each name of a group for itself. What comes from the runtime is the runtime's, whatever its name.
const IMPORTS: &[&str] = &[
    "docwright_runtime as rt",
    "std :: collections :: BTreeMap",
    "super :: Call",
    "super :: Client",
    "super :: Error",
    "super :: Sending",
    "super :: SendingRaw",
    "super :: prelude :: *",
    "super :: rt",
    "super :: types :: *",
];

/// Everything in a crate's files that the emitter did not write, in words.
pub fn intruders(tree: &FileTree) -> Vec<String> {
    let mut found = Vec::new();
    let modules: BTreeSet<String> = tree
        .iter()
        .filter_map(|(path, _)| Some(path.as_str().strip_prefix("src/")?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name != "lib")
        .chain(["prelude".to_owned()])
        .collect();
    let mut samples: BTreeMap<String, &str> =
        tree.iter().filter_map(|(path, text)| Some((sample_file(path.as_str(), &modules)?.to_owned(), text))).collect();
    for (path, text) in tree.iter() {
        let mut say = |what: String| found.push(format!("{path}: {what}"));
        match path.as_str() {
            "Cargo.toml" => manifest(text, &mut say),
            "README.md" => markdown(text, Page::Readme, &mut say),
            ".docwright-places" => {}
            file if is_module_file(file) => code(text, &modules, &mut samples, &mut say),
            file if sample_file(file, &modules).is_some() => {
                if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
                    say(format!("not JSON: {error}"));
                }
            }
            _ => say("a file that the emitter does not make".to_owned()),
        }
        if let Some(c) = text.chars().find(|&c| is_hidden(c)) {
            say(format!("the hidden character {:?}", c.escape_unicode().to_string()));
        }
    }
    found.extend(samples.keys().map(|path| format!("src/{path}: a sample of no test")));
    found
}

/// Everything in a client's module that the emitter did not write, in words.
pub fn intruders_in_module(text: &str, tree: &FileTree) -> Vec<String> {
    let mut found = Vec::new();
    let mut modules: BTreeSet<String> =
        tree.iter().filter_map(|(path, _)| Some(path.as_str().strip_prefix("src/")?.strip_suffix(".rs")?.to_owned())).collect();
    modules.insert("prelude".to_owned());
    match syn::parse_file(text) {
        Ok(file) => match file.items.as_slice() {
            [syn::Item::Mod(outer)] => {
                modules.insert(name_of(&outer.ident));
                code(text, &modules, &mut BTreeMap::new(), &mut |what| found.push(what));
            }
            _ => found.push("more than one item".to_owned()),
        },
        Err(error) => found.push(format!("not Rust: {error}")),
    }
    found
}

/// Letters, digits and underscores in lower case, directly below `src/`.
fn is_module_file(path: &str) -> bool {
    let name = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs"));
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
}

/// The path of a sample from `src/`: a name as that of a module, in a folder that is called as a module.
fn sample_file<'p>(path: &'p str, modules: &BTreeSet<String>) -> Option<&'p str> {
    let path = path.strip_prefix("src/")?;
    let (folder, name) = path.strip_suffix(".json")?.split_once('/')?;
    (modules.contains(folder) && is_module_file(&format!("src/{name}.rs"))).then_some(path)
}

/// Characters that a reader does not see, or that turn what is seen around.
fn is_hidden(c: char) -> bool {
    // Unicode's format characters (Cf) but those that are drawn, its line separators, and letters without ink.
    let format = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}');
    let blank = matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}');
    format || blank || (c.is_control() && !matches!(c, '\n' | '\t'))
}

fn manifest(text: &str, say: &mut dyn FnMut(String)) {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return say(format!("not TOML: {error}")),
    };
    let keys = |name: &str| -> Vec<String> {
        table.get(name).and_then(toml::Value::as_table).map(|table| table.keys().cloned().collect()).unwrap_or_default()
    };
    for key in table.keys().filter(|key| !["dependencies", "features", "package"].contains(&key.as_str())) {
        say(format!("the table `{key}`"));
    }
    for key in keys("dependencies").iter().filter(|key| *key != "docwright-runtime") {
        say(format!("the dependency `{key}`"));
    }
    for key in keys("package")
        .iter()
        .filter(|key| !["description", "edition", "name", "publish", "rust-version", "version"].contains(&key.as_str()))
    {
        say(format!("the key `{key}` of the package"));
    }
}

/// Whose words a Markdown text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// The front page of a crate or a module: it has our examples.
    Front,
    /// Documentation of an item.
    Item,
    /// The `README.md`: it has our examples as well, and nobody compiles them.
    Readme,
}

/// What rustdoc or a browser would make of a text, other than words.
fn markdown(text: &str, page: Page, say: &mut dyn FnMut(String)) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut ours = 0;
    let mut in_link = 0_u32;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => say("an indented block of code, which rustdoc would run".to_owned()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => match (info.as_ref(), page) {
                ("text", _) => {}
                ("no_run" | "ignore", Page::Front) | ("toml" | "rust", Page::Readme) => ours += 1,
                (info, _) => say(format!("a fence `{info}`")),
            },
            Event::Html(html) | Event::InlineHtml(html) => say(format!("HTML: {html}")),
            Event::Start(Tag::Link { dest_url, .. }) => {
                in_link += 1;
                let to_page = ["https://", "http://", "mailto:"].iter().any(|scheme| dest_url.starts_with(scheme));
                // Ours lead to the client's own items.
                let to_item = ["super::Client::", "super::types::"].iter().any(|module| dest_url.starts_with(module));
                if !to_page && !to_item {
                    say(format!("a link to `{dest_url}`"));
                }
            }
            Event::End(TagEnd::Link) => in_link = in_link.saturating_sub(1),
            Event::Start(Tag::Image { dest_url, .. }) => say(format!("an image from `{dest_url}`")),
            Event::FootnoteReference(name) => say(format!("a footnote `{name}`")),
            _ => {}
        }
    }
    // A call and a failure; in a `README.md` also what goes into `Cargo.toml`.
    let most = if page == Page::Readme { 3 } else { 2 };
    if ours > most {
        say(format!("{ours} examples"));
    }
    if in_link > 0 {
        say("a link without an end".to_owned());
    }
}

fn code(text: &str, modules: &BTreeSet<String>, samples: &mut BTreeMap<String, &str>, say: &mut dyn FnMut(String)) {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => return say(format!("not Rust: {error}")),
    };
    // Comments are no tokens: only the header's two lines may be there.
    for line in text.lines().skip(2) {
        let line = line.trim_start();
        if (line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")) || line.starts_with("/*") {
            say(format!("a comment: {line}"));
        }
    }
    if !text.starts_with("// Code generated by docwright from ") {
        say("no header".to_owned());
    }
    let mut look = Look { modules, samples, say, depth: 0 };
    look.visit_file(&file);
    look.docs(&file.attrs, Page::Front);
}

/// Walks through a file.
struct Look<'a, 's> {
    modules: &'a BTreeSet<String>,
    /// The samples that no test has read yet.
    samples: &'a mut BTreeMap<String, &'s str>,
    say: &'a mut dyn FnMut(String),
    /// How many modules are open.
    depth: usize,
}

impl Look<'_, '_> {
    /// The documentation of one thing, as rustdoc puts it together.
    fn docs(&mut self, attributes: &[syn::Attribute], page: Page) {
        let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
        for line in lines.iter().filter(|line| line.contains(['\n', '\r'])) {
            (self.say)(format!("a line break in documentation: {line:?}"));
        }
        markdown(&lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"), page, self.say);
    }
}

/// The text of a line of documentation.
fn doc_line(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

fn name_of(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn tokens(thing: &impl quote::ToTokens) -> String {
    thing.to_token_stream().to_string()
}

/// Attributes of whatever has some.
macro_rules! documented {
    ($($visit:ident: $type:ident),+ $(,)?) => {
        $(fn $visit(&mut self, thing: &'ast syn::$type) {
            self.docs(&thing.attrs, Page::Item);
            syn::visit::$visit(self, thing);
        })+
    };
}

impl<'ast> Visit<'ast> for Look<'_, '_> {
    documented! {
        visit_field: Field,
        visit_impl_item_const: ImplItemConst,
        visit_impl_item_fn: ImplItemFn,
        visit_item_enum: ItemEnum,
        visit_item_struct: ItemStruct,
        visit_item_type: ItemType,
        visit_variant: Variant,
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let text = tokens(&attribute.meta);
        let is_deprecation = attribute.path().is_ident("deprecated")
            && match &attribute.meta {
                syn::Meta::Path(_) => true,
                syn::Meta::List(list) => is_one_note(list.tokens.clone()),
                syn::Meta::NameValue(_) => false,
            };
        if doc_line(attribute).is_none() && !is_deprecation && !ATTRIBUTES.contains(&text.as_str()) {
            (self.say)(format!("the attribute `{text}`"));
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let path = tokens(&call.path);
        // A name, and for objects maybe that of the field which keeps the rest: `rt::object!(A { extra })`.
        let is_known = match call.tokens.clone().into_iter().collect::<Vec<_>>().as_slice() {
            [TokenTree::Ident(_)] => true,
            [TokenTree::Ident(_), TokenTree::Group(field)] => {
                path == "rt :: object" && matches!(field.stream().into_iter().collect::<Vec<_>>().as_slice(), [TokenTree::Ident(_)])
            }
            _ => false,
        };
        if !MACROS.contains(&path.as_str()) || !is_known {
            (self.say)(format!("the macro `{path}`"));
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        if let syn::Item::Fn(function) = item
            && let Some(path) = sample_of_test(function)
            && self.samples.remove(&path).is_some()
        {
            return self.docs(&function.attrs, Page::Item);
        }
        let is_known = match item {
            // The texts of bodies stand in a module of their own, behind the operations.
            syn::Item::Mod(module) => self.modules.contains(&name_of(&module.ident)) || is_of_bodies(module),
            syn::Item::Use(import) => imports(&import.tree).iter().all(|name| is_known_import(name)),
            syn::Item::Macro(_) | syn::Item::Static(_) | syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Type(_) => true,
            syn::Item::Impl(item) => item.unsafety.is_none(),
            _ => false,
        };
        if !is_known {
            (self.say)(format!("the item `{}`", tokens(item)));
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.docs(&module.attrs, Page::Front);
        self.depth += 1;
        if self.depth > 2 && !is_of_bodies(module) {
            (self.say)(format!("the nested module `{}`", module.ident));
        }
        syn::visit::visit_item_mod(self, module);
        self.depth -= 1;
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        (self.say)(format!("`{}`", tokens(block)));
    }
}

/// The file that a test of a sample reads, where it does nothing else than to read it as a type, and to write it again.
fn sample_of_test(function: &syn::ItemFn) -> Option<String> {
    let attributes: Vec<String> = function.attrs.iter().filter(|attribute| doc_line(attribute).is_none()).map(tokens).collect();
    let [syn::Stmt::Local(local), syn::Stmt::Expr(syn::Expr::Call(call), Some(_))] = function.block.stmts.as_slice() else { return None };
    let included = match &local.init.as_ref()?.expr.as_ref() {
        syn::Expr::Macro(called) if called.mac.path.is_ident("include_str") => called.mac.parse_body::<syn::LitStr>().ok()?,
        _ => return None,
    };
    let syn::Expr::Path(called) = call.func.as_ref() else { return None };
    let mut called = called.path.clone();
    let generics = std::mem::replace(&mut called.segments.last_mut()?.arguments, syn::PathArguments::None);
    let is_one = attributes == ["# [test]"]
        && tokens(&function.sig) == format!("fn {} ()", function.sig.ident)
        && matches!(function.vis, syn::Visibility::Inherited)
        && tokens(&local.pat) == "sample"
        && matches!(generics, syn::PathArguments::AngleBracketed(_))
        && match tokens(&called).as_str() {
            "rt :: assert_round_trip" => call.args.len() == 1,
            "rt :: assert_round_trip_with_conflicts" => call.args.len() == 2 && call.args.get(1).is_some_and(is_list_of_texts),
            _ => false,
        }
        && call.args.first().is_some_and(|argument| tokens(argument) == "sample");
    is_one.then(|| included.value())
}

/// `&["…", "…"]`, with something in it.
fn is_list_of_texts(expression: &syn::Expr) -> bool {
    let syn::Expr::Reference(list) = expression else { return false };
    let is_text = |item: &syn::Expr| matches!(item, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(_), .. }));
    list.mutability.is_none()
        && matches!(&*list.expr, syn::Expr::Array(array) if !array.elems.is_empty() && array.elems.iter().all(is_text))
}

/// Whether a module holds the texts of bodies, and nothing else.
fn is_of_bodies(module: &syn::ItemMod) -> bool {
    let holds = |item: &syn::Item| match item {
        syn::Item::Static(item) => tokens(&item.ty) == "rt :: Template",
        syn::Item::Use(import) => imports(&import.tree) == ["super :: rt"],
        _ => false,
    };
    module.ident == "bodies" && module.content.as_ref().is_some_and(|(_, items)| items.iter().all(holds))
}

/// The names that an import brings in, each with its path.
fn imports(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => imports(&path.tree).into_iter().map(|name| format!("{} :: {name}", path.ident)).collect(),
        syn::UseTree::Group(group) => group.items.iter().flat_map(imports).collect(),
        syn::UseTree::Name(_) | syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => vec![tokens(tree)],
    }
}

fn is_known_import(name: &str) -> bool {
    let of_runtime = name.strip_prefix("rt :: ").is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    of_runtime || IMPORTS.contains(&name)
}

/// Whether tokens are `note = "…"`.
fn is_one_note(tokens: TokenStream) -> bool {
    match tokens.into_iter().collect::<Vec<_>>().as_slice() {
        [TokenTree::Ident(name), TokenTree::Punct(equals), TokenTree::Literal(_)] => name == "note" && equals.as_char() == '=',
        _ => false,
    }
}
