//! Files in memory, in order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::output::{TreePath, TreePathError};

/// Files in memory, in the order of their paths, whatever the order of their making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree {
    files: BTreeMap<TreePath, String>,
    folded: BTreeSet<String>,
    folders: BTreeSet<String>,
}

/// Why a file cannot join a tree: always a bug of the one who makes the tree, caught before anything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeError {
    /// The path is not safe.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        error: TreePathError,
    },
    /// The tree has a file of this name, or one that is the same where letters' cases do not count.
    Duplicate(TreePath),
    /// The path is a folder of the tree and a file of it.
    FileAndFolder(TreePath),
}

impl FileTree {
    /// A tree without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// When the path is not safe or taken.
    pub fn add(&mut self, path: &str, text: impl Into<String>) -> Result<(), TreeError> {
        let path = TreePath::new(path).map_err(|error| TreeError::Path { path: path.to_owned(), error })?;
        let folded = path.folded();
        if self.folded.contains(&folded) {
            return Err(TreeError::Duplicate(path));
        }
        let above: Vec<String> = folded.match_indices('/').map(|(at, _)| folded[..at].to_owned()).collect();
        if self.folders.contains(&folded) || above.iter().any(|folder| self.folded.contains(folder)) {
            return Err(TreeError::FileAndFolder(path));
        }
        self.folders.extend(above);
        self.folded.insert(folded);
        self.files.insert(path, text.into());
        Ok(())
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&TreePath, &str)> {
        self.files.iter().map(|(path, text)| (path, text.as_str()))
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether a file stands at the path, letters' cases aside.
    pub(crate) fn takes(&self, path: &TreePath) -> bool {
        self.folded.contains(&path.folded())
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { path, error } => write!(f, "`{}` is no path of a generated file: {error}", path.escape_debug()),
            Self::Duplicate(path) => write!(f, "`{path}` is generated twice"),
            Self::FileAndFolder(path) => write!(f, "`{path}` is generated as a file and as a folder"),
        }
    }
}

impl std::error::Error for TreeError {}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{FileTree, TreeError};

    #[test]
    fn keeps_the_order_of_paths() {
        let mut tree = FileTree::new();
        tree.add("src/b.rs", "b").unwrap();
        tree.add("Cargo.toml", "c").unwrap();
        tree.add("src/a.rs", "a").unwrap();
        assert_eq!(tree.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["Cargo.toml", "src/a.rs", "src/b.rs"]);
        assert_eq!(tree.get("src/a.rs"), Some("a"));
    }

    #[test]
    fn catches_clashes_early() {
        let mut tree = FileTree::new();
        tree.add("src/pets.rs", "").unwrap();
        assert!(matches!(tree.add("src/pets.rs", ""), Err(TreeError::Duplicate(_))));
        assert!(matches!(tree.add("src/Pets.rs", ""), Err(TreeError::Duplicate(_))));
        assert!(matches!(tree.add("src", ""), Err(TreeError::FileAndFolder(_))));
        assert!(matches!(tree.add("src/pets.rs/a", ""), Err(TreeError::FileAndFolder(_))));
        let error = tree.add("../x", "").unwrap_err();
        assert_eq!(error.to_string(), "`../x` is no path of a generated file: a step that starts with a dot");
        assert_eq!(tree.len(), 1);
    }
}
