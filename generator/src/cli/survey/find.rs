//! Which inputs there are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::workspace::below_specs;
use crate::config;
use crate::pipeline::{Subject, plain, shown};

/// Something to survey.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// How it is called, with `/`.
    pub(super) shown: String,
    pub(super) kind: InputKind,
}

#[derive(Clone, Debug)]
pub(super) enum InputKind {
    /// A collection: a file, or the folder of one.
    File,
    /// It has a `docwright.toml`.
    Folder,
    /// A folder that cannot be listed, with the reason.
    Closed(String),
}

/// All inputs that are named or stand below a folder that is, each once, in the order of their names; and how it ends where there is none below one.
pub(super) fn find(paths: &[PathBuf], root: &Path, console: &mut Console<'_>) -> (Vec<Input>, Exit) {
    let mut found: BTreeMap<PathBuf, Input> = BTreeMap::new();
    let mut exit = Exit::Fine;
    for path in paths {
        let path = &below_specs(path, root);
        let mut below = Vec::new();
        if path.is_dir() {
            walk(path, root, &mut below, console);
        } else if path.file_name().is_some_and(|name| name == config::FILE) {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            below.push(input(folder, root, InputKind::Folder));
        } else {
            below.push(input(path, root, InputKind::File));
        }
        if below.is_empty() {
            console.error(&format!(
                "nothing to survey is below `{}`\nhelp: name a file, or a folder that holds `*.json` or a `{}`",
                path.display(),
                config::FILE
            ));
            exit = Exit::Usage;
        }
        for input in below {
            found.entry(plain(&input.path)).or_insert(input);
        }
    }
    let mut inputs: Vec<Input> = found.into_values().collect();
    inputs.sort_by(|a, b| a.shown.cmp(&b.shown));
    (inputs, exit)
}

/// The inputs in a folder and all folders below it.
fn walk(folder: &Path, root: &Path, below: &mut Vec<Input>, console: &mut Console<'_>) {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if folder.join(config::FILE).is_file() {
            below.push(input(&folder, root, InputKind::Folder));
            continue;
        }
        if Subject::is_collection(&folder) {
            below.push(input(&folder, root, InputKind::File));
            continue;
        }
        let entries = std::fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                below.push(input(&folder, root, InputKind::Closed(error.to_string())));
                continue;
            }
        };
        let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
        paths.sort();
        for path in paths {
            if !path.is_dir() {
                if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
                    below.push(input(&path, root, InputKind::File));
                }
            } else if path.is_symlink() {
                // It may lead back to where it stands.
                console.warning(&format!("`{}` is a link to a folder, and is not followed", shown(&path, root)));
            } else {
                open.push(path);
            }
        }
    }
}

fn input(path: &Path, root: &Path, kind: InputKind) -> Input {
    Input { path: path.to_owned(), shown: shown(path, root), kind }
}
