//! What prose says about parameters and fields: rows of tables, items of lists, and the words beside a name.
//!
//! * `mod.rs`: tables and lists about named things
//! * `says.rs`: the words beside a name
//!
//! Only wording that can mean one thing is read. What is not understood stays what it was: prose.

mod says;

pub(super) use self::says::{Kind, Says, of_text};
use self::says::{LONGEST, fold, kind, qualifiers, values};
use crate::document::markdown::{self, Markdown};
use crate::ir::Presence;
use std::ops::Range;

/// Where words say that a thing goes, or comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToldPlace {
    Path,
    Query,
    Header,
    Form,
    Body,
    /// Somewhere in the request.
    Request,
    Answer,
}

/// A row or an item that names a thing.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) place: Option<ToldPlace>,
    pub(super) says: Says,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// Where its name stands.
    pub(super) name_range: Range<usize>,
    /// Whether all of it was understood.
    pub(super) whole: bool,
}

/// A table or a list about named things.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) is_table: bool,
    /// What the heading over it tells.
    pub(super) place: Option<ToldPlace>,
    pub(super) rows: Vec<About>,
    /// Whether all of it was understood: each column, each item.
    pub(super) whole: bool,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
}

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) blocks: Vec<Block>,
    /// Tables of which no one here knows what their columns mean.
    pub(super) other_tables: usize,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Kind,
    Required,
    Optional,
    Text,
    Default,
    Values,
    Example,
    MaxLength,
    Place,
    Unknown,
}

/// The words that head columns, lower case; one line for a meaning.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "name",
            "field",
            "field name",
            "parameter",
            "parameter name",
            "param",
            "property",
            "property name",
            "attribute",
            "attribute name",
            "key",
            "argument",
            "query parameter",
            "query param",
            "path parameter",
        ],
    ),
    (Column::Kind, &["type", "data type", "datatype", "value type"]),
    (
        Column::Required,
        &["required", "required?", "mandatory", "mandatory?", "is required", "requirement", "required/optional", "presence"],
    ),
    (Column::Optional, &["optional", "optional?"]),
    (
        Column::Text,
        &["description", "desc", "desc.", "meaning", "notes", "note", "details", "comment", "comments", "explanation", "remarks"],
    ),
    (Column::Default, &["default", "default value", "defaults"]),
    (
        Column::Values,
        &["values", "allowed values", "possible values", "valid values", "accepted values", "allowed", "enum", "enum values", "options"],
    ),
    (Column::Example, &["example", "example value", "sample", "sample value", "examples"]),
    (Column::MaxLength, &["max length", "maximum length", "max. length", "maxlength", "max size"]),
    (Column::Place, &["in", "location", "place", "parameter type", "param type", "sent in", "object"]),
];

fn column(header: &str) -> Column {
    let header = fold(header);
    COLUMNS.iter().find(|(_, words)| words.contains(&header.as_str())).map_or(Column::Unknown, |(column, _)| *column)
}

/// What a heading tells about the place of what stands under it.
fn place_of_heading(heading: &str) -> Option<ToldPlace> {
    let heading = fold(heading);
    let heading = heading.trim_end_matches('s');
    Some(match heading {
        "path parameter" | "path param" | "path variable" | "url parameter" | "uri parameter" | "path" => ToldPlace::Path,
        "query parameter"
        | "query param"
        | "query string parameter"
        | "query string"
        | "querystring parameter"
        | "query"
        | "url query parameter" => ToldPlace::Query,
        "header" | "request header" | "http header" | "header parameter" => ToldPlace::Header,
        "form parameter" | "form param" | "form data" | "form field" | "post parameter" => ToldPlace::Form,
        "body"
        | "request body"
        | "body parameter"
        | "body param"
        | "request payload"
        | "payload"
        | "json body"
        | "post body"
        | "body field"
        | "request body field"
        | "request body parameter" => ToldPlace::Body,
        "parameter" | "param" | "request parameter" | "input parameter" | "input" | "argument" | "request field" | "request" => {
            ToldPlace::Request
        }
        "response" | "response body" | "response field" | "response parameter" | "response data" | "return value" | "output"
        | "output parameter" | "returned data" | "result" | "return" | "response attribute" | "answer" | "response payload"
        | "response propertie" => ToldPlace::Answer,
        _ => return None,
    })
}

/// What a cell says about the place of the thing in its row.
fn place_of_cell(cell: &str) -> Option<ToldPlace> {
    Some(match fold(cell).as_str() {
        "path" | "url" | "uri" => ToldPlace::Path,
        "query" | "query string" | "querystring" => ToldPlace::Query,
        "header" | "headers" => ToldPlace::Header,
        "form" | "formdata" | "form data" | "form-data" => ToldPlace::Form,
        "body" | "payload" => ToldPlace::Body,
        _ => return None,
    })
}

/// Reads the tables and lists of a text.
pub(super) fn read(text: &str) -> Read {
    let Markdown { tables, lists, .. } = markdown::read(text);
    let mut found = Read::default();
    for table in &tables {
        match read_table(text, table) {
            Some(block) => found.blocks.push(block),
            None => found.other_tables += 1,
        }
    }
    found.blocks.extend(lists.iter().filter_map(|list| read_list(text, list)));
    found.blocks.sort_by_key(|block| block.range.start);
    found
}

fn read_table(text: &str, table: &markdown::Table) -> Option<Block> {
    let columns: Vec<Column> = table.headers.iter().map(|cell| column(&cell.text)).collect();
    let count = |wanted: Column| columns.iter().filter(|column| **column == wanted).count();
    let name_at = columns.iter().position(|column| *column == Column::Name)?;
    let says = [Column::Kind, Column::Required, Column::Optional, Column::Text, Column::Default, Column::Values];
    // A name alone says nothing; two columns of one meaning could mean anything.
    if !columns.iter().any(|column| says.contains(column)) || says.iter().any(|wanted| count(*wanted) > 1) || count(Column::Name) > 1 {
        return None;
    }
    let headed =
        table.heading.as_deref().and_then(place_of_heading).or_else(|| place_of_heading(&line_before(text, table.place.range.start)));
    let own = match fold(&table.headers.get(name_at)?.text).as_str() {
        "query parameter" | "query param" => Some(ToldPlace::Query),
        "path parameter" => Some(ToldPlace::Path),
        _ => None,
    };
    let mut whole = !columns.contains(&Column::Unknown);
    let mut rows = Vec::new();
    for row in &table.rows {
        let Some(name_cell) = row.cells.get(name_at) else { continue };
        let name = name_of(&name_cell.text);
        if name.is_empty() {
            whole &= row.cells.iter().all(|cell| cell.text.trim().is_empty());
            continue;
        }
        let mut about = About {
            name,
            place: None,
            says: Says::default(),
            range: row.place.range.clone(),
            name_range: name_cell.place.range.clone(),
            whole: true,
        };
        for (column, cell) in columns.iter().zip(&row.cells) {
            let source = text.get(cell.place.range.clone()).unwrap_or("").trim();
            about.whole &= take_cell(*column, cell.text.trim(), source, &mut about);
        }
        // A name with a mark behind it, as in `limit*`, has a footnote that is not read.
        about.whole &= !name_cell.text.trim().ends_with('*');
        if let Some(said) = about.says.text.clone() {
            about.says.fill(of_text(&said));
        }
        whole &= about.whole;
        rows.push(about);
    }
    Some(Block { is_table: true, place: own.or(headed), rows, whole, range: table.place.range.clone() })
}

/// Takes a cell in; whether it was understood.
fn take_cell(column: Column, cell: &str, source: &str, about: &mut About) -> bool {
    let bare = cell.trim_matches('`').trim();
    let nothing = matches!(bare, "" | "-" | "–" | "—" | "n/a" | "N/A" | "none" | "None");
    let says = &mut about.says;
    match column {
        Column::Name => true,
        Column::Unknown => nothing,
        _ if nothing && column != Column::Required && column != Column::Optional => true,
        Column::Kind => {
            bare.clone_into(&mut says.kind_words);
            let (found, max_length) = kind(bare);
            says.max_length = max_length;
            says.kind = found;
            says.kind.is_some()
        }
        Column::Required | Column::Optional => {
            let said = match fold(bare).as_str() {
                "" | "-" | "–" | "—" => return true,
                "required" | "mandatory" => Some(true),
                "optional" => Some(false),
                "yes" | "true" | "y" | "+" | "x" | "✅" | "✓" | "✔" | "✔️" => Some(column == Column::Required),
                "no" | "false" | "n" | "❌" | "✗" => Some(column == Column::Optional),
                _ => None,
            };
            says.presence = said.map(|required| if required { Presence::Required } else { Presence::Optional });
            said.is_some()
        }
        Column::Text => {
            says.text = Some(source.replace("\\|", "|"));
            true
        }
        Column::Default => {
            let value = bare.trim_matches('"');
            let single = !value.contains(char::is_whitespace) || bare != value || bare != cell;
            says.default = single.then(|| value.to_owned());
            single
        }
        Column::Values => {
            let values = values(source, true).filter(|found| found.rest.trim().is_empty());
            says.values = values.map(|found| found.values).unwrap_or_default();
            !says.values.is_empty()
        }
        Column::Example => {
            says.example = Some(bare.to_owned());
            true
        }
        Column::MaxLength => {
            says.max_length = bare.parse().ok();
            says.max_length.is_some()
        }
        Column::Place => {
            about.place = place_of_cell(bare);
            about.place.is_some()
        }
    }
}

/// The words on the line before a place, where they stand for a heading.
fn line_before(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or("").trim_end();
    let line = before.rsplit('\n').next().unwrap_or("").trim();
    let marked = line.starts_with("**") && line.trim_end_matches(':').ends_with("**");
    if marked || line.ends_with(':') || line.ends_with(":**") { line.to_owned() } else { String::new() }
}

/// The name that a cell holds, without marks; empty where it is none.
fn name_of(cell: &str) -> String {
    let name = cell.trim().trim_matches(|sign| matches!(sign, '`' | '*' | '"' | '\'')).trim();
    if name.is_empty() || name.len() > 128 || name.contains(char::is_whitespace) || name.contains(['{', '}', '<', '(', ',']) {
        return String::new();
    }
    name.to_owned()
}

fn read_list(text: &str, list: &markdown::List) -> Option<Block> {
    let headed =
        list.heading.as_deref().and_then(place_of_heading).or_else(|| place_of_heading(&line_before(text, list.place.range.start)));
    let mut rows: Vec<About> = Vec::new();
    let mut whole = true;
    for item in &list.items {
        let source = text.get(item.place.range.clone()).unwrap_or("");
        match read_item(source) {
            // What stands in an item is about its parts, and is not read.
            _ if item.depth > 0 => whole = false,
            Some((name, name_range, says, understood)) => {
                let start = item.place.range.start;
                whole &= understood;
                rows.push(About {
                    name,
                    place: None,
                    says,
                    range: item.place.range.clone(),
                    name_range: start + name_range.start..start + name_range.end,
                    whole: understood,
                });
            }
            None => whole = false,
        }
    }
    (!rows.is_empty()).then(|| Block { is_table: false, place: headed, rows, whole, range: list.place.range.clone() })
}

/// An item such as "`limit` (integer, optional): how many".
fn read_item(source: &str) -> Option<(String, Range<usize>, Says, bool)> {
    if source.len() > LONGEST {
        return None;
    }
    let (mark, open) =
        ["**`", "`", "**", "__", "*", "_"].into_iter().find(|mark| source.starts_with(mark)).map_or(("", 0), |m| (m, m.len()));
    let close = if mark == "**`" { "`**" } else { mark };
    let body = &source[open..];
    let (name, mut rest) = if mark.is_empty() {
        let end = body
            .find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '.' | '$' | '[' | ']' | '@' | '-')))
            .unwrap_or(body.len());
        let end = body[..end].trim_end_matches(['.', '-']).len();
        (&body[..end], &body[end..])
    } else {
        let end = body.find(close)?;
        (&body[..end], &body[end + close.len()..])
    };
    let trimmed = name.trim_end_matches(':');
    let colon_inside = trimmed.len() != name.len();
    let name = trimmed.trim();
    if name_of(name) != name || name.is_empty() {
        return None;
    }
    let range = open..open + name.len();
    let mut says = Says::default();
    let mut understood = true;
    rest = rest.trim_start();
    // What stands between the name and the words about it: kind, presence and the like.
    let mut qualified = false;
    if let Some(inner) = rest.strip_prefix('(').or_else(|| rest.strip_prefix('[')) {
        let end = inner.find([')', ']'])?;
        understood &= qualifiers(&inner[..end], &mut says);
        qualified = true;
        rest = inner[end + 1..].trim_start();
    }
    let behind = [":", "–", "—", "-", "=>"].into_iter().find_map(|sign| rest.strip_prefix(sign));
    let words = match behind {
        Some(words) => words,
        None if colon_inside || qualified || (rest.is_empty() && !mark.is_empty()) => rest,
        None if rest.starts_with(',') && !mark.is_empty() => rest.trim_start_matches(','),
        None => return None,
    };
    // `string, required – the words`
    let mut words = words.trim();
    if !qualified
        && let Some((before, after)) =
            [" – ", " — ", " - ", ": "].into_iter().filter_map(|sign| words.split_once(sign)).min_by_key(|(b, _)| b.len())
    {
        let mut more = Says::default();
        if before.len() < 60 && qualifiers(before, &mut more) {
            says.fill(more);
            words = after.trim();
        }
    }
    if !words.is_empty() {
        says.text = Some(words.to_owned());
        says.fill(of_text(words));
    }
    Some((name.to_owned(), range, says, understood))
}

/// A text without some of its tables and lists, and without the headings that nothing stands under any more.
pub(super) fn without(text: &str, blocks: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for block in blocks {
        // From the beginning of the line on: an item's mark stands before its text.
        let start = text[..block.start].rfind('\n').map_or(0, |line| line + 1).max(at);
        let before = text[at..start].trim_end();
        let (line_at, line) = before.rfind('\n').map_or((0, before), |line| (line + 1, &before[line + 1..]));
        let heads = line.trim_start().starts_with('#') || place_of_heading(line).is_some();
        let goes_on = text[block.end.max(start)..].trim_start();
        // What else stands under a heading keeps it.
        let alone = goes_on.is_empty() || goes_on.starts_with('#') || place_of_heading(goes_on.lines().next().unwrap_or("")).is_some();
        let keep = if heads && alone { before[..line_at].trim_end() } else { before };
        kept.push_str(keep);
        kept.truncate(kept.trim_end().len());
        kept.push_str("\n\n");
        at = block.end.max(start);
    }
    kept.push_str(text[at..].trim_start_matches(['\n', '\r']));
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Kind, ToldPlace, read, without};
    use crate::ir::{Presence, StringForm};

    const TEXT: Kind = Kind::Text(StringForm::Plain);

    #[test]
    fn a_table_is_read_by_its_headers() {
        let text = "List lamps.\n\n### Query parameters\n\n| Parameter | Type | Required | Description |\n| --- | --- | --- | --- |\n| `limit` | integer | no | How many. Default: 10 |\n| order | string | yes | One of `up`, `down` |\n";
        let found = read(text);
        let [block] = found.blocks.as_slice() else { panic!("{found:?}") };
        assert_eq!((block.place, block.whole, block.rows.len()), (Some(ToldPlace::Query), true, 2));
        let limit = &block.rows[0];
        assert_eq!((limit.name.as_str(), &limit.says.kind, limit.says.presence), ("limit", &Some(Kind::Integer), Some(Presence::Optional)));
        assert_eq!((limit.says.default.as_deref(), limit.says.text.as_deref()), (Some("10"), Some("How many. Default: 10")));
        assert_eq!(block.rows[1].says.values, ["up", "down"]);
        assert_eq!(without(text, std::slice::from_ref(&block.range)), "List lamps.");
    }

    #[test]
    fn a_table_of_codes_is_none_of_fields() {
        for headers in ["Code | Description", "Tipas | Pavadinimas", "Value | Description", "Name | Colour", "Name | Name | Type"] {
            let cells = headers.matches('|').count();
            let found = read(&format!("| {headers} |\n| --- {}|\n| a | b | c |\n", "| --- ".repeat(cells)));
            assert_eq!((found.blocks.len(), found.other_tables), (0, 1), "{headers}");
        }
    }

    #[test]
    fn items_of_a_list() {
        let item = |text: &str| {
            let found = read(&format!("* {text}\n"));
            found.blocks.first().map(|block| {
                let row = &block.rows[0];
                (row.name.clone(), row.says.kind.clone(), row.says.presence, row.says.text.clone().unwrap_or_default(), block.whole)
            })
        };
        let told = |name: &str, kind, presence, text: &str| Some((name.to_owned(), kind, presence, text.to_owned(), true));
        let (must, may) = (Some(Presence::Required), Some(Presence::Optional));
        assert_eq!(item("`limit` (integer, optional): how many"), told("limit", Some(Kind::Integer), may, "how many"));
        assert_eq!(item("**name** – string, required – the name"), told("name", Some(TEXT), must, "the name"));
        assert_eq!(item("`url`: required. The place."), told("url", None, must, "required. The place."));
        assert_eq!(item("limit: how many"), told("limit", None, None, "how many"));
        assert_eq!(item("**name:** the name"), told("name", None, None, "the name"));
        assert_eq!(item("user_id (required) - who"), told("user_id", None, must, "who"));
        assert_eq!(item("The lamp is on."), None);
        assert_eq!(item("`lamp` is on"), None);
        assert_eq!(item("**Useful metadata**: such as this"), None);
        assert_eq!(item("`limit` (at most 10): how many").map(|found| found.4), Some(false));
    }
}
