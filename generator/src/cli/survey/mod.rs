//! `docwright survey`.
//!
//! * `mod.rs`: each input, and what became of its requests
//! * `find.rs`: which inputs there are
//! * `weak.rs`: what to settle first

mod find;
mod weak;

use std::path::PathBuf;

use crate::cli::Exit;
use crate::cli::args::{Form, Global, Work};
use crate::cli::console::Console;
use crate::cli::coverage::{Row, State, details, json, json_errors, table};
use crate::cli::many::{self, Worked};
use crate::cli::survey::find::{Input, InputKind, find};
use crate::cli::survey::weak::Detail;
use crate::cli::workspace::{format, say};
use crate::confidence::Denial;
use crate::diagnostic::{self, Code, Diagnostics, JsonLine, Said, Severity, visible};
use crate::pipeline::{Account, Files, Refusal, SpecFolder, Stages, Subject, load, unreadable};

/// What is left of an input when its files are let go.
struct Looked {
    /// A row for each of its collections; most have one.
    rows: Vec<Row>,
    /// For programs, a line for each row.
    lines: Vec<String>,
    /// That facts are denied.
    said: Vec<Said>,
    /// The weakest facts of each, for people.
    weak: Vec<String>,
    exit: Exit,
}

pub(super) fn survey(
    stages: &dyn Stages,
    global: &Global,
    work: Work,
    paths: &[PathBuf],
    deny: &[Denial],
    console: &mut Console<'_>,
) -> Exit {
    let (inputs, mut exit) = find(paths, &global.root, console);
    let timed = console.shows_time(work);
    let detail = if global.verbose || inputs.len() == 1 { Detail::Entry } else { Detail::Line };
    let surveyed = many::each(work, &inputs, console, name, |input| look_at(stages, global, (deny, detail), input));
    let (mut rows, mut said, mut weak) = (Vec::new(), Vec::new(), Vec::new());
    for (input, surveyed) in inputs.iter().zip(surveyed) {
        let Worked::Done(surveyed, time) = surveyed else {
            console.error(&format!("`{}` could not be worked on: a bug in docwright", input.shown));
            rows.push(Row { name: name(input), state: State::Refused(None), warnings: 0, errors: 0, time: None, details: String::new() });
            exit = Exit::Bug;
            continue;
        };
        if surveyed.exit == Exit::Bug {
            console.error(&format!("nothing was made of `{}`, and nothing was said about it: a bug in docwright", input.shown));
        }
        exit = exit.max(surveyed.exit);
        said.extend(surveyed.said);
        // Of many documents that somebody else wrote nobody settles anything: those are only counted.
        if global.verbose || inputs.len() == 1 || matches!(input.kind, InputKind::Folder) {
            weak.extend(surveyed.weak);
        }
        surveyed.lines.iter().for_each(|line| console.line(line));
        for (at, row) in surveyed.rows.into_iter().enumerate() {
            // The time is that of the file: it stands beside its first collection.
            rows.push(Row { time: (timed && at == 0).then_some(time), ..row });
        }
    }
    if global.format != Form::Json && !rows.is_empty() {
        console.text(&table(&rows, "input"));
        for facts in &weak {
            console.text(facts);
        }
    }
    say(said, global, console);
    exit
}

/// How an input is called in a line of its own.
fn name(input: &Input) -> String {
    visible(&input.shown).into_owned()
}

fn look_at(stages: &dyn Stages, global: &Global, (deny, detail): (&[Denial], Detail), input: &Input) -> Looked {
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let subject = match &input.kind {
        InputKind::File => Subject::collection(&input.path, &input.shown, &mut files, &mut diagnostics).ok_or(Refusal::Input),
        InputKind::Folder => {
            let shown = if input.shown == "." { String::new() } else { input.shown.clone() };
            let folder = SpecFolder { path: input.path.clone(), shown };
            load(&folder, &mut files, &mut diagnostics).map(|loaded| Subject::Folder(Box::new(loaded)))
        }
        InputKind::Closed(reason) => {
            let said = unreadable(&input.shown, reason, &mut files);
            diagnostics.push(said);
            Err(Refusal::Input)
        }
    };
    let (mut accounts, refusal) = match subject {
        Ok(subject) => (stages.survey_each(&subject, deny, &files.sources), Exit::Input),
        Err(refusal) => (vec![Account { collection: None, surveyed: None, diagnostics: Diagnostics::default() }], refusal.into()),
    };
    if let Some(first) = accounts.first_mut() {
        diagnostics.append(std::mem::take(&mut first.diagnostics));
        first.diagnostics = diagnostics;
    }
    let mut looked = Looked { rows: Vec::new(), lines: Vec::new(), said: Vec::new(), weak: Vec::new(), exit: Exit::Fine };
    for Account { collection, surveyed, diagnostics } in &accounts {
        let coverage = surveyed.as_ref().map(|surveyed| &surveyed.coverage);
        looked.exit = looked.exit.max(match coverage {
            Some(_) if diagnostics.has_errors() => Exit::of_errors(diagnostics),
            Some(_) => Exit::Fine,
            None if diagnostics.has_errors() => refusal,
            None => Exit::Bug,
        });
        let name = match collection {
            Some(collection) => format!("{}: {}", name(input), visible(collection)),
            None => name(input),
        };
        if global.format == Form::Json {
            let line = JsonLine::new().string("type", "survey").string("input", &input.shown);
            let line = match collection {
                Some(collection) => line.string("collection", collection),
                None => line,
            };
            let line = match surveyed {
                Some(surveyed) => {
                    let line = json(line.string("state", "read"), &surveyed.coverage, &files.sources);
                    weak::json(line, &surveyed.weakest, &files.sources)
                }
                None => json_errors(line.string("state", "refused"), diagnostics, &files.sources),
            };
            looked.lines.push(line.number("warnings", diagnostics.count(Severity::Warning)).finish());
        }
        if let Some(surveyed) = surveyed {
            looked.weak.extend(weak::table(&name, &surveyed.weakest, &files.sources, detail));
            let mut denied = Diagnostics::default();
            denied.extend(diagnostics.iter().filter(|said| said.code == Code::DeniedFact).cloned());
            looked.said.extend(diagnostic::each(&denied, &files.sources, format(global), global.notes()));
        }
        looked.rows.push(Row {
            name,
            state: State::of(coverage, diagnostics),
            warnings: diagnostics.count(Severity::Warning),
            errors: diagnostics.count(Severity::Error),
            time: None,
            details: if global.verbose { details(coverage, diagnostics, &files.sources) } else { String::new() },
        });
    }
    looked
}
