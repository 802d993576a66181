//! What clients of collections send beside what their callers give: what tells an operation from others, and texts with holes. The clients are those of
//! fixtures, made while Cargo built this package; what is expected is written out from the collections.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright_tests_build_script::{action_in_form, graphql, json_rpc, not_compatible_bodies, soap, text_template, xml_template};
use serde_json::{Value, json};

/// The media type and the body of a request that is not sent.
fn sent(request: &docwright_runtime::http::Request<docwright_runtime::Bytes>) -> (&str, &str) {
    let media = request.headers().get("content-type").map_or("", |value| value.to_str().unwrap());
    (media, std::str::from_utf8(request.body()).unwrap())
}

fn json_of(request: &docwright_runtime::http::Request<docwright_runtime::Bytes>) -> Value {
    let (media, body) = sent(request);
    assert_eq!(media, "application/json");
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_call_of_json_rpc_sends_its_method_and_what_it_addresses() {
    use json_rpc::types::{GetLampParam, GetLampRequest, GetStatusParam, GetStatusRequest};
    let client = json_rpc::Client::builder().build().unwrap();
    let params = vec![GetStatusParam::new()];
    let request = client.get_status(&GetStatusRequest::new(params).id(2).session("s")).into_http().unwrap();
    assert_eq!(request.uri(), "https://lamps.example/jsonrpc");
    assert_eq!(json_of(&request), json!({"id": 2, "method": "get", "params": [{"url": "/sys/status"}], "session": "s"}));
    // The address holds a variable: the caller gives it.
    let params = GetLampParam::new().url("/room/7/lamp");
    let request = client.get_lamp(&GetLampRequest::new().params(vec![params])).into_http().unwrap();
    assert_eq!(json_of(&request), json!({"method": "get", "params": [{"url": "/room/7/lamp"}]}));
    // Nothing is left to give.
    assert_eq!(json_of(&client.ping().into_http().unwrap()), json!({"jsonrpc": "2.0", "method": "ping"}));
}

#[test]
fn a_question_in_graphql_is_sent_as_it_was_asked() {
    use graphql::types::{OneLampRequest, OneLampVariables};
    let client = graphql::Client::builder().build().unwrap();
    let request = client.all_lamps().into_http().unwrap();
    assert_eq!(json_of(&request), json!({"query": "query {\n  lamps {\n    id\n  }\n}"}));
    let request = client.one_lamp(&OneLampRequest::new(OneLampVariables::new().id("l-3"))).into_http().unwrap();
    let question = "query lamp ($id: ID!) {\n\tlamp (id: $id) {\n\t\tname\n\t\t\"lit\"\n\t}\n}";
    assert_eq!(json_of(&request), json!({"query": question, "variables": {"id": "l-3"}}));
}

#[test]
fn an_action_is_sent_by_itself() {
    use action_in_form::types::LoadRequest;
    let client = action_in_form::Client::builder().build().unwrap();
    let request = client.remove().id("l-1").into_http().unwrap();
    assert_eq!(sent(&request), ("application/x-www-form-urlencoded", "action=remove&id=l-1"));
    assert_eq!(json_of(&client.save().into_http().unwrap()), json!({"command": "save"}));
    assert_eq!(json_of(&client.load(&LoadRequest::new().file("a")).into_http().unwrap()), json!({"command": "load", "file": "a"}));
}

#[test]
fn bodies_of_each_kind_have_an_operation() {
    let client = not_compatible_bodies::Client::builder().build().unwrap();
    let request = client.import_csv().body("id\n").into_http().unwrap();
    assert_eq!(sent(&request), ("text/csv", "id\n"));
    let request = client.import_by_form().url("x y").into_http().unwrap();
    assert_eq!(sent(&request), ("application/x-www-form-urlencoded", "url=x%20y"));
    assert_eq!(sent(&client.import_json().into_http().unwrap()), ("", ""));
}

#[test]
fn an_envelope_is_sent_byte_for_byte_with_its_holes_filled() {
    let client = soap::Client::builder().build().unwrap();
    let request = client.light("<desk> & \"lamp\"", "%", "100").into_http().unwrap();
    assert_eq!(request.headers()["soapaction"], "\"urn:light\"");
    let expected = "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">\n  <s:Body>\n    \
                    <Light xmlns=\"urn:lamps\">\n      <Name>&lt;desk&gt; &amp; &quot;lamp&quot;</Name>\n      \
                    <Level unit='%'>100</Level>\n    </Light>\n  </s:Body>\n</s:Envelope>\n";
    assert_eq!(sent(&request), ("text/xml; charset=utf-8", expected));
    // Texts that differ in more than the names of variables are the caller's.
    assert_eq!(sent(&client.count().body("<a/>").into_http().unwrap()), ("text/xml; charset=utf-8", "<a/>"));
}

#[test]
fn markup_outside_of_the_root_is_sent_as_it_is() {
    let client = xml_template::Client::builder().build().unwrap();
    let request = client.find_lamp("<env>", "H&M", "a < b", "</env>").into_http().unwrap();
    let expected = "<env>\r\n<FindLamp xmlns=\"urn:lamps\">\r\n\t<Hotel Code='H&amp;M'/>\r\n\t<Note><![CDATA[a < b]]></Note>\r\n\
                    </FindLamp>\r\n</env>";
    assert_eq!(sent(&request), ("text/xml", expected));
    // A hole that nobody filled is said before anything is sent.
    let error = client.six().a("1").b("2").c("3").d("4").e("5").into_http().unwrap_err();
    assert_eq!(error.to_string(), "six: the request could not be built: `f` was not given, and the body needs it");
    let request = client.six().a("1").b("2").c("3").d("4").e("5").f("'").into_http().unwrap();
    assert_eq!(sent(&request), ("application/xml", "<six a='1' b='2' c='3' d='4' e='5' f='&apos;'/>"));
}

#[test]
fn other_texts_are_filled_as_they_are() {
    let client = text_template::Client::builder().build().unwrap();
    let request = client.run("d'", "5").into_http().unwrap();
    assert_eq!(sent(&request), ("application/javascript", "const lamp = find('d'');\nif (lamp) {\n  lamp.light({5});\n}\n"));
}
