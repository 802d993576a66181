//! Bodies that are written to the base of 64.

/// The bytes; or the place of the first sign that does not belong there.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut filled) = (0_u32, 0, 0);
    for (at, sign) in text.bytes().enumerate() {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' if count % 4 >= 2 && filled < 4 - count % 4 => {
                filled += 1;
                continue;
            }
            b'\r' | b'\n' => continue,
            _ => return Err(at),
        };
        // Nothing stands behind what fills up.
        if filled > 0 {
            return Err(at);
        }
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count % 4 == 0 {
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
            bits = 0;
        }
    }
    match count % 4 {
        0 => Ok(bytes),
        2 if filled == 0 || filled == 2 => {
            bytes.push((bits >> 4).to_be_bytes()[3]);
            Ok(bytes)
        }
        3 if filled < 2 => {
            bytes.extend_from_slice(&(bits >> 2).to_be_bytes()[2..]);
            Ok(bytes)
        }
        _ => Err(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn bytes_come_back() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9vYg", b"foob"),
            ("Zm9vYmE", b"fooba"),
            ("Zm9v\r\nYmFy", b"foobar"),
            ("//79", b"\xff\xfe\xfd"),
            ("__79", b"\xff\xfe\xfd"),
        ] {
            assert_eq!(decode(text).as_deref(), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn what_does_not_belong_there_has_a_place() {
        for (text, at) in [("Zm9*", 3), ("Z", 1), ("Zg==Zg==", 4), ("Zg=", 3), ("=", 0), ("Zm9v=", 4), ("Zm8==", 4), ("Zg== ", 4), ("é", 0)]
        {
            assert_eq!(decode(text), Err(at), "{text}");
        }
    }
}
