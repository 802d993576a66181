//! Which operation an answer belongs to: by server, method and path, the most specific one; then by what the query, the body and the headers of its
//! request say.

use crate::drift::record::Recorded;
use crate::drift::sent::{Sent, SentBody, Stands, pairs, percent_decoded};
use crate::ir::{Api, Operation, PathTemplate, Segment, Server, Serves, Telling};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which hosts a recording may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Those of the API's servers.
    Known,
    /// Any: it was recorded at a proxy, or at another environment.
    Any,
}

/// Which operation it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Routed {
    /// This one, by position.
    To(usize),
    /// None.
    Nowhere,
    /// It could be several, and nothing that was recorded tells which.
    Several(Vec<usize>),
    /// The recording names one that is not there.
    Unknown,
}

/// A longer step of a path is no operation's.
const LONGEST: usize = 4096;

/// A longer address is cut where it is shown.
const LONGEST_SHOWN: usize = 200;

/// The methods that everybody has.
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

pub(super) struct Router<'a> {
    api: &'a Api,
    routes: Vec<Route>,
    /// The ways to the servers themselves.
    bases: Vec<Route>,
    by_name: BTreeMap<&'a str, Vec<usize>>,
    /// The steps of paths that the documents say themselves.
    constants: BTreeSet<String>,
}

/// A way to an operation.
struct Route {
    operation: usize,
    /// Whether anything may stand before the first step.
    open: bool,
    /// The host, unless any will do, and the steps of the path.
    steps: Vec<Vec<Piece>>,
    /// Whether the path ends in a slash.
    slash: bool,
}

/// A piece of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole,
}

impl<'a> Router<'a> {
    pub(super) fn new(api: &'a Api, hosts: Hosts) -> Self {
        let mut routes = Vec::new();
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, operation) in api.operations.iter().enumerate() {
            by_name.entry(&operation.id).or_default().push(at);
            if operation.name.value != operation.id {
                by_name.entry(&operation.name.value).or_default().push(at);
            }
            let id = operation.server.as_ref().map(|server| &server.value);
            let of_auth = api.servers.iter().filter(|server| id.is_none() && matches!(server.serves, Serves::Auth(_)));
            let servers: Vec<&Server> = api.servers_of(id).chain(of_auth).collect();
            if servers.is_empty() {
                routes.push(Route::new(at, &PathTemplate::default(), &operation.path.value, Hosts::Any));
            }
            routes.extend(servers.iter().map(|server| Route::new(at, &server.url.value, &operation.path.value, hosts)));
        }
        let none = PathTemplate::default();
        let bases = api.servers.iter().map(|server| Route::new(0, &server.url.value, &none, hosts)).collect();
        let below_host = |route: &Route| usize::from(!route.open);
        let steps = routes.iter().chain(&bases).flat_map(|route| route.steps.iter().skip(below_host(route)));
        let constants = steps.filter_map(|pieces| if let [Piece::Text(text)] = pieces.as_slice() { Some(text.clone()) } else { None });
        let constants = constants.collect();
        Self { api, routes, bases, by_name, constants }
    }

    /// Whether a URL is one of the API's, where it has no operations.
    pub(super) fn is_served(&self, url: &str) -> bool {
        let Some(url) = Url::of(url) else { return false };
        self.bases.is_empty() || self.bases.iter().any(|base| base.begins(&url))
    }

    /// The method and the address of a request, of which only that is shown which the documents say themselves: what else stands in them may be a secret
    /// or somebody's, and is a `*`.
    pub(super) fn shown(&self, recorded: &Recorded) -> String {
        let method = recorded.method.trim().to_ascii_uppercase();
        let is_known = METHODS.contains(&method.as_str())
            || self.api.operations.iter().any(|operation| operation.method.value.as_str().eq_ignore_ascii_case(&method));
        let method = if is_known { method.as_str() } else { "*" };
        let Some(url) = Url::of(&recorded.url) else { return format!("{method} (no URL)") };
        let scheme = recorded.url.trim().split_once("://").map_or("", |(scheme, _)| scheme);
        let scheme = ["https", "http"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known)).unwrap_or("*");
        let host = url.steps.first().map_or_else(|| "*".to_owned(), |host| self.shown_host(host));
        let mut shown = format!("{method} {scheme}://{host}");
        for step in url.steps.iter().skip(1) {
            shown.push('/');
            shown.push_str(if step.is_empty() || self.constants.contains(step) { step } else { "*" });
        }
        if url.slash {
            shown.push('/');
        }
        shown.chars().take(LONGEST_SHOWN).collect()
    }

    /// A host as the documents write it.
    fn shown_host(&self, host: &str) -> String {
        let ways = self.routes.iter().chain(&self.bases).filter(|route| !route.open);
        let mut hosts = ways.filter_map(|route| route.steps.first()).filter(|pieces| fits(pieces, host));
        let words = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole => "*".to_owned(),
        };
        hosts.next().map_or_else(|| "*".to_owned(), |pieces| pieces.iter().map(words).collect())
    }

    pub(super) fn route(&self, recorded: &Recorded) -> Routed {
        if let Some(id) = &recorded.operation {
            return match self.by_name.get(id.as_str()).map(Vec::as_slice) {
                Some([one]) => Routed::To(*one),
                // An id goes before a name.
                Some(several) => match several.iter().find(|&&at| self.api.operations[at].id == *id) {
                    Some(one) => Routed::To(*one),
                    None => Routed::Several(several.to_vec()),
                },
                None => Routed::Unknown,
            };
        }
        let Some(url) = Url::of(&recorded.url) else { return Routed::Nowhere };
        let mut found: Vec<(Rank, usize)> = Vec::new();
        for route in &self.routes {
            let operation = &self.api.operations[route.operation];
            if !operation.method.value.as_str().eq_ignore_ascii_case(recorded.method.trim()) {
                continue;
            }
            let Some(path) = route.rank(&url) else { continue };
            if let Some(told) = told(operation, &url, &recorded.sent) {
                found.push(((path, Reverse(told), route.slash != url.slash), route.operation));
            }
        }
        found.sort();
        let Some((best, _)) = found.first().cloned() else { return Routed::Nowhere };
        let mut best: Vec<usize> = found.into_iter().take_while(|(rank, _)| *rank == best).map(|(_, operation)| operation).collect();
        best.dedup();
        match best.as_slice() {
            [one] => Routed::To(*one),
            _ => Routed::Several(best),
        }
    }
}

/// How well a way fits, the best first: by its path, by how much of the request says so, by the slash at the end.
type Rank = (Vec<u8>, Reverse<usize>, bool);

/// A URL that was called.
struct Url {
    /// The host, and the steps of the path, decoded.
    steps: Vec<String>,
    slash: bool,
    query: Vec<(String, String)>,
}

impl Url {
    fn of(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let slash = path.ends_with('/');
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut steps = vec![without_port(host, scheme)];
        if !path.is_empty() {
            steps.extend(path.split('/').map(percent_decoded));
        }
        Some(Self { steps, slash, query: pairs(query) })
    }
}

/// A host in small letters, without the port that its scheme has anyway.
fn without_port(host: &str, scheme: &str) -> String {
    let host = host.to_ascii_lowercase();
    let port = if scheme.eq_ignore_ascii_case("http") { ":80" } else { ":443" };
    host.strip_suffix(port).map_or(host.clone(), str::to_owned)
}

impl Route {
    fn new(operation: usize, base: &PathTemplate, path: &PathTemplate, hosts: Hosts) -> Self {
        let mut segments: Vec<Segment> = base.segments.clone();
        let mut open = segments.is_empty();
        // The scheme is nobody's business: many pages still say `http`.
        match segments.first_mut() {
            Some(Segment::Literal(text)) => {
                if let Some((scheme, behind)) = text.split_once("://") {
                    *text = match behind.split_once('/') {
                        Some((host, path)) => format!("{}/{path}", without_port(host, scheme)),
                        None if base.segments.len() == 1 => without_port(behind, scheme),
                        None => behind.to_ascii_lowercase(),
                    };
                }
            }
            Some(Segment::Param(_)) => {
                let is_scheme = matches!(segments.get(1), Some(Segment::Literal(next)) if next.starts_with("://"));
                if is_scheme {
                    segments.remove(0);
                    if let Some(Segment::Literal(next)) = segments.first_mut() {
                        *next = next.trim_start_matches("://").to_owned();
                    }
                } else {
                    let is_host = matches!(segments.get(1), Some(Segment::Literal(next)) if !next.starts_with('/'));
                    if !is_host {
                        // The whole beginning of the URL, most likely.
                        segments.remove(0);
                        open = true;
                    }
                }
            }
            None => {}
        }
        let mut base = steps(&segments);
        if let Some(host) = base.first_mut().filter(|_| !open) {
            for piece in host {
                if let Piece::Text(text) = piece {
                    text.make_ascii_lowercase();
                }
            }
        }
        if hosts == Hosts::Any && !open {
            base.remove(0);
        }
        // `https://a.example/` and `/pets` have one slash between them.
        while base.last().is_some_and(Vec::is_empty) {
            base.pop();
        }
        if open {
            base.retain(|step| !step.is_empty());
        }
        let mut below = steps(&path.segments);
        if below.first().is_some_and(Vec::is_empty) {
            below.remove(0);
        }
        let slash = below.last().is_some_and(Vec::is_empty);
        while below.last().is_some_and(Vec::is_empty) {
            below.pop();
        }
        let any_host = hosts == Hosts::Any && !open;
        let mut all = if any_host { vec![vec![Piece::Hole]] } else { Vec::new() };
        all.extend(base);
        all.extend(below);
        Self { operation, open, steps: all, slash }
    }

    /// Whether a URL begins along the way.
    fn begins(&self, url: &Url) -> bool {
        self.open || (self.steps.len() <= url.steps.len() && self.steps.iter().zip(&url.steps).all(|(pieces, step)| fits(pieces, step)))
    }

    /// How specific the way is, if the URL goes along it: 0 for each step that is a text, 1 for one that is partly, 2 for any.
    fn rank(&self, url: &Url) -> Option<Vec<u8>> {
        let skipped = url.steps.len().checked_sub(self.steps.len())?;
        if skipped > 0 && !self.open || skipped == 0 && self.open {
            return None;
        }
        let steps = self.steps.iter().zip(&url.steps[skipped..]);
        let ranks = steps.map(|(pieces, step)| {
            fits(pieces, step).then_some(match pieces.as_slice() {
                [Piece::Hole] => 2,
                [Piece::Text(_)] | [] => 0,
                _ => 1,
            })
        });
        let mut ranks: Vec<u8> = ranks.collect::<Option<_>>()?;
        // More steps that are told go before fewer.
        ranks.extend(std::iter::repeat_n(3, skipped));
        Some(ranks)
    }
}

/// The steps of a template.
fn steps(segments: &[Segment]) -> Vec<Vec<Piece>> {
    let mut steps: Vec<Vec<Piece>> = vec![Vec::new()];
    for segment in segments {
        match segment {
            Segment::Param(_) => steps.last_mut().into_iter().for_each(|step| step.push(Piece::Hole)),
            Segment::Literal(text) => {
                for (at, part) in text.split('/').enumerate() {
                    if at > 0 {
                        steps.push(Vec::new());
                    }
                    if !part.is_empty() {
                        steps.last_mut().into_iter().for_each(|step| step.push(Piece::Text(percent_decoded(part))));
                    }
                }
            }
        }
    }
    steps
}

/// Whether a step is of these pieces. A hole holds at least one sign.
fn fits(pieces: &[Piece], step: &str) -> bool {
    match pieces {
        [] => step.is_empty(),
        [Piece::Hole] => !step.is_empty(),
        [Piece::Text(text)] => text == step,
        _ if step.len() > LONGEST => false,
        _ => {
            // Where what was taken so far may end.
            let mut ends = vec![0_usize];
            for piece in pieces {
                ends = match piece {
                    Piece::Text(text) => {
                        let fitting = ends.into_iter().filter(|&at| step.get(at..).is_some_and(|rest| rest.starts_with(text.as_str())));
                        fitting.map(|at| at + text.len()).collect()
                    }
                    Piece::Hole => match ends.first() {
                        Some(&first) => (first + 1..=step.len()).filter(|&at| step.is_char_boundary(at)).collect(),
                        None => Vec::new(),
                    },
                };
            }
            ends.last() == Some(&step.len())
        }
    }
}

/// How much of what was recorded says that it is this operation; nothing where something says that it is not.
fn told(operation: &Operation, url: &Url, sent: &Sent) -> Option<usize> {
    let mut sum = 0;
    for constant in &operation.constants {
        if !url.query.iter().any(|(name, value)| *name == constant.name && *value == constant.value) {
            return None;
        }
        sum += 1;
    }
    let has_name = operation.told_by.iter().any(|telling| telling.what == "operation");
    for telling in &operation.told_by {
        match says(telling, sent, has_name) {
            Some(true) => sum += 1,
            Some(false) => return None,
            None => {}
        }
    }
    // What the client always sends in a form tells too.
    for param in operation.params.iter().filter(|param| matches!(param.place.value, crate::ir::Place::Form | crate::ir::Place::Part)) {
        let Some(constant) = &param.facts.constant else { continue };
        match sent.body.text_at(&param.wire) {
            Stands::Text(text) if text == constant.value => sum += 1,
            Stands::Text(_) | Stands::Nothing => return None,
            Stands::Unknown => {}
        }
    }
    Some(sum)
}

/// Whether a request is what an operation is told by; nothing where that cannot be known.
fn says(telling: &Telling, sent: &Sent, has_name: bool) -> Option<bool> {
    let Telling { what, value, .. } = telling;
    match what.as_str() {
        "body" => sent.body.word().map(|word| word == value),
        "operation" => {
            let name = sent.body.text_at("operationName").known()?;
            let query = sent.body.text_at("query").known()?;
            Some(name == *value || question_name(&query).is_some_and(|found| found == *value))
        }
        "query" => {
            let query = sent.body.text_at("query").known()?;
            let is_it = query.split_whitespace().collect::<Vec<_>>().join(" ") == *value;
            // A question of a known name may be written in another way by now.
            if is_it || !has_name { Some(is_it) } else { None }
        }
        "element" => match &sent.body {
            SentBody::Text(text) => Some(value.split(['/', ' ', ',']).filter(|name| !name.is_empty()).all(|name| text.contains(name))),
            SentBody::Unrecorded => None,
            SentBody::None | SentBody::Json(_) | SentBody::Form(_) | SentBody::Parts(_) => Some(false),
        },
        // What bodies have in common is not told by one of them.
        "shape" | "members" => None,
        _ => {
            if let Some((_, found)) = sent.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(what)) {
                return Some(found.trim().trim_matches('"') == value);
            }
            match sent.body.text_at(what) {
                Stands::Text(found) => Some(found == *value),
                // It may be a header of which nothing was recorded.
                Stands::Nothing if what.contains('-') || what == "SOAPAction" => (!sent.headers.is_empty()).then_some(false),
                Stands::Nothing => Some(false),
                Stands::Unknown => None,
            }
        }
    }
}

/// `query users` of `query users ($first: Int) { … }`.
fn question_name(text: &str) -> Option<String> {
    let text = text.trim_start();
    let (verb, rest) = ["query", "mutation", "subscription"].into_iter().find_map(|verb| Some((verb, text.strip_prefix(verb)?)))?;
    let rest = rest.trim_start();
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
    (end > 0).then(|| format!("{verb} {}", &rest[..end]))
}
