//! Samples without the people in them: what may be somebody's name, address or number keeps its shape and its kind, and no letter.
//!
//! `"Ann Wood"` becomes `"Xxx Xxxx"`, `"+44 20 7946"` becomes `"+11 10 1111"`. Which texts those are is told by the name that they stand under, by their
//! form, and, where neither tells, by being prose. What is one word, a code or an id stays: a sample is there to be read. Of a secret nothing stays, not
//! even its length.
//!
//! The type of each place is walked beside the value: what it lists, or has always, stays, and what it reads in one form only keeps that form. On
//! the way the places are found at which a sample is known to differ from its type.
//!
//! * `json.rs`: JSON with every digit
//! * `names.rs`: what names tell
//! * `forms.rs`: what the form of a text tells, and texts without their letters

mod forms;
mod json;
mod names;

use self::forms::Form;
use self::json::Json;
use self::names::{Aside, Under};
use crate::infer::{is_placeholder, is_too_deep};
use crate::ir::{Case, CaseKind, Contested, EnumBase, Field, Layer, Shape, StringForm, TypeId, Types, is_timestamp};
use crate::secret::MASK;
use std::collections::{BTreeMap, BTreeSet};

/// How much of a member's name a path shows, as the runtime has it.
const NAME: usize = 80;

/// A sample as a test has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Masked {
    /// The sample in lines.
    pub(super) json: String,
    /// Where it is known to differ from its type, as the runtime names places, without the numbers of items: what the document states there is contested, the
    /// sample has a text that only stands for a value, or what stands there is sent by the client itself.
    pub(super) differs_at: BTreeSet<String>,
}

/// A sample of a type in lines, without people. `None` where the text is no JSON.
pub(super) fn masked(json: &str, types: &Types, ty: TypeId) -> Option<Masked> {
    hold(json, types, ty, true)
}

/// A sample of a type as it is written, with the people in it. `None` where the text is no JSON.
pub(super) fn shown(json: &str, types: &Types, ty: TypeId) -> Option<Masked> {
    let held = hold(json, types, ty, false)?;
    Some(Masked { json: format!("{json}\n"), ..held })
}

fn hold(json: &str, types: &Types, ty: TypeId, is_masked: bool) -> Option<Masked> {
    let mut walk = Walk { types, is_masked, path: Vec::new(), differs_at: BTreeSet::new() };
    let value = Json::read(json)?;
    let held = walk.value(value, &Expected::of(types, [ty], false), Under::Anything);
    Some(Masked { json: held.lines(), differs_at: walk.differs_at })
}

/// Whether a value that stands under a name may be shown as it is: nothing tells of a secret, or of somebody.
pub fn is_nobodys(name: &str, value: &str) -> bool {
    let types = Types::default();
    let under = Under::of(name, Under::Anything);
    !under.is_secret() && !under.is_about_a_person() && text(value, under, &Expected::of(&types, [], false), &types) == value
}

/// What is expected at a place: all types that a value may have there.
#[derive(Default)]
struct Expected<'a> {
    types: Vec<TypeId>,
    /// Texts that a union has beside its types.
    texts: Vec<&'a str>,
    /// What the type lists there; whole numbers as their texts.
    listed: BTreeSet<&'a str>,
    is_nullable: bool,
    /// Nothing is known of the place, or nothing of a part of it.
    is_any: bool,
    /// Samples show something else there than is stated.
    is_contested: bool,
}

impl<'a> Expected<'a> {
    fn of(types: &'a Types, ids: impl IntoIterator<Item = TypeId>, is_contested: bool) -> Self {
        let mut expected = Self { is_contested, ..Self::default() };
        let mut open: Vec<TypeId> = ids.into_iter().collect();
        let mut seen = BTreeSet::new();
        expected.is_any = open.is_empty();
        // Unions of themselves end.
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            // What people correct may differ from what samples show.
            expected.is_contested |= types.get(id).basis.layer == Layer::Overlay;
            match &types.get(id).shape {
                Shape::Any | Shape::File => expected.is_any = true,
                Shape::Nullable(inner) => {
                    expected.is_nullable = true;
                    open.push(*inner);
                }
                Shape::OneOf(cases) => expected.add_cases(cases, &mut open),
                shape => {
                    if let Shape::Enum(values) = shape {
                        expected.listed.extend(values.values.iter().map(|value| value.wire.as_str()));
                    }
                    expected.types.push(id);
                }
            }
        }
        expected
    }

    fn add_cases(&mut self, cases: &'a [Case], open: &mut Vec<TypeId>) {
        for case in cases {
            match &case.kind {
                CaseKind::Type(id) => open.push(*id),
                CaseKind::Text(text) => self.texts.push(text),
            }
        }
    }

    fn shapes(&self, types: &'a Types) -> impl Iterator<Item = &'a Shape> {
        self.types.iter().map(|id| &types.get(*id).shape)
    }

    /// Whether a text there is read as a moment.
    fn has_moments(&self, types: &Types) -> bool {
        self.shapes(types).any(|shape| *shape == Shape::String(StringForm::DateTime))
    }

    /// Whether a value has one of the kinds, whatever is inside of it.
    fn fits(&self, types: &Types, value: &Json) -> bool {
        if self.is_any {
            return true;
        }
        let is_whole = |token: &str| token != "-0" && token.parse::<i64>().is_ok();
        match value {
            Json::Plain(token) if token == "null" => self.is_nullable,
            Json::Plain(token) if matches!(token.as_str(), "true" | "false") => {
                self.shapes(types).any(|shape| matches!(shape, Shape::Bool))
            }
            Json::Plain(token) => self.shapes(types).any(|shape| match shape {
                Shape::Number => true,
                Shape::Integer => is_whole(token),
                Shape::Enum(values) => values.base == EnumBase::Integer && is_whole(token),
                _ => false,
            }),
            Json::Text(text) => {
                !self.texts.is_empty()
                    || self.shapes(types).any(|shape| match shape {
                        Shape::String(StringForm::DateTime) => is_timestamp(text),
                        Shape::String(_) => true,
                        Shape::Enum(values) => values.base == EnumBase::Text,
                        _ => false,
                    })
            }
            Json::List(_) => self.shapes(types).any(|shape| matches!(shape, Shape::List(_))),
            Json::Object(_) => self.shapes(types).any(|shape| matches!(shape, Shape::Map(_) | Shape::Object(_))),
        }
    }
}

/// A walk through a value beside its type.
struct Walk<'a> {
    types: &'a Types,
    is_masked: bool,
    path: Vec<Step>,
    differs_at: BTreeSet<String>,
}

/// A step from a value to one in it.
enum Step {
    Item,
    Member(String),
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: Json, expected: &Expected<'a>, under: Under) -> Json {
        let stands_in = || matches!(&value, Json::Text(text) if is_placeholder(text));
        // Deeper values are no evidence of a type.
        let is_deep = is_too_deep(self.path.len());
        if !expected.fits(self.types, &value) && (expected.is_contested || is_deep || stands_in()) {
            self.differs_at.insert(place(&self.path));
        }
        match value {
            Json::List(items) => {
                let ids = expected.shapes(self.types).filter_map(|shape| if let Shape::List(item) = shape { Some(*item) } else { None });
                let expected = Expected::of(self.types, ids, expected.is_contested);
                self.path.push(Step::Item);
                let items = items.into_iter().map(|item| self.value(item, &expected, under)).collect();
                self.path.pop();
                Json::List(items)
            }
            Json::Object(members) => self.object(members, expected, under),
            Json::Plain(token) if self.is_masked => Json::Plain(plain(token, under, expected)),
            Json::Text(value) if self.is_masked => Json::Text(text(&value, under, expected, self.types)),
            value => value,
        }
    }

    fn object(&mut self, members: Vec<(String, Json)>, expected: &Expected<'a>, under: Under) -> Json {
        let mut keys = BTreeSet::new();
        // How many keys have looked the same once they were masked.
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        let (under_all, around) = (under, under.within());
        let members = members.into_iter().map(|(key, value)| {
            let found = self.member(&key, expected);
            let under = Under::of(&key, around);
            let key = match &found {
                // The name of a field is none of a person.
                Found::Field(_) => key,
                Found::Key(types, prefix) if self.is_masked => {
                    let mut masked = format!("{prefix}{}", self::key(&key[prefix.len()..], under_all, !types.is_empty()));
                    if masked != key {
                        // Two may look the same then: the others have their number behind them, in the signs that masks have, to the base of two.
                        let signs = if masked.ends_with(|sign: char| sign.is_ascii_digit()) { ['0', '1'] } else { ['X', 'x'] };
                        let count = alike.entry(masked.clone()).or_default();
                        let length = masked.len();
                        while keys.contains(&masked) {
                            *count += 1;
                            masked.truncate(length);
                            masked.extend(format!("{count:b}").bytes().map(|bit| signs[usize::from(bit == b'1')]));
                        }
                    }
                    masked
                }
                Found::Key(..) | Found::Unknown => key,
            };
            keys.insert(key.clone());
            self.path.push(Step::Member(key.clone()));
            // What a client sends by itself is no field of its types.
            if matches!(&found, Found::Field(fields) if fields.iter().any(|field| field.facts.constant.is_some())) {
                self.differs_at.insert(place(&self.path));
            }
            let value = match found {
                // What every request has there.
                Found::Field(fields) if fields.iter().any(|field| is_constant(field, &value)) => value,
                Found::Field(fields) => {
                    let is_contested = fields.iter().any(|field| {
                        field.facts.conflicts.iter().any(|conflict| matches!(conflict.about, Contested::Type | Contested::Presence))
                    });
                    let under = if fields.iter().any(|field| field.facts.secret.is_some()) { Under::Secret } else { under };
                    let expected = Expected::of(self.types, fields.iter().map(|field| field.ty), is_contested);
                    self.value(value, &expected, under)
                }
                Found::Key(ids, _) => {
                    let expected = Expected::of(self.types, ids, expected.is_contested);
                    self.value(value, &expected, under)
                }
                Found::Unknown => {
                    if expected.is_contested || is_too_deep(self.path.len()) {
                        self.differs_at.insert(place(&self.path));
                    }
                    self.value(value, &Expected::of(self.types, [], false), under)
                }
            };
            self.path.pop();
            (key, value)
        });
        Json::Object(members.collect())
    }

    /// What a member is, of all objects that may stand there.
    fn member(&self, key: &str, expected: &Expected<'a>) -> Found<'a> {
        let named = |field: &&Field| field.wire == key || field.facts.aliases.iter().any(|alias| alias.value == key);
        let mut fields = Vec::new();
        let mut values = Vec::new();
        let mut before = "";
        for shape in expected.shapes(self.types) {
            match shape {
                Shape::Object(object) => {
                    fields.extend(object.fields.iter().find(|field| named(field)));
                    if let Some(open) = object.open.as_ref().filter(|open| key.starts_with(&open.prefix)) {
                        before = &open.prefix;
                        values.push(open.ty);
                    }
                }
                Shape::Map(inner) => values.push(*inner),
                _ => {}
            }
        }
        if !fields.is_empty() {
            Found::Field(fields)
        } else if !values.is_empty() || expected.is_any {
            Found::Key(values, before)
        } else {
            Found::Unknown
        }
    }
}

/// What a member is.
enum Found<'a> {
    /// A field, of each of several objects.
    Field(Vec<&'a Field>),
    /// Data: the types of its value, and what each such key begins with.
    Key(Vec<TypeId>, &'a str),
    /// Nothing that the type knows.
    Unknown,
}

/// Whether a value is the one that a field has always.
fn is_constant(field: &Field, value: &Json) -> bool {
    field
        .facts
        .constant
        .as_ref()
        .is_some_and(|constant| value.is_same(&constant.value) || matches!(value, Json::Text(text) if *text == constant.value))
}

/// A path as the runtime writes it, without the numbers of items.
fn place(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item => text.push_str("[]"),
            Step::Member(name) => {
                let is_plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                    && name.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'));
                let name = match name.char_indices().nth(NAME) {
                    Some((end, _)) => format!("{}…", &name[..end]),
                    None => name.clone(),
                };
                match (is_plain, text.is_empty()) {
                    (true, true) => text.push_str(&name),
                    (true, false) => text.push_str(&format!(".{name}")),
                    (false, _) => text.push_str(&format!("[{name:?}]")),
                }
            }
        }
    }
    text
}

/// A number without what it tells of somebody. Of `null`, `true` and `false` nothing is told.
fn plain(token: String, under: Under, expected: &Expected<'_>) -> String {
    let is_number = token.starts_with(|sign: char| sign == '-' || sign.is_ascii_digit());
    if is_number
        && !expected.listed.contains(token.as_str())
        && (under.is_secret()
            || (under.is_about_a_person() && !matches!(under, Under::Aside(Aside::Time | Aside::Id)))
            || forms::is_card(&token))
    {
        forms::digits(&token)
    } else {
        token
    }
}

/// A text without what it tells of somebody.
fn text(text: &str, under: Under, expected: &Expected<'_>, types: &Types) -> String {
    if text.is_empty() || text.chars().all(|sign| sign == '*') || expected.listed.contains(text) || expected.texts.contains(&text) {
        return text.to_owned();
    }
    // `{{name}}` is no value, whatever its name is; `<name>` may be markup.
    let is_open = !under.is_secret() && !under.is_about_a_person();
    if (text.starts_with("{{") || is_open) && is_placeholder(text) && !text.contains(char::is_whitespace) {
        return text.to_owned();
    }
    let form = Form::of(text);
    let hides_dates = matches!(under, Under::Secret | Under::Session | Under::Birth | Under::Person);
    if form == Form::Date || (expected.has_moments(types) && is_timestamp(text)) {
        return if hides_dates { forms::digits(text) } else { text.to_owned() };
    }
    match (form, under) {
        (Form::Secret, _) | (_, Under::Secret | Under::Session) => MASK.to_owned(),
        (Form::Uuid, _) if under.is_about_a_person() => forms::uuid(text),
        (Form::Uuid, _) => text.to_owned(),
        (Form::Address, _) => forms::address(text),
        (Form::Hexadecimal, _) => forms::hexadecimals(text),
        (Form::OfPerson, _) => forms::classes(text),
        (Form::Word, Under::Aside(Aside::Code)) if forms::is_code(text) => text.to_owned(),
        (_, Under::Birth | Under::Person | Under::OfPerson | Under::Aside(_)) => forms::classes(text),
        (Form::Prose, Under::Words) => forms::message(text),
        (Form::Prose, Under::Anything) => forms::classes(text),
        (Form::Word | Form::Date, Under::Words | Under::Anything) => text.to_owned(),
    }
}

/// A key that is data, or of which nothing is known, without what it tells of somebody.
fn key(key: &str, under: Under, is_data: bool) -> String {
    match Form::of(key) {
        Form::Secret => MASK.to_owned(),
        Form::Date if under == Under::Birth => forms::digits(key),
        Form::Uuid if under.is_about_a_person() => forms::uuid(key),
        Form::Address => forms::address(key),
        Form::Hexadecimal => forms::hexadecimals(key),
        Form::Word if is_data && under == Under::Person => forms::classes(key),
        Form::OfPerson | Form::Prose => forms::classes(key),
        Form::Date | Form::Uuid | Form::Word => key.to_owned(),
    }
}

#[cfg(test)]
mod tests;
