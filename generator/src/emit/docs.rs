//! The one way for a vendor's words into a doc comment.
//!
//! Vendors' text is hostile: it is parsed as Markdown and printed anew, so that nothing in it can end a comment, run as a doctest, link
//! where a reader does not expect it, or turn the reading direction. What is kept are words, emphasis, lists, tables, code and plain links.

use crate::model::docs::Shared;
use crate::model::{AuthChoice, Doc, Note, Retry};
use crate::text::is_invisible;
use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};
use quote::quote;
use std::fmt::Write as _;

/// A documentation as attributes.
pub(super) fn attributes(doc: &Doc) -> TokenStream {
    doc_lines(&lines(doc))
}

/// Lines as attributes.
pub(super) fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// `#[deprecated]`, where a document says so.
pub(super) fn deprecated(note: Option<&String>) -> TokenStream {
    match note {
        None => TokenStream::new(),
        Some(note) if note.trim().is_empty() => quote!(#[deprecated]),
        Some(note) => {
            // rustdoc reads it as Markdown.
            let note = plain(note);
            quote!(#[deprecated(note = #note)])
        }
    }
}

/// The lines of a documentation: the vendor's words, what else there is to know, where it comes from.
pub(super) fn lines(doc: &Doc) -> Vec<String> {
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    match (&doc.vendor, &doc.summary) {
        (Some(text), _) => {
            let mut lines = capitals(markdown(text, 1));
            // The first paragraph apart, unless it is code, in which empty lines are a part of it.
            let end = lines.iter().position(String::is_empty).filter(|&end| !lines[..end].iter().any(|line| line.contains("```")));
            let rest = end.map(|end| lines.split_off(end)).unwrap_or_default();
            paragraphs.push(lines);
            paragraphs.push(rest.into_iter().skip(1).collect());
        }
        (None, Some(summary)) => paragraphs.push(vec![plain(summary)]),
        (None, None) => {}
    }
    // How a request looks stands before what else the vendor says about it.
    let (request, others): (Vec<&Note>, Vec<&Note>) = doc.notes.iter().partition(|note| matches!(note, Note::Request { .. }));
    let after_first = paragraphs.len().min(1);
    paragraphs.splice(after_first..after_first, request.into_iter().map(|note| vec![sentence(note)]));
    let (open, others): (Vec<&Note>, Vec<&Note>) = others.into_iter().partition(|note| matches!(note, Note::Gap(_)));
    paragraphs.extend(others.into_iter().map(|note| match note {
        // Where the message is all that is said about a code, it is what the code means.
        Note::CatalogueCode { wire, http_status, message: Some(message) } if doc.vendor.is_none() => {
            let code = sentence(&Note::CatalogueCode { wire: wire.clone(), http_status: *http_status, message: None });
            vec![format!("{} {code}", capital(&full_stop(&plain(message))))]
        }
        note => vec![sentence(note)],
    }));
    paragraphs.extend(what_is_open(&open));
    if let Some(source) = &doc.source {
        paragraphs.push(vec![source_line(source)]);
    }
    join(paragraphs)
}

/// Where a thing comes from.
pub(super) fn source_line(source: &crate::model::docs::Source) -> String {
    format!("Source: {}, {}", code_span(&source.file), code_span(&source.pointer))
}

/// What is open about a thing: a sentence, or a list of several.
fn what_is_open(notes: &[&Note]) -> Vec<Vec<String>> {
    let words = notes.iter().filter_map(|note| match note {
        Note::Gap(words) => Some(capital(&full_stop(&plain(words)))),
        _ => None,
    });
    match notes {
        [] => Vec::new(),
        [one] => vec![vec![sentence(one)]],
        _ => vec![vec!["The documents leave open:".to_owned()], words.map(|words| format!("* {words}")).collect()],
    }
}

/// A documentation on one line, sentence after sentence, without its source.
pub(super) fn sentences(doc: &Doc) -> String {
    let all = lines(&Doc { source: None, ..doc.clone() });
    let (last, before) = match all.split_last() {
        Some((last, before)) => (last.clone(), before),
        None => return String::new(),
    };
    let mut text = String::new();
    let mut lines = before.iter().peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        // A paragraph ends where an empty line follows.
        let ends = lines.peek().is_none_or(|next| next.is_empty());
        text.push_str(&if ends { full_stop(line) } else { line.trim().to_owned() });
        text.push(' ');
    }
    text.push_str(&last);
    text
}

/// Paragraphs with an empty line between them.
pub(super) fn join(paragraphs: Vec<Vec<String>>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs.into_iter().filter(|paragraph| paragraph.iter().any(|line| !line.is_empty())) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph);
    }
    lines
}

/// The longest constant that documentation shows.
const LONGEST_CONSTANT: usize = 80;

/// A member that is always the same; a long one, such as a question in GraphQL, by its name only.
fn constant_words(name: &str, value: &str) -> String {
    if value.chars().count() > LONGEST_CONSTANT {
        return code_span(name);
    }
    format!("{} as {}", code_span(name), code_span(value))
}

fn sentence(note: &Note) -> String {
    match note {
        Note::Request { line, server, retry, auth } => {
            let retry = match retry {
                Retry::Safe => "safe to repeat",
                Retry::Idempotent => "idempotent",
                Retry::Unsafe => "not safe to repeat",
            };
            let any_of = |names: &[String]| names.iter().map(|name| code_span(name)).collect::<Vec<_>>().join(" or ");
            let auth = match auth {
                AuthChoice::Any => "authenticated".to_owned(),
                AuthChoice::None => "without authentication".to_owned(),
                AuthChoice::Of(names) => format!("authenticated by {}", any_of(names)),
                AuthChoice::AnyOrNone => "with or without authentication".to_owned(),
                AuthChoice::OfOrNone(names) => format!("authenticated by {} if it is given", any_of(names)),
            };
            let server = server.as_ref().map_or_else(String::new, |server| format!(" · goes to {}", code_span(server)));
            format!("{}{server} · {retry} · {auth}", code_span(line))
        }
        Note::ReadOnly => "Read-only.".to_owned(),
        Note::WriteOnly => "Write-only: it never comes back.".to_owned(),
        Note::NeverAnswered(names) => {
            let names: Vec<String> = names.iter().map(|name| code_span(name)).collect();
            format!("Write-only, and so not among the fields: {}.", names.join(", "))
        }
        Note::MaxLength(most) => format!("At most {most} characters."),
        Note::Default(value) => format!("Default: {}.", code_span(value)),
        Note::Example(value) => format!("For example {}.", code_span(value)),
        Note::Condition(words) => capital(&full_stop(&plain(words))),
        Note::Origin { operation, path } => format!("It is what {} answers in {}.", code_span(operation), code_span(path)),
        Note::Alias(name) => format!("Also read as {}.", code_span(name)),
        Note::DocSays(words) => format!("The document gives the type {}.", code_span(words)),
        Note::Contested { stated, shown } => format!("The document states {}, and a sample shows {}.", plain(stated), plain(shown)),
        Note::Inferred => "Seen in a sample only.".to_owned(),
        Note::Constant(members) => {
            let members: Vec<String> = members.iter().map(|(name, value)| constant_words(name, value)).collect();
            format!("Sent by itself: {}.", members.join(", "))
        }
        Note::InferredFields => "The fields are known from samples only.".to_owned(),
        Note::Assumed { facts, reason } => match subjects(facts) {
            None => format!("Assumed: {}", full_stop(&plain(reason))),
            Some(subjects) => format!("{subjects} assumed: {}", full_stop(&plain(reason))),
        },
        Note::Page { facts, page } => match subjects(facts) {
            None => format!("Stated on another page of the vendor: {}", full_stop(&plain(page))),
            Some(subjects) => format!("{subjects} stated on another page of the vendor: {}", full_stop(&plain(page))),
        },
        Note::OfFields { fields, fact, shared } => {
            let subject = of_fields(fields, fact);
            match shared {
                Shared::Reason(reason) => format!("{subject} assumed: {}", full_stop(&plain(reason))),
                Shared::Page(page) => format!("{subject} stated on another page of the vendor: {}", full_stop(&plain(page))),
            }
        }
        Note::UnknownType => "The documents do not say what it holds.".to_owned(),
        Note::NoValue => "No sample shows a value.".to_owned(),
        Note::NoItem => "No sample shows an item.".to_owned(),
        Note::Form(words) => (*words).to_owned(),
        Note::Wire(value) => format!("On the wire: {}.", code_span(value)),
        Note::CatalogueCode { wire, http_status, message } => {
            let status = http_status.map_or_else(String::new, |status| format!(", HTTP {status}"));
            match message {
                Some(message) => format!("Code {}{status}, message: {}", code_span(wire), full_stop(&plain(message))),
                None => format!("Code {}{status}.", code_span(wire)),
            }
        }
        Note::Status(Some(status)) => format!("Status {status}."),
        Note::Status(None) => "Any other status of success.".to_owned(),
        Note::MayBeEmpty { nothing, statuses } if statuses.is_empty() => format!("{nothing} where the answer is empty."),
        Note::MayBeEmpty { nothing, statuses } => {
            let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            format!("{nothing} where the answer is empty: status {}.", one_of(&statuses))
        }
        Note::ByStatus { ty, statuses, takes_others } => {
            let ty = ty.as_str();
            let mut statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            statuses.extend(takes_others.then(|| "another".to_owned()));
            format!("What comes depends on the status ({}): see [`types::{ty}`](super::types::{ty}).", one_of(&statuses))
        }
        Note::Also(names) => also(names),
        Note::Paging(words) => format!("Answers come in pages: {}", full_stop(&plain(words))),
        Note::Gap(words) => format!("Open: {}", full_stop(&plain(words))),
    }
}

/// What the document calls an operation elsewhere.
fn also(names: &[String]) -> String {
    /// So many names are shown.
    const MOST: usize = 5;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| format!("\u{201c}{}\u{201d}", plain(name))).collect();
    if names.len() > MOST {
        shown.push(format!("{} more", names.len() - MOST));
    }
    format!("The document shows it with other values, too: {}.", shown.join(", "))
}

/// Words in a row, of which one holds.
fn one_of(words: &[String]) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Facts as the subject of a sentence, with its verb: `The method and the path are`.
fn subjects(facts: &[String]) -> Option<String> {
    let facts: Vec<String> = facts.iter().map(|fact| plain(fact)).collect();
    let (last, before) = facts.split_last()?;
    Some(if before.is_empty() { format!("{} is", capital(last)) } else { format!("{} and {last} are", capital(&before.join(", "))) })
}

/// A fact about several fields as the subject of a sentence, with its verb: `The type of all fields is`.
fn of_fields(fields: &[String], fact: &str) -> String {
    let names: Vec<String> = fields.iter().map(|field| code_span(field)).collect();
    let of = match names.split_last() {
        None => "all fields".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    };
    match (fact.strip_prefix("that it is "), fact) {
        (_, "") => format!("{} are", capital(&of)),
        (Some(words), _) => format!("That {of} are {} is", plain(words)),
        (None, fact) => format!("{} of {of} is", capital(&plain(fact))),
    }
}

/// The first word of each paragraph with a capital letter, where it is an ordinary word in small letters: neither a name nor code.
pub(super) fn capitals(lines: Vec<String>) -> Vec<String> {
    let mut fence: Option<String> = None;
    let mut begins = true;
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let ticks: String = line.trim_start().chars().take_while(|c| *c == '`').collect();
        let was_open = fence.is_some();
        match &fence {
            Some(open) if ticks == *open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            _ => {}
        }
        let is_word = {
            let first = line.split(' ').next().unwrap_or_default().trim_end_matches([',', '.', ';', '!', '?']);
            !first.is_empty() && first.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\''))
        };
        let next_begins = line.is_empty();
        out.push(if begins && !was_open && is_word { capital(&line) } else { line });
        begins = next_begins;
    }
    out
}

/// A text with a capital letter at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text with a full stop, unless it has an end already.
pub(super) fn full_stop(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// A text on one line, without control characters or marks that turn the reading direction.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        word.chars().for_each(|c| push_visible(&mut line, c));
    }
    line
}

/// Hidden characters become words that a reader sees.
fn push_visible(out: &mut String, c: char) {
    if c != '\n' && is_invisible(c) {
        let _ = write!(out, "[U+{:04X}]", u32::from(c));
    } else {
        out.push(c);
    }
}

/// A text of several lines in which hidden characters are words. Lines end as they do in Markdown: with a line feed, a carriage return, or
/// both; a tab is a space.
fn visible_lines(text: &str) -> String {
    let ended = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = String::with_capacity(ended.len());
    ended.chars().for_each(|c| push_visible(&mut lines, if c == '\t' { ' ' } else { c }));
    lines
}

/// A control character as it is written in Rust, or by its number.
fn push_control(out: &mut String, c: char) {
    match c {
        '\t' | '\n' | '\r' => out.extend(c.escape_default()),
        c if c.is_control() => push_visible(out, c),
        c => out.push(c),
    }
}

/// A vendor's text as code, whatever it holds.
pub(super) fn code_span(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    text.chars().for_each(|c| push_control(&mut shown, c));
    let text = one_line(&shown);
    if text.is_empty() {
        return "(blank)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if text.starts_with('`') || text.ends_with('`') { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// A vendor's text as running words on one line; code spans stay, everything else that Markdown could read is escaped.
pub(super) fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut lines = markdown(&text, 1);
    lines.retain(|line| !line.is_empty());
    let line = lines.join(" ");
    if holds_words_only(&line) { line } else { without_markup(&text) }
}

/// How many lists and quotes may stand inside one another. Each line repeats the marks of all of them, so that a page of marks would become a
/// thousand pages; nobody reads so deep.
const DEEPEST: usize = 16;

/// A vendor's Markdown, printed anew, one sentence a line. Headings go down by `deeper` levels.
///
/// What was printed is read again as rustdoc will read it. Should it hold more than words that are seen, against all care, the text stands there as it is,
/// in a block that nobody runs.
pub(super) fn markdown(text: &str, deeper: usize) -> Vec<String> {
    let text = visible_lines(text);
    let mut printer = Printer { deeper, ..Printer::default() };
    // The parser cuts a text at each escape and entity; put together again, an address that was cut is seen whole.
    for event in TextMergeStream::new(Parser::new_ext(&text, Options::ENABLE_TABLES)) {
        printer.event(event);
        if printer.indent.len() > DEEPEST {
            return block_of_code(&text, "");
        }
    }
    let lines = without_needless_escape(printer.finish());
    if holds_words_only(&lines.join("\n")) { lines } else { block_of_code(&text, "") }
}

/// The same with a star that is the only one in the text as it is: there is nothing that it could begin or end.
fn without_needless_escape(lines: Vec<String>) -> Vec<String> {
    let only_one = lines.iter().flat_map(|line| line.chars()).filter(|c| *c == '*').count() == 1;
    let unescaped = |line: String| match line.find("\\*") {
        // At the beginning of a line it could be a bullet, and behind a backslash of the text it is none of ours.
        Some(at) if only_one && line[..at].ends_with(' ') && !line[..at].trim().is_empty() => line.replacen("\\*", "*", 1),
        _ => line,
    };
    lines.into_iter().map(unescaped).collect()
}

/// Whether rustdoc finds nothing in a text that it would run, load, follow or hide, but links to pages.
fn holds_words_only(text: &str) -> bool {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).all(|event| match event {
        // Marks that print nothing may have parted a reference, which is whole again without them.
        Event::Text(text) | Event::Code(text) => !text.contains(|c| c != '\n' && is_invisible(c)),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => info.as_ref() == "text",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::Image { .. } | Tag::HtmlBlock) => false,
        Event::Start(Tag::Link { dest_url, .. }) => plain_url(&dest_url).is_some(),
        Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => false,
        _ => true,
    })
}

/// A text with a backslash before everything that could be a mark.
fn without_markup(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// A text in a fence that nobody runs and that nothing in the text ends.
fn block_of_code(code: &str, indent: &str) -> Vec<String> {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2);
    let fence = "`".repeat(longest + 1);
    let lines = code.lines().map(|line| format!("{indent}{}", line.trim_end()).trim_end().to_owned());
    std::iter::once(format!("{indent}{fence}text")).chain(lines).chain([format!("{indent}{fence}")]).collect()
}

#[derive(Default)]
struct Printer {
    deeper: usize,
    lines: Vec<String>,
    line: String,
    /// The line as it was when the last item began: nothing but marks.
    begins: String,
    /// What each line of the open blocks begins with.
    indent: Vec<String>,
    /// The numbers of the open lists; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The text of an open code block.
    code: Option<String>,
    /// The cells of the open table row.
    row: Option<Vec<String>>,
    /// Where an open link leads, if it leads to a plain place, and where its text begins.
    links: Vec<Option<String>>,
    in_heading: bool,
    /// The text of an open link that leads to a placeholder, and so nowhere.
    placeholder: Option<String>,
}

impl Printer {
    fn event(&mut self, event: Event<'_>) {
        if let Some(placeholder) = &mut self.placeholder {
            match &event {
                Event::Text(text) | Event::Code(text) => return placeholder.push_str(&visible_lines(text)),
                Event::SoftBreak | Event::HardBreak => return placeholder.push(' '),
                _ => {}
            }
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                // The parser has put characters where references to them stood.
                None => self.text(&visible_lines(&text)),
            },
            Event::Code(code) => {
                let span = code_span(&code);
                let span = if self.row.is_some() { span.replace('|', "\\|") } else { span };
                self.push(&span);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.text(html.trim_end_matches('\n')),
            Event::SoftBreak if self.row.is_some() || self.in_heading => self.push(" "),
            Event::SoftBreak => self.flush(),
            Event::HardBreak if self.row.is_some() || self.in_heading => self.push(" "),
            // A vendor's hard break parts sentences or lines of a list by hand: each gets a line, and no mark.
            Event::HardBreak => self.flush(),
            Event::Rule => self.block(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                if !self.at_item_start() {
                    self.block();
                }
            }
            Tag::Heading { level, .. } => {
                self.block();
                let level = (heading(level) + self.deeper).min(6);
                self.push(&"#".repeat(level));
                self.push(" ");
                self.in_heading = true;
            }
            Tag::CodeBlock(_) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                } else if !self.at_item_start() {
                    self.flush();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                // The first item of a list that is the first thing in an item stands behind that one's mark.
                let begins_in = if self.at_item_start() { std::mem::take(&mut self.line) } else { String::new() };
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    Some(None) | None => "* ".to_owned(),
                };
                let begin = if begins_in.is_empty() { format!("{}{marker}", self.indent.concat()) } else { format!("{begins_in}{marker}") };
                self.indent.push(" ".repeat(marker.chars().count()));
                self.begins.clone_from(&begin);
                self.line = begin;
            }
            Tag::BlockQuote(_) => {
                self.block();
                if !self.line.is_empty() {
                    self.line.push_str("> ");
                    self.begins.clone_from(&self.line);
                }
                self.indent.push("> ".to_owned());
            }
            Tag::Table(_) => self.block(),
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            Tag::TableCell => self.line.clear(),
            Tag::Emphasis => self.push("*"),
            Tag::Strong => self.push("**"),
            Tag::Link { dest_url, .. } => {
                let target = plain_url(&dest_url).filter(|url| !is_placeholder(url));
                if target.is_some() {
                    self.push("[");
                }
                self.links.push(target);
                if is_placeholder(&dest_url) && self.row.is_none() {
                    self.placeholder = Some(String::new());
                }
            }
            Tag::HtmlBlock => self.block(),
            Tag::Image { .. }
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                self.in_heading = false;
                self.flush();
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                let indent = self.indent.concat();
                let mut lines = block_of_code(&code, &indent);
                // Behind the mark of an item it begins on the mark's line.
                if let (false, Some(first)) = (self.line.is_empty(), lines.first_mut()) {
                    *first = format!("{}{}", std::mem::take(&mut self.line), first.trim_start());
                }
                self.lines.extend(lines);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.indent.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.indent.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line);
                if let Some(row) = &mut self.row {
                    row.push(cell.trim().to_owned());
                }
            }
            TagEnd::TableHead => {
                if let Some(row) = self.row.take() {
                    self.lines.push(format!("| {} |", row.join(" | ")));
                    self.lines.push(format!("| {} |", row.iter().map(|_| "---").collect::<Vec<_>>().join(" | ")));
                }
            }
            TagEnd::TableRow => {
                if let Some(row) = self.row.take() {
                    self.lines.push(format!("| {} |", row.join(" | ")));
                }
            }
            TagEnd::Emphasis => self.push("*"),
            TagEnd::Strong => self.push("**"),
            TagEnd::Link => {
                if let Some(Some(url)) = self.links.pop() {
                    self.push(&format!("](<{url}>)"));
                }
                match self.placeholder.take() {
                    // Words that are no address stay words.
                    Some(text) if text.contains("://") => self.push(&code_span(&text)),
                    Some(text) => self.text(&text),
                    None => {}
                }
            }
            TagEnd::HtmlBlock => self.flush(),
            TagEnd::Table
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Whether nothing but the marks of list items stands on the line.
    fn at_item_start(&self) -> bool {
        !self.begins.is_empty() && self.line == self.begins
    }

    /// Running text: escaped, bare addresses made plain links, one sentence a line.
    fn text(&mut self, text: &str) {
        for (at, piece) in text.split('\n').enumerate() {
            match at {
                0 => {}
                _ if self.row.is_some() || self.in_heading => self.push(" "),
                _ => self.flush(),
            }
            let in_link = self.links.iter().any(Option::is_some);
            for (word_at, word) in piece.split(' ').enumerate() {
                if word_at > 0 {
                    if self.ends_a_sentence() && word.starts_with(|c: char| c.is_uppercase()) {
                        self.flush();
                    } else if !self.line.is_empty() {
                        self.push(" ");
                    }
                }
                let address = if in_link { None } else { word.find("https://").or_else(|| word.find("http://")) };
                match address {
                    Some(start) => {
                        let (before, rest) = word.split_at(start);
                        if self.row.is_none() && is_placeholder(rest) {
                            let url = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
                            self.escaped(before);
                            self.push(&code_span(url));
                            self.escaped(&rest[url.len()..]);
                            continue;
                        }
                        let end = rest.find(|c: char| !is_url_char(c)).unwrap_or(rest.len());
                        let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
                        self.escaped(before);
                        if url.len() > "https://".len() {
                            self.push(&format!("<{url}>"));
                        } else {
                            self.escaped(url);
                        }
                        self.escaped(&rest[url.len()..]);
                    }
                    None => self.escaped(word),
                }
            }
        }
    }

    fn ends_a_sentence(&self) -> bool {
        if self.row.is_some() || self.in_heading || !self.links.is_empty() {
            return false;
        }
        let Some(last) = self.line.split_whitespace().next_back() else { return false };
        last.ends_with(['.', '!', '?'])
            && !["e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "No.", "Nr."].contains(&last.trim_start_matches('('))
            && last.len() > 2
    }

    fn escaped(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        for (at, &c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
            let after = chars.get(at + 1).copied();
            let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let escape = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
                // Inside a word it quotes nothing, and there is nothing that it could close.
                '>' => before.is_none(),
                '_' => !(in_word(before) && in_word(after)),
                '|' => self.row.is_some(),
                '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
                '#' | '+' | '-' | '=' => at == 0 && self.at_line_start(),
                '.' | ')' => chars[..at].iter().all(char::is_ascii_digit) && at > 0 && self.digits_start_the_line(&chars[..at]),
                _ => false,
            };
            if escape {
                self.push("\\");
            }
            let mut buffer = [0; 4];
            self.push(c.encode_utf8(&mut buffer));
        }
    }

    fn at_line_start(&self) -> bool {
        self.line.trim().is_empty()
    }

    fn digits_start_the_line(&self, digits: &[char]) -> bool {
        let digits: String = digits.iter().collect();
        self.line.trim() == digits
    }

    fn push(&mut self, text: &str) {
        if self.line.is_empty() && self.row.is_none() {
            self.line = self.indent.concat();
        }
        self.line.push_str(text);
    }

    /// Ends the line, if there is something on it.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if !line.trim().is_empty() {
            self.lines.push(line.to_owned());
        }
    }

    /// Ends the line, and puts an empty one before what follows.
    fn block(&mut self) {
        // An item that begins with an empty line would lose what follows: it begins on the line of its mark.
        if self.at_item_start() {
            return;
        }
        self.flush();
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(self.indent.concat().trim_end().to_owned());
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

fn heading(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_url_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// Whether an address holds a placeholder, as `{{version}}`, so that it leads nowhere.
fn is_placeholder(url: &str) -> bool {
    url.contains("{{") || url.to_ascii_lowercase().contains("%7b%7b")
}

/// The address of a link, if it is one to a web page or a mailbox.
fn plain_url(url: &str) -> Option<String> {
    let plain = ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) && url.chars().all(is_url_char);
    plain.then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{capitals, code_span, lines, markdown, of_fields, plain};
    use crate::model::{Doc, Note};
    use crate::text::is_invisible;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(markdown(text, 1), expected);
    }

    #[test]
    fn a_paragraph_begins_with_a_capital_where_it_begins_with_a_word() {
        let begins = |text: &str| capitals(markdown(text, 1)).join("\n");
        assert_eq!(begins("user ID"), "User ID");
        assert_eq!(begins("non-admins, only"), "Non-admins, only");
        assert_eq!(begins("first\n\nsecond\nline"), "First\n\nSecond\nline");
        // Names and code stay as they are.
        for text in ["user_id of the user", "iOS only", "`code` first", "guid: of the event", "v2 only", "https://lamps.example"] {
            assert_eq!(begins(text).to_lowercase().replace(['<', '>'], ""), text.to_lowercase());
            assert_eq!(begins(text), markdown(text, 1).join("\n"), "{text}");
        }
        assert_eq!(begins("```\nlet\n\nit\n```"), "```text\nlet\n\nit\n```");
    }

    #[test]
    fn lines_end_as_they_do_in_markdown() {
        check("one\r\ntwo\r\n\r\n* a\r* b", &["one", "two", "", "* a", "* b"]);
    }

    #[test]
    fn a_value_that_nobody_sees_is_shown() {
        for (text, shown) in [
            ("", "(empty)"),
            (" ", "(blank)"),
            ("\t", "`\\t`"),
            ("a\nb", "`a\\nb`"),
            ("\0", "`[U+0000]`"),
            ("\u{202e}", "`[U+202E]`"),
            ("`", "`` ` ``"),
        ] {
            assert_eq!(code_span(text), shown, "{text:?}");
        }
    }

    /// Whether anything is hidden in printed Markdown, as it stands there and as it is read.
    fn hides(printed: &str) -> bool {
        let hidden = |text: &str| text.contains(|c| c != '\n' && is_invisible(c));
        let read = |event: Event<'_>| match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => hidden(&text),
            _ => false,
        };
        hidden(printed) || Parser::new_ext(printed, Options::ENABLE_TABLES).any(read)
    }

    #[test]
    fn what_a_reference_hides_is_shown_as_if_it_stood_there() {
        for (reference, character) in [
            ("&#x202e;", '\u{202e}'),
            ("&#8294;", '\u{2066}'),
            ("&ZeroWidthSpace;", '\u{200b}'),
            ("&#xfeff;", '\u{feff}'),
            ("&#x2028;", '\u{2028}'),
            ("&#xe0001;", '\u{e0001}'),
            ("&#x1b;", '\u{1b}'),
            ("&#x7f;", '\u{7f}'),
        ] {
            for text in ["a ? b", "# a?b", "* ?", "| a |\n| --- |\n| b ? c |", "a <b>?</b> c", "[a?](https://lamps.example)", "a*?*"] {
                let (named, bare) = (text.replace('?', reference), text.replace('?', &character.to_string()));
                assert_eq!(markdown(&named, 1), markdown(&bare, 1), "{named}");
                assert!(!hides(&markdown(&named, 1).join("\n")), "{named}");
            }
        }
        check("a &#x202e; b", &["a \\[U+202E\\] b"]);
        check("a&#9;b&#13;c&#10;d", &["a b", "c", "d"]);
        check("| a |\n| --- |\n| b&#10;c |", &["| a |", "| --- |", "| b c |"]);
        // What stands in code, or behind a backslash, is no reference.
        check("`&#x202e;` \\&#x202e;", &["`&#x202e;` \\&#x202e;"]);
    }

    #[test]
    fn a_reference_that_was_none_does_not_become_one() {
        for text in [
            "&![](x)#x202e;",
            "&[#x202e;](x)",
            "&[ZeroWidthSpace;](x)",
            "https://lamps.example/&amp;#x202e;",
            "[a](https://b.example/&amp;#x202e;)",
        ] {
            assert!(!hides(&markdown(text, 1).join("\n")), "{text}: {:?}", markdown(text, 1));
            assert!(!hides(&plain(text)), "{text}: {}", plain(text));
        }
    }

    proptest! {
        #[test]
        fn nothing_is_hidden_whatever_is_referred_to(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(vec![
                        "&", "#", "#x202e;", "&#x202E;", "&#8203;", "&#27;", "&#10;", "&#13;", "&#9;", "&shy;", "&NoBreak;", "&amp;", "&amp;#x2066;", "zwj;", "\\",
                        "`", "```\n", "\n", "\n\n", " ", "    ", "| ", " |\n| --- |\n| ", "[", "](x)", "](https://a.example/", "](https://{{a}}/x)", ")", "![](x)", "<b>",
                        "</b>", "<!--", "-->", "<https://a.example/", "https://a.example/", ">", "*", "_", "- ", "# ", "> ", "1. ", "\u{202e}", "\u{200b}", "\u{1b}",
                    ])
                    .prop_map(str::to_owned),
                    any::<u32>().prop_filter_map("a character", |n| char::from_u32(n % 0x11_0000).map(|c| format!("&#{};", u32::from(c)))),
                    "[a-z]{1,3}",
                ],
                0..20,
            )
        ) {
            let text = pieces.concat();
            for printed in [markdown(&text, 1).join("\n"), plain(&text), code_span(&text), lines(&Doc { vendor: Some(text.clone()), ..Doc::default() }).join("\n")] {
                prop_assert!(!hides(&printed), "{:?}: {:?}", text, printed);
            }
        }
    }

    #[test]
    fn marks_are_hidden_only_where_they_would_mark() {
        check("field *not returned if empty", &["field *not returned if empty"]);
        check("2 * 3 * 4", &["2 \\* 3 \\* 4"]);
        check("\\* is no bullet", &["\\* is no bullet"]);
        check("data->seats->id", &["data->seats->id"]);
        check("\\> is no quote", &["\\> is no quote"]);
    }

    #[test]
    fn an_address_with_a_placeholder_is_code() {
        check("[https://lamps.example/{{V}}](https://lamps.example/%7B%7BV%7D%7D)", &["`https://lamps.example/{{V}}`"]);
        check("[the lamps](https://lamps.example/%7B%7BV%7D%7D)", &["the lamps"]);
        check("as in https://lamps.example/{{V}}/on.", &["as in `https://lamps.example/{{V}}/on`."]);
        check("[the lamps](https://lamps.example/v1)", &["[the lamps](<https://lamps.example/v1>)"]);
    }

    #[test]
    fn many_fields_in_one_sentence() {
        let of = |fields: &[&str], fact: &str| of_fields(&fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>(), fact);
        assert_eq!(of(&["a", "b", "c"], "the type"), "The type of `a`, `b` and `c` is");
        assert_eq!(of(&[], "that it is optional"), "That all fields are optional is");
        assert_eq!(of(&["a", "b", "c"], ""), "`a`, `b` and `c` are");
    }

    #[test]
    fn a_message_is_what_a_code_means_where_nothing_else_is_said() {
        let code = || vec![Note::CatalogueCode { wire: "2".to_owned(), http_status: Some(200), message: Some("no such lamp".to_owned()) }];
        assert_eq!(lines(&Doc { notes: code(), ..Doc::default() }), ["No such lamp. Code `2`, HTTP 200."]);
        let doc = Doc { vendor: Some("Look again".to_owned()), notes: code(), ..Doc::default() };
        assert_eq!(lines(&doc), ["Look again", "", "Code `2`, HTTP 200, message: no such lamp."]);
        assert_eq!(plain("no such lamp"), "no such lamp");
    }

    #[test]
    fn what_is_nested_without_end_stays_as_large_as_it_is() {
        for mark in ["- ", "> ", "1. ", "* > "] {
            let text = format!("{}x\n{}", mark.repeat(2000), "x\n".repeat(2000));
            let printed = markdown(&text, 1);
            assert_eq!(printed[0], "```text", "{mark}");
            let length: usize = printed.iter().map(|line| line.len() + 1).sum();
            assert!(length < text.len() + 100, "{mark}: {length}");
        }
        assert_eq!(markdown("- a\n  - b\n    - c\n", 1), ["* a", "  * b", "    * c"]);
    }
}
