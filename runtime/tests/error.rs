//! Who is to blame, and what is said.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::rt::{self, ErrorKind, Memory, Method, Mode, StatusCode as Status};
use crate::shape::types::{SecondsToRespond, StatusCode, User, Users};
use crate::shape::{Auth, Builder, Client, Error};

fn to(status: u16, body: &str) -> Builder {
    let status = Status::from_u16(status).unwrap();
    let memory = Memory::new()
        .answer(Method::GET, "/users", status, body.to_owned())
        .answer(Method::PUT, "/pets", status, body.to_owned())
        .answer(Method::GET, "/", status, body.to_owned());
    builder(memory)
}

fn builder(memory: Memory) -> Builder {
    Client::builder("acme").auth(Auth::access_token("t0ken-of-mine")).base_url("https://api.example.com").transport(memory)
}

async fn list(status: u16, body: &str) -> Result<Users, Error> {
    to(status, body).build().unwrap().users().list().await
}

#[tokio::test]
async fn a_no_inside_of_a_success() {
    let body = r#"{"status":"error","status_code":2,"message":"Action hash is missed or invalid"}"#;
    let error = to(200, body).build().unwrap().users().get_users().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.to_string(), "get_users: the vendor said no: HTTP 200, code 2, Action hash is missed or invalid");
    assert_eq!(error.code(), Some(&StatusCode::ActionHashIsMissedOrInvalid));
    assert_eq!(error.message().as_deref(), Some("Action hash is missed or invalid"));
    assert_eq!(error.operation(), "get_users");
    assert_eq!(error.status(), Some(Status::OK));
    assert_eq!(error.bytes().unwrap(), body);
    assert_eq!(error.attempts(), 1);
    assert!(!error.is_retryable());
    let users: Users = error.body_as().unwrap();
    assert_eq!(users.extra.get("status_code").unwrap().as_i64(), Some(2));
}

#[tokio::test]
async fn a_no_is_one_with_whatever_status() {
    let body = r#"{"status":"error","status_code":2}"#;
    for status in [200, 202, 400, 401, 500] {
        for text in [body.to_owned(), format!("\u{feff}{body}")] {
            let error = list(status, &text).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::Refused, Some(&StatusCode::ActionHashIsMissedOrInvalid)),
                "{status} {text}"
            );
        }
    }
    // A body that says yes does not make a success of a status that says no.
    assert_eq!(list(400, r#"{"status":"ok"}"#).await.unwrap_err().kind(), ErrorKind::Undocumented);
}

#[tokio::test]
async fn only_the_top_level_member_decides() {
    for body in
        [r#"{"data":[{"id":"1"}]}"#, r#"{"status":"ok"}"#, r#"{"data":[],"nested":{"status":"error"}}"#, r#"{"x":"\"status\":\"error\""}"#]
    {
        assert!(list(200, body).await.is_ok(), "{body}");
    }
    for body in [r#"{"data":[{"status":"ok"}], "st\u0061tus" : "err\u006fr"}"#, r#"{"status":"error"}"#] {
        assert_eq!(list(200, body).await.unwrap_err().kind(), ErrorKind::Refused, "{body}");
    }
}

#[tokio::test]
async fn of_a_member_that_stands_twice_the_last_decides() {
    for body in [r#"{"status":"ok","status":"error"}"#, r#"{"status":"ok","data":[],"status":"error","x":1}"#] {
        assert_eq!(list(200, body).await.unwrap_err().kind(), ErrorKind::Refused, "{body}");
    }
    for body in [r#"{"status":"error","status":"ok"}"#, r#"{"status":"error","data":[],"status":"ok"}"#] {
        assert!(list(200, body).await.is_ok(), "{body}");
    }
    // Where a body breaks off, what was said before holds; and a text is no answer, whatever it says.
    assert_eq!(list(200, r#"{"status":"error","data":["#).await.unwrap_err().kind(), ErrorKind::Refused);
    assert_eq!(list(200, r#""the value is the one""#).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_outcome_can_be_a_number_or_text() {
    static API: rt::Api = rt::Api {
        name: "vendor",
        base: "https://api.example.com",
        schemes: &[],
        headers: &[],
        outcome: Some(rt::Outcome::SucceedsWhen { member: "code", is: "0" }),
        errors: &[],
        secrets: &[],
    };
    for (body, fine) in [
        (r#"{"code":0}"#, true),
        (r#"{"code":"0"}"#, true),
        (r#"{"code":1015}"#, false),
        (r#"{"code":null}"#, false),
        ("{}", true),
        ("[]", true),
    ] {
        let memory = Memory::new().answer(Method::GET, "/x", Status::OK, body.to_owned());
        let client = rt::Builder::new(&API).transport(memory).build::<rt::Any>().unwrap();
        let answer: Result<rt::Any, rt::Error<rt::Any>> = client.custom(Method::GET, "/x").await;
        assert_eq!(answer.is_ok(), fine, "{body}");
        if let Err(error) = answer {
            assert_eq!(error.body().unwrap().text(), body);
            assert_eq!(error.to_string(), format!("GET /x: the vendor said no: HTTP 200: {body}"));
        }
    }
}

#[tokio::test]
async fn a_documented_status() {
    let error = list(404, "<html>").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.documented(), Some("Event schedule not found"));
    assert_eq!(error.to_string(), "users.list: the vendor said no: HTTP 404, Event schedule not found: <html>");
    assert!(error.body().is_none());
    let error = list(401, r#"{"message":"who\nare  you?"}"#).await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the vendor said no: HTTP 401, who are you?");
}

static PLAIN: rt::Api = rt::Api {
    name: "vendor",
    base: "https://api.example.com",
    schemes: &[],
    headers: &[],
    outcome: None,
    errors: &[],
    secrets: &["ssoToken"],
};

/// The error of a vendor whose errors no document describes.
async fn undescribed(status: u16, body: impl Into<rt::Bytes>) -> String {
    let memory = Memory::new().answer(Method::GET, "/x", Status::from_u16(status).unwrap(), body);
    let client = rt::Builder::new(&PLAIN).transport(memory).build::<rt::Any>().unwrap();
    client.custom::<User, rt::Any>(Method::GET, "/x").await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_body_without_a_message_is_shown() {
    let undocumented = "GET /x: the document does not describe this status: HTTP";
    for (status, body, shown) in [
        (401, r#"{"error":{"code":401,"message":"Invalid token"}}"#, r#" 401: {"error":{"code":401,"message":"Invalid token"}}"#),
        (500, "<h1>Oops</h1>\r\n\t\u{1b}[1m", r" 500: <h1>Oops</h1> \u{1b}[1m"),
        (400, r#"{"user":"a","ssoToken":"s3cret"}"#, r#" 400: {"user":"a","ssoToken":…"#),
        (502, "", " 502"),
        (502, "GIF89a\0", " 502"),
    ] {
        assert_eq!(undescribed(status, body).await, format!("{undocumented}{shown}"), "{body}");
    }
    assert_eq!(undescribed(502, &b"\xff\xd8\xff"[..]).await, format!("{undocumented} 502"));
    let error = list(401, r#"{"errors":["time_in is invalid"]}"#).await.unwrap_err();
    assert_eq!(error.to_string(), r#"users.list: the vendor said no: HTTP 401, Unauthorized: {"errors":["time_in is invalid"]}"#);
    // A message says enough.
    let error = list(401, r#"{"message":"no","more":1}"#).await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the vendor said no: HTTP 401, no");
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_shown() {
    let html = format!("<html>{}", "x".repeat(300));
    assert_eq!(
        undescribed(200, html).await,
        format!("GET /x: the answer does not fit: it is not JSON from line 1, column 1 on: HTTP 200: <html>{}…", "x".repeat(194))
    );
    let error =
        to(200, r#"{"data":[{"rate":"x","password":"hush"}]}"#).mode(Mode::Strict).build().unwrap().users().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.list: the answer does not fit: `data[0].rate` is text, expected an integer: HTTP 200: {\"data\":[{\"rate\":\"x\",\"password\":…"
    );
    // What stands where a secret should be may be the secret.
    let error = to(200, r#"{"data":[{"password":4711}]}"#).mode(Mode::Strict).build().unwrap().users().list().await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the answer does not fit: `data[0].password` is a number, expected text: HTTP 200");
}

#[tokio::test]
async fn a_body_is_shown_without_the_credentials() {
    let body = r#"{"token":"t0ken-of-mine"}"#;
    let error = list(500, body).await.unwrap_err();
    assert_eq!(error.to_string(), r#"users.list: the document does not describe this status: HTTP 500: {"token":"[redacted]"}"#);
    assert!(!format!("{error:?}").contains("t0ken"));
}

#[tokio::test]
async fn the_status_of_a_code_decides_about_a_retry_where_the_answer_is_a_2xx() {
    for (status, code, retryable) in [(200, 26, true), (200, 2, false), (500, 26, false), (503, 2, true)] {
        let body = format!(r#"{{"status":"error","status_code":{code}}}"#);
        assert_eq!(list(status, &body).await.unwrap_err().is_retryable(), retryable, "{status} {code}");
    }
}

#[tokio::test]
async fn surprises_in_an_error_are_reported_and_a_code_in_quotes_is_known() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let client = to(401, r#"{"status_code":"2","message":"no","hint":1}"#)
        .on_drift(move |drift| record.lock().unwrap().push(format!("{}: {drift}", drift.operation().unwrap())))
        .build()
        .unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.code(), Some(&StatusCode::ActionHashIsMissedOrInvalid));
    assert_eq!(error.to_string(), "users.list: the vendor said no: HTTP 401, code 2, no");
    assert_eq!(
        *seen.lock().unwrap(),
        ["users.list: `status_code` is text, expected an integer", "users.list: `hint` is not in the document"]
    );
}

#[tokio::test]
async fn an_undocumented_status() {
    let error = list(500, r#"{"message":7,"status_code":99}"#).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Undocumented);
    assert_eq!(
        error.to_string(),
        "users.list: the document does not describe this status: HTTP 500, code 99: {\"message\":7,\"status_code\":99}"
    );
    assert_eq!(error.code(), Some(&StatusCode::from(99)));
    assert_eq!(error.documented(), None);
}

#[tokio::test]
async fn another_success_is_a_surprise_and_no_error() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let client = to(202, "{}").on_drift(move |drift| record.lock().unwrap().push(drift.clone())).build().unwrap();
    assert!(client.users().list().await.is_ok());
    let seen = seen.lock().unwrap().clone();
    assert_eq!(
        seen.iter().map(|drift| (drift.kind(), drift.operation(), drift.node())).collect::<Vec<_>>(),
        [(rt::DriftKind::Status, Some("users.list"), Some("op:users.list"))]
    );
    let error = to(202, "{}").mode(Mode::Strict).build().unwrap().users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Undocumented);
}

#[tokio::test]
async fn an_answer_that_does_not_fit() {
    let error = list(200, "[1]").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "users.list: the answer does not fit: the answer is a list, expected an object: HTTP 200: [1]");
    assert_eq!(error.path(), Some(""));
    assert_eq!(error.bytes().unwrap(), "[1]");

    let client = to(200, r#"{"data":[{"rate":"x"},{"new":1}]}"#).mode(Mode::Strict).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "users.list: the answer does not fit: `data[0].rate` is text, expected an integer; \
         `data[1].new` is not in the document: HTTP 200: {\"data\":[{\"rate\":\"x\"},{\"new\":1}]}"
    );
    assert_eq!(error.path(), Some("data[0].rate"));
    let drift = &error.drifts()[1];
    assert_eq!((drift.operation(), drift.path(), drift.node()), (Some("users.list"), "data[1].new", Some("type:User/new")));

    let memory = Memory::new().answer(Method::GET, "/users", Status::OK, &b"{\"a\":\"\xff\"}"[..]);
    let error = builder(memory).build().unwrap().users().list().await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the answer does not fit: it is not UTF-8: HTTP 200");
}

#[tokio::test]
async fn surprises_are_reported_and_cost_nothing_else() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let client = to(200, r#"{"data":[{"rate":"x","role":"boss"}]}"#)
        .on_drift(move |drift| {
            record.lock().unwrap().push(format!("{}: {drift}", drift.operation().unwrap()));
        })
        .build()
        .unwrap();
    let users = client.users().list().await.unwrap().data.unwrap();
    assert_eq!(users[0].extra.get("rate").unwrap().text(), r#""x""#);
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "users.list: `data[0].rate` is text, expected an integer",
            "users.list: `data[0].role` has a value that the document does not list",
        ]
    );
}

#[tokio::test]
async fn what_is_read_does_not_depend_on_who_listens() {
    let body = r#"{"data":[{"answerIn":{"id":1,"name":7}}]}"#;
    let quiet = list(200, body).await.unwrap();
    let listening = to(200, body).on_drift(|_| ()).build().unwrap().users().list().await.unwrap();
    assert_eq!(quiet, listening);
    let user = &quiet.data.unwrap()[0];
    assert!(matches!(&user.answer_in, Some(SecondsToRespond::Pet(pet)) if pet.id == 1 && pet.name.is_none()));
}

#[tokio::test]
async fn what_may_be_tried_again() {
    for (status, get, put) in [
        (429, true, true),
        (503, true, true),
        (502, true, false),
        (504, true, false),
        (408, true, false),
        (500, false, false),
        (400, false, false),
    ] {
        let client = to(status, "").build().unwrap();
        let error = client.users().list().await.unwrap_err();
        assert_eq!(error.is_retryable(), get, "GET {status}");
        let error = client.users().insert(&crate::shape::types::NewPet::default()).await.unwrap_err();
        assert_eq!(error.is_retryable(), put, "PUT {status}");
    }
}

async fn with_header(name: &'static str, value: &str) -> Error {
    let response = http::Response::builder().status(503).header(name, value).body(rt::Bytes::new()).unwrap();
    let memory = Memory::new().respond(Method::GET, "/users", response);
    builder(memory).build().unwrap().users().list().await.unwrap_err()
}

#[tokio::test]
async fn how_long_to_wait_and_which_request_it_was() {
    assert_eq!(with_header("retry-after", "120").await.retry_after(), Some(Duration::from_mins(2)));
    assert_eq!(with_header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT").await.retry_after(), Some(Duration::ZERO));
    let far = with_header("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT").await.retry_after().unwrap();
    assert!(far > Duration::from_secs(1_000_000_000));
    assert_eq!(with_header("retry-after", "soon").await.retry_after(), None);
    assert_eq!(with_header("x-request-id", "r-7").await.request_id(), Some("r-7"));
    assert_eq!(with_header("x-other", "r-7").await.request_id(), None);
}

#[tokio::test]
async fn a_raw_answer_is_read_on_demand() {
    let client = to(404, r#"{"message":"gone"}"#).build().unwrap();
    let raw = client.users().list().call().send_raw().await.unwrap();
    assert_eq!(raw.status(), Status::NOT_FOUND);
    assert_eq!(raw.headers()["content-type"], "application/json");
    assert_eq!(raw.bytes(), r#"{"message":"gone"}"#);
    assert_eq!(raw.decode().unwrap_err().message().as_deref(), Some("gone"));
    let client = to(200, r#"{"data":[{"id":"1"}]}"#).build().unwrap();
    let raw = client.users().list().call().send_raw().await.unwrap();
    assert_eq!(raw.decode().unwrap().data.unwrap(), [rt::decode::<User>(r#"{"id":"1"}"#, Mode::Strict).unwrap().value]);
}

#[tokio::test]
async fn nothing_laid_down() {
    let memory = Memory::new();
    let error = builder(memory.clone()).build().unwrap().users().list().search("x").send().await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: no answer: the transport failed");
    assert_eq!(error.source().unwrap().to_string(), "no answer was prepared for GET /users");
    assert_eq!(memory.requests()[0].query(), "search=x");
    assert_eq!(memory.requests()[0].limits, rt::Limits::default());
}

#[tokio::test]
async fn answers_come_in_their_order() {
    let memory =
        Memory::new().answer(Method::GET, "/users", Status::OK, r#"{"data":[]}"#).answer(Method::GET, "/users", Status::NOT_FOUND, "");
    let client = builder(memory).build().unwrap();
    assert!(client.users().list().await.is_ok());
    assert!(client.users().list().await.is_err());
    assert!(client.users().list().await.is_err());
}
