//! Where an API is.

use super::{Basis, Docs, Fact, PathTemplate, Segment, no_steps, visible};
use http::Uri;
use std::collections::BTreeMap;
use std::fmt;

/// What stands for a value that only the caller knows.
const ANY: &str = "x";

/// What stands for such a value in a port.
const ANY_DIGIT: &str = "1";

/// Where an API is.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The base URL; holes are variables.
    pub url: Fact<PathTemplate>,
    /// What is known of the variables. A hole without an entry is a variable without a value.
    pub variables: Vec<ServerVariable>,
    /// What goes to it.
    pub serves: Serves,
}

/// What goes to a server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Serves {
    /// All that goes to no other one.
    Main,
    /// The operations that name it.
    Named(ServerId),
    /// What is authenticated by the scheme with this id, unless the operation names a server.
    Auth(String),
}

/// What identifies a further server, in operations and in addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerId(String);

impl ServerId {
    /// An id: letters, digits, `.`, `-` and `_`, at least one of them a letter or a digit, and not too many; `None` for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_');
        let tells = text.bytes().any(|byte| byte.is_ascii_alphanumeric());
        (tells && text.len() <= 128 && text.chars().all(fits)).then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A variable in a base URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// The value it has when the caller gives none. Without one the caller must.
    pub default: Option<Fact<String>>,
    /// A value that it may have.
    pub example: Option<Fact<String>>,
    /// The vendor's words about it.
    pub docs: Docs,
    /// How it is known.
    pub basis: Basis,
}

impl Server {
    /// Whether a request can go to it, with the values that its variables have, or something in their place.
    ///
    /// # Errors
    ///
    /// Why not, in words.
    pub fn usable(&self) -> Result<(), String> {
        let mut text = String::new();
        // Of two with one name the first.
        let told: BTreeMap<&str, &ServerVariable> = self.variables.iter().rev().map(|known| (known.name.as_str(), known)).collect();
        for (position, segment) in self.url.value.segments.iter().enumerate() {
            match segment {
                Segment::Literal(literal) => text.push_str(literal),
                Segment::Param(hole) => {
                    match told.get(hole.as_str()).and_then(|variable| variable.default.as_ref()) {
                        Some(value) => text.push_str(&value.value),
                        None if position == 0 => match self.url.value.segments.get(1) {
                            Some(Segment::Literal(next)) if next.starts_with("://") => text.push_str("https"),
                            // A whole URL, most likely.
                            _ => text.push_str("https://x"),
                        },
                        None if is_before_port(&text) => text.push_str(ANY_DIGIT),
                        None => text.push_str(ANY),
                    }
                }
            }
        }
        if !is_ascii(host(&text)) {
            return Err("its host is not in ASCII: write it in punycode, `xn--…`, as browsers send it".to_owned());
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
        no_steps(uri.path())
    }
}

/// What stands behind the scheme of a URL, up to its path.
fn host(url: &str) -> &str {
    let behind = url.split_once("://").map_or("", |(_, behind)| behind);
    behind.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether a part of a URL is in ASCII, before it was percent-encoded as well.
fn is_ascii(part: &str) -> bool {
    let beyond = |pair: &[u8]| matches!(pair, [b'%', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F']);
    part.is_ascii() && !part.as_bytes().windows(2).any(beyond)
}

/// Whether what follows the beginning of a URL belongs to its port. Colons in brackets part an address.
fn is_before_port(beginning: &str) -> bool {
    let Some((_, authority)) = beginning.split_once("://") else { return false };
    let behind_host = match authority.rsplit_once(']') {
        Some((_, behind)) => behind,
        None if authority.starts_with('[') => "",
        None => authority,
    };
    behind_host.contains(':') && !behind_host.contains('/')
}

#[cfg(test)]
mod tests {
    use super::ServerId;
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
            "https://a.example:{port}",
            "https://{host}:{port}/v1",
            "http://localhost:80{port}",
            "https://[::1]:{port}/{version}:{minor}",
            "{host}:{port}/v1",
            "{scheme}://{host}",
            "{scheme}://{host}:{port}/v1",
        ] {
            assert_eq!(server(good).usable(), Ok(()), "{good}");
        }
        for (bad, problem) in [
            ("ftp://a.example", "`ftp` is neither `https` nor `http`"),
            ("javascript:alert(1)", "it does not begin with `https://`"),
            ("a.example/v1", "it is no URL"),
            ("/v1", "it does not begin with `https://`"),
            ("https://", "it is no URL"),
            ("https://a b.example", "it is no URL"),
            ("https://a.example:99999", "its port is no number up to 65535"),
            ("https://a.example:9999{port}9", "its port is no number up to 65535"),
            ("https://a.example:{port}x", "its port is no number up to 65535"),
            ("https://a.example:port", "its port is no number up to 65535"),
            ("https://me:secret@a.example", "it holds a user name, and credentials are no part of it"),
            ("https://a.example?key=1", "it has a query or a fragment"),
            ("https://a.example/a/../b", "its path holds a segment `..`"),
            ("https://a\u{202e}.example", "its host is not in ASCII: write it in punycode, `xn--…`, as browsers send it"),
            ("https://ünï.example/v1", "its host is not in ASCII: write it in punycode, `xn--…`, as browsers send it"),
        ] {
            assert_eq!(server(bad).usable(), Err(problem.to_owned()), "{bad}");
        }
    }

    #[test]
    fn an_id_is_a_word() {
        for good in ["login", "auth_host", "10.0.0.1", "localhost-8080", "7"] {
            assert_eq!(ServerId::new(good).map(|id| id.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "-", "..", "a b", "a/b", "a:b", "é", &"x".repeat(129)] {
            assert_eq!(ServerId::new(bad), None, "{bad}");
        }
    }
}
