//! What several changes at once must not do, and what must not be a change.

use super::found;
use crate::diff::{Change, Direction, Rule, compare};
use crate::ir::sample::{
    add, answer, fact, field, fields, line, member, method, name, object, op, operation, param, parameter, path, pets, retype, seen,
    server, text, values,
};
use crate::ir::{
    Access, Answer, Api, Basis, Enum, EnumBase, EnumValue, Layer, Object, OpenKeys, Place, Presence, RequestBody, Sample, SampleRole,
    Shape, StringForm, TypeId,
};
use proptest::collection::vec;
use proptest::prelude::{any, proptest};

fn one(old: &Api, new: &Api) -> Change {
    let mut changes = compare(old, new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    changes.remove(0)
}

#[test]
fn what_is_added_never_hides_what_is_removed() {
    let old = pets();
    let mut new = pets();
    let ty = add(&mut new, Shape::Bool);
    fields(&mut new, "Pet").retain(|field| field.wire != "age");
    fields(&mut new, "Pet").push(member("years", ty, Presence::Optional));
    op(&mut new, "pets.list").params.retain(|param| param.wire != "tags");
    op(&mut new, "pets.list").params.push(parameter(Place::Query, "labels", ty, Presence::Optional));
    new.operations.retain(|operation| operation.id != "pets.get");
    new.operations.push(operation("pets.count", "GET", "/pets/count"));
    op(&mut new, "pets.add").responses =
        vec![answer(201, op(&mut pets(), "pets.add").responses[0].answer.value), answer(409, Answer::Empty)];
    op(&mut new, "pets.list").responses.remove(1);
    op(&mut new, "pets.list").responses.push(answer(410, Answer::Empty));
    new.servers[1] = server("https://test.pets.example");
    assert_eq!(
        found(&old, &new),
        [
            "server-removed server yes major seen",
            "server-added server no minor seen",
            "op-removed op:pets.get yes major seen",
            "param-removed op:pets.list/query/tags maybe major seen",
            "param-added-optional op:pets.list/query/labels no minor seen",
            "resp-error-removed op:pets.list/404 no major seen",
            "resp-error-added op:pets.list/410 no minor seen",
            "resp-error-added op:pets.add/409 no minor seen",
            "op-added op:pets.count no minor seen",
            "resp-prop-added-optional type:Pet/years no minor seen",
            "resp-prop-removed-optional type:Pet/age no major seen",
        ]
    );
}

#[test]
fn a_type_that_an_overlay_gives_leads_to_the_overlay() {
    let old = pets();
    let mut new = pets();
    let ty = add(&mut new, Shape::Bool);
    new.types.get_mut(ty).basis = Basis { layer: Layer::Overlay, ..Basis::assumed(line(77), "seen in traffic") };
    field(&mut new, "Pet", "age").ty = ty;
    let change = one(&old, &new);
    assert_eq!(change.new_place, Some(line(77)));
    assert_eq!(change.old_place, field(&mut pets(), "Pet", "age").basis.place());
}

#[test]
fn a_new_name_is_believed_only_where_nothing_else_could_be_meant() {
    let words = Some(text("What the owner calls it at home."));
    let mut old = pets();
    field(&mut old, "Pet", "name").docs = words.clone();
    let mut new = old.clone();
    fields(&mut new, "Pet").retain(|field| !["name", "nick"].contains(&field.wire.as_str()));
    let ty = add(&mut new, Shape::String(StringForm::Plain));
    let mut called = member("called", ty, Presence::Required);
    called.docs = words;
    fields(&mut new, "Pet").push(called);
    // `nick` may be null, so only `name` is the same on the wire: a rename.
    assert_eq!(
        found(&old, &new),
        ["resp-prop-renamed type:Pet/called yes major seen", "resp-prop-removed-optional type:Pet/nick no major seen"]
    );
    // With a second candidate nobody knows.
    let mut twin = field(&mut new, "Pet", "called").clone();
    twin.wire = "known-as".to_owned();
    fields(&mut new, "Pet").push(twin);
    assert_eq!(
        found(&old, &new),
        [
            "resp-prop-added-required type:Pet/called maybe minor seen",
            "resp-prop-added-required type:Pet/known-as maybe minor seen",
            "resp-prop-removed-required type:Pet/name yes major seen",
            "resp-prop-removed-optional type:Pet/nick no major seen",
        ]
    );
}

#[test]
fn an_alias_says_what_a_new_name_was() {
    let old = pets();
    let mut new = pets();
    let age = field(&mut new, "Pet", "age");
    age.wire = "years".to_owned();
    age.facts.aliases = vec![text("age")];
    assert_eq!(found(&old, &new), ["resp-prop-renamed type:Pet/years yes major seen", "alias-added type:Pet/years no patch seen"]);
}

/// A version in which `Owner` is also sent.
fn sent_and_received() -> Api {
    let mut api = pets();
    let owner = api.types.named("Owner").expect("a type of the sample");
    op(&mut api, "owners.update").body =
        Some(RequestBody { media: text("application/json"), ty: owner, template: None, presence: fact(Presence::Required), basis: seen() });
    api
}

#[test]
fn a_type_that_goes_both_ways_is_one_finding_with_the_worst_of_both() {
    let old = sent_and_received();
    let mut new = old.clone();
    let ty = add(&mut new, Shape::Integer);
    fields(&mut new, "Owner").push(member("age", ty, Presence::Required));
    let change = one(&old, &new);
    assert_eq!(super::line(&change), "req-prop-added-required type:Owner/age yes major seen");
    assert_eq!(change.direction, Direction::Both);
    assert_eq!(change.used_by, ["pets.list", "pets.get", "pets.add", "owners.update"]);

    // Required → optional: harmless in a request, not in an answer.
    let mut new = old.clone();
    field(&mut new, "Owner", "id").presence.value = Presence::Optional;
    assert_eq!(found(&old, &new), ["resp-prop-became-optional type:Owner/id yes major seen"]);

    // Silent in answers, but what does not compile is not silent.
    let mut new = old.clone();
    field(&mut new, "Owner", "name").facts.default = Some(text("Jo"));
    let change = one(&old, &new);
    assert!(change.silent);
    assert_eq!(change.direction, Direction::Both);
}

#[test]
fn what_only_the_vendor_writes_is_in_no_request() {
    let mut old = sent_and_received();
    field(&mut old, "Owner", "id").facts.access = Some(fact(Access::ReadOnly));
    let mut new = old.clone();
    field(&mut new, "Owner", "id").presence.value = Presence::Unknown;
    let change = one(&old, &new);
    assert_eq!(super::line(&change), "resp-prop-became-optional type:Owner/id yes major seen");
    assert_eq!(change.direction, Direction::Response);
}

#[test]
fn a_type_reached_twice_is_found_once_with_all_who_use_it() {
    let old = pets();
    let mut new = pets();
    field(&mut new, "Pet", "name").presence.value = Presence::Optional;
    let change = one(&old, &new);
    assert_eq!(change.rule, Rule::RespPropBecameOptional);
    assert_eq!(change.used_by, ["pets.list", "pets.get", "pets.add"]);
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("required"), Some("optional")));
    assert_eq!(change.direction, Direction::Response);
}

#[test]
fn a_scalar_that_two_fields_share_is_two_findings() {
    // Types are compared where they are used: one id for all texts must not hide the second field.
    let old = pets();
    let mut new = pets();
    let ty = add(&mut new, Shape::Bool);
    field(&mut new, "Owner", "id").ty = ty;
    field(&mut new, "Owner", "name").ty = ty;
    assert_eq!(found(&old, &new), ["resp-prop-type type:Owner/id yes major seen", "resp-prop-type type:Owner/name yes major seen"]);
}

#[test]
fn another_type_at_a_place_is_no_change_of_either_type() {
    let old = pets();
    let mut new = pets();
    let owner = new.types.named("Owner").expect("a type of the sample");
    op(&mut new, "pets.get").responses[0].answer.value = Answer::Type(owner);
    let change = one(&old, &new);
    assert_eq!(super::line(&change), "resp-prop-type op:pets.get/200 yes major seen");
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("Pet"), Some("Owner")));

    // A twin of a type is another type for callers, and the same bytes on the wire.
    let mut old = pets();
    let twin = old.types.get(owner).shape.clone();
    let twin = name(&mut old, "Keeper", twin);
    op(&mut old, "owners.remove").responses = vec![answer(200, Answer::Type(twin))];
    let mut new = old.clone();
    op(&mut new, "owners.remove").responses = vec![answer(200, Answer::Type(owner))];
    assert_eq!(found(&old, &new), ["resp-prop-type op:owners.remove/200 no major seen"]);
}

#[test]
fn what_nobody_promised_is_not_broken_for_sure() {
    let mut old = pets();
    field(&mut old, "Pet", "age").basis = seen();
    field(&mut old, "Pet", "name").presence.basis = Basis::assumed(line(4), "all samples have it");
    op(&mut old, "pets.get").path.basis = Basis::assumed(line(4), "the page lost its URLs");
    let mut new = old.clone();
    let ty = add(&mut new, Shape::Bool);
    let age = field(&mut new, "Pet", "age");
    (age.ty, age.basis) = (ty, Basis::stated(line(5)));
    field(&mut new, "Pet", "name").presence = fact(Presence::Optional);
    op(&mut new, "pets.get").path = fact(path("/pet/{petId}"));
    let changes = compare(&old, &new);
    let lines: Vec<String> = changes.iter().map(super::line).collect();
    assert_eq!(
        lines,
        [
            "path-renamed op:pets.get maybe patch silent",
            "resp-prop-became-optional type:Pet/name maybe major seen",
            "evidence-changed type:Pet/age no none seen",
            "resp-prop-type type:Pet/age maybe major seen",
        ]
    );
    assert_eq!(changes[0].before.as_deref(), Some("/pets/{petId} (assumed)"));
    assert_eq!(changes[2].before.as_deref(), Some("field inferred"));
    assert_eq!(changes[2].after.as_deref(), Some("field stated"));
    assert_eq!(changes[3].before.as_deref(), Some("integer (inferred)"));
}

#[test]
fn all_that_is_known_otherwise_about_a_node_is_one_finding() {
    let old = pets();
    let mut new = pets();
    let age = field(&mut new, "Pet", "age");
    (age.basis, age.presence.basis) = (seen(), seen());
    let change = one(&old, &new);
    assert_eq!(change.before.as_deref(), Some("presence stated; field stated"));
    assert_eq!(change.after.as_deref(), Some("presence inferred; field inferred"));
}

#[test]
fn moved_lines_order_white_space_and_samples_are_no_changes() {
    let old = pets();
    let mut new = pets();
    field(&mut new, "Pet", "age").basis = Basis::stated(line(90));
    fields(&mut new, "Pet").reverse();
    new.operations.reverse();
    op(&mut new, "pets.list").params.reverse();
    op(&mut new, "pets.list").responses.reverse();
    new.auth.reverse();
    new.groups.reverse();
    new.docs = Some(text("  Everything\n about  pets. "));
    new.samples.push(Sample { role: SampleRole::Request, ty: None, span: line(7), json: None });
    op(&mut new, "pets.list").samples.clear();
    assert_eq!(found(&old, &new), [""; 0]);
}

#[test]
fn inferred_from_more_samples_is_no_change() {
    let mut old = pets();
    field(&mut old, "Pet", "age").basis = Basis::inferred(line(2), 1);
    let mut new = pets();
    field(&mut new, "Pet", "age").basis = Basis::inferred(line(3), 12);
    assert_eq!(found(&old, &new), [""; 0]);
}

#[test]
fn operations_are_matched_by_id_then_by_key_then_by_likeness() {
    // Two operations swapped their ids: what they do stays with the id, and is said.
    let old = pets();
    let mut new = pets();
    op(&mut new, "pets.get").id = "x".to_owned();
    op(&mut new, "owners.remove").id = "pets.get".to_owned();
    op(&mut new, "x").id = "owners.remove".to_owned();
    let rules: Vec<&str> = compare(&old, &new).iter().map(|change| change.rule.id()).collect();
    assert!(rules.contains(&"method-changed") && rules.contains(&"path-renamed"), "{rules:?}");

    // A method and a path at once, under the same id.
    let mut new = pets();
    op(&mut new, "owners.update").method = fact(method("PATCH"));
    op(&mut new, "owners.update").path = fact(path("/keepers/{id}"));
    assert_eq!(found(&old, &new), ["method-changed op:owners.update yes patch silent", "path-renamed op:owners.update yes patch silent"]);

    // Neither id nor key, but the same words and a path that is like the old one.
    let mut new = pets();
    let list = op(&mut new, "pets.list");
    (list.id, list.path, list.name) = ("pets.all".to_owned(), fact(path("/v2/pets")), text("all"));
    assert_eq!(found(&old, &new), ["op-id-changed op:pets.all no major seen", "path-renamed op:pets.all yes patch silent"]);
}

#[test]
fn a_common_name_makes_no_two_operations_the_same() {
    let mut old = Api::new(text("x"));
    old.operations = vec![operation("users.get", "GET", "/users/{}".replace("{}", "{id}").as_str())];
    let mut new = Api::new(text("x"));
    new.operations = vec![operation("teams.get", "GET", "/teams/{id}")];
    assert_eq!(found(&old, &new), ["op-removed op:users.get yes major seen", "op-added op:teams.get no minor seen"]);
}

#[test]
fn namesakes_and_doubles_do_not_confuse() {
    let mut api = pets();
    let twin = op(&mut api, "pets.get").clone();
    api.operations.push(twin);
    let double = field(&mut api, "Pet", "age").clone();
    fields(&mut api, "Pet").push(double);
    let second = param(&mut api, "pets.list", "tags").clone();
    op(&mut api, "pets.list").params.push(second);
    assert_eq!(found(&api, &api), [""; 0]);
    let mut less = api.clone();
    less.operations.pop();
    assert_eq!(found(&api, &less), ["op-removed op:pets.get yes major seen"]);
}

#[test]
fn endless_and_deep_types_come_to_an_end() {
    let endless = |inner: fn(TypeId) -> Shape, last: Shape| {
        let mut api = Api::new(text("x"));
        let ty = add(&mut api, last);
        let outer = add(&mut api, inner(ty));
        let odd = add(&mut api, Shape::Any);
        api.types.get_mut(odd).shape = inner(odd);
        let mut get = operation("get", "GET", "/");
        get.responses = vec![answer(200, Answer::Type(odd)), answer(404, Answer::Type(outer))];
        api.operations = vec![get];
        api
    };
    for inner in [Shape::List, Shape::Map, Shape::Nullable] {
        let (old, new) = (endless(inner, Shape::Bool), endless(inner, Shape::Integer));
        assert_eq!(found(&old, &old), [""; 0]);
        assert_eq!(compare(&old, &new).len(), 1);
    }
    let deep = |last: Shape| {
        let mut api = Api::new(text("x"));
        let mut ty = add(&mut api, last);
        for _ in 0..3_000 {
            ty = add(&mut api, object(vec![member("a", ty, Presence::Required)]));
        }
        let mut get = operation("get", "GET", "/");
        get.responses = vec![answer(200, Answer::Type(ty))];
        api.operations = vec![get];
        api
    };
    let (old, new) = (deep(Shape::Bool), deep(Shape::Integer));
    assert_eq!(found(&old, &old), [""; 0]);
    assert_eq!(one(&old, &new).rule, Rule::RespPropType);
}

#[test]
fn a_type_that_holds_itself_is_compared_once() {
    let old = pets();
    let mut new = pets();
    retype(&mut new, "Pet", "status", values(&["available"]));
    // The name is gone with the enumeration's place: `Status` has no user left.
    let rules: Vec<String> = found(&old, &new);
    assert_eq!(rules, ["resp-prop-type type:Pet/status yes major seen"]);
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let old = pets();
    let mut new = pets();
    field(&mut new, "Pet", "name").presence = fact(Presence::Optional);
    let change = one(&old, &new);
    assert_eq!(change.fingerprint().len(), 12);
    field(&mut new, "Pet", "name").presence.basis = Basis::stated(line(77));
    assert_eq!(one(&old, &new).fingerprint(), change.fingerprint());
    field(&mut new, "Pet", "name").presence.value = Presence::Unknown;
    assert_ne!(one(&old, &new).fingerprint(), change.fingerprint());
}

/// An API made of any bytes: types that hold one another in any way, operations that use them. `junk` types stand before all others, so
/// that the same API can be had with other ids.
fn any_api(bytes: &[u8], junk: usize) -> Api {
    let mut api = Api::new(text("any"));
    for _ in 0..junk {
        add(&mut api, Shape::Any);
    }
    let count = bytes.len().clamp(1, 40);
    let ids: Vec<TypeId> = (0..count).map(|_| add(&mut api, Shape::Any)).collect();
    let at = |position: usize| bytes.get(position % bytes.len().max(1)).copied().unwrap_or(0) as usize;
    let presence = |byte: usize| [Presence::Required, Presence::Optional, Presence::Unknown][byte % 3];
    for (number, &id) in ids.iter().enumerate() {
        let (kind, one, other) = (at(number), ids[at(number + 1) % count], ids[at(number + 2) % count]);
        let def = api.types.get_mut(id);
        if kind % 5 == 0 {
            def.name = Some(text(&format!("T{number}")));
        }
        def.shape = match kind % 11 {
            0 => Shape::Any,
            1 => Shape::Integer,
            2 => Shape::Number,
            3 => Shape::String(if kind > 100 { StringForm::DateTime } else { StringForm::Plain }),
            4 => Shape::List(one),
            5 => Shape::Map(one),
            6 => Shape::Nullable(one),
            7 => Shape::Enum(Enum {
                base: if kind > 100 { EnumBase::Integer } else { EnumBase::Text },
                values: (0..kind % 4)
                    .map(|value| EnumValue { wire: value.to_string(), docs: None, http_status: None, message: None, basis: seen() })
                    .collect(),
            }),
            8 => Shape::OneOf(
                [one, other].into_iter().map(|ty| crate::ir::Case { kind: crate::ir::CaseKind::Type(ty), basis: seen() }).collect(),
            ),
            _ => Shape::Object(Object {
                fields: (0..kind % 5).map(|field| member(&format!("f{field}"), ids[at(number + field) % count], presence(kind))).collect(),
                open: (kind > 200).then(|| Box::new(OpenKeys { prefix: "x-".to_owned(), ty: other, docs: None, basis: seen() })),
            }),
        };
    }
    for number in 0..at(0) % 6 {
        let mut made = operation(&format!("g{}.o{number}", at(number) % 2), "GET", &format!("/{number}/{{id}}"));
        let ty = |shift: usize| ids[at(number + shift) % count];
        made.params = vec![parameter(Place::Path, "id", ty(3), Presence::Required), parameter(Place::Query, "q", ty(4), presence(at(5)))];
        made.body = (at(number) % 2 == 0).then(|| RequestBody {
            media: text("application/json"),
            ty: ty(1),
            template: None,
            presence: fact(presence(at(2))),
            basis: seen(),
        });
        made.responses = vec![answer(200, Answer::Type(ty(2))), answer(404, Answer::Unknown)];
        api.operations.push(made);
    }
    api
}

proptest! {
    #[test]
    fn an_api_is_the_same_as_itself_whatever_its_ids(bytes in vec(any::<u8>(), 0..60), junk in 0_usize..9) {
        let (old, new) = (any_api(&bytes, 0), any_api(&bytes, junk));
        assert_eq!(found(&old, &new), [""; 0]);
        assert_eq!(crate::ir::dump(&old), crate::ir::dump(&new));
    }

    #[test]
    fn no_two_apis_make_it_panic(one in vec(any::<u8>(), 0..60), other in vec(any::<u8>(), 0..60)) {
        let (old, new) = (any_api(&one, 0), any_api(&other, 2));
        let changes = compare(&old, &new);
        let again = compare(&old, &new);
        assert_eq!(changes, again);
    }

    #[test]
    fn a_field_that_goes_is_missed(bytes in vec(any::<u8>(), 1..60)) {
        let old = any_api(&bytes, 0);
        let mut new = old.clone();
        let used: Vec<TypeId> = old.types.iter().map(|(id, _)| id).collect();
        let mut gone = None;
        for id in used {
            if let Shape::Object(object) = &mut new.types.get_mut(id).shape && !object.fields.is_empty() {
                gone = object.fields.pop();
                break;
            }
        }
        let reached = crate::ir::dump(&old) != crate::ir::dump(&new);
        if gone.is_some() && reached {
            assert_ne!(found(&old, &new), [""; 0]);
        }
    }
}
