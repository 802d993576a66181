//! A text as its reader reads it, and where each part of it is written: without the signs that a URL, a text of JSON or markup writes for others.

use std::borrow::Cow;
use std::ops::Range;

/// What a text says, and where.
pub(super) struct Plain<'t> {
    pub(super) text: Cow<'t, str>,
    /// From which byte of what is read on it is written where; and how long it is written, where it is not as long as it is read.
    pieces: Vec<Piece>,
}

struct Piece {
    read: usize,
    written: usize,
    /// Where what is written of it ends, if it stands for something else.
    end: Option<usize>,
}

impl Plain<'_> {
    /// Where a part is written.
    pub(super) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let piece = |at: usize| {
            let next = self.pieces.partition_point(|piece| piece.read <= at);
            next.checked_sub(1).and_then(|at| self.pieces.get(at))
        };
        let start = piece(range.start).map_or(range.start, |piece| match piece.end {
            Some(_) => piece.written,
            None => piece.written + (range.start - piece.read),
        });
        let last = range.end.saturating_sub(1).max(range.start);
        let end = piece(last).map_or(range.end, |piece| piece.end.unwrap_or(piece.written + (range.end - piece.read)));
        start..end.max(start)
    }
}

/// Puts such a text together.
struct Reader<'t> {
    from: &'t str,
    read: String,
    pieces: Vec<Piece>,
    /// So much of the text is read.
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(from: &'t str) -> Self {
        Self { from, read: String::with_capacity(from.len()), pieces: Vec::new(), at: 0 }
    }

    /// All up to a place is read as it is written.
    fn plain(&mut self, end: usize) {
        if end > self.at {
            self.pieces.push(Piece { read: self.read.len(), written: self.at, end: None });
            self.read.push_str(&self.from[self.at..end]);
            self.at = end;
        }
    }

    /// What is written from a place on, so long, is read as something else.
    fn stands_for(&mut self, start: usize, len: usize, read: &str) {
        self.plain(start);
        if !read.is_empty() {
            self.pieces.push(Piece { read: self.read.len(), written: start, end: Some(start + len) });
            self.read.push_str(read);
        }
        self.at = start + len;
    }

    fn done(mut self) -> Plain<'t> {
        self.plain(self.from.len());
        Plain { text: Cow::Owned(self.read), pieces: self.pieces }
    }
}

/// A text whose signs may be written as `%5F`; `None` where none is.
pub(super) fn of_url(text: &str) -> Option<Plain<'_>> {
    let mut reader = Reader::new(text);
    let mut found = false;
    let mut next = text.find('%');
    while let Some(at) = next {
        let mut bytes: Vec<u8> = Vec::new();
        let mut end = at;
        while let Some(byte) = hex(text.as_bytes(), end) {
            bytes.push(byte);
            end += 3;
        }
        let mut start = at;
        // What is no text stays as it is written.
        for chunk in bytes.utf8_chunks() {
            for sign in chunk.valid().chars() {
                let len = 3 * sign.len_utf8();
                reader.stands_for(start, len, sign.encode_utf8(&mut [0; 4]));
                (start, found) = (start + len, true);
            }
            start += 3 * chunk.invalid().len();
            reader.plain(start);
        }
        let from = end.max(at + 1);
        next = text[from..].find('%').map(|length| from + length);
    }
    found.then(|| reader.done())
}

/// The byte that is written as `%5F`.
fn hex(bytes: &[u8], at: usize) -> Option<u8> {
    let [b'%', high, low] = bytes.get(at..at + 3)? else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? * 16 + digit(*low)?)
}

/// Markup, which may stand in a text of JSON or in the text of other markup: its entities and escapes are read, and `CDATA` is text like all other.
pub(super) fn of_markup(text: &str) -> Plain<'_> {
    let mut reader = Reader::new(text);
    let mut at = 0;
    while let Some(next) = text[at..].find(['&', '\\', '<', ']']).map(|next| at + next) {
        let (len, read) = sign(&text[next..]).unwrap_or((0, ""));
        if len > 0 {
            reader.stands_for(next, len, read);
        }
        at = next + len.max(1);
    }
    reader.done()
}

/// What stands for another sign, and which.
fn sign(text: &str) -> Option<(usize, &'static str)> {
    const ESCAPES: [(&str, &str); 12] = [
        ("\\\"", "\""),
        ("\\/", "/"),
        ("\\n", "\n"),
        ("\\r", "\n"),
        ("\\t", "\t"),
        ("\\u003c", "<"),
        ("\\u003C", "<"),
        ("\\u003e", ">"),
        ("\\u003E", ">"),
        ("\\u0026", "&"),
        ("<![CDATA[", ""),
        ("]]>", ""),
    ];
    const ENTITIES: [(&str, &str); 10] = [
        ("lt;", "<"),
        ("gt;", ">"),
        ("quot;", "\""),
        ("apos;", "'"),
        ("#60;", "<"),
        ("#62;", ">"),
        ("#x3c;", "<"),
        ("#x3C;", "<"),
        ("#x3e;", ">"),
        ("#x3E;", ">"),
    ];
    if let Some((written, read)) = ESCAPES.iter().find(|(written, _)| text.starts_with(written)) {
        return Some((written.len(), read));
    }
    // Markup in markup in markup: `&amp;lt;`.
    let rest = text.strip_prefix('&')?.trim_start_matches("amp;");
    let (written, read) = ENTITIES.iter().find(|(written, _)| rest.starts_with(written))?;
    Some((text.len() - rest.len() + written.len(), read))
}

#[cfg(test)]
mod tests {
    use super::{of_markup, of_url};

    #[test]
    fn parts_are_found_where_they_are_written() {
        let text = "é%5Fa%C3%A9%FF%2";
        let plain = of_url(text).expect("it has signs");
        assert_eq!(plain.text, "é_aé%FF%2");
        for (part, written) in [("_a", "%5Fa"), ("aé", "a%C3%A9"), ("é%FF", "%C3%A9%FF"), ("%2", "%2"), ("é_", "é%5F")] {
            let at = plain.text.rfind(part).or_else(|| plain.text.find(part)).expect("it is there");
            assert_eq!(&text[plain.written(&(at..at + part.len()))], written);
        }
        assert!(of_url("100% or %zz").is_none());
        let text = "a&amp;lt;b<![CDATA[c]]>d\\u003ee";
        let plain = of_markup(text);
        assert_eq!(plain.text, "a<bcd>e");
        for (part, written) in [("bcd", "b<![CDATA[c]]>d"), ("c", "c"), ("<", "&amp;lt;"), (">e", "\\u003ee")] {
            let at = plain.text.find(part).expect("it is there");
            assert_eq!(&text[plain.written(&(at..at + part.len()))], written);
        }
    }
}
