#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::record::{Body, Recorded, Where};
use super::route::{Routed, Router};
use super::sent::{Sent, SentBody};
use super::{Account, FindingKind, Format, Hosts, Looks, NoEntry, Recordings, read_har, read_line, report};
use crate::diagnostic::Diagnostics;
use crate::ir::sample::{answer, basis, fact, further_server, member, object, operation, path, pets, server, server_id};
use crate::ir::{Answer, Api, ConstantQuery, Fact, Operation, Presence, Shape, Telling};
use crate::text::SourceMap;
use proptest::prelude::*;

fn at() -> Where {
    Where { file: "a.ndjson".to_owned(), line: 1, entry: None }
}

fn asked(method: &str, url: &str) -> Recorded {
    Recorded {
        at: at(),
        method: method.to_owned(),
        url: url.to_owned(),
        status: 200,
        body: Body::Text("{}".to_owned()),
        sent: Sent::default(),
        operation: None,
    }
}

fn routed(api: &Api, hosts: Hosts, recorded: &Recorded) -> String {
    let id = |at: usize| api.operations[at].id.clone();
    match Router::new(api, hosts).route(recorded) {
        Routed::To(at) => id(at),
        Routed::Nowhere => "-".to_owned(),
        Routed::Several(all) => all.into_iter().map(id).collect::<Vec<_>>().join(" or "),
        Routed::Unknown => "no such operation".to_owned(),
    }
}

fn with(servers: &[&str], operations: Vec<Operation>) -> Api {
    let mut api = pets();
    api.servers = servers.iter().map(|url| server(url)).collect();
    api.operations = operations;
    api
}

#[test]
fn the_most_specific_path_wins() {
    let operations = vec![
        operation("get", "GET", "/pets/{id}"),
        operation("newest", "GET", "/pets/newest"),
        operation("photo", "GET", "/pets/{id}.png"),
        operation("toy", "GET", "/pets/{id}/toys/{toy}"),
        operation("first", "GET", "/pets/{id}/toys/first"),
        operation("rex", "GET", "/pets/rex/toys/{toy}"),
        operation("span", "GET", "/from{a}to{b}"),
        operation("add", "POST", "/pets"),
        operation("list", "GET", "/pets/"),
    ];
    let api = with(&["https://pets.example/v1"], operations);
    for (method, url, expected) in [
        ("GET", "https://pets.example/v1/pets/7", "get"),
        ("get", "http://PETS.example:80/v1/pets/newest", "newest"),
        ("GET", "https://pets.example/v1/pets/7.png", "photo"),
        ("GET", "https://pets.example/v1/pets/7/toys/8?x=/pets", "toy"),
        ("GET", "https://pets.example/v1/pets/7/toys/first", "first"),
        // What is told first counts most.
        ("GET", "https://pets.example/v1/pets/rex/toys/first", "rex"),
        ("GET", "https://pets.example/v1/pets/a%2Fb", "get"),
        ("GET", "https://pets.example/v1/fromtotoato", "span"),
        ("GET", "https://pets.example/v1/fromto", "-"),
        ("POST", "https://pets.example/v1/pets/#top", "add"),
        ("GET", "https://me:pw@pets.example:443/v1/pets", "list"),
        ("DELETE", "https://pets.example/v1/pets/7", "-"),
        ("GET", "https://pets.example/v2/pets/7", "-"),
        ("GET", "https://pets.example/v1/pets//", "-"),
        ("GET", "https://pets.example.evil.example/v1/pets/7", "-"),
        ("GET", "https://pets.example:8443/v1/pets/7", "-"),
        ("GET", "/v1/pets/7", "-"),
        ("GET", "", "-"),
    ] {
        assert_eq!(routed(&api, Hosts::Known, &asked(method, url)), expected, "{method} {url}");
    }
}

#[test]
fn servers_have_variables() {
    for (base, url, known, any) in [
        ("https://{region}.pets.example/{version}/", "https://eu.pets.example/v1/pets", "list", "list"),
        ("https://{region}.Pets.example", "https://eu.pets.example/pets", "list", "list"),
        ("https://{region}.pets.example", "https://pets.example/pets", "-", "list"),
        ("{scheme}://{host}:{port}/v1", "http://pets.example:8080/v1/pets", "list", "list"),
        ("{base}", "https://pets.example/deep/down/pets", "list", "list"),
        ("{base}/v1", "https://pets.example/v1/pets", "list", "list"),
        ("{base}/v1", "https://pets.example/pets", "-", "-"),
        ("{host}:{port}/v1", "https://pets.example:1/v1/pets", "list", "list"),
        ("https://pets.example/v1", "http://localhost:3000/v1/pets", "-", "list"),
        ("https://pets.example/v1", "http://localhost:3000/pets", "-", "-"),
    ] {
        let api = with(&[base], vec![operation("list", "GET", "/pets")]);
        assert_eq!(routed(&api, Hosts::Known, &asked("GET", url)), known, "{base}: {url}");
        assert_eq!(routed(&api, Hosts::Any, &asked("GET", url)), any, "{base}: {url} of any host");
    }
    // Where no document says where the API is, it may be anywhere.
    let api = with(&[], vec![operation("list", "GET", "/pets")]);
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://any.example/x/pets")), "list");
    // An operation of a further server is found there, and nowhere else.
    let mut api = with(&["https://pets.example"], vec![operation("list", "GET", "/pets"), operation("login", "GET", "/pets")]);
    api.servers.push(further_server("login", "https://login.example"));
    api.operations[1].server = Some(fact(server_id("login")));
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://pets.example/pets")), "list");
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://login.example/pets")), "login");
    assert_eq!(routed(&api, Hosts::Any, &asked("GET", "https://proxy.example/pets")), "list or login");
}

#[test]
fn what_is_told_apart_is_told_apart() {
    let told = |id: &str, what: &str, value: &str| {
        let mut operation = operation(id, "POST", "/rpc");
        operation.told_by = vec![Telling { what: what.to_owned(), value: value.to_owned(), basis: basis() }];
        operation
    };
    let body = |text: &str, media: Option<&str>| Recorded {
        sent: Sent { headers: vec![("Accept".to_owned(), "*/*".to_owned())], body: SentBody::of_text(text, media) },
        ..asked("POST", "https://pets.example/rpc")
    };
    let rpc = with(
        &["https://pets.example"],
        vec![told("feed", "method", "feed"), told("walk", "method", "walk"), operation("rest", "POST", "/rpc")],
    );
    assert_eq!(routed(&rpc, Hosts::Known, &body("{\"method\": \"walk\"}", None)), "walk");
    assert_eq!(routed(&rpc, Hosts::Known, &body("method=feed&pet=1", None)), "feed");
    assert_eq!(routed(&rpc, Hosts::Known, &body("{\"method\": \"sing\"}", None)), "rest");
    let two = with(&["https://pets.example"], vec![told("feed", "method", "feed"), told("walk", "method", "walk")]);
    assert_eq!(routed(&two, Hosts::Known, &body("{\"method\": \"sing\"}", None)), "-");
    // What was not recorded tells nothing.
    assert_eq!(routed(&two, Hosts::Known, &asked("POST", "https://pets.example/rpc")), "feed or walk");
    let deep =
        with(&["https://pets.example"], vec![told("status", "params[0].url", "/sys/status"), told("log", "params[0].url", "/sys/log")]);
    assert_eq!(routed(&deep, Hosts::Known, &body("{\"params\": [{\"url\": \"/sys/log\"}]}", None)), "log");
    let kinds = with(
        &["https://pets.example"],
        vec![told("json", "body", "json"), told("form", "body", "form"), told("none", "body", "none"), told("xml", "body", "xml")],
    );
    for (text, media, expected) in [
        ("{}", None, "json"),
        ("a=1", Some("application/x-www-form-urlencoded; charset=utf-8"), "form"),
        ("", None, "none"),
        ("<a/>", Some("text/xml"), "xml"),
    ] {
        assert_eq!(routed(&kinds, Hosts::Known, &body(text, media)), expected);
    }
    let asks = with(&["https://pets.example"], vec![told("users", "operation", "query Users"), told("pets", "operation", "query Pets")]);
    assert_eq!(routed(&asks, Hosts::Known, &body("{\"query\": \"query Pets ($n: Int) { pets { id } }\"}", None)), "pets");
    let soap = with(&["https://pets.example"], vec![told("soap", "SOAPAction", "urn:feed"), told("other", "SOAPAction", "urn:walk")]);
    let mut recorded = body("<Envelope/>", Some("text/xml"));
    recorded.sent.headers.push(("soapaction".to_owned(), "\"urn:walk\"".to_owned()));
    assert_eq!(routed(&soap, Hosts::Known, &recorded), "other");
    // Constants in the query, in any order, encoded or not.
    let mut list = operation("list", "GET", "/api");
    list.constants = vec![ConstantQuery { name: "action".to_owned(), value: "list all".to_owned(), basis: basis() }];
    let api = with(&["https://pets.example"], vec![operation("any", "GET", "/api"), list]);
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://pets.example/api?x=1&action=list+all")), "list");
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://pets.example/api?action=list%20all#x")), "list");
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", "https://pets.example/api?action=other")), "any");
    // Whoever names the operation is asked nothing more.
    let named = |id: &str| Recorded { operation: Some(id.to_owned()), ..asked("", "") };
    assert_eq!(routed(&api, Hosts::Known, &named("list")), "list");
    assert_eq!(routed(&api, Hosts::Known, &named("lost")), "no such operation");
}

fn held(api: &Api, id: &str, status: u16, body: &str) -> Recordings {
    let mut account = Account::new(api, Hosts::Known);
    let recorded = Recorded { operation: Some(id.to_owned()), status, body: Body::Text(body.to_owned()), ..asked("", "") };
    account.take(&recorded);
    account.finish(true)
}

fn found(api: &Api, id: &str, status: u16, body: &str) -> Vec<(FindingKind, String)> {
    held(api, id, status, body).findings.into_iter().map(|finding| (finding.kind, finding.node.to_string())).collect()
}

#[test]
fn what_only_the_caller_writes_never_comes_back() {
    let mut api = pets();
    let field = crate::ir::sample::field(&mut api, "Pet", "name");
    field.facts.access = Some(fact(crate::ir::Access::WriteOnly));
    assert_eq!(found(&api, "pets.get", 200, "{\"id\": \"1\"}"), []);
    let recordings = held(&api, "pets.get", 200, "{\"id\": \"1\"}");
    assert!(recordings.unseen_fields.iter().all(|node| node.as_str() != "type:Pet/name"));
}

#[test]
fn a_field_comes_under_any_of_its_names() {
    let mut api = pets();
    crate::ir::sample::field(&mut api, "Pet", "name").facts.aliases = vec![Fact::new("title".to_owned(), basis())];
    assert_eq!(found(&api, "pets.get", 200, "{\"id\": \"1\", \"title\": \"x\"}"), []);
    assert_eq!(found(&api, "pets.get", 200, "{\"id\": \"1\"}"), [(FindingKind::Missing, "type:Pet/name".to_owned())]);
}

#[test]
fn a_body_may_say_no_with_any_status() {
    // `status = error` in a body says no, whatever HTTP says.
    let api = pets();
    assert_eq!(
        found(&api, "pets.get", 200, "{\"status\": \"error\", \"code\": 1001}"),
        [(FindingKind::UnknownMember, "type:ErrorBody/status".to_owned())]
    );
    assert_eq!(
        found(&api, "pets.get", 503, "{\"code\": 1001, \"message\": null}"),
        [(FindingKind::UnexpectedNull, "type:ErrorBody/message".to_owned())]
    );
    assert_eq!(found(&api, "pets.get", 429, "{\"code\": 17}"), [(FindingKind::Unlisted, "type:Code".to_owned())]);
    // What is no such body was sent by something else.
    assert_eq!(found(&api, "pets.get", 503, "busy"), [(FindingKind::Status, "op:pets.get/503".to_owned())]);
    assert_eq!(found(&api, "pets.get", 503, "[]"), [(FindingKind::Status, "op:pets.get/503".to_owned())]);
}

#[test]
fn numbers_are_read_by_their_text() {
    let api = pets();
    let age = |number: &str| found(&api, "pets.get", 200, &format!("{{\"id\": \"1\", \"name\": \"x\", \"age\": {number}}}"));
    for number in ["0", "-7", "9223372036854775807", "-9223372036854775808"] {
        assert_eq!(age(number), [], "{number}");
    }
    for number in ["9223372036854775808", "1.0", "1e3", "-0", "\"7\""] {
        assert_eq!(age(number), [(FindingKind::OtherKind, "type:Pet/age".to_owned())], "{number}");
    }
}

/// `unlisted k*: integer`, and what is said where there is no entry.
fn entries(api: &Api, id: &str, body: &str) -> Vec<(String, String)> {
    let findings = held(api, id, 200, body).findings.into_iter();
    let written = |entry: Result<String, NoEntry>| match entry {
        Ok(entry) => entry.lines().filter(|line| line.starts_with("at ") || line.starts_with("add")).collect::<Vec<_>>().join("; "),
        Err(why) => why.help(),
    };
    findings.map(|finding| (format!("{} in {}", finding.node, finding.path), written(finding.entry))).collect()
}

#[test]
fn names_that_differ_in_a_running_number_are_keys_that_are_data() {
    let api = pets();
    let pet = |more: &str| format!("{{\"id\": \"1\", \"name\": \"x\", {more}}}");
    let of = |more: &[&str]| {
        let members: Vec<String> = more.iter().map(|name| format!("\"{name}\": 1")).collect();
        entries(&api, "pets.get", &pet(&members.join(", ")))
    };
    let told = |node: &str, path: &str, at: &str| {
        (format!("type:Pet/{node} in {path}"), format!("at     = \"type:Pet/{at}\"; add    = \"integer\""))
    };
    let within = |node: &str, path: &str, other: &str| {
        (format!("type:Pet/{node} in {path}"), format!("the entry of type:Pet/{other} takes these in"))
    };
    assert_eq!(of(&["k0", "k1"]), [told("k0", "k0", "k0"), told("k1", "k1", "k1")]);
    assert_eq!(of(&["k0", "k1", "k2"]), [told("k*", "k0", "k*")]);
    assert_eq!(
        of(&["sha1", "sha256", "sha512"]),
        [told("sha1", "sha1", "sha1"), told("sha256", "sha256", "sha256"), told("sha512", "sha512", "sha512")]
    );
    // Nothing else that begins so is taken in.
    assert_eq!(of(&["k0", "k1", "k2", "kind"]), [told("k*", "k0", "k*"), told("kind", "kind", "kind")]);
    // Keys that are data stand in an object once.
    assert_eq!(
        of(&["kl1", "kl2", "kl3", "km1", "km2", "km3", "kn1", "kn2", "kn3"]),
        [told("kl*", "kl1", "k*"), within("km*", "km1", "kl*"), within("kn*", "kn1", "kl*")]
    );
    assert_eq!(of(&["4711", "k1", "k2", "k3"]), [told("*", "[*]", "*"), within("k*", "k1", "*")]);
    let hundred: Vec<String> = (0..100).map(|at| format!("\"k{at}\": {at}")).collect();
    let recordings = held(&api, "pets.get", 200, &pet(&hundred.join(",")));
    let [finding] = recordings.findings.as_slice() else { panic!("{:#?}", recordings.findings) };
    assert_eq!((finding.node.as_str(), finding.count, finding.answers, finding.path.as_str()), ("type:Pet/k*", 100, 1, "k0"));
    for more in [
        &["k0", "k1", "k2"][..],
        &["a1", "a2", "a3", "ab1", "ab2", "ab3"],
        &["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"],
        &["4711", "k1", "k2", "k3"],
    ] {
        let members: Vec<String> =
            more.iter().enumerate().map(|(at, name)| format!("\"{name}\": {}", if at % 2 == 0 { "1" } else { "\"x\"" })).collect();
        entries_settle(&api, "pets.get", 200, &pet(&members.join(", "))).unwrap();
    }
}

/// What the recording has of an answer that is no JSON says what it may be; where others are what the documents say, no entry throws their type away.
#[test]
fn what_is_no_json_is_named() {
    let api = pets();
    let told = |bodies: Vec<Body>| {
        let mut account = Account::new(&api, Hosts::Known);
        for body in bodies {
            account.take(&Recorded { operation: Some("pets.get".to_owned()), body, ..asked("", "") });
        }
        let findings = account.finish(true).findings.into_iter();
        findings.map(|finding| (finding.kind, finding.answers, finding.of, finding.kinds, finding.entry.err())).collect::<Vec<_>>()
    };
    let text = |text: &str| Body::Text(text.to_owned());
    let pet = || text("{\"id\": \"1\", \"name\": \"x\"}");
    assert_eq!(
        told(vec![pet(), Body::Binary(Looks::Gzip), text("<html>"), pet(), text("{\"id\": \"1\"")]),
        [(FindingKind::NotJson, 3, 5, vec!["no JSON (HTML)", "no JSON (broken or cut)", "no JSON (gzip)"], Some(NoEntry::OthersFit))]
    );
    // Where nothing was ever JSON, the documents may be wrong.
    assert_eq!(
        told(vec![text("<html>"), text("[1, 2]"[..3].trim())]),
        [(FindingKind::NotJson, 2, 2, vec!["no JSON (HTML)", "no JSON (broken or cut)"], None)]
    );
}

#[test]
fn a_body_that_was_not_recorded_is_said_to_be_none() {
    let api = pets();
    let told = |status| {
        let mut account = Account::new(&api, Hosts::Known);
        account.take(&Recorded { operation: Some("pets.get".to_owned()), status, body: Body::Unrecorded, ..asked("", "") });
        let findings = account.finish(true).findings.into_iter();
        findings
            .map(|finding| (finding.node.to_string(), finding.kinds, finding.entry.unwrap().lines().nth(2).unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    // HTTP says that 204 has no body.
    assert_eq!(told(204), [("op:pets.get/204".to_owned(), vec!["nothing"], "set    = { answer = \"empty\" }".to_owned())]);
    assert_eq!(
        told(202),
        [("op:pets.get/202".to_owned(), vec!["a body that was not recorded"], "set    = { answer = \"unknown\" }".to_owned())]
    );
}

#[test]
fn of_an_address_only_what_the_documents_have_is_shown() {
    let operations =
        vec![operation("list", "GET", "/pets"), operation("toy", "GET", "/pets/{id}/toys/first"), operation("find", "SEARCH", "/pets")];
    let api = with(&["https://{region}.pets.example/v1"], operations);
    let router = Router::new(&api, Hosts::Known);
    for (method, url, expected) in [
        ("DELETE", "https://eu.pets.example/v1/pets/7/toys", "DELETE https://*.pets.example/v1/pets/*/toys"),
        ("post", "https://api.telegram.example/bot123456789:AAHdq/first/", "POST https://*/*/first/"),
        ("GET", "https://me:pw@eu.pets.example:443/v1/pets/ann@a.example?key=SECRET#x", "GET https://*.pets.example/v1/pets/*"),
        ("GET", "ftp://eu.pets.example/v1//pets", "GET *://*.pets.example/v1//pets"),
        ("search", "HTTP://x/p%65ts", "SEARCH http://*/pets"),
        ("PASSWORD1", "https://eu.pets.example/", "* https://*.pets.example"),
        ("GET", "my password is tulip", "GET (no URL)"),
        ("", "", "* (no URL)"),
    ] {
        assert_eq!(router.shown(&asked(method, url)), expected, "{method} {url}");
    }
}

/// The work is in proportion to the body, also where types are unions of unions, and refer to themselves.
#[test]
fn unions_within_unions_end() {
    let mut api = pets();
    let string = crate::ir::sample::add(&mut api, Shape::String(crate::ir::StringForm::Plain));
    let tree = crate::ir::sample::name(&mut api, "Tree", Shape::Any);
    let leaf = crate::ir::sample::add(&mut api, object(vec![member("leaf", string, Presence::Required)]));
    let list = crate::ir::sample::add(&mut api, Shape::List(tree));
    let branch =
        crate::ir::sample::add(&mut api, object(vec![member("left", tree, Presence::Required), member("right", tree, Presence::Required)]));
    let case = |ty| crate::ir::Case { kind: crate::ir::CaseKind::Type(ty), basis: basis() };
    api.types.get_mut(tree).shape = Shape::OneOf(vec![case(leaf), case(list), case(branch), case(string)]);
    let mut get = operation("tree", "GET", "/tree");
    get.responses = vec![answer(200, Answer::Type(tree))];
    api.operations.push(get);
    let mut body = "7".to_owned();
    for _ in 0..60 {
        body = format!("{{\"left\": {body}, \"right\": [{{\"leaf\": \"x\"}}]}}");
    }
    assert_eq!(found(&api, "tree", 200, &body), [(FindingKind::OtherKind, "type:Tree".to_owned())]);
}

fn hostile() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-0".to_owned()),
        Just("1e999".to_owned()),
        Just("12345678901234567890".to_owned()),
        "[a-z]{0,6}".prop_map(|text| format!("\"{text}\"")),
        Just("\"2024-05-01T00:00:00Z\"".to_owned()),
        Just("\"\\ud800\"".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let key = prop_oneof![
            Just("id"),
            Just("name"),
            Just("nick"),
            Just("status"),
            Just("items"),
            Just("owner"),
            Just("mother"),
            Just("tags"),
            Just("labels"),
            Just("vaccinated"),
            Just("code"),
            Just(""),
            Just("a.b"),
            Just("\\u0000"),
            Just("47"),
            Just("k1"),
            Just("k2"),
            Just("k3"),
            Just("kin7"),
            Just("kin8"),
            Just("kin9"),
            Just("x-1"),
            Just("x-2"),
            Just("x-3"),
            Just("ann@a.example")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((key, inner), 0..6).prop_map(|members| {
                let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

/// The API with entries pasted into an overlay; what was said of the overlay where it was not taken.
fn corrected(api: &Api, entries: &[&str]) -> Result<Api, String> {
    let mut sources = crate::ir::sample::sources();
    let overlay = format!("docwright = 1\n[source]\nfile = \"pets.txt\"\n{}", entries.join("\n"));
    let file = sources.add("overlay.toml", overlay);
    let mut said = Diagnostics::default();
    let mut api = api.clone();
    let read = crate::spec::read(file, &sources, &mut said).unwrap();
    let patches = crate::spec::lower_overlay(&read, &mut api, &sources, &mut said);
    let checked = crate::passes::run(api, &patches, &mut said);
    let lines: Vec<String> = said.iter().map(|said| said.line(&sources)).filter(|line| line.starts_with("overlay.toml")).collect();
    checked.filter(|_| lines.is_empty()).map(crate::ir::Checked::into_inner).ok_or_else(|| {
        format!(
            "{lines:#?}\n{:?}\n{}",
            said.iter().filter(|said| said.severity() == crate::diagnostic::Severity::Error).map(|said| &said.message).collect::<Vec<_>>(),
            entries.join("\n")
        )
    })
}

/// Whatever was answered, the entries are read without a remark, and leave nothing to be found but what no overlay can say.
fn entries_settle(api: &Api, id: &str, status: u16, body: &str) -> Result<(), String> {
    let recordings = held(api, id, status, body);
    let entries: Vec<&str> = recordings.findings.iter().filter_map(|finding| finding.entry.as_deref().ok()).collect();
    let api = corrected(api, &entries)?;
    match found(&api, id, status, body).into_iter().find(|(kind, _)| *kind != FindingKind::Duplicate) {
        Some(left) => Err(format!("{left:?} is left of {body}\n{}", entries.join("\n"))),
        None => Ok(()),
    }
}

/// Whoever writes a path behind a name corrects what the address leads to.
#[test]
fn a_path_and_an_address_lead_to_one_thing() {
    let api = pets_and_toys();
    let also = "set = { also = \"boolean\" }";
    for (path, address, what) in [
        ("op toys.list / answer 200 / []", "op:toys.list/200[]", also),
        ("op toys.list / answer 200 / [].tags[]", "op:toys.list/200[]/tags[]", also),
        ("op toys.list / answer 200 / [].tags[][]", "op:toys.list/200[]/tags[][]", also),
        ("op * / answer 200 / [].owner.id", "op:toys.list/200[]/owner/case/id", also),
        ("op toys.list / answer 200 / [].\"a.b\"", "op:toys.list/200[]/a.b", "set = { also = \"null\" }"),
        ("op toys.list / answer 200 / [].id", "op:toys.list/200[]/id", "set = { type = \"uuid\", presence = \"unknown\" }"),
        ("op toys.list / answer 200 / [].size", "op:toys.list/200[]/size", "add = \"integer\""),
        ("op toys.list / answer 200 / [].owner.x-*", "op:toys.list/200[]/owner/x-*", "add = \"integer\""),
        ("op toys.list / answer 200", "op:toys.list/200", also),
        ("op toys.list / answer 418", "op:toys.list/418", "set = { answer = \"empty\" }"),
        ("type Pet / name", "type:Pet/name", "set = { also = \"absent\" }"),
        ("type Pet / size", "type:Pet/size", "add = \"integer\""),
        ("errors / size", "errors/size", "add = \"integer\""),
    ] {
        let [by_path, by_address] = [path, address].map(|at| {
            let entry = format!("[[patch]]\nat = '{at}'\n{what}\nreason = \"r\"\n");
            crate::ir::dump(&corrected(&api, &[&entry]).unwrap())
        });
        assert_eq!(by_path, by_address, "{path}");
        assert_ne!(by_path, crate::ir::dump(&api), "{path}");
    }
}

/// The sample with an answer of which nothing has a name.
fn pets_and_toys() -> Api {
    let mut api = pets();
    let add = crate::ir::sample::add;
    let integer = add(&mut api, Shape::Integer);
    let string = add(&mut api, Shape::String(crate::ir::StringForm::Date));
    let values = add(&mut api, crate::ir::sample::values(&["x", "y"]));
    let labels = add(&mut api, Shape::Map(values));
    let owner = add(&mut api, object(vec![member("id", integer, Presence::Required), member("status", values, Presence::Optional)]));
    let case = |kind| crate::ir::Case { kind, basis: basis() };
    let either =
        add(&mut api, Shape::OneOf(vec![case(crate::ir::CaseKind::Type(owner)), case(crate::ir::CaseKind::Text("none".to_owned()))]));
    let numbers = add(&mut api, Shape::List(integer));
    let tags = add(&mut api, Shape::List(numbers));
    let fields = vec![
        member("id", string, Presence::Required),
        member("owner", either, Presence::Optional),
        member("labels", labels, Presence::Optional),
        member("tags", tags, Presence::Optional),
        member("a.b", integer, Presence::Optional),
    ];
    let item = add(&mut api, object(fields));
    let items = add(&mut api, Shape::List(item));
    let mut toys = operation("toys.list", "GET", "/toys");
    toys.responses = vec![answer(200, Answer::Type(items)), answer(204, Answer::Empty)];
    api.operations.push(toys);
    api
}

#[test]
fn a_secret_stays_text() {
    let mut api = pets();
    crate::ir::sample::field(&mut api, "Pet", "name").facts.secret = Some(fact(()));
    let recordings = held(&api, "pets.get", 200, "{\"id\": \"1\", \"name\": 7}");
    let found: Vec<_> = recordings.findings.iter().map(|finding| (finding.kind, finding.node.as_str(), finding.entry.as_deref())).collect();
    assert_eq!(found, [(FindingKind::OtherKind, "type:Pet/name", Err(&NoEntry::Secret))]);
    entries_settle(&api, "pets.get", 200, "{\"id\": \"1\", \"name\": null}").unwrap();
}

#[test]
fn entries_settle_what_was_found() {
    let api = pets_and_toys();
    for (status, body) in [
        (200, "[{\"owner\": \"some\", \"labels\": {\"a\": \"z\", \"b\": null}, \"tags\": [[1, \"x\"], null, 7], \"a.b\": {}}]"),
        (200, "[{\"id\": \"today\", \"owner\": {\"id\": [], \"status\": 7}, \"a\\\\\\\"b\": 1, \"x\u{202e}\": 2, \"\": 3}, []]"),
        (200, "{\"id\": 1}"),
        (200, "\"text\""),
        (200, "null"),
        (200, ""),
        (200, "<a>"),
        (204, "[[[[[[[[1]]]]]]]]"),
        (404, "{\"code\": true}"),
        (206, "[1, \"x\", {\"deep\": {\"deep\": {\"deep\": {\"deep\": {\"deep\": {\"deep\": 1}}}}}}]"),
        (404, "[]"),
    ] {
        entries_settle(&api, "toys.list", status, body).unwrap();
    }
}

proptest! {
    #[test]
    fn entries_settle_any_answer(body in hostile(), id in prop_oneof![Just("pets.list"), Just("pets.get"), Just("toys.list"), Just("owners.update")], status in prop_oneof![Just(200), Just(200), Just(204), Just(404), Just(429), Just(503)]) {
        let settled = entries_settle(&pets_and_toys(), id, status, &body);
        prop_assert!(settled.is_ok(), "{}", settled.unwrap_err());
    }

    #[test]
    fn any_answer_is_held(body in hostile(), id in prop_oneof![Just("pets.list"), Just("pets.get"), Just("owners.update"), Just("owners.remove")], status in 0_u16..1000) {
        let api = pets();
        let recordings = held(&api, id, status, &body);
        prop_assert_eq!(recordings.answers, 1);
        let left: u64 = recordings.left.iter().map(|left| left.count).sum();
        prop_assert_eq!(recordings.held + left + recordings.more_left, 1);
        for finding in &recordings.findings {
            prop_assert_eq!(finding.answers, 1);
            match &finding.entry {
                Ok(_) => {}
                Err(NoEntry::Vendor) => prop_assert_eq!(finding.kind, FindingKind::Duplicate),
                Err(NoEntry::Within(_)) => prop_assert_eq!(finding.kind, FindingKind::UnknownMember),
                Err(other) => prop_assert!(false, "{:?}: {:?}", finding, other),
            }
        }
        let sources = crate::ir::sample::sources();
        for format in [Format::Human { color: false, verbose: true }, Format::Json] {
            let text = report("pets", &recordings, &sources, format);
            prop_assert!(text.chars().all(|sign| sign == '\n' || !crate::text::is_invisible(sign)), "{:?}", text);
        }
    }

    #[test]
    fn any_text_is_a_recording_or_said_to_be_none(text in "[ -~\\n\u{e9}]{0,200}", cut in 0_usize..400, flip in any::<u8>()) {
        let mut lines = b"{\"method\": \"GET\", \"url\": \"https://pets.example/v1/pets\", \"status\": 200, \"body\": {\"items\": []}}\n".to_vec();
        lines.extend(text.as_bytes());
        lines.truncate(cut.max(1));
        let at = usize::from(flip) % lines.len();
        lines[at] ^= flip;
        for (number, line) in (1..).zip(lines.split_inclusive(|sign| *sign == b'\n')) {
            let (mut sources, mut said) = (SourceMap::default(), Diagnostics::default());
            let read = read_line("a.ndjson", number, line, &mut sources, &mut said);
            prop_assert!(read.is_some() || said.has_errors() || line.trim_ascii().is_empty());
            for diagnostic in said.iter() {
                let on_line = sources.place(diagnostic.primary.span).starts_with(&format!("a.ndjson:{number}:"));
                prop_assert!(on_line);
            }
        }
        let mut sources = SourceMap::default();
        let file = sources.add("a.har", format!("{{\"log\": {{\"entries\": [{}]}}}}", String::from_utf8_lossy(&lines)));
        read_har(file, &sources, &mut Diagnostics::default(), &mut |_| {});
    }
}

/// What was seen, as the type of an entry.
#[test]
fn what_was_seen_is_a_type() {
    let expression = |texts: &[&str]| {
        let mut seen = super::seen::Seen::default();
        for text in texts {
            seen.see(&super::sent::read_json(text).unwrap());
        }
        seen.expression()
    };
    for (texts, expected) in [
        (&["1", "-7"][..], "integer"),
        (&["1", "1.5"], "number"),
        (&["9223372036854775808"], "number"),
        (&["null"], "any"),
        (&["null", "\"a\""], "string?"),
        (&["true", "\"a\"", "null"], "(boolean | string)?"),
        (&["[]"], "[any]"),
        (&["[1, null]", "[\"a\"]"], "[(integer | string)?]"),
        (&["{}"], "{any}"),
        (&["{\"b\": 1, \"a\": {\"c d\": []}}"], "{ a: { \"c d\": [any] }, b: integer }"),
        (&["{\"1017\": {\"x\": 1}, \"1018\": {\"y\": \"a\"}}"], "{{ x: integer, y: string }}"),
        // A name that turns out to be one key of many.
        (&["{\"first\": 1}", "{\"ann@a.example\": \"x\"}"], "{integer | string}"),
        (&["[[[[[[[[1]]]]]]]]"], "[[[[[[any]]]]]]"),
    ] {
        assert_eq!(expression(texts), expected, "{texts:?}");
    }
    // However large an object is, and however deep its objects: the entry is one that people read.
    let wide = |inner: &str| format!("{{{}}}", (0..60).map(|at| format!("\"k{at}\": {inner}")).collect::<Vec<_>>().join(","));
    assert_eq!(expression(&[&wide("1")]), "{integer}");
    let three = wide(&wide(&wide("1")));
    assert!(expression(&[&three]).len() < 3000);
}

/// An address that holds holes of holes is nobody's, and is not looked for without end.
#[test]
fn holes_in_a_row_end() {
    let api = with(
        &["https://pets.example"],
        vec![{
            let mut many = operation("many", "GET", "/x");
            let holes: Vec<String> = (0..200).map(|at| format!("a{{h{at}}}")).collect();
            many.path = fact(path(&format!("/{}", holes.concat())));
            many
        }],
    );
    let url = format!("https://pets.example/{}", "a".repeat(4000));
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", &url)), "many");
    assert_eq!(routed(&api, Hosts::Known, &asked("GET", &format!("{url}{url}"))), "-");
}
