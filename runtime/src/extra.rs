//! Members of an object that its type has no field for.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

use crate::any::Any;
use crate::decode::kind_of;

/// The members of an object that have no field: those that the document does not describe, and values of another kind than
/// their field. They are sent back with the object.
///
/// One pointer wide; allocates only when there is something to keep.
#[derive(Clone, Default, PartialEq)]
#[expect(clippy::box_collection, reason = "every answer type has one: a map of its own would be three pointers wide")]
pub struct Extra(Option<Box<BTreeMap<String, Any>>>);

impl Extra {
    /// An empty one.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether nothing is kept here.
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

    /// Adds a member, for instance one that the vendor accepts although the document does not describe it. Returns the one
    /// that it replaces.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Any>) -> Option<Any> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Removes a member and returns it.
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

/// Shows the names and the kinds of the values, but not the values: a misfit of a secret field is kept here too.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (name, Kind(kind_of(value.text()))))).finish()
    }
}

/// Words without quotes.
struct Kind(&'static str);

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
