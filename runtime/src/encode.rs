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

/// Writes an object member by member, and at the end what its `extra` holds and no field has written.
pub struct Members<'e, S: Serializer> {
    map: S::SerializeMap,
    extra: Option<&'e Extra>,
    /// The members that are in `extra` and were written by a field; nothing while `extra` is empty.
    written: Vec<String>,
}

impl<'e, S: Serializer> Members<'e, S> {
    /// Starts an object.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn new(serializer: S, extra: &'e Extra) -> Result<Self, S::Error> {
        let extra = (!extra.is_empty()).then_some(extra);
        Ok(Self { map: serializer.serialize_map(None)?, extra, written: Vec::new() })
    }

    /// Starts an object of a type without `extra`.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn plain(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, extra: None, written: Vec::new() })
    }

    /// Writes a member that is always there.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), S::Error> {
        if self.extra.is_some_and(|extra| extra.contains(name)) {
            self.written.push(name.to_owned());
        }
        self.map.serialize_entry(name, value)
    }

    /// Writes a member if it has a value.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), S::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => Ok(()),
        }
    }

    /// Writes a member that is always there and can be null. What `extra` holds of it comes before a null.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), S::Error> {
        if value.is_none() && self.extra.is_some_and(|extra| extra.contains(name)) {
            return Ok(());
        }
        self.required(name, value)
    }

    /// Writes a member as absent, null or a value.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn maybe<T: Serialize>(&mut self, name: &str, value: &Maybe<T>) -> Result<(), S::Error> {
        match value {
            Maybe::Absent => Ok(()),
            Maybe::Null | Maybe::Value(_) => self.required(name, value),
        }
    }

    /// Writes members that share a pattern.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn entries<T: Serialize>(&mut self, entries: &BTreeMap<String, T>) -> Result<(), S::Error> {
        entries.iter().try_for_each(|(name, value)| self.required(name, value))
    }

    /// Writes the rest of `extra` and ends the object.
    ///
    /// # Errors
    /// When the serializer has one.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (name, value) in self.extra.into_iter().flat_map(Extra::iter) {
            if !self.written.iter().any(|written| written == name) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}

/// What can stand in a query or a header.
pub trait ToText {
    /// The text, before any encoding.
    fn to_text(&self) -> Cow<'_, str>;
}

impl<T: ToText + ?Sized> ToText for &T {
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

/// Text is taken without its quotes, everything else as JSON.
impl ToText for Any {
    fn to_text(&self) -> Cow<'_, str> {
        self.as_string().map_or(Cow::Borrowed(self.text()), Cow::Owned)
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

displayed!(bool, i32, i64, u16, u32, u64, usize, f64, Number);
