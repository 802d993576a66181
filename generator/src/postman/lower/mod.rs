//! The tree of a collection → IR.
//!
//! * `mod.rs`: the stages in order, and the account of every request
//! * `named.rs`: names that are variables
//! * `found.rs`: requests with what they inherit
//! * `free.rs`: names of which no two are equal
//! * `base.rs`: which server they go to, and what all their URLs begin with
//! * `path.rs`: what follows it
//! * `tell.rs`: what tells requests to one address apart
//! * `same.rs`: which requests are one operation
//! * `shape.rs`: bodies that cannot be samples of one type
//! * `operation.rs`: those requests → an operation
//! * `param.rs`: parameters of query and forms, and headers
//! * `auth.rs`: ways to authenticate
//! * `body.rs`: bodies of requests
//! * `fixed.rs`: what of them is always the same
//! * `template.rs`: bodies that are texts with holes
//! * `answer.rs`: saved answers
//! * `words.rs`: what tables, lists and descriptions say of parameters and fields
//! * `things.rs`: which of them a name stands for
//! * `tested.rs`: what tests expect of answers, and save of them
//! * `remarks.rs`: what prose gives away
//! * `mask.rs`: the last look for secrets

mod answer;
mod auth;
mod base;
mod body;
mod fixed;
mod found;
mod free;
mod mask;
mod named;
mod operation;
mod param;
mod path;
mod remarks;
mod same;
mod shape;
mod tell;
mod template;
mod tested;
mod things;
mod words;

use self::found::Found;
use super::collection::{Collection, Content, PassedOver, WhyPassedOver};
use super::variables::Scope;
use super::{read_excerpt, script};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Basis, Fact, Group, How, Layer, ServerId, Serves};
use crate::text::{Located, SourceMap, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
pub use words::WordsRead;

/// What became of a collection.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The API.
    pub api: Api,
    /// The account of every request.
    pub coverage: Coverage,
    /// What was read in prose.
    pub words: WordsRead,
}

/// The account of every request: `seen` is the sum of the others, for nothing else can happen to one.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many requests the collection holds.
    pub seen: usize,
    /// How many became an operation.
    pub made: usize,
    /// How many were joined to an operation that another request became.
    pub joined: Vec<Joined>,
    /// Those that became none.
    pub refused: Vec<Refused>,
}

/// A request that was joined to an operation which an earlier one became.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Its folder and name.
    pub name: String,
    /// Where it stands.
    pub place: Span,
    /// The id of the operation.
    pub into: String,
    /// Where the request stands that gave the operation its name.
    pub first: Span,
    /// Why.
    pub reason: String,
}

/// A request that became no operation.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its folder and name.
    pub name: String,
    /// Where it stands.
    pub place: Span,
    /// Why.
    pub reason: String,
}

/// What all steps share.
struct Lowering<'a> {
    collection: &'a Collection,
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    /// The values of variables in each environment; one without any where there is none.
    scopes: Vec<Scope>,
    api: Api,
    coverage: Coverage,
    /// Headers that whoever sends a request sets, and where they stand.
    left_out: BTreeMap<String, Vec<Span>>,
    /// The schemes of the API, by where their credentials go.
    schemes: auth::Schemes,
    /// Whether some operation's prose speaks of an authorization that nothing else describes.
    auth_in_prose: bool,
    /// What was read in prose.
    words_read: WordsRead,
    /// What the descriptions of folders hold, by their place: each is read once.
    folders_read: BTreeMap<Span, words::FolderWords>,
    /// What the texts of tests tell: one is copied from request to request.
    scripts_read: BTreeMap<String, Vec<script::Fact>>,
    /// What tests save in variables.
    saved: BTreeMap<String, Vec<tested::Saved>>,
    /// The parameters that are variables.
    wanted: Vec<tested::Wanted>,
    /// Where words and samples differ, by the words' place.
    contradictions: BTreeMap<(Span, Vec<String>), Diagnostic>,
}

/// Makes the API that a collection describes.
///
/// Never fails: a request that cannot be made into an operation is a warning, and stands in the account.
pub fn lower(collection: &Collection, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Lowered {
    let title = match &collection.name {
        Some(name) if !name.value.trim().is_empty() => Fact::stated(one_line(&name.value), name.span),
        Some(_) | None => Fact::new("API".to_owned(), assumed(collection.span, "the collection has no name")),
    };
    let mut scopes: Vec<Scope> = (0..collection.environments.len()).map(|index| Scope::of(collection, Some(index))).collect();
    if scopes.is_empty() {
        scopes.push(Scope::of(collection, None));
    }
    let collection = scopes.first().map_or(Cow::Borrowed(collection), |scope| named::named(collection, scope));
    let mut lowering = Lowering {
        collection: &collection,
        sources,
        diagnostics,
        scopes,
        api: Api::new(title),
        coverage: Coverage::default(),
        left_out: BTreeMap::new(),
        schemes: auth::Schemes::default(),
        auth_in_prose: false,
        words_read: WordsRead::default(),
        folders_read: BTreeMap::new(),
        scripts_read: BTreeMap::new(),
        saved: BTreeMap::new(),
        wanted: Vec::new(),
        contradictions: BTreeMap::new(),
    };
    lowering.run();
    Lowered { api: lowering.api, coverage: lowering.coverage, words: lowering.words_read }
}

impl<'a> Lowering<'a> {
    fn run(&mut self) {
        let collection = self.collection;
        self.api.docs = collection.description.as_ref().map(|text| Fact::stated(text.value.clone(), text.span));
        let mut all = Vec::new();
        found::find(collection, &mut all);
        self.coverage.seen = all.len() + collection.passed_over.len();
        found::name(&mut all, self.diagnostics);
        if all.is_empty() {
            self.say_no_operations();
        }
        collection.passed_over.iter().for_each(|passed| self.pass_over(passed));
        self.groups(&all);
        let whole: Vec<Found<'a>> = all.into_iter().filter_map(|found| self.complete(found)).collect();
        let based = self.base(whole);
        let operations = self.same(based);
        for requests in operations {
            self.operation(&requests);
        }
        // Requests that were refused leave no server behind.
        let used: BTreeSet<ServerId> =
            self.api.operations.iter().filter_map(|operation| Some(operation.server.as_ref()?.value.clone())).collect();
        self.api.servers.retain(|server| !matches!(&server.serves, Serves::Named(id) if !used.contains(id)));
        self.origins();
        self.diagnostics.extend(std::mem::take(&mut self.contradictions).into_values());
        for read in self.folders_read.values() {
            read.count(&mut self.words_read);
        }
        self.remarks();
        self.mask();
    }

    /// Only requests with a URL and a method go on.
    fn complete(&mut self, found: Found<'a>) -> Option<Found<'a>> {
        if let Some(protocol) = &found.request.protocol {
            self.refuse(&found, format!("it is of the kind `{}`, and only requests over HTTP are read", read_excerpt(&protocol.value)));
            return None;
        }
        let reason = match (&found.request.url, found.method()) {
            (None, _) if found.request.method.is_none() => "it has neither a URL nor a method",
            (None, _) => "it has no URL",
            (Some(_), None) => "its method is no HTTP method",
            (Some(_), Some(_)) => return Some(found),
        };
        self.refuse(&found, reason);
        None
    }

    /// Takes down that a request becomes no operation.
    fn refuse(&mut self, found: &Found<'_>, reason: impl Into<String>) {
        self.refuse_at(&found.id, found.place(), reason.into(), "write the operation in an overlay if it is needed".to_owned());
    }

    fn refuse_at(&mut self, name: &str, place: Span, reason: String, help: String) {
        let name = if name.is_empty() { "a request without a name".to_owned() } else { name.to_owned() };
        self.diagnostics.push(
            Diagnostic::new(Code::RefusedRequest, place, format!("`{}` becomes no operation: {reason}", read_excerpt(&name))).help(help),
        );
        self.coverage.refused.push(Refused { name, place, reason });
    }

    /// Takes down a request that stands where none is read.
    fn pass_over(&mut self, passed: &PassedOver) {
        let (reason, help) = match &passed.why {
            WhyPassedOver::Twice { key } => (
                format!("it stands in a `{key}` that is written again in the same object, and the last one counts"),
                format!("write one `{key}` that holds what all of them do, or delete what is not meant"),
            ),
            WhyPassedOver::Beside { key, read } => (
                format!("it stands in `{key}`, and the requests of this document are read from `{read}`"),
                format!("move it there, delete it, or give `{key}` as a document of its own"),
            ),
            WhyPassedOver::Unread { key, what } => (
                format!("it stands in `{key}` of {}, which is not read", article(what)),
                "move it to where the requests of the document are read, or delete it".to_owned(),
            ),
            WhyPassedOver::Odd { expected, found } => (
                format!("it stands in {found}, where {expected} is expected"),
                "write it into a list of folders and requests: `\"item\": [ … ]`".to_owned(),
            ),
        };
        self.refuse_at(&one_line(&passed.name), passed.place, reason, help);
    }

    fn groups(&mut self, all: &[Found<'a>]) {
        let mut known = BTreeSet::new();
        for found in all {
            let Some(group) = found.group() else { continue };
            if !known.insert(group.clone()) {
                continue;
            }
            let Some(folder) = found.folders.last() else { continue };
            let docs = folder.description.as_ref().map(|text| Fact::stated(text.value.clone(), text.span));
            self.api.groups.push(Group { name: group, docs, basis: Basis::stated(folder.name.span) });
        }
    }

    fn say_no_operations(&mut self) {
        let collection = self.collection;
        let place = collection.name.as_ref().map_or(collection.span, |name| name.span);
        let diagnostic = match &collection.content {
            Content::Requests if !collection.passed_over.is_empty() => {
                Diagnostic::new(Code::NoOperations, place, "the requests of the document stand where none is read")
                    .help("put them into one `item`, or describe the operations in an overlay")
            }
            Content::Requests => Diagnostic::new(Code::NoOperations, place, "the collection holds no request")
                .help("describe the operations in an overlay, or export the collection again"),
            Content::Metadata { published, owner } => {
                let id = |id: &Option<Located<String>>| id.as_ref().map(|id| read_excerpt(&id.value));
                let mut diagnostic = Diagnostic::new(
                    Code::NoOperations,
                    place,
                    "this is only the metadata of a documentation page: it holds no request, so there is no operation",
                );
                diagnostic = match (id(published), id(owner)) {
                    (Some(published), Some(owner)) => diagnostic
                        .note(format!("missing: the collection itself, published id `{published}`, owner `{owner}`"))
                        .help(format!(
                            "open the page /view/{owner}/{published} of documenter.getpostman.com and save what it loads from \
                             /api/collections/{owner}/{published}, or ask the vendor for an export; or describe the operations in an overlay"
                        )),
                    (published, owner) => diagnostic
                        .note(format!(
                            "missing: the collection itself ({}, {})",
                            published.map_or("its published id is not told".to_owned(), |id| format!("published id `{id}`")),
                            owner.map_or("its owner is not told".to_owned(), |id| format!("owner `{id}`"))
                        ))
                        .help("ask the vendor for an export of the collection, or describe the operations in an overlay"),
                };
                diagnostic
            }
        };
        self.diagnostics.push(diagnostic);
    }
}

/// Decided here, for want of a word in the document.
fn assumed(span: Span, reason: &str) -> Basis {
    Basis { how: How::Assumed { reason: reason.to_owned() }, span: Some(span), written: None, page: None, layer: Layer::Document }
}

/// A thing with its article.
fn article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {what}")
}

/// White space of all kinds and control characters become single blanks: names go into one line of a report.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in pieces(text) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// What stands between white space and control characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_whitespace() || sign.is_control()).filter(|word| !word.is_empty())
}
