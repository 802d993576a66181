//! What names of secrets are like.

use std::borrow::Cow;

/// Names of secrets, as letters and digits.
const WHOLE: &[&str] = &["authorization", "auth", "jwt", "pwd", "pass", "passwd", "cookie", "sessionid", "signature", "token", "bearer"];
/// Names of secrets where they are sent in an address or in a header, as letters and digits; elsewhere the same names are those of other things.
const SENT: &[&str] = &["session", "sid", "sig", "pin", "phpsessid", "jsessionid"];
/// What names of secrets end in, as letters and digits. A `token` without such a word before it may be that of a page.
const LAST: &[&str] = &[
    "apitoken",
    "usertoken",
    "logintoken",
    "csrftoken",
    "xsrftoken",
    "securitytoken",
    "apptoken",
    "accounttoken",
    "admintoken",
    "oauthtoken",
    "jwttoken",
    "ssotoken",
    "privatetoken",
    "personaltoken",
    "mastertoken",
    "authkey",
    "clientkey",
    "subscriptionkey",
    "securitykey",
    "sessionkey",
    "encryptionkey",
    "masterkey",
    "sharedkey",
    "functionskey",
    "userpass",
    "loginpass",
    "adminpass",
    "mypass",
    "dbpass",
    "mailpass",
    "smtppass",
    "authpass",
    "pwd",
];
/// What names of secrets hold, as letters and digits. Each has one of the roots that [`has_root`] looks for first.
const WITHIN: &[&str] = &[
    "password",
    "passphrase",
    "passcode",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "signingkey",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "bearertoken",
    "sessiontoken",
    "idtoken",
    "credential",
];

/// The names of [`WHOLE`] and [`SENT`] by their lengths and what they begin with.
const OF_WHOLE: Beginnings = Beginnings::of(WHOLE);
const OF_SENT: Beginnings = Beginnings::of(SENT);

/// Whether a name is one of a secret.
pub fn is_secret_name(name: &str) -> bool {
    is_secret_of(&letters(name))
}

/// Whether a name is one of a secret, where it is sent in an address or in a header.
pub fn is_secret_name_sent(name: &str) -> bool {
    let letters = letters(name);
    (OF_SENT.have(&letters) && SENT.contains(&&*letters)) || is_secret_of(&letters)
}

fn is_secret_of(letters: &str) -> bool {
    if OF_WHOLE.have(letters) && WHOLE.contains(&letters) {
        return true;
    }
    if !has_root(letters.as_bytes()) {
        return false;
    }
    let stem = letters.trim_end_matches(|sign: char| sign.is_ascii_digit());
    LAST.iter().any(|part| stem.ends_with(part)) || WITHIN.iter().any(|part| letters.contains(part))
}

/// The letters and digits of a name, small ones, without what stands before those of headers that nobody registered.
fn letters(name: &str) -> Cow<'_, str> {
    let name = ["x-", "X-", "x_", "X_"].iter().find_map(|before| name.strip_prefix(before)).unwrap_or(name);
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect())
}

/// Whether a name that is one of a secret is that of the secret itself, and not of how long it is, or how long it lives.
pub(super) fn ends_as_secret(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect();
    let stem = letters.trim_end_matches(|sign: char| sign.is_ascii_digit());
    WHOLE.contains(&stem) || LAST.iter().chain(WITHIN).any(|part| stem.ends_with(part))
}

/// With what letters the words of a list begin, a set for each length: every word of every text is asked, and nearly none is one of them.
struct Beginnings([u32; 32]);

impl Beginnings {
    const fn of(words: &[&str]) -> Self {
        let (mut sets, mut at) = ([0; 32], 0);
        while at < words.len() {
            let word = words[at].as_bytes();
            sets[word.len()] |= 1 << (word[0] - b'a');
            at += 1;
        }
        Self(sets)
    }

    /// Whether a word may be one of the list.
    fn have(&self, word: &str) -> bool {
        let first = word.bytes().next().filter(u8::is_ascii_lowercase);
        first.zip(self.0.get(word.len())).is_some_and(|(first, set)| set & (1 << (first - b'a')) != 0)
    }
}

/// Whether a name, as letters and digits, has a part without which it is none of a secret: every word of every text is asked.
fn has_root(name: &[u8]) -> bool {
    (0..name.len()).any(|at| {
        matches!(
            &name[at..],
            [b'p', b'a', b's', b's', ..]
                | [b's', b'e', b'c', b'r', b'e', b't', ..]
                | [b'p', b'w', b'd', ..]
                | [b'k', b'e', b'y', ..]
                | [b't', b'o', b'k', b'e', b'n', ..]
                | [b'c', b'r', b'e', b'd', b'e', b'n', b't', b'i', b'a', b'l', ..]
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{LAST, SENT, WHOLE, WITHIN, has_root, is_secret_name, is_secret_name_sent};

    #[test]
    fn what_names_of_secrets_hold_has_a_root() {
        for part in WITHIN.iter().chain(LAST) {
            assert!(has_root(part.as_bytes()), "{part}");
        }
        assert!(WHOLE.iter().all(|name| is_secret_name(name)) && SENT.iter().all(|name| is_secret_name_sent(name)));
    }

    #[test]
    fn names() {
        for name in ["token", "api_key", "X-API-Key", "apiKey", "access_token", "client_secret", "Password", "Authorization", "signing_key"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["X-Auth", "X-JWT", "X-Pass", "X-User-Pass", "X-Login-Token", "X-CSRF-Token", "X-Amz-Security-Token", "auth_key"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["Ocp-Apim-Subscription-Key", "user_token", "user_pwd", "userPass", "client_key", "password2", "BinarySecurityToken"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["X-Session", "sid", "sig", "pin"] {
            assert!(is_secret_name_sent(name) && !is_secret_name(name), "{name}");
        }
        assert!(!is_secret_name_sent("X-Session-Count") && !is_secret_name_sent("signal") && !is_secret_name_sent("page_token"));
        for name in ["X-Session-Count", "page_token", "pageToken", "UsernameToken", "bypass", "sort_key", "client_key_count"] {
            assert!(!is_secret_name(name), "{name}");
        }
        for name in ["page_token_count", "key", "author", "tokens", "passenger", "nextPageToken", "compass"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
