//! What goes over the wire, with the default transport.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::rt::{self, ErrorKind, Transport as _, TransportKind};
use crate::server::{HOLD, Server, answer};
use crate::shape::types::{NewPet, SavePetAnswer};
use crate::shape::{Auth, Builder, Client};

const OK: &str = r#"{"status":"ok","data":[{"id":"7"}]}"#;

fn to(server: &Server) -> Builder {
    Client::builder("acme").base_url(&server.base).danger_send_credentials_over_plain_http(true)
}

fn admin(server: &Server) -> Client {
    to(server).auth(Auth::admin_key("7776461cd931e7b1c8e9632ff8e979ce")).build().unwrap()
}

fn bearer(server: &Server) -> Client {
    to(server).auth(Auth::access_token("t0ken")).build().unwrap()
}

/// `{"data":[{"id":"zip"}]}`
const GZIP: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 73, 44, 73, 84, 178, 138, 174, 86, 202, 76, 81, 178, 82, 170, 202, 44, 80, 170, 141, 173,
    5, 0, 195, 70, 94, 40, 23, 0, 0, 0,
];

#[tokio::test]
async fn what_was_signed_is_what_is_sent() {
    let server = Server::start([answer("200 OK", "x-request-id: r-1\r\n", OK)]).await;
    let client = admin(&server);
    let users = client.users().get_users().await.unwrap();
    assert_eq!(users.data.unwrap()[0].id.as_deref(), Some("7"));
    client.users().pet("a b/c'(ä)!*").query("x", "[\"'|^`{}~\\").send_raw().await.unwrap();
    let heard = server.heard();
    let host = server.base.strip_prefix("http://").unwrap();
    assert_eq!(
        heard[0],
        format!(
            // The MD5 of `action=get_users7776461cd931e7b1c8e9632ff8e979ce`.
            "GET /?action=get_users&hash=82d6b87d8d0b3ca3a91506adfc42751d HTTP/1.1\r\n\
             user-agent: worksection docwright/0.1.0\r\naccept: application/json\r\naccept-encoding: gzip\r\nhost: {host}\r\n\r\n"
        )
    );
    assert_eq!(
        heard[1].lines().next().unwrap(),
        "GET /pets/a%20b%2Fc%27%28%C3%A4%29%21%2A/card?x=%5B%22%27%7C%5E%60%7B%7D~%5C&hash=12c4fcb2a8ec48dd8849866f9642514c HTTP/1.1"
    );
}

#[tokio::test]
async fn a_body_arrives() {
    let server = Server::start([answer("200 OK", "", r#"{"id":5,"name":"Rex"}"#)]).await;
    let pet = bearer(&server).users().insert(&NewPet { name: "Rex".to_owned(), ..NewPet::default() }).await.unwrap();
    assert_eq!((pet.id, pet.name.as_deref()), (5, Some("Rex")));
    let heard = &server.heard()[0];
    assert!(heard.starts_with("PUT /pets HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains("\r\ncontent-type: application/json\r\n"), "{heard}");
    assert!(heard.contains("\r\nauthorization: Bearer t0ken\r\n"), "{heard}");
    assert!(heard.ends_with("\r\n\r\n{\"name\":\"Rex\"}"), "{heard}");
}

#[tokio::test]
async fn parts_arrive() {
    let server = Server::start([answer("200 OK", "", "{}")]).await;
    let photo = rt::Part::file("harbour \"2\".jpg", vec![b'J'; 3000]).content_type("image/jpeg");
    bearer(&server).request(rt::Method::POST, "/photos").part("title", rt::Part::text("Häfen")).part("photo", photo).await.unwrap();
    let heard = &server.heard()[0];
    let (above, body) = heard.split_once("\r\n\r\n").unwrap();
    let boundary = above.lines().find_map(|line| line.strip_prefix("content-type: multipart/form-data; boundary=")).unwrap();
    let content = "J".repeat(3000);
    assert_eq!(
        body,
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHäfen\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"harbour %222%22.jpg\"\r\n\
             Content-Type: image/jpeg\r\n\r\n{content}\r\n--{boundary}--\r\n"
        )
    );
}

#[tokio::test]
async fn that_there_is_no_body_is_said_where_one_is_expected() {
    let server = Server::start([answer("200 OK", "", "{}")]).await;
    let client = bearer(&server);
    for method in [rt::Method::POST, rt::Method::PUT, rt::Method::PATCH, rt::Method::GET, rt::Method::DELETE] {
        client.request(method, "/x").await.unwrap();
    }
    let said: Vec<bool> = server.heard().iter().map(|request| request.contains("\r\ncontent-length: 0\r\n")).collect();
    assert_eq!(said, [true, true, true, false, false]);
}

#[tokio::test]
async fn answers_in_chunks_and_compressed() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
                   a\r\n{\"data\":[{\r\n9\r\n\"id\":\"c\"}\r\n2\r\n]}\r\n0\r\n\r\n";
    let mut gzip =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", GZIP.len()).into_bytes();
    gzip.extend_from_slice(GZIP);
    let server = Server::start([chunked.as_bytes().to_vec(), gzip]).await;
    let client = admin(&server);
    let id = |users: crate::shape::types::Users| users.data.unwrap()[0].id.clone().unwrap();
    assert_eq!(id(client.users().get_users().await.unwrap()), "c");
    assert_eq!(id(client.users().get_users().await.unwrap()), "zip");
}

#[tokio::test]
async fn nothing_is_as_good_as_something_where_nothing_is_expected() {
    let server = Server::start(["HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned(), answer("200 OK", "", "done")]).await;
    let client = bearer(&server);
    assert_eq!(client.users().delete(5).await.unwrap().bytes(), "");
    assert_eq!(client.users().delete(5).await.unwrap().bytes(), "done");
    assert!(server.heard()[0].starts_with("DELETE /pets/5 HTTP/1.1\r\n"));

    let server = Server::start(["HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"]).await;
    assert!(bearer(&server).request(rt::Method::POST, "/x").await.unwrap().is_null());
}

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn an_answer_that_may_be_empty_is_none_where_it_is() {
    let server = Server::start([answer("200 OK", "", r#"{"id":5}"#), NO_CONTENT.to_owned(), answer("200 OK", "", " \r\n")]).await;
    let client = bearer(&server);
    assert_eq!(client.users().find().await.unwrap().map(|pet| pet.id), Some(5));
    assert_eq!(client.users().find().await.unwrap(), None);
    assert_eq!(client.users().find().await.unwrap(), None);

    let server = Server::start([answer("200 OK", "", r#"{"id":"five"}"#)]).await;
    let error = bearer(&server).users().find().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("id")));
}

#[tokio::test]
async fn what_comes_depends_on_the_status() {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let server = Server::start([
        answer("200 OK", "", r#"{"id":5}"#),
        answer("202 Accepted", "", r#"["soon"]"#),
        NO_CONTENT.to_owned(),
        answer("203 Other", "", "soon"),
        answer("202 Accepted", "", r#"["soon", 7]"#),
    ])
    .await;
    let hear = Arc::clone(&reports);
    let client =
        to(&server).auth(Auth::access_token("t0ken")).on_drift(move |drift| hear.lock().unwrap().push(drift.to_string())).build().unwrap();
    assert!(matches!(client.users().save().await.unwrap(), SavePetAnswer::Ok(pet) if pet.id == 5));
    assert_eq!(client.users().save().await.unwrap(), SavePetAnswer::Accepted(vec!["soon".to_owned()]));
    assert_eq!(client.users().save().await.unwrap(), SavePetAnswer::NoContent);
    assert_eq!(*reports.lock().unwrap(), Vec::<String>::new());
    assert!(matches!(client.users().save().await.unwrap(), SavePetAnswer::Other(other) if other.text() == Some("soon")));
    assert_eq!(*reports.lock().unwrap(), ["the document does not list this success status"]);
    let error = client.users().save().await.unwrap_err();
    assert_eq!(error.path(), Some("[1]"));
    assert!(error.to_string().starts_with("pets.save: the answer does not fit: `[1]` is a number, expected text"), "{error}");

    let server = Server::start([answer("203 Other", "", "soon")]).await;
    let strict = to(&server).auth(Auth::access_token("t0ken")).mode(rt::Mode::Strict).build().unwrap();
    assert_eq!(strict.users().save().await.unwrap_err().kind(), ErrorKind::Undocumented);
}

#[tokio::test]
async fn a_redirect_to_another_place_carries_nothing() {
    let other = Server::start([answer("200 OK", "", OK)]).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let server = Server::start([answer(status, &format!("location: {}/users\r\n", other.base), "")]).await;
        let error = bearer(&server).users().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Undocumented);
        assert_eq!(error.status().unwrap().as_u16().to_string(), status[..3]);
        assert_eq!(server.heard().len(), 1);
        let same_name = other.base.replace("127.0.0.1", "localhost");
        let server = Server::start([answer(status, &format!("location: {same_name}/users\r\n"), "")]).await;
        assert!(bearer(&server).users().list().await.is_err());
    }
    assert_eq!(other.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed() {
    let server = Server::start([answer("307 Temporary Redirect", "location: /moved\r\n", ""), answer("200 OK", "", OK)]).await;
    assert!(bearer(&server).users().list().search("x").await.is_ok());
    let heard = server.heard();
    assert!(heard[1].starts_with("GET /moved HTTP/1.1\r\n"), "{}", heard[1]);
    assert!(heard[1].contains("\r\nauthorization: Bearer t0ken\r\n"), "{}", heard[1]);
    assert!(!heard[1].contains("referer"), "{}", heard[1]);

    let circle = Server::start([answer("302 Found", "location: /again\r\n", "")]).await;
    let error = bearer(&circle).users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Redirect));
    assert_eq!(circle.heard().len(), 6);
}

#[tokio::test]
async fn a_redirect_that_would_make_another_request_is_the_answer() {
    for status in ["301 Moved", "302 Found", "303 See Other"] {
        for method in [rt::Method::POST, rt::Method::PUT, rt::Method::PATCH, rt::Method::DELETE] {
            let server = Server::start([answer(status, "location: /moved\r\n", ""), answer("200 OK", "", "{}")]).await;
            let error = bearer(&server).request(method.clone(), "/x").json(&[7]).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Undocumented, "{status} {method}");
            assert_eq!(error.status().unwrap().as_u16().to_string(), status[..3]);
            assert_eq!(server.heard().len(), 1, "{status} {method}");
        }
    }
}

#[tokio::test]
async fn a_redirect_of_the_same_request_repeats_method_and_body() {
    for status in ["307 Temporary Redirect", "308 Permanent Redirect"] {
        for method in [rt::Method::POST, rt::Method::PUT, rt::Method::PATCH, rt::Method::DELETE] {
            let server = Server::start([answer(status, "location: moved?to=1\r\n", ""), answer("200 OK", "", "{}")]).await;
            bearer(&server).request(method.clone(), "/deep/x").json(&[7]).await.unwrap();
            let heard = server.heard();
            assert_eq!(heard.len(), 2, "{status} {method}");
            let first = heard[0].strip_prefix(&format!("{method} /deep/x HTTP/1.1\r\n")).unwrap();
            let second = heard[1].strip_prefix(&format!("{method} /deep/moved?to=1 HTTP/1.1\r\n")).unwrap();
            assert_eq!(first, second);
            assert!(second.ends_with("\r\n\r\n[7]"), "{second}");
        }
    }
    let server = Server::start([answer("307 Temporary Redirect", "location: /moved\r\n", ""), answer("200 OK", "", "{}")]).await;
    bearer(&server).request(rt::Method::POST, "/x").await.unwrap();
    assert!(server.heard()[1].contains("\r\ncontent-length: 0\r\n"), "{}", server.heard()[1]);
}

#[tokio::test]
async fn what_only_reads_follows_every_redirect() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let server = Server::start([answer(status, "location: /moved\r\n", ""), answer("200 OK", "", OK)]).await;
        assert!(bearer(&server).users().list().await.is_ok(), "{status}");
        assert!(server.heard()[1].starts_with("GET /moved HTTP/1.1\r\n"), "{status}");
    }
    // These send nobody anywhere, and neither does a redirect without a place that can be read.
    for (status, headers) in [
        ("300 Multiple Choices", "location: /moved\r\n"),
        ("304 Not Modified", "location: /moved\r\n"),
        ("302 Found", ""),
        ("302 Found", "location: http://[\r\n"),
    ] {
        let server = Server::start([answer(status, headers, ""), answer("200 OK", "", OK)]).await;
        let error = bearer(&server).users().list().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16().to_string(), status[..3]);
        assert_eq!(server.heard().len(), 1, "{status} {headers}");
    }
}

#[tokio::test]
async fn a_redirect_does_not_say_who_asks() {
    // The place of a redirect can name the server itself, so it has to be known before the answer is.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap();
    let heard = tokio::spawn(async move {
        let mut heard = Vec::new();
        let redirect = answer("302 Found", &format!("location: http://eve:pass@{place}/moved\r\n"), "");
        for answer in [redirect, answer("200 OK", "", OK)] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = vec![0; 4096];
            let count = stream.read(&mut bytes).await.unwrap();
            heard.push(String::from_utf8(bytes[..count].to_vec()).unwrap());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        heard
    });
    let auth = Auth::access_token("t0ken");
    let client = Client::builder("acme")
        .base_url(format!("http://{place}"))
        .danger_send_credentials_over_plain_http(true)
        .auth(auth)
        .build()
        .unwrap();
    assert!(client.users().list().await.is_ok());
    let heard = heard.await.unwrap();
    let headers = |text: &str| text.split_once("\r\n").unwrap().1.to_owned();
    assert!(heard[1].starts_with("GET /moved HTTP/1.1\r\n"), "{}", heard[1]);
    assert_eq!(headers(&heard[0]), headers(&heard[1]));
}

#[tokio::test]
async fn the_time_is_for_all_redirects_together() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let count = stream.read(&mut [0; 4096]).await.unwrap();
            assert!(count > 0);
            tokio::time::sleep(Duration::from_millis(100)).await;
            // Who has waited too long is gone.
            let _ = stream.write_all(answer("302 Found", "location: /again\r\n", "").as_bytes()).await;
        }
    });
    let limits = Duration::from_millis(300);
    let auth = Auth::access_token("t0ken");
    let client =
        Client::builder("acme").base_url(base).danger_send_credentials_over_plain_http(true).auth(auth).timeout(limits).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Timeout));
}

#[tokio::test]
async fn the_limit_of_a_body_holds_behind_a_redirect() {
    let moved = answer("302 Found", "location: /moved\r\n", "");
    let server = Server::start([moved, answer("200 OK", "", &" ".repeat(5000))]).await;
    let client = to(&server).auth(Auth::access_token("t0ken")).max_body(4999).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::TooLarge));
}

#[tokio::test]
async fn no_connection() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::builder("acme")
        .base_url(format!("http://127.0.0.1:{port}"))
        .danger_send_credentials_over_plain_http(true)
        .auth(Auth::access_token("t0ken"))
        .build()
        .unwrap();
    let error = client.users().insert(&NewPet::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Connect));
    assert_eq!(error.to_string(), "pets.insert: no answer: no connection");
    assert_eq!((error.attempts(), error.status(), error.is_retryable()), (1, None, true));
}

#[tokio::test]
async fn too_slow() {
    let server = Server::start([HOLD]).await;
    let client = to(&server).auth(Auth::access_token("t0ken")).timeout(Duration::from_millis(100)).build().unwrap();
    let start = Instant::now();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Timeout));
    assert_eq!(error.to_string(), "users.list: no answer: it took too long");
    assert!(error.is_retryable());
    // It may have arrived.
    let error = client.users().insert(&NewPet::default()).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Timeout));
    assert!(!error.is_retryable());
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_body_that_does_not_end() {
    let server = Server::start([format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{{{HOLD}")]).await;
    let client = bearer(&server);
    let error = client.users().list().call().timeout(Duration::from_millis(100)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Timeout));
}

#[tokio::test]
async fn a_body_that_ends_early() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{";
    let server = Server::start([head]).await;
    let error = bearer(&server).users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Interrupted));
}

#[tokio::test]
async fn too_large() {
    let server = Server::start([answer("200 OK", "", &" ".repeat(5000))]).await;
    let client = to(&server).auth(Auth::access_token("t0ken")).max_body(4999).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::TooLarge));
    let client = to(&server).auth(Auth::access_token("t0ken")).max_body(5000).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.to_string(), "users.list: the answer does not fit: it is empty: HTTP 200");
}

#[tokio::test]
async fn what_is_no_tls_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        stream.write_all(answer("400 Bad Request", "", "").as_bytes()).await.unwrap();
        bytes.truncate(count);
        (bytes, stream)
    });
    let client = Client::builder("acme").base_url(base).auth(Auth::access_token("t0ken")).build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport(TransportKind::Tls));
    assert_eq!(error.to_string(), "users.list: no answer: the connection is not trusted");
    // A handshake, and no request.
    let (heard, _stream) = heard.await.unwrap();
    assert_eq!(heard[0], 22);
}

#[tokio::test]
async fn the_transport_sends_no_other_spelling() {
    let server = Server::start([answer("200 OK", "", OK)]).await;
    let transport = rt::Reqwest::new().unwrap();
    for path in ["/a/%2E%2E/b", "/a/../b", "/a/%2e", "/a?x='"] {
        let request = http(&format!("{}{path}", server.base));
        let error = transport.send(request, rt::Limits::default()).await.unwrap_err();
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the URL would be sent in another spelling");
    }
    assert!(transport.send(http(&format!("{}/a/b%2Fc", server.base)), rt::Limits::default()).await.is_ok());
}

fn http(url: &str) -> http::Request<rt::Bytes> {
    http::Request::get(url).body(rt::Bytes::new()).unwrap()
}
