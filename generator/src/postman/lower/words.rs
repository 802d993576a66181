//! What the words about a request say of its parameters and fields: descriptions of parameters, tables and lists in the request's own.
//!
//! * A row is about the thing of its name, where exactly one is found in the place that the words tell.
//! * What is found gets what the row says, stated, at the row's place. Samples that show something else are not overruled: the type takes both, and it is
//!   said.
//! * What is not found is added where the words tell one place for it; elsewhere it stays prose, and it is said.
//! * A table or a list that was placed whole is not repeated in the docs of the operation.

use super::Lowering;
use super::same::Told;
use super::things::{Target, Things};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::decoded::StringMap;
use crate::infer::is_placeholder;
use crate::ir::{
    Basis, Case, CaseKind, Enum, EnumBase, EnumValue, Fact, Facts, Field, FieldFacts, Operation, Param, Place, Presence, Shape, StringForm,
    TypeDef, TypeId,
};
use crate::postman::words::{self, About, Block, Kind, Says, ToldPlace};
use crate::postman::{read_excerpt, sample, secret, variables};
use crate::text::{Located, SourceMap, Span};
use std::collections::btree_map::Entry;

/// Of names that were not placed, so many are shown.
const SHOWN: usize = 8;

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
struct Places {
    map: StringMap,
    /// The text of the file, where the description was rendered and is another text now.
    original: Option<String>,
}

impl Places {
    fn new(sources: &SourceMap, text: &Located<String>) -> Self {
        let original = sample::written(sources, text.span).filter(|written| *written != text.value);
        let own = original.clone().map_or_else(|| text.clone(), |written| Located::new(written, text.span));
        Self { map: sample::places(sources, &own), original }
    }

    /// The place of a range; of a rendered text, that of the words in it, the first of several.
    fn span(&self, range: std::ops::Range<usize>, words: &str) -> Span {
        match &self.original {
            None => self.map.span(range),
            Some(original) => match word_at(original, words) {
                Some(at) => self.map.span(at..at + words.len()),
                None => self.map.span(0..original.len()),
            },
        }
    }
}

/// Where the bytes of a text that was read as it stands are in the file.
pub(super) fn word_places(sources: &SourceMap, text: &Located<String>) -> StringMap {
    sample::places(sources, text)
}

/// Where a word stands alone in a text.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let joins = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|&at| !text[..at].chars().next_back().is_some_and(joins) && !text[at + word.len()..].chars().next().is_some_and(joins))
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
        for at in 0..operation.params.len() {
            self.own_words(requests, operation, at);
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
                if self.block(requests, operation, known, block, &places) && at == 0 {
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
        self.words_of_folder(requests, operation, things);
    }

    /// What the description of a parameter says.
    fn own_words(&mut self, requests: &[Told<'a>], operation: &mut Operation, at: usize) {
        let Some(param) = operation.params.get(at) else { return };
        let Some(Fact { value, basis }) = &param.docs else { return };
        let (says, Some(span)) = (words::of_text(value), basis.span) else { return };
        if says != Says::default() {
            self.words_read.descriptions += 1;
            self.say_param(requests, operation, at, &says, span, span);
        }
    }

    /// Places a table or a list; whether all of it is said at its parts now.
    fn block(&mut self, requests: &[Told<'a>], operation: &mut Operation, things: &mut Things, block: &Block, places: &Places) -> bool {
        let found: Vec<Vec<Target>> = block.rows.iter().map(|row| things.find(operation, row, block.place)).collect();
        let known = found.iter().filter(|targets| !targets.is_empty()).count();
        // A list is about fields where most of its items are.
        if !block.is_table && known * 2 < block.rows.len() && block.place.is_none() {
            self.words_read.lists_not_placed += usize::from(known > 0);
            return false;
        }
        let mut whole = block.whole;
        let mut any = false;
        let mut missing: Vec<&About> = Vec::new();
        for (row, targets) in block.rows.iter().zip(found) {
            let (span, name) = (places.span(row.range.clone(), &row.name), places.span(row.name_range.clone(), &row.name));
            let outcome = match targets.as_slice() {
                [] => self.add(operation, things, row, row.place.or(block.place), span, name),
                [_] => self.say(requests, operation, &targets, &row.says, span, name),
                // The same thing in several answers is one; anything else could be meant or not.
                _ if targets.iter().all(|target| matches!(target, Target::Field(..)))
                    && row.place.or(block.place) == Some(ToldPlace::Answer) =>
                {
                    self.say(requests, operation, &targets, &row.says, span, name)
                }
                _ => Placed::No,
            };
            whole &= outcome == Placed::Whole;
            any |= outcome != Placed::No;
            if outcome == Placed::No && !things.others.iter().any(|other| other.eq_ignore_ascii_case(&row.name)) {
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
    fn words_of_folder(&mut self, requests: &[Told<'a>], operation: &mut Operation, things: Option<Things>) {
        let Some(folder) = requests.first().and_then(|told| told.found.folders.last()) else { return };
        let Some(description) = &folder.description else { return };
        let read = self.folders_read.entry(description.span).or_insert_with(|| words::read(&description.value));
        if read.blocks.is_empty() {
            return;
        }
        let blocks = read.blocks.clone();
        let places = Places::new(self.sources, description);
        let things = things.unwrap_or_else(|| Things::of(operation, &self.api));
        for block in blocks.iter().filter(|block| block.is_table) {
            let mut any = false;
            for row in &block.rows {
                let says = Says { presence: None, default: None, ..row.says.clone() };
                let mut targets = Vec::new();
                for place in [ToldPlace::Form, ToldPlace::Body, ToldPlace::Answer] {
                    targets.extend(things.at_root(operation, &row.name, place));
                }
                targets.sort_unstable();
                targets.dedup();
                if !targets.is_empty() {
                    let (span, name) = (places.span(row.range.clone(), &row.name), places.span(row.name_range.clone(), &row.name));
                    self.say(requests, operation, &targets, &says, span, name);
                    any = true;
                }
            }
            *self.folder_tables.entry((description.span, block.range.start)).or_default() |= any;
        }
    }

    /// Takes over what words say about things that were found.
    fn say(&mut self, requests: &[Told<'a>], operation: &mut Operation, targets: &[Target], says: &Says, span: Span, name: Span) -> Placed {
        let mut placed = Placed::Whole;
        for target in targets {
            let found = match *target {
                Target::Param(at) => self.say_param(requests, operation, at, says, span, name),
                Target::Field(object, at) => self.say_field(&operation.id, object, at, says, span, name),
            };
            if found == Placed::Part {
                placed = Placed::Part;
            }
        }
        placed
    }

    fn say_param(&mut self, requests: &[Told<'a>], operation: &mut Operation, at: usize, says: &Says, span: Span, name: Span) -> Placed {
        let id = operation.id.clone();
        let Some(param) = operation.params.get_mut(at) else { return Placed::No };
        if param.place.value != Place::Path {
            self.say_presence(&id, &param.wire, &mut param.presence, says, name);
        }
        let shown = values_of(requests, param, &self.scopes);
        let mut placed = facts(&mut param.docs, &mut param.facts, says, span);
        if !self.param_type(&id, param, &shown, says, name) {
            placed = Placed::Part;
        }
        placed
    }

    /// What the words say on whether a thing is there. What the samples do without cannot be required.
    fn say_presence(&mut self, id: &str, wire: &str, presence: &mut Fact<Presence>, says: &Says, span: Span) {
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
                if let Some(sample) = presence.basis.span {
                    diagnostic = diagnostic.and(sample, "seen here");
                }
                self.contradicted(diagnostic.note("it can be left out"));
            }
            (Some(said), _) => *presence = Fact::stated(said, span),
            (None, _) => {}
        }
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
            param.facts.doc_says.get_or_insert(Fact::stated(says.kind_words.clone(), span));
            return false;
        }
        param.ty = self.api.types.add(TypeDef::anonymous(shape, Basis::stated(span)));
        true
    }

    fn say_field(&mut self, id: &str, object: TypeId, at: usize, says: &Says, span: Span, name: Span) -> Placed {
        let Shape::Object(fields) = &mut self.api.types.get_mut(object).shape else { return Placed::No };
        let Some(mut field) = fields.fields.get(at).cloned() else { return Placed::No };
        self.say_presence(id, &field.wire.clone(), &mut field.presence, says, name);
        let mut placed = facts(&mut field.docs, &mut field.facts, says, span);
        let mut wrong = false;
        // Nobody gives what is constant: a type of its values would be used nowhere.
        let is_given = field.facts.constant.is_none();
        if let Some(kind) = says.kind.as_ref().filter(|_| is_given) {
            wrong = !self.field_type(id, &field.wire, field.ty, kind, says, name);
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
                let def = self.api.types.get_mut(inner);
                def.shape = enumeration(base, &says.values, name);
                def.basis = Basis::stated(name);
            }
            Some(_) | None => placed = Placed::Part,
        }
        if wrong {
            field.facts.doc_says.get_or_insert(Fact::stated(says.kind_words.clone(), name));
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

    /// Lays what words say over what samples show; whether the two fit together.
    fn field_type(&mut self, id: &str, wire: &str, ty: TypeId, kind: &Kind, says: &Says, span: Span) -> bool {
        let inner = self.api.types.peel(ty).0;
        let def = self.api.types.get(inner).clone();
        let agreed = match (kind, &def.shape) {
            (_, Shape::Any) => {
                let stated = self.stated_type(kind, span);
                let shape = self.api.types.get(stated).shape.clone();
                *self.api.types.get_mut(inner) = TypeDef::anonymous(shape, Basis::stated(span));
                return true;
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
            return true;
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
        // A scalar may be the one or the other; what is made of parts is read as it was seen.
        let scalar = matches!(def.shape, Shape::Bool | Shape::Integer | Shape::String(_))
            && matches!(kind, Kind::Bool | Kind::Integer | Kind::Number | Kind::Text(_));
        if scalar {
            let seen = self.api.types.add(def.clone());
            let stated = self.stated_type(kind, span);
            let cases = vec![
                Case { kind: CaseKind::Type(seen), basis: def.basis },
                Case { kind: CaseKind::Type(stated), basis: Basis::stated(span) },
            ];
            *self.api.types.get_mut(inner) = TypeDef::anonymous(Shape::OneOf(cases), Basis::stated(span));
            diagnostic = diagnostic.note("it may be either");
        } else {
            diagnostic = diagnostic.note("it is read as the sample shows it");
        }
        self.contradicted(diagnostic);
        false
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
        if row.name.contains(['.', '[', '>', '/', '*']) || things.others.iter().any(|other| other.eq_ignore_ascii_case(&row.name)) {
            return Placed::No;
        }
        let form = operation.params.iter().map(|param| param.place.value).find(|place| matches!(place, Place::Form | Place::Part));
        let to = match place {
            Some(ToldPlace::Form | ToldPlace::Body) if let Some(form) = form => form,
            Some(ToldPlace::Query) => Place::Query,
            Some(ToldPlace::Header) if row.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) => {
                Place::Header
            }
            Some(ToldPlace::Body) => return self.add_field(operation, things.body.root, row, span, name),
            Some(ToldPlace::Answer) => {
                let [one] = things.answers.as_slice() else { return Placed::No };
                return self.add_field(operation, one.root, row, span, name);
            }
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
        self.say_param(&[], operation, operation.params.len() - 1, &row.says, span, name)
    }

    fn add_field(&mut self, operation: &Operation, root: Option<TypeId>, row: &About, span: Span, name: Span) -> Placed {
        let Some(root) = root else { return Placed::No };
        let any = self.api.types.add(TypeDef::anonymous(Shape::Any, Basis::stated(name)));
        let mut field = Field::new(row.name.clone(), any, Basis::stated(name));
        // The samples do without it.
        field.presence = Fact::new(Presence::Optional, Basis::inferred(operation.basis.span.unwrap_or(name), 1));
        let Shape::Object(object) = &mut self.api.types.get_mut(root).shape else { return Placed::No };
        let at = object.fields.len();
        object.fields.push(field);
        self.say_field(&operation.id, root, at, &row.says, span, name)
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

/// The values that the requests send under a parameter's name: no placeholders, no blanks.
fn values_of(requests: &[Told<'_>], param: &Param, scopes: &[variables::Scope]) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for told in requests {
        let request = told.found.request;
        let url = request.url.as_ref();
        let entries: Vec<_> = match param.place.value {
            Place::Query => url.map(|url| url.query.iter().collect()).unwrap_or_default(),
            Place::Path => url.map(|url| url.variables.iter().collect()).unwrap_or_default(),
            Place::Header => request.headers.iter().collect(),
            Place::Form | Place::Part => match request.body.as_ref().map(|body| &body.content) {
                Some(
                    crate::postman::collection::BodyContent::UrlEncoded(form) | crate::postman::collection::BodyContent::FormData(form),
                ) => form.iter().collect(),
                _ => Vec::new(),
            },
            Place::Cookie | Place::Text => Vec::new(),
        };
        for entry in entries {
            let same = if param.place.value == Place::Header {
                entry.key.value.trim().eq_ignore_ascii_case(&param.wire)
            } else {
                entry.key.value.trim() == param.wire
            };
            let Some(value) = entry.value.as_ref().filter(|_| same) else { continue };
            let text = scopes.first().map_or_else(|| value.value.clone(), |scope| scope.resolve(value.value.trim()).0);
            let text = text.trim();
            if !text.is_empty() && !is_placeholder(text) && variables::references(text).is_empty() {
                found.push((text.to_owned(), value.span));
            }
        }
    }
    found
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
