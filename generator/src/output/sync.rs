//! Compare a tree with a folder, then write, check or list.
//!
//! The order of a write makes every moment safe to be killed at: the journal first (the hashes of what is about to be written, so that the
//! next run knows its own files), then deletions, then files, then the manifest, then the journal goes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::output::disk::TEMPORARY;
use crate::output::manifest::{JOURNAL, Manifest, content_digest};
use crate::output::report::report;
use crate::output::tree_path::PLACES;
use crate::output::{
    Digest, FileReport, FileState, FileTree, HEADER, HandEdit, LineEnds, MANIFEST, Obstacle, OutputError, Reason, Report, Root, Stamp,
    TreePath,
};

/// What to do with the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Write(HandEdits),
    /// Only say them.
    Check,
    /// Only say which files, without their texts.
    List,
}

/// What to do with files that someone else changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandEdits {
    /// Leave them, and write nothing at all.
    Keep,
    /// Write over them.
    Overwrite,
}

/// Makes a folder what a tree says it should be, or says what is different.
///
/// Where files were edited by hand and may not be overwritten, nothing is written and the report says so.
///
/// # Errors
///
/// When something stands in the way (all of it is listed), when the manifest cannot be read, and when the system refuses.
pub fn sync(tree: &FileTree, stamp: Stamp, root: &Root, mode: Mode) -> Result<Report, OutputError> {
    let plan = Plan::make(tree, stamp, root)?;
    match mode {
        Mode::Check => Ok(plan.report),
        Mode::List => Ok(plan.report.without_texts()),
        Mode::Write(hand_edits) => plan.carry_out(hand_edits),
    }
}

/// Writes one file of text if it says something else: the lock, or a build script's output. Its former text is nobody's to keep.
///
/// # Errors
///
/// When something stands in the way or the system refuses.
pub fn put(root: &Root, path: &TreePath, text: &str, mode: Mode) -> Result<FileReport, OutputError> {
    let found = root.read(path.as_str())?;
    let file = match found {
        None => FileReport { after: Some(text.to_owned()), ..report(path, FileState::Added) },
        Some(bytes) => match line_ends(&bytes, text) {
            Some(line_ends) => report(path, FileState::Unchanged(line_ends)),
            None => differing(path, FileState::Changed, &bytes, Some(text)),
        },
    };
    if matches!(mode, Mode::Write(_)) && !matches!(file.state, FileState::Unchanged(_)) {
        root.write(path.as_str(), text.as_bytes())?;
    }
    Ok(file)
}

/// What became of files that were to be put into a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// All are there, each with whether it was written: the others were there already, byte for byte.
    Written(Vec<(TreePath, bool)>),
    /// Nothing was written: these are there already, and say something else.
    InTheWay(Vec<TreePath>),
}

/// Puts files of any bytes into a folder: all of them, in their order, or none.
///
/// # Errors
///
/// When something stands in the way or the system refuses. What was new by then is taken away again.
pub fn place(root: &Root, files: &[(TreePath, Vec<u8>)], hand_edits: HandEdits) -> Result<Placed, OutputError> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let found = match root.read(path.as_str())? {
            None => Found::Nothing,
            Some(found) if found == *bytes => Found::Same,
            Some(_) => Found::Other,
        };
        all.push((path, bytes, found));
    }
    let in_the_way: Vec<TreePath> =
        all.iter().filter(|(.., found)| *found == Found::Other).map(|(path, ..)| TreePath::clone(path)).collect();
    if hand_edits == HandEdits::Keep && !in_the_way.is_empty() {
        return Ok(Placed::InTheWay(in_the_way));
    }
    let to_write = || all.iter().filter(|(.., found)| *found != Found::Same);
    for (at, (path, bytes, _)) in to_write().enumerate() {
        if let Err(error) = root.write(path.as_str(), bytes) {
            for (path, ..) in to_write().take(at).filter(|(.., found)| *found == Found::Nothing) {
                // The first error is the one to tell.
                let _ = root.remove(path.as_str());
            }
            return Err(error);
        }
    }
    Ok(Placed::Written(all.into_iter().map(|(path, _, found)| (path.clone(), found != Found::Same)).collect()))
}

/// What stands where a file is to be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Same,
    Other,
}

/// What a comparison of a tree with a folder found, and how the folder becomes what it should be.
#[derive(Debug)]
pub struct Plan<'a> {
    tree: &'a FileTree,
    root: &'a Root,
    report: Report,
    manifest: Manifest,
    /// The journal of a broken run, whose files are ours too.
    journal: Option<Manifest>,
}

impl<'a> Plan<'a> {
    /// Compares, and writes nothing.
    ///
    /// # Errors
    ///
    /// When something stands in the way (all of it is listed), when the manifest cannot be read, and when the system refuses.
    pub fn make(tree: &'a FileTree, stamp: Stamp, root: &'a Root) -> Result<Self, OutputError> {
        let manifest = Manifest::of(tree, stamp);
        let old = read_manifest(root, MANIFEST)?;
        let journal = read_manifest(root, JOURNAL)?;
        let manifest_changed = old.as_ref().is_none_or(|(_, text)| *text != manifest.print());
        let old = old.map(|(old, _)| old);
        let journal = journal.map(|(journal, _)| journal);

        let mut known = old.clone().unwrap_or_default();
        if let Some(journal) = &journal {
            known.join(journal.clone());
        }
        let ours = Ours::of(&known);
        let mut blocked = Vec::new();
        let mut files = Vec::new();
        for (path, text) in tree.iter() {
            match root.read(path.as_str()) {
                Ok(found) => files.push(compare(path, text, found.as_deref(), &ours)),
                Err(OutputError::Blocked(places)) => remember(&mut blocked, places),
                Err(error) => return Err(error),
            }
        }
        for path in known.files.keys().filter(|path| !tree.takes(path)) {
            match root.read(path.as_str()) {
                // What is gone is gone, and what we do not want to write there is in nobody's way.
                Ok(None) | Err(OutputError::Blocked(_)) => {}
                Ok(Some(bytes)) if ours.wrote(path, &bytes) => files.push(differing(path, FileState::Removed, &bytes, None)),
                Ok(Some(bytes)) => files.push(differing(path, FileState::HandEdited(HandEdit::NoLongerProduced), &bytes, None)),
                Err(error) => return Err(error),
            }
        }
        if !blocked.is_empty() {
            return Err(OutputError::Blocked(blocked));
        }
        files.extend(orphans(tree, &ours, root)?);
        files.sort_by(|left, right| left.path.cmp(&right.path));
        let report = Report { files, reasons: Vec::new(), manifest_changed, written: false };
        let mut plan = Self { tree, root, report, manifest, journal };
        plan.report.reasons = plan.reasons(old.as_ref(), stamp);
        Ok(plan)
    }

    /// What is different.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The same to keep, where nothing is to be written.
    pub fn into_report(self) -> Report {
        self.report
    }

    fn reasons(&self, old: Option<&Manifest>, stamp: Stamp) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match old {
            None => reasons.push(Reason::First),
            Some(old) => {
                if old.conflicted {
                    reasons.push(Reason::Conflict);
                }
                if let Some(&from) = old.engines.iter().find(|&&engine| engine != stamp.engine) {
                    reasons.push(Reason::Engine { from, to: stamp.engine });
                }
                if old.inputs.iter().any(|&input| input != stamp.input) {
                    reasons.push(Reason::Input);
                }
            }
        }
        if self.journal.is_some() {
            reasons.push(Reason::Interrupted);
        }
        let changed = |file: &FileReport| matches!(file.state, FileState::Added | FileState::Changed | FileState::Removed);
        if reasons.is_empty() && (self.report.manifest_changed || self.report.files.iter().any(changed)) {
            let moved = |file: &FileReport| file.path == PLACES && file.state == FileState::Changed;
            let only_moved = !self.report.manifest_changed && self.report.files.iter().filter(|file| changed(file)).all(moved);
            reasons.push(if only_moved { Reason::Moved } else { Reason::Unexplained });
        }
        reasons
    }

    /// Makes the folder what it should be. Where files were edited by hand and may not be overwritten, nothing is written.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn carry_out(mut self, hand_edits: HandEdits) -> Result<Report, OutputError> {
        let Self { tree, root, .. } = self;
        if hand_edits == HandEdits::Keep && self.report.hand_edits().next().is_some() {
            return Ok(self.report);
        }
        let writes = |state: FileState| match state {
            FileState::Added | FileState::Changed | FileState::Missing => true,
            FileState::HandEdited(edit) => edit != HandEdit::NoLongerProduced,
            FileState::Removed | FileState::Unchanged(_) | FileState::Orphan => false,
        };
        let removes = |state: FileState| matches!(state, FileState::Removed);
        let files = &self.report.files;
        let changes_files = files.iter().any(|file| writes(file.state) || removes(file.state));
        if !changes_files && !self.report.manifest_changed && self.journal.is_none() {
            return Ok(self.report);
        }
        root.clear_temporary()?;
        if changes_files {
            let mut journal = self.manifest.clone();
            if let Some(broken) = self.journal.take() {
                journal.join(broken);
            }
            root.write(JOURNAL, journal.print().as_bytes())?;
        }
        // Deletions first: where letters' cases do not count, a file that only changed its name's case must not be deleted when written.
        for file in files.iter().filter(|file| removes(file.state)) {
            root.remove(&file.path)?;
        }
        for file in files.iter().filter(|file| writes(file.state)) {
            if let Some(text) = tree.get(&file.path) {
                root.write(&file.path, text.as_bytes())?;
            }
        }
        root.write(MANIFEST, self.manifest.print().as_bytes())?;
        root.remove(JOURNAL)?;
        self.report.written = true;
        Ok(self.report)
    }
}

impl Report {
    fn without_texts(mut self) -> Self {
        for file in &mut self.files {
            file.before = None;
            file.after = None;
        }
        self
    }
}

/// What docwright wrote, by folded path.
struct Ours(BTreeMap<String, BTreeSet<Digest>>);

impl Ours {
    fn of(manifest: &Manifest) -> Self {
        let mut ours: BTreeMap<String, BTreeSet<Digest>> = BTreeMap::new();
        for (path, hashes) in &manifest.files {
            ours.entry(path.folded()).or_default().extend(hashes);
        }
        Self(ours)
    }

    fn lists(&self, folded: &str) -> bool {
        self.0.contains_key(folded)
    }

    fn wrote(&self, path: &TreePath, bytes: &[u8]) -> bool {
        self.0.get(&path.folded()).is_some_and(|hashes| {
            hashes.contains(&content_digest(path, bytes))
                || without_cr(bytes).is_some_and(|bytes| hashes.contains(&content_digest(path, &bytes)))
        })
    }
}

fn compare(path: &TreePath, text: &str, found: Option<&[u8]>, ours: &Ours) -> FileReport {
    let Some(bytes) = found else {
        let state = if ours.lists(&path.folded()) { FileState::Missing } else { FileState::Added };
        return FileReport { after: Some(text.to_owned()), ..report(path, state) };
    };
    if let Some(line_ends) = line_ends(bytes, text) {
        return report(path, FileState::Unchanged(line_ends));
    }
    let state = if ours.wrote(path, bytes) {
        FileState::Changed
    } else if has_conflict_marks(bytes) {
        FileState::HandEdited(HandEdit::Conflict)
    } else if !ours.lists(&path.folded()) {
        FileState::HandEdited(HandEdit::Unlisted)
    } else if ours.wrote(path, text.as_bytes()) {
        FileState::HandEdited(HandEdit::Edited)
    } else {
        FileState::HandEdited(HandEdit::EditedAndOutdated)
    };
    differing(path, state, bytes, Some(text))
}

/// How the lines end, if the file says what it should.
fn line_ends(bytes: &[u8], text: &str) -> Option<LineEnds> {
    if bytes == text.as_bytes() {
        Some(LineEnds::AsWritten)
    } else if without_cr(bytes).is_some_and(|bytes| bytes == text.as_bytes()) {
        Some(LineEnds::Crlf)
    } else {
        None
    }
}

/// The bytes with LF for each CR LF; nothing if there is none.
fn without_cr(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return None;
    }
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    Some(bytes.iter().zip(next).filter(|&(&byte, next)| !(byte == b'\r' && next == Some(&b'\n'))).map(|(&byte, _)| byte).collect())
}

fn has_conflict_marks(bytes: &[u8]) -> bool {
    let mut marks = bytes.split(|&byte| byte == b'\n').filter(|line| line.starts_with(b"<<<<<<< ") || line.starts_with(b">>>>>>> "));
    marks.next().is_some_and(|first| first.starts_with(b"<<<")) && marks.next().is_some_and(|second| second.starts_with(b">>>"))
}

fn differing(path: &TreePath, state: FileState, bytes: &[u8], text: Option<&str>) -> FileReport {
    let before = String::from_utf8_lossy(&without_cr(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned)).into_owned();
    FileReport { before: Some(before), after: text.map(str::to_owned), ..report(path, state) }
}

fn remember(blocked: &mut Vec<(PathBuf, Obstacle)>, places: Vec<(PathBuf, Obstacle)>) {
    for place in places {
        if !blocked.contains(&place) {
            blocked.push(place);
        }
    }
}

/// Files that say that docwright made them and that no manifest knows, and the leftovers of killed runs.
fn orphans(tree: &FileTree, ours: &Ours, root: &Root) -> Result<Vec<FileReport>, OutputError> {
    let mut orphans = Vec::new();
    for path in root.walk()? {
        let folded = path.to_ascii_lowercase();
        let in_tree = TreePath::new(path.clone()).is_ok_and(|path| tree.takes(&path));
        if in_tree || ours.lists(&folded) || matches!(path.as_str(), MANIFEST | JOURNAL | TEMPORARY) {
            continue;
        }
        if root.starts_with_header(&path)? {
            orphans.push(FileReport { path, state: FileState::Orphan, before: None, after: None });
        }
    }
    Ok(orphans)
}

/// Whether a file's first line is docwright's, behind a comment sign.
pub(super) fn is_header(start: &[u8]) -> bool {
    ["// ", "# ", "<!-- "].iter().any(|sign| start.strip_prefix(sign.as_bytes()).is_some_and(|rest| rest.starts_with(HEADER.as_bytes())))
}

fn read_manifest(root: &Root, name: &str) -> Result<Option<(Manifest, String)>, OutputError> {
    let Some(bytes) = root.read(name)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&without_cr(&bytes).map_or(Cow::Borrowed(bytes.as_slice()), Cow::Owned)).into_owned();
    match Manifest::parse(&text) {
        Ok(manifest) => Ok(Some((manifest, text))),
        Err(error) => Err(OutputError::Manifest { path: root.at(name), line: error.line, message: error.message }),
    }
}
