//! What is expected stands in the formats' description, and is written out here by hand: a resolver with a defect would hide defects.

use serde_json::{Value, json};

use super::{Body, Dummies, FILE, Part, Request, is_stand_in, number, read, replaced, requests, spelled, unescaped};

/// A collection of version 2 with these items, and more at its root.
fn collection(items: &Value, more: &[(&str, Value)]) -> Value {
    let mut document =
        json!({ "info": { "name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }, "item": items });
    for (name, value) in more {
        document[*name] = value.clone();
    }
    document
}

/// The one request of a collection.
fn one(request: &Value, more: &[(&str, Value)]) -> Request {
    let mut all = requests(&collection(&json!([{ "name": "r", "request": request }]), more), &[]);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_text_is_a_request() {
    let request = one(&json!("https://a.example/x?b=1&c"), &[]);
    assert_eq!(request.method, "GET");
    assert_eq!(request.urls, ["https://a.example/x"]);
    assert_eq!(request.query, pairs(&[("b", "1"), ("c", "")]));
}

#[test]
fn methods_are_written_in_capitals() {
    assert_eq!(one(&json!({ "method": "post", "url": "a.example" }), &[]).method, "POST");
    assert_eq!(one(&json!({ "url": "a.example" }), &[]).method, "GET");
}

#[test]
fn a_url_without_text_is_made_of_its_parts() {
    let url = json!({ "protocol": "https", "host": ["a", "example"], "port": "8080", "path": ["x", { "type": "string", "value": "y" }] });
    assert_eq!(one(&json!({ "url": url }), &[]).urls, ["https://a.example:8080/x/y"]);
    let url = json!({ "host": "a.example", "path": "/x/" });
    assert_eq!(one(&json!({ "url": url }), &[]).urls, ["http://a.example/x/"]);
}

#[test]
fn both_readings_of_a_url_are_told_where_they_differ() {
    let url = json!({ "raw": "https://a.example/x", "protocol": "https", "host": ["a", "example"], "path": ["y"] });
    assert_eq!(one(&json!({ "url": url }), &[]).urls, ["https://a.example/x", "https://a.example/y"]);
}

#[test]
fn disabled_parameters_are_not_sent() {
    let query = json!([{ "key": "a", "value": "1" }, { "key": "b", "value": "2", "disabled": true }, { "key": "a", "value": null }, { "key": "n", "value": 3 }]);
    let request = one(&json!({ "url": { "raw": "https://a.example/?z=9", "query": query } }), &[]);
    assert_eq!(request.query, pairs(&[("a", "1"), ("a", ""), ("n", "3")]));
}

#[test]
fn escapes_of_a_query_are_taken_out_and_a_plus_stays() {
    let request = one(&json!("https://a.example/?a%5B%5D=x%20y&b=1+2&c=100%"), &[]);
    assert_eq!(request.query, pairs(&[("a[]", "x y"), ("b", "1+2"), ("c", "100%")]));
    assert_eq!(unescaped("a%2Fb"), "a/b");
}

#[test]
fn a_fragment_is_never_sent() {
    let request = one(&json!("https://a.example/x?a=1#top"), &[]);
    assert_eq!((request.urls, request.query), (vec!["https://a.example/x".to_owned()], pairs(&[("a", "1")])));
}

#[test]
fn segments_that_begin_with_a_colon_are_variables() {
    let variable = json!([{ "key": "id", "value": "7" }, { "id": "old", "value": "8" }, { "key": "unused", "value": "9" }]);
    let request = one(&json!({ "url": { "raw": "https://a.example/:id.json/:old/p:cancel/:nowhere", "variable": variable } }), &[]);
    assert_eq!(request.urls, [format!("https://a.example/7.json/8/p:cancel/{}", number("nowhere"))]);
}

#[test]
fn variables_come_from_the_nearest() {
    let items = json!([{ "name": "f", "variable": [{ "key": "c", "value": "folder" }], "item": [
        { "name": "r", "request": "https://a.example/{{a}}/{{b}}/{{c}}/{{d}}" }
    ] }]);
    let own = json!([{ "key": "a", "value": "collection" }, { "key": "b", "value": "collection" }, { "key": "c", "value": "collection" }, { "key": "d", "value": "{{a}}!" }]);
    let environment =
        json!({ "values": [{ "key": "b", "value": "environment", "enabled": true }, { "key": "a", "value": "off", "enabled": false }] });
    let all = requests(&collection(&items, &[("variable", own)]), &[environment]);
    assert_eq!(all[0].urls, ["https://a.example/collection/environment/folder/collection!"]);
}

#[test]
fn what_has_no_value_gets_a_number_that_is_always_the_same() {
    let request = one(
        &json!({ "url": "https://a.example/{{x}}?y={{x}}&z={{z}}" }),
        &[("variable", json!([{ "key": "x", "value": "" }, { "key": "z", "value": "<your z>" }]))],
    );
    let (x, z) = (number("x").to_string(), number("z").to_string());
    assert_eq!(request.urls, [format!("https://a.example/{x}")]);
    assert_eq!(request.query, pairs(&[("y", &x), ("z", &z)]));
    assert!((10_000..60_000).contains(&number("x")) && number("x") != number("z"));
}

#[test]
fn before_the_path_a_dummy_is_what_a_url_has_there() {
    let mut dummies = Dummies::default();
    for url in ["{{base}}/x", "{{scheme}}://{{host}}/y", "https://{{account}}.a.example:{{port}}/{{id}}", "{{whole}}"] {
        dummies.learn(url);
    }
    let n = number;
    assert_eq!(dummies.of("base"), format!("https://n{}.example.com", n("base")));
    assert_eq!(dummies.of("whole"), format!("https://n{}.example.com", n("whole")));
    assert_eq!(dummies.of("scheme"), "https");
    assert_eq!(dummies.of("host"), format!("n{}.example.com", n("host")));
    assert_eq!(dummies.of("account"), format!("n{}", n("account")));
    assert_eq!(dummies.of("port"), n("port").to_string());
    assert_eq!(dummies.of("id"), n("id").to_string());
}

#[test]
fn braces_are_put_in_from_within() {
    let value = |name: &str| (name == "a").then(|| "1".to_owned());
    assert_eq!(replaced("{{a}}-{{ a }}-{{b}}-{{{{a}}-{{}}", value), "1-1-{{b}}-{{1-{{}}");
    assert_eq!(replaced("{\"x\":{{a}}}", value), "{\"x\":1}");
    assert!(is_stand_in("<your key>") && !is_stand_in("<a/><b/>") && !is_stand_in("x"));
}

#[test]
fn urls_have_one_spelling() {
    assert_eq!(spelled("HTTPS://A.Example:443"), "https://a.example/");
    assert_eq!(spelled("a.example:80/X"), "http://a.example/X");
    assert_eq!(spelled("https://user:pass@a.example/x"), "https://a.example/x");
    assert_eq!(spelled("https://https://a.example/x"), "https://a.example/x");
    assert_eq!(spelled("https:///a.example/x"), "https://a.example/x");
    assert_eq!(spelled("http://a.example//x/"), "http://a.example//x/");
}

#[test]
fn headers_come_in_every_shape() {
    let expected = pairs(&[("A", "1"), ("B", "2")]);
    let list = json!([{ "key": "A", "value": "1" }, { "key": "C", "value": "3", "disabled": true }, "B: 2", { "key": "", "value": "4" }]);
    assert_eq!(one(&json!({ "url": "a.example", "header": list }), &[]).headers, expected);
    assert_eq!(one(&json!({ "url": "a.example", "header": "A: 1\nB: 2\n" }), &[]).headers, expected);
    assert_eq!(one(&json!({ "url": "a.example", "header": null }), &[]).headers, pairs(&[]));
}

fn body_of(method: &str, body: &Value) -> Body {
    one(&json!({ "method": method, "url": "a.example", "body": body }), &[("variable", json!([{ "key": "v", "value": "w" }]))]).body
}

#[test]
fn bodies_of_every_mode() {
    let text = Body::Text { text: "{\"a\": w}".to_owned(), language: Some("json".to_owned()), shapes: Vec::new() };
    assert_eq!(body_of("POST", &json!({ "mode": "raw", "raw": "{\"a\": {{v}}}", "options": { "raw": { "language": "json" } } })), text);
    assert_eq!(body_of("POST", &json!({ "mode": "raw", "raw": "  " })), Body::None);
    assert_eq!(body_of("POST", &json!({})), Body::None);
    assert_eq!(body_of("POST", &json!({ "mode": "raw", "raw": "x", "disabled": true })), Body::None);
    let list = json!([{ "key": "a", "value": "{{v}}" }, { "key": "b", "value": null }, { "key": "c", "value": "1", "disabled": true }]);
    assert_eq!(body_of("POST", &json!({ "mode": "urlencoded", "urlencoded": list })), Body::Form(pairs(&[("a", "w"), ("b", "")])));
    assert_eq!(body_of("POST", &json!({ "mode": "urlencoded", "urlencoded": { "a": "{{v}}" } })), Body::Form(pairs(&[("a", "w")])));
    let list = json!([{ "key": "a", "value": "1", "contentType": "text/plain" }, { "key": "f", "type": "file", "src": "/x" }]);
    let part = |name: &str, value: &str, is_file, media: Option<&str>| Part {
        name: name.to_owned(),
        value: value.to_owned(),
        is_file,
        media: media.map(str::to_owned),
    };
    assert_eq!(
        body_of("POST", &json!({ "mode": "formdata", "formdata": list })),
        Body::Parts(vec![part("a", "1", false, Some("text/plain")), part("f", FILE, true, None)])
    );
    assert_eq!(body_of("POST", &json!({ "mode": "file", "file": { "src": "/x" } })), Body::File(FILE.to_owned()));
}

#[test]
fn a_variable_outside_of_quotes_may_be_anything() {
    let body = |raw: &str| match body_of("POST", &json!({ "mode": "raw", "raw": raw })) {
        Body::Text { text, shapes, .. } => (text, shapes),
        _ => panic!("a text"),
    };
    let b = number("b");
    let shapes = |around: (&str, &str)| ["{}", "[]", "\"text\"", "true"].map(|shape| format!("{}{shape}{}", around.0, around.1)).to_vec();
    assert_eq!(body("{\"a\": {{b}}}"), (format!("{{\"a\": {b}}}"), shapes(("{\"a\": ", "}"))));
    assert_eq!(body("{{b}}"), (b.to_string(), shapes(("", ""))));
    assert_eq!(body("{\"a\": \"{{b}}\"}"), (format!("{{\"a\": \"{b}\"}}"), vec![]));
    assert_eq!(body("{\"a\": {{v}}}"), ("{\"a\": w}".to_owned(), vec![]));
    // Within a text that has quotes of its own it stays a text.
    assert_eq!(body(r#"{"a": "\"{{b}}"}"#), (format!(r#"{{"a": "\"{b}"}}"#), vec![]));
}

#[test]
fn words_that_stand_in_for_a_value_of_json_are_variables() {
    let text = |raw: &str| match body_of("POST", &json!({ "mode": "raw", "raw": raw })) {
        Body::Text { text, .. } => text,
        _ => panic!("a text"),
    };
    let id = number("your id");
    assert_eq!(text("{\"a\": <your id>, \"b\": [<<your id>>]}"), format!("{{\"a\": {id}, \"b\": [{id}]}}"));
    assert_eq!(text("{\"a\": \"<your id>\"}"), "{\"a\": \"<your id>\"}");
    assert_eq!(text("<your id/>"), "<your id/>");
}

#[test]
fn a_question_in_graphql_is_sent_as_json() {
    let Body::Text { text, .. } =
        body_of("POST", &json!({ "mode": "graphql", "graphql": { "query": "{ a }", "variables": "{\"b\": \"{{v}}\"}" } }))
    else {
        panic!()
    };
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({ "query": "{ a }", "variables": { "b": "w" } }));
    let Body::Text { text, .. } = body_of("POST", &json!({ "mode": "graphql", "graphql": { "query": "{ a }", "variables": "" } })) else {
        panic!()
    };
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({ "query": "{ a }" }));
}

#[test]
fn some_methods_have_no_body_unless_the_document_insists() {
    let body = json!({ "mode": "raw", "raw": "x" });
    for method in ["GET", "HEAD", "COPY", "PURGE", "UNLOCK"] {
        assert_eq!(body_of(method, &body), Body::None, "{method}");
    }
    assert_ne!(body_of("DELETE", &body), Body::None);
    let item = json!([{ "name": "r", "protocolProfileBehavior": { "disableBodyPruning": true }, "request": { "url": "a.example", "body": body } }]);
    assert_ne!(requests(&collection(&item, &[]), &[])[0].body, Body::None);
}

fn auth_of(auth: &Value) -> super::Auth {
    one(&json!({ "url": "a.example", "auth": auth }), &[("auth", json!({ "type": "bearer", "bearer": { "token": "outer" } }))]).auth
}

#[test]
fn authentication_of_every_type() {
    let header = |value: &str| pairs(&[("Authorization", value)]);
    assert_eq!(auth_of(&Value::Null).headers, header("Bearer outer"));
    assert_eq!(auth_of(&json!({ "type": "noauth" })), super::Auth::default());
    assert_eq!(
        auth_of(&json!({ "type": "bearer", "bearer": [{ "key": "token", "value": "t", "type": "string" }] })).headers,
        header("Bearer t")
    );
    // `u:p` in base64.
    assert_eq!(
        auth_of(&json!({ "type": "basic", "basic": [{ "key": "username", "value": "u" }, { "key": "password", "value": "p" }] })).headers,
        header("Basic dTpw")
    );
    assert_eq!(auth_of(&json!({ "type": "apikey", "apikey": { "key": "X-Key", "value": "k" } })).headers, pairs(&[("X-Key", "k")]));
    assert_eq!(
        auth_of(&json!({ "type": "apikey", "apikey": { "key": "key", "value": "k", "in": "query" } })).query,
        pairs(&[("key", "k")])
    );
    assert_eq!(auth_of(&json!({ "type": "oauth2", "oauth2": { "accessToken": "t", "headerPrefix": "Token" } })).headers, header("Token t"));
    assert_eq!(
        auth_of(&json!({ "type": "oauth2", "oauth2": { "accessToken": "t", "addTokenTo": "queryParams" } })).query,
        pairs(&[("access_token", "t")])
    );
    assert_eq!(auth_of(&json!({ "type": "awsv4", "awsv4": {} })).signed.as_deref(), Some("awsv4"));
    assert_eq!(
        auth_of(&json!({ "type": "bearer", "bearer": { "basicConfig": [{ "key": "token", "value": "t" }] }, "isInherited": true })).headers,
        header("Bearer t")
    );
    // What is left open is a dummy.
    assert_eq!(auth_of(&json!({ "type": "bearer", "bearer": { "token": "" } })).headers, header(&format!("Bearer {}", number("token"))));
}

#[test]
fn folders_hand_down_authentication() {
    let items = json!([{ "name": "f", "auth": { "type": "noauth" }, "item": [
        { "name": "g", "auth": null, "item": [{ "name": "r", "request": { "url": "a.example" } }] },
        { "name": "s", "request": { "url": "a.example", "auth": { "type": "bearer", "bearer": { "token": "own" } } } }
    ] }]);
    let all = requests(&collection(&items, &[("auth", json!({ "type": "bearer", "bearer": { "token": "outer" } }))]), &[]);
    assert_eq!(all[0].auth, super::Auth::default());
    assert_eq!(all[1].auth.headers, pairs(&[("Authorization", "Bearer own")]));
}

#[test]
fn what_a_collection_comes_in_is_taken_off() {
    let inner = collection(&json!([{ "name": "r", "request": "https://{{h}}/x" }]), &[]);
    assert_eq!(requests(&json!({ "collection": inner }), &[]).len(), 1);
    let dump = json!({ "version": 1, "collections": [{ "id": "c", "name": "A", "order": ["1"], "requests": [{ "id": "1", "name": "r", "url": "https://{{h}}/x", "method": "GET" }] }],
        "environments": [{ "name": "e", "values": [{ "key": "h", "value": "a.example", "enabled": true }] }], "globals": [{ "key": "h", "value": "g.example" }] });
    assert_eq!(requests(&dump, &[])[0].urls, ["https://a.example/x"]);
    let published = collection(
        &json!([{ "name": "r", "request": { "url": "https://a.example/x/", "urlObject": { "query": [{ "key": "q", "value": "{}" }] } } }]),
        &[],
    );
    assert_eq!(requests(&published, &[])[0].query, pairs(&[("q", "{}")]));
}

#[test]
fn the_first_version_has_its_own_words() {
    let document = json!({ "id": "c", "name": "A", "order": ["2", "gone"], "folders": [{ "id": "f", "name": "F", "order": ["1"], "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "t" }] } }],
        "requests": [
            { "id": "1", "name": "one", "url": "https://a.example/:id?a=1", "method": "POST", "headers": "A: 1\n//B: 2\n", "pathVariables": { "id": "7" },
              "dataMode": "urlencoded", "data": [{ "key": "x", "value": "y", "enabled": true }, { "key": "z", "value": "0", "enabled": false }] },
            { "id": "2", "name": "two", "url": "https://a.example", "method": "PUT", "dataMode": "raw", "rawModeData": "text", "currentHelper": "basicAuth", "helperAttributes": { "username": "u", "password": "p" } },
            { "id": "3", "name": "three", "url": "https://a.example", "method": "POST", "dataMode": null, "rawModeData": "left over" }
        ] });
    let all = requests(&document, &[]);
    assert_eq!(all[0].urls, ["https://a.example/7"]);
    assert_eq!(all[0].query, pairs(&[("a", "1")]));
    assert_eq!(all[0].headers, pairs(&[("A", "1")]));
    assert_eq!(all[0].body, Body::Form(pairs(&[("x", "y")])));
    assert_eq!(all[0].auth.headers, pairs(&[("Authorization", "Bearer t")]));
    assert_eq!(all[1].body, Body::Text { text: "text".to_owned(), language: None, shapes: Vec::new() });
    assert_eq!(all[1].auth.headers, pairs(&[("Authorization", "Basic dTpw")]));
    assert_eq!(all[2].body, Body::None);
}

#[test]
fn documents_come_in_several_encodings() {
    let text = "{\"a\": \"ä\"}";
    let wide = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>();
    let expected = json!({ "a": "ä" });
    assert_eq!(read(text.as_bytes()).unwrap(), expected);
    assert_eq!(read(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).unwrap(), expected);
    assert_eq!(read(&wide([0xff, 0xfe], u16::to_le_bytes)).unwrap(), expected);
    assert_eq!(read(&wide([0xfe, 0xff], u16::to_be_bytes)).unwrap(), expected);
}

#[test]
fn of_several_slashes_behind_a_host_one_may_be_sent() {
    let base = [("variable", json!([{ "key": "base", "value": "https://a.example/" }]))];
    let request = one(&json!("{{base}}/x//y"), &base);
    assert_eq!((request.urls, request.single), (vec!["https://a.example//x//y".to_owned()], vec!["https://a.example/x//y".to_owned()]));
    assert_eq!(one(&json!("https://a.example/x//y"), &[]).single, [""; 0]);
}

#[test]
fn what_nobody_could_send() {
    let why = |request: Value| one(&request, &[]).unsendable;
    assert_eq!(why(json!({ "method": "GET" })), Some("it has no URL"));
    assert_eq!(why(json!({ "url": "about:blank" })), Some("its port is no number"));
    assert_eq!(why(json!({ "url": "https:///" })), Some("its URL has no host"));
    assert_eq!(why(json!({ "url": "{{base}}/x" })), None);
    assert_eq!(why(json!({ "url": "a.example:{{port}}/x" })), None);
    assert_eq!(why(json!({ "url": "http://[::1]/x" })), None);
}

#[test]
fn what_stands_behind_the_variable_of_a_base_is_its_path() {
    let request = one(&json!("{{base}}{{path}}/x"), &[]);
    assert_eq!(request.urls, [format!("https://n{}.example.com/{}/x", number("base"), number("path"))]);
}
