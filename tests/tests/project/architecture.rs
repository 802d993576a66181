//! What the architecture page names is there.

use std::fs;
use std::path::Path;

use docwright_tests::root;

/// The words in backquotes of a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn is_file(word: &str) -> bool {
    Path::new(word).extension().is_some_and(|extension| extension == "rs" || extension == "toml")
}

#[test]
fn every_invariant_is_held_by_what_it_names() {
    let page = fs::read_to_string(root().join("generator/ARCHITECTURE.md")).expect("the page");
    let (_, table) = page.split_once("## Invariants").expect("the invariants");
    let mut wrong = Vec::new();
    let (mut files, mut tests) = (0, 0);
    for line in table.lines().filter(|line| line.starts_with("| ")) {
        let mut found_in = String::new();
        for file in quoted(line).filter(|word| word.contains('/') && is_file(word)) {
            files += 1;
            match fs::read_to_string(root().join(file)) {
                Ok(text) => found_in.push_str(&text),
                Err(error) => wrong.push(format!("{file}: {error}")),
            }
        }
        for test in quoted(line).filter(|word| word.contains('_') && !word.contains([':', '/', '.', '<', '!'])) {
            tests += 1;
            if !found_in.contains(&format!("fn {test}(")) {
                wrong.push(format!("`{test}` is in none of the files of its line"));
            }
        }
    }
    assert!(files >= 15 && tests >= 12, "only {files} files and {tests} tests were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_table() {
    let page = fs::read_to_string(root().join("generator/ARCHITECTURE.md")).expect("the page");
    for entry in fs::read_dir(root().join("generator/src")).expect("the rooms") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if entry.path().is_dir() { format!("`{name}/`") } else { format!("`{name}`") };
        if !matches!(name.as_str(), "`lib.rs`" | "`main.rs`") {
            assert!(page.contains(&name), "{name} is not on the page");
        }
    }
}

/// The limits that the page of the format names are those of the code.
#[test]
fn every_limit_is_what_the_page_says() {
    let page = fs::read_to_string(root().join("specs/FORMAT.md")).expect("the page");
    let (_, table) = page.split_once("## Limits").expect("the limits");
    let mut seen = 0;
    for line in table.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, _, much, _, held, _] = cells.as_slice() else { panic!("a line of the table: {line}") };
        let (file, constant) = quoted(held).next().zip(quoted(held).nth(1)).expect("a file and a constant");
        let text = fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let start = format!("const {constant}: ");
        let value = text.lines().find_map(|line| line.trim_start_matches("pub ").strip_prefix(&start)?.split_once(" = "));
        let (_, value) = value.unwrap_or_else(|| panic!("{file} has no `{constant}`"));
        let product =
            |value: &str| value.trim_end_matches(';').split(" * ").map(|factor| factor.parse::<u64>().ok()).product::<Option<u64>>();
        let number: String = much.chars().take_while(char::is_ascii_digit).collect();
        let said = number.parse::<u64>().ok().map(|number| if much.contains("MiB") { number * 1024 * 1024 } else { number });
        assert_eq!(product(value), said, "{file} `{constant}`");
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} limits were seen");
}
