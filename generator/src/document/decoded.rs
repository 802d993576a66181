//! Places within decoded strings: a quote from a description gets its file, line and column.

use super::node::Node;
use crate::text::{SourceMap, Span};

/// From the bytes of a decoded string to the bytes of the file that stand for them.
///
/// Works for the strings of all readers: the decoded text is laid along the raw one, and where they differ, an escape sequence stands.
#[derive(Clone, Debug)]
pub struct StringMap {
    span: Span,
    /// Where a stretch begins in the decoded text, where it begins in the file, and whether it goes on byte by byte.
    stretches: Vec<Stretch>,
    decoded_len: usize,
    /// Behind the last byte of the content, in the file.
    end: u32,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    decoded: usize,
    raw: u32,
    /// An escape sequence stands for these bytes as a whole.
    whole: bool,
}

impl StringMap {
    /// The map of a string. Of any other node, each offset is its beginning.
    pub fn new(sources: &SourceMap, node: &Node) -> Self {
        let raw = sources.text(node.span);
        let decoded = node.as_str().unwrap_or("");
        let (open, close, literal) = delimiters(raw);
        let mut map = Self { span: node.span, stretches: Vec::new(), decoded_len: decoded.len(), end: node.span.end };
        let content = raw.get(open..raw.len().saturating_sub(close)).unwrap_or("");
        let base = node.span.start + u32::try_from(open).unwrap_or(0);
        let mut decoded_at = 0;
        let mut raw_at = 0;
        let mut whole = true;
        // A line break right behind the opening quotes of a TOML string of several lines is not part of it.
        if open == 3 {
            raw_at = if content.starts_with("\r\n") { 2 } else { usize::from(content.starts_with('\n')) };
        }
        let place = |raw_at: usize| base + u32::try_from(raw_at).unwrap_or(u32::MAX - base);
        while decoded_at < decoded.len() {
            let rest = &content[raw_at.min(content.len())..];
            let Some(sign) = rest.chars().next() else { break };
            let Some(meant) = decoded[decoded_at..].chars().next() else { break };
            let (raw_len, decoded_len) = if sign == '\\' && !literal {
                escape(rest, &decoded[decoded_at..])
            } else if sign == '\r' && meant == '\n' {
                (2, 1)
            } else {
                (sign.len_utf8(), meant.len_utf8())
            };
            let one_to_one = sign == meant && raw_len == decoded_len;
            if decoded_len > 0 && (whole || !one_to_one) {
                map.stretches.push(Stretch { decoded: decoded_at, raw: place(raw_at), whole: !one_to_one });
            } else if decoded_len == 0 {
                whole = true;
            }
            if decoded_len > 0 {
                whole = !one_to_one;
            }
            raw_at += raw_len;
            decoded_at += decoded_len;
        }
        map.end = place(raw_at).min(node.span.end);
        map
    }

    /// Where a byte of the decoded text stands in the file; of its length, the place behind the last byte.
    pub fn offset(&self, decoded: usize) -> u32 {
        if decoded >= self.decoded_len && self.decoded_len > 0 {
            return self.end;
        }
        let behind = self.stretches.partition_point(|stretch| stretch.decoded <= decoded);
        match behind.checked_sub(1).and_then(|at| self.stretches.get(at)) {
            None => self.span.start,
            Some(stretch) if stretch.whole => stretch.raw,
            Some(stretch) => stretch.raw + u32::try_from(decoded - stretch.decoded).unwrap_or(0),
        }
    }

    /// Where a range of the decoded text stands in the file.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.span.file, self.offset(range.start) as usize, self.offset(range.end) as usize)
    }
}

/// Where a byte of a decoded string stands in its file. For more than one, make a [`StringMap`].
pub fn decoded_offset(sources: &SourceMap, string: &Node, decoded: usize) -> u32 {
    StringMap::new(sources, string).offset(decoded)
}

/// Where the lines `first..=last` of a decoded string, counted from 1, stand in its file; without the last line's break.
pub fn line_span(sources: &SourceMap, string: &Node, first: u32, last: u32) -> Option<Span> {
    if first == 0 || last < first {
        return None;
    }
    let text = string.as_str()?;
    let mut start = 0;
    let mut line = 1;
    let mut starts = text.match_indices('\n').map(|(at, _)| at + 1);
    while line < first {
        start = starts.next()?;
        line += 1;
    }
    let mut end = None;
    while line <= last {
        match starts.next() {
            Some(next) => end = Some(next - 1),
            // The last line has no break; behind a final break there is no line.
            None if line == last && (start < text.len() || text.is_empty()) => end = Some(text.len()),
            None => return None,
        }
        line += 1;
    }
    let end = start + text[start..end?].trim_end_matches(['\n', '\r']).len();
    Some(StringMap::new(sources, string).span(start..end))
}

/// How long the opening and the closing quotes are, and whether a backslash is a backslash.
fn delimiters(raw: &str) -> (usize, usize, bool) {
    let closing = |quote: &str| if raw.len() >= 2 * quote.len() && raw.ends_with(quote) { quote.len() } else { 0 };
    for (quote, literal) in [("\"\"\"", false), ("'''", true), ("\\\"", false), ("\"", false), ("'", true), ("`", false)] {
        if raw.starts_with(quote) && (quote.len() < 3 || raw.len() >= 6) {
            return (quote.len(), closing(quote), literal);
        }
    }
    match raw.chars().next() {
        Some(quote @ ('“' | '”' | '„' | '‘' | '’')) => {
            (quote.len_utf8(), raw.chars().next_back().map_or(0, char::len_utf8), false)
        }
        _ => (0, 0, true),
    }
}

/// How long an escape sequence is, and how much of the decoded text it stands for.
fn escape(raw: &str, decoded: &str) -> (usize, usize) {
    let mut signs = raw.chars();
    signs.next();
    let meant = decoded.chars().next().map_or(0, char::len_utf8);
    let Some(sign) = signs.next() else { return (1, meant) };
    // An unknown escape sequence that was taken as it is.
    if sign != '\\' && decoded.starts_with('\\') && !raw.starts_with("\\u005") && !raw.starts_with("\\U0000005") && !raw.starts_with("\\x5")
    {
        return (1, 1);
    }
    let length = match sign {
        'u' if decoded.starts_with(|sign: char| u32::from(sign) > 0xffff) => 12,
        'u' => 6,
        'U' => 10,
        'x' => 4,
        // The end of a line that was taken out, with the spaces behind it.
        sign if sign.is_whitespace() => return (1 + raw[1..].len() - raw[1..].trim_start().len(), 0),
        // A text that was escaped as a whole.
        '\\' if !decoded.starts_with('\\') => match signs.next() {
            Some('\\') => 4,
            Some(_) => 3,
            None => 2,
        },
        _ => 1 + sign.len_utf8(),
    };
    let mut end = length.min(raw.len());
    while !raw.is_char_boundary(end) {
        end += 1;
    }
    (end, meant)
}
