//! Texts, lists and members in whatever shape they come, and the list of what is not read.

use super::passed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::decoded::StringMap;
use crate::document::{Node, Object, Value, html};
use crate::postman::collection::{PassedOver, Script};
use crate::postman::secret::{Hidden, places_of_hidden};
use crate::secret;
use crate::text::{Located, SourceMap, Span};
use std::collections::BTreeMap;

/// Of a thing that is not read, so many places are shown.
const PLACES: usize = 8;

/// Members that are about Postman, not about the API: identities, dates, how it is shown. They are left out without a word.
const ABOUT_POSTMAN: &[&str] = &[
    "_",
    "_collection_link",
    "_exporter_id",
    "_postman_compat_id",
    "_postman_exported_at",
    "_postman_exported_using",
    "_postman_id",
    "_postman_isSubFolder",
    "_postman_previewtype",
    "_uid",
    "collectionId",
    "createdAt",
    "fork",
    "id",
    "lastUpdatedBy",
    "owner",
    "responseTime",
    "team",
    "timings",
    "uid",
    "updatedAt",
];

/// Members of a page's metadata that are about the page.
const ABOUT_PAGE: &[&str] = &[
    "activeVersionTag",
    "canonicalUrl",
    "customColor",
    "customisation",
    "documentationLayout",
    "documentationTheme",
    "environmentOptions",
    "isEnvFetchError",
    "isPublicCollection",
    "languageOptions",
    "languageSettings",
    "languages",
    "latestAvailableVersionTag",
    "layoutOptions",
    "logos",
    "metaTags",
    "privateUrl",
    "public",
    "publicUrl",
    "publishDate",
    "publishedId",
    "run",
    "toc",
    "user",
    "version",
    "versionOptions",
    "web",
];

/// What to do about something that no Postman writes.
const MEND: &str = "export the collection again, or correct it in the document; describe in an overlay what the API needs of it";

/// What descriptions are written in, where they do not say so themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Markdown,
    Html,
}

/// What all readers of a document's parts share.
pub(super) struct Reader<'a> {
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    ignored: BTreeMap<(&'static str, String), Vec<Span>>,
    /// Whether what is read is a sample, a table or the like, in which nothing is a request of the collection.
    is_aside: bool,
    /// Requests that were come across where none is read.
    pub(super) passed_over: Vec<PassedOver>,
    /// Names of variables that scripts set.
    pub(super) scripted: Vec<String>,
    /// What descriptions are written in.
    pub(super) words: Words,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a SourceMap, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            sources,
            diagnostics,
            ignored: BTreeMap::new(),
            is_aside: false,
            passed_over: Vec::new(),
            scripted: Vec::new(),
            words: Words::Markdown,
        }
    }

    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Where secrets of a path stand in a part of the document.
    pub(super) fn places_of_hidden(&self, hidden: &[Hidden], within: Span) -> Vec<Span> {
        places_of_hidden(hidden, within, self.sources)
    }

    /// Where the bytes of a decoded string stand.
    pub(super) fn places(&self, text: &Located<String>) -> StringMap {
        StringMap::of(self.sources, &text.value, text.span)
    }

    /// Takes down which members of a thing are not read.
    pub(super) fn members(&mut self, object: &Object, what: &'static str, read: &[&str]) {
        for member in &object.members {
            let key = member.key.value.as_str();
            match key {
                "event" | "events" => scripted(&member.value, &mut self.scripted),
                "preRequestScript" | "tests" => set_by(member.value.as_str().unwrap_or(""), &mut self.scripted),
                _ => {}
            }
            let page = what == "page's metadata" || what == "info";
            let is_read_whole = key == "protocolProfileBehavior"
                && matches!(what, "item" | "request")
                && member.value.as_object().is_some_and(|object| object.members.iter().all(|one| one.key.value == "disableBodyPruning"));
            let known = is_read_whole || read.contains(&key) || ABOUT_POSTMAN.contains(&key) || (page && ABOUT_PAGE.contains(&key));
            if !known && !says_nothing(&member.value) && (self.is_aside || !passed::unread(self, member, what)) {
                self.ignored.entry((what, key.to_owned())).or_default().push(member.key.span);
            }
        }
    }

    /// Takes down one member that is not read.
    pub(super) fn ignore(&mut self, what: &'static str, key: &str, span: Span) {
        self.ignored.entry((what, key.to_owned())).or_default().push(span);
    }

    /// Says what was not read: each kind of member once, with its places.
    pub(super) fn finish(self) {
        for ((what, key), places) in self.ignored {
            let Some((&first, rest)) = places.split_first() else { continue };
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let mut diagnostic =
                Diagnostic::new(Code::IgnoredMember, first, format!("`{}` of {article} {what} is not read", excerpt(&key)));
            if let Some(why) = why_ignored(&key) {
                diagnostic = diagnostic.note(why);
            }
            for &place in rest.iter().take(PLACES) {
                diagnostic = diagnostic.and(place, "here too");
            }
            if rest.len() > PLACES {
                diagnostic = diagnostic.note(format!("{} more places", rest.len() - PLACES));
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// Says that something has a shape that no Postman writes, and is left out.
    pub(super) fn odd(&mut self, span: Span, expected: &str, found: &str) {
        let message = format!("expected {expected}, found {found}");
        self.say(Diagnostic::new(Code::OddMember, span, message).note("it is left out").help(MEND));
    }

    /// The same of a value; the requests in it are taken down.
    fn odd_value(&mut self, node: &Node, what: &str, kind: &str) {
        self.odd(node.span, &format!("{what}{kind}"), node.kind());
        if !self.is_aside {
            passed::odd(self, node, what);
        }
    }

    /// Reads what holds no request of the collection.
    pub(super) fn aside<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.is_aside, true);
        let found = read(self);
        self.is_aside = before;
        found
    }

    /// A folder or a request; `None` for `null`, and with a warning for anything else, whose requests are taken down.
    pub(super) fn item<'n>(&mut self, node: &'n Node) -> Option<&'n Object> {
        const WHAT: &str = "a folder or a request";
        let object = node.as_object();
        if object.is_none() && node.value != Value::Null {
            self.odd(node.span, &format!("{WHAT} to be an object"), node.kind());
            passed::no_item(self, node, WHAT);
        }
        object
    }

    /// A text; numbers and booleans count as their text. `None` for `null`, and with a warning for anything else.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<Located<String>> {
        let text = scalar(node);
        if text.is_none() && node.value != Value::Null {
            self.odd_value(node, what, " to be a text");
        }
        text
    }

    /// A description in any of its shapes, as Markdown; blank ones are none.
    pub(super) fn description(&mut self, node: &Node) -> Option<Located<String>> {
        let mut words = self.words;
        let text = match &node.value {
            Value::Object(object) => {
                let content = object.get("content");
                if content.is_none() && !object.members.is_empty() {
                    self.odd(node.span, "a description to be a text or to have `content`", "an object without it");
                }
                if object.get("type").and_then(Node::as_str) == Some("text/html") {
                    words = Words::Html;
                }
                content.and_then(|content| self.text(content, "a description"))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Hole(_) => {
                self.text(node, "a description")
            }
        };
        let text = match words {
            Words::Markdown => text.map(|text| Located::new(html::within_markdown(&text.value), text.span)),
            Words::Html => text.map(|text| Located::new(html::to_markdown(&text.value), text.span)),
        };
        text.filter(|text| !text.value.trim().is_empty())
    }

    /// A list's items; none for `null`, and with a warning for anything else.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::Array(array) => &array.items,
            Value::Null => &[],
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) | Value::Hole(_) => {
                self.odd_value(node, what, "");
                &[]
            }
        }
    }

    /// An object; `None` for `null`, and with a warning for anything else.
    pub(super) fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Object> {
        let object = node.as_object();
        if object.is_none() && node.value != Value::Null {
            self.odd_value(node, what, " to be an object");
        }
        object
    }
}

/// The text of a value that is one: a string, a number, a boolean.
pub(super) fn scalar(node: &Node) -> Option<Located<String>> {
    let text = match &node.value {
        Value::String(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) | Value::Hole(_) => return None,
    };
    Some(Located::new(text, node.span))
}

/// Whether a flag is on; files that people wrote have `"true"` as well.
pub(super) fn is_true(node: &Node) -> bool {
    scalar(node).is_some_and(|text| text.value == "true")
}

/// Whether a flag is off.
pub(super) fn is_false(node: &Node) -> bool {
    scalar(node).is_some_and(|text| text.value == "false")
}

/// So much of a text is looked at for secrets before the beginning of it is shown: one may begin there and end far behind.
const LOOKED_AT: usize = 4096;

/// A vendor's text for one line of a message.
pub(in crate::postman) fn excerpt(text: &str) -> String {
    // More is never shown, and a text may be long: it is not looked through each time that it is named.
    let text = secret::masked(&text[..text.floor_char_boundary(LOOKED_AT)]);
    let mut shown: String = text.chars().take(60).map(|sign| if sign.is_control() || sign == '`' { ' ' } else { sign }).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a value is empty in any way.
pub(super) fn says_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(array) => array.items.iter().all(says_nothing),
        Value::Object(object) => object.members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Hole(_) => false,
    }
}

fn why_ignored(key: &str) -> Option<&'static str> {
    Some(match key {
        "event" | "events" | "preRequestScript" | "tests" => {
            "scripts run in Postman only; of those of a request, what they expect of the answer and save of it is read"
        }
        "protocolProfileBehavior" => "it is about how Postman sends, not about the API; of it only `disableBodyPruning` is read",
        "cookie" | "cookies" => "cookies of saved answers are no part of the API's description",
        "header" | "headers" => "of an answer's headers only `Content-Type` is read",
        "originalRequest" | "request" => "of the request behind a saved answer only the body is read, as a further sample",
        "proxy" | "certificate" => "it is about the sender's machine",
        "environments" | "environment" | "globals" => "export it by itself, and name that file under `environments`",
        "headerPresets" => "what the requests send of it stands in them",
        _ => return None,
    })
}

/// The scripts that look at an answer.
pub(super) fn tests(events: Option<&Node>) -> Vec<Script> {
    let mut found = Vec::new();
    for event in events.and_then(Node::as_array).unwrap_or(&[]) {
        if event.get("listen").and_then(Node::as_str) != Some("test") || event.get("disabled").is_some_and(is_true) {
            continue;
        }
        let script = event.get("script");
        let Some(node) = script.and_then(|script| script.get("exec").or(Some(script))) else { continue };
        let lines: Vec<Located<String>> = match node.as_array() {
            Some(lines) => lines.iter().filter_map(scalar).collect(),
            None => scalar(node).into_iter().collect(),
        };
        if lines.iter().any(|line| !line.value.trim().is_empty()) {
            found.push(Script { lines });
        }
    }
    found
}

/// The names of variables that a script sets: `….set("name", …)`, `setEnvironmentVariable('name', …)`.
fn scripted(events: &Node, names: &mut Vec<String>) {
    for event in events.as_array().unwrap_or(&[]) {
        let script = event.get("script");
        let lines = script.and_then(|script| script.get("exec").or(Some(script)));
        let texts: Vec<&str> = match lines {
            Some(node) => node.as_str().into_iter().chain(node.as_array().unwrap_or(&[]).iter().filter_map(Node::as_str)).collect(),
            None => Vec::new(),
        };
        for text in texts {
            set_by(text, names);
        }
    }
}

/// The names of variables that a piece of a script sets.
fn set_by(text: &str, names: &mut Vec<String>) {
    for (at, _) in text.match_indices('(') {
        if ![".set", "setEnvironmentVariable", "setGlobalVariable"].iter().any(|setter| text[..at].ends_with(setter)) {
            continue;
        }
        let rest = text[at + 1..].trim_start();
        if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))
            && let Some((name, _)) = rest[1..].split_once(quote)
        {
            names.push(name.trim().to_owned());
        }
    }
}
