//! What a file is that is nothing of Postman's, or nothing that is read: told, so that its reader knows where he is and what to do.

use crate::document::{Node, Value};
use std::fmt;

/// What a file seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// `OpenAPI` 3.
    OpenApi,
    /// `OpenAPI` 2, as it was called then.
    Swagger,
    /// Swagger 1.
    OldSwagger,
    /// `AsyncAPI`.
    AsyncApi,
    /// RAML.
    Raml,
    /// API Blueprint.
    ApiBlueprint,
    /// A description of Google's.
    GoogleDiscovery,
    /// The schema of a GraphQL server.
    GraphQl,
    /// WSDL, WADL or other XML.
    Xml,
    /// An HTTP archive.
    Har,
    /// An export of Insomnia.
    Insomnia,
    /// A collection of Bruno.
    Bruno,
    /// A collection of Hoppscotch.
    Hoppscotch,
    /// A collection of Thunder Client.
    ThunderClient,
    /// A JSON Schema.
    JsonSchema,
    /// A page.
    Html,
    /// A file of a collection v3 of Postman's.
    PostmanV3,
    /// The list of an account's collections.
    ListOfCollections,
    /// A collection without its contents.
    EmptyCollection,
    /// A list.
    List,
    /// A text, a number or the like.
    SingleValue,
    /// An object that tells nothing.
    Object,
}

impl Foreign {
    /// What to do.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::OpenApi | Self::Swagger | Self::OldSwagger => {
                "it describes its API better than any collection: use a generator that reads it, or import it into Postman and export a collection"
            }
            Self::AsyncApi | Self::Raml | Self::ApiBlueprint | Self::GoogleDiscovery | Self::GraphQl | Self::Xml => {
                "use a generator that reads it, or take its operations down in a normalized spec: `spec = \"…\"`"
            }
            Self::Har | Self::Insomnia | Self::Bruno | Self::Hoppscotch | Self::ThunderClient => {
                "import it into Postman, export the collection from there as \"Collection v2.1\", and give that file"
            }
            Self::Html => {
                "a documentation page of Postman's loads its collection from /api/collections/…: save that; of another page, take the operations down in a \
                 normalized spec: `spec = \"…\"`"
            }
            Self::PostmanV3 => "name the folder that holds the `*.request.yaml` files of the collection",
            Self::ListOfCollections => "give the collection itself: the Postman API has each of them under its `uid`",
            Self::EmptyCollection | Self::JsonSchema | Self::List | Self::SingleValue | Self::Object => {
                "give the file that Postman exports: an object with `info` and `item`"
            }
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenApi => "an OpenAPI document",
            Self::Swagger => "a Swagger document (OpenAPI 2)",
            Self::OldSwagger => "a Swagger document, version 1",
            Self::AsyncApi => "an AsyncAPI document",
            Self::Raml => "a RAML document",
            Self::ApiBlueprint => "an API Blueprint",
            Self::GoogleDiscovery => "a Google API discovery document",
            Self::GraphQl => "the schema of a GraphQL server",
            Self::Xml => "an XML document",
            Self::Har => "an HTTP archive (HAR)",
            Self::Insomnia => "an export of Insomnia",
            Self::Bruno => "a collection of Bruno",
            Self::Hoppscotch => "a collection of Hoppscotch",
            Self::ThunderClient => "a collection of Thunder Client",
            Self::JsonSchema => "a JSON Schema",
            Self::Html => "an HTML page",
            Self::PostmanV3 => "a file of a Postman collection v3 (YAML)",
            Self::ListOfCollections => "a list of collections without what is in them",
            Self::EmptyCollection => "a `collection` without `info` and `item`",
            Self::List => "a list",
            Self::SingleValue => "a single value",
            Self::Object => "a JSON object of another kind",
        })
    }
}

/// What a JSON document seems to be, told by its members.
pub(super) fn of_json(node: &Node) -> Foreign {
    let has = |key: &str| node.get(key).is_some();
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    match &node.value {
        Value::Object(_) => {}
        Value::Array(list) => {
            let hoppscotch = |item: &Node| item.get("v").is_some() && item.get("requests").is_some() && item.get("folders").is_some();
            return if list.items.first().is_some_and(hoppscotch) { Foreign::Hoppscotch } else { Foreign::List };
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => return Foreign::SingleValue,
    }
    let requests = node.get("requests").and_then(Node::as_array);
    if has("openapi") {
        Foreign::OpenApi
    } else if has("swagger") {
        Foreign::Swagger
    } else if has("swaggerVersion") {
        Foreign::OldSwagger
    } else if has("asyncapi") {
        Foreign::AsyncApi
    } else if text("kind").is_some_and(|kind| kind.starts_with("discovery#")) {
        Foreign::GoogleDiscovery
    } else if has("__schema") || node.pointer("/data/__schema").is_some() {
        Foreign::GraphQl
    } else if has("__export_format") || text("type").is_some_and(|kind| kind.contains("insomnia")) {
        Foreign::Insomnia
    } else if node.get("log").is_some_and(|log| log.get("entries").is_some() || log.get("creator").is_some()) {
        Foreign::Har
    } else if has("brunoConfig") || (has("items") && has("name") && (has("version") || has("activeEnvironmentUid"))) {
        Foreign::Bruno
    } else if has("clientName") || has("collectionName") {
        Foreign::ThunderClient
    } else if requests.is_some_and(|requests| requests.iter().any(|request| request.get("endpoint").is_some())) {
        Foreign::Hoppscotch
    } else if has("$schema") || has("$defs") || (has("properties") && text("type") == Some("object")) {
        Foreign::JsonSchema
    } else if node.get("collections").and_then(Node::as_array).is_some() {
        Foreign::ListOfCollections
    } else if has("collection") {
        Foreign::EmptyCollection
    } else {
        Foreign::Object
    }
}

/// What a text that is no JSON seems to be, told by its first words, and where they stand; `None` where they tell nothing.
pub(super) fn of_text(text: &str) -> Option<(Foreign, std::ops::Range<usize>)> {
    let start = text.len() - text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}').len();
    let rest = &text[start..];
    if rest.starts_with(['{', '[', '"']) {
        return None;
    }
    let first = rest.lines().next().unwrap_or("").trim_end();
    let begins = |word: &str| first.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let whole = |kind| Some((kind, start..start + first.len()));
    if begins("#%RAML") {
        return whole(Foreign::Raml);
    }
    if begins("FORMAT: 1A") {
        return whole(Foreign::ApiBlueprint);
    }
    if begins("<!doctype html") || begins("<html") {
        return whole(Foreign::Html);
    }
    if begins("<?xml") || begins("<wsdl:") || begins("<definitions") || begins("<application") {
        return whole(Foreign::Xml);
    }
    if begins("<!--") || begins("<") {
        let is_page = rest.lines().take(20).any(|line| line.to_ascii_lowercase().contains("<html"));
        return whole(if is_page { Foreign::Html } else { Foreign::Xml }).filter(|_| !first.starts_with("<<<"));
    }
    // Keys of YAML, and blocks of Bruno, stand at the beginning of a line among the first ones.
    let mut at = start;
    for line in rest.split('\n').take(50) {
        let key = line.trim_end().trim_matches(['"', '\'']);
        let kind = match key.split([':', ' ']).next().unwrap_or("").trim_end_matches(['"', '\'']) {
            "openapi" => Some(Foreign::OpenApi),
            "swagger" => Some(Foreign::Swagger),
            "asyncapi" => Some(Foreign::AsyncApi),
            "$kind" => Some(Foreign::PostmanV3),
            "_type" if line.contains("export") => Some(Foreign::Insomnia),
            "type" if line.contains("insomnia") => Some(Foreign::Insomnia),
            "meta" if line.trim_end().ends_with('{') => Some(Foreign::Bruno),
            _ => None,
        };
        if let Some(kind) = kind {
            return Some((kind, at..at + line.trim_end().len()));
        }
        at += line.len() + 1;
    }
    None
}

/// What a text that is broken JSON seems to be meant as, told by words that stand in few other files.
pub(super) fn of_broken(text: &str) -> Option<&'static str> {
    let has = |word: &str| text.contains(word);
    if has("\"_postman_variable_scope\"") {
        Some("a Postman environment")
    } else if has("schema.getpostman.com") || has("schema.postman.com") || has("\"_postman_id\"") {
        Some("a Postman collection")
    } else if has("\"openapi\"") {
        Some("an OpenAPI document")
    } else {
        None
    }
}
