//! What prose says about parameters and fields: rows of tables, items of lists, and the words beside a name.
//!
//! Only wording that can mean one thing is read. What is not understood stays what it was: prose.

use crate::document::markdown::{self, Markdown};
use crate::ir::{Presence, StringForm};
use std::ops::Range;

/// A longer text is no description of a field.
const LONGEST: usize = 4 * 1024;
/// A longer list of values is no list of values.
const MOST_VALUES: usize = 64;

/// Kinds that stand in more lists than this are none that people write.
const DEEPEST: usize = 8;

/// The kind of value that words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Integer,
    Number,
    Text(StringForm),
    /// A list, with the kind of its items where the words name it.
    List(Option<Box<Kind>>),
    Object,
}

/// What words say about a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) kind: Option<Kind>,
    /// The words that name the kind.
    pub(super) kind_words: String,
    pub(super) presence: Option<Presence>,
    pub(super) default: Option<String>,
    /// The values that are allowed.
    pub(super) values: Vec<String>,
    pub(super) example: Option<String>,
    pub(super) max_length: Option<u32>,
    pub(super) deprecated: bool,
    /// What else is said, as Markdown.
    pub(super) text: Option<String>,
}

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

/// Lower case, single blanks, without marks around it.
fn fold(text: &str) -> String {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '`' | ':'));
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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

/// Reads `integer, optional`; whether all of it was understood. What was not is left as words.
fn qualifiers(text: &str, says: &mut Says) -> bool {
    let mut all = true;
    for piece in text.split([',', ';', '|']) {
        let piece = piece.trim().trim_matches(|sign| matches!(sign, '`' | '*' | '_'));
        let folded = fold(piece);
        if piece.is_empty() {
            continue;
        }
        if let Some(presence) = presence_word(&folded) {
            says.presence = Some(presence);
        } else if folded == "deprecated" {
            says.deprecated = true;
        } else if let Some(value) = ["default:", "default=", "default =", "defaults to", "default is", "default"]
            .iter()
            .find_map(|w| folded.starts_with(w).then(|| piece.get(w.len()..)).flatten())
        {
            let value = value.trim().trim_matches(|sign| matches!(sign, '`' | '"' | '\'' | '*'));
            if value.is_empty() || value.contains(char::is_whitespace) {
                all = false;
            } else {
                says.default = Some(value.to_owned());
            }
        } else if let (Some(found), max_length) = kind(piece) {
            says.kind = Some(found);
            piece.clone_into(&mut says.kind_words);
            says.max_length = says.max_length.or(max_length);
        } else if let Some((first, second)) = folded.split_once(' ').filter(|(first, second)| {
            (presence_word(first).is_some() && kind(second).0.is_some()) || (presence_word(second).is_some() && kind(first).0.is_some())
        }) {
            let (presence, word) = if presence_word(first).is_some() { (first, second) } else { (second, first) };
            says.presence = presence_word(presence);
            says.kind = kind(word).0;
            word.clone_into(&mut says.kind_words);
        } else {
            all = false;
        }
    }
    all
}

fn presence_word(folded: &str) -> Option<Presence> {
    match folded {
        "required" | "mandatory" | "required parameter" | "required field" => Some(Presence::Required),
        "optional" | "not required" | "optional parameter" | "optional field" => Some(Presence::Optional),
        _ => None,
    }
}

/// The kind that a word names, and the most characters where it says so: `varchar(20)`.
pub(super) fn kind(text: &str) -> (Option<Kind>, Option<u32>) {
    let text = fold(text);
    let text = text.trim_matches('.');
    if let Some((base, inner)) = text.split_once('(').and_then(|(base, rest)| Some((base.trim(), rest.strip_suffix(')')?))) {
        let found = word(base);
        return match (&found, inner.trim().parse::<u32>(), word(inner.trim())) {
            (Some(Kind::Text(_)), Ok(most), _) => (found, Some(most)),
            // `string (date-time)`
            (Some(Kind::Text(_)), Err(_), Some(Kind::Text(form))) => (Some(Kind::Text(form)), None),
            (Some(Kind::Integer), Err(_), Some(Kind::Integer)) | (Some(Kind::Number), Err(_), Some(Kind::Number)) => (found, None),
            _ => (None, None),
        };
    }
    (word(text), None)
}

fn word(text: &str) -> Option<Kind> {
    word_within(text, 0)
}

/// A kind that stands in so many lists: nothing keeps a vendor from a cell of nothing but brackets.
fn word_within(text: &str, depth: usize) -> Option<Kind> {
    if depth > DEEPEST {
        return None;
    }
    let within = |item: &str| word_within(item, depth + 1);
    let list = |item: &str| {
        let item = item.trim();
        let single = item.strip_suffix('s').unwrap_or(item);
        Kind::List(within(item).or_else(|| within(single)).map(Box::new))
    };
    if let Some(item) = ["array of ", "list of ", "an array of "].iter().find_map(|before| text.strip_prefix(before)) {
        return Some(list(item));
    }
    if let Some(item) = text.strip_suffix("[]") {
        return within(item).map(|item| Kind::List(Some(Box::new(item))));
    }
    for (open, close) in [("array[", "]"), ("array<", ">"), ("list<", ">"), ("list[", "]"), ("[", "]")] {
        if let Some(item) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return within(item).map(|item| Kind::List(Some(Box::new(item))));
        }
    }
    Some(match text {
        "string" | "str" | "text" | "varchar" | "char" | "character" | "enum" | "enum string" | "string enum" | "password" => {
            Kind::Text(StringForm::Plain)
        }
        "uuid" | "guid" => Kind::Text(StringForm::Uuid),
        "url" | "uri" => Kind::Text(StringForm::Url),
        "email" | "e-mail" | "email address" => Kind::Text(StringForm::Email),
        // Which form of a date or a time is meant, the word does not tell; only that it is no number is not sure either.
        "integer" | "int" | "int32" | "int64" | "long" | "bigint" | "positive integer" | "unsigned integer" | "smallint" => Kind::Integer,
        "number" | "float" | "double" | "decimal" | "numeric" => Kind::Number,
        "boolean" | "bool" => Kind::Bool,
        "array" | "list" => Kind::List(None),
        "object" | "json object" | "hash" | "dict" | "dictionary" | "map" => Kind::Object,
        _ => return None,
    })
}

impl Says {
    /// Takes over what is not known yet.
    fn fill(&mut self, other: Self) {
        let Self { kind, kind_words, presence, default, values, example, max_length, deprecated, text } = other;
        if self.kind.is_none() && self.kind_words.is_empty() {
            self.kind = kind;
            self.kind_words = kind_words;
        }
        self.presence = self.presence.or(presence);
        self.default = self.default.take().or(default);
        if self.values.is_empty() {
            self.values = values;
        }
        self.example = self.example.take().or(example);
        self.max_length = self.max_length.or(max_length);
        self.deprecated |= deprecated;
        self.text = self.text.take().or(text);
    }
}

/// What the words about a thing say. The words themselves are not repeated in the answer.
pub(super) fn of_text(text: &str) -> Says {
    let mut says = Says::default();
    if text.len() > LONGEST {
        return says;
    }
    leading(text, &mut says);
    trailing(text, &mut says);
    let lower = text.to_lowercase();
    // Lower case may be longer; then nothing but the beginning is read.
    if lower.len() != text.len() {
        return says;
    }
    if says.kind.is_none()
        && let Some(found) = must_be(&lower)
    {
        says.kind = kind(found).0;
        found.clone_into(&mut says.kind_words);
    }
    let several = ["comma", "separated", "list of", "multiple", "one or more", "combination", "array", "any of"]
        .iter()
        .any(|word| lower.contains(word));
    let mut shown = None;
    if !several && let Some(found) = allowed(text, &lower) {
        shown = found.default;
        if found.values.len() == 2 && found.values.iter().all(|value| matches!(value.as_str(), "true" | "false")) {
            if says.kind.is_none() {
                says.kind = Some(Kind::Bool);
                "boolean".clone_into(&mut says.kind_words);
            }
        } else if says.kind != Some(Kind::Bool) {
            says.values = found.values;
        }
    }
    says.default = default(text, &lower).or(shown);
    says
}

/// `Required. integer. …`, `(required) …`, `Deprecated. …`.
fn leading(text: &str, says: &mut Says) {
    let mut rest = text.trim_start();
    for _ in 0..4 {
        let (piece, after) = if let Some(inner) = rest.strip_prefix('(').or_else(|| rest.strip_prefix('[')) {
            let Some(end) = inner.find([')', ']']) else { return };
            (&inner[..end], &inner[end + 1..])
        } else if let Some(inner) = rest.strip_prefix("**").or_else(|| rest.strip_prefix("__")) {
            let Some(end) = inner.find("**").or_else(|| inner.find("__")) else { return };
            (&inner[..end], &inner[end + 2..])
        } else {
            let Some(end) = rest.find(['.', ',', ';', ':', '\n', '\t', '–', '—']) else {
                // All of it, or nothing.
                let mut more = Says::default();
                if qualifiers(rest, &mut more) {
                    says.fill(more);
                }
                return;
            };
            (&rest[..end], &rest[end..])
        };
        let mut more = Says::default();
        let condition = after.trim_start_matches([' ', ',', '.', ':', ';']).split_whitespace().next().unwrap_or("").to_lowercase();
        let conditional = after.trim_start().starts_with([',', ' ', ':']) && CONDITIONS.contains(&condition.as_str());
        // `Default: 10` at the beginning is read elsewhere, with all its forms.
        if piece.len() > 60 || conditional || fold(piece).starts_with("default") || !qualifiers(piece, &mut more) || more == Says::default()
        {
            return;
        }
        says.fill(more);
        rest = after.trim_start_matches(['.', ',', ';', ':', '–', '—', ' ', '\n', '\t', '\r']);
        rest = rest.strip_prefix("- ").unwrap_or(rest);
    }
}

/// Words that make what stands before them hold sometimes only.
const CONDITIONS: &[&str] =
    &["if", "when", "unless", "only", "for", "except", "in", "where", "with", "on", "and", "or", "but", "while", "depending"];

/// `… (required)`.
fn trailing(text: &str, says: &mut Says) {
    let text = text.trim_end().trim_end_matches('.');
    let Some(inner) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, inner)| inner) else { return };
    let mut more = Says::default();
    if inner.len() <= 60 && qualifiers(inner, &mut more) {
        says.fill(more);
    }
}

/// `Must be a String.`
fn must_be(lower: &str) -> Option<&str> {
    let found = ["must be a ", "must be an "].iter().find_map(|before| lower.find(before).map(|at| &lower[at + before.len()..]))?;
    let end = found.find(['.', ',', '\n']).unwrap_or(found.len());
    let word = &found[..end];
    kind(word).0.is_some().then_some(word)
}

/// Values that words list.
#[expect(clippy::struct_field_names, reason = "they are the values, and there is more")]
struct Values<'t> {
    values: Vec<String>,
    /// The one that is marked as the default.
    default: Option<String>,
    rest: &'t str,
}

/// Words behind which the allowed values stand.
const BEFORE_VALUES: &[&str] = &[
    "must be one of",
    "one of the following values",
    "one of the following",
    "one of",
    "allowed values are",
    "allowed values",
    "possible values are",
    "possible values",
    "valid values are",
    "valid values",
    "accepted values are",
    "accepted values",
    "supported values are",
    "supported values",
    "permitted values are",
    "permitted values",
    "can be",
    "can be either",
    "must be either",
];

fn allowed<'t>(text: &'t str, lower: &str) -> Option<Values<'t>> {
    let mut found: Option<Values<'t>> = None;
    for before in BEFORE_VALUES {
        for (at, _) in lower.match_indices(before) {
            let behind = &text[at + before.len()..];
            let told = lower[..at].trim_end();
            let is_word = !lower[..at].ends_with(|sign: char| sign.is_alphanumeric());
            if !is_word || ["such as", "e.g.", "for example", "not", "include"].iter().any(|word| told.ends_with(word)) {
                continue;
            }
            let colon = behind.trim_start().strip_prefix(':');
            let list = colon.unwrap_or(behind);
            let Some(list) = values(list, colon.is_some() && *before != "can be") else { continue };
            let next = list.rest.trim_start_matches([' ', ',', '\n', '\r']).to_lowercase();
            let goes_on = ["or ", "and "].iter().find_map(|word| next.strip_prefix(word)).is_some_and(|next| !next.starts_with("default"));
            // A list that goes on is not told whole.
            if goes_on || ["etc", "...", "…", "e.g", "to "].iter().any(|word| next.starts_with(word)) {
                continue;
            }
            match &found {
                Some(known) if known.values.len() >= list.values.len() => {}
                Some(_) | None => found = Some(list),
            }
        }
    }
    found.filter(|found| found.values.len() >= 2)
}

/// Reads a list of values: each in marks, or, where that is allowed, single words up to the end of the line.
fn values(text: &str, bare: bool) -> Option<Values<'_>> {
    let mut found = Values { values: Vec::new(), default: None, rest: text };
    let mut marked = false;
    loop {
        let mut rest = found.rest.trim_start_matches([' ', '\n', '\r', '\t']);
        let between = rest;
        rest = rest
            .strip_prefix(", ")
            .or_else(|| rest.strip_prefix(','))
            .or_else(|| rest.strip_prefix("|"))
            .or_else(|| rest.strip_prefix("/"))
            .unwrap_or(rest)
            .trim_start();
        rest = ["- ", "* ", "• "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest).trim_start();
        for word in ["or ", "and ", "either "] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        let separated = rest.len() != between.len() || found.values.is_empty();
        let mark = ["`", "**", "\"", "'", "“"].into_iter().find(|mark| rest.starts_with(mark));
        let (value, after) = match mark {
            Some(mark) if separated => {
                let close = if mark == "“" { "”" } else { mark };
                let Some((value, after)) = rest[mark.len()..].split_once(close) else { break };
                (value, after)
            }
            None if separated && bare && !marked => {
                let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '|' | '(')).unwrap_or(rest.len());
                let value = rest[..end].trim_end_matches('.');
                let after = &rest[value.len()..];
                // A word among words is none of a list.
                let ends = after.trim_start_matches([' ', '\r']).is_empty()
                    || after.trim_start_matches(' ').starts_with([',', '|', '.', ';', '\n', '\r', '('])
                    || after.trim_start().starts_with("or ")
                    || after.trim_start().starts_with("and ");
                if !ends || value.is_empty() {
                    // Then the whole is no list of bare words.
                    return None;
                }
                (value, after)
            }
            Some(_) | None => break,
        };
        marked |= mark.is_some();
        let value = value.trim().trim_matches('`');
        if value.is_empty() || value.len() > 64 || value.contains(['\n', '{', '<']) || found.values.len() >= MOST_VALUES {
            return None;
        }
        if !found.values.iter().any(|known| known == value) {
            found.values.push(value.to_owned());
        }
        found.rest = after;
        if let Some(after) = after.trim_start().strip_prefix("(default)") {
            found.default = Some(value.to_owned());
            found.rest = after;
        }
        if !marked && found.rest.trim_start_matches([' ', '\r']).starts_with(['.', ';']) {
            break;
        }
        // Bare words end with their line, unless a comma stands before it.
        if !marked && found.rest.trim_start_matches([' ', '\r']).starts_with('\n') {
            break;
        }
    }
    (!found.values.is_empty()).then_some(found)
}

/// `Default: 10`, "defaults to `asc`".
fn default(text: &str, lower: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for (at, _) in lower.match_indices("default") {
        if lower[..at].ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '`')) {
            continue;
        }
        let mut behind = &text[at + "default".len()..];
        let mut told = false;
        for word in ["s to", " value is", " value:", " value =", " is", ":**", ":", " =", "="] {
            if let Some(after) = behind.strip_prefix(word) {
                behind = after;
                told = true;
                break;
            }
        }
        if !told {
            continue;
        }
        let behind = behind.trim_start_matches([' ', ':']);
        let mark = ["`", "**", "\"", "'"].into_iter().find(|mark| behind.starts_with(mark));
        let (value, after) = match mark {
            Some(mark) => behind[mark.len()..].split_once(mark)?,
            None => {
                let end = behind.find(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | ')' | '(')).unwrap_or(behind.len());
                let value = behind[..end].trim_end_matches(['.', ':']);
                let plain = value.parse::<f64>().is_ok() || matches!(value, "true" | "false");
                let after = &behind[value.len()..];
                let ends = after.trim_start_matches(['.', ' ']).is_empty() || after.starts_with(['.', ',', ')', ';', '\n', '\r']);
                if !(plain && (ends || after.starts_with(' '))) {
                    return None;
                }
                (value, after)
            }
        };
        let next = after.trim_start_matches([' ', ',']).split_whitespace().next().unwrap_or("").to_lowercase();
        if value.trim().is_empty() || value.len() > 64 || value.contains(['\n', '{', '<']) || CONDITIONS.contains(&next.as_str()) {
            return None;
        }
        match &found {
            Some(known) if known != value => return None,
            Some(_) | None => found = Some(value.to_owned()),
        }
    }
    found
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
    use super::{Kind, Says, ToldPlace, allowed, kind, of_text, read, without};
    use crate::ir::{Presence, StringForm};

    const TEXT: Kind = Kind::Text(StringForm::Plain);

    #[track_caller]
    fn check(text: &str, kind: Option<Kind>, presence: Option<Presence>, default: Option<&str>, values: &[&str]) {
        let says = of_text(text);
        assert_eq!((says.kind, says.presence), (kind, presence), "{text}");
        assert_eq!((says.default.as_deref(), says.values), (default, values.iter().map(|&value| value.to_owned()).collect()), "{text}");
    }

    #[test]
    fn words_beside_a_name() {
        let (must, may) = (Some(Presence::Required), Some(Presence::Optional));
        check("Required. integer. One of: 1, 2", Some(Kind::Integer), must, None, &["1", "2"]);
        check("(required) the lamp's name", None, must, None, &[]);
        check("(Required) The organization's GUID.", None, must, None, &[]);
        check("the lamp's name (optional)", None, may, None, &[]);
        check("optional. Must be one of: `true`, `false`.", Some(Kind::Bool), may, None, &[]);
        check("required. URL of the file. Must be a String.", Some(TEXT), must, None, &[]);
        check("Not required. string", Some(TEXT), may, None, &[]);
        check("Sort. Possible values: **up**, **down**.  Default value: **up**.", None, None, Some("up"), &["up", "down"]);
        check("Valid values:\n\n* `Any` (default)\n* `Name`\n* `Email`\n", None, None, Some("Any"), &["Any", "Name", "Email"]);
        check("The default is **10** items on a page.", None, None, Some("10"), &[]);
        check("The number of results. Default: 100.", None, None, Some("100"), &[]);
        check("Can be: `GET` or `POST` and defaults to `POST`.", None, None, Some("POST"), &["GET", "POST"]);
        check("Valid values are id, name. May precede any value with a -.", None, None, None, &[]);
    }

    #[test]
    fn words_that_could_mean_something_else_say_nothing() {
        for text in [
            "Required if `a` is given.",
            "required when the lamp is on",
            "Optional, if the lamp has a name",
            "By default, all lamps are listed.",
            "Defaults to `false` unless `a` is given.",
            "Comma-separated list of fields. Allowed values: `a`, `b`",
            "One of the lamps of the account",
            "Values such as one of `a`, `b`",
            "Possible values: `a`, `b`, ...",
            "The required voltage.",
            "integers only",
            "default: the first of them",
            "",
        ] {
            assert_eq!(of_text(text), Says::default(), "{text}");
        }
        assert!(allowed("one of `a`", "one of `a`").is_none());
    }

    #[test]
    fn kinds() {
        let list = |item| Some(Kind::List(Some(Box::new(item))));
        assert_eq!(kind("Array of strings").0, list(TEXT));
        assert_eq!(kind("integer[]").0, list(Kind::Integer));
        assert_eq!(kind("array<number>").0, list(Kind::Number));
        assert_eq!(kind("list").0, Some(Kind::List(None)));
        assert_eq!(kind("varchar(20)"), (Some(TEXT), Some(20)));
        assert_eq!(kind("`Boolean`").0, Some(Kind::Bool));
        for deep in ["array of ".repeat(100_000), format!("{}integer{}", "[".repeat(100_000), "]".repeat(100_000)), "[]".repeat(100_000)] {
            let _ = kind(&deep);
        }
        for unknown in ["Lamp", "string or integer", "date", "array of lamps, maybe", ""] {
            assert!(matches!(kind(unknown).0, None | Some(Kind::List(None))), "{unknown}");
        }
    }

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
