//! What no HTTP client could send, whatever the caller gives. It is said where the document says it, not first by the client that is called.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Basis, Header, Operation, PathTemplate, Place, Segment, Server, visible};
use http::{HeaderName, HeaderValue, Uri};

/// What stands for a value that only the caller knows.
const ANY: &str = "x";

/// Looks at base URLs, paths and headers.
pub fn sendable(api: &Api, diagnostics: &mut Diagnostics) {
    for server in &api.servers {
        if let Err(problem) = base(server) {
            say(
                Code::UnusableBaseUrl,
                &server.url.basis,
                format!("`{}` cannot be a base URL: {problem}", visible(&server.url.value.to_string())),
                "the client cannot be built with it; correct it in an overlay: `[server]` with `url` and `from`",
                diagnostics,
            );
        }
    }
    for header in &api.headers {
        if let Err(problem) = constant(header) {
            unsendable("no operation can be sent", &header.basis, &problem, diagnostics);
        }
    }
    for operation in &api.operations {
        let subject = format!("`{}` cannot be sent", visible(&operation.id));
        if let Err(problem) = path(&operation.path.value) {
            unsendable(&subject, &operation.path.basis, &problem, diagnostics);
        }
        for header in &operation.headers {
            if let Err(problem) = constant(header) {
                unsendable(&subject, &header.basis, &problem, diagnostics);
            }
        }
        parameters(operation, &subject, diagnostics);
    }
}

fn parameters(operation: &Operation, subject: &str, diagnostics: &mut Diagnostics) {
    for param in operation.params.iter().filter(|param| param.place.value == Place::Header) {
        if let Err(problem) = name(&param.wire) {
            unsendable(subject, &param.basis, &problem, diagnostics);
        }
    }
}

fn unsendable(subject: &str, basis: &Basis, problem: &str, diagnostics: &mut Diagnostics) {
    say(Code::UnsendableRequest, basis, format!("{subject}: {problem}"), "correct it in an overlay, or remove it there", diagnostics);
}

fn say(code: Code, basis: &Basis, message: String, help: &'static str, diagnostics: &mut Diagnostics) {
    // What has no place was not read from a document.
    if let Some(place) = basis.place() {
        diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }
}

/// A base URL, with the values that its variables have, or something in their place.
fn base(server: &Server) -> Result<(), String> {
    let mut text = String::new();
    for (position, segment) in server.url.value.segments.iter().enumerate() {
        match segment {
            Segment::Literal(literal) => text.push_str(literal),
            Segment::Param(hole) => {
                let known = server.variables.iter().find(|variable| variable.name == *hole).and_then(|variable| variable.default.as_ref());
                match known {
                    Some(value) => text.push_str(&value.value),
                    // A whole URL, most likely.
                    None if position == 0 => text.push_str("https://x"),
                    None => text.push_str(ANY),
                }
            }
        }
    }
    let uri: Uri = text.parse().map_err(|_| "it is no URL".to_owned())?;
    match uri.scheme_str() {
        Some("https" | "http") => {}
        Some(scheme) => return Err(format!("`{}` is neither `https` nor `http`", visible(scheme))),
        None => return Err("it does not begin with `https://`".to_owned()),
    }
    let Some(authority) = uri.authority() else { return Err("it has no host".to_owned()) };
    if authority.host().is_empty() {
        return Err("it has no host".to_owned());
    }
    if authority.as_str().contains('@') {
        return Err("it holds a user name, and credentials are no part of it".to_owned());
    }
    if authority.as_str().len() > authority.host().len() && authority.port_u16().is_none() {
        return Err("its port is no number up to 65535".to_owned());
    }
    if uri.query().is_some() || text.contains('#') {
        return Err("it has a query or a fragment".to_owned());
    }
    steps(uri.path())
}

fn path(template: &PathTemplate) -> Result<(), String> {
    let text: String =
        template.segments.iter().map(|segment| if let Segment::Literal(literal) = segment { literal.as_str() } else { ANY }).collect();
    if text.contains(['?', '#']) {
        return Err("its path holds a `?` or a `#`".to_owned());
    }
    steps(&text)
}

/// URL parsers make steps of these, also of the encoded ones, and so another path.
fn steps(path: &str) -> Result<(), String> {
    let step = path.split('/').find(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."));
    step.map_or(Ok(()), |step| Err(format!("its path holds a segment `{step}`")))
}

fn constant(header: &Header) -> Result<(), String> {
    name(&header.name)?;
    HeaderValue::from_str(&header.value)
        .map(|_| ())
        .map_err(|_| format!("the value of the header `{}` holds a character that a header cannot hold", visible(&header.name)))
}

fn name(name: &str) -> Result<(), String> {
    HeaderName::from_bytes(name.as_bytes()).map(|_| ()).map_err(|_| format!("`{}` cannot be the name of a header", visible(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::sample::server;

    #[test]
    fn a_base_url_is_http_with_a_host_and_nothing_more() {
        for good in [
            "https://a.example",
            "http://127.0.0.1:8080/v1/",
            "https://{host}.a.example/{version}",
            "{base}",
            "{base}/v1",
            "https://[::1]:1",
        ] {
            assert_eq!(base(&server(good)), Ok(()), "{good}");
        }
        for (bad, problem) in [
            ("ftp://a.example", "`ftp` is neither `https` nor `http`"),
            ("javascript:alert(1)", "it does not begin with `https://`"),
            ("a.example/v1", "it is no URL"),
            ("/v1", "it does not begin with `https://`"),
            ("https://", "it is no URL"),
            ("https://a b.example", "it is no URL"),
            ("https://a.example:99999", "its port is no number up to 65535"),
            ("https://a.example:port", "its port is no number up to 65535"),
            ("https://me:secret@a.example", "it holds a user name, and credentials are no part of it"),
            ("https://a.example?key=1", "it has a query or a fragment"),
            ("https://a.example/a/../b", "its path holds a segment `..`"),
            ("https://a\u{202e}.example", "it is no URL"),
        ] {
            assert_eq!(base(&server(bad)), Err(problem.to_owned()), "{bad}");
        }
    }

    #[test]
    fn steps_in_a_path_are_found_however_they_are_written() {
        for good in ["/a/b", "/a/{id}", "/a/...", "/a.b/.well-known", "/"] {
            assert_eq!(path(&PathTemplate::parse(good).expect("a template")), Ok(()), "{good}");
        }
        for bad in ["/a/../b", "/.", "/%2E%2e/b", "/a?b=c", "/a#b"] {
            assert!(path(&PathTemplate::parse(bad).expect("a template")).is_err(), "{bad}");
        }
    }
}
