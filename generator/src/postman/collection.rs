//! The tree of a collection, each fact with its place.

use crate::document::Node;
use crate::text::{Located, Span};

/// A collection, or what a page of the documenter says about one.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Whether its requests are here.
    pub content: Content,
    /// Its name.
    pub name: Option<Located<String>>,
    /// The words about it.
    pub description: Option<Located<String>>,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Values that hold for all collections of an account; its own go over them.
    pub globals: Vec<Variable>,
    /// The environments that came with it, its own before those given beside it.
    pub environments: Vec<Environment>,
    /// What its requests inherit.
    pub auth: AuthSetting,
    /// Its folders and requests, in order.
    pub items: Vec<Item>,
    /// Requests of the document that are no part of it.
    pub passed_over: Vec<PassedOver>,
    /// Names of variables that its scripts set.
    pub scripted: Vec<String>,
    /// The whole.
    pub span: Span,
}

impl Collection {
    /// A collection of which nothing is known yet.
    pub(super) fn empty(content: Content, span: Span) -> Self {
        Self {
            content,
            name: None,
            description: None,
            variables: Vec::new(),
            globals: Vec::new(),
            environments: Vec::new(),
            auth: AuthSetting::default(),
            items: Vec::new(),
            passed_over: Vec::new(),
            scripted: Vec::new(),
            span,
        }
    }
}

/// A request that stands in the document where none is read.
#[derive(Clone, Debug)]
pub struct PassedOver {
    /// Its name, behind those of the folders that were passed over with it; empty where it has none.
    pub name: String,
    /// Where it stands.
    pub place: Span,
    /// Why it is not read.
    pub why: WhyPassedOver,
}

/// Why a request is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyPassedOver {
    /// The member that it stands in is written again in the same object, and the last one counts.
    Twice {
        /// The member.
        key: &'static str,
    },
    /// The requests are read from another member.
    Beside {
        /// The member that it stands in.
        key: &'static str,
        /// The one that is read.
        read: &'static str,
    },
    /// It stands in a member that is not read.
    Unread {
        /// The member.
        key: String,
        /// Whose member that is.
        what: &'static str,
    },
    /// It stands in a value that is not what is expected there.
    Odd {
        /// What is expected.
        expected: String,
        /// What is there.
        found: &'static str,
    },
}

/// Whether the requests are in the document.
#[derive(Clone, Debug)]
pub enum Content {
    /// They are.
    Requests,
    /// Only a page's metadata is; the requests are elsewhere.
    Metadata {
        /// The page's id.
        published: Option<Located<String>>,
        /// The owner's id.
        owner: Option<Located<String>>,
    },
}

/// A folder or a request.
#[derive(Clone, Debug)]
pub enum Item {
    /// A folder.
    Folder(Folder),
    /// A request.
    Request(Box<Request>),
}

/// A folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Its name; empty where it has none.
    pub name: Located<String>,
    /// The words about it.
    pub description: Option<Located<String>>,
    /// What its requests inherit.
    pub auth: AuthSetting,
    /// Its variables.
    pub variables: Vec<Variable>,
    /// What is in it.
    pub items: Vec<Item>,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its name; empty where it has none.
    pub name: Located<String>,
    /// The words about it.
    pub description: Option<Located<String>>,
    /// What it is, where it is for another protocol than HTTP.
    pub protocol: Option<Located<String>>,
    /// Its method, as written.
    pub method: Option<Located<String>>,
    /// Where it goes.
    pub url: Option<Url>,
    /// Its headers.
    pub headers: Vec<Entry>,
    /// Its body.
    pub body: Option<Body>,
    /// How it authenticates.
    pub auth: AuthSetting,
    /// Variables of its own.
    pub variables: Vec<Variable>,
    /// Whether a body is sent even where Postman would leave it out.
    pub keeps_body: bool,
    /// The saved answers.
    pub examples: Vec<Example>,
    /// The scripts that look at an answer.
    pub tests: Vec<Script>,
    /// The item as a whole.
    pub span: Span,
}

/// A script, line by line.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its lines; one with line breaks in it where it was written as one text.
    pub lines: Vec<Located<String>>,
}

impl Script {
    /// The whole, with a line break between lines.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// Where a request goes.
#[derive(Clone, Debug)]
pub struct Url {
    /// What stands before the path, as written: `https://example.com:8080`, `{{baseUrl}}`.
    pub origin: String,
    /// The path's segments, as written.
    pub path: Vec<String>,
    /// The query.
    pub query: Vec<Entry>,
    /// What is said about the path's variables.
    pub variables: Vec<Entry>,
    /// Where it stands.
    pub span: Span,
}

/// A name and a value: of a query, a header, a form, a table of path variables.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name.
    pub key: Located<String>,
    /// The value; `None` for none or `null`.
    pub value: Option<Located<String>>,
    /// The place that says that it is switched off.
    pub disabled: Option<Span>,
    /// The words about it.
    pub description: Option<Located<String>>,
    /// What the value is.
    pub holds: Holds,
    /// The media type of a part.
    pub media: Option<Located<String>>,
    /// The whole.
    pub span: Span,
}

/// What the value of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A file.
    File,
    /// Several files, each in a part of its own.
    Files,
}

/// How a request authenticates.
#[derive(Clone, Debug, Default)]
pub enum AuthSetting {
    /// As what it is in.
    #[default]
    Inherit,
    /// Not at all, and says so.
    Off(Span),
    /// So.
    Use(Auth),
}

/// A way to authenticate, as Postman has it.
#[derive(Clone, Debug)]
pub struct Auth {
    /// Its kind: `bearer`, `basic`, `apikey`, …
    pub kind: Located<String>,
    /// Its attributes.
    pub attributes: Vec<(String, Located<String>)>,
    /// The whole.
    pub span: Span,
}

impl Auth {
    /// An attribute; empty ones count as absent.
    pub fn attribute(&self, name: &str) -> Option<&Located<String>> {
        self.attributes.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.value.is_empty())
    }
}

/// A request's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// What is in it.
    pub content: BodyContent,
    /// The whole.
    pub span: Span,
}

/// What is in a body.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// Text.
    Raw {
        /// The text.
        text: Located<String>,
        /// The language that the editor was set to.
        language: Option<String>,
    },
    /// An URL-encoded form.
    UrlEncoded(Vec<Entry>),
    /// A form in parts.
    FormData(Vec<Entry>),
    /// A file.
    File,
    /// A question in GraphQL.
    GraphQl {
        /// The question.
        query: Option<Located<String>>,
        /// The values of its variables: an object, or its text.
        variables: Option<Node>,
        /// Which of several questions in one document is asked.
        operation: Option<Located<String>>,
    },
    /// A mode that is not known.
    Other(Located<String>),
}

/// A saved answer.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub name: Located<String>,
    /// Its status.
    pub code: Option<Located<u16>>,
    /// Its headers.
    pub headers: Vec<Entry>,
    /// Its body.
    pub body: Option<Located<String>>,
    /// The language that it was shown in.
    pub language: Option<String>,
    /// The body of the request that got it.
    pub request: Option<Body>,
    /// The whole.
    pub span: Span,
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Located<String>,
    /// Its value.
    pub value: Option<Located<String>>,
}

/// An environment: values for variables.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its name.
    pub name: Option<Located<String>>,
    /// Its variables, without those that are switched off.
    pub variables: Vec<Variable>,
}
