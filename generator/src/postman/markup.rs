//! Markup in bodies: what it calls, and where its variables stand. It may be broken, and may hold variables anywhere.

use std::collections::{BTreeMap, BTreeSet};

/// The name of what an XML text calls: its root element; in an envelope of SOAP the first element of the body. `None` where it is no XML.
pub(super) fn called(text: &str, media: Option<&str>, language: Option<&str>) -> Option<String> {
    let is_html = media.is_some_and(|media| media.contains("html")) || language == Some("html");
    let said = media.is_some_and(|media| media.contains("xml")) || language == Some("xml");
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if is_html || !(said || media.is_none() && start.starts_with('<')) {
        return None;
    }
    let mut tags = Tags { rest: text };
    let mut root = None;
    let mut in_body = false;
    for tag in tags.by_ref() {
        match tag {
            Tag::Open(name) if in_body => return Some(name.to_owned()),
            Tag::Open(name) => match root {
                None if name == "Envelope" => root = Some(name),
                None => return Some(name.to_owned()),
                Some(_) => in_body = name == "Body",
            },
            Tag::Close if in_body => break,
            Tag::Close => {}
        }
    }
    root.map(str::to_owned)
}

/// The beginnings and ends of elements.
struct Tags<'t> {
    rest: &'t str,
}

enum Tag<'t> {
    /// With its name, without a prefix.
    Open(&'t str),
    Close,
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let open = self.rest.find('<')?;
            let rest = &self.rest[open + 1..];
            let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")];
            if let Some((begin, end)) = skipped.into_iter().find(|(begin, _)| rest.starts_with(begin)) {
                let inner = &rest[begin.len()..];
                self.rest = inner.find(end).map_or("", |at| &inner[at + end.len()..]);
                continue;
            }
            self.rest = rest;
            if rest.starts_with('/') {
                return Some(Tag::Close);
            }
            let end =
                rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '>' | '<' | '{' | '"' | '\'')).unwrap_or(rest.len());
            let name = rest[..end].rsplit(':').next().unwrap_or_default();
            if !name.is_empty() && name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_') {
                self.rest = &rest[end..];
                return Some(Tag::Open(name));
            }
        }
    }
}

/// The variables that are markup themselves: they stand outside of the root element or in `CDATA`, and nowhere else.
pub(super) fn raw(text: &str) -> BTreeSet<String> {
    let mut names: BTreeMap<&str, bool> = BTreeMap::new();
    let inside = depths(text);
    for reference in super::variables::references(text) {
        let after = inside.partition_point(|(at, _)| *at <= reference.range.start);
        let is_raw = after.checked_sub(1).and_then(|at| inside.get(at)).is_none_or(|(_, zone)| *zone == Zone::Raw);
        *names.entry(reference.name).or_insert(true) &= is_raw;
    }
    names.into_iter().filter(|(_, is_raw)| *is_raw).map(|(name, _)| name.to_owned()).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// In an element or a tag: what stands there is text.
    Text,
    /// Outside of the root element, or in `CDATA`.
    Raw,
}

/// From which byte on which zone is.
fn depths(text: &str) -> Vec<(usize, Zone)> {
    let mut zones = vec![(0, Zone::Raw)];
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|open| at + open) {
        let rest = &text[open..];
        let until = |end: &str| rest.find(end).map_or(text.len(), |found| open + found + end.len());
        if rest.starts_with("<![CDATA[") {
            at = until("]]>");
            zones.push((open, Zone::Raw));
            zones.push((at, Zone::Text));
        } else if rest.starts_with("<!--") {
            at = until("-->");
        } else if rest.starts_with("<?") {
            at = until("?>");
        } else if rest.starts_with("<!") {
            at = until(">");
        } else {
            let end = tag_end(rest);
            at = open + end;
            zones.push((open, Zone::Text));
            if rest.starts_with("</") {
                depth = depth.saturating_sub(1);
            } else if !rest[..end].ends_with("/>") {
                depth += 1;
            }
            if depth == 0 {
                zones.push((at, Zone::Raw));
            }
        }
        if at <= open {
            break;
        }
    }
    zones
}

/// Where a tag ends: behind the first `>` that is in no quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, sign) in tag.char_indices() {
        match (quote, sign) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            (None | Some(_), _) => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::{called, raw};

    #[test]
    fn variables_outside_of_the_root_are_markup() {
        let names = |text: &str| raw(text).into_iter().collect::<Vec<_>>();
        assert_eq!(names("{{head}}<a b='{{b}}'>{{c}}<d/><![CDATA[{{e}}]]>{{f}}</a>{{foot}}"), ["e", "foot", "head"]);
        assert_eq!(names("{{a}}<a>{{a}}</a>"), [""; 0]);
        assert_eq!(names("<a b='>{{x}}'/>{{y}}"), ["y"]);
        assert_eq!(names("<a>{{x}}"), [""; 0]);
        assert_eq!(names("{{x}} <"), ["x"]);
    }

    #[test]
    fn what_is_called_is_found() {
        let name = |text: &str| called(text, Some("text/xml"), None);
        assert_eq!(name("<?xml version=\"1.0\"?>\n<!-- <no/> --><a:Add xmlns:a='x'/>").as_deref(), Some("Add"));
        assert_eq!(name("{{header}}\n<SessionCloseRQ>").as_deref(), Some("SessionCloseRQ"));
        assert_eq!(
            name("<s:Envelope><s:Header><x>1</x></s:Header><s:Body><m:Price a=\"{{b}}\"/></s:Body></s:Envelope>").as_deref(),
            Some("Price")
        );
        assert_eq!(name("<s:Envelope><s:Body></s:Body></s:Envelope>").as_deref(), Some("Envelope"));
        assert_eq!(name("1 < 2"), None);
        assert_eq!(called("<a/>", Some("text/plain"), None), None);
        assert_eq!(called("<a/>", None, None).as_deref(), Some("a"));
        assert_eq!(called("<html/>", None, Some("html")), None);
    }
}
