//! What a survey looks at.

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::pipeline::files::{Unread, unreadable};
use crate::pipeline::{Files, Loaded};
use crate::postman::Part;
use crate::text::FileId;

/// A document whose requests are accounted for.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A collection on its own.
    Collection(FileId),
    /// A collection that is a folder of files.
    Parts(Vec<Part>),
    /// A folder with a `docwright.toml`: its document, corrected by its overlays.
    Folder(Box<Loaded>),
}

impl Subject {
    /// Whether a folder on its own is a collection: the files of a collection v3 stand in it.
    pub fn is_collection(folder: &Path) -> bool {
        let definition = Path::new(".resources");
        let is_telling = |below: &str, folder: &Path| {
            let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
            entries.map(|entry| entry.file_name()).any(|name| Part::is_telling(&format!("{below}{}", name.to_string_lossy())))
        };
        is_telling("", folder) || is_telling(".resources/", &folder.join(definition))
    }

    /// Reads a file, or a folder, that is to be a collection; says why it cannot be read.
    pub fn collection(path: &Path, shown: &str, files: &mut Files, diagnostics: &mut Diagnostics) -> Option<Self> {
        if path.is_dir() {
            return match files.read_parts(path, shown, diagnostics) {
                Ok(parts) => Some(Self::Parts(parts)),
                Err(reason) => {
                    diagnostics.push(unreadable(shown, &reason, files));
                    None
                }
            };
        }
        let reason = match files.read(path, shown) {
            Ok(file) => return Some(Self::Collection(file)),
            Err(Unread::NotText(diagnostic)) => {
                diagnostics.push(*diagnostic);
                return None;
            }
            Err(Unread::Missing) => "there is no such file".to_owned(),
            Err(Unread::Refused(reason)) => reason,
        };
        diagnostics.push(unreadable(shown, &reason, files));
        None
    }
}
