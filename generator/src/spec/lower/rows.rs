//! Paths of rows → nested objects, over what samples show.

use super::Lowering;
use super::evidence::{Entry, RowEvidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Value};
use crate::infer::infer;
use crate::ir::{Basis, Fact, Field, Object, OpenKeys, Presence, Shape, TypeDef, TypeId, Types};
use crate::spec::tree::{FieldRow, TypeTable};
use crate::spec::words::{StepName, TypeExpr, TypeKind, parse_path};
use crate::text::Span;

/// A step of one or several rows: a field, or keys that are data.
struct Branch<'s> {
    name: StepName,
    /// The row that is about it; none for a container that only other rows name.
    row: Option<Row<'s>>,
    /// How many lists its children say that it is within, and the child that says so first.
    below: Option<(usize, Span)>,
    children: Vec<Self>,
    /// Where it is first named.
    written: Span,
}

/// A row whose cells were looked at.
struct Row<'s> {
    cells: &'s FieldRow,
    /// How many lists its path ends in.
    lists: usize,
    /// Its type; none for an empty cell, and where it could not be read.
    ty: Option<TypeExpr>,
    evidence: RowEvidence,
}

/// What holds for all rows of a type.
struct Rows<'s> {
    table: &'s TypeTable,
    entry: &'s Entry<'s>,
    /// Whether only request bodies are made of it.
    only_sent: bool,
}

impl Lowering<'_> {
    /// The shape of a type: its rows, over what its samples show.
    pub(super) fn rows(&mut self, table: &TypeTable, entry: &Entry<'_>, nodes: &[&Node]) -> Shape {
        let branches = self.branches(table, entry);
        for (node, sample) in nodes.iter().zip(table.samples.iter().cycle()) {
            if node.as_object().is_none() && !matches!(node.value, Value::Null | Value::Hole(_)) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::BadSample,
                        sample.span,
                        format!("the sample of `{}` shows {}, not an object", table.name.value, node.kind()),
                    )
                    .and(node.span, "there")
                    .help(
                        "write the path to the object behind the lines: `18 []` for the items of a list, `33 data[]` for those of a member",
                    ),
                );
                return Shape::Any;
            }
        }
        if branches.is_empty() {
            if nodes.is_empty() {
                return Shape::Any;
            }
            let mut scratch = Types::default();
            let root = infer(nodes, &mut scratch);
            return self.graft_shape(&scratch, root);
        }
        let rows = Rows { table, entry, only_sent: self.only_sent.contains(&table.name.value) };
        self.object(&rows, branches, nodes)
    }

    fn branches<'s>(&mut self, table: &'s TypeTable, entry: &Entry<'_>) -> Vec<Branch<'s>> {
        let mut roots: Vec<Branch<'s>> = Vec::new();
        for row in &table.rows {
            let path = match parse_path(&row.path.value) {
                Ok(path) => path,
                Err(complaint) => {
                    self.complain(Code::BadPath, &row.path, complaint);
                    continue;
                }
            };
            let about = format!("the row `{}`", row.path.value);
            let evidence = self.row(
                entry,
                &row.path.value,
                path.steps.last().map_or("", |last| last.value.name.text()),
                row.at.as_ref(),
                row.span,
                &about,
            );
            if let Some(last) = path.steps.last() {
                let span = self.inside(&row.path, &last.range);
                self.name_stands("the name", last.value.name.text(), span, evidence.place.as_ref());
            }
            let ty = if row.ty.value.trim().is_empty() { None } else { self.expression(&row.ty) };
            if let Some(ty) = &ty
                && evidence.settled.is_none()
                && Self::is_quoted(&evidence.basis)
            {
                self.values_stand(ty, &row.ty, evidence.place.as_ref());
            }
            self.plant(&mut roots, row, &path.steps, Row { cells: row, lists: 0, ty, evidence });
        }
        roots
    }

    fn plant<'s>(
        &mut self,
        roots: &mut Vec<Branch<'s>>,
        row: &'s FieldRow,
        steps: &[crate::spec::words::Ranged<crate::spec::words::Step>],
        mut read: Row<'s>,
    ) {
        let Some((last, containers)) = steps.split_last() else { return };
        let mut level = roots;
        for step in containers {
            let written = self.inside(&row.path, &step.range);
            let at = place_of(level, &step.value.name, written);
            let branch = &mut level[at];
            match branch.below {
                Some((lists, other)) if lists != step.value.lists => {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::RowParent,
                            written,
                            format!(
                                "`{}` is {} here and {} elsewhere",
                                step.value.name.text(),
                                lists_deep(step.value.lists),
                                lists_deep(lists)
                            ),
                        )
                        .and(other, "there"),
                    );
                    return;
                }
                Some(_) => {}
                None => branch.below = Some((step.value.lists, written)),
            }
            level = &mut branch.children;
        }
        let written = self.inside(&row.path, &last.range);
        if let StepName::Open(prefix) = &last.value.name
            && let Some(other) = level.iter().find(|other| matches!(&other.name, StepName::Open(found) if found != prefix))
        {
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateRow, written, "an object has two kinds of open keys").and(other.written, "the other one"),
            );
            return;
        }
        let at = place_of(level, &last.value.name, written);
        let branch = &mut level[at];
        if let Some(other) = &branch.row {
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateRow, row.path.span, format!("the path `{}` has two rows", row.path.value))
                    .and(other.cells.path.span, "the other one")
                    .help("keep one of them"),
            );
            return;
        }
        read.lists = last.value.lists;
        branch.row = Some(read);
    }

    /// An object: its rows, and what samples show besides.
    fn object(&mut self, rows: &Rows<'_>, branches: Vec<Branch<'_>>, nodes: &[&Node]) -> Shape {
        let objects: Vec<&Node> = nodes.iter().copied().filter(|node| node.as_object().is_some()).collect();
        let mut scratch = Types::default();
        let mut shown = seen(&objects, &mut scratch);
        let prefix = branches.iter().find_map(|branch| match &branch.name {
            StepName::Open(prefix) => Some(prefix.clone()),
            StepName::Key(_) => None,
        });
        let named = |name: &str| branches.iter().any(|branch| branch.name == StepName::Key(name.to_owned()));
        let row_count = branches.iter().filter(|branch| matches!(branch.name, StepName::Key(_))).count();
        let sample_leads = row_count < shown.len();
        // Keys that are data are no fields.
        let mut data: Vec<Seen<'_>> = Vec::new();
        if let Some(prefix) = &prefix {
            let all = std::mem::take(&mut shown);
            for one in all {
                if !named(&one.field.wire) && one.field.wire.starts_with(prefix.as_str()) {
                    data.push(one);
                } else {
                    shown.push(one);
                }
            }
        }
        let order: Vec<String> = shown.iter().map(|one| one.field.wire.clone()).collect();
        let mut fields: Vec<Field> = Vec::new();
        let mut open = None;
        for branch in branches {
            if let StepName::Open(prefix) = &branch.name {
                let prefix = prefix.clone();
                let values: Vec<&Node> = data.iter().flat_map(|one| one.values.iter().copied()).collect();
                let field = self.field(rows, branch, &values, None);
                open = Some(Box::new(OpenKeys { prefix, ty: field.ty, docs: field.docs, basis: field.basis }));
                continue;
            }
            let name = branch.name.text().to_owned();
            let found = shown.iter().position(|one| one.field.wire == name).map(|at| shown.remove(at));
            let values = found.as_ref().map_or(&[] as &[&Node], |found| &found.values);
            let field = self.field(rows, branch, values, found.as_ref().map(|found| (&scratch, &found.field)));
            fields.push(field);
        }
        for one in shown {
            let field = self.graft_field(&scratch, &one.field);
            fields.push(field);
        }
        if sample_leads {
            // The rows only refine: the sample's order is the document's.
            fields.sort_by_key(|field| order.iter().position(|name| *name == field.wire).unwrap_or(usize::MAX));
        }
        match open {
            Some(open) if fields.is_empty() && open.prefix.is_empty() => Shape::Map(open.ty),
            open => Shape::Object(Object { fields, open }),
        }
    }

    fn field(&mut self, rows: &Rows<'_>, branch: Branch<'_>, values: &[&Node], shown: Option<(&Types, &Field)>) -> Field {
        let Branch { name, row, below, children, written } = branch;
        let row = row.as_ref();
        let wire = name.text().to_owned();
        let first = first_row(&children).map(|evidence| Basis { written: Some(written), ..evidence.basis.clone() });
        let mut basis = match (row, first) {
            (Some(row), _) => row.evidence.basis.clone(),
            (None, Some(first)) => first,
            (None, None) => rows.entry.basis.clone(),
        };
        // A row whose lines are the sample's own says nothing that the sample does not show.
        if let (Some(row), Some((_, field))) = (row, shown)
            && row.cells.text.value.trim().is_empty()
            && !values.is_empty()
            && self.only_shown(rows, row)
        {
            basis = Basis { written: Some(row.cells.span), layer: self.layer, ..field.basis.clone() };
        }
        let settled = row.and_then(|row| row.evidence.settled.clone());
        let ty_basis = settled.unwrap_or_else(|| basis.clone());
        let mut required_child = None;
        let mut map_docs = None;
        let inner_lists = row.and_then(|row| row.ty.as_ref()).map_or(0, lists_around_object);
        let lists = row.map_or_else(|| below.map_or(0, |(lists, _)| lists), |row| row.lists);
        let is_object = row.is_none_or(|row| row.ty.as_ref().is_some_and(core_is_object))
            || (row.is_some_and(|row| row.ty.is_none()) && !children.is_empty());
        let ty = if is_object {
            if let (Some((below, child)), Some(row)) = (below, row)
                && below != lists + inner_lists
                && row.ty.is_some()
            {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::RowParent,
                        child,
                        format!("`{wire}` is {} here, but its own row says {}", lists_deep(below), lists_deep(lists + inner_lists)),
                    )
                    .and(row.cells.path.span, "its own row")
                    .help("write `[]` behind the name in all of its rows, or in none"),
                );
            }
            let items = unwrap(values, lists + inner_lists);
            let open_row = children.iter().find(|child| matches!(child.name, StepName::Open(_))).and_then(|child| child.row.as_ref());
            let open_docs = open_row.and_then(|row| self.docs(Some(&row.cells.text), &row.evidence.basis, row.evidence.place.as_ref()));
            let shape = self.object(rows, children, &items);
            if matches!(shape, Shape::Map(_)) {
                map_docs = open_docs;
            }
            if let Shape::Object(object) = &shape {
                required_child =
                    object.fields.iter().find(|field| field.presence.value == Presence::Required).map(|field| field.presence.basis.clone());
                if object.fields.is_empty() && object.open.is_none() {
                    let span = row.map_or(written, |row| row.cells.ty.span);
                    self.diagnostics.push(
                        Diagnostic::new(Code::RowParent, span, format!("`{wire}` is an object, but no row says what it holds"))
                            .note("the fields of an `object` follow as rows with paths below it")
                            .help("write them down, or `any` if nothing says what it holds, `{any}` if its keys are data"),
                    );
                }
            }
            // That it is an object may be settled elsewhere; what it holds stands in the rows.
            let object = self.api.types.add(TypeDef::anonymous(shape, basis.clone()));
            match row.and_then(|row| row.ty.as_ref().map(|ty| (row, ty))) {
                Some((row, ty)) => self.settle(ty, &row.cells.ty, &ty_basis, Some(object)),
                None => object,
            }
        } else {
            if let (Some(row), Some(child)) = (row, children.first()) {
                let is = row.cells.ty.value.trim();
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::RowParent,
                        child.written,
                        format!("`{wire}` is `{}`, which has no rows below it", super::evidence::excerpt(is)),
                    )
                    .and(row.cells.ty.span, "the type of the row above")
                    .help(format!("write `object` there, or move the rows into the table `[type.{}]`", super::evidence::excerpt(is))),
                );
            }
            match row.and_then(|row| row.ty.as_ref().map(|ty| (row, ty))) {
                Some((row, ty)) => self.settle(ty, &row.cells.ty, &ty_basis, None),
                None => match shown {
                    Some((scratch, field)) if lists == 0 => self.graft(scratch, field.ty),
                    _ => {
                        if let Some(row) = row.filter(|row| row.cells.ty.value.trim().is_empty()) {
                            self.diagnostics.push(
                                Diagnostic::new(
                                    Code::BadType,
                                    row.cells.ty.span,
                                    format!("the type of `{wire}` is empty, and no sample shows it"),
                                )
                                .help("write `unknown` if the documents do not say"),
                            );
                        }
                        self.any(&ty_basis)
                    }
                },
            }
        };
        let ty = self.wrap(ty, lists, values, &ty_basis);
        let mut field = Field::new(wire, ty, basis);
        if let Some(row) = row {
            let facts = self.facts(&row.cells.facts, &row.evidence);
            if let Some(credential) = facts.credential {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadFacts, credential.span, "a field of a type is no credential")
                        .help("only a row of `params` is"),
                );
            }
            if let Some(media) = facts.media.as_ref().and_then(|media| media.basis.written) {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadFacts, media, "a field of a type has no media type of its own")
                        .help("only a row of `params` whose place is `part` has"),
                );
            }
            if let Some(presence) = facts.presence {
                field.presence = presence;
            }
            field.facts = facts.facts.into();
            field.docs = self.docs(Some(&row.cells.text), &row.evidence.basis, row.evidence.place.as_ref());
        }
        // A map has no place for the words about its keys, so they follow those about the map.
        match (&mut field.docs, map_docs) {
            (Some(docs), Some(more)) => docs.value = format!("{}\n\n{}", docs.value, more.value),
            (docs @ None, more) => *docs = more,
            (Some(_), None) => {}
        }
        if field.presence.value == Presence::Unknown {
            if let Some(basis) = required_child.filter(|_| rows.only_sent && lists + inner_lists == 0) {
                // What must be sent needs the object around it.
                field.presence = Fact::new(Presence::Required, basis);
            } else if let Some((_, shown)) = shown {
                field.presence = shown.presence.clone();
                field.presence.basis.layer = self.layer;
            }
        }
        field
    }

    /// Whether a row's lines are those of a sample of its type.
    fn only_shown(&mut self, rows: &Rows<'_>, row: &Row<'_>) -> bool {
        let Some(span) = row.evidence.place.as_ref().and_then(super::source::Place::span) else { return false };
        let mut within = false;
        for sample in &rows.table.samples {
            within |= self
                .sample_span(sample)
                .is_some_and(|sample| sample.file == span.file && sample.start <= span.start && span.end <= sample.end);
        }
        within
    }

    /// A type within lists, with `null` where samples show it.
    fn wrap(&mut self, ty: TypeId, lists: usize, values: &[&Node], basis: &Basis) -> TypeId {
        let mut ty = ty;
        for depth in (0..=lists).rev() {
            let items = unwrap(values, depth);
            let null = items.iter().find(|node| node.value == Value::Null);
            let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
            if let Some(null) = null
                && !matches!(self.api.types.get(ty).shape, Shape::Nullable(_) | Shape::Any)
            {
                let basis = Basis { layer: self.layer, ..Basis::inferred(null.span, count) };
                ty = self.api.types.add(TypeDef::anonymous(Shape::Nullable(ty), basis));
            }
            if depth > 0 {
                ty = self.api.types.add(TypeDef::anonymous(Shape::List(ty), basis.clone()));
            }
        }
        ty
    }
}

/// A key that samples show.
struct Seen<'n> {
    field: Field,
    values: Vec<&'n Node>,
}

/// The keys that objects show, in the order of their first appearance.
fn seen<'n>(objects: &[&'n Node], scratch: &mut Types) -> Vec<Seen<'n>> {
    let mut keys: Vec<(String, Vec<&'n Node>)> = Vec::new();
    for object in objects.iter().filter_map(|node| node.as_object()) {
        for member in &object.members {
            match keys.iter_mut().find(|(key, _)| *key == member.key.value) {
                Some((_, values)) => values.push(&member.value),
                None => keys.push((member.key.value.clone(), vec![&member.value])),
            }
        }
    }
    if keys.is_empty() {
        return Vec::new();
    }
    let root = infer(objects, scratch);
    let mut fields: Vec<Field> = match &scratch.get(root).shape {
        Shape::Object(object) => object.fields.clone(),
        // Keys that look like data: rows name some of them, so each is looked at by itself.
        _ => Vec::new(),
    };
    keys.into_iter()
        .map(|(key, values)| {
            let found = fields.iter().position(|field| field.wire == key).map(|at| fields.remove(at));
            let field = found.unwrap_or_else(|| {
                let ty = infer(&values, scratch);
                let basis = scratch.get(ty).basis.clone();
                Field::new(key, ty, basis)
            });
            Seen { field, values }
        })
        .collect()
}

/// The branch with a name; it is put at the end if there is none.
fn place_of(level: &mut Vec<Branch<'_>>, name: &StepName, written: Span) -> usize {
    if let Some(at) = level.iter().position(|branch| branch.name == *name) {
        return at;
    }
    level.push(Branch { name: name.clone(), row: None, below: None, children: Vec::new(), written });
    level.len() - 1
}

fn first_row<'b>(children: &'b [Branch<'_>]) -> Option<&'b RowEvidence> {
    children.iter().find_map(|child| child.row.as_ref().map(|row| &row.evidence).or_else(|| first_row(&child.children)))
}

/// The values within `lists` lists.
fn unwrap<'n>(values: &[&'n Node], lists: usize) -> Vec<&'n Node> {
    let mut values = values.to_vec();
    for _ in 0..lists {
        values = values.into_iter().filter_map(|value| value.as_array()).flatten().collect();
    }
    values
}

/// Whether an expression is `object`, in lists or with `?`.
fn core_is_object(ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeKind::Object => true,
        TypeKind::List(inner) | TypeKind::Nullable(inner) => core_is_object(inner),
        _ => false,
    }
}

fn lists_around_object(ty: &TypeExpr) -> usize {
    match &ty.kind {
        TypeKind::List(inner) => 1 + lists_around_object(inner),
        TypeKind::Nullable(inner) => lists_around_object(inner),
        _ => 0,
    }
}

fn lists_deep(lists: usize) -> String {
    match lists {
        0 => "no list".to_owned(),
        1 => "a list".to_owned(),
        _ => format!("{lists} lists in one another"),
    }
}
