//! Folders that are test cases: what they hold goes through all stages, and what comes out is compared with the snapshots beside it.
//!
//! A case holds a document (`input.json`: a collection; `input.toml` or `input.spec.json`: a normalized spec), what belongs to it (the page
//! that a spec was taken from, `overlay.toml`, `environment.json`, `docwright.lock`), and a `docwright.toml` where the ordinary one does not
//! do. A new case is a new folder: no test is touched.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use docwright::diagnostic::{Color, Diagnostics, Format, Notes, render};
use docwright::ir::{Api, Checked, dump};
use docwright::output::unified;
use docwright::pipeline::{Docwright, Files, Generated, Loaded, SpecFolder, Stages as _, load, without_namesakes};
use tempfile::TempDir;

/// A folder that is a test case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder's name, and so what the case shows.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
}

/// What became of a case.
#[derive(Debug)]
pub struct Outcome {
    /// All files that were read.
    pub files: Files,
    /// All that was said.
    pub diagnostics: Diagnostics,
    /// The configuration and its files.
    pub loaded: Option<Loaded>,
    /// The API.
    pub api: Option<Checked<Api>>,
    /// The crate.
    pub generated: Option<Generated>,
    /// The client as one module, in a file to be included.
    pub module: Option<String>,
}

/// All cases of a kind: the folders in a folder beside the tests, by name.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn cases(kind: &str) -> io::Result<Vec<Case>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(crate::root().join("tests").join(kind))? {
        let folder = entry?.path();
        if let (true, Some(name)) = (folder.is_dir(), folder.file_name().and_then(|name| name.to_str())) {
            found.push(Case { name: name.to_owned(), folder: folder.clone() });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

impl Case {
    /// Copies the case into `root/specs/<name>`, without its snapshots and with a `docwright.toml`; gives that folder.
    ///
    /// # Errors
    ///
    /// When a file cannot be copied.
    pub fn stage(&self, root: &Path) -> io::Result<PathBuf> {
        let folder = root.join("specs").join(&self.name);
        copy(&self.folder, &folder)?;
        let config = folder.join("docwright.toml");
        if !config.exists() {
            fs::write(&config, self.ordinary_config())?;
        }
        Ok(folder)
    }

    /// Sends the case through all stages.
    ///
    /// # Errors
    ///
    /// When its files cannot be copied to a place of their own.
    pub fn run(&self) -> io::Result<Outcome> {
        let root = TempDir::new()?;
        let folder = self.stage(root.path())?;
        Ok(run(&folder, root.path()))
    }

    /// Sends all folders of a case through the stages together, as `docwright generate` does; a case without folders alone.
    ///
    /// # Errors
    ///
    /// When its files cannot be copied to a place of their own.
    pub fn run_together(&self) -> io::Result<Outcome> {
        let root = TempDir::new()?;
        let folder = self.stage(root.path())?;
        let mut folders: Vec<PathBuf> = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        folders.retain(|folder| folder.join("docwright.toml").exists());
        folders.sort();
        if folders.is_empty() {
            return Ok(run(&folder, root.path()));
        }
        let mut files = Files::default();
        let mut diagnostics = Diagnostics::default();
        let loaded: Vec<Loaded> =
            folders.iter().filter_map(|folder| load(&SpecFolder::new(folder, root.path()), &mut files, &mut diagnostics).ok()).collect();
        for loaded in without_namesakes(loaded, &mut diagnostics) {
            Docwright.generate(&loaded, &files.sources, &mut diagnostics);
        }
        Ok(Outcome { files, diagnostics, loaded: None, api: None, generated: None, module: None })
    }

    /// The configuration that a case has when it brings none.
    fn ordinary_config(&self) -> String {
        let has = |name: &str| self.folder.join(name).exists();
        let input = [("input.toml", "spec"), ("input.spec.json", "spec"), ("input.json", "postman")]
            .into_iter()
            .find(|(name, _)| has(name))
            .map_or_else(String::new, |(name, kind)| format!("{kind} = \"{name}\"\n"));
        let mut text = format!("docwright = 1\nname = \"{}\"\n\n[input]\n{input}", self.name);
        for (key, name) in [("environments", "environment.json"), ("overlays", "overlay.toml")] {
            if has(name) {
                let _ = writeln!(text, "{key} = [\"{name}\"]");
            }
        }
        text
    }
}

/// Sends a folder with a `docwright.toml` through all stages. Messages name its files from `root`.
pub fn run(folder: &Path, root: &Path) -> Outcome {
    let mut files = Files::default();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&SpecFolder::new(folder, root), &mut files, &mut diagnostics).ok();
    let (mut api, mut generated, mut module) = (None, None, None);
    if let Some(loaded) = &loaded {
        api = Docwright.api(loaded, &files.sources, &mut diagnostics);
        generated = Docwright.generate(loaded, &files.sources, &mut diagnostics);
        module = Docwright.generate_module(loaded, &loaded.config.module_name(), &files.sources, &mut diagnostics);
    }
    Outcome { files, diagnostics, loaded, api, generated, module }
}

impl Outcome {
    /// All that was said, as people read it.
    pub fn said(&self) -> String {
        let text = render(&self.diagnostics, &self.files.sources, Format::Human { color: Color::Plain }, Notes::All);
        if text.is_empty() { "nothing is said\n".to_owned() } else { text }
    }

    /// The API as text.
    pub fn ir(&self) -> Option<String> {
        self.api.as_ref().map(|api| dump(api))
    }

    /// All generated files and the lock, one behind the other, without what stands word for word in every client.
    pub fn written(&self) -> Option<String> {
        let generated = self.generated.as_ref()?;
        let mut text = String::new();
        for (path, file) in generated.tree.iter() {
            let _ = write!(text, "──── {path} ────\n{}\n", without_common_setters(file));
        }
        let _ = write!(text, "──── docwright.lock ────\n{}", generated.lock);
        Some(text)
    }
}

/// Compares texts with the snapshots in a folder: what differs, in words. With `INSTA_UPDATE=always` in the environment the snapshots are
/// written instead. `None` says that there must be no such snapshot.
///
/// # Errors
///
/// When a snapshot cannot be written or removed.
pub fn compare(folder: &Path, snapshots: &[(&str, Option<String>)]) -> io::Result<String> {
    let update = std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always" || how == "force");
    let mut differing = String::new();
    for (name, text) in snapshots {
        let path = folder.join(name);
        // A checkout may have turned line ends.
        let known = fs::read_to_string(&path).ok().map(|known| known.replace("\r\n", "\n"));
        if known == *text {
            continue;
        }
        match (update, text) {
            (true, Some(text)) => fs::write(&path, text)?,
            (true, None) => fs::remove_file(&path)?,
            (false, _) => {
                let shown = path.strip_prefix(crate::root()).unwrap_or(&path).display().to_string();
                let (diff, more) = unified(&shown, known.as_deref().unwrap_or(""), text.as_deref().unwrap_or(""), 60);
                let _ = writeln!(differing, "{shown} differs:\n{diff}");
                if more > 0 {
                    let _ = writeln!(differing, "… {more} more lines");
                }
            }
        }
    }
    Ok(differing)
}

/// A client's front page without the setters that every builder has; `generated/` shows them.
fn without_common_setters(file: &str) -> String {
    let cut = file.find("    /// Sends credentials over plain `http://` too").and_then(|start| {
        let end = start + file[start..].find("\n}\n")?;
        Some(format!("{}    // … and what every builder has{}", &file[..start], &file[end..]))
    });
    cut.unwrap_or_else(|| file.to_owned())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path.extension().is_none_or(|end| end != "snap") {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
