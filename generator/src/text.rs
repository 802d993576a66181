//! Files, places in them, and values that remember their place.
//!
//! Every stage above the last gate speaks of places through [`Span`]; only [`SourceMap`] can turn one into a line and a column.

use std::fmt::{self, Write as _};

/// A file that the [`SourceMap`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`.
    ///
    /// Offsets beyond 4 GiB are cut off: no document of that size is read.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest range that holds both; `self` where they stand in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file == other.file {
            Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
        } else {
            self
        }
    }
}

/// A value with its place. Two of them are equal when their values are: a moved line is no change.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// What of a file messages may show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Its lines: a document of a vendor, or what the user wrote about one.
    #[default]
    Lines,
    /// Where something stands in it, and nothing of what stands there: a recording holds what people sent.
    PlaceOnly,
}

/// A file that was read: its name as the user knows it, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    shown: Shown,
    /// How many lines of the file stand before the text: it may be a piece of one that is read line by line.
    lines_before: u32,
    line_starts: Vec<u32>,
    /// How many characters begin before each [`MARK`]th byte: many documents are one line of megabytes.
    char_marks: Vec<u32>,
}

/// The bytes from one mark to the next.
const MARK: usize = 1 << 12;

/// How many characters begin in these bytes.
fn chars_in(bytes: &[u8]) -> usize {
    let begins = |byte: &u8| u8::from(byte & 0b1100_0000 != 0b1000_0000);
    // In pieces whose count fits a byte: so many are counted at once.
    bytes.chunks(usize::from(u8::MAX)).map(|piece| usize::from(piece.iter().map(begins).sum::<u8>())).sum()
}

impl SourceFile {
    /// The name as the user knows it, with `/` between folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What of it messages may show.
    pub fn shown(&self) -> Shown {
        self.shown
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines the file has; a final line break starts no line.
    pub fn line_count(&self) -> u32 {
        let started = u32::try_from(self.line_starts.len()).unwrap_or(u32::MAX);
        if self.text.ends_with('\n') { started.saturating_sub(1) } else { started }
    }

    /// Byte range of the lines `first..=last`, counted from 1, without the last line's break.
    pub fn lines(&self, first: u32, last: u32) -> Option<std::ops::Range<usize>> {
        if first == 0 || last < first || last > self.line_count() {
            return None;
        }
        let start = *self.line_starts.get(first as usize - 1)? as usize;
        let end = self.line_starts.get(last as usize).map_or(self.text.len(), |&next| next as usize);
        let text = &self.text[start..end];
        Some(start..start + text.trim_end_matches(['\n', '\r']).len())
    }

    /// Byte range of the line that a byte stands in, without the break.
    pub fn line_at(&self, offset: usize) -> std::ops::Range<usize> {
        let behind = self.line_starts.partition_point(|&start| start as usize <= offset).max(1);
        let start = self.line_starts.get(behind - 1).map_or(0, |&start| start as usize);
        let end = self.line_starts.get(behind).map_or(self.text.len(), |&next| (next as usize).saturating_sub(1));
        start..end
    }

    /// How many characters begin in a range of bytes.
    fn chars_between(&self, start: usize, end: usize) -> usize {
        if end.saturating_sub(start) < MARK {
            return self.text.as_bytes().get(start..end.min(self.text.len())).map_or(0, chars_in);
        }
        self.chars_before(end).saturating_sub(self.chars_before(start))
    }

    /// How many characters begin before a byte.
    fn chars_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let mark = offset / MARK;
        let before = self.char_marks.get(mark).copied().unwrap_or(0) as usize;
        before + self.text.as_bytes().get(mark * MARK..offset).map_or(0, chars_in)
    }
}

/// All files of one run, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Takes a file in. `name` is what messages show; backslashes become `/`.
    pub fn add(&mut self, name: &str, text: String) -> FileId {
        self.add_piece(name, text, 0, Shown::Lines)
    }

    /// Takes in a file of which messages show only as much as is said.
    pub fn add_shown(&mut self, name: &str, text: String, shown: Shown) -> FileId {
        self.add_piece(name, text, 0, shown)
    }

    /// Takes a piece of a file in, before which so many lines stand that are not held.
    pub fn add_piece(&mut self, name: &str, text: String, lines_before: u32, shown: Shown) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect();
        let mut chars = 0;
        let char_marks = std::iter::once(0)
            .chain(text.as_bytes().chunks(MARK).map(|chunk| {
                chars += chars_in(chunk);
                u32::try_from(chars).unwrap_or(u32::MAX)
            }))
            .collect();
        self.files.push(SourceFile { name: name.replace('\\', "/"), text, shown, lines_before, line_starts, char_marks });
        id
    }

    /// The file behind an id of this map.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }

    /// The text of a range; empty where the range does not fit the file.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a range's first byte.
    pub fn start(&self, span: Span) -> LineColumn {
        self.line_column(span.file, span.start)
    }

    /// Line and column behind a range's last byte.
    pub fn end(&self, span: Span) -> LineColumn {
        self.line_column(span.file, span.end)
    }

    /// `file:line:column` of a range's first byte.
    pub fn place(&self, span: Span) -> String {
        let LineColumn { line, column } = self.start(span);
        format!("{}:{line}:{column}", self.file(span.file).name)
    }

    fn line_column(&self, file: FileId, offset: u32) -> LineColumn {
        let file = self.file(file);
        let line = file.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = file.line_starts.get(line - 1).copied().unwrap_or(0) as usize;
        let column = file.chars_between(start, offset as usize) + 1;
        let line = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(file.lines_before);
        LineColumn { line, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

/// Whether a character changes how the text around it is shown instead of being shown itself: controls, bidirectional marks, zero-width
/// characters, line separators, fillers, tags. Line break and tab are among them.
///
/// A list of our own: one of the standard library, or of Unicode, would change with its version, and with it what is generated.
pub fn is_invisible(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text as a string of TOML: nothing in it ends the string, breaks the line, or hides.
pub fn toml_string(text: &str) -> String {
    let is_plain = |sign: char| !sign.is_control() && !is_invisible(sign);
    if !text.contains(['"', '\\']) && text.chars().all(is_plain) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') && text.chars().all(is_plain) {
        return format!("'{text}'");
    }
    let mut written = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            _ if is_plain(sign) => written.push(sign),
            _ => _ = write!(written, "\\U{:08X}", u32::from(sign)),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, MARK, Shown, SourceMap, Span, toml_string};
    use toml::de::{DeTable, DeValue};

    #[test]
    fn a_piece_of_a_file_has_the_lines_of_the_file() {
        let mut sources = SourceMap::default();
        let file = sources.add_piece("a.ndjson", "{}\n[]".to_owned(), 41, Shown::PlaceOnly);
        assert_eq!(sources.place(Span::new(file, 0, 1)), "a.ndjson:42:1");
        assert_eq!(sources.place(Span::new(file, 4, 5)), "a.ndjson:43:2");
    }

    #[test]
    fn columns_count_characters_on_lines_of_any_length() {
        let mut sources = SourceMap::default();
        // Characters of one to four bytes, so that marks fall into the middle of some.
        let line = "aéह😀".repeat(MARK);
        let text = format!("erste\n{line}\nlast");
        let file = sources.add("c.json", text.clone());
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let place = |at: usize| sources.start(Span::new(file, at, at));
        for chars in [0, 1, 2, 3, 4 * MARK - 1, 2 * MARK + 3, MARK - 1, MARK, 777] {
            let at = offsets[6 + chars];
            assert_eq!(place(at), LineColumn { line: 2, column: u32::try_from(chars + 1).unwrap_or(0) }, "{chars}");
        }
        assert_eq!(place(text.len()), LineColumn { line: 3, column: 5 });
        assert_eq!(place(0), LineColumn { line: 1, column: 1 });
    }

    #[test]
    fn strings_of_toml_hold_nothing_that_ends_them() {
        for text in ["a", "\"", "\\", "it's \"x\"", "a\nb\t\u{7f}", "\u{202e}x", "é…"] {
            let line = format!("x = {}", toml_string(text));
            assert!(!line.contains('\n'), "{line:?}");
            let table = DeTable::parse(&line).expect("it is TOML").into_inner();
            let (_, value) = table.into_iter().next().expect("it has a key");
            let DeValue::String(read) = value.into_inner() else { panic!("{line:?}") };
            assert_eq!(read, text);
        }
    }
}
