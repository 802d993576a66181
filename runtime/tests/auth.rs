//! The kinds of credentials, and who gets which.

use crate::rt::{self, ErrorKind, Method, Place, Scheme};
use crate::shape::{Auth, Client};

macro_rules! api {
    ($name:ident, $scheme:ident, $places:expr) => {
        static $scheme: Scheme = Scheme { id: "key", base: None, places: $places };
        static $name: rt::Api = rt::Api {
            name: "vendor",
            base: "https://api.example.com",
            schemes: &[&$scheme],
            headers: &[],
            outcome: None,
            errors: &[],
            secrets: &[],
        };
    };
}

api!(READY, READY_SCHEME, &[Place::Header { name: "authorization", prefix: "Basic " }]);
api!(QUERY, QUERY_SCHEME, &[Place::Query { name: "token" }]);
api!(TWO, TWO_SCHEME, &[Place::Header { name: "token", prefix: "" }, Place::Header { name: "apiKey", prefix: "" }]);
api!(PAIR, PAIR_SCHEME, &[Place::BasicPair]);
api!(COOKIE, COOKIE_SCHEME, &[Place::Cookie { name: "session" }]);
api!(SIGNED, SIGNED_SCHEME, &[Place::SignedQuery { name: "hash", signature: rt::Signature::Md5OfQueryAndKey }]);

fn build(api: &'static rt::Api, secrets: &[&str]) -> Result<rt::Client, rt::Error<rt::Any>> {
    let credential = rt::Credential::new(api.schemes[0], secrets.iter().map(|secret| (*secret).into()));
    rt::Builder::new(api).auth(credential).transport(rt::Memory::new()).build()
}

fn request(api: &'static rt::Api, secrets: &[&str]) -> http::Request<rt::Bytes> {
    let client = build(api, secrets).unwrap();
    let call: rt::Call<'_, rt::Any, rt::Any> = client.custom(Method::GET, "/x");
    call.query("action", "get_tasks").query("id_project", 26).into_http().unwrap()
}

#[test]
fn ready_made_basic() {
    let request = request(&READY, &["bWU6c2VjcmV0"]);
    assert_eq!(request.headers()["authorization"], "Basic bWU6c2VjcmV0");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[test]
fn token_in_the_query() {
    let request = request(&QUERY, &["a+b/c"]);
    assert_eq!(request.uri().query(), Some("action=get_tasks&id_project=26&token=a%2Bb%2Fc"));
}

#[test]
fn two_headers() {
    let request = request(&TWO, &["sso", "key"]);
    assert_eq!(request.headers()["token"], "sso");
    assert_eq!(request.headers()["apikey"], "key");
}

#[test]
fn basic_pair() {
    // The example of RFC 7617.
    let basic = request(&PAIR, &["Aladdin", "open sesame"]);
    assert_eq!(basic.headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(request(&PAIR, &["key", ""]).headers()["authorization"], "Basic a2V5Og==");
}

#[test]
fn cookie() {
    assert_eq!(request(&COOKIE, &["s3cret"]).headers()["cookie"], "session=s3cret");

    // It stands behind those that are there, whatever bytes they hold.
    let client = build(&COOKIE, &["s3cret"]).unwrap();
    let call: rt::Call<'_, rt::Any, rt::Any> = client.custom(Method::GET, "/x");
    let request = call.header("cookie", "a=ä").cookie("b", 1).into_http().unwrap();
    assert_eq!(request.headers()["cookie"].as_bytes(), "a=ä; b=1; session=s3cret".as_bytes());
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn signed_query() {
    // The vendor's own example.
    let request = request(&SIGNED, &["7776461cd931e7b1c8e9632ff8e979ce"]);
    assert_eq!(request.uri().query(), Some("action=get_tasks&id_project=26&hash=ec3ab2c28f21b4a07424f8ed688d6644"));
}

#[test]
fn bearer() {
    let client = Client::builder("a").auth(Auth::access_token("t")).transport(rt::Memory::new()).build().unwrap();
    assert_eq!(client.users().list().call().into_http().unwrap().headers()["authorization"], "Bearer t");
}

#[test]
fn credentials_that_cannot_be_sent() {
    for (api, secrets, problem) in [
        (&READY, &["a\nb"][..], "the credential `key` holds a character that a header cannot hold"),
        (&READY, &[""], "the credential `key` is empty"),
        (&TWO, &["only one"], "the credential `key` has 1 secrets, expected 2"),
        (&TWO, &["one", ""], "the credential `key` is empty"),
        (&PAIR, &["a:b", "c"], "the user of the credential `key` holds a colon"),
        (&COOKIE, &["a;b"], "the credential `key` holds a character that a cookie cannot hold"),
    ] {
        let error = build(api, secrets).unwrap_err();
        assert_eq!(error.to_string(), format!("vendor: the client could not be built: {problem}"));
    }
}

#[test]
fn missing_and_foreign_credentials() {
    let none = Client::builder("a").transport(rt::Memory::new()).build().unwrap();
    let error = none.users().get_users().into_http().unwrap_err();
    assert_eq!(
        error.to_string(),
        "get_users: the request could not be built: no credential was given: pass `Auth::admin_key(…)` or `Auth::access_token(…)` to the builder's `auth`"
    );
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(
        none.users().list().call().into_http().unwrap_err().to_string(),
        "users.list: the request could not be built: no credential was given: pass `Auth::access_token(…)` to the builder's `auth`"
    );
    let admin = Client::builder("a").auth(Auth::admin_key("k")).transport(rt::Memory::new()).build().unwrap();
    assert_eq!(
        admin.users().list().call().into_http().unwrap_err().to_string(),
        "users.list: the request could not be built: it does not accept `Auth::admin_key`: pass `Auth::access_token(…)` to the builder's `auth`"
    );
    assert!(none.users().health().into_http().is_ok());
    let foreign: Result<rt::Client, rt::Error<rt::Any>> =
        rt::Builder::new(&READY).auth(rt::Credential::new(&FOREIGN, ["x".into()])).transport(rt::Memory::new()).build();
    assert_eq!(
        foreign.unwrap_err().to_string(),
        "vendor: the client could not be built: `foreign` is no way to authenticate with this API"
    );
}

#[test]
fn operations_that_can_do_without_a_credential() {
    const fn operation(auth: rt::Accepts) -> rt::Operation {
        rt::Operation {
            name: "read",
            id: "read",
            method: "GET",
            path: "//read",
            query: &[],
            headers: &[],
            retry: rt::Retry::Safe,
            auth,
            errors: &[],
            success: &[],
        }
    }
    static ANY: rt::Operation = operation(rt::Accepts::AnyOrNone);
    static OF: rt::Operation = operation(rt::Accepts::OfOrNone(&["key"]));
    static OTHER: rt::Operation = operation(rt::Accepts::OfOrNone(&["token"]));
    let sent = |client: &rt::Client, operation: &'static rt::Operation| {
        let call: rt::Call<'_, rt::Any, rt::Any> = client.call(operation);
        let request = call.into_http().unwrap();
        assert_eq!(request.uri(), "https://api.example.com//read");
        request.headers().contains_key("authorization")
    };
    let without: rt::Client = rt::Builder::new(&READY).transport(rt::Memory::new()).build::<rt::Any>().unwrap();
    let with = build(&READY, &["bWU6c2VjcmV0"]).unwrap();
    assert_eq!(
        [&ANY, &OF, &OTHER].map(|operation| (sent(&without, operation), sent(&with, operation))),
        [(false, true), (false, true), (false, false)]
    );
}

static FOREIGN: Scheme = Scheme { id: "foreign", base: None, places: &[Place::Query { name: "x" }] };

#[test]
fn each_call_takes_the_credential_that_it_accepts() {
    let both = Client::builder("a").auth(Auth::admin_key("k")).auth(Auth::access_token("t")).transport(rt::Memory::new()).build().unwrap();
    let request = both.users().list().call().into_http().unwrap();
    assert_eq!(request.uri(), "https://a.worksection.com/api/oauth2/users");
    assert_eq!(request.headers()["authorization"], "Bearer t");
    let request = both.users().get_users().into_http().unwrap();
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(request.uri().host(), Some("a.worksection.com"));
    let request = both.users().health().into_http().unwrap();
    assert_eq!((request.uri().query(), request.headers().contains_key("authorization")), (None, false));
}

#[test]
fn plain_http_needs_the_callers_word() {
    let builder = || Client::builder("a").auth(Auth::access_token("t")).transport(rt::Memory::new());
    let refused = "credentials are not sent over plain `http://`, where everybody on the way can read them; \
                   if you must, call the builder's `danger_send_credentials_over_plain_http(true)`";
    let error = builder().base_url("http://localhost:1").build().unwrap_err();
    assert_eq!(error.to_string(), format!("worksection: the client could not be built: {refused}"));
    let client = builder().build().unwrap();
    let error = client.users().get_users().base_url("http://localhost:1").into_http().unwrap_err();
    assert_eq!(error.to_string(), format!("get_users: the request could not be built: {refused}"));
    // Without a credential there is nothing to read.
    assert!(client.users().health().base_url("http://localhost:1").into_http().is_ok());
    assert!(builder().base_url("http://localhost:1").danger_send_credentials_over_plain_http(true).build().is_ok());
}

#[test]
fn a_scheme_in_a_variable_is_no_way_around_it() {
    static KEY: Scheme = Scheme { id: "key", base: None, places: &[Place::Query { name: "key" }] };
    static API: rt::Api =
        rt::Api { name: "vendor", base: "{scheme}://{host}/v1", schemes: &[&KEY], headers: &[], outcome: None, errors: &[], secrets: &[] };
    let builder = |scheme: &str| {
        rt::Builder::new(&API)
            .variable("scheme", scheme)
            .variable("host", "h.example")
            .auth(rt::Credential::new(&KEY, ["s3cret".into()]))
            .transport(rt::Memory::new())
    };
    let refused = "credentials are not sent over plain `http://`, where everybody on the way can read them; \
                   if you must, call the builder's `danger_send_credentials_over_plain_http(true)`";
    let error = builder("http").build::<rt::Any>().unwrap_err();
    assert_eq!(error.to_string(), format!("vendor: the client could not be built: {refused}"));
    let client = builder("https").build::<rt::Any>().unwrap();
    let call: rt::Call<'_, rt::Any, rt::Any> = client.custom(Method::GET, "/x");
    assert_eq!(call.into_http().unwrap().uri(), "https://h.example/v1/x?key=s3cret");
    assert!(builder("http").danger_send_credentials_over_plain_http(true).build::<rt::Any>().is_ok());
}
