//! A configuration and all files that it names. Behind this nothing reads a file.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{json, toml};
use crate::pipeline::Files;
use crate::pipeline::files::{Unread, unreadable};
use crate::postman::Part;
use crate::text::{FileId, Located, Span};

/// The lock's name, beside the configuration.
pub const LOCK: &str = "docwright.lock";

/// A folder with a `docwright.toml`: where it is, and how messages and generated files call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFolder {
    /// Where it is.
    pub path: PathBuf,
    /// How it is called, with `/`; the same on every machine, since places in generated files show it.
    pub shown: String,
}

/// An API's configuration and the files that it names.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The folder.
    pub folder: SpecFolder,
    /// What to make.
    pub config: Config,
    /// The document that it is made from; of a folder of files, the first.
    pub input: FileId,
    /// The files of a collection that is a folder; none where the document is one file.
    pub parts: Vec<Part>,
    /// Environments, in the configuration's order.
    pub environments: Vec<FileId>,
    /// Overlays, in the configuration's order.
    pub overlays: Vec<FileId>,
    /// The lock, if there is one yet.
    pub lock: Option<FileId>,
    /// All files of the folder that were read, by their names in it; among them the pages that specs and overlays name as their source.
    by_name: BTreeMap<String, FileId>,
}

impl Loaded {
    /// A file of the folder by its name in it: how a spec finds the page it was taken from (`[source] file`).
    pub fn file(&self, name: &str) -> Option<FileId> {
        self.by_name.get(name).copied()
    }
}

/// Why there is nothing to work with; what is wrong was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The configuration is wrong.
    Config,
    /// A file that it names cannot be read.
    Input,
}

impl SpecFolder {
    /// A folder, or the `docwright.toml` in it. Messages call it what is left of its path below `root`.
    pub fn new(path: &Path, root: &Path) -> Self {
        let path = if path.file_name().is_some_and(|name| name == config::FILE) { path.parent().unwrap_or(path) } else { path };
        let (whole, root) = (plain(path), plain(root));
        // A path from the root of this machine would make generated files differ from machine to machine.
        let shown = whole.strip_prefix(&root).unwrap_or_else(|_| whole.file_name().map_or(Path::new(""), Path::new));
        let steps: Vec<_> = shown.components().map(|step| step.as_os_str().to_string_lossy()).collect();
        Self { path: path.to_owned(), shown: steps.join("/") }
    }

    fn name_of(&self, file: &str) -> String {
        if self.shown.is_empty() { file.to_owned() } else { format!("{}/{file}", self.shown) }
    }
}

/// How messages call a path that somebody names: what is left of it below `root`, or as it was typed, with `/`.
pub fn shown(path: &Path, root: &Path) -> String {
    let whole = plain(path);
    let short = whole.strip_prefix(plain(root)).unwrap_or(path);
    let steps = short.components().filter(|step| *step != Component::CurDir);
    let shown = steps.collect::<PathBuf>().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// A path from the root of the file system, without steps back: one folder has one such path, however it was typed.
pub fn plain(path: &Path) -> PathBuf {
    // The path of the working folder is `.`: an empty one has no absolute form.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut plain = PathBuf::new();
    for step in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(step),
        }
    }
    plain
}

/// Reads a folder's configuration and every file that it names. All that is missing is said at once.
///
/// # Errors
///
/// When there is nothing to work with.
pub fn load(folder: &SpecFolder, files: &mut Files, diagnostics: &mut Diagnostics) -> Result<Loaded, Refusal> {
    let shown = folder.name_of(config::FILE);
    let config = match files.read(&folder.path.join(config::FILE), &shown) {
        Ok(file) => Config::read(file, &files.sources, diagnostics).ok_or(Refusal::Config)?,
        Err(unread) => {
            diagnostics.push(match unread {
                Unread::NotText(diagnostic) => *diagnostic,
                Unread::Refused(reason) => unreadable(&shown, &reason, files).help("it must be a regular file that may be read"),
                Unread::Missing => unreadable(&shown, "there is no such file", files).help("name a folder that has a `docwright.toml`"),
            });
            return Err(Refusal::Config);
        }
    };
    let errors = diagnostics.count(Severity::Error);
    let mut loading = Loading { folder, files, diagnostics, by_name: BTreeMap::from([(config::FILE.to_owned(), config.file)]) };
    let (input, parts) = loading.input(&config.input);
    let environments: Vec<FileId> = config.environments.iter().filter_map(|name| loading.named(name)).collect();
    let overlays: Vec<FileId> = config.overlays.iter().filter_map(|name| loading.named(name)).collect();
    let spec = match (&config.input, input) {
        (config::Input::Spec(_), Some(file)) => Some(file),
        _ => None,
    };
    for file in spec.into_iter().chain(overlays.iter().copied()) {
        loading.source_of(file);
    }
    let lock = loading.lock(config.name.span);
    let Loading { by_name, .. } = loading;
    if diagnostics.count(Severity::Error) > errors {
        return Err(Refusal::Input);
    }
    let input = input.ok_or(Refusal::Input)?;
    Ok(Loaded { folder: folder.clone(), config, input, parts, environments, overlays, lock, by_name })
}

/// All but those that have the name of one before them, and would be written over it. Says which.
pub fn without_namesakes(all: Vec<Loaded>, diagnostics: &mut Diagnostics) -> Vec<Loaded> {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    all.into_iter()
        .filter(|loaded| {
            let name = &loaded.config.name;
            let first = *names.entry(name.value.clone()).or_insert(name.span);
            if first != name.span {
                diagnostics.push(namesake(name, first));
            }
            first == name.span
        })
        .collect()
}

/// The same by the configurations alone, before anything else is read: what is to be said of each folder whose API has the name of one before it.
/// What is wrong with a configuration is for [`load`] to say.
pub fn namesakes(folders: &[SpecFolder], files: &mut Files) -> Vec<Option<Diagnostic>> {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    let mut unsaid = Diagnostics::default();
    folders
        .iter()
        .map(|folder| {
            let file = files.read(&folder.path.join(config::FILE), &folder.name_of(config::FILE)).ok()?;
            let name = Config::read(file, &files.sources, &mut unsaid)?.name;
            let first = *names.entry(name.value.clone()).or_insert(name.span);
            (first != name.span).then(|| namesake(&name, first))
        })
        .collect()
}

fn namesake(name: &Located<String>, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateApi, name.span, format!("another API is called `{}` too", name.value))
        .and(first, "the other one")
        .help("give one of them another `name`")
}

struct Loading<'a> {
    folder: &'a SpecFolder,
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    by_name: BTreeMap<String, FileId>,
}

impl Loading<'_> {
    /// The document: a file, or the files of a folder.
    fn input(&mut self, input: &config::Input) -> (Option<FileId>, Vec<Part>) {
        let name = input.file();
        let path = self.folder.path.join(&name.value);
        if !matches!(input, config::Input::Postman(_)) || !path.is_dir() {
            return (self.named(name), Vec::new());
        }
        match self.files.read_parts(&path, &self.folder.name_of(&name.value), self.diagnostics) {
            Ok(parts) => (parts.first().map(|part| part.file), parts),
            Err(reason) => {
                let message = format!("`{}` cannot be read: {reason}", self.folder.name_of(&name.value));
                self.diagnostics.push(
                    Diagnostic::new(Code::UnreadableFile, name.span, message)
                        .label("named here")
                        .help("name a file, or the folder of a collection v3: the one with its `*.request.yaml` files"),
                );
                (None, Vec::new())
            }
        }
    }

    fn named(&mut self, name: &Located<String>) -> Option<FileId> {
        if let Some(&file) = self.by_name.get(&name.value) {
            return Some(file);
        }
        let path = self.folder.path.join(&name.value);
        let file = self.files.read_named(&path, &self.folder.name_of(&name.value), name.span, self.diagnostics)?;
        self.by_name.insert(name.value.clone(), file);
        Some(file)
    }

    /// Reads the page that a spec or an overlay names as its source. Whatever else is wrong with the file is its reader's to say.
    fn source_of(&mut self, file: FileId) {
        let mut unsaid = Diagnostics::default();
        let sources = &self.files.sources;
        let is_json = sources.file(file).name().to_ascii_lowercase().ends_with(".json");
        let node = if is_json { json::read_strict(file, sources, &mut unsaid) } else { toml::read(file, sources, &mut unsaid) };
        let Some(name) = node.as_ref().and_then(|node| node.get("source")?.get("file")) else { return };
        let Some(text) = name.as_str() else { return };
        let name = Located::new(text.to_owned(), name.span);
        if config::is_file_name(&name, self.diagnostics) {
            self.named(&name);
        }
    }

    fn lock(&mut self, named: Span) -> Option<FileId> {
        match self.files.read(&self.folder.path.join(LOCK), &self.folder.name_of(LOCK)) {
            Ok(file) => {
                self.by_name.insert(LOCK.to_owned(), file);
                Some(file)
            }
            Err(Unread::Missing) => None,
            Err(Unread::NotText(diagnostic)) => {
                self.diagnostics.push(*diagnostic);
                None
            }
            Err(Unread::Refused(reason)) => {
                let message = format!("`{}` cannot be read: {reason}", self.folder.name_of(LOCK));
                self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, named, message).label("the API that it belongs to"));
                None
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::{Loaded, Refusal, SpecFolder, load};
    use crate::diagnostic::Diagnostics;
    use crate::pipeline::Files;

    fn folder(files: &[(&str, &[u8])]) -> TempDir {
        let root = TempDir::new().unwrap();
        fs::create_dir_all(root.path().join("specs/pets")).unwrap();
        for (name, bytes) in files {
            fs::write(root.path().join("specs/pets").join(name), bytes).unwrap();
        }
        root
    }

    fn read(root: &Path) -> (Result<Loaded, Refusal>, Vec<String>, Files) {
        let mut files = Files::default();
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&SpecFolder::new(&root.join("specs/pets"), root), &mut files, &mut diagnostics);
        let said = diagnostics.sorted().iter().map(|diagnostic| diagnostic.line(&files.sources)).collect();
        (loaded, said, files)
    }

    const SPEC: &[u8] = b"docwright = 1\nname = \"pets\"\n[input]\nspec = \"pets.spec.toml\"\noverlays = [\"o.toml\"]\n";

    #[test]
    fn reads_all_files_and_remembers_which() {
        let root = folder(&[
            ("docwright.toml", SPEC),
            ("pets.spec.toml", b"[source]\nfile = \"page.txt\"\n"),
            ("o.toml", b"source.file = \"pets.spec.toml\"\n"),
            ("page.txt", b"page"),
            ("docwright.lock", b""),
            ("other.txt", b"not named"),
        ]);
        let (loaded, said, files) = read(root.path());
        assert_eq!(said, Vec::<String>::new());
        let loaded = loaded.unwrap();
        let names: Vec<&str> = files.sources.files().map(|(_, file)| file.name()).collect();
        let expected = ["docwright.toml", "pets.spec.toml", "o.toml", "page.txt", "docwright.lock"];
        assert_eq!(names, expected.map(|name| format!("specs/pets/{name}")));
        assert_eq!(files.read, expected.map(|name| root.path().join("specs/pets").join(name)));
        assert_eq!(loaded.file("pets.spec.toml"), Some(loaded.input));
        assert_eq!(files.sources.file(loaded.file("page.txt").unwrap()).text(), "page");
        assert!(loaded.lock.is_some());
        assert_eq!(loaded.overlays.len(), 1);
    }

    #[test]
    fn no_part_of_a_collection_is_left_out_silently() {
        let config = b"docwright = 1\nname = \"pets\"\n[input]\npostman = \"c\"\n";
        let said_of = |depth: usize, link: Option<&str>| {
            let root = folder(&[("docwright.toml", config)]);
            let top = root.path().join("specs/pets/c");
            let deep = top.join(vec!["d"; depth].join("/"));
            fs::create_dir_all(&deep).unwrap();
            fs::write(deep.join("list.request.yaml"), "method: GET\nurl: https://pets.example/pets\n").unwrap();
            #[cfg(unix)]
            if let Some(link) = link {
                std::os::unix::fs::symlink(&deep, top.join(link)).unwrap();
            }
            let (_, said, _) = read(root.path());
            said
        };
        assert_eq!(said_of(32, None), Vec::<String>::new());
        let [said] = &said_of(33, None)[..] else { panic!("one error") };
        assert!(said.contains("error[unreadable-file]") && said.ends_with("stands more than 32 folders deep"), "{said}");
        if cfg!(unix) {
            for link in ["more", "more.request.yaml"] {
                let [said] = &said_of(1, Some(link))[..] else { panic!("one error") };
                assert!(said.contains(&format!("`{link}` is a link, and links are not followed")), "{said}");
            }
        }
    }

    #[test]
    fn says_all_that_is_missing_at_its_place() {
        let config = b"docwright = 1\nname = \"pets\"\n[input]\npostman = \"c.json\"\nenvironments = [\"e.json\"]\noverlays = [\"o.toml\", \"dir\"]\n";
        let root = folder(&[("docwright.toml", config), ("e.json", b"\xff{"), ("o.toml", b"source.file = \"../../x\"\n")]);
        fs::create_dir(root.path().join("specs/pets/dir")).unwrap();
        let (loaded, said, files) = read(root.path());
        assert_eq!(loaded.unwrap_err(), Refusal::Input);
        assert_eq!(
            said,
            [
                "specs/pets/docwright.toml:4:11: error[unreadable-file]: `specs/pets/c.json` cannot be read: there is no such file",
                "specs/pets/docwright.toml:6:23: error[unreadable-file]: `specs/pets/dir` cannot be read: it is not a regular file",
                "specs/pets/e.json:1:1: error[not-utf8]: `specs/pets/e.json` is not text in UTF-8",
                "specs/pets/o.toml:1:15: error[bad-file-name]: a file name must lead into the configuration's folder, without `.`, `..` and \
                 empty steps",
            ]
        );
        assert_eq!(files.read.len(), 3, "only files that were really read");
    }

    #[test]
    fn a_configuration_that_is_not_there_has_a_place_too() {
        let root = folder(&[]);
        let (loaded, said, files) = read(root.path());
        assert_eq!(loaded.unwrap_err(), Refusal::Config);
        let expected =
            "specs/pets/docwright.toml:1:1: error[unreadable-file]: `specs/pets/docwright.toml` cannot be read: there is no such file";
        assert_eq!(said, [expected]);
        assert!(files.read.is_empty());
        let root = folder(&[("docwright.toml", b"docwright = 1\nname = \xe9\n")]);
        let (loaded, said, _) = read(root.path());
        assert_eq!(loaded.unwrap_err(), Refusal::Config);
        assert_eq!(said, ["specs/pets/docwright.toml:2:8: error[not-utf8]: `specs/pets/docwright.toml` is not text in UTF-8"]);
    }

    #[test]
    fn a_folder_is_called_the_same_everywhere() {
        let shown = |path: &str, root: &str| SpecFolder::new(Path::new(path), Path::new(root)).shown;
        assert_eq!(shown("specs/pets", "."), "specs/pets");
        assert_eq!(shown("./specs/pets", "."), "specs/pets");
        assert_eq!(shown("specs/pets/docwright.toml", ""), "specs/pets");
        assert_eq!(shown("/home/me/x/specs/pets", "/home/me/x"), "specs/pets");
        assert_eq!(shown("/elsewhere/pets", "/home/me/x"), "pets");
        assert_eq!(shown("docwright.toml", "."), "");
        assert_eq!(shown("../x/specs/pets", "../x"), "specs/pets");
        assert_eq!(shown(".", ".."), std::env::current_dir().unwrap().file_name().unwrap().to_str().unwrap());
        assert_eq!(shown("pets/../cats/", "."), "cats");
        let here = std::env::current_dir().unwrap().join("specs/pets");
        assert_eq!(shown(here.to_str().unwrap(), "."), "specs/pets");
    }
}
