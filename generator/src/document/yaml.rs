//! YAML into the tree that all readers make.
//!
//! The crate `saphyr-parser` does the reading; this is the way from its events into our tree. What it leaves out on purpose: anchors and aliases (a few
//! lines of them unfold to gigabytes), tags, keys that are no texts, and more than one document in a file. Each is an error with its place.
//!
//! One mend is made, and said: people write `url: {{base}}/pets` without quotes, which YAML takes for the beginning of a map.

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::json::{MAX_DEPTH, is_number, quoted, report_duplicates};
use super::node::{Array, Member, Node, Object, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::text::{FileId, Located, SourceMap, Span};

/// Reads a file of YAML 1.2 that holds one document. What breaks its rules is a [`Code::InvalidYaml`] with its place, and `None`: behind the first one nobody
/// can tell what is inside of what. An empty file is `null`.
///
/// * Numbers keep their text where JSON could hold them; what only YAML takes for a number is a text.
/// * The place of a text without quotes, or in a block, is that of its first to its last sign; that of a list or a map goes from its first to its last part.
pub fn read(file: FileId, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.file(file).text();
    // Only where YAML does not take it as it is: what is valid is read as YAML reads it.
    let read = Reader::new(file, text, text).document().or_else(|flaw| {
        let (shielded, mended) = shield(text);
        if mended.is_empty() {
            return Err(flaw);
        }
        let node = Reader::new(file, text, &shielded).document()?;
        for range in mended {
            let span = Span::new(file, range.start, range.end);
            let message = format!("{} stands without quotes: YAML takes `{{` for the beginning of a map", quoted(sources.text(span)));
            diagnostics.push(
                Diagnostic::new(Code::UnquotedVariable, span, message)
                    .note("it is read as the text that is meant")
                    .help("put it into quotes"),
            );
        }
        Ok(node)
    });
    match read {
        Ok(node) => {
            report_duplicates(&node, "map", &|key| Some(quoted(key)), diagnostics);
            Some(node)
        }
        Err(flaw) => {
            diagnostics.push(*flaw);
            None
        }
    }
}

type Flaw = Box<Diagnostic>;

/// Signs that mean something to YAML stand here while the rest of their value is read: each has one of the same place in a block that no text uses.
const SHIELD: u32 = 0x000f_0000;
/// The signs that are shielded.
const SHIELDED: &str = "{}[],:#&*!|>'\"%@`?-";

/// The text with every value shielded that begins with `{{`, and where these values stand. As many signs as before, so that places stay.
fn shield(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut shielded = String::with_capacity(text.len());
    let mut found = Vec::new();
    if text.chars().any(|sign| (SHIELD..SHIELD + 128).contains(&u32::from(sign))) {
        return (text.to_owned(), found);
    }
    // The text of a block is nobody's to change: its lines are indented further than the key that opens it.
    let mut block: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let start = at;
        at += line.len();
        let indent = content.len() - content.trim_start_matches(' ').len();
        if block.is_some_and(|above| content.is_empty() || indent > above) {
            shielded.push_str(line);
            continue;
        }
        block = None;
        let (value, above) = value_of(content);
        let rest = &content[value..];
        if opens_block(rest) {
            block = Some(above);
        } else if rest.starts_with("{{") {
            let end = rest.find(" #").map_or(rest.len(), |comment| rest[..comment].trim_end().len());
            found.push(start + value..start + value + end);
            shielded.push_str(&line[..value]);
            shielded.extend(rest[..end].chars().map(|sign| {
                let shield = SHIELDED.contains(sign).then(|| char::from_u32(SHIELD + u32::from(sign))).flatten();
                shield.unwrap_or(sign)
            }));
            shielded.push_str(&line[value + end..]);
            continue;
        }
        shielded.push_str(line);
    }
    (shielded, found)
}

/// Where the value of a line begins (behind `- ` and `key: `), and how far its key is indented.
fn value_of(line: &str) -> (usize, usize) {
    let mut at = line.len() - line.trim_start_matches(' ').len();
    let mut above = at;
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start_matches(' ').len();
        above = at;
    }
    let rest = &line[at..];
    // A key is a word, or stands in quotes; what holds a brace is a value.
    let key = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map(|end| end + 2).filter(|&end| rest[end..].starts_with(": ")),
        _ => rest.find(": ").filter(|&end| !rest[..end].contains(['{', '#', '"', '\''])),
    };
    match key {
        Some(end) => {
            let value = &rest[end + 1..];
            (line.len() - value.trim_start_matches(' ').len(), above)
        }
        // The whole is one entry of a list; without a key above it a block is indented further than the list.
        None => (at, above.saturating_sub(1)),
    }
}

/// Whether a value begins a block: `|`, `>-`, `|2 # words`.
fn opens_block(value: &str) -> bool {
    let Some(rest) = value.strip_prefix(['|', '>']) else { return false };
    let rest = rest.trim_start_matches(|sign: char| matches!(sign, '+' | '-') || sign.is_ascii_digit()).trim_start();
    rest.is_empty() || rest.starts_with('#')
}

/// Takes the shields away.
fn unshielded(text: &str) -> String {
    text.chars()
        .map(|sign| u32::from(sign).checked_sub(SHIELD).filter(|code| *code < 128).and_then(char::from_u32).unwrap_or(sign))
        .collect()
}

struct Reader<'t> {
    file: FileId,
    /// The file as it is.
    text: &'t str,
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    is_shielded: bool,
    /// Where each 64th sign begins: the parser counts signs, and places are bytes.
    marks: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn new(file: FileId, text: &'t str, parsed: &'t str) -> Self {
        let marks = text.char_indices().step_by(64).map(|(at, _)| at).collect();
        Self { file, text, parser: Parser::new_from_str(parsed), is_shielded: text != parsed, marks }
    }

    /// The byte that a sign begins at.
    fn byte(&self, sign: usize) -> usize {
        let Some(&mark) = self.marks.get(sign / 64) else { return self.text.len() };
        self.text[mark..].char_indices().nth(sign % 64).map_or(self.text.len(), |(at, _)| mark + at)
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        let start = self.byte(span.start.index());
        Span::new(self.file, start, self.byte(span.end.index()).max(start))
    }

    fn flaw(span: Span, found: &str) -> Flaw {
        Box::new(Diagnostic::new(Code::InvalidYaml, span, format!("invalid YAML: {found}")))
    }

    /// A rule of ours: the file is YAML, and is refused all the same.
    fn refused(span: Span, what: &str, help: &str) -> Flaw {
        Box::new(Diagnostic::new(Code::InvalidYaml, span, format!("{what} is not read")).help(help))
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Flaw> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let span = self.span(span);
                Ok((event, span))
            }
            Some(Err(error)) => {
                let start = self.byte(error.marker().index());
                let length = self.text[start..].chars().next().filter(|sign| *sign != '\n').map_or(0, char::len_utf8);
                let at = Span::new(self.file, start, start + length);
                let tab = self.text[..start].rsplit('\n').next().is_some_and(|line| line.trim_start_matches(' ').starts_with('\t'))
                    || self.text[start..].starts_with('\t');
                let flaw = Self::flaw(at, error.info());
                Err(if tab { Box::new((*flaw).help("YAML is indented with spaces, never with tabs")) } else { flaw })
            }
            None => Err(Self::flaw(Span::new(self.file, self.text.len(), self.text.len()), "the text ends here")),
        }
    }

    fn document(mut self) -> Result<Node, Flaw> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                Event::DocumentStart(_) if root.is_some() => {
                    return Err(Self::refused(span, "a second document in one file", "put it into a file of its own"));
                }
                Event::DocumentStart(_) => {
                    let (event, span) = self.next()?;
                    root = Some(self.value(event, span, 0)?);
                }
                Event::StreamEnd => {
                    return Ok(root.unwrap_or_else(|| Node::new(Value::Null, Span::new(self.file, 0, 0))));
                }
                _ => return Err(Self::flaw(span, "a value in no document")),
            }
        }
    }

    /// A value that begins with an event.
    fn value(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Flaw> {
        if depth > MAX_DEPTH {
            return Err(Self::refused(span, &format!("what is nested more than {MAX_DEPTH} deep"), "flatten it"));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                Self::plain(anchor, tag.as_deref(), span)?;
                let is_text = style != ScalarStyle::Plain || tag.is_some();
                let span = self.content(span, style);
                let text = if self.is_shielded { unshielded(&text) } else { text.into_owned() };
                Ok(Node::new(if is_text { Value::String(text) } else { scalar(text) }, span))
            }
            Event::SequenceStart(anchor, tag) => {
                Self::plain(anchor, tag.as_deref(), span)?;
                let (mut items, mut whole) = (Vec::new(), span);
                loop {
                    let (event, span) = self.next()?;
                    if event == Event::SequenceEnd {
                        whole = self.closing(span).map_or(whole, |end| whole.to(end));
                        return Ok(Node::new(Value::Array(Array { items, cut: false }), whole));
                    }
                    let item = self.value(event, span, depth + 1)?;
                    whole = whole.to(item.span);
                    items.push(item);
                }
            }
            Event::MappingStart(anchor, tag) => {
                Self::plain(anchor, tag.as_deref(), span)?;
                self.map(span, depth)
            }
            Event::Alias(_) => Err(Self::refused(span, "an alias", "write out what it stands for")),
            _ => Err(Self::flaw(span, "a value is missing")),
        }
    }

    fn map(&mut self, opening: Span, depth: usize) -> Result<Node, Flaw> {
        let mut whole = opening;
        let mut members: Vec<Member> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => {
                    whole = self.closing(span).map_or(whole, |end| whole.to(end));
                    return Ok(Node::new(Value::Object(Object { members, cut: false }), whole));
                }
                Event::Scalar(text, style, anchor, tag) => {
                    Self::plain(anchor, tag.as_deref(), span)?;
                    let text = if self.is_shielded { unshielded(&text) } else { text.into_owned() };
                    Located::new(text, self.content(span, style))
                }
                Event::Alias(_) => return Err(Self::refused(span, "an alias", "write out what it stands for")),
                _ => return Err(Self::refused(span, "a key that is no text", "put it into quotes, if a text is meant")),
            };
            let (event, span) = self.next()?;
            let value = self.value(event, span, depth + 1)?;
            whole = whole.to(key.span).to(value.span);
            members.push(Member { key, value });
        }
    }

    /// What is neither an anchor nor a tag; `!!str` says no more than quotes do.
    fn plain(anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), Flaw> {
        if anchor > 0 {
            return Err(Self::refused(span, "an anchor", "delete it, and write out what its aliases stand for"));
        }
        match tag {
            Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == "str") => {
                Err(Self::refused(span, "a tag", "delete it: values are what they look like"))
            }
            _ => Ok(()),
        }
    }

    /// Where a text's own signs stand: without the sign that opens a block, and without white space around.
    fn content(&self, span: Span, style: ScalarStyle) -> Span {
        let range = span.start as usize..span.end as usize;
        let Some(raw) = self.text.get(range) else { return span };
        let skipped = match style {
            ScalarStyle::Literal | ScalarStyle::Folded if raw.starts_with(['|', '>']) => raw.find('\n').map_or(raw.len(), |end| end + 1),
            // A tag stands in front.
            _ if raw.starts_with('!') => raw.find(char::is_whitespace).unwrap_or(raw.len()),
            _ => 0,
        };
        let (lead, rest) = raw.split_at(skipped);
        let content = rest.trim_start();
        let start = span.start as usize + lead.len() + (rest.len() - content.len());
        Span::new(self.file, start, start + content.trim_end().len())
    }

    /// The sign that closes a list or a map, if there is one: those of a block end where the next thing begins.
    fn closing(&self, span: Span) -> Option<Span> {
        let at = span.start as usize;
        let is_sign = self.text.get(at..span.end as usize).is_some_and(|sign| sign == "]" || sign == "}");
        is_sign.then_some(span)
    }
}

/// What a text without quotes is, by the core schema; a number only where JSON could hold it.
fn scalar(text: String) -> Value {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        number if is_number(number) => Value::Number(text),
        _ => Value::String(text),
    }
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
