//! Names of files that can do no harm on any system.

use std::borrow::Borrow;
use std::fmt;

/// Longest step of a path: file systems take 255 bytes, and temporary names need room.
const LONGEST_STEP: usize = 200;
/// Longest path: Windows takes 260 characters with the folder before it.
const LONGEST_PATH: usize = 400;

/// The path of a file below a root: relative, `/` between its steps, letters, digits, `_`, `-` and `.` only.
///
/// No step is empty, starts with `.` or `-`, ends with `.`, or is a name that Windows keeps for devices. So no path leaves the root,
/// hides, or means something else on another system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TreePath(String);

/// Why a text is no [`TreePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreePathError {
    /// It is empty or has an empty step: `a//b`, `/a`, `a/`.
    Empty,
    /// A step is `.` or `..`, or starts with a dot.
    Dot,
    /// A step starts with `-`, which commands take for an option.
    Dash,
    /// A step ends with a dot, which Windows drops.
    EndsWithDot,
    /// A step is a device on Windows, such as `con` or `nul.txt`.
    Reserved,
    /// It holds a character that is not safe everywhere.
    Character(char),
    /// It is too long.
    Long,
}

impl TreePath {
    /// Checks a path.
    ///
    /// # Errors
    ///
    /// When the path breaks one of the rules above.
    pub fn new(path: impl Into<String>) -> Result<Self, TreePathError> {
        let path = path.into();
        if path.len() > LONGEST_PATH {
            return Err(TreePathError::Long);
        }
        for step in path.split('/') {
            check_step(step)?;
        }
        Ok(Self(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps, the file's name last.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The same for two paths that name one file where letters' cases do not count.
    pub(crate) fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl Borrow<str> for TreePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for TreePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty step in a path"),
            Self::Dot => f.write_str("a step that starts with a dot"),
            Self::Dash => f.write_str("a step that starts with `-`"),
            Self::EndsWithDot => f.write_str("a step that ends with a dot"),
            Self::Reserved => f.write_str("a name that Windows keeps for a device"),
            Self::Character(found) => write!(f, "the character `{}`", found.escape_unicode()),
            Self::Long => f.write_str("too long a path"),
        }
    }
}

impl std::error::Error for TreePathError {}

/// The one file of a tree whose name starts with a dot: where each item stands in the documents.
pub(crate) const PLACES: &str = ".docwright-places";

fn check_step(step: &str) -> Result<(), TreePathError> {
    if step.is_empty() {
        return Err(TreePathError::Empty);
    }
    if let Some(found) = step.chars().find(|found| !(found.is_ascii_alphanumeric() || matches!(found, '_' | '-' | '.'))) {
        return Err(TreePathError::Character(found));
    }
    if step.len() > LONGEST_STEP {
        return Err(TreePathError::Long);
    }
    if step.starts_with('.') && step != PLACES {
        return Err(TreePathError::Dot);
    }
    if step.starts_with('-') {
        return Err(TreePathError::Dash);
    }
    if step.ends_with('.') {
        return Err(TreePathError::EndsWithDot);
    }
    let bare = step.split('.').next().unwrap_or(step).to_ascii_lowercase();
    let device = matches!(bare.as_str(), "con" | "prn" | "aux" | "nul" | "conin" | "conout")
        || ["com", "lpt"]
            .iter()
            .any(|port| bare.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit()));
    if device { Err(TreePathError::Reserved) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{TreePath, TreePathError};

    #[test]
    fn ordinary_paths_pass() {
        for path in ["Cargo.toml", "src/lib.rs", "src/event_schedules.rs", "a-b/c_d/e.1", "console.rs", "com.rs", "com10.rs"] {
            assert_eq!(TreePath::new(path).map(|path| path.as_str().to_owned()), Ok(path.to_owned()));
        }
    }

    #[test]
    fn paths_that_could_do_harm_do_not() {
        let cases = [
            ("", TreePathError::Empty),
            ("/etc/passwd", TreePathError::Empty),
            ("src/", TreePathError::Empty),
            ("a//b", TreePathError::Empty),
            ("..", TreePathError::Dot),
            ("src/../../x", TreePathError::Dot),
            ("./a", TreePathError::Dot),
            (".git/config", TreePathError::Dot),
            ("src/-rf", TreePathError::Dash),
            ("src/lib.rs.", TreePathError::EndsWithDot),
            ("a\\b", TreePathError::Character('\\')),
            ("C:/x", TreePathError::Character(':')),
            ("a b", TreePathError::Character(' ')),
            ("a\u{202e}sr", TreePathError::Character('\u{202e}')),
            ("a\0b", TreePathError::Character('\0')),
            ("é.rs", TreePathError::Character('é')),
            ("src/con", TreePathError::Reserved),
            ("src/NUL.rs", TreePathError::Reserved),
            ("src/com1.rs", TreePathError::Reserved),
            ("lpt9/x", TreePathError::Reserved),
        ];
        for (path, expected) in cases {
            assert_eq!(TreePath::new(path), Err(expected), "{path:?}");
        }
        assert_eq!(TreePath::new("a".repeat(201)), Err(TreePathError::Long));
        assert_eq!(TreePath::new(["abcdefghi"; 50].join("/")), Err(TreePathError::Long));
    }
}
