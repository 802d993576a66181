//! The specs of this repository, and the examples of `FORMAT.md`.

use super::{Run, empty, overlay_on, run_on};
use crate::ir::{Shape, TypeId, Types};
use crate::text::{SourceMap, Span};
use std::fs;
use std::path::PathBuf;

fn specs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn text(path: &str) -> String {
    fs::read_to_string(specs().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn vendor(folder: &str, page: &str, spec: &str) -> Run {
    run_on(&format!("{folder}/{page}"), &text(&format!("{folder}/{page}")), &format!("{folder}/{spec}"), &text(&format!("{folder}/{spec}")))
}

fn overlay(folder: &str, page: &str) -> Run {
    let mut sources = SourceMap::default();
    let file = sources.add(&format!("{folder}/{page}"), text(&format!("{folder}/{page}")));
    overlay_on(empty(Span::new(file, 0, 0)), sources, &format!("{folder}/overlay.toml"), &text(&format!("{folder}/overlay.toml")))
}

/// What was said, apart from notes about samples that were mended.
fn wrong(run: &Run) -> Vec<String> {
    run.lines().into_iter().filter(|line| !line.contains("sample-mended")).collect()
}

/// Fields of a type, those of objects within it counted too.
fn fields(types: &Types, id: TypeId) -> usize {
    match &types.get(id).shape {
        Shape::Object(object) => {
            let below = object.fields.iter().filter(|field| types.get(field.ty).name.is_none()).map(|field| fields(types, field.ty));
            object.fields.len() + below.sum::<usize>()
        }
        Shape::List(inner) | Shape::Nullable(inner) | Shape::Map(inner) if types.get(*inner).name.is_none() => fields(types, *inner),
        _ => 0,
    }
}

fn count(run: &Run, name: &str) -> usize {
    fields(&run.api.types, run.api.types.named(name).unwrap_or_else(|| panic!("no type {name}")))
}

fn requests(run: &Run) -> Vec<String> {
    run.api.operations.iter().map(|operation| format!("{} {} {}", operation.id, operation.key(), operation.params.len())).collect()
}

#[test]
fn remote_counsel() {
    let run = vendor("remote-counsel", "event-schedules.apipie.txt", "event-schedules.spec.toml");
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(
        requests(&run),
        [
            "event_schedules.get GET /event_schedules/{} 1",
            "event_schedules.users GET /event_schedules/{}/users 1",
            "event_schedules.logs GET /event_schedules/{}/logs 1",
            "usage_logs.create POST /event_schedules/persist_logs_data 4",
            "usage_logs.list GET /event_schedules/{}/usage_logs 2",
        ]
    );
    let names = [
        "EventSchedule",
        "EventGroup",
        "EventGroupUser",
        "ScheduleUser",
        "ScheduleLog",
        "EventLogEnvelope",
        "EventLog",
        "EventGroupRef",
        "EventRef",
    ];
    assert_eq!(names.map(|name| count(&run, name)), [17, 18, 15, 5, 24, 1, 7, 2, 2]);
    // Null alone has no type: 7 + 2 + 0 (settled by hand) + 2 + 9.
    let holes = |name: &str| match &run.api.types.get(run.api.types.named(name).expect(name)).shape {
        Shape::Object(object) => {
            object.fields.iter().filter(|field| run.api.types.get(run.api.types.peel(field.ty).0).shape == Shape::Any).count()
        }
        _ => 0,
    };
    assert_eq!(["EventSchedule", "EventGroup", "EventGroupUser", "ScheduleUser", "ScheduleLog"].map(holes), [7, 2, 0, 2, 9]);
    let first = run.api.auth.first().expect("a scheme");
    let words = first.credentials[0].docs.as_ref().expect("words");
    assert_eq!(run.sources.place(words.basis.span.expect("a place")), "remote-counsel/event-schedules.apipie.txt:8:1");
}

#[test]
fn agendize() {
    let run = vendor("agendize", "reseller-accounts.tables.txt", "reseller-accounts.spec.toml");
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(run.api.operations.len(), 7);
    assert_eq!(run.api.operations.iter().map(|operation| operation.params.len()).collect::<Vec<_>>().iter().sum::<usize>(), 9);
    assert_eq!(count(&run, "Account"), 36);
    // 21 rows of the page, two of another page, less one that is open keys.
    assert_eq!(count(&run, "WatchRequest"), 22);
    assert_eq!(run.api.auth.len(), 2);
    assert_eq!(run.api.webhooks.len(), 1);
}

#[test]
fn worksection() {
    let run = vendor("worksection", "worksection-get-users.article.txt", "worksection-get-users.spec.toml");
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(requests(&run), ["users.get_users GET ?action=get_users 0"]);
    // 21 fields, and two within `services`.
    assert_eq!((count(&run, "GetUsersResponse"), count(&run, "User")), (2, 23));
    assert_eq!(run.api.servers.len(), 2);
    assert_eq!(run.api.servers.iter().map(|server| server.variables.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn krisp() {
    let run = overlay("krisp", "krisp.documenter-metadata.json");
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(["Response", "Seat", "SeatUser"].map(|name| count(&run, name)), [7, 7, 3]);
    let values = |name: &str| match &run.api.types.get(run.api.types.named(name).expect(name)).shape {
        Shape::Enum(values) => values.values.len(),
        _ => 0,
    };
    assert_eq!((values("ResponseCode"), values("ErrorCode")), (7, 15));
    assert_eq!(run.patches.len(), 3);
    assert!(run.api.envelope.is_some() && run.api.outcome.is_some() && run.api.errors.is_some());
    assert_eq!(
        (run.api.rate_limits[0].value.requests, run.api.rate_limits[0].value.per_seconds, run.api.rate_limits[0].value.block_seconds),
        (700, 60, Some(3600))
    );
}

#[test]
fn crankwheel() {
    let run = overlay("crankwheel", "crankwheel.postman_collection.json");
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(
        ["UsageResponse", "DemoUsageResponse", "DemoSession", "ProspectInfo", "UserAccess"].map(|name| count(&run, name)),
        [2, 2, 9, 28, 3]
    );
    let Shape::Object(prospect) = &run.api.types.get(run.api.types.named("ProspectInfo").expect("a type")).shape else {
        panic!("no object")
    };
    assert_eq!(prospect.open.as_ref().map(|open| open.prefix.as_str()), Some("prospect-"));
}

#[test]
fn the_examples_of_the_format_are_right() {
    let format = text("FORMAT.md");
    let block = |name: &str| {
        let start = format.find(&format!(" {name}\n")).expect("the example is there") + name.len() + 2;
        let end = format[start..].find("```").expect("the example ends");
        format[start..start + end].to_owned()
    };
    let run = run_on("library.txt", &block("library.txt"), "library.spec.toml", &block("library.spec.toml"));
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(
        requests(&run),
        ["books.list GET /books?action=list 2", "books.add PUT /books/{} 1", "loans.return POST /loans/{}/return 1"]
    );
    let mut sources = SourceMap::default();
    let file = sources.add("shop.postman_collection.json", block("shop.postman_collection.json"));
    let run = overlay_on(empty(Span::new(file, 0, 0)), sources, "shop.overlay.toml", &block("shop.overlay.toml"));
    assert_eq!(wrong(&run), Vec::<String>::new());
    assert_eq!(run.patches.len(), 6);
}
