//! Places in the source: lines, and pointers to strings in a JSON document.

use super::{Complaint, Ranged};
use crate::document::pointer::escaped;

/// A place: one or several parts of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The parts, in the order in which they are written; at least one.
    pub parts: Vec<Ranged<AtPart>>,
}

/// A part of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtPart {
    /// The JSON pointer to a value of the document, as it is written; none for the file itself. [`decoded`] gives the pointer it stands for.
    pub pointer: Option<String>,
    /// First and last line, counted from 1; none for the whole value.
    pub lines: Option<(u32, u32)>,
}

/// A sample: where it stands, and the path to a value inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRef {
    /// Where.
    pub at: At,
    /// The path, as it is written; empty for the whole sample.
    pub path: Ranged<String>,
}

/// Reads a place.
///
/// # Errors
///
/// The first thing that is neither lines nor a pointer.
pub fn parse_at(text: &str) -> Result<At, Complaint> {
    let (at, end) = read(text, false)?;
    let rest = &text[end..];
    if rest.trim().is_empty() { Ok(at) } else { Err(unexpected(text, end)) }
}

/// Reads a place with a path behind it.
///
/// # Errors
///
/// As [`parse_at`].
pub fn parse_sample(text: &str) -> Result<SampleRef, Complaint> {
    let (at, end) = read(text, true)?;
    let rest = &text[end..];
    let path = rest.trim();
    if !path.is_empty() && !rest.starts_with(char::is_whitespace) {
        return Err(unexpected(text, end));
    }
    let start = end + (rest.len() - rest.trim_start().len());
    Ok(SampleRef { at, path: Ranged::new(path.to_owned(), start..start + path.len()) })
}

const HELP: &str = "lines are written `12`, `12-15` or `44, 67`; a string in a JSON document is written `/info/description:3-5`";

/// The pointer that a written one stands for. `%2C` is a comma, `%3A` a colon, `%20` a blank, `%25` a percent sign: what ends a pointer or its
/// lines can be written as the bytes of its UTF-8. A percent sign with no two hexadecimal digits behind it is itself.
pub fn decoded(pointer: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = pointer.as_bytes();
    while let [first, behind @ ..] = rest {
        let digit = |at: usize| behind.get(at).and_then(|&byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        let (byte, behind) = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => (high * 16 + low, &behind[2..]),
            _ => (*first, behind),
        };
        bytes.push(byte);
        rest = behind;
    }
    // Bytes that are no text lead to no key and no name.
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A key or a name as a step of a pointer in a place.
pub fn written_step(name: &str) -> String {
    let mut step = String::new();
    for sign in escaped(name).chars() {
        match sign {
            '%' => step.push_str("%25"),
            ',' => step.push_str("%2C"),
            ':' => step.push_str("%3A"),
            sign => step.push(sign),
        }
    }
    // White space around a place is not a part of it.
    let blank = |sign: char| sign.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    if let Some(last) = step.chars().next_back().filter(|sign| sign.is_whitespace()) {
        step.truncate(step.len() - last.len_utf8());
        step.push_str(&blank(last));
    }
    step
}

fn unexpected(text: &str, at: usize) -> Complaint {
    let at = text.len() - text[at..].trim_start().len();
    let rest = text[at..].trim_end();
    Complaint::new(at..at + rest.len(), format!("found `{rest}`, expected lines or a pointer")).help(HELP)
}

/// Reads as many parts as there are. In a sample a pointer ends at a blank.
fn read(text: &str, sample: bool) -> Result<(At, usize), Complaint> {
    let mut parts: Vec<Ranged<AtPart>> = Vec::new();
    let mut pointer: Option<String> = None;
    let mut at = 0;
    loop {
        let start = text.len() - text[at..].trim_start().len();
        let rest = &text[start..];
        let length = if rest.starts_with('/') {
            let length = rest.find(|sign: char| sign == ',' || (sample && sign.is_whitespace())).unwrap_or(rest.len());
            let piece = rest[..length].trim_end();
            let (path, lines) = match piece.rsplit_once(':') {
                Some((path, lines)) if !lines.is_empty() && lines.chars().all(|sign| sign.is_ascii_digit() || sign == '-') => {
                    (path, Some(range(lines, text, start + path.len() + 1)?))
                }
                _ => (piece, None),
            };
            pointer = Some(path.to_owned());
            parts.push(Ranged::new(AtPart { pointer: pointer.clone(), lines }, start..start + piece.len()));
            length
        } else {
            let length = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '-').unwrap_or(rest.len());
            if length == 0 {
                return Err(if rest.is_empty() {
                    Complaint::new(start..start, "the place is empty").help(HELP)
                } else {
                    unexpected(text, start)
                });
            }
            let lines = range(&rest[..length], text, start)?;
            parts.push(Ranged::new(AtPart { pointer: pointer.clone(), lines: Some(lines) }, start..start + length));
            length
        };
        at = start + length;
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        if !trimmed.starts_with(',') {
            return Ok((At { parts }, at));
        }
        at = text.len() - trimmed.len() + 1;
    }
}

fn range(lines: &str, text: &str, start: usize) -> Result<(u32, u32), Complaint> {
    let complain = |message: String| Complaint::new(start..(start + lines.len()).min(text.len()), message).help(HELP);
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| complain(format!("`{lines}` is no range of lines")));
    let (first, last) = match lines.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(lines)?, number(lines)?),
    };
    if first == 0 {
        return Err(complain("lines are counted from 1".to_owned()));
    }
    if last < first {
        return Err(complain(format!("the last line {last} stands before the first line {first}")));
    }
    Ok((first, last))
}
