//! Worksection: one method, told by `action` in the query; either the query is signed, or a bearer token goes to a server of its own.

use docwright_runtime::Any;
use docwright_tests::server::{Answer, Server};
use worksection::types::{Rate, Role, StatusCode};
use worksection::{Auth, Client, ErrorKind, Method};

use crate::{Expected, heard, json, only, parsed, says, server, to};

/// The key of the vendor's example.
const KEY: &str = "7776461cd931e7b1c8e9632ff8e979ce";

/// An answer of an account without users.
const NOBODY: &str = r#"{"status": "ok", "data": []}"#;

fn client(server: &Server) -> Client {
    Client::builder("acme").auth(Auth::admin_key(KEY)).transport(to(server)).build().unwrap()
}

fn expected() -> Expected {
    Expected::new("acme.worksection.com", "worksection")
}

/// An answer with one user.
fn user(members: &str) -> String {
    format!(r#"{{"status": "ok", "data": [{{{members}}}]}}"#)
}

#[tokio::test]
async fn action_is_in_the_query() {
    let server = says(r#"{"status": "ok", "data": []}"#);
    let answer = client(&server).get_users().await.unwrap();
    assert!(answer.data.is_empty());
    assert_eq!(answer.status.as_str(), "ok");
    let request = only(&server);
    assert_eq!((request.method(), request.path()), ("GET", "/api/admin/v2/"));
    assert!(request.query().starts_with("action=get_users&"), "{request:?}");
}

#[tokio::test]
async fn query_is_signed() {
    let server = server([Answer::json(200, NOBODY), Answer::json(200, NOBODY), Answer::json(200, NOBODY)]);
    let client = client(&server);
    // The MD5 of `action=get_users` and the key.
    client.get_users().await.unwrap();
    // The vendor's own example, with the hash as it is printed there.
    client.request(Method::GET, "").query("action", "get_tasks").query("id_project", 26).await.unwrap();
    // What is signed is what is sent: the MD5 of `action=add_task&title=a%20b%26c%C3%A4` and the key.
    client.request(Method::GET, "").query("action", "add_task").query("title", "a b&cä").await.unwrap();
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/admin/v2/?action=get_users&hash=82d6b87d8d0b3ca3a91506adfc42751d"),
            expected().request("GET /api/admin/v2/?action=get_tasks&id_project=26&hash=ec3ab2c28f21b4a07424f8ed688d6644"),
            expected().request("GET /api/admin/v2/?action=add_task&title=a%20b%26c%C3%A4&hash=227fd30eb75be13d55b4858b85194edc"),
        ]
    );
    // The key itself is not sent.
    assert!(server.requests().iter().all(|request| !String::from_utf8_lossy(request.bytes()).contains(KEY)));
}

#[tokio::test]
async fn a_bearer_token_goes_to_its_own_path() {
    let server = says(NOBODY);
    let client = Client::builder("acme").auth(Auth::access_token("t0k-en")).transport(to(&server)).build().unwrap();
    client.get_users().await.unwrap();
    let expected = expected().header("authorization", "Bearer t0k-en");
    assert_eq!(heard(&server), [expected.request("GET /api/oauth2?action=get_users")]);
}

#[tokio::test]
async fn of_two_credentials_the_first_is_taken() {
    let server = server([Answer::json(200, NOBODY), Answer::json(200, NOBODY)]);
    let both = |first, second| Client::builder("acme").auth(first).auth(second).transport(to(&server)).build().unwrap();
    both(Auth::admin_key(KEY), Auth::access_token("t")).get_users().await.unwrap();
    both(Auth::access_token("t"), Auth::admin_key(KEY)).get_users().await.unwrap();
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/admin/v2/?action=get_users&hash=82d6b87d8d0b3ca3a91506adfc42751d"),
            expected().header("authorization", "Bearer t").request("GET /api/oauth2?action=get_users"),
        ]
    );
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = says(NOBODY);
    let client = Client::builder("acme").transport(to(&server)).build().unwrap();
    let error = client.get_users().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(
        error.to_string(),
        "get_users: the request could not be built: no credential was given: pass `Auth::admin_key(…)` or `Auth::access_token(…)` to the builder's `auth`"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_credential_goes_over_plain_http_only_where_the_caller_insists() {
    let server = server([Answer::json(200, NOBODY), Answer::json(200, NOBODY)]);
    // The signature would be as good as the key to whoever reads it.
    for auth in [Auth::admin_key(KEY), Auth::access_token("t")] {
        let builder = || Client::builder("acme").auth(auth.clone()).base_url(server.url());
        assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Build);
        builder().danger_send_credentials_over_plain_http(true).build().unwrap().get_users().await.unwrap();
    }
    let targets: Vec<_> = server.requests().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(targets, ["/?action=get_users&hash=82d6b87d8d0b3ca3a91506adfc42751d", "/?action=get_users"]);
}

#[tokio::test]
async fn account_is_part_of_the_host() {
    let server = says(NOBODY);
    let build = |account: &str| Client::builder(account).auth(Auth::admin_key(KEY)).transport(to(&server)).build();
    build("my-team2").unwrap().get_users().await.unwrap();
    assert_eq!(only(&server).header("host"), Some("my-team2.worksection.com"));
    // Another host, a port, a path, a user: the key would go there.
    for account in ["", "evil.example/", "evil.example:443/", "me@evil.example", "a.b", "a b", "..", "a%2e"] {
        let error = build(account).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{account}");
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn all_21_fields_are_read() {
    let texts = [
        "id",
        "first_name",
        "last_name",
        "name",
        "title",
        "url",
        "contacts",
        "date_added",
        "avatar",
        "group",
        "department",
        "email",
        "phone",
        "phone2",
        "phone3",
        "phone4",
        "address",
        "address2",
    ];
    let members: Vec<_> = texts.iter().map(|name| format!("{name:?}: \"value of {name}\"")).collect();
    let rest = r#""services": {"chats": {"WhatsApp": "+1"}, "socials": {}}, "rate": 12.50, "role": "reader""#;
    assert_eq!(texts.len() + 3, 21);
    let body = user(&format!("{}, {rest}", members.join(", ")));
    let server = says(&body);
    let client = Client::builder("acme").auth(Auth::admin_key(KEY)).mode(worksection::Mode::Strict).transport(to(&server)).build().unwrap();
    let answer = client.get_users().await.unwrap();
    let user = &answer.data[0];
    assert!(user.extra.is_empty());
    assert_eq!(user.phone4.as_deref(), Some("value of phone4"));
    assert_eq!((user.name.as_deref(), user.group.as_deref()), (Some("value of name"), Some("value of group")));
    assert_eq!(user.rate, Some(Rate::Number("12.5".parse().unwrap())));
    assert_eq!(user.role, Some(Role::Reader));
    assert_eq!(json(&answer), parsed(&body));
}

#[tokio::test]
async fn both_spellings_are_read() {
    for name in ["date_added", "data_added"] {
        let server = says(&user(&format!(r#""{name}": "2020-01-02 03:04""#)));
        let answer = client(&server).get_users().await.unwrap();
        let user = &answer.data[0];
        assert_eq!(user.date_added.as_deref(), Some("2020-01-02 03:04"), "{name}");
        assert!(user.extra.is_empty());
        // One spelling goes out: that of the sample.
        assert_eq!(json(user), parsed(r#"{"date_added": "2020-01-02 03:04"}"#));
    }
}

#[tokio::test]
async fn three_dots_are_a_value() {
    let body = user(r#""services": {"chats": {"WhatsApp": "..."}, "socials": {"LinkedIn": "..."}}"#);
    let server = says(&body);
    let answer = client(&server).get_users().await.unwrap();
    let services = answer.data[0].services.clone().unwrap();
    assert_eq!(services.chats.as_ref().and_then(|chats| chats.get("WhatsApp")).map(String::as_str), Some("..."));
    assert_eq!(services.socials.as_ref().and_then(|socials| socials.get("LinkedIn")).map(String::as_str), Some("..."));
    assert_eq!(json(&answer), parsed(&body));
}

#[tokio::test]
async fn any_messenger_is_read() {
    let body = user(r#""services": {"chats": {"Signal": "+1", "Ünï": "", "": "x"}, "socials": {"Mastodon": "@a@b"}, "mail": {}}"#);
    let server = says(&body);
    let answer = client(&server).get_users().await.unwrap();
    let services = answer.data[0].services.clone().unwrap();
    let chats: Vec<_> = services.chats.as_ref().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(chats, [("", "x"), ("Signal", "+1"), ("Ünï", "")]);
    // The two objects are fixed, their keys are not.
    assert_eq!(services.extra.get("mail").map(Any::text), Some("{}"));
    assert_eq!(json(&answer), parsed(&body));
}

#[tokio::test]
async fn roles_with_spaces() {
    let table = [
        ("owner", Role::Owner),
        ("account admin", Role::AccountAdmin),
        ("team admin", Role::TeamAdmin),
        ("department admin", Role::DepartmentAdmin),
        ("user", Role::User),
        ("guest", Role::Guest),
        ("reader", Role::Reader),
    ];
    assert_eq!(Role::values(), table.clone().map(|(wire, _)| wire));
    let body = |wire: &str| user(&format!(r#""role": "{wire}""#));
    let server =
        server(table.clone().map(|(wire, _)| Answer::json(200, body(wire))).into_iter().chain([Answer::json(200, body("AccountAdmin"))]));
    let client = client(&server);
    for (wire, role) in table {
        let answer = client.get_users().await.unwrap();
        assert_eq!(answer.data[0].role, Some(role), "{wire}");
        assert_eq!(json(&answer), parsed(&body(wire)));
    }
    let answer = client.get_users().await.unwrap();
    assert!(matches!(&answer.data[0].role, Some(Role::Other(value)) if value.as_str() == "AccountAdmin"));
    assert_eq!(json(&answer), parsed(&body("AccountAdmin")));
}

#[tokio::test]
async fn date_added_stays_text() {
    let body = user(r#""date_added": "2020-01-02 03:04""#);
    let server = says(&body);
    let answer = client(&server).get_users().await.unwrap();
    assert_eq!(answer.data[0].date_added.as_deref(), Some("2020-01-02 03:04"));
    assert_eq!(json(&answer), parsed(&body));
}

#[tokio::test]
async fn an_error_inside_200() {
    let body = r#"{"status": "error", "status_code": 10, "message": "Field is required", "message_details": {"field": "email_user"}}"#;
    let server = says(body);
    let error = client(&server).get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Refused, Some(200)));
    assert_eq!((error.code(), error.message().as_deref()), (Some(&StatusCode::FieldIsRequired), Some("Field is required")));
    assert_eq!(error.to_string(), "get_users: the vendor said no: HTTP 200, code 10, Field is required");
    let body_read = error.body().unwrap();
    assert_eq!(
        body_read.message_details.as_ref().and_then(|details| details.get("field")).and_then(|field| field.as_string()).as_deref(),
        Some("email_user")
    );
    assert_eq!(json(body_read), parsed(body));
}

#[tokio::test]
async fn a_success_has_its_data() {
    // "If the request succeeds, the response will contain ok status and the following data"
    let server = server([Answer::json(200, r#"{"status": "ok"}"#), Answer::json(200, r#"{"data": []}"#)]);
    let client = client(&server);
    for _ in 0..2 {
        assert_eq!(client.get_users().await.unwrap_err().kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn every_status_code_is_told_apart() {
    let table = [
        (0, StatusCode::ActionIsInvalid, "Action is invalid"),
        (1, StatusCode::ActionIsRequired, "Action is required"),
        (2, StatusCode::ActionHashIsMissedOrInvalid, "Action hash is missed or invalid"),
        (3, StatusCode::PageIsInvalid, "Page is invalid"),
        (4, StatusCode::ProjectIsInvalid, "Project is invalid"),
        (5, StatusCode::TaskIsInvalid, "Task is invalid"),
        (6, StatusCode::SubtaskIsInvalid, "Subtask is invalid"),
        (7, StatusCode::ProjectIsRequired, "Project is required"),
        (8, StatusCode::TaskIsRequired, "Task is required"),
        (9, StatusCode::SubtaskIsRequired, "Subtask is required"),
        (10, StatusCode::FieldIsRequired, "Field is required"),
        (11, StatusCode::InvalidEmail, "Invalid email"),
        (12, StatusCode::TaskIsAlreadyClosed, "Task is already closed"),
        (13, StatusCode::TaskHasChildren, "Task has children"),
        (14, StatusCode::SubtaskIsAlreadyClosed, "Subtask is already closed"),
        (15, StatusCode::SubtaskHasChildren, "Subtask has children"),
    ];
    assert_eq!(table.len(), 16);
    assert_eq!(StatusCode::values(), table.clone().map(|(wire, ..)| wire));
    let body = |wire: i64, message: &str| format!(r#"{{"status": "error", "status_code": {wire}, "message": "{message}"}}"#);
    let server = server(table.clone().map(|(wire, _, message)| Answer::json(200, body(wire, message))));
    let client = client(&server);
    for (wire, code, message) in table {
        assert_eq!((code.as_i64(), code.http_status()), (wire, Some(200)));
        let error = client.get_users().await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.message().as_deref()), (ErrorKind::Refused, Some(&code), Some(message)));
        assert_eq!(error.body().unwrap().message_details, None);
        assert_eq!(json(error.body().unwrap()), parsed(&body(wire, message)));
    }
}

#[tokio::test]
async fn other_errors_are_told_as_what_they_are() {
    let server = server([
        Answer::json(200, r#"{"status": "error", "status_code": 99, "message": "New"}"#),
        Answer::json(200, r#"{"status": "error"}"#),
        Answer::json(200, r#"{"data": [], "status": "error"}"#),
        // Neither the status nor the body is one of the document's.
        Answer::text(503, "busy"),
        Answer::json(401, r#"{"error": "invalid_token"}"#),
        // The body says what the document describes, whatever the status.
        Answer::json(403, r#"{"status": "error", "status_code": 2, "message": "Action hash is missed or invalid"}"#),
        // Another word than `error` is no error.
        Answer::json(200, r#"{"status": "fine", "data": []}"#),
    ]);
    let client = client(&server);
    let error = client.get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.code().map(StatusCode::as_i64)), (ErrorKind::Refused, Some(99)));
    assert!(matches!(error.code(), Some(StatusCode::Other(_))));
    for _ in 0..2 {
        let error = client.get_users().await.unwrap_err();
        assert_eq!((error.kind(), error.code(), error.message().as_deref()), (ErrorKind::Refused, None, None));
    }
    let error = client.get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.body(), error.is_retryable()), (ErrorKind::Undocumented, None, true));
    let error = client.get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Undocumented, None));
    assert_eq!(error.body_as::<Any>().as_ref().map(Any::text), Some(r#"{"error": "invalid_token"}"#));
    let error = client.get_users().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, Some(&StatusCode::ActionHashIsMissedOrInvalid)));
    assert_eq!(client.get_users().await.unwrap().status.as_str(), "fine");
}
