//! Remote Counsel: the token goes into the query, of a POST as well.

use docwright_runtime::{Any, Maybe};
use docwright_tests::server::{Answer, Server};
use remote_counsel::{Auth, Client, ErrorKind, Method};

use crate::{Expected, heard, json, moment, only, parsed, says, server, to};

const TOKEN: &str = "t0k+en/&=";

fn client(server: &Server) -> Client {
    Client::builder().auth(Auth::token(TOKEN)).transport(to(server)).build().unwrap()
}

fn expected() -> Expected {
    Expected::new("remotecounsel.com", "remote_counsel")
}

#[tokio::test]
async fn event_schedules_go_to_their_paths() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "[]"), Answer::json(200, "[]")]);
    let client = client(&server);
    client.event_schedules().get(17).await.unwrap();
    client.event_schedules().users(-1).await.unwrap();
    client.event_schedules().logs(i64::MAX).await.unwrap();
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/v2/event_schedules/17?token=t0k%2Ben%2F%26%3D"),
            expected().request("GET /api/v2/event_schedules/-1/users?token=t0k%2Ben%2F%26%3D"),
            expected().request("GET /api/v2/event_schedules/9223372036854775807/logs?token=t0k%2Ben%2F%26%3D"),
        ]
    );
}

#[tokio::test]
async fn token_is_in_the_query() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "[]"), Answer::json(200, "{}")]);
    let client = client(&server);
    let now = moment("2018-01-01T00:00:00.000Z");
    client.usage_logs().create("abc123", 5, now.clone(), now).await.unwrap();
    client.usage_logs().list("abc123", 5).await.unwrap();
    client.request(Method::GET, "/events").await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        // Last, once, and nowhere else.
        assert!(request.query().ends_with("token=t0k%2Ben%2F%26%3D"), "{request:?}");
        assert_eq!(request.query().matches("token=").count(), 1);
        assert!(request.headers().all(|(name, value)| name != "authorization" && !value.contains("t0k")), "{request:?}");
        assert_eq!(request.body(), b"");
    }
}

#[tokio::test]
async fn names_go_over_the_wire_as_written() {
    // In the request they are in snake_case, in the answer in camelCase.
    let body = r#"{"eventLog": {"timeIn": "2018-01-01T00:00:00Z", "eventGroup": {"accessKey": "k"}, "time_out": 1}}"#;
    let server = says(body);
    let client = client(&server);
    let log = client
        .usage_logs()
        .create("abc 123", 42, moment("2018-01-01T09:00:00.000Z"), moment("2018-01-01T10:30:00.250-05:00"))
        .await
        .unwrap();
    assert_eq!(
        heard(&server),
        [expected().with(
            "POST /api/v2/event_schedules/persist_logs_data?guid=abc%20123&event_group_user_id=42\
             &time_in=2018-01-01T09%3A00%3A00.000Z&time_out=2018-01-01T10%3A30%3A00.250-05%3A00&token=t0k%2Ben%2F%26%3D",
            &[("content-length", "0".to_owned())],
            ""
        )]
    );
    let event_log = log.event_log.as_ref().unwrap();
    assert_eq!(event_log.time_in, Some(moment("2018-01-01T00:00:00Z")));
    assert_eq!(event_log.event_group.as_ref().unwrap().access_key.as_deref(), Some("k"));
    assert_eq!((&event_log.time_out, event_log.extra.get("time_out").and_then(Any::as_i64)), (&None, Some(1)));
    assert_eq!(json(&log), parsed(body));
}

#[tokio::test]
async fn id_of_a_list_of_logs_is_text() {
    let server = server([Answer::json(200, "[]"), Answer::json(200, "[]")]);
    let client = client(&server);
    client.usage_logs().list("7f0c/..:é", 42).await.unwrap();
    client.usage_logs().list("00017", 42).await.unwrap();
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/v2/event_schedules/7f0c%2F..%3A%C3%A9/usage_logs?event_group_user_id=42&token=t0k%2Ben%2F%26%3D"),
            expected().request("GET /api/v2/event_schedules/00017/usage_logs?event_group_user_id=42&token=t0k%2Ben%2F%26%3D"),
        ]
    );
    for id in ["", ".", ".."] {
        let error = client.usage_logs().list(id, 42).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{id}");
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn logs_come_in_envelopes() {
    let log = r#"{"eventLog": {
        "id": 1, "guid": "abc123", "email": "user@example.com", "timeIn": "2018-01-01T00:00:00Z", "timeOut": "2018-01-01T01:00:00Z",
        "eventGroup": {"id": 2, "accessKey": "k"}, "event": {"id": 3, "title": "Title"}
    }}"#;
    let server = server([Answer::json(200, log), Answer::json(200, format!("[{log}, {{\"eventLog\": null}}, {{}}]"))]);
    let client = client(&server);
    let now = moment("2018-01-01T00:00:00.000Z");
    let one = client.usage_logs().create("abc123", 42, now.clone(), now).await.unwrap();
    let event_log = one.event_log.as_ref().unwrap();
    assert_eq!((event_log.id, event_log.guid.as_deref(), event_log.email.as_deref()), (Some(1), Some("abc123"), Some("user@example.com")));
    assert_eq!(event_log.event_group.as_ref().map(|group| (group.id, group.access_key.as_deref())), Some((Some(2), Some("k"))));
    assert_eq!(event_log.event.as_ref().map(|event| (event.id, event.title.as_deref())), Some((Some(3), Some("Title"))));
    assert!(one.extra.is_empty() && event_log.extra.is_empty());
    // Both operations answer with the same type.
    let all = client.usage_logs().list("abc123", 42).await.unwrap();
    assert_eq!(all[0], one);
    assert_eq!((all.len(), &all[1].event_log, &all[2].event_log), (3, &None, &None));
    assert!(all[1].extra.get("eventLog").is_some_and(Any::is_null));
    assert_eq!(json(&all), parsed(&format!("[{log}, {{\"eventLog\": null}}, {{}}]")));
}

#[tokio::test]
async fn times_with_and_without_milliseconds() {
    let body = r#"[
        {"eventLog": {"timeIn": "2018-01-01T00:00:00Z", "timeOut": "2018-01-01T00:00:00.000Z"}},
        {"eventLog": {"timeIn": "2018-01-01T00:00:00.1234567Z", "timeOut": "2018-01-01 00:00"}}
    ]"#;
    let server = server([Answer::json(200, body), Answer::json(200, "{}")]);
    let client = client(&server);
    let logs = client.usage_logs().list("abc123", 42).await.unwrap();
    let first = logs[0].event_log.as_ref().unwrap();
    assert_eq!(first.time_in, first.time_out, "one moment, written in two ways");
    let second = logs[1].event_log.as_ref().unwrap();
    // What is no timestamp is kept beside the others.
    assert_eq!((&second.time_out, second.extra.get("timeOut").and_then(Any::as_string)), (&None, Some("2018-01-01 00:00".to_owned())));
    assert_eq!(json(&logs), parsed(body));
    // A clock is sent with the three digits that the page asks for; a text as it was written.
    let clock = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_micros(1_514_764_800_123_456);
    client.usage_logs().create("abc123", 42, clock, moment("2018-01-01T01:00:00Z")).await.unwrap();
    let sent = server.requests()[1].query().to_owned();
    assert!(sent.contains("&time_in=2018-01-01T00%3A00%3A00.123Z&time_out=2018-01-01T01%3A00%3A00Z&"), "{sent}");
}

#[tokio::test]
async fn quoted_numbers_stay_text() {
    let body = r#"[{"id": 1, "user_group_user_id": "007"}, {"id": 2, "user_group_user_id": 7}]"#;
    let server = says(body);
    let logs = client(&server).event_schedules().logs(17).await.unwrap();
    assert_eq!((logs[0].id, logs[0].user_group_user_id.as_deref()), (Some(1), Some("007")));
    // A number in its place is not made to text.
    assert_eq!((&logs[1].user_group_user_id, logs[1].extra.get("user_group_user_id").and_then(Any::as_i64)), (&None, Some(7)));
    assert_eq!(json(&logs), parsed(body));
}

#[tokio::test]
async fn null_only_fields_take_anything() {
    // 7 + 2 + 2 + 9: the one that is left, `is_disallow_transcript_save` of a user, was settled by hand.
    let schedule = ["event_schedule_id", "ends_at", "display_start_time", "display_end_time", "legacy_class", "legacy_id", "speche_guid"];
    let group = ["deleted_at", "legacy_case_group_id"];
    let user = ["user_id", "name"];
    let log = [
        "event_group_id",
        "user_id",
        "session_id",
        "billable",
        "admin_logged_out",
        "legacy_class",
        "live_note_user_id",
        "legacy_id",
        "data_source",
    ];
    assert_eq!(schedule.len() + group.len() + user.len() + log.len() + 1, 21);
    for value in ["null", "true", "1.50", "\"text\"", "[1, null]", "{\"a\": {}}"] {
        let members = |names: &[&str]| names.iter().map(|name| format!("{name:?}: {value}")).collect::<Vec<_>>().join(", ");
        let one = format!("{{{}, \"event_groups\": [{{{}}}]}}", members(&schedule), members(&group));
        let users = format!("[{{{}}}]", members(&user));
        let logs = format!("[{{{}}}]", members(&log));
        let server = server([Answer::json(200, one.as_str()), Answer::json(200, users.as_str()), Answer::json(200, logs.as_str())]);
        // Nothing of it is unexpected.
        let client = Client::builder().auth(Auth::token(TOKEN)).mode(remote_counsel::Mode::Strict).transport(to(&server)).build().unwrap();
        let got = client.event_schedules().get(17).await.unwrap();
        assert_eq!(
            (got.speche_guid.is_null(), got.speche_guid.value().map(Any::text)),
            (value == "null", Some(value).filter(|value| *value != "null"))
        );
        assert_eq!(json(&got), parsed(&one));
        assert_eq!(json(&client.event_schedules().users(17).await.unwrap()), parsed(&users));
        assert_eq!(json(&client.event_schedules().logs(17).await.unwrap()), parsed(&logs));
    }
}

#[tokio::test]
async fn groups_and_users_are_two_types() {
    use remote_counsel::types::{EventGroup, EventGroupUser};
    // Nine names are the same: the types are not, and neither has what is the other's.
    let same = r#""id": 1, "is_text": true, "is_video": true, "is_chat": true, "is_disallow_transcript_save": true, "product_description": "p",
        "created_at": "2018-01-01T00:00:00Z", "updated_at": "2018-01-01T00:00:00Z", "is_cameo": true"#;
    let body = format!(r#"{{"event_groups": [{{{same}, "user_email": "e", "event_group_users": [{{{same}, "access_key": "k"}}]}}]}}"#);
    let server = says(&body);
    let schedule = client(&server).event_schedules().get(17).await.unwrap();
    let group: &EventGroup = &schedule.event_groups.as_deref().unwrap()[0];
    let user: &EventGroupUser = &group.event_group_users.as_deref().unwrap()[0];
    assert_eq!((group.is_disallow_transcript_save, user.is_disallow_transcript_save), (Some(true), Maybe::Value(true)));
    assert_eq!((group.extra.len(), group.extra.contains("user_email")), (1, true));
    assert_eq!((user.extra.len(), user.extra.contains("access_key")), (1, true));
    assert_eq!(json(&schedule), parsed(&body));
}

#[tokio::test]
async fn absent_null_and_a_value_are_three_things() {
    let body = r#"{"event_groups": [{"event_group_users": [
        {}, {"is_disallow_transcript_save": null, "invited_at": null}, {"is_disallow_transcript_save": true, "invited_at": "2018-01-01T00:00:00.000-05:00"}
    ]}]}"#;
    let server = says(body);
    let schedule = client(&server).event_schedules().get(17).await.unwrap();
    let users = schedule.event_groups.as_deref().unwrap()[0].event_group_users.as_deref().unwrap();
    let saves: Vec<_> = users.iter().map(|user| user.is_disallow_transcript_save).collect();
    assert_eq!(saves, [Maybe::Absent, Maybe::Null, Maybe::Value(true)]);
    assert_eq!((&users[0].invited_at, &users[1].invited_at), (&Maybe::Absent, &Maybe::Null));
    assert_eq!(json(&schedule), parsed(body));
}

#[tokio::test]
async fn local_times_stay_text() {
    let body = r#"{"starting_time": "9:00 AM", "starting_date": "07/10/2017"}"#;
    let server = says(body);
    let schedule = client(&server).event_schedules().get(17).await.unwrap();
    assert_eq!((schedule.starting_time.as_deref(), schedule.starting_date.as_deref()), (Some("9:00 AM"), Some("07/10/2017")));
    assert_eq!(json(&schedule), parsed(body));
}

#[tokio::test]
async fn an_empty_url_is_text() {
    let body = r#"{"on_demand_url": ""}"#;
    let server = says(body);
    let schedule = client(&server).event_schedules().get(17).await.unwrap();
    assert_eq!(schedule.on_demand_url.as_deref(), Some(""));
    assert!(schedule.extra.is_empty());
    assert_eq!(json(&schedule), parsed(body));
}

#[tokio::test]
async fn offsets_survive() {
    let body = r#"[{"time_in": "2018-01-01T15:04:03.000-08:00", "created_at": "2018-01-01T18:04:03.000-05:00", "updated_at": "2018-01-01T23:04:03Z"}]"#;
    let server = says(body);
    let logs = client(&server).event_schedules().logs(17).await.unwrap();
    assert_eq!(logs[0].time_in, logs[0].created_at, "the same moment");
    assert_eq!(logs[0].time_in, logs[0].updated_at, "the same moment");
    assert_eq!(logs[0].time_in.as_ref().map(|time| time.moment().offset().whole_hours()), Some(-8));
    assert_eq!(logs[0].created_at.as_ref().map(|time| time.moment().offset().whole_hours()), Some(-5));
    assert_eq!(json(&logs), parsed(body));
}

#[tokio::test]
async fn a_schedule_that_is_not_there() {
    let server =
        server([Answer::json(404, r#"{"errors": ["x"]}"#), Answer::empty(404), Answer::text(404, "gone"), Answer::json(422, "{}")]);
    let client = client(&server);
    let events = client.event_schedules();
    let error = events.get(17).await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Refused, Some(404)));
    assert_eq!((error.operation(), error.documented()), ("event_schedules.get", Some("Event schedule not found")));
    assert_eq!(error.to_string(), "event_schedules.get: the vendor said no: HTTP 404, Event schedule not found: {\"errors\": [\"x\"]}");
    // The page does not say what the body holds: it is at hand as it came.
    assert_eq!(error.body(), Some(&Any::from_text(r#"{"errors": ["x"]}"#).unwrap()));
    for (operation, error) in
        [("event_schedules.users", events.users(17).await.unwrap_err()), ("event_schedules.logs", events.logs(17).await.unwrap_err())]
    {
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Refused, operation));
        assert_eq!(error.documented(), Some("Event schedule not found"));
        assert_eq!(error.body(), None);
    }
    // 422 is documented for the other two.
    let error = events.get(17).await.unwrap_err();
    assert_eq!((error.kind(), error.documented()), (ErrorKind::Undocumented, None));
}

#[tokio::test]
async fn a_log_that_cannot_be_processed() {
    let body = r#"{"errors": {"time_in": ["is invalid"]}}"#;
    let server = server([Answer::json(422, body), Answer::json(422, body), Answer::json(404, body), Answer::json(401, body)]);
    let client = client(&server);
    let now = moment("2018-01-01T00:00:00.000Z");
    let create = || client.usage_logs().create("abc123", 42, now.clone(), now.clone());
    let errors =
        [("usage_logs.create", create().await.unwrap_err()), ("usage_logs.list", client.usage_logs().list("x", 1).await.unwrap_err())];
    for (operation, error) in errors {
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Refused, operation));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
        assert_eq!(error.documented(), Some("Unable to process request, see errors in response"));
        assert_eq!(error.body(), Some(&Any::from_text(body).unwrap()));
        assert_eq!(
            error.to_string(),
            format!("{operation}: the vendor said no: HTTP 422, Unable to process request, see errors in response: {body}")
        );
        assert!(!error.is_retryable());
    }
    for status in [404, 401] {
        let error = create().await.unwrap_err();
        assert_eq!((error.kind(), error.documented()), (ErrorKind::Undocumented, None));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = says("{}");
    let client = Client::builder().transport(to(&server)).build().unwrap();
    let error = client.event_schedules().get(17).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(
        error.to_string(),
        "event_schedules.get: the request could not be built: no credential was given: pass `Auth::token(…)` to the builder's `auth`"
    );
    assert!(server.requests().is_empty());
    assert_eq!(Client::builder().auth(Auth::token("")).transport(to(&server)).build().unwrap_err().kind(), ErrorKind::Build);
}

#[tokio::test]
async fn a_token_goes_over_plain_http_only_where_the_caller_insists() {
    let server = says("{}");
    let builder = || Client::builder().auth(Auth::token(TOKEN)).base_url(server.url());
    assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Build);
    builder().danger_send_credentials_over_plain_http(true).build().unwrap().event_schedules().get(17).await.unwrap();
    assert_eq!(only(&server).target(), "/event_schedules/17?token=t0k%2Ben%2F%26%3D");
}
