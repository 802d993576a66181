//! How a list or an object looks from outside: which of several types it can be, before it is read.
//!
//! Trying one type after the other would take the first that fits somehow, as almost every object does where no member is
//! required; and values of several kinds inside one another would be tried again and again.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{MapAccess, SeqAccess, Visitor};
use serde_core::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::any::Any;
use crate::decode::{Decode, Nested, Text};
use crate::maybe::Maybe;
use crate::number::Number;
use crate::open::{OpenEnum, OpenIntEnum};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// How the values of a type look.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Looks {
    /// Like anything.
    Any,
    /// A boolean.
    Bool,
    /// A number without a point or an exponent.
    Integer,
    /// A number.
    Number,
    /// Text.
    Text,
    /// One of these texts. If it is one alone, it is what tells the type apart.
    Texts(&'static [&'static str]),
    /// One of these integers.
    Integers(&'static [i64]),
    /// A list.
    List(&'static Looks),
    /// An object whose names are data.
    Map(&'static Looks),
    /// An object with these members.
    Object(&'static [Known]),
    /// An object with these members, and others whose names begin like this.
    Open(&'static [Known], &'static str),
}

impl Looks {
    /// A list of whatever it may be.
    pub const LIST: Self = Self::List(&Self::Any);

    /// An object of whatever it may be.
    pub const OBJECT: Self = Self::Map(&Self::Any);

    /// The texts of an enum.
    pub const fn texts<T: OpenEnum>() -> Self {
        Self::Texts(T::VALUES)
    }

    /// The integers of an enum.
    pub const fn integers<T: OpenIntEnum>() -> Self {
        Self::Integers(T::VALUES)
    }
}

/// A member that a type knows.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    name: &'static str,
    others: &'static [&'static str],
    needs: Needs,
    looks: Looks,
}

/// What an object must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// The member, which can be null.
    Member,
    /// The member with a value.
    Value,
}

impl Known {
    /// A member that can be absent.
    pub const fn optional(name: &'static str, looks: Looks) -> Self {
        Self { name, others: &[], needs: Needs::Nothing, looks }
    }

    /// A member that is always there and can be null.
    pub const fn nullable(name: &'static str, looks: Looks) -> Self {
        Self { needs: Needs::Member, ..Self::optional(name, looks) }
    }

    /// A member that always has a value.
    pub const fn required(name: &'static str, looks: Looks) -> Self {
        Self { needs: Needs::Value, ..Self::optional(name, looks) }
    }

    /// The same with more names.
    #[must_use]
    pub const fn or(self, others: &'static [&'static str]) -> Self {
        Self { others, ..self }
    }

    fn is(&self, name: &str) -> bool {
        self.name == name || self.others.contains(&name)
    }
}

/// A type that can be told from others by its looks.
pub trait Recognize {
    /// How its values look.
    const LOOKS: Looks;
}

macro_rules! recognized {
    ($($name:ty: $looks:ident;)*) => {$(
        impl Recognize for $name {
            const LOOKS: Looks = Looks::$looks;
        }
    )*};
}

recognized! {
    bool: Bool;
    i64: Integer;
    Number: Number;
    String: Text;
    Secret: Text;
    Timestamp: Text;
    Any: Any;
}

impl<T: Recognize> Recognize for Box<T> {
    const LOOKS: Looks = T::LOOKS;
}

/// Also null.
impl<T> Recognize for Option<T> {
    const LOOKS: Looks = Looks::Any;
}

/// Also null.
impl<T> Recognize for Maybe<T> {
    const LOOKS: Looks = Looks::Any;
}

impl<T: Recognize> Recognize for Vec<T> {
    const LOOKS: Looks = Looks::List(&T::LOOKS);
}

impl<T: Recognize> Recognize for BTreeMap<String, T> {
    const LOOKS: Looks = Looks::Map(&T::LOOKS);
}

/// One of the cases of a `T` that a list or an object can be: the variant, which is made from a `V`.
#[derive(Clone, Copy, Debug)]
pub struct Case<V, T>(pub fn(V) -> T);

/// A [`Case`], whatever its variant is made from.
pub trait ReadCase<'t, T> {
    /// How its values look.
    fn looks(&self) -> Looks;

    /// Reads a value, if it fits.
    fn read(&self, value: &Nested<'t>) -> Option<T>;
}

impl<'t, V: Decode<'t> + Recognize, T> ReadCase<'t, T> for Case<V, T> {
    fn looks(&self) -> Looks {
        V::LOOKS
    }

    fn read(&self, value: &Nested<'t>) -> Option<T> {
        value.read().map(self.0)
    }
}

/// The two cases that fit best: their positions, and how many differences there are at least.
pub(crate) struct Best {
    pub(crate) first: usize,
    pub(crate) second: Option<(usize, usize)>,
}

/// Which of the cases fit best; nothing where none can be.
pub(crate) fn best(raw: &RawValue, cases: impl Iterator<Item = Looks>) -> Option<Best> {
    let seen = Seen::of(raw);
    let mut fits: Vec<(usize, Fit)> = cases.map(|looks| fit(&looks, &seen)).enumerate().collect();
    // What says that it is another case is none of this one, even if that other one lacks something.
    if fits.iter().any(|(_, fit)| fit.says_yes > 0 && fit.says_no == 0) {
        fits.retain(|(_, fit)| fit.says_no == 0);
    }
    fits.retain(|(_, fit)| fit.can_be);
    fits.sort_by_key(|&(position, Fit { differences, says_yes, known, .. })| (differences, Reverse(says_yes), Reverse(known), position));
    let mut fits = fits.into_iter();
    let (first, _) = fits.next()?;
    Some(Best { first, second: fits.next().map(|(second, fit)| (second, fit.differences)) })
}

/// How well a value fits a type.
struct Fit {
    /// Nothing is missing without which it cannot be read.
    can_be: bool,
    /// How many reports there would be at least.
    differences: usize,
    /// How many constants agree.
    says_yes: usize,
    /// How many constants do not.
    says_no: usize,
    /// How many members are known.
    known: usize,
}

impl Fit {
    const FULL: Self = Self { can_be: true, differences: 0, says_yes: 0, says_no: 0, known: 0 };

    const fn of(can_be: bool) -> Self {
        Self { can_be, ..Self::FULL }
    }
}

/// A value, down to its members.
enum Seen<'t> {
    Scalar(&'t str),
    List(Option<&'t RawValue>),
    Object(BTreeMap<Cow<'t, str>, &'t RawValue>),
    /// An object with a name that is no text.
    Unclear,
}

impl<'t> Seen<'t> {
    fn of(raw: &'t RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'[') => {
                let mut first = None;
                // What comes after the first is left alone, and that is no error here.
                let _ = serde_json::Deserializer::from_str(text).deserialize_seq(First(&mut first));
                Self::List(first)
            }
            Some(b'{') => serde_json::from_str(text).map_or(Self::Unclear, |Members(members)| Self::Object(members)),
            _ => Self::Scalar(text),
        }
    }
}

fn fit(looks: &Looks, seen: &Seen<'_>) -> Fit {
    match (looks, seen) {
        (Looks::Any, _) | (Looks::Map(_) | Looks::Object(_) | Looks::Open(..), Seen::Unclear) | (Looks::List(_), Seen::List(None)) => {
            Fit::FULL
        }
        (Looks::List(looks), Seen::List(Some(first))) => fit(looks, &Seen::of(first)),
        (Looks::Map(looks), Seen::Object(members)) => Fit::of(members.values().all(|value| agrees(looks, value.get()))),
        (Looks::Object(known), Seen::Object(members)) => fit_members(known, None, members),
        (Looks::Open(known, others), Seen::Object(members)) => fit_members(known, Some(others), members),
        (_, Seen::Scalar(text)) => Fit::of(agrees(looks, text)),
        (_, Seen::List(_) | Seen::Object(_) | Seen::Unclear) => Fit::of(false),
    }
}

fn fit_members(known: &[Known], others: Option<&str>, members: &BTreeMap<Cow<'_, str>, &RawValue>) -> Fit {
    let mut fit = Fit::FULL;
    for (name, value) in members {
        let Some(member) = known.iter().find(|member| member.is(name)) else {
            fit.differences += usize::from(others.is_none_or(|others| !name.starts_with(others)));
            continue;
        };
        fit.known += 1;
        let text = value.get();
        let single = member.others.is_empty();
        if text == "null" {
            fit.can_be &= member.needs != Needs::Value || !single;
        } else if !agrees(&member.looks, text) {
            fit.differences += 1;
            fit.can_be &= member.needs != Needs::Value || !single;
        } else if let Some((listed, count)) = listed(&member.looks, text) {
            fit.differences += usize::from(!listed);
            fit.says_yes += usize::from(listed && count == 1);
            fit.says_no += usize::from(!listed && count == 1);
        }
    }
    let has = |member: &Known| members.contains_key(member.name) || member.others.iter().any(|&name| members.contains_key(name));
    fit.can_be &= known.iter().all(|member| member.needs == Needs::Nothing || has(member));
    fit
}

/// Whether a value is of the right kind.
fn agrees(looks: &Looks, text: &str) -> bool {
    let first = text.as_bytes().first().copied().unwrap_or_default();
    match looks {
        Looks::Any => true,
        Looks::Bool => matches!(first, b't' | b'f'),
        Looks::Integer | Looks::Integers(_) => !text.is_empty() && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()),
        Looks::Number => first == b'-' || first.is_ascii_digit(),
        Looks::Text | Looks::Texts(_) => first == b'"',
        Looks::List(_) => first == b'[',
        Looks::Map(_) | Looks::Object(_) | Looks::Open(..) => first == b'{',
    }
}

/// Whether a value is listed, and how many are, where the type has a list.
fn listed(looks: &Looks, text: &str) -> Option<(bool, usize)> {
    match looks {
        Looks::Texts(texts) => {
            let listed = serde_json::from_str(text).is_ok_and(|Text(text)| texts.contains(&&*text));
            Some((listed, texts.len()))
        }
        Looks::Integers(integers) => Some((text.parse().is_ok_and(|value: i64| integers.contains(&value)), integers.len())),
        _ => None,
    }
}

/// Whether all names of an object are text.
pub(crate) fn has_readable_names(text: &str) -> bool {
    serde_json::from_str::<Members<'_>>(text).is_ok()
}

/// The members of an object; of two with one name the last.
struct Members<'de>(BTreeMap<Cow<'de, str>, &'de RawValue>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((Text(name), value)) = map.next_entry()? {
            members.insert(name, value);
        }
        Ok(Members(members))
    }
}

/// The first element of a list.
struct First<'f, 'de>(&'f mut Option<&'de RawValue>);

impl<'de> Visitor<'de> for First<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.0 = list.next_element()?;
        Ok(())
    }
}
