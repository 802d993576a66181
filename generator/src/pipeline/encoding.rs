//! The bytes of a file as text: UTF-8, or UTF-16 in either order of bytes, which some programs on Windows write.
//!
//! A byte order mark at the start is no part of the text: places are those of the text that people see. The file itself stays as it is.

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoText {
    /// How many bytes of [`shown`](Self::shown) stand before the first thing that is none. A replacement character stands there.
    pub before: usize,
    /// What can be shown of it.
    pub shown: String,
    /// What is wrong there.
    pub why: &'static str,
    /// What it was read as.
    pub encoding: &'static str,
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// The text that bytes are.
///
/// # Errors
///
/// When they are none, or are in another encoding.
pub fn decode(bytes: Vec<u8>) -> Result<String, NoText> {
    let (order, skipped) = match bytes.as_slice() {
        [0xff, 0xfe, ..] => (Some(Order::Little), 2),
        [0xfe, 0xff, ..] => (Some(Order::Big), 2),
        // Documents begin with two signs of ASCII, and no text in UTF-8 holds a NUL there.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (Some(Order::Little), 0),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (Some(Order::Big), 0),
        [0xef, 0xbb, 0xbf, ..] => (None, 3),
        _ => (None, 0),
    };
    match order {
        Some(order) => of_utf16(&bytes[skipped..], order),
        None => of_utf8(bytes, skipped),
    }
}

fn of_utf8(mut bytes: Vec<u8>, skipped: usize) -> Result<String, NoText> {
    bytes.drain(..skipped);
    String::from_utf8(bytes).map_err(|error| {
        let is_zip = error.as_bytes().starts_with(b"PK\x03\x04");
        NoText {
            before: error.utf8_error().valid_up_to(),
            shown: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            why: if is_zip { "this is a ZIP archive: unpack it" } else { "this byte is no UTF-8" },
            encoding: "UTF-8",
        }
    })
}

fn of_utf16(bytes: &[u8], order: Order) -> Result<String, NoText> {
    let pairs = bytes.chunks_exact(2);
    let is_odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| match (order, pair) {
        (Order::Little, &[low, high]) | (Order::Big, &[high, low]) => u16::from_be_bytes([high, low]),
        // Chunks of two hold two.
        (Order::Little | Order::Big, _) => 0,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut wrong: Option<(usize, &'static str)> = None;
    for sign in char::decode_utf16(units) {
        if sign.is_err() {
            wrong.get_or_insert((text.len(), "this is half of a sign in UTF-16"));
        }
        text.push(sign.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if is_odd {
        wrong.get_or_insert((text.len(), "the text in UTF-16 ends in the middle of a sign"));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    match wrong {
        None => Ok(text),
        Some((before, why)) => Err(NoText { before, shown: text, why, encoding: "UTF-16" }),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn text_is_text_in_any_encoding() {
        let text = "{\"a\": \"é ह 😀\"}\r\n";
        assert_eq!(decode(text.as_bytes().to_vec()).as_deref(), Ok(text));
        assert_eq!(decode([b"\xef\xbb\xbf", text.as_bytes()].concat()).as_deref(), Ok(text));
        for (mark, big) in [(true, false), (true, true), (false, false), (false, true)] {
            assert_eq!(decode(utf16(text, mark, big)).as_deref(), Ok(text), "{mark} {big}");
        }
        for bytes in ["", "a", "\0", "\0\0\0\0", "a\0\0\0"] {
            assert_eq!(decode(bytes.as_bytes().to_vec()).as_deref(), Ok(bytes));
        }
        assert_eq!(decode(vec![0xff, 0xfe]).as_deref(), Ok(""));
    }

    #[test]
    fn what_is_none_has_a_place() {
        let wrong = |bytes: &[u8]| decode(bytes.to_vec()).err().map(|wrong| (wrong.before, wrong.shown, wrong.why));
        assert_eq!(wrong(b"a\xfcb"), Some((1, "a\u{fffd}b".to_owned(), "this byte is no UTF-8")));
        assert_eq!(wrong(b"\xef\xbb\xbfa\xfc"), Some((1, "a\u{fffd}".to_owned(), "this byte is no UTF-8")));
        assert_eq!(wrong(b"\xff\xfea\0\x00\xd8b\0"), Some((1, "a\u{fffd}b".to_owned(), "this is half of a sign in UTF-16")));
        assert_eq!(wrong(b"\xfe\xff\0a\0"), Some((1, "a\u{fffd}".to_owned(), "the text in UTF-16 ends in the middle of a sign")));
        let read_as = |bytes: &[u8]| decode(bytes.to_vec()).err().map(|wrong| wrong.encoding);
        assert_eq!((read_as(b"a\xfcb"), read_as(b"\xff\xfea\0\x00\xd8b\0")), (Some("UTF-8"), Some("UTF-16")));
        assert_eq!(wrong(b"PK\x03\x04\xff").map(|(_, _, why)| why), Some("this is a ZIP archive: unpack it"));
    }
}
