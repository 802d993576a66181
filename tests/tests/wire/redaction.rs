//! No secret is shown: not by `Debug` of anything that holds one, not by an error.

use std::fmt::Debug;

use docwright_runtime::{Any, Error, Memory};
use docwright_tests::server::{Answer, Request, Server};
use serde_json::json;

use crate::{moment, server, shown, to};

const SECRET: &str = "s3cr3t+/=";
/// As it stands in a query.
const IN_QUERY: &str = "s3cr3t%2B%2F%3D";
/// `s3cr3t+/=:s3cr3t+/=`, as it stands behind `Basic`.
const IN_PAIR: &str = "czNjcjN0Ky89OnMzY3IzdCsvPQ==";

#[track_caller]
fn hides(text: &str) {
    for form in [SECRET, IN_QUERY, IN_PAIR, "s3cr3t", "czNj"] {
        assert!(!text.contains(form), "{form} stands in {text}");
    }
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

/// Answers that repeat what was sent, as it was sent, in every place.
fn echo(status: u16) -> Server {
    let answer = move |request: &Request| {
        let headers: Vec<_> = ["authorization", "token", "apikey"].iter().filter_map(|name| request.header(name)).collect();
        let said = format!("{} {}", request.target(), headers.join(" "));
        let body = json!({"status": "error", "code": 1, "status_code": 2, "message": said, "errors": said});
        Answer::json(status, body.to_string()).header("x-request-id", "r-1").header("x-echo", request.target())
    };
    Server::with(answer).unwrap()
}

/// An answer that breaks off, with what was sent in all the ways in which text is escaped.
fn broken() -> Server {
    let answer = |request: &Request| {
        let sent = request.header("authorization").unwrap_or_default();
        Answer::json(200, format!(r#"["{SECRET}", "s3cr3t\u002b\/=", "s3cr3t%2b%2f%3d", "{IN_QUERY}", "{sent}""#))
    };
    Server::with(answer).unwrap()
}

fn error_hides<E>(error: &Error<E>) {
    hides(&shown(error));
}

/// A port that nobody listens on.
fn closed() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// The same for each client: builder, credential, client, call, and every kind of error.
macro_rules! hides_its_secrets {
    ($name:ident, $builder:expr, $auth:expr, |$client:ident| $call:expr) => {
        #[tokio::test]
        async fn $name() {
            let builder = || $builder.auth($auth);
            hides(&debug(&$auth));
            hides(&debug(&builder()));
            let $client = builder().transport(Memory::new()).build().unwrap();
            hides(&debug(&$client));
            hides(&debug(&$call));
            hides(&debug(&$call.send()));
            // No transport will take it.
            error_hides(&$call.await.unwrap_err());
            // Plain http.
            error_hides(&builder().base_url("http://127.0.0.1:1").build().unwrap_err());
            // Nobody there.
            let $client = builder().base_url(closed()).danger_send_credentials_over_plain_http(true).build().unwrap();
            error_hides(&$call.await.unwrap_err());
            for status in [200, 400, 401, 404, 422, 500] {
                let server = echo(status);
                let $client = builder().transport(to(&server)).build().unwrap();
                match $call.await {
                    Ok(_) => assert_eq!(status, 200),
                    Err(error) => {
                        error_hides(&error);
                        assert!(shown(&error).contains("r-1"), "what helps to find it is shown");
                    }
                }
            }
            // It does not fit.
            for server in [broken(), server([Answer::json(200, format!("\"{SECRET}\""))])] {
                let $client = builder().transport(to(&server)).build().unwrap();
                let error = $call.await.unwrap_err();
                error_hides(&error);
                assert!(error.to_string().contains("[redacted]"), "an excerpt is shown");
            }
        }
    };
}

hides_its_secrets!(crankwheel_hides_its_key, crankwheel::Client::builder(), crankwheel::Auth::api_key(SECRET), |client| client
    .user_access());
hides_its_secrets!(remote_counsel_hides_its_token, remote_counsel::Client::builder(), remote_counsel::Auth::token(SECRET), |client| client
    .event_schedules()
    .get(17));
hides_its_secrets!(
    remote_counsel_hides_its_token_of_a_post,
    remote_counsel::Client::builder(),
    remote_counsel::Auth::token(SECRET),
    |client| client.usage_logs().create("x", 1, moment("2018-01-01T00:00:00Z"), moment("2018-01-01T00:00:00Z"))
);
hides_its_secrets!(agendize_hides_its_tokens, agendize::Client::builder(), agendize::Auth::tokens(SECRET, SECRET), |client| client
    .accounts()
    .get("4711"));
hides_its_secrets!(agendize_hides_its_bearer_token, agendize::Client::builder(), agendize::Auth::oauth(SECRET), |client| client
    .accounts()
    .get("4711"));
hides_its_secrets!(krisp_teams_hides_its_pair, krisp_teams::Client::builder("1"), krisp_teams::Auth::basic(SECRET, SECRET), |client| {
    client.request(krisp_teams::Method::GET, "/x")
});
hides_its_secrets!(worksection_hides_its_key, worksection::Client::builder("acme"), worksection::Auth::admin_key(SECRET), |client| client
    .get_users());
hides_its_secrets!(
    worksection_hides_its_bearer_token,
    worksection::Client::builder("acme"),
    worksection::Auth::access_token(SECRET),
    |client| client.get_users()
);

#[tokio::test]
async fn a_message_that_repeats_a_secret_is_masked() {
    let said = format!("key {SECRET} is wrong");
    let server = server([Answer::json(200, json!({"status": "error", "status_code": 2, "message": said}).to_string())]);
    let client = worksection::Client::builder("acme").auth(worksection::Auth::admin_key(SECRET)).transport(to(&server)).build().unwrap();
    let error = client.get_users().await.unwrap_err();
    assert_eq!(error.to_string(), "get_users: the vendor said no: HTTP 200, code 2, key [redacted] is wrong");
    // Whoever asks for the words gets them.
    assert_eq!(error.message().as_deref(), Some(said.as_str()));
    // The pair as it is sent.
    let server = echo(400);
    let auth = krisp_teams::Auth::basic(SECRET, SECRET);
    let client = krisp_teams::Client::builder("1").auth(auth).transport(to(&server)).build().unwrap();
    let error = client.request(krisp_teams::Method::GET, "/x").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /x: the vendor said no: HTTP 400, code 1, /api/1/x Basic [redacted]");
    assert!(error.message().is_some_and(|message| message.ends_with(IN_PAIR)));
}

#[test]
fn fields_that_are_secrets_are_not_shown() {
    use agendize::types::{Account, AccountUpdate, BasicAuth, Oauth2Auth, WatchRequest};
    let request = WatchRequest::new("https://example.com")
        .basic_auth(BasicAuth::new().username("ann").password(SECRET))
        .oauth2_auth(Oauth2Auth::new().client_id("c-1").refresh_token(SECRET).client_secret(SECRET));
    let text = debug(&request);
    hides(&text);
    assert!(text.contains("ann") && text.contains("c-1") && text.contains("[redacted]"));
    hides(&debug(&AccountUpdate::new().password(SECRET)));
    let body = format!(r#"{{"id": "4711", "password": "{SECRET}", "ssoToken": "{SECRET}"}}"#);
    let account: Account = agendize::decode(&body, agendize::Mode::Lenient).unwrap().value;
    hides(&debug(&account));
    assert!(serde_json::to_string(&account).unwrap().contains(SECRET), "it is sent");
    let body = format!(r#"{{"event_groups": [{{"event_group_users": [{{"id": 1, "access_token": "{SECRET}"}}]}}]}}"#);
    let schedule: remote_counsel::types::EventSchedule = remote_counsel::decode(&body, remote_counsel::Mode::Strict).unwrap().value;
    hides(&debug(&schedule));
    assert_eq!(Any::new(&schedule).unwrap(), Any::from_text(body).unwrap());
}
