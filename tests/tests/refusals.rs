//! Everything that can be said has a smallest input that makes it be said, in `tests/refusal/<code>/`.

use std::collections::BTreeSet;

use docwright::diagnostic::{Code, Diagnostic, Diagnostics, Label};
use docwright::ir::{Api, Shape, TypeDef};
use docwright::text::SourceMap;
use docwright::{passes, spec};
use docwright_tests::cases::{Case, Outcome, cases, compare};

/// A change of an API by hand.
type Change = fn(&mut Api);

/// Codes of the last gate that no reader can bring about: the readers say such things before, in words of their own. The gate says them of
/// an API that was made by hand, or by a reader that is still to come.
const OF_THE_GATE: &[(Code, Change)] = &[
    (Code::DuplicateOperation, |api| api.operations.push(api.operations[0].clone())),
    (Code::DuplicateAuth, |api| api.auth.push(api.auth[0].clone())),
    (Code::DuplicateType, |api| {
        let (_, lamp) = api.types.iter().find(|(_, def)| def.name.is_some()).expect("the type");
        let lamp = lamp.clone();
        api.types.add(lamp);
    }),
    (Code::EndlessType, |api| {
        let basis = api.title.basis.clone();
        let outer = api.types.add(TypeDef::anonymous(Shape::Any, basis.clone()));
        let inner = api.types.add(TypeDef::anonymous(Shape::Nullable(outer), basis));
        api.types.get_mut(outer).shape = Shape::List(inner);
    }),
];

const BY_HAND: &str = "docwright = 1\nname = \"Lamps\"\nfrom.name = \"x\"\n[source]\nfile = \"page.txt\"\n[server]\nurl = \"https://lamps.example\"\nfrom = \"x\"\n\
    [auth.key]\nbearer = \"key\"\nfrom = \"x\"\n[type.Lamp]\nfrom = \"x\"\nrows = [[\"id\", \"string\"]]\n\
    [op.get]\nrequest = \"GET /lamp\"\nfrom = \"x\"\nanswer = \"Lamp\"\n";

/// What is said of an API that was changed by hand behind its reader.
fn by_hand(change: Change) -> Outcome {
    let mut outcome = Outcome {
        files: docwright::pipeline::Files::default(),
        diagnostics: Diagnostics::default(),
        loaded: None,
        api: None,
        generated: None,
        module: None,
    };
    let sources = &mut outcome.files.sources;
    sources.add("page.txt", "Lamps\n".to_owned());
    let file = sources.add("input.toml", BY_HAND.to_owned());
    let read = spec::read(file, sources, &mut outcome.diagnostics).expect("the spec is right");
    let mut api = spec::lower(&read, sources, &mut outcome.diagnostics).api;
    assert!(outcome.diagnostics.iter().next().is_none(), "{}", outcome.said());
    change(&mut api);
    outcome.api = passes::run(api, &[], &mut outcome.diagnostics);
    outcome
}

fn all() -> Vec<(Case, Outcome)> {
    let mut all: Vec<(Case, Outcome)> = Vec::new();
    for case in cases("refusal").expect("the cases can be listed") {
        let hand = OF_THE_GATE.iter().find(|(code, _)| code.id() == case.name);
        let outcome = match hand {
            Some((_, change)) => by_hand(*change),
            None => case.run_together().expect("the case can be copied"),
        };
        all.push((case, outcome));
    }
    all
}

#[test]
fn every_code_has_a_case_and_every_case_has_its_code() {
    let named: BTreeSet<String> = cases("refusal").expect("the cases can be listed").into_iter().map(|case| case.name).collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    let missing: Vec<&String> = codes.difference(&named).collect();
    let left: Vec<&String> = named.difference(&codes).collect();
    assert!(missing.is_empty(), "no folder in tests/refusal/ raises {missing:?}: add one with the smallest input that does");
    assert!(left.is_empty(), "no code is called {left:?}: tests/refusal/ holds a folder for each code, and no other");
}

#[test]
fn every_case_raises_its_code_and_says_what_stands_beside_it() {
    let mut wrong = String::new();
    for (case, outcome) in all() {
        if !outcome.diagnostics.iter().any(|said| said.code.id() == case.name) {
            wrong += &format!("tests/refusal/{} does not raise its code; said is:\n{}", case.name, outcome.said());
        }
        wrong += &compare(&case.folder, &[("diagnostics.snap", Some(outcome.said()))]).expect("snapshots can be written");
    }
    assert!(wrong.is_empty(), "{wrong}\nlook at each difference; `INSTA_UPDATE=always cargo test -p docwright-tests` accepts them all");
}

#[test]
fn what_is_an_error_stops_and_nothing_else_does() {
    for (case, outcome) in all() {
        let errors = outcome.diagnostics.has_errors();
        if outcome.loaded.is_some() {
            assert_eq!(outcome.generated.is_some(), !errors, "{}: {}", case.name, outcome.said());
        }
    }
}

#[test]
fn every_place_is_in_its_file_and_every_word_is_said_as_all_are() {
    let mut wrong = Vec::new();
    for (case, outcome) in all() {
        for said in outcome.diagnostics.iter() {
            wrong.extend(looks(said, &outcome.files.sources).into_iter().map(|what| format!("{}: {what}: {}", case.name, said.message)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the look of a diagnostic.
fn looks(said: &Diagnostic, sources: &SourceMap) -> Vec<String> {
    let mut wrong = Vec::new();
    for Label { span, .. } in std::iter::once(&said.primary).chain(&said.others) {
        let file = sources.file(span.file);
        let (start, end) = (span.start as usize, span.end as usize);
        if start > end || end > file.text().len() || !file.text().is_char_boundary(start) || !file.text().is_char_boundary(end) {
            wrong.push(format!("{}..{} is no place in {}", start, end, file.name()));
            continue;
        }
        let at = sources.start(*span);
        let lines: Vec<&str> = file.text().split('\n').collect();
        let line = lines.get(at.line as usize - 1);
        if at.line == 0 || at.column == 0 || line.is_none_or(|line| at.column as usize > line.chars().count() + 1) {
            wrong.push(format!("{} is outside the file", sources.place(*span)));
        }
        if file.name().is_empty() || file.name().starts_with('/') {
            wrong.push(format!("`{}` is no name that a reader knows", file.name()));
        }
    }
    let starts_in_capitals = said
        .message
        .split_whitespace()
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && !word.chars().nth(1).is_some_and(char::is_uppercase));
    if said.message.trim() != said.message || said.message.is_empty() || said.message.ends_with('.') || starts_in_capitals {
        wrong.push("a message is lower case and has no full stop".to_owned());
    }
    for note in said.notes.iter().chain(&said.help) {
        // What stands in a document ends as the vendor ends it.
        let is_excerpt = note.starts_with("there stands: ");
        if note.trim() != note || note.is_empty() || (note.ends_with('.') && !is_excerpt) {
            wrong.push(format!("a note is a text without a full stop: {note:?}"));
        }
    }
    wrong
}

#[test]
fn every_error_says_what_was_expected_or_what_to_do() {
    let mut wrong = Vec::new();
    for (case, outcome) in all() {
        for said in outcome
            .diagnostics
            .iter()
            .filter(|said| said.code.id() == case.name && said.severity() == docwright::diagnostic::Severity::Error)
        {
            if said.notes.is_empty() && said.help.is_none() && !said.message.contains("expected") {
                wrong.push(format!("{}: {}", case.name, said.message));
            }
        }
    }
    assert!(wrong.is_empty(), "neither a note nor help:\n{}", wrong.join("\n"));
}

#[test]
fn every_code_is_explained() {
    let mut ids = BTreeSet::new();
    for &code in Code::ALL {
        let id = code.id();
        assert!(ids.insert(id), "`{id}` is the id of two codes");
        assert!(
            id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && !id.starts_with('-') && !id.ends_with('-'),
            "`{id}` is no id"
        );
        assert_eq!(Code::from_id(id), Some(code));
        let text = code.explanation();
        let first = text.lines().next().unwrap_or_default();
        let is_sentence =
            first.starts_with(|c: char| c.is_uppercase() || c == '`') && first.contains('.') && first.split_whitespace().count() >= 5;
        assert!(is_sentence, "the explanation of `{id}` begins with {first:?}, which is no sentence");
        assert!(text.trim_end().ends_with('.'), "the explanation of `{id}` does not end");
    }
}
