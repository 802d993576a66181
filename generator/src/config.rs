//! `specs/<api>/docwright.toml`: what to make of an API's documents.
//!
//! ```toml
//! docwright = 1
//! name = "petstore"                  # the folder below `generated/`, and the crate's name
//!
//! [input]
//! postman = "petstore.json"          # or the folder of a collection v3; or: spec = "petstore.spec.toml"
//! collection = "Pets"                # which one, by name or id, where the file holds several
//! environments = ["live.json"]       # of a collection: environments, the one to fall back on first, and globals
//! overlays = ["petstore.overlay.toml"]
//!
//! [output]
//! crate_name = "petstore-client"     # when it is not `name`
//! grouping = "document"              # or "flat"
//! directions = "used"                # or "both"
//! samples = "tests"                  # or "none"
//! unknown_fields = "keep"            # or "drop"
//!
//! [names]
//! "op:Pets/Get a pet" = { name = "get_pet", reason = "the folder says the rest" }
//!
//! [policy]
//! deny = ["conflict", "inferred:low"]   # grades of facts that nobody wants; also `--deny`
//! ```
//!
//! Files are named relative to this one and lie in its folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::confidence::{Denial, Policy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::cursor::{Table, word};
use crate::document::node::Member;
use crate::document::{Value, toml};
use crate::model::names::is_identifier;
use crate::model::{Directions, Grouping, Options, Samples, UnknownFields, UserNames};
use crate::output::TreePath;
use crate::text::{FileId, Located, SourceMap, Span, is_invisible};

/// The version of the file's format.
pub const VERSION: i64 = 1;
/// The file's name.
pub const FILE: &str = "docwright.toml";
/// Longest name of an API or a crate.
const LONGEST_NAME: usize = 64;

/// What to make of an API's documents.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file itself.
    pub file: FileId,
    /// The folder below `generated/`.
    pub name: Located<String>,
    /// The document that it is made from.
    pub input: Input,
    /// The name or the id of the collection that is meant, where the file holds several.
    pub collection: Option<Located<String>>,
    /// Environments and globals of a collection. Each environment is a server of its own, and the first gives all other values; its variables go
    /// over the collection's, and these over those of globals, of which the later file goes over the earlier one.
    pub environments: Vec<Located<String>>,
    /// Corrections by hand, in the order in which they are applied.
    pub overlays: Vec<Located<String>>,
    /// The name of the crate, when it is not the API's.
    pub crate_name: Option<Located<String>>,
    /// How operations are grouped.
    pub grouping: Grouping,
    /// In which directions types are coded.
    pub directions: Directions,
    /// What becomes of the samples that documents show.
    pub samples: Samples,
    /// What happens to members that no document describes.
    pub unknown_fields: UnknownFields,
    /// Names in Rust by address, in the order of the file.
    pub names: Vec<NameRow>,
    /// Which facts nobody wants.
    pub policy: Policy,
}

/// What a thing is to be called in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow {
    /// The thing.
    pub address: Located<String>,
    /// Its name.
    pub name: Located<String>,
    /// Why it has another name than docwright gives it.
    pub reason: String,
}

/// The document that an API is made from, by the name of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Something of Postman's: a collection, which may be a folder, or a page of its documenter.
    Postman(Located<String>),
    /// A normalized spec.
    Spec(Located<String>),
}

impl Input {
    /// The file's name.
    pub fn file(&self) -> &Located<String> {
        match self {
            Self::Postman(file) | Self::Spec(file) => file,
        }
    }
}

impl Config {
    /// Reads the file. All that is wrong is said at once; then there is no configuration.
    pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Self> {
        let errors = diagnostics.count(Severity::Error);
        let node = toml::read(file, sources, diagnostics)?;
        let mut table = Table::open(&node, "the configuration", diagnostics)?;
        version(&mut table, file, diagnostics);
        let name = table.required_string("name", diagnostics).filter(|name| is_api_name(name, diagnostics));
        let mut input = None;
        let mut collection = None;
        let mut environments = Vec::new();
        let mut overlays = Vec::new();
        if table.required_node("input", diagnostics).is_some()
            && let Some(mut table) = table.table("input", "`[input]`", diagnostics)
        {
            input = read_input(&mut table, diagnostics);
            collection = table.string("collection", diagnostics);
            environments = files(&mut table, "environments", diagnostics);
            overlays = files(&mut table, "overlays", diagnostics);
            if let (Some(Input::Spec(_)), Some(first)) = (&input, environments.first()) {
                let message = "`environments` go with `postman`, not with `spec`";
                diagnostics.push(Diagnostic::new(Code::KeyConflict, first.span, message).help("delete `environments`"));
            }
            if let (Some(Input::Spec(_)), Some(collection)) = (&input, &collection) {
                let message = "`collection` goes with `postman`, not with `spec`";
                diagnostics.push(Diagnostic::new(Code::KeyConflict, collection.span, message).help("delete `collection`"));
            }
            table.finish(diagnostics);
        }
        let mut crate_name = None;
        let (mut grouping, mut directions, mut unknown_fields, mut samples) = Default::default();
        if let Some(mut table) = table.table("output", "`[output]`", diagnostics) {
            crate_name = table.string("crate_name", diagnostics).filter(|name| is_crate_name(name, diagnostics));
            let groupings = [("document", Grouping::Document), ("flat", Grouping::Flat)];
            choice(&mut table, "grouping", &groupings, &mut grouping, diagnostics);
            choice(&mut table, "samples", &[("tests", Samples::Tests), ("none", Samples::None)], &mut samples, diagnostics);
            choice(&mut table, "directions", &[("used", Directions::Used), ("both", Directions::Both)], &mut directions, diagnostics);
            let fates = [("keep", UnknownFields::Keep), ("drop", UnknownFields::Drop)];
            choice(&mut table, "unknown_fields", &fates, &mut unknown_fields, diagnostics);
            table.finish(diagnostics);
        }
        let mut names = Vec::new();
        for member in table.entries("names", diagnostics) {
            names.extend(name_row(member, diagnostics));
        }
        let mut policy = Policy::default();
        if let Some(mut table) = table.table("policy", "`[policy]`", diagnostics) {
            for denial in table.strings("deny", diagnostics) {
                policy.deny.extend(word(&denial, "what `deny` denies", Denial::WORDS, diagnostics));
            }
            table.finish(diagnostics);
        }
        table.finish(diagnostics);
        if diagnostics.count(Severity::Error) > errors {
            return None;
        }
        let (name, input) = (name?, input?);
        Some(Self {
            file,
            name,
            input,
            collection,
            environments,
            overlays,
            crate_name,
            grouping,
            directions,
            samples,
            unknown_fields,
            names,
            policy,
        })
    }

    /// The crate's name.
    pub fn crate_name(&self) -> &str {
        self.crate_name.as_ref().map_or(&self.name.value, |name| &name.value)
    }

    /// The name of the module that a build script makes: the crate's name as Rust spells it.
    pub fn module_name(&self) -> String {
        self.crate_name().replace('-', "_")
    }

    /// What the model is lowered with.
    pub fn options(&self) -> Options {
        Options {
            name: self.crate_name().to_owned(),
            grouping: self.grouping,
            directions: self.directions,
            unknown_fields: self.unknown_fields,
            samples: self.samples,
        }
    }

    /// What the user says about names.
    pub fn user_names(&self) -> UserNames {
        UserNames::new(self.names.iter().map(|row| (row.address.value.clone(), row.name.value.clone())).collect())
    }

    /// All that can change the output, as text: the same for two files that mean the same. Inputs are not in it: what they say counts,
    /// not what they are called.
    pub fn canonical(&self) -> String {
        let names: BTreeMap<&str, &str> = self.names.iter().map(|row| (row.address.value.as_str(), row.name.value.as_str())).collect();
        let mut text = format!("name {}\ncrate_name {}\n", self.name.value, self.crate_name());
        let _ = writeln!(text, "grouping {:?}\ndirections {:?}\nunknown_fields {:?}", self.grouping, self.directions, self.unknown_fields);
        let _ = writeln!(text, "samples {:?}", self.samples);
        for (address, name) in names {
            let _ = writeln!(text, "{address:?} {name}");
        }
        text
    }
}

/// A line of `[names]`: what a thing is to be called, and why.
fn name_row(member: &Member, diagnostics: &mut Diagnostics) -> Option<NameRow> {
    let address = member.key.clone();
    if let Some(name) = member.value.as_str() {
        let written = format!("{{ name = \"{name}\", reason = \"…\" }}");
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, member.value.span, format!("the name of `{}` has no `reason`", address.value))
                .help(format!("say why it is to be called so: `{written}`")),
        );
        return None;
    }
    let mut table = Table::open(&member.value, format!("the name of `{}`", address.value), diagnostics)?;
    let name = table.required_string("name", diagnostics);
    let reason = table.required_string("reason", diagnostics);
    table.finish(diagnostics);
    let (name, reason) = (name?, reason?);
    if says_nothing(&reason.value) {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, reason.span, format!("the `reason` of the name of `{}` is empty", address.value))
                .help("say why it is to be called so"),
        );
        return None;
    }
    if is_identifier(&name.value) {
        return Some(NameRow { address, name, reason: reason.value });
    }
    diagnostics.push(
        Diagnostic::new(Code::BadName, name.span, format!("`{}` cannot be a name in Rust", name.value))
            .note("expected letters, digits and `_`, no digit first, and no word that Rust keeps for itself"),
    );
    None
}

/// Whether a reason is none: empty, or the `…` of an entry that was pasted and not filled in.
fn says_nothing(reason: &str) -> bool {
    matches!(reason.trim(), "" | "…" | "...")
}

fn version(table: &mut Table<'_>, file: FileId, diagnostics: &mut Diagnostics) {
    let (place, message) = match table.node("docwright") {
        Some(node) if node.value == Value::Number(VERSION.to_string()) => return,
        Some(node) => (node.span, "the configuration is in a version of the format that is not known here"),
        None => (Span::new(file, 0, 0), "the configuration does not say which version of the format it is in"),
    };
    let expected = format!("expected `docwright = {VERSION}`");
    diagnostics.push(Diagnostic::new(Code::ConfigVersion, place, message).note(expected).help("write it as the first line"));
}

fn read_input(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Option<Input> {
    let postman = table.string("postman", diagnostics);
    let spec = table.string("spec", diagnostics);
    if table.conflict("postman", "spec", diagnostics) {
        return None;
    }
    if table.node("postman").is_none() && table.node("spec").is_none() {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, table.span(), "`[input]` names no document")
                .note("expected `postman = \"…\"` or `spec = \"…\"`")
                .help("name the vendor's collection as `postman`, or a normalized spec as `spec`"),
        );
    }
    let checked = |file: Located<String>, diagnostics: &mut Diagnostics| is_file_name(&file, diagnostics).then_some(file);
    match (postman, spec) {
        (Some(file), _) => checked(file, diagnostics).map(Input::Postman),
        (None, Some(file)) => checked(file, diagnostics).map(Input::Spec),
        (None, None) => None,
    }
}

fn files(table: &mut Table<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Located<String>> {
    let mut files: Vec<Located<String>> = Vec::new();
    for file in table.strings(key, diagnostics) {
        if !is_file_name(&file, diagnostics) {
            continue;
        }
        if let Some(first) = files.iter().find(|known| known.value == file.value) {
            let message = format!("`{}` stands twice in `{key}`", file.value);
            diagnostics
                .push(Diagnostic::new(Code::BadFileName, file.span, message).and(first.span, "first here").help("delete one of them"));
        } else {
            files.push(file);
        }
    }
    files
}

fn choice<T: Copy>(table: &mut Table<'_>, key: &'static str, words: &[(&'static str, T)], chosen: &mut T, diagnostics: &mut Diagnostics) {
    let Some(text) = table.string(key, diagnostics) else { return };
    if let Some(meaning) = word(&text, &format!("`{key}`"), words, diagnostics) {
        *chosen = meaning;
    }
}

/// Whether a text names a file in the configuration's folder or below it, and nothing else on any system.
///
/// A face opens the file under this name, so this is the place that keeps it inside the folder.
pub fn is_file_name(file: &Located<String>, diagnostics: &mut Diagnostics) -> bool {
    let name = file.value.as_str();
    let wrong = if name.is_empty() {
        "a file name must not be empty"
    } else if name.chars().any(is_invisible) {
        "a file name must hold no control characters"
    } else if name.contains('\\') || name.contains(':') {
        "a file name must hold no `\\` and no `:`, which only some systems understand"
    } else if name.starts_with('/') {
        "a file name must be relative to the configuration's folder"
    } else if name.split('/').any(|step| matches!(step, ".." | "." | "")) {
        "a file name must lead into the configuration's folder, without `.`, `..` and empty steps"
    } else {
        return true;
    };
    diagnostics.push(
        Diagnostic::new(Code::BadFileName, file.span, wrong)
            .note("expected the name of a file beside `docwright.toml`, such as `petstore.json`")
            .help("put the file into the folder and name it from there"),
    );
    false
}

/// Whether an API can have a name.
pub fn can_be_api_name(text: &str) -> bool {
    let is_spelled = text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()));
    is_spelled && text.len() <= LONGEST_NAME && TreePath::new(text).is_ok() && !is_keyword(text) && !is_taken(text)
}

fn is_api_name(name: &Located<String>, diagnostics: &mut Diagnostics) -> bool {
    let text = name.value.as_str();
    if can_be_api_name(text) {
        return true;
    }
    diagnostics.push(
        Diagnostic::new(Code::BadName, name.span, format!("`{text}` cannot be the name of an API"))
            .note("expected lower-case letters and digits, in words with `-` between them, such as `remote-counsel`")
            .help("it becomes the folder below `generated/`; words that Rust or Windows keep for themselves and names of crates that every client uses cannot be it"),
    );
    false
}

/// Whether a text can be the name of a module, as it stands and on its own.
pub fn is_module_name(text: &str) -> bool {
    is_identifier(text) && !is_keyword(text)
}

/// Whether Rust keeps a word for itself. Cargo takes no such name for a crate.
pub fn is_keyword(text: &str) -> bool {
    is_identifier(text) && syn::parse_str::<syn::Ident>(text).is_err() || matches!(text, "self" | "super" | "crate")
}

/// Whether a crate that every client uses, or that Rust has, is called so.
fn is_taken(text: &str) -> bool {
    ["alloc", "core", "docwright_runtime", "proc_macro", "std", "test"].contains(&text.replace('-', "_").as_str())
}

fn is_crate_name(name: &Located<String>, diagnostics: &mut Diagnostics) -> bool {
    let text = name.value.as_str();
    let in_rust = text.replace('-', "_");
    if is_identifier(&in_rust)
        && !is_keyword(&in_rust)
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.len() <= LONGEST_NAME
        && TreePath::new(text).is_ok()
        && !is_taken(text)
    {
        return true;
    }
    diagnostics.push(
        Diagnostic::new(Code::BadName, name.span, format!("`{text}` cannot be the name of a crate"))
            .note("expected letters, digits, `-` and `_`, a letter first, and no word that Rust keeps for itself"),
    );
    false
}

#[cfg(test)]
mod tests {
    use super::{Config, Input};
    use crate::confidence::{Denial, Strength};
    use crate::diagnostic::Diagnostics;
    use crate::model::{Directions, Grouping, UnknownFields};
    use crate::text::SourceMap;

    fn read(text: &str) -> (Option<Config>, Vec<String>, SourceMap) {
        let mut sources = SourceMap::default();
        let file = sources.add("docwright.toml", text.to_owned());
        let mut diagnostics = Diagnostics::default();
        let config = Config::read(file, &sources, &mut diagnostics);
        let said = diagnostics.sorted().iter().map(|diagnostic| diagnostic.line(&sources)).collect();
        (config, said, sources)
    }

    const ALL: &str = r#"docwright = 1
name = "remote-counsel"
[input]
postman = "a b/c.json"
environments = ["live.json", "test.json"]
overlays = ["x.overlay.toml"]
[output]
crate_name = "remote_counsel"
grouping = "flat"
directions = "both"
samples = "none"
unknown_fields = "drop"
[names]
"op:Pets/Get" = { name = "get_pet", reason = "it is one" }
"type:A" = { name = "Pet", reason = "it is one" }
[policy]
deny = ["conflict", "inferred:low"]
"#;

    #[test]
    fn reads_everything_with_its_place() {
        let (config, said, sources) = read(ALL);
        assert_eq!(said, Vec::<String>::new());
        let Some(config) = config else { panic!("no configuration") };
        assert_eq!(config.name.value, "remote-counsel");
        let Input::Postman(file) = &config.input else { panic!("{:?}", config.input) };
        assert_eq!((file.value.as_str(), sources.place(file.span).as_str()), ("a b/c.json", "docwright.toml:4:11"));
        assert_eq!(config.environments.iter().map(|file| file.value.as_str()).collect::<Vec<_>>(), ["live.json", "test.json"]);
        assert_eq!(config.overlays[0].value, "x.overlay.toml");
        assert_eq!((config.grouping, config.directions, config.unknown_fields), (Grouping::Flat, Directions::Both, UnknownFields::Drop));
        assert_eq!(config.crate_name(), "remote_counsel");
        let row = &config.names[0];
        assert_eq!((row.address.value.as_str(), row.name.value.as_str(), row.reason.as_str()), ("op:Pets/Get", "get_pet", "it is one"));
        assert_eq!(sources.place(row.address.span), "docwright.toml:14:1");
        assert_eq!(config.policy.deny, [Denial::Conflict, Denial::Inferred(Strength::Low)]);
        assert_eq!(
            config.canonical(),
            "name remote-counsel\ncrate_name remote_counsel\ngrouping Flat\ndirections Both\nunknown_fields Drop\nsamples None\n\
             \"op:Pets/Get\" get_pet\n\"type:A\" Pet\n"
        );
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        let (config, said, _) = read("docwright = 1\nname = \"pets\"\ninput.spec = \"pets.spec.toml\"\n");
        assert_eq!(said, Vec::<String>::new());
        let Some(config) = config else { panic!("no configuration") };
        assert_eq!(
            (config.grouping, config.directions, config.unknown_fields),
            (Grouping::Document, Directions::Used, UnknownFields::Keep)
        );
        assert_eq!((config.crate_name(), config.module_name().as_str()), ("pets", "pets"));
    }

    #[test]
    fn says_all_errors_at_once() {
        let (config, said, _) = read(
            r#"docwright = 2
name = "../x"
nmae = 1
[input]
postman = "../a.json"
environments = ["/etc/passwd", "C:\\x", "a.json", "a.json", ""]
overlays = [3]
[output]
grouping = "flatt"
directions = 4
crate_name = "std"
colour = "red"
[names]
"op:a" = { name = "crate", reason = "x" }
"op:b" = { name = "a b", reason = "x" }
"op:c" = "c"
"op:d" = { name = "d", reason = "…" }
"op:e" = { name = "e" }
[policy]
deny = ["low", "inferred:none"]
"#,
        );
        assert!(config.is_none());
        assert_eq!(
            said,
            [
                "docwright.toml:1:13: error[config-version]: the configuration is in a version of the format that is not known here",
                "docwright.toml:2:8: error[bad-name]: `../x` cannot be the name of an API",
                "docwright.toml:3:1: error[unknown-key]: the configuration has no key `nmae`",
                "docwright.toml:5:11: error[bad-file-name]: a file name must lead into the configuration's folder, without `.`, `..` and \
                 empty steps",
                "docwright.toml:6:17: error[bad-file-name]: a file name must be relative to the configuration's folder",
                "docwright.toml:6:32: error[bad-file-name]: a file name must hold no `\\` and no `:`, which only some systems understand",
                "docwright.toml:6:51: error[bad-file-name]: `a.json` stands twice in `environments`",
                "docwright.toml:6:61: error[bad-file-name]: a file name must not be empty",
                "docwright.toml:7:13: error[wrong-kind]: an item of `overlays` of `[input]` must be a string, not a number",
                "docwright.toml:9:12: error[unknown-word]: `grouping` cannot be `flatt`",
                "docwright.toml:10:14: error[wrong-kind]: `directions` of `[output]` must be a string, not a number",
                "docwright.toml:11:14: error[bad-name]: `std` cannot be the name of a crate",
                "docwright.toml:12:1: error[unknown-key]: `[output]` has no key `colour`",
                "docwright.toml:14:19: error[bad-name]: `crate` cannot be a name in Rust",
                "docwright.toml:15:19: error[bad-name]: `a b` cannot be a name in Rust",
                "docwright.toml:16:10: error[missing-key]: the name of `op:c` has no `reason`",
                "docwright.toml:17:33: error[missing-key]: the `reason` of the name of `op:d` is empty",
                "docwright.toml:18:10: error[missing-key]: the name of `op:e` has no `reason`",
                "docwright.toml:20:9: error[unknown-word]: what `deny` denies cannot be `low`",
                "docwright.toml:20:16: error[unknown-word]: what `deny` denies cannot be `inferred:none`",
            ]
        );
    }

    #[test]
    fn one_document_is_needed_and_one_only() {
        assert_eq!(
            read("").1,
            [
                "docwright.toml:1:1: error[config-version]: the configuration does not say which version of the format it is in",
                "docwright.toml:1:1: error[missing-key]: the configuration has no `name`",
                "docwright.toml:1:1: error[missing-key]: the configuration has no `input`",
            ]
        );
        assert_eq!(
            read("docwright = 1\nname = \"a\"\n[input]\n").1,
            ["docwright.toml:3:1: error[missing-key]: `[input]` names no document"]
        );
        let both = read("docwright = 1\nname = \"a\"\n[input]\npostman = \"a\"\nspec = \"b\"\n");
        assert!(both.0.is_none());
        assert_eq!(both.1, ["docwright.toml:5:1: error[key-conflict]: `[input]` has both `postman` and `spec`"]);
        assert_eq!(
            read("docwright = 1\nname = \"a\"\n[input]\nspec = \"b\"\ncollection = \"c\"\n").1,
            ["docwright.toml:5:14: error[key-conflict]: `collection` goes with `postman`, not with `spec`"]
        );
        assert_eq!(
            read("docwright = 1\nname = \"a\"\n[input]\nspec = \"b\"\nenvironments = \"c\"\n").1,
            ["docwright.toml:5:16: error[key-conflict]: `environments` go with `postman`, not with `spec`"]
        );
    }

    #[test]
    fn names_that_some_system_cannot_take_are_refused() {
        for name in ["", "Pets", "pets_a", "-a", "a-", "a--b", "1a", "con", "nul", "fn", "async", "self", "a/b", "é", "a\u{202e}"] {
            let (config, said, _) = read(&format!("docwright = 1\nname = '{name}'\ninput.spec = 'a'\n"));
            assert!(config.is_none(), "{name}");
            assert_eq!(said.len(), 1, "{name}: {said:?}");
        }
    }
}
