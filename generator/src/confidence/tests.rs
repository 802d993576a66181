//! Grades by hand, and what is settled first.

use super::grade::speaks_of_fractions;
use super::{Claim, Denial, Grade, Policy, Strength, denied, facts, grade, weakest};
use crate::ir::{Basis, Conflict, Contested, Enum, EnumBase, Fact, Presence, Shape, StringForm, TypeDef, sample};
use crate::text::{SourceMap, Span};

fn span() -> Span {
    Span::new(SourceMap::default().add("x", String::new()), 0, 0)
}

fn seen(count: u32) -> Basis {
    Basis::inferred(span(), count)
}

fn ty<'a>(name: &'a str, shape: &'a Shape) -> Claim<'a> {
    Claim::Type { name, shape }
}

const LOW: Grade = Grade::Inferred(Strength::Low);
const MEDIUM: Grade = Grade::Inferred(Strength::Medium);
const HIGH: Grade = Grade::Inferred(Strength::High);

#[test]
fn types_are_graded_by_how_often_they_were_seen() {
    let text = Shape::String(StringForm::Plain);
    let grades: Vec<Grade> = [0, 1, 2, 9, 10, 500].map(|count| grade(&seen(count), ty("a", &text), false)).to_vec();
    assert_eq!(grades, [LOW, LOW, MEDIUM, MEDIUM, HIGH, HIGH]);
    assert_eq!(grade(&seen(500), ty("a", &Shape::Any), false), Grade::Unknown);
}

#[test]
fn some_kinds_show_less_than_they_seem_to() {
    let of_values = Shape::Enum(Enum { base: EnumBase::Text, values: Vec::new() });
    for (name, shape, expected) in [
        ("count", Shape::Integer, [LOW, MEDIUM, HIGH]),
        ("unitPrice", Shape::Integer, [LOW, LOW, MEDIUM]),
        ("unitPrice", Shape::Number, [LOW, MEDIUM, HIGH]),
        ("state", of_values, [LOW, LOW, MEDIUM]),
    ] {
        assert_eq!([1, 5, 50].map(|count| grade(&seen(count), ty(name, &shape), false)), expected, "{name}");
    }
}

#[test]
fn presence_needs_objects_without_a_gap_and_absence_only_one() {
    let always = |count| grade(&seen(count), Claim::Presence(Presence::Required), false);
    assert_eq!([1, 9, 10, 29, 30].map(always), [LOW, LOW, MEDIUM, MEDIUM, HIGH]);
    assert_eq!(grade(&seen(3), Claim::Presence(Presence::Unknown), false), LOW);
    assert_eq!(grade(&seen(1), Claim::Presence(Presence::Optional), false), HIGH);
}

#[test]
fn who_says_it_counts_more_than_what_was_seen() {
    let stated = Basis::stated(span());
    let assumed = Basis::assumed(span(), "why");
    assert_eq!(grade(&stated, ty("a", &Shape::Integer), false), Grade::Stated);
    assert_eq!(grade(&stated, ty("a", &Shape::Any), false), Grade::Unknown);
    assert_eq!(grade(&stated, Claim::Presence(Presence::Unknown), false), Grade::Unknown);
    assert_eq!(grade(&stated, ty("a", &Shape::Integer), true), Grade::Conflict);
    // Who decides it has seen the conflict.
    assert_eq!(grade(&assumed, ty("a", &Shape::Integer), true), Grade::Assumed);
    assert_eq!(grade(&assumed, ty("a", &Shape::Any), false), Grade::Assumed);
}

#[test]
fn names_of_what_has_fractions() {
    for name in ["price", "unit_price", "unitPrice", "TAX", "tax-rate", "total2"] {
        assert_eq!(speaks_of_fractions(name), name != "total2", "{name}");
    }
    for name in ["id", "rated", "pricelist", "subtotals", ""] {
        assert!(!speaks_of_fractions(name), "{name}");
    }
}

#[test]
fn words_deny_what_they_say_and_what_is_weaker() {
    let of = |word: &str| Denial::of(word).map(|denial| Policy { deny: vec![denial] });
    assert_eq!(of("low"), None);
    let mut api = sample::pets();
    let age = api.types.add(TypeDef::anonymous(Shape::Integer, seen(3)));
    set_type(&mut api, "age", age);
    let said = |word: &str| {
        let said = denied(&api, &of(word).unwrap_or_default(), span());
        said.into_iter().filter(|said| said.message.starts_with("`type:Pet/age`") && said.message.contains("`integer`")).count()
    };
    assert_eq!(["inferred", "inferred:high", "inferred:medium", "inferred:low", "unknown", "conflict"].map(said), [1, 1, 1, 0, 0, 0]);
}

#[test]
fn what_nobody_knows_of_comes_before_what_was_seen_too_seldom() {
    let mut api = sample::pets();
    let seldom = api.types.add(TypeDef::anonymous(Shape::Bool, seen(1)));
    let unknown = api.types.add(TypeDef::anonymous(Shape::Any, seen(1)));
    set_type(&mut api, "age", seldom);
    set_type(&mut api, "name", unknown);
    let order: Vec<String> = weakest(&api)
        .first
        .into_iter()
        .filter(|weak| weak.entry.contains("type   ") || weak.entry.contains("{ type ="))
        .map(|weak| format!("{} {}", weak.known.node, weak.known.grade))
        .filter(|line| line.starts_with("type:Pet/age") || line.starts_with("type:Pet/name"))
        .collect();
    assert_eq!(order, ["type:Pet/name unknown", "type:Pet/age inferred:low"]);
    assert!(facts(&api, &|_| true).len() > facts(&api, &|grade| grade != Grade::Stated).len());
}

#[test]
fn many_denied_facts_are_counted() {
    let mut api = sample::pets();
    for at in 0..70 {
        let ty = api.types.add(TypeDef::anonymous(Shape::Any, seen(1)));
        sample::fields(&mut api, "Pet").push(sample::member(&format!("unknown_{at}"), ty, Presence::Optional));
    }
    let policy = Policy { deny: vec![Denial::Unknown] };
    let all = facts(&api, &|grade| grade == Grade::Unknown).len();
    let said = denied(&api, &policy, span());
    assert!(all >= 70 && said.len() == 50, "{all} and {}", said.len());
    let counted: Vec<&String> = said.iter().flat_map(|said| &said.notes).collect();
    assert_eq!(counted.len(), 1);
    assert!(counted[0].starts_with(&format!("{} more facts are denied", all - 50)), "{counted:?}");
    assert!(denied(&api, &Policy::default(), span()).is_empty());
}

#[test]
fn a_conflict_of_lengths_has_an_entry_of_its_own() {
    let mut api = sample::pets();
    let conflict = |about| Conflict {
        about,
        stated: sample::text("at most 20 characters"),
        shown: Fact::new("25 characters".to_owned(), Basis::inferred(span(), 1)),
        is_settled: false,
    };
    let entries = |api: &crate::ir::Api| -> Vec<String> {
        let weak = weakest(api).first.into_iter().filter(|weak| weak.known.grade == Grade::Conflict);
        weak.map(|weak| format!("{}: {}", weak.known.words, weak.entry.lines().nth(2).unwrap_or(""))).collect()
    };
    assert_eq!(entries(&api), Vec::<String>::new());
    sample::field(&mut api, "Pet", "nick").facts.conflicts = vec![conflict(Contested::Length)];
    let expected = "stated is at most 20 characters, and a sample shows 25 characters: set    = { max = 20 }";
    assert_eq!(entries(&api), [expected]);
    sample::field(&mut api, "Pet", "nick").facts.conflicts[0].is_settled = true;
    assert_eq!(entries(&api), Vec::<String>::new());
    // A form is a matter of the type, and its field is there all the same.
    let nick = sample::field(&mut api, "Pet", "nick");
    nick.facts.conflicts = vec![conflict(Contested::Form)];
    assert_eq!(nick.facts.held(Presence::Required), Presence::Required);
    assert_eq!(entries(&api).len(), 1);
    assert!(entries(&api)[0].contains("set    = { type = \"string?\" }"), "{:?}", entries(&api));
}

fn set_type(api: &mut crate::ir::Api, wire: &str, ty: crate::ir::TypeId) {
    let id = api.types.named("Pet").expect("the sample has pets");
    let Shape::Object(object) = &mut api.types.get_mut(id).shape else { panic!("a pet is an object") };
    object.fields.iter_mut().find(|field| field.wire == wire).expect("the sample has the field").ty = ty;
}
