//! What docwright wrote the last time: `.docwright-manifest`, and the journal of a run that is under way.
//!
//! ```text
//! docwright-manifest 1
//! engine 1
//! input 3f9c…
//! file Cargo.toml 81b0…
//! file src/lib.rs 77aa…
//! ```
//!
//! A manifest that a merge left with conflict marks is read too: each side's hashes are ours, and the next run writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::output::tree_path::PLACES;
use crate::output::{Digest, FileTree, TreePath};

/// The manifest's name, in the root of each generated tree.
pub const MANIFEST: &str = ".docwright-manifest";
/// The journal's name: what a run is about to write. Only a run that was interrupted leaves one.
pub(crate) const JOURNAL: &str = ".docwright-journal";

const FIRST_LINE: &str = "docwright-manifest 1";

/// The hash of a file's content. In the sidecar of places only items and addresses count: a line that moves in a document moves a place
/// there, and changes nothing else, this manifest included.
pub(crate) fn content_digest(path: &TreePath, bytes: &[u8]) -> Digest {
    if path.as_str() != PLACES {
        return Digest::of(bytes);
    }
    let lines = bytes.split(|&byte| byte == b'\n');
    let stable: Vec<&[u8]> = lines.map(|line| line.iter().rposition(|&byte| byte == b'\t').map_or(line, |at| &line[..at])).collect();
    Digest::of(&stable.join(&b'\n'))
}

/// What a tree was made from, and by which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The generator's [`ENGINE`](crate::output::ENGINE).
    pub engine: u32,
    /// Of the API's canonical text, the configuration and the lock: re-indenting a document is no change.
    pub input: Digest,
}

/// What was written, by whom, from what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The engines that wrote it: one, unless a merge left several.
    pub(crate) engines: BTreeSet<u32>,
    /// What it was made from: one, unless a merge left several.
    pub(crate) inputs: BTreeSet<Digest>,
    /// The hashes that a file of ours may have: one, unless a merge or a broken run left several.
    pub(crate) files: BTreeMap<TreePath, BTreeSet<Digest>>,
    /// Whether it has the marks of a merge conflict.
    pub(crate) conflicted: bool,
}

/// Why a manifest cannot be read, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManifestError {
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Manifest {
    /// The manifest of a tree.
    pub(crate) fn of(tree: &FileTree, stamp: Stamp) -> Self {
        Self {
            engines: BTreeSet::from([stamp.engine]),
            inputs: BTreeSet::from([stamp.input]),
            files: tree.iter().map(|(path, text)| (path.clone(), BTreeSet::from([content_digest(path, text.as_bytes())]))).collect(),
            conflicted: false,
        }
    }

    /// Takes in what another one knows.
    pub(crate) fn join(&mut self, other: Self) {
        self.engines.extend(other.engines);
        self.inputs.extend(other.inputs);
        for (path, hashes) in other.files {
            self.files.entry(path).or_default().extend(hashes);
        }
        self.conflicted |= other.conflicted;
    }

    pub(crate) fn print(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for engine in &self.engines {
            let _ = writeln!(text, "engine {engine}");
        }
        for input in &self.inputs {
            let _ = writeln!(text, "input {input}");
        }
        for (path, hashes) in &self.files {
            for hash in hashes {
                let _ = writeln!(text, "file {path} {hash}");
            }
        }
        text
    }

    pub(crate) fn parse(text: &str) -> Result<Self, ManifestError> {
        let mut manifest = Self::default();
        let mut first = false;
        for (at, line) in text.lines().enumerate() {
            let fail = |message: &str| Err(ManifestError { line: at + 1, message: message.to_owned() });
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["docwright-manifest", "1"] => first = true,
                ["docwright-manifest", _] => return fail("a version of the manifest that this docwright does not know"),
                [mark, ..] if is_conflict_mark(mark) => manifest.conflicted = true,
                _ if !first => return fail("expected `docwright-manifest 1`"),
                ["engine", number] => match number.parse() {
                    Ok(number) => _ = manifest.engines.insert(number),
                    Err(_) => return fail("expected `engine` and a number"),
                },
                ["input", hash] => match Digest::parse(hash) {
                    Some(hash) => _ = manifest.inputs.insert(hash),
                    None => return fail("expected `input` and 64 hexadecimal digits"),
                },
                ["file", path, hash] => match (TreePath::new(*path), Digest::parse(hash)) {
                    (Ok(path), Some(hash)) => _ = manifest.files.entry(path).or_default().insert(hash),
                    (Err(_), _) => return fail("a path that docwright does not write"),
                    (_, None) => return fail("expected `file`, a path and 64 hexadecimal digits"),
                },
                _ => return fail("expected `engine`, `input` or `file`"),
            }
        }
        if first { Ok(manifest) } else { Err(ManifestError { line: 1, message: "expected `docwright-manifest 1`".to_owned() }) }
    }
}

fn is_conflict_mark(word: &str) -> bool {
    matches!(word, "<<<<<<<" | "=======" | ">>>>>>>" | "|||||||")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{Digest, FileTree, Manifest, Stamp};

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn reads_what_it_writes() {
        let mut tree = FileTree::new();
        tree.add("src/lib.rs", "abc").unwrap();
        tree.add("Cargo.toml", "abc").unwrap();
        let manifest = Manifest::of(&tree, Stamp { engine: 7, input: Digest::of(b"abc") });
        let text = format!("docwright-manifest 1\nengine 7\ninput {ABC}\nfile Cargo.toml {ABC}\nfile src/lib.rs {ABC}\n");
        assert_eq!(manifest.print(), text);
        assert_eq!(Manifest::parse(&text), Ok(manifest.clone()));
        assert_eq!(Manifest::parse(&text.replace('\n', "\r\n")), Ok(manifest));
    }

    #[test]
    fn reads_both_sides_of_a_merge() {
        let other = Digest::of(b"other");
        let text = format!("docwright-manifest 1\nengine 1\n<<<<<<< HEAD\nfile a.rs {ABC}\n=======\nfile a.rs {other}\n>>>>>>> branch\n");
        let manifest = Manifest::parse(&text).unwrap();
        assert!(manifest.conflicted);
        assert_eq!(manifest.files.values().next().unwrap().len(), 2);
    }

    #[test]
    fn a_broken_manifest_is_named_with_its_line() {
        let fails = |text: &str| Manifest::parse(text).map_err(|error| (error.line, error.message)).unwrap_err();
        assert_eq!(fails(""), (1, "expected `docwright-manifest 1`".to_owned()));
        assert_eq!(fails("engine 1\n").0, 1);
        assert_eq!(fails("docwright-manifest 2\n"), (1, "a version of the manifest that this docwright does not know".to_owned()));
        assert_eq!(fails("docwright-manifest 1\nengine x\n"), (2, "expected `engine` and a number".to_owned()));
        assert_eq!(
            fails(&format!("docwright-manifest 1\nfile ../../home/x {ABC}\n")),
            (2, "a path that docwright does not write".to_owned())
        );
        assert_eq!(fails("docwright-manifest 1\n\nfile a b\n").0, 2);
    }
}
