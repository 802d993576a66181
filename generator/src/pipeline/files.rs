//! Reads files for the faces, and remembers which.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pipeline::encoding::{self, NoText};
use crate::postman::Part;
use crate::text::{FileId, Shown, SourceMap, Span};

/// Largest file that is read. The largest collection known is a tenth of it, and offsets are 32 bits wide.
const LARGEST: u64 = 128 * 1024 * 1024;

/// Folders of a collection are entered so deep.
const DEEPEST: usize = 32;
/// Most files that one collection may have.
const MOST_PARTS: usize = 20_000;

/// All files of a run: their texts, and their paths on disk.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The texts.
    pub sources: SourceMap,
    /// The paths of the files that were really read, in order.
    pub read: Vec<PathBuf>,
}

/// Why there is no text.
pub(super) enum Unread {
    /// There is no such file.
    Missing,
    /// The system refuses, or it is no file; with the reason.
    Refused(String),
    /// It was read and is no text.
    NotText(Box<Diagnostic>),
}

impl Files {
    /// Reads a file. `shown` is the name that messages show.
    pub(super) fn read(&mut self, path: &Path, shown: &str) -> Result<FileId, Unread> {
        self.read_as(path, shown, Shown::Lines)
    }

    /// Reads a file, of which messages show no more than is said.
    fn read_as(&mut self, path: &Path, shown: &str, excerpts: Shown) -> Result<FileId, Unread> {
        let bytes = match read_bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unread::Missing),
            Err(error) => return Err(Unread::Refused(error.to_string())),
        };
        self.read.push(path.to_owned());
        match encoding::decode(bytes) {
            Ok(text) => Ok(self.sources.add_shown(shown, text, excerpts)),
            Err(no_text) => Err(Unread::NotText(Box::new(undecoded_as(shown, no_text, self, excerpts)))),
        }
    }

    /// Reads a file that the user names; says why it cannot be read.
    pub fn read_or_say(&mut self, path: &Path, shown: &str, excerpts: Shown, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let reason = match self.read_as(path, shown, excerpts) {
            Ok(file) => return Some(file),
            Err(Unread::NotText(diagnostic)) => {
                diagnostics.push(*diagnostic);
                return None;
            }
            Err(Unread::Missing) => "there is no such file".to_owned(),
            Err(Unread::Refused(reason)) => reason,
        };
        let said = unreadable(shown, &reason, self);
        diagnostics.push(said);
        None
    }

    /// Reads all files of YAML below a folder that is a collection v3, in the order of their paths. Nothing is left out silently: what stands too
    /// deep, or behind a link, is a reason to refuse. Says of each file that is no text
    /// what is wrong with it; the reason why there is no collection is for the caller to say.
    pub(super) fn read_parts(&mut self, folder: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Result<Vec<Part>, String> {
        let mut paths = Vec::new();
        let mut open = vec![(folder.to_owned(), String::new(), 0)];
        while let Some((folder, below, depth)) = open.pop() {
            let mut entries = fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(|error| error.to_string())?;
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let kind = entry.file_type().map_err(|error| error.to_string())?;
                let path = format!("{below}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() {
                    if depth == DEEPEST {
                        return Err(format!("`{path}` stands more than {DEEPEST} folders deep"));
                    }
                    open.push((entry.path(), format!("{path}/"), depth + 1));
                } else if kind.is_symlink() && (Part::is_yaml(&path) || entry.path().is_dir()) {
                    return Err(format!("`{path}` is a link, and links are not followed: put what it leads to in its place"));
                } else if kind.is_file() && Part::is_yaml(&path) {
                    paths.push((path, entry.path()));
                }
            }
            if paths.len() > MOST_PARTS {
                return Err(format!("it holds more than {MOST_PARTS} files of YAML"));
            }
        }
        if !paths.iter().any(|(path, _)| Part::is_telling(path) || Part::is_request(path)) {
            return Err("it is a folder without a request in it".to_owned());
        }
        paths.sort();
        let mut parts = Vec::new();
        for (path, on_disk) in paths {
            match self.read(&on_disk, &format!("{shown}/{path}")) {
                Ok(file) => parts.push(Part { path, file }),
                Err(Unread::NotText(diagnostic)) => diagnostics.push(*diagnostic),
                Err(Unread::Missing) => return Err(format!("`{path}` has gone")),
                Err(Unread::Refused(reason)) => return Err(format!("`{path}`: {reason}")),
            }
        }
        if parts.is_empty() { Err("none of its files is text".to_owned()) } else { Ok(parts) }
    }

    /// Reads a file that something names; says at that place why it cannot be.
    pub(super) fn read_named(&mut self, path: &Path, shown: &str, named: Span, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let (what, help) = match self.read(path, shown) {
            Ok(file) => return Some(file),
            Err(Unread::NotText(diagnostic)) => {
                diagnostics.push(*diagnostic);
                return None;
            }
            Err(Unread::Missing) => ("there is no such file".to_owned(), "put the file there, or correct the name"),
            Err(Unread::Refused(reason)) => (reason, "it must be a regular file that may be read"),
        };
        diagnostics
            .push(Diagnostic::new(Code::UnreadableFile, named, format!("`{shown}` cannot be read: {what}")).label("named here").help(help));
        None
    }
}

/// What there is to say of bytes that are no text.
pub fn undecoded(shown: &str, no_text: NoText, files: &mut Files) -> Diagnostic {
    undecoded_as(shown, no_text, files, Shown::Lines)
}

fn undecoded_as(shown: &str, NoText { before, shown: text, why, encoding }: NoText, files: &mut Files, excerpts: Shown) -> Diagnostic {
    // Up to the first wrong byte the replaced text is the file's own, so the place is right.
    let file = files.sources.add_shown(shown, text, excerpts);
    let span = Span::new(file, before, before + char::REPLACEMENT_CHARACTER.len_utf8());
    Diagnostic::new(Code::NotUtf8, span, format!("`{shown}` is not text in {encoding}"))
        .label(why)
        .help("save the file as UTF-8, or ask the vendor for one")
}

/// Even what cannot be read has a place: its start.
pub fn unreadable(shown: &str, reason: &str, files: &mut Files) -> Diagnostic {
    let file = files.sources.add(shown, String::new());
    Diagnostic::new(Code::UnreadableFile, Span::new(file, 0, 0), format!("`{shown}` cannot be read: {reason}"))
}

/// The bytes of a regular file.
///
/// # Errors
///
/// When there is none, it is too large, or the system refuses.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: to open a pipe would wait for someone to write to it.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(LARGEST)).unwrap_or(0));
    fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("it is larger than 128 MiB")) } else { Ok(bytes) }
}
