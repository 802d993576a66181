//! What no HTTP client could send, whatever the caller gives. It is said where the document says it, not first by the client that is called.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Basis, Header, Operation, PathTemplate, Place, Segment, no_steps, visible};
use http::{HeaderName, HeaderValue};

/// What stands for a value that only the caller knows.
const ANY: &str = "x";

/// Looks at base URLs, paths and headers.
pub fn sendable(api: &Api, diagnostics: &mut Diagnostics) {
    for server in &api.servers {
        if let Err(problem) = server.usable() {
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

fn path(template: &PathTemplate) -> Result<(), String> {
    let text: String =
        template.segments.iter().map(|segment| if let Segment::Literal(literal) = segment { literal.as_str() } else { ANY }).collect();
    if text.contains(['?', '#']) {
        return Err("its path holds a `?` or a `#`".to_owned());
    }
    no_steps(&text)
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
