//! Which folders there are, and their documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::Exit;
use crate::cli::args::{Form, Global};
use crate::cli::console::Console;
use crate::config;
use crate::diagnostic::{self, Diagnostics, Format, Said};
use crate::pipeline::{Files, Loaded, SpecFolder, load, plain, shown, without_namesakes};

/// The folders of specs, below the root.
const SPECS: &str = "specs";

/// All that was read, all that was said, and how it ends.
pub(super) struct Workspace {
    pub(super) files: Files,
    pub(super) diagnostics: Diagnostics,
    pub(super) loaded: Vec<Loaded>,
    pub(super) exit: Exit,
}

impl Workspace {
    /// Reads the folders, or all below `specs/` when none is named. Nothing when there is nothing to read; the user was told.
    pub(super) fn open(global: &Global, folders: &[PathBuf], console: &mut Console<'_>) -> Option<Self> {
        let folders = if folders.is_empty() { find(&global.root, console)? } else { folders.to_vec() };
        let mut workspace = Self { files: Files::default(), diagnostics: Diagnostics::default(), loaded: Vec::new(), exit: Exit::Fine };
        for folder in folders {
            let folder = SpecFolder::new(&below_specs(&folder, &global.root), &global.root);
            match load(&folder, &mut workspace.files, &mut workspace.diagnostics) {
                Ok(loaded) => workspace.loaded.push(loaded),
                Err(refusal) => workspace.worsen(refusal.into()),
            }
        }
        workspace.drop_namesakes();
        Some(workspace)
    }

    pub(super) fn worsen(&mut self, exit: Exit) {
        self.exit = self.exit.max(exit);
    }

    /// Prints all that was said.
    pub(super) fn say(&self, global: &Global, console: &mut Console<'_>) {
        say_all(&self.diagnostics, &self.files, global, console);
    }

    /// Two APIs of one name would be written over one another.
    fn drop_namesakes(&mut self) {
        let before = self.loaded.len();
        self.loaded = without_namesakes(std::mem::take(&mut self.loaded), &mut self.diagnostics);
        if self.loaded.len() < before {
            self.worsen(Exit::Usage);
        }
    }
}

/// The form in which things are said.
pub(super) fn format(global: &Global) -> Format {
    match global.format {
        Form::Human | Form::Markdown => Format::Human { color: Console::color() },
        Form::Json => Format::Json,
        Form::Github => Format::Github,
    }
}

/// Prints what was said: beside the answer for people, in the answer for programs.
pub(super) fn say(said: Vec<Said>, global: &Global, console: &mut Console<'_>) {
    let text = diagnostic::assemble(said, format(global), global.notes());
    match global.format {
        Form::Human | Form::Markdown => console.aside(&text),
        Form::Json | Form::Github => console.text(&text),
    }
}

/// Prints all that was said of some files.
pub(super) fn say_all(diagnostics: &Diagnostics, files: &Files, global: &Global, console: &mut Console<'_>) {
    say(diagnostic::each(diagnostics, &files.sources, format(global), global.notes()), global, console);
}

/// Where a folder is to be made: where it is named, or below `specs/` where it is a bare name.
pub(super) fn spec_path(folder: &Path, root: &Path) -> PathBuf {
    let is_bare = folder.components().count() == 1 && folder.file_name().is_some();
    if is_bare && !folder.exists() { root.join(SPECS).join(folder) } else { folder.to_owned() }
}

/// The folders with a `docwright.toml` that are named or stand below those that are, each once; without any, all below `specs/`. `None` where there is
/// nothing at all; the user was told.
pub(super) fn spec_folders(global: &Global, named: &[PathBuf], console: &mut Console<'_>) -> Option<Vec<SpecFolder>> {
    if named.is_empty() {
        return Some(find(&global.root, console)?.iter().map(|path| SpecFolder::new(path, &global.root)).collect());
    }
    let mut found: Vec<SpecFolder> = Vec::new();
    let mut seen = BTreeSet::new();
    for path in named {
        let path = below_specs(path, &global.root);
        let mut below = if path.is_dir() && !path.join(config::FILE).exists() { walk(&path, &global.root, console) } else { Vec::new() };
        if below.is_empty() {
            // It has to be one itself: where it is none, that is said with its place.
            below.push(path);
        }
        found.extend(below.iter().filter(|path| seen.insert(plain(path))).map(|path| SpecFolder::new(path, &global.root)));
    }
    Some(found)
}

/// The folders with a `docwright.toml` below a folder, in the order of their paths. Links to folders are not followed: they may lead back; hidden folders are
/// not entered. What cannot be looked into is said.
fn walk(folder: &Path, root: &Path, console: &mut Console<'_>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if folder.join(config::FILE).is_file() {
            found.push(folder);
            continue;
        }
        let entries = match std::fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => {
                console.warning(&format!("`{}` cannot be looked into: {error}", shown(&folder, root)));
                continue;
            }
        };
        let is_open = |path: &PathBuf| {
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            path.is_dir() && !path.is_symlink() && !is_hidden
        };
        open.extend(entries.iter().map(std::fs::DirEntry::path).filter(is_open));
    }
    found.sort();
    found
}

/// A folder as it is named from where the user is; or, where there is none, the one of that name below `specs/`.
pub(super) fn below_specs(folder: &Path, root: &Path) -> PathBuf {
    let named = root.join(SPECS).join(folder);
    if !folder.exists() && named.join(config::FILE).is_file() { named } else { folder.to_owned() }
}

/// The folders below `specs/` that have a `docwright.toml`, in the order of their names.
fn find(root: &Path, console: &mut Console<'_>) -> Option<Vec<PathBuf>> {
    let specs = root.join(SPECS);
    let entries = match std::fs::read_dir(&specs) {
        Ok(entries) => entries,
        Err(error) => {
            console.error(&format!("cannot list `{}`: {error}\nhelp: name the folder that holds `specs/` with `--root`", specs.display()));
            return None;
        }
    };
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join(config::FILE).is_file()).collect();
    folders.sort();
    if folders.is_empty() {
        console.error(&format!(
            "no `{}/*/{}` is there\nhelp: name a folder, or the folder that holds `specs/` with `--root`",
            specs.display(),
            config::FILE
        ));
        return None;
    }
    Some(folders)
}
