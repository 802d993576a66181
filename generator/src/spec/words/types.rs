//! Type expressions.

use super::{Complaint, Ranged, nearest, quoted};
use crate::ir::{EnumBase, StringForm};
use std::ops::Range;

/// A type as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// The bytes that it takes.
    pub range: Range<usize>,
}

/// What a type is, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `any`, `unknown`.
    Any,
    /// `boolean`.
    Bool,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `string`, and the words for what a string holds.
    String(StringForm),
    /// `file`: the bytes of a file.
    File,
    /// `object`: its fields follow as rows.
    Object,
    /// A type's name.
    Named(String),
    /// `[T]`.
    List(Box<TypeExpr>),
    /// `{T}`.
    Map(Box<TypeExpr>),
    /// `{ a: T, b: T }`.
    Fields(Vec<(Ranged<String>, TypeExpr)>),
    /// `T?`.
    Nullable(Box<TypeExpr>),
    /// `enum a | b`.
    Enum {
        /// What the values are.
        base: EnumBase,
        /// The values.
        values: Vec<Ranged<String>>,
    },
    /// `A | B`.
    OneOf(Vec<TypeExpr>),
    /// `"never"`: a string that is always the same; only as a case of a union.
    Text(String),
}

/// The words that name a type of their own.
pub(super) const WORDS: &[(&str, TypeKind)] = &[
    ("string", TypeKind::String(StringForm::Plain)),
    ("integer", TypeKind::Integer),
    ("number", TypeKind::Number),
    ("decimal", TypeKind::String(StringForm::Decimal)),
    ("boolean", TypeKind::Bool),
    ("datetime", TypeKind::String(StringForm::DateTime)),
    ("date", TypeKind::String(StringForm::Date)),
    ("time", TypeKind::String(StringForm::Time)),
    ("uuid", TypeKind::String(StringForm::Uuid)),
    ("url", TypeKind::String(StringForm::Url)),
    ("email", TypeKind::String(StringForm::Email)),
    ("bytes", TypeKind::String(StringForm::Bytes)),
    ("file", TypeKind::File),
    ("any", TypeKind::Any),
    ("unknown", TypeKind::Any),
    ("object", TypeKind::Object),
];

/// How deep brackets may stand in one another.
const DEEPEST: usize = 12;

/// Reads a type expression.
///
/// # Errors
///
/// The first thing that is no type: what stands there and what was expected.
pub fn parse_type(text: &str) -> Result<TypeExpr, Complaint> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let found = reader.union()?;
    reader.blanks();
    if reader.at < text.len() {
        return Err(reader.unexpected("the end of the type"));
    }
    if let TypeKind::Text(_) = found.kind {
        return Err(Complaint::new(found.range, "a text is a type only as one of several, as in `number | \"never\"`")
            .help("write `enum` before it for a value that is always the same"));
    }
    Ok(found)
}

/// Whether a name can be the name of a type.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|each| each.is_ascii_alphanumeric() || "_.-".contains(each))
        && name != "enum"
        && name != "empty"
        && WORDS.iter().all(|(word, _)| *word != name)
}

/// The built-in words that are near to a word.
pub(crate) fn type_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a sign, with blanks before it.
    fn takes(&mut self, sign: char) -> bool {
        self.blanks();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn unexpected(&self, expected: &str) -> Complaint {
        let rest = self.rest();
        match rest.chars().next() {
            None => Complaint::new(self.at..self.at, format!("the type ends where {expected} was expected")),
            Some(first) => {
                let word = word_length(rest).max(first.len_utf8());
                let found = &rest[..word];
                Complaint::new(self.at..self.at + word, format!("found `{found}`, expected {expected}"))
            }
        }
    }

    fn union(&mut self) -> Result<TypeExpr, Complaint> {
        let first = self.postfix()?;
        let start = first.range.start;
        let mut cases = vec![first];
        while self.takes('|') {
            cases.push(self.postfix()?);
        }
        if cases.len() > 1 {
            let range = start..self.at;
            return Ok(TypeExpr { kind: TypeKind::OneOf(cases), range });
        }
        Ok(cases.remove(0))
    }

    fn postfix(&mut self) -> Result<TypeExpr, Complaint> {
        let mut found = self.primary()?;
        while self.takes('?') {
            let range = found.range.start..self.at;
            if let TypeKind::Nullable(_) = found.kind {
                return Err(Complaint::new(range, "`?` stands twice").help("once says that the value may be null"));
            }
            found = TypeExpr { kind: TypeKind::Nullable(Box::new(found)), range };
        }
        Ok(found)
    }

    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Complaint>) -> Result<T, Complaint> {
        if self.depth == DEEPEST {
            return Err(Complaint::new(self.at..self.at, format!("brackets stand more than {DEEPEST} deep in one another"))
                .help("give the inner type a table and a name of its own"));
        }
        self.depth += 1;
        let found = inside(self);
        self.depth -= 1;
        found
    }

    fn closes(&mut self, sign: char) -> Result<(), Complaint> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn primary(&mut self) -> Result<TypeExpr, Complaint> {
        self.blanks();
        let start = self.at;
        let kind = match self.rest().chars().next() {
            Some('[') => {
                self.at += 1;
                let item = self.deeper(Self::union)?;
                self.closes(']')?;
                TypeKind::List(Box::new(item))
            }
            Some('(') => {
                self.at += 1;
                let inner = self.deeper(Self::union)?;
                self.closes(')')?;
                inner.kind
            }
            Some('{') => {
                self.at += 1;
                self.deeper(Self::braces)?
            }
            Some('"') => TypeKind::Text(self.quoted()?.value),
            _ => return self.word(),
        };
        Ok(TypeExpr { kind, range: start..self.at })
    }

    fn quoted(&mut self) -> Result<Ranged<String>, Complaint> {
        let start = self.at;
        let (value, length) =
            quoted(self.rest()).ok_or_else(|| Complaint::new(start..self.text.len(), "a `\"` has no partner that closes it"))?;
        self.at += length;
        Ok(Ranged::new(value, start..self.at))
    }

    /// What stands behind a `{`: a type, or names with types.
    fn braces(&mut self) -> Result<TypeKind, Complaint> {
        if !self.names_a_field() {
            let value = self.union()?;
            self.closes('}')?;
            return Ok(TypeKind::Map(Box::new(value)));
        }
        let mut fields: Vec<(Ranged<String>, TypeExpr)> = Vec::new();
        loop {
            self.blanks();
            let name = if self.rest().starts_with('"') {
                self.quoted()?
            } else {
                let length = word_length(self.rest());
                if length == 0 {
                    return Err(self.unexpected("a field's name"));
                }
                let name = Ranged::new(self.rest()[..length].to_owned(), self.at..self.at + length);
                self.at += length;
                name
            };
            if fields.iter().any(|(other, _)| other.value == name.value) {
                return Err(Complaint::new(name.range, format!("the field `{}` stands twice", name.value)));
            }
            self.closes(':')?;
            let ty = self.union()?;
            fields.push((name, ty));
            if !self.takes(',') {
                self.closes('}')?;
                return Ok(TypeKind::Fields(fields));
            }
            if self.takes('}') {
                return Ok(TypeKind::Fields(fields));
            }
        }
    }

    /// Whether a name and a `:` come next.
    fn names_a_field(&mut self) -> bool {
        self.blanks();
        let rest = self.rest();
        let length = quoted(rest).map_or_else(|| word_length(rest), |(_, length)| length);
        length > 0 && rest[length..].trim_start().starts_with(':')
    }

    fn word(&mut self) -> Result<TypeExpr, Complaint> {
        let start = self.at;
        let length = word_length(self.rest());
        if length == 0 {
            return Err(self.unexpected("a type"));
        }
        let word = &self.rest()[..length];
        if word == "enum" {
            self.at += length;
            return self.values(start);
        }
        if let Some((_, kind)) = WORDS.iter().find(|(known, _)| *known == word) {
            self.at += length;
            let mut kind = kind.clone();
            if let Some(behind) = self.phrase("without zone") {
                if kind != TypeKind::String(StringForm::DateTime) {
                    return Err(Complaint::new(start..behind, format!("`{word}` has no zone that could be left out"))
                        .help("only `datetime without zone` exists"));
                }
                self.at = behind;
                kind = TypeKind::String(StringForm::LocalDateTime);
            }
            return Ok(TypeExpr { kind, range: start..self.at });
        }
        if !is_type_name(word) {
            let complaint = Complaint::new(start..start + length, format!("`{word}` is no type"));
            return Err(match nearest(word, type_words()) {
                Some(near) => complaint.help(format!("did you mean `{near}`?")),
                None => complaint.help("a type's name begins with a letter and holds letters, digits, `_`, `-` and `.`"),
            });
        }
        self.at += length;
        Ok(TypeExpr { kind: TypeKind::Named(word.to_owned()), range: start..self.at })
    }

    /// Where a phrase ends that comes next, its words parted by any blanks.
    fn phrase(&self, words: &str) -> Option<usize> {
        let mut rest = self.rest();
        for word in words.split(' ') {
            rest = rest.trim_start().strip_prefix(word)?;
        }
        (word_length(rest) == 0).then(|| self.text.len() - rest.len())
    }

    /// The values behind `enum`.
    fn values(&mut self, start: usize) -> Result<TypeExpr, Complaint> {
        let mut values: Vec<Ranged<String>> = Vec::new();
        let mut whole = true;
        let mut any_fraction: Option<Ranged<String>> = None;
        loop {
            self.blanks();
            let value = if self.rest().starts_with('"') {
                whole = false;
                self.quoted()?
            } else {
                let length = value_length(self.rest());
                if length == 0 {
                    return Err(self.unexpected("a value of the enumeration"));
                }
                let word = &self.rest()[..length];
                let value = Ranged::new(word.to_owned(), self.at..self.at + length);
                if word.parse::<i64>().is_err() {
                    whole = false;
                    if word.parse::<f64>().is_ok_and(f64::is_finite) {
                        any_fraction = Some(value.clone());
                    }
                }
                self.at += length;
                value
            };
            if let Some(fraction) = &any_fraction {
                return Err(Complaint::new(fraction.range.clone(), format!("`{}` is a number, but no whole number", fraction.value))
                    .help("an enumeration holds strings or whole numbers: put a string in quotes"));
            }
            if values.iter().any(|other| other.value == value.value) {
                return Err(Complaint::new(value.range, format!("the value `{}` stands twice", value.value)));
            }
            values.push(value);
            self.blanks();
            if self.takes('|') {
                continue;
            }
            if value_length(self.rest()) > 0 || self.rest().starts_with('"') {
                return Err(self.unexpected("`|` or the end of the enumeration").help("a value of several words stands in double quotes"));
            }
            let base = if whole { EnumBase::Integer } else { EnumBase::Text };
            return Ok(TypeExpr { kind: TypeKind::Enum { base, values }, range: start..self.at });
        }
    }
}

/// How many bytes a name at the start of a text takes.
fn word_length(text: &str) -> usize {
    text.find(|sign: char| sign.is_whitespace() || "[](){}|?,:;\"".contains(sign)).unwrap_or(text.len())
}

/// How many bytes a bare value at the start of a text takes.
fn value_length(text: &str) -> usize {
    text.find(|sign: char| sign.is_whitespace() || "[](){}|?,\"".contains(sign)).unwrap_or(text.len())
}
