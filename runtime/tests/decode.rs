//! Every row of the table of presence, in both modes; paths; what is kept and what is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::rt::{self, DriftKind, Mode};
use crate::shape::types::{Door, Home, Level, Pet, Role, SecondsToRespond, User, Users};

/// The value, and the reports as `kind path node expected found`.
#[track_caller]
fn lenient<T: rt::DecodeOwned>(text: &str) -> (T, Vec<String>) {
    let decoded = rt::decode::<T>(text, Mode::Lenient).unwrap();
    (decoded.value, decoded.drifts.iter().map(line).collect())
}

#[track_caller]
fn strict<T: rt::DecodeOwned + std::fmt::Debug>(text: &str) -> String {
    rt::decode::<T>(text, Mode::Strict).unwrap_err().to_string()
}

fn line(drift: &rt::Drift) -> String {
    format!("{:?} {} {} | {} | {}", drift.kind(), drift.path(), drift.node().unwrap_or("-"), drift.expected(), drift.found())
}

#[track_caller]
fn round_trip(text: &str) -> User {
    let (user, _) = lenient::<User>(text);
    let sent = serde_json::to_string(&user).unwrap();
    assert_eq!(rt::Any::from_text(sent).unwrap(), rt::Any::from_text(text).unwrap());
    user
}

#[test]
fn a_clean_answer_reports_nothing() {
    let text = r#"{"id":"7","rate":3,"score":0.10,"active":true,"endsAt":[1.50],"created":"2018-01-01T00:00:00.12+02:00",
        "nickname":null,"manager":{"id":"8"},"tags":[1,2],"labels":{"a":true},"q-1":true,
        "role":"account admin","level":9,"answerIn":"never","password":"hush","data_added":"2018"}"#;
    let (user, drifts) = lenient::<User>(text);
    assert_eq!(drifts, Vec::<String>::new());
    assert_eq!(user.id.as_deref(), Some("7"));
    assert_eq!(user.rate, Some(3));
    assert_eq!(user.score.as_ref().unwrap().text(), "0.10");
    assert_eq!(user.ends_at.as_ref().unwrap().text(), "[1.50]");
    assert_eq!(user.created.as_ref().unwrap().as_str(), "2018-01-01T00:00:00.12+02:00");
    assert_eq!(user.nickname, rt::Maybe::Null);
    assert_eq!(user.manager.as_ref().unwrap().id.as_deref(), Some("8"));
    assert_eq!(user.tags, Some(vec![1, 2]));
    assert_eq!(user.questions.get("q-1"), Some(&true));
    assert_eq!(user.role, Some(Role::AccountAdmin));
    assert_eq!(user.level, Some(Level::High));
    assert_eq!(user.answer_in, Some(SecondsToRespond::Never));
    assert_eq!(user.password.as_ref().unwrap().expose(), "hush");
    assert_eq!(user.date_added.as_deref(), Some("2018"));
    assert!(user.extra.is_empty());
    assert!(rt::decode::<User>(text, Mode::Strict).is_ok());
}

#[test]
fn absent_is_skipped_when_it_is_sent_back() {
    let (user, drifts) = lenient::<User>("{}");
    assert_eq!(drifts, Vec::<String>::new());
    assert_eq!(user, User::default());
    assert_eq!(serde_json::to_string(&user).unwrap(), "{}");
}

#[test]
fn a_null_in_an_option_is_a_surprise_that_is_kept() {
    let text = r#"{"id":null}"#;
    let user = round_trip(text);
    assert_eq!(user.id, None);
    assert!(user.extra.get("id").unwrap().is_null());
    assert_eq!(lenient::<User>(text).1, ["UnexpectedNull id type:User/id | text | null"]);
    assert_eq!(strict::<User>(text), "`id` is null, expected text");
}

#[test]
fn maybe_keeps_absent_null_and_value_apart() {
    for (text, expected) in
        [("{}", rt::Maybe::Absent), (r#"{"nickname":null}"#, rt::Maybe::Null), (r#"{"nickname":"N"}"#, rt::Maybe::Value("N".to_owned()))]
    {
        assert_eq!(round_trip(text).nickname, expected);
        assert_eq!(lenient::<User>(text).1, Vec::<String>::new());
    }
    let user = round_trip(r#"{"nickname":5}"#);
    assert_eq!(user.nickname, rt::Maybe::Absent);
    assert_eq!(user.extra.get("nickname").unwrap().text(), "5");
}

#[test]
fn a_nullable_is_null_again_and_gives_way_to_what_was_kept() {
    for (text, expected) in [
        (r#"{"shut":null}"#, None),
        (r#"{"shut":"yes"}"#, Some("yes")),
        (r#"{"shut":[1]}"#, None),
        (r#"{"shut":[1],"shut":"no"}"#, Some("no")),
    ] {
        let (door, drifts) = lenient::<Door>(text);
        assert_eq!((door.shut.as_deref(), drifts.is_empty()), (expected, !text.contains("[1]")), "{text}");
        let sent = serde_json::to_string(&door).unwrap();
        assert_eq!(sent, text.replace(r#""shut":[1],"#, ""));
    }
    assert_eq!(lenient::<Door>(r#"{"shut":[1]}"#).1, ["Misfit shut type:Door/shut | text | a list"]);
}

#[test]
fn a_nullable_that_is_missing_is_no_null() {
    for mode in [Mode::Lenient, Mode::Strict] {
        let unfit = rt::decode::<Door>(r#"{"n":1}"#, mode).unwrap_err();
        assert_eq!(unfit.to_string(), "`shut` is missing, expected text");
        assert_eq!(line(unfit.misfit().unwrap()), "Missing shut type:Door/shut | text | nothing");
    }
}

#[test]
fn a_field_may_come_under_several_names_but_once() {
    const OTHER: &str = "OtherName KEY type:User/date_added | one value | FOUND";
    const NULL: &str = "UnexpectedNull KEY type:User/date_added | text | FOUND";
    const MISFIT: &str = "Misfit KEY type:User/date_added | text | FOUND";
    // What the field is, what is kept, and the report: its kind, the member, the kind of its value.
    for (text, field, kept, report) in [
        (r#"{"date_added":"a","data_added":"b"}"#, "a", r#"{"data_added":"b"}"#, [OTHER, "data_added", "text"]),
        (r#"{"date_added":"a","data_added":"a"}"#, "a", r#"{"data_added":"a"}"#, [OTHER, "data_added", "text"]),
        (r#"{"date_added":"a","data_added":null}"#, "a", r#"{"data_added":null}"#, [OTHER, "data_added", "null"]),
        (r#"{"date_added":"a","data_added":""}"#, "a", r#"{"data_added":""}"#, [OTHER, "data_added", "text"]),
        (r#"{"date_added":"a","data_added":5}"#, "a", r#"{"data_added":5}"#, [OTHER, "data_added", "a number"]),
        (r#"{"data_added":"b","date_added":"a"}"#, "a", r#"{"data_added":"b"}"#, [OTHER, "date_added", "text"]),
        (r#"{"data_added":"b","date_added":null}"#, "b", r#"{"date_added":null}"#, [NULL, "date_added", "null"]),
        (r#"{"data_added":"b","date_added":5}"#, "b", r#"{"date_added":5}"#, [MISFIT, "date_added", "a number"]),
        (r#"{"data_added":null,"date_added":"a"}"#, "a", r#"{"data_added":null}"#, [NULL, "data_added", "null"]),
        (r#"{"date_added":null,"data_added":"b"}"#, "b", r#"{"date_added":null}"#, [NULL, "date_added", "null"]),
    ] {
        let (user, drifts) = lenient::<User>(text);
        assert_eq!(user.date_added.as_deref(), Some(field), "{text}");
        assert_eq!(format!("{:?}", user.extra.iter().collect::<Vec<_>>()), pairs(kept), "{text}");
        let [line, key, found] = report;
        assert_eq!(drifts, [line.replace("KEY", key).replace("FOUND", found)], "{text}");
        assert!(rt::decode::<User>(text, Mode::Strict).is_err(), "{text}");
        // What came is what is sent: only a value that is none gives way to the field.
        if field == "a" {
            assert_eq!(rt::Any::new(&user).unwrap(), rt::Any::from_text(text).unwrap());
        }
    }
    assert_eq!(strict::<User>(r#"{"date_added":"a","data_added":"b"}"#), "`data_added` also came under another of its names");
    // One name twice is what it always is.
    let (user, drifts) = lenient::<User>(r#"{"data_added":"a","data_added":"b"}"#);
    assert_eq!((user.date_added.as_deref(), user.extra.is_empty()), (Some("b"), true));
    assert_eq!(drifts, ["Duplicate data_added type:User/date_added | one value | text"]);
    // A misfit under another name is found under the address of the field.
    assert_eq!(lenient::<User>(r#"{"data_added":5}"#).1, ["Misfit data_added type:User/date_added | text | a number"]);
}

/// The one member of an object, as a list of names and values shows it.
fn pairs(text: &str) -> String {
    let (name, value) = text[1..text.len() - 1].split_once(':').unwrap();
    format!("[({name}, {value})]")
}

#[test]
fn a_misfit_is_kept_and_its_neighbours_are_read() {
    let text = r#"{"id":"7","rate":"3","tags":[1,"2"],"labels":{"a.b":1},"active":false,"surprise":{"x":[1.0]}}"#;
    let user = round_trip(text);
    assert_eq!((user.id.as_deref(), user.rate, user.active), (Some("7"), None, Some(false)));
    assert_eq!(user.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["labels", "rate", "surprise", "tags"]);
    assert_eq!(
        lenient::<User>(text).1,
        [
            "Misfit rate type:User/rate | an integer | text",
            "Misfit tags[1] type:User/tags | an integer | text",
            "Misfit labels[*] type:User/labels | a boolean | a number",
            "UnknownMember surprise type:User/surprise | no such member | an object",
        ]
    );
    assert_eq!(
        strict::<User>(text),
        "`rate` is text, expected an integer; `tags[1]` is text, expected an integer; \
         `labels[*]` is a number, expected a boolean; `surprise` is not in the document"
    );
}

#[test]
fn one_wrong_member_among_two_hundred_objects() {
    let mut text = r#"{"data":["#.to_owned();
    for id in 0..200 {
        let rate = if id == 137 { r#""n/a""# } else { "5" };
        write!(text, r#"{}{{"id":"{id}","rate":{rate}}}"#, if id == 0 { "" } else { "," }).unwrap();
    }
    text.push_str("]}");
    let (users, drifts) = lenient::<Users>(&text);
    let users = users.data.unwrap();
    assert_eq!(users.len(), 200);
    assert_eq!(users.iter().filter(|user| user.rate == Some(5)).count(), 199);
    assert_eq!(users[137].id.as_deref(), Some("137"));
    assert_eq!(users[137].extra.get("rate").unwrap().text(), r#""n/a""#);
    assert_eq!(drifts, ["Misfit data[137].rate type:User/rate | an integer | text"]);
    assert_eq!(strict::<Users>(&text), "`data[137].rate` is text, expected an integer");
}

#[test]
fn a_required_member_is_required_in_both_modes() {
    for mode in [Mode::Lenient, Mode::Strict] {
        let unfit = rt::decode::<Home>(r#"{"pets":[{"id":1},{"name":"Rex"}]}"#, mode).unwrap_err();
        assert_eq!(unfit.to_string(), "`pets[1].id` is missing, expected an integer");
        assert_eq!(line(unfit.misfit().unwrap()), "Missing pets[1].id type:Pet/id | an integer | nothing");

        let unfit = rt::decode::<Home>(r#"{"pets":[{"id":"1","name":"Rex"}]}"#, mode).unwrap_err();
        assert_eq!(unfit.to_string(), "`pets[0].id` is text, expected an integer");
        assert_eq!(unfit.misfit().unwrap().node(), Some("type:Pet/id"));

        let unfit = rt::decode::<Pet>("[]", mode).unwrap_err();
        assert_eq!(unfit.to_string(), "the answer is a list, expected an object");
    }
    let (pet, drifts) = lenient::<Pet>(r#"{"id":1,"name":2}"#);
    assert_eq!((pet.id, pet.name), (1, None));
    assert_eq!(drifts, ["Misfit name type:Pet/name | text | a number"]);
}

#[test]
fn an_optional_member_that_is_no_object_is_kept() {
    // The pet itself is no object: nothing required is missing in it.
    let (home, drifts) = lenient::<Home>(r#"{"pets":[{"id":1},7]}"#);
    assert_eq!(home.pets, None);
    assert_eq!(home.extra.get("pets").unwrap().text(), r#"[{"id":1},7]"#);
    assert_eq!(drifts, ["Misfit pets[1] type:Home/pets | an object | a number"]);
}

#[test]
fn of_two_members_with_one_name_the_last_counts() {
    let (user, drifts) = lenient::<User>(r#"{"rate":1,"rate":2,"x":1,"x":2,"q-1":true,"q-1":false}"#);
    assert_eq!(user.rate, Some(2));
    assert_eq!(user.extra.get("x").unwrap().text(), "2");
    assert_eq!(user.questions.get("q-1"), Some(&false));
    assert_eq!(
        drifts,
        [
            "Duplicate rate type:User/rate | one value | a number",
            "UnknownMember x type:User/x | no such member | a number",
            "Duplicate x type:User/x | one value | a number",
            "Duplicate [*] type:User/q-* | one value | a boolean",
        ]
    );
    assert_eq!(strict::<User>(r#"{"rate":1,"rate":2}"#), "`rate` came twice");

    let (user, _) = lenient::<User>(r#"{"rate":"a","rate":2}"#);
    assert_eq!((user.rate, user.extra.is_empty()), (Some(2), true));
    let (user, _) = lenient::<User>(r#"{"rate":2,"rate":"a"}"#);
    assert_eq!((user.rate, user.extra.get("rate").unwrap().text()), (None, r#""a""#));
    let (_, drifts) = lenient::<User>(r#"{"labels":{"a":true,"a":false}}"#);
    assert_eq!(drifts, ["Duplicate labels[*] type:User/labels | one value | another"]);
}

#[test]
fn an_unlisted_value_is_reported_and_no_error() {
    let text = r#"{"role":"janitor","level":4}"#;
    let user = round_trip(text);
    let Some(Role::Other(role)) = &user.role else { panic!("{:?}", user.role) };
    assert_eq!(role.as_str(), "janitor");
    assert_eq!(user.level, Some(Level::from(4)));
    let decoded = rt::decode::<User>(text, Mode::Strict).unwrap();
    assert_eq!(
        decoded.drifts.iter().map(line).collect::<Vec<_>>(),
        [
            "Unlisted role type:User/role | one of the listed values | text",
            "Unlisted level type:User/level | one of the listed values | a number",
        ]
    );
    // The kind is wrong: that is no value of the enum.
    assert_eq!(round_trip(r#"{"role":7}"#).role, None);
}

#[test]
fn one_of_several_kinds() {
    for (text, expected) in [
        ("12.50", SecondsToRespond::Number("12.50".parse().unwrap())),
        (r#""\u006eever""#, SecondsToRespond::Never),
        ("[1,2]", SecondsToRespond::Windows(vec![1, 2])),
    ] {
        let (user, drifts) = lenient::<User>(&format!(r#"{{"answerIn":{text}}}"#));
        assert_eq!(user.answer_in, Some(expected));
        assert_eq!(drifts, Vec::<String>::new());
    }
    for (text, found) in [(r#""soon""#, "text"), ("null", "null"), (r#"[1,"x"]"#, "a list"), ("{}", "an object")] {
        let (user, drifts) = lenient::<User>(&format!(r#"{{"answerIn":{text}}}"#));
        assert_eq!(user.answer_in, Some(SecondsToRespond::Other(rt::Any::from_text(text).unwrap())));
        assert_eq!(drifts, [format!("Misfit answerIn type:User/answerIn | a number, `never` or a list | {found}")]);
    }
}

#[test]
fn a_kind_that_was_tried_in_vain_leaves_no_trace() {
    let (user, drifts) = lenient::<User>(r#"{"answerIn":{"id":1,"name":"Rex","new":2}}"#);
    let Some(SecondsToRespond::Pet(pet)) = user.answer_in else { panic!("{:?}", user.answer_in) };
    assert_eq!(pet.name.as_deref(), Some("Rex"));
    assert_eq!(drifts, ["UnknownMember answerIn.new type:Pet/new | no such member | a number"]);

    // A pet without its id is none, and what is wrong with its name is nobody's concern then.
    let (user, drifts) = lenient::<User>(r#"{"answerIn":{"name":5,"new":2},"tags":["y"],"rate":1}"#);
    assert_eq!(user.rate, Some(1));
    assert_eq!(user.answer_in, Some(SecondsToRespond::Other(rt::Any::from_text(r#"{"name":5,"new":2}"#).unwrap())));
    assert_eq!(
        drifts,
        [
            "Misfit answerIn type:User/answerIn | a number, `never` or a list | an object",
            "Misfit tags[0] type:User/tags | an integer | text",
        ]
    );
    let (_, drifts) = lenient::<User>(r#"{"answerIn":[1,"x"],"rate":"y"}"#);
    assert_eq!(
        drifts,
        ["Misfit answerIn type:User/answerIn | a number, `never` or a list | a list", "Misfit rate type:User/rate | an integer | text",]
    );
}

#[test]
fn numbers_that_do_not_fit_are_kept() {
    let text = r#"{"rate":9223372036854775808,"score":1e400,"tags":[-0],"y":123456789012345678901234567890}"#;
    let user = round_trip(text);
    assert_eq!(user.rate, None);
    assert_eq!(user.extra.get("rate").unwrap().text(), "9223372036854775808");
    assert_eq!(user.score.unwrap().text(), "1e400");
    assert_eq!(user.extra.get("y").unwrap().text(), "123456789012345678901234567890");
    assert_eq!(lenient::<User>(r#"{"rate":1.5}"#).0.rate, None);
    assert_eq!(lenient::<User>(r#"{"rate":-9223372036854775808}"#).0.rate, Some(i64::MIN));
}

#[test]
fn other_spellings_of_an_integer_are_taken_and_reported() {
    for (text, rate) in [
        ("3.0", 3),
        ("-3.00", -3),
        ("1e3", 1000),
        ("120e-1", 12),
        ("0.0", 0),
        ("9223372036854775807.0", i64::MAX),
        ("-9223372036854775808.0", i64::MIN),
    ] {
        let body = format!(r#"{{"rate":{text}}}"#);
        let (user, drifts) = lenient::<User>(&body);
        assert_eq!((user.rate, user.extra.is_empty()), (Some(rate), true), "{text}");
        assert_eq!(drifts, ["Misfit rate type:User/rate | an integer | a number"], "{text}");
        assert_eq!(strict::<User>(&body), "`rate` is a number, expected an integer");
    }
    for text in ["3.5", "9223372036854775808.0", "1e400", "1e-1", "-0", "-0.0", r#""3""#] {
        let (user, drifts) = lenient::<User>(&format!(r#"{{"rate":{text}}}"#));
        assert_eq!((user.rate, user.extra.len(), drifts.len()), (None, 1, 1), "{text}");
    }
    // A code may stand in quotes.
    for (text, level) in [(r#""9""#, Level::High), (r#""-4""#, Level::from(-4)), ("9.0", Level::High)] {
        let (user, drifts) = lenient::<User>(&format!(r#"{{"level":{text}}}"#));
        assert_eq!((user.level, user.extra.is_empty()), (Some(level), true), "{text}");
        assert!(drifts[0].starts_with("Misfit level type:User/level | an integer | "), "{drifts:?}");
    }
    assert_eq!(strict::<User>(r#"{"level":"9"}"#), "`level` is text, expected an integer");
    for text in [r#""09""#, r#""+9""#, r#"" 9""#, r#""9.0""#, r#""""#, r#""high""#] {
        let (user, _) = lenient::<User>(&format!(r#"{{"level":{text}}}"#));
        assert_eq!((user.level, user.extra.len()), (None, 1), "{text}");
    }
    // Where another kind may fit, only the documented spelling does.
    let (user, _) = lenient::<User>(r#"{"answerIn":[1.0]}"#);
    assert!(matches!(user.answer_in, Some(SecondsToRespond::Other(_))));
}

#[test]
fn nesting_ends_with_an_error() {
    let nested = |depth: usize| format!("{}{{}}{}", r#"{"manager":"#.repeat(depth), "}".repeat(depth));
    assert!(rt::decode::<User>(&nested(100), Mode::Lenient).is_ok());
    for depth in [128, 5_000] {
        for mode in [Mode::Lenient, Mode::Strict] {
            let unfit = rt::decode::<User>(&nested(depth), mode).unwrap_err();
            assert_eq!(unfit.to_string(), "it is nested deeper than 128 levels");
        }
    }
    // What the document does not describe is not walked.
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let (user, _) = lenient::<User>(&deep);
    assert_eq!(user, user.clone());
    assert!(user.extra.get("x").unwrap().to_value().is_err());
}

#[test]
fn what_is_no_json_says_where() {
    assert_eq!(strict::<User>(""), "it is empty");
    assert_eq!(strict::<User>("{\n \"id\": \"7\",\n oops}"), "it is not JSON from line 3, column 2 on");
    assert_eq!(strict::<User>(r#"{"id":"7"} x"#), "it is not JSON from line 1, column 12 on");
    assert_eq!(strict::<Users>("<html>"), "it is not JSON from line 1, column 1 on");
    assert!(rt::decode::<User>("\u{feff}{}", Mode::Strict).is_ok());
}

#[test]
fn text_with_half_a_character_costs_only_its_field() {
    let (user, drifts) = lenient::<User>(r#"{"id":"\ud800","rate":1}"#);
    assert_eq!((user.id, user.rate), (None, Some(1)));
    assert_eq!(user.extra.get("id").unwrap().text(), r#""\ud800""#);
    assert_eq!(drifts, ["Misfit id type:User/id | text | text with half a character (a lone surrogate)"]);
    let (user, drifts) = lenient::<User>(r#"{"manager":{"\ud800":1},"answerIn":"\udc00","rate":1}"#);
    assert_eq!((user.manager, user.rate), (None, Some(1)));
    assert_eq!(
        drifts,
        [
            "Misfit manager type:User/manager | an object | an object with half a character (a lone surrogate) in a name",
            "Misfit answerIn type:User/answerIn | a number, `never` or a list | text with half a character (a lone surrogate)",
        ]
    );
    assert_eq!(
        strict::<User>(r#"{"\ud800":1}"#),
        "the answer is an object with half a character (a lone surrogate) in a name, expected an object"
    );
}

#[test]
fn reports_end_after_a_thousand() {
    let many = format!(r#"{{"data":[{}]}}"#, vec![r#"{"new":1}"#; 3000].join(","));
    let decoded = rt::decode::<Users>(&many, Mode::Lenient).unwrap();
    assert_eq!(decoded.value.data.unwrap().len(), 3000);
    let (last, reported) = decoded.drifts.split_last().unwrap();
    assert_eq!(reported.len(), 1000);
    assert!(reported.iter().all(|drift| drift.kind() == DriftKind::UnknownMember));
    assert_eq!(line(last), "More  - | at most 1000 differences | more");
    assert_eq!(last.to_string(), "there are more differences than are reported of one answer");
    // Just as many as are reported are all of them.
    for (count, reports) in [(999, 999), (1000, 1000), (1001, 1001)] {
        let text = format!(r#"{{"data":[{}]}}"#, vec![r#"{"new":1}"#; count].join(","));
        assert_eq!(rt::decode::<Users>(&text, Mode::Lenient).unwrap().drifts.len(), reports, "{count}");
    }
    // Strict mode says the first ones, and that there are more is none of them.
    assert!(strict::<Users>(&many).starts_with("`data[0].new` is not in the document; "));
}

#[test]
fn what_is_not_reported_any_more_is_still_refused() {
    // Values that an enum does not list are taken in strict mode, however many; what stands behind them is not.
    let user = |more: &str| format!(r#"{{"role":"newt"{more}}}"#);
    let text = |last: &str| format!(r#"{{"data":[{},{}]}}"#, vec![user(""); 1200].join(","), user(last));
    let listed = rt::decode::<Users>(&text(""), Mode::Strict).unwrap();
    assert_eq!(listed.value.data.unwrap().len(), 1201);
    assert_eq!(listed.drifts.last().map(rt::Drift::kind), Some(DriftKind::More));
    let refused = rt::decode::<Users>(&text(r#","wings":2"#), Mode::Strict).unwrap_err();
    assert_eq!(refused.misfit(), None);
    assert_eq!(refused.to_string(), "it differs from the document behind the first 1000 differences that are reported");
}

/// Keys of maps, and names that no document has, may be those of people.
#[test]
fn keys_that_are_data_are_not_reported() {
    for (text, expected) in [
        (r#"{"labels":{"+44 20 7946 0958":1}}"#, "Misfit labels[*] type:User/labels | a boolean | a number"),
        (r#"{"labels":{"ann@a.example":1}}"#, "Misfit labels[*] type:User/labels | a boolean | a number"),
        (r#"{"q-Ann Wood":1}"#, "Misfit [*] type:User/q-* | a boolean | a number"),
        (r#"{"ann@a.example":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"Ann Wood":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"+4420":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"4711":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"ghp_16C7e42F292c6912E7710c838347Ae178B4a":1}"#, "UnknownMember [*] type:User/* | no such member | a number"),
        (r#"{"time_zone":1}"#, "UnknownMember time_zone type:User/time_zone | no such member | a number"),
        (r#"{"größe":1}"#, r#"UnknownMember ["größe"] type:User/größe | no such member | a number"#),
        (r#"{"@type":1}"#, r#"UnknownMember ["@type"] type:User/@type | no such member | a number"#),
        (r#"{"address2":1}"#, "UnknownMember address2 type:User/address2 | no such member | a number"),
    ] {
        let (_, drifts) = lenient::<User>(text);
        assert_eq!(drifts, [expected], "{text}");
    }
}

#[test]
fn a_field_wins_over_what_was_kept() {
    let (mut user, _) = lenient::<User>(r#"{"rate":"3","x":1}"#);
    user.rate = Some(4);
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"rate":4,"x":1}"#);
}

#[test]
fn extra_is_one_pointer_wide() {
    assert_eq!(size_of::<rt::Extra>(), size_of::<usize>());
    assert_eq!(size_of::<rt::Error<User>>(), size_of::<usize>());
}

#[test]
fn an_item_that_is_no_object_costs_the_others_nothing() {
    let text = r#"{"data":[{"id":"1"},"gone",{"id":"3","rate":5},null,[{"id":"5"}]]}"#;
    let (users, drifts) = lenient::<Users>(text);
    assert_eq!(
        drifts,
        [
            "Misfit data[1] type:Users/data | an object | text",
            "UnexpectedNull data[3] type:Users/data | an object | null",
            "Misfit data[4] type:Users/data | an object | a list",
        ]
    );
    assert!(users.extra.is_empty());
    let items = users.data.as_ref().unwrap();
    let whole = |at: usize| items[at].extra.whole().map(rt::Any::text);
    assert_eq!((items.len(), items[0].id.as_deref(), items[2].rate), (5, Some("1"), Some(5)));
    assert_eq!([whole(0), whole(1), whole(3), whole(4)], [None, Some("\"gone\""), Some("null"), Some(r#"[{"id":"5"}]"#)]);
    assert_eq!((items[1].id.as_deref(), items[1].extra.is_empty(), items[1].extra.len()), (None, false, 0));
    assert_eq!(serde_json::to_string(&users).unwrap(), text);
    assert!(format!("{:?}", items[1].extra).contains("text") && !format!("{users:?}").contains("gone"));
    assert_eq!(
        strict::<Users>(text),
        "`data[1]` is text, expected an object; `data[3]` is null, expected an object; `data[4]` is a list, expected an object"
    );
}

#[test]
fn so_it_is_in_lists_and_maps_that_nothing_is_around() {
    let (users, drifts) = lenient::<Vec<User>>(r#"[{"id":"1"},[2]]"#);
    assert_eq!(drifts, ["Misfit [1] - | an object | a list"]);
    assert_eq!(serde_json::to_string(&users).unwrap(), r#"[{"id":"1"},[2]]"#);
    let (users, drifts) = lenient::<BTreeMap<String, User>>(r#"{"a":{"id":"1"},"b":false}"#);
    assert_eq!(drifts, ["Misfit [*] - | an object | a boolean"]);
    assert_eq!(serde_json::to_string(&users).unwrap(), r#"{"a":{"id":"1"},"b":false}"#);
    // What has no place for it fails as a whole, or is kept by what is around.
    assert_eq!(rt::decode::<Vec<i64>>(r#"[1,"x"]"#, Mode::Lenient).unwrap_err().to_string(), "`[1]` is text, expected an integer");
    let (user, drifts) = lenient::<User>(r#"{"tags":[1,"x"]}"#);
    assert_eq!((user.tags, user.extra.get("tags").map(rt::Any::text)), (None, Some(r#"[1,"x"]"#)));
    assert_eq!(drifts, ["Misfit tags[1] type:User/tags | an integer | text"]);
}

#[test]
fn a_value_takes_the_place_of_what_stood_there() {
    let (mut users, _) = lenient::<Vec<User>>(r#"["gone"]"#);
    users[0].extra = rt::Extra::new();
    users[0].id = Some("1".to_owned());
    assert_eq!(serde_json::to_string(&users).unwrap(), r#"[{"id":"1"}]"#);
}
