//! Names of one scope are settled together. What holds of every answer.

use std::collections::BTreeSet;
use std::path::Path;

use docwright::model::lock::Lock;
use docwright::model::names::{
    FieldName, ModuleName, RESERVED_METHODS, RESERVED_MODULES, RESERVED_TYPES, SettersOf, Spelling, TypeName, UserNames, VariantName, Wish,
    setters, settle, spell,
};
use docwright_tests::cases::cases;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use syn::visit::Visit;

/// Words that are no name, or somebody else's.
const NASTY: &[&str] = &[
    "",
    " ",
    "_",
    "__",
    "-",
    "-1",
    "+1",
    "1",
    "1st",
    "a-b",
    "a_b",
    "a b",
    "aB",
    "AB",
    "Ab",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "r#type",
    "fn",
    "async",
    "union",
    "default",
    "new",
    "Option",
    "String",
    "Vec",
    "Result",
    "Other",
    "extra",
    "types",
    "wire",
    "con",
    "str",
    "api",
    "日本",
    "中国",
    "Ünï",
    "İ",
    "ß",
    "ﬁ",
    "e\u{301}",
    "\u{202e}abc",
    "a\u{200b}b",
    "\0",
    "\n",
    "*/",
    "\"",
    "{}",
    "a2",
    "a 2",
    "A2",
    "a_2",
    "field a",
    "name",
    "names",
    "👩‍🚀",
    "𝒜",
    "supercalifragilisticexpialidocious supercalifragilisticexpialidocious",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

fn words() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(NASTY).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-c][-_ ]?[0-2A-C]?"]
}

/// Wishes with addresses of their own.
fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let wordings = vec(vec(words(), 1..3), 0..3);
    btree_map("[a-e]{1,3}", (words(), wordings, vec(words(), 0..3)), 0..14)
        .prop_map(|all| all.into_iter().map(|(id, (words, fuller, qualifiers))| Wish { id, words, fuller, qualifiers }).collect())
}

/// Wishes, and the same in another order.
fn shuffled() -> impl Strategy<Value = (Vec<Wish>, Vec<Wish>)> {
    wishes().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
}

/// What is remembered or asked for: names by address, good ones and others.
fn names() -> impl Strategy<Value = Vec<(String, String)>> {
    btree_map("[a-e]{1,3}", prop_oneof![3 => "[a-c]{1,2}", 3 => "[A-C][a-c]?", 1 => words()], 0..6)
        .prop_map(|all| all.into_iter().collect())
}

fn lock(names: &[(String, String)]) -> Lock {
    let mut lock = Lock::default();
    for (id, name) in names {
        lock.set(id, 0, name);
    }
    lock
}

fn snake(wishes: &[Wish], taken: &[&str], lock: &Lock, user: &[(String, String)]) -> Vec<String> {
    let names: Vec<FieldName> = settle(wishes, Spelling::Snake, taken, lock, &mut UserNames::new(user.iter().cloned().collect()));
    names.iter().map(|name| name.as_str().to_owned()).collect()
}

fn camel(wishes: &[Wish], taken: &[&str], lock: &Lock, user: &[(String, String)]) -> Vec<String> {
    let names: Vec<TypeName> = settle(wishes, Spelling::Camel, taken, lock, &mut UserNames::new(user.iter().cloned().collect()));
    names.iter().map(|name| name.as_str().to_owned()).collect()
}

/// The names by address.
fn by_id(wishes: &[Wish], names: Vec<String>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = wishes.iter().map(|wish| wish.id.clone()).zip(names).collect();
    all.sort();
    all
}

fn is_snake(name: &str) -> bool {
    !name.chars().any(|c| c.is_ascii_uppercase())
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether rustc takes it where an identifier stands, and where it is not raw it is no keyword.
fn is_identifier(printed: &str) -> bool {
    syn::parse_str::<syn::Ident>(printed).is_ok() && printed.is_ascii()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn the_order_of_the_wishes_means_nothing((wishes, others) in shuffled(), locked in names(), user in names()) {
        let lock = lock(&locked);
        prop_assert_eq!(
            by_id(&wishes, snake(&wishes, RESERVED_MODULES, &lock, &user)),
            by_id(&others, snake(&others, RESERVED_MODULES, &lock, &user))
        );
        prop_assert_eq!(by_id(&wishes, camel(&wishes, RESERVED_TYPES, &lock, &user)), by_id(&others, camel(&others, RESERVED_TYPES, &lock, &user)));
    }

    #[test]
    fn no_two_are_equal_and_none_is_taken(wishes in wishes(), locked in names(), user in names()) {
        let lock = lock(&locked);
        for (names, taken) in [
            (snake(&wishes, RESERVED_METHODS, &lock, &user), RESERVED_METHODS),
            (snake(&wishes, RESERVED_MODULES, &lock, &user), RESERVED_MODULES),
            (camel(&wishes, RESERVED_TYPES, &lock, &user), RESERVED_TYPES),
        ] {
            let distinct: BTreeSet<&String> = names.iter().collect();
            prop_assert_eq!(distinct.len(), names.len(), "{:?}", names);
            prop_assert_eq!(names.len(), wishes.len());
            for name in &names {
                prop_assert!(!taken.contains(&name.as_str()), "{}", name);
            }
        }
    }

    #[test]
    fn every_name_is_an_identifier_of_its_kind(wishes in wishes(), locked in names(), user in names()) {
        let lock = lock(&locked);
        let mut names = UserNames::new(user.into_iter().collect());
        let fields: Vec<FieldName> = settle(&wishes, Spelling::Snake, &[], &lock, &mut names);
        for field in &fields {
            prop_assert!(is_identifier(&field.ident().to_string()) && is_snake(field.as_str()), "{}", field.as_str());
        }
        let variants: Vec<VariantName> = settle(&wishes, Spelling::Camel, &[], &lock, &mut names);
        for variant in &variants {
            prop_assert!(is_identifier(&variant.ident().to_string()) && is_camel(variant.as_str()), "{}", variant.as_str());
        }
    }

    #[test]
    fn what_the_lock_remembers_is_kept(wishes in wishes(), newcomers in wishes()) {
        let first = snake(&wishes, RESERVED_MODULES, &Lock::default(), &[]);
        let remembered: Vec<(String, String)> = wishes.iter().map(|wish| wish.id.clone()).zip(first.clone()).collect();
        let lock = lock(&remembered);
        let mut all = wishes.clone();
        all.extend(newcomers.into_iter().filter(|new| wishes.iter().all(|wish| wish.id != new.id)));
        // Whatever comes behind, or before: those that were there keep their names, though their words changed.
        let again = snake(&all, RESERVED_MODULES, &lock, &[]);
        prop_assert_eq!(&again[..first.len()], &first[..]);
        all.reverse();
        let mut again = snake(&all, RESERVED_MODULES, &lock, &[]);
        again.reverse();
        prop_assert_eq!(&again[..first.len()], &first[..]);
        for wish in &mut all {
            wish.words = "other".to_owned();
            wish.qualifiers.clear();
        }
        let mut again = snake(&all, RESERVED_MODULES, &lock, &[]);
        again.reverse();
        prop_assert_eq!(&again[..first.len()], &first[..]);
    }

    #[test]
    fn the_user_goes_over_the_lock(wishes in wishes(), locked in names()) {
        let Some(wish) = wishes.first() else { return Ok(()) };
        let user = [(wish.id.clone(), "the_users_name".to_owned())];
        let names = snake(&wishes, &[], &lock(&locked), &user);
        prop_assert_eq!(names[0].as_str(), "the_users_name");
    }

    #[test]
    fn spelling_gives_a_name_for_any_words(words in words()) {
        for (spelling, is_spelled) in [(Spelling::Snake, is_snake as fn(&str) -> bool), (Spelling::Camel, is_camel)] {
            let name = spell(&words, spelling);
            prop_assert!(!name.is_empty() && name.len() <= 70 && is_spelled(&name), "{name:?}");
            prop_assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.contains("__"), "{name:?}");
            prop_assert!(!name.starts_with(|c: char| c.is_ascii_digit()), "{name:?}");
        }
    }

    #[test]
    fn setters_are_apart(things in btree_map(prop_oneof!["[a-b](_null)?(_2)?", "(with_)*(new|default|send|query|a)(_null)?(_2)?"], any::<bool>(), 0..12), of in prop_oneof![Just(SettersOf::Call), Just(SettersOf::Object)]) {
        let things: Vec<(&str, bool)> = things.iter().map(|(name, &null)| (name.as_str(), null)).collect();
        let mut seen = BTreeSet::new();
        for ((setter, null), (name, has_null)) in setters(of, &things).iter().zip(&things) {
            prop_assert!(seen.insert(setter.as_str().to_owned()), "{}", setter.as_str());
            let is_taken = |name: &str| RESERVED_METHODS.contains(&name) || name == "default" || (name == "query" && of == SettersOf::Call);
            prop_assert!(!is_taken(setter.as_str()));
            prop_assert_eq!(null.is_some(), *has_null);
            if let Some(null) = null {
                prop_assert!(seen.insert(null.as_str().to_owned()), "{}", null.as_str());
            }
            if !is_taken(name) {
                prop_assert_eq!(setter.as_str(), *name, "a thing's own name is its setter's");
            }
        }
    }
}

/// Names that generated code uses without a path.
#[derive(Default)]
struct Bare {
    used: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Bare {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.used.insert(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Struct(item) => _ = self.defined.insert(item.ident.to_string()),
            syn::Item::Enum(item) => _ = self.defined.insert(item.ident.to_string()),
            syn::Item::Static(item) => _ = self.defined.insert(item.ident.to_string()),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_type_param(&mut self, param: &'ast syn::TypeParam) {
        self.defined.insert(param.ident.to_string());
        syn::visit::visit_type_param(self, param);
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.used.insert(name.ident.to_string());
    }
}

/// A vendor's type of the same name would hide it: whatever our own output calls by its name alone is reserved, or it is a type of the client.
#[test]
fn what_generated_code_calls_by_name_alone_is_reserved() {
    for case in cases("fixture").expect("the fixtures can be listed") {
        let outcome = case.run().expect("the case can be copied");
        let tree = outcome.generated.unwrap_or_else(|| panic!("{}", case.name)).tree;
        let mut bare = Bare::default();
        // The root has no type of a vendor in its scope.
        let is_module = |path: &str| path.starts_with("src/") && Path::new(path).extension().is_some_and(|extension| extension == "rs");
        for (_, text) in tree.iter().filter(|(path, _)| is_module(path.as_str()) && path.as_str() != "src/lib.rs") {
            bare.visit_file(&syn::parse_file(text).expect("generated code is Rust"));
        }
        let root = syn::parse_file(tree.get("src/lib.rs").expect("a crate has a root")).expect("generated code is Rust");
        for item in &root.items {
            if let syn::Item::Mod(module) = item {
                bare.visit_item_mod(module);
            }
        }
        let names =
            bare.used.difference(&bare.defined).filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && *name != "Self");
        for name in names {
            assert!(RESERVED_TYPES.contains(&name.as_str()), "{}: a type called `{name}` would hide what is meant", case.name);
        }
    }
}

/// What the words of documents become, written out.
#[test]
fn namesakes_take_their_qualifiers_and_then_numbers() {
    let wish = |id: &str, words: &str, qualifiers: &[&str]| Wish::new(id, words, qualifiers.iter().copied());
    let wishes = [wish("a", "Status", &["Order"]), wish("b", "status", &["Loan"]), wish("c", "Color", &["Tag"]), wish("d", "Vec", &[])];
    assert_eq!(camel(&wishes, RESERVED_TYPES, &Lock::default(), &[]), ["OrderStatus", "LoanStatus", "Color", "Vec2"]);
    // Once the first is locked under the plain name, only the newcomer is qualified.
    let locked = lock(&[("a".to_owned(), "Status".to_owned())]);
    assert_eq!(camel(&wishes, RESERVED_TYPES, &locked, &[]), ["Status", "LoanStatus", "Color", "Vec2"]);
    let wishes = [wish("a", "userId", &["field"]), wish("b", "user_id", &["field"]), wish("c", "type", &[]), wish("d", "self", &[])];
    assert_eq!(snake(&wishes, &[], &Lock::default(), &[]), ["field_user_id", "field_user_id_2", "type", "self_"]);
    let wishes =
        [wish("a", "-1", &[]), wish("b", "+1", &[]), wish("c", "1", &[]), wish("d", "", &[]), wish("e", "日本", &[]), wish("f", "*", &[])];
    assert_eq!(camel(&wishes, &[], &Lock::default(), &[]), ["Minus1", "Plus1", "One", "Empty", "RiBen", "Star"]);
}

#[test]
fn deep_namesakes_and_many_are_settled_soon() {
    let started = std::time::Instant::now();
    let wish = |id: String, qualifiers: Vec<String>| Wish::new(id, "lamp", qualifiers);
    let deep: Vec<Wish> = (0..10)
        .flat_map(|answer| (0..110).map(move |depth| (answer, depth)))
        .map(|(answer, depth)| {
            wish(format!("{answer}/{depth:03}"), vec!["lamp".to_owned(); depth].into_iter().chain([format!("room {answer}")]).collect())
        })
        .collect();
    let names: Vec<TypeName> = settle(&deep, Spelling::Camel, &[], &Lock::default(), &mut UserNames::default());
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), deep.len());
    assert_eq!((names[0].as_str(), names[1].as_str()), ("Room0Lamp", "Room0LampLamp"));
    let many: Vec<Wish> = (0..10_000).map(|at| wish(format!("{at:05}"), Vec::new())).collect();
    let names: Vec<TypeName> = settle(&many, Spelling::Camel, &[], &Lock::default(), &mut UserNames::default());
    assert_eq!((names[0].as_str(), names[9_999].as_str()), ("Lamp", "Lamp10000"));
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "it took {:?}", started.elapsed());
}

#[test]
fn a_crate_is_used_by_its_own_name() {
    let used = |name: &str| ModuleName::of_crate(name).map(|name| name.as_str().to_owned());
    assert_eq!(used("pet-store").as_deref(), Some("pet_store"));
    assert_eq!(used("PetStore2").as_deref(), Some("PetStore2"));
    let long = "a-collection-of-requests-whose-name-is-longer-than-names-otherwise-are";
    assert_eq!(used(long), Some(long.replace('-', "_")));
    assert_eq!(used("2fa"), None);
    assert_eq!(used("a b"), None);
    assert_eq!(used(""), None);
}
