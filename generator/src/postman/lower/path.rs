//! The path below the base URL.

use super::free::Free;
use crate::infer::{decode_signs, is_placeholder};
use crate::ir::{PathTemplate, Segment};
use crate::postman::{url, variables};

/// A path with what its parameters are called in the document.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) template: PathTemplate,
    /// The parameters: the name in the template, and the name in the document, empty where it names none.
    pub(super) params: Vec<(String, String)>,
}

/// Whether a segment holds the value of a parameter.
pub(super) fn is_variable(segment: &str) -> bool {
    pieces(segment).iter().any(|piece| matches!(piece, Piece::Param(_)))
}

/// The names that the variables of one template have.
#[derive(Default)]
pub(super) struct Names(Free);

impl Names {
    /// The name, or another where it is taken or empty.
    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.take(if name.is_empty() { "value" } else { name }, |stem, number| format!("{stem}_{number}"))
    }
}

/// Reads the segments of a path.
pub(super) fn read(segments: &[String]) -> Path {
    let mut path = Path { template: PathTemplate::default(), params: Vec::new() };
    let mut names = Names::default();
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        for piece in pieces(segment) {
            match piece {
                Piece::Literal(literal) => text.push_str(&url::encode_literal(&literal)),
                Piece::Param(original) => {
                    if !text.is_empty() {
                        path.template.segments.push(Segment::Literal(std::mem::take(&mut text)));
                    }
                    let name = names.take(&original);
                    path.template.segments.push(Segment::Param(name.clone()));
                    path.params.push((name, original));
                }
            }
        }
    }
    if !text.is_empty() {
        path.template.segments.push(Segment::Literal(text));
    }
    path
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// The name, which may be empty.
    Param(String),
}

/// `:id`, `:id.json`, `{{id}}`, `{id}`, `<id>`, their percent-encoded forms, and text around them.
fn pieces(segment: &str) -> Vec<Piece> {
    if let Some(rest) = segment.strip_prefix(':').filter(|rest| !rest.is_empty()) {
        // The name ends at the first dot; what follows is literal.
        let end = if rest.starts_with(['{', '<']) { 0 } else { rest.find('.').unwrap_or(rest.len()) };
        if end > 0 {
            let mut found = vec![Piece::Param(name(&rest[..end]))];
            if end < rest.len() {
                found.extend(pieces(&rest[end..]));
            }
            return found;
        }
    }
    // Only the signs of templates: a slash that is percent-encoded stays so.
    let decoded = decode_signs(segment);
    let mut found = Vec::new();
    let mut literal = String::new();
    let mut rest = decoded.as_ref();
    // None is looked for beyond the next sign of its kind: a segment may be all braces.
    while let Some(sign) = rest.chars().next() {
        let hole = if let Some(inner) = rest.strip_prefix("{{") {
            inner.find(['{', '}']).filter(|&end| inner[end..].starts_with("}}")).map(|end| (&inner[..end], end + 4))
        } else if sign == '{' {
            rest[1..].find(['{', '}']).filter(|&end| rest[1 + end..].starts_with('}')).map(|end| (&rest[1..=end], end + 2))
        } else if sign == '<' {
            rest[1..].find(['<', '>']).filter(|&end| rest[1 + end..].starts_with('>')).map(|end| (&rest[1..=end], end + 2))
        } else {
            None
        };
        match hole {
            Some((inner, len)) if !inner.contains(['{', '}']) && (sign != '<' || is_placeholder(&rest[..len])) => {
                if !literal.is_empty() {
                    found.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                found.push(Piece::Param(name(inner)));
                rest = &rest[len..];
            }
            Some(_) | None => {
                literal.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    if !literal.is_empty() || found.is_empty() {
        found.push(Piece::Literal(literal));
    }
    found
}

/// A name fit for a template: one line, no braces, no `$` of Postman's own variables.
fn name(text: &str) -> String {
    let text = super::one_line(text);
    let text = text.trim_start_matches(['$', ':']);
    text.replace(['{', '}'], "")
}

/// Whether a name in a path is that of a variable with some text; used to find a table's entry.
pub(super) fn same_name(entry: &str, param: &str) -> bool {
    let entry = variables::only_reference(entry).unwrap_or(entry);
    name(entry) == param
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(segments: &[&str], template: &str, params: &[&str]) {
        let path = read(&segments.iter().map(|&segment| segment.to_owned()).collect::<Vec<_>>());
        assert_eq!(path.template.to_string(), template);
        assert_eq!(path.template.params().collect::<Vec<_>>(), params);
    }

    #[test]
    fn paths() {
        check(&[], "", &[]);
        check(&["usage"], "/usage", &[]);
        check(&["users", ":id", "edit"], "/users/{id}/edit", &["id"]);
        check(&["users", ":id.json"], "/users/{id}.json", &["id"]);
        check(&["{{a}}", "{b}", "<c d>"], "/{a}/{b}/{c d}", &["a", "b", "c d"]);
        check(&["x-{{a}}.{{b}}"], "/x-{a}.{b}", &["a", "b"]);
        check(&["{{id}}", "to", "{{id}}"], "/{id}/to/{id_2}", &["id", "id_2"]);
        check(&["{id}", "{id}", "{id_2}", "{id}"], "/{id}/{id_2}/{id_2_2}/{id_3}", &["id", "id_2", "id_2_2", "id_3"]);
        check(&["projects:batch", "{{p}}:cancel"], "/projects:batch/{p}:cancel", &["p"]);
        check(&["%7Bid%7D", "%7B%7Bx%7D%7D"], "/{id}/{x}", &["id", "x"]);
        check(&["%7Bid%7D%2Fx", "a%2Fb%20c"], "/{id}%2Fx/a%2Fb%20c", &["id"]);
        check(&["a", "", "b"], "/a//b", &[]);
        check(&["{}", "%7B%7D"], "/{value}/{value_2}", &["value", "value_2"]);
        check(&["a b", "{", "}"], "/a%20b/%7B/%7D", &[]);
        check(&["Users('{id}')"], "/Users('{id}')", &["id"]);
        check(&["x", ""], "/x/", &[]);
        check(&["{{$guid}}"], "/{guid}", &["guid"]);
        check(&[":"], "/:", &[]);
        check(&["{{{a}}}"], "/%7B{a}%7D", &["a"]);
    }
}
