//! What the things of real collections are called, in a table for people to read.
//!
//! The files are other people's, so they are not here: `DOCWRIGHT_CORPUS` names a folder whose `postman/INDEX.tsv` lists them. The table is printed where
//! `DOCWRIGHT_NAMES` is set.

use docwright::diagnostic::Diagnostics;
use docwright::document::json;
use docwright::ir::{Api, Checked};
use docwright::model::{
    AnswerType, Client, Directions, Grouping, Item, Lock, Operation, Options, RustType, Samples, UnknownFields, UserNames, lower,
};
use docwright::text::SourceMap;
use docwright::{passes, pipeline, postman};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How many identifiers have what no person would give them.
#[derive(Debug, Default)]
struct Ugly {
    all: usize,
    digit_first: usize,
    numbered: usize,
    long: usize,
}

impl Ugly {
    /// Counts a name. A number at its end may be the vendor's own.
    fn look(&mut self, name: &str) {
        self.all += 1;
        let plain = name.strip_prefix(['n', 'N']).or_else(|| name.strip_prefix('_'));
        self.digit_first += usize::from(plain.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
        self.numbered += usize::from(name.ends_with(|c: char| c.is_ascii_digit()));
        self.long += usize::from(name.len() > 50);
    }
}

fn read(file: &Path, name: &str) -> Option<(SourceMap, Checked<Api>)> {
    let text = pipeline::decode(std::fs::read(file).expect("the index lists files that are there")).ok()?;
    let mut sources = SourceMap::default();
    let id = sources.add(name, text);
    let mut said = Diagnostics::default();
    let node = json::read_strict(id, &sources, &mut said)?;
    let collection = postman::read(&node, None, &[], &sources, &mut said)?;
    let api = postman::lower(&collection, &sources, &mut said).api;
    let api = passes::run(api, &[], &mut said)?;
    Some((sources, api))
}

fn shown(ty: &RustType) -> String {
    match ty {
        RustType::Item(name) | RustType::Boxed(name) => name.as_str().to_owned(),
        RustType::List(inner) => format!("[{}]", shown(inner)),
        RustType::Map(inner) => format!("{{{}}}", shown(inner)),
        RustType::Nullable(inner) => format!("{}?", shown(inner)),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn operation(table: &mut String, ugly: &mut Ugly, operation: &Operation) {
    let mut args = Vec::new();
    for param in &operation.required {
        ugly.look(param.arg.as_str());
        args.push(named(param.arg.as_str(), &param.wire));
    }
    for param in &operation.optional {
        ugly.look(param.arg.as_str());
        args.push(format!("{}?", named(param.arg.as_str(), &param.wire)));
    }
    if let Some(body) = &operation.body {
        ugly.look(body.arg.as_str());
        args.push(format!("{}: {}", body.arg.as_str(), shown(&body.ty)));
    }
    let answer = match &operation.answer {
        AnswerType::Type(ty) => shown(ty),
        AnswerType::ByStatus(name) => name.as_str().to_owned(),
        AnswerType::Empty => "()".to_owned(),
        AnswerType::Unknown => "_".to_owned(),
    };
    ugly.look(operation.method.as_str());
    let builder = operation.builder.as_ref().map_or(String::new(), |name| format!(" [{}]", name.as_str()));
    let _ = writeln!(
        table,
        "{:?}  {} {} => {}({}) -> {answer}{builder}",
        operation.id,
        operation.verb,
        operation.path,
        operation.name,
        args.join(", ")
    );
}

fn named(name: &str, wire: &str) -> String {
    if name == wire { name.to_owned() } else { format!("{name}={wire:?}") }
}

fn types(table: &mut String, ugly: &mut Ugly, client: &Client) {
    for item in client.types.iter() {
        ugly.look(item.name().as_str());
        let _ = writeln!(table, "  type {:?} => {}", item.node(), item.name().as_str());
        match item {
            Item::Struct(item) => {
                for field in &item.fields {
                    ugly.look(field.name.as_str());
                    if field.name.as_str() != field.wire {
                        let _ = writeln!(table, "    field {:?} => {}", field.wire, field.name.as_str());
                    }
                }
            }
            Item::Enum(item) => {
                for value in &item.values {
                    ugly.look(value.name.as_str());
                    let _ = writeln!(table, "    value {:?} => {}", value.wire, value.name.as_str());
                }
            }
            Item::Union(item) => {
                for case in &item.cases {
                    ugly.look(case.name.as_str());
                    let _ = writeln!(table, "    case {}", case.name.as_str());
                }
            }
            Item::Answers(item) => {
                for case in &item.cases {
                    ugly.look(case.name.as_str());
                    let _ = writeln!(table, "    answer {}", case.name.as_str());
                }
            }
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is what one runs this for")]
fn names_of_the_whole_corpus() {
    let Some(corpus) = std::env::var_os("DOCWRIGHT_CORPUS") else {
        println!("skipped: DOCWRIGHT_CORPUS is not set");
        return;
    };
    let folder = PathBuf::from(corpus).join("postman");
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).expect("the corpus has an index");
    let options = Options {
        name: "api".to_owned(),
        grouping: Grouping::Document,
        directions: Directions::Used,
        unknown_fields: UnknownFields::Keep,
        samples: Samples::Tests,
    };
    let (mut ugly, mut collections) = (Ugly::default(), 0);
    let is_shown = std::env::var_os("DOCWRIGHT_NAMES").is_some();
    for line in index.lines().skip(1) {
        let file = line.split('\t').next().expect("a line has columns");
        let Some((sources, api)) = read(&folder.join(file), file) else { continue };
        let lowered = lower(&api, &options, &Lock::default(), UserNames::default(), &sources);
        let mut table = format!("# {file}\n");
        for group in &lowered.client.groups {
            if let Some(home) = &group.home {
                ugly.look(home.module.as_str());
                ugly.look(home.handle.as_str());
                let _ = writeln!(table, "group {} {}", home.module.as_str(), home.handle.as_str());
            }
            for called in &group.operations {
                operation(&mut table, &mut ugly, called);
            }
        }
        types(&mut table, &mut ugly, &lowered.client);
        for variable in lowered.client.variables.iter().chain(&lowered.client.settable) {
            ugly.look(variable.arg.as_str());
            let _ = writeln!(table, "  server {}", named(variable.arg.as_str(), &variable.wire));
        }
        collections += 1;
        if is_shown {
            print!("{table}");
        }
    }
    println!("{collections} collections with {} names: {ugly:?}", ugly.all);
    assert!(ugly.all > 60_000, "the corpus is smaller than it was");
    assert_eq!(ugly.long, 0, "names longer than fifty letters");
    assert!(ugly.digit_first * 3_000 < ugly.all && ugly.numbered * 40 < ugly.all, "names that nobody would give: {ugly:?}");
}
