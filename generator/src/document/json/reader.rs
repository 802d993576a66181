//! The recursive descent: values, objects, lists, bare words, and the text around them.
//!
//! Every look ahead is bounded or passes over what no other look ahead passes over again, so that the time is linear in the text.

use super::flaw::{Flaw, Mend};
use crate::document::node::{Array, Member, Node, Object, Value};
use crate::text::{FileId, Located, Span};

/// How many brackets may stand within one another; as many as `serde_json` takes.
pub const MAX_DEPTH: usize = 127;

/// How far a look ahead goes that could otherwise pass over the same text again and again.
pub(super) const LOOK_AHEAD: usize = 256;

const VALUE: &str = "a value";
const ITEM: &str = "a value or `]`";
const KEY: &str = "a key in double quotes";
const KEY_OR_END: &str = "a key in double quotes or `}`";
const COLON: &str = "`:`";
const COMMA_OR_BRACE: &str = "`,` or `}`";
const COMMA_OR_BRACKET: &str = "`,` or `]`";
const END: &str = "the end of the text";

/// A mend whose place is still a place in the text that is read.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: Flaw,
    pub(super) expected: &'static str,
}

/// The reader: a place in a text, and what had to be mended so far.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) mends: Vec<Found>,
    /// Strings that open before this place end on their line: a longer one was tried and found to be unclosed.
    pub(super) one_line_before: usize,
    map: &'t dyn Fn(usize) -> u32,
    file: FileId,
    /// Where the first sign stands that is no space.
    lead: usize,
    /// The members of all objects that are open, the outermost first, and the items of all lists: what is closed takes its own, and no more room than
    /// they need.
    members: Vec<Member>,
    items: Vec<Node>,
    /// How many objects are open, and how many lists.
    open_braces: usize,
    open_brackets: usize,
    /// A comment that was passed over held an ellipsis, or a member.
    elided: bool,
    /// What stands before this place, and behind a place where a list's items begin, is literals with blanks between them.
    literals_before: usize,
}

/// What a container expects in front of its next part.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing was read yet, or only something that was left out.
    First,
    /// A part was read, and no comma since.
    Part,
    /// A comma stands at this place, and no part since.
    Comma(usize),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, map: &'t dyn Fn(usize) -> u32, file: FileId) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            mends: Vec::new(),
            one_line_before: 0,
            lead: text.find(|sign: char| !sign.is_whitespace() && sign != '\u{feff}').unwrap_or(text.len()),
            map,
            file,
            members: Vec::new(),
            items: Vec::new(),
            open_braces: 0,
            open_brackets: 0,
            elided: false,
            literals_before: 0,
        }
    }

    pub(super) fn into_mends(self) -> Vec<Mend> {
        let span = |found: &Found| self.span(found.start, found.end);
        self.mends.iter().map(|found| Mend { span: span(found), what: found.what, expected: found.expected }).collect()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, (self.map)(start) as usize, (self.map)(end.max(start)) as usize)
    }

    pub(super) fn mend(&mut self, start: usize, end: usize, what: Flaw, expected: &'static str) {
        match self.mends.last_mut() {
            Some(last) if last.what == what && last.end == start && start < end => last.end = end,
            _ => self.mends.push(Found { start, end, what, expected }),
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("")
    }

    pub(super) fn char_len(&self, at: usize) -> usize {
        self.rest(at).chars().next().map_or(1, char::len_utf8)
    }

    /// The first place from `at` on that holds no blank of this line.
    pub(super) fn behind_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t' | b'\r')) {
            at += 1;
        }
        at
    }

    fn behind_space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        at
    }

    fn line_end(&self, at: usize) -> usize {
        self.bytes[at..].iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |line| at + line)
    }

    // ── space ────────────────────────────────────────────────────────────────────────────────

    /// Passes over spaces and comments; says whether a line ended in them.
    fn skip(&mut self, expected: &'static str) -> bool {
        let mut newline = false;
        while let Some(byte) = self.peek() {
            let start = self.at;
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    newline = true;
                    self.at += 1;
                }
                b'/' if self.byte(start + 1) == Some(b'/') => self.comment(self.line_end(start), expected),
                b'/' if self.byte(start + 1) == Some(b'*') => {
                    let end = self.rest(start + 2).find("*/").map_or(self.bytes.len(), |length| start + length + 4);
                    self.comment(end, expected);
                }
                b'#' => self.comment(self.line_end(start), expected),
                b'<' if self.rest(start).starts_with("<!--") => {
                    let end = self.rest(start + 4).find("-->").map_or(self.bytes.len(), |length| start + length + 7);
                    self.comment(end, expected);
                }
                b'\\' if matches!(self.byte(start + 1), Some(b'n' | b'r' | b't')) => {
                    newline |= self.byte(start + 1) == Some(b'n');
                    self.at += 2;
                    self.mend(start, self.at, Flaw::Escaped, expected);
                }
                0x0b | 0x0c => {
                    self.at += 1;
                    self.mend(start, self.at, Flaw::Space, expected);
                }
                0x80.. => {
                    let Some(sign) = self.rest(start).chars().next() else { break };
                    if !(sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')) {
                        break;
                    }
                    self.at += sign.len_utf8();
                    self.mend(start, self.at, Flaw::Space, expected);
                }
                _ => break,
            }
        }
        newline
    }

    fn comment(&mut self, end: usize, expected: &'static str) {
        let start = self.at;
        let text = self.text.get(start..end).unwrap_or("");
        let is_own_line = self.text[..start].trim_end_matches([' ', '\t']).bytes().last().is_none_or(|byte| byte == b'\n');
        self.elided |= text.contains("...") || text.contains('…') || text.lines().any(|line| Self::holds_member(line, is_own_line));
        self.at = end;
        // Comments on lines of their own stay apart: nothing merges over the line break between them.
        self.mend(start, end, Flaw::Comment, expected);
    }

    /// Whether a line of a comment is a member that somebody took out: `"b": 2`; without quotes only where nothing else stands on the line, for words
    /// with a colon are prose elsewhere.
    fn holds_member(line: &str, is_own_line: bool) -> bool {
        let line = line.trim_start_matches(['/', '*', '#', '<', '!', '-', ' ', '\t', ',', '{', '[']);
        let quoted = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let Some((key, value)) = quoted.map(|(key, rest)| (key, rest.trim_start().strip_prefix(':'))) else {
            let Some((key, value)) = line.split_once(':').filter(|_| is_own_line) else { return false };
            let value = value.trim_start();
            let word: &str = value.split([' ', '\t', ',', '}', '\r']).next().unwrap_or("");
            return is_word(key.trim_end()) && (value.starts_with(['"', '{', '[']) || literal(word).is_some());
        };
        !key.is_empty() && value.is_some()
    }

    // ── the document ─────────────────────────────────────────────────────────────────────────

    /// All values of the text.
    pub(super) fn document(&mut self) -> Vec<Node> {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        let mut nodes: Vec<Node> = Vec::new();
        // Where the last value ended; text behind it moves this on, so that a bracket right behind a value is told from one in prose.
        let mut value_end = None;
        // Whether the last value is marked as one that may have been closed too early.
        let mut is_marked = false;
        loop {
            let expected = if nodes.is_empty() { VALUE } else { END };
            let newline = self.skip(expected);
            let start = self.at;
            let Some(byte) = self.peek() else { break };
            let at_line_start = newline || start <= self.lead;
            let node = match byte {
                b',' | b';' if value_end.is_some() => {
                    self.at += 1;
                    self.mend(start, self.at, Flaw::ExtraComma, expected);
                    continue;
                }
                b'{' | b'[' if self.opens_value(start, at_line_start || value_end.is_some()) => self.value(0),
                _ if nodes.last().is_none_or(|node| !matches!(node.value, Value::Array(_) | Value::Object(_))) && at_line_start => {
                    self.lone_value()
                }
                _ => None,
            };
            if let Some(node) = node {
                if !nodes.is_empty() {
                    self.mend(start, start, Flaw::SeveralValues, END);
                }
                nodes.push(node);
                value_end = Some(self.at);
                is_marked = false;
            } else {
                value_end = None;
                self.at = self.at.max(start);
                self.pass_over_text(expected);
                if let Some(last) = nodes.last_mut().filter(|_| !is_marked && self.belongs_inside(start)) {
                    may_go_on(last);
                    is_marked = true;
                }
            }
        }
        if nodes.is_empty() && self.mends.is_empty() {
            self.mend(self.at, self.at, Flaw::NoValue, VALUE);
        }
        nodes
    }

    /// Whether the bracket at a place opens a value rather than standing in prose.
    ///
    /// `surely` where the place speaks for it: the start of a line, or right behind another value; so does a colon in front of it.
    fn opens_value(&self, at: usize, surely: bool) -> bool {
        let next = self.behind_space(at + 1);
        let surely = surely || matches!(self.text[..at].trim_end_matches([' ', '\t']).bytes().last(), Some(b':' | b'=' | b'(' | b'>'));
        if self.byte(at) == Some(b'{') {
            if self.template_end(at).is_some() || (self.simple_hole_end(at).is_some() && at > self.lead) {
                return false;
            }
            surely
                || match self.byte(next) {
                    None | Some(b'"' | b'\'' | b'}' | b'{' | b'/' | b'.' | b'\\') => true,
                    Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' => {
                        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-');
                        let length = self.bytes[next..].iter().take(LOOK_AHEAD).take_while(|&byte| is_word(byte)).count();
                        self.byte(self.behind_blanks(next + length)) == Some(b':')
                    }
                    Some(_) => false,
                }
        } else {
            match self.byte(next) {
                Some(b'{' | b'[' | b'"') => true,
                None => surely,
                Some(byte) => at <= self.lead || (surely && !byte.is_ascii_alphabetic()),
            }
        }
    }

    /// A string, a number, a word or a placeholder that is the whole text or a whole line of it, or members without braces.
    fn lone_value(&mut self) -> Option<Node> {
        let start = self.at;
        let mends = self.mends.len();
        let byte = self.peek()?;
        let begins = self.quote_at(start).is_some()
            || byte.is_ascii_digit()
            || matches!(byte, b'-' | b'{')
            || ["true", "false", "null"].iter().any(|word| self.rest(start).starts_with(word));
        let node = if begins { self.value(0) } else { None };
        // In prose, no word is a hole; only a template that is the whole text is.
        let is_whole = start <= self.lead && self.rest(self.at).trim().is_empty();
        if let Some(node) = node.filter(|node| (byte == b'{' && is_whole) || !matches!(node.value, Value::Hole(_))) {
            let next = self.behind_blanks(self.at);
            match self.byte(next) {
                Some(b':') if node.as_str().is_some() => {
                    self.at = start;
                    self.mends.truncate(mends);
                    self.mend(start, start, Flaw::MissingBraces, VALUE);
                    let object = self.object(start, None, 0);
                    return Some(object);
                }
                None | Some(b'\n' | b',' | b'#' | b'\\') => return Some(node),
                Some(b'/') if matches!(self.byte(next + 1), Some(b'/' | b'*')) => return Some(node),
                Some(_) => {}
            }
            // Space of a kind that JSON does not know may follow a value as well.
            if self.rest(next).chars().next().is_some_and(|sign| sign.is_whitespace() || sign == '\u{feff}') {
                return Some(node);
            }
        }
        self.at = start;
        self.mends.truncate(mends);
        None
    }

    /// Passes over text up to the next line, or up to a bracket that opens a value.
    fn pass_over_text(&mut self, expected: &'static str) {
        let start = self.at;
        self.at += self.char_len(start);
        while let Some(byte) = self.peek() {
            if byte == b'\n' || (matches!(byte, b'{' | b'[') && self.opens_value(self.at, false)) {
                break;
            }
            self.at += 1;
        }
        self.mend(start, self.at, Flaw::Text, expected);
    }

    /// Whether the text from a place on, which was passed over, looks like a part of the value in front of it: a member, or a bracket that closes nothing.
    fn belongs_inside(&self, start: usize) -> bool {
        let text = &self.text[start..self.at];
        let key = text.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let is_member = key.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'));
        let mut open = 0_usize;
        is_member
            || text.bytes().any(|byte| match byte {
                b'{' | b'[' => {
                    open += 1;
                    false
                }
                b'}' | b']' if open == 0 => true,
                b'}' | b']' => {
                    open -= 1;
                    false
                }
                _ => false,
            })
    }

    // ── values ───────────────────────────────────────────────────────────────────────────────

    /// The value at this place, which is no space; `None` if the end of the text cuts it off.
    fn value(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        match self.peek()? {
            b'{' if self.template_end(start).is_none() && self.simple_hole_end(start).is_none() => {
                if depth >= MAX_DEPTH {
                    return Some(self.too_deep());
                }
                self.at += 1;
                Some(self.object(start, Some(b'}'), depth + 1))
            }
            b'[' => {
                if depth >= MAX_DEPTH {
                    return Some(self.too_deep());
                }
                self.at += 1;
                Some(self.list(start, depth + 1))
            }
            _ if self.quote_at(start).is_some() => {
                let text = self.string(VALUE)?;
                Some(Node::new(Value::String(text), self.span(start, self.at)))
            }
            _ => Some(self.bare()),
        }
    }

    /// Passes over what stands deeper than the reader goes, without recursion.
    fn too_deep(&mut self) -> Node {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                b'"' => {
                    while let Some(inner) = self.peek() {
                        self.at += 1;
                        match inner {
                            b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                            b'"' => break,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.mend(start, self.at, Flaw::TooDeep, "fewer levels");
        Node::new(Value::Hole("…".to_owned()), self.span(start, self.at))
    }

    /// Whether a closing bracket closes a container further out.
    fn closes_outer(&self, closer: u8) -> bool {
        if closer == b'}' { self.open_braces > 0 } else { self.open_brackets > 0 }
    }

    /// An object behind its opening brace; `closer` is `None` for members without braces.
    fn object(&mut self, start: usize, closer: Option<u8>, depth: usize) -> Node {
        self.open_braces += usize::from(closer == Some(b'}'));
        self.open_brackets += usize::from(closer == Some(b']'));
        let mut object = Object::default();
        let first = self.members.len();
        let mut marked = 0;
        let mut before = Before::First;
        loop {
            let expected = match before {
                Before::First => KEY_OR_END,
                Before::Part => COMMA_OR_BRACE,
                Before::Comma(_) => KEY,
            };
            let newline = self.skip(expected);
            object.cut |= std::mem::take(&mut self.elided);
            let at = self.at;
            let Some(byte) = self.peek() else {
                if closer.is_some() {
                    self.mend(at, at, Flaw::Unclosed, expected);
                    object.cut = true;
                }
                break;
            };
            match byte {
                b'}' | b']' => {
                    if self.ends(byte, closer, before, expected) {
                        break;
                    }
                    // What it was to close was closed too early.
                    object.cut = true;
                    if self.members.len() > marked.max(first)
                        && let Some(last) = self.members.last_mut()
                    {
                        may_go_on(&mut last.value);
                        marked = self.members.len();
                    }
                }
                b',' | b';' => before = self.comma(before, byte, expected),
                _ if self.ellipsis(expected) => {
                    object.cut = true;
                    before = Before::First;
                }
                _ => {
                    if before == Before::Part && !newline && self.remark(expected) {
                        continue;
                    }
                    if before == Before::Part {
                        self.mend(at, at, Flaw::MissingComma, expected);
                    }
                    before = if self.member(&mut object, expected, depth) { Before::Part } else { Before::First };
                }
            }
        }
        self.open_braces -= usize::from(closer == Some(b'}'));
        self.open_brackets -= usize::from(closer == Some(b']'));
        object.members = self.members.drain(first..).collect();
        Node::new(Value::Object(object), self.span(start, self.at))
    }

    /// A list behind its opening bracket.
    fn list(&mut self, start: usize, depth: usize) -> Node {
        self.open_brackets += 1;
        let mut array = Array::default();
        let first = self.items.len();
        let mut marked = first;
        let mut before = Before::First;
        loop {
            let expected = match before {
                Before::First => ITEM,
                Before::Part => COMMA_OR_BRACKET,
                Before::Comma(_) => VALUE,
            };
            let newline = self.skip(expected);
            array.cut |= std::mem::take(&mut self.elided);
            let at = self.at;
            let Some(byte) = self.peek() else {
                self.mend(at, at, Flaw::Unclosed, expected);
                array.cut = true;
                break;
            };
            match byte {
                b'}' | b']' => {
                    if self.ends(byte, Some(b']'), before, expected) {
                        break;
                    }
                    array.cut = true;
                    self.last_may_go_on(&mut marked);
                }
                b',' | b';' => before = self.comma(before, byte, expected),
                _ if self.ellipsis(expected) => {
                    array.cut = true;
                    before = Before::First;
                }
                _ => {
                    let are_literals = self.literals(before == Before::Part);
                    if before == Before::Part && !newline && !are_literals && self.remark(expected) {
                        continue;
                    }
                    if before == Before::Part {
                        self.mend(at, at, Flaw::MissingComma, expected);
                    }
                    let mends = self.mends.len();
                    let Some(item) = self.value(depth) else {
                        array.cut = true;
                        before = Before::First;
                        continue;
                    };
                    let item = self.grouped(at, item, true);
                    if self.items.len() == first && item.as_str().is_some() && self.colon_len(self.behind_blanks(self.at)).is_some() {
                        self.at = at;
                        self.mends.truncate(mends);
                        self.mend(at, at, Flaw::OtherBrackets, expected);
                        self.open_brackets -= 1;
                        return self.object(start, Some(b']'), depth);
                    }
                    if item.as_str().is_some()
                        && let Some(colon) = self.colon_len(self.behind_blanks(self.at))
                    {
                        // It belongs to an object that was closed too early.
                        self.mends.truncate(mends);
                        self.at = self.behind_blanks(self.at) + colon;
                        self.skip(VALUE);
                        if !matches!(self.peek(), None | Some(b',' | b';' | b'}' | b']')) {
                            self.value(depth);
                        }
                        self.mends.truncate(mends);
                        self.mend(at, self.at, Flaw::StrayMember, expected);
                        array.cut = true;
                        self.last_may_go_on(&mut marked);
                        before = Before::Part;
                        continue;
                    }
                    if matches!(&item.value, Value::Hole(text) if !text.contains(|sign: char| sign.is_alphanumeric() || sign == '…')) {
                        // A stray sign is no item.
                        self.mends.truncate(mends);
                        self.mend(at, self.at, Flaw::Remark, expected);
                        before = Before::First;
                        continue;
                    }
                    self.items.push(item);
                    before = Before::Part;
                }
            }
        }
        self.open_brackets -= 1;
        array.items = self.items.drain(first..).collect();
        Node::new(Value::Array(array), self.span(start, self.at))
    }

    /// Marks the last object or list among the items from `marked` on as one that may have been closed too early.
    fn last_may_go_on(&mut self, marked: &mut usize) {
        let is_open = |item: &&mut Node| matches!(item.value, Value::Object(_) | Value::Array(_));
        let behind = self.items.get_mut(*marked..).unwrap_or_default();
        behind.iter_mut().rev().find(is_open).into_iter().for_each(may_go_on);
        *marked = self.items.len();
    }

    /// Whether literals stand here with nothing but blanks between them, up to the next comma, bracket or string; one alone is enough `behind` an item.
    fn literals(&mut self, behind: bool) -> bool {
        if self.at < self.literals_before {
            return true;
        }
        let mut count = 0;
        let mut at = self.at;
        loop {
            let is_end = match self.byte(at) {
                None | Some(b',' | b';' | b'}' | b']' | b'{' | b'[' | b'\n') => true,
                Some(b'#') => count > 0,
                Some(_) => {
                    let rest = self.rest(at);
                    self.quote_at(at).is_some() || ["//", "/*", "..."].iter().any(|sign| rest.starts_with(sign))
                }
            };
            if is_end {
                break;
            }
            let ends_word = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'}' | b']' | b'{' | b'[' | b'"');
            let length = self.bytes[at..].iter().position(|&byte| ends_word(byte)).unwrap_or(self.bytes.len() - at);
            if literal(&self.text[at..at + length]).is_none() {
                return false;
            }
            count += 1;
            at = self.behind_blanks(at + length);
        }
        if count < if behind { 1 } else { 2 } {
            return false;
        }
        self.literals_before = at;
        true
    }

    /// A number that goes on behind a comma, as in `1,000` and `12,5`: who wrote it so meant one, and nobody knows which.
    ///
    /// `in_list` the comma may stand between two items, unless no number begins like what follows it.
    fn grouped(&mut self, start: usize, number: Node, in_list: bool) -> Node {
        let Value::Number(first) = &number.value else { return number };
        if self.peek() != Some(b',') {
            return number;
        }
        let mut end = self.at;
        while self.byte(end) == Some(b',') && self.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit()) {
            let digits = self.bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if in_list && end == self.at && !(digits == 3 && self.byte(end + 1) == Some(b'0')) {
                return number;
            }
            end += 1 + digits;
        }
        if end > self.at && self.byte(end) == Some(b'.') {
            end += 1 + self.bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        }
        let behind = self.behind_blanks(end);
        let is_done = matches!(self.byte(behind), None | Some(b',' | b';' | b'}' | b']' | b'\n' | b'/' | b'#' | b'(' | b'|'));
        if end == self.at || first.contains(['e', 'E']) || !is_done {
            return number;
        }
        self.at = end;
        self.mend(start, end, Flaw::GroupedNumber, VALUE);
        Node::new(Value::Hole(self.text[start..end].to_owned()), self.span(start, end))
    }

    /// A closing bracket: whether it ends the object or list that `closer` closes. One that closes nothing is passed over.
    fn ends(&mut self, byte: u8, closer: Option<u8>, before: Before, expected: &'static str) -> bool {
        let at = self.at;
        if closer == Some(byte) {
            if let Before::Comma(comma) = before {
                self.mend(comma, comma + 1, Flaw::TrailingComma, expected);
            }
            self.at += 1;
            return true;
        }
        if self.closes_outer(byte) {
            self.mend(at, at, Flaw::Unclosed, expected);
            return true;
        }
        self.at += 1;
        self.mend(at, self.at, Flaw::StrayBracket, expected);
        false
    }

    /// A comma between two parts.
    fn comma(&mut self, before: Before, byte: u8, expected: &'static str) -> Before {
        let at = self.at;
        self.at += 1;
        if before == Before::Part {
            if byte == b';' {
                self.mend(at, self.at, Flaw::OtherComma, expected);
            }
            Before::Comma(at)
        } else {
            self.mend(at, self.at, Flaw::ExtraComma, expected);
            before
        }
    }

    /// An ellipsis at this place, with the words that belong to it.
    fn ellipsis(&mut self, expected: &'static str) -> bool {
        let start = self.at;
        let dots = |at: usize| {
            let rest = self.rest(at);
            if rest.starts_with('…') {
                Some('…'.len_utf8())
            } else if rest.starts_with(". . .") {
                Some(5)
            } else {
                Some(rest.bytes().take_while(|&byte| byte == b'.').count()).filter(|&count| count >= 3)
            }
        };
        let Some(length) = dots(start) else { return false };
        let mut end = start + length;
        while let Some(byte) = self.byte(end) {
            if matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b'\'' | b'\n' | b'\\') || dots(end).is_some() {
                break;
            }
            end += 1;
        }
        self.at = start + self.text[start..end].trim_end().len();
        self.mend(start, self.at, Flaw::Ellipsis, expected);
        true
    }

    /// What stands behind a value on its line and is no member, item or comma: `(optional)`, `| "other"`, `+ token`.
    fn remark(&mut self, expected: &'static str) -> bool {
        let start = self.at;
        if matches!(self.peek(), Some(b'{' | b'[')) || self.quote_at(start).is_some() {
            return false;
        }
        let mut end = start;
        while let Some(byte) = self.byte(end) {
            if matches!(byte, b',' | b';' | b'}' | b']' | b'{' | b'[' | b'\n') || (self.quote_at(end).is_some() && !self.within_word(end)) {
                break;
            }
            if self.colon_len(end).is_some() && end > start {
                return false;
            }
            end += self.char_len(end);
        }
        if end == start {
            end += self.char_len(start);
        }
        self.at = end;
        if self.quote_at(end).is_some() && self.byte(end) != Some(b'\'') {
            // The remark ends in a string, unless that is the next key.
            let mends = self.mends.len();
            if self.string(expected).is_none() || self.colon_len(self.behind_blanks(self.at)).is_some() {
                self.at = end;
            }
            self.mends.truncate(mends);
        }
        self.mend(start, self.at, Flaw::Remark, expected);
        true
    }

    /// How long the sign between a key and its value is, if one stands at a place.
    fn colon_len(&self, at: usize) -> Option<usize> {
        match (self.byte(at)?, self.byte(at + 1)) {
            (b'=' | b'-', Some(b'>')) => Some(2),
            (b':' | b'=', _) => Some(1),
            _ => None,
        }
    }

    /// A key and its value, or a value without a key, which is left out; whether a comma may follow.
    fn member(&mut self, object: &mut Object, expected: &'static str, depth: usize) -> bool {
        let start = self.at;
        let mends = self.mends.len();
        let mut bare = false;
        let key = if self.quote_at(start).is_some() {
            let Some(key) = self.string(expected) else {
                object.cut = true;
                return false;
            };
            key
        } else if matches!(self.peek(), Some(b'{' | b'[')) && self.template_end(start).is_none() {
            self.value(depth);
            self.mend(start, self.at, Flaw::KeylessValue, expected);
            // Its key was lost, or it was to be one of the members.
            object.cut = true;
            return true;
        } else {
            bare = true;
            let key = self.bare_key();
            if key.is_empty() {
                self.at = start + self.char_len(start);
                self.mend(start, self.at, Flaw::Remark, expected);
                return false;
            }
            match self.behind_prefix(&key, expected) {
                Some(quoted) => {
                    bare = false;
                    quoted
                }
                None => {
                    self.mend(start, self.at, Flaw::BareKey, expected);
                    key
                }
            }
        };
        let key_end = self.at;
        let key = Located::new(key, self.span(start, key_end));

        let newline = self.skip(COLON);
        let at = self.at;
        match (self.peek(), self.colon_len(at)) {
            (None, _) => {
                self.mend(start, at, Flaw::CutOff, COLON);
                object.cut = true;
                return false;
            }
            (Some(byte), Some(length)) => {
                self.at += length;
                if byte != b':' {
                    self.mend(at, self.at, Flaw::OtherColon, COLON);
                }
            }
            (Some(byte), None) => {
                let ends = matches!(byte, b',' | b';' | b'}' | b']' | b'.') || (newline && !matches!(byte, b'{' | b'['));
                if bare && (key.value.contains(char::is_whitespace) || key.value.starts_with("{{")) {
                    // Words or a template in place of members: `{ other fields }`, `{ {{fields}} }`.
                    self.mend(start, key_end, Flaw::Ellipsis, COLON);
                    object.cut = true;
                    return false;
                }
                if bare && (!is_word(&key.value) || literal(&key.value).is_some()) {
                    self.mends.truncate(mends);
                    self.at = key_end;
                    self.mend(start, key_end, Flaw::KeylessValue, expected);
                    object.cut = true;
                    return true;
                }
                if ends {
                    self.mend(key_end, key_end, Flaw::MissingValue, COLON);
                    let value = Node::new(Value::Hole(key.value.clone()), key.span);
                    self.members.push(Member { key, value });
                    return true;
                }
                self.mend(at, at, Flaw::MissingColon, COLON);
            }
        }

        let colon_end = self.at;
        // `#fff` right behind a colon is a value, not a comment.
        let word = self.behind_blanks(colon_end);
        let is_word = self.byte(word) == Some(b'#') && self.byte(word + 1).is_some_and(|byte| byte.is_ascii_alphanumeric());
        let newline = if is_word {
            self.at = word;
            false
        } else {
            self.skip(VALUE)
        };
        let value_start = self.at;
        let mends = self.mends.len();
        let value = match self.peek() {
            None => None,
            Some(b',' | b';' | b'}' | b']') => Some(self.missing_value(colon_end)),
            Some(_) => match self.value(depth) {
                // The next key, where the value is missing at the end of a line.
                Some(value) if newline && value.as_str().is_some() && self.colon_len(self.behind_blanks(self.at)).is_some() => {
                    self.at = value_start;
                    self.mends.truncate(mends);
                    Some(self.missing_value(colon_end))
                }
                value => value,
            },
        };
        if let Some(value) = value {
            let value = self.grouped(value_start, value, false);
            self.members.push(Member { key, value });
            true
        } else {
            self.mend(start, self.at, Flaw::CutOff, VALUE);
            object.cut = true;
            false
        }
    }

    /// The string behind a prefix that belongs to another language, as in `u"a"`.
    fn behind_prefix(&mut self, prefix: &str, expected: &'static str) -> Option<String> {
        if !is_prefix(prefix) || self.quote_at(self.at).is_none() {
            return None;
        }
        let (start, mends) = (self.at, self.mends.len());
        self.mend(start - prefix.len(), start, Flaw::PrefixedString, expected);
        let string = self.string(expected);
        if string.is_none() {
            self.at = start;
            self.mends.truncate(mends);
        }
        string
    }

    fn missing_value(&mut self, at: usize) -> Node {
        self.mend(at, at, Flaw::MissingValue, VALUE);
        Node::new(Value::Hole(String::new()), self.span(at, at))
    }

    // ── bare words ───────────────────────────────────────────────────────────────────────────

    /// The end of `{{…}}`, if that is what a place holds.
    pub(super) fn template_end(&self, at: usize) -> Option<usize> {
        if !self.rest(at).starts_with("{{") {
            return None;
        }
        let mut end = at + 2;
        loop {
            match self.byte(end)? {
                b'}' if self.byte(end + 1) == Some(b'}') => return (end > at + 2).then_some(end + 2),
                b'{' | b'}' | b'"' | b'\n' => return None,
                _ => end += 1,
            }
        }
    }

    /// The end of `{id}`, if that is what a place holds.
    fn simple_hole_end(&self, at: usize) -> Option<usize> {
        let name = &self.bytes[at + 1..];
        let first = *name.first()?;
        if self.byte(at) != Some(b'{') || !(first.is_ascii_alphabetic() || first == b'_') {
            return None;
        }
        let length =
            name.iter().take(LOOK_AHEAD).take_while(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
        (name.get(length) == Some(&b'}')).then_some(at + length + 2)
    }

    /// The end of `<…>` on this line, if that is what a place holds.
    fn angle_end(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (offset, byte) in self.bytes[at..].iter().take(LOOK_AHEAD).enumerate() {
            match byte {
                b'<' => depth += 1,
                b'>' if depth == 1 => return Some(at + offset + 1),
                b'>' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
        }
        None
    }

    /// The end of `(…)` on this line, if that is what a place holds.
    fn parenthesis_end(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (offset, byte) in self.bytes[at..].iter().take(LOOK_AHEAD).enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return Some(at + offset + 1),
                b')' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
        }
        None
    }

    /// A key without quotes, up to a sign that cannot belong to it.
    fn bare_key(&mut self) -> String {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.byte(end) {
            let group = match byte {
                b'{' => self.template_end(end),
                b'<' => self.angle_end(end),
                _ => None,
            };
            if let Some(group) = group {
                end = group;
                continue;
            }
            if matches!(byte, b',' | b';' | b'}' | b']' | b'{' | b'[' | b'\n' | b'\\')
                || self.quote_at(end).is_some()
                || self.colon_len(end).is_some()
                || self.rest(end).starts_with("//")
                || self.rest(end).starts_with("/*")
            {
                break;
            }
            end += self.char_len(end);
        }
        let key = self.text[start..end].trim_end();
        self.at = start + key.len();
        key.to_owned()
    }

    /// A number, a word or a placeholder.
    fn bare(&mut self) -> Node {
        let start = self.at;
        let mends = self.mends.len();
        let mut end = start;
        // Literals and numbers are done at once; anything else behind them is looked at below.
        while let Some(byte) = self.byte(end) {
            if start < self.literals_before && byte.is_ascii_whitespace() {
                break;
            }
            let group = match byte {
                b'{' => self.template_end(end).or_else(|| self.simple_hole_end(end)),
                b'<' => self.angle_end(end),
                b'(' => self.parenthesis_end(end),
                b'[' if self.byte(end + 1) == Some(b']') && end > start => Some(end + 2),
                _ => None,
            };
            if let Some(group) = group {
                end = group;
                continue;
            }
            let ends = match byte {
                b',' | b';' | b'}' | b']' | b'{' | b'[' | b'\n' | b'\\' | b'"' => true,
                b'/' | b'#' | b'.' if end > start && matches!(self.byte(end - 1), Some(b' ' | b'\t')) => {
                    byte == b'#' || ["//", "/*", "..."].iter().any(|sign| self.rest(end).starts_with(sign))
                }
                b'\'' | 0x80.. => end > start && self.quote_at(end).is_some() && !self.within_word(end),
                _ => false,
            };
            if ends {
                break;
            }
            end += self.char_len(end);
        }
        let mut token = self.text[start..end].trim_end();
        if token.is_empty() {
            // No value begins with this sign.
            end = start + self.char_len(start);
            token = &self.text[start..end];
        }
        self.at = start + token.len();

        let is_last = || self.open_braces + self.open_brackets > 0 && self.rest(self.at).trim_start().is_empty();
        if (is_number(token) || other_number(token).is_some()) && is_last() {
            // Nobody knows which digits were to follow.
            self.mend(start, self.at, Flaw::CutNumber, VALUE);
            return Node::new(Value::Hole(token.to_owned()), self.span(start, self.at));
        }
        if let Some(value) = literal(token) {
            return Node::new(value, self.span(start, self.at));
        }
        let token_end = self.at;
        if token_end == end && self.behind_prefix(token, VALUE).is_some() {
            if self.colon_len(self.behind_blanks(self.at)).is_none() {
                return Node::new(Value::Hole(self.text[start..self.at].to_owned()), self.span(start, self.at));
            }
            // The next key: what stands before it is a word.
            self.at = token_end;
            self.mends.truncate(mends);
        }
        // A literal and a remark: `5 (optional)`, `true | false`.
        if let Some((first, rest)) = token.split_once(char::is_whitespace)
            && let Some(value) = literal(first)
            && rest.trim_start().starts_with(['(', '|', '/', '←'])
        {
            let literal_end = start + first.len();
            self.mend(literal_end, self.at, Flaw::Remark, COMMA_OR_BRACE);
            return Node::new(value, self.span(start, literal_end));
        }
        let (value, flaw) = match token {
            "True" | "TRUE" => (Value::Bool(true), Flaw::OtherWord),
            "False" | "FALSE" => (Value::Bool(false), Flaw::OtherWord),
            "None" | "nil" | "NULL" | "Null" => (Value::Null, Flaw::OtherWord),
            _ => match other_number(token) {
                Some(number) => (Value::Number(number), Flaw::OtherNumber),
                None if token.bytes().all(|byte| byte.is_ascii_digit()) => (Value::Hole(token.to_owned()), Flaw::LeadingZeros),
                None => (Value::Hole(token.to_owned()), Flaw::Placeholder),
            },
        };
        self.mend(start, self.at, flaw, VALUE);
        let node = Node::new(value, self.span(start, self.at));
        // `{{token}}"`: the quote at the other side was forgotten.
        if self.at == end
            && self.peek() == Some(b'"')
            && matches!(self.byte(self.behind_blanks(end + 1)), None | Some(b',' | b'}' | b']' | b'\n'))
        {
            self.at += 1;
            self.mend(end, self.at, Flaw::StrayQuote, COMMA_OR_BRACE);
        }
        node
    }

    /// Whether a place has letters or digits on both sides.
    pub(super) fn within_word(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        let behind = self.rest(at).chars().nth(1);
        before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric)
    }
}

/// Marks a value that may have been closed too early: the objects and lists in it, of lists the last item.
fn may_go_on(node: &mut Node) {
    match &mut node.value {
        Value::Object(object) => {
            object.cut = true;
            object.members.iter_mut().for_each(|member| may_go_on(&mut member.value));
        }
        Value::Array(array) => {
            array.cut = true;
            array.items.last_mut().into_iter().for_each(may_go_on);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Hole(_) => {}
    }
}

/// Whether a text is a word that other languages take for a key without quotes.
fn is_word(text: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$' | '-' | '.');
    text.starts_with(|sign: char| sign.is_alphabetic() || matches!(sign, '_' | '$')) && text.chars().all(is_part)
}

/// Whether a text is what other languages write in front of a string: `r`, `u`, `rb`, `@`, `$`.
fn is_prefix(text: &str) -> bool {
    text.len() <= 2 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'@' | b'$'))
}

/// The value of a word that JSON knows.
fn literal(token: &str) -> Option<Value> {
    match token {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        "null" => Some(Value::Null),
        _ => is_number(token).then(|| Value::Number(token.to_owned())),
    }
}

/// Whether a text is a number as JSON writes it.
pub(in crate::document) fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    if whole == 0 || (whole > 1 && unsigned.starts_with('0')) {
        return false;
    }
    let mut rest = &unsigned[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = &exponent[length..];
    }
    rest.is_empty()
}

/// `+1`, `.5` and `5.`, as JSON writes them.
fn other_number(token: &str) -> Option<String> {
    let (sign, unsigned) = match token.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", token.strip_prefix('+').unwrap_or(token)),
    };
    let lead = if unsigned.starts_with('.') { "0" } else { "" };
    let trail = if unsigned.ends_with('.') { "0" } else { "" };
    if unsigned == "." {
        return None;
    }
    let number = format!("{sign}{lead}{unsigned}{trail}");
    is_number(&number).then_some(number)
}
