//! The number before a heading that only puts requests into order.

use super::split::has_letter;

/// A heading without the number that only says which comes first.
pub(super) fn title(text: &str) -> &str {
    let text = text.trim();
    let mut rest = text;
    // A scenario may be numbered, and its steps again.
    for _ in 0..2 {
        match behind_number(rest) {
            Some(behind) if has_letter(behind) => rest = behind,
            Some(_) | None => break,
        }
    }
    rest
}

/// Words before a number that only count.
const COUNTED: &[&str] = &["step", "part", "task", "scenario", "use case", "case"];

/// Letters behind a digit that make a word of it.
const MEASURES: &[&str] = &["d", "g", "k", "p", "x"];

/// What stands behind the number at the beginning of a heading.
fn behind_number(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let counted = COUNTED.iter().find(|word| {
        lower
            .strip_prefix(**word)
            .is_some_and(|rest| rest.trim_start_matches([' ', '-', '_', '#']).starts_with(|c: char| c.is_ascii_digit()))
    });
    if let Some(word) = counted {
        let rest = text.get(word.len()..)?.trim_start_matches([' ', '-', '_', '#']);
        let (_, rest) = number(rest)?;
        return rest
            .strip_prefix(|c: char| c == ':' || c == '.' || c == ')' || c == '-' || c == '_' || c == '–' || c.is_whitespace())
            .map(trimmed);
    }
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some(inner) = text.strip_prefix(open) {
            let (_, rest) = number(inner)?;
            return rest.strip_prefix(close).map(trimmed);
        }
    }
    let (label, rest) = number(text)?;
    let letter = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let is_measure = MEASURES.contains(&letter.to_ascii_lowercase().as_str());
    let dash = rest.trim_start();
    let mark = |c: char| matches!(c, '.' | ')' | ':');
    if let Some(rest) = rest.strip_prefix(mark) {
        // `1.5x` is no heading; `1.Create` is.
        return (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| trimmed(rest));
    }
    if is_measure {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('_') {
        return rest.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(rest);
    }
    if let Some(behind) = dash.strip_prefix(['-', '–', '—', '|']).filter(|behind| rest.len() > dash.len() || behind.starts_with(' ')) {
        return behind.starts_with(char::is_whitespace).then(|| trimmed(behind));
    }
    // Alone it may belong to the words, as in `2 factor login`: only a label that counts in parts, or from `01`, is an order for sure.
    let counts = label.starts_with('0') || label.contains(['.', '-']) || letter.starts_with(|c: char| c.is_ascii_lowercase());
    (counts && rest.starts_with(char::is_whitespace)).then(|| trimmed(rest))
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.' | ')' | '_' | '|'))
}

/// A label such as `1`, `1.2`, `03-2` or `2A`, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        let digits = bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            return None;
        }
        end += digits;
        let goes_on = bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b'-')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on {
            break;
        }
        end += 1;
    }
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    if is_letter(end) {
        if is_letter(end + 1) || bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        end += 1;
    }
    Some((text.get(..end)?, text.get(end..)?))
}
