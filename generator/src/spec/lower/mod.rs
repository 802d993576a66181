//! The tree → IR. Everything that cells mean is understood here, and every claim about the vendor's page is checked.
//!
//! * `mod.rs`: the order of things, names of types, complaints
//! * `source.rs`: the vendor's page: places and quotes
//! * `nowhere.rs`: places that name nothing
//! * `evidence.rs`: how entries and rows are known
//! * `types.rs`: type expressions, named types, enumerations
//! * `rows.rs`: paths of rows → nested objects, over what samples show
//! * `facts.rs`: facts of a row
//! * `samples.rs`: samples: reading, grafting, and whether they fit their types
//! * `operations.rs`: operations
//! * `api.rs`: servers, authentication, groups, errors and the rest of the API
//! * `patches.rs`: corrections

mod api;
mod evidence;
mod facts;
mod nowhere;
mod operations;
mod patches;
mod rows;
mod samples;
mod source;
mod types;

use super::read::shown;
use super::tree::{Spec, Text};
use super::words::Complaint;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::decoded::StringMap;
use crate::document::{Node, Value};
use crate::ir::{Accepts, Api, Basis, Fact, How, Layer, Patch, TypeDef, TypeId};
use crate::text::{FileId, Located, SourceMap, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a spec says.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// The API.
    pub api: Api,
}

/// Lowers a full spec.
///
/// The vendor's page must be in `sources`, under the name that [`Spec::source_name`] gives. Errors go to `diagnostics`, all at once; then
/// the API holds what could be understood.
pub fn lower(spec: &Spec, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Lowered {
    let mut api = Api::new(Fact::new(String::new(), Basis::stated(spec.span)));
    let mut lowering = Lowering::new(spec, Layer::Document, &mut api, sources, diagnostics);
    lowering.title(spec);
    lowering.all(spec);
    for patch in &spec.patches {
        lowering.diagnostics.push(
            Diagnostic::new(Code::BadPatch, patch.span, "a spec does not correct itself")
                .help("write the correct row, and what the page says as `doc-says`; or put the correction into an overlay"),
        );
    }
    Lowered { api }
}

/// Lowers an overlay: new things go into `base`, corrections come back. Their types are in the base's arena.
///
/// The document that the overlay is about must be in `sources`, under the name that [`Spec::source_name`] gives.
pub fn lower_overlay(spec: &Spec, base: &mut Api, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Vec<Patch> {
    let known = base.auth.len();
    let mut lowering = Lowering::new(spec, Layer::Overlay, base, sources, diagnostics);
    lowering.title(spec);
    lowering.all(spec);
    let patches = lowering.patches(&spec.patches);
    // Whoever describes a way to authenticate says that the API wants one: of operations of which the document says nothing, too.
    if let Some(added) = base.auth.get(known) {
        for operation in base.operations.iter_mut().filter(|operation| operation.auth.value == Accepts::AnyOrNone) {
            operation.auth = Fact::new(Accepts::Any, added.basis.clone());
        }
    }
    patches
}

impl Spec {
    /// The name that the vendor's page must have among the sources: the file beside the spec.
    pub fn source_name(&self, sources: &SourceMap) -> Option<Located<String>> {
        let file = self.source.as_ref()?.file.as_ref()?;
        let own = sources.file(self.file).name();
        let folder = own.rfind('/').map_or("", |slash| &own[..=slash]);
        Some(Located::new(format!("{folder}{}", file.value), file.span))
    }
}

/// A spec on its way into an API.
struct Lowering<'a> {
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    source: Option<source::Source>,
    layer: Layer,
    api: &'a mut Api,
    /// The types of this spec, with the place of their names.
    names: BTreeMap<String, (TypeId, Span)>,
    /// The types that only request bodies are made of.
    only_sent: BTreeSet<String>,
    /// Samples whose fit is judged when all types are known.
    samples: Vec<(Node, TypeId)>,
}

impl<'a> Lowering<'a> {
    fn new(spec: &Spec, layer: Layer, api: &'a mut Api, sources: &'a SourceMap, diagnostics: &'a mut Diagnostics) -> Self {
        let source = open(spec, sources, diagnostics);
        Self {
            sources,
            diagnostics,
            source,
            layer,
            api,
            names: BTreeMap::new(),
            only_sent: operations::only_sent(spec),
            samples: Vec::new(),
        }
    }

    fn all(&mut self, spec: &Spec) {
        self.auth(spec);
        self.servers(spec);
        // Names first: types may refer to one another in any order.
        let types = self.reserve(spec, "type", spec.types.iter().map(|table| (&table.name, table.span)));
        let values = self.reserve(spec, "values", spec.values.iter().map(|table| (&table.name, table.span)));
        let codes = self.reserve(spec, "codes", spec.codes.iter().map(|table| (&table.name, table.span)));
        for (table, id) in spec.values.iter().zip(values) {
            self.values(table, id);
        }
        for (table, id) in spec.codes.iter().zip(codes) {
            self.codes(table, id);
        }
        for (table, id) in spec.types.iter().zip(types) {
            self.type_table(table, id);
        }
        self.operations(spec);
        self.groups(spec);
        self.webhooks(spec);
        self.errors(spec);
        self.outcome(spec);
        self.envelope(spec);
        self.limits(spec);
        self.gaps(&spec.unknown, &crate::ir::GapSubject::Api);
        self.check_samples();
    }

    /// Gives each named type its place in the arena. A name that is taken gets a place of its own, which nobody refers to.
    fn reserve<'s>(&mut self, spec: &Spec, table: &str, names: impl Iterator<Item = (&'s Text, Span)>) -> Vec<TypeId> {
        let mut ids = Vec::new();
        for (name, span) in names {
            let basis = Basis { layer: self.layer, written: Some(span), ..Basis::stated(span) };
            let mut def = TypeDef::anonymous(crate::ir::Shape::Any, basis.clone());
            if !super::words::is_type_name(&name.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadType, name.span, format!("`{}` cannot be the name of a type", evidence::excerpt(&name.value)))
                        .note("expected a letter, then letters, digits, `_`, `-` and `.`; and none of the words that types are made of"),
                );
            }
            if let Some((_, other)) = self.names.get(&name.value) {
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateName, name.span, format!("the type `{}` is there twice", name.value))
                        .and(*other, "the other one")
                        .help("give one of them another name"),
                );
                ids.push(self.api.types.add(def));
                continue;
            }
            if let Some(other) = self.api.types.named(&name.value) {
                let diagnostic = Diagnostic::new(
                    Code::DuplicateName,
                    name.span,
                    format!("the type `{}` is there already in the document that this overlays", name.value),
                )
                .help(format!(
                    "correct it with `[[patch]]` and `at = \"type {}\"`, not with `[{table}.{}]`",
                    name.value,
                    shown(&name.value)
                ));
                let place = self.api.types.get(other).basis.place().filter(|place| place.file != spec.file);
                self.diagnostics.push(match place {
                    Some(place) => diagnostic.and(place, "there"),
                    None => diagnostic,
                });
                ids.push(self.api.types.add(def));
                continue;
            }
            def.name = Some(Fact::new(name.value.clone(), basis));
            let id = self.api.types.add(def);
            self.names.insert(name.value.clone(), (id, name.span));
            ids.push(id);
        }
        ids
    }

    /// The place of a piece of a text of the spec.
    fn inside(&self, text: &Text, range: &Range<usize>) -> Span {
        let node = Node::new(Value::String(text.value.clone()), text.span);
        let span = StringMap::new(self.sources, &node).span(range.clone());
        // An empty place still has to be seen.
        if span.start < text.span.start || span.end > text.span.end { text.span } else { span }
    }

    fn complain(&mut self, code: Code, text: &Text, complaint: Complaint) {
        let span = self.inside(text, &complaint.range);
        let mut diagnostic = Diagnostic::new(code, span, complaint.message);
        diagnostic.help = complaint.help;
        self.diagnostics.push(diagnostic);
    }

    /// Whether a basis rests on lines of the source: only then can its words be looked up.
    fn is_quoted(basis: &Basis) -> bool {
        basis.page.is_none() && basis.how == How::Stated && basis.span.is_some()
    }
}

/// Finds the vendor's page. That it is missing is said once.
fn open(spec: &Spec, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<source::Source> {
    let Some(table) = &spec.source else {
        diagnostics.push(
            Diagnostic::new(Code::NoSource, spec.span, "the spec does not name the document that it was taken from")
                .help("write `[source]` with `file = \"…\"`, the vendor's page beside the spec"),
        );
        return None;
    };
    let file = table.file.as_ref()?;
    if file.value.is_empty() || file.value.contains(['/', '\\', ':']) || file.value.starts_with('.') {
        diagnostics.push(
            Diagnostic::new(
                Code::NoSource,
                file.span,
                format!("`{}` is no name of a file beside the spec", evidence::excerpt(&file.value)),
            )
            .note("expected a file's name without a folder"),
        );
        return None;
    }
    let name = spec.source_name(sources)?;
    let found: Option<FileId> = sources.files().find(|(_, file)| file.name() == name.value).map(|(id, _)| id);
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::NoSource, name.span, format!("the source `{}` is not there", evidence::excerpt(&name.value)))
                .help("put the vendor's page, byte for byte, beside the spec"),
        );
    }
    found.map(|file| source::Source::new(file, sources))
}
