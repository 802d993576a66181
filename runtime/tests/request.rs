//! What a request looks like before it is sent.

use crate::rt::{self, ErrorKind, Method};
use crate::shape::types::{NewPet, Role};
use crate::shape::{Auth, Client, Error};

const HOST: &str = "https://api.example.com/v1";

fn client() -> Client {
    Client::builder("acme").auth(Auth::access_token("t0ken")).transport(rt::Memory::new()).build().unwrap()
}

#[track_caller]
fn url<T>(call: crate::shape::Call<'_, T>) -> String {
    call.into_http().unwrap().uri().to_string()
}

#[track_caller]
fn problem<T>(call: crate::shape::Call<'_, T>) -> String {
    let error = call.into_http().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
    error.to_string()
}

const fn api(base: &'static str) -> rt::Api {
    rt::Api { name: "parts", base, schemes: &[], headers: &[], outcome: None, errors: &[], secrets: &[] }
}

/// Where `GET /y` goes when the variables of a base URL have these values.
fn built(api: &'static rt::Api, values: &[(&str, &str)]) -> Result<String, String> {
    let builder = values.iter().fold(rt::Builder::new(api), |builder, (name, value)| builder.variable(*name, *value));
    let client = builder.transport(rt::Memory::new()).build::<rt::Any>();
    let url = client.map(|client| {
        let call: rt::Call<'_, rt::Any, rt::Any> = client.custom(Method::GET, "/y");
        call.into_http().unwrap().uri().to_string()
    });
    url.map_err(|error| error.to_string().replace("parts: the client could not be built: ", ""))
}

#[test]
fn each_scheme_has_its_base() {
    let user = client();
    assert_eq!(url(user.users().get_users()), "https://acme.worksection.com/api/oauth2?action=get_users");
    assert_eq!(url(user.users().pet(1)), "https://acme.worksection.com/api/oauth2/pets/1/card");
    let admin = Client::builder("acme").auth(Auth::admin_key("k")).transport(rt::Memory::new()).build().unwrap();
    // An empty path leaves the base as written, with its slash.
    assert!(url(admin.users().get_users()).starts_with("https://acme.worksection.com/api/admin/v2/?action=get_users&hash="));
    assert!(url(admin.users().pet(1)).starts_with("https://acme.worksection.com/api/admin/v2/pets/1/card?hash="));
}

#[test]
fn an_explicit_base_wins() {
    let client = Client::builder("acme").auth(Auth::access_token("t")).base_url(HOST).transport(rt::Memory::new()).build().unwrap();
    assert_eq!(url(client.users().pet(1)), "https://api.example.com/v1/pets/1/card");
    assert_eq!(url(client.users().pet(1).base_url("https://other.example.com/")), "https://other.example.com/pets/1/card");
}

#[test]
fn an_account_never_becomes_another_host() {
    static HOST: rt::Api =
        rt::Api { name: "host", base: "https://{host}/x", schemes: &[], headers: &[], outcome: None, errors: &[], secrets: &[] };
    for account in ["evil.com/", "evil.com", "a@b", "a:80", "a?b", "a#b", "a b", "ä", "a%2e"] {
        let error = Client::builder(account).transport(rt::Memory::new()).build().unwrap_err();
        assert_eq!(
            error.to_string(),
            "worksection: the client could not be built: `account` may only hold letters, digits and hyphens: \
             give the name alone, as `acme` in `acme.worksection.com`"
        );
    }
    let whole = rt::Builder::new(&HOST).variable("host", "https://a.example.com").transport(rt::Memory::new()).build::<rt::Any>();
    assert_eq!(
        whole.unwrap_err().to_string(),
        "host: the client could not be built: `host` is the host: give it alone, as in `api.example.com`"
    );
    let error = Client::builder("").transport(rt::Memory::new()).build().unwrap_err();
    assert_eq!(error.to_string(), "worksection: the client could not be built: the base URL needs a value for `account`");
}

#[test]
fn scheme_and_port_in_variables() {
    static PARTS: rt::Api = api("{scheme}://{host}:{port}/v1");
    static SCHEME: rt::Api = api("{scheme}://{host}/v1");
    static PORT: rt::Api = api("http://[::1]:80{port}");
    static ADDRESS: rt::Api = api("http://[::{port}]/v1");
    static BEHIND: rt::Api = api("{host}:{port}/v1");
    let build = |api, values: [&str; 3]| {
        let named: Vec<(&str, &str)> = ["scheme", "host", "port"].into_iter().zip(values).filter(|(_, value)| !value.is_empty()).collect();
        built(api, &named)
    };
    assert_eq!(build(&PARTS, ["http", "h.example", "8080"]).unwrap(), "http://h.example:8080/v1/y");
    assert_eq!(build(&SCHEME, ["https", "h.example", ""]).unwrap(), "https://h.example/v1/y");
    assert_eq!(build(&SCHEME, ["HTTP", "h.example", ""]).unwrap(), "http://h.example/v1/y");
    assert_eq!(build(&PORT, ["", "", "80"]).unwrap(), "http://[::1]:8080/y");
    assert_eq!(build(&ADDRESS, ["", "", "a1"]).unwrap(), "http://[::a1]/v1/y");
    assert_eq!(build(&BEHIND, ["", "https://h.example", "8080"]).unwrap(), "https://h.example:8080/v1/y");
    for scheme in ["ftp", "https://", "https:", "https://evil.example", "javascript", " https"] {
        assert_eq!(build(&SCHEME, [scheme, "h.example", ""]).unwrap_err(), "`scheme` is the scheme of the base URL: give `https`");
    }
    for port in ["http", "80/..", "80@evil.example", "-1", "8080.evil.example", "8 "] {
        for (api, host) in [(&PARTS, "h.example"), (&BEHIND, "https://h.example")] {
            assert_eq!(build(api, ["http", host, port]).unwrap_err(), "`port` is the port: give a number up to 65535, as `8080`", "{port}");
        }
    }
    let problem = "the port of the base URL `http://h.example:65536/v1` is no number up to 65535";
    assert_eq!(build(&PARTS, ["http", "h.example", "65536"]).unwrap_err(), problem);
    assert_eq!(build(&PARTS, ["http", "h.example:1", "1"]).unwrap_err(), "`host` is the host: give it alone, as in `api.example.com`");
    assert_eq!(build(&SCHEME, ["", "h.example", ""]).unwrap_err(), "the base URL needs a value for `scheme`");
}

#[test]
fn the_end_of_a_host_may_have_dots_a_port_and_a_path() {
    static DOMAIN: rt::Api = api("https://api.{domain}/x");
    static PATH: rt::Api = api("https://{host}{path}/x");
    static PORT: rt::Api = api("{scheme}://{host}{port}/x");
    static BOTH: rt::Api = api("https://{host}:{port}{path}/x");
    static URL: rt::Api = api("{url}{port}/x");
    static SCHEME: rt::Api = api("{scheme}{host}/x");
    static BEHIND: rt::Api = api("https://h.example{port}/x");
    let host = ("host", "h.example");
    assert_eq!(built(&DOMAIN, &[("domain", "example.com")]).unwrap(), "https://api.example.com/x/y");
    assert_eq!(built(&DOMAIN, &[("domain", "example.com:8443")]).unwrap(), "https://api.example.com:8443/x/y");
    assert_eq!(built(&PATH, &[host, ("path", "/v1/b c/")]).unwrap(), "https://h.example/v1/b%20c/x/y");
    assert_eq!(built(&PATH, &[("host", "localhost"), ("path", "/v1")]).unwrap(), "https://localhost/v1/x/y");
    assert_eq!(built(&PORT, &[("scheme", "https"), host, ("port", ":8080")]).unwrap(), "https://h.example:8080/x/y");
    assert_eq!(built(&BOTH, &[host, ("port", "8080"), ("path", "/v1")]).unwrap(), "https://h.example:8080/v1/x/y");
    assert_eq!(built(&URL, &[("url", "https://h.example"), ("port", ":8080")]).unwrap(), "https://h.example:8080/x/y");
    assert_eq!(built(&SCHEME, &[("scheme", "https://"), host]).unwrap(), "https://h.example/x/y");
    assert_eq!(built(&BEHIND, &[("port", ":8080")]).unwrap(), "https://h.example:8080/x/y");
    for value in ["evil.example@x", "a/../b", "example.com:http", "example.com:", ""] {
        assert!(built(&DOMAIN, &[("domain", value)]).is_err(), "{value}");
    }
    for value in [".evil.example", ":80@evil.example", "@evil.example", ":", "\\evil", ":8080/../x"] {
        assert!(built(&BEHIND, &[("port", value)]).is_err(), "{value}");
    }
    assert_eq!(
        built(&DOMAIN, &[("domain", "https://example.com")]).unwrap_err(),
        "`domain` is the end of the host: give it alone, as `example.com` in `api.example.com`"
    );
    assert_eq!(
        built(&BOTH, &[host, ("port", "/v1"), ("path", "/")]).unwrap_err(),
        "`port` is the port: give a number up to 65535, as `8080`"
    );
    let url = [("url", "https://h.example/v1"), ("port", ":8080")];
    assert_eq!(built(&URL, &url).unwrap_err(), "`port` stands behind a path, where there is no port");
}

#[test]
fn a_host_in_other_letters_is_given_in_punycode() {
    let error = Client::builder("acme").base_url("https://bücher.example/v1").transport(rt::Memory::new()).build().unwrap_err();
    let said = error.to_string();
    assert!(said.ends_with("is not in ASCII: give it in punycode, as in `https://xn--bcher-kva.example`"), "{said}");
}

#[test]
fn variables_elsewhere_in_the_base() {
    static WHOLE: rt::Api = api("{server-url}/ss/api");
    static PATH: rt::Api = api("https://{host}/{tenant}/api");
    static BOTH: rt::Api = api("{host}{path}/api");
    static DEEP: rt::Api = api("{host}/x/{a}{b}");
    assert_eq!(built(&WHOLE, &[("server-url", "https://meeting.is/")]).unwrap(), "https://meeting.is/ss/api/y");
    assert_eq!(
        built(&WHOLE, &[("server-url", "meeting.is")]).unwrap_err(),
        "`server-url`: the base URL `meeting.is` must start with `https://`, \
         as in `https://api.example.com`"
    );
    assert_eq!(built(&PATH, &[("host", "a.example.com"), ("tenant", "a/b c")]).unwrap(), "https://a.example.com/a%2Fb%20c/api/y");
    assert_eq!(built(&PATH, &[("host", "a"), ("tenant", "..")]).unwrap_err(), "the path of the base URL holds a segment `.` or `..`");
    let host = ("host", "https://a.example.com");
    assert_eq!(built(&DEEP, &[host, ("a", "1"), ("b", "/2")]).unwrap(), "https://a.example.com/x/1%2F2/y");
    assert_eq!(built(&BOTH, &[host, ("path", "/v1/b c/")]).unwrap(), "https://a.example.com/v1/b%20c/api/y");
    assert_eq!(built(&BOTH, &[host, ("path", "80")]).unwrap(), "https://a.example.com80/api/y");
    assert_eq!(
        built(&BOTH, &[host, ("path", ".evil.example")]).unwrap_err(),
        "`path` may only hold letters, digits and hyphens: give the name alone, as `acme` in `{host}acme`"
    );
    assert_eq!(built(&BOTH, &[host, ("path", "/../b")]).unwrap_err(), "the path of the base URL holds a segment `.` or `..`");
}

#[test]
fn a_base_url_must_be_one() {
    for (base, problem) in [
        ("api.example.com", "the base URL `api.example.com` must start with `https://`, as in `https://api.example.com`"),
        ("ftp://me:pw@example.com", "the base URL `ftp://example.com` must start with `https://`, as in `https://api.example.com`"),
        ("https://user:pw@example.com", "the base URL holds a user name: pass credentials to `auth` instead"),
        ("https://example.com/?a=1", "the base URL has a query or a fragment: give `https://example.com/` alone"),
        ("https://example.com/#x", "the base URL has a query or a fragment: give `https://example.com/` alone"),
        ("https://me:pw@exa mple.com?key=pw", "the base URL `https://exa mple.com` is not a URL"),
        ("\u{1b}x", "the base URL `\\u{1b}x` is not a URL"),
    ] {
        let error = Client::builder("acme").base_url(base).transport(rt::Memory::new()).build().unwrap_err();
        assert_eq!(error.to_string(), format!("worksection: the client could not be built: {problem}"));
    }
}

#[test]
fn a_path_value_stays_in_its_segment() {
    let client = client();
    let path = |value: &str| url(client.users().pet(value).base_url(HOST));
    assert_eq!(path("a/b"), "https://api.example.com/v1/pets/a%2Fb/card");
    assert_eq!(path("a?b#c d%"), "https://api.example.com/v1/pets/a%3Fb%23c%20d%25/card");
    assert_eq!(path("ä+&=;:@~-._"), "https://api.example.com/v1/pets/%C3%A4%2B%26%3D%3B%3A%40~-._/card");
    assert_eq!(path("..."), "https://api.example.com/v1/pets/.../card");
    assert_eq!(path("%2e"), "https://api.example.com/v1/pets/%252e/card");
    for dots in [".", ".."] {
        assert_eq!(
            problem(client.users().pet(dots)),
            "pets.get: the request could not be built: `.` and `..` cannot be sent as a path value: \
             URL parsers take them, and `%2E` too, as a step in the path"
        );
    }
    assert_eq!(problem(client.users().pet("")), "pets.get: the request could not be built: the path parameter `petId` is empty");
}

#[test]
fn the_query_is_encoded_in_the_order_of_the_calls() {
    let client = client();
    let users = client.users();
    let call = users.list().search("a b&c=d/ä+").role(Role::from("account admin")).call().base_url(HOST);
    assert_eq!(
        url(call.query("n", 5).query("ids[]", "x")),
        "https://api.example.com/v1/users?search=a%20b%26c%3Dd%2F%C3%A4%2B&role=account%20admin&n=5&ids%5B%5D=x"
    );
    let call = users.list().call().base_url(HOST).query_each("id", [1, 2]).query_joined("tag", ",", ["a", "b,c"]);
    assert_eq!(url(call), "https://api.example.com/v1/users?id=1&id=2&tag=a,b%2Cc");
}

#[test]
fn headers_replace_each_other_from_the_document_to_the_call() {
    let client = Client::builder("acme")
        .auth(Auth::access_token("t0ken"))
        .header("x-mine", "client")
        .header("x-both", "client")
        .transport(rt::Memory::new())
        .build()
        .unwrap();
    let request = client.users().list().call().header("x-both", "call").header("authorization", "Bearer other").into_http().unwrap();
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("accept"), Some("application/json"));
    assert_eq!(header("x-list"), Some("users"));
    assert_eq!(header("x-mine"), Some("client"));
    assert_eq!(header("x-both"), Some("call"));
    assert_eq!(header("authorization"), Some("Bearer t0ken"));
    assert_eq!(header("user-agent"), Some("worksection docwright/0.1.0"));
    assert_eq!(
        problem(client.users().list().call().header("x-a", "b\r\nc: d")),
        "users.list: the request could not be built: the header `x-a` holds a character that a header cannot hold"
    );
    assert_eq!(
        problem(client.users().list().call().header("x a\n", "b")),
        "users.list: the request could not be built: `x a\\n` is no name of a header: it holds a character that is not allowed there"
    );
}

#[test]
fn a_body_is_json_with_absent_and_null_apart() {
    let client = client();
    let mut pet = NewPet { name: "Rex".to_owned(), ..NewPet::default() };
    let request = client.users().insert(&pet).into_http().unwrap();
    assert_eq!(request.method(), Method::PUT);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"name":"Rex"}"#);
    pet.nickname = rt::Maybe::Null;
    pet.extra.insert("colour", "red");
    assert_eq!(client.users().insert(&pet).into_http().unwrap().body(), r#"{"name":"Rex","nickname":null,"colour":"red"}"#);
    let request = client.request(Method::POST, "/raw").body("text/csv", "a;b").into_http().unwrap();
    assert_eq!(request.headers()["content-type"], "text/csv");
    assert_eq!(request.body(), "a;b");
}

#[test]
fn a_request_that_the_document_does_not_have() {
    let client = client();
    let request = client.request(Method::POST, "/new thing/{id}").path("id", "a/b").query("x", true).into_http().unwrap();
    assert_eq!(request.uri(), "https://acme.worksection.com/api/oauth2/new%20thing/a%2Fb?x=true");
    assert_eq!(request.headers()["authorization"], "Bearer t0ken");
    for path in ["/a?b=c", "/a#b"] {
        let said = problem(client.request(Method::GET, path));
        assert!(said.ends_with("the path holds a query or a fragment: use `query`"), "{said}");
    }
    for path in ["/a/../b", "/a/%2e%2E/b"] {
        assert!(problem(client.request(Method::GET, path)).contains("cannot be sent as a path value"));
    }
}

#[test]
fn a_call_has_one_body() {
    let client = client();
    let post = || client.request(Method::POST, "/x");
    let twice = |one, other| format!("POST /x: the request could not be built: the body was set twice: `{one}` and `{other}`");
    assert_eq!(problem(post().json("x").form("a", "b")), twice("json", "form"));
    assert_eq!(problem(post().form("a", "b").json("x")), twice("form", "json"));
    assert_eq!(problem(post().body("text/plain", "x").json("x")), twice("body", "json"));
    assert_eq!(problem(post().json("x").json("y")), twice("json", "json"));
    assert_eq!(problem(post().form("a", "b").form("c", 1).body("text/plain", "x")), twice("form", "body"));
    let request = post().form("a", "b c").form_each("d", [1, 2]).into_http().unwrap();
    assert_eq!(request.body(), "a=b%20c&d=1&d=2");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    // Whatever the order, the caller's own type of the content stays.
    let request = post().json("x").header("content-type", "application/vnd.api+json").into_http().unwrap();
    assert_eq!(request.headers()["content-type"], "application/vnd.api+json");
}

#[test]
fn json_of_another_media_type() {
    let request = client().request(Method::PATCH, "/x").json_as("application/merge-patch+json", &[1]).into_http().unwrap();
    assert_eq!(
        (request.headers()["content-type"].to_str().unwrap(), request.body().as_ref()),
        ("application/merge-patch+json", &b"[1]"[..])
    );
    // What the caller says of a body goes over what the document says, before it and behind it.
    let body = || client().request(Method::POST, "/x").header("content-type", "text/csv").body("text/plain", "a").into_http().unwrap();
    assert_eq!(body().headers()["content-type"], "text/csv");
}

#[test]
fn a_body_in_parts() {
    let client = client();
    let post = || client.request(Method::POST, "/x");
    let call = || post().part("a", rt::Part::text(1)).part_each("f", [rt::Part::file("x.csv", "1,2"), rt::Part::file("", vec![255])]);
    let request = call().into_http().unwrap();
    let media = request.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8_lossy(request.body());
    assert_eq!(
        body.replace(boundary, "B"),
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
         --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.csv\"\r\nContent-Type: application/octet-stream\r\n\r\n1,2\r\n\
         --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\u{fffd}\r\n\
         --B--\r\n"
    );
    // The same call sends the same bytes.
    assert_eq!(call().into_http().unwrap().body(), request.body());
    // Another kind of parts has a boundary, too; what is none is the caller's.
    for (given, expected) in [
        ("multipart/mixed", "multipart/mixed; boundary="),
        ("Multipart/Related; boundary=y;type=a/b", "Multipart/Related;type=a/b; boundary="),
    ] {
        let request = call().header("content-type", given).into_http().unwrap();
        let media = request.headers()["content-type"].to_str().unwrap();
        assert_eq!(media.strip_suffix(boundary), Some(expected));
    }
    assert_eq!(call().header("content-type", "text/plain").into_http().unwrap().headers()["content-type"], "text/plain");
    assert_eq!(problem(call().json("x")), "POST /x: the request could not be built: the body was set twice: `part` and `json`");
    assert!(problem(post().part("rate", rt::Part::text(f64::NAN))).ends_with("`rate` is no number that can be sent"));
    assert!(
        problem(post().part("f", rt::Part::text("x").content_type("a\nb")))
            .ends_with("`f` has a media type with a control character in it")
    );
}

#[test]
fn a_name_without_a_value() {
    let client = client();
    let get = |value| url(client.request(Method::GET, "/x").query("a", "").query_or_name("fl ag", value));
    assert_eq!(get(""), "https://acme.worksection.com/api/oauth2/x?a=&fl%20ag");
    assert_eq!(get("1"), "https://acme.worksection.com/api/oauth2/x?a=&fl%20ag=1");
}

#[test]
fn path_parameters_are_those_of_the_path() {
    let client = client();
    let get = |path: &str| client.request(Method::GET, path);
    for (call, expected) in [
        (get("/a/{id}").path("idd", 2), "the path has no parameter `idd`, only `id`"),
        (get("/a/{id}/{x}").path("id", 1).path("\n", 2), "the path has no parameter `\\n`, only `id` and `x`"),
        (get("/a").path("id", 2), "the path has no parameter `id`, nor any other"),
        (get("/a/{id}"), "the path needs a value for `id`"),
        (get("/a/{id}").path("id", 1).path("id", 2), "`id` was given twice"),
    ] {
        let said = problem(call);
        assert!(said.ends_with(&format!("could not be built: {expected}")), "{said}");
    }
    assert_eq!(problem(client.users().pet(1).path("petId", 2)), "pets.get: the request could not be built: `petId` was given twice");
    assert_eq!(url(get("/{id}/{id}").path("id", 1)), "https://acme.worksection.com/api/oauth2/1/1");
}

#[test]
fn a_url_is_no_path() {
    let client = client();
    for path in ["https://other.example.com/x", "HTTP://other.example.com", "//other.example.com/x"] {
        assert_eq!(
            problem(client.request(Method::GET, path)),
            format!(
                "GET {path}: the request could not be built: \
                 give a path below the base URL `https://acme.worksection.com/api/oauth2`, not a URL"
            )
        );
    }
    assert!(client.request(Method::GET, "/proxy/https://other.example.com").into_http().is_ok());
}

#[test]
fn the_client_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send>(_: T) {}
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    shared::<Client>();
    let client = client();
    sent(client.users().get_users().send());
    sent(client.users().list().into_future());
    error::<Error>();
}

#[test]
fn what_is_no_number_is_not_sent() {
    let client = client();
    let call = || client.users().get_users();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let borrowed = &value;
        for text in [
            problem(call().query("rate", value)),
            problem(call().query("rate", borrowed)),
            problem(call().query_each("rate", [1.0, value])),
            problem(call().query_joined("rate", ",", [1.0, value])),
            problem(call().header("rate", value)),
            problem(call().header_each("rate", [1.0, value])),
            problem(call().cookie("rate", value)),
            problem(call().cookie_each("rate", [1.0, value])),
            problem(call().form("rate", value)),
            problem(call().form_each("rate", [1.0, value])),
        ] {
            assert!(text.ends_with("the request could not be built: `rate` is no number that can be sent"), "{text}");
        }
        let error = Client::builder("acme").header("rate", value).transport(rt::Memory::new()).build().unwrap_err();
        assert!(error.to_string().ends_with("`rate` is no number that can be sent"), "{error}");
    }
    assert!(url(call().query("rate", 0.5).query_joined("rates", ",", [1.5, 2.0])).ends_with("&rate=0.5&rates=1.5,2"));
}

#[tokio::test]
async fn what_is_sent_outlives_the_client() {
    fn spawn<T: Send + 'static>(sending: impl IntoFuture<Output = T, IntoFuture: Send + 'static>) -> tokio::task::JoinHandle<T> {
        tokio::spawn(sending.into_future())
    }
    let client = client();
    let sending = spawn(client.users().get_users().send());
    let raw = spawn(client.users().get_users().send_raw());
    drop(client);
    assert_eq!(sending.await.unwrap().unwrap_err().attempts(), 1);
    assert!(raw.await.unwrap().is_err());
}
