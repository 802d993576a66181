//! What is different between a tree and a folder, and why.

use std::fmt;

use crate::output::TreePath;

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The files, in the order of their paths.
    pub files: Vec<FileReport>,
    /// Why the folder is not what it should be; empty when neither the input nor the engine changed.
    pub reasons: Vec<Reason>,
    /// Whether the manifest is not what it should be.
    pub manifest_changed: bool,
    /// Whether something was written.
    pub written: bool,
}

/// A file and what is the matter with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Below the root. Orphans may have names that docwright would not write.
    pub path: String,
    /// What is the matter.
    pub state: FileState,
    /// What stood on disk, when that is not what should; not kept by [`Mode::List`](crate::output::Mode::List).
    pub before: Option<String>,
    /// What should stand there, when something else does; not kept by [`Mode::List`](crate::output::Mode::List).
    pub after: Option<String>,
}

/// What is the matter with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It is new.
    Added,
    /// It is as it was last written, and should be otherwise.
    Changed,
    /// It is as it was last written, and is no longer produced.
    Removed,
    /// It is as it should be.
    Unchanged(LineEnds),
    /// Someone else changed it or put it there. Never overwritten unless told to.
    HandEdited(HandEdit),
    /// It says that docwright made it, and no manifest knows it. Reported, never touched.
    Orphan,
    /// The manifest lists it and it is not there.
    Missing,
}

/// How the lines of a file end on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnds {
    /// As written.
    AsWritten,
    /// With CR LF: a checkout that converts line ends. No edit, and left alone.
    Crlf,
}

/// How a file came to differ from what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandEdit {
    /// What should stand there is what was last written: the lines that differ are the edit.
    Edited,
    /// What should stand there has changed too: the lines that differ are the edit and the change.
    EditedAndOutdated,
    /// It is no longer produced.
    NoLongerProduced,
    /// A merge left its marks in it.
    Conflict,
    /// It was there before docwright wrote it: no manifest lists it.
    Unlisted,
}

/// Why a tree is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was generated here before.
    First,
    /// The document, the configuration or the lock changed.
    Input,
    /// The generator writes other code now.
    Engine {
        /// The engine that wrote the files.
        from: u32,
        /// The engine now.
        to: u32,
    },
    /// A run was interrupted.
    Interrupted,
    /// A merge left its marks in the manifest.
    Conflict,
    /// Things stand elsewhere in the documents, and say what they said.
    Moved,
    /// Nothing explains it: files were taken from another commit, or the manifest was.
    Unexplained,
}

impl Report {
    /// Whether the folder is what it should be.
    pub fn is_fresh(&self) -> bool {
        !self.manifest_changed && self.reasons.is_empty() && self.stale().next().is_none()
    }

    /// The files that are not what they should be.
    pub fn stale(&self) -> impl Iterator<Item = &FileReport> {
        self.files.iter().filter(|file| !matches!(file.state, FileState::Unchanged(_)))
    }

    /// How many files are what they should be.
    pub fn unchanged(&self) -> usize {
        self.files.len() - self.stale().count()
    }

    /// The files that someone else changed: while there are any, nothing is written unless told to.
    pub fn hand_edits(&self) -> impl Iterator<Item = (&FileReport, HandEdit)> {
        self.files.iter().filter_map(|file| match file.state {
            FileState::HandEdited(edit) => Some((file, edit)),
            FileState::Added
            | FileState::Changed
            | FileState::Removed
            | FileState::Unchanged(_)
            | FileState::Orphan
            | FileState::Missing => None,
        })
    }
}

impl FileState {
    /// The letter of a listing.
    pub fn letter(self) -> char {
        match self {
            Self::Added => 'A',
            Self::Changed => 'M',
            Self::Removed => 'D',
            Self::Unchanged(_) => '=',
            Self::HandEdited(_) => 'E',
            Self::Orphan => '?',
            Self::Missing => '!',
        }
    }

    /// The word of the machine-readable formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Unchanged(_) => "unchanged",
            Self::HandEdited(_) => "hand-edited",
            Self::Orphan => "orphan",
            Self::Missing => "missing",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("generated for the first time"),
            Self::Input => f.write_str("input changed"),
            Self::Engine { from, to } => write!(f, "engine changed ({from} → {to})"),
            Self::Interrupted => f.write_str("a run was interrupted"),
            Self::Conflict => f.write_str("the manifest holds marks of a merge conflict"),
            Self::Moved => f.write_str("lines moved in the documents; nothing else changed"),
            Self::Unexplained => f.write_str("neither input nor engine changed since the manifest was written"),
        }
    }
}

/// A report without texts.
pub(crate) fn report(path: &TreePath, state: FileState) -> FileReport {
    FileReport { path: path.as_str().to_owned(), state, before: None, after: None }
}
