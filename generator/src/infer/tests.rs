//! What samples say about types.

use super::evidence::Kind;
use super::observed::MOST_TEXTS;
use super::{Evidence, Numbers, Observed, infer, is_placeholder, select};
use crate::document::node::Object;
use crate::document::{Array, Member, Node, Value};
use crate::ir::{CaseKind, How, Presence, Shape, StringForm, TypeId, Types};
use crate::text::{Located, SourceMap, Span};
use proptest::prelude::*;

fn span() -> Span {
    Span::new(SourceMap::default().add("sample.json", String::new()), 0, 0)
}

fn at(start: usize, node: Node) -> Node {
    let file = node.span.file;
    Node { span: Span::new(file, start, start + 1), ..node }
}

fn number(token: &str) -> Node {
    Node::new(Value::Number(token.to_owned()), span())
}

fn text(text: &str) -> Node {
    Node::new(Value::String(text.to_owned()), span())
}

fn null() -> Node {
    Node::new(Value::Null, span())
}

fn hole() -> Node {
    Node::new(Value::Hole("USER_RATE".to_owned()), span())
}

fn yes() -> Node {
    Node::new(Value::Bool(true), span())
}

fn list(items: Vec<Node>) -> Node {
    Node::new(Value::Array(Array { items, cut: false }), span())
}

fn object_cut(members: Vec<(&str, Node)>, cut: bool) -> Node {
    let members = members.into_iter().map(|(key, value)| Member { key: Located::new(key.to_owned(), span()), value }).collect();
    Node::new(Value::Object(Object { members, cut }), span())
}

fn object(members: Vec<(&str, Node)>) -> Node {
    object_cut(members, false)
}

/// The type as one line. An object inside of itself is as many `^` as there are objects to it.
fn line(types: &Types, id: TypeId) -> String {
    line_in(types, id, &mut Vec::new())
}

fn line_in(types: &Types, id: TypeId, around: &mut Vec<TypeId>) -> String {
    if let Some(at) = around.iter().rev().position(|around| *around == id) {
        return "^".repeat(at + 1);
    }
    let mut line = |types: &Types, id: TypeId| line_in(types, id, around);
    match &types.get(id).shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Integer => "int".to_owned(),
        Shape::File => "file".to_owned(),
        Shape::Number => "num".to_owned(),
        Shape::String(StringForm::Plain) => "str".to_owned(),
        Shape::String(StringForm::DateTime) => "datetime".to_owned(),
        Shape::String(form) => format!("{form:?}"),
        Shape::List(item) => format!("[{}]", line(types, *item)),
        Shape::Map(value) => format!("{{{}}}", line(types, *value)),
        Shape::Nullable(inner) => format!("{}?", line(types, *inner)),
        Shape::Enum(_) => "enum".to_owned(),
        Shape::OneOf(cases) => cases
            .iter()
            .map(|case| match &case.kind {
                CaseKind::Type(id) => line(types, *id),
                CaseKind::Text(text) => format!("{text:?}"),
            })
            .collect::<Vec<_>>()
            .join(" | "),
        Shape::Object(object) => {
            around.push(id);
            let fields: Vec<_> = object
                .fields
                .iter()
                .map(|field| {
                    let mark = match field.presence.value {
                        Presence::Required => "!",
                        Presence::Optional => "~",
                        Presence::Unknown => "",
                    };
                    format!("{}{mark}: {}", field.wire, line_in(types, field.ty, around))
                })
                .collect();
            around.pop();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

#[track_caller]
fn check(samples: &[Node], expected: &str) {
    let mut types = Types::default();
    let id = infer(&samples.iter().collect::<Vec<_>>(), &mut types);
    assert_eq!(line(&types, id), expected);
}

#[test]
fn nothing_known_is_any() {
    check(&[], "any");
    check(&[null()], "any?");
    check(&[hole(), null()], "any?");
    check(&[text("<your profile id>")], "any");
}

#[test]
fn null_beside_values_is_nullable() {
    check(&[null(), text("a")], "str?");
    check(&[number("1"), null(), hole()], "int?");
    check(&[object(vec![("a", null())]), object(vec![("a", yes())])], "{ a: bool? }");
}

#[test]
fn holes_are_no_evidence() {
    check(&[hole(), number("1")], "int");
}

#[test]
fn numbers_are_told_by_their_text() {
    check(&[number("1"), number("-7")], "int");
    check(&[number("1"), number("2.5")], "num");
    check(&[number("1.0")], "num");
    check(&[number("1e3")], "num");
    check(&[number("-0")], "num");
    check(&[number("9223372036854775807")], "int");
    check(&[number("9223372036854775808")], "num");
}

#[test]
fn strings_stay_strings() {
    check(&[text("17")], "str");
    check(&[text("9:00 AM")], "str");
    check(&[text("07/10/2017")], "str");
    check(&[text("2017-07-10")], "str");
    check(&[text("2017-07-10 09:00")], "str");
    check(&[text("2017-07-10T09:00:00")], "str");
    check(&[text("")], "str");
    check(&[text("a"), text("a"), text("a")], "str");
}

#[test]
fn a_date_time_needs_a_zone_and_all_values() {
    check(&[text("2017-07-10T09:00:00.000-04:00"), text("2017-07-10T09:00:00Z")], "datetime");
    check(&[text("2017-07-10T09:00:00Z"), text("")], "str");
    check(&[text("2017-02-29T09:00:00Z")], "str");
    check(&[text("2016-02-29T23:59:60Z")], "datetime");
    check(&[text("2020-01-02T03:04:60Z")], "str");
    check(&[text("2017-07-10 09:00:00Z")], "str");
    check(&[text("2017-07-10T24:00:00Z")], "str");
    check(&[text("2017-07-10T09:00:00.Z")], "str");
    check(&[text("2017-07-10T09:00:00+0400")], "str");
    check(&[text("ä017-07-10T09:00:00Z")], "str");
}

#[test]
fn names_of_types_are_taken_at_their_word() {
    check(&[text("<integer>")], "int");
    check(&[text("<boolean>")], "bool");
    check(&[text("<number>")], "num");
    check(&[text("<string>")], "str");
    check(&[text("<long>"), text("seven")], "int | str");
}

#[test]
fn mixed_kinds_are_a_union_in_order_of_appearance() {
    check(&[text("never"), number("7"), number("8.5"), null()], "str | num?");
    check(&[list(vec![]), object(vec![("a", yes())])], "[any] | { a: bool }");
}

#[test]
fn lists_join_their_items() {
    check(&[list(vec![])], "[any]");
    check(&[list(vec![]), list(vec![number("1")])], "[int]");
    check(
        &[list(vec![object(vec![("b", yes()), ("a", null())]), object(vec![("a", text("x")), ("c", null())])])],
        "[{ b~: bool, a: str?, c~: any? }]",
    );
}

#[test]
fn absence_counts_only_in_objects_that_are_shown_whole() {
    let full = || object(vec![("a", yes()), ("b", yes())]);
    check(&[full(), object_cut(vec![("a", yes())], true)], "{ a: bool, b: bool }");
    check(&[full(), object(vec![("a", yes())])], "{ a: bool, b~: bool }");
    check(&[object_cut(vec![("a", yes())], true), object(vec![("b", yes())])], "{ a~: bool, b: bool }");
}

#[test]
fn samples_never_say_that_a_member_is_required() {
    let hundred: Vec<Node> = (0..100).map(|_| object(vec![("a", yes())])).collect();
    check(&hundred, "{ a: bool }");
}

#[test]
fn keys_that_are_data_make_a_map() {
    check(&[object(vec![("1", number("1")), ("17", number("2.5"))])], "{num}");
    check(&[object(vec![("1", yes())])], "{ 1: bool }");
    check(&[object(vec![("1", yes())]), object(vec![("2", null())])], "{bool?}");
    check(&[object(vec![("2017-07-10", yes()), ("2017-07-11", yes())])], "{bool}");
    check(&[object(vec![("e0a6bb0d-0000-4000-8000-00000000000a", yes()), ("E0A6BB0D-0000-4000-8000-00000000000B", yes())])], "{bool}");
    check(&[object(vec![("1", yes()), ("2017-07-10", yes())])], "{ 1: bool, 2017-07-10: bool }");
    check(&[object(vec![("2017-07-10", yes())])], "{bool}");
    check(&[object(vec![("507f1f77bcf86cd799439011", yes())])], "{bool}");
    check(&[object(vec![("jane@example.com", yes())])], "{bool}");
    check(&[object(vec![("/users/{id}", yes())])], "{bool}");
    check(&[object(vec![("en-US", text("Hello")), ("pt_BR", text("Olá"))])], "{str}");
    check(&[object(vec![("en-US", text("Hello"))])], "{ en-US: str }");
    check(
        &[object(vec![("aaaaaaaaaaaaaaaaaaaaaaaa", yes()), ("a@b", yes()), ("/", yes())])],
        "{ aaaaaaaaaaaaaaaaaaaaaaaa: bool, a@b: bool, /: bool }",
    );
}

#[test]
fn a_value_that_says_its_key_again_makes_a_map() {
    let currency = |code: &str| object(vec![("code", text(code)), ("digits", number("2"))]);
    check(&[object(vec![("eur", currency("eur")), ("usd", currency("usd"))])], "{{ code: str, digits: int }}");
    // One alone may be a field, unless its name cannot be one.
    check(&[object(vec![("eur", currency("eur"))])], "{ eur: { code: str, digits: int } }");
    check(&[object(vec![("to do.md", currency("to do.md"))])], "{{ code: str, digits: int }}");
    // The other one does not.
    check(
        &[object(vec![("eur", currency("eur")), ("usd", currency("EUR"))])],
        "{ eur: { code: str, digits: int }, usd: { code: str, digits: int } }",
    );
    // Two things of different kinds, whose kind is said.
    let card = object(vec![("object", text("card")), ("last4", text("4242"))]);
    let customer = object(vec![("object", text("customer")), ("name", text("Jane"))]);
    check(
        &[object(vec![("card", card), ("customer", customer)])],
        "{ card: { object: str, last4: str }, customer: { object: str, name: str } }",
    );
    // A number says it too.
    let user = |id: &str| object(vec![("id", number(id)), ("name", text("Jane"))]);
    check(&[object(vec![("7", user("7"))])], "{ 7: { id: int, name: str } }");
    check(&[object(vec![("7", user("7")), ("x8", user("8"))])], "{ 7: { id: int, name: str }, x8: { id: int, name: str } }");
}

#[test]
fn many_keys_with_values_of_one_type_make_a_map() {
    let pair = || object(vec![("bid", number("1")), ("ask", number("2"))]);
    let names: Vec<String> = (0..20).map(|at| format!("pair_{}", char::from(b'a' + at))).collect();
    let all = |count: usize| object(names.iter().take(count).map(|name| (name.as_str(), pair())).collect());
    check(&[all(20)], "{{ bid: int, ask: int }}");
    let mut types = Types::default();
    let id = infer(&[&all(19)], &mut types);
    assert!(matches!(types.get(id).shape, Shape::Object(_)));
    let texts: Vec<String> = (0..250).map(|at| format!("word{at}")).collect();
    let words = |count: usize| object(texts.iter().take(count).map(|name| (name.as_str(), text("x"))).collect());
    check(&[words(250)], "{str}");
    let id = infer(&[&words(249)], &mut types);
    assert!(matches!(types.get(id).shape, Shape::Object(_)));
}

#[test]
fn keys_that_no_two_objects_share_make_a_map() {
    let file = || object(vec![("size", number("1")), ("type", text("text/plain"))]);
    let one = |name: &str| object(vec![(name, file())]);
    check(&[one("a b"), one("c"), one("d")], "{{ size: int, type: str }}");
    // They could be names of fields, of which each request sends one.
    check(
        &[one("home"), one("work"), one("post")],
        "{ home~: { size: int, type: str }, work~: { size: int, type: str }, post~: { size: int, type: str } }",
    );
    check(&[one("a"), one("b"), one("c"), one("d"), one("e")], "{{ size: int, type: str }}");
    check(
        &[one("a"), one("b"), one("c"), one("d"), object(vec![("e", yes())])],
        "{ a~: { size: int, type: str }, b~: { size: int, type: str }, c~: { size: int, type: str }, d~: { size: int, type: str }, e~: bool }",
    );
    check(
        &[object(vec![("name", text("x"))]), object(vec![("email", text("y"))]), object(vec![("phone", text("z"))])],
        "{ name~: str, email~: str, phone~: str }",
    );
}

#[test]
fn more_keys_than_anybody_names_are_data_however_they_are_joined() {
    let names: Vec<String> = (0..1200).map(|at| format!("name{at}")).collect();
    let value = |at: usize| if at.is_multiple_of(2) { text("x") } else { number("1") };
    let part = |from: usize, to: usize| object((from..to).map(|at| (names[at].as_str(), value(at))).collect());
    check(&[part(0, 1001)], "{str | int}");
    check(&[part(0, 600), part(600, 1200)], "{str | int}");
    let joined = |samples: [Node; 2]| {
        let mut all = Evidence::default();
        for sample in &samples {
            let mut one = Evidence::default();
            one.see(sample);
            all.join(one);
        }
        match all.kinds.as_slice() {
            [Kind::Object { members, .. }] => Some((members.all.len(), members.values.is_some())),
            _ => None,
        }
    };
    assert_eq!(joined([part(0, 600), part(600, 1200)]), Some((0, true)));
    assert_eq!(joined([part(0, 1200), part(0, 2)]), Some((0, true)));
    assert_eq!(joined([part(0, 2), part(0, 1200)]), Some((0, true)));
    assert_eq!(joined([part(0, 600), part(0, 600)]), Some((600, false)));
}

#[test]
fn an_object_inside_of_one_with_the_same_members_is_of_its_type() {
    let tree = |id: &str, children: Vec<Node>| object(vec![("id", number(id)), ("children", list(children))]);
    check(&[tree("1", vec![tree("2", vec![])])], "{ id: int, children: [^] }");
    check(&[tree("1", vec![tree("2", vec![tree("3", vec![])]), tree("4", vec![])])], "{ id: int, children: [^] }");
    // What is known inside is known of all.
    let deep = object(vec![("id", text("x")), ("children", null())]);
    check(&[tree("1", vec![tree("2", vec![deep])])], "{ id: int | str, children: [^]? }");
    // A leaf without the list is at a place of a tree.
    let leaf = object(vec![("id", number("3"))]);
    check(&[tree("1", vec![tree("2", vec![leaf])])], "{ id: int, children~: [^] }");
    // By value, below another object, and below a map.
    let category = |parent: Node| object(vec![("name", text("x")), ("parent", parent)]);
    check(&[category(category(null()))], "{ name: str, parent: ^? }");
    let page = |inner: Node| object(vec![("self", object(vec![("page", inner)])), ("more", yes())]);
    check(&[page(page(null()))], "{ self: { page: ^^? }, more: bool }");
    let shelf = |inner: Vec<(&str, Node)>| object(vec![("label", text("x")), ("shelves", object(inner))]);
    check(&[shelf(vec![("1", shelf(vec![])), ("2", shelf(vec![]))])], "{ label: str, shelves: {^} }");
    // One member alone says too little.
    check(&[object(vec![("data", object(vec![("data", yes())]))])], "{ data: { data: bool } }");
    // Other members: two types.
    let owner = object(vec![("id", number("1")), ("name", text("x"))]);
    check(&[object(vec![("id", number("1")), ("owner", owner)])], "{ id: int, owner: { id: int, name: str } }");
}

#[test]
fn a_key_that_stands_twice_counts_once_and_both_values_are_evidence() {
    check(&[object(vec![("a", yes()), ("a", number("1"))])], "{ a: bool | int }");
    check(&[object(vec![("a", yes()), ("a", yes())])], "{ a: bool }");
}

#[test]
fn the_place_is_where_it_was_seen_first_and_the_count_is_told() {
    let mut types = Types::default();
    let samples = [at(10, null()), at(20, number("1")), at(30, number("2")), at(40, null())];
    let id = infer(&samples.iter().collect::<Vec<_>>(), &mut types);
    let outer = types.get(id);
    let Shape::Nullable(inner) = outer.shape else { panic!("{outer:?}") };
    let counted = |how: &How| if let How::Inferred { samples } = how { samples.0 } else { 0 };
    assert_eq!((outer.basis.span.map(|span| span.start), counted(&outer.basis.how)), (Some(10), 2));
    let inner = types.get(inner);
    assert_eq!((inner.basis.span.map(|span| span.start), counted(&inner.basis.how)), (Some(20), 2));
}

#[test]
fn depth_is_no_danger() {
    let mut node = yes();
    for _ in 0..1000 {
        node = list(vec![node]);
    }
    let mut types = Types::default();
    infer(&[&node], &mut types);
    // Twenty-five lists, and what is deeper.
    assert_eq!(types.len(), 26);
}

#[test]
fn paths_select() {
    let user = |id: &str| object(vec![("id", number(id))]);
    let group = |users: Vec<Node>| object(vec![("users", list(users)), ("a.b", object(vec![("c", yes())]))]);
    let node = object(vec![("groups", list(vec![group(vec![user("1"), user("2")]), group(vec![user("3")])]))]);
    let ids = |path: &str| -> Vec<String> {
        select(&node, path)
            .into_iter()
            .map(|node| if let Value::Number(text) = &node.value { text.clone() } else { node.kind().to_owned() })
            .collect()
    };
    assert_eq!(ids("groups[].users[].id"), ["1", "2", "3"]);
    assert_eq!(select(&node, "groups[]").len(), 2);
    assert_eq!(select(&node, "groups").len(), 1);
    assert_eq!(select(&node, "groups[].\"a.b\".c").len(), 2);
    assert_eq!(select(&node, "").len(), 1);
    for nowhere in ["[]", "users", "groups[]x", "groups.", ".groups", "groups[", "\"groups", "groups[].users[].id[]"] {
        assert_eq!(select(&node, nowhere).len(), 0, "{nowhere}");
    }
    let root = list(vec![user("1"), user("2")]);
    assert_eq!(select(&root, "[]").len(), 2);
    assert_eq!(select(&root, "[].id").len(), 2);
    assert_eq!(select(&list(vec![root]), "[][].id").len(), 2);
}

#[test]
fn placeholders() {
    for text in ["{}", "%7B%7D", "{{x}}", "%7b%7bx%7d%7d", "{id}", "<id>", "%3Cid%3E", "<your profile id>", "...", "…", " {{ a b }} "] {
        assert!(is_placeholder(text), "{text}");
    }
    for text in ["", "x", "{\"a\":1}", "<a>b</a>", "<br/>", "</a>", "a{b}", "{a}b{c}", "USER_ID", "<a href=\"x\">", "%7B", "50%"] {
        assert!(!is_placeholder(text), "{text}");
    }
}

/// Values of all kinds, some of them often.
fn values() -> impl Strategy<Value = Node> {
    let scalar = prop_oneof![
        Just(null()),
        Just(hole()),
        any::<bool>().prop_map(|value| Node::new(Value::Bool(value), span())),
        prop_oneof![Just("7"), Just("-0"), Just("2.5"), Just("1e3"), Just("9007199254740993"), Just("9007199254740992"), Just("1e400")]
            .prop_map(number),
        any::<i64>().prop_map(|value| number(&value.to_string())),
        prop_oneof![Just("2024-05-01T12:00:00Z"), Just("2024-05-01"), Just(""), Just("<id>"), Just("on"), Just("12.50")].prop_map(text),
        "[a-d]{0,2}".prop_map(|value| text(&value)),
        "[a-z]{39,42}".prop_map(|value| text(&value)),
    ];
    let keys = prop_oneof![Just("id"), Just("name"), Just("children"), Just("17"), Just("2024-05-01")];
    scalar.prop_recursive(4, 24, 4, move |inner| {
        let members = proptest::collection::vec((keys.clone(), inner.clone()), 0..4);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(list),
            (members, any::<bool>()).prop_map(|(all, cut)| object_cut(all, cut))
        ]
    })
}

/// A type without what hangs on the order of samples: the order of fields and of cases.
fn decided(samples: &[Node], cuts: &[usize]) -> String {
    let mut all = Evidence::default();
    let mut part = Evidence::default();
    for (at, sample) in samples.iter().enumerate() {
        part.see(sample);
        if cuts.contains(&at) {
            all.join(std::mem::take(&mut part));
        }
    }
    all.join(part);
    let mut types = Types::default();
    let id = all.settle(&mut types);
    sorted(&types, id, &mut Vec::new())
}

fn sorted(types: &Types, id: TypeId, around: &mut Vec<TypeId>) -> String {
    if let Some(at) = around.iter().rev().position(|outer| *outer == id) {
        return "^".repeat(at + 1);
    }
    around.push(id);
    let line = match &types.get(id).shape {
        Shape::List(item) => format!("[{}]", sorted(types, *item, around)),
        Shape::Map(value) => format!("{{{}}}", sorted(types, *value, around)),
        Shape::Nullable(inner) => format!("{}?", sorted(types, *inner, around)),
        Shape::OneOf(cases) => {
            let of = |case: &crate::ir::Case, around: &mut Vec<TypeId>| match &case.kind {
                CaseKind::Type(id) => sorted(types, *id, around),
                CaseKind::Text(text) => text.clone(),
            };
            let mut cases: Vec<String> = cases.iter().map(|case| of(case, around)).collect();
            cases.sort();
            format!("({})", cases.join(" | "))
        }
        Shape::Object(object) => {
            let mut fields: Vec<String> = object
                .fields
                .iter()
                .map(|field| format!("{} {:?}: {}", field.wire, field.presence.value, sorted(types, field.ty, around)))
                .collect();
            fields.sort();
            format!("{{ {} }}", fields.join(", "))
        }
        other => format!("{other:?}"),
    };
    around.pop();
    line
}

fn observed(samples: &[Node]) -> Observed {
    let mut all = Observed::default();
    for (start, sample) in samples.iter().enumerate() {
        // Every third one is hidden.
        all.see_member(&at(start, sample.clone()), &|span| span.start % 3 == 2);
    }
    all
}

proptest! {
    #[test]
    fn what_is_decided_hangs_on_no_order(
        samples in proptest::collection::vec(values(), 0..8).prop_flat_map(|samples| (Just(samples.clone()), Just(samples).prop_shuffle())),
        cuts in proptest::collection::vec(0..8_usize, 0..4),
    ) {
        let (one, other) = samples;
        prop_assert_eq!(decided(&one, &[]), decided(&other, &cuts));
    }

    #[test]
    fn records_are_joined_in_any_order_and_grouping(
        one in proptest::collection::vec(values(), 0..20),
        two in proptest::collection::vec(values(), 0..20),
        three in proptest::collection::vec(values(), 0..20),
    ) {
        let [one, two, three] = [observed(&one), observed(&two), observed(&three)];
        let joined = |all: &[&Observed]| {
            let mut sum = Observed::default();
            for one in all {
                sum.join((*one).clone());
            }
            sum
        };
        let all = joined(&[&one, &two, &three]);
        prop_assert_eq!(&joined(&[&joined(&[&three, &one]), &two]), &all);
        prop_assert_eq!(&joined(&[&three, &joined(&[&two, &one])]), &all);
        prop_assert!(all.texts.iter().all(|texts| texts.distinct.len() <= MOST_TEXTS));
    }
}

#[test]
fn a_record_keeps_what_a_person_reads() {
    let mut all = Observed::default();
    let see = |all: &mut Observed, start, node| all.see_member(&at(start, node), &|span: Span| span.start == 90);
    for (start, node) in [
        (50, number("12")),
        (40, number("9007199254740993")),
        (30, number("9007199254740992")),
        (20, number("-0")),
        (10, number("2.5")),
        (60, text("2024-05-01")),
        (70, text("hall")),
        (80, text("hall")),
        (90, text("a secret")),
        (95, text(&"x".repeat(41))),
        (99, null()),
    ] {
        see(&mut all, start, node);
    }
    all.see_absence();
    assert_eq!((all.objects, all.present), (12, 11));
    let numbers = |numbers: &Option<Numbers>| {
        let numbers = numbers.as_ref().expect("there are some");
        (numbers.sight.count, numbers.sight.first.start, numbers.ends.clone().expect("they can be shown"))
    };
    // All digits count, also where 64 bits of a float have no room for them.
    assert_eq!(numbers(&all.integers), (3, 30, ("12".to_owned(), "9007199254740993".to_owned())));
    assert_eq!(numbers(&all.fractions), (2, 10, ("-0".to_owned(), "2.5".to_owned())));
    let texts = all.texts.expect("there are some");
    assert_eq!((texts.sight.count, texts.sight.first.start, texts.lengths.least, texts.lengths.most, texts.more), (5, 60, 4, 41, true));
    let distinct: Vec<(&str, u64)> = texts.distinct.iter().map(|(text, count)| (text.as_str(), *count)).collect();
    assert_eq!(distinct, [("2024-05-01", 1), ("hall", 2)]);
    assert_eq!(texts.forms.into_iter().collect::<Vec<_>>(), [(StringForm::Date, 1)]);
    assert_eq!(all.nulls.map(|sight| (sight.count, sight.first.start)), Some((1, 99)));
}
