//! The README shows what is: each block is run, or found in the file that it names.
//!
//! A block's first word is its language, the second says what holds it:
//!
//! * `console fresh`: the commands are run over a copy of `specs/` and `generated/`, and say what is shown; `first` is without `generated/`, `edited` with
//!   the one cell changed that the text speaks of; `example` is the example
//! * a path: the lines stand in that file, in this order; `…` on a line of its own stands for lines left out, at the end of a line for its rest
//! * `sh`: a command that CI runs
//!
//! The pictures are drawn from runs in the same way. `DOCWRIGHT_BLESS=1` writes what is shown anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::cli::{Captured, captured};
use docwright::pipeline::Docwright;
use docwright_tests::root;
use tempfile::TempDir;

#[path = "../../examples/first_request.rs"]
#[allow(dead_code, reason = "the example's own `main` is not called here")]
mod first_request;

/// The cell that the README changes: from, to.
const EDIT: [&str; 2] = [r#"["rate",             "number | string", "#, r#"["rate",             "string", "#];
const EDITED: &str = "specs/worksection/worksection-get-users.spec.toml";

/// A copy of what the command reads and writes.
fn workspace(kind: &str) -> TempDir {
    let copy = TempDir::new().expect("a folder for the copy");
    copy_into(&root().join("specs"), &copy.path().join("specs"));
    fs::create_dir(copy.path().join("recorded")).expect("a folder of the copy");
    fs::copy(root().join("tests/examples/answers.ndjson"), copy.path().join("recorded/answers.ndjson")).expect("the recording");
    if kind != "first" {
        copy_into(&root().join("generated"), &copy.path().join("generated"));
    }
    if kind == "edited" {
        copy_into(&root().join("specs/worksection"), &copy.path().join("before/specs/worksection"));
        let path = copy.path().join(EDITED);
        let text = read(&path);
        assert_eq!(text.matches(EDIT[0]).count(), 1, "{EDITED} has no such cell any more; correct EDIT and the README");
        fs::write(path, text.replace(EDIT[0], EDIT[1])).expect("the copy can be written");
    }
    copy
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder of the copy");
    for entry in fs::read_dir(from).expect("a folder of the workspace") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("its kind").is_dir() {
            copy_into(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file of the copy");
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

/// What a command says in a copy of the workspace, as a terminal shows it: messages first.
fn run(command: &str, copy: &TempDir, color: &str) -> Captured {
    let place = |word: &str| {
        let is_folder = word.starts_with("specs/") || word.starts_with("before/") || word.starts_with("recorded/");
        if is_folder { copy.path().join(word).into_os_string() } else { word.into() }
    };
    let words = command.split_whitespace().map(place);
    let root = ["--root".into(), copy.path().into(), "--color".into(), color.into()];
    captured(&Docwright, words.chain(root))
}

fn blesses() -> bool {
    std::env::var_os("DOCWRIGHT_BLESS").is_some()
}

/// A fenced block: its info string, its lines, and where they stand.
struct Block {
    info: String,
    lines: Vec<String>,
    line: usize,
}

/// The page as text between blocks and blocks.
enum Part {
    Text(String),
    Block(Block),
}

fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut block: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut block, fence) {
            (None, Some(info)) => {
                parts.push(Part::Text(format!("{line}\n")));
                block = Some(Block { info: info.to_owned(), lines: Vec::new(), line: at + 1 });
            }
            (Some(_), Some("")) => {
                parts.extend(block.take().map(Part::Block));
                parts.push(Part::Text(format!("{line}\n")));
            }
            (Some(block), _) => block.lines.push(line.to_owned()),
            (None, None) => parts.push(Part::Text(format!("{line}\n"))),
        }
    }
    assert!(block.is_none(), "README.md: a block without an end");
    parts
}

/// A block of commands with what they say now.
async fn console(block: &Block, kind: &str) -> Vec<String> {
    let mut said = String::new();
    if kind == "example" {
        let command = "$ cargo run --example first_request";
        assert_eq!(block.lines.first().map(String::as_str), Some(command), "README.md:{}", block.line);
        let mut out = Vec::new();
        first_request::show(&mut out).await.expect("the example runs");
        let _ = write!(said, "{command}\n{}", String::from_utf8(out).expect("text"));
    } else {
        let copy = workspace(kind);
        for command in block.lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
            let Captured { exit: _, out, err } = run(command, &copy, "never");
            let _ = writeln!(said, "$ {command}\n{}{}", err, out.trim_end());
        }
    }
    said.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Whether lines stand in a file, apart from indentation; the first one that does not.
fn excerpt(lines: &[String], file: &str) -> Result<(), String> {
    let file: Vec<&str> = file.lines().map(|line| line.trim_start().strip_prefix("//! ").unwrap_or(line).trim()).collect();
    let stands = |shown: &str, line: &str| match shown.strip_suffix(" …") {
        Some(start) => line.starts_with(start),
        None => line == shown,
    };
    let is_gap = |line: &&String| line.trim() == "…";
    let mut from = 0;
    for run in lines.split(|line| is_gap(&line)) {
        let run: Vec<&str> = run.iter().map(|line| line.trim()).collect();
        let Some(first) = run.first() else { continue };
        let fits = |at: usize| {
            run.iter().enumerate().take_while(|(ahead, shown)| file.get(at + ahead).is_some_and(|line| stands(shown, line))).count()
        };
        let best = (from..file.len()).max_by_key(|&at| (fits(at), std::cmp::Reverse(at)));
        match best {
            Some(at) if fits(at) == run.len() => from = at + run.len(),
            Some(at) => return Err(run.get(fits(at)).unwrap_or(first).to_string()),
            None => return Err((*first).to_owned()),
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_block_is_true() {
    let path = root().join("README.md");
    let page = read(&path);
    let ci = read(&root().join(".ci/run"));
    // What `DOCWRIGHT_BLESS` mends, and what only a person can.
    let (mut stale, mut wrong) = (Vec::new(), Vec::new());
    let mut anew = String::new();
    let mut held = 0;
    for part in parts(&page) {
        let block = match part {
            Part::Text(text) => {
                anew.push_str(&text);
                continue;
            }
            Part::Block(block) => block,
        };
        let place = format!("README.md:{}", block.line);
        let mut lines = block.lines.clone();
        match block.info.split_once(' ') {
            Some(("console", kind @ ("first" | "fresh" | "edited" | "example"))) => {
                lines = console(&block, kind).await;
                if lines != block.lines {
                    let differs = lines
                        .iter()
                        .zip(&block.lines)
                        .position(|(said, shown)| said != shown)
                        .unwrap_or(lines.len().min(block.lines.len()));
                    stale.push(format!("{place}: line {} of the block is not what is said now: {:?}", differs + 1, lines.get(differs)));
                }
            }
            Some((_, file)) => {
                if let Err(line) = excerpt(&block.lines, &read(&root().join(file))) {
                    wrong.push(format!("{place}: this line is not in {file}, or not there: {line}"));
                }
            }
            None if block.info == "sh" => {
                let missing = block.lines.iter().filter(|line| !ci.lines().any(|run| run.trim().ends_with(line.as_str())));
                wrong.extend(missing.map(|line| format!("{place}: `.ci/run` does not run `{line}`")));
            }
            None => wrong.push(format!("{place}: nothing holds this block; the page of this test says how")),
        }
        held += 1;
        for line in lines {
            anew.push_str(&line);
            anew.push('\n');
        }
    }
    assert!(held >= 15, "only {held} blocks were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    if blesses() {
        fs::write(&path, anew).expect("the README can be written");
    } else {
        let mend = "run `DOCWRIGHT_BLESS=1 cargo test -p docwright-tests --test project` and look at the difference";
        assert!(stale.is_empty(), "{}\n{mend}", stale.join("\n"));
    }
}

#[test]
fn pictures_are_of_real_runs() {
    let commands =
        [("check", "docwright check specs/worksection", 1), ("diff", "docwright diff before/specs/worksection specs/worksection", 0)];
    let page = read(&root().join("README.md"));
    for (name, command, code) in commands {
        let Captured { exit, out, err } = run(command, &workspace("edited"), "always");
        assert_eq!(exit.code(), code, "{err}{out}");
        let shown = format!("\u{1b}[1m$ {command}\u{1b}[0m\n{err}{out}");
        let picture = anstyle_svg::Term::new().render_svg(&shown);
        let path = root().join(format!("docs/{name}.svg"));
        if blesses() {
            fs::write(&path, &picture).expect("the picture can be written");
        }
        assert!(page.contains(&format!("](docs/{name}.svg)")), "the README does not show docs/{name}.svg");
        let same = read(&path) == picture;
        assert!(
            same,
            "docs/{name}.svg is not what is said now\nrun `DOCWRIGHT_BLESS=1 cargo test -p docwright-tests --test project` and look at it"
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for page in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "BENCHMARKS.md", "generator/ARCHITECTURE.md", "specs/README.md"] {
        let path = root().join(page);
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        for target in read(&path).split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()) {
            let file = target.split('#').next().unwrap_or_default();
            seen += 1;
            if !target.starts_with("https://") && !folder.join(file).exists() {
                wrong.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(seen >= 10, "only {seen} links were seen");
    assert!(wrong.is_empty(), "these lead nowhere:\n{}", wrong.join("\n"));
}
