//! Three GETs, and a ready-made Basic credential.

use std::time::{Duration, SystemTime};

use crankwheel::types::{
    AcceptedFrom, AvailabilityBucket, CallConfirmed, DemoSession, Privilege, ProspectEnrichCompanyEmployees, Screenshared, SecondsToRespond,
};
use crankwheel::{Auth, Client, ErrorKind};
use docwright_runtime::{Any, Maybe, Memory, Method};
use docwright_tests::server::{Answer, Server};

use crate::{Expected, heard, json, moment, only, parsed, says, server, to};

const KEY: &str = "Zm9vOmJhcg==";

fn client(server: &Server) -> Client {
    Client::builder().auth(Auth::api_key(KEY)).transport(to(server)).build().unwrap()
}

fn expected() -> Expected {
    Expected::new("meeting.is", "crankwheel").header("authorization", format!("Basic {KEY}"))
}

#[tokio::test]
async fn usage_goes_to_its_path() {
    let server = says("{}");
    let client = client(&server);
    client.usage().from(moment("2018-01-01T00:00:00Z")).to(moment("2018-01-29T00:00:00.5+01:00")).await.unwrap();
    assert_eq!(
        heard(&server),
        [expected().request("GET /ss/api/usage?from=2018-01-01T00%3A00%3A00Z&to=2018-01-29T00%3A00%3A00.5%2B01%3A00")]
    );
}

#[tokio::test]
async fn demo_usage_goes_to_its_path() {
    let server = says("{}");
    let client = client(&server);
    let epoch = SystemTime::UNIX_EPOCH;
    client.demo_usage().from(epoch).to(epoch + Duration::from_millis(1_514_764_800_250)).await.unwrap();
    assert_eq!(
        heard(&server),
        [expected().request("GET /ss/api/demo_usage?from=1970-01-01T00%3A00%3A00.000Z&to=2018-01-01T00%3A00%3A00.250Z")]
    );
}

#[tokio::test]
async fn user_access_is_a_list_of_users() {
    let body = r#"[
        {"email": "user@example.com", "privilege": "user", "in_demo_pool": true},
        {"email": "admin@example.com", "privilege": "admin", "in_demo_pool": false},
        {"email": "owner@example.com", "privilege": "owner", "in_demo_pool": null},
        {"email": "reporting@example.com", "privilege": "reporting"},
        {"email": "new@example.com", "privilege": "auditor"}
    ]"#;
    let server = says(body);
    let users = client(&server).user_access().await.unwrap();
    assert_eq!(heard(&server), [expected().request("GET /ss/api/user_access")]);
    let privileges: Vec<_> = users.iter().filter_map(|user| user.privilege.clone()).collect();
    assert_eq!(privileges[..4], [Privilege::User, Privilege::Admin, Privilege::Owner, Privilege::Reporting]);
    assert!(matches!(&privileges[4], Privilege::Other(value) if value.as_str() == "auditor"));
    // The document calls null the same as false; that it came stays to be seen.
    let pools: Vec<_> = users.iter().map(|user| user.in_demo_pool).collect();
    assert_eq!(pools, [Maybe::Value(true), Maybe::Value(false), Maybe::Null, Maybe::Absent, Maybe::Absent]);
    assert_eq!(json(&users), parsed(body));
}

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_given() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let client = client(&server);
    client.usage().await.unwrap();
    client.demo_usage().await.unwrap();
    client.usage().to(moment("2018-01-29T00:00:00Z")).await.unwrap();
    let targets: Vec<_> = server.requests().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(targets, ["/ss/api/usage", "/ss/api/demo_usage", "/ss/api/usage?to=2018-01-29T00%3A00%3A00Z"]);
}

#[tokio::test]
async fn no_body_is_sent() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}"), Answer::json(200, "[]")]);
    let client = client(&server);
    client.usage().await.unwrap();
    client.demo_usage().await.unwrap();
    client.user_access().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!((request.method(), request.body()), ("GET", &b""[..]));
        for header in ["content-length", "content-type", "transfer-encoding"] {
            assert_eq!(request.header(header), None, "{request:?}");
        }
    }
}

#[tokio::test]
async fn the_documents_header_is_the_clients_own() {
    // The default transport would send the same: this one sends what it is given.
    let memory = Memory::new();
    let client = Client::builder().auth(Auth::api_key(KEY)).transport(memory.clone()).build().unwrap();
    let _ = client.usage().await;
    let _ = client.demo_usage().await;
    let _ = client.user_access().await;
    let accepts: Vec<_> = memory.requests().iter().map(|request| request.headers["accept"].clone()).collect();
    assert_eq!(accepts, ["*/*", "*/*", "*/*"]);
}

#[tokio::test]
async fn key_is_sent_as_it_is_behind_basic() {
    // No base64 step of the client's: not even where the key is none.
    for key in ["Zm9vOmJhcg==", "plain key:with:colons"] {
        let server = says("{}");
        let client = Client::builder().auth(Auth::api_key(key)).transport(to(&server)).build().unwrap();
        client.usage().await.unwrap();
        assert_eq!(only(&server).header("authorization"), Some(format!("Basic {key}").as_str()));
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let server = says("{}");
    let client = Client::builder().transport(to(&server)).build().unwrap();
    let error = client.usage().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
    assert_eq!(
        error.to_string(),
        "usage: the request could not be built: no credential was given: pass `Auth::api_key(…)` to the builder's `auth`"
    );
    let error = client.request(Method::GET, "/usage").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(server.requests().is_empty());
    for key in ["", "two\r\nlines: x"] {
        let error = Client::builder().auth(Auth::api_key(key)).transport(to(&server)).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{key:?}");
    }
}

#[tokio::test]
async fn a_key_goes_over_plain_http_only_where_the_caller_insists() {
    let server = says("{}");
    let builder = || Client::builder().auth(Auth::api_key(KEY)).base_url(server.url());
    let error = builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    // The message names the method that a generated builder has.
    assert!(error.to_string().contains("`danger_send_credentials_over_plain_http(true)`"), "{error}");
    assert!(server.requests().is_empty());
    let client = builder().danger_send_credentials_over_plain_http(true).build().unwrap();
    client.usage().await.unwrap();
    let request = only(&server);
    assert_eq!((request.target(), request.header("host")), ("/usage", Some(server.host().as_str())));
    assert_eq!(request.header("authorization"), Some(format!("Basic {KEY}").as_str()));
}

#[tokio::test]
async fn a_session_has_what_the_bullets_list() {
    let body = r#"{
        "total_canceled_requests": 3,
        "sessions": [{
            "start_ts": 1546300800, "last_event_ts": "2019-01-01T00:10:00Z", "availability_bucket": "half_capacity",
            "seconds_to_respond": 12.50, "handled_by": "agent@example.com", "call_confirmed": true, "screenshared": "n/a",
            "accepted_from": "extension", "prospect_info": {"prospect-phone": "+1 555 0100"}
        }]
    }"#;
    let server = says(body);
    let answer = client(&server).demo_usage().await.unwrap();
    let sessions = answer.sessions.as_deref().unwrap();
    let DemoSession { start_ts, last_event_ts, availability_bucket, handled_by, accepted_from, prospect_info, .. } = &sessions[0];
    // The page gives timestamps no form: whatever comes is kept as it is.
    assert_eq!(start_ts.as_ref().and_then(Any::as_i64), Some(1_546_300_800));
    assert_eq!(last_event_ts.as_ref().and_then(Any::as_string).as_deref(), Some("2019-01-01T00:10:00Z"));
    assert_eq!(availability_bucket, &Some(AvailabilityBucket::HalfCapacity));
    assert_eq!(handled_by.as_deref(), Some("agent@example.com"));
    assert_eq!(accepted_from, &Some(AcceptedFrom::Extension));
    assert_eq!(prospect_info.as_ref().unwrap().prospect_phone.as_deref(), Some("+1 555 0100"));
    assert_eq!(AvailabilityBucket::values(), ["full_capacity", "half_capacity", "no_capacity"]);
    assert_eq!(AcceptedFrom::values(), ["extension", "email", "n/a"]);
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn seconds_to_respond_is_a_number_or_never() {
    let body = r#"{"sessions": [
        {"seconds_to_respond": 12}, {"seconds_to_respond": 0.50}, {"seconds_to_respond": "never"}, {"seconds_to_respond": "12"}, {}
    ]}"#;
    let server = says(body);
    let answer = client(&server).demo_usage().await.unwrap();
    let seconds: Vec<_> = answer.sessions.as_deref().unwrap().iter().map(|session| session.seconds_to_respond.clone()).collect();
    let number = |text: &str| Some(SecondsToRespond::Number(text.parse().unwrap()));
    assert_eq!(seconds[..3], [number("12"), number("0.5"), Some(SecondsToRespond::Never)]);
    // Whether numbers may come in quotes is not known: one that does is kept, and is no number.
    assert_eq!(seconds[3], Some(SecondsToRespond::Other(Any::from("12"))));
    assert_eq!(seconds[4], None);
    assert_eq!(json(&answer), parsed(body));
    // With all its digits.
    assert!(serde_json::to_string(&answer).unwrap().contains(r#""seconds_to_respond":0.50"#));
}

#[tokio::test]
async fn confirmed_is_a_boolean_or_not_applicable() {
    let body = r#"{"sessions": [
        {"call_confirmed": true, "screenshared": false}, {"call_confirmed": "n/a", "screenshared": "n/a"},
        {"call_confirmed": "true", "screenshared": 1}
    ]}"#;
    let server = says(body);
    let answer = client(&server).demo_usage().await.unwrap();
    let sessions = answer.sessions.as_deref().unwrap();
    let confirmed: Vec<_> = sessions.iter().filter_map(|session| session.call_confirmed.clone()).collect();
    assert_eq!(confirmed, [CallConfirmed::Boolean(true), CallConfirmed::NA, CallConfirmed::Other(Any::from("true"))]);
    let shared: Vec<_> = sessions.iter().filter_map(|session| session.screenshared.clone()).collect();
    assert_eq!(shared, [Screenshared::Boolean(false), Screenshared::NA, Screenshared::Other(Any::from(1))]);
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn canceled_is_spelt_as_the_key() {
    let body = r#"{"total_canceled_requests": 7, "total_cancelled_requests": 8}"#;
    let server = says(body);
    let answer = client(&server).demo_usage().await.unwrap();
    assert_eq!(answer.total_canceled_requests, Some(7));
    assert_eq!(answer.extra.get("total_cancelled_requests").and_then(Any::as_i64), Some(8));
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn custom_questions_are_kept() {
    let keys = [
        "prospect-phone",
        "prospect-request-origin",
        "prospect-utm-source",
        "prospect-utm-medium",
        "prospect-utm-campaign",
        "prospect-utm-term",
        "prospect-utm-content",
        "prospect-location",
        "prospect-enrich-full-name",
        "prospect-enrich-country",
        "prospect-enrich-state",
        "prospect-enrich-company",
        "prospect-enrich-title",
        "prospect-enrich-seniority",
        "prospect-enrich-linkedin",
        "prospect-enrich-twitter",
        "prospect-enrich-company-sector",
        "prospect-enrich-company-industry",
        "prospect-enrich-company-employees",
        "prospect-enrich-company-description",
        "prospect-enrich-company-linkedin",
        "prospect-enrich-company-twitter",
        "prospect-enrich-company-marketcap",
        "prospect-name",
        "prospect-email",
        "prospect-company",
        "prospect-job-title",
        "prospect-website",
    ];
    assert_eq!(keys.len(), 28);
    let known: Vec<String> = keys.iter().map(|key| format!("{key:?}: \"value of {key}\"")).collect();
    let body = format!(
        r#"{{"sessions": [{{"prospect_info": {{{}, "prospect-shoesize": "43", "prospect-Größe": "L", "shoesize": "44"}}}}]}}"#,
        known.join(", ")
    );
    let server = says(&body);
    let answer = client(&server).demo_usage().await.unwrap();
    let info = answer.sessions.as_deref().unwrap()[0].prospect_info.clone().unwrap();
    // Each of the 28 has a field of its own: only what customers make is left for the map.
    let others: Vec<_> = info.other_prospect.keys().map(String::as_str).collect();
    assert_eq!(others, ["prospect-Größe", "prospect-shoesize"]);
    assert_eq!(info.prospect_company.as_deref(), Some("value of prospect-company"));
    assert_eq!(info.prospect_enrich_company.as_deref(), Some("value of prospect-enrich-company"));
    // What does not begin as these do is not in the document.
    assert_eq!((info.extra.len(), info.extra.get("shoesize").and_then(Any::as_string).as_deref()), (1, Some("44")));
    assert_eq!(json(&answer), parsed(&body));
}

#[tokio::test]
async fn employees_are_a_number_or_a_range() {
    let body = r#"{"sessions": [
        {"prospect_info": {"prospect-enrich-company-employees": 15}},
        {"prospect_info": {"prospect-enrich-company-employees": "10-20"}}
    ]}"#;
    let server = says(body);
    let answer = client(&server).demo_usage().await.unwrap();
    let employees: Vec<_> = answer
        .sessions
        .as_deref()
        .unwrap()
        .iter()
        .filter_map(|session| session.prospect_info.as_ref()?.prospect_enrich_company_employees.clone())
        .collect();
    let range = ProspectEnrichCompanyEmployees::Text("10-20".to_owned());
    assert_eq!(employees, [ProspectEnrichCompanyEmployees::Number(15.into()), range]);
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn usage_sessions_are_whatever_comes() {
    // The page tells what is counted and names no key.
    let body = r#"{
        "stats": {"anything": [1, null, 1.50]},
        "sessions": [{"start": 1, "seconds_to_respond": {"not": "that of a demo"}}, "text", null, 3]
    }"#;
    let server = says(body);
    let answer = client(&server).usage().await.unwrap();
    assert!(answer.extra.is_empty());
    assert_eq!(answer.sessions.as_deref().map(<[Any]>::len), Some(4));
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn only_200_is_documented() {
    let server = server([Answer::json(500, r#"{"error": "x"}"#), Answer::json(404, ""), Answer::json(202, "{}")]);
    let client = client(&server);
    let error = client.usage().await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Undocumented, Some(500)));
    assert_eq!(error.to_string(), "usage: the document does not describe this status: HTTP 500: {\"error\": \"x\"}");
    // What came is at hand, described or not.
    assert_eq!(error.body().map(Any::text), Some(r#"{"error": "x"}"#));
    assert_eq!(error.bytes().map(|bytes| &bytes[..]), Some(&br#"{"error": "x"}"#[..]));
    let error = client.usage().await.unwrap_err();
    assert_eq!((error.kind(), error.body().map(Any::text)), (ErrorKind::Undocumented, None));
    // Another success is one.
    assert!(client.usage().await.is_ok());
}
