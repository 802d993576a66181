//! No secret of a request is ever shown.

use std::error::Error as _;

use crate::rt::{self, Memory, Method, StatusCode};
use crate::shape::types::User;
use crate::shape::{Auth, Client};

const KEY: &str = "s3cr3t-k3y";

fn shown(value: &impl std::fmt::Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn nothing_that_holds_a_credential_shows_it() {
    let memory = Memory::new();
    let auth = Auth::access_token(KEY);
    let credential = rt::Credential::new(&SCHEME, [KEY.into()]);
    let builder = Client::builder("acme").auth(auth.clone()).transport(memory).header("x-api-key", KEY);
    let mut shown = shown(&auth) + &shown(&credential) + &shown(&builder);
    assert!(shown.contains("[redacted]"));
    let client = builder.build().unwrap();
    shown += &self::shown(&client);
    let call = client.users().list().call().query("token", KEY);
    shown += &self::shown(&call);
    let sending = call.send();
    shown += &self::shown(&sending);
    assert!(!shown.contains(KEY), "{shown}");
}

static SCHEME: rt::Scheme = rt::Scheme { id: "token", base: None, places: &[rt::Place::Query { name: "token" }] };

static API: rt::Api = rt::Api {
    name: "vendor",
    base: "https://api.example.com",
    schemes: &[&SCHEME],
    headers: &[],
    outcome: None,
    errors: &[],
    secrets: &[],
};

#[test]
fn a_header_with_a_credential_is_marked() {
    let client = Client::builder("acme").auth(Auth::access_token(KEY)).transport(Memory::new()).build().unwrap();
    let request = client.users().list().call().into_http().unwrap();
    assert_eq!(request.headers()["authorization"], format!("Bearer {KEY}"));
    assert!(!shown(request.headers()).contains(KEY));
}

#[tokio::test]
async fn the_record_of_a_test_does_not_show_it() {
    let memory = Memory::new();
    let client =
        rt::Builder::new(&API).auth(rt::Credential::new(&SCHEME, [KEY.into()])).transport(memory.clone()).build::<rt::Any>().unwrap();
    let error = client.custom::<rt::Any, rt::Any>(Method::GET, "/x").await.unwrap_err();
    assert_eq!(memory.requests()[0].query(), format!("token={KEY}"));
    let shown = shown(&memory) + &shown(&memory.requests()) + &shown(&error) + &error.source().unwrap().to_string();
    assert!(!shown.contains(KEY), "{shown}");
}

#[tokio::test]
async fn an_error_does_not_show_what_the_vendor_repeats() {
    let body = format!(r#"{{"status_code":0,"message":"no such token {KEY} for you"}}"#);
    let memory = Memory::new().answer(Method::GET, "/users", StatusCode::UNAUTHORIZED, body);
    let client =
        Client::builder("acme").auth(Auth::access_token(KEY)).base_url("https://api.example.com").transport(memory).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the vendor said no: HTTP 401, code 0, no such token [redacted] for you");
    assert!(!shown(&error).contains(KEY));
}

#[tokio::test]
async fn an_error_does_not_show_what_the_vendor_repeats_as_it_was_sent() {
    static PAIR: rt::Scheme = rt::Scheme { id: "pair", base: None, places: &[rt::Place::BasicPair] };
    static BOTH: rt::Api = rt::Api {
        name: "vendor",
        base: "https://api.example.com",
        schemes: &[&SCHEME, &PAIR],
        headers: &[],
        outcome: None,
        errors: &[],
        secrets: &[],
    };
    let body = r#"{"message":"/x?token=a%2Bb or Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="}"#;
    let client = rt::Builder::new(&BOTH)
        .auth(rt::Credential::new(&SCHEME, ["a+b".into()]))
        .auth(rt::Credential::new(&PAIR, ["Aladdin".into(), "open sesame".into()]))
        .transport(Memory::new().answer(Method::GET, "/x", StatusCode::FORBIDDEN, body))
        .build::<rt::Any>()
        .unwrap();
    let call: rt::Call<'_, rt::Any, crate::shape::types::ErrorBody> = client.custom(Method::GET, "/x");
    assert_eq!(
        call.await.unwrap_err().to_string(),
        "GET /x: the document does not describe this status: HTTP 403, /x?token=[redacted] or Basic [redacted]"
    );
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_transport_error_does_not_show_the_query() {
    use std::fmt::Write as _;

    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = rt::Builder::new(&API)
        .auth(rt::Credential::new(&SCHEME, [KEY.into()]))
        .base_url(format!("http://127.0.0.1:{port}"))
        .danger_send_credentials_over_plain_http(true)
        .build::<rt::Any>()
        .unwrap();
    let error = client.custom::<rt::Any, rt::Any>(Method::GET, "/x").await.unwrap_err();
    let mut shown = shown(&error);
    let mut source = error.source();
    while let Some(cause) = source {
        write!(shown, "{cause} {cause:?}").unwrap();
        source = cause.source();
    }
    assert!(shown.len() > 100 && !shown.contains(KEY), "{shown}");
}

#[test]
fn a_secret_field_is_sent_and_not_shown() {
    let text = format!(r#"{{"password":"{KEY}"}}"#);
    let user = rt::decode::<User>(&text, rt::Mode::Strict).unwrap().value;
    assert_eq!(user.password.as_ref().unwrap().expose(), KEY);
    assert_eq!(serde_json::to_string(&user).unwrap().len(), text.len());
    assert!(!shown(&user).contains(KEY));
}

#[test]
fn an_error_of_decoding_does_not_show_the_value() {
    let unfit = rt::decode::<User>(&format!(r#"{{"rate":"{KEY}","role":"{KEY}"}}"#), rt::Mode::Strict).unwrap_err();
    assert_eq!(unfit.to_string(), "`rate` is text, expected an integer");
    assert!(!shown(&unfit).contains(KEY));
}

#[test]
fn what_is_kept_beside_the_fields_shows_no_values() {
    let mut extra = docwright_runtime::Extra::new();
    extra.insert("ssoToken", docwright_runtime::Any::from(serde_json::json!(471_147_114)));
    extra.insert("note", docwright_runtime::Any::from("s3cret"));
    assert_eq!(format!("{extra:?}"), r#"{"note": text, "ssoToken": a number}"#);
}
