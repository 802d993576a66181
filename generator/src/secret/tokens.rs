//! What tokens look like, whatever they are called.

use super::is_filler;

/// What tokens of well-known vendors begin with, and how many signs follow at least.
const PREFIXES: &[(&str, usize)] = &[
    ("sk_live_", 8),
    ("sk_test_", 8),
    ("pk_live_", 8),
    ("pk_test_", 8),
    ("rk_live_", 8),
    ("rk_test_", 8),
    ("whsec_", 8),
    ("sk-", 20),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghu_", 16),
    ("ghs_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("glpat-", 12),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxa-", 10),
    ("xoxr-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 16),
    ("SG.", 20),
    ("shpat_", 16),
    ("npm_", 30),
    ("dop_v1_", 16),
    ("hvs.", 16),
    ("PMAK-", 20),
    ("NRAK-", 16),
];

/// Whether a single word is a token, whatever it is called.
pub fn is_token(word: &str) -> bool {
    if has_prefix(word) || is_jwt(word) {
        return true;
    }
    if word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    // Long, of one word, with capitals, small letters and digits: nothing that people think up.
    word.len() >= 32
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-'))
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word.bytes().filter(u8::is_ascii_digit).count() >= 3
        && word.matches('/').count() <= 2
}

/// How long the shortest of these tokens is: most words are shorter.
const SHORTEST: usize = {
    let (mut shortest, mut at) = (usize::MAX, 0);
    while at < PREFIXES.len() {
        let (prefix, least) = PREFIXES[at];
        if prefix.len() + least < shortest {
            shortest = prefix.len() + least;
        }
        at += 1;
    }
    shortest
};

pub(super) fn has_prefix(word: &str) -> bool {
    word.len() >= SHORTEST
        && PREFIXES.iter().any(|&(prefix, least)| {
            word.strip_prefix(prefix).is_some_and(|rest| {
                let signs = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
                signs >= least && !is_filler(rest)
            })
        })
}

pub(super) fn is_jwt(word: &str) -> bool {
    let mut parts = word.split('.');
    word.starts_with("eyJ") && parts.by_ref().take(2).all(|part| part.len() >= 8) && parts.next().is_some()
}
