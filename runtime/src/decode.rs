//! How an answer becomes values: a strict pass that streams, and a tolerant one only when something was unexpected.
//!
//! Both run the same code. The first takes each member as it comes. If that fails, or if something unexpected was noticed and
//! is to be reported, the second takes each member as JSON text first, so that a value of the wrong kind costs neither its
//! place nor its neighbours. [`Context`] knows which of the two it is, and collects what was unexpected.
//!
//! The second pass also takes two spellings that mean the same: `3.0` for an integer, and `"2"` for the code `2`. Both are
//! reported as misfits, and so are errors in strict mode.

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
use crate::drift::{Drift, DriftKind};
use crate::extra::Extra;
use crate::looks::{Best, ReadCase, best, has_readable_names};
use crate::maybe::Maybe;
use crate::number::integer_of;

/// How many lists and objects may stand in one another, in both passes. `serde_json` has a limit too, but starts to count anew with
/// each text of its own, and a value of several kinds is one.
const DEPTH: u32 = 128;

/// How many times its own length of an answer may be read again because another of several types may fit better.
const AGAIN: usize = 8;

/// How many differences of one answer are reported. A last report says that there are more.
const DRIFTS: usize = 1000;

/// How much of a member's name a path shows. A longer name that the document does not have is not shown.
const NAME: usize = 80;

/// A name of this length with [`DIGITS`] digits, which the document does not have, may be an id or a token, and is not shown.
const ID: usize = 16;

/// See [`ID`].
const DIGITS: usize = 4;

/// What to do with an answer that differs from the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// Read what fits, keep the rest, and report it.
    #[default]
    Lenient,
    /// Fail; for tests. Values that an enum does not list are still accepted.
    Strict,
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    reason: Reason,
    drifts: Vec<Drift>,
    /// Something stood where a secret was expected: the body must not be shown.
    is_about_a_secret: bool,
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

impl DecodeError {
    fn new(reason: Reason, drifts: Vec<Drift>) -> Self {
        Self(Box::new(Inner { reason, drifts, is_about_a_secret: false }))
    }

    pub(crate) fn is_about_a_secret(&self) -> bool {
        self.0.is_about_a_secret
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

    /// The value that could not be read, if it was one. In strict mode there can be several: see [`DecodeError::drifts`].
    pub fn misfit(&self) -> Option<&Drift> {
        match &self.0.reason {
            Reason::Misfit(drift) => Some(drift),
            Reason::Strict => self.0.drifts.iter().find(|drift| is_refused(drift.kind())),
            Reason::Empty | Reason::NotUtf8 | Reason::NotJson { .. } | Reason::TooDeep => None,
        }
    }

    /// The value that kept the whole from being read.
    pub(crate) fn fatal(&self) -> Option<&Drift> {
        if let Reason::Misfit(drift) = &self.0.reason { Some(drift) } else { None }
    }

    /// What else was unexpected; in strict mode everything that was.
    pub fn drifts(&self) -> &[Drift] {
        &self.0.drifts
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.reason {
            Reason::Empty => f.write_str("it is empty"),
            Reason::NotUtf8 => f.write_str("it is not UTF-8"),
            Reason::NotJson { line, column } => {
                write!(f, "it is not JSON from line {line}, column {column} on")
            }
            Reason::TooDeep => write!(f, "it is nested deeper than {DEPTH} levels"),
            Reason::Misfit(drift) => drift.fmt(f),
            Reason::Strict if self.misfit().is_none() => {
                write!(f, "it differs from the document behind the first {DRIFTS} differences that are reported")
            }
            Reason::Strict => {
                for (position, drift) in self.0.drifts.iter().filter(|drift| is_refused(drift.kind())).enumerate() {
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

/// Whether strict mode fails for a difference. That there are more is no difference of its own.
const fn is_refused(kind: DriftKind) -> bool {
    !matches!(kind, DriftKind::Unlisted | DriftKind::More)
}

impl std::error::Error for DecodeError {}

/// A value, and what was unexpected in the text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What was unexpected; at most 1000 reports, and behind them one of [`DriftKind::More`] where there was more.
    pub drifts: Vec<Drift>,
}

/// Reads a JSON text, such as the body of a webhook or a stored answer.
///
/// # Errors
/// If the text is no `T`; in strict mode also if anything in it differs from the document.
pub fn decode<'de, T: Decode<'de>>(text: &'de str, mode: Mode) -> Result<Decoded<T>, DecodeError> {
    decode_and(text, mode, true)
}

/// Reads a JSON text; `reports` is whether somebody wants to hear of what was unexpected.
pub(crate) fn decode_and<'de, T: Decode<'de>>(text: &'de str, mode: Mode, reports: bool) -> Result<Decoded<T>, DecodeError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(DecodeError::new(Reason::Empty, Vec::new()));
    }
    let streaming = Context::new(false);
    let first = streaming.text::<T>(text);
    if let Ok(value) = first
        && !(streaming.noticed.get() && (reports || mode == Mode::Strict))
    {
        return Ok(Decoded { value, drifts: Vec::new() });
    }
    decode_again(text, mode, DRIFTS, streaming.secret_misfit.get())
}

/// Reads a JSON text leniently, and says everything that was unexpected, however much it is.
pub(crate) fn decode_and_report_all<'de, T: Decode<'de>>(text: &'de str) -> Result<Decoded<T>, DecodeError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(DecodeError::new(Reason::Empty, Vec::new()));
    }
    decode_again(text, Mode::Lenient, usize::MAX, false)
}

/// The tolerant pass.
fn decode_again<'de, T: Decode<'de>>(text: &'de str, mode: Mode, most: usize, was_secret: bool) -> Result<Decoded<T>, DecodeError> {
    let tolerant = Context { most, ..Context::new(true) };
    tolerant.again.set(text.len().saturating_mul(AGAIN));
    let second = tolerant.text::<T>(text);
    let Context { drifts, misfit, too_deep, secret_misfit, is_refused, .. } = tolerant;
    let is_about_a_secret = secret_misfit.get() || was_secret;
    let drifts = drifts.into_inner();
    let failed = |reason, drifts| DecodeError(Box::new(Inner { reason, drifts, is_about_a_secret }));
    match second {
        Ok(_) if mode == Mode::Strict && is_refused.get() => Err(failed(Reason::Strict, drifts)),
        Ok(value) => Ok(Decoded { value, drifts }),
        Err(_) if too_deep.get() => Err(failed(Reason::TooDeep, drifts)),
        Err(error) => {
            let reason = match (whole(text), misfit.into_inner()) {
                (Err(broken), _) => Reason::NotJson { line: broken.line(), column: broken.column() },
                (Ok(()), Some(misfit)) => Reason::Misfit(misfit),
                (Ok(()), None) => Reason::NotJson { line: error.line(), column: error.column() },
            };
            Err(failed(reason, drifts))
        }
    }
}

/// Whether a text is one JSON value, without a limit to its depth.
fn whole(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| ())
}

/// A type that can be read from JSON.
///
/// Generated types implement it through [`object!`](crate::object!), [`open_enum!`](crate::open_enum!),
/// [`open_int_enum!`](crate::open_int_enum!) and [`one_of!`](crate::one_of!), or directly.
pub trait Decode<'de>: Sized {
    /// What was expected, for messages: `an integer`.
    const EXPECTS: &'static str = "an object";

    /// Reads a value.
    ///
    /// # Errors
    /// If the input is no such value.
    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error>;

    /// Keeps an item of a list or a map that is none of these, for types that have a place for it.
    #[doc(hidden)]
    fn keep(_: &RawValue) -> Option<Self> {
        None
    }

    /// Takes a whole body as it is, for types that are not read from JSON.
    #[doc(hidden)]
    fn take_body(_: &Bytes) -> Option<Self> {
        None
    }
}

/// A type that can be read from JSON and borrows nothing from it.
pub trait DecodeOwned: for<'de> Decode<'de> {}

impl<T: for<'de> Decode<'de>> DecodeOwned for T {}

/// The state of a pass over a text: which of the two it is, where it stands, what it found.
pub struct Context {
    tolerant: bool,
    /// Something is unexpected and was kept.
    noticed: Cell<bool>,
    depth: Cell<u32>,
    path: RefCell<Vec<Step>>,
    /// The object that was read last.
    last_node: Cell<&'static str>,
    drifts: RefCell<Vec<Drift>>,
    /// How many reports there can be.
    most: usize,
    /// The innermost value that could not be taken.
    misfit: RefCell<Option<Drift>>,
    /// The misfit cannot be kept by an object around it.
    fatal: Cell<bool>,
    too_deep: Cell<bool>,
    /// Something stood where a secret was expected.
    secret_misfit: Cell<bool>,
    /// How many kinds of a value are being tried around this one: each must fit as it is, for the next one may.
    trying: Cell<u32>,
    /// How many bytes may still be read again for another of several types.
    again: Cell<usize>,
    /// Something is unexpected that strict mode does not take, be it reported or not.
    is_refused: Cell<bool>,
}

enum Step {
    Member {
        node: &'static str,
        name: String,
        /// The name in the description, where that can be another one.
        field: Option<&'static str>,
    },
    /// A member whose name is data, and begins so.
    Open {
        node: &'static str,
        prefix: &'static str,
    },
    /// An entry of a map, whose key is data.
    Key,
    Index(usize),
}

/// A list or an object that is being read.
struct Level<'c>(&'c Cell<u32>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
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
            most: DRIFTS,
            misfit: RefCell::default(),
            fatal: Cell::new(false),
            too_deep: Cell::new(false),
            secret_misfit: Cell::new(false),
            trying: Cell::new(0),
            again: Cell::new(0),
            is_refused: Cell::new(false),
        }
    }

    /// Says that something is unexpected and can be kept.
    pub(crate) fn note(&self, kind: DriftKind, expected: &'static str, found: &'static str) {
        self.noticed.set(true);
        if self.tolerant {
            self.report(self.drift(kind, expected, found));
        }
    }

    pub(crate) fn secret_misfit(&self) {
        self.secret_misfit.set(true);
    }

    /// Whether a value may be taken in another spelling than the documented one.
    fn takes_other_spellings(&self) -> bool {
        self.tolerant && self.trying.get() == 0
    }

    fn report(&self, drift: Drift) {
        self.noticed.set(true);
        if is_refused(drift.kind()) {
            self.is_refused.set(true);
        }
        let mut drifts = self.drifts.borrow_mut();
        match drifts.len() {
            count if count < self.most => drifts.push(drift),
            count if count == self.most => drifts.push(Drift::more()),
            _ => {}
        }
    }

    fn drift(&self, kind: DriftKind, expected: &'static str, found: &'static str) -> Drift {
        let path = self.path.borrow();
        let node = path.iter().rev().find_map(|step| match step {
            Step::Member { node, name, field } => Some(format!("{node}/{}", shorten(field.unwrap_or(name)))),
            Step::Open { node, prefix } => Some(format!("{node}/{prefix}*")),
            Step::Key | Step::Index(_) => None,
        });
        Drift::new(kind, write_path(&path), node, expected, found)
    }

    /// Goes one level down, until the guard is dropped.
    fn enter<E: serde_core::de::Error>(&self) -> Result<Level<'_>, E> {
        let depth = self.depth.get();
        if depth == DEPTH {
            self.too_deep.set(true);
            self.fatal.set(true);
            return Err(E::custom("nested too deep"));
        }
        self.depth.set(depth + 1);
        Ok(Level(&self.depth))
    }

    /// Reads a text of its own; what cannot be taken is remembered with its place.
    fn text<'de, T: Decode<'de>>(&self, text: &'de str) -> Result<T, serde_json::Error> {
        let mut input = serde_json::Deserializer::from_str(text);
        let value = T::decode(&mut input, self).and_then(|value| input.end().map(|()| value));
        if self.tolerant && value.is_err() {
            let mut misfit = self.misfit.borrow_mut();
            if misfit.is_none() {
                let found = found(text);
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

    /// Reads an item of a list or a map; one that does not fit is kept by itself, where its type has a place for it.
    fn item<'de, T: Decode<'de>>(&self, step: Step, raw: &'de RawValue) -> Result<T, serde_json::Error> {
        self.step(step, raw).or_else(|error| {
            let kept = if self.fatal.get() { None } else { T::keep(raw) };
            kept.inspect(|_| self.kept()).ok_or(error)
        })
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
            Step::Open { .. } | Step::Key => write!(text, "[*]"),
            Step::Member { name, .. } => {
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

/// Whether a name that the document does not have is one of the vendor's, and no data.
fn is_name(name: &str) -> bool {
    let is_sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | ':');
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_id = name.len() >= ID && digits >= DIGITS;
    name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$' | '@'))
        && name.chars().skip(1).all(is_sign)
        && name.chars().count() <= NAME
        && !is_id
}

fn shorten(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// The kind of a JSON text.
pub(crate) fn kind_of(text: &str) -> &'static str {
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

/// The kind of a JSON text that could not be taken, and what is wrong with it where its kind is no reason.
pub(crate) fn found(text: &str) -> &'static str {
    match kind_of(text) {
        "text" if serde_json::from_str::<Text<'_>>(text).is_err() => "text with half a character (a lone surrogate)",
        "an object" if !has_readable_names(text) => "an object with half a character (a lone surrogate) in a name",
        kind => kind,
    }
}

/// A type with named members, which are read one by one into a value that starts as the default.
pub trait Object: Default {
    /// The address of the type in the description of the API: `type:User`.
    const NODE: &'static str;

    /// Takes one member.
    ///
    /// # Errors
    /// If `value` cannot be read.
    fn member<'de, A: MapAccess<'de>>(&mut self, key: &str, value: Member<'_, A>) -> Result<(), A::Error>;
}

/// Reads an object.
///
/// # Errors
/// If the input is no object, or one of its members cannot be read.
pub fn object<'de, T: Object, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<T, D::Error> {
    input.deserialize_map(ObjectVisitor(cx, PhantomData))
}

/// Implements [`Decode`] for types that implement [`Object`]. In braces stands the field that keeps the rest; where it is named, an item of a
/// list that is no object at all is kept there.
#[macro_export]
macro_rules! object {
    ($($name:ident $({ $extra:ident })?),+ $(,)?) => {$(
        impl<'de> $crate::Decode<'de> for $name {
            fn decode<D: $crate::Deserializer<'de>>(input: D, cx: &$crate::Context) -> ::core::result::Result<Self, D::Error> {
                $crate::object(input, cx)
            }

            $(
                fn keep(raw: &$crate::serde_json::value::RawValue) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(Self { $extra: $crate::Extra::of_whole(raw), ..::core::default::Default::default() })
                }
            )?
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
        let _level = self.0.enter::<A::Error>()?;
        let mut object = T::default();
        let mut names = Vec::new();
        while let Some(Text(key)) = map.next_key()? {
            object
                .member(&key, Member { map: &mut map, key: &key, field: None, open: None, names: &mut names, node: T::NODE, cx: self.0 })?;
        }
        self.0.last_node.set(T::NODE);
        Ok(object)
    }
}

/// Gives a required member, or fails with its path.
///
/// # Errors
/// If the member was not there, or was of another kind.
pub fn required<'de, T: Decode<'de>, E: serde_core::de::Error>(value: Option<T>, name: &'static str, cx: &Context) -> Result<T, E> {
    value.ok_or_else(|| {
        if cx.tolerant {
            cx.path.borrow_mut().push(Step::Member { node: cx.last_node.get(), name: name.to_owned(), field: None });
            let missing = cx.drift(DriftKind::Missing, T::EXPECTS, "nothing");
            cx.path.borrow_mut().pop();
            // Where it is there and did not fit, that was reported already and is the better answer.
            let mut drifts = cx.drifts.borrow_mut();
            let reported = drifts.iter().rposition(|drift| {
                matches!(drift.kind(), DriftKind::Misfit | DriftKind::UnexpectedNull)
                    && drift.path().strip_prefix(missing.path()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            });
            let misfit = reported.map_or(missing, |position| drifts.remove(position));
            *cx.misfit.borrow_mut() = Some(misfit);
            cx.fatal.set(true);
        }
        E::custom("a required member is missing")
    })
}

/// Gives a required member that can be null, or fails with its path.
///
/// # Errors
/// If the member was not there.
pub fn required_nullable<'de, T: Decode<'de>, E: serde_core::de::Error>(
    value: Maybe<T>,
    name: &'static str,
    cx: &Context,
) -> Result<Option<T>, E> {
    let value = match value {
        Maybe::Absent => None,
        Maybe::Null => Some(None),
        Maybe::Value(value) => Some(Some(value)),
    };
    required(value, name, cx)
}

/// A member of an object, with its value still unread.
pub struct Member<'m, A> {
    map: &'m mut A,
    key: &'m str,
    /// The name in the description, where the field has several.
    field: Option<&'static str>,
    /// How the names begin that are data, if this one is.
    open: Option<&'static str>,
    names: &'m mut Vec<CameAs>,
    node: &'static str,
    cx: &'m Context,
}

/// In the tolerant pass: under which of its names a field came, and the value.
struct CameAs {
    field: &'static str,
    key: String,
    value: Any,
}

/// What became of a value.
enum Taken<T> {
    Value(T),
    /// It does not fit and was kept as it is.
    Misfit,
    /// It was kept as it is, for the field has a value under another name.
    Second,
}

impl<A> Member<'_, A> {
    /// Says which field it is, where a field can come under several names: `name` is the one of the description.
    #[must_use]
    pub fn of(self, name: &'static str) -> Self {
        Self { field: Some(name), ..self }
    }

    /// Says how the names begin that share a pattern.
    #[must_use]
    pub fn under(self, prefix: &'static str) -> Self {
        Self { open: Some(prefix), ..self }
    }

    /// Reads the value into a field: an `Option<T>`, for which a null is unexpected, or a [`Maybe<T>`].
    ///
    /// # Errors
    /// In the strict pass, if the value does not fit.
    pub fn read<'de, S: Slot<'de>>(self, slot: &mut S, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        match self.take(slot.is_set(), extra)? {
            Taken::Value(value) => slot.set(value),
            Taken::Misfit => *slot = S::default(),
            Taken::Second => {}
        }
        Ok(())
    }

    /// Reads the value into a field that is always present and can be null. One that does not fit counts as null.
    ///
    /// # Errors
    /// In the strict pass, if the value does not fit.
    pub fn read_nullable<'de, T: Decode<'de>>(self, slot: &mut Maybe<T>, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        match self.take::<Option<T>>(!slot.is_absent(), extra)? {
            Taken::Value(value) => slot.set(value),
            Taken::Misfit => *slot = Maybe::Null,
            Taken::Second => {}
        }
        Ok(())
    }

    /// Reads the value into the map of members whose names share a pattern.
    ///
    /// # Errors
    /// In the strict pass, if the value does not fit.
    pub fn read_entry<'de, T: Decode<'de>>(self, entries: &mut BTreeMap<String, T>, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let key = self.key;
        let twice = entries.remove(key).is_some();
        let entry = Self { open: self.open.or(Some("")), ..self };
        if let Taken::Value(value) = entry.take(twice, extra)? {
            entries.insert(key.to_owned(), value);
        }
        Ok(())
    }

    /// Keeps a member that the document does not describe.
    ///
    /// # Errors
    /// If the value is no JSON.
    pub fn keep<'de>(self, extra: &mut Extra) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let raw: &'de RawValue = self.map.next_value()?;
        let twice = extra.keep(self.key, raw);
        self.unknown().note(twice, kind_of(raw.get()));
        Ok(())
    }

    /// Drops a member that the document does not describe.
    ///
    /// # Errors
    /// If the value is no JSON.
    pub fn skip<'de>(self) -> Result<(), A::Error>
    where
        A: MapAccess<'de>,
    {
        let raw: &'de RawValue = self.map.next_value()?;
        self.unknown().note(false, kind_of(raw.get()));
        Ok(())
    }

    /// A member that the document does not describe: its name may be data.
    fn unknown(self) -> Self {
        let open = if is_name(self.key) { None } else { Some("") };
        Self { open, ..self }
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
        match self.open {
            Some(prefix) => Step::Open { node: self.node, prefix },
            None => Step::Member { node: self.node, name: self.key.to_owned(), field: self.field },
        }
    }

    /// The value, or what became of it.
    fn take<'de, T: Decode<'de>>(mut self, is_set: bool, extra: &mut Extra) -> Result<Taken<T>, A::Error>
    where
        A: MapAccess<'de>,
    {
        if !self.cx.tolerant {
            if is_set {
                self.cx.noticed.set(true);
                if self.field.is_some() {
                    return Err(A::Error::custom("a field comes again, maybe under another name"));
                }
            }
            return self.map.next_value_seed(Seed::<T>(self.cx, PhantomData)).map(Taken::Value);
        }
        let raw: &'de RawValue = self.map.next_value()?;
        let came = self.names.iter().position(|came| self.field == Some(came.field));
        let other = came.filter(|&came| self.names[came].key != self.key);
        // Of two names that of the description counts, unless its value is none.
        if other.is_some() && self.field != Some(self.key) {
            return Ok(self.second(raw, extra));
        }
        if other.is_none() {
            if extra.remove(self.key).is_some() || is_set {
                self.note(true, kind_of(raw.get()));
            }
            if let Some(came) = came {
                self.names.swap_remove(came);
            }
        }
        match self.cx.step(self.step(), raw) {
            Ok(_) if other.is_some() && raw.get() == "null" => Ok(self.second(raw, extra)),
            Ok(value) => {
                self.came(other, raw, extra);
                Ok(Taken::Value(value))
            }
            Err(error) if self.cx.fatal.get() => Err(A::Error::custom(error)),
            Err(_) => {
                self.cx.kept();
                extra.keep(self.key, raw);
                Ok(if other.is_some() { Taken::Second } else { Taken::Misfit })
            }
        }
    }

    /// Keeps a value whose field has one under another name.
    fn second<T>(&self, raw: &RawValue, extra: &mut Extra) -> Taken<T> {
        let kind = if extra.keep(self.key, raw) { DriftKind::Duplicate } else { DriftKind::OtherName };
        self.noting(kind, "one value", kind_of(raw.get()));
        Taken::Second
    }

    /// Remembers under which name a field came, and keeps the value that it had under another one.
    fn came(&mut self, other: Option<usize>, raw: &RawValue, extra: &mut Extra) {
        let Some(field) = self.field else { return };
        if let Some(other) = other {
            let CameAs { key, value, .. } = self.names.swap_remove(other);
            self.noting(DriftKind::OtherName, "one value", kind_of(raw.get()));
            extra.insert(key, value);
        }
        self.names.push(CameAs { field, key: self.key.to_owned(), value: Any::from_raw(raw) });
    }
}

/// A field that may have no value.
pub trait Slot<'de>: Default {
    /// What is read.
    type Value: Decode<'de>;

    /// Whether a value has been read.
    fn is_set(&self) -> bool;

    /// Sets the value that was read.
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
    f64: "a number";
}

macro_rules! integers {
    ($($name:ty),*) => {$(
        impl<'de> Decode<'de> for $name {
            const EXPECTS: &'static str = "an integer";

            fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
                integer(input, cx)
            }
        }
    )*};
}

integers!(i32, i64, u32, u64);

/// An integer; in the tolerant pass also one that is written with a point or an exponent.
fn integer<'de, T, D>(input: D, cx: &Context) -> Result<T, D::Error>
where
    T: for<'t> Deserialize<'t> + TryFrom<i128>,
    D: Deserializer<'de>,
{
    if !cx.takes_other_spellings() {
        return Deserialize::deserialize(input);
    }
    let text = <&RawValue>::deserialize(input)?.get();
    serde_json::from_str(text).or_else(|error| {
        // `-0` has a sign that no integer keeps.
        let value = integer_of(text)
            .filter(|&value| value != 0 || !text.starts_with('-'))
            .and_then(|value| T::try_from(value).ok())
            .ok_or_else(|| D::Error::custom(error))?;
        cx.note(DriftKind::Misfit, "an integer", kind_of(text));
        Ok(value)
    })
}

/// The integer of a code; in the tolerant pass also one in quotes.
pub(crate) fn code<'de, D: Deserializer<'de>>(input: D, cx: &Context) -> Result<i64, D::Error> {
    if !cx.takes_other_spellings() {
        return i64::deserialize(input);
    }
    let raw = <&RawValue>::deserialize(input)?;
    match serde_json::from_str::<Text<'_>>(raw.get()) {
        Ok(Text(text)) => {
            let value: i64 = text.parse().map_err(D::Error::custom)?;
            // As an integer is written, so that the vendor's text can be told from the value.
            if value.to_string() != text {
                return Err(D::Error::custom("not an integer"));
            }
            cx.note(DriftKind::Misfit, "an integer", "text");
            Ok(value)
        }
        Err(_) => integer(raw, cx).map_err(D::Error::custom),
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Box<T> {
    const EXPECTS: &'static str = T::EXPECTS;

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        T::decode(input, cx).map(Self::new)
    }

    fn keep(raw: &RawValue) -> Option<Self> {
        T::keep(raw).map(Self::new)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    const EXPECTS: &'static str = T::EXPECTS;

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        input.deserialize_option(OptionVisitor(cx, PhantomData))
    }

    fn keep(raw: &RawValue) -> Option<Self> {
        T::keep(raw).map(Some)
    }

    /// An empty body is nothing.
    fn take_body(body: &Bytes) -> Option<Self> {
        if body.trim_ascii().is_empty() { Some(None) } else { T::take_body(body).map(Some) }
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
        let _level = cx.enter::<A::Error>()?;
        let mut items = Vec::new();
        if cx.tolerant {
            while let Some(raw) = list.next_element::<&'de RawValue>()? {
                items.push(cx.item(Step::Index(items.len()), raw).map_err(A::Error::custom)?);
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
        let _level = cx.enter::<A::Error>()?;
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = if cx.tolerant {
                let raw = map.next_value::<&'de RawValue>()?;
                cx.item(Step::Key, raw).map_err(A::Error::custom)?
            } else {
                map.next_value_seed(Seed(cx, PhantomData))?
            };
            if cx.tolerant && entries.contains_key(&key) {
                cx.path.borrow_mut().push(Step::Key);
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

/// An answer whose body means nothing. Whatever arrives is kept as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Empty(Bytes);

impl Empty {
    /// The bytes of the body, if one arrived all the same.
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

/// An answer that is not JSON, such as a file.
impl<'de> Decode<'de> for Bytes {
    const EXPECTS: &'static str = "anything";

    fn decode<D: Deserializer<'de>>(input: D, cx: &Context) -> Result<Self, D::Error> {
        Empty::decode(input, cx).map(|empty| empty.0)
    }

    fn take_body(body: &Bytes) -> Option<Self> {
        Some(body.clone())
    }
}

/// An answer that the document does not describe, kept as it arrived.
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

    /// The body as JSON, if it is JSON.
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

/// A list or an object that the type around it may read.
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
        self.cx.trying.set(self.cx.trying.get() + 1);
        let value = self.cx.text(self.raw.get());
        self.cx.trying.set(self.cx.trying.get() - 1);
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

    /// Reads it as the one of several types that it looks like. Only where that one does not fit as it is, the runner-up is
    /// tried too, as long as an answer does not make more work than its length allows.
    pub fn choose<T>(&self, cases: &[&dyn ReadCase<'t, T>]) -> Option<T> {
        let cx = self.cx;
        let Some(Best { first, second }) = best(self.raw, cases.iter().map(|case| case.looks())) else {
            self.failed.set(true);
            return None;
        };
        let noticed = cx.noticed.replace(false);
        let reported = cx.drifts.borrow().len();
        let value = cases[first].read(self);
        let differs = cx.noticed.get();
        cx.noticed.set(noticed || differs);
        let Some((second, at_least)) = second else { return value };
        if value.is_some() && !differs {
            return value;
        }
        if cx.is_strict() {
            // The second pass knows how much is unexpected, and decides.
            self.failed.set(true);
            return None;
        }
        let reports = cx.drifts.borrow().len() - reported;
        if (value.is_some() && reports <= at_least) || cx.is_too_deep() || !cx.may_read_again(self.raw.get().len()) {
            return value;
        }
        let told = cx.drifts.borrow_mut().split_off(reported);
        let other = cases[second].read(self);
        let mut drifts = cx.drifts.borrow_mut();
        if other.is_some() && (value.is_none() || drifts.len() - reported < told.len()) {
            return other;
        }
        drifts.truncate(reported);
        drifts.extend(told);
        value
    }
}

impl Context {
    /// Whether a text of this length may be read again.
    fn may_read_again(&self, length: usize) -> bool {
        let left = self.again.get().checked_sub(length);
        left.inspect(|&left| self.again.set(left)).is_some()
    }

    /// Whether nothing may be kept that does not fit.
    pub(crate) const fn is_strict(&self) -> bool {
        !self.tolerant
    }

    pub(crate) const fn is_too_deep(&self) -> bool {
        self.too_deep.get()
    }
}
