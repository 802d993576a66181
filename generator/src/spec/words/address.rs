//! What a correction is about.

use super::{Complaint, range_of};
use crate::ir::{Address, FieldPath, NodeId, Place, Root, ServerId};

/// What a correction takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The thing that is addressed.
    Itself,
    /// A header, by name.
    Header(String),
}

/// The word for a place of a parameter.
pub(crate) const PLACES: &[(&str, Place)] = &[
    ("path", Place::Path),
    ("query", Place::Query),
    ("header", Place::Header),
    ("cookie", Place::Cookie),
    ("form", Place::Form),
    ("part", Place::Part),
];

const HELP: &str = "one of: `api`, `server`, `server <name>`, `op *`, `op <id>`, `op <id> / query <name>` (or path, header, cookie, form, part, text), `op <id> / answer <status>`, \
                    `type <Name>`, `type <Name> / <path>`, `errors`, `envelope`, or an address as messages show it: `op:<id>/200/items[]/id`";

/// Reads an address.
///
/// # Errors
///
/// What was expected.
pub fn parse_address(text: &str) -> Result<Address, Complaint> {
    let trimmed = text.trim();
    // As messages, `explain` and the lock show it.
    if ["op:", "type:", "webhook:", "errors/", "envelope/"]
        .iter()
        .any(|word| trimmed.strip_prefix(word).is_some_and(|rest| !rest.is_empty()))
    {
        return Ok(Address::Node(NodeId::written(trimmed)));
    }
    let complain = |about: &str, message: String| Complaint::new(range_of(text, about), message).help(HELP);
    let (word, rest) = trimmed.split_once(char::is_whitespace).map_or((trimmed, ""), |(word, rest)| (word, rest.trim()));
    match word {
        "api" if !rest.is_empty() => Err(complain(rest, format!("found `{rest}` behind `{word}`, which stands alone"))),
        "api" => Ok(Address::Api),
        "server" if rest.is_empty() => Ok(Address::Server),
        "server" => {
            ServerId::new(rest).map(Address::FurtherServer).ok_or_else(|| complain(rest, format!("`{rest}` is no name of a server")))
        }
        "errors" | "envelope" => {
            let root = if word == "errors" { Root::Errors } else { Root::Envelope };
            if rest.is_empty() {
                return Ok(Address::Part { root, path: FieldPath::default() });
            }
            match rest.strip_prefix('/').map(|path| (path, FieldPath::parse(path))) {
                Some((_, Some(path))) => Ok(Address::Part { root, path }),
                Some((path, None)) => Err(complain(path, format!("`{}` is no path", path.trim()))),
                None => Err(complain(trimmed, format!("`{trimmed}` names no part of it"))),
            }
        }
        "op" | "type" if rest.is_empty() => Err(complain(trimmed, format!("`{word}` names nothing"))),
        "type" => Ok(match rest.split_once(" / ") {
            Some((ty, path)) if path.trim().is_empty() => return Err(complain(ty, "the path below the type is empty".to_owned())),
            Some((ty, path)) => match FieldPath::parse(path) {
                Some(path) => Address::Part { root: Root::Type(ty.trim().to_owned()), path },
                None => return Err(complain(path, format!("`{}` is no path", path.trim()))),
            },
            None => Address::Type(rest.to_owned()),
        }),
        "op" => Ok(part_of_answer(rest).unwrap_or_else(|| operation(rest))),
        _ => Err(complain(trimmed, format!("`{trimmed}` is no address"))),
    }
}

/// `Pets/Get / answer 200 / owner.id`. What follows a status is a path, whatever it holds.
fn part_of_answer(rest: &str) -> Option<Address> {
    const ANSWER: &str = " / answer ";
    rest.match_indices(ANSWER).find_map(|(at, _)| {
        let (status, path) = rest[at + ANSWER.len()..].split_once(" / ")?;
        let is_status = status == "success" || (status.len() == 3 && status.bytes().all(|sign| sign.is_ascii_digit()));
        let path = FieldPath::parse(path).filter(|_| is_status)?;
        let root = Root::Answer { operation: rest[..at].trim().to_owned(), status: status.to_owned() };
        Some(Address::Part { root, path })
    })
}

/// Names of requests may hold ` / ` themselves: only a last part that begins with a word of ours is a step.
fn operation(rest: &str) -> Address {
    if let Some((id, step)) = rest.rsplit_once(" / ") {
        let (word, name) = step.trim().split_once(char::is_whitespace).map_or((step.trim(), ""), |(word, name)| (word, name.trim()));
        let operation = id.trim().to_owned();
        // No spec can put a parameter into a text; what stands in one has an address all the same.
        let mut places = PLACES.iter().chain(&[("text", Place::Text)]);
        if let Some((_, place)) = places.find(|(known, _)| *known == word).filter(|_| !name.is_empty()) {
            return Address::Param { operation, place: *place, name: name.to_owned() };
        }
        if word == "answer" {
            let status = if name.is_empty() { "success" } else { name };
            return Address::Answer { operation, status: status.to_owned() };
        }
    }
    if rest == "*" { Address::AllOperations } else { Address::Operation(rest.to_owned()) }
}

/// Reads what a correction takes away, other than the thing itself.
///
/// # Errors
///
/// What was expected.
pub fn parse_removal(text: &str) -> Result<Removal, Complaint> {
    match text.trim().split_once(char::is_whitespace) {
        Some(("header", name)) if !name.trim().is_empty() => Ok(Removal::Header(name.trim().to_owned())),
        None if text.trim() == "this" => Ok(Removal::Itself),
        _ => Err(Complaint::new(0..text.len(), format!("found `{text}`, expected `header <name>` or `this`"))
            .help("`remove = \"header Accept\"` takes a header away, `remove = \"this\"` the thing that `at` names")),
    }
}
