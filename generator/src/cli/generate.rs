//! `docwright generate` and `docwright check`.

use std::path::PathBuf;

use crate::cli::args::{Form, Global, hand_edits};
use crate::cli::console::{BOLD, Console, styled};
use crate::cli::workspace::Workspace;
use crate::cli::{Exit, words};
use crate::diagnostic::{Severity, visible};
use crate::output::{FileReport, FileState, HandEdits, Mode, OutputError, Report, Root, TreePath, put, sync};
use crate::pipeline::{Generated, LOCK, Loaded, Stages, Stats};

/// The folder of generated crates, below the root.
const GENERATED: &str = "generated";

/// What became of an API.
pub(super) struct Done<'l> {
    pub(super) loaded: &'l Loaded,
    pub(super) stats: Stats,
    pub(super) report: Report,
    /// The lock, when it is not what it should be.
    pub(super) lock: Option<FileReport>,
}

impl Done<'_> {
    pub(super) fn is_fresh(&self) -> bool {
        self.report.is_fresh() && self.lock.is_none()
    }

    /// Whether files that were edited by hand kept everything from being written.
    pub(super) fn is_refused(&self) -> bool {
        self.report.hand_edits().next().is_some() && !self.report.written
    }
}

pub(super) fn generate(stages: &dyn Stages, global: &Global, folders: &[PathBuf], force: bool, console: &mut Console<'_>) -> Exit {
    run(stages, global, folders, Mode::Write(hand_edits(force)), console)
}

pub(super) fn check(stages: &dyn Stages, global: &Global, folders: &[PathBuf], list: bool, console: &mut Console<'_>) -> Exit {
    run(stages, global, folders, if list { Mode::List } else { Mode::Check }, console)
}

fn run(stages: &dyn Stages, global: &Global, folders: &[PathBuf], mode: Mode, console: &mut Console<'_>) -> Exit {
    let Some(mut workspace) = Workspace::open(global, folders, console) else { return Exit::Usage };
    let loaded = std::mem::take(&mut workspace.loaded);
    let mut generated = Vec::new();
    for loaded in &loaded {
        let errors = workspace.diagnostics.count(Severity::Error);
        let outcome = stages.generate(loaded, &workspace.files.sources, &mut workspace.diagnostics);
        let failed = workspace.diagnostics.count(Severity::Error) > errors;
        match outcome {
            // What comes with errors is not written, whatever it is.
            Some(files) if !failed => generated.push((loaded, files)),
            Some(_) | None if failed => workspace.worsen(Exit::Input),
            Some(_) | None => {
                console.error(&format!("nothing was made of `{}`, and nothing was said about it: a bug in docwright", loaded.config.name));
                workspace.worsen(Exit::Bug);
            }
        }
    }
    workspace.say(global, console);
    let mut exit = workspace.exit;
    for (loaded, files) in &generated {
        match put_on_disk(global, loaded, files, mode) {
            Ok(done) => {
                exit = exit.max(tell(global, &done, mode, console));
            }
            Err(error) => {
                console.error(&format!("{}: {error}", loaded.config.name));
                exit = exit.max(Exit::Input);
            }
        }
    }
    // Only where every spec was read is it known what no spec makes.
    if folders.is_empty() && workspace.exit == Exit::Fine {
        let names: Vec<&str> = loaded.iter().map(|loaded| loaded.config.name.value.as_str()).collect();
        exit = exit.max(orphans(global, &names, mode, console));
    }
    exit
}

/// Says which generated crates no spec makes any more. They are never deleted: their users may be elsewhere.
fn orphans(global: &Global, names: &[&str], mode: Mode, console: &mut Console<'_>) -> Exit {
    let root = TreePath::new(GENERATED).map_or_else(|_| Root::new(&global.root), |step| Root::new(&global.root).inside(&step));
    let trees = match root.trees() {
        Ok(trees) => trees,
        Err(error) => {
            console.error(&error.to_string());
            return Exit::Input;
        }
    };
    let mut exit = Exit::Fine;
    for tree in trees.iter().filter(|tree| !names.contains(&tree.as_str())) {
        let message = format!(
            "`{GENERATED}/{}` is an orphan: docwright made it, and no spec makes it any more\nhelp: delete the folder, or restore the spec whose `name` it is",
            visible(tree)
        );
        match mode {
            Mode::Write(_) => console.warning(&message),
            Mode::Check | Mode::List => {
                console.error(&message);
                exit = Exit::Finding;
            }
        }
    }
    exit
}

fn put_on_disk<'l>(global: &Global, loaded: &'l Loaded, generated: &Generated, mode: Mode) -> Result<Done<'l>, OutputError> {
    let root = Root::new(&global.root);
    let root = [GENERATED, &loaded.config.name.value]
        .into_iter()
        .filter_map(|step| TreePath::new(step).ok())
        .fold(root, |root, step| root.inside(&step));
    // Looked at first: where something is in the way of the crate, the lock must not change either.
    let mut report = sync(&generated.tree, generated.stamp, &root, Mode::Check)?;
    let refused = report.hand_edits().next().is_some() && mode == Mode::Write(HandEdits::Keep);
    let lock_mode = if refused { Mode::Check } else { mode };
    let mut lock = None;
    if let Ok(path) = TreePath::new(LOCK) {
        let file = put(&Root::new(&loaded.folder.path), &path, &generated.lock, lock_mode)?;
        lock = (!matches!(file.state, FileState::Unchanged(_))).then_some(file);
    }
    if let Mode::Write(_) = mode {
        report = sync(&generated.tree, generated.stamp, &root, mode)?;
    }
    Ok(Done { loaded, stats: generated.stats, report, lock })
}

/// Says what became of an API, and how that ends.
fn tell(global: &Global, done: &Done<'_>, mode: Mode, console: &mut Console<'_>) -> Exit {
    let exit = match mode {
        Mode::Write(_) if done.is_refused() => Exit::Finding,
        Mode::Write(_) => Exit::Fine,
        Mode::Check | Mode::List => {
            if done.is_fresh() {
                Exit::Fine
            } else {
                Exit::Finding
            }
        }
    };
    match (global.format, mode) {
        (Form::Json, _) => console.line(words::json(done, mode)),
        (_, Mode::List) => {
            for file in done.report.stale() {
                console.line(format!("{} {}/{}/{}", file.state.letter(), GENERATED, done.loaded.config.name, visible(&file.path)));
            }
            if let Some(lock) = &done.lock {
                console.line(format!("{} {}/{LOCK}", lock.state.letter(), done.loaded.folder.shown));
            }
        }
        (_, Mode::Write(_)) => console.text(&words::generated(done)),
        (form, Mode::Check) => {
            if exit == Exit::Fine {
                console.line(format!(
                    "  {}   {} files are fresh",
                    styled(BOLD, &done.loaded.config.name),
                    words::number(done.report.files.len())
                ));
            } else {
                console.text(&words::stale(done));
                if form == Form::Github {
                    console.line(words::github(done));
                }
            }
        }
    }
    exit
}
