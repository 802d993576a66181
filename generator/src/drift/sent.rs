//! What a request carried, as far as it tells operations apart.

use crate::document::{Node, Value, json};
use crate::text::SourceMap;

/// What a request carried.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    /// Its headers, where they were recorded.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: SentBody,
}

/// The body of a request.
#[derive(Clone, Debug, Default)]
pub(super) enum SentBody {
    /// The recording does not say what it was.
    #[default]
    Unrecorded,
    /// There was none.
    None,
    Json(Node),
    Form(Vec<(String, String)>),
    Parts(Vec<(String, String)>),
    Text(String),
}

/// What stands at a place of the body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// Nobody knows: the body was not recorded.
    Unknown,
    Nothing,
    Text(String),
}

impl Stands {
    /// The text, empty where nothing stands there; nothing where nobody knows.
    pub(super) fn known(self) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::Nothing => Some(String::new()),
            Self::Text(text) => Some(text),
        }
    }
}

impl SentBody {
    /// A body by its text.
    pub(super) fn of_text(text: &str, media: Option<&str>) -> Self {
        let media = media.map(|media| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        if text.trim().is_empty() {
            return Self::None;
        }
        if media.as_deref() == Some("application/x-www-form-urlencoded") {
            return Self::Form(pairs(text));
        }
        if let Some(node) = read_json(text) {
            return Self::Json(node);
        }
        // A log often has no media type.
        let is_form = media.is_none() && text.contains('=') && !text.contains(char::is_whitespace) && !text.starts_with(['<', '{', '[']);
        if is_form { Self::Form(pairs(text)) } else { Self::Text(text.to_owned()) }
    }

    /// The word that tells operations apart by the kind of their bodies; nothing where that is not known.
    pub(super) fn word(&self) -> Option<&'static str> {
        match self {
            Self::Unrecorded => None,
            Self::None => Some("none"),
            Self::Json(_) => Some("json"),
            Self::Form(_) => Some("form"),
            Self::Parts(_) => Some("multipart"),
            Self::Text(text) if text.trim_start().starts_with('<') => Some("xml"),
            Self::Text(_) => None,
        }
    }

    /// What stands at a path such as `method` or `params[0].url`.
    pub(super) fn text_at(&self, path: &str) -> Stands {
        let found = match self {
            Self::Unrecorded => return Stands::Unknown,
            Self::None | Self::Text(_) => None,
            Self::Form(fields) | Self::Parts(fields) => {
                fields.iter().find(|(name, _)| name == path).map(|(_, value)| value.trim().to_owned())
            }
            Self::Json(node) => at(node, path),
        };
        found.map_or(Stands::Nothing, Stands::Text)
    }
}

fn at(node: &Node, path: &str) -> Option<String> {
    if let Some(found) = node.get(path) {
        return scalar(found);
    }
    let found = path.split('.').try_fold(node, |node, step| {
        let (name, item) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.strip_suffix(']').and_then(|digits| digits.parse::<usize>().ok())),
            None => (step, None),
        };
        let node = node.get(name)?;
        match item {
            Some(item) => node.as_array()?.get(item),
            None => Some(node),
        }
    })?;
    scalar(found)
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) | Value::Hole(_) => None,
    }
}

/// A text as a value, if it is JSON.
pub(super) fn read_json(text: &str) -> Option<Node> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Nobody asks for a place in it.
    let file = SourceMap::default().add("", String::new());
    let read = json::read_lenient_text(text, &|_| 0, file);
    let [node] = <[Node; 1]>::try_from(read.nodes).ok()?;
    read.mends.is_empty().then_some(node)
}

/// The pairs of a query or a form, decoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decoded(&name.replace('+', " ")), percent_decoded(&value.replace('+', " ")))
        })
        .collect()
}

/// A text with its `%41` undone; what is no such code stands for itself.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let code = behind.get(..2).filter(|_| first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.filter(|code| code.bytes().all(|sign| sign.is_ascii_hexdigit())).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
