//! The vendor's page beside a spec: places in it, and quotes from it.

use super::nowhere::Nowhere;
use crate::document::decoded::{StringMap, line_span};
use crate::document::{Node, json};
use crate::spec::words::{AtPart, decoded};
use crate::text::{FileId, SourceMap, Span};

/// The vendor's page.
pub(super) struct Source {
    /// The file.
    pub(super) file: FileId,
    /// The document, where the page is JSON.
    document: Option<Node>,
}

/// A part of the page.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) span: Span,
    /// Its text, decoded where it stands in a JSON string.
    pub(super) text: String,
    /// The JSON pointer to the string that it stands in.
    pub(super) pointer: Option<String>,
}

/// What an entry's `at` names: one or several parts of the page.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The parts; at least one.
    pub(super) pieces: Vec<Piece>,
}

impl Place {
    /// The place to show: the first part.
    pub(super) fn span(&self) -> Option<Span> {
        self.pieces.first().map(|piece| piece.span)
    }

    /// The text of all parts, white space folded.
    pub(super) fn folded(&self) -> String {
        fold(&self.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// The part that holds a name, or the first one.
    pub(super) fn span_of_name(&self, name: &str) -> Option<Span> {
        self.pieces.iter().find(|piece| has_name(&fold(&piece.text), name)).map(|piece| piece.span).or_else(|| self.span())
    }

    /// The part that holds a quote, or the first one.
    pub(super) fn span_of_quote(&self, quote: &str) -> Option<Span> {
        self.pieces.iter().find(|piece| has_quote(&fold(&piece.text), quote)).map(|piece| piece.span).or_else(|| self.span())
    }
}

impl Source {
    /// Opens a page. A page that is no JSON is text.
    pub(super) fn new(file: FileId, sources: &SourceMap) -> Self {
        let text = sources.file(file).text().trim_start_matches('\u{feff}').trim_start();
        // What is wrong with the document is said by the reader of such documents, not here.
        let document = if text.starts_with(['{', '[']) {
            json::read_strict(file, sources, &mut crate::diagnostic::Diagnostics::default())
        } else {
            None
        };
        Self { file, document }
    }

    /// The node behind a pointer.
    pub(super) fn node(&self, pointer: &str) -> Option<&Node> {
        self.document.as_ref()?.pointer(&decoded(pointer))
    }

    /// The part of the page that a part of an `at` names.
    pub(super) fn piece(&self, part: &AtPart, sources: &SourceMap) -> Result<Piece, Nowhere> {
        let file = sources.file(self.file);
        let Some(pointer) = &part.pointer else {
            let (first, last) = part.lines.unwrap_or((1, file.line_count().max(1)));
            let range = file.lines(first, last).ok_or_else(|| Nowhere::Lines(file.line_count()))?;
            let text = file.text().get(range.clone()).unwrap_or("").to_owned();
            return Ok(Piece { span: Span::new(self.file, range.start, range.end), text, pointer: None });
        };
        let document = self.document.as_ref().ok_or(Nowhere::NotJson)?;
        let node = document.follow(&decoded(pointer))?;
        let pointer = Some(pointer.clone());
        match (node.as_str(), part.lines) {
            (Some(text), Some((first, last))) => {
                let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
                if last > count {
                    return Err(Nowhere::Lines(count));
                }
                let lines = text.lines().skip(first as usize - 1).take((last - first) as usize + 1).collect::<Vec<_>>().join("\n");
                let span = line_span(sources, node, first, last).unwrap_or(node.span);
                Ok(Piece { span, text: lines, pointer })
            }
            (Some(text), None) => Ok(Piece { span: node.span, text: text.to_owned(), pointer }),
            (None, Some(_)) => Err(Nowhere::NotText(node.kind())),
            (None, None) => Ok(Piece { span: node.span, text: sources.text(node.span).to_owned(), pointer }),
        }
    }

    /// The samples in a part of the page: values, and what was mended to read them.
    pub(super) fn samples(&self, part: &AtPart, piece: &Piece, sources: &SourceMap) -> json::Lenient {
        let Some(pointer) = &part.pointer else {
            return json::read_lenient(self.file, piece.span.start as usize..piece.span.end as usize, sources);
        };
        let Some(node) = self.node(pointer) else { return json::Lenient::default() };
        let Some(text) = node.as_str() else {
            return json::Lenient { nodes: vec![node.clone()], mends: Vec::new() };
        };
        let map = StringMap::new(sources, node);
        let (first, last) = part.lines.unwrap_or((1, u32::MAX));
        let start: usize = text.split_inclusive('\n').take(first as usize - 1).map(str::len).sum();
        let length: usize = text[start..].split_inclusive('\n').take((last - first) as usize + 1).map(str::len).sum();
        json::read_lenient_text(&text[start..start + length], &|offset| map.offset(start + offset), self.file)
    }

    /// The lines of the same text where something stands, as `at` would name them: up to three places.
    pub(super) fn elsewhere(&self, pointer: Option<&str>, sought: Sought<'_>, sources: &SourceMap) -> Vec<String> {
        let text = match pointer {
            None => sources.file(self.file).text(),
            Some(pointer) => match self.node(pointer).and_then(Node::as_str) {
                Some(text) => text,
                None => return Vec::new(),
            },
        };
        let (folded, lines) = fold_with_lines(text);
        let mut found: Vec<String> = Vec::new();
        let mut from = 0;
        while found.len() < 4 {
            let Some(hit) = sought.find(&folded, from) else { break };
            let (first, last) = (line(&lines, hit.start), line(&lines, hit.end.saturating_sub(1)));
            let place = if first == last { format!("{first}") } else { format!("{first}-{last}") };
            let place = pointer.map_or_else(|| place.clone(), |pointer| format!("{pointer}:{place}"));
            // A quote whose parts are found far from one another is not found.
            if last - first < 12 && !found.contains(&place) {
                found.push(place);
            }
            from = hit.start + folded[hit.start..].chars().next().map_or(1, char::len_utf8);
        }
        if found.len() > 3 { Vec::new() } else { found }
    }
}

fn line(lines: &[(usize, u32)], offset: usize) -> u32 {
    let behind = lines.partition_point(|&(start, _)| start <= offset);
    lines.get(behind.saturating_sub(1)).map_or(1, |&(_, line)| line)
}

/// What is looked for in the page.
#[derive(Clone, Copy)]
pub(super) enum Sought<'a> {
    /// A name: not as a part of a longer one.
    Name(&'a str),
    /// Words, with `…` for those left out.
    Quote(&'a str),
}

impl Sought<'_> {
    fn find(self, folded: &str, from: usize) -> Option<std::ops::Range<usize>> {
        match self {
            Self::Name(name) => find_name(folded, &fold(name), from),
            Self::Quote(quote) => find_quote(folded, quote, from),
        }
    }
}

/// White space folded: runs of it are one space, none at the ends.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, with the line that each stretch of the folded text comes from.
fn fold_with_lines(text: &str) -> (String, Vec<(usize, u32)>) {
    let mut folded = String::new();
    let mut lines = Vec::new();
    for (at, words) in text.split('\n').enumerate() {
        for word in words.split_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            lines.push((folded.len(), u32::try_from(at + 1).unwrap_or(u32::MAX)));
            folded.push_str(word);
        }
    }
    (folded, lines)
}

/// Whether a folded text holds words, with `…` for those left out.
pub(super) fn has_quote(folded: &str, quote: &str) -> bool {
    find_quote(folded, quote, 0).is_some()
}

fn find_quote(folded: &str, quote: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let mut start = None;
    let mut at = from;
    for part in quote.split('…').map(fold).filter(|part| !part.is_empty()) {
        let hit = at + folded.get(at..)?.find(&part)?;
        start.get_or_insert(hit);
        at = hit + part.len();
    }
    Some(start.unwrap_or(from)..at)
}

/// Whether a folded text holds a name, not as a part of a longer one.
pub(super) fn has_name(folded: &str, name: &str) -> bool {
    find_name(folded, &fold(name), 0).is_some()
}

fn find_name(folded: &str, name: &str, from: usize) -> Option<std::ops::Range<usize>> {
    if name.is_empty() {
        return None;
    }
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    let first = name.chars().next().is_some_and(is_part);
    let last = name.chars().next_back().filter(|&sign| is_part(sign));
    let mut at = from;
    while let Some(hit) = folded.get(at..)?.find(name) {
        let (start, end) = (at + hit, at + hit + name.len());
        let before = folded[..start].chars().next_back();
        let behind = folded[end..].chars().next();
        let begins = !first || before.is_none_or(|sign| !is_part(sign));
        // Scraped pages glue a sentence to the name before it (`seconds_to_respondHow many`): a capital behind a small letter begins a word.
        let ends = match (last, behind) {
            (Some(last), Some(behind)) => !is_part(behind) || (last.is_lowercase() && behind.is_uppercase()),
            _ => true,
        };
        if begins && ends {
            return Some(start..end);
        }
        at = start + name.chars().next().map_or(1, char::len_utf8);
    }
    None
}
