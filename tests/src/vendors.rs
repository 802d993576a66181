//! The folders of `specs/`, run through the real stages.

use crate::root;
use docwright::diagnostic::{Code, Diagnostics};
use docwright::ir::{Api, Checked};
use docwright::pipeline::{Docwright, Files, Loaded, SpecFolder, Stages as _, load};
use docwright::text::SourceMap;
use std::path::Path;

/// What became of a folder with a `docwright.toml`.
#[derive(Debug)]
pub struct Run {
    /// The API; `None` where something forbade to go on.
    pub api: Option<Checked<Api>>,
    /// What was read.
    pub loaded: Loaded,
    /// The texts.
    pub sources: SourceMap,
    /// What was said.
    pub said: Diagnostics,
}

impl Run {
    /// Where each diagnostic of a code stands, as `file:line:column`.
    pub fn places(&self, code: Code) -> Vec<String> {
        self.said.sorted().iter().filter(|said| said.code == code).map(|said| self.sources.place(said.primary.span)).collect()
    }

    /// Everything that was said, a line each.
    pub fn lines(&self) -> Vec<String> {
        self.said.sorted().iter().map(|said| said.line(&self.sources)).collect()
    }
}

/// Reads a folder and runs the stages up to the checked API.
///
/// # Panics
///
/// When a file that the configuration names cannot be read.
pub fn run(folder: &Path, root: &Path) -> Run {
    let mut files = Files::default();
    let mut said = Diagnostics::default();
    let loaded = load(&SpecFolder::new(folder, root), &mut files, &mut said);
    let lines: Vec<String> = said.sorted().iter().map(|said| said.line(&files.sources)).collect();
    let loaded = loaded.unwrap_or_else(|refusal| panic!("{}: {refusal:?}: {lines:#?}", folder.display()));
    let api = Docwright.api(&loaded, &files.sources, &mut said);
    Run { api, loaded, sources: files.sources, said }
}

/// A folder of `specs/`, by its name.
///
/// # Panics
///
/// When the stages refuse it: the five of the repository are right.
pub fn vendor(folder: &str) -> (Checked<Api>, Run) {
    let mut run = run(&root().join("specs").join(folder), &root());
    match run.api.take() {
        Some(api) => (api, run),
        None => panic!("{folder}: {:#?}", run.lines()),
    }
}
