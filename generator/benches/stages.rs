//! What each stage costs, for each of the vendors in `specs/`: `cargo bench -p docwright --bench stages`. `BENCHMARKS.md` has the figures.
//!
//! Each stage is given what the one before it made, so that only its own work is measured; `generate` is all of them together.

#![allow(missing_docs, reason = "a bench is no interface")]

use std::path::{Path, PathBuf};

use divan::Bencher;
use docwright::config::Input;
use docwright::diagnostic::{Diagnostics, Severity};
use docwright::document::{Node, json, toml};
use docwright::emit::{CratePlan, crate_files};
use docwright::ir::{Api, Checked, Patch, dump};
use docwright::model::{Lock, Lowered};
use docwright::pipeline::{Docwright, Files, Loaded, SpecFolder, Stages, load};
use docwright::text::FileId;
use docwright::{model, passes, postman, spec};

/// The folders below `specs/`. A test of the house holds that none is forgotten.
const APIS: &[&str] = &["agendize", "crankwheel", "krisp", "remote-counsel", "worksection"];

fn main() {
    divan::main();
}

/// An API, read from disk.
struct Read {
    files: Files,
    loaded: Loaded,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(api: &str) -> Read {
    let mut files = Files::default();
    let mut diagnostics = Diagnostics::default();
    let folder = SpecFolder::new(&root().join("specs").join(api), &root());
    let loaded = load(&folder, &mut files, &mut diagnostics).expect("the vendor's folder is whole");
    Read { files, loaded }
}

/// The texts, without reading them from disk again.
fn documents(Read { loaded, .. }: &Read) -> Vec<FileId> {
    std::iter::once(loaded.input).chain(loaded.environments.iter().copied()).chain(loaded.overlays.iter().copied()).collect()
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

fn tree(file: FileId, Read { files, .. }: &Read) -> Option<Node> {
    let mut unsaid = Diagnostics::default();
    let is_json = has_extension(files.sources.file(file).name(), "json");
    if is_json { json::read_strict(file, &files.sources, &mut unsaid) } else { toml::read(file, &files.sources, &mut unsaid) }
}

/// From trees to the IR, as far as the readers go: nothing is applied yet.
fn understand(read: &Read) -> (Api, Vec<Patch>) {
    let Read { files, loaded } = read;
    let mut unsaid = Diagnostics::default();
    let mut api = match &loaded.config.input {
        Input::Spec(_) => {
            let spec = spec::read(loaded.input, &files.sources, &mut unsaid).expect("a spec");
            spec::lower(&spec, &files.sources, &mut unsaid).api
        }
        Input::Postman(_) => {
            let document = tree(loaded.input, read).expect("a document of Postman's");
            let environments: Vec<Node> = loaded.environments.iter().filter_map(|&file| tree(file, read)).collect();
            let environments: Vec<&Node> = environments.iter().collect();
            let collection = postman::read(&document, None, &environments, &files.sources, &mut unsaid).expect("a collection");
            postman::lower(&collection, &files.sources, &mut unsaid).api
        }
    };
    let mut patches = Vec::new();
    for &overlay in &loaded.overlays {
        let overlay = spec::read(overlay, &files.sources, &mut unsaid).expect("an overlay");
        patches.extend(spec::lower_overlay(&overlay, &mut api, &files.sources, &mut unsaid));
    }
    assert_eq!(unsaid.count(Severity::Error), 0, "a vendor's documents have errors");
    (api, patches)
}

fn check(read: &Read) -> Checked<Api> {
    let (api, patches) = understand(read);
    passes::run(api, &patches, &mut Diagnostics::default()).expect("the gate lets it through")
}

fn settle(api: &Checked<Api>, Read { files, loaded }: &Read) -> Lowered {
    let lock = loaded.lock.map_or_else(Lock::default, |file| Lock::read(file, &files.sources, &mut Diagnostics::default()));
    model::lower(api, &loaded.config.options(), &lock, loaded.config.user_names(), &files.sources)
}

fn plan(read: &Read) -> CratePlan {
    CratePlan {
        origin: read.loaded.folder.shown.clone(),
        package: read.loaded.config.crate_name().to_owned(),
        runtime_path: "../../runtime".to_owned(),
        documents: Vec::new(),
        weakest: (Vec::new(), false),
        places: Vec::new(),
    }
}

/// Configuration, documents, lock and source pages from the disk; each overlay and spec is looked at for the page that it names.
#[divan::bench(args = APIS)]
fn a_load(api: &str) -> usize {
    read(api).files.read.len()
}

/// Texts to trees with a place at every value.
#[divan::bench(args = APIS)]
fn b_trees(bencher: Bencher<'_, '_>, api: &str) {
    let read = read(api);
    bencher.bench_local(|| documents(&read).into_iter().filter_map(|file| tree(file, &read)).collect::<Vec<_>>());
}

/// Texts to the IR: trees, the readers with every quote checked against its page, the samples.
#[divan::bench(args = APIS)]
fn c_understand(bencher: Bencher<'_, '_>, api: &str) {
    let read = read(api);
    bencher.bench_local(|| understand(&read));
}

/// The passes, up to the last gate.
#[divan::bench(args = APIS)]
fn d_passes(bencher: Bencher<'_, '_>, api: &str) {
    let (api, patches) = understand(&read(api));
    bencher.with_inputs(|| api.clone()).bench_local_values(|api| passes::run(api, &patches, &mut Diagnostics::default()));
}

/// Names, types and order, settled with the lock.
#[divan::bench(args = APIS)]
fn e_model(bencher: Bencher<'_, '_>, api: &str) {
    let read = read(api);
    let checked = check(&read);
    bencher.bench_local(|| settle(&checked, &read));
}

/// Tokens, and their layout: the files of the crate.
#[divan::bench(args = APIS)]
fn f_emit(bencher: Bencher<'_, '_>, api: &str) {
    let read = read(api);
    let lowered = settle(&check(&read), &read);
    let plan = plan(&read);
    bencher.bench_local(|| crate_files(&lowered.client, &plan));
}

/// The layout alone, a part of `emit`: prettyplease over the parsed files.
#[divan::bench(args = APIS)]
fn g_layout(bencher: Bencher<'_, '_>, api: &str) {
    let read = read(api);
    let files: Vec<syn::File> = crate_files(&settle(&check(&read), &read).client, &plan(&read))
        .into_iter()
        .filter(|file| has_extension(&file.path, "rs"))
        .map(|file| syn::parse_file(&file.text).expect("what is generated parses"))
        .collect();
    bencher.bench_local(|| files.iter().map(prettyplease::unparse).collect::<Vec<_>>());
}

/// The canonical text of the IR, which the manifest's hash is made of.
#[divan::bench(args = APIS)]
fn h_dump(bencher: Bencher<'_, '_>, api: &str) {
    let checked = check(&read(api));
    bencher.bench_local(|| dump(&checked));
}

/// All of it, from texts in memory to files in memory.
#[divan::bench(args = APIS)]
fn i_generate(bencher: Bencher<'_, '_>, api: &str) {
    let Read { files, loaded } = read(api);
    bencher.bench_local(|| Docwright.generate(&loaded, &files.sources, &mut Diagnostics::default()));
}
