//! Every sample of the documents, read from `specs/` by docwright's own readers: served, read by the client, it comes back as it came in.

use docwright::diagnostic::Diagnostics;
use docwright::ir::{Api, Checked, SampleRole};
use docwright::pipeline::{Docwright, Files, SpecFolder, Stages as _, load};
use docwright_runtime::{Any, Serialize};
use docwright_tests::server::{Answer, Server};
use serde_json::Value;

use crate::drift::Reports;
use crate::{json, moment, parsed, server, to};

/// An API, read as `docwright generate` reads it.
pub(crate) fn api(folder: &str) -> Checked<Api> {
    let root = docwright_tests::root();
    let mut files = Files::default();
    let mut diagnostics = Diagnostics::default();
    let folder = SpecFolder::new(&root.join("specs").join(folder), &root);
    let loaded = load(&folder, &mut files, &mut diagnostics).expect("the folder can be read");
    Docwright.api(&loaded, &files.sources, &mut diagnostics).expect("the documents have no error")
}

/// The samples of answers, by operation.
pub(crate) fn answers(api: &Api) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for operation in &api.operations {
        for sample in &operation.samples {
            assert!(matches!(sample.role, SampleRole::Response(_)), "no document shows the body of a request");
            found.push((operation.id.clone(), sample.json.clone().expect("every sample can be mended")));
        }
    }
    found
}

/// The sample of an operation.
fn sample(samples: &[(String, String)], operation: &str) -> String {
    let mut of: Vec<_> = samples.iter().filter(|(id, _)| id == operation).map(|(_, json)| json.clone()).collect();
    assert_eq!(of.len(), 1, "{operation}");
    of.remove(0)
}

/// Whether a value is sent back as it came: the same members and values, the same digits.
#[track_caller]
fn comes_back(value: &impl Serialize, sample: &str) {
    // Not `assert_eq`: people's data stands in the samples, and must not stand in logs.
    assert!(json(value) == parsed(sample), "what came back is not what came in");
    assert!(Any::new(value).unwrap() == Any::from_text(sample).unwrap(), "the numbers are not the same");
}

#[test]
fn every_document_has_the_samples_that_it_shows() {
    let counts = ["crankwheel", "remote-counsel", "agendize", "krisp", "worksection"].map(|folder| (folder, answers(&api(folder)).len()));
    assert_eq!(counts, [("crankwheel", 0), ("remote-counsel", 5), ("agendize", 0), ("krisp", 0), ("worksection", 1)]);
}

fn remote_counsel(server: &Server, reports: &Reports) -> remote_counsel::Client {
    let auth = remote_counsel::Auth::token("t");
    remote_counsel::Client::builder()
        .auth(auth)
        .mode(remote_counsel::Mode::Strict)
        .on_drift(reports.hear())
        .transport(to(server))
        .build()
        .unwrap()
}

#[tokio::test]
async fn remote_counsels_five_samples_come_back() {
    let samples = answers(&api("remote-counsel"));
    let script: Vec<Answer> = samples.iter().map(|(_, json)| Answer::json(200, json.as_str())).collect();
    assert_eq!(script.len(), 5);
    let server = server(script);
    let reports = Reports::default();
    // Strict: there is nothing in them that the client does not know.
    let client = remote_counsel(&server, &reports);
    let now = moment("2018-01-01T00:00:00.000Z");
    for (operation, json) in &samples {
        let events = client.event_schedules();
        let logs = client.usage_logs();
        match operation.as_str() {
            "event_schedules.get" => comes_back(&events.get(1).await.unwrap(), json),
            "event_schedules.users" => comes_back(&events.users(1).await.unwrap(), json),
            "event_schedules.logs" => comes_back(&events.logs(1).await.unwrap(), json),
            "usage_logs.create" => comes_back(&logs.create("x", 1, now.clone(), now.clone()).await.unwrap(), json),
            "usage_logs.list" => comes_back(&logs.list("x", 1).await.unwrap(), json),
            other => panic!("no test sends for {other}"),
        }
    }
    assert_eq!(server.requests().len(), 5);
    assert_eq!(reports.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn what_the_samples_show_is_what_is_read() {
    let samples = answers(&api("remote-counsel"));
    let order = ["event_schedules.get", "event_schedules.users", "event_schedules.logs", "usage_logs.create", "usage_logs.list"];
    let server = server(order.map(|operation| Answer::json(200, sample(&samples, operation))));
    let client = remote_counsel(&server, &Reports::default());

    let schedule = client.event_schedules().get(1).await.unwrap();
    let shown = parsed(&sample(&samples, "event_schedules.get"));
    assert_eq!(schedule.id, shown["id"].as_i64());
    assert_eq!((schedule.starting_time.as_deref(), schedule.starting_date.as_deref()), (Some("9:00 AM"), Some("07/10/2017")));
    assert_eq!((schedule.status.as_deref(), schedule.on_demand_url.as_deref()), (Some("Active"), Some("")));
    // Only null is shown for these seven: it is kept, and it is no text.
    let holes = [
        &schedule.event_schedule_id,
        &schedule.ends_at,
        &schedule.display_start_time,
        &schedule.display_end_time,
        &schedule.legacy_class,
        &schedule.legacy_id,
        &schedule.speche_guid,
    ];
    assert!(holes.iter().all(|hole| hole.is_null()));
    assert_eq!(schedule.starts_at.as_ref().map(|time| time.moment().offset().whole_hours()), Some(-4));
    let group = &schedule.event_groups.as_deref().unwrap()[0];
    let user = &group.event_group_users.as_deref().unwrap()[0];
    assert!(user.is_disallow_transcript_save.is_null() && group.is_disallow_transcript_save == Some(false));
    assert_eq!(
        (group.product_description.as_deref(), user.product_description.as_deref()),
        (Some("Video Only"), Some("Video Stream Only"))
    );
    assert_eq!(user.user_group_id, group.id);

    let users = client.event_schedules().users(1).await.unwrap();
    // Two users, one of whom was invited.
    assert_eq!(users.len(), 2);
    assert_eq!(users.iter().filter(|user| user.invited_at.is_null()).count(), 1);
    assert_eq!(users.iter().filter(|user| user.invited_at.value().is_some()).count(), 1);
    assert!(users.iter().all(|user| user.user_id.is_null() && user.name.is_null()));

    let logs = client.event_schedules().logs(1).await.unwrap();
    assert_eq!(logs.len(), 1);
    // Digits in quotes, where the other ids are numbers.
    assert_eq!(logs[0].user_group_user_id.as_deref(), Some("752584"));
    // One moment in two zones, and both are kept.
    let hours = |time: &Option<docwright_runtime::Timestamp>| time.as_ref().map(|time| time.moment().offset().whole_hours());
    assert_eq!((hours(&logs[0].time_in), hours(&logs[0].created_at)), (Some(-8), Some(-5)));

    let now = moment("2018-01-01T00:00:00.000Z");
    let created = client.usage_logs().create("x", 1, now.clone(), now).await.unwrap();
    let listed = client.usage_logs().list("x", 1).await.unwrap();
    let log = created.event_log.unwrap();
    assert_eq!(log.guid.as_deref(), Some("abc123"));
    assert!(log.time_in.as_ref().is_some_and(|time| time.as_str().ends_with('Z') && !time.as_str().contains('.')));
    assert_eq!(
        log.event_group.unwrap().access_key.is_some(),
        listed[0].event_log.as_ref().unwrap().event_group.as_ref().unwrap().access_key.is_some()
    );
}

#[tokio::test]
async fn worksections_sample_comes_back() {
    let samples = answers(&api("worksection"));
    let json = sample(&samples, "users.get_users");
    let server = server([Answer::json(200, json.as_str())]);
    let reports = Reports::default();
    let builder = worksection::Client::builder("acme").auth(worksection::Auth::admin_key("k")).on_drift(reports.hear());
    let answer = builder.transport(to(&server)).build().unwrap().get_users().await.unwrap();
    comes_back(&answer, &json);
    // The placeholder of a role is no value: all else is as the types say.
    assert_eq!(reports.lines(), ["Unlisted get_users data[0].role type:User/role (one of the listed values / text)"]);
    let users = answer.data;
    assert_eq!(users.len(), 2);
    assert_eq!(users[0].rate, Some(worksection::types::Rate::Text("<USER_RATE>".to_owned())));
    assert_eq!(users[0].role.as_ref().map(worksection::types::Role::as_str), Some("USER_ROLE"));
    // 21 fields, of which the sample shows all but `phone4`.
    let shown = parsed(&json);
    assert_eq!(shown["data"][0].as_object().map(serde_json::Map::len), Some(20));
    assert_eq!(users[0].phone4, None);
    // The second one was cut off: three fields stand.
    assert_eq!(
        shown["data"][1],
        Value::from_iter([("id", "USER_ID"), ("first_name", "USER_FIRST_NAME_2"), ("last_name", "USER_LAST_NAME_2")])
    );
}
