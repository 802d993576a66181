//! What becomes of collections: the vendors' own, and one small collection per shape.

use super::{Foreign, Kind, Lowered, detect, lower, no_json, read};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Node, json};
use crate::ir::{
    Accepts, Answer, Api, CredentialPlace, Markup, Operation, Param, Place, Presence, ResponseStatus, SampleRole, Server, Serves, Shape,
    StringForm, TextTemplate, TypeId,
};
use crate::text::{Located, SourceMap, Span};

const CRANKWHEEL: &str = include_str!("../../../specs/crankwheel/crankwheel.postman_collection.json");
const KRISP: &str = include_str!("../../../specs/krisp/krisp.documenter-metadata.json");

struct Outcome {
    lowered: Lowered,
    sources: SourceMap,
    diagnostics: Diagnostics,
}

impl Outcome {
    fn api(&self) -> &Api {
        &self.lowered.api
    }

    fn operation(&self, id: &str) -> &Operation {
        self.api().operations.iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("no `{id}` in {:?}", self.ids()))
    }

    fn ids(&self) -> Vec<&str> {
        self.api().operations.iter().map(|operation| operation.id.as_str()).collect()
    }

    fn keys(&self) -> Vec<String> {
        self.api().operations.iter().map(Operation::key).collect()
    }

    /// The servers, a further one behind its name.
    fn named_servers(&self) -> Vec<String> {
        let named = |server: &Server| match &server.serves {
            Serves::Main => server.url.value.to_string(),
            Serves::Named(id) => format!("{id} {}", server.url.value),
            Serves::Auth(id) => format!("{} for {id}", server.url.value),
        };
        self.api().servers.iter().map(named).collect()
    }

    fn servers(&self) -> Vec<String> {
        self.api().servers.iter().map(|server| server.url.value.to_string()).collect()
    }

    /// `line:column message` of all that was said with a code.
    fn said(&self, code: Code) -> Vec<String> {
        let found = self.diagnostics.sorted().into_iter().filter(|said| said.code == code);
        found
            .map(|said| {
                let start = self.sources.start(said.primary.span);
                format!("{}:{} {}", start.line, start.column, said.message)
            })
            .collect()
    }
}

fn node(text: &str) -> (Node, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add("c.json", text.to_owned());
    let mut diagnostics = Diagnostics::default();
    let node = json::read_strict(file, &sources, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"));
    (node, sources)
}

fn outcome_with<'a>(text: &str, environments: impl IntoIterator<Item = &'a str>) -> Outcome {
    let (node, mut sources) = node(text);
    let mut diagnostics = Diagnostics::default();
    let environments: Vec<Node> = environments
        .into_iter()
        .map(|text| {
            let file = sources.add("e.json", text.to_owned());
            json::read_strict(file, &sources, &mut diagnostics).expect("the environment is JSON")
        })
        .collect();
    let beside: Vec<&Node> = environments.iter().collect();
    let collection = read(&node, None, &beside, &sources, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"));
    let lowered = lower(&collection, &sources, &mut diagnostics);
    let coverage = &lowered.coverage;
    assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len());
    Outcome { lowered, sources, diagnostics }
}

fn outcome(text: &str) -> Outcome {
    outcome_with(text, None)
}

/// A collection with these items.
fn items(items: &str) -> Outcome {
    outcome(&format!("{{\"info\": {{\"name\": \"T\"}}, \"item\": [{items}]}}"))
}

/// A collection with one request.
fn request(request: &str) -> Outcome {
    items(&format!("{{\"name\": \"R\", \"request\": {request}}}"))
}

fn params(operation: &Operation) -> Vec<String> {
    operation
        .params
        .iter()
        .map(|param| {
            let place = match param.place.value {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Cookie => "cookie",
                Place::Form => "form",
                Place::Part => "part",
                Place::Text => "text",
            };
            let mark = match param.presence.value {
                Presence::Required => "!",
                Presence::Optional => "~",
                Presence::Unknown => "",
            };
            let example = param.facts.example.as_ref().map_or(String::new(), |example| format!(" e.g. {}", example.value));
            format!("{place} {}{mark}{example}", param.wire)
        })
        .collect()
}

fn param<'a>(operation: &'a Operation, name: &str) -> &'a Param {
    operation.params.iter().find(|param| param.wire == name).expect("the parameter is there")
}

fn fields(api: &Api, id: TypeId) -> Vec<&str> {
    let Shape::Object(object) = &api.types.get(id).shape else { panic!("{:?}", api.types.get(id)) };
    object.fields.iter().map(|field| field.wire.as_str()).collect()
}

fn answer(outcome: &Outcome, operation: &str, status: u16) -> Answer {
    let found = outcome.operation(operation).responses.iter().find(|response| response.status.value == ResponseStatus::Code(status));
    found.expect("the answer is there").answer.value
}

#[test]
fn crankwheel() {
    let found = outcome(CRANKWHEEL);
    assert_eq!(found.api().title.value, "CrankWheel List company users");
    assert_eq!(found.servers(), ["http://meeting.is/ss/api"]);
    assert_eq!(found.ids(), ["Retrieve/UsageGet", "Retrieve/DemoUsageGet", "List/UserAccessGet"]);
    assert_eq!(found.keys(), ["GET /usage", "GET /demo_usage", "GET /user_access"]);
    assert_eq!(found.api().groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Retrieve", "List"]);
    assert_eq!(params(found.operation("Retrieve/UsageGet")), ["query from", "query to"]);
    assert_eq!(params(found.operation("Retrieve/DemoUsageGet")), ["query from", "query to"]);
    assert_eq!(params(found.operation("List/UserAccessGet")), [""; 0]);
    for operation in &found.api().operations {
        let headers: Vec<_> = operation.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(headers, [("Accept", "*/*")]);
        assert_eq!(operation.body, None);
        assert_eq!(operation.auth.value, Accepts::AnyOrNone);
        let answers: Vec<_> = operation.responses.iter().map(|response| (response.status.value, response.answer.value)).collect();
        assert_eq!(answers, [(ResponseStatus::Code(200), Answer::Unknown)]);
        assert!(operation.docs.is_some());
        for param in &operation.params {
            assert_eq!(found.api().types.get(param.ty).shape, Shape::String(StringForm::Plain));
            assert_eq!(param.facts.default, None);
        }
    }
    assert!(found.api().auth.is_empty());
    assert_eq!((found.lowered.coverage.seen, found.lowered.coverage.made), (3, 3));
    assert_eq!(
        found.said(Code::TitleNamesAnOperation),
        ["3:13 the title `CrankWheel List company users` seems to be that of the request `UserAccessGet`: both have the same description"]
    );
    assert_eq!(found.said(Code::InsecureBaseUrl), ["16:20 credentials are sent to `http://meeting.is/ss/api` without encryption"]);
    assert_eq!(
        found.said(Code::PlaceholderValue),
        [
            "16:57 `{}` only stands in for a value of `from`",
            "16:67 `{}` only stands in for a value of `to`",
            "43:62 `{}` only stands in for a value of `from`",
            "43:72 `{}` only stands in for a value of `to`",
        ]
    );
    assert_eq!(
        found.said(Code::UndefinedVariable),
        ["28:267 `{{crankwheel-api-key}}` is defined neither in the collection nor in an environment"]
    );
    assert_eq!(
        found.said(Code::AuthOnlyInProse),
        [
            "28:311 the words about `Retrieve/UsageGet` speak of authorization, but neither `auth` nor a header does",
            "55:353 the words about `Retrieve/DemoUsageGet` speak of authorization, but neither `auth` nor a header does",
        ]
    );
    assert_eq!(found.said(Code::NoResponseBody).len(), 3);
    assert_eq!(found.said(Code::BaseUrlInferred).len(), 1);
    // The four lists of what an answer holds, which no sample shows.
    assert_eq!(found.said(Code::WordsNotPlaced).len(), 4);
    assert_eq!(found.diagnostics.iter().count(), 17);
}

#[test]
fn krisp() {
    let (node, _) = node(KRISP);
    assert_eq!(detect(&node), Kind::Metadata);
    let found = outcome(KRISP);
    assert_eq!(found.api().title.value, "Krisp Portal API");
    assert!(found.api().docs.as_ref().is_some_and(|docs| docs.value.contains("# Rate Limiting")));
    assert_eq!(found.servers(), ["https://teams.krisp.ai"]);
    assert_eq!(found.ids(), [""; 0]);
    let said = found.diagnostics.iter().find(|said| said.code == Code::NoOperations).expect("it says so");
    assert_eq!(said.notes, ["missing: the collection itself, published id `T17M75y2`, owner `9824085`"]);
    assert_eq!(
        found.said(Code::UndefinedVariable),
        ["api_key", "secret", "VERSION_NUMBER"]
            .iter()
            .zip(["1:1573", "1:1585", "1:2189"])
            .map(|(name, place)| format!("{place} `{{{{{name}}}}}` is defined neither in the collection nor in an environment"))
            .collect::<Vec<_>>()
    );
    assert_eq!(found.said(Code::AuthOnlyInProse).len(), 1);
    assert!(!found.diagnostics.has_errors());
}

#[test]
fn kinds_are_told_by_their_members() {
    for (text, kind) in [
        ("{\"info\": {}, \"item\": []}", Kind::Collection),
        ("{\"info\": {}, \"items\": []}", Kind::Collection),
        ("{\"info\": {\"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"}}", Kind::Collection),
        ("{\"info\": {\"publishDate\": \"2020\"}, \"item\": []}", Kind::Published),
        ("{\"collection\": {\"info\": {}, \"item\": []}}", Kind::Wrapped),
        ("{\"collection\": {\"info\": {}}, \"activeVersionTag\": \"latest\"}", Kind::Metadata),
        ("{\"name\": \"x\", \"order\": [], \"requests\": []}", Kind::V1),
        ("{\"collection\": {\"name\": \"x\", \"order\": [], \"requests\": []}}", Kind::Wrapped),
        ("{\"version\": 1, \"collections\": []}", Kind::Dump),
        ("{\"collections\": [{\"info\": {}, \"item\": []}]}", Kind::Dump),
        ("{\"collections\": [{\"name\": \"x\", \"uid\": \"1\"}]}", Kind::Other(Foreign::ListOfCollections)),
        ("{\"name\": \"x\", \"folders\": [], \"requests\": [{\"endpoint\": \"h.io\"}]}", Kind::Other(Foreign::Hoppscotch)),
        ("{\"values\": [{\"key\": \"a\", \"value\": \"b\"}]}", Kind::Environment),
        ("{\"environment\": {\"values\": []}}", Kind::Environment),
        ("{\"values\": [], \"_postman_variable_scope\": \"globals\"}", Kind::Globals),
        ("[{\"key\": \"a\", \"value\": \"b\"}]", Kind::Globals),
        (r#"{"openapi": "3.0.0", "info": {}, "item": []}"#, Kind::Other(Foreign::OpenApi)),
        (r#"{"swagger": "2.0", "info": {}}"#, Kind::Other(Foreign::Swagger)),
        (r#"{"swaggerVersion": "1.2", "apis": []}"#, Kind::Other(Foreign::OldSwagger)),
        (r#"{"asyncapi": "2.0.0", "info": {}}"#, Kind::Other(Foreign::AsyncApi)),
        (r#"{"kind": "discovery#restDescription", "resources": {}}"#, Kind::Other(Foreign::GoogleDiscovery)),
        (r#"{"data": {"__schema": {}}}"#, Kind::Other(Foreign::GraphQl)),
        (r#"{"_type": "export", "__export_format": 4, "resources": []}"#, Kind::Other(Foreign::Insomnia)),
        (r#"{"log": {"version": "1.2", "creator": {}, "entries": []}}"#, Kind::Other(Foreign::Har)),
        (r#"{"name": "x", "version": "1", "items": [], "brunoConfig": {}}"#, Kind::Other(Foreign::Bruno)),
        (r#"[{"v": 2, "name": "x", "folders": [], "requests": []}]"#, Kind::Other(Foreign::Hoppscotch)),
        (r#"{"clientName": "Thunder Client", "collectionName": "x", "requests": []}"#, Kind::Other(Foreign::ThunderClient)),
        (r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}"#, Kind::Other(Foreign::JsonSchema)),
        (r#"{"log": "x"}"#, Kind::Other(Foreign::Object)),
        (r#"{"a": 1}"#, Kind::Other(Foreign::Object)),
        ("[]", Kind::Other(Foreign::List)),
        ("7", Kind::Other(Foreign::SingleValue)),
    ] {
        assert_eq!(detect(&node(text).0), kind, "{text}");
    }
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    for (text, expected) in [
        ("{\"version\": 1, \"collections\": []}", "c.json:1:31: error[not-a-collection]: this account dump holds no collection"),
        ("{\"swagger\": \"2.0\"}", "c.json:1:1: error[not-a-collection]: this is no collection but a Swagger document (OpenAPI 2)"),
        (" 7", "c.json:1:2: error[not-a-collection]: this is no collection but a single value"),
    ] {
        let (node, sources) = node(text);
        let mut diagnostics = Diagnostics::default();
        assert!(read(&node, None, &[], &sources, &mut diagnostics).is_none());
        assert_eq!(diagnostics.iter().map(|said| said.line(&sources)).collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn requests_that_stand_where_none_is_read_are_accounted_for() {
    let (a, b) = (r#"{"name": "a", "request": "https://h.io/a"}"#, r#"{"name": "b", "request": "https://h.io/b"}"#);
    let info = r#""info": {"name": "T"}"#;
    let flat = r#"{"id": "1", "name": "c", "url": "https://h.io/c", "method": "GET"}"#;
    let twice = |key: &str| format!("it stands in a `{key}` that is written again in the same object, and the last one counts");
    let beside = |key: &str, read: &str| format!("it stands in `{key}`, and the requests of this document are read from `{read}`");
    for (text, made, refused) in [
        (format!(r#"{{{info}, "item": [{a}], "item": [{b}]}}"#), vec!["b"], vec![("a", twice("item"))]),
        (format!(r#"{{{info}, "items": [{a}], "items": [], "item": [{b}]}}"#), vec!["b"], vec![("a", twice("items"))]),
        (
            format!(r#"{{{info}, "item": [{{"name": "F", "item": [{{"name": "G", "item": [{a}]}}, {b}], "item": [{b}]}}]}}"#),
            vec!["F/b"],
            vec![("G/a", twice("item")), ("b", twice("item"))],
        ),
        (
            format!(r#"{{{info}, "item": [{{"name": "a", "request": "https://h.io/1", "request": "https://h.io/2"}}]}}"#),
            vec!["a"],
            vec![("a", twice("request"))],
        ),
        (format!(r#"{{"collection": {{{info}, "item": [{a}]}}, "item": [{b}]}}"#), vec!["a"], vec![("b", beside("item", "collection"))]),
        (
            format!(r#"{{"collection": {{{info}, "item": [{b}]}}, "collection": {{{info}, "item": [{a}]}}}}"#),
            vec!["a"],
            vec![("T/b", twice("collection"))],
        ),
        (
            format!(r#"{{{info}, "item": [{a}], "items": [{b}], "requests": [{flat}]}}"#),
            vec!["a", "b"],
            vec![("c", beside("requests", "item"))],
        ),
        (
            format!(r#"{{"id": "c", "name": "T", "order": [], "requests": [{flat}], "requests": [{flat}]}}"#),
            vec!["c"],
            vec![("c", twice("requests"))],
        ),
        (
            format!(r#"{{{info}, "item": [{a}, {{"name": "F", "item": {{"list": [{b}]}}}}]}}"#),
            vec!["a"],
            vec![("b", "it stands in an object, where a list of folders and requests is expected".to_owned())],
        ),
    ] {
        let found = outcome(&text);
        assert_eq!(found.ids(), made, "{text}");
        let coverage = &found.lowered.coverage;
        let told: Vec<(&str, String)> = coverage.refused.iter().map(|refused| (refused.name.as_str(), refused.reason.clone())).collect();
        assert_eq!(told, refused, "{text}");
        assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len(), "{text}");
        assert_eq!(found.said(Code::RefusedRequest).len(), refused.len(), "{text}");
        assert!(!found.said(Code::IgnoredMember).iter().any(|said| said.contains("request") || said.contains("item")), "{text}");
    }
}

#[test]
fn an_object_of_requests_is_read_as_a_list_of_them() {
    let (a, b) = (r#"{"name": "a", "request": "https://h.io/a"}"#, r#"{"request": "https://h.io/b"}"#);
    let of = |item: &str| outcome(&format!(r#"{{"info": {{"name": "T"}}, "item": {item}}}"#));
    let found = of(&format!(r#"{{"x": {a}, "y": {b}, "z": {{"item": {{"k": {{"request": "https://h.io/k"}}}}}}}}"#));
    assert_eq!(found.ids(), ["a", "y", "z/k"]);
    let said = "expected a list of folders and requests, found an object";
    assert_eq!(found.said(Code::OddMember), [format!("1:33 {said}"), format!("1:133 {said}")]);
    // One alone is a list of one.
    assert_eq!(of(a).ids(), ["a"]);
    // Nothing is in what is none.
    let found = of(r#"{"x": 1}"#);
    assert_eq!((found.ids().len(), found.lowered.coverage.seen, found.said(Code::OddMember).len()), (0, 0, 1));
}

#[test]
fn a_host_in_other_letters_is_refused_in_words_about_it() {
    let item = r#"{"name": "a", "request": "https://h.io/a"}, {"name": "b", "request": "https://h.io/b"}, {"name": "u", "request": "https://ünï.example/u"}"#;
    let found = outcome(&format!(r#"{{"info": {{"name": "T"}}, "item": [{item}]}}"#));
    let reason = &found.lowered.coverage.refused[0].reason;
    assert!(reason.ends_with("its host is not in ASCII: write it in punycode, `xn--…`, as browsers send it"), "{reason}");
}

/// A collection v1 with these requests; what is in `more` stands beside them.
fn v1(more: &str, requests: &str) -> Outcome {
    outcome(&format!("{{\"id\": \"c\", \"name\": \"T\", {more} \"requests\": [{requests}]}}"))
}

#[test]
fn the_flat_lists_of_v1_become_folders() {
    let found = v1(
        r#""order": ["r4", "gone", "r1"], "folders_order": ["f2"],
           "folders": [
               {"id": "f1", "name": "Deep", "folder": "f2", "order": [3]},
               {"id": "f2", "name": "Top", "description": "words", "order": [], "folders_order": []},
               {"id": "f3", "name": "Round", "folder": "f4"}, {"id": "f4", "name": "And round", "folder": "f3"}
           ],"#,
        r#"{"id": "r1", "name": "a", "url": "h.io/1"}, {"id": "r2", "name": "b", "url": "h.io/2", "folder": "f2"},
           {"id": 3, "name": "c", "url": "h.io/3"}, {"id": "r4", "name": "d", "url": "h.io/4"},
           {"id": "r5", "name": "e", "url": "h.io/5", "folder": "f4"}, {"name": "f", "url": "h.io/6", "folder": "nowhere"},
           {"id": "r1", "name": "g", "url": "h.io/7", "folder": "f2"}"#,
    );
    // Folders come before requests; what stands within itself comes last.
    assert_eq!(found.ids(), ["Top/Deep/c", "Top/b", "Top/g", "d", "a", "f", "Round/And round/e"]);
    assert_eq!(found.lowered.coverage.seen, 7);
    assert_eq!(found.said(Code::OddMember), ["1:42 `order` names a request that is not there"]);
    assert_eq!(found.api().groups[0].name, "Top/Deep");
    assert_eq!(found.api().title.value, "T");
}

#[test]
fn folders_of_v1_may_stand_in_one_another_without_end() {
    let folders: Vec<String> = (0..5000).map(|at| format!(r#"{{"id": "{at}", "name": "{at}", "folder": "{}"}}"#, at - 1)).collect();
    let found = v1(
        &format!(r#""order": [], "folders": [{}],"#, folders.join(", ")),
        r#"{"id": "r", "name": "r", "url": "h.io/1", "folder": "4999"}"#,
    );
    assert_eq!(found.lowered.coverage.seen, 1);
}

#[test]
fn requests_of_v1_are_read_as_those_of_v2() {
    let found = v1(
        r#""order": ["r"], "variables": [{"key": "base", "value": "https://h.io"}],"#,
        r#"{"id": "r", "name": "R", "url": "{{base}}/users/:id?q=1&only=2", "method": "post", "description": "words",
            "headers": "X-A: 1\nX-B: {{b}}\n//X-C: 1\n", "headerData": [{"key": "X-B", "value": "{{b}}", "description": "the b"}, {"key": "//X-D", "value": "1"}],
            "queryParams": [{"key": "q", "value": "1", "description": "the q", "enabled": true}, {"key": "off", "value": "3", "enabled": false}],
            "pathVariables": {"id": "7"}, "pathVariableData": [{"key": "id", "value": "7", "description": "the id"}],
            "dataMode": "raw", "rawModeData": "{\"a\": 1}", "dataOptions": {"raw": {"language": "json"}},
            "preRequestScript": "pm.environment.set('t', 1)", "tests": null,
            "responses": [{"name": "ok", "responseCode": {"code": 200, "name": "OK"}, "text": "{\"x\": 1}", "language": "JSON",
                "headers": [{"key": "Content-Type", "name": "Content-Type", "value": "application/json"}],
                "request": "{\"dataMode\": \"raw\", \"rawModeData\": \"{\\\"a\\\": 2, \\\"b\\\": 3}\"}"}]}"#,
    );
    assert_eq!((found.servers(), found.keys()), (vec!["https://h.io".to_owned()], vec!["POST /users/{}".to_owned()]));
    let operation = found.operation("R");
    assert_eq!(
        params(operation),
        [
            "path id! e.g. 7",
            "query q e.g. 1",
            "query off~ e.g. 3",
            "query only e.g. 2",
            "header X-B",
            "header X-D~ e.g. 1",
            "header X-C~ e.g. 1"
        ]
    );
    for (name, words) in [("id", "the id"), ("q", "the q"), ("X-B", "the b")] {
        assert_eq!(param(operation, name).docs.as_ref().map(|docs| docs.value.as_str()), Some(words));
    }
    assert_eq!(operation.docs.as_ref().map(|docs| docs.value.as_str()), Some("words"));
    assert_eq!(fields(found.api(), operation.body.as_ref().expect("a body").ty), ["a", "b"]);
    let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["x"]);
    let ignored = found.said(Code::IgnoredMember);
    assert_eq!(ignored.len(), 2, "{ignored:?}");
}

#[test]
fn bodies_of_v1_have_many_shapes() {
    let with = |body: &str| v1(r#""order": ["r"],"#, &format!(r#"{{"id": "r", "name": "R", "url": "h.io/1", "method": "POST", {body}}}"#));
    for body in [
        r#""dataMode": "raw", "rawModeData": "{\"a\": 1}""#,
        r#""dataMode": "raw", "rawModeData": ["{\"a\": 1}"]"#,
        r#""dataMode": "raw", "rawModeData": null, "data": "{\"a\": 1}""#,
        r#""rawModeData": "{\"a\": 1}", "data": []"#,
        r#""data": "{\"a\": 1}""#,
    ] {
        let found = with(body);
        assert_eq!(fields(found.api(), found.operation("R").body.as_ref().expect(body).ty), ["a"], "{body}");
    }
    for (body, place) in [
        (r#""dataMode": "urlencoded", "data": [{"key": "a", "value": "1", "type": "text", "enabled": true}]"#, "form"),
        (r#""dataMode": "params", "data": [{"key": "a", "value": "1", "type": "text"}]"#, "part"),
        (r#""data": [{"key": "a", "value": "1"}]"#, "part"),
    ] {
        assert_eq!(params(with(body).operation("R")), [format!("{place} a e.g. 1")], "{body}");
    }
    for body in [
        r#""dataMode": null"#,
        r#""dataMode": "params", "data": []"#,
        r#""dataMode": "raw", "rawModeData": """#,
        r#""dataMode": "binary""#,
        r#""x": 1"#,
    ] {
        let found = with(body);
        assert_eq!((found.operation("R").body.as_ref(), found.operation("R").params.len()), (None, 0), "{body}");
    }
    let found = with(r#""dataMode": null, "data": null, "rawModeData": "{}""#);
    assert_eq!(found.said(Code::IgnoredMember), ["1:162 `rawModeData` of a request without a `dataMode` is not read"]);
    let found = with(r#""dataMode": "binary", "rawModeData": "/home/someone/file""#);
    let body = found.operation("R").body.as_ref().expect("a file is a body");
    assert_eq!(found.api().types.get(body.ty).shape, Shape::File);
}

#[test]
fn helpers_of_v1_are_authentication() {
    let with = |auth: &str| v1(r#""order": ["r"],"#, &format!(r#"{{"id": "r", "name": "R", "url": "https://h.io/1", {auth}}}"#));
    for auth in [
        r#""currentHelper": "basicAuth", "helperAttributes": {"id": "basic", "username": "{{u}}", "password": "{{p}}", "saveToRequest": true}"#,
        r#""currentHelper": "basicAuth", "helperAttributes": "{\"id\": \"basic\", \"username\": \"{{u}}\", \"password\": \"{{p}}\"}""#,
        r#""auth": {"type": "basic", "basic": [{"key": "username", "value": "{{u}}"}, {"key": "password", "value": "{{p}}"}]}, "currentHelper": "normal""#,
    ] {
        let found = with(auth);
        let [scheme] = found.api().auth.as_slice() else { panic!("{auth}: {:?}", found.api().auth) };
        assert_eq!(
            (&scheme.credentials[0].place, &scheme.credentials[0].values[..]),
            (&CredentialPlace::BasicPair, &["u".to_owned(), "p".to_owned()][..])
        );
    }
    for auth in
        [r#""currentHelper": null, "helperAttributes": null"#, r#""currentHelper": "normal", "helperAttributes": "{}""#, r#""auth": null"#]
    {
        assert_eq!(with(auth).operation("R").auth.value, Accepts::AnyOrNone, "{auth}");
    }
    assert_eq!(with(r#""auth": {"type": "noauth"}"#).operation("R").auth.value, Accepts::None);
    assert_eq!(with(r#""currentHelper": "digestAuth", "helperAttributes": {}"#).said(Code::UnsupportedAuth).len(), 1);
}

#[test]
fn of_a_dump_one_collection_is_chosen() {
    let pets = r#"{"id": "1", "name": "Pets", "order": [], "requests": [{"id": "r", "name": "R", "url": "h.io/a"}]}"#;
    let toys = r#"{"info": {"name": "Toys", "_postman_id": "2"}, "item": []}"#;
    let more = r#"{"collection": {"info": {"name": "Toys", "_postman_id": "3"}, "item": []}}"#;
    let read_dump = |collections: &str, chosen: Option<&str>| {
        let (node, mut sources) = node(&format!(r#"{{"version": 1, "collections": [{collections}]}}"#));
        let chosen =
            chosen.map(|text| Located::new(text.to_owned(), Span::new(sources.add("docwright.toml", text.to_owned()), 0, text.len())));
        let mut diagnostics = Diagnostics::default();
        let found = read(&node, chosen.as_ref(), &[], &sources, &mut diagnostics);
        let name = found.and_then(|found| found.name).map(|name| name.value);
        (
            name,
            diagnostics.sorted().into_iter().map(|said| format!("{} {}", said.line(&sources), said.notes.join("; "))).collect::<Vec<_>>(),
        )
    };
    let all = format!("{pets}, {toys}, {more}");
    assert_eq!(read_dump(pets, None), (Some("Pets".to_owned()), vec![]));
    assert_eq!(read_dump(&all, Some("Pets")), (Some("Pets".to_owned()), vec![]));
    assert_eq!(read_dump(&all, Some("3")), (Some("Toys".to_owned()), vec![]));
    let list = "it holds `Pets` (id `1`), `Toys` (id `2`), `Toys` (id `3`)";
    for (chosen, expected) in [
        (None, "c.json:1:31: error[which-collection]: this account dump holds 3 collections"),
        (Some("Toys"), "docwright.toml:1:1: error[which-collection]: the account dump holds several collections `Toys`"),
        (Some("Cats"), "docwright.toml:1:1: error[which-collection]: the account dump holds no collection `Cats`"),
    ] {
        assert_eq!(read_dump(&all, chosen), (None, vec![format!("{expected} {list}")]));
    }
    let (node, mut sources) = node(toys);
    let chosen = |text: &str, sources: &mut SourceMap| {
        Located::new(text.to_owned(), Span::new(sources.add("docwright.toml", text.to_owned()), 0, text.len()))
    };
    let (right, wrong) = (chosen("Toys", &mut sources), chosen("Cats", &mut sources));
    let mut diagnostics = Diagnostics::default();
    assert!(read(&node, Some(&right), &[], &sources, &mut diagnostics).is_some());
    assert!(!diagnostics.has_errors());
    read(&node, Some(&wrong), &[], &sources, &mut diagnostics);
    assert!(diagnostics.iter().any(|said| said.code == Code::WhichCollection));
}

#[test]
fn what_is_no_json_is_told_apart() {
    for (text, expected) in [
        ("openapi: 3.0.0\ninfo: {}\n", "c.json:1:1: error[not-a-collection]: this is no collection but an OpenAPI document"),
        ("# of us\n\n'swagger': '2.0'\n", "c.json:3:1: error[not-a-collection]: this is no collection but a Swagger document (OpenAPI 2)"),
        ("#%RAML 1.0\ntitle: x\n", "c.json:1:1: error[not-a-collection]: this is no collection but a RAML document"),
        ("FORMAT: 1A\n# x\n", "c.json:1:1: error[not-a-collection]: this is no collection but an API Blueprint"),
        ("\n  <!DOCTYPE html><html>", "c.json:2:3: error[not-a-collection]: this is no collection but an HTML page"),
        ("<!-- x -->\n<html lang=\"en\">", "c.json:1:1: error[not-a-collection]: this is no collection but an HTML page"),
        ("<?xml version=\"1.0\"?><a/>", "c.json:1:1: error[not-a-collection]: this is no collection but an XML document"),
        ("meta {\n  name: x\n}\n", "c.json:1:1: error[not-a-collection]: this is no collection but a collection of Bruno"),
        ("_type: export\n__export_format: 5\n", "c.json:1:1: error[not-a-collection]: this is no collection but an export of Insomnia"),
        (
            "$kind: http-request\nurl: h.io\n",
            "c.json:1:1: error[unread-format]: this is a file of a Postman collection v3 (YAML), which is not a collection on its own",
        ),
    ] {
        let mut sources = SourceMap::default();
        let file = sources.add("c.json", text.to_owned());
        assert_eq!(no_json(file, &sources).map(|said| said.line(&sources)).as_deref(), Some(expected));
    }
    // What is broken, or JSON, is left to the reader of JSON.
    for text in ["", "{", " [1,", "<<<<<<< ours\n{}", "nonsense", "info: x", "\u{feff}{}"] {
        let mut sources = SourceMap::default();
        let file = sources.add("c.json", text.to_owned());
        assert!(no_json(file, &sources).is_none(), "{text}");
    }
}

#[test]
fn what_a_page_publishes_is_read() {
    let found = outcome(
        r#"{"info": {"name": "T", "publishedId": "x", "toc": [], "customColor": {"top-bar": "FFFFFF"},
            "description": "<html><head></head><body><h1 id=\"a\">About</h1>\n<p>Lamps &amp; <code>{{more}}</code></p></body></html>"},
            "auth": {"type": "bearer", "bearer": {"basicConfig": [{"key": "token", "value": ""}]}},
            "item": [{"name": "F", "id": "1", "description": "<p>words</p>\n", "item": [{"name": "R",
                "request": {
                    "auth": {"type": "bearer", "bearer": {"basicConfig": [{"key": "token", "value": ""}]}, "isInherited": true, "source": {"type": "collection"}},
                    "method": "GET", "url": "http://h.io/lamps/:id?filter={\"a\":1&b#}&only=1", "description": "",
                    "urlObject": {"host": ["{{base}}"], "path": ["lamps", ":id"],
                        "query": [{"key": "filter", "value": "{\"a\":1&b#}", "description": "<p>what to give</p>\n"}, {"key": "off", "value": "1", "disabled": true}],
                        "variable": [{"key": "id", "value": "7", "description": "<p>the <em>id</em></p>\n"}]}}},
                {"name": "open", "request": {"auth": {"type": "noauth", "isInherited": false}, "method": "GET", "url": "http://h.io/open"}}]}]}"#,
    );
    assert_eq!((found.ids(), found.servers()), (vec!["F/R", "F/open"], vec!["http://h.io".to_owned()]));
    assert_eq!(found.api().docs.as_ref().map(|docs| docs.value.as_str()), Some("# About\n\nLamps & `{{more}}`"));
    assert_eq!(found.api().groups[0].docs.as_ref().map(|docs| docs.value.as_str()), Some("words"));
    let operation = found.operation("F/R");
    assert_eq!(operation.docs, None);
    // The text of the URL cannot be cut: the list is the query.
    assert_eq!(params(operation), ["path id! e.g. 7", "query filter e.g. {\"a\":1&b#}", "query off~ e.g. 1"]);
    assert_eq!(param(operation, "id").docs.as_ref().map(|docs| docs.value.as_str()), Some("the *id*"));
    assert_eq!(operation.auth.value, Accepts::Of(vec!["bearer".to_owned()]));
    assert_eq!(found.operation("F/open").auth.value, Accepts::None);
    assert_eq!(found.api().auth.len(), 1);
    // A rendered text is not the file's: the place is where it begins.
    assert_eq!(found.said(Code::UndefinedVariable), ["2:28 `{{more}}` is defined neither in the collection nor in an environment"]);
    assert_eq!(found.said(Code::IgnoredMember), [""; 0]);
    let found = outcome(
        r#"{"info": {"publishedId": "x"}, "item": [{"name": "R", "request": {"auth": {"type": "noauth", "isInherited": true}, "url": "h.io/a"}}]}"#,
    );
    assert_eq!(found.operation("R").auth.value, Accepts::AnyOrNone);
}

#[test]
fn a_url_has_many_shapes() {
    for url in [
        r#""https://h.io/users/:id?q=1""#,
        r#"{"raw": "https://h.io/users/:id?q=1"}"#,
        r#"{"protocol": "https", "host": ["h", "io"], "path": ["users", ":id"], "query": [{"key": "q", "value": "1"}]}"#,
        r#"{"protocol": "https", "host": "h.io", "path": "/users/:id", "query": {"q": 1}}"#,
        r#"{"raw": "https://h.io/users/:id?q=1", "host": ["h", "io"], "path": ["users", {"type": "any", "value": ":id"}], "query": "q=1"}"#,
    ] {
        let found = request(&format!("{{\"url\": {url}, \"method\": \"get\"}}"));
        assert_eq!(found.servers(), ["https://h.io"], "{url}");
        assert_eq!(found.keys(), ["GET /users/{}"], "{url}");
        assert_eq!(params(found.operation("R")), ["path id!", "query q e.g. 1"], "{url}");
        assert_eq!(found.said(Code::UrlPartsDiffer), [""; 0], "{url}");
    }
    let found = items(r#"{"name": "R", "request": "https://h.io/users"}"#);
    assert_eq!(found.keys(), ["GET /users"]);
    let found = request(r#"{"url": {"raw": "https://h.io/a", "host": ["h", "io"], "path": ["b"]}}"#);
    assert_eq!(found.keys(), ["GET /a"]);
    assert_eq!(found.said(Code::UrlPartsDiffer), ["1:75 `raw` and the parts of a URL differ: `https://h.io/a` and `h.io/b`"]);
}

#[test]
fn path_variables_take_words_and_values_from_their_table() {
    for key in ["key", "id"] {
        let found = request(&format!(
            r#"{{"url": {{"raw": "https://h.io/u/:id.json/{{{{b}}}}", "variable": [{{"{key}": "id", "value": "7", "description": {{"content": "the id"}}}}]}}}}"#
        ));
        let operation = found.operation("R");
        assert_eq!(operation.path.value.to_string(), "/u/{id}.json/{b}");
        assert_eq!(params(operation), ["path id! e.g. 7", "path b!"]);
        assert_eq!(param(operation, "id").docs.as_ref().map(|docs| docs.value.as_str()), Some("the id"));
    }
}

#[test]
fn query_parameters() {
    let found = request(
        r#"{"url": {"raw": "https://h.io/a?x=1&page%5Bsize%5D=2&only_raw=3", "query": [
            {"key": "x", "value": "1", "description": "how many"},
            {"key": "page[size]", "value": "{{size}}"},
            {"key": "off", "value": "<string>", "disabled": true},
            {"key": "many", "value": "1"}, {"key": "many", "value": "2"},
            {"key": "", "value": "1"}, {"key": null, "value": null},
            {"key": "{{filter}}", "value": "1"},
            {"key": "token", "value": "abcdef123456"}
        ]}}"#,
    );
    let operation = found.operation("R");
    assert_eq!(
        params(operation),
        ["query x e.g. 1", "query page[size]", "query off~", "query many e.g. 1", "query token", "query only_raw e.g. 3"]
    );
    assert!(matches!(found.api().types.get(param(operation, "many").ty).shape, Shape::List(_)));
    assert!(param(operation, "token").facts.secret.is_some());
    assert_eq!(found.said(Code::UnusableParameter).len(), 3);
    assert_eq!(found.said(Code::PlaceholderValue), ["4:37 `<string>` only stands in for a value of `off`"]);
    assert_eq!(found.said(Code::MaskedSecret), ["8:39 the value of `token` looks like a secret and is left out"]);
}

#[test]
fn secrets_in_addresses_are_asked_of_the_caller() {
    let secret = format!("sk_live_{}", "0123456789abcdef");
    let left_out = |place: &str| format!("{place} a part of a path looks like a secret and is left out: the caller gives it as `token`");
    // In a text, in an object with its parts, and without a name, whose id is the path then.
    for (url, place) in [
        (format!(r#""https://h.io/a/{secret}/b""#), "1:99"),
        (format!(r#"{{"raw": "https://h.io/a/{secret}/b", "host": ["h", "io"], "path": ["a", "{secret}", "b"]}}"#), "1:107"),
    ] {
        let found = items(&format!(r#"{{"name": "", "request": {{"method": "GET", "url": {url}}}}}"#));
        assert_eq!(found.keys(), ["GET /a/{}/b"]);
        assert_eq!(found.ids(), ["GET /a/{token}/b"]);
        assert_eq!(params(&found.api().operations[0]), ["path token!"]);
        assert!(param(&found.api().operations[0], "token").facts.secret.is_some());
        assert_eq!(found.said(Code::MaskedSecret), [left_out(place)]);
        assert!(!format!("{:?}{:?}", found.api(), found.diagnostics).contains(&secret), "a secret came through");
    }
    // A variable of that name is another one.
    let variable = |value: &str, urls: [&str; 2]| {
        let items = urls.map(|url| format!(r#"{{"name": "R", "request": {{"url": "{url}"}}}}"#));
        outcome(&format!(
            r#"{{"info": {{"name": "T"}}, "variable": [{{"key": "base", "value": "{value}"}}], "item": [{}]}}"#,
            items.join(",")
        ))
    };
    let found = variable(&format!("https://h.io/{secret}"), ["{{base}}/a", "{{base}}/b"]);
    assert_eq!(found.servers(), ["https://h.io/{token}"]);
    assert_eq!(found.keys(), ["GET /a", "GET /b"]);
    assert_eq!(found.said(Code::MaskedSecret), [left_out("1:77")]);
    // Not all requests go by the variable: then its path is part of theirs.
    let found = variable(&format!("https://h.io/{secret}"), ["{{base}}/a", "https://h.io/b"]);
    assert_eq!(found.servers(), ["https://h.io"]);
    assert_eq!(found.keys(), ["GET /{}/a", "GET /b"]);
    assert_eq!(found.said(Code::MaskedSecret), [left_out("1:77")]);
    let page = format!(r#"{{"values": [{{"key": "u", "value": "https://h.io/v1/{secret}"}}]}}"#);
    let found = outcome_with(KRISP, [page.as_str()]);
    assert!(found.servers().contains(&"https://h.io/v1/{token}".to_owned()), "{:?}", found.servers());
}

#[test]
fn secrets_in_texts_are_said_whatever_becomes_of_the_text() {
    for (more, count) in [("", 2), ("<a>{{a}}</a>", 2)] {
        let found = request(&format!(
            r#"{{"url": "https://h.io", "method": "POST", "body": {{"mode": "raw",
            "raw": "<soap><Password>tulips</Password><apiKey id=\"x\">lilies</apiKey>{more}</soap>"}}}}"#
        ));
        assert_eq!(found.said(Code::MaskedSecret).len(), count, "{more}: {:?}", found.said(Code::MaskedSecret));
        assert!(found.operation("R").body.as_ref().expect("it has a body").template.is_none());
    }
    // Called JSON, and none.
    let found = request(
        r#"{"url": "https://h.io", "method": "POST", "body": {"mode": "raw", "raw": "{} {'password': 'tulips'}", "options": {"raw": {"language": "json"}}}}"#,
    );
    assert_eq!(found.said(Code::MaskedSecret), ["1:150 the value of `password` looks like a secret and is left out"]);
}

#[test]
fn headers_have_many_shapes() {
    for header in [
        r#"[{"key": "X-A", "value": "1"}, {"key": "X-B", "value": "{{b}}"}, {"key": "X-C", "value": "1", "disabled": true}]"#,
        r#""X-A: 1\nX-B: {{b}}\n//X-C: 1\n""#,
        r#"["X-A: 1", "X-B: {{b}}", "// X-C: 1"]"#,
    ] {
        let found = request(&format!("{{\"url\": \"h.io/a\", \"header\": {header}}}"));
        let operation = found.operation("R");
        assert_eq!(
            operation.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect::<Vec<_>>(),
            [("X-A", "1")]
        );
        assert_eq!(params(operation), ["header X-B", "header X-C~ e.g. 1"], "{header}");
    }
    for header in ["null", "\"\"", "[]"] {
        let found = request(&format!("{{\"url\": \"h.io/a\", \"header\": {header}}}"));
        assert!(found.operation("R").headers.is_empty());
    }
    let found = request(r#"{"url": "h.io/a", "header": [{"key": "Host", "value": "h"}, {"key": "a b", "value": "1"}]}"#);
    assert_eq!(found.said(Code::IgnoredMember), ["1:88 the header `host` is not read"]);
    assert_eq!(found.said(Code::UnusableParameter), ["1:119 `a b` of `R` is no name of a header: it is left out"]);
}

#[test]
fn what_a_table_names_twice_is_one_thing_at_its_place() {
    let table =
        "### Query parameters\n\n| Name | Type |\n| --- | --- |\n| limit | integer |\n| limit | integer |\n| page.size | integer |\n";
    let html = "<h3>Query parameters</h3><p>unlimited, no limit</p><h3>Query parameters</h3><table><tr><th>Name</th><th>Type</th></tr>\
                <tr><td>limit</td><td>integer</td></tr><tr><td>limit</td><td>integer</td></tr></table>";
    for (text, kind) in [(table, "text/markdown"), (html, "text/html")] {
        let text = serde_json::Value::from(text);
        let found = request(&format!(r#"{{"url": "h.io/a", "description": {{"content": {text}, "type": "{kind}"}}}}"#));
        let [limit] = found.operation("R").params.as_slice() else { panic!("{:?}", found.operation("R").params) };
        assert_eq!((limit.wire.as_str(), limit.basis.span.map(|span| found.sources.text(span))), ("limit", Some("limit")));
    }
}

#[test]
fn descriptions_have_many_shapes() {
    for (description, expected) in [
        (r#""words""#, Some("words")),
        (r#"{"content": "words", "type": "text/markdown"}"#, Some("words")),
        (r#"{"content": "<p>some <b>words</b></p>", "type": "text/html"}"#, Some("some **words**")),
        (r#""<p>some</p>""#, Some("some")),
        ("null", None),
        ("\" \"", None),
    ] {
        let found = request(&format!("{{\"url\": \"h.io/a\", \"description\": {description}}}"));
        assert_eq!(found.operation("R").docs.as_ref().map(|docs| docs.value.as_str()), expected);
        let found = items(&format!("{{\"name\": \"R\", \"description\": {description}, \"request\": {{\"url\": \"h.io/a\"}}}}"));
        assert_eq!(found.operation("R").docs.as_ref().map(|docs| docs.value.as_str()), expected);
    }
    let found = request(r#"{"url": "h.io/a", "description": [1]}"#);
    assert_eq!(found.said(Code::OddMember), ["1:92 expected a description to be a text, found a list"]);
}

#[test]
fn authentication_has_two_shapes() {
    for auth in
        [r#"{"type": "bearer", "bearer": {"token": "{{tok}}"}}"#, r#"{"type": "bearer", "bearer": [{"key": "token", "value": "{{tok}}"}]}"#]
    {
        let found = request(&format!("{{\"url\": \"https://h.io/a\", \"auth\": {auth}}}"));
        let [scheme] = found.api().auth.as_slice() else { panic!("{:?}", found.api().auth) };
        assert_eq!((scheme.id.as_str(), scheme.credentials.len()), ("bearer", 1));
        assert_eq!(scheme.credentials[0].place, CredentialPlace::Header { name: "Authorization".to_owned(), prefix: "Bearer ".to_owned() });
        assert_eq!(scheme.credentials[0].values, ["tok"]);
        assert_eq!(found.operation("R").auth.value, Accepts::Of(vec!["bearer".to_owned()]));
    }
}

#[test]
fn kinds_of_authentication() {
    let header = |name: &str, prefix: &str| CredentialPlace::Header { name: name.to_owned(), prefix: prefix.to_owned() };
    for (auth, place, values) in [
        (
            r#"{"type": "basic", "basic": {"username": "{{u}}", "password": "hunter2hunter2"}}"#,
            CredentialPlace::BasicPair,
            vec!["u", "password"],
        ),
        (r#"{"type": "basic"}"#, CredentialPlace::BasicPair, vec!["username", "password"]),
        (r#"{"type": "apikey", "apikey": {"key": "X-Key", "value": "{{k}}"}}"#, header("X-Key", ""), vec!["k"]),
        (
            r#"{"type": "apikey", "apikey": {"key": "key", "in": "query"}}"#,
            CredentialPlace::Query { name: "key".to_owned() },
            vec!["api_key"],
        ),
        (r#"{"type": "oauth2", "oauth2": {"headerPrefix": "OAuth"}}"#, header("Authorization", "OAuth "), vec!["access_token"]),
        (
            r#"{"type": "oauth2", "oauth2": {"addTokenTo": "queryParams"}}"#,
            CredentialPlace::Query { name: "access_token".to_owned() },
            vec!["access_token"],
        ),
    ] {
        let found = request(&format!("{{\"url\": \"https://h.io/a\", \"auth\": {auth}}}"));
        let [scheme] = found.api().auth.as_slice() else { panic!("{auth}: {:?}", found.api().auth) };
        assert_eq!(
            (&scheme.credentials[0].place, &scheme.credentials[0].values[..]),
            (&place, &values.iter().map(ToString::to_string).collect::<Vec<_>>()[..])
        );
        assert!(!format!("{:?}", found.api()).contains("hunter2"), "a secret came through");
    }
    let found = request(r#"{"url": "https://h.io/a", "auth": {"type": "digest", "digest": {}}}"#);
    assert_eq!(found.said(Code::UnsupportedAuth), ["1:102 `digest` is not supported: each request would have to be signed"]);
    assert_eq!(found.operation("R").auth.value, Accepts::None);
    let found = request(
        r#"{"url": "https://h.io/a", "auth": {"type": "digest", "digest": {}}, "header": [{"key": "x-api-key", "value": "{{key}}"}]}"#,
    );
    assert_eq!(found.operation("R").auth.value, Accepts::Of(vec!["x-api-key".to_owned()]));
    let found = request(r#"{"url": "https://h.io/a", "header": [{"key": "Authorization", "value": "Bearer {{token}}"}]}"#);
    assert_eq!(found.api().auth[0].credentials[0].place, header("Authorization", "Bearer "));
    assert_eq!(found.api().auth[0].id, "authorization");
    assert!(found.operation("R").headers.is_empty() && found.operation("R").params.is_empty());
    let found = request(r#"{"url": "https://h.io/a", "header": [{"key": "x-api-key", "value": "abcdef0123456789"}]}"#);
    assert_eq!(found.api().auth[0].credentials[0].place, header("x-api-key", ""));
    assert_eq!(found.said(Code::MaskedSecret).len(), 1);
    assert!(!format!("{:?}", found.api()).contains("abcdef"), "a secret came through");
}

#[test]
fn headers_that_are_credentials_join_into_one_scheme() {
    let found = request(
        r#"{"url": "https://h.io/a", "auth": {"type": "basic", "basic": {}}, "header": [
            {"key": "Authorization", "value": "Basic {{x}}"}, {"key": "X-Session-Token", "value": "{{s}}"}, {"key": "X-Trace", "value": "{{t}}"}]}"#,
    );
    let [scheme] = found.api().auth.as_slice() else { panic!("{:?}", found.api().auth) };
    let places: Vec<_> = scheme.credentials.iter().map(|credential| credential.place.clone()).collect();
    let session = CredentialPlace::Header { name: "X-Session-Token".to_owned(), prefix: String::new() };
    assert_eq!((scheme.id.as_str(), places), ("basic", vec![CredentialPlace::BasicPair, session]));
    assert_eq!(params(found.operation("R")), ["header X-Trace"]);
}

#[test]
fn requests_of_one_operation_may_authenticate_in_several_ways() {
    let found = items(
        r#"{"name": "a", "request": {"url": "h.io/x", "auth": {"type": "basic"}}}, {"name": "b", "request": {"url": "h.io/x", "auth": {"type": "bearer"}}}"#,
    );
    assert_eq!(found.operation("a").auth.value, Accepts::Of(vec!["basic".to_owned(), "bearer".to_owned()]));
    assert_eq!(found.said(Code::MixedAuth), ["1:157 a request that is joined to `a` authenticates with `bearer`, unlike the first"]);
}

#[test]
fn a_request_without_a_credential_takes_none_from_the_others() {
    let (off, unsaid, bearer) = (r#", "auth": {"type": "noauth"}"#, "", r#", "auth": {"type": "bearer"}"#);
    for (requests, expected) in [
        ([off, bearer], Accepts::OfOrNone(vec!["bearer".to_owned()])),
        ([bearer, off], Accepts::OfOrNone(vec!["bearer".to_owned()])),
        ([unsaid, bearer], Accepts::OfOrNone(vec!["bearer".to_owned()])),
        ([bearer, unsaid], Accepts::OfOrNone(vec!["bearer".to_owned()])),
        ([bearer, bearer], Accepts::Of(vec!["bearer".to_owned()])),
        ([off, unsaid], Accepts::AnyOrNone),
        ([unsaid, off], Accepts::AnyOrNone),
        ([unsaid, unsaid], Accepts::AnyOrNone),
        ([off, off], Accepts::None),
    ] {
        let text = requests.map(|auth| format!(r#"{{"name": "a", "request": {{"url": "https://h.io/x"{auth}}}}}"#)).join(",\n");
        let found = items(&text);
        assert_eq!(found.operation("a").auth.value, expected, "{text}");
        assert_eq!(found.said(Code::MixedAuth).len(), usize::from(requests[0] != requests[1]), "{text}");
    }
}

#[test]
fn no_word_of_a_credential_becomes_its_prefix() {
    let prefix = |name: &str, value: &str| {
        let found = request(&format!(r#"{{"url": "https://h.io/a", "header": [{{"key": "{name}", "value": "{value}"}}]}}"#));
        let [scheme] = found.api().auth.as_slice() else { panic!("{:?}", found.api().auth) };
        let CredentialPlace::Header { prefix, .. } = &scheme.credentials[0].place else { panic!("{scheme:?}") };
        prefix.clone()
    };
    for (name, value) in [
        ("api_token", "hunter2 is my secret"),
        ("X-Api-Key", "YOUR API KEY"),
        ("X-Api-Key", "YOUR KEY"),
        ("X-Api-Key", "Key goes here"),
        ("Authorization", "YOUR API KEY"),
        ("Authorization", "hunter2 secret1234"),
        ("Authorization", "correct horse"),
        ("Authorization", "d41d8cd98f00b204e9800998ecf8427e {{token}}"),
    ] {
        assert_eq!(prefix(name, value), "", "{name}: {value}");
    }
    for (name, value, expected) in [
        ("X-Api-Key", "Bearer abc", "Bearer "),
        ("X-Auth-Token", "Own {{token}}", "Own "),
        ("api_token", "v2 <your token>", "v2 "),
        ("Authorization", "Own-Scheme abcdef123456", "Own-Scheme "),
        ("Authorization", "Digest username=a, realm=b", "Digest "),
        ("Proxy-Authorization", "basic", "basic "),
    ] {
        assert_eq!(prefix(name, value), expected, "{name}: {value}");
    }
}

#[test]
fn each_request_is_refused_for_its_own_reason() {
    let odd = r#"{"name": "odd", "request": {"url": "h.io/x", "method": "POST", "body": {"mode": "telegram", "telegram": "STOP"}}}"#;
    let form = r#"{"name": "up url", "request": {"url": "h.io/x", "method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "u", "value": "1"}]}}}"#;
    for order in [[odd, form], [form, odd]] {
        let found = items(&order.join(", "));
        assert_eq!(found.ids(), ["up url"]);
        assert_eq!(params(found.operation("up url")), ["form u e.g. 1"]);
        let refused: Vec<(&str, &str)> =
            found.lowered.coverage.refused.iter().map(|refused| (refused.name.as_str(), refused.reason.as_str())).collect();
        assert_eq!(refused, [("odd", "its body has a mode that no known Postman has")]);
        assert_eq!(found.said(Code::DuplicateRequest), [""; 0]);
    }
}

#[test]
fn a_refused_request_still_tells_the_others_apart() {
    let found = items(
        r#"{"name": "up", "request": {"url": "h.io/x?action=upload", "method": "POST", "body": {"mode": "telegram"}}},
           {"name": "list", "request": {"url": "h.io/x?action=list", "method": "POST"}}"#,
    );
    assert_eq!(found.keys(), ["POST /x?action=list"]);
}

#[test]
fn authentication_is_inherited_until_something_else_is_said() {
    let found = outcome(
        r#"{"info": {"name": "T"}, "auth": {"type": "bearer", "bearer": []}, "item": [
            {"name": "a", "request": {"url": "https://h.io/a", "auth": null}},
            {"name": "F", "auth": {"type": "basic"}, "item": [
                {"name": "b", "request": {"url": "https://h.io/b"}},
                {"name": "c", "request": {"url": "https://h.io/c", "auth": {"type": "noauth", "noauth": []}}},
                {"name": "G", "item": [{"name": "d", "request": "https://h.io/d"}]}
            ]}
        ]}"#,
    );
    assert_eq!(found.ids(), ["a", "F/b", "F/c", "F/G/d"]);
    let accepts = |id: &str| found.operation(id).auth.value.clone();
    assert_eq!(accepts("a"), Accepts::Of(vec!["bearer".to_owned()]));
    assert_eq!(accepts("F/b"), Accepts::Of(vec!["basic".to_owned()]));
    assert_eq!(accepts("F/c"), Accepts::None);
    assert_eq!(accepts("F/G/d"), Accepts::Of(vec!["basic".to_owned()]));
    assert_eq!(found.operation("F/G/d").group.as_deref(), Some("F/G"));
}

#[test]
fn bodies_have_many_shapes() {
    for body in [
        "null",
        "{}",
        r#"{"mode": "raw"}"#,
        r#"{"mode": "raw", "raw": ""}"#,
        r#"{"mode": null}"#,
        r#"{"mode": "formdata", "formdata": []}"#,
    ] {
        let found = request(&format!("{{\"url\": \"h.io/a\", \"method\": \"POST\", \"body\": {body}}}"));
        assert_eq!((found.operation("R").body.as_ref(), found.operation("R").params.len()), (None, 0), "{body}");
    }
    for body in [
        r#"{"mode": "raw", "raw": "{\"a\": 1, \"b\": {{b}}}"}"#,
        r#"{"mode": "raw", "raw": "{\"a\": 1, \"b\": {{b}}}", "options": {"raw": {"language": "json"}}}"#,
    ] {
        let found = request(&format!("{{\"url\": \"h.io/a\", \"method\": \"POST\", \"body\": {body}}}"));
        let body = found.operation("R").body.as_ref().expect("a body");
        assert_eq!(body.media.value, "application/json");
        assert_eq!(fields(found.api(), body.ty), ["a", "b"]);
        assert_eq!(found.said(Code::SampleMended), [""; 0]);
        let sample = &found.operation("R").samples[0];
        assert_eq!((&sample.role, sample.json.as_deref()), (&SampleRole::Request, Some(r#"{"a":1,"b":"{{b}}"}"#)));
    }
    let found = request(r#"{"url": "h.io/a", "method": "POST", "body": {"mode": "raw", "raw": "{{whole}}"}}"#);
    let body = found.operation("R").body.as_ref().expect("a body");
    assert_eq!(body.media.value, "text/plain");
    let found = request(
        r#"{"url": "h.io/a", "method": "POST", "header": [{"key": "content-type", "value": "application/json"}], "body": {"mode": "raw", "raw": "{{whole}}"}}"#,
    );
    let body = found.operation("R").body.as_ref().expect("a body");
    assert_eq!((body.media.value.as_str(), &found.api().types.get(body.ty).shape), ("application/json", &Shape::Any));
    assert!(found.operation("R").headers.is_empty());
    let found =
        request(r#"{"url": "h.io/a", "method": "POST", "body": {"mode": "raw", "raw": "<a/>", "options": {"raw": {"language": "xml"}}}}"#);
    assert_eq!(found.operation("R").body.as_ref().map(|body| body.media.value.as_str()), Some("application/xml"));
}

#[test]
fn forms_become_parameters() {
    for form in [r#"[{"key": "a", "value": "1"}, {"key": "b", "value": null, "disabled": true}]"#, r#"{"a": "1"}"#, r#""a=1""#] {
        let found = request(&format!(
            "{{\"url\": \"h.io/a\", \"method\": \"POST\", \"body\": {{\"mode\": \"urlencoded\", \"urlencoded\": {form}}}}}"
        ));
        assert_eq!(params(found.operation("R"))[0], "form a e.g. 1", "{form}");
        assert_eq!(found.operation("R").body, None);
    }
}

/// The shape of what a parameter holds: `File`, `List` of it.
fn holds(found: &Outcome, name: &str) -> String {
    let api = found.api();
    let param = param(found.operation("R"), name);
    match &api.types.get(param.ty).shape {
        Shape::List(inner) => format!("{:?}s", api.types.get(*inner).shape),
        shape => format!("{shape:?}"),
    }
}

#[test]
fn parts_hold_texts_and_files() {
    let form =
        |form: &str| request(&format!(r#"{{"url": "h.io/a", "method": "POST", "body": {{"mode": "formdata", "formdata": {form}}}}}"#));
    let found = form(
        r#"[{"key": "a", "value": "1", "type": "text"}, {"key": "b", "value": "{}", "contentType": "application/json"},
            {"key": "c", "type": "file", "src": null, "disabled": true}, {"key": "d", "type": "file", "src": ["x", "y"]},
            {"key": "e", "type": "file", "src": ["x"]}, {"key": "f", "type": "file", "src": "x"}, {"key": "f", "type": "file", "src": "y"},
            {"key": "g", "type": "file", "value": "{{path}}", "contentType": "{{type}}"}]"#,
    );
    assert_eq!(params(found.operation("R")), ["part a e.g. 1", "part b", "part c~", "part d", "part e", "part f", "part g"]);
    assert_eq!(found.operation("R").body, None);
    for (name, expected) in
        [("a", "String(Plain)"), ("b", "String(Plain)"), ("c", "File"), ("d", "Files"), ("e", "File"), ("f", "Files"), ("g", "File")]
    {
        assert_eq!(holds(&found, name), expected, "{name}");
    }
    let media = |name: &str| param(found.operation("R"), name).media.as_ref().map(|media| media.value.as_str());
    assert_eq!((media("a"), media("b"), media("g")), (None, Some("application/json"), None));
    assert_eq!(found.said(Code::UnreadBody), ["4:78 `{{type}}` is no media type: the part is sent without it"]);
    // One request sends text, another a file.
    let found = items(
        r#"{"name": "R", "request": {"url": "h.io/a", "method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "a", "value": "1"}]}}},
           {"name": "S", "request": {"url": "h.io/a", "method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "a", "type": "file"}]}}}"#,
    );
    assert_eq!(holds(&found, "a"), "File");
}

#[test]
fn a_file_is_a_body() {
    let body = |method: &str, header: &str, file: &str| {
        let found = request(&format!(
            r#"{{"url": "h.io/a", "method": "{method}", "header": {header}, "body": {{"mode": "file", "file": {file}}}}}"#
        ));
        let body = found.operation("R").body.as_ref()?;
        assert_eq!(found.api().types.get(body.ty).shape, Shape::File);
        Some(body.media.value.clone())
    };
    assert_eq!(body("PUT", "[]", r#"{"src": "/x/y.bin"}"#).as_deref(), Some("application/octet-stream"));
    assert_eq!(body("PUT", "[]", r#"{"src": ""}"#).as_deref(), Some("application/octet-stream"));
    assert_eq!(body("PUT", "[]", r#"{"src": null}"#).as_deref(), Some("application/octet-stream"));
    assert_eq!(body("PUT", r#"[{"key": "content-type", "value": "image/png"}]"#, r#"{"content": "x"}"#).as_deref(), Some("image/png"));
    assert_eq!(body("PUT", "[]", "{}"), None);
    assert_eq!(body("GET", "[]", r#"{"src": "x"}"#), None);
}

#[test]
fn a_header_is_constant_where_all_requests_send_it() {
    let item = |name: &str, headers: &str| format!(r#"{{"name": "{name}", "request": {{"url": "h.io/a", "header": [{headers}]}}}}"#);
    let headers =
        |operation: &Operation| operation.headers.iter().map(|header| format!("{}: {}", header.name, header.value)).collect::<Vec<_>>();
    // All of them; in any case of letters.
    let found = items(&[item("R", r#"{"key": "X-V", "value": "2"}"#), item("S", r#"{"key": "x-v", "value": " 2 "}"#)].join(","));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec!["X-V: 2".to_owned()], vec![]));
    // Some of them, or with different values: the caller gives it.
    let found = items(&[item("R", r#"{"key": "X-V", "value": "2"}"#), item("S", "")].join(","));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec![], vec!["header X-V~ e.g. 2".to_owned()]));
    let found = items(&[item("R", r#"{"key": "X-V", "value": "2"}"#), item("S", r#"{"key": "x-v", "value": "3"}"#)].join(","));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec![], vec!["header X-V e.g. 2".to_owned()]));
    let found = items(&[item("R", r#"{"key": "X-V", "value": "2"}"#), item("S", r#"{"key": "x-v", "value": "{{v}}"}"#)].join(","));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec![], vec!["header X-V e.g. 2".to_owned()]));
    // What a client can read does not depend on the request.
    let found = items(&[item("R", ""), item("S", r#"{"key": "Accept", "value": "text/csv"}"#)].join(","));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec!["Accept: text/csv".to_owned()], vec![]));
    // Twice in one request.
    let found = items(&item(
        "R",
        r#"{"key": "Accept", "value": "a/b"}, {"key": "accept", "value": "c/d"}, {"key": "Accept", "value": "a/b"}, {"key": "Accept", "value": "e/f", "disabled": true}"#,
    ));
    assert_eq!((headers(found.operation("R")), params(found.operation("R"))), (vec!["Accept: a/b, c/d".to_owned()], vec![]));
}

#[test]
fn a_content_type_that_the_body_says_is_left_out() {
    let body = |body: &str, media: &str| {
        let found = request(&format!(
            r#"{{"url": "h.io/a", "method": "POST", "header": [{{"key": "Content-Type", "value": "{media}"}}], "body": {body}}}"#
        ));
        let operation = found.operation("R");
        let constants: Vec<String> = operation.headers.iter().map(|header| header.value.clone()).collect();
        let given: Vec<String> =
            operation.params.iter().filter(|param| param.place.value == Place::Header).map(|param| param.wire.clone()).collect();
        (operation.body.as_ref().map(|body| body.media.value.clone()), constants, given)
    };
    let form = r#"{"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]}"#;
    let parts = r#"{"mode": "formdata", "formdata": [{"key": "a", "value": "1"}]}"#;
    let raw = r#"{"mode": "raw", "raw": "{\"a\": 1}"}"#;
    assert_eq!(body(form, "application/x-www-form-urlencoded"), (None, vec![], vec![]));
    assert_eq!(body(form, "application/json"), (None, vec!["application/json".to_owned()], vec![]));
    assert_eq!(body(parts, "multipart/form-data; boundary=x"), (None, vec![], vec![]));
    assert_eq!(body(parts, "multipart/mixed"), (None, vec!["multipart/mixed".to_owned()], vec![]));
    assert_eq!(body(raw, "application/vnd.api+json"), (Some("application/vnd.api+json".to_owned()), vec![], vec![]));
    assert_eq!(body(raw, "{{type}}"), (Some("application/json".to_owned()), vec![], vec!["Content-Type".to_owned()]));
    assert_eq!(body("{}", "application/json"), (None, vec!["application/json".to_owned()], vec![]));
}

#[test]
fn a_name_without_a_value_is_told_from_an_empty_value() {
    let bare = |query: &str, name: &str| {
        let found = request(&format!(r#"{{"url": {query}}}"#));
        param(found.operation("R"), name).bare.is_some()
    };
    assert!(bare(r#""h.io/a?flag&x=""#, "flag"));
    assert!(!bare(r#""h.io/a?flag&x=""#, "x"));
    assert!(bare(r#"{"raw": "h.io/a?flag", "query": [{"key": "flag", "value": null}]}"#, "flag"));
    assert!(!bare(r#"{"raw": "h.io/a?flag=", "query": [{"key": "flag", "value": ""}]}"#, "flag"));
    assert!(!bare(r#""h.io/a?flag&flag=1""#, "flag"));
}

#[test]
fn a_query_is_decoded_once() {
    for url in [r#""h.io/a?q=show%20ip%2B1""#, r#"{"raw": "h.io/a?q=show%20ip%2B1", "query": [{"key": "q", "value": "show%20ip%2B1"}]}"#] {
        let found = request(&format!(r#"{{"url": {url}}}"#));
        assert_eq!(params(found.operation("R")), ["query q e.g. show ip+1"]);
    }
}

#[test]
fn a_body_that_postman_does_not_send_is_left_out() {
    let body = r#""body": {"mode": "raw", "raw": "{}"}"#;
    let found = request(&format!("{{\"url\": \"h.io/a\", {body}}}"));
    assert_eq!(found.operation("R").body, None);
    assert_eq!(found.said(Code::PrunedBody), ["1:85 the body of `R` is left out: Postman sends none with GET"]);
    let found = items(&format!(
        "{{\"name\": \"R\", \"protocolProfileBehavior\": {{\"disableBodyPruning\": true}}, \"request\": {{\"url\": \"h.io/a\", {body}}}}}"
    ));
    assert!(found.operation("R").body.is_some());
    let found = request(&format!("{{\"url\": \"h.io/a\", \"method\": \"DELETE\", {body}}}"));
    assert!(found.operation("R").body.is_some());
}

#[test]
fn answers_are_joined_by_status() {
    let found = items(
        r#"{"name": "R", "request": "https://h.io/a", "response": [
            {"code": 200, "body": "{\"id\": 1, \"token\": \"abcdef123456\"}"},
            {"code": "200", "body": "{\"id\": null,}"},
            {"code": 404, "body": "<html></html>"},
            {"code": 204, "body": null},
            {"name": "none", "body": "[]"}
        ]}"#,
    );
    let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["id", "token"]);
    assert_eq!(answer(&found, "R", 404), Answer::Unknown);
    assert_eq!(answer(&found, "R", 204), Answer::Empty);
    let statuses: Vec<_> = found.operation("R").responses.iter().map(|response| response.status.value.to_string()).collect();
    assert_eq!(statuses, ["200", "404", "204", "success"]);
    let samples: Vec<_> = found.operation("R").samples.iter().map(|sample| sample.json.as_deref()).collect();
    assert_eq!(samples, [Some(r#"{"id":1,"token":"***"}"#), Some(r#"{"id":null}"#), None, Some("[]")]);
    assert_eq!(found.said(Code::SampleMended), ["3:51 a saved answer of `R` is not valid JSON and was mended"]);
    assert_eq!(found.said(Code::SampleNotJson), ["4:35 a saved answer of `R` is not JSON, and says nothing about types"]);
    assert_eq!(found.said(Code::MaskedSecret), ["2:59 a value in a sample of `R` looks like a secret and is masked"]);
    assert_eq!(found.said(Code::NoResponseBody), [""; 0]);
}

/// What is said with a code, with the words at each of its places, and its notes.
fn told(found: &Outcome, code: Code) -> Vec<String> {
    let all = found.diagnostics.sorted().into_iter().filter(|said| said.code == code);
    all.map(|said| {
        let labels = std::iter::once(&said.primary).chain(&said.others);
        let labels: Vec<String> = labels.map(|label| format!("{}: {}", found.sources.text(label.span), label.text)).collect();
        format!("{} [{}] {} ({})", said.message, labels.join(" | "), said.notes.join("; "), said.help.is_some())
    })
    .collect()
}

#[test]
fn several_values_of_one_answer_are_evidence_of_one_type() {
    let of = |body: &str, header: &str| {
        let header = if header.is_empty() { String::new() } else { format!(r#", "header": "Content-Type: {header}""#) };
        items(&format!(r#"{{"name": "R", "request": "https://h.io/x", "response": [{{"code": 200, "body": "{body}"{header}}}]}}"#))
    };
    for body in
        [r#"{\"a\": 1}\n{\"a\": 2, \"b\": 3}"#, r#"{\"a\": 1},\n{\"a\": 2, \"b\": 3}"#, r#"{\"a\": 1}\n\nor\n\n{\"a\": 2, \"b\": 3}"#]
    {
        let found = of(body, "");
        let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type of {body}") };
        assert_eq!(fields(found.api(), ty), ["a", "b"], "{body}");
        let samples: Vec<_> = found.operation("R").samples.iter().map(|sample| sample.json.as_deref()).collect();
        assert_eq!(samples, [Some(r#"{"a":1}"#), Some(r#"{"a":2,"b":3}"#)], "{body}");
        assert_eq!(found.said(Code::SampleMended).len(), 1, "{body}");
        assert_eq!(found.said(Code::SampleNotJson), [""; 0], "{body}");
    }
    // Of two kinds, and in a stream, they are no one answer.
    for (body, header) in [
        (r#"{\"a\": 1}\n[2]"#, ""),
        (r#"{\"a\": 1}\n{\"a\": 2}"#, "application/x-ndjson"),
        (r#"{\"a\": 1}\n{\"a\": 2}"#, "application/jsonl"),
        (r#"data: {\"a\": 1}\n\ndata: {\"a\": 2}"#, "application/json"),
    ] {
        let found = of(body, header);
        assert_eq!(answer(&found, "R", 200), Answer::Unknown, "{body}");
        let said = told(&found, Code::SampleNotJson);
        assert_eq!(said.len(), 1, "{body}");
        assert!(
            said[0].starts_with("a saved answer of `R` is not one JSON value, and says nothing about types") && said[0].ends_with("(true)")
        );
    }
}

#[test]
fn mends_are_shown_where_they_were_made() {
    let found = items(
        r#"{"name": "R", "request": "https://h.io/x", "response": [{"code": 200, "body": "{a: 1, 'b': [2,], c: 1,000, /* x */ d: {}}"}]}"#,
    );
    assert_eq!(
        told(&found, Code::SampleMended),
        ["a saved answer of `R` is not valid JSON and was mended [a: a key without quotes | ': quotes that JSON does not know | \
          ,: a comma before the closing bracket | 1,000: a number with a sign for thousands or decimals that JSON does not know | /* x */: a comment] \
          mended in several ways: comment left out; key without quotes taken; number with a thousands or a decimal comma read as a hole; \
          other quotes taken as double quotes; trailing comma left out; 2 more places were mended (true)"]
    );
}

#[test]
fn a_key_that_stands_twice_in_a_sample_is_said_and_both_are_evidence() {
    let found = items(
        r#"{"name": "R", "request": "https://h.io/x", "response": [{"code": 200, "body": "{\"a\": 1, \"o\": {\"b\": 1}, \"a\": \"x\"}"}]}"#,
    );
    assert_eq!(
        told(&found, Code::DuplicateKey),
        [
            r#"the key `a` stands twice in one object of a sample [\"a\": both are evidence of its type | \"a\": it stands here first]  (true)"#
        ]
    );
    let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["a", "o"]);
    let Shape::Object(object) = &found.api().types.get(ty).shape else { panic!("no object") };
    let Shape::OneOf(cases) = &found.api().types.get(object.fields[0].ty).shape else { panic!("one type only") };
    assert_eq!(cases.len(), 2);
    // It stands in the one object that there is.
    assert_eq!(object.fields[0].presence.value, object.fields[1].presence.value);
}

#[test]
fn what_is_said_of_a_body_is_said_wherever_it_stands() {
    let one = |name: &str, body: &str| {
        format!(
            r#"{{"name": "{name}", "request": {{"url": "https://h.io/a", "method": "POST", "body": {{"mode": "raw", "raw": "{body}"}}}}}}"#
        )
    };
    let broken = r#"{\"id\": 1,}"#;
    let found = items(&[one("A", broken), one("B", r#"{\"id\": 2}"#), one("C", broken)].join(",\n"));
    assert_eq!(found.ids(), ["A"]);
    let said: Vec<_> = found.diagnostics.iter().filter(|said| said.code == Code::SampleMended).collect();
    let [said] = said.as_slice() else { panic!("{said:?}") };
    let texts = |span: Span| (found.sources.start(span).line, found.sources.text(span).to_owned());
    assert_eq!(texts(said.primary.span).0, 1);
    let others: Vec<_> = said.others.iter().map(|label| (texts(label.span), label.text.as_str())).collect();
    assert_eq!(others, [((3, format!("\"{broken}\"")), "the same text")]);
}

#[test]
fn what_is_json_by_the_letter_is_it_under_any_label() {
    let header = |media: &str| format!(r#"[{{"key": "Content-Type", "value": "{media}"}}]"#);
    let one = |name: &str, media: &str, body: &str| {
        format!(
            r#"{{"name": "{name}", "request": "https://h.io/{name}", "response": [{{"code": 200, "header": {}, "body": "{body}"}}]}}"#,
            header(media)
        )
    };
    let found = items(
        &[
            one("object", "application/octet-stream", r#"{\"id\": 1}"#),
            one("list", "application/pdf", r#"[{\"id\": 1}]"#),
            // A single value may be any text, and what would have to be mended is more than a label.
            one("number", "application/octet-stream", "7"),
            one("mended", "application/octet-stream", r#"{\"id\": 1,}"#),
            one("file", "application/pdf", "%PDF-1.7"),
        ]
        .join(",\n"),
    );
    let has_type = |id: &str| matches!(answer(&found, id, 200), Answer::Type(_));
    assert_eq!(["object", "list", "number", "mended", "file"].map(has_type), [true, true, false, false, false]);
    let said = found.said(Code::SampleNotJson);
    let lines: Vec<_> = said.iter().map(|said| said.split(':').next().expect("a line")).collect();
    assert_eq!(lines, ["3", "4", "5"]);
}

#[test]
fn saved_answers_may_stand_under_the_name_of_the_first_version() {
    let saved = r#"[{"code": 200, "body": "{\"id\": 1}"}]"#;
    let found = items(&format!(r#"{{"name": "R", "request": "https://h.io/a", "responses": {saved}}}"#));
    assert!(matches!(answer(&found, "R", 200), Answer::Type(_)));
    assert_eq!(found.said(Code::IgnoredMember), [""; 0]);
    let found = items(&format!(r#"{{"name": "R", "request": "https://h.io/a", "response": [], "responses": {saved}}}"#));
    assert!(matches!(answer(&found, "R", 200), Answer::Type(_)));
    // Of two lists one is read, and the other is said.
    let found = items(&format!(
        r#"{{"name": "R", "request": "https://h.io/a", "response": {saved},
"responses": {saved}}}"#
    ));
    assert_eq!(found.operation("R").samples.len(), 1);
    assert_eq!(found.said(Code::IgnoredMember), ["2:14 `responses` of an item is not read"]);
}

#[test]
fn a_variable_that_stands_for_members_is_said() {
    let one = |body: &str| {
        items(&format!(
            r#"{{"name": "R", "request": {{"url": "https://h.io/a", "method": "POST", "body": {{"mode": "raw", "raw": "{body}"}}}}}}"#
        ))
    };
    assert_eq!(one(r#"{\"before\": {{travelers}}, \"after\": 1}"#).said(Code::SampleMended), [""; 0]);
    let found = one(r#"{\"before\": { {{travelers}} }, \"after\": 1}"#).said(Code::SampleMended);
    let [said] = found.as_slice() else { panic!("{found:?}") };
    assert!(said.ends_with("the body of `R` is not valid JSON and was mended"), "{said}");
}

#[test]
fn words_about_a_tree_come_to_an_end() {
    // The answer and each of its two members are of one type, so that the paths into it have no end.
    let found = items(
        r#"{"name": "R", "request": {"url": "https://h.io/a", "description": "| Field | Description |\n| --- | --- |\n| name | What it is called |\n"},
            "response": [{"code": 200, "body": "{\"name\": \"a\", \"left\": {\"name\": \"b\", \"left\": null, \"right\": null}, \"right\": {\"name\": \"c\", \"left\": null, \"right\": null}}"}]}"#,
    );
    let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["name", "left", "right"]);
    let Shape::Object(object) = &found.api().types.get(ty).shape else { panic!("no object") };
    assert_eq!(found.api().types.content(object.fields[1].ty), ty);
    assert_eq!(found.api().types.content(object.fields[2].ty), ty);
    assert_eq!(object.fields[0].docs.as_ref().map(|docs| docs.value.as_str()), Some("What it is called"));
}

#[test]
fn base_urls_do_not_move_with_one_request_more() {
    let one = r#"{"name": "a", "request": "https://h.io/x/api/v1/users/list"}"#;
    let two = r#"{"name": "b", "request": "https://h.io/x/api/v1/teams"}"#;
    let same = r#"{"name": "b", "request": "https://h.io/x/api/v1/users/all"}"#;
    assert_eq!(items(one).servers(), ["https://h.io/x/api/v1"]);
    assert_eq!(items(&format!("{one}, {same}")).servers(), ["https://h.io/x/api/v1"]);
    assert_eq!(items(&format!("{one}, {two}")).servers(), ["https://h.io/x/api/v1"]);
    assert_eq!(items(&format!("{one}, {two}")).keys(), ["GET /users/list", "GET /teams"]);
    let plain = items(r#"{"name": "a", "request": "https://h.io/users/1"}, {"name": "b", "request": "https://h.io/users/2"}"#);
    assert_eq!(
        (plain.servers(), plain.keys()),
        (vec!["https://h.io".to_owned()], vec!["GET /users/1".to_owned(), "GET /users/2".to_owned()])
    );
    assert_eq!(plain.said(Code::BaseUrlInferred), [""; 0]);
    let version =
        items(r#"{"name": "a", "request": "{{host}}/api/{{VERSION}}/seats"}, {"name": "b", "request": "{{host}}/api/{{VERSION}}/users"}"#);
    assert_eq!(
        (version.servers(), version.keys()),
        (vec!["{host}/api/{VERSION}".to_owned()], vec!["GET /seats".to_owned(), "GET /users".to_owned()])
    );
}

#[test]
fn variables_of_base_urls_are_resolved() {
    let collection = |variables: &str| {
        format!(
            r#"{{"info": {{"name": "T"}}, "variable": [{variables}], "item": [
                {{"name": "a", "request": "{{{{base}}}}/users"}}, {{"name": "b", "request": "{{{{base}}}}/teams"}}]}}"#
        )
    };
    let found = outcome(&collection(r#"{"key": "base", "value": "https://{{host}}/v1/"}, {"id": "host", "value": "h.io"}"#));
    assert_eq!(
        (found.servers(), found.keys()),
        (vec!["https://h.io/v1".to_owned()], vec!["GET /users".to_owned(), "GET /teams".to_owned()])
    );
    let found = outcome(&collection(""));
    assert_eq!(found.servers(), ["{base}"]);
    assert_eq!(found.api().servers[0].variables[0].default, None);
    assert_eq!(found.said(Code::UndefinedVariable), ["2:42 `{{base}}` is defined neither in the collection nor in an environment"]);
    let environment = r#"{"name": "E", "values": [{"key": "base", "value": "https://e.io", "enabled": true}, {"key": "base", "value": "x", "enabled": false}]}"#;
    let found = outcome_with(&collection(r#"{"key": "base", "value": "https://c.io"}"#), Some(environment));
    assert_eq!(found.servers(), ["https://e.io"]);
    let globals = |value: &str| {
        format!(r#"{{"values": [{{"key": "base", "value": "{value}", "enabled": true}}], "_postman_variable_scope": "globals"}}"#)
    };
    let (one, two) = (globals("https://g.io"), r#"[{"key": "base", "value": "https://h.io"}]"#);
    let own = r#"{"key": "base", "value": "https://c.io"}"#;
    // Globals are no environment: they stand under everything, wherever their file is named.
    for (files, variables, expected) in [
        (vec![one.as_str(), two], "", "https://h.io"),
        (vec![two, one.as_str()], "", "https://g.io"),
        (vec![one.as_str()], own, "https://c.io"),
        (vec![environment, one.as_str()], own, "https://e.io"),
        (vec![one.as_str(), environment], "", "https://e.io"),
    ] {
        assert_eq!(outcome_with(&collection(variables), files.clone()).servers(), [expected], "{files:?}");
    }
    let other = environment.replace("e.io", "f.io");
    let found = outcome_with(&collection(own), [environment, one.as_str(), other.as_str()]);
    assert_eq!(found.servers(), ["https://e.io", "https://f.io"]);
    let found = outcome_with(&collection(""), Some("{\"a\": 1}"));
    assert_eq!(found.said(Code::NotACollection), ["1:1 this is no environment but a JSON object of another kind"]);
}

#[test]
fn requests_to_another_server_are_operations_of_it() {
    let found = items(
        r#"{"name": "a", "request": "https://h.io/a"}, {"name": "b", "request": "https://login.io/b"}, {"name": "c", "request": "http://H.io:80/c"}"#,
    );
    assert_eq!(found.named_servers(), ["https://h.io", "login https://login.io"]);
    assert_eq!(found.keys(), ["GET /a", "login GET /b", "GET /c"]);
    assert_eq!(found.said(Code::MixedSchemes), ["1:151 a request goes by `http` to a server whose first request goes by `https`"]);
}

#[test]
fn servers_are_told_apart_by_what_variables_hold() {
    let requests = |origins: &[&str]| {
        let requests: Vec<String> =
            origins.iter().enumerate().map(|(at, origin)| format!(r#"{{"name": "{at}", "request": "{origin}/x{at}"}}"#)).collect();
        let variables =
            [("one", "https://a.io"), ("same", "https://A.io:443"), ("deep", "https://b.a.io/api/v2"), ("login_host", "l.a.io")];
        let variables: Vec<String> = variables.iter().map(|(key, value)| format!(r#"{{"key": "{key}", "value": "{value}"}}"#)).collect();
        outcome(&format!(
            r#"{{"info": {{"name": "N", "schema": "x/v2.1.0/"}}, "variable": [{}], "item": [{}]}}"#,
            variables.join(", "),
            requests.join(", ")
        ))
        .named_servers()
    };
    for (origins, expected) in [
        // Two variables with one value, and the value itself, are one server.
        (vec!["{{one}}", "{{same}}", "https://a.io"], vec!["https://a.io"]),
        // The name is the variable's, or the part of the host that is not the main server's.
        (vec!["{{one}}", "{{one}}", "https://{{login_host}}"], vec!["https://a.io", "login_host https://l.a.io"]),
        (vec!["{{one}}", "{{one}}", "{{deep}}"], vec!["https://a.io", "deep https://b.a.io/api/v2"]),
        (vec!["{{one}}", "{{one}}", "https://api.files.a.io"], vec!["https://a.io", "files https://api.files.a.io"]),
        (vec!["{{one}}", "{{one}}", "https://www.other.org"], vec!["https://a.io", "other https://www.other.org"]),
        // Without a value, the variable is the server; its name knows case, that of a host does not.
        (vec!["{{h}}", "{{h}}", "{{H}}", "{{H}}"], vec!["{h}", "H {H}"]),
        (vec!["https://a.io", "https://A.io", "https://B.org", "https://b.org"], vec!["https://a.io", "b https://B.org"]),
        // Ports are servers of their own, save those that a scheme has anyway.
        (vec!["http://a.io", "http://a.io:80", "http://a.io:81"], vec!["http://a.io", "a.io-81 http://a.io:81"]),
        // Of namesakes, the first keeps the name.
        (
            vec!["{{one}}", "{{one}}", "https://f.b.io", "https://f.c.io", "https://f.b.io:1", "https://f.b.io"],
            vec!["https://a.io", "f https://f.b.io", "f.c.io https://f.c.io", "f-1 https://f.b.io:1"],
        ),
        // Numbers are no names; what is no letter of an id is left out.
        (vec!["{{one}}", "{{one}}", "http://10.0.0.1:80"], vec!["https://a.io", "10.0.0.1 http://10.0.0.1:80"]),
        (vec!["{{one}}", "{{one}}", "{{é}}", "{{ü}}"], vec!["https://a.io", "server {é}", "server-2 {ü}"]),
        // A path alone is below the main server, as is a host without a scheme that it has.
        (vec!["https://a.io", "", "a.io"], vec!["https://a.io"]),
    ] {
        assert_eq!(requests(&origins), expected, "{origins:?}");
    }
}

#[test]
fn one_path_on_two_servers_is_two_operations() {
    let found = items(
        r#"{"name": "a", "request": "https://h.io/x"}, {"name": "b", "request": "https://h.io/x"}, {"name": "c", "request": "https://g.io/x"},
           {"name": "d", "request": "https://g.io/x"}"#,
    );
    // The first of several servers with as many requests is the main one.
    assert_eq!((found.ids(), found.keys()), (vec!["a", "c"], vec!["GET /x".to_owned(), "g GET /x".to_owned()]));
    assert_eq!(found.lowered.coverage.joined.len(), 2);
}

#[test]
fn a_credential_does_not_go_to_another_server_by_itself() {
    let found = items(
        r#"{"name": "a", "request": {"url": "https://h.io/a", "header": [{"key": "X-Api-Key", "value": "{{key}}"}]}},
           {"name": "b", "request": "https://h.io/b"}, {"name": "c", "request": "https://g.io/c"},
           {"name": "d", "request": {"url": "https://g.io/d", "header": [{"key": "X-Api-Key", "value": "{{key}}"}]}}"#,
    );
    let accepts: Vec<&Accepts> = found.api().operations.iter().map(|operation| &operation.auth.value).collect();
    let key = Accepts::Of(vec!["x-api-key".to_owned()]);
    assert_eq!(accepts, [&key, &Accepts::AnyOrNone, &Accepts::None, &key]);
}

#[test]
fn a_further_server_that_cannot_be_one_is_refused() {
    let found = items(r#"{"name": "a", "request": "https://h.io/a"}, {"name": "b", "request": "about:blank"}"#);
    assert_eq!((found.ids(), found.servers()), (vec!["a"], vec!["https://h.io".to_owned()]));
    let [refused] = found.lowered.coverage.refused.as_slice() else { panic!("{:?}", found.lowered.coverage) };
    assert_eq!(refused.reason, "`about:blank` cannot be a base URL: its port is no number up to 65535");
}

#[test]
fn every_request_is_accounted_for() {
    let found = items(
        r#"{"name": "no url", "request": {"method": "GET"}}, {"name": "nothing"}, {"name": "odd", "request": {"url": "h.io/x", "method": "{{m}}"}},
           {"name": "F", "item": [], "request": "h.io/y"}"#,
    );
    assert_eq!(found.ids(), ["F"]);
    assert_eq!(
        found.said(Code::RefusedRequest),
        [
            "1:43 `no url` becomes no operation: it has no URL",
            "1:93 `nothing` becomes no operation: it has neither a URL nor a method",
            "1:114 `odd` becomes no operation: its method is no HTTP method",
        ]
    );
    assert_eq!(found.lowered.coverage.seen, 4);
}

#[test]
fn the_same_request_twice_is_one_operation() {
    let found = items(
        r#"{"name": "a", "request": {"url": "h.io/x?p=1", "method": "POST", "body": {"mode": "raw", "raw": "{\"id\": 1, \"a\": 1}"}}, "response": [{"code": 200, "body": "{\"x\": 1}"}]},
           {"name": "b", "request": {"url": "h.io/x?q=1", "method": "POST", "body": {"mode": "raw", "raw": "{\"id\": 1, \"b\": 1}"}}, "response": [{"code": 200, "body": "{\"y\": 1}"}]}"#,
    );
    assert_eq!(found.ids(), ["a"]);
    let operation = found.operation("a");
    assert_eq!(params(operation), ["query p~ e.g. 1", "query q~ e.g. 1"]);
    assert_eq!(fields(found.api(), operation.body.as_ref().expect("a body").ty), ["id", "a", "b"]);
    let Answer::Type(ty) = answer(&found, "a", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["x", "y"]);
    assert_eq!(found.said(Code::DuplicateRequest), ["2:21 2 requests are one operation, `a`: POST /x"]);
    assert_eq!(found.lowered.coverage.made, 1);
    let [joined] = found.lowered.coverage.joined.as_slice() else { panic!("{:?}", found.lowered.coverage) };
    assert_eq!((joined.name.as_str(), joined.into.as_str()), ("b", "a"));
    assert_eq!(joined.reason, "it is the same operation as `a`: POST /x");
    assert_eq!(found.sources.text(joined.place), "\"b\"");
}

#[test]
fn a_query_parameter_may_tell_requests_apart() {
    let found = items(
        r#"{"name": "a", "request": "h.io/x?action=get_users&page=1"}, {"name": "b", "request": "h.io/x?action=get_tasks&page=2"}, {"name": "c", "request": "h.io/x?action=get_tasks"}"#,
    );
    assert_eq!(found.ids(), ["a", "b"]);
    assert_eq!(found.keys(), ["GET /x?action=get_users", "GET /x?action=get_tasks"]);
    assert_eq!(params(found.operation("a")), ["query page e.g. 1"]);
    assert_eq!(params(found.operation("b")), ["query page~ e.g. 2"]);
    assert_eq!(found.said(Code::QueryTellsApart).len(), 1);
    // A page is no deed, a lone request has none to be told from, and a variable is no constant.
    for other in [
        r#"{"name": "a", "request": "h.io/x?page=1"}, {"name": "b", "request": "h.io/x?page=2"}"#,
        r#"{"name": "a", "request": "h.io/x?action=get"}"#,
        r#"{"name": "a", "request": "h.io/x?action={{a}}"}, {"name": "b", "request": "h.io/x?action=set"}"#,
    ] {
        let found = items(other);
        assert_eq!((found.keys(), found.operation("a").constants.len()), (vec!["GET /x".to_owned()], 0), "{other}");
    }
}

#[test]
fn a_request_without_the_telling_name_joins_no_others() {
    let gets = |queries: &[&str]| {
        let all: Vec<String> =
            queries.iter().enumerate().map(|(at, query)| format!(r#"{{"name": "{at}", "request": "h.io/x{query}"}}"#)).collect();
        items(&all.join(","))
    };
    let (list, delete) = ("?action=list", "?action=delete&id=1");
    for other in ["", "?action=", "?action={{action}}", "?action=a&action=b", "?Action=list"] {
        // In whatever order they stand.
        for order in [[list, delete, other], [list, other, delete], [other, delete, list]] {
            let found = gets(&order);
            let mut keys = found.keys();
            keys.sort();
            assert_eq!(keys, ["GET /x", "GET /x?action=delete", "GET /x?action=list"], "{order:?}");
            assert_eq!(found.lowered.coverage.joined.len(), 0, "{order:?}");
            assert_eq!(found.said(Code::QueryTellsApart).len(), 1, "{order:?}");
        }
    }
    // Those without one are one operation, and the parameter is theirs.
    let found = gets(&[list, delete, "", "?action={{action}}"]);
    assert_eq!(found.keys(), ["GET /x?action=list", "GET /x?action=delete", "GET /x"]);
    assert_eq!(params(found.operation("2")), ["query action~"]);
    // A second name tells where it stands.
    let found = gets(&["?cmd=a&op=x", "?op=y&cmd=a", "?cmd=b", "?cmd=a&op=x&page=1"]);
    assert_eq!(found.keys(), ["GET /x?cmd=a&op=x", "GET /x?cmd=a&op=y", "GET /x?cmd=b"]);
    // One that is not sent is none.
    let found = items(
        r#"{"name": "a", "request": "h.io/x?action=list"}, {"name": "b", "request": "h.io/x?action=delete"},
           {"name": "c", "request": {"url": {"raw": "h.io/x", "host": ["h", "io"], "path": ["x"],
            "query": [{"key": "action", "value": "list", "disabled": true}]}}}"#,
    );
    assert_eq!(found.keys(), ["GET /x?action=list", "GET /x?action=delete", "GET /x"]);
}

#[test]
fn a_body_without_the_telling_name_joins_no_others() {
    let (a, b) = (r#"{"action": "a", "id": 1}"#, r#"{"action": "b", "id": 1}"#);
    for other in [r#"{"pan": "x", "cvc": "y"}"#, r#"{"id": 1}"#, r#"{"action": "", "id": 1}"#, r#"{"action": "{{action}}"}"#, "{{body}}"] {
        for order in [[a, b, other], [a, other, b], [other, b, a]] {
            let found = posts(&order);
            let mut keys = found.keys();
            keys.sort();
            assert_eq!(keys, ["POST /x", "POST /x#action=a", "POST /x#action=b"], "{order:?}");
            assert_eq!(found.lowered.coverage.joined.len(), 0, "{order:?}");
        }
    }
    // Members in another order are the same ones.
    let both = [r#"{"action": "a", "op": "x"}"#, r#"{"op": "x", "action": "a"}"#, r#"{"op": "y", "action": "b"}"#];
    assert_eq!(posts(&both).ids(), ["0", "2"]);
    let form = |name: &str, fields: &str| {
        format!(
            r#"{{"name": "{name}", "request": {{"url": "h.io/x", "method": "POST", "body": {{"mode": "urlencoded", "urlencoded": [{fields}]}}}}}}"#
        )
    };
    let (a, b) = (form("a", r#"{"key": "action", "value": "a"}"#), form("b", r#"{"key": "action", "value": "b"}"#));
    // A form without fields is no body; one that is disabled may be sent.
    for (other, key) in [
        ("", "POST /x#body=none"),
        (r#"{"key": "action", "value": "c", "disabled": true}"#, "POST /x"),
        (r#"{"key": "action", "value": ""}"#, "POST /x"),
        (r#"{"key": "id", "value": "1"}"#, "POST /x"),
    ] {
        let found = items(&[a.as_str(), &b, &form("c", other)].join(","));
        assert_eq!(found.keys(), ["POST /x#action=a", "POST /x#action=b", key], "{other}");
    }
}

#[test]
fn a_request_without_the_telling_header_joins_no_others() {
    let post = |name: &str, header: &str, body: &str| {
        let text = serde_json::Value::from(body);
        let body = if body.is_empty() { String::new() } else { format!(r#", "body": {{"mode": "raw", "raw": {text}}}"#) };
        format!(r#"{{"name": "{name}", "request": {{"url": "h.io/", "method": "POST", "header": "{header}"{body}}}}}"#)
    };
    let (get, list) = ("X-Amz-Target: Foo.Get", "X-Amz-Target: Foo.List");
    for (body_of_list, body_of_other) in [("{\"a\": 1}", "{\"a\": 1}"), ("", "{\"a\": 1}"), ("", ""), ("{\"a\": 1}", "")] {
        let found = items(
            &[post("get", get, "{\"a\": 1}"), post("list", list, body_of_list), post("other", "Accept-Version: 1", body_of_other)]
                .join(","),
        );
        assert_eq!(found.ids(), ["get", "list", "other"], "{body_of_list} {body_of_other}");
    }
    // What has no body goes with what has the same name.
    let found = items(&[post("get", get, "{\"a\": 1}"), post("list", list, "{\"a\": 1}"), post("again", list, "")].join(","));
    assert_eq!(found.ids(), ["get", "list"]);
}

#[test]
fn headers_that_tell_are_one_header_however_they_are_written() {
    let post = |name: &str, header: &str, body: &str| {
        let (header, body) = (serde_json::Value::from(header), serde_json::Value::from(body));
        format!(
            r#"{{"name": "{name}", "request": {{"url": "h.io/x", "method": "POST", "header": {header}, "body": {{"mode": "raw", "raw": {body}}}}}}}"#
        )
    };
    let found = items(&[post("a", "X-HTTP-Method-Override: PATCH", "{}"), post("b", "x-http-method-override: DELETE", "{}")].join(","));
    assert_eq!(found.ids(), ["a", "b"]);
    // One with its quotes, one without: it is one operation, which sends it.
    let found = items(&[post("a", "SOAPAction: \"urn:A\"", "<a/>"), post("b", "soapaction: urn:A", "<a/>")].join(","));
    assert_eq!(found.ids(), ["a"]);
    let headers: Vec<_> = found.operation("a").headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
    assert_eq!(headers, [("SOAPAction", "\"urn:A\"")]);
}

#[test]
fn requests_that_were_joined_are_named() {
    let found = items(
        r#"{"name": "Pay", "request": {"url": "h.io/pay", "method": "POST", "body": {"mode": "raw", "raw": "{\"to\": 1}"}}},
        {"name": "Refund", "request": {"url": "h.io/pay", "method": "POST", "description": "Gives it back.",
            "body": {"mode": "raw", "raw": "{\"to\": 2}"}}},
        {"name": "Pay", "request": {"url": "h.io/pay", "method": "POST", "body": {"mode": "raw", "raw": "{\"to\": 3}"}}}"#,
    );
    assert_eq!(found.ids(), ["Pay"]);
    let pay = found.operation("Pay");
    assert_eq!(pay.also.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(), ["Refund"]);
    assert_eq!(pay.docs.as_ref().map(|docs| docs.value.as_str()), Some("Gives it back."));
}

#[test]
fn what_the_vendor_calls_malformed_is_no_sample() {
    let saved = |code: u16, body: &str| {
        format!(
            r#"{{"name": "Wrong kind", "code": {code}, "originalRequest": {{"method": "POST", "url": "h.io/x", "body": {{"mode": "raw", "raw": "{{\"{body}\": 1}}"}}}}}}"#
        )
    };
    let found = items(&format!(
        r#"{{"name": "R", "request": {{"url": "h.io/x", "method": "POST", "body": {{"mode": "raw", "raw": "{{\"a\": 1}}"}}}},
            "response": [{}, {}, {}]}}"#,
        saved(400, "b"),
        saved(422, "c"),
        saved(409, "d"),
    ));
    let body = found.operation("R").body.as_ref().expect("a body");
    assert_eq!(fields(found.api(), body.ty), ["a", "d"]);
    let docs: Vec<_> =
        found.operation("R").responses.iter().map(|response| response.docs.as_ref().map(|docs| docs.value.as_str())).collect();
    assert_eq!(docs, [Some("Wrong kind"); 3]);
}

#[test]
fn a_range_of_media_types_says_nothing() {
    let found = items(
        r#"{"name": "R", "request": "https://h.io/a", "response": [{"code": 200, "_postman_previewlanguage": "text",
            "header": [{"key": "Content-Type", "value": "*/*"}], "body": "{\"a\": \"<string>\"}"}]}"#,
    );
    let Answer::Type(ty) = answer(&found, "R", 200) else { panic!("no type") };
    assert_eq!(fields(found.api(), ty), ["a"]);
}

#[test]
fn a_name_with_example_behind_it_is_no_example() {
    let found = items(r#"{"name": "R", "request": "https://h.io/a?sort_order=sort_order_example&unit=metric_example"}"#);
    let examples: Vec<_> = (found.operation("R").params.iter())
        .map(|param| (param.wire.as_str(), param.facts.example.as_ref().map(|example| example.value.as_str())))
        .collect();
    assert_eq!(examples, [("sort_order", None), ("unit", Some("metric_example"))]);
    assert_eq!(found.said(Code::PlaceholderValue).len(), 1);
}

#[test]
fn a_description_of_a_webhook_with_parameters_is_no_call() {
    let found = posts(&[
        r#"{"url": "https://a.example", "method": "POST", "params": {"q": 1}}"#,
        r#"{"url": "https://a.example", "method": "GET", "params": {"q": 1}}"#,
    ]);
    assert_eq!(found.ids(), ["0"]);
}

/// Two POSTs to one address with these bodies of JSON.
fn posts(bodies: &[&str]) -> Outcome {
    let all: Vec<String> = bodies
        .iter()
        .enumerate()
        .map(|(at, body)| {
            let text = serde_json::Value::from(*body);
            format!(r#"{{"name": "{at}", "request": {{"url": "h.io/x", "method": "POST", "body": {{"mode": "raw", "raw": {text}}}}}}}"#)
        })
        .collect();
    items(&all.join(","))
}

#[test]
fn what_a_body_calls_tells_requests_apart() {
    let keys = |bodies: &[&str]| posts(bodies).keys();
    // JSON-RPC says so of each request on its own.
    assert_eq!(keys(&[r#"{"jsonrpc": "2.0", "method": "a.b"}"#]), ["POST /x#method=a.b"]);
    assert_eq!(
        keys(&[
            r#"{"method": "get", "params": [{"url": "/a/{{id}}"}]}"#,
            r#"{"method": "get", "params": [{"url": "/a/{{other}}"}], "id": 1}"#,
            r#"{"method": "set", "params": [{"url": "/a/{{id}}"}]}"#,
            r#"{"method": "set", "params": [{"url": "https://me.example/"}]}"#,
        ]),
        ["POST /x#method=get#params[0].url=/a/{}", "POST /x#method=set#params[0].url=/a/{}", "POST /x#method=set"]
    );
    // A name must have two values among them.
    assert_eq!(keys(&[r#"{"action": "a", "x": 1}"#, r#"{"action": "b", "x": 1}"#]), ["POST /x#action=a", "POST /x#action=b"]);
    assert_eq!(keys(&[r#"{"action": "a", "x": 1}"#]), ["POST /x"]);
    assert_eq!(keys(&[r#"{"action": "turn on"}"#, r#"{"action": "turn off"}"#]), ["POST /x#action=turn on", "POST /x#action=turn off"]);
    assert_eq!(keys(&[r#"{"command": "run"}"#, r#"{"command": "save"}"#]), ["POST /x#command=run", "POST /x#command=save"]);
    assert_eq!(keys(&[r#"{"action": "a", "x": 1}"#, r#"{"x": 1}"#]), ["POST /x"]);
    assert_eq!(keys(&[r#"{"action": "a", "x": 1}"#, r#"{"action": "{{b}}", "x": 1}"#]), ["POST /x"]);
    // Actions in a list are samples of what one operation takes.
    assert_eq!(keys(&[r#"{"version": 1, "actions": [{"action": "a"}]}"#, r#"{"version": 1, "actions": [{"action": "b"}]}"#]), ["POST /x"]);
    // A question is one however it is broken into lines.
    assert_eq!(
        keys(&[r#"{"query": "query a {\n b }"}"#, r#"{"query": "query a { b }"}"#]),
        ["POST /x#operation=query a#query=query a { b }"]
    );
    assert_eq!(keys(&[r#"{"query": "lamps"}"#]), ["POST /x"]);
}

#[test]
fn a_verb_of_http_tells_unless_it_describes_another_request() {
    let keys = |bodies: &[&str]| posts(bodies).keys();
    for name in ["action", "cmd", "command", "op", "operation", "method", "function", "_method"] {
        for (one, other) in [("get", "delete"), ("list", "get"), ("get", "set"), ("PUT", "POST")] {
            let body = |verb: &str| format!(r#"{{"{name}": "{verb}", "id": 1}}"#);
            assert_eq!(
                keys(&[&body(one), &body(other)]),
                [format!("POST /x#{name}={one}"), format!("POST /x#{name}={other}")],
                "{name} {one} {other}"
            );
        }
    }
    // What the vendor is to call, and how, is what the caller says.
    for address in [r#""url": "https://me.example/""#, r#""path": "/lamps""#, r#""callbackUrl": "{{url}}""#, r#""url": {{url}}"#] {
        let (one, other) = (format!(r#"{{"method": "GET", {address}}}"#), format!(r#"{{"method": "POST", {address}}}"#));
        assert_eq!(keys(&[&one, &other]), ["POST /x"], "{address}");
    }
    // An action is done to a path as it is to anything else, and what is no verb of HTTP is no description.
    assert_eq!(posts(&[r#"{"action": "get", "path": "/a"}"#, r#"{"action": "delete", "path": "/a"}"#]).ids(), ["0", "1"]);
    assert_eq!(posts(&[r#"{"method": "copy", "path": "/a"}"#, r#"{"method": "move", "path": "/a"}"#]).ids(), ["0", "1"]);
    assert_eq!(posts(&[r#"{"method": "get", "url": {"a": 1}}"#, r#"{"method": "put", "url": {"a": 1}}"#]).ids(), ["0", "1"]);
}

#[test]
fn bodies_that_no_one_type_has_are_of_different_operations() {
    let keys = |bodies: &[&str]| posts(bodies).keys();
    let object = r#"{"x": {"y": 1}}"#;
    assert_eq!(keys(&["[1]", r#"{"a": 1}"#]), ["POST /x#shape=list", "POST /x#shape=object"]);
    assert_eq!(keys(&["[1]", r#"{"a": 1}"#, "[2]", r#"{"a": 2}"#]), ["POST /x#shape=list", "POST /x#shape=object"]);
    assert_eq!(keys(&["[1]", r#"[{"a": 1}]"#]), ["POST /x"]);
    for scalar in ["1", "true", r#""text""#, r#""text {{a}}""#] {
        assert_eq!(keys(&[&format!(r#"{{"x": {scalar}}}"#), object]), ["POST /x#shape=x: scalar", "POST /x#shape=x: object"], "{scalar}");
    }
    // What shows nothing may be anything, and several may be one.
    for other in ["null", r#""""#, "{{a}}", r#""{{a}}""#, r#""<object>""#, "[1]", "{}"] {
        assert_eq!(keys(&[&format!(r#"{{"x": {other}}}"#), object]), ["POST /x"], "{other}");
    }
    assert_eq!(keys(&["{{whole}}", object]), ["POST /x"]);
    // What lacks the member goes where it has most in common, whatever the order.
    let (one, other, without) = (r#"{"x": 1, "a": 1}"#, r#"{"x": {}, "b": 1}"#, r#"{"b": 2}"#);
    for (order, ids) in [([one, other, without], ["0", "1"]), ([without, one, other], ["0", "1"]), ([one, without, other], ["0", "1"])] {
        let found = posts(&order);
        assert_eq!(found.ids(), ids, "{order:?}");
        let with = order.iter().position(|body| *body == other).min(order.iter().position(|body| *body == without));
        assert_eq!(found.operation(ids[usize::from(with > Some(0))]).told_by[0].value, "x: object", "{order:?}");
    }
    // Only as many places are named as it takes.
    let both = [r#"{"x": 1, "y": 1}"#, r#"{"x": {}, "y": {}}"#, r#"{"x": {}, "y": 1}"#];
    assert_eq!(keys(&both[..2]), ["POST /x#shape=x: scalar", "POST /x#shape=x: object"]);
    assert_eq!(
        keys(&both),
        ["POST /x#shape=x: scalar, y: scalar", "POST /x#shape=x: object, y: object", "POST /x#shape=x: object, y: scalar"]
    );
    // Parts of one thing are told apart by it as well.
    let put = |name: &str, body: &str| {
        let text = serde_json::Value::from(body);
        format!(r#"{{"name": "{name}", "request": {{"url": "h.io/x", "method": "PUT", "body": {{"mode": "raw", "raw": {text}}}}}}}"#)
    };
    let found = items(&[put("one", r#"{"a": 1}"#), put("part", r#"{"b": 1}"#), put("many", r#"[{"a": 1}]"#)].join(","));
    assert_eq!(found.ids(), ["one", "many"]);
}

#[test]
fn what_takes_any_shape_is_one_operation() {
    let bodies = |members: u32| -> Vec<String> {
        let body = |at: u32| {
            let all: Vec<String> =
                (0..members).map(|bit| format!(r#""m{bit}": {}"#, if at >> bit & 1 == 0 { "1" } else { "{}" })).collect();
            format!("{{{}}}", all.join(", "))
        };
        (0..1 << members).map(body).collect()
    };
    let count = |members: u32| posts(&bodies(members).iter().map(String::as_str).collect::<Vec<_>>()).ids().len();
    assert_eq!((count(4), count(5), count(11)), (16, 1, 1));
}

#[test]
fn bodies_with_nothing_in_common_are_of_different_operations() {
    let ids = |bodies: &[&str]| posts(bodies).ids().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(&[r#"{"a": 1}"#, r#"{"b": 1}"#]), ["0", "1"]);
    // What has a member in common with both joins them, and so does a body that says nothing.
    assert_eq!(ids(&[r#"{"a": 1}"#, r#"{"b": 1}"#, r#"{"a": 1, "b": 1}"#]), ["0"]);
    assert_eq!(ids(&[r#"{"a": 1}"#, "{}", "{{whole}}"]), ["0"]);
    // Types that differ are not in common, unless they are all that there is.
    assert_eq!(ids(&[r#"{"type": "create", "name": "a"}"#, r#"{"type": "drop", "id": 4}"#]), ["0", "1"]);
    assert_eq!(ids(&[r#"{"type": "a", "size": 1}"#, r#"{"type": "b", "size": 2}"#]), ["0"]);
    assert_eq!(ids(&[r#"{"type": "a"}"#, r#"{"type": "b"}"#]), ["0"]);
    assert_eq!(ids(&[r#"{"type": "a"}"#, r#"{"type": "a", "size": 2}"#]), ["0"]);
    assert_eq!(ids(&[r#"{"type": "{{a}}", "size": 1}"#, r#"{"type": "b", "size": 2}"#]), ["0"]);
    let found = items(
        r#"{"name": "a", "request": {"url": "h.io/x", "method": "PATCH", "body": {"mode": "raw", "raw": "{\"a\": 1}"}}},
           {"name": "b", "request": {"url": "h.io/x", "method": "PATCH", "body": {"mode": "raw", "raw": "{\"b\": 1}"}}},
           {"name": "c", "request": {"url": "h.io/x", "method": "PATCH"}}"#,
    );
    assert_eq!(found.ids(), ["a"]);
}

#[test]
fn a_form_that_is_one_text_tells_as_any_form_does() {
    let sent = |texts: &[&str]| {
        let all: Vec<String> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| {
                format!(
                    r#"{{"name": "{at}", "request": {{"url": "h.io/x", "method": "POST",
                         "header": [{{"key": "Content-Type", "value": "application/x-www-form-urlencoded; charset=utf-8"}}],
                         "body": {{"mode": "raw", "raw": {}}}}}}}"#,
                    serde_json::Value::from(*text)
                )
            })
            .collect();
        items(&all.join(","))
    };
    // Each is a template of its own: what the other sends is no choice of the caller.
    let texts = ["grant_type=password&user={{user}}", "grant_type=refresh_token&old={{old}}"];
    let found = sent(&texts);
    assert_eq!(found.keys(), ["POST /x#grant_type=password", "POST /x#grant_type=refresh_token"]);
    for (id, text) in ["0", "1"].into_iter().zip(texts) {
        let body = found.operation(id).body.as_ref().expect("a body");
        assert_eq!(body.template.as_ref().map(|template| template.value.text.as_str()), Some(text));
    }
    // One way in, tried twice, is one operation; fields with nothing in common are of two.
    assert_eq!(sent(&["grant_type=password&user=a", "user=b&grant_type=password"]).ids(), ["0"]);
    assert_eq!(sent(&["a=1&b=2", "b=3"]).ids(), ["0"]);
    assert_eq!(sent(&["a=1", "b=1"]).ids(), ["0", "1"]);
    assert_eq!(sent(&["type=create&a=1", "type=drop&b=1"]).ids(), ["0", "1"]);
    assert_eq!(sent(&["type=create&a=1", "type=drop&a=1"]).ids(), ["0"]);
    // A variable names none, nor does what stands there twice, and what is no form says nothing.
    assert_eq!(sent(&["action={{a}}&x=1", "action=b&x=1"]).ids(), ["0"]);
    assert_eq!(sent(&["action=a&action=b&x=1", "action=b&x=1"]).ids(), ["0"]);
    assert_eq!(sent(&["a text", "action=b & another"]).ids(), ["0"]);
}

#[test]
fn many_requests_to_one_address_take_no_longer_each() {
    let bodies: Vec<String> =
        (0..3000).map(|at| format!(r#"{{"jsonrpc": "2.0", "method": "m{}", "params": {{"p{at}": 1}}}}"#, at % 1500)).collect();
    let found = posts(&bodies.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found.ids().len(), 1500);
}

#[test]
fn a_text_with_variables_is_a_template() {
    let found = items(
        r#"{"name": "a", "request": {"url": "h.io/a", "method": "POST", "header": [{"key": "Content-Type", "value": "text/xml"}],
             "body": {"mode": "raw", "raw": "{{head}}<a>{{b}}{{ b }}</a>"}}},
           {"name": "b", "request": {"url": "h.io/b", "method": "POST", "body": {"mode": "raw", "raw": "a text"}}},
           {"name": "c", "request": {"url": "h.io/c", "method": "POST", "body": {"mode": "raw", "raw": "{{text}}"}}}"#,
    );
    let operation = found.operation("a");
    assert_eq!(params(operation), ["text head!", "text b!"]);
    let template =
        |id: &str| found.operation(id).body.as_ref().and_then(|body| body.template.as_ref()).map(|template| template.value.clone());
    let markup = Markup::Xml(vec!["head".to_owned()]);
    assert_eq!(template("a"), Some(TextTemplate { text: "{{head}}<a>{{b}}{{ b }}</a>".to_owned(), markup }));
    assert_eq!((template("b"), template("c")), (None, None));
}

#[test]
fn names_may_be_missing_or_taken() {
    let found = items(
        r#"{"name": "a", "request": "h.io/1"}, {"name": "a", "request": "h.io/2"}, {"name": "a (2)", "request": "h.io/3"},
           {"request": "h.io/4"}, {"name": " ", "request": {"url": "h.io/5", "method": "post"}}, {"name": "x\n y ", "request": "h.io/6"}"#,
    );
    assert_eq!(found.ids(), ["a", "a (3)", "a (2)", "GET /4", "POST /5", "x y"]);
    assert_eq!(found.said(Code::RenamedRequest).len(), 3);
}

#[test]
fn what_is_not_read_is_listed_once_with_its_places() {
    let found = items(
        r#"{"name": "a", "event": [{"listen": "test", "script": {"exec": ["pm.environment.set(\"t\", 1)"]}}], "request": "h.io/1", "x": 1},
           {"name": "b", "event": [{"listen": "test"}], "request": {"url": "h.io/2", "description": "use {{t}}"}, "id": "7", "x": null}"#,
    );
    assert_eq!(found.said(Code::IgnoredMember), ["1:48 `event` of an item is not read", "1:154 `x` of an item is not read"]);
    let event = found.diagnostics.iter().find(|said| said.message.contains("event")).expect("it is said");
    assert_eq!(event.others.len(), 1);
    assert_eq!(found.said(Code::UndefinedVariable), [""; 0]);
}

#[test]
fn the_envelope_of_the_api_and_old_names_are_read() {
    let found =
        outcome(r#"{"collection": {"info": {"name": "T"}, "items": [{"name": "F", "items": [{"name": "R", "request": "h.io/a"}]}]}}"#);
    assert_eq!(found.ids(), ["F/R"]);
    let found = items("");
    assert_eq!(found.said(Code::NoOperations), ["1:19 the collection holds no request"]);
}

#[test]
fn the_same_input_gives_the_same_api() {
    let (a, b) = (outcome(CRANKWHEEL), outcome(CRANKWHEEL));
    assert_eq!(format!("{:?}", a.api()), format!("{:?}", b.api()));
}

mod no_panic {
    use super::{CRANKWHEEL, detect, lower, read};
    use crate::diagnostic::Diagnostics;
    use crate::document::{Node, json};
    use crate::text::SourceMap;
    use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
    use proptest::sample::select;

    fn survives(node: &Node, sources: &SourceMap) {
        detect(node);
        let mut diagnostics = Diagnostics::default();
        if let Some(collection) = read(node, None, &[node], sources, &mut diagnostics) {
            let lowered = lower(&collection, sources, &mut diagnostics);
            let coverage = &lowered.coverage;
            assert_eq!(coverage.seen, coverage.made + coverage.joined.len() + coverage.refused.len());
        }
        for said in diagnostics.iter() {
            let text = sources.file(said.primary.span.file).text();
            assert!(said.primary.span.end as usize <= text.len(), "{said:?}");
            assert!(text.is_char_boundary(said.primary.span.start as usize), "{said:?}");
        }
    }

    /// JSON made of the words of the formats.
    fn value() -> impl Strategy<Value = String> {
        let text = prop_oneof![
            select(vec![
                "{{a}}",
                "https://h.io/api/:id?x=1&y",
                "{{b}}/x/{y}/<z>",
                "%7B%7D",
                "raw",
                "urlencoded",
                "formdata",
                "graphql",
                "file",
                "GET",
                "post",
                "bearer",
                "basic",
                "apikey",
                "noauth",
                "{\"a\": 1, \"b\": [{{c}}]}",
                "a: b\nc: d",
                "Authorization",
                "Content-Type",
                "ä{{ü}}#?",
                "action",
                "",
                " ",
                "json",
                "200",
            ])
            .prop_map(str::to_owned),
            any::<String>(),
        ];
        let leaf = prop_oneof![
            text.prop_map(|text| serde_json::Value::String(text).to_string()),
            select(vec!["null", "true", "false", "1", "-0", "1e999", "200", "{}", "[]"]).prop_map(str::to_owned),
        ];
        let key = select(vec![
            "info",
            "item",
            "items",
            "name",
            "request",
            "response",
            "url",
            "raw",
            "host",
            "path",
            "query",
            "variable",
            "header",
            "body",
            "mode",
            "urlencoded",
            "formdata",
            "graphql",
            "auth",
            "type",
            "bearer",
            "apikey",
            "basic",
            "key",
            "value",
            "disabled",
            "description",
            "content",
            "code",
            "originalRequest",
            "event",
            "script",
            "exec",
            "collection",
            "environments",
            "values",
            "id",
            "protocol",
            "method",
            "requests",
            "order",
            "folders",
            "folders_order",
            "folder",
            "headers",
            "headerData",
            "dataMode",
            "data",
            "rawModeData",
            "currentHelper",
            "helperAttributes",
            "responses",
            "responseCode",
            "text",
            "collections",
        ]);
        leaf.prop_recursive(6, 60, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
                proptest::collection::vec((key.clone(), inner), 0..8).prop_map(|members| {
                    let members: Vec<String> = members.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                    format!("{{{}}}", members.join(","))
                }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn of_words_of_the_formats(first in value(), second in value(), third in value()) {
            let text = format!(r#"{{"info": {{"name": "x"}}, "item": [{{"request": {first}, "response": {second}}}, {third}], "auth": {second}, "variable": {first}}}"#);
            let mut sources = SourceMap::default();
            let file = sources.add("c.json", text);
            let mut diagnostics = Diagnostics::default();
            if let Some(node) = json::read_strict(file, &sources, &mut diagnostics) {
                survives(&node, &sources);
            }
            let text = format!(r#"{{"name": "x", "order": ["a", {first}], "folders": [{second}, {{"id": "f", "order": {third}, "folder": "f"}}], "requests": [{first}, {{"id": "a", "url": {second}, "headers": {third}, "data": {first}, "rawModeData": {second}, "helperAttributes": {first}, "currentHelper": "basicAuth", "responses": [{second}], "queryParams": {third}}}]}}"#);
            let file = sources.add("d.json", text);
            if let Some(node) = json::read_strict(file, &sources, &mut diagnostics) {
                survives(&node, &sources);
            }
        }

        #[test]
        fn of_a_mutated_collection(cut in any::<proptest::sample::Index>(), to in any::<proptest::sample::Index>(), put in any::<String>()) {
            let bounds: Vec<usize> = CRANKWHEEL.char_indices().map(|(at, _)| at).collect();
            let (start, end) = (*cut.get(&bounds), *to.get(&bounds));
            let (start, end) = (start.min(end), start.max(end).min(start.min(end) + 40));
            let end = (end..CRANKWHEEL.len()).find(|&at| CRANKWHEEL.is_char_boundary(at)).unwrap_or(CRANKWHEEL.len());
            for text in [format!("{}{put}{}", &CRANKWHEEL[..start], &CRANKWHEEL[end..]), CRANKWHEEL[..start].to_owned()] {
                let mut sources = SourceMap::default();
                let file = sources.add("c.json", text.clone());
                // Read leniently, so that the mutated tree gets further than the JSON reader.
                for node in json::read_lenient(file, 0..text.len(), &sources).nodes {
                    survives(&node, &sources);
                }
            }
        }

        #[test]
        fn of_any_url(url in any::<String>()) {
            let text = format!(r#"{{"info": {{}}, "item": [{{"request": {0}}}, {{"request": {{"url": {{"raw": {0}, "path": {0}, "host": [{0}], "query": {0}}}}}}}]}}"#, serde_json::Value::String(url));
            let mut sources = SourceMap::default();
            let file = sources.add("c.json", text);
            let mut diagnostics = Diagnostics::default();
            if let Some(node) = json::read_strict(file, &sources, &mut diagnostics) {
                survives(&node, &sources);
            }
        }
    }
}

#[test]
fn names_that_are_variables_are_called_by_their_values() {
    let found = outcome(
        r#"{"info": {"name": "T"}, "variable": [{"key": "idHeader", "value": "X-App"}], "item": [{"name": "R", "request": {"url": "https://h.io/x?{{page}}=1",
            "header": [{"key": "{{idHeader}}", "value": "7"}, {"key": "X-{{unknown}}", "value": "8"}]}}, {"name": "F", "item": [{"name": "S", "request":
            "https://h.io/y?{{page}}=2"}], "variable": [{"key": "page", "value": "p"}]}]}"#,
    );
    let headers =
        |id: &str| found.operation(id).headers.iter().map(|header| format!("{}: {}", header.name, header.value)).collect::<Vec<_>>();
    assert_eq!(headers("R"), ["X-App: 7"]);
    assert_eq!(params(found.operation("R")), [""; 0]);
    assert_eq!(params(found.operation("F/S")), ["query p e.g. 2"]);
    assert_eq!(found.said(Code::UnusableParameter).len(), 2);
}

#[test]
fn what_may_be_a_secret_becomes_no_name() {
    let found = outcome(
        r#"{"info": {"name": "T"}, "variable": [{"key": "k", "value": "sk_live_4eC39HqLyjWDarjtT1zdp7dc"}], "item": [{"name": "R", "request": "https://h.io/x?{{k}}=1"}]}"#,
    );
    assert_eq!(params(found.operation("R")), [""; 0]);
    assert_eq!(found.said(Code::UnusableParameter).len(), 1);
}

#[test]
fn of_several_slashes_behind_a_host_one_is_kept() {
    let found = outcome(
        r#"{"info": {"name": "T"}, "variable": [{"key": "base", "value": "https://h.io/"}], "item": [
            {"name": "a", "request": "{{base}}/x"}, {"name": "b", "request": "https://h.io//y//z"}, {"name": "c", "request": "//h.io/w"}]}"#,
    );
    assert_eq!(found.servers(), ["https://h.io"]);
    assert_eq!(found.keys(), ["GET /x", "GET /y//z", "GET /w"]);
    assert_eq!(
        found.said(Code::EmptySegment),
        [
            "1:63 the value of a variable ends with a slash, and what follows it begins with one",
            "2:78 `https://h.io//y//z` has several slashes behind its host"
        ]
    );
}

#[test]
fn a_slash_that_stands_twice_within_the_value_of_a_base_stays() {
    let found = outcome(
        r#"{"info": {"name": "T"}, "variable": [{"key": "base", "value": "https://h.io/a//b//"}], "item": [{"name": "a", "request": "{{base}}/x"}]}"#,
    );
    assert_eq!(found.servers(), ["https://h.io/a//b"]);
}

#[test]
fn bodies_that_are_called_json_and_are_none_are_sent_as_they_are() {
    let body = |raw: &str| {
        request(&format!(
            r#"{{"method": "POST", "url": "https://h.io/x", "body": {{"mode": "raw", "raw": "{raw}", "options": {{"raw": {{"language": "json"}}}}}}}}"#
        ))
    };
    let shape = |found: &Outcome| {
        let body = found.operation("R").body.clone().expect("a body");
        (found.api().types.get(body.ty).shape.clone(), body.media.value)
    };
    assert_eq!(shape(&body(r#"{\"a\": 1}\n{\"a\": 2}"#)), (Shape::File, "application/json".to_owned()));
    assert_eq!(shape(&body("data = JSON.parse(text)")), (Shape::File, "application/json".to_owned()));
    // What can be read over is JSON.
    assert!(matches!(shape(&body("{a: 1, }")), (Shape::Object(_), _)));
    // A variable may be anything.
    assert!(matches!(shape(&body("{{all}}")), (Shape::Any, _)));
}

#[test]
fn what_is_passed_over_is_searched_for_requests() {
    let info = r#""info": {"name": "T"}"#;
    let (a, b) = (r#"{"name": "a", "request": "https://h.io/a"}"#, r#"{"name": "b", "request": "https://h.io/b"}"#);
    let (flat, call) =
        (r#"{"id": "3", "name": "c", "method": "GET", "url": "https://h.io/c"}"#, r#"{"method": "GET", "url": "https://h.io/d"}"#);
    let odd = |found: &str, expected: &str| format!("it stands in {found}, where {expected} is expected");
    let unread = |key: &str, what: &str| format!("it stands in `{key}` of a {what}, which is not read");
    let item = "a folder or a request";
    for (text, made, refused) in [
        (format!(r#"{{{info}, "item": [[{b}], {a}]}}"#), vec!["a"], vec![("b", odd("a list", item))]),
        (format!(r#"{{{info}, "item": {{"x": {a}, "y": [{b}]}}}}"#), vec!["a"], vec![("b", odd("a list", item))]),
        (
            format!(r#"{{{info}, "item": [{a}, {{"name": "l", "request": [{call}, {call}]}}]}}"#),
            vec!["a"],
            vec![("l", odd("a list", "one request")); 2],
        ),
        (
            format!(r#"{{{info}, "item": [{a}, {{"name": "G", "item": [], "requests": [{b}]}}]}}"#),
            vec!["a"],
            vec![("b", unread("requests", "folder"))],
        ),
        // What holds requests where none is read is a folder, and no request itself.
        (
            format!(r#"{{{info}, "item": [{a}, {{"name": "G", "requests": [{b}]}}]}}"#),
            vec!["a"],
            vec![("b", "it stands in `requests` of an item, which is not read".to_owned())],
        ),
        (
            format!(r#"{{{info}, "item": [{a}], "folders": [{{"name": "f", "item": [{b}]}}]}}"#),
            vec!["a"],
            vec![("f/b", unread("folders", "collection"))],
        ),
        (format!(r#"{{{info}, "item": [{a}], "itmes": [{b}]}}"#), vec!["a"], vec![("b", unread("itmes", "collection"))]),
        (
            format!(r#"{{{info}, "item": [{a}], "extra": {{"deep": {{"item": [{b}]}}}}}}"#),
            vec!["a"],
            vec![("b", unread("extra", "collection"))],
        ),
        (
            format!(
                r#"{{"id": "c", "name": "T", "order": [], "requests": [[{call}]], "folders": [{{"id": "f", "order": ["3"], "requests": [{flat}]}}]}}"#
            ),
            vec![],
            vec![("", odd("a list", item)), ("c", unread("requests", "folder"))],
        ),
        // Samples, saved answers and what only looks a little like a request are none.
        (
            format!(
                r#"{{{info}, "item": [{{"name": "a", "request": {{"url": "https://h.io/a", "header": [{{"key": "X", "value": {call}}}]}},
                    "x": {{"items": {{"properties": {{"request": {{"type": "string"}}}}}}, "item": [{{"sku": 1}}]}}, "y": "[{{\"request\": \"/\"}}]",
                    "response": [{{"name": "r", "code": 200, "originalRequest": {call}, "z": [{b}]}}]}}], "event": [{b}], "variable": [{b}]}}"#
            ),
            vec!["a"],
            vec![],
        ),
    ] {
        let found = outcome(&text);
        assert_eq!(found.ids(), made, "{text}");
        let coverage = &found.lowered.coverage;
        let told: Vec<(String, String)> =
            coverage.refused.iter().map(|refused| (refused.name.replace("a request without a name", ""), refused.reason.clone())).collect();
        let refused: Vec<(String, String)> = refused.into_iter().map(|(name, reason)| (name.to_owned(), reason)).collect();
        assert_eq!(told, refused, "{text}");
        assert_eq!(coverage.seen, coverage.made + coverage.refused.len(), "{text}");
        assert!(!found.said(Code::OddMember).iter().any(|said| said.contains("names a request")), "{text}");
    }
}

#[test]
fn a_header_without_a_name_is_left_out() {
    let found = items(
        r#"{"name": "a", "request": {"url": "https://h.io/a", "header": [{"value": "1"}, {"key": null, "value": 1}, {"key": "", "value": "2"}]}}"#,
    );
    assert_eq!((found.operation("a").headers.len(), found.operation("a").params.len()), (0, 0));
    assert_eq!(found.said(Code::UnusableParameter).len(), 3);
}

#[test]
fn a_value_that_cannot_be_put_in_is_said() {
    let text = r#"{"info": {"name": "T"}, "item": [{"name": "a", "request": "{{a}}/x"}],
        "variable": [{"key": "a", "value": "{{b}}"}, {"key": "b", "value": "{{a}}"}]}"#;
    let message = "the value of `{{a}}` is not put in: its value refers back to itself";
    assert_eq!(outcome(text).said(Code::UndefinedVariable), [format!("1:59 {message}")]);
    // Two values: the last one counts.
    let text = r#"{"info": {"name": "T"}, "item": [{"name": "a", "request": "{{a}}/x"}],
        "variable": [{"key": "a", "value": "https://h.io"}, {"key": "a", "value": "https://g.io"}, {"key": "a", "value": "https://g.io"}]}"#;
    let found = outcome(text);
    assert_eq!((found.servers(), found.said(Code::UndefinedVariable).len()), (vec!["https://g.io".to_owned()], 0));
    assert_eq!(found.said(Code::DuplicateKey), ["2:69 the variable `a` stands twice in one list, with two values"]);
}

#[test]
fn a_server_that_cannot_be_one_is_the_main_one_only_where_no_other_is() {
    let of = |urls: &[&str]| {
        let all: Vec<String> = urls.iter().enumerate().map(|(at, url)| format!(r#"{{"name": "r{at}", "request": "{url}"}}"#)).collect();
        let variables = r#""variable": [{"key": "p", "value": "99999"}]"#;
        let found = outcome(&format!(r#"{{"info": {{"name": "T"}}, "item": [{}], {variables}}}"#, all.join(",")));
        let refused: Vec<String> = found.lowered.coverage.refused.iter().map(|refused| refused.reason.clone()).collect();
        assert_eq!(found.lowered.coverage.seen, urls.len(), "{urls:?}");
        assert_eq!(found.lowered.coverage.made + refused.len(), urls.len(), "{urls:?}");
        (found.servers(), refused)
    };
    let port = "its port is no number up to 65535";
    let https = |host: &str| vec![format!("https://{host}")];
    for (urls, servers, refused) in [
        (vec!["https://l.io:port/a", "https://l.io:port/b", "https://h.io/c", "/d"], https("h.io"), vec!["`https://l.io:port`"; 2]),
        (vec!["https://[::1]:{{p}}/x", "https://h.io/c"], https("h.io"), vec!["`https://[::1]:{{p}}`, which is `https://[::1]:99999`,"]),
        // An overlay may correct it; where none does, the gate says that it is none.
        (vec!["https://[::1]:{{p}}/x"], https("[::1]:99999"), vec![]),
    ] {
        let refused = refused.iter().map(|url| format!("{url} cannot be a base URL: {port}")).collect();
        assert_eq!(of(&urls), (servers, refused));
    }
    let problem = "`ws://h.io` cannot be a base URL: `ws` is neither `https` nor `http`".to_owned();
    assert_eq!(of(&["ws://h.io/a", "https://h.io/b", "ws://h.io/c"]), (https("h.io"), vec![problem; 2]));
}

#[test]
fn a_colon_behind_a_protocol_is_left_out() {
    for protocol in ["https", "https:", "https://"] {
        let url = format!(r#"{{"protocol": "{protocol}", "host": ["h", "io"], "path": ["a"]}}"#);
        assert_eq!(items(&format!(r#"{{"name": "a", "request": {{"url": {url}}}}}"#)).servers(), ["https://h.io"]);
    }
}
