//! Members of an object that its type has no field for.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

use crate::any::Any;
use crate::decode::kind_of;

/// The members of an object that have no field: those that the document does not describe, and values of another kind than
/// their field. They are sent back with the object.
///
/// In a list or a map of objects it also keeps what is no object at all, so that one wrong item does not cost the others their types: see
/// [`whole`](Self::whole).
///
/// One pointer wide; allocates only when there is something to keep.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Kept>>);

#[derive(Clone, Default, PartialEq)]
struct Kept {
    members: BTreeMap<String, Any>,
    whole: Option<Any>,
}

impl Extra {
    /// An empty one.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether nothing is kept here.
    pub fn is_empty(&self) -> bool {
        self.0.as_deref().is_none_or(|kept| kept.members.is_empty() && kept.whole.is_none())
    }

    /// The value that stood in the place of the object, if it was none: a text or a `null` in a list of objects. No field has a value then, and this
    /// is what is sent back.
    pub fn whole(&self) -> Option<&Any> {
        self.0.as_deref()?.whole.as_ref()
    }

    /// One that keeps what stood in the place of the object.
    #[doc(hidden)]
    pub fn of_whole(raw: &RawValue) -> Self {
        Self(Some(Box::new(Kept { members: BTreeMap::new(), whole: Some(Any::from_raw(raw)) })))
    }

    /// How many members are kept here.
    pub fn len(&self) -> usize {
        self.0.as_deref().map_or(0, |kept| kept.members.len())
    }

    /// The member `name`, if it is kept here.
    pub fn get(&self, name: &str) -> Option<&Any> {
        self.0.as_deref()?.members.get(name)
    }

    /// Whether the member `name` is kept here.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The members in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Any)> {
        self.0.as_deref().into_iter().flat_map(|kept| &kept.members).map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a member, for instance one that the vendor accepts although the document does not describe it. Returns the one
    /// that it replaces.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Any>) -> Option<Any> {
        self.0.get_or_insert_default().members.insert(name.into(), value.into())
    }

    /// Removes a member and returns it.
    pub fn remove(&mut self, name: &str) -> Option<Any> {
        let taken = self.0.as_deref_mut()?.members.remove(name);
        if self.is_empty() {
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
        if let Some(whole) = self.whole() {
            return fmt::Debug::fmt(&Kind(kind_of(whole.text())), f);
        }
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
