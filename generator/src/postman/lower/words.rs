//! What the words about a request say of its parameters and fields: descriptions of parameters, tables and lists in the request's own.
//!
//! * A row is about the thing of its name, where exactly one is found in the place that the words tell.
//! * What is found gets what the row says, stated, at the row's place. What samples show otherwise is said, and stays beside it as a conflict.
//! * What is not found is added where the words tell one place for it; elsewhere it stays prose, and it is said.
//! * A table or a list that was placed whole is not repeated in the docs of the operation.

use super::Lowering;
use super::same::Told;
use super::things::{Target, Things, is_form, wire_key};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::decoded::StringMap;
use crate::document::{Node, Value};
use crate::infer::{is_placeholder, stands_in};
use crate::ir::{
    Basis, CaseKind, Conflict, Contested, Enum, EnumBase, EnumValue, Fact, Facts, Field, FieldFacts, Operation, Param, Place, Presence,
    Sample, Shape, StringForm, TypeDef, TypeId, Types, form_text,
};
use crate::postman::collection::{BodyContent, Request};
use crate::postman::variables::Scope;
use crate::postman::words::{self, About, Block, Kind, Read, Says, ToldPlace};
use crate::postman::{read_excerpt, sample, secret, variables};
use crate::text::{Located, SourceMap, Span};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Of names that were not placed, so many are shown.
const SHOWN: usize = 8;
/// So many rows of one name are looked at in the tables of a folder; the words of others stay in its documentation.
const MOST_NAMESAKES: usize = 64;
/// A name is looked for at so many places of its rarest word.
const MOST_PLACES: usize = 64;

/// What became of the tables and lists that name parameters and fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordsRead {
    /// Tables of which all was placed.
    pub tables: usize,
    /// Tables of which a part was placed.
    pub tables_in_part: usize,
    /// Tables about names that the request does not have.
    pub tables_not_placed: usize,
    /// Tables with headers that are not known.
    pub tables_not_understood: usize,
    /// Lists of which all was placed.
    pub lists: usize,
    /// Lists of which a part was placed.
    pub lists_in_part: usize,
    /// Lists that look like fields, about names that the request does not have.
    pub lists_not_placed: usize,
    /// Parameters whose own description says more than words.
    pub descriptions: usize,
    /// Tests that told something.
    pub scripts: usize,
    /// Tests that told nothing that is understood.
    pub scripts_without_facts: usize,
}

impl std::ops::AddAssign for WordsRead {
    fn add_assign(&mut self, other: Self) {
        let Self {
            tables,
            tables_in_part,
            tables_not_placed,
            tables_not_understood,
            lists,
            lists_in_part,
            lists_not_placed,
            descriptions,
            scripts,
            scripts_without_facts,
        } = other;
        self.tables += tables;
        self.tables_in_part += tables_in_part;
        self.tables_not_placed += tables_not_placed;
        self.tables_not_understood += tables_not_understood;
        self.lists += lists;
        self.lists_in_part += lists_in_part;
        self.lists_not_placed += lists_not_placed;
        self.descriptions += descriptions;
        self.scripts += scripts;
        self.scripts_without_facts += scripts_without_facts;
    }
}

/// Where the words of a description stand in their file.
#[derive(Debug)]
struct Places {
    map: StringMap,
    /// The text of the file, where the description was rendered and is another text now.
    original: Option<Original>,
}

impl Places {
    fn new(sources: &SourceMap, text: &Located<String>) -> Self {
        let original = sample::written(sources, text.span).filter(|written| *written != text.value);
        let own = original.clone().map_or_else(|| text.clone(), |written| Located::new(written, text.span));
        Self { map: sample::places(sources, &own), original: original.map(Original::new) }
    }

    /// The place of a range; of a rendered text, that of the name in it, the first of several.
    fn span(&self, range: std::ops::Range<usize>, name: &str) -> Span {
        match &self.original {
            None => self.map.span(range),
            Some(original) => match original.find(name) {
                Some(at) => self.map.span(at..at + name.len()),
                None => self.map.span(0..original.text.len()),
            },
        }
    }
}

/// A text in which names are looked for, each of them without reading all of it.
#[derive(Debug)]
struct Original {
    text: String,
    /// Where each word stands.
    words: BTreeMap<String, Vec<usize>>,
}

impl Original {
    fn new(text: String) -> Self {
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, word) in words_of(&text) {
            words.entry(word.to_owned()).or_default().push(at);
        }
        Self { text, words }
    }

    /// Where a name stands alone, by its rarest word.
    fn find(&self, name: &str) -> Option<usize> {
        let known: Option<Vec<(usize, &Vec<usize>)>> = words_of(name).map(|(at, word)| Some((at, self.words.get(word)?))).collect();
        let (before, places) = known?.into_iter().min_by_key(|(_, places)| places.len())?;
        places.iter().take(MOST_PLACES).filter_map(|place| place.checked_sub(before)).find(|&at| {
            let rest = self.text.get(at..).and_then(|rest| rest.strip_prefix(name));
            rest.is_some_and(|rest| !self.text[..at].ends_with(joins) && !rest.starts_with(joins))
        })
    }
}

/// Whether a sign is of a word.
fn joins(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The words of a text, with their places.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(joins)?;
        let end = text[at..].find(|sign| !joins(sign)).map_or(text.len(), |end| at + end);
        let word = (at, &text[at..end]);
        at = end;
        Some(word)
    })
}

/// What the description of a folder holds.
#[derive(Debug)]
pub(super) struct FolderWords {
    tables: Vec<FolderTable>,
    /// The rows of all tables by their names: which table, and which row.
    rows: BTreeMap<String, Vec<(usize, usize)>>,
    /// Tables of which no one here knows what their columns mean.
    other_tables: usize,
}

#[derive(Debug)]
struct FolderTable {
    rows: Vec<FolderRow>,
    /// Whether something in the folder is called as in it.
    is_placed: bool,
}

#[derive(Debug)]
struct FolderRow {
    says: Says,
    span: Span,
    name: Span,
}

impl FolderWords {
    fn new(sources: &SourceMap, description: &Located<String>) -> Self {
        let Read { blocks, other_tables } = words::read(&description.value);
        let mut found = Self { tables: Vec::new(), rows: BTreeMap::new(), other_tables };
        let blocks: Vec<Block> = blocks.into_iter().filter(|block| block.is_table).collect();
        if blocks.is_empty() {
            return found;
        }
        let places = Places::new(sources, description);
        for block in blocks {
            let mut rows = Vec::new();
            for About { name, place: _, says, range, name_range, whole: _ } in block.rows {
                let (span, name_span) = (places.span(range, &name), places.span(name_range, &name));
                let namesakes = found.rows.entry(name).or_default();
                // Each is asked for by each request that has the name.
                if namesakes.len() < MOST_NAMESAKES {
                    namesakes.push((found.tables.len(), rows.len()));
                }
                // Whether a thing must be given, and what it is without a word, differs from request to request.
                rows.push(FolderRow { says: Says { presence: None, default: None, ..says }, span, name: name_span });
            }
            found.tables.push(FolderTable { rows, is_placed: false });
        }
        found
    }

    /// Adds what became of its tables to the account.
    pub(super) fn count(&self, read: &mut WordsRead) {
        let placed = self.tables.iter().filter(|table| table.is_placed).count();
        read.tables_in_part += placed;
        read.tables_not_placed += self.tables.len() - placed;
        read.tables_not_understood += self.other_tables;
    }
}

/// Values by place and name.
type ByName<'a> = BTreeMap<(Place, Cow<'a, str>), Vec<&'a Located<String>>>;

/// What the requests of an operation send; looked at when it is first asked for.
struct SentValues<'r, 'a> {
    requests: &'r [Told<'a>],
    values: OnceCell<ByName<'a>>,
    /// The objects in bodies and saved answers, by their types.
    objects: OnceCell<BTreeMap<TypeId, Vec<SeenObject>>>,
}

/// An object in a sample.
struct SeenObject {
    span: Span,
    /// Whether all of it is shown.
    is_whole: bool,
    /// Its members: the texts and numbers among them as text.
    members: BTreeMap<String, (Option<String>, Span)>,
}

impl<'r, 'a> SentValues<'r, 'a> {
    fn new(requests: &'r [Told<'a>]) -> Self {
        Self { requests, values: OnceCell::new(), objects: OnceCell::new() }
    }

    /// The objects of a type that bodies and saved answers of the operation show; read when they are first asked for.
    fn objects(&self, owner: TypeId, samples: &[Sample], types: &Types, sources: &SourceMap) -> &[SeenObject] {
        let read = || {
            let mut found = BTreeMap::new();
            let known: BTreeMap<Span, TypeId> = samples.iter().filter_map(|sample| Some((sample.span, sample.ty?))).collect();
            for text in self.requests.iter().flat_map(|told| bodies(told.found.request)) {
                if let Some(&ty) = known.get(&text.span) {
                    for node in sample::read(sources, text).nodes {
                        objects_of(types, ty, &node, &mut found, 0);
                    }
                }
            }
            found
        };
        self.objects.get_or_init(read).get(&owner).map_or(&[], Vec::as_slice)
    }

    /// The values under a parameter's name: no placeholders, no blanks.
    fn of(&self, param: &Param, scope: Option<&Scope>) -> Vec<(String, Span)> {
        let mut found = Vec::new();
        let place = param.place.value;
        let place = if is_form(place) { Place::Form } else { place };
        for value in self.values.get_or_init(|| all_values(self.requests)).get(&(place, wire_key(place, &param.wire))).into_iter().flatten()
        {
            let text = scope.map_or_else(|| value.value.clone(), |scope| scope.resolve(value.value.trim()).0);
            let text = text.trim();
            if !text.is_empty() && !is_placeholder(text) && variables::references(text).is_empty() {
                found.push((text.to_owned(), value.span));
            }
        }
        found
    }
}

/// The texts of the bodies that a request and its saved answers show.
fn bodies(request: &Request) -> impl Iterator<Item = &Located<String>> {
    let saved = request.examples.iter().filter_map(|example| example.request.as_ref());
    let sent = request.body.iter().chain(saved).filter_map(|body| match &body.content {
        BodyContent::Raw { text, .. } => Some(text),
        _ => None,
    });
    sent.chain(request.examples.iter().filter_map(|example| example.body.as_ref()))
}

/// How deep samples are looked into: as deep as types are inferred.
const DEEPEST: usize = 24;

/// So many objects of one type are looked at for what they show.
const MOST_OBJECTS: usize = 200;

fn objects_of(types: &Types, ty: TypeId, node: &Node, found: &mut BTreeMap<TypeId, Vec<SeenObject>>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match (&types.get(ty).shape, &node.value) {
        (Shape::Nullable(inner), _) => objects_of(types, *inner, node, found, depth + 1),
        (Shape::List(item), Value::Array(list)) => list.items.iter().for_each(|node| objects_of(types, *item, node, found, depth + 1)),
        (Shape::Map(inner), Value::Object(object)) => {
            object.members.iter().for_each(|member| objects_of(types, *inner, &member.value, found, depth + 1));
        }
        (Shape::OneOf(cases), _) => {
            for case in cases {
                if let CaseKind::Type(ty) = case.kind {
                    objects_of(types, ty, node, found, depth + 1);
                }
            }
        }
        (Shape::Object(fields), Value::Object(object)) => {
            let known: BTreeMap<&str, TypeId> = fields.fields.iter().map(|field| (field.wire.as_str(), field.ty)).collect();
            let mut members = BTreeMap::new();
            for member in &object.members {
                let text = match &member.value.value {
                    Value::String(text) if !is_placeholder(text) && variables::references(text).is_empty() => Some(text.clone()),
                    Value::Number(text) => Some(text.clone()),
                    _ => None,
                };
                members.insert(member.key.value.clone(), (text, member.value.span));
                if let Some(&ty) = known.get(member.key.value.as_str()) {
                    objects_of(types, ty, &member.value, found, depth + 1);
                }
            }
            let seen = found.entry(ty).or_default();
            if seen.len() < MOST_OBJECTS {
                seen.push(SeenObject { span: node.span, is_whole: !object.cut, members });
            }
        }
        _ => {}
    }
}

fn all_values<'a>(requests: &[Told<'a>]) -> ByName<'a> {
    let mut all = ByName::new();
    for told in requests {
        let request = told.found.request;
        let (query, path) = request.url.as_ref().map_or((&[][..], &[][..]), |url| (&url.query[..], &url.variables[..]));
        let form = match request.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::UrlEncoded(form) | BodyContent::FormData(form)) => &form[..],
            _ => &[],
        };
        for (place, entries) in [(Place::Query, query), (Place::Path, path), (Place::Header, &request.headers), (Place::Form, form)] {
            for entry in entries {
                if let Some(value) = &entry.value {
                    all.entry((place, wire_key(place, entry.key.value.trim()))).or_default().push(value);
                }
            }
        }
    }
    all
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placed {
    /// All of it was taken over.
    Whole,
    /// Its thing was found; some of the words stay prose.
    Part,
    No,
}

impl<'a> Lowering<'a> {
    /// Reads what the words say, and takes from the operation's docs what is said at its parts from now on.
    pub(super) fn words(&mut self, requests: &[Told<'a>], operation: &mut Operation) {
        let sent = SentValues::new(requests);
        for at in 0..operation.params.len() {
            self.own_words(&sent, operation, at);
        }
        let mut things: Option<Things> = None;
        let mut gone = Vec::new();
        for (at, told) in requests.iter().enumerate() {
            let Some(description) = &told.found.request.description else { continue };
            let read = words::read(&description.value);
            self.words_read.tables_not_understood += read.other_tables;
            if read.blocks.is_empty() {
                continue;
            }
            let places = Places::new(self.sources, description);
            for block in &read.blocks {
                let known = things.get_or_insert_with(|| Things::of(operation, &self.api));
                if self.block(&sent, operation, known, block, &places) && at == 0 {
                    gone.push(block.range.clone());
                }
            }
        }
        if let Some(docs) = &mut operation.docs
            && !gone.is_empty()
        {
            docs.value = words::without(&docs.value, &gone);
        }
        operation.docs.take_if(|docs| docs.value.trim().is_empty());
        self.words_of_folder(&sent, operation, things);
    }

    /// What the description of a parameter says.
    fn own_words(&mut self, sent: &SentValues<'_, 'a>, operation: &mut Operation, at: usize) {
        let Some(param) = operation.params.get(at) else { return };
        let Some(Fact { value, basis }) = &param.docs else { return };
        let (says, Some(span)) = (words::of_text(value), basis.span) else { return };
        if says != Says::default() {
            self.words_read.descriptions += 1;
            self.say_param(sent, operation, at, &says, span, span);
        }
    }

    /// Places a table or a list; whether all of it is said at its parts now.
    fn block(&mut self, sent: &SentValues<'_, 'a>, operation: &mut Operation, things: &mut Things, block: &Block, places: &Places) -> bool {
        let known = block.rows.iter().filter(|row| !things.find(row, block.place).is_empty()).count();
        // A list is about fields where most of its items are.
        if !block.is_table && known * 2 < block.rows.len() && block.place.is_none() {
            self.words_read.lists_not_placed += usize::from(known > 0);
            return false;
        }
        let mut whole = block.whole;
        let mut any = false;
        let mut missing: Vec<&About> = Vec::new();
        for row in &block.rows {
            // What a row before it has added is found.
            let targets = things.find(row, block.place);
            let (span, name) = (places.span(row.range.clone(), &row.name), places.span(row.name_range.clone(), &row.name));
            let outcome = match targets.as_slice() {
                [] => self.add(operation, things, row, row.place.or(block.place), span, name),
                [_] => self.say(sent, operation, &targets, &row.says, span, name),
                // The same thing in several answers is one; anything else could be meant or not.
                _ if targets.iter().all(|target| matches!(target, Target::Field(..)))
                    && row.place.or(block.place) == Some(ToldPlace::Answer) =>
                {
                    self.say(sent, operation, &targets, &row.says, span, name)
                }
                _ => Placed::No,
            };
            whole &= outcome == Placed::Whole;
            any |= outcome != Placed::No;
            if outcome == Placed::No && !things.is_sent_otherwise(&row.name) {
                missing.push(row);
            }
        }
        if let Some(first) = missing.first() {
            let what = if block.is_table { "table" } else { "list" };
            let names: Vec<String> = missing.iter().take(SHOWN).map(|row| format!("`{}`", read_excerpt(&row.name))).collect();
            let more = missing.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::WordsNotPlaced,
                    places.span(first.name_range.clone(), &first.name),
                    format!("a {what} in the words about `{}` names what the request does not show", read_excerpt(&operation.id)),
                )
                .note(format!("not placed: {}{more}", names.join(", ")))
                .help("say in an overlay where it goes; the words stay in the documentation"),
            );
        }
        let read = &mut self.words_read;
        let count = match (block.is_table, any, whole) {
            (true, true, true) => &mut read.tables,
            (true, true, false) => &mut read.tables_in_part,
            (true, false, _) => &mut read.tables_not_placed,
            (false, true, true) => &mut read.lists,
            (false, true, false) => &mut read.lists_in_part,
            (false, false, _) => &mut read.lists_not_placed,
        };
        *count += 1;
        whole && any
    }

    /// What the folder says of the things in it: kinds and words, for whatever is called so in a body, a form or an answer. Whether it must be given differs
    /// from request to request.
    fn words_of_folder(&mut self, sent: &SentValues<'_, 'a>, operation: &mut Operation, things: Option<Things>) {
        let Some(folder) = sent.requests.first().and_then(|told| told.found.folders.last()) else { return };
        let Some(description) = &folder.description else { return };
        let read = self.folders_read.remove(&description.span);
        let mut read = read.unwrap_or_else(|| FolderWords::new(self.sources, description));
        if !read.rows.is_empty() {
            let things = things.unwrap_or_else(|| Things::of(operation, &self.api));
            // Asked for by the names of the operation: a folder may have thousands of them, and a table as many rows.
            let mut about: BTreeMap<(usize, usize), Vec<Target>> = BTreeMap::new();
            for (name, targets) in things.in_bodies() {
                for at in read.rows.get(name).into_iter().flatten() {
                    about.insert(*at, targets.iter().copied().collect());
                }
            }
            for ((table, row), targets) in about {
                let table = &mut read.tables[table];
                let FolderRow { says, span, name } = &table.rows[row];
                self.say(sent, operation, &targets, says, *span, *name);
                table.is_placed = true;
            }
        }
        self.folders_read.insert(description.span, read);
    }

    /// Takes over what words say about things that were found.
    fn say(
        &mut self,
        sent: &SentValues<'_, 'a>,
        operation: &mut Operation,
        targets: &[Target],
        says: &Says,
        span: Span,
        name: Span,
    ) -> Placed {
        let mut placed = Placed::Whole;
        for target in targets {
            let found = match *target {
                Target::Param(at) => self.say_param(sent, operation, at, says, span, name),
                Target::Field(object, at) => self.say_field(sent, operation, object, at, says, span, name),
            };
            if found == Placed::Part {
                placed = Placed::Part;
            }
        }
        placed
    }

    fn say_param(
        &mut self,
        sent: &SentValues<'_, 'a>,
        operation: &mut Operation,
        at: usize,
        says: &Says,
        span: Span,
        name: Span,
    ) -> Placed {
        let id = operation.id.clone();
        let Some(param) = operation.params.get_mut(at) else { return Placed::No };
        if param.place.value != Place::Path {
            let conflict = self.say_presence(&id, &param.wire, &mut param.presence, says, name, None);
            param.facts.contest(conflict);
        }
        let shown = sent.of(param, self.scopes.first());
        let mut placed = facts(&mut param.docs, &mut param.facts, says, span);
        let conflict = self.length_differs(&id, &param.wire, says, name, &shown);
        param.facts.contest(conflict);
        if !self.param_type(&id, param, &shown, says, name) {
            placed = Placed::Part;
        }
        placed
    }

    /// What the words say on whether a thing is there. What a sample does without is required all the same; but the client takes it for what may be missing,
    /// until somebody settles it: else the document's own example could neither be read nor sent. `lacking` is the place of such a sample, where it is known
    /// better than by the thing itself.
    fn say_presence(
        &mut self,
        id: &str,
        wire: &str,
        presence: &mut Fact<Presence>,
        says: &Says,
        span: Span,
        lacking: Option<Span>,
    ) -> Option<Conflict> {
        match (says.presence, presence.value) {
            (Some(Presence::Required), Presence::Optional) if presence.basis.span != Some(span) => {
                let mut diagnostic = Diagnostic::new(
                    Code::WordsContradict,
                    span,
                    format!(
                        "the words say that `{}` of `{}` is required, and a sample does without it",
                        read_excerpt(wire),
                        read_excerpt(id)
                    ),
                );
                let mut basis = presence.basis.clone();
                basis.span = lacking.or(basis.span);
                if let Some(sample) = basis.span {
                    diagnostic = diagnostic.and(sample, "seen here");
                }
                self.contradicted(diagnostic.note("the words hold; until it is settled, it can be left out"));
                *presence = Fact::stated(Presence::Required, span);
                let stated = Fact::stated("that it is required".to_owned(), span);
                let shown = Fact::new("that it is left out".to_owned(), basis);
                return Some(Conflict { about: Contested::Presence, stated, shown, is_settled: false });
            }
            (Some(said), _) => *presence = Fact::stated(said, span),
            (None, _) => {}
        }
        None
    }

    /// Takes down that a sample shows a value that the words do not list.
    fn values_differ(&mut self, id: &str, wire: &str, says: &Says, span: Span, (value, place): (&str, Span)) -> Conflict {
        let shown = if secret::is_secret(wire, value) { "another value".to_owned() } else { format!("`{}`", read_excerpt(value)) };
        let listed: Vec<String> = says.values.iter().take(SHOWN).map(|value| format!("`{}`", read_excerpt(value))).collect();
        let more = if says.values.len() > SHOWN { " and others" } else { "" };
        let listed = format!("one of {}{more}", listed.join(", "));
        self.contradicted(
            Diagnostic::new(
                Code::WordsContradict,
                span,
                format!("the words say that `{}` of `{}` is {listed}, and a sample shows {shown}", read_excerpt(wire), read_excerpt(id)),
            )
            .and(place, "this value")
            .note("the words hold; other values are taken as well"),
        );
        Conflict {
            about: Contested::Values,
            stated: Fact::stated(listed, span),
            shown: Fact::new(shown, Basis::inferred(place, 1)),
            is_settled: false,
        }
    }

    /// Takes down that a sample shows a text of another form than the words name.
    fn forms_differ(&mut self, id: &str, wire: &str, form: StringForm, span: Span, place: Span) -> Conflict {
        let stated = format!("a `{}`", form_text(form));
        self.contradicted(
            Diagnostic::new(
                Code::WordsContradict,
                span,
                format!(
                    "the words say that `{}` of `{}` is {stated}, and a sample shows another text",
                    read_excerpt(wire),
                    read_excerpt(id)
                ),
            )
            .and(place, "this value")
            .note("the words hold; other texts are taken as well"),
        );
        Conflict {
            about: Contested::of_form(form),
            stated: Fact::stated(stated, span),
            shown: Fact::new("a text of another form".to_owned(), Basis::inferred(place, 1)),
            is_settled: false,
        }
    }

    /// Takes down that a sample shows a longer text than the words allow.
    fn length_differs(&mut self, id: &str, wire: &str, says: &Says, span: Span, shown: &[(String, Span)]) -> Option<Conflict> {
        let most = says.max_length?;
        let (length, place) = shown.iter().find_map(|(value, place)| {
            let length = value.chars().count();
            (length > usize::try_from(most).unwrap_or(usize::MAX)).then_some((length, *place))
        })?;
        self.contradicted(
            Diagnostic::new(
                Code::WordsContradict,
                span,
                format!(
                    "the words say that `{}` of `{}` has at most {most} characters, and a sample shows {length}",
                    read_excerpt(wire),
                    read_excerpt(id)
                ),
            )
            .and(place, "this value")
            .note("the words hold; longer texts are taken as well"),
        );
        Some(Conflict {
            about: Contested::Length,
            stated: Fact::stated(format!("at most {most} characters"), span),
            shown: Fact::new(format!("{length} characters"), Basis::inferred(place, 1)),
            is_settled: false,
        })
    }

    /// Takes down that words and samples differ. A table of a folder speaks of many requests: what it says is said once.
    fn contradicted(&mut self, diagnostic: Diagnostic) {
        match self.contradictions.entry((diagnostic.primary.span, diagnostic.notes.clone())) {
            Entry::Vacant(entry) => _ = entry.insert(diagnostic.help("settle it in an overlay")),
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                let seen = diagnostic.others.into_iter().filter(|other| !known.others.iter().any(|one| one.span == other.span));
                let room = SHOWN.saturating_sub(known.others.len());
                let more: Vec<_> = seen.take(room).collect();
                known.others.extend(more);
            }
        }
    }

    /// Gives a parameter the type that the words name; whether they name none that it cannot have.
    fn param_type(&mut self, id: &str, param: &mut Param, shown: &[(String, Span)], says: &Says, span: Span) -> bool {
        // Nobody gives it: a type of its values would be used nowhere.
        if param.facts.constant.is_some() {
            return true;
        }
        if !matches!(self.api.types.get(param.ty).shape, Shape::String(StringForm::Plain)) {
            return says.kind.is_none() && says.values.is_empty();
        }
        let is_secret = param.facts.secret.is_some() || says.values.iter().any(|value| secret::is_secret(&param.wire, value));
        let all_integers = says.values.iter().all(|value| is_integer(value));
        let shape = match &says.kind {
            None | Some(Kind::Text(StringForm::Plain)) if !says.values.is_empty() && !is_secret => {
                enumeration(EnumBase::Text, &says.values, span)
            }
            Some(Kind::Integer) if !says.values.is_empty() && all_integers => enumeration(EnumBase::Integer, &says.values, span),
            None => return says.values.is_empty(),
            Some(Kind::Bool) => Shape::Bool,
            Some(Kind::Integer) => Shape::Integer,
            Some(Kind::Number) => Shape::Number,
            Some(Kind::Text(form)) => Shape::String(*form),
            Some(Kind::List(_) | Kind::Object) => {
                // How it goes into one text, the words do not say.
                param.facts.doc_says.get_or_insert(Fact::stated(says.kind_words.clone(), span));
                return false;
            }
        };
        let fits = |value: &str| match shape {
            Shape::Bool => matches!(value, "true" | "false"),
            Shape::Integer | Shape::Enum(Enum { base: EnumBase::Integer, .. }) => is_integer(value),
            // Only what is sent again as it was.
            Shape::Number => value.parse::<f64>().is_ok_and(|number| number.to_string() == value),
            _ => true,
        };
        if let Shape::String(form) = shape
            && let Some((_, sample)) = shown.iter().find(|(value, _)| !form.fits(value))
        {
            let conflict = self.forms_differ(id, &param.wire, form, span, *sample);
            param.facts.contest(Some(conflict));
        }
        if let Shape::Enum(listed) = &shape
            && let Some((value, place)) = shown.iter().find(|(value, _)| {
                let known = || listed.values.iter().map(|known| known.wire.as_str());
                fits(value) && !known().any(|known| known == value) && !stands_in(value, &param.wire, known())
            })
        {
            let conflict = self.values_differ(id, &param.wire, says, span, (value, *place));
            param.facts.contest(Some(conflict));
        }
        if let Some((value, sample)) = shown.iter().find(|(value, _)| !fits(value)) {
            let shown =
                if secret::is_secret(&param.wire, value) { "what it is sent as".to_owned() } else { format!("`{}`", read_excerpt(value)) };
            self.contradicted(
                Diagnostic::new(
                    Code::WordsContradict,
                    span,
                    format!(
                        "the words say that `{}` of `{}` is {}, and {shown} is none",
                        read_excerpt(&param.wire),
                        read_excerpt(id),
                        an(&says.kind_words)
                    ),
                )
                .and(*sample, "sent here")
                .note("it is sent as text"),
            );
            param.facts.contest(Some(Conflict {
                about: Contested::Type,
                stated: Fact::stated(an(&says.kind_words), span),
                shown: Fact::new(shown, Basis::inferred(*sample, 1)),
                is_settled: false,
            }));
            param.facts.doc_says.get_or_insert(Fact::stated(says.kind_words.clone(), span));
            return false;
        }
        param.ty = self.api.types.add(TypeDef::anonymous(shape, Basis::stated(span)));
        true
    }

    #[expect(clippy::too_many_arguments, reason = "who says what of which thing, and where")]
    fn say_field(
        &mut self,
        sent: &SentValues<'_, 'a>,
        operation: &Operation,
        object: TypeId,
        at: usize,
        says: &Says,
        span: Span,
        name: Span,
    ) -> Placed {
        let id = operation.id.as_str();
        let Shape::Object(fields) = &mut self.api.types.get_mut(object).shape else { return Placed::No };
        let Some(mut field) = fields.fields.get(at).cloned() else { return Placed::No };
        let seen = || sent.objects(object, &operation.samples, &self.api.types, self.sources);
        let lacking = || seen().iter().find(|seen| seen.is_whole && !seen.members.contains_key(&field.wire)).map(|seen| seen.span);
        let lacking = if says.presence == Some(Presence::Required) { lacking() } else { None };
        let conflict = self.say_presence(id, &field.wire, &mut field.presence, says, name, lacking);
        field.facts.contest(conflict);
        let mut placed = facts(&mut field.docs, &mut field.facts, says, span);
        let texts: Vec<(String, Span)> = if says.max_length.is_some() || matches!(says.kind, Some(Kind::Text(_))) {
            let seen = sent.objects(object, &operation.samples, &self.api.types, self.sources);
            let shown = seen.iter().filter_map(|seen| seen.members.get(&field.wire));
            shown.filter_map(|(text, place)| Some((text.clone()?, *place))).filter(|(text, _)| !text.trim().is_empty()).collect()
        } else {
            Vec::new()
        };
        let conflict = self.length_differs(id, &field.wire, says, name, &texts);
        field.facts.contest(conflict);
        let mut wrong = false;
        // Nobody gives what is constant: a type of its values would be used nowhere.
        let is_given = field.facts.constant.is_none();
        if let Some(kind) = says.kind.as_ref().filter(|_| is_given) {
            let (fits, conflict) = self.field_type(id, &field.wire, field.ty, kind, says, name);
            wrong = !fits;
            field.facts.contest(conflict);
            if let (Kind::Text(form), true) = (kind, fits)
                && let Some((_, place)) = texts.iter().find(|(text, _)| !form.fits(text))
            {
                let conflict = self.forms_differ(id, &field.wire, *form, name, *place);
                field.facts.contest(Some(conflict));
            }
        }
        if says.never_null {
            let conflict = self.never_null(id, &field.wire, &mut field.ty, name);
            field.facts.contest(conflict);
        }
        let inner = self.api.types.peel(field.ty).0;
        let fits = match self.api.types.get(inner).shape {
            Shape::String(StringForm::Plain) => Some(EnumBase::Text),
            Shape::Integer if says.values.iter().all(|value| is_integer(value)) => Some(EnumBase::Integer),
            _ => None,
        };
        match fits {
            _ if says.values.is_empty() || wrong || !is_given => {}
            Some(base) if field.facts.secret.is_none() => {
                let seen = sent.objects(object, &operation.samples, &self.api.types, self.sources);
                let shown = seen.iter().filter_map(|seen| seen.members.get(&field.wire)).find_map(|(value, place)| {
                    let listed = says.values.iter().map(String::as_str);
                    let is_other = |value: &&String| !value.trim().is_empty() && !says.values.contains(*value);
                    let value = value.as_ref().filter(|value| is_other(value) && !stands_in(value, &field.wire, listed))?;
                    Some((value.clone(), *place))
                });
                if let Some((value, place)) = shown {
                    let conflict = self.values_differ(id, &field.wire, says, name, (&value, place));
                    field.facts.contest(Some(conflict));
                }
                let def = self.api.types.get_mut(inner);
                def.shape = enumeration(base, &says.values, name);
                def.basis = Basis::stated(name);
            }
            Some(_) | None => placed = Placed::Part,
        }
        if wrong {
            placed = Placed::Part;
        }
        field.basis = Basis::stated(name);
        if let Shape::Object(fields) = &mut self.api.types.get_mut(object).shape
            && let Some(known) = fields.fields.get_mut(at)
        {
            *known = field;
        }
        placed
    }

    /// That a thing is never `null`, over a sample in which it is.
    fn never_null(&mut self, id: &str, wire: &str, ty: &mut TypeId, span: Span) -> Option<Conflict> {
        let (inner, is_nullable) = self.api.types.peel(*ty);
        // Of what only `null` was seen, and words name no kind, nothing is left without it.
        if !is_nullable || matches!(self.api.types.get(inner).shape, Shape::Any) {
            return None;
        }
        let seen = self.api.types.get(*ty).basis.clone();
        let message =
            format!("the words say that `{}` of `{}` is never `null`, and a sample shows `null`", read_excerpt(wire), read_excerpt(id));
        let mut diagnostic = Diagnostic::new(Code::WordsContradict, span, message);
        if let Some(place) = seen.span {
            diagnostic = diagnostic.and(place, "this value");
        }
        self.contradicted(diagnostic.note("the words hold; `null` is kept as it is"));
        *ty = inner;
        let stated = Fact::stated("that it is never `null`".to_owned(), span);
        Some(Conflict { about: Contested::Type, stated, shown: Fact::new("`null`".to_owned(), seen), is_settled: false })
    }

    /// Lays what words say over what samples show; whether the two fit together, and where they do not, how they differ.
    fn field_type(&mut self, id: &str, wire: &str, ty: TypeId, kind: &Kind, says: &Says, span: Span) -> (bool, Option<Conflict>) {
        let inner = self.api.types.peel(ty).0;
        let def = self.api.types.get(inner).clone();
        let agreed = match (kind, &def.shape) {
            (_, Shape::Any) => {
                let stated = self.stated_type(kind, span);
                let shape = self.api.types.get(stated).shape.clone();
                *self.api.types.get_mut(inner) = TypeDef::anonymous(shape, Basis::stated(span));
                return (true, None);
            }
            (Kind::Text(form), Shape::String(StringForm::Plain)) => Some(Shape::String(*form)),
            (Kind::Number, Shape::Integer | Shape::Number) => Some(Shape::Number),
            (Kind::List(Some(item)), Shape::List(items)) => {
                let items = *items;
                return self.field_type(id, wire, items, item, says, span);
            }
            (Kind::Bool, Shape::Bool)
            | (Kind::Integer, Shape::Integer | Shape::Enum(Enum { base: EnumBase::Integer, .. }))
            | (Kind::Text(_), Shape::String(_) | Shape::Enum(Enum { base: EnumBase::Text, .. }))
            | (Kind::List(_), Shape::List(_))
            | (Kind::Object, Shape::Object(_) | Shape::Map(_)) => Some(def.shape.clone()),
            _ => None,
        };
        if let Some(shape) = agreed {
            let def = self.api.types.get_mut(inner);
            def.shape = shape;
            def.basis = Basis::stated(span);
            return (true, None);
        }
        let seen = def.basis.span;
        let mut diagnostic = Diagnostic::new(
            Code::WordsContradict,
            span,
            format!(
                "the words say that `{}` of `{}` is {}, and a sample shows {}",
                read_excerpt(wire),
                read_excerpt(id),
                an(&says.kind_words),
                shown(&def.shape)
            ),
        );
        if let Some(seen) = seen {
            diagnostic = diagnostic.and(seen, "this value");
        }
        let conflict = Conflict {
            about: Contested::Type,
            stated: Fact::stated(an(&says.kind_words), span),
            shown: Fact::new(shown(&def.shape).to_owned(), def.basis),
            is_settled: false,
        };
        // What is stated holds. That something is a list or an object is no type of its own yet: what is in it only the sample shows.
        if is_whole(kind) {
            let stated = self.stated_type(kind, span);
            let shape = self.api.types.get(stated).shape.clone();
            *self.api.types.get_mut(inner) = TypeDef::anonymous(shape, Basis::stated(span));
            diagnostic = diagnostic.note("the words hold; a value of another kind is kept as it is");
        } else {
            diagnostic = diagnostic.note("it is read as the sample shows it: the words do not say what is in it");
        }
        self.contradicted(diagnostic);
        (false, Some(conflict))
    }

    /// The type that words name.
    fn stated_type(&mut self, kind: &Kind, span: Span) -> TypeId {
        let shape = match kind {
            Kind::Bool => Shape::Bool,
            Kind::Integer => Shape::Integer,
            Kind::Number => Shape::Number,
            Kind::Text(form) => Shape::String(*form),
            Kind::List(item) => Shape::List(match item {
                Some(item) => self.stated_type(item, span),
                None => self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(span))),
            }),
            // Which members it has is not told.
            Kind::Object => Shape::Any,
        };
        self.api.types.add(TypeDef::anonymous(shape, Basis::stated(span)))
    }

    /// Adds a thing that only the words know, where they tell one place for it.
    fn add(
        &mut self,
        operation: &mut Operation,
        things: &mut Things,
        row: &About,
        place: Option<ToldPlace>,
        span: Span,
        name: Span,
    ) -> Placed {
        // A path through several objects names more than one thing.
        if row.name.contains(['.', '[', '>', '/', '*']) || things.is_sent_otherwise(&row.name) {
            return Placed::No;
        }
        let to = match place {
            Some(ToldPlace::Form | ToldPlace::Body) if let Some(form) = things.form() => form,
            Some(ToldPlace::Query) => Place::Query,
            Some(ToldPlace::Header) if row.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) => {
                Place::Header
            }
            Some(place @ (ToldPlace::Body | ToldPlace::Answer)) => return self.add_field(operation, things, place, row, span, name),
            Some(ToldPlace::Path | ToldPlace::Request | ToldPlace::Header | ToldPlace::Form) | None => return Placed::No,
        };
        if to == Place::Header
            && matches!(
                row.name.to_ascii_lowercase().as_str(),
                "content-type" | "authorization" | "accept" | "host" | "content-length" | "user-agent"
            )
        {
            return Placed::No;
        }
        let ty = self.text_type(name);
        operation.params.push(Param {
            wire: row.name.clone(),
            place: Fact::stated(to, name),
            bare: None,
            media: None,
            ty,
            presence: Fact::new(Presence::Optional, Basis::inferred(operation.basis.span.unwrap_or(name), 1)),
            docs: None,
            facts: Facts::default(),
            basis: Basis::stated(name),
        });
        let at = operation.params.len() - 1;
        things.add_param(&row.name, to, at);
        self.say_param(&SentValues::new(&[]), operation, at, &row.says, span, name)
    }

    fn add_field(&mut self, operation: &Operation, things: &mut Things, place: ToldPlace, row: &About, span: Span, name: Span) -> Placed {
        let Some(root) = things.root(place) else { return Placed::No };
        let any = self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(name)));
        let mut field = Field::new(row.name.clone(), any, Basis::stated(name));
        // The samples do without it.
        field.presence = Fact::new(Presence::Optional, Basis::inferred(operation.basis.span.unwrap_or(name), 1));
        let Shape::Object(object) = &mut self.api.types.get_mut(root).shape else { return Placed::No };
        let at = object.fields.len();
        object.fields.push(field);
        things.add_field(place, &row.name, root, at);
        self.say_field(&SentValues::new(&[]), operation, root, at, &row.says, span, name)
    }
}

/// Whether words name a type whole: not only that it is made of parts.
fn is_whole(kind: &Kind) -> bool {
    match kind {
        Kind::Bool | Kind::Integer | Kind::Number | Kind::Text(_) => true,
        Kind::List(item) => item.as_ref().is_some_and(|item| is_whole(item)),
        Kind::Object => false,
    }
}

/// Takes over what is said beside kind and presence; what stands there already stays.
fn facts(docs: &mut Option<Fact<String>>, facts: &mut FieldFacts, says: &Says, span: Span) -> Placed {
    let mut placed = Placed::Whole;
    let shows = |value: &str| !is_placeholder(value) && variables::references(value).is_empty();
    if let Some(text) = &says.text {
        match docs {
            None => *docs = Some(Fact::stated(text.clone(), span)),
            Some(known) if same_words(&known.value, text) => {}
            Some(_) => placed = Placed::Part,
        }
    }
    if let Some(value) = says.default.as_ref().filter(|value| shows(value)) {
        facts.default.get_or_insert(Fact::stated(value.clone(), span));
    }
    if let Some(value) = says.example.as_ref().filter(|value| shows(value)) {
        facts.example.get_or_insert(Fact::stated(value.clone(), span));
    }
    if let Some(most) = says.max_length {
        facts.max_length.get_or_insert(Fact::stated(most, span));
    }
    if says.deprecated {
        facts.deprecated.get_or_insert(Fact::stated(String::new(), span));
    }
    placed
}

/// Whether one text says the other, white space and marks aside.
fn same_words(known: &str, said: &str) -> bool {
    let fold = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    fold(known).contains(&fold(said))
}

fn enumeration(base: EnumBase, values: &[String], span: Span) -> Shape {
    let values = values.iter().map(|value| EnumValue {
        wire: value.clone(),
        docs: None,
        http_status: None,
        message: None,
        basis: Basis::stated(span),
    });
    Shape::Enum(Enum { base, values: values.collect() })
}

/// Whether a text is a whole number as it is sent again.
fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

fn an(words: &str) -> String {
    let words = read_excerpt(&words.to_lowercase());
    let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u']);
    if words.is_empty() { "of another kind".to_owned() } else { format!("{} `{words}`", if vowel { "an" } else { "a" }) }
}

fn shown(shape: &Shape) -> &'static str {
    match shape {
        Shape::Bool => "a boolean",
        Shape::Integer => "a whole number",
        Shape::Number => "a fraction",
        Shape::String(_) | Shape::Enum(_) => "a string",
        Shape::File => "a file",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Object(_) => "an object",
        Shape::OneOf(_) => "several kinds of values",
        Shape::Any | Shape::Nullable(_) => "no value",
    }
}
