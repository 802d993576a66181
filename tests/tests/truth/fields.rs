//! The fields of a type as rows: path, type, presence, how the type is known.

use docwright::ir::{Api, Basis, CaseKind, EnumBase, Field, How, Presence, Shape, StringForm, TypeId, Types};

/// How a fact is known, in one word.
pub(crate) fn how(basis: &Basis) -> &'static str {
    match (&basis.page, &basis.how) {
        (Some(_), How::Stated | How::Inferred { .. }) => "page",
        (_, How::Assumed { .. }) => "assumed",
        (None, How::Stated) => "stated",
        (None, How::Inferred { .. }) => "sample",
    }
}

/// A type in the words of the spec format.
pub(crate) fn word(types: &Types, id: TypeId) -> String {
    let def = types.get(id);
    if let Some(name) = &def.name {
        return name.value.clone();
    }
    match &def.shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::File => "file".to_owned(),
        Shape::String(form) => form_word(*form).to_owned(),
        Shape::List(inner) => format!("[{}]", word(types, *inner)),
        Shape::Map(inner) => format!("{{{}}}", word(types, *inner)),
        Shape::Object(_) => "object".to_owned(),
        Shape::Enum(values) => {
            let base = if values.base == EnumBase::Integer { "enum of integers " } else { "enum " };
            format!("{base}{}", values.values.iter().map(|value| quoted(&value.wire)).collect::<Vec<_>>().join(" | "))
        }
        Shape::OneOf(cases) => cases
            .iter()
            .map(|case| match &case.kind {
                CaseKind::Type(ty) => word(types, *ty),
                CaseKind::Text(text) => format!("{text:?}"),
            })
            .collect::<Vec<_>>()
            .join(" | "),
        Shape::Nullable(inner) => format!("{}?", word(types, *inner)),
    }
}

fn form_word(form: StringForm) -> &'static str {
    match form {
        StringForm::Plain => "string",
        StringForm::DateTime => "datetime",
        StringForm::LocalDateTime => "datetime without zone",
        StringForm::Date => "date",
        StringForm::Time => "time",
        StringForm::Uuid => "uuid",
        StringForm::Url => "url",
        StringForm::Email => "email",
        StringForm::Bytes => "bytes",
        StringForm::Decimal => "decimal",
    }
}

/// A value as the format writes it: in quotes where it is no word.
pub(crate) fn quoted(value: &str) -> String {
    let plain = !value.is_empty() && value.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    if plain { value.to_owned() } else { format!("{value:?}") }
}

/// A field with the path that leads to it from its named type.
pub(crate) struct Found<'a> {
    pub path: String,
    pub field: &'a Field,
}

/// Named by hand, because two of the vendor's tables have the same rows: its fields are still those of the tables.
const SHARED: &str = "TagInput";

/// The fields of a named type, those of the objects within it included; other named types are their own.
///
/// Open keys are no fields: they are counted apart.
pub(crate) fn fields<'a>(api: &'a Api, name: &str) -> Vec<Found<'a>> {
    let id = api.types.named(name).unwrap_or_else(|| panic!("no type `{name}`"));
    let mut found = Vec::new();
    below(&api.types, id, "", &mut found);
    found
}

fn below<'a>(types: &'a Types, id: TypeId, path: &str, found: &mut Vec<Found<'a>>) {
    match &types.get(id).shape {
        Shape::Object(object) => {
            for field in &object.fields {
                let path = if path.is_empty() { field.wire.clone() } else { format!("{path}.{}", field.wire) };
                found.push(Found { path: path.clone(), field });
                if is_part(types, field.ty) {
                    below(types, field.ty, &path, found);
                }
            }
        }
        Shape::List(inner) | Shape::Nullable(inner) | Shape::Map(inner) if is_part(types, *inner) => {
            below(types, *inner, path, found);
        }
        _ => {}
    }
}

/// Whether the fields of a type belong to the type around it.
fn is_part(types: &Types, id: TypeId) -> bool {
    types.get(id).name.as_ref().is_none_or(|name| name.value == SHARED)
}

/// How the type of a field is known: a decision about it goes over everything; a type of its own name is the field's word for it.
pub(crate) fn type_basis<'a>(types: &'a Types, field: &'a Field) -> &'a Basis {
    let decision = field.facts.decisions.first();
    let def = types.get(field.ty);
    decision.map_or_else(|| if def.name.is_some() { &field.basis } else { &def.basis }, |decision| &decision.basis)
}

/// The rows of a type. A presence that the document does not tell itself says how it is known.
pub(crate) fn rows(api: &Api, name: &str) -> Vec<[String; 4]> {
    fields(api, name)
        .iter()
        .filter(|found| found.field.basis.in_document())
        .map(|Found { path, field }| {
            let presence = match field.presence.value {
                Presence::Required => "required",
                Presence::Optional => "optional",
                Presence::Unknown => "unknown",
            };
            let presence = match how(&field.presence.basis) {
                "stated" | "sample" => presence.to_owned(),
                how => format!("{presence} ({how})"),
            };
            [path.clone(), word(&api.types, field.ty), presence, how(type_basis(&api.types, field)).to_owned()]
        })
        .collect()
}

/// What is different between the rows of a type and those of a table; its columns stand two blanks apart.
pub(crate) fn difference(api: &Api, name: &str, table: &str) -> Option<String> {
    let expected: Vec<[String; 4]> = table
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let columns: Vec<String> = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect();
            columns.try_into().unwrap_or_else(|columns| panic!("`{name}`: a row has four columns, not {columns:?}"))
        })
        .collect();
    let found = rows(api, name);
    if found == expected {
        return None;
    }
    let only = |rows: &[[String; 4]], other: &[[String; 4]], sign: char| -> String {
        rows.iter().filter(|row| !other.contains(row)).fold(String::new(), |told, row| told + &format!("{sign} {}\n", row.join("  ")))
    };
    let mut told = format!("{name}\n{}{}", only(&expected, &found, '-'), only(&found, &expected, '+'));
    if told.lines().count() == 1 {
        told.push_str("the order of the rows\n");
    }
    Some(told)
}
