//! Typed reading of a tree that reports everything at once: missing keys, wrong kinds, and keys that the place does not know.
//!
//! A [`Table`] is opened on a node, asked for each key that the place knows, and finished; what was not asked for is unknown.
//! Each question takes the diagnostics, so that the tables of several levels can be open at the same time:
//!
//! ```
//! # use docwright::{diagnostic::Diagnostics, document::{cursor::Table, toml}, text::SourceMap};
//! # let mut sources = SourceMap::default();
//! # let file = sources.add("spec.toml", "request = \"GET /users\"\nretires = 3\n".to_owned());
//! # let mut diagnostics = Diagnostics::default();
//! # let node = toml::read(file, &sources, &mut diagnostics).expect("valid TOML");
//! let Some(mut table) = Table::open(&node, "an operation", &mut diagnostics) else { return };
//! let request = table.required_string("request", &mut diagnostics);
//! let retries = table.integer("retries", 0..=10, &mut diagnostics);
//! table.finish(&mut diagnostics);
//! # assert_eq!(request.expect("a request").value, "GET /users");
//! # assert!(retries.is_none());
//! let said: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.line(&sources)).collect();
//! assert_eq!(said, ["spec.toml:2:1: error[unknown-key]: an operation has no key `retires`"]);
//! ```

use std::ops::RangeInclusive;

use super::json::quoted;
use super::node::{Member, Node, Object, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{Located, Span};

/// An object that is being read: what it knows is what it was asked for.
#[derive(Clone, Debug)]
pub struct Table<'n> {
    object: &'n Object,
    span: Span,
    what: String,
    known: Vec<&'static str>,
    /// Whether a member was asked for, by index.
    taken: Vec<bool>,
}

impl<'n> Table<'n> {
    /// Opens an object. `what` says what it describes, with an article: `an operation`.
    pub fn open(node: &'n Node, what: impl Into<String>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let what = what.into();
        if let Some(object) = node.as_object() {
            let taken = vec![false; object.members.len()];
            return Some(Self { object, span: node.span, what, known: Vec::new(), taken });
        }
        diagnostics.push(wrong_kind(node, &what, "an object"));
        None
    }

    /// The place of the object.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What the object describes.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The value of a key, whatever its kind. A key that stands twice is a matter of the reader; the last one counts.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The value of a key that must be there, whatever its kind.
    pub fn required_node(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<&'n Node> {
        let node = self.node(key);
        self.require(key, node.is_some(), diagnostics);
        node
    }

    /// A key with its value: for places where the key's own place matters.
    pub fn member(&mut self, key: &'static str) -> Option<&'n Member> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        let mut found = None;
        for (member, taken) in self.object.members.iter().zip(&mut self.taken) {
            if member.key.value == key {
                *taken = true;
                found = Some(member);
            }
        }
        found
    }

    /// A string.
    pub fn string(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
        let node = self.node(key)?;
        string(node, &self.of(key), diagnostics)
    }

    /// A string that must be there.
    pub fn required_string(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
        let node = self.required_node(key, diagnostics)?;
        string(node, &self.of(key), diagnostics)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Located<bool>> {
        let node = self.node(key)?;
        if let Value::Bool(truth) = node.value {
            return Some(Located::new(truth, node.span));
        }
        diagnostics.push(wrong_kind(node, &self.of(key), "`true` or `false`"));
        None
    }

    /// A whole number within a range.
    pub fn integer(&mut self, key: &'static str, range: RangeInclusive<i64>, diagnostics: &mut Diagnostics) -> Option<Located<i64>> {
        let node = self.node(key)?;
        integer(node, &self.of(key), range, diagnostics)
    }

    /// A list of strings, or a single string in its place; nothing where the key is absent.
    pub fn strings(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Located<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        strings(node, &self.of(key), diagnostics)
    }

    /// The items of a list; nothing where the key is absent.
    pub fn list(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> &'n [Node] {
        let Some(node) = self.node(key) else { return &[] };
        if let Some(items) = node.as_array() {
            return items;
        }
        diagnostics.push(wrong_kind(node, &self.of(key), "a list"));
        &[]
    }

    /// The members of an object whose keys are names, in order; nothing where the key is absent.
    pub fn entries(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> &'n [Member] {
        let Some(node) = self.node(key) else { return &[] };
        if let Some(object) = node.as_object() {
            return &object.members;
        }
        diagnostics.push(wrong_kind(node, &self.of(key), "an object"));
        &[]
    }

    /// An object of known keys.
    pub fn table(&mut self, key: &'static str, what: impl Into<String>, diagnostics: &mut Diagnostics) -> Option<Table<'n>> {
        let node = self.node(key)?;
        if node.as_object().is_some() {
            return Self::open(node, what, diagnostics);
        }
        diagnostics.push(wrong_kind(node, &self.of(key), "an object"));
        None
    }

    /// All members that were not asked for so far, in order: names rather than keys. Nothing is unknown any more.
    pub fn rest(&mut self) -> Vec<&'n Member> {
        let mut rest = Vec::new();
        for (member, taken) in self.object.members.iter().zip(&mut self.taken) {
            if !std::mem::replace(taken, true) {
                rest.push(member);
            }
        }
        rest
    }

    /// Reports two keys of which only one may be there; whether that is so.
    pub fn conflict(&mut self, one: &'static str, other: &'static str, diagnostics: &mut Diagnostics) -> bool {
        let (Some(one), Some(other)) = (self.member(one), self.member(other)) else { return false };
        let message = format!("{} has both `{}` and `{}`", self.what, one.key.value, other.key.value);
        diagnostics.push(
            Diagnostic::new(Code::KeyConflict, other.key.span, message).and(one.key.span, "the other one").note("expected one of the two"),
        );
        true
    }

    /// Reports each member that nothing asked for.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        for (member, taken) in self.object.members.iter().zip(&self.taken) {
            if *taken {
                continue;
            }
            let key = &member.key;
            let message = format!("{} has no key {}", self.what, quoted(&key.value));
            let mut diagnostic = Diagnostic::new(Code::UnknownKey, key.span, message).note(one_of(&self.known));
            if let Some(meant) = closest(&key.value, &self.known) {
                diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
            }
            diagnostics.push(diagnostic);
        }
    }

    /// `` `key` of an operation ``, as messages name it.
    fn of(&self, key: &str) -> String {
        format!("`{key}` of {}", self.what)
    }

    fn require(&self, key: &str, is_there: bool, diagnostics: &mut Diagnostics) {
        if is_there {
            return;
        }
        let mut diagnostic =
            Diagnostic::new(Code::MissingKey, self.span, format!("{} has no `{key}`", self.what)).note(format!("`{key}` must be there"));
        // A key that only looks like it is most likely the one.
        let candidates = self.object.members.iter().zip(&self.taken).filter(|&(_, taken)| !taken).map(|(member, _)| member);
        if let Some(member) = candidates
            .filter(|member| is_close(&member.key.value, key))
            .min_by_key(|member| strsim::damerau_levenshtein(&member.key.value, key))
        {
            diagnostic = diagnostic.and(member.key.span, format!("perhaps this should be `{key}`"));
        }
        diagnostics.push(diagnostic);
    }
}

/// A string. `what` names it in messages.
pub fn string(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Option<Located<String>> {
    if let Some(text) = node.as_str() {
        return Some(Located::new(text.to_owned(), node.span));
    }
    diagnostics.push(wrong_kind(node, what, "a string"));
    None
}

/// A list of strings, or a single string in its place. `what` names it in messages.
pub fn strings(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Vec<Located<String>> {
    match &node.value {
        Value::Array(array) => array.items.iter().filter_map(|item| string(item, &format!("an item of {what}"), diagnostics)).collect(),
        Value::String(text) => vec![Located::new(text.clone(), node.span)],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) | Value::Hole(_) => {
            diagnostics.push(wrong_kind(node, what, "a string or a list of strings"));
            Vec::new()
        }
    }
}

/// A whole number within a range. `what` names it in messages.
pub fn integer(node: &Node, what: &str, range: RangeInclusive<i64>, diagnostics: &mut Diagnostics) -> Option<Located<i64>> {
    let expected = if range == (i64::MIN..=i64::MAX) {
        "a whole number".to_owned()
    } else {
        format!("a whole number from {} to {}", range.start(), range.end())
    };
    let Value::Number(text) = &node.value else {
        diagnostics.push(wrong_kind(node, what, &expected));
        return None;
    };
    if let Some(number) = text.parse().ok().filter(|number| range.contains(number)) {
        return Some(Located::new(number, node.span));
    }
    diagnostics.push(
        Diagnostic::new(Code::WrongKind, node.span, format!("{what} must be {expected}"))
            .label(format!("found `{text}`"))
            .note(format!("expected {expected}")),
    );
    None
}

/// The error for a value of another kind than its place takes.
pub fn wrong_kind(node: &Node, what: &str, expected: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, node.span, format!("{what} must be {expected}, not {}", node.kind()))
        .label(format!("found {}", node.kind()))
        .note(format!("expected {expected}"))
}

/// One of the words that are allowed, with a suggestion where it is none of them.
pub fn word<'w, T: Copy>(text: &Located<String>, what: &str, words: &'w [(&'static str, T)], diagnostics: &mut Diagnostics) -> Option<T> {
    if let Some(&(_, meaning)) = words.iter().find(|&&(word, _)| word == text.value) {
        return Some(meaning);
    }
    let words: Vec<&'w str> = words.iter().map(|&(word, _)| word).collect();
    let mut diagnostic =
        Diagnostic::new(Code::UnknownWord, text.span, format!("{what} cannot be {}", quoted(&text.value))).note(one_of(&words));
    if let Some(meant) = closest(&text.value, &words) {
        diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
    }
    diagnostics.push(diagnostic);
    None
}

/// The word that a misspelt one most likely stands for.
pub fn closest<'w>(misspelt: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().filter(|word| is_close(misspelt, word)).min_by_key(|word| strsim::damerau_levenshtein(misspelt, word))
}

/// Whether one word may be a misspelling of the other: one slip in three letters.
fn is_close(misspelt: &str, word: &str) -> bool {
    let length = misspelt.chars().count().max(word.chars().count());
    strsim::damerau_levenshtein(misspelt, word) <= (length / 3).max(1) && length > 1
}

fn one_of(words: &[&str]) -> String {
    let mut words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.sort();
    match words.len() {
        0 => "expected no keys at all".to_owned(),
        1 => format!("expected {}", words.concat()),
        _ => format!("expected one of {}", words.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::toml;
    use crate::text::SourceMap;

    fn read(text: &str, ask: impl Fn(&Node, &mut Diagnostics)) -> Vec<String> {
        let mut sources = SourceMap::default();
        let file = sources.add("spec.toml", text.to_owned());
        let mut diagnostics = Diagnostics::default();
        let node = toml::read(file, &sources, &mut diagnostics).expect("valid TOML");
        ask(&node, &mut diagnostics);
        let line = |diagnostic: &&Diagnostic| {
            let mut line = diagnostic.line(&sources);
            for note in &diagnostic.notes {
                line.push_str(" = ");
                line.push_str(note);
            }
            for other in &diagnostic.others {
                line.push_str(" + ");
                line.push_str(&sources.place(other.span));
                line.push(' ');
                line.push_str(&other.text);
            }
            if let Some(help) = &diagnostic.help {
                line.push_str(" ? ");
                line.push_str(help);
            }
            line
        };
        diagnostics.sorted().iter().map(line).collect()
    }

    #[test]
    fn what_is_right_is_read() {
        let text =
            "name = \"x\"\nflag = true\ncount = 3\ncodes = \"a\"\nlist = [\"b\", \"c\"]\n[server]\nurl = \"u\"\n[type.B]\n[type.A]\n";
        let said = read(text, |node, diagnostics| {
            let mut table = Table::open(node, "a spec", diagnostics).expect("a table");
            assert_eq!(table.required_string("name", diagnostics).map(|name| name.value).as_deref(), Some("x"));
            assert_eq!(table.string("absent", diagnostics), None);
            assert_eq!(table.boolean("flag", diagnostics).map(|flag| flag.value), Some(true));
            assert_eq!(table.integer("count", 1..=3, diagnostics).map(|count| count.value), Some(3));
            let values = |strings: Vec<Located<String>>| strings.into_iter().map(|text| text.value).collect::<Vec<_>>();
            assert_eq!(values(table.strings("codes", diagnostics)), ["a"]);
            assert_eq!(values(table.strings("list", diagnostics)), ["b", "c"]);
            assert!(table.strings("none", diagnostics).is_empty());
            assert_eq!(table.list("list", diagnostics).len(), 2);
            let mut server = table.table("server", "a server", diagnostics).expect("a server");
            assert_eq!(server.string("url", diagnostics).map(|url| url.value).as_deref(), Some("u"));
            server.finish(diagnostics);
            let types: Vec<&str> = table.entries("type", diagnostics).iter().map(|member| member.key.value.as_str()).collect();
            assert_eq!(types, ["B", "A"]);
            table.finish(diagnostics);
        });
        assert_eq!(said, Vec::<String>::new());
    }

    #[test]
    fn all_that_is_wrong_is_reported_at_once() {
        let text = "name = 3\nretires = 9\nflag = \"yes\"\ncodes = [1]\nlist = {}\nserver = 1\nrequests = \"GET /\"\nzzz = 1\n";
        let said = read(text, |node, diagnostics| {
            let mut table = Table::open(node, "a spec", diagnostics).expect("a table");
            table.string("name", diagnostics);
            table.required_string("request", diagnostics);
            table.integer("retries", 0..=5, diagnostics);
            table.boolean("flag", diagnostics);
            table.strings("codes", diagnostics);
            table.list("list", diagnostics);
            table.table("server", "a server", diagnostics);
            table.finish(diagnostics);
        });
        let one_of = "expected one of `codes`, `flag`, `list`, `name`, `request`, `retries`, `server`";
        assert_eq!(
            said,
            [
                "spec.toml:1:1: error[missing-key]: a spec has no `request` = `request` must be there + spec.toml:7:1 perhaps this should be `request`",
                "spec.toml:1:8: error[wrong-kind]: `name` of a spec must be a string, not a number = expected a string",
                &format!("spec.toml:2:1: error[unknown-key]: a spec has no key `retires` = {one_of} ? did you mean `retries`?"),
                "spec.toml:3:8: error[wrong-kind]: `flag` of a spec must be `true` or `false`, not a string = expected `true` or `false`",
                "spec.toml:4:10: error[wrong-kind]: an item of `codes` of a spec must be a string, not a number = expected a string",
                "spec.toml:5:8: error[wrong-kind]: `list` of a spec must be a list, not an object = expected a list",
                "spec.toml:6:10: error[wrong-kind]: `server` of a spec must be an object, not a number = expected an object",
                &format!("spec.toml:7:1: error[unknown-key]: a spec has no key `requests` = {one_of} ? did you mean `request`?"),
                &format!("spec.toml:8:1: error[unknown-key]: a spec has no key `zzz` = {one_of}"),
            ]
        );
    }

    #[test]
    fn numbers_outside_their_range_words_and_conflicts() {
        let text = "count = 7\nplace = \"qurey\"\nsize = 1.5\ncut = 1\n";
        let said = read(text, |node, diagnostics| {
            let mut table = Table::open(node, "a row", diagnostics).expect("a table");
            table.integer("count", 0..=5, diagnostics);
            table.integer("size", i64::MIN..=i64::MAX, diagnostics);
            let place = table.required_string("place", diagnostics).expect("a place");
            assert_eq!(word(&place, "the place", &[("path", 1), ("query", 2)], diagnostics), None);
            assert!(table.conflict("count", "cut", diagnostics));
            assert!(!table.conflict("count", "other", diagnostics));
            table.finish(diagnostics);
        });
        assert_eq!(
            said,
            [
                "spec.toml:1:9: error[wrong-kind]: `count` of a row must be a whole number from 0 to 5 = expected a whole number from 0 to 5",
                "spec.toml:2:9: error[unknown-word]: the place cannot be `qurey` = expected one of `path`, `query` ? did you mean `query`?",
                "spec.toml:3:8: error[wrong-kind]: `size` of a row must be a whole number = expected a whole number",
                "spec.toml:4:1: error[key-conflict]: a row has both `count` and `cut` = expected one of the two + spec.toml:1:1 the other one",
            ]
        );
    }

    #[test]
    fn the_rest_are_names() {
        let said = read("kind = \"x\"\nb = 1\na = 2\n", |node, diagnostics| {
            let mut table = Table::open(node, "a type", diagnostics).expect("a table");
            table.string("kind", diagnostics);
            let names: Vec<&str> = table.rest().iter().map(|member| member.key.value.as_str()).collect();
            assert_eq!(names, ["b", "a"]);
            table.finish(diagnostics);
        });
        assert_eq!(said, Vec::<String>::new());
    }

    #[test]
    fn only_an_object_opens() {
        let said = read("a = [1]\n", |node, diagnostics| {
            assert!(Table::open(&node.as_object().expect("a table").members[0].value, "an operation", diagnostics).is_none());
        });
        assert_eq!(said, ["spec.toml:1:5: error[wrong-kind]: an operation must be an object, not a list = expected an object"]);
    }
}
