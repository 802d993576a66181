//! The values that markup holds, with their names: however it is written, and wherever it stands.
//!
//! A value has the name of its attribute or of its element; where that is none of a secret, the one that an attribute or the element before it gives
//! (`<arg name="password">`, `<name>password</name><value>…`), or that of an element around it. Markup may be broken, and hold variables anywhere.

use super::plain::{Plain, of_markup};
use super::{beginning, is_secret_name};
use std::collections::BTreeMap;
use std::ops::Range;

/// What says the name of a value, and what holds the value.
const NAMES: &[&str] = &["name", "key", "id", "n", "k"];
const VALUES: &[&str] = &["value", "values", "val", "v", "string", "data", "content", "text", "default"];
/// Elements that say whose a secret around them is.
const OWNERS: &[&str] = &["user", "username", "login", "email", "id", "name", "account", "company", "type", "date", "created", "domain"];
/// A longer value is no name.
const LONGEST_NAME: usize = 256;

/// A text in markup.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) name: String,
    /// As it is read.
    pub(crate) text: String,
    /// Where it is written.
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

/// How sure it is that the name is that of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An attribute, or the text of an element.
    Own,
    /// A comment, the text of an element that does not end, or one of several things in an element that is called as credentials together are.
    Around,
}

/// Whether a text may hold markup.
pub(super) fn may_be(text: &str) -> bool {
    // A text is mostly searched for one sign only.
    text.contains('<')
        || (text.contains(';') && (text.contains("lt;") || text.contains("&#")))
        || (text.contains('\\') && text.contains("u003"))
}

/// The values in a text, in order.
pub(crate) fn values(text: &str) -> Vec<Value> {
    let plain = of_markup(text);
    let mut reader = Reader {
        plain: &plain,
        open: vec![Element::default()],
        count: BTreeMap::new(),
        ended: vec![false],
        found: Vec::new(),
        in_comment: false,
    };
    reader.read();
    let Reader { ended, found, .. } = reader;
    let found = found.into_iter().map(|(mut value, of)| {
        if of.is_some_and(|of| !ended.get(of).copied().unwrap_or(false)) {
            value.kind = Kind::Around;
        }
        value
    });
    found.collect()
}

#[derive(Default)]
struct Element<'t> {
    id: usize,
    /// As it is written.
    tag: &'t str,
    name: &'t str,
    /// The name of a secret that it gives to what stands in it, and which element has it.
    secret: Option<(&'t str, usize)>,
    /// The name of a secret that the element before the next one said.
    said: Option<&'t str>,
}

struct Reader<'p, 't> {
    plain: &'p Plain<'t>,
    open: Vec<Element<'p>>,
    /// How many elements of each name are open.
    count: BTreeMap<&'p str, usize>,
    /// Which elements ended.
    ended: Vec<bool>,
    /// The values, and the element that gave each its name.
    found: Vec<(Value, Option<usize>)>,
    in_comment: bool,
}

impl<'p> Reader<'p, '_> {
    fn read(&mut self) {
        let text: &'p str = &self.plain.text;
        // Where the text between two tags begins, and where the next tag is looked for.
        let (mut begin, mut at) = (0, 0);
        while let Some(next) = text[at..].find(['<', '-']).map(|next| at + next) {
            let rest = &text[next..];
            let end = if rest.starts_with("<!--") {
                next + 4
            } else if self.in_comment && rest.starts_with("-->") {
                next + 3
            } else {
                match tag_end(rest) {
                    Some(length) => next + length,
                    None => {
                        at = next + 1;
                        continue;
                    }
                }
            };
            self.text(begin..next);
            if rest.starts_with("<!--") || rest.starts_with("-->") {
                self.in_comment = rest.starts_with('<');
            } else {
                self.tag(next..end);
            }
            (begin, at) = (end, end);
        }
        self.text(begin..text.len());
    }

    fn text(&mut self, range: Range<usize>) {
        let whole: &'p str = &self.plain.text[range.clone()];
        let text = whole.trim();
        let (Some(element), false) = (self.open.last(), text.is_empty()) else { return };
        let start = range.start + (whole.len() - whole.trim_start().len());
        let before = self.open.len().checked_sub(2).and_then(|at| self.open.get(at));
        let (name, of) = element.secret.unwrap_or((element.name, element.id));
        let mut is_around = self.in_comment;
        let (name, of) = match before.and_then(|parent| parent.said) {
            Some(said) if element.secret.is_none() && is_one_of(VALUES, element.name) => (said, element.id),
            Some(_) | None => {
                is_around |= of != element.id && (is_of_many(name) || is_one_of(OWNERS, element.name));
                (name, of)
            }
        };
        if of == 0 {
            return;
        }
        let is_name = element.secret.is_none() && is_one_of(NAMES, element.name);
        let said = (is_name && text.len() <= LONGEST_NAME && is_secret_name(text)).then_some(text);
        self.push(name, start..start + text.len(), if is_around { Kind::Around } else { Kind::Own }, Some(of));
        let parent = self.open.len().checked_sub(2).and_then(|at| self.open.get_mut(at));
        if let Some(parent) = parent.filter(|_| is_name) {
            parent.said = said;
        }
    }

    fn push(&mut self, name: &str, range: Range<usize>, kind: Kind, of: Option<usize>) {
        let value =
            Value { name: name.to_owned(), text: self.plain.text[range.clone()].to_owned(), range: self.plain.written(&range), kind };
        self.found.push((value, of));
    }

    fn tag(&mut self, range: Range<usize>) {
        let whole: &'p str = &self.plain.text[range.clone()];
        let inner = whole.trim_start_matches(['<', '/']);
        let length = inner.find(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '>')).unwrap_or(inner.len());
        let tag = &inner[..length];
        if whole.starts_with("</") {
            self.close(tag);
            return;
        }
        let name = tag.rsplit(':').next().unwrap_or_default();
        let attributes = attributes(whole);
        let named = attributes.iter().find_map(|(name, value)| {
            let value = &whole[value.clone()];
            (is_one_of(NAMES, name) && value.len() <= LONGEST_NAME && is_secret_name(value)).then_some(value)
        });
        for (own, value) in &attributes {
            let said = named.filter(|_| !is_secret_name(own) && is_one_of(VALUES, own)).unwrap_or(own);
            if !value.is_empty() {
                self.push(said, range.start + value.start..range.start + value.end, Kind::Own, None);
            }
        }
        if whole.ends_with("/>") || whole.starts_with("<?") || whole.starts_with("<!") {
            return;
        }
        let id = self.ended.len();
        self.ended.push(false);
        let around = self.open.last().and_then(|element| element.secret);
        // Of the names around a value the one that is nearest.
        let secret = if is_secret_name(name) { Some((name, id)) } else { named.map(|named| (named, id)).or(around) };
        *self.count.entry(tag).or_default() += 1;
        self.open.push(Element { id, tag, name, secret, said: None });
    }

    fn close(&mut self, tag: &str) {
        // An end without a beginning closes nothing, so that each element is taken from the list once.
        if self.count.get(tag).is_none_or(|count| *count == 0) {
            return;
        }
        while self.open.len() > 1 {
            let Some(element) = self.open.pop() else { break };
            if let Some(count) = self.count.get_mut(element.tag) {
                *count = count.saturating_sub(1);
            }
            if element.tag == tag {
                if let Some(ended) = self.ended.get_mut(element.id) {
                    *ended = true;
                }
                break;
            }
        }
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether an element of this name may hold more than one thing, and not all of them secret.
fn is_of_many(name: &str) -> bool {
    let name = beginning(name, LONGEST_NAME).to_ascii_lowercase();
    ["credential", "auth", "signature", "token"].iter().any(|part| name.contains(part))
}

/// How long the tag is that a text begins with: up to the first `>` that is in no quotes. What has another `<` before that is none.
fn tag_end(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('<')?;
    let begins = |sign: char| sign.is_alphabetic() || matches!(sign, '_' | '/' | '?' | '!' | '{');
    if !rest.starts_with(begins) {
        return None;
    }
    let mut quote = None;
    for (at, sign) in rest.char_indices() {
        match (quote, sign) {
            (None, '>') => return Some(at + 2),
            (_, '<') => return None,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

/// The attributes of a tag: their names, without a prefix, and where their values stand.
fn attributes(tag: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(equals) = tag[from..].find('=').map(|equals| from + equals) {
        // Looked for behind the last value only: a tag may be all `=`, and each would be read back to its beginning.
        let before = &tag[from..equals];
        from = equals + 1;
        let value = tag[from..].trim_start();
        let Some(quote) = value.chars().next().filter(|sign| matches!(sign, '"' | '\'')) else { continue };
        let name = before.trim_end().rsplit(|sign: char| sign.is_whitespace() || matches!(sign, ':' | '"' | '\'')).next();
        let begin = tag.len() - value.len() + 1;
        let Some(len) = tag[begin..].find(quote) else { break };
        found.push((name.unwrap_or_default(), begin..begin + len));
        from = begin + len + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Kind, values};

    #[test]
    fn values_are_found_with_their_names() {
        let found = |text: &str| {
            let shown = |value: super::Value| format!("{}: {}", value.name, &text[value.range]);
            values(text).into_iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(found("<u:a x = 'é1' y:z=\"2\"><b>3</b> <c/> 4</u:a>"), ["x: é1", "z: 2", "b: 3", "a: 4"]);
        assert!(found("<a b='").is_empty() && found("<").is_empty() && found("1 < 2").is_empty());
        for (text, value) in [
            ("<Password><![CDATA[hunter77]]></Password>", "Password: hunter77"),
            ("<Password> <v>hunter77</v></Password>", "Password: hunter77"),
            ("&lt;Password&gt;hunter77&lt;/Password&gt;", "Password: hunter77"),
            ("<w:Password>a<77</w:Password>", "Password: a<77"),
        ] {
            assert_eq!(found(text), [value]);
        }
        assert_eq!(found("<Password>hunter77<!-- c --></Password>"), ["Password: hunter77", "Password: c"]);
        assert_eq!(found("<arg name=\\\"password\\\">hunter77</arg>"), ["name: password", "password: hunter77"]);
        assert_eq!(found("<add key='password' value='hunter77'/>"), ["key: password", "password: hunter77"]);
        assert_eq!(
            found("<p><name>password</name><value>hunter77</value><name>x</name><value>y</value></p>"),
            ["name: password", "password: hunter77", "name: x", "value: y"]
        );
    }

    #[test]
    fn names_around_several_things_are_not_sure() {
        let kinds = |text: &str| values(text).into_iter().map(|value| value.kind).collect::<Vec<_>>();
        assert_eq!(kinds("<credentials><a>1</a></credentials>"), [Kind::Around]);
        assert_eq!(kinds("<password>b"), [Kind::Around]);
        assert_eq!(kinds("<password><!-- b --></password>"), [Kind::Around]);
        assert_eq!(kinds("<password><a>1</a></password>"), [Kind::Own]);
    }

    #[test]
    fn long_markup_is_read_once() {
        for piece in ["<a>", "<password>", "</b>", "<a b='", "<a =", "<!--", "-->", "<![CDATA[", "&amp;", "<a></b>", "<password>x", "\\"] {
            let _ = values(&piece.repeat(100_000));
        }
        assert!(values(&format!("<a{}>", "=".repeat(1_000_000))).is_empty());
    }
}
