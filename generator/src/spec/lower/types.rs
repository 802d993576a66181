//! Type expressions, named types, enumerations.

use super::Lowering;
use super::source::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Basis, Case, CaseKind, Enum, EnumBase, EnumValue, Fact, Field, GapSubject, Object, Sample, SampleRole, Shape, TypeDef, TypeId,
};
use crate::spec::tree::{CodesTable, Scalar, Text, TypeTable, ValuesTable};
use crate::spec::words::{TypeExpr, TypeKind, nearest, parse_type, type_words};

impl Lowering<'_> {
    /// Reads a type expression; what is wrong with it is reported.
    pub(super) fn expression(&mut self, text: &Text) -> Option<TypeExpr> {
        match parse_type(&text.value) {
            Ok(expression) => Some(expression),
            Err(complaint) => {
                self.complain(Code::BadType, text, complaint);
                None
            }
        }
    }

    /// The type of a cell that is no row of a type: its `object` has nowhere to get fields from.
    pub(super) fn ty(&mut self, text: &Text, basis: &Basis, place: Option<&Place>) -> TypeId {
        match self.expression(text) {
            Some(expression) => {
                if Self::is_quoted(basis) {
                    self.values_stand(&expression, text, place);
                }
                self.settle(&expression, text, basis, None)
            }
            None => self.any(basis),
        }
    }

    pub(super) fn any(&mut self, basis: &Basis) -> TypeId {
        self.api.types.add(TypeDef::anonymous(Shape::Any, basis.clone()))
    }

    /// Reports values in an expression that do not stand at its place.
    pub(super) fn values_stand(&mut self, expression: &TypeExpr, text: &Text, place: Option<&Place>) {
        match &expression.kind {
            TypeKind::Enum { values, .. } => {
                for value in values {
                    let span = self.inside(text, &value.range);
                    self.name_stands("the value", &value.value, span, place);
                }
            }
            TypeKind::Text(value) => {
                let span = self.inside(text, &expression.range);
                self.name_stands("the value", value, span, place);
            }
            TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Nullable(inner) => self.values_stand(inner, text, place),
            TypeKind::OneOf(cases) => cases.iter().for_each(|case| self.values_stand(case, text, place)),
            TypeKind::Fields(fields) => fields.iter().for_each(|(_, ty)| self.values_stand(ty, text, place)),
            TypeKind::Any
            | TypeKind::Bool
            | TypeKind::Integer
            | TypeKind::Number
            | TypeKind::String(_)
            | TypeKind::File
            | TypeKind::Object
            | TypeKind::Named(_) => {}
        }
    }

    /// Gives an expression its place in the arena. `object` is what the word `object` stands for here.
    pub(super) fn settle(&mut self, expression: &TypeExpr, text: &Text, basis: &Basis, object: Option<TypeId>) -> TypeId {
        let basis = Basis { written: Some(self.inside(text, &expression.range)), ..basis.clone() };
        let shape = match &expression.kind {
            // A text stands in unions only, which know what to do with it.
            TypeKind::Any | TypeKind::Text(_) => Shape::Any,
            TypeKind::Bool => Shape::Bool,
            TypeKind::Integer => Shape::Integer,
            TypeKind::Number => Shape::Number,
            TypeKind::String(form) => Shape::String(*form),
            TypeKind::File => Shape::File,
            TypeKind::Object => {
                if let Some(object) = object {
                    return object;
                }
                let span = self.inside(text, &expression.range);
                self.diagnostics.push(
                    Diagnostic::new(Code::RowParent, span, "an `object` without rows for its fields")
                        .note("the fields of an `object` follow as rows of the same type, with paths below it")
                        .help("write them down, or `any` if nothing says what it holds, `{any}` if its keys are data"),
                );
                Shape::Any
            }
            TypeKind::Named(name) => {
                if let Some(id) = self.names.get(name).map(|(id, _)| *id).or_else(|| self.api.types.named(name)) {
                    return id;
                }
                self.unknown_type(name, text, expression);
                Shape::Any
            }
            TypeKind::List(item) => Shape::List(self.settle(item, text, &basis, object)),
            TypeKind::Map(value) => Shape::Map(self.settle(value, text, &basis, object)),
            TypeKind::Fields(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, ty)| {
                        let basis = Basis { written: Some(self.inside(text, &name.range)), ..basis.clone() };
                        let ty = self.settle(ty, text, &basis, object);
                        Field::new(name.value.clone(), ty, basis)
                    })
                    .collect();
                Shape::Object(Object { fields, open: None })
            }
            TypeKind::Nullable(inner) => Shape::Nullable(self.settle(inner, text, &basis, object)),
            TypeKind::Enum { base, values } => {
                let values = values
                    .iter()
                    .map(|value| EnumValue {
                        wire: value.value.clone(),
                        docs: None,
                        http_status: None,
                        message: None,
                        basis: Basis { written: Some(self.inside(text, &value.range)), ..basis.clone() },
                    })
                    .collect();
                Shape::Enum(Enum { base: *base, values })
            }
            TypeKind::OneOf(cases) => return self.union(cases, text, &basis, object),
        };
        self.api.types.add(TypeDef::anonymous(shape, basis))
    }

    /// A union. A case that may be null makes all of it so: null is no case of its own.
    fn union(&mut self, cases: &[TypeExpr], text: &Text, basis: &Basis, object: Option<TypeId>) -> TypeId {
        let mut nullable = false;
        let mut found: Vec<Case> = Vec::new();
        for case in cases {
            let inner = if let TypeKind::Nullable(inner) = &case.kind {
                nullable = true;
                inner
            } else {
                case
            };
            let kind = match &inner.kind {
                TypeKind::Text(value) => CaseKind::Text(value.clone()),
                _ => CaseKind::Type(self.settle(inner, text, basis, object)),
            };
            let span = self.inside(text, &inner.range);
            if found.iter().any(|other| other.kind == kind)
                || cases.iter().any(|other| other.range.start < case.range.start && other.kind == case.kind)
            {
                self.diagnostics.push(Diagnostic::new(Code::BadType, span, "a case of the union stands twice"));
                continue;
            }
            found.push(Case { kind, basis: Basis { written: Some(span), ..basis.clone() } });
        }
        let union = self.api.types.add(TypeDef::anonymous(Shape::OneOf(found), basis.clone()));
        if nullable { self.api.types.add(TypeDef::anonymous(Shape::Nullable(union), basis.clone())) } else { union }
    }

    fn unknown_type(&mut self, name: &str, text: &Text, expression: &TypeExpr) {
        let span = self.inside(text, &expression.range);
        let mut known: Vec<&str> = type_words().collect();
        known.extend(self.names.keys().map(String::as_str));
        known.extend(self.api.types.iter().filter_map(|(_, def)| def.name.as_ref()).map(|name| name.value.as_str()));
        let near = nearest(name, known);
        let mut diagnostic = Diagnostic::new(Code::UnknownType, span, format!("there is no type `{name}`"));
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("write `[type.{name}]`, or one of the words for types: `string`, `integer`, `datetime`, …")),
        };
        self.diagnostics.push(diagnostic);
    }

    /// `[type.*]`.
    pub(super) fn type_table(&mut self, table: &TypeTable, id: TypeId) {
        let what = format!("the type `{}`", table.name.value);
        let samples: Vec<_> = table.samples.iter().filter_map(|text| self.read_sample(text)).collect();
        let own = match (samples.first(), table.rows.first()) {
            // A sample shows a type; it does not state it.
            (Some(sample), _) => {
                Some(Basis { layer: self.layer, written: Some(table.span), ..Basis::inferred(sample.span, sample.count()) })
            }
            // Each row says how it is known, and so is their sum.
            (None, Some(row)) if table.samples.is_empty() => {
                let place = row.at.as_ref().and_then(|at| self.place(at));
                row.at.is_some().then(|| self.stated(place.as_ref(), table.span))
            }
            _ if !table.samples.is_empty() => Some(self.stated(None, table.span)),
            _ => None,
        };
        let entry = self.entry(&table.evidence, table.span, &what, own);
        let mut known: Vec<&str> = vec!["text", "sample"];
        known.extend(table.rows.iter().map(|row| row.path.value.as_str()));
        self.known_keys(&entry, &what, &known);
        if table.rows.is_empty() && table.samples.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Code::MissingKey, table.span, format!("{what} has neither `rows` nor a `sample`"))
                    .help("write a row for each field that the page names, or where a sample of it stands"),
            );
        }
        let nodes: Vec<_> = samples.iter().flat_map(|sample| sample.nodes.iter()).collect();
        let shape = self.rows(table, &entry, &nodes);
        let text_basis = self.key(&entry, "text", table.span);
        let docs = self.docs(table.text.as_ref(), &text_basis, entry.place.as_ref());
        let def = self.api.types.get_mut(id);
        if let Some(name) = &mut def.name {
            name.basis = Basis { written: Some(table.name.span), ..entry.basis.clone() };
        }
        def.shape = shape;
        def.docs = docs;
        def.basis = entry.basis.clone();
        for sample in &samples {
            for node in &sample.nodes {
                self.api.samples.push(Sample {
                    role: SampleRole::Type(table.name.value.clone()),
                    ty: Some(id),
                    span: node.span,
                    json: super::samples::to_json(node),
                });
                self.samples.push((node.clone(), id));
            }
        }
        self.gaps(&table.unknown, &GapSubject::Type(table.name.value.clone()));
    }

    /// `[values.*]`.
    pub(super) fn values(&mut self, table: &ValuesTable, id: TypeId) {
        let what = format!("the enumeration `{}`", table.name.value);
        let own = table.rows.first().and_then(|row| row.at.as_ref()).and_then(|at| self.place(at));
        let own = own.map(|place| self.stated(Some(&place), table.span));
        let entry = self.entry(&table.evidence, table.span, &what, own);
        let mut known: Vec<&str> = vec!["text"];
        known.extend(table.rows.iter().map(|row| row.value.text.value.as_str()));
        self.known_keys(&entry, &what, &known);
        let base = self.base(table.rows.iter().map(|row| &row.value), &what);
        let mut values: Vec<EnumValue> = Vec::new();
        for row in &table.rows {
            let wire = row.value.text.value.clone();
            let about = format!("the value `{wire}`");
            let evidence = self.row(&entry, &wire, &wire, row.at.as_ref(), row.span, &about);
            self.name_stands("the value", &wire, row.value.text.span, evidence.place.as_ref());
            let docs = self.docs(Some(&row.text), &evidence.basis, evidence.place.as_ref());
            let mut value = EnumValue { wire, docs, http_status: None, message: None, basis: evidence.basis };
            settle(&mut value, evidence.settled);
            self.push_value(&mut values, value, &row.value.text);
        }
        self.finish_enum(id, &table.name, table.text.as_ref(), &entry, Enum { base, values });
        self.gaps(&table.unknown, &GapSubject::Type(table.name.value.clone()));
    }

    /// `[codes.*]`.
    pub(super) fn codes(&mut self, table: &CodesTable, id: TypeId) {
        let what = format!("the catalogue `{}`", table.name.value);
        let own = table.rows.first().and_then(|row| row.at.as_ref()).and_then(|at| self.place(at));
        let own = own.map(|place| self.stated(Some(&place), table.span));
        let entry = self.entry(&table.evidence, table.span, &what, own);
        let mut known: Vec<&str> = vec!["text"];
        known.extend(table.rows.iter().map(|row| row.code.text.value.as_str()));
        self.known_keys(&entry, &what, &known);
        let base = self.base(table.rows.iter().map(|row| &row.code), &what);
        let mut values: Vec<EnumValue> = Vec::new();
        for row in &table.rows {
            let wire = row.code.text.value.clone();
            let about = format!("the code `{wire}`");
            let evidence = self.row(&entry, &wire, &wire, row.at.as_ref(), row.span, &about);
            self.name_stands("the code", &wire, row.code.text.span, evidence.place.as_ref());
            let docs = self.docs(Some(&row.text), &evidence.basis, evidence.place.as_ref());
            let message = self.docs(Some(&row.message), &evidence.basis, evidence.place.as_ref());
            let http_status = self.status(&row.http).map(|status| {
                self.name_stands("the status", &row.http.value, row.http.span, evidence.place.as_ref());
                Fact::new(status, Basis { written: Some(row.http.span), ..evidence.basis.clone() })
            });
            let mut value = EnumValue { wire, docs, http_status, message, basis: evidence.basis };
            settle(&mut value, evidence.settled);
            self.push_value(&mut values, value, &row.code.text);
        }
        self.finish_enum(id, &table.name, table.text.as_ref(), &entry, Enum { base, values });
        self.gaps(&table.unknown, &GapSubject::Type(table.name.value.clone()));
    }

    fn push_value(&mut self, values: &mut Vec<EnumValue>, value: EnumValue, written: &Text) {
        if let Some(other) = values.iter().find(|other| other.wire == value.wire) {
            let mut diagnostic = Diagnostic::new(Code::DuplicateRow, written.span, format!("the value `{}` has two rows", value.wire));
            if let Some(place) = other.basis.written {
                diagnostic = diagnostic.and(place, "the other one");
            }
            self.diagnostics.push(diagnostic.help("keep one of them"));
            return;
        }
        values.push(value);
    }

    fn finish_enum(&mut self, id: TypeId, name: &Text, text: Option<&Text>, entry: &super::evidence::Entry<'_>, shape: Enum) {
        if shape.values.is_empty() {
            self.diagnostics.push(Diagnostic::new(Code::MissingKey, name.span, format!("`{}` has no `rows`", name.value)));
        }
        let text_basis = self.key(entry, "text", name.span);
        let docs = self.docs(text, &text_basis, entry.place.as_ref());
        let def = self.api.types.get_mut(id);
        if let Some(def_name) = &mut def.name {
            def_name.basis = Basis { written: Some(name.span), ..entry.basis.clone() };
        }
        def.shape = Shape::Enum(shape);
        def.docs = docs;
        def.basis = entry.basis.clone();
    }

    /// Whether the values are whole numbers: all of them are written as numbers.
    fn base<'s>(&mut self, values: impl Iterator<Item = &'s Scalar>, what: &str) -> EnumBase {
        let values: Vec<&Scalar> = values.collect();
        let Some(first) = values.first() else { return EnumBase::Text };
        for value in &values {
            if value.number && value.text.value.parse::<i64>().is_err() {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongKind, value.text.span, format!("`{}` is no whole number", value.text.value))
                        .note("expected strings, or whole numbers"),
                );
            }
        }
        if let Some(other) = values.iter().find(|value| value.number != first.number) {
            self.diagnostics.push(
                Diagnostic::new(Code::WrongKind, other.text.span, format!("{what} mixes strings and numbers"))
                    .and(first.text.span, "the first value")
                    .note("expected all of one kind: what they are on the wire"),
            );
        }
        if first.number { EnumBase::Integer } else { EnumBase::Text }
    }

    /// An HTTP status; nothing for an empty cell.
    pub(super) fn status(&mut self, text: &Text) -> Option<u16> {
        if text.value.trim().is_empty() {
            return None;
        }
        let status = text.value.trim().parse::<u16>().ok().filter(|status| (100..600).contains(status));
        if status.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, text.span, format!("`{}` is no HTTP status", super::evidence::excerpt(&text.value)))
                    .note("expected a number from 100 to 599"),
            );
        }
        status
    }
}

/// What another page or a person settles of a value that stands in its lines: not that it is there, but what the lines say about it.
fn settle(value: &mut EnumValue, settled: Option<Basis>) {
    let Some(Basis { how, page, .. }) = settled else { return };
    let EnumValue { wire: _, docs, http_status, message, basis } = value;
    let words = [docs.as_mut(), message.as_mut()].into_iter().flatten().map(|words| &mut words.basis);
    let mut about: Vec<&mut Basis> = words.chain(http_status.as_mut().map(|status| &mut status.basis)).collect();
    if about.is_empty() {
        about.push(basis);
    }
    for basis in about {
        basis.how = how.clone();
        basis.page.clone_from(&page);
    }
}
