//! `docwright.toml`, `ORIGIN.md`, and names of files.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::import::address::{Address, masked};
use crate::cli::words::number;
use crate::config;
use crate::diagnostic::visible;
use crate::output::Digest;

/// Where a document came from, for people.
pub(super) const ORIGIN: &str = "ORIGIN.md";
/// Longest name of a file.
const LONGEST: usize = 100;

/// A document that is imported.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its name in the folder.
    pub(super) file: String,
    /// The name that it had where it came from.
    pub(super) suggested: Option<String>,
    /// Its address; none for a file.
    pub(super) from: Option<Address>,
    /// What it is.
    pub(super) what: String,
    /// What it calls itself.
    pub(super) name: Option<String>,
}

/// The name of the API whose specs are in a folder; nothing where none can be made of the folder's name.
pub(super) fn api_name(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?.to_lowercase();
    let words: Vec<&str> = name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    Some(words.join("-")).filter(|name| config::can_be_api_name(name))
}

/// The name of a document in the folder: the one that it had, as far as all systems can write it; `taken` are those of others.
pub(super) fn file_name(suggested: Option<&str>, api: &str, role: &str, taken: &[String]) -> String {
    let mut kept = String::new();
    for sign in suggested.unwrap_or("").chars() {
        match sign {
            _ if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-') => kept.push(sign),
            _ if sign.is_alphabetic() => match deunicode::deunicode_char(sign) {
                // A sign of Chinese becomes a word.
                Some(latin) => kept.extend(latin.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' })),
                None => kept.push('-'),
            },
            _ => kept.push('-'),
        }
    }
    let kept = kept.trim_matches(['.', '-']);
    let mut stem = kept.strip_suffix(".json").unwrap_or(kept).to_owned();
    stem.truncate(LONGEST);
    if !stem.chars().any(|sign| sign.is_ascii_alphanumeric()) {
        stem = format!("{api}.{role}");
    }
    let mut name = format!("{stem}.json");
    let mut number = 2;
    // Some disks do not tell letters by their case.
    while taken.iter().any(|other| other.eq_ignore_ascii_case(&name)) || crate::output::TreePath::new(name.as_str()).is_err() {
        name = format!("{api}.{role}-{number}.json");
        number += 1;
    }
    name
}

/// The first configuration.
pub(super) fn config(name: &str, documents: &[&Document], collection: Option<&str>) -> String {
    let mut entries = Vec::new();
    if let Some((main, environments)) = documents.split_first() {
        entries.push(("postman", quoted(&main.file)));
        if let Some(collection) = collection {
            entries.push(("collection", quoted(collection)));
        }
        if !environments.is_empty() {
            let files: Vec<String> = environments.iter().map(|environment| quoted(&environment.file)).collect();
            entries.push(("environments", format!("[{}]", files.join(", "))));
        }
    }
    let width = entries.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let mut text = format!("docwright = {}\nname = {}\n\n[input]\n", config::VERSION, quoted(name));
    for (key, value) in entries {
        let _ = writeln!(text, "{key:width$} = {value}");
    }
    text
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            _ if sign.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(sign));
            }
            _ => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

/// Where the documents came from.
pub(super) fn origin(documents: &[&Document], contents: &[(String, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (at, document) in documents.iter().enumerate() {
        let bytes = contents.iter().find(|(path, _)| *path == document.file).map_or(&[][..], |(_, bytes)| bytes);
        if at > 0 {
            text.push('\n');
        }
        let _ = writeln!(text, "# {}\n", document.file);
        let mut what: Vec<char> = document.what.chars().collect();
        if let Some(first) = what.first_mut() {
            *first = first.to_ascii_uppercase();
        }
        text.extend(what);
        if let Some(name) = &document.name {
            let _ = write!(text, ", {}", code(name));
        }
        match &document.from {
            Some(Address { fetch, page, .. }) => {
                let _ = write!(text, ", fetched from {}", code(&masked(fetch)));
                if let Some(page) = page {
                    let _ = write!(text, ", the collection behind the page {}", code(&masked(page)));
                }
            }
            None => text.push_str(", copied from a file; say here where that came from"),
        }
        let _ = writeln!(text, ".\n\nByte for byte, {} bytes. SHA-256 `{}`.", number(bytes.len()), Digest::of(bytes));
    }
    text
}

/// A vendor's text within a line of Markdown.
fn code(text: &str) -> String {
    let shown: String = visible(text).chars().take(200).map(|sign| if sign == '`' { '\'' } else { sign }).collect();
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Document, api_name, config, file_name, origin};
    use crate::cli::import::address::Address;

    fn document(file: &str, from: Option<&str>) -> Document {
        let from = from.map(|url| Address { fetch: url.to_owned(), file: None, page: None });
        let what = "a Postman collection v2".to_owned();
        Document { file: file.to_owned(), suggested: None, from, what, name: Some("Pets `x`\n".to_owned()) }
    }

    #[test]
    fn names_are_those_of_files_and_apis() {
        assert_eq!(api_name(Path::new("/x/specs/Remote_Counsel")).as_deref(), Some("remote-counsel"));
        assert_eq!(api_name(Path::new("/x/specs/9lives")), None);
        assert_eq!(api_name(Path::new("/x/specs/äöü")), None);
        assert_eq!(api_name(Path::new("/")), None);
        let name = |suggested| file_name(suggested, "pets", "postman_collection", &["taken.json".to_owned()]);
        assert_eq!(name(Some("pets.postman_collection.json")), "pets.postman_collection.json");
        assert_eq!(name(Some("My pets (1).json")), "My-pets--1-.json");
        assert_eq!(name(Some("export")), "export.json");
        assert_eq!(name(Some("ü.json")), "u.json");
        assert_eq!(name(Some("Größe лампы.json")), "Grosse-lampy.json");
        assert_eq!(name(Some("taken.json")), "pets.postman_collection-2.json");
        assert_eq!(name(Some("Taken.json")), "pets.postman_collection-2.json");
        assert_eq!(name(Some("../..")), "pets.postman_collection.json");
        assert_eq!(name(Some("docwright.toml")), "docwright.toml.json");
        assert_eq!(name(Some("CON.json")), "pets.postman_collection-2.json");
        assert_eq!(name(None), "pets.postman_collection.json");
    }

    #[test]
    fn a_configuration_names_all_documents() {
        let (main, live) = (document("pets.json", None), document("live.json", None));
        assert_eq!(config("pets", &[&main], None), "docwright = 1\nname = \"pets\"\n\n[input]\npostman = \"pets.json\"\n");
        assert_eq!(
            config("pets", &[&main, &live], Some("A \"b\"\\\n")),
            "docwright = 1\nname = \"pets\"\n\n[input]\npostman      = \"pets.json\"\ncollection   = \"A \\\"b\\\"\\\\\\u000A\"\nenvironments = [\"live.json\"]\n"
        );
    }

    #[test]
    fn an_origin_tells_no_secret_and_breaks_out_of_no_line() {
        let documents = [&document("a.json", Some("https://me:pw@a.example/a.json?key=s3cret")), &document("b.json", None)];
        let contents = [("a.json".to_owned(), b"abc".to_vec()), ("b.json".to_owned(), Vec::new())];
        let text = origin(&documents, &contents);
        assert!(
            text.starts_with(
                "# a.json\n\nA Postman collection v2, `Pets 'x'␊`, fetched from `https://***@a.example/a.json?key=***`.\n\n\
                 Byte for byte, 3 bytes. SHA-256 `ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad`.\n\n# b.json\n"
            ),
            "{text}"
        );
        assert!(!text.contains("pw") && !text.contains("s3cret"), "{text}");
    }
}
