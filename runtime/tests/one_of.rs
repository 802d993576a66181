//! Values of several kinds: which one is taken, how deep they go, and how much work they may make.

use crate::rt::{self, Mode};

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

    fn pick(token: rt::Token<'_>) -> Option<Self> {
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
