//! A collection of the corpus, as docwright makes a client of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use docwright::diagnostic::{Code, Diagnostics, Severity};
use docwright::document::{Node, json};
use docwright::ir::NodeId;
use docwright::model::{self, Client, Lock, Samples};
use docwright::output::FileTree;
use docwright::pipeline::{Docwright, Files, SpecFolder, Stages as _, load};
use docwright::text::{SourceMap, Span};
use docwright::{passes, postman};

use crate::compare::{Difference, MENDED, ONE_SLASH, OTHER_SCHEME};

/// A collection of the corpus.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its file's name in the corpus.
    pub(crate) file: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The name of its crate.
    pub(crate) name: String,
}

/// All collections that the index lists, in its order.
///
/// # Errors
/// When there is no index.
pub(crate) fn entries(corpus: &Path) -> Result<Vec<Entry>, String> {
    let index = corpus.join("INDEX.tsv");
    let text = fs::read_to_string(&index).map_err(|error| format!("{}: {error}", index.display()))?;
    let files = text.lines().skip(1).filter_map(|line| line.split('\t').next()).filter(|file| !file.is_empty());
    Ok(files.map(|file| Entry { file: file.to_owned(), path: corpus.join(file), name: crate_name(file) }).collect())
}

/// A name of a crate that tells the file, and is that of no other: the words of the file's name, and a hash of the whole.
fn crate_name(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.strip_suffix(".json").unwrap_or(stem).replace("postman_collection", "");
    let mut words: String = stem.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' }).collect();
    while words.contains("--") {
        words = words.replace("--", "-");
    }
    let words: String = words.trim_matches('-').chars().take(48).collect();
    format!("c{:04x}-{}", hash(file.as_bytes()) & 0xffff, words.trim_matches('-'))
}

/// A hash that is the same on every machine (FNV-1a).
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What became of a collection.
#[derive(Debug)]
pub(crate) struct Made {
    /// The crate's files.
    pub(crate) tree: FileTree,
    /// What they were made from: every name settled.
    pub(crate) client: Client,
    /// What became of each request, in the order of the document.
    pub(crate) requests: Vec<Became>,
    /// The codes of all that was said of the document.
    pub(crate) said: BTreeSet<Code>,
    /// Where all of that stands in the document.
    pub(crate) places: Places,
}

/// What is known of places in a document.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) document: Node,
    pub(crate) sources: SourceMap,
    /// The address and the place of each sample that became a test, by the test's name.
    pub(crate) tests: BTreeMap<String, (NodeId, Span)>,
    /// What was said, and where: each place that it names.
    pub(crate) said: Vec<(Code, Span)>,
    /// The id of the operation that a request became, or why there is none, by the place of its name.
    pub(crate) requests: BTreeMap<Span, Result<String, String>>,
}

impl Made {
    /// A difference as it is, or as a worse one where nothing was said that should have been.
    pub(crate) fn only_if_said(&self, difference: Difference) -> Difference {
        let (code, otherwise) = match difference.class {
            ONE_SLASH => (Code::EmptySegment, "url: one slash behind the host for several, and nothing is said"),
            OTHER_SCHEME => (Code::MixedSchemes, "url: another scheme, and nothing is said"),
            MENDED => (Code::SampleMended, "body: JSON with mistakes is sent without them, and nothing is said"),
            _ => return difference,
        };
        if self.said.contains(&code) { difference } else { Difference { class: otherwise, told: difference.told } }
    }
}

/// What became of a request.
#[derive(Clone, Debug)]
pub(crate) struct Became {
    /// Its folder and name.
    pub(crate) id: String,
    /// Where it stands: `file:line:column`.
    pub(crate) place: String,
    /// The id of its operation, or why there is none.
    pub(crate) operation: Result<String, String>,
}

/// Runs all stages on a collection.
///
/// # Errors
/// The errors that were said, where nothing is made of it.
pub(crate) fn make(entry: &Entry, output: &str) -> Result<Made, String> {
    make_with(entry, output, Samples::Tests)
}

/// The same, with samples that become tests in some way.
///
/// # Errors
/// The errors that were said, where nothing is made of it.
pub(crate) fn make_with(entry: &Entry, output: &str, samples: Samples) -> Result<Made, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let specs = folder.path().join("specs").join(&entry.name);
    let config = format!("docwright = 1\nname = {:?}\n[input]\npostman = \"collection.json\"\n[output]\n{output}\n", entry.name);
    let staged = fs::create_dir_all(&specs)
        .and_then(|()| fs::copy(&entry.path, specs.join("collection.json")))
        .and_then(|_| fs::write(specs.join("docwright.toml"), config));
    staged.map_err(|error| format!("{}: {error}", entry.path.display()))?;
    let mut files = Files::default();
    let mut said = Diagnostics::default();
    let made = stages(&SpecFolder::new(&specs, folder.path()), samples, &mut files, &mut said);
    made.map(|mut made| {
        made.places.sources = std::mem::take(&mut files.sources);
        made
    })
    .ok_or_else(|| {
        let errors = said.iter().filter(|one| one.severity() == Severity::Error);
        let errors: Vec<String> = errors.map(|one| format!("{}: {}", one.code.id(), one.message)).collect();
        errors.join("; ")
    })
}

fn stages(folder: &SpecFolder, samples: Samples, files: &mut Files, said: &mut Diagnostics) -> Option<Made> {
    let mut loaded = load(folder, files, said).ok()?;
    loaded.config.samples = samples;
    let sources = &files.sources;
    let tree = Docwright.generate(&loaded, sources, said)?.tree;
    // The same stages once more, for what lies between the document and the files.
    let mut again = Diagnostics::default();
    let document = json::read_strict(loaded.input, sources, &mut again)?;
    let collection = postman::read(&document, loaded.config.collection.as_ref(), &[], sources, &mut again)?;
    let postman::Lowered { api, coverage, .. } = postman::lower(&collection, sources, &mut again);
    let mut found: Vec<_> = api
        .operations
        .iter()
        .filter_map(|operation| Some((operation.basis.place()?, operation.id.clone(), Ok(operation.id.clone()))))
        .chain(coverage.joined.into_iter().map(|joined| (joined.place, joined.name, Ok(joined.into))))
        .chain(coverage.refused.into_iter().map(|refused| (refused.place, refused.name, Err(refused.reason))))
        .collect();
    found.sort_by_key(|(place, ..)| place.start);
    let by_place = found.iter().map(|(place, _, operation)| (*place, operation.clone())).collect();
    let requests = found.into_iter().map(|(place, id, operation)| Became { id, place: sources.place(place), operation }).collect();
    let checked = passes::run(api, &[], &mut again)?;
    let lowered = model::lower(&checked, &loaded.config.options(), &Lock::default(), loaded.config.user_names(), sources);
    let client = lowered.client;
    let module = format!("{}::", client.samples_module.as_str());
    let names = client.samples.iter().map(|sample| sample.name.as_str()).collect::<BTreeSet<_>>();
    let tests = lowered.places.into_iter().filter_map(|(item, node, place)| {
        let name = item.strip_prefix(&module).filter(|name| names.contains(name))?;
        Some((name.to_owned(), (node, place?)))
    });
    let places = Places {
        tests: tests.collect(),
        document,
        sources: SourceMap::default(),
        said: again.iter().flat_map(|one| std::iter::once(&one.primary).chain(&one.others).map(|label| (one.code, label.span))).collect(),
        requests: by_place,
    };
    let said = again.iter().map(|one| one.code).collect();
    Some(Made { tree, client, requests, said, places })
}
