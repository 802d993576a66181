//! Whether a text has a form that a document promises.

use super::{StringForm, is_timestamp};

impl StringForm {
    /// Whether a text has this form. What vendors mean by a URL, an address of mail or bytes differs too much to be held against anything.
    pub fn fits(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self {
            Self::Plain | Self::Url | Self::Email | Self::Bytes => true,
            Self::DateTime => is_timestamp(text),
            Self::LocalDateTime => date_and_time(bytes).is_some_and(<[u8]>::is_empty),
            Self::Date => is_date(bytes),
            Self::Time => time(bytes).is_some_and(|rest| rest.is_empty() || is_zone(rest)),
            Self::Uuid => is_uuid(bytes),
            Self::Decimal => is_decimal(bytes),
        }
    }
}

/// What follows a date and a time; a blank between them will do.
fn date_and_time(bytes: &[u8]) -> Option<&[u8]> {
    let (date, rest) = bytes.split_at_checked(10)?;
    let (b'T' | b't' | b' ', rest) = rest.split_first()? else { return None };
    if is_date(date) { time(rest) } else { None }
}

/// What follows a time of day, with or without seconds and their fraction.
fn time(bytes: &[u8]) -> Option<&[u8]> {
    let (clock, mut rest) = bytes.split_at_checked(5)?;
    if clock[2] != b':' || !number_in(&clock[..2], 23) || !number_in(&clock[3..], 59) {
        return None;
    }
    if let Some(behind) = rest.strip_prefix(b":") {
        let (seconds, behind) = behind.split_at_checked(2)?;
        if !number_in(seconds, 60) {
            return None;
        }
        rest = behind;
        if let Some(fraction) = rest.strip_prefix(b".") {
            let digits = fraction.iter().take_while(|sign| sign.is_ascii_digit()).count();
            rest = fraction.get(digits..).filter(|_| digits > 0)?;
        }
    }
    Some(rest)
}

fn is_zone(bytes: &[u8]) -> bool {
    match bytes {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => number_in(&[*h1, *h2], 23) && number_in(&[*m1, *m2], 59),
        _ => false,
    }
}

fn is_date(bytes: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return false };
    [y1, y2, y3, y4].iter().all(u8::is_ascii_digit)
        && number_in(&[m1, m2], 12)
        && number_in(&[d1, d2], 31)
        && [m1, m2] != *b"00"
        && [d1, d2] != *b"00"
}

fn is_uuid(bytes: &[u8]) -> bool {
    let is_sign = |(at, sign): (usize, &u8)| if matches!(at, 8 | 13 | 18 | 23) { *sign == b'-' } else { sign.is_ascii_hexdigit() };
    bytes.len() == 36 && bytes.iter().enumerate().all(is_sign)
}

fn is_decimal(bytes: &[u8]) -> bool {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut parts = digits.splitn(2, |sign| *sign == b'.');
    let is_number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(is_number) && parts.next().is_none_or(is_number)
}

fn number_in(digits: &[u8], most: u8) -> bool {
    matches!(*digits, [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] if (tens - b'0') * 10 + (ones - b'0') <= most)
}

#[cfg(test)]
mod tests {
    use crate::ir::StringForm;

    #[test]
    fn forms_are_told_by_their_signs() {
        let good = [
            (StringForm::Plain, ""),
            (StringForm::DateTime, "2024-05-01T12:00:00Z"),
            (StringForm::DateTime, "2024-05-01T12:00:00.123+02:00"),
            (StringForm::LocalDateTime, "2024-05-01 12:00"),
            (StringForm::LocalDateTime, "2024-05-01T12:00:00"),
            (StringForm::Date, "2024-05-01"),
            (StringForm::Time, "23:59"),
            (StringForm::Time, "23:59:60.5Z"),
            (StringForm::Uuid, "e0a6bb0d-0000-4000-8000-000000000001"),
            (StringForm::Decimal, "-1.50"),
            (StringForm::Decimal, "7"),
            (StringForm::Url, "/relative"),
        ];
        for (form, text) in good {
            assert!(form.fits(text), "{form:?}: {text}");
        }
        let bad = [
            (StringForm::DateTime, ""),
            (StringForm::DateTime, "2024-05-01"),
            (StringForm::DateTime, "2024-05-01T12:00:00"),
            (StringForm::DateTime, "2024-05-01T24:00:00Z"),
            (StringForm::DateTime, "2024-05-01T12:00:00.Z"),
            (StringForm::DateTime, "2024-05-01T12:00Z"),
            (StringForm::DateTime, "2024-05-01T12:00+02:00"),
            (StringForm::LocalDateTime, "2024-05-01T12:00:00Z"),
            (StringForm::Date, "2024-13-01"),
            (StringForm::Date, "2024-00-01"),
            (StringForm::Date, "01.05.2024"),
            (StringForm::Time, "24:00"),
            (StringForm::Uuid, "e0a6bb0d00004000800000000000000000001"),
            (StringForm::Decimal, "1,5"),
            (StringForm::Decimal, "."),
            (StringForm::Decimal, ""),
            (StringForm::Date, "2024-05-0é"),
        ];
        for (form, text) in bad {
            assert!(!form.fits(text), "{form:?}: {text}");
        }
    }
}
