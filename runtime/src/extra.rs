//! Where an object keeps what its type has no place for.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

use crate::any::Any;

/// What came with an object and has no field: members that the document does not describe, and values that are not of
/// their field's kind. It is sent back when the object is.
///
/// One pointer wide, and nothing but that while it is empty.
#[derive(Clone, Default, PartialEq)]
#[expect(clippy::box_collection, reason = "every answer type has one: a map of its own would be three pointers wide")]
pub struct Extra(Option<Box<BTreeMap<String, Any>>>);

impl Extra {
    /// An empty one.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether nothing unexpected came.
    pub fn is_empty(&self) -> bool {
        self.0.as_deref().is_none_or(BTreeMap::is_empty)
    }

    /// How many members are kept here.
    pub fn len(&self) -> usize {
        self.0.as_deref().map_or(0, BTreeMap::len)
    }

    /// The member `name`, if it is kept here.
    pub fn get(&self, name: &str) -> Option<&Any> {
        self.0.as_deref()?.get(name)
    }

    /// Whether the member `name` is kept here.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The members in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Any)> {
        self.0.as_deref().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a member, for instance one that the document does not describe and the vendor takes.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Any>) -> Option<Any> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Any> {
        let members = self.0.as_deref_mut()?;
        let taken = members.remove(name);
        if members.is_empty() {
            self.0 = None;
        }
        taken
    }

    /// Keeps a member that came; whether it came before.
    pub(crate) fn keep(&mut self, name: &str, raw: &RawValue) -> bool {
        self.insert(name, Any::from_raw(raw)).is_some()
    }
}

/// The names, and of which kind each value is: a secret that came in another kind than its field's is kept here too.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (name, kind_of(value)))).finish()
    }
}

/// The kind of a value, as `Debug` shows it.
fn kind_of(value: &Any) -> Kind {
    Kind(match value.text().as_bytes().first() {
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        Some(b'"') => "text",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        _ => "a number",
    })
}

/// Words without quotes.
struct Kind(&'static str);

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
