//! Reads files for the faces, and remembers which.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pipeline::encoding::{self, NoText};
use crate::text::{FileId, SourceMap, Span};

/// Largest file that is read. The largest collection known is a tenth of it, and offsets are 32 bits wide.
const LARGEST: u64 = 512 * 1024 * 1024;

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
        let bytes = match read_bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unread::Missing),
            Err(error) => return Err(Unread::Refused(error.to_string())),
        };
        self.read.push(path.to_owned());
        match encoding::decode(bytes) {
            Ok(text) => Ok(self.sources.add(shown, text)),
            Err(no_text) => Err(Unread::NotText(Box::new(undecoded(shown, no_text, self)))),
        }
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
pub fn undecoded(shown: &str, NoText { before, shown: text, why }: NoText, files: &mut Files) -> Diagnostic {
    // Up to the first wrong byte the replaced text is the file's own, so the place is right.
    let file = files.sources.add(shown, text);
    let span = Span::new(file, before, before + char::REPLACEMENT_CHARACTER.len_utf8());
    Diagnostic::new(Code::NotUtf8, span, format!("`{shown}` is not text in UTF-8"))
        .label(why)
        .help("save the file as UTF-8, or ask the vendor for one")
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
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(io::Error::other("it is larger than 512 MiB")) } else { Ok(bytes) }
}
