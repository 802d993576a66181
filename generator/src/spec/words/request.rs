//! Request lines.

use super::{Complaint, Ranged, range_of};
use crate::ir::{Method, PathTemplate, TemplateError};

/// A request as it is written: method, path, constant query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Ranged<Method>,
    /// The path below the base URL; may be empty.
    pub path: Ranged<PathTemplate>,
    /// Names and values of the constant query.
    pub constants: Vec<(Ranged<String>, Ranged<String>)>,
}

/// Reads a request line.
///
/// # Errors
///
/// Everything that is wrong with it, so far as it can be told apart.
pub fn parse_request(text: &str) -> Result<Request, Vec<Complaint>> {
    const HELP: &str = "write `GET /accounts/{accountId}`, or `GET ?action=get_users`";
    let trimmed = text.trim();
    let (word, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, &trimmed[trimmed.len()..]));
    let rest = rest.trim();
    let mut complaints = Vec::new();
    let method = Method::new(word);
    if method.is_none() || !word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-') {
        complaints.push(Complaint::new(range_of(text, word), format!("found `{word}`, expected a method in capital letters")).help(HELP));
    }
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    if !path.is_empty() && !path.starts_with('/') {
        complaints.push(Complaint::new(range_of(text, path), format!("found `{path}`, expected a path that begins with `/`")).help(HELP));
    }
    if let Some(blank) = rest.matches(char::is_whitespace).next() {
        complaints.push(Complaint::new(range_of(text, blank), "a request line has no blanks behind its method").help(HELP));
    }
    if let Some(hash) = rest.find('#') {
        let at = range_of(text, rest).start + hash;
        complaints.push(Complaint::new(at..at + 1, "a request has no fragment").help(HELP));
    }
    let template = match PathTemplate::parse(path) {
        Ok(template) => Some(template),
        Err(error) => {
            complaints.push(template_complaint(&error, range_of(text, path)));
            None
        }
    };
    let mut constants: Vec<(Ranged<String>, Ranged<String>)> = Vec::new();
    for pair in query.into_iter().flat_map(|query| query.split('&')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if name.is_empty() || !pair.contains('=') || value.contains(['{', '}']) {
            complaints.push(
                Complaint::new(range_of(text, pair), format!("found `{pair}`, expected a constant such as `action=get_users`"))
                    .help("a query parameter that varies is a row of `params`"),
            );
        } else if constants.iter().any(|(other, _)| other.value == name) {
            complaints.push(Complaint::new(range_of(text, name), format!("the constant `{name}` stands twice")));
        } else {
            let ranged = |part: &str| Ranged::new(part.to_owned(), range_of(text, part));
            constants.push((ranged(name), ranged(value)));
        }
    }
    match (method, template) {
        (Some(method), Some(template)) if complaints.is_empty() => {
            Ok(Request { method: Ranged::new(method, range_of(text, word)), path: Ranged::new(template, range_of(text, path)), constants })
        }
        _ => Err(complaints),
    }
}

/// What is wrong with a template, and where in its text, which takes a range of a longer one.
pub(crate) fn template_complaint(error: &TemplateError, range: std::ops::Range<usize>) -> Complaint {
    let place = match error {
        TemplateError::Unclosed(at) | TemplateError::Unopened(at) | TemplateError::Nameless(at) => range.start + at..range.start + at + 1,
        TemplateError::Twice(_) => range,
    };
    Complaint::new(place, error.to_string()).help("a variable is written `{name}`, each name once")
}
