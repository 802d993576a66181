//! Agendize: seven operations on accounts; two headers, or a bearer token.

use std::collections::BTreeMap;

use agendize::types::{
    Account, AccountAdditions, AccountAdditionsTag, AccountUpdate, BasicAuth, Currency, GrantType, NewAccount, NewAccountProfile,
    Oauth2Auth, Signature, Status, TagInput, Tool, ToolFilter, WatchRequest, WatchStatus,
};
use agendize::{Auth, Client, ErrorKind, Method, Mode, decode};
use docwright_runtime::{Any, Number, Secret};
use docwright_tests::server::{Answer, Server};

use crate::{Expected, heard, json, moment, only, parsed, says, server, to};

fn client(server: &Server) -> Client {
    Client::builder().auth(Auth::tokens("ss0-token", "api-key")).transport(to(server)).build().unwrap()
}

fn expected() -> Expected {
    // The documents write `apiKey`: the names of headers have no case.
    bare().header("token", "ss0-token").header("apikey", "api-key")
}

fn bare() -> Expected {
    Expected::new("api.agendize.com", "agendize")
}

#[tokio::test]
async fn delete_sends_no_body_and_takes_an_empty_answer() {
    let server = server([Answer::empty(204), Answer::empty(200)]);
    let client = client(&server);
    client.accounts().delete("4711").await.unwrap();
    client.accounts().delete(4711).await.unwrap();
    let delete = expected().request("DELETE /api/2.0/resellers/accounts/4711");
    assert_eq!(heard(&server), [delete.clone(), delete]);
}

#[tokio::test]
async fn an_account_is_got_by_user_name() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let client = client(&server);
    client.accounts().get("4711").await.unwrap();
    client.accounts().get("ann+1@example.com").await.unwrap();
    client.accounts().get("../watch?x=1#y").await.unwrap();
    assert_eq!(
        heard(&server),
        [
            expected().request("GET /api/2.0/resellers/accounts/4711"),
            expected().request("GET /api/2.0/resellers/accounts/ann%2B1%40example.com"),
            expected().request("GET /api/2.0/resellers/accounts/..%2Fwatch%3Fx%3D1%23y"),
        ]
    );
}

#[tokio::test]
async fn list_is_in_items() {
    let body = r#"{"items": [{"id": "1", "userName": "ann@example.com"}, {"id": "2"}], "nextPageToken": "n"}"#;
    let server = server([Answer::json(200, body), Answer::json(200, "{}")]);
    let client = client(&server);
    let list = client
        .accounts()
        .list()
        .search("Ann & Bob")
        .tools(ToolFilter::CallTracking)
        .status(Status::Enabled)
        .created_start_date(moment("2020-01-01T00:00:00Z"))
        .created_end_date(moment("2020-02-01T00:00:00+02:00"))
        .await
        .unwrap();
    let ids: Vec<_> = list.items.as_deref().unwrap().iter().map(|account| account.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some("2")]);
    assert_eq!(list.extra.get("nextPageToken").and_then(Any::as_string).as_deref(), Some("n"));
    assert_eq!(json(&list), parsed(body));
    // Nothing is sent for what is not given, and what is not there is no error: the structure is assumed.
    assert_eq!(client.accounts().list().await.unwrap().items, None);
    assert_eq!(
        heard(&server),
        [
            expected().request(
                "GET /api/2.0/resellers/accounts?search=Ann%20%26%20Bob&tools=callTracking&status=enabled\
                 &createdStartDate=2020-01-01T00%3A00%3A00Z&createdEndDate=2020-02-01T00%3A00%3A00%2B02%3A00"
            ),
            expected().request("GET /api/2.0/resellers/accounts"),
        ]
    );
}

#[tokio::test]
async fn insert_puts_an_account() {
    let server = server([Answer::json(200, r#"{"id": "4711"}"#), Answer::json(201, r#"{"id": "4712"}"#)]);
    let client = client(&server);
    let tag = TagInput::new().tag("new \"customer\"").color("#00ff00");
    let account = NewAccount::new("ann@example.com", NewAccountProfile::new("p-1"))
        .last_name("Ä")
        .first_name("Ann")
        .send_signup_email(true)
        .tags([tag])
        .password("p\"w");
    assert_eq!(client.accounts().insert(&account).await.unwrap().id.as_deref(), Some("4711"));
    let least = NewAccount::new("bob@example.com", NewAccountProfile::new("p-1"));
    assert_eq!(client.accounts().insert(&least).await.unwrap().id.as_deref(), Some("4712"));
    assert_eq!(
        heard(&server),
        [
            expected().json(
                "PUT /api/2.0/resellers/accounts",
                r##"{"email":"ann@example.com","profile":{"id":"p-1"},"lastName":"Ä","firstName":"Ann","sendSignupEmail":true,"tags":[{"tag":"new \"customer\"","color":"#00ff00"}],"password":"p\"w"}"##
            ),
            expected().json("PUT /api/2.0/resellers/accounts", r#"{"email":"bob@example.com","profile":{"id":"p-1"}}"#),
        ]
    );
}

#[tokio::test]
async fn add_sends_tags() {
    let server = says("{}");
    let additions =
        AccountAdditions::new().tags([AccountAdditionsTag::new().id("t-1").color("#00ff00"), AccountAdditionsTag::new().id("t-2")]);
    client(&server).accounts().add("4711", &additions).await.unwrap();
    assert_eq!(
        heard(&server),
        [expected().json("POST /api/2.0/resellers/accounts/4711/add", r##"{"tags":[{"id":"t-1","color":"#00ff00"},{"id":"t-2"}]}"##)]
    );
}

#[tokio::test]
async fn update_sends_only_what_was_given() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let client = client(&server);
    let update = |update: AccountUpdate| {
        let client = client.clone();
        async move { client.accounts().update("4711", &update).await.unwrap() }
    };
    update(AccountUpdate::new().first_name("")).await;
    update(AccountUpdate::new().password("p")).await;
    let tag = TagInput::new().tag("t").color("#ff0000");
    let mut all = AccountUpdate::new().last_name("L").first_name("F").email("e@example.com").tags([tag]);
    // What the document does not have can be sent as well; null, for whoever knows that it clears a field.
    all.extra.insert("organization", Any::default());
    update(all).await;
    let line = "POST /api/2.0/resellers/accounts/4711";
    assert_eq!(
        heard(&server),
        [
            expected().json(line, r#"{"firstName":""}"#),
            expected().json(line, r#"{"password":"p"}"#),
            expected().json(
                line,
                r##"{"lastName":"L","firstName":"F","email":"e@example.com","tags":[{"tag":"t","color":"#ff0000"}],"organization":null}"##
            ),
        ]
    );
}

#[tokio::test]
async fn watch_sends_objects() {
    let server = says("{}");
    let watch = WatchRequest::new("https://example.com/hook")
        .name("w")
        .basic_auth(BasicAuth::new().username("u").password("p\"w"))
        .schema(Any::from_text(r#"{"id": "$.id", "n": 1.50}"#).unwrap())
        .add_previous_data(false)
        .method("POST")
        .status(WatchStatus::Disabled)
        .oauth2_auth(
            Oauth2Auth::new()
                .grant_type(GrantType::RefreshToken)
                .client_id("c")
                .refresh_token("r")
                .auth_url("https://example.com/auth")
                .access_token_url("https://example.com/token")
                .scope("s")
                .client_secret("cs")
                .redirect_uri("https://example.com/back"),
        )
        .signature(Signature::new().enabled(true).crypto_key_ids(["k1".to_owned(), "k2".to_owned()]));
    client(&server).accounts().watch(&watch).await.unwrap();
    assert_eq!(
        heard(&server),
        [expected().json(
            "POST /api/2.0/resellers/accounts/watch",
            concat!(
                r#"{"address":"https://example.com/hook","name":"w","basicAuth":{"username":"u","password":"p\"w"},"#,
                r#""schema":{"id": "$.id", "n": 1.50},"addPreviousData":false,"method":"POST","status":"disabled","#,
                r#""oauth2Auth":{"grantType":"refresh_token","clientId":"c","refreshToken":"r","authUrl":"https://example.com/auth","#,
                r#""accessTokenUrl":"https://example.com/token","scope":"s","clientSecret":"cs","redirectUri":"https://example.com/back"},"#,
                r#""signature":{"enabled":true,"cryptoKeyIds":["k1","k2"]}}"#
            )
        )]
    );
}

#[tokio::test]
async fn watch_sends_headers_as_a_map() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let client = client(&server);
    let headers = BTreeMap::from([("X-Key".to_owned(), "v".to_owned()), ("name".to_owned(), "n".to_owned())]);
    client.accounts().watch(&WatchRequest::new("https://example.com").http_request_header(headers)).await.unwrap();
    client.accounts().watch(&WatchRequest::new("https://example.com")).await.unwrap();
    let bodies: Vec<_> = server.requests().iter().map(|request| request.text().to_owned()).collect();
    assert_eq!(
        bodies,
        [r#"{"address":"https://example.com","httpRequestHeader":{"X-Key":"v","name":"n"}}"#, r#"{"address":"https://example.com"}"#]
    );
}

#[tokio::test]
async fn watch_answers_anything() {
    // The page does not define a watch resource: not even that it is JSON.
    for (body, json) in [(r#"{"id": 1.50}"#, true), ("[]", true), ("done", false), ("", false), ("\u{feff}null", true)] {
        let server = server([Answer::json(200, body)]);
        let answer = client(&server).accounts().watch(&WatchRequest::new("https://example.com")).await.unwrap();
        assert_eq!((&answer.bytes()[..], answer.json().is_some()), (body.as_bytes(), json), "{body}");
    }
}

#[tokio::test]
async fn account_has_the_types_that_the_text_means() {
    let body = r##"{
        "id": "4711", "userName": "ann@example.com", "firstName": "Ann", "lastName": "Ä", "email": "ann@example.com", "organization": "O",
        "preferences": {"timeZone": "Europe/Paris", "language": "fr", "displayName": "A"}, "currency": "EUR", "resellerId": "r",
        "domain": "example.com", "created": {"dateTime": "2015-05-04T10:00:00", "timeZone": "Europe/Paris"}, "ssoToken": "s", "credit": 12.50,
        "profile": {"id": "p", "name": "P"}, "tools": ["save", "scheduling", "call"],
        "whiteLabel": {"logoURL": "u", "emailAddress": "e", "headerBackgroundColor": "#1", "menuBackgroundColor": "#2"},
        "clientName": "C", "status": "enabled", "additionalUsers": 3, "tags": [{"id": "t", "tag": "T", "color": "#00ff00"}]
    }"##;
    let server = says(body);
    let client = Client::builder().auth(Auth::oauth("t")).mode(Mode::Strict).transport(to(&server)).build().unwrap();
    let account = client.accounts().get("4711").await.unwrap();
    // An "object" that is text, one that is a value of two, one that is a number; a "boolean" that is a colour.
    assert_eq!(account.client_name.as_deref(), Some("C"));
    assert_eq!(account.status, Some(Status::Enabled));
    assert_eq!(account.additional_users, Some(3));
    assert_eq!(account.tags.as_deref().unwrap()[0].color.as_deref(), Some("#00ff00"));
    assert_eq!((account.currency.clone(), account.credit.clone()), (Some(Currency::Eur), Some("12.5".parse::<Number>().unwrap())));
    assert_eq!(Currency::values(), ["USD", "CAD", "EUR", "GBP", "JPY"]);
    assert_eq!(account.white_label.as_ref().unwrap().logo_url.as_deref(), Some("u"));
    assert_eq!(account.sso_token.as_ref().map(Secret::expose), Some("s"));
    assert!(account.extra.is_empty());
    assert_eq!(json(&account), parsed(body));
}

#[tokio::test]
async fn what_only_callers_send_is_no_field_of_an_answer() {
    // "Work only with insert and update methods.": should it come all the same, it is kept, and reported.
    let body = r#"{"id": "4711", "password": "s3cr3t", "sendSignupEmail": true}"#;
    let read = decode::<Account>(body, Mode::Lenient).unwrap();
    assert_eq!(read.drifts.iter().map(agendize::Drift::path).collect::<Vec<_>>(), ["password", "sendSignupEmail"]);
    assert!(!format!("{:?} {:?}", read.value, read.drifts).contains("s3cr3t"));
    assert_eq!(json(&read.value), parsed(body));
}

#[tokio::test]
async fn an_unlisted_tool_is_kept() {
    assert_eq!(Tool::values(), ["save", "scheduling", "call"]);
    assert_eq!(ToolFilter::values(), ["scheduling", "call", "callTracking"]);
    let body = r#"{"tools": ["save", "callTracking"]}"#;
    let server = server([Answer::json(200, body), Answer::json(200, "{}")]);
    let client = client(&server);
    let account = client.accounts().get("4711").await.unwrap();
    let tools = account.tools.as_deref().unwrap();
    assert_eq!(tools[0], Tool::Save);
    assert!(matches!(&tools[1], Tool::Other(value) if value.as_str() == "callTracking"));
    assert_eq!(json(&account), parsed(body));
    client.accounts().list().tools("save,call".into()).await.unwrap();
    assert_eq!(server.requests()[1].query(), "tools=save%2Ccall");
}

#[tokio::test]
async fn created_has_no_zone() {
    let body = r#"{"created": {"dateTime": "2015-05-04T10:00:00", "timeZone": "Europe/Paris"}}"#;
    let server = says(body);
    let account = client(&server).accounts().get("4711").await.unwrap();
    let created = account.created.as_ref().unwrap();
    assert_eq!((created.date_time.as_deref(), created.time_zone.as_deref()), (Some("2015-05-04T10:00:00"), Some("Europe/Paris")));
    assert_eq!(json(&account), parsed(body));
}

#[tokio::test]
async fn a_watch_calls_with_an_account() {
    let body = r#"{"id": "4711", "status": "disabled"}"#;
    let account: Account = decode(body, Mode::Strict).unwrap().value;
    assert_eq!((account.id.as_deref(), account.status), (Some("4711"), Some(Status::Disabled)));
}

#[tokio::test]
async fn either_two_headers_or_a_bearer_token() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}"), Answer::json(200, "{}")]);
    let get = |builder: agendize::Builder| {
        let client = builder.transport(to(&server)).build().unwrap();
        async move { client.accounts().get("4711").await.unwrap() }
    };
    get(Client::builder().auth(Auth::oauth("0auth"))).await;
    get(Client::builder().auth(Auth::tokens("a", "b"))).await;
    // Of two the first; a later one for the same scheme takes its place.
    get(Client::builder().auth(Auth::oauth("old")).auth(Auth::tokens("a", "b")).auth(Auth::tokens("c", "d"))).await;
    let line = "GET /api/2.0/resellers/accounts/4711";
    assert_eq!(
        heard(&server),
        [
            bare().header("authorization", "Bearer 0auth").request(line),
            bare().header("token", "a").header("apikey", "b").request(line),
            bare().header("authorization", "Bearer old").request(line),
        ]
    );
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = says("{}");
    let client = Client::builder().transport(to(&server)).build().unwrap();
    let error = client.accounts().delete("4711").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "accounts.delete: the request could not be built: no credential was given: pass `Auth::tokens(…)` or `Auth::oauth(…)` to the builder's `auth`"
    );
    assert!(server.requests().is_empty());
    // One of the two headers is none.
    let error = Client::builder().auth(Auth::tokens("a", "")).transport(to(&server)).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
}

#[tokio::test]
async fn credentials_go_over_plain_http_only_where_the_caller_insists() {
    let server = server([Answer::json(200, "{}"), Answer::json(200, "{}")]);
    for auth in [Auth::tokens("a", "b"), Auth::oauth("t")] {
        let builder = || Client::builder().auth(auth.clone()).base_url(server.url());
        assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Build);
        builder().danger_send_credentials_over_plain_http(true).build().unwrap().accounts().get("1").await.unwrap();
    }
    // Nor for one call alone.
    let client = Client::builder().auth(Auth::oauth("t")).transport(to(&server)).build().unwrap();
    let error = client.accounts().get("1").base_url(server.url()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn no_error_is_documented() {
    let server = server([Answer::json(404, r#"{"error": {"code": 404}}"#), Answer::json(401, "")]);
    let client = client(&server);
    let error = client.accounts().get("4711").await.unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Undocumented, Some(404)));
    assert_eq!(error.body(), Some(&Any::from_text(r#"{"error":{"code":404}}"#).unwrap()));
    assert_eq!(error.to_string(), "accounts.get: the document does not describe this status: HTTP 404: {\"error\": {\"code\": 404}}");
    assert_eq!(client.accounts().delete("4711").await.unwrap_err().kind(), ErrorKind::Undocumented);
}

#[tokio::test]
async fn the_words_of_an_error_are_shown() {
    let server = server([
        Answer::json(401, r#"{"error":{"code":401,"message":"Invalid token"}}"#),
        Answer::text(200, "<html>Sign in</html>"),
        Answer::json(200, r#"{"id": 7, "ssoToken": "hush", "status": []}"#),
        Answer::json(200, r#"{"ssoToken": ["hush"]}"#),
    ]);
    let client = Client::builder().auth(Auth::oauth("0auth")).mode(Mode::Strict).transport(to(&server)).build().unwrap();
    for said in [
        r#"the document does not describe this status: HTTP 401: {"error":{"code":401,"message":"Invalid token"}}"#,
        "the answer does not fit: it is not JSON from line 1, column 1 on: HTTP 200: <html>Sign in</html>",
        r#"the answer does not fit: `id` is a number, expected text; `status` is a list, expected text: HTTP 200: {"id": 7, "ssoToken":…"#,
        "the answer does not fit: `ssoToken` is a list, expected text: HTTP 200",
    ] {
        assert_eq!(client.accounts().get("4711").await.unwrap_err().to_string(), format!("accounts.get: {said}"));
    }
}

#[tokio::test]
async fn a_call_with_setters_has_the_options_of_every_call() {
    let server = says("{}");
    let client = client(&server);
    let list = || client.accounts().list().search("x").query("page", 2).header("x-a", "b");
    let request = list().base_url("https://eu.example.com/v2").into_http().unwrap();
    assert_eq!(request.uri(), "https://eu.example.com/v2/accounts?search=x&page=2");
    list().timeout(std::time::Duration::from_secs(5)).await.unwrap();
    let sent = only(&server);
    assert_eq!(sent.target(), "/api/2.0/resellers/accounts?search=x&page=2");
    assert_eq!(sent.header("x-a"), Some("b"));
}

#[tokio::test]
async fn what_the_document_does_not_have_can_be_called() {
    let server = says(r#"{"x": [1]}"#);
    let answer = client(&server).request(Method::PATCH, "/accounts/{id}/notes").path("id", "a b").query("y", true).await.unwrap();
    assert_eq!(answer.text(), r#"{"x": [1]}"#);
    let request = only(&server);
    assert_eq!(request.line(), "PATCH /api/2.0/resellers/accounts/a%20b/notes?y=true HTTP/1.1");
    assert_eq!((request.header("token"), request.header("apikey")), (Some("ss0-token"), Some("api-key")));
}
