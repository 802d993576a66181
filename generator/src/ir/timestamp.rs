//! What the types of clients read as a moment in time. Whoever asks whether a text is one asks here: what is called one is read as one.

/// A date and time with a zone (RFC 3339), as a client reads it: `T` or a blank between the two, `Z` or an offset at the end. A leap second is one where there
/// can be one: at the end of a month's last day, in UTC.
pub fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((date, rest)) = bytes.split_at_checked(10) else { return false };
    let Some((b'T' | b't' | b' ', rest)) = rest.split_first() else { return false };
    let Some(last_day) = last_day_of(date) else { return false };
    let Some((time, rest)) = rest.split_at_checked(8) else { return false };
    let zone = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        Some(_) | None => rest,
    };
    let is_utc = matches!(zone, [b'Z' | b'z'] | [b'+' | b'-', b'0', b'0', b':', b'0', b'0']);
    let is_zone = is_utc || matches!(zone, [b'+' | b'-', offset @ ..] if is_clock(offset));
    let is_leap = time == b"23:59:60" && is_utc && number(&date[8..]) == Some(last_day);
    let is_time = is_clock(&time[..5]) && time[5] == b':' && number(&time[6..]).is_some_and(|second| second <= 59);
    is_zone && (is_time || is_leap)
}

/// `2017-07-10`.
pub fn is_date(text: &str) -> bool {
    last_day_of(text.as_bytes()).is_some()
}

/// The last day of the month of a date.
fn last_day_of(date: &[u8]) -> Option<u8> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else { return None };
    let year = u16::from(number(&[y1, y2])?) * 100 + u16::from(number(&[y3, y4])?);
    let last = match number(&[m1, m2])? {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    number(&[d1, d2]).is_some_and(|day| (1..=last).contains(&day)).then_some(last)
}

/// `23:59`.
fn is_clock(bytes: &[u8]) -> bool {
    matches!(*bytes, [h1, h2, b':', m1, m2] if number(&[h1, h2]).is_some_and(|hour| hour <= 23) && number(&[m1, m2]).is_some_and(|minute| minute <= 59))
}

/// Two digits.
fn number(digits: &[u8]) -> Option<u8> {
    match *digits {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + (ones - b'0')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_timestamp};

    #[test]
    fn a_moment_has_a_date_a_time_and_a_zone() {
        for text in [
            "2017-07-10T00:00:00Z",
            "2016-02-29t23:59:59.123z",
            "2017-07-10 00:00:00+02:00",
            "0000-01-01T00:00:00-23:59",
            "2016-12-31T23:59:60Z",
            "2016-02-29T23:59:60.5+00:00",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in [
            "2017-07-10",
            "2017-07-10T00:00:00",
            "2017-07-10T00:00Z",
            "2017-07-10_00:00:00Z",
            "2017-02-29T00:00:00Z",
            "2017-07-10T24:00:00Z",
            "2017-07-10T00:00:00.Z",
            "2017-07-10T00:00:00+0200",
            "2020-01-02T03:04:60Z",
            "2020-01-02T23:59:60Z",
            "2016-12-31T23:59:60+01:00",
            "2016-12-31T23:59:61Z",
            "",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn a_date_is_one_of_the_calendar() {
        for text in ["2017-07-31", "2000-02-29", "0000-12-01"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["0049-30-12", "1234-56-78", "1900-02-29", "2017-04-31", "2017-00-10", "2017-01-00", "17-01-01", "2017-07-310"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
