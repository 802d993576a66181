//! Krisp: no operation is documented, so the caller names the path; every answer has the same envelope, and its `code` says whether it worked.

use docwright_runtime::{Any, Maybe};
use docwright_tests::server::{Answer, Server};
use krisp_teams::types::{ErrorCode, ResponseCode, SeatRole};
use krisp_teams::{Auth, Client, ErrorKind, Method};

use crate::{Expected, heard, json, only, parsed, says, server, to};

fn client(server: &Server) -> Client {
    Client::builder("v2").auth(Auth::basic("key", "s3cret:ä")).transport(to(server)).build().unwrap()
}

fn expected() -> Expected {
    // base64 of `key:s3cret:ä` in UTF-8.
    Expected::new("teams.krisp.ai", "krisp_teams").header("authorization", "Basic a2V5OnMzY3JldDrDpA==")
}

/// An envelope that says no.
fn refusal(code: i64, error_code: &str) -> String {
    format!(r#"{{"code": {code}, "error_code": "{error_code}", "message": "words", "situation": "reason"}}"#)
}

#[tokio::test]
async fn any_path_answers_with_the_envelope() {
    let body = r#"{"code": 0, "message": "Success", "data": {"count": 0, "seats": []}, "request": "r-1"}"#;
    let server = server([Answer::json(200, body), Answer::json(200, body), Answer::json(200, body)]);
    let client = client(&server);
    let answer = client.request(Method::GET, "/seats").query("limit", 10).query("q", "a b&c").await.unwrap();
    assert_eq!((answer.code.clone(), answer.message.as_deref()), (Some(ResponseCode::Success), Some("Success")));
    assert_eq!(answer.data.as_ref().map(|data| (data.count, data.seats.as_deref())), Some((Some(0), Some(&[][..]))));
    // What the page does not have is kept: it says that attributes may be added without notice.
    assert_eq!(answer.extra.get("request").and_then(Any::as_string).as_deref(), Some("r-1"));
    assert_eq!(json(&answer), parsed(body));
    client.request(Method::POST, "seats/{id}").path("id", "a/b").json(&parsed(r#"{"count": 2}"#)).await.unwrap();
    // Forms are taken as well.
    client.request(Method::PUT, "/seats").form("email", "user@example.com").await.unwrap();
    let form = "email=user%40example.com";
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/v2/seats?limit=10&q=a%20b%26c"),
            expected().json("POST /api/v2/seats/a%2Fb", r#"{"count":2}"#),
            expected().with(
                "PUT /api/v2/seats",
                &[("content-length", form.len().to_string()), ("content-type", "application/x-www-form-urlencoded".to_owned())],
                form
            ),
        ]
    );
}

#[tokio::test]
async fn version_must_be_given() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let build = |version: &str| Client::builder(version).auth(Auth::basic("key", "secret")).transport(to(&server)).build();
    build("1").unwrap().request(Method::GET, "/x").await.unwrap();
    build("v 2/beta?").unwrap().request(Method::GET, "/x").await.unwrap();
    let paths: Vec<_> = server.requests().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(paths, ["/api/1/x", "/api/v%202%2Fbeta%3F/x"]);
    let error = build("").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(error.to_string(), "krisp_teams: the client could not be built: the base URL needs a value for `version`");
    assert_eq!(build("..").unwrap_err().kind(), ErrorKind::Build);
}

#[tokio::test]
async fn host_is_the_environments() {
    let server = says("{}");
    client(&server).request(Method::GET, "/x").await.unwrap();
    let request = only(&server);
    assert_eq!((request.header("host"), request.path()), (Some("teams.krisp.ai"), "/api/v2/x"));
}

#[tokio::test]
async fn the_pair_is_sent_as_base64() {
    // The example of RFC 7617.
    let server = says("{}");
    let client = Client::builder("1").auth(Auth::basic("Aladdin", "open sesame")).transport(to(&server)).build().unwrap();
    client.request(Method::GET, "/x").await.unwrap();
    assert_eq!(only(&server).header("authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    // A colon would end the first of the two.
    let error = Client::builder("1").auth(Auth::basic("a:b", "c")).transport(to(&server)).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
}

#[tokio::test]
async fn without_the_pair_nothing_is_sent() {
    let server = says("{}");
    let client = Client::builder("1").transport(to(&server)).build().unwrap();
    let error = client.request(Method::GET, "/x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /x: the request could not be built: no credential was given: pass `Auth::basic(…)` to the builder's `auth`"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_pair_goes_over_plain_http_only_where_the_caller_insists() {
    // The page: calls over plain HTTP will fail.
    let server = says("{}");
    let builder = || Client::builder("1").auth(Auth::basic("key", "secret")).base_url(server.url());
    assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Build);
    builder().danger_send_credentials_over_plain_http(true).build().unwrap().request(Method::GET, "/x").await.unwrap();
    assert_eq!(only(&server).target(), "/x");
}

#[tokio::test]
async fn too_many_requests_may_be_tried_again_whatever_the_status() {
    // The page's table: 1026 comes with HTTP 429, 1016 with 400.
    for (code, retryable) in [(1026, true), (1016, false)] {
        let server = says(&format!(r#"{{"code": {code}, "message": "No"}}"#));
        let error = client(&server).request(Method::POST, "/seats").await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Refused, retryable), "{code}");
    }
}

#[tokio::test]
async fn every_response_code_is_told_apart() {
    let table = [
        (0, 200, ResponseCode::Success, "Success"),
        (1, 401, ResponseCode::AuthenticationFailure, "Authentication failure"),
        (1015, 400, ResponseCode::NotFound, "Not found"),
        (1016, 400, ResponseCode::ValidationError, "Validation error"),
        (1023, 400, ResponseCode::Forbidden, "Forbidden"),
        (1026, 429, ResponseCode::TooManyRequests, "Too Many Requests"),
        (10000, 500, ResponseCode::InternalServerError, "Internal server error"),
    ];
    assert_eq!(ResponseCode::values(), table.clone().map(|(wire, ..)| wire));
    let body = |wire: i64, message: &str| format!(r#"{{"code": {wire}, "message": "{message}"}}"#);
    let server = server(table.clone().map(|(wire, status, _, message)| Answer::json(status, body(wire, message))));
    let client = client(&server);
    for (wire, status, code, message) in table {
        assert_eq!((code.as_i64(), code.http_status()), (wire, Some(status)));
        let outcome = client.request(Method::GET, "/x").await;
        let envelope = match (wire, outcome) {
            (0, outcome) => outcome.unwrap(),
            (_, outcome) => {
                let error = outcome.unwrap_err();
                assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Refused, Some(status)), "{wire}");
                assert_eq!((error.code(), error.message().as_deref()), (Some(&code), Some(message)));
                assert_eq!(error.code::<ErrorCode>(), None);
                assert_eq!(error.to_string(), format!("GET /x: the vendor said no: HTTP {status}, code {wire}, {message}"));
                // Too many requests are worth another try; the others say the same again.
                assert_eq!(error.is_retryable(), status == 429);
                error.body().cloned().unwrap()
            }
        };
        assert_eq!((envelope.code.as_ref(), envelope.message.as_deref()), (Some(&code), Some(message)));
        assert_eq!(json(&envelope), parsed(&body(wire, message)));
    }
}

#[tokio::test]
async fn every_error_code_is_told_apart() {
    let table = [
        ("AUTH_HEADER_MISSING", ErrorCode::AuthHeaderMissing),
        ("AUTH_HEADER_WRONG_FORMAT", ErrorCode::AuthHeaderWrongFormat),
        ("AUTH_BASIC_ONLY", ErrorCode::AuthBasicOnly),
        ("AUTH_BASIC_INVALID_TOKEN", ErrorCode::AuthBasicInvalidToken),
        ("VALIDATION_ERROR", ErrorCode::ValidationError),
        ("NOT_PERMITTED_ADD_SEATS", ErrorCode::NotPermittedAddSeats),
        ("SEAT_NOT_FOUND", ErrorCode::SeatNotFound),
        ("NOT_PERMITTED_CHANGE_SEAT_STATUS", ErrorCode::NotPermittedChangeSeatStatus),
        ("SEAT_IS_EMPTY", ErrorCode::SeatIsEmpty),
        ("SEAT_IS_NOT_EMPTY", ErrorCode::SeatIsNotEmpty),
        ("NOT_PERMITTED_DELETE_SEAT", ErrorCode::NotPermittedDeleteSeat),
        ("NOT_PERMITTED_INVITE_USER", ErrorCode::NotPermittedInviteUser),
        ("NOT_EMPTY_SEAT", ErrorCode::NotEmptySeat),
        ("ALREADY_MEMBER", ErrorCode::AlreadyMember),
        ("NOT_PERMITTED_UNASSIGN_LAST_ADMINISTRATOR_SEAT", ErrorCode::NotPermittedUnassignLastAdministratorSeat),
    ];
    assert_eq!(table.len(), 15);
    assert_eq!(ErrorCode::values(), table.clone().map(|(wire, _)| wire));
    // Which response code and status comes with which of them is not known: that does not matter here.
    for (status, response) in [(400, 1016), (401, 1), (200, 1023)] {
        let server = server(table.iter().map(|(wire, _)| Answer::json(status, refusal(response, wire))));
        let client = client(&server);
        for (wire, code) in &table {
            let error = client.request(Method::DELETE, "/seats/1").await.unwrap_err();
            assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Refused, Some(status)), "{wire}");
            assert_eq!(error.code(), Some(code), "{wire}");
            assert_eq!(error.code().map(ResponseCode::as_i64), Some(response));
            let body = error.body().unwrap();
            assert_eq!((body.message.as_deref(), body.situation.as_deref()), (Some("words"), Some("reason")));
            assert_eq!(error.to_string(), format!("DELETE /seats/1: the vendor said no: HTTP {status}, code {response} / {wire}, words"));
        }
    }
}

#[tokio::test]
async fn not_found_comes_with_400() {
    assert_eq!(ResponseCode::NotFound.http_status(), Some(400));
    let server = server([Answer::json(400, refusal(1015, "SEAT_NOT_FOUND"))]);
    let error = client(&server).request(Method::GET, "/seats/1").await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.code(), Some(&ResponseCode::NotFound));
    assert_eq!(error.code(), Some(&ErrorCode::SeatNotFound));
}

#[tokio::test]
async fn forbidden_comes_with_400() {
    assert_eq!(ResponseCode::Forbidden.http_status(), Some(400));
    let server = server([Answer::json(400, refusal(1023, "NOT_PERMITTED_ADD_SEATS"))]);
    let error = client(&server).request(Method::POST, "/seats").await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.code(), Some(&ResponseCode::Forbidden));
    assert_eq!(error.code(), Some(&ErrorCode::NotPermittedAddSeats));
}

#[tokio::test]
async fn code_0_is_success() {
    let server = server([
        Answer::json(200, r#"{"code": 0}"#),
        // Its own place is the top, whatever else is called so, and whatever stands before it.
        Answer::json(200, r#"{"data": {"code": 1015, "count": 1}, "message": "{\"code\": 1}", "code": 0}"#),
        Answer::json(200, r#"{"message": "no code at all"}"#),
        Answer::json(200, refusal(1015, "SEAT_NOT_FOUND")),
        Answer::json(200, r#"{"code": 4711}"#),
        Answer::json(200, r#"{"code": null}"#),
        // The status says no, and nothing says why.
        Answer::json(404, r#"{"code": 0}"#),
        Answer::text(502, "<html>bad gateway</html>"),
    ]);
    let client = client(&server);
    let get = || client.request(Method::GET, "/x");
    assert_eq!(get().await.unwrap().code, Some(ResponseCode::Success));
    assert_eq!(get().await.unwrap().data.unwrap().count, Some(1));
    assert_eq!(get().await.unwrap().code, None);
    let error = get().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, Some(&ErrorCode::SeatNotFound)));
    let error = get().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().code.as_ref().map(ResponseCode::as_i64)), (ErrorKind::Refused, Some(4711)));
    assert_eq!(error.body().unwrap().code.as_ref().and_then(ResponseCode::http_status), None);
    assert_eq!(get().await.unwrap_err().kind(), ErrorKind::Refused);
    let error = get().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().code.as_ref()), (ErrorKind::Undocumented, Some(&ResponseCode::Success)));
    let error = get().await.unwrap_err();
    assert_eq!((error.kind(), error.body(), error.status().map(|status| status.as_u16())), (ErrorKind::Undocumented, None, Some(502)));
}

#[tokio::test]
async fn two_codes_about_empty_seats() {
    let server = server([Answer::json(400, refusal(1016, "SEAT_IS_NOT_EMPTY")), Answer::json(400, refusal(1016, "NOT_EMPTY_SEAT"))]);
    let client = client(&server);
    let first = client.request(Method::DELETE, "/x").await.unwrap_err();
    let second = client.request(Method::DELETE, "/x").await.unwrap_err();
    assert_eq!((first.code(), second.code()), (Some(&ErrorCode::SeatIsNotEmpty), Some(&ErrorCode::NotEmptySeat)));
    assert_eq!((first.code(), second.code()), (Some(&ResponseCode::ValidationError), Some(&ResponseCode::ValidationError)));
}

#[tokio::test]
async fn a_code_inside_of_200_has_the_status_of_its_row() {
    // The page: 1026 comes with 429, the others with statuses that say the same again; an unlisted one with none.
    for (code, retryable) in [(1026, true), (1, false), (1016, false), (10000, false), (4711, false)] {
        let server = says(&format!(r#"{{"code": {code}, "message": "words"}}"#));
        let error = client(&server).request(Method::POST, "/seats").await.unwrap_err();
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Refused, Some(200)), "{code}");
        assert_eq!(error.is_retryable(), retryable, "{code}");
        assert_eq!(error.to_string(), format!("POST /seats: the vendor said no: HTTP 200, code {code}, words"));
    }
    // A status that says no is the answer's own word.
    let server = server([Answer::json(400, r#"{"code": 1026}"#)]);
    assert!(!client(&server).request(Method::POST, "/seats").await.unwrap_err().is_retryable());
}

#[tokio::test]
async fn callers_match_on_either_code() {
    let advice = |error: &krisp_teams::Error| match (error.code(), error.code()) {
        (Some(ErrorCode::SeatNotFound), _) => "another seat",
        (_, Some(ResponseCode::TooManyRequests)) => "later",
        _ => "give up",
    };
    for (code, name, expected) in [(1015, "SEAT_NOT_FOUND", "another seat"), (1026, "NEW", "later"), (1016, "VALIDATION_ERROR", "give up")]
    {
        let server = server([Answer::json(400, refusal(code, name))]);
        let error = client(&server).request(Method::GET, "/x").await.unwrap_err();
        assert_eq!(advice(&error), expected);
    }
}

#[tokio::test]
async fn an_unlisted_error_code_is_kept() {
    let server = server([Answer::json(400, refusal(1016, "SEAT_IS_ON_FIRE"))]);
    let error = client(&server).request(Method::GET, "/x").await.unwrap_err();
    assert_eq!(error.code().map(ErrorCode::as_str), Some("SEAT_IS_ON_FIRE"));
    assert!(matches!(error.code(), Some(ErrorCode::Other(_))));
    assert_eq!(json(error.body().unwrap()), parsed(&refusal(1016, "SEAT_IS_ON_FIRE")));
}

#[tokio::test]
async fn seats_are_a_list() {
    let body = r#"{"code": 0, "data": {"count": 3, "seats": [
        {"id": 1, "type": "device", "status": "unassigned", "role": "User", "join_date": null, "nickname": null},
        {"id": 2, "type": "standard", "status": "logged_in", "role": "Admin", "join_date": "2021-05-04T10:00:00", "nickname": "Ann 🎧",
         "user": {"id": 7, "hostname": "host", "email": "ann@example.com"}},
        {"id": 3, "type": "phone", "status": "pending_login", "role": "Guest"}
    ]}}"#;
    let server = says(body);
    let answer = client(&server).request(Method::GET, "/seats").await.unwrap();
    let data = answer.data.as_ref().unwrap();
    assert_eq!(data.count, Some(3));
    let seats = data.seats.as_deref().unwrap();
    assert_eq!(seats.iter().map(|seat| seat.id).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let texts: Vec<_> = seats
        .iter()
        .map(|seat| (seat.r#type.as_ref().unwrap().as_str(), seat.status.as_ref().unwrap().as_str(), seat.role.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(texts, [("device", "unassigned", "User"), ("standard", "logged_in", "Admin"), ("phone", "pending_login", "Guest")]);
    assert_eq!((&seats[0].join_date, &seats[0].nickname), (&Maybe::Null, &Maybe::Null));
    // ISO 8601 without a zone is no RFC 3339: the text stays as it came.
    assert_eq!(seats[1].join_date, Maybe::Value("2021-05-04T10:00:00".to_owned()));
    assert_eq!(seats[1].nickname.value().map(String::as_str), Some("Ann 🎧"));
    let user = seats[1].user.as_ref().unwrap();
    assert_eq!((user.id, user.hostname.as_deref(), user.email.as_deref()), (Some(7), Some("host"), Some("ann@example.com")));
    assert_eq!((&seats[2].join_date, &seats[2].nickname), (&Maybe::Absent, &Maybe::Absent));
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn roles_are_spelt_as_written() {
    assert_eq!(SeatRole::values(), ["Admin", "User"]);
    let body = r#"{"code": 0, "data": {"seats": [{"role": "Admin"}, {"role": "User"}, {"role": "admin"}]}}"#;
    let server = says(body);
    let answer = client(&server).request(Method::GET, "/seats").await.unwrap();
    let roles: Vec<_> = answer.data.as_ref().unwrap().seats.as_deref().unwrap().iter().filter_map(|seat| seat.role.clone()).collect();
    assert_eq!(roles[..2], [SeatRole::Admin, SeatRole::User]);
    assert!(matches!(&roles[2], SeatRole::Other(value) if value.as_str() == "admin"));
    assert_eq!(json(&answer), parsed(body));
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back() {
    let server = server([Answer::json(429, r#"{"code": 1026, "message": "Too Many Requests"}"#).header("retry-after", "3600")]);
    let error = client(&server).request(Method::POST, "/x").await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_hours(1)));
    assert_eq!(error.body().unwrap().code, Some(ResponseCode::TooManyRequests));
}

#[tokio::test]
async fn a_status_of_the_pages_table_is_documented_whatever_its_body_is() {
    // The table of codes: 1026 alone has 429, 1023 alone 401; 400 stands beside several codes.
    let cases: [(u16, &str, Option<&str>); 4] =
        [(429, "no", Some("Too Many Requests")), (401, "{}", Some("Authentication failure")), (400, "{}", Some("")), (418, "{}", None)];
    for (status, body, said) in cases {
        let server = server([Answer::json(status, body)]);
        let error = client(&server).request(Method::GET, "/seats").await.unwrap_err();
        assert_eq!(error.documented(), said, "{status}");
        let kind = if said.is_some() { ErrorKind::Refused } else { ErrorKind::Undocumented };
        assert_eq!(error.kind(), kind, "{status}: {error}");
    }
}
