//! Text that may come from a vendor, made safe to show: nothing in it moves the cursor, hides or reorders.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text::is_invisible;

/// The text with each such character written out: `<U+202E>`. Line breaks become `␊`.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace(text, |character, shown| match character {
        '\n' => shown.push('␊'),
        '\t' => shown.push(' '),
        _ => _ = write!(shown, "<U+{:04X}>", u32::from(character)),
    })
}

/// The same, but line breaks stay: for remarks of several lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.lines().map(visible).collect::<Vec<_>>().join("\n")) } else { visible(text) }
}

/// The text with one visible character for each such character, so that columns stay what they are. Tabs stay.
pub fn visible_columns(text: &str) -> Cow<'_, str> {
    replace(text, |character, shown| {
        shown.push(match character {
            '\t' => '\t',
            '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '␡',
            _ => '\u{fffd}',
        });
    })
}

fn replace(text: &str, show: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            show(character, &mut shown);
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::{visible, visible_columns, visible_lines};

    #[test]
    fn nothing_reaches_the_terminal() {
        assert_eq!(visible("plain é 日本 😀"), "plain é 日本 😀");
        assert_eq!(visible("a\u{1b}[31mb\u{9b}0m"), "a<U+001B>[31mb<U+009B>0m");
        assert_eq!(visible("a\r\nb\tc"), "a<U+000D>␊b c");
        assert_eq!(visible("\u{202e}cod\u{2066}\u{200b}\u{feff}\u{e0041}"), "<U+202E>cod<U+2066><U+200B><U+FEFF><U+E0041>");
        assert_eq!(visible_lines("a\u{1b}\nb"), "a<U+001B>\nb");
        assert_eq!(visible_lines("a\r\nb"), "a\nb");
    }

    #[test]
    fn columns_stay() {
        let text = "a\u{1b}[31m\t\u{202e}\u{7f}\u{85}é";
        assert_eq!(visible_columns(text), "a␛[31m\t\u{fffd}␡\u{fffd}é");
        assert_eq!(visible_columns(text).chars().count(), text.chars().count());
    }
}
