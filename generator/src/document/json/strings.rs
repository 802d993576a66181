//! Strings, whole and broken.

use super::flaw::Flaw;
use super::reader::{Found, LOOK_AHEAD, Reader};

const IN_STRING: &str = "a character of the string or its closing quote";
const ESCAPE: &str = "one of the escape sequences `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\uXXXX`";
const CLOSING: &str = "the closing quote";

/// What opens a string, and so what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"`.
    Double,
    /// `\"`: the whole text was escaped.
    Escaped,
    /// `'` or `` ` ``.
    Plain(u8),
    /// `“`, `”` or `„`.
    CurlyDouble,
    /// `‘` or `’`.
    CurlySingle,
}

/// What a backslash and what follows it stand for.
enum Escape {
    Char(char),
    Lone,
    Nothing,
    Unknown,
}

impl Reader<'_> {
    /// The quote at a place.
    pub(super) fn quote_at(&self, at: usize) -> Option<Quote> {
        match self.byte(at)? {
            b'"' => Some(Quote::Double),
            b'\\' if self.byte(at + 1) == Some(b'"') => Some(Quote::Escaped),
            byte @ (b'\'' | b'`') => Some(Quote::Plain(byte)),
            0xe2 => match self.rest(at).chars().next()? {
                '“' | '”' | '„' => Some(Quote::CurlyDouble),
                '‘' | '’' => Some(Quote::CurlySingle),
                _ => None,
            },
            _ => None,
        }
    }

    fn quote_len(&self, at: usize, quote: Quote) -> usize {
        match quote {
            Quote::Double | Quote::Plain(_) => 1,
            Quote::Escaped => 2,
            Quote::CurlyDouble | Quote::CurlySingle => self.char_len(at),
        }
    }

    /// Whether the quote at a place may close a string that this quote opened.
    fn is_closing(&self, at: usize, quote: Quote) -> bool {
        match quote {
            Quote::CurlyDouble => matches!(self.quote_at(at), Some(Quote::CurlyDouble | Quote::Double)),
            Quote::CurlySingle => matches!(self.quote_at(at), Some(Quote::CurlySingle | Quote::Plain(b'\''))) && !self.within_word(at),
            Quote::Plain(b'\'') => self.byte(at) == Some(b'\'') && !self.within_word(at),
            Quote::Double | Quote::Escaped | Quote::Plain(_) => self.quote_at(at) == Some(quote),
        }
    }

    /// The string that opens at this place, decoded; `None` if the end of the text cuts it off.
    pub(super) fn string(&mut self, expected: &'static str) -> Option<String> {
        let open = self.at;
        let quote = self.quote_at(open)?;
        let start = open + self.quote_len(open, quote);
        match quote {
            Quote::Double => {}
            Quote::Escaped => self.mend(open, start, Flaw::Escaped, expected),
            Quote::Plain(_) | Quote::CurlyDouble | Quote::CurlySingle => self.mend(open, start, Flaw::OtherQuotes, expected),
        }
        let one_line = quote == Quote::Escaped || open < self.one_line_before;

        let mut flaws = Vec::new();
        let mut text = String::new();
        let mut run = start;
        let mut at = start;
        let mut line_break = None;
        loop {
            if quote == Quote::Double {
                // Most of what stands in a document is this.
                at += plain_len(&self.bytes[at..]);
            }
            let Some(byte) = self.byte(at) else {
                return self.unclosed(open, start, line_break, at, quote);
            };
            match byte {
                b'\n' => {
                    if one_line {
                        return self.unclosed(open, start, Some(at), at, quote);
                    }
                    line_break.get_or_insert(at);
                    flaws.push(Found { start: at, end: at + 1, what: Flaw::ControlCharacter, expected: IN_STRING });
                    at += 1;
                }
                _ if (byte == b'"' || !byte.is_ascii_alphanumeric()) && self.is_closing(at, quote) => {
                    let end = at + self.quote_len(at, quote);
                    match self.judge(end, quote, at == start, line_break.is_some()) {
                        Judgement::Closes => {
                            text.push_str(&self.text[run..at]);
                            self.at = end;
                            self.take_flaws(&flaws);
                            return Some(text);
                        }
                        Judgement::Inner => {
                            flaws.push(Found { start: at, end, what: Flaw::InnerQuotes, expected: "`,`, `:` or a closing bracket" });
                            at = end;
                        }
                        Judgement::Unclosed => return self.unclosed(open, start, line_break, at, quote),
                    }
                }
                b'\\' => {
                    text.push_str(&self.text[run..at]);
                    at = self.escape(at, quote, &mut text, &mut flaws);
                    run = at;
                }
                0..0x20 => {
                    flaws.push(Found { start: at, end: at + 1, what: Flaw::ControlCharacter, expected: IN_STRING });
                    at += 1;
                }
                0x20..0x80 => at += 1,
                _ => at += self.char_len(at),
            }
        }
    }

    /// One remark of each kind is enough for a string.
    fn take_flaws(&mut self, flaws: &[Found]) {
        let mut said: Vec<Flaw> = Vec::new();
        for found in flaws {
            if !said.contains(&found.what) {
                said.push(found.what);
                self.mend(found.start, found.end, found.what, found.expected);
            }
        }
    }

    /// What a quote means that could close a string, which is empty or goes over lines then; `end` is the place behind the quote.
    ///
    /// In JSON only a comma, a colon, a closing bracket or the end of the text follow a string, so that none of the guesses below is
    /// ever made for a text that needs no mending.
    fn judge(&self, end: usize, quote: Quote, is_empty: bool, over_lines: bool) -> Judgement {
        let next = self.behind_blanks(end);
        let Some(byte) = self.byte(next) else { return Judgement::Closes };
        if matches!(byte, b',' | b'}' | b']' | b':' | b'\n' | b'/' | b'#' | b';' | b'=' | b'|' | b'\\') {
            return Judgement::Closes;
        }
        if over_lines {
            return Judgement::Unclosed;
        }
        let ends_at = |at: usize| matches!(self.byte(self.behind_blanks(at)), None | Some(b',' | b'}' | b']' | b'\n'));
        if next == end && !is_empty && self.is_closing(next, quote) && ends_at(next + self.quote_len(next, quote)) {
            // `"a > "1"",`: the second of the two closes the string.
            return Judgement::Inner;
        }
        let goes_on =
            byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'!' | b'?' | b')') || self.template_end(next).is_some();
        if !goes_on || quote == Quote::Escaped {
            return Judgement::Closes;
        }
        // `"say "hello" to them",`: a quote further on this line closes the string.
        let mut at = next;
        let limit = next + LOOK_AHEAD;
        while at < limit {
            match self.byte(at) {
                None | Some(b'\n') => break,
                Some(b'\\') => at += 2,
                Some(b'"' | b'\'' | b'`' | 0xe2) if self.text.is_char_boundary(at) && self.is_closing(at, quote) => {
                    let behind = at + self.quote_len(at, quote);
                    if ends_at(behind) {
                        return Judgement::Inner;
                    }
                    if matches!(self.byte(self.behind_blanks(behind)), Some(b':' | b'=')) {
                        break;
                    }
                    at = behind;
                }
                Some(_) => at += 1,
            }
        }
        Judgement::Closes
    }

    /// A string without its closing quote: it ends with its first line, or is cut off if the text ends in that line.
    ///
    /// `reached` is how far the search for the quote went.
    fn unclosed(&mut self, open: usize, start: usize, line_break: Option<usize>, reached: usize, quote: Quote) -> Option<String> {
        let line_break = line_break.filter(|&line| !self.text[line..].trim().is_empty());
        let Some(line_end) = line_break else {
            self.mend(open, self.bytes.len(), Flaw::UnclosedString, CLOSING);
            self.at = self.bytes.len();
            return None;
        };
        self.one_line_before = self.one_line_before.max(reached);
        let line = self.text[start..line_end].trim_end();
        let content = line.strip_suffix(',').unwrap_or(line).trim_end();
        let end = start + content.len();

        let mut text = String::new();
        let mut flaws = Vec::new();
        let mut run = start;
        let mut at = start;
        while at < end {
            if self.byte(at) == Some(b'\\') {
                text.push_str(&self.text[run..at]);
                let decoded = text.len();
                run = self.escape(at, quote, &mut text, &mut flaws);
                if run > end {
                    // What it would escape was trimmed.
                    text.truncate(decoded);
                    run = at;
                    break;
                }
                at = run;
            } else {
                at += 1;
            }
        }
        text.push_str(self.text.get(run..end).unwrap_or(""));
        self.take_flaws(&flaws);
        self.at = end;
        self.mend(end, end, Flaw::UnclosedString, CLOSING);
        Some(text)
    }

    /// Decodes what a backslash begins; the place behind it.
    fn escape(&self, at: usize, quote: Quote, text: &mut String, flaws: &mut Vec<Found>) -> usize {
        if quote == Quote::Escaped {
            // `\\\"` and `\\n` stand for `\"` and `\n`; a single `\n` is a line break as such.
            if self.byte(at + 1) == Some(b'\\') {
                return if self.byte(at + 2) == Some(b'\\') {
                    self.escape_at(at + 3, at, text, flaws)
                } else {
                    self.escape_at(at + 2, at, text, flaws)
                };
            }
        }
        self.escape_at(at + 1, at, text, flaws)
    }

    /// Decodes the escape sequence whose backslash stands at `start`, and whose other part begins at `at`.
    fn escape_at(&self, at: usize, start: usize, text: &mut String, flaws: &mut Vec<Found>) -> usize {
        let Some(sign) = self.rest(at).chars().next() else {
            text.push('\\');
            flaws.push(Found { start, end: self.bytes.len(), what: Flaw::BadEscape, expected: ESCAPE });
            return self.bytes.len();
        };
        let mut end = at + sign.len_utf8();
        let escape = match sign {
            '"' | '\\' | '/' => Escape::Char(sign),
            'b' => Escape::Char('\u{8}'),
            'f' => Escape::Char('\u{c}'),
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            't' => Escape::Char('\t'),
            'u' => match self.hex4(end) {
                None => Escape::Unknown,
                Some(unit) => {
                    end += 4;
                    match unit {
                        0xd800..=0xdbff => match self.low_surrogate(end) {
                            Some(low) => {
                                end += 6;
                                let scalar = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                                char::from_u32(scalar).map_or(Escape::Lone, Escape::Char)
                            }
                            None => Escape::Lone,
                        },
                        _ => char::from_u32(unit).map_or(Escape::Lone, Escape::Char),
                    }
                }
            },
            '\n' => Escape::Nothing,
            _ => Escape::Unknown,
        };
        let what = match escape {
            Escape::Char(decoded) => {
                text.push(decoded);
                return end;
            }
            Escape::Lone => {
                text.push('\u{fffd}');
                Flaw::LoneSurrogate
            }
            Escape::Nothing => Flaw::BadEscape,
            Escape::Unknown => {
                // The backslash of a regular expression or of a Windows path is text; that of `\'` is not.
                if !matches!(sign, '\'' | '`') {
                    text.push('\\');
                }
                text.push(sign);
                Flaw::BadEscape
            }
        };
        flaws.push(Found { start, end, what, expected: ESCAPE });
        end
    }

    fn hex4(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, &digit| Some(unit * 16 + char::from(digit).to_digit(16)?))
    }

    fn low_surrogate(&self, at: usize) -> Option<u32> {
        if self.bytes.get(at..at + 2) != Some(b"\\u") {
            return None;
        }
        self.hex4(at + 2).filter(|unit| (0xdc00..=0xdfff).contains(unit))
    }
}

/// How many bytes stand for themselves in a string with double quotes.
fn plain_len(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(bytes.len())
}

/// What a quote that could close a string means.
enum Judgement {
    /// It closes the string.
    Closes,
    /// It is text of the string.
    Inner,
    /// It opens the next string: this one's closing quote is missing.
    Unclosed,
}
