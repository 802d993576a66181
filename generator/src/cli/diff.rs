//! `docwright diff`.

use std::path::PathBuf;

use crate::cli::Exit;
use crate::cli::args::{Form, Global};
use crate::cli::console::Console;
use crate::cli::workspace::{Workspace, below_specs};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{Files, ReportForm, SpecFolder, Stages, load};

/// Reports, and never fails because of what it reports: reports and gates are separate steps.
pub(super) fn diff(stages: &dyn Stages, global: &Global, old: &PathBuf, new: &PathBuf, console: &mut Console<'_>) -> Exit {
    let mut workspace = Workspace { files: Files::default(), diagnostics: Diagnostics::default(), loaded: Vec::new(), exit: Exit::Fine };
    // Two versions of one API have one name, so they are not opened as a workspace.
    let mut apis = Vec::new();
    for folder in [old, new] {
        let folder = SpecFolder::new(&below_specs(folder, &global.root), &global.root);
        match load(&folder, &mut workspace.files, &mut workspace.diagnostics) {
            Ok(loaded) => match stages.api(&loaded, &workspace.files.sources, &mut workspace.diagnostics) {
                Some(api) => apis.push(api),
                None => workspace.worsen(Exit::Input),
            },
            Err(refusal) => workspace.worsen(refusal.into()),
        }
    }
    workspace.say(global, console);
    let form = match global.format {
        Form::Human | Form::Github => ReportForm::Human,
        Form::Json => ReportForm::Json,
        Form::Markdown => ReportForm::Markdown,
    };
    if let [old, new] = apis.as_slice() {
        console.text(&stages.compare(old, new, form, &workspace.files.sources));
    }
    workspace.exit
}
