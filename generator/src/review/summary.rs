//! Changes in groups, and the level they ask for together.

use crate::diff::{Change, Level, Wire};

/// Whom a change concerns first: the loudest group first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Callers compile as before, and the program behaves differently.
    Silent,
    /// Callers' code may no longer compile.
    Callers,
    /// Callers compile as before; clients that are already built break.
    OldBinaries,
    /// Something is new.
    Added,
    /// Nothing that callers or old binaries notice.
    Also,
    /// Only words changed.
    Docs,
}

impl Group {
    /// All groups, the loudest first.
    pub const ALL: &[Self] = &[Self::Silent, Self::Callers, Self::OldBinaries, Self::Added, Self::Also, Self::Docs];

    /// The group of a change.
    pub fn of(change: &Change) -> Self {
        if change.is_docs() {
            return Self::Docs;
        }
        match (change.silent, change.rust, change.wire) {
            (true, ..) => Self::Silent,
            (false, Level::Major, _) => Self::Callers,
            (false, _, Wire::Breaks) | (false, Level::None | Level::Patch, Wire::Maybe) => Self::OldBinaries,
            (false, Level::Minor, _) => Self::Added,
            (false, ..) => Self::Also,
        }
    }

    /// The heading that reports give it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Silent => "SILENT: compiles, behaves differently",
            Self::Callers => "BREAKS CALLERS",
            Self::OldBinaries => "BREAKS OLD BINARIES ONLY",
            Self::Added => "ADDED",
            Self::Also => "ALSO CHANGED, without effect on callers",
            Self::Docs => "DOCUMENTATION ONLY",
        }
    }
}

/// What all changes together ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Which part of the version to raise.
    pub rust: Level,
    /// Whether clients that are already built break.
    pub wire: Wire,
    /// How many changes are silent.
    pub silent: usize,
}

impl Summary {
    /// Takes the worst of all changes.
    pub fn of(changes: &[Change]) -> Self {
        Self {
            rust: changes.iter().map(|change| change.rust).max().unwrap_or(Level::None),
            wire: changes.iter().map(|change| change.wire).max().unwrap_or(Wire::Safe),
            silent: changes.iter().filter(|change| change.silent).count(),
        }
    }
}
