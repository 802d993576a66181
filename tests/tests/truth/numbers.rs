//! The first table: how many facts of each kind have their evidence in the source documents, and which.

use crate::fields::{fields, how, quoted, type_basis, word};
use docwright::ir::{Access, Answer, Api, Checked, Enum, Field, Operation, Place, Presence, ResponseStatus, Shape, TypeId};
use docwright_tests::root;
use docwright_tests::vendors::vendor;
use std::collections::BTreeSet;

const FOLDERS: [&str; 5] = ["crankwheel", "remote-counsel", "agendize", "krisp", "worksection"];

fn api(folder: &str) -> Checked<Api> {
    vendor(folder).0
}

/// How many fields of a type stand in the document itself.
fn count(api: &Api, name: &str) -> usize {
    fields(api, name).iter().filter(|found| found.field.basis.in_document()).count()
}

/// The paths of fields of a named type for which something holds, as `Type.path`.
fn which(api: &Api, names: &[&str], holds: impl Fn(&Field) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for name in names {
        let of_type = fields(api, name);
        let found = of_type.iter().filter(|found| found.field.basis.in_document() && holds(found.field));
        all.extend(found.map(|found| format!("{name}.{}", found.path)));
    }
    all
}

/// The rows of all tables of a spec under some keys, as the file has them: `type.Account.rows`, `op.*.params`.
fn spec_rows(file: &str, table: &str, rows: &str) -> Vec<(String, Vec<toml::Value>)> {
    let text = std::fs::read_to_string(root().join("specs").join(file)).expect("a spec of the repository");
    let spec: toml::Table = text.parse().expect("a spec is TOML");
    let tables = spec.get(table).and_then(toml::Value::as_table).expect("the spec has such tables");
    let of_table = |(name, table): (&String, &toml::Value)| {
        let rows = table.get(rows).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        (name.clone(), rows)
    };
    tables.iter().map(of_table).collect()
}

fn cell(row: &toml::Value, at: usize) -> String {
    row.get(at).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn operations_are_3_5_7_0_1() {
    // CrankWheel's three requests; five methods on Remote Counsel's page; seven on Agendize's; Krisp's payload has none; get_users.
    let operations = |folder| {
        let api = api(folder);
        api.operations.iter().filter(|operation| operation.basis.in_document()).map(|operation| operation.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(operations("crankwheel"), ["Retrieve/UsageGet", "Retrieve/DemoUsageGet", "List/UserAccessGet"]);
    assert_eq!(
        operations("remote-counsel"),
        ["event_schedules.get", "event_schedules.users", "event_schedules.logs", "usage_logs.create", "usage_logs.list"]
    );
    assert_eq!(
        operations("agendize"),
        ["accounts.delete", "accounts.get", "accounts.list", "accounts.insert", "accounts.add", "accounts.update", "accounts.watch"]
    );
    assert!(operations("krisp").is_empty());
    assert_eq!(operations("worksection"), ["users.get_users"]);
    // Nobody added an operation that a document does not have.
    assert_eq!(FOLDERS.map(|folder| api(folder).operations.len()), [3, 5, 7, 0, 1]);
}

#[test]
fn methods_and_paths_that_the_documents_state_are_few() {
    let stated = |folder: &str| {
        let api = api(folder);
        let methods = api.operations.iter().filter(|operation| operation.method.basis.in_document()).count();
        let paths = api.operations.iter().filter(|operation| operation.path.basis.in_document()).count();
        (methods, paths, api.servers.iter().filter(|server| server.url.basis.in_document()).count())
    };
    // The collection has all three; its base URL is http, and another page's https goes over it.
    assert_eq!(stated("crankwheel"), (3, 3, 0));
    // POST, in prose, once.
    assert_eq!(stated("remote-counsel"), (1, 0, 0));
    assert_eq!(stated("agendize"), (0, 0, 0));
    // The environment's host and the text's path and version.
    assert_eq!(stated("krisp"), (0, 0, 1));
    assert_eq!(stated("worksection"), (0, 0, 0));
}

#[test]
fn crankwheel_has_44_response_fields() {
    let api = api("crankwheel");
    // stats and sessions; total_canceled_requests and sessions; 8 bullets and prospect_info; 7 + 16 + 5 keys; 3 in bold.
    let names = ["UsageResponse", "DemoUsageResponse", "DemoSession", "ProspectInfo", "UserAccess"];
    assert_eq!(names.map(|name| count(&api, name)), [2, 2, 9, 28, 3]);
    assert_eq!(names.iter().map(|name| count(&api, name)).sum::<usize>(), 44);
    // `prospect-shoesize` is an example of the keys that customers make, which are data.
    let Shape::Object(prospect) = &api.types.get(api.types.named("ProspectInfo").expect("a type")).shape else { panic!("no object") };
    assert_eq!(prospect.open.as_ref().map(|open| open.prefix.as_str()), Some("prospect-"));
    assert!(!fields(&api, "ProspectInfo").iter().any(|found| found.path.contains("shoesize")));
}

#[test]
fn remote_counsel_has_91_response_fields() {
    let api = api("remote-counsel");
    // 16 scalars and the groups; 17 and the users; 15; 5; 24; the wrapper; 5 scalars and 2 objects; 2; 2.
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
    assert_eq!(names.map(|name| count(&api, name)), [17, 18, 15, 5, 24, 1, 7, 2, 2]);
    assert_eq!(names.iter().map(|name| count(&api, name)).sum::<usize>(), 91);
    // All of them are seen in samples: no table lists one.
    assert!(which(&api, &names, |field| how(&field.basis) != "sample").is_empty());
    // Nine names are shared by two types that are two things.
    let paths = |name| fields(&api, name).into_iter().map(|found| found.path).collect::<BTreeSet<_>>();
    assert_eq!(
        paths("EventGroup").intersection(&paths("EventGroupUser")).map(String::as_str).collect::<Vec<_>>(),
        [
            "created_at",
            "id",
            "is_cameo",
            "is_chat",
            "is_disallow_transcript_save",
            "is_text",
            "is_video",
            "product_description",
            "updated_at"
        ]
    );
}

#[test]
fn agendize_has_36_response_fields_and_21_rows_of_a_watch() {
    let api = api("agendize");
    // 22 at the top, and preferences 3, created 2, profile 2, whiteLabel 4, tags 3.
    assert_eq!(count(&api, "Account"), 36);
    assert_eq!(fields(&api, "Account").iter().filter(|found| !found.path.contains('.')).count(), 22);
    // 21 rows, of which `httpRequestHeader.name` stands for a key that is data.
    assert_eq!(count(&api, "WatchRequest"), 20);
    assert_eq!(
        word(&api.types, fields(&api, "WatchRequest").iter().find(|found| found.path == "httpRequestHeader").expect("a row").field.ty),
        "{string}"
    );
    let rows = spec_rows("agendize/reseller-accounts.spec.toml", "type", "rows");
    let in_document = |name: &str| {
        let (_, rows) = rows.iter().find(|(table, _)| table == name).expect("a table");
        rows.iter().filter(|row| !cell(row, 4).is_empty()).count()
    };
    assert_eq!((in_document("Account"), in_document("WatchRequest")), (36, 21));
}

#[test]
fn krisp_has_17_nodes() {
    let api = api("krisp");
    // 14 rows of one table, and the three objects that their arrows imply: data, seats[], user.
    let names = ["Response", "Seat", "SeatUser"];
    assert_eq!(names.map(|name| count(&api, name)), [7, 7, 3]);
    assert_eq!(which(&api, &names, |field| field.docs.is_none()), ["Response.data", "Response.data.seats", "Seat.user"]);
}

#[test]
fn worksection_has_25_response_fields() {
    let api = api("worksection");
    // status and data; 21 bullets, and the two objects that the one about services names.
    assert_eq!((count(&api, "GetUsersResponse"), count(&api, "User")), (2, 23));
    // The keys of both are data: two maps.
    let maps = which(&api, &["User"], |field| matches!(api.types.get(field.ty).shape, Shape::Map(_)));
    assert_eq!(maps, ["User.services.chats", "User.services.socials"]);
    // The two bullets that stand behind another one's footnote, and the one that the sample lacks.
    let names: Vec<String> = fields(&api, "User").into_iter().map(|found| found.path).collect();
    assert!(["date_added", "rate", "phone4"].iter().all(|name| names.iter().any(|known| known == name)));
    let date_added = fields(&api, "User").into_iter().find(|found| found.path == "date_added").expect("a field");
    assert_eq!(date_added.field.facts.aliases.iter().map(|alias| alias.value.as_str()).collect::<Vec<_>>(), ["data_added"]);
}

/// Parameters of an operation that stand in the document: name, place, type, presence.
fn params(operation: &Operation, api: &Api) -> Vec<String> {
    let shown = operation.params.iter().filter(|param| param.basis.in_document()).map(|param| {
        let place = match param.place.value {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Form => "form",
            Place::Part => "part",
            Place::Text => "text",
        };
        let presence = match param.presence.value {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Unknown => "unknown",
        };
        format!("{} {place} {} {presence}", param.wire, word(&api.types, param.ty))
    });
    shown.collect()
}

fn all_params(folder: &str) -> Vec<(String, Vec<String>)> {
    let api = api(folder);
    api.operations.iter().map(|operation| (operation.id.clone(), params(operation, &api))).collect()
}

#[track_caller]
fn assert_params(folder: &str, expected: &[(&str, &[&str])]) {
    let expected: Vec<(String, Vec<String>)> =
        expected.iter().map(|(id, params)| ((*id).to_owned(), params.iter().map(|&param| param.to_owned()).collect())).collect();
    assert_eq!(all_params(folder), expected);
}

#[test]
fn crankwheel_has_4_query_parameters() {
    // Their type and presence come from another page: see `added.rs`.
    let both = ["from query datetime optional", "to query datetime optional"];
    assert_params("crankwheel", &[("Retrieve/UsageGet", &both), ("Retrieve/DemoUsageGet", &both), ("List/UserAccessGet", &[])]);
    let api = api("crankwheel");
    for operation in &api.operations {
        // `%7B%7D` stands in for a value; it is none.
        assert!(operation.params.iter().all(|param| param.facts.default.is_none() && param.facts.example.is_none()));
        let headers: Vec<(&str, &str)> = operation.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(headers, [("Accept", "*/*")]);
        assert!(operation.body.is_none(), "`mode: raw` with nothing in it is no body");
    }
}

#[test]
fn remote_counsel_has_14_parameters_of_which_5_are_the_credential() {
    assert_params(
        "remote-counsel",
        &[
            ("event_schedules.get", &["id path integer required"]),
            ("event_schedules.users", &["id path integer required"]),
            ("event_schedules.logs", &["id path integer required"]),
            (
                "usage_logs.create",
                &[
                    "guid query string required",
                    "event_group_user_id query integer required",
                    "time_in query datetime required",
                    "time_out query datetime required",
                ],
            ),
            ("usage_logs.list", &["id path string required", "event_group_user_id query integer required"]),
        ],
    );
    // In the spec all 14 rows of the page stand, those of the credential too.
    let rows = spec_rows("remote-counsel/event-schedules.spec.toml", "op", "params");
    assert_eq!(
        rows.iter().map(|(id, rows)| (id.as_str(), rows.len())).collect::<BTreeSet<_>>(),
        BTreeSet::from([
            ("event_schedules.get", 2),
            ("event_schedules.users", 2),
            ("event_schedules.logs", 2),
            ("usage_logs.create", 5),
            ("usage_logs.list", 3)
        ])
    );
    let all: Vec<&toml::Value> = rows.iter().flat_map(|(_, rows)| rows).collect();
    assert_eq!(all.len(), 14);
    assert!(all.iter().all(|row| cell(row, 3).starts_with("required")));
    let tokens: Vec<String> = all.iter().filter(|row| cell(row, 3).contains("credential token")).map(|row| cell(row, 0)).collect();
    assert_eq!(tokens, ["token"; 5]);
}

#[test]
fn agendize_has_44_rows_4_5_35() {
    let id = ["accountId path string required"];
    let list = [
        "search query string optional",
        "tools query ToolFilter optional",
        "status query Status optional",
        "createdStartDate query datetime optional",
        "createdEndDate query datetime optional",
    ];
    assert_params(
        "agendize",
        &[
            ("accounts.delete", &id),
            ("accounts.get", &id),
            ("accounts.list", &list),
            ("accounts.insert", &[]),
            ("accounts.add", &id),
            ("accounts.update", &id),
            ("accounts.watch", &[]),
        ],
    );
    // Rows of bodies: 2 required and 5 optional; 2; 5; 1 required and 20 optional.
    let rows = spec_rows("agendize/reseller-accounts.spec.toml", "type", "rows");
    let table = |name: &str| &rows.iter().find(|(table, _)| table == name).expect("a table").1;
    let in_document = |name: &str| {
        // Two tables share their rows about tags; `password` has its row in the resource, not in theirs.
        let rows: Vec<&toml::Value> = table(name)
            .iter()
            .flat_map(|row| if cell(row, 1) == "TagInput" { table("TagInput").iter().collect() } else { vec![row] })
            .filter(|row| !cell(row, 4).is_empty() && cell(row, 0) != "password")
            .collect();
        let fact = |fact: &str| rows.iter().filter(|row| cell(row, 2).starts_with(fact)).count();
        (fact("required"), fact("optional"))
    };
    let bodies = ["NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"].map(in_document);
    assert_eq!(bodies, [(2, 5), (0, 2), (0, 5), (1, 20)]);
    assert_eq!(bodies.iter().map(|(required, optional)| required + optional).sum::<usize>(), 35);
    // In the API: the same rows, the objects that their paths lead through, and `password` twice; the row of `httpRequestHeader.name` is a map's key.
    let api = api("agendize");
    let names = ["NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"];
    assert_eq!(names.map(|name| count(&api, name)), [7 + 2 + 1, 2 + 1, 5 + 1 + 1, 21 - 1]);
    assert_eq!(
        which(&api, &names, |field| field.docs.is_none()),
        ["NewAccount.profile", "NewAccount.tags", "AccountAdditions.tags", "AccountUpdate.tags"]
    );
    // Nothing goes into a body that the page forbids.
    let bodies: Vec<&str> =
        api.operations.iter().filter(|operation| operation.body.is_some()).map(|operation| operation.id.as_str()).collect();
    assert_eq!(bodies, ["accounts.insert", "accounts.add", "accounts.update", "accounts.watch"]);
}

#[test]
fn krisp_and_worksection_have_no_parameters_but_one_constant() {
    assert_params("krisp", &[]);
    assert_params("worksection", &[("users.get_users", &[])]);
    let api = api("worksection");
    let constants = &api.operations[0].constants;
    assert_eq!(
        constants
            .iter()
            .map(|constant| (constant.name.as_str(), constant.value.as_str(), constant.basis.in_document()))
            .collect::<Vec<_>>(),
        [("action", "get_users", true)]
    );
}

/// Every list of values in the document: where, and the values.
fn lists(folder: &str) -> Vec<String> {
    let api = api(folder);
    let mut all: Vec<String> = Vec::new();
    let show = |at: &str, id: TypeId| {
        let Enum { values, .. } = match &api.types.get(id).shape {
            Shape::Enum(values) => values,
            Shape::List(inner) => match &api.types.get(*inner).shape {
                Shape::Enum(values) => values,
                _ => return None,
            },
            _ => return None,
        };
        let values: Vec<String> = values.iter().map(|value| quoted(&value.wire)).collect();
        Some(format!("{at}: {}", values.join(" ")))
    };
    // A list of values that several tables have is counted with each.
    for operation in &api.operations {
        all.extend(operation.params.iter().filter_map(|param| show(&format!("{}({})", operation.id, param.wire), param.ty)));
    }
    for (_, def) in api.types.iter() {
        let Some(name) = &def.name else { continue };
        if !def.basis.in_document() {
            continue;
        }
        let fields = fields(&api, &name.value);
        all.extend(fields.iter().filter_map(|found| show(&format!("{}.{}", name.value, found.path), found.field.ty)));
    }
    all.sort();
    all
}

#[test]
fn lists_of_values_are_5_0_7_5_2() {
    // Three enumerations, and two words that may stand in place of a number or a boolean: "never", and "n/a" twice.
    assert_eq!(
        lists("crankwheel"),
        [
            "DemoSession.accepted_from: extension email \"n/a\"",
            "DemoSession.availability_bucket: full_capacity half_capacity no_capacity",
            "UserAccess.privilege: user admin owner reporting",
        ]
    );
    let api = api("crankwheel");
    let unions = which(&api, &["DemoSession"], |field| matches!(api.types.get(field.ty).shape, Shape::OneOf(_)));
    assert_eq!(unions, ["DemoSession.seconds_to_respond", "DemoSession.call_confirmed", "DemoSession.screenshared"]);
    // Samples show `Active` and two products, once each: no lists.
    assert_eq!(lists("remote-counsel"), <[String; 0]>::default());
    // currency; tools of the resource and of the filter; status three times; grantType.
    assert_eq!(
        lists("agendize"),
        [
            "Account.currency: USD CAD EUR GBP JPY",
            "Account.status: enabled disabled",
            "Account.tools: save scheduling call",
            "WatchRequest.oauth2Auth.grantType: refresh_token client_credentials",
            "WatchRequest.status: enabled disabled",
            "accounts.list(status): enabled disabled",
            "accounts.list(tools): scheduling call callTracking",
        ]
    );
    // The two catalogues, and type, status and role of a seat.
    assert_eq!(
        lists("krisp"),
        [
            "Response.code: 0 1 1015 1016 1023 1026 10000",
            "Response.error_code: AUTH_HEADER_MISSING AUTH_HEADER_WRONG_FORMAT AUTH_BASIC_ONLY AUTH_BASIC_INVALID_TOKEN VALIDATION_ERROR \
             NOT_PERMITTED_ADD_SEATS SEAT_NOT_FOUND NOT_PERMITTED_CHANGE_SEAT_STATUS SEAT_IS_EMPTY SEAT_IS_NOT_EMPTY \
             NOT_PERMITTED_DELETE_SEAT NOT_PERMITTED_INVITE_USER NOT_EMPTY_SEAT ALREADY_MEMBER \
             NOT_PERMITTED_UNASSIGN_LAST_ADMINISTRATOR_SEAT",
            "Seat.role: Admin User",
            "Seat.status: unassigned active inactive blocked logged_in pending_accept pending_login",
            "Seat.type: device standard",
        ]
    );
    assert_eq!(
        lists("worksection"),
        ["GetUsersResponse.status: ok", "User.role: owner \"account admin\" \"team admin\" \"department admin\" user guest reader",]
    );
}

/// The rows of a catalogue: code, HTTP status, text and message lengths aside.
fn catalogue(api: &Api, name: &str) -> Vec<(String, Option<u16>)> {
    let Shape::Enum(codes) = &api.types.get(api.types.named(name).expect("a catalogue")).shape else { panic!("no catalogue") };
    let in_document = codes.values.iter().filter(|value| value.basis.in_document());
    in_document.map(|value| (value.wire.clone(), value.http_status.as_ref().map(|status| status.value))).collect()
}

#[test]
fn error_rows_are_0_5_0_22_0() {
    // Answers that say no, with a status and a text.
    let errors = |folder: &str| -> Vec<String> {
        let api = api(folder);
        let mut all = Vec::new();
        for operation in &api.operations {
            for response in operation.responses.iter().filter(|response| !response.status.value.is_success()) {
                assert!(response.basis.in_document() && response.answer.value == Answer::Unknown, "the documents show no body of an error");
                let words = response.docs.as_ref().map(|docs| docs.value.as_str()).unwrap_or_default();
                all.push(format!("{} {}: {words}", operation.id, response.status.value));
            }
        }
        all
    };
    assert!(["crankwheel", "agendize", "krisp", "worksection"].iter().all(|folder| errors(folder).is_empty()));
    assert_eq!(
        errors("remote-counsel"),
        [
            "event_schedules.get 404: Event schedule not found",
            "event_schedules.users 404: Event schedule not found",
            "event_schedules.logs 404: Event schedule not found",
            "usage_logs.create 422: Unable to process request, see errors in response",
            "usage_logs.list 422: Unable to process request, see errors in response",
        ]
    );
    // Krisp: seven response codes with their HTTP status (Not found and Forbidden come with 400), 15 error codes without.
    let krisp = api("krisp");
    let codes = catalogue(&krisp, "ResponseCode");
    assert_eq!(
        codes.iter().map(|(code, status)| (code.as_str(), *status)).collect::<Vec<_>>(),
        [
            ("0", Some(200)),
            ("1", Some(401)),
            ("1015", Some(400)),
            ("1016", Some(400)),
            ("1023", Some(400)),
            ("1026", Some(429)),
            ("10000", Some(500))
        ]
    );
    let errors = catalogue(&krisp, "ErrorCode");
    assert_eq!((errors.len(), errors.iter().filter(|(_, status)| status.is_some()).count()), (15, 0));
    // Worksection's 16 codes are another page's.
    assert_eq!(catalogue(&api("worksection"), "StatusCode").len(), 0);
}

#[test]
fn answers_are_what_the_documents_say() {
    let answers = |folder: &str| -> Vec<String> {
        let api = api(folder);
        let mut all = Vec::new();
        for operation in &api.operations {
            for response in operation.responses.iter().filter(|response| response.status.value.is_success()) {
                let status = match response.status.value {
                    ResponseStatus::Success => "success".to_owned(),
                    ResponseStatus::Code(code) => code.to_string(),
                };
                let answer = match response.answer.value {
                    Answer::Unknown => "unknown".to_owned(),
                    Answer::Empty => "empty".to_owned(),
                    Answer::Type(ty) => word(&api.types, ty),
                };
                all.push(format!("{} {status} {answer} {}", operation.id, how(&response.answer.basis)));
            }
        }
        all
    };
    assert_eq!(
        answers("crankwheel"),
        [
            "Retrieve/UsageGet 200 UsageResponse stated",
            "Retrieve/DemoUsageGet 200 DemoUsageResponse stated",
            // A bare list, or a wrapped one: the text does not say.
            "List/UserAccessGet 200 [UserAccess] assumed",
        ]
    );
    // No status of success is documented.
    assert_eq!(
        answers("remote-counsel"),
        [
            "event_schedules.get success EventSchedule stated",
            "event_schedules.users success [ScheduleUser] stated",
            "event_schedules.logs success [ScheduleLog] stated",
            "usage_logs.create success EventLogEnvelope stated",
            "usage_logs.list success [EventLogEnvelope] stated",
        ]
    );
    assert_eq!(
        answers("agendize"),
        [
            "accounts.delete success empty stated",
            "accounts.get success Account stated",
            // The structure that the page announces was lost.
            "accounts.list success object assumed",
            "accounts.insert success Account stated",
            "accounts.add success Account stated",
            "accounts.update success Account stated",
            // "A watch resource", which nothing defines.
            "accounts.watch success unknown stated",
        ]
    );
    assert_eq!(answers("worksection"), ["users.get_users success GetUsersResponse stated"]);
}

const RESOURCE: [&str; 1] = ["Account"];

#[test]
fn access_and_lengths_of_the_account() {
    let api = api("agendize");
    let access = |wanted: Access| {
        which(&api, &RESOURCE, |field| {
            field.facts.access.as_ref().is_some_and(|access| access.value == wanted && access.basis.in_document())
        })
    };
    // `Read-only` with and without a full stop, and `Read-Only`.
    assert_eq!(access(Access::ReadOnly), ["Account.id", "Account.userName", "Account.ssoToken", "Account.credit", "Account.tags.id"]);
    // "Work only with insert and update methods."
    assert_eq!(access(Access::WriteOnly), ["Account.password"]);
    let length = |names: &[&str], wanted: u32| {
        which(&api, names, |field| field.facts.max_length.as_ref().is_some_and(|most| most.value == wanted && most.basis.in_document()))
    };
    assert_eq!(
        length(&RESOURCE, 255),
        [
            "Account.firstName",
            "Account.lastName",
            "Account.email",
            "Account.whiteLabel.logoURL",
            "Account.whiteLabel.emailAddress",
            "Account.tags.tag"
        ]
    );
    assert_eq!(length(&RESOURCE, 63), ["Account.password", "Account.preferences.displayName", "Account.domain"]);
    // The tables of two methods repeat one of them.
    let bodies = ["NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"];
    assert_eq!(length(&bodies, 255), ["NewAccount.tags.tag", "AccountUpdate.tags.tag"]);
}

#[test]
fn conflicts_of_types_are_written_where_they_are() {
    let api = api("agendize");
    let names = ["Account", "NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"];
    let mut found = Vec::new();
    for name in names {
        for one in fields(&api, name) {
            if let Some(says) = &one.field.facts.doc_says {
                assert!(says.basis.in_document(), "the page's own type stands in the page");
                found.push(format!("{name}.{}: {}, {}", one.path, says.value, how(type_basis(&api.types, one.field))));
            }
        }
    }
    // Three objects that are none, four colours that are no booleans, three strings that have children. Another page settles them, or the rows of the children.
    assert_eq!(
        found,
        [
            "Account.clientName: object, page",
            "Account.status: object, page",
            "Account.additionalUsers: object, page",
            "Account.tags.color: boolean, page",
            "NewAccount.tags.color: boolean, page",
            "AccountAdditions.tags.color: boolean, page",
            "AccountUpdate.tags.color: boolean, page",
            "WatchRequest.basicAuth: string, assumed",
            "WatchRequest.httpRequestHeader: string, page",
            "WatchRequest.oauth2Auth: string, assumed",
        ]
    );
    for folder in ["crankwheel", "remote-counsel", "krisp", "worksection"] {
        let (api, _) = vendor(folder);
        for (_, def) in api.types.iter() {
            if let Shape::Object(object) = &def.shape {
                assert!(object.fields.iter().all(|field| field.facts.doc_says.is_none()), "{folder}");
            }
        }
    }
}

#[test]
fn null_is_all_that_is_shown_of_21_fields() {
    let api = api("remote-counsel");
    let names = ["EventSchedule", "EventGroup", "EventGroupUser", "ScheduleUser", "ScheduleLog", "EventLog", "EventGroupRef", "EventRef"];
    // 7 + 2 + 2 + 9 have no type at all, and are never strings.
    assert_eq!(
        which(&api, &names, |field| api.types.get(api.types.peel(field.ty).0).shape == Shape::Any),
        [
            "EventSchedule.event_schedule_id",
            "EventSchedule.ends_at",
            "EventSchedule.display_start_time",
            "EventSchedule.display_end_time",
            "EventSchedule.legacy_class",
            "EventSchedule.legacy_id",
            "EventSchedule.speche_guid",
            "EventGroup.deleted_at",
            "EventGroup.legacy_case_group_id",
            "ScheduleUser.user_id",
            "ScheduleUser.name",
            "ScheduleLog.event_group_id",
            "ScheduleLog.user_id",
            "ScheduleLog.session_id",
            "ScheduleLog.billable",
            "ScheduleLog.admin_logged_out",
            "ScheduleLog.legacy_class",
            "ScheduleLog.live_note_user_id",
            "ScheduleLog.legacy_id",
            "ScheduleLog.data_source",
        ]
    );
    // The 21st is the user's `is_disallow_transcript_save`: a person decided that it is what the group's is.
    let nullable = |names: &[&str], assumed: bool| {
        which(&api, names, |field| {
            let typed = |inner: TypeId| api.types.get(inner).shape != Shape::Any;
            matches!(api.types.get(field.ty).shape, Shape::Nullable(inner) if typed(inner))
                && (how(type_basis(&api.types, field)) == "assumed") == assumed
        })
    };
    assert_eq!(
        nullable(&names, true),
        ["EventGroupUser.is_disallow_transcript_save", "EventGroupUser.invited_at", "EventGroupUser.first_invited_at"]
    );
    // Seen with a value and with null.
    assert_eq!(nullable(&names, false), ["ScheduleUser.invited_at"]);
}

#[test]
fn null_is_told_of_three_fields_elsewhere() {
    let nullable = |folder: &str, names: &[&str]| {
        let api = api(folder);
        let mut found = Vec::new();
        for name in names {
            for one in fields(&api, name) {
                if let Shape::Nullable(_) = api.types.get(one.field.ty).shape {
                    found.push(format!("{name}.{} {}", one.path, how(type_basis(&api.types, one.field))));
                }
            }
        }
        found
    };
    // "**true**, **false** and **null** which should be considered the same as **false**"
    assert_eq!(
        nullable("crankwheel", &["UsageResponse", "DemoUsageResponse", "DemoSession", "ProspectInfo", "UserAccess"]),
        ["UserAccess.in_demo_pool stated"]
    );
    // "Valid nickname string in UTF8 or null"; a seat that nobody has has no date of joining.
    assert_eq!(nullable("krisp", &["Response", "Seat", "SeatUser"]), ["Seat.join_date assumed", "Seat.nickname stated"]);
    assert!(nullable("agendize", &["Account", "NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"]).is_empty());
    assert!(nullable("worksection", &["GetUsersResponse", "User"]).is_empty());
}

#[test]
fn what_is_optional_in_an_answer_is_so_in_the_documents_words() {
    let optional = |folder: &str, names: &[&str]| {
        let api = api(folder);
        which(&api, names, |field| field.presence.value == Presence::Optional && field.presence.basis.in_document())
    };
    // The agent's address, and five keys of campaigns "if they were present".
    assert_eq!(
        optional("crankwheel", &["UsageResponse", "DemoUsageResponse", "DemoSession", "ProspectInfo", "UserAccess"]),
        [
            "DemoSession.handled_by",
            "ProspectInfo.prospect-utm-source",
            "ProspectInfo.prospect-utm-medium",
            "ProspectInfo.prospect-utm-campaign",
            "ProspectInfo.prospect-utm-term",
            "ProspectInfo.prospect-utm-content",
        ]
    );
    assert_eq!(optional("krisp", &["Response", "Seat", "SeatUser"]), ["Response.error_code", "Response.situation"]);
    // "*not returned if empty", "*returned if using admin token", "(if specified)" seven times.
    assert_eq!(
        optional("worksection", &["GetUsersResponse", "User"]),
        [
            "User.contacts",
            "User.date_added",
            "User.rate",
            "User.phone",
            "User.phone2",
            "User.phone3",
            "User.phone4",
            "User.address",
            "User.address2"
        ]
    );
    // The page says nothing of the kind about the resource, and samples are no evidence of absence.
    assert!(optional("agendize", &["Account"]).is_empty());
    let remote = ["EventSchedule", "EventGroup", "EventGroupUser", "ScheduleUser", "ScheduleLog", "EventLogEnvelope", "EventLog"];
    assert!(optional("remote-counsel", &remote).is_empty());
    // And no field of an answer is said to be always there, but two: "the response will contain ok status and the following data".
    for (folder, names) in [
        ("crankwheel", vec!["UsageResponse", "DemoUsageResponse", "DemoSession", "ProspectInfo", "UserAccess"]),
        ("remote-counsel", remote.to_vec()),
        ("agendize", vec!["Account"]),
        ("krisp", vec!["Response", "Seat", "SeatUser"]),
        ("worksection", vec!["User"]),
    ] {
        assert!(which(&api(folder), &names, |field| field.presence.value == Presence::Required).is_empty(), "{folder}");
    }
    let required = which(&api("worksection"), &["GetUsersResponse"], |field| field.presence.value == Presence::Required);
    assert_eq!(required, ["GetUsersResponse.status", "GetUsersResponse.data"]);
}

#[test]
fn krisp_limits_and_outcome_are_its_own() {
    let api = api("krisp");
    let limits: Vec<_> = api
        .rate_limits
        .iter()
        .map(|limit| (limit.value.requests, limit.value.per_seconds, limit.value.block_seconds, limit.basis.in_document()))
        .collect();
    // 700 requests a minute, then an hour of nothing.
    assert_eq!(limits, [(700, 60, Some(3600), true)]);
    assert!(api.outcome.as_ref().is_some_and(|outcome| outcome.basis.in_document()));
    assert!(api.auth.iter().all(|scheme| scheme.basis.in_document()) && api.auth.len() == 1);
    // No other document speaks of limits.
    assert!(["crankwheel", "remote-counsel", "agendize", "worksection"].iter().all(|folder| vendor(folder).0.rate_limits.is_empty()));
}

#[test]
fn secrets_in_answers_and_bodies() {
    let secrets = |folder: &str, names: &[&str]| which(&api(folder), names, |field| field.facts.secret.is_some());
    assert_eq!(secrets("remote-counsel", &["EventSchedule", "EventGroup", "EventGroupUser"]), ["EventGroupUser.access_token"]);
    assert_eq!(
        secrets("agendize", &["Account", "WatchRequest"]),
        ["Account.password", "Account.ssoToken", "WatchRequest.basicAuth.password", "WatchRequest.oauth2Auth.refreshToken"]
    );
}

#[test]
fn the_account_of_crankwheels_requests_is_closed() {
    // Three requests in two folders, each an operation; none joined to another, none refused.
    let (_, run) = vendor("crankwheel");
    let mut said = docwright::diagnostic::Diagnostics::default();
    let document = docwright::document::json::read_strict(run.loaded.input, &run.sources, &mut said).expect("the collection is JSON");
    let collection = docwright::postman::read(&document, None, &[], &run.sources, &mut said).expect("it is a collection");
    let coverage = docwright::postman::lower(&collection, &run.sources, &mut said).coverage;
    assert_eq!((coverage.seen, coverage.made, coverage.joined.len(), coverage.refused.len()), (3, 3, 0, 0));
}

#[test]
fn defaults_are_those_that_the_documents_name() {
    let defaults = |folder: &str, names: &[&str]| {
        let api = api(folder);
        assert!(api.operations.iter().flat_map(|operation| &operation.params).all(|param| param.facts.default.is_none()), "{folder}");
        let mut found = Vec::new();
        for name in names {
            for one in fields(&api, name) {
                found.extend(one.field.facts.default.as_ref().map(|default| format!("{name}.{} {}", one.path, default.value)));
            }
        }
        found
    };
    // "`refresh_token` (default)"; "Default: email address of the user account" names no value.
    assert_eq!(
        defaults("agendize", &["Account", "NewAccount", "AccountAdditions", "AccountUpdate", "WatchRequest"]),
        ["WatchRequest.oauth2Auth.grantType refresh_token"]
    );
    // Null "should be considered the same as **false**".
    assert_eq!(defaults("crankwheel", &["DemoSession", "ProspectInfo", "UserAccess"]), ["UserAccess.in_demo_pool false"]);
    assert!(defaults("remote-counsel", &["EventSchedule", "EventGroup", "EventGroupUser", "ScheduleLog", "EventLog"]).is_empty());
    assert!(defaults("krisp", &["Response", "Seat", "SeatUser"]).is_empty());
    assert!(defaults("worksection", &["GetUsersResponse", "User"]).is_empty());
}
