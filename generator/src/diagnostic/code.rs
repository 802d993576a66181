//! Everything that can be said, each with a severity and an explanation.

use std::fmt;

/// How bad a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark: something the document leaves open, or a decision that was taken.
    Note,
    /// Something to look at; the client is still made.
    Warning,
    /// No client is made.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $explanation:literal])+ $variant:ident = $id:literal, $severity:ident;)+) => {
        /// What kind of thing is said. Its id is stable and public: people filter by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $explanation])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The id, as messages show it.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// The page that `docwright explain` shows.
            pub fn explanation(self) -> String {
                match self {
                    $(Self::$variant => [$($explanation),+].map(|line: &str| line.strip_prefix(' ').unwrap_or(line)).join("\n"),)+
                }
            }
        }
    };
}

impl Code {
    /// The code with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

// The first line is the sentence, the rest explains: what it means, why it matters, what to do.
codes! {
    // ── documents ────────────────────────────────────────────────────────────────────────────
    /// A file is not the JSON that it should be.
    ///
    /// The place is the first one where the text breaks the rules of JSON. Vendors' collections and configuration files must be
    /// valid; only samples inside a document are read leniently.
    InvalidJson = "invalid-json", Error;
    /// A file is not the TOML that it should be.
    InvalidToml = "invalid-toml", Error;
    /// A file is not text in UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A key stands twice in one object. The last one counts.
    DuplicateKey = "duplicate-key", Warning;
    /// A key is not one that this place knows.
    ///
    /// Unknown keys are errors, never ignored: a misspelt key would silently do nothing.
    UnknownKey = "unknown-key", Error;
    /// A value is of another kind than this place takes.
    WrongKind = "wrong-kind", Error;
    /// Something that must be there is missing.
    MissingKey = "missing-key", Error;
    /// Two keys stand side by side of which a place takes only one.
    KeyConflict = "key-conflict", Error;
    /// A word is none of those that a place takes.
    ///
    /// The note lists the words that are known there.
    UnknownWord = "unknown-word", Error;
    /// A sample in a document is not valid JSON and was mended to be read.
    ///
    /// The note lists what was mended. Placeholders in it count as holes: they are no evidence of a type.
    SampleMended = "sample-mended", Note;

    // ── passes ───────────────────────────────────────────────────────────────────────────────
    /// A correction names something that the document does not have.
    ///
    /// Corrections are addressed. When the vendor renames or removes what one of them names, it would silently stop to apply;
    /// so it is an error, which shows the nearest node. Correct the address, or delete the correction.
    PatchMatchesNothing = "patch-matches-nothing", Error;
    /// A correction changes nothing any more: the vendor's document says the same by now.
    PatchRedundant = "patch-redundant", Warning;
    /// A correction sets something that the thing it names does not have.
    PatchMisplaced = "patch-misplaced", Error;
    /// Two operations have the same id.
    DuplicateOperation = "duplicate-operation", Error;
    /// Two operations send the same request: method, path and constants are equal.
    ///
    /// Both are generated. Where one of them is the other with another example, the document has it twice.
    SameRequest = "same-request", Warning;
    /// A path and its parameters do not fit together.
    ///
    /// Every `{name}` of a path needs a path parameter of that name, and every path parameter needs its place in the path.
    PathParameter = "path-parameter", Error;
    /// An operation has the same parameter twice.
    DuplicateParameter = "duplicate-parameter", Error;
    /// An authentication scheme is named that is described nowhere.
    UnknownAuth = "unknown-auth", Error;
    /// Two authentication schemes have the same id.
    DuplicateAuth = "duplicate-auth", Error;
    /// No document says where the API is.
    ///
    /// The client is made all the same; its builder then needs a base URL.
    NoServer = "no-server", Warning;
    /// Two types have the same name.
    DuplicateType = "duplicate-type", Error;
    /// A field stands twice in one object.
    DuplicateField = "duplicate-field", Error;
    /// A value stands twice in one enumeration.
    DuplicateValue = "duplicate-value", Error;
    /// A type consists of nothing but itself, so that no value of it could be written down.
    EndlessType = "endless-type", Error;
    /// The error body has no such field.
    ErrorField = "error-field", Error;

    // ── names and order ──────────────────────────────────────────────────────────────────────
    /// A line of `docwright.lock` cannot be read.
    ///
    /// The lock remembers the names and the order of generated items, so that a change in a document moves and renames nothing else.
    /// A line that is lost is settled anew at the next `docwright generate`, maybe under another name.
    LockLine = "lock-line", Error;
    /// A name in `docwright.toml` belongs to nothing.
    ///
    /// The names under `[names]` are given by address, such as `op:Folder/Request` or `type:Account/id`.
    UnusedName = "unused-name", Error;

    // ── configuration and files ──────────────────────────────────────────────────────────────
    /// `docwright.toml` is in another version of its format.
    ///
    /// The first line says the version: `docwright = 1`. A newer one needs a newer docwright.
    ConfigVersion = "config-version", Error;
    /// A file is named in a way that leads out of its folder or means something else on another system.
    ///
    /// The vendor's document, the overlays and the page that a spec was taken from lie beside `docwright.toml`, or below it, so that the
    /// folder is all that a client is made from.
    BadFileName = "bad-file-name", Error;
    /// A name cannot be what it is to be.
    ///
    /// The API's name becomes a folder and a crate, so it must be one on every system; names under `[names]` become identifiers in Rust.
    BadName = "bad-name", Error;
    /// A file cannot be read.
    ///
    /// Either it is not there, or it is a folder or a device, or the system refuses to open it.
    UnreadableFile = "unreadable-file", Error;
    /// Two APIs have the same name: the second would be written over the first.
    DuplicateApi = "duplicate-api", Error;
}
