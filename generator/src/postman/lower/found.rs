//! Requests with what they inherit.

use super::free::Free;
use super::{one_line, pieces};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::Method;
use crate::postman::collection::{AuthSetting, Collection, Folder, Item, Request, Variable};
use crate::postman::read_excerpt;
use crate::postman::variables::Scope;
use crate::text::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A request in its folder.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) request: &'a Request,
    /// The folders it is in, the outermost first.
    pub(super) folders: Vec<&'a Folder>,
    /// Folders and name, joined with `/`; no two are equal.
    pub(super) id: String,
    /// Which of all requests it is.
    pub(super) position: usize,
    /// The nearest word on authentication, its own or inherited.
    pub(super) auth: &'a AuthSetting,
}

impl Found<'_> {
    /// The folders, joined with `/`.
    pub(super) fn group(&self) -> Option<String> {
        let names: Vec<String> = self.folders.iter().map(|folder| step(&folder.name.value)).collect();
        (!names.is_empty()).then(|| names.join("/"))
    }

    /// Its method; GET where it names none.
    pub(super) fn method(&self) -> Option<Method> {
        Method::new(self.request.method.as_ref().map_or("GET", |method| method.value.as_str()))
    }

    /// The place to show.
    pub(super) fn place(&self) -> Span {
        self.request.name.span
    }

    /// The scope within its folders and itself.
    pub(super) fn scope<'s>(&self, outer: &'s Scope) -> Cow<'s, Scope> {
        let own: Vec<Variable> = self.folders.iter().flat_map(|folder| &folder.variables).chain(&self.request.variables).cloned().collect();
        // Most requests have none: then nothing is copied for each of them.
        if own.is_empty() { Cow::Borrowed(outer) } else { Cow::Owned(outer.within(&own)) }
    }
}

/// So many bytes of a name stand in an address at most: all that is in a folder or of a request has its address in front of its own.
const LONGEST: usize = 500;

/// What stands in addresses for the name of a folder or a request. No more is read of it than that: every request does so with its folders.
fn step(name: &str) -> String {
    let mut step = String::new();
    for word in pieces(name) {
        if !step.is_empty() {
            step.push(' ');
        }
        step.push_str(&word[..word.floor_char_boundary(LONGEST)]);
        if step.len() > LONGEST {
            step.truncate(step.floor_char_boundary(LONGEST));
            break;
        }
    }
    step.trim_end().to_owned()
}

/// What editors call a request that nobody has named.
const UNNAMED: &[&str] =
    &["http request", "new http request", "new request", "request", "unnamed", "unnamed request", "untitled", "untitled request"];

/// Whether a name says nothing of a request: it has no letter, or an editor gave it, a number behind it or not.
pub(super) fn says_nothing(name: &str) -> bool {
    let name = one_line(name).to_lowercase();
    let stem = name.trim_end_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, ' ' | '(' | ')')).trim_end_matches(" copy");
    !name.contains(char::is_alphabetic) || UNNAMED.contains(&stem)
}

/// All requests, in the document's order.
pub(super) fn find<'a>(collection: &'a Collection, all: &mut Vec<Found<'a>>) {
    descend(&collection.items, &mut Vec::new(), &collection.auth, all);
}

fn descend<'a>(items: &'a [Item], folders: &mut Vec<&'a Folder>, auth: &'a AuthSetting, all: &mut Vec<Found<'a>>) {
    for item in items {
        match item {
            Item::Folder(folder) => {
                folders.push(folder);
                descend(&folder.items, folders, nearest(&folder.auth, auth), all);
                folders.pop();
            }
            Item::Request(request) => {
                all.push(Found {
                    request,
                    folders: folders.clone(),
                    id: String::new(),
                    position: all.len(),
                    auth: nearest(&request.auth, auth),
                });
            }
        }
    }
}

fn nearest<'a>(own: &'a AuthSetting, outer: &'a AuthSetting) -> &'a AuthSetting {
    match own {
        AuthSetting::Inherit => outer,
        AuthSetting::Off(_) | AuthSetting::Use(_) => own,
    }
}

/// Gives each request its id: folders and name. Of namesakes all but the first get a number.
pub(super) fn name(all: &mut [Found<'_>], diagnostics: &mut Diagnostics) {
    let wanted: Vec<String> = all
        .iter()
        .map(|found| {
            let mut steps: Vec<String> = found.folders.iter().map(|folder| step(&folder.name.value)).collect();
            steps.push(step(&found.request.name.value));
            steps.retain(|step| !step.is_empty());
            steps.join("/")
        })
        .collect();
    let mut free = Free::without(wanted.iter().cloned());
    let mut given = BTreeSet::new();
    for (found, wanted) in all.iter_mut().zip(wanted) {
        let nameless = one_line(&found.request.name.value).is_empty();
        if !nameless && says_nothing(&found.request.name.value) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NamelessRequest,
                    found.request.name.span,
                    format!("`{}` says nothing of a request; it is called by its method and path", read_excerpt(&wanted)),
                )
                .help("give the request a name in the collection, or the method a name under `[names]`"),
            );
        }
        if !nameless && given.insert(wanted.clone()) {
            found.id = wanted;
            continue;
        }
        let stem = if nameless {
            let method = found.method().map_or(String::new(), |method| format!("{method} "));
            let path = found.request.url.as_ref().map_or(String::new(), |url| one_line(&format!("/{}", url.path.join("/"))));
            let own = format!("{method}{path}").trim().to_owned();
            let own = if own.is_empty() { "request".to_owned() } else { own };
            if wanted.is_empty() { own } else { format!("{wanted}/{own}") }
        } else {
            wanted.clone()
        };
        let id = free.take(&stem, |stem, number| format!("{stem} ({number})"));
        given.insert(id.clone());
        let message = if nameless {
            format!("a request has no name; its id is `{}`", read_excerpt(&id))
        } else {
            format!("`{}` is the name of another request too; this one's id is `{}`", read_excerpt(&wanted), read_excerpt(&id))
        };
        diagnostics.push(
            Diagnostic::new(Code::RenamedRequest, found.request.name.span, message)
                .help("ids stand in overlays and in the lock: give the request a name of its own in the collection to keep it stable"),
        );
        found.id = id;
    }
}
