//! What the generated clients have, and have not, of the documents: by their own source, and by the compiler.

use docwright_tests::root;
use docwright_tests::vendors::vendor;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use syn::visit::Visit;

/// The files of a generated client, with their texts.
fn files(name: &str) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let mut folders = vec![root().join("generated").join(name)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("generated files are text");
                all.push((path, text));
            }
        }
    }
    assert!(all.len() >= 6, "{name}: only {} files", all.len());
    all
}

/// Everything that a program can call by its name.
#[derive(Default)]
struct Identifiers(BTreeSet<String>);

impl<'ast> Visit<'ast> for Identifiers {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.0.insert(ident.to_string().to_ascii_lowercase());
    }
}

#[test]
fn agendize_names_have_no_typos() {
    let mut names = Identifiers::default();
    let mut words = String::new();
    for (path, text) in files("agendize") {
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.visit_file(&syn::parse_file(&text).expect("generated code is Rust"));
            words.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" /// ", " "));
        }
    }
    // The documentation has the page's own words.
    for typo in ["availables", "bellow", "Incompleted", "resellers's"] {
        assert!(words.contains(typo), "`{typo}` is no longer in the documentation");
    }
    let typos = ["availables", "bellow", "incompleted", "resellerss", "resellers_s"];
    let found: Vec<&String> = names.0.iter().filter(|name| typos.iter().any(|typo| name.contains(typo))).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn text_is_kept_as_written() {
    // The article has a Cyrillic letter where English has none.
    let (_, run) = vendor("worksection");
    let page = run.sources.files().find(|(_, file)| file.name().ends_with("article.txt")).expect("the article").1.text().to_owned();
    assert!(page.contains("(messengers) \u{438} socials"));
    assert!(files("worksection").iter().any(|(path, text)| path.ends_with("types.rs") && text.contains("(messengers) \u{438} socials")));
}

/// The texts in a JSON value.
fn texts(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        serde_json::Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

#[test]
fn no_sample_value_is_printed() {
    let (api, _) = vendor("remote-counsel");
    let mut found = BTreeSet::new();
    let samples = api.operations.iter().flat_map(|operation| &operation.samples).chain(&api.samples);
    for sample in samples {
        let json = sample.json.as_deref().expect("all samples of the page can be read");
        texts(&serde_json::from_str(json).expect("a mended sample is JSON"), &mut found);
    }
    // Addresses of people and machines, a token, names, times. Shorter ones, and two of these, are words like any other.
    let told: Vec<&String> = found.iter().filter(|text| text.len() >= 6 && *text != "Active" && *text != "Default").collect();
    assert!(told.len() > 20, "only {} texts were found in the samples", told.len());
    for (path, text) in files("remote-counsel") {
        // The text itself is not shown: it may be a person's.
        let number = told.iter().position(|sample| text.contains(sample.as_str()));
        assert_eq!(number, None, "{}: the number of a sample's text that stands in it", path.display());
    }
}

#[test]
fn a_seat_has_a_type() {
    // By the compiler: the field has the name of a keyword.
    fn of_seat(seat: &krisp_teams::types::Seat) -> bool {
        seat.r#type.is_some()
    }
    assert!(!of_seat(&krisp_teams::types::Seat::default()));
}

#[test]
fn groups_and_users_are_two_types() {
    // By the compiler: each has what the other lacks, and neither is the other.
    fn of_group(group: &remote_counsel::types::EventGroup) -> (bool, bool) {
        (group.access_key.is_some(), group.event_group_users.is_some())
    }
    fn of_user(user: &remote_counsel::types::EventGroupUser) -> (bool, bool) {
        (user.user_email.is_some(), user.user_group_id.is_some())
    }
    assert_eq!(of_group(&remote_counsel::types::EventGroup::default()), (false, false));
    assert_eq!(of_user(&remote_counsel::types::EventGroupUser::default()), (false, false));
}
