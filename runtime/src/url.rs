//! How base, path and query become the URL that is sent.

use std::fmt;

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::shown;

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What cannot stand in a path that is written out.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A base URL that is known to be one.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    text: String,
    pub(crate) plain: bool,
}

impl Base {
    /// A base URL as the caller gives it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|_| {
            let host = text.split_once("://").and_then(|(_, behind)| behind.split(['/', '?', '#']).next()).unwrap_or_default();
            let given = without_user(text);
            if host.is_ascii() {
                format!("the base URL `{given}` is not a URL")
            } else {
                format!("the host of the base URL `{given}` is not in ASCII: give it in punycode, as in `https://xn--bcher-kva.example`")
            }
        })?;
        let plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => {
                let given = without_user(text);
                return Err(format!("the base URL `{given}` must start with `https://`, as in `https://api.example.com`"));
            }
        };
        let Some(authority) = uri.authority() else {
            return Err(format!("the base URL `{}` has no host", without_user(text)));
        };
        if authority.host().is_empty() {
            return Err(format!("the base URL `{}` has no host", without_user(text)));
        }
        if authority.as_str().contains('@') {
            return Err("the base URL holds a user name: pass credentials to `auth` instead".to_owned());
        }
        // A colon alone leaves the port open.
        if authority.as_str().len() > authority.host().len() + 1 && authority.port_u16().is_none() {
            return Err(format!("the port of the base URL `{}` is no number up to 65535", without_user(text)));
        }
        if uri.query().is_some() || text.contains('#') {
            return Err(format!("the base URL has a query or a fragment: give `{}` alone", without_user(text)));
        }
        if uri.path().split('/').any(is_dots) {
            return Err("the path of the base URL holds a segment `.` or `..`".to_owned());
        }
        Ok(Self { text: text.to_owned(), plain })
    }

    /// A documented base URL with what the caller fills in.
    pub(crate) fn fill(template: &str, variables: &[(String, String)]) -> Result<Self, String> {
        let mut text = String::with_capacity(template.len());
        let mut rest = template;
        // What is left directly behind a hole that is the whole beginning.
        let behind_whole = template.strip_prefix('{').and_then(|inner| Some(inner.split_once('}')?.1));
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("the documented base URL has an open brace".to_owned());
            };
            text.push_str(before);
            let value = variables.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
            if value.is_empty() {
                return Err(format!("the base URL needs a value for `{name}`"));
            }
            let authority = text.split_once("://").map(|(_, authority)| authority);
            match authority {
                // Whether credentials may go there is asked of what all of it becomes.
                None if text.is_empty() && after.starts_with("://") => match value.to_ascii_lowercase().as_str() {
                    scheme @ ("https" | "http") => text.push_str(scheme),
                    _ => return Err(format!("`{name}` is the scheme of the base URL: give `https`")),
                },
                // `{scheme}{host}`: the scheme with all that parts it from the host.
                None if text.is_empty() && after.starts_with('{') && is_scheme_alone(value) => text.push_str(&value.to_ascii_lowercase()),
                // The whole beginning, scheme and host: a base URL of its own.
                None if text.is_empty() => {
                    Self::parse(value).map_err(|problem| format!("`{name}`: {problem}"))?;
                    text.push_str(value.trim_end_matches('/'));
                }
                None => {
                    return Err(format!("`{name}` stands where the documented base URL has its scheme"));
                }
                Some(authority) if !authority.contains('/') => {
                    let place = Place {
                        is_start: authority.is_empty(),
                        // Behind a dot, a name may have dots of its own: `api.{domain}`.
                        takes_dots: authority.is_empty() || authority.ends_with('.'),
                        port: match authority {
                            _ if !is_before_port(authority) => Port::NotYet,
                            _ if authority.ends_with(':') => Port::Wanted,
                            _ => Port::Begun,
                        },
                        after,
                    };
                    let filled = place.fill(value).ok_or_else(|| place.problem(template, name))?;
                    text.push_str(&filled);
                }
                // Behind the whole beginning a value may be a path: `{url}{path}`.
                Some(_) if before.is_empty() && behind_whole == Some(rest) && value.starts_with('/') => push_path(&mut text, value),
                Some(_) if before.is_empty() && behind_whole == Some(rest) && value.starts_with(':') => {
                    return Err(format!("`{name}` stands behind a path, where there is no port"));
                }
                Some(_) => push_value(&mut text, value),
            }
            rest = after;
        }
        text.push_str(rest);
        Self::parse(&text)
    }

    /// The base URL with a path and a query.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Uri, String> {
        let mut url = if path.is_empty() {
            self.text.clone()
        } else {
            let slash = if path.starts_with('/') { "" } else { "/" };
            format!("{}{slash}{path}", self.text.trim_end_matches('/'))
        };
        if !query.is_empty() {
            url.push('?');
            url.push_str(query);
        }
        url.parse().map_err(|_| "the URL is too long, or its path is no path".to_owned())
    }
}

/// What there is of a port before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    /// Nothing: the value is a part of the host.
    NotYet,
    /// Its colon.
    Wanted,
    /// Its colon and something behind it.
    Begun,
}

/// Where a value stands in the host of a base URL, or behind it.
struct Place<'a> {
    /// There is nothing of the host before it.
    is_start: bool,
    /// Its name may have dots.
    takes_dots: bool,
    port: Port,
    /// What the document has behind it.
    after: &'a str,
}

impl Place<'_> {
    /// A name of a host, or a part of one; then, where the host may end here, a port and a path. Nothing of it makes another host of what the
    /// document has around it.
    fn fill(&self, value: &str) -> Option<String> {
        let (host, rest) = value.split_at(value.find([':', '/']).unwrap_or(value.len()));
        let (port, path) = match rest.strip_prefix(':') {
            Some(rest) => {
                let (port, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(port), path)
            }
            None => (None, rest),
        };
        let is_last = self.after.is_empty() || self.after.starts_with(['/', '{']);
        let may_have_dots = self.takes_dots && (is_last || self.after.starts_with(':'));
        let is_in_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || (may_have_dots && byte == b'.');
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let host_fits = match self.port {
            Port::NotYet => host.bytes().all(is_in_host),
            Port::Begun if host.is_empty() => true,
            Port::Wanted | Port::Begun => is_number(host) && path.is_empty(),
        };
        let port_fits = port.is_none_or(|port| self.port == Port::NotYet && is_last && is_number(port));
        if !host_fits || !port_fits || (self.is_start && host.is_empty()) || (!is_last && !path.is_empty()) {
            return None;
        }
        let mut text = host.to_owned();
        if let Some(port) = port {
            text.push(':');
            text.push_str(port);
        }
        if !path.is_empty() {
            push_path(&mut text, path);
        }
        Some(text)
    }

    /// What a value there may be, with the documented base URL as the example.
    fn problem(&self, template: &str, name: &str) -> String {
        if self.port != Port::NotYet {
            return format!("`{name}` is the port: give a number up to 65535, as `8080`");
        }
        let is_end = self.after.is_empty() || self.after.starts_with(['/', ':', '{']);
        if self.is_start && is_end {
            return format!("`{name}` is the host: give it alone, as in `api.example.com`");
        }
        let host = template.split_once("://").map_or(template, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let hole = format!("{{{name}}}");
        if self.takes_dots && is_end {
            let host = host.replace(&hole, "example.com");
            return format!("`{name}` is the end of the host: give it alone, as `example.com` in `{host}`");
        }
        let host = host.replace(&hole, "acme");
        format!("`{name}` may only hold letters, digits and hyphens: give the name alone, as `acme` in `{host}`")
    }
}

/// Adds a path of which each segment stays within itself.
fn push_path(text: &mut String, path: &str) {
    for segment in path.trim_matches('/').split('/') {
        text.push('/');
        push_value(text, segment);
    }
}

/// Whether a value is a scheme and nothing else.
fn is_scheme_alone(value: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| value.eq_ignore_ascii_case(scheme))
}

/// Whether what follows the beginning of an authority belongs to its port. Colons in brackets part an address.
fn is_before_port(authority: &str) -> bool {
    let behind_host = match authority.rsplit_once(']') {
        Some((_, behind)) => behind,
        None if authority.starts_with('[') => "",
        None => authority,
    };
    behind_host.contains(':') && !behind_host.contains('/')
}

/// Without user information, which is not allowed there.
impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown::name(&self.text))
    }
}

/// A text that should be a URL, without what may be a secret in it: the user, the query, the fragment.
fn without_user(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), text),
    };
    let rest = rest.rsplit('@').next().unwrap_or_default();
    shown::name(&format!("{scheme}{rest}"))
}

/// Whether a text that should be a path names a host.
pub(crate) fn is_url(path: &str) -> bool {
    let is_scheme = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    path.starts_with("//") || path.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// The names of the path parameters.
fn holes(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Fills in the path parameters. Each value stays within its segment.
pub(crate) fn fill_path(template: &str, values: &[(String, String)]) -> Result<String, String> {
    if template.contains(['?', '#']) {
        return Err("the path holds a query or a fragment: use `query`".to_owned());
    }
    let holes = holes(template);
    if let Some((name, _)) = values.iter().find(|(name, _)| !holes.contains(&name.as_str())) {
        let known: Vec<_> = holes.iter().map(|hole| format!("`{}`", shown::name(hole))).collect();
        let known = if known.is_empty() { "nor any other".to_owned() } else { format!("only {}", known.join(" and ")) };
        return Err(format!("the path has no parameter `{}`, {known}", shown::name(name)));
    }
    let mut path = String::with_capacity(template.len() + 16);
    for (position, segment) in template.split('/').enumerate() {
        if position > 0 {
            path.push('/');
        }
        let start = path.len();
        let mut rest = segment;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("the path has an open brace".to_owned());
            };
            path.extend(utf8_percent_encode(before, PATH));
            match values.iter().find(|(known, _)| known == name) {
                None => return Err(format!("the path needs a value for `{}`", shown::name(name))),
                Some((_, value)) if value.is_empty() => {
                    return Err(format!("the path parameter `{name}` is empty"));
                }
                Some((_, value)) => push_value(&mut path, value),
            }
            rest = after;
        }
        path.extend(utf8_percent_encode(rest, PATH));
        if is_dots(&path[start..]) {
            return Err(
                "`.` and `..` cannot be sent as a path value: URL parsers take them, and `%2E` too, as a step in the path".to_owned()
            );
        }
    }
    Ok(path)
}

/// Whether a segment is one that URL parsers take as a step.
fn is_dots(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}

fn push_value(text: &mut String, value: &str) {
    text.extend(utf8_percent_encode(value, VALUE));
}

/// A value as it stands in a URL.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// Adds a pair to a query.
pub(crate) fn push_query(query: &mut String, name: &str, value: &str) {
    push_name(query, name);
    push_value(query, value);
}

/// Adds several values under one name, with a separator that is sent as it is.
pub(crate) fn push_query_list<'v>(
    query: &mut String,
    name: &str,
    separator: &str,
    values: impl Iterator<Item = std::borrow::Cow<'v, str>>,
) {
    push_name(query, name);
    for (position, value) in values.enumerate() {
        if position > 0 {
            query.push_str(separator);
        }
        push_value(query, &value);
    }
}

/// Adds a name without a value to a query.
pub(crate) fn push_query_name(query: &mut String, name: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    push_value(query, name);
}

fn push_name(query: &mut String, name: &str) {
    push_query_name(query, name);
    query.push('=');
}
