//! What prose gives away, and what can only be said in the end.

use super::{Lowering, auth};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Segment;
use crate::postman::collection::{Item, Request};
use crate::postman::{read_excerpt, sample, variables};
use crate::text::{Located, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Of a thing that is said once, so many places are shown.
const PLACES: usize = 8;

impl Lowering<'_> {
    pub(super) fn remarks(&mut self) {
        self.remark_on_title();
        self.remark_on_prose();
        self.remark_on_variables();
        self.remark_on_http();
        for (name, places) in std::mem::take(&mut self.left_out) {
            let Some((&first, rest)) = places.split_first() else { continue };
            let message = format!("the header `{name}` is not read");
            let mut diagnostic = Diagnostic::new(Code::IgnoredMember, first, message).note("whoever sends a request sets it");
            for &place in rest.iter().take(PLACES) {
                diagnostic = diagnostic.and(place, "here too");
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// A title whose description is that of a request is probably the request's.
    fn remark_on_title(&mut self) {
        let (Some(name), Some(description)) = (&self.collection.name, &self.collection.description) else { return };
        let mut requests = Vec::new();
        all_requests(&self.collection.items, &mut requests);
        let twin = requests.iter().find_map(|request| {
            let own = request.description.as_ref()?;
            (own.value.trim() == description.value.trim()).then_some((request, own))
        });
        if let Some((request, own)) = twin {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::TitleNamesAnOperation,
                    name.span,
                    format!(
                        "the title `{}` seems to be that of the request `{}`: both have the same description",
                        read_excerpt(&name.value),
                        read_excerpt(&request.name.value)
                    ),
                )
                .and(own.span, "the same words")
                .help("give the API a title in an overlay: `at = \"api\"`, `set = { name = \"…\" }`"),
            );
        }
    }

    /// The collection's own words on authorization.
    fn remark_on_prose(&mut self) {
        let Some(description) = &self.collection.description else { return };
        if !self.api.auth.is_empty() {
            return;
        }
        let Some(at) = auth::speaks_of_authorization(description) else { return };
        self.auth_in_prose = true;
        let span = sample::places_of_words(self.sources, description).span(at..at + "authorization".len());
        self.diagnostics.push(
            Diagnostic::new(
                Code::AuthOnlyInProse,
                span,
                "the words about the API speak of authorization, but no `auth` and no header does",
            )
            .help("describe the credential in an overlay: `[auth.…]` with its header"),
        );
    }

    /// Variables that nothing defines, in base URLs and in prose. In paths, queries and bodies they are parameters and holes.
    fn remark_on_variables(&mut self) {
        let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let mut prose: Vec<&Located<String>> = self.collection.description.iter().collect();
        let mut requests = Vec::new();
        descriptions(&self.collection.items, &mut prose);
        all_requests(&self.collection.items, &mut requests);
        let mut defined: BTreeSet<&str> = self.collection.scripted.iter().map(String::as_str).collect();
        own_variables(&self.collection.items, &mut defined);
        for text in prose {
            let found = variables::references(&text.value);
            if found.is_empty() {
                continue;
            }
            let map = sample::places_of_words(self.sources, text);
            for reference in found {
                places.entry(reference.name.to_owned()).or_default().push(map.span(reference.range));
            }
        }
        let mut in_servers: BTreeSet<String> = BTreeSet::new();
        for server in &self.api.servers {
            for segment in &server.url.value.segments {
                if let Segment::Param(name) = segment {
                    in_servers.insert(name.clone());
                    let at = server.variables.iter().find(|variable| variable.name == *name).and_then(|variable| variable.basis.span);
                    places.entry(name.clone()).or_default().extend(at);
                }
            }
        }
        for (name, mut places) in places {
            let known =
                name.starts_with('$') || defined.contains(name.as_str()) || self.scopes.iter().any(|scope| scope.get(&name).is_some());
            places.sort_unstable();
            let Some((&first, rest)) = places.split_first() else { continue };
            let shown = read_excerpt(&name);
            let (message, help) = match self.scopes.iter().find_map(|scope| scope.endless(&name)) {
                Some(why) => (format!("the value of `{{{{{shown}}}}}` is not put in: {why}"), "give it a value of its own"),
                None if self.scopes.iter().all(|scope| scope.get(&name).is_some()) && in_servers.contains(&name) => (
                    format!("the value of `{{{{{shown}}}}}` is not put in: the text that it stands in would be too long with it"),
                    "give it a shorter value",
                ),
                None if known => continue,
                None => (
                    format!("`{{{{{shown}}}}}` is defined neither in the collection nor in an environment"),
                    "give the environment that defines it, or say in an overlay what it is",
                ),
            };
            let mut diagnostic = Diagnostic::new(Code::UndefinedVariable, first, message);
            for &place in rest.iter().take(PLACES) {
                diagnostic = diagnostic.and(place, "here too");
            }
            self.diagnostics.push(diagnostic.help(help));
        }
    }

    /// Credentials over plain HTTP.
    fn remark_on_http(&mut self) {
        if self.api.auth.is_empty() && !self.auth_in_prose {
            return;
        }
        for server in &self.api.servers {
            let url = server.url.value.to_string();
            let Some(rest) = url.strip_prefix("http://") else { continue };
            let host = rest.split(['/', ':']).next().unwrap_or("");
            if matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "[") {
                continue;
            }
            let Some(span) = server.url.basis.place() else { continue };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::InsecureBaseUrl,
                    span,
                    format!("credentials are sent to `{}` without encryption", read_excerpt(&url)),
                )
                .note("expected `https`")
                .help("find out whether the host answers https, and give that base URL in an overlay"),
            );
        }
    }
}

fn all_requests<'a>(items: &'a [Item], requests: &mut Vec<&'a Request>) {
    for item in items {
        match item {
            Item::Folder(folder) => all_requests(&folder.items, requests),
            Item::Request(request) => requests.push(request),
        }
    }
}

fn descriptions<'a>(items: &'a [Item], found: &mut Vec<&'a Located<String>>) {
    for item in items {
        match item {
            Item::Folder(folder) => {
                found.extend(&folder.description);
                descriptions(&folder.items, found);
            }
            Item::Request(request) => found.extend(&request.description),
        }
    }
}

/// Names of variables that folders and requests define for themselves.
fn own_variables<'a>(items: &'a [Item], defined: &mut BTreeSet<&'a str>) {
    for item in items {
        match item {
            Item::Folder(folder) => {
                defined.extend(folder.variables.iter().map(|variable| variable.name.value.as_str()));
                own_variables(&folder.items, defined);
            }
            Item::Request(request) => defined.extend(request.variables.iter().map(|variable| variable.name.value.as_str())),
        }
    }
}
