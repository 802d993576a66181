//! How values become JSON, and text for paths, queries and headers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_core::ser::SerializeMap;
use serde_core::{Serialize, Serializer};

use crate::any::Any;
use crate::extra::Extra;
use crate::maybe::Maybe;
use crate::number::Number;
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// Writes an object member by member, and then those members of its `extra` that no field has written. Where its `extra` keeps what stood in the
/// place of the object, that is written instead.
pub struct Members<'e, S: Serializer> {
    written_to: Target<'e, S>,
    extra: Option<&'e Extra>,
    /// The members that are in `extra` and were written by a field; nothing while `extra` is empty.
    written: Vec<String>,
}

enum Target<'e, S: Serializer> {
    Object(S::SerializeMap),
    /// Nothing is written before the end.
    Whole(S, &'e Any),
}

impl<'e, S: Serializer> Members<'e, S> {
    /// Starts an object.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn new(serializer: S, extra: &'e Extra) -> Result<Self, S::Error> {
        if let Some(whole) = extra.whole() {
            return Ok(Self { written_to: Target::Whole(serializer, whole), extra: None, written: Vec::new() });
        }
        let extra = (!extra.is_empty()).then_some(extra);
        Ok(Self { written_to: Target::Object(serializer.serialize_map(None)?), extra, written: Vec::new() })
    }

    /// Starts an object of a type without `extra`.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn plain(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { written_to: Target::Object(serializer.serialize_map(None)?), extra: None, written: Vec::new() })
    }

    /// Writes a member that is always present.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), S::Error> {
        if self.extra.is_some_and(|extra| extra.contains(name)) {
            self.written.push(name.to_owned());
        }
        match &mut self.written_to {
            Target::Object(map) => map.serialize_entry(name, value),
            Target::Whole(..) => Ok(()),
        }
    }

    /// Writes a member if it has a value.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), S::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => Ok(()),
        }
    }

    /// Writes a member that is always present and can be null. If it is, a member of that name in `extra` is written instead.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), S::Error> {
        if value.is_none() && self.extra.is_some_and(|extra| extra.contains(name)) {
            return Ok(());
        }
        self.required(name, value)
    }

    /// Writes a member as absent, null or a value.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn maybe<T: Serialize>(&mut self, name: &str, value: &Maybe<T>) -> Result<(), S::Error> {
        match value {
            Maybe::Absent => Ok(()),
            Maybe::Null | Maybe::Value(_) => self.required(name, value),
        }
    }

    /// Writes the members of a map whose names share a pattern.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn entries<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) -> Result<(), S::Error> {
        entries.iter().try_for_each(|(name, value)| self.required(name, value))
    }

    /// Writes the rest of `extra` and ends the object.
    ///
    /// # Errors
    /// If the serializer fails.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        let mut map = match self.written_to {
            Target::Object(map) => map,
            Target::Whole(serializer, whole) => return whole.serialize(serializer),
        };
        for (name, value) in self.extra.into_iter().flat_map(Extra::iter) {
            if !self.written.iter().any(|written| written == name) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

/// A value that can be sent in a query, a header, a cookie or a form.
pub trait ToText {
    /// The text, not yet escaped.
    fn to_text(&self) -> Cow<'_, str>;

    /// Why it cannot be sent, after its name: `is no number`.
    fn problem(&self) -> Option<&'static str> {
        None
    }
}

impl<T: ToText + ?Sized> ToText for &T {
    fn problem(&self) -> Option<&'static str> {
        T::problem(self)
    }

    fn to_text(&self) -> Cow<'_, str> {
        T::to_text(self)
    }
}

impl ToText for str {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for String {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for Cow<'_, str> {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for Timestamp {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl ToText for Secret {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose())
    }
}

/// A string is sent without its quotes, everything else as JSON.
impl ToText for Any {
    fn to_text(&self) -> Cow<'_, str> {
        self.as_string().map_or(Cow::Borrowed(self.text()), Cow::Owned)
    }
}

impl ToText for f64 {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn problem(&self) -> Option<&'static str> {
        (!self.is_finite()).then_some("is no number that can be sent")
    }
}

macro_rules! displayed {
    ($($name:ty),*) => {$(
        impl ToText for $name {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

displayed!(bool, i32, i64, u16, u32, u64, usize, Number);
