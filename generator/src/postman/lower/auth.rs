//! Ways to authenticate.

use super::found::Found;
use super::free::Free;
use super::{Lowering, assumed};
use crate::diagnostic::{Code, Diagnostic};
use crate::infer::is_placeholder;
use crate::ir::{Accepts, AuthScheme, Basis, Credential, CredentialPlace, Fact};
use crate::postman::collection::{Auth, AuthSetting, Entry};
use crate::postman::{read_excerpt, secret, variables};
use crate::text::{Located, Span};
use std::collections::BTreeMap;

impl<'a> Lowering<'a> {
    /// What an operation accepts, with the headers that are credentials taken out of the list.
    pub(super) fn accepts(&mut self, found: &Found<'a>, headers: &mut Vec<&'a Entry>) -> Fact<Accepts> {
        let mut credentials: Vec<Credential> = Vec::new();
        let mut place: Option<Span> = None;
        let mut id = String::new();
        let mut unsupported = None;
        if let AuthSetting::Use(auth) = found.auth {
            match credential(auth) {
                Ok(credential) => {
                    auth.kind.value.clone_into(&mut id);
                    place = Some(auth.span);
                    credentials.push(credential);
                }
                Err(why) => {
                    unsupported = Some(auth.span);
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::UnsupportedAuth,
                            auth.kind.span,
                            format!("`{}` is not supported: {why}", read_excerpt(&auth.kind.value)),
                        )
                        .help("the client does not authenticate such requests: describe another way in an overlay, and name it under `auth` of the operations"),
                    );
                }
            }
            for (name, value) in &auth.attributes {
                if secret::is_secret(name, &value.value) && !is_setting(name) {
                    self.masked(name, value.span);
                }
            }
        }
        let mut rest = Vec::new();
        for entry in headers.drain(..) {
            match header_credential(entry) {
                Some(credential) if entry.disabled.is_none() => {
                    if let Some(value) = &entry.value
                        && secret::is_secret_sent(&entry.key.value, &value.value)
                    {
                        self.masked(&entry.key.value, value.span);
                    }
                    // The `auth` object sends the same header; one of them is enough.
                    if credentials.iter().any(|known| same_place(&known.place, &credential.place)) {
                        continue;
                    }
                    if id.is_empty() {
                        id = entry.key.value.trim().to_ascii_lowercase();
                    }
                    place.get_or_insert(entry.span);
                    credentials.push(credential);
                }
                Some(_) if same_as_scheme(entry, &credentials) => {}
                Some(_) | None => rest.push(entry),
            }
        }
        *headers = rest;
        if let (Some(span), false) = (place, credentials.is_empty()) {
            let id = self.scheme(&id, credentials, span);
            return Fact::stated(Accepts::Of(vec![id]), span);
        }
        match (found.auth, unsupported) {
            (AuthSetting::Off(span), _) => Fact::stated(Accepts::None, *span),
            // A credential of another kind must not go where the vendor asks for this one.
            (AuthSetting::Use(auth), Some(span)) => {
                let way = read_excerpt(&auth.kind.value);
                Fact::new(
                    Accepts::None,
                    assumed(span, &format!("the request authenticates by `{way}`, which is not supported, so that no credential is sent")),
                )
            }
            (AuthSetting::Inherit | AuthSetting::Use(_), _) => {
                Fact::new(Accepts::AnyOrNone, assumed(found.place(), "the collection does not say how the request authenticates"))
            }
        }
    }

    /// The id of the scheme with these credentials, which is made where there is none yet.
    fn scheme(&mut self, wanted: &str, credentials: Vec<Credential>, span: Span) -> String {
        let places: Vec<CredentialPlace> = credentials.iter().map(|credential| plain(&credential.place)).collect();
        if let Some(known) = self.schemes.by_places.get(&places) {
            return known.clone();
        }
        let id = self.schemes.ids.take(&super::one_line(wanted), |stem, number| format!("{stem}-{number}"));
        self.schemes.by_places.insert(places, id.clone());
        self.api.auth.push(AuthScheme { id: id.clone(), credentials, docs: None, basis: Basis::stated(span) });
        id
    }
}

/// Where the credential of an `auth` object goes.
fn credential(auth: &Auth) -> Result<Credential, &'static str> {
    let value_name = |attribute: &str, otherwise: &str| {
        let name = auth.attribute(attribute).and_then(|value| variables::only_reference(&value.value));
        name.map_or_else(|| otherwise.to_owned(), super::one_line)
    };
    let literal = |attribute: &str| {
        auth.attribute(attribute)
            .map(|value| value.value.trim())
            .filter(|value| variables::references(value).is_empty() && !is_placeholder(value))
    };
    let token = |name: &str, prefix: String, values: Vec<String>| Credential {
        place: CredentialPlace::Header { name: name.to_owned(), prefix },
        values,
        docs: None,
    };
    match auth.kind.value.as_str() {
        "bearer" => Ok(token("Authorization", "Bearer ".to_owned(), vec![value_name("token", "token")])),
        "basic" => {
            let (user, password) = (value_name("username", "username"), value_name("password", "password"));
            let password = if user == password { "password".to_owned() } else { password };
            let user = if user == password { "username".to_owned() } else { user };
            Ok(Credential { place: CredentialPlace::BasicPair, values: vec![user, password], docs: None })
        }
        "apikey" => {
            if auth.attribute("key").is_some() && literal("key").is_none() {
                return Err("the name of its header or parameter is a variable");
            }
            let name = literal("key").ok_or("it does not name its header or parameter")?;
            let place = match literal("in") {
                Some("query") => CredentialPlace::Query { name: name.to_owned() },
                Some(_) | None => CredentialPlace::Header { name: name.to_owned(), prefix: String::new() },
            };
            Ok(Credential { place, values: vec![value_name("value", "api_key")], docs: None })
        }
        "oauth2" => {
            let values = vec![value_name("accessToken", "access_token")];
            if auth.attribute("addTokenTo").is_some_and(|place| place.value == "queryParams") {
                return Ok(Credential { place: CredentialPlace::Query { name: "access_token".to_owned() }, values, docs: None });
            }
            let prefix = literal("headerPrefix").unwrap_or("Bearer");
            Ok(token("Authorization", format!("{} ", prefix.trim()), values))
        }
        "awsv4" | "asap" | "digest" | "edgegrid" | "hawk" | "jwt" | "ntlm" | "oauth1" => Err("each request would have to be signed"),
        _ => Err("it is no kind of authentication that Postman is known to have"),
    }
}

/// The credential that a header is; `None` for one that is none.
fn header_credential(entry: &Entry) -> Option<Credential> {
    let name = entry.key.value.trim();
    let value = entry.value.as_ref().map(|value| value.value.trim()).unwrap_or_default();
    let is_authorization = name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("proxy-authorization");
    let named = is_authorization || is_credential_name(name);
    if !named || name.eq_ignore_ascii_case("cookie") || !name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
        return None;
    }
    // `Bearer {{token}}`: a word, a blank, and what the caller gives.
    let (prefix, rest) = match value.split_once(' ') {
        Some((word, rest)) if is_prefix(word, rest.trim(), is_authorization) => (format!("{word} "), rest.trim()),
        Some(_) | None => (String::new(), value),
    };
    // A scheme's word alone is a prefix whose credential the example leaves out.
    let bare = ["bearer", "basic", "token"].iter().any(|word| rest.eq_ignore_ascii_case(word)).then(|| format!("{rest} "));
    let prefix = bare.unwrap_or(prefix);
    let default = if prefix.trim().eq_ignore_ascii_case("bearer") { "token" } else { name };
    let value_name = variables::only_reference(rest).map_or_else(|| default.to_ascii_lowercase(), super::one_line);
    Some(Credential { place: CredentialPlace::Header { name: name.to_owned(), prefix }, values: vec![value_name], docs: None })
}

/// Whether the first word of a credential is the same for every caller. It goes into the client as it stands, so what may be the beginning of
/// somebody's secret, or of words such as `YOUR API KEY`, is none.
fn is_prefix(word: &str, rest: &str, is_authorization: bool) -> bool {
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_word || secret::looks_like_secret(word) {
        return false;
    }
    let is_open = is_placeholder(rest) || variables::references(rest).first().is_some_and(|first| first.range.start == 0);
    let is_one_word = !rest.is_empty() && !rest.contains(char::is_whitespace);
    let is_scheme = SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
    // A vendor's own scheme stands before what nobody would take for a word.
    let is_token = is_one_word && rest.len() >= 8 && rest.bytes().any(|byte| byte.is_ascii_digit());
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    is_open || is_scheme && (is_authorization || is_one_word) || is_authorization && is_plain && is_token
}

/// What stands before a credential, in small letters: the registered schemes, and words that vendors use like them.
const SCHEMES: &[&str] = &[
    "api-key",
    "api-token",
    "apikey",
    "apitoken",
    "aws4-hmac-sha256",
    "basic",
    "bearer",
    "digest",
    "dpop",
    "hawk",
    "hmac",
    "jwt",
    "key",
    "mac",
    "negotiate",
    "ntlm",
    "oauth",
    "oauth2",
    "signature",
    "token",
];

fn is_credential_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.strip_prefix('x').unwrap_or(&plain);
    // What only tells one request from a forged one is given with the request.
    let is_of_request = plain.starts_with("csrf") || plain.starts_with("xsrf");
    (secret::is_secret_name(&name) && !is_of_request)
        || matches!(
            plain,
            "token" | "authtoken" | "apitoken" | "key" | "apikey" | "sessionid" | "sessiontoken" | "authkey" | "usertoken" | "session"
        )
}

/// Whether an attribute of an `auth` object is a setting rather than a value.
fn is_setting(name: &str) -> bool {
    matches!(
        name,
        "addTokenTo"
            | "accessTokenUrl"
            | "authUrl"
            | "refreshTokenUrl"
            | "tokenName"
            | "tokenType"
            | "signatureMethod"
            | "key"
            | "in"
            | "isSecretBase64Encoded"
    )
}

/// The schemes that there are, so that the thousandth is found as quickly as the first.
#[derive(Default)]
pub(super) struct Schemes {
    by_places: BTreeMap<Vec<CredentialPlace>, String>,
    ids: Free,
}

fn same_place(a: &CredentialPlace, b: &CredentialPlace) -> bool {
    plain(a) == plain(b)
}

/// A place in the one spelling that all its spellings have in common.
fn plain(place: &CredentialPlace) -> CredentialPlace {
    match place {
        CredentialPlace::Header { name, prefix } => CredentialPlace::Header { name: name.to_ascii_lowercase(), prefix: prefix.clone() },
        CredentialPlace::BasicPair => CredentialPlace::Header { name: "authorization".to_owned(), prefix: "Basic ".to_owned() },
        CredentialPlace::Query { .. } | CredentialPlace::Cookie { .. } | CredentialPlace::SignedQuery { .. } => place.clone(),
    }
}

/// Whether a disabled header would send what a scheme sends.
fn same_as_scheme(entry: &Entry, credentials: &[Credential]) -> bool {
    credentials.iter().any(|known| match &known.place {
        CredentialPlace::Header { name, .. } => name.eq_ignore_ascii_case(entry.key.value.trim()),
        CredentialPlace::BasicPair => entry.key.value.trim().eq_ignore_ascii_case("authorization"),
        CredentialPlace::Query { .. } | CredentialPlace::Cookie { .. } | CredentialPlace::SignedQuery { .. } => false,
    })
}

/// Whether a text names the header of an authorization.
pub(super) fn speaks_of_authorization(text: &Located<String>) -> Option<usize> {
    text.value.to_ascii_lowercase().find("authorization")
}
