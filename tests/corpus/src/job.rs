//! What an operation is given, so that it sends what a request sends.

use base64::Engine as _;
use docwright::model::{AuthChoice, Client, Operation, Param, ParamPlace, RustType, Scheme, SchemePlace};
use serde_json::{Map, Value, json};

use crate::program::key;
use crate::resolver::{Body, Request, unescaped};

/// A job for the program: the values of all arguments as texts.
///
/// # Errors
/// When no values of its path make the operation's URL that of the request.
pub(crate) fn job(at: usize, request: &Request, client: &Client, operation: &Operation, function: &str) -> Result<Value, String> {
    let (base, path) = holes(request, client, operation)?;
    let texts = match (&operation.template, &request.body) {
        (Some(template), Body::Text { text, .. }) => filled(&template.text, text, template.xml.is_some()),
        _ => Vec::new(),
    };
    let mut values = Map::new();
    let mut given: Vec<(usize, String)> = Vec::new();
    let credentials = credentials(request, client, operation);
    for param in operation.required.iter().chain(&operation.optional) {
        let (first, found) = found(param, request, &path, &texts);
        if found.is_empty() {
            continue;
        }
        if operation.optional.iter().any(|optional| optional.place == param.place && optional.wire == param.wire) {
            given.push((first, key(param)));
        }
        let is_list = matches!(param.ty, RustType::List(_));
        let found: Vec<String> = if is_list { found } else { found.into_iter().take(1).collect() };
        values.insert(key(param), json!(found));
    }
    given.sort();
    let mut given: Vec<String> = given.into_iter().map(|(_, key)| key).collect();
    // A variable without a value may be of any shape: the first that the operation takes is taken.
    let bodies: Vec<String> = match &request.body {
        Body::Text { text, shapes, .. } => std::iter::once(text).chain(shapes).map(|text| strict(text)).collect(),
        Body::File(text) => vec![text.clone()],
        Body::None | Body::Form(_) | Body::Parts(_) => Vec::new(),
    };
    if operation.body.as_ref().is_some_and(|body| !body.required) && !bodies.is_empty() {
        given.push("body".to_owned());
    }
    Ok(json!({
        "at": at, "operation": function, "base": base, "auth": credentials, "values": values, "given": given, "bodies": bodies,
    }))
}

/// A body as strict JSON where it is only JSON with comments and commas too many; else as it is.
fn strict(text: &str) -> String {
    if serde_json::from_str::<Value>(text).is_ok() {
        return text.to_owned();
    }
    crate::compare::json(text).map_or_else(|| text.to_owned(), |value| value.to_string())
}

/// The values of a parameter in a request, and the place of the first among its like.
fn found(param: &Param, request: &Request, path: &[(String, String)], texts: &[(String, String)]) -> (usize, Vec<String>) {
    let list: Vec<(&str, &str)> = match (param.place, &request.body) {
        (ParamPlace::Path, _) => path.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        (ParamPlace::Text, _) => texts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        (ParamPlace::Query | ParamPlace::QueryOrName, _) => {
            request.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
        }
        (ParamPlace::Header, _) => {
            let headers = request.headers.iter().chain(&request.auth.headers);
            let named = headers.map(|(name, value)| {
                (if name.eq_ignore_ascii_case(&param.wire) { param.wire.as_str() } else { name.as_str() }, value.as_str())
            });
            named.collect()
        }
        (ParamPlace::Cookie, _) => request
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, value)| value.split(';').filter_map(|one| one.trim().split_once('=')))
            .collect(),
        (ParamPlace::Part | ParamPlace::Form, Body::Form(pairs)) => {
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
        }
        (ParamPlace::Part | ParamPlace::Form, Body::Parts(parts)) => {
            parts.iter().map(|part| (part.name.as_str(), part.value.as_str())).collect()
        }
        (ParamPlace::Part | ParamPlace::Form, _) => Vec::new(),
    };
    let same = |name: &str| name == param.wire || name.trim() == param.wire;
    let first = list.iter().position(|(name, _)| same(name)).unwrap_or(usize::MAX);
    (first, list.into_iter().filter(|(name, _)| same(name)).map(|(_, value)| value.to_owned()).collect())
}

/// The credentials that the operation takes, out of what the request sends.
fn credentials(request: &Request, client: &Client, operation: &Operation) -> Map<String, Value> {
    let accepted = |scheme: &&Scheme| match &operation.auth {
        AuthChoice::Any | AuthChoice::AnyOrNone => true,
        AuthChoice::None => false,
        AuthChoice::Of(ids) | AuthChoice::OfOrNone(ids) => ids.contains(&scheme.id),
    };
    // Of several that fit, the one that says most of the request.
    let fitting = client.schemes.iter().filter(accepted).filter_map(|scheme| Some((scheme, secrets(scheme, request)?)));
    let taken = fitting.rev().max_by_key(|(scheme, _)| scheme.places.len());
    let mut given = Map::new();
    match taken {
        Some((scheme, secrets)) => {
            given.insert(scheme.id.clone(), json!(secrets));
        }
        // Where the request names the place of a credential and leaves it empty, the caller has one; where it names none, there is none.
        None => {
            if let Some(scheme) = client.schemes.iter().filter(accepted).find(|scheme| leaves_out(scheme, request)) {
                given.insert(scheme.id.clone(), json!(vec!["4711"; scheme.args.len()]));
            }
        }
    }
    given
}

/// Whether a request names the place of a credential, and has none there.
fn leaves_out(scheme: &Scheme, request: &Request) -> bool {
    scheme.places.iter().any(|place| match place {
        SchemePlace::Header { name, prefix } => request.headers.iter().any(|(other, value)| {
            other.eq_ignore_ascii_case(name) && value.strip_prefix(prefix.trim()).is_some_and(|rest| rest.trim().is_empty())
        }),
        SchemePlace::Query(name) => request.query.iter().any(|(other, value)| other == name && value.is_empty()),
        SchemePlace::Cookie(_) | SchemePlace::BasicPair | SchemePlace::Md5Query(_) => false,
    })
}

fn secrets(scheme: &Scheme, request: &Request) -> Option<Vec<String>> {
    let header = |wanted: &str| {
        let mut all = request.auth.headers.iter().chain(&request.headers);
        all.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    let mut found = Vec::new();
    for place in &scheme.places {
        match place {
            SchemePlace::Header { name, prefix } => found.push(header(name)?.strip_prefix(prefix.as_str())?.to_owned()),
            SchemePlace::Query(wanted) => {
                let mut all = request.auth.query.iter().chain(&request.query);
                found.push(all.find(|(name, _)| name == wanted)?.1.clone());
            }
            SchemePlace::Cookie(wanted) => {
                let pairs = header("cookie")?.split(';').filter_map(|one| one.trim().split_once('='));
                found.push(pairs.into_iter().find(|(name, _)| name == wanted)?.1.to_owned());
            }
            SchemePlace::BasicPair => {
                let pair = header("authorization")?.strip_prefix("Basic ")?;
                let pair = base64::engine::general_purpose::STANDARD.decode(pair).ok()?;
                let pair = String::from_utf8(pair).ok()?;
                let (user, password) = pair.split_once(':')?;
                found.extend([user.to_owned(), password.to_owned()]);
            }
            SchemePlace::Md5Query(_) => return None,
        }
    }
    found.iter().all(|secret| !secret.is_empty()).then_some(found)
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Hole(&'a str),
}

impl<'a> Piece<'a> {
    fn hole(&self) -> Option<&'a str> {
        match self {
            Self::Hole(name) => Some(name),
            Self::Text(_) => None,
        }
    }
}

/// What stands in a text where a template has its `{{holes}}`; nothing where the text is none of the template's.
fn filled(template: &str, text: &str, is_xml: bool) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let (mut template, mut text) = (template.trim(), text.trim());
    while let Some((open, close)) = template.find("{{").and_then(|open| Some((open, open + template[open..].find("}}")?))) {
        // Of several braces in a row the innermost two count.
        let inner = template[..close].rfind("{{").unwrap_or(open);
        let Some(rest) = text.strip_prefix(&template[..inner]) else { return Vec::new() };
        let behind = &template[close + 2..];
        let literal = behind.find("{{").map_or(behind, |next| &behind[..next]);
        let end = if literal.is_empty() { Some(rest.len()) } else { rest.find(literal) };
        let Some(end) = end else { return Vec::new() };
        let value = rest[..end].to_owned();
        let value = if is_xml {
            value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
        } else {
            value
        };
        found.push((template[inner + 2..close].trim().to_owned(), value));
        (template, text) = (behind, &rest[end..]);
    }
    found
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((open, close)) = rest.find('{').and_then(|open| Some((open, open + rest[open..].find('}')?))) {
        if open > 0 {
            found.push(Piece::Text(&rest[..open]));
        }
        found.push(Piece::Hole(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

type Holes = (Map<String, Value>, Vec<(String, String)>);

/// The values of the base URL's variables and of the path's parameters.
fn holes(request: &Request, client: &Client, operation: &Operation) -> Result<Holes, String> {
    let main = client.base.clone().unwrap_or_else(|| "{}".to_owned());
    let further = operation.server.as_ref().and_then(|name| client.servers.iter().find(|server| server.name == *name));
    let base = further.map_or_else(|| main.clone(), |server| server.base.clone());
    let template = format!("{}{}", base.trim_end_matches('/'), operation.path);
    let pieces = pieces(&template);
    let count = self::pieces(&base).iter().filter(|piece| matches!(piece, Piece::Hole(_))).count();
    for slashes in [false, true] {
        for url in request.urls.iter().chain(&request.single) {
            // `/` at the end of a host is in no template.
            for url in [url.as_str(), url.strip_suffix('/').unwrap_or(url)] {
                let mut values = Vec::new();
                if fits(&pieces, url, true, slashes, &mut values) {
                    let mut variables: Map<String, Value> = client
                        .settable
                        .iter()
                        .filter_map(|variable| Some((variable.wire.clone(), variable.default.clone()?.into())))
                        .collect();
                    let path = values.split_off(count);
                    variables.extend(values.into_iter().map(|(name, value)| (name, Value::from(value))));
                    if further.is_some() {
                        // The main server has to be some; nothing is sent there.
                        for name in self::pieces(&main).iter().filter_map(Piece::hole) {
                            let value = if main.starts_with(&format!("{{{name}}}")) { "https://main.example.com" } else { "main" };
                            variables.entry(name).or_insert_with(|| value.into());
                        }
                    }
                    return Ok((variables, path));
                }
            }
        }
    }
    if further.is_none()
        && let Some(url) = request.urls.first()
        && let Some(other) = with_scheme_of(url, &base)
    {
        // The scheme is a matter of the base URL, which the caller may give as a whole.
        let mut values = Vec::new();
        let other = if operation.path.is_empty() { other.trim_end_matches('/') } else { &other };
        if fits(&pieces, other, true, false, &mut values) {
            let path = values.split_off(count);
            let mut whole = base.clone();
            for (name, value) in &values {
                whole = whole.replacen(&format!("{{{name}}}"), value, 1);
            }
            let mut variables: Map<String, Value> = values.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
            variables.insert(String::new(), with_scheme_of(&whole, url).unwrap_or(whole).into());
            return Ok((variables, path));
        }
    }
    Err(format!("no values make `{template}` be `{}`", request.urls.join("` or `")))
}

/// A URL with the scheme of another one, where that is not its own.
fn with_scheme_of(url: &str, other: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (other, _) = other.split_once("://").filter(|(other, _)| *other != scheme && ["http", "https"].contains(other))?;
    Some(format!("{other}://{rest}"))
}

/// Whether a text is what the pieces make of some values, which are then told without their escapes.
fn fits(pieces: &[Piece<'_>], text: &str, at_start: bool, slashes: bool, values: &mut Vec<(String, String)>) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Text(literal), rest)) => {
            // Literals are compared without escapes, whichever side has them.
            let ends = (0..=text.len()).filter(|end| text.is_char_boundary(*end));
            let plain = unescaped(literal);
            let direct = text.strip_prefix(literal).map(|_| literal.len());
            let mut lengths: Vec<usize> = direct.into_iter().collect();
            if lengths.is_empty() && (text.contains('%') || literal.contains('%') || at_start) {
                let same = |end: &usize| {
                    let one = unescaped(&text[..*end]);
                    one == plain || at_start && one.eq_ignore_ascii_case(&plain)
                };
                lengths = ends.filter(same).collect();
            }
            lengths.into_iter().any(|length| fits(rest, &text[length..], false, slashes, values))
        }
        Some((Piece::Hole(name), rest)) => {
            for end in (1..=text.len()).filter(|end| text.is_char_boundary(*end)) {
                let value = &text[..end];
                if at_start {
                    if value.find("://").is_none_or(|at| at + 3 >= end) {
                        continue;
                    }
                    // What stands directly behind a base URL is its path.
                    if let Some(Piece::Hole(_)) = rest.first() {
                        let Some(path) = text[end..].strip_prefix('/') else { continue };
                        values.push(((*name).to_owned(), value.to_owned()));
                        let at = values.len();
                        if fits(rest, path, false, slashes, values) {
                            if let Some((_, path)) = values.get_mut(at) {
                                path.insert(0, '/');
                            }
                            return true;
                        }
                        values.truncate(at - 1);
                        continue;
                    }
                } else if !slashes && value.ends_with('/') {
                    return false;
                }
                values.push(((*name).to_owned(), if at_start { value.to_owned() } else { unescaped(value) }));
                if fits(rest, &text[end..], false, slashes, values) {
                    return true;
                }
                values.pop();
            }
            false
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{fits, pieces, strict};

    fn told(template: &str, url: &str) -> Option<Vec<String>> {
        let mut values = Vec::new();
        fits(&pieces(template), url, true, false, &mut values)
            .then(|| values.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn templates_tell_their_values() {
        assert_eq!(told("https://a.example/v1/{id}", "https://a.example/v1/7").unwrap(), ["id=7"]);
        assert_eq!(told("{base}/x/{a}.{b}", "https://h.example/p/x/1.2").unwrap(), ["base=https://h.example/p", "a=1", "b=2"]);
        assert_eq!(told("{base}/{a}/{b}", "https://h.example/x/y").unwrap(), ["base=https://h.example", "a=x", "b=y"]);
        assert_eq!(told("https://a.example/{id}", "https://a.example/a%20b").unwrap(), ["id=a b"]);
        assert_eq!(told("https://a.example/a b", "https://a.example/a%20b").unwrap(), [""; 0]);
        assert_eq!(told("https://a.example/{id}", "https://a.example/a/b"), None);
        assert_eq!(told("{base}{path}/x", "https://h.example/1/x").unwrap(), ["base=https://h.example", "path=/1"]);
        assert_eq!(told("{base}{path}/{id}", "https://h.example/1//x"), None);
        assert_eq!(told("https://a.example/x", "https://a.example/y"), None);
    }

    #[test]
    fn bodies_lose_what_json_does_not_have() {
        assert_eq!(strict(r#"{ "a": 1 }"#), r#"{ "a": 1 }"#);
        assert_eq!(strict("{ \"a\": 1, // one\n }"), r#"{"a":1}"#);
        assert_eq!(strict("<a/>"), "<a/>");
    }
}
