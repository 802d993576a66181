//! Bodies in parts: `multipart/form-data`, as RFC 7578 and the WHATWG's standard of URLs and forms have it.

use std::fmt;

use bytes::Bytes;

use crate::encode::ToText;

/// A part of a body: the value of a field, or a file.
///
/// ```
/// use docwright_runtime::Part;
///
/// let report = Part::file("report.csv", "a,b\n1,2\n").content_type("text/csv");
/// let title = Part::text("Sales");
/// # let _ = (report, title);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a part does nothing until it is given to a call"]
pub struct Part {
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
    /// What is wrong with the value.
    problem: Option<&'static str>,
}

impl Part {
    /// A file: its name, which may be empty, and what is in it.
    pub fn file(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { file_name: Some(name.into()), content_type: None, content: content.into(), problem: None }
    }

    /// The value of a field.
    pub fn text(value: impl ToText) -> Self {
        let problem = value.problem();
        Self { file_name: None, content_type: None, content: value.to_text().into_owned().into(), problem }
    }

    /// Gives the part a media type. A file without one is sent as `application/octet-stream`, a text without any.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Gives the part a media type, unless it has one.
    pub fn or_content_type(mut self, content_type: &str) -> Self {
        self.content_type.get_or_insert_with(|| content_type.to_owned());
        self
    }

    pub(crate) fn problem(&self) -> Option<&'static str> {
        let broken = self.content_type.as_ref().is_some_and(|media| media.bytes().any(|byte| byte != b'\t' && byte.is_ascii_control()));
        self.problem.or(broken.then_some("has a media type with a control character in it"))
    }
}

/// Shows neither the content nor the name of a file: both are the caller's.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("is_file", &self.file_name.is_some())
            .field("content_type", &self.content_type)
            .field("len", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// What stands between parts, and the parts with it between them.
pub(crate) fn encode(parts: &[(String, Part)]) -> (String, Bytes) {
    let boundary = boundary(parts);
    let mut body = Vec::with_capacity(parts.iter().map(|(name, part)| part.content.len() + name.len() + 160).sum());
    for (name, part) in parts {
        body.extend(b"--");
        body.extend(boundary.as_bytes());
        body.extend(b"\r\nContent-Disposition: form-data; name=\"");
        body.extend(escaped(name).as_bytes());
        body.push(b'"');
        if let Some(file_name) = &part.file_name {
            body.extend(b"; filename=\"");
            body.extend(escaped(file_name).as_bytes());
            body.push(b'"');
        }
        let media = part.content_type.as_deref().or(part.file_name.as_ref().map(|_| "application/octet-stream"));
        if let Some(media) = media {
            body.extend(b"\r\nContent-Type: ");
            body.extend(media.as_bytes());
        }
        body.extend(b"\r\n\r\n");
        body.extend(&part.content);
        body.extend(b"\r\n");
    }
    body.extend(b"--");
    body.extend(boundary.as_bytes());
    body.extend(b"--\r\n");
    (boundary, body.into())
}

/// A media type without a boundary that somebody else gave it.
pub(crate) fn without_boundary(media: &str) -> String {
    let is_boundary = |text: &str| text.trim_start().get(..9).is_some_and(|name| name.eq_ignore_ascii_case("boundary="));
    media.split(';').filter(|text| !is_boundary(text)).collect::<Vec<_>>().join(";").trim_end().to_owned()
}

/// Names of fields and files are quoted: what would end the quotes or the line is percent-encoded, and nothing else is.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that stands in none of the parts: the same one for the same parts, so that the same call sends the same bytes.
fn boundary(parts: &[(String, Part)]) -> String {
    // FNV-1a, only to begin somewhere; that the line stands in no part is looked up below.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (name, part) in parts {
        for byte in name.bytes().chain([0]).chain(part.content.iter().copied()).chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    loop {
        let boundary = format!("part-{hash:016x}");
        let stands_in = |content: &[u8]| content.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !parts.iter().any(|(_, part)| stands_in(&part.content)) {
            return boundary;
        }
        hash = hash.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, boundary, encode};

    fn parts(parts: &[(&str, Part)]) -> Vec<(String, Part)> {
        parts.iter().map(|(name, part)| ((*name).to_owned(), part.clone())).collect()
    }

    #[test]
    fn parts_are_written() {
        let (boundary, body) = encode(&parts(&[
            ("title", Part::text("Sales")),
            ("meta", Part::text("{\"a\":1}").content_type("application/json")),
            ("file", Part::file("a\"b\r\n.csv", &b"1,\xff"[..])),
            ("fi\"le", Part::file("", "x").content_type("text/csv").or_content_type("text/plain")),
        ]));
        let expected = "--B\r\n\
            Content-Disposition: form-data; name=\"title\"\r\n\
            \r\n\
            Sales\r\n\
            --B\r\n\
            Content-Disposition: form-data; name=\"meta\"\r\n\
            Content-Type: application/json\r\n\
            \r\n\
            {\"a\":1}\r\n\
            --B\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.csv\"\r\n\
            Content-Type: application/octet-stream\r\n\
            \r\n\
            1,\u{fffd}\r\n\
            --B\r\n\
            Content-Disposition: form-data; name=\"fi%22le\"; filename=\"\"\r\n\
            Content-Type: text/csv\r\n\
            \r\n\
            x\r\n\
            --B--\r\n";
        assert_eq!(String::from_utf8_lossy(&body), expected.replace("--B", &format!("--{boundary}")));
    }

    #[test]
    fn a_boundary_stands_in_no_part() {
        let first = parts(&[("a", Part::text("x"))]);
        assert_eq!(boundary(&first), boundary(&first.clone()));
        assert_ne!(boundary(&first), boundary(&parts(&[("a", Part::text("y"))])));
        // A part that holds every boundary which its hash could begin with cannot be written down; one that holds the next ones can.
        let hash = u64::from_str_radix(boundary(&first).strip_prefix("part-").unwrap_or_default(), 16).unwrap_or_default();
        let hostile: String = (0..50).map(|more| format!("--part-{:016x}", hash.wrapping_add(more))).collect::<Vec<_>>().join("\r\n");
        let both = parts(&[("a", Part::text("x")), ("b", Part::file("b", hostile.clone()))]);
        assert!(!hostile.contains(&boundary(&both)));
    }

    #[test]
    fn nothing_is_shown() {
        let shown = format!("{:?}", Part::file("passport.pdf", "secret").content_type("application/pdf"));
        assert_eq!(shown, "Part { is_file: true, content_type: Some(\"application/pdf\"), len: 6, .. }");
    }

    #[test]
    fn a_media_type_stays_on_its_line() {
        assert_eq!(Part::text("x").content_type("text/csv").problem(), None);
        assert_eq!(Part::text("x").content_type("a\r\nb: c").problem(), Some("has a media type with a control character in it"));
    }
}
