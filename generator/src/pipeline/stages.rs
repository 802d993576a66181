//! The stages, one after the other.

use crate::confidence::{self, Denial, Grade, Policy, Weak, denied, weakest};
use crate::config::{Input, NameRow};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Node, json, yaml};
use crate::emit::{CratePlan, PlaceLine, crate_files, module_text};
use crate::ir::{Api, Basis, Checked, Layer, NodeId, Shape, dump};
use crate::model::names::NameRefusal;
use crate::model::{Lock, Lowered, Samples, UserNames, lower};
use crate::output::FileTree;
use crate::pipeline::{Account, Explained, Generated, Loaded, ReportForm, Stages, Stats, Subject, Surveyed, explain, stamp};
use crate::postman::{Collection, Coverage, Joined, Part, Refused};
use crate::spec::SourceTable;
use crate::text::{FileId, SourceMap, Span};
use crate::{diff, parallel, passes, postman, review, spec};
use std::collections::BTreeSet;

/// The stages themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Docwright;

impl Stages for Docwright {
    fn api(&self, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Checked<Api>> {
        alone(diagnostics, |own| api(loaded, sources, own))
    }

    fn generate(&self, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Generated> {
        alone(diagnostics, |own| generate(loaded, sources, own))
    }

    fn generate_module(&self, loaded: &Loaded, module: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<String> {
        alone(diagnostics, |own| generate_module(loaded, module, sources, own))
    }

    fn explain(&self, loaded: &Loaded, thing: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Explained> {
        alone(diagnostics, |own| {
            let api = api(loaded, sources, own)?;
            let lowered = model(&api, loaded, sources, own)?;
            // As compilers and rustdoc write it: with the crate in front.
            let krate = format!("{}::", loaded.config.crate_name().replace('-', "_"));
            let thing = thing.strip_prefix(&krate).unwrap_or(thing);
            explain::thing(&api, &lowered, thing, (sources, &loaded.config.names), own)
                .map(Explained::Known)
                .or_else(|| explain::nearly(&lowered, thing).map(Explained::Nearly))
        })
    }

    fn survey(&self, subject: &Subject, deny: &[Denial], sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Surveyed> {
        match subject {
            Subject::Folder(loaded) => {
                let understood = alone(diagnostics, |own| understand(loaded, sources, own))?;
                let mut policy = loaded.config.policy.clone();
                policy.extend(deny);
                Some(surveyed(&understood.api, understood.coverage, &policy, Span::new(loaded.input, 0, 0), diagnostics))
            }
            Subject::Collection(file) => {
                let (api, coverage) = alone(diagnostics, |own| survey_collection(&document(*file, &[], sources, own)?, sources, own))?;
                Some(surveyed(&api, coverage, &Policy { deny: deny.to_vec() }, Span::new(*file, 0, 0), diagnostics))
            }
            Subject::Parts(parts) => {
                let (api, coverage) = alone(diagnostics, |own| survey_collection(&postman::assemble(parts, sources, own)?, sources, own))?;
                let file = parts.first()?.file;
                Some(surveyed(&api, coverage, &Policy { deny: deny.to_vec() }, Span::new(file, 0, 0), diagnostics))
            }
        }
    }

    fn survey_each(&self, subject: &Subject, deny: &[Denial], sources: &SourceMap) -> Vec<Account> {
        let one = |diagnostics, surveyed| vec![Account { collection: None, surveyed, diagnostics }];
        let mut diagnostics = Diagnostics::default();
        let Subject::Collection(file) = subject else {
            let surveyed = self.survey(subject, deny, sources, &mut diagnostics);
            return one(diagnostics, surveyed);
        };
        let Some(node) = document(*file, &[], sources, &mut diagnostics) else { return one(diagnostics, None) };
        let read: Vec<_> = postman::collections(&node)
            .into_iter()
            .map(|(name, node)| {
                let mut said = Diagnostics::default();
                let collection = postman::read(node, None, &[], sources, &mut said);
                (name, collection, said)
            })
            .collect();
        // What comes next takes as much room again.
        drop(node);
        let several = read.len() > 1;
        let policy = Policy { deny: deny.to_vec() };
        let mut accounts: Vec<Account> = read
            .into_iter()
            .map(|(name, collection, said)| {
                let mut diagnostics = Diagnostics::default();
                let known = alone(&mut diagnostics, |own| {
                    own.append(said);
                    account(&collection?, sources, own)
                });
                let surveyed = known.map(|(api, coverage)| surveyed(&api, coverage, &policy, Span::new(*file, 0, 0), &mut diagnostics));
                Account { collection: several.then_some(name), surveyed, diagnostics }
            })
            .collect();
        // What is wrong with the file itself is said once.
        if let Some(first) = accounts.first_mut() {
            diagnostics.append(std::mem::take(&mut first.diagnostics));
            first.diagnostics = diagnostics;
        }
        accounts
    }

    fn compare(&self, old: &Checked<Api>, new: &Checked<Api>, form: ReportForm, sources: &SourceMap) -> String {
        let format = match form {
            // The console takes colours out where there is no terminal.
            ReportForm::Human => review::Format::Human { color: true },
            ReportForm::Markdown => review::Format::Markdown,
            ReportForm::Json => review::Format::Json,
        };
        review::report(&diff::compare(old, new), sources, sources, format)
    }
}

/// Works on one API with diagnostics of its own, which then join the others: what was said of another API, or of a file, is nothing to this one.
/// What comes with errors is not used, whatever it is.
fn alone<T>(diagnostics: &mut Diagnostics, work: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
    let mut own = Diagnostics::default();
    let made = work(&mut own).filter(|_| !own.has_errors());
    diagnostics.append(own);
    made
}

/// The API of the documents, corrected and checked.
fn api(loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Checked<Api>> {
    understand(loaded, sources, diagnostics).map(|understood| understood.api)
}

/// What the documents of an API come to.
struct Understood {
    api: Checked<Api>,
    /// The pages that the documents say they were taken from, in the documents' order.
    origins: Vec<SourceTable>,
    coverage: Coverage,
}

fn understand(loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Understood> {
    let mut origins = Vec::new();
    let (mut api, mut coverage) = match &loaded.config.input {
        Input::Spec(_) => {
            let read = spec::read(loaded.input, sources, diagnostics)?;
            origins.extend(read.source.clone());
            let api = spec::lower(&read, sources, diagnostics).api;
            (api, Coverage { seen: read.operations.len(), made: read.operations.len(), ..Coverage::default() })
        }
        Input::Postman(_) => {
            let lowered = collection(loaded, sources, diagnostics)?;
            (lowered.api, lowered.coverage)
        }
    };
    let of_document = api.operations.len();
    let mut patches = Vec::new();
    for &overlay in &loaded.overlays {
        let Some(overlay) = spec::read(overlay, sources, diagnostics) else { continue };
        origins.extend(overlay.source.clone());
        patches.extend(spec::lower_overlay(&overlay, &mut api, sources, diagnostics));
    }
    let before: Vec<(String, Basis)> = api.operations.iter().map(|operation| (operation.id.clone(), operation.basis.clone())).collect();
    let api = passes::run(api, &patches, diagnostics)?;
    let hand = ByHand::of(&api);
    diagnostics.retain(|diagnostic| !is_settled(diagnostic, &api, &hand));
    by_hand(&mut coverage, &before, of_document, loaded.input, &api);
    Some(Understood { api, origins, coverage })
}

/// Takes down what overlays did to operations: those that they add were asked for as well, and those that they remove become none.
fn by_hand(coverage: &mut Coverage, before: &[(String, Basis)], of_document: usize, input: FileId, api: &Api) {
    let added = before.len().saturating_sub(of_document);
    coverage.seen += added;
    coverage.made += added;
    let left: BTreeSet<&str> = api.operations.iter().map(|operation| operation.id.as_str()).collect();
    let mut removed = BTreeSet::new();
    for (id, basis) in before.iter().filter(|(id, _)| !left.contains(id.as_str())) {
        let place = basis.place().unwrap_or(Span::new(input, 0, 0));
        coverage.made = coverage.made.saturating_sub(1);
        coverage.refused.push(Refused { name: id.clone(), place, reason: REMOVED.to_owned() });
        removed.insert(id.as_str());
    }
    // What was joined to one of them is gone with it.
    let gone = coverage.joined.extract_if(.., |joined| removed.contains(joined.into.as_str()));
    coverage.refused.extend(gone.map(|Joined { name, place, .. }| Refused { name, place, reason: REMOVED.to_owned() }));
}

const REMOVED: &str = "an overlay removes the operation";

fn generate(loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let Understood { api, origins, coverage } = understand(loaded, sources, diagnostics)?;
    deny(&api, loaded, diagnostics)?;
    let (lowered, canonical) = parallel::both(|| model(&api, loaded, sources, diagnostics), || unordered(&dump(&api)));
    let Lowered { client, lock, places, .. } = lowered?;
    let lock = lock.write();
    let weakest = weak_lines(&api, &places);
    let plan = CratePlan {
        origin: origin(loaded),
        package: loaded.config.crate_name().to_owned(),
        runtime_path: RUNTIME.to_owned(),
        documents: documents(loaded, &origins, sources),
        weakest,
        places: places
            .into_iter()
            .map(|(item, node, span)| PlaceLine {
                item,
                node: node.to_string(),
                place: span.map_or_else(String::new, |span| sources.place(span)),
            })
            .collect(),
    };
    let stats = Stats { operations: api.operations.len(), types: client.types.len(), open: client.gaps.len() };
    let mut tree = FileTree::new();
    for file in crate_files(&client, &plan) {
        tree.add(&file.path, file.text).expect("paths are made of settled names");
    }
    // The canonical text is of types; what samples say is a part of their tests.
    let mut input = canonical;
    input.extend(client.samples.iter().map(|sample| sample.json.as_str()));
    // Nor are numbers of samples, which tell what to trust.
    input.extend(plan.weakest.0.iter().map(|(subject, words)| format!("{subject:?} {words}")));
    input.push_str(&plan.weakest.1.to_string());
    Some(Generated { tree, stamp: stamp(&input, &loaded.config, &lock), lock, stats, coverage })
}

fn generate_module(loaded: &Loaded, module: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<String> {
    let api = api(loaded, sources, diagnostics)?;
    deny(&api, loaded, diagnostics)?;
    let mut options = loaded.config.options();
    // A module in somebody's crate has no tests of its own.
    options.samples = Samples::None;
    module.clone_into(&mut options.name);
    let lock = loaded.lock.map_or_else(Lock::default, |file| Lock::read(file, sources, diagnostics));
    let lowered = lower(&api, &options, &lock, loaded.config.user_names(), sources);
    idle_names(loaded, &lowered, diagnostics);
    (!diagnostics.has_errors()).then(|| module_text(&lowered.client, &origin(loaded)))
}

/// So many weak facts stand in the README of a client.
const SHOWN_WEAK: usize = 5;

/// The weak facts that the README of a client shows, each by what it is about in Rust; and whether there are more.
fn weak_lines(api: &Api, places: &[(String, NodeId, Option<Span>)]) -> (Vec<(String, String)>, bool) {
    let weakest = weakest(api);
    // Whether a member of an answer is always there changes nothing for who trusts the client.
    let is_told = |weak: &&Weak| {
        weak.known.is_sent || !matches!(weak.known.subject, confidence::Subject::Presence(_)) || weak.known.grade == Grade::Conflict
    };
    let shown: Vec<&Weak> = weakest.first.iter().filter(is_told).take(SHOWN_WEAK).collect();
    let more = weakest.first.len() > shown.len();
    let line = |weak: &&Weak| {
        let node = weak.known.node.as_str();
        // Items have no name of their own.
        let of_items = if node.ends_with("[]") { "each item: " } else { "" };
        (in_rust(node, places), format!("{of_items}{}", weak.known.words))
    };
    (shown.iter().map(line).collect(), more)
}

/// What a reader of Rust knows a thing by: its path, or that of the nearest thing around it.
fn in_rust(node: &str, places: &[(String, NodeId, Option<Span>)]) -> String {
    let mut around = node;
    loop {
        let named = places.iter().filter(|(_, known, _)| known.as_str() == around).map(|(item, _, _)| item.as_str());
        // A field is called in small letters, and the type that it has of its own in large ones.
        let is_field = |item: &&str| item.rsplit("::").next().is_some_and(|last| last.starts_with(|first: char| !first.is_uppercase()));
        let item = named.min_by_key(|item| (!is_field(item), item.len(), (*item).to_owned()));
        if let Some(item) = item {
            let short: Vec<&str> = item.rsplitn(3, "::").collect();
            return short.iter().take(2).rev().copied().collect::<Vec<_>>().join("::");
        }
        match around.strip_suffix("[]").or_else(|| around.rsplit_once('/').map(|(before, _)| before)) {
            Some(before) => around = before,
            None => return node.to_owned(),
        }
    }
}

/// Where a generated crate finds the runtime: beside the folder of all generated crates.
const RUNTIME: &str = "../../runtime";

/// What the header of generated files names as their origin.
fn origin(loaded: &Loaded) -> String {
    if loaded.folder.shown.is_empty() { loaded.config.name.value.clone() } else { loaded.folder.shown.clone() }
}

/// The document that is to be a collection: a file, or the files of a folder.
pub fn document(input: FileId, parts: &[Part], sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    if !parts.is_empty() {
        return postman::assemble(parts, sources, diagnostics);
    }
    if let Some(told) = postman::no_json(input, sources) {
        diagnostics.push(told);
        return None;
    }
    strict(input, sources, diagnostics)
}

/// A document that must be JSON; where it is none, what it seems to be is told with it.
fn strict(input: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut own = Diagnostics::default();
    let node = json::read_strict(input, sources, &mut own);
    diagnostics.append(if node.is_some() { own } else { postman::broken(&own, input, sources) });
    node
}

/// An environment, or globals: JSON, or YAML as it stands beside collections v3.
fn environment(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let name = sources.file(file).name();
    let Some(stem) = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")) else {
        return strict(file, sources, diagnostics);
    };
    let is_globals = stem.ends_with(".globals");
    yaml::read(file, sources, diagnostics).map(|node| postman::environment(&node, is_globals))
}

/// What a survey tells of an API. That facts are denied is no reason to keep the rest.
fn surveyed(api: &Api, coverage: Coverage, policy: &Policy, fallback: Span, diagnostics: &mut Diagnostics) -> Surveyed {
    diagnostics.extend(denied(api, policy, fallback));
    Surveyed { coverage, weakest: weakest(api) }
}

/// Says which facts of an API the configuration denies.
fn deny(api: &Api, loaded: &Loaded, diagnostics: &mut Diagnostics) -> Option<()> {
    diagnostics.extend(denied(api, &loaded.config.policy, Span::new(loaded.input, 0, 0)));
    (!diagnostics.has_errors()).then_some(())
}

/// What a collection on its own is, and what became of its requests.
fn survey_collection(node: &Node, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<(Checked<Api>, Coverage)> {
    let collection = postman::read(node, None, &[], sources, diagnostics)?;
    account(&collection, sources, diagnostics)
}

/// The same of one that was read.
fn account(collection: &Collection, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<(Checked<Api>, Coverage)> {
    let lowered = postman::lower(collection, sources, diagnostics);
    passes::run(lowered.api, &[], diagnostics).map(|api| (api, lowered.coverage))
}

/// What a collection describes, as an API of which nothing is checked yet, and what became of its requests.
fn collection(loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<postman::Lowered> {
    let chosen = loaded.config.collection.as_ref();
    let document = document(loaded.input, &loaded.parts, sources, diagnostics);
    let environments: Vec<Node> = loaded.environments.iter().filter_map(|&file| environment(file, sources, diagnostics)).collect();
    let environments: Vec<&Node> = environments.iter().collect();
    let collection = postman::read(&document?, chosen, &environments, sources, diagnostics)?;
    Some(postman::lower(&collection, sources, diagnostics))
}

/// The canonical text without its order, which the lock settles: each line behind the lines that it stands under, sorted.
fn unordered(text: &str) -> String {
    let mut above: Vec<&str> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let level = (line.len() - line.trim_start().len()) / 2;
        above.truncate(level);
        above.push(line.trim_start());
        lines.push(above.join("\u{1f}"));
    }
    lines.sort();
    lines.join("\n")
}

/// The places of what an overlay settles.
struct ByHand {
    answers: Vec<Span>,
    fields: Vec<Span>,
    /// Where things are stated that samples show otherwise: what is settled everywhere.
    conflicts: BTreeSet<Span>,
}

impl ByHand {
    fn of(api: &Api) -> Self {
        let is_it = |basis: &Basis| basis.layer == Layer::Overlay;
        let responses = api.operations.iter().flat_map(|operation| &operation.responses);
        let fields =
            api.types.iter().filter_map(|(_, def)| if let Shape::Object(object) = &def.shape { Some(&object.fields) } else { None });
        let facts = api.operations.iter().flat_map(|operation| &operation.params).map(|param| &param.facts);
        let objects = api.types.iter().filter_map(|(_, def)| if let Shape::Object(object) = &def.shape { Some(object) } else { None });
        let facts = facts.chain(objects.flat_map(|object| &object.fields).map(|field| &field.facts));
        let (mut conflicts, mut open) = (BTreeSet::new(), BTreeSet::new());
        for conflict in facts.flat_map(|facts| &facts.conflicts) {
            // A row of a spec is told by where it is written, words of a collection by where they stand.
            let places = [conflict.stated.basis.written, conflict.stated.basis.span];
            if conflict.is_settled { &mut conflicts } else { &mut open }.extend(places.into_iter().flatten());
        }
        Self {
            conflicts: conflicts.difference(&open).copied().collect(),
            answers: responses.filter(|response| is_it(&response.answer.basis)).filter_map(|response| response.basis.span).collect(),
            fields: fields.flatten().filter(|field| is_it(&field.basis)).filter_map(|field| field.basis.span).collect(),
        }
    }
}

/// Whether one of two places holds the other.
fn meet(one: Span, other: Span) -> bool {
    one.to(other) == one || other.to(one) == other
}

/// Whether what was said of the document alone was settled by hand in an overlay since.
fn is_settled(diagnostic: &Diagnostic, api: &Api, hand: &ByHand) -> bool {
    let by_hand = |basis: &Basis| basis.layer == Layer::Overlay;
    match diagnostic.code {
        Code::InsecureBaseUrl => !api.servers.iter().any(|server| server.url.value.to_string().starts_with("http:")),
        Code::TitleNamesAnOperation => by_hand(&api.title.basis),
        Code::AuthOnlyInProse => api.auth.iter().any(|scheme| by_hand(&scheme.basis)),
        // Someone took down by hand what stands there.
        Code::WordsNotPlaced => hand.fields.iter().any(|span| meet(*span, diagnostic.primary.span)),
        Code::WordsContradict | Code::SampleContradicts => hand.conflicts.contains(&diagnostic.primary.span),
        Code::NoResponseBody => hand.answers.iter().any(|span| meet(*span, diagnostic.primary.span)),
        _ => false,
    }
}

/// The model of a checked API; `None` where the lock or the names are wrong.
fn model(api: &Checked<Api>, loaded: &Loaded, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Lowered> {
    let lock = loaded.lock.map_or_else(Lock::default, |file| Lock::read(file, sources, diagnostics));
    let lowered = lower(api, &loaded.config.options(), &lock, loaded.config.user_names(), sources);
    idle_names(loaded, &lowered, diagnostics);
    needless_names(api, loaded, &lock, sources, diagnostics);
    (!diagnostics.has_errors()).then_some(lowered)
}

/// Which things would be called as the user says without the user's word, too.
fn needless_names(api: &Checked<Api>, loaded: &Loaded, lock: &Lock, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let names = &loaded.config.names;
    if names.is_empty() {
        return;
    }
    // The lock remembers the user's word as well.
    let lock = lock.without(names.iter().map(|row| row.address.value.as_str()));
    let alone = lower(api, &loaded.config.options(), &lock, UserNames::default(), sources);
    for NameRow { address, name, .. } in names {
        if alone.lock.name(&address.value) == Some(name.value.as_str()) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NameRedundant,
                    address.span,
                    format!("`{}` is called `{}` without this line, too", address.value, name.value),
                )
                .help("delete the line: `docwright.lock` keeps the name"),
            );
        }
    }
}

/// What became of none of the names that the user gives.
fn idle_names(loaded: &Loaded, lowered: &Lowered, diagnostics: &mut Diagnostics) {
    for (address, why) in &lowered.refused_names {
        let Some(NameRow { name, .. }) = loaded.config.names.iter().find(|row| row.address.value == *address) else { continue };
        let diagnostic = Diagnostic::new(Code::BadName, name.span, format!("`{address}` cannot be called `{}`", name.value));
        diagnostics.push(match why {
            NameRefusal::NotCamel => diagnostic.note("expected a name like `UserRole`: it is that of a type or a value"),
            NameRefusal::NotSnake => {
                diagnostic.note("expected a name like `user_role`: it is that of a field, a method, an argument or a module")
            }
            NameRefusal::Taken => {
                diagnostic.note("something beside it has that name, or every generated client does").help("give it another name")
            }
        });
    }
    for address in &lowered.unused_names {
        let Some(NameRow { address: written, .. }) = loaded.config.names.iter().find(|row| row.address.value == *address) else { continue };
        let near = lowered.places.iter().map(|(_, node, _)| node.as_str()).max_by(|a, b| {
            strsim::normalized_damerau_levenshtein(a, address)
                .total_cmp(&strsim::normalized_damerau_levenshtein(b, address))
                .then_with(|| b.cmp(a))
        });
        let diagnostic = Diagnostic::new(Code::UnusedName, written.span, format!("nothing has the address `{address}`"));
        diagnostics.push(
            match near {
                Some(near) => diagnostic.note(format!("the nearest is `{near}`")),
                None => diagnostic,
            }
            .help("correct the address, or delete the line"),
        );
    }
}

/// The documents that an API was made from, by the names of their files, the vendor's own first.
fn documents(loaded: &Loaded, origins: &[SourceTable], sources: &SourceMap) -> Vec<(String, Option<String>)> {
    let name = |file: FileId| sources.file(file).name().rsplit('/').next().unwrap_or_default().to_owned();
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for source in origins {
        let Some(file) = &source.file else { continue };
        let entry = (file.value.clone(), source.page.as_ref().map(|page| page.value.clone()));
        match found.iter_mut().find(|(known, _)| *known == entry.0) {
            Some(known) if known.1.is_none() => known.1 = entry.1,
            Some(_) => {}
            None => found.push(entry),
        }
    }
    // A collection that is a folder is called by the folder's name: its files are many.
    let input = loaded.config.input.file();
    if !loaded.parts.is_empty() {
        found.push((input.value.rsplit('/').next().unwrap_or(&input.value).to_owned(), None));
    }
    let file = loaded.parts.is_empty().then_some(loaded.input);
    for file in file.into_iter().chain(loaded.environments.iter().copied()).chain(loaded.overlays.iter().copied()) {
        if !found.iter().any(|(known, _)| *known == name(file)) {
            found.push((name(file), None));
        }
    }
    found
}
