//! Where the leaves of a value are: in a type of their own, or in JSON that is kept as it came.
//!
//! A leaf is a text, a number, a boolean or a `null`. It is untyped if it is anywhere inside of an `Any`, be that a field, the `Other` of a value of
//! several kinds or a member of `extra`. The `null` of a field that is an `Any` or `null` is in no `Any`; but nothing is known of that field either,
//! and so these are counted too, apart. For other generators' types the same holds of `serde_json::Value`.

use std::any::type_name;
use std::collections::BTreeMap;
use std::fmt;

use docwright_runtime::serde_json::{self, Value, value::RawValue};
use serde_core::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

/// How `serde_json` calls JSON that is kept as text, where it is handed to a serializer.
const RAW: &str = "$serde_json::private::RawValue";

/// How many leaves there are.
#[derive(Clone, Debug, Default)]
pub struct Leaves {
    /// All of them.
    pub all: usize,
    /// Those that are untyped.
    pub untyped: usize,
    /// The `null`s where a value would be untyped.
    pub nulls: usize,
    /// The untyped ones by their places; `[]` is any item of a list.
    pub places: BTreeMap<String, usize>,
}

/// Counts the leaves of a value.
///
/// # Errors
/// When it cannot be written.
pub fn leaves<T: Serialize>(value: &T) -> Result<Leaves, String> {
    let mut leaves = Leaves::default();
    let count = Count { leaves: &mut leaves, path: String::new(), known: known::<T>() };
    value.serialize(count).map_err(|error| error.0)?;
    Ok(leaves)
}

/// Counts the leaves of a JSON text.
pub fn leaves_of(text: &str) -> usize {
    match text.trim_start().as_bytes().first() {
        Some(b'{') => serde_json::from_str::<BTreeMap<String, &RawValue>>(text)
            .map_or(1, |members| members.values().map(|value| leaves_of(value.get())).sum()),
        Some(b'[') => {
            serde_json::from_str::<Vec<&RawValue>>(text).map_or(1, |items| items.iter().map(|value| leaves_of(value.get())).sum())
        }
        _ => 1,
    }
}

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Type,
    /// That it may be `null`.
    OnlyNull,
    Nothing,
}

/// What a type says of a value: nothing, where it is JSON as it came.
fn known<T: ?Sized>() -> Known {
    let whole = type_name::<T>().trim_start_matches('&');
    let mut name = whole;
    while let Some(inner) = ["core::option::Option<", "docwright_runtime::maybe::Maybe<", "alloc::boxed::Box<"]
        .iter()
        .find_map(|wrapper| name.strip_prefix(wrapper)?.strip_suffix('>'))
    {
        name = inner;
    }
    match name {
        "docwright_runtime::any::Any" | "serde_json::value::Value" if name == whole => Known::Nothing,
        "docwright_runtime::any::Any" | "serde_json::value::Value" => Known::OnlyNull,
        _ => Known::Type,
    }
}

struct Count<'a> {
    leaves: &'a mut Leaves,
    path: String,
    known: Known,
}

impl Count<'_> {
    fn add(&mut self, count: usize) {
        self.leaves.all += count;
        if self.known > Known::Type {
            self.leaves.untyped += count;
            *self.leaves.places.entry(self.path.clone()).or_default() += count;
        }
    }

    fn below<T: ?Sized>(&mut self, step: &str) -> Count<'_> {
        let path = match (self.path.is_empty(), step) {
            (_, "[]") | (true, _) => format!("{}{step}", self.path),
            (false, _) => format!("{}.{step}", self.path),
        };
        Count { leaves: self.leaves, path, known: self.known.max(known::<T>()) }
    }
}

/// Why a value cannot be written.
#[derive(Debug)]
pub struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

macro_rules! one {
    ($($name:ident: $ty:ty),* $(,)?) => {$(
        fn $name(mut self, _: $ty) -> Result<(), Unwritable> {
            self.add(1);
            Ok(())
        }
    )*};
}

impl<'a> Serializer for Count<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Many<'a>;
    type SerializeTuple = Many<'a>;
    type SerializeTupleStruct = Many<'a>;
    type SerializeTupleVariant = Many<'a>;
    type SerializeMap = Many<'a>;
    type SerializeStruct = Many<'a>;
    type SerializeStructVariant = Many<'a>;

    one!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8,
        serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str,
    );

    fn serialize_none(mut self) -> Result<(), Unwritable> {
        if self.known == Known::OnlyNull {
            self.leaves.all += 1;
            self.leaves.nulls += 1;
            return Ok(());
        }
        self.add(1);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(mut self) -> Result<(), Unwritable> {
        self.add(1);
        Ok(())
    }

    fn serialize_unit_variant(mut self, _: &'static str, _: u32, _: &'static str) -> Result<(), Unwritable> {
        self.add(1);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Result<(), Unwritable> {
        if name == "Any" {
            self.known = Known::Nothing;
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Many<'a>, Unwritable> {
        Ok(Many { count: self, key: String::new(), is_raw: false })
    }

    fn serialize_tuple(self, _: usize) -> Result<Many<'a>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Many<'a>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        Ok(Many { count: self, key: String::new(), is_raw: name == RAW })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Many<'a>, Unwritable> {
        self.serialize_seq(None)
    }
}

/// A list or an object.
struct Many<'a> {
    count: Count<'a>,
    key: String,
    /// It is no object, but JSON that is kept as text.
    is_raw: bool,
}

impl Many<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self.count.below::<T>("[]"))
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Unwritable> {
        if self.is_raw {
            // A number with all its digits is kept as text too, and has a type.
            self.count.add(leaves_of(&text(value)?));
            return Ok(());
        }
        value.serialize(self.count.below::<T>(key))
    }
}

fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, Unwritable> {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => Ok(text),
        Ok(other) => Ok(other.to_string()),
        Err(error) => Err(Unwritable(error.to_string())),
    }
}

macro_rules! items {
    ($($kind:ident: $name:ident),* $(,)?) => {$(
        impl $kind for Many<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unwritable> {
                Ok(())
            }
        }
    )*};
}

items!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
);

macro_rules! fields {
    ($($kind:ident),*) => {$(
        impl $kind for Many<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
                self.member(key, value)
            }

            fn end(self) -> Result<(), Unwritable> {
                Ok(())
            }
        }
    )*};
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Many<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.key = text(key)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::leaves;
    use docwright_runtime::{Any, Number};
    use std::collections::BTreeMap;

    #[test]
    fn what_is_kept_as_it_came_is_untyped() {
        let any = |text: &str| Any::from_text(text).unwrap();
        let kept: BTreeMap<&str, Any> = BTreeMap::from([("a", any(r#"{"x":[1,null],"y":[]}"#)), ("b", any("0.10"))]);
        let counted = leaves(&kept).unwrap();
        assert_eq!((counted.all, counted.untyped), (3, 3));
        assert_eq!(counted.places, BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]));
    }

    #[test]
    fn numbers_with_all_their_digits_have_a_type() {
        let numbers: Vec<Number> = vec!["0.10".parse().unwrap(), 7.into()];
        let counted = leaves(&numbers).unwrap();
        assert_eq!((counted.all, counted.untyped), (2, 0));
    }

    #[test]
    fn nulls_of_which_nothing_is_known_are_counted_apart() {
        let nothing: (Option<Any>, Option<i64>, Vec<Option<Any>>) = (None, None, vec![None, Some(Any::from(true))]);
        let counted = leaves(&nothing).unwrap();
        assert_eq!((counted.all, counted.untyped, counted.nulls), (4, 1, 2));
        let null = Any::from_text("null").unwrap();
        let counted = leaves(&vec![null]).unwrap();
        assert_eq!((counted.all, counted.untyped, counted.nulls), (1, 1, 0));
    }
}
