//! How an answer becomes values: a strict pass that streams, and a tolerant one only when something was unexpected.
//!
//! Both run the same code. The first takes each member as it comes. Where that fails, or where something unexpected was
//! noticed and somebody wants to hear of it, the second takes each member as JSON text first, so that a value of the wrong kind
//! costs neither its place nor its neighbours. [`Context`] knows which of the two it is, and collects what was unexpected.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use bytes::Bytes;
use serde_core::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_core::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::any::Any;
use crate::extra::Extra;
use crate::maybe::Maybe;
use crate::operation::Operation;

/// How deep the tolerant pass goes, as `serde_json` does in the strict one.
const DEPTH: u32 = 128;

/// How many reports one answer can give.
const DRIFTS: usize = 1000;

/// How much of a member's name a path shows.
const NAME: usize = 80;

/// What happens when an answer is not what the document says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// It is kept, and reported to those who want to know.
    #[default]
    Lenient,
    /// It is an error, for tests. A value that an enum does not list is none.
    Strict,
}

/// In what way an answer is not what the document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that the document does not describe; kept in `extra`.
    UnknownMember,
    /// A value of another kind; kept in `extra`.
    Misfit,
    /// A null where none was expected; kept in `extra`.
    UnexpectedNull,
    /// A member came twice; the last one counts.
    Duplicate,
    /// A required member is not there.
    Missing,
    /// A value that an enum does not list; the enum keeps it.
    Unlisted,
    /// A success whose status the document does not list.
    Status,
}

/// One thing in an answer that is not what the document says. It says where and of what kind, and never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    kind: DriftKind,
    operation: Option<String>,
    path: String,
    node: Option<String>,
    expected: &'static str,
    found: &'static str,
}

impl Drift {
    pub(crate) fn status(name: &str, operation: &Operation) -> Self {
        Self {
            kind: DriftKind::Status,
            operation: Some(name.to_owned()),
            path: String::new(),
            node: (!operation.id.is_empty()).then(|| format!("op:{}", operation.id)),
            expected: "a status of the document",
            found: "another success",
        }
    }

    pub(crate) fn set_operation(&mut self, operation: &str) {
        self.operation = Some(operation.to_owned());
    }

    /// In what way.
    pub const fn kind(&self) -> DriftKind {
        self.kind
    }

    /// The operation that was called, if it was one.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// Where in the JSON: `data[3].rate`; empty for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address in the document's description: `type:User/rate`.
    pub fn node(&self) -> Option<&str> {
        self.node.as_deref()
    }

    /// What the document led to expect: `an integer`.
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// Of what kind the value is: `text`.
    pub const fn found(&self) -> &'static str {
        self.found
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the answer" } else { &self.path };
        match self.kind {
            DriftKind::UnknownMember => write!(f, "`{place}` is not in the document"),
            DriftKind::Misfit | DriftKind::UnexpectedNull => {
                write!(f, "`{place}` is {}, expected {}", self.found, self.expected)
            }
            DriftKind::Duplicate => write!(f, "`{place}` came twice"),
            DriftKind::Missing => write!(f, "`{place}` is missing, expected {}", self.expected),
            DriftKind::Unlisted => {
                write!(f, "`{place}` has a value that the document does not list")
            }
            DriftKind::Status => f.write_str("the document does not list this success"),
        }
    }
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    reason: Reason,
    drifts: Vec<Drift>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Empty,
    NotUtf8,
    NotJson { line: usize, column: usize },
    TooDeep,
    Misfit(Drift),
    Strict,
}

impl Unfit {
    fn new(reason: Reason, drifts: Vec<Drift>) -> Self {
        Self(Box::new(Inner { reason, drifts }))
    }

    pub(crate) fn not_utf8() -> Self {
        Self::new(Reason::NotUtf8, Vec::new())
    }

    pub(crate) fn set_operation(&mut self, operation: &str) {
        if let Reason::Misfit(drift) = &mut self.0.reason {
            drift.set_operation(operation);
        }
        for drift in &mut self.0.drifts {
            drift.set_operation(operation);
        }
    }

    /// What failed, if it is a value that could not be taken. In strict mode there can be several: see [`Unfit::drifts`].
    pub fn misfit(&self) -> Option<&Drift> {
        match &self.0.reason {
            Reason::Misfit(drift) => Some(drift),
            Reason::Strict => self.0.drifts.iter().find(|drift| drift.kind != DriftKind::Unlisted),
            Reason::Empty | Reason::NotUtf8 | Reason::NotJson { .. } | Reason::TooDeep => None,
        }
    }

    /// Everything else that was unexpected; in strict mode all of it.
    pub fn drifts(&self) -> &[Drift] {
        &self.0.drifts
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.reason {
            Reason::Empty => f.write_str("there is nothing to read"),
            Reason::NotUtf8 => f.write_str("it is not UTF-8"),
            Reason::NotJson { line, column } => {
                write!(f, "it is not JSON from line {line}, column {column} on")
            }
            Reason::TooDeep => write!(f, "it is nested deeper than {DEPTH} levels"),
            Reason::Misfit(drift) => drift.fmt(f),
            Reason::Strict => {
                for (position, drift) in self.0.drifts.iter().filter(|drift| drift.kind != DriftKind::Unlisted).enumerate() {
                    match position {
                        0 => {}
                        1..=4 => f.write_str("; ")?,
                        _ => return f.write_str("; and more"),
                    }
                    drift.fmt(f)?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Unfit {}

/// What a text says, and what was unexpected in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What was unexpected; of many only the first thousand.
    pub drifts: Vec<Drift>,
}

/// Reads a JSON text: the body of a webhook, a stored answer.
///
/// # Errors
/// When the text is no `T`; in strict mode also when there is anything in it that the document does not describe.
pub fn decode<'de, T: Decode<'de>>(text: &'de str, mode: Mode) -> Result<Decoded<T>, Unfit> {
    decode_and(text, mode, true)
}

/// Reads a JSON text; `reports` is whether somebody wants to hear of what was unexpected.
pub(crate) fn decode_and<'de, T: Decode<'de>>(text: &'de str, mode: Mode, reports: bool) -> Result<Decoded<T>, Unfit> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(Unfit::new(Reason::Empty, Vec::new()));
    }
    let streaming = Context::new(false);
    let first = streaming.text::<T>(text);
    if let Ok(value) = first
        && !(streaming.noticed.get() && (reports || mode == Mode::Strict))
    {
        return Ok(Decoded { value, drifts: Vec::new() });
    }
    let tolerant = Context::new(true);
    let second = tolerant.text::<T>(text);
    let Context { drifts, misfit, too_deep, .. } = tolerant;
    let drifts = drifts.into_inner();
    match second {
        Ok(_) if mode == Mode::Strict && drifts.iter().any(|drift| drift.kind != DriftKind::Unlisted) => {
            Err(Unfit::new(Reason::Strict, drifts))
        }
        Ok(value) => Ok(Decoded { value, drifts }),
        Err(_) if too_deep.get() => Err(Unfit::new(Reason::TooDeep, drifts)),
        Err(error) => {
            let reason = match (whole(text), misfit.into_inner()) {
                (Err(broken), _) => Reason::NotJson { line: broken.line(), column: broken.column() },
                (Ok(()), Some(misfit)) => Reason::Misfit(misfit),
                (Ok(()), None) => Reason::NotJson { line: error.line(), column: error.column() },
            };
            Err(Unfit::new(reason, drifts))
        }
    }
}

/// Whether a text is one JSON value, without a limit to its depth.
fn whole(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| ())
}

/// What can be read from JSON.
///
/// Generated types get it from [`object!`](crate::object!), [`open_enum!`](crate::open_enum!),
/// [`open_int_enum!`](crate::open_int_enum!) and [`one_of!`](crate::one_of!), or write it by hand.
pub trait Decode<'de>: Sized {
    /// What an error says was expected.
    const EXPECTS: &'static str = "an object";

    /// Reads a value.
    ///
    /// # Errors
    /// When the input is no such value.
    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error>;

    /// Takes a whole body as it is, for the types that are no JSON.
    #[doc(hidden)]
    fn take_body(_: &Bytes) -> Option<Self> {
        None
    }
}

/// What can be read from JSON and borrows nothing of it.
pub trait DecodeOwned: for<'de> Decode<'de> {}

impl<T: for<'de> Decode<'de>> DecodeOwned for T {}

/// Which pass this is, where it stands, and what it found.
pub struct Context {
    tolerant: bool,
    /// In the strict pass: there is something that a second pass would report.
    noticed: Cell<bool>,
    depth: Cell<u32>,
    path: RefCell<Vec<Step>>,
    /// The object that was read last.
    last_node: Cell<&'static str>,
    drifts: RefCell<Vec<Drift>>,
    /// The innermost value that could not be taken.
    misfit: RefCell<Option<Drift>>,
    /// The misfit cannot be kept by an object around it.
    fatal: Cell<bool>,
    too_deep: Cell<bool>,
}

enum Step {
    Member { node: &'static str, name: String },
    Key(String),
    Index(usize),
}

impl Context {
    fn new(tolerant: bool) -> Self {
        Self {
            tolerant,
            noticed: Cell::new(false),
            depth: Cell::new(0),
            path: RefCell::default(),
            last_node: Cell::new(""),
            drifts: RefCell::default(),
            misfit: RefCell::default(),
            fatal: Cell::new(false),
            too_deep: Cell::new(false),
        }
    }

    /// Says that something is unexpected and can be kept.
    pub(crate) fn note(&self, kind: DriftKind, expected: &'static str, found: &'static str) {
        self.noticed.set(true);
        if self.tolerant {
            self.report(self.drift(kind, expected, found));
        }
    }

    fn report(&self, drift: Drift) {
        let mut drifts = self.drifts.borrow_mut();
        if drifts.len() < DRIFTS {
            drifts.push(drift);
        }
    }

    fn drift(&self, kind: DriftKind, expected: &'static str, found: &'static str) -> Drift {
        let path = self.path.borrow();
        let node = path.iter().rev().find_map(|step| match step {
            Step::Member { node, name } => Some(format!("{node}/{}", shorten(name))),
            Step::Key(_) | Step::Index(_) => None,
        });
        Drift { kind, operation: None, path: write_path(&path), node, expected, found }
    }

    /// Reads a text of its own; what cannot be taken is remembered with its place.
    fn text<'de, T: Decode<'de>>(&self, text: &'de str) -> Result<T, serde_json::Error> {
        if self.depth.get() == DEPTH {
            self.too_deep.set(true);
            self.fatal.set(true);
            return Err(serde_json::Error::custom("nested too deep"));
        }
        self.depth.set(self.depth.get() + 1);
        let mut input = serde_json::Deserializer::from_str(text);
        let value = T::decode(&mut input, self).and_then(|value| input.end().map(|()| value));
        self.depth.set(self.depth.get() - 1);
        if self.tolerant && value.is_err() {
            let mut misfit = self.misfit.borrow_mut();
            if misfit.is_none() {
                let found = kind_of(text);
                let kind = if found == "null" { DriftKind::UnexpectedNull } else { DriftKind::Misfit };
                *misfit = Some(self.drift(kind, T::EXPECTS, found));
            }
        }
        value
    }

    /// Reads one value inside of another, with its place.
    fn step<'de, T: Decode<'de>>(&self, step: Step, raw: &'de RawValue) -> Result<T, serde_json::Error> {
        self.path.borrow_mut().push(step);
        let value = self.text(raw.get());
        self.path.borrow_mut().pop();
        value
    }

    /// Forgets a misfit that something around it has kept, and reports it.
    fn kept(&self) {
        if let Some(misfit) = self.misfit.borrow_mut().take() {
            self.report(misfit);
        }
    }
}

fn write_path(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        // Writing to a `String` does not fail.
        let _ = match step {
            Step::Member { name, .. } | Step::Key(name) => {
                let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                    && name.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '_' | '-'));
                let name = shorten(name);
                match (plain, text.is_empty()) {
                    (true, true) => write!(text, "{name}"),
                    (true, false) => write!(text, ".{name}"),
                    (false, _) => write!(text, "[{name:?}]"),
                }
            }
            Step::Index(index) => write!(text, "[{index}]"),
        };
    }
    text
}

fn shorten(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// The kind of a JSON text.
fn kind_of(text: &str) -> &'static str {
    match text.trim_ascii_start().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => "no JSON",
    }
}

/// A type with named members. The members are read one by one into a value that starts as its default.
pub trait Object: Default {
    /// The address of the type in the document's description: `type:User`.
    const NODE: &'static str;

    /// Takes one member.
    ///
    /// # Errors
    /// Whatever `value` says.
    fn member<'de, A: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, A>) -> Result<(), A::Error>;
}

/// Reads an object.
///
/// # Errors
/// When the input is no object, or a member of it cannot be taken.
pub fn object<'de, T: Object, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<T, D::Error> {
    input.deserialize_map(ObjectVisitor(cx, PhantomData))
}

/// Implements [`Decode`] for types that implement [`Object`].
#[macro_export]
macro_rules! object {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> $crate::Decode<'de> for $name {
            fn decode<D: $crate::Deserializer<'de>>(input: D, cx: &$crate::Context) -> ::core::result::Result<Self, D::Error> {
                $crate::object(input, cx)
            }
        }
    )+};
}

struct ObjectVisitor<'c, T>(&'c Context, PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        while let Some(Text(key)) = map.next_key()? {
            object.member(&key, Member { map: &mut map, key: &key, node: T::NODE, cx: self.0 })?;
        }
        self.0.last_node.set(T::NODE);
        Ok(object)
    }
}

/// Gives a required member, or fails with its path.
///
/// # Errors
/// When the member was not there, or was of another kind.
pub fn required<'de, T: Decode<'de>, E: serde_core::de::Error>(value: Option<T>, name: &'static str, cx: &Context) -> Result<T, E> {
    value.ok_or_else(|| {
        if cx.tolerant {
            cx.path.borrow_mut().push(Step::Member { node: cx.last_node.get(), name: name.to_owned() });
            let missing = cx.drift(DriftKind::Missing, T::EXPECTS, "nothing");
            cx.path.borrow_mut().pop();
            // Where it is there and did not fit, that was reported already and is the better answer.
            let mut drifts = cx.drifts.borrow_mut();
            let reported = drifts.iter().rposition(|drift| {
                matches!(drift.kind, DriftKind::Misfit | DriftKind::UnexpectedNull)
                    && drift.path.strip_prefix(&missing.path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            });
            let misfit = reported.map_or(missing, |position| drifts.remove(position));
            *cx.misfit.borrow_mut() = Some(misfit);
            cx.fatal.set(true);
        }
        E::custom("a required member is missing")
    })
}

/// A member of an object whose value is still to be read.
pub struct Member<'m, A> {
    map: &'m mut A,
    key: &'m str,
    node: &'static str,
    cx: &'m Context,
}

impl<A> Member<'_, A> {
    /// Reads the value into a field: `Option<T>`, for which a null is unexpected, or [`Maybe<T>`].
    ///
    /// # Errors
    /// When the value cannot be taken, in the pass that is strict.
    pub fn read<'de, S: Slot<'de>>(self, slot: &mut S, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let twice = slot.is_set();
        *slot = S::default();
        if let Some(value) = self.take(twice, extra)? {
            slot.set(value);
        }
        Ok(())
    }

    /// Reads the value into a field that is always there and can be null.
    ///
    /// # Errors
    /// When the value cannot be taken, in the pass that is strict.
    pub fn read_nullable<'de, T: Decode<'de>>(self, slot: &mut Option<T>, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let twice = slot.take().is_some();
        *slot = self.take::<Option<T>>(twice, extra)?.flatten();
        Ok(())
    }

    /// Reads the value into a map of members that share a pattern.
    ///
    /// # Errors
    /// When the value cannot be taken, in the pass that is strict.
    pub fn read_entry<'de, T: Decode<'de>>(self, entries: &mut BTreeMap<String, T>, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let key = self.key;
        let twice = entries.remove(key).is_some();
        if let Some(value) = self.take(twice, extra)? {
            entries.insert(key.to_owned(), value);
        }
        Ok(())
    }

    /// Keeps a member that the document does not describe.
    ///
    /// # Errors
    /// When the value is no JSON.
    pub fn keep<'de>(self, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let raw: &'de RawValue = self.map.next_value()?;
        let twice = extra.keep(self.key, raw);
        self.note(twice, kind_of(raw.get()));
        Ok(())
    }

    /// Drops a member that the document does not describe.
    ///
    /// # Errors
    /// When the value is no JSON.
    pub fn skip<'de>(self) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let raw: &'de RawValue = self.map.next_value()?;
        self.note(false, kind_of(raw.get()));
        Ok(())
    }

    fn note(&self, twice: bool, found: &'static str) {
        let kind = if twice { DriftKind::Duplicate } else { DriftKind::UnknownMember };
        let expected = if twice { "one value" } else { "no such member" };
        self.noting(kind, expected, found);
    }

    fn noting(&self, kind: DriftKind, expected: &'static str, found: &'static str) {
        self.cx.noticed.set(true);
        if self.cx.tolerant {
            self.cx.path.borrow_mut().push(self.step());
            self.cx.note(kind, expected, found);
            self.cx.path.borrow_mut().pop();
        }
    }

    fn step(&self) -> Step {
        Step::Member { node: self.node, name: self.key.to_owned() }
    }

    /// The value, or nothing where it had to be kept as it is.
    fn take<'de, T: Decode<'de>>(self, twice: bool, extra: &mut Extra) -> Result<Option<T>, A::Error>
    where
        A: MapAccess<'de>,
    {
        if !self.cx.tolerant {
            if twice {
                self.cx.noticed.set(true);
            }
            return self.map.next_value_seed(Seed::<T>(self.cx, PhantomData)).map(Some);
        }
        let raw: &'de RawValue = self.map.next_value()?;
        let twice = extra.remove(self.key).is_some() || twice;
        if twice {
            self.note(true, kind_of(raw.get()));
        }
        match self.cx.step(self.step(), raw) {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.cx.fatal.get() => Err(A::Error::custom(error)),
            Err(_) => {
                self.cx.kept();
                extra.keep(self.key, raw);
                Ok(None)
            }
        }
    }
}

/// A field that can be without a value.
pub trait Slot<'de>: Default {
    /// What is read.
    type Value: Decode<'de>;

    /// Whether something has been read.
    fn is_set(&self) -> bool;

    /// Takes what was read.
    fn set(&mut self, value: Self::Value);
}

impl<'de, T: Decode<'de>> Slot<'de> for Option<T> {
    type Value = T;

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn set(&mut self, value: T) {
        *self = Some(value);
    }
}

impl<'de, T: Decode<'de>> Slot<'de> for Maybe<T> {
    type Value = Option<T>;

    fn is_set(&self) -> bool {
        !self.is_absent()
    }

    fn set(&mut self, value: Option<T>) {
        *self = value.map_or(Self::Null, Self::Value);
    }
}

struct Seed<'c, T>(&'c Context, PhantomData<T>);

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        T::decode(input, self.0)
    }
}

/// A text that is borrowed where it can be.
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

macro_rules! plain {
    ($($name:ty: $expects:literal;)*) => {$(
        impl<'de> Decode<'de> for $name {
            const EXPECTS: &'static str = $expects;

            fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
                Self::deserialize(input)
            }
        }
    )*};
}

plain! {
    String: "text";
    bool: "a boolean";
    i32: "an integer";
    i64: "an integer";
    u32: "an integer";
    u64: "an integer";
    f64: "a number";
}

impl<'de, T: Decode<'de>> Decode<'de> for Box<T> {
    const EXPECTS: &'static str = T::EXPECTS;

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        T::decode(input, cx).map(Self::new)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    const EXPECTS: &'static str = T::EXPECTS;

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        input.deserialize_option(OptionVisitor(cx, PhantomData))
    }
}

struct OptionVisitor<'c, T>(&'c Context, PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for OptionVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTS)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Option<T>, D::Error> {
        T::decode(input, self.0).map(Some)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    const EXPECTS: &'static str = "a list";

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        input.deserialize_seq(ListVisitor(cx, PhantomData))
    }
}

struct ListVisitor<'c, T>(&'c Context, PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let cx = self.0;
        let mut items = Vec::new();
        if cx.tolerant {
            while let Some(raw) = list.next_element::<&'de RawValue>()? {
                items.push(cx.step(Step::Index(items.len()), raw).map_err(A::Error::custom)?);
            }
        } else {
            while let Some(item) = list.next_element_seed(Seed(cx, PhantomData))? {
                items.push(item);
            }
        }
        Ok(items)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for BTreeMap<String, T> {
    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        input.deserialize_map(MapVisitor(cx, PhantomData))
    }
}

struct MapVisitor<'c, T>(&'c Context, PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for MapVisitor<'_, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<BTreeMap<String, T>, A::Error> {
        let cx = self.0;
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = if cx.tolerant {
                let raw = map.next_value::<&'de RawValue>()?;
                cx.step(Step::Key(key.clone()), raw).map_err(A::Error::custom)?
            } else {
                map.next_value_seed(Seed(cx, PhantomData))?
            };
            if cx.tolerant && entries.contains_key(&key) {
                cx.path.borrow_mut().push(Step::Key(key.clone()));
                cx.note(DriftKind::Duplicate, "one value", "another");
                cx.path.borrow_mut().pop();
            }
            if entries.insert(key, value).is_some() {
                cx.noticed.set(true);
            }
        }
        Ok(entries)
    }
}

/// An answer without a meaning of its own: what comes is kept as bytes, and nothing is as good as something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Empty(Bytes);

impl Empty {
    /// What came nevertheless.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }
}

impl<'de> Decode<'de> for Empty {
    const EXPECTS: &'static str = "anything";

    fn decode<D: Deserializer<'de>>(input: D, _: &Context) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(input)?;
        Ok(Self(Bytes::copy_from_slice(raw.get().as_bytes())))
    }

    fn take_body(body: &Bytes) -> Option<Self> {
        Some(Self(body.clone()))
    }
}

/// An answer that is no JSON: a file, an image.
impl<'de> Decode<'de> for Bytes {
    const EXPECTS: &'static str = "anything";

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        Empty::decode(input, cx).map(|empty| empty.0)
    }

    fn take_body(body: &Bytes) -> Option<Self> {
        Some(body.clone())
    }
}

/// An answer that no document describes: kept as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undescribed(Bytes);

impl Undescribed {
    /// The body.
    pub const fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The body as text, if it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The body as JSON, if it is any.
    pub fn json(&self) -> Option<Any> {
        decode(self.text()?, Mode::Lenient).ok().map(|decoded| decoded.value)
    }
}

impl<'de> Decode<'de> for Undescribed {
    const EXPECTS: &'static str = "anything";

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        Empty::decode(input, cx).map(|empty| Self(empty.0))
    }

    fn take_body(body: &Bytes) -> Option<Self> {
        Some(Self(body.clone()))
    }
}

/// A list or an object whose reading is up to the type around it.
#[derive(Clone, Copy)]
pub struct Nested<'t> {
    raw: &'t RawValue,
    cx: &'t Context,
    failed: &'t Cell<bool>,
}

impl<'t> Nested<'t> {
    pub(crate) const fn new(raw: &'t RawValue, cx: &'t Context, failed: &'t Cell<bool>) -> Self {
        Self { raw, cx, failed }
    }

    /// The JSON text.
    pub fn text(&self) -> &'t str {
        self.raw.get()
    }

    /// Reads it, if it fits.
    pub fn read<T: Decode<'t>>(&self) -> Option<T> {
        let reported = self.cx.drifts.borrow().len();
        let value = self.cx.text(self.raw.get());
        if value.is_err() {
            // A try that failed leaves no trace: the next may fit.
            self.failed.set(true);
            if !self.cx.too_deep.get() {
                self.cx.fatal.set(false);
                self.cx.misfit.borrow_mut().take();
            }
            self.cx.drifts.borrow_mut().truncate(reported);
        }
        value.ok()
    }
}

impl Context {
    /// Whether nothing may be kept that does not fit.
    pub(crate) const fn is_strict(&self) -> bool {
        !self.tolerant
    }

    pub(crate) const fn is_too_deep(&self) -> bool {
        self.too_deep.get()
    }
}
