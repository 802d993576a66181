//! Nothing is forgotten by the benches.

use std::fs;

use docwright_tests::root;

#[test]
fn every_vendor_is_measured() {
    let bench = fs::read_to_string(root().join("generator/benches/stages.rs")).expect("the bench");
    let list = bench.lines().find(|line| line.starts_with("const APIS:")).expect("its list of vendors");
    let mut folders: Vec<String> = fs::read_dir(root().join("specs"))
        .expect("the specs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("docwright.toml").is_file())
        .map(|path| format!("{:?}", path.file_name().expect("a name")))
        .collect();
    folders.sort();
    assert_eq!(list, format!("const APIS: &[&str] = &[{}];", folders.join(", ")));
}
