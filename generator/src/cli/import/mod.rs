//! `docwright import`.
//!
//! * `mod.rs`: a document into a folder of its own
//! * `address.rs`: where it is to come from
//! * `fetch.rs`: one GET for one document
//! * `write_up.rs`: `docwright.toml`, `ORIGIN.md`, and names of files

mod address;
mod fetch;
mod write_up;

use std::path::Path;

use crate::cli::Exit;
use crate::cli::args::{Form, Global, ImportArgs};
use crate::cli::console::{BOLD, Console, GREEN, styled};
use crate::cli::import::address::{Address, Source, masked};
use crate::cli::import::write_up::Document;
use crate::cli::words::number;
use crate::cli::workspace::{say_all, spec_path};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostics, JsonLine, Severity, visible};
use crate::document::{Node, Value};
use crate::output::{HandEdits, OutputError, Placed, Root, TreePath, place};
use crate::pipeline::{Files, Subject, decode, document, plain, read_bytes, shown, undecoded, unreadable};
use crate::postman::{self, Kind};
use crate::text::{Located, Span};

/// A document that was read, and what it is.
struct Taken {
    document: Document,
    bytes: Vec<u8>,
    node: Node,
    kind: Kind,
}

pub(super) fn import(global: &Global, args: &ImportArgs, console: &mut Console<'_>) -> Exit {
    let into = spec_path(&args.into, &global.root);
    let Some(name) = write_up::api_name(&plain(&into)) else {
        console.error(&format!(
            "no name of an API can be made of `{}`\nhelp: name the folder in lower-case letters and digits, in words with `-` between them, such as `specs/remote-counsel`",
            into.display()
        ));
        return Exit::Usage;
    };
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let taken = take_all(args, &name, global, &mut files, &mut diagnostics);
    say_all(&diagnostics, &files, global, console);
    let Some((main, environments)) = taken else { return Exit::Input };
    for taken in std::iter::once(&main).chain(&environments) {
        warn(taken, console);
    }
    let documents: Vec<&Document> = std::iter::once(&main.document).chain(environments.iter().map(|taken| &taken.document)).collect();
    let config = write_up::config(&name, &documents, args.collection.as_deref());
    let mut contents: Vec<(String, Vec<u8>)> = Vec::new();
    for taken in std::iter::once(&main).chain(&environments) {
        contents.push((taken.document.file.clone(), taken.bytes.clone()));
    }
    contents.push((write_up::ORIGIN.to_owned(), write_up::origin(&documents, &contents).into_bytes()));
    // Last, for it makes the folder an API. One that knows the document already has names and more in it that nobody wants to lose.
    if !is_configured(&into, &main.document.file) {
        contents.push((config::FILE.to_owned(), config.into_bytes()));
    }
    let paths: Result<Vec<(TreePath, Vec<u8>)>, _> =
        contents.into_iter().map(|(path, bytes)| TreePath::new(path).map(|path| (path, bytes))).collect();
    let paths = match paths {
        Ok(paths) => paths,
        Err(error) => {
            console.error(&error.to_string());
            return Exit::Usage;
        }
    };
    let hand_edits = if args.force { HandEdits::Overwrite } else { HandEdits::Keep };
    let placed = match place(&Root::new(&into), &paths, hand_edits) {
        Ok(Placed::Written(placed)) => placed,
        Ok(Placed::InTheWay(files)) => {
            console.error(&format!(
                "`{}` has other files of these names, and nothing was written: {}\nhelp: import into a folder of its own, or run it with `--force` to write over them",
                shown(&into, &global.root),
                files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", ")
            ));
            return Exit::Finding;
        }
        Err(error) => return fail(&error, console),
    };
    tell(global, &into, &name, &main, &placed, console);
    Exit::Fine
}

/// Whether a folder's configuration names a document as its input.
fn is_configured(folder: &Path, document: &str) -> bool {
    let mut files = Files::default();
    let Ok(Ok(text)) = read_bytes(&folder.join(config::FILE)).map(decode) else { return false };
    let file = files.sources.add(config::FILE, text);
    let config = Config::read(file, &files.sources, &mut Diagnostics::default());
    config.is_some_and(|config| matches!(&config.input, config::Input::Postman(named) if named.value == document))
}

fn fail(error: &OutputError, console: &mut Console<'_>) -> Exit {
    console.error(&error.to_string());
    Exit::Input
}

/// Reads all documents and looks at what they are; nothing, with all reasons said, where one of them cannot be used.
fn take_all(
    args: &ImportArgs,
    name: &str,
    global: &Global,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<(Taken, Vec<Taken>)> {
    let mut names: Vec<String> = Vec::new();
    let mut take = |word: &str, role: &str, files: &mut Files, diagnostics: &mut Diagnostics| {
        let mut taken = take(word, global, files, diagnostics)?;
        taken.document.file = write_up::file_name(taken.document.suggested.as_deref(), name, role, &names);
        names.push(taken.document.file.clone());
        Some(taken)
    };
    let main = take(&args.source, "postman_collection", files, diagnostics);
    let environments: Vec<Option<Taken>> =
        args.environments.iter().map(|word| take(word, "postman_environment", files, diagnostics)).collect();
    let main = main?;
    let environments: Vec<Taken> = environments.into_iter().collect::<Option<_>>()?;
    // What the command line says has a place too.
    let chosen = args.collection.as_ref().map(|chosen| {
        let file = files.sources.add("--collection", chosen.clone());
        Located::new(chosen.clone(), Span::new(file, 0, chosen.len()))
    });
    let nodes: Vec<&Node> = environments.iter().map(|taken| &taken.node).collect();
    let mut said = Diagnostics::default();
    let read = postman::read(&main.node, chosen.as_ref(), &nodes, &files.sources, &mut said);
    // What is only odd is for `generate` to say.
    said.retain(|diagnostic| diagnostic.severity() == Severity::Error);
    let is_refused = said.has_errors();
    for diagnostic in said.iter().cloned() {
        diagnostics.push(match diagnostic.code {
            Code::WhichCollection => {
                diagnostic.help("choose one by its name or its id: `--collection …`; each of them is an API of its own")
            }
            Code::NotACollection if matches!(main.kind, Kind::Environment | Kind::Globals) => {
                diagnostic.help("import the collection, and this beside it: `--environment …`")
            }
            _ => diagnostic,
        });
    }
    (read.is_some() && !is_refused).then_some((main, environments))
}

/// Reads one document.
fn take(word: &str, global: &Global, files: &mut Files, diagnostics: &mut Diagnostics) -> Option<Taken> {
    let source = Source::new(word);
    let (bytes, called, from, suggested) = match &source {
        Source::File(path) => {
            let called = shown(path, &global.root);
            match read_bytes(path) {
                Ok(bytes) => {
                    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
                    (bytes, called, None, file)
                }
                Err(error) => {
                    let said = unreadable(&called, &error.to_string(), files);
                    diagnostics.push(if Subject::is_collection(path) {
                        said.note("this is the folder of a Postman collection v3").help(
                            "copy the folder as it is to where `docwright.toml` is to be, and name it there: `postman = \"…\"` under `[input]`",
                        )
                    } else if path.is_dir() {
                        said.help("name a file of it: a collection that was exported, or downloaded")
                    } else {
                        said.help("give the path of a collection that was exported as a file, or an address that begins with `https://`")
                    });
                    return None;
                }
            }
        }
        Source::Url(address) => match fetch_page(address) {
            Ok((bytes, address)) => (bytes, masked(&address.fetch), Some(address.clone()), address.file),
            Err(reason) => {
                let said = unreadable(&masked(&address.fetch), &reason, files);
                diagnostics.push(said.help(if address::asked(&address.fetch).is_err() {
                    "correct the address"
                } else {
                    "look at the address in a browser; what it shows can be saved by hand, and the file imported"
                }));
                return None;
            }
        },
        Source::Other(scheme) => {
            let said = unreadable(&masked(word), &format!("nothing is fetched over `{}`", visible(scheme)), files);
            diagnostics.push(said.help("give an address that begins with `https://` or `http://`, or the path of a file"));
            return None;
        }
    };
    let text = match decode(bytes.clone()) {
        Ok(text) => text,
        Err(no_text) => {
            let said = undecoded(&called, no_text, files);
            diagnostics.push(said);
            return None;
        }
    };
    let file = files.sources.add(&called, text);
    let mut said = Diagnostics::default();
    let node = document(file, &[], &files.sources, &mut said);
    said.retain(|diagnostic| diagnostic.severity() == Severity::Error);
    diagnostics.append(said);
    let node = node?;
    let kind = postman::detect(&node);
    let document = Document { file: String::new(), suggested, from, what: kind.to_string(), name: title(&node) };
    Some(Taken { document, bytes, node, kind })
}

/// What an address has; where that is a page of the documenter on a host of the vendor's own, the collection that it shows.
fn fetch_page(address: &Address) -> Result<(Vec<u8>, Address), String> {
    let fetched = fetch::fetch(address)?;
    let is_page = fetched.bytes.trim_ascii_start().starts_with(b"<");
    let ids = if is_page { std::str::from_utf8(&fetched.bytes).ok().and_then(address::page_ids) } else { None };
    let Some((owner, published)) = ids else { return Ok((fetched.bytes, fetched.from)) };
    let Some(collection) = Address::of_page(fetched.from.origin(), &owner, &published, "latest", &address.fetch) else {
        return Ok((fetched.bytes, fetched.from));
    };
    fetch::fetch(&collection).map(|fetched| (fetched.bytes, fetched.from))
}

/// What a document calls itself.
fn title(node: &Node) -> Option<String> {
    ["/info/name", "/collection/info/name", "/name", "/collection/name", "/environment/name"]
        .iter()
        .find_map(|place| node.pointer(place)?.as_str())
        .map(str::to_owned)
}

/// Says what the user should know before these files go anywhere.
fn warn(taken: &Taken, console: &mut Console<'_>) {
    if let Some(from) = &taken.document.from
        && from.fetch.starts_with("http://")
    {
        console.warning(&format!("`{}` came over plain http: nobody vouches for it", masked(&from.fetch)));
    }
    let secret = secrets(&taken.node);
    if !secret.is_empty() {
        let names: Vec<String> = secret.iter().take(5).map(|name| format!("`{}`", visible(name))).collect();
        console.warning(&format!(
            "`{}` holds values of secret variables: {}{}\nhelp: docwright shows them nowhere; empty them before the file goes into a repository",
            taken.document.file,
            names.join(", "),
            if secret.len() > 5 { " and others" } else { "" }
        ));
    }
}

/// The names of variables that are said to be secret, and have a value.
fn secrets(node: &Node) -> Vec<&str> {
    let lists =
        ["/values", "/environment/values", "/variable", "/collection/variable"].iter().filter_map(|place| node.pointer(place)?.as_array());
    lists
        .flatten()
        .filter(|variable| variable.get("type").and_then(Node::as_str) == Some("secret"))
        .filter(|variable| variable.get("value").is_some_and(|value| !matches!(&value.value, Value::Null) && value.as_str() != Some("")))
        .filter_map(|variable| variable.get("key").and_then(Node::as_str))
        .collect()
}

fn tell(global: &Global, into: &Path, name: &str, main: &Taken, placed: &[(TreePath, bool)], console: &mut Console<'_>) {
    let folder = shown(into, &global.root);
    let title = main.document.name.as_deref();
    if global.format == Form::Json {
        let files = placed.iter().map(|(path, is_new)| JsonLine::new().string("path", path.as_str()).boolean("written", *is_new));
        console.line(
            JsonLine::new()
                .string("type", "import")
                .string("name", name)
                .string("spec", &folder)
                .string("kind", &main.document.what)
                .optional("title", title)
                .objects("files", files)
                .finish(),
        );
        return;
    }
    let title = title.map_or_else(String::new, |title| format!(": `{}`", visible(title)));
    console.line(format!("  {}   {}   {}{title}", styled(BOLD, name), visible(&folder), main.document.what));
    for (path, is_new) in placed {
        let what = if *is_new { styled(GREEN, "A") } else { "=".to_owned() };
        let size = if path.as_str() == main.document.file { format!("   {} bytes", number(main.bytes.len())) } else { String::new() };
        console.line(format!("     {what} {path}{size}"));
    }
    console.line(format!("next: docwright generate {}", visible(&folder)));
}
