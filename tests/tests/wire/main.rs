//! The five generated clients against a server on loopback: what goes over the wire, and what comes back.
//!
//! * one module for each vendor: its operations, its ways to authenticate, its errors, its traps
//! * `samples.rs`: every sample of the documents comes back as it came in
//! * `drift.rs`: answers that are not what the document says
//! * `redaction.rs`: no secret is shown
//! * `generated.rs`: what stands in the clients, beside what they do
//! * this file: what they share
//!
//! What is expected is written out from the vendors' documents. Requests go to the vendor's own address and are turned to the server on the way
//! (`Detour`), so that the whole path and the host are what they would have been.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agendize;
mod crankwheel;
mod drift;
mod generated;
mod krisp_teams;
mod redaction;
mod remote_counsel;
mod samples;
mod worksection;

use docwright_runtime as rt;
use docwright_tests::detour::Detour;
use docwright_tests::server::{Answer, Request, Server};
use serde_json::Value;

/// The version of the runtime, in the header `user-agent`: one version holds for the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A server that answers from a script.
fn server(script: impl IntoIterator<Item = Answer>) -> Server {
    Server::start(script).expect("there is a port on loopback")
}

/// A server that gives one JSON answer.
fn says(body: &str) -> Server {
    server([Answer::json(200, body)])
}

/// The way to it.
fn to(server: &Server) -> Detour {
    Detour::to(server).expect("the transport starts")
}

/// All that was sent, one text each: the line, the headers by name, an empty line, the body.
fn heard(server: &Server) -> Vec<String> {
    server.requests().iter().map(written).collect()
}

/// The one request that was sent.
fn only(server: &Server) -> Request {
    let mut requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

fn written(request: &Request) -> String {
    let mut headers: Vec<String> = request.headers().map(|(name, value)| format!("{name}: {value}\n")).collect();
    headers.sort();
    format!("{}\n{}\n{}", request.line(), headers.concat(), request.text())
}

/// What a client sends beside what is its own, written as `heard` writes it.
struct Expected {
    host: &'static str,
    agent: &'static str,
    own: Vec<(&'static str, String)>,
}

impl Expected {
    fn new(host: &'static str, agent: &'static str) -> Self {
        Self { host, agent, own: Vec::new() }
    }

    /// A header that is to be there.
    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.own.push((name, value.into()));
        self
    }

    /// A request without a body.
    fn request(&self, line: &str) -> String {
        self.with(line, &[], "")
    }

    /// A request with a JSON body.
    fn json(&self, line: &str, body: &str) -> String {
        self.with(line, &[("content-length", body.len().to_string()), ("content-type", "application/json".to_owned())], body)
    }

    /// A request with further headers and a body.
    fn with(&self, line: &str, headers: &[(&'static str, String)], body: &str) -> String {
        let common = [
            ("accept", "*/*".to_owned()),
            ("accept-encoding", "gzip".to_owned()),
            ("host", self.host.to_owned()),
            ("user-agent", format!("{} docwright/{VERSION}", self.agent)),
        ];
        let mut headers: Vec<String> =
            common.iter().chain(headers).chain(&self.own).map(|(name, value)| format!("{name}: {value}\n")).collect();
        headers.sort();
        format!("{line} HTTP/1.1\n{}\n{body}", headers.concat())
    }
}

/// What a value is sent back as.
fn json(value: &impl rt::Serialize) -> Value {
    serde_json::to_value(value).expect("every value has a JSON form")
}

/// A text as JSON.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the test writes JSON")
}

/// A timestamp that the test writes.
fn moment(text: &str) -> rt::Timestamp {
    text.parse().expect("the test writes a timestamp")
}

/// An error and all that is behind it, as it is shown.
fn shown<E>(error: &rt::Error<E>) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!("\n{cause}\n{cause:?}"));
        source = cause.source();
    }
    text
}
