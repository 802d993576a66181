//! Values that nobody should see again: they must not come out as a default, an example or a literal.

use super::variables;
use crate::infer::is_placeholder;

/// What stands where a secret stood.
pub(super) const MASK: &str = "***";

/// Names of secrets, as letters and digits.
const WHOLE: [&str; 8] = ["authorization", "auth", "jwt", "pwd", "pass", "cookie", "sessionid", "signature"];
/// What names of secrets hold, as letters and digits.
const WITHIN: [&str; 11] = [
    "password",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "bearertoken",
    "sessiontoken",
];
/// What tokens of well-known vendors begin with.
const PREFIXES: [&str; 14] = [
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "rk_live_",
    "sk-",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "AKIA",
    "AIza",
    "SG.",
];

/// Whether a name is one of a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect();
    WHOLE.contains(&name.as_str()) || name == "token" || name.ends_with("apitoken") || WITHIN.iter().any(|part| name.contains(part))
}

/// Whether a value looks like a token, whatever it is called.
pub(super) fn looks_like_secret(value: &str) -> bool {
    let value = value.trim();
    if let Some(rest) = ["Bearer ", "bearer ", "Basic ", "basic ", "Token ", "token "].iter().find_map(|prefix| value.strip_prefix(prefix))
    {
        return !shows_nothing(rest) && rest.len() >= 8 && !rest.contains(' ');
    }
    if value.contains(char::is_whitespace) || shows_nothing(value) {
        return false;
    }
    if value.len() >= 16 && PREFIXES.iter().any(|prefix| value.starts_with(prefix)) {
        return true;
    }
    let is_jwt = value.starts_with("eyJ") && value.split('.').count() == 3;
    if is_jwt || value.starts_with("-----BEGIN") {
        return true;
    }
    if value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    // Long, of one word, with capitals, small letters and digits: nothing that people think up.
    value.len() >= 32
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-'))
        && value.bytes().any(|byte| byte.is_ascii_uppercase())
        && value.bytes().any(|byte| byte.is_ascii_lowercase())
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
        && value.matches('/').count() <= 2
}

/// Whether a value under a name is a secret that must not be shown.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    looks_like_secret(value) || (is_secret_name(name) && !shows_nothing(value))
}

/// Whether a value says nothing: it is empty, a placeholder, or only variables.
fn shows_nothing(value: &str) -> bool {
    let value = value.trim();
    value.is_empty()
        || is_placeholder(value)
        || value == MASK
        || variables::only_reference(value).is_some()
        || !variables::references(value).is_empty()
}

#[cfg(test)]
mod tests {
    use super::{is_secret, is_secret_name, looks_like_secret};

    #[test]
    fn names() {
        for name in ["token", "api_key", "X-API-Key", "apiKey", "access_token", "client_secret", "Password", "Authorization"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["page_token_count", "key", "author", "tokens", "passenger", "nextPageToken"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn values() {
        for value in [
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "Bearer abcdef0123456789",
            "d41d8cd98f00b204e9800998ecf8427e",
            "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW",
        ] {
            assert!(looks_like_secret(value), "{value}");
        }
        for value in [
            "",
            "{{token}}",
            "Bearer {{token}}",
            "Bearer <token>",
            "application/json",
            "2017-07-10T09:00:00Z",
            "e0a6bb0d-0000-4000-8000-00000000000a",
        ] {
            assert!(!looks_like_secret(value), "{value}");
        }
        assert!(is_secret("password", "hunter2"));
        assert!(!is_secret("password", "<password>"));
        assert!(!is_secret("name", "hunter2"));
    }
}
