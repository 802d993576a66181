//! Each folder of `tests/fixture/` goes through all stages; what comes out stands beside it.

use docwright_tests::cases::{cases, compare};

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    let mut differing = String::new();
    let cases = cases("fixture").expect("the fixtures can be listed");
    assert!(cases.len() > 30, "the fixtures are there");
    for case in cases {
        let outcome = case.run().expect("the case can be copied");
        // What is hostile is measured by scrutiny and by the compiler; nobody would read what becomes of it.
        let is_read = !case.name.starts_with("hostile-");
        let snapshots = [
            ("ir.snap", outcome.ir().filter(|_| is_read)),
            ("diagnostics.snap", Some(outcome.said())),
            ("files.snap", outcome.written().filter(|_| is_read)),
        ];
        differing += &compare(&case.folder, &snapshots).expect("snapshots can be written");
        if outcome.generated.is_none() {
            differing += &format!("{}: nothing is generated\n{}", case.name, outcome.said());
        }
    }
    assert!(
        differing.is_empty(),
        "{differing}\nlook at each difference; `INSTA_UPDATE=always cargo test -p docwright-tests` accepts them all"
    );
}
