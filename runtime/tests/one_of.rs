//! Values of several kinds: which one is taken, how deep they go, and how much work they may make.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::rt::{self, Mode};
use crate::shape::types::{Level, Role};

/// Contains itself by value and in a value of several kinds.
#[derive(Clone, Debug, Default, PartialEq)]
struct Twig {
    child: Option<Box<Twig>>,
    alt: Option<TwigOrText>,
    extra: rt::Extra,
}

#[derive(Clone, Debug, PartialEq)]
enum TwigOrText {
    Twig(Box<Twig>),
    Text(String),
    Other(rt::Any),
}

rt::object!(Twig);
rt::one_of!(TwigOrText);

impl rt::Object for Twig {
    const NODE: &'static str = "type:Twig";

    fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
        match key {
            "child" => value.read(&mut self.child, &mut self.extra),
            "alt" => value.read(&mut self.alt, &mut self.extra),
            _ => value.keep(&mut self.extra),
        }
    }
}

impl rt::OneOf for TwigOrText {
    const EXPECTS: &'static str = "an object or text";

    fn pick(token: rt::Token<'_>, _: &rt::Context) -> Option<Self> {
        let picked = match token {
            rt::Token::Text(text) => Self::Text(text.into_owned()),
            rt::Token::Object(object) => Self::Twig(object.read()?),
            _ => return None,
        };
        Some(picked)
    }

    fn other(any: rt::Any) -> Self {
        Self::Other(any)
    }
}

/// `alt` around `child` around `child` …, again and again.
fn twigs(children: usize, alternatives: usize) -> String {
    let one = format!("{}{{\"alt\":", r#"{"child":"#.repeat(children));
    format!("{}\"end\"{}", one.repeat(alternatives), "}".repeat((children + 1) * alternatives))
}

/// On a stack as small as that of a thread that nobody configured.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(test).unwrap().join().unwrap();
}

#[test]
fn nesting_ends_with_an_error_in_values_of_several_kinds_too() {
    on_a_small_stack(|| {
        for (children, alternatives) in [(126, 124), (0, 1_000), (1, 1_000), (127, 2), (0, 129)] {
            for mode in [Mode::Lenient, Mode::Strict] {
                let unfit = rt::decode::<Twig>(&twigs(children, alternatives), mode).unwrap_err();
                assert_eq!(unfit.to_string(), "it is nested deeper than 128 levels", "{children} {alternatives} {mode:?}");
            }
        }
        for (children, alternatives) in [(126, 1), (0, 128), (1, 64), (31, 4)] {
            for mode in [Mode::Lenient, Mode::Strict] {
                let decoded = rt::decode::<Twig>(&twigs(children, alternatives), mode).unwrap();
                assert_eq!(decoded.drifts, [], "{children} {alternatives} {mode:?}");
            }
        }
    });
}

/// A type with its members, as the generator writes it, for tests that are about what is taken.
macro_rules! structs {
    ($($name:ident $node:literal { $($wire:literal $field:ident: $ty:ty = $known:expr),* $(,)? })+) => {$(
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name {
            $($field: Option<$ty>,)*
            extra: rt::Extra,
        }

        rt::object!($name);

        impl rt::Object for $name {
            const NODE: &'static str = $node;

            fn member<'de, A: rt::MapAccess<'de>>(&mut self, key: &str, value: rt::Member<'_, A>) -> Result<(), A::Error> {
                READS.set(READS.get() + 1);
                match key {
                    $($wire => value.read(&mut self.$field, &mut self.extra),)*
                    _ => value.keep(&mut self.extra),
                }
            }
        }

        impl rt::Recognize for $name {
            const LOOKS: rt::Looks = rt::Looks::Object(&[$($known),*]);
        }

        impl rt::Serialize for $name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut out = rt::Members::new(serializer, &self.extra)?;
                $(out.optional($wire, &self.$field)?;)*
                out.end()
            }
        }
    )+};
}

thread_local! {
    /// How many members were read.
    static READS: Cell<usize> = const { Cell::new(0) };
}

structs! {
    Cat "type:Cat" {
        "name" name: String = rt::Known::optional("name", rt::Looks::Text),
        "meow" meow: bool = rt::Known::optional("meow", rt::Looks::Bool),
        "id" id: i64 = rt::Known::optional("id", rt::Looks::Integer),
    }
    Dog "type:Dog" {
        "name" name: String = rt::Known::optional("name", rt::Looks::Text),
        "bark" bark: bool = rt::Known::optional("bark", rt::Looks::Bool),
        "id" id: String = rt::Known::optional("id", rt::Looks::Text),
    }
    // Told apart by their kind alone; a disc lacks something if it has no radius.
    Square "type:Square" {
        "kind" kind: String = rt::Known::optional("kind", rt::Looks::Texts(&["square"])),
        "size" size: i64 = rt::Known::optional("size", rt::Looks::Integer),
    }
    Disc "type:Disc" {
        "kind" kind: String = rt::Known::optional("kind", rt::Looks::Texts(&["disc"])),
        "size" size: i64 = rt::Known::optional("size", rt::Looks::Integer),
        "radius" radius: i64 = rt::Known::required("radius", rt::Looks::Integer),
    }
    // Told apart only by what is further inside.
    Ten "type:Ten" { "of" of: Vec<i64> = rt::Known::optional("of", rt::Looks::LIST) }
    Word "type:Word" { "of" of: Vec<String> = rt::Known::optional("of", rt::Looks::LIST) }
    // Contain each other, and nothing tells them apart.
    Left "type:Left" { "x" x: Side = rt::Known::optional("x", rt::Looks::Any) }
    Right "type:Right" { "x" x: Side = rt::Known::optional("x", rt::Looks::Any) }
    // The same, and something is required.
    Needs "type:Needs" {
        "x" x: Needy = rt::Known::optional("x", rt::Looks::Any),
        "must" must: i64 = rt::Known::required("must", rt::Looks::Integer),
    }
    Wants "type:Wants" {
        "x" x: Needy = rt::Known::optional("x", rt::Looks::Any),
        "other" other: i64 = rt::Known::required("other", rt::Looks::Integer),
    }
}

macro_rules! unions {
    ($($name:ident { $first:ident($first_ty:ty), $second:ident($second_ty:ty) $(, $third:ident($third_ty:ty))? })+) => {$(
        #[derive(Clone, Debug, PartialEq)]
        enum $name {
            $first($first_ty),
            $second($second_ty),
            $($third($third_ty),)?
            Other(rt::Any),
        }

        rt::one_of!($name);

        impl rt::OneOf for $name {
            const EXPECTS: &'static str = "an object or a list";

            fn pick(token: rt::Token<'_>, _: &rt::Context) -> Option<Self> {
                match token {
                    rt::Token::Object(nested) | rt::Token::Array(nested) => nested.choose(&[
                        &rt::Case(Self::$first),
                        &rt::Case(Self::$second),
                        $(&rt::Case(Self::$third),)?
                    ]),
                    _ => None,
                }
            }

            fn other(any: rt::Any) -> Self {
                Self::Other(any)
            }
        }

        impl rt::Serialize for $name {
            fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::$first(value) => value.serialize(serializer),
                    Self::$second(value) => value.serialize(serializer),
                    $(Self::$third(value) => value.serialize(serializer),)?
                    Self::Other(any) => any.serialize(serializer),
                }
            }
        }
    )+};
}

unions! {
    CatOrDog { Cat(Box<Cat>), Dog(Box<Dog>), Names(BTreeMap<String, String>) }
    CatsOrDogs { Cats(Vec<Cat>), Dogs(Vec<Dog>), Names(Vec<String>) }
    SquareOrDisc { Square(Box<Square>), Disc(Box<Disc>) }
    TenOrWord { Ten(Box<Ten>), Word(Box<Word>) }
    Side { Left(Box<Left>), Right(Box<Right>) }
    Needy { Needs(Box<Needs>), Wants(Box<Wants>) }
}

/// The value and its reports, which are the same in both modes but for what strict mode refuses; sent back it is what came.
#[track_caller]
fn taken<T: rt::DecodeOwned + rt::Serialize + std::fmt::Debug + PartialEq>(text: &str) -> (T, Vec<String>) {
    let decoded = rt::decode::<T>(text, Mode::Lenient).unwrap();
    let drifts: Vec<String> = decoded.drifts.iter().map(ToString::to_string).collect();
    match rt::decode::<T>(text, Mode::Strict) {
        Ok(strict) => assert_eq!((&strict.value, drifts.len()), (&decoded.value, 0)),
        Err(error) => assert_eq!(error.drifts(), decoded.drifts),
    }
    assert_eq!(rt::Any::new(&decoded.value).unwrap(), rt::Any::from_text(text).unwrap());
    (decoded.value, drifts)
}

fn cat() -> Cat {
    Cat { name: Some("Tom".to_owned()), id: Some(1), ..Cat::default() }
}

fn dog() -> Dog {
    Dog { name: Some("Rex".to_owned()), bark: Some(true), id: Some("d1".to_owned()), ..Dog::default() }
}

#[test]
fn an_object_is_what_it_looks_like() {
    let none = Vec::<String>::new();
    assert_eq!(taken(r#"{"name":"Rex","bark":true,"id":"d1"}"#), (CatOrDog::Dog(Box::new(dog())), none.clone()));
    assert_eq!(taken(r#"{"name":"Tom","id":1}"#), (CatOrDog::Cat(Box::new(cat())), none.clone()));
    // The kind of a value counts, and where nothing does, the first.
    let called = |name: &str| Some(name.to_owned());
    assert_eq!(taken::<CatOrDog>(r#"{"id":"d1"}"#).0, CatOrDog::Dog(Box::new(Dog { id: called("d1"), ..Dog::default() })));
    assert_eq!(taken(r#"{"name":"?"}"#), (CatOrDog::Cat(Box::new(Cat { name: called("?"), ..Cat::default() })), none.clone()));
    let words = [("sofa", "red"), ("name", "x")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(taken(r#"{"name":"x","sofa":"red"}"#), (CatOrDog::Names(words.into()), none));
    // What is unexpected is so in the type that fits best.
    let (value, drifts) = taken::<CatOrDog>(r#"{"name":"Rex","bark":true,"id":"d1","age":3}"#);
    assert!(matches!(value, CatOrDog::Dog(_)));
    assert_eq!(drifts, ["`age` is not in the document"]);
}

#[test]
fn a_list_is_what_its_first_element_looks_like() {
    let none = Vec::<String>::new();
    assert_eq!(taken(r#"[{"name":"Rex","bark":true,"id":"d1"}]"#), (CatsOrDogs::Dogs(vec![dog()]), none.clone()));
    assert_eq!(taken(r#"["a"]"#), (CatsOrDogs::Names(vec!["a".to_owned()]), none.clone()));
    assert_eq!(taken("[]"), (CatsOrDogs::Cats(Vec::new()), none));
    // The first one could be either: the second decides.
    let (value, drifts) = taken::<CatsOrDogs>(r#"[{"name":"?"},{"bark":true,"id":"d1"}]"#);
    assert!(matches!(value, CatsOrDogs::Dogs(_)), "{value:?}");
    assert_eq!(drifts, Vec::<String>::new());
    let (value, drifts) = taken::<CatsOrDogs>("[1]");
    assert!(matches!(value, CatsOrDogs::Other(_)));
    assert_eq!(drifts, ["the answer is a list that does not fit, expected an object or a list"]);
}

#[test]
fn a_constant_says_what_an_object_is() {
    let (value, drifts) = taken::<SquareOrDisc>(r#"{"kind":"disc","size":1,"radius":2}"#);
    assert!(matches!(value, SquareOrDisc::Disc(_)));
    assert_eq!(drifts, Vec::<String>::new());
    // A disc that lacks something is no square.
    let (value, drifts) = taken::<SquareOrDisc>(r#"{"kind":"disc","size":1}"#);
    assert!(matches!(value, SquareOrDisc::Other(_)));
    assert_eq!(drifts, ["the answer is an object that does not fit, expected an object or a list"]);
    // What says that it is neither is what it looks like otherwise.
    assert!(matches!(taken::<SquareOrDisc>(r#"{"kind":"oval","radius":2}"#).0, SquareOrDisc::Disc(_)));
    assert!(matches!(taken::<SquareOrDisc>(r#"{"kind":"oval","size":2}"#).0, SquareOrDisc::Square(_)));
}

#[test]
fn what_looks_the_same_is_told_apart_by_reading() {
    for (text, ten) in [(r#"{"of":[1]}"#, true), (r#"{"of":["x"]}"#, false), ("{}", true)] {
        let (value, drifts) = taken::<TenOrWord>(text);
        assert_eq!((matches!(value, TenOrWord::Ten(_)), drifts), (ten, Vec::new()), "{text}");
    }
    let (value, drifts) = taken::<TenOrWord>(r#"{"of":["x",1],"to":2}"#);
    assert!(matches!(value, TenOrWord::Ten(_)));
    assert_eq!(drifts, ["`of[0]` is text, expected an integer", "`to` is not in the document"]);
}

#[test]
fn the_work_grows_with_the_length_alone() {
    let nested = |depth: usize, inner: &str| format!("{}{inner}{}", r#"{"x":"#.repeat(depth), "}".repeat(depth));
    for depth in [1, 10, 20, 40, 127] {
        for mode in [Mode::Lenient, Mode::Strict] {
            // Neither has what it needs: nothing is read at all.
            READS.set(0);
            let text = nested(depth, "{}");
            let unfit = rt::decode::<Needy>(&text, mode);
            assert_eq!((unfit.is_ok(), READS.get()), (mode == Mode::Lenient, 0), "{depth}");

            // Neither fits as it is, on any level: without an end to it, there would be two readings on each.
            READS.set(0);
            let text = nested(depth, r#"{"odd":1}"#);
            let side = rt::decode::<Side>(&text, mode);
            assert_eq!(side.is_ok(), mode == Mode::Lenient, "{depth}");
            // Once while streaming, once more, and eight times its length again, on each level.
            assert!(READS.get() <= (depth + 1) * 10 + 8 * text.len(), "{depth} {}", READS.get());
        }
    }
}

/// The value of a field that can be a role, a list of them, or a number.
#[derive(Clone, Debug, PartialEq)]
enum Roles {
    Role(Role),
    Level(Level),
    Several(Vec<Role>),
    Other(rt::Any),
}

rt::one_of!(Roles);

impl rt::OneOf for Roles {
    const EXPECTS: &'static str = "text or an integer or a list";

    fn pick(token: rt::Token<'_>, cx: &rt::Context) -> Option<Self> {
        let picked = match token {
            rt::Token::Text(text) => Self::Role(rt::open_noting(&text, cx)),
            rt::Token::Number(number) => Self::Level(rt::open_int_noting(number.as_i64()?, cx)),
            rt::Token::Array(list) => Self::Several(list.read()?),
            _ => return None,
        };
        Some(picked)
    }

    fn other(any: rt::Any) -> Self {
        Self::Other(any)
    }
}

#[test]
fn an_unlisted_value_among_several_kinds_is_reported() {
    for (text, expected, reports) in [
        (r#""owner""#, Roles::Role(Role::Owner), &[][..]),
        (r#""zzz""#, Roles::Role(rt::open("zzz")), &["the answer has a value that the document does not list"]),
        ("9", Roles::Level(Level::High), &[]),
        ("7", Roles::Level(Level::from(7)), &["the answer has a value that the document does not list"]),
        (r#"["owner","zzz"]"#, Roles::Several(vec![Role::Owner, rt::open("zzz")]), &["`[1]` has a value that the document does not list"]),
    ] {
        for mode in [Mode::Lenient, Mode::Strict] {
            let decoded = rt::decode::<Roles>(text, mode).unwrap();
            let drifts: Vec<String> = decoded.drifts.iter().map(ToString::to_string).collect();
            assert_eq!((decoded.value, drifts), (expected.clone(), reports.iter().map(ToString::to_string).collect()), "{text}");
        }
    }
}

/// An integer, or whatever else.
#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Integer(i64),
    Other(rt::Any),
}

rt::one_of!(Loose);

impl rt::OneOf for Loose {
    const EXPECTS: &'static str = "an integer";
    const TAKES_ALL: bool = true;

    fn pick(token: rt::Token<'_>, _: &rt::Context) -> Option<Self> {
        let picked = match token {
            rt::Token::Number(number) => Self::Integer(number.as_i64()?),
            _ => return None,
        };
        Some(picked)
    }

    fn other(any: rt::Any) -> Self {
        Self::Other(any)
    }
}

#[test]
fn where_anything_is_allowed_nothing_is_unexpected() {
    for mode in [Mode::Lenient, Mode::Strict] {
        let decoded = rt::decode::<Vec<Loose>>(r#"[1, "a", {"b": 2}, null]"#, mode).unwrap();
        assert_eq!(decoded.drifts, []);
        assert_eq!(decoded.value[0], Loose::Integer(1));
        assert!(matches!(&decoded.value[2], Loose::Other(any) if any.text() == r#"{"b": 2}"#));
    }
}
