//! Other people's collections: where they are, and one of them through all stages. They are no part of the repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use docwright::diagnostic::Diagnostics;
use docwright::pipeline::{Docwright, Files, Generated, SpecFolder, Stages as _, load};

/// The folder of the collections. Where there is none, that is said: a test that did nothing has not passed.
#[expect(clippy::print_stdout, reason = "the reader of a test run should know that nothing was tested")]
pub fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("DOCWRIGHT_CORPUS").map(|corpus| PathBuf::from(corpus).join("postman"));
    if corpus.is_none() {
        println!("skipped: DOCWRIGHT_CORPUS is not set");
    }
    corpus
}

/// The names of all files that the index lists, in its order.
///
/// # Errors
///
/// When there is no index.
pub fn listed(corpus: &Path) -> io::Result<Vec<String>> {
    let index = fs::read_to_string(corpus.join("INDEX.tsv"))?;
    Ok(index.lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect())
}

/// What became of a collection.
#[derive(Debug)]
pub struct Ran {
    /// All files that were read.
    pub files: Files,
    /// All that was said.
    pub said: Diagnostics,
    /// The crate.
    pub generated: Option<Generated>,
}

/// Runs all stages on a collection, as a folder with a configuration would. `output` is what that says under `[output]`.
///
/// # Errors
///
/// When the collection cannot be copied.
pub fn run(file: &Path, name: &str, output: &str) -> io::Result<Ran> {
    let folder = tempfile::tempdir()?;
    let specs = folder.path().join("specs").join(name);
    fs::create_dir_all(&specs)?;
    fs::copy(file, specs.join("collection.json"))?;
    let config = format!("docwright = 1\nname = \"{name}\"\n[input]\npostman = \"collection.json\"\n[output]\n{output}\n");
    fs::write(specs.join("docwright.toml"), config)?;
    let (mut files, mut said) = (Files::default(), Diagnostics::default());
    let loaded = load(&SpecFolder::new(&specs, folder.path()), &mut files, &mut said).ok();
    let generated = loaded.and_then(|loaded| Docwright.generate(&loaded, &files.sources, &mut said));
    Ok(Ran { files, said, generated })
}
