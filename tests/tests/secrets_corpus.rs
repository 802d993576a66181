//! No secret of other people's collections reaches anything that is generated or said.
//!
//! What counts as a secret is written down here once more, so that a hole in the generator's own list is seen. The files are other people's, so they
//! are not here: `DOCWRIGHT_CORPUS` names a folder whose `postman/INDEX.tsv` lists them; without it nothing is run, and the test says so.

use docwright::diagnostic::{Color, Format, Notes, render};
use docwright_tests::collections::{Ran, corpus, listed, run};
use std::collections::BTreeSet;
use std::fs;

/// What tokens begin with, and of how many signs they are at least.
const TOKENS: &[(&str, usize)] = &[
    ("eyJhbGciOi", 40),
    ("sk_live_", 20),
    ("sk_test_", 20),
    ("rk_live_", 20),
    ("ghp_", 36),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("AKIA", 20),
    ("AIza", 39),
    ("SG.", 40),
    ("PMAK-", 30),
];
/// Names beside which a value is a secret.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "client_secret",
    "clientSecret",
    "api_key",
    "apiKey",
    "apikey",
    "access_token",
    "accessToken",
    "secretKey",
    "privateKey",
];

fn is_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

/// The secrets in a file.
fn secrets(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in text.split(|sign: char| !is_sign(sign)) {
        let word = word.trim_end_matches('.');
        // Documents call their made-up keys so.
        let is_made_up = word.chars().all(|sign| !sign.is_ascii_digit()) || word.ends_with("EXAMPLE");
        if !is_made_up && TOKENS.iter().any(|(prefix, least)| word.starts_with(prefix) && word.len() >= *least) {
            found.insert(word.to_owned());
        }
    }
    for name in NAMES {
        // `"password": "…"`, as JSON or as JSON in a string; and the pair of a key and a value.
        for before in [format!("\"{name}\":"), format!("\\\"{name}\\\":"), format!("\"key\": \"{name}\","), format!("\"key\":\"{name}\",")]
        {
            for (at, _) in text.match_indices(&before) {
                let mut rest = text[at + before.len()..].trim_start();
                if before.starts_with("\"key\"") {
                    let Some(behind) = rest.strip_prefix("\"value\":") else { continue };
                    rest = behind.trim_start();
                }
                let quote = if rest.starts_with("\\\"") { "\\\"" } else { "\"" };
                let Some((value, _)) = rest.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) else { continue };
                // Words of a language stand in other places as well; only what has no other meaning can be looked for.
                let digits = value.chars().filter(char::is_ascii_digit).count();
                if value.len() >= 12
                    && digits >= 3
                    && value.chars().any(|sign| sign.is_ascii_alphabetic())
                    && value.chars().all(|sign| sign.is_ascii_graphic() && !"{}<>\\\"$".contains(sign))
                {
                    found.insert(value.to_owned());
                }
            }
        }
    }
    for (at, _) in text.match_indices("-----BEGIN") {
        let block = &text[at..];
        if block.chars().take(40).collect::<String>().contains("PRIVATE KEY-----") {
            // Its first line of signs.
            let body = block.split("-----").nth(2).unwrap_or("");
            found.extend(
                body.split(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '+' | '/')))
                    .find(|line| line.len() >= 40)
                    .map(str::to_owned),
            );
        }
    }
    for (at, _) in text.match_indices("://") {
        let rest = &text[at + 3..];
        let end = rest.find(|sign: char| !(is_sign(sign) || matches!(sign, ':' | '@' | '!' | '%'))).unwrap_or(rest.len());
        if let Some((user, _)) = rest[..end].rsplit_once('@')
            && let Some((_, password)) = user.split_once(':')
            && password.len() >= 8
            && password.chars().any(|sign| sign.is_ascii_digit())
        {
            found.insert(password.to_owned());
        }
    }
    found
}

#[test]
#[expect(clippy::print_stdout, reason = "the reader of a test run should know what was tested")]
fn no_secret_of_the_corpus_is_generated_or_said() {
    let Some(corpus) = corpus() else { return };
    let (mut files_with, mut looked_for, mut wrong) = (0, 0, Vec::new());
    for file in listed(&corpus).expect("the corpus has an index") {
        let Ok(text) = fs::read_to_string(corpus.join(&file)) else { continue };
        let secrets = secrets(&text);
        if secrets.is_empty() {
            continue;
        }
        files_with += 1;
        looked_for += secrets.len();
        let Ran { files, said, generated } = run(&corpus.join(&file), "collection", "").expect("the collection can be copied");
        let mut made: Vec<(String, String)> = Vec::new();
        if let Some(generated) = &generated {
            made.extend(generated.tree.iter().map(|(path, text)| (path.as_str().to_owned(), text.to_owned())));
        }
        for format in [Format::Human { color: Color::Plain }, Format::Json] {
            made.push(("what is said".to_owned(), render(&said, &files.sources, format, Notes::All)));
        }
        for secret in &secrets {
            for (path, text) in &made {
                if text.contains(secret.as_str()) {
                    // Never the whole: this is shown, too.
                    let shown: String = secret.chars().take(4).collect();
                    wrong.push(format!("{file}: `{shown}…` ({} signs) in {path}", secret.len()));
                }
            }
        }
    }
    println!("{looked_for} secrets in {files_with} files");
    assert!(looked_for >= 20, "only {looked_for} secrets were looked for: the patterns see too little");
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
