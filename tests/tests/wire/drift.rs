//! Answers that are not what the document says: kept and reported, or refused where the caller wants it so.

use std::sync::{Arc, Mutex};

use agendize::types::Account;
use agendize::{DriftKind, ErrorKind, Mode};
use docwright_runtime::{Any, Drift};
use docwright_tests::server::{Answer, Server};

use crate::{json, parsed, says, server, to};

/// What was reported, one line each: kind, operation, path, address in the description, expected, found.
#[derive(Clone, Default)]
pub(crate) struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    pub(crate) fn hear(&self) -> impl Fn(&Drift) + Send + Sync + 'static {
        let Self(lines) = self.clone();
        move |drift| {
            let none = "-";
            lines.lock().unwrap().push(format!(
                "{:?} {} {} {} ({} / {})",
                drift.kind(),
                drift.operation().unwrap_or(none),
                drift.path(),
                drift.node().unwrap_or(none),
                drift.expected(),
                drift.found()
            ));
        }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

fn agendize(server: &Server, mode: Mode, reports: &Reports) -> agendize::Client {
    let auth = agendize::Auth::oauth("0auth");
    agendize::Client::builder().auth(auth).mode(mode).on_drift(reports.hear()).transport(to(server)).build().unwrap()
}

const DRIFTING: &str = r#"{
    "id": 4711, "userName": null, "firstName": "Ann", "firstName": "Anna", "additionalUsers": 3.5, "currency": "CHF",
    "tags": [{"id": "t", "weight": 1.50}, {"color": true}], "new": {"deep": [1.0]}, "created": "2015"
}"#;

const REPORTS: [&str; 9] = [
    "Misfit accounts.get id type:Account/id (text / a number)",
    "UnexpectedNull accounts.get userName type:Account/userName (text / null)",
    "Duplicate accounts.get firstName type:Account/firstName (one value / text)",
    "Misfit accounts.get additionalUsers type:Account/additionalUsers (an integer / a number)",
    "Unlisted accounts.get currency type:Account/currency (one of the listed values / text)",
    "UnknownMember accounts.get tags[0].weight type:Account/tags[]/weight (no such member / a number)",
    "Misfit accounts.get tags[1].color type:Account/tags[]/color (text / a boolean)",
    "UnknownMember accounts.get new type:Account/new (no such member / an object)",
    "Misfit accounts.get created type:Account/created (an object / text)",
];

#[tokio::test]
async fn surprises_are_kept_reported_and_sent_back() {
    let server = says(DRIFTING);
    let reports = Reports::default();
    let account = agendize(&server, Mode::Lenient, &reports).accounts().get("4711").await.unwrap();
    assert_eq!(reports.lines(), REPORTS);
    // The neighbours are read.
    assert_eq!((account.id.as_deref(), account.first_name.as_deref()), (None, Some("Anna")));
    assert_eq!(account.tags.as_deref().unwrap()[0].id.as_deref(), Some("t"));
    assert_eq!(account.currency.as_ref().map(agendize::types::Currency::as_str), Some("CHF"));
    assert_eq!(account.extra.get("id").and_then(Any::as_i64), Some(4711));
    // And nothing is lost, but for the first of the two that were one.
    assert_eq!(json(&account), parsed(DRIFTING));
    assert!(serde_json::to_string(&account).unwrap().contains(r#""weight":1.50"#), "with all its digits");
}

#[tokio::test]
async fn without_a_listener_the_same_is_read() {
    let server = says(DRIFTING);
    let client = agendize::Client::builder().auth(agendize::Auth::oauth("t")).transport(to(&server)).build().unwrap();
    assert_eq!(json(&client.accounts().get("4711").await.unwrap()), parsed(DRIFTING));
}

#[tokio::test]
async fn strict_takes_no_surprise_but_an_unlisted_value() {
    let server = server([Answer::json(200, DRIFTING), Answer::json(200, r#"{"currency": "CHF"}"#)]);
    let reports = Reports::default();
    let client = agendize(&server, Mode::Strict, &reports);
    let error = client.accounts().get("4711").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("id"));
    assert_eq!(error.drifts().len(), REPORTS.len());
    assert_eq!(reports.lines(), REPORTS, "they are reported as well");
    let excerpt: String = DRIFTING.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    assert_eq!(
        error.to_string(),
        format!(
            "accounts.get: the answer does not fit: `id` is a number, expected text; `userName` is null, expected text; `firstName` came twice; \
             `additionalUsers` is a number, expected an integer; `tags[0].weight` is not in the document; and more: HTTP 200: {excerpt}…"
        )
    );
    // Enumerations are open by what they are: a value more is no misfit.
    assert_eq!(client.accounts().get("4711").await.unwrap().currency.unwrap().as_str(), "CHF");
}

#[tokio::test]
async fn a_clean_answer_reports_nothing() {
    let server = server([Answer::json(200, r#"{"id": "4711", "tags": []}"#), Answer::json(200, r#"{"id": "4711"}"#)]);
    let reports = Reports::default();
    agendize(&server, Mode::Lenient, &reports).accounts().get("4711").await.unwrap();
    agendize(&server, Mode::Strict, &reports).accounts().get("4711").await.unwrap();
    assert_eq!(reports.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn an_answer_that_does_not_fit_names_the_place() {
    let bodies: [(&str, Option<&str>, &str); 7] = [
        (r#"{"users": []}"#, Some(""), "the answer is an object, expected a list"),
        (r#"{"email": "a"}"#, Some(""), "the answer is an object, expected a list"),
        ("null", Some(""), "the answer is null, expected a list"),
        ("", None, "it is empty"),
        ("<html></html>", None, "it is not JSON from line 1, column 1 on"),
        ("[{\"email\": \"a\"},\n  {\"email\": }]", None, "it is not JSON from line 2, column 13 on"),
        ("[] []", None, "it is not JSON from line 1, column 4 on"),
    ];
    for (body, path, problem) in bodies {
        let server = says(body);
        let auth = crankwheel::Auth::api_key("s3cret");
        let client = crankwheel::Client::builder().auth(auth).transport(to(&server)).build().unwrap();
        let error = client.user_access().await.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, path), "{body}");
        // What holds nothing is not shown.
        let excerpt = if ["", "null"].contains(&body) { String::new() } else { format!(": {}", body.replace("\n  ", " ")) };
        assert_eq!(error.to_string(), format!("user_access: the answer does not fit: {problem}: HTTP 200{excerpt}"));
        // What came is at hand.
        assert_eq!(error.bytes().map(|bytes| &bytes[..]), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn what_is_no_utf_8_is_said() {
    let server = server([Answer::json(200, &b"{\"id\": \"\xff\"}"[..])]);
    let reports = Reports::default();
    let error = agendize(&server, Mode::Lenient, &reports).accounts().get("4711").await.unwrap_err();
    assert_eq!(error.to_string(), "accounts.get: the answer does not fit: it is not UTF-8: HTTP 200");
}

#[tokio::test]
async fn nesting_without_end_is_kept() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let server = server([
        Answer::json(200, format!("{{\"id\": \"4711\", \"new\": {nested}}}")),
        Answer::json(200, format!("{{\"tags\": {nested}}}")),
    ]);
    let reports = Reports::default();
    let client = agendize(&server, Mode::Lenient, &reports);
    // Where nothing is known of it it is kept as it is.
    let account = client.accounts().get("4711").await.unwrap();
    assert_eq!((account.id.as_deref(), account.extra.get("new").map(Any::text)), (Some("4711"), Some(nested.as_str())));
    // Where a type is known it is read as far as the type goes: it is a list of tags, of which the only one is none.
    let account = client.accounts().get("4711").await.unwrap();
    let tags = account.tags.as_deref().unwrap();
    assert_eq!((tags.len(), account.extra.is_empty()), (1, true));
    assert_eq!(tags[0].extra.whole().map(Any::text), Some(&nested[1..nested.len() - 1]));
}

#[tokio::test]
async fn one_wrong_item_of_an_answer_costs_the_others_nothing() {
    let body = r#"[{"email": "a"}, 7, [], {"email": "b"}]"#;
    let server = server([Answer::json(200, body), Answer::json(200, body)]);
    let reports = Reports::default();
    let client = |mode| {
        let builder = crankwheel::Client::builder().auth(crankwheel::Auth::api_key("k")).mode(mode).on_drift(reports.hear());
        builder.transport(to(&server)).build().unwrap()
    };
    let got = client(Mode::Lenient).user_access().await.unwrap();
    let emails: Vec<Option<&str>> = got.iter().map(|access| access.email.as_deref()).collect();
    assert_eq!(emails, [Some("a"), None, None, Some("b")]);
    let wholes: Vec<Option<&str>> = got.iter().map(|access| access.extra.whole().map(Any::text)).collect();
    assert_eq!(wholes, [None, Some("7"), Some("[]"), None]);
    assert_eq!(reports.lines(), ["Misfit user_access [1] - (an object / a number)", "Misfit user_access [2] - (an object / a list)"]);
    let error = client(Mode::Strict).user_access().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("[1]")));
}

#[tokio::test]
async fn another_success_is_reported() {
    let server = server([Answer::json(202, "{}"), Answer::json(202, "{}")]);
    let reports = Reports::default();
    let client = |mode| {
        let builder = crankwheel::Client::builder().auth(crankwheel::Auth::api_key("k")).mode(mode).on_drift(reports.hear());
        builder.transport(to(&server)).build().unwrap()
    };
    client(Mode::Lenient).usage().await.unwrap();
    assert_eq!(reports.lines(), ["Status usage  op:Retrieve/UsageGet (a status of the document / another success)"]);
    let error = client(Mode::Strict).usage().await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Undocumented, Some(202)));
}

fn worksection(server: &Server, mode: Mode, reports: &Reports) -> worksection::Client {
    let auth = worksection::Auth::access_token("t0ken");
    worksection::Client::builder("acme").auth(auth).mode(mode).on_drift(reports.hear()).transport(to(server)).build().unwrap()
}

/// What makes a call fail is heard as well, with what else was unexpected.
#[tokio::test]
async fn what_is_required_and_missing_is_reported() {
    for mode in [Mode::Lenient, Mode::Strict] {
        let reports = Reports::default();
        let server = says(r#"{"status": "ok", "total": 0}"#);
        let error = worksection(&server, mode, &reports).get_users().await.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("data")));
        assert_eq!(
            reports.lines(),
            [
                "UnknownMember get_users total type:GetUsersResponse/total (no such member / a number)",
                "Missing get_users data type:GetUsersResponse/data (a list / nothing)",
            ]
        );
    }
    let reports = Reports::default();
    let error = worksection(&says("[]"), Mode::Lenient, &reports).get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("")));
    assert_eq!(reports.lines(), ["Misfit get_users  - (an object / a list)"]);
}

/// A failure is described by its status, or by its body.
#[tokio::test]
async fn another_failure_is_reported() {
    let documented = r#"{"status": "error", "status_code": 2, "message": "no"}"#;
    let cases = [
        (500, documented, None),
        (500, "<html></html>", Some("Status get_users  op:users.get_users (a status of the document / a failure)")),
        (500, "[]", Some("Status get_users  op:users.get_users (a status of the document / a failure)")),
        (404, "", Some("Status get_users  op:users.get_users (a status of the document / a failure)")),
    ];
    for (status, body, expected) in cases {
        let reports = Reports::default();
        let error = worksection(&says_with(status, body), Mode::Lenient, &reports).get_users().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(reports.lines(), expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{status} {body}");
    }
    // Where no document describes a failure, none is as it says.
    let reports = Reports::default();
    let server = says_with(418, r#"{"error": "short and stout"}"#);
    let builder = crankwheel::Client::builder().auth(crankwheel::Auth::api_key("k")).on_drift(reports.hear());
    let error = builder.transport(to(&server)).build().unwrap().usage().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Undocumented);
    assert_eq!(reports.lines(), ["Status usage  op:Retrieve/UsageGet (a status of the document / a failure)"]);
}

fn says_with(status: u16, body: &'static str) -> Server {
    server([Answer::json(status, body)])
}

/// Each kind of difference is heard of with its operation, its path in the body and its address.
#[tokio::test]
async fn members_of_maps_that_come_twice_are_reported() {
    let reports = Reports::default();
    let body = r#"{"status": "ok", "data": [{"role": "boss", "services": {"chats": {"a": "x", "a": "y", "b": null}}}]}"#;
    worksection(&says(body), Mode::Lenient, &reports).get_users().await.unwrap();
    assert_eq!(
        reports.lines(),
        [
            "Unlisted get_users data[0].role type:User/role (one of the listed values / text)",
            "Duplicate get_users data[0].services.chats[*] type:User/services/chats (one value / another)",
            "UnexpectedNull get_users data[0].services.chats[*] type:User/services/chats (text / null)",
        ]
    );
}

#[tokio::test]
async fn a_webhook_is_read_as_answers_are() {
    let read = agendize::decode::<Account>(DRIFTING, Mode::Lenient).unwrap();
    assert_eq!(read.drifts.len(), REPORTS.len());
    assert_eq!((read.drifts[0].kind(), read.drifts[0].path(), read.drifts[0].operation()), (DriftKind::Misfit, "id", None));
    assert!(agendize::decode::<Account>(DRIFTING, Mode::Strict).is_err());
}

#[tokio::test]
async fn a_drift_never_shows_the_value() {
    let reports = Reports::default();
    let server = says(r#"{"ssoToken": ["s3cr3t"], "password": {"s3cr3t": 1}, "unknown": "s3cr3t"}"#);
    let error = agendize(&server, Mode::Strict, &reports).accounts().get("4711").await.unwrap_err();
    assert_eq!(reports.lines().len(), 3);
    assert!(!reports.lines().concat().contains("s3cr3t"));
    assert!(!crate::shown(&error).contains("s3cr3t"));
}
