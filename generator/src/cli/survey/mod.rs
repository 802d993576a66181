//! `docwright survey`.
//!
//! * `mod.rs`: one input after the other
//! * `find.rs`: which inputs there are
//! * `words.rs`: what became of them, in words

mod find;
mod words;

use std::path::PathBuf;

use crate::cli::Exit;
use crate::cli::args::{Form, Global};
use crate::cli::console::Console;
use crate::cli::survey::find::{Input, InputKind, find};
use crate::cli::survey::words::Totals;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pipeline::{Files, Refusal, SpecFolder, Stages, Subject, load, unreadable};
use crate::postman::Coverage;

/// What became of an input.
struct Surveyed<'i> {
    input: &'i Input,
    /// The account of its requests; none where the input as a whole is refused.
    coverage: Option<Coverage>,
    files: Files,
    diagnostics: Diagnostics,
}

impl Surveyed<'_> {
    /// Why the input is refused; nothing where it is not.
    fn errors(&self) -> Vec<&Diagnostic> {
        self.diagnostics.sorted().into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).collect()
    }
}

pub(super) fn survey(stages: &dyn Stages, global: &Global, paths: &[PathBuf], console: &mut Console<'_>) -> Exit {
    let (inputs, mut exit) = find(paths, &global.root, console);
    let width = inputs.iter().map(|input| words::name(input).chars().count()).max().unwrap_or(0);
    let mut totals = Totals::default();
    for input in &inputs {
        // Each with files of its own: what was read of one is let go before the next.
        let (surveyed, ends) = look_at(stages, input);
        exit = exit.max(ends);
        if surveyed.coverage.is_none() && surveyed.errors().is_empty() {
            console.error(&format!("nothing was made of `{}`, and nothing was said about it: a bug in docwright", input.shown));
        }
        match global.format {
            Form::Json => console.line(words::json(&surveyed)),
            Form::Human | Form::Github | Form::Markdown => {
                console.line(words::line(&surveyed, width));
                if global.verbose {
                    console.text(&words::details(&surveyed));
                }
            }
        }
        totals.add(&surveyed);
    }
    if global.format != Form::Json && !inputs.is_empty() {
        console.text(&words::summary(&totals));
    }
    exit
}

fn look_at<'i>(stages: &dyn Stages, input: &'i Input) -> (Surveyed<'i>, Exit) {
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
    let (coverage, exit) = match subject {
        Ok(subject) => match stages.survey(&subject, &files.sources, &mut diagnostics) {
            Some(coverage) => (Some(coverage), Exit::Fine),
            None if diagnostics.has_errors() => (None, Exit::Input),
            None => (None, Exit::Bug),
        },
        Err(Refusal::Config) => (None, Exit::Usage),
        Err(Refusal::Input) => (None, Exit::Input),
    };
    (Surveyed { input, coverage, files, diagnostics }, exit)
}
