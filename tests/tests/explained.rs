//! What `docwright explain` shows of a field: what is stated, what samples show, and nothing of what is a secret or somebody's.

use docwright::diagnostic::Diagnostics;
use docwright::pipeline::{Docwright, Explained, Stages as _};
use docwright_tests::cases::{Outcome, cases, run};
use tempfile::TempDir;

/// A fixture that went through all stages.
fn outcome(name: &str) -> Outcome {
    let all = cases("fixture").expect("the cases can be listed");
    let case = all.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case is called {name}"));
    let root = TempDir::new().expect("a folder for the case");
    let folder = case.stage(root.path()).expect("the case can be copied");
    run(&folder, root.path())
}

/// What is known about a thing.
fn explained(outcome: &Outcome, node: &str) -> String {
    let loaded = outcome.loaded.as_ref().expect("the case can be loaded");
    match Docwright.explain(loaded, node, &outcome.files.sources, &mut Diagnostics::default()) {
        Some(Explained::Known(text)) => text,
        other => panic!("nothing is known about `{node}`: {other:?}"),
    }
}

/// The lines about what samples show.
fn in_samples(text: &str) -> Vec<&str> {
    text.lines().skip_while(|line| !line.starts_with("  in samples")).map(str::trim).collect()
}

/// Each line is told from `tests/fixture/what-samples-show/input.json` by hand: two lamps in one answer, of which the second was cut short, and one in another.
#[test]
fn what_samples_show_is_counted() {
    let outcome = outcome("what-samples-show");
    let shown = |field: &str| -> Vec<String> {
        let text = explained(&outcome, &format!("op:List lamps/200[]/{field}"));
        in_samples(&text).into_iter().map(|line| line.replace("specs/what-samples-show/input.json:", "")).collect()
    };
    let watts = [
        "in samples: it stands in 3 of 3 objects",
        "a whole number 2 times: from 7 to 40, first at 19:33",
        "a text once of 5 characters, decimal once: `12.50` once, first at 25:33",
    ];
    assert_eq!(shown("watts"), watts);
    let room = [
        "in samples: it stands in 3 of 3 objects",
        "null once, first at 19:245",
        "a placeholder once, first at 25:54",
        "a text once of 4 characters: `hall` once, first at 19:47",
    ];
    assert_eq!(shown("room"), room);
    let made = [
        "in samples: it stands in 3 of 3 objects",
        "a text 3 times of 6 to 10 characters, date 2 times: `2024-05-01` once, `2024-05-02` once, `spring` once, first at 19:67",
    ];
    assert_eq!(shown("made"), made);
    // The one that was cut short has it; the one in the other answer does without.
    let tags = [
        "in samples: it stands in 2 of 3 objects",
        "a list 2 times of 0 to 2 items, first at 19:107",
        "each: a text 2 times of 3 characters: `old` once, `red` once, first at 19:108",
    ];
    assert_eq!(shown("tags"), tags);
    let hue = [
        "in samples: it stands in 2 of 3 objects",
        "a whole number once: 3, first at 19:387",
        "a number with a fraction once: 2.5, first at 19:212",
    ];
    assert_eq!(shown("hue"), hue);
    let on = ["in samples: it stands in 3 of 3 objects", "a boolean 3 times: true 2 times, first at 19:91"];
    assert_eq!(shown("on"), on);
}

/// Names of people and secrets are counted, and not shown.
#[test]
fn nobody_and_no_secret_is_shown_by_what_samples_show() {
    let outcome = outcome("what-samples-show");
    for (field, expected) in
        [("owner", "a text 2 times of 8 characters, first at "), ("api_key", "a text 2 times of 32 characters, first at ")]
    {
        let text = explained(&outcome, &format!("op:List lamps/200[]/{field}"));
        let lines = in_samples(&text);
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[1].starts_with(expected), "{text}");
        assert!(!lines.iter().any(|line| ["Ann", "Wood", "Bob", "sk_live"].iter().any(|word| line.contains(word))), "{text}");
    }
}

/// What is stated and what a sample shows stand side by side, each with its place; once a person settled it, too.
#[test]
fn both_sides_of_a_conflict_are_shown() {
    for (case, node, stated, shown, settled) in [
        (
            "conflicts-of-values",
            "op:Dim lamp/query/steps",
            "conflict about the type: stated is an `integer`",
            "and a sample shows `three`",
            false,
        ),
        (
            "conflicts-of-values",
            "op:Dim lamp/header/X-Room",
            "conflict about the length: stated is at most 8 characters",
            "and a sample shows 12 characters",
            false,
        ),
        (
            "conflicts-of-values",
            "op:Add lamp/body[]/serial",
            "conflict about the form: stated is a `uuid`",
            "and a sample shows a text of another form",
            false,
        ),
        (
            "conflicts-of-values",
            "op:Add lamp/body[]/hall",
            "conflict about the type: stated is that it is never `null`",
            "and a sample shows `null`",
            false,
        ),
        (
            "conflicts-in-a-spec",
            "type:Lamp/label",
            "conflict about the length: stated is at most 12 characters",
            "and a sample shows 16 characters",
            false,
        ),
        (
            "conflicts-of-values-settled",
            "op:Add lamp/body[]/code",
            "conflict about the length (settled by hand): stated is at most 3 characters",
            "and a sample shows 8 characters",
            true,
        ),
    ] {
        let outcome = outcome(case);
        let text = explained(&outcome, node);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let at = lines.iter().position(|line| *line == stated).unwrap_or_else(|| panic!("{case}: {stated} is not in\n{text}"));
        let behind = lines.iter().position(|line| *line == shown).unwrap_or_else(|| panic!("{case}: {shown} is not in\n{text}"));
        let places = |lines: &[&str]| lines.iter().filter(|line| line.contains("at specs/")).count();
        // A place that was just shown is not shown again.
        assert!(at < behind && places(&lines[at.saturating_sub(2)..behind]) >= 1 && places(&lines[behind..]) >= 1, "{case}\n{text}");
        let docs = outcome
            .generated
            .as_ref()
            .expect("a client is made")
            .tree
            .iter()
            .any(|(_, file)| file.contains(&format!("The document states {}", stated.split("stated is ").nth(1).unwrap_or(""))));
        assert_eq!(docs, !settled, "{case}: {node}");
    }
}
