//! Reading and writing below one folder, and nowhere else.
//!
//! Every step from the trusted folder down is looked at before it is used: a link, or a folder where a file should be, is an error and
//! never followed. A file is written beside its place under a temporary name and then renamed, so a killed run leaves no half file.
//! (Against someone who swaps folders for links while docwright runs, and against a power cut, this is no protection.)

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{error, fmt};

use crate::output::TreePath;
use crate::output::manifest::MANIFEST;
use crate::output::sync::is_header;

/// The temporary file, in the root. One file is written at a time; a leftover of a killed run is replaced.
pub(crate) const TEMPORARY: &str = ".docwright-tmp";

/// A folder to write below: the part that the user named and trusts, and the part that docwright chose.
#[derive(Clone, Debug)]
pub struct Root {
    trusted: PathBuf,
    inside: Vec<String>,
}

/// What stands where a file or a folder should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A symbolic link.
    Link,
    /// A folder where a file should be.
    Folder,
    /// A file where a folder should be.
    File,
    /// A device, a socket or a pipe.
    Special,
}

/// Why files cannot be compared or written.
#[derive(Debug)]
pub enum OutputError {
    /// The system says no.
    Io {
        /// What was tried: `read`, `write`.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Things stand in the way; nothing was written.
    Blocked(Vec<(PathBuf, Obstacle)>),
    /// The manifest cannot be read; nothing was written.
    Manifest {
        /// The manifest or the journal.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "a symbolic link",
            Self::Folder => "a folder where a file should be",
            Self::File => "a file where a folder should be",
            Self::Special => "no regular file",
        })
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, error } => write!(f, "cannot {doing} `{}`: {error}", path.display()),
            Self::Blocked(places) => {
                for (at, (path, obstacle)) in places.iter().enumerate() {
                    let line_break = if at == 0 { "" } else { "\n" };
                    write!(f, "{line_break}`{}` is {obstacle}: docwright neither follows nor replaces it", path.display())?;
                }
                Ok(())
            }
            Self::Manifest { path, line, message } => {
                write!(f, "{}:{line}: {message}; restore the file, or delete it and run `docwright generate --force`", path.display())
            }
        }
    }
}

impl error::Error for OutputError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::Blocked(_) | Self::Manifest { .. } => None,
        }
    }
}

/// What a look at a path found.
enum Found {
    Nothing,
    File,
}

impl Root {
    /// A folder that the user named. Links on the way to it are the user's own and are followed.
    pub fn new(trusted: impl Into<PathBuf>) -> Self {
        Self { trusted: trusted.into(), inside: Vec::new() }
    }

    /// A folder below it that docwright chose: no step of it may be a link.
    #[must_use]
    pub fn inside(mut self, path: &TreePath) -> Self {
        self.inside.extend(path.steps().map(str::to_owned));
        self
    }

    /// The folder's path.
    pub fn path(&self) -> PathBuf {
        self.inside.iter().fold(self.trusted.clone(), |path, step| path.join(step))
    }

    /// The folders directly below that have a manifest of docwright's, by name and in order.
    ///
    /// # Errors
    ///
    /// When the system refuses to list the folder.
    pub fn trees(&self) -> Result<Vec<String>, OutputError> {
        let folder = self.path();
        let failed = |error| OutputError::Io { path: folder.clone(), doing: "list", error };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            if entry.path().join(MANIFEST).is_file() {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        found.sort();
        Ok(found)
    }

    /// The path of a file below the root.
    pub(crate) fn at(&self, relative: &str) -> PathBuf {
        relative.split('/').fold(self.path(), |path, step| path.join(step))
    }

    /// The bytes of a file; nothing where there is none.
    pub(crate) fn read(&self, relative: &str) -> Result<Option<Vec<u8>>, OutputError> {
        match self.look(relative)? {
            Found::Nothing => Ok(None),
            Found::File => {
                let path = self.at(relative);
                fs::read(&path).map(Some).map_err(|error| OutputError::Io { doing: "read", path, error })
            }
        }
    }

    /// Writes a file: all of it or nothing.
    pub(crate) fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.look(relative)?;
        self.make_folders(relative)?;
        let temporary = self.at(TEMPORARY);
        self.clear_temporary()?;
        let fail = |error| OutputError::Io { doing: "write", path: self.at(relative), error };
        // `create_new` follows no link and takes no file that someone else has put there.
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(fail)?;
        let written = file.write_all(bytes).and_then(|()| file.flush());
        drop(file);
        let renamed = written.and_then(|()| fs::rename(&temporary, self.at(relative)));
        if renamed.is_err() {
            // The first error is the one to tell; a leftover is cleared by the next run.
            let _ = fs::remove_file(&temporary);
        }
        renamed.map_err(fail)
    }

    /// Deletes a file, and the folders above it that this leaves empty.
    pub(crate) fn remove(&self, relative: &str) -> Result<(), OutputError> {
        if let Found::Nothing = self.look(relative)? {
            return Ok(());
        }
        let path = self.at(relative);
        fs::remove_file(&path).map_err(|error| OutputError::Io { doing: "delete", path, error })?;
        let mut folder = relative;
        while let Some((above, _)) = folder.rsplit_once('/') {
            // Only empty folders can be removed like this: that it fails is the ordinary case.
            if fs::remove_dir(self.at(above)).is_err() {
                break;
            }
            folder = above;
        }
        Ok(())
    }

    /// Deletes what a killed run left of a file that it was writing.
    pub(crate) fn clear_temporary(&self) -> Result<(), OutputError> {
        let path = self.at(TEMPORARY);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OutputError::Io { doing: "delete", path, error }),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// All regular files below the root, in order. Links are not followed; other generated trees, `target` folders that
    /// Cargo made and `.git` are not entered.
    pub(crate) fn walk(&self) -> Result<Vec<String>, OutputError> {
        let mut files = Vec::new();
        let mut open = vec![String::new()];
        while let Some(folder) = open.pop() {
            let path = if folder.is_empty() { self.path() } else { self.at(&folder) };
            let fail = |error| OutputError::Io { doing: "list", path: path.clone(), error };
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(fail(error)),
            };
            for entry in entries {
                let entry = entry.map_err(fail)?;
                // A name that is not Unicode is none of ours.
                let Ok(name) = entry.file_name().into_string() else { continue };
                let kind = entry.file_type().map_err(fail)?;
                let relative = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                if kind.is_file() {
                    files.push(relative);
                } else if kind.is_dir() && name != ".git" && !is_foreign_folder(&entry.path(), &name) {
                    open.push(relative);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// Whether a file that [`Self::walk`] found says in its first line that docwright made it.
    pub(crate) fn starts_with_header(&self, relative: &str) -> Result<bool, OutputError> {
        let path = self.at(relative);
        let mut start = Vec::new();
        let read = fs::File::open(&path).and_then(|file| file.take(128).read_to_end(&mut start));
        match read {
            Ok(_) => Ok(is_header(&start)),
            Err(error) => Err(OutputError::Io { doing: "read", path, error }),
        }
    }

    /// What stands at a path, if nothing is in the way.
    fn look(&self, relative: &str) -> Result<Found, OutputError> {
        let mut path = self.trusted.clone();
        let mut steps = self.inside.iter().map(String::as_str).chain(relative.split('/')).peekable();
        while let Some(step) = steps.next() {
            path.push(step);
            let last = steps.peek().is_none();
            let kind = match fs::symlink_metadata(&path) {
                Ok(metadata) => metadata.file_type(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
                Err(error) => return Err(OutputError::Io { doing: "look at", path, error }),
            };
            let obstacle = if kind.is_symlink() {
                Obstacle::Link
            } else if kind.is_dir() {
                if !last {
                    continue;
                }
                Obstacle::Folder
            } else if kind.is_file() {
                if last {
                    return Ok(Found::File);
                }
                Obstacle::File
            } else {
                Obstacle::Special
            };
            return Err(OutputError::Blocked(vec![(path, obstacle)]));
        }
        Ok(Found::Nothing)
    }

    fn make_folders(&self, relative: &str) -> Result<(), OutputError> {
        let fail = |path: &Path, error| OutputError::Io { doing: "make the folder", path: path.to_owned(), error };
        fs::create_dir_all(&self.trusted).map_err(|error| fail(&self.trusted, error))?;
        let mut path = self.trusted.clone();
        let above = relative.rsplit_once('/').map(|(above, _)| above);
        for step in self.inside.iter().map(String::as_str).chain(above.into_iter().flat_map(|above| above.split('/'))) {
            path.push(step);
            match fs::create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(fail(&path, error)),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

fn is_foreign_folder(path: &Path, name: &str) -> bool {
    (name == "target" && path.join("CACHEDIR.TAG").exists()) || path.join(MANIFEST).exists()
}
