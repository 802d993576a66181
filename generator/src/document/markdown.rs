//! Tables, lists and code in Markdown descriptions, as plain text with places.
//!
//! A description often says in a table what the format has no field for. Lines are counted from 1 within the text;
//! [`line_span`](super::decoded::line_span) finds them in the file, [`StringMap`](super::decoded::StringMap) finds the byte ranges.
//!
//! Only real Markdown is read here. Pages that were scraped to text have no tables that a Markdown reader would find.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What a text holds besides prose, each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    /// The tables.
    pub tables: Vec<Table>,
    /// The lists, without those that stand in an item of another: their items are in that one, at their depth.
    pub lists: Vec<List>,
    /// The blocks of code.
    pub codes: Vec<Code>,
}

/// A place in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The bytes.
    pub range: Range<usize>,
    /// The first line, counted from 1.
    pub first_line: u32,
    /// The last line.
    pub last_line: u32,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The heading that it stands under.
    pub heading: Option<String>,
    /// The texts of the first row.
    pub headers: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Row>,
    /// Where it stands.
    pub place: Place,
}

/// A row of a table: as many cells as the table has headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Where it stands.
    pub place: Place,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, without marks.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A list of bullets or numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The heading that it stands under.
    pub heading: Option<String>,
    /// The items of all depths, in order.
    pub items: Vec<Item>,
    /// Where it stands.
    pub place: Place,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The text, without marks and without the items in it; a line break between paragraphs.
    pub text: String,
    /// 0 for an item of the list itself, 1 for an item in an item, and so on.
    pub depth: usize,
    /// Where its own text stands.
    pub place: Place,
}

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The heading that it stands under.
    pub heading: Option<String>,
    /// What the fence says, such as `json`; empty for an indented block.
    pub language: String,
    /// The code.
    pub text: String,
    /// Where the code stands, without its fences.
    pub place: Place,
}

impl Table {
    /// The index of the column with a header, whatever its case.
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|cell| cell.text.eq_ignore_ascii_case(header))
    }
}

/// Reads a text.
pub fn read(text: &str) -> Markdown {
    let line_starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reader = Reader { line_starts, ..Reader::default() };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, range, text);
    }
    reader.done
}

#[derive(Default)]
struct Reader {
    line_starts: Vec<usize>,
    done: Markdown,
    heading: Option<String>,
    /// The text of the innermost heading, cell, item or code that is open.
    text: String,
    table: Option<Table>,
    row: Row,
    list: Option<List>,
    /// The items that are open, outermost first: indices into the list's items.
    open_items: Vec<usize>,
    list_depth: usize,
    /// Whether the text goes to a heading or a cell rather than to an item.
    within: Within,
    code: Option<Code>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Within {
    #[default]
    Other,
    Heading,
    Cell,
}

impl Reader {
    fn place(&self, range: Range<usize>, text: &str) -> Place {
        let kept = text.get(range.clone()).unwrap_or("");
        let start = range.start + (kept.len() - kept.trim_start().len());
        let end = (range.start + kept.trim_end().len()).max(start);
        let line = |at: usize| u32::try_from(self.line_starts.partition_point(|&line| line <= at)).unwrap_or(u32::MAX);
        Place { first_line: line(start), last_line: line(end.saturating_sub(1).max(start)), range: start..end }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(&tag, range, source),
            Event::End(tag) => self.end(tag, range, source),
            Event::Text(text) | Event::Code(text) => self.push(&text, range, source),
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, range, source),
            Event::SoftBreak | Event::HardBreak => self.push(" ", range, source),
            Event::Rule | Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, source: &str) {
        match tag {
            Tag::Heading { .. } => {
                self.within = Within::Heading;
                self.text.clear();
            }
            Tag::Table(_) => {
                self.table = Some(Table { heading: self.heading.clone(), place: self.place(range, source), ..Table::default() });
            }
            Tag::TableHead | Tag::TableRow => self.row = Row { cells: Vec::new(), place: self.place(range, source) },
            Tag::TableCell => {
                self.within = Within::Cell;
                self.text.clear();
            }
            Tag::List(_) => {
                if self.list.is_none() {
                    self.list = Some(List { heading: self.heading.clone(), items: Vec::new(), place: self.place(range, source) });
                }
                self.list_depth += 1;
            }
            Tag::Item => {
                let item = Item { depth: self.list_depth.saturating_sub(1), ..Item::default() };
                if let Some(list) = &mut self.list {
                    self.open_items.push(list.items.len());
                    list.items.push(item);
                }
            }
            Tag::Paragraph => self.push_break(),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or("").to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(Code { heading: self.heading.clone(), language, ..Code::default() });
            }
            Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>, source: &str) {
        match tag {
            TagEnd::Heading(_) => {
                self.within = Within::Other;
                self.heading = Some(std::mem::take(&mut self.text).trim().to_owned());
            }
            TagEnd::Table => self.done.tables.extend(self.table.take()),
            TagEnd::TableHead => {
                let headers = std::mem::take(&mut self.row).cells;
                if let Some(table) = &mut self.table {
                    table.headers = headers;
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::TableCell => {
                self.within = Within::Other;
                let text = std::mem::take(&mut self.text).trim().to_owned();
                let place = self.place(range, source);
                self.row.cells.push(Cell { text, place });
            }
            TagEnd::List(_) => {
                self.list_depth = self.list_depth.saturating_sub(1);
                if self.list_depth == 0 {
                    self.done.lists.extend(self.list.take());
                }
            }
            TagEnd::Item => {
                let place = self.open_items.pop().and_then(|at| Some((at, self.list.as_ref()?.items.get(at)?.place.range.clone())));
                if let Some((at, range)) = place {
                    let place = self.place(range, source);
                    if let Some(item) = self.list.as_mut().and_then(|list| list.items.get_mut(at)) {
                        item.place = place;
                        item.text = item.text.trim().to_owned();
                    }
                }
            }
            TagEnd::CodeBlock => {
                if let Some(mut code) = self.code.take() {
                    code.place = self.place(code.place.range, source);
                    self.done.codes.push(code);
                }
            }
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// The item that text goes to.
    fn item(&mut self) -> Option<&mut Item> {
        let at = *self.open_items.last()?;
        self.list.as_mut()?.items.get_mut(at)
    }

    fn push(&mut self, text: &str, range: Range<usize>, source: &str) {
        if let Some(code) = &mut self.code {
            extend(&mut code.place.range, &range, code.text.is_empty());
            code.text.push_str(text);
        } else if self.within != Within::Other {
            self.text.push_str(text);
        } else if let Some(item) = self.item() {
            if !text.trim().is_empty() {
                // From the start of the line's mark on: a reader wants to see emphasis and quotes of code as well.
                let marks = source[..range.start].len() - source[..range.start].trim_end_matches(['*', '_', '`', '[', '<']).len();
                extend(&mut item.place.range, &(range.start - marks..range.end), item.text.trim().is_empty());
            }
            item.text.push_str(text);
        }
    }

    /// A line break between the paragraphs of an item.
    fn push_break(&mut self) {
        if let Some(item) = self.item()
            && !item.text.is_empty()
        {
            item.text.push('\n');
        }
    }

    /// Tags are marks, but `<id>` is a placeholder.
    fn html(&mut self, html: &str, range: Range<usize>, source: &str) {
        if html.starts_with("<!--") {
            return;
        }
        let name: String = html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "br" | "p" | "li" | "div" | "tr" => self.push(" ", range, source),
            name if MARKS.contains(&name) => {}
            _ => self.push(html, range, source),
        }
    }
}

/// The tags that say how a text looks.
const MARKS: [&str; 29] = [
    "a", "abbr", "b", "big", "center", "code", "del", "em", "font", "h1", "h2", "h3", "h4", "h5", "hr", "i", "img", "kbd", "ol", "pre",
    "s", "small", "span", "strong", "sub", "sup", "table", "u", "ul",
];

fn extend(range: &mut Range<usize>, by: &Range<usize>, is_first: bool) {
    *range = if is_first { by.clone() } else { range.start.min(by.start)..range.end.max(by.end) };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::document::decoded::{StringMap, line_span};
    use crate::document::json;
    use crate::text::SourceMap;

    fn texts(cells: &[Cell]) -> Vec<&str> {
        cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn the_tables_of_a_vendors_description_are_found_in_its_file() {
        let text = include_str!("../../../specs/krisp/krisp.documenter-metadata.json");
        let mut sources = SourceMap::default();
        let file = sources.add("krisp.json", text.to_owned());
        let node = json::read_strict(file, &sources, &mut Diagnostics::default()).expect("valid JSON");
        let description = node.pointer("/collection/info/description").expect("a description");
        let markdown = read(description.as_str().expect("a string"));

        let sizes: Vec<(Option<&str>, usize, usize)> =
            markdown.tables.iter().map(|table| (table.heading.as_deref(), table.headers.len(), table.rows.len())).collect();
        assert_eq!(
            sizes,
            [(Some("Rate Limiting"), 3, 1), (Some("Response codes"), 3, 7), (Some("Error codes"), 3, 15), (Some("Response Data"), 3, 14)]
        );
        let codes = &markdown.tables[1];
        assert_eq!(texts(&codes.headers), ["Code", "Message example", "HTTP status code"]);
        assert_eq!(codes.column("http status code"), Some(2));
        assert_eq!(texts(&codes.rows[2].cells), ["1015", "Not found", "400"]);
        assert_eq!(texts(&markdown.tables[3].rows[5].cells), ["data->seats->id", "Seat Id", "Positive integer"]);

        // From the row back to the bytes of the file.
        let place = &codes.rows[2].place;
        assert_eq!(place.first_line, place.last_line);
        let span = line_span(&sources, description, place.first_line, place.last_line).expect("a line");
        assert_eq!(sources.text(span), "| 1015 | Not found | 400 |");
        let map = StringMap::new(&sources, description);
        assert_eq!(sources.text(map.span(codes.rows[2].cells[1].place.range.clone())), "Not found");
        let role = &markdown.tables[3].rows[8].cells[2];
        assert_eq!(role.text, "\"Admin\", \"User\"");
        assert_eq!(sources.text(map.span(role.place.range.clone())), "\\\"Admin\\\", \\\"User\\\"");

        let [list] = markdown.lists.as_slice() else { panic!("one list") };
        assert_eq!(list.heading.as_deref(), Some("Versioning"));
        let items: Vec<&str> = list.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(
            items,
            [
                "changes in response attribute names",
                "changes in logic",
                "changes in endpoint names",
                "removal of existing attributes",
                "deprecated endpoints"
            ]
        );
    }

    #[test]
    fn lists_have_depths_and_lines() {
        let markdown = read("# Facts\n\n* **role**: one of `a`, `b`\n  and more\n    * `a` - first\n* last\n\n  again\n\n1. other\n");
        let items: Vec<(usize, u32, u32, &str)> = markdown
            .lists
            .iter()
            .flat_map(|list| &list.items)
            .map(|item| (item.depth, item.place.first_line, item.place.last_line, item.text.as_str()))
            .collect();
        assert_eq!(
            items,
            [(0, 3, 4, "role: one of a, b and more"), (1, 5, 5, "a - first"), (0, 6, 8, "last\nagain"), (0, 10, 10, "other")]
        );
        assert_eq!(markdown.lists.len(), 2);
        assert_eq!(markdown.lists[0].place.first_line, 3);
    }

    #[test]
    fn cells_are_plain_text() {
        let text = "|Name|Type|\n|-|:-:|\n| **a**\\_b<br/>c | [`x|y`](u) |\n| <id> | a \\| b |\n|only|\n";
        let markdown = read(text);
        let rows: Vec<Vec<&str>> = markdown.tables[0].rows.iter().map(|row| texts(&row.cells)).collect();
        assert_eq!(rows, [vec!["a_b c", "[`x"], vec!["<id>", "a | b"], vec!["only", ""]]);
        let place = &markdown.tables[0].rows[1].cells[1].place;
        assert_eq!((&text[place.range.clone()], place.first_line), ("a \\| b", 4));
    }

    #[test]
    fn code_blocks_keep_their_place() {
        let text = "## Answer\n\n```json\n{\"a\": 1,\n}\n```\n\n    indented\n";
        let markdown = read(text);
        let codes: Vec<(&str, &str, &str, u32, u32)> = markdown
            .codes
            .iter()
            .map(|code| {
                (code.language.as_str(), code.text.as_str(), &text[code.place.range.clone()], code.place.first_line, code.place.last_line)
            })
            .collect();
        assert_eq!(codes, [("json", "{\"a\": 1,\n}\n", "{\"a\": 1,\n}", 4, 5), ("", "indented\n", "indented", 8, 8)]);
        assert_eq!(markdown.codes[0].heading.as_deref(), Some("Answer"));
    }

    #[test]
    fn a_text_without_any() {
        assert_eq!(read("just prose\n"), Markdown::default());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[|\\-:\\n *`<>a-c1.#é\\\\]{0,80}") {
            let markdown = read(&text);
            let lines = u32::try_from(text.lines().count()).expect("few lines");
            let items = markdown.lists.iter().flat_map(|list| &list.items).map(|item| &item.place);
            let cells = markdown.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).map(|cell| &cell.place);
            for place in items.chain(cells).chain(markdown.codes.iter().map(|code| &code.place)) {
                prop_assert!(text.get(place.range.clone()).is_some(), "{place:?}");
                prop_assert!(place.first_line <= place.last_line && place.last_line <= lines.max(1), "{place:?} of {lines} lines");
            }
        }
    }
}
