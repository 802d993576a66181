//! Where clients of collections send requests whose base URL has variables in its scheme and its port. The client is that of a fixture.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright_tests_build_script::port_in_a_variable::{Auth, Client};

#[test]
fn a_port_in_a_variable_is_sent() {
    let client = Client::builder().port("8080").hub("hub.example").place("81").build().unwrap();
    assert_eq!(client.list_lamps().into_http().unwrap().uri(), "https://lamps.example/lamps");
    assert_eq!(client.ping().into_http().unwrap().uri(), "http://localhost:8080/ping");
    assert_eq!(client.list_hubs().into_http().unwrap().uri(), "https://hub.example:8081/hubs");
    let wrong = Client::builder().port("8080/").build().unwrap();
    let problem = wrong.ping().into_http().unwrap_err().to_string();
    assert!(problem.contains("`port` is the port: give a number up to 65535, as `8080`"), "{problem}");
}

#[test]
fn a_scheme_in_a_variable_is_sent_and_credentials_only_where_nobody_reads_them() {
    let client = |protocol: &str| Client::builder().auth(Auth::bearer("t")).protocol(protocol).hostname("lamps.example").build().unwrap();
    assert_eq!(client("https").log_in().into_http().unwrap().uri(), "https://lamps.example/session");
    let problem = client("http").log_in().into_http().unwrap_err().to_string();
    assert!(problem.contains("credentials are not sent over plain `http://`"), "{problem}");
    let problem = client("ftp").log_in().into_http().unwrap_err().to_string();
    assert!(problem.contains("`protocol` is the scheme of the base URL: give `https`"), "{problem}");
}
