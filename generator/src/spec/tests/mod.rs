//! What a spec becomes, and what is said about one that is wrong.
//!
//! * `vendors.rs`: the specs of this repository, and the examples of `FORMAT.md`
//! * `errors.rs`: one small spec for each thing that can be wrong
//! * `shapes.rs`: rows and samples → types
//! * `overlays.rs`: overlays and corrections
//! * `schema.rs`: the JSON Schema

mod errors;
mod overlays;
mod schema;
mod shapes;
mod vendors;

use super::{lower, lower_overlay, read};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Basis, Fact, Patch};
use crate::text::{SourceMap, Span};

/// The page that most tests are about.
const PAGE: &str = "\
Users
id | string | The number. Read-only
name | string | The name of the user, max 20.
state | string | One of on, off.
tags | list | Words about the user.
tags.color | boolean | A colour, #rrggbb
GET /users/{id} gives a user.
404 | No such user
{ \"id\": \"u1\", \"name\": null, \"age\": 7, \"tags\": [{ \"color\": \"#fff\" }] }
status ok or error
";

/// What a test looks at.
struct Run {
    sources: SourceMap,
    said: Diagnostics,
    api: Api,
    patches: Vec<Patch>,
}

impl Run {
    /// All that was said, a line for each, with notes and help.
    fn lines(&self) -> Vec<String> {
        self.said.sorted().iter().map(|diagnostic| line(diagnostic, &self.sources)).collect()
    }
}

/// `line:column: code: message`, other places, notes, help.
fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    use std::fmt::Write;
    let mut line = format!("{}: {}: {}", sources.place(diagnostic.primary.span), diagnostic.code, diagnostic.message);
    for other in &diagnostic.others {
        let _ = write!(line, " + {} {}", sources.place(other.span), other.text);
    }
    for note in &diagnostic.notes {
        let _ = write!(line, " = {note}");
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(line, " ? {help}");
    }
    line
}

/// Reads and lowers a spec over a page.
fn run_on(page_name: &str, page: &str, name: &str, spec: &str) -> Run {
    let mut sources = SourceMap::default();
    sources.add(page_name, page.to_owned());
    let file = sources.add(name, spec.to_owned());
    let mut said = Diagnostics::default();
    let api = match read(file, &sources, &mut said) {
        Some(spec) => lower(&spec, &sources, &mut said).api,
        None => empty(Span::new(file, 0, 0)),
    };
    Run { sources, said, api, patches: Vec::new() }
}

/// An API that says nothing.
fn empty(span: Span) -> Api {
    Api::new(Fact::new(String::new(), Basis::stated(span)))
}

/// Reads and lowers a spec over [`PAGE`]. Four lines stand before the text: the test's own first line is line 5.
fn run(spec: &str) -> Run {
    run_on("page.txt", PAGE, "x.toml", &format!("docwright = 1\nname = \"X\"\n[source]\nfile = \"page.txt\"\n{spec}"))
}

/// The same, where nothing may be wrong.
fn right(spec: &str) -> Run {
    let run = run(spec);
    assert_eq!(run.lines(), Vec::<String>::new());
    run
}

/// Exactly this is said.
#[track_caller]
fn said(spec: &str, expected: &[&str]) {
    let lines: Vec<String> = run(spec).lines();
    assert_eq!(lines, expected);
}

/// Reads and lowers an overlay over a base.
fn overlay_on(base: Api, sources: SourceMap, name: &str, text: &str) -> Run {
    let mut sources = sources;
    let file = sources.add(name, text.to_owned());
    let mut said = Diagnostics::default();
    let mut api = base;
    let patches = match read(file, &sources, &mut said) {
        Some(spec) => lower_overlay(&spec, &mut api, &sources, &mut said),
        None => Vec::new(),
    };
    Run { sources, said, api, patches }
}

/// All codes that were said.
fn codes(run: &Run) -> Vec<Code> {
    run.said.sorted().iter().map(|diagnostic| diagnostic.code).collect()
}
