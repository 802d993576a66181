//! Names that are variables: a header, a parameter of a query or of a form is called as the collection, or its first environment, says.
//!
//! `{{idHeader}}: 7` is a header like any other once `idHeader` has a value. Without one the name stays as written, and what it names is left out, with
//! a remark.

use crate::postman::collection::{BodyContent, Collection, Entry, Item, Request};
use crate::postman::secret;
use crate::postman::variables::{self, Scope};
use std::borrow::Cow;

/// The collection with the names that are known; itself where no name is a variable.
pub(super) fn named<'c>(collection: &'c Collection, scope: &Scope) -> Cow<'c, Collection> {
    if !any(&collection.items) {
        return Cow::Borrowed(collection);
    }
    let mut named = collection.clone();
    put(&mut named.items, scope);
    Cow::Owned(named)
}

fn is_open(entry: &Entry) -> bool {
    !variables::references(&entry.key.value).is_empty()
}

fn any(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Folder(folder) => any(&folder.items),
        Item::Request(request) => lists(request).into_iter().flatten().flatten().any(is_open),
    })
}

fn lists(request: &Request) -> [Option<&Vec<Entry>>; 3] {
    let form = request.body.as_ref().and_then(|body| match &body.content {
        BodyContent::UrlEncoded(form) | BodyContent::FormData(form) => Some(form),
        BodyContent::Raw { .. } | BodyContent::GraphQl { .. } | BodyContent::File | BodyContent::Other(_) => None,
    });
    [Some(&request.headers), request.url.as_ref().map(|url| &url.query), form]
}

fn put(items: &mut [Item], scope: &Scope) {
    for item in items {
        match item {
            Item::Folder(folder) if folder.variables.is_empty() => put(&mut folder.items, scope),
            Item::Folder(folder) => put(&mut folder.items, &scope.within(&folder.variables)),
            Item::Request(request) => {
                let scope = if request.variables.is_empty() { Cow::Borrowed(scope) } else { Cow::Owned(scope.within(&request.variables)) };
                let form = request.body.as_mut().and_then(|body| match &mut body.content {
                    BodyContent::UrlEncoded(form) | BodyContent::FormData(form) => Some(form),
                    BodyContent::Raw { .. } | BodyContent::GraphQl { .. } | BodyContent::File | BodyContent::Other(_) => None,
                });
                let query = request.url.as_mut().map(|url| &mut url.query);
                for entry in [Some(&mut request.headers), query, form].into_iter().flatten().flatten().filter(|entry| is_open(entry)) {
                    let (name, _) = scope.resolve(&entry.key.value);
                    // What may be somebody's secret is shown as no name.
                    if variables::references(&name).is_empty() && !secret::looks_like_secret(&name) {
                        entry.key.value = name;
                    }
                }
            }
        }
    }
}
