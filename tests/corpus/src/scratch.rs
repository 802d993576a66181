//! A workspace outside of the repository: the clients, what calls them, what was built of them, and what is known of them already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::made::hash;

/// The workspace.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    /// The repository.
    root: PathBuf,
}

/// What a compiler said of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// How many things were said.
    pub(crate) count: usize,
    /// The first of them, with its place.
    pub(crate) first: String,
    /// Whether one of them is an error.
    pub(crate) has_errors: bool,
    /// The name of the lint of each, where it has one, or the error's code.
    pub(crate) codes: BTreeMap<String, usize>,
}

/// What is asked of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// The compiler's and clippy's ordinary lints.
    Lints,
    /// The documentation.
    Docs,
    /// A program that can be run.
    Build,
    /// The tests of the crate itself, as programs that can be run.
    Tests,
}

impl Ask {
    /// The name under which answers are kept.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Lints => "lints",
            Self::Docs => "docs",
            Self::Build => "build",
            Self::Tests => "tests",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Lints => &["clippy"],
            Self::Docs => &["doc", "--no-deps"],
            Self::Build => &["build"],
            Self::Tests => &["build", "--tests"],
        }
    }
}

/// The programs that were built, by their crates.
pub(crate) type Programs = BTreeMap<String, PathBuf>;

const PROFILE: &str = "[profile.dev]\nopt-level = 0\ndebug = false\nincremental = false\ncodegen-units = 16\n";

impl Scratch {
    /// A workspace in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn new(folder: &Path, root: &Path) -> Result<Self, String> {
        let scratch = Self { folder: folder.to_owned(), root: root.to_owned() };
        let failed = |error| format!("{}: {error}", folder.display());
        fs::create_dir_all(folder.join("known")).map_err(failed)?;
        // Crates of two checkouts have two runtimes of one name, which no workspace takes.
        let (owner, root) = (folder.join("checkout"), root.display().to_string());
        match fs::read_to_string(&owner) {
            Ok(other) if other != root => {
                return Err(format!(
                    "{}: it belongs to the checkout {other}: remove it, or name another with `--scratch`",
                    folder.display()
                ));
            }
            Ok(_) => {}
            Err(_) => fs::write(&owner, root).map_err(failed)?,
        }
        Ok(scratch)
    }

    /// Where something of it is.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
    }

    /// The repository's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a crate, each file only where it says something else, and takes away what it no longer has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, name: &str, files: &BTreeMap<String, String>) -> Result<(), String> {
        let folder = self.folder.join(name);
        let mut there = Vec::new();
        list(&folder, &folder, &mut there);
        for gone in there.iter().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(folder.join(gone)).map_err(|error| format!("{name}/{gone}: {error}"))?;
        }
        for (path, text) in files {
            write_changed(&folder.join(path), text)?;
        }
        Ok(())
    }

    /// Writes the manifest of the whole: every crate that is there is a member.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn settle(&self) -> Result<(), String> {
        let mut members = BTreeSet::new();
        for entry in fs::read_dir(&self.folder).map_err(|error| error.to_string())?.flatten() {
            if entry.path().join("Cargo.toml").exists() {
                members.insert(format!("{:?}", entry.file_name().to_string_lossy()));
            }
        }
        let members: Vec<String> = members.into_iter().collect();
        write_changed(
            &self.folder.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n{PROFILE}", members.join(", ")),
        )?;
        let lock = self.folder.join("Cargo.lock");
        if !lock.exists() {
            // The versions of the repository: they are at hand without a network.
            fs::copy(self.root.join("Cargo.lock"), lock).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// What is known of a crate, if it is still what it was then.
    #[expect(clippy::option_option, reason = "not known, known to be clean, known with what was said")]
    pub(crate) fn known(&self, name: &str, ask: Ask, hash: u64) -> Option<Option<Said>> {
        let text = fs::read_to_string(self.folder.join("known").join(format!("{name}.{}.json", ask.word()))).ok()?;
        let known: Value = serde_json::from_str(&text).ok()?;
        if known.get("hash")?.as_str()? != format!("{hash:016x}") {
            return None;
        }
        let count = usize::try_from(known.get("count")?.as_u64()?).ok()?;
        let codes = known.get("codes")?.as_object()?.iter();
        let codes = codes.filter_map(|(code, count)| Some((code.clone(), usize::try_from(count.as_u64()?).ok()?))).collect();
        Some((count > 0).then(|| Said {
            count,
            has_errors: known.get("errors") == Some(&Value::Bool(true)),
            first: known.get("first").and_then(Value::as_str).unwrap_or_default().to_owned(),
            codes,
        }))
    }

    /// Remembers what was said of a crate.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn remember(&self, name: &str, ask: Ask, hash: u64, said: Option<&Said>) -> Result<(), String> {
        let count = said.map_or(0, |said| said.count);
        let first = said.map_or("", |said| said.first.as_str());
        let codes = said.map_or_else(BTreeMap::new, |said| said.codes.clone());
        let known = json!({ "hash": format!("{hash:016x}"), "count": count, "errors": said.is_some_and(|said| said.has_errors), "first": first, "codes": codes });
        write_changed(&self.folder.join("known").join(format!("{name}.{}.json", ask.word())), &format!("{known:#}\n"))
    }

    /// What every program is made from beside its client: the runtime and the driver.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn shared(&self) -> Result<BTreeMap<String, String>, String> {
        let mut found = Vec::new();
        for folder in ["runtime/src", "tests/corpus/driver/src"] {
            list(&self.root.join(folder), &self.root, &mut found);
        }
        let read = |path: String| {
            fs::read_to_string(self.root.join(&path)).map(|text| (path.clone(), text)).map_err(|error| format!("{path}: {error}"))
        };
        found.into_iter().map(read).collect()
    }

    /// What decides beside a client's own files on what compilers say of it: the runtime, and the compilers.
    ///
    /// # Errors
    /// When the runtime cannot be read, or there is no compiler.
    pub(crate) fn what_compiles(&self) -> Result<BTreeMap<String, String>, String> {
        let mut found = Vec::new();
        list(&self.root.join("runtime"), &self.root, &mut found);
        let read = |path: String| {
            fs::read_to_string(self.root.join(&path)).map(|text| (path.clone(), text)).map_err(|error| format!("{path}: {error}"))
        };
        let mut all: BTreeMap<String, String> =
            found.into_iter().filter(|path| !path.contains("/target/")).map(read).collect::<Result<_, _>>()?;
        for (program, question) in [("rustc", &["--version"][..]), ("cargo", &["clippy", "--version"])] {
            let output =
                Command::new(program).args(question).current_dir(&self.root).output().map_err(|error| format!("{program}: {error}"))?;
            all.insert(format!("{program} {}", question.join(" ")), String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Ok(all)
    }

    /// Asks about some crates at once. What nothing is said of is fine.
    ///
    /// # Errors
    /// When Cargo cannot work at all.
    pub(crate) fn ask(&self, names: &[String], ask: Ask) -> Result<BTreeMap<String, Said>, String> {
        self.build(names, ask).map(|(said, _)| said)
    }

    /// The same, with the programs that were built, by their crates.
    ///
    /// # Errors
    /// When Cargo cannot work at all.
    pub(crate) fn build(&self, names: &[String], ask: Ask) -> Result<(BTreeMap<String, Said>, Programs), String> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.folder).args(ask.arguments());
        for name in names {
            command.args(["-p", name]);
        }
        command.args(["--keep-going", "--offline", "--quiet", "--message-format", "json"]);
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        for variable in ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER"] {
            command.env_remove(variable);
        }
        if ask == Ask::Docs {
            // All that rustdoc says it says before it writes pages, which is most of its work. The option is not stable yet.
            command.env("RUSTDOCFLAGS", "-Zunstable-options --check").env("RUSTC_BOOTSTRAP", "1");
        }
        let errors = fs::File::create(self.folder.join("cargo.log")).map_err(|error| error.to_string())?;
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().map_err(|error| format!("cargo: {error}"))?;
        let mut said: BTreeMap<String, Said> = BTreeMap::new();
        let mut built = Programs::new();
        let mut finished = false;
        for line in BufReader::new(child.stdout.take().ok_or("cargo has no output")?).lines() {
            let line = line.map_err(|error| error.to_string())?;
            let Ok(message) = serde_json::from_str::<Value>(&line) else { continue };
            finished |= message["reason"] == "build-finished";
            if let Some(program) = message["executable"].as_str()
                && let Some(name) = message["target"]["src_path"].as_str().and_then(|path| self.crate_of(path))
            {
                built.insert(name, PathBuf::from(program));
            }
            if message["reason"] != "compiler-message" {
                continue;
            }
            let name = message["target"]["src_path"].as_str().and_then(|path| self.crate_of(path)).unwrap_or_default();
            let level = message["message"]["level"].as_str().unwrap_or_default();
            let rendered = message["message"]["rendered"].as_str().unwrap_or_default();
            let sum =
                rendered.contains("warning emitted") || rendered.contains("warnings emitted") || rendered.starts_with("error: aborting");
            if !matches!(level, "warning" | "error") || sum {
                continue;
            }
            let code = message["message"]["code"]["code"].as_str().unwrap_or(level).to_owned();
            let one = said.entry(name).or_insert_with(|| Said {
                count: 0,
                has_errors: false,
                first: rendered.to_owned(),
                codes: BTreeMap::new(),
            });
            one.count += 1;
            one.has_errors |= level == "error";
            *one.codes.entry(code).or_default() += 1;
        }
        child.wait().map_err(|error| error.to_string())?;
        if finished {
            return Ok((said, built));
        }
        let log = fs::read_to_string(self.folder.join("cargo.log")).unwrap_or_default();
        Err(format!("cargo {}: {}", ask.arguments().join(" "), log.trim()))
    }

    /// Which crate a file belongs to.
    fn crate_of(&self, path: &str) -> Option<String> {
        let below = Path::new(path).strip_prefix(&self.folder).ok()?;
        Some(below.components().next()?.as_os_str().to_string_lossy().into_owned())
    }
}

/// What a crate was made from, in one number.
pub(crate) fn hash_of(files: &BTreeMap<String, String>) -> u64 {
    files.iter().fold(0, |all, (path, text)| {
        let one = hash(path.as_bytes()) ^ hash(text.as_bytes()).rotate_left(17);
        hash(&[all.to_le_bytes(), one.to_le_bytes()].concat())
    })
}

fn write_changed(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    let folder = path.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| format!("{}: {error}", path.display()))
}

fn list(folder: &Path, root: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, root, found);
        } else if let Ok(below) = path.strip_prefix(root) {
            found.push(below.to_string_lossy().replace('\\', "/"));
        }
    }
}
