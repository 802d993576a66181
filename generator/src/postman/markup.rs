//! Markup in bodies, as far as it tells what is called. It may be broken, and may hold variables anywhere.

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
            let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '>' | '<' | '{' | '"' | '\'')).unwrap_or(rest.len());
            let name = rest[..end].rsplit(':').next().unwrap_or_default();
            if !name.is_empty() && name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_') {
                self.rest = &rest[end..];
                return Some(Tag::Open(name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn what_is_called_is_found() {
        let name = |text: &str| called(text, Some("text/xml"), None);
        assert_eq!(name("<?xml version=\"1.0\"?>\n<!-- <no/> --><a:Add xmlns:a='x'/>").as_deref(), Some("Add"));
        assert_eq!(name("{{header}}\n<SessionCloseRQ>").as_deref(), Some("SessionCloseRQ"));
        assert_eq!(name("<s:Envelope><s:Header><x>1</x></s:Header><s:Body><m:Price a=\"{{b}}\"/></s:Body></s:Envelope>").as_deref(), Some("Price"));
        assert_eq!(name("<s:Envelope><s:Body></s:Body></s:Envelope>").as_deref(), Some("Envelope"));
        assert_eq!(name("1 < 2"), None);
        assert_eq!(called("<a/>", Some("text/plain"), None), None);
        assert_eq!(called("<a/>", None, None).as_deref(), Some("a"));
        assert_eq!(called("<html/>", None, Some("html")), None);
    }
}
