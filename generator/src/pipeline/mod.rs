//! The stages in order: from a folder of documents to files in memory.
//!
//! * `encoding.rs`: the bytes of a file as text
//! * `files.rs`: reads files for the faces, and remembers which
//! * `lines.rs`: a file line by line
//! * `load.rs`: a configuration and all files that it names
//! * `stages.rs`: the stages, one after the other
//! * `subject.rs`: what a survey looks at
//! * `explain.rs`: what is known about one thing
//! * `seen.rs`: what samples show of fields, for who asks
//! * `mod.rs`: what the faces ask of the stages
//!
//! Behind `load` nothing reads a file: the stages are a function from what was loaded to files in memory.

mod encoding;
mod explain;
mod files;
mod lines;
mod load;
mod seen;
mod stages;
mod subject;

pub use encoding::{NoText, decode};
pub use files::{Files, read_bytes, undecoded, unreadable};
pub use lines::{Line, Lines};
pub use load::{LOCK, Loaded, Refusal, SpecFolder, load, namesakes, plain, shown, without_namesakes};
pub use stages::{Docwright, document};
pub use subject::Subject;

use crate::confidence::{Denial, Weakest};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Checked};
use crate::output::{Digest, ENGINE, FileTree, Stamp};
use crate::postman::Coverage;
use crate::text::SourceMap;

/// What the faces ask of the stages. There is one that does it, [`Docwright`]; tests of the faces bring their own.
///
/// Each returns nothing where something was said that forbids to go on. Many inputs are worked on at once, so it is shared between threads.
pub trait Stages: Sync {
    /// The API, checked: what `show ir` prints and `diff` compares.
    fn api(&self, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Checked<Api>>;

    /// The crate of an API, in memory.
    fn generate(&self, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Generated>;

    /// The API's client as one self-contained file, without inner attributes: a build script's output is `include!`d.
    fn generate_module(&self, loaded: &Loaded, module: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<String>;

    /// What is known about one thing of an API: by its address, or by its path in Rust.
    fn explain(&self, loaded: &Loaded, thing: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Explained>;

    /// What became of every request of a document, and which facts are weak. Of an account dump with several collections nothing is known before one is
    /// chosen. Facts that are denied are said; what is known is returned all the same.
    fn survey(&self, subject: &Subject, deny: &[Denial], sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Surveyed>;

    /// The same, collection by collection where an account dump holds several.
    fn survey_each(&self, subject: &Subject, deny: &[Denial], sources: &SourceMap) -> Vec<Account> {
        let mut diagnostics = Diagnostics::default();
        let surveyed = self.survey(subject, deny, sources, &mut diagnostics);
        vec![Account { collection: None, surveyed, diagnostics }]
    }

    /// What changed from one API to another.
    fn compare(&self, old: &Checked<Api>, new: &Checked<Api>, form: ReportForm, sources: &SourceMap) -> String;
}

/// What became of the requests of one collection.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the collection is called, where it is one of several.
    pub collection: Option<String>,
    /// What became of it; nothing where it is refused as a whole.
    pub surveyed: Option<Surveyed>,
    /// What was said of it.
    pub diagnostics: Diagnostics,
}

/// What a survey knows of a document.
#[derive(Clone, Debug, Default)]
pub struct Surveyed {
    /// What became of its requests.
    pub coverage: Coverage,
    /// The facts that nobody should rely on without a second look.
    pub weakest: Weakest,
}

/// What an API knows of a thing that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained {
    /// What is known of it.
    Known(String),
    /// Nothing; but this has nearly that name.
    Nearly(String),
}

/// What is made of an API.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files of its crate.
    pub tree: FileTree,
    /// What it was made from; [`stamp`] makes it.
    pub stamp: Stamp,
    /// The lock as it is to be from now on.
    pub lock: String,
    /// What there is to tell.
    pub stats: Stats,
    /// What became of every request of its document.
    pub coverage: Coverage,
}

/// What there is to tell about an API that was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Operations.
    pub operations: usize,
    /// Types.
    pub types: usize,
    /// Questions that the documents leave open.
    pub open: usize,
}

/// The form of a report of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// For a terminal.
    Human,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
}

/// What a tree is made from: the API's canonical text, what the configuration asks for, and the lock as it is written.
pub fn stamp(canonical_api: &str, config: &Config, lock: &str) -> Stamp {
    let parts = [canonical_api, &config.canonical(), lock];
    Stamp { engine: ENGINE, input: Digest::of_parts(parts.map(str::as_bytes)) }
}
