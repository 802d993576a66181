//! HTML of descriptions as Markdown.
//!
//! Some documents hold their descriptions rendered. Everything behind this reads Markdown, so what a renderer made of Markdown is turned back:
//! paragraphs, headings, lists, tables, code, emphasis, links. Words are never lost, whatever stands around them: of other tags of HTML the
//! words in them are kept, and what is no tag of HTML, such as `<id>`, is text. Only what no browser shows goes: comments, scripts, styles.
//!
//! The answer is no longer than a multiple of the text, however its tags are nested.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// Lists and quotes stand within one another so deep at most; what stands deeper is put there.
const DEEPEST: usize = 8;

/// A text of HTML as Markdown, without white space at its ends.
pub fn to_markdown(html: &str) -> String {
    let mut writer = Writer::default();
    let mut at = 0;
    let ends = Ends::of(html);
    // What a browser does not show ends with its own tag only.
    let mut hidden: Option<&str> = None;
    while at < html.len() {
        let (piece, next) = piece(html, at, &ends);
        at = next;
        match (piece, hidden) {
            (Piece::End(name), Some(open)) if name.eq_ignore_ascii_case(open) => hidden = None,
            (_, Some(_)) | (Piece::Comment, None) => {}
            (Piece::Text(text), None) => writer.text(text),
            (Piece::Start(name, attributes), None) => {
                let name = name.to_ascii_lowercase();
                hidden = ["script", "style", "template"].into_iter().find(|unseen| *unseen == name);
                if hidden.is_none() {
                    writer.start(&name, attributes);
                }
            }
            (Piece::End(name), None) => writer.end(&name.to_ascii_lowercase()),
        }
    }
    writer.finish()
}

/// A text of Markdown with the HTML in it as Markdown: tables and other blocks are rewritten, tags within a line become marks or go. Code stays
/// as it is, and so does what is no tag of HTML.
pub fn within_markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let ends = Ends::of(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut tags: Vec<Range<usize>> = Vec::new();
    // Whether a table was found that nothing ends: then no other is looked for, so that the text is not read once for each.
    let mut endless = false;
    // Behind the block or the table that was rewritten last.
    let mut done = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) if range.start >= done => {
                // A table may hold empty lines, which end a block of HTML.
                let table = if endless { None } else { end_of_table(text, range.clone(), &ends) };
                endless |= table == Some(text.len() + 1);
                let end = table.filter(|end| *end <= text.len()).unwrap_or(range.end);
                let written = to_markdown(&text[range.start..end]);
                edits.push((range.start..end, if written.is_empty() { "\n".to_owned() } else { format!("\n\n{written}\n\n") }));
                done = end;
            }
            Event::InlineHtml(_) if range.start >= done => tags.push(range),
            _ => {}
        }
    }
    inline(text, &tags, &ends, &mut edits);
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, written) in edits {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&written);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    if at == 0 { out } else { out.trim_matches('\n').to_owned() }
}

/// Where the table ends that a block begins with, if it begins with one; behind the text where nothing ends it.
fn end_of_table(text: &str, block: Range<usize>, ends: &Ends) -> Option<usize> {
    let head = text[block.clone()].trim_start();
    if !head.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table")) {
        return None;
    }
    let (mut depth, mut at) = (0_usize, block.start);
    while at < text.len() {
        let (piece, next) = piece(text, at, ends);
        match piece {
            Piece::Start(name, _) if name.eq_ignore_ascii_case("table") => depth += 1,
            Piece::End(name) if name.eq_ignore_ascii_case("table") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(next.max(block.end));
                }
            }
            Piece::Text(_) | Piece::Start(..) | Piece::End(_) | Piece::Comment => {}
        }
        at = next;
    }
    Some(text.len() + 1)
}

/// So many tags may stand within one another.
const MOST_OPEN: usize = 64;

/// The tags within lines: each pair becomes marks where its words stand close to it.
fn inline(text: &str, tags: &[Range<usize>], ends: &Ends, edits: &mut Vec<(Range<usize>, String)>) {
    let mut open: Vec<(String, usize, String)> = Vec::new();
    let rewritten: Vec<Range<usize>> = edits.iter().map(|(range, _)| range.clone()).collect();
    let (mut seen, mut line) = (0, 0);
    for range in tags {
        line = text[seen..range.start].rfind('\n').map_or(line, |at| seen + at + 1);
        seen = range.start;
        let in_row = text[line..].starts_with('|');
        // A tag in a block that was rewritten is gone with it.
        let before = rewritten.partition_point(|block| block.end <= range.start);
        if rewritten.get(before).is_some_and(|block| block.start <= range.start) {
            continue;
        }
        let (piece, end) = piece(text, range.start, ends);
        if end != range.end {
            continue;
        }
        let (name, attributes, is_end) = match piece {
            Piece::Start(name, attributes) => (name.to_ascii_lowercase(), attributes, false),
            Piece::End(name) => (name.to_ascii_lowercase(), "", true),
            Piece::Comment => {
                edits.push((range.clone(), String::new()));
                continue;
            }
            Piece::Text(_) => continue,
        };
        let mark = match name.as_str() {
            "b" | "strong" => Some("**".to_owned()),
            "i" | "em" => Some("*".to_owned()),
            "a" => Some(attribute(attributes, "href").unwrap_or_default()),
            _ => None,
        };
        let at = edits.len();
        match (mark, is_end) {
            (None, _) => {
                let breaks = matches!(name.as_str(), "br" | "p" | "div" | "li" | "tr");
                // A row of a table is one line.
                let written = match (breaks, in_row) {
                    (true, true) => " ",
                    (true, false) => "\n",
                    (false, _) => "",
                };
                edits.push((range.clone(), written.to_owned()));
            }
            (Some(mark), false) => {
                edits.push((range.clone(), String::new()));
                if open.len() < MOST_OPEN {
                    open.push((name, at, mark));
                }
            }
            (Some(_), true) => {
                edits.push((range.clone(), String::new()));
                let Some(found) = open.iter().rposition(|(known, _, _)| *known == name) else { continue };
                let Some((_, start, mark)) = open.drain(found..).next() else { continue };
                let Some(from) = edits.get(start).map(|(range, _)| range.end) else { continue };
                let words = text.get(from..range.start).unwrap_or("");
                let tight = !words.is_empty() && words.trim() == words && !words.contains(['\n', '*', '[', ']']);
                let (before, after) = if name == "a" { ("[".to_owned(), format!("](<{mark}>)")) } else { (mark.clone(), mark.clone()) };
                let safe = name != "a" || (!mark.is_empty() && !mark.contains(['<', '>', '\n', ' ']));
                if tight && safe {
                    if let Some((_, written)) = edits.get_mut(start) {
                        *written = before;
                    }
                    if let Some((_, written)) = edits.get_mut(at) {
                        *written = after;
                    }
                }
            }
        }
    }
}

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Start(&'a str, &'a str),
    End(&'a str),
    Comment,
}

/// Where the last end of each kind stands: behind it none is looked for, or each of many beginnings would be read to the end.
struct Ends {
    comment: Option<usize>,
    bracket: Option<usize>,
}

impl Ends {
    fn of(html: &str) -> Self {
        Self { comment: html.rfind("-->"), bracket: html.rfind('>') }
    }
}

/// The piece that begins at a place, and where the next one does.
fn piece<'h>(html: &'h str, at: usize, ends: &Ends) -> (Piece<'h>, usize) {
    let rest = &html[at..];
    if let Some(behind) = rest.strip_prefix("<!--") {
        // Without an end it is no comment: the words behind it are kept.
        if ends.comment.is_some_and(|last| last >= at + 4)
            && let Some(end) = behind.find("-->")
        {
            return (Piece::Comment, at + 4 + end + 3);
        }
    } else if rest.starts_with("<!") || rest.starts_with("<?") {
        if ends.bracket.is_some_and(|last| last > at)
            && let Some(end) = rest.find('>')
        {
            return (Piece::Comment, at + end + 1);
        }
    } else if let Some(tag) = tag(rest).filter(|tag| is_known(&rest[tag.name.clone()])) {
        let (name, attributes) = (&rest[tag.name.clone()], &rest[tag.name.end..tag.end - 1]);
        let piece = if rest.starts_with("</") { Piece::End(name) } else { Piece::Start(name, attributes) };
        return (piece, at + tag.end);
    }
    // Up to the next `<`, which may begin something; this one begins nothing.
    let end = rest.char_indices().skip(1).find(|&(_, sign)| sign == '<').map_or(rest.len(), |(end, _)| end);
    (Piece::Text(&rest[..end]), at + end)
}

/// Where a tag has its name, and where it ends.
struct TagPlace {
    name: Range<usize>,
    end: usize,
}

fn tag(rest: &str) -> Option<TagPlace> {
    let start = if rest.starts_with("</") { 2 } else { usize::from(rest.starts_with('<')) };
    if start == 0 || !rest[start..].starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest[start..].find(|sign: char| !sign.is_ascii_alphanumeric())?;
    let mut quote = None;
    for (at, sign) in rest.char_indices().skip_while(|(at, _)| *at < start + length) {
        match (sign, quote) {
            ('"' | '\'', None) => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            ('>', None) => return Some(TagPlace { name: start..start + length, end: at + 1 }),
            // A tag has no further `<` in it; without this, each of many would be read to the end.
            ('<', _) => return None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|sign: char| sign.is_whitespace() || sign == '=').unwrap_or(rest.len());
        // `=` without a name before it is passed over.
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let value = match rest.strip_prefix('=') {
            None => "",
            Some(behind) => {
                let behind = behind.trim_start();
                let (value, after) = match behind.chars().next() {
                    Some(quote @ ('"' | '\'')) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                    _ => behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len())),
                };
                rest = after;
                value
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value));
        }
    }
}

/// Puts in what entities stand for. Those that are not known stay: Markdown knows them too.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        // No entity that is known is longer.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((sign, end)) => {
                decoded.push(sign);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number).filter(|sign| *sign != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "larr" => '←',
        "rarr" => '→',
        "laquo" => '«',
        "raquo" => '»',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        "euro" => '€',
        "pound" => '£',
        "sect" => '§',
        _ => return None,
    })
}

/// What words stand in, on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    Strong,
    Emphasis,
    Struck,
    Code,
    Link(String),
}

/// What blocks stand in.
#[derive(Clone, Debug)]
enum Holder {
    /// A list: the number of the next item, if it has numbers.
    List(Option<u64>),
    /// An item of a list: its mark, until it is written, and how wide that is.
    Item {
        mark: Option<String>,
        width: usize,
    },
    Quote,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<String>>,
    /// Whether the first row is one of headings.
    heads: bool,
    in_cell: bool,
    /// Tables within a cell are text of it.
    inner: usize,
}

#[derive(Debug, Default)]
struct Writer {
    out: String,
    /// The words of the block that is being read, as Markdown.
    line: String,
    /// What is open in them, and where it began.
    marks: Vec<(Mark, usize)>,
    heading: Option<usize>,
    holders: Vec<Holder>,
    table: Option<Table>,
    /// A block of code: its language and its text.
    code: Option<(String, String)>,
    /// Whether what was written last is an item of a list, so that the next one may stand right below it.
    after_item: bool,
    /// How many of the holders held what was written last, too.
    shared: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = decode(text);
        if let Some((_, code)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        let verbatim = self.is_open(&Mark::Code);
        let mut signs = text.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            if sign.is_whitespace() {
                if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                    self.line.push(' ');
                }
            } else {
                if !verbatim && must_hide(sign, &text, at, &mut signs) {
                    self.line.push('\\');
                }
                self.line.push(sign);
            }
        }
    }

    fn start(&mut self, name: &str, attributes: &str) {
        if let Some((language, code)) = &mut self.code {
            match name {
                "br" => code.push('\n'),
                "code" if language.is_empty() => *language = language_of(attributes),
                _ => {}
            }
            return;
        }
        match name {
            "b" | "strong" => self.open(Mark::Strong),
            "i" | "em" => self.open(Mark::Emphasis),
            "s" | "del" | "strike" => self.open(Mark::Struck),
            "code" | "kbd" | "samp" | "tt" => self.open(Mark::Code),
            "a" => {
                if let Some(link) = attribute(attributes, "href").and_then(|link| fit_link(&link)) {
                    self.open(Mark::Link(link));
                }
            }
            "img" => {
                if let Some(words) = attribute(attributes, "alt") {
                    self.text(&words);
                }
            }
            "br" => self.line_break(),
            "table" => match &mut self.table {
                Some(table) => table.inner += 1,
                None => {
                    self.block();
                    self.table = Some(Table::default());
                }
            },
            "tr" | "td" | "th" => self.start_cell(name),
            _ if self.in_cell() => self.space(name),
            "pre" => {
                self.block();
                self.code = Some((language_of(attributes), String::new()));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                self.heading = name[1..].parse().ok();
            }
            "ul" | "ol" => {
                self.block();
                let first = attribute(attributes, "start").and_then(|number| number.trim().parse().ok()).unwrap_or(1);
                self.hold(Holder::List((name == "ol").then_some(first)));
            }
            "li" => {
                self.block();
                self.start_item();
            }
            "blockquote" => {
                self.block();
                self.hold(Holder::Quote);
            }
            "hr" => {
                self.block();
                self.write(&["---".to_owned()]);
            }
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.code.is_some() {
            if name == "pre" {
                self.end_code();
            }
            return;
        }
        match name {
            "b" | "strong" => self.close(&Mark::Strong),
            "i" | "em" => self.close(&Mark::Emphasis),
            "s" | "del" | "strike" => self.close(&Mark::Struck),
            "code" | "kbd" | "samp" | "tt" => self.close(&Mark::Code),
            "a" => self.close(&Mark::Link(String::new())),
            "table" => match &mut self.table {
                Some(table) if table.inner > 0 => table.inner -= 1,
                _ => self.end_table(),
            },
            "tr" | "td" | "th" => self.end_cell(),
            _ if self.in_cell() => self.space(name),
            "ul" | "ol" => {
                self.block();
                self.let_go(|holder| matches!(holder, Holder::List(_)));
            }
            "li" => {
                self.block();
                self.let_go(|holder| matches!(holder, Holder::Item { .. }));
            }
            "blockquote" => {
                self.block();
                self.let_go(|holder| matches!(holder, Holder::Quote));
            }
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn finish(mut self) -> String {
        if self.code.is_some() {
            self.end_code();
        }
        if self.table.is_some() {
            self.end_table();
        }
        self.block();
        self.out.trim_end().to_owned()
    }

    // ── words ────────────────────────────────────────────────────────────────────────────────

    fn is_open(&self, mark: &Mark) -> bool {
        self.marks.iter().any(|(open, _)| std::mem::discriminant(open) == std::mem::discriminant(mark))
    }

    fn open(&mut self, mark: Mark) {
        // Within code nothing is marked, and nothing is marked twice.
        if !self.is_open(&Mark::Code) && !self.is_open(&mark) {
            self.marks.push((mark, self.line.len()));
        }
    }

    /// Closes a mark, and all that was opened in it and not closed.
    fn close(&mut self, mark: &Mark) {
        if self.is_open(mark) {
            while let Some((last, start)) = self.marks.pop() {
                let found = std::mem::discriminant(&last) == std::mem::discriminant(mark);
                self.wrap(&last, start);
                if found {
                    return;
                }
            }
        }
    }

    /// Puts the marks around what was read since a place; white space at its ends stays outside.
    fn wrap(&mut self, mark: &Mark, start: usize) {
        let words = self.line.split_off(start);
        let inner = words.trim();
        if inner.is_empty() {
            self.line.push_str(&words);
            return;
        }
        let lead = &words[..words.len() - words.trim_start().len()];
        let tail = &words[words.trim_end().len()..];
        let (open, close) = match mark {
            Mark::Strong => ("**".to_owned(), "**".to_owned()),
            Mark::Emphasis => ("*".to_owned(), "*".to_owned()),
            Mark::Struck => ("~~".to_owned(), "~~".to_owned()),
            // An address that is a link to itself is written once.
            Mark::Link(to) if inner.replace('\\', "") == *to => {
                self.line += &format!("{lead}<{to}>{tail}");
                return;
            }
            Mark::Link(to) => ("[".to_owned(), format!("]({to})")),
            Mark::Code => {
                let fence = "`".repeat(longest_run(inner) + 1);
                let pad = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
                (format!("{fence}{pad}"), format!("{pad}{fence}"))
            }
        };
        self.line += &format!("{lead}{open}{inner}{close}{tail}");
    }

    fn line_break(&mut self) {
        if self.in_cell() || self.heading.is_some() || self.is_open(&Mark::Code) {
            self.space("br");
        } else if !self.line.trim().is_empty() {
            self.line.truncate(self.line.trim_end().len());
            self.line.push('\n');
        }
    }

    /// A space where a line or a block would end.
    fn space(&mut self, name: &str) {
        if (name == "br" || is_block(name)) && !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    // ── blocks ───────────────────────────────────────────────────────────────────────────────

    /// Ends the block that is being read.
    fn block(&mut self) {
        if self.in_cell() {
            return;
        }
        let words = self.take_line();
        let level = self.heading.take();
        if words.is_empty() {
            return;
        }
        let last = words.split('\n').count() - 1;
        let lines: Vec<String> = words
            .split('\n')
            .enumerate()
            .map(|(at, line)| {
                let line = line.trim();
                match level {
                    Some(level) => format!("{} {line}", "#".repeat(level)),
                    // A backslash at the end of a line is a break that Markdown keeps.
                    None if at < last && !line.is_empty() => format!("{}\\", hide_start(line)),
                    None => hide_start(line),
                }
            })
            .filter(|line| !line.is_empty())
            .collect();
        self.write(&lines);
    }

    /// The words that were read, with all marks closed.
    fn take_line(&mut self) -> String {
        while let Some((mark, start)) = self.marks.pop() {
            self.wrap(&mark, start);
        }
        std::mem::take(&mut self.line).trim().to_owned()
    }

    /// Writes a block within all that it stands in.
    fn write(&mut self, lines: &[String]) {
        let begins_item = self.holders.iter().any(|holder| matches!(holder, Holder::Item { mark: Some(_), .. }));
        let goes_on = begins_item && self.after_item;
        if !self.out.is_empty() && !goes_on {
            let shared = self.prefix(self.shared, false);
            self.out += shared.trim_end();
            self.out.push('\n');
        }
        for line in lines {
            let prefix = self.prefix(self.holders.len(), true);
            self.out += if line.is_empty() { prefix.trim_end() } else { &prefix };
            self.out += line;
            self.out.push('\n');
        }
        self.after_item = self.holders.iter().any(|holder| matches!(holder, Holder::Item { .. }));
        self.shared = self.holders.len();
    }

    /// What the outermost holders put before a line; the mark of an item stands before its first one.
    fn prefix(&mut self, holders: usize, is_line: bool) -> String {
        let mut prefix = String::new();
        for holder in self.holders.iter_mut().take(holders) {
            match holder {
                Holder::List(_) => {}
                Holder::Quote => prefix.push_str("> "),
                Holder::Item { mark, width } => match mark.take_if(|_| is_line) {
                    Some(mark) => prefix.push_str(&mark),
                    None => prefix.push_str(&" ".repeat(*width)),
                },
            }
        }
        prefix
    }

    fn hold(&mut self, holder: Holder) {
        if self.holders.len() < 2 * DEEPEST {
            self.holders.push(holder);
        }
    }

    /// Leaves all holders but the outermost ones.
    fn leave(&mut self, outermost: usize) {
        self.holders.truncate(outermost);
        self.shared = self.shared.min(outermost);
    }

    /// Leaves the nearest holder of a kind, and all within it.
    fn let_go(&mut self, is_meant: impl Fn(&Holder) -> bool) {
        if let Some(at) = self.holders.iter().rposition(is_meant) {
            self.leave(at);
            if !self.holders.iter().any(|holder| matches!(holder, Holder::Item { .. } | Holder::List(_))) {
                self.after_item = false;
            }
        }
    }

    fn start_item(&mut self) {
        // An item ends where the next one of its list begins, closed or not.
        let list = self.holders.iter().rposition(|holder| matches!(holder, Holder::List(_)));
        if let Some(list) = list {
            self.leave(list + 1);
        }
        let mark = match self.holders.last_mut() {
            Some(Holder::List(Some(number))) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            _ => "* ".to_owned(),
        };
        self.hold(Holder::Item { width: mark.len(), mark: Some(mark) });
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let code = code.trim_matches(['\n', '\r']).trim_end();
        if code.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(code).max(2) + 1);
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(code.split('\n').map(|line| line.trim_end_matches('\r').to_owned()));
        lines.push(fence);
        self.write(&lines);
    }

    // ── tables ───────────────────────────────────────────────────────────────────────────────

    fn in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.in_cell)
    }

    fn start_cell(&mut self, name: &str) {
        match &self.table {
            None => return self.block(),
            Some(table) if table.inner > 0 => return self.space("div"),
            Some(_) => {}
        }
        self.end_cell();
        // What stands in a table and in no cell stands before it.
        self.block();
        let Some(table) = &mut self.table else { return };
        if name == "tr" || table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        if name != "tr" {
            table.heads |= name == "th" && table.rows.len() == 1;
            table.in_cell = true;
        }
    }

    fn end_cell(&mut self) {
        if !self.in_cell() || self.table.as_ref().is_some_and(|table| table.inner > 0) {
            return self.space("div");
        }
        let words = self.take_line().replace('\n', " ").replace('|', "\\|");
        if let Some(table) = &mut self.table {
            table.in_cell = false;
            if let Some(row) = table.rows.last_mut() {
                row.push(words);
            }
        }
    }

    fn end_table(&mut self) {
        if self.in_cell() {
            if let Some(table) = &mut self.table {
                table.inner = 0;
            }
            self.end_cell();
        }
        self.block();
        let Some(table) = self.table.take() else { return };
        let mut rows: Vec<Vec<String>> = table.rows.into_iter().filter(|row| !row.is_empty()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        // A table of Markdown has a row of headings; cells beyond its end are lost.
        if !table.heads {
            rows.insert(0, Vec::new());
        }
        if let Some(first) = rows.first_mut() {
            first.resize(width, String::new());
        }
        let shown = |row: &[String]| format!("| {} |", row.join(" | "));
        let mut lines: Vec<String> = rows.iter().map(|row| shown(row)).collect();
        lines.insert(1, shown(&vec!["---".to_owned(); width]));
        self.write(&lines);
    }
}

/// Whether a sign would mark something in Markdown, where it only is itself.
fn must_hide(sign: char, text: &str, at: usize, next: &mut Peekable<CharIndices<'_>>) -> bool {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    let following = next.peek().map(|&(_, sign)| sign);
    match sign {
        '\\' | '*' | '`' | '[' | ']' | '<' | '~' => true,
        // Within a word it marks nothing.
        '_' => !(is_word(text[..at].chars().next_back()) && is_word(following)),
        '&' => following.is_some_and(|sign| sign == '#' || sign.is_ascii_alphabetic()) && !names_entity(&text[at..]),
        _ => false,
    }
}

/// Whether an entity that is not known here stands at the beginning: Markdown will put in what it stands for.
fn names_entity(text: &str) -> bool {
    let name = &text[1..];
    let length = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    length > 1 && name[length..].starts_with(';') && entity(&name[..length]).is_none()
}

/// A line of which the first sign would make it a heading, a list or a quote.
fn hide_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '>', '+', '-', '=']) { format!("\\{line}") } else { line.to_owned() }
}

fn longest_run(text: &str) -> usize {
    text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0)
}

/// The language that a renderer names in a class: `language-json`.
fn language_of(attributes: &str) -> String {
    let class = attribute(attributes, "class").unwrap_or_default();
    let named = class.split_whitespace().find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    named.filter(|name| name.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '+' | '#'))).unwrap_or("").to_owned()
}

/// A link as Markdown takes it; `None` for one within the page, and for what is no address.
fn fit_link(link: &str) -> Option<String> {
    let link = link.trim();
    let is_address = ["https://", "http://", "mailto:"].iter().any(|scheme| link.starts_with(scheme));
    if !is_address || link.chars().any(|sign| sign.is_whitespace() || sign.is_control() || matches!(sign, '<' | '>' | '\\')) {
        return None;
    }
    Some(link.replace('(', "%28").replace(')', "%29"))
}

/// Whether HTML has a tag of that name that a renderer of descriptions writes. Others, such as `<address>`, rather stand for a value.
fn is_known(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "br", "cite", "code", "col", "colgroup", "del", "dfn", "em", "font",
        "i", "iframe", "img", "ins", "kbd", "mark", "noscript", "picture", "q", "s", "samp", "script", "small", "span", "strike", "strong",
        "style", "sub", "sup", "svg", "td", "template", "th", "tt", "u", "var", "video", "wbr",
    ];
    let name = name.to_ascii_lowercase();
    is_block(&name) || OTHERS.contains(&name.as_str())
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "html"
            | "li"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::to_markdown;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(to_markdown(html), expected, "{html}");
    }

    /// The words that a reader of Markdown sees.
    fn words(markdown: &str) -> String {
        let mut words = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                _ => {}
            }
        }
        words.retain(|sign| !sign.is_whitespace());
        words
    }

    #[test]
    fn html_within_markdown() {
        for (text, markdown) in [
            ("no tags, 1 < 2", "no tags, 1 < 2"),
            ("a<br>b <b>c</b> <i>d</i>", "a\nb **c** *d*"),
            ("see <a href=\"https://lamps.example\">here</a>.", "see [here](<https://lamps.example>)."),
            ("a <b> c </b> <span>d</span>", "a  c  d"),
            ("`<br>` and <id>", "`<br>` and <id>"),
            ("```\n<b>x</b>\n```", "```\n<b>x</b>\n```"),
            ("| a |\n| --- |\n| b<br>c |", "| a |\n| --- |\n| b c |"),
        ] {
            assert_eq!(super::within_markdown(text), markdown, "{text}");
        }
        let table = "Lamps\n\n<table>\n<tr><th>Name</th><th>Type</th></tr>\n\n<tr><td>a</td><td>integer</td></tr>\n</table>\n\nEnd";
        let written = super::within_markdown(table);
        assert!(written.contains("| Name | Type |\n| --- | --- |\n| a | integer |"), "{written}");
        assert!(written.starts_with("Lamps\n") && written.ends_with("\nEnd") && !written.contains('<'), "{written}");
    }

    #[test]
    fn paragraphs_and_headings() {
        check("<html><head></head><body></body></html>", "");
        check(
            "<html><head></head><body><h3 id=\"intro\">Intro</h3>\n<p>Some\n  words.</p>\n<p>More.</p></body></html>",
            "### Intro\n\nSome words.\n\nMore.",
        );
        check("plain words", "plain words");
        check("one<br>two<br/>three", "one\\\ntwo\\\nthree");
        check("<p>left open<p>and again", "left open\n\nand again");
        check("<hr><blockquote><p>a</p><p>b</p></blockquote>", "---\n\n> a\n>\n> b");
    }

    #[test]
    fn words_may_be_marked() {
        check("<p><strong>a </strong>b <em>c</em> <code>d_e*</code></p>", "**a** b *c* `d_e*`");
        check("<a href=\"https://h.io/a_(b)?x=1&amp;y\">here</a>", "[here](https://h.io/a_%28b%29?x=1&y)");
        check("<a href=\"https://h.io/a_b\">https://h.io/a_b</a>.", "<https://h.io/a_b>.");
        check("<a href=\"#top\">up</a>, <a href='javascript:x()'>x</a>", "up, x");
        check("<code>a`b</code> <b></b><i>open", "``a`b`` *open*");
        check("<img src=\"x\" alt=\"a picture\">", "a picture");
    }

    #[test]
    fn signs_of_markdown_are_words() {
        check("a * b_c _d_ [e] `f` \\", "a \\* b_c \\_d\\_ \\[e\\] \\`f\\` \\\\");
        check("<p># no</p><p>1. no</p><p>- no</p>", "\\# no\n\n1\\. no\n\n\\- no");
        check("1 &lt; 2 &amp;&amp; &#x41;&#66; &unknown; &hearts;", "1 \\< 2 && AB &unknown; &hearts;");
        check("&amp;lt;", "\\&lt;");
        check("{{user_name}}", "{{user_name}}");
    }

    #[test]
    fn lists() {
        check("<ul>\n<li>a</li>\n<li><p>b</p>\n<p>c</p></li></ul><p>d</p>", "* a\n* b\n\n  c\n\nd");
        check("<ol start=\"3\"><li>a<ul><li>b</ul><li>c</ol>", "3. a\n   * b\n4. c");
        check("<li>alone", "* alone");
    }

    #[test]
    fn code() {
        check(
            "<pre class=\"click-to-expand-wrapper is-snippet-wrapper\"><code class=\"language-json\">{\n  \"a\": &lt;1&gt;\n}\n\n</code></pre>",
            "```json\n{\n  \"a\": <1>\n}\n```",
        );
        check("<pre>```\nx</pre>", "````\n```\nx\n````");
    }

    #[test]
    fn tables() {
        check(
            "<div class=\"is-table-wrapper\"><table>\n<thead>\n<tr>\n<th>Name</th>\n<th>What</th>\n</tr>\n</thead>\n<tbody><tr>\n<td>a|b</td>\n<td><p>x</p><p>y</p></td>\n</tr>\n</tbody></table>\n</div>",
            "| Name | What |\n| --- | --- |\n| a\\|b | x y |",
        );
        check("<table><tr><td>a<td>b<tr><td>c</table>", "|  |  |\n| --- | --- |\n| a | b |\n| c |");
        check(
            "<table><caption>T</caption><tr><td><table><tr><td>in</td></tr></table> side</td></tr></table>",
            "T\n\n|  |\n| --- |\n| in side |",
        );
    }

    #[test]
    fn what_is_no_html_is_text() {
        check("a < b and c > d", "a \\< b and c > d");
        check("<blobId> is <span>kept</span>", "\\<blobId> is kept");
        check("x <!-- gone --> y <!-- not closed", "x y \\<!-- not closed");
        check("<script>alert(1)</script><style>p{}</style>a", "a");
        check("<a href=\"x", "\\<a href=\"x");
    }

    #[test]
    fn what_is_nested_without_end_stays_as_large_as_it_is() {
        for (open, words) in
            [("<ul><li>", "x"), ("<blockquote>", "x"), ("<b>", "x"), ("<table><tr><td>", "x"), ("<", ""), ("<a href='", ""), ("<!--", "")]
        {
            let html = format!("{}{words}", open.repeat(20_000));
            assert!(to_markdown(&html).len() <= 4 * html.len(), "{open}");
        }
    }

    proptest! {
        #[test]
        fn words_are_kept(text in "[a-c1.#*_`\\\\\\[\\]()|~<>&!+=\\- \n]{0,60}") {
            let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let mut expected = text;
            expected.retain(|sign| !sign.is_whitespace());
            for html in [format!("<p>{html}</p>"), format!("<ul><li>{html}</li></ul>"), format!("<code>{html}</code>"), format!("<table><tr><td>{html}</td></tr></table>"), format!("<pre>{html}</pre>")] {
                prop_assert_eq!(&words(&to_markdown(&html)), &expected, "{}", to_markdown(&html));
            }
        }

        #[test]
        fn anything_is_read(text in "(<(/?(p|b|li|ul|ol|table|tr|td|code|pre|a|h1|blockquote|br))( class='x')?>?|[a-c &;#\n\"'é])*") {
            let made = to_markdown(&text);
            prop_assert!(made.len() <= 40 * text.len() + 40);
        }
    }
}
