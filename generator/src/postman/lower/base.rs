//! Which servers the requests go to, and what all URLs of one of them begin with.
//!
//! The rule, so that one request more does not move everything:
//!
//! 1. Variables before the path get their values, in each environment. A variable that has none stays, as a variable of the server.
//! 2. Host and port, as the first environment has them, tell servers apart; the scheme does not, nor a port that it has anyway.
//! 3. The main server is the one that most requests go to, the first of several; a path without a host is meant below it. Each other
//!    one has a name: that of the variable that its requests name it by, or else the part of its host that tells it apart. The first
//!    of namesakes keeps the name, and the next one has more of its host in it.
//! 4. Each server has its base URL, and the alternatives that the other environments have, by the following rules.
//! 5. Where the value of a variable already holds a path, the base URL is that value.
//! 6. Otherwise it ends behind the last root word (`api`, `rest`, `v2`, a variable named for a version or with such a value) among the segments that all
//!    paths begin with. Without a root word it is the server alone, however long the common beginning.

use super::found::Found;
use super::free::Free;
use super::{Lowering, path};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Basis, Fact, How, Layer, PathTemplate, Segment, Server, ServerId, ServerVariable, Serves};
use crate::postman::collection::Content;
use crate::postman::secret::{self, Braces, Hidden};
use crate::postman::variables::{self, Scope};
use crate::postman::{read_excerpt, url};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Of requests that are said to differ, so many places are shown.
const PLACES: usize = 8;

/// The longest name that is made for a server.
const LONGEST_NAME: usize = 60;

/// A request with its URL's path below the base.
#[derive(Clone, Debug)]
pub(super) struct Based<'a> {
    pub(super) found: Found<'a>,
    /// The further server that it goes to; `None` for the main one.
    pub(super) server: Option<Fact<ServerId>>,
    /// The segments below the base, as written.
    pub(super) segments: Vec<String>,
}

/// What stands before a request's path, in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// `https`, if it is told.
    scheme: Option<String>,
    /// Host and port, as written.
    authority: String,
    /// The path that the value of a variable holds.
    path: Vec<String>,
    /// Where the variable is defined.
    defined: Option<Span>,
    /// Whether the value of the variable ends with a slash.
    ends_with_slash: bool,
}

impl Place {
    fn of(origin: &str, scope: &Scope) -> Self {
        let (resolved, defined) = scope.resolve(origin);
        let parts = url::split(&resolved);
        let origin = &resolved[parts.origin.clone()];
        let (scheme, authority) = match origin.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.trim().to_ascii_lowercase()), rest),
            None => (None, origin),
        };
        // Whoever is named before the host is a credential, and none of ours.
        let authority = authority.trim_matches('/');
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // A slash at its end is none of the path; one within it that stands twice is.
        let held = parts.path.iter().rposition(|range| !range.is_empty()).map_or(0, |last| last + 1);
        Self {
            scheme,
            authority: authority.to_owned(),
            path: parts.path.iter().take(held).map(|range| resolved[range.clone()].to_owned()).collect(),
            defined,
            ends_with_slash: resolved.trim_end().ends_with('/'),
        }
    }

    /// Whether a client can be built for it.
    fn usable(&self) -> Result<(), String> {
        let url = Fact::new(self.template(), Basis { how: How::Stated, span: None, written: None, page: None, layer: Layer::Document });
        Server { url, variables: Vec::new(), serves: Serves::Main }.usable()
    }

    fn template(&self) -> PathTemplate {
        let mut path = self.path.clone();
        secret::hide_in_path(&self.authority, &mut path, Braces::OfVariable);
        template(self.scheme.as_deref(), &self.authority, &path)
    }

    /// What tells servers apart. A port that a scheme has anyway tells nothing, nor does the case of letters, save in the name of a variable.
    fn key(&self) -> String {
        let mut authority = String::with_capacity(self.authority.len());
        let mut at = 0;
        for reference in variables::references(&self.authority) {
            authority.push_str(&self.authority[at..reference.range.start].to_ascii_lowercase());
            authority.push_str(&self.authority[reference.range.clone()]);
            at = reference.range.end;
        }
        authority.push_str(&self.authority[at..].to_ascii_lowercase());
        let plain = match self.scheme.as_deref() {
            Some("http") => authority.strip_suffix(":80"),
            Some("https") => authority.strip_suffix(":443"),
            // What is sent by another protocol goes elsewhere. Words before a host are no protocol.
            Some(scheme) if !authority.is_empty() && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                return format!("{scheme}://{authority}");
            }
            Some(_) | None => None,
        };
        plain.map_or(authority.clone(), str::to_owned)
    }
}

/// The server of a request as the document has it, and with the values of its variables where it has some.
fn shown(found: &Found<'_>, place: &Place) -> String {
    let written = found.request.url.as_ref().map_or("", |url| url.origin.trim());
    // Whoever is named before the host is shown to nobody.
    let written = match written.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host)),
        None => written.rsplit_once('@').map_or(written, |(_, host)| host).to_owned(),
    };
    if variables::references(&written).is_empty() {
        return format!("`{}`", read_excerpt(&written));
    }
    let value = place.template().to_string();
    if value == written {
        format!("`{}`", read_excerpt(&written))
    } else {
        format!("`{}`, which is `{}`,", read_excerpt(&written), read_excerpt(&value))
    }
}

/// The host in a key, and its port.
fn host_and_port(key: &str) -> (&str, Option<&str>) {
    match key.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => (host, Some(port)),
        Some(_) | None => (key, None),
    }
}

/// The requests of one server, with the place of each.
type Group<'a> = Vec<(Found<'a>, Place)>;

impl<'a> Lowering<'a> {
    /// Settles the servers, and cuts its base off each URL.
    pub(super) fn base(&mut self, all: Vec<Found<'a>>) -> Vec<Based<'a>> {
        if let Content::Metadata { .. } = self.collection.content {
            self.servers_of_environments();
        }
        let mut placed: Vec<(Found<'a>, Place)> = Vec::new();
        let mut twice: BTreeMap<Span, Span> = BTreeMap::new();
        for found in all {
            let Some(url) = &found.request.url else { continue };
            let place = match self.scopes.first() {
                Some(scope) => Place::of(&url.origin, &found.scope(scope)),
                None => continue,
            };
            if url.origin.contains('@') {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnusableParameter,
                        url.span,
                        format!("the URL of `{}` holds a user: it is left out", read_excerpt(&found.id)),
                    )
                    .help("describe the authentication in an overlay"),
                );
            }
            if place.ends_with_slash && !url.path.is_empty() {
                twice.entry(place.defined.unwrap_or(url.span)).or_insert(url.span);
            }
            placed.push((found, place));
        }
        self.diagnostics.extend(twice.into_iter().map(|(value, url)| {
            let message = "the value of a variable ends with a slash, and what follows it begins with one";
            Diagnostic::new(Code::EmptySegment, value, message).and(url, "here, for one").note("the client sends one")
        }));
        let mut problems: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (found, place) in placed.iter().filter(|(_, place)| !place.authority.is_empty()) {
            problems.entry(place.key()).or_insert_with(|| self.problem(found, place));
        }
        let keys = || placed.iter().map(|(_, place)| place.key()).filter(|key| !key.is_empty());
        // Where no host can be one, an overlay may still say which it is: that is asked of the client as a whole.
        let main = most(keys().filter(|key| problems.get(key) == Some(&None))).or_else(|| most(keys()));
        let Some(main) = main else {
            return placed.into_iter().map(|(found, _)| Based { server: None, segments: segments(&found), found }).collect();
        };
        let mut of_main: Group<'a> = Vec::new();
        let mut further: Vec<Group<'a>> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (found, place) in placed {
            let key = place.key();
            // A path without a host is meant below the one that the others name.
            if key == main || place.authority.is_empty() {
                of_main.push((found, place));
                continue;
            }
            let at = *known.entry(key).or_insert_with(|| {
                further.push(Vec::new());
                further.len() - 1
            });
            if let Some(group) = further.get_mut(at) {
                group.push((found, place));
            }
        }
        let main = of_main.iter().find(|(_, place)| !place.authority.is_empty()).cloned();
        let mut based = self.serve(of_main, Serves::Main);
        let mut taken = Free::default();
        for group in further {
            let (Some((found, place)), Some((main_found, main_place))) = (group.first(), &main) else { continue };
            let wanted = wanted_names((found, place), (main_found, main_place));
            let Some(id) = free_name(&wanted, &mut taken) else { continue };
            based.extend(self.serve(group, Serves::Named(id)));
        }
        based.sort_by_key(|based| based.found.position);
        based
    }

    /// Why no client can be built for the server of a request, whichever environment has the values; `None` where one can.
    fn problem(&self, found: &Found<'_>, place: &Place) -> Option<String> {
        let url = found.request.url.as_ref()?;
        let problem = place.usable().err()?;
        let is_usable = self.scopes.iter().skip(1).any(|scope| Place::of(&url.origin, &found.scope(scope)).usable().is_ok());
        (!is_usable).then_some(problem)
    }

    /// Refuses a request for whose server no client can be built.
    fn refuse_for(&mut self, found: &Found<'_>, place: &Place, problem: &str) {
        let reason = format!("{} cannot be a base URL: {problem}", shown(found, place));
        let help = "correct it in the document, or give the environment that has another value for its variables";
        self.refuse_at(&found.id, found.place(), reason, help.to_owned());
    }

    fn serve(&mut self, kept: Group<'a>, role: Serves) -> Vec<Based<'a>> {
        let scheme = most(kept.iter().filter_map(|(_, place)| place.scheme.clone()));
        let whole: Vec<Vec<String>> =
            kept.iter().map(|(found, place)| place.path.iter().cloned().chain(segments(found)).collect()).collect();
        let Some((_, first)) = kept.iter().find(|(_, place)| !place.authority.is_empty()) else { return Vec::new() };
        let values = |segment: &str| self.scopes.first().map_or_else(|| segment.to_owned(), |scope| scope.resolve(segment).0);
        let is_root = |segment: &str| is_root(segment, &values(segment));
        let common = common(&whole, is_root);
        // A variable's own path is the base where all of them have it.
        let stated = first.path.len();
        let by_variable = stated > 0 && common.len() >= stated && kept.iter().all(|(_, place)| place.path.len() <= stated);
        let cut = if by_variable { stated } else { common.iter().rposition(|segment| is_root(segment)).map_or(0, |at| at + 1) };
        self.say_schemes(&kept, first.scheme.as_deref().or(scheme.as_deref()));
        let count = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let first_url = kept.iter().find(|(_, place)| !place.authority.is_empty()).and_then(|(found, _)| found.request.url.as_ref());
        let Some(first_url) = first_url else { return Vec::new() };
        let span = first.defined.unwrap_or(first_url.span);
        let basis = if cut > 0 && !by_variable { Basis::inferred(first_url.span, count) } else { Basis::stated(span) };
        let mut seen: Vec<String> = Vec::new();
        let mut said: BTreeSet<Span> = BTreeSet::new();
        let mut servers: Vec<Server> = Vec::new();
        let mut unusable: Vec<(Server, Place, String, Span)> = Vec::new();
        for scope in &self.scopes.clone() {
            let Some((found, _)) = kept.iter().find(|(_, place)| !place.authority.is_empty()) else { continue };
            let Some(url) = &found.request.url else { continue };
            let place = Place::of(&url.origin, &found.scope(scope));
            let path: Vec<String> = if by_variable { place.path.clone() } else { common.iter().take(cut).cloned().collect() };
            let mut path: Vec<String> = path.iter().map(|segment| scope.resolve(segment).0).collect();
            let hidden = secret::hide_in_path(&place.authority, &mut path, Braces::OfVariable);
            let template = template(place.scheme.as_deref().or(scheme.as_deref()), &place.authority, &path);
            let text = template.to_string();
            if seen.contains(&text) {
                continue;
            }
            let basis = match place.defined {
                Some(defined) if cut == 0 || by_variable => Basis::stated(defined),
                Some(_) | None => basis.clone(),
            };
            self.say_hidden(&hidden, place.defined.unwrap_or(url.span), &mut said);
            let variables = template
                .params()
                .map(|name| ServerVariable {
                    name: name.to_owned(),
                    default: None,
                    example: None,
                    docs: None,
                    basis: Basis::stated(url.span),
                })
                .collect();
            let server = Server { url: Fact::new(template, basis), variables, serves: role.clone() };
            seen.push(text);
            if let Err(problem) = server.usable() {
                let span = place.defined.unwrap_or(url.span);
                unusable.push((server, place, problem, span));
                continue;
            }
            servers.push(server);
        }
        if servers.is_empty()
            && let Serves::Main = role
        {
            servers.extend(unusable.drain(..).map(|(server, ..)| server));
        }
        if servers.is_empty() {
            let Some((_, first, problem, _)) = unusable.first() else { return Vec::new() };
            for (found, place) in &kept {
                self.refuse_for(found, if place.authority.is_empty() { first } else { place }, problem);
            }
            return Vec::new();
        }
        let mut told: BTreeSet<Span> = BTreeSet::new();
        for (_, place, problem, span) in unusable {
            let Some((found, _)) = kept.iter().find(|(_, place)| !place.authority.is_empty()) else { continue };
            if told.insert(span) {
                let message = format!("{} cannot be a base URL: {problem}", shown(found, &place));
                self.diagnostics.push(
                    Diagnostic::new(Code::UnusableBaseUrl, span, message)
                        .note("the client has the base URLs of the other environments")
                        .help("correct it in the environment"),
                );
            }
        }
        let first = servers.first().map_or_else(String::new, |server| server.url.value.to_string());
        self.api.servers.append(&mut servers);
        if cut > 0 && !by_variable {
            let begins =
                if count == 1 { "the only request begins with it".to_owned() } else { format!("all {count} requests begin with it") };
            let owner = match &role {
                Serves::Main | Serves::Auth(_) => String::new(),
                Serves::Named(id) => format!(" of the server `{id}`"),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BaseUrlInferred,
                    first_url.span,
                    format!("the base URL{owner} is `{}`: {begins}, and it ends at a root word", read_excerpt(&first)),
                )
                .help("give the base URL in an overlay if it is another one"),
            );
        }
        let id = match role {
            Serves::Named(id) => Some(id),
            Serves::Main | Serves::Auth(_) => None,
        };
        kept.into_iter()
            .zip(whole)
            .map(|((found, place), mut whole)| {
                // Only what the value of a variable holds: the path of a request has no secret any more.
                let hidden = secret::hide_in_path(&place.authority, &mut whole, Braces::OfParameter);
                self.say_hidden(&hidden, place.defined.unwrap_or(found.place()), &mut said);
                // A path without a host is already below the base.
                let skip = if place.authority.is_empty() && common.len() < cut { 0 } else { cut };
                let server = id.clone().zip(found.request.url.as_ref()).map(|(id, url)| Fact::stated(id, url.span));
                Based { found, server, segments: whole.into_iter().skip(skip).collect() }
            })
            .collect()
    }

    /// Says once where the secrets of a base URL stand.
    fn say_hidden(&mut self, hidden: &[Hidden], within: Span, said: &mut BTreeSet<Span>) {
        for (hidden, place) in hidden.iter().zip(secret::places_of_hidden(hidden, within, self.sources)) {
            if said.insert(place) {
                self.diagnostics.push(hidden.diagnostic(place));
            }
        }
    }

    /// Requests of one server that name another scheme than the one that it has.
    fn say_schemes(&mut self, kept: &Group<'a>, scheme: Option<&str>) {
        let Some(scheme) = scheme else { return };
        let others = || {
            kept.iter().filter_map(|(found, place)| {
                let other = place.scheme.as_deref().filter(|other| *other != scheme)?;
                Some((other, found.request.url.as_ref()?.span))
            })
        };
        let Some((other, first)) = others().next() else { return };
        let mut diagnostic = Diagnostic::new(
            Code::MixedSchemes,
            first,
            format!("a request goes by `{}` to a server whose first request goes by `{}`", read_excerpt(other), read_excerpt(scheme)),
        );
        for (_, span) in others().skip(1).take(PLACES) {
            diagnostic = diagnostic.and(span, "this one too");
        }
        let help = "give the base URL in an overlay if the other scheme is the right one";
        self.diagnostics.push(diagnostic.note(format!("the client sends it by `{}`", read_excerpt(scheme))).help(help));
    }

    /// A page without requests still tells what its environments hold.
    fn servers_of_environments(&mut self) {
        let mut said: BTreeSet<Span> = BTreeSet::new();
        for environment in &self.collection.environments {
            for variable in &environment.variables {
                let Some(value) = &variable.value else { continue };
                let text = value.value.trim();
                let Some((scheme, _)) = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http")) else { continue };
                if text.contains(['{', '}', '<', '>', ' ', '@']) {
                    continue;
                }
                let parts = url::split(text);
                let mut path: Vec<String> = parts.path.iter().map(|range| text[range.clone()].to_owned()).collect();
                let origin = &text[parts.origin];
                let host = origin.split_once("://").map_or(origin, |(_, host)| host);
                let hidden = secret::hide_in_path(host, &mut path, Braces::OfVariable);
                let url = if hidden.is_empty() {
                    PathTemplate { segments: vec![Segment::Literal(text.trim_end_matches('/').to_owned())] }
                } else {
                    // A query would be none of the base URL.
                    self.say_hidden(&hidden, value.span, &mut said);
                    template(Some(scheme), host, &path)
                };
                if !self.api.servers.iter().any(|server| server.url.value == url) {
                    let url = Fact::new(url, Basis::inferred(value.span, 1));
                    self.api.servers.push(Server { url, variables: Vec::new(), serves: Serves::Main });
                }
            }
        }
    }
}

/// What a further server may be called, the best first.
fn wanted_names((found, place): (&Found<'_>, &Place), (main_found, main_place): (&Found<'_>, &Place)) -> Vec<String> {
    let variable = |found: &Found<'_>| {
        let origin = found.request.url.as_ref().map_or("", |url| url.origin.as_str());
        let origin = origin.split_once("://").map_or(origin, |(_, rest)| rest);
        match variables::references(origin).as_slice() {
            [one] if one.range.start == 0 && !origin[one.range.end..].contains('.') => Some(one.name.to_owned()),
            _ => None,
        }
    };
    let mut wanted = Vec::new();
    // A variable that the main server is named by too, and whose value a folder replaces, tells nothing.
    wanted.extend(variable(found).filter(|name| variable(main_found).as_ref() != Some(name)));
    let (key, main_key) = (place.key(), main_place.key());
    let ((host, port), (main_host, _)) = (host_and_port(&key), host_and_port(&main_key));
    if host != main_host {
        let telling = telling(host, main_host);
        let with_port = telling.as_ref().zip(port).map(|(name, port)| format!("{name}-{port}"));
        wanted.extend(telling);
        wanted.extend(with_port);
        wanted.push(host.to_owned());
    }
    wanted.push(key.clone());
    wanted
}

/// The first part of a host that it does not share with all others.
fn telling(host: &str, main: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let shared = labels.iter().rev().zip(main.split('.').rev()).take_while(|(one, other)| **one == *other).count();
    // Without a common end, the last part is the top of the names, which tells as little.
    let end = labels.len().saturating_sub(shared.max(1)).max(1);
    let own = labels.get(..end)?;
    let tells = |label: &&&str| {
        let has_letter = label.bytes().any(|byte| byte.is_ascii_alphabetic());
        has_letter && !matches!(**label, "www" | "api") && variables::references(label).is_empty()
    };
    own.iter().find(tells).map(|label| (*label).to_owned())
}

/// The first name that is free, as an id; the last one with a number where all are taken.
fn free_name(wanted: &[String], taken: &mut Free) -> Option<ServerId> {
    let ids: Vec<String> = wanted.iter().map(|name| id_of(name)).filter(|id| ServerId::new(id).is_some()).collect();
    let wish = ids.iter().find(|id| taken.is_free(id)).or(ids.last()).map_or("server", String::as_str);
    ServerId::new(&taken.take(wish, |stem, number| format!("{stem}-{number}")))
}

/// A name as an id: what cannot stand in one becomes a hyphen.
fn id_of(name: &str) -> String {
    let stands = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_');
    let words: Vec<&str> = name.split(|sign: char| !stands(sign)).filter(|word| !word.is_empty()).collect();
    let mut id = words.join("-");
    id.truncate(LONGEST_NAME);
    id
}

fn segments(found: &Found<'_>) -> Vec<String> {
    found.request.url.as_ref().map(|url| url.path.clone()).unwrap_or_default()
}

/// The value that comes most often; the first of several.
fn most(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut known = BTreeMap::new();
    for value in values {
        let at = *known.entry(value.clone()).or_insert_with(|| {
            counts.push((value, 0));
            counts.len() - 1
        });
        if let Some((_, count)) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let best = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == best).map(|(value, _)| value)
}

/// The segments that all paths begin with. Placeholders are the same where they are written the same.
fn common(paths: &[Vec<String>], is_root: impl Fn(&str) -> bool) -> Vec<String> {
    let Some((first, rest)) = paths.split_first() else { return Vec::new() };
    let mut common = first.clone();
    for path in rest {
        let same = common.iter().zip(path).take_while(|(a, b)| a == b).count();
        common.truncate(same);
    }
    // What stands behind a parameter belongs to the operations.
    let literal = common.iter().position(|segment| path::is_variable(segment) && !is_root(segment)).unwrap_or(common.len());
    common.truncate(literal);
    common
}

/// Whether a segment marks the root of an API: by its words, or by the name or the value of the variable that it is.
fn is_root(segment: &str, value: &str) -> bool {
    if let Some(name) = variables::only_reference(segment) {
        let name = name.to_ascii_lowercase();
        let named = ["version", "api"].iter().any(|word| name.contains(word)) && !name.contains("key") && !name.contains("token");
        return named || (value != segment && is_root_word(value));
    }
    is_root_word(segment)
}

fn is_root_word(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    if matches!(segment.as_str(), "api" | "apis" | "rest" | "restapi" | "webapi" | "openapi" | "jsonapi" | "rest-api" | "web-api") {
        return true;
    }
    let numbers = |text: &str| {
        !text.is_empty()
            && text.starts_with(|sign: char| sign.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-'))
    };
    let version = segment.strip_prefix("api").unwrap_or(&segment);
    let version = version.trim_start_matches(['-', '_', '.']);
    version.strip_prefix('v').is_some_and(|rest| numbers(rest.trim_end_matches(|sign: char| sign.is_ascii_lowercase())))
        || (version.contains('.') && numbers(version))
}

/// The URL with its variables as holes.
fn template(scheme: Option<&str>, authority: &str, path: &[String]) -> PathTemplate {
    let mut text = String::new();
    let holds_scheme = authority.starts_with("{{");
    match scheme {
        Some(scheme) => {
            text.push_str(scheme);
            text.push_str("://");
        }
        // A variable may hold its own scheme; a host without one is reached by Postman through http.
        None if !holds_scheme => text.push_str("http://"),
        None => {}
    }
    text.push_str(authority);
    for segment in path {
        text.push('/');
        text.push_str(segment);
    }
    let mut segments: Vec<Segment> = Vec::new();
    let literal = |text: &str, segments: &mut Vec<Segment>| {
        if !text.is_empty() {
            match segments.last_mut() {
                Some(Segment::Literal(before)) => before.push_str(&url::encode_literal(text)),
                Some(Segment::Param(_)) | None => segments.push(Segment::Literal(url::encode_literal(text))),
            }
        }
    };
    let mut at = 0;
    for reference in variables::references(&text) {
        literal(&text[at..reference.range.start], &mut segments);
        segments.push(Segment::Param(reference.name.trim_start_matches('$').to_owned()));
        at = reference.range.end;
    }
    literal(&text[at..], &mut segments);
    let mut names = path::Names::default();
    for segment in &mut segments {
        if let Segment::Param(name) = segment {
            *name = names.take(name);
        }
    }
    PathTemplate { segments }
}
