//! `specs/TRAPS.md` claims nothing that does not hold: whatever its rows name is there.

use docwright::diagnostic::Code;
use docwright_tests::root;
use docwright_tests::vendors::{Run, run, vendor};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The five documents, in the page's order: heading, number of traps, folder, the document, the file that people write.
const VENDORS: [(&str, usize, &str, &str, &str); 5] = [
    ("CrankWheel", 19, "crankwheel", "crankwheel.postman_collection.json", "overlay.toml"),
    ("Remote Counsel", 24, "remote-counsel", "event-schedules.apipie.txt", "event-schedules.spec.toml"),
    ("Agendize", 33, "agendize", "reseller-accounts.tables.txt", "reseller-accounts.spec.toml"),
    ("Krisp", 23, "krisp", "krisp.documenter-metadata.json", "overlay.toml"),
    ("Worksection", 21, "worksection", "worksection-get-users.article.txt", "worksection-get-users.spec.toml"),
];

/// A row of the page.
#[derive(Debug)]
struct Trap {
    vendor: usize,
    number: usize,
    classes: Vec<String>,
    held_by: String,
}

impl Trap {
    fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|known| known == class)
    }
}

/// What a row names.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    Test(String),
    Code {
        code: String,
        places: Vec<String>,
    },
    Row {
        table: String,
        path: String,
    },
    Key(String),
    Patch {
        at: String,
        sets: String,
    },
    Gap {
        subject: String,
        words: String,
    },
    /// A word in the sentence.
    Word,
}

fn traps() -> Vec<Trap> {
    let text = fs::read_to_string(root().join("specs/TRAPS.md")).expect("the page is there");
    let mut all = Vec::new();
    let mut vendor = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let number = VENDORS.iter().position(|(name, number, ..)| heading.starts_with(&format!("{name} ({number}) ")));
            vendor = Some(number.unwrap_or_else(|| panic!("a heading that nothing is known of: {heading}")));
        }
        let cells: Vec<&str> = line.split(" | ").map(|cell| cell.trim_matches(['|', ' '])).collect();
        let (Some(vendor), [number, _, classes, held_by]) = (vendor, cells.as_slice()) else { continue };
        let Ok(number) = number.parse() else { continue };
        let classes = classes.split(", ").map(str::to_owned).collect();
        all.push(Trap { vendor, number, classes, held_by: (*held_by).to_owned() });
    }
    all
}

/// Everything in backquotes, with what stands behind it.
fn named(held_by: &str) -> Vec<Named> {
    let pieces: Vec<&str> = held_by.split('`').collect();
    assert!(pieces.len() % 2 == 1, "a backquote without its partner: {held_by}");
    let mut all = Vec::new();
    let mut at = 1;
    while at < pieces.len() {
        let (inner, behind) = (pieces[at], pieces[at + 1]);
        at += 2;
        let parts = |kind: &str, sign: char| -> Option<(String, String)> {
            let (first, second) = inner.strip_prefix(kind)?.split_once(sign)?;
            Some((first.trim().to_owned(), second.trim().to_owned()))
        };
        all.push(if behind.starts_with(" (test)") {
            Named::Test(inner.to_owned())
        } else if behind.starts_with(" (code)") {
            assert_eq!(behind, " (code) at ", "a code is said at a place: {held_by}");
            let mut places = Vec::new();
            while at < pieces.len() && (places.is_empty() || pieces[at - 1] == ", ") {
                places.push(pieces[at].to_owned());
                at += 2;
            }
            Named::Code { code: inner.to_owned(), places }
        } else if inner.starts_with('[') {
            Named::Key(inner.to_owned())
        } else if let Some((table, path)) = parts("row ", '/') {
            Named::Row { table, path }
        } else if let Some((at, sets)) = inner.strip_prefix("patch ").and_then(|patch| patch.rsplit_once(": ")) {
            Named::Patch { at: at.to_owned(), sets: sets.to_owned() }
        } else if let Some((subject, words)) = parts("gap ", ':') {
            Named::Gap { subject, words }
        } else {
            Named::Word
        });
    }
    all
}

/// The names of all tests below `tests/tests`, as `binary::module::function`.
fn tests() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let folder = root().join("tests/tests");
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).expect("the tests' folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            for entry in fs::read_dir(&path).expect("a folder of tests") {
                let module = entry.expect("an entry").path();
                let name = module.file_stem().expect("a name").to_string_lossy().into_owned();
                files.push((if name == "main" { stem.clone() } else { format!("{stem}::{name}") }, module));
            }
        } else {
            files.push((stem, path));
        }
    }
    for (name, path) in files.iter().filter(|(_, path)| path.extension().is_some_and(|extension| extension == "rs")) {
        let text = fs::read_to_string(path).expect("a file of tests");
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for item in parsed.items {
            let syn::Item::Fn(function) = item else { continue };
            // `#[test]`, and `#[tokio::test]` with whatever arguments.
            let is_test = |attribute: &syn::Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "test");
            if function.attrs.iter().any(is_test) {
                all.insert(format!("{name}::{}", function.sig.ident));
            }
        }
    }
    all
}

fn table(vendor: usize) -> toml::Table {
    let (_, _, folder, _, written) = VENDORS[vendor];
    fs::read_to_string(root().join("specs").join(folder).join(written)).expect("a spec").parse().expect("TOML")
}

/// Whether a dotted key, as TOML writes it, leads to something.
fn has_key(spec: &toml::Table, key: &str) -> bool {
    let path: toml::Table = format!("{key}\n").parse().unwrap_or_else(|error| panic!("`{key}` is no key: {error}"));
    let (mut path, mut spec) = (&path, spec);
    loop {
        let Some((step, below)) = path.iter().next() else { return true };
        let Some(found) = spec.get(step) else { return false };
        path = below.as_table().expect("a header makes tables");
        match found.as_table() {
            Some(found) => spec = found,
            None => return path.is_empty(),
        }
    }
}

/// Whether a table has a row, and the row says whence it is: lines, another page, or a reason.
fn has_row(spec: &toml::Table, name: &str, path: &str) -> bool {
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    for (kind, rows) in [("type", "rows"), ("values", "rows"), ("codes", "rows"), ("op", "params")] {
        let Some(table) = spec.get(kind).and_then(|tables| tables.get(name)) else { continue };
        let rows = table.get(rows).and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let Some(row) = rows.iter().filter_map(toml::Value::as_array).find(|row| row.first().map(text).as_deref() == Some(path)) else {
            continue;
        };
        let columns = match kind {
            "type" | "codes" => 5,
            "op" => 6,
            _ => 3,
        };
        let at = row.get(columns - 1).map(text).unwrap_or_default();
        let settled = ["from", "assumed"].iter().any(|word| table.get(word).and_then(|table| table.get(path)).is_some());
        return !at.is_empty() || settled;
    }
    false
}

/// Whether an `unknown` of a subject speaks of something.
fn has_gap(spec: &toml::Table, subject: &str, words: &str) -> bool {
    let of = |table: Option<&toml::Value>| -> Vec<String> {
        let gaps = table.and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let sentence = |gap: &toml::Value| gap.as_str().or_else(|| gap.get(0)?.as_str()).map(str::to_owned);
        gaps.iter().filter_map(sentence).collect()
    };
    let gaps = if subject == "spec" {
        of(spec.get("unknown"))
    } else {
        let find = |kind: &str| spec.get(kind).and_then(|tables| tables.get(subject)).and_then(|table| table.get("unknown"));
        of(find("type").or_else(|| find("op")))
    };
    gaps.iter().any(|gap| gap.contains(words))
}

/// Whether there is a correction of an address that sets something.
fn has_patch(spec: &toml::Table, at: &str, sets: &str) -> bool {
    let patches = spec.get("patch").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    patches.iter().any(|patch| {
        let here = patch.get("at").and_then(toml::Value::as_str) == Some(at);
        here && patch.get("set").and_then(|set| set.get(sets)).is_some() && patch.get("reason").is_some()
    })
}

/// What is said about a vendor's document before any overlay has settled anything.
fn bare(vendor_number: usize) -> Run {
    let (_, _, folder, document, written) = VENDORS[vendor_number];
    if written != "overlay.toml" {
        return vendor(folder).1;
    }
    let root_folder = tempfile::tempdir().expect("a folder");
    let specs = root_folder.path().join("specs").join(folder);
    fs::create_dir_all(&specs).expect("a folder");
    fs::copy(root().join("specs").join(folder).join(document), specs.join(document)).expect("the document");
    let config = format!("docwright = 1\nname = \"bare\"\n[input]\npostman = \"{document}\"\n");
    fs::write(specs.join("docwright.toml"), config).expect("a configuration");
    run(&specs, root_folder.path())
}

#[test]
fn the_page_has_120_rows() {
    let traps = traps();
    for (vendor, (name, number, ..)) in VENDORS.iter().enumerate() {
        let numbers: Vec<usize> = traps.iter().filter(|trap| trap.vendor == vendor).map(|trap| trap.number).collect();
        assert_eq!(numbers, (1..=*number).collect::<Vec<_>>(), "{name}");
    }
    assert_eq!(traps.len(), 120);
}

#[test]
fn every_row_names_what_its_classes_ask_for() {
    let mut wrong = Vec::new();
    for trap in traps() {
        let named = named(&trap.held_by);
        let any = |holds: &dyn Fn(&Named) -> bool| named.iter().any(holds);
        let of_client =
            |one: &Named| matches!(one, Named::Test(test) if test.starts_with("wire::") || test.starts_with("truth::clients::"));
        let of_spec = |one: &Named| matches!(one, Named::Test(test) if test.starts_with("truth::") || test.starts_with("traps::"));
        let entry = |one: &Named| matches!(one, Named::Row { .. } | Named::Key(_) | Named::Patch { .. } | Named::Gap { .. });
        let mut missing = |class: &str, what: &str, there: bool| {
            if trap.is(class) && !there {
                wrong.push(format!("{} {}: *{class}* without {what}", VENDORS[trap.vendor].0, trap.number));
            }
        };
        missing("client", "a test of the client", any(&of_client));
        missing("diagnostic", "a code, or a test that none comes", any(&|one| matches!(one, Named::Code { .. }) || of_spec(one)));
        missing("hand", "an entry, or a test of one", any(&|one| entry(one) || of_spec(one)));
        missing("reader", "the word that it is open", trap.held_by.contains("open"));
        if trap.held_by.contains("drafting is open") && !trap.is("reader") {
            wrong.push(format!("{} {}: what is open is of the class *reader*", VENDORS[trap.vendor].0, trap.number));
        }
        let known = ["client", "diagnostic", "hand", "reader"];
        assert!(!trap.classes.is_empty() && trap.classes.iter().all(|class| known.contains(&class.as_str())), "{trap:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whatever_a_row_names_is_there() {
    let tests = tests();
    let specs: Vec<toml::Table> = (0..VENDORS.len()).map(table).collect();
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for trap in traps() {
        let spec = &specs[trap.vendor];
        for one in named(&trap.held_by) {
            let there = match &one {
                Named::Test(test) => tests.contains(test),
                Named::Row { table, path } => has_row(spec, table, path),
                Named::Key(key) => has_key(spec, key),
                Named::Patch { at, sets } => has_patch(spec, at, sets),
                Named::Gap { subject, words } => has_gap(spec, subject, words),
                // The next test runs the stages.
                Named::Code { .. } | Named::Word => continue,
            };
            looked_at += 1;
            if !there {
                wrong.push(format!("{} {}: {one:?}", VENDORS[trap.vendor].0, trap.number));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked_at > 200, "only {looked_at} things are named: the test looks at the wrong place");
}

#[test]
fn every_code_is_said_at_the_places_that_are_named() {
    let runs: Vec<Run> = (0..VENDORS.len()).map(bare).collect();
    let mut looked_at = 0;
    for trap in traps() {
        let (_, _, folder, document, _) = VENDORS[trap.vendor];
        for one in named(&trap.held_by) {
            let Named::Code { code, places } = one else { continue };
            let known = Code::ALL.iter().find(|known| known.id() == code);
            let known = known.unwrap_or_else(|| panic!("{folder} {}: there is no code `{code}`", trap.number));
            let said = runs[trap.vendor].places(*known);
            for place in places {
                looked_at += 1;
                let wanted = format!("specs/{folder}/{document}:{place}");
                assert!(said.contains(&wanted), "{folder} {}: `{code}` at {wanted}; it is said at {said:#?}", trap.number);
            }
        }
    }
    assert!(looked_at > 20, "only {looked_at} places are named: the test looks at the wrong place");
}

/// The codes that are said about a document, each as often as it is said.
fn codes(run: &Run) -> Vec<&'static str> {
    run.said.sorted().iter().map(|said| said.code.id()).collect()
}

#[test]
fn crankwheel_says_these_codes_and_no_others() {
    let run = bare(0);
    assert!(run.api.is_some());
    // Nothing about `schema`, which ends without the file's usual name.
    let text = run.sources.file(run.loaded.input).text();
    assert!(text.contains("collection/v2.0.0/\""));
    assert_eq!(
        codes(&run),
        [
            "title-names-an-operation",
            "base-url-inferred",
            "insecure-base-url",
            "placeholder-value",
            "placeholder-value",
            "undefined-variable",
            "auth-only-in-prose",
            "no-response-body",
            "placeholder-value",
            "placeholder-value",
            "auth-only-in-prose",
            // Four lists of what an answer holds; the overlay takes them down.
            "words-not-placed",
            "words-not-placed",
            "words-not-placed",
            "words-not-placed",
            "no-response-body",
            "no-response-body",
        ]
    );
}

#[test]
fn krisp_says_these_codes_and_no_others() {
    let run = bare(3);
    // The first one calls the file the metadata of a page, whatever its `schema` is.
    assert_eq!(codes(&run), ["no-operations", "auth-only-in-prose", "undefined-variable", "undefined-variable", "undefined-variable"]);
    assert!(run.lines()[0].contains("this is only the metadata of a documentation page"));
    // Neither the documenter's status 200 nor its languages, colours and teams have become anything.
    let api = run.api.expect("metadata is an API without operations");
    assert!(api.operations.is_empty() && api.groups.is_empty() && api.types.is_empty() && api.headers.is_empty());
    assert!(api.webhooks.is_empty() && api.rate_limits.is_empty() && api.envelope.is_none() && api.errors.is_none());
}

#[test]
fn no_entry_of_worksection_is_taken_from_the_sites_own_words() {
    fn lines_of(value: &toml::Value, key: &str, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    lines_of(value, key, found);
                }
            }
            toml::Value::Array(rows) => {
                for row in rows {
                    match (key, row) {
                        // The last cell of a row is its lines.
                        ("rows" | "params" | "unknown", toml::Value::Array(cells)) => {
                            found.extend(cells.last().and_then(toml::Value::as_str).map(str::to_owned));
                        }
                        _ => lines_of(row, key, found),
                    }
                }
            }
            toml::Value::String(text) if key == "at" || key == "sample" => found.push(text.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    lines_of(&toml::Value::Table(table(4)), "", &mut found);
    let numbers =
        |text: &str| -> Vec<u32> { text.split(|sign: char| !sign.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect() };
    let numbers: Vec<u32> = found.iter().flat_map(|text| numbers(text)).collect();
    assert!(numbers.len() > 30, "the test looks at the wrong place: {found:?}");
    assert!(numbers.iter().all(|line| (5..=33).contains(line)), "{numbers:?}");
}
