//! The face for build scripts.
//!
//! ```no_run
//! // in `main` of build.rs
//! docwright::Build::new("specs/petstore").compile();
//! ```
//!
//! The client is one file in `OUT_DIR`, which the library takes in with `include!`. Nothing else is written: the lock is read as it is, and
//! `docwright generate` is what changes it. No process is started, nothing is fetched, and of the environment only `OUT_DIR` and
//! `CARGO_MANIFEST_DIR` are read.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::{is_keyword, is_module_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, visible};
use crate::output::{FileState, HandEdits, Mode, Root, TreePath, put};
use crate::pipeline::{Docwright, Files, SpecFolder, Stages, load};

/// How many kinds of warnings are shown: Cargo prints each at every build.
const SHOWN_WARNINGS: usize = 10;

/// Makes a client while Cargo builds.
#[derive(Clone, Debug)]
#[must_use = "nothing is made until `compile` is called"]
pub struct Build {
    spec: PathBuf,
    module: Option<String>,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildReport {
    /// The file, to be `include!`d.
    pub file: PathBuf,
    /// Whether it says something else than before.
    pub written: bool,
    /// The files that it was made from: Cargo was told to look at them.
    pub read: Vec<PathBuf>,
}

/// Why nothing was made: every error as `file:line:column: what is wrong`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildErrors(Vec<String>);

impl BuildErrors {
    /// The errors, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for BuildErrors {}

impl Build {
    /// Of a folder with a `docwright.toml`, or of that file; from the package's folder on.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self { spec: spec.into(), module: None }
    }

    /// Names the file, and the module that it is to be in; without this it is the crate's name of `docwright.toml`, spelled for Rust.
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Makes the client. What is wrong is told to Cargo, which then fails the build.
    pub fn compile(self) {
        if let Err(errors) = self.try_compile() {
            for line in errors.lines() {
                say(&format!("cargo::error={line}"));
            }
        }
    }

    /// Makes the client, and leaves errors to the caller. Warnings and the files to look at are told to Cargo.
    ///
    /// # Errors
    ///
    /// When the documents have errors, and when this is not run by Cargo.
    pub fn try_compile(self) -> Result<BuildReport, BuildErrors> {
        let variable = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .ok_or_else(|| BuildErrors(vec![format!("{name} is not set: this is for build scripts")]))
        };
        let cargo = Cargo { package: variable("CARGO_MANIFEST_DIR")?, out: variable("OUT_DIR")? };
        let (instructions, outcome) = self.run(&Docwright, &cargo);
        for instruction in instructions {
            say(&instruction);
        }
        outcome
    }

    /// All but the talking: what Cargo is to be told, and what became of it.
    fn run(&self, stages: &dyn Stages, cargo: &Cargo) -> (Vec<String>, Result<BuildReport, BuildErrors>) {
        let mut files = Files::default();
        let mut diagnostics = Diagnostics::default();
        let made = self.make(stages, cargo, &mut files, &mut diagnostics);
        // A path that is not there, or a folder, would make every build start anew: only what was really read is named.
        let mut instructions: Vec<String> = files
            .read
            .iter()
            .map(|path| format!("cargo::rerun-if-changed={}", path.display()))
            .filter(|line| !line.contains(['\n', '\r']))
            .collect();
        instructions.extend(warnings(&diagnostics, &files));
        let errors: Vec<String> = diagnostics
            .sorted()
            .into_iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .map(|diagnostic| sentence(diagnostic, &files))
            .collect();
        let outcome = match made {
            _ if !errors.is_empty() => Err(BuildErrors(errors)),
            Ok((file, written)) => Ok(BuildReport { file, written, read: files.read }),
            Err(message) => Err(BuildErrors(vec![message])),
        };
        (instructions, outcome)
    }

    fn make(
        &self,
        stages: &dyn Stages,
        cargo: &Cargo,
        files: &mut Files,
        diagnostics: &mut Diagnostics,
    ) -> Result<(PathBuf, bool), String> {
        let folder = SpecFolder::new(&cargo.package.join(&self.spec), &cargo.package);
        let nothing = || format!("nothing was made of `{}`, and nothing was said about it: a bug in docwright", self.spec.display());
        let loaded = load(&folder, files, diagnostics).map_err(|_| nothing())?;
        let module = self.module.clone().unwrap_or_else(|| loaded.config.module_name());
        let path = TreePath::new(format!("{module}.rs")).ok().filter(|_| is_module_name(&module));
        let path = path.ok_or_else(|| {
            let why = if is_keyword(&module) { "Rust keeps that word for itself" } else { "letters, digits and `_`, no digit first" };
            format!("`{}` cannot be the name of a module: {why}", visible(&module))
        })?;
        let text = stages.generate_module(&loaded, &module, &files.sources, diagnostics).ok_or_else(nothing)?;
        if diagnostics.has_errors() {
            return Err(nothing());
        }
        let root = Root::new(&cargo.out);
        let file = put(&root, &path, &text, Mode::Write(HandEdits::Overwrite)).map_err(|error| visible(&error.to_string()).into_owned())?;
        Ok((cargo.out.join(path.as_str()), !matches!(file.state, FileState::Unchanged(_))))
    }
}

/// What Cargo tells a build script.
struct Cargo {
    package: PathBuf,
    out: PathBuf,
}

/// One line: vendors' text must not be able to give Cargo an instruction of its own.
fn sentence(diagnostic: &Diagnostic, files: &Files) -> String {
    let Diagnostic { code, message, primary, notes, help, .. } = diagnostic;
    let mut text = format!("{}: {message} [{code}]", files.sources.place(primary.span));
    for remark in notes.iter().chain(help) {
        text.push_str("; ");
        text.push_str(remark);
    }
    visible(&text).into_owned()
}

/// One line for each kind of warning, with its first place.
fn warnings(diagnostics: &Diagnostics, files: &Files) -> Vec<String> {
    let mut kinds: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.sorted() {
        if diagnostic.severity() == Severity::Warning {
            kinds.entry(diagnostic.code).or_default().push(diagnostic);
        }
    }
    let left_out = kinds.len().saturating_sub(SHOWN_WARNINGS);
    let mut lines: Vec<String> = kinds
        .into_values()
        .take(SHOWN_WARNINGS)
        .filter_map(|kind| {
            let more = if kind.len() > 1 { format!(" (and {} more of these)", kind.len() - 1) } else { String::new() };
            Some(format!("cargo::warning={}{more}", sentence(kind.first()?, files)))
        })
        .collect();
    if left_out > 0 {
        lines.push(format!("cargo::warning={left_out} more kinds of warnings: `docwright check` shows them"));
    }
    lines
}

#[expect(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]
fn say(line: &str) {
    println!("{line}");
}

/// Makes the client of a folder as one file of text, without Cargo: for tests of build scripts.
///
/// # Errors
///
/// When the documents have errors.
pub fn render(spec: &Path, module: &str) -> Result<String, BuildErrors> {
    let mut files = Files::default();
    let mut diagnostics = Diagnostics::default();
    let text = load(&SpecFolder::new(spec, Path::new("")), &mut files, &mut diagnostics)
        .ok()
        .and_then(|loaded| Docwright.generate_module(&loaded, module, &files.sources, &mut diagnostics));
    match text {
        Some(text) if !diagnostics.has_errors() => Ok(text),
        _ => {
            let errors = diagnostics.sorted().into_iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
            Err(BuildErrors(errors.map(|diagnostic| sentence(diagnostic, &files)).collect()))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::{Build, BuildReport, Cargo};
    use crate::confidence::Denial;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::ir::{Api, Checked};
    use crate::pipeline::{Generated, Loaded, ReportForm, Stages, Subject, Surveyed};
    use crate::text::{SourceMap, Span};

    /// Says something for each line of the document that is a code; copies the rest.
    struct Copy;

    impl Stages for Copy {
        fn api(&self, _: &Loaded, _: &SourceMap, _: &mut Diagnostics) -> Option<Checked<Api>> {
            None
        }

        fn generate(&self, _: &Loaded, _: &SourceMap, _: &mut Diagnostics) -> Option<Generated> {
            None
        }

        fn generate_module(&self, loaded: &Loaded, module: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) -> Option<String> {
            let text = sources.file(loaded.input).text();
            for (at, line) in text.lines().enumerate() {
                if let Some(code) = Code::from_id(line) {
                    let start = text.lines().take(at).map(|line| line.len() + 1).sum();
                    let message = format!("a `{line}`\ncargo::rustc-env=FORGED=1");
                    diagnostics.push(Diagnostic::new(code, Span::new(loaded.input, start, start + 1), message).help("mend it"));
                }
            }
            Some(format!("// {module}\n{text}"))
        }

        fn explain(&self, _: &Loaded, _: &str, _: &SourceMap, _: &mut Diagnostics) -> Option<crate::pipeline::Explained> {
            None
        }

        fn survey(&self, _: &Subject, _: &[Denial], _: &SourceMap, _: &mut Diagnostics) -> Option<Surveyed> {
            None
        }

        fn compare(&self, _: &Checked<Api>, _: &Checked<Api>, _: ReportForm, _: &SourceMap) -> String {
            String::new()
        }
    }

    struct Package {
        dir: TempDir,
        cargo: Cargo,
    }

    fn package(document: &str) -> Package {
        let dir = TempDir::new().unwrap();
        let cargo = Cargo { package: dir.path().join("package"), out: dir.path().join("out") };
        let specs = cargo.package.join("specs/pets");
        fs::create_dir_all(&specs).unwrap();
        fs::create_dir(&cargo.out).unwrap();
        let config = "docwright = 1\nname = \"pet-store\"\ninput.postman = \"c.json\"\n";
        fs::write(specs.join("docwright.toml"), config).unwrap();
        fs::write(specs.join("c.json"), document).unwrap();
        fs::write(specs.join("docwright.lock"), "# lock\n").unwrap();
        Package { dir, cargo }
    }

    #[test]
    fn writes_one_file_and_names_what_it_read() {
        let Package { dir, cargo } = package("{}");
        let (told, report) = Build::new("specs/pets").run(&Copy, &cargo);
        let read = ["docwright.toml", "c.json", "docwright.lock"].map(|name| cargo.package.join("specs/pets").join(name));
        assert_eq!(told, read.clone().map(|path| format!("cargo::rerun-if-changed={}", path.display())));
        let file = cargo.out.join("pet_store.rs");
        assert_eq!(report, Ok(BuildReport { file: file.clone(), written: true, read: read.to_vec() }));
        assert_eq!(fs::read_to_string(&file).unwrap(), "// pet_store\n{}");
        assert_eq!(fs::read_dir(&cargo.out).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(cargo.package.join("specs/pets/docwright.lock")).unwrap(), "# lock\n");

        let (_, report) = Build::new("specs/pets/docwright.toml").run(&Copy, &cargo);
        assert!(!report.unwrap().written, "the same text is not written again");
        let (_, report) = Build::new("specs/pets").module("pets").run(&Copy, &cargo);
        assert_eq!(report.unwrap().file, dir.path().join("out/pets.rs"));
    }

    #[test]
    fn tells_all_errors_in_one_line_each() {
        let Package { cargo, dir: _dir } = package("invalid-json\nduplicate-key\nwrong-kind\n");
        let (told, report) = Build::new("specs/pets").run(&Copy, &cargo);
        assert_eq!(
            report.unwrap_err().lines(),
            [
                "specs/pets/c.json:1:1: a `invalid-json`␊cargo::rustc-env=FORGED=1 [invalid-json]; mend it",
                "specs/pets/c.json:3:1: a `wrong-kind`␊cargo::rustc-env=FORGED=1 [wrong-kind]; mend it",
            ]
        );
        assert_eq!(told.len(), 4, "three files to look at, and a warning");
        assert_eq!(fs::read_dir(&cargo.out).unwrap().count(), 0);
    }

    #[test]
    fn warnings_are_grouped() {
        let Package { cargo, dir: _dir } = package("duplicate-key\nduplicate-key\nduplicate-key\nsample-mended\n");
        let (told, report) = Build::new("specs/pets").run(&Copy, &cargo);
        assert!(report.is_ok());
        let warnings: Vec<&String> = told.iter().filter(|line| line.starts_with("cargo::warning")).collect();
        let expected = "cargo::warning=specs/pets/c.json:1:1: a `duplicate-key`␊cargo::rustc-env=FORGED=1 [duplicate-key]; mend it (and 2 more of \
                        these)";
        assert_eq!(warnings, [expected]);
        let all: String = Code::ALL
            .iter()
            .filter(|code| code.severity() == crate::diagnostic::Severity::Warning)
            .flat_map(|code| [code.id(), "\n"])
            .collect();
        let Package { cargo, dir: _dir } = package(&all);
        let (told, _) = Build::new("specs/pets").run(&Copy, &cargo);
        assert!(told.iter().filter(|line| line.starts_with("cargo::warning")).count() <= 11);
    }

    #[test]
    fn names_no_file_that_is_not_there() {
        let Package { cargo, dir: _dir } = package("{}");
        fs::remove_file(cargo.package.join("specs/pets/c.json")).unwrap();
        fs::remove_file(cargo.package.join("specs/pets/docwright.lock")).unwrap();
        let (told, report) = Build::new("specs/pets").run(&Copy, &cargo);
        assert_eq!(told, [format!("cargo::rerun-if-changed={}", cargo.package.join("specs/pets/docwright.toml").display())]);
        assert_eq!(
            report.unwrap_err().to_string(),
            "specs/pets/docwright.toml:3:17: `specs/pets/c.json` cannot be read: there is no such file [unreadable-file]; put the file there, or \
             correct the name"
        );
        let (told, report) = Build::new("specs/dogs").run(&Copy, &cargo);
        assert!(told.is_empty());
        assert!(report.unwrap_err().to_string().starts_with("specs/dogs/docwright.toml:1:1: "));
        for module in ["../x", "a b", "1a", "crate", ""] {
            let Package { cargo, dir: _dir } = package("{}");
            let (_, report) = Build::new("specs/pets").module(module).run(&Copy, &cargo);
            assert!(report.unwrap_err().to_string().contains("cannot be the name of a module"), "{module}");
        }
        for (module, why) in [("fn", "Rust keeps that word for itself"), ("1a", "letters, digits and `_`, no digit first")] {
            let Package { cargo, dir: _dir } = package("{}");
            let (_, report) = Build::new("specs/pets").module(module).run(&Copy, &cargo);
            assert!(report.unwrap_err().to_string().contains(why), "{module}");
        }
    }
}
