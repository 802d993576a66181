//! Samples: reading them, taking their types over, and whether they fit the types that the rows state.

use super::Lowering;
use super::evidence::excerpt;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Value, json};
use crate::infer::{as_placeholder, is_placeholder, select, stands_in};
use crate::ir::{
    Basis, Case, CaseKind, Conflict, Contested, Enum, EnumBase, Fact, Field, How, Object, OpenKeys, Presence, Shape, StringForm, TypeDef,
    TypeId, Types, form_text,
};
use crate::spec::tree::Text;
use crate::spec::words::parse_sample;
use crate::text::Span;

/// A sample that was read.
pub(super) struct SampleRead {
    /// The place of the first value.
    pub(super) span: Span,
    /// The values behind its path.
    pub(super) nodes: Vec<Node>,
}

impl SampleRead {
    /// How many values it shows.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }
}

impl Lowering<'_> {
    /// The place of a sample's lines; what is wrong with it is said by [`Self::read_sample`].
    pub(super) fn sample_span(&self, text: &Text) -> Option<Span> {
        let parsed = parse_sample(&text.value).ok()?;
        let part = parsed.at.parts.first()?;
        self.source.as_ref()?.piece(&part.value, self.sources).ok().map(|piece| piece.span)
    }

    /// Reads a sample leniently. What was mended is a note; a sample without a value, or a path that leads nowhere, is an error.
    pub(super) fn read_sample(&mut self, text: &Text) -> Option<SampleRead> {
        let parsed = match parse_sample(&text.value) {
            Ok(parsed) => parsed,
            Err(complaint) => {
                self.complain(Code::BadAt, text, complaint);
                return None;
            }
        };
        let place = self.resolve(text, &parsed.at)?;
        let source = self.source.as_ref()?;
        let mut nodes = Vec::new();
        let mut mends = Vec::new();
        let mut kinds = Vec::new();
        for (part, piece) in parsed.at.parts.iter().zip(&place.pieces) {
            let read = source.samples(&part.value, piece, self.sources);
            mends.extend(read.mends);
            for node in &read.nodes {
                kinds.push(node.kind());
                nodes.extend(select(node, &parsed.path.value).into_iter().cloned());
            }
        }
        if let Some(first) = mends.first().filter(|_| !nodes.is_empty()) {
            let mut words: Vec<&str> = Vec::new();
            for mend in &mends {
                if !words.contains(&mend.what.mended()) {
                    words.push(mend.what.mended());
                }
            }
            let mut note = Diagnostic::new(Code::SampleMended, first.span, "the sample is not valid JSON and was mended to be read");
            for word in words {
                note = note.note(word);
            }
            self.diagnostics.push(json::show_mends(note, &mends));
        }
        for node in &nodes {
            json::report_duplicates_of_sample(node, self.diagnostics);
        }
        let Some(first) = nodes.first() else {
            let diagnostic = match kinds.first() {
                None => Diagnostic::new(Code::BadSample, text.span, "no sample stands at the lines that are named")
                    .help("name the lines that hold the JSON"),
                Some(kind) => {
                    let span = self.inside(text, &parsed.path.range);
                    Diagnostic::new(
                        Code::BadSample,
                        span,
                        format!("the path `{}` leads nowhere in the sample", excerpt(&parsed.path.value)),
                    )
                    .note(format!("the sample is {kind}"))
                    .help("steps are keys, `[]` the items of a list: `data[]`, `event_groups[].event_group_users[]`, `[].eventLog`")
                }
            };
            self.diagnostics.push(match place.span() {
                Some(span) => diagnostic.and(span, "these lines"),
                None => diagnostic,
            });
            return None;
        };
        Some(SampleRead { span: first.span, nodes })
    }

    /// Takes a type over from another arena, with all that it refers to.
    pub(super) fn graft(&mut self, from: &Types, id: TypeId) -> TypeId {
        let def = from.get(id);
        let shape = self.graft_shape(from, id);
        let mut basis = def.basis.clone();
        basis.layer = self.layer;
        self.api.types.add(TypeDef { name: def.name.clone(), shape, docs: def.docs.clone(), basis })
    }

    /// Takes the shape of a type over, for a type that is in the arena already.
    pub(super) fn graft_shape(&mut self, from: &Types, id: TypeId) -> Shape {
        match &from.get(id).shape {
            Shape::Any => Shape::Any,
            Shape::Bool => Shape::Bool,
            Shape::Integer => Shape::Integer,
            Shape::Number => Shape::Number,
            Shape::String(form) => Shape::String(*form),
            Shape::File => Shape::File,
            Shape::Enum(values) => Shape::Enum(values.clone()),
            Shape::List(item) => Shape::List(self.graft(from, *item)),
            Shape::Map(value) => Shape::Map(self.graft(from, *value)),
            Shape::Nullable(inner) => Shape::Nullable(self.graft(from, *inner)),
            Shape::Object(Object { fields, open }) => {
                let fields = fields.iter().map(|field| self.graft_field(from, field)).collect();
                let open = open.as_ref().map(|open| Box::new(OpenKeys { ty: self.graft(from, open.ty), ..OpenKeys::clone(open) }));
                Shape::Object(Object { fields, open })
            }
            Shape::OneOf(cases) => {
                let graft = |case: &Case| {
                    let kind = match &case.kind {
                        CaseKind::Type(ty) => CaseKind::Type(self.graft(from, *ty)),
                        CaseKind::Text(text) => CaseKind::Text(text.clone()),
                    };
                    Case { kind, basis: case.basis.clone() }
                };
                Shape::OneOf(cases.iter().map(graft).collect())
            }
        }
    }

    /// Takes a field over from another arena.
    pub(super) fn graft_field(&mut self, from: &Types, field: &Field) -> Field {
        let ty = self.graft(from, field.ty);
        let mut field = Field { ty, ..field.clone() };
        field.basis.layer = self.layer;
        field.presence.basis.layer = self.layer;
        field
    }

    /// Reports samples that do not fit the types that they are samples of.
    pub(super) fn check_samples(&mut self) {
        let samples = std::mem::take(&mut self.samples);
        let mut said = Vec::new();
        for (node, ty) in &samples {
            fit(&self.api.types, node, *ty, &Path { written: None, name: String::new(), field: None }, &mut said);
        }
        for Against { diagnostic, conflict } in said {
            self.diagnostics.push(diagnostic);
            if let Some(((owner, at), conflict)) = conflict
                && let Shape::Object(object) = &mut self.api.types.get_mut(owner).shape
                && let Some(field) = object.fields.get_mut(at)
            {
                field.facts.contest(Some(conflict));
            }
        }
    }
}

/// Where in a type a value is looked at.
struct Path {
    /// The place of the row or cell that states the type.
    written: Option<Span>,
    name: String,
    /// The field that it is a value of, or a part of such a value.
    field: Option<(TypeId, usize)>,
}

/// What a sample says against its type.
struct Against {
    diagnostic: Diagnostic,
    /// The field that it is about, where it is about one.
    conflict: Option<((TypeId, usize), Conflict)>,
}

impl Against {
    fn new(diagnostic: Diagnostic, field: Option<(TypeId, usize)>, conflict: Conflict) -> Self {
        Self { diagnostic, conflict: field.map(|field| (field, conflict)) }
    }
}

/// Compares a value with its type. Placeholders and nulls contradict nothing.
fn fit(types: &Types, node: &Node, ty: TypeId, path: &Path, said: &mut Vec<Against>) {
    let def = types.get(ty);
    if matches!(node.value, Value::Null | Value::Hole(_)) {
        return;
    }
    let fits = match &def.shape {
        Shape::Any => return,
        Shape::Nullable(inner) => return fit(types, node, *inner, path, said),
        Shape::Bool => matches!(node.value, Value::Bool(_)),
        Shape::Integer => matches!(&node.value, Value::Number(text) if text.parse::<i64>().is_ok()),
        Shape::Number => matches!(node.value, Value::Number(_)),
        Shape::String(form) => match &node.value {
            Value::String(text) => {
                if !form.fits(text) && !text.trim().is_empty() && !is_placeholder(text) {
                    said.push(of_another_form(def, *form, node.span, path));
                }
                true
            }
            _ => false,
        },
        Shape::File => false,
        Shape::Enum(values) => {
            let wire = match (values.base, &node.value) {
                (EnumBase::Text, Value::String(text)) => Some(text),
                (EnumBase::Integer, Value::Number(text)) if text.parse::<i64>().is_ok() => Some(text),
                _ => None,
            };
            let listed = || values.values.iter().map(|known| known.wire.as_str());
            let name = path.name.rsplit(['.', '[']).find(|step| *step != "]").unwrap_or("");
            if let Some(wire) = wire.filter(|wire| !listed().any(|known| known == *wire) && !stands_in(wire, name, listed())) {
                said.push(unlisted(def, values, wire, node.span, path));
            }
            wire.is_some()
        }
        Shape::List(item) => match &node.value {
            Value::Array(array) => {
                let path = Path { written: path.written, name: format!("{}[]", path.name), field: path.field };
                for node in &array.items {
                    fit(types, node, *item, &path, said);
                }
                true
            }
            _ => false,
        },
        Shape::Map(value) => match &node.value {
            Value::Object(object) => {
                for member in &object.members {
                    let path = Path { written: path.written, name: format!("{}.{}", path.name, member.key.value), field: path.field };
                    fit(types, &member.value, *value, &path, said);
                }
                true
            }
            _ => false,
        },
        Shape::Object(object) => match &node.value {
            Value::Object(shown) => {
                for member in &shown.members {
                    let name = if path.name.is_empty() { member.key.value.clone() } else { format!("{}.{}", path.name, member.key.value) };
                    let at = object.fields.iter().position(|field| is_called(field, &member.key.value));
                    let field = at.and_then(|at| object.fields.get(at));
                    let open = object.open.as_ref().filter(|open| member.key.value.starts_with(&open.prefix));
                    let found =
                        field.map(|field| (field.ty, field.basis.written)).or_else(|| open.map(|open| (open.ty, open.basis.written)));
                    match found {
                        Some((member_ty, written)) => {
                            let path = Path { written: written.or(path.written), name, field: at.map(|at| (ty, at)) };
                            if let (Some(Fact { value: most, basis }), Some(text)) =
                                (field.and_then(|field| field.facts.max_length.as_ref()), member.value.as_str())
                            {
                                let length = text.chars().count();
                                if length > usize::try_from(*most).unwrap_or(usize::MAX) {
                                    said.push(too_long((*most, basis), length, member.value.span, &path));
                                }
                            }
                            fit(types, &member.value, member_ty, &path, said);
                        }
                        None => {
                            said.push(Against { diagnostic: shows_more(def, member.key.span, &name, path.written), conflict: None });
                        }
                    }
                }
                for (at, field) in object.fields.iter().enumerate().filter(|_| !shown.cut) {
                    // Samples of a type are read as answers and as bodies: what only one of the two has is in none of the others.
                    let is_required = field.presence.value == Presence::Required
                        && matches!(field.presence.basis.how, How::Stated)
                        && field.facts.access.is_none();
                    if is_required && !shown.members.iter().any(|member| is_called(field, &member.key.value)) {
                        said.push(lacks(field, (ty, at), node.span, path));
                    }
                }
                true
            }
            _ => false,
        },
        Shape::OneOf(cases) => cases.iter().any(|case| match &case.kind {
            CaseKind::Text(text) => node.as_str() == Some(text),
            CaseKind::Type(ty) => {
                let mut against = Vec::new();
                fit(types, node, *ty, path, &mut against);
                against.iter().all(|against: &Against| against.diagnostic.code != Code::SampleContradicts)
            }
        }),
    };
    if !fits {
        said.push(contradicts(types, def, node, path));
    }
}

/// Whether a member of an object is a field's.
fn is_called(field: &Field, key: &str) -> bool {
    field.wire == key || field.facts.aliases.iter().any(|alias| alias.value == key)
}

/// A sample that lacks what its type requires.
fn lacks(field: &Field, at: (TypeId, usize), node: Span, path: &Path) -> Against {
    let name = if path.name.is_empty() { field.wire.clone() } else { format!("{}.{}", path.name, field.wire) };
    let message = format!("`{}` is required, but a sample does without it", excerpt(&name));
    let diagnostic = match field.presence.basis.written.or(field.basis.written) {
        Some(written) => Diagnostic::new(Code::SampleContradicts, written, message).and(node, "this object"),
        None => Diagnostic::new(Code::SampleContradicts, node, message),
    };
    let diagnostic = diagnostic
        .note("the client takes it for what may be missing")
        .help("settle it: take `required` away, or correct the `presence` in an overlay");
    let stated = Fact::new("that it is required".to_owned(), field.presence.basis.clone());
    let shown = Fact::new("that it is left out".to_owned(), Basis::inferred(node, 1));
    Against::new(diagnostic, Some(at), Conflict { about: Contested::Presence, stated, shown, is_settled: false })
}

/// A value that an enumeration does not list.
fn unlisted(def: &TypeDef, values: &Enum, wire: &str, node: Span, path: &Path) -> Against {
    const SHOWN: usize = 8;
    let what = if path.name.is_empty() { "the value".to_owned() } else { format!("`{}`", excerpt(&path.name)) };
    let mut listed: Vec<String> = values.values.iter().take(SHOWN).map(|value| format!("`{}`", excerpt(&value.wire))).collect();
    if values.values.len() > SHOWN {
        listed.push("others".to_owned());
    }
    let listed = format!("one of {}", listed.join(", "));
    let message = format!("{what} is {listed}, but a sample shows `{}`", excerpt(wire));
    let diagnostic = match def.basis.written.or(path.written) {
        Some(written) => Diagnostic::new(Code::SampleContradicts, written, message).and(node, "this value"),
        None => Diagnostic::new(Code::SampleContradicts, node, message),
    };
    let diagnostic = diagnostic.help("settle it: write the value down if it is one, or correct the `enum` in an overlay");
    let stated = Fact::new(listed, def.basis.clone());
    let shown = Fact::new(format!("`{}`", excerpt(wire)), Basis::inferred(node, 1));
    Against::new(diagnostic, path.field, Conflict { about: Contested::Values, stated, shown, is_settled: false })
}

/// A text of another form than the one that is stated.
fn of_another_form(def: &TypeDef, form: StringForm, node: Span, path: &Path) -> Against {
    let what = if path.name.is_empty() { "the value".to_owned() } else { format!("`{}`", excerpt(&path.name)) };
    let stated = format!("a `{}`", form_text(form));
    let message = format!("{what} is {stated}, but a sample shows a text of another form");
    let diagnostic = match def.basis.written.or(path.written) {
        Some(written) => Diagnostic::new(Code::SampleContradicts, written, message).and(node, "this value"),
        None => Diagnostic::new(Code::SampleContradicts, node, message),
    };
    let diagnostic =
        diagnostic.help("settle it: take `string` for the type where the sample is right, or correct the `type` in an overlay");
    let stated = Fact::new(stated, def.basis.clone());
    let shown = Fact::new("a text of another form".to_owned(), Basis::inferred(node, 1));
    Against::new(diagnostic, path.field, Conflict { about: Contested::of_form(form), stated, shown, is_settled: false })
}

/// A text with more characters than it is said to have.
fn too_long((most, basis): (u32, &Basis), length: usize, node: Span, path: &Path) -> Against {
    let message = format!("`{}` has at most {most} characters, but a sample shows {length}", excerpt(&path.name));
    let diagnostic = match basis.written.or(path.written) {
        Some(written) => Diagnostic::new(Code::SampleContradicts, written, message).and(node, "this value"),
        None => Diagnostic::new(Code::SampleContradicts, node, message),
    };
    let diagnostic = diagnostic.help("settle it: correct the number, or give another `max` in an overlay");
    let stated = Fact::new(format!("at most {most} characters"), basis.clone());
    let shown = Fact::new(format!("{length} characters"), Basis::inferred(node, 1));
    Against::new(diagnostic, path.field, Conflict { about: Contested::Length, stated, shown, is_settled: false })
}

fn contradicts(types: &Types, def: &TypeDef, node: &Node, path: &Path) -> Against {
    let what = if path.name.is_empty() { "the value".to_owned() } else { format!("`{}`", excerpt(&path.name)) };
    let stated = kind(types, &def.shape);
    let message = format!("{what} is {stated}, but a sample shows {}", node.kind());
    let place = def.basis.written.or(path.written);
    let conflict = Conflict {
        about: Contested::Type,
        stated: Fact::new(stated, def.basis.clone()),
        shown: Fact::new(node.kind().to_owned(), Basis::inferred(node.span, 1)),
        is_settled: false,
    };
    let diagnostic = match place {
        Some(written) => Diagnostic::new(Code::SampleContradicts, written, message).and(node.span, format!("{} in the sample", node.kind())),
        None => Diagnostic::new(Code::SampleContradicts, node.span, message),
    }
    .help("settle it: keep what is right as the row's type, and the page's word as `doc-says`; or let the type hold both, as in `number | string`");
    Against::new(diagnostic, path.field, conflict)
}

fn shows_more(def: &TypeDef, key: Span, name: &str, written: Option<Span>) -> Diagnostic {
    let ty = def.name.as_ref().map_or_else(|| "its type".to_owned(), |name| format!("the type `{}`", name.value));
    let diagnostic = Diagnostic::new(Code::SampleShowsMore, key, format!("a sample shows `{}`, which {ty} has not", excerpt(name)))
        .help("write a row for it, or name the sample in the type itself: `sample = \"33 data[]\"`");
    match def.basis.written.or(written) {
        Some(written) => diagnostic.and(written, "the type"),
        None => diagnostic,
    }
}

/// What a shape is, as a message says it.
fn kind(types: &Types, shape: &Shape) -> String {
    match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Bool => "a boolean".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::String(_) => "a string".to_owned(),
        Shape::File => "a file".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) | Shape::Object(_) => "an object".to_owned(),
        Shape::Enum(values) => match values.base {
            EnumBase::Text => "a string of some values".to_owned(),
            EnumBase::Integer => "a whole number of some values".to_owned(),
        },
        Shape::OneOf(cases) => cases
            .iter()
            .map(|case| match &case.kind {
                CaseKind::Type(ty) => kind(types, &types.get(*ty).shape),
                CaseKind::Text(text) => format!("`{}`", excerpt(text)),
            })
            .collect::<Vec<_>>()
            .join(" or "),
        Shape::Nullable(inner) => format!("{} or null", kind(types, &types.get(*inner).shape)),
    }
}

/// A value as valid JSON: placeholders become strings of their text, and what was cut off stays away.
pub(super) fn to_json(node: &Node) -> Option<String> {
    let mut text = String::new();
    write_json(node, &mut text)?;
    Some(text)
}

fn write_json(node: &Node, into: &mut String) -> Option<()> {
    let string = |text: &str| serde_json::to_string(text).ok();
    match &node.value {
        Value::Null => into.push_str("null"),
        Value::Bool(truth) => into.push_str(if *truth { "true" } else { "false" }),
        // Not every number of a lenient sample is one of JSON.
        Value::Number(text) if serde_json::from_str::<serde_json::Number>(text).is_ok() => into.push_str(text),
        Value::String(text) => into.push_str(&string(text)?),
        Value::Number(text) | Value::Hole(text) => into.push_str(&string(&as_placeholder(text))?),
        Value::Array(array) => {
            into.push('[');
            for (at, item) in array.items.iter().enumerate() {
                if at > 0 {
                    into.push(',');
                }
                write_json(item, into)?;
            }
            into.push(']');
        }
        Value::Object(object) => {
            into.push('{');
            for (at, member) in object.members.iter().enumerate() {
                if at > 0 {
                    into.push(',');
                }
                into.push_str(&string(&member.key.value)?);
                into.push(':');
                write_json(&member.value, into)?;
            }
            into.push('}');
        }
    }
    Some(())
}
