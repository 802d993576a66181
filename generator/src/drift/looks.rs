//! What a body that is no JSON seems to be, by its first bytes.

/// What a body seems to be. It is said beside what was expected, and never what the body holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    /// A page, most likely one that says that something failed.
    Html,
    /// XML.
    Xml,
    /// JSON that breaks off, or of which a part is wrong.
    Broken,
    /// Any other text.
    Text,
    /// Compressed with gzip: the recording has the bytes as they were sent.
    Gzip,
    /// Compressed with Zstandard.
    Zstd,
    /// An archive, or a document of an office.
    Zip,
    /// A PDF.
    Pdf,
    /// A picture.
    Image,
    /// Bytes that tell nothing; those of Brotli have no mark.
    Binary,
}

/// So many bytes are looked at.
const LOOKED_AT: usize = 512;

/// The first bytes of what tells itself by them.
const MARKS: &[(&[u8], Looks)] = &[
    (&[0x1f, 0x8b], Looks::Gzip),
    (&[0x28, 0xb5, 0x2f, 0xfd], Looks::Zstd),
    (b"PK\x03\x04", Looks::Zip),
    (b"%PDF-", Looks::Pdf),
    (b"\x89PNG", Looks::Image),
    (b"\xff\xd8\xff", Looks::Image),
    (b"GIF8", Looks::Image),
];

impl Looks {
    /// What bytes that are no JSON seem to be.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        if let Some((_, looks)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            return *looks;
        }
        std::str::from_utf8(bytes).map_or(Self::Binary, Self::of_text)
    }

    /// What a text that is no JSON seems to be.
    pub(super) fn of_text(text: &str) -> Self {
        // Bytes that somebody wrote down as if they were text.
        if text.starts_with("\u{1f}\u{8b}") || text.starts_with("\u{1f}\u{fffd}\u{8}") {
            return Self::Gzip;
        }
        if let Some((_, looks)) = MARKS.iter().find(|(mark, _)| text.as_bytes().starts_with(mark)) {
            return *looks;
        }
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let begin = text[..text.floor_char_boundary(LOOKED_AT)].to_ascii_lowercase();
        match begin.chars().next() {
            Some('<')
                if begin.contains("<html") || begin.contains("<!doctype html") || begin.contains("<body") || begin.contains("<head") =>
            {
                Self::Html
            }
            Some('<') => Self::Xml,
            Some('{' | '[' | '"') => Self::Broken,
            _ if begin.chars().any(|sign| sign == '\u{fffd}' || sign == '\0') => Self::Binary,
            _ => Self::Text,
        }
    }

    /// The words for people and programs.
    pub fn words(self) -> &'static str {
        match self {
            Self::Html => "no JSON (HTML)",
            Self::Xml => "no JSON (XML)",
            Self::Broken => "no JSON (broken or cut)",
            Self::Text => "no JSON (text)",
            Self::Gzip => "no JSON (gzip)",
            Self::Zstd => "no JSON (Zstandard)",
            Self::Zip => "no JSON (ZIP)",
            Self::Pdf => "no JSON (PDF)",
            Self::Image => "no JSON (an image)",
            Self::Binary => "no JSON (bytes)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Looks;

    #[test]
    fn bytes_tell_what_they_are() {
        for (bytes, looks) in [
            (&b"\x1f\x8b\x08\x00\x00"[..], Looks::Gzip),
            ("\u{1f}\u{8b}\u{8}\u{0}".as_bytes(), Looks::Gzip),
            ("\u{1f}\u{fffd}\u{8}\u{0}".as_bytes(), Looks::Gzip),
            (b"\x28\xb5\x2f\xfd\x04", Looks::Zstd),
            (b"PK\x03\x04\x14", Looks::Zip),
            (b"%PDF-1.7", Looks::Pdf),
            (b"\x89PNG\r\n\x1a\n", Looks::Image),
            (b"\xff\xd8\xff\xe0", Looks::Image),
            (b"GIF89a", Looks::Image),
            // As Brotli begins: nothing tells.
            (b"\x8b\x02\x80", Looks::Binary),
            (b"\0\0\0", Looks::Binary),
            (b"<!DOCTYPE HTML><title>502</title>", Looks::Html),
            (b"  \n<html lang=en>", Looks::Html),
            (b"<?xml version=\"1.0\"?><error/>", Looks::Xml),
            (b"<Error><Code>AccessDenied</Code></Error>", Looks::Xml),
            (b"{\"id\": 1, \"na", Looks::Broken),
            (b"[1, 2", Looks::Broken),
            (b"Bad Gateway", Looks::Text),
            (b"1 2", Looks::Text),
            (b"", Looks::Text),
            ("<é".as_bytes(), Looks::Xml),
        ] {
            assert_eq!(Looks::of_bytes(bytes), looks, "{bytes:?}");
        }
        // What is looked at ends where a sign does.
        assert_eq!(Looks::of_text(&format!("x{}", "é".repeat(600))), Looks::Text);
    }
}
