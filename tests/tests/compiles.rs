//! What is generated is compiled: every fixture, as a crate and as a module, with warnings denied, in one run of Cargo.
//!
//! A snapshot says *same*, only the compiler says *right*.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docwright_tests::cases::{Outcome, cases};
use docwright_tests::root;

/// What a member's manifest has at its end: warnings are denied.
const MEMBER: &str = "\n[lints.rust]\nwarnings = \"deny\"\n";

/// A workspace of one crate a fixture, one crate that includes all their modules, and one that holds the examples of their front pages.
struct Workspace {
    folder: PathBuf,
    members: Vec<String>,
}

impl Workspace {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
        fs::create_dir_all(&folder).expect("the target folder can be written");
        Self { folder, members: Vec::new() }
    }

    /// Writes a file, unless it says the same already: then Cargo need not look at it again.
    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the target folder can be written");
            fs::write(&path, text).expect("the target folder can be written");
        }
    }

    /// Adds a fixture's crate as it is, but for the path of the runtime and the denied warnings.
    fn add_crate(&mut self, folder: &str, outcome: &Outcome) {
        let generated = outcome.generated.as_ref().unwrap_or_else(|| panic!("{folder}: {}", outcome.said()));
        // What an earlier run left of a module that is gone would only lie there, but a folder of one run is easier to look at.
        let _ = fs::remove_dir_all(self.folder.join(folder).join("src"));
        for (path, text) in generated.tree.iter() {
            let text = if path.as_str() == "Cargo.toml" { text.replace("\"../../runtime\"", &runtime()) + MEMBER } else { text.to_owned() };
            self.write(&format!("{folder}/{path}"), &text);
        }
        self.members.push(folder.to_owned());
    }

    fn cargo(&self, arguments: &[&str], flags: Option<(&str, &str)>) {
        let members: Vec<String> = self.members.iter().map(|member| format!("{member:?}")).collect();
        self.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")));
        // The versions of this workspace: they are at hand without a network.
        self.write("Cargo.lock", &fs::read_to_string(root().join("Cargo.lock")).expect("the workspace has a lock"));
        let mut command = Command::new(std::env::var_os("CARGO").as_deref().unwrap_or(OsStr::new("cargo")));
        command.current_dir(&self.folder).args(arguments).args(["--offline", "--quiet", "--color=never"]);
        command.env("CARGO_TARGET_DIR", self.folder.join("target")).env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS");
        command.envs(flags);
        let output = command.output().expect("cargo can be started");
        assert!(output.status.success(), "cargo {}:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
}

/// Where the runtime is, as a string of TOML.
fn runtime() -> String {
    format!("{:?}", root().join("runtime").display().to_string())
}

fn manifest(name: &str, dependencies: &str) -> String {
    let package = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n");
    let runtime = format!("docwright-runtime = {{ path = {}, default-features = false, features = [\"md5\"] }}", runtime());
    format!("{package}\n[dependencies]\n{runtime}\n{dependencies}{MEMBER}")
}

/// The examples of a client's front page, as code: a function each.
fn examples(lib: &str) -> Vec<String> {
    let mut lines = lib.lines().filter_map(|line| line.strip_prefix("//!"));
    let mut found = Vec::new();
    while lines.any(|line| line == " ```no_run") {
        let code = lines.by_ref().take_while(|line| *line != " ```").map(|line| line.strip_prefix(' ').unwrap_or(line));
        found.push(code.map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n").collect());
    }
    found
}

fn fixtures() -> Workspace {
    let mut workspace = Workspace::new();
    let mut modules = String::new();
    let mut all = String::new();
    let mut dependencies = String::new();
    for case in cases("fixture").expect("the fixtures can be listed") {
        let outcome = case.run().expect("the case can be copied");
        workspace.add_crate(&case.name, &outcome);
        let module = outcome.module.as_deref().expect("what makes a crate makes a module");
        assert!(!module.contains("```no_run"), "{}: nobody knows the path by which a module's example could name it", case.name);
        workspace.write(&format!("all-modules/src/{}.in", case.name), module);
        let name = case.name.replace('-', "_");
        let _ = write!(modules, "#[rustfmt::skip]\npub mod in_{name} {{\n    include!(\"{}.in\");\n}}\n", case.name);
        let files = outcome.generated.expect("it was made before").tree;
        let package = outcome.loaded.expect("it was made before").config.crate_name().to_owned();
        let _ = writeln!(dependencies, "{package} = {{ path = \"../{}\", default-features = false }}", case.name);
        let found = examples(files.get("src/lib.rs").expect("a crate has a root"));
        assert!(found.first().is_some_and(|code| code.contains("Client::builder(")), "{}: the front page has an example", case.name);
        // Without the crate's own transport a client would need another one; a body that is never run only has to have its types right.
        for (at, code) in found.iter().enumerate() {
            let _ = write!(all, "pub mod example_{name}_{at} {{\n{}}}\n", code.replace("async fn demo", "pub async fn demo"));
        }
    }
    workspace.write("all-modules/Cargo.toml", &manifest("all-modules", ""));
    workspace.write("all-modules/src/lib.rs", &format!("//! The modules of all fixtures.\n{modules}"));
    workspace.write("all-examples/Cargo.toml", &manifest("all-examples", &dependencies));
    workspace.write("all-examples/src/lib.rs", &format!("//! The examples of all fixtures.\n#![allow(deprecated)]\n{all}"));
    workspace.members.extend(["all-modules".to_owned(), "all-examples".to_owned()]);
    workspace
}

#[test]
fn every_fixture_compiles_without_a_warning() {
    let workspace = fixtures();
    workspace.cargo(&["check", "--workspace", "--no-default-features", "--keep-going"], None);
    // Slow, and of use only where docs changed: the whole tier of `.ci/run` asks for it.
    if std::env::var_os("DOCWRIGHT_TIER").is_some_and(|tier| tier == "all") {
        // A run that was stopped while it wrote pages leaves half a list of them, which rustdoc takes for an error of its own.
        let _ = fs::remove_dir_all(workspace.folder.join("target/doc"));
        // The modules and the examples of all are the same texts once more.
        let arguments = ["doc", "--workspace", "--exclude", "all-modules", "--exclude", "all-examples"];
        let arguments = [&arguments[..], &["--no-deps", "--no-default-features", "--keep-going"]].concat();
        workspace.cargo(&arguments, Some(("RUSTDOCFLAGS", "-D warnings")));
        // The samples of all fixtures, as they are without people in them.
        let arguments = ["test", "--workspace", "--exclude", "all-modules", "--exclude", "all-examples"];
        workspace.cargo(&[&arguments[..], &["--lib", "--no-default-features", "--no-fail-fast"]].concat(), None);
    }
}
