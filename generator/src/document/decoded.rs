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
    /// How long the decoded text is; nothing for a node that is no string.
    decoded_len: Option<usize>,
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
        match node.as_str() {
            Some(decoded) => Self::of(sources, decoded, node.span),
            None => Self { span: node.span, stretches: Vec::new(), decoded_len: None, end: node.span.end },
        }
    }

    /// The map of a decoded string that stands at a place.
    pub fn of(sources: &SourceMap, decoded: &str, span: Span) -> Self {
        let raw = sources.text(span);
        let (open, literal) = opening(raw);
        let mut map = Self { span, stretches: Vec::new(), decoded_len: Some(decoded.len()), end: span.end };
        let content = raw.get(open..).unwrap_or("");
        let base = span.start + u32::try_from(open).unwrap_or(0);
        let mut decoded_at = 0;
        let mut raw_at = 0;
        // Whether the next character begins a stretch of its own.
        let mut whole = true;
        // A line break right behind the opening quotes of a TOML string of several lines is not part of it.
        if open == 3 {
            raw_at = if content.starts_with("\r\n") { 2 } else { usize::from(content.starts_with('\n')) };
        }
        // Whatever an escape sequence is taken for, no place is outside of the string.
        let place = |raw_at: usize| base.saturating_add(u32::try_from(raw_at).unwrap_or(u32::MAX)).min(span.end);
        while decoded_at < decoded.len() {
            // Most of a string stands for itself.
            let same = same_start(&content[raw_at.min(content.len())..], &decoded[decoded_at..]);
            if same > 0 {
                if std::mem::take(&mut whole) {
                    map.stretches.push(Stretch { decoded: decoded_at, raw: place(raw_at), whole: false });
                }
                raw_at += same;
                decoded_at += same;
                continue;
            }
            let rest = &content[raw_at.min(content.len())..];
            let Some(sign) = rest.chars().next() else { break };
            let Some(meant) = decoded[decoded_at..].chars().next() else { break };
            let (raw_len, decoded_len) = if sign == '\\' && !literal {
                escape(rest, &decoded[decoded_at..])
            } else if sign == '\r' && meant == '\n' {
                // One of its own is a line break of YAML.
                (if rest.starts_with("\r\n") { 2 } else { 1 }, 1)
            } else if sign == ' ' && meant != ' ' {
                // What a block of YAML is indented with.
                (1, 0)
            } else if sign == '\'' && meant == '\'' && open == 1 && literal && rest.starts_with("''") {
                // A quote within a text of YAML in single quotes.
                (2, 1)
            } else {
                (sign.len_utf8(), meant.len_utf8())
            };
            let one_to_one = sign == meant && raw_len == decoded_len;
            if decoded_len == 0 {
                whole = true;
            } else {
                if whole || !one_to_one {
                    map.stretches.push(Stretch { decoded: decoded_at, raw: place(raw_at), whole: !one_to_one });
                }
                whole = !one_to_one;
            }
            raw_at += raw_len;
            decoded_at += decoded_len;
        }
        map.end = place(raw_at);
        map
    }

    /// Where a byte of the decoded text stands in the file; of its length, the place behind the last byte.
    pub fn offset(&self, decoded: usize) -> u32 {
        if self.decoded_len.is_some_and(|length| decoded >= length) {
            return self.end;
        }
        let behind = self.stretches.partition_point(|stretch| stretch.decoded <= decoded);
        match behind.checked_sub(1).and_then(|at| self.stretches.get(at)) {
            None => self.span.start,
            Some(stretch) if stretch.whole => stretch.raw,
            Some(stretch) => (stretch.raw + u32::try_from(decoded - stretch.decoded).unwrap_or(0)).min(self.end),
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

/// How much two texts have in common at their start, up to a sign that may stand for another one.
fn same_start(raw: &str, decoded: &str) -> usize {
    let differs = |(raw, decoded): (u8, u8)| raw != decoded || matches!(raw, b'\\' | b'\'');
    let same = raw.bytes().zip(decoded.bytes()).position(differs).unwrap_or(raw.len().min(decoded.len()));
    raw.floor_char_boundary(same)
}

/// How long the opening quote is, and whether a backslash is a backslash.
fn opening(raw: &str) -> (usize, bool) {
    for (quote, literal) in [("\"\"\"", false), ("'''", true), ("\\\"", false), ("\"", false), ("'", true), ("`", false)] {
        if raw.starts_with(quote) && (quote.len() < 3 || raw.len() >= 6) {
            return (quote.len(), literal);
        }
    }
    match raw.chars().next() {
        Some(quote @ ('“' | '”' | '„' | '‘' | '’')) => (quote.len_utf8(), false),
        _ => (0, true),
    }
}

/// How long an escape sequence is, and how much of the decoded text it stands for.
fn escape(raw: &str, decoded: &str) -> (usize, usize) {
    let mut signs = raw.chars();
    signs.next();
    let meant = decoded.chars().next().map_or(0, char::len_utf8);
    let Some(sign) = signs.next() else { return (1, meant) };
    // An unknown escape sequence that was taken as it is: `\x5c` is a backslash in TOML and YAML only.
    let is_backslash = |written: &str| {
        raw.get(..2) == written.get(..2)
            && raw.get(..written.len()).is_some_and(|raw| raw.eq_ignore_ascii_case(written))
            && !decoded.get(..written.len()).is_some_and(|decoded| raw.starts_with(decoded))
    };
    if sign != '\\' && decoded.starts_with('\\') && !["\\u005c", "\\U0000005c", "\\x5c"].into_iter().any(is_backslash) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::document::{json, toml};

    fn json_string(text: &str) -> (SourceMap, Node) {
        let mut sources = SourceMap::default();
        let file = sources.add("a.json", text.to_owned());
        let node = json::read_strict(file, &sources, &mut Diagnostics::default()).expect("valid JSON");
        (sources, node)
    }

    /// For each character of the decoded string, the part of the file that stands for it.
    fn parts(sources: &SourceMap, node: &Node) -> Vec<String> {
        let map = StringMap::new(sources, node);
        let text = node.as_str().expect("a string");
        text.char_indices().map(|(at, sign)| sources.text(map.span(at..at + sign.len_utf8())).to_owned()).collect()
    }

    #[test]
    fn escape_sequences_stand_for_their_characters() {
        let (sources, node) = json_string(r#" "aü\n\u00e9\ud83d\ude00x\\\"😀\/" "#);
        assert_eq!(parts(&sources, &node), ["a", "ü", r"\n", r"\u00e9", r"\ud83d\ude00", "x", r"\\", r#"\""#, "😀", r"\/"]);
        let map = StringMap::new(&sources, &node);
        assert_eq!(sources.text(map.span(0..1000)), r#"aü\n\u00e9\ud83d\ude00x\\\"😀\/"#);
        assert_eq!(decoded_offset(&sources, &node, 0), 2);
        // Within the two bytes of an escaped `é`.
        assert_eq!(map.offset(5), map.offset(4));
    }

    #[test]
    fn unknown_escape_sequences_stand_for_themselves() {
        for text in [r#""\ü005cd""#, r#""a\x5ud""#, r#""\x5cd""#, r#""\u00\x5""#, r#""\x5""#] {
            let mut sources = SourceMap::default();
            let file = sources.add("a.json", text.to_owned());
            let node = json::read_lenient(file, 0..text.len(), &sources).nodes.remove(0);
            assert_eq!(node.as_str(), Some(text.trim_matches('"')));
            assert_eq!(parts(&sources, &node).concat(), text.trim_matches('"'));
            assert_eq!(StringMap::new(&sources, &node).offset(text.len()) as usize, text.len() - 1);
        }
    }

    #[test]
    fn no_place_is_outside_of_a_text_that_was_escaped_as_a_whole() {
        let text = r#"[\"a\0de1…\\\\\\\\\\\VU1…\\\\\\\\\\\VUU"a\UUUU\\1\/b"U"a\UUUU\\1\/b\"", x"#;
        let mut sources = SourceMap::default();
        let file = sources.add("a.json", text.to_owned());
        let read = json::read_lenient(file, 0..text.len(), &sources);
        let strings = read.nodes.iter().filter_map(Node::as_array).flatten().filter(|node| node.as_str().is_some());
        for node in strings {
            let map = StringMap::new(&sources, node);
            let places: Vec<u32> = (0..=node.as_str().map_or(0, str::len)).map(|at| map.offset(at)).collect();
            assert!(places.is_sorted() && places.iter().all(|place| (node.span.start..=node.span.end).contains(place)), "{places:?}");
        }
    }

    #[test]
    fn lines_of_a_description() {
        let (sources, node) = json_string("{\"d\": \"one\\r\\ntwo\\nthree\\n\"}");
        let node = node.get("d").expect("a string");
        let line = |first, last| line_span(&sources, node, first, last).map(|span| (sources.text(span).to_owned(), sources.place(span)));
        assert_eq!(line(1, 1), Some(("one".to_owned(), "a.json:1:8".to_owned())));
        assert_eq!(line(2, 3), Some((r"two\nthree".to_owned(), "a.json:1:15".to_owned())));
        assert_eq!(line(3, 3), Some(("three".to_owned(), "a.json:1:20".to_owned())));
        assert_eq!(line(4, 4), None);
        assert_eq!(line(0, 1), None);
        assert_eq!(line(2, 1), None);
        let (sources, node) = json_string("\"\"");
        assert_eq!(line_span(&sources, &node, 1, 1).map(|span| (span.start, span.end)), Some((1, 1)));
    }

    #[test]
    fn strings_of_toml() {
        let text = "a = \"\"\"\nx\\ty \\\n   z\n\"\"\"\nb = '''\nc\\d'''\ne = 'f\\g'\nh = \"\\x41\\U0001F600\\e\"\n";
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", text.to_owned());
        let mut diagnostics = Diagnostics::default();
        let node = toml::read(file, &sources, &mut diagnostics).expect("valid TOML");
        let parts = |key: &str| parts(&sources, node.get(key).expect("a string"));
        assert_eq!(parts("a"), ["x", r"\t", "y", " \\\n   ", "z", "\n"]);
        assert_eq!(parts("b"), ["c", r"\", "d"]);
        assert_eq!(parts("e"), ["f", r"\", "g"]);
        assert_eq!(parts("h"), [r"\x41", r"\U0001F600", r"\e"]);
    }

    #[test]
    fn other_nodes_have_only_their_beginning() {
        let (sources, node) = json_string(" [1]");
        assert_eq!(decoded_offset(&sources, &node, 7), 1);
        assert_eq!(line_span(&sources, &node, 1, 1), None);
    }

    proptest! {
        #[test]
        fn each_character_has_its_own_part_of_the_file(text in any::<String>(), escaped in any::<bool>()) {
            let mut quoted = serde_json::to_string(&text).expect("a string");
            if escaped {
                let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
                quoted = format!("\"{}\"", units.concat());
            }
            let (sources, node) = json_string(&quoted);
            let parts = parts(&sources, &node);
            prop_assert_eq!(format!("\"{}\"", parts.concat()), quoted);
            for (part, sign) in parts.iter().zip(text.chars()) {
                prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{part}\"")).ok(), Some(sign.to_string()).filter(|_| !part.is_empty()));
            }
        }
    }
}
