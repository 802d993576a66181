//! `docwright generate` and `docwright check`.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::cli::args::{Form, Global, Work, hand_edits};
use crate::cli::console::{BOLD, Console, styled};
use crate::cli::coverage::{Row, State, details, json_errors, table};
use crate::cli::many::{self, Worked};
use crate::cli::workspace::{format, say, spec_folders};
use crate::cli::{Exit, words};
use crate::confidence::Denial;
use crate::diagnostic::{self, Diagnostic, Diagnostics, JsonLine, Said, Severity, visible};
use crate::output::{FileReport, FileState, HandEdits, Mode, OutputError, Plan, Report, Root, TreePath, put};
use crate::parallel;
use crate::pipeline::{Files, Generated, LOCK, Loaded, SpecFolder, Stages, Stats, load, namesakes};
use crate::postman::Coverage;
use crate::text::SourceMap;

/// The folder of generated crates, below the root.
const GENERATED: &str = "generated";

/// What became of an API.
pub(super) struct Done<'l> {
    pub(super) loaded: &'l Loaded,
    pub(super) stats: Stats,
    pub(super) coverage: &'l Coverage,
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

/// What is left of an API when its files are let go.
struct Outcome {
    /// What was said of it.
    said: Vec<Said>,
    /// What became of it, as the answer says it.
    told: String,
    /// What the system says against it.
    problem: Option<String>,
    /// Its account, which only `generate` shows.
    row: Row,
    /// The API's name, where its configuration could be read.
    name: Option<String>,
    exit: Exit,
}

/// What all APIs are made with.
#[derive(Clone, Copy)]
struct Making<'a> {
    stages: &'a dyn Stages,
    global: &'a Global,
    deny: &'a [Denial],
    mode: Mode,
}

pub(super) fn generate(
    stages: &dyn Stages,
    global: &Global,
    work: Work,
    folders: &[PathBuf],
    (deny, force): (&[Denial], bool),
    console: &mut Console<'_>,
) -> Exit {
    run(Making { stages, global, deny, mode: Mode::Write(hand_edits(force)) }, work, folders, console)
}

pub(super) fn check(
    stages: &dyn Stages,
    global: &Global,
    work: Work,
    folders: &[PathBuf],
    (deny, list): (&[Denial], bool),
    console: &mut Console<'_>,
) -> Exit {
    run(Making { stages, global, deny, mode: if list { Mode::List } else { Mode::Check } }, work, folders, console)
}

fn run(making: Making<'_>, work: Work, folders: &[PathBuf], console: &mut Console<'_>) -> Exit {
    let Making { global, mode, .. } = making;
    let Some(specs) = spec_folders(global, folders, console) else { return Exit::Usage };
    // Two APIs of one name would be written over one another.
    let mut configs = Files::default();
    let inputs: Vec<(SpecFolder, Option<Diagnostic>)> = {
        let namesakes = namesakes(&specs, &mut configs);
        specs.into_iter().zip(namesakes).collect()
    };
    let timed = console.shows_time(work);
    let worked = many::each(
        work,
        &inputs,
        console,
        |(folder, _)| visible(&folder.shown).into_owned(),
        |(folder, namesake)| match namesake {
            Some(namesake) => making.refuse(folder, namesake, &configs),
            None => making.make(folder),
        },
    );
    let (mut said, mut outcomes) = (Vec::new(), Vec::new());
    let mut exit = Exit::Fine;
    let mut all_read = true;
    for ((folder, _), worked) in inputs.iter().zip(worked) {
        match worked {
            Worked::Done(mut outcome, time) => {
                said.append(&mut outcome.said);
                outcome.row.time = timed.then_some(time);
                outcomes.push(outcome);
            }
            Worked::Broken => {
                console.error(&format!("`{}` could not be worked on: a bug in docwright", folder.shown));
                exit = Exit::Bug;
                all_read = false;
            }
        }
    }
    say(said, global, console);
    for outcome in &outcomes {
        console.text(&outcome.told);
        if let Some(problem) = &outcome.problem {
            console.error(problem);
        }
        exit = exit.max(outcome.exit);
        all_read &= outcome.name.is_some();
    }
    // Only where every spec was read is it known what no spec makes.
    if folders.is_empty() && all_read {
        let names: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.name.as_deref()).collect();
        exit = exit.max(orphans(global, &names, mode, console));
    }
    let rows: Vec<Row> = outcomes.into_iter().map(|outcome| outcome.row).collect();
    if matches!(mode, Mode::Write(_)) && matches!(global.format, Form::Human) && rows.len() > 1 && !work.quiet {
        console.text("\n");
        console.text(&table(&rows, "API"));
    }
    exit
}

impl Making<'_> {
    /// Makes an API, and writes it or compares it.
    fn make(self, folder: &SpecFolder) -> Outcome {
        let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
        let loaded = match load(folder, &mut files, &mut diagnostics) {
            Ok(mut loaded) => {
                loaded.config.policy.extend(self.deny);
                loaded
            }
            Err(refusal) => return self.refused(folder, None, &diagnostics, &files, refusal.into()),
        };
        let name = Some(loaded.config.name.value.clone());
        let generated = match self.stages.generate(&loaded, &files.sources, &mut diagnostics) {
            // What comes with errors is not written, whatever it is.
            Some(generated) if !diagnostics.has_errors() => generated,
            _ if diagnostics.has_errors() => return self.refused(folder, name, &diagnostics, &files, Exit::of_errors(&diagnostics)),
            _ => {
                let problem = format!("nothing was made of `{}`, and nothing was said about it: a bug in docwright", loaded.config.name);
                let refused = self.refused(folder, name, &diagnostics, &files, Exit::Bug);
                return Outcome { problem: Some(problem), ..refused };
            }
        };
        let (done, mut outcome) = parallel::both(
            || put_on_disk(self.global, &loaded, &generated, self.mode),
            || self.outcome(folder, name, Some(&generated.coverage), &diagnostics, &files),
        );
        match done {
            Ok(done) => (outcome.told, outcome.exit) = tell(self.global, &done, self.mode, &files.sources),
            Err(error) => {
                outcome.problem = Some(format!("{}: {error}", loaded.config.name));
                outcome.exit = Exit::Input;
            }
        }
        outcome
    }

    /// An API that has the name of another.
    fn refuse(self, folder: &SpecFolder, namesake: &Diagnostic, configs: &Files) -> Outcome {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(namesake.clone());
        self.refused(folder, None, &diagnostics, configs, Exit::Usage)
    }

    fn refused(self, folder: &SpecFolder, name: Option<String>, diagnostics: &Diagnostics, files: &Files, exit: Exit) -> Outcome {
        let outcome = self.outcome(folder, name, None, diagnostics, files);
        let told = match self.global.format {
            Form::Json => {
                let line = JsonLine::new().string("type", "api").string("spec", &folder.shown).string("state", "failed");
                json_errors(line, diagnostics, &files.sources).finish() + "\n"
            }
            Form::Human | Form::Github | Form::Markdown => String::new(),
        };
        Outcome { told, exit, ..outcome }
    }

    fn outcome(
        self,
        folder: &SpecFolder,
        name: Option<String>,
        coverage: Option<&Coverage>,
        diagnostics: &Diagnostics,
        files: &Files,
    ) -> Outcome {
        let row = Row {
            name: visible(name.as_deref().unwrap_or(&folder.shown)).into_owned(),
            state: State::of(coverage, diagnostics),
            warnings: diagnostics.count(Severity::Warning),
            errors: diagnostics.count(Severity::Error),
            time: None,
            details: String::new(),
        };
        let said = diagnostic::each(diagnostics, &files.sources, format(self.global), self.global.notes());
        Outcome { said, told: String::new(), problem: None, row, name, exit: Exit::Fine }
    }
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

fn put_on_disk<'l>(global: &Global, loaded: &'l Loaded, generated: &'l Generated, mode: Mode) -> Result<Done<'l>, OutputError> {
    let root = Root::new(&global.root);
    let root = [GENERATED, &loaded.config.name.value]
        .into_iter()
        .filter_map(|step| TreePath::new(step).ok())
        .fold(root, |root, step| root.inside(&step));
    // Looked at first: where something is in the way of the crate, the lock must not change either.
    let plan = Plan::make(&generated.tree, generated.stamp, &root)?;
    let refused = plan.report().hand_edits().next().is_some() && mode == Mode::Write(HandEdits::Keep);
    let lock_mode = if refused { Mode::Check } else { mode };
    let mut lock = None;
    if let Ok(path) = TreePath::new(LOCK) {
        let file = put(&Root::new(&loaded.folder.path), &path, &generated.lock, lock_mode)?;
        lock = (!matches!(file.state, FileState::Unchanged(_))).then_some(file);
    }
    let report = match mode {
        Mode::Write(hand_edits) => plan.carry_out(hand_edits)?,
        Mode::Check | Mode::List => plan.into_report(),
    };
    Ok(Done { loaded, stats: generated.stats, coverage: &generated.coverage, report, lock })
}

/// What is to be said of what became of an API, and how that ends.
fn tell(global: &Global, done: &Done<'_>, mode: Mode, sources: &SourceMap) -> (String, Exit) {
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
    let mut text = String::new();
    match (global.format, mode) {
        (Form::Json, _) => {
            let _ = writeln!(text, "{}", words::json(done, mode, sources));
        }
        (_, Mode::List) => {
            for file in done.report.stale() {
                let _ = writeln!(text, "{} {}/{}/{}", file.state.letter(), GENERATED, done.loaded.config.name, visible(&file.path));
            }
            if let Some(lock) = &done.lock {
                let _ = writeln!(text, "{} {}/{LOCK}", lock.state.letter(), done.loaded.folder.shown);
            }
        }
        (_, Mode::Write(_)) => {
            text.push_str(&words::generated(done));
            if global.verbose {
                text.push_str(&details(Some(done.coverage), &Diagnostics::default(), sources));
            }
        }
        (form, Mode::Check) => {
            if exit == Exit::Fine {
                let files = words::number(done.report.files.len());
                let _ = writeln!(text, "  {}   {files} files are fresh", styled(BOLD, &done.loaded.config.name));
            } else {
                text.push_str(&words::stale(done));
                if form == Form::Github {
                    let _ = writeln!(text, "{}", words::github(done));
                }
            }
        }
    }
    (text, exit)
}
