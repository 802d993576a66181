//! The small languages: what they mean, and that no text makes them panic or point outside of itself.

use super::written_step;
use super::{
    At, AtPart, Complaint, FactWord, Ranged, Removal, StepName, TypeExpr, TypeKind, decoded, parse_address, parse_at, parse_duration,
    parse_facts, parse_path, parse_removal, parse_request, parse_rule, parse_sample, parse_type,
};
use crate::ir::{Address, EnumBase, FieldPath, NodeId, Place, Root};
use proptest::prelude::*;

fn complaint<T: std::fmt::Debug>(found: Result<T, Complaint>) -> (std::ops::Range<usize>, String) {
    let complaint = found.expect_err("a complaint");
    (complaint.range, complaint.message)
}

#[test]
fn types_know_their_places() {
    let found = parse_type("[ Account? ]").expect("a type");
    assert_eq!(found.range, 0..12);
    let TypeKind::List(item) = found.kind else { panic!("no list") };
    assert_eq!(item.range, 2..10);
    assert_eq!(
        *item,
        TypeExpr {
            kind: TypeKind::Nullable(Box::new(TypeExpr { kind: TypeKind::Named("Account".to_owned()), range: 2..9 })),
            range: 2..10
        }
    );
    let found = parse_type("enum a | \"b c\" | 3").expect("a type").kind;
    let value = |text: &str, range| Ranged::new(text.to_owned(), range);
    assert_eq!(found, TypeKind::Enum { base: EnumBase::Text, values: vec![value("a", 5..6), value("b c", 9..14), value("3", 17..18)] });
}

#[test]
fn what_is_no_type_is_said_with_its_place() {
    for (text, range, message) in [
        ("", 0..0, "the type ends where a type was expected"),
        ("[string", 7..7, "the type ends where `]` was expected"),
        ("string integer", 7..14, "found `integer`, expected the end of the type"),
        ("strîng", 0..7, "`strîng` is no type"),
        ("string??", 0..8, "`?` stands twice"),
        ("\"never\"", 0..7, "a text is a type only as one of several, as in `number | \"never\"`"),
        ("number | \"never", 9..15, "a `\"` has no partner that closes it"),
        ("enum", 4..4, "the type ends where a value of the enumeration was expected"),
        ("enum a | a", 9..10, "the value `a` stands twice"),
        ("enum two words", 9..14, "found `words`, expected `|` or the end of the enumeration"),
        ("enum 1.5 | 2", 5..8, "`1.5` is a number, but no whole number"),
        ("{ a: string, a: string }", 13..14, "the field `a` stands twice"),
        ("{}", 1..2, "found `}`, expected a type"),
        ("date without zone", 0..17, "`date` has no zone that could be left out"),
    ] {
        assert_eq!(complaint(parse_type(text)), (range, message.to_owned()), "{text}");
    }
    assert_eq!(parse_type("sting").map(|_| ()), Ok(()), "a name: only the tables know whether it is there");
    let deep = "[".repeat(100_000);
    assert_eq!(parse_type(&deep).expect_err("too deep").message, "brackets stand more than 12 deep in one another");
}

#[test]
fn facts_are_read_and_their_contradictions_found() {
    let (facts, complaints) =
        parse_facts("required; max 255;default \"a;b\" ; doc-says object; alias x; alias y; secret because it opens; it is so");
    let words: Vec<FactWord> = facts.iter().map(|fact| fact.value.word.clone()).collect();
    assert_eq!(
        words,
        [
            FactWord::Required,
            FactWord::Max(255),
            FactWord::Default("a;b".to_owned()),
            FactWord::DocSays("object".to_owned()),
            FactWord::Alias("x".to_owned()),
            FactWord::Alias("y".to_owned()),
            FactWord::Secret,
        ]
    );
    assert_eq!(facts[1].range, 10..17);
    assert_eq!(facts[6].value.because, Some(Ranged::new("it opens".to_owned(), 84..92)));
    assert_eq!(complaints.len(), 1);
    assert_eq!((complaints[0].range.clone(), complaints[0].message.as_str()), (94..96, "`it` is no fact"));
    for (text, message) in [
        ("required; optional", "`optional` contradicts `required` in the same row"),
        ("read-only;write-only", "`write-only` contradicts `read-only` in the same row"),
        ("max 3; max 4", "`max 4` contradicts `max 3` in the same row"),
        ("secret; secret", "`secret` stands twice"),
        ("max long", "`max` takes a number of characters, found `long`"),
        ("default", "`default` needs something behind it"),
        ("optional maybe", "`optional` takes nothing behind it, found `maybe`"),
        ("required when asked", "`required` takes `if` and a condition behind it"),
        ("optional because", "`because` needs a reason behind it"),
    ] {
        let (_, complaints) = parse_facts(text);
        assert_eq!(complaints.iter().map(|complaint| complaint.message.as_str()).collect::<Vec<_>>(), [message], "{text}");
    }
    assert_eq!(parse_facts("optional; present if using admin token").1, []);
}

#[test]
fn paths_are_steps() {
    let steps = |text: &str| -> Vec<(StepName, usize)> {
        parse_path(text).expect("a path").steps.into_iter().map(|step| (step.value.name, step.value.lists)).collect()
    };
    let key = |text: &str| StepName::Key(text.to_owned());
    assert_eq!(steps("tags[].color"), [(key("tags"), 1), (key("color"), 0)]);
    assert_eq!(steps("\"a.b\".\"*\".prospect-*"), [(key("a.b"), 0), (key("*"), 0), (StepName::Open("prospect-".to_owned()), 0)]);
    assert_eq!(steps("x[][]"), [(key("x"), 2)]);
    for (text, range, message) in [
        ("", 0..0, "a step of the path is empty"),
        ("a..b", 2..4, "a step of the path is empty"),
        ("a. b", 2..4, "a step of the path has blanks around it"),
        ("*.b", 0..1, "keys that are data can only be the last step of a path"),
        ("a[0]", 1..4, "found `[0]`, expected `.`, `[]` or the end of the path"),
        ("\"a", 0..2, "a `\"` has no partner that closes it"),
    ] {
        assert_eq!(complaint(parse_path(text)), (range, message.to_owned()), "{text}");
    }
}

#[test]
fn places_are_lines_and_pointers() {
    let part = |pointer: Option<&str>, lines, range| Ranged::new(AtPart { pointer: pointer.map(str::to_owned), lines }, range);
    assert_eq!(parse_at("12-15, 40"), Ok(At { parts: vec![part(None, Some((12, 15)), 0..5), part(None, Some((40, 40)), 7..9)] }));
    assert_eq!(
        parse_at("/a/b:3-5, 7, /c"),
        Ok(At {
            parts: vec![part(Some("/a/b"), Some((3, 5)), 0..8), part(Some("/a/b"), Some((7, 7)), 10..11), part(Some("/c"), None, 13..15)]
        })
    );
    let sample = parse_sample("68 [].eventLog").expect("a sample");
    assert_eq!((sample.at.parts.len(), sample.path), (1, Ranged::new("[].eventLog".to_owned(), 3..14)));
    let sample = parse_sample("/a/b:2 data[]").expect("a sample");
    assert_eq!((sample.at.parts[0].value.lines, sample.path.value.as_str()), (Some((2, 2)), "data[]"));
    for (text, range, message) in [
        ("", 0..0, "the place is empty"),
        ("line 3", 0..6, "found `line 3`, expected lines or a pointer"),
        ("0", 0..1, "lines are counted from 1"),
        ("9-3", 0..3, "the last line 3 stands before the first line 9"),
        ("3,", 2..2, "the place is empty"),
        ("3 x", 2..3, "found `x`, expected lines or a pointer"),
        ("99999999999", 0..11, "`99999999999` is no range of lines"),
    ] {
        assert_eq!(complaint(parse_at(text)), (range, message.to_owned()), "{text}");
    }
}

#[test]
fn what_ends_a_pointer_is_written_by_its_bytes() {
    for (name, step) in [
        ("Get orders", "Get orders"),
        ("a, b", "a%2C b"),
        ("v1:2", "v1%3A2"),
        ("100%", "100%25"),
        ("%2C", "%252C"),
        ("a/b~c", "a~1b~0c"),
        ("end ", "end%20"),
        ("ü\u{3000}", "ü%E3%80%80"),
    ] {
        assert_eq!(written_step(name), step);
        assert_eq!(decoded(step).replace("~1", "/").replace("~0", "~"), name);
        let at = parse_at(&format!("/item/{step}:3, 5")).expect("a place");
        assert_eq!(at.parts[0].value.pointer.as_deref(), Some(&*format!("/item/{step}")));
        assert_eq!(at.parts.iter().map(|part| part.value.lines).collect::<Vec<_>>(), [Some((3, 3)), Some((5, 5))]);
    }
    // No two digits, no byte; and bytes that are no text are no reason to stop.
    assert_eq!(decoded("/100% of/%zz/%4"), "/100% of/%zz/%4");
    assert_eq!(decoded("/%20%2c"), "/ ,");
    assert_eq!(decoded("/%FF"), "/\u{fffd}");
    let sample = parse_sample("/item/Get%20orders:2 data[]").expect("a sample");
    assert_eq!((sample.at.parts[0].value.pointer.as_deref(), sample.path.value.as_str()), (Some("/item/Get%20orders"), "data[]"));
}

#[test]
fn request_lines_have_three_parts() {
    let request = parse_request("GET ?action=get_users&v=2").expect("a request");
    assert_eq!((request.method.value.as_str(), request.path.value.to_string().as_str()), ("GET", ""));
    let constants: Vec<_> = request.constants.iter().map(|(name, value)| (name.value.as_str(), value.value.as_str())).collect();
    assert_eq!(constants, [("action", "get_users"), ("v", "2")]);
    for (text, messages) in [
        ("get /a", vec!["found `get`, expected a method in capital letters"]),
        ("GET a", vec!["found `a`, expected a path that begins with `/`"]),
        ("GET /a\u{2008}b", vec!["a request line has no blanks behind its method"]),
        ("GET /a b", vec!["a request line has no blanks behind its method"]),
        ("GET /{a", vec!["a `{` has no `}`"]),
        ("GET /{a}/{a}", vec!["`{a}` stands twice"]),
        ("GET /a?b", vec!["found `b`, expected a constant such as `action=get_users`"]),
        ("GET /a?b={c}", vec!["found `b={c}`, expected a constant such as `action=get_users`"]),
        ("GET /a?b=1&b=2", vec!["the constant `b` stands twice"]),
        ("GET /a#b", vec!["a request has no fragment"]),
    ] {
        let found: Vec<String> = parse_request(text).expect_err(text).into_iter().map(|complaint| complaint.message).collect();
        assert_eq!(found, messages, "{text}");
    }
}

#[test]
fn addresses_rules_and_durations() {
    let path = |text: &str| FieldPath::parse(text).expect("a test writes paths");
    assert_eq!(
        parse_address("op Orders / Get / query from"),
        Ok(Address::Param { operation: "Orders / Get".to_owned(), place: Place::Query, name: "from".to_owned() })
    );
    assert_eq!(parse_address("op Orders / Get"), Ok(Address::Operation("Orders / Get".to_owned())));
    assert_eq!(parse_address("op a / answer"), Ok(Address::Answer { operation: "a".to_owned(), status: "success".to_owned() }));
    assert_eq!(parse_address("op *"), Ok(Address::AllOperations));
    assert_eq!(parse_address("type T / a.b[]"), Ok(Address::Part { root: Root::Type("T".to_owned()), path: path("a.b[]") }));
    let answer = Root::Answer { operation: "Pets/Get / all".to_owned(), status: "200".to_owned() };
    assert_eq!(parse_address("op Pets/Get / all / answer 200 / [].a b"), Ok(Address::Part { root: answer, path: path("[].a b") }));
    assert_eq!(parse_address("op a / answer two / b"), Ok(Address::Operation("a / answer two / b".to_owned())));
    assert_eq!(parse_address("errors / code"), Ok(Address::Part { root: Root::Errors, path: path("code") }));
    assert_eq!(parse_address("envelope / *"), Ok(Address::Part { root: Root::Envelope, path: path("*") }));
    assert_eq!(parse_address("envelope"), Ok(Address::Part { root: Root::Envelope, path: FieldPath::default() }));
    for node in ["op:a/200[]/b", "type:T/a", "webhook:w/a", "errors/code", "envelope/*"] {
        assert_eq!(parse_address(node), Ok(Address::Node(NodeId::written(node))));
    }
    for bad in ["envelope / ", "type T / a..b", "errors x"] {
        assert!(parse_address(bad).is_err(), "{bad}");
    }
    assert_eq!(complaint(parse_address("api x")).0, 4..5);
    assert_eq!(complaint(parse_address("oops")), (0..4, "`oops` is no address".to_owned()));
    assert_eq!(parse_removal("header Accept"), Ok(Removal::Header("Accept".to_owned())));
    assert_eq!(parse_removal("this"), Ok(Removal::Itself));
    assert!(parse_removal("that").is_err());
    let rule = parse_rule("status = \"error\"").expect("a rule");
    assert_eq!((rule.member.as_str(), rule.is.as_str()), ("status", "error"));
    assert!(parse_rule("status").is_err() && parse_rule("= x").is_err());
    assert_eq!((parse_duration("1 minute"), parse_duration("2 hours"), parse_duration("3 days")), (Ok(60), Ok(7200), Ok(259_200)));
    assert!(["", "minute", "0 hours", "1 fortnight", "99999999 days"].iter().all(|text| parse_duration(text).is_err()));
}

/// Text that looks like the languages, so that more than the first sign is read.
fn likely() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,4}",
        "[0-9]{1,4}",
        "[\\[\\]{}()|?.,:;\"*/=&#-]",
        " ",
        "\\PC",
        Just("enum ".to_owned()),
        Just("required".to_owned()),
        Just("op ".to_owned()),
        Just(" / query ".to_owned()),
        Just("GET /".to_owned()),
        Just("because ".to_owned()),
        Just("[]".to_owned()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn within(text: &str, range: &std::ops::Range<usize>) {
    assert!(range.start <= range.end && range.end <= text.len(), "{range:?} in {text:?}");
    assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{range:?} in {text:?}");
}

fn for_all<'r>(text: &str, ranges: impl Iterator<Item = &'r std::ops::Range<usize>>) {
    for range in ranges {
        within(text, range);
    }
}

fn type_within(text: &str, ty: &TypeExpr) {
    within(text, &ty.range);
    match &ty.kind {
        TypeKind::List(inner) | TypeKind::Map(inner) | TypeKind::Nullable(inner) => type_within(text, inner),
        TypeKind::OneOf(cases) => cases.iter().for_each(|case| type_within(text, case)),
        TypeKind::Fields(fields) => fields.iter().for_each(|(name, ty)| {
            within(text, &name.range);
            type_within(text, ty);
        }),
        TypeKind::Enum { values, .. } => values.iter().for_each(|value| within(text, &value.range)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_text_makes_them_panic_or_point_outside(text in prop_oneof![likely(), "\\PC{0,40}", any::<String>()]) {
        match parse_type(&text) {
            Ok(ty) => type_within(&text, &ty),
            Err(complaint) => within(&text, &complaint.range),
        }
        let (facts, complaints) = parse_facts(&text);
        for_all(&text, facts.iter().map(|fact| &fact.range));
        for_all(&text, facts.iter().filter_map(|fact| fact.value.because.as_ref()).map(|because| &because.range));
        for_all(&text, complaints.iter().map(|complaint| &complaint.range));
        match parse_at(&text) {
            Ok(at) => for_all(&text, at.parts.iter().map(|part| &part.range)),
            Err(complaint) => within(&text, &complaint.range),
        }
        match parse_sample(&text) {
            Ok(sample) => within(&text, &sample.path.range),
            Err(complaint) => within(&text, &complaint.range),
        }
        match parse_path(&text) {
            Ok(path) => for_all(&text, path.steps.iter().map(|step| &step.range)),
            Err(complaint) => within(&text, &complaint.range),
        }
        if let Err(complaints) = parse_request(&text) {
            for_all(&text, complaints.iter().map(|complaint| &complaint.range));
        }
        if let Err(complaint) = parse_address(&text) {
            within(&text, &complaint.range);
        }
        for complaint in [parse_rule(&text).err(), parse_duration(&text).err(), parse_removal(&text).err()].into_iter().flatten() {
            within(&text, &complaint.range);
        }
    }
}
