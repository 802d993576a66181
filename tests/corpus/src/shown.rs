//! Every saved answer and every raw body of a collection, told by the formats' description alone.
//!
//! Written beside docwright's reader and never after it: it knows only `serde_json::Value`, and says of each text where it stands and whether it is JSON.

use serde_json::Value;

use crate::resolver::{METHODS_WITHOUT_BODY, holes_filled, stand_ins_named, text_of, unwrapped};

/// What a text is of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A saved answer.
    Answer,
    /// The body that the request sends.
    Body,
    /// A body that the request has and does not send: it is switched off, or Postman sends none with the method.
    Unsent,
    /// The body that was sent when an answer was saved.
    Behind,
    /// The same, where the answer says that it was malformed (400, 415, 422), or none is sent with the method.
    Malformed,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Answer => "saved answers",
            Self::Body => "raw bodies",
            Self::Unsent => "raw bodies that are not sent",
            Self::Behind => "raw bodies behind saved answers",
            Self::Malformed => "raw bodies behind saved answers that call them malformed, or that are not sent",
        }
    }
}

/// Whether a text is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Json {
    /// It is, by the letter.
    Whole,
    /// It is when each variable or stand-in outside of quotes is a value.
    Holes,
    /// It is called JSON or begins like it, and is none.
    Broken,
    /// It is one variable: whatever that holds.
    Variable,
    /// Nothing says that it is meant to be.
    Other,
}

impl Json {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Whole => "JSON",
            Self::Holes => "JSON but for variables outside of quotes",
            Self::Broken => "meant as JSON, and none",
            Self::Variable => "one variable",
            Self::Other => "something else",
        }
    }
}

/// A text that a document shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) kind: Kind,
    pub(crate) json: Json,
    /// Where it stands: a JSON pointer.
    pub(crate) at: String,
    /// Where what has the request's name stands.
    pub(crate) request: String,
    pub(crate) text: String,
}

/// All of them, in the document's order. What is empty or blank shows nothing.
pub(crate) fn all(document: &Value) -> Vec<Shown> {
    let (collection, root) = unwrapped(document);
    let mut walk = Walk::default();
    if collection["requests"].is_array() {
        walk.first_version(collection, &root);
    } else {
        walk.items(collection, &root, keeps(collection).unwrap_or(false));
    }
    walk.found
}

#[derive(Debug, Default)]
struct Walk {
    found: Vec<Shown>,
}

/// What goes with a text.
#[derive(Clone, Copy)]
struct Beside<'a> {
    request: &'a str,
    language: &'a Value,
    headers: &'a Value,
}

impl Walk {
    fn text(&mut self, kind: Kind, value: &Value, at: String, beside: Beside<'_>) {
        let Some(text) = text_of(value).filter(|text| !text.trim().is_empty()) else { return };
        let language = beside.language.as_str().unwrap_or_default();
        let json = json(&text, language, media(beside.headers).as_deref());
        self.found.push(Shown { kind, json, at, request: beside.request.to_owned(), text });
    }

    fn items(&mut self, of: &Value, at: &str, keeps_body: bool) {
        let Some(key) = ["item", "items"].into_iter().find(|key| of[*key].is_array()) else { return };
        for (index, item) in of[key].as_array().into_iter().flatten().enumerate() {
            let at = format!("{at}/{key}/{index}");
            let request = &item["request"];
            let keeps_body = keeps(item).unwrap_or(keeps_body);
            if request.is_object() {
                let is_sent = is_sent(request, keeps_body) && request["body"]["disabled"] != true;
                self.body(if is_sent { Kind::Body } else { Kind::Unsent }, request, &format!("{at}/request"), &at);
            }
            if request.is_object() || request.is_string() {
                for key in ["response", "responses"] {
                    for (index, answer) in item[key].as_array().into_iter().flatten().enumerate() {
                        let saved = format!("{at}/{key}/{index}");
                        let sent = &answer["originalRequest"];
                        let kind = behind(sent, &answer["code"], keeps_body);
                        self.body(kind, sent, &format!("{saved}/originalRequest"), &at);
                        let beside = Beside { request: &at, language: &answer["_postman_previewlanguage"], headers: &answer["header"] };
                        self.text(Kind::Answer, &answer["body"], format!("{saved}/body"), beside);
                    }
                }
            }
            self.items(item, &at, keeps_body);
        }
    }

    fn body(&mut self, kind: Kind, request: &Value, at: &str, of: &str) {
        let body = &request["body"];
        if body["mode"] == "raw" {
            let beside = Beside { request: of, language: &body["options"]["raw"]["language"], headers: &request["header"] };
            self.text(kind, &body["raw"], format!("{at}/body/raw"), beside);
        }
    }

    fn first_version(&mut self, collection: &Value, root: &str) {
        for (index, request) in collection["requests"].as_array().into_iter().flatten().enumerate() {
            let at = format!("{root}/requests/{index}");
            let is_sent = is_sent(request, keeps(request).unwrap_or(false)) && request["dataDisabled"] != true;
            self.old_body(if is_sent { Kind::Body } else { Kind::Unsent }, request, &at, &at);
            for (index, answer) in request["responses"].as_array().into_iter().flatten().enumerate() {
                let saved = format!("{at}/responses/{index}");
                let code = if answer["responseCode"].is_object() { &answer["responseCode"]["code"] } else { &answer["code"] };
                for key in ["requestObject", "request"] {
                    let kind = behind(&answer[key], code, keeps(request).unwrap_or(false));
                    self.old_body(kind, &answer[key], &format!("{saved}/{key}"), &at);
                }
                let beside = Beside { request: &at, language: &answer["language"], headers: &answer["headers"] };
                self.text(Kind::Answer, &answer["text"], format!("{saved}/text"), beside);
            }
        }
    }

    /// The body of a request of the first version. Where no mode is told, a text is a raw body.
    fn old_body(&mut self, kind: Kind, request: &Value, at: &str, of: &str) {
        let is_raw = match request.get("dataMode") {
            Some(mode) => mode == "raw",
            None => !request["rawModeData"].is_null() || request["data"].is_string(),
        };
        if !is_raw {
            return;
        }
        let beside = Beside { request: of, language: &request["dataOptions"]["raw"]["language"], headers: &request["headers"] };
        let is_filled = |value: &Value| value.is_array() || value.as_str().is_some_and(|text| !text.is_empty());
        let key = if is_filled(&request["rawModeData"]) { "rawModeData" } else { "data" };
        match &request[key] {
            // The text is the only item of a list in some files.
            Value::Array(texts) => {
                for (index, text) in texts.iter().enumerate() {
                    self.text(kind, text, format!("{at}/{key}/{index}"), beside);
                }
            }
            text => self.text(kind, text, format!("{at}/{key}"), beside),
        }
    }
}

/// Whether a body is sent with every method, where that is said.
fn keeps(of: &Value) -> Option<bool> {
    of["protocolProfileBehavior"]["disableBodyPruning"].as_bool()
}

fn is_sent(request: &Value, keeps_body: bool) -> bool {
    let method = request["method"].as_str().map(str::trim).filter(|method| !method.is_empty()).unwrap_or("GET").to_uppercase();
    keeps_body || !METHODS_WITHOUT_BODY.contains(&method.as_str())
}

/// What the body behind a saved answer is.
fn behind(request: &Value, code: &Value, keeps_body: bool) -> Kind {
    let is_refused = text_of(code).is_some_and(|code| ["400", "415", "422"].contains(&code.as_str()));
    if is_refused || !is_sent(request, keeps_body) { Kind::Malformed } else { Kind::Behind }
}

fn json(text: &str, language: &str, media: Option<&str>) -> Json {
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    if is_json(text) {
        return Json::Whole;
    }
    let trimmed = text.trim();
    if let Some(name) = trimmed.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"))
        && !name.contains(['{', '}'])
    {
        return Json::Variable;
    }
    let begins = (trimmed.starts_with('{') && !trimmed.starts_with("{{")) || trimmed.starts_with('[');
    if !(begins || language.eq_ignore_ascii_case("json") || media.is_some_and(|media| media.contains("json"))) {
        return Json::Other;
    }
    if ["1", "\"text\"", "{}", "[]"].iter().any(|value| is_json(&holes_filled(&stand_ins_named(text), value))) {
        Json::Holes
    } else {
        Json::Broken
    }
}

/// The media type that headers tell, in small letters.
fn media(headers: &Value) -> Option<String> {
    let named = |name: &str, value: &str| name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_ascii_lowercase());
    match headers {
        Value::String(block) => block.lines().find_map(|line| line.split_once(':').and_then(|(name, value)| named(name, value))),
        Value::Array(entries) => entries.iter().find_map(|entry| match entry {
            Value::String(line) => line.split_once(':').and_then(|(name, value)| named(name, value)),
            entry if entry["disabled"] == true => None,
            entry => named(entry["key"].as_str()?, entry["value"].as_str()?),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Json, Kind, all};

    fn told(document: &Value) -> Vec<(Kind, Json, String)> {
        all(document).into_iter().map(|shown| (shown.kind, shown.json, shown.at)).collect()
    }

    fn of(kind: Kind, json: Json, at: &str) -> (Kind, Json, String) {
        (kind, json, at.to_owned())
    }

    #[test]
    fn answers_and_bodies_have_their_places() {
        let raw = |text: &str| json!({ "url": "a.example", "method": "post", "body": { "mode": "raw", "raw": text } });
        let answer = json!({ "originalRequest": raw("[1]"), "body": "{\"a\": 1}" });
        let document = json!({ "collection": { "item": [
            { "name": "folder", "item": [{ "name": "r", "request": raw("{}"), "response": [answer, { "body": " " }, { "body": null }] }] },
            { "name": "form", "request": { "url": "a.example", "body": { "mode": "urlencoded", "raw": "{}" } } },
            { "name": "text", "request": "https://a.example", "response": [{ "body": "<a/>" }] },
        ] } });
        assert_eq!(
            told(&document),
            [
                of(Kind::Body, Json::Whole, "/collection/item/0/item/0/request/body/raw"),
                of(Kind::Behind, Json::Whole, "/collection/item/0/item/0/response/0/originalRequest/body/raw"),
                of(Kind::Answer, Json::Whole, "/collection/item/0/item/0/response/0/body"),
                of(Kind::Answer, Json::Other, "/collection/item/2/response/0/body"),
            ]
        );
        assert!(all(&document).iter().take(3).all(|shown| shown.request == "/collection/item/0/item/0"));
    }

    #[test]
    fn the_first_version_has_its_own_members() {
        let document = json!({ "requests": [
            {
                "method": "POST", "dataMode": "raw", "rawModeData": "{}",
                "responses": [
                    { "text": "7", "requestObject": { "method": "POST", "dataMode": "raw", "rawModeData": "[]" } },
                    { "responseCode": { "code": 422 }, "requestObject": { "method": "POST", "dataMode": "raw", "rawModeData": "[]" } },
                ],
            },
            { "method": "PUT", "dataMode": "raw", "rawModeData": ["{}"] },
            { "method": "PUT", "data": "{}" },
            { "method": "PUT", "dataMode": "params", "data": "{}" },
            { "method": "PUT", "dataMode": null, "rawModeData": "{}" },
            { "method": "PUT", "data": "{}", "dataDisabled": true },
        ] });
        assert_eq!(
            told(&document),
            [
                of(Kind::Body, Json::Whole, "/requests/0/rawModeData"),
                of(Kind::Behind, Json::Whole, "/requests/0/responses/0/requestObject/rawModeData"),
                of(Kind::Answer, Json::Whole, "/requests/0/responses/0/text"),
                of(Kind::Malformed, Json::Whole, "/requests/0/responses/1/requestObject/rawModeData"),
                of(Kind::Body, Json::Whole, "/requests/1/rawModeData/0"),
                of(Kind::Body, Json::Whole, "/requests/2/data"),
                of(Kind::Unsent, Json::Whole, "/requests/5/data"),
            ]
        );
    }

    #[test]
    fn what_is_not_sent_is_told_apart() {
        let item = |method: Option<&str>, more: &Value| {
            let mut body = json!({ "mode": "raw", "raw": "{}" });
            body["disabled"] = more["disabled"].clone();
            json!({ "request": { "method": method, "body": body }, "protocolProfileBehavior": { "disableBodyPruning": more["keeps"] } })
        };
        let kinds = |item: Value| all(&json!({ "item": [item] })).into_iter().map(|shown| shown.kind).collect::<Vec<_>>();
        assert_eq!(kinds(item(Some("delete"), &json!({}))), [Kind::Body]);
        assert_eq!(kinds(item(Some("get"), &json!({}))), [Kind::Unsent]);
        assert_eq!(kinds(item(None, &json!({}))), [Kind::Unsent]);
        assert_eq!(kinds(item(Some("GET"), &json!({ "keeps": true }))), [Kind::Body]);
        assert_eq!(kinds(item(Some("POST"), &json!({ "disabled": true }))), [Kind::Unsent]);
        let folder = json!({ "item": [item(Some("GET"), &json!({}))], "protocolProfileBehavior": { "disableBodyPruning": true } });
        assert_eq!(kinds(folder), [Kind::Body]);
    }

    #[test]
    fn what_is_json_is_told_by_the_letter() {
        let json = |text: &str, language: &str, media: Option<&str>| super::json(text, language, media);
        assert_eq!(json("{\"a\": \"{{b}}\"}", "", None), Json::Whole);
        assert_eq!(json("12", "text", Some("text/html")), Json::Whole);
        assert_eq!(json("{\"a\": {{b}}}", "", None), Json::Holes);
        assert_eq!(json("{\"a\": <the id>}", "", None), Json::Holes);
        assert_eq!(json("{\"a\": 1,}", "", None), Json::Broken);
        assert_eq!(json("a = 1", "json", None), Json::Broken);
        assert_eq!(json("a = 1", "", Some("application/problem+json")), Json::Broken);
        assert_eq!(json(" {{whole}} ", "json", None), Json::Variable);
        assert_eq!(json("a = 1", "", None), Json::Other);
    }
}
